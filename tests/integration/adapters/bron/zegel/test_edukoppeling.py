"""The profile `edukoppeling` in the client, over a real line: what leaves is sealed, what comes back is proved before it is read."""

import email.utils
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from bron_hulp.ondertekenen import (
    AANVALLEN,
    ANONIEM,
    DS,
    ENC,
    EXC,
    INCLUSIEF,
    INGESLOTEN,
    MEER,
    OASIS,
    PSS,
    SOAP,
    WSA,
    WSU,
    X509V3,
    XMLSEC1,
    Mal,
    Partij,
    certificaat_in,
    eis_xmlsec1,
    sjabloon,
    tijd,
    vul,
    xmlsec1_keurt,
    xmlsec1_tekent,
)
from bron_hulp.pki import Ca, p12, pem
from bron_hulp.server import Server, envelop, http
from bron_simulator.pki import geef_uit, maak_ca, oin
from bronsync.adapters.bron import berichten
from bronsync.adapters.bron.omgeving import BronOmgeving, Certificaatbestand, Profiel, lees_omgeving
from bronsync.adapters.bron.register import BronRegister
from bronsync.adapters.bron.zegel.wsse import WsseFout
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.vergelijking.berichten import Ontvangen
from helpers.fouten import fout
from helpers.voorbeelden import voorbeeld

NS = "urn:bronsync:bron-po:v1"
OPERATIE = "aanleverenInschrijving"
TIJD = "2011-10-03T09:30:00Z"


BODY = voorbeeld(f"{OPERATIE}_request")
GOED = voorbeeld(f"{OPERATIE}_response")
ID = berichten.bericht_id_van(BODY)
POGING = "11111111-2222-4333-8444-666666666666"
"""The MessageID of every attempt in these tests, where it is not the point."""


class Bron:
    """A register that answers the bytes that a test puts in `antwoord`, and the keys on both sides."""

    def __init__(self, map_):
        self.ca = maak_ca()
        self.ca_pem = self.ca.certificaat.public_bytes(Encoding.PEM).decode()
        tls_sleutel = ec.generate_private_key(ec.SECP256R1())
        (map_ / "server.pem").write_bytes(pem(tls_sleutel, geef_uit(self.ca, "localhost", tls_sleutel, server=True)))
        self.wij, self.register = Partij(self.ca, "00AA00"), Partij(self.ca, "register", server=True)
        self.ander = Partij(self.ca, "00AA01")
        self.p12 = map_ / "c.p12"
        self.p12.write_bytes(p12(self.wij.sleutel, self.wij.certificaat))
        self.antwoord = b""
        self.server = Server(map_ / "server.pem", self.ca_pem, lambda kanaal, _: kanaal.sendall(self.antwoord))

    def adressen(self, *, operatie=OPERATIE, **anders):
        return {
            "To": f"{ANONIEM}?oin={self.wij.oin}",
            "Action": f"{NS}/{operatie}",
            "MessageID": "urn:uuid:99999999-0000-4000-8000-000000000000",
            "RelatesTo": f"urn:uuid:{POGING}",
            "From": f"{ANONIEM}?oin={self.register.oin}",
        } | anders

    def mal(self, inhoud=GOED, partij=None, **anders):
        vals = inhoud.replace(b"00AA00-00000002", b"00AA00-00000666")
        return Mal(inhoud, self.adressen(**anders), partij or self.register, self.ander, vals)

    def zegt(self, bericht, **opties):
        self.antwoord = http(bericht, **opties)

    def open(self, bestand=None, nu=None, nieuw_id=None, **anders):
        certificaten = {"00AA00": Certificaatbestand(bestand or self.p12, "geheim")}
        omgeving = BronOmgeving(
            self.server.url, self.ca_pem, True, certificaten, Profiel.EDUKOPPELING, self.register.oin
        )
        omgeving = replace(omgeving, **anders)
        return BronRegister(
            omgeving, "00AA00", lambda: omgeving.certificaat("00AA00"), nu, nieuw_id or (lambda: POGING)
        )

    @property
    def laatste(self):
        return self.server.verzoeken[-1][1]


@pytest.fixture(scope="module")
def bron(tmp_path_factory):
    bron = Bron(tmp_path_factory.mktemp("bron"))
    with bron.server:
        yield bron


@pytest.fixture(scope="module")
def register(bron):
    register = bron.open()
    yield register
    register.sluit()


