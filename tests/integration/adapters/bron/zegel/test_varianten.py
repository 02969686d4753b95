"""`bronsync bericht-controleren` on what other programs make within WS-Security: each intact, and not any more when one sign is another.

Kinds that were seen in messages of WSS4J, CXF, Metro, WCF and node-soap, signed here by the third signer of the tests.
"""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from bron_hulp.ondertekenen import (
    ANONIEM,
    DS,
    EXC,
    INCLUSIEF,
    INGESLOTEN,
    MEER,
    OASIS,
    PSS,
    STR,
    X509V3,
    Partij,
    bewaar,
    eis_xmlsec1,
    sjabloon,
    vul,
    xmlsec1_tekent,
)
from bron_hulp.pki import DAG, NU, Ca
from bron_simulator.pki import Uitgever, maak_ca
from bronsync import cli

KLAAR, NIET = 0, 1
INHOUD = '<vraag xmlns="urn:iets"><naam soort="a">Zoë &amp; 1</naam></vraag>'.encode()
ADRESSEN = {"To": "http://elders/?oin=1", "Action": "urn:iets/vraag", "MessageID": "1", "From": ANONIEM}
STAPPEN = f'<ds:Transforms><ds:Transform Algorithm="{EXC}"></ds:Transform></ds:Transforms>'.encode()
VERWIJST = f'<wsse:Reference URI="#X-BinarySecurityToken" ValueType="{X509V3}"/>'
PKIPATH = X509V3.replace("X509v3", "X509PKIPathv1")


@pytest.fixture(scope="module")
def partij(ca):
    return Partij(ca, "register")


@pytest.fixture
def controleer(tmp_path, capsys):
    def doe(bericht, *opties):
        code = cli.main(["bericht-controleren", str(bewaar(tmp_path, bericht)), *map(str, opties)])
        return code, capsys.readouterr().out

    return doe


def maak(partij, **opties):
    return sjabloon(INHOUD, ADRESSEN, partij, **opties)


def der(lengte_van):
    inhoud = b"".join(lengte_van)
    return b"\x30\x82" + len(inhoud).to_bytes(2) + inhoud


# --- how it is signed ---------------------------------------------------------------------------------------------------------------------


def met_stappen(*stappen):
    xml = "".join(f'<ds:Transform Algorithm="{stap}"/>' for stap in stappen)
    return lambda partij: maak(partij).replace(
        STAPPEN, f"<ds:Transforms>{xml}</ds:Transforms>".encode() if stappen else b""
    )


def met_token_door_verwijzing(partij):
    """As CXF and Metro protect a token: by way of the reference to it."""
    bericht = maak(
        partij, sleutelinfo=f'<wsse:SecurityTokenReference wsu:Id="X-STR">{VERWIJST}</wsse:SecurityTokenReference>'
    )
    stap = (
        f'<ds:Transforms><ds:Transform Algorithm="{STR}"><wsse:TransformationParameters>'
        f'<ds:CanonicalizationMethod Algorithm="{EXC}"/></wsse:TransformationParameters></ds:Transform></ds:Transforms>'
    ).encode()
    oud = b'URI="#X-BinarySecurityToken">' + STAPPEN
    assert oud in bericht
    return bericht.replace(oud, b'URI="#X-STR">' + stap)


def met_token_in_eigen_naamruimte(partij):
    bericht = met_token_door_verwijzing(partij).replace(b"</wsse:BinarySecurityToken", b"</BinarySecurityToken")
    ruimte = f'<BinarySecurityToken xmlns="{OASIS}wssecurity-secext-1.0.xsd" '.encode()
    return bericht.replace(b"<wsse:BinarySecurityToken ", ruimte)


def met_andere_id(vorm):
    return lambda partij: maak(partij).replace(b'wsu:Id="X-Body"', vorm)


