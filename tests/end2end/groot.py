"""A large LVS2000 (RELIABILITY C4 54): many who left long ago beside the pupils of now, and what working with it takes in time and memory.

`python -m end2end.groot MAP AANLEVERPUNTEN INSCHRIJVINGEN` makes such a school in an empty folder, runs the flows on it in this process alone,
and prints one JSON object. Machine-made: no person. Of five inschrijvingen four are over: two before BRON began (they are read and never
delivered), two after it (BRON has them as history). Of those of now 2% differ, 2% is on one side only, 5% is kept out.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.dataset import KEY, SEED, TODAY, Registration, _LvsFile, _Maker, _picture, aanleverpunt_code
from benchmarks.measure import peak_memory
from bronsync.adapters.journal.store import open_store
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.lezen.paren import lees_paren
from bronsync.application.ports import Omgeving
from bronsync.application.records import BeeldRij, Stand
from bronsync.application.verzenden.controleren import controleren
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import VELD
from bronsync.domain.vergelijking.aanleveren import EERSTE_UITSCHRIJVING

VERTREKKEN = {
    1: ("1999-08-01", "2006-07-31"),
    2: ("2000-08-01", "2008-07-31"),
    3: ("2003-08-01", "2010-07-30"),
    4: ("2004-08-02", "2011-07-29"),
}
"""When an inschrijving began and ended, by the rest of its number by five; the others are of now."""
UITGESLOTEN = 50
"""Who is kept out, by the last two digits of the number: of those of now."""


@dataclass
class Gemaakt:
    """What stands there, counted by who made it."""

    aanleverpunten: list[str]
    in_lvs: int = 0
    verschillen: int = 0


def maak(map_: Path, punten: int, per_punt: int) -> Gemaakt:
    """The school, and the picture of BRON."""
    maker, lvs = _Maker(SEED), _LvsFile(map_ / "lvs2000.db")
    opslag = open_store(map_ / "opslag.db", KEY)
    gemaakt = Gemaakt([aanleverpunt_code(nummer) for nummer in range(punten)])
    for plaats, aanleverpunt in enumerate(gemaakt.aanleverpunten):
        links: list[Registration] = []
        rechts: list[BeeldRij] = []
        for nummer in range(plaats * per_punt + 1, (plaats + 1) * per_punt + 1):
            bron = maker.registration(nummer, aanleverpunt)
            over = VERTREKKEN.get(nummer % 5)
            if over:
                begin, einde = over
                bron.cells |= {"inschrijfdatum": begin, "uitschrijfdatum": einde, "gewicht_datum": begin}
                bron.lists["perioden"] = ((begin, "1", None, "00", 1, None),)
                bron.lists.pop("ontwikkelingsperspectieven", None)
            lot = 1.0 if over else maker.chance.random()
            buiten = nummer % 100 == UITGESLOTEN
            if lot < 0.01:
                rechts.append(_picture(bron))
                gemaakt.verschillen += 1
            elif lot < 0.02:
                links.append(bron)
                gemaakt.verschillen += not buiten
            elif lot < 0.04:
                eigen, velden = maker.change(bron)
                links.append(eigen)
                rechts.append(_picture(bron))
                gemaakt.verschillen += 0 if buiten else len({VELD[veld].categorie for veld in velden})
            else:
                links.append(bron)
                if not over or over[1] > EERSTE_UITSCHRIJVING:
                    rechts.append(_picture(bron))
        gemaakt.in_lvs += len(links)
        lvs.add(aanleverpunt, links)
        with opslag.unit_of_work(aanleverpunt) as unit:
            unit.put(
                Stand(
                    aanleverpunt=aanleverpunt, beeld_versie=1, peildatum=TODAY.isoformat(), overzicht_met_historie=True
                )
            )
            unit.put(*rechts)
            unit.commit()
    lvs.close()
    opslag.close()
    db = sqlite3.connect(map_ / "lvs2000.db")
    db.execute("UPDATE Inschrijving SET UitgeslotenVanAanlevering = 1 WHERE InschrijvingId % 100 = ?", (UITGESLOTEN,))
    db.commit()
    db.close()
    return gemaakt


def bepaal(omg: Omgeving) -> Any:
    try:
        return acties_bepalen(omg)
    except BronSyncFout as rem:
        return acties_bepalen(omg, rem.waarden["bevestiging"])


def lijst(omg: Omgeving) -> Any:
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        return lees_paren(unit, omg)


def meet(map_: Path, codes: list[str]) -> dict[str, Any]:
    """Seconds of all aanleverpunten together, and megabytes of the one that took most."""
    stromen: dict[str, Callable[[Omgeving], Any]] = {
        "acties bepalen": bepaal, "nog eens": bepaal, "controleren": controleren, "leerlinglijst": lijst,
    }  # fmt: skip
    lvs, opslag = LvsDatabase(f"sqlite:///{map_ / 'lvs2000.db'}"), open_store(map_ / "opslag.db", KEY)
    lvs.school(codes[0])  # what is imported at the first use is not the reading's
    gemeten: dict[str, Any] = {}
    for naam, stroom in stromen.items():
        seconden, mb, uitslagen = 0.0, 0.0, []
        for code in codes:
            omg = ours.omgeving(code, lvs, opslag)
            begin = time.process_time()
            piek = peak_memory(lambda stroom=stroom, omg=omg: stroom(omg))
            seconden += time.process_time() - begin
            mb = max(mb, piek["mb"])
            uitslagen.append(piek.pop("antwoord"))
        gemeten[naam] = {"seconden": round(seconden, 1), "mb": round(mb)}
        if naam in ("acties bepalen", "nog eens"):
            gemeten[naam] |= {
                "leerlingen": sum(u.leerlingen for u in uitslagen),
                "verschillen": sum(sum(u.verschillen.values()) for u in uitslagen),
            }
    opslag.close()
    lvs.sluit()
    return gemeten


def main(map_: Path, punten: int, per_punt: int) -> dict[str, Any]:
    school = maak(map_, punten, per_punt)
    stromen = meet(map_, school.aanleverpunten)
    return {"in_lvs": school.in_lvs, "verschillen": school.verschillen, "stromen": stromen}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
