"""The data of the field: fields, values, numbers, codes, and one inschrijving."""
