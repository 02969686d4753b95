"""Stand-in for the BRP (GBA) and the register's own persons with an onderwijsnummer: find, check, give numbers.

Source of the truth about somebody with a BSN is the persons file of the demo; the register never changes it, the admin
channel does. DOMAIN 3.1, 3.2 (elfproef), 3.5 (partial dates), 6.5 (without BSN).
What it does not know: registrations and messages.
"""

import json
import unicodedata
from typing import Any

from bron_simulator.berichten import Gegevens
from bron_simulator.store import Store

EERSTE_ONDERWIJSNUMMER = 100_000_000


def rest_elfproef(nummer: str) -> int:
    """Remainder of the elfproef: 0 for a BSN, 5 for an onderwijsnummer (DOMAIN 3.1, 3.2)."""
    cijfers = [int(c) for c in nummer]
    return (sum((9 - i) * c for i, c in enumerate(cijfers[:8])) - cijfers[8]) % 11


def is_bsn(nummer: str) -> bool:
    return len(nummer) == 9 and nummer.isdigit() and nummer != "000000000" and rest_elfproef(nummer) == 0


def is_onderwijsnummer(nummer: str) -> bool:
    return len(nummer) == 9 and nummer.isdigit() and nummer.startswith("10") and rest_elfproef(nummer) == 5


def zoeknaam(naam: str | None) -> str:
    """Names are found without regard to capitals, accents and spacing."""
    los = unicodedata.normalize("NFKD", naam or "").casefold()
    return " ".join("".join(c for c in los if not unicodedata.combining(c)).replace("-", " ").split())


def pgn_van(gegevens: Gegevens) -> str | None:
    """PGN in a Persoon, SleutelPersoon or SleutelInschrijving."""
    pgn: str | None = gegevens.get("burgerservicenummer") or gegevens.get("onderwijsnummer")
    return pgn


def pgn_element(pgn: str) -> Gegevens:
    """The element that carries this PGN."""
    return {"burgerservicenummer" if is_bsn(pgn) else "onderwijsnummer": pgn}


class NietUniek(Exception):
    """More than one person fits."""


class Brp:
    """Persons by BSN (soort 'bsn') and, kept by the register itself, by onderwijsnummer (soort 'onr')."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def laad(self, bestand: Gegevens) -> None:
        """The persons file, at the first start. Shape: see `bron_simulator.__main__`."""
        for p in bestand.get("personen", []):
            self.bewaar(p.get("bsn") or p["onderwijsnummer"], p)
        postcodes = {str(p) for p in bestand.get("postcodes", [])}
        self._store.doe_veel(
            "INSERT OR IGNORE INTO postcode VALUES (?)", [(p.replace(" ", "").upper(),) for p in postcodes]
        )
        for s in bestand.get("anderescholen", []):
            self._store.doe(
                "INSERT INTO andereschool (pgn, brin, begin, eind) VALUES (?,?,?,?)",
                s["pgn"],
                s["brin"],
                s["begin"],
                s.get("eind"),
            )

    def bewaar(self, pgn: str, persoon: Gegevens) -> None:
        """Store or replace one person. The address of somebody with a BSN makes its postcode known."""
        postcode = (persoon.get("adres") or {}).get("postcode")
        if postcode:
            postcode = str(postcode).replace(" ", "").upper()
            persoon = {**persoon, "adres": {**persoon["adres"], "postcode": postcode}}
        self._store.doe(
            "INSERT INTO persoon (pgn, soort, geboortedatum, geslacht, naam, gegevens) VALUES (?,?,?,?,?,?)"
            " ON CONFLICT (pgn) DO UPDATE SET geboortedatum=excluded.geboortedatum, geslacht=excluded.geslacht,"
            " naam=excluded.naam, gegevens=excluded.gegevens",
            pgn,
            "bsn" if is_bsn(pgn) else "onr",
            persoon["geboortedatum"],
            persoon["geslacht"],
            zoeknaam(persoon.get("achternaam")),
            json.dumps(persoon),
        )
        if postcode and is_bsn(pgn):
            self._store.doe("INSERT OR IGNORE INTO postcode VALUES (?)", postcode)

    def huidig_pgn(self, pgn: str) -> str:
        """An onderwijsnummer that was replaced leads to its BSN."""
        rij = self._store.rij("SELECT vervangen_door FROM persoon WHERE pgn=?", pgn)
        return pgn if rij is None or rij["vervangen_door"] is None else str(rij["vervangen_door"])

    def vervang(self, onderwijsnummer: str, bsn: str) -> None:
        self._store.doe("UPDATE persoon SET vervangen_door=? WHERE pgn=?", bsn, onderwijsnummer)

    def persoon(self, pgn: str) -> Gegevens | None:
        rij = self._store.rij("SELECT gegevens FROM persoon WHERE pgn=? AND vervangen_door IS NULL", pgn)
        return None if rij is None else dict(json.loads(rij["gegevens"]))

    def kent_postcode(self, postcode: str) -> bool:
        return self._store.rij("SELECT 1 FROM postcode WHERE postcode=?", postcode) is not None

    def zoek(self, persoon: Gegevens, adres: Gegevens | None) -> str | None:
        """PGN of the one person with this birth date, sex and surname. A BSN goes before an onderwijsnummer.

        The postcode or the first letter of the first names must agree too, so that a twin is not taken for the other.
        Raises NietUniek. INFERRED: how BRON searched is not public.
        """
        rijen = self._store.rijen(
            "SELECT pgn, soort, gegevens FROM persoon"
            " WHERE geboortedatum=? AND geslacht=? AND naam=? AND vervangen_door IS NULL ORDER BY pgn",
            persoon["geboortedatum"],
            persoon["geslacht"],
            zoeknaam(persoon.get("achternaam")),
        )
        postcode = ((adres or {}).get("binnenlandsAdres") or {}).get("postcode")
        voornamen = zoeknaam(persoon.get("voornamen")).strip(" .")
        for soort in ("bsn", "onr"):
            past = []
            for rij in rijen:
                if rij["soort"] != soort:
                    continue
                ander: dict[str, Any] = json.loads(rij["gegevens"])
                hun = zoeknaam(ander.get("voornamen")).strip(" .")
                zelfde_postcode = postcode is not None and (ander.get("adres") or {}).get("postcode") == postcode
                if zelfde_postcode or not hun or not voornamen or hun[0] == voornamen[0]:
                    past.append((zelfde_postcode, hun == voornamen, str(rij["pgn"])))
            if len(past) == 1:
                return past[0][2]
            if past:
                beste = max(p[:2] for p in past)
                winnaars = [p[2] for p in past if p[:2] == beste]
                if len(winnaars) == 1 and beste != (False, False):
                    return winnaars[0]
                raise NietUniek
        return None

    def ken_toe(self, persoon: Gegevens) -> str:
        """Give an onderwijsnummer that was never given before, and keep the person under it."""
        volgend = int(self._store.instelling("volgend_onderwijsnummer", EERSTE_ONDERWIJSNUMMER))
        while not is_onderwijsnummer(str(volgend)) or self._store.rij(
            "SELECT 1 FROM persoon WHERE pgn=?", str(volgend)
        ):
            volgend += 1
        self._store.zet_instelling("volgend_onderwijsnummer", volgend + 1)
        self.bewaar(str(volgend), {**kern(persoon), "onderwijsnummer": str(volgend)})
        return str(volgend)


def kern(persoon: Gegevens) -> Gegevens:
    """The person without PGN."""
    velden = ("geboortedatum", "geslacht", "achternaam", "voorvoegsel", "voornamen")
    return {v: persoon[v] for v in velden if persoon.get(v) is not None}
