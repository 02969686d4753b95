"""What a feedback does to the books: the picture of BRON, the actie it answers, write-backs to LVS2000, signals.

One feedback is one transaction of the caller. The picture never goes back to an older receipt number (I6); nothing is dropped (I5): each
message ends as verwerkt, wacht op gebruiker or onbegrepen. Knows no network. Sources: manual ch. 2, 4, 7; DOMAIN 4.6 with its guards;
RELIABILITY F7-F12, F16, F26-F28.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from bronsync.application.boeken.beeld import akkoord_van
from bronsync.application.boeken.beeldveranderingen import bewaar_veranderingen
from bronsync.application.boeken.boekingen import boek_audit, boek_signaal, merk_gemist, stand, tijdstip, wissel
from bronsync.application.boeken.ontvangstnummers import dek_ontbrekend, gelezen, sluit_nummering, wacht_op_herstel
from bronsync.application.boeken.weergave import toon_cel
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    BRON_HOUDT,
    Actie,
    BeeldRij,
    DubbeleRij,
    IdentificatieRij,
    InboxRij,
    InboxStand,
    KoppelingRij,
    OverzichtDeelRij,
    OverzichtRij,
    Stand,
    VerschilRij,
    Verzending,
    Wijziging,
)
from bronsync.application.wegschrijven.wegschrijven import boek_mutatie
from bronsync.domain.gegevens.inschrijving import ontleed
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import (
    INDEX,
    LEEG,
    PER_CATEGORIE,
    VELD,
    Categorie,
    Rij,
    beperk,
    cel,
    met,
    pack,
    pgn,
    unpack,
)
from bronsync.domain.gegevens.waarden import Ongeldig
from bronsync.domain.vergelijking.berichten import (
    ActieSoort,
    Afkeur,
    BronSignaal,
    BronSleutel,
    DubbeleInschrijving,
    Identificatie,
    InschrijvingGeaccepteerd,
    Onbegrepen,
    OverzichtDeel,
    Registratie,
    SpontaneMutatie,
    Terugkoppeling,
    VerwijderingBevestigd,
    WijzigingSleutelgegevens,
)
from bronsync.domain.vergelijking.koppelen import zelfde_persoon
from bronsync.domain.vergelijking.levensloop import OPEN, Gebeurtenis, Status
from bronsync.domain.vergelijking.vergelijken import hash_rij

_WACHT = InboxStand.WACHT_OP_GEBRUIKER
_KLAAR = InboxStand.VERWERKT


_VAN_PERSOON = tuple(v.naam for c in (Categorie.SLEUTEL, Categorie.ADRES) for v in PER_CATEGORIE[c])
_PGN_VELDEN = ("burgerservicenummer", "onderwijsnummer")


@dataclass(frozen=True, slots=True)
class Gevolg:
    """How a feedback ended: where it stands in the inbox, and a word why when a person must look."""

    stand: InboxStand
    reden: str = ""


def soort_van(terugkoppeling: Terugkoppeling) -> str:
    """The kind of a feedback as a word for lists and counts."""
    return type(terugkoppeling.melding).__name__


def verwerk(unit: UnitOfWork, omg: Omgeving, bericht: Terugkoppeling) -> Gevolg:
    """Books one feedback. The caller commits, and executes the write-backs afterwards."""
    if isinstance(bericht.melding, Onbegrepen):
        return Gevolg(InboxStand.ONBEGREPEN, bericht.melding.reden)
    if bericht.aanleverpunt != omg.aanleverpunt:
        return Gevolg(_WACHT, "ander aanleverpunt")
    if bericht.antwoord_op and unit.get(Verzending, bericht.antwoord_op) is None:
        _merk_andere_afzender(unit, omg, bericht)
    actie = _actie_van(unit, bericht.antwoord_op)
    nummer = bericht.ontvangstnummer
    match bericht.melding:
        case Afkeur() as melding:
            return _afkeur(unit, omg, melding, actie, nummer)
        case InschrijvingGeaccepteerd() as melding:
            return _geaccepteerd(unit, omg, melding, actie, nummer)
        case Identificatie() as melding:
            return _identificatie(unit, omg, melding, actie, nummer)
        case SpontaneMutatie() as melding:
            return _spontane_mutatie(unit, omg, melding, nummer, terugschrijven=_mag_terugschrijven(unit, omg))
        case WijzigingSleutelgegevens() as melding:
            terugschrijven, gevraagd = _mag_terugschrijven(unit, omg), actie is not None
            return _wijziging_sleutelgegevens(
                unit, omg, melding, nummer, terugschrijven=terugschrijven, gevraagd=gevraagd
            )
        case DubbeleInschrijving() as melding:
            return _dubbele(unit, omg, melding)
        case VerwijderingBevestigd(sleutel):
            return _verwijdering(unit, omg, sleutel, actie, nummer)
        case OverzichtDeel() as melding:
            return _overzicht_deel(unit, omg, melding, bericht)


def _merk_andere_afzender(unit: UnitOfWork, omg: Omgeving, bericht: Terugkoppeling) -> None:
    """An answer to what these books never sent: another computer sends too, or this is an older copy of what did (F10, F18, F22).

    More may be under way that is not known here, so nothing is decided before an overview with history.
    """
    huidig = stand(unit, omg.aanleverpunt)
    if not huidig.herstel_nodig:
        unit.put(replace(huidig, herstel_nodig=True))
        merk_gemist(unit, omg, omg.aanleverpunt)
        naar = "antwoord op een bericht dat hier niet is verzonden"
        boek_audit(
            unit,
            omg,
            "herstel",
            naar=naar,
            bericht_id=bericht.antwoord_op or "",
            ontvangstnummer=bericht.ontvangstnummer,
            code="PROC-08",
        )


def _mag_terugschrijven(unit: UnitOfWork, omg: Omgeving) -> bool:
    """A register that counts anew may tell again what was the case long ago: after the overview the user is asked instead."""
    return not wacht_op_herstel(unit, omg.aanleverpunt)


def _actie_van(unit: UnitOfWork, antwoord_op: str | None) -> Actie | None:
    verzending = unit.get(Verzending, antwoord_op) if antwoord_op else None
    return unit.get(Actie, verzending.actie) if verzending and verzending.actie else None


_ANDERE_LEERLING = "antwoord op een bericht over een andere leerling"


def _over_een_ander(actie: Actie | None, leerlingnummer: str, nummer_pgn: str | None) -> bool:
    """Whether an answer tells of somebody else than its message did: the number of a message alone makes it nobody's answer."""
    if actie is None or leerlingnummer == actie.leerlingnummer:
        return False
    return not actie.pgn or nummer_pgn != actie.pgn


