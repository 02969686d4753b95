"""Signed SOAP messages for tests, right or wrong on purpose: a third signer, that knows neither the client's code nor the simulator's.

`sjabloon` writes a message with an empty signature; `vul` signs it here, `xmlsec1` has it done by an independent program. `AANVALLEN` are
the thirteen attacks of SOAP B, from a good message or signed wrongly by its own sender.
"""

import base64
import hashlib
import hmac
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from lxml import etree

from bron_simulator.pki import geef_uit, oin

DS = "http://www.w3.org/2000/09/xmldsig#"
MEER = "http://www.w3.org/2001/04/xmldsig-more#"
ENC = "http://www.w3.org/2001/04/xmlenc#"
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
WSA = "http://www.w3.org/2005/08/addressing"
OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSU = f"{OASIS}wssecurity-utility-1.0.xsd"
X509V3 = f"{OASIS}x509-token-profile-1.0#X509v3"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
ANONIEM = f"{WSA}/anonymous"
INCLUSIEF = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
INGESLOTEN = f"{DS}enveloped-signature"
STR = f"{OASIS}soap-message-security-1.0#STR-Transform"
PSS = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
_ID = (f"{{{WSU}}}Id", "Id", "ID", "{http://www.w3.org/XML/1998/namespace}id")

_SOMMEN = {f"{ENC}sha256": "sha256", f"{MEER}sha384": "sha384", f"{ENC}sha512": "sha512", f"{DS}sha1": "sha1"}
_RSA = {
    f"{MEER}rsa-sha256": hashes.SHA256(),
    f"{MEER}rsa-sha384": hashes.SHA384(),
    f"{MEER}rsa-sha512": hashes.SHA512(),
    f"{DS}rsa-sha1": hashes.SHA1(),
}


class Partij:
    """A key, its certificate and its OIN."""

    def __init__(self, ca, cn, **opties):
        self.sleutel = opties.pop("sleutel", None) or rsa.generate_private_key(65537, opties.pop("bits", 2048))
        self.oin = oin(cn)
        self.certificaat = geef_uit(ca, cn, self.sleutel, serienummer=self.oin, **opties)

    @property
    def token(self):
        return base64.b64encode(self.certificaat.public_bytes(Encoding.DER)).decode()

    def schrijf(self, map_):
        """Files for xmlsec1: key and certificate."""
        sleutel, certificaat = map_ / "sleutel.pem", map_ / "certificaat.pem"
        sleutel.write_bytes(self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        certificaat.write_bytes(self.certificaat.public_bytes(Encoding.PEM))
        return sleutel, certificaat


def tijd(moment):
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def sjabloon(
    inhoud,
    adressen,
    partij,
    *,
    nu=None,
    leven=300,
    methode=f"{MEER}rsa-sha256",
    som=f"{ENC}sha256",
    omvorming=EXC,
    prefixen="",
    zonder=(),
    sleutelinfo=None,
):
    """A message with an empty signature. `adressen`: header to value; `zonder`: what stands there but is not signed."""
    nu = nu or datetime.now(UTC)
    lijst = f'<ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="{prefixen}"/>' if prefixen else ""
    delen = [naam for naam in (*adressen, "Timestamp", "BinarySecurityToken", "Body") if naam not in zonder]
    verwijzingen = "".join(
        f'<ds:Reference URI="#X-{naam}"><ds:Transforms><ds:Transform Algorithm="{omvorming}">{lijst}</ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{som}"/><ds:DigestValue></ds:DigestValue></ds:Reference>'
        for naam in delen
    )
    koppen = "".join(
        f'<wsa:{naam} wsu:Id="X-{naam}">'
        + (f"<wsa:Address>{waarde}</wsa:Address>" if naam == "From" else waarde)
        + f"</wsa:{naam}>"
        for naam, waarde in adressen.items()
    )
    verwijst = f'<wsse:Reference URI="#X-BinarySecurityToken" ValueType="{X509V3}"/>'
    sleutelinfo = sleutelinfo or f"<wsse:SecurityTokenReference>{verwijst}</wsse:SecurityTokenReference>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{SOAP}" xmlns:wsu="{WSU}" xmlns:wsa="{WSA}">'
        f'<soap:Header>{koppen}<wsse:Security xmlns:wsse="{OASIS}wssecurity-secext-1.0.xsd" soap:mustUnderstand="1">'
        f'<wsu:Timestamp wsu:Id="X-Timestamp"><wsu:Created>{tijd(nu)}</wsu:Created>'
        f"<wsu:Expires>{tijd(nu + timedelta(seconds=leven))}</wsu:Expires></wsu:Timestamp>"
        f'<wsse:BinarySecurityToken wsu:Id="X-BinarySecurityToken" ValueType="{X509V3}" '
        f'EncodingType="{OASIS}soap-message-security-1.0#Base64Binary">{partij.token}</wsse:BinarySecurityToken>'
        f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{EXC}">{lijst}'
        f'</ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="{methode}"/>{verwijzingen}</ds:SignedInfo>'
        f"<ds:SignatureValue></ds:SignatureValue><ds:KeyInfo>{sleutelinfo}</ds:KeyInfo></ds:Signature></wsse:Security></soap:Header>"
        f'<soap:Body wsu:Id="X-Body">{inhoud.decode()}</soap:Body></soap:Envelope>'
    ).encode()


