"""The demo's own mapping of LVS2000 agrees with the client's, what is put in is what the client reads, and edits may be repeated."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from bronsync.adapters.lvs2000 import tables
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync_demo.beheerder import ALLES, Beheerder
from bronsync_demo.fouten import SOORT, maak_plan
from bronsync_demo.lvs_database import (
    INSCHRIJVING,
    LEERLING,
    LIJSTEN,
    NATIONALITEITEN,
    kolom,
    lvs_leerling,
    maak_database,
    open_lvs,
)
from bronsync_demo.personen import lees_personen
from bronsync_demo.school import AMBULANT, HOOFD, maak_school
from demo.bewijs.vergelijk_waarheid import BeeldRegel, _beeld_kant, lvs_kant, lvs_tegen_waarheid

VANDAAG = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan(persons_file):
    return maak_plan(maak_school(lees_personen(persons_file), 400, "gemengd", 1, VANDAAG), 1)


@pytest.fixture
def database(plan, tmp_path):
    path = tmp_path / "lvs2000.db"
    maak_database(path, plan.lvs())
    return path


def dump(path):
    with closing(sqlite3.connect(path)) as db:
        return [
            sorted(map(repr, db.execute(f"SELECT {columns} FROM {table}")))
            for table, columns in (
                ("Leerling", "*"),
                ("Inschrijving", "*"),
                (
                    "Klassenhistorie",
                    "InschrijvingId, Begindatum, Groep, Leerjaar, Vestiging, Bekostiging, SoortOnderwijs",
                ),
                ("Indicatie", "InschrijvingId, Soort, Begindatum, Einddatum, Volgnummer"),
                ("Begeleiding", "InschrijvingId, Soort, Begindatum, Einddatum"),
            )
        ]


def test_the_mapping_written_here_is_the_mapping_of_the_client():
    theirs = {veld: column.name for veld, column in tables.KOLOM.items() if veld != tables.ONDERWIJS_SINDS}
    assert theirs == LEERLING | INSCHRIJVING
    ours = LIJSTEN | {"nationaliteiten": NATIONALITEITEN}
    assert {name: (x.tabel.name, x.soort, x.delen) for name, x in tables.LIJST.items()} == {
        name: (x.tabel, x.soort, {part: kolom(part) for part in x.delen}) for name, x in ours.items()
    }


def test_the_client_reads_what_was_put_in(persons_file, tmp_path):
    path = tmp_path / "lvs2000.db"
    school = maak_school(lees_personen(persons_file), 400, "gemengd", 1, VANDAAG)
    maak_database(path, map(lvs_leerling, school.leerlingen))
    lvs = LvsDatabase(f"sqlite:///{path.as_posix()}")
    rows = [
        BeeldRegel(punt, row.geheim, row.rij)
        for punt in (HOOFD, AMBULANT)
        for row in lvs.lees(punt)
        if not row.uitgesloten and not (row.rij[8] and row.rij[8] <= "2008-08-01")
    ]
    lvs.sluit()
    skip = {"leerlingnummer", "nationaliteiten", *(f"adresregel_buitenland_{n}" for n in (1, 2, 3))}
    without = [
        {key: [{f: v for f, v in flat.items() if f not in skip} for flat in flats] for key, flats in side.items()}
        for side in (lvs_kant(path), _beeld_kant(rows))
    ]
    assert without[0] == without[1]
    assert len(without[0]) > 390


def test_a_database_is_there_whole_or_not_at_all(plan, tmp_path):
    def breaks():
        yield from list(plan.lvs())[:3]
        raise KeyboardInterrupt

    path = tmp_path / "lvs2000.db"
    with pytest.raises(KeyboardInterrupt):
        maak_database(path, breaks())
    assert not path.exists()
    maak_database(path, plan.lvs())
    assert path.exists()


def test_an_edit_that_is_cut_off_leaves_no_trace(database):
    before = dump(database)

    def cut_off():
        with open_lvs(database) as lvs:
            lvs.wis_inschrijving(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert dump(database) == before


def test_the_administrator_brings_everybody_to_the_truth_and_a_repeat_changes_nothing(plan, database):
    beheerder = Beheerder(database, plan.waarheid(1))
    assert lvs_tegen_waarheid(database, plan.waarheid(1))
    wrong = {"bsn_ontbreekt", "identificatieverzoek", "uitgesloten", "buitenland", "geheim_adres"}
    work = [(leerling, ALLES) for leerling in plan.waarheid(1).values()]
    changed = beheerder.werk_bij(work)
    assert changed == sum(
        n for kind, n in plan.aantallen.items() if SOORT[kind].lvs.__name__ != "_niets" and kind not in wrong
    )
    # A BSN that is missing is left for BRON to find.
    assert set(lvs_tegen_waarheid(database, plan.waarheid(1))) == {"burgerservicenummer"}
    once = dump(database)
    assert beheerder.werk_bij(work) == 0
    assert dump(database) == once


def test_what_the_school_does_in_the_second_act_may_be_repeated(plan, database):
    beheerder = Beheerder(database, plan.waarheid(2))
    work = [(now, parts) for _, now, parts in plan.schoolwerk()]
    assert beheerder.werk_bij(work) > 0
    once = dump(database)
    beheerder.werk_bij(work)
    assert dump(database) == once
