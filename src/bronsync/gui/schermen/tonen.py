"""Tonen (manual ch. 4): Registratieoverzicht, Historische and Dubbele Inschrijvingen BRON, Attentiesignalen.

What is shown comes from `application/tonen/overzicht.py` and `application/lezen/signalen.py`. A historical overview is marked as such all the
time. Knows no rule.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from bronsync.application.boeken.weergave import PGN_LABELS, toon_dag
from bronsync.application.lezen.dubbele import zet_notitie
from bronsync.application.lezen.signalen import markeer_gezien
from bronsync.application.tonen.attentiesignalen import attentieregels
from bronsync.application.tonen.overzicht import overzicht
from bronsync.application.uitvoer.overzicht import exporteer
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Bestandsvraag, Dialoog, aantal
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.vorm import fill, kop, label_for, named, passing
from bronsync.gui.lijst.bladen import Blad, Bladen, Details
from bronsync.gui.lijst.tabelmodel import Kolom, Staaf
from bronsync.gui.schermen.door_bron import dubbeleblad, veranderingenblad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from bronsync.application.lezen.dubbele import Dubbelregel
    from bronsync.application.lezen.signalen import SignaalRegel
    from bronsync.application.lezen.wie import Wie
    from bronsync.application.ports import Progress
    from bronsync.application.tonen.overzicht import Inschrijvingsregel, Overzicht
    from bronsync.domain.kijken.overzicht import Telregel
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.venster import Venster

_GEEN_OVERZICHT = (
    "Er is nog geen registratieoverzicht van BRON. Haal het eerst op met Ophalen - Registratieoverzicht BRON."
)


def registratieoverzicht(venster: Venster) -> None:
    """Tonen - Registratieoverzicht BRON."""
    OverzichtDialoog(venster).begin()


def historische(venster: Venster) -> None:
    """Tonen - Historische Inschrijvingen BRON."""
    HistorischDialoog(venster).begin()


def dubbele(venster: Venster) -> None:
    """Tonen - Dubbele Inschrijvingen BRON."""
    DubbeleDialoog(venster).begin()


def attentiesignalen(venster: Venster) -> None:
    """Tonen - Attentiesignalen."""
    AttentieDialoog(venster).begin()


# --- what the windows share -----------------------------------------------------------------------------------------------------------------


class Lijstdialoog(Dialoog):
    """A title, a line that explains, lists, and the buttons that every list has."""

    def __init__(self, venster: Venster, naam: str, titel: str) -> None:
        super().__init__(venster, naam, titel, (1120, 680))
        self.titel, self.uitleg = self.kopbalk.titel, self.kopbalk.uitleg
        self.let_op = kop(soort="let_op")
        self.let_op.hide()
        self.balk = QHBoxLayout()
        self.bladen = Bladen(self)
        fill(self.indeling, self.let_op, self.balk, (self.bladen, 1))
        self.naar = self.knop("&Naar leerling", icoon="leerling")
        self.exporteer = self.knop("&Exporteren...", icoon="exporteren")
        self.druk_af = self.knop("&Afdrukken...", icoon="afdrukken")
        self.naar.clicked.connect(self.bladen.naar_leerling)
        self.exporteer.clicked.connect(self.bladen.exporteer)
        self.druk_af.clicked.connect(self.bladen.druk_af)
        self.bladen.gekozen.connect(self._gekozen)
        venster.refreshed.connect(self.lees)

    def begin(self) -> None:
        """Shows itself and reads."""
        self.toon()
        self.lees()

    def lees(self) -> None:
        """Reads again; also after anything changed."""
        raise NotImplementedError

    def _gekozen(self, rij: object) -> None:
        leidt = self.bladen.blad.leerling
        self.naar.setEnabled(rij is not None and leidt is not None and leidt(rij) is not None)


# --- Registratieoverzicht -------------------------------------------------------------------------------------------------------------------


class OverzichtDialoog(Lijstdialoog):
    """The overview in use, or the one of a past peildatum; groups to look into, counts, what BRON changed by itself."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "registratieoverzicht", "Registratieoverzicht BRON")
        self._beeld: Overzicht | None = None
        self.welk = named(QComboBox(), "welk_overzicht", "Overzicht")
        self.welk.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.teldatum = named(QDateEdit(QDate.currentDate()), "teldatum", "Teldatum")
        self.teldatum.lineEdit().setAccessibleName("Teldatum")
        self.teldatum.setCalendarPopup(True)
        self.teldatum.setDisplayFormat("dd-MM-yyyy")
        self.teldatum.setToolTip("De dag waarop groepen en aantallen worden geteld")
        for tekst, deel in (("&Overzicht", self.welk), ("&Teldatum", self.teldatum)):
            label = label_for(tekst, deel)
            fill(self.balk, label, deel)
        self.balk.addStretch(1)
        self.alles = self.knop("&Heel overzicht als XLSX...", icoon="overzicht")
        self.alles.clicked.connect(self._vraag_export)
        self.alles.setEnabled(False)
        self.welk.activated.connect(self._ander)
        self.teldatum.dateChanged.connect(self._andere_dag)
        self._historisch = self._met_pgn = False
        self._eigen_dag = False

    def lees(self) -> None:
        dag = self.teldatum.date()
        gekozen = date(dag.year(), dag.month(), dag.day()) if self._eigen_dag else None
        self.venster.runner.query(
            "registratieoverzicht", use_case(overzicht, gekozen, historisch=self._historisch), self._zet
        )

    def _ander(self, nummer: int) -> None:
        self._historisch = bool(self.welk.itemData(nummer))
        self._eigen_dag = False
        self.lees()

    def _andere_dag(self) -> None:
        self._eigen_dag = True
        self.lees()

    def _zet(self, beeld: Overzicht) -> None:
        self._beeld = beeld
        self.alles.setEnabled(beeld.peildatum is not None)
        self._zet_keuzes(beeld)
        if beeld.peildatum is None:
            self.titel.setText("Nog geen registratieoverzicht")
            self.uitleg.setText(_GEEN_OVERZICHT)
            self.bladen.zet([self._inschrijvingen(())])
            return
        lopend = tuple(regel for regel in beeld.inschrijvingen if not regel.historisch)
        soort = "Historisch registratieoverzicht" if beeld.historisch else "Registratieoverzicht"
        self.titel.setText(f"{soort} van {toon_dag(beeld.peildatum)}")
        self.let_op.setText(
            f"U bekijkt hoe het op {toon_dag(beeld.peildatum)} was. Vergelijken en verzenden kan alleen met een actueel overzicht."
        )
        self.let_op.setVisible(beeld.historisch)
        aandacht = sum(1 for groep, _ in beeld.groepen if groep.aantal)
        self.uitleg.setText(
            f"{aantal(len(lopend), 'leerling staat', 'leerlingen staan')} bij BRON ingeschreven. "
            + (
                f"Op {toon_dag(beeld.teldatum)} {'is er 1 groep' if aandacht == 1 else f'zijn er {aandacht} groepen'} om naar te kijken."
                if aandacht
                else f"Op {toon_dag(beeld.teldatum)} is er niets dat aandacht vraagt."
            )
        )
        self.bladen.zet(
            [
                self._inschrijvingen(lopend),
                *(
                    self._groep(groep.id, groep.titel, groep.uitleg, regels)
                    for groep, regels in beeld.groepen
                    if regels
                ),
                self._telling(beeld.telling),
                veranderingenblad(self.bladen, beeld.veranderingen),
            ]
        )

    def _zet_keuzes(self, beeld: Overzicht) -> None:
        keuzes: list[tuple[str, bool]] = []
        if not beeld.historisch:
            keuzes.append(("In gebruik" + (f" ({toon_dag(beeld.peildatum)})" if beeld.peildatum else ""), False))
            if beeld.ander_peildatum:
                keuzes.append((f"Historisch ({toon_dag(beeld.ander_peildatum)})", True))
        else:
            keuzes = [("In gebruik", False), (f"Historisch ({toon_dag(beeld.peildatum or '')})", True)]
        self.welk.clear()
        for tekst, historisch in keuzes:
            self.welk.addItem(tekst, historisch)
        self.welk.setCurrentIndex(int(beeld.historisch))
        self.teldatum.blockSignals(True)
        self.teldatum.setDate(QDate.fromString(beeld.teldatum, "yyyy-MM-dd"))
        self.teldatum.blockSignals(False)

    def _inschrijvingen(self, rijen: Sequence[Inschrijvingsregel]) -> Blad[Inschrijvingsregel]:
        return self._blad("inschrijvingen", "Ingeschreven bij BRON", rijen, leeg=_GEEN_OVERZICHT, icoon="overzicht")

    def _groep(
        self, naam: str, titel: str, uitleg: str, rijen: Sequence[Inschrijvingsregel]
    ) -> Blad[Inschrijvingsregel]:
        leeg = "In deze groep zit niemand. Er is hier niets te doen."
        return self._blad(naam, titel, rijen, uitleg=uitleg, leeg=leeg, icoon="let_op", kleur="let_op")

    def _blad(
        self,
        naam: str,
        titel: str,
        rijen: Sequence[Inschrijvingsregel],
        *,
        uitleg: str = "",
        leeg: str = "",
        icoon: str = "",
        kleur: str = "tekst",
    ) -> Blad[Inschrijvingsregel]:
        kolommen = inschrijvingskolommen(self)
        return Blad(
            naam,
            titel,
            kolommen[:-1] if naam == "inschrijvingen" else kolommen,
            rijen,
            lambda r: (r.sleutel, r.pgn, r.inschrijfdatum),
            uitleg,
            leeg,
            icoon,
            kleur,
            lambda r: r.sleutel,
            partial(inschrijvingsdetails, self),
            met_pgn=True,
            zoektekst=lambda r: r.zoek,
        )

    def _telling(self, rijen: Sequence[Telregel]) -> Blad[Telregel]:
        meest = max((max(rij.lvs, rij.bron) for rij in rijen), default=0) or 1

        def staven(rij: Telregel) -> tuple[Staaf, ...]:
            thema = self.venster.thema
            return (rij.lvs / meest, thema.kleur("accent")), (rij.bron / meest, thema.kleur("goed"))

        def rood(een: int) -> QColor | None:
            return self.venster.thema.kleur("fout") if een else None

        return Blad(
            "telling",
            "Telling per groep",
            (
                Kolom("vestiging", "Vestiging", lambda r: r.vestiging, 80),
                Kolom("groep", "Groep", lambda r: r.groep or (f"leerjaar {r.leerjaar}" if r.leerjaar else ""), 90),
                Kolom("status", "Inschrijfstatus", lambda r: r.inschrijfstatus, 120),
                Kolom("lvs", "LVS2000", lambda r: str(r.lvs), 80, lambda r: r.lvs, rechts=True),
                Kolom("bron", "BRON", lambda r: str(r.bron), 80, lambda r: r.bron, rechts=True),
                Kolom(
                    "verschil",
                    "Verschil",
                    lambda r: f"{r.verschil:+d}" if r.verschil else "0",
                    80,
                    lambda r: r.verschil,
                    kleur=lambda r: rood(r.verschil),
                    rechts=True,
                ),
                Kolom(
                    "staven",
                    "Staven",
                    lambda r: f"LVS2000 {r.lvs}, BRON {r.bron}",
                    190,
                    lambda r: r.lvs,
                    tip=lambda r: f"LVS2000 {r.lvs}, BRON {r.bron}",
                    rekt=True,
                    staven=staven,
                ),
                Kolom("lvs_b", "LVS2000 bekostigd", lambda r: str(r.lvs_bekostigd), 150, rechts=True),
                Kolom("bron_b", "BRON bekostigd", lambda r: str(r.bron_bekostigd), 135, rechts=True),
            ),
            rijen,
            lambda r: (r.vestiging, r.groep, r.leerjaar, r.inschrijfstatus),
            "Hoeveel leerlingen er op de teldatum zijn, in LVS2000 (de bovenste staaf) en bij BRON (de onderste).",
            icoon="controleren",
            tel=False,
        )

    # --- the whole overview as a file

    def _vraag_export(self) -> None:
        dag = self._beeld.peildatum if self._beeld else ""
        naam = f"registratieoverzicht {self.venster.aanleverpunt} {dag}.xlsx"
        vraag = Bestandsvraag(
            self, "overzicht_bewaren", "Heel overzicht als XLSX bewaren", "Excel-bestand (*.xlsx)", naam
        )
        vraag.kiezer.setOption(QFileDialog.Option.DontUseNativeDialog)  # the native one has no place for the check box
        self.met_pgn = named(QCheckBox("Ook de volledige PGN's in het bestand zetten"), "met_pgn")
        indeling = vraag.kiezer.layout()
        if indeling is not None:
            indeling.addWidget(self.met_pgn)
        self._met_pgn = False
        self.met_pgn.toggled.connect(self._zet_met_pgn)
        vraag.chosen.connect(self._bewaar)
        vraag.kiezer.open()

    def _zet_met_pgn(self, aan: bool) -> None:
        self._met_pgn = aan

    def _bewaar(self, pad: Path) -> None:
        if self._beeld is not None:
            beeld, met_pgn = self._beeld, self._met_pgn
            self.venster.runner.run(
                "Overzicht bewaren",
                lambda kern, progress: exporteer(kern.met(progress), beeld, kern.xlsx(pad), met_pgn=met_pgn),
                self._bewaard,
            )

    def _bewaard(self, opmerkingen: tuple[str, ...]) -> None:
        box = passing(QMessageBox(self), "overzicht_bewaard", "Bewaard")
        box.setText("Het overzicht is bewaard.")
        box.setInformativeText("\n".join(opmerkingen))
        box.addButton("&Sluiten", QMessageBox.ButtonRole.AcceptRole)
        box.open()