GETEKEND = {
    "no transform at all": met_stappen(),
    "a transform without effect": met_stappen(INGESLOTEN, EXC),
    "only a transform without effect": met_stappen(INGESLOTEN),
    "inclusive": met_stappen(INCLUSIEF),
    "inclusive throughout": lambda partij: met_stappen(INCLUSIEF)(partij).replace(
        f'CanonicalizationMethod Algorithm="{EXC}"'.encode(), f'CanonicalizationMethod Algorithm="{INCLUSIEF}"'.encode()
    ),
    "token by way of its reference": met_token_door_verwijzing,
    "token in a namespace of its own": met_token_in_eigen_naamruimte,
    "pss": lambda partij: maak(partij, methode=PSS),
    "plain Id": met_andere_id(b'Id="X-Body"'),
    "xml:id": met_andere_id(b'xml:id="X-Body"'),
    "ID": met_andere_id(b'ID="X-Body"'),
    "the same id of business twice": lambda partij: (
        maak(partij).replace(b'soort="a"', b'Id="7" soort="a"').replace(b"</vraag>", b'<x Id="7"/></vraag>')
    ),
}


@pytest.mark.parametrize("naam", GETEKEND)
def test_what_another_program_signs_is_intact_and_its_changed_body_is_not(controleer, partij, naam):
    bericht = vul(GETEKEND[naam](partij), partij)
    code, uit = controleer(bericht)
    assert (code, "BinarySecurityToken, Body" in uit) == (KLAAR, True)
    for oud, nieuw in ((b'"a">', b'"b">'), (b"urn:iets/vraag", b"urn:iets/klacht"), (b"&amp; 1", b"&amp; 2")):
        assert bericht.count(oud) == 1
        code, uit = controleer(bericht.replace(oud, nieuw))
        assert (code, "is gewijzigd" in uit) == (NIET, True)


@pytest.mark.parametrize(
    "naam", ["no transform at all", "a transform without effect", "inclusive", "inclusive throughout"]
)
def test_what_xmlsec1_signs_so_is_intact(controleer, partij, tmp_path, naam):
    eis_xmlsec1()
    bericht = xmlsec1_tekent(GETEKEND[naam](partij), partij, tmp_path)
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht.replace(b"&amp; 1", b"&amp; 2"))[0] == NIET


def test_a_signature_of_an_elliptic_curve(controleer, ca):
    partij = Partij(ca, "register", sleutel=ec.generate_private_key(ec.SECP256R1()))
    bericht = vul(maak(partij, methode=f"{MEER}ecdsa-sha256"), partij)
    assert controleer(bericht)[0] == KLAAR
    code, uit = controleer(re.sub(b"(<ds:SignatureValue>.{9}).", rb"\1A", bericht, count=1))
    assert (code, "De handtekening klopt niet" in uit) == (NIET, True)
    waarde = re.search(b"<ds:SignatureValue>(.*?)</ds", bericht)[1]
    heel = base64.b64decode(waarde)
    assert controleer(bericht.replace(waarde, base64.b64encode(heel[:32] + b"\0" + heel[32:])))[0] == NIET
    andere = maak(partij, methode=f"{MEER}rsa-sha256").replace(b"rsa-sha256", b"ecdsa-sha256")
    assert controleer(vul(andere, partij).replace(b"ecdsa-sha256", b"rsa-sha256"))[0] == NIET


@pytest.mark.parametrize(("opties", "zin"), [({"methode": f"{DS}rsa-sha1"}, "SHA-1"), ({"som": f"{DS}sha1"}, "SHA-1")])
def test_sha1_is_named(controleer, partij, opties, zin):
    code, uit = controleer(vul(maak(partij, **opties), partij))
    assert (code, zin in uit) == (NIET, True)


def test_an_enveloped_signature_that_would_take_itself_out_is_not_read(controleer, partij):
    """A part that holds the signature, with the signature taken out of it, is a document nobody sees."""
    bericht = met_stappen(INGESLOTEN, EXC)(partij).replace(b"<soap:Header>", b'<soap:Header wsu:Id="X-Header">')
    kop = b'<ds:Reference URI="#X-To">'
    code, uit = controleer(vul(bericht.replace(kop, b'<ds:Reference URI="#X-Header">'), partij))
    assert (code, "niet de juiste vorm" in uit) == (NIET, True)


