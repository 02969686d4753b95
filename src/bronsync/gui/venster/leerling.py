"""The chosen pupil: differences field by field, acties, berichten as a timeline, registration as BRON has it (manual ch. 4 and 5).

Read in the worker when another pupil is chosen; who walks through the list with the arrow keys only waits for the last one. What stands in
it comes from `application/tonen/leerling.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD
from bronsync.gui.kit.klembord import Leestekst
from bronsync.gui.kit.maat import GEWOON, KLEIN, KLEINST, rand
from bronsync.gui.kit.puntenrij import Punt, Puntenrij
from bronsync.gui.kit.tekens import ACTIE, GEBEURTENIS, VERSCHIL, moment
from bronsync.gui.kit.vorm import bare, fill, named, split
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel, statuskolom
from bronsync.gui.schermen.apart import vul_menu
from bronsync.gui.schermen.gewijzigd import Gewijzigd

if TYPE_CHECKING:
    from bronsync.application.lezen.signalen import SignaalRegel
    from bronsync.application.lezen.tijdlijn import TijdlijnRegel
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.leerling import ActieDetail, LeerlingDetails, VeldRegel
    from bronsync.application.tonen.leerlingen import LeerlingRegel
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster

T = TypeVar("T")

_KLEINST = 85
_KIES = "Kies hierboven een leerling."
_LEEG = "Hier komen de gegevens van de gekozen leerling."


@dataclass(frozen=True, slots=True)
class _Groep(Generic[T]):
    """A line of a list in groups: a heading, or one of its lines."""

    naam: str
    regel: T | None = field(default=None, repr=False)


def _in_groepen(regels: Sequence[T], groep: Callable[[T], str]) -> list[_Groep[T]]:
    """The lines with a heading above each group."""
    geheel: list[_Groep[T]] = []
    for naam, leden in groupby(regels, groep):
        geheel.append(_Groep(naam))
        geheel += [_Groep(naam, regel) for regel in leden]
    return geheel


class LeerlingTabs(QWidget):
    """The lower half of the main window."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self.regel: LeerlingRegel | None = None
        self.details: LeerlingDetails | None = None
        self._veld = ""
        self.naam = named(QLabel(), "leerling_naam")
        self.naam.setProperty("soort", "leerling")
        self.naam.setTextFormat(Qt.TextFormat.PlainText)
        self.naam.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bijzonder = named(QLabel(), "leerling_bijzonder")
        self.bijzonder.setProperty("soort", "gedempt")
        self.bijzonder.setTextFormat(Qt.TextFormat.PlainText)
        self.bijzonder.setWordWrap(True)  # else the window must be as wide as this line
        self.bijzonder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verschillen = Verschillen(venster)
        self.acties = Acties(venster)
        self.berichten = Berichten(venster)
        self.registratie = Registratie(venster)
        self.gewijzigd = Gewijzigd(venster)
        self.tabs = named(QTabWidget(), "leerling_tabs", "Gegevens van de leerling")
        self.tabs.setDocumentMode(True)
        self._oud: set[QWidget] = set()
        """Tabs that do not show this pupil yet: each is filled when it is looked at."""
        for deel, titel in (
            (self.verschillen, "Verschillen"),
            (self.acties, "Acties"),
            (self.berichten, "Berichten"),
            (self.registratie, "Registratie in BRON"),
            (self.gewijzigd, "Gewijzigd in LVS2000"),
        ):
            self.tabs.addTab(deel, titel)
        kop = self._kop = QHBoxLayout()
        rand(kop, GEWOON, KLEIN)
        kop.setSpacing(GEWOON)
        kop.addWidget(self.naam)
        kop.addWidget(self.bijzonder, 1)
        fill(bare(QVBoxLayout(self), 0), kop, (self.tabs, 1))
        self._vul(None)
        self.tabs.currentChanged.connect(self._vul_tab)

    def toon(self, regel: LeerlingRegel | None) -> None:
        """This pupil; what is shown stays until it is read."""
        self.regel = regel
        if regel is None:
            self._veld = ""
            self._vul(None)
        else:
            self._venster.runner.query("leerling", partial(_lees, regel.sleutel), self._gelezen)

    def zet_laag(self, *, laag: bool) -> None:
        """Less room above the tabs, which may then shrink to their titles."""
        self.setMinimumHeight(_KLEINST if laag else 0)
        rand(self._kop, GEWOON, KLEINST if laag else KLEIN)

    def toon_pgn(self, vol: bool) -> None:
        """Numbers in full, or masked."""
        self.verschillen.toon_pgn(vol)
        self.registratie.toon_pgn(vol)
        self.gewijzigd.toon_pgn(vol)

    def naar_tab(self) -> None:
        """The keyboard to the tab that is shown, on Enter or a double click on the pupil."""
        tab = self.tabs.currentWidget()
        if isinstance(tab, Verschillen | Acties | Berichten | Registratie | Gewijzigd):
            tab.tabel.setFocus(Qt.FocusReason.OtherFocusReason)
            tab.tabel.kies_eerste()

    def ga_naar_veld(self, veld: str) -> None:
        """To the row of this field, now or when it is read."""
        self._veld = veld
        self.tabs.setCurrentWidget(self.verschillen)
        if self.details is not None and self.regel is not None and self.details.sleutel == self.regel.sleutel:
            self._kies_veld()

    def _gelezen(self, details: LeerlingDetails) -> None:
        if self.regel is not None and details.sleutel == self.regel.sleutel:
            self._vul(details)
            self._kies_veld()

    def _kies_veld(self) -> None:
        if self._veld:
            self.verschillen.kies_veld(self._veld)
            self._veld = ""

    def _vul(self, details: LeerlingDetails | None) -> None:
        self.details = details
        regel = self.regel
        self.naam.setText(details.naam if details else _KIES)
        self.bijzonder.setText(_bijzonder(details, regel) if details and regel else "")
        self._oud = {self.verschillen, self.acties, self.berichten, self.registratie, self.gewijzigd}
        self._vul_tab()
        anders = sum(veld.anders for veld in details.velden) if details else 0
        acties = len(details.acties) if details else 0
        self.tabs.setTabText(0, f"Verschillen ({anders})" if anders else "Verschillen")
        self.tabs.setTabText(1, f"Acties ({acties})" if acties else "Acties")
        geschreven = len(details.mutaties) if details else 0
        self.tabs.setTabText(4, f"Gewijzigd in LVS2000 ({geschreven})" if geschreven else "Gewijzigd in LVS2000")

    def _vul_tab(self) -> None:
        tab = self.tabs.currentWidget()
        if tab in self._oud and isinstance(tab, Verschillen | Acties | Berichten | Registratie | Gewijzigd):
            self._oud.discard(tab)
            tab.zet(self.details)


