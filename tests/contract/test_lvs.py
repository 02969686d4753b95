"""What every LVS2000 must do, on SQLite, in memory, and on the server of BRONSYNC_TEST_LVS_URL."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bronsync.application.ports import Rechten, Schrijfuitkomst
from bronsync.application.records import Wijziging
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, Categorie, Soort, cel, lijst
from helpers.fouten import fout_van
from helpers.geheugen_lvs import DatabaseSchool, GeheugenLvs

GEDAAN, AL_GEDAAN, CONFLICT = Schrijfuitkomst.GEDAAN, Schrijfuitkomst.AL_GEDAAN, Schrijfuitkomst.CONFLICT
SERVER = os.environ.get("BRONSYNC_TEST_LVS_URL")


@pytest.mark.mssql
def test_a_t_sql_server_is_held_to_this_contract_too():
    if not SERVER:
        pytest.skip("NOT RUN on a T-SQL server: BRONSYNC_TEST_LVS_URL names none, so all below ran without it")


SOORTEN = ["sqlite", "geheugen", *([pytest.param("server", marks=pytest.mark.mssql)] if SERVER else [])]


@pytest.fixture(params=SOORTEN)
def maak(request, tmp_path):
    """Makes a school with the given version."""
    gemaakt = []

    def maak(**opties):
        if request.param == "geheugen":
            return GeheugenLvs(**opties)
        url = SERVER if request.param == "server" else f"sqlite:///{tmp_path / 'lvs.db'}"
        gemaakt.append(DatabaseSchool(url, **opties))
        return gemaakt[-1]

    yield maak
    for school in gemaakt:
        school.sluit()


@pytest.fixture
def school(maak):
    school = maak()
    school.maak_aanleverpunt("00AA00", ("00", "01"))
    return school


@pytest.fixture
def een(school):
    """A school with one pupil in one inschrijving, both with number 1."""
    school.zet_leerling(
        1,
        leerlingnummer="17",
        burgerservicenummer="999990019",
        geboortedatum="20040500",
        geslacht="v",
        achternaam="Jansen",
        straatnaam="Dorpsstraat",
        huisnummer="12",
        postcode="1234 ab",
        plaatsnaam="Utrecht",
    )
    school.zet_inschrijving(1, 1, "00AA00", inschrijfdatum=date(2008, 8, 1), onderwijstype="BO")
    return school


# --- the school


def test_all_aanleverpunten_are_named_in_order(maak):
    school = maak()
    assert school.lvs.aanleverpunten() == ()
    for aanleverpunt in ("00AA01", "99ZZ00", "00AA00"):
        school.maak_aanleverpunt(aanleverpunt)
    assert school.lvs.aanleverpunten() == ("00AA00", "00AA01", "99ZZ00")


def test_the_school_is_known_with_its_vestigingen(school):
    gelezen = school.lvs.school("00AA00")
    assert (gelezen.versie, gelezen.brin, gelezen.vestigingen) == ("2.10.0345", "00AA", {"00", "01"})
    assert gelezen.identiteit == school.lvs.school("00AA00").identiteit


def test_another_database_has_another_identity(maak):
    identiteiten = set()
    for naam in ("een", "twee"):
        school = maak(identiteit=naam)
        school.maak_aanleverpunt("00AA00")
        identiteiten.add(school.lvs.school("00AA00").identiteit)
        if isinstance(school, DatabaseSchool) and school.url.startswith("sqlite"):
            Path(school.url.removeprefix("sqlite:///")).unlink()
    assert len(identiteiten) == 2


@pytest.mark.parametrize("versie", ["2.9.9999", "1.99", "0", "2"])
def test_an_older_lvs2000_is_refused(maak, versie):
    school = maak(versie=versie)
    school.maak_aanleverpunt("00AA00")
    fout = fout_van(school.lvs.school, "00AA00")
    assert fout.code == "LVS-02"
    assert "2.10" in str(fout)


@pytest.mark.parametrize("versie", ["2.10.0001", "2.10", "2.100.1", "3.0.1"])
def test_version_2_10_and_newer_are_accepted(maak, versie):
    school = maak(versie=versie)
    school.maak_aanleverpunt("00AA00")
    assert school.lvs.school("00AA00").versie == versie


def test_an_aanleverpunt_of_another_school_is_refused(school):
    assert fout_van(school.lvs.school, "99ZZ00").code == "LVS-06"


# --- reading


def test_an_inschrijving_becomes_a_canonieke_rij(een):
    een.bewerk_leerling(
        1, voorvoegsel="van der", voornamen="Anna  Maria", roepnaam=" Anna ", onderwijs_sinds=date(2008, 8, 1)
    )
    (gelezen,) = een.lvs.lees("00AA00")
    assert (gelezen.inschrijving_id, gelezen.leerling_id, gelezen.leerlingnummer) == (1, 1, "17")
    assert gelezen.onderwijs_sinds == "2008-08-01"
    assert not gelezen.uitgesloten
    assert not gelezen.geheim
    assert gelezen.weergavenaam == "Jansen, Anna van der"
    verwacht = {
        "burgerservicenummer": "999990019",
        "geboortedatum": "2004-05-00",
        "geslacht": "V",
        "voornamen": "Anna Maria",
        "inschrijfdatum": "2008-08-01",
        "uitschrijfdatum": None,
        "huisnummer": 12,
        "postcode": "1234AB",
        "land": None,
        "onderwijstype": "BO",
    }
    assert {veld: cel(gelezen.rij, veld) for veld in verwacht} == verwacht
    assert all(lijst(gelezen.rij, veld.naam) == () for veld in LIJST_VELDEN)


def test_only_the_own_aanleverpunt_is_read_in_order_of_id(een):
    een.maak_aanleverpunt("00AA01")
    een.zet_inschrijving(7, 1, "00AA01", inschrijfdatum=date(2009, 8, 1))
    een.zet_inschrijving(12, 1, "00AA00", inschrijfdatum=date(2010, 8, 1))
    een.zet_inschrijving(3, 1, "00AA00", inschrijfdatum=date(2009, 8, 1))
    assert [rij.inschrijving_id for rij in een.lvs.lees("00AA00")] == [1, 3, 12]
    assert [rij.inschrijving_id for rij in een.lvs.lees("00AA01")] == [7]
    assert list(een.lvs.lees("99ZZ00")) == []


VOORBEELD = {
    Soort.DATUM: date(2009, 8, 1),
    Soort.JA_NEE: True,
    Soort.GETAL: "3",
    Soort.INDICATIENUMMER: "3-1-2008-264",
    Soort.BEDRAG: "0,3",
}


@pytest.mark.parametrize("veld", LIJST_VELDEN, ids=lambda veld: veld.naam)
def test_every_list_is_read_with_all_its_onderdelen(een, veld):
    een.bewerk_leerling(1, burgerservicenummer=None)
    een.bewerk_inschrijving(1, onderwijstype=next(iter(veld.onderwijstypes)))
    vol = tuple(VOORBEELD.get(deel.soort, f"w{plaats}") for plaats, deel in enumerate(veld.onderdelen))
    leeg = (None,) * len(veld.onderdelen)
    bewerk = een.bewerk_leerling if veld.naam == "nationaliteiten" else een.bewerk_inschrijving
    bewerk(1, **{veld.naam: (vol, leeg)})
    (gelezen,) = een.lvs.lees("00AA00")
    eerste, tweede = lijst(gelezen.rij, veld.naam)
    assert eerste == leeg, "a record without begin comes first"
    assert None not in tweede
    assert all(lijst(gelezen.rij, ander.naam) == () for ander in LIJST_VELDEN if ander != veld)


@pytest.mark.parametrize("veld", CEL_VELDEN, ids=lambda veld: veld.naam)
def test_every_cell_is_read_from_a_place_of_its_own(een, veld):
    een.bewerk_leerling(1, burgerservicenummer=None, postcode=None)
    if veld.naam.startswith("adresregel"):
        een.bewerk_leerling(1, land="5010")  # a Dutch address has no such lines
    van_leerling = veld.categorie in (Categorie.SLEUTEL, Categorie.ADRES)
    waarde = "20010203" if veld.soort is Soort.GEBOORTEDATUM else VOORBEELD.get(veld.soort, "ZZZ")
    if veld.naam == "onderwijstype":
        waarde = "VSO"
    elif not van_leerling:
        een.bewerk_inschrijving(1, onderwijstype=next(iter(veld.onderwijstypes)))
    (voor,) = een.lvs.lees("00AA00")
    (een.bewerk_leerling if van_leerling else een.bewerk_inschrijving)(1, **{veld.naam: waarde})
    (na,) = een.lvs.lees("00AA00")
    anders = [v.naam for v, a, b in zip(CEL_VELDEN, voor.rij, na.rij, strict=False) if a != b]
    assert anders == [veld.naam]


def test_records_come_in_their_defined_order_whatever_the_order_in_the_database(een):
    perioden = [(date(2009, 8, 1), "2"), (date(2008, 8, 1), "1"), (date(2009, 8, 1), "1"), (None, "3")]
    een.bewerk_inschrijving(1, perioden=[(begin, groep, None, "00", True, None) for begin, groep in perioden])
    (gelezen,) = een.lvs.lees("00AA00")
    gevonden = [record[:2] for record in lijst(gelezen.rij, "perioden")]
    assert gevonden == [(None, "3"), ("2008-08-01", "1"), ("2009-08-01", "1"), ("2009-08-01", "2")]


@pytest.mark.parametrize(
    ("bsn", "aantal"),
    [(None, 1), ("", 1), ("   ", 1), ("\t", 1), ("999990019", 0), ("99.9990.019", 0), ("onbekend", 0)],
)
def test_nationaliteiten_are_for_who_has_no_bsn(een, bsn, aantal):
    een.bewerk_leerling(1, burgerservicenummer=bsn, nationaliteiten=[("0339", None, None)])
    (gelezen,) = een.lvs.lees("00AA00")
    assert len(lijst(gelezen.rij, "nationaliteiten")) == aantal


def test_excluded_pupils_and_secret_addresses_are_marked(een):
    een.zet_leerling(2, geheim=True)
    een.zet_inschrijving(2, 2, "00AA00", uitgesloten=True)
    een.zet_leerling(3, geheim=None)
    een.zet_inschrijving(3, 3, "00AA00", uitgesloten=None)
    assert [(rij.uitgesloten, rij.geheim) for rij in een.lvs.lees("00AA00")] == [
        (False, False),
        (True, True),
        (False, False),
    ]


def test_one_inschrijving_reads_as_it_does_among_the_others(een):
    een.zet_leerling(2, achternaam="Pietersen", nationaliteiten=[("0001", None, None)])
    een.zet_inschrijving(2, 2, "00AA00", perioden=[(date(2008, 8, 1), "1", None, "00", True, None)])
    assert [een.lvs.lees_een("00AA00", n) for n in (1, 2)] == list(een.lvs.lees("00AA00"))
    assert een.lvs.lees_een("00AA01", 2) is None
    een.verwijder_inschrijving(2)
    assert een.lvs.lees_een("00AA00", 2) is None


BSN_VORMEN = [
    ("999990019", "999990019"),
    ("99990019", "099990019"),
    ("9999.90.019", "999990019"),
    ("999990019.0", "999990019"),
]
VREEMD = [
    "   ",
    "#N/B",
    "-",
    "onbekend",
    "a\x00b",
    "a\x07b",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "€ ó ő Ș 中",
    "'; --",
]


@pytest.mark.parametrize(("bsn", "verwacht"), BSN_VORMEN)
def test_a_bsn_in_another_shape_is_understood(een, bsn, verwacht):
    een.bewerk_leerling(1, burgerservicenummer=bsn)
    assert cel(next(een.lvs.lees("00AA00")).rij, "burgerservicenummer") == verwacht


@pytest.mark.parametrize("vreemd", VREEMD, ids=ascii)
def test_an_odd_text_anywhere_stops_nothing(een, vreemd):
    tekst = {v.naam: vreemd for v in CEL_VELDEN if v.soort not in (Soort.DATUM, Soort.GEBOORTEDATUM)}
    van_leerling = {
        n: w
        for n, w in tekst.items()
        if n in {k.naam for k in CEL_VELDEN if k.categorie in (Categorie.SLEUTEL, Categorie.ADRES)}
    }
    een.bewerk_leerling(1, leerlingnummer=vreemd, roepnaam=vreemd, geboortedatum=vreemd[:8], **van_leerling)
    een.bewerk_inschrijving(1, **{n: w for n, w in tekst.items() if n not in van_leerling})
    een.zet_leerling(2)
    een.zet_inschrijving(2, 2, "00AA00")
    eerste, tweede = een.lvs.lees("00AA00")
    assert cel(eerste.rij, "achternaam") == (vreemd.strip() or None)
    assert tweede.weergavenaam == ""


# --- writing


def adres(**nieuw):
    """The change of an address of the pupil of `een`."""
    oud = {"straatnaam": "Dorpsstraat", "huisnummer": 12, "huisnummertoevoeging": None, "postcode": "1234AB"}
    return tuple(Wijziging(veld, oud[veld], waarde) for veld, waarde in nieuw.items())


def rij_van(school):
    return next(iter(school.lvs.lees("00AA00"))).rij


def test_a_change_is_written_and_read_back(een):
    nieuw = {"straatnaam": "Ceintuurbaan", "huisnummer": 7, "huisnummertoevoeging": "bis", "postcode": "3512JC"}
    assert een.lvs.schrijf(1, adres(**nieuw)) is GEDAAN
    assert {veld: cel(rij_van(een), veld) for veld in nieuw} == nieuw


def test_a_repeat_of_a_change_is_already_done(een):
    wijzigingen = adres(straatnaam="Ceintuurbaan", huisnummer=7)
    assert [een.lvs.schrijf(1, wijzigingen) for _ in range(3)] == [GEDAAN, AL_GEDAAN, AL_GEDAAN]


@pytest.mark.parametrize(
    "bewerking",
    [{"huisnummer": "14"}, {"straatnaam": "dorpsstraat"}, {"straatnaam": "Dörpsstraat"}, {"postcode": None}],
)
def test_an_edit_of_the_school_wins_and_nothing_is_written(een, bewerking):
    een.bewerk_leerling(1, **bewerking)
    voor = rij_van(een)
    assert een.lvs.schrijf(1, adres(straatnaam="Ceintuurbaan", huisnummer=7, postcode="3512JC")) is CONFLICT
    assert rij_van(een) == voor


def test_a_half_done_change_is_a_conflict(een):
    een.bewerk_leerling(1, straatnaam="Ceintuurbaan")
    assert een.lvs.schrijf(1, adres(straatnaam="Ceintuurbaan", huisnummer=7)) is CONFLICT


def test_another_spelling_of_the_same_value_is_no_conflict(een):
    een.bewerk_leerling(1, postcode="1234AB ", straatnaam="  Dorpsstraat")
    assert een.lvs.schrijf(1, adres(straatnaam="Ceintuurbaan", postcode="3512JC")) is GEDAAN


def test_a_value_can_be_emptied_and_filled(een):
    assert een.lvs.schrijf(1, adres(postcode=None)) is GEDAAN
    assert cel(rij_van(een), "postcode") is None
    assert een.lvs.schrijf(1, (Wijziging("postcode", None, "1234AB"),)) is GEDAAN
    assert cel(rij_van(een), "postcode") == "1234AB"


def test_a_partial_birth_date_is_written_as_it_is_kept(een):
    assert een.lvs.schrijf(1, (Wijziging("geboortedatum", "2004-05-00", "2004-00-00"),)) is GEDAAN
    assert cel(rij_van(een), "geboortedatum") == "2004-00-00"
    assert een.lvs.schrijf(1, (Wijziging("geboortedatum", "2004-00-00", "2004-05-17"),)) is GEDAAN


def test_a_bsn_takes_the_place_of_an_onderwijsnummer(een):
    een.bewerk_leerling(1, burgerservicenummer=None, onderwijsnummer="100000004")
    wissel = (Wijziging("burgerservicenummer", None, "999990019"), Wijziging("onderwijsnummer", "100000004", None))
    assert [een.lvs.schrijf(1, wissel) for _ in range(2)] == [GEDAAN, AL_GEDAAN]
    assert (cel(rij_van(een), "burgerservicenummer"), cel(rij_van(een), "onderwijsnummer")) == ("999990019", None)


def test_onderwijs_sinds_is_written_once(een):
    sinds = (Wijziging("onderwijs_sinds", None, "2008-08-01"),)
    assert [een.lvs.schrijf(1, sinds) for _ in range(2)] == [GEDAAN, AL_GEDAAN]
    assert next(een.lvs.lees("00AA00")).onderwijs_sinds == "2008-08-01"
    assert een.lvs.schrijf(1, (Wijziging("onderwijs_sinds", None, "2009-08-01"),)) is CONFLICT


def test_a_value_that_the_reader_leaves_out_is_no_conflict(een):
    een.bewerk_leerling(1, land="6030")
    assert cel(rij_van(een), "land") is None
    assert een.lvs.schrijf(1, (*adres(straatnaam="Ceintuurbaan"), Wijziging("land", None, None))) is GEDAAN


def test_looking_whether_it_stands_there_already_changes_nothing(een):
    nieuw = adres(straatnaam="Ceintuurbaan")
    assert not een.lvs.staat_er(1, nieuw)
    assert een.lvs.schrijf(1, nieuw) is GEDAAN, "the look wrote nothing"
    assert een.lvs.staat_er(1, nieuw)
    assert not een.lvs.staat_er(999, nieuw), "who is gone has nothing"


def test_only_this_pupil_changes(een):
    een.zet_leerling(2, straatnaam="Dorpsstraat")
    een.zet_inschrijving(2, 2, "00AA00")
    een.lvs.schrijf(1, adres(straatnaam="Ceintuurbaan"))
    assert [cel(rij.rij, "straatnaam") for rij in een.lvs.lees("00AA00")] == ["Ceintuurbaan", "Dorpsstraat"]


def test_a_removed_pupil_is_a_conflict_and_no_change_is_done(een):
    assert een.lvs.schrijf(999, adres(straatnaam="Ceintuurbaan")) is CONFLICT
    assert een.lvs.schrijf(1, ()) is AL_GEDAAN


@pytest.mark.parametrize(
    "wijzigingen",
    [
        (Wijziging("inschrijfdatum", "2008-08-01", "2008-09-01"),),
        (Wijziging("roepnaam", None, "Jan"),),
        (Wijziging("Naam] = 1; --", None, "x"),),
        (Wijziging("postcode", "1234AB", "3512JC"), Wijziging("postcode", "1234AB", "3512JD")),
    ],
)
def test_anything_else_than_the_mapped_columns_is_our_own_bug(een, wijzigingen):
    assert fout_van(een.lvs.schrijf, 1, wijzigingen).code == "EIGEN-01"


# --- rights


def test_C_55_an_account_tells_what_it_may(school):
    assert school.lvs.rechten() in set(Rechten)


# --- the lease


def test_FOUT_21_only_one_works_with_an_aanleverpunt(school):
    lvs = school.lvs
    with lvs.vergrendel("00AA00"), lvs.vergrendel("00AA01"):
        for _ in range(2):
            with pytest.raises(BronSyncFout, match="LVS-09"), lvs.vergrendel("00AA00"):
                pytest.fail("two hold it")
        assert list(lvs.lees("00AA00")) == []
    with lvs.vergrendel("00AA00"):
        pass


def test_an_error_in_the_work_frees_the_lease(school):
    with pytest.raises(ZeroDivisionError), school.lvs.vergrendel("00AA00"):
        raise ZeroDivisionError
    with school.lvs.vergrendel("00AA00"):
        pass


# --- memory and database say the same of any school


TEKSTEN = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "0001", "12a", "6030", "5010", "1234 ab", "999990019", "BO", "VSO", "20040500", "2004-5-1", "0,3"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
)
DATUMS = st.one_of(st.none(), st.sampled_from(["2009-08-01", "2008-08-01", "1900-01-01", "9999-12-31"]))


def waarden(veld):
    if veld.soort is Soort.DATUM:
        return DATUMS
    return st.sampled_from([None, True, False]) if veld.soort is Soort.JA_NEE else TEKSTEN


CELLEN = {veld.naam: waarden(veld) for veld in CEL_VELDEN}
LIJSTEN = {veld.naam: st.lists(st.tuples(*map(waarden, veld.onderdelen)), max_size=4) for veld in LIJST_VELDEN}
VAN_LEERLING = [v.naam for v in CEL_VELDEN if v.categorie in (Categorie.SLEUTEL, Categorie.ADRES)] + ["nationaliteiten"]
LEERLING = st.fixed_dictionaries(
    {},
    optional={n: {**CELLEN, **LIJSTEN}[n] for n in VAN_LEERLING}
    | {"roepnaam": TEKSTEN, "leerlingnummer": TEKSTEN, "onderwijs_sinds": DATUMS},
)
INSCHRIJVING = st.fixed_dictionaries(
    {}, optional={n: s for n, s in {**CELLEN, **LIJSTEN}.items() if n not in VAN_LEERLING}
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(leerlingen=st.lists(st.tuples(LEERLING, INSCHRIJVING), min_size=1, max_size=3))
def test_memory_and_sqlite_read_the_same_rows(leerlingen, tmp_path_factory):
    database = DatabaseSchool(f"sqlite:///{tmp_path_factory.mktemp('lvs') / 'lvs.db'}")
    scholen = (GeheugenLvs(), database)
    for school in scholen:
        for nummer, (leerling, inschrijving) in enumerate(leerlingen):
            school.zet_leerling(nummer, **leerling)
            school.zet_inschrijving(nummer, nummer, "00AA00", **inschrijving)
    geheugen, gelezen = (list(school.lvs.lees("00AA00")) for school in scholen)
    database.sluit()
    assert gelezen == geheugen
