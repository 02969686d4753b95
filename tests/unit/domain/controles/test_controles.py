"""The engine and the catalogue as a whole: complete, never silent about an Ongeldig, and never passing what the contract refuses."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from lxml import etree

from bronsync.adapters.bron.berichten import schrijf
from bronsync.domain.controles import CATALOGUS, Ernst, Geval, Peil, controleer
from bronsync.domain.controles.engine import ALLE_TYPEN, MET_RIJ, Controle, Motor
from bronsync.domain.controles.waarde import DRAGERS, EIGEN_ONGELDIG, EIGEN_WAARDE, VERPLICHT
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.codes import VOORVOEGSELS, WAARDEN, geldt_op, lees_tabel
from bronsync.domain.gegevens.inschrijving import ontleed, uit_rij
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    LIJST_VELDEN,
    VELD,
    VELDEN,
    Rij,
    Soort,
    canoniek,
    lijst,
    normaliseer_lijst,
)
from bronsync.domain.gegevens.waarden import Ongeldig
from bronsync.domain.vergelijking.berichten import ActieSoort, Bericht, BronSleutel
from bronsync.resources import resource
from helpers.gevallen import BASIS, CONTEXT, codelijsten, periode, proef, rij_van

# --- the catalogue ---------------------------------------------------------------------------------------------------

DOMAIN_5 = {"P": 22, "A": 14, "I": 18, "O": 33, "S": 8}


def test_the_catalogue_has_the_95_of_the_dossier_and_sixteen_of_our_own():
    ids = [controle.id for controle in CATALOGUS]
    alle = {**DOMAIN_5, "W": 8, "T": 8}
    assert ids == [f"{groep}{n:02}" for groep, aantal in alle.items() for n in range(1, aantal + 1)]


@pytest.mark.parametrize("controle", CATALOGUS, ids=lambda c: c.id)
def test_a_row_is_complete(controle: Controle):
    assert controle.veld == "" or controle.veld in VELD
    assert controle.tekst[-1] in ".?)"
    assert controle.advies.endswith(".")
    assert controle.bron
    assert controle.acties
    assert controle.onderwijstypes <= ALLE_TYPEN
    assert re.search(r"\b(je|jij|jouw|jullie)\b", controle.tekst + controle.advies) is None


def test_only_the_rows_about_the_run_are_marked_so():
    assert [c.id for c in CATALOGUS if c.proces] == ["S01", "S02", "S03", "S05", "S06"]


def test_validity_is_judged_on_the_inschrijfdatum_by_the_engine_and_otherwise_by_the_rule():
    assert [c.id for c in CATALOGUS if (c.geldig_van or c.geldig_tot) and c.peil is Peil.INSCHRIJFDATUM] == ["O06"]


# --- the engine ------------------------------------------------------------------------------------------------------


def altijd(_geval, _context):
    yield {"v": 1}
    yield {"v": 1}
    yield {"v": 2, "_veld": "nnca"}


RIJ = Controle("X01", Ernst.ATTENTIE, "gewicht", "Waarde {v}.", "Doe iets.", "ASSUMED", altijd)


def door_motor(controle: Controle, geval: Geval) -> list[tuple[str, str]]:
    return [(s.veld, s.tekst) for s in Motor((controle,)).controleer(geval, CONTEXT)]


def geval_van(basis: str = "BO", soort: ActieSoort = ActieSoort.UITSCHRIJVING, **velden: object) -> Geval:
    rij = rij_van(basis, **velden)
    return Geval(soort, 1, "42", uit_rij(rij), rij)


def test_each_finding_is_told_once_and_may_name_another_field():
    assert door_motor(RIJ, geval_van()) == [("gewicht", "Waarde 1."), ("nnca", "Waarde 2.")]


def test_a_controle_holds_for_its_acties_and_types_only():
    uit = replace(RIJ, acties=frozenset({ActieSoort.UITSCHRIJVING}), onderwijstypes=frozenset({"SO"}))
    assert door_motor(uit, geval_van("SO"))
    assert not door_motor(uit, geval_van("BO"))
    assert not door_motor(uit, geval_van("SO", ActieSoort.IDENTIFICATIEVERZOEK))


def test_without_a_known_type_only_what_holds_for_all_types_is_checked():
    alleen_so = replace(RIJ, onderwijstypes=frozenset({"SO"}))
    for geval in (
        geval_van(onderwijstype="MBO"),
        geval_van(onderwijstype=None),
        Geval(ActieSoort.UITSCHRIJVING, 1, ""),
    ):
        assert not door_motor(alleen_so, geval)
        assert door_motor(RIJ, geval)


def test_without_a_row_the_type_is_that_of_bron():
    geval = Geval(ActieSoort.UITSCHRIJVING, 1, "", bron=uit_rij(rij_van("SO")))
    assert door_motor(replace(RIJ, onderwijstypes=frozenset({"SO"})), geval)


@pytest.mark.parametrize(
    ("inschrijfdatum", "geldt"),
    [
        ("2013-07-31", False),
        ("2013-08-01", True),
        ("2014-07-31", True),
        ("2014-08-01", False),
        (None, False),
        ("x", False),
    ],
)
def test_validity_includes_both_days_and_needs_an_inschrijfdatum(inschrijfdatum, geldt):
    controle = replace(RIJ, geldig_van=date(2013, 8, 1), geldig_tot=date(2014, 7, 31))
    assert bool(door_motor(controle, geval_van(inschrijfdatum=inschrijfdatum))) is geldt


def test_a_row_open_at_one_side_and_one_that_judges_itself():
    assert door_motor(replace(RIJ, geldig_van=date(2014, 8, 1)), geval_van())
    assert not door_motor(replace(RIJ, geldig_tot=date(2014, 7, 31)), geval_van())
    assert door_motor(replace(RIJ, geldig_tot=date(2014, 7, 31), peil=Peil.GEGEVEN), geval_van())
    assert not door_motor(replace(RIJ, geldig_tot=date(2014, 7, 31)), Geval(ActieSoort.UITSCHRIJVING, 1, ""))


def test_a_signaal_and_a_geval_print_no_personal_data():
    (signaal, *_) = proef(geboortedatum="2012-02-30").signalen()
    assert "2012" not in repr(signaal)
    printed = repr(geval_van(achternaam="Boterdiep"))
    assert "Boterdiep" not in printed
    assert "999990019" not in printed


# --- never silent about an Ongeldig, never passing what the contract refuses -------------------------------------------

RAAR: list[object] = [
    None, "x", "", "0", "1", "3", "9", "11", "0011", "60", "99", "00", "00AA", "aa00", "0.30", "0,3", "1,25", "2018-08-01", "2018-13-01",
    "31-12-2018", "9999-12-31", "2018-00-00", "0000-00-00", "1234AB", "1234 ab", "0234AB", "12a", "5010", "0001", "PO3001", "3-1-2008-264",
    "3-1", "\x00", "\ud800", "\ufffe", "é" * 12, "a" * 41, "a" * 201, 0, 1, 7, 25, 101, 1001, -1, "J", "ja", "I", "A", "M", "TO", "RAB", "DO",
    "van der", "999990019", "99999001", "999990018", "100000004", "BO", "SO", "MBO",
]  # fmt: skip
raar = st.sampled_from(RAAR)


@st.composite
def rijen(draw: st.DrawFn) -> Rij:
    """A row as the school's data give it: one without faults in which a few fields hold just anything."""
    rij = rij_van(draw(st.sampled_from(sorted(BASIS))))
    velden = draw(st.lists(st.sampled_from(VELDEN), max_size=3, unique=True))
    ruw = {
        veld.naam: draw(st.lists(st.tuples(*(raar for _ in veld.onderdelen)), max_size=2))
        if veld.onderdelen
        else draw(raar)
        for veld in velden
    }
    cellen = [ruw.get(veld.naam, cel) for veld, cel in zip(VELDEN, rij, strict=True) if not veld.onderdelen]
    lijsten = [normaliseer_lijst(veld.naam, ruw.get(veld.naam, lijst(rij, veld.naam))) for veld in LIJST_VELDEN]
    return canoniek(cellen, tuple(lijsten))


