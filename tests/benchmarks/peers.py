"""PEER-1 to PEER-12 (PERFORMANCE 10, ii): other tools as their users would run them, on the same rows, with the answer checked.

In memory and end to end: the left side comes from our own reader (they get the same converted rows), the right side from a plain table of
flat columns, which is kinder to them than our encrypted store. ORM and SQL peers read the school's tables themselves.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, make_dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import etree

from benchmarks import limits, ours
from benchmarks.dataset import FLAT_COLUMNS, KEY_COLUMNS, Dataset, Key, Truth, flat
from benchmarks.limits import Result, at_least, at_most
from benchmarks.measure import Case, measure, peak_memory, ratio
from bronsync.adapters.bron import berichten
from bronsync.adapters.lvs2000 import tables
from bronsync.application.records import BeeldRij
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    INDEX,
    LIJST_VELDEN,
    VELDEN,
    Categorie,
    Soort,
    pack,
    pgn,
    unpack,
)
from bronsync.resources import resource

COMPARED = tuple(name for name in FLAT_COLUMNS if name not in KEY_COLUMNS)
NS = "urn:bronsync:bron-po:v1"


def _left(lvs: Any, data: Dataset) -> list[tuple[Any, ...]]:
    return [
        (aanleverpunt, pgn(rij.rij), *flat(rij.rij))
        for aanleverpunt in data.aanleverpunten
        for rij in lvs.lees(aanleverpunt)
    ]


def _key(row: Any) -> Key:
    return row["aanleverpunt"], row["pgn"], row["inschrijfdatum"]


# --- frames ---------------------------------------------------------------------------------------------------------------------------


def _frame(rows: list[tuple[Any, ...]]) -> Any:
    import polars as pl

    numbers = {veld.naam for veld in CEL_VELDEN if veld.soort is Soort.GETAL}
    schema = {name: pl.Int64 if name in numbers else pl.String for name in FLAT_COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def datacompy_polars(lvs: Any, data: Dataset) -> Truth:
    import datacompy
    import polars as pl

    found = datacompy.PolarsCompare(
        _frame(_left(lvs, data)), _frame(ours.flat_picture(data)), join_columns=list(KEY_COLUMNS)
    )
    both = found.intersect_rows
    unequal = both.filter(~pl.all_horizontal(f"{name}_match" for name in COMPARED))
    return _from_frames(
        found.df1_unq_rows.iter_rows(named=True),
        found.df2_unq_rows.iter_rows(named=True),
        unequal.iter_rows(named=True),
    )


def datacompy_pandas(lvs: Any, data: Dataset) -> Truth:
    import datacompy
    import pandas as pd

    left, right = (
        pd.DataFrame(rows, columns=list(FLAT_COLUMNS)) for rows in (_left(lvs, data), ours.flat_picture(data))
    )
    found = datacompy.PandasCompare(left, right, join_columns=list(KEY_COLUMNS))
    both = found.intersect_rows
    unequal = both[~both[[f"{name}_match" for name in COMPARED]].all(axis=1)]
    return _from_frames(*(frame.to_dict("records") for frame in (found.df1_unq_rows, found.df2_unq_rows, unequal)))


def _from_frames(left: Any, right: Any, unequal: Any) -> Truth:
    truth = Truth({_key(row) for row in left}, {_key(row) for row in right})
    for row in unequal:
        truth.changed[_key(row)] = {name for name in COMPARED if not row[f"{name}_match"]}
    return truth


def polars_join(lvs: Any, data: Dataset) -> Truth:
    import polars as pl

    left, right = _frame(_left(lvs, data)), _frame(ours.flat_picture(data))
    keys = list(KEY_COLUMNS)
    both = left.join(right, on=keys, how="inner", suffix="_bron")
    flags = both.select(*keys, *(pl.col(n).eq_missing(pl.col(f"{n}_bron")).alias(f"{n}_match") for n in COMPARED))
    unequal = flags.filter(~pl.all_horizontal(f"{name}_match" for name in COMPARED))
    alone = (left.join(right, on=keys, how="anti"), right.join(left, on=keys, how="anti"))
    return _from_frames(*(frame.iter_rows(named=True) for frame in (*alone, unequal)))


# --- dicts ----------------------------------------------------------------------------------------------------------------------------


def _dicts(rows: list[tuple[Any, ...]]) -> dict[Any, dict[str, Any]]:
    return {
        (row[0], row[1], row[2 + INDEX["inschrijfdatum"]]): dict(zip(FLAT_COLUMNS, row, strict=True)) for row in rows
    }


def csv_diff(lvs: Any, data: Dataset) -> Truth:
    from csv_diff import compare

    found = compare(_dicts(ours.flat_picture(data)), _dicts(_left(lvs, data)))
    changed = {change["key"]: set(change["changes"]) for change in found["changed"]}
    return Truth({_key(row) for row in found["added"]}, {_key(row) for row in found["removed"]}, changed)


def deepdiff_rows(lvs: Any, data: Dataset) -> Truth:
    from deepdiff import DeepDiff

    left, right = _dicts(_left(lvs, data)), _dicts(ours.flat_picture(data))
    truth = Truth(left.keys() - right.keys(), right.keys() - left.keys())
    for key in left.keys() & right.keys():
        found = DeepDiff(left[key], right[key])
        if found:
            truth.changed[key] = set(found.affected_root_keys)
    return truth


# --- SQLAlchemy ORM -------------------------------------------------------------------------------------------------------------------

_CHILDREN = tuple(dict.fromkeys(bron.tabel for bron in tables.LIJST.values()))


def _entities() -> SimpleNamespace:
    from sqlalchemy.orm import registry, relationship

    mapper = registry(metadata=tables.metadata)
    classes = {t.name: type(t.name, (), {}) for t in (tables.leerling, tables.inschrijving, *_CHILDREN)}
    for table in _CHILDREN:
        mapper.map_imperatively(classes[table.name], table)
    pupil = {"nationaliteiten": relationship(classes["Nationaliteit"])}
    mapper.map_imperatively(classes["Leerling"], tables.leerling, properties=pupil)
    own = {t.name.lower(): relationship(classes[t.name]) for t in _CHILDREN if t is not tables.nationaliteit}
    mapper.map_imperatively(
        classes["Inschrijving"], tables.inschrijving, properties={"leerling": relationship(classes["Leerling"]), **own}
    )
    return SimpleNamespace(**classes, children=tuple(own))


_LEERLING = tuple(
    (v.naam, tables.KOLOM[v.naam].name) for v in CEL_VELDEN if tables.KOLOM[v.naam].table is tables.leerling
)
_INSCHRIJVING = tuple(
    (v.naam, tables.KOLOM[v.naam].name) for v in CEL_VELDEN if tables.KOLOM[v.naam].table is tables.inschrijving
)


def _sublist(entity: Any, name: str) -> list[tuple[Any, ...]]:
    bron = tables.LIJST[name]
    children = (
        entity.leerling.nationaliteiten
        if bron.tabel is tables.nationaliteit
        else getattr(entity, bron.tabel.name.lower())
    )
    return sorted(
        (
            tuple(getattr(child, column) for column in bron.delen.values())
            for child in children
            if bron.soort in (None, getattr(child, "Soort", None))
        ),
        key=repr,
    )


def orm(data: Dataset, entities: SimpleNamespace, *, lazy: bool) -> Truth:
    from sqlalchemy import create_engine, select
    from sqlalchemy.orm import Session, selectinload

    def read(session: Session) -> dict[Key, Any]:
        wanted = select(entities.Inschrijving)
        if not lazy:
            pupil = selectinload(entities.Inschrijving.leerling)
            wanted = wanted.options(
                pupil,
                pupil.selectinload(entities.Leerling.nationaliteiten),
                *(selectinload(getattr(entities.Inschrijving, n)) for n in entities.children),
            )
        return {
            (i.Aanleverpunt, i.leerling.Burgerservicenummer or i.leerling.Onderwijsnummer, i.Inschrijfdatum): i
            for i in session.scalars(wanted)
        }

    engines = [create_engine(f"sqlite:///{path}") for path in (data.lvs, data.bron_normalised)]
    with Session(engines[0]) as one, Session(engines[1]) as other:
        left, right = read(one), read(other)
        truth = Truth(left.keys() - right.keys(), right.keys() - left.keys())
        for key in left.keys() & right.keys():
            a, b = left[key], right[key]
            names = {n for n, c in _INSCHRIJVING if getattr(a, c) != getattr(b, c)}
            names |= {n for n, c in _LEERLING if getattr(a.leerling, c) != getattr(b.leerling, c)}
            names |= {v.naam for v in LIJST_VELDEN if _sublist(a, v.naam) != _sublist(b, v.naam)}
            if names:
                truth.changed[key] = names
    for engine in engines:
        engine.dispose()
    return truth


# --- SQL ------------------------------------------------------------------------------------------------------------------------------


def _expression(name: str) -> str:
    if name in tables.LIJST:
        bron = tables.LIJST[name]
        parts = "||'|'||".join(f"coalesce({column},'')" for column in bron.delen.values())
        owner = (
            "LeerlingId = l.LeerlingId" if bron.tabel is tables.nationaliteit else "InschrijvingId = i.InschrijvingId"
        )
        kind = f" AND Soort = '{bron.soort}'" if bron.soort else ""
        return (
            f"coalesce((SELECT group_concat({parts}, ';') FROM {bron.tabel.name} WHERE {owner}{kind}), '')"  # own names
        )
    column = tables.KOLOM[name]
    place = f"{'l' if column.table is tables.leerling else 'i'}.{column.name}"
    if name == "geboortedatum":
        return f"substr({place},1,4)||'-'||substr({place},5,2)||'-'||substr({place},7)"
    number = next(v for v in CEL_VELDEN if v.naam == name).soort is Soort.GETAL
    return f"CAST({place} AS INTEGER)" if number else place


FLATTEN = (
    f"INSERT INTO temp.lvs SELECT i.Aanleverpunt, coalesce(l.Burgerservicenummer, l.Onderwijsnummer), "  # own names
    f"{', '.join(_expression(v.naam) for v in VELDEN)} FROM Inschrijving i JOIN Leerling l ON l.LeerlingId = i.LeerlingId"
)


@contextmanager
def _flattened(data: Dataset) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(data.lvs)
    try:
        db.execute("ATTACH ? AS bron", (str(data.flat),))
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute(
            f"CREATE TEMP TABLE lvs ({', '.join(FLAT_COLUMNS)}, PRIMARY KEY ({', '.join(KEY_COLUMNS)})) WITHOUT ROWID"
        )
        db.execute(FLATTEN)
        yield db
    finally:
        db.close()


_PLACES = tuple(FLAT_COLUMNS.index(name) for name in KEY_COLUMNS)


def _located(left: dict[Key, tuple[Any, ...]], right: dict[Key, tuple[Any, ...]]) -> Truth:
    truth = Truth(left.keys() - right.keys(), right.keys() - left.keys())
    for key in left.keys() & right.keys():
        truth.changed[key] = {n for n, a, b in zip(FLAT_COLUMNS, left[key], right[key], strict=True) if a != b}
    return truth


def sql_except(data: Dataset) -> Truth:
    def rows(db: sqlite3.Connection, one: str, other: str) -> dict[Key, tuple[Any, ...]]:
        names = ", ".join(FLAT_COLUMNS)
        found = db.execute(f"SELECT {names} FROM {one} EXCEPT SELECT {names} FROM {other}")  # own names
        return {tuple(row[p] for p in _PLACES): row for row in found}

    with _flattened(data) as db:
        return _located(rows(db, "temp.lvs", "bron.beeld"), rows(db, "bron.beeld", "temp.lvs"))


def sql_full_join(data: Dataset) -> Truth:
    names = [f"a.{n}" for n in FLAT_COLUMNS] + [f"b.{n}" for n in FLAT_COLUMNS]
    same = " AND ".join(f"a.{n} = b.{n}" for n in KEY_COLUMNS)
    unequal = " OR ".join(f"a.{n} IS NOT b.{n}" for n in FLAT_COLUMNS)
    width = len(FLAT_COLUMNS)
    left, right = {}, {}
    with _flattened(data) as db:
        for row in db.execute(
            f"SELECT {', '.join(names)} FROM temp.lvs a FULL JOIN bron.beeld b ON {same} WHERE {unequal}"
        ):
            for side, part in ((left, row[:width]), (right, row[width:])):
                if part[0] is not None:
                    side[tuple(part[p] for p in _PLACES)] = part
    return _located(left, right)


# --- groups: comparing ----------------------------------------------------------------------------------------------------------------


def _compared(
    data: Dataset, rounds: int, others: dict[str, Callable[[Any], Truth]], slow: tuple[str, ...] = ()
) -> dict[str, Case]:
    truth = data.truth
    with ours.opened(data) as (lvs, store):
        environments = [ours.omgeving(aanleverpunt, lvs, store) for aanleverpunt in data.aanleverpunten]
        cases = {
            "wij": Case("wij", lambda: ours.compare(environments), lambda a: ours.differs(ours.as_truth(a), truth))
        }
        for name, run in others.items():
            cases[name] = Case(name, lambda run=run: run(lvs), lambda a: ours.differs(a, truth), once=name in slow)
        measure(list(cases.values()), rounds)
    return cases


def compare_large(data: Dataset, size: int, rounds: int) -> list[Result]:
    c = _compared(
        data,
        rounds,
        {
            "datacompy polars": lambda lvs: datacompy_polars(lvs, data),
            "datacompy pandas": lambda lvs: datacompy_pandas(lvs, data),
            "csv-diff": lambda lvs: csv_diff(lvs, data),
            "EXCEPT": lambda _: sql_except(data),
            "FULL JOIN": lambda _: sql_full_join(data),
        },
    )
    part = str(size)
    return [
        # polars works in threads: the wall clock decides, the CPU ratio stands beside it
        at_least("PEER-1", part, 1.7, ratio(c["datacompy polars"], c["wij"], "wall")),
        at_least("PEER-2", part, 2.5, ratio(c["datacompy pandas"], c["wij"])),
        at_least("PEER-3", part, 1.7, ratio(c["csv-diff"], c["wij"])),
        at_most("PEER-7", part, 1.4, ratio(c["wij"], c["EXCEPT"])),
        at_most("PEER-8", part, 2.3, ratio(c["wij"], c["FULL JOIN"])),
    ]


def compare_small(data: Dataset, size: int, rounds: int) -> list[Result]:
    entities = _entities()
    c = _compared(
        data,
        rounds,
        {
            "deepdiff": lambda lvs: deepdiff_rows(lvs, data),
            "ORM selectin": lambda _: orm(data, entities, lazy=False),
            "ORM lazy": lambda _: orm(data, entities, lazy=True),
        },
        slow=("deepdiff", "ORM selectin", "ORM lazy"),
    )
    part = str(size)
    return [
        at_least("PEER-4", part, 25, ratio(c["deepdiff"], c["wij"])),
        at_least("PEER-5", part, 12, ratio(c["ORM selectin"], c["wij"])),
        at_least("PEER-6", part, 60, ratio(c["ORM lazy"], c["wij"])),
    ]


# --- memory ---------------------------------------------------------------------------------------------------------------------------

MEMORY: dict[str, Callable[[Any, Dataset], Truth]] = {"datacompy polars": datacompy_polars, "polars": polars_join}


def memory(data: Dataset, peer: str) -> list[Result]:
    """The peak of one peer, in a fresh process; what it imports is not counted."""
    import datacompy  # noqa: F401  # both import polars as well
    import polars as pl

    pl.DataFrame({"a": ["b"]}).join(pl.DataFrame({"a": ["b"]}), on="a")
    with ours.opened(data) as (lvs, _):
        lvs.school(data.aanleverpunten[0])
        measured = peak_memory(lambda: MEMORY[peer](lvs, data))
    wrong = ours.differs(measured.pop("antwoord"), data.truth)
    return [
        {"id": "PEER-9", "deel": peer, "fout": f"{peer}: {wrong}"}
        if wrong
        else {"id": "PEER-9", "deel": peer, "mb": measured["mb"]}
    ]


def memory_ratios(us: list[Result], them: list[Result]) -> list[Result]:
    mine = [r["ratio"] for r in us if r["id"] == "LIM-5" and r["deel"] == "50000" and "ratio" in r]
    return [
        at_most(
            "PEER-9",
            r["deel"],
            0.2,
            {"ratio": mine[0] / r["mb"]}
            if "mb" in r and mine
            else {"fout": r.get("fout", "ons eigen cijfer ontbreekt")},
            mb=r.get("mb"),
        )
        for r in them
    ]


# --- both sides in memory ---------------------------------------------------------------------------------------------------------------


class _Ready:
    """LVS2000 and the picture already in memory: the two ports that the comparison reads."""

    def __init__(self, rows: list[Any], pictures: list[BeeldRij]) -> None:
        self.rows, self.pictures = rows, pictures
        self.by_key = {(p.aanleverpunt, p.pgn, p.inschrijfdatum): p for p in pictures}

    def lees(self, aanleverpunt: str) -> Iterator[Any]:
        return iter(self.rows)

    @contextmanager
    def unit(self) -> Iterator[_Ready]:
        yield self

    def stroom(self, boek: type, names: tuple[str, ...], **_: object) -> Iterator[tuple[object, ...]]:
        if boek is not BeeldRij:
            return iter(())
        return (tuple(getattr(p, name) for name in names) for p in self.pictures)

    def haal(self, boek: type, *key: Any) -> BeeldRij | None:
        return self.by_key.get(key) if boek is BeeldRij else None


def in_memory(data: Dataset, size: int, rounds: int) -> list[Result]:
    import daff
    import dictdiffer

    with ours.opened(data) as (lvs, _):
        rows = {a: list(lvs.lees(a)) for a in data.aanleverpunten}
        left = _left(lvs, data)
    pictures = defaultdict(list)
    for picture in data.pictures():
        pictures[picture.aanleverpunt].append(picture)
    right = ours.flat_picture(data)
    environments = []
    for aanleverpunt, own in rows.items():
        ready = _Ready(own, pictures[aanleverpunt])
        environments.append(ours.omgeving(aanleverpunt, ready, ready))
    left_dicts, right_dicts = _dicts(left), _dicts(right)

    def with_dictdiffer() -> Truth:
        truth = Truth(left_dicts.keys() - right_dicts.keys(), right_dicts.keys() - left_dicts.keys())
        for key in left_dicts.keys() & right_dicts.keys():
            found = list(dictdiffer.diff(right_dicts[key], left_dicts[key]))
            if found:
                truth.changed[key] = {change[1] if isinstance(change[1], str) else change[1][0] for change in found}
        return truth

    header = list(FLAT_COLUMNS)
    tables_ = [[header, *(["" if c is None else str(c) for c in row] for row in side)] for side in (right, left)]

    def with_daff() -> Truth:
        before, after = (daff.PythonTableView(table) for table in tables_)
        flags = daff.CompareFlags()
        for name in KEY_COLUMNS:
            flags.addPrimaryKey(name)
        flags.unchanged_context = 0
        flags.show_unchanged_columns = True
        result: list[list[Any]] = []
        alignment = daff.Coopy.compareTables(before, after, flags).align()
        daff.TableDiff(alignment, flags).hilite(daff.PythonTableView(result))
        return _from_daff(result)

    truth = data.truth
    cases = [
        Case("wij", lambda: ours.compare(environments), lambda a: ours.differs(ours.as_truth(a), truth)),
        Case("daff", with_daff, lambda a: ours.differs(a, truth), once=True),
        Case("dictdiffer", with_dictdiffer, lambda a: ours.differs(a, truth), once=True),
    ]
    measure(cases, rounds)
    return [at_least("PEER-12", f"{case.name}, {size}", 25, ratio(case, cases[0])) for case in cases[1:]]


def _from_daff(result: list[list[Any]]) -> Truth:
    truth = Truth()
    places = [result[0].index(name) for name in KEY_COLUMNS]
    for row in result[1:]:
        tag, key = row[0], tuple(row[place] for place in places)
        if tag == "+++":
            truth.left_only.add(key)
        elif tag == "---":
            truth.right_only.add(key)
        elif "->" in str(tag):
            truth.changed[key] = {
                n for n, cell in zip(result[0], row, strict=True) if n != "@@" and str(tag) in str(cell)
            }
    return truth


# --- XML ------------------------------------------------------------------------------------------------------------------------------

Seen = list[tuple[str | None, str | None, str, int]]
"""Of each registration PGN, achternaam, inschrijfdatum and the number of perioden."""


def _xsdata_classes() -> dict[str, type]:
    """What `xsdata generate` would write of the contract, made in memory: a dataclass per complexType of the schema."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    schema = etree.fromstring(resource("contract", "bron-po.xsd").read_bytes())
    made: dict[str, type] = {}

    def python_type(name: str) -> Any:
        types = {"xs:boolean": bool, "xs:integer": int, "xs:positiveInteger": int, "xs:nonNegativeInteger": int}
        if name in complex_types:
            return of(name)
        base = simple.get(name, name)
        return types.get(base, str)

    def of(name: str) -> type:
        if name not in made:
            fields = []
            for element in complex_types[name].iter(f"{xs}element"):
                kind = python_type(element.get("type"))
                many = element.get("maxOccurs", "1") != "1"
                fields.append(
                    (
                        element.get("name").replace("-", "_"),
                        list[kind] if many else kind | None,
                        field(
                            **({"default_factory": list} if many else {"default": None}),
                            metadata={"name": element.get("name"), "type": "Element", "namespace": NS},
                        ),
                    )
                )
            meta = type("Meta", (), {"namespace": NS, "name": name[0].lower() + name[1:]})
            made[name] = make_dataclass(name, fields, namespace={"Meta": meta})
        return made[name]

    complex_types = {t.get("name"): t for t in schema.iterchildren(f"{xs}complexType")}
    simple = {t.get("name"): t.find(f"{xs}restriction").get("base") for t in schema.iterchildren(f"{xs}simpleType")}
    of("Terugkoppeling")
    return made