def inschrijvingskolommen(dialoog: Lijstdialoog) -> tuple[Kolom[Inschrijvingsregel], ...]:
    """The columns of a list of inschrijvingen."""
    return (
        Kolom("naam", "Leerling", lambda r: r.naam, 210, rekt=True),
        Kolom("pgn", "Pgn", lambda r: dialoog.bladen.nummer(r.pgn), 90),
        Kolom("groep", "Groep", lambda r: r.groep, 80),
        Kolom("vestiging", "Vestiging", lambda r: r.vestiging, 85),
        Kolom("begin", "Ingeschreven", lambda r: toon_dag(r.inschrijfdatum), 110, lambda r: r.inschrijfdatum),
        Kolom("einde", "Uitgeschreven", lambda r: toon_dag(r.uitschrijfdatum), 115, lambda r: r.uitschrijfdatum),
        Kolom("bij_bron", "Bij BRON", lambda r: "ja" if r.bij_bron else "nee", 75),
    )


def inschrijvingsdetails(dialoog: Lijstdialoog, rij: Inschrijvingsregel) -> Details:
    """All that BRON holds of it."""
    if not rij.bij_bron:
        return [("Leerling", rij.naam), ("Leerlingnummer", rij.leerlingnummer), ("Bij BRON", "onbekend")]
    return [(titel, dialoog.bladen.nummer(tekst) if titel in PGN_LABELS else tekst) for titel, tekst in rij.details]


