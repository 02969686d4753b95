"""Instellingen and upkeep (manual ch. 3 and 4): certificates, connection, retention, recovery, wiping."""