acties_met_rij = st.sampled_from(sorted(MET_RIJ))


def afkeur(soort: ActieSoort, rij: Rij) -> set[str]:
    ins = uit_rij(rij)
    bron = uit_rij(rij_van("BO"))
    signalen = controleer(Geval(soort, 1, "42", ins, rij, bron), CONTEXT)
    return {signaal.code for signaal in signalen if signaal.ernst is Ernst.AFKEUR}


def ongeldigen(rij: Rij) -> list[object]:
    """Whatever in a row holds no value of its field."""
    cellen = [
        gelezen
        for veld, cel in zip(VELDEN, rij, strict=True)
        for gelezen in (
            [ontleed(deel, deelcel) for record in cel for deel, deelcel in zip(veld.onderdelen, record, strict=True)]
            if veld.onderdelen
            else [ontleed(veld, cel)]
        )
    ]
    return [gelezen for gelezen in cellen if isinstance(gelezen, Ongeldig)]


@given(acties_met_rij, rijen())
def test_a_row_with_an_ongeldig_is_never_free_of_afkeur(soort, rij):
    fout = ongeldigen(rij)
    event("ongeldig" if fout else "geldig")
    assert not fout or afkeur(soort, rij)


ONGELDIG = {
    Soort.PGN: "12",
    Soort.POSTCODE: "1234",
    Soort.GETAL: "x",
    Soort.DATUM: "x",
    Soort.GEBOORTEDATUM: "x",
    Soort.JA_NEE: "misschien",
    Soort.INDICATIENUMMER: "1-2",
}


