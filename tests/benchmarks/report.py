"""From results to goals met or missed, the table a person reads and the object a program reads."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

Result = dict[str, Any]

WHAT = {
    "LIM-1": "vergelijken / beide kanten ruw lezen",
    "LIM-2": "LVS2000 lezen tot rijen / ruw lezen",
    "LIM-3": "overzicht lezen / XML ontleden",
    "LIM-4": "beeld bewaren / kale executemany",
    "LIM-5": "piekgeheugen van vergelijken",
    "LIM-6": "groei van vergelijken (exponent)",
    "LIM-7": "importeren voor het venster / QtWidgets",
    "LIM-8": "opdrachten per aanleverpunt; zware modules",
    "VENSTER-1": "van rijen tot scherm, ms",
    "VENSTER-2": "een toets in het zoekveld, ms",
    "VENSTER-3": "sorteren, ms",
    "VENSTER-4": "langst bezet tijdens werk, ms",
    **{f"WACHT-{n}": "wachten / hetzelfde op de kale drivers" for n in range(1, 11)},
    **{f"GROEI-{n}": "groei van wachten (exponent)" for n in range(1, 11)},
    "PEER-1": "datacompy met polars / wij",
    "PEER-2": "datacompy met pandas / wij",
    "PEER-3": "csv-diff / wij",
    "PEER-4": "deepdiff per rij / wij",
    "PEER-5": "SQLAlchemy ORM selectin / wij",
    "PEER-6": "SQLAlchemy ORM lazy / wij",
    "PEER-7": "wij / SQL EXCEPT",
    "PEER-8": "wij / SQLite FULL JOIN (wint van ons)",
    "PEER-9": "geheugen: wij / ander",
    "PEER-10": "XML lezen: ander / wij",
    "PEER-11": "bewaren: ander / wij",
    "PEER-12": "in het geheugen: ander / wij",
}

NOTES = """\
CPU-tijd; beslist wordt op de mediaan van de rondes, en een doel is pas gemist als ook de verhouding van de minima het mist.
Plaatsvervangers: SQLite staat voor SQL Server (geen netwerk, geen ODBC), een register dat niets te melden heeft voor BRON, en bij LIM-7
import van Qt, opslagstuurprogramma en velden voor het venster dat er nog niet is. PEER-1: kloktijd, want polars rekent in draden.
PEER-1 tot en met PEER-3, PEER-9: zij lezen BRON uit platte kolommen in een gewone tabel, wij uit de versleutelde opslag.
LIM-3 en PEER-10: bij ons zit de controle tegen de XSD erin, bij de anderen niet. 'koud': zonder onthouden genormaliseerde waarden,
zoals bij het begin van een proces; de andere regels na een opwarmronde. VENSTER: CPU-tijd van de draad van het venster, tekenen inbegrepen, zonder echt scherm;
langst bezet is de langste tijd die het venster niet naar de gebruiker kijkt terwijl een bewerking loopt.
WACHT: zoveel verschillen en acties als leerlingen; onder is dezelfde opdrachten en rijen op de kale drivers, of 25 ms als dat meer is. Regels met ( ) hebben geen doel."""


def order(name: str) -> tuple[str, int]:
    kind, number = name.split("-")
    return kind, int(number)


def met(result: Result) -> bool:
    """Whether a goal holds: missed only if the median misses it and so does the ratio of the minima."""
    if "ratio" not in result:  # a wrong answer gets no ratio
        return False
    values = [result["ratio"], result.get("minima", result["ratio"])]
    if result["richting"] == "minstens":
        return max(values) >= result["doel"]
    return min(values) <= result["doel"] and max(values) >= result.get("minstens", float("-inf"))


def _badness(result: Result) -> float:
    """Above 1 is a miss; the part with the highest decides."""
    if "ratio" not in result:
        return float("inf")
    value, goal = result["ratio"], result["doel"]
    if result["richting"] == "minstens":
        return goal / max(value, 1e-9)
    return value / goal if goal else 1.0 + value


def summary(results: list[Result]) -> dict[str, dict[str, Any]]:
    """Per id the part that decides, and all parts when there are several."""
    grouped = defaultdict(list)
    for result in results:
        if not result.get("info"):
            grouped[result["id"]].append(result)
    answer: dict[str, dict[str, Any]] = {}
    for name in sorted(grouped, key=order):
        parts = grouped[name]
        worst = max(parts, key=lambda r: (not met(r), _badness(r)))
        answer[name] = _short(worst) | {"gehaald": all(met(part) for part in parts)}
        if len(parts) > 1:
            answer[name]["delen"] = {part["deel"]: _short(part) for part in parts}
    return answer


def _short(result: Result) -> dict[str, Any]:
    value = result.get("ratio")
    short = {"ratio": None if value is None else round(value, 3), "doel": result["doel"], "gehaald": met(result)}
    return short | {name: result[name] for name in ("fout", "eenheid", "modules") if result.get(name)}


def table(results: list[Result]) -> str:
    return f"{'':9} {'wat':44} {'deel':30} {'gemeten':>9} {'doel':>8}  {'':7} min-max, minima, andere klok\n{lines(results)}"


def lines(results: list[Result]) -> str:
    """The rows of the table; also of results that are not all there yet."""
    told = []
    for result in sorted(results, key=lambda r: order(r["id"])):
        info = result.get("info")
        value = f"{result['ratio']:.2f}" if "ratio" in result else "-"
        value = f"({value})" if info else value + (" MB" if result.get("eenheid") == "MB" else "")
        sign = {"hoogstens": "<=", "minstens": ">="}.get(result.get("richting", ""), "")
        goal = "" if info else f"{sign} {result['doel']:g}"
        verdict = "" if info else "gehaald" if met(result) else "GEMIST"
        rest = result.get("fout", "")
        if "min" in result:
            rest = f"[{result['min']:.2f}-{result['max']:.2f}] {result['minima']:.2f}"
            rest += "".join(f" {c} {result[f'ratio_{c}']:.2f}" for c in ("cpu", "wall") if f"ratio_{c}" in result)
        if result.get("us"):
            rest += f" ({result['us']:.1f} us per inschrijving)"
        told.append(
            re.sub(
                r"\s+$",
                "",
                f"{result['id']:9} {WHAT.get(result['id'], ''):44} {result['deel']:30} {value:>9} {goal:>8}  {verdict:7} {rest}",
            )
        )
    return "\n".join(told)
