"""Brings the file of an older version of the program to the tables of `schema.py`; refuses one of a newer version.

`user_version` in the file says which version it has. A step is a function per number that changes the tables of the version before it; all
steps that are needed run in one transaction together with the new number, so a kill leaves the old file or the new one. The caller makes
a copy of the file first. Source: RELIABILITY F30.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.engine import Connection

from bronsync.adapters.journal.schema import METADATA
from bronsync.domain.errors import BronSyncFout


def _stap_2(connection: Connection) -> None:
    """Receipt numbers: numberings, and what is missing as a row per stretch in the place of the first number only (`stand.gat_na`)."""
    connection.exec_driver_sql("""CREATE TABLE nummering (
	aanleverpunt VARCHAR(200) NOT NULL,
	vanaf INTEGER NOT NULL,
	sinds TEXT NOT NULL,
	reden TEXT NOT NULL,
	hersteld TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, vanaf)
)""")
    connection.exec_driver_sql("""CREATE TABLE ontbrekend (
	aanleverpunt VARCHAR(200) NOT NULL,
	van INTEGER NOT NULL,
	tot_en_met INTEGER NOT NULL,
	reden TEXT NOT NULL,
	sinds TEXT NOT NULL,
	gedekt TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, van)
)""")
    # only the first missing number was known, so all from there to the highest may be missing; an overview with history covers it
    connection.exec_driver_sql(
        "INSERT INTO ontbrekend SELECT aanleverpunt, gat_na, hoogste_ontvangstnummer, 'overgeslagen', '', ''"
        " FROM stand WHERE gat_na > 0"
    )
    rijen = connection.exec_driver_sql(
        "SELECT aanleverpunt, beeld_versie, peildatum, overzicht_met_historie, overzicht_tot_en_met,"
        " hoogste_ontvangstnummer, bevestigd_tot_en_met, herstel_nodig, alles_vragen, historisch_peildatum,"
        " lvs_identiteit, overzicht_bericht FROM stand"
    ).fetchall()
    connection.exec_driver_sql("DROP TABLE stand")
    connection.exec_driver_sql("""CREATE TABLE stand (
	aanleverpunt VARCHAR(200) NOT NULL,
	beeld_versie INTEGER NOT NULL,
	peildatum TEXT,
	overzicht_met_historie BOOLEAN NOT NULL,
	overzicht_tot_en_met INTEGER NOT NULL,
	hoogste_ontvangstnummer INTEGER NOT NULL,
	bevestigd_tot_en_met INTEGER NOT NULL,
	herstel_nodig BOOLEAN NOT NULL,
	alles_vragen BOOLEAN NOT NULL,
	historisch_peildatum TEXT,
	lvs_identiteit TEXT NOT NULL,
	overzicht_bericht TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt)
)""")
    for rij in rijen:
        connection.exec_driver_sql("INSERT INTO stand VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(rij))


def _stap_3(connection: Connection) -> None:
    """A write-back knows its group, when it was made and what it puts back. An old intent may have been written already (`begonnen`)."""
    connection.exec_driver_sql("DROP INDEX ix_mutatie_aanleverpunt_stand")
    connection.exec_driver_sql("ALTER TABLE mutatie RENAME TO mutatie_2")
    connection.exec_driver_sql("""CREATE TABLE mutatie (
	nummer INTEGER NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	stand VARCHAR(200) NOT NULL,
	leerling_id INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	wijzigingen BLOB NOT NULL,
	aanleiding TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	groep TEXT NOT NULL,
	begonnen BOOLEAN NOT NULL,
	geschreven TEXT NOT NULL,
	terug_van INTEGER NOT NULL,
	PRIMARY KEY (nummer)
)""")
    connection.exec_driver_sql("INSERT INTO mutatie SELECT *, '', 1, '', 0 FROM mutatie_2")
    connection.exec_driver_sql("DROP TABLE mutatie_2")
    connection.exec_driver_sql("CREATE INDEX ix_mutatie_aanleverpunt_stand ON mutatie (aanleverpunt, stand)")


def _stap_4(connection: Connection) -> None:
    """The kind of a verschil is called soort: not every one is about a categorie of fields."""
    connection.exec_driver_sql("ALTER TABLE verschil RENAME TO verschil_3")
    connection.exec_driver_sql("""CREATE TABLE verschil (
	aanleverpunt VARCHAR(200) NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	leerlingnummer TEXT NOT NULL,
	pgn TEXT NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	soort VARCHAR(200) NOT NULL,
	stand VARCHAR(200) NOT NULL,
	eerst_gezien TEXT NOT NULL,
	paren BLOB NOT NULL,
	automatisch BOOLEAN NOT NULL,
	voorstel TEXT NOT NULL,
	mogelijk BLOB NOT NULL,
	lvs_hash TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, vingerafdruk)
)""")
    connection.exec_driver_sql("INSERT INTO verschil SELECT * FROM verschil_3")
    connection.exec_driver_sql("DROP TABLE verschil_3")


_VAN_STAND: Final = {
    "opgehaald": "opgehaald",
    "klokverschil": "klokverschil",
    "gemist": "gemist",
    "bezig": "bezig",
    "teruggezet": "teruggezet",
    "mutaties van eerder": "andere_database",
    "opgeruimd": "opgeruimd",
}
"""How a value of one aanleverpunt was named before its code, and in which column of its state it stands now."""


def _stap_5(connection: Connection) -> None:
    """The drawer of values with a name becomes typed: those of an aanleverpunt go to its state, the few of the whole store to one record."""
    named: dict[str, str] = dict(map(tuple, connection.exec_driver_sql("SELECT naam, waarde FROM gegeven")))
    connection.exec_driver_sql("ALTER TABLE stand RENAME TO stand_4")
    connection.exec_driver_sql("""CREATE TABLE stand (
	aanleverpunt VARCHAR(200) NOT NULL,
	beeld_versie INTEGER NOT NULL,
	peildatum TEXT,
	overzicht_met_historie BOOLEAN NOT NULL,
	overzicht_tot_en_met INTEGER NOT NULL,
	hoogste_ontvangstnummer INTEGER NOT NULL,
	bevestigd_tot_en_met INTEGER NOT NULL,
	herstel_nodig BOOLEAN NOT NULL,
	alles_vragen BOOLEAN NOT NULL,
	historisch_peildatum TEXT,
	lvs_identiteit TEXT NOT NULL,
	overzicht_bericht TEXT NOT NULL,
	opgehaald TEXT NOT NULL,
	klokverschil INTEGER,
	gemist TEXT NOT NULL,
	bezig TEXT NOT NULL,
	teruggezet INTEGER NOT NULL,
	andere_database INTEGER NOT NULL,
	opgeruimd TEXT NOT NULL,
	vulling TEXT NOT NULL,
	vulling_identiteit TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt)
)""")
    connection.exec_driver_sql("INSERT INTO stand SELECT *, '', NULL, '', '', 0, 0, '', '', '' FROM stand_4")
    connection.exec_driver_sql("DROP TABLE stand_4")
    connection.exec_driver_sql("""CREATE TABLE store (
	nummer INTEGER NOT NULL,
	generatie INTEGER NOT NULL,
	verwijzing_sleutel TEXT NOT NULL,
	eerste_audit TEXT NOT NULL,
	laatste_audit TEXT NOT NULL,
	PRIMARY KEY (nummer)
)""")
    of_store = ("generatie", "sleutel van verwijzingen", "eerste_audit", "laatste_audit")
    if any(name in named for name in of_store):
        values = (int(named.get("generatie", 0)), *(named.get(name, "") for name in of_store[1:]))
        connection.exec_driver_sql("INSERT INTO store VALUES (1, ?, ?, ?, ?)", values)
    for name, value in named.items():
        kind, _, punt = name.rpartition(" ")
        if kind == "onderwijs sinds":
            vulling, identiteit = json.loads(value)
            _put_in_stand(connection, punt, "vulling", vulling)
            _put_in_stand(connection, punt, "vulling_identiteit", identiteit)
        elif kind in _VAN_STAND:
            _put_in_stand(connection, punt, _VAN_STAND[kind], value)
    connection.exec_driver_sql("DROP TABLE gegeven")


def _put_in_stand(connection: Connection, punt: str, kolom: str, waarde: str) -> None:
    """Also of an aanleverpunt that has no state yet. SQLite makes the number of a text where the column holds numbers."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO stand VALUES (?, 0, NULL, 0, 0, 0, 0, 0, 0, NULL, '', '', '', NULL, '', '', 0, 0, '', '', '')",
        (punt,),
    )
    connection.exec_driver_sql("UPDATE stand SET " + kolom + " = ? WHERE aanleverpunt = ?", (waarde, punt))  # noqa: S608 - of `_VAN_STAND`


