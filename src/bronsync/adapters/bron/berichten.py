"""Writes and reads the messages of the contract: bytes <-> the values of `domain/vergelijking/berichten.py`. Pure: no network, no clock.

Written bytes are the bedrijfsdocument (the request element), always the same for the same message, and valid against the XSD; they are
what gets frozen (DESIGN 9). Read bytes are one stored `terugkoppeling` element. What a value means, and whether it is right beyond the
schema (an elfproef, a date with a time zone), is for the domain to say: it stays in the row as text.
Sources: DOMAIN 2 and 4.2-4.6, DESIGN 4, RELIABILITY C1, PERFORMANCE 5.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, cast

from lxml import etree

from bronsync.adapters.bron.contract import NAAMRUIMTE, XSD, contractbestand, schema
from bronsync.adapters.bron.elementen import (
    BLADEN,
    GEHEIM,
    HOUDERS,
    LEERLINGNUMMER,
    PLAATSEN,
    REGISTER,
    REGISTERDAGEN,
    REGISTERGEGEVENS,
    VOLGNUMMER,
    Bladen,
    Lijst,
    Tree,
    branch,
    label,
)
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import (
    CEL_VELDEN,
    INDEX,
    LIJST_VELDEN,
    NORMALISEER,
    PER_CATEGORIE,
    Categorie,
    Cel,
    Rij,
    Soort,
    canoniek,
    cel,
    norm_tekst,
    normaliseer_lijst,
)
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    Afkeur,
    Antwoord,
    Bericht,
    BronSignaal,
    BronSleutel,
    DubbeleInschrijving,
    Geweigerd,
    Identificatie,
    InschrijvingGeaccepteerd,
    Melding,
    Onbegrepen,
    Ontvangen,
    OverzichtDeel,
    Registratie,
    SpontaneMutatie,
    Terugkoppeling,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)

_log = logging.getLogger(__name__)

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_TEKENS: Final = 400_000
"""Of '<': an upper bound on tags, 200,000 elements that open and close (RELIABILITY D12)."""
MAX_ATTRIBUTEN: Final = 20_000
"""Of '=': our messages have next to none, and they cost much memory (SOAP E)."""
HOSTILE: Final[dict[str, Any]] = {
    "encoding": "utf-8",
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "huge_tree": False,
    "remove_comments": True,
    "collect_ids": False,
}
"""How whatever comes from outside is parsed (RELIABILITY C1)."""
ONTVANGER: Final = "BRON"

OPERATIES: Final[dict[ActieSoort, str]] = {
    ActieSoort.IDENTIFICATIEVERZOEK: "aanleverenIdentificatie",
    ActieSoort.NIEUWE_MELDING_INSCHRIJVING: "aanleverenInschrijving",
    ActieSoort.CORRECTIE_INSCHRIJFDATUM: "aanleverenCorrectieInschrijfdatum",
    ActieSoort.WIJZIGING_SLEUTELGEGEVENS: "aanleverenWijzigingSleutelgegevens",
    ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS: "aanleverenWijzigingOnderwijsgegevens",
    ActieSoort.UITSCHRIJVING: "aanleverenUitschrijving",
    ActieSoort.VERWIJDERING_INSCHRIJVING: "aanleverenVerwijderingInschrijving",
}
OVERZICHT: Final = "aanvragenRegistratieoverzicht"
OPHALEN: Final = "ophalenTerugkoppelingen"
BEVESTIGEN: Final = "bevestigenTerugkoppelingen"


# --- writing --------------------------------------------------------------------------------------------------------------------------

_LIJST_JA_NEE: Final = {
    (veld.naam, plaats)
    for veld in LIJST_VELDEN
    for plaats, deel in enumerate(veld.onderdelen)
    if deel.soort is Soort.JA_NEE
}
_SLEUTEL_PERSOON: Final = ("burgerservicenummer", "onderwijsnummer", "geboortedatum", "geslacht")
_PERSOON, _ADRES, _ONDERWIJS = branch("persoon"), branch("adres"), branch("onderwijs")
_BSN, _ONDERWIJSNUMMER = INDEX["burgerservicenummer"], INDEX["onderwijsnummer"]


def operatie(bericht: Bericht) -> str:
    """The operation that carries a message; a request for an overview has no soort."""
    return OVERZICHT if bericht.soort is None else OPERATIES[bericht.soort]


def schrijf(bericht: Bericht) -> bytes:
    """The bytes of a message, valid against the schema; EIGEN-02 when that cannot be."""
    document = _Document(operatie(bericht), bericht.aanleverpunt, bericht.bericht_id, bericht.tijdstip)
    try:
        if bericht.soort is None:
            document.blad("peildatum", bericht.peildatum)
            document.blad("metHistorie", _ja_nee(bericht.met_historie))
        else:
            _WRITERS[bericht.soort](document, bericht)
    except ValueError:  # a sign XML cannot hold, or a part of the message that is not there; the text may quote a value
        raise _niet_te_schrijven(document.root, "ValueError") from None
    return document.bytes()


def schrijf_ophalen(aanleverpunt: str, bericht_id: str, tijdstip: str) -> bytes:
    """The request for the next page of feedback."""
    return _Document(OPHALEN, aanleverpunt, bericht_id, tijdstip).bytes()


def schrijf_bevestigen(aanleverpunt: str, bericht_id: str, tijdstip: str, tot_en_met: int) -> bytes:
    """The request that signs feedback off."""
    document = _Document(BEVESTIGEN, aanleverpunt, bericht_id, tijdstip)
    document.blad("totEnMetOntvangstnummer", tot_en_met)
    return document.bytes()


def _niet_te_schrijven(root: etree._Element, waarom: str) -> BronSyncFout:
    _log.error("message %s does not meet the contract: %s", etree.QName(root).localname, waarom)
    return BronSyncFout("EIGEN-02")


def _ja_nee(waarde: object) -> str:
    return "true" if waarde else "false"


class _Document:
    """A request while it is being written."""

    def __init__(self, naam: str, aanleverpunt: str, bericht_id: str, tijdstip: str) -> None:
        self.root = etree.Element(label(f"{naam}_request"), nsmap={None: NAAMRUIMTE})
        kop = etree.SubElement(self.root, label("bedrijfsdocument"))
        self.blad("identificatiecodeBedrijfsdocument", bericht_id, kop)
        self.blad("verzendendeInstantie", aanleverpunt, kop)
        self.blad("ontvangendeInstantie", ONTVANGER, kop)
        self.blad("datumTijdBedrijfsdocument", tijdstip, kop)

    def blad(self, naam: str, waarde: object, onder: etree._Element | None = None) -> None:
        if waarde is not None:
            etree.SubElement(self.root if onder is None else onder, label(naam)).text = str(waarde)

    def groep(self, naam: str, onder: etree._Element | None = None) -> etree._Element:
        return etree.SubElement(self.root if onder is None else onder, label(naam))

    def bytes(self) -> bytes:
        """The document; refuses what the schema refuses."""
        if fout := schema().fout(self.root):
            raise _niet_te_schrijven(self.root, fout)
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=False)


def _write_branch(onder: etree._Element, tree: Tree, rij: Rij) -> None:
    """The filled fields of the row below an element; an element without content is left out."""
    for tag, node in tree.items():
        if isinstance(node, int):
            if rij[node] is not None:
                etree.SubElement(onder, tag).text = str(rij[node])
        elif isinstance(node, Lijst):
            for record in cast("tuple[tuple[Cel, ...], ...]", rij[node.plaats]):
                _record_schrijven(etree.SubElement(onder, tag), node, record)
        else:
            dieper = etree.SubElement(onder, tag)
            _write_branch(dieper, node, rij)
            if not len(dieper):
                onder.remove(dieper)


def _record_schrijven(onder: etree._Element, node: Lijst, record: tuple[Cel, ...]) -> None:
    for plaats, (tag, waarde) in enumerate(zip(node.elementen, record, strict=True)):
        if waarde is not None:
            # a text that is no yes or no stays as it is and is refused by the schema
            ja_nee = isinstance(waarde, int) and (node.naam, plaats) in _LIJST_JA_NEE
            etree.SubElement(onder, tag).text = _ja_nee(waarde) if ja_nee else str(waarde)


def _een_pgn(rij: Rij) -> Rij:
    """The contract takes one PGN: with a BSN the onderwijsnummer stays behind."""
    return (*rij[:_ONDERWIJSNUMMER], None, *rij[_ONDERWIJSNUMMER + 1 :]) if rij[_BSN] is not None else rij


def _persoon(document: _Document, naam: str, rij: Rij, onder: etree._Element | None = None) -> None:
    _write_branch(document.groep(naam, onder), _PERSOON, _een_pgn(rij))


def _adres(document: _Document, rij: Rij, onder: etree._Element | None = None) -> None:
    """The address at home or abroad, by what decides between them (DOMAIN 3.6); none when neither is filled."""
    postcode, land = cel(rij, "postcode"), cel(rij, "land")
    if postcode is None and land is None:
        return
    if postcode is not None and land is not None:
        raise ValueError("postcode and land")
    kant = label("binnenlandsAdres" if land is None else "buitenlandsAdres")
    _write_branch(document.groep("adres", onder), {kant: _ADRES[kant]}, rij)


def _onderwijs(document: _Document, rij: Rij, onder: etree._Element | None = None) -> None:
    _write_branch(document.groep("onderwijs", onder), _ONDERWIJS, rij)


def _sleutel(document: _Document, sleutel: BronSleutel) -> None:
    groep = document.groep("sleutel")
    document.blad("leerlingnummer", sleutel.leerlingnummer, groep)
    document.blad("burgerservicenummer" if sleutel.is_bsn else "onderwijsnummer", sleutel.pgn, groep)
    document.blad("datumInschrijving", sleutel.inschrijfdatum, groep)
    document.blad("inschrijvingvolgnummer", sleutel.volgnummer, groep)


def _gevuld(bericht: Bericht) -> tuple[BronSleutel, Rij]:
    if bericht.sleutel is None or bericht.rij is None:
        raise ValueError("sleutel and rij")
    return bericht.sleutel, bericht.rij


def _identificatie(document: _Document, bericht: Bericht) -> None:
    sleutel, rij = _gevuld(bericht)
    document.blad("leerlingnummer", sleutel.leerlingnummer)
    _persoon(document, "persoon", rij)
    _adres(document, rij)


def _inschrijving(document: _Document, bericht: Bericht) -> None:
    sleutel, rij = _gevuld(bericht)
    groep = document.groep("inschrijving")
    document.blad("leerlingnummer", sleutel.leerlingnummer, groep)
    document.blad("inschrijvingvolgnummer", sleutel.volgnummer, groep)
    _persoon(document, "persoon", rij, groep)
    _adres(document, rij, groep)
    document.blad("datumInschrijving", cel(rij, "inschrijfdatum"), groep)
    document.blad("datumUitschrijving", cel(rij, "uitschrijfdatum"), groep)
    _onderwijs(document, rij, groep)


def _correctie(document: _Document, bericht: Bericht) -> None:
    sleutel, rij = _gevuld(bericht)
    _sleutel(document, sleutel)
    document.blad("datumInschrijving", cel(rij, "inschrijfdatum"))
    document.blad("datumUitschrijving", cel(rij, "uitschrijfdatum"))
    _onderwijs(document, rij)


def _sleutelgegevens(document: _Document, bericht: Bericht) -> None:
    sleutel, rij = _gevuld(bericht)
    if bericht.oude_rij is None:
        raise ValueError("oude_rij")
    document.blad("leerlingnummer", sleutel.leerlingnummer)
    oud = document.groep("oudeSleutel")
    _write_branch(oud, {label(naam): INDEX[naam] for naam in _SLEUTEL_PERSOON}, _een_pgn(bericht.oude_rij))
    _persoon(document, "nieuweSleutel", rij)
    if bericht.met_adres:
        _adres(document, rij)


def _onderwijsgegevens(document: _Document, bericht: Bericht) -> None:
    sleutel, rij = _gevuld(bericht)
    _sleutel(document, sleutel)
    document.blad("datumUitschrijving", cel(rij, "uitschrijfdatum"))
    _onderwijs(document, rij)


def _verwijdering(document: _Document, bericht: Bericht) -> None:
    if bericht.sleutel is None:
        raise ValueError("sleutel")
    _sleutel(document, bericht.sleutel)


_WRITERS: Final[dict[ActieSoort, Callable[[_Document, Bericht], None]]] = {
    ActieSoort.IDENTIFICATIEVERZOEK: _identificatie,
    ActieSoort.NIEUWE_MELDING_INSCHRIJVING: _inschrijving,
    ActieSoort.CORRECTIE_INSCHRIJFDATUM: _correctie,
    ActieSoort.WIJZIGING_SLEUTELGEGEVENS: _sleutelgegevens,
    ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS: _onderwijsgegevens,
    ActieSoort.UITSCHRIJVING: _onderwijsgegevens,
    ActieSoort.VERWIJDERING_INSCHRIJVING: _verwijdering,
}


# --- reading: hostile until shown otherwise ---------------------------------------------------------------------------------------------


class OnleesbaarError(Exception):
    """Bytes that are no message of the contract; `reden` is a word, never a text of the message or of libxml2."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