def _meld_antwoord(
    unit: UnitOfWork, omg: Omgeving, actie: Actie, gebeurtenis: Gebeurtenis, nummer: int, reden: str = ""
) -> None:
    """Moves the actie that was answered. One that the user removed after sending is not revived (F11)."""
    if actie.status is Status.VERZENDEN or actie.status in OPEN - {Status.BEPAALD, Status.GECONTROLEERD}:
        wissel(unit, omg, actie, gebeurtenis, ontvangstnummer=nummer, reden=reden or actie.reden)


def _signalen(
    unit: UnitOfWork,
    omg: Omgeving,
    signalen: tuple[BronSignaal, ...],
    ernst: str,
    actie: Actie | None,
    inschrijving_id: int,
) -> None:
    for signaal in signalen:
        boek_signaal(
            unit,
            omg,
            actie=actie.nummer if actie else 0,
            inschrijving_id=inschrijving_id,
            herkomst="BRON",
            code=signaal.code,
            ernst=ernst,
            tekst=signaal.tekst,
            veld=signaal.veld or "",
        )


def _afkeur(unit: UnitOfWork, omg: Omgeving, melding: Afkeur, actie: Actie | None, nummer: int) -> Gevolg:
    _signalen(unit, omg, melding.signalen, "afkeur", actie, actie.inschrijving_id if actie else 0)
    if actie is None:
        return Gevolg(_WACHT, "afkeur op een onbekend bericht")
    reden = " ".join(f"{signaal.code}: {signaal.tekst}" for signaal in melding.signalen)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.AFGEKEURD, nummer, reden)
    return Gevolg(_KLAAR)


# --- the picture of BRON ------------------------------------------------------------------------------------------------------------


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


