"""The properties EIG-1 to EIG-12 (ARCHITECTURE 7.2, P1-P12), each with an oracle that does not ask the program under test.

Bindings of the same rules: the sketch of a register in values with the journal in memory (most runs), the same with the encrypted file,
and the simulator's own core with real messages (test_eigenschappen_simulator.py). EIG-7 and EIG-8 are checked in the register's own log
after every step of the stateful machine and of the exhaustive crash run too.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, currently_in_test_context, event, example, given, settings
from hypothesis import strategies as st

from bron_hulp.rijen import rijen
from bronsync.adapters.bron import berichten
from bronsync.adapters.journal.store import open_store
from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.boeken.weergave import toon_bewaard
from bronsync.application.records import BeeldRij, InboxRij, MutatieRij, MutatieStand
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import INDEX, VELDEN, Soort, cel, pack, unpack
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    InschrijvingGeaccepteerd,
    SpontaneMutatie,
    WijzigingSleutelgegevens,
)
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Koppeling, Reden
from bronsync.domain.vergelijking.levensloop import LEVENSLOOP, Gebeurtenis, OnmogelijkeGang, Status, volgende
from bronsync.domain.vergelijking.remmen import controleer_rem
from bronsync.domain.vergelijking.vergelijken import vergelijk
from helpers.geheugen_lvs import DatabaseSchool, GeheugenLvs
from helpers.omgeving import PUNT, Wereld
from helpers.schets_register import elfproef
from helpers.school import BEWERKINGEN, Leerling, Plan, bsn, leerlingen, maak_leerling, plannen, wereld_met
from helpers.storing import Crash, Fout
from helpers.velden_tabel import ACTIE, CATEGORIE
from unit.adapters.bron.test_berichten import als_registratie, geaccepteerd, maak

pytestmark = pytest.mark.usefixtures("geen_controles")


KORT = settings(phases=[phase for phase in settings.default.phases if phase is not Phase.explain])
"""Without the phase that explains a failure: it takes longer than the search."""


def aandeel(deel: float) -> settings:
    """A share of the profile's examples, for the dearer bindings."""
    return settings(KORT, max_examples=max(5, int(settings.default.max_examples * deel)))


# --- EIG-1: equal is equal ---------------------------------------------------------------------------------------------------------------


def verschillen_van(rij: tuple[object, ...], ander: tuple[object, ...]) -> list[Any]:
    koppeling = Koppeling(LvsKant(1, 1, "1", rij), BronKant("1", "2009-08-01", "1", "1", ander), Reden.BEWAARD)
    return vergelijk(koppeling, "2009-09-01")


@KORT
@given(rijen())
def test_EIG_1_a_row_does_not_differ_from_itself_nor_after_packing(rij):
    assert verschillen_van(rij, rij) == []
    assert verschillen_van(rij, unpack(pack(rij))) == []


@KORT
@given(rijen())
def test_EIG_1_a_row_does_not_differ_after_a_round_trip_through_XML(rij):
    raw = berichten.schrijf(maak(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij))
    melding = berichten.lees(geaccepteerd(als_registratie(raw))).melding
    assert isinstance(melding, InschrijvingGeaccepteerd)
    assert verschillen_van(rij, melding.registratie.rij) == []


@aandeel(0.1)
@given(st.lists(rijen(), min_size=1, max_size=3))
def test_EIG_1_a_row_does_not_differ_after_a_round_trip_through_the_store(stapel):
    with tempfile.TemporaryDirectory() as map_:
        opslag = open_store(Path(map_) / "profiel" / "a.db", bytes(32))
        with opslag.unit_of_work(PUNT) as unit:
            for i, rij in enumerate(stapel):
                unit.put(
                    BeeldRij(
                        aanleverpunt=PUNT,
                        pgn=str(i),
                        inschrijfdatum="2009-08-01",
                        leerlingnummer="",
                        volgnummer="",
                        uitschrijfdatum="",
                        ontvangstnummer=1,
                        geheim=False,
                        historisch=False,
                        body=pack(rij),
                        register=(),
                    )
                )
            unit.commit()
        with opslag.unit_of_work(PUNT) as unit:
            terug = [unpack(r.body) for r in unit.all(BeeldRij)]
        opslag.close()
    assert [verschillen_van(a, b) for a, b in zip(stapel, terug, strict=True)] == [[]] * len(stapel)


