"""Own XML of the register: reads requests, writes answers and feedback, checks both against the XSD.

The order and the kind of each element come from `resources/contract/bron-po.xsd` itself, the one thing shared with the
client. What it does not know: what a message means, and what is right or wrong in it beyond the schema.
Pitfalls it minds (SOAP.md C): decode UTF-8 before lxml can sniff another encoding, one XMLSchema per thread because
its error log is shared, no DTD, and libxml2 messages quote values, so only path and kind of an error are told.
"""

import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from bron_simulator.resources import resource

NS = "urn:bronsync:bron-po:v1"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_XS = "{http://www.w3.org/2001/XMLSchema}"

Gegevens = dict[str, Any]
"""A complex element: names of children to a text, number, boolean, a dict, or a list of those where it may repeat."""


class TechnischeFout(Exception):
    """Answered by a SOAP fault; `code` is the DK or SIM code without 'Client.'."""

    def __init__(self, code: str, tekst: str, partij: str = "Client") -> None:
        super().__init__(code)
        self.code = code
        self.tekst = tekst
        self.partij = partij


@dataclass(frozen=True, slots=True)
class Kind:
    naam: str
    soort: str
    herhaald: bool


# ---------------------------------------------------------------- the contract, read from the XSD


def _soort(type_: str, simpel: dict[str, str]) -> str:
    """The kind of a value: a complex type's name, or 'bool', 'int', 'datum', 'tekst'."""
    if not type_.startswith("xs:"):
        return simpel.get(type_, type_)
    if type_ == "xs:boolean":
        return "bool"
    if type_ == "xs:date":
        return "datum"
    return "int" if type_.lower().endswith("integer") else "tekst"


def _schemas(pad: Path, gezien: dict[Path, etree._Element]) -> list[etree._Element]:
    """The schema in a file and those that it includes or imports, each once."""
    if pad not in gezien:
        gezien[pad] = etree.parse(str(pad), _parser()).getroot()
        for verwijzing in gezien[pad].iterchildren(f"{_XS}include", f"{_XS}import"):
            _schemas((pad.parent / verwijzing.get("schemaLocation", "")).resolve(), gezien)
    return list(gezien.values())


@cache
def _typen() -> dict[str, tuple[Kind, ...]]:
    """Complex type (or global element) to its children in schema order."""
    roots = _schemas(resource("contract", "bron-po.xsd"), {})
    simpel: dict[str, str] = {}
    for t in (t for root in roots for t in root.findall(f"{_XS}simpleType")):
        basis = t.find(f"{_XS}restriction")
        simpel[t.get("name", "")] = _soort(basis.get("base", ""), {}) if basis is not None else "tekst"
    typen: dict[str, tuple[Kind, ...]] = {}

    def kinderen(complex_: etree._Element) -> tuple[Kind, ...]:
        return tuple(
            Kind(e.get("name", ""), _soort(e.get("type", ""), simpel), e.get("maxOccurs", "1") != "1")
            for e in complex_.iter(f"{_XS}element")
        )

    for t in (t for root in roots for t in root.findall(f"{_XS}complexType")):
        typen[t.get("name", "")] = kinderen(t)
    for e in (e for root in roots for e in root.findall(f"{_XS}element")):
        eigen = e.find(f"{_XS}complexType")
        typen[e.get("name", "")] = kinderen(eigen) if eigen is not None else typen[e.get("type", "")]
    return typen


@cache
def operaties() -> frozenset[str]:
    return frozenset(n.removesuffix("_request") for n in _typen() if n.endswith("_request"))


_per_thread = threading.local()


def schemafouten(element: etree._Element) -> list[str]:
    """Places that break the schema, without the values that stand there; empty is valid."""
    schema = getattr(_per_thread, "schema", None)
    if schema is None:
        schema = etree.XMLSchema(etree.parse(str(resource("contract", "bron-po.xsd"))))
        _per_thread.schema = schema
    if schema.validate(element):
        return []
    log: Any = schema.error_log  # the stubs do not know that it can be walked
    return [f"{fout.path} {fout.type_name}" for fout in log]


# ---------------------------------------------------------------- elements and values


def lees(element: etree._Element, soort: str | None = None) -> Gegevens:
    """The children of a valid complex element as values."""
    soort = soort or etree.QName(element).localname
    regels = {k.naam: k for k in _typen()[soort]}
    uit: Gegevens = {}
    for e in element:
        kind = regels[etree.QName(e).localname]
        waarde = lees(e, kind.soort) if kind.soort in _typen() else _waarde(e.text or "", kind.soort)
        if kind.herhaald:
            uit.setdefault(kind.naam, []).append(waarde)
        else:
            uit[kind.naam] = waarde
    return uit


def _waarde(tekst: str, soort: str) -> str | int | bool:
    if soort == "bool":
        return tekst.strip() in {"true", "1"}
    if soort == "int":
        return int(tekst)
    if soort == "datum":
        kaal = tekst.strip()
        if len(kaal) != 10:  # xs:date also takes time zones and years beyond 9999; a date of this register has neither
            raise TechnischeFout("DK0004", "Het bericht voldoet niet aan het schema: datum met tijdzone of jaartal.")
        return kaal
    return tekst


def maak(naam: str, gegevens: Gegevens, soort: str | None = None) -> etree._Element:
    """A complex element in schema order. None, empty text, empty dict and empty list are left out."""
    element = etree.Element(f"{{{NS}}}{naam}", nsmap={None: NS})
    _vul(element, gegevens, soort or naam)
    return element


