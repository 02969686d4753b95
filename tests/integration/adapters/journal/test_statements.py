"""What each flow asks of the journal does not grow with the number of pupils, apart from what it sends or writes; what grows is served by an index.

Each flow runs at two sizes on the encrypted store. A statement that is executed more often at the larger one is a statement per item: of
those only the counters and the chain of the audit trail are left in the flows that send nothing. SNEL 4.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from bronsync.adapters.journal.store import Store, open_store
from bronsync.application.bepalen.acties_beheren import beslis, heropen
from bronsync.application.boeken.beeld import ENKELE
from bronsync.application.helpdesk.spoor import Spoor
from bronsync.application.lezen.paren import sleutel_van
from bronsync.application.tonen.berichten import zoek_berichten
from bronsync.application.tonen.leerling import leerling_details
from bronsync.application.tonen.leerlingen import leerlingen
from bronsync.application.tonen.status import status
from bronsync.application.tonen.verzonden import actie_standen
from bronsync.application.tonen.volgende_stap import volgende_stap
from bronsync.application.tonen.voorbeeld import controle_regels
from bronsync.application.tonen.vragen import vraag_regels
from bronsync.domain.kijken.signalen import Catalogus
from helpers.omgeving import Wereld, naar_bron_of_overnemen, zonder_controles
from helpers.school import maak_leerling, wereld_met

KEY = bytes(range(32))
FEW, MANY = 24, 60
CATALOGUS: Catalogus = {}
CHAIN = re.compile(r"\b(FROM|INTO|UPDATE) (reeks|boeken)\b")
"""Counters, and the hash that chains the audit trail: of what is written."""


SMALL = re.compile(r"\bFROM (stand|nummering|ontbrekend) ")
"""Books of a handful of rows."""


def pupils(many: int, store: Store) -> Wereld:
    """A quarter each: BRON does not know them, has another address, has only the same, and knows them while LVS2000 does not."""
    each = many // 4
    new, differs, same, gone = (range(1 + each * k, 1 + each * (k + 1)) for k in range(4))
    here = [maak_leerling(i) for i in (*new, *differs, *same)]
    there = [
        *(maak_leerling(i, straatnaam="Kerkstraat", achternaam=f"Pieters{i}") for i in differs),
        *(maak_leerling(i) for i in (*same, *gone)),
    ]
    return wereld_met(*here, bron=tuple(there), journal=store)


@contextlib.contextmanager
def counted(store: Store) -> Iterator[Counter[str]]:
    """How often each statement was executed; `put` hands rows to the driver itself and is what is written."""
    seen: Counter[str] = Counter()

    def count(_connection, _cursor, statement, *_rest) -> None:
        seen[re.sub(r"\s+", " ", statement)] += 1

    event.listen(store._connection, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(store._connection, "before_cursor_execute", count)


def helpdesk(world: Wereld) -> None:
    with world.journal.unit_of_work(world.omg.aanleverpunt) as unit:
        trail = Spoor(unit, world.omg, frozenset())
        assert [*trail.controlespoor(), *trail.berichten(), *trail.acties(), *trail.terugschrijven()]
        assert trail.stand()
        assert trail.codes is not None
        assert trail.berichtvormen()


def answer_all(world: Wereld) -> None:
    for question in vraag_regels(world.omg):
        beslis(world.omg, question.vingerafdruk, naar_bron_of_overnemen(question))


def answer_one(world: Wereld) -> None:
    question = next(q for q in vraag_regels(world.omg) if naar_bron_of_overnemen(q))
    beslis(world.omg, question.vingerafdruk, naar_bron_of_overnemen(question))
    heropen(world.omg, question.vingerafdruk)


FLOWS: dict[str, Callable[[Wereld], object]] = {
    "acties bepalen": lambda world: world.bepaal(),
    "vragen": lambda world: vraag_regels(world.omg),
    "een antwoord": answer_one,
    "antwoorden": answer_all,
    "nog eens bepalen": lambda world: world.bepaal(),
    "controleren": lambda world: world.controleer(),
    "nog eens controleren": lambda world: world.controleer(),
    "signalen": lambda world: controle_regels(world.omg, CATALOGUS),
    "verversen": lambda world: (leerlingen(world.omg), status(world.omg), volgende_stap(world.omg)),
    "verzenden": lambda world: world.synchroniseer(),
    "ophalen": lambda world: (world.tik(), world.ophalen()),
    "verzonden": lambda world: actie_standen(world.omg, CATALOGUS),
    "een leerling": lambda world: leerling_details(world.omg, sleutel_van(10, "", ""), CATALOGUS),
    "zoeken": lambda world: zoek_berichten(world.omg, tekst="jansen"),
    "helpdeskbestand": helpdesk,
    "na het antwoord": lambda world: world.bepaal(),
    "overzicht": lambda world: world.overzicht(),
}
PER_MESSAGE = {"antwoorden", "verzenden", "ophalen", "overzicht", "zoeken"}
"""What a person or the register gives one by one; searching reads what came unasked, because only its content names a pupil."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Counter[str]]]:
    found: dict[int, dict[str, Counter[str]]] = {}
    for many in (FEW, MANY):
        folder = tmp_path_factory.mktemp("statements")
        with contextlib.closing(open_store(folder / "opslag.db", KEY)) as store, zonder_controles():
            world = pupils(many, store)
            world.overzicht()
            found[many] = {}
            for name, flow in FLOWS.items():
                with counted(store) as seen:
                    flow(world)
                found[many][name] = seen
    return found


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """What SQLite says it would do."""
    with contextlib.closing(open_store(tmp_path_factory.mktemp("plans") / "opslag.db", KEY)) as store:

        def explain(text: str) -> str:
            if not text.startswith(("SELECT", "DELETE")):
                return ""
            rows = store._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?"))
            return "; ".join(str(row[-1]) for row in rows)

        yield explain


def more_often(runs, name: str) -> dict[str, tuple[int, int]]:
    few, many = runs[FEW][name], runs[MANY][name]
    return {text: (few[text], many[text]) for text in many if many[text] > max(few[text] + 1, ENKELE)}


@pytest.mark.parametrize("name", sorted(FLOWS.keys() - PER_MESSAGE))
def test_no_statement_per_item(runs, name):
    grown = {text for text in more_often(runs, name) if not CHAIN.search(text) and not text.startswith("DELETE")}
    assert not grown


@pytest.mark.parametrize("name", sorted(PER_MESSAGE))
def test_what_is_asked_per_message_is_found_by_an_index(runs, plans, name):
    texts = more_often(runs, name)
    assert texts, "it asks something per message"
    scans = {text: plan for text in texts if (plan := plans(text)) and not served(text, plan)}
    assert not scans


def served(text: str, plan: str) -> bool:
    """A search over more than the aanleverpunt, where the statement names more; an id of a message is one record's."""
    named = len(re.findall(r"= \?", text.partition(" WHERE ")[2]))
    return bool(SMALL.search(text)) or (
        "SCAN" not in plan and ("(bericht_id=?)" in plan or plan.count("=?") >= min(named, 2))
    )
