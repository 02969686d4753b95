"""A contract of several XSD files: read whole, by client and simulator, and nothing outside its own set (S6)."""

import hashlib
import logging
import re
import shutil

import pytest
from lxml import etree

from bron_simulator import berichten as van_simulator
from bronsync.adapters.bron import contract
from bronsync.adapters.bron.register import _client
from bronsync.domain.errors import BronSyncFout
from bronsync.resources import resource

XS = "http://www.w3.org/2001/XMLSchema"
BRON = resource("contract")
VOORBEELDEN = sorted((BRON / "voorbeelden").glob("*_request*.xml"))


@pytest.fixture
def leg(tmp_path, monkeypatch):
    """Puts a contract of these files in the place of ours; in both programs nothing of the one before is left."""

    def vergeet():
        for deel in (
            contract.contractbestand,
            contract.namen,
            contract.schema,
            van_simulator._typen,
            van_simulator._plaatsen,
            van_simulator.operaties,
        ):
            deel.cache_clear()
        vars(van_simulator._per_thread).clear()

    def doe(bestanden):
        map_ = tmp_path / "contract"
        for naam, inhoud in bestanden.items():
            (map_ / naam).parent.mkdir(parents=True, exist_ok=True)
            (map_ / naam).write_bytes(inhoud)
        for module in (contract, van_simulator):
            monkeypatch.setattr(module, "resource", tmp_path.joinpath)
        pins = {naam: hashlib.sha256(inhoud).hexdigest() for naam, inhoud in bestanden.items()}
        monkeypatch.setattr(contract, "PINS", pins)
        vergeet()
        return map_

    yield doe
    monkeypatch.undo()
    vergeet()


def in_stukken():
    """Our contract as DUO cuts theirs: messages, types, codes, each a file, one in a folder of its own, one included twice."""
    hele = etree.fromstring((BRON / contract.XSD).read_bytes(), etree.XMLParser(remove_comments=True))
    simpel = [deel for deel in hele if deel.tag == f"{{{XS}}}simpleType"]
    complex_ = [deel for deel in hele if deel.tag == f"{{{XS}}}complexType"]
    assert simpel
    assert complex_

    def schema(*verwijst, delen=()):
        wortel = etree.fromstring((BRON / contract.XSD).read_bytes(), etree.XMLParser(remove_comments=True))
        wortel[:] = [etree.Element(f"{{{XS}}}include", schemaLocation=naam) for naam in verwijst]
        wortel.extend(delen)
        return etree.tostring(wortel)

    for deel in (*simpel, *complex_):
        hele.remove(deel)
    return {
        contract.XSD: schema("typen.xsd", "codes/codes.xsd", delen=list(hele)),
        "typen.xsd": schema("codes/codes.xsd", delen=complex_),
        "codes/codes.xsd": schema(delen=simpel),
        contract.WSDL: (BRON / contract.WSDL).read_bytes(),
    }


def plat(pad):
    return etree.parse(pad, etree.XMLParser(remove_blank_text=True)).getroot()


def test_S6_a_contract_in_several_files_judges_as_the_whole_one(leg):
    heel = {pad.name: contract.schema().fout(plat(pad)) for pad in VOORBEELDEN}
    namen = contract.namen()
    leg(in_stukken())
    assert {pad.name: contract.schema().fout(plat(pad)) for pad in VOORBEELDEN} == heel == dict.fromkeys(heel)
    assert contract.namen() == namen
    stuk = plat(VOORBEELDEN[0])
    next(stuk.iter("{*}aanleverpunt", "{*}identificatiecodeBedrijfsdocument")).text = "geen code"
    assert contract.schema().fout(stuk)


def test_S6_the_client_reads_its_operations_from_several_files(leg):
    leg(in_stukken())
    binding = _client(None, None).wsdl.bindings["{urn:bronsync:bron-po:v1}BronPoSoap11"]
    assert "aanleverenInschrijving" in binding.all()


