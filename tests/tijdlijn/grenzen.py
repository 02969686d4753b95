"""Every rule of the field that came or went on a day, with one inschrijving on each side of that day: right and wrong.

Each is judged twice, apart: by the controles on the row, and by the register on the real message, sent whatever the controles say.
`tabel()` makes `regels.md` of it. The rules and their days are those of DOMAIN 2, 5 and 6.7; what is ASSUMED there says so here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bronsync.adapters.bron import berichten
from bronsync.domain.controles import CATALOGUS, Context, Ernst, Geval, controleer
from bronsync.domain.gegevens.inschrijving import uit_rij
from bronsync.domain.gegevens.velden import Rij
from bronsync.domain.vergelijking.berichten import ActieSoort, Bericht, BronSleutel
from helpers.geheugen_lvs import GeheugenLvs
from helpers.lokaal_bron import LokaalBron
from helpers.school import bsn
from tijdlijn.wereld import CODELIJSTEN, PUNT, Wereld

NIEUW = ActieSoort.NIEUWE_MELDING_INSCHRIJVING
WIJZIGING = ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS
UIT = ActieSoort.UITSCHRIJVING
THUIS = {"straatnaam": "Dorpsstraat", "huisnummer": 12, "postcode": "1234AB", "plaatsnaam": "Ede"}
ERNST = {controle.id: controle.ernst for controle in CATALOGUS}

Velden = dict[str, Any]


@dataclass(frozen=True)
class Proef:
    """What stands in LVS2000 on a day; `gezien` are the codes that must say that it is wrong."""

    wat: str
    vandaag: date
    velden: Velden
    gezien: frozenset[str] = frozenset()
    soort: ActieSoort = NIEUW
    was: Velden | None = None
    """As BRON holds it, for an actie that changes something."""


@dataclass(frozen=True)
class Grens:
    """One rule and its day. A side is empty where nothing of that kind exists: no rule, nothing to break."""

    regel: str
    dag: date
    codes: frozenset[str]
    voor_goed: Proef | None
    voor_fout: Proef | None
    na_goed: Proef | None
    na_fout: Proef | None
    bron: str

    @property
    def zijden(self) -> dict[str, Proef]:
        alle = {
            "voor, goed": self.voor_goed,
            "voor, fout": self.voor_fout,
            "na, goed": self.na_goed,
            "na, fout": self.na_fout,
        }
        return {naam: proef for naam, proef in alle.items() if proef is not None}


# --- both judges ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Oordeel:
    """Codes by what they do."""

    afkeur: frozenset[str]
    attentie: frozenset[str]

    @property
    def alle(self) -> frozenset[str]:
        return self.afkeur | self.attentie


def _persoon(velden: Velden) -> Velden:
    jaar = int(str(velden["inschrijfdatum"])[:4]) - (13 if velden["onderwijstype"] == "VSO" else 9)
    geboren = velden.get("geboortedatum", f"{jaar}-03-10")
    return {"geboortedatum": geboren, "geslacht": "V", "achternaam": "Jansen", "voornamen": "Anna Maria"}


def _adres(velden: Velden) -> Velden:
    return {"land": velden["land"]} if "land" in velden else dict(THUIS)


def _rij(velden: Velden) -> Rij:
    school = GeheugenLvs()
    school.maak_aanleverpunt(PUNT, ("00", "01"))
    school.zet_leerling(1, leerlingnummer="0001", burgerservicenummer=bsn(1), **_persoon(velden), **_adres(velden))
    rest = {naam: waarde for naam, waarde in velden.items() if naam not in ("geboortedatum", "land")}
    school.zet_inschrijving(1, 1, PUNT, **rest)
    (rij,) = school.lees(PUNT)
    return rij.rij


def van_controles(proef: Proef) -> Oordeel:
    """What 'Controleer nu' says."""
    rij = _rij(proef.velden)
    bron = uit_rij(_rij(proef.was)) if proef.was else None
    geval = Geval(
        proef.soort, 1, "0001", uit_rij(rij), rij, bron, onderwijs_sinds="2000-08-01", eerst_gezien=proef.vandaag
    )
    context = Context(
        vandaag=proef.vandaag,
        aanleverpunt=PUNT,
        brin="00AA",
        vestigingen=frozenset({"00", "01"}),
        peildatum=proef.vandaag,
        codelijsten=CODELIJSTEN,
        certificaat_tot=None,
        open_acties=frozenset(),
    )
    signalen = controleer(geval, context)
    return Oordeel(
        frozenset(s.code for s in signalen if s.ernst is Ernst.AFKEUR),
        frozenset(s.code for s in signalen if s.ernst is Ernst.ATTENTIE),
    )


def van_register(proef: Proef) -> Oordeel:
    """What the register says of the message."""
    wereld = Wereld(proef.vandaag)
    wereld.burger(bsn(1), **_persoon(proef.velden), adres=_adres(proef.velden))
    if proef.was:
        assert _verzend(wereld, NIEUW, proef.was).afkeur == frozenset(), "what BRON holds must be right itself"
    return _verzend(wereld, proef.soort, proef.velden, proef.was)


def _verzend(wereld: Wereld, soort: ActieSoort, velden: Velden, was: Velden | None = None) -> Oordeel:
    bron = LokaalBron(wereld.register, PUNT)
    bericht = Bericht(
        aanleverpunt=PUNT,
        bericht_id=wereld.omg.ids.nieuw(),
        tijdstip=f"{wereld.vandaag.isoformat()}T11:00:00Z",
        soort=soort,
        sleutel=BronSleutel("0001", bsn(1), True, str(velden["inschrijfdatum"]), "1"),
        rij=_rij(velden),
        oude_rij=_rij(was) if was else None,
    )
    bron.verzend(berichten.operatie(bericht), bron.schrijf(bericht))
    (regel,) = [r for r in wereld.beheer.log()["berichten"] if r["identificatiecode"] == bericht.bericht_id]
    codes = frozenset(regel["codes"])
    return Oordeel(frozenset(), codes) if regel["uitkomst"] == "geaccepteerd" else Oordeel(codes, frozenset())


# --- inschrijvingen ---------------------------------------------------------------------------------------------------------------------

_D = date
PASSEND = _D(2014, 8, 1)


def _wpo(soort: str, begin: str, groep: str, **velden: Any) -> Velden:
    perioden = ((begin, groep, None, "00", 1, None),)
    basis = {"onderwijstype": soort, "inschrijfstatus": "I", "inschrijfdatum": begin, "nnca": "1", "perioden": perioden}
    return basis | velden


def bo(begin: str, groep: str = "4", **velden: Any) -> Velden:
    return _wpo("BO", begin, groep, **velden)


def wec(soort: str, begin: str, kind: str | None, **velden: Any) -> Velden:
    basis = {
        "onderwijstype": soort,
        "inschrijfstatus": "I",
        "inschrijfdatum": begin,
        "schoolsoort": "1" if soort == "SO" else "2",
        "schoolsoort_datum": begin,
        "perioden": ((begin, None, 3, "00", 1, kind),),
    }
    return basis | velden


def lgf(begin: str, einde: str = "2014-07-31", cluster: int = 3) -> Velden:
    soort = {2: "23", 3: "31", 4: "40"}[cluster]
    return {"indicaties": ((begin, einde, f"{cluster}-07-2010-0001", soort),)}


def tlv(begin: str, swv: str = "PO2801") -> Velden:
    return {"toelaatbaarheidsverklaringen": ((begin, f"{int(begin[:4]) + 4}-07-31", swv, "000001", "1"),)}


def ab(vorm: str, begin: str, kind: str, einde: str | None = None, **velden: Any) -> Velden:
    steun = ((begin, einde, vorm, "11BB", "00"),)
    return wec("SO", begin, kind, **({"inschrijfstatus": "A", "begeleidingen": steun} | velden))


def so_wordt_vso(begin: str, vanaf: str | None) -> tuple[Velden, Velden]:
    was = wec("SO", begin, "ZM", geboortedatum=f"{int(begin[:4]) - 11}-03-10", **lgf(begin))
    return was, was | {"onderwijstype": "VSO", "schoolsoort": "2", "schoolsoort_datum": vanaf}


def _c(*codes: str) -> frozenset[str]:
    return frozenset(codes)


EERVOOR, EROP = "2014-07-31", "2014-08-01"
P0, P1 = _D(2014, 7, 31), _D(2014, 8, 1)
LATER = _D(2014, 9, 1)
SO_2012 = wec("SO", "2012-08-01", "LG", **lgf("2012-08-01"))
VSO_2012 = wec("VSO", "2012-08-01", "LG", **lgf("2012-08-01"))
MET_TLV = SO_2012 | tlv(EROP)
VSO_TLV = VSO_2012 | tlv(EROP, "VO2801")
SO_NA = wec("SO", EROP, None, **tlv(EROP))
RAB = ab("RAB", "2013-09-02", "LG", **lgf("2013-09-02"))


def _groep8(jaar: int, **velden: Any) -> Velden:
    return bo(f"{jaar - 1}-08-01", "8", geboortedatum=f"{jaar - 12}-03-10", uitschrijfdatum=f"{jaar}-07-31", **velden)


def _overgang(dag: date, vanaf: str | None, wat: str, gezien: frozenset[str] = frozenset()) -> Proef:
    was, nu = so_wordt_vso("2011-08-01", vanaf)
    return Proef(wat, dag, nu, gezien, WIJZIGING, was)


GRENZEN: tuple[Grens, ...] = (
    Grens(
        "uitschrijvingen van voor BRON worden niet aangeleverd", _D(2008, 8, 2), _c("S08", "SIM-S08"),
        Proef("nog ingeschreven", _D(2008, 8, 1), bo("2006-08-01")),
        Proef("uitgeschreven op 1-8-2008", _D(2008, 8, 4), bo("2006-08-01", uitschrijfdatum="2008-08-01"), _c("S08", "SIM-S08")),
        Proef("uitgeschreven op 2-8-2008", _D(2008, 8, 4), bo("2006-08-01", uitschrijfdatum="2008-08-02")),
        None,
        "S08, MAN; the day itself ASSUMED",
    ),
    Grens(
        "eerste telling uit BRON", _D(2010, 8, 1), _c("O21"),
        Proef("niet bekostigd, schooljaar 2009-2010", _D(2010, 7, 31), bo("2009-08-01", perioden=(("2009-08-01", "4", None, "00", 0, None),))),
        None,
        Proef("bekostigd, schooljaar 2010-2011", _D(2010, 8, 1), bo("2009-08-01")),
        Proef("niet bekostigd, schooljaar 2010-2011", _D(2010, 8, 1), bo("2009-08-01", perioden=(("2009-08-01", "4", None, "00", 0, None),)), _c("O21")),
        "6.7, CONCENT: teldatum 1-10-2010",
    ),
    Grens(
        "landcode 7011 vervalt", _D(2010, 10, 10), _c("A07", "SIM-A07"),
        Proef("adres in de Nederlandse Antillen", _D(2010, 10, 9), bo("2010-08-01", land="7011")),
        None,
        None,
        Proef("adres in de Nederlandse Antillen", _D(2010, 10, 10), bo("2010-08-01", land="7011"), _c("A07", "SIM-A07")),
        "A07, BRP table 34",
    ),
    Grens(
        "landcode 5107 begint", _D(2010, 10, 10), _c("A07", "SIM-A07"),
        None,
        Proef("adres op Curacao", _D(2010, 10, 9), bo("2010-08-01", land="5107"), _c("A07", "SIM-A07")),
        Proef("adres op Curacao", _D(2010, 10, 10), bo("2010-08-01", land="5107")),
        None,
        "A07, BRP table 34",
    ),
    Grens(
        "SO naar VSO is twee inschrijvingen (datum schoolsoort)", _D(2013, 8, 1), _c("O14", "SIM-O14"),
        _overgang(_D(2013, 9, 2), "2013-07-31", "VSO vanaf 31-7-2013 in dezelfde inschrijving"),
        None,
        Proef("nieuwe inschrijving VSO op 1-8-2013", _D(2013, 8, 1), wec("VSO", "2013-08-01", "ZM", **lgf("2013-08-01"))),
        _overgang(_D(2013, 9, 2), "2013-08-01", "VSO vanaf 1-8-2013 in dezelfde inschrijving", _c("O14", "SIM-O14")),
        "O14, KB-SOVSO",
    ),
    Grens(
        "SO naar VSO is twee inschrijvingen (zonder datum)", _D(2013, 8, 1), _c("O14", "SIM-O14"),
        _overgang(_D(2013, 7, 31), None, "gewijzigd op 31-7-2013"),
        None,
        None,
        _overgang(_D(2013, 8, 1), None, "gewijzigd op 1-8-2013", _c("O14", "SIM-O14")),
        "O14, KB-SOVSO; today in the place of the date ASSUMED",
    ),
    Grens(
        "SO naar VSO is twee inschrijvingen (bij de eerste melding)", _D(2013, 8, 1), _c("T06"),
        Proef("VSO vanaf 31-7-2013, ingeschreven in 2011", _D(2013, 9, 2), so_wordt_vso("2011-08-01", "2013-07-31")[1]),
        None,
        None,
        Proef("VSO vanaf 1-8-2013, ingeschreven in 2011", _D(2013, 9, 2), so_wordt_vso("2011-08-01", "2013-08-01")[1], _c("T06")),
        "KB-SOVSO; INFERRED from the date",
    ),
    Grens(
        "soort onderwijs verplicht", PASSEND, _c("O06", "SIM-O06", "SIM-O06B"),
        Proef("periode van 31-7-2014 met soort", P0, wec("SO", EERVOOR, "LG", **lgf(EERVOOR))),
        Proef("periode van 31-7-2014 zonder soort", P0, wec("SO", EERVOOR, None, **lgf(EERVOOR)), _c("O06", "SIM-O06")),
        Proef("periode van 1-8-2014 zonder soort", P1, SO_NA),
        None,
        "O06, 2.6",
    ),
    Grens(
        "indicatie verplicht", PASSEND, _c("O06", "SIM-O06B"),
        Proef("ingeschreven 31-7-2014 met indicatie", P0, wec("SO", EERVOOR, "LG", **lgf(EERVOOR))),
        Proef("ingeschreven 31-7-2014 zonder indicatie", P0, wec("SO", EERVOOR, "LG"), _c("O06", "SIM-O06B")),
        Proef("ingeschreven 1-8-2014 zonder indicatie", P1, SO_NA),
        None,
        "O06, KB-IND; cluster 1 without ASSUMED",
    ),
    Grens(
        "indicaties bestaan niet meer", PASSEND, _c("T01"),
        Proef("indicatie vanaf 31-7-2014", P0, wec("SO", EERVOOR, "LG", **lgf(EERVOOR))),
        None,
        Proef("geen indicatie", P1, SO_NA),
        Proef("indicatie vanaf 1-8-2014", P1, SO_NA | lgf(EROP, "2016-07-31"), _c("T01")),
        "2.10: C until 1-8-2014",
    ),
    Grens(
        "toelaatbaarheidsverklaring verplicht (nieuwe inschrijving)", PASSEND, _c("O10", "SIM-O10"),
        Proef("ingeschreven 31-7-2014 zonder", P0, wec("SO", EERVOOR, "LG", **lgf(EERVOOR))),
        None,
        Proef("ingeschreven 1-8-2014 met", P1, SO_NA),
        Proef("ingeschreven 1-8-2014 zonder", P1, wec("SO", EROP, None), _c("O10", "SIM-O10")),
        "O10, WEC-164a (2k-m)",
    ),
    Grens(
        "toelaatbaarheidsverklaring verplicht (lopende inschrijving)", PASSEND, _c("O10", "SIM-O10"),
        Proef("loopt op 31-7-2014 zonder", P0, SO_2012),
        None,
        Proef("loopt op 1-8-2014 met", P1, MET_TLV),
        Proef("loopt op 1-8-2014 zonder", P1, SO_2012, _c("SIM-O10")),
        "O10; for running inschrijvingen by the register only (a transition to 2016 is not in DOMAIN)",
    ),
    Grens(
        "toelaatbaarheidsverklaring verplicht (uitgeschreven)", PASSEND, _c("O10", "SIM-O10"),
        Proef("uit op 31-7-2014 zonder", LATER, SO_2012 | {"uitschrijfdatum": EERVOOR}, soort=UIT, was=MET_TLV),
        None,
        Proef("uit op 1-8-2014 met", LATER, MET_TLV | {"uitschrijfdatum": EROP}, soort=UIT, was=MET_TLV),
        Proef("uit op 1-8-2014 zonder", LATER, SO_2012 | {"uitschrijfdatum": EROP}, _c("SIM-O10"), UIT, MET_TLV),
        "O10",
    ),
    Grens(
        "toelaatbaarheidsverklaringen bestaan nog niet", PASSEND, _c("T02"),
        Proef("geen verklaring", P0, SO_2012),
        Proef("verklaring vanaf 31-7-2014", P1, SO_2012 | tlv(EERVOOR), _c("T02")),
        Proef("verklaring vanaf 1-8-2014", P1, MET_TLV),
        None,
        "2.10: from 1-8-2014",
    ),
    Grens(
        "soort onderwijs alleen nog in cluster 1 en 2", PASSEND, _c("T03"),
        Proef("periode van 31-7-2014 met LG", P0, wec("SO", EERVOOR, "LG", **lgf(EERVOOR))),
        None,
        Proef("periode van 1-8-2014 met ES", P1, wec("SO", EROP, "ES")),
        Proef("periode van 1-8-2014 met LG", P1, wec("SO", EROP, "LG", **tlv(EROP)), _c("T03")),
        "2.6",
    ),
    Grens(
        "arrangementen bestaan nog niet", PASSEND, _c("T04"),
        Proef("cluster 2 zonder", P0, wec("SO", "2012-08-01", "ES", **lgf("2012-08-01", cluster=2))),
        Proef("arrangement vanaf 31-7-2014", P1, wec("SO", EROP, "ES", arrangementen=((EERVOOR, None, "00AA", "00"),)), _c("T04")),
        Proef("arrangement vanaf 1-8-2014", P1, wec("SO", EROP, "ES", arrangementen=((EROP, None, "00AA", "00"),))),
        None,
        "2.10, 1.4: from 1-8-2014",
    ),
    Grens(
        "ontwikkelingsperspectief bestaat nog niet", PASSEND, _c("T04"),
        Proef("zonder", P0, bo("2012-08-01")),
        Proef("perspectief vanaf 31-7-2014", P1, bo("2012-08-01", ontwikkelingsperspectieven=((EERVOOR, None),)), _c("T04")),
        Proef("perspectief vanaf 1-8-2014", P1, bo("2012-08-01", ontwikkelingsperspectieven=((EROP, None),))),
        None,
        "1.4, 6.7: from 2014; the day ASSUMED",
    ),
    Grens(
        "uitstroomprofiel verplicht (vandaag)", PASSEND, _c("O13", "SIM-O13"),
        Proef("VSO loopt op 31-7-2014 zonder", P0, VSO_2012),
        None,
        Proef("VSO loopt op 1-8-2014 met", P1, VSO_TLV | {"uitstroomprofiel": "2"}),
        Proef("VSO loopt op 1-8-2014 zonder", P1, VSO_TLV, _c("O13", "SIM-O13")),
        "O13, KB-PO",
    ),
    Grens(
        "uitstroomprofiel verplicht (uitgeschreven)", PASSEND, _c("O13", "SIM-O13"),
        Proef("VSO uit op 31-7-2014 zonder", LATER, VSO_2012 | {"uitschrijfdatum": EERVOOR}),
        None,
        Proef("VSO uit op 1-8-2014 met", LATER, VSO_TLV | {"uitschrijfdatum": EROP, "uitstroomprofiel": "1"}),
        Proef("VSO uit op 1-8-2014 zonder", LATER, VSO_TLV | {"uitschrijfdatum": EROP}, _c("O13", "SIM-O13")),
        "O13, KB-PO",
    ),
    Grens(
        "ambulante begeleiding alleen nog in cluster 1 en 2 (einde)", PASSEND, _c("O17", "SIM-O17"),
        Proef("RAB tot en met 31-7-2014", LATER, RAB | {"uitschrijfdatum": EERVOOR}),
        Proef("RAB zonder indicatie", P0, ab("RAB", "2013-09-02", "LG"), _c("O17", "SIM-O17")),
        Proef("RAB in cluster 2 loopt door", LATER, ab("RAB", "2013-09-02", "ES", **lgf("2013-09-02", cluster=2))),
        Proef("RAB tot en met 1-8-2014", LATER, RAB | {"uitschrijfdatum": EROP}, _c("O17", "SIM-O17")),
        "O17, KB-AB",
    ),
    Grens(
        "ambulante begeleiding alleen nog in cluster 1 en 2 (open einde)", PASSEND, _c("O17", "SIM-O17"),
        Proef("RAB zonder einde op 31-7-2014", P0, RAB),
        None,
        Proef("RAB in cluster 1 zonder einde", P1, ab("RAB", "2013-09-02", "VI")),
        Proef("RAB zonder einde op 1-8-2014", P1, RAB, _c("O17", "SIM-O17")),
        "O17, KB-AB",
    ),
    Grens(
        "terugplaatsing (TAB) eindigt", PASSEND, _c("O17", "SIM-O17"),
        Proef("TAB zonder einde op 31-7-2014", P0, ab("TAB", "2013-09-02", "LG")),
        None,
        Proef("TAB in cluster 2 zonder einde", P1, ab("TAB", "2013-09-02", "SH")),
        Proef("TAB zonder einde op 1-8-2014", P1, ab("TAB", "2013-09-02", "LG"), _c("O17", "SIM-O17")),
        "O17, KB-AB, OSO",
    ),
    Grens(
        "ambulante begeleiding begint niet meer buiten cluster 1 en 2", PASSEND, _c("O17", "SIM-O17"),
        Proef("RAB vanaf 31-7-2014", P0, ab("RAB", EERVOOR, "LG", **lgf(EERVOOR))),
        None,
        Proef("RAB vanaf 1-8-2014 in cluster 2", P1, ab("RAB", EROP, "ES")),
        Proef("RAB vanaf 1-8-2014 in cluster 3", P1, ab("RAB", EROP, "LG", **lgf(EERVOOR, EROP)), _c("O17", "SIM-O17")),
        "O17, KB-AB",
    ),
    Grens(
        "eindtoets of reden in groep 8", _D(2014, 8, 1), _c("O26", "SIM-O26"),
        Proef("weg op 31-7-2014 zonder", _D(2014, 7, 31), _groep8(2014)),
        None,
        Proef("weg op 31-7-2015 met", _D(2015, 7, 31), _groep8(2015, eindtoets_reden="01", vo_advies="40", vo_advies_datum="2015-02-20")),
        Proef("weg op 31-7-2015 zonder", _D(2015, 7, 31), _groep8(2015, vo_advies="40", vo_advies_datum="2015-02-20"), _c("O26", "SIM-O26")),
        "O26, WPO-178a (2g): law of 2014; the schooljaar ASSUMED",
    ),
    Grens(
        "VO-advies in groep 8", _D(2014, 8, 1), _c("O28", "SIM-O28"),
        Proef("weg op 31-7-2014 zonder", _D(2014, 7, 31), _groep8(2014)),
        None,
        Proef("weg op 31-7-2015 met", _D(2015, 7, 31), _groep8(2015, eindtoets_reden="01", vo_advies="40", vo_advies_datum="2015-02-20")),
        Proef("weg op 31-7-2015 zonder", _D(2015, 7, 31), _groep8(2015, eindtoets_reden="01"), _c("O28", "SIM-O28")),
        "O28, WPO-42: law of 2014; the schooljaar ASSUMED",
    ),
    Grens(
        "VVE-programma 7-15", _D(2018, 1, 1), _c("T07"),
        Proef("programma 6 vanaf 31-12-2017", _D(2018, 1, 8), bo("2017-08-01", "1", vroegschools_programma=6, vroegschools_begindatum="2017-12-31")),
        Proef("programma 7 vanaf 31-12-2017", _D(2018, 1, 8), bo("2017-08-01", "1", vroegschools_programma=7, vroegschools_begindatum="2017-12-31"), _c("T07")),
        Proef("programma 7 vanaf 1-1-2018", _D(2018, 1, 8), bo("2017-08-01", "1", vroegschools_programma=7, vroegschools_begindatum="2018-01-01")),
        None,
        "2.12: since 2018; the day ASSUMED",
    ),
    Grens(
        "gewicht vervalt", _D(2019, 8, 1), _c("O23", "SIM-O23"),
        Proef("gewicht vanaf 31-7-2019", _D(2019, 9, 2), bo("2018-08-01", gewicht="0.30", gewicht_datum="2019-07-31")),
        None,
        Proef("ingeschreven 1-8-2019 zonder", _D(2019, 9, 2), bo("2019-08-01")),
        Proef("gewicht vanaf 1-8-2019", _D(2019, 9, 2), bo("2018-08-01", gewicht="0.30", gewicht_datum="2019-08-01"), _c("O23", "SIM-O23")),
        "O23, DUO-BO",
    ),
    Grens(
        "gewicht vervalt (zonder ingangsdatum)", _D(2019, 8, 1), _c("O23", "SIM-O23"),
        Proef("ingeschreven 31-7-2019 met gewicht", _D(2019, 9, 2), bo("2019-07-31", gewicht="1.20")),
        None,
        None,
        Proef("ingeschreven 1-8-2019 met gewicht", _D(2019, 9, 2), bo("2019-08-01", gewicht="1.20"), _c("O23", "SIM-O23")),
        "O23, DUO-BO; the inschrijfdatum in the place of the date ASSUMED",
    ),
    Grens(
        "eindtoets in het speciaal onderwijs", _D(2019, 8, 1), _c("T05"),
        Proef("zonder", _D(2019, 9, 2), SO_NA),
        Proef("toets van 31-7-2019", _D(2019, 9, 2), SO_NA | {"eindtoets_soort": "11", "eindtoets_datum": "2019-07-31", "eindtoets_score": 530}, _c("T05")),
        Proef("toets van 1-8-2019", _D(2019, 9, 2), SO_NA | {"eindtoets_soort": "11", "eindtoets_datum": "2019-08-01", "eindtoets_score": 530}),
        None,
        "2.14, DUO-SO: from 2019-2020",
    ),
    Grens(
        "VO-advies in het speciaal onderwijs", _D(2019, 8, 1), _c("T05"),
        Proef("zonder", _D(2019, 9, 2), SO_NA),
        Proef("advies van 31-7-2019", _D(2019, 9, 2), SO_NA | {"vo_advies": "20", "vo_advies_datum": "2019-07-31"}, _c("T05")),
        Proef("advies van 1-8-2019", _D(2019, 9, 2), SO_NA | {"vo_advies": "20", "vo_advies_datum": "2019-08-01"}),
        None,
        "2.15, DUO-SO: from 2019-2020",
    ),
    Grens(
        "korte lijst van VO-adviezen", _D(2019, 8, 1), _c("T08"),
        Proef("advies 24 van 31-7-2019", _D(2019, 9, 2), bo("2018-08-01", "8", vo_advies="24", vo_advies_datum="2019-07-31", geboortedatum="2007-03-10")),
        None,
        Proef("advies 22 van 1-8-2019", _D(2019, 9, 2), bo("2018-08-01", "8", vo_advies="22", vo_advies_datum="2019-08-01", geboortedatum="2007-03-10")),
        Proef("advies 24 van 1-8-2019", _D(2019, 9, 2), bo("2018-08-01", "8", vo_advies="24", vo_advies_datum="2019-08-01", geboortedatum="2007-03-10"), _c("T08")),
        "2.15: list of 2019; the day ASSUMED",
    ),
)  # fmt: skip
"""In the order of their days."""


# --- the table --------------------------------------------------------------------------------------------------------------------------


def _cel(proef: Proef | None) -> str:
    if proef is None:
        return "-"
    if not proef.gezien:
        return proef.wat
    codes = sorted(proef.gezien)
    zegt = ", ".join(f"{code} ({'BRON' if code.startswith('SIM') else ERNST[code]})" for code in codes)
    return f"{proef.wat}: {zegt}"


def tabel() -> str:
    """`regels.md`, generated."""
    regels = [
        "# Rules that came or went on a day",
        "",
        "Generated from `grenzen.py` by `python -m tijdlijn` in `tests`; each cell is a test case. SIM codes are the register's.",
        "",
        "| Rule | From | Before: right | Before: wrong | After: right | After: wrong | Source (DOMAIN) |",
        "|---|---|---|---|---|---|---|",
    ]
    for g in GRENZEN:
        cellen = (
            g.regel,
            g.dag.isoformat(),
            _cel(g.voor_goed),
            _cel(g.voor_fout),
            _cel(g.na_goed),
            _cel(g.na_fout),
            g.bron,
        )
        regels.append(f"| {' | '.join(cellen)} |")
    return "\n".join(regels) + "\n"