def _zet_registratie(unit: UnitOfWork, omg: Omgeving, registratie: Registratie, nummer: int) -> bool:
    """Puts a registration into the picture unless the picture is newer already (I6)."""
    nieuw = beeld_rij(omg.aanleverpunt, registratie, nummer)
    oud = unit.get(BeeldRij, omg.aanleverpunt, nieuw.pgn, nieuw.inschrijfdatum)
    if oud is not None and oud.ontvangstnummer >= nummer:
        return False
    if oud is None and _is_intussen_weg(stand(unit, omg.aanleverpunt), nieuw):
        return False
    unit.put(nieuw)
    for ander in _rijen_van_persoon(unit, omg, nieuw.pgn):
        if ander.inschrijfdatum != nieuw.inschrijfdatum and ander.ontvangstnummer < nummer:
            unit.put(_met_persoon(ander, nieuw))
    return True


def _met_persoon(rij: BeeldRij, nieuwste: BeeldRij) -> BeeldRij:
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


def _geaccepteerd(
    unit: UnitOfWork, omg: Omgeving, melding: InschrijvingGeaccepteerd, actie: Actie | None, nummer: int
) -> Gevolg:
    rij = melding.registratie.rij
    nummer_pgn = pgn(rij)
    if nummer_pgn is None or _ongeldig_pgn(rij):
        return Gevolg(_WACHT, "geen geldig PGN in de terugkoppeling")
    if _over_een_ander(actie, melding.registratie.leerlingnummer, nummer_pgn):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    _zet_registratie(unit, omg, melding.registratie, nummer)
    # a new key gives an answer for each registration of the person; the actie stands for one of them
    eigen = actie is not None and (
        actie.soort is not ActieSoort.WIJZIGING_SLEUTELGEGEVENS or cel(rij, "inschrijfdatum") == actie.inschrijfdatum
    )
    inschrijving_id = actie.inschrijving_id if actie and eigen else _inschrijving_id(unit, omg, melding.registratie)
    _signalen(unit, omg, melding.attentiesignalen, "attentie", actie, inschrijving_id)
    if actie is None:
        return Gevolg(_KLAAR)
    if eigen:
        _meld_gehouden(unit, omg, actie, rij)
    if eigen and inschrijving_id:
        bestaand = unit.get(KoppelingRij, omg.aanleverpunt, inschrijving_id)
        unit.put(
            KoppelingRij(
                aanleverpunt=omg.aanleverpunt,
                inschrijving_id=inschrijving_id,
                leerling_id=actie.leerling_id,
                pgn=nummer_pgn,
                inschrijfdatum=str(cel(rij, "inschrijfdatum")),
                akkoord=akkoord_van(bestaand, rij),
            )
        )
    if actie.soort is ActieSoort.NIEUWE_MELDING_INSCHRIJVING and not actie.pgn and melding.herkomst != "opgegeven":
        _neem_pgn_over(unit, omg, actie, rij, nummer)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


def _meld_gehouden(unit: UnitOfWork, omg: Omgeving, actie: Actie, rij: Rij) -> None:
    """BRON accepted and kept a value of its own, as of who is in the GBA: sending it again cannot help, so that is remembered and said."""
    verschil = unit.get(VerschilRij, omg.aanleverpunt, actie.vingerafdruk) if actie.vingerafdruk else None
    for naam, lvs, bron in verschil.paren if verschil else ():
        veld = VELD[naam]
        if not veld.onderdelen and cel(rij, naam) == bron != lvs:
            houdt = masker(str(bron)) if naam in _PGN_VELDEN else toon_cel(veld, bron)
            boek_signaal(
                unit,
                omg,
                actie=actie.nummer,
                inschrijving_id=actie.inschrijving_id,
                herkomst="BRON",
                code=BRON_HOUDT,
                ernst="attentie",
                tekst=f"Geaccepteerd, maar BRON houdt {houdt or '(leeg)'} bij {veld.label}.",
                veld=naam,
                advies=f"Wijzig {veld.label} in LVS2000 als BRON gelijk heeft, of negeer het verschil. Opnieuw verzenden helpt niet.",
            )


def _ongeldig_pgn(rij: tuple[object, ...]) -> bool:
    namen = ("burgerservicenummer", "onderwijsnummer")
    return any(isinstance(ontleed(VELD[naam], cel(rij, naam)), Ongeldig) for naam in namen)