@pytest.mark.parametrize(
    ("naam", "deel"),
    [
        *((veld.naam, None) for veld in CEL_VELDEN if veld.soort in ONGELDIG),
        *((veld.naam, d.naam) for veld in LIJST_VELDEN for d in veld.onderdelen if d.soort in ONGELDIG),
    ],
)
@pytest.mark.parametrize("soort", sorted(MET_RIJ))
def test_an_ongeldig_in_any_field_is_named_at_that_field(naam, deel, soort):
    if deel is None:
        waarde: object = ONGELDIG[VELD[naam].soort]
    else:
        waarde = (tuple(ONGELDIG[d.soort] if d.naam == deel else None for d in VELD[naam].onderdelen),)
    rij = rij_van("BO", **{naam: waarde})
    signalen = controleer(Geval(soort, 1, "42", uit_rij(rij), rij), CONTEXT)
    assert any(s.veld == naam and s.ernst is Ernst.AFKEUR for s in signalen)


@given(acties_met_rij, rijen())
@example(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij_van("BO"))
@example(ActieSoort.NIEUWE_MELDING_INSCHRIJVING, rij_van("BO", perioden=()))
@example(ActieSoort.UITSCHRIJVING, rij_van("VSO"))
def test_what_passes_the_controles_can_be_written_by_the_contract(soort, rij):
    if afkeur(soort, rij):
        event("afkeur")
        return
    event("passes")
    sleutel = BronSleutel("42", "999990019", is_bsn=True, inschrijfdatum="2018-08-01", volgnummer="1")
    bericht = Bericht(
        "00AA00", "12345678-1234-1234-1234-123456789abc", "2018-11-07T12:00:00Z", soort, sleutel, rij, rij_van("BO")
    )
    schrijf(bericht)


# --- the code lists ----------------------------------------------------------------------------------------------------


def test_the_tables_are_read_with_their_periods():
    lijsten = codelijsten()
    assert len(lijsten.landen) == 390
    assert lijsten.landen["5010"] == (None, None)
    assert lijsten.landen["9089"] == (date(1949, 8, 1), None)
    assert lijsten.landen["6029"] == (None, date(1991, 6, 1))
    assert lijsten.nationaliteiten["0002"] == (date(2007, 4, 1), date(2007, 4, 1))
    assert lijsten.voorvoegsels is VOORVOEGSELS


def test_a_table_may_carry_a_byte_order_mark_and_empty_lines():
    tekst = (
        '\ufeff"code","omschrijving","ingang","einde"\n"0001","Nederlandse","",""\n\n"0027","Slowaakse","19930101",""\n'
    )
    assert lees_tabel(tekst) == {"0001": (None, None), "0027": (date(1993, 1, 1), None)}


@pytest.mark.parametrize(
    ("looptijd", "dag", "geldt"),
    [
        (None, date(2018, 1, 1), False),
        ((None, None), date(2018, 1, 1), True),
        ((date(2018, 1, 2), None), date(2018, 1, 1), False),
        ((date(2018, 1, 1), None), date(2018, 1, 1), True),
        ((None, date(2018, 1, 1)), date(2018, 1, 1), False),
        ((None, date(2018, 1, 2)), date(2018, 1, 1), True),
    ],
)
def test_a_code_holds_from_its_first_day_and_no_longer_on_its_last(looptijd, dag, geldt):
    assert geldt_op(looptijd, dag) is geldt


def test_the_voorvoegsels_are_clean():
    assert {"van", "van der", "'t", "in 't"} <= VOORVOEGSELS
    assert all(v == v.strip().lower() and v and "  " not in v for v in VOORVOEGSELS)


