"""Every fault at every port call, one at a time (ARCHITECTURE 7.5, RELIABILITY B4), for each kind of register.

A fixed story of sessions: each starts the program, presses all buttons, and time passes. The fault strikes at the n-th port call, for
n = 1, 2, ... until the story ends before the n-th. Then faults stop, the person goes on as the screen says, and everything must agree:
nothing broken, nothing worked twice, no write-back lost. `-m large -s` prints a row per kind of register.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from bronsync.application.records import MutatieRij, MutatieStand
from bronsync.application.tonen.vragen import VraagRegel
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.acties import Keuze
from helpers.omgeving import PUNT, Wereld, naar_bron_of_overnemen
from helpers.school import Plan, bsn, maak_leerling
from helpers.storing import NETWERK, Crash, Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


@dataclass(frozen=True)
class Soort:
    """What the register is like."""

    veilig: bool
    vertraging: int
    verwijdert: bool = False

    def __str__(self) -> str:
        return "-".join(
            (
                "drops_repeats" if self.veilig else "works_repeats",
                "fetch_removes" if self.verwijdert else "fetch_signed_off",
                f"delay_{self.vertraging}",
            )
        )


SOORTEN = [
    Soort(veilig, vertraging, verwijdert)
    for verwijdert in (False, True)
    for veilig in (True, False)
    for vertraging in (0, 3)
]


def verhaal(soort: Soort) -> Wereld:
    """New without PGN, changed key, moved in the GBA, changed onderwijs with an uitschrijving, gone, and one in whom nothing happens."""
    nieuw = maak_leerling(1, burgerservicenummer=None)
    sleutel = maak_leerling(2)
    verhuisd = maak_leerling(3)
    onderwijs = maak_leerling(4)
    weg = maak_leerling(5)
    plan = Plan(
        (nieuw, sleutel.met(achternaam="Anders"), verhuisd.met(straatnaam="Oudeweg"),
         onderwijs.met(vo_advies="10", uitschrijfdatum="2009-08-20"), maak_leerling(6)),
        (sleutel, verhuisd, onderwijs, weg, maak_leerling(6)),
    )  # fmt: skip
    return plan.bouw(
        vertraging=soort.vertraging,
        herhaling_veilig=soort.veilig,
        laat_herhaling_vallen=soort.veilig,
        ophalen_verwijdert=soort.verwijdert,
        pagina=3,
    )


def sessie(wereld: Wereld, nummer: int) -> None:
    """One session; on day 4 the GBA changes a name."""
    if nummer == 4:
        wereld.bron.muteer_persoon(bsn(6), achternaam="Gehuwd")
    try:
        wereld.herstart()
        for knop in (
            wereld.maak_bruikbaar,
            wereld.ophalen,
            wereld.bepaal,
            partial(wereld.antwoord, partial(kies, wereld)),
            wereld.controleer,
            wereld.synchroniseer,
        ):
            wereld.probeer(knop)
    except Crash:
        pass  # the program is gone; the next session starts it again
    wereld.tik()


def kies(wereld: Wereld, vraag: VraagRegel) -> Keuze | None:
    """What the person answers. A name that the GBA changed is asked only where fetching took its message away; she types it over."""
    if vraag.sleutel[0] == 60:
        assert wereld.bron.ophalen_verwijdert, "a write-back was lost"
        wereld.school.bewerk_leerling(6, achternaam="Gehuwd")
        return None
    return naar_bron_of_overnemen(vraag)


def loop(wereld: Wereld, soort: Soort) -> None:
    for nummer in range(1, 6 + 1 + soort.vertraging):
        sessie(wereld, nummer)


def rond_af(wereld: Wereld) -> Counter[Any]:
    """Goes on until all is quiet; gives how often each inschrijving was changed, by soort."""
    wereld.storing.uit()
    wereld.herstart()
    wereld.typt_over = wereld.bron.ophalen_verwijdert
    if wereld.bron.ophalen_verwijdert:
        # what a crash took between fetching and storing is gone (F14): the next overview shows it, and the person is asked
        wereld._overzicht_met_geduld()

    wereld.tot_rust(20, partial(kies, wereld))
    wereld.eis_gelijk()
    wereld.eis_invarianten()
    assert not wereld.boek(MutatieRij, stand=MutatieStand.VOORGENOMEN), "a write-back was forgotten"
    namen = {r.leerling_id: r.rij for r in wereld.school.lees(PUNT)}
    assert cel(namen[6], "achternaam") == "Gehuwd", "a write-back was lost"
    assert cel(namen[1], "onderwijsnummer") == wereld.bron.inschrijvingen[-1].pgn
    assert cel(namen[3], "straatnaam") == "Dorpsstraat"
    return Counter(wereld.bron.mutaties)


def zonder_storing(soort: Soort) -> tuple[list[str], Counter[Any]]:
    """The port calls of the story, by name, and what it changes in BRON."""
    wereld = verhaal(soort)
    loop(wereld, soort)
    stappen = list(wereld.storing.soorten)
    return stappen, rond_af(wereld)


def proef(soort: Soort, n: int, fout: Fout, normaal: Counter[Any]) -> None:
    """Raises where something is broken afterwards."""
    wereld = verhaal(soort)
    wereld.storing.zet(n, fout)
    loop(wereld, soort)
    assert wereld.storing.geraakt, "the story ran another way before the fault"
    mutaties = rond_af(wereld)
    assert mutaties == normaal, f"changed twice or not at all: {mutaties - normaal} {normaal - mutaties}"


def alle_gevallen(soort: Soort) -> Counter[str]:
    """All faults at all steps; counts the cases per kind of fault."""
    stappen, normaal = zonder_storing(soort)
    gevallen: Counter[str] = Counter()
    for fout in Fout:
        for n, stap in enumerate(stappen, 1):
            if fout in NETWERK and stap not in NETWERKSTAPPEN:
                continue
            gevallen[fout.value] += 1
            try:
                proef(soort, n, fout, normaal)
            except Exception as broken:
                raise AssertionError(f"{soort}: {fout.value} at step {n} ({stap})") from broken
    return gevallen


NETWERKSTAPPEN = {"register.verzend", "register.haal", "register.bevestig"}


def _groot(soort: Soort) -> Any:
    """The short stories belong to CI; those where answers take three sessions, or fetching removes, run on demand."""
    marks = [pytest.mark.large, pytest.mark.timeout(1800)] if soort.vertraging or soort.verwijdert else []
    return pytest.param(soort, id=str(soort), marks=marks)


@pytest.mark.parametrize("soort", [_groot(soort) for soort in SOORTEN])
def test_EIG_8_INV_10_every_fault_at_every_step_ends_in_agreement(soort):
    gevallen = alle_gevallen(soort)
    print(f"| {soort} | {' | '.join(str(gevallen[fout.value]) for fout in Fout)} | {sum(gevallen.values())} | 0 |")
    assert set(gevallen) == {fout.value for fout in Fout}
    assert sum(gevallen.values()) > 300