def xml(data: Dataset, size: int, rounds: int) -> list[Result]:
    import xmltodict
    import zeep
    from xsdata.formats.dataclass.parsers import XmlParser

    documents = data.overviews()
    expected = sorted(
        (
            r[INDEX["burgerservicenummer"]] or r[INDEX["onderwijsnummer"]],
            r[INDEX["achternaam"]],
            r[INDEX["inschrijfdatum"]],
            len(r[INDEX["perioden"]]),
        )
        for r in (unpack(p.body) for p in data.pictures())
    )

    def checked(answers: Seen) -> str:
        return "" if sorted(answers) == expected else "other registrations than the generator's"

    def seen(r: Any, get: Callable[[Any, str], Any]) -> tuple[Any, ...]:
        persoon, periods = get(r, "persoon"), get(get(r, "onderwijs"), "inschrijvingPeriode")
        number = get(persoon, "burgerservicenummer") or get(persoon, "onderwijsnummer")
        return number, get(persoon, "achternaam"), str(get(r, "datumInschrijving")), len(periods)

    def we() -> Seen:
        return [
            (pgn(r.rij), r.rij[INDEX["achternaam"]], r.rij[INDEX["inschrijfdatum"]], len(r.rij[INDEX["perioden"]]))
            for document in documents
            for r in berichten.lees(document).melding.registraties
        ]

    client = zeep.Client(str(resource("contract", "bron-po.wsdl")))
    binding = client.service._binding
    operation = binding.get("ophalenTerugkoppelingen")
    envelopes = [
        b'<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ophalenTerugkoppelingen_response xmlns="'
        + NS.encode()
        + b'"><antwoordOp>3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f</antwoordOp>'
        + document.partition(b"\n")[2]
        + b"<meerAanwezig>false</meerAanwezig><hoogsteOntvangstnummer>1</hoogsteOntvangstnummer>"
        b"</ophalenTerugkoppelingen_response></soap:Body></soap:Envelope>"
        for document in documents
    ]

    def with_zeep() -> Seen:
        found: list[Any] = []
        for envelope in envelopes:
            response = SimpleNamespace(
                status_code=200, content=envelope, headers={"Content-Type": "text/xml"}, encoding="utf-8"
            )
            reply = binding.process_reply(client, operation, response)
            found += [seen(r, getattr) for r in reply.terugkoppeling[0].registratieoverzicht.inschrijving]
        return found

    classes, parser = _xsdata_classes(), XmlParser()

    def with_xsdata() -> Seen:
        found: list[Any] = []
        for document in documents:
            root = parser.from_bytes(document, classes["Terugkoppeling"])
            found += [seen(r, getattr) for r in root.registratieoverzicht.inschrijving]
        return found

    def with_xmltodict() -> Seen:
        found: list[Any] = []
        for document in documents:
            root = xmltodict.parse(document, force_list=("inschrijving", "inschrijvingPeriode"))
            overview = root["terugkoppeling"]["registratieoverzicht"]
            found += [seen(r, dict.get) for r in overview["inschrijving"]]
        return found

    cases = [
        Case("wij", we, checked),
        Case("zeep", with_zeep, checked, once=True),
        Case("xsdata", with_xsdata, checked, once=True),
        Case("xmltodict", with_xmltodict, checked, once=True),
    ]
    measure(cases, rounds)
    goals = {"zeep": 6, "xsdata": 6, "xmltodict": 2.5}
    return [at_least("PEER-10", f"{c.name}, {size}", goals[c.name], ratio(c, cases[0])) for c in cases[1:]]


