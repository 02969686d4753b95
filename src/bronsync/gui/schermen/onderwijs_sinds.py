"""Instellingen - Algemeen - Onderwijs Sinds (manual ch. 4): first the list of what would be filled, then filling, then taking back.

What is proposed and why comes from `application/beheer/onderwijs_sinds.py`; a person may leave rows out. What the school filled in itself
meanwhile stays as it is. Knows no rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox

from bronsync.application.beheer.onderwijs_sinds import (
    onderwijs_sinds_terugdraaien,
    onderwijs_sinds_voorstel,
    onderwijs_sinds_vullen,
)
from bronsync.application.boeken.weergave import toon_dag
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.kit.keuzeknop import Keuzeknop
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import fill, kop, named
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop
from bronsync.gui.lijst.bladen import Blad, Bladen
from bronsync.gui.lijst.tabelmodel import Kolom

if TYPE_CHECKING:
    from bronsync.application.beheer.onderwijs_sinds import Voorstel, VulUitslag
    from bronsync.gui.kit.venster import Venster


def toon(venster: Venster) -> None:
    """Instellingen - Onderwijs Sinds."""
    OnderwijsSindsDialoog(venster).begin()


# --- the window -----------------------------------------------------------------------------------------------------------------------------


class OnderwijsSindsDialoog(Dialoog):
    """The proposal, filling it in, taking the last filling back."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "onderwijs_sinds", "Onderwijs Sinds", (980, 580))
        self.titel, self.uitleg = self.kopbalk.titel, self.kopbalk.uitleg
        self.uitleg.setText(
            "LVS2000 heeft de datum 'Onderwijs Sinds' nodig om leerjaren te berekenen. BRON Sync stelt de eerste dag voor die in "
            "LVS2000 of bij BRON bekend is. Alleen lege velden worden gevuld; wat u zelf hebt ingevuld, blijft staan."
        )
        self.uitkomst = named(kop(soort="goed"), "uitkomst")
        self.uitkomst.hide()
        self.bladen = Bladen(self)
        fill(self.indeling, self.uitkomst, (self.bladen, 1))
        self.overslaan = self.knop("&Overslaan of weer meenemen", icoon="filter")
        self.terug = self.knop("Laatste vulling &terugdraaien...", icoon="terug")
        self.exporteer = self.knop("&Exporteren...", icoon="exporteren")
        self.druk_af = self.knop("&Afdrukken...", icoon="afdrukken")
        self.vul = Keuzeknop("&Vullen", venster.rust)
        self.knoppen.addButton(self.vul, QDialogButtonBox.ButtonRole.ActionRole)
        self.overslaan.clicked.connect(self._wissel)
        self.terug.clicked.connect(self._vraag_terug)
        self.exporteer.clicked.connect(self.bladen.exporteer)
        self.druk_af.clicked.connect(self.bladen.druk_af)
        self.vul.clicked.connect(self._vul)
        self._regels: list[Voorstel] = []
        self._overgeslagen: set[int] = set()
        self._zet_knop()

    def begin(self) -> None:
        """Shows itself and reads."""
        self.toon()
        self.lees()

    def lees(self) -> None:
        """The proposal as it is now."""
        self.venster.runner.query("onderwijs sinds", use_case(onderwijs_sinds_voorstel), self._zet)

    def _zet(self, regels: list[Voorstel]) -> None:
        self._regels = regels
        self.bladen.zet(
            [
                Blad(
                    "voorstel",
                    "Onderwijs Sinds",
                    (
                        Kolom("naam", "Leerling", lambda r: r.wie.naam, 220, rekt=True),
                        Kolom("nummer", "Leerlingnummer", lambda r: r.wie.leerlingnummer, 120),
                        Kolom("dag", "Onderwijs Sinds", lambda r: toon_dag(r.dag), 120, lambda r: r.dag),
                        Kolom("vullen", "Vullen", self._of_vullen, 100),
                        Kolom("waarom", "Waar dit vandaan komt", lambda r: r.waarom, 300, tip=lambda r: r.waarom),
                    ),
                    regels,
                    lambda r: r.leerling_id,
                    leeg="Alle leerlingen hebben 'Onderwijs Sinds' al ingevuld. Er is niets te doen.",
                    leerling=lambda r: r.wie.sleutel,
                )
            ]
        )
        self._zet_knop()

    def _of_vullen(self, regel: Voorstel) -> str:
        if not regel.dag:
            return "zelf invullen"
        return "nee" if regel.leerling_id in self._overgeslagen else "ja"

    def _te_vullen(self) -> list[Voorstel]:
        return [regel for regel in self._regels if self._of_vullen(regel) == "ja"]

    def _zet_knop(self) -> None:
        hoeveel = len(self._te_vullen())
        self.vul.setText(f"&Vullen ({hoeveel})" if hoeveel else "&Vullen")
        self.vul.setEnabled(hoeveel > 0)
        self.overslaan.setEnabled(bool(self._regels))
        markeer(self.vul, aan=hoeveel > 0)

    def _wissel(self) -> None:
        regel = self.bladen.rij
        if regel is not None and regel.dag:
            self._overgeslagen ^= {regel.leerling_id}
            self.bladen.tabel.tabelmodel.ververs_weergave()
            self._zet_knop()

    def _vul(self) -> None:
        self.vul.setEnabled(False)
        self.venster.runner.run(
            "Onderwijs Sinds vullen", use_case(onderwijs_sinds_vullen, self._te_vullen()), self._gevuld
        )

    def _gevuld(self, uitslag: VulUitslag) -> None:
        self._meld(f"Bij {aantal(uitslag.gewijzigd, 'leerling', 'leerlingen')} is 'Onderwijs Sinds' ingevuld.", uitslag)

    def _vraag_terug(self) -> None:
        vraag = Bevestiging(
            naam="onderwijs_sinds_terugdraaien",
            titel="Terugdraaien",
            tekst="Wilt u de laatste vulling van 'Onderwijs Sinds' terugdraaien?",
            uitleg="Wat BRON Sync de laatste keer invulde, wordt weer leeg. Wat u daarna zelf wijzigde, blijft staan.",
            knoppen=(Knop("terugdraaien", "Terugdraaien"), NEE),
            gevaarlijk=True,
        )
        self.venster.vragen.stel(self, vraag, self._terug_beantwoord)

    def _terug_beantwoord(self, antwoord: str) -> None:
        if antwoord == "terugdraaien":
            self.venster.runner.run(
                "Onderwijs Sinds terugdraaien", use_case(onderwijs_sinds_terugdraaien), self._teruggedraaid
            )

    def _teruggedraaid(self, uitslag: VulUitslag) -> None:
        if uitslag.gewijzigd or uitslag.overgeslagen:
            self._meld(f"Bij {aantal(uitslag.gewijzigd, 'leerling', 'leerlingen')} is het veld weer leeg.", uitslag)
        else:
            self._meld("Er is geen vulling om terug te draaien.", uitslag)

    def _meld(self, zin: str, uitslag: VulUitslag) -> None:
        if uitslag.overgeslagen:
            wie = aantal(uitslag.overgeslagen, "leerling is", "leerlingen zijn")
            zin += f" {wie} overgeslagen, omdat het veld in LVS2000 intussen was gewijzigd."
        self.uitkomst.setText(zin)
        self.uitkomst.show()
        self._overgeslagen.clear()
        self.lees()
