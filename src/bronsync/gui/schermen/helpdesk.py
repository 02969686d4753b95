"""Tonen - Berichten zoeken: the helpdesk's window (manual ch. 6). Every message, found by pupil, code, date and status, with all about it.

For somebody with a school on the phone: the exact text of BRON, what it means, what happened before and after, the XML when asked for, and
all of that as text without names. Comes from `application/tonen/berichten.py`. Knows no rule.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QSplitter,
    QTabWidget,
)

from bronsync.application.tonen.berichten import als_tekst, bericht_tonen, zoek_berichten
from bronsync.gui.kit import inzage
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.kit.klembord import Leesblad, kopieer
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.tekens import ACTIE, moment
from bronsync.gui.kit.vorm import fill, label_for, named, split
from bronsync.gui.kit.xmlblad import XmlBlad
from bronsync.gui.lijst import uitvoer
from bronsync.gui.lijst.bladen import als_html
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from bronsync.application.ports import Progress
    from bronsync.application.tonen.berichten import BerichtDetail, BerichtTreffer
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster
    from bronsync.gui.lijst.bladen import Details

_PAUZE_MS: Final = 250
_PERIODES: Final[tuple[tuple[str, int | None], ...]] = (
    ("Altijd", None),
    ("Vandaag", 0),
    ("Afgelopen 7 dagen", 7),
    ("Afgelopen 30 dagen", 30),
    ("Zelf kiezen", -1),
)
_ZELF: Final = -1
_UITLEG, _TIJDLIJN, _XML = range(3)


def toon_berichten(venster: Venster) -> None:
    """Tonen - Berichten zoeken (helpdesk)."""
    BerichtenDialoog(venster).begin()


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


def _toon(treffer: BerichtTreffer, kern: Kern, progress: Progress) -> tuple[BerichtDetail, str]:
    detail = bericht_tonen(kern.met(progress), treffer, kern.signaalcatalogus())
    return detail, als_tekst(detail)


# --- the window -----------------------------------------------------------------------------------------------------------------------------


class BerichtenDialoog(Dialoog):
    """Search at the top, what was found, and under it all about the chosen message."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "berichten", "Berichten zoeken", (1120, 720))
        self.detail: BerichtDetail | None = None
        self._voor_helpdesk = ""
        self._ingezien: BerichtTreffer | None = None
        self._maak_zoekvelden()
        self.telling = self.kopbalk.uitleg
        self.telling.setObjectName("telling")
        self._maak_tabel()
        self._maak_tabs()
        midden = split(QSplitter(Qt.Orientation.Vertical), self.tabel, self.tabs)
        midden.setSizes([330, 260])
        fill(self.indeling, self._zoekbalk(), (midden, 1))
        self.naar = self.knop("&Naar leerling", icoon="leerling")
        self.kopieer = self.knop("&Kopieer voor helpdesk")
        self.exporteer = self.knop("&Exporteren...", icoon="exporteren")
        self.druk_af = self.knop("&Afdrukken...", icoon="afdrukken")
        self.naar.clicked.connect(self._naar_leerling)
        self.kopieer.clicked.connect(self._kopieer)
        self.exporteer.clicked.connect(self._exporteer)
        self.druk_af.clicked.connect(self._druk_af)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUZE_MS)
        self._clock.timeout.connect(self.zoek)
        for veld in (self.leerling, self.code):
            veld.textChanged.connect(self._straks)
        for keuze in (self.periode, self.status):
            keuze.currentIndexChanged.connect(self._keuze_anders)
        for dag in (self.vanaf, self.tot):
            dag.dateChanged.connect(self._straks)
        venster.refreshed.connect(self.zoek)
        venster.thema.changed.connect(self._teken_detail)
        self._gekozen(None)
        self._keuze_anders()

    def _maak_zoekvelden(self) -> None:
        self.leerling = named(QLineEdit(), "zoek_leerling")
        self.leerling.setPlaceholderText("Naam, PGN, leerlingnummer of L-...")
        self.code = named(QLineEdit(), "zoek_code")
        self.code.setPlaceholderText("Foutcode, korte code, A-7 of T12")
        for veld in (self.leerling, self.code):
            veld.setClearButtonEnabled(True)
        self.periode = named(QComboBox(), "zoek_periode")
        for tekst, dagen in _PERIODES:
            self.periode.addItem(tekst, dagen)
        self.vanaf, self.tot = QDateEdit(QDate.currentDate().addDays(-30)), QDateEdit(QDate.currentDate())
        for naam, dag in (("vanaf", self.vanaf), ("tot en met", self.tot)):
            dag.setObjectName(f"zoek_{naam.partition(' ')[0]}")
            dag.setCalendarPopup(True)
            dag.setDisplayFormat("dd-MM-yyyy")
            dag.setAccessibleName(f"Datum {naam}")
            dag.lineEdit().setAccessibleName(f"Datum {naam}")
        self.status = named(QComboBox(), "zoek_status")
        self.status.addItem("Alle", "")

    def _zoekbalk(self) -> QGridLayout:
        rooster = QGridLayout()
        rooster.setHorizontalSpacing(10)
        for kolom, (tekst, deel) in enumerate(
            (
                ("&Leerling", self.leerling),
                ("&Code", self.code),
                ("&Periode", self.periode),
                ("&Van", self.vanaf),
                ("&Tot en met", self.tot),
                ("Stat&us", self.status),
            )
        ):
            label = label_for(tekst, deel)
            deel.setAccessibleName(deel.accessibleName() or tekst.replace("&", ""))
            rooster.addWidget(label, 0, kolom)
            rooster.addWidget(deel, 1, kolom)
        rooster.setColumnStretch(0, 3)
        rooster.setColumnStretch(1, 2)
        return rooster

    def _maak_tabel(self) -> None:
        kolommen: list[Kolom[BerichtTreffer]] = [
            Kolom("tijd", "Tijdstip", lambda r: moment(r.tijdstip), 145, lambda r: r.tijdstip),
            Kolom("richting", "Richting", lambda r: r.richting, 85),
            Kolom("soort", "Bericht", lambda r: r.soort, 200),
            Kolom("stand", "Status", lambda r: r.stand, 195, icoon=self._icoon),
            Kolom("naam", "Leerling", lambda r: r.wie.naam, 200, rekt=True),
            Kolom("pgn", "Pgn", lambda r: r.wie.pgn_masker, 90),
            Kolom("codes", "Codes", lambda r: ", ".join(r.codes), 110),
            Kolom("kort", "Korte code", lambda r: r.korte_code, 90),
        ]
        model = TabelModel(kolommen, sleutel=lambda r: (r.bericht_id, r.ontvangstnummer))
        self.tabel: Tabel[BerichtTreffer] = Tabel(
            "Gevonden berichten", model, "Er zijn geen berichten die hieraan voldoen. Maak een zoekveld leeg."
        )
        self.tabel.chosen.connect(self._gekozen)
        self.tabel.opened.connect(self._open)

    def _maak_tabs(self) -> None:
        self.uitleg, self.tijdlijn = Leesblad(), Leesblad()
        self.xml = XmlBlad("XML")
        self.tabs = named(QTabWidget(), "bericht", "Over het gekozen bericht")
        self.tabs.tabBar().setAccessibleName("Over het gekozen bericht")
        for titel, deel in (("U&itleg", self.uitleg), ("&Wat er gebeurde", self.tijdlijn)):
            deel.setAccessibleName(titel.replace("&", ""))
            deel.setTabChangesFocus(True)
            self.tabs.addTab(deel, titel)
        self.tabs.addTab(self.xml, "&XML")
        self.tabs.currentChanged.connect(self._tab)

    # --- searching

    def begin(self) -> None:
        """Shows itself and everything there is."""
        self.toon()
        self.leerling.setFocus()
        self.zoek()

    def _straks(self) -> None:
        self._clock.start()

    def _keuze_anders(self) -> None:
        zelf = self.periode.currentData() == _ZELF
        self.vanaf.setEnabled(zelf)
        self.tot.setEnabled(zelf)
        self._clock.start()

    def zoek(self) -> None:
        """What is asked for now."""
        self._clock.stop()
        self.venster.runner.query("berichten", use_case(zoek_berichten, **self._gevraagd()), self._gevonden)

    def _gevraagd(self) -> dict[str, Any]:
        dagen = self.periode.currentData()
        vanaf = tot = None
        if dagen == _ZELF:
            vanaf, tot = (date(d.year(), d.month(), d.day()) for d in (self.vanaf.date(), self.tot.date()))
        elif dagen is not None:
            vandaag = QDate.currentDate()
            vanaf = date(vandaag.year(), vandaag.month(), vandaag.day()) - timedelta(days=dagen)
        return {
            "tekst": self.leerling.text(),
            "code": self.code.text(),
            "vanaf": vanaf,
            "tot": tot,
            "stand": self.status.currentData() or "",
        }

    def _gevonden(self, treffers: tuple[BerichtTreffer, ...]) -> None:
        self.tabel.tabelmodel.zet_rijen(treffers)
        gevonden = f"{aantal(len(treffers), 'bericht', 'berichten')} gevonden{', de nieuwste bovenaan' if len(treffers) > 1 else ''}."
        self.telling.setText(gevonden if treffers else "Geen berichten gevonden.")
        bekend = {self.status.itemData(nummer) for nummer in range(self.status.count())}
        for stand in sorted({treffer.stand for treffer in treffers} - bekend):
            self.status.addItem(stand[:1].upper() + stand[1:], stand)
        if treffers and not self.tabel.selectionModel().hasSelection():
            self.tabel.kies((treffers[0].bericht_id, treffers[0].ontvangstnummer))

    # --- the chosen message

    def _gekozen(self, treffer: BerichtTreffer | None) -> None:
        self.detail, self._voor_helpdesk = None, ""
        self.naar.setEnabled(treffer is not None and treffer.wie.sleutel is not None)
        self.kopieer.setEnabled(False)
        markeer(self.kopieer, aan=False)
        if treffer is None:
            self.uitleg.setPlainText("Kies een bericht om te zien wat ermee gebeurde.")
            self.tijdlijn.clear()
            self.xml.zet("")
        else:
            self.venster.runner.query("bericht", partial(_toon, treffer), self._toon_detail)

    def _icoon(self, treffer: BerichtTreffer) -> QIcon | None:
        teken = ACTIE.get(treffer.stand)
        return self.venster.thema.icoon(*teken) if teken else None

    def _toon_detail(self, gelezen: tuple[BerichtDetail, str]) -> None:
        self.detail, self._voor_helpdesk = gelezen
        self._teken_detail()
        self._tab(self.tabs.currentIndex())
        self.kopieer.setEnabled(True)
        markeer(self.kopieer)

    def _teken_detail(self) -> None:
        """Again after another theme."""
        self.tabel.tabelmodel.ververs_weergave()
        if self.detail is None:
            return
        kleur = self.venster.thema.kleur("gedempt").name()
        self.uitleg.setHtml(als_html(_details(self.detail), kleur))
        regels = [(f"{moment(regel.tijdstip)}  {regel.gebeurtenis}", regel.tekst) for regel in self.detail.tijdlijn]
        self.tijdlijn.setHtml(
            als_html(regels or [("Tijdlijn", "Bij dit bericht hoort geen actie van uw school.")], kleur)
        )

    def _tab(self, nummer: int) -> None:
        """The XML is put together only when somebody looks at it."""
        if nummer == _XML and self.detail is not None:
            self.xml.zet(self.detail.xml or "Van dit bericht wordt geen XML bewaard.")
            if self.detail.xml and self._ingezien != self.detail.treffer:
                self._ingezien = treffer = self.detail.treffer
                inzage.boek(self.venster, "bericht", treffer.bericht_id, treffer.ontvangstnummer)
        else:
            self.xml.zet("")

    def _kopieer(self) -> None:
        kopieer(self._voor_helpdesk)
        self.telling.setText("Gekopieerd, zonder namen. Plak het in een e-mail, of lees het voor aan de telefoon.")

    def _open(self, treffer: BerichtTreffer) -> None:
        if treffer.wie.sleutel is not None:
            self.venster.ga_naar(treffer.wie.sleutel)
            self.venster.raise_()
            self.venster.activateWindow()

    def _naar_leerling(self) -> None:
        treffer = self.tabel.gekozen()
        if treffer is not None:
            self._open(treffer)

    def _exporteer(self) -> None:
        uitvoer.exporteer(self.venster, self.tabel, "Berichten")

    def _druk_af(self) -> None:
        uitvoer.druk_af(self.venster, self.tabel, "Berichten")


