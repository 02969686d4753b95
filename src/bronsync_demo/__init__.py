"""The demo school: makes an LVS2000 and persons, starts register and client, and plays the administrator."""