def test_an_id_that_two_parts_bear_is_not_read(controleer, partij):
    bericht = vul(maak(partij), partij).replace(b"</soap:Header>", b'<x Id="X-To"/></soap:Header>')
    code, uit = controleer(bericht)
    assert (code, "hetzelfde kenmerk" in uit) == (NIET, True)


def test_inclusive_c14n_below_a_language_is_not_read(controleer, partij):
    """It would be part of what was signed, and lxml does not give it."""
    bericht = met_stappen(INCLUSIEF)(partij).replace(b"<soap:Envelope", b'<soap:Envelope xml:lang="nl"')
    code, uit = controleer(vul(bericht, partij))
    assert (code, "algoritme" in uit) == (NIET, True)


# --- where the certificate stands ---------------------------------------------------------------------------------------------------------


class Keten:
    """Root, an issuer below it, and who signs."""

    def __init__(self, **tussen):
        self.wortel = Ca("Wortel")
        self.tussen = Ca("Tussen", boven=self.wortel)
        if tussen:
            self.tussen.cert = self.tussen._bouw("Tussen", self.tussen.key, self.wortel, **{"ca": True} | tussen)
        self.partij = Partij(Uitgever(self.tussen.cert, self.tussen.key), "register")

    def pad(self, *certificaten):
        return base64.b64encode(der(een.public_bytes(Encoding.DER) for een in certificaten)).decode()

    def bericht(self, pad=None):
        """The token is a PKIPath: from the issuer to the signer."""
        pad = pad or self.pad(self.tussen.cert, self.partij.certificaat)
        bericht = maak(self.partij).replace(X509V3.encode(), PKIPATH.encode())
        return vul(bericht.replace(self.partij.token.encode(), pad.encode()), self.partij)

    def x509data(self, *eerst):
        certificaten = (*eerst, self.tussen.cert, self.partij.certificaat)
        xml = "".join(
            f"<ds:X509Certificate>{base64.b64encode(een.public_bytes(Encoding.DER)).decode()}</ds:X509Certificate>"
            for een in certificaten
        )
        info = f"<ds:KeyName>x</ds:KeyName><ds:X509Data>{xml}</ds:X509Data>"
        return vul(maak(self.partij, sleutelinfo=info), self.partij)


@pytest.fixture
def ca_bestand(tmp_path):
    def schrijf(*certificaten):
        pad = tmp_path / "ca.pem"
        pad.write_bytes(b"tekst ervoor\n" + b"".join(een.public_bytes(Encoding.PEM) for een in certificaten))
        return pad

    return schrijf


@pytest.mark.parametrize("soort", ["bericht", "x509data"])
def test_a_chain_in_the_message_leads_to_the_root(controleer, ca_bestand, soort):
    keten = Keten()
    bericht = getattr(keten, soort)()
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht, "--vertrouw", ca_bestand(keten.wortel.cert))[0] == KLAAR
    assert controleer(bericht, "--vertrouw", ca_bestand(Ca("x").cert, keten.tussen.cert))[0] == KLAAR
    assert controleer(bericht, "--vertrouw", ca_bestand(keten.partij.certificaat))[0] == KLAAR
    code, uit = controleer(bericht, "--vertrouw", ca_bestand(Ca("Wortel").cert))
    assert (code, "niet uitgegeven door" in uit) == (NIET, True)


@pytest.mark.parametrize("tussen", [{"ca": False}, {"tot": NU - DAG / 2}, {"van": NU + DAG, "tot": NU + 2 * DAG}])
def test_an_issuer_between_that_may_not_issue_leads_nowhere(controleer, ca_bestand, tussen):
    keten = Keten(**tussen)
    assert controleer(keten.bericht())[0] == KLAAR
    assert controleer(keten.bericht(), "--vertrouw", ca_bestand(keten.wortel.cert))[0] == NIET


def test_issuers_that_issue_each_other_lead_nowhere(controleer, ca_bestand):
    keten = Keten()
    boven = Ca("Boven")
    keten.tussen.cert = keten.tussen._bouw("Tussen", keten.tussen.key, boven, ca=True)
    boven.cert = boven._bouw("Boven", boven.key, keten.tussen, ca=True)
    bericht = keten.bericht(keten.pad(boven.cert, keten.tussen.cert, keten.partij.certificaat))
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht, "--vertrouw", ca_bestand(keten.wortel.cert))[0] == NIET


