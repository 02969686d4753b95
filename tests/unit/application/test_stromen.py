"""The flows rule by rule: what the manual and the fault table (RELIABILITY B3) ask of each, on the sketch of a register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import (
    bepaal_handmatig,
    beslis,
    handmatig_mogelijk,
    heropen,
    niet_uitgevoerde_acties_verwijderen,
    verwijder_actie,
)
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Afgebroken, Pagina
from bronsync.application.records import (
    AuditRij,
    BeeldRij,
    IdentificatieRij,
    InboxRij,
    InboxStand,
    KoppelingRij,
    MutatieRij,
    OverzichtRij,
    SignaalRij,
    VerschilRij,
    Verzending,
)
from bronsync.application.tonen.vragen import vragen
from bronsync.application.verzenden import controleren as controleren_module
from bronsync.application.verzenden.synchroniseren import synchroniseren
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.gegevens.velden import cel
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    Afkeur,
    BronSignaal,
    BronSleutel,
    DubbeleInschrijving,
    Geweigerd,
    Identificatie,
    InschrijvingGeaccepteerd,
    Onbegrepen,
    OverzichtDeel,
    SpontaneMutatie,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Status
from helpers.clock import SilentProgress
from helpers.omgeving import PUNT, Wereld, lvs_rij
from helpers.school import Leerling, bsn, maak_leerling, wereld_met
from helpers.storing import Fout

pytestmark = pytest.mark.usefixtures("geen_controles")


A, S = ActieSoort, Status


EEN, TWEE = maak_leerling(1), maak_leerling(2)


# --- the overview: manual ch. 2 and 4 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("knop", [acties_bepalen, synchroniseren])
@pytest.mark.parametrize(("dagen", "code"), [(28, ""), (29, "PROC-02")])
def test_FOUT_25_an_overview_of_28_days_passes_and_of_29_blocks(knop, dagen, code):
    wereld = wereld_met(EEN)
    wereld.overzicht()
    wereld.clock.verder(days=dagen)
    if not code:
        knop(wereld.omg)
        return
    with pytest.raises(BronSyncFout, match=code):
        knop(wereld.omg)


@pytest.mark.parametrize("knop", [acties_bepalen, synchroniseren])
def test_without_an_overview_nothing_is_compared_or_sent(knop):
    with pytest.raises(BronSyncFout, match="PROC-01"):
        knop(wereld_met(EEN).omg)


def test_the_age_counts_from_the_peildatum_and_a_historical_overview_is_for_viewing_only():
    wereld = wereld_met(EEN, TWEE, bron=(EEN, TWEE, maak_leerling(3, uitschrijfdatum="2009-06-30")))
    wereld.overzicht()
    voor = wereld.beeld()
    uitslag = registratieoverzicht_ophalen(wereld.omg, date(2009, 6, 1))
    assert (uitslag.historisch, uitslag.inschrijvingen, uitslag.peildatum) == (True, 3, "2009-06-01")
    assert wereld.beeld() == voor
    assert len(wereld.boek(OverzichtRij)) == 3, "kept for viewing"
    for knop in (acties_bepalen, synchroniseren):
        with pytest.raises(BronSyncFout, match="PROC-03"):
            knop(wereld.omg)
    wereld.overzicht()
    assert wereld.bepaal().verschillen == {}
    assert not wereld.boek(OverzichtRij)


def test_the_future_is_refused_and_nothing_is_sent():
    wereld = wereld_met(EEN)
    with pytest.raises(BronSyncFout, match="PROC-07"):
        registratieoverzicht_ophalen(wereld.omg, date(2009, 9, 2))
    assert wereld.bron.ontvangen == []


def test_the_wait_of_one_minute_is_counted_down_second_by_second_and_can_be_cancelled():
    wereld = wereld_met(EEN)
    omg = replace(wereld.omg, wachttijd=60.0)
    registratieoverzicht_ophalen(omg)
    assert wereld.clock.gewacht == [1.0] * 60
    teksten = [tekst for *_, tekst in wereld.progress.gemeld if tekst.startswith("Wachten op BRON")]
    assert teksten[0] == "Wachten op BRON: nog 60 seconden"
    assert teksten[-1] == "Wachten op BRON: nog 1 seconden"
    wereld = wereld_met(EEN)
    with pytest.raises(Afgebroken):
        registratieoverzicht_ophalen(replace(wereld.omg, wachttijd=60.0, progress=SilentProgress(10)))
    wereld.ophalen()
    assert len(wereld.beeld()) == 1, "what was asked for still comes"


def test_an_overview_that_is_not_ready_yet_comes_with_a_later_fetch():
    wereld = wereld_met(EEN, vertraging=2)
    with pytest.raises(BronSyncFout, match="PROC-17"):
        wereld.overzicht()
    wereld.tik()
    wereld.tik()
    wereld.ophalen()
    assert len(wereld.beeld()) == 1


def test_a_refused_overview_request_says_so():
    wereld = wereld_met(EEN)
    wereld.bron.verzend = lambda operatie, body: Geweigerd((BronSignaal("DK0099", "geweigerd"),))
    with pytest.raises(BronSyncFout, match="NET-09"):
        wereld.overzicht()


def _verknoei(wereld: Wereld, hoe: Any) -> None:
    echt = wereld.bron._meld

    def meld(antwoord_op: str | None, melding: Any) -> None:
        for anders in hoe(melding) if isinstance(melding, OverzichtDeel) else [melding]:
            echt(antwoord_op, anders)

    wereld.bron._meld = meld


@pytest.mark.parametrize(
    ("hoe", "reden"),
    [
        (lambda d: [] if d.deel == 1 else [d], "niet alle delen"),
        (lambda d: [replace(d, aantal_inschrijvingen=99)], "aantal klopt niet"),
        (lambda d: [replace(d, peildatum="2009-08-01")], "andere peildatum dan gevraagd"),
        (lambda d: [replace(d, met_historie=d.deel == 1)], "delen horen niet bij elkaar"),
        (
            lambda d: [replace(d, registraties=(d.registraties[0],) * len(d.registraties))],
            "dezelfde inschrijving komt twee keer voor",
        ),
        (lambda d: [replace(d, einde=False)], "niet alle delen"),
    ],
)
def test_FOUT_26_half_an_overview_leaves_the_old_one_in_use(hoe, reden):
    wereld = wereld_met(*(maak_leerling(n) for n in range(1, 6)))
    wereld.overzicht()
    voor = wereld.stand(), wereld.beeld()
    _verknoei(wereld, hoe)
    with pytest.raises(BronSyncFout, match="PROC-13"):
        wereld.overzicht()
    assert wereld.beeld() == voor[1]
    assert wereld.stand().beeld_versie == voor[0].beeld_versie
    assert wereld.stand().peildatum == voor[0].peildatum
    (bericht,) = [r for r in wereld.boek(InboxRij) if r.reden]
    assert (bericht.stand, bericht.reden) == (InboxStand.WACHT_OP_GEBRUIKER, reden)
    assert bericht.raw, "kept raw"


def test_FOUT_27_an_overview_that_was_not_asked_for_is_kept_and_not_used():
    wereld = wereld_met(EEN)
    wereld.overzicht()
    wereld.bron._meld("iemand-anders", OverzichtDeel("2009-09-01", True, 1, 1, 0, 99, True, ()))
    wereld.ophalen()
    assert len(wereld.beeld()) == 1
    assert [r.reden for r in wereld.boek(InboxRij, stand=InboxStand.WACHT_OP_GEBRUIKER)] == [
        "overzicht waar niet om gevraagd is"
    ]


def test_FOUT_28_feedback_newer_than_the_overview_is_not_undone_by_it():
    """The register works the request first and the change after it; the change has the higher number of the two before the parts."""
    wereld = wereld_met(EEN, TWEE, maak_leerling(3))
    wereld.overzicht()
    bron = wereld.bron
    oud = bron._nummer
    nieuwe = {"achternaam": "Nieuw"}
    echt = bron._overzicht

    def later(bericht: Any) -> None:
        peil = bron._nummer
        bron.muteer_persoon(bsn(1), **nieuwe)
        bron.muteer_persoon(bsn(1), melden=False, achternaam="Jansen1")  # what the overview still shows
        echt_meld = bron._meld
        bron._meld = lambda op, deel: echt_meld(op, replace(deel, tot_en_met=peil))
        echt(bericht)
        bron._meld = echt_meld
        bron.muteer_persoon(bsn(1), melden=False, **nieuwe)

    bron._overzicht = later
    wereld.overzicht()
    assert bron._nummer > oud
    assert wereld.beeld() == bron.rijen()


def test_leavers_stay_in_the_picture_when_a_newer_overview_no_longer_lists_them():
    weg = maak_leerling(3, uitschrijfdatum="2009-09-05")
    toekomst = maak_leerling(4, inschrijfdatum="2009-12-01")
    wereld = wereld_met(EEN, weg, toekomst, bron=(EEN, weg))
    wereld.tot_rust()
    assert len(wereld.beeld()) == 3
    wereld.clock.verder(days=10)
    wereld.overzicht()
    historisch = {r.leerlingnummer: r.historisch for r in wereld.boek(BeeldRij)}
    assert historisch == {"0001": False, "0003": True, "0004": False}
    assert wereld.bepaal().verschillen == {}


# --- feedback: RELIABILITY B3 -----------------------------------------------------------------------------------------------------------


def test_INV_8_nothing_is_decided_when_the_fetch_fails():
    wereld = wereld_met(EEN, bron=())
    wereld.overzicht()
    for fout in (Fout.VERZOEK_KWIJT, Fout.GEEN_VERBINDING):
        wereld.storing.zet(2, fout)
        with pytest.raises((Onduidelijk, NietVerzonden)):
            wereld.bepaal()
        assert not wereld.acties()
        assert not wereld.boek(VerschilRij)


def test_INV_2_what_was_signed_off_is_on_our_disk():
    wereld = wereld_met(EEN, TWEE, bron=(), pagina=1)
    gezien = []
    echt = wereld.bron.bevestig

    def bevestig(tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        gezien.append(tot_en_met)
        assert {r.ontvangstnummer for r in wereld.boek(InboxRij)} == set(range(1, tot_en_met + 1))
        echt(tijdstip, bericht_id, tot_en_met)

    wereld.bron.bevestig = bevestig
    wereld.ronde()
    wereld.ophalen()
    assert gezien == [1, 2, 3]


def test_FOUT_9_a_missing_number_blocks_until_an_overview_with_history():
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    for naam in ("Een", "Twee", "Drie"):
        wereld.bron.muteer_persoon(bsn(1), achternaam=naam)
    kwijt = wereld.bron._klaar.pop(-2)[0]
    wereld.ophalen()
    assert wereld.ontbreekt() == [kwijt]
    for knop in (acties_bepalen, synchroniseren):
        with pytest.raises(BronSyncFout, match="PROC-09"):
            knop(wereld.omg)
    wereld.overzicht()
    assert wereld.ontbreekt() == []
    assert wereld.stand().overzicht_met_historie
    assert wereld.bepaal().verschillen == {}


@pytest.mark.parametrize(
    ("melding", "stand", "reden"),
    [
        (Afkeur((BronSignaal("X", "x"),)), InboxStand.WACHT_OP_GEBRUIKER, "afkeur op een onbekend bericht"),
        (Identificatie("1", "gevonden"), InboxStand.WACHT_OP_GEBRUIKER, "identificatie op een onbekend bericht"),
        (
            SpontaneMutatie("999900999", None, False, ()),
            InboxStand.WACHT_OP_GEBRUIKER,
            "spontane mutatie voor een onbekende leerling",
        ),
        (
            WijzigingSleutelgegevens("999900999", None, (("burgerservicenummer", bsn(700)),)),
            InboxStand.WACHT_OP_GEBRUIKER,
            "sleutel van een onbekende leerling",
        ),
        (
            WijzigingSleutelgegevens(bsn(1), None, (("burgerservicenummer", "123456789"),)),
            InboxStand.WACHT_OP_GEBRUIKER,
            "geen geldige nieuwe sleutel in de terugkoppeling",
        ),
        (
            WijzigingSleutelgegevens(None, None, (("burgerservicenummer", None),)),
            InboxStand.WACHT_OP_GEBRUIKER,
            "geen geldige nieuwe sleutel in de terugkoppeling",
        ),
        (Onbegrepen("schema"), InboxStand.ONBEGREPEN, "schema"),
    ],
)
def test_FOUT_10_INV_5_what_cannot_be_placed_is_kept_and_shown(melding, stand, reden):
    wereld = wereld_met(EEN)
    wereld.overzicht()
    voor = wereld.beeld(), lvs_rij(wereld, 1)
    wereld.bron._meld("onbekend", melding)
    uitslag = wereld.ophalen()
    assert uitslag.wacht_op_gebruiker == 1
    (bericht,) = [r for r in wereld.boek(InboxRij) if r.stand is stand]
    assert bericht.reden == reden
    assert bericht.raw
    assert (wereld.beeld(), lvs_rij(wereld, 1)) == voor


def test_feedback_of_another_aanleverpunt_changes_nothing():
    wereld = wereld_met(EEN)
    wereld.overzicht()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    nummer, raw = wereld.bron._klaar[-1]
    wereld.bron._klaar[-1] = (nummer, raw.replace(b"00AA00", b"00AA01"))
    wereld.ophalen()
    assert [r.reden for r in wereld.boek(InboxRij) if r.reden] == ["ander aanleverpunt"]
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Jansen1"


@pytest.mark.parametrize("pgn", ["123456789", None])
def test_an_acceptance_without_a_valid_PGN_is_for_a_person(pgn):
    wereld = wereld_met(EEN, bron=())
    wereld.ronde()
    een = wereld.bron._toon(wereld.bron.inschrijvingen[0])
    wereld.bron._klaar.pop()
    wereld.bron._nummer -= 1
    kapot = replace(een, rij=(pgn, *een.rij[1:]))
    wereld.bron._meld(wereld.acties()[0].bericht_id, InschrijvingGeaccepteerd(kapot, "opgegeven", ()))
    wereld.ophalen()
    assert [r.reden for r in wereld.boek(InboxRij) if r.reden] == ["geen geldig PGN in de terugkoppeling"]
    assert wereld.acties()[0].status is S.IN_BEHANDELING


def test_FOUT_11_late_feedback_to_a_removed_actie_updates_the_picture_and_revives_nothing():
    wereld = wereld_met(EEN, TWEE, bron=(TWEE,), vertraging=3)
    wereld.maak_bruikbaar()
    wereld.ronde()
    (actie,) = wereld.acties()
    verwijder_actie(wereld.omg, actie.nummer)
    wereld.bron.tik(5)
    wereld.ophalen()
    assert [a.status for a in wereld.acties()] == [S.VERWIJDERD_NA_VERZENDING]
    assert wereld.beeld() == wereld.bron.rijen()
    assert [k.inschrijving_id for k in wereld.boek(KoppelingRij)] == [10, 20]
    assert wereld.bepaal().verschillen == {}


def test_FOUT_12_what_was_checked_against_an_older_answer_is_not_sent_blindly():
    wereld = wereld_met(EEN.met(vo_advies="10"), bron=(EEN,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Anders")
    uitslag = wereld.synchroniseer()
    assert (uitslag.gewijzigd, uitslag.verzonden) == (1, 0)
    assert wereld.acties()[0].status is S.BEPAALD


@pytest.mark.parametrize(("dagen", "status"), [(56, S.IN_BEHANDELING), (57, S.UITBLIJVEND)])
def test_FOUT_13_after_eight_weeks_an_actie_is_uitblijvend_and_can_still_be_answered(dagen, status):
    wereld = wereld_met(EEN, bron=(), vertraging=9)
    wereld._overzicht_met_geduld(20)
    wereld.ronde()
    wereld.clock.verder(days=dagen)
    wereld.ophalen()
    assert [a.status for a in wereld.acties()] == [status]
    wereld.bron.tik(20)
    wereld.ophalen()
    assert [a.status for a in wereld.acties()] == [S.GEACCEPTEERD]


def test_FOUT_13_an_unclear_actie_becomes_uitblijvend_too():
    wereld = wereld_met(EEN, bron=(), herhaling_veilig=False)
    wereld.overzicht()
    wereld.bron.verzend = _onduidelijk
    wereld.ronde()
    assert [a.status for a in wereld.acties()] == [S.ONBESLIST]
    wereld.clock.verder(days=57)
    wereld.ophalen()
    assert [a.status for a in wereld.acties()] == [S.UITBLIJVEND]


def _onduidelijk(operatie: str, body: bytes) -> Any:
    raise Onduidelijk("NET-02")


def test_FOUT_16_a_conflict_is_shown_and_LVS2000_keeps_its_value():
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    wereld.bron.muteer_persoon(bsn(1), achternaam="Van BRON")
    wereld.school.bewerk_leerling(1, achternaam="Van school")
    assert wereld.ophalen().conflicten == 1
    assert cel(lvs_rij(wereld, 1), "achternaam") == "Van school"
    assert [s.code for s in wereld.boek(SignaalRij)] == ["LVS-CAS"]


def test_an_address_is_not_taken_over_when_the_school_changed_it_meanwhile():
    wereld = wereld_met(EEN.met(straatnaam="Oudeweg"), bron=(EEN,))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    echt = wereld.school.schrijf

    def schrijf(leerling_id: int, wijzigingen: Any) -> Any:
        wereld.school.bewerk_leerling(1, straatnaam="Nieuwste")
        return echt(leerling_id, wijzigingen)

    wereld.school.schrijf = schrijf
    wereld.synchroniseer()
    assert cel(lvs_rij(wereld, 1), "straatnaam") == "Nieuwste"
    (actie,) = wereld.acties()
    assert (actie.status, actie.soort) == (S.AFGEKEURD, A.OVERNEMEN_ADRESGEGEVENS)
    assert "intussen gewijzigd" in actie.reden


def test_FOUT_24_a_clock_that_is_off_by_more_than_a_day_stops_everything():
    wereld = wereld_met(EEN)
    wereld.bron.haal = lambda *args: Pagina((), False, 86_401.0)
    with pytest.raises(BronSyncFout, match="PROC-14"):
        wereld.ophalen()
    wereld.bron.haal = lambda *args: Pagina((), False, -86_399.0)
    assert wereld.ophalen().leeg


def test_a_double_enrolment_is_shown():
    wereld = wereld_met(EEN)
    wereld.overzicht()
    for _ in range(2):
        wereld.bron._meld(None, DubbeleInschrijving(bsn(1), "0001", "2007-08-01", "00ZZ", "2009-08-01", None))
    assert wereld.ophalen().dubbele_inschrijvingen == 1
    assert wereld.bepaal().verschillen == {}


def test_attentiesignalen_are_kept_and_block_nothing():
    wereld = wereld_met(EEN, bron=())
    echt = wereld.bron._meld

    def met_attentie(op: str | None, melding: Any) -> None:
        if isinstance(melding, InschrijvingGeaccepteerd):
            melding = replace(melding, attentiesignalen=(BronSignaal("S-LET-OP", "let op", "nnca"),))
        echt(op, melding)

    wereld.bron._meld = met_attentie
    assert wereld.tot_rust() == 1
    (signaal,) = wereld.boek(SignaalRij)
    assert (signaal.code, signaal.ernst, signaal.veld, signaal.inschrijving_id) == ("S-LET-OP", "attentie", "nnca", 10)


def test_a_secret_person_has_no_address_in_the_picture_and_none_is_asked():
    wereld = wereld_met(EEN.met(straatnaam="Geheime Laan"), bron=(EEN.met(geheim=True),))
    assert wereld.tot_rust() == 0
    assert cel(next(iter(wereld.beeld().values())), "straatnaam") is None
    assert cel(lvs_rij(wereld, 1), "straatnaam") == "Geheime Laan"


# --- acties: manual ch. 5 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("einde", "soorten"),
    [
        ("2008-07-31", []),
        ("2008-08-01", []),
        ("2008-08-02", ["Nieuwe Melding Inschrijving"]),
        ("2010-07-31", ["Nieuwe Melding Inschrijving"]),
    ],
)
def test_leavers_unknown_to_BRON_give_one_actie_that_carries_the_end_or_none(einde, soorten):
    wereld = wereld_met(EEN.met(uitschrijfdatum=einde), TWEE, bron=(TWEE,))
    wereld.ronde()
    assert [soort for soort, *_ in wereld.bron.gelogd] == soorten
    assert [een.velden["uitschrijfdatum"] for een in wereld.bron.inschrijvingen[1:]] == [einde] * len(soorten)
    wereld.tot_rust()


def test_a_second_inschrijving_of_one_leerling_waits_and_is_told_so():
    """Not 'with an actie of before': on the very first comparison nobody has one (I7)."""
    _, een = EEN.inschrijvingen[0]
    eerder, later = een | {"uitschrijfdatum": "2008-12-19"}, een | {"inschrijfdatum": "2009-03-02"}
    wereld = wereld_met(replace(EEN, inschrijvingen=((11, eerder), (12, later))), bron=())
    wereld.overzicht()
    uitslag = wereld.bepaal()
    assert (sum(uitslag.verschillen.values()), uitslag.acties) == (2, {"Nieuwe Melding Inschrijving": 1})
    assert (uitslag.wachtend, uitslag.afgekeurd) == (1, 0)
    again = wereld.bepaal()
    assert (again.wachtend, again.acties) == (1, {})


@pytest.mark.parametrize("einde", ["2009-08-20", "2010-07-31"])
def test_a_leaver_past_or_future_is_signed_off_without_asking(einde):
    wereld = wereld_met(EEN.met(uitschrijfdatum=einde), bron=(EEN,))
    wereld.overzicht()
    uitslag = wereld.bepaal()
    assert (uitslag.acties, uitslag.vragen) == ({"Uitschrijving": 1}, 0)
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_who_is_excluded_is_left_alone_on_both_sides():
    buiten = replace(EEN, uitgesloten=True)
    anders = EEN.met(achternaam="Heel anders", inschrijfdatum="2007-09-03")
    wereld = wereld_met(buiten, replace(TWEE, uitgesloten=True), maak_leerling(3), bron=(anders, maak_leerling(3)))
    assert wereld.tot_rust() == 0
    assert not wereld.bron.gelogd
    with pytest.raises(BronSyncFout, match="PROC-16"):
        bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 20)


def test_INV_7_the_acties_of_one_leerling_go_one_by_one_in_their_order():
    alles = EEN.met(achternaam="Anders", inschrijfdatum="2007-08-02", vo_advies="10")
    wereld = wereld_met(alles, bron=(EEN,), vertraging=1)
    wereld.tot_rust()
    wereld.eis_gelijk()
    assert [soort for soort, *_ in wereld.bron.gelogd] == [
        "Wijziging Sleutelgegevens",
        "Correctie Inschrijfdatum",
    ], "a correctie carries all the rest"
    wereld.eis_invarianten()


def test_a_new_key_does_not_pair_an_inschrijving_with_the_other_one():
    """Both registrations of the pupil are answered; only one is the actie's."""
    twee = replace(
        EEN,
        inschrijvingen=(
            (10, EEN.inschrijvingen[0][1] | {"uitschrijfdatum": "2008-12-19"}),
            (11, EEN.inschrijvingen[0][1] | {"inschrijfdatum": "2009-01-05"}),
        ),
    )
    wereld = wereld_met(twee.met(achternaam="Anders"), bron=(twee,))
    wereld.ronde()
    wereld.ophalen()
    assert {(k.inschrijving_id, k.inschrijfdatum) for k in wereld.boek(KoppelingRij)} == {
        (10, "2007-08-01"),
        (11, "2009-01-05"),
    }