def _details(detail: BerichtDetail) -> Details:
    """The exact text first: that is what the helpdesk asks for."""
    treffer = detail.treffer
    regels = [("Tekst van BRON", tekst) for tekst in detail.oorspronkelijk]
    for signaal in detail.signalen:
        regels += [
            (f"Code {signaal.code}", ""),
            ("Betekenis", signaal.betekenis),
            ("Oorzaak", signaal.oorzaak),
            ("Wat te doen", signaal.advies),
        ]
    if not detail.signalen:
        regels.append(("Signalen", "Bij dit bericht horen geen foutcodes of attenties."))
    nummer = str(treffer.ontvangstnummer) if treffer.ontvangstnummer else ""
    regels += [
        ("Kenmerken", ""),
        ("Bericht", f"{treffer.soort}, {treffer.richting}"),
        ("Leerling", treffer.wie.naam),
        ("Verwijzing", detail.verwijzing),
        ("Status", treffer.stand),
        ("Korte code", treffer.korte_code),
        ("Bericht-id", treffer.bericht_id),
        ("Ontvangstnummer", nummer),
        ("Kenmerk van BRON", detail.kenmerk),
        ("Poging", str(detail.poging) if detail.poging > 1 else ""),
    ]
    koppen = ("Kenmerken",)
    return [(label, tekst) for label, tekst in regels if tekst or label in koppen or label.startswith("Code ")]
