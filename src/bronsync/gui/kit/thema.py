"""How the window looks, the same on every system: four tables of colours, one style sheet, one typeface, icons in the colour of the text.

Light and dark, each also with high contrast; Qt itself can do none of them everywhere, so all are ours. The size of the text is the user's.
Icons are drawn once per theme, at the sizes and scales in use. Knows nothing of what is shown. Source: GUI.md D, `kit/maat.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QByteArray, QDir, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QProxyStyle, QStyle, QStyleOption, QWidget

from bronsync.gui.kit.maat import ICOON, ICOON_BALK, TEKST_PT
from bronsync.gui.kit.stijl import stijlblad
from bronsync.resources import resource

LICHT_NAAM: Final = "licht"
DONKER_NAAM: Final = "donker"
SYSTEEM_NAAM: Final = "systeem"
TEKST_PROCENT: Final = (90, 100, 115, 130, 150)
"""Sizes of the text to choose from."""


@dataclass(frozen=True, slots=True)
class Kleuren:
    """The colours of one theme, by what they are for."""

    venster: str
    vlak: str
    streep: str
    tekst: str
    gedempt: str
    line: str
    rand: str
    """Around what can be filled in: seen by who sees little (3:1)."""
    knop: str
    accent: str
    accent_tekst: str
    goed: str
    let_op: str
    fout: str
    verschil_vlak: str
    stap_vlak: str
    gekozen: str
    """Behind the chosen row; every colour of a text is readable on it."""
    goed_vlak: str
    let_op_vlak: str
    fout_vlak: str
    accent_vlak: str
    gedempt_vlak: str


LICHT: Final = Kleuren(
    venster="#f4f5f7",
    vlak="#ffffff",
    streep="#fafbfc",
    tekst="#1d2430",
    gedempt="#5c6675",
    line="#dde2e9",
    rand="#808a99",
    knop="#ffffff",
    accent="#154273",
    accent_tekst="#ffffff",
    goed="#1a6b37",
    let_op="#8a4f00",
    fout="#b3261e",
    verschil_vlak="#fff3d6",
    stap_vlak="#e9f0f8",
    gekozen="#dbe8f9",
    goed_vlak="#def1e4",
    let_op_vlak="#fdeed6",
    fout_vlak="#fbe2e0",
    accent_vlak="#e1eaf6",
    gedempt_vlak="#eceff3",
)
DONKER: Final = Kleuren(
    venster="#1b1f26",
    vlak="#23282f",
    streep="#272c34",
    tekst="#e8ebf0",
    gedempt="#a9b3c1",
    line="#3a424e",
    rand="#7d8899",
    knop="#2d343e",
    accent="#7db3f5",
    accent_tekst="#0c1420",
    goed="#77d597",
    let_op="#f2bb66",
    fout="#ff9a91",
    verschil_vlak="#42371c",
    stap_vlak="#243244",
    gekozen="#2c415c",
    goed_vlak="#1d3a29",
    let_op_vlak="#423416",
    fout_vlak="#4a2625",
    accent_vlak="#22374f",
    gedempt_vlak="#323944",
)
LICHT_CONTRAST: Final = Kleuren(
    venster="#ffffff",
    vlak="#ffffff",
    streep="#ffffff",
    tekst="#000000",
    gedempt="#303030",
    line="#000000",
    rand="#000000",
    knop="#ffffff",
    accent="#00357a",
    accent_tekst="#ffffff",
    goed="#004d1c",
    let_op="#5c3300",
    fout="#8c0009",
    verschil_vlak="#fff0b8",
    stap_vlak="#ffffff",
    gekozen="#c4dfff",
    goed_vlak="#e2f6e8",
    let_op_vlak="#fff0d1",
    fout_vlak="#ffe6e4",
    accent_vlak="#e3eeff",
    gedempt_vlak="#eeeeee",
)
DONKER_CONTRAST: Final = Kleuren(
    venster="#000000",
    vlak="#000000",
    streep="#000000",
    tekst="#ffffff",
    gedempt="#e0e0e0",
    line="#ffffff",
    rand="#ffffff",
    knop="#000000",
    accent="#ffd83d",
    accent_tekst="#000000",
    goed="#7dffa6",
    let_op="#ffcf70",
    fout="#ffb3ac",
    verschil_vlak="#3d3000",
    stap_vlak="#000000",
    gekozen="#00305f",
    goed_vlak="#00290f",
    let_op_vlak="#332200",
    fout_vlak="#400a08",
    accent_vlak="#2b2400",
    gedempt_vlak="#262626",
)
VLAK_BIJ: Final = {
    "goed": "goed_vlak",
    "let_op": "let_op_vlak",
    "fout": "fout_vlak",
    "accent": "accent_vlak",
    "gedempt": "gedempt_vlak",
    "tekst": "gedempt_vlak",
}
"""Behind a chip in this colour."""


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
        (rol.Highlight, kleuren.gekozen),
        (rol.HighlightedText, kleuren.tekst),
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
    p.setColor(groep.Disabled, rol.Base, QColor(kleuren.venster))  # a field that cannot be filled in looks so
    return p


_ICONEN: Final = {
    QStyle.PixelMetric.PM_SmallIconSize: ICOON,
    QStyle.PixelMetric.PM_ButtonIconSize: ICOON,
    QStyle.PixelMetric.PM_ListViewIconSize: ICOON,
    QStyle.PixelMetric.PM_TabBarIconSize: ICOON,
    QStyle.PixelMetric.PM_LineEditIconSize: ICOON,
    QStyle.PixelMetric.PM_ToolBarIconSize: ICOON_BALK,
}


class _Stijl(QProxyStyle):
    """Fusion with some air in the cells and icons as high as the text; the rest is in the style sheet."""

    groei = 1.0

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_FocusFrameHMargin:
            return 6
        if metric == QStyle.PixelMetric.PM_HeaderMargin:
            return 7
        if metric in _ICONEN:
            return round(_ICONEN[metric] * self.groei)
        return super().pixelMetric(metric, option, widget)


class Thema(QObject):
    """The look in use."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.kleuren = LICHT
        self.keuze = SYSTEEM_NAAM
        self.contrast = False
        self.procent = 100
        """Size of the text."""
        self._gezet: tuple[Kleuren, int] | None = None
        self._iconen: dict[tuple[str, str], QIcon] = {}
        QDir.setSearchPaths("icoon", [str(resource("iconen"))])  # how the style sheet names its pictures
        self._stijl = _Stijl("Fusion")
        app.setStyle(self._stijl)
        _laad_lettertype()
        app.styleHints().colorSchemeChanged.connect(self._systeem_gewijzigd)
        self.zet(SYSTEEM_NAAM)

    def zet(self, keuze: str, *, contrast: bool | None = None, procent: int | None = None) -> None:
        """`licht`, `donker`, or what the system says; high contrast and the size of the text stay as they are when they are not given."""
        self.keuze = keuze
        self.contrast = self.contrast if contrast is None else contrast
        self.procent = self.procent if procent is None else procent
        hints = self._app.styleHints()
        donker = keuze == DONKER_NAAM or (keuze == SYSTEEM_NAAM and hints.colorScheme() == Qt.ColorScheme.Dark)
        veel = self.contrast or hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        kleuren = {
            (False, False): LICHT,
            (True, False): DONKER,
            (False, True): LICHT_CONTRAST,
            (True, True): DONKER_CONTRAST,
        }[donker, veel]
        if (kleuren, self.procent) == self._gezet:
            return  # putting a style sheet again costs as much as opening the window
        self._gezet = (kleuren, self.procent)
        self.kleuren = kleuren
        self._iconen.clear()
        self._stijl.groei = self.procent / 100
        _zet_lettertype(self._app, self.procent)
        self._app.setPalette(palet(kleuren))
        namen = {naam: getattr(kleuren, naam) for naam in Kleuren.__slots__}
        self._app.setStyleSheet(stijlblad(namen, self.procent / 100, donker=donker))
        _zet_lettertype_per_soort(self._app)
        self.changed.emit()

    def _systeem_gewijzigd(self) -> None:
        _zet_lettertype_per_soort(self._app)
        if self.keuze == SYSTEEM_NAAM:
            self.zet(SYSTEEM_NAAM)

    def kleur(self, naam: str) -> QColor:
        """A colour by what it is for."""
        return QColor(getattr(self.kleuren, naam))

    def chip(self, kleur: str) -> QColor:
        """What stands behind a status in this colour."""
        return self.kleur(VLAK_BIJ[kleur])

    def icoon(self, naam: str, kleur: str = "tekst") -> QIcon:
        """An icon of `resources/iconen`, in this colour."""
        if (naam, kleur) not in self._iconen:
            schalen = sorted({1.0, 2.0, self._app.devicePixelRatio()})
            maten = [round(maat * self.procent / 100) for maat in (ICOON, ICOON_BALK, 24)]
            self._iconen[naam, kleur] = maak_icoon(
                naam, getattr(self.kleuren, kleur), self.kleuren.gedempt, maten, schalen
            )
        return self._iconen[naam, kleur]

    def beeld(self, naam: str, kleur: str, label: QLabel, maat: int = ICOON) -> None:
        """Shows an icon in a label, as large as this beside the usual text."""
        breed = round(maat * self.procent / 100)
        label.setPixmap(self.icoon(naam, kleur).pixmap(QSize(breed, breed), label.devicePixelRatioF()))


