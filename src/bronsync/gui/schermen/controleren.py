"""Controleren en Synchroniseren (manual ch. 6): 'Controleer nu', the signals, and 'Verwerken en Verzenden' when no afkeur is left.

Whether sending is available and why not, `application/verzenden/verzendbaar.py` says. Double click leads to the field of the pupil.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QMenu, QPushButton

from bronsync.application.bepalen.apart_zetten import zet_afkeur_apart
from bronsync.application.tonen.voorbeeld import controle_regels
from bronsync.application.verzenden.controleren import controleren
from bronsync.application.verzenden.verzendbaar import verzendbaar
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.kit.keuzeknop import Keuzeknop
from bronsync.gui.kit.klembord import Leestekst
from bronsync.gui.kit.maat import pixels
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.verder import Verder
from bronsync.gui.kit.vorm import kop, named
from bronsync.gui.lijst.lijstknoppen import lijstknoppen
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel, statuskolom
from bronsync.gui.schermen.apart import vul_menu
from bronsync.gui.schermen.verzenden import VerzendWizard

if TYPE_CHECKING:
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.voorbeeld import ControleRegel
    from bronsync.application.verzenden.verzendbaar import Verzendbaar
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.tekens import Teken
    from bronsync.gui.kit.venster import Venster


def toon_controleren(venster: Venster) -> None:
    """Acties - Controleren en Synchroniseren."""
    ControleDialoog(venster).open()


class ControleDialoog(Dialoog):
    """The control screen of the manual."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "controleren", "Controleren en Synchroniseren", (1160, 600))
        self.stand: Verzendbaar | None = None
        self.titel, self.zin = self.kopbalk.titel, self.kopbalk.uitleg
        self.titel.setText("Even geduld...")
        self.titel.setObjectName("controle_titel")
        self.zin.setObjectName("controle_zin")
        kolommen: list[Kolom[ControleRegel]] = [
            statuskolom(venster.thema, "ernst", "Signaal", _ernst, 115, _teken),
            Kolom("naam", "Leerling", lambda r: r.naam, 180, rekt=True),
            Kolom("actie", "Actie", lambda r: str(r.soort), 180),
            Kolom("veld", "Veld", lambda r: r.label, 125, rekt=True),
            Kolom("melding", "Melding", lambda r: r.tekst, 260, tip=lambda r: r.tekst, rekt=True),
            Kolom("advies", "Advies", lambda r: r.advies, 220, tip=lambda r: r.advies, rekt=True),
            Kolom("code", "Code", lambda r: r.code, 60),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: (r.actie, r.code, r.veld))
        self.tabel: Tabel[ControleRegel] = Tabel("Controlemeldingen", self.model)
        self.details = Leestekst()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("Omschrijving van het signaal")
        self.details.setFixedHeight(pixels(84))
        self.controleer_knop = self.knop("&Controleer nu")
        self.controleer_knop.setObjectName("controleer_nu")
        self.rest_knop = named(Keuzeknop("Verzend de &rest...", venster.rust), "verzend_de_rest")
        self.knoppen.addButton(self.rest_knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.rest_knop.hide()
        self.naar_knop = self.knop("&Naar leerling", icoon="leerling")
        self.naar_knop.setObjectName("naar_leerling")
        self.lijstknoppen = lijstknoppen(venster, self.tabel, "Controlemeldingen")
        for knop in self.lijstknoppen:
            self.knoppen.addButton(knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.verzend_knop = self.knop("Verwerken en Ver&zenden", QDialogButtonBox.ButtonRole.AcceptRole)
        self.verzend_knop.setObjectName("verwerken_en_verzenden")
        hier = ("CONTROLEREN", "VERZENDEN") if venster.kern.demo else ("CONTROLEREN", "VERZENDEN", "VERBETEREN")
        self.verder = Verder(self, venster, hier)
        self.waarom = named(kop(soort="let_op"), "waarom_niet")
        self._bouw()
        self._verbind()
        self._lees()

    def _bouw(self) -> None:
        self.knoppen.removeButton(self.controleer_knop)
        self.kopbalk.rechts.addWidget(self.controleer_knop)
        self.knoppen.addButton(self.verder, QDialogButtonBox.ButtonRole.AcceptRole)
        for deel in (self.tabel, self.details, self.waarom):
            self.indeling.addWidget(deel, 1 if deel is self.tabel else 0)
        self.verzend_knop.hide()
        self.verder.hide()

    def _verbind(self) -> None:
        self.controleer_knop.clicked.connect(self.controleer)
        self.naar_knop.clicked.connect(self._naar_leerling)
        self.rest_knop.clicked.connect(self._rest)
        self.tabel.met_menu(self._vul_menu)
        self.verzend_knop.clicked.connect(self._verzend)
        self.tabel.chosen.connect(self._gekozen)
        self.tabel.opened.connect(self._naar_leerling)
        self.venster.refreshed.connect(self._ververst)
        self.venster.runner.busy.connect(self._bezig)
        self.venster.runner.progress.connect(self._progress)

    # --- reading and checking

    def _lees(self, _: object = None) -> None:
        self.venster.runner.query("controleren lezen", _lees, self._vul)

    def controleer(self) -> None:
        """'Controleer nu'."""
        self.venster.runner.run("controleren", use_case(controleren), self._lees, self._mislukt)

    def _mislukt(self, fout: BaseException) -> None:
        self.venster.toon_fout(fout)
        self._lees()

    def _bezig(self, bezig: bool) -> None:
        for knop in (self.controleer_knop, self.verder, self.rest_knop):
            knop.setEnabled(not bezig)
        self.verzend_knop.setEnabled(not bezig and self.stand is not None and not self.stand.reden)

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        self.zin.setText(f"{tekst}: {gedaan} van {totaal}")

    # --- showing

    def _vul(self, gelezen: tuple[tuple[ControleRegel, ...], Verzendbaar]) -> None:
        regels, stand = gelezen
        self.stand = stand
        self.titel.setText(_titel(stand))
        self.zin.setText(_zin(stand, regels))
        self.tabel.leeg = _leeg(stand)
        self.model.zet_rijen(regels)
        if regels and self.tabel.gekozen() is None:
            self.tabel.kies(self.model.sleutel(regels[0]))
        self._gekozen(self.tabel.gekozen())
        self.waarom.setText(stand.reden if stand.acties else "")
        self.waarom.setVisible(bool(self.waarom.text()))
        self._zet_stap(stand).setFocus()

    def _zet_stap(self, stand: Verzendbaar) -> QPushButton:
        """Marks the one button that comes next, and gives it."""
        self.verzend_knop.setVisible(bool(stand.acties or stand.herhalen))
        self.verzend_knop.setEnabled(not stand.reden)
        self.verzend_knop.setToolTip(stand.reden)
        self.controleer_knop.setEnabled(bool(stand.acties or stand.apart))
        self.rest_knop.setVisible(bool(stand.rest))
        self.rest_knop.setToolTip(
            "Zet de acties met een afkeursignaal apart, met dat signaal als reden, en toont wat er dan gaat. Er is dan nog niets verzonden."
        )
        for knop in (self.naar_knop, *self.lijstknoppen):
            knop.setVisible(bool(self.model.rijen))
        volgende: QPushButton = self.verder
        if stand.te_controleren:
            volgende = self.controleer_knop
        elif not stand.reden:
            volgende = self.verzend_knop
        elif stand.afkeur and not self.verder.leidt:
            volgende = self.naar_knop
        self.verder.setVisible(volgende is self.verder)
        self.verder.ververs()
        for knop in (self.controleer_knop, self.naar_knop, self.verzend_knop, self.verder):
            markeer(knop, aan=knop is volgende)
        return volgende

    def _ververst(self) -> None:
        if self.stand is not None:
            self._zet_stap(self.stand)

    def _vul_menu(self, menu: QMenu, regel: ControleRegel) -> None:
        wat = f"{regel.soort}: {regel.naam}"
        vul_menu(menu, self.venster, regel.actie, wat, self._lees, apart=bool(regel.apart))
        menu.addAction(self.venster.thema.icoon("leerling"), "&Naar leerling").triggered.connect(self._naar_leerling)

    def _rest(self, *_: object) -> None:
        """What has an afkeursignaal is set aside; then the summary of what goes, of which nothing went yet."""
        self.venster.runner.run(
            "rest klaarzetten", use_case(zet_afkeur_apart), lambda _: self._verzend(), self._mislukt
        )

    def _gekozen(self, regel: ControleRegel | None) -> None:
        self.naar_knop.setEnabled(regel is not None)
        self.details.setVisible(regel is not None)
        if regel is not None:
            waar = f"{regel.label}: " if regel.label else ""
            self.details.setPlainText(
                f"{_ernst(regel)} {regel.code}, {regel.naam}, {regel.soort}\n{waar}{regel.tekst}\n{regel.advies}"
                + (f"\n{regel.apart}" if regel.apart else "")
            )

    def _naar_leerling(self, *_: object) -> None:
        regel = self.tabel.gekozen()
        if regel is not None:
            self.accept()
            self.venster.ga_naar(regel.sleutel, regel.veld)

    def _verzend(self) -> None:
        self.accept()
        VerzendWizard(self.venster).open()


def _teken(regel: ControleRegel) -> Teken:
    if regel.apart:
        return "pauze", "gedempt"
    return ("fout", "fout") if regel.ernst == "afkeur" else ("let_op", "let_op")


def _ernst(regel: ControleRegel) -> str:
    return "Afkeur" if regel.ernst == "afkeur" else "Attentie"


def _titel(stand: Verzendbaar) -> str:
    if not stand.acties:
        return "Geen acties om te controleren" if not stand.herhalen else "Berichten opnieuw verzenden"
    if stand.te_controleren:
        return f"{aantal(stand.acties, 'actie', 'acties')} te controleren"
    if stand.afkeur:
        return f"{aantal(stand.afkeur, 'actie heeft', 'acties hebben')} een afkeursignaal"
    return f"{aantal(stand.klaar, 'actie', 'acties')} klaar om te verzenden"


def _zin(stand: Verzendbaar, regels: tuple[ControleRegel, ...]) -> str:
    apart = aantal(stand.apart, "actie is apart gezet en gaat", "acties zijn apart gezet en gaan")
    return _wat_nu(stand, regels) + (f" {apart} niet mee." if stand.apart else "")


def _wat_nu(stand: Verzendbaar, regels: tuple[ControleRegel, ...]) -> str:
    if not stand.acties and stand.apart and not stand.herhalen:
        return "Er is verder niets te verzenden."
    if not stand.acties:
        if stand.herhalen:
            wat = aantal(stand.herhalen, "bericht is", "berichten zijn")
            return f"Van {wat} niet bekend of BRON het ontving. Opnieuw verzenden kan geen kwaad: BRON herkent een herhaling."
        return "Acties Bepalen zoekt de verschillen tussen LVS2000 en BRON en maakt er acties van."
    if stand.te_controleren:
        return (
            "Kies 'Controleer nu': de gegevens van deze leerlingen worden gecontroleerd voordat er iets naar BRON gaat."
        )
    attentie = sum(regel.ernst != "afkeur" and not regel.apart for regel in regels)
    if stand.afkeur:
        return f"{stand.klaar} van {stand.acties} in orde. Een afkeursignaal lost u op in LVS2000; een attentiesignaal mag blijven staan."
    if attentie:
        return f"Alles is in orde. {aantal(attentie, 'attentiesignaal', 'attentiesignalen')} ter kennisgeving; verzenden kan."
    return "Alles is in orde."


def _leeg(stand: Verzendbaar) -> str:
    if not stand.acties:
        return "Er zijn geen acties die nog moeten worden uitgevoerd."
    return "Nog niet gecontroleerd." if stand.te_controleren else "Geen signalen: alle gegevens zijn in orde."


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


def _lees(kern: Kern, progress: Progress) -> tuple[tuple[ControleRegel, ...], Verzendbaar]:
    omg = kern.met(progress)
    return controle_regels(omg, kern.signaalcatalogus()), verzendbaar(omg)