def test_a_removed_actie_opens_its_vraag_again_and_is_made_anew_with_another_id():
    wereld = wereld_met(EEN.met(vo_advies="10"), bron=(EEN,))
    wereld.overzicht()
    wereld.bepaal()
    (vraag,) = vragen(wereld.omg)
    eerste = beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
    assert eerste is not None
    with pytest.raises(BronSyncFout, match="PROC-10"):
        beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
    verwijder_actie(wereld.omg, eerste.nummer)
    assert [v.vingerafdruk for v in vragen(wereld.omg)] == [vraag.vingerafdruk]
    tweede = beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
    assert tweede is not None
    assert tweede.nummer != eerste.nummer
    with pytest.raises(BronSyncFout, match="PROC-12"):
        verwijder_actie(wereld.omg, eerste.nummer)
    with pytest.raises(BronSyncFout, match="PROC-12"):
        verwijder_actie(wereld.omg, 999)


def test_removing_a_rejected_actie_forgets_the_rejection():
    wereld = wereld_met(EEN.met(vo_advies="10"), bron=(EEN,), keur_af=lambda bericht: True)
    wereld.ronde()
    wereld.ophalen()
    (actie,) = wereld.acties()
    assert actie.reden == "S-REGEL: afgekeurd"
    wereld.bron.keur_af = lambda bericht: False
    verwijder_actie(wereld.omg, actie.nummer)
    wereld.tot_rust()
    ids = [v.bericht_id for v in wereld.boek(Verzending) if v.actie]
    assert len(ids) == len(set(ids)) == 2
    wereld.eis_gelijk()


