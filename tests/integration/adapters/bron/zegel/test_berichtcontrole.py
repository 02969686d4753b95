"""`bronsync bericht-controleren`: exit codes 0, 1 and 2, what is covered, and never a word of the message itself."""

import base64
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from bron_hulp.ondertekenen import (
    AANVALLEN,
    ANONIEM,
    DS,
    OASIS,
    X509V3,
    Mal,
    Partij,
    bewaar,
    eis_xmlsec1,
    sjabloon,
    vul,
    xmlsec1_tekent,
)
from bron_simulator.pki import Uitgever, geef_uit, maak_ca
from bronsync import cli

KLAAR, NIET, ONLEESBAAR = 0, 1, 2
CANARIE = "999990019"
INHOUD = f'<vraag xmlns="urn:iets"><bsn>{CANARIE}</bsn></vraag>'.encode()
ANDERS = b'<vraag xmlns="urn:iets"><bsn>999990020</bsn></vraag>'
TOEN = datetime(2023, 2, 20, 16, 15, 9, tzinfo=UTC)
BINNEN, ERNA, ERVOOR = "2023-02-20T16:16:00Z", "2023-02-20T16:21:00Z", "2023-02-20T16:15:08Z"
SLEUTELDUUR = {"van": TOEN - timedelta(days=400), "tot": TOEN + timedelta(days=400)}


@pytest.fixture(scope="module")
def mal(ca):
    adressen = {
        "To": f"{ANONIEM}?oin=00000007000000000001",
        "Action": "urn:iets/vraag",
        "MessageID": "urn:uuid:1",
        "RelatesTo": "een-kaal-nummer",
        "From": f"{ANONIEM}?oin=00000007000000000002",
    }
    return Mal(INHOUD, adressen, Partij(ca, "register"), Partij(ca, "ander"), ANDERS)


@pytest.fixture
def oud(ca, mal):
    """A message of years ago, by a certificate of then."""
    partij = Partij(ca, "register", **SLEUTELDUUR)
    return vul(sjabloon(INHOUD, mal.adressen, partij, nu=TOEN, zonder=("BinarySecurityToken",)), partij)


@pytest.fixture
def controleer(tmp_path, capsys):
    def doe(bericht, *opties):
        pad = bewaar(tmp_path, bericht) if isinstance(bericht, bytes) else bericht
        code = cli.main(["bericht-controleren", str(pad), *map(str, opties)])
        uit = capsys.readouterr()
        assert CANARIE not in uit.out + uit.err
        return code, uit.out

    return doe


@pytest.fixture
def wortel(ca, tmp_path):
    pad = tmp_path / "ca.pem"
    pad.write_bytes(ca.certificaat.public_bytes(Encoding.PEM))
    return pad


# --- intact -------------------------------------------------------------------------------------------------------------------------------


def test_an_intact_message_and_what_it_covers(controleer, mal):
    code, uit = controleer(mal.goed())
    assert code == KLAAR
    assert "Ondertekend: To, Action, MessageID, RelatesTo, From, Timestamp, BinarySecurityToken, Body." in uit
    assert "Niet ondertekend: niets." in uit
    assert f"OIN {mal.partij.oin}" in uit
    assert "niet beoordeeld" in uit


def test_an_answer_of_years_ago_with_an_unsigned_token_is_intact(controleer, oud):
    code, uit = controleer(oud)
    assert code == KLAAR
    assert "Niet ondertekend: BinarySecurityToken." in uit
    assert "Tijdstempel: 20-02-2023 16:15:09 UTC tot 20-02-2023 16:20:09 UTC." in uit


def test_a_request_has_no_RelatesTo(controleer, mal):
    adressen = {naam: waarde for naam, waarde in mal.adressen.items() if naam != "RelatesTo"}
    assert controleer(vul(sjabloon(INHOUD, adressen, mal.partij), mal.partij))[0] == KLAAR


@pytest.mark.parametrize("prefixen", ["", "soap wsa wsu"])
def test_what_xmlsec1_signed_is_intact(controleer, mal, tmp_path, prefixen):
    eis_xmlsec1()
    bericht = xmlsec1_tekent(sjabloon(INHOUD, mal.adressen, mal.partij, prefixen=prefixen), mal.partij, tmp_path)
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht.replace(b"urn:iets/vraag", b"urn:iets/klacht"))[0] == NIET


