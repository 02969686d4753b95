"""Instellingen (manual ch. 4): Algemeen (Verbinding wijzigen, Onderwijs Sinds, URL, Peildatum), Certificaten, Weergave.

Peildatum belongs to the session: at start it is today again, and the future is refused (DESIGN 8). The URL is shown and cannot be changed.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.gui.kit.dialoog import schuifbaar
from bronsync.gui.kit.maat import pixels
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.thema import DONKER_NAAM, LICHT_NAAM, SYSTEEM_NAAM, TEKST_PROCENT
from bronsync.gui.kit.vorm import STRETCH, Kopbalk, begrensd, fill, kop, label_for, named, omlijst, passing
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from bronsync.gui.kern import Certificaatkeuze, CertificaatRegel, Verbindingskeuze
    from bronsync.gui.kit.venster import Venster

ALGEMEEN, CERTIFICATEN, WEERGAVE = 0, 1, 2
_VORM = "%d-%m-%Y"


class InstellingenDialoog(QDialog):
    """The three tabs."""

    def __init__(self, venster: Venster, tab: int = ALGEMEEN) -> None:
        super().__init__(venster)
        self.setObjectName("instellingen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Instellingen")
        self.resize(begrensd(QSize(pixels(760, self), pixels(600, self))))
        self.tabs = QTabWidget()
        self.algemeen = Algemeen(venster)
        self.certificaten = Certificaten(venster)
        self.weergave = Weergave(venster)
        for deel, titel in (
            (self.algemeen, "&Algemeen"),
            (self.certificaten, "&Certificaten"),
            (self.weergave, "&Weergave"),
        ):
            self.tabs.addTab(schuifbaar(deel), titel)
        self.tabs.setCurrentIndex(tab)
        knoppen = QDialogButtonBox()
        knoppen.addButton("&Sluiten", QDialogButtonBox.ButtonRole.RejectRole)
        knoppen.rejected.connect(self.reject)
        self.tabs.setDocumentMode(True)
        omlijst(self, Kopbalk("Instellingen"), knoppen).addWidget(self.tabs, 1)


class Algemeen(QWidget):
    """Connection, Onderwijs Sinds, URL, Peildatum."""

    def __init__(self, venster: Venster) -> None:
        super().__init__()
        self._venster = venster
        self.verbinding = kop("", "")
        self.url = named(QLineEdit(), "url")
        self.url.setReadOnly(True)
        self.url.setFrame(False)
        self.url.setAccessibleName("Url uitwisseling BRON")
        self.register = QFormLayout()
        self.test_uitslag = named(kop("", ""), "bron_uitslag")
        self.peildatum = named(QDateEdit(), "peildatum", "Peildatum")
        self.peildatum.setCalendarPopup(True)
        self.peildatum.setDisplayFormat("dd-MM-yyyy")
        self.peildatum.setMaximumDate(QDate.currentDate())
        dag = venster.peildatum
        self.peildatum.setDate(QDate(dag.year, dag.month, dag.day) if dag else QDate.currentDate())
        self.peildatum_uitleg = kop("", "gedempt")
        self.peildatum_uitleg.setMinimumHeight(3 * self.peildatum_uitleg.fontMetrics().lineSpacing() + 4)
        self.peildatum_uitleg.setAlignment(Qt.AlignmentFlag.AlignTop)
        vandaag = named(QPushButton("&Vandaag"), "peildatum_vandaag")
        wijzig = named(QPushButton("Verbinding &wijzigen..."), "verbinding_wijzigen")
        sinds = named(QPushButton("&Onderwijs Sinds..."), "onderwijs_sinds_knop")
        sinds.setEnabled(bool(venster.aanleverpunt))
        self.test = named(QPushButton("Verbinding met BRON &testen"), "bron_testen")
        self.test.setEnabled(bool(venster.aanleverpunt))

        database = QGroupBox("LVS2000 database")
        fill(QHBoxLayout(database), (self.verbinding, 1), wijzig)
        veld = QGroupBox("Onderwijs Sinds")
        rij = QHBoxLayout(veld)
        uitleg = kop("Vult het veld 'Onderwijs Sinds' in LVS2000 voor leerlingen bij wie het leeg is.", "")
        fill(rij, (uitleg, 1), sinds)
        bron = QGroupBox("Uitwisseling met BRON")
        formulier = QFormLayout(bron)
        formulier.addRow("Url uitwisseling BRON", self.url)
        formulier.addRow(self.register)
        testrij = fill(QHBoxLayout(), self.test, STRETCH)
        formulier.addRow("", testrij)
        formulier.addRow("", self.test_uitslag)
        peil = fill(QHBoxLayout(), self.peildatum, vandaag, STRETCH)
        peil_label = label_for("&Peildatum", self.peildatum)
        formulier.addRow(peil_label, peil)
        formulier.addRow("", self.peildatum_uitleg)
        lokaal = QGroupBox("Gegevens op deze computer")
        rij = QHBoxLayout(lokaal)
        wat = kop("BRON Sync bewaart berichten en het beeld van BRON versleuteld op deze computer.", "")
        self.wis = named(QPushButton("W&is lokale gegevens..."), "wis_lokale_gegevens_knop")
        fill(rij, (wat, 1), self.wis)
        indeling = QVBoxLayout(self)
        for groep in (database, veld, bron, lokaal):
            indeling.addWidget(groep)
        indeling.addStretch(1)

        wijzig.clicked.connect(partial(venster.doe, "verbinding"))
        sinds.clicked.connect(partial(venster.doe, "onderwijs_sinds"))
        self.test.clicked.connect(self._test)
        vandaag.clicked.connect(self._vandaag)
        self.peildatum.dateChanged.connect(self._peildatum)
        self.wis.clicked.connect(self._wis)
        self._leg_peildatum_uit()
        venster.runner.query(
            "instellingen", lambda kern, _: (kern.verbinding(), kern.url_bron(), kern.omschrijving_bron()), self._vul
        )

    def _vul(self, gelezen: tuple[Verbindingskeuze | None, str, tuple[tuple[str, str], ...]]) -> None:
        keuze, url, kenmerken = gelezen
        if keuze is not None:
            wijze = f"SQL Authenticatie ({keuze.gebruiker})" if keuze.gebruiker else "Windows Authenticatie"
            self.verbinding.setText(f"Server {keuze.server}, database {keuze.database}, {wijze}")
        elif self._venster.kern.demo:
            self.verbinding.setText("De database van de demoschool")
        else:
            self.verbinding.setText("Nog geen database gekozen")
        self.url.setText(url)
        self.url.setPlaceholderText("In deze uitgave is geen register ingebouwd: er is alleen de demoschool")
        for naam, waarde in kenmerken:
            tekst = kop(waarde, "")
            self.register.addRow(naam, tekst)

    def _vandaag(self) -> None:
        self.peildatum.setDate(QDate.currentDate())

    def _peildatum(self, dag: QDate) -> None:
        self._venster.peildatum = None if dag == QDate.currentDate() else date(dag.year(), dag.month(), dag.day())
        self._leg_peildatum_uit()

    def _leg_peildatum_uit(self) -> None:
        self.peildatum_uitleg.setText(
            "Voor deze dag in het verleden wordt het volgende registratieoverzicht opgehaald. Het is alleen om te bekijken:"
            " haal daarna weer een actueel overzicht op voordat u vergelijkt."
            if self._venster.peildatum
            else "Vandaag. Kies een dag in het verleden om een historisch registratieoverzicht op te halen."
        )

    def _wis(self, bevestiging: object = "") -> None:
        """First what will be lost, then, with its code, the wiping. Everything closes for it and opens again."""
        venster = self._venster
        venster.verlaat_aanleverpunt()
        code = bevestiging if isinstance(bevestiging, str) else ""
        venster.runner.run(
            "wis lokale gegevens", lambda kern, _: kern.wis_lokale_gegevens(code), self._gewist, self._wissen_geweigerd
        )

    def _wissen_geweigerd(self, fout: BaseException) -> None:
        if not isinstance(fout, BronSyncFout) or fout.code != "PROC-21":
            self._venster.toon_fout(fout)
            self._venster.begin()
            return
        vraag = Bevestiging(
            naam="wis_lokale_gegevens",
            titel="Wis lokale gegevens",
            tekst=fout.zin,
            uitleg="LVS2000 en BRON veranderen niet. Daarna begint BRON Sync opnieuw met een registratieoverzicht;"
            " certificaten installeert u dan opnieuw.",
            knoppen=(Knop("ja", "Wissen"), NEE),
            gevaarlijk=True,
        )
        code = str(fout.waarden["bevestiging"])
        self._venster.vragen.stel(self, vraag, partial(self._wissen_beantwoord, code))

    def _wissen_beantwoord(self, code: str, antwoord: str) -> None:
        if antwoord == "ja":
            self._wis(code)
        else:
            self._venster.begin()

    def _gewist(self, _: object) -> None:
        self.window().close()
        self._venster.begin()

    def _test(self) -> None:
        self.test.setEnabled(False)
        self._zeg("BRON wordt benaderd...", "gedempt")
        self._venster.runner.query("bron testen", lambda kern, _: kern.test_bron(), self._getest, self._mislukt)

    def _getest(self, zin: str) -> None:
        self.test.setEnabled(True)
        self._zeg(zin, "goed")

    def _mislukt(self, fout: BaseException) -> None:
        self.test.setEnabled(True)
        eigen = als_fout(fout)
        self._zeg(f"{eigen.zin} {eigen.advies} ({eigen.helpdeskcode})", "fout")

    def _zeg(self, tekst: str, soort: str) -> None:
        _zeg(self.test_uitslag, tekst, soort)


class Certificaten(QWidget):
    """One certificate per aanleverpunt."""

    def __init__(self, venster: Venster) -> None:
        super().__init__()
        self._venster = venster
        kolommen: list[Kolom[CertificaatRegel]] = [
            Kolom("aanleverpunt", "Aanleverpunt", lambda r: r.aanleverpunt, 105),
            Kolom("van", "Geldig van", lambda r: r.geldig_van.strftime(_VORM), 95, sorteer=lambda r: r.geldig_van),
            Kolom(
                "tot", "Geldig tot en met", lambda r: r.geldig_tot.strftime(_VORM), 120, sorteer=lambda r: r.geldig_tot
            ),
            Kolom("gebruik", "In gebruik", lambda r: "Ja" if r.in_gebruik else "Nee", 75),
            Kolom("vinger", "Kenmerk", lambda r: r.vingerafdruk, 92),
            Kolom("let_op", "Let op", lambda r: r.waarschuwing, 180, tip=lambda r: r.waarschuwing, rekt=True),
        ]
        self.tabel: Tabel[Any] = Tabel(
            "Certificaten",
            TabelModel(kolommen, sleutel=lambda r: (r.aanleverpunt, r.vingerafdruk)),
            "Er is nog geen certificaat. BRON geeft per aanleverpunt een certificaatbestand (.p12 of .pfx) met een wachtwoord;"
            " kies Certificaat installeren.",
        )
        self.let_op = QLabel()
        """The warning of the chosen one in full: its column is too narrow for it."""
        self.let_op.setObjectName("certificaat_let_op")
        self.let_op.setProperty("soort", "let_op")
        self.let_op.setTextFormat(Qt.TextFormat.PlainText)
        self.let_op.setWordWrap(True)
        self.let_op.hide()
        self.uitslag = named(kop("", ""), "certificaat_uitslag")
        self.installeer = named(QPushButton("Certificaat &installeren..."), "certificaat_installeren")
        self.verwijder = named(QPushButton("Ver&wijderen..."), "certificaat_verwijderen")
        self.verwijder.setEnabled(False)
        knoppen = fill(QHBoxLayout(), self.installeer, self.verwijder, STRETCH)
        fill(QVBoxLayout(self), (self.tabel, 1), self.let_op, self.uitslag, knoppen)
        self.installeer.clicked.connect(self._kies_bestand)
        self.verwijder.clicked.connect(self._vraag_verwijderen)
        self.tabel.chosen.connect(self._gekozen)
        self._lees()

    def _lees(self) -> None:
        self._venster.runner.query("certificaten", lambda kern, _: kern.certificaten(), self._toon, self._mislukt)

    def _toon(self, regels: tuple[CertificaatRegel, ...]) -> None:
        self.tabel.tabelmodel.zet_rijen(regels)
        toestand = self._venster.toestand
        markeer(self.installeer, aan=not regels or (toestand is not None and toestand.stap.stap.name == "CERTIFICAAT"))

    def _gekozen(self, regel: CertificaatRegel | None) -> None:
        self.verwijder.setEnabled(regel is not None)
        waarschuwing = regel.waarschuwing if regel is not None else ""
        self.let_op.setText(waarschuwing)
        self.let_op.setVisible(bool(waarschuwing))

    def _kies_bestand(self) -> None:
        kiezer = passing(QFileDialog(self, "Certificaat installeren"), "kies_certificaat")
        kiezer.setFileMode(QFileDialog.FileMode.ExistingFile)
        kiezer.setNameFilters(["Certificaatbestanden (*.p12 *.pfx)", "Alle bestanden (*)"])
        kiezer.fileSelected.connect(self.vraag_wachtwoord)
        kiezer.open()

    def vraag_wachtwoord(self, bestand: str) -> None:
        """After the file was chosen."""
        vraag = passing(QInputDialog(self), "wachtwoord_certificaat", "Wachtwoord van het certificaat")
        vraag.setLabelText("Het &wachtwoord dat bij dit certificaatbestand hoort:")
        vraag.setTextEchoMode(QLineEdit.EchoMode.Password)
        vraag.setOkButtonText("&Installeren")
        vraag.setCancelButtonText("Annuleren")
        vraag.textValueSelected.connect(partial(self._importeer, bestand))
        vraag.open()

    def _importeer(self, bestand: str, wachtwoord: str, keuze: Certificaatkeuze | None = None) -> None:
        _zeg(self.uitslag, "Het certificaat wordt geïnstalleerd...", "gedempt")
        klaar = partial(self._geimporteerd, bestand, wachtwoord)
        self._venster.runner.run(
            "certificaat installeren",
            lambda kern, _: kern.importeer_certificaat(Path(bestand), wachtwoord, keuze),
            klaar,
            self._mislukt,
        )

    def _geimporteerd(
        self, bestand: str, wachtwoord: str, uitkomst: CertificaatRegel | tuple[Certificaatkeuze, ...]
    ) -> None:
        if isinstance(uitkomst, tuple):
            self._vraag_welk(bestand, wachtwoord, uitkomst)
            return
        regel = uitkomst
        zin = f"Geïnstalleerd voor aanleverpunt {regel.aanleverpunt}, geldig tot en met {regel.geldig_tot:{_VORM}}."
        _zeg(self.uitslag, f"{zin} {regel.waarschuwing}".strip(), "goed")
        self._lees()
        if regel.aanleverpunt == self._venster.aanleverpunt:
            self._venster.kies_aanleverpunt(regel.aanleverpunt)

    def _vraag_welk(self, bestand: str, wachtwoord: str, keuzes: tuple[Certificaatkeuze, ...]) -> None:
        """The file holds certificates of more than one aanleverpunt, or one of a supplier, which serves several."""
        _zeg(self.uitslag, "", "gedempt")
        teksten = {_keuzetekst(keuze): keuze for keuze in keuzes}
        vraag = passing(QInputDialog(self), "kies_certificaat_uit_bestand", "Certificaat kiezen")
        vraag.setLabelText("Dit bestand kan voor meer aanleverpunten worden gebruikt. Voor &welk installeert u het?")
        vraag.setComboBoxItems(list(teksten))
        vraag.setOkButtonText("&Installeren")
        vraag.setCancelButtonText("Annuleren")
        vraag.textValueSelected.connect(lambda tekst: self._importeer(bestand, wachtwoord, teksten[tekst]))
        vraag.open()

    def _vraag_verwijderen(self) -> None:
        regel = self.tabel.gekozen()
        if regel is None:
            return
        vraag = Bevestiging(
            naam="certificaat_verwijderen",
            titel="Certificaat verwijderen",
            tekst=f"Het certificaat van {regel.aanleverpunt} (geldig tot en met {regel.geldig_tot:{_VORM}}) verwijderen?",
            uitleg="Zonder certificaat kan voor dit aanleverpunt niets worden verzonden of opgehaald.",
            knoppen=(Knop("ja", "Verwijderen"), NEE),
            gevaarlijk=True,
        )
        self._venster.vragen.stel(self, vraag, partial(self._verwijder, regel))

    def _verwijder(self, regel: CertificaatRegel, antwoord: str) -> None:
        if antwoord == "ja":
            self._venster.runner.run(
                "certificaat verwijderen",
                lambda kern, _: kern.verwijder_certificaat(regel),
                self._verwijderd,
                self._mislukt,
            )

    def _verwijderd(self, _: object) -> None:
        _zeg(self.uitslag, "Het certificaat is verwijderd.", "goed")
        self._lees()

    def _mislukt(self, fout: BaseException) -> None:
        eigen = als_fout(fout)
        _zeg(self.uitslag, f"{eigen.zin} {eigen.advies} ({eigen.helpdeskcode})", "fout")


class Weergave(QWidget):
    """Light or dark, more contrast, larger text; all at once, so that the eye decides."""

    def __init__(self, venster: Venster) -> None:
        super().__init__()
        self._venster = venster
        groep = QGroupBox("Kleuren")
        indeling = QVBoxLayout(groep)
        self.knoppen = QButtonGroup(self)
        for naam, tekst in (
            (SYSTEEM_NAAM, "Zoals dit &systeem"),
            (LICHT_NAAM, "&Licht"),
            (DONKER_NAAM, "&Donker"),
        ):
            knop = named(QRadioButton(tekst), f"thema_{naam}")
            knop.setProperty("thema", naam)
            knop.setChecked(venster.thema.keuze == naam)
            self.knoppen.addButton(knop)
            indeling.addWidget(knop)
        self.knoppen.buttonClicked.connect(self._gekozen)
        self.contrast = named(QCheckBox("&Hoog contrast"), "hoog_contrast")
        self.contrast.setToolTip("Zwart op wit, of wit op zwart; ook als dit systeem erom vraagt")
        self.contrast.setChecked(venster.thema.contrast)
        indeling.addWidget(self.contrast)
        vak = QGroupBox("Tekst")
        self.grootte = named(QComboBox(), "tekstgrootte", "Grootte van de tekst")
        for procent in TEKST_PROCENT:
            self.grootte.addItem(f"{procent}%", procent)
        self.grootte.setCurrentIndex(self.grootte.findData(venster.thema.procent))
        label = label_for("&Grootte van de tekst", self.grootte)
        fill(QHBoxLayout(vak), label, self.grootte, STRETCH)
        self.contrast.toggled.connect(self._zet)
        self.grootte.activated.connect(self._zet)
        fill(QVBoxLayout(self), groep, vak, self._herinneringen(), STRETCH)

    def _herinneringen(self) -> QGroupBox:
        """Off in the demo, which reminds nobody."""
        vak = QGroupBox("Herinneringen")
        self.herinneringen = named(QCheckBox("Laat een &melding zien als iets tijd vraagt"), "herinneringen")
        self.herinneringen.setToolTip(
            "Hooguit een keer per dag, zonder namen: een termijn, een oud registratieoverzicht, een certificaat dat afloopt"
        )
        self.bij_bron = named(
            QCheckBox("&Kijk een keer per dag bij BRON of er terugkoppeling is"), "herinneringen_bron"
        )
        self.bij_bron.setToolTip("Kijkt alleen; er wordt niets verzonden en niets afgehandeld")
        self.herinneringen.setChecked(self._venster.weergave.value("herinneringen", "ja") == "ja")
        self.bij_bron.setChecked(self._venster.weergave.value("herinneringen_bron", "nee") == "ja")
        for keuze in (self.herinneringen, self.bij_bron):
            keuze.toggled.connect(self._herinneringen_gezet)
            keuze.setEnabled(not self._venster.kern.demo)
        fill(QVBoxLayout(vak), self.herinneringen, self.bij_bron)
        return vak

    def _herinneringen_gezet(self, *_: object) -> None:
        for keuze in (self.herinneringen, self.bij_bron):
            self._venster.weergave.setValue(keuze.objectName(), "ja" if keuze.isChecked() else "nee")
        self._venster.instellingen_gewijzigd.emit()

    def _gekozen(self, knop: QRadioButton) -> None:
        self._venster.thema.zet(str(knop.property("thema")))

    def _zet(self, *_: object) -> None:
        thema = self._venster.thema
        thema.zet(thema.keuze, contrast=self.contrast.isChecked(), procent=int(self.grootte.currentData()))


def toon(venster: Venster) -> InstellingenDialoog:
    """Instellingen."""
    dialoog = InstellingenDialoog(venster)
    dialoog.open()
    return dialoog


def toon_certificaten(venster: Venster) -> InstellingenDialoog:
    """Instellingen - Certificaten."""
    dialoog = InstellingenDialoog(venster, CERTIFICATEN)
    dialoog.open()
    return dialoog


def _zeg(label: QLabel, tekst: str, soort: str) -> None:
    label.setProperty("soort", soort)
    label.style().unpolish(label)
    label.style().polish(label)
    label.setText(tekst)


def _keuzetekst(keuze: Certificaatkeuze) -> str:
    van_wie = ", certificaat van een leverancier" if keuze.leverancier else ""
    return f"{keuze.aanleverpunt}, geldig van {keuze.geldig_van:{_VORM}} tot en met {keuze.geldig_tot:{_VORM}}{van_wie}"