def _bijzonder(details: LeerlingDetails, regel: LeerlingRegel) -> str:
    """What stands beside the name."""
    delen = [
        f"leerlingnummer {regel.leerlingnummer}" if regel.leerlingnummer else "",
        _met_groep(regel.groep),
        f"voor de helpdesk {details.verwijzing}" if details.verwijzing else "",
        "" if details.in_bron else "niet bij BRON",
        "" if details.in_lvs else "niet in LVS2000",
        "uitgesloten van aanlevering" if details.uitgesloten else "",
        "geheim adres: adres wordt niet vergeleken" if details.geheim else "",
        details.identificatie,
    ]
    return "  ·  ".join(deel for deel in delen if deel)


def _met_groep(groep: str) -> str:
    return f"groep {groep}" if groep[:1].isdecimal() else groep


# --- Verschillen ----------------------------------------------------------------------------------------------------------------------------


class Verschillen(QWidget):
    """Field by field, LVS2000 beside BRON; what differs has a colour, an icon and a word."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._details: LeerlingDetails | None = None
        self._vol_pgn = False
        kolommen: list[Kolom[_Groep[VeldRegel]]] = [
            Kolom(
                "gegeven", "Gegeven", lambda g: g.regel.label if g.regel else g.naam, 280, icoon=self._icoon, rekt=True
            ),
            Kolom("lvs", "LVS2000", self._lvs, 270, achtergrond=self._vlak, tip=self._lvs, rekt=True),
            Kolom("bron", "BRON", self._bron, 270, achtergrond=self._vlak, tip=self._bron, rekt=True),
            Kolom(
                "verschil",
                "Verschil",
                lambda g: g.regel.soort if g.regel else "",
                160,
                kleur=self._kleur,
                chip=self._chip,
            ),
        ]
        self.tabel: Tabel[Any] = Tabel(
            "Verschillen",
            TabelModel(kolommen, sleutel=_sleutel, kop=_is_kop),
            _LEEG,
        )
        self.alleen = named(QCheckBox("Alleen &verschillen"), "alleen_verschillen")
        self.alleen.setToolTip("Verbergt de gegevens die gelijk zijn")
        self.alleen.setChecked(True)
        self.vraag = named(QPushButton("Vra&gen beantwoorden..."), "vragen_van_leerling")
        self.uitleg = QLabel()
        self.uitleg.setProperty("soort", "gedempt")
        balk = QHBoxLayout()
        rand(balk, GEWOON, KLEINST)
        balk.addWidget(self.alleen)
        balk.addSpacing(12)
        fill(balk, (self.uitleg, 1), self.vraag)
        fill(bare(QVBoxLayout(self), 0), balk, (self.tabel, 1))
        self.alleen.toggled.connect(self._vul)
        self.vraag.clicked.connect(self._beantwoord)
        venster.thema.changed.connect(self._ander_thema)
        self._ander_thema()
        self.tabel.opened.connect(self._open)

    def _ander_thema(self) -> None:
        self.vraag.setIcon(self._venster.thema.icoon("vraag", "let_op"))

    def _open(self, groep: _Groep[VeldRegel]) -> None:
        """A difference that asks for a choice leads to its vraag."""
        if groep.regel is not None and groep.regel.soort == "vraag":
            self._beantwoord()

    def zet(self, details: LeerlingDetails | None) -> None:
        """Of this pupil."""
        self._details = details
        self._vul()

    def toon_pgn(self, vol: bool) -> None:
        """Numbers in full, or masked."""
        self._vol_pgn = vol
        self.tabel.tabelmodel.ververs_weergave()

    def _beantwoord(self) -> None:
        """His own vragen first."""
        if self._details is not None and self._venster.menukeuzes["vragen"].isEnabled():
            from bronsync.gui.schermen.keuzes import toon_vragen

            toon_vragen(self._venster, self._details.sleutel)

    def kies_veld(self, veld: str) -> None:
        """To the row of this field."""
        self.alleen.setChecked(False)
        rijen = self.tabel.tabelmodel.rijen
        gevonden = next((rij for rij in rijen if rij.regel is not None and rij.regel.veld == veld), None)
        if gevonden is not None:
            self.tabel.kies(self.tabel.tabelmodel.sleutel(gevonden))
            self.tabel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _vul(self) -> None:
        details = self._details
        velden = details.velden if details else ()
        beide = details is not None and details.in_lvs and details.in_bron
        self.alleen.setEnabled(beide)
        if beide and self.alleen.isChecked():
            velden = tuple(veld for veld in velden if veld.anders)
        vragen = {veld.categorie for veld in (details.velden if details else ()) if veld.soort == "vraag"}
        antwoorden = details.antwoorden if details else ()
        self.vraag.setVisible(bool(vragen or antwoorden))
        self.vraag.setText("Vra&gen beantwoorden..." if vragen else "Antwoord teru&gnemen...")
        self.uitleg.setText(_uitleg(details))
        self.tabel.leeg = "Geen verschillen: LVS2000 en BRON zijn gelijk." if details else _LEEG
        self.tabel.tabelmodel.zet_rijen(_in_groepen(velden, lambda veld: veld.categorie))

    def _lvs(self, groep: _Groep[VeldRegel]) -> str:
        return _waarde(groep, "lvs", vol_pgn=self._vol_pgn)

    def _bron(self, groep: _Groep[VeldRegel]) -> str:
        return _waarde(groep, "bron", vol_pgn=self._vol_pgn)

    def _icoon(self, groep: _Groep[VeldRegel]) -> QIcon | None:
        if groep.regel is None or not groep.regel.anders:
            return None
        return self._venster.thema.icoon(*VERSCHIL.get(groep.regel.soort, VERSCHIL["verschil"]))

    def _vlak(self, groep: _Groep[VeldRegel]) -> QColor | None:
        return self._venster.thema.kleur("verschil_vlak") if groep.regel is not None and groep.regel.anders else None

    def _chip(self, groep: _Groep[VeldRegel]) -> QColor | None:
        if groep.regel is None or not groep.regel.anders:
            return None
        return self._venster.thema.chip(VERSCHIL.get(groep.regel.soort, VERSCHIL["verschil"])[1])

    def _kleur(self, groep: _Groep[VeldRegel]) -> QColor | None:
        if groep.regel is None or not groep.regel.anders:
            return None
        return self._venster.thema.kleur(VERSCHIL.get(groep.regel.soort, VERSCHIL["verschil"])[1])


def _uitleg(details: LeerlingDetails | None) -> str:
    if details is None:
        return ""
    if not details.in_bron:
        return "BRON kent deze inschrijving niet: u ziet alleen wat er in LVS2000 staat."
    if not details.in_lvs:
        return "Deze inschrijving staat alleen bij BRON."
    if details.antwoorden:
        return f"Uw antwoord: {'; '.join(details.antwoorden)}."
    return ""


def _is_kop(groep: _Groep[Any]) -> bool:
    return groep.regel is None


def _sleutel(groep: _Groep[VeldRegel]) -> tuple[str, str, str]:
    return (groep.naam, groep.regel.veld, groep.regel.label) if groep.regel is not None else (groep.naam, "", "")


def _waarde(groep: _Groep[VeldRegel], kant: str, *, vol_pgn: bool) -> str:
    """What stands in LVS2000 or at BRON; a number of a person or a secret address masked until it is asked for."""
    if groep.regel is None:
        return ""
    from bronsync.application.boeken.weergave import masker_van

    waarde: str = getattr(groep.regel, kant)
    return masker_van(groep.regel.veld, waarde) if groep.regel.afgeschermd and not vol_pgn else waarde


# --- Acties -------------------------------------------------------------------------------------------------------------------------------


class Acties(QWidget):
    """The acties of the pupil; at the right why one was rejected, exactly as BRON said it."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        kolommen: list[Kolom[ActieDetail]] = [
            statuskolom(venster.thema, "status", "Status", lambda a: a.stand, 195, lambda a: ACTIE[a.stand]),
            Kolom("actie", "Actie", lambda a: a.soort, 240, rekt=True),
            Kolom("bepaald", "Bepaald", lambda a: moment(a.aangemaakt), 140, sorteer=lambda a: a.aangemaakt),
            Kolom("verzonden", "Verzonden", lambda a: moment(a.verzonden), 140, sorteer=lambda a: a.verzonden),
        ]
        self.tabel: Tabel[Any] = Tabel("Acties", TabelModel(kolommen, sleutel=lambda a: a.nummer), _LEEG)
        self.reden = named(Leestekst(), "reden")
        self.reden.setReadOnly(True)
        self.reden.setTabChangesFocus(True)
        self.reden.setFrameShape(Leestekst.Shape.NoFrame)
        self.reden.setAccessibleName("Reden en uitleg bij de actie")
        self.reden.document().setDocumentMargin(10)
        self.reden.setPlaceholderText("Bij deze actie zijn geen meldingen.")
        self.splitter = split(
            named(QSplitter(Qt.Orientation.Horizontal), "acties_splitter"), (self.tabel, 3), (self.reden, 2)
        )
        fill(bare(QVBoxLayout(self)), self.splitter)
        self.tabel.chosen.connect(self._toon_reden)
        self.tabel.met_menu(self._vul_menu)

    def zet(self, details: LeerlingDetails | None) -> None:
        """Of this pupil; the newest actie is chosen."""
        self.tabel.leeg = "Er zijn geen acties voor deze leerling." if details else _LEEG
        self.tabel.tabelmodel.zet_rijen(details.acties if details else ())
        self.tabel.kies_eerste()
        self._toon_reden(self.tabel.gekozen())

    def _toon_reden(self, actie: ActieDetail | None) -> None:
        self.reden.setPlainText(actie_tekst(actie) if actie else "")

    def _vul_menu(self, menu: QMenu, actie: ActieDetail) -> None:
        if actie.status in NIET_UITGEVOERD:
            vul_menu(menu, self._venster, actie.nummer, str(actie.soort), apart=bool(actie.apart))
        verwijder = menu.addAction(self._venster.thema.icoon("verwijderen"), "&Verwijder Actie")
        verwijder.setObjectName("verwijder_deze_actie")
        verwijder.setEnabled(actie.te_verwijderen and self._venster.runner.operation is None)
        verwijder.triggered.connect(self._vraag_verwijderen)
        menu.addAction(self._venster.menukeuzes["handmatig"])
        menu.addSeparator()
        kopieer = menu.addAction(self._venster.thema.icoon("kopieren"), "&Kopieer voor helpdesk")
        kopieer.triggered.connect(self._kopieer)

    def _vraag_verwijderen(self) -> None:
        actie: ActieDetail | None = self.tabel.gekozen()
        if actie is not None:
            from bronsync.gui.schermen.acties import vraag_verwijderen

            vraag_verwijderen(self._venster, actie.nummer, str(actie.soort), str(actie.status))

    def _kopieer(self) -> None:
        """Not as it stands here: what BRON said may name somebody."""
        actie: ActieDetail | None = self.tabel.gekozen()
        if actie is not None:
            from bronsync.gui.kit.klembord import kopieer
            from bronsync.gui.schermen.verzonden import helpdesktekst

            self._venster.runner.query("helpdesktekst", partial(helpdesktekst, actie.nummer), kopieer)