def test_a_message_in_soap_1_2_or_with_a_byte_order_mark(controleer, mal):
    bericht = sjabloon(INHOUD, mal.adressen, mal.partij)
    nieuw = bericht.replace(b"http://schemas.xmlsoap.org/soap/envelope/", b"http://www.w3.org/2003/05/soap-envelope")
    assert controleer(vul(nieuw, mal.partij))[0] == KLAAR
    assert controleer(b"\xef\xbb\xbf" + mal.goed())[0] == KLAAR


def test_an_unsigned_header_of_another_kind_is_told(controleer, mal):
    bericht = mal.goed().replace(b"<soap:Header>", b"<soap:Header><iets>1</iets>")
    code, uit = controleer(bericht)
    assert (code, "Niet ondertekend: andere kopgegevens." in uit) == (KLAAR, True)


# --- where the certificate stands ---------------------------------------------------------------------------------------------------------


def sleutelinfo(soort, partij):
    cert, wsse = partij.certificaat, "wsse:SecurityTokenReference"
    ski = cert.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    merk = f'<wsse:KeyIdentifier ValueType="{OASIS}x509-token-profile-1.0#'
    uitgever = (
        f"<ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>{cert.serial_number}</ds:X509SerialNumber>"
    )
    serie = f"<ds:X509Data><ds:X509IssuerSerial>{uitgever}</ds:X509IssuerSerial></ds:X509Data>"
    return {
        "x509data": f"<ds:X509Data><ds:X509Certificate>{partij.token}</ds:X509Certificate></ds:X509Data>",
        "ski": f'<{wsse}>{merk}X509SubjectKeyIdentifier">{base64.b64encode(ski).decode()}</wsse:KeyIdentifier></{wsse}>',
        "duimafdruk": f'<{wsse}><wsse:KeyIdentifier ValueType="http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1#'
        f'ThumbprintSHA1">{base64.b64encode(cert.fingerprint(hashes.SHA1())).decode()}</wsse:KeyIdentifier></{wsse}>',
        "heel": f'<{wsse}>{merk}X509v3">{partij.token}</wsse:KeyIdentifier></{wsse}>',
        "serie": f"<{wsse}>{serie}</{wsse}>",
        "ingebed": f'<{wsse}><wsse:Embedded><wsse:BinarySecurityToken ValueType="{X509V3}">{partij.token}'
        f"</wsse:BinarySecurityToken></wsse:Embedded></{wsse}>",
    }[soort]


@pytest.mark.parametrize("soort", ["x509data", "ski", "duimafdruk", "heel", "serie", "ingebed"])
def test_the_certificate_may_be_named_in_other_ways(controleer, mal, soort):
    info = sleutelinfo(soort, mal.partij)
    assert controleer(vul(sjabloon(INHOUD, mal.adressen, mal.partij, sleutelinfo=info), mal.partij))[0] == KLAAR


@pytest.mark.parametrize("soort", ["ski", "serie"])
def test_a_certificate_that_is_only_named_may_come_from_the_file_that_is_trusted(controleer, mal, tmp_path, soort):
    bericht = etree.fromstring(sjabloon(INHOUD, mal.adressen, mal.partij, sleutelinfo=sleutelinfo(soort, mal.partij)))
    token = next(bericht.iter("{*}BinarySecurityToken"))
    verwijzing = next(v for v in bericht.iter(f"{{{DS}}}Reference") if v.get("URI") == "#X-BinarySecurityToken")
    for weg in (token, verwijzing):
        weg.getparent().remove(weg)
    getekend = vul(etree.tostring(bericht), mal.partij)
    code, uit = controleer(getekend)
    assert (code, "niet in het bestand van --vertrouw" in uit) == (NIET, True)
    pad = tmp_path / "partij.pem"
    pad.write_bytes(mal.partij.certificaat.public_bytes(Encoding.PEM))
    assert controleer(getekend, "--vertrouw", pad)[0] == KLAAR


# --- not intact ---------------------------------------------------------------------------------------------------------------------------

TIJDGEBONDEN = {"replay_after_30_minutes", "from_the_future"}


@pytest.mark.parametrize("naam", sorted(set(AANVALLEN) - TIJDGEBONDEN))
def test_an_attack_is_not_intact(controleer, mal, naam):
    code, uit = controleer(AANVALLEN[naam](mal))
    assert code == NIET
    assert "Niet intact: " in uit


@pytest.mark.parametrize("naam", sorted(TIJDGEBONDEN))
def test_a_message_out_of_its_time_is_refused_when_it_is_judged_at_a_moment(controleer, mal, naam):
    bericht = AANVALLEN[naam](mal)
    assert controleer(bericht)[0] == KLAAR
    assert controleer(bericht, "--tijdstip", datetime.now(UTC).isoformat())[0] == NIET


