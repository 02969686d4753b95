"""Ophalen Registratieoverzicht BRON and Ophalen Terugkoppeling BRON (manual ch. 4 and 7): the wait, and then what came in.

One window for both: while it is busy it counts down and can be cancelled; then it shows the result per kind, each row leading to its pupil,
double enrolments last. What came in, `application/tonen/ophaalresultaat.py` tells. Knows no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bronsync.application.boeken.weergave import toon_dag
from bronsync.application.ophalen.opbrengst import Opbrengst
from bronsync.application.ophalen.registratieoverzicht_ophalen import OverzichtUitslag, registratieoverzicht_ophalen
from bronsync.application.ophalen.terugkoppeling_ophalen import terugkoppeling_ophalen
from bronsync.application.ports import Afgebroken
from bronsync.application.tonen.ophaalresultaat import (
    Resultaatsoort,
    TeruggeschrevenRegel,
    ophaalresultaat,
    voor_helpdesk,
)
from bronsync.application.wegschrijven.zet_terug import mutaties
from bronsync.domain.errors import BronSyncFout, als_fout
from bronsync.gui.kit.background import use_case
from bronsync.gui.kit.dialoog import Dialoog, aantal
from bronsync.gui.kit.klembord import kopieer
from bronsync.gui.kit.maat import pixels
from bronsync.gui.kit.stap import markeer
from bronsync.gui.kit.verder import Verder
from bronsync.gui.kit.vorm import fill, kop, named
from bronsync.gui.kit.vragen import NEE, Bevestiging, Knop
from bronsync.gui.lijst.bladen import Blad, Bladen, Details
from bronsync.gui.lijst.tabelmodel import Kolom
from bronsync.gui.schermen.door_bron import dubbeleblad, naam, veranderingenblad
from bronsync.gui.schermen.gewijzigd import vraag_terug

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bronsync.application.ports import Omgeving, Progress
    from bronsync.application.tonen.ophaalresultaat import (
        Ophaalresultaat,
        ResultaatRegel,
    )
    from bronsync.application.wegschrijven.zet_terug import MutatieRegel
    from bronsync.gui.kern import Kern
    from bronsync.gui.kit.background import Job, Werk
    from bronsync.gui.kit.venster import Venster


def haal_overzicht(venster: Venster) -> None:
    """Ophalen - Registratieoverzicht BRON, on the peildatum of the settings."""
    dag = venster.peildatum
    if dag is None:
        _begin_overzicht(venster, None)
        return
    toestand = venster.toestand
    vandaag_nodig = toestand is not None and toestand.stap.stap.name == "OVERZICHT_OPHALEN"
    vraag = Bevestiging(
        naam="historisch_overzicht",
        titel="Historisch registratieoverzicht",
        tekst=f"U haalt het registratieoverzicht van {dag:%d-%m-%Y} op.",
        uitleg=(
            "Dit is alleen om te bekijken, met Tonen - Registratieoverzicht BRON. Vergelijken en verzenden kan pas weer nadat u "
            "een overzicht van vandaag hebt opgehaald. Bij Instellingen zet u de peildatum terug op vandaag."
        ),
        knoppen=(Knop("historisch", "Historisch ophalen"), Knop("vandaag", "Vandaag ophalen"), NEE),
        stap="vandaag" if vandaag_nodig else "",
    )
    venster.vragen.stel(venster, vraag, partial(_overzicht_gekozen, venster))


def _overzicht_gekozen(venster: Venster, antwoord: str) -> None:
    if antwoord == "vandaag":
        venster.peildatum = None
    if antwoord != NEE.naam:
        _begin_overzicht(venster, venster.peildatum)


def _begin_overzicht(venster: Venster, dag: date | None) -> None:
    dialoog = OphaalDialoog(venster, "Registratieoverzicht ophalen", overzicht=True)
    dialoog.begin(partial(_overzicht, dag))


def haal_terugkoppeling(venster: Venster) -> None:
    """Ophalen - Terugkoppeling BRON."""
    OphaalDialoog(venster, "Terugkoppeling ophalen", overzicht=False).begin(_terugkoppeling)


# --- what runs in the worker ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Afloop:
    """How an Ophalen ended, and what came in until then."""

    resultaat: Ophaalresultaat
    mutaties: tuple[MutatieRegel, ...] = ()
    """How what was written back stands."""
    overzicht: OverzichtUitslag | None = None
    fout: BaseException | None = None
    afgebroken: bool = False


def _overzicht(dag: date | None, kern: Kern, progress: Progress) -> Afloop:
    return _haal(kern, progress, partial(registratieoverzicht_ophalen, peildatum=dag))


def _terugkoppeling(kern: Kern, progress: Progress) -> Afloop:
    return _haal(kern, progress, terugkoppeling_ophalen)


def _haal(kern: Kern, progress: Progress, werk: Callable[..., object]) -> Afloop:
    """Whatever ends it, what came in until then is shown."""
    omg: Omgeving = kern.met(progress)
    binnen = Opbrengst()
    uitslag, fout, afgebroken = None, None, False
    try:
        uitslag = werk(omg, binnen=binnen)
    except BronSyncFout as waarom:
        fout = kern.meld_fout(waarom, "terugkoppeling ophalen")
    except Afgebroken:
        afgebroken = True
    resultaat = ophaalresultaat(omg, binnen, kern.signaalcatalogus())
    overzicht = uitslag if isinstance(uitslag, OverzichtUitslag) else None
    return Afloop(resultaat, _lees_mutaties(resultaat, kern, progress), overzicht, fout, afgebroken)


def _lees_mutaties(resultaat: Ophaalresultaat, kern: Kern, progress: Progress) -> tuple[MutatieRegel, ...]:
    hier = {regel.nummer for regel in resultaat.teruggeschreven}
    return tuple(regel for regel in mutaties(kern.met(progress)) if regel.nummer in hier) if hier else ()


# --- the window -----------------------------------------------------------------------------------------------------------------------------


class OphaalDialoog(Dialoog):
    """Busy, and then the result."""

    def __init__(self, venster: Venster, titel: str, *, overzicht: bool) -> None:
        super().__init__(venster, "ophalen", titel, (1060, 620))
        self._overzicht = overzicht
        self._job: Job | None = None
        self._werk: Werk = _terugkoppeling
        self._mutaties: dict[int, MutatieRegel] = {}
        """How what was written to LVS2000 stands by now, by its number."""
        self._resultaat: Ophaalresultaat | None = None
        self.stack = QStackedWidget()
        self._blad_bezig, self._blad_resultaat = self._maak_bezig(), self._maak_resultaat()
        for blad in (self._blad_bezig, self._blad_resultaat):
            self.stack.addWidget(blad)
        self.opnieuw = self.knop("&Opnieuw proberen")
        self.opnieuw.clicked.connect(self._opnieuw)
        self.verder = Verder(self, venster, ("OVERZICHT_OPHALEN", "TERUGKOPPELING_OPHALEN"))
        self.knoppen.addButton(self.verder, QDialogButtonBox.ButtonRole.AcceptRole)
        self.naar = self.knop("&Naar leerling", icoon="leerling")
        self.kopieer = self.knop("&Kopieer voor helpdesk", icoon="kopieren")
        self.zet_terug = self.knop("&Zet terug...", icoon="terug")
        self.exporteer = self.knop("&Exporteren...", icoon="exporteren")
        self.druk_af = self.knop("&Afdrukken...", icoon="afdrukken")
        self.naar.clicked.connect(self.bladen.naar_leerling)
        self.kopieer.clicked.connect(self._kopieer)
        self.zet_terug.clicked.connect(self._vraag_terug)
        self.exporteer.clicked.connect(self.bladen.exporteer)
        self.druk_af.clicked.connect(self.bladen.druk_af)
        self.bladen.gekozen.connect(self._rij_gekozen)
        self.indeling.addWidget(self.stack, 1)

    def _maak_bezig(self) -> QWidget:
        blad = QWidget()
        indeling = QVBoxLayout(blad)
        self.bezig = kop("Verbinding maken met BRON...", "vet")
        self.bezig.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.balk = QProgressBar()
        self.balk.setRange(0, 0)
        self.balk.setTextVisible(False)
        self.balk.setAccessibleName("Voortgang")
        self.stop = named(QPushButton("&Annuleren"), "ophalen_annuleren")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._annuleer)
        uitleg = QLabel(
            "BRON heeft even tijd nodig om het overzicht klaar te zetten. Daarna haalt BRON Sync het vanzelf op."
            if self._overzicht
            else "BRON Sync haalt op wat BRON heeft klaargezet en verwerkt het meteen."
        )
        uitleg.setProperty("soort", "gedempt")
        uitleg.setWordWrap(True)
        uitleg.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        indeling.addStretch(1)
        self.balk.setFixedWidth(pixels(420))
        indeling.addWidget(self.bezig)
        indeling.addWidget(self.balk, 0, Qt.AlignmentFlag.AlignHCenter)
        indeling.addWidget(uitleg)
        indeling.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignHCenter)
        indeling.addStretch(1)
        return blad

    def _maak_resultaat(self) -> QWidget:
        blad = QWidget()
        indeling = QVBoxLayout(blad)
        indeling.setContentsMargins(0, 0, 0, 0)
        self.titel, self.samenvatting = self.kopbalk.titel, self.kopbalk.uitleg
        self.titel.setObjectName("ophalen_titel")
        self.samenvatting.setObjectName("ophalen_samenvatting")
        self.mislukt = named(kop(soort="fout"), "ophalen_mislukt")
        self.bladen = Bladen(self)
        fill(indeling, self.mislukt, (self.bladen, 1))
        return blad

    # --- busy

    def begin(self, werk: Werk) -> None:
        """Shows itself and starts."""
        self._werk = werk
        self.toon()
        self._start()

    def _start(self) -> None:
        for knop in (self.sluitknop, self.opnieuw, self.verder):
            knop.hide()
        self.mislukt.clear()
        self.titel.setText(self.windowTitle())
        self.samenvatting.setText("")
        self._zet_knoppen(resultaat=False)
        self.bezig.setText("Verbinding maken met BRON...")
        self.balk.setRange(0, 0)
        self.stop.setEnabled(True)
        self._toon_blad(0)
        self.maak_klein()
        self._job = self.venster.runner.run(self.windowTitle(), self._werk, self._klaar, self._mislukt)
        self._job.progress.connect(self._progress)
        self._job.cancelled.connect(self._gestopt_voor_begin)
        self.stop.setFocus()

    def _opnieuw(self) -> None:
        if self.venster.runner.operation is None:
            self._start()

    def _progress(self, gedaan: int, totaal: int, tekst: str) -> None:
        if self._job is not None and not self._job.stopping:
            self.balk.setRange(0, totaal)
            self.balk.setValue(gedaan)
            self.bezig.setText(tekst)

    def _annuleer(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)
            self.balk.setRange(0, 0)
            self.bezig.setText("Wordt gestopt...")

    def reject(self) -> None:
        """While it is busy, Escape and closing stop it; what came in is shown then."""
        if self._job is None:
            super().reject()
        else:
            self._annuleer()

    def _mislukt(self, fout: BaseException) -> None:
        self._job = None
        self.venster.toon_fout(fout)
        self.close()

    def _gestopt_voor_begin(self) -> None:
        self._job = None
        self.close()

    # --- the result

    def _klaar(self, afloop: Afloop) -> None:
        self._job = None
        resultaat = self._resultaat = afloop.resultaat
        self.titel.setText(_titel(afloop))
        self.mislukt.setText(_mislukt(afloop))
        self.mislukt.setVisible(bool(self.mislukt.text()))
        uitleg = (
            "Wat al binnen was, is bewaard. Wat nog bij BRON klaarstaat, blijft daar staan."
            if afloop.afgebroken
            else ""
        )
        self.samenvatting.setText(" ".join(filter(None, (uitleg, _samenvatting(resultaat)))))
        self._zet_mutaties(afloop.mutaties)
        bladen = self._bladen(resultaat)
        self.bladen.setVisible(bool(bladen))
        if bladen:
            self.bladen.zet(bladen)
        self._zet_knoppen(resultaat=bool(bladen))
        self._toon_blad(1)
        mislukt = afloop.fout is not None or afloop.afgebroken
        self.sluitknop.setVisible(mislukt)
        self.opnieuw.setVisible(mislukt)
        self.verder.setVisible(not mislukt)
        self.verder.ververs()
        markeer(self.opnieuw, aan=mislukt)
        markeer(self.verder, aan=not mislukt)
        if mislukt:
            self.opnieuw.setFocus()
        elif bladen:
            self.bladen.tabel.setFocus()
        else:
            self.verder.setFocus()
        if bladen:
            self.maak_groot()
        else:
            self.maak_klein()

    def _toon_blad(self, nummer: int) -> None:
        """Only what is shown asks for room."""
        for plek, blad in enumerate((self._blad_bezig, self._blad_resultaat)):
            policy = QSizePolicy.Policy.Preferred if plek == nummer else QSizePolicy.Policy.Ignored
            blad.setSizePolicy(policy, policy)
        self.stack.setCurrentIndex(nummer)

    def _zet_knoppen(self, *, resultaat: bool) -> None:
        for knop in (self.naar, self.exporteer, self.druk_af):
            knop.setVisible(resultaat)
        self.zet_terug.setVisible(resultaat and bool(self._mutaties))
        self.kopieer.setVisible(resultaat or bool(self.mislukt.text()))

    def _rij_gekozen(self, rij: object) -> None:
        blad = self.bladen.blad
        leidt = blad.leerling
        self.naar.setEnabled(rij is not None and leidt is not None and leidt(rij) is not None)
        self.kopieer.setEnabled(bool(self.mislukt.text()) or (rij is not None and blad.details is not None))
        regel = self._mutatie(rij)
        self.zet_terug.setEnabled(regel is not None and not regel.niet)
        self.zet_terug.setToolTip(regel.niet if regel else "Kies eerst een wijziging bij 'Overgenomen in LVS2000'")

    def _mutatie(self, rij: object) -> MutatieRegel | None:
        return self._mutaties.get(rij.nummer) if isinstance(rij, TeruggeschrevenRegel) else None

    def _zet_mutaties(self, mutaties: tuple[MutatieRegel, ...]) -> None:
        self._mutaties = {regel.nummer: regel for regel in mutaties}

    def _vraag_terug(self) -> None:
        """This write, or all of this Ophalen; afterwards each row says how it stands."""
        regel = self._mutatie(self.bladen.rij)
        if regel is not None:
            vraag_terug(self.venster, regel, geheim=True, vol=self.bladen.vol_pgn, klaar=self._teruggezet)

    def _teruggezet(self) -> None:
        if self._resultaat is not None:
            self.venster.runner.query("mutaties", partial(_lees_mutaties, self._resultaat), self._toon_mutaties)

    def _toon_mutaties(self, mutaties: tuple[MutatieRegel, ...]) -> None:
        self._zet_mutaties(mutaties)
        self.bladen.tabel.tabelmodel.ververs_weergave()
        self._rij_gekozen(self.bladen.rij)

    def _kopieer(self) -> None:
        """The error when there is one, else the chosen row."""
        if self.mislukt.text():
            kopieer(f"BRON Sync {self.venster.kern.versie}\n{self.titel.text()}\n{self.mislukt.text()}")
        elif self.bladen.rij is not None:
            self.venster.runner.query("helpdesktekst", use_case(voor_helpdesk, self.bladen.rij), kopieer)

    def _bladen(self, resultaat: Ophaalresultaat) -> list[Blad[Any]]:
        iconen = {
            Resultaatsoort.AFKEUR: ("fout", "fout", "BRON heeft deze berichten niet verwerkt. Verbeter de gegevens in LVS2000."),
            Resultaatsoort.AANDACHT: ("let_op", "let_op", "Deze berichten konden niet worden verwerkt. Ze zijn bewaard."),
            Resultaatsoort.GEACCEPTEERD: ("goed", "goed", "Zo staan deze leerlingen nu bij BRON."),
            Resultaatsoort.SPONTANE_MUTATIE: ("bron", "accent", "BRON heeft deze gegevens zelf gewijzigd."),
            Resultaatsoort.SLEUTELGEGEVENS: ("slot", "accent", "BRON heeft sleutelgegevens gewijzigd, bijvoorbeeld het nummer."),
            Resultaatsoort.IDENTIFICATIE: ("zoeken", "accent", "De antwoorden op uw identificatieverzoeken."),
            Resultaatsoort.VERWIJDERING: ("verwijderen", "tekst", "Deze inschrijvingen staan niet meer bij BRON."),
        }  # fmt: skip
        bladen: list[Blad[Any]] = []
        for soort in Resultaatsoort:
            rijen = resultaat.per_soort(soort)
            if rijen:
                bladen.append(self._berichten(soort, rijen, *iconen[soort]))
        if resultaat.teruggeschreven:
            bladen.append(self._teruggeschreven(resultaat.teruggeschreven))
        if resultaat.veranderd:
            bladen.append(veranderingenblad(self.bladen, resultaat.veranderd, kleur="let_op"))
        if resultaat.dubbele:
            uitleg = (
                "Deze leerlingen staan ook op een andere school ingeschreven. De melding blijft komen tot een van de twee "
                "scholen de inschrijving corrigeert. Een notitie maakt u bij Tonen - Dubbele Inschrijvingen BRON."
            )
            bladen.append(dubbeleblad(self.bladen, resultaat.dubbele, uitleg=uitleg, icoon="dubbel", kleur="let_op"))
        return bladen

    def _berichten(
        self, soort: str, rijen: tuple[ResultaatRegel, ...], icoon: str, kleur: str, uitleg: str
    ) -> Blad[ResultaatRegel]:
        return Blad(
            soort,
            soort,
            (
                Kolom("naam", "Leerling", lambda r: naam(r.wie), 180, rekt=True),
                Kolom("pgn", "Pgn", lambda r: self.bladen.nummer(r.wie.pgn), 85),
                Kolom("actie", "Antwoord op", lambda r: r.actie or "uit zichzelf", 205),
                Kolom("codes", "Code", lambda r: r.codes, 85),
                Kolom("tekst", "Wat BRON meldt", lambda r: r.tekst, 200, tip=lambda r: r.tekst, rekt=True),
            ),
            rijen,
            lambda r: (r.ontvangstnummer, r.actie, r.wie.sleutel),
            uitleg,
            icoon=icoon,
            kleur=kleur,
            leerling=lambda r: r.wie.sleutel,
            details=self._details,
            met_pgn=True,
            zoektekst=lambda r: r.zoek,
        )

    def _details(self, regel: ResultaatRegel) -> Details:
        nummer = f"T{regel.ontvangstnummer}" if regel.ontvangstnummer else ""
        vooraan = (
            ("Leerling", naam(regel.wie)),
            ("Leerlingnummer", regel.wie.leerlingnummer),
            ("Antwoord op", regel.actie or "niets: BRON meldde dit uit zichzelf"),
            ("Ontvangstnummer", nummer),
            ("Melding", "" if regel.soort == "Afgekeurd" else regel.tekst),
        )
        return [(titel, tekst) for titel, tekst in (*vooraan, *regel.uitleg) if tekst]

    def _teruggeschreven(self, rijen: tuple[TeruggeschrevenRegel, ...]) -> Blad[TeruggeschrevenRegel]:
        conflicten = sum(not rij.gelukt for rij in rijen)
        uitleg = "Deze gegevens van BRON zijn in LVS2000 overgenomen."
        if conflicten:
            uitleg += " Waar u in LVS2000 intussen zelf iets had gewijzigd, is dat blijven staan."
        return Blad(
            "teruggeschreven",
            "Overgenomen in LVS2000",
            (
                Kolom("naam", "Leerling", lambda r: naam(r.wie), 180, rekt=True),
                Kolom("veld", "Gegeven", lambda r: r.veld, 140, rekt=True),
                Kolom("was", "Was", lambda r: self._waarde(r, r.was), 110, rekt=True),
                Kolom("wordt", "Wordt", lambda r: self._waarde(r, r.wordt), 110, rekt=True),
                Kolom(
                    "uitkomst",
                    "Uitkomst",
                    self._uitkomst,
                    190,
                    kleur=lambda r: None if r.gelukt else self.venster.thema.kleur("fout"),
                ),
            ),
            rijen,
            lambda r: (r.nummer, r.veld),
            uitleg,
            icoon="terugkoppeling",
            kleur="let_op" if conflicten else "goed",
            leerling=lambda r: r.wie.sleutel,
            met_pgn=any(rij.is_pgn or rij.geheim for rij in rijen),
        )

    def _waarde(self, regel: TeruggeschrevenRegel, waarde: str) -> str:
        return self.bladen.waarde(waarde, is_pgn=regel.is_pgn, geheim=regel.geheim)

    def _uitkomst(self, regel: TeruggeschrevenRegel) -> str:
        mutatie = self._mutaties.get(regel.nummer)
        if mutatie is None or not mutatie.niet or not regel.gelukt:
            return _uitkomst(regel)
        return mutatie.stand[:1].upper() + mutatie.stand[1:]


def _uitkomst(regel: TeruggeschrevenRegel) -> str:
    if not regel.gelukt:
        return "Niet overgenomen: u wijzigde dit zelf"
    return "Nieuw nummer, overgenomen" if regel.nieuw_nummer else "Overgenomen"


# --- sentences ------------------------------------------------------------------------------------------------------------------------------


def _titel(afloop: Afloop) -> str:
    uitslag = afloop.overzicht
    if uitslag is not None:
        wat = "Historisch registratieoverzicht" if uitslag.historisch else "Registratieoverzicht"
        zoveel = aantal(uitslag.inschrijvingen, "inschrijving", "inschrijvingen")
        slot = ", alleen om te bekijken" if uitslag.historisch else ""
        if not uitslag.inschrijvingen and not uitslag.historisch:
            slot = ". Dat klopt als u voor het eerst aanlevert"
        return f"{wat} van {toon_dag(uitslag.peildatum)}: {zoveel}{slot}."
    if afloop.afgebroken:
        return "Het ophalen is gestopt."
    if afloop.fout is not None:
        return "Het ophalen is niet gelukt." if afloop.resultaat.leeg else "Het ophalen is niet helemaal gelukt."
    if afloop.resultaat.leeg:
        return "BRON heeft niets klaargezet."
    return "De terugkoppelingen zijn opgehaald en verwerkt."


def _mislukt(afloop: Afloop) -> str:
    if afloop.fout is not None:
        fout = als_fout(afloop.fout)
        return f"{fout.zin} {fout.advies} ({fout.helpdeskcode})"
    return ""


def _samenvatting(resultaat: Ophaalresultaat) -> str:
    """What came, in one line; the lists have the rest."""
    terug = [regel for regel in resultaat.teruggeschreven if regel.gelukt]
    nummers = sum(regel.nieuw_nummer for regel in terug)
    conflicten = len(resultaat.teruggeschreven) - len(terug)
    delen = [
        f"{len(resultaat.per_soort(soort))} {woord}"
        for soort, woord in (
            (Resultaatsoort.GEACCEPTEERD, "geaccepteerd"),
            (Resultaatsoort.AFKEUR, "afgekeurd"),
            (Resultaatsoort.AANDACHT, "die om aandacht vragen"),
        )
        if resultaat.per_soort(soort)
    ]
    for soort, een, meer in (
        (Resultaatsoort.SPONTANE_MUTATIE, "spontane mutatie", "spontane mutaties"),
        (Resultaatsoort.SLEUTELGEGEVENS, "wijziging sleutelgegevens", "wijzigingen sleutelgegevens"),
        (Resultaatsoort.IDENTIFICATIE, "identificatie", "identificaties"),
        (Resultaatsoort.VERWIJDERING, "verwijdering", "verwijderingen"),
    ):
        if resultaat.per_soort(soort):
            delen.append(aantal(len(resultaat.per_soort(soort)), een, meer))
    if nummers:
        delen.append(aantal(nummers, "nieuw nummer", "nieuwe nummers"))
    if len(terug) > nummers:
        delen.append(aantal(len(terug) - nummers, "gegeven overgenomen in LVS2000", "gegevens overgenomen in LVS2000"))
    if conflicten:
        delen.append(aantal(conflicten, "conflict", "conflicten"))
    if resultaat.dubbele:
        delen.append(aantal(len(resultaat.dubbele), "dubbele inschrijving", "dubbele inschrijvingen"))
    return ", ".join(delen)