def test_only_so_many_certificates_are_tried(controleer):
    keten = Keten()
    vol = [Ca("x").cert] * 6
    assert controleer(keten.x509data(*vol))[0] == KLAAR
    assert controleer(keten.x509data(*vol, *vol))[0] == NIET


def test_a_root_that_allows_no_issuer_below_it(controleer, ca_bestand):
    smal = maak_ca()  # its path length is 0
    sleutel = rsa.generate_private_key(65537, 2048)
    tussen = _ca_onder(smal, sleutel)
    keten = Keten()
    keten.tussen.cert, keten.partij = tussen, Partij(Uitgever(tussen, sleutel), "register")
    assert controleer(keten.bericht(), "--vertrouw", ca_bestand(smal.certificaat))[0] == NIET
    assert controleer(keten.bericht(), "--vertrouw", ca_bestand(tussen))[0] == KLAAR


def _ca_onder(boven, sleutel, *extensies):
    bouwer = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tussen")]))
        .issuer_name(boven.certificaat.subject)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    for extensie in extensies:
        bouwer = bouwer.add_extension(extensie, critical=True)
    return bouwer.sign(boven.sleutel, hashes.SHA256())


def test_an_issuer_with_limits_that_are_not_read_is_not_trusted(controleer, ca_bestand, ca):
    sleutel = rsa.generate_private_key(65537, 2048)
    namen = x509.NameConstraints([x509.DNSName("voorbeeld.nl")], None)
    uitgever = Uitgever(_ca_onder(ca, sleutel, namen), sleutel)
    partij = Partij(uitgever, "register")
    bericht = vul(maak(partij), partij)
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht, "--vertrouw", ca_bestand(uitgever.certificaat))[0] == NIET


def test_a_pkipath_that_is_spoilt_is_not_intact(controleer):
    keten = Keten()
    heel = der(een.public_bytes(Encoding.DER) for een in (keten.tussen.cert, keten.partij.certificaat))
    los = keten.partij.certificaat.public_bytes(Encoding.DER)
    for stuk in (
        b"",
        b"\x30",
        b"\x30\x00",
        b"\x30\x80",
        b"\x31" + heel[1:],
        heel[:-1],
        heel + b"\x00",
        der([los[:50]]),
        los,
    ):
        code, uit = controleer(keten.bericht(base64.b64encode(stuk).decode() or " "))
        assert (code, "Niet intact" in uit) == (NIET, True)


def test_what_names_no_certificate_is_said(controleer, partij):
    for info in ("<ds:KeyValue/>", "<ds:KeyName>x</ds:KeyName>", "<wsse:SecurityTokenReference/>"):
        code, uit = controleer(vul(maak(partij, sleutelinfo=info), partij))
        assert (code, "op een manier die hier niet wordt gelezen" in uit) == (NIET, True)


def test_a_certificate_of_a_version_that_does_not_exist_is_not_usable(controleer, partij, tmp_path):
    heel = partij.certificaat.public_bytes(Encoding.DER)
    stuk = heel.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x42", 1)
    assert stuk != heel
    code, uit = controleer(vul(maak(partij), partij).replace(partij.token.encode(), base64.b64encode(stuk)))
    assert (code, "niet te gebruiken" in uit) == (NIET, True)
    pad = tmp_path / "ca.pem"
    pad.write_text(f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(stuk).decode()}-----END CERTIFICATE-----\n")
    assert controleer(vul(maak(partij), partij), "--vertrouw", pad)[0] == 2


# --- as a file comes --------------------------------------------------------------------------------------------------------------------


