"""The comparison that decides whether all fields are equal sees every kind of difference, and is not the client's compare."""

import copy
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bronsync.domain.gegevens.velden import INDEX, VELDEN, canoniek, normaliseer_lijst
from bronsync_demo.lvs_database import ADRES, lvs_leerling, maak_database, open_lvs
from bronsync_demo.personen import lees_personen
from bronsync_demo.school import maak_school
from demo.bewijs import vergelijk_waarheid as vw
from demo.bewijs.vergelijk_waarheid import BeeldRegel, vergelijk_alles

VANDAAG = date(2026, 11, 23)


def registration(leerling, i):
    """The registration of a pupil as the register would show it."""
    p, adres = leerling.persoon, leerling.persoon.adres
    person = {
        "burgerservicenummer": p.bsn,
        "geboortedatum": p.geboortedatum,
        "geslacht": p.geslacht,
        "achternaam": p.achternaam,
        "voorvoegsel": p.voorvoegsel,
        "voornamen": p.voornamen or ".",
    }
    home = {name: getattr(adres, name) for name in ADRES[:7]}
    onderwijs = {}
    for path, veld in vw._ONDERWIJS.items():
        group, _, part = path.rpartition(".")
        if i.velden.get(veld) is not None:
            (onderwijs.setdefault(group, {}) if group else onderwijs)[part] = i.velden[veld]
    for element, name in vw._LIJST.items():
        records = i.lijsten.get(name, [])
        onderwijs[element] = [
            {vw._DEEL.get(k, k): bool(v) if k == "bekostiging" else v for k, v in r.items()} for r in records
        ]
    return {
        "leerlingnummer": leerling.leerlingnummer,
        "persoon": person,
        "adres": None
        if p.geheim
        else {"buitenlandsAdres": {"land": adres.land}}
        if adres.land
        else {"binnenlandsAdres": home},
        "datumInschrijving": i.inschrijfdatum,
        "datumUitschrijving": i.uitschrijfdatum,
        "onderwijs": onderwijs,
        "registergegevens": {"indicatieGeheim": p.geheim},
    }


def picture(punt, geheim, flat):
    cells = [flat.get(v.naam) for v in VELDEN if not v.onderdelen]
    lists = tuple(
        normaliseer_lijst(v.naam, [[part or None for part in record] for record in flat[v.naam]])
        for v in VELDEN
        if v.onderdelen
    )
    return BeeldRegel(punt, geheim, canoniek(cells, lists))


@pytest.fixture(scope="module")
def leerlingen(persons_file):
    return maak_school(lees_personen(persons_file), 100, "gemengd", 1, VANDAAG).leerlingen


@pytest.fixture
def sides(leerlingen, tmp_path):
    path = tmp_path / "lvs2000.db"
    maak_database(path, map(lvs_leerling, leerlingen))
    stand = {"aanleverpunten": {punt: {"registraties": []} for punt in ("00AA00", "00AA01")}}
    for leerling in leerlingen:
        for i in leerling.inschrijvingen:
            if not i.uitschrijfdatum or i.uitschrijfdatum > "2008-08-01":
                stand["aanleverpunten"][i.aanleverpunt]["registraties"].append(registration(leerling, i))
    beeld = [picture(key[0], flat["geheim"], flat) for key, flats in vw.register_kant(stand).items() for flat in flats]
    return path, stand, beeld


def test_equal_sides_are_equal(sides):
    outcome = vergelijk_alles(*sides)
    assert outcome.verschillen == {}
    assert outcome.lvs == outcome.register == outcome.beeld > 95


def test_every_value_of_the_register_counts(sides):
    path, stand, beeld = sides
    registrations = stand["aanleverpunten"]["00AA00"]["registraties"]
    not_compared = {"onderwijs.nationaliteit", "registergegevens.indicatieGeheim"}
    seen, missed = set(), set()

    def leaves(value, where):
        if isinstance(value, dict):
            for name, part in value.items():
                yield from leaves(part, [*where, name])
        elif isinstance(value, list):
            if value:
                yield from leaves(value[0], [*where, 0])
        elif value is not None:
            yield where

    for n, registratie in enumerate(registrations):
        for where in leaves(registratie, []):
            name = ".".join(part for part in where if isinstance(part, str))
            if name in seen or any(name.startswith(x) for x in not_compared) or name == "leerlingnummer":
                continue
            seen.add(name)
            other = copy.deepcopy(stand)
            spot = other["aanleverpunten"]["00AA00"]["registraties"][n]
            for part in where[:-1]:
                spot = spot[part]
            old = spot[where[-1]]
            spot[where[-1]] = (not old) if isinstance(old, bool) else f"{old}9"
            if vergelijk_alles(path, other, beeld).gelijk:
                missed.add(name)
    assert not missed
    assert len(seen) > 45


def test_every_field_of_the_picture_counts(sides):
    path, stand, beeld = sides
    missed = set()
    for veld in VELDEN:
        at = INDEX[veld.naam]
        with_value = next((n for n, r in enumerate(beeld) if r.rij[at] and not r.geheim), None)
        n = 0 if with_value is None else with_value
        row = list(beeld[n].rij)
        row[at] = () if veld.onderdelen and row[at] else (("x",) * len(veld.onderdelen),) if veld.onderdelen else "x9"
        changed = [*beeld[:n], BeeldRegel(beeld[n].aanleverpunt, beeld[n].geheim, tuple(row)), *beeld[n + 1 :]]
        if vergelijk_alles(path, stand, changed).gelijk:
            missed.add(veld.naam)
    # Not exchanged for who has a BSN (DOMAIN 2.4, 2.5).
    assert missed <= {
        "nationaliteiten",
        "adresregel_buitenland_1",
        "adresregel_buitenland_2",
        "adresregel_buitenland_3",
    }


def test_a_missing_and_an_extra_inschrijving_count_on_each_side(sides):
    path, stand, beeld = sides
    assert not vergelijk_alles(path, stand, beeld[1:]).gelijk
    assert not vergelijk_alles(path, stand, [*beeld, beeld[0]]).gelijk
    less = copy.deepcopy(stand)
    less["aanleverpunten"]["00AA00"]["registraties"].pop()
    assert not vergelijk_alles(path, less, beeld).gelijk
    with open_lvs(path) as lvs:
        lvs.wis_inschrijving(leerling_with_registration(lvs))
    assert not vergelijk_alles(path, stand, beeld).gelijk


def leerling_with_registration(lvs):
    return lvs.rijen("SELECT max(InschrijvingId) AS nummer FROM Inschrijving WHERE Uitschrijfdatum IS NULL")[0][
        "nummer"
    ]


def test_a_pupil_kept_out_of_delivery_belongs_in_no_register(sides):
    path, stand, beeld = sides
    with open_lvs(path) as lvs:
        lvs.doe(
            "UPDATE Inschrijving SET UitgeslotenVanAanlevering=1 WHERE InschrijvingId=?",
            leerling_with_registration(lvs),
        )
    assert not vergelijk_alles(path, stand, beeld).gelijk


def test_the_comparison_is_not_that_of_the_client():
    code = (
        "import sys, demo.bewijs.vergelijk_waarheid;"
        "print(sorted({'bronsync.domain.vergelijking.vergelijken', 'bronsync.domain.vergelijking.koppelen', 'bronsync.application'} & set(sys.modules)))"
    )
    paths = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=paths).stdout
    assert out.strip() == "[]"
