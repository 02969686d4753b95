"""The bar under the toolbar: the round as a picture, one sentence and one button, the next sensible step. A newcomer who follows it arrives.

Which step it is, `application/tonen/volgende_stap.py` decides; here stands which menu item carries it out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from bronsync.domain.errors import als_fout
from bronsync.gui.kit.maat import GEWOON, KLEIN, KLEINST, RUIM, pixels
from bronsync.gui.kit.stap import STAP, markeer
from bronsync.gui.kit.vorm import fill, named
from bronsync.gui.venster.rondebeeld import Rondebeeld

if TYPE_CHECKING:
    from bronsync.application.tonen.status import StatusOverzicht
    from bronsync.gui.kit.venster import Venster

MENUKEUZE_BIJ_STAP: Final = {
    "CERTIFICAAT": ("certificaten", "Certificaat installeren"),
    "OVERZICHT_OPHALEN": ("registratieoverzicht_ophalen", "Registratieoverzicht ophalen"),
    "ACTIES_BEPALEN": ("acties_bepalen", "Acties Bepalen"),
    "VRAGEN": ("vragen", "Vragen beantwoorden"),
    "CONTROLEREN": ("controleren_en_synchroniseren", "Controleren en Synchroniseren"),
    "VERZENDEN": ("controleren_en_synchroniseren", "Controleren en Synchroniseren"),
    "TERUGKOPPELING_OPHALEN": ("terugkoppeling_ophalen", "Terugkoppeling ophalen"),
    "WACHTEN": ("terugkoppeling_ophalen", "Terugkoppeling ophalen"),
    "ONBEANTWOORD": ("verzenden_naar_bron", "Bekijk deze acties"),
    "KLAAR": ("acties_bepalen", "Acties Bepalen"),
}
"""Name of a Stap -> menu item and text of the button; for `IN_LVS2000` it depends on what must be corrected."""

IN_LVS2000: Final = ("VERBETEREN", "VASTGEHOUDEN")
"""Something must be corrected in LVS2000 itself."""

_ONGEMARKEERD: Final = ("WACHTEN", "KLAAR")
"""Here nothing needs to be done now: the button is there, but is not the next step."""

_TEKEN: Final = {
    "KLAAR": ("goed", "goed"),
    "WACHTEN": ("zandloper", "accent"),
    "VERBETEREN": ("potlood", "let_op"),
    "VASTGEHOUDEN": ("potlood", "let_op"),
    "ONBEANTWOORD": ("potlood", "let_op"),
    "CERTIFICAAT": ("certificaat", "let_op"),
}
_GEWOON: Final = ("pijl", "accent")


_BEIDE: Final = 850
"""In a window of little height: from this width on there is room for sentence and picture beside each other."""
_VOLGENDE: Final = "Volgende stap"


def _kop(toestand: StatusOverzicht) -> str:
    """What stands above the sentence; never that nothing is left to do beside something that is."""
    if toestand.stap.stap.name == "WACHTEN":
        return "BRON is aan zet"
    if toestand.stap.stap.name == "KLAAR" and toestand.andere:
        return f"{toestand.aanleverpunt} is klaar"
    if toestand.stap.stap.name == "KLAAR":
        return "Nog te doen, buiten BRON Sync" if toestand.dubbele_inschrijvingen else "Klaar"
    return _VOLGENDE


class Stapbalk(QFrame):
    """The next step."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self.setObjectName("stapbalk")
        self._venster = venster
        self._doe: Callable[[], None] | None = None
        self._doe_ook: Callable[[], None] | None = None
        self._teken = _GEWOON
        self.menukeuze = ""
        """Which menu item the button carries out; empty when it is none, or none that must be done now."""
        self.beeld = Rondebeeld(venster.thema)
        self._laag = False
        self.icoon = QLabel()
        self.onderbreking = named(QLabel(), "onderbreking")
        self.onderbreking.setProperty("soort", "let_op")
        self.onderbreking.setWordWrap(True)
        self.onderbreking.setTextFormat(Qt.TextFormat.PlainText)
        self.onderbreking.hide()
        self.kop = QLabel(_VOLGENDE)
        self.kop.setProperty("soort", "gedempt")
        self.zin = named(QLabel(), "stap_zin")
        self.zin.setWordWrap(True)
        self.zin.setTextFormat(Qt.TextFormat.PlainText)
        self.zin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ook = named(QPushButton(), "stap_ook")
        self.knop = named(QPushButton(), "stap_knop")
        self.ook.clicked.connect(self._klik_ook)
        self.knop.clicked.connect(self._klik)
        teksten = QVBoxLayout()
        teksten.setSpacing(0)
        fill(teksten, self.onderbreking, self.kop, self.zin)
        self._indeling = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._indeling.addWidget(self.beeld)
        indeling = QHBoxLayout()
        indeling.setSpacing(GEWOON)
        self._indeling.addLayout(indeling, 1)
        fill(indeling, self.icoon, (teksten, 1))
        self._knoppen = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._knoppen.addWidget(self.ook)
        self._knoppen.addWidget(self.knop)
        indeling.addLayout(self._knoppen)
        self.zet_laag(laag=False)
        self._toon("BRON Sync wordt geopend...", kop="Even geduld", teken=("klok", "accent"))
        venster.thema.changed.connect(self._teken_icoon)

    # --- what it shows

    def toon(self, toestand: StatusOverzicht) -> None:
        """The step of this state."""
        from bronsync.application.tonen.ronde import ronde

        self._toon_stap(toestand)
        self.beeld.zet(ronde(toestand))
        self._zet_vorm()

    def _toon_stap(self, toestand: StatusOverzicht) -> None:
        stap = toestand.stap
        naam = stap.stap.name
        teken = _TEKEN.get(naam, _GEWOON)
        if naam in IN_LVS2000:
            self._toon_verbeteren(toestand)
            return
        menukeuze, knop = MENUKEUZE_BIJ_STAP[naam]
        doe = partial(self._venster.doe, menukeuze)
        if naam == "ONBEANTWOORD":
            doe = partial(self._bekijk, "WACHTEN")
        ook, doe_ook = self._elders(toestand) if naam in ("KLAAR", "WACHTEN") else ("", None)
        anders = "".join(f" {zin}" for _, zin in toestand.andere) if ook or naam == "KLAAR" else ""
        self._toon(
            stap.tekst + anders,
            kop=_kop(toestand),
            teken=teken,
            knop=knop,
            doe=doe,
            gemarkeerd=naam not in _ONGEMARKEERD,
            ook=ook,
            doe_ook=doe_ook,
        )
        self.menukeuze = menukeuze if self.leidt else ""

    def _elders(self, toestand: StatusOverzicht) -> tuple[str, Callable[[], None] | None]:
        """Where there is still something to do when nothing is left here: another aanleverpunt, or a talk with another school."""
        if toestand.andere:
            punt = toestand.andere[0][0]
            return f"Naar {punt}", partial(self._venster.kies_aanleverpunt, punt)
        if toestand.stap.stap.name == "KLAAR" and toestand.dubbele_inschrijvingen:
            return "Bekijk de dubbele inschrijvingen", partial(self._venster.doe, "dubbele_inschrijvingen")
        return "", None

    @property
    def leidt(self) -> bool:
        """Whether there is something to do now, so that the button is marked."""
        return bool(self.knop.property(STAP))

    def _toon_verbeteren(self, toestand: StatusOverzicht) -> None:
        """In LVS2000 itself; in the demo the played administrator does it. What was rejected can be looked at."""
        bekijk: Callable[[], None]
        if toestand.stap.stap.name == "VASTGEHOUDEN":
            bekijk, tekst = partial(self._venster.doe, "vragen"), "Bekijk de vragen"
        elif any(toestand.acties.get(status) for status in ("Bepaald", "Gecontroleerd")):
            bekijk = partial(self._venster.doe, "controleren_en_synchroniseren")
            tekst = "Bekijk de afkeursignalen"
        else:
            bekijk, tekst = partial(self._bekijk, "AFGEKEURD"), "Bekijk wat BRON afkeurde"
        if self._venster.kern.demo:
            self._toon(
                toestand.stap.tekst,
                teken=_TEKEN["VERBETEREN"],
                knop="Laat verbeteren in LVS2000 (demo)",
                doe=self._laat_verbeteren,
                ook=tekst,
                doe_ook=bekijk,
            )
        else:
            self._toon(toestand.stap.tekst, teken=_TEKEN["VERBETEREN"], knop=tekst, doe=bekijk)

    def _bekijk(self, welke: str) -> None:
        """The acties that the sentence is about, and no others."""
        from bronsync.domain.vergelijking.levensloop import Status
        from bronsync.gui.schermen.verzonden import WACHTEN, toon_acties

        toon_acties(self._venster, WACHTEN if welke == "WACHTEN" else str(Status[welke]))

    def toon_kies_database(self, waarom: str) -> None:
        """No LVS2000 database answers; `waarom`: why not, empty when none was chosen yet."""
        self._toon(
            waarom or "Kies de LVS2000 database van uw school. U kunt ook eerst alles uitproberen met een demoschool.",
            knop="Verbinding wijzigen",
            doe=partial(self._venster.doe, "verbinding"),
            ook="Demoschool openen",
            doe_ook=partial(self._venster.doe, "demoschool"),
        )

    def toon_zonder_register(self) -> None:
        """A release without a register: the demo school first."""
        self._toon(
            "In deze uitgave van BRON Sync is geen register ingebouwd: er is geen BRON om mee uit te wisselen. Alles is uit te proberen"
            " met de demoschool, die een eigen register op deze computer heeft.",
            knop="Demoschool openen",
            doe=partial(self._venster.doe, "demoschool"),
            ook="Verbinding wijzigen",
            doe_ook=partial(self._venster.doe, "verbinding"),
        )

    def toon_fout(self, fout: BaseException, opnieuw: Callable[[], None]) -> None:
        """Why it does not go on, and trying again."""
        eigen = als_fout(fout)
        self._toon(
            f"{eigen.zin} {eigen.advies} ({eigen.helpdeskcode})",
            kop="Dit lukt nu niet",
            teken=("fout", "fout"),
            knop="Opnieuw proberen",
            doe=opnieuw,
        )

    def toon_onderbreking(self, zin: str) -> None:
        """What was under way when the program ended, above the step, until the user goes on with something."""
        self.onderbreking.setText(zin)
        self.onderbreking.setVisible(bool(zin))

    def zet_laag(self, *, laag: bool) -> None:
        """Where the window has little height: no line above the sentence, and the buttons above each other, so that it takes fewer lines."""
        richting = QBoxLayout.Direction
        self._knoppen.setDirection(richting.TopToBottom if laag else richting.LeftToRight)
        self._knoppen.setSpacing(KLEINST if laag else GEWOON)
        self._laag = laag
        self.beeld.zet_laag(laag=laag)
        self._indeling.setDirection(richting.LeftToRight if laag else richting.TopToBottom)
        self._indeling.setSpacing(GEWOON if laag else KLEIN)
        self._zet_vorm()
        self._indeling.setContentsMargins(RUIM, KLEINST if laag else KLEIN, RUIM, KLEINST if laag else KLEIN)

    def zet_bezig(self, bezig: bool) -> None:
        """While an operation runs the step waits; and who started it went on after an interruption."""
        if bezig:
            self.toon_onderbreking("")
        self.knop.setEnabled(not bezig)
        self.ook.setEnabled(not bezig)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zet_vorm()

    # --- inside

    def _toon(
        self,
        zin: str,
        *,
        kop: str = _VOLGENDE,
        teken: tuple[str, str] = _GEWOON,
        knop: str = "",
        doe: Callable[[], None] | None = None,
        gemarkeerd: bool = True,
        ook: str = "",
        doe_ook: Callable[[], None] | None = None,
    ) -> None:
        self.kop.setText(kop)
        self.beeld.zet(())
        self._zet_vorm()
        self.zin.setText(zin)
        self._teken = teken
        self._teken_icoon()
        self._doe, self._doe_ook, self.menukeuze = doe, doe_ook, ""
        self.knop.setText(knop)
        self.knop.setVisible(bool(knop))
        markeer(self.knop, aan=bool(knop) and gemarkeerd)
        self.ook.setText(ook)
        self.ook.setVisible(bool(ook))

    def _zet_vorm(self) -> None:
        """The picture says already that this is the next step. The sentence goes before the picture where there is no room for both."""
        smal = self._laag and self.width() < pixels(_BEIDE)
        self.beeld.setVisible(bool(self.beeld.fasen) and not smal)
        self.kop.setVisible(not self._laag and not (self.beeld.fasen and self.kop.text() == _VOLGENDE))

    def _teken_icoon(self) -> None:
        self._venster.thema.beeld(*self._teken, self.icoon, 24)

    def _klik(self) -> None:
        if self._doe is not None:
            self._doe()

    def _klik_ook(self) -> None:
        if self._doe_ook is not None:
            self._doe_ook()

    def _laat_verbeteren(self) -> None:
        self._venster.runner.run(
            "verbeteren in LVS2000", lambda kern, progress: kern.verbeter_in_lvs(kern.met(progress)), self._verbeterd
        )

    def _verbeterd(self, zin: object) -> None:
        self._venster.meld(str(zin or "In LVS2000 valt nu niets te verbeteren."))
