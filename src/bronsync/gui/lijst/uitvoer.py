"""Every list as an XLSX file or on paper: the rows, columns and order that are shown now.

The file is written in the worker; printing happens page by page in between, so that the window goes on. Knows nothing of what is in a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, QDir, QLocale, QMarginsF, QObject, QRectF, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from bronsync.application.uitvoer.lijst import boek_afdruk, exporteer_lijst, maak_blad
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.vorm import passing
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop

if TYPE_CHECKING:
    from bronsync.application.ports import Progress
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster
    from bronsync.gui.lijst.tabel import Tabel

_NIETS: Final = "Er staat niets in deze lijst."


def _getoond(tabel: Tabel[Any]) -> list[int]:
    """The columns on the screen, in their order there; what is drawn of the numbers in others adds nothing."""
    kop = tabel.horizontalHeader()
    nummers = [kop.logicalIndex(plek) for plek in range(kop.count())]
    getekend = [kolom.staven is not None for kolom in tabel.tabelmodel.kolommen]
    return [nummer for nummer in nummers if not tabel.isColumnHidden(nummer) and not getekend[nummer]]


def inhoud(tabel: Tabel[Any]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows as they are shown now."""
    kolommen = [tabel.tabelmodel.kolommen[nummer] for nummer in _getoond(tabel)]
    teksten = [kolom.tekst for kolom in kolommen]
    rijen = [tuple(tekst(rij) for tekst in teksten) for rij in tabel.tabelmodel.zichtbaar]
    return tuple(kolom.titel for kolom in kolommen), rijen


# --- XLSX ---------------------------------------------------------------------------------------------------------------------------------


def exporteer(venster: Venster, tabel: Tabel[Any], titel: str) -> None:
    """Asks where, and writes what is shown there."""
    kop, rijen = inhoud(tabel)
    if not rijen:
        venster.meld(_NIETS)
        return
    ouder = venster.window_in_gebruik()
    kiezer = passing(QFileDialog(ouder, f"{titel} exporteren naar XLSX"), "exporteer_naar")
    kiezer.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    kiezer.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked below: Qt's own question blocks
    kiezer.setDefaultSuffix("xlsx")
    kiezer.setNameFilter("Excel-werkmap (*.xlsx)")
    kiezer.setDirectory(str(_map()))
    kiezer.selectFile(f"{titel} {QDate.currentDate().toString('yyyy-MM-dd')}.xlsx")
    kiezer.fileSelected.connect(partial(_naar_bestand, venster, ouder, titel, kop, rijen))
    kiezer.open()


def _map() -> Path:
    """Where a user looks first."""
    documenten = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documenten if documenten.is_dir() else Path(QDir.homePath())


def _naar_bestand(
    venster: Venster, ouder: QWidget, titel: str, kop: tuple[str, ...], rijen: list[tuple[str, ...]], gekozen: str
) -> None:
    """`ouder`: not the file dialog, which takes the question with it when it goes."""
    pad = Path(gekozen)
    if not pad.exists():
        _schrijf_na_antwoord(venster, titel, kop, rijen, pad, "ja")
        return
    vraag = Bevestiging(
        naam="bestand_vervangen",
        titel="Bestand vervangen",
        tekst="Dit bestand bestaat al. Wilt u het vervangen?",
        knoppen=(Knop("ja", "&Vervangen"), NEE),
        gevaarlijk=True,
    )
    venster.vragen.stel(ouder, vraag, partial(_schrijf_na_antwoord, venster, titel, kop, rijen, pad))


def _schrijf_na_antwoord(
    venster: Venster, titel: str, kop: tuple[str, ...], rijen: list[tuple[str, ...]], pad: Path, antwoord: str
) -> None:
    if antwoord == "ja":
        venster.runner.query(
            "exporteren", partial(_schrijf, titel, kop, rijen, pad), partial(_geschreven, venster, len(rijen), pad)
        )


def _geschreven(venster: Venster, aantal: int, pad: Path, opmerkingen: tuple[str, ...]) -> None:
    regels = "1 regel" if aantal == 1 else f"{aantal} regels"
    venster.meld(" ".join((f"{regels} bewaard in {pad.name}, in de map {pad.parent.name}.", *opmerkingen)), pad)


def _schrijf(
    titel: str, kop: tuple[str, ...], rijen: list[tuple[str, ...]], pad: Path, kern: Kern, progress: Progress
) -> tuple[str, ...]:
    return exporteer_lijst(kern.met(progress), maak_blad(titel, kop, rijen), kern.xlsx(pad))


# --- paper --------------------------------------------------------------------------------------------------------------------------------