def keur(raw: bytes) -> None:
    """Refuses by size, encoding, doctype and number of tags, before any parser sees it (RELIABILITY C1, D12)."""
    if len(raw) > MAX_BYTES:
        raise OnleesbaarError("te_groot")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raise OnleesbaarError("geen_utf8") from None
    if b"<!DOCTYPE" in raw:
        raise OnleesbaarError("doctype")
    if raw.count(b"<") > MAX_TEKENS or raw.count(b"=") > MAX_ATTRIBUTEN:
        raise OnleesbaarError("te_veel_elementen")


def ontleed(raw: bytes, *, remove_pis: bool = True) -> etree._Element:
    """The root element. The parser takes nothing but UTF-8, whatever the declaration says, and fetches nothing.

    A processing instruction is passed over, but it is part of what was signed: who checks a signature must see it.
    """
    keur(raw)
    try:
        root: etree._Element = etree.fromstring(raw, etree.XMLParser(remove_pis=remove_pis, **HOSTILE))
    except etree.XMLSyntaxError:
        raise OnleesbaarError("geen_xml") from None
    return root


@cache
def _zonder_witruimte() -> tuple[str, ...]:
    """The elements around whose value white space means nothing: days, moments, numbers, yes and no."""
    xsd = contractbestand(XSD).decode()
    getallen = re.findall(
        r'<xs:simpleType name="(\w+)">(?:(?!</xs:simpleType>).)*?base="xs:\w*[iI]nteger"', xsd, re.DOTALL
    )
    soorten = "|".join(["xs:date", "xs:dateTime", "xs:boolean", r"xs:\w*[iI]nteger", *getallen])
    return tuple(map(label, sorted(set(re.findall(rf'<xs:element name="(\w+)" type="(?:{soorten})"', xsd)))))


