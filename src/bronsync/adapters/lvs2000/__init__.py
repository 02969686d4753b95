"""The pupil administration: reads LVS2000 consistently and writes back by compare-and-set."""