def test_niet_uitgevoerde_acties_verwijderen_leaves_what_was_sent_alone():
    wereld = wereld_met(EEN.met(vo_advies="10"), TWEE, bron=(EEN,), vertraging=2)
    wereld._overzicht_met_geduld()
    wereld.bepaal()
    wereld.controleer()
    wereld.synchroniseer()
    wereld.antwoord()
    assert sorted(a.status for a in wereld.acties()) == [S.BEPAALD, S.IN_BEHANDELING]
    assert niet_uitgevoerde_acties_verwijderen(wereld.omg) == 1
    assert sorted(a.status for a in wereld.acties()) == [S.IN_BEHANDELING, S.VERWIJDERD]
    assert len(vragen(wereld.omg)) == 1


def test_choices_that_are_not_allowed_or_no_longer_exist():
    wereld = wereld_met(EEN.met(vo_advies="10"), bron=(EEN,))
    wereld.overzicht()
    wereld.bepaal()
    (vraag,) = vragen(wereld.omg)
    with pytest.raises(BronSyncFout, match="PROC-11"):
        beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_LVS)
    assert beslis(wereld.omg, vraag.vingerafdruk, Keuze.NEGEREN, "kan zo blijven") is None
    heropen(wereld.omg, vraag.vingerafdruk)
    for doe in (lambda: heropen(wereld.omg, vraag.vingerafdruk), lambda: beslis(wereld.omg, "weg", Keuze.NEGEREN)):
        with pytest.raises(BronSyncFout, match="PROC-10"):
            doe()