# --- what leaves --------------------------------------------------------------------------------------------------------------------------


def test_a_request_says_from_whom_to_whom_and_what_and_carries_the_frozen_bytes(bron, register):
    bron.zegt(bron.mal().goed())
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")
    assert BODY in bron.laatste
    kop = etree.fromstring(bron.laatste)[0]
    assert kop.findtext(f"{{{WSA}}}To") == f"{bron.server.url}?oin={bron.register.oin}"
    assert kop.findtext(f"{{{WSA}}}Action") == f"{NS}/{OPERATIE}"
    assert kop.findtext(f"{{{WSA}}}From/{{{WSA}}}Address") == f"{ANONIEM}?oin={bron.wij.oin}"
    assert kop.findtext(f"{{{WSA}}}MessageID") == f"urn:uuid:{POGING}"
    assert certificaat_in(bron.laatste) == bron.wij.certificaat


def test_S10_a_repeat_has_the_same_body_in_a_new_envelope_with_a_message_id_of_its_own(bron):
    clock, nummers = (
        [datetime.now(UTC)],
        ["11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002"],
    )
    register = bron.open(nu=lambda: clock[0], nieuw_id=iter(nummers).__next__)
    bron.zegt(bron.mal(RelatesTo=f"urn:uuid:{nummers[0]}").goed())
    register.verzend(OPERATIE, BODY)
    eerste = bron.laatste
    clock[0] += timedelta(seconds=90)
    bron.zegt(bron.mal(RelatesTo=f"urn:uuid:{nummers[1]}").goed())
    register.verzend(OPERATIE, BODY)
    register.sluit()
    romp = rb"<soapenv:Body.*</soapenv:Body>"
    assert re.search(romp, eerste)[0] == re.search(romp, bron.laatste)[0]
    gezien = [etree.fromstring(bericht)[0].findtext(f"{{{WSA}}}MessageID") for bericht in (eerste, bron.laatste)]
    assert gezien == [f"urn:uuid:{nummer}" for nummer in nummers]


def test_S10_the_answer_to_an_earlier_attempt_is_none_to_this_one(bron):
    register = bron.open(nieuw_id=lambda: "11111111-0000-4000-8000-000000000003")
    bron.zegt(bron.mal().goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)
    register.sluit()


def test_S10_without_being_told_every_attempt_has_another_message_id(bron):
    nummers = set()
    for _ in range(3):
        register = BronRegister(None, "00AA00", lambda: None)
        nummers.add(str(register._nieuw_id()))
    assert len(nummers) == 3


def test_xmlsec1_accepts_what_the_client_signs(bron, register, tmp_path):
    eis_xmlsec1()
    bron.zegt(bron.mal().goed())
    register.verzend(OPERATIE, BODY)
    assert xmlsec1_keurt(bron.laatste, certificaat_in(bron.laatste), tmp_path) == (True, 7)
    stuk = bron.laatste.replace(b"<datumInschrijving>", b"<datumInschrijving> ", 1)
    assert xmlsec1_keurt(stuk, certificaat_in(bron.laatste), tmp_path)[0] is False


@pytest.mark.parametrize("sleutel", ["ec", "zonder_oin"])
def test_a_certificate_that_cannot_sign_is_said_before_anything_is_sent(bron, tmp_path, sleutel):
    if sleutel == "ec":
        eigen = ec.generate_private_key(ec.SECP256R1())
        certificaat = geef_uit(bron.ca, "00AA00", eigen, serienummer=oin("00AA00"))
    else:
        eigen = bron.wij.sleutel
        certificaat = geef_uit(bron.ca, "00AA00", eigen)
    (tmp_path / "c.p12").write_bytes(p12(eigen, certificaat))
    voor = len(bron.server.verzoeken)
    fout(NietVerzonden, "CERT-13", bron.open(tmp_path / "c.p12").verzend, OPERATIE, BODY)
    assert len(bron.server.verzoeken) == voor


# --- what comes back ----------------------------------------------------------------------------------------------------------------------


def test_an_answer_as_the_services_of_duo_give_it_is_taken_its_token_unsigned(bron, register):
    bron.zegt(bron.mal().goed(zonder=("BinarySecurityToken",)))
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