# --- Historische Inschrijvingen -------------------------------------------------------------------------------------------------------------


class HistorischDialoog(Lijstdialoog):
    """Who left according to BRON."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "historische_inschrijvingen", "Historische Inschrijvingen BRON")

    def lees(self) -> None:
        self.venster.runner.query("historische", use_case(overzicht), self._zet)

    def _zet(self, beeld: Overzicht) -> None:
        rijen = tuple(regel for regel in beeld.inschrijvingen if regel.historisch)
        peildatum = beeld.peildatum
        self.uitleg.setText(
            _GEEN_OVERZICHT
            if peildatum is None
            else f"{aantal(len(rijen), 'inschrijving is', 'inschrijvingen zijn')} volgens BRON voor {toon_dag(peildatum)} beëindigd. "
            "Ze staan niet meer in nieuwe overzichten, maar BRON kent ze nog."
        )
        self.bladen.zet(
            [
                Blad(
                    "historisch",
                    "Uitgeschreven volgens BRON",
                    inschrijvingskolommen(self)[:-1],
                    rijen,
                    lambda r: (r.sleutel, r.pgn, r.inschrijfdatum),
                    leeg="BRON kent geen uitgeschreven leerlingen van dit aanleverpunt.",
                    leerling=lambda r: r.sleutel,
                    details=partial(inschrijvingsdetails, self),
                    met_pgn=True,
                    zoektekst=lambda r: r.zoek,
                )
            ]
        )


# --- Dubbele Inschrijvingen -----------------------------------------------------------------------------------------------------------------


class DubbeleDialoog(Lijstdialoog):
    """Overlaps with other schools, each with a note."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "dubbele_inschrijvingen", "Dubbele Inschrijvingen BRON")
        self.uitleg.setText(
            "Deze leerlingen staan ook op een andere school ingeschreven, met een overlap. Bel die school en spreek af wie de "
            "inschrijving corrigeert. BRON blijft dit melden tot het is opgelost."
        )
        rij = QWidget()
        balk = QHBoxLayout(rij)
        balk.setContentsMargins(0, 0, 0, 0)
        label = QLabel("N&otitie")
        self.notitie = named(QLineEdit(), "notitie", "Notitie bij de gekozen dubbele inschrijving")
        self.notitie.setPlaceholderText("Bijvoorbeeld: gebeld op 12 maart, andere school schrijft uit")
        self.notitie.setMaxLength(500)
        label.setBuddy(self.notitie)
        self.bewaar = self.knop("Notitie &bewaren")
        fill(balk, label, (self.notitie, 1), self.bewaar)
        self.indeling.addWidget(rij)
        self._voor: Dubbelregel | None = None
        self.bewaar.clicked.connect(self._bewaar)
        self.notitie.returnPressed.connect(self._bewaar)
        self.notitie.textEdited.connect(self._bewerkt)

    def lees(self) -> None:
        self.venster.runner.query("dubbele", use_case(overzicht), self._zet)

    def _zet(self, beeld: Overzicht) -> None:
        self.bladen.zet([dubbeleblad(self.bladen, beeld.dubbele)])

    def _gekozen(self, regel: object) -> None:
        super()._gekozen(regel)
        rij = self.bladen.rij
        anders = rij is None or self._voor is None or rij.rij != self._voor.rij
        self._voor = rij
        self.notitie.setEnabled(rij is not None)
        if anders:
            self.notitie.setText(rij.rij.notitie if rij is not None else "")
            self._bewerkt()

    def _bewerkt(self) -> None:
        anders = self._voor is not None and self.notitie.text() != self._voor.rij.notitie
        self.bewaar.setEnabled(anders)
        markeer(self.bewaar, aan=anders)

    def _bewaar(self) -> None:
        if self._voor is not None and self.bewaar.isEnabled():
            self.bewaar.setEnabled(False)
            self.venster.runner.run(
                "Notitie bewaren", use_case(zet_notitie, self._voor.rij, self.notitie.text()), self._klaar
            )

    def _klaar(self, _: object) -> None:
        self.lees()


