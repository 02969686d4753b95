"""Each controle at its boundary: one geval that it names, and beside it one that it lets pass."""

from datetime import date, timedelta

import pytest

from bronsync.domain.controles import CATALOGUS
from bronsync.domain.controles.engine import nooit
from bronsync.domain.vergelijking.berichten import ActieSoort
from helpers.gevallen import BASIS, VANDAAG, Proef, deel, inschrijving_van, periode, proef, tlv

CORRECTIE = ActieSoort.CORRECTIE_INSCHRIJFDATUM
IDENT = ActieSoort.IDENTIFICATIEVERZOEK
ONDERWIJS = ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS
OVERNEMEN = ActieSoort.OVERNEMEN_ADRESGEGEVENS
SLEUTEL = ActieSoort.WIJZIGING_SLEUTELGEGEVENS
UIT = ActieSoort.UITSCHRIJVING
VERWIJDER = ActieSoort.VERWIJDERING_INSCHRIJVING

GOED = proef()
ZONDER_PGN = {"burgerservicenummer": None, "nationaliteiten": (deel("nationaliteiten", nationaliteit="0001"),)}
ABROAD = {"postcode": None, "straatnaam": None, "huisnummer": None, "plaatsnaam": None}
NA_JAAR = "2019-11-08"
OMGEKEERD = {"begindatum": "2018-08-02", "einddatum": "2018-08-01"}
EEN_DAG = {"begindatum": "2018-08-02", "einddatum": "2018-08-02"}


def ander(**velden):
    return {"andere": (inschrijving_van(**velden),)}


def verwijdering(**geval):
    return proef(soort=VERWIJDER, geval={"inschrijving": None, "rij": None, **geval})


def plan(begin, einde=None):
    return deel("ontwikkelingsperspectieven", begindatum=begin, einddatum=einde)


def steun(vorm="RAB", begin="2013-09-02", einde="2014-07-31", brin="01BB"):
    return deel("begeleidingen", begindatum=begin, einddatum=einde, begeleidingsvorm=vorm, brin=brin)


def indicatie(begin="2013-01-01", einde=None, nummer="3-01-2008-0264", soort="31"):
    return deel("indicaties", begindatum=begin, einddatum=einde, indicatienummer=nummer, onderwijssoort=soort)


def ab(*begeleidingen, indicaties=(), soort_onderwijs="LG", inschrijfdatum="2013-09-02", **velden):
    """Ambulant begeleid in 2013."""
    perioden = (periode(begindatum=inschrijfdatum, leerjaar=1, soort_onderwijs=soort_onderwijs),)
    return proef(
        "SO",
        inschrijfstatus="A",
        inschrijfdatum=inschrijfdatum,
        perioden=perioden,
        begeleidingen=begeleidingen,
        indicaties=indicaties,
        toelaatbaarheidsverklaringen=(),
        **velden,
    )


def bij_bron(*vormen):
    """BRON holds these kinds of support."""
    return {"bron": inschrijving_van("SO", inschrijfstatus="A", begeleidingen=tuple(map(steun, vormen)))}


def voor_2014(soort_onderwijs, indicaties, inschrijfdatum="2014-07-31"):
    perioden = (periode(begindatum="2014-07-31", leerjaar=1, soort_onderwijs=soort_onderwijs),)
    return proef("SO", inschrijfdatum=inschrijfdatum, perioden=perioden, indicaties=indicaties)


def nat(*codes, begin="2010-01-01", einde=None):
    return tuple(deel("nationaliteiten", nationaliteit=code, begindatum=begin, einddatum=einde) for code in codes)


def groep8(vandaag, onderwijstype="BO", **velden):
    return proef(
        onderwijstype,
        context={"vandaag": vandaag, "peildatum": vandaag},
        geboortedatum="2007-03-04",
        perioden=(periode(groep="8"),),
        **velden,
    )


def uit_op(dag, soort=UIT, **rest):
    return proef(soort=soort, uitschrijfdatum=dag, **rest)


def op_dag(vandaag, onderwijstype="BO", **velden):
    return proef(onderwijstype, context={"vandaag": vandaag}, **velden)