def test_an_ignored_category_travels_as_BRON_has_it():
    wereld = wereld_met(EEN.met(vo_advies="10", uitschrijfdatum="2009-08-20"), bron=(EEN,))
    wereld.ronde(lambda vraag: Keuze.NEGEREN)
    wereld.ronde(lambda vraag: Keuze.NEGEREN)
    (een,) = wereld.bron.inschrijvingen
    assert (een.velden["uitschrijfdatum"], een.velden["vo_advies"]) == ("2009-08-20", None)


def test_the_proposal_follows_the_last_agreed_value():
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bron.muteer_adres(
        bsn(1), {"straatnaam": "Nieuw", "postcode": "1234AB", "huisnummer": 1, "plaatsnaam": "Ede"}
    )
    wereld.bepaal()
    assert {v.soort: v.voorstel for v in vragen(wereld.omg)} == {"onderwijs": "naar BRON", "adres": "naar LVS2000"}


def test_an_identificatieverzoek_by_hand_writes_a_found_number_back():
    wereld = wereld_met(EEN.met(burgerservicenummer=None), TWEE, bron=(TWEE,))
    wereld.bron.personen["2002-03-04", "Jansen1", "Anna Maria"] = bsn(1)
    wereld.overzicht()
    wereld.bepaal()
    nieuw = bepaal_handmatig(wereld.omg, A.IDENTIFICATIEVERZOEK, 10)
    assert [a.status for a in wereld.acties() if a.nummer != nieuw.nummer] == [S.VERWIJDERD]
    wereld.controleer()
    wereld.synchroniseer()
    wereld.ophalen()
    assert cel(lvs_rij(wereld, 1), "burgerservicenummer") == bsn(1)
    assert [(r.uitkomst, r.pgn) for r in wereld.boek(IdentificatieRij)] == [("gevonden", bsn(1))]
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_an_identificatieverzoek_may_find_nobody_or_nonsense():
    wereld = wereld_met(EEN.met(burgerservicenummer=None), TWEE, bron=(TWEE,))
    wereld.overzicht()
    actie = bepaal_handmatig(wereld.omg, A.IDENTIFICATIEVERZOEK, 10)
    wereld.controleer()
    wereld.bron._doe = lambda bericht: [Identificatie("0001", "gevonden", (("burgerservicenummer", "123456789"),))]
    wereld.synchroniseer()
    wereld.ophalen()
    assert [r.reden for r in wereld.boek(InboxRij) if r.reden] == ["geen geldig PGN in de terugkoppeling"]
    wereld.bron._meld(wereld.boek(Verzending, actie=actie.nummer)[0].bericht_id, Identificatie("0001", "onbekend"))
    wereld.ophalen()
    assert [r.uitkomst for r in wereld.boek(IdentificatieRij)] == ["onbekend"]


