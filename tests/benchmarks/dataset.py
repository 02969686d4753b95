"""Seeded registrations on both sides, with a truth file beside them: what differs, written by the generator and not by any comparison.

One folder holds all forms of the same rows: the school's database (LVS2000 on SQLite, which stands in for SQL Server), our encrypted store
with the picture of BRON, the overview as documents of one aanleverpunt each, and for the peers the picture as plain flat columns, as plain
packed bytes and as a second normalised database. Machine-made: no person. Shape of PERFORMANCE 0: some 225 inschrijvingen an aanleverpunt,
2% differ, 1% on one side only. Knows no normalisation: values are made canonical, and raw LVS2000 values and XML are written from them.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from bronsync.adapters.journal.store import open_store
from bronsync.adapters.lvs2000 import tables
from bronsync.adapters.lvs2000.schema import maak_database
from bronsync.application import records as boekhouding
from bronsync.application.records import BeeldRij, Stand
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, VELDEN, pack

PER_AANLEVERPUNT = 225
TODAY = date(2011, 10, 3)
KEY = bytes(range(32))
"""Of the store of a benchmark: throw-away."""
SEED = 20111003

Key = tuple[str, str, str]
"""(aanleverpunt, PGN, inschrijfdatum)."""


@dataclass
class Registration:
    """One inschrijving on one side, canonical: cells by veldnaam, lists by veldnaam."""

    id: int
    aanleverpunt: str
    leerlingnummer: str
    geheim: bool
    cells: dict[str, str | int]
    lists: dict[str, tuple[tuple[str | int | None, ...], ...]] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        pgn = self.cells.get("burgerservicenummer") or self.cells["onderwijsnummer"]
        return self.aanleverpunt, str(pgn), str(self.cells["inschrijfdatum"])

    def row(self) -> tuple[object, ...]:
        return tuple(self.lists.get(v.naam, ()) if v.onderdelen else self.cells.get(v.naam) for v in VELDEN)


@dataclass
class Truth:
    """What the generator changed."""

    left_only: set[Key] = field(default_factory=set)
    right_only: set[Key] = field(default_factory=set)
    changed: dict[Key, set[str]] = field(default_factory=dict)
    left: int = 0
    right: int = 0

    def to_json(self) -> str:
        return json.dumps(
            {
                "left": self.left,
                "right": self.right,
                "left_only": sorted(self.left_only),
                "right_only": sorted(self.right_only),
                "changed": sorted([*key, *sorted(fields)] for key, fields in self.changed.items()),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Truth:
        data = json.loads(text)
        return cls(
            {tuple(key) for key in data["left_only"]},
            {tuple(key) for key in data["right_only"]},
            {tuple(entry[:3]): set(entry[3:]) for entry in data["changed"]},
            data["left"],
            data["right"],
        )


# --- values ---------------------------------------------------------------------------------------------------------------------------

_SYLLABLES = (
    "ba",
    "der",
    "kel",
    "mo",
    "rin",
    "sta",
    "ver",
    "wil",
    "zan",
    "hoe",
    "lim",
    "pas",
    "tor",
    "gra",
    "ën",
    "jo",
)


def _numbers(start: int, end: int, step: int, rest: int) -> Iterator[str]:
    """Nine digits that pass the elfproef with this rest: 0 for a BSN, 5 for an onderwijsnummer."""
    for number in range(start, end, step):
        digits = [int(digit) for digit in f"{number:09}"]
        total = sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2), strict=False)) - digits[8]
        if total % 11 == rest:
            yield f"{number:09}"


def bsns() -> Iterator[str]:
    """First the test range 9999xxxxx (9,000 numbers); larger sets need distinct numbers too and go on below it."""
    yield from _numbers(999900000, 1_000_000_000, 1, 0)
    yield from _numbers(999899999, 900_000_000, -1, 0)


def onderwijsnummers() -> Iterator[str]:
    return _numbers(100000000, 110_000_000, 1, 5)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._bsns, self._onderwijsnummers = bsns(), onderwijsnummers()
        self._names = [self._word(2, 4) for _ in range(4000)]
        self._first = [self._word(2, 3) for _ in range(1500)]
        self._streets = [f"{self._word(2, 3)}straat"[:24] for _ in range(3000)]
        self._places = [self._word(2, 3) for _ in range(400)]

    def _word(self, least: int, most: int) -> str:
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(least, most))).capitalize()

    def _day(self, first: int, last: int) -> str:
        return (date(first, 1, 1) + timedelta(days=self.chance.randrange((last - first) * 365))).isoformat()

    def registration(self, number: int, aanleverpunt: str) -> Registration:
        chance = self.chance
        group = chance.randint(1, 8)
        start = f"{2011 - chance.randint(0, min(group, 3))}-{chance.choice(('08-01', '08-22', '09-01'))}"
        cells: dict[str, str | int] = {}
        lists: dict[str, tuple[tuple[str | int | None, ...], ...]] = {}
        if chance.random() < 0.05:
            cells["onderwijsnummer"] = next(self._onderwijsnummers)
            lists["nationaliteiten"] = tuple(
                (code, None, None)
                for code in sorted(chance.sample(("0001", "0052", "0263", "0055"), 1 + (number % 10 == 0)))
            )
        else:
            cells["burgerservicenummer"] = next(self._bsns)
        cells |= {
            "geboortedatum": self._day(2000 + 7 - group, 2001 + 7 - group),
            "geslacht": chance.choice("MV"),
            "achternaam": chance.choice(self._names),
            "voornamen": " ".join(chance.sample(self._first, chance.randint(1, 3))),
            "straatnaam": chance.choice(self._streets),
            "huisnummer": chance.randint(1, 400),
            "postcode": f"{chance.randint(1000, 9999)}{chance.choice('ABCDEGHJ')}{chance.choice('ABCDEGHJ')}",
            "plaatsnaam": chance.choice(self._places),
            "inschrijfdatum": start,
            "onderwijstype": "BO",
            "inschrijfstatus": "I",
            "gewicht": chance.choice(("0.00", "0.00", "0.00", "0.30", "1.20")),
            "gewicht_datum": start,
        }
        if chance.random() < 0.3:
            cells["voorvoegsel"] = chance.choice(("van", "de", "van der", "el"))
        if chance.random() < 0.1:
            cells["huisnummertoevoeging"] = chance.choice(("A", "B", "2", "hs"))
        if chance.random() < 0.04:
            cells["uitschrijfdatum"] = f"2011-10-{chance.randint(10, 31)}"
        if chance.random() < 0.4:
            cells |= {"voorschools_programma": chance.randint(1, 5), "voorschools_maanden": chance.randint(1, 24)}
        if chance.random() < 0.2:
            cells |= {"vroegschools_programma": chance.randint(1, 5), "vroegschools_begindatum": start}
        if group == 8:
            cells |= {
                "eindtoets_soort": "01",
                "eindtoets_datum": "2011-02-01",
                "eindtoets_score": chance.randint(501, 550),
                "vo_advies": chance.choice(("21", "30", "44", "60")),
                "vo_advies_datum": "2011-03-01",
            }
        periods = []
        for back in range(chance.choice((1, 1, 2)) - 1, -1, -1):
            begin = start if back == 1 else f"2011-{chance.choice(('08-01', '08-22', '09-02'))}"
            periods.append((begin, str(max(1, group - back)), None, chance.choice(("00", "00", "01")), 1, None))
        lists["perioden"] = tuple(periods) if len({p[0] for p in periods}) == len(periods) else (periods[-1],)
        lists["perioden"] = tuple(sorted(lists["perioden"]))
        if chance.random() < 0.03:
            lists["ontwikkelingsperspectieven"] = ((start, None),)
        if chance.random() < 0.02:
            lists["toelaatbaarheidsverklaringen"] = ((start, None, "PO2601", str(number), chance.choice("123")),)
        return Registration(number, aanleverpunt, f"{number:06}", chance.random() < 0.005, cells, lists)

    def change(self, registration: Registration) -> tuple[Registration, set[str]]:
        """The same registration with one to three fields changed, and which; never a field of the key."""
        cells, lists = dict(registration.cells), dict(registration.lists)
        choices = ["achternaam", "voornamen", "gewicht", "perioden", "uitschrijfdatum", "nnca"]
        if not registration.geheim:  # a secret address is not compared
            choices += ["straatnaam", "huisnummer", "postcode"]
        fields = set(self.chance.sample(choices, self.chance.choice((1, 1, 1, 2, 3))))
        for name in fields:
            match name:
                case "achternaam" | "voornamen" | "straatnaam":
                    cells[name] = f"{str(cells[name])[:20]}x"
                case "huisnummer":
                    cells[name] = int(cells[name]) + 1
                case "postcode":
                    cells[name] = f"{str(cells[name])[:4]}ZZ"
                case "gewicht":
                    cells[name] = "0.30" if cells[name] != "0.30" else "1.20"
                case "nnca":
                    cells[name] = "1"
                case "uitschrijfdatum":
                    if cells.pop(name, None) is None:
                        cells[name] = "2011-10-20"
                case "perioden":
                    first, *rest = lists[name]
                    lists[name] = ((first[0], first[1], None, "02", first[4], None), *rest)
        return Registration(
            registration.id, registration.aanleverpunt, registration.leerlingnummer, registration.geheim, cells, lists
        ), fields


def aanleverpunt_code(number: int) -> str:
    high, low = divmod(number, 100)
    return f"{low:02}{chr(65 + high // 26)}{chr(65 + high % 26)}00"


Pair = tuple[Registration | None, Registration | None]


def generate(
    size: int, truth: Truth, *, seed: int = SEED, per_aanleverpunt: int = PER_AANLEVERPUNT
) -> Iterator[list[Pair]]:
    """Per aanleverpunt the pairs (LVS2000, BRON); fills `truth` on the way."""
    maker = _Maker(seed)
    for first in range(0, size, per_aanleverpunt):
        aanleverpunt = aanleverpunt_code(first // per_aanleverpunt)
        pairs: list[Pair] = []
        for number in range(first + 1, min(first + per_aanleverpunt, size) + 1):
            right = maker.registration(number, aanleverpunt)
            fate = maker.chance.random()
            if fate < 0.01:
                truth.left_only.add(right.key)
                pairs.append((right, None))
            elif fate < 0.02:
                right.cells.pop("uitschrijfdatum", None)  # who left is history, and no difference
                truth.right_only.add(right.key)
                pairs.append((None, right))
            elif fate < 0.04:
                left, fields = maker.change(right)
                truth.changed[right.key] = fields
                pairs.append((left, right))
            else:
                pairs.append((right, right))
        truth.left += sum(left is not None for left, _ in pairs)
        truth.right += sum(right is not None for _, right in pairs)
        yield pairs


# --- forms ----------------------------------------------------------------------------------------------------------------------------


def flat(row: tuple[object, ...]) -> tuple[object, ...]:
    """A canonieke rij with each list as one text: for tools that know cells only."""
    return tuple(
        ";".join("|".join("" if cell is None else str(cell) for cell in record) for record in value)
        if isinstance(value, tuple)
        else value
        for value in row
    )


_CELL_COLUMNS = {veld.naam: tables.KOLOM[veld.naam] for veld in CEL_VELDEN}


def _raw(name: str, value: str | int | None) -> object:
    if value is not None and name == "geboortedatum":
        return str(value).replace("-", "")
    return str(value) if isinstance(value, int) else value


class _LvsFile:
    """A database of LVS2000, filled through the bare driver."""

    def __init__(self, path: Path) -> None:
        maak_database(f"sqlite:///{path}", versie="2.10.0345", database_guid="benchmark").dispose()
        self._db = sqlite3.connect(path)
        self._columns = {
            table.name: [c.name for c in _CELL_COLUMNS.values() if c.table is table]
            for table in (tables.leerling, tables.inschrijving)
        }

    def add(self, aanleverpunt: str, registrations: list[Registration]) -> None:
        db, brin = self._db, aanleverpunt[:4]
        db.execute("INSERT INTO Aanleverpunt VALUES (?, ?, 'School')", (aanleverpunt, brin))
        db.executemany("INSERT INTO Vestiging VALUES (?, ?, 'Vestiging')", [(brin, nr) for nr in ("00", "01", "02")])
        for table, own in (
            ("Leerling", ("LeerlingId", "Leerlingnummer", "Roepnaam", "GeheimAdres")),
            ("Inschrijving", ("InschrijvingId", "LeerlingId", "Aanleverpunt", "UitgeslotenVanAanlevering")),
        ):
            columns = self._columns[table]
            names = [name for name, column in _CELL_COLUMNS.items() if column.table.name == table]
            rows = []
            for r in registrations:
                head = (
                    (r.id, r.leerlingnummer, str(r.cells["voornamen"]).split()[0], int(r.geheim))
                    if table == "Leerling"
                    else (r.id, r.id, aanleverpunt, 0)
                )
                rows.append((*head, *(_raw(name, r.cells.get(name)) for name in names)))
            self._insert(table, (*own, *columns), rows)
        for name, source in tables.LIJST.items():
            own = ("LeerlingId",) if source.tabel is tables.nationaliteit else ("InschrijvingId",)
            soort = (source.soort,) if source.soort else ()
            rows = [
                (
                    r.id,
                    *soort,
                    *(str(c) if i and isinstance(c, int) and name != "perioden" else c for i, c in enumerate(record)),
                )
                for r in registrations
                for record in r.lists.get(name, ())
            ]
            columns = (*own, *(("Soort",) if soort else ()), *source.delen.values())
            self._insert(source.tabel.name, columns, rows)

    def _insert(self, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        marks = ",".join("?" * len(columns))
        self._db.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)

    def close(self) -> None:
        self._db.commit()
        self._db.execute("ANALYZE")
        self._db.commit()
        self._db.close()


def _picture(registration: Registration) -> BeeldRij:
    aanleverpunt, pgn, inschrijfdatum = registration.key
    return BeeldRij(
        aanleverpunt=aanleverpunt,
        pgn=pgn,
        inschrijfdatum=inschrijfdatum,
        leerlingnummer=registration.leerlingnummer,
        volgnummer=str(registration.id),
        uitschrijfdatum=str(registration.cells.get("uitschrijfdatum", "")),
        ontvangstnummer=1,
        geheim=registration.geheim,
        historisch=False,
        body=pack(registration.row()),
        register=(),
    )


FLAT_COLUMNS = ("aanleverpunt", "pgn", *(veld.naam for veld in VELDEN))
KEY_COLUMNS = ("aanleverpunt", "pgn", "inschrijfdatum")


class Dataset:
    """The folder of one size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lvs = folder / "lvs2000.db"
        self.store = folder / "opslag" / "bronsync.db"
        self.flat = folder / "plat.db"
        self.bytes = folder / "bytes.db"
        self.bron_normalised = folder / "bron_genormaliseerd.db"
        self.documents = folder / "berichten"

    @property
    def truth(self) -> Truth:
        return Truth.from_json((self.folder / "waarheid.json").read_text(encoding="utf-8"))

    @property
    def aanleverpunten(self) -> list[str]:
        return json.loads((self.folder / "aanleverpunten.json").read_text(encoding="utf-8"))

    def overviews(self, limit: int | None = None) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.documents.iterdir())[:limit]]

    def pictures(self) -> list[BeeldRij]:
        """The records of the picture, as the store wants them."""
        store = open_store(self.store, KEY)
        try:
            with store.unit_of_work() as unit:
                return unit.all(BeeldRij)
        finally:
            store.close()


