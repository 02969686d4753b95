"""Controleer deze leerling: what the controles say of the chosen pupil, beside the main window; a double click leads to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QDialogButtonBox

from bronsync.application.tonen.leerling_controle import controleer_leerling
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.lijst.lijstknoppen import lijstknoppen
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from bronsync.application.tonen.leerling_controle import LeerlingControle
    from bronsync.application.tonen.voorbeeld import ControleRegel
    from bronsync.gui.kit.venster import Venster


def toon_controle(venster: Venster) -> None:
    """Acties - Controleer deze leerling."""
    regel = venster.gekozen_leerling
    if regel is not None:
        LeerlingControleDialoog(venster, regel.sleutel).toon()


class LeerlingControleDialoog(Dialoog):
    """Its signals."""

    def __init__(self, venster: Venster, sleutel: tuple[int, str, str]) -> None:
        super().__init__(venster, "leerling_controle", "Controleer deze leerling", (900, 380))
        self._sleutel = sleutel
        self.kopbalk.titel.setText("Even geduld...")
        kolommen: list[Kolom[ControleRegel]] = [
            Kolom("ernst", "Signaal", _ernst, 115, icoon=self._icoon, kleur=self._kleur, chip=self._chip),
            Kolom("veld", "Veld", lambda r: r.label, 150, rekt=True),
            Kolom("melding", "Melding", lambda r: r.tekst, 280, tip=lambda r: r.tekst, rekt=True),
            Kolom("advies", "Advies", lambda r: r.advies, 240, tip=lambda r: r.advies, rekt=True),
            Kolom("code", "Code", lambda r: r.code, 60),
        ]
        self.model = TabelModel(kolommen, sleutel=lambda r: (r.code, r.veld))
        self.tabel: Tabel[ControleRegel] = Tabel("Signalen van deze leerling", self.model, "Even geduld...")
        self.indeling.addWidget(self.tabel, 1)
        self.naar_knop = self.knop("&Naar het veld", icoon="leerling")
        self.opnieuw_knop = self.knop("&Opnieuw controleren", icoon="verversen")
        for knop in lijstknoppen(venster, self.tabel, "Controle van een leerling"):
            self.knoppen.addButton(knop, QDialogButtonBox.ButtonRole.ActionRole)
        self.naar_knop.setEnabled(False)
        self.naar_knop.clicked.connect(self._naar_veld)
        self.opnieuw_knop.clicked.connect(self._lees)
        self.tabel.opened.connect(self._naar_veld)
        self._lees()

    def _lees(self, *_: object) -> None:
        werk = use_case(controleer_leerling, self._sleutel)
        self.venster.runner.query("leerling controleren", werk, self._vul, self._mislukt)

    def _mislukt(self, fout: BaseException) -> None:
        self.close()
        self.venster.toon_fout(fout)

    def _vul(self, controle: LeerlingControle) -> None:
        afkeur = sum(regel.ernst == "afkeur" for regel in controle.regels)
        attentie = len(controle.regels) - afkeur
        delen = [aantal(afkeur, "afkeursignaal", "afkeursignalen")] if afkeur else []
        delen += [aantal(attentie, "attentiesignaal", "attentiesignalen")] if attentie else []
        self.kopbalk.titel.setText(f"{controle.naam}: {' en '.join(delen) or 'in orde'}")
        als = " en ".join(str(soort) for soort in controle.als)
        self.kopbalk.uitleg.setText(
            f"Gecontroleerd zoals LVS2000 nu is, als {als}. Er is niets vastgelegd of verzonden; 'Controleer nu' blijft nodig."
        )
        self.tabel.leeg = "Geen signalen: alle gegevens van deze leerling zijn in orde."
        self.model.zet_rijen(controle.regels)
        self.tabel.kies_eerste()
        self.naar_knop.setEnabled(bool(controle.regels))

    def _naar_veld(self, *_: object) -> None:
        regel = self.tabel.gekozen()
        if regel is not None:
            self.venster.ga_naar(regel.sleutel, regel.veld)
            self.venster.raise_()
            self.venster.activateWindow()

    def _icoon(self, regel: ControleRegel) -> QIcon:
        return self.venster.thema.icoon(_naam(regel), _naam(regel))

    def _kleur(self, regel: ControleRegel) -> QColor:
        return self.venster.thema.kleur(_naam(regel))

    def _chip(self, regel: ControleRegel) -> QColor:
        return self.venster.thema.chip(_naam(regel))


def _ernst(regel: ControleRegel) -> str:
    return "Afkeur" if regel.ernst == "afkeur" else "Attentie"


def _naam(regel: ControleRegel) -> str:
    """Of its sign and its colour."""
    return "fout" if regel.ernst == "afkeur" else "let_op"