@pytest.mark.parametrize("deel", ["To", "MessageID", "RelatesTo", "Timestamp", "BinarySecurityToken"])
@pytest.mark.parametrize("waarheen", ["Envelope", "Header", "Security", "Body", "SignedInfo", "KeyInfo", "omslag"])
def test_a_signed_part_that_was_moved_is_not_intact(controleer, mal, deel, waarheen):
    """The signature goes with it; who reads the message does not find it any more."""
    wortel = etree.fromstring(mal.goed())
    etree.SubElement(next(wortel.iter("{*}Header")), "omslag")
    doel, weg = next(wortel.iter(f"{{*}}{waarheen}")), next(wortel.iter(f"{{*}}{deel}"))
    blijft = weg.getparent() is doel
    doel.append(weg)
    assert controleer(etree.tostring(wortel))[0] == (KLAAR if blijft else NIET)


def test_which_part_was_changed_is_told(controleer, mal):
    assert "(Body)" in controleer(mal.goed().replace(CANARIE.encode(), b"999990020"))[1]
    assert "(Action)" in controleer(mal.goed().replace(b"urn:iets/vraag", b"urn:iets/klacht"))[1]


# --- at a moment, and trusted -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tijdstip", "code"), [(BINNEN, KLAAR), (ERNA, NIET), (ERVOOR, NIET), ("2023-02-20", NIET)])
def test_the_message_is_judged_at_the_moment_given(controleer, oud, wortel, tijdstip, code):
    assert controleer(oud, "--tijdstip", tijdstip)[0] == code
    assert (
        controleer(oud, "--tijdstip", tijdstip, "--vertrouw", wortel)[0] == NIET
    )  # the CA is younger than the message


def test_a_moment_with_another_zone_is_the_same_moment(controleer, oud):
    assert controleer(oud, "--tijdstip", "2023-02-20T17:16:00+01:00")[0] == KLAAR


def test_the_certificate_is_judged_at_the_moment_given(controleer, ca, mal):
    gisteren = datetime.now(UTC) - timedelta(days=1)
    partij = Partij(ca, "register", van=gisteren - timedelta(days=9), tot=gisteren)
    nu = datetime.now(UTC)
    bericht = vul(sjabloon(INHOUD, mal.adressen, partij, nu=nu), partij)
    assert controleer(bericht)[0] == KLAAR
    code, uit = controleer(bericht, "--tijdstip", nu.isoformat())
    assert (code, "Het certificaat is op het gevraagde tijdstip verlopen" in uit) == (NIET, True)


def test_trust(controleer, mal, wortel, tmp_path):
    goed = mal.goed()
    code, uit = controleer(goed, "--vertrouw", wortel)
    assert (code, "Beoordeeld op" in uit) == (KLAAR, True)
    vreemd = tmp_path / "vreemd.pem"
    vreemd.write_bytes(maak_ca().certificaat.public_bytes(Encoding.PEM))  # the same name, another key
    code, uit = controleer(goed, "--vertrouw", vreemd)
    assert (code, "niet uitgegeven door" in uit) == (NIET, True)
    beide = tmp_path / "beide.pem"
    beide.write_bytes(vreemd.read_bytes() + wortel.read_bytes())
    assert controleer(goed, "--vertrouw", beide)[0] == KLAAR


def test_without_a_moment_trust_is_judged_now(controleer, mal, wortel):
    oud = mal.goed(nu=datetime.now(UTC) - timedelta(hours=2))
    assert controleer(oud)[0] == KLAAR
    assert controleer(oud, "--vertrouw", wortel)[0] == NIET
    toen = (datetime.now(UTC) - timedelta(minutes=118)).isoformat()
    assert controleer(oud, "--vertrouw", wortel, "--tijdstip", toen)[0] == KLAAR


def kale_uitgever(*, mag_uitgeven):
    """As `openssl req -x509` makes one: no key usage."""
    sleutel = rsa.generate_private_key(65537, 2048)
    naam = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kaal")])
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=mag_uitgeven, path_length=None), critical=True)
        .sign(sleutel, hashes.SHA256())
    )
    return Uitgever(certificaat, sleutel)


@pytest.mark.parametrize(("mag_uitgeven", "code"), [(True, KLAAR), (False, NIET)])
def test_a_root_must_be_allowed_to_issue_and_needs_no_key_usage(controleer, mal, tmp_path, mag_uitgeven, code):
    uitgever = kale_uitgever(mag_uitgeven=mag_uitgeven)
    partij = Partij(uitgever, "register")
    pad = tmp_path / "kaal.pem"
    pad.write_bytes(uitgever.certificaat.public_bytes(Encoding.PEM))
    assert controleer(vul(sjabloon(INHOUD, mal.adressen, partij), partij), "--vertrouw", pad)[0] == code