def test_by_hand_is_refused_with_its_reason():
    wereld = wereld_met(EEN, TWEE, bron=(EEN, maak_leerling(3)), vertraging=2)
    wereld._overzicht_met_geduld()
    assert handmatig_mogelijk(wereld.omg, 10)[A.NIEUWE_MELDING_INSCHRIJVING]
    assert not bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 20).vingerafdruk
    assert not handmatig_mogelijk(wereld.omg, 0, (bsn(3), "2007-08-01"))[A.VERWIJDERING_INSCHRIJVING]
    assert handmatig_mogelijk(wereld.omg, 0)[A.VERWIJDERING_INSCHRIJVING]
    weg = bepaal_handmatig(wereld.omg, A.VERWIJDERING_INSCHRIJVING, 0, (bsn(3), "2007-08-01"))
    assert weg.pgn == bsn(3)
    wereld.controleer()
    wereld.synchroniseer()
    with pytest.raises(BronSyncFout, match="er loopt al een actie"):
        bepaal_handmatig(wereld.omg, A.VERWIJDERING_INSCHRIJVING, 0, (bsn(3), "2007-08-01"))


def test_an_actie_by_hand_whose_inschrijving_is_gone_is_not_sent():
    wereld = wereld_met(EEN.met(burgerservicenummer=None), TWEE, bron=(TWEE,))
    wereld.overzicht()
    actie = bepaal_handmatig(wereld.omg, A.IDENTIFICATIEVERZOEK, 10)
    wereld.school.verwijder_inschrijving(10)
    assert wereld.controleer().afkeursignalen == 1
    with pytest.raises(BronSyncFout, match="PROC-06"):
        wereld.synchroniseer()
    assert [(s.actie, s.advies) for s in wereld.boek(SignaalRij)] == [(actie.nummer, "Verwijder deze actie.")]
    verwijder_actie(wereld.omg, actie.nummer)
    assert wereld.tot_rust() == 0


def test_EIG_7_who_is_taken_out_of_LVS2000_while_an_actie_runs_waits_for_its_answer():
    wereld = wereld_met(EEN.met(achternaam="Anders"), TWEE, bron=(EEN, TWEE), vertraging=3)
    wereld._overzicht_met_geduld()
    wereld.ronde()
    wereld.school.verwijder_inschrijving(10)
    wereld.ronde()
    assert wereld.bron.meest_onverwerkt == 1
    assert [a.soort for a in wereld.acties()] == [A.WIJZIGING_SLEUTELGEGEVENS]
    wereld.tot_rust()
    wereld.eis_gelijk()
    wereld.eis_invarianten()


# --- sending: manual ch. 6, RELIABILITY B1 ----------------------------------------------------------------------------------------------


