"""One feedback, read top to bottom: what it answers, and what each kind does to which book.

The picture of BRON: `beeld_bijwerken`; write-backs to LVS2000: `terugschrijven`; parts of an overview: `overzicht_verwerken`; the actie that
was answered and the signals: here. One feedback is one transaction of the caller. Nothing is dropped (I5): each ends as verwerkt, wacht op
gebruiker or onbegrepen. Knows no network. Sources: manual ch. 2, 4, 7; DOMAIN 4.6 with its guards; RELIABILITY F7-F12, F16, F26-F28.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bronsync.application.boeken.beeld import akkoord_van
from bronsync.application.boeken.boekingen import boek_signaal, merk_gemist, wissel
from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.moment import tijdstip
from bronsync.application.boeken.stand import stand
from bronsync.application.boeken.weergave import PGN_VELDEN, toon_cel
from bronsync.application.ophalen.beeld_bijwerken import (
    neem_weg,
    ouder_dan,
    rijen_van_persoon,
    van_mutatie,
    van_sleutel,
    volg_mutatie,
    volg_sleutel,
    zet_registratie,
)
from bronsync.application.ophalen.opbrengst import Gevolg, Verwerkt
from bronsync.application.ophalen.overzicht_verwerken import verwerk_deel
from bronsync.application.ophalen.terugschrijven import neem_pgn_over, schrijf_terug
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import (
    BRON_HOUDT,
    Actie,
    DubbeleRij,
    IdentificatieRij,
    InboxStand,
    KoppelingRij,
    VerschilRij,
    Verzending,
)
from bronsync.domain.gegevens.inschrijving import ontleed
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import LEEG, VELD, Rij, cel, met, pgn
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
from bronsync.domain.vergelijking.levensloop import OPEN, Gebeurtenis, Status

_WACHT = InboxStand.WACHT_OP_GEBRUIKER
_KLAAR = InboxStand.VERWERKT


def soort_van(terugkoppeling: Terugkoppeling) -> str:
    """The kind of a feedback as a word for lists and counts."""
    return type(terugkoppeling.melding).__name__


def verwerk(unit: UnitOfWork, omg: Omgeving, bericht: Terugkoppeling) -> Verwerkt:
    """Books one feedback. The caller commits, and executes the write-backs afterwards."""
    verzending = unit.get(Verzending, bericht.antwoord_op) if bericht.antwoord_op else None
    actie = unit.get(Actie, omg.aanleverpunt, verzending.actie) if verzending and verzending.actie else None
    gevolg = _boek(unit, omg, bericht, verzending, actie)
    if isinstance(bericht.melding, OverzichtDeel):
        bericht = replace(bericht, melding=replace(bericht.melding, registraties=()))
    return Verwerkt(bericht, replace(verzending, body=b"") if verzending else None, actie, gevolg)


def _boek(
    unit: UnitOfWork, omg: Omgeving, bericht: Terugkoppeling, verzending: Verzending | None, actie: Actie | None
) -> Gevolg:
    if isinstance(bericht.melding, Onbegrepen):
        return Gevolg(InboxStand.ONBEGREPEN, bericht.melding.reden)
    if bericht.aanleverpunt != omg.aanleverpunt:
        return Gevolg(_WACHT, "ander aanleverpunt")
    if bericht.antwoord_op and verzending is None:
        _merk_andere_afzender(unit, omg, bericht)
    nummer = bericht.ontvangstnummer
    match bericht.melding:
        case Afkeur() as melding:
            return _afkeur(unit, omg, melding, actie, nummer)
        case InschrijvingGeaccepteerd() as melding:
            return _geaccepteerd(unit, omg, melding, actie, nummer)
        case Identificatie() as melding:
            return _identificatie(unit, omg, melding, actie, nummer)
        case SpontaneMutatie() as melding:
            return _spontane_mutatie(unit, omg, melding, nummer)
        case WijzigingSleutelgegevens() as melding:
            return _wijziging_sleutelgegevens(unit, omg, melding, nummer, gevraagd=actie is not None)
        case DubbeleInschrijving() as melding:
            return _dubbele(unit, omg, melding)
        case VerwijderingBevestigd(sleutel):
            return _verwijdering(unit, omg, sleutel, actie, nummer)
        case OverzichtDeel() as melding:
            return verwerk_deel(unit, omg, melding, bericht)


# --- what BRON answers ---------------------------------------------------------------------------------------------------------------


def _afkeur(unit: UnitOfWork, omg: Omgeving, melding: Afkeur, actie: Actie | None, nummer: int) -> Gevolg:
    _signalen(unit, omg, melding.signalen, "afkeur", actie, actie.inschrijving_id if actie else 0)
    if actie is None:
        return Gevolg(_WACHT, "afkeur op een onbekend bericht")
    reden = " ".join(f"{signaal.code}: {signaal.tekst}" for signaal in melding.signalen)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.AFGEKEURD, nummer, reden)
    return Gevolg(_KLAAR)


def _geaccepteerd(
    unit: UnitOfWork, omg: Omgeving, melding: InschrijvingGeaccepteerd, actie: Actie | None, nummer: int
) -> Gevolg:
    rij = melding.registratie.rij
    nummer_pgn = pgn(rij)
    if nummer_pgn is None or _ongeldig((naam, cel(rij, naam)) for naam in PGN_VELDEN):
        return Gevolg(_WACHT, "geen geldig PGN in de terugkoppeling")
    if _over_een_ander(actie, melding.registratie.leerlingnummer, nummer_pgn):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    zet_registratie(unit, omg, melding.registratie, nummer)
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
        neem_pgn_over(unit, omg, actie, rij, nummer)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


def _identificatie(unit: UnitOfWork, omg: Omgeving, melding: Identificatie, actie: Actie | None, nummer: int) -> Gevolg:
    if actie is None:
        return Gevolg(_WACHT, "identificatie op een onbekend bericht")
    if _over_een_ander(actie, melding.leerlingnummer, None):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    persoon = dict(melding.persoon)
    if _ongeldig((naam, persoon.get(naam)) for naam in PGN_VELDEN):
        return Gevolg(_WACHT, "geen geldig PGN in de terugkoppeling")
    unit.put(
        IdentificatieRij(
            aanleverpunt=omg.aanleverpunt,
            inschrijving_id=actie.inschrijving_id,
            uitkomst=melding.uitkomst,
            pgn=persoon.get("burgerservicenummer") or persoon.get("onderwijsnummer") or "",
            tijdstip=tijdstip(omg),
        )
    )
    if not actie.pgn:
        neem_pgn_over(unit, omg, actie, met(LEEG, **persoon), nummer)
    _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


def _verwijdering(unit: UnitOfWork, omg: Omgeving, sleutel: BronSleutel, actie: Actie | None, nummer: int) -> Gevolg:
    if _over_een_ander(actie, sleutel.leerlingnummer, sleutel.pgn):
        return Gevolg(_WACHT, _ANDERE_LEERLING)
    neem_weg(unit, omg, sleutel, nummer)
    if (
        actie is not None and actie.soort is not ActieSoort.CORRECTIE_INSCHRIJFDATUM
    ):  # that one's second feedback closes it
        _meld_antwoord(unit, omg, actie, Gebeurtenis.GEACCEPTEERD, nummer)
    return Gevolg(_KLAAR)


# --- what BRON tells unasked ---------------------------------------------------------------------------------------------------------


def _spontane_mutatie(unit: UnitOfWork, omg: Omgeving, melding: SpontaneMutatie, nummer: int) -> Gevolg:
    """A person is taken over into LVS2000 at once; an address only into the picture, so that the next comparison asks (DESIGN 3)."""
    rijen = rijen_van_persoon(unit, omg, melding.pgn)
    if not rijen:
        return Gevolg(_WACHT, "spontane mutatie voor een onbekende leerling")
    if not melding.is_adres:
        schrijf_terug(unit, omg, ouder_dan(rijen, nummer), van_mutatie(melding), nummer)
    volg_mutatie(unit, omg, melding, nummer)
    return Gevolg(_KLAAR)


def _wijziging_sleutelgegevens(
    unit: UnitOfWork, omg: Omgeving, melding: WijzigingSleutelgegevens, nummer: int, *, gevraagd: bool
) -> Gevolg:
    """BRON changed a key; LVS2000 follows at once (manual ch. 2), based on what BRON held before.

    In the answer to our own message (`gevraagd`) only another PGN is news: the rest is what the school sent, and may have changed since (I3).
    """
    nieuw = van_sleutel(melding)
    nieuw_pgn = nieuw["burgerservicenummer"] or nieuw["onderwijsnummer"]
    if not nieuw_pgn or _ongeldig(melding.nieuw):
        return Gevolg(_WACHT, "geen geldige nieuwe sleutel in de terugkoppeling")
    rijen = rijen_van_persoon(unit, omg, melding.oud_pgn) if melding.oud_pgn else []
    if not rijen and not rijen_van_persoon(unit, omg, str(nieuw_pgn)):
        return Gevolg(_WACHT, "sleutel van een onbekende leerling")
    schrijf_terug(unit, omg, ouder_dan(rijen, nummer), nieuw, nummer, alleen_pgn=gevraagd)
    volg_sleutel(unit, omg, melding, nummer)
    return Gevolg(_KLAAR)


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


# --- the actie that was answered, and the signals ------------------------------------------------------------------------------------


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


def _meld_gehouden(unit: UnitOfWork, omg: Omgeving, actie: Actie, rij: Rij) -> None:
    """BRON accepted and kept a value of its own, as of who is in the GBA: sending it again cannot help, so that is remembered and said."""
    verschil = unit.get(VerschilRij, omg.aanleverpunt, actie.vingerafdruk) if actie.vingerafdruk else None
    for naam, lvs, bron in verschil.paren if verschil else ():
        veld = VELD[naam]
        if not veld.onderdelen and cel(rij, naam) == bron != lvs:
            houdt = masker(str(bron)) if naam in PGN_VELDEN else toon_cel(veld, bron)
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


def _inschrijving_id(unit: UnitOfWork, omg: Omgeving, registratie: Registratie) -> int:
    """The inschrijving in LVS2000 that was last paired with this registration; 0 when none was."""
    gevonden = unit.all(
        KoppelingRij,
        aanleverpunt=omg.aanleverpunt,
        pgn=pgn(registratie.rij) or "",
        inschrijfdatum=str(cel(registratie.rij, "inschrijfdatum")),
    )
    return gevonden[0].inschrijving_id if gevonden else 0


def _ongeldig(waarden: Iterable[tuple[str, str | int | None]]) -> bool:
    """Whether one of these cannot be what it says it is."""
    return any(isinstance(ontleed(VELD[naam], waarde), Ongeldig) for naam, waarde in waarden)


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