def _schemafout(root: etree._Element) -> str | None:
    """What is against the schema; libxml2 refuses white space that the schema allows, so what it refuses is judged without that."""
    if (fout := schema().fout(root)) is None:
        return None
    for element in root.iter(*_zonder_witruimte()):
        if element.text and not len(element):
            element.text = element.text.strip(" \t\r\n")
    return fout if schema().fout(root) else None


def _tekst(onder: etree._Element, *pad: str) -> str | None:
    """The text of an element below; None when it is not there."""
    gevonden = onder.find("/".join(map(label, pad)))
    return None if gevonden is None else gevonden.text or ""


def _moet(onder: etree._Element, *pad: str) -> str:
    tekst = _tekst(onder, *pad)
    if tekst is None:
        raise OnleesbaarError("schema")
    return tekst


def lees_getal(tekst: str) -> int | None:
    """A number as XML writes it, of at most nine digits: more pupils or feedback than that do not exist (RELIABILITY C1 26). Else None."""
    gevonden = re.fullmatch(r"[ \t\n\r]*(?:\+?0*([0-9]{1,9})|-0+)[ \t\n\r]*", tekst)
    return int(gevonden[1] or 0) if gevonden else None


def lees_waar(tekst: str) -> bool | None:
    """Yes or no as XML writes it; None when it is neither."""
    return {"true": True, "1": True, "false": False, "0": False}.get(tekst.strip(" \t\n\r"))


