"""The list of pupils (manual ch. 4, 'Overzicht leerlingen'): LvsNaam, BronNaam, Pgn, status, actie; filter 'Toon' and instant search.

Who is in which group comes from `application/tonen/leerlingen.py`. The column Pgn is masked until it is asked for; searching finds full numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from bronsync.gui.kit import inzage
from bronsync.gui.kit.klembord import kopieer_persoon
from bronsync.gui.kit.maat import GEWOON, ICOON, KLEIN, KLEINST, pixels, rand
from bronsync.gui.kit.tekens import ACTIE, LEERLING, PGN, RICHTING
from bronsync.gui.kit.vorm import bare, fill, label_for, named
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from bronsync.application.boeken.verwijzing import Verwijzer
    from bronsync.application.tonen.leerlingen import Leerlingen, LeerlingRegel, Toon
    from bronsync.gui.kit.venster import Venster

_LEEG: Final = {
    "": "Kies linksboven een aanleverpunt om de leerlingen te zien.",
    "ALLE": "In LVS2000 staan geen leerlingen bij dit aanleverpunt.",
    "HUIDIG": "Er zijn geen huidige leerlingen bij dit aanleverpunt.",
    "NIET_GEKOPPELD": "Alle leerlingen uit LVS2000 zijn gekoppeld met BRON.",
    "ALLEEN_BIJ_BRON": "Er zijn geen leerlingen die alleen bij BRON staan.",
    "VERSCHILLEN": "Geen verschillen: LVS2000 en BRON zijn gelijk.",
    "OPEN_VRAGEN": "Er zijn geen open vragen.",
    "OPEN_ACTIES": "Er zijn geen open acties.",
    "AFKEURSIGNALEN": "Er zijn geen afkeursignalen.",
    "AFGEKEURD": "BRON heeft niets afgekeurd.",
    "IN_BEHANDELING": "BRON heeft niets in behandeling.",
    "APART": "U hebt geen acties apart gezet.",
    "DUBBEL": "Er zijn geen dubbele inschrijvingen gemeld.",
    "ATTENTIE": "Er zijn geen nieuwe attentiesignalen.",
    "GENEGEERD": "U negeert geen verschillen.",
    "UITGESCHREVEN": "Er zijn geen uitgeschreven leerlingen.",
    "UITGESLOTEN": "Er zijn geen leerlingen uitgesloten van aanlevering.",
}
"""What an empty list says, by the name of its Toon; without any name while no aanleverpunt is open."""

_LINES: Final = ("NIET_GEKOPPELD", "OPEN_VRAGEN", "DUBBEL", "GENEGEERD")
"""A line stands above these choices of 'Toon'."""


_UIT_BRON: Final = ("NIET_GEKOPPELD", "ALLEEN_BIJ_BRON", "VERSCHILLEN", "DUBBEL", "GENEGEERD")
"""What can only be known with a registratieoverzicht."""


def _actie_stand(regel: LeerlingRegel) -> str:
    """The status; of what BRON has, how long, short enough for its column; what a person set aside is called so."""
    if regel.apart:
        return "Apart gezet"
    hoelang = regel.sinds.partition("(")[2].partition(")")[0]
    return (
        f"{regel.actie_status} ({hoelang})"
        if hoelang and regel.actie_status == "In behandeling"
        else regel.actie_status
    )


def _actie_sinds(regel: LeerlingRegel) -> str:
    return f"{regel.sinds[:1].upper()}{regel.sinds[1:]}" if regel.sinds else regel.actie_status


def _volgorde(regel: LeerlingRegel) -> int:
    from bronsync.application.tonen.richting import VOLGORDE

    return VOLGORDE[regel.richting]


def _richting_uitleg(regel: LeerlingRegel) -> str:
    from bronsync.application.tonen.richting import UITLEG, Richting

    uitleg = UITLEG[regel.richting]
    if regel.richting is Richting.ONDERWEG and regel.sinds:
        return f"{uitleg}: {regel.sinds}"
    return f"{uitleg}: {regel.actie}" if regel.actie and regel.richting is not Richting.GEVRAAGD else uitleg


class LeerlingenPaneel(QWidget):
    """The upper half of the main window."""

    chosen = Signal(object)
    pgn_changed = Signal(bool)
    """The numbers are shown in full now, or masked again."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self.vol_pgn = False
        self._toon: Toon | None = None
        self._verwijzing = ""
        self._verwijs: Verwijzer | None = None
        self._tellingen: dict[Toon, int] = {}
        self._namen: dict[tuple[int, str, str], str] = {}
        self.model = TabelModel(self._kolommen(), sleutel=lambda r: r.sleutel, zoektekst=lambda r: r.zoek)
        self.tabel: Tabel[Any] = Tabel("Leerlingen", self.model)
        self.toon_filter = QComboBox()
        self.zoek = QLineEdit()
        self.oog = QToolButton()
        self.telling = QLabel()
        self._bouw()
        self.zoek.textChanged.connect(self._zoek)
        self.toon_filter.activated.connect(self._toon_gekozen)
        self.oog.clicked.connect(self.wissel_pgn)
        self.tabel.chosen.connect(self.chosen)
        self.tabel.shown.connect(self._tel)
        self.tabel.met_menu(self._vul_menu)
        self.model.zet_groep(self._in_groep)
        self.tabel.leeg = "De leerlingen worden gelezen..."  # until it is known whether there is an aanleverpunt
        self._sorteer = named(QMenu(self), "menu_sorteren")
        for nummer, kolom in enumerate(self.model.kolommen):
            self._sorteer.addAction(f"&{nummer + 1} {kolom.titel}").setData(nummer)
        self._sorteer.addAction("&0 Volgorde van het alfabet").setData(-1)
        self._sorteer.triggered.connect(self._sorteer_op)
        self._ander_thema()

    def _kolommen(self) -> list[Kolom[LeerlingRegel]]:
        return [
            Kolom("lvs_naam", "LvsNaam", lambda r: r.lvs_naam, 220, rekt=True),
            Kolom(
                "richting",
                "Richting",
                lambda r: r.richting,
                78,
                sorteer=_volgorde,
                icoon=self._richting_icoon,
                tip=_richting_uitleg,
                alleen_icoon=True,
            ),
            Kolom("bron_naam", "BronNaam", lambda r: r.bron_naam, 220, rekt=True),
            Kolom("pgn", "Pgn", self._pgn, 100),
            Kolom("pgn_soort", "Nummer", lambda r: r.pgn_soort, 132, kleur=self._pgn_kleur, chip=self._pgn_chip),
            Kolom("groep", "Groep", lambda r: r.groep, 95),
            Kolom(
                "status",
                "Status",
                lambda r: r.status,
                175,
                icoon=self._status_icoon,
                kleur=self._status_kleur,
                chip=self._status_chip,
            ),
            Kolom("actie", "Actie", lambda r: r.actie, 245, icoon=self._actie_icoon, rekt=True),
            Kolom("actie_status", "Stand van de actie", _actie_stand, 180, tip=_actie_sinds),
        ]

    def _bouw(self) -> None:
        label = label_for("Too&n", self.toon_filter)
        self.toon_filter.setObjectName("toon")
        self.toon_filter.setAccessibleName("Toon")
        self.toon_filter.setToolTip("Kies welke leerlingen u ziet")
        self.toon_filter.setMaxVisibleItems(20)
        self.toon_filter.setEnabled(False)
        self.zoek.setObjectName("zoek")
        self.zoek.setAccessibleName("Zoeken")
        self.zoek.setPlaceholderText("Zoeken op naam, nummer of groep")
        self.zoek.setToolTip("Zoekt meteen, ook op het volledige PGN en op L-... van de helpdesk (Ctrl+F)")
        self.zoek.setClearButtonEnabled(True)
        self.zoek.installEventFilter(self)
        self._loep = self.zoek.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.oog.setObjectName("pgn_oog")
        self.oog.setCheckable(True)
        self.oog.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.oog.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.oog.setText("PGN tonen")
        self.oog.setAccessibleName("PGN volledig tonen")
        self.oog.setToolTip("Toont of verbergt de volledige nummers (Ctrl+G)")
        self.telling.setObjectName("telling")
        self.telling.setProperty("soort", "gedempt")
        balk = self._balk = QHBoxLayout()
        rand(balk, GEWOON, KLEIN)
        balk.setSpacing(KLEIN)
        for deel in (label, self.toon_filter):
            balk.addWidget(deel)
        balk.addWidget(self.zoek, 1)
        balk.addWidget(self.oog)
        balk.addStretch(1)
        balk.addWidget(self.telling)
        fill(bare(QVBoxLayout(self), 0), balk, (self.tabel, 1))
        self._venster.thema.changed.connect(self._ander_thema)

    # --- how a row shows

    def _pgn(self, regel: LeerlingRegel) -> str:
        return regel.pgn if self.vol_pgn else regel.pgn_masker

    def _richting_icoon(self, regel: LeerlingRegel) -> QIcon | None:
        return self._richting_iconen.get(regel.richting)

    def _pgn_kleur(self, regel: LeerlingRegel) -> QColor | None:
        return self._pgn_kleuren.get(regel.pgn_soort)

    def _pgn_chip(self, regel: LeerlingRegel) -> QColor | None:
        return self._pgn_chips.get(regel.pgn_soort)

    def _status_icoon(self, regel: LeerlingRegel) -> QIcon | None:
        return self._iconen.get(regel.status)

    def _status_kleur(self, regel: LeerlingRegel) -> QColor | None:
        return self._kleuren.get(regel.status)

    def _status_chip(self, regel: LeerlingRegel) -> QColor | None:
        return self._chips.get(regel.status)

    def _actie_icoon(self, regel: LeerlingRegel) -> QIcon | None:
        return self._actie_iconen.get("Apart gezet" if regel.apart else regel.actie_status)

    def _ander_thema(self) -> None:
        thema = self._venster.thema
        self._richting_iconen = {naam: thema.icoon(*teken) for naam, teken in RICHTING.items()}
        self._iconen = {status: thema.icoon(*teken) for status, teken in LEERLING.items()}
        self._kleuren = {status: thema.kleur(kleur) for status, (_, kleur) in LEERLING.items()}
        self._chips = {status: thema.chip(kleur) for status, (_, kleur) in LEERLING.items()}
        self._pgn_kleuren = {soort: thema.kleur(kleur) for soort, kleur in PGN.items()}
        self._pgn_chips = {soort: thema.chip(kleur) for soort, kleur in PGN.items()}
        self._actie_iconen = {str(status): thema.icoon(*teken) for status, teken in ACTIE.items()}
        self.oog.setIconSize(QSize(pixels(ICOON), pixels(ICOON)))
        self.oog.setIcon(thema.icoon("oog_dicht" if self.vol_pgn else "oog"))
        self.toon_filter.setMinimumWidth(pixels(190))
        self.zoek.setMinimumWidth(pixels(130))
        self.zoek.setMaximumWidth(pixels(420))
        self._loep.setIcon(thema.icoon("zoeken", "gedempt"))
        self.model.ververs_weergave()

    # --- what the window uses

    def zet(self, leerlingen: Leerlingen) -> None:
        """The list as it is now."""
        from bronsync.application.tonen.leerlingen import Toon

        self._toon = self._toon or Toon.ALLE
        self._tellingen = leerlingen.tellingen
        self._verwijs = leerlingen.verwijs
        self._vul_toon()
        self._namen = {regel.sleutel: regel.lvs_naam or regel.bron_naam for regel in leerlingen.regels}
        self.model.zet_rijen(leerlingen.regels)

    def zet_laag(self, *, laag: bool) -> None:
        """Less room above the list."""
        rand(self._balk, GEWOON, KLEINST if laag else KLEIN)

    def leeg(self) -> None:
        """No aanleverpunt is open."""
        self._toon, self._tellingen, self._verwijs, self._namen = None, {}, None, {}
        self.toon_filter.clear()
        self.toon_filter.setEnabled(False)
        self.zoek.clear()
        self.model.zet_rijen(())

    def wissel_pgn(self) -> None:
        """Masks or unmasks the column Pgn."""
        self.vol_pgn = not self.vol_pgn
        self.oog.setChecked(self.vol_pgn)
        self.oog.setText("PGN verbergen" if self.vol_pgn else "PGN tonen")
        self.oog.setIcon(self._venster.thema.icoon("oog_dicht" if self.vol_pgn else "oog"))
        self.model.ververs_weergave()
        self.pgn_changed.emit(self.vol_pgn)

    def verberg_pgn(self) -> None:
        """Masks it."""
        if self.vol_pgn:
            self.wissel_pgn()

    def toon(self, groep: Toon) -> None:
        """Shows this group."""
        self._toon = groep
        self.toon_filter.setCurrentIndex(self.toon_filter.findData(groep.name))
        self.model.zet_groep(self._in_groep)

    def ga_naar(self, sleutel: tuple[int, str, str]) -> bool:
        """Makes this pupil the chosen one, and lets go of the filters that hide it; whether it is in the list."""
        regel = next((regel for regel in self.model.rijen if regel.sleutel == sleutel), None)
        if regel is None:
            return False
        if not self.tabel.kies(sleutel):
            self.zoek.clear()
            if self._toon not in regel.toon:
                from bronsync.application.tonen.leerlingen import Toon

                self.toon(next((groep for groep in Toon if groep in regel.toon), Toon.ALLE))
            self.tabel.kies(sleutel)
        self.tabel.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def naam_van(self, sleutel: tuple[int, str, str]) -> str:
        """Of a pupil in the list; empty when nobody there has this key."""
        return self._namen.get(sleutel, "")

    def gekozen(self) -> LeerlingRegel | None:
        """The chosen pupil."""
        regel: LeerlingRegel | None = self.tabel.gekozen()
        return regel

    def sorteermenu(self) -> None:
        """The columns to sort by, for who works without a mouse."""
        self._sorteer.popup(self.tabel.mapToGlobal(self.tabel.rect().topLeft()))

    def _sorteer_op(self, keuze: QAction) -> None:
        kop = self.tabel.horizontalHeader()
        nummer = int(keuze.data())
        zelfde = kop.sortIndicatorSection() == nummer and kop.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        kop.setSortIndicator(nummer, Qt.SortOrder.DescendingOrder if zelfde else Qt.SortOrder.AscendingOrder)

    def _zoek(self, tekst: str) -> None:
        """By words; or by what the helpdesk calls a pupil, in whatever group."""
        from bronsync.application.boeken.verwijzing import gevraagde_verwijzing

        gevraagd = gevraagde_verwijzing(tekst)
        if gevraagd != self._verwijzing:
            self._verwijzing = gevraagd
            self.model.zet_groep(self._in_groep)
        self.tabel.filter("" if gevraagd else tekst)

    # --- Toon

    def _in_groep(self, regel: LeerlingRegel) -> bool:
        if self._verwijzing and self._verwijs is not None:
            return self._verwijs(regel.leerlingnummer).startswith(self._verwijzing)
        return self._toon in regel.toon

    def _vul_toon(self) -> None:
        """The choices with their counts; the one in use stays."""
        self.toon_filter.clear()
        for groep, aantal in self._tellingen.items():
            if groep.name in _LINES:
                self.toon_filter.insertSeparator(self.toon_filter.count())
            self.toon_filter.addItem(f"{groep.value} ({aantal})", groep.name)
        if self._toon is not None:
            self.toon_filter.setCurrentIndex(self.toon_filter.findData(self._toon.name))
        self.toon_filter.setEnabled(True)

    def _toon_gekozen(self, nummer: int) -> None:
        from bronsync.application.tonen.leerlingen import Toon

        self.toon(Toon[self.toon_filter.itemData(nummer)])

    def _tel(self, getoond: int) -> None:
        """'344 leerlingen, 12 getoond', and why there are none."""
        if self._toon is None:
            self.telling.setText("")
            self.tabel.leeg = _LEEG[""]
            return
        totaal = next(iter(self._tellingen.values()), 0)
        leerlingen = "1 leerling" if totaal == 1 else f"{totaal} leerlingen"
        self.telling.setText(leerlingen if getoond == totaal else f"{leerlingen}, {getoond} getoond")
        if self._verwijzing:
            self.tabel.leeg = f"Op deze computer heeft geen leerling de verwijzing {self._verwijzing}."
        elif self.zoek.text().strip():
            self.tabel.leeg = self._elders()
        elif self._zonder_overzicht() and self._toon.name in _UIT_BRON:
            self.tabel.leeg = "Nog niet vergeleken met BRON. Haal eerst een registratieoverzicht op."
        else:
            self.tabel.leeg = _LEEG[self._toon.name]

    def _elders(self) -> str:
        """Nothing in this group; where it is found, if anywhere."""
        from bronsync.application.boeken.weergave import zoekvorm
        from bronsync.application.tonen.leerlingen import Toon

        woorden = zoekvorm(self.zoek.text().strip()).split()
        gevonden = [regel for regel in self.model.rijen if all(woord in regel.zoek for woord in woorden)]
        per_groep = (
            (groep, sum(groep in regel.toon for regel in gevonden)) for groep in Toon if groep is not Toon.ALLE
        )
        waar = ", ".join(f"{groep.value} ({aantal})" for groep, aantal in per_groep if aantal)
        if gevonden:
            return f"Niets gevonden in '{self._toon}'. Wel gevonden bij {waar or f'{Toon.ALLE.value} ({len(gevonden)})'}: kies dat bij Toon."
        return f"Niets gevonden in '{self._toon}'. Zoek op een deel van een naam, een nummer of een groep."

    def _zonder_overzicht(self) -> bool:
        toestand = self._venster.toestand
        return toestand is not None and toestand.peildatum is None

    # --- keyboard and menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter go from the search to what was found, Escape clears it."""
        if watched is self.zoek and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.tabel.kies_eerste()
                self.tabel.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.zoek.text():
                self.zoek.clear()
                return True
        return super().eventFilter(watched, event)

    def _vul_menu(self, menu: QMenu, regel: LeerlingRegel) -> None:
        keuzes = self._venster.menukeuzes
        menu.addAction(keuzes["controleer_leerling"])
        menu.addAction(keuzes["handmatig"])
        menu.addAction(keuzes["verwijder_actie"])
        menu.addSeparator()
        for tekst, doe in (
            ("&Kopieer naam", self._kopieer_naam),
            ("Kopieer &leerlingnummer", self._kopieer_leerlingnummer),
            ("Kopieer volledig &PGN", self._kopieer_pgn),
        ):
            menu.addAction(tekst).triggered.connect(doe)
        menu.addSeparator()
        menu.addAction(keuzes["exporteren"])
        menu.addAction(keuzes["afdrukken"])

    def _kopieer_naam(self) -> None:
        regel = self.gekozen()
        self._kopieer(regel.lvs_naam or regel.bron_naam if regel else "")

    def _kopieer_leerlingnummer(self) -> None:
        regel = self.gekozen()
        self._kopieer(regel.leerlingnummer if regel else "")

    def _kopieer_pgn(self) -> None:
        regel = self.gekozen()
        if regel is not None and regel.pgn:
            inzage.boek(self._venster, inzage.PGN_GEKOPIEERD)
            self._kopieer(regel.pgn)

    def _kopieer(self, tekst: str) -> None:
        kopieer_persoon(tekst)