def druk_af(venster: Venster, tabel: Tabel[Any], titel: str) -> None:
    """Asks which printer, and prints what is shown there."""
    kop, rijen = inhoud(tabel)
    if not rijen:
        venster.meld(_NIETS)
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("BRON Sync")
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    if not QPrinterInfo.availablePrinterNames():
        printer.setOutputFileName(str(_map() / f"{titel}.pdf"))
    dialoog = passing(QPrintDialog(printer, venster.window_in_gebruik()), "afdrukken", f"{titel} afdrukken")
    breedten = [tabel.columnWidth(nummer) for nummer in _getoond(tabel)]
    afdruk = Afdruk(venster, printer, titel, kop, rijen, breedten)
    dialoog.accepted.connect(afdruk.begin)
    dialoog.rejected.connect(afdruk.deleteLater)
    QDialog.open(dialoog)


def _maak_eigen(pad: Path) -> None:
    """Only its owner may read it, as an export: also where it was there before, and under whatever mask this process runs."""
    with suppress(OSError):  # that it cannot be written is said when the printing begins
        pad.touch(mode=0o600)
        pad.chmod(0o600)


class Afdruk(QObject):
    """A list on its way to the printer, a page at a time. Column widths are those of the screen, in proportion."""

    done = Signal(int)
    """So many pages."""

    def __init__(
        self,
        venster: Venster,
        printer: QPrinter,
        titel: str,
        kop: tuple[str, ...],
        rijen: list[tuple[str, ...]],
        breedten: Sequence[int],
    ) -> None:
        super().__init__(venster)
        self._venster, self._printer, self._titel = venster, printer, titel
        self._kop, self._rijen, self._breedten = kop, rijen, breedten
        self._schilder = QPainter()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._pagina)
        self._van = self._nummer = 0
        self.done.connect(self._klaar)

    def begin(self) -> None:
        """Books it, then prints."""
        self._venster.runner.query(
            "afdrukken", use_case(boek_afdruk, maak_blad("", self._kop, self._rijen)), self._druk
        )

    def _druk(self, _: object) -> None:
        if self._printer.outputFileName():
            _maak_eigen(Path(self._printer.outputFileName()))
        if not self._schilder.begin(self._printer):
            self._venster.meld("Afdrukken lukt niet: de printer of het bestand is niet beschikbaar.")
            self.deleteLater()
            return
        self._letter = QFont("Inter")
        self._letter.setPointSizeF(8)
        self._vet = QFont(self._letter)
        self._vet.setBold(True)
        self._vlak = QRectF(self._schilder.viewport())
        self._regel = QFontMetricsF(self._letter, self._printer).height() * 1.5
        self._per_pagina = max(1, int(self._vlak.height() / self._regel) - 3)
        self._paginas = -(-len(self._rijen) // self._per_pagina)
        self._clock.start(0)

    def _pagina(self) -> None:
        if self._nummer:
            self._printer.newPage()
        self._nummer += 1
        tot = min(self._van + self._per_pagina, len(self._rijen))
        breed = self._vlak.width()
        dag = QLocale().toString(QDate.currentDate(), "dd-MM-yyyy")
        self._schilder.setFont(self._letter)
        boven = QRectF(0, 0, breed, self._regel)
        rechts = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._schilder.drawText(boven, rechts, f"{dag}    pagina {self._nummer} van {self._paginas}")
        self._schilder.setFont(self._vet)
        self._schilder.drawText(
            boven,
            int(Qt.AlignmentFlag.AlignVCenter),
            f"{self._titel} ({len(self._rijen)})    {self._venster.aanleverpunt}".rstrip(),
        )
        self._teken(self._kop, 2)
        y = self._regel * 3
        self._schilder.setPen(QPen(Qt.GlobalColor.black, self._regel / 30))
        self._schilder.drawLine(0, int(y), int(breed), int(y))
        self._schilder.setFont(self._letter)
        for nummer, rij in enumerate(self._rijen[self._van : tot]):
            self._teken(rij, 3 + nummer)
        self._van = tot
        if tot == len(self._rijen):
            self._clock.stop()
            self._schilder.end()
            self.done.emit(self._nummer)

    def _teken(self, cellen: tuple[str, ...], regel: int) -> None:
        maat = self._schilder.fontMetrics()
        x, totaal = 0.0, float(sum(self._breedten)) or 1.0
        for cel, breedte in zip(cellen, self._breedten, strict=True):
            vak = QRectF(x, regel * self._regel, self._vlak.width() * breedte / totaal, self._regel)
            tekst = maat.elidedText(cel, Qt.TextElideMode.ElideRight, int(vak.width() - self._regel / 2))
            self._schilder.drawText(vak, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), tekst)
            x += vak.width()

    def _klaar(self, paginas: int) -> None:
        self._venster.meld("1 pagina afgedrukt." if paginas == 1 else f"{paginas} pagina's afgedrukt.")
        self.deleteLater()