def _getal(onder: etree._Element, *pad: str) -> int:
    getal = lees_getal(_moet(onder, *pad))
    if getal is None:
        raise OnleesbaarError("getal")
    return getal


def _waar(tekst: str | None) -> bool:
    return lees_waar(tekst or "") is True


def _dag(tekst: str | None) -> str | None:
    """A day as a row has it: `2026-11-23+01:00` is 2026-11-23."""
    return None if tekst is None else cast("str | None", NORMALISEER[Soort.DATUM](tekst))


def _moet_dag(onder: etree._Element, *pad: str) -> str:
    return _dag(_moet(onder, *pad)) or ""


def _moment(tekst: str) -> str:
    """A moment as our own messages write it, in whole seconds of UTC; one that Python does not know stays as it is."""
    try:
        moment = datetime.fromisoformat(tekst.strip())
    except ValueError:
        return tekst.strip()
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _signaal(element: etree._Element) -> BronSignaal:
    return BronSignaal(_moet(element, "code"), _moet(element, "tekst"), _tekst(element, "veld"))


def _signalen(element: etree._Element, naam: str) -> tuple[BronSignaal, ...]:
    return tuple(map(_signaal, element.iterfind(label(naam))))


# --- reading registrations: the one place where speed counts (PEER-10, LIM-3) -------------------------------------------------------------

