"""The overview as a use case over a school and a register in memory: what BRON changed by itself, notes, the sheets of an export."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bronsync.application.boeken.beeldveranderingen import BEWAARDE_VERSIES
from bronsync.application.lezen.dubbele import NOTITIE_LENGTE, zet_notitie
from bronsync.application.ophalen.registratieoverzicht_ophalen import registratieoverzicht_ophalen
from bronsync.application.ports import Blad
from bronsync.application.records import AuditRij, BeeldRij, BeeldVerandering, DubbeleRij
from bronsync.application.tonen.overzicht import Overzicht, overzicht
from bronsync.application.uitvoer.overzicht import exporteer
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import VELDEN
from helpers.omgeving import PUNT, Wereld, zonder_controles
from helpers.school import ADRES_NL, Plan, bsn, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


NAMEN = [veld.naam for veld in VELDEN]


def wereld_van(*leerlingen: Any, **hoe: Any) -> Wereld:
    """A school that is in BRON as it is, with an overview in use."""
    een = Plan(leerlingen, leerlingen).bouw(**hoe)
    een.overzicht()
    een.bepaal()
    return een


def veranderingen(wereld: Wereld) -> list[tuple[str, str, list[str]]]:
    """(soort, PGN, fields) of each inschrijving."""
    gevonden: dict[tuple[int, int], tuple[str, str, list[str]]] = {}
    for regel in overzicht(wereld.omg).veranderingen:
        _, _, velden = gevonden.setdefault(regel.nummer, (regel.van.soort, regel.van.pgn, []))
        velden += [regel.veld] if regel.veld else []
    return list(gevonden.values())


def registratie(wereld: Wereld, nummer: int) -> Any:
    return next(een for een in wereld.bron.inschrijvingen if een.pgn == bsn(nummer))


# --- what BRON changed by itself


def test_the_first_overview_changes_nothing():
    assert veranderingen(wereld_van(maak_leerling(1), maak_leerling(2))) == []


def test_an_equal_overview_changes_nothing():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    wereld.overzicht()
    assert veranderingen(wereld) == []


def test_new_gone_and_changed_are_told_apart():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2), maak_leerling(3))
    wereld.bron.inschrijvingen.remove(registratie(wereld, 1))
    registratie(wereld, 2).velden.update(vo_advies="60", achternaam="Bakker")
    Plan((), (maak_leerling(4),)).zet_in_bron(wereld)
    wereld.overzicht()
    assert veranderingen(wereld) == [
        ("gewijzigd", bsn(2), ["achternaam", "vo_advies"]),
        ("weg", bsn(1), []),
        ("nieuw", bsn(4), []),
    ]


def test_the_values_before_and_after_are_kept():
    wereld = wereld_van(maak_leerling(1))
    registratie(wereld, 1).velden["vo_advies"] = "60"
    wereld.overzicht()
    (een,) = overzicht(wereld.omg).veranderingen
    assert (een.veld, een.label, een.was, een.wordt) == ("vo_advies", "VO-advies", None, "60")
    assert (een.van.vorige_peildatum, een.van.peildatum) == (een.van.peildatum, wereld.clock.today().isoformat())


def test_an_address_that_became_secret_is_a_change():
    wereld = wereld_van(maak_leerling(1))
    wereld.bron.geheim.add(bsn(1))
    wereld.overzicht()
    ((soort, _, velden),) = veranderingen(wereld)
    assert soort == "gewijzigd"
    assert velden[-1] == "geheim"
    assert "straatnaam" in velden


def test_another_key_of_the_same_inschrijving_is_one_change():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    registratie(wereld, 1).velden["burgerservicenummer"] = bsn(50)
    wereld.overzicht()
    assert veranderingen(wereld) == [("gewijzigd", bsn(50), ["burgerservicenummer"])]


def test_a_volgnummer_that_another_leerling_has_now_says_nothing():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    een = registratie(wereld, 1)
    een.velden["burgerservicenummer"] = bsn(50)
    een.leerlingnummer = "0050"
    wereld.overzicht()
    assert veranderingen(wereld) == [("weg", bsn(1), []), ("nieuw", bsn(50), [])]


def test_secrecy_alone_is_a_change_too():
    wereld = wereld_van(maak_leerling(1, **dict.fromkeys(ADRES_NL)))
    wereld.bron.geheim.add(bsn(1))
    wereld.overzicht()
    assert veranderingen(wereld) == [("gewijzigd", bsn(1), ["geheim"])]


def test_what_feedback_told_is_no_change_of_its_own():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    wereld.bron.muteer_persoon(bsn(1), achternaam="Bakker")
    wereld.overzicht()  # fetches the feedback first
    assert veranderingen(wereld) == []


def test_feedback_that_the_overview_does_not_hold_yet_is_no_change_of_its_own():
    wereld = wereld_van(maak_leerling(1))
    bron = wereld.bron
    overzicht_van, meld = bron._overzicht, bron._meld

    def mutatie_na_de_foto(bericht: Any) -> None:
        foto, tot = deepcopy(bron.inschrijvingen), bron._nummer
        bron.muteer_persoon(bsn(1), achternaam="Visser")
        nu, bron.inschrijvingen = bron.inschrijvingen, foto
        bron._meld = lambda op, melding: meld(op, replace(melding, tot_en_met=tot))
        overzicht_van(bericht)
        bron.inschrijvingen, bron._meld = nu, meld

    bron._overzicht = mutatie_na_de_foto
    wereld.overzicht()
    assert wereld.beeld()[bsn(1), "2007-08-01"][NAMEN.index("achternaam")] == "Visser"
    assert veranderingen(wereld) == []


def test_what_feedback_told_between_request_and_overview_is_no_change_of_its_own():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    echt = wereld.bron._overzicht

    def eerst_een_mutatie(bericht: Any) -> None:
        wereld.bron.muteer_persoon(bsn(2), achternaam="Bakker")
        echt(bericht)
        wereld.bron.muteer_persoon(bsn(1), achternaam="Visser")

    wereld.bron._overzicht = eerst_een_mutatie
    wereld.overzicht()
    wereld.ophalen()
    assert wereld.beeld()[bsn(1), "2007-08-01"][NAMEN.index("achternaam")] == "Visser"
    assert veranderingen(wereld) == []


def test_who_left_or_is_still_to_come_is_not_gone():
    wereld = wereld_van(
        maak_leerling(1, uitschrijfdatum="2009-07-31"),
        maak_leerling(2),
    )
    wereld.overzicht()
    assert [r.historisch for r in overzicht(wereld.omg).inschrijvingen] == [True, False]
    assert veranderingen(wereld) == []


def test_after_a_recovery_nothing_is_said_about_a_picture_that_was_not_whole():
    wereld = wereld_van(maak_leerling(1), maak_leerling(2))
    wereld.bron.inschrijvingen.remove(registratie(wereld, 1))
    wereld.zet_stand(herstel_nodig=True)
    wereld.overzicht()
    assert veranderingen(wereld) == []


def test_a_row_of_another_version_of_the_program_is_not_a_change():
    wereld = wereld_van(maak_leerling(1))
    (rij,) = wereld.boek(BeeldRij)
    wereld.put(replace(rij, body=b"\xff" + rij.body[1:]))
    registratie(wereld, 1).velden["vo_advies"] = "60"
    wereld.overzicht()
    assert veranderingen(wereld) == []


def test_the_newest_few_are_kept_newest_first():
    wereld = wereld_van(maak_leerling(1))
    adviezen = [str(nummer) for nummer in range(20, 20 + BEWAARDE_VERSIES + 3)]
    for advies in adviezen:
        registratie(wereld, 1).velden["vo_advies"] = advies
        wereld.overzicht()
    assert [een.wordt for een in overzicht(wereld.omg).veranderingen] == adviezen[: -BEWAARDE_VERSIES - 1 : -1]
    assert len(wereld.boek(BeeldVerandering)) == BEWAARDE_VERSIES


STIL = st.tuples(
    st.integers(1, 3),
    st.sampled_from(
        [("vo_advies", "60"), ("achternaam", "Bakker"), ("uitschrijfdatum", "2030-01-01"), ("weg", ""), ("nnca", "2")]
    ),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(STIL, max_size=4))
def test_changes_are_what_a_plain_comparison_of_the_register_gives_less_what_was_told(stil):
    with zonder_controles():
        wereld = wereld_van(*(maak_leerling(nummer) for nummer in (1, 2, 3)))
    gezien = {sleutel: list(rij) for sleutel, rij in wereld.bron.rijen().items()}
    for nummer, (veld, waarde), melden in stil:
        sleutel = (bsn(nummer), "2007-08-01")
        if sleutel not in wereld.bron.rijen():
            continue
        if veld == "weg":
            wereld.bron.inschrijvingen.remove(registratie(wereld, nummer))
        elif veld == "achternaam":
            wereld.bron.muteer_persoon(bsn(nummer), melden=melden, achternaam=waarde)
            if melden:
                gezien[sleutel][NAMEN.index(veld)] = waarde
        else:
            registratie(wereld, nummer).velden[veld] = waarde
    wereld.overzicht()
    nu = wereld.bron.rijen()
    verwacht = {("weg", pgn, ()) for pgn, _ in gezien.keys() - nu.keys()} | {
        ("gewijzigd", pgn, anders)
        for (pgn, dag), oud in gezien.items()
        if (pgn, dag) in nu
        and (anders := tuple(naam for naam, a, b in zip(NAMEN, oud, nu[pgn, dag], strict=True) if a != b))
    }
    assert {(soort, pgn, tuple(velden)) for soort, pgn, velden in veranderingen(wereld)} == verwacht


# --- the overview itself


def test_pairs_follow_what_was_stored_so_a_typing_error_in_the_pgn_makes_no_two_groups():
    wereld = wereld_van(maak_leerling(1))
    registratie(wereld, 1).volgnummer = None
    wereld.overzicht()
    wereld.school.bewerk_leerling(1, burgerservicenummer=bsn(77), leerlingnummer="0077")
    assert not [groep.id for groep, regels in overzicht(wereld.omg).groepen if regels]


def test_the_teldatum_is_today_unless_another_day_is_asked():
    wereld = wereld_van(maak_leerling(1))
    vandaag = wereld.clock.today()
    assert overzicht(wereld.omg).teldatum == vandaag.isoformat()
    assert [r.lvs for r in overzicht(wereld.omg, vandaag - timedelta(days=1)).telling] == [1]
    vroeger = overzicht(wereld.omg, vandaag.replace(year=2007, month=7, day=31))
    assert (vroeger.teldatum, vroeger.telling) == ("2007-07-31", ())


def test_without_an_overview_lvs2000_is_not_even_read():
    wereld = Plan((maak_leerling(1),), ()).bouw()
    wereld.omg = replace(wereld.omg, lvs=None)  # whoever reads it fails
    beeld = overzicht(wereld.omg)
    assert (beeld.peildatum, beeld.groepen, beeld.telling) == (None, (), ())


def test_a_historical_overview_is_there_until_another_is_asked_for():
    wereld = wereld_van(maak_leerling(1))
    toen = wereld.clock.today() - timedelta(days=40)
    registratieoverzicht_ophalen(wereld.omg, toen)
    beeld = overzicht(wereld.omg, historisch=True)
    assert (beeld.peildatum, beeld.teldatum, len(beeld.inschrijvingen)) == (toen.isoformat(), toen.isoformat(), 1)
    wereld.zet_stand(overzicht_bericht="under way")
    with pytest.raises(BronSyncFout, match="PROC-19"):
        overzicht(wereld.omg, historisch=True)


@pytest.mark.parametrize("refused", [False, True])
def test_an_empty_historical_overview_is_one_and_a_lost_one_is_not(refused):
    wereld = wereld_van(maak_leerling(1))
    registratieoverzicht_ophalen(wereld.omg, wereld.clock.today().replace(year=2000))
    assert overzicht(wereld.omg, historisch=True).inschrijvingen == ()
    if refused:  # a later one that was not whole: its rows are gone, and so are those of the historical one
        wereld.clock.verder(hours=1)
        echt = wereld.bron._overzicht
        wereld.bron._overzicht = lambda bericht: echt(replace(bericht, peildatum="2001-01-01"))
        wereld.probeer(wereld.overzicht)
        with pytest.raises(BronSyncFout, match="PROC-19"):
            overzicht(wereld.omg, historisch=True)


# --- notes


def dubbele(wereld: Wereld, **anders: Any) -> DubbeleRij:
    rij = DubbeleRij(
        aanleverpunt=PUNT,
        pgn=bsn(1),
        inschrijfdatum="2007-08-01",
        brin_andere_school="99ZZ",
        begin="2009-08-01",
        einde="",
        eerst_gezien="2010-01-01",
        laatst_gezien="2010-01-02",
    )
    rij = replace(rij, **anders)
    wereld.put(rij)
    return rij


def test_a_note_is_kept_and_can_be_taken_away():
    wereld = wereld_van(maak_leerling(1))
    rij = dubbele(wereld)
    assert zet_notitie(wereld.omg, rij, "  gebeld met\nandere school ").notitie == "gebeld met andere school"
    nu = overzicht(wereld.omg).dubbele[0].rij
    assert (nu.notitie, nu.eerst_gezien) == ("gebeld met andere school", "2010-01-01")
    assert zet_notitie(wereld.omg, nu, " ").notitie == ""
    assert len(zet_notitie(wereld.omg, nu, "x" * 10_000).notitie) == NOTITIE_LENGTE


def test_a_note_at_one_that_is_gone_is_refused():
    wereld = wereld_van(maak_leerling(1))
    rij = dubbele(wereld)
    dubbele(wereld, verdwenen="2010-01-03")
    with pytest.raises(BronSyncFout, match="PROC-20"):
        zet_notitie(wereld.omg, rij, "te laat")
    assert overzicht(wereld.omg).dubbele == ()


# --- export


class Vanger:
    """Keeps the sheets, and how many audit lines there were when they came."""

    def __init__(self, wereld: Wereld) -> None:
        self.wereld = wereld
        self.bladen: dict[str, Blad] = {}
        self.audit = 0

    def schrijf(self, bladen: Any) -> tuple[str, ...]:
        self.bladen = {blad.naam: blad for blad in bladen}
        self.audit = len([r for r in self.wereld.boek(AuditRij) if r.naar.startswith("export")])
        return ("opmerking",)

    @property
    def tekst(self) -> str:
        return "\n".join("\t".join(rij) for blad in self.bladen.values() for rij in blad.rijen)


@pytest.fixture
def vol() -> tuple[Wereld, Overzicht]:
    """A school with something on every sheet."""
    wereld = wereld_van(maak_leerling(1, achternaam="'t Hart"), maak_leerling(2), maak_leerling(3))
    registratie(wereld, 3).velden["burgerservicenummer"] = bsn(50)
    wereld.overzicht()
    wereld.school.verwijder_inschrijving(20)
    dubbele(wereld, notitie="=1+1")
    return wereld, overzicht(wereld.omg)


def test_every_sheet_has_its_columns_filled_with_text(vol):
    wereld, beeld = vol
    vanger = Vanger(wereld)
    assert exporteer(wereld.omg, beeld, vanger) == ("opmerking",)
    for blad in vanger.bladen.values():
        assert blad.rijen
        assert {len(rij) for rij in blad.rijen} == {len(blad.kop)}
        assert {type(cel) for rij in blad.rijen for cel in rij} == {str}
    assert len({*vanger.bladen}) == 7
    assert all(len(naam) <= 31 for naam in vanger.bladen)
    assert "'t Hart" in vanger.tekst
    assert "=1+1" in vanger.tekst


def test_a_whole_pgn_leaves_only_when_asked_and_never_without_an_audit_line(vol):
    wereld, beeld = vol
    zonder, met = Vanger(wereld), Vanger(wereld)
    exporteer(wereld.omg, beeld, zonder)
    exporteer(wereld.omg, beeld, met, met_pgn=True)
    for nummer in (1, 2, 3, 50):
        assert bsn(nummer) not in zonder.tekst
        assert bsn(nummer) in met.tekst
        assert bsn(nummer)[-4:] in zonder.tekst
    assert ("PGN", "alleen de laatste vier cijfers") in zonder.bladen["Overzicht"].rijen
    assert ("PGN", "volledig") in met.bladen["Overzicht"].rijen
    assert (zonder.audit, met.audit) == (1, 2)
    assert [r.naar for r in wereld.boek(AuditRij)][-2:] == ["export zonder PGN", "export met PGN"]


def test_a_secret_address_is_not_in_the_file():
    wereld = wereld_van(maak_leerling(1, straatnaam="Verborgenpad", geheim=True))
    vanger = Vanger(wereld)
    exporteer(wereld.omg, overzicht(wereld.omg), vanger)
    assert "Verborgenpad" not in vanger.tekst