@aandeel(0.1)
@given(st.data())
def test_EIG_1_a_row_does_not_differ_after_a_round_trip_through_the_LVS2000_database(data):
    een = data.draw(leerlingen(1))
    geheugen = GeheugenLvs()
    geheugen.maak_aanleverpunt(PUNT, ("00", "01"))
    een.zet_in(geheugen)
    with tempfile.TemporaryDirectory() as map_:
        database = DatabaseSchool(f"sqlite:///{map_}/lvs.db")
        database.maak_aanleverpunt(PUNT, ("00", "01"))
        een.zet_in(database)
        gelezen = list(database.lvs.lees(PUNT))
        database.sluit()
    for a, b in zip(geheugen.lees(PUNT), gelezen, strict=True):
        assert verschillen_van(a.rij, b.rij) == []
        assert a.rij == b.rij


# --- EIG-2 and EIG-4: it ends, and ends equal -------------------------------------------------------------------------------------------

ONVERMIJDELIJK = 8
"""Rounds: one per category of a pupil with everything wrong, one for a number typed over, and one to spare."""


def breng_tot_rust(wereld: Wereld) -> None:
    rondes = wereld.tot_rust()
    if currently_in_test_context():
        event(f"rounds {rondes}")
    assert rondes <= ONVERMIJDELIJK
    wereld.eis_gelijk()
    wereld.eis_invarianten()
    assert not [regel for regel in wereld.bron.gelogd if regel[2] not in ("geaccepteerd", "")]
    verstuurd = len(wereld.bron.ontvangen)
    assert wereld.ronde().verschillen == {}
    assert len(wereld.bron.ontvangen) == verstuurd, "a second run found something to send"


@KORT
@given(plannen())
def test_EIG_2_both_sides_and_the_picture_end_plainly_equal(plan):
    breng_tot_rust(plan.bouw())


@KORT
@given(plannen(), st.integers(0, 3), st.integers(1, 5), st.booleans())
def test_EIG_4_it_ends_within_a_few_rounds_whatever_the_register_is_like(plan, vertraging, pagina, veilig):
    breng_tot_rust(
        plan.bouw(vertraging=vertraging, pagina=pagina, herhaling_veilig=veilig, laat_herhaling_vallen=veilig)
    )


@aandeel(0.06)
@given(plannen(3), st.integers(0, 2))
def test_EIG_2_with_the_encrypted_store(plan, vertraging):
    with tempfile.TemporaryDirectory() as map_:
        opslag = open_store(Path(map_) / "profiel" / "a.db", bytes(32))
        try:
            breng_tot_rust(plan.bouw(journal=opslag, vertraging=vertraging))
        finally:
            opslag.close()


# --- EIG-3: one edit, one actie of its category -----------------------------------------------------------------------------------------


def test_EIG_3_the_table_of_fields_is_the_one_written_by_hand():
    assert {veld.naam: veld.categorie.value for veld in VELDEN} == CATEGORIE


def _voor(veld: Any) -> Leerling:
    """A pupil for whom this field exists."""
    een = maak_leerling(1, voorvoegsel="van", huisnummertoevoeging="a")
    soort = min(veld.onderwijstypes)
    een = een.met(onderwijstype=soort)
    if veld.alleen_zonder_bsn or veld.naam == "onderwijsnummer":
        een = een.met(burgerservicenummer=None, onderwijsnummer=elfproef(103_000_000, 5))
    if veld.naam.startswith("adresregel") or veld.naam == "land":
        leeg = dict.fromkeys(("straatnaam", "huisnummer", "huisnummertoevoeging", "postcode", "plaatsnaam"))
        een = een.met(
            burgerservicenummer=None,
            onderwijsnummer=elfproef(103_000_000, 5),
            **leeg,
            land="5010",
            adresregel_buitenland_1="K",
        )
    return een


