"""One word per thing: Dutch for what the field names, English for what the craft names (ARCHITECTURE 4.8)."""

import ast
import keyword
import re
import unicodedata
from pathlib import Path

import pytest

from architecture.house import identifiers

# English twins of words that the manual, DUO or the school uses; the Dutch word is the name.
TWINS = {
    "enrolment", "enrollment", "pupil", "student", "feedback", "registration", "difference", "rejection",
    "deregistration", "removal", "correction", "surname", "birthdate", "nationality", "decision", "attention",
}  # fmt: skip
# These are also words of the craft (an address on the network, a question to the terminal) outside the core.
TWINS_IN_THE_CORE = TWINS | {"address", "street", "country", "overview", "question"}

# The other way round: what only the craft says, in Dutch, and the name it has instead.
CRAFT = {
    "bestandkluis": "vault", "boom": "tree", "draad": "thread", "draden": "threads", "eenheid": "unit (of work)",
    "functie": "function", "geheugens": "caches", "hooi": "haystack", "hulpbron": "resource", "inpakken": "pack",
    "kluis": "vault", "knoop": "node", "lezer": "reader", "lezers": "readers", "lijn": "transport, socket, line",
    "lijnen": "lines", "methode": "method", "methoden": "methods", "misbruik": "misuse", "momentopname": "snapshot",
    "naald": "needle", "omzetting": "conversion", "opslag": "store", "pakket": "package", "pakketten": "packages",
    "pakking": "encoding", "patroon": "pattern", "ringkluis": "vault", "schrijver": "writer", "schrijvers": "writers",
    "sleutelring": "key ring", "stapel": "stack", "stromen": "flows, streams", "stroom": "flow, stream", "tak": "branch",
    "transactie": "transaction", "uitpakken": "unpack", "vensterdraad": "window thread", "vlaggen": "flags",
    "voortgang": "progress", "waterpeil": "high-water mark", "wekker": "timer", "wijzer": "pointer", "wijzers": "pointers",
    "wortel": "root", "wortels": "roots",
}  # fmt: skip
# These are words of the field elsewhere (a screen of the manual, a message's attempt by the rules of Edukoppeling).
CRAFT_IN = {
    "bronsync/adapters/bron": {"verbinding": "connection"},
    "bronsync/adapters/journal": {
        "alle": "all", "haal": "get", "migreer": "migrate", "poging": "attempt", "pogingen": "attempts",
        "verbinding": "connection", "wis": "delete", "zet": "put",
    },
    "bronsync/adapters/lvs2000": {
        "poging": "attempt", "pogingen": "attempts", "verbinding": "connection", "werk": "work",
    },
    "bronsync/adapters/system": {"instelling": "setting", "instellingen": "settings"},
    "bronsync/program": {"instelling": "setting", "instellingen": "settings"},
}  # fmt: skip
# The class of what the screen 'Verbinding maken' of the manual asks.
FIELD_NAMES = {"Verbinding"}

INFLECTIONS = ("", "en", "s", "e", "n", "es")


def words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\W\d]+", " ", name)
    return spaced.lower().split()


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("FeedbackBericht", ["feedback", "bericht"]),
        ("IN_BEHANDELING", ["in", "behandeling"]),
        ("getBSNvan", ["get", "bs", "nvan"]),  # a name nobody should give
        ("_LvsReader2", ["lvs", "reader"]),
    ],
)
def test_a_name_falls_apart_into_its_words(name, split):
    assert words(name) == split


def twins(path: Path, banned: set[str]) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [(path.stem, 1), *identifiers(tree)]
    return [
        f"{path.name}:{line} {name}" for name, line in named for word in words(name) if word.removesuffix("s") in banned
    ]


def test_an_english_twin_is_noticed(tmp_path):
    module = tmp_path / "pupils.py"
    module.write_text("class FeedbackBericht:\n    inschrijving: int\n\ndef load(enrolment): ...\n")
    assert twins(module, TWINS) == ["pupils.py:1 pupils", "pupils.py:1 FeedbackBericht", "pupils.py:4 enrolment"]


