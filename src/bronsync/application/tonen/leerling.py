"""All that is known of one inschrijving, for the tabs under the pupil list: differences side by side, acties, timeline, registration.

Reads one row of LVS2000 and a few of the journal. Changes nothing. Names and numbers in it are for the screen of the school itself.
Which actie can be determined by hand: `acties_beheren.handmatig_mogelijk`, asked when the menu opens. Source: manual ch. 4 and 5, DESIGN 8.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from bronsync.application.boeken.beeld import bron_kant, lvs_kant
from bronsync.application.boeken.verwijzing import verwijzer
from bronsync.application.boeken.weergave import CATEGORIE_TITEL, PGN_VELDEN, REGISTER_LABELS, toon_dag, toon_waarde
from bronsync.application.lezen.apart import apart_gezet, apart_zin
from bronsync.application.lezen.paren import Sleutel
from bronsync.application.lezen.signalen import SignaalRegel, leg_uit
from bronsync.application.lezen.tijdlijn import TijdlijnRegel, tijdlijn
from bronsync.application.lezen.wie import naam_op_scherm
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import (
    BRON_HOUDT,
    Actie,
    ApartRij,
    BeeldRij,
    BesluitRij,
    DubbeleRij,
    IdentificatieRij,
    KoppelingRij,
    SignaalRij,
    VerschilRij,
    VerschilStand,
)
from bronsync.application.tonen.ouderdom import in_behandeling
from bronsync.application.tonen.verzonden import stand_tekst
from bronsync.application.tonen.vragen import SOORT_TITEL, VraagStand, vraag_stand
from bronsync.application.wegschrijven.zet_terug import MutatieRegel, mutatie_regels
from bronsync.domain.gegevens.velden import VELD, VELDEN, Categorie, Rij, Veld, cel, lijst, pgn, toepasselijk
from bronsync.domain.kijken.signalen import Catalogus
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.kanten import BronId
from bronsync.domain.vergelijking.koppelen import koppel
from bronsync.domain.vergelijking.levensloop import LEVENSLOOP, WEG, Gebeurtenis, Status
from bronsync.domain.vergelijking.vergelijken import VerschilSoort


@dataclass(frozen=True, slots=True)
class VeldRegel:
    """One field, or one part of a record of a list field, on both sides."""

    categorie: str
    """Title for the group, such as 'Adresgegevens'."""
    label: str
    veld: str
    lvs: str = field(repr=False)
    bron: str = field(repr=False)
    anders: bool
    """Both sides are compared here and are not the same."""
    soort: str
    """Empty when equal or not compared, else `verschil`, `vraag`, `genegeerd` or `alleen schrijfwijze`."""
    afgeschermd: bool
    """The window masks it: a PGN, or a part of a secret address (ASSUMED, DOMAIN 6)."""


@dataclass(frozen=True, slots=True)
class ActieDetail:
    """One actie of this inschrijving."""

    nummer: int
    soort: ActieSoort
    status: Status
    aangemaakt: str
    verzonden: str
    bericht_id: str
    reden: str = field(repr=False)
    """Exactly what BRON said, for who reads it out on the phone."""
    signalen: tuple[SignaalRegel, ...]
    te_verwijderen: bool
    """Whether 'Verwijder Actie' can be chosen."""
    sinds: str
    """How long BRON has it; empty while it has not."""
    apart: str = field(default="", repr=False)
    """Since when, until when and why it was set aside; empty when it was not."""
    niet_overgenomen: tuple[str, ...] = ()
    """Fields of which BRON kept its own value, though it accepted."""

    @property
    def stand(self) -> str:
        """How a list calls where it stands."""
        return stand_tekst(self.status, self.niet_overgenomen, self.apart)


@dataclass(frozen=True, slots=True)
class LeerlingDetails:
    """What the tabs show."""

    sleutel: Sleutel = field(repr=False)
    verwijzing: str
    """By what the helpdesk knows this pupil; empty when there is none."""
    naam: str = field(repr=False)
    in_lvs: bool
    in_bron: bool
    uitgesloten: bool
    geheim: bool
    """The address is secret on either side: it is not compared."""
    velden: tuple[VeldRegel, ...]
    acties: tuple[ActieDetail, ...]
    """Newest first."""
    tijdlijn: tuple[TijdlijnRegel, ...]
    mutaties: tuple[MutatieRegel, ...]
    """What BRON Sync wrote to LVS2000, newest first."""
    registratie: tuple[VeldRegel, ...] = field(repr=False)
    """All that BRON holds (in `bron`), also what only the register knows; empty when BRON does not know it."""
    signalen: tuple[SignaalRegel, ...]
    """Those that belong to no actie."""
    dubbele: tuple[DubbeleRij, ...]
    identificatie: str
    """Outcome of an identificatieverzoek in a sentence; empty without one."""
    antwoorden: tuple[str, ...]
    """What was answered and can still be taken back, in words."""


def leerling_details(omg: Omgeving, sleutel: Sleutel, catalogus: Catalogus) -> LeerlingDetails:
    """Of one row of the pupil list; nearly empty when it is gone by now."""
    inschrijving_id, bron_pgn, dag = sleutel
    vandaag = omg.clock.today()
    lvs = omg.lvs.lees_een(omg.aanleverpunt, inschrijving_id) if inschrijving_id else None
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        beeld = _beeld_van(unit, omg, lvs) if lvs else unit.get(BeeldRij, omg.aanleverpunt, bron_pgn, dag)
        bron = bron_kant(beeld) if beeld else None
        acties = _acties(unit, omg, sleutel)
        van_lvs = (
            {"inschrijving_id": inschrijving_id}
            if inschrijving_id
            else {"inschrijving_id": 0, "pgn": bron_pgn, "inschrijfdatum": dag}
        )
        verschillen = unit.all(VerschilRij, aanleverpunt=omg.aanleverpunt, **van_lvs)
        apart = apart_gezet(unit, omg)
        details = tuple(
            _actie_detail(unit, actie, catalogus, vandaag, apart.get(actie.nummer)) for actie in reversed(acties)
        )
        losse = (
            unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt, actie=0, inschrijving_id=inschrijving_id)
            if inschrijving_id
            else []
        )
        dubbele = (
            unit.all(
                DubbeleRij,
                aanleverpunt=omg.aanleverpunt,
                pgn=beeld.pgn,
                inschrijfdatum=beeld.inschrijfdatum,
                verdwenen="",
            )
            if beeld
            else []
        )
        mutaties = mutatie_regels(unit, omg, lvs.leerling_id) if lvs else ()
        regels = (*tijdlijn(unit, omg, acties), *map(_regel_van_mutatie, mutaties))
        antwoorden = _antwoorden(unit, omg, verschillen, acties)
        identificatie = unit.get(IdentificatieRij, omg.aanleverpunt, inschrijving_id) if inschrijving_id else None
        verwijzing = verwijzer(unit)(lvs.leerlingnummer if lvs else beeld.leerlingnummer if beeld else "")
    geheim = bool((lvs and lvs.geheim) or (bron and bron.geheim))
    return LeerlingDetails(
        sleutel=sleutel,
        verwijzing=verwijzing,
        naam=naam_op_scherm(lvs, bron),
        in_lvs=lvs is not None,
        in_bron=bron is not None,
        uitgesloten=bool(lvs and lvs.uitgesloten),
        geheim=geheim,
        velden=veld_regels(lvs.rij if lvs else None, bron.rij if bron else None, _soorten(verschillen), geheim=geheim),
        acties=details,
        tijdlijn=tuple(sorted(regels, key=lambda regel: regel.tijdstip)),
        mutaties=mutaties,
        registratie=_registratie(beeld, bron.rij) if beeld and bron else (),
        signalen=tuple(leg_uit(catalogus, signaal) for signaal in losse),
        dubbele=tuple(dubbele),
        identificatie=_IDENTIFICATIE.get(identificatie.uitkomst, identificatie.uitkomst) if identificatie else "",
        antwoorden=antwoorden,
    )


def _antwoorden(
    unit: UnitOfWork, omg: Omgeving, verschillen: list[VerschilRij], acties: list[Actie]
) -> tuple[str, ...]:
    open_ = {actie.vingerafdruk: actie for actie in acties if actie.status not in WEG}
    gegeven = []
    for rij in verschillen:
        besluit = unit.get(BesluitRij, omg.aanleverpunt, rij.vingerafdruk)
        if besluit and vraag_stand(rij, open_.get(rij.vingerafdruk)) in (VraagStand.BEANTWOORD, VraagStand.GENEGEERD):
            gegeven.append(f"{SOORT_TITEL[rij.soort]}: {besluit.keuze}")
    return tuple(gegeven)


_IDENTIFICATIE = {
    "gevonden": "BRON kent deze leerling met een burgerservicenummer.",
    "toegekend": "BRON kent deze leerling met een onderwijsnummer.",
    "onbekend": "BRON kent deze leerling niet.",
}


def _beeld_van(unit: UnitOfWork, omg: Omgeving, lvs: LvsRij) -> BeeldRij | None:
    """BRON's row of an inschrijving, paired as Acties Bepalen pairs; rows that belong to another inschrijving are left out."""
    eigen = unit.get(KoppelingRij, omg.aanleverpunt, lvs.inschrijving_id)
    bewaard = {lvs.inschrijving_id: (eigen.pgn, eigen.inschrijfdatum)} if eigen else {}
    gevonden = unit.get(BeeldRij, omg.aanleverpunt, eigen.pgn, eigen.inschrijfdatum) if eigen else None
    if gevonden is not None and _koppel_een(lvs, [gevonden], bewaard):
        return gevonden  # nearly all
    eigen_pgn = pgn(lvs.rij)
    rijen = unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt, leerlingnummer=lvs.leerlingnummer)
    if eigen_pgn:
        rijen += unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt, pgn=eigen_pgn)
    return _koppel_een(lvs, [rij for rij in rijen if not _van_een_ander(unit, omg, rij, lvs)], bewaard)


