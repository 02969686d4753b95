"""Ophalen (manual ch. 4 and 7): the registratieoverzicht and the terugkoppelingen, and what they do to the books."""
