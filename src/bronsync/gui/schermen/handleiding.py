"""Help - Handleiding: the manual in a window of its own, with contents, search, back and forward, and printing.

The text is `resources/handleiding/handleiding.md`, with the pictures that the program makes of itself. Links of the form `#kop` go to the
heading with that text. Knows nothing of the text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.vorm import fill, label_for, named, passing, split

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock

    from bronsync.gui.kit.venster import Venster

_PLAATS: Final = int(Qt.ItemDataRole.UserRole)
_RAND: Final = 48
_BOVEN: Final = 8
_BREEDST: Final = 900


def toon(venster: Venster) -> None:
    """Help - Handleiding."""
    HandleidingVenster(venster).begin()


def ankernaam(kop: str) -> str:
    """How a link names a heading: small letters, words joined by a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", kop.lower()).strip("-")


class _Tekst(QTextBrowser):
    """The text, with pictures never wider than the window. They come one by one after the text, each in the room that was kept for it."""

    def __init__(self, map_: Path) -> None:
        super().__init__()
        self._map = map_
        self._te_laden: list[QUrl] = []
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._laad)

    def loadResource(self, soort: int, naam: QUrl | str) -> object:
        """Only the room for a picture of the manual; another kind of resource is never loaded."""
        url = QUrl(naam)
        maat = QImageReader(str(self._pad(url))).size()
        if not maat.isValid() or not self._pad(url).is_relative_to(self._map):
            return QImage()
        self._te_laden.append(url)
        self._clock.start(0)
        beeld = QImage(maat, QImage.Format.Format_ARGB32_Premultiplied)
        beeld.fill(Qt.GlobalColor.transparent)
        return self._passend(beeld, Qt.TransformationMode.FastTransformation)

    def _pad(self, url: QUrl) -> Path:
        return (self._map / url.toString()).resolve()

    def _passend(self, beeld: QImage, hoe: Qt.TransformationMode) -> QImage:
        breedte = min(_BREEDST, max(320, self.viewport().width() - _RAND))
        if beeld.width() > breedte:
            schaal = self.devicePixelRatioF()
            beeld = beeld.scaledToWidth(int(breedte * schaal), hoe)
            beeld.setDevicePixelRatio(schaal)
        return beeld

    def _laad(self) -> None:
        if not self._te_laden:
            self._clock.stop()
            return
        url = self._te_laden.pop(0)
        beeld = self._passend(QImage(str(self._pad(url))), Qt.TransformationMode.SmoothTransformation)
        self.document().addResource(QTextDocument.ResourceType.ImageResource, url, beeld)
        self.viewport().update()


def _geef_ruimte(blok: QTextBlock, boven: int) -> None:
    """Air above a heading and around a picture."""
    cursor = QTextCursor(blok)
    vorm = blok.blockFormat()
    vorm.setTopMargin(boven)
    vorm.setBottomMargin(_BOVEN)
    cursor.setBlockFormat(vorm)


