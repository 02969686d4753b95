"""Every write to LVS2000: the intent booked with its old value, then the write; and putting it back."""