XSD_TYPE = {
    "geslacht": "Geslacht", "huisnummer": "Huisnummer", "huisnummeraanduiding": "Huisnummeraanduiding",
    "onderwijstype": "Onderwijstype", "inschrijfstatus": "Inschrijfstatus", "schoolsoort": "Schoolsoort", "nnca": "Nnca",
    "uitstroomprofiel": "Uitstroomprofiel", "gewicht": "Gewicht", "voorschools_programma": "VveProgramma",
    "vroegschools_programma": "VveProgramma", "voorschools_maanden": "AantalMaanden", "eindtoets_soort": "ToetsSoort",
    "eindtoets_niveau": "ToetsNiveau", "eindtoets_score": "ToetsScore", "referentieniveau_lezen": "Referentieniveau",
    "referentieniveau_taal": "Referentieniveau", "referentieniveau_rekenen": "Referentieniveau",
    "eindtoets_reden": "RedenGeenToets", "vo_advies": "AdviesVo", "herzien_advies": "AdviesVo", "terugplaatsing_brin": "Brin",
    "terugplaatsing_vestiging": "Vestigingsvolgnummer", "perioden.groep": "Groep", "perioden.leerjaar": "Leerjaar",
    "perioden.vestiging": "Vestigingsvolgnummer", "perioden.soort_onderwijs": "SoortOnderwijs",
    "verblijven.soort_verblijf": "SoortVerblijf", "indicaties.onderwijssoort": "LgfOnderwijssoort",
    "toelaatbaarheidsverklaringen.samenwerkingsverband": "Samenwerkingsverband",
    "toelaatbaarheidsverklaringen.volgnummer": "TlvVolgnummer",
    "toelaatbaarheidsverklaringen.bekostigingscategorie": "Bekostigingscategorie", "arrangementen.brin": "Brin",
    "arrangementen.vestiging": "Vestigingsvolgnummer", "begeleidingen.begeleidingsvorm": "Begeleidingsvorm",
    "begeleidingen.brin": "Brin", "begeleidingen.vestiging": "Vestigingsvolgnummer", "opdc_verblijven.brin": "Brin",
    "opdc_verblijven.vestiging": "Vestigingsvolgnummer",
}  # fmt: skip


@pytest.mark.parametrize("naam", WAARDEN)
def test_the_values_are_those_of_the_contract(naam):
    xs = {"xs": "http://www.w3.org/2001/XMLSchema"}
    schema = etree.parse(str(resource("contract", "bron-po.xsd")))
    (soort,) = schema.xpath(f"//xs:simpleType[@name='{XSD_TYPE[naam]}']", namespaces=xs)

    def attribuut(element: str) -> list[str]:
        return soort.xpath(f".//xs:{element}/@value", namespaces=xs)

    waarden = WAARDEN[naam]
    if waarden.lijst:
        assert sorted(waarden.lijst) == sorted(attribuut("enumeration"))
    elif waarden.hoogst:
        laagst = int(*attribuut("minInclusive"))
        assert (waarden.laagst, waarden.hoogst) == (laagst, int(*attribuut("maxInclusive")))
    elif naam.endswith("volgnummer"):
        assert waarden.vorm == f".{{{attribuut('minLength')[0]},{attribuut('maxLength')[0]}}}"
    else:
        assert [waarden.vorm] == attribuut("pattern")


def test_the_tables_of_the_value_controles_name_existing_fields():
    namen = {veld.naam for veld in CEL_VELDEN} | {f"{v.naam}.{d.naam}" for v in LIJST_VELDEN for d in v.onderdelen}
    assert (
        set(WAARDEN) | EIGEN_ONGELDIG | EIGEN_WAARDE | set(VERPLICHT) | DRAGERS.keys() | set(DRAGERS.values()) <= namen
    )
    assert set(XSD_TYPE) == set(WAARDEN)


def test_findings_at_several_periods_are_told_once():
    geval = proef(perioden=(periode(groep=None), periode(groep=None, begindatum="2018-09-03")))
    assert [s.code for s in geval.signalen()] == ["O03"]


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "code,omschrijving,Datum ingang,Datum einde\n",
        "code;omschrijving;Datum ingang;Datum einde\n5002;Frankrijk;;\n",
        "code,omschrijving,Datum einde,Datum ingang\n5002,Frankrijk,,\n",
        "code,omschrijving,Datum ingang,Datum einde\n5002,Frankrijk\n",
    ],
    ids=["empty", "no codes", "separators", "order", "cut off"],
)
def test_B18d_a_code_list_that_is_not_whole_is_refused(tekst):
    """Else every code would be unknown, or an ended one would hold."""
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        lees_tabel(tekst)