_AANTAL_CELLEN: Final = len(CEL_VELDEN)
_LEEG: Final[tuple[str | None, ...]] = (None,) * PLAATSEN
_LEGE_LIJSTEN: Final[tuple[object, ...]] = ((),) * len(LIJST_VELDEN)
_LIJSTNAMEN: Final = {INDEX[veld.naam]: veld.naam for veld in LIJST_VELDEN}


class _Lijsten(dict[tuple[int, tuple[tuple[str | None, ...], ...]], object]):
    """Normalised sub-records of each raw list seen: pupils of one group share theirs (PERFORMANCE 2). Bounded."""

    def __missing__(self, sleutel: tuple[int, tuple[tuple[str | None, ...], ...]]) -> object:
        if len(self) >= 20_000:
            self.clear()
        waarde = self[sleutel] = normaliseer_lijst(_LIJSTNAMEN[sleutel[0]], sleutel[1])
        return waarde


_lijsten = _Lijsten()


def _cellen(element: etree._Element, bladen: Bladen = BLADEN) -> tuple[list[str | None], Rij]:
    """The raw cells below an element, and its lists, normalised. One flat loop; what the index does not know is passed over.

    Tags such as `datumBegin` occur below several elements: they belong to the last `Houder` passed. A value that the record at hand has
    already is the start of the next record (`nationaliteit` holds a `nationaliteit`).
    """
    rij = list(_LEEG)
    doel = rij  # where values go: the row, or the record at hand
    gevuld: dict[int, list[list[str | None]]] = {}
    hier = bladen
    for onder in element.iter():
        tag = onder.tag
        plaats = hier.get(tag)
        if plaats is not None and (doel is rij or doel[plaats] is None):
            doel[plaats] = onder.text
            continue
        houder = HOUDERS.get(tag)
        if houder is not None:
            hier = houder.bladen
            if houder.plaats is None:
                doel = rij
            else:
                doel = [None] * len(hier)
                gevuld.setdefault(houder.plaats, []).append(doel)
        elif tag in bladen:
            rij[bladen[tag]] = onder.text
    if not gevuld:
        return rij, _LEGE_LIJSTEN
    lijsten = list(_LEGE_LIJSTEN)
    for plaats, records in gevuld.items():
        lijsten[plaats - _AANTAL_CELLEN] = _lijsten[plaats, tuple(map(tuple, records))]
    return rij, tuple(lijsten)


def _registratie(element: etree._Element) -> Registratie:
    cellen, lijsten = _cellen(element)
    return Registratie(
        _nummer(cellen[LEERLINGNUMMER]),
        cellen[VOLGNUMMER],
        canoniek(cellen[:_AANTAL_CELLEN], lijsten),
        _waar(cellen[GEHEIM]),
        tuple(
            [
                (naam, _van_register(naam, tekst))
                for naam, plaats in REGISTER.items()
                if (tekst := cellen[plaats]) is not None
            ]
        ),
    )


def _nummer(tekst: str | None) -> str:
    """A leerlingnummer as LVS2000's is read."""
    return norm_tekst(tekst) or "" if tekst is not None else ""


def _van_register(naam: str, tekst: str) -> str:
    return _dag(tekst) or "" if naam in REGISTERDAGEN else tekst


def lees_registraties(element: etree._Element) -> tuple[Registratie, ...]:
    """All registrations of one part of an overview, as canonieke rijen."""
    return tuple(map(_registratie, element.iterchildren(label("inschrijving"))))


# --- reading feedback ---------------------------------------------------------------------------------------------------------------------


def _velden(element: etree._Element, categorie: Categorie, bsn: str | None = None) -> tuple[tuple[str, Cel], ...]:
    """All fields of one category in a persoon or adres, normalised as in a row; `bsn` decides which lines abroad count (DOMAIN 2.4)."""
    cellen, _ = _cellen(element, HOUDERS[label("persoon")].bladen if categorie is Categorie.SLEUTEL else BLADEN)
    if bsn is not None:
        cellen[_BSN] = bsn
    rij = canoniek(cellen[:_AANTAL_CELLEN])
    return tuple((veld.naam, cel(rij, veld.naam)) for veld in PER_CATEGORIE[categorie])


