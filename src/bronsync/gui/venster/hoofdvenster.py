"""The main window: aanleverpunt top left, the pupils, under them the chosen pupil, and always the next sensible step (manual ch. 4).

What its parts may ask of it stands in `kit/venster.py`; here it is put together, reads again after a change and jumps to a pupil. What a menu item does stands in the module that `menu.py` names. No rule stands here: which step is next, who is in
which group and what a status means comes from `application`. Source: manual ch. 4-7, ARCHITECTURE 4.7.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bronsync.gui.kit import inzage
from bronsync.gui.kit.maat import ICOON_BALK, pixels
from bronsync.gui.kit.thema import SYSTEEM_NAAM, TEKST_PROCENT, Thema, programma_icoon
from bronsync.gui.kit.venster import Venster
from bronsync.gui.kit.vorm import bare, begrensd, fill, label_for, named, split
from bronsync.gui.kit.vragen import Bevestiging, Knop
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.venster.leerling import LeerlingTabs
from bronsync.gui.venster.leerlingen import LeerlingenPaneel
from bronsync.gui.venster.menu import KEUZES, MENUS, Menukeuze
from bronsync.gui.venster.stapbalk import Stapbalk
from bronsync.gui.venster.statusregel import Statusregel

if TYPE_CHECKING:  # the window shows before the core is imported (DESIGN 2)
    from pathlib import Path

    from bronsync.application.lezen.termijnen import Termijn
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.leerlingen import Leerlingen, LeerlingRegel
    from bronsync.application.tonen.status import StatusOverzicht
    from bronsync.gui.kern import Begin, Gekozen, Kern
    from bronsync.gui.venster.overzicht import Overzichtpagina


_LAAG: Final = 600
"""A window of less height, in Qt's own units, has low rows: 1366x768 at 125% and more."""
_TUSSEN, _RAND_BALK = 7, 20
"""Between two buttons of the toolbar, and at its sides."""
ZONDER_WOORD: Final = ("verversen", "instellingen", "registratieoverzicht_ophalen", "terugkoppeling_ophalen")
"""Lose their word first, in this order."""