def _inschrijving_id(unit: UnitOfWork, omg: Omgeving, registratie: Registratie) -> int:
    """The inschrijving in LVS2000 that was last paired with this registration; 0 when none was."""
    gevonden = unit.all(
        KoppelingRij,
        aanleverpunt=omg.aanleverpunt,
        pgn=pgn(registratie.rij) or "",
        inschrijfdatum=str(cel(registratie.rij, "inschrijfdatum")),
    )
    return gevonden[0].inschrijving_id if gevonden else 0


def _neem_pgn_over(unit: UnitOfWork, omg: Omgeving, actie: Actie, rij: tuple[object, ...], nummer: int) -> None:
    """A found or given PGN is written to LVS2000 when the field is empty there (DOMAIN 4.6); a compare-and-set guards a filled one."""
    wijzigingen = [
        Wijziging(naam, oud=None, nieuw=cel(rij, naam))
        for naam in ("burgerservicenummer", "onderwijsnummer")
        if cel(rij, naam) is not None
    ]
    _boek_mutatie(
        unit, omg, actie.leerling_id, actie.inschrijving_id, wijzigingen, f"T{nummer}", rij, lvs_hash=actie.lvs_hash
    )


def _boek_mutatie(
    unit: UnitOfWork,
    omg: Omgeving,
    leerling_id: int,
    inschrijving_id: int,
    wijzigingen: list[Wijziging],
    aanleiding: str,
    *personen: Rij,
    lvs_hash: str = "",
) -> None:
    """The intent to write back, unless the record in LVS2000 is of another child by now than BRON speaks of (`personen`: as it was, is).

    `lvs_hash`: of the row that BRON was asked about; while that still stands, it is who was meant, whatever BRON calls them.
    """
    if leerling_id and wijzigingen:
        lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id)
        gevraagd = lvs is None or hash_rij(lvs.rij) == lvs_hash
        if (
            lvs is not None
            and not gevraagd
            and not any(zelfde_persoon(lvs.rij, persoon, zelfde_nummer=True) for persoon in personen)
        ):
            namen = ", ".join(VELD[naam].label for naam, _, _ in wijzigingen)
            boek_signaal(
                unit,
                omg,
                actie=0,
                inschrijving_id=inschrijving_id,
                herkomst="controle",
                code="LVS-CAS",
                ernst="attentie",
                tekst=f"BRON meldde een wijziging van {namen}, maar van een andere leerling dan nu in LVS2000 bij deze"
                " inschrijving staat. LVS2000 is niet gewijzigd.",
                advies="Controleer in LVS2000 van wie deze inschrijving is.",
            )
            return
        boek_mutatie(
            unit,
            omg,
            leerling_id=leerling_id,
            inschrijving_id=inschrijving_id,
            wijzigingen=wijzigingen,
            aanleiding=aanleiding,
        )


def _identificatie(unit: UnitOfWork, omg: Omgeving, melding: Identificatie, actie: Actie | None, nummer: int) -> Gevolg:
    if actie is None:
        return Gevolg(_WACHT, "identificatie op een onbekend bericht")
    if _over_een_ander(actie, melding.leerlingnummer, None):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    persoon = dict(melding.persoon)
    gevonden = [
        Wijziging(naam, oud=None, nieuw=persoon[naam])
        for naam in ("burgerservicenummer", "onderwijsnummer")
        if naam in persoon
    ]
    if any(isinstance(ontleed(VELD[naam], waarde), Ongeldig) for naam, _, waarde in gevonden):
        return Gevolg(_WACHT, "geen geldig PGN in de terugkoppeling")
    nummer_pgn = persoon[gevonden[0].veld] if gevonden else ""
    unit.put(
        IdentificatieRij(
            aanleverpunt=omg.aanleverpunt,
            inschrijving_id=actie.inschrijving_id,
            uitkomst=melding.uitkomst,
            pgn=nummer_pgn,
            tijdstip=tijdstip(omg),
        )
    )
    if not actie.pgn:
        wie, waarvan = met(LEEG, **persoon), f"T{nummer}"
        ids = actie.leerling_id, actie.inschrijving_id
        _boek_mutatie(unit, omg, *ids, gevonden, waarvan, wie, lvs_hash=actie.lvs_hash)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


