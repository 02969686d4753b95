"""`bronsync-demo`: a whole school delivered to a register on this computer, from empty to 'geen verschillen'.

    bronsync-demo [--zonder-venster | --schermafdrukken DIR [--scherm BxH@P]] [--personen FILE] [--leerlingen N]
                  [--schoolsoort bo|sbo|so|vso|gemengd] [--seed N] [--vreemde-namen] [--map DIR] [--json]

Exit codes (DESIGN 7): 0 done, 1 something is left for a person, 2 wrong usage, 3 failed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import logging
import os
import re
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bronsync.console import reader_left, run
from bronsync.resources import resource
from bronsync.versie import programmaversie
from bronsync_demo.fouttekst import DemoFout
from bronsync_install.running import say_that_it_runs

if TYPE_CHECKING:  # the demo without a window imports no Qt, and usage errors import nothing
    from bronsync_demo.draaiboek import Opdracht

KLAAR, OVER, GEBRUIK, MISLUKT = 0, 1, 2, 3
PERSONEN: Final = ("demo", "rvig", "persoonslijsten-proefomgeving-gba-v.csv")


def parser() -> argparse.ArgumentParser:
    """The command line; texts in Dutch, as everything a user reads."""
    p = argparse.ArgumentParser(
        prog="bronsync-demo",
        description="Levert een hele school aan bij een nagebootst register op deze pc.",
        allow_abbrev=False,
    )
    p.add_argument("--version", action="version", version=f"bronsync-demo {programmaversie()}", help="toont de versie")
    wijze = p.add_mutually_exclusive_group()
    wijze.add_argument("--zonder-venster", action="store_true", help="alleen tekst, geen venster")
    wijze.add_argument("--schermafdrukken", type=Path, metavar="DIR", help="maakt de afbeeldingen van de handleiding")
    p.add_argument(
        "--scherm",
        type=_scherm,
        metavar="BxH@P",
        help="met --schermafdrukken: op zo'n scherm, licht en donker, bijvoorbeeld 1366x768@125",
    )
    p.add_argument(
        "--personen", type=Path, metavar="FILE", help="personenbestand zoals dat van RvIG (standaard: het meegeleverde)"
    )
    p.add_argument(
        "--leerlingen", type=_aantal, metavar="N", help="aantal leerlingen (standaard: zoveel als er personen zijn)"
    )
    p.add_argument("--schoolsoort", choices=["bo", "sbo", "so", "vso", "gemengd"], help="standaard gemengd")
    p.add_argument("--seed", type=int, metavar="N", help="welke toevalligheden (standaard 1)")
    p.add_argument(
        "--map", type=Path, metavar="DIR", help="map die alles bewaart; dezelfde map gaat verder waar hij was"
    )
    p.add_argument(
        "--vreemde-namen",
        action="store_true",
        help="ook de namen waarmee programma's worden beproefd (zonder venster altijd)",
    )
    p.add_argument("--json", action="store_true", help="een JSON-object op de laatste regel")
    return p


def _scherm(tekst: str) -> tuple[int, int, float]:
    """Width and height in the units of the window, and how many dots one of them is."""
    gevonden = re.fullmatch(r"(\d{3,5})x(\d{3,5})@(\d{2,3})%?", tekst)
    if gevonden is None:
        raise argparse.ArgumentTypeError("breedte x hoogte @ procent")
    breed, hoog, schaal = int(gevonden[1]), int(gevonden[2]), int(gevonden[3]) / 100
    return int(breed / schaal), int(hoog / schaal), schaal


def _aantal(tekst: str) -> int:
    aantal = int(tekst)
    if aantal < 1:
        raise argparse.ArgumentTypeError("minstens 1")
    return aantal


def main(argumenten: Sequence[str] | None = None) -> int:
    """Runs the demo; gives the exit code."""
    say_that_it_runs()
    return run(lambda: _main(argumenten))


def _main(argumenten: Sequence[str] | None) -> int:
    logging.getLogger().addHandler(logging.NullHandler())  # without any handler, logging prints on the screen
    keuzes = parser().parse_args(argumenten)
    try:
        return _draai(keuzes) if keuzes.zonder_venster else _venster(keuzes)
    except DemoFout as fout:
        print(fout, file=sys.stderr)
        return fout.code
    except Exception:  # noqa: BLE001 - whatever it is: it failed (exit 3), and must not look like something left for a person (1)
        traceback.print_exc()
        print("Er ging iets mis in de demo zelf. Meld dit aan de makers, met de regels hierboven.", file=sys.stderr)
        return MISLUKT
    except KeyboardInterrupt:
        print("Onderbroken. Met dezelfde --map gaat de demo verder waar hij was.", file=sys.stderr)
        return MISLUKT


def _vertel(tekst: str) -> None:
    print(tekst, flush=True)


def _vertel_wie_leest(tekst: str) -> None:
    """The demo in text is there to be read: it stops when nobody does (`| head`). The same folder goes on where it was."""
    _vertel(tekst)
    if reader_left():
        raise SystemExit(OVER)


def _bereid_voor(keuzes: argparse.Namespace) -> tuple[Path, Opdracht]:
    """The folder of this run and what it is."""
    from bronsync_demo.draaiboek import bereid_voor

    map_: Path = (keuzes.map or _nieuwe_map(Path("demo"))).absolute()
    personen = keuzes.personen or resource(*PERSONEN)
    vreemd = keuzes.vreemde_namen or keuzes.zonder_venster or keuzes.personen is not None
    opdracht = bereid_voor(map_, personen, keuzes.leerlingen, keuzes.schoolsoort, keuzes.seed, vreemde_namen=vreemd)
    _vertel(
        f"Demoschool: {opdracht.leerlingen} leerlingen, schoolsoort {opdracht.schoolsoort}, seed {opdracht.zaad}."
        f"\nAlles staat in de map {map_}"
    )
    return map_, opdracht


def _nieuwe_map(onder: Path) -> Path:
    """Named after this moment; two demos that begin in the same second get one each."""
    moment = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    for nummer in itertools.count(1):
        map_ = onder / (moment if nummer == 1 else f"{moment}-{nummer}")
        with suppress(FileExistsError):
            map_.mkdir(mode=0o700, parents=True)
            return map_
    raise AssertionError("there is always a next number")


def _venster(keuzes: argparse.Namespace) -> int:
    """The window on the demo school, or the pictures of all its screens."""
    from bronsync.program.profiel import heeft_scherm

    if keuzes.schermafdrukken:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        if keuzes.scherm:
            os.environ["QT_SCALE_FACTOR"] = str(keuzes.scherm[2])
    elif not heeft_scherm():
        print("Er is geen scherm. Met --zonder-venster draait de demo in tekst.", file=sys.stderr)
        return MISLUKT
    map_, opdracht = _bereid_voor(keuzes)
    if keuzes.schermafdrukken:
        from bronsync_demo.schermafdrukken import maak_schermafdrukken

        maat = keuzes.scherm[:2] if keuzes.scherm else None
        return maak_schermafdrukken(map_, opdracht, keuzes.schermafdrukken.absolute(), _vertel, maat)
    from bronsync_demo.venster import draai_venster

    return draai_venster(map_, opdracht, _vertel)


def _draai(keuzes: argparse.Namespace) -> int:
    from bronsync.adapters.system.progress import TextProgress
    from bronsync.domain.errors import BronSyncFout
    from bronsync_demo.draaiboek import PUNTEN, Draaiboek
    from bronsync_demo.fouten import SOORT

    begin = time.monotonic()
    vertel = _vertel_wie_leest
    try:
        map_, opdracht = _bereid_voor(keuzes)
        draaiboek = Draaiboek(map_, opdracht, TextProgress(), vertel)
        slot = draaiboek.draai()
    except BronSyncFout as fout:
        print(f"{fout.zin} {fout.advies} ({fout.code})", file=sys.stderr)
        return MISLUKT
    duur = round(time.monotonic() - begin, 1)
    vertel("\nSoort afwijking                                        aantal  weg volgens de handleiding")
    for naam, aantal in draaiboek.plan.aantallen.items():
        vertel(f"  {SOORT[naam].wat:<52}{aantal:>7}  {SOORT[naam].route}")
    vertel(f"\nInschrijvingen: {slot.vergelijking.lvs} in LVS2000, {slot.vergelijking.register} bij BRON.")
    if slot.vergelijking.ongelijk:
        vertel(f"  {slot.vergelijking.ongelijk} staan maar aan een kant, of met andere datums.")
    vertel("Geen verschillen." if slot.klaar else f"Er zijn nog {slot.verschillen_over} verschillen of open acties.")
    if keuzes.json:
        uit = {
            "aanleverpunten": list(PUNTEN),
            "leerlingen": opdracht.leerlingen,
            "rondes": slot.rondes,
            "verschillen_over": slot.verschillen_over,
            "register_gelijk": not slot.vergelijking.ongelijk,
            "duur_s": duur,
        }
        print(json.dumps(uit, ensure_ascii=False))
    return KLAAR if slot.klaar else OVER


if __name__ == "__main__":
    sys.exit(main())
