"""The status line: age of the overview, certificate, open vragen, waiting feedback, deadlines; and the progress of what is under way.

Each part that leads somewhere is a button. The texts are figures of `application/tonen/status.py`; nothing is reckoned here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar, QToolButton

from bronsync.gui.kit.maat import ICOON, pixels
from bronsync.gui.kit.vorm import named

if TYPE_CHECKING:
    from pathlib import Path

    from bronsync.application.lezen.termijnen import Termijn
    from bronsync.application.tonen.status import StatusOverzicht
    from bronsync.gui.kit.venster import Venster

_MELDING_MS = 20_000
_RAND, _TUSSEN = 40, 8
"""Room at the sides, and between two parts."""


class _Deel(QToolButton):
    """One part: icon, text, and where it leads."""

    def __init__(self, venster: Venster, naam: str, doe: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(f"status_{naam}")
        self.setAccessibleName(naam.capitalize())
        self._venster, self._teken = venster, ("info", "gedempt")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(doe)
        self.hide()
        venster.thema.changed.connect(self._kleur)

    def toon(self, tekst: str, teken: tuple[str, str], tip: str) -> None:
        """This, or nothing when the text is empty."""
        self._teken = teken
        self.setText(tekst)
        self.setAccessibleName(tekst)
        self.setToolTip(f"{tekst}\n{tip}" if tekst else tip)
        self.setVisible(bool(tekst))
        self._kleur()

    def _kleur(self) -> None:
        self.setIconSize(QSize(pixels(ICOON, self), pixels(ICOON, self)))
        self.setIcon(self._venster.thema.icoon(*self._teken))


class Statusregel(QStatusBar):
    """At the bottom of the main window."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._certificaat_fout = ""
        self._termijnen: tuple[Termijn, ...] = ()
        self._termijn = 0
        self._over: tuple[int, str, str] | None = None
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 0, 6, 0)
        self.bezig = named(QLabel(), "bezig")
        self.balk = QProgressBar()
        self.balk.setMaximumWidth(pixels(220))
        self.balk.setTextVisible(False)
        self.balk.setAccessibleName("Voortgang")
        self.stop = named(QPushButton("Ann&uleren"), "annuleren")
        self.melding = named(QLabel(), "melding")
        self.melding.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_MELDING_MS)
        self._clock.timeout.connect(self._vergeet)
        self.openen = named(QToolButton(), "openen")
        self.openen.setText("Openen")
        self.openen.setToolTip("Opent het bestand dat net is bewaard")
        self.openen.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.openen.clicked.connect(self._open)
        self.openen.hide()
        self._pad: Path | None = None
        self.termijn = _Deel(venster, "termijn", self._naar_termijn)
        self.vragen = _Deel(venster, "vragen", partial(venster.doe, "vragen"))
        self.wachtend = _Deel(venster, "wachtend", self._toon_wachtend)
        self.overzicht = _Deel(venster, "overzicht", partial(venster.doe, "registratieoverzicht_tonen"))
        self.certificaat = _Deel(venster, "certificaat", partial(venster.doe, "certificaten"))
        self.delen = (self.termijn, self.vragen, self.wachtend, self.overzicht, self.certificaat)
        self._links = (self.bezig, self.balk, self.stop)
        for deel in self._links:
            self.addWidget(deel)
            deel.hide()
        self.addWidget(self.openen)
        self.addWidget(self.melding, 1)
        self.openen.hide()
        for knop in self.delen:
            self.addPermanentWidget(knop)
        runner = venster.runner
        self.stop.clicked.connect(self._annuleer)
        runner.busy.connect(self._zet_bezig)
        runner.progress.connect(self._progress)

    def zet_certificaat_fout(self, waarom: str) -> None:
        """Why there is no usable certificate, in sentences."""
        self._certificaat_fout = waarom

    def _toon_wachtend(self) -> None:
        """Which they are; fetching is something else."""
        if self._venster.aanleverpunt:
            from bronsync.gui.schermen.verzonden import WACHTEN, toon_acties

            toon_acties(self._venster, WACHTEN)

    def meld(self, zin: str, over: tuple[int, str, str] | None = None, pad: Path | None = None) -> None:
        """A sentence of something that happened, for a while. `over`: of this pupil, so it goes when another is chosen. `pad`: to be opened."""
        self._over, self._pad = over, pad
        self.openen.setVisible(pad is not None)
        self.melding.setText(zin)
        self.melding.setToolTip(zin)
        self._clock.start()

    def _vergeet(self) -> None:
        self.meld("")

    def _open(self) -> None:
        if self._pad is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._pad)))

    def leerling_gekozen(self, sleutel: tuple[int, str, str] | None) -> None:
        """What was said of another pupil goes."""
        if self._over is not None and sleutel != self._over:
            self.meld("")

    def leeg(self) -> None:
        """No aanleverpunt is open: nothing of the last one is said."""
        self._termijnen, self._termijn, self._certificaat_fout = (), 0, ""
        self.meld("")
        for deel in self.delen:
            deel.hide()

    def toon(self, toestand: StatusOverzicht, termijnen: tuple[Termijn, ...], vandaag: date) -> None:
        """The figures."""
        self._toon_termijnen(termijnen, toestand.termijn_samenvatting)
        vragen = toestand.vragen
        self.vragen.toon(
            "" if not vragen else "1 vraag" if vragen == 1 else f"{vragen} vragen",
            ("vraag", "let_op"),
            "Verschillen die om een keuze vragen. Klik om ze te beantwoorden.",
        )
        wacht = sum(toestand.acties.get(status, 0) for status in ("Verzenden", "Onbeslist", "In behandeling"))
        self.wachtend.toon(
            f"{wacht} in behandeling" if wacht else "",
            ("zandloper", "accent"),
            " ".join(filter(None, (toestand.oudste_wachtende, "Klik om te zien welke acties op BRON wachten."))),
        )
        self._toon_overzicht(toestand)
        self._toon_certificaat(toestand.certificaat_tot, vandaag)
        self._pas()

    def _toon_overzicht(self, toestand: StatusOverzicht) -> None:
        from bronsync.application.tonen.ouderdom import Ernst, overzicht_ouderdom

        dagen = toestand.leeftijd_dagen
        if toestand.historisch_peildatum:
            dag = date.fromisoformat(toestand.historisch_peildatum)
            tekst, teken = f"Historisch overzicht van {dag:%d-%m-%Y}", ("historisch", "let_op")
        elif dagen is None:
            tekst, teken = "Geen registratieoverzicht", ("overzicht", "let_op")
        else:
            leeftijd = overzicht_ouderdom(dagen)
            nodig = leeftijd.ernst is Ernst.GOED and toestand.stap.stap.name == "OVERZICHT_OPHALEN"
            tekst, teken = f"Overzicht {leeftijd.woorden}", ("overzicht", "let_op" if nodig else leeftijd.ernst.value)
        self.overzicht.toon(
            tekst,
            teken,
            "Hoe oud het registratieoverzicht van BRON is; het mag niet ouder zijn dan 4 weken. Klik om het te bekijken.",
        )

    def _toon_certificaat(self, tot: str | None, vandaag: date) -> None:
        from bronsync.application.tonen.ouderdom import Ernst, certificaat_ouderdom

        tip = "Het certificaat waarmee u zich bij BRON aanmeldt. Klik om de certificaten te zien."
        tip = f"{tip}\n{self._certificaat_fout}".strip()
        if tot is None:
            self.certificaat.toon("Geen certificaat", ("certificaat", "fout"), tip)
            return
        einde = date.fromisoformat(tot)
        nog = certificaat_ouderdom((einde - vandaag).days)
        if nog.ernst is Ernst.FOUT:
            self.certificaat.toon(f"Certificaat {nog.woorden}", ("certificaat", "fout"), tip)
        elif self._certificaat_fout:
            self.certificaat.toon("Certificaat niet bruikbaar", ("certificaat", "fout"), tip)
        elif nog.ernst is Ernst.LET_OP:
            self.certificaat.toon(f"Certificaat {nog.woorden}", ("let_op", "let_op"), tip)
        else:
            self.certificaat.toon(f"Certificaat tot {einde:%d-%m-%Y}", ("certificaat", "goed"), tip)

    def _toon_termijnen(self, termijnen: tuple[Termijn, ...], samenvatting: str) -> None:
        self._termijnen = termijnen
        aantal = len(termijnen)
        tekst = "" if not aantal else "1 termijn" if aantal == 1 else f"{aantal} termijnen"
        te_laat = any(termijn.dagen_over < 0 for termijn in termijnen)
        self.termijn.toon(
            tekst, ("klok", "fout" if te_laat else "let_op"), f"{samenvatting} Klik om naar de leerling te gaan."
        )

    def _naar_termijn(self) -> None:
        """To the pupil of the most urgent one, and with each click to the next."""
        if self._termijnen:
            termijn = self._termijnen[self._termijn % len(self._termijnen)]
            self._termijn += 1
            self._venster.ga_naar(termijn.sleutel)
            self.meld(termijn.zin, termijn.sleutel)

    # --- a narrow window

    def minimumSizeHint(self) -> QSize:
        """The window need not be as wide as all texts: what is well then shows its icon only."""
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pas()

    def _pas(self) -> None:
        """Texts as long as there is room; from the right on, an icon and a tooltip say it."""
        ruimte = self.width() - _RAND - sum(deel.sizeHint().width() for deel in self._links if deel.isVisible())
        for deel in self.delen:
            deel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for deel in reversed(self.delen):
            if sum(een.sizeHint().width() + _TUSSEN for een in self.delen if not een.isHidden()) <= ruimte:
                return
            deel.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    # --- progress

    def _annuleer(self) -> None:
        self.stop.setEnabled(False)
        self.bezig.setText("Stopt na deze stap...")
        self._venster.runner.cancel()

    def _zet_bezig(self, bezig: bool) -> None:
        for deel in self._links:
            deel.setVisible(bezig)
        self._pas()
        self.stop.setEnabled(True)
        self.balk.setRange(0, 0)
        self.bezig.setText("Bezig..." if bezig else "")

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.balk.setRange(0, totaal)
        self.balk.setValue(gedaan)
        if self.stop.isEnabled():
            self.bezig.setText(tekst)