def _c14n(element, prefixen, *, exclusief=True):
    lijst = prefixen.split() or None
    return etree.tostring(element, method="c14n", exclusive=exclusief, inclusive_ns_prefixes=lijst)


def _gedigest(doel, verwijzing):
    """The bytes of what a reference points at, by the transforms it names; what does not name any is inclusive."""
    stappen = list(verwijzing.iter(f"{{{DS}}}Transform"))
    if any(stap.get("Algorithm") == STR for stap in stappen):
        [doel] = [e for e in doel.getroottree().iter() if e.get(f"{{{WSU}}}Id") == doel[0].get("URI")[1:]]
        kaal = _c14n(doel, "")
        return kaal if b' xmlns="' in kaal[: kaal.index(b">")] else kaal.replace(b" ", b' xmlns="" ', 1)
    exclusief = [stap for stap in stappen if stap.get("Algorithm") not in (INCLUSIEF, INGESLOTEN)]
    return _c14n(
        doel, "".join(lijst.get("PrefixList", "") for stap in stappen for lijst in stap), exclusief=bool(exclusief)
    )


def vul(bericht, partij):
    """Fills in digests and signature."""
    wortel = etree.fromstring(bericht)
    info = next(wortel.iter(f"{{{DS}}}SignedInfo"))
    for verwijzing in info.iterfind(f"{{{DS}}}Reference"):
        if not re.match("#[^(]*$", verwijzing.get("URI")):
            continue  # only an attack points outside
        [doel] = [e for e in wortel.iter() if any(e.get(id_) == verwijzing.get("URI")[1:] for id_ in _ID)]
        soort = _SOMMEN[verwijzing.find(f"{{{DS}}}DigestMethod").get("Algorithm")]
        waarde = base64.b64encode(hashlib.new(soort, _gedigest(doel, verwijzing)).digest()).decode()
        verwijzing.find(f"{{{DS}}}DigestValue").text = waarde
    methode = info.find(f"{{{DS}}}SignatureMethod").get("Algorithm")
    prefixen = "".join(lijst.get("PrefixList") for lijst in info[0])
    inhoud = _c14n(info, prefixen, exclusief=info[0].get("Algorithm") != INCLUSIEF)
    if methode in _RSA:
        handtekening = partij.sleutel.sign(inhoud, padding.PKCS1v15(), _RSA[methode])
    elif methode == PSS:
        sha = hashes.SHA256()
        handtekening = partij.sleutel.sign(inhoud, padding.PSS(padding.MGF1(sha), sha.digest_size), sha)
    elif methode == f"{MEER}ecdsa-sha256":
        r, s = decode_dss_signature(partij.sleutel.sign(inhoud, ec.ECDSA(hashes.SHA256())))
        handtekening = r.to_bytes(32) + s.to_bytes(32)
    else:  # HMAC, with what everybody knows as the secret
        publiek = partij.certificaat.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        handtekening = hmac.new(publiek, inhoud, "sha256").digest()
    next(wortel.iter(f"{{{DS}}}SignatureValue")).text = base64.b64encode(handtekening).decode()
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")


# --- the independent program --------------------------------------------------------------------------------------------------------------

XMLSEC1 = shutil.which("xmlsec1")
_NAMEN = ("To", "Action", "From", "MessageID", "RelatesTo", "Timestamp", "BinarySecurityToken", "Body")
_IDS = [optie for naam in _NAMEN for optie in ("--id-attr:Id", naam)]