def _generator() -> str:
    """Changes with whatever decides what lies in a folder: this module, and the two shapes that it fills."""
    sources = [Path(__file__), Path(str(tables.__file__)), Path(str(boekhouding.__file__))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def made_for(folder: Path, *, peers: bool, xml: bool, per_aanleverpunt: int) -> bool:
    """Whether the data in this folder were made whole, by this generator, and for no less than this."""
    try:
        made = json.loads((folder / "gemaakt.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    same = (made["generator"], made["per_aanleverpunt"]) == (_generator(), per_aanleverpunt)
    return same and made["peers"] >= peers and made["xml"] >= xml


def make(
    folder: Path, size: int, *, peers: bool, xml: bool = True, per_aanleverpunt: int = PER_AANLEVERPUNT
) -> Dataset:
    """Makes all forms of `size` registrations in an empty folder."""
    folder.mkdir(parents=True)
    data = Dataset(folder)
    data.documents.mkdir()
    truth = Truth()
    left, right = _LvsFile(data.lvs), _LvsFile(data.bron_normalised) if peers else None
    plain, packed = sqlite3.connect(data.flat), sqlite3.connect(data.bytes)
    columns = ", ".join(FLAT_COLUMNS)
    plain.execute(f"CREATE TABLE beeld ({columns}, PRIMARY KEY (aanleverpunt, pgn, inschrijfdatum)) WITHOUT ROWID")
    packed.execute(
        "CREATE TABLE beeld (aanleverpunt TEXT, pgn TEXT, inschrijfdatum TEXT, body BLOB, "
        "PRIMARY KEY (aanleverpunt, pgn, inschrijfdatum)) WITHOUT ROWID"
    )
    store = open_store(data.store, KEY)
    aanleverpunten = []
    for pairs in generate(size, truth, per_aanleverpunt=per_aanleverpunt):
        ours = [pair[0] for pair in pairs if pair[0]]
        theirs = [pair[1] for pair in pairs if pair[1]]
        aanleverpunt = (ours or theirs)[0].aanleverpunt
        aanleverpunten.append(aanleverpunt)
        left.add(aanleverpunt, ours)
        if right:
            right.add(aanleverpunt, theirs)
        pictures = [_picture(r) for r in theirs]
        with store.unit_of_work(aanleverpunt) as unit:
            unit.put(
                Stand(
                    aanleverpunt=aanleverpunt, beeld_versie=1, peildatum=TODAY.isoformat(), overzicht_met_historie=True
                )
            )
            unit.put(*pictures)
            unit.commit()
        packed.executemany(
            "INSERT INTO beeld VALUES (?, ?, ?, ?)",
            [(p.aanleverpunt, p.pgn, p.inschrijfdatum, p.body) for p in pictures],
        )
        if peers:
            marks = ",".join("?" * len(FLAT_COLUMNS))
            plain.executemany(f"INSERT INTO beeld VALUES ({marks})", [(*r.key[:2], *flat(r.row())) for r in theirs])
        if xml:
            (data.documents / f"{len(aanleverpunten):05}.xml").write_bytes(overview(aanleverpunt, theirs))
    left.close()
    if right:
        right.close()
    plain.commit()
    plain.close()
    packed.commit()
    packed.close()
    store.close()
    (folder / "waarheid.json").write_text(truth.to_json(), encoding="utf-8")
    (folder / "aanleverpunten.json").write_text(json.dumps(aanleverpunten), encoding="utf-8")
    made = {"generator": _generator(), "peers": peers, "xml": xml, "per_aanleverpunt": per_aanleverpunt}
    (folder / "gemaakt.json").write_text(json.dumps(made), encoding="utf-8")  # the last one: now it is whole
    return data


# --- XML, written without the program's own writer ------------------------------------------------------------------------------------


def _tags(cells: dict[str, str | int], *pairs: tuple[str, str]) -> str:
    return "".join(f"<{tag}>{escape(str(cells[name]))}</{tag}>" for tag, name in pairs if name in cells)


def _group(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>" if content else ""


def _records(tag: str, parts: tuple[str, ...], records: tuple[tuple[str | int | None, ...], ...]) -> str:
    return "".join(
        _group(
            tag,
            "".join(
                f"<{part}>{'true' if part == 'indicatieBekostigbaar' else escape(str(value))}</{part}>"
                for part, value in zip(parts, record, strict=True)
                if value is not None
            ),
        )
        for record in records
    )


_PERIOD = ("datumBegin", "groep", "leerjaar", "vestiging", "indicatieBekostigbaar", "soortOnderwijs")
_TLV = ("datumBegin", "datumEinde", "samenwerkingsverband", "volgnummer", "bekostigingscategorie")


def _registration(r: Registration) -> str:
    c = r.cells
    same = [(n, n) for n in ("burgerservicenummer", "onderwijsnummer", "geboortedatum", "geslacht", "achternaam")]
    persoon = _tags(c, *same, ("voorvoegsel", "voorvoegsel"), ("voornamen", "voornamen"))
    adres = _tags(c, *((n, n) for n in ("straatnaam", "huisnummer", "huisnummertoevoeging", "postcode", "plaatsnaam")))
    onderwijs = (
        _tags(c, ("onderwijstype", "onderwijstype"), ("inschrijfstatus", "inschrijfstatus"), ("indicatieNnca", "nnca"))
        + _group("gewicht", _tags(c, ("waarde", "gewicht"), ("datumIngang", "gewicht_datum")))
        + _group(
            "voorschoolseEducatie",
            _tags(c, ("programma", "voorschools_programma"), ("aantalMaanden", "voorschools_maanden")),
        )
        + _group(
            "vroegschoolseEducatie",
            _tags(c, ("programma", "vroegschools_programma"), ("datumBegin", "vroegschools_begindatum")),
        )
        + _group(
            "eindtoets",
            _tags(
                c, ("soortToets", "eindtoets_soort"), ("datumAfname", "eindtoets_datum"), ("score", "eindtoets_score")
            ),
        )
        + _group("adviesVo", _tags(c, ("advies", "vo_advies"), ("datumAdvies", "vo_advies_datum")))
        + _records("nationaliteit", ("nationaliteit", "datumBegin", "datumEinde"), r.lists.get("nationaliteiten", ()))
        + _records("inschrijvingPeriode", _PERIOD, r.lists.get("perioden", ()))
        + _records("toelaatbaarheidsverklaring", _TLV, r.lists.get("toelaatbaarheidsverklaringen", ()))
        + _records(
            "ontwikkelingsperspectief", ("datumBegin", "datumEinde"), r.lists.get("ontwikkelingsperspectieven", ())
        )
    )
    return (
        f"<inschrijving><leerlingnummer>{r.leerlingnummer}</leerlingnummer>"
        f"<inschrijvingvolgnummer>{r.id}</inschrijvingvolgnummer>{_group('persoon', persoon)}"
        f"<adres>{_group('binnenlandsAdres', adres)}</adres>"
        + _tags(c, ("datumInschrijving", "inschrijfdatum"), ("datumUitschrijving", "uitschrijfdatum"))
        + f"<onderwijs>{onderwijs}</onderwijs><registergegevens><indicatieGeheim>{'true' if r.geheim else 'false'}"
        "</indicatieGeheim><adresDatumIngang>2009-01-01</adresDatumIngang>"
        "<bekostigingsstatus>te bekostigen</bekostigingsstatus></registergegevens></inschrijving>"
    )


def overview(aanleverpunt: str, registrations: list[Registration]) -> bytes:
    """The overview of one aanleverpunt as one terugkoppeling, as the client stores it."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<terugkoppeling xmlns="urn:bronsync:bron-po:v1"><ontvangstnummer>1</ontvangstnummer>'
        f"<aanleverpunt>{aanleverpunt}</aanleverpunt><datumTijd>2011-10-03T09:30:00Z</datumTijd>"
        "<antwoordOp>3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f</antwoordOp><registratieoverzicht>"
        f"<peildatum>{TODAY}</peildatum><metHistorie>false</metHistorie><deel>1</deel><aantalDelen>1</aantalDelen>"
        f"<aantalInschrijvingen>{len(registrations)}</aantalInschrijvingen><totEnMetOntvangstnummer>0"
        f"</totEnMetOntvangstnummer>{''.join(map(_registration, registrations))}"
        "<eindeOverzicht>true</eindeOverzicht></registratieoverzicht></terugkoppeling>"
    ).encode()


assert len(LIJST_VELDEN) == len(tables.LIJST)
