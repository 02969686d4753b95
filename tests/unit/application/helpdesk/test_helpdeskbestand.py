"""The helpdeskbestand in memory: nothing that came from outside is in it, and the first page draws the right conclusions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bronsync.application.boeken.boekingen import boek_rem
from bronsync.application.boeken.controlespoor import boek_audit, sessiecode
from bronsync.application.boeken.ontvangstnummers import begin_nummering, noteer_ontbrekend
from bronsync.application.helpdesk.eerste_bladzijde import VRAGEN, Systeemgegevens
from bronsync.application.helpdesk.helpdeskbestand import helpdeskbestand
from bronsync.application.records import (
    Actie,
    AuditRij,
    BesluitRij,
    DubbeleRij,
    InboxRij,
    InboxStand,
    SignaalRij,
    Stand,
    VerschilRij,
    VerschilStand,
)
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from bronsync.domain.vergelijking.vergelijken import Veldverschil, VerschilSoort
from helpers.omgeving import PUNT, Wereld

KANARIE = "Kanariepietersen"
MOMENT = "2026-03-02T10:00:00Z"
NIETS = Systeemgegevens({"bronsync": "1.0"})


def _bladzijde(wereld, systeem=NIETS):
    (eerste, *_) = helpdeskbestand(wereld.omg, systeem, MOMENT).delen
    return eerste.tekst


def _regel(gebeurtenis, sessie, tijd="2026-03-02T09:00:00.000+00:00", **velden):
    return {"gebeurtenis": gebeurtenis, "sessie": sessie, "tijd": tijd, **velden}


def test_what_came_from_outside_or_from_a_person_is_in_no_part():
    wereld = Wereld()
    tekst, nummer = f"{KANARIE} 999990019", "999990019"
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        unit.put(
            Actie(
                nummer=7,
                aanleverpunt=PUNT,
                soort=ActieSoort.NIEUWE_MELDING_INSCHRIJVING,
                status=Status.AFGEKEURD,
                inschrijving_id=10,
                leerling_id=20,
                leerlingnummer=KANARIE,
                pgn=nummer,
                inschrijfdatum="2026-01-01",
                volgnummer="1",
                vingerafdruk=KANARIE,
                aangemaakt=MOMENT,
                reden=tekst,
            ),
            SignaalRij(
                nummer=1,
                aanleverpunt=PUNT,
                actie=7,
                inschrijving_id=10,
                herkomst="BRON",
                code=KANARIE,
                ernst="afkeur",
                tekst=tekst,
                veld=KANARIE,
                advies=tekst,
                tijdstip=MOMENT,
                notitie=tekst,
            ),
            SignaalRij(
                nummer=2,
                aanleverpunt=PUNT,
                actie=7,
                inschrijving_id=10,
                herkomst="BRON",
                code=nummer,
                ernst="afkeur",
                tekst=tekst,
                veld=KANARIE,
                advies=tekst,
                tijdstip=MOMENT,
            ),
            InboxRij(
                aanleverpunt=PUNT,
                ontvangstnummer=3,
                stand=InboxStand.ONBEGREPEN,
                soort="Onbegrepen",
                antwoord_op=KANARIE,
                sha256="0" * 64,
                raw=f"<a><{KANARIE} {KANARIE}='{tekst}'>{tekst}</{KANARIE}><!-- {tekst} --><![CDATA[{tekst}]]>".encode(),
                ontvangen=MOMENT,
                reden=KANARIE,
            ),
            DubbeleRij(
                aanleverpunt=PUNT,
                pgn=nummer,
                inschrijfdatum="2026-01-01",
                brin_andere_school=KANARIE,
                begin="",
                einde="",
                eerst_gezien=MOMENT,
                laatst_gezien=MOMENT,
                notitie=tekst,
            ),
            BesluitRij(
                aanleverpunt=PUNT, vingerafdruk=KANARIE, keuze="negeren", wie=KANARIE, wanneer=MOMENT, reden=tekst
            ),
            VerschilRij(
                aanleverpunt=PUNT,
                vingerafdruk=KANARIE,
                nummer=3,
                inschrijving_id=10,
                leerling_id=20,
                leerlingnummer=KANARIE,
                pgn=nummer,
                inschrijfdatum="2026-01-01",
                soort=VerschilSoort.ADRES,
                stand=VerschilStand.OPEN,
                eerst_gezien=MOMENT,
                paren=(Veldverschil("straatnaam", lvs=tekst, bron=KANARIE),),
                automatisch=False,
                voorstel="",
                mogelijk={},
                lvs_hash="",
            ),
        )
        boek_audit(unit, wereld.omg, "signaal 1", naar="gezien", code=KANARIE, bericht_id=KANARIE)
        unit.commit()
    delen = helpdeskbestand(wereld.omg, NIETS, MOMENT).delen
    alles = "\n".join(deel.tekst for deel in delen)
    assert "kon niet worden gemaakt" not in alles
    assert "A-7" in alles
    assert "T3, onbegrepen" in alles
    assert [deel.naam for deel in delen if KANARIE.lower() in deel.tekst.lower() or nummer in deel.tekst] == []


def test_a_flow_ends_with_its_error_and_a_window_goes_on_after_one():
    flow, venster, dood, nu = "S-flow", "S-venster", "S-dood", Wereld().omg.sessie
    regels = (
        _regel("flow begonnen", flow, flow="acties-bepalen"),
        _regel("fout", flow, flow="acties-bepalen", code="PROC-01"),
        _regel("flow begonnen", venster),
        _regel("fout", venster, code="NET-01"),
        _regel("flow begonnen", dood, flow="synchroniseren"),
        _regel("flow begonnen", nu, flow="helpdeskbestand"),
    )
    tekst = _bladzijde(Wereld(), replace(NIETS, logregels=regels))
    assert "3 eerdere sessies in het logboek, 2 zonder einde" in tekst
    opvallend = tekst.partition("WAT OPVALT")[2].partition("LAATSTE FOUTEN")[0]
    for sessie, wat in ((venster, "het venster"), (dood, "synchroniseren")):
        assert f"Afgebroken, of nog bezig in een ander venster: {wat}, begonnen " in opvallend
        assert f"({sessiecode(sessie)})" in opvallend
    assert sessiecode(flow) not in opvallend
    geeindigd = (*regels, _regel("flow klaar", venster))
    assert "1 zonder einde" in _bladzijde(Wereld(), replace(NIETS, logregels=geeindigd))


def test_errors_are_told_newest_first_with_what_they_mean_and_without_the_making_of_this_file():
    regels = (
        _regel("fout", "S-1", "2026-03-01T09:00:00.000+00:00", code="LVS-01", flow="status", plaats="verbinding:9"),
        _regel("fout", "S-2", "2026-03-02T09:00:00.000+00:00", code="EIGEN-01", klasse="builtins.KeyError"),
        _regel("fout", "S-3", "2026-03-02T09:30:00.000+00:00", code="LVS-01", flow="helpdeskbestand"),
    )
    tekst = _bladzijde(Wereld(), replace(NIETS, logregels=regels))
    fouten = tekst.partition("LAATSTE FOUTEN, met de code die op het scherm stond\n")[2].splitlines()[:3]
    assert (
        f"EIGEN-01 / {sessiecode('S-2')}  venster of openen. Er ging iets mis in BRON Sync zelf. [KeyError]"
        in fouten[0]
    )
    assert f"LVS-01 / {sessiecode('S-1')}  status. De LVS2000-database is niet bereikbaar. [verbinding:9]" in fouten[1]
    assert fouten[2] == ""
    assert f"code EIGEN-01 / {sessiecode('S-2')}" in tekst.partition(VRAGEN[2])[2]


def test_that_somebody_went_on_after_the_rem_is_told_with_its_code_and_is_no_error():
    wereld = Wereld()
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        boek_rem(unit, wereld.omg, "synchroniseren", 6, 100, "7936E1")
        unit.commit()
    delen = {deel.naam: deel.tekst for deel in helpdeskbestand(wereld.omg, NIETS, MOMENT).delen}
    assert '"7936E1"' in delen["controlespoor.jsonl"]
    assert "op het scherm stond\nGeen.\n" in delen["antwoorden.txt"]


def _zet(**cellen):
    def doe(unit, omg):
        unit.put(Stand(aanleverpunt=PUNT, **cellen))

    return doe


def _audit(*minuten):
    def doe(unit, omg):
        for minuut in minuten:
            boek_audit(unit, omg, "overzicht", naar="in gebruik")
            rij = unit.all(AuditRij)[-1]
            unit.put(replace(rij, tijdstip=f"{omg.clock.now() + timedelta(minutes=minuut):%Y-%m-%dT%H:%M:%SZ}"))

    return doe


def _ontbreekt(van, tot_en_met):
    return lambda unit, omg: noteer_ontbrekend(unit, omg, van, tot_en_met, "overgeslagen")


def _telt_opnieuw(unit, omg):
    begin_nummering(unit, omg, 0, "lager")


@pytest.mark.parametrize(
    ("doe", "zin"),
    [
        (_zet(), "Er is nog geen registratieoverzicht."),
        (_zet(herstel_nodig=True), "De gegevens zijn nieuw of teruggezet: "),
        (_ontbreekt(18, 18), "Ontvangstnummer 18 ontbreekt (PROC-09)"),
        (_ontbreekt(18, 20), "Ontvangstnummer 18 tot en met 20 ontbreekt (PROC-09)"),
        (_telt_opnieuw, "BRON nummert de terugkoppelingen opnieuw (PROC-22)"),
        (_zet(peildatum="2001-01-01"), "dagen oud; na 28 dagen telt het niet meer."),
        (_zet(historisch_peildatum="2001-01-01"), "historisch registratieoverzicht bekeken (peildatum 01-01-2001)"),
        (_zet(klokverschil=-90), "wijkt 90 seconden af"),
        (_audit(-30, -60), "De klok is verzet: regel 2 van het controlespoor is van vroeger dan de regel ervoor."),
        (_audit(-30, 60), "De klok is verzet: regel 2 van het controlespoor is van later dan nu."),
        (_audit(-30), "Het controlespoor is verbroken bij regel 1: "),
    ],
    ids=[
        "none",
        "recovery",
        "gap",
        "gaps",
        "numbering",
        "old",
        "historical",
        "clock",
        "set back",
        "set forward",
        "chain",
    ],
)
def test_each_state_that_matters_stands_out(doe, zin):
    wereld = Wereld()
    with wereld.journal.unit_of_work(wereld.omg.aanleverpunt) as unit:
        doe(unit, wereld.omg)
        unit.commit()
    assert zin in _bladzijde(wereld).partition("LAATSTE FOUTEN")[0]


def test_of_the_system_what_is_wrong_stands_out_and_what_is_right_does_not():
    systeem = replace(
        NIETS,
        tls={"code": "NET-05", "oorzaak": "het certificaat is verlopen"},
        kolommen=({"tabel": "Leerling", "kolom": "Postcode", "gevonden": "nee"}, {"tabel": "Vestiging", "kolom": "", "gevonden": "nee"}),
        zelftest=(("Opslag", "goed", "ja"), ("Contract", "FOUT", "OSError.")),
        fout="LVS-09",
    )  # fmt: skip
    opvallend = _bladzijde(Wereld(), systeem).partition("LAATSTE FOUTEN")[0]
    for zin in (
        "- BRON is nu niet te gebruiken: NET-05, het certificaat is verlopen.",
        "- In de LVS2000-database ontbreekt: Leerling.Postcode, Vestiging.",
        "- Zelftest, Contract: FOUT. OSError.",
        "- BRON Sync kan het aanleverpunt nu niet openen: LVS-09. ",
    ):
        assert zin in opvallend
    assert "Opslag" not in opvallend


def test_without_a_journal_each_question_still_has_its_answer():
    (eerste, *_) = helpdeskbestand(None, replace(NIETS, fout="OPSLAG-05"), MOMENT).delen
    vragen = eerste.tekst.partition("DE TIEN VRAGEN\n")[2].splitlines()
    assert tuple(vragen[::2]) == VRAGEN
    assert all(antwoord.strip() for antwoord in vragen[1::2])
    assert "OPSLAG-05" in vragen[1]