# --- storing --------------------------------------------------------------------------------------------------------------------------

_MAIN = tuple(v for v in CEL_VELDEN if v.categorie is not Categorie.ADRES)
_ADRES = tuple(v for v in CEL_VELDEN if v.categorie is Categorie.ADRES)


def storing(data: Dataset, size: int, rounds: int) -> list[Result]:  # noqa: C901  # four ways to store the same rows, side by side
    """From canonieke rijen to disk: ours packs, encrypts and stores; the peers store them normalised and in the clear."""
    from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, insert
    from sqlalchemy.orm import Session, registry, relationship

    pictures = data.pictures()
    rows = [unpack(p.body) for p in pictures]
    metadata = MetaData()
    main = Table(
        "registratie", metadata, Column("id", Integer, primary_key=True), Column("aanleverpunt", String),
        *(Column(v.naam, String) for v in _MAIN),
    )  # fmt: skip
    parent = "registratie.id"
    adres = Table(
        "adres", metadata, Column("id", Integer, primary_key=True), Column("registratie_id", ForeignKey(parent)),
        *(Column(v.naam, String) for v in _ADRES),
    )  # fmt: skip
    lists = {
        v.naam: Table(
            v.naam, metadata, Column("id", Integer, primary_key=True), Column("registratie_id", ForeignKey(parent), index=True),
            *(Column(d.naam, String) for d in v.onderdelen),
        )
        for v in LIJST_VELDEN
    }  # fmt: skip
    mapper = registry(metadata=metadata)
    classes = {t.name: type(t.name, (), {}) for t in (main, adres, *lists.values())}
    for table in (adres, *lists.values()):
        mapper.map_imperatively(classes[table.name], table)
    relations = {name: relationship(classes[name]) for name in lists}
    mapper.map_imperatively(
        classes["registratie"], main, properties={"adres": relationship(classes["adres"], uselist=False), **relations}
    )

    main_places, adres_places = [INDEX[v.naam] for v in _MAIN], [INDEX[v.naam] for v in _ADRES]
    expected = len(rows), sum(len(r[INDEX[n]]) for r in rows for n in lists)

    with tempfile.TemporaryDirectory() as folder:
        stores = limits.Stores(Path(folder))
        at_hand: dict[str, Any] = {}

        def fresh() -> None:
            if at_hand:
                at_hand["engine"].dispose()
            at_hand["path"] = stores.fresh() / "orm.db"
            at_hand["engine"] = create_engine(f"sqlite:///{at_hand['path']}")
            metadata.create_all(at_hand["engine"])

        def counted(_: object) -> str:
            db = sqlite3.connect(at_hand["path"])
            counts = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in classes}  # own names
            db.close()
            found = counts["registratie"], sum(counts[n] for n in lists)
            return "" if found == expected and counts["adres"] == expected[0] else f"stored {counts}"

        def filled(name: str, **values: object) -> Any:
            entity = classes[name]()
            for attribute, value in values.items():
                setattr(entity, attribute, value)
            return entity

        def add_all() -> None:
            graph = []
            for picture, row in zip(pictures, rows, strict=True):
                entity = filled(
                    "registratie", aanleverpunt=picture.aanleverpunt, **{v.naam: row[INDEX[v.naam]] for v in _MAIN}
                )
                entity.adres = filled("adres", **{v.naam: row[INDEX[v.naam]] for v in _ADRES})
                for v in LIJST_VELDEN:
                    names = [d.naam for d in v.onderdelen]
                    records = row[INDEX[v.naam]]
                    setattr(entity, v.naam, [filled(v.naam, **dict(zip(names, r, strict=True))) for r in records])
                graph.append(entity)
            with Session(at_hand["engine"]) as session:
                session.add_all(graph)
                session.commit()

        def bulk() -> None:
            mains, addresses, children = [], [], {name: [] for name in lists}
            for number, (picture, row) in enumerate(zip(pictures, rows, strict=True), 1):
                mains.append(
                    {"id": number, "aanleverpunt": picture.aanleverpunt, **{v.naam: row[INDEX[v.naam]] for v in _MAIN}}
                )
                addresses.append({"registratie_id": number, **{v.naam: row[INDEX[v.naam]] for v in _ADRES}})
                for v in LIJST_VELDEN:
                    for record in row[INDEX[v.naam]]:
                        children[v.naam].append(
                            {"registratie_id": number, **dict(zip((d.naam for d in v.onderdelen), record, strict=True))}
                        )
            with Session(at_hand["engine"]) as session:
                session.execute(insert(classes["registratie"]), mains)
                session.execute(insert(classes["adres"]), addresses)
                for name, records in children.items():
                    if records:
                        session.execute(insert(classes[name]), records)
                session.commit()

        def normalised() -> None:
            db = sqlite3.connect(at_hand["path"])
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            mains = [
                (n, p.aanleverpunt, *(r[i] for i in main_places))
                for n, (p, r) in enumerate(zip(pictures, rows, strict=True), 1)
            ]
            addresses = [(None, n, *(r[i] for i in adres_places)) for n, r in enumerate(rows, 1)]
            for table, records in (("registratie", mains), ("adres", addresses)):
                db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(records[0]))})", records)
            for v in LIJST_VELDEN:
                place = INDEX[v.naam]
                children = [(None, n, *record) for n, r in enumerate(rows, 1) for record in r[place]]
                db.executemany(f"INSERT INTO {v.naam} VALUES ({','.join('?' * (len(v.onderdelen) + 2))})", children)
            db.commit()
            db.close()

        def we() -> Any:
            return stores.put(
                [
                    BeeldRij(
                        aanleverpunt=p.aanleverpunt,
                        pgn=p.pgn,
                        inschrijfdatum=p.inschrijfdatum,
                        leerlingnummer=p.leerlingnummer,
                        volgnummer=p.volgnummer,
                        uitschrijfdatum=p.uitschrijfdatum,
                        ontvangstnummer=1,
                        geheim=p.geheim,
                        historisch=False,
                        body=pack(r),
                        register=p.register,
                    )
                    for p, r in zip(pictures, rows, strict=True)
                ]
            )

        cases = [
            Case("wij", we, lambda s: limits.stored(s, pictures), prepare=stores.fresh_store),
            Case("ORM add_all", add_all, counted, prepare=fresh, once=True),
            Case("ORM bulk insert", bulk, counted, prepare=fresh, once=True),
            Case("genormaliseerd executemany", normalised, counted, prepare=fresh, once=True),
        ]
        measure(cases, rounds)
        if at_hand:
            at_hand["engine"].dispose()
        stores.close()
    goals = {"ORM add_all": 50, "ORM bulk insert": 12, "genormaliseerd executemany": 3}
    return [at_least("PEER-11", f"{c.name}, {size}", goals[c.name], ratio(c, cases[0])) for c in cases[1:]]
