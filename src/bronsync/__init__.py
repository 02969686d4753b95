"""BRON Sync: keeps a school's pupil administration (LVS2000) and the national register (BRON) equal."""
