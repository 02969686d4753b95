"""Comparing one Koppeling: one Verschil per category; who and what is left out."""

import pytest

from bronsync.domain.gegevens.velden import Categorie
from bronsync.domain.vergelijking.kanten import BronKant, LvsKant
from bronsync.domain.vergelijking.koppelen import Koppeling, Reden
from bronsync.domain.vergelijking.vergelijken import VerschilSoort, hash_rij, paren_van, vergelijk
from helpers.gevallen import deel, rij_van

VANDAAG = "2009-09-01"


def koppeling(links=None, rechts=None, *, lvs_geheim=False, bron_geheim=False):
    lvs = LvsKant(1, 1, "42", links, lvs_geheim) if links else None
    bron = BronKant("999990019", "2018-08-01", "42", "1", rechts, bron_geheim) if rechts else None
    return Koppeling(lvs, bron, Reden.SLEUTEL)


def soorten(*args, **kwargs):
    return [v.soort for v in vergelijk(koppeling(*args, **kwargs), VANDAAG)]


def test_each_category_is_one_verschil():
    anders = rij_van(
        voornamen="Anne", straatnaam="Laan", nnca="0", inschrijfdatum="2018-08-02", uitschrijfdatum="2019-07-31"
    )
    assert soorten(anders, rij_van()) == [
        VerschilSoort.SLEUTEL,
        VerschilSoort.INSCHRIJFDATUM,
        VerschilSoort.UITSCHRIJFDATUM,
        VerschilSoort.ONDERWIJS,
        VerschilSoort.ADRES,
    ]


@pytest.mark.parametrize(
    ("einde", "verwacht"),
    [
        ("2008-07-31", []),
        ("2008-08-01", []),
        ("2008-08-02", [VerschilSoort.NIET_IN_BRON]),
        ("2010-07-31", [VerschilSoort.NIET_IN_BRON]),
        (None, [VerschilSoort.NIET_IN_BRON]),
    ],
)
def test_leavers_around_1_august_2008_that_BRON_does_not_know(einde, verwacht):
    assert soorten(rij_van(inschrijfdatum="2004-08-01", uitschrijfdatum=einde)) == verwacht


def test_a_leaver_of_before_2008_that_BRON_does_know_is_compared():
    assert soorten(
        rij_van(inschrijfdatum="2004-08-01", uitschrijfdatum="2008-07-31"), rij_van(inschrijfdatum="2004-08-01")
    ) == [VerschilSoort.UITSCHRIJFDATUM]


def test_an_end_before_its_own_begin_is_no_reason_to_leave_somebody_out():
    assert soorten(rij_van(inschrijfdatum="2009-08-01", uitschrijfdatum="2008-07-31")) == [VerschilSoort.NIET_IN_BRON]
    assert soorten(rij_van(inschrijfdatum=None, uitschrijfdatum="2008-07-31")) == []


@pytest.mark.parametrize(
    ("einde", "verwacht"),
    [
        (None, [VerschilSoort.NIET_IN_LVS]),
        ("2009-08-31", []),
        ("2009-09-01", [VerschilSoort.NIET_IN_LVS]),
        ("2010-07-31", [VerschilSoort.NIET_IN_LVS]),
    ],
)
def test_what_only_BRON_has_is_history_from_the_day_after_its_end(einde, verwacht):
    assert soorten(None, rij_van(uitschrijfdatum=einde)) == verwacht


def begeleiding(*vormen):
    return tuple(deel("begeleidingen", begeleidingsvorm=vorm) for vorm in vormen)


@pytest.mark.parametrize(
    ("vormen", "anders"), [(["PAB"], 0), (["PAB", "PAB"], 0), (["PAB", "RAB"], 1), (["TAB"], 1), ([], 1)]
)
def test_who_has_only_preventive_begeleiding_is_left_alone(vormen, anders):
    rij = rij_van("SO", begeleidingen=begeleiding(*vormen))
    assert len(soorten(rij)) == anders
    assert len(soorten(rij, rij_van("SO", achternaam="Anders", begeleidingen=begeleiding(*vormen)))) == anders


@pytest.mark.parametrize(("lvs_geheim", "bron_geheim"), [(True, False), (False, True), (True, True)])
def test_a_secret_address_is_never_compared(lvs_geheim, bron_geheim):
    links, rechts = rij_van(straatnaam="Laan"), rij_van(straatnaam=None, postcode=None)
    assert soorten(links, rechts) == [VerschilSoort.ADRES]
    assert soorten(links, rechts, lvs_geheim=lvs_geheim, bron_geheim=bron_geheim) == []


def test_a_field_is_compared_only_where_it_applies_to_both():
    assert not paren_van(Categorie.ONDERWIJS, rij_van(gewicht="0.30", onderwijstype="SO"), rij_van(onderwijstype="SO"))
    assert paren_van(Categorie.ONDERWIJS, rij_van(gewicht="0.30"), rij_van()) == (("gewicht", "0.30", None),)
    zonder_bsn = {"burgerservicenummer": None, "nationaliteiten": (deel("nationaliteiten", nationaliteit="0027"),)}
    assert paren_van(Categorie.ONDERWIJS, rij_van(**zonder_bsn), rij_van()) == ()


@pytest.mark.parametrize(
    ("veld", "links", "rechts", "soort"),
    [
        ("achternaam", "Çelik", "CELIK", VerschilSoort.SCHRIJFWIJZE_NAAM),
        ("achternaam", "De Vries", "DeVries", VerschilSoort.SCHRIJFWIJZE_NAAM),
        ("achternaam", "Çelik", "Celikk", VerschilSoort.SLEUTEL),
        ("voorvoegsel", None, "van", VerschilSoort.SLEUTEL),
        ("straatnaam", "Prés", "PRES", VerschilSoort.SCHRIJFWIJZE_ADRES),
        ("huisnummer", 12, 13, VerschilSoort.ADRES),
    ],
)
def test_only_another_spelling_is_a_kind_of_its_own(veld, links, rechts, soort):
    assert soorten(rij_van(**{veld: links}), rij_van(**{veld: rechts})) == [soort]


def test_the_vingerafdruk_changes_with_each_value_of_either_side_and_with_nothing_else():
    def afdruk(links, rechts):
        (verschil,) = vergelijk(koppeling(links, rechts), VANDAAG)
        return verschil.vingerafdruk

    basis = afdruk(rij_van(nnca="0"), rij_van(nnca="1"))
    assert basis == afdruk(rij_van(nnca="0"), rij_van(nnca="1"))
    assert basis != afdruk(rij_van(nnca="2"), rij_van(nnca="1"))
    assert basis != afdruk(rij_van(nnca="0"), rij_van(nnca="2"))
    assert afdruk(rij_van(nnca="0"), None) != afdruk(rij_van(nnca="1"), None)
    assert hash_rij(rij_van()) == hash_rij(rij_van()) != hash_rij(rij_van(nnca="0"))


def test_nothing_on_either_side_is_no_verschil():
    assert vergelijk(koppeling(), VANDAAG) == []


def test_the_soort_knows_its_category():
    assert VerschilSoort.SCHRIJFWIJZE_NAAM.categorie is Categorie.SLEUTEL
    assert VerschilSoort.ADRES.categorie is Categorie.ADRES
    assert VerschilSoort.NIET_IN_BRON.categorie is None
