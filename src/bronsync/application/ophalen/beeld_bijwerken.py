"""The picture of BRON after a feedback: rows put in, changed, moved to another number, taken out.

It never goes back to an older receipt number (I6). Touches the picture and what hangs on its keys, and nothing in LVS2000: what a feedback
that came before an overview did is done here once more, after it (F28). Sources: manual ch. 4; DOMAIN 2.2-2.4, 4.6; RELIABILITY F8, F28.
"""

from __future__ import annotations

from dataclasses import replace

from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import Actie, BeeldRij, KoppelingRij, Stand
from bronsync.domain.gegevens.velden import INDEX, PER_CATEGORIE, Categorie, Rij, beperk, cel, met, pack, pgn, unpack
from bronsync.domain.vergelijking.berichten import BronSleutel, Registratie, SpontaneMutatie, WijzigingSleutelgegevens
from bronsync.domain.vergelijking.levensloop import OPEN

_VAN_PERSOON = tuple(v.naam for c in (Categorie.SLEUTEL, Categorie.ADRES) for v in PER_CATEGORIE[c])
Waarden = dict[str, str | int | None]
"""Fields of a person and what they are now, by veldnaam."""


def rijen_van_persoon(unit: UnitOfWork, omg: Omgeving, nummer_pgn: str) -> list[BeeldRij]:
    """All inschrijvingen that BRON has under this number."""
    return unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=nummer_pgn)


def ouder_dan(rijen: list[BeeldRij], nummer: int) -> list[BeeldRij]:
    """Those that a feedback with this number may still change; a row of another version of this program is left alone."""
    return [rij for rij in rijen if rij.ontvangstnummer < nummer and unpack(rij.body) is not None]


def beeld_rij(aanleverpunt: str, registratie: Registratie, nummer: int, *, historisch: bool = False) -> BeeldRij:
    """The picture's row of a registration as BRON told it."""
    rij = registratie.rij
    return BeeldRij(
        aanleverpunt=aanleverpunt,
        pgn=pgn(rij)
        or f"?{registratie.leerlingnummer}",  # BRON gives every registration a PGN; one without must not hide another
        inschrijfdatum=str(cel(rij, "inschrijfdatum")),
        leerlingnummer=registratie.leerlingnummer,
        volgnummer=registratie.volgnummer or "",
        uitschrijfdatum=str(cel(rij, "uitschrijfdatum") or ""),
        ontvangstnummer=nummer,
        geheim=registratie.geheim,
        historisch=historisch,
        body=pack(rij),
        register=registratie.register,
    )


def zet_registratie(unit: UnitOfWork, omg: Omgeving, registratie: Registratie, nummer: int) -> bool:
    """Puts a registration into the picture unless the picture is newer already (I6)."""
    nieuw = beeld_rij(omg.aanleverpunt, registratie, nummer)
    oud = unit.get(BeeldRij, omg.aanleverpunt, nieuw.pgn, nieuw.inschrijfdatum)
    if oud is not None and oud.ontvangstnummer >= nummer:
        return False
    if oud is None and _is_intussen_weg(stand(unit, omg.aanleverpunt), nieuw):
        return False
    unit.put(nieuw)
    for ander in rijen_van_persoon(unit, omg, nieuw.pgn):
        if ander.inschrijfdatum != nieuw.inschrijfdatum and ander.ontvangstnummer < nummer:
            unit.put(met_persoon(ander, nieuw))
    return True


def met_persoon(rij: BeeldRij, nieuwste: BeeldRij) -> BeeldRij:
    """The row with person and address as BRON told them last at another inschrijving: it has one of each per person (DOMAIN 2.2-2.4)."""
    eigen, ander = unpack(rij.body), unpack(nieuwste.body)
    if eigen is None or ander is None:
        return rij
    body = pack(beperk(met(eigen, **{naam: ander[INDEX[naam]] for naam in _VAN_PERSOON})))
    return replace(rij, body=body, geheim=nieuwste.geheim)