class Hoofdvenster(Venster):
    """BRON Sync on the screen."""

    def __init__(self, kern: Kern, thema: Thema) -> None:
        super().__init__(kern, thema)
        self._laag = False
        self.setObjectName("hoofdvenster")
        self.setWindowTitle("BRON Sync - demoschool" if kern.demo else "BRON Sync")
        self.setWindowIcon(programma_icoon())
        self.resize(begrensd(QSize(1240, 800)))
        self.aanleverpuntkeuze = QComboBox()
        self.stapbalk = Stapbalk(self)
        self.leerlingen = LeerlingenPaneel(self)
        self.leerling = LeerlingTabs(self)
        self.statusregel = Statusregel(self)
        self._bouw()
        self._maak_menus()
        self._verbind()
        self._herstel_weergave()
        self._zet_maten()
        self._zet_bruikbaar()

    # --- building

    def _bouw(self) -> None:
        self.splitter = split(
            named(QSplitter(Qt.Orientation.Vertical), "splitter"), (self.leerlingen, 3), (self.leerling, 2)
        )
        midden = QWidget()
        fill(bare(QVBoxLayout(midden), 0), self.stapbalk, (self.splitter, 1))
        self.paginas = QStackedWidget()
        self.paginas.addWidget(midden)
        self.setCentralWidget(self.paginas)
        self.setStatusBar(self.statusregel)

    def _maak_menus(self) -> None:
        self.werkbalk = named(QToolBar("Werkbalk"), "werkbalk")
        self.werkbalk.setMovable(False)
        self.werkbalk.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.werkbalk.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        label = label_for("Aanlever&punt", self.aanleverpuntkeuze)
        self.aanleverpuntkeuze.setObjectName("aanleverpunt")
        self.aanleverpuntkeuze.setAccessibleName("Aanleverpunt")
        self.aanleverpuntkeuze.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.aanleverpuntkeuze.setPlaceholderText("Kies")
        self.werkbalk.addWidget(label)
        self.werkbalk.addWidget(self.aanleverpuntkeuze)
        self.werkbalk.addSeparator()
        self.addToolBar(self.werkbalk)
        for menu in MENUS:
            balk = self.menuBar().addMenu(menu.titel)
            balk.setObjectName(f"menu_{menu.naam}")
            for keuze in menu.keuzes:
                if keuze is None:
                    balk.addSeparator()
                    continue
                balk.addAction(self._maak_menukeuze(keuze))
                if keuze.werkbalk:
                    self.werkbalk.addAction(self.menukeuzes[keuze.naam])

    def _maak_menukeuze(self, keuze: Menukeuze) -> QAction:
        actie = QAction(keuze.tekst, self)
        actie.setObjectName(keuze.naam)
        actie.setIconText(keuze.kort or keuze.tekst.replace("&", ""))
        if keuze.icoon:
            actie.setIcon(self.thema.icoon(keuze.icoon))
        if keuze.sneltoets:
            actie.setShortcut(QKeySequence(keuze.sneltoets))
        toets = f" ({actie.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if keuze.sneltoets else ""
        actie.setToolTip((keuze.tip or keuze.tekst.replace("&", "").rstrip(".")) + toets)
        actie.setStatusTip(keuze.tip)
        actie.triggered.connect(partial(self._voer_uit, keuze))
        self.menukeuzes[keuze.naam] = actie
        return actie

    def _verbind(self) -> None:
        self.runner.failed.connect(self.toon_fout)
        self.runner.busy.connect(self._zet_bruikbaar)
        self.runner.changed.connect(self.ververs)
        self.thema.changed.connect(self._ander_thema)
        self.aanleverpuntkeuze.activated.connect(self._aanleverpunt_gekozen)
        self.leerlingen.chosen.connect(self._leerling_gekozen)
        self.leerlingen.pgn_changed.connect(self.leerling.toon_pgn)
        self.leerlingen.pgn_changed.connect(self._pgn_anders)
        self.switched.connect(self.leerlingen.verberg_pgn)
        self.leerlingen.tabel.opened.connect(self.leerling.naar_tab)

    def _pgn_anders(self, vol: bool) -> None:
        if vol:
            inzage.boek(self, inzage.PGN_LIJST)

    # --- a small screen, or large letters

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pas_werkbalk()
        self._pas_hoogte()

    def _pas_werkbalk(self) -> None:
        """Every button stays on the toolbar: one by one they lose their word, first those that a picture says well enough."""
        stijl = Qt.ToolButtonStyle
        delen = [self.werkbalk.widgetForAction(actie) for actie in self.werkbalk.actions()]
        knoppen = {deel.defaultAction().objectName(): deel for deel in delen if isinstance(deel, QToolButton)}
        for knop in knoppen.values():
            knop.setToolButtonStyle(stijl.ToolButtonTextBesideIcon)
        volgorde = sorted(knoppen, key=lambda naam: ZONDER_WOORD.index(naam) if naam in ZONDER_WOORD else len(delen))
        for naam in volgorde:
            if sum(deel.sizeHint().width() + _TUSSEN for deel in delen) + _RAND_BALK <= self.width():
                break
            knoppen[naam].setToolButtonStyle(stijl.ToolButtonIconOnly)

    def _pas_hoogte(self) -> None:
        """Little height: lower rows and no empty room, so that both the list and the pupil show something."""
        laag = self.height() < pixels(_LAAG)
        if laag == self._laag:
            return
        self._laag = laag
        self.stapbalk.zet_laag(laag=laag)
        self.leerlingen.zet_laag(laag=laag)
        self.leerling.zet_laag(laag=laag)
        for tabel in self._tabellen():
            tabel.zet_laag(laag=laag)
        QTimer.singleShot(0, self._binnen_scherm)

    def _binnen_scherm(self) -> None:
        """Now that it needs less height it can be as low as the screen."""
        self.resize(begrensd(self.size()))

    # --- what the dialogs use

    @property
    def gekozen_leerling(self) -> LeerlingRegel | None:
        return self.leerling.regel

    @property
    def stapknop(self) -> QPushButton:
        return self.stapbalk.knop

    @cached_property
    def overzicht(self) -> Overzichtpagina:
        """The page over all aanleverpunten, made when it is first shown."""
        from bronsync.gui.venster.overzicht import Overzichtpagina

        pagina = Overzichtpagina(self)
        self.paginas.addWidget(pagina)
        return pagina

    def toon_overzicht(self) -> None:
        """All aanleverpunten; again: back to the pupils of the one that is open."""
        if self.aanleverpunt and self.paginas.currentIndex() != 0:
            self.toon_leerlingen()
            return
        self.paginas.setCurrentWidget(self.overzicht)
        self.overzicht.lees()
        self.overzicht.kaarten.setFocus(Qt.FocusReason.OtherFocusReason)

    def toon_leerlingen(self) -> None:
        self.paginas.setCurrentIndex(0)

    def naam_van(self, sleutel: tuple[int, str, str]) -> str:
        return self.leerlingen.naam_van(sleutel)

    def meld(self, zin: str, pad: Path | None = None) -> None:
        self.statusregel.meld(zin, pad=pad)

    def ga_naar(self, sleutel: tuple[int, str, str], veld: str = "") -> None:
        self.leerlingen.ga_naar(sleutel)
        if veld:
            self.leerling.ga_naar_veld(veld)

    def ververs(self) -> None:
        """Reads everything again; selection, filter and scroll stay (manual ch. 4, Verversen)."""
        if self.aanleverpunt:
            self.runner.query("overzicht", _lees, self._toon)

    # --- starting and choosing

    def begin(self) -> None:
        self.runner.run("openen", lambda kern, _: kern.open(), self.geopend, self._openen_mislukt)

    def geopend(self, begin: Begin) -> None:
        self.aanleverpuntkeuze.clear()
        for punt in begin.aanleverpunten:
            naam = begin.scholen.get(punt, "")
            self.aanleverpuntkeuze.addItem(f"{punt}  {naam}".rstrip(), punt)
        self.aanleverpuntkeuze.setCurrentIndex(-1)
        self._pas_werkbalk()
        self._zet_bruikbaar()
        if not begin.verbonden:
            self.verlaat_aanleverpunt()
            if begin.zonder_register and not begin.uitleg:
                self.stapbalk.toon_zonder_register()
            else:
                self.stapbalk.toon_kies_database(begin.uitleg)
            if begin.uitleg:
                self.menukeuzes["verbinding"].trigger()
            else:
                self._begroet()
            return
        self.kies_aanleverpunt(begin.laatste_aanleverpunt or begin.aanleverpunten[0])
        if len(begin.aanleverpunten) > 1:
            self.toon_overzicht()

    def _begroet(self) -> None:
        """No database was ever chosen."""
        from bronsync.gui.schermen import eerste_start

        eerste_start.toon(self)

    def _openen_mislukt(self, fout: BaseException) -> None:
        self.stapbalk.toon_fout(fout, self.begin)
        self.toon_fout(fout, self.begin)

    def kies_aanleverpunt(self, aanleverpunt: str) -> None:
        self.toon_leerlingen()
        if aanleverpunt != self.aanleverpunt:
            self._leeg()
        self.aanleverpuntkeuze.setCurrentIndex(self.aanleverpuntkeuze.findData(aanleverpunt))
        self.runner.run(
            "aanleverpunt",
            lambda kern, progress: kern.kies(aanleverpunt, progress),
            self._gekozen,
            self._kiezen_mislukt,
        )

    def _aanleverpunt_gekozen(self, nummer: int) -> None:
        self.kies_aanleverpunt(str(self.aanleverpuntkeuze.itemData(nummer)))

    def _gekozen(self, gekozen: Gekozen) -> None:
        self.aanleverpunt = gekozen.omgeving.aanleverpunt
        self.switched.emit()
        self.statusregel.zet_certificaat_fout(gekozen.certificaat_uitleg)
        self._zet_bruikbaar()
        self.stapbalk.toon_onderbreking(gekozen.hersteld)

    def _kiezen_mislukt(self, fout: BaseException) -> None:
        gevraagd = str(self.aanleverpuntkeuze.currentData())
        self.verlaat_aanleverpunt()
        self.stapbalk.toon_fout(fout, partial(self.kies_aanleverpunt, gevraagd))
        self.toon_fout(fout)

    def verlaat_aanleverpunt(self) -> None:
        self.aanleverpuntkeuze.setCurrentIndex(-1)
        self._leeg()

    def _leeg(self) -> None:
        self.aanleverpunt = ""
        self.toestand = None
        self.left.emit()
        self.leerlingen.leeg()
        self.leerling.toon(None)
        self.stapbalk.toon_onderbreking("")
        self.statusregel.leeg()
        self._zet_bruikbaar()

    # --- showing

    def _toon(self, gelezen: Gelezen) -> None:
        if gelezen.toestand.aanleverpunt != self.aanleverpunt:
            return  # read before it was left
        self.toestand = gelezen.toestand
        self.leerlingen.zet(gelezen.leerlingen)
        self.stapbalk.toon(gelezen.toestand)
        self.statusregel.toon(gelezen.toestand, gelezen.termijnen, gelezen.vandaag)
        self.refreshed.emit()

    def _zet_bruikbaar(self) -> None:
        bezig = self.runner.operation is not None
        self.aanleverpuntkeuze.setEnabled(not bezig and self.aanleverpuntkeuze.count() > 0)
        for menu in MENUS:
            for keuze in menu.keuzes:
                if keuze is not None:
                    mag = (not bezig or keuze.altijd) and (bool(self.aanleverpunt) or not keuze.met_aanleverpunt)
                    self.menukeuzes[keuze.naam].setEnabled(mag and self._past(keuze))
        self.stapbalk.zet_bezig(bezig)

    def _past(self, keuze: Menukeuze) -> bool:
        """Some items are about the chosen pupil, or its actie."""
        regel = self.leerlingen.gekozen()
        return (not keuze.met_leerling or regel is not None) and (
            not keuze.met_actie or bool(regel and regel.actie_nummer)
        )

    def _leerling_gekozen(self, regel: LeerlingRegel | None) -> None:
        self.leerling.toon(regel)
        self.statusregel.leerling_gekozen(regel.sleutel if regel is not None else None)
        for naam in ("controleer_leerling", "handmatig", "verwijder_actie"):
            self.menukeuzes[naam].setEnabled(self.runner.operation is None and self._past(KEUZES[naam]))

    def _ander_thema(self) -> None:
        for menu in MENUS:
            for keuze in menu.keuzes:
                if keuze is not None and keuze.icoon:
                    self.menukeuzes[keuze.naam].setIcon(self.thema.icoon(keuze.icoon))
        self._zet_maten()

    def _zet_maten(self) -> None:
        """In step with the text, at the start and when it grows."""
        self.werkbalk.setIconSize(QSize(pixels(ICOON_BALK), pixels(ICOON_BALK)))
        self.aanleverpuntkeuze.setMinimumWidth(pixels(110))
        self.aanleverpuntkeuze.setMaximumWidth(pixels(280))
        self._pas_werkbalk()
        self._pas_hoogte()

    def _voer_uit(self, keuze: Menukeuze, *_: object) -> None:
        """The function that `menu.py` names, imported when it is first asked for."""
        if keuze.met_aanleverpunt and keuze.naam != "verversen":
            self.toon_leerlingen()
        module, function = keuze.doet.split(":")
        getattr(importlib.import_module(module), function)(self)

    # --- remembered layout

    def _herstel_weergave(self) -> None:
        self.thema.zet(
            str(self.weergave.value("thema", SYSTEEM_NAAM)),
            contrast=self.weergave.value("hoog_contrast", "nee") == "ja",
            procent=_procent(str(self.weergave.value("tekstgrootte", ""))),
        )
        for naam, herstel in (
            ("venster", self.restoreGeometry),
            ("splitter", self.splitter.restoreState),
            ("splitter_acties", self.leerling.acties.splitter.restoreState),
            *((_bij(tabel), tabel.herstel_kolommen) for tabel in self._tabellen()),
        ):
            waarde = self.weergave.value(naam)
            if isinstance(waarde, QByteArray):
                herstel(waarde)
        self.leerling.verschillen.alleen.setChecked(self.weergave.value("alleen_verschillen", "ja") == "ja")

    def bewaar_weergave(self) -> None:
        """For the next time."""
        self.weergave.setValue("thema", self.thema.keuze)
        self.weergave.setValue("hoog_contrast", "ja" if self.thema.contrast else "nee")
        self.weergave.setValue("tekstgrootte", self.thema.procent)
        self.weergave.setValue("venster", self.saveGeometry())
        self.weergave.setValue("splitter", self.splitter.saveState())
        self.weergave.setValue("splitter_acties", self.leerling.acties.splitter.saveState())
        self.weergave.setValue("alleen_verschillen", "ja" if self.leerling.verschillen.alleen.isChecked() else "nee")
        for tabel in self._tabellen():
            self.weergave.setValue(_bij(tabel), tabel.kolomstand())
        self.weergave.sync()

    def _tabellen(self) -> tuple[Tabel[Any], ...]:
        tabs = self.leerling
        return (
            self.leerlingen.tabel,
            tabs.verschillen.tabel,
            tabs.acties.tabel,
            tabs.berichten.tabel,
            tabs.registratie.tabel,
        )

    # --- leaving

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.runner.operation is not None:
            event.ignore()
            vraag = Bevestiging(
                naam="afsluiten_tijdens_werk",
                titel="BRON Sync is nog bezig",
                tekst="Wilt u stoppen en afsluiten?",
                uitleg="Wat klaar is blijft bewaard. Een volgende keer gaat BRON Sync verder waar het was.",
                knoppen=(Knop("ja", "Stoppen en afsluiten"), Knop("nee", "Doorgaan")),
                gevaarlijk=True,
            )
            self.vragen.stel(self, vraag, self._afsluiten_beantwoord)
            return
        self.bewaar_weergave()
        self.runner.shutdown()
        event.accept()

    def _afsluiten_beantwoord(self, antwoord: str) -> None:
        if antwoord != "ja":
            return
        job = self.runner.operation
        if job is None:
            self.close()
        else:
            job.finished.connect(self._sluit_daarna)
            job.cancel()

    def _sluit_daarna(self) -> None:
        QTimer.singleShot(0, self.close)