def klaar_om_te_verzenden(*leerlingen: Leerling, bron: tuple[Leerling, ...] = (), **hoe: Any) -> Wereld:
    wereld = wereld_met(*leerlingen, bron=bron, **hoe)
    wereld._overzicht_met_geduld()
    wereld.bepaal()
    wereld.antwoord()
    wereld.controleer()
    return wereld


def test_INV_1_the_intent_with_its_bytes_is_on_disk_before_the_first_byte_leaves():
    wereld = klaar_om_te_verzenden(EEN)
    echt = wereld.bron.verzend

    def verzend(operatie: str, body: bytes) -> Any:
        (verzending,) = [v for v in wereld.boek(Verzending) if v.actie]
        assert verzending.body == body
        assert wereld.acties()[0].status is S.VERZENDEN
        return echt(operatie, body)

    wereld.bron.verzend = verzend
    assert wereld.synchroniseer().verzonden == 1


def test_FOUT_4_what_was_certainly_not_sent_is_tried_again_as_it_is():
    wereld = klaar_om_te_verzenden(EEN, TWEE)
    wereld.bron.verzend, echt = _geen_verbinding, wereld.bron.verzend
    uitslag = wereld.synchroniseer()
    assert (uitslag.niet_verzonden, uitslag.fout) == (1, "NET-01"), "the rest is not tried"
    assert {a.status for a in wereld.acties()} == {S.GECONTROLEERD}
    wereld.bron.verzend = echt
    assert wereld.synchroniseer().verzonden == 2


def _geen_verbinding(operatie: str, body: bytes) -> Any:
    raise NietVerzonden("NET-01", adres="localhost")


def test_a_fault_about_one_message_leaves_the_others_free_to_go():
    wereld = klaar_om_te_verzenden(EEN, TWEE)
    echt, keer = wereld.bron.verzend, []

    def verzend(operatie: str, body: bytes) -> Any:
        keer.append(body)
        if len(keer) == 1:
            raise NietVerzonden("NET-09", foutcode="DK0009")
        return echt(operatie, body)

    wereld.bron.verzend = verzend
    uitslag = wereld.synchroniseer()
    assert (uitslag.niet_verzonden, uitslag.verzonden) == (1, 1)


def test_FOUT_5_three_unclear_ones_in_a_row_leave_the_rest_for_later():
    wereld = klaar_om_te_verzenden(*(maak_leerling(n) for n in range(1, 6)))
    wereld.bron.verzend = _onduidelijk
    uitslag = wereld.synchroniseer()
    assert (uitslag.onbeslist, uitslag.fout) == (3, "NET-02")
    assert sorted(a.status for a in wereld.acties()) == [S.GECONTROLEERD] * 2 + [S.ONBESLIST] * 3


def test_R12_three_unclear_ones_that_are_not_in_a_row_stop_nobody():
    wereld = klaar_om_te_verzenden(*(maak_leerling(n) for n in range(1, 8)))
    echt, keer = wereld.bron.verzend, iter(range(7))

    def om_en_om(operatie: str, body: bytes) -> Any:
        return (echt if next(keer) % 2 else _onduidelijk)(operatie, body)

    wereld.bron.verzend = om_en_om
    uitslag = wereld.synchroniseer()
    assert (uitslag.verzonden, uitslag.onbeslist) == (3, 4)
    assert not wereld.acties(S.GECONTROLEERD)


def test_FOUT_3_an_unclear_one_is_repeated_with_the_same_id_and_bytes_where_that_is_safe():
    wereld = klaar_om_te_verzenden(EEN)
    gezien: list[bytes] = []
    echt = wereld.bron.verzend

    def verzend(operatie: str, body: bytes) -> Any:
        gezien.append(body)
        echt(operatie, body)
        raise Onduidelijk("NET-02")

    wereld.bron.verzend = verzend
    wereld.synchroniseer()
    wereld.bron._klaar.clear()  # its feedback is late
    wereld.bron._nummer = wereld.bron._bevestigd
    wereld.synchroniseer()
    wereld.bron.verzend = echt
    wereld.synchroniseer()
    assert len(set(gezien)) == 1
    assert len(gezien) == 2
    assert [v.poging for v in wereld.boek(Verzending) if v.actie] == [3]
    assert wereld.bron.uitgevoerd[wereld.acties()[0].bericht_id] == 1
    assert wereld.acties()[0].status is S.IN_BEHANDELING


def test_FOUT_3_elsewhere_an_unclear_one_waits():
    wereld = klaar_om_te_verzenden(EEN, herhaling_veilig=False, laat_herhaling_vallen=False)
    wereld.bron.verzend, echt = _onduidelijk, wereld.bron.verzend
    wereld.synchroniseer()
    wereld.bron.verzend = echt
    for _ in range(3):
        wereld.synchroniseer()
    assert wereld.acties()[0].status is S.ONBESLIST
    assert len(wereld.bron.ontvangen) == 1, "the overview request only"


def test_a_repeat_that_was_certainly_not_sent_stays_unclear():
    wereld = klaar_om_te_verzenden(EEN)
    wereld.bron.verzend = _onduidelijk
    wereld.synchroniseer()
    wereld.bron.verzend = _geen_verbinding
    wereld.synchroniseer()
    assert wereld.acties()[0].status is S.ONBESLIST


def test_what_changed_after_the_check_is_not_sent():
    wereld = klaar_om_te_verzenden(EEN)
    wereld.school.bewerk_leerling(1, voornamen="Anders")
    uitslag = wereld.synchroniseer()
    assert (uitslag.gewijzigd, uitslag.verzonden) == (1, 0)
    assert wereld.controleer().afkeursignalen == 1
    with pytest.raises(BronSyncFout, match="PROC-06"):
        wereld.synchroniseer()
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_a_direct_refusal_is_shown_and_the_others_go_on():
    wereld = klaar_om_te_verzenden(EEN, TWEE, weiger=lambda bericht: bericht.sleutel.leerlingnummer == "0001")
    uitslag = wereld.synchroniseer()
    assert (uitslag.geweigerd, uitslag.verzonden) == (1, 1)
    assert {a.leerlingnummer: a.status for a in wereld.acties()} == {"0001": S.AFGEKEURD, "0002": S.IN_BEHANDELING}
    assert [s.code for s in wereld.boek(SignaalRij)] == ["S-WEIGER"]