@pytest.mark.parametrize("prefixen", ["", "soap wsa wsu", "#default soap"])
def test_the_client_accepts_what_xmlsec1_signs(bron, register, tmp_path, prefixen):
    eis_xmlsec1()
    bericht = sjabloon(GOED, bron.adressen(), bron.register, prefixen=prefixen)
    bron.zegt(xmlsec1_tekent(bericht, bron.register, tmp_path))
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


@pytest.mark.parametrize(("methode", "som"), [("rsa-sha384", f"{MEER}sha384"), ("rsa-sha512", f"{ENC}sha512")])
def test_the_other_algorithms_of_digikoppeling_are_taken(bron, register, methode, som):
    bron.zegt(bron.mal().goed(methode=f"{MEER}{methode}", som=som))
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


@pytest.mark.parametrize("naam", AANVALLEN)
def test_RELIABILITY_C1_27_an_attack_on_an_answer_is_refused(bron, register, naam):
    bron.zegt(AANVALLEN[naam](bron.mal()))
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


@pytest.mark.parametrize(
    "anders",
    [
        {"RelatesTo": "urn:uuid:00000000-0000-4000-8000-000000000000"},
        {"RelatesTo": f"urn:uuid:{ID}"},
        {"RelatesTo": POGING},
        {"To": f"{ANONIEM}?oin={oin('00AA01')}"},
        {"From": f"{ANONIEM}?oin={oin('elders')}"},
        {"From": ANONIEM},
        {"From": "http://[?oin=1"},
        {"Action": f"{NS}/aanleverenUitschrijving"},
    ],
)
def test_an_answer_to_or_from_somebody_else_is_refused(bron, register, anders):
    bron.zegt(bron.mal(**anders).goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


@pytest.mark.parametrize("weg", ["To", "Action", "MessageID", "RelatesTo", "From"])
def test_an_answer_without_one_of_the_addresses_is_refused(bron, register, weg):
    adressen = {naam: waarde for naam, waarde in bron.adressen().items() if naam != weg}
    bron.zegt(Mal(GOED, adressen, bron.register, bron.ander, b"").goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


def test_an_answer_signed_by_somebody_else_under_the_same_root_is_refused(bron, register):
    bron.zegt(bron.mal(partij=bron.ander).goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


def test_an_answer_signed_under_another_root_or_with_an_old_certificate_is_refused(bron, register):
    gisteren = datetime.now(UTC) - timedelta(days=1)
    vreemd = Partij(maak_ca(), "register", server=True)
    verlopen = Partij(bron.ca, "register", server=True, van=gisteren - timedelta(days=9), tot=gisteren)
    zwak = Partij(bron.ca, "register", server=True, bits=1024)
    for partij, code in ((vreemd, "NET-17"), (verlopen, "NET-07"), (zwak, "NET-07")):
        bron.zegt(bron.mal(partij=partij).goed())
        fout(Onduidelijk, code, register.verzend, OPERATIE, BODY)


def zonder_stempel(mal):
    bericht = etree.fromstring(sjabloon(mal.inhoud, mal.adressen, mal.partij, zonder=("Timestamp",)))
    stempel = next(bericht.iter("{*}Timestamp"))
    stempel.getparent().remove(stempel)
    return vul(etree.tostring(bericht), mal.partij)


def test_an_answer_without_a_timestamp_is_refused(bron, register):
    bron.zegt(zonder_stempel(bron.mal()))
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


def test_the_answer_to_one_message_is_no_answer_to_the_next(bron, register):
    """Whatever the envelope says: the body names the bedrijfsdocument that it answers."""
    bron.zegt(bron.mal().goed())
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")
    ander = BODY.replace(ID.encode(), b"99999999-5a6b-4c7d-8e9f-0a1b2c3d4e5f")
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, ander)


def test_an_answer_that_has_no_canonical_form_is_refused(bron, register):
    bericht = bron.mal().goed().replace(b"<soap:Body", b'<soap:Body xmlns:v="geen/adres" v:x="1"')
    bron.zegt(bericht)
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


@pytest.mark.parametrize("opties", [{"omvorming": INCLUSIEF}, {"omvorming": INGESLOTEN}, {"methode": PSS}])
def test_the_profile_takes_no_other_form_than_its_own(bron, register, opties):
    """What `bericht-controleren` reads of other programs is no answer of the register."""
    bron.zegt(bron.mal().goed(**opties))
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


def test_only_what_was_signed_is_read(bron, register):
    """A header that nobody signed is passed over, whatever it says."""
    bericht = bron.mal().goed().replace(b"<soap:Header>", b"<soap:Header><kenmerk>vals</kenmerk>")
    bron.zegt(bericht)
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


def test_what_comes_out_of_a_proved_answer_is_the_signed_body_alone(bron, register):
    bron.zegt(bron.mal().goed())
    register.verzend(OPERATIE, BODY)  # opens the line
    bericht = bron.mal().goed().replace(b"<soap:Header>", b"<soap:Header><kenmerk>vals</kenmerk>")
    wortel = berichten.ontleed(bericht, remove_pis=False)
    open_ = etree.fromstring(register._connection().roeper.zegel.open(wortel, f"{NS}/{OPERATIE}", f"urn:uuid:{POGING}"))
    assert [etree.QName(kind).localname for kind in open_] == ["Body"]
    assert [kind.tag for kind in open_[0]] == [etree.fromstring(GOED).tag]


@pytest.mark.parametrize("verschil", [timedelta(minutes=-20), timedelta(minutes=20)])
def test_a_clock_that_is_off_is_called_by_its_name(bron, verschil):
    clock = datetime.now(UTC) + verschil
    datum = email.utils.format_datetime(clock.replace(microsecond=0), usegmt=True)
    bron.zegt(bron.mal().goed(nu=clock), Date=datum)
    register = bron.open()
    fout(Onduidelijk, "NET-11", register.verzend, OPERATIE, BODY)
    register.sluit()


def test_a_tampered_answer_is_not_blamed_on_the_clock(bron, register):
    clock = datetime.now(UTC) + timedelta(minutes=20)
    datum = email.utils.format_datetime(clock.replace(microsecond=0), usegmt=True)
    bron.zegt(AANVALLEN["whitespace_in_body"](bron.mal()), Date=datum)
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


# --- as the services of DUO answer (SOAP B) --------------------------------------------------------------------------------------------------

OIN_ADRES, OIN_CERTIFICAAT = "00000001800866472000", "00000099800866472000"
"""Of DUO's test service: in its address, and in the certificate that it signs with."""


def zoals_duo(partij, aan, poging, *, omslag="", romp=GOED, nu=None):
    """The shape of a recorded answer of DUO's RIO service, made here: order of the headers, default namespaces, token not signed."""
    nu = nu or datetime.now(UTC)
    delen = ["_1", "_2", "_3", "_4", "_5", "_6", "TS-1"]
    verwijzingen = "".join(
        f'<Reference URI="#{deel}"><Transforms><Transform Algorithm="{EXC}"/></Transforms>'
        f'<DigestMethod Algorithm="{ENC}sha256"/><DigestValue></DigestValue></Reference>'
        for deel in delen
    )
    adressen = (
        f'<To xmlns="{WSA}" xmlns:wsu="{WSU}" wsu:Id="_1">{ANONIEM}?oin={aan}</To>'
        f'<Action xmlns="{WSA}" xmlns:wsu="{WSU}" wsu:Id="_2">{NS}/{OPERATIE}</Action>'
        f'<MessageID xmlns="{WSA}" xmlns:wsu="{WSU}" wsu:Id="_3">7b6f3b1e-5d0c-4c86-9c1a-0e4b5f0a9d11</MessageID>'
        f'<RelatesTo xmlns="{WSA}" xmlns:wsu="{WSU}" wsu:Id="_4">{poging}</RelatesTo>'
        f'<From xmlns="{WSA}" xmlns:wsu="{WSU}" wsu:Id="_5"><Address>https://duo.nl/services?oin={OIN_ADRES}</Address></From>'
    )
    info = (
        f'<SignedInfo><CanonicalizationMethod Algorithm="{EXC}"/><SignatureMethod Algorithm="{MEER}rsa-sha256"/>'
        f"{verwijzingen}</SignedInfo>"
    )
    vault = (
        f'<wsse:Security xmlns:wsse="{OASIS}wssecurity-secext-1.0.xsd" soapenv:mustUnderstand="1">'
        f'<wsu:Timestamp xmlns:wsu="{WSU}" wsu:Id="TS-1"><wsu:Created>{tijd(nu)}</wsu:Created>'
        f"<wsu:Expires>{tijd(nu + timedelta(seconds=300))}</wsu:Expires></wsu:Timestamp>"
        f'<wsse:BinarySecurityToken xmlns:wsu="{WSU}" wsu:Id="X509-1" ValueType="{X509V3}" '
        f'EncodingType="{OASIS}soap-message-security-1.0#Base64Binary">{partij.token}</wsse:BinarySecurityToken>'
        f'<Signature xmlns="{DS}">{info}<SignatureValue></SignatureValue><KeyInfo><wsse:SecurityTokenReference>'
        f'<wsse:Reference URI="#X509-1" ValueType="{X509V3}"/></wsse:SecurityTokenReference></KeyInfo></Signature></wsse:Security>'
    )
    bericht = (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Header>{adressen}{vault}</soapenv:Header>'
        f'<soapenv:Body xmlns:wsu="{WSU}" wsu:Id="_6">{romp.decode()}</soapenv:Body></soapenv:Envelope>'
    )
    return vul(bericht.encode(), partij)


@pytest.fixture(scope="module")
def duo(bron):
    """RSA of 4096 bits, the OIN of the certificate."""
    sleutel = rsa.generate_private_key(65537, 4096)
    partij = Partij(bron.ca, "xml-test.example", sleutel=sleutel, server=True)
    partij.certificaat = geef_uit(bron.ca, "xml-test.example", sleutel, serienummer=OIN_CERTIFICAAT, server=True)
    return partij


@pytest.fixture
def als_duo(bron):
    register = bron.open(oin=OIN_ADRES, oin_certificaat=OIN_CERTIFICAAT)
    yield register
    register.sluit()


def test_S1_an_answer_of_the_shape_of_duos_test_service_is_taken(bron, als_duo, duo, tmp_path):
    bericht = zoals_duo(duo, bron.wij.oin, f"urn:uuid:{POGING}")
    if XMLSEC1:
        assert xmlsec1_keurt(bericht, duo.certificaat, tmp_path) == (True, 7)
    bron.zegt(bericht)
    assert als_duo.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


@pytest.mark.parametrize("vorm", ["urn:uuid:{}", "uuid:{}", "{}", "https://school.example/{}"])
def test_S1_the_answer_relates_to_what_was_sent_whatever_its_form(bron, als_duo, duo, vorm):
    bericht = zoals_duo(duo, bron.wij.oin, vorm.format(POGING))
    als_duo.controleer_certificaat()
    zegel = als_duo._connection().roeper.zegel
    wortel = berichten.ontleed(bericht, remove_pis=False)
    assert GOED in zegel.open(wortel, f"{NS}/{OPERATIE}", vorm.format(POGING))
    with pytest.raises(WsseFout, match="ander_bericht RelatesTo"):
        zegel.open(wortel, f"{NS}/{OPERATIE}", vorm.format(ID))


@pytest.mark.parametrize(
    "omgeving",
    [{"oin": OIN_ADRES, "oin_certificaat": OIN_ADRES}, {"oin": OIN_ADRES}, {"oin": OIN_CERTIFICAAT}],
    ids=["certificate", "one for both", "address"],
)
def test_S1_each_number_is_held_against_its_own(bron, duo, omgeving):
    register = bron.open(**{"oin_certificaat": ""} | omgeving)
    bron.zegt(zoals_duo(duo, bron.wij.oin, f"urn:uuid:{POGING}"))
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)
    register.sluit()


def test_S1_what_leaves_is_addressed_to_the_number_of_the_address(bron, als_duo, duo):
    bron.zegt(zoals_duo(duo, bron.wij.oin, f"urn:uuid:{POGING}"))
    als_duo.verzend(OPERATIE, BODY)
    assert etree.fromstring(bron.laatste)[0].findtext(f"{{{WSA}}}To").endswith(f"?oin={OIN_ADRES}")


def test_S5_an_issuer_between_the_root_and_the_token_is_of_the_environment(bron, tmp_path):
    """The token holds the leaf only, the root is known: what lies between is a setting, and its absence is said."""
    wortel = Ca()
    tussen = Ca("Tussen", boven=wortel)
    sleutel = rsa.generate_private_key(65537, 2048)
    partij = Partij(bron.ca, "register", sleutel=sleutel, server=True)
    partij.certificaat = tussen._bouw("register", sleutel, tussen, oin=bron.register.oin)
    bron.zegt(bron.mal(partij=partij).goed())
    zonder = bron.open(ca_pem=f"{bron.ca_pem}{wortel.pem}")
    assert "tussenliggende uitgever" in fout(Onduidelijk, "NET-17", zonder.verzend, OPERATIE, BODY).advies
    met = bron.open(ca_pem=f"{bron.ca_pem}{wortel.pem}", tussen_pem=tussen.pem)
    assert met.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")
    alleen = bron.open(tussen_pem=tussen.pem)  # which is no root itself
    fout(Onduidelijk, "NET-17", alleen.verzend, OPERATIE, BODY)
    for register in (zonder, met, alleen):
        register.sluit()


@pytest.mark.parametrize("vraag", ["?OIN={}", "?oin={}", "?Oin={}", "?a=1&OIN={}"])
def test_S7_the_number_in_an_address_is_read_however_it_is_written(bron, register, vraag):
    anders = {
        "To": ANONIEM + vraag.format(bron.wij.oin),
        "From": ANONIEM + vraag.format(bron.register.oin),
    }
    bron.zegt(bron.mal(**{naam: waarde.replace("&", "&amp;") for naam, waarde in anders.items()}).goed())
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")


def test_S7_two_numbers_in_one_address_are_none(bron, register):
    vraag = f"?oin={bron.register.oin}&amp;OIN={bron.register.oin}"
    bron.zegt(bron.mal(From=ANONIEM + vraag).goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)


def test_S2_with_a_suppliers_certificate_the_school_is_the_sender(bron, tmp_path):
    sleutel = rsa.generate_private_key(65537, 2048)
    certificaat = geef_uit(bron.ca, "lvs.leverancier.example", sleutel, serienummer=oin("leverancier"))
    (tmp_path / "c.p12").write_bytes(p12(sleutel, certificaat))
    register, school = bron.open(tmp_path / "c.p12"), "0000000700000AA00000"
    bron.zegt(bron.mal(To=f"{ANONIEM}?oin={school}").goed())
    assert register.verzend(OPERATIE, BODY) == Ontvangen("00AA00-00000002")
    assert certificaat_in(bron.laatste) == certificaat
    kop = etree.fromstring(bron.laatste)[0]
    assert kop.findtext(f"{{{WSA}}}From/{{{WSA}}}Address") == f"{ANONIEM}?oin={school}"
    bron.zegt(bron.mal(To=f"{ANONIEM}?oin={oin('leverancier')}").goed())
    fout(Onduidelijk, "NET-07", register.verzend, OPERATIE, BODY)
    register.sluit()


# --- faults -------------------------------------------------------------------------------------------------------------------------------


def soapfout(faultcode, foutcode):
    detail = f'<technischeFout xmlns="{NS}"><foutcode>{foutcode}</foutcode><fouttekst>x</fouttekst></technischeFout>'
    return (
        '<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<faultcode>s:{faultcode}</faultcode><faultstring>x</faultstring><detail>{detail}</detail></s:Fault>"
    ).encode()


@pytest.mark.parametrize(
    ("faultcode", "getekend", "soort", "code"),
    [
        ("Client.DK0004", True, NietVerzonden, "NET-09"),
        ("Client.DK0004", False, Onduidelijk, "NET-09"),
        ("Client.EK0024", True, NietVerzonden, "NET-09"),
        ("Client.EK0024", False, Onduidelijk, "NET-09"),
        ("Server.DK0050", True, Onduidelijk, "NET-16"),
        ("Server.DK0050", False, Onduidelijk, "NET-16"),
    ],
)
def test_an_unsigned_fault_is_told_but_proves_nothing(bron, register, faultcode, getekend, soort, code):
    inhoud = soapfout(faultcode, faultcode.partition(".")[2])
    bron.zegt(bron.mal(inhoud).goed() if getekend else envelop(inhoud), status="500 X")
    assert faultcode.partition(".")[2] in str(fout(soort, code, register.verzend, OPERATIE, BODY))


def test_a_refusal_of_our_timestamp_with_a_clock_that_is_off(bron, register):
    datum = email.utils.format_datetime(datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=20), usegmt=True)
    bron.zegt(envelop(soapfout("Client.EK0024", "EK0024")), status="500 X", Date=datum)
    fout(Onduidelijk, "NET-11", register.verzend, OPERATIE, BODY)


