"""The persons file of the register: the truth about the people, as JSON (shape: `bron_simulator.brp.Brp.laad`). Knows no LVS2000."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bronsync.held_files import replace
from bronsync_demo.personen import Adres, Persoon
from bronsync_demo.school import AMBULANT, BRIN, HOOFD, VESTIGINGEN, Leerling, School


def adres_json(adres: Adres | None) -> dict[str, Any] | None:
    """An address as the persons file holds it; nothing that is empty."""
    if adres is None:
        return None
    if adres.land:
        return {"land": adres.land, "adresregels": list(adres.adresregels)}
    namen = (
        "straatnaam",
        "huisnummer",
        "huisnummertoevoeging",
        "huisnummeraanduiding",
        "locatieomschrijving",
        "postcode",
        "plaatsnaam",
        "gemeentecode",
    )
    return {naam: getattr(adres, naam) for naam in namen if getattr(adres, naam) is not None}


def persoon_json(persoon: Persoon, overlijdensdatum: str | None = None) -> dict[str, Any]:
    """A person as the persons file holds it."""
    return {
        "bsn": persoon.bsn,
        "geboortedatum": persoon.geboortedatum,
        "geslacht": persoon.geslacht,
        "achternaam": persoon.achternaam,
        "voorvoegsel": persoon.voorvoegsel,
        "voornamen": persoon.voornamen,
        "nationaliteiten": list(persoon.nationaliteiten),
        "geheim": persoon.geheim,
        "overlijdensdatum": overlijdensdatum,
        "geboorteland": persoon.geboorteland,
        "adres": adres_json(persoon.adres),
    }


def brp_bestand(school: School, andere_scholen: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The whole file: everybody of the school who has a BSN, all postcodes, enrolments at other schools, the aanleverpunten."""
    postcodes = {a.postcode for a in school.adressen} | {
        leerling.persoon.adres.postcode for leerling in school.leerlingen if leerling.persoon.adres
    }
    return {
        "personen": [_van(leerling) for leerling in school.leerlingen if leerling.persoon.bsn],
        "postcodes": sorted(code for code in postcodes if code),
        "anderescholen": list(andere_scholen),
        "aanleverpunten": {code: {"brin": BRIN, "vestigingen": list(VESTIGINGEN)} for code in (HOOFD, AMBULANT)},
    }


def _van(leerling: Leerling) -> dict[str, Any]:
    return persoon_json(leerling.persoon, leerling.overlijdensdatum)


def schrijf_json(pad: Path, inhoud: object) -> None:
    """Whole or not at all: written aside, flushed to disk, then put in its place."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    half = pad.with_name(pad.name + ".half")
    with half.open("w", encoding="utf-8") as bestand:
        json.dump(inhoud, bestand, ensure_ascii=False)
        bestand.flush()
        os.fsync(bestand.fileno())
    replace(half, pad)