def _van_een_ander(unit: UnitOfWork, omg: Omgeving, rij: BeeldRij, lvs: LvsRij) -> bool:
    return any(
        ander.inschrijfdatum == rij.inschrijfdatum and ander.inschrijving_id != lvs.inschrijving_id
        for ander in unit.all(KoppelingRij, aanleverpunt=omg.aanleverpunt, pgn=rij.pgn)
    )


def _koppel_een(lvs: LvsRij, rijen: list[BeeldRij], bewaard: Mapping[int, BronId]) -> BeeldRij | None:
    per_id = {(rij.pgn, rij.inschrijfdatum): rij for rij in rijen}
    kanten = [kant for rij in per_id.values() if (kant := bron_kant(rij)) is not None]
    for koppeling in koppel([lvs_kant(lvs)], kanten, bewaard):
        if koppeling.lvs is not None and koppeling.bron is not None:
            return per_id[koppeling.bron.id]
    return None


def _acties(unit: UnitOfWork, omg: Omgeving, sleutel: Sleutel) -> list[Actie]:
    inschrijving_id, bron_pgn, dag = sleutel
    if inschrijving_id:
        return unit.all(Actie, aanleverpunt=omg.aanleverpunt, inschrijving_id=inschrijving_id)
    return unit.all(Actie, aanleverpunt=omg.aanleverpunt, inschrijving_id=0, pgn=bron_pgn, inschrijfdatum=dag)