def test_S6_the_simulator_reads_several_files_too(leg):
    typen, namen = van_simulator._typen(), van_simulator.operaties()
    leg(in_stukken())
    assert van_simulator._typen() == typen
    assert van_simulator.operaties() == namen
    assert van_simulator.schemafouten(plat(VOORBEELDEN[0])) == []


def test_S6_the_pins_name_every_file(leg):
    map_ = leg(in_stukken())
    (map_ / "LEESMIJ.md").write_text("geen contract")
    assert re.findall('"(.*?)": "', contract.pins()) == ["bron-po.wsdl", "bron-po.xsd", "codes/codes.xsd", "typen.xsd"]


ELDERS = f'<xs:schema xmlns:xs="{XS}" targetNamespace="urn:elders"><xs:simpleType name="t"><xs:restriction base="xs:string"/></xs:simpleType></xs:schema>'


@pytest.mark.warns  # a contract that refers elsewhere is our own bug: an error in the log
@pytest.mark.parametrize("nodig", [True, False], ids=["used", "not used"])
@pytest.mark.parametrize(
    "waar",
    [
        "http://127.0.0.1:9/elders.xsd",
        "{map}/elders.xsd",
        "../elders.xsd",
        "/etc/passwd",
        "nergens.xsd",
        "codes/../../elders.xsd",
    ],
)
def test_S6_what_lies_outside_the_contract_is_refused_wherever_it_is(leg, tmp_path, monkeypatch, waar, nodig):
    """Also where libxml2 would pass over an import that nobody uses."""
    (tmp_path / "elders.xsd").write_text(ELDERS)
    bestanden = in_stukken()
    wortel = etree.fromstring(bestanden[contract.XSD])
    adres = waar.format(map=tmp_path.as_uri())
    wortel.insert(0, etree.Element(f"{{{XS}}}import", namespace="urn:elders", schemaLocation=adres))
    if nodig:
        etree.SubElement(wortel, f"{{{XS}}}element", {"name": "e", "type": "e:t"}, nsmap={"e": "urn:elders"})
    leg(bestanden | {contract.XSD: etree.tostring(wortel)})
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        contract.Schema()
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        _client(None, None)


@pytest.mark.warns
@pytest.mark.parametrize("hoe", ["changed", "not pinned"])
def test_S6_every_file_is_the_one_that_it_was_built_with(leg, monkeypatch, hoe):
    map_ = leg(in_stukken())
    if hoe == "changed":
        (map_ / "codes" / "codes.xsd").write_bytes((map_ / "codes" / "codes.xsd").read_bytes() + b"<!-- -->")
    else:
        monkeypatch.delitem(contract.PINS, "codes/codes.xsd")
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        contract.Schema()


@pytest.mark.warns
def test_S6_an_entity_in_a_file_of_the_contract_gives_nothing(leg, tmp_path):
    (tmp_path / "geheim.txt").write_text("9999900019")
    bestanden = in_stukken()
    hol = b'<!DOCTYPE x [<!ENTITY g SYSTEM "' + (tmp_path / "geheim.txt").as_uri().encode() + b'">]>'
    codes = bestanden["codes/codes.xsd"]
    leg(
        bestanden
        | {
            "codes/codes.xsd": hol
            + re.sub(
                b">",
                b"><!-- --><xs:annotation><xs:documentation>&g;</xs:documentation></xs:annotation>",
                codes,
                count=1,
            )
        }
    )
    with pytest.raises(BronSyncFout, match="EIGEN-01"):
        contract.Schema()


def test_S6_our_own_contract_is_still_one_file_and_loads_without_a_word(caplog):
    with caplog.at_level(logging.ERROR):
        contract.Schema()
    assert shutil.which("xmllint") is None or not caplog.records
    assert set(contract.PINS) == {contract.XSD, contract.WSDL}
