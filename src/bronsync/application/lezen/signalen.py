"""Signals as a person reads them: with meaning, cause and advice from the catalogue; attentiesignalen are marked as seen.

The advice is looked up when it is shown, so a better text helps for old signals too. Attentiesignalen are for information only (manual
ch. 7, DESIGN 8): they never block, never count as a verschil, and marking one changes nothing else. Source: DOMAIN 4.6, 4.7, 7.1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from bronsync.application.boeken.boekingen import vrije_tekst
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.ports import Omgeving
from bronsync.application.records import SignaalRij
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.kijken.signalen import Catalogus, toonbaar, zoek

ATTENTIE = "attentie"


@dataclass(frozen=True, slots=True)
class SignaalRegel:
    """One signal with its explanation."""

    nummer: int
    actie: int
    """0 when it belongs to no actie."""
    inschrijving: int
    herkomst: str
    """`BRON` or `controle`."""
    code: str
    ernst: str
    veld: str
    betekenis: str = field(repr=False)
    """Of the catalogue; of an unknown code, and of our own controles, the text of the signal itself."""
    oorzaak: str
    advies: str
    tijdstip: str
    gezien: bool
    notitie: str = field(repr=False)


def leg_uit(catalogus: Catalogus, signaal: SignaalRij) -> SignaalRegel:
    """A signal of BRON explained by the catalogue; one of our own brings its advice along."""
    if signaal.herkomst == "BRON":
        uitleg = zoek(catalogus, signaal.code, signaal.tekst)
        betekenis, oorzaak, advies = uitleg.betekenis, uitleg.oorzaak, signaal.advies or uitleg.advies
    else:
        betekenis, oorzaak, advies = signaal.tekst, "", signaal.advies
    return SignaalRegel(
        signaal.nummer,
        signaal.actie,
        signaal.inschrijving_id,
        signaal.herkomst,
        toonbaar(signaal.code),
        signaal.ernst,
        toonbaar(signaal.veld),
        betekenis,
        oorzaak,
        advies,
        signaal.tijdstip,
        signaal.gezien,
        signaal.notitie,
    )


def signalen(omg: Omgeving, catalogus: Catalogus) -> list[SignaalRegel]:
    """All signals of the aanleverpunt explained, seen or not, in the order in which they came."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        rijen = unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt)
    return [leg_uit(catalogus, rij) for rij in rijen]


def attentiesignalen(omg: Omgeving, catalogus: Catalogus, *, gezien: bool = False) -> list[SignaalRegel]:
    """Those of BRON, and of write-backs, that nobody marked as seen, or that somebody did; the oldest first.

    The attenties of Controleren are not among them: they stand with the check that finds them anew each time (manual ch. 6).
    """
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        rijen = unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt, ernst=ATTENTIE, gezien=gezien)
    return [leg_uit(catalogus, rij) for rij in rijen if rij.herkomst == "BRON" or not rij.actie]


def markeer_gezien(omg: Omgeving, nummers: Collection[int], notitie: str = "") -> int:
    """Hides these attentiesignalen from the list, all or none; gives how many were not seen before. PROC-18 for another kind of signal.

    A later notitie replaces the earlier one. The notitie is a person's own words: it stays in the store and never enters the audit trail.
    """
    nieuw = 0
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        for nummer in sorted(set(nummers)):
            rij = unit.get(SignaalRij, omg.aanleverpunt, nummer)
            if rij is None or rij.aanleverpunt != omg.aanleverpunt or rij.ernst != ATTENTIE:
                raise BronSyncFout("PROC-18", nummer=nummer)
            unit.put(replace(rij, gezien=True, notitie=vrije_tekst(notitie) or rij.notitie))
            if not rij.gezien:
                nieuw += 1
                boek_audit(unit, omg, f"signaal {nummer}", naar="gezien", code=rij.code)
        if nummers:
            unit.commit()
    return nieuw
