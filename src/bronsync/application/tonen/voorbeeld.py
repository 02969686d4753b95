"""What 'Controleren en Synchroniseren' shows before anything goes (manual ch. 6): the signals, and what would be sent, readable and as XML.

Books nothing and needs no network. What would be sent is made by the same function that sends. Names in it are for the screen of the
school itself. Sources: manual ch. 6, DESIGN 8.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bronsync.application.boeken.weergave import PGN_VELDEN, inspringen, masker_van, toon_cel, toon_dag
from bronsync.application.lezen.apart import apart_gezet, apart_zin
from bronsync.application.lezen.paren import Sleutel, sleutel_van_actie
from bronsync.application.lezen.signalen import ATTENTIE, leg_uit
from bronsync.application.lezen.wie import Personen, naam_op_scherm
from bronsync.application.ports import LvsRij, Omgeving, UnitOfWork
from bronsync.application.records import Actie, SignaalRij
from bronsync.application.verzenden.controleren import bron_van
from bronsync.application.verzenden.synchroniseren import bericht_van
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.gegevens.velden import INDEX, VELD, VELDEN, Categorie, Rij, Veld, cel
from bronsync.domain.kijken.signalen import Catalogus
from bronsync.domain.vergelijking.berichten import NAAR_LVS, ActieSoort
from bronsync.domain.vergelijking.kanten import BronKant
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Status
from bronsync.domain.vergelijking.vergelijken import paren_van


@dataclass(frozen=True, slots=True)
class ControleRegel:
    """One signal of an actie that is still to go."""

    ernst: str
    """`afkeur` or `attentie`; the first column."""
    naam: str = field(repr=False)
    actie: int
    soort: ActieSoort
    veld: str
    """Veldnaam; empty when it is about no single field."""
    label: str
    """The field as the screen calls it."""
    tekst: str = field(repr=False)
    advies: str
    code: str
    sleutel: Sleutel = field(repr=False)
    """Leads to the pupil."""
    apart: str = field(default="", repr=False)
    """Since when, until when and why the actie was set aside; empty when it was not."""


def controle_regels(omg: Omgeving, catalogus: Catalogus) -> tuple[ControleRegel, ...]:
    """The signals of the acties that were not executed: afkeur first, then by name; at the end those of what was set aside."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = _met_status(unit, omg, NIET_UITGEVOERD)
        per_actie: dict[int, list[SignaalRij]] = defaultdict(list)
        for een in unit.all(SignaalRij, aanleverpunt=omg.aanleverpunt) if acties else ():
            per_actie[een.actie].append(een)
        signalen = [(actie, signaal) for actie in acties for signaal in per_actie[actie.nummer]]
        personen = Personen(unit, omg)
        namen = {actie.nummer: personen.van(actie).naam for actie, _ in signalen}
        apart = {nummer: apart_zin(rij) for nummer, rij in apart_gezet(unit, omg).items()}
    regels = []
    for actie, signaal in signalen:
        uitleg = leg_uit(catalogus, signaal)
        label = VELD[signaal.veld].label if signaal.veld in VELD else uitleg.veld
        regels.append(
            ControleRegel(
                signaal.ernst,
                namen[actie.nummer],
                actie.nummer,
                actie.soort,
                signaal.veld,
                label,
                uitleg.betekenis,
                uitleg.advies,
                uitleg.code,
                sleutel_van_actie(actie),
                apart.get(actie.nummer, ""),
            )
        )
    return tuple(sorted(regels, key=lambda r: (bool(r.apart), r.ernst == ATTENTIE, r.naam, r.actie)))


@dataclass(frozen=True, slots=True)
class VerzendRegel:
    """One actie that 'Verwerken en Verzenden' is about to carry out."""

    actie: int
    soort: ActieSoort
    naam: str = field(repr=False)
    richting: str
    """`naar BRON` or `naar LVS2000`."""
    zin: str
    """What happens, in one sentence without a name."""
    wijzigingen: tuple[tuple[str, str, str], ...] = field(repr=False)
    """(label, as it is, as it becomes)."""
    geheim: bool
    """Of a pupil with a secret address (A10)."""
    sleutel: Sleutel = field(repr=False)
    apart: str = field(default="", repr=False)
    """Since when, until when and why it was set aside; empty for what goes."""


def verzend_samenvatting(omg: Omgeving) -> tuple[VerzendRegel, ...]:
    """All that is Gecontroleerd, in the order in which it goes; then what was set aside, which does not."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        acties = _met_status(unit, omg, (Status.GECONTROLEERD,))
        gevraagd = {actie.inschrijving_id for actie in acties if actie.inschrijving_id}
        gelezen = omg.lvs.lees(omg.aanleverpunt) if gevraagd else ()
        lvs = {rij.inschrijving_id: rij for rij in gelezen if rij.inschrijving_id in gevraagd}
        apart = {nummer: apart_zin(rij) for nummer, rij in apart_gezet(unit, omg).items()}
        regels = [
            replace(_verzend_regel(unit, omg, actie, lvs.get(actie.inschrijving_id)), apart=apart.get(actie.nummer, ""))
            for actie in acties
        ]
    return tuple(sorted(regels, key=lambda regel: bool(regel.apart)))


def bericht_vooraf(omg: Omgeving, actie: int) -> str:
    """The XML that would go for this actie, with an example id; empty for an actie richting LVS2000. PROC-12 when it is not there."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        gevonden = unit.get(Actie, omg.aanleverpunt, actie)
        if gevonden is None or gevonden.aanleverpunt != omg.aanleverpunt:
            raise BronSyncFout("PROC-12")
        if gevonden.soort in NAAR_LVS:
            return ""
        lvs = omg.lvs.lees_een(omg.aanleverpunt, gevonden.inschrijving_id) if gevonden.inschrijving_id else None
        bericht = bericht_van(unit, _zonder_id(omg), gevonden, lvs, bron_van(unit, omg, gevonden))
    return inspringen(omg.register.schrijf(bericht))