def _sleutelvelden(element: etree._Element) -> tuple[tuple[str, str | None], ...]:
    return cast("tuple[tuple[str, str | None], ...]", _velden(element, Categorie.SLEUTEL))


def _pgn(element: etree._Element) -> str | None:
    return _tekst(element, "burgerservicenummer") or _tekst(element, "onderwijsnummer")


def _lees_afkeur(element: etree._Element) -> Melding:
    return Afkeur(_signalen(element, "signaal"))


def _lees_geaccepteerd(element: etree._Element) -> Melding:
    registratie = element.find(label("registratie"))
    if registratie is None:
        raise OnleesbaarError("schema")
    return InschrijvingGeaccepteerd(
        _registratie(registratie), _moet(element, "pgnHerkomst"), _signalen(element, "attentiesignaal")
    )


def _lees_identificatie(element: etree._Element) -> Melding:
    persoon = element.find(label("persoon"))
    paren = (
        ()
        if persoon is None
        else tuple((naam, waarde) for naam, waarde in _sleutelvelden(persoon) if waarde is not None)
    )
    return Identificatie(_nummer(_moet(element, "leerlingnummer")), _moet(element, "uitkomst"), paren)


def _lees_spontane_mutatie(element: etree._Element) -> Melding:
    sleutel, persoon, adres = (element.find(label(naam)) for naam in ("sleutel", "persoon", "adres"))
    inhoud = adres if persoon is None else persoon
    if sleutel is None or inhoud is None:
        raise OnleesbaarError("schema")
    if adres is None:
        velden: tuple[tuple[str, Cel], ...] = _sleutelvelden(inhoud)
    else:
        velden = _velden(adres, Categorie.ADRES, _tekst(sleutel, "burgerservicenummer"))
    return SpontaneMutatie(
        pgn=_pgn(sleutel) or "",
        leerlingnummer=_tekst(element, "leerlingnummer"),
        is_adres=adres is not None,
        velden=velden,
        geheim=_waar(_tekst(element, "registergegevens", "indicatieGeheim")),
        register=tuple(
            (naam, _van_register(naam, tekst))
            for blad, naam in REGISTERGEGEVENS.items()
            if (tekst := _tekst(element, "registergegevens", blad)) is not None
        ),
    )


def _lees_wijziging_sleutelgegevens(element: etree._Element) -> Melding:
    oud, nieuw = element.find(label("oudeSleutel")), element.find(label("nieuweSleutel"))
    if oud is None or nieuw is None:
        raise OnleesbaarError("schema")
    return WijzigingSleutelgegevens(_pgn(oud), _tekst(element, "leerlingnummer"), _sleutelvelden(nieuw))


def _lees_dubbele_inschrijving(element: etree._Element) -> Melding:
    return DubbeleInschrijving(
        pgn=_pgn(element) or "",
        leerlingnummer=_nummer(_moet(element, "leerlingnummer")),
        inschrijfdatum=_moet_dag(element, "datumInschrijving"),
        brin_andere_school=_moet(element, "brinAndereSchool"),
        begin=_moet_dag(element, "datumBeginOverlap"),
        einde=_dag(_tekst(element, "datumEindeOverlap")),
    )


def _lees_verwijdering(element: etree._Element) -> Melding:
    sleutel = element.find(label("sleutel"))
    if sleutel is None:
        raise OnleesbaarError("schema")
    return VerwijderingBevestigd(
        BronSleutel(
            leerlingnummer=_nummer(_moet(sleutel, "leerlingnummer")),
            pgn=_pgn(sleutel),
            is_bsn=_tekst(sleutel, "burgerservicenummer") is not None,
            inschrijfdatum=_moet_dag(sleutel, "datumInschrijving"),
            volgnummer=_tekst(sleutel, "inschrijvingvolgnummer"),
        )
    )


def _lees_overzicht(element: etree._Element) -> Melding:
    return OverzichtDeel(
        peildatum=_moet_dag(element, "peildatum"),
        met_historie=_waar(_moet(element, "metHistorie")),
        deel=_getal(element, "deel"),
        aantal_delen=_getal(element, "aantalDelen"),
        aantal_inschrijvingen=_getal(element, "aantalInschrijvingen"),
        tot_en_met=_getal(element, "totEnMetOntvangstnummer"),
        einde=_waar(_moet(element, "eindeOverzicht")),
        registraties=lees_registraties(element),
    )