VERPLICHT_IN_LIJST = {
    "arrangementen": {"begindatum": "2018-08-01", "brin": "01BB"},
    "begeleidingen": {"begindatum": "2018-08-01", "begeleidingsvorm": "TAB", "brin": "01BB"},
    "verblijven": {"begindatum": "2018-08-01", "soort_verblijf": "1"},
}
REGELS: list[tuple[str, Proef, Proef]] = [
    # P: the geval that is named, the geval that passes
    ("P01", proef(burgerservicenummer="99999001"), GOED),
    ("P01", proef(burgerservicenummer=None, onderwijsnummer="10000000X"), GOED),
    ("P02", proef(burgerservicenummer="999990018"), GOED),
    ("P03", proef(burgerservicenummer=None, onderwijsnummer="999990019"), proef(burgerservicenummer=None, onderwijsnummer="100000004")),
    ("P04", proef(onderwijsnummer="100000004"), proef(burgerservicenummer=None, onderwijsnummer="100000004")),
    ("P05", proef(**ZONDER_PGN), GOED),
    ("P05", proef(soort=IDENT, **ZONDER_PGN), proef(soort=UIT, **ZONDER_PGN)),
    ("P06", proef(**ZONDER_PGN, achternaam=None), proef(achternaam=None)),
    ("P07", proef(**ZONDER_PGN, voornamen=None), proef(**ZONDER_PGN, voornamen=".")),
    ("P08", proef(**ZONDER_PGN, geval={"leerlingnummer": ""}), proef(**ZONDER_PGN)),
    ("P09", proef(geboortedatum=None), GOED),
    ("P10", proef(geboortedatum="2012-02-30"), proef(geboortedatum="0000-00-00")),
    ("P10", proef(geboortedatum="0000-03-00"), proef(geboortedatum="2012-00-00")),
    ("P11", proef(geboortedatum="2018-11-08"), proef(geboortedatum="2018-11-07")),
    ("P11", proef(geboortedatum="2018-12-00"), proef(geboortedatum="2018-11-00")),
    ("P12", proef(geboortedatum="2012-03-00"), GOED),
    ("P12", proef(geboortedatum="0000-00-00"), GOED),
    ("P13", proef(geslacht=None), proef(geslacht="M")),
    ("P13", proef(geslacht="1"), proef(geslacht="O")),
    ("P14", proef(geslacht="O"), GOED),
    ("P15", proef(achternaam="a" * 201), proef(achternaam="a" * 200)),
    ("P15", proef(voorvoegsel="a" * 11), proef(voorvoegsel="a" * 10)),
    ("P15", proef(geval={"leerlingnummer": "1" * 11}), proef(geval={"leerlingnummer": "1" * 10})),
    ("P16", proef(achternaam="Jan\x00sen"), proef(achternaam="Jansén")),
    ("P16", proef(straatnaam="Kerk\ud800"), GOED),
    ("P16", proef(achternaam="Jans\ufffdn"), GOED),
    ("P16", proef(plaatsnaam="Utrecht\ufffe"), GOED),
    ("P16", proef("SO", toelaatbaarheidsverklaringen=(tlv(volgnummer="1\x1b"),)), proef("SO")),
    ("P16", proef(geval={"leerlingnummer": "4\x002"}), GOED),
    ("P17", proef(achternaam="Jansen2"), proef(achternaam="O'Brien-D. Ž/ő")),
    ("P17", proef(voornamen="Ṁaria"), proef(voornamen="Žofia")),
    ("P18", proef(voorvoegsel="xan"), proef(voorvoegsel="Van der")),
    ("P18", proef(achternaam="van der Berg"), proef(achternaam="Van", voorvoegsel="van")),
    ("P17", proef(achternaam="Jan\u0180"), proef(achternaam="Jan\u017f")),
    ("P18", proef(achternaam="de Vries"), proef(achternaam="Devries")),
    ("P18", proef(achternaam="van Sint Jan"), proef(achternaam="Sint Jan")),
    ("P19", proef(voornamen="A.M."), proef(voornamen=".")),
    ("P19", proef(voornamen="A M"), proef(voornamen="Anna M.")),
    ("P20", proef(soort=SLEUTEL, geval={"bron": None}), proef(soort=SLEUTEL)),
    ("P20", proef(soort=SLEUTEL, geval={"leerlingnummer": "", "bron": inschrijving_van(burgerservicenummer=None)}), proef(soort=SLEUTEL, geval={"leerlingnummer": ""})),
    ("P21", proef(soort=SLEUTEL, geval={"bron": inschrijving_van(geslacht="M")}), proef(soort=SLEUTEL, geval={"bron": inschrijving_van(geslacht="M", burgerservicenummer=None)})),
    ("P21", proef(soort=SLEUTEL, geval={"bron": inschrijving_van(geboortedatum="2012-03-05")}), proef(soort=SLEUTEL, geval={"bron": None})),
    ("P21", proef(soort=SLEUTEL, geval={"bron": inschrijving_van(geslacht="M")}), proef(soort=SLEUTEL)),
    ("P22", proef(geval={"zelfde_pgn": ("17",)}), proef(geval={"zelfde_pgn": ()})),
    # A
    ("A01", proef(postcode=None), GOED),
    ("A01", proef(land="5010"), proef(land="5010", **ABROAD)),
    ("A01", proef(soort=IDENT, **(ZONDER_PGN | {"postcode": None})), proef(soort=IDENT, postcode=None)),
    ("A01", proef(soort=IDENT, land="5010"), proef(soort=ONDERWIJS, land="5010")),
    ("A01", proef(land="6030", **ABROAD), proef(land="6030")),
    ("A02", proef(postcode="0234AB"), GOED),
    ("A02", proef(soort=UIT, postcode="1234"), proef(soort=OVERNEMEN, postcode="1234")),
    ("A03", proef(**ZONDER_PGN, straatnaam=None), proef(straatnaam=None)),
    ("A03", proef(**ZONDER_PGN, huisnummer=None), proef(**ZONDER_PGN, huisnummer=None, straatnaam=None, locatieomschrijving="Woonboot")),
    ("A03", proef(**ZONDER_PGN, plaatsnaam=None), proef(**ZONDER_PGN | ABROAD, land="5010")),
    ("A04", proef(huisnummer="12a"), proef(huisnummer=None)),
    ("A04", proef(huisnummer=0), proef(huisnummer=1)),
    ("A04", proef(huisnummer=100_000), proef(huisnummer=99_999)),
    ("A05", proef(straatnaam="a" * 24), proef(straatnaam="a" * 23)),
    ("A05", proef(plaatsnaam="a" * 40), proef(plaatsnaam="a" * 39)),
    ("A06", proef(huisnummeraanduiding="NABIJ"), proef(huisnummeraanduiding="TO")),
    ("A07", proef(land="1234", **ABROAD), proef(land="5010", **ABROAD)),
    ("A07", proef(land="7011", uitschrijfdatum="2010-10-10", **ABROAD), proef(land="7011", uitschrijfdatum="2010-10-09", **ABROAD)),
    ("A08", proef(land="6029", **ABROAD), proef(land="9089", **ABROAD)),
    ("A09", proef(land="5010", adresregel_buitenland_2="Rue 1", **ABROAD), proef(land="5010", **ABROAD)),
    ("A09", proef(land="5010", adresregel_buitenland_1="Rue 1", **ABROAD), proef(land="5010", adresregel_buitenland_1="Rue 1", **ABROAD | ZONDER_PGN)),
    ("A10", proef(geval={"geheim": True}), GOED),
    ("A10", verwijdering(geheim=True), verwijdering()),
    ("A11", proef(soort=ONDERWIJS, geval={"bron": inschrijving_van(postcode="1234AC")}), proef(soort=ONDERWIJS)),
    ("A11", proef(soort=ONDERWIJS, geval={"bron": inschrijving_van(postcode="1234AC")}), proef(soort=ONDERWIJS, geval={"geheim": True, "bron": inschrijving_van(postcode="1234AC")})),
    ("A11", proef(soort=ONDERWIJS, geval={"bron": inschrijving_van(postcode="1234AC")}), proef(soort=ONDERWIJS, geval={"bron": inschrijving_van(postcode="1234AC", burgerservicenummer=None)})),
    ("A12", proef(nationaliteiten=nat("9998")), proef(nationaliteiten=nat("0027"))),
    ("A12", proef(nationaliteiten=nat("0002", begin="2007-04-01")), proef(nationaliteiten=nat("0002", begin=None))),
    ("A13", proef(nationaliteiten=nat("0001", "0027")), proef(nationaliteiten=nat("0027", "0052"))),
    ("A13", proef(nationaliteiten=nat("0001", "0027", begin=None)), proef(nationaliteiten=nat("0001") + nat("0027", einde="2018-11-06"))),
    ("A14", proef(burgerservicenummer=None), GOED),
    ("A14", proef(burgerservicenummer=None, nationaliteiten=nat("0000")), proef(burgerservicenummer=None, nationaliteiten=nat("0000", "0052"))),
    # I
    ("I01", proef(inschrijfdatum=None), GOED),
    ("I01", proef(inschrijfdatum="2018-02-30"), GOED),
    ("I02", proef(inschrijfdatum="2018-09-01"), proef(inschrijfdatum="2018-09-03")),
    ("I02", proef(inschrijfdatum="2018-09-02"), proef(inschrijfdatum="2015-08-01")),  # that 1 August was a Saturday
    ("I02", proef(soort=CORRECTIE, inschrijfdatum="2018-09-02"), proef(soort=ONDERWIJS, inschrijfdatum="2018-09-02")),
    ("I03", proef(inschrijfdatum=NA_JAAR), proef(inschrijfdatum="2019-11-07")),
    ("I04", proef(inschrijfdatum="2018-08-31"), proef(inschrijfdatum="2018-09-03")),
    ("I04", proef(inschrijfdatum="2018-08-02"), GOED),
    ("I04", proef(inschrijfdatum="2018-08-20", geboortedatum="2014-08-01"), proef(inschrijfdatum="2018-08-20", geboortedatum="2014-08-00")),
    ("I04", proef(inschrijfdatum="2018-08-20", geboortedatum="2014-08-01"), proef(inschrijfdatum="2018-08-20", geboortedatum="2014-08-02")),
    ("I05", proef(geboortedatum="2014-08-02"), proef(geboortedatum="2014-08-01")),
    ("I05", proef(geboortedatum="2014-09-00"), proef(geboortedatum="2014-08-00")),
    ("I05", proef(geboortedatum="2015-00-00"), proef(geboortedatum="0000-00-00")),
    ("I06", proef(soort=ONDERWIJS, geboortedatum="2005-07-31"), proef(soort=ONDERWIJS, geboortedatum="2005-08-01")),
    ("I06", proef(soort=ONDERWIJS, geboortedatum="2004-00-00"), proef(soort=ONDERWIJS, geboortedatum="2005-00-00")),
    ("I06", proef("SO", geboortedatum="2005-07-31"), proef("SO", geboortedatum="2005-07-31", uitschrijfdatum="2019-07-31")),
    ("I06", proef("SBO", geboortedatum="2005-07-31", uitschrijfdatum="2019-08-01"), proef("VSO", geboortedatum="2004-07-31")),
    ("I07", proef("SO", geboortedatum="2014-08-02"), proef("SO", geboortedatum="2014-08-01")),
    ("I07", proef("SO", geboortedatum="2015-08-02", perioden=(periode(soort_onderwijs="DO"),)), proef("SO", geboortedatum="2015-08-01", perioden=(periode(soort_onderwijs="DO"),))),
    ("I08", proef("VSO", geboortedatum="1998-07-31"), proef("VSO", geboortedatum="1998-08-01")),
    ("I09", proef(geval=ander()), GOED),
    ("I09", proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-08-01")), proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-07-31"))),
    ("I09", proef(uitschrijfdatum="2018-10-01", geval=ander(inschrijfdatum="2018-10-01")), proef(uitschrijfdatum="2018-09-30", geval=ander(inschrijfdatum="2018-10-01"))),
    ("I09", proef(geval=ander()), proef(geval=ander(inschrijfstatus="A"))),
    ("I09", proef(geval=ander()), proef("SO", inschrijfstatus="A", geval=ander())),
    ("I09", proef(geval=ander(inschrijfdatum="2019-01-07")), proef(geval=ander(inschrijfdatum=None))),
    ("I10", proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-07-30")), proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-07-31"))),
    ("I10", proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-07-04")), proef(geval=ander(inschrijfdatum="2016-08-01", uitschrijfdatum="2018-07-03"))),
    ("I11", uit_op("2018-07-31"), uit_op("2018-08-01")),
    ("I12", uit_op("2018-10-27"), uit_op("2018-10-26")),
    ("I12", uit_op("2018-10-28"), uit_op("2021-07-31")),  # that 31 July was a Saturday
    ("I13", uit_op("2019-07-01"), uit_op("2019-07-31")),
    ("I13", uit_op("2019-07-30"), uit_op("2019-06-28")),
    ("I14", proef(soort=UIT, uitschrijfdatum="2018-11-07", geval={"bron": None}), uit_op("2018-11-07")),
    ("I14", verwijdering(bron=None), verwijdering()),
    ("I15", uit_op("2018-10-30"), uit_op("2018-10-31")),
    ("I16", proef(geval={"eerst_gezien": VANDAAG - timedelta(days=15)}), proef(geval={"eerst_gezien": VANDAAG - timedelta(days=14)})),
    ("I16", verwijdering(eerst_gezien=date(2018, 1, 1)), verwijdering(eerst_gezien=None)),
    ("I17", verwijdering(**ander()), verwijdering(**ander(inschrijfdatum="2018-08-02"))),
    ("I17", proef(soort=VERWIJDER), verwijdering(**ander(burgerservicenummer="999990020"))),
    ("I17", proef(soort=VERWIJDER), verwijdering(bron=None, **ander())),
    ("I18", proef(soort=CORRECTIE), proef(soort=CORRECTIE, geval={"bron": inschrijving_van(inschrijfdatum="2018-09-03")})),
    # O
    ("O01", proef(perioden=(periode(groep="3", vestiging="02"),)), proef(perioden=(periode(groep="3", vestiging="01"),))),
    ("O02", proef(perioden=(periode(groep="3", vestiging=None),)), GOED),
    ("O02", proef(perioden=(periode(groep="3", vestiging="1"),)), proef(perioden=(periode(groep="3", vestiging="02"),))),
    ("O03", proef(perioden=(periode(groep=None),)), proef(perioden=(periode(groep="1"),))),
    ("O03", proef("SBO", perioden=(periode(groep="9"),)), proef("SO", perioden=(periode(),))),
    ("O03", proef(perioden=(periode(groep="0"),)), proef(perioden=(periode(groep="8"),))),
    ("O04", proef("SO", schoolsoort=None), proef("SO", schoolsoort="2")),
    ("O04", proef("VSO", schoolsoort="3"), proef("BO", schoolsoort=None)),
    ("O05", proef("SO", geval={"onderwijs_sinds": None}), proef("SO")),
    ("O05", proef("SO", geval={"onderwijs_sinds": "later"}), proef("BO", geval={"onderwijs_sinds": None})),
    ("O05", proef("SO", geval={"onderwijs_sinds": "2016-07-31"}), proef("SO", perioden=(periode(leerjaar=None),))),
    ("O05", proef("SO", perioden=(periode(leerjaar=2),)), proef("SO", perioden=(periode(begindatum=None, leerjaar=2),))),
    ("O06", voor_2014(None, (indicatie(),)), voor_2014("LG", (indicatie(),))),
    ("O06", voor_2014("LG", ()), voor_2014("VI", ())),
    ("O06", voor_2014("LG", ()), voor_2014("LG", (), inschrijfdatum="2014-08-01")),
    ("O06", voor_2014("LG", ()), ab()),
    ("O07", proef("SO", indicaties=(indicatie(nummer="3-01-2008"),)), proef("SO", indicaties=(indicatie(),))),
    ("O07", proef("SO", soort=SLEUTEL, indicaties=(indicatie(nummer=None),)), proef("SO")),
    ("O08", proef("SO", indicaties=(indicatie(soort="21"),)), proef("SO", indicaties=(indicatie(),))),
    ("O08", proef("SO", indicaties=(indicatie(soort="40"),)), proef("SO", indicaties=(indicatie(soort=None),))),
    ("O09", proef("SO", indicaties=(indicatie(einde="2018-07-31"),)), proef("SO", indicaties=(indicatie(einde="2018-08-01"),))),
    ("O09", proef("SO", indicaties=(indicatie(einde="2018-07-31"),)), proef("SO", indicaties=(indicatie(einde="2018-07-31"), indicatie()))),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=()), proef("SO")),
    ("O10", proef("VSO", toelaatbaarheidsverklaringen=()), proef("SBO")),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=(), inschrijfdatum="2014-08-01"), proef("SO", toelaatbaarheidsverklaringen=(), inschrijfdatum="2014-07-31")),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=(), perioden=(periode(soort_onderwijs="ZM"),)), proef("SO", toelaatbaarheidsverklaringen=(), perioden=(periode(soort_onderwijs="SH"),))),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=()), proef("SO", toelaatbaarheidsverklaringen=(), arrangementen=(deel("arrangementen", begindatum="2018-08-01", brin="01BB"),))),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=()), proef("SO", toelaatbaarheidsverklaringen=(), verblijven=(deel("verblijven", begindatum="2018-08-01", soort_verblijf="1"),))),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=()), proef("SO", toelaatbaarheidsverklaringen=(), inschrijfstatus="A")),
    ("O10", proef("SBO", toelaatbaarheidsverklaringen=(tlv(volgnummer=None),)), proef("SBO", toelaatbaarheidsverklaringen=(tlv(volgnummer="1" * 20),))),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=(tlv(volgnummer="1" * 21),)), proef("SO")),
    ("O10", proef("SO", toelaatbaarheidsverklaringen=(tlv(samenwerkingsverband="XX3001"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(samenwerkingsverband="VO3001"),))),
    ("O11", proef("SO", toelaatbaarheidsverklaringen=(tlv(begindatum="2018-08-02"),)), proef("SO")),
    ("O11", proef("SO", toelaatbaarheidsverklaringen=(tlv(einddatum="2018-11-06"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(einddatum="2018-11-07"),))),
    ("O11", proef("SO", toelaatbaarheidsverklaringen=(tlv(einddatum="2018-10-01"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(einddatum="2018-10-01"),), uitschrijfdatum="2018-10-01")),
    ("O11", proef("SO", toelaatbaarheidsverklaringen=(tlv(begindatum=None),)), proef("SO", inschrijfdatum=None)),
    ("O11", proef("SO", inschrijfdatum="2012-08-01", toelaatbaarheidsverklaringen=(tlv(begindatum="2014-08-02"),)), proef("SO", inschrijfdatum="2012-08-01", toelaatbaarheidsverklaringen=(tlv(begindatum="2014-08-01"),))),
    ("O12", proef("SO", toelaatbaarheidsverklaringen=(tlv(bekostigingscategorie=None),)), proef("SO")),
    ("O12", proef("SO", toelaatbaarheidsverklaringen=(tlv(bekostigingscategorie="4"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(bekostigingscategorie="3"),))),
    ("O13", proef("VSO", uitstroomprofiel=None), proef("VSO")),
    ("O13", proef("VSO", uitstroomprofiel=None, uitschrijfdatum="2014-08-01"), proef("VSO", uitstroomprofiel=None, uitschrijfdatum="2014-07-31")),
    ("O13", proef("VSO", uitstroomprofiel=None), proef("VSO", uitstroomprofiel=None, inschrijfstatus="A")),
    ("O14", proef("SO", ONDERWIJS, schoolsoort="2", geval={"bron": inschrijving_van("SO")}), proef("SO", ONDERWIJS)),
    ("O14", proef("VSO", ONDERWIJS, geval={"bron": inschrijving_van("SO", schoolsoort=None)}), proef("VSO", ONDERWIJS, geval={"bron": None})),
    ("O14", proef("VSO", ONDERWIJS, schoolsoort_datum="2013-08-01", geval={"bron": inschrijving_van("SO")}), proef("VSO", ONDERWIJS, schoolsoort_datum="2013-07-31", geval={"bron": inschrijving_van("SO")})),
    ("O15", proef("SO", ONDERWIJS, geval={"bron": inschrijving_van("SO", inschrijfstatus="A")}), proef("SO", ONDERWIJS)),
    ("O15", proef("SO", ONDERWIJS, geval={"bron": inschrijving_van("SO", inschrijfstatus="A")}), proef("SO", ONDERWIJS, geval={"bron": inschrijving_van("SO", inschrijfstatus=None)})),
    ("O16", ab(steun("PAB")), ab(steun("RAB"), indicaties=(indicatie(),))),
    ("O17", ab(steun("RAB")), ab(steun("RAB"), indicaties=(indicatie(),))),
    ("O17", ab(steun("RAB"), indicaties=(indicatie(begin="2013-09-03"),)), ab(steun("RAB"), indicaties=(indicatie(begin="2013-09-02"),))),
    ("O17", ab(steun("RAB")), ab(steun("RAB"), soort_onderwijs="VI")),
    ("O17", ab(steun("RAB", einde="2014-08-01"), indicaties=(indicatie(),)), ab(steun("TAB"))),
    ("O17", ab(steun("TAB", einde=None)), ab(steun("TAB", einde=None), uitschrijfdatum="2014-07-31")),
    ("O17", ab(steun("RAB", begin="2014-08-01", einde=None)), ab(steun("RAB", begin="2014-08-01", einde=None), soort_onderwijs="DO")),
    ("O17", ab(steun("RAB")), ab(steun("RAB", begin=None))),
    ("O17", ab(steun("RAB")), ab(steun("PAB"))),
    ("O18", ab(steun("TAB", brin=None)), ab(steun("TAB"))),
    ("O18", ab(steun("TAB", brin="AA00")), ab(steun("TAB", brin="00AA"))),
    ("O19", ab(steun("TAB"), uitschrijfdatum="2014-07-31"), ab(steun("TAB"))),
    ("O19", ab(steun("TAB"), uitschrijfdatum="2014-07-31"), ab(steun("TAB"), uitschrijfdatum="2014-07-31", terugplaatsing_brin="01BB")),
    ("O19", ab(steun("TAB"), uitschrijfdatum="2014-07-31"), ab(steun("RAB"), uitschrijfdatum="2014-07-31")),
    *(
        ("O20", proef("SO", verblijven=(deel("verblijven", soort_verblijf="1", begindatum=fout[0], einddatum=fout[1]),), uitschrijfdatum="2018-10-01"),
         proef("SO", verblijven=(deel("verblijven", soort_verblijf="1", begindatum="2018-08-01", einddatum="2018-10-01"),), uitschrijfdatum="2018-10-01"))
        for fout in [("2018-07-31", None), ("2018-09-02", "2018-09-01"), ("2018-08-01", "2018-10-02"), ("2018-10-02", None)]
    ),
    ("O21", proef(perioden=(periode(groep="3", bekostiging=0),)), GOED),
    ("O21", proef(perioden=(periode(groep="3", bekostiging=0, begindatum="2018-10-01"),)), proef(perioden=(periode(groep="3", bekostiging=0, begindatum="2018-10-02"),))),
    ("O21", proef(perioden=(periode(groep="3", bekostiging=0),), uitschrijfdatum="2018-10-01"), proef(perioden=(periode(groep="3", bekostiging=0),), uitschrijfdatum="2018-09-30")),
    ("O21", proef(inschrijfdatum="2018-10-01", perioden=(periode(groep="3", bekostiging=0, begindatum="2018-10-01"),)), proef(inschrijfdatum="2018-10-02", perioden=(periode(groep="3", bekostiging=0, begindatum="2018-10-01"),))),
    ("O21", proef(perioden=(periode(groep="3"), periode(groep="3", bekostiging=0, begindatum="2018-09-03"))), proef(perioden=(periode(groep="3", bekostiging=0), periode(groep="3", begindatum="2018-09-03")))),
    ("O21", op_dag(date(2010, 8, 1), inschrijfdatum="2009-08-01", perioden=(periode(bekostiging=0, begindatum="2009-08-01"),)), op_dag(date(2010, 7, 31), inschrijfdatum="2009-08-01", perioden=(periode(bekostiging=0, begindatum="2009-08-01"),))),
    ("O21", op_dag(date(2021, 9, 1), perioden=(periode(bekostiging=0, begindatum="2021-10-01"),)), op_dag(date(2021, 9, 1), perioden=(periode(bekostiging=0, begindatum="2021-10-02"),))),
    ("O21", op_dag(date(2022, 9, 1), perioden=(periode(bekostiging=0, begindatum="2023-02-01"),)), op_dag(date(2022, 9, 1), perioden=(periode(bekostiging=0, begindatum="2023-02-02"),))),
    ("O22", proef(nnca=None), GOED),
    ("O22", proef("SBO", nnca=None), proef("SO", nnca=None)),
    ("O23", proef(gewicht="0.30", inschrijfdatum="2019-08-01"), proef(gewicht="0.30")),
    ("O23", proef(gewicht="0.30", gewicht_datum="2019-08-01"), proef(gewicht="0.30", gewicht_datum="2019-07-31")),
    ("O23", proef("SBO", gewicht="0.30"), proef("SBO")),
    ("O24", proef(voorschools_programma=1), proef(voorschools_programma=1, voorschools_maanden=1)),
    ("O24", proef(voorschools_programma=1, voorschools_maanden=25), proef(voorschools_programma=1, voorschools_maanden=24)),
    ("O24", proef(voorschools_programma=1, voorschools_maanden=0), proef(voorschools_programma=1, voorschools_maanden="veel")),
    ("O25", proef(vroegschools_programma=1), proef(vroegschools_programma=1, vroegschools_begindatum="2018-08-01")),
    ("O25", proef(vroegschools_programma=1, vroegschools_begindatum="2018-08-02", vroegschools_einddatum="2018-08-01"), proef(vroegschools_programma=1, vroegschools_begindatum="2018-08-01", vroegschools_einddatum="2018-08-01")),
    ("O26", groep8(date(2019, 6, 1)), groep8(date(2019, 5, 31))),
    ("O26", groep8(date(2019, 7, 31)), groep8(date(2019, 8, 1))),
    ("O26", groep8(date(2019, 6, 1)), groep8(date(2019, 6, 1), eindtoets_soort="11")),
    ("O26", groep8(date(2019, 6, 1)), groep8(date(2019, 6, 1), eindtoets_reden="01")),
    ("O26", groep8(date(2019, 6, 1)), groep8(date(2019, 6, 1), "SBO")),
    ("O26", groep8(date(2020, 1, 1), uitschrijfdatum="2019-07-31"), groep8(date(2020, 1, 1), uitschrijfdatum="2019-05-31")),
    ("O26", groep8(date(2019, 6, 1)), op_dag(date(2019, 6, 1))),
    ("O27", proef(eindtoets_soort="01", eindtoets_score=499), proef(eindtoets_soort="01", eindtoets_score=500)),
    ("O27", proef(eindtoets_soort="11", eindtoets_score=551), proef(eindtoets_soort="11", eindtoets_score=550)),
    ("O27", proef(eindtoets_soort="12", eindtoets_score=1001), proef(eindtoets_soort="12", eindtoets_score=1000)),
    ("O27", proef(eindtoets_soort="12", eindtoets_score=-1), proef(eindtoets_soort="12", eindtoets_score=0)),
    ("O28", groep8(date(2019, 3, 2)), groep8(date(2019, 3, 1))),
    ("O28", groep8(date(2019, 3, 2), "SBO"), groep8(date(2019, 3, 2), vo_advies="60")),
    ("O28", groep8(date(2019, 3, 2)), op_dag(date(2019, 3, 2))),
    ("O28", groep8(date(2019, 3, 2)), proef(uitschrijfdatum="2014-07-31", inschrijfdatum="2013-08-01", perioden=(periode(begindatum="2013-08-01", groep="8"),))),
    ("O29", proef(vo_advies="99"), proef(vo_advies="01")),
    ("O29", proef(vo_advies="60", herzien_advies="62"), proef(vo_advies="60", herzien_advies="61")),
    ("O30", proef(vo_advies="60", herzien_advies="52"), proef(vo_advies="60", herzien_advies="60")),
    ("O30", proef(vo_advies="30", herzien_advies="21"), proef(vo_advies="30", herzien_advies="31")),
    ("O30", proef(vo_advies="37", herzien_advies="36"), proef(vo_advies="31", herzien_advies="30")),
    ("O30", proef(vo_advies="60", herzien_advies="52"), proef(vo_advies="80", herzien_advies="52")),
    ("O30", proef(vo_advies="60", herzien_advies="52"), proef(vo_advies="99", herzien_advies="52")),
    ("O30", proef(vo_advies="60", herzien_advies="52"), proef(vo_advies="60", herzien_advies="01")),
    # 29, 37, 45, 53 and 61 are ranges of their own; the other odd ones are the level below with lwoo
    *(("O30", proef(vo_advies=str(eigen), herzien_advies=str(eigen - 1)), proef(vo_advies=str(lwoo), herzien_advies=str(lwoo - 1))) for lwoo in (21, 23, 31, 33, 35, 41, 43, 51) for eigen in (29, 37, 45, 53, 61)),
    ("O31", proef(ontwikkelingsperspectieven=(plan("2018-08-02", "2018-08-01"),)), proef(ontwikkelingsperspectieven=(plan("2018-08-01", "2018-08-01"),))),
    ("O31", proef(ontwikkelingsperspectieven=(plan("2018-01-01", "2018-08-01"), plan("2018-08-01"))), proef(ontwikkelingsperspectieven=(plan("2018-01-01", "2018-07-31"), plan("2018-08-01")))),
    ("O31", proef(ontwikkelingsperspectieven=(plan("2018-01-01"), plan("2018-08-01"))), proef("SO")),
    ("O32", proef(inschrijfdatum="2018-08-02"), GOED),
    ("O32", proef(uitschrijfdatum="2018-10-01", perioden=(periode(groep="3", begindatum="2018-10-02"),)), proef(uitschrijfdatum="2018-10-01", perioden=(periode(groep="3", begindatum="2018-10-01"),))),
    ("O33", proef(perioden=(periode(groep="3"), periode(groep="4"))), proef(perioden=(periode(groep="3"), periode(groep="4", begindatum="2018-09-03")))),
    # S
    ("S01", proef(context={"peildatum": VANDAAG - timedelta(days=29)}), proef(context={"peildatum": VANDAAG - timedelta(days=28)})),
    ("S01", Proef(soort=VERWIJDER, geval={"inschrijving": None, "rij": None}, context={"peildatum": date(2018, 1, 1)}), proef(context={"peildatum": None})),
    ("S02", proef(context={"certificaat_tot": date(2018, 11, 6)}), proef(context={"certificaat_tot": VANDAAG})),
    ("S02", proef(context={"certificaat_tot": date(2018, 11, 6)}), proef(context={"certificaat_tot": None})),
    ("S03", proef(context={"certificaat_tot": VANDAAG + timedelta(days=60)}), proef(context={"certificaat_tot": VANDAAG + timedelta(days=61)})),
    ("S03", proef(context={"certificaat_tot": VANDAAG}), proef(context={"certificaat_tot": date(2018, 11, 6)})),
    ("S04", proef(context={"open_acties": frozenset({7})}), proef(context={"open_acties": frozenset({8})})),
    ("S04", proef(context={"open_acties": frozenset({7})}), proef(geval={"inschrijving_id": 0}, context={"open_acties": frozenset({0})})),
    ("S07", proef(geval={"uitgesloten": True}), GOED),
    ("S07", proef(geval={"uitgesloten": True}), proef(soort=OVERNEMEN, geval={"uitgesloten": True})),
    ("S08", uit_op("2008-08-01"), uit_op("2008-08-02")),
    ("S08", proef(uitschrijfdatum="2008-07-31"), GOED),
    # W
    ("W01", proef(uitschrijfdatum="31 juli"), GOED),
    ("W01", proef(perioden=(periode(groep="3", begindatum="morgen"),)), GOED),
    ("W01", proef(soort=SLEUTEL, eindtoets_score="veel"), proef(soort=OVERNEMEN, eindtoets_score="veel")),
    ("W02", proef(nnca="3"), proef(nnca="2")),
    ("W02", proef(inschrijfstatus="X"), GOED),
    ("W02", proef(eindtoets_soort="0011"), proef(eindtoets_soort="11")),
    ("W02", proef(voorschools_programma=16, voorschools_maanden=1), proef(voorschools_programma=15, voorschools_maanden=1)),
    ("W02", proef("SO", perioden=(periode(leerjaar=21),)), proef("SO", perioden=(periode(leerjaar=20),))),
    ("W02", proef("SO", perioden=(periode(groep="S"),)), proef(perioden=(periode(groep="S"),))),  # the second is O03
    ("W02", proef("SO", perioden=(periode(soort_onderwijs="XX"),)), proef("SO", perioden=(periode(soort_onderwijs="MG"),))),
    ("W02", ab(steun("PAB")), ab(steun("TAB"))),
    ("W02", proef(gewicht="0.25"), proef(gewicht="1.20")),
    ("W02", proef(nnca="3"), proef(voorschools_programma="veel")),
    ("W02", proef(onderwijstype="MBO"), GOED),
    ("W03", proef(onderwijstype=None), GOED),
    ("W03", proef(inschrijfstatus=None), proef(soort=SLEUTEL, inschrijfstatus=None)),
    ("W03", proef(perioden=()), GOED),
    ("W03", proef(perioden=(periode(groep="3", bekostiging=None),)), proef(perioden=(periode(groep="3", bekostiging=0),))),
    ("W03", proef(gewicht_datum="2018-08-01"), proef(gewicht="0.30", gewicht_datum="2018-08-01")),
    ("W03", proef(herzien_advies="60"), proef(vo_advies="60", herzien_advies="60")),
    ("W03", proef(soort=UIT), uit_op("2018-11-07")),
    ("W03", proef(geval={"leerlingnummer": ""}), proef(geval={"leerlingnummer": ""}, **ZONDER_PGN)),  # the second is P08
    *(
        ("W03", proef("SO", **{lijst: (deel(lijst, **(goed | {naam: None})),)}), proef("SO", **{lijst: (deel(lijst, **goed),)}))
        for lijst, goed in VERPLICHT_IN_LIJST.items()
        for naam in goed
        if (lijst, naam) != ("begeleidingen", "brin")  # O18
    ),
    ("W04", proef(nationaliteiten=nat(*["0052"] * 101)), proef(nationaliteiten=nat(*["0052"] * 100))),
    ("W05", proef(vo_advies="60", vo_advies_datum="2012-03-03"), proef(vo_advies="60", vo_advies_datum="2012-03-04")),
    ("W05", proef(uitschrijfdatum="2058-01-01"), proef(uitschrijfdatum="2057-12-31")),
    ("W05", proef(geboortedatum="2012-03-00", eindtoets_datum="2012-02-29"), proef(geboortedatum="2012-03-00", eindtoets_datum="2012-03-01")),
    ("W05", proef(perioden=(periode(groep="3", begindatum="1918-08-01"),)), proef(geboortedatum="0000-00-00", perioden=(periode(groep="3", begindatum="1918-08-01"),))),
    ("W05", proef(eindtoets_datum="2061-04-19"), proef(eindtoets_datum="2061-04-31")),  # the second is W01
    ("W06", proef("SO", toelaatbaarheidsverklaringen=(tlv(**OMGEKEERD),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(**EEN_DAG),))),
    *(
        ("W06", proef("SO", **{lijst: (deel(lijst, **OMGEKEERD),)}), proef("SO", **{lijst: (deel(lijst, **EEN_DAG),)}))
        for lijst in ("verblijven", "indicaties", "arrangementen", "begeleidingen")
    ),
    ("W06", proef(opdc_verblijven=(deel("opdc_verblijven", **OMGEKEERD),)), proef(opdc_verblijven=(deel("opdc_verblijven", **EEN_DAG),))),
    ("W06", proef(**ZONDER_PGN | {"nationaliteiten": nat("0052", begin="2010-01-02", einde="2010-01-01")}), proef(**ZONDER_PGN)),
    ("W06", proef("SO", indicaties=(indicatie(), indicatie(begin="2013-01-02", einde="2013-01-01"))), proef("SO", indicaties=(indicatie(begin=None, einde="2013-01-01"),))),
    ("W06", proef("SO", arrangementen=(deel("arrangementen", **OMGEKEERD),)), proef(ontwikkelingsperspectieven=(plan("2018-08-02", "2018-08-01"),))),  # O31
    ("W07", proef("SO", perioden=(periode(leerjaar=None),)), proef("SO", perioden=(periode(leerjaar=1),))),
    ("W07", proef("VSO", perioden=(periode(leerjaar=1), periode(begindatum="2018-08-02", leerjaar=None))), proef(perioden=(periode(groep="3", leerjaar=None),))),
    ("W07", proef("SO", perioden=(periode(leerjaar=None),)), proef("SO", inschrijfstatus="A", perioden=(periode(leerjaar=None),))),
    ("W08", ab(steun("RAB"), steun("TAB", begin="2014-08-01")), ab(steun("RAB"), steun("RAB", begin="2014-08-01"))),
    ("W08", ab(steun("TAB"), geval=bij_bron("RAB")), ab(steun("TAB"), geval=bij_bron("TAB"))),
    ("W08", ab(steun("RAB"), geval=bij_bron("RAB", "TAB")), ab(steun("TAB"), geval=bij_bron())),
    ("W08", ab(steun("RAB"), steun("TAB")), ab(steun("RAB"), steun("PAB"), steun("XAB"))),
    ("W08", ab(steun("TAB"), geval=bij_bron("RAB")), ab(geval=bij_bron("RAB"))),
    # T: each a day apart
    ("T01", proef("SO", indicaties=(indicatie(begin="2014-08-01"),)), proef("SO", indicaties=(indicatie(begin="2014-07-31"),))),
    ("T01", proef("SBO", indicaties=(indicatie(begin="2014-07-31"), indicatie(begin="2014-08-01"))), proef("SO", indicaties=(indicatie(begin=None),))),
    ("T02", proef("SO", toelaatbaarheidsverklaringen=(tlv(begindatum="2014-07-31"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(begindatum="2014-08-01"),))),
    ("T02", proef("SBO", toelaatbaarheidsverklaringen=(tlv(begindatum="2014-07-31"),)), proef("SO", toelaatbaarheidsverklaringen=(tlv(begindatum=None),))),
    ("T03", proef("SO", perioden=(periode(begindatum="2014-08-01", soort_onderwijs="LG"),)), proef("SO", perioden=(periode(begindatum="2014-07-31", soort_onderwijs="LG"),))),
    ("T03", proef("VSO", perioden=(periode(soort_onderwijs="MO"),)), proef("VSO", perioden=(periode(soort_onderwijs="ES"), periode(soort_onderwijs="MG"), periode(begindatum=None, soort_onderwijs="MO")))),
    ("T04", proef("SO", arrangementen=(deel("arrangementen", begindatum="2014-07-31", brin="01BB"),)), proef("SO", arrangementen=(deel("arrangementen", begindatum="2014-08-01", brin="01BB"),))),
    ("T04", proef(ontwikkelingsperspectieven=(plan("2014-07-31"),)), proef(ontwikkelingsperspectieven=(plan("2014-08-01"), plan(None)))),
    ("T05", proef("SO", eindtoets_soort="11", eindtoets_datum="2019-07-31"), proef("SO", eindtoets_soort="11", eindtoets_datum="2019-08-01")),
    ("T05", proef("VSO", eindtoets_score=510, eindtoets_datum="2019-07-31"), proef(eindtoets_soort="11", eindtoets_datum="2019-07-31")),
    ("T05", proef("SO", vo_advies="60", vo_advies_datum="2019-07-31"), proef("SO", vo_advies="60", vo_advies_datum="2019-08-01")),
    ("T05", proef("SO", vo_advies="60"), proef("SO", vo_advies="60", context={"vandaag": date(2019, 8, 1)})),
    ("T05", proef("SO", eindtoets_soort="11"), proef("SO", eindtoets_soort="11", context={"vandaag": date(2019, 8, 1)})),
    ("T06", proef("VSO", inschrijfdatum="2012-08-01", schoolsoort_datum="2013-08-01"), proef("VSO", inschrijfdatum="2012-08-01", schoolsoort_datum="2013-07-31")),
    ("T06", proef("VSO", schoolsoort_datum="2018-08-02"), proef("VSO", schoolsoort_datum="2018-08-01")),
    ("T06", proef("VSO", schoolsoort_datum="2018-09-03"), proef("VSO", UIT, schoolsoort_datum="2018-09-03")),
    ("T07", proef(voorschools_programma=7, voorschools_maanden=12, inschrijfdatum="2017-12-29"), proef(voorschools_programma=7, voorschools_maanden=12, inschrijfdatum="2018-01-01")),
    ("T07", proef("SBO", vroegschools_programma=15, vroegschools_begindatum="2017-12-31"), proef("SBO", vroegschools_programma=15, vroegschools_begindatum="2018-01-01")),
    ("T07", proef(voorschools_programma=7, inschrijfdatum="2017-12-29"), proef(voorschools_programma=6, vroegschools_programma=6, inschrijfdatum="2017-12-29")),
    ("T08", proef(vo_advies="24", vo_advies_datum="2019-08-01"), proef(vo_advies="24", vo_advies_datum="2019-07-31")),
    ("T08", proef("SO", herzien_advies="53", herzien_advies_datum="2019-08-01"), proef("SO", herzien_advies="52", herzien_advies_datum="2019-08-01")),
    ("T08", proef(vo_advies="45", vo_advies_datum="2020-02-20"), proef(vo_advies="45")),
]  # fmt: skip


def codes(geval: Proef) -> set[str]:
    return {signaal.code for signaal in geval.signalen()}


@pytest.mark.parametrize(
    ("code", "fout", "goed"), REGELS, ids=[f"{code}-{nummer}" for nummer, (code, _, _) in enumerate(REGELS)]
)
def test_a_controle_names_what_is_wrong_and_lets_its_neighbour_pass(code, fout, goed):
    assert code in codes(fout)
    assert code not in codes(goed)


def test_every_controle_has_a_boundary_here():
    assert {code for code, _, _ in REGELS} == {c.id for c in CATALOGUS if c.regel is not nooit}


@pytest.mark.parametrize("onderwijstype", BASIS)
def test_a_geval_without_faults_has_no_signaal(onderwijstype):
    assert proef(onderwijstype).signalen() == ()


@pytest.mark.parametrize("soort", ActieSoort)
def test_no_controle_falls_over_a_geval_without_row(soort):
    for bron in (None, inschrijving_van("SO")):
        proef(soort=soort, geval={"inschrijving": None, "rij": None, "bron": bron}).signalen()
        proef(soort=soort, geval={"rij": None, "bron": bron}).signalen()


def test_a_verwijdering_of_who_is_gone_from_lvs2000_has_no_signaal():
    assert verwijdering().signalen() == ()


def test_the_sentence_names_the_value_and_the_field():
    def tekst(code: str, geval: Proef) -> list[tuple[str, str]]:
        return [(s.veld, s.tekst) for s in geval.signalen() if s.code == code]

    assert tekst("O01", proef(perioden=(periode(groep="3", vestiging="02"),))) == [
        ("perioden", "De vestiging '02' hoort niet bij BRIN 00AA.")
    ]
    assert tekst("P15", proef(voornamen="a" * 201)) == [("voornamen", "'Voornamen' is langer dan 200 tekens.")]
    assert tekst("I02", proef(inschrijfdatum="2018-09-01")) == [
        ("inschrijfdatum", "De inschrijfdatum 01-09-2018 valt in een weekend.")
    ]
    assert tekst("I09", proef(geval=ander())) == [
        ("inschrijfdatum", "Er is al een inschrijving die deze periode overlapt (01-08-2018-heden).")
    ]
    assert tekst("W03", proef("SO", arrangementen=(deel("arrangementen", begindatum="2018-08-01"),))) == [
        ("arrangementen", "'BRIN' ontbreekt.")
    ]
    assert tekst("P18", proef(achternaam="van der Berg")) == [("achternaam", "Controleer het voorvoegsel 'van der'.")]


def test_a_pgn_is_masked_and_a_secret_address_is_not_shown():
    assert "99999001" not in str([s.tekst for s in proef(burgerservicenummer="99999001").signalen()])
    for velden in ({"postcode": "9876"}, {"huisnummer": "12a"}):
        teksten = " ".join(s.tekst for s in proef(geval={"geheim": True}, **velden).signalen())
        assert "(geheim)" in teksten
        assert str(*velden.values()) not in teksten