def _stap_6(connection: Connection) -> None:
    """What a person set aside for sending."""
    connection.exec_driver_sql("""CREATE TABLE apart (
	aanleverpunt VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum VARCHAR(200) NOT NULL,
	soort VARCHAR(200) NOT NULL,
	reden TEXT NOT NULL,
	tot TEXT NOT NULL,
	om_afkeur BOOLEAN NOT NULL,
	sinds TEXT NOT NULL,
	wie TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, inschrijving_id, pgn, inschrijfdatum, soort)
)""")


def _stap_7(connection: Connection) -> None:
    """Indexes for what is asked per pupil, message or click; a text in an index has a bounded type."""
    connection.exec_driver_sql("DROP INDEX ix_actie_aanleverpunt")
    connection.exec_driver_sql("ALTER TABLE actie RENAME TO actie_6")
    connection.exec_driver_sql("""CREATE TABLE actie (
	nummer INTEGER NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	soort VARCHAR(200) NOT NULL,
	status VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	leerlingnummer VARCHAR(200) NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	volgnummer TEXT NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	aangemaakt TEXT NOT NULL,
	lvs_hash TEXT NOT NULL,
	bron_hash TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	verzonden TEXT NOT NULL,
	reden TEXT NOT NULL,
	PRIMARY KEY (nummer)
)""")
    connection.exec_driver_sql("INSERT INTO actie SELECT * FROM actie_6")
    connection.exec_driver_sql("DROP TABLE actie_6")
    connection.exec_driver_sql("DROP INDEX ix_audit_aanleverpunt")
    connection.exec_driver_sql("ALTER TABLE audit RENAME TO audit_6")
    connection.exec_driver_sql("""CREATE TABLE audit (
	nummer INTEGER NOT NULL,
	tijdstip TEXT NOT NULL,
	sessie TEXT NOT NULL,
	aanleverpunt VARCHAR(200) NOT NULL,
	onderwerp VARCHAR(200) NOT NULL,
	van TEXT NOT NULL,
	naar TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	code TEXT NOT NULL,
	wie TEXT NOT NULL,
	versie TEXT NOT NULL,
	vorige TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (nummer)
)""")
    connection.exec_driver_sql("INSERT INTO audit SELECT * FROM audit_6")
    connection.exec_driver_sql("DROP TABLE audit_6")
    for naam in ("ix_signaal_actie", "ix_koppeling_aanleverpunt_pgn", "ix_inbox_aanleverpunt_stand"):
        connection.exec_driver_sql(f"DROP INDEX {naam}")
    for naam, velden in _WEGEN_7.items():
        connection.exec_driver_sql(f"CREATE INDEX ix_{naam} ON {naam.partition('_')[0]} ({velden})")