class _VoorbeeldId:
    """Port `Ids` for a message that does not go."""

    def nieuw(self) -> str:
        return "00000000-0000-4000-8000-000000000000"


def _zonder_id(omg: Omgeving) -> Omgeving:
    return replace(omg, ids=_VoorbeeldId())


def _met_status(unit: UnitOfWork, omg: Omgeving, standen: Iterable[Status]) -> list[Actie]:
    gevonden = [a for s in standen for a in unit.all(Actie, aanleverpunt=omg.aanleverpunt, status=s)]
    return sorted(gevonden, key=lambda actie: actie.nummer)


def _verzend_regel(unit: UnitOfWork, omg: Omgeving, actie: Actie, lvs: LvsRij | None) -> VerzendRegel:
    bron = bron_van(unit, omg, actie)
    geheim = bool((lvs and lvs.geheim) or (bron and bron.geheim))
    if actie.soort in NAAR_LVS:
        richting = "naar LVS2000"
        wijzigingen = _wijzigingen(lvs.rij, bron.rij, Categorie.ADRES) if lvs and bron else ()
    else:
        richting = "naar BRON"
        bericht = bericht_van(unit, _zonder_id(omg), actie, lvs, bron)
        wijzigingen = _veranderd(bericht.oude_rij, bericht.rij, geheim=geheim) if bericht.rij is not None else ()
    return VerzendRegel(
        actie.nummer,
        actie.soort,
        naam_op_scherm(lvs, bron),
        richting,
        _zin(actie, lvs, bron),
        wijzigingen,
        geheim,
        sleutel_van_actie(actie),
    )


def _veranderd(oud: Rij | None, nieuw: Rij, *, geheim: bool) -> tuple[tuple[str, str, str], ...]:
    """What a message changes in BRON; of a new inschrijving all that it brings."""
    regels = []
    for veld in VELDEN:
        i = INDEX[veld.naam]
        was, wordt = oud[i] if oud is not None else None, nieuw[i]
        if was != wordt and (was or wordt):
            regels.append((veld.label, _toon(veld, was, geheim=geheim), _toon(veld, wordt, geheim=geheim)))
    return tuple(regels)


def _toon(veld: Veld, waarde: object, *, geheim: bool) -> str:
    """A number of a person and a secret address masked; the XML shows them in full to who asks for it."""
    tekst = toon_cel(veld, waarde)
    afgeschermd = veld.naam in PGN_VELDEN or (geheim and veld.categorie is Categorie.ADRES)
    return masker_van(veld.naam, tekst) if afgeschermd else tekst


def _wijzigingen(lvs: Rij, bron: Rij, categorie: Categorie) -> tuple[tuple[str, str, str], ...]:
    """What is taken over into LVS2000."""
    return tuple(
        (VELD[naam].label, toon_cel(VELD[naam], was), toon_cel(VELD[naam], wordt))
        for naam, was, wordt in paren_van(categorie, lvs, bron)
    )


def _zin(actie: Actie, lvs: LvsRij | None, bron: BronKant | None) -> str:
    begin = toon_dag(str(cel(lvs.rij, "inschrijfdatum") or "") if lvs else actie.inschrijfdatum)
    einde = toon_dag(str(cel(lvs.rij, "uitschrijfdatum") or "")) if lvs else ""
    was = toon_dag(bron.inschrijfdatum) if bron else ""
    return {
        ActieSoort.IDENTIFICATIEVERZOEK: "Vraagt BRON welk persoonsgebonden nummer bij deze leerling hoort.",
        ActieSoort.CORRECTIE_INSCHRIJFDATUM: f"Verbetert bij BRON de inschrijfdatum van {was} in {begin}.",
        ActieSoort.WIJZIGING_SLEUTELGEGEVENS: "Wijzigt de persoonsgegevens bij BRON.",
        ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS: "Wijzigt de onderwijsgegevens bij BRON.",
        ActieSoort.NIEUWE_MELDING_INSCHRIJVING: f"Meldt bij BRON een nieuwe inschrijving vanaf {begin}.",
        ActieSoort.VERWIJDERING_INSCHRIJVING: f"Verwijdert bij BRON de inschrijving vanaf {was or begin}.",
        ActieSoort.UITSCHRIJVING: f"Schrijft de leerling bij BRON uit op {einde}.",
        ActieSoort.OVERNEMEN_ADRESGEGEVENS: "Neemt het adres van BRON over in LVS2000.",
    }[actie.soort]