# --- fetching -----------------------------------------------------------------------------------------------------------------------------


def stuk(nummer):
    inhoud = "<afkeur><signaal><code>A-1</code><tekst>t</tekst></signaal></afkeur>"
    kop = f"<ontvangstnummer>{nummer}</ontvangstnummer><aanleverpunt>00AA00</aanleverpunt><datumTijd>{TIJD}</datumTijd>"
    return f"<terugkoppeling>{kop}<antwoordOp>{ID}</antwoordOp>{inhoud}</terugkoppeling>"


def pagina(*nummers):
    naam = "ophalenTerugkoppelingen_response"
    staart = "<meerAanwezig>false</meerAanwezig><hoogsteOntvangstnummer>9</hoogsteOntvangstnummer>"
    stukken = "".join(map(stuk, nummers))
    return f'<{naam} xmlns="{NS}"><antwoordOp>{ID}</antwoordOp>{stukken}{staart}</{naam}>'.encode()


def test_a_page_of_feedback_gives_the_same_bytes_signed_or_not(bron, register):
    bron.zegt(bron.mal(pagina(3, 5), operatie="ophalenTerugkoppelingen").goed())
    blad = register.haal(TIJD, ID)
    assert [b.ontvangstnummer for b in blad.berichten] == [3, 5]
    kaal = etree.tostring(etree.fromstring(pagina(3, 5))[1], method="c14n", exclusive=True, with_comments=False)
    assert blad.berichten[0].raw == kaal
    assert register.lees(blad.berichten[1].raw).ontvangstnummer == 5


