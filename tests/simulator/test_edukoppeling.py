"""The profile `edukoppeling` of the simulator: what it takes, what it refuses, and that others agree with its signatures."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from bron_hulp.ondertekenen import (
    AANVALLEN,
    ANONIEM,
    ENC,
    INCLUSIEF,
    INGESLOTEN,
    MEER,
    PSS,
    Mal,
    Partij,
    certificaat_in,
    eis_xmlsec1,
    sjabloon,
    vul,
    xmlsec1_keurt,
    xmlsec1_tekent,
)
from bron_simulator.edukoppeling import Edukoppeling
from bron_simulator.pki import maak_ca, oin
from bron_simulator.wsse import Ondertekenaar
from simulator.berichtenmaker import NS, PUNT, SOAP, TWEEDE, inschrijving, verzoek

OPERATIE = "aanleverenInschrijving"


@pytest.fixture(scope="module")
def ca():
    return maak_ca()


@pytest.fixture(scope="module")
def register_partij(ca):
    return Partij(ca, "register", server=True)


@pytest.fixture(scope="module")
def punt(ca):
    return Partij(ca, PUNT)


@pytest.fixture(scope="module")
def tweede_punt(ca):
    return Partij(ca, TWEEDE)


@pytest.fixture
def streng(register, ca, register_partij):
    """The register in process, under the profile."""
    wie = Ondertekenaar(register_partij.sleutel, register_partij.certificaat)
    register.kern.edukoppeling = Edukoppeling(ca.certificaat, wie)
    return register


def inhoud(**anders):
    romp = etree.fromstring(verzoek(OPERATIE, {"inschrijving": inschrijving(**anders)})).find(f"{{{SOAP}}}Body")
    return etree.tostring(romp[0])


def adressen(partij, register_partij, **anders):
    return {
        "To": f"https://localhost/bron-po/v1?oin={register_partij.oin}",
        "Action": f"{NS}/{OPERATIE}",
        "From": f"{ANONIEM}?oin={partij.oin}",
        "MessageID": "urn:uuid:11111111-2222-4333-8444-555555555555",
    } | anders


@pytest.fixture
def mal(punt, tweede_punt, register_partij):
    return Mal(inhoud(), adressen(punt, register_partij), punt, tweede_punt, inhoud(leerlingnummer="999"))


def stuur(register, bericht, *, van=PUNT, operatie=OPERATIE):
    return register.verwerk(operatie, {}, bericht, van)


def aantal(register):
    return register.store.rij("SELECT COUNT(*) AS n FROM bericht")["n"]


def foutcode(antwoord):
    status, _, body = antwoord
    assert status == 500
    return etree.fromstring(body).findtext(f".//{{{NS}}}foutcode")


def test_a_signed_request_is_taken_and_the_answer_is_signed(streng, mal, register_partij, punt):
    status, _, body = stuur(streng, mal.goed())
    assert status == 200
    assert aantal(streng) == 1
    antwoord = etree.fromstring(body)
    kop = antwoord[0]
    wsa = "{http://www.w3.org/2005/08/addressing}"
    assert kop.findtext(f"{wsa}To") == f"{ANONIEM}?oin={punt.oin}"
    assert kop.findtext(f"{wsa}From/{wsa}Address") == f"{ANONIEM}?oin={register_partij.oin}"
    assert kop.findtext(f"{wsa}RelatesTo") == mal.adressen["MessageID"]
    assert certificaat_in(body) == register_partij.certificaat


@pytest.mark.parametrize("naam", AANVALLEN)
def test_an_attack_is_refused_and_changes_nothing(streng, mal, naam):
    wanneer_al_geweigerd = "DK0001" if naam.startswith("instruction") else "EK00"
    assert foutcode(stuur(streng, AANVALLEN[naam](mal))).startswith(wanneer_al_geweigerd)
    assert aantal(streng) == 0


def test_the_same_bytes_again_are_one_message(streng, mal):
    """Within the time of its stamp a copy proves what it proved before; what it asks for is done once."""
    bericht = mal.goed()
    antwoorden = [etree.fromstring(stuur(streng, bericht)[2]) for _ in range(2)]
    assert aantal(streng) == 1
    romp = [etree.tostring(antwoord.find(f"{{{SOAP}}}Body")[0]) for antwoord in antwoorden]
    assert romp[0] == romp[1]


@pytest.mark.parametrize("naam", ["oin", "OIN"])
def test_S7_the_number_in_an_address_is_read_however_it_is_written(streng, mal, punt, register_partij, naam):
    anders = {"To": f"https://localhost/?{naam}={register_partij.oin}", "From": f"{ANONIEM}?{naam}={punt.oin}"}
    assert (
        stuur(streng, Mal(mal.inhoud, adressen(punt, register_partij, **anders), punt, mal.ander, b"").goed())[0] == 200
    )


def test_S10_told_so_it_takes_a_message_id_once_and_knows_a_repeat_by_its_bedrijfsdocument(
    streng, mal, punt, register_partij
):
    streng.kern.edukoppeling._eenmalig = True
    assert stuur(streng, mal.goed())[0] == 200
    assert foutcode(stuur(streng, mal.goed())) == "EK0027"
    opnieuw = adressen(
        punt, register_partij, MessageID="11111111-2222-4333-8444-000000000009"
    )  # bare, as SURF sends it
    assert stuur(streng, Mal(mal.inhoud, opnieuw, punt, mal.ander, b"").goed())[0] == 200
    assert aantal(streng) == 1


def test_S1_told_so_it_has_another_number_in_its_address_than_in_its_certificate(
    streng, mal, punt, ca, register_partij
):
    wie = Ondertekenaar(register_partij.sleutel, register_partij.certificaat)
    streng.kern.edukoppeling = Edukoppeling(ca.certificaat, wie, oin_adres="00000001800866472000")
    assert foutcode(stuur(streng, mal.goed())) == "EK0020"
    aan = adressen(punt, register_partij, To="https://localhost/?oin=00000001800866472000")
    status, _, body = stuur(streng, Mal(mal.inhoud, aan, punt, mal.ander, b"").goed())
    assert (status, certificaat_in(body)) == (200, register_partij.certificaat)
    assert etree.fromstring(body).findtext(".//{*}From/{*}Address") == f"{ANONIEM}?oin=00000001800866472000"


def test_S2_told_so_it_takes_what_a_supplier_sends_for_a_school(streng, mal, ca, register_partij):
    naam, school = "lvs.leverancier.example", "0000000700000AA00000"
    leverancier = Partij(ca, naam)
    assert PUNT == "00AA00"
    goed = Mal(
        mal.inhoud, adressen(leverancier, register_partij, From=f"{ANONIEM}?OIN={school}"), leverancier, mal.ander, b""
    ).goed()
    assert foutcode(stuur(streng, goed, van=naam)) == "EK0021", "nobody told it"
    streng.kern.leverancier = naam
    assert stuur(streng, goed, van=naam)[0] == 200
    zelf = Mal(mal.inhoud, adressen(leverancier, register_partij), leverancier, mal.ander, b"")
    assert foutcode(stuur(streng, zelf.goed(), van=naam)) == "EK0021", "the school is the sender"
    elders = Mal(
        mal.inhoud,
        adressen(leverancier, register_partij, From=f"{ANONIEM}?oin=0000000700099ZZ00000"),
        leverancier,
        mal.ander,
        b"",
    )
    assert foutcode(stuur(streng, elders.goed(), van=naam)) == "EK0021", "of another school"


@pytest.mark.parametrize("opties", [{"omvorming": INCLUSIEF}, {"omvorming": INGESLOTEN}, {"methode": PSS}])
def test_the_profile_takes_no_other_form_than_its_own(streng, mal, opties):
    assert foutcode(stuur(streng, mal.goed(**opties))) == "EK0026"
    assert aantal(streng) == 0


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        (b"<wsu:Created>.*?</wsu:Created>", b"<wsu:Created>0001-01-01T00:00:00Z</wsu:Created>"),
        (b"<wsu:Expires>.*?</wsu:Expires>", b"<wsu:Expires>9999-12-31T23:59:59Z</wsu:Expires>"),
        (b"<wsu:Expires>.*?</wsu:Expires>", b"<wsu:Expires>9999-12-31T23:59:59-14:00</wsu:Expires>"),
        (b"<wsu:Expires>.*?</wsu:Expires>", b""),
        (b'<soap:Body wsu:Id="X-Body">', b'<soap:Body xmlns:v="geen/adres" v:x="1" wsu:Id="X-Body">'),
        (b"MII", b"MIJ"),
    ],
    ids=["before all time", "after all time", "another zone", "no end", "no canonical form", "spoilt token"],
)
def test_what_cannot_be_reckoned_with_is_refused_by_name(streng, mal, punt, oud, nieuw):
    """Not as a failure of the register itself: the caller can do something about it."""
    bericht = re.sub(oud, nieuw, sjabloon(mal.inhoud, mal.adressen, punt), count=1)
    if b"geen/adres" not in bericht:
        bericht = vul(bericht, punt)
    code = foutcode(stuur(streng, bericht))
    assert code in ("EK0026", "EK0024")
    assert aantal(streng) == 0


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"To": f"https://localhost/?oin={oin('elders')}"}, "EK0020"),
        ({"To": "https://localhost/"}, "EK0020"),
        ({"From": f"{ANONIEM}?oin={oin(TWEEDE)}"}, "EK0021"),
        ({"From": "http://[?oin=1"}, "EK0021"),
        ({"Action": f"{NS}/aanleverenUitschrijving"}, "EK0022"),
        ({"MessageID": ""}, "EK0023"),
    ],
)
def test_wrong_addresses_are_refused(streng, mal, punt, register_partij, anders, code):
    goed = Mal(mal.inhoud, adressen(punt, register_partij, **anders), punt, mal.ander, b"")
    assert foutcode(stuur(streng, goed.goed())) == code
    assert aantal(streng) == 0


def test_an_action_that_is_not_of_the_body_is_refused(streng, mal, punt, register_partij):
    ander = "aanleverenUitschrijving"
    vals = Mal(mal.inhoud, adressen(punt, register_partij, Action=f"{NS}/{ander}"), punt, mal.ander, b"")
    assert foutcode(stuur(streng, vals.goed(), operatie=ander)) == "DK0003"
    assert aantal(streng) == 0


def test_a_signature_of_another_than_the_connection_is_refused(streng, mal, tweede_punt, register_partij):
    vals = Mal(mal.inhoud, adressen(tweede_punt, register_partij), tweede_punt, mal.ander, b"")
    assert foutcode(stuur(streng, vals.goed())) == "EK0025"
    assert foutcode(stuur(streng, mal.goed(), van=TWEEDE)) == "EK0025"


def test_a_certificate_of_another_issuer_or_of_yesterday_is_refused(streng, mal, ca, register_partij):
    gisteren = datetime.now(UTC) - timedelta(days=1)
    vreemd = Partij(maak_ca(), PUNT)
    verlopen = Partij(ca, PUNT, van=gisteren - timedelta(days=9), tot=gisteren)
    for partij in (vreemd, verlopen):
        vals = Mal(mal.inhoud, adressen(partij, register_partij), partij, mal.ander, b"")
        assert foutcode(stuur(streng, vals.goed())) == "EK0025"


def test_a_weak_key_is_refused(streng, mal, ca, register_partij):
    zwak = Partij(ca, PUNT, bits=1024)
    vals = Mal(mal.inhoud, adressen(zwak, register_partij), zwak, mal.ander, b"")
    assert foutcode(stuur(streng, vals.goed())) == "EK0026"


@pytest.mark.parametrize(("methode", "som"), [("rsa-sha384", f"{MEER}sha384"), ("rsa-sha512", f"{ENC}sha512")])
def test_the_other_algorithms_of_digikoppeling_are_taken(streng, mal, methode, som):
    assert stuur(streng, mal.goed(methode=f"{MEER}{methode}", som=som))[0] == 200


def test_a_fault_after_the_request_was_proved_is_signed(streng, mal, punt, register_partij):
    vreemd = mal.inhoud.replace(b"<leerlingnummer>", b"<onbekend/><leerlingnummer>")
    antwoord = stuur(streng, Mal(vreemd, mal.adressen, punt, mal.ander, b"").goed())
    assert foutcode(antwoord) == "DK0004"
    assert certificaat_in(antwoord[2]) == register_partij.certificaat


@pytest.mark.parametrize("soort", ["ek_zonder", "ek_verlopen", "ek_gewijzigd", "ek_ander_bericht"])
def test_faults_in_signing_are_in_the_answer_only(streng, mal, soort, tmp_path, register_partij):
    streng.storingen.zet([{"soort": soort}])
    status, _, body = stuur(streng, mal.goed())
    assert (status, aantal(streng)) == (200, 1)
    wortel = etree.fromstring(body)
    assert (wortel.find(".//{*}Signature") is None) == (soort == "ek_zonder")
    gemaakt = wortel.findtext(".//{*}Created")
    assert soort != "ek_verlopen" or datetime.fromisoformat(gemaakt) < datetime.now(UTC) - timedelta(minutes=30)
    assert (wortel.findtext(".//{*}RelatesTo") == mal.adressen["MessageID"]) == (
        soort in ("ek_verlopen", "ek_gewijzigd")
    )
    if soort == "ek_gewijzigd":
        eis_xmlsec1()
        assert xmlsec1_keurt(body, register_partij.certificaat, tmp_path)[0] is False


# --- an independent program agrees --------------------------------------------------------------------------------------------------------


def test_xmlsec1_accepts_what_the_register_signs(streng, mal, tmp_path):
    eis_xmlsec1()
    _, _, body = stuur(streng, mal.goed())
    assert xmlsec1_keurt(body, certificaat_in(body), tmp_path) == (True, 8)
    assert xmlsec1_keurt(body.replace(b"antwoordOp>", b"antwoordAan>"), certificaat_in(body), tmp_path)[0] is False


@pytest.mark.parametrize("prefixen", ["", "soap wsa wsu"])
def test_the_register_accepts_what_xmlsec1_signs(streng, mal, punt, tmp_path, prefixen):
    eis_xmlsec1()
    bericht = sjabloon(mal.inhoud, mal.adressen, punt, prefixen=prefixen)
    assert stuur(streng, xmlsec1_tekent(bericht, punt, tmp_path))[0] == 200
    assert aantal(streng) == 1


def test_our_test_signer_and_xmlsec1_make_the_same_signature(mal, punt, tmp_path):
    eis_xmlsec1()
    bericht = sjabloon(mal.inhoud, mal.adressen, punt, prefixen="soap")
    waarden = [
        "".join(etree.fromstring(getekend).findtext(".//{*}SignatureValue").split())
        for getekend in (vul(bericht, punt), xmlsec1_tekent(bericht, punt, tmp_path))
    ]
    assert waarden[0] == waarden[1]