def test_no_identifier_uses_an_english_twin_of_a_glossary_term(root):
    core = [root / "src/bronsync/domain", root / "src/bronsync/application"]
    wrong = []
    for path in sorted((root / "src/bronsync").rglob("*.py")):
        banned = TWINS_IN_THE_CORE if any(path.is_relative_to(folder) for folder in core) else TWINS
        wrong += twins(path, banned)
    assert not wrong


def craft_twins(path: Path, banned: dict[str, str]) -> list[str]:
    """Each name of a module or its folder that says something of the craft in Dutch, and what to call it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [(path.stem, 1), (path.parent.name, 1), *identifiers(tree)]
    return [
        f"{path.name}:{line} {name}: {banned[word]}"
        for name, line in named
        if name not in FIELD_NAMES
        for word in words(name)
        if word in banned
    ]


def test_a_dutch_twin_of_a_craft_word_is_noticed(tmp_path):
    folder = tmp_path / "lijn"
    folder.mkdir()
    module = folder / "opslag.py"
    module.write_text("class Verbinding:\n    stroomval: int\n\ndef _open(geheugen, de_stroom): ...\n")
    assert craft_twins(module, CRAFT | {"verbinding": "connection"}) == [
        "opslag.py:1 opslag: store",
        "opslag.py:1 lijn: transport, socket, line",
        "opslag.py:4 de_stroom: flow, stream",
    ]


def test_no_identifier_says_in_dutch_what_only_the_craft_says(root):
    wrong = []
    for path in sorted((root / "src").rglob("*.py")):
        here = path.relative_to(root / "src").as_posix()
        banned = CRAFT | {
            word: name for place, own in CRAFT_IN.items() if here.startswith(place) for word, name in own.items()
        }
        wrong += craft_twins(path, banned)
    assert not wrong


def ascii_words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return {word for part in re.findall(r"[A-Za-z_]+", folded) for word in [*words(part), part.lower()]}


def explained(word: str, known: frozenset[str]) -> bool:
    """In a list, an inflection of a word that is, or put together from words that are."""
    if any(word.removesuffix(end) in known or word + end in known for end in INFLECTIONS):
        return True
    return any(
        word[:cut].removesuffix(joint) in known and explained(word[cut:], known)
        for cut in range(3, len(word) - 2)
        for joint in ("", "s", "en")
    )


def unknown_words(named: list[tuple[str, int]], known: frozenset[str]) -> dict[str, str]:
    """Words of identifiers that are neither in the glossary nor words of the craft, each with one name it occurs in."""
    return {
        word: name
        for name, _ in named
        for word in words(name)
        if len(word) > 2 and not keyword.iskeyword(word) and not explained(word, known)
    }


def test_an_unexplained_word_is_noticed():
    known = frozenset({"terugkoppeling", "inschrijving", "nummer"})
    names = [("terugkoppelingen", 1), ("inschrijvingsnummer", 2), ("verzuimmelding", 3)]
    assert unknown_words(names, known) == {"verzuimmelding": "verzuimmelding"}


def test_every_dutch_word_in_domain_identifiers_is_in_the_glossary(root):
    glossary = root / "docs/GLOSSARY.md"
    if not glossary.exists():
        pytest.skip("docs/GLOSSARY.md is not written yet")
    craft = Path(__file__).with_name("craft_words.txt").read_text(encoding="utf-8")
    known = frozenset(ascii_words(glossary.read_text(encoding="utf-8")) | set(craft.split()))
    unknown = {}
    for path in sorted((root / "src/bronsync/domain").rglob("*.py")):
        named = [(path.stem, 1), *identifiers(ast.parse(path.read_text(encoding="utf-8")))]
        unknown |= {word: f"{path.name}: {name}" for word, name in unknown_words(named, known).items()}
    assert not unknown, "explain these in GLOSSARY.md (or, for English words, in craft_words.txt)"