def test_lines_of_windows_a_blank_line_before_and_signs_spelled_otherwise(controleer, partij):
    bericht = vul(maak(partij).replace(b"<soap:Body", b"\n<soap:Body").replace(b"&amp; 1", b"&amp;\n1"), partij)
    assert controleer(bericht.replace(b"\n", b"\r\n"))[0] == KLAAR
    assert controleer(b"\r\n  " + bericht)[0] == KLAAR
    assert controleer(bericht.replace(b"&amp;", b"&#38;"))[0] == KLAAR
    waarde = re.search(b"<ds:SignatureValue>(.*?)</ds", bericht)[1]
    assert (
        controleer(bericht.replace(waarde, b"&#13;\n".join(waarde[i : i + 76] for i in range(0, len(waarde), 76))))[0]
        == KLAAR
    )


def test_a_comment_is_no_part_of_what_is_said(controleer, partij):
    """The signature does not cover it, and nobody reads it: the values stay whole."""
    bericht = vul(maak(partij), partij)
    assert controleer(bericht.replace(b"urn:iets/vraag", b"urn:iets/<!-- -->vraag"))[0] == KLAAR
    assert controleer(bericht.replace(b"urn:iets/vraag", b"urn:iets/<!-- vraag -->"))[0] == NIET


def test_a_great_many_headers_are_judged_at_once(controleer, partij):
    """Each looked up among all the others would take hours."""
    bericht = vul(maak(partij), partij).replace(b"<soap:Header>", b"<soap:Header>" + b"<wsa:To/>" * 150_000)
    code, uit = controleer(bericht)
    assert (code, "dat niet. (To)" in uit) == (NIET, True)


def test_a_namespace_that_has_no_canonical_form_is_not_intact(controleer, partij):
    bericht = vul(maak(partij), partij)
    code, uit = controleer(bericht.replace(b'<vraag xmlns="urn:iets">', b'<vraag xmlns="iets">'))
    assert (code, "Niet intact" in uit) == (NIET, True)


# --- the time -----------------------------------------------------------------------------------------------------------------------------


def met_tijd(partij, gemaakt, verloopt):
    verloopt = f"<wsu:Expires>{verloopt}</wsu:Expires>" if verloopt else ""
    stempel = f"<wsu:Created>{gemaakt}</wsu:Created>{verloopt}".encode()
    return vul(re.sub(b"<wsu:Created>.*</wsu:Expires>", stempel, maak(partij)), partij)


@pytest.mark.parametrize(
    ("gemaakt", "verloopt", "tijdstip", "code"),
    [
        ("2026-05-02T10:54:49.072Z", "2026-05-02T10:59:49.072Z", "2026-05-02T10:54:49Z", KLAAR),
        ("2026-05-02T10:54:49.072Z", "2026-05-02T10:59:49.072Z", "2026-05-02T10:54:48Z", NIET),
        ("2026-05-02T10:54:49.0721234Z", "2026-05-02T10:59:49.1Z", "2026-05-02T10:59:49Z", KLAAR),
        ("2026-05-02T12:54:49+02:00", "2026-05-02T12:59:49+02:00", "2026-05-02T10:55:00Z", KLAAR),
        ("2026-05-02T10:54:49Z", "", "2026-05-02T10:59:49Z", KLAAR),
        ("2026-05-02T10:54:49Z", "", "2026-05-02T10:59:50Z", NIET),
        ("2026-05-02T10:54:49", "2026-05-02T10:59:49", "2026-05-02T10:55:00Z", NIET),
        ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-05-02T10:55:00Z", NIET),
        ("gisteren", "2026-05-02T10:59:49Z", "2026-05-02T10:55:00Z", NIET),
    ],
)
def test_the_moment_is_judged_to_the_second_by_the_timestamp_of_the_message(
    controleer, ca, gemaakt, verloopt, tijdstip, code
):
    lang = {"van": datetime(2026, 1, 1, tzinfo=UTC), "tot": datetime(2030, 1, 1, tzinfo=UTC)}
    partij = Partij(ca, "register", **lang)
    bericht = met_tijd(partij, gemaakt, verloopt)
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht, "--tijdstip", tijdstip)[0] == code


@pytest.mark.parametrize("tijdstip", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01"])
def test_a_moment_beyond_all_time_is_wrong_usage(controleer, partij, tijdstip):
    with pytest.raises(SystemExit, match="2"):
        controleer(vul(maak(partij), partij), "--tijdstip", tijdstip)
