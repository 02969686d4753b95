"""Plays the administrator of the school: answers vragen, corrects LVS2000, decides again.

He knows the people (`Plan.waarheid`: the file in his drawer) and edits LVS2000 with SQL of his own, as somebody does in LVS2000 itself.
His rules: an address that may be taken over is taken over; where LVS2000 is right, BRON gets it; where LVS2000 is wrong, he corrects it.
Nothing is ever ignored. Knows nothing of how the client compares or sends. Source: manual ch. 2, 5, 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig, beslis, verwijder_actie
from bronsync.application.ports import Omgeving
from bronsync.application.records import Actie, SignaalRij
from bronsync.application.tonen.vragen import VraagRegel, vragen
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import Status
from bronsync_demo.lvs_database import (
    ADRES,
    INSCHRIJVING,
    LEERLING,
    LIJSTEN,
    PERSOON,
    Lvs,
    LvsLeerling,
    kolom,
    lvs_leerling,
    open_lvs,
)
from bronsync_demo.school import Leerling

DELEN: Final[Mapping[str, tuple[str, ...]]] = {
    "sleutel": ("persoon", "pgn"),
    "adres": ("adres",),
    "inschrijfdatum": ("inschrijving",),
    "uitschrijfdatum": ("inschrijving",),
    "onderwijs": ("inschrijving",),
    "niet in LVS2000": ("inschrijving",),
    "niet in BRON": ("inschrijving",),
}
ALLES: Final = ("persoon", "pgn", "adres", "inschrijving")
ANDERE_STATUS: Final = "O15"
NIET_UITGEVOERD: Final = (Status.BEPAALD, Status.GECONTROLEERD)


class Beheerder:
    """One administrator, for the whole school."""

    def __init__(self, lvs: Path, waarheid: Mapping[int, Leerling]) -> None:
        self._lvs = lvs
        self._waarheid = waarheid
        self._van_nummer = {leerling.leerlingnummer: leerling for leerling in waarheid.values()}

    # --- LVS2000

    def werk_bij(self, wie: Iterable[tuple[Leerling, tuple[str, ...]]]) -> int:
        """Brings these parts of these pupils in LVS2000 to the truth, all in one transaction; gives how many pupils changed."""
        with open_lvs(self._lvs) as lvs:
            return sum(_breng_bij(lvs, leerling, delen) for leerling, delen in wie)

    def _corrigeer(self, leerling: Leerling | None, delen: tuple[str, ...]) -> bool:
        return leerling is not None and self.werk_bij([(leerling, delen)]) > 0

    # --- the client

    def vraag_identificaties(self, omg: Omgeving, nummers: Iterable[int]) -> int:
        """Identificatieverzoeken by hand for these pupils, each once (manual ch. 5)."""
        gevraagd = {
            actie.inschrijving_id for actie, _ in _acties(omg) if actie.soort is ActieSoort.IDENTIFICATIEVERZOEK
        }
        aantal = 0
        for nummer in nummers:
            inschrijving = self._waarheid[nummer].laatste
            if inschrijving.aanleverpunt == omg.aanleverpunt and inschrijving.nummer not in gevraagd:
                try:
                    bepaal_handmatig(omg, ActieSoort.IDENTIFICATIEVERZOEK, inschrijving.nummer)
                    aantal += 1
                except BronSyncFout as fout:
                    if fout.code != "PROC-16":  # known to BRON by now
                        raise
        return aantal

    def beantwoord(self, omg: Omgeving) -> tuple[int, int]:
        """Answers all vragen; gives how many were answered and how many pupils he corrected in LVS2000 instead."""
        beantwoord = hersteld = 0
        te_herstellen: dict[str, set[str]] = {}
        for vraag in vragen(omg):
            keuze = self._keuze(vraag)
            if keuze is None:
                te_herstellen.setdefault(vraag.wie.leerlingnummer, set()).update(DELEN[vraag.soort])
            else:
                try:
                    beslis(omg, vraag.vingerafdruk, keuze)
                    beantwoord += 1
                except BronSyncFout as fout:
                    if fout.code != "PROC-10":  # an earlier answer took it away
                        raise
        for leerlingnummer, delen in te_herstellen.items():
            hersteld += self._corrigeer(self._van_nummer.get(leerlingnummer), tuple(sorted(delen)))
        return beantwoord, hersteld

    def _keuze(self, vraag: VraagRegel) -> Keuze | None:
        """None: LVS2000 is wrong and he corrects it there."""
        if Keuze.NAAR_LVS in vraag.mogelijk:
            return Keuze.NAAR_LVS
        leerling = self._van_nummer.get(vraag.wie.leerlingnummer)
        if leerling is None:
            return Keuze.NAAR_BRON if Keuze.NAAR_BRON in vraag.mogelijk else None
        with open_lvs(self._lvs) as lvs:
            wijkt_af = _breng_bij(lvs, leerling, DELEN[vraag.soort], alleen_kijken=True)
        return None if wijkt_af or Keuze.NAAR_BRON not in vraag.mogelijk else Keuze.NAAR_BRON

    def los_op(self, omg: Omgeving) -> tuple[int, int]:
        """After 'Controleer nu': corrects who has an afkeursignaal; gives how many, and how many acties he could not help.

        An actie that he cannot help is removed, so that the others can go (manual ch. 6: all afkeursignalen must be solved). Where BRON has
        another inschrijfstatus the inschrijving is removed there; the next Acties Bepalen delivers it anew (DOMAIN 6.4).
        """
        hersteld = 0
        vast = []
        for actie, signalen in _acties(omg, *NIET_UITGEVOERD):
            if not any(s.ernst == "afkeur" and s.herkomst == "controle" for s in signalen):
                continue
            if self._corrigeer(self._leerling(actie.leerling_id), ALLES):
                hersteld += 1
            else:
                vast.append((actie, signalen))
        if hersteld:
            return hersteld, 0  # who is left may be right again by this, such as the other of a double BSN
        for actie, signalen in vast:
            verwijder_actie(omg, actie.nummer)
            if any(s.code == ANDERE_STATUS for s in signalen):
                bepaal_handmatig(omg, ActieSoort.VERWIJDERING_INSCHRIJVING, actie.inschrijving_id)
        return 0, len(vast)

    def verbeter_afgekeurde(self, omg: Omgeving) -> int:
        """Corrects in LVS2000 whom BRON rejected; the next Acties Bepalen then makes the actie anew."""
        return sum(
            self._corrigeer(self._leerling(actie.leerling_id), ALLES) for actie, _ in _acties(omg, Status.AFGEKEURD)
        )

    def _leerling(self, leerling_id: int) -> Leerling | None:
        return self._waarheid.get(leerling_id)


def _acties(omg: Omgeving, *standen: Status) -> list[tuple[Actie, list[SignaalRij]]]:
    """Those with one of these statuses, all without any, each with its signals."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        gevonden = [a for a in unit.all(Actie, aanleverpunt=omg.aanleverpunt) if not standen or a.status in standen]
        return [(actie, unit.all(SignaalRij, actie=actie.nummer)) for actie in gevonden]