def _rijen_van_persoon(unit: UnitOfWork, omg: Omgeving, nummer_pgn: str) -> list[BeeldRij]:
    return unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=nummer_pgn)


def _schrijf_terug(
    unit: UnitOfWork, omg: Omgeving, rijen: list[BeeldRij], wijzigingen: list[Wijziging], nummer: int
) -> None:
    """Books the write-back for each pupil in LVS2000 behind these rows, each pupil once."""
    gezien: set[int] = set()
    for rij in rijen:
        for koppeling in unit.all(
            KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum
        ):
            if koppeling.leerling_id not in gezien:
                gezien.add(koppeling.leerling_id)
                oud = unpack(rij.body) or ()
                nieuw = met(oud, **{naam: waarde for naam, _, waarde in wijzigingen})
                _boek_mutatie(
                    unit,
                    omg,
                    koppeling.leerling_id,
                    koppeling.inschrijving_id,
                    wijzigingen,
                    f"T{nummer}",
                    oud,
                    nieuw,
                )


def _spontane_mutatie(
    unit: UnitOfWork, omg: Omgeving, melding: SpontaneMutatie, nummer: int, *, terugschrijven: bool = True
) -> Gevolg:
    """A person is taken over into LVS2000 at once; an address only into the picture, so that the next comparison asks (DESIGN 3)."""
    rijen = _rijen_van_persoon(unit, omg, melding.pgn)
    if not rijen:
        return Gevolg(_WACHT, "spontane mutatie voor een onbekende leerling")
    categorie = Categorie.ADRES if melding.is_adres else Categorie.SLEUTEL
    nieuw = dict.fromkeys((veld.naam for veld in PER_CATEGORIE[categorie]), None) | dict(melding.velden)
    # the address that BRON told before is nobody's business once it is secret
    geen_adres = dict.fromkeys((veld.naam for veld in PER_CATEGORIE[Categorie.ADRES]), None) if melding.geheim else {}
    verser = [rij for rij in rijen if rij.ontvangstnummer < nummer and unpack(rij.body) is not None]
    if not melding.is_adres and verser:
        oud = unpack(verser[0].body) or ()
        wijzigingen = [
            Wijziging(naam, oud=cel(oud, naam), nieuw=waarde)
            for naam, waarde in nieuw.items()
            if cel(oud, naam) != waarde
        ]
        if terugschrijven:
            _schrijf_terug(unit, omg, verser, wijzigingen, nummer)
    for rij in verser:
        body = pack(beperk(met(unpack(rij.body) or (), **(nieuw | geen_adres))))
        unit.put(
            replace(
                rij,
                body=body,
                ontvangstnummer=nummer,
                geheim=melding.geheim,
                register=_register_van_persoon(rij, melding),
            )
        )
    return Gevolg(_KLAAR)


def _register_van_persoon(rij: BeeldRij, melding: SpontaneMutatie) -> tuple[tuple[str, str], ...]:
    """What the register told of the person; the bekostigingsstatus is of one inschrijving, so each row keeps its own."""
    if not melding.register:
        return rij.register
    eigen = {naam: waarde for naam, waarde in rij.register if naam == "bekostigingsstatus"}
    persoon = {naam: waarde for naam, waarde in melding.register if naam != "bekostigingsstatus"}
    return tuple({**persoon, **eigen}.items())


