"""Requests to the simulator and answers from it, as bytes: the tests know the contract, not the register's own Python."""

import copy
import uuid
from datetime import date
from typing import Any

from lxml import etree

from helpers.lokaal_register import LokaalRegister

NS = "urn:bronsync:bron-po:v1"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
VANDAAG = date(2025, 10, 15)  # a Wednesday
PUNT = "00AA00"
TWEEDE = "00AA01"

# The first test numbers that RvIG publishes; the persons are made up.
BSN = "999990019"
BSN_TWEELING = "999990020"
BSN_GEHEIM = "999990032"
BSN_BUITENLAND = "999990044"
BSN_ZONDER_ADRES = "999990056"


def brp() -> dict[str, Any]:
    adres = {
        "straatnaam": "Dorpsstraat",
        "huisnummer": 12,
        "postcode": "1234AB",
        "plaatsnaam": "Ede",
        "gemeentecode": "0228",
    }
    basis = {
        "voorvoegsel": None,
        "nationaliteiten": ["0001"],
        "geheim": False,
        "overlijdensdatum": None,
        "geboorteland": "6030",
    }
    return {
        "personen": [
            {**basis, "bsn": BSN, "geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Aalst", "voorvoegsel": "van der",
             "voornamen": "Bram Daan", "adres": adres},
            {**basis, "bsn": BSN_TWEELING, "geboortedatum": "2015-03-07", "geslacht": "M", "achternaam": "Aalst", "voorvoegsel": "van der",
             "voornamen": "Chris", "adres": adres},
            {**basis, "bsn": BSN_GEHEIM, "geboortedatum": "2014-05-00", "geslacht": "V", "achternaam": "Çelik", "voornamen": None,
             "geheim": True, "adres": {**adres, "postcode": "2345BC"}},
            {**basis, "bsn": BSN_BUITENLAND, "geboortedatum": "2013-01-02", "geslacht": "V", "achternaam": "Daele", "voornamen": "Emma",
             "adres": {"land": "5010", "adresregels": ["Kerkstraat 1", "2000 Antwerpen"]}},
            {**basis, "bsn": BSN_ZONDER_ADRES, "geboortedatum": "2012-12-12", "geslacht": "M", "achternaam": "Evers", "voornamen": "Finn",
             "adres": None},
        ],
        "postcodes": ["3456CD"],
        "anderescholen": [],
        "aanleverpunten": {PUNT: {"brin": "00AA", "vestigingen": ["00", "01"]}, TWEEDE: {"brin": "00AA", "vestigingen": ["00"]}},
    }  # fmt: skip


def sleutel_persoon(bsn: str) -> dict[str, Any]:
    persoon = next(p for p in brp()["personen"] if p["bsn"] == bsn)
    return {"burgerservicenummer": bsn, "geboortedatum": persoon["geboortedatum"], "geslacht": persoon["geslacht"]}


ONBEKENDE = {"geboortedatum": "2016-02-29", "geslacht": "V", "achternaam": "Zonder", "voornamen": "Nummer"}
THUIS = {"binnenlandsAdres": {"straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234AB", "plaatsnaam": "Ede"}}
PERIODE = {"datumBegin": "2023-08-01", "groep": "5", "vestiging": "00", "indicatieBekostigbaar": True}
BO = {"onderwijstype": "BO", "inschrijfstatus": "I", "indicatieNnca": "1", "inschrijvingPeriode": [PERIODE]}
PERIODE_WEC = {"datumBegin": "2023-08-01", "leerjaar": 3, "vestiging": "00", "indicatieBekostigbaar": True}
TLV = {
    "datumBegin": "2023-08-01",
    "datumEinde": "2027-07-31",
    "samenwerkingsverband": "PO1234",
    "volgnummer": "1",
    "bekostigingscategorie": "1",
}
SO = {
    "onderwijstype": "SO",
    "inschrijfstatus": "I",
    "schoolsoort": "1",
    "datumSchoolsoort": "2023-08-01",
    "inschrijvingPeriode": [PERIODE_WEC],
    "toelaatbaarheidsverklaring": [TLV],
}
VSO = {**SO, "onderwijstype": "VSO", "schoolsoort": "2", "uitstroomprofiel": "1"}
AMBULANT = {
    "onderwijstype": "SO",
    "inschrijfstatus": "A",
    "schoolsoort": "1",
    "inschrijvingPeriode": [{**PERIODE_WEC, "soortOnderwijs": "SH"}],
    "ambulanteBegeleiding": [{"datumBegin": "2023-08-01", "begeleidingsvorm": "RAB", "brin": "99ZZ"}],
}


