"""The table of choices, row by row (DESIGN 8), what an actie carries, and its order."""

import pytest

from bronsync.domain.gegevens.velden import Categorie, cel
from bronsync.domain.vergelijking.acties import VOLGORDE, Keuze, handmatig, inhoud, is_automatisch, mogelijkheden
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Koppeling, Reden
from bronsync.domain.vergelijking.vergelijken import Verschil, VerschilSoort, vergelijk
from helpers.gevallen import deel, rij_van

A, V = ActieSoort, VerschilSoort
BUITEN = {"straatnaam": None, "huisnummer": None, "postcode": None, "plaatsnaam": None, "land": "5010"}
ZONDER_BSN = {"burgerservicenummer": None, "onderwijsnummer": "100000009"}


def verschil(soort, links=None, rechts=None, *, lvs_geheim=False, bron_geheim=False):
    lvs = LvsKant(1, 1, "42", links, lvs_geheim) if links else None
    bron = BronKant("999990019", "2018-08-01", "42", "1", rechts, bron_geheim) if rechts else None
    return Verschil(soort, lvs, bron, (), "v")


NIET = "not allowed"
RIJEN = [
    # soort, LVS2000, BRON -> naar BRON, naar LVS2000
    (V.NIET_IN_BRON, rij_van(), None, A.NIEUWE_MELDING_INSCHRIJVING, NIET),
    (V.NIET_IN_LVS, None, rij_van(), A.VERWIJDERING_INSCHRIJVING, NIET),
    (V.SLEUTEL, rij_van(), rij_van(), A.WIJZIGING_SLEUTELGEGEVENS, NIET),
    (V.SCHRIJFWIJZE_NAAM, rij_van(), rij_van(), A.WIJZIGING_SLEUTELGEGEVENS, NIET),
    (V.INSCHRIJFDATUM, rij_van(), rij_van(), A.CORRECTIE_INSCHRIJFDATUM, NIET),
    (V.ONDERWIJS, rij_van(), rij_van(), A.WIJZIGING_ONDERWIJSGEGEVENS, NIET),
    (V.UITSCHRIJFDATUM, rij_van(uitschrijfdatum="2019-07-31"), rij_van(), A.UITSCHRIJVING, NIET),
    (V.UITSCHRIJFDATUM, rij_van(), rij_van(uitschrijfdatum="2019-07-31"), A.WIJZIGING_ONDERWIJSGEGEVENS, NIET),
    # the GBA knows the person in the Netherlands
    (V.ADRES, rij_van(straatnaam="Laan"), rij_van(), NIET, A.OVERNEMEN_ADRESGEGEVENS),
    (V.SCHRIJFWIJZE_ADRES, rij_van(straatnaam="LAAN"), rij_van(), NIET, A.OVERNEMEN_ADRESGEGEVENS),
    # abroad, or not in the GBA: the school decides
    (V.ADRES, rij_van(), rij_van(**BUITEN), A.WIJZIGING_SLEUTELGEGEVENS, NIET),
    (V.ADRES, rij_van(**ZONDER_BSN), rij_van(**ZONDER_BSN), A.WIJZIGING_SLEUTELGEGEVENS, NIET),
]  # fmt: skip


@pytest.mark.parametrize(("soort", "links", "rechts", "naar_bron", "naar_lvs"), RIJEN)
def test_the_table_of_choices(soort, links, rechts, naar_bron, naar_lvs):
    keuzes = mogelijkheden(verschil(soort, links, rechts))
    for keuze, verwacht in ((Keuze.NAAR_BRON, naar_bron), (Keuze.NAAR_LVS, naar_lvs)):
        assert keuzes[keuze].toegestaan is (verwacht is not NIET)
        assert keuzes[keuze].actie == (None if verwacht is NIET else verwacht)
        assert bool(keuzes[keuze].reden) is (verwacht is NIET), "what is not allowed says why"
    assert keuzes[Keuze.NEGEREN].toegestaan
    assert keuzes[Keuze.NEGEREN].actie is None


@pytest.mark.parametrize(("lvs_geheim", "bron_geheim"), [(True, False), (False, True)])
def test_a_secret_address_is_never_taken_over(lvs_geheim, bron_geheim):
    geheim = verschil(V.ADRES, rij_van(), rij_van(), lvs_geheim=lvs_geheim, bron_geheim=bron_geheim)
    assert "geheim" in mogelijkheden(geheim)[Keuze.NAAR_LVS].reden
    assert not mogelijkheden(verschil(V.ADRES, None, rij_van()))[Keuze.NAAR_LVS].toegestaan


@pytest.mark.parametrize(
    ("soort", "links", "rechts", "automatisch"),
    [
        (V.NIET_IN_BRON, {}, None, True),
        (V.NIET_IN_LVS, None, {}, False),
        (V.UITSCHRIJFDATUM, {"uitschrijfdatum": "2019-07-31"}, {}, True),
        (V.UITSCHRIJFDATUM, {"uitschrijfdatum": "2019-07-31"}, {"uitschrijfdatum": "2019-07-30"}, False),
        (V.UITSCHRIJFDATUM, {}, {"uitschrijfdatum": "2019-07-30"}, False),
        (V.ONDERWIJS, {}, {}, False),
        (V.ADRES, {}, {}, False),
    ],
)
def test_what_is_determined_without_asking(soort, links, rechts, automatisch):
    een = verschil(soort, None if links is None else rij_van(**links), None if rechts is None else rij_van(**rechts))
    assert is_automatisch(een) is automatisch