# --- Attentiesignalen -----------------------------------------------------------------------------------------------------------------------


class AttentieDialoog(Lijstdialoog):
    """What BRON wants the school to know; never something that must be done."""

    def __init__(self, venster: Venster) -> None:
        super().__init__(venster, "attentiesignalen", "Attentiesignalen")
        self.uitleg.setText(
            "Attentiesignalen zijn ter kennisgeving: u hoeft er niets mee te doen en ze houden niets tegen. "
            "Markeer wat u hebt gelezen; dan verdwijnt het uit deze lijst."
        )
        self.notitie = named(QLineEdit(), "notitie", "Notitie bij het signaal")
        self.notitie.setPlaceholderText("Notitie (mag leeg blijven)")
        self.indeling.addWidget(self.notitie)
        self.gezien = self.knop("Markeer als &gezien", icoon="oog")
        self.alle = self.knop("A&lle getoonde als gezien")
        self.gezien.clicked.connect(self._een)
        self.alle.clicked.connect(self._allemaal)

    def lees(self) -> None:
        self.venster.runner.query(
            "attentiesignalen",
            _lees_attentie,
            self._zet,
        )

    def _zet(self, gelezen: tuple[_Signalen, _Signalen]) -> None:
        """What was marked stands apart, with the note made then; marking it again gives it another note."""
        nieuw, gezien = gelezen
        leeg = "Er zijn geen attentiesignalen die u nog niet hebt gezien."
        bladen = [_attentieblad("attentie", "Attentiesignalen", nieuw, leeg)]
        if gezien:
            notitie: Kolom[tuple[SignaalRegel, Wie]] = Kolom(
                "notitie", "Notitie", lambda r: r[0].notitie, 260, tip=lambda r: r[0].notitie, rekt=True
            )
            bladen.append(_attentieblad("gezien", "Gezien, met uw notitie", gezien, "", notitie))
        self.bladen.zet(bladen)
        self.alle.setEnabled(bool(nieuw))

    def _gekozen(self, rij: object) -> None:
        super()._gekozen(rij)
        self.gezien.setEnabled(rij is not None)

    def _een(self) -> None:
        rij = self.bladen.rij
        if rij is not None:
            self._markeer([rij])

    def _allemaal(self) -> None:
        self._markeer([rij for rij in self.bladen.tabel.tabelmodel.zichtbaar if not rij[0].gezien])

    def _markeer(self, rijen: list[tuple[SignaalRegel, Wie]]) -> None:
        nummers = tuple(regel.nummer for regel, _ in rijen)
        werk = use_case(markeer_gezien, nummers, self.notitie.text())
        self.venster.runner.run("Markeren als gezien", werk, self._klaar)

    def _klaar(self, _: object) -> None:
        self.notitie.clear()
        self.lees()