_WEGEN_7: Final = {
    "actie_aanleverpunt": "aanleverpunt",
    "actie_aanleverpunt_status": "aanleverpunt, status",
    "actie_aanleverpunt_leerling_id": "aanleverpunt, leerling_id",
    "actie_aanleverpunt_inschrijving_id": "aanleverpunt, inschrijving_id",
    "actie_aanleverpunt_pgn": "aanleverpunt, pgn",
    "actie_aanleverpunt_leerlingnummer": "aanleverpunt, leerlingnummer",
    "actie_aanleverpunt_vingerafdruk": "aanleverpunt, vingerafdruk",
    "verschil_aanleverpunt_leerling_id": "aanleverpunt, leerling_id, vingerafdruk",
    "verschil_aanleverpunt_inschrijving_id": "aanleverpunt, inschrijving_id, vingerafdruk",
    "koppeling_aanleverpunt_pgn": "aanleverpunt, pgn, inschrijving_id",
    "inbox_aanleverpunt_stand": "aanleverpunt, stand, ontvangstnummer",
    "signaal_actie_inschrijving_id": "actie, inschrijving_id",
    "mutatie_aanleverpunt_leerling_id": "aanleverpunt, leerling_id",
    "audit_aanleverpunt_onderwerp": "aanleverpunt, onderwerp",
}
"""What stands behind the name is what the index is over."""