def _anders(soort: Soort, oud: object) -> object:
    match soort:
        case Soort.DATUM:
            return "2009-02-03" if oud != "2009-02-03" else "2009-02-04"
        case Soort.GEBOORTEDATUM:
            return "2001-01-00"
        case Soort.GETAL:
            return int(str(oud or 1)) + 1
        case Soort.JA_NEE:
            return 0 if oud else 1
        case Soort.BEDRAG:
            return "1.20"
        case Soort.POSTCODE:
            return "9876ZX"
        case Soort.INDICATIENUMMER:
            return "1-01-0001-0001" if oud is None else "2-02-0002-0002"
        case Soort.PGN:
            return bsn(77)
        case _:
            return "B" if oud != "B" else "C"


def _wijzigingen() -> list[Any]:
    """Each field, and each part of each list-valued field."""
    return [
        pytest.param(veld, deel, id=f"{veld.naam}.{deel.naam}" if deel else veld.naam)
        for veld in VELDEN
        for deel in (veld.onderdelen or (None,))
    ]


def _gewijzigd(een: Leerling, veld: Any, deel: Any) -> tuple[Leerling, Leerling]:
    """The pupil at BRON, and with one edit in LVS2000."""
    oud = een.velden.get(veld.naam, een.inschrijvingen[0][1].get(veld.naam))
    if deel is None:
        nieuw = elfproef(103_900_000, 5) if veld.naam == "onderwijsnummer" else _anders(veld.soort, oud)
        return een, een.met(**{veld.naam: nieuw})
    record = oud[0] if oud else tuple(_anders(d.soort, None) for d in veld.onderdelen)
    een = een.met(**{veld.naam: (record,)})
    i = veld.onderdelen.index(deel)
    return een, een.met(**{veld.naam: ((*record[:i], _anders(deel.soort, record[i]), *record[i + 1 :]),)})


@pytest.mark.parametrize(("veld", "deel"), _wijzigingen())
def test_EIG_3_one_edit_gives_exactly_the_actie_of_its_category(veld, deel):
    bron, lvs = _gewijzigd(_voor(veld), veld, deel)
    ander = maak_leerling(2)
    wereld = wereld_met(lvs, ander, bron=(bron, ander))
    uitslag = wereld.ronde()
    assert uitslag.verschillen == {CATEGORIE[veld.naam]: 1}
    (actie,) = wereld.acties()
    soort = ACTIE[CATEGORIE[veld.naam]]
    if soort is ActieSoort.OVERNEMEN_ADRESGEGEVENS and "onderwijsnummer" in lvs.velden:
        soort = ActieSoort.WIJZIGING_SLEUTELGEGEVENS  # the school decides the address of who is not in the GBA
    assert (actie.soort, actie.leerling_id) == (soort, 1)
    gelogd = [] if soort is ActieSoort.OVERNEMEN_ADRESGEGEVENS else [(str(soort), "0001", "geaccepteerd")]
    assert wereld.bron.gelogd == gelogd
    breng_tot_rust(wereld)
    assert wereld.bron.gelogd == gelogd


@pytest.mark.parametrize(("veld", "deel"), _wijzigingen())
def test_EIG_3_a_forgotten_field_shows_in_the_register(veld, deel):
    """The other way about: what LVS2000 has in each field is what the register holds afterwards; asks no comparison of ours."""
    _, lvs = _gewijzigd(_voor(veld), veld, deel)
    wereld = wereld_met(lvs, bron=())
    wereld.ronde()
    (rij,) = wereld.bron.rijen().values()
    (eigen,) = wereld.school.lees(PUNT)
    assert rij[INDEX[veld.naam]] == eigen.rij[INDEX[veld.naam]] != (() if veld.onderdelen else None)


# --- EIG-5: order does not matter -------------------------------------------------------------------------------------------------------