def inschrijving(onderwijs: dict[str, Any] | None = None, **anders: Any) -> dict[str, Any]:
    """A valid enrolment; None in `anders` leaves a field out."""
    basis = {
        "leerlingnummer": "L1",
        "inschrijvingvolgnummer": "1",
        "persoon": sleutel_persoon(BSN),
        "adres": THUIS,
        "datumInschrijving": "2023-08-01",
        "datumUitschrijving": None,
        "onderwijs": copy.deepcopy(onderwijs or BO),
    }
    return {**basis, **anders}


def _xml(ouder: etree._Element, gegevens: dict[str, Any]) -> None:
    for naam, waarde in gegevens.items():
        for w in waarde if isinstance(waarde, list) else [waarde]:
            if w is None:
                continue
            e = etree.SubElement(ouder, f"{{{NS}}}{naam}")
            if isinstance(w, dict):
                _xml(e, w)
            else:
                e.text = str(w).lower() if isinstance(w, bool) else str(w)


# The order that the schema wants, for tests that build dicts in another order.
_ORDE = [
    "onderwijstype",
    "inschrijfstatus",
    "schoolsoort",
    "datumSchoolsoort",
    "indicatieNnca",
    "uitstroomprofiel",
    "gewicht",
    "voorschoolseEducatie",
    "vroegschoolseEducatie",
    "eindtoets",
    "adviesVo",
    "terugplaatsing",
    "nationaliteit",
    "inschrijvingPeriode",
    "residentieelVerblijf",
    "indicatie",
    "toelaatbaarheidsverklaring",
    "arrangement",
    "ambulanteBegeleiding",
    "ontwikkelingsperspectief",
    "verblijfAndereInstelling",
]
_ORDE_PERIODE = ["datumBegin", "groep", "leerjaar", "vestiging", "indicatieBekostigbaar", "soortOnderwijs"]


def _op_orde(gegevens: dict[str, Any]) -> dict[str, Any]:
    uit = dict(gegevens)
    if "onderwijs" in uit:
        onderwijs = dict(sorted(uit["onderwijs"].items(), key=lambda kv: _ORDE.index(kv[0])))
        onderwijs["inschrijvingPeriode"] = [
            dict(sorted(p.items(), key=lambda kv: _ORDE_PERIODE.index(kv[0]))) for p in onderwijs["inschrijvingPeriode"]
        ]
        uit["onderwijs"] = onderwijs
    if "inschrijving" in uit:
        uit["inschrijving"] = _op_orde(uit["inschrijving"])
    return uit


def verzoek(
    operatie: str, gegevens: dict[str, Any] | None = None, *, code: str | None = None, punt: str = PUNT
) -> bytes:
    """A whole envelope."""
    envelop = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"s": SOAP})
    lijf = etree.SubElement(envelop, f"{{{SOAP}}}Body")
    element = etree.SubElement(lijf, f"{{{NS}}}{operatie}_request", nsmap={None: NS})
    kop = {
        "identificatiecodeBedrijfsdocument": code or str(uuid.uuid4()),
        "verzendendeInstantie": punt,
        "ontvangendeInstantie": "DUO",
        "datumTijdBedrijfsdocument": "2025-10-15T10:00:00Z",
    }
    _xml(element, {"bedrijfsdocument": kop, **_op_orde(gegevens or {})})
    return etree.tostring(envelop, xml_declaration=True, encoding="UTF-8")