def _wijziging_sleutelgegevens(
    unit: UnitOfWork,
    omg: Omgeving,
    melding: WijzigingSleutelgegevens,
    nummer: int,
    *,
    terugschrijven: bool = True,
    gevraagd: bool = False,
) -> Gevolg:
    """BRON changed a key; LVS2000 follows at once (manual ch. 2), based on what BRON held before.

    In the answer to our own message (`gevraagd`) only another PGN is news: the rest is what the school sent, and may have changed since (I3).
    """
    nieuw = dict(melding.nieuw)
    nieuw_pgn = nieuw.get("burgerservicenummer") or nieuw.get("onderwijsnummer")
    rijen = _rijen_van_persoon(unit, omg, melding.oud_pgn) if melding.oud_pgn else []
    if not nieuw_pgn or any(isinstance(ontleed(VELD[naam], waarde), Ongeldig) for naam, waarde in nieuw.items()):
        return Gevolg(_WACHT, "geen geldige nieuwe sleutel in de terugkoppeling")
    verser = [rij for rij in rijen if rij.ontvangstnummer < nummer and unpack(rij.body) is not None]
    if not verser:
        return (
            Gevolg(_KLAAR)
            if rijen or _rijen_van_persoon(unit, omg, nieuw_pgn)
            else Gevolg(_WACHT, "sleutel van een onbekende leerling")
        )
    oud = unpack(verser[0].body) or ()
    volledig = dict.fromkeys((veld.naam for veld in PER_CATEGORIE[Categorie.SLEUTEL]), None) | nieuw
    wijzigingen = [
        Wijziging(naam, oud=cel(oud, naam), nieuw=waarde)
        for naam, waarde in volledig.items()
        if cel(oud, naam) != waarde and not (gevraagd and naam not in _PGN_VELDEN)
    ]
    if terugschrijven:
        _schrijf_terug(unit, omg, verser, wijzigingen, nummer)
    for rij in verser:
        _hersleutel(unit, rij, beperk(met(unpack(rij.body) or (), **volledig)), nieuw_pgn, nummer)
    return Gevolg(_KLAAR)


def _hersleutel(unit: UnitOfWork, rij: BeeldRij, nieuw: tuple[object, ...], nieuw_pgn: str, nummer: int) -> None:
    unit.delete(BeeldRij, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum)
    unit.put(replace(rij, pgn=nieuw_pgn, body=pack(nieuw), ontvangstnummer=nummer))
    for koppeling in unit.all(
        KoppelingRij, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn, inschrijfdatum=rij.inschrijfdatum
    ):
        unit.put(replace(koppeling, pgn=nieuw_pgn))
    for actie in unit.all(Actie, aanleverpunt=rij.aanleverpunt, pgn=rij.pgn):
        if actie.status in OPEN:  # else the same inschrijving would get a second one under its new number (I7)
            unit.put(replace(actie, pgn=nieuw_pgn))


def _dubbele(unit: UnitOfWork, omg: Omgeving, melding: DubbeleInschrijving) -> Gevolg:
    dag = omg.clock.today().isoformat()
    nieuw = DubbeleRij(
        aanleverpunt=omg.aanleverpunt,
        pgn=melding.pgn,
        inschrijfdatum=melding.inschrijfdatum,
        brin_andere_school=melding.brin_andere_school,
        begin=melding.begin,
        einde=melding.einde or "",
        eerst_gezien=dag,
        laatst_gezien=dag,
    )
    oud = unit.get(
        DubbeleRij, nieuw.aanleverpunt, nieuw.pgn, nieuw.inschrijfdatum, nieuw.brin_andere_school, nieuw.begin
    )
    unit.put(replace(oud, laatst_gezien=dag, einde=nieuw.einde, verdwenen="") if oud else nieuw)
    return Gevolg(_KLAAR)


def _verwijdering(unit: UnitOfWork, omg: Omgeving, sleutel: BronSleutel, actie: Actie | None, nummer: int) -> Gevolg:
    if _over_een_ander(actie, sleutel.leerlingnummer, sleutel.pgn):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    oud = unit.get(BeeldRij, omg.aanleverpunt, sleutel.pgn or "", sleutel.inschrijfdatum)
    if oud is not None and oud.ontvangstnummer < nummer:
        unit.delete(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=oud.pgn, inschrijfdatum=oud.inschrijfdatum)
        unit.delete(KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=oud.pgn, inschrijfdatum=oud.inschrijfdatum)
    if (
        actie is not None and actie.soort is not ActieSoort.CORRECTIE_INSCHRIJFDATUM
    ):  # that one's second feedback closes it
        _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


# --- registratieoverzicht -----------------------------------------------------------------------------------------------------------