def maak_icoon(naam: str, kleur: str, uit: str, maten: list[int], schalen: list[float]) -> QIcon:
    """Draws it in its colour and in that of what cannot be used, at these sizes."""
    svg = (resource("iconen") / f"{naam}.svg").read_text(encoding="utf-8")
    icoon = QIcon()
    for standen, tint in (((QIcon.Mode.Normal, QIcon.Mode.Selected), kleur), ((QIcon.Mode.Disabled,), uit)):
        tekenaar = QSvgRenderer(QByteArray(svg.replace("currentColor", tint).encode()))
        for maat in maten:
            for schaal in schalen:
                beeld = _teken(tekenaar, maat, schaal)
                for stand in standen:
                    icoon.addPixmap(beeld, stand)
    return icoon


def _teken(tekenaar: QSvgRenderer, maat: int, schaal: float) -> QPixmap:
    zijde = round(maat * schaal)
    beeld = QImage(QSize(zijde, zijde), QImage.Format.Format_ARGB32_Premultiplied)
    beeld.fill(Qt.GlobalColor.transparent)
    schilder = QPainter(beeld)
    tekenaar.render(schilder, QRectF(0, 0, zijde, zijde))
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


def _laad_lettertype() -> None:
    """Inter everywhere, so that the pictures of the manual are what the user sees."""
    for bestand in sorted(resource("lettertype").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(bestand))


def _zet_lettertype(app: QApplication, procent: int) -> None:
    """At this size, with tabular figures: numbers and dates stand straight under each other."""
    letter = QFont("Inter")
    letter.setPointSizeF(TEKST_PT * procent / 100)
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