def eis_xmlsec1():
    if XMLSEC1 is None:
        pytest.skip("xmlsec1 is missing: our signatures are not compared with an independent program")


def xmlsec1_tekent(bericht, partij, map_):
    """The template, signed by xmlsec1."""
    sleutel, _ = partij.schrijf(map_)
    (map_ / "sjabloon.xml").write_bytes(bericht)
    opdracht = [XMLSEC1, "--sign", "--privkey-pem", sleutel, *_IDS, "--output", map_ / "uit.xml", map_ / "sjabloon.xml"]
    gedaan = subprocess.run(opdracht, capture_output=True, text=True, check=False, timeout=60)
    assert gedaan.returncode == 0, gedaan.stderr
    return (map_ / "uit.xml").read_bytes()


def xmlsec1_keurt(bericht, certificaat, map_):
    """Whether xmlsec1 finds the signature right, and how many references it saw."""
    (map_ / "cert.pem").write_bytes(certificaat.public_bytes(Encoding.PEM))
    (map_ / "bericht.xml").write_bytes(bericht)
    opdracht = [XMLSEC1, "--verify", "--pubkey-cert-pem", map_ / "cert.pem", *_IDS, map_ / "bericht.xml"]
    gedaan = subprocess.run(opdracht, capture_output=True, text=True, check=False, timeout=60)
    gezien = re.search(r"SignedInfo References \(ok/all\): (\d+)/(\d+)", gedaan.stdout + gedaan.stderr)
    assert gezien, gedaan.stderr
    return gedaan.returncode == 0, int(gezien[2])


def certificaat_in(bericht):
    """The certificate of the token."""
    token = next(etree.fromstring(bericht).iter("{*}BinarySecurityToken"))
    return x509.load_der_x509_certificate(base64.b64decode(token.text))


# --- the battery --------------------------------------------------------------------------------------------------------------------------


class Mal:
    """What an attack needs: how to make a good message of this kind, and somebody else."""

    def __init__(self, inhoud, adressen, partij, ander, valse_inhoud):
        self.inhoud, self.adressen, self.partij, self.ander = inhoud, adressen, partij, ander
        self.valse_inhoud = valse_inhoud

    def goed(self, **opties):
        return vul(sjabloon(self.inhoud, self.adressen, self.partij, **opties), self.partij)


def _boom(doe):
    def aanval(mal):
        wortel = etree.fromstring(mal.goed())
        doe(wortel, mal)
        return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")

    return aanval


def _deel(wortel, naam):
    return next(wortel.iter(f"{{*}}{naam}"))


def _romp_verplaatst(wortel, mal):
    kop, romp = _deel(wortel, "Header"), _deel(wortel, "Body")
    etree.SubElement(kop, "omslag").append(romp)
    vals = etree.SubElement(wortel, f"{{{SOAP}}}Body")
    vals.append(etree.fromstring(mal.valse_inhoud))


def _romp_verplaatst_anders_genoemd(wortel, mal):
    """The signed body keeps its id, under another name; the body that is read is the attacker's."""
    romp = _deel(wortel, "Body")
    _romp_verplaatst(wortel, mal)
    romp.tag = "iets"


def _id_twee_keer(wortel, mal):
    vals = etree.fromstring(mal.valse_inhoud)
    etree.SubElement(_deel(wortel, "Header"), "omslag", {f"{{{WSU}}}Id": "X-Body"}).append(vals)


def _afzender_dubbel(wortel, mal):
    vals = etree.Element(f"{{{WSA}}}From")
    etree.SubElement(vals, f"{{{WSA}}}Address").text = f"{ANONIEM}?oin={mal.ander.oin}"
    _deel(wortel, "Header").insert(0, vals)


def _verwijzing_weg(wortel, _):
    info = _deel(wortel, "SignedInfo")
    info.remove(next(v for v in info.iterfind(f"{{{DS}}}Reference") if v.get("URI") == "#X-Action"))
    _deel(wortel, "Action").text = "urn:iets:anders"


def _token_verwisseld(wortel, mal):
    _deel(wortel, "BinarySecurityToken").text = mal.ander.token


def _tijdstempel_veranderd(wortel, _):
    _deel(wortel, "Expires").text = tijd(datetime.now(UTC) + timedelta(days=1))