_READERS: Final[dict[str, Callable[[etree._Element], Melding]]] = {
    label("afkeur"): _lees_afkeur,
    label("inschrijvingGeaccepteerd"): _lees_geaccepteerd,
    label("identificatie"): _lees_identificatie,
    label("spontaneMutatie"): _lees_spontane_mutatie,
    label("wijzigingSleutelgegevens"): _lees_wijziging_sleutelgegevens,
    label("dubbeleInschrijving"): _lees_dubbele_inschrijving,
    label("verwijderingBevestigd"): _lees_verwijdering,
    label("registratieoverzicht"): _lees_overzicht,
}


def lees(raw: bytes) -> Terugkoppeling:
    """One stored feedback. Never raises for its content: what cannot be read is `Onbegrepen`, with the word why (I5)."""
    try:
        root = ontleed(raw)
    except OnleesbaarError as fout:
        return Terugkoppeling(0, "", "", None, Onbegrepen(fout.reden))
    try:
        return _terugkoppeling(root)
    except OnleesbaarError as fout:
        return _onbegrepen(root, fout.reden)


def _terugkoppeling(root: etree._Element) -> Terugkoppeling:
    if root.tag != label("terugkoppeling"):
        raise OnleesbaarError("onbekend_bericht")
    if fout := _schemafout(root):
        _log.info("feedback does not meet the contract: %s", fout)
        raise OnleesbaarError("schema")
    inhoud = root[-1]
    return Terugkoppeling(
        ontvangstnummer=_getal(root, "ontvangstnummer"),
        aanleverpunt=_moet(root, "aanleverpunt"),
        tijdstip=_moment(_moet(root, "datumTijd")),
        antwoord_op=_tekst(root, "antwoordOp"),
        melding=_READERS[str(inhoud.tag)](inhoud),
    )


def _onbegrepen(root: etree._Element, reden: str) -> Terugkoppeling:
    """What can still be said about a feedback that cannot be read; the number it was fetched under is known to who fetched it."""
    nummer, aanleverpunt, antwoord_op = (
        _tekst(root, naam) or "" for naam in ("ontvangstnummer", "aanleverpunt", "antwoordOp")
    )
    return Terugkoppeling(
        ontvangstnummer=lees_getal(nummer) or 0,
        aanleverpunt=aanleverpunt if re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", aanleverpunt) else "",
        tijdstip="",
        antwoord_op=antwoord_op if re.fullmatch("[0-9a-f-]{36}", antwoord_op) else None,
        melding=Onbegrepen(reden),
    )


# --- reading direct answers ---------------------------------------------------------------------------------------------------------------


def lees_antwoord(antwoord: etree._Element, bericht_id: str) -> Antwoord:
    """The direct answer to the message with this id; refuses the answer to another one (RELIABILITY C1 20)."""
    if _schemafout(antwoord):
        raise OnleesbaarError("schema")
    if _moet(antwoord, "antwoordOp") != bericht_id:
        raise OnleesbaarError("ander_bericht")
    if (kenmerk := _tekst(antwoord, "ontvangst", "kenmerk")) is not None:
        return Ontvangen(kenmerk)
    weigering = antwoord.find(label("weigering"))
    meldingen = () if weigering is None else weigering.iterfind(label("foutmelding"))
    return Geweigerd(
        tuple(BronSignaal(_moet(melding, "foutcode"), _moet(melding, "fouttekst")) for melding in meldingen)
    )


def lees_bevestiging(antwoord: etree._Element, bericht_id: str) -> int:
    """Up to which number the register signed off."""
    if _schemafout(antwoord):
        raise OnleesbaarError("schema")
    if _moet(antwoord, "antwoordOp") != bericht_id:
        raise OnleesbaarError("ander_bericht")
    return _getal(antwoord, "bevestigdTotEnMet")


def bericht_id_van(body: bytes) -> str:
    """The identification code in frozen bytes of our own."""
    gevonden = re.search(rb"<identificatiecodeBedrijfsdocument>([0-9a-f-]{36})<", body)
    if gevonden is None:
        raise BronSyncFout("EIGEN-02")
    return gevonden[1].decode("ascii")