_WEGEN_8: Final = {
    "actie_aanleverpunt_status": "aanleverpunt, status, nummer",
    "actie_aanleverpunt_leerling_id": "aanleverpunt, leerling_id, nummer",
    "actie_aanleverpunt_inschrijving_id": "aanleverpunt, inschrijving_id, nummer",
    "actie_aanleverpunt_pgn": "aanleverpunt, pgn, nummer",
    "actie_aanleverpunt_leerlingnummer": "aanleverpunt, leerlingnummer, nummer",
    "actie_aanleverpunt_vingerafdruk": "aanleverpunt, vingerafdruk, nummer",
    "verzending_aanleverpunt_actie": "aanleverpunt, actie",
    "signaal_aanleverpunt_actie_inschrijving_id": "aanleverpunt, actie, inschrijving_id, nummer",
    "mutatie_aanleverpunt_stand": "aanleverpunt, stand, nummer",
    "mutatie_aanleverpunt_leerling_id": "aanleverpunt, leerling_id, nummer",
    "audit_aanleverpunt_onderwerp": "aanleverpunt, onderwerp, nummer",
}

_PER_AANLEVERPUNT: Final = (
    "ALTER TABLE actie RENAME TO actie_7",
    """CREATE TABLE actie (
	aanleverpunt VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	soort VARCHAR(200) NOT NULL,
	status VARCHAR(200) NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	leerling_id INTEGER NOT NULL,
	leerlingnummer VARCHAR(200) NOT NULL,
	pgn VARCHAR(200) NOT NULL,
	inschrijfdatum TEXT NOT NULL,
	volgnummer TEXT NOT NULL,
	vingerafdruk VARCHAR(200) NOT NULL,
	aangemaakt TEXT NOT NULL,
	lvs_hash TEXT NOT NULL,
	bron_hash TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	verzonden TEXT NOT NULL,
	reden TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, nummer)
)""",
    (
        "INSERT INTO actie SELECT aanleverpunt, nummer, soort, status, inschrijving_id, leerling_id, leerlingnummer, pgn,"
        " inschrijfdatum, volgnummer, vingerafdruk, aangemaakt, lvs_hash, bron_hash, bericht_id, verzonden, reden FROM actie_7"
    ),
    "DROP TABLE actie_7",
    "ALTER TABLE mutatie RENAME TO mutatie_7",
    """CREATE TABLE mutatie (
	aanleverpunt VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	stand VARCHAR(200) NOT NULL,
	leerling_id INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	wijzigingen BLOB NOT NULL,
	aanleiding TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	groep TEXT NOT NULL,
	begonnen BOOLEAN NOT NULL,
	geschreven TEXT NOT NULL,
	terug_van INTEGER NOT NULL,
	PRIMARY KEY (aanleverpunt, nummer)
)""",
    (
        "INSERT INTO mutatie SELECT aanleverpunt, nummer, stand, leerling_id, inschrijving_id, wijzigingen,"
        " aanleiding, tijdstip, groep, begonnen, geschreven, terug_van FROM mutatie_7"
    ),
    "DROP TABLE mutatie_7",
    "ALTER TABLE signaal RENAME TO signaal_7",
    """CREATE TABLE signaal (
	aanleverpunt VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	actie INTEGER NOT NULL,
	inschrijving_id INTEGER NOT NULL,
	herkomst TEXT NOT NULL,
	code TEXT NOT NULL,
	ernst TEXT NOT NULL,
	tekst TEXT NOT NULL,
	veld TEXT NOT NULL,
	advies TEXT NOT NULL,
	tijdstip TEXT NOT NULL,
	gezien BOOLEAN NOT NULL,
	notitie TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, nummer)
)""",
    (
        "INSERT INTO signaal SELECT aanleverpunt, nummer, actie, inschrijving_id, herkomst, code,"
        " ernst, tekst, veld, advies, tijdstip, gezien, notitie FROM signaal_7"
    ),
    "DROP TABLE signaal_7",
)
"""Whose number alone was the key before."""