def _overzicht_deel(unit: UnitOfWork, omg: Omgeving, deel: OverzichtDeel, bericht: Terugkoppeling) -> Gevolg:
    """Stages one part; with the last one in, the whole is checked and swapped in, or refused and the old one stays (F26, F27)."""
    huidig = stand(unit, omg.aanleverpunt)
    aanvraag = bericht.antwoord_op or ""
    if not aanvraag or aanvraag != huidig.overzicht_bericht:
        if aanvraag and unit.get(Verzending, aanvraag) is not None:
            return Gevolg(_KLAAR, "er is intussen een nieuwer overzicht gevraagd")
        return Gevolg(_WACHT, "overzicht waar niet om gevraagd is")
    volgorde = count(deel.deel * 1_000_000)
    unit.put(*(_overzicht_rij(omg, aanvraag, next(volgorde), registratie) for registratie in deel.registraties))
    unit.put(
        OverzichtDeelRij(
            aanleverpunt=omg.aanleverpunt,
            bericht_id=aanvraag,
            deel=deel.deel,
            aantal_delen=deel.aantal_delen,
            aantal_inschrijvingen=deel.aantal_inschrijvingen,
            tot_en_met=deel.tot_en_met,
            ontvangstnummer=bericht.ontvangstnummer,
            peildatum=deel.peildatum,
            met_historie=deel.met_historie,
            einde=deel.einde,
            aantal_in_deel=len(deel.registraties),
        )
    )
    delen = unit.all(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    if len(delen) < deel.aantal_delen and not deel.einde:
        return Gevolg(_KLAAR)
    reden = _mankement(unit, delen, aanvraag)
    if reden:
        unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
        unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
        unit.put(replace(huidig, overzicht_bericht=""))
        boek_audit(
            unit,
            omg,
            "overzicht",
            naar="geweigerd",
            bericht_id=aanvraag,
            ontvangstnummer=bericht.ontvangstnummer,
            code="PROC-13",
        )
        return Gevolg(_WACHT, reden)
    _neem_overzicht_in_gebruik(unit, omg, huidig, delen)
    return Gevolg(_KLAAR)


def _overzicht_rij(omg: Omgeving, aanvraag: str, volgorde: int, registratie: Registratie) -> OverzichtRij:
    rij = beeld_rij(omg.aanleverpunt, registratie, 0)
    return OverzichtRij(
        aanleverpunt=omg.aanleverpunt,
        bericht_id=aanvraag,
        volgorde=volgorde,
        pgn=rij.pgn,
        inschrijfdatum=rij.inschrijfdatum,
        leerlingnummer=rij.leerlingnummer,
        volgnummer=rij.volgnummer,
        uitschrijfdatum=rij.uitschrijfdatum,
        geheim=rij.geheim,
        body=rij.body,
        register=rij.register,
    )


def _mankement(unit: UnitOfWork, delen: list[OverzichtDeelRij], aanvraag: str) -> str:
    """Why these parts are not one whole overview; empty when they are."""
    eerste = delen[0]
    if [deel.deel for deel in delen] != list(range(1, eerste.aantal_delen + 1)) or not delen[-1].einde:
        return "niet alle delen"
    if len({(d.peildatum, d.aantal_inschrijvingen, d.met_historie, d.aantal_delen, d.tot_en_met) for d in delen}) > 1:
        return "delen horen niet bij elkaar"
    if eerste.tot_en_met >= min(deel.ontvangstnummer for deel in delen):
        # believed, it would make the picture deaf to all feedback that is still to come up to that number
        return "zegt meer terugkoppelingen te bevatten dan BRON toen had gegeven"
    if sum(deel.aantal_in_deel for deel in delen) != eerste.aantal_inschrijvingen:
        return "aantal klopt niet"
    sleutels = set(
        unit.stream(OverzichtRij, ("pgn", "inschrijfdatum"), aanleverpunt=eerste.aanleverpunt, bericht_id=aanvraag)
    )
    if len(sleutels) != eerste.aantal_inschrijvingen:
        return "dezelfde inschrijving komt twee keer voor"
    aangevraagd = unit.get(Verzending, aanvraag)
    if aangevraagd is None or eerste.peildatum != aangevraagd.peildatum:
        return "andere peildatum dan gevraagd"
    return ""


def _neem_overzicht_in_gebruik(unit: UnitOfWork, omg: Omgeving, huidig: Stand, delen: list[OverzichtDeelRij]) -> None:
    """Swaps the picture in one transaction (manual ch. 2: the last one is replaced), or keeps a historical one beside it, for viewing."""
    eerste, nummer = delen[0], delen[-1].ontvangstnummer
    aanvraag, peildatum = eerste.bericht_id, eerste.peildatum
    verzending = unit.get(Verzending, aanvraag)
    unit.delete(OverzichtDeelRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    if verzending is not None and peildatum < verzending.dag:
        unit.put(replace(huidig, historisch_peildatum=peildatum, overzicht_bericht=""))
        boek_audit(unit, omg, "overzicht", naar="historisch", bericht_id=aanvraag, ontvangstnummer=nummer)
        return
    tot_en_met = eerste.tot_en_met
    nieuw = {
        (rij.pgn, rij.inschrijfdatum): BeeldRij(
            aanleverpunt=rij.aanleverpunt,
            pgn=rij.pgn,
            inschrijfdatum=rij.inschrijfdatum,
            leerlingnummer=rij.leerlingnummer,
            volgnummer=rij.volgnummer,
            uitschrijfdatum=rij.uitschrijfdatum,
            ontvangstnummer=tot_en_met,
            geheim=rij.geheim,
            historisch=bool(rij.uitschrijfdatum) and rij.uitschrijfdatum < peildatum,
            body=rij.body,
            register=rij.register,
        )
        for rij in unit.all(OverzichtRij, aanleverpunt=omg.aanleverpunt, bericht_id=aanvraag)
    }
    vorige = unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt)
    personen = {rij.pgn: rij for rij in sorted(nieuw.values(), key=lambda rij: rij.inschrijfdatum)}
    for oud in vorige:
        sleutel = (oud.pgn, oud.inschrijfdatum)
        geschiedenis = bool(oud.uitschrijfdatum) and oud.uitschrijfdatum < peildatum and not eerste.met_historie
        if sleutel not in nieuw and (geschiedenis or oud.inschrijfdatum > peildatum):
            # an overview lists neither who left nor who is still to come
            met_persoon = _met_persoon(oud, personen[oud.pgn]) if oud.pgn in personen else oud
            # what the overview says of the person is of that moment: newer feedback must be able to change it again
            ouder = min(oud.ontvangstnummer, tot_en_met)
            nieuw[sleutel] = replace(met_persoon, historisch=geschiedenis, ontvangstnummer=ouder)
    unit.delete(OverzichtRij, aanleverpunt=omg.aanleverpunt)
    unit.delete(BeeldRij, aanleverpunt=omg.aanleverpunt)
    unit.put(*nieuw.values())
    hersteld = huidig.herstel_nodig and eerste.met_historie
    unit.put(
        replace(
            huidig,
            beeld_versie=huidig.beeld_versie + 1,
            peildatum=peildatum,
            overzicht_met_historie=eerste.met_historie,
            overzicht_tot_en_met=tot_en_met,
            historisch_peildatum=None,
            overzicht_bericht="",
            herstel_nodig=huidig.herstel_nodig and not hersteld,
            alles_vragen=huidig.alles_vragen or hersteld,
        )
    )
    if eerste.met_historie:
        dek_ontbrekend(unit, omg, tot_en_met)
        sluit_nummering(unit, omg)
    boek_audit(unit, omg, "overzicht", naar="in gebruik", bericht_id=aanvraag, ontvangstnummer=nummer)
    _herhaal_nieuwere(unit, omg, tot_en_met, nummer)
    bewaar_veranderingen(unit, omg, huidig, vorige)


def _herhaal_nieuwere(unit: UnitOfWork, omg: Omgeving, tot_en_met: int, nummer: int) -> None:
    """Feedback that came before this overview but is not in it changes the picture once more (F28)."""
    for rij in unit.all(InboxRij, aanleverpunt=omg.aanleverpunt):
        if tot_en_met < rij.ontvangstnummer < nummer and rij.stand is _KLAAR:
            bericht = gelezen(omg, rij)
            match bericht.melding:
                case InschrijvingGeaccepteerd(registratie):
                    _zet_registratie(unit, omg, registratie, rij.ontvangstnummer)
                case VerwijderingBevestigd(sleutel):
                    _verwijdering(unit, omg, sleutel, None, rij.ontvangstnummer)
                case WijzigingSleutelgegevens() as melding:
                    _wijziging_sleutelgegevens(unit, omg, melding, rij.ontvangstnummer, terugschrijven=False)
                case SpontaneMutatie() as melding:
                    _spontane_mutatie(unit, omg, melding, rij.ontvangstnummer, terugschrijven=False)
                case _:
                    pass