def _inhoud(wereld: Wereld) -> Counter[Any]:
    """What the register holds, but for numbers that it gave out itself in the order of arrival."""
    vast = {een for plan in (wereld.school.lees(PUNT),) for een in plan}
    eigen = {r.rij[1] for r in vast if r.rij[1]}
    return Counter(
        (*rij[:1], rij[1] if rij[1] in eigen and rij[1] > "102" else None, *rij[2:])
        for rij in wereld.bron.rijen().values()
    )


@KORT
@given(plannen(), st.randoms(use_true_random=False), st.integers(1, 5), st.booleans())
def test_EIG_5_the_order_of_answers_and_feedback_does_not_matter(plan, toeval, pagina, herhaal):
    recht = plan.bouw()
    recht.tot_rust()
    door_elkaar = plan.bouw(vertraging=2, pagina=pagina, schud=True, herhaal=herhaal)
    echt = door_elkaar.antwoord

    def antwoord(kies: Any) -> int:
        stapel = vragen(door_elkaar.omg)
        toeval.shuffle(stapel)
        for vraag in stapel[: len(stapel) // 2]:
            keuze = kies(vraag)
            if keuze and not door_elkaar._typ_pgn_over(vraag):
                beslis(door_elkaar.omg, vraag.vingerafdruk, keuze)
        return echt(kies)

    door_elkaar.antwoord = antwoord
    door_elkaar.tot_rust()
    door_elkaar.eis_gelijk()
    door_elkaar.eis_invarianten()
    assert _inhoud(recht) == _inhoud(door_elkaar)


# --- EIG-6: rejected and ignored --------------------------------------------------------------------------------------------------------


@KORT
@given(st.sampled_from(["vo_advies", "achternaam", "nnca"]), st.booleans(), st.integers(1, 3))
def test_EIG_6_what_was_rejected_goes_again_only_after_its_data_changed(veld, direct, rondes):
    een = maak_leerling(1)
    regel = {"weiger" if direct else "keur_af": lambda bericht: True}
    wereld = wereld_met(een.met(**{veld: "0"}), bron=(een,), **regel)
    for _ in range(rondes + 1):
        assert wereld.ronde().verschillen, "a rejected verschil stays a verschil"
        wereld.ophalen()
    assert len(wereld.bron.gelogd) == 1
    assert [a.status for a in wereld.acties()] == [Status.AFGEKEURD]
    wereld.school.bewerk_inschrijving(10, perioden=(("2007-08-01", "4", None, "00", 1, None),))
    wereld.ronde()
    wereld.ophalen()
    assert len(wereld.bron.gelogd) > 1, "changed data must go again"
    wereld.bron.weiger = wereld.bron.keur_af = lambda bericht: False
    wereld.school.bewerk_leerling(1, voornamen="Anders")
    breng_zonder_log_tot_rust(wereld)


def breng_zonder_log_tot_rust(wereld: Wereld) -> None:
    wereld.tot_rust()
    wereld.eis_gelijk()
    wereld.eis_invarianten()


@KORT
@given(st.sampled_from(["vo_advies", "achternaam"]), st.booleans())
def test_EIG_6_an_ignored_verschil_returns_when_either_value_changes(veld, kant):
    een = maak_leerling(1)
    wereld = wereld_met(een.met(**{veld: "10"}), bron=(een.met(**{veld: "20"}),))
    for _ in range(3):
        assert wereld.ronde(lambda vraag: Keuze.NEGEREN).verschillen == {CATEGORIE[veld]: 1}
    assert not vragen(wereld.omg)
    assert not wereld.bron.gelogd
    if kant:
        wereld.school.bewerk_leerling(1, **{veld: "30"}) if veld == "achternaam" else wereld.school.bewerk_inschrijving(
            10, **{veld: "30"}
        )
    else:
        wereld.bron.inschrijvingen[0].velden[veld] = "30"
        wereld.overzicht()
    wereld.bepaal()
    assert len(vragen(wereld.omg)) == 1


# --- EIG-7 and EIG-8: asked of the register ---------------------------------------------------------------------------------------------


@KORT
@given(
    plannen(),
    st.integers(1, 4),
    st.lists(
        st.one_of(
            st.tuples(st.integers(1, 40), st.sampled_from(list(Fout)), st.just("")),
            st.tuples(st.integers(1, 6), st.sampled_from(list(Fout)), st.just("register.verzend")),
        ),
        max_size=4,
    ),
    st.booleans(),
)
@example(Plan((maak_leerling(1),), ()), 3, [(2, Fout.ANTWOORD_KWIJT, "register.verzend")], False)
@example(Plan((maak_leerling(1),), ()), 3, [(2, Fout.ANTWOORD_KWIJT, "register.verzend")], True)
def test_EIG_7_and_EIG_8_no_second_message_and_nothing_twice_whatever_fails(plan, vertraging, storingen, veilig):
    """Presses all buttons again and again without waiting for answers, under faults."""
    wereld = plan.bouw(vertraging=vertraging, herhaling_veilig=veilig, laat_herhaling_vallen=veilig)
    for hoe in [*storingen, (999, Fout.CRASH_VOOR)]:
        wereld.storing.zet(*hoe)
        for _ in range(3):
            try:
                wereld.probeer(wereld.ronde)
            except Crash:
                wereld.herstart()
            wereld.eis_invarianten()
        wereld.tik()
    wereld.storing.uit()
    wereld.herstart()
    breng_zonder_log_tot_rust(wereld)


# --- EIG-9: writing back ----------------------------------------------------------------------------------------------------------------


@KORT
@given(st.sampled_from(["achternaam", "voornamen", "geboortedatum"]), st.booleans())
def test_EIG_9a_a_write_back_never_overwrites_a_newer_edit_of_the_school(veld, eerst):
    wereld = wereld_met(maak_leerling(1), maak_leerling(2))
    wereld.tot_rust()
    waarde = "2003-03-03" if veld == "geboortedatum" else "Van BRON"
    eigen = "2004-04-04" if veld == "geboortedatum" else "Van school"
    wereld.bron.muteer_persoon(bsn(1), **{veld: waarde})
    if eerst:
        wereld.school.bewerk_leerling(1, **{veld: eigen})
    wereld.ophalen()
    rij = next(r for r in wereld.school.lees(PUNT) if r.leerling_id == 1)
    assert cel(rij.rij, veld) == (eigen if eerst else waarde)
    (mutatie,) = wereld.boek(MutatieRij)
    assert mutatie.stand is (MutatieStand.CONFLICT if eerst else MutatieStand.GEDAAN)
    if eerst:
        wereld.bepaal()
        (vraag,) = vragen(wereld.omg)
        gezien = [(lvs, bron) for _, lvs, bron in vraag.paren]
        assert gezien == [(toon_bewaard(veld, eigen), toon_bewaard(veld, waarde))]


@pytest.mark.parametrize("veld", ["achternaam", "voornamen", "geboortedatum", "geslacht"])
def test_EIG_9a_the_answer_to_our_own_message_does_not_undo_a_later_edit(veld):
    """INV-3: the school changes a value, sends it, and puts it back while BRON is still at work."""
    een = maak_leerling(1)
    wereld = wereld_met(een, maak_leerling(2), vertraging=3)
    wereld.tot_rust()
    wereld.school.bewerk_leerling(1, **{veld: BEWERKINGEN[veld][0]})
    wereld.ronde()
    wereld.school.bewerk_leerling(1, **{veld: een.velden[veld]})
    wereld.bron.tik(5)
    wereld.ophalen()
    rij = next(r for r in wereld.school.lees(PUNT) if r.leerling_id == 1)
    assert cel(rij.rij, veld) == een.velden[veld]
    breng_zonder_log_tot_rust(wereld)


@KORT
@given(st.integers(1, 60), st.sampled_from([Fout.CRASH_VOOR, Fout.CRASH_NA]), st.integers(1, 60))
def test_EIG_9b_a_write_back_is_never_lost_by_a_crash(n, fout, n2):
    wereld = wereld_met(maak_leerling(1, burgerservicenummer=None), maak_leerling(2), bron=(maak_leerling(2),))
    wereld.typt_over = False  # nobody repairs by hand what was lost
    for hoe in ((n, fout), (n2, fout)):
        wereld.storing.zet(*hoe)
        try:
            wereld.ronde()
            wereld.ophalen()
        except Crash:
            wereld.herstart()
    wereld.storing.uit()
    wereld.tot_rust()
    rij = next(r for r in wereld.school.lees(PUNT) if r.leerling_id == 1)
    assert cel(rij.rij, "onderwijsnummer") == wereld.bron.inschrijvingen[-1].pgn
    assert {m.stand for m in wereld.boek(MutatieRij)} == {MutatieStand.GEDAAN}
    breng_zonder_log_tot_rust(wereld)


@KORT
@given(st.integers(1, 4), st.booleans(), st.booleans())
def test_EIG_9c_a_write_back_is_done_once_even_if_the_feedback_repeats(keer, herhaal, nummer):
    """After it the school puts back what was there: a name, or no number. The same feedback then comes again."""
    een = maak_leerling(1, achternaam="Oud")
    wereld = wereld_met(*((een.met(burgerservicenummer=None), maak_leerling(2)) if nummer else (een, maak_leerling(2))),
                        bron=(maak_leerling(2),) if nummer else None, herhaal=herhaal)  # fmt: skip
    wereld.tot_rust()
    if not nummer:
        wereld.bron.muteer_persoon(bsn(1), achternaam="Nieuw")
        wereld.ophalen()
    wereld.school.bewerk_leerling(1, **({"onderwijsnummer": None} if nummer else {"achternaam": "Oud"}))
    voor = [r.rij for r in wereld.school.lees(PUNT)]
    for _ in range(keer):
        wereld.bron._bevestigd = 0  # all of it once more
        wereld.ophalen()
    assert [r.rij for r in wereld.school.lees(PUNT)] == voor
    assert len(wereld.boek(MutatieRij)) == 1
    assert len(wereld.boek(InboxRij)) == wereld.bron._nummer


# --- EIG-10: the picture never goes back ------------------------------------------------------------------------------------------------


def _gemist(wereld: Wereld) -> Any:
    """Takes the newest feedback out of the register's box, to arrive later."""
    return wereld.bron._klaar.pop()


@KORT
@given(
    st.sampled_from(["geaccepteerd", "mutatie", "sleutel"]), st.sampled_from(["gewijzigd", "verwijderd"]), st.booleans()
)
def test_EIG_10_old_feedback_after_a_newer_overview_changes_nothing(soort, drift, historie):
    """The register drifted in silence; an overview told so; then comes a feedback from before it."""
    wereld = wereld_met(maak_leerling(1, achternaam="Oud"), maak_leerling(2))
    wereld.tot_rust()
    bron = wereld.bron
    een = bron.inschrijvingen[0]
    assert een.pgn == bsn(1)
    oud = bron._toon(een)
    melding = {
        "geaccepteerd": InschrijvingGeaccepteerd(oud, "opgegeven", ()),
        "mutatie": SpontaneMutatie(
            een.pgn, None, False, tuple((v, een.velden[v]) for v in ("achternaam", "voornamen"))
        ),
        "sleutel": WijzigingSleutelgegevens(
            een.pgn, een.leerlingnummer, (("burgerservicenummer", een.pgn), ("achternaam", "Oud"))
        ),
    }[soort]
    nummer = bron._nummer + 1
    bron._meld(None, melding)
    laat = _gemist(wereld)
    if drift == "gewijzigd":
        een.velden["achternaam"] = "Nieuwste"
    else:
        bron.inschrijvingen.remove(een)
    if historie:
        wereld.zet_stand(herstel_nodig=True)
    wereld.overzicht()
    assert wereld.beeld() == bron.rijen()
    naam = cel(next(r for r in wereld.school.lees(PUNT) if r.leerling_id == 1).rij, "achternaam")
    bron._klaar.append(laat)
    bron._klaar.sort()
    bron._bevestigd = nummer - 1  # it surfaces after all
    wereld.ophalen()
    assert wereld.beeld() == bron.rijen(), "the picture went back (INV-6)"
    assert cel(next(r for r in wereld.school.lees(PUNT) if r.leerling_id == 1).rij, "achternaam") == naam


@KORT
@given(
    st.lists(st.sampled_from(["drift", "mutatie", "overzicht", "ophalen"]), max_size=10), st.booleans(), st.booleans()
)
def test_EIG_10_after_an_overview_the_picture_is_what_the_register_holds(stappen, schud, herhaal):
    wereld = wereld_met(maak_leerling(1), maak_leerling(2), vertraging=1, schud=schud, herhaal=herhaal)
    wereld.tot_rust()
    for i, stap in enumerate([*stappen, "overzicht"]):
        match stap:
            case "drift":
                wereld.bron.muteer_persoon(bsn(1), melden=False, achternaam=f"Stil{i}")
            case "mutatie":
                wereld.bron.muteer_persoon(bsn(1), achternaam=f"Gemeld{i}")
            case "overzicht":
                wereld._overzicht_met_geduld()
                assert wereld.beeld() == wereld.bron.rijen()
            case "ophalen":
                wereld.ophalen()


# --- EIG-11: the brakes -----------------------------------------------------------------------------------------------------------------


@KORT
@given(st.integers(0, 400), st.integers(0, 4000))
@example(5, 0)
@example(6, 199)
@example(6, 200)
@example(6, 201)
def test_EIG_11_a_plan_is_within_the_limits_or_refused(aantal, totaal):
    welke = [str(i) for i in range(aantal)]
    te_veel = aantal > 5 and aantal * 100 > totaal * 3
    if not te_veel:
        assert controleer_rem(welke, totaal, None) is False
        return
    with pytest.raises(BronSyncFout, match="PROC-04") as fout:
        controleer_rem(welke, totaal, None)
    code = fout.value.waarden["bevestiging"]
    with pytest.raises(BronSyncFout, match="PROC-04"):
        controleer_rem([*welke[1:], "anders"], totaal, str(code))
    assert controleer_rem(welke, totaal, str(code)) is True


@pytest.mark.parametrize(("weg", "totaal", "rem"), [(5, 20, 0), (6, 20, 1), (6, 200, 0), (6, 199, 1), (7, 230, 1)])
def test_EIG_11_acties_bepalen_refuses_from_the_boundary_on(weg, totaal, rem):
    allen = tuple(maak_leerling(n) for n in range(1, totaal + 1))
    wereld = wereld_met(*allen[weg:], bron=allen)
    wereld.overzicht()
    wereld.bepaal()
    assert wereld.rem_bevestigd == rem


def test_EIG_11_creates_never_trigger_the_brakes():
    wereld = wereld_met(*(maak_leerling(n) for n in range(1, 60)), bron=())
    wereld.ronde()
    assert wereld.rem_bevestigd == 0
    assert len(wereld.bron.inschrijvingen) == 59


# --- EIG-12: the life of an actie -------------------------------------------------------------------------------------------------------


def test_EIG_12_every_status_is_reachable_and_every_other_move_raises():
    bereikt, rand = {Status.BEPAALD}, [Status.BEPAALD]
    while rand:
        for nieuw in set(LEVENSLOOP[rand.pop()].values()) - bereikt:
            bereikt.add(nieuw)
            rand.append(nieuw)
    assert bereikt == set(Status)
    for status in Status:
        for gebeurtenis in Gebeurtenis:
            if gebeurtenis in LEVENSLOOP[status]:
                assert volgende(status, gebeurtenis) is LEVENSLOOP[status][gebeurtenis]
            else:
                with pytest.raises(OnmogelijkeGang):
                    volgende(status, gebeurtenis)
    assert {g for gangen in LEVENSLOOP.values() for g in gangen} == set(Gebeurtenis), "a gebeurtenis that leads nowhere"
