"""`python -m tijdlijn` in `tests`: the table of rules and days, for `regels.md`."""

from tijdlijn.grenzen import tabel

print(tabel(), end="")
