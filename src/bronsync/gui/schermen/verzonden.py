"""'Verzenden naar BRON' (manual ch. 6): all acties with their status, and of the chosen one exactly why it was rejected and what to do.

Texts come from `application/tonen/verzonden.py`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
)

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.tonen.verzonden import actie_standen, voor_helpdesk
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, WACHT_OP_BRON, WEG
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.klembord import Leestekst, kopieer
from bronsync.gui.kit.tekens import ACTIE
from bronsync.gui.kit.vorm import fill, kop, label_for, named, split
from bronsync.gui.lijst.lijstknoppen import lijstknoppen
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel, statuskolom
from bronsync.gui.schermen.acties import vraag_verwijderen
from bronsync.gui.schermen.apart import vul_menu

if TYPE_CHECKING:
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.verzonden import ActieStand
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster


def toon_acties(venster: Venster, filter_: str = "") -> None:
    """Tonen - Verzenden naar BRON. `filter_`: of this status, or one of the groups below."""
    VerzondenDialoog(venster, filter_).toon()


ALLE: Final = "Alle acties"
ZONDER_VERWIJDERDE: Final = "Alles behalve verwijderd"
WACHTEN: Final = "Wacht op antwoord van BRON"


class VerzondenDialoog(Dialoog):
    """The list beside the main window."""

    def __init__(self, venster: Venster, filter_: str = "") -> None:
        super().__init__(venster, "verzonden", "Verzenden naar BRON", (1100, 640))
        kolommen: list[Kolom[ActieStand]] = [
            statuskolom(venster.thema, "status", "Status", lambda r: r.stand, 195, lambda r: ACTIE[r.stand]),
            Kolom("naam", "Leerling", lambda r: r.wie.naam, 200, rekt=True),
            Kolom("pgn", "Pgn", lambda r: r.wie.pgn_masker, 100),
            Kolom("soort", "Actie", lambda r: str(r.soort), 210),
            Kolom("aangemaakt", "Bepaald", lambda r: toon_dag(r.aangemaakt), 100, sorteer=lambda r: r.aangemaakt),
            Kolom(
                "verzonden",
                "Verzonden",
                lambda r: toon_dag(r.verzonden),
                100,
                sorteer=lambda r: r.verzonden,
                tip=_sinds,
            ),
            Kolom("codes", "Code", lambda r: ", ".join(r.codes), 90),
            Kolom("nummer", "Nummer", lambda r: f"A-{r.nummer}", 70, sorteer=lambda r: r.nummer),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: r.nummer, zoektekst=lambda r: r.zoek)
        self.tabel: Tabel[ActieStand] = Tabel("Acties", self.model, "Even geduld...")
        self.tabel.met_menu(self._vul_menu)
        self.filter = named(QComboBox(), "statusfilter")
        self.filter.setMinimumWidth(230)
        self._gevraagd = filter_
        self.zoek = QLineEdit()
        self.zoek.setPlaceholderText("Zoeken op leerling, nummer, actie of code")
        self.zoek.setAccessibleName("Zoeken in de acties")
        self.zoek.setClearButtonEnabled(True)
        self.details = named(Leestekst(), "omschrijving")
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("Omschrijving van de actie")
        self.naar_knop = self.knop("&Naar leerling", icoon="leerling")
        self.kopieer_knop = self.knop("&Kopieer voor helpdesk", icoon="kopieren")
        self.kopieer_knop.setObjectName("kopieer_voor_helpdesk")
        self.verwijder_knop = self.knop("Verwijder A&ctie", icoon="verwijderen")
        self.verwijder_knop.setObjectName("verwijder_actie_knop")
        for knop in lijstknoppen(venster, self.tabel, "Verzenden naar BRON"):
            self.knoppen.addButton(knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.gekopieerd = kop(soort="goed")
        self._bouw()
        self._verbind()
        self._lees()

    def _bouw(self) -> None:
        label = label_for("S&tatus", self.filter)
        balk = QHBoxLayout()
        for deel in (label, self.filter):
            balk.addWidget(deel)
        balk.addWidget(self.zoek, 1)
        splitter = split(QSplitter(Qt.Orientation.Vertical), (self.tabel, 1), self.details)
        splitter.setSizes([340, 190])
        fill(self.indeling, balk, (splitter, 1), self.gekopieerd)
        self.gekopieerd.hide()
        self.tabel.setFocus()

    def _verbind(self) -> None:
        self.filter.currentIndexChanged.connect(self._filter)
        self.zoek.textChanged.connect(self.tabel.filter)
        self.tabel.chosen.connect(self._gekozen)
        self.tabel.opened.connect(self._naar_leerling)
        self.naar_knop.clicked.connect(self._naar_leerling)
        self.kopieer_knop.clicked.connect(self._kopieer)
        self.verwijder_knop.clicked.connect(self._verwijder)
        self.venster.runner.changed.connect(self._lees)
        self.venster.thema.changed.connect(self._lees)

    def _lees(self) -> None:
        if not self.venster.aanleverpunt:
            self.close()
            return
        self.venster.runner.query(
            "verzonden", lambda kern, progress: actie_standen(kern.met(progress), kern.signaalcatalogus()), self._vul
        )

    def _vul(self, standen: tuple[ActieStand, ...]) -> None:
        self.tabel.leeg = (
            "Er zijn nog geen acties. Kies Acties - Acties Bepalen om ze te bepalen."
            if not standen
            else "Geen acties met deze status of zoektekst."
        )
        gekozen = self._gevraagd or self.filter.currentData()
        self._gevraagd = ""
        self.filter.blockSignals(True)
        self.filter.clear()
        bestaand = sum(een.status not in WEG for een in standen)
        self.filter.addItem(f"{ZONDER_VERWIJDERDE} ({bestaand})", ZONDER_VERWIJDERDE)
        self.filter.addItem(f"{ALLE} ({len(standen)})", ALLE)
        wachtend = sum(een.status in WACHT_OP_BRON for een in standen)
        if wachtend or gekozen == WACHTEN:
            self.filter.addItem(f"{WACHTEN} ({wachtend})", WACHTEN)
        for stand, teken in ACTIE.items():
            aantal = sum(een.stand == stand for een in standen)
            if aantal or stand == gekozen:
                self.filter.addItem(self.venster.thema.icoon(*teken), f"{stand} ({aantal})", str(stand))
        self.filter.setCurrentIndex(max(0, self.filter.findData(gekozen)))
        self.filter.blockSignals(False)
        self.model.zet_rijen(standen)
        self._filter()

    def _filter(self, *_: object) -> None:
        gevraagd = str(self.filter.currentData())
        groep = {
            ALLE: None,
            ZONDER_VERWIJDERDE: lambda een: een.status not in WEG,
            WACHTEN: lambda een: een.status in WACHT_OP_BRON,
        }.get(gevraagd, lambda een: een.stand == gevraagd)
        self.model.zet_groep(groep)
        if self.tabel.gekozen() is None and self.model.zichtbaar:
            self.tabel.kies(self.model.zichtbaar[0].nummer)
        self._gekozen(self.tabel.gekozen())

    def _gekozen(self, regel: ActieStand | None) -> None:
        self.gekopieerd.hide()
        for knop in (self.naar_knop, self.kopieer_knop):
            knop.setEnabled(regel is not None)
        self.verwijder_knop.setEnabled(regel is not None and bool(regel.verwijderen))
        self.details.setPlainText(_omschrijving(regel) if regel else "")

    def _vul_menu(self, menu: QMenu, regel: ActieStand) -> None:
        if regel.status in NIET_UITGEVOERD:
            wat = f"{regel.soort}: {regel.wie.naam}"
            vul_menu(menu, self.venster, regel.nummer, wat, apart=bool(regel.apart))
        verwijder = menu.addAction(self.venster.thema.icoon("verwijderen"), "Verwijder Actie")
        verwijder.setEnabled(bool(regel.verwijderen))
        verwijder.triggered.connect(self._verwijder)
        menu.addAction(self.venster.thema.icoon("kopieren"), "Kopieer voor helpdesk").triggered.connect(self._kopieer)
        menu.addAction(self.venster.thema.icoon("leerling"), "Naar leerling").triggered.connect(self._naar_leerling)

    def _naar_leerling(self, *_: object) -> None:
        regel = self.tabel.gekozen()
        if regel is not None:
            self.venster.ga_naar(regel.sleutel)
            self.venster.raise_()
            self.venster.activateWindow()

    def _verwijder(self, *_: object) -> None:
        regel = self.tabel.gekozen()
        if regel is not None and regel.verwijderen:
            vraag_verwijderen(self.venster, regel.nummer, str(regel.soort), str(regel.status))

    def _kopieer(self, *_: object) -> None:
        regel = self.tabel.gekozen()
        if regel is not None:
            self.venster.runner.query("helpdesktekst", partial(helpdesktekst, regel.nummer), self._gekopieerd)

    def _gekopieerd(self, tekst: str) -> None:
        kopieer(tekst)
        self.gekopieerd.setText(
            "Gekopieerd, zonder namen en nummers van personen. Plak de tekst in een e-mail, of lees hem voor aan de telefoon."
        )
        self.gekopieerd.show()


def _sinds(regel: ActieStand) -> str:
    return regel.sinds or toon_dag(regel.verzonden)


def _omschrijving(regel: ActieStand) -> str:
    delen = [f"{regel.soort} (A-{regel.nummer}): {regel.stand}"]
    if regel.apart:
        delen.append(f"\n{regel.apart}")
    if regel.reden:
        delen.append(f"\nReden, precies zoals gemeld:\n{regel.reden}")
    for signaal in regel.signalen:
        betekenis = "" if signaal.betekenis in regel.reden else signaal.betekenis
        uitleg = " ".join(deel for deel in (betekenis, signaal.oorzaak, signaal.advies) if deel)
        delen.append(f"\nUitleg {signaal.code}: {uitleg}")
    delen += [f"\n{regel.sinds[:1].upper()}{regel.sinds[1:]}."] if regel.sinds else []
    delen.append(f"\nWat nu: {regel.wat_nu}")
    return "\n".join(delen)


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


def helpdesktekst(nummer: int, kern: Kern, progress: Progress) -> str:
    """What 'Kopieer voor helpdesk' copies of an actie: without names."""
    return voor_helpdesk(kern.met(progress), nummer, kern.signaalcatalogus())
