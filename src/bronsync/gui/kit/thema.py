"""How the window looks: Fusion with two palettes of our own, one typeface, icons drawn in the colour of the text (GUI.md D).

Qt itself cannot switch to dark everywhere, so both palettes are ours. Icons are rendered once per theme, at one and two times their size,
and in white for a selected row, where a coloured one would vanish. Knows nothing of what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleOption, QWidget

from bronsync.resources import resource

LICHT_NAAM: Final = "licht"
DONKER_NAAM: Final = "donker"
SYSTEEM_NAAM: Final = "systeem"


@dataclass(frozen=True, slots=True)
class Kleuren:
    """The colours of one theme, by what they are for."""

    venster: str
    vlak: str
    streep: str
    tekst: str
    gedempt: str
    line: str
    knop: str
    accent: str
    accent_tekst: str
    goed: str
    let_op: str
    fout: str
    verschil_vlak: str
    stap_vlak: str


LICHT: Final = Kleuren(
    venster="#f4f5f7",
    vlak="#ffffff",
    streep="#f8f9fb",
    tekst="#1d2430",
    gedempt="#5c6675",
    line="#cfd5dd",
    knop="#ffffff",
    accent="#154273",
    accent_tekst="#ffffff",
    goed="#1f7a3f",
    let_op="#a15c00",
    fout="#b3261e",
    verschil_vlak="#fff3d6",
    stap_vlak="#e5edf7",
)
DONKER: Final = Kleuren(
    venster="#1e2229",
    vlak="#262b34",
    streep="#2b313b",
    tekst="#e8ebf0",
    gedempt="#a3adbb",
    line="#444c59",
    knop="#323945",
    accent="#5b9bea",
    accent_tekst="#0c1420",
    goed="#6fcf8f",
    let_op="#f0b45a",
    fout="#ff8a80",
    verschil_vlak="#4a3d1e",
    stap_vlak="#2a3a50",
)


def palet(kleuren: Kleuren) -> QPalette:
    """The palette of Qt with these colours."""
    rol, groep = QPalette.ColorRole, QPalette.ColorGroup
    p = QPalette()
    for naam, waarde in (
        (rol.Window, kleuren.venster),
        (rol.WindowText, kleuren.tekst),
        (rol.Base, kleuren.vlak),
        (rol.AlternateBase, kleuren.streep),
        (rol.Text, kleuren.tekst),
        (rol.Button, kleuren.knop),
        (rol.ButtonText, kleuren.tekst),
        (rol.BrightText, kleuren.fout),
        (rol.ToolTipBase, kleuren.vlak),
        (rol.ToolTipText, kleuren.tekst),
        (rol.PlaceholderText, kleuren.gedempt),
        (rol.Highlight, kleuren.accent),
        (rol.HighlightedText, kleuren.accent_tekst),
        (rol.Accent, kleuren.accent),
        (rol.Link, kleuren.accent),
        (rol.LinkVisited, kleuren.accent),
        (rol.Light, kleuren.vlak),
        (rol.Midlight, kleuren.streep),
        (rol.Mid, kleuren.line),
        (rol.Dark, kleuren.line),
        (rol.Shadow, kleuren.line),
    ):
        p.setColor(naam, QColor(waarde))
    for naam in (rol.WindowText, rol.Text, rol.ButtonText, rol.HighlightedText):
        p.setColor(groep.Disabled, naam, QColor(kleuren.gedempt))
    p.setColor(groep.Disabled, rol.Highlight, QColor(kleuren.line))
    p.setColor(groep.Disabled, rol.Base, QColor(kleuren.venster))  # a field that cannot be filled in looks so
    return p


def _palet_hokjes(kleuren: Kleuren) -> QPalette:
    """Fusion draws the edge of a box somewhat darker than its window, which in the dark nobody sees."""
    p = palet(kleuren)
    p.setColor(QPalette.ColorRole.Window, QColor(kleuren.gedempt))
    return p


_STIJLBLAD: Final = """
QPushButton[stap="true"], QToolButton[stap="true"] {{
    background: {accent}; color: {accent_tekst}; border: 1px solid {accent}; border-radius: 4px; padding: 5px 14px; font-weight: 600;
}}
QPushButton[stap="true"]:disabled, QToolButton[stap="true"]:disabled {{ background: {line}; color: {gedempt}; border-color: {line}; }}
QPushButton[stap="true"]:focus, QToolButton[stap="true"]:focus {{ border: 2px solid {tekst}; }}
QFrame#stapbalk {{ background: {stap_vlak}; border: none; border-bottom: 1px solid {line}; }}
QLabel#stap_zin {{ font-size: 10.5pt; font-weight: 600; }}
QLabel[soort="titel"] {{ font-size: 14pt; font-weight: 600; }}
QLabel[soort="leerling"] {{ font-size: 11.5pt; font-weight: 600; }}
QLabel[soort="gedempt"] {{ color: {gedempt}; }}
QLabel[soort="fout"] {{ color: {fout}; }}
QLabel[soort="let_op"] {{ color: {let_op}; }}
QLabel[soort="goed"] {{ color: {goed}; }}
QToolTip {{ background: {vlak}; color: {tekst}; border: 1px solid {line}; padding: 4px; }}
"""
"""No rule for item views: a style sheet makes them paint five times slower (GUI.md D6)."""


class _Stijl(QProxyStyle):
    """Fusion with some air in the cells."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_FocusFrameHMargin:
            return 6
        if metric == QStyle.PixelMetric.PM_HeaderMargin:
            return 7
        return super().pixelMetric(metric, option, widget)