def waarden(element: etree._Element) -> Any:
    """Text, or a dict of children; the children in LIJSTEN become a list."""
    if not len(element):
        return element.text
    uit: dict[str, Any] = {}
    for e in element:
        naam = etree.QName(e).localname
        if naam in LIJSTEN:
            uit.setdefault(naam, []).append(waarden(e))
        else:
            uit[naam] = waarden(e)
    return uit


LIJSTEN = {
    "terugkoppeling",
    "signaal",
    "attentiesignaal",
    "foutmelding",
    "sleutelgegeven",
    "inschrijving",
    "inschrijvingPeriode",
}


def lees(body: bytes) -> dict[str, Any]:
    """The contents of the answer; a fault gives {"fout": code}."""
    lijf = etree.fromstring(body)[0]
    if etree.QName(lijf[0]).localname == "Fault":
        return {"fout": lijf[0].findtext("faultcode", "").partition(":")[2]}
    uit = waarden(lijf[0])
    return uit if isinstance(uit, dict) else {}


class Aanroeper:
    """A school that talks to an in-process register."""

    def __init__(self, register: LokaalRegister, punt: str = PUNT) -> None:
        self.register = register
        self.punt = punt

    def stuur(
        self, operatie: str, gegevens: dict[str, Any] | None = None, *, code: str | None = None
    ) -> dict[str, Any]:
        return lees(self.ruw(operatie, verzoek(operatie, gegevens, code=code, punt=self.punt))[2])

    def ruw(self, operatie: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        return self.register.verwerk(operatie, {}, body, self.punt)

    def ophalen(self, *, bevestig: bool = True) -> list[dict[str, Any]]:
        """All feedback that waits, signed off page by page; soort and inhoud stand under those names."""
        alles = []
        while True:
            antwoord = self.stuur("ophalenTerugkoppelingen")
            pagina = antwoord.get("terugkoppeling", [])
            for t in pagina:
                t["soort"] = next(
                    k for k in t if k not in {"ontvangstnummer", "aanleverpunt", "datumTijd", "antwoordOp"}
                )
                t["inhoud"] = t[t["soort"]]
            alles += pagina
            if pagina and bevestig:
                self.stuur("bevestigenTerugkoppelingen", {"totEnMetOntvangstnummer": pagina[-1]["ontvangstnummer"]})
            if antwoord["meerAanwezig"] == "false" or not bevestig:
                return alles

    def uitkomst(self, operatie: str, gegevens: dict[str, Any]) -> tuple[str, set[str]]:
        """Kind of the last feedback (or 'weigering') and the codes of its signals."""
        antwoord = self.stuur(operatie, gegevens)
        if "weigering" in antwoord:
            return "weigering", {f["foutcode"] for f in antwoord["weigering"]["foutmelding"]}
        if "fout" in antwoord:
            return "fout", {antwoord["fout"]}
        laatste = self.ophalen()[-1]
        inhoud = laatste["inhoud"]
        return laatste["soort"], {s["code"] for s in inhoud.get("signaal", []) + inhoud.get("attentiesignaal", [])}

    def schrijf_in(self, **anders: Any) -> tuple[str, set[str]]:
        return self.uitkomst("aanleverenInschrijving", {"inschrijving": inschrijving(**anders)})


def sleutel(pgn: str | None = BSN, begin: str = "2023-08-01", leerlingnummer: str = "L1") -> dict[str, Any]:
    nummer = {} if pgn is None else {"onderwijsnummer" if pgn.startswith("10") else "burgerservicenummer": pgn}
    return {"leerlingnummer": leerlingnummer, **nummer, "datumInschrijving": begin}