def test_a_certificate_that_may_not_issue_others_is_no_root(controleer, mal, ca, tmp_path):
    tussen = rsa.generate_private_key(65537, 2048)

    geen_ca = Uitgever(geef_uit(ca, "tussen", tussen), tussen)
    partij = Partij(geen_ca, "register")
    pad = tmp_path / "tussen.pem"
    pad.write_bytes(geen_ca.certificaat.public_bytes(Encoding.PEM))
    assert controleer(vul(sjabloon(INHOUD, mal.adressen, partij), partij), "--vertrouw", pad)[0] == NIET


def test_a_timestamp_that_is_not_there_cannot_be_judged(controleer, mal):
    bericht = etree.fromstring(sjabloon(INHOUD, mal.adressen, mal.partij, zonder=("Timestamp",)))
    stempel = next(bericht.iter("{*}Timestamp"))
    stempel.getparent().remove(stempel)
    getekend = vul(etree.tostring(bericht), mal.partij)
    assert controleer(getekend)[0] == KLAAR
    assert controleer(getekend, "--tijdstip", BINNEN)[0] == NIET


# --- unreadable ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "geen leesbare XML"),
        (b"niets", "geen leesbare XML"),
        (b"<a/>", "geen SOAP-bericht"),
        (b"<a/>" * 2, "geen leesbare XML"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        (b"<a>&x;</a>", "geen leesbare XML"),
        ("<a>é</a>".encode("latin-1"), "UTF-8"),
        ("<a/>".encode("utf-16"), "UTF-8"),
        (b"<a>" + b" " * 17 * 1024 * 1024 + b"</a>", "groter dan 16 MB"),
        (b"<a>" + b"<b/>" * 400_001 + b"</a>", "te veel elementen"),
        (b"<a>" * 100_000, "geen leesbare XML"),
        (b"PK\x03\x04\x00\x00", "geen leesbare XML"),
    ],
)
def test_what_is_no_soap_message_is_unreadable(controleer, inhoud, zin):
    code, uit = controleer(inhoud)
    assert (code, uit.startswith("Onleesbaar: "), zin in uit) == (ONLEESBAAR, True, True)


def test_a_file_that_is_not_there_or_a_folder_is_unreadable(controleer, tmp_path):
    assert controleer(tmp_path / "weg.xml")[0] == ONLEESBAAR
    assert controleer(tmp_path)[0] == ONLEESBAAR


def test_a_signed_message_with_a_doctype_is_unreadable(controleer, mal):
    assert controleer(mal.goed().replace(b"?>", b"?><!DOCTYPE a>", 1))[0] == ONLEESBAAR


def test_a_trust_file_without_certificates_is_said(controleer, mal, tmp_path):
    pad = tmp_path / "leeg.pem"
    pad.write_text("niets")
    for waar in (pad, tmp_path / "weg.pem"):
        code, uit = controleer(mal.goed(), "--vertrouw", waar)
        assert (code, "--vertrouw" in uit) == (ONLEESBAAR, True)


@pytest.mark.parametrize("stuk", [b"", b"AAAA", b"\xff"])
def test_a_broken_token_signature_or_digest_is_not_intact(controleer, mal, stuk):
    for naam in ("BinarySecurityToken", "SignatureValue", "DigestValue"):
        wortel = etree.fromstring(mal.goed())
        next(wortel.iter(f"{{*}}{naam}")).text = stuk.decode("latin-1")
        assert controleer(etree.tostring(wortel))[0] == NIET


def test_a_wrong_moment_is_wrong_usage(controleer, mal, capsys):
    with pytest.raises(SystemExit, match="2"):
        controleer(mal.goed(), "--tijdstip", "gisteren")
    assert "--tijdstip" in capsys.readouterr().err


def test_it_needs_no_folder_and_loads_no_window_and_no_zeep():
    programma = (
        "import sys\nfrom bronsync import cli\ncode = cli.main(['bericht-controleren', 'weg.xml'])\n"
        "print(code, [m for m in ('zeep', 'PySide6', 'sqlcipher3') if m in sys.modules])"
    )
    gedaan = subprocess.run([sys.executable, "-c", programma], capture_output=True, text=True, check=True)
    assert gedaan.stdout.splitlines()[-1] == "2 []"