def test_a_rejection_that_was_repaired_is_vervallen_and_not_removed():
    wereld = klaar_om_te_verzenden(EEN, weiger=lambda bericht: True)
    wereld.synchroniseer()
    wereld.bron.weiger = lambda bericht: False
    wereld.school.bewerk_leerling(1, voornamen="Anders")
    wereld.ronde()
    wereld.ophalen()
    assert [a.status for a in wereld.acties()] == [S.VERVALLEN, S.GEACCEPTEERD]


def test_R12_a_rejection_that_life_has_overtaken_is_shown_no_more():
    """LVS2000 holds again what BRON has: nothing differs, so there is nothing left to repair."""
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.bron.weiger = lambda bericht: bericht.soort is not None
    wereld.ronde()
    assert [a.status for a in wereld.acties()] == [S.AFGEKEURD]
    wereld.school.bewerk_inschrijving(10, vo_advies=None)
    assert wereld.bepaal().verschillen == {}
    assert [a.status for a in wereld.acties()] == [S.VERVALLEN]


def test_R12_what_BRON_accepted_without_taking_it_is_asked_again_and_not_sent_by_itself():
    """Decided, sent and accepted within one second: the decision is no newer than the sending."""
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    houdt = wereld.bron._doe

    def neemt_niet_over(bericht: Any) -> Any:
        wereld.bron._doe = houdt
        return [InschrijvingGeaccepteerd(wereld.bron._toon(wereld.bron.inschrijvingen[0]), "opgegeven", ())]

    wereld.bron._doe = neemt_niet_over
    wereld.ronde()
    uitslag = wereld.bepaal()
    assert (uitslag.vragen, uitslag.acties) == (1, {})
    assert wereld.ronde(lambda vraag: None)
    assert wereld.verzonden == 0


def test_R12_what_BRON_changed_back_after_it_accepted_is_asked_and_not_sent_by_itself():
    """As when the GBA decides the value: accepted with our value, and a later overview has the old one. All within one second."""
    wereld = wereld_met(EEN)
    wereld.tot_rust()
    was = wereld.bron.inschrijvingen[0].velden["vo_advies"]
    wereld.school.bewerk_inschrijving(10, vo_advies="10")
    wereld.ronde()
    assert wereld.tot_rust() is not None
    wereld.bron.inschrijvingen[0].velden["vo_advies"] = was
    wereld.overzicht()
    uitslag = wereld.bepaal()
    assert (uitslag.vragen, uitslag.acties) == (1, {})
    assert wereld.ronde(lambda vraag: None)
    assert wereld.verzonden == 0


def test_a_message_of_ours_that_breaks_the_contract_is_not_sent_and_stops_nobody():
    wereld = klaar_om_te_verzenden(EEN, TWEE)
    echt = wereld.bron.schrijf

    def schrijf(bericht: Any) -> bytes:
        if bericht.sleutel and bericht.sleutel.leerlingnummer == "0001":
            raise BronSyncFout("EIGEN-02")
        return echt(bericht)

    wereld.bron.schrijf = schrijf
    uitslag = wereld.synchroniseer()
    assert (uitslag.niet_verzonden, uitslag.verzonden, uitslag.fout) == (1, 1, "EIGEN-02")
    assert {a.leerlingnummer: a.status for a in wereld.acties()}["0001"] is S.BEPAALD


def test_cancelling_between_two_messages_leaves_the_rest_as_it_was():
    wereld = klaar_om_te_verzenden(EEN, TWEE)

    class BreekAf(SilentProgress):
        def report(self, gedaan: int, totaal: int, tekst: str) -> None:
            if (gedaan, tekst) == (2, "Verzenden naar BRON"):
                raise Afgebroken

    with pytest.raises(Afgebroken):
        synchroniseren(replace(wereld.omg, progress=BreekAf()))
    assert sorted(a.status for a in wereld.acties()) == [S.GECONTROLEERD, S.IN_BEHANDELING]
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_FOUT_20_the_brake_holds_at_sending_too_and_its_override_is_recorded():
    allen = tuple(maak_leerling(n) for n in range(1, 11))
    wereld = wereld_met(*(een.met(uitschrijfdatum="2009-08-20") for een in allen[:6]), *allen[6:], bron=allen)
    wereld.overzicht()
    with pytest.raises(BronSyncFout, match="PROC-04") as fout:
        acties_bepalen(wereld.omg)
    assert not wereld.acties()
    assert not wereld.boek(VerschilRij)
    acties_bepalen(wereld.omg, str(fout.value.waarden["bevestiging"]))
    wereld.controleer()
    with pytest.raises(BronSyncFout, match="PROC-04") as fout:
        synchroniseren(wereld.omg)
    assert len(wereld.bron.ontvangen) == 1
    assert synchroniseren(wereld.omg, str(fout.value.waarden["bevestiging"])).verzonden == 6
    code = fout.value.waarden["bevestiging"]
    bevestigd = [(a.onderwerp, a.van, a.code) for a in wereld.boek(AuditRij) if a.naar == "rem bevestigd"]
    assert bevestigd == [("acties bepalen", "6 van 10", code), ("synchroniseren", "6 van 10", code)]


def test_FOUT_20_the_code_for_ends_made_by_hand_is_of_this_list_and_no_other():
    """They answer no verschil, so they have no vingerafdruk of one."""
    allen = tuple(maak_leerling(n) for n in range(1, 13))
    wereld = wereld_met(*allen, bron=allen)
    wereld.overzicht()
    wereld.bepaal()

    def verwijder(*nummers: int) -> str:
        for rij in wereld.school.lees(PUNT):
            if rij.leerling_id in nummers:
                bepaal_handmatig(wereld.omg, ActieSoort.VERWIJDERING_INSCHRIJVING, rij.inschrijving_id)
        wereld.controleer()
        with pytest.raises(BronSyncFout, match="PROC-04") as fout:
            synchroniseren(wereld.omg)
        return str(fout.value.waarden["bevestiging"])

    eerste = verwijder(1, 2, 3, 4, 5, 6)
    niet_uitgevoerde_acties_verwijderen(wereld.omg)
    assert verwijder(7, 8, 9, 10, 11, 12) != eerste


def test_FOUT_20_an_empty_LVS2000_stops_everything():
    wereld = wereld_met(bron=(EEN,))
    wereld.overzicht()
    with pytest.raises(BronSyncFout, match="PROC-05"):
        acties_bepalen(wereld.omg)


def test_controleren_without_acties_reads_nothing():
    wereld = wereld_met(EEN)
    assert wereld.controleer().gecontroleerd == 0
    assert "lvs.lees" not in wereld.storing.soorten