class Thema(QObject):
    """The look in use."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.kleuren = LICHT
        self.keuze = SYSTEEM_NAAM
        self._iconen: dict[tuple[str, str], QIcon] = {}
        app.setStyle(_Stijl("Fusion"))
        _zet_lettertype(app)
        app.styleHints().colorSchemeChanged.connect(self._systeem_gewijzigd)
        self.zet(SYSTEEM_NAAM)

    def zet(self, keuze: str) -> None:
        """`licht`, `donker`, or what the system says."""
        self.keuze = keuze
        donker = keuze == DONKER_NAAM or (
            keuze == SYSTEEM_NAAM and self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        kleuren = DONKER if donker else LICHT
        if kleuren is self.kleuren and self._app.styleSheet():
            return  # putting a style sheet again costs as much as opening the window
        self.kleuren = kleuren
        self._iconen.clear()
        self._app.setPalette(palet(self.kleuren))
        hokje: Any  # PySide's own types say bytes, and it takes a str only
        for hokje in ("QCheckBox", "QRadioButton"):
            self._app.setPalette(_palet_hokjes(self.kleuren), hokje)
        namen = {naam: getattr(self.kleuren, naam) for naam in Kleuren.__slots__}
        self._app.setStyleSheet(_STIJLBLAD.format(**namen))
        _zet_lettertype_per_soort(self._app)
        self.changed.emit()

    def _systeem_gewijzigd(self) -> None:
        _zet_lettertype_per_soort(self._app)
        if self.keuze == SYSTEEM_NAAM:
            self.zet(SYSTEEM_NAAM)

    def kleur(self, naam: str) -> QColor:
        """A colour by what it is for."""
        return QColor(getattr(self.kleuren, naam))

    def icoon(self, naam: str, kleur: str = "tekst") -> QIcon:
        """An icon of `resources/iconen`, in this colour."""
        if (naam, kleur) not in self._iconen:
            self._iconen[naam, kleur] = maak_icoon(
                naam, getattr(self.kleuren, kleur), self.kleuren.accent_tekst, self.kleuren.gedempt
            )
        return self._iconen[naam, kleur]


def maak_icoon(naam: str, kleur: str, gekozen: str, uit: str) -> QIcon:
    """Draws it in its three colours at one and two times 16 and 24 pixels."""
    svg = (resource("iconen") / f"{naam}.svg").read_text(encoding="utf-8")
    icoon = QIcon()
    for stand, tint in (
        (QIcon.Mode.Normal, kleur),
        (QIcon.Mode.Selected, gekozen),
        (QIcon.Mode.Disabled, uit),
    ):
        tekenaar = QSvgRenderer(QByteArray(svg.replace("currentColor", tint).encode()))
        for maat in (16, 24):
            for schaal in (1, 2):
                icoon.addPixmap(_teken(tekenaar, maat, schaal), stand)
    return icoon


def _teken(tekenaar: QSvgRenderer, maat: int, schaal: int) -> QPixmap:
    beeld = QImage(QSize(maat * schaal, maat * schaal), QImage.Format.Format_ARGB32_Premultiplied)
    beeld.fill(Qt.GlobalColor.transparent)
    schilder = QPainter(beeld)
    tekenaar.render(schilder, QRectF(0, 0, maat * schaal, maat * schaal))
    schilder.end()
    beeld.setDevicePixelRatio(schaal)
    return QPixmap.fromImage(beeld)


def programma_icoon() -> QIcon:
    """The icon of the program."""
    tekenaar = QSvgRenderer(str(resource("iconen") / "bron-sync.svg"))
    icoon = QIcon()
    for maat in (16, 32, 64, 128):
        icoon.addPixmap(_teken(tekenaar, maat, 1))
    return icoon


def _zet_lettertype(app: QApplication) -> None:
    """Inter everywhere, so that the pictures of the manual are what the user sees; tabular figures where numbers stand under each other."""
    for bestand in sorted(resource("lettertype").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(bestand))
    letter = QFont("Inter")
    letter.setPointSizeF(9.5)
    letter.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(letter)


_EIGEN_LETTER_VAN_WINDOWS: Final = (
    *("QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel", "QToolTip", "QAbstractItemView", "QHeaderView"),
    *("QDockWidgetTitle", "QMdiSubWindowTitleBar", "QWorkspaceTitleBar"),
)
"""Kinds of widgets to which Qt on Windows gives the typeface of Windows' own settings, whatever that of the program is."""


def _zet_lettertype_per_soort(app: QApplication) -> None:
    """After each style sheet and each change of Windows' colours: Qt then takes those of Windows anew."""
    soort: Any  # PySide's own types say bytes, and it takes a str only
    for soort in _EIGEN_LETTER_VAN_WINDOWS:
        app.setFont(app.font(), soort)
