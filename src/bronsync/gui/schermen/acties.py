"""Acties Bepalen, acties by hand, and removing acties (manual ch. 5).

Which acties there are, what a brake means and what removing means comes from `application`; here is only how it is asked and shown.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QLabel, QMessageBox, QTextEdit, QWidget

from bronsync.application.bepalen.acties_beheren import bepaal_handmatig as bepaal_met_de_hand
from bronsync.application.bepalen.acties_beheren import (
    handmatig_mogelijk,
    niet_uitgevoerde_acties_verwijderen,
    verwijder_actie,
)
from bronsync.application.bepalen.acties_bepalen import acties_bepalen
from bronsync.application.boeken.beeld import OVERZICHT_NODIG
from bronsync.application.lezen.rem import Rem, rem_bij_bepalen
from bronsync.application.tonen.verzonden import verwijderen_betekent
from bronsync.application.tonen.vragen import actie_naam
from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.domain.vergelijking.levensloop import NIET_UITGEVOERD, Status
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.kit.keuzeknop import Keuzeknop
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.verder import Verder
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bronsync.application.bepalen.acties_bepalen import BepaalUitslag
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.leerlingen import LeerlingRegel
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster

# --- Acties Bepalen -------------------------------------------------------------------------------------------------------------------------


def bepaal(venster: Venster, bevestigd: str | None = None) -> None:
    """Acties - Acties Bepalen. `bevestigd`: the code of the brake, by who looked at the list."""
    klaar = partial(_bepaald, venster)
    venster.runner.run("acties bepalen", partial(_bepaal, bevestigd), klaar, partial(bepalen_mislukt, venster))


def _bepaal(bevestigd: str | None, kern: Kern, progress: Progress) -> BepaalUitslag | Rem:
    omg = kern.met(progress)
    try:
        return acties_bepalen(omg, bevestigd)
    except BronSyncFout as fout:
        if fout.code != "PROC-04":
            raise
        return rem_bij_bepalen(omg, fout)


def _bepaald(venster: Venster, uitslag: BepaalUitslag | Rem) -> None:
    if isinstance(uitslag, Rem):
        vraag_rem(venster, venster, uitslag, partial(bepaal, venster), _doe_niets)
    else:
        BepaalDialoog(venster, uitslag).open()


def bepalen_mislukt(venster: Venster, fout: BaseException) -> None:
    """An error; where a new overview takes it away, the way there is one button."""
    if not isinstance(fout, BronSyncFout) or fout.code not in OVERZICHT_NODIG:
        venster.toon_fout(fout)
        return
    vraag = Bevestiging(
        naam="overzicht_nodig",
        titel="Registratieoverzicht nodig",
        tekst=fout.zin,
        uitleg=f"{fout.advies}\n\nCode: {fout.code}",
        knoppen=(Knop("ophalen", "Registratieoverzicht ophalen"), NEE),
        stap="ophalen",
    )
    venster.vragen.stel(venster.window_in_gebruik(), vraag, partial(_haal_overzicht, venster))


def _haal_overzicht(venster: Venster, antwoord: str) -> None:
    if antwoord == "ophalen":
        venster.doe("registratieoverzicht_ophalen")


def vraag_rem(
    venster: Venster, ouder: QWidget, rem: Rem, verder: Callable[[str], None], terug: Callable[[], None]
) -> None:
    """The brake: the figures and the list of whom it is about; `verder` gets the code that confirms exactly that list."""
    vraag = Bevestiging(
        naam="rem",
        titel="Klopt dit?",
        tekst=rem.zin,
        uitleg="Bekijk de lijst hieronder. Ga alleen door als dit bij al deze leerlingen de bedoeling is; anders klopt LVS2000 niet. "
        f"Dat u doorgaat wordt vastgelegd met code {rem.code}.",
        details="\n".join(rem.regels),
        knoppen=(Knop("doorgaan", "De lijst klopt: doorgaan"), NEE),
        gevaarlijk=True,
    )
    box = venster.vragen.stel(ouder, vraag, partial(_rem_beantwoord, rem.code, verder, terug))
    if box is not None:
        _vouw_open(box)


def _rem_beantwoord(code: str, verder: Callable[[str], None], terug: Callable[[], None], antwoord: str) -> None:
    if antwoord == "doorgaan":
        verder(code)
    else:
        terug()


def _doe_niets() -> None:
    """It stays as it was."""


def _vouw_open(box: QMessageBox) -> None:
    """The list is what it is about: it is not folded away."""
    lijst = box.findChild(QTextEdit)
    if lijst is not None:
        lijst.setMinimumWidth(620)
        lijst.setFixedHeight(220)
        lijst.setAccessibleName("Om wie het gaat")
    for knop in box.buttons():
        if box.buttonRole(knop) is QMessageBox.ButtonRole.ActionRole and not knop.objectName():
            knop.click()


class BepaalDialoog(Dialoog):
    """The result: what was found, what is asked, what comes next."""

    def __init__(self, venster: Venster, uitslag: BepaalUitslag) -> None:
        super().__init__(venster, "acties_bepaald", "Acties Bepalen", (560, 300))
        verschillen = sum(uitslag.verschillen.values())
        self.kopbalk.titel.setText(
            "Geen verschillen" if not verschillen else aantal(verschillen, "verschil", "verschillen")
        )
        self.kopbalk.titel.setObjectName("bepaal_titel")
        self.kopbalk.uitleg.setText(_zin(uitslag))
        rooster = QGridLayout()
        rooster.setColumnStretch(2, 1)
        rooster.setHorizontalSpacing(10)
        rooster.setVerticalSpacing(8)
        for icoon, kleur, hoeveel, tekst in _regels(uitslag):
            rij = rooster.rowCount()
            beeld = QLabel()
            venster.thema.beeld(icoon, kleur, beeld)
            getal = QLabel(str(hoeveel))
            getal.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            wat = QLabel(tekst)
            wat.setWordWrap(True)
            rooster.addWidget(beeld, rij, 0)
            rooster.addWidget(getal, rij, 1)
            rooster.addWidget(wat, rij, 2)
        self.indeling.addLayout(rooster)
        self.verder = Verder(self, venster, ("ACTIES_BEPALEN", "KLAAR"))
        markeer(self.verder)
        self.knoppen.addButton(self.verder, QDialogButtonBox.ButtonRole.AcceptRole)
        self.sluitknop.hide()
        self.verder.setFocus()
        self.maak_klein()


def _zin(uitslag: BepaalUitslag) -> str:
    wie = aantal(uitslag.leerlingen, "inschrijving is", "inschrijvingen zijn")
    if not uitslag.verschillen:
        return f"{wie} vergeleken: LVS2000 en BRON zijn gelijk."
    return f"{wie} vergeleken. Dit is gevonden:"


def _regels(uitslag: BepaalUitslag) -> list[tuple[str, str, int, str]]:
    regels = [
        ("acties_bepalen", "accent", uitslag.acties[soort], f"nieuw bepaald: {actie_naam(soort)}")
        for soort in ActieSoort
        if soort in uitslag.acties
    ]
    if uitslag.vragen:
        tekst = (
            "vraag: kies zelf wat er moet gebeuren" if uitslag.vragen == 1 else "vragen: kies zelf wat er moet gebeuren"
        )
        regels.append(("vraag", "let_op", uitslag.vragen, tekst))
    if uitslag.genegeerd:
        regels.append(("stop", "gedempt", uitslag.genegeerd, "genegeerd, zoals u eerder koos"))
    if uitslag.afgekeurd:
        regels.append(("fout", "fout", uitslag.afgekeurd, "door BRON afgekeurd: verbeter de gegevens in LVS2000"))
    if uitslag.wachtend:
        tekst = "later: eerst gaat een andere actie van dezelfde leerling"
        regels.append(("zandloper", "gedempt", uitslag.wachtend, tekst))
    beslist = uitslag.vragen + uitslag.genegeerd + uitslag.afgekeurd + uitslag.wachtend + sum(uitslag.acties.values())
    rest = sum(uitslag.verschillen.values()) - beslist
    if rest > 0:
        regels.append(("zandloper", "gedempt", rest, "met een actie die al eerder was bepaald of verzonden"))
    return regels


# --- by hand --------------------------------------------------------------------------------------------------------------------------------


def bepaal_handmatig(venster: Venster) -> None:
    """Acties - Actie handmatig bepalen, for the chosen inschrijving."""
    regel = venster.gekozen_leerling
    if regel is not None:
        HandmatigDialoog(venster, regel).open()


def meld(venster: Venster, naam: str, tekst: str, uitleg: str = "") -> None:
    """Something to know, with one button."""
    vraag = Bevestiging(naam=naam, titel="BRON Sync", tekst=tekst, uitleg=uitleg, knoppen=(Knop("sluiten", "Sluiten"),))
    venster.vragen.stel(venster.window_in_gebruik(), vraag, _niets)


def _niets(_: str) -> None:
    """Nothing follows."""


Mogelijkheid = tuple["ActieSoort", str]
"""An actie and the reason why it cannot be determined here; empty when it can."""


class HandmatigDialoog(Dialoog):
    """All acties, each with the reason why it is not possible for this inschrijving."""

    def __init__(self, venster: Venster, regel: LeerlingRegel) -> None:
        super().__init__(venster, "handmatig", "Actie handmatig bepalen", (760, 470))
        self._regel = regel
        self.kopbalk.titel.setText(regel.lvs_naam or regel.bron_naam)
        self.kopbalk.uitleg.setText(
            "Normaal bepaalt BRON Sync zelf welke acties nodig zijn. Alleen een Identificatieverzoek bepaalt u altijd met de hand. "
            "Een actie van deze leerling die nog niet is uitgevoerd, maakt plaats voor de nieuwe."
        )
        kolommen: list[Kolom[Mogelijkheid]] = [
            Kolom("actie", "Actie", lambda r: actie_naam(r[0]), 300, icoon=self._icoon, kleur=self._kleur),
            Kolom("reden", "Mogelijk?", _reden, 400, tip=_reden, kleur=self._kleur, rekt=True),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: r[0])
        self.tabel: Tabel[Mogelijkheid] = Tabel("Acties", self.model, "Even geduld...")
        self.indeling.addWidget(self.tabel, 1)
        self.doe = Keuzeknop("Actie &bepalen", venster.rust)
        self.knoppen.addButton(self.doe, QDialogButtonBox.ButtonRole.ActionRole)
        self.doe.setObjectName("handmatig_bepalen")
        self.doe.setEnabled(False)
        self.doe.clicked.connect(self._bepaal)
        self.tabel.chosen.connect(self._gekozen)
        self.tabel.opened.connect(self._naar_knop)
        venster.runner.query("handmatig", use_case(handmatig_mogelijk, *self._waar()), self._vul, self._mislukt)

    def _waar(self) -> tuple[int, tuple[str, str] | None]:
        nummer, pgn, dag = self._regel.sleutel
        return (nummer, None) if nummer else (0, (pgn, dag))

    def _icoon(self, rij: Mogelijkheid) -> QIcon:
        return self.venster.thema.icoon("stop" if rij[1] else "goed", "gedempt" if rij[1] else "goed")

    def _kleur(self, rij: Mogelijkheid) -> QColor | None:
        return self.venster.thema.kleur("gedempt") if rij[1] else None

    def _vul(self, mogelijk: dict[ActieSoort, str]) -> None:
        self.model.zet_rijen(sorted(mogelijk.items(), key=lambda paar: bool(paar[1])))
        kan = [soort for soort, reden in mogelijk.items() if not reden]
        self.tabel.kies(kan[0] if kan else next(iter(mogelijk)))
        self.tabel.setFocus()

    def _mislukt(self, fout: BaseException) -> None:
        self.reject()
        bepalen_mislukt(self.venster, fout)

    def _gekozen(self, rij: Mogelijkheid | None) -> None:
        kan = rij is not None and not rij[1]
        self.doe.setEnabled(kan)
        markeer(self.doe, aan=kan)

    def _naar_knop(self, _: object) -> None:
        """Enter or a double click on an actie goes to the button; it determines nothing."""
        if self.doe.isEnabled():
            self.doe.setFocus(Qt.FocusReason.TabFocusReason)

    def _bepaal(self, *_: object) -> None:
        rij = self.tabel.gekozen()
        if rij is None or rij[1]:
            return
        self.doe.setEnabled(False)
        werk = use_case(bepaal_met_de_hand, rij[0], *self._waar())
        self.venster.runner.run("handmatig bepalen", werk, self._klaar, self._mislukt)

    def _klaar(self, _: object) -> None:
        self.accept()


def _reden(rij: Mogelijkheid) -> str:
    return f"Nee: {rij[1]}" if rij[1] else "Ja"


# --- removing -------------------------------------------------------------------------------------------------------------------------------


def verwijder_gekozen(venster: Venster) -> None:
    """Acties - Verwijder Actie, of the chosen pupil."""
    regel = venster.gekozen_leerling
    if regel is not None and regel.actie_nummer:
        vraag_verwijderen(venster, regel.actie_nummer, regel.actie, regel.actie_status)


def vraag_verwijderen(venster: Venster, nummer: int, soort: str, status: str) -> None:
    """'Verwijder Actie' after a confirmation that says what it means, also for one that was executed (manual ch. 5)."""
    betekent = verwijderen_betekent(Status(status))
    if not betekent:
        meld(
            venster,
            "niet_te_verwijderen",
            "Deze actie kan nu niet worden verwijderd.",
            "Probeer het opnieuw na Verversen.",
        )
        return
    vraag = Bevestiging(
        naam="verwijder_actie",
        titel="Verwijder Actie",
        tekst=f"Actie {soort} (A-{nummer}, {status}) verwijderen?",
        uitleg=betekent,
        knoppen=(Knop("ja", "&Verwijder Actie"), NEE),
        gevaarlijk=Status(status) not in NIET_UITGEVOERD,
    )
    venster.vragen.stel(venster.window_in_gebruik(), vraag, partial(_verwijder_beantwoord, venster, nummer))


def _verwijder_beantwoord(venster: Venster, nummer: int, antwoord: str) -> None:
    if antwoord == "ja":
        venster.runner.run("verwijder actie", use_case(verwijder_actie, nummer), _gedaan)


def _gedaan(_: object) -> None:
    """The lists are read again by themselves."""


def verwijder_niet_uitgevoerde(venster: Venster) -> None:
    """Acties - Niet uitgevoerde acties verwijderen."""
    acties = venster.toestand.acties if venster.toestand else {}
    hoeveel = sum(acties.get(str(status), 0) for status in NIET_UITGEVOERD)
    if not hoeveel:
        meld(venster, "geen_acties", "Er zijn geen acties die nog niet zijn uitgevoerd.")
        return
    vraag = Bevestiging(
        naam="niet_uitgevoerde_verwijderen",
        titel="Niet uitgevoerde acties verwijderen",
        tekst=f"{aantal(hoeveel, 'actie', 'acties')} verwijderen?",
        uitleg="Wat al is verzonden of afgekeurd blijft staan. De vragen die u voor deze acties hebt beantwoord, worden opnieuw "
        "gesteld. Met Acties Bepalen worden de acties weer bepaald.",
        knoppen=(Knop("ja", "Acties &verwijderen"), NEE),
    )
    venster.vragen.stel(venster.window_in_gebruik(), vraag, partial(_niet_uitgevoerde_beantwoord, venster))


def _niet_uitgevoerde_beantwoord(venster: Venster, antwoord: str) -> None:
    if antwoord == "ja":
        venster.runner.run(
            "niet uitgevoerde acties verwijderen", use_case(niet_uitgevoerde_acties_verwijderen), _gedaan
        )