def test_an_address_by_hand_that_became_equal_is_skipped():
    wereld = wereld_met(EEN.met(straatnaam="Oudeweg"), bron=(EEN,))
    wereld.overzicht()
    wereld.bepaal()
    bepaal_handmatig(wereld.omg, A.OVERNEMEN_ADRESGEGEVENS, 10)
    wereld.school.bewerk_leerling(1, straatnaam="Dorpsstraat")
    wereld.controleer()
    assert wereld.synchroniseer().verwerkt_in_lvs == 0
    assert wereld.acties(*NIET_UITGEVOERD)
    assert not wereld.boek(MutatieRij)


def test_a_fetch_during_sending_that_was_answered_meanwhile_books_nothing_twice():
    wereld = klaar_om_te_verzenden(EEN)
    echt = wereld.bron.verzend

    def verzend(operatie: str, body: bytes) -> Any:
        antwoord = echt(operatie, body)
        terugkoppeling_ophalen(wereld.omg)
        return antwoord

    wereld.bron.verzend = verzend
    wereld.synchroniseer()
    assert wereld.acties()[0].status is S.GEACCEPTEERD
    wereld.eis_invarianten()


@pytest.mark.parametrize("soort", ["geaccepteerd", "verwijderd", "sleutel", "dubbel"])
def test_FOUT_28_each_kind_of_feedback_newer_than_the_overview_counts_once_more(soort):
    """The parts of the overview come last, but tell of the time before the other feedback."""
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    bron = wereld.bron
    een = bron.inschrijvingen[0]
    peil, voor = bron._nummer, [bron._toon(e) for e in bron.inschrijvingen]
    match soort:
        case "geaccepteerd":
            een.velden["nnca"] = "0"
            bron._meld(None, InschrijvingGeaccepteerd(bron._toon(een), "opgegeven", ()))
        case "verwijderd":
            bron.inschrijvingen.remove(een)
            sleutel = BronSleutel("0001", een.pgn, True, een.datum, "10")
            bron._meld(None, VerwijderingBevestigd(sleutel))
        case "sleutel":
            een.velden["burgerservicenummer"] = bsn(88)
            bron._meld_sleutel(None, bsn(1), een)
        case _:
            bron._meld(None, DubbeleInschrijving(bsn(1), "0001", "2007-08-01", "00ZZ", "2009-08-01", None))
    bron._overzicht = lambda bericht: bron._meld(
        bericht.bericht_id, OverzichtDeel("2009-09-01", False, 1, 1, len(voor), peil, True, tuple(voor))
    )
    bron.gba.clear()
    wereld.overzicht()
    assert wereld.beeld() == bron.rijen()


def test_a_key_that_BRON_changed_is_followed_by_LVS2000_and_by_an_actie_that_was_not_sent():
    een = EEN.met(burgerservicenummer=None, onderwijsnummer="103000027", vo_advies="10")
    wereld = wereld_met(een, TWEE, bron=(een.met(vo_advies="20"), TWEE))
    wereld.overzicht()
    wereld.bepaal()
    wereld.antwoord()
    wereld.bron.vervang_onderwijsnummer("103000027", bsn(50))
    wereld.ophalen()
    assert (cel(lvs_rij(wereld, 1), "burgerservicenummer"), cel(lvs_rij(wereld, 1), "onderwijsnummer")) == (
        bsn(50),
        None,
    )
    assert [a.pgn for a in wereld.acties()] == [bsn(50)]
    wereld.tot_rust()
    wereld.eis_gelijk()


def test_a_refusal_of_the_controles_after_an_earlier_pass_takes_the_actie_back(monkeypatch):
    wereld = klaar_om_te_verzenden(EEN, TWEE.met(burgerservicenummer=bsn(1)))
    afkeur = controleren_module.Signaal("P22", controleren_module.Ernst.AFKEUR, "", "twee leerlingen", "")
    gezien = []

    def controleer(geval: Any, context: Any) -> tuple[Any, ...]:
        gezien.append(geval.zelfde_pgn)
        return (afkeur,)

    with (
        monkeypatch.context() as even
    ):  # undone before the fixture that switches the controles off puts the real ones back
        even.setattr(controleren_module, "controleer", controleer)
        uitslag = wereld.controleer()
    assert (uitslag.goed, uitslag.afkeursignalen, uitslag.per_code) == (0, 2, {"P22": 2})
    assert {a.status for a in wereld.acties()} == {S.BEPAALD}
    assert all(gezien), "either names the other one"


def test_a_picture_of_another_version_of_the_program_counts_as_none():
    """Else everybody would be delivered once more."""
    weg = maak_leerling(3, uitschrijfdatum="2009-06-30")
    wereld = wereld_met(EEN, weg)
    wereld.tot_rust()
    wereld.put(*(replace(rij, body=bytes([0]) + rij.body[1:]) for rij in wereld.boek(BeeldRij)))
    assert handmatig_mogelijk(wereld.omg, 10)[A.WIJZIGING_SLEUTELGEGEVENS]
    for _ in range(2):
        with pytest.raises(BronSyncFout, match="PROC-01"):
            acties_bepalen(wereld.omg)
    assert not wereld.acties()
    wereld.overzicht()
    assert wereld.stand().overzicht_met_historie
    assert wereld.bepaal().verschillen == {}


def test_who_was_paired_before_stays_out_when_excluded_later():
    wereld = wereld_met(EEN, TWEE)
    wereld.tot_rust()
    for een in wereld.bron.inschrijvingen:
        een.volgnummer = None
    wereld.school._inschrijvingen[10].uitgesloten = True
    wereld.school.bewerk_leerling(1, burgerservicenummer=bsn(60))
    wereld.overzicht()
    assert wereld.bepaal().verschillen == {}


def test_progress_is_shown_while_a_large_school_is_read():
    allen = tuple(maak_leerling(n) for n in range(1, 501))
    wereld = wereld_met(*allen)
    wereld.overzicht()
    assert wereld.bepaal().leerlingen == 500
    assert (500, 500, "LVS2000 vergelijken met BRON") in wereld.progress.gemeld


def test_INV_8_nothing_is_determined_by_hand_without_a_usable_overview():
    wereld = wereld_met(EEN, bron=())
    with pytest.raises(BronSyncFout, match="PROC-01"):
        bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 10)
    wereld.overzicht()
    wereld.clock.verder(days=29)
    with pytest.raises(BronSyncFout, match="PROC-02"):
        bepaal_handmatig(wereld.omg, A.NIEUWE_MELDING_INSCHRIJVING, 10)
    assert not wereld.acties()