def _zonder_handtekening(wortel, _):
    handtekening = _deel(wortel, "Signature")
    handtekening.getparent().remove(handtekening)


def _zonder_beveiliging(wortel, _):
    beveiliging = _deel(wortel, "Security")
    beveiliging.getparent().remove(beveiliging)


def _witruimte(wortel, _):
    _deel(wortel, "Body").text = " "


def _instructie(wortel, _):
    _deel(wortel, "Body").insert(0, etree.ProcessingInstruction("doe", "iets"))


def _stempel_dubbel(wortel, _):
    kopie = etree.fromstring(etree.tostring(_deel(wortel, "Timestamp")))
    kopie.attrib.clear()
    _deel(wortel, "Security").insert(0, kopie)


def _romp_en_digest_veranderd(wortel, mal):
    """The body is another and its digest fits; only the signature over the digests tells."""
    romp = _deel(wortel, "Body")
    romp[0] = etree.fromstring(mal.valse_inhoud)
    verwijzing = next(v for v in wortel.iter(f"{{{DS}}}Reference") if v.get("URI") == "#X-Body")
    som = hashlib.sha256(_c14n(romp, "")).digest()
    verwijzing.find(f"{{{DS}}}DigestValue").text = base64.b64encode(som).decode()


def _sleutel_elders(wortel, _):
    next(wortel.iter("{*}SecurityTokenReference"))[0].set("URI", "#X-To")


def _tweede_romp(wortel, mal):
    omslag = etree.SubElement(_deel(wortel, "Header"), "omslag")
    etree.SubElement(omslag, f"{{{SOAP}}}Body").append(etree.fromstring(mal.valse_inhoud))


def _tweede_beveiliging(wortel, _):
    """A second Security header, empty, for another reader."""
    beveiliging = _deel(wortel, "Security")
    etree.SubElement(beveiliging.getparent(), beveiliging.tag, {f"{{{SOAP}}}actor": "urn:ander"})


def _token_buiten(wortel, _):
    """The signed token, out of the Security header."""
    etree.SubElement(_deel(wortel, "Header"), "omslag").append(_deel(wortel, "BinarySecurityToken"))


def _tweede_token(wortel, mal):
    token = _deel(wortel, "BinarySecurityToken")
    kopie = etree.Element(token.tag, {"ValueType": X509V3, "EncodingType": token.get("EncodingType")})
    kopie.text = mal.ander.token
    token.addprevious(kopie)


def _kop_verplaatst(wortel, _):
    """The signed Action out of sight, another in its place."""
    kop, actie = _deel(wortel, "Header"), _deel(wortel, "Action")
    etree.SubElement(kop, "omslag").append(actie)
    etree.SubElement(kop, actie.tag).text = actie.text


def _afzender_dubbel_achteraan(wortel, mal):
    _afzender_dubbel(wortel, mal)
    kop = _deel(wortel, "Header")
    kop.append(kop[0])


def _instructie_getekend(mal):
    inhoud = mal.inhoud.replace(b">", b"><?doe iets?>", 1)
    return Mal(inhoud, mal.adressen, mal.partij, mal.ander, b"").goed()


def _getekend_anders(oud, nieuw, keer=1):
    """Signed by its sender, but in another form than it should have."""

    def aanval(mal):
        bericht = sjabloon(mal.inhoud, mal.adressen, mal.partij)
        assert oud in bericht
        return vul(bericht.replace(oud, nieuw, keer), mal.partij)

    return aanval


def _wijst_naar(adres):
    """One reference more, to this address; its digest is of nothing."""
    leeg = base64.b64encode(hashlib.sha256(b"").digest()).decode()
    return (
        f'<ds:Reference URI="{adres}"><ds:Transforms><ds:Transform Algorithm="{EXC}"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{ENC}sha256"/><ds:DigestValue>{leeg}</ds:DigestValue></ds:Reference></ds:SignedInfo>'
    ).encode()


def _omhuld(mal):
    """The whole message, kept inside another one."""
    binnen = etree.fromstring(mal.goed())
    buiten = etree.Element(f"{{{SOAP}}}Envelope")
    etree.SubElement(buiten, f"{{{SOAP}}}Header").append(binnen)
    etree.SubElement(buiten, f"{{{SOAP}}}Body").append(etree.fromstring(mal.valse_inhoud))
    return etree.tostring(buiten)


