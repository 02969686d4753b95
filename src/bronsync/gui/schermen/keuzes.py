"""Vragen (manual ch. 2 and 5): the verschillen that ask for a choice, answered one by one or for a whole group at once, and taken back.

Which choices there are, which actie each gives, why not, and what is proposed comes from `application/tonen/vragen.py`. No side is marked,
none answers Enter, and the buttons keep their place from one vraag to the next (FOUTEN R8 and R9).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bronsync.application.bepalen.antwoorden import beslis_alle, heropen_alle
from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.tonen.vragen import VraagStand, vraag_regels
from bronsync.domain.vergelijking.acties import Keuze
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog
from bronsync.gui.kit.keuzeknop import Keuzeknop, is_enter
from bronsync.gui.kit.maat import KLEINST, RUIM, pixels, rand
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.verder import SLUITEN, Verder
from bronsync.gui.kit.vorm import bare, fill, kop, label_for, named, split
from bronsync.gui.lijst.lijstknoppen import lijstknoppen
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bronsync.application.bepalen.antwoorden import Beantwoord
    from bronsync.application.lezen.paren import Sleutel
    from bronsync.application.tonen.vragen import Mogelijk, VraagRegel
    from bronsync.gui.kit.venster import Venster

_KNOP: Final = {Keuze.NAAR_BRON: "Naar &BRON", Keuze.NAAR_LVS: "Naar &LVS2000", Keuze.NEGEREN: "Ne&geren"}
PER_SOORT: Final = "Soort verschil"
PER_LEERLING: Final = "Leerling"
_ROL: Final = Qt.ItemDataRole.UserRole
_LAAG_SCHERM: Final = 560
"""Height of a screen below which a third line of text costs a button its place."""

Waarde = tuple["VraagRegel", int, str, str, str]
"""One line of the table: the vraag, the place of the field in it, label, LVS2000, BRON."""


def toon_vragen(venster: Venster, sleutel: Sleutel | None = None) -> None:
    """Acties - Vragen beantwoorden. `sleutel`: of this pupil first."""
    Vragenlijst(venster, sleutel).open()


class Vragenlijst(Dialoog):
    """All of them, grouped; at the right the chosen one or the chosen group."""

    def __init__(self, venster: Venster, sleutel: Sleutel | None = None) -> None:
        super().__init__(venster, "vragen", "Vragen beantwoorden", (1120, 660))
        self.regels: tuple[VraagRegel, ...] = ()
        self.gekozen: tuple[VraagRegel, ...] = ()
        self._antwoorden: list[tuple[str, ...]] = []
        """What was answered here, newest last: each is undone by itself."""
        self._beweegt = False
        """An answer is being booked: what is shown next comes under the pointer."""
        self._items: list[QTreeWidgetItem] = []
        self._answered: list[QTreeWidgetItem] = []
        self.groepeer = named(QComboBox(), "groepeer")
        self.groepeer.addItems([PER_SOORT, PER_LEERLING])
        self.groepeer.setCurrentText(PER_SOORT if sleutel is None else PER_LEERLING)
        self._eerst = sleutel
        self.tree = named(QTreeWidget(), "vragenboom", "Vragen")
        self.tree.setHeaderHidden(True)
        self.tree.setTabKeyNavigation(False)
        self.tree.setUniformRowHeights(True)
        self.titel, self.uitleg = self.kopbalk.titel, self.kopbalk.uitleg
        self.titel.setText("Even geduld...")
        self.titel.setObjectName("vraag_titel")
        self.uitleg.setObjectName("vraag_uitleg")
        kolommen: list[Kolom[Waarde]] = [
            Kolom("leerling", "Leerling", lambda r: r[0].wie.naam, 165, rekt=True),
            Kolom("veld", "Veld", lambda r: r[2], 185, tip=lambda r: r[2], rekt=True),
            Kolom("lvs", "LVS2000", lambda r: r[3], 190, tip=lambda r: r[3], rekt=True),
            Kolom("bron", "BRON", lambda r: r[4], 190, tip=lambda r: r[4], rekt=True),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: (r[0].vingerafdruk, r[1]))
        self.tabel: Tabel[Waarde] = Tabel("Verschillen", self.model)
        self.reden = named(QLineEdit(), "reden")
        self.reden.setMaxLength(200)
        self.reden.setPlaceholderText("Mag leeg blijven. Bijvoorbeeld: nagevraagd bij de ouders")
        self.keuzeknoppen: dict[Keuze, Keuzeknop] = {}
        self.keuzeteksten: dict[Keuze, QLabel] = {}
        self.melding = named(kop(soort="goed"), "vraag_melding")
        self.terugneem_knop = named(Keuzeknop("Antwoord &terugnemen", venster.rust), "terugnemen")
        self.ongedaan_knop = self.knop("&Ongedaan maken", icoon="terug")
        self.ongedaan_knop.setObjectName("ongedaan")
        self.ongedaan_knop.setShortcut(QKeySequence.StandardKey.Undo)
        self.naar_knop = self.knop("&Naar leerling", icoon="leerling")
        for knop in lijstknoppen(venster, self.tabel, "Vragen"):
            self.knoppen.addButton(knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.verder = Verder(self, venster, ("VRAGEN",))
        self._bouw()
        self._verbind()
        self._lees()

    # --- building

    def _bouw(self) -> None:
        label = label_for("Groepee&r per", self.groepeer)
        boven = fill(QHBoxLayout(), label, (self.groepeer, 1))
        links = QWidget()
        fill(bare(QVBoxLayout(links)), boven, (self.tree, 1))
        splitter = split(QSplitter(), links, (self._maak_rechts(), 1))
        splitter.setSizes([330, 760])
        rand(self.indeling, RUIM, KLEINST)  # at 200% it has 364 units, and the choices keep their place
        self.indeling.setSpacing(KLEINST)
        self.tabel.setMinimumHeight(pixels(46, self))
        fill(self.indeling, (splitter, 1), self.melding)
        self.knoppen.addButton(self.verder, QDialogButtonBox.ButtonRole.AcceptRole)
        self.verder.hide()
        self.ongedaan_knop.setEnabled(False)
        self.tree.setFocus()

    def _maak_rechts(self) -> QWidget:
        rechts = QWidget()
        kolom = QVBoxLayout(rechts)
        kolom.setContentsMargins(8, 0, 0, 0)
        fill(kolom, (self.tabel, 1), self._maak_keuzes())
        return rechts

    def _maak_keuzes(self) -> QWidget:
        """Always as high, whatever is asked: a button stays where it is."""
        self.keuzeblok = QWidget()
        rooster = QGridLayout(self.keuzeblok)
        rooster.setContentsMargins(0, 4, 0, 0)
        rooster.setColumnStretch(1, 1)
        laag = self.venster.screen().availableGeometry().height() < _LAAG_SCHERM
        aantal_regels = (
            2 if laag else 3
        )  # at 200% a third line would push the buttons off the screen; the tip has it all
        label = label_for("Re&den", self.reden)
        rooster.addWidget(label, 0, 0)
        rooster.addWidget(self.reden, 0, 1)
        for rij, keuze in enumerate(Keuze, 1):
            knop = named(Keuzeknop(_KNOP[keuze], self.venster.rust), f"keuze_{keuze.name.lower()}")
            knop.setFixedWidth(pixels(170, self))
            knop.clicked.connect(partial(self._beslis, keuze))
            tekst = kop()
            tekst.setProperty("soort", "")
            tekst.setFixedHeight(aantal_regels * tekst.fontMetrics().lineSpacing() + 4)
            self.keuzeknoppen[keuze], self.keuzeteksten[keuze] = knop, tekst
            rooster.addWidget(knop, rij, 0)
            rooster.addWidget(tekst, rij, 1)
        terug = QWidget()
        terugblok = QVBoxLayout(terug)
        terugblok.setContentsMargins(0, 4, 0, 0)
        terugblok.addWidget(self.terugneem_knop, 0, Qt.AlignmentFlag.AlignLeft)
        terugblok.addStretch(1)
        self.onder = QStackedWidget()
        self.onder.addWidget(self.keuzeblok)
        self.onder.addWidget(terug)
        self.onder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return self.onder

    def _verbind(self) -> None:
        self.groepeer.currentIndexChanged.connect(self._fill_tree)
        self.tree.currentItemChanged.connect(self._item_gekozen)
        self.terugneem_knop.clicked.connect(self._neem_terug)
        self.ongedaan_knop.clicked.connect(self._maak_ongedaan)
        self.naar_knop.clicked.connect(self._naar_leerling)
        self.tabel.opened.connect(self._naar_leerling)
        self.venster.runner.busy.connect(self._bezig)
        self.venster.runner.progress.connect(self._progress)
        self.venster.refreshed.connect(self._zet_stap)

    # --- reading

    def _lees(self) -> None:
        self.venster.runner.query("vragen", use_case(vraag_regels), self._vul)

    def _vul(self, regels: tuple[VraagRegel, ...]) -> None:
        self.regels = regels
        self._antwoorden = self._terug_te_nemen()
        self.ongedaan_knop.setEnabled(bool(self._antwoorden) and self.venster.runner.operation is None)
        self._fill_tree()
        if self._beweegt:
            self._beweegt = False
            self.venster.rust.begint()

    def _terug_te_nemen(self) -> list[tuple[str, ...]]:
        """Of what was answered here, what was not carried out yet."""
        staat = {regel.vingerafdruk for regel in self.regels if regel.stand is not VraagStand.OPEN}
        over = [tuple(vinger for vinger in vingers if vinger in staat) for vingers in self._antwoorden]
        return [vingers for vingers in over if vingers]

    def _fill_tree(self, *_: object) -> None:
        was = self._plek()
        per_leerling = self.groepeer.currentText() == PER_LEERLING
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        self._answered.clear()
        for stand in VraagStand:
            van_stand = [regel for regel in self.regels if regel.stand is stand]
            if not van_stand:
                continue
            branch = _item(f"{stand} ({len(van_stand)})", van_stand)
            self.tree.addTopLevelItem(branch)
            items = _fill_branch(branch, van_stand, per_leerling=per_leerling)
            self._answered += items if self._items else ()
            self._items = self._items or items
            branch.setExpanded(self._items is items)
        self.tree.blockSignals(False)
        self._kies_plek(was)

    def _plek(self) -> int:
        """Where the choice stands among the open ones, so that after an answer the next one comes."""
        huidig = self.tree.currentItem()
        return next((plek for plek, item in enumerate(self._items) if item is huidig), 0)

    def _kies_plek(self, plek: int) -> None:
        """The next open one; when all is answered the whole branch of answers, so that nothing seems to be asked."""
        eerst, self._eerst = self._eerst, None
        gevraagd = [item for item in (*self._items, *self._answered) if item.data(0, _ROL)[0].sleutel == eerst]
        if gevraagd:  # what he asks, else what was answered
            self.tree.setCurrentItem(gevraagd[0])
        elif self._te_doen:
            self.tree.setCurrentItem(self._items[min(plek, len(self._items) - 1)])
        elif (branch := self.tree.topLevelItem(0)) is not None:
            self.tree.setCurrentItem(branch)
        self._item_gekozen()

    @property
    def _te_doen(self) -> bool:
        """Whether any vraag still asks for an answer."""
        return any(regel.stand is VraagStand.OPEN for regel in self.regels)

    # --- showing the chosen one

    def _item_gekozen(self, *_: object) -> None:
        item = self.tree.currentItem()
        self.gekozen = tuple(item.data(0, _ROL)) if item is not None else ()
        self.model.zet_rijen([(regel, plek, *paar) for regel in self.gekozen for plek, paar in enumerate(regel.paren)])
        self.titel.setText(self._titeltekst())
        self.uitleg.setText(self._uitlegtekst())
        self.tabel.leeg = "" if self.regels else "Acties Bepalen vraagt hier wat er met een verschil moet gebeuren."
        self.naar_knop.setEnabled(len({regel.sleutel for regel in self.gekozen}) == 1)
        self.reden.clear()
        self._toon_keuzes()
        self._zet_stap()

    def _open(self) -> tuple[VraagRegel, ...]:
        return tuple(regel for regel in self.gekozen if regel.stand is VraagStand.OPEN)

    def _titeltekst(self) -> str:
        if not self.gekozen:
            return "Geen vragen"
        if len(self.gekozen) == len(self.regels) and not self._te_doen:
            return "Alle vragen zijn beantwoord"
        if len(self.gekozen) == 1:
            return f"{self.gekozen[0].wie.naam}: {self.gekozen[0].titel}"
        titels = {regel.titel for regel in self.gekozen}
        wie = {regel.sleutel for regel in self.gekozen}
        waarover = titels.pop() if len(titels) == 1 else "verschillende soorten"
        return (
            f"{self.gekozen[0].wie.naam}: {len(self.gekozen)} vragen"
            if len(wie) == 1
            else f"{waarover}: {len(wie)} leerlingen"
        )

    def _uitlegtekst(self) -> str:
        if not self.gekozen:
            return "Er is niets dat om een keuze vraagt."
        if len(self.gekozen) > 1 and not self._open():
            return "Een antwoord kunt u terugnemen zolang de actie niet is uitgevoerd. Kies het links, of neem de hele groep terug."
        if len(self.gekozen) > 1:
            return "Uw keuze geldt voor deze hele groep. Kies links een enkele vraag om die apart te beantwoorden."
        (regel,) = self.gekozen
        delen = [f"Gevonden op {toon_dag(regel.eerst_gezien)}.", regel.gekozen or regel.waarom]
        if regel.reden:
            delen.append(f"Reden: {regel.reden}")
        return " ".join(deel for deel in delen if deel)

    def _toon_keuzes(self) -> None:
        te_beantwoorden = self._open()
        self.onder.setCurrentIndex(0 if te_beantwoorden else 1)
        self.terugneem_knop.setVisible(bool(self.gekozen))
        self.terugneem_knop.setText("Antwoorden &terugnemen" if len(self.gekozen) > 1 else "Antwoord &terugnemen")
        for keuze in Keuze:
            mag = [m for regel in te_beantwoorden for m in regel.keuzes if m.keuze is keuze and not m.reden]
            alle = [m for regel in te_beantwoorden for m in regel.keuzes if m.keuze is keuze]
            self.keuzeknoppen[keuze].setEnabled(bool(mag) and self.venster.runner.operation is None)
            self.keuzeknoppen[keuze].setText(
                _KNOP[keuze] + (f" ({len(mag)})" if len(te_beantwoorden) > 1 and mag else "")
            )
            tekst = f"{_verlies(mag)} {_keuzetekst(alle, len(mag))}".lstrip()
            self.keuzeteksten[keuze].setText(tekst)
            self.keuzeteksten[keuze].setToolTip(tekst)
            self.keuzeteksten[keuze].setEnabled(bool(mag))

    def _zet_stap(self) -> None:
        """Which side is chosen is the user's, so none is marked; when all is answered, what comes after is the next step."""
        over = self._te_doen
        self.verder.setVisible(not over)
        self.verder.ververs()
        self.sluitknop.setText("Later be&slissen" if over else SLUITEN)
        self.sluitknop.setToolTip("Wat u niet beantwoordt, blijft staan" if over else "")
        markeer(self.verder, aan=not over)
        if not over and not self.tree.hasFocus():
            self.verder.setFocus()

    # --- answering

    def _beslis(self, keuze: Keuze, *_: object) -> None:
        vingers = tuple(
            regel.vingerafdruk for regel in self._open() if any(m.keuze is keuze and not m.reden for m in regel.keuzes)
        )
        if vingers:
            self._begin_antwoord()
            werk = use_case(beslis_alle, vingers, keuze, self.reden.text().strip())
            self.venster.runner.run("vragen beantwoorden", werk, self._beantwoord).finished.connect(self._lees)

    def _beantwoord(self, uitkomst: Beantwoord) -> None:
        self._antwoorden.append(uitkomst.gelukt)
        self._meld(_bewaard(uitkomst, "antwoord bewaard", "antwoorden bewaard"))

    def _neem_terug(self) -> None:
        self._heropen(tuple(regel.vingerafdruk for regel in self.gekozen))

    def _maak_ongedaan(self) -> None:
        if self._antwoorden:
            self._heropen(self._antwoorden[-1])

    def _begin_antwoord(self) -> None:
        """The keyboard leaves the button, else the next one would be answered with the same key."""
        self._beweegt = True
        self.venster.rust.begint()
        self.tree.setFocus()

    def _heropen(self, vingers: tuple[str, ...]) -> None:
        if vingers:
            self._begin_antwoord()
            werk = use_case(heropen_alle, vingers)
            self.venster.runner.run("antwoorden terugnemen", werk, self._teruggenomen).finished.connect(self._lees)

    def _teruggenomen(self, uitkomst: Beantwoord) -> None:
        self._meld(_bewaard(uitkomst, "antwoord teruggenomen", "antwoorden teruggenomen"))

    def _meld(self, tekst: str) -> None:
        self.melding.setText(tekst)  # its line is kept free: nothing above it moves

    def _bezig(self, bezig: bool) -> None:
        for knop in (*self.keuzeknoppen.values(), self.terugneem_knop, self.verder):
            knop.setEnabled(not bezig)
        self.ongedaan_knop.setEnabled(not bezig and bool(self._antwoorden))
        if not bezig:
            self._toon_keuzes()

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        if totaal > 1:
            self._meld(f"{tekst}: {gedaan} van {totaal}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the reason goes on to the choices; it answers nothing, nor anywhere else while something is asked."""
        if is_enter(event) and self._te_doen:
            if self.reden.hasFocus():
                self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _naar_leerling(self, *_: object) -> None:
        rij = self.tabel.gekozen()
        regel = rij[0] if rij is not None else self.gekozen[0] if self.gekozen else None
        if regel is not None:
            self.accept()
            self.venster.ga_naar(regel.sleutel)


_UITGEKLAPT: Final = 25
"""A branch of at most so many vragen shows them all."""


def _fill_branch(branch: QTreeWidgetItem, regels: Sequence[VraagRegel], *, per_leerling: bool) -> list[QTreeWidgetItem]:
    """Groups with their vragen; gives all items in the order in which they are shown."""
    items = []
    for titel, groep in _groepen(regels, per_leerling=per_leerling):
        deel = _item(f"{titel} ({len(groep)})" if len(groep) > 1 else titel, groep)
        branch.addChild(deel)
        onder = [_item(_kort(een, per_leerling=per_leerling), [een]) for een in groep] if len(groep) > 1 else []
        deel.addChildren(onder)
        deel.setExpanded(len(regels) <= _UITGEKLAPT)
        items += [deel, *onder]
    return items


def _item(tekst: str, regels: Sequence[VraagRegel]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([tekst])
    item.setData(0, _ROL, tuple(regels))
    item.setToolTip(0, tekst)
    item.setSizeHint(0, QSize(0, 26))
    return item


def _kort(regel: VraagRegel, *, per_leerling: bool) -> str:
    kort = regel.titel if per_leerling else regel.wie.naam
    return f"{kort}: {regel.antwoord}" if regel.antwoord else kort


def _groepen(regels: Sequence[VraagRegel], *, per_leerling: bool) -> list[tuple[str, list[VraagRegel]]]:
    """By kind in the order of the read model, or by name."""
    groepen: dict[object, list[VraagRegel]] = {}
    for regel in regels:
        groepen.setdefault(regel.sleutel if per_leerling else regel.soort, []).append(regel)
    gevonden = [(_groeptitel(groep, per_leerling=per_leerling), groep) for groep in groepen.values()]
    return sorted(gevonden, key=_titel_van) if per_leerling else gevonden


def _titel_van(groep: tuple[str, list[VraagRegel]]) -> str:
    return groep[0]


def _groeptitel(groep: list[VraagRegel], *, per_leerling: bool) -> str:
    een = groep[0]
    if len(groep) == 1:
        titel = f"{een.wie.naam}: {een.titel}" if per_leerling else f"{een.titel}: {een.wie.naam}"
        return f"{titel}: {een.antwoord}" if een.antwoord else titel
    return een.wie.naam if per_leerling else een.titel


def _keuzetekst(mogelijk: list[Mogelijk], mag: int) -> str:
    """What the choice gives, or why it cannot be chosen."""
    redenen = list(dict.fromkeys(m.reden for m in mogelijk if m.reden))
    acties = list(dict.fromkeys(m.actie for m in mogelijk if not m.reden))
    if not mag:
        return " ".join(redenen)
    tekst = " of ".join(acties)
    return f"{tekst}. Voor {len(mogelijk) - mag} niet mogelijk: {redenen[0]}" if redenen else tekst


def _verlies(mag: list[Mogelijk]) -> str:
    """What is gone by this choice, so that both are seen for what they do; of a group the list above has the values."""
    if len(mag) == 1:
        return mag[0].verlies
    kant = {Keuze.NAAR_LVS: "In LVS2000", Keuze.NAAR_BRON: "Bij BRON"}.get(mag[0].keuze) if mag else None
    return f"{kant} verdwijnt wat daar nu bij deze {len(mag)} vragen staat." if kant else ""


def _bewaard(uitkomst: Beantwoord, een: str, meer: str) -> str:
    aantal = len(uitkomst.gelukt)
    tekst = f"{aantal} {een if aantal == 1 else meer}."
    if uitkomst.overgeslagen:
        tekst += f" {uitkomst.overgeslagen} overgeslagen: het verschil is intussen veranderd. Voer Acties Bepalen opnieuw uit."
    return tekst