def _is_intussen_weg(huidig: Stand, rij: BeeldRij) -> bool:
    """Whether a newer overview would have listed this registration and did not: it is gone since."""
    if rij.ontvangstnummer > huidig.overzicht_tot_en_met or huidig.peildatum is None:
        return False
    liep_nog = not rij.uitschrijfdatum or rij.uitschrijfdatum >= huidig.peildatum
    return rij.inschrijfdatum <= huidig.peildatum and (huidig.overzicht_met_historie or liep_nog)


def neem_weg(unit: UnitOfWork, omg: Omgeving, sleutel: BronSleutel, nummer: int) -> None:
    """A registration that BRON removed, with its pairing."""
    oud = unit.get(BeeldRij, omg.aanleverpunt, sleutel.pgn or "", sleutel.inschrijfdatum)
    if oud is not None and oud.ontvangstnummer < nummer:
        unit.delete(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=oud.pgn, inschrijfdatum=oud.inschrijfdatum)
        unit.delete(KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=oud.pgn, inschrijfdatum=oud.inschrijfdatum)


def van_mutatie(melding: SpontaneMutatie) -> Waarden:
    """The whole person or the whole address after a spontane mutatie."""
    categorie = Categorie.ADRES if melding.is_adres else Categorie.SLEUTEL
    return dict.fromkeys((veld.naam for veld in PER_CATEGORIE[categorie]), None) | dict(melding.velden)


def volg_mutatie(unit: UnitOfWork, omg: Omgeving, melding: SpontaneMutatie, nummer: int) -> None:
    """A spontane mutatie, at each inschrijving of the person."""
    # the address that BRON told before is nobody's business once it is secret
    geen_adres = dict.fromkeys((veld.naam for veld in PER_CATEGORIE[Categorie.ADRES]), None) if melding.geheim else {}
    nieuw = van_mutatie(melding) | geen_adres
    for rij in ouder_dan(rijen_van_persoon(unit, omg, melding.pgn), nummer):
        unit.put(
            replace(
                rij,
                body=pack(beperk(met(unpack(rij.body) or (), **nieuw))),
                ontvangstnummer=nummer,
                geheim=melding.geheim,
                register=_register_van_persoon(rij, melding),
            )
        )


def _register_van_persoon(rij: BeeldRij, melding: SpontaneMutatie) -> tuple[tuple[str, str], ...]:
    """What the register told of the person; the bekostigingsstatus is of one inschrijving, so each row keeps its own."""
    if not melding.register:
        return rij.register
    eigen = {naam: waarde for naam, waarde in rij.register if naam == "bekostigingsstatus"}
    persoon = {naam: waarde for naam, waarde in melding.register if naam != "bekostigingsstatus"}
    return tuple({**persoon, **eigen}.items())


def van_sleutel(melding: WijzigingSleutelgegevens) -> Waarden:
    """The whole key after it changed."""
    return dict.fromkeys((veld.naam for veld in PER_CATEGORIE[Categorie.SLEUTEL]), None) | dict(melding.nieuw)


def volg_sleutel(unit: UnitOfWork, omg: Omgeving, melding: WijzigingSleutelgegevens, nummer: int) -> None:
    """A changed key, at each inschrijving of the person, with what hangs on the old number."""
    nieuw = van_sleutel(melding)
    nieuw_pgn = str(nieuw["burgerservicenummer"] or nieuw["onderwijsnummer"])
    for rij in ouder_dan(rijen_van_persoon(unit, omg, melding.oud_pgn or ""), nummer):
        _hersleutel(unit, rij, beperk(met(unpack(rij.body) or (), **nieuw)), nieuw_pgn, nummer)


def _hersleutel(unit: UnitOfWork, rij: BeeldRij, nieuw: Rij, nieuw_pgn: str, nummer: int) -> None:
    unit.delete(BeeldRij, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum)
    unit.put(replace(rij, pgn=nieuw_pgn, body=pack(nieuw), ontvangstnummer=nummer))
    for koppeling in unit.all(
        KoppelingRij, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum
    ):
        unit.put(replace(koppeling, pgn=nieuw_pgn))
    for actie in unit.all(Actie, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn):
        if actie.status in OPEN:  # else the same inschrijving would get a second one under its new number (I7)
            unit.put(replace(actie, pgn=nieuw_pgn))
