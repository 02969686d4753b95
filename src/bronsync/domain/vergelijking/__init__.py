"""Two sides and what takes their differences away: koppelen, vergelijken, acties, remmen, levensloop, berichten."""