def _stap_8(connection: Connection) -> None:
    """Books per aanleverpunt: numbers, generation, the key of references and the audit chain. What has a number keeps it."""
    for statement in _PER_AANLEVERPUNT:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DROP INDEX ix_verzending_aanleverpunt")
    connection.exec_driver_sql("DROP INDEX ix_verzending_actie")
    ends = _chains(connection)
    for naam, velden in _WEGEN_8.items():
        connection.exec_driver_sql(f"CREATE INDEX ix_{naam} ON {naam.partition('_')[0]} ({velden})")
    points = connection.exec_driver_sql(
        "SELECT aanleverpunt FROM stand UNION SELECT aanleverpunt FROM actie UNION SELECT aanleverpunt FROM mutatie"
        " UNION SELECT aanleverpunt FROM signaal UNION SELECT aanleverpunt FROM audit UNION SELECT aanleverpunt FROM certificaat"
        " UNION SELECT aanleverpunt FROM inbox UNION SELECT aanleverpunt FROM verschil UNION SELECT aanleverpunt FROM verzending"
    ).fetchall()
    store = connection.exec_driver_sql("SELECT generatie, verwijzing_sleutel FROM store").fetchone()
    connection.exec_driver_sql("""CREATE TABLE boeken (
	aanleverpunt VARCHAR(200) NOT NULL,
	generatie INTEGER NOT NULL,
	verwijzing_sleutel TEXT NOT NULL,
	eerste_audit TEXT NOT NULL,
	laatste_audit TEXT NOT NULL,
	laatste_regel INTEGER NOT NULL,
	PRIMARY KEY (aanleverpunt)
)""")
    connection.exec_driver_sql("ALTER TABLE reeks RENAME TO reeks_7")
    connection.exec_driver_sql("""CREATE TABLE reeks (
	aanleverpunt VARCHAR(200) NOT NULL,
	naam VARCHAR(200) NOT NULL,
	laatste INTEGER NOT NULL,
	PRIMARY KEY (aanleverpunt, naam)
)""")
    for (punt,) in points:
        values = (*(store or (0, "")), *ends[punt])
        connection.exec_driver_sql("INSERT INTO boeken VALUES (?, ?, ?, ?, ?, ?)", (punt, *values))
        connection.exec_driver_sql("INSERT INTO reeks SELECT ?, naam, laatste FROM reeks_7", (punt,))
    connection.exec_driver_sql("DROP TABLE reeks_7")
    connection.exec_driver_sql("DROP TABLE store")