def _bij(tabel: Tabel[Any]) -> str:
    """Under what the columns of a table are remembered: a list with other columns than last time begins anew."""
    return f"kolommen/{tabel.objectName()}-{len(tabel.tabelmodel.kolommen)}"


def _procent(bewaard: str) -> int:
    """A size of text that exists."""
    return next((procent for procent in TEKST_PROCENT if str(procent) == bewaard), 100)


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gelezen:
    """All that the window shows, read at one moment."""

    leerlingen: Leerlingen
    toestand: StatusOverzicht
    termijnen: tuple[Termijn, ...]
    vandaag: date


def _lees(kern: Kern, progress: Progress) -> Gelezen:
    from bronsync.application.lezen.termijnen import termijnen
    from bronsync.application.tonen.leerlingen import leerlingen
    from bronsync.application.tonen.status import status

    omg = kern.met(progress)
    lijst = leerlingen(omg)
    toestand = status(omg, lijst)
    op_naam = tuple(sorted(lijst.regels, key=_op_naam))
    return Gelezen(replace(lijst, regels=op_naam), toestand, termijnen(omg), omg.clock.today())


def _op_naam(regel: LeerlingRegel) -> str:
    """The searched text begins with the name, already folded; who is only at BRON has nothing before his own."""
    return regel.zoek.lstrip()
