"""Acties (manual ch. 5): determining them, answering vragen, making and removing them by hand."""
