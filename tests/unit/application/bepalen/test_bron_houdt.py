"""An answer that cannot help is not offered again (FOUTEN R10): BRON accepted, and kept what the GBA says."""

from __future__ import annotations

from typing import Any

import pytest

from bronsync.application.bepalen.acties_beheren import beslis
from bronsync.application.records import SignaalRij
from bronsync.application.tonen.vragen import vragen
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import met
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import InschrijvingGeaccepteerd, Registratie
from helpers.omgeving import Wereld
from helpers.school import Plan, maak_leerling

pytestmark = pytest.mark.usefixtures("geen_controles")


EEN, TWEE = maak_leerling(1), maak_leerling(2)


def die_houdt(veld: str, van_bron: Any, van_school: Any) -> Wereld:
    """A register that accepts a new key and keeps this field as the GBA has it."""
    wereld = Plan((EEN.met(**{veld: van_bron}), TWEE), (EEN.met(**{veld: van_bron}), TWEE)).bouw()
    wereld.tot_rust()
    echt = wereld.bron._doe

    def doe(bericht: Any) -> Any:
        meldingen = echt(bericht)
        for een in wereld.bron.inschrijvingen:
            if een.velden["burgerservicenummer"] == EEN.velden["burgerservicenummer"]:
                een.velden[veld] = van_bron
        return [
            InschrijvingGeaccepteerd(_met(m.registratie, veld, van_bron), m.herkomst, m.attentiesignalen)
            if isinstance(m, InschrijvingGeaccepteerd)
            else m
            for m in meldingen
        ]

    wereld.bron._doe = doe
    wereld.school.bewerk_leerling(1, **{veld: van_school})
    return wereld


def _met(registratie: Registratie, veld: str, waarde: Any) -> Registratie:
    return Registratie(
        registratie.leerlingnummer,
        registratie.volgnummer,
        met(registratie.rij, **{veld: waarde}),
        registratie.geheim,
        registratie.register,
    )


def zend(wereld: Wereld) -> None:
    (vraag,) = vragen(wereld.omg)
    beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
    wereld.controleer()
    wereld.synchroniseer()
    wereld.ophalen()
    wereld.bepaal()


@pytest.mark.parametrize(
    ("veld", "van_bron", "van_school", "label"),
    [
        ("voornamen", "Martinus", "M.", "Voornamen"),
        ("achternaam", "Jansen", "Janssen", "Achternaam"),
        ("geslacht", "V", "M", "Geslacht"),
        ("geboortedatum", "2002-03-04", "2002-03-05", "Geboortedatum"),
    ],
)
def test_R10_after_BRON_kept_its_own_value_sending_it_again_is_not_offered(veld, van_bron, van_school, label):
    wereld = die_houdt(veld, van_bron, van_school)
    wereld.bepaal()
    zend(wereld)
    (signaal,) = [s for s in wereld.boek(SignaalRij) if s.code == "BRON-HOUDT"]
    assert (signaal.veld, label in signaal.tekst, "Opnieuw verzenden helpt niet" in signaal.advies) == (
        veld,
        True,
        True,
    )
    for _ in range(2):
        (vraag,) = vragen(wereld.omg)
        assert Keuze.NAAR_BRON not in vraag.mogelijk
        assert f"houdt toch de eigen waarde aan bij {label}" in vraag.onmogelijk[Keuze.NAAR_BRON]
        with pytest.raises(BronSyncFout, match="PROC-11"):
            beslis(wereld.omg, vraag.vingerafdruk, Keuze.NAAR_BRON)
        nummer = vraag.nummer
        wereld.bepaal()
        assert vragen(wereld.omg)[0].nummer == nummer, "the same question keeps its number"
    wereld.school.bewerk_leerling(1, **{veld: van_bron})
    wereld.bepaal()
    assert not vragen(wereld.omg)


def test_R10a_another_value_may_be_sent():
    wereld = die_houdt("voornamen", "Martinus", "M.")
    wereld.bepaal()
    zend(wereld)
    wereld.school.bewerk_leerling(1, voornamen="Maarten")
    wereld.bepaal()
    assert Keuze.NAAR_BRON in vragen(wereld.omg)[0].mogelijk


def test_R10b_what_BRON_took_and_changed_back_later_may_be_sent_again():
    """Nothing was kept then: the difference is the same, and sending it helps."""
    wereld = Plan((EEN, TWEE), (EEN, TWEE)).bouw()
    wereld.tot_rust()
    wereld.school.bewerk_leerling(1, voornamen="Bo")
    wereld.bepaal()
    zend(wereld)
    wereld.bron.muteer_persoon(EEN.velden["burgerservicenummer"], melden=False, voornamen="Anna Maria")
    wereld.overzicht()
    wereld.bepaal()
    assert [Keuze.NAAR_BRON in vraag.mogelijk for vraag in vragen(wereld.omg)] == [True]