def _actie_detail(
    unit: UnitOfWork, actie: Actie, catalogus: Catalogus, vandaag: date, apart: ApartRij | None
) -> ActieDetail:
    signalen = unit.all(SignaalRij, actie=actie.nummer)
    return ActieDetail(
        actie.nummer,
        actie.soort,
        actie.status,
        actie.aangemaakt,
        actie.verzonden,
        actie.bericht_id,
        actie.reden,
        tuple(leg_uit(catalogus, signaal) for signaal in signalen),
        Gebeurtenis.VERWIJDER in LEVENSLOOP[actie.status],
        in_behandeling(actie.status, actie.verzonden, vandaag),
        apart_zin(apart) if apart else "",
        tuple(VELD[een.veld].label for een in signalen if een.code == BRON_HOUDT and een.veld in VELD),
    )


def _regel_van_mutatie(mutatie: MutatieRegel) -> TijdlijnRegel:
    """A write-back into LVS2000 in the timeline."""
    return TijdlijnRegel(
        mutatie.tijdstip,
        "LVS2000",
        f"{mutatie.oorzaak}: {mutatie.labels}, {mutatie.stand}.",
        0,
        "",
        mutatie.ontvangstnummer,
    )


# --- the fields ---------------------------------------------------------------------------------------------------------------------


def _soorten(verschillen: list[VerschilRij]) -> dict[Categorie, str]:
    """For each category that differs, what kind of difference it is to the user."""
    soorten = {}
    for rij in verschillen:
        categorie = rij.soort.categorie
        if categorie is None:
            continue
        if rij.stand is VerschilStand.GENEGEERD:
            soorten[categorie] = "genegeerd"
        elif rij.soort in (VerschilSoort.SCHRIJFWIJZE_NAAM, VerschilSoort.SCHRIJFWIJZE_ADRES):
            soorten[categorie] = "alleen schrijfwijze"
        else:
            soorten[categorie] = "vraag" if rij.stand is VerschilStand.OPEN else "verschil"
    return soorten


