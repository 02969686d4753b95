"""Binding (c): the same properties against the simulator's core, in real messages, with the controles on and the journal in memory.

Fewer examples: each message is written, checked against the schema on both sides and read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.codes import lees_codelijsten
from bronsync.domain.gegevens.velden import cel
from bronsync.resources import resource
from helpers.clock import SteppingClock
from helpers.omgeving import PUNT, Wereld
from helpers.school import Leerling, bsn, maak_leerling
from helpers.simulator_bron import SimulatorBron
from helpers.storing import Crash, Fout

PHASES = [phase for phase in settings.default.phases if phase is not Phase.explain]
WEINIG = settings(phases=PHASES, max_examples=max(5, settings.default.max_examples // 4))

CODELIJSTEN = lees_codelijsten(
    *(
        resource("codelijsten", naam).read_text(encoding="utf-8")
        for naam in ("tabel32-nationaliteiten.csv", "tabel34-landen.csv")
    )
)


@contextmanager
def wereld_van(waarheid: list[Leerling], school: list[Leerling], **instellingen: Any) -> Iterator[Wereld]:
    """BRON is empty; LVS2000 holds the pupils with the school's mistakes."""
    clock = SteppingClock()
    bron = SimulatorBron(waarheid, clock.today(), **instellingen)
    wereld = Wereld(register=bron, clock=clock, codelijsten=CODELIJSTEN)
    for een in school:
        een.zet_in(wereld.school)
    try:
        yield wereld
    finally:
        bron.sluit()


FOUTEN: dict[str, dict[str, Any]] = {
    "no number": {"burgerservicenummer": None},
    "moved": {"straatnaam": "Kerkweg", "huisnummer": 3},
    "birth date": {"geboortedatum": "2002-03-05"},
    "sex": {"geslacht": "M"},
    "leaver": {"uitschrijfdatum": "2009-08-28"},
    "future leaver": {"uitschrijfdatum": "2010-07-30"},
    "left before BRON": {"uitschrijfdatum": "2008-07-31"},
    "none": {},
}
"""What may be wrong or special about a pupil at the start."""
LATER: dict[str, dict[str, Any]] = {
    "advice": {"vo_advies": "20", "vo_advies_datum": "2009-03-02"},
    "nnca": {"nnca": "0"},
    "end": {"uitschrijfdatum": "2009-08-31"},
    "begin": {"inschrijfdatum": "2007-08-02", "perioden": (("2007-08-02", "3", None, "00", 1, None),)},
    "moved at the GBA": {},
}
"""What may happen afterwards."""


def herstel_afkeur(wereld: Wereld, waarheid: dict[int, Leerling]) -> None:
    """The administrator corrects who was rejected, as the manual asks."""
    for actie in wereld.acties():
        if actie.status.name == "AFGEKEURD" and actie.leerling_id in waarheid:
            eigen = waarheid[actie.leerling_id].velden
            wereld.school.bewerk_leerling(
                actie.leerling_id, geboortedatum=eigen["geboortedatum"], geslacht=eigen["geslacht"]
            )


def rondes(wereld: Wereld, waarheid: dict[int, Leerling]) -> None:
    for _ in range(5):
        try:
            wereld.ronde()
        except BronSyncFout as fout:
            if fout.code != "PROC-06":
                raise
        wereld.bron.tik(4)
        wereld.ophalen()
        wereld.ruim_uitblijvende_op()
        herstel_afkeur(wereld, waarheid)
    wereld.tot_rust()
    wereld.eis_gelijk()
    wereld.eis_invarianten()


@WEINIG
@given(
    st.lists(st.sampled_from(sorted(FOUTEN)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(sorted(LATER))), max_size=3),
    st.integers(0, 2),
    st.sampled_from([1, 50]),
)
def test_EIG_2_first_delivery_and_what_follows_ends_equal_in_real_messages(fouten, later, vertraging, pagina):
    waarheid = {n: maak_leerling(n) for n in range(1, len(fouten) + 1)}
    school = [een.met(**FOUTEN[fout]) for een, fout in zip(waarheid.values(), fouten, strict=True)]
    with wereld_van(list(waarheid.values()), school, vertraging_tikken=vertraging, pagina=pagina) as wereld:
        rondes(wereld, waarheid)
        for nummer, wat in later:
            if nummer not in waarheid or fouten[nummer - 1] == "left before BRON":
                continue
            event(wat)
            if wat == "moved at the GBA":
                rij = wereld.school.lees_een(PUNT, nummer * 10).rij
                if (cel(rij, "uitschrijfdatum") or "9999") < wereld.clock.today().isoformat():
                    continue  # BRON tells a school nothing of who has left (manual ch. 2)
                adres = {"straatnaam": "Nieuwstraat", "huisnummer": 5, "postcode": "3456CD", "plaatsnaam": "Ede"}
                wereld.bron.beheer.doe("brp", {"soort": "persoon", "bsn": bsn(nummer), "wijzig": {"adres": adres}})
            else:
                wereld.school.bewerk_inschrijving(nummer * 10, **LATER[wat])
            rondes(wereld, waarheid)


@WEINIG
@given(
    st.lists(st.sampled_from(sorted(FOUTEN)), min_size=1, max_size=3),
    st.integers(1, 60),
    st.sampled_from(list(Fout)),
    st.booleans(),
    st.sampled_from(["", "tk_herhaal", "tk_schud"]),
)
def test_EIG_8_one_fault_anywhere_in_real_messages(fouten, n, fout, veilig, terug):
    waarheid = {k: maak_leerling(k) for k in range(1, len(fouten) + 1)}
    school = [een.met(**FOUTEN[soort]) for een, soort in zip(waarheid.values(), fouten, strict=True)]
    with wereld_van(list(waarheid.values()), school, dubbelen_negeren=veilig) as wereld:
        if terug:
            wereld.bron.kern.storingen.zet([{"soort": terug, "aantal": 2}])
        wereld.storing.zet(n, fout)
        for _ in range(3):
            try:
                wereld.probeer(wereld.ronde)
            except Crash:
                wereld.herstart()
        wereld.storing.uit()
        wereld.herstart()
        rondes(wereld, waarheid)


def test_silent_drift_shows_in_the_next_overview_in_real_messages():
    """EIG-10: no message told of it, so only an overview can."""
    waarheid = {n: maak_leerling(n) for n in (1, 2)}
    with wereld_van(list(waarheid.values()), list(waarheid.values())) as wereld:
        rondes(wereld, waarheid)
        sleutel = {"aanleverpunt": PUNT, "pgn": bsn(1), "datumInschrijving": "2007-08-01"}
        wereld.bron.beheer.doe("drift", {**sleutel, "onderwijs": {"indicatieNnca": "0"}})
        assert wereld.bepaal().verschillen == {}
        wereld.overzicht()
        assert wereld.bepaal().verschillen == {"onderwijs": 1}
        rondes(wereld, waarheid)
        wereld.bron.beheer.doe("drift", {**sleutel, "verwijder": True})
        wereld.overzicht()
        assert wereld.bepaal().verschillen == {"niet in BRON": 1}
        rondes(wereld, waarheid)