_Signalen = list[tuple["SignaalRegel", "Wie"]]


def _lees_attentie(kern: Kern, progress: Progress) -> tuple[_Signalen, _Signalen]:
    omg, catalogus = kern.met(progress), kern.signaalcatalogus()
    return attentieregels(omg, catalogus), attentieregels(omg, catalogus, gezien=True)


def _attentieblad(
    naam: str, titel: str, rijen: _Signalen, leeg: str, *meer: Kolom[tuple[SignaalRegel, Wie]]
) -> Blad[tuple[SignaalRegel, Wie]]:
    return Blad(
        naam,
        titel,
        (
            Kolom("tijd", "Ontvangen", lambda r: toon_dag(r[0].tijdstip), 95, lambda r: r[0].tijdstip),
            Kolom("naam", "Leerling", lambda r: r[1].naam, 200, rekt=True),
            Kolom("code", "Code", lambda r: r[0].code, 90),
            Kolom("tekst", "Betekenis", lambda r: r[0].betekenis, 400, tip=lambda r: r[0].betekenis, rekt=True),
            *meer,
        ),
        rijen,
        lambda r: r[0].nummer,
        leeg=leeg,
        leerling=lambda r: (r[0].inschrijving, "", "") if r[0].inschrijving else None,
        details=_signaaldetails,
    )


def _signaaldetails(rij: tuple[SignaalRegel, Wie]) -> Details:
    signaal, leerling = rij
    delen = (
        ("Leerling", leerling.naam),
        ("Signaal", f"{signaal.code} ({signaal.herkomst})"),
        ("Betekenis", signaal.betekenis),
        ("Oorzaak", signaal.oorzaak),
        ("Wat te doen", signaal.advies or "Niets: dit is ter kennisgeving."),
        ("Notitie", signaal.notitie),
    )
    return [(titel, tekst) for titel, tekst in delen if tekst]