class HandleidingVenster(Dialoog):
    """The manual."""

    blijft = True

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "handleiding", "Handleiding BRON Sync", (1080, 760))
        bestand = venster.kern.handleiding()
        self.inhoud = named(QTreeWidget(), "inhoud", "Inhoudsopgave")
        self.inhoud.setHeaderHidden(True)
        self.tekst = _Tekst(bestand.parent)
        self.tekst.setObjectName("tekst")
        self.tekst.setAccessibleName("Tekst van de handleiding")
        self.tekst.setOpenLinks(False)
        self.tekst.setTabChangesFocus(True)
        self.tekst.document().setDocumentMargin(16)
        self.zoek = named(QLineEdit(), "zoek_in_handleiding", "Zoeken in de handleiding")
        self.zoek.setPlaceholderText("Zoeken in de handleiding, Enter voor de volgende")
        self.zoek.setClearButtonEnabled(True)
        self.gevonden = QLabel()
        self.gevonden.setProperty("soort", "gedempt")
        self._bouw()
        self.terug = self.knop("&Terug", icoon="terug")
        self.vooruit = self.knop("V&ooruit", icoon="pijl")
        self.druk_af = self.knop("&Afdrukken...", icoon="afdrukken")
        self.terug.setShortcut(QKeySequence(QKeySequence.StandardKey.Back))
        self.vooruit.setShortcut(QKeySequence(QKeySequence.StandardKey.Forward))
        self._bestand = bestand
        self._koppen: dict[str, int] = {}
        self._achter: list[int] = []
        self._voor: list[int] = []
        self.inhoud.itemActivated.connect(self._naar_kop)
        self.inhoud.itemClicked.connect(self._naar_kop)
        self.tekst.anchorClicked.connect(self._naar_link)
        self.zoek.returnPressed.connect(self._zoek)
        self.zoek.textEdited.connect(self._zoek_opnieuw)
        self.terug.clicked.connect(self._terug)
        self.vooruit.clicked.connect(self._vooruit)
        self.druk_af.clicked.connect(self._druk_af)
        self._zet_knoppen()

    def begin(self) -> None:
        """Shows itself, then the text: how wide the pictures may be is known by then."""
        self.toon()
        QTimer.singleShot(0, self._vul)

    def _vul(self) -> None:
        self.tekst.setMarkdown(self._bestand.read_text(encoding="utf-8"))
        geheel = QTextCursor(self.tekst.document())
        geheel.beginEditBlock()  # one change: Qt lays out block by block otherwise, and loses some
        self._koppen = self._lees_koppen()
        geheel.endEditBlock()
        self.inhoud.setFocus()

    def _bouw(self) -> None:
        links = QWidget()
        kolom = QVBoxLayout(links)
        kolom.setContentsMargins(0, 0, 0, 0)
        label = label_for("&Inhoud", self.inhoud)
        fill(kolom, label, (self.inhoud, 1))
        rechts = QWidget()
        kolom = QVBoxLayout(rechts)
        kolom.setContentsMargins(0, 0, 0, 0)
        balk = fill(QHBoxLayout(), (self.zoek, 1), self.gevonden)
        fill(kolom, balk, (self.tekst, 1))
        midden = split(QSplitter(), links, rechts)
        midden.setSizes([270, 790])
        self.indeling.addWidget(midden, 1)

    # --- contents

    def _lees_koppen(self) -> dict[str, int]:
        """Each heading and where it stands; fills the contents."""
        koppen: dict[str, int] = {}
        ouders: dict[int, QTreeWidgetItem] = {}
        blok: QTextBlock = self.tekst.document().begin()
        while blok.isValid():
            diepte = blok.blockFormat().headingLevel()
            if diepte:
                koppen.setdefault(ankernaam(blok.text()), blok.position())
                _geef_ruimte(blok, _BOVEN * (6 - min(diepte, 4)))
            elif "\ufffc" in blok.text():  # a picture
                _geef_ruimte(blok, _BOVEN)
            if diepte in (2, 3):
                regel = QTreeWidgetItem([blok.text()])
                regel.setData(0, _PLAATS, blok.position())
                ouder = ouders.get(2) if diepte == 3 else None
                if ouder is None:
                    self.inhoud.addTopLevelItem(regel)
                else:
                    ouder.addChild(regel)
                ouders[diepte] = regel
            blok = blok.next()
        return koppen

    def _naar_kop(self, regel: QTreeWidgetItem) -> None:
        self._ga(int(regel.data(0, _PLAATS)))

    def _naar_link(self, link: QUrl) -> None:
        if link.hasFragment() and link.fragment() in self._koppen:
            self._ga(self._koppen[link.fragment()])
        elif link.scheme() == "https":
            QDesktopServices.openUrl(link)

    def naar(self, anker: str) -> None:
        """To the heading with this name."""
        self._ga(self._koppen[anker])

    # --- going through the text

    def _hier(self) -> int:
        """The place at the top of what is shown."""
        return self.tekst.cursorForPosition(QPoint(0, 2 * _BOVEN)).position()

    def _ga(self, plaats: int) -> None:
        self._achter.append(self._hier())
        self._voor.clear()
        self._toon(plaats)

    def _toon(self, plaats: int) -> None:
        cursor = QTextCursor(self.tekst.document())
        cursor.setPosition(plaats)
        self.tekst.setTextCursor(cursor)
        balk = self.tekst.verticalScrollBar()
        balk.setValue(balk.value() + self.tekst.cursorRect(cursor).top() - _BOVEN)
        self._zet_knoppen()

    def _terug(self) -> None:
        if self._achter:
            self._voor.append(self._hier())
            self._toon(self._achter.pop())

    def _vooruit(self) -> None:
        if self._voor:
            self._achter.append(self._hier())
            self._toon(self._voor.pop())

    def _zet_knoppen(self) -> None:
        self.terug.setEnabled(bool(self._achter))
        self.vooruit.setEnabled(bool(self._voor))

    # --- searching

    def _zoek_opnieuw(self) -> None:
        cursor = self.tekst.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.tekst.setTextCursor(cursor)
        self._zoek()

    def _zoek(self) -> None:
        """The next place; after the last the first again."""
        tekst = self.zoek.text().strip()
        self.gevonden.setText("")
        if not tekst or self.tekst.find(tekst):
            return
        gewoon = self.tekst.textCursor()
        self.tekst.moveCursor(QTextCursor.MoveOperation.Start)
        if not self.tekst.find(tekst):
            self.tekst.setTextCursor(gewoon)
            self.gevonden.setText("Niet gevonden")

    # --- paper

    def _druk_af(self) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName("Handleiding BRON Sync")
        if not QPrinterInfo.availablePrinterNames():
            self._printer.setOutputFileName(str(Path.home() / "Handleiding BRON Sync.pdf"))
        dialoog = passing(QPrintDialog(self._printer, self), "handleiding_afdrukken", "Handleiding afdrukken")
        dialoog.accepted.connect(self._druk)
        QDialog.open(dialoog)

    def _druk(self) -> None:
        document: QTextDocument = self.tekst.document()
        document.print_(self._printer)