@cache
def _plaatsen(soort: str) -> dict[str, tuple[int, str, str]]:
    """Name of a child to its place in the order, its tag and its kind."""
    return {k.naam: (i, f"{{{NS}}}{k.naam}", k.soort) for i, k in enumerate(_typen()[soort])}


def _vul(ouder: etree._Element, gegevens: Gegevens, soort: str) -> None:
    plaatsen = _plaatsen(soort)
    for naam in sorted((n for n in gegevens if n in plaatsen), key=plaatsen.__getitem__):
        waarde = gegevens[naam]
        _, tag, soort_kind = plaatsen[naam]
        for w in waarde if isinstance(waarde, list) else (waarde,):
            if w is None or w in ("", {}):
                continue
            e = etree.SubElement(ouder, tag)
            if isinstance(w, dict):
                _vul(e, w, soort_kind)
            elif isinstance(w, bool):
                e.text = "true" if w else "false"
            else:
                e.text = str(w)


def bytes_van(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="utf-8")


def element_van(data: bytes) -> etree._Element:
    return etree.fromstring(data, _parser())


# ---------------------------------------------------------------- envelopes


@dataclass(frozen=True, slots=True)
class Verzoek:
    operatie: str
    gegevens: Gegevens
    vingerafdruk: str
    element: etree._Element

    @property
    def identificatiecode(self) -> str:
        return str(self.gegevens["bedrijfsdocument"]["identificatiecodeBedrijfsdocument"])

    @property
    def verzender(self) -> str:
        return str(self.gegevens["bedrijfsdocument"]["verzendendeInstantie"])


def _parser(*, remove_pis: bool = True) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=remove_pis,
    )


def lees_envelop(body: bytes) -> etree._Element:
    """Technical check of what comes in: encoding, XML, envelope. Raises TechnischeFout.

    SOAP 1.1 knows no processing instructions; inside a signed part they would count, so they are not passed over.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise TechnischeFout("DK0009", "Het bericht is niet in UTF-8.") from None
    if body.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")) and b"?>" in body[:200]:
        kop = body[: body.index(b"?>")].lower()
        if b"encoding" in kop and b"utf-8" not in kop:
            raise TechnischeFout("DK0009", "Het bericht noemt een andere codering dan UTF-8.")
    try:
        envelop = etree.fromstring(body, _parser(remove_pis=False))
    except etree.XMLSyntaxError:
        raise TechnischeFout("DK0001", "Het bericht is geen leesbare XML.") from None
    info: Any = envelop.getroottree().docinfo  # the stubs do not know its fields
    if info.doctype:
        raise TechnischeFout("DK0001", "Een DOCTYPE is niet toegestaan.")
    if any(True for _ in envelop.iter(etree.ProcessingInstruction)):
        raise TechnischeFout("DK0001", "Een verwerkingsinstructie is niet toegestaan.")
    lijven = [e for e in envelop if e.tag == f"{{{SOAP}}}Body"]
    if envelop.tag != f"{{{SOAP}}}Envelope" or len(lijven) != 1 or len(lijven[0]) != 1:
        raise TechnischeFout("DK0001", "Het bericht is geen SOAP 1.1-bericht met een inhoud.")
    return envelop


def lees_verzoek(envelop: etree._Element, soapaction: str) -> Verzoek:
    """Technical check of the request in an envelope: action, schema. Raises TechnischeFout."""
    element = next(e for e in envelop if e.tag == f"{{{SOAP}}}Body")[0]
    naam = etree.QName(element)
    operatie = naam.localname.removesuffix("_request")
    if naam.namespace != NS or operatie == naam.localname or operatie not in operaties():
        raise TechnischeFout("DK0004", "Het bericht voldoet niet aan het schema: onbekend verzoek.")
    if soapaction and soapaction != f"{NS}/{operatie}":
        raise TechnischeFout("DK0003", "De SOAPAction hoort niet bij het bericht.")
    fouten = schemafouten(element)
    if fouten:
        plaats = fouten[0].replace(f"{{{NS}}}", "").replace("*/", "")[-100:]
        raise TechnischeFout("DK0004", f"Het bericht voldoet niet aan het schema: {plaats}")
    return Verzoek(operatie, lees(element), hashlib.sha256(canoniek(element)).hexdigest(), element)


def canoniek(element: etree._Element) -> bytes:
    """Exclusive canonical form: equal for equal requests, whatever prefixes the envelope around them uses."""
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_comments=False))


def envelop(inhoud: etree._Element) -> etree._Element:
    """A SOAP 1.1 envelope around one element."""
    buiten = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    etree.SubElement(buiten, f"{{{SOAP}}}Body").append(inhoud)
    return buiten


def envelop_bytes(buiten: etree._Element) -> bytes:
    return etree.tostring(buiten, xml_declaration=True, encoding="UTF-8")


def fout_envelop(fout: TechnischeFout) -> etree._Element:
    """A SOAP fault with the functional fault in its detail; a bare one when it has no code."""
    fault = etree.Element(f"{{{SOAP}}}Fault", nsmap={"soapenv": SOAP})
    etree.SubElement(fault, "faultcode").text = f"soapenv:{fout.partij}.{fout.code}".rstrip(".")
    etree.SubElement(fault, "faultstring").text = fout.tekst
    if not fout.code:
        return envelop(fault)
    detail = etree.SubElement(fault, "detail")
    detail.append(maak("technischeFout", {"foutcode": fout.code, "fouttekst": fout.tekst[:200]}, "Foutmelding"))
    return envelop(fault)