def actie_tekst(actie: ActieDetail) -> str:
    """How long BRON has it; or why it was rejected and what to do, in lines."""
    delen = [actie.apart] if actie.apart else []
    delen += [f"{actie.sinds[:1].upper()}{actie.sinds[1:]}."] if actie.sinds else []
    delen += [actie.reden] if actie.reden and not any(s.herkomst == "BRON" for s in actie.signalen) else []
    delen += [signaal_tekst(signaal) for signaal in actie.signalen]
    return "\n\n".join(delen)


def signaal_tekst(signaal: SignaalRegel) -> str:
    """One signal: code, meaning, cause, advice."""
    soort = "Afkeursignaal" if signaal.ernst == "afkeur" else "Attentiesignaal"
    regels = [f"{soort} {signaal.code}".rstrip(), signaal.betekenis]
    regels += [f"Oorzaak: {signaal.oorzaak}"] if signaal.oorzaak else []
    regels += [f"Wat moet u doen: {signaal.advies}"] if signaal.advies else []
    return "\n".join(regels)


# --- Berichten ----------------------------------------------------------------------------------------------------------------------------


class Berichten(QWidget):
    """What happened, oldest first: bepaald, gecontroleerd, verzonden, antwoord, verwerkt."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        kolommen: list[Kolom[TijdlijnRegel]] = [
            Kolom("tijdstip", "Tijdstip", lambda r: moment(r.tijdstip), 140, sorteer=lambda r: r.tijdstip),
            Kolom("wat", "Gebeurtenis", lambda r: r.gebeurtenis.capitalize(), 140, icoon=self._icoon),
            Kolom("tekst", "Wat er gebeurde", lambda r: r.tekst, 560, tip=lambda r: r.tekst, rekt=True),
            Kolom("terugkoppeling", "Terugkoppeling", lambda r: str(r.ontvangstnummer or ""), 130),
            Kolom("bericht", "Bericht", lambda r: r.bericht_id, 250, tip=lambda r: r.bericht_id, rekt=True),
        ]
        self.tabel: Tabel[Any] = Tabel(
            "Berichten", TabelModel(kolommen, sleutel=lambda r: (r.tijdstip, r.actie, r.gebeurtenis, r.tekst)), _LEEG
        )
        self.tijdlijn = Puntenrij(venster.thema, "Tijdlijn van de leerling")
        fill(bare(QVBoxLayout(self), 0), self.tijdlijn, (self.tabel, 1))
        self._regels: tuple[TijdlijnRegel, ...] = ()
        self.tabel.chosen.connect(self._wijs_aan)
        self.tijdlijn.clicked.connect(self._kies)

    def zet(self, details: LeerlingDetails | None) -> None:
        """Of this pupil."""
        self.tabel.leeg = "Over deze leerling zijn nog geen berichten verzonden of ontvangen." if details else _LEEG
        self._regels = details.tijdlijn if details else ()
        self.tijdlijn.setVisible(len(self._regels) > 1)
        self.tijdlijn.zet(*_punten(self._regels))
        self.tabel.tabelmodel.zet_rijen(self._regels)

    def _wijs_aan(self, regel: TijdlijnRegel | None) -> None:
        self.tijdlijn.kies(next((i for i, een in enumerate(self._regels) if een is regel), -1))

    def _kies(self, nummer: int) -> None:
        self.tabel.kies(self.tabel.tabelmodel.sleutel(self._regels[nummer]))

    def _icoon(self, regel: TijdlijnRegel) -> QIcon | None:
        teken = GEBEURTENIS.get(regel.gebeurtenis)
        return self._venster.thema.icoon(*teken) if teken else None


def _punten(regels: Sequence[TijdlijnRegel]) -> tuple[list[Punt], str]:
    """Where each event stands between the first and the last, each day named once; and what is heard of it."""
    if not regels:
        return [], ""
    tijden = [datetime.fromisoformat(regel.tijdstip) for regel in regels]
    begin, duur = tijden[0], (tijden[-1] - tijden[0]).total_seconds() or 1.0
    punten, vorige = [], ""
    for regel, tijd in zip(regels, tijden, strict=True):
        dag = moment(regel.tijdstip)[:10]
        kleur = GEBEURTENIS.get(regel.gebeurtenis, ("", "tekst"))[1]
        tekst = f"{moment(regel.tijdstip)}  {regel.gebeurtenis.capitalize()}\n{regel.tekst}"
        punten.append(Punt((tijd - begin).total_seconds() / duur, kleur, tekst, "" if dag == vorige else dag))
        vorige = dag
    zin = f"{len(regels)} gebeurtenissen van {moment(regels[0].tijdstip)} tot en met {moment(regels[-1].tijdstip)}"
    return punten, zin


# --- Registratie in BRON ------------------------------------------------------------------------------------------------------------------


class Registratie(QWidget):
    """All that BRON holds of this inschrijving."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._vol_pgn = False
        kolommen: list[Kolom[_Groep[VeldRegel]]] = [
            Kolom("gegeven", "Gegeven", lambda g: g.regel.label if g.regel else g.naam, 320, rekt=True),
            Kolom("waarde", "Waarde bij BRON", self._waarde, 400, tip=self._waarde, rekt=True),
        ]
        self.tabel: Tabel[Any] = Tabel(
            "Registratie in BRON", TabelModel(kolommen, sleutel=_sleutel, kop=_is_kop), _LEEG
        )
        fill(bare(QVBoxLayout(self)), self.tabel)

    def zet(self, details: LeerlingDetails | None) -> None:
        """Of this pupil."""
        self.tabel.leeg = "BRON kent deze inschrijving niet." if details else _LEEG
        self.tabel.tabelmodel.zet_rijen(
            _in_groepen(details.registratie if details else (), lambda veld: veld.categorie)
        )

    def toon_pgn(self, vol: bool) -> None:
        """Numbers in full, or masked."""
        self._vol_pgn = vol
        self.tabel.tabelmodel.ververs_weergave()

    def _waarde(self, groep: _Groep[VeldRegel]) -> str:
        return _waarde(groep, "bron", vol_pgn=self._vol_pgn)


# --- what runs in the worker --------------------------------------------------------------------------------------------------------------


def _lees(sleutel: tuple[int, str, str], kern: Kern, progress: Progress) -> LeerlingDetails:
    from bronsync.application.tonen.leerling import leerling_details

    return leerling_details(kern.met(progress), sleutel, kern.signaalcatalogus())
