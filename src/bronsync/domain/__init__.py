"""The rules of the field. Pure: knows no database, no network, no clock, no window."""