def _chains(connection: Connection) -> Mapping[str, tuple[str, str, int]]:
    """Of one chain through all aanleverpunten one for each; gives what the first line comes after, the last hash and number.

    A line keeps the hash that it had in `eerder`. Where the one chain was broken, the line that shows it keeps its hash as it was, so that the
    new chain is broken there too; and when its end was missing, no new chain gets its end.
    """
    lines = connection.exec_driver_sql(
        "SELECT nummer, tijdstip, sessie, aanleverpunt, onderwerp, van, naar, bericht_id, ontvangstnummer, code, wie, versie,"
        " vorige, hash FROM audit ORDER BY nummer"
    ).fetchall()
    store = connection.exec_driver_sql("SELECT eerste_audit, laatste_audit FROM store").fetchone()
    connection.exec_driver_sql("DROP TABLE audit")
    connection.exec_driver_sql("""CREATE TABLE audit (
	aanleverpunt VARCHAR(200) NOT NULL,
	nummer INTEGER NOT NULL,
	tijdstip TEXT NOT NULL,
	sessie TEXT NOT NULL,
	onderwerp VARCHAR(200) NOT NULL,
	van TEXT NOT NULL,
	naar TEXT NOT NULL,
	bericht_id TEXT NOT NULL,
	ontvangstnummer INTEGER NOT NULL,
	code TEXT NOT NULL,
	wie TEXT NOT NULL,
	versie TEXT NOT NULL,
	vorige TEXT NOT NULL,
	hash TEXT NOT NULL,
	eerder TEXT NOT NULL,
	PRIMARY KEY (aanleverpunt, nummer)
)""")
    before, end = map(str, store) if store else ("", "")
    ends: dict[str, tuple[str, str, int]] = {}
    for line in lines:
        *cells, previous, was = line
        whole = previous == before and was == _hash([*cells, previous])
        before, punt = was, str(line[3])
        previous = ends.get(punt, ("", "", 0))[1]
        new = _hash([*cells, previous, was]) if whole else was
        ends[punt] = ("", new, int(line[0]))
        row = (punt, *cells[:3], *cells[4:], previous, new, was)
        connection.exec_driver_sql("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    last = "" if before == end else end
    return defaultdict(lambda: ("", last, 0), {punt: (one[0], last or one[1], one[2]) for punt, one in ends.items()})


def _hash(cells: list[object]) -> str:
    return hashlib.sha256("\x1f".join(map(str, cells)).encode()).hexdigest()


STAPPEN: Final[dict[int, Callable[[Connection], None]]] = {
    2: _stap_2,
    3: _stap_3,
    4: _stap_4,
    5: _stap_5,
    6: _stap_6,
    7: _stap_7,
    8: _stap_8,
}
"""Step n makes version n out of n - 1. Version 1 is the first; a step is never changed after a release."""

EERSTE: Final = 1


def doelversie(stappen: Mapping[int, Callable[[Connection], None]] = STAPPEN) -> int:
    """The version that this program writes."""
    return max(stappen, default=EERSTE)


def versie(connection: Connection) -> int:
    """The version of the file; 0 when it has no tables yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def weiger_nieuwere(gevonden: int) -> None:
    """OPSLAG-01 when a newer program made the file: this one would not understand it."""
    if gevonden > doelversie():
        raise BronSyncFout("OPSLAG-01")


def maak(connection: Connection) -> None:
    """All tables in an empty file."""
    METADATA.create_all(connection)
    _nummer(connection, doelversie())
    connection.commit()


def migrate(connection: Connection, stappen: Mapping[int, Callable[[Connection], None]] = STAPPEN) -> None:
    """All steps that the file still needs, all or nothing; nothing when it needs none."""
    begin, eind = versie(connection), doelversie(stappen)
    if begin == eind:
        connection.rollback()
        return
    for nummer in range(begin + 1, eind + 1):
        stappen[nummer](connection)
    _nummer(connection, eind)
    connection.commit()


def _nummer(connection: Connection, nummer: int) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version = {nummer:d}")