@pytest.mark.parametrize("naam", ["body_moved", "no_signature", "replay_after_30_minutes", "same_id_twice"])
def test_a_page_that_does_not_prove_itself_gives_nothing(bron, register, naam):
    bron.zegt(AANVALLEN[naam](bron.mal(pagina(3), operatie="ophalenTerugkoppelingen")))
    fout(Onduidelijk, "NET-07", register.haal, TIJD, ID)


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [(b"", "NET-07"), (b"<a/>" * 400_001, "NET-08"), (b"<!DOCTYPE a><a/>", "NET-07"), (GOED, "NET-07")],
)
def test_what_is_no_message_at_all_is_refused_as_without_signatures(bron, register, inhoud, code):
    bron.zegt(inhoud)
    fout(Onduidelijk, code, register.verzend, OPERATIE, BODY)


# --- the environment ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anders", "profiel"),
    [
        ({}, Profiel.TLS),
        ({"profiel": "tls"}, Profiel.TLS),
        ({"profiel": "edukoppeling", "oin": "00000007000000000001"}, Profiel.EDUKOPPELING),
        ({"profiel": "edukoppeling", "oin": "00000007000000000001", "oin_certificaat": "7"}, None),
        ({"profiel": "edukoppeling"}, None),
        ({"profiel": "edukoppeling", "oin": "7"}, None),
        ({"profiel": "geen"}, None),
        ({"profiel": None}, None),
    ],
)
def test_the_profile_is_a_property_of_the_environment_and_never_guessed(tmp_path, anders, profiel):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "ca.pem").write_text("pem")
    gegevens = {"url": "https://127.0.0.1:8443/x", "ca": "ca.pem", "certificaten": {}} | anders
    (tmp_path / "register" / "adres.json").write_text(json.dumps(gegevens))
    if profiel is None:
        with pytest.raises(BronSyncFout, match="INST-01"):
            lees_omgeving(tmp_path)
    else:
        assert lees_omgeving(tmp_path).profiel is profiel


def test_S1_S5_the_environment_reads_both_numbers_and_the_issuers_between(tmp_path):
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "ca.pem").write_text("wortel")
    (tmp_path / "register" / "tussen.pem").write_text("tussen")
    gegevens = {"url": "https://127.0.0.1:8443/x", "ca": "ca.pem", "certificaten": {}, "profiel": "edukoppeling"}
    gegevens |= {"oin": OIN_ADRES, "oin_certificaat": OIN_CERTIFICAAT, "tussen": "tussen.pem"}
    (tmp_path / "register" / "adres.json").write_text(json.dumps(gegevens))
    gelezen = lees_omgeving(tmp_path)
    assert (gelezen.oin, gelezen.oin_certificaat) == (OIN_ADRES, OIN_CERTIFICAAT)
    assert (gelezen.tussen_pem, gelezen.uitgevers_pem) == ("tussen", "wortel\ntussen")
    (tmp_path / "register" / "tussen.pem").unlink()
    with pytest.raises(BronSyncFout, match="INST-01"):
        lees_omgeving(tmp_path)