def test_the_order_has_every_actie_once():
    assert sorted(VOLGORDE) == sorted(A)
    voor = VOLGORDE.index
    assert voor(A.WIJZIGING_SLEUTELGEGEVENS) < voor(A.CORRECTIE_INSCHRIJFDATUM) < voor(A.WIJZIGING_ONDERWIJSGEGEVENS)
    assert voor(A.VERWIJDERING_INSCHRIJVING) < voor(A.NIEUWE_MELDING_INSCHRIJVING)
    assert voor(A.UITSCHRIJVING) < voor(A.NIEUWE_MELDING_INSCHRIJVING)


LVS = rij_van(nnca="0", voornamen="Anne", straatnaam="Laan", uitschrijfdatum="2019-07-31", inschrijfdatum="2018-08-02")
BRON = rij_van(nnca="1", voornamen="Anna", straatnaam="Kade", uitschrijfdatum="2019-07-30", inschrijfdatum="2018-08-01")
GEEN = frozenset()


@pytest.mark.parametrize(
    ("soort", "aanleiding", "genegeerd", "van_bron"),
    [
        (A.CORRECTIE_INSCHRIJFDATUM, V.INSCHRIJFDATUM, GEEN, set()),
        (A.CORRECTIE_INSCHRIJFDATUM, V.INSCHRIJFDATUM, frozenset({Categorie.ONDERWIJS}), {"nnca"}),
        (A.UITSCHRIJVING, V.UITSCHRIJFDATUM, frozenset({Categorie.ONDERWIJS}), {"nnca"}),
        (A.WIJZIGING_ONDERWIJSGEGEVENS, V.ONDERWIJS, GEEN, {"uitschrijfdatum"}),
        (A.WIJZIGING_ONDERWIJSGEGEVENS, V.UITSCHRIJFDATUM, GEEN, {"nnca"}),
        (A.WIJZIGING_SLEUTELGEGEVENS, V.SLEUTEL, GEEN, set()),
        (A.WIJZIGING_SLEUTELGEGEVENS, None, GEEN, set()),
        (A.WIJZIGING_SLEUTELGEGEVENS, V.ADRES, GEEN, {"voornamen"}),
        (A.WIJZIGING_SLEUTELGEGEVENS, V.SCHRIJFWIJZE_ADRES, GEEN, {"voornamen"}),
    ],
)
def test_an_actie_carries_what_it_is_about_and_leaves_what_was_ignored(soort, aanleiding, genegeerd, van_bron):
    rij = inhoud(soort, aanleiding, LVS, BRON, genegeerd)
    for veld in ("nnca", "voornamen", "uitschrijfdatum", "inschrijfdatum"):
        assert cel(rij, veld) == cel(BRON if veld in van_bron else LVS, veld), veld


def test_without_BRON_an_actie_carries_what_the_school_has():
    assert inhoud(A.NIEUWE_MELDING_INSCHRIJVING, V.NIET_IN_BRON, LVS, None, GEEN) == LVS


def koppeling(links=None, rechts=None, **geheim):
    lvs = LvsKant(1, 1, "42", links, geheim.get("lvs", False)) if links else None
    bron = BronKant("999990019", "2018-08-01", "42", "1", rechts, geheim.get("bron", False)) if rechts else None
    return Koppeling(lvs, bron, Reden.SLEUTEL)


@pytest.mark.parametrize(
    ("links", "rechts", "kan"),
    [
        (rij_van(), None, {A.IDENTIFICATIEVERZOEK, A.NIEUWE_MELDING_INSCHRIJVING}),
        (None, rij_van(), {A.VERWIJDERING_INSCHRIJVING}),
        (
            rij_van(),
            rij_van(),
            {A.WIJZIGING_SLEUTELGEGEVENS, A.WIJZIGING_ONDERWIJSGEGEVENS, A.VERWIJDERING_INSCHRIJVING},
        ),
        (
            rij_van(inschrijfdatum="2018-08-02", uitschrijfdatum="2019-07-31", straatnaam="Laan"),
            rij_van(),
            set(A) - {A.IDENTIFICATIEVERZOEK, A.NIEUWE_MELDING_INSCHRIJVING},
        ),
        (rij_van("SO", begeleidingen=(deel("begeleidingen", begeleidingsvorm="PAB"),)), None, set()),
        (None, None, set()),
    ],
)
def test_the_matrix_of_acties_by_hand(links, rechts, kan):
    redenen = handmatig(koppeling(links, rechts), loopt=False)
    assert {soort for soort, reden in redenen.items() if not reden} == kan
    assert set(redenen) == set(A)
    assert all(handmatig(koppeling(links, rechts), loopt=True).values()), "nothing while one runs"


def test_no_address_by_hand_when_it_is_secret_or_the_same():
    anders = rij_van(straatnaam="Laan")
    assert handmatig(koppeling(anders, rij_van(), bron=True), loopt=False)[A.OVERNEMEN_ADRESGEGEVENS]
    assert handmatig(koppeling(rij_van(), rij_van()), loopt=False)[A.OVERNEMEN_ADRESGEGEVENS]
    assert not vergelijk(koppeling(rij_van(), rij_van()), "2019-01-01")
