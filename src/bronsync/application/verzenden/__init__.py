"""Controleren en Synchroniseren (manual ch. 6)."""
