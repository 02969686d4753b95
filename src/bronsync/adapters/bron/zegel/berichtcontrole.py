"""`bronsync bericht-controleren`: is the signature of one SOAP message in a file intact, and over what?

For the helpdesk: any signed SOAP message, also one of the services of DUO as they are today (SOAP B: their answers leave the token itself
unsigned; some requests carry a PrefixList), by whatever program made it. Says intact when the signature and every part it names are right,
and the body, the timestamp and every WS-Addressing header that is there are among those parts; what else is signed or not is told. A moment
to judge at and roots to trust are the caller's to give. SHA-1 is never intact: a message that fits it can be made to measure.
Never shows what stands in a message: only kinds of parts, times, and of the certificate its dates, OIN and fingerprint.
Knows no contract. Sources: SOAP B, DESIGN 7, RELIABILITY C1 and D12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from lxml import etree

from bronsync.adapters.bron import berichten
from bronsync.adapters.bron.berichten import OnleesbaarError
from bronsync.adapters.bron.https.identiteit import oin_van
from bronsync.adapters.bron.zegel import ondertekenaar, wsse, wsse_controle
from bronsync.adapters.bron.zegel.edukoppeling import WSA
from bronsync.adapters.bron.zegel.wsse import WsseFout
from bronsync.adapters.bron.zegel.wsse_controle import Ondertekend

INTACT, NIET_INTACT, ONLEESBAAR = 0, 1, 2
MAX_CA_BYTES: Final = 1024 * 1024
_ADRESSERING: Final = (WSA, "http://schemas.xmlsoap.org/ws/2004/08/addressing")
_BEVEILIGING: Final = (wsse.WSSE, wsse.WSU, "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd")

_ONLEESBAAR: Final = {
    "te_groot": "Het bestand is groter dan 16 MB.",
    "te_veel_elementen": "Het bestand bevat te veel elementen.",
    "geen_utf8": "Het bestand is niet in UTF-8.",
    "doctype": "Het bestand bevat een DOCTYPE; dat wordt niet gelezen.",
    "geen_xml": "Het bestand is geen leesbare XML.",
    "geen_envelop": "Het bestand is geen SOAP-bericht.",
}
_REDENEN: Final = {
    "geen_beveiliging": "Het bericht is niet ondertekend.",
    "geen_handtekening": "Het bericht is niet ondertekend.",
    "instructie": "Het bericht bevat een verwerkingsinstructie; die hoort niet in een SOAP-bericht.",
    "ontbreekt": "In het bericht ontbreekt een verplicht onderdeel.",
    "dubbel": "Een onderdeel dat één keer mag voorkomen, staat er vaker of op een andere plaats in.",
    "dubbele_id": "Twee onderdelen hebben hetzelfde kenmerk (Id).",
    "vorm": "De handtekening heeft niet de juiste vorm.",
    "verwijzing": "De handtekening verwijst naar iets dat niet in dit bericht staat.",
    "algoritme": "De handtekening gebruikt een algoritme dat niet is toegestaan.",
    "sha1": "De handtekening gebruikt SHA-1; dat bewijst niet meer dat er niets is gewijzigd.",
    "sleutel": "De sleutel van de ondertekenaar is te kort of van een andere soort dan de handtekening zegt.",
    "handtekening": "De handtekening klopt niet.",
    "gewijzigd": "Een ondertekend onderdeel is gewijzigd.",
    "token": "Het certificaat in het bericht is niet te gebruiken.",
    "sleutelinfo": "De handtekening noemt haar certificaat op een manier die hier niet wordt gelezen.",
    "geen_certificaat": "Het certificaat van de ondertekenaar staat niet in het bericht en niet in het bestand van --vertrouw.",
    "niet_ondertekend": "Een onderdeel dat ondertekend hoort te zijn, is dat niet.",
    "verplaatst": "Een ondertekend onderdeel staat niet op zijn plaats.",
    "tijdstempel": "Het tijdstempel is onleesbaar.",
    "tijd": "Het tijdstempel is op het gevraagde tijdstip verlopen of nog niet geldig.",
    "certificaat_ongeldig": "Het certificaat is op het gevraagde tijdstip verlopen of nog niet geldig.",
    "niet_vertrouwd": "Het certificaat is niet uitgegeven door een uitgever uit het bestand van --vertrouw. Zit daar een uitgever tussen,"
    " zet die dan in hetzelfde bestand.",
}


@dataclass(frozen=True, slots=True)
class Oordeel:
    """The exit code and what to show."""

    code: int
    regels: tuple[str, ...]


def controleer_bestand(bestand: Path, tijdstip: datetime | None, vertrouw: Path | None, nu: datetime) -> Oordeel:
    """Judges one file. With `vertrouw` and without `tijdstip` the judgement is of now: trust has no meaning without a moment."""
    try:
        with bestand.open("rb") as stream:
            raw = stream.read(berichten.MAX_BYTES + 1)
    except OSError:
        return _onleesbaar("Het bestand is niet te openen.")
    roots: list[x509.Certificate] | None = None
    if vertrouw is not None:
        roots = _read_roots(vertrouw)
        if not roots:
            return _onleesbaar("Het bestand van --vertrouw bevat geen leesbaar certificaat (PEM).")
    if tijdstip is None and roots is not None:
        tijdstip = nu
    try:
        root = berichten.ontleed(raw.lstrip(), remove_pis=False)  # a blank line before a pasted message
        bewijs = wsse_controle.controleer(root, roots or (), ruim=True)
    except OnleesbaarError as fout:
        return _onleesbaar(_ONLEESBAAR[fout.reden])
    except WsseFout as fout:
        return _onleesbaar(_ONLEESBAAR[fout.reden]) if fout.reden in _ONLEESBAAR else _niet_intact((), fout)
    regels = _over(bewijs)
    try:
        _gedekt(bewijs)
        if tijdstip is not None:
            _tijdig(bewijs, tijdstip)
            if roots is None:
                ondertekenaar.controleer_geldig(bewijs.certificaat, tijdstip)
            else:
                ondertekenaar.controleer_certificaat(bewijs.certificaat, roots, tijdstip, bewijs.keten)
    except WsseFout as fout:
        return _niet_intact(regels, fout)
    return Oordeel(INTACT, (*regels, *_beoordeeld(tijdstip, roots), "Het bericht is intact."))


def _read_roots(bestand: Path) -> list[x509.Certificate]:
    try:
        with bestand.open("rb") as stream:
            return x509.load_pem_x509_certificates(stream.read(MAX_CA_BYTES))
    except (OSError, ValueError, x509.InvalidVersion):
        return []


def _gedekt(bewijs: Ondertekend) -> None:
    """What must be signed where it stands in the message: body, timestamp, and what says from whom, to whom and about what."""
    stempel = [bewijs.stempel] if bewijs.stempel is not None else []
    for deel in (bewijs.romp, *stempel, *_adressen(bewijs)):
        if not bewijs.dekt(deel):
            raise WsseFout("niet_ondertekend", wsse_controle.bekende_naam(deel))
    for deel in bewijs.delen:
        if not _op_zijn_plaats(deel, bewijs):
            raise WsseFout("verplaatst", wsse_controle.bekende_naam(deel))


def _op_zijn_plaats(deel: etree._Element, bewijs: Ondertekend) -> bool:
    """Whether a signed part stands where its reader looks for it: somebody may have moved it out of sight, its signature with it."""
    ruimte, ouder = etree.QName(deel).namespace, deel.getparent()
    if ruimte in _ADRESSERING:
        return ouder is bewijs.kop
    if ruimte in _BEVEILIGING:  # a reference to a token, and a token inside one, stand deeper
        dieper = ruimte == wsse.WSSE and any(boven is bewijs.beveiliging for boven in deel.iterancestors())
        return ouder is bewijs.beveiliging or dieper
    return (
        deel is bewijs.romp
        or ouder in (bewijs.kop, bewijs.beveiliging)
        or any(boven is bewijs.romp for boven in deel.iterancestors())
    )


def _adressen(bewijs: Ondertekend) -> list[etree._Element]:
    return list(bewijs.kop.iterchildren(*(f"{{{ruimte}}}*" for ruimte in _ADRESSERING)))


def _tijdig(bewijs: Ondertekend, tijdstip: datetime) -> None:
    """At the moment given, to the second: who reads a time off a log has no more."""
    if bewijs.stempel is None:
        raise WsseFout("ontbreekt", "Timestamp")
    van, tot = wsse_controle.tijdvak(bewijs.stempel)
    if not van.replace(microsecond=0) <= tijdstip <= tot:
        raise WsseFout("tijd")


def _over(bewijs: Ondertekend) -> tuple[str, ...]:
    """What the signature covers and what not, when, and by which certificate."""
    beveiliging = [
        deel for deel in bewijs.beveiliging.iterchildren(etree.Element) if deel.tag != f"{{{wsse.DS}}}Signature"
    ]
    bekend = [*_adressen(bewijs), *beveiliging, bewijs.romp]
    genoemd = {bewijs.beveiliging, *bekend}
    overig = [deel for deel in bewijs.kop.iterchildren(etree.Element) if deel not in genoemd]
    genoemd.update(overig)
    los = [deel for deel in bewijs.delen if deel not in genoemd]
    namen = [(deel, wsse_controle.bekende_naam(deel) or "een ander onderdeel") for deel in bekend]
    namen += [(deel, "andere kopgegevens") for deel in overig] + [(deel, "een ander onderdeel") for deel in los]
    wel = dict.fromkeys(naam for deel, naam in namen if bewijs.dekt(deel))
    niet = dict.fromkeys(naam for deel, naam in namen if not bewijs.dekt(deel))
    return (
        f"Ondertekend: {', '.join(wel)}.",
        f"Niet ondertekend: {', '.join(niet) or 'niets'}.",
        _tijdvak(bewijs.stempel),
        _certificaat(bewijs.certificaat),
    )


def _certificaat(certificaat: x509.Certificate) -> str:
    van, tot = _tijd(certificaat.not_valid_before_utc), _tijd(certificaat.not_valid_after_utc)
    vingerafdruk = certificaat.fingerprint(hashes.SHA256()).hex()
    return f"Certificaat: OIN {oin_van(certificaat) or 'onbekend'}, geldig van {van} tot {tot}, SHA-256 {vingerafdruk}."


def _tijdvak(stempel: etree._Element | None) -> str:
    if stempel is None:
        return "Tijdstempel: geen."
    try:
        van, tot = wsse_controle.tijdvak(stempel)
    except WsseFout:
        return "Tijdstempel: onleesbaar."
    return f"Tijdstempel: {_tijd(van)} tot {_tijd(tot)}."


def _beoordeeld(tijdstip: datetime | None, roots: Sequence[x509.Certificate] | None) -> list[str]:
    if tijdstip is None:
        return ["Tijd en herkomst zijn niet beoordeeld; geef daarvoor --tijdstip en --vertrouw mee."]
    herkomst = "" if roots is not None else " De herkomst is niet beoordeeld; geef daarvoor --vertrouw mee."
    return [f"Beoordeeld op {_tijd(tijdstip)}.{herkomst}"]


def _tijd(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d-%m-%Y %H:%M:%S} UTC"


def _onleesbaar(zin: str) -> Oordeel:
    return Oordeel(ONLEESBAAR, (f"Onleesbaar: {zin}",))


def _niet_intact(regels: Sequence[str], fout: WsseFout) -> Oordeel:
    waar = f" ({fout.deel})" if fout.deel else ""
    return Oordeel(NIET_INTACT, (*regels, f"Niet intact: {_REDENEN[fout.reden]}{waar}"))