# --- what he does in LVS2000 ---------------------------------------------------------------------------------------------------------------


def _breng_bij(lvs: Lvs, leerling: Leerling, delen: tuple[str, ...], *, alleen_kijken: bool = False) -> bool:
    """Sets what deviates from the truth; whether anything did."""
    waar = lvs_leerling(leerling)
    rijen = lvs.rijen("SELECT * FROM Leerling WHERE LeerlingId=?", leerling.nummer)
    if not rijen:
        return False
    rij = dict(rijen[0])
    anders = {
        veld: waar.velden[veld]
        for veld in _velden(delen, rij, leerling)
        if _kaal(rij[LEERLING[veld]]) != _kaal(waar.velden[veld])
    }
    if (
        "pgn" in delen
        and leerling.persoon.bsn
        and rij["Onderwijsnummer"]
        and rij["Burgerservicenummer"] != leerling.persoon.bsn
    ):
        anders |= {"burgerservicenummer": leerling.persoon.bsn, "onderwijsnummer": None}
    if "nummer" in delen and leerling.onderwijsnummer not in (None, rij["Onderwijsnummer"]):
        anders["onderwijsnummer"] = leerling.onderwijsnummer
    if anders and not alleen_kijken:
        lvs.zet_leerling(leerling.nummer, anders)
    if "nationaliteiten" in delen:
        lvs.zet_nationaliteiten(leerling.nummer, waar.nationaliteiten)
    gewijzigd = bool(anders)
    if "inschrijving" in delen or "verwijder" in delen:
        gewijzigd |= _breng_inschrijvingen_bij(lvs, waar, alleen_kijken=alleen_kijken)
    return gewijzigd


def _velden(delen: tuple[str, ...], rij: Mapping[str, object], leerling: Leerling) -> list[str]:
    velden: list[str] = []
    if "persoon" in delen:
        velden += PERSOON
    if "adres" in delen and not leerling.persoon.geheim:
        velden += ADRES
    if "pgn" in delen and leerling.persoon.bsn and rij["Burgerservicenummer"]:
        velden.append("burgerservicenummer")  # an empty one is left for BRON to find (DOMAIN 6.5)
    return velden


def _kaal(waarde: object) -> str:
    return "" if waarde is None else str(waarde).replace(" ", "")


def _breng_inschrijvingen_bij(lvs: Lvs, waar: LvsLeerling, *, alleen_kijken: bool) -> bool:
    gewijzigd = False
    staan = {
        rij["InschrijvingId"]: dict(rij)
        for rij in lvs.rijen("SELECT * FROM Inschrijving WHERE LeerlingId=?", waar.nummer)
    }
    goed = {inschrijving.nummer: inschrijving for inschrijving in waar.inschrijvingen}
    for nummer in staan.keys() - goed.keys():
        gewijzigd = True
        if not alleen_kijken:
            lvs.wis_inschrijving(nummer)
    for nummer, inschrijving in goed.items():
        if nummer not in staan:
            gewijzigd = True
            if not alleen_kijken:
                lvs.voeg_inschrijving_toe(waar.nummer, inschrijving)
            continue
        velden = {veld: inschrijving.velden.get(veld) for veld in INSCHRIJVING}
        anders = {
            veld: waarde for veld, waarde in velden.items() if _kaal(staan[nummer][INSCHRIJVING[veld]]) != _kaal(waarde)
        }
        if anders and not alleen_kijken:
            lvs.zet_inschrijving(nummer, anders)
        gewijzigd |= bool(anders)
        for naam, lijst in LIJSTEN.items():
            records = inschrijving.lijsten.get(naam, [])
            nu = sorted(tuple(_kaal(rij[kolom(deel)]) for deel in lijst.delen) for rij in lvs.alles_van(lijst, nummer))
            straks = sorted(tuple(_kaal(record.get(deel)) for deel in lijst.delen) for record in records)
            if nu != straks:
                gewijzigd = True
                if not alleen_kijken:
                    lvs.zet_lijst(nummer, naam, records)
    return gewijzigd