def _twee_keer_getekend(wortel, _):
    handtekening = _deel(wortel, "Signature")
    handtekening.addnext(etree.fromstring(etree.tostring(handtekening)))


def _twee_keer_opgesomd(wortel, _):
    """A second list of references, before the one that was signed."""
    info = _deel(wortel, "SignedInfo")
    info.addprevious(etree.fromstring(etree.tostring(info)))


def _handtekening_leeg(wortel, _):
    _deel(wortel, "SignatureValue").text = ""


def _handtekening_nul(wortel, _):
    _deel(wortel, "SignatureValue").text = base64.b64encode(bytes(256)).decode()


AANVALLEN = {
    "key_by_url": _getekend_anders(b'<wsse:Reference URI="#X-Bin', b'<wsse:Reference URI="http://127.0.0.1:9/#X-Bin'),
    "external_reference": _getekend_anders(b"</ds:SignedInfo>", _wijst_naar("http://127.0.0.1:9/x")),
    "file_reference": _getekend_anders(b"</ds:SignedInfo>", _wijst_naar("file:///etc/hostname")),
    "whole_document": _getekend_anders(b"</ds:SignedInfo>", _wijst_naar("")),
    "pointer": _getekend_anders(b"</ds:SignedInfo>", _wijst_naar("#xpointer(/)")),
    "too_many_references": _getekend_anders(
        b"</ds:SignedInfo>", _wijst_naar("#X-Body").replace(b"</ds:SignedInfo>", b"") * 10 + b"</ds:SignedInfo>"
    ),
    "wrapped_in_another": _omhuld,
    "signed_twice": _boom(_twee_keer_getekend),
    "listed_twice": _boom(_twee_keer_opgesomd),
    "empty_signature": _boom(_handtekening_leeg),
    "zero_signature": _boom(_handtekening_nul),
    "token_outside_security": _boom(_token_buiten),
    "second_token": _boom(_tweede_token),
    "header_moved": _boom(_kop_verplaatst),
    "duplicated_from_behind": _boom(_afzender_dubbel_achteraan),
    "instruction_signed": _instructie_getekend,
    "body_and_digest_changed": _boom(_romp_en_digest_veranderd),
    "key_elsewhere": _boom(_sleutel_elders),
    "second_body": _boom(_tweede_romp),
    "second_security": _boom(_tweede_beveiliging),
    "body_moved": _boom(_romp_verplaatst),
    "body_moved_and_renamed": _boom(_romp_verplaatst_anders_genoemd),
    "same_id_twice": _boom(_id_twee_keer),
    "duplicated_from": _boom(_afzender_dubbel),
    "removed_reference": _boom(_verwijzing_weg),
    "part_never_signed": lambda mal: mal.goed(zonder=("Action",)),
    "body_never_signed": lambda mal: mal.goed(zonder=("Body",)),
    "timestamp_never_signed": lambda mal: mal.goed(zonder=("Timestamp",)),
    "swapped_token": _boom(_token_verwisseld),
    "sha1": lambda mal: mal.goed(methode=f"{DS}rsa-sha1", som=f"{DS}sha1"),
    "sha1_digests": lambda mal: mal.goed(som=f"{DS}sha1"),
    "hmac": lambda mal: mal.goed(methode=f"{MEER}hmac-sha256"),
    "edited_timestamp": _boom(_tijdstempel_veranderd),
    "two_timestamps": _boom(_stempel_dubbel),
    "no_signature": _boom(_zonder_handtekening),
    "no_security": _boom(_zonder_beveiliging),
    "xslt": lambda mal: mal.goed(omvorming=XSLT),
    "xpath": lambda mal: mal.goed(omvorming="http://www.w3.org/TR/1999/REC-xpath-19991116"),
    "whitespace_in_body": _boom(_witruimte),
    "instruction_in_body": _boom(_instructie),
    "replay_after_30_minutes": lambda mal: mal.goed(nu=datetime.now(UTC) - timedelta(minutes=30)),
    "from_the_future": lambda mal: mal.goed(nu=datetime.now(UTC) + timedelta(minutes=30)),
}
"""The thirteen of SOAP B and their close relatives."""


def bewaar(map_: Path, bericht: bytes) -> Path:
    pad = map_ / "bericht.xml"
    pad.write_bytes(bericht)
    return pad