def veld_regels(
    lvs: Rij | None, bron: Rij | None, soorten: Mapping[Categorie, str], *, geheim: bool
) -> tuple[VeldRegel, ...]:
    """All fields that apply to either side, in their order; a list field gives a line per part of each record."""
    regels: list[VeldRegel] = []
    for veld in VELDEN:
        kanten = [rij is not None and toepasselijk(veld, rij) for rij in (lvs, bron)]
        if not any(kanten):
            continue
        vergeleken = all(kanten) and not (geheim and veld.categorie is Categorie.ADRES)
        soort = soorten.get(veld.categorie, "verschil") if vergeleken else ""
        if veld.onderdelen:
            regels += _lijst_regels(veld, lvs, bron, soort)
        else:
            links, rechts = (cel(rij, veld.naam) if rij is not None else None for rij in (lvs, bron))
            anders = vergeleken and links != rechts
            regels.append(
                VeldRegel(
                    CATEGORIE_TITEL[veld.categorie],
                    veld.label,
                    veld.naam,
                    toon_waarde(veld, links),
                    toon_waarde(veld, rechts),
                    anders,
                    soort if anders else "",
                    veld.naam in PGN_VELDEN or (geheim and veld.categorie is Categorie.ADRES),
                )
            )
    return tuple(regels)


_Records = dict[tuple[str, int], tuple[object, ...]]


def _op_begin(veld: Veld, rij: Rij | None) -> _Records:
    """The records by their begindatum, so that both sides stand beside each other; more with one day keep their order."""
    plaats = next((i for i, deel in enumerate(veld.onderdelen) if deel.naam == "begindatum"), 0)
    teller: dict[str, count[int]] = defaultdict(count)
    records: _Records = {}
    for record in lijst(rij, veld.naam) if rij is not None else ():
        begin = str(record[plaats] or "")
        records[(begin, next(teller[begin]))] = record
    return records


def _lijst_regels(veld: Veld, lvs: Rij | None, bron: Rij | None, soort: str) -> list[VeldRegel]:
    links, rechts = _op_begin(veld, lvs), _op_begin(veld, bron)
    titel = CATEGORIE_TITEL[veld.categorie]
    if not links and not rechts:
        return [VeldRegel(titel, veld.label, veld.naam, "", "", anders=False, soort="", afgeschermd=False)]
    regels = []
    for hoeveelste, plek in enumerate(sorted(links.keys() | rechts.keys()), 1):
        leeg = (None,) * len(veld.onderdelen)
        paren = zip(veld.onderdelen, links.get(plek, leeg), rechts.get(plek, leeg), strict=True)
        for deel, een, ander in paren:
            if een is None and ander is None:
                continue
            anders = bool(soort) and een != ander
            regels.append(
                VeldRegel(
                    titel,
                    f"{veld.label} {hoeveelste}: {deel.label}",
                    veld.naam,
                    toon_waarde(deel, een),
                    toon_waarde(deel, ander),
                    anders,
                    soort if anders else "",
                    afgeschermd=False,
                )
            )
    return regels


def _registratie(beeld: BeeldRij, rij: Rij) -> tuple[VeldRegel, ...]:
    """What BRON holds: the filled fields, then what only the register knows."""
    regels = [replace(regel, lvs="") for regel in veld_regels(None, rij, {}, geheim=beeld.geheim) if regel.bron]
    register: dict[str, str] = dict(beeld.register)
    eigen: dict[str, str] = {
        "Leerlingnummer bij BRON": beeld.leerlingnummer,
        "Historische inschrijving": "ja" if beeld.historisch else "nee",
        REGISTER_LABELS["geheim"]: "ja" if beeld.geheim else "nee",
        **{REGISTER_LABELS.get(naam, naam): toon_dag(waarde) for naam, waarde in register.items()},
    }
    titel = "Alleen bij BRON bekend"
    return (
        *regels,
        *(
            VeldRegel(titel, label, "", "", waarde, anders=False, soort="", afgeschermd=False)
            for label, waarde in eigen.items()
            if waarde
        ),
    )
