"""Two sides and what takes their differences away: kanten, aanleveren, koppelen, vergelijken, acties, remmen, levensloop, berichten."""
