"""Verbinding maken met de LVS2000 SQL database (manual ch. 3 and 4): server, database, Windows or SQL authentication, a test button.

The password is typed each time it changes and goes to the key ring; it is never shown again. Another school's database is refused; one that
was moved asks once (DESIGN 8). Whether a database fits, the core decides.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.gui.kern import Verbindingskeuze
from bronsync.gui.kit.dialoog import schuifbaar
from bronsync.gui.kit.klembord import kopieer
from bronsync.gui.kit.maat import KLEIN, rand
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import Kopbalk, kop, named, omlijst, op_maat
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop

if TYPE_CHECKING:
    from bronsync.gui.kern import Begin, VerbindingUitslag
    from bronsync.gui.kit.venster import Venster

WINDOWS, SQL = 0, 1


class VerbindingDialoog(QDialog):
    """Which database."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._vooraf = False
        """Filled in by a file: what is read later does not change it."""
        self.setObjectName("verbinding")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Verbinding maken met de LVS2000 SQL database")
        self.server = named(QLineEdit(), "server")
        self.server.setPlaceholderText("Bijvoorbeeld SERVER\\LVS2000")
        self.database = named(QLineEdit("LVS2000"), "database")
        self.aanmelding = named(QComboBox(), "aanmelding")
        self.aanmelding.addItems(["Windows Authenticatie", "SQL Authenticatie"])
        self.gebruiker = named(QLineEdit(), "gebruiker")
        self.wachtwoord = named(QLineEdit(), "wachtwoord")
        self.wachtwoord.setEchoMode(QLineEdit.EchoMode.Password)
        self.vertrouw = QCheckBox("De server gebruikt een eigen certificaat; ik &vertrouw deze server")
        self.uitslag = named(kop("", ""), "uitslag")
        self.uitslag.setMinimumHeight(2 * self.uitslag.fontMetrics().lineSpacing() + KLEIN)
        self.attentie = named(kop("", "let_op"), "attentie")
        self.script = named(QPushButton("&Rechtenscript kopiëren"), "rechtenscript")
        self.script.setToolTip("Om in een bericht aan uw systeembeheerder te plakken")
        self._bouw()
        self._let_op("")
        self._zet_aanmelding()
        op_maat(self, 600)
        venster.runner.query("verbinding lezen", lambda kern, _: kern.verbinding(), self._vul)

    def _bouw(self) -> None:
        kopbalk = Kopbalk(
            "Verbinding met LVS2000",
            "Kies de database waarmee LVS2000 werkt. Gebruik dezelfde manier van aanmelden als LVS2000 zelf;"
            " uw systeembeheerder kent deze gegevens.",
        )
        formulier = QFormLayout()
        for label, veld in (
            ("&Server", self.server),
            ("&Database", self.database),
            ("&Aanmelden met", self.aanmelding),
            ("&Gebruikersnaam", self.gebruiker),
            ("&Wachtwoord", self.wachtwoord),
        ):
            formulier.addRow(label, veld)
            veld.setAccessibleName(label.replace("&", ""))
        formulier.addRow("", self.vertrouw)
        self.test = named(QPushButton("Verbinding &testen"), "testen")
        knoppen = QDialogButtonBox()
        knoppen.addButton(self.test, QDialogButtonBox.ButtonRole.ActionRole)
        self.verbind = knoppen.addButton("Ver&binden", QDialogButtonBox.ButtonRole.AcceptRole)
        self.verbind.setObjectName("verbinden")
        self.annuleer = knoppen.addButton("Annuleren", QDialogButtonBox.ButtonRole.RejectRole)
        self.demo = named(QPushButton("D&emoschool openen"), "demoschool")
        self.demo.setToolTip("Om alles uit te proberen zonder eigen school")
        if not self._venster.kern.demo:
            knoppen.addButton(self.demo, QDialogButtonBox.ButtonRole.ResetRole)
        vlak = QWidget()
        indeling = QVBoxLayout(vlak)
        rand(indeling)
        omlijst(self, kopbalk, knoppen).addWidget(schuifbaar(vlak))
        indeling.addLayout(formulier)
        for deel in (self.uitslag, self.attentie, self.script):
            indeling.addWidget(deel)
        indeling.setAlignment(self.script, Qt.AlignmentFlag.AlignLeft)
        markeer(self.verbind)
        self.aanmelding.currentIndexChanged.connect(self._zet_aanmelding)
        self.test.clicked.connect(self._test)
        self.script.clicked.connect(self._vraag_script)
        self.demo.clicked.connect(self._open_demo)
        knoppen.accepted.connect(self._verbind)
        knoppen.rejected.connect(self.reject)

    def _zet_aanmelding(self) -> None:
        met_wachtwoord = self.aanmelding.currentIndex() == SQL
        self.gebruiker.setEnabled(met_wachtwoord)
        self.wachtwoord.setEnabled(met_wachtwoord)

    def _vul(self, keuze: Verbindingskeuze | None) -> None:
        if keuze is None:
            self.server.setFocus()
        if keuze is None or self._vooraf:
            return
        self.server.setText(keuze.server)
        self.database.setText(keuze.database)
        self.aanmelding.setCurrentIndex(SQL if keuze.gebruiker else WINDOWS)
        self.gebruiker.setText(keuze.gebruiker)
        self.wachtwoord.setPlaceholderText("Ongewijzigd" if keuze.gebruiker else "")
        self.vertrouw.setChecked(keuze.vertrouw_servercertificaat)

    def vul_in(self, server: str, database: str, gebruiker: str) -> None:
        """What a file of the helpdesk says; the user looks, types his password and connects."""
        self._vooraf = True
        self.server.setText(server)
        self.database.setText(database)
        self.aanmelding.setCurrentIndex(SQL if gebruiker else WINDOWS)
        self.gebruiker.setText(gebruiker)

    def _keuze(self) -> Verbindingskeuze | None:
        """What was filled in; says what is missing."""
        met_wachtwoord = self.aanmelding.currentIndex() == SQL
        ontbreekt = [
            naam
            for naam, veld, nodig in (
                ("de server", self.server, True),
                ("de database", self.database, True),
                ("de gebruikersnaam", self.gebruiker, met_wachtwoord),
            )
            if nodig and not veld.text().strip()
        ]
        if ontbreekt:
            self._zeg(f"Vul nog in: {', '.join(ontbreekt)}.", "fout")
            return None
        return Verbindingskeuze(
            self.server.text().strip(),
            self.database.text().strip(),
            self.gebruiker.text().strip() if met_wachtwoord else "",
            self.wachtwoord.text() if met_wachtwoord else "",
            self.vertrouw.isChecked(),
        )

    def _zeg(self, tekst: str, soort: str) -> None:
        self.uitslag.setProperty("soort", soort)
        self.uitslag.style().unpolish(self.uitslag)
        self.uitslag.style().polish(self.uitslag)
        self.uitslag.setText(tekst)

    def _test(self) -> None:
        keuze = self._keuze()
        if keuze is not None:
            self._bezig("De verbinding wordt getest...")
            self._venster.runner.query(
                "verbinding testen", lambda kern, _: kern.test_verbinding(keuze), self._getest, self._mislukt
            )

    def _getest(self, uitslag: VerbindingUitslag) -> None:
        self._klaar()
        punten = ", ".join(uitslag.aanleverpunten)
        tekst = f"De verbinding werkt. LVS2000 versie {uitslag.versie}, aanleverpunten {punten}. {uitslag.gelezen}"
        self._zeg(tekst.strip(), "goed")
        self._let_op(uitslag.attentie)

    def _verbind(self) -> None:
        keuze = self._keuze()
        if keuze is not None:
            self._gebruik(keuze, zelfde_school=False)

    def _gebruik(self, keuze: Verbindingskeuze, *, zelfde_school: bool) -> None:
        self._bezig("Verbinden...")
        self._venster.runner.run(
            "verbinding wijzigen",
            lambda kern, _: kern.wijzig_verbinding(keuze, zelfde_school=zelfde_school),
            self._verbonden,
            partial(self._geweigerd, keuze),
        )

    def _verbonden(self, begin: Begin) -> None:
        if begin.attentie:  # connected, and first this is read
            self._klaar()
            self._zeg("De verbinding is gemaakt.", "goed")
            self._let_op(begin.attentie)
            self.annuleer.setText("Sluiten")
        else:
            self.accept()
        self._venster.geopend(begin)

    def _let_op(self, tekst: str) -> None:
        self.attentie.setText(tekst)
        self.attentie.setVisible(bool(tekst))
        self.script.setVisible(bool(tekst))

    def _vraag_script(self) -> None:
        self._venster.runner.query("rechtenscript", lambda kern, _: kern.rechtenscript(), self._kopieer)

    def _kopieer(self, script: str) -> None:
        kopieer(script)
        self._zeg("Gekopieerd. Plak het script in een bericht aan uw systeembeheerder.", "goed")

    def _geweigerd(self, keuze: Verbindingskeuze, fout: BaseException) -> None:
        self._klaar()
        if not isinstance(fout, BronSyncFout) or fout.code != "INST-04":
            self._mislukt(fout)
            return
        self._zeg("", "gedempt")
        vraag = Bevestiging(
            naam="zelfde_school",
            titel="Andere database",
            tekst=fout.zin,
            uitleg=fout.advies,
            knoppen=(Knop("ja", "Ja, dezelfde school"), NEE),
            gevaarlijk=True,
        )
        self._venster.vragen.stel(self, vraag, partial(self._zelfde_school, keuze))

    def _zelfde_school(self, keuze: Verbindingskeuze, antwoord: str) -> None:
        if antwoord == "ja":
            self._gebruik(keuze, zelfde_school=True)

    def _mislukt(self, fout: BaseException) -> None:
        self._klaar()
        eigen = als_fout(fout)
        self._zeg(f"{eigen.zin} {eigen.advies} ({eigen.helpdeskcode})", "fout")
        self.script.setVisible(eigen.code == "LVS-15")  # the right that is missing stands in it

    def _bezig(self, tekst: str) -> None:
        self._zeg(tekst, "gedempt")
        self._let_op("")
        self.test.setEnabled(False)
        self.verbind.setEnabled(False)

    def _klaar(self) -> None:
        self.test.setEnabled(True)
        self.verbind.setEnabled(True)

    def _open_demo(self) -> None:
        self._venster.doe("demoschool")
        self.reject()


def toon(venster: Venster) -> VerbindingDialoog:
    """Verbinding wijzigen."""
    dialoog = VerbindingDialoog(venster)
    dialoog.open()
    return dialoog
