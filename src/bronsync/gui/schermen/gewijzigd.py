"""What BRON Sync wrote to LVS2000 of one pupil, with the old values, and 'Zet terug': at the pupil, and at the result of an Ophalen.

What may be put back, and what follows, `application/wegschrijven/zet_terug.py` decides. Knows no rule.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.maat import GEWOON, KLEINST, rand
from bronsync.gui.kit.tekens import moment
from bronsync.gui.kit.vorm import bare, fill, kop, named
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop
from bronsync.gui.lijst.tabel import Tabel
from bronsync.gui.lijst.tabelmodel import Kolom, TabelModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bronsync.application.tonen.leerling import LeerlingDetails
    from bronsync.application.wegschrijven.zet_terug import MutatieRegel, TerugUitslag
    from bronsync.gui.kit.venster import Venster

_WANNEER = (
    "Dit gebeurt alleen waar in LVS2000 nog staat wat BRON Sync schreef; wat u daarna zelf wijzigde, blijft staan. "
    "Is er daarna verschil met BRON, dan vraagt Acties Bepalen u wat er moet gebeuren."
)
_LEEG = "Hier komt wat BRON Sync bij de gekozen leerling in LVS2000 heeft gewijzigd."


class Gewijzigd(QWidget):
    """Newest first, a line per write; the line above says it in one sentence."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster)
        self._venster = venster
        self._geheim = True
        self._vol_pgn = False
        kolommen: list[Kolom[MutatieRegel]] = [
            Kolom("moment", "Tijdstip", lambda r: moment(r.tijdstip), 140, sorteer=lambda r: r.tijdstip),
            Kolom("oorzaak", "Wat er gebeurde", lambda r: r.oorzaak, 275, tip=lambda r: r.oorzaak, rekt=True),
            Kolom("gegeven", "Gegeven", lambda r: r.labels, 180, tip=lambda r: r.labels),
            Kolom("was", "Was", self._was, 190, tip=self._was, rekt=True),
            Kolom("werd", "Werd", self._werd, 190, tip=self._werd, rekt=True),
            Kolom("stand", "Stand", lambda r: r.stand, 230, icoon=self._icoon, tip=lambda r: r.niet or r.stand),
        ]
        self.tabel: Tabel[Any] = Tabel("Gewijzigd in LVS2000", TabelModel(kolommen, sleutel=lambda r: r.nummer), _LEEG)
        self.zin = named(kop("", ""), "gewijzigd_zin")
        self.terug = named(QPushButton("&Zet terug..."), "zet_terug")
        balk = QHBoxLayout()
        rand(balk, GEWOON, KLEINST)
        fill(balk, (self.zin, 1), self.terug)
        fill(bare(QVBoxLayout(self), 0), balk, (self.tabel, 1))
        self.tabel.chosen.connect(self._toon_zin)
        self.terug.clicked.connect(self._vraag)
        venster.runner.busy.connect(self._bezig)

    def zet(self, details: LeerlingDetails | None) -> None:
        """Of this pupil; the newest write is chosen."""
        self._geheim = details is None or details.geheim
        self.tabel.leeg = "BRON Sync heeft bij deze leerling niets in LVS2000 gewijzigd." if details else _LEEG
        self.tabel.tabelmodel.zet_rijen(details.mutaties if details else ())
        self.tabel.kies_eerste()
        self._toon_zin(self.tabel.gekozen())

    def toon_pgn(self, vol: bool) -> None:
        """Numbers and a secret address in full, or masked."""
        self._vol_pgn = vol
        self.tabel.tabelmodel.ververs_weergave()
        self._toon_zin(self.tabel.gekozen())

    def _bezig(self, _: bool) -> None:
        self._toon_zin(self.tabel.gekozen())

    def _toon_zin(self, regel: MutatieRegel | None) -> None:
        self.terug.setVisible(regel is not None)
        self.terug.setEnabled(regel is not None and not regel.niet and self._venster.runner.operation is None)
        self.terug.setToolTip(regel.niet if regel else "")
        if regel is None:
            self.zin.clear()
        else:
            wat = regel.zin(geheim=self._geheim, vol=self._vol_pgn)
            self.zin.setText(f"{wat}. {regel.niet}".strip())

    def _was(self, regel: MutatieRegel) -> str:
        return regel.was(geheim=self._geheim, vol=self._vol_pgn)

    def _werd(self, regel: MutatieRegel) -> str:
        return regel.werd(geheim=self._geheim, vol=self._vol_pgn)

    def _icoon(self, regel: MutatieRegel) -> QIcon:
        naam, kleur = ("terugkoppeling", "goed") if not regel.niet else ("info", "gedempt")
        return self._venster.thema.icoon(naam, kleur)

    def _vraag(self) -> None:
        regel: MutatieRegel | None = self.tabel.gekozen()
        if regel is not None:
            vraag_terug(self._venster, regel, geheim=self._geheim, vol=self._vol_pgn)


def vraag_terug(
    venster: Venster,
    regel: MutatieRegel,
    *,
    geheim: bool,
    vol: bool,
    klaar: Callable[[], None] | None = None,
) -> None:
    """Asks what is put back, this one or all of the same run, and does it; `klaar` is called afterwards."""
    knoppen = [Knop("een", "&Zet terug")]
    if regel.in_groep > 1:
        knoppen = [
            Knop("een", "Alleen &deze wijziging"),
            Knop("groep", f"&Alle {regel.in_groep} van {regel.groep}"),
        ]
    delen = [f"{deel.label}: {deel.van_naar(geheim=geheim, vol=vol)}" for deel in regel.velden]
    vraag = Bevestiging(
        naam="zet_terug",
        titel="Zet terug",
        tekst="Wat BRON Sync in LVS2000 schreef, terugzetten?",
        uitleg="\n".join((*delen, "", _WANNEER)),
        knoppen=(*knoppen, NEE),
        gevaarlijk=True,
    )
    venster.vragen.stel(venster.window_in_gebruik(), vraag, partial(_beantwoord, venster, regel.nummer, klaar))


def _beantwoord(venster: Venster, nummer: int, klaar: Callable[[], None] | None, antwoord: str) -> None:
    if antwoord != NEE.naam:
        from bronsync.application.wegschrijven.zet_terug import zet_terug

        werk = use_case(zet_terug, nummer, groep=antwoord == "groep")
        venster.runner.run("zet terug", werk, partial(_gedaan, venster, klaar))


def _gedaan(venster: Venster, klaar: Callable[[], None] | None, uitslag: TerugUitslag) -> None:
    from bronsync.gui.schermen.acties import meld

    meld(venster, "teruggezet", uitslag.zin)
    if klaar is not None:
        klaar()
