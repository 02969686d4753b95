"""The whole registratieoverzicht as sheets of text for a file (manual ch. 4). The audit line comes first: nothing leaves without one.

Of a PGN only the last digits, unless all are asked for. Sources: RELIABILITY C5 60-63.
"""

from __future__ import annotations

from bronsync.application.boeken.controlespoor import boek_audit
from bronsync.application.boeken.weergave import PGN_VELDEN, masker_van
from bronsync.application.ports import Blad, Export, Omgeving
from bronsync.application.tonen.overzicht import Overzicht
from bronsync.domain.gegevens.nummers import masker
from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, cel, lijst


def exporteer(omg: Omgeving, beeld: Overzicht, bestand: Export, *, met_pgn: bool = False) -> tuple[str, ...]:
    """Writes the overview to a file. The audit line comes first: no personal data leaves without one."""
    with omg.journal.unit_of_work(omg.aanleverpunt) as unit:
        boek_audit(unit, omg, "overzicht", naar="export met PGN" if met_pgn else "export zonder PGN")
        unit.commit()
    return bestand.schrijf(bladen(beeld, met_pgn=met_pgn))


def bladen(beeld: Overzicht, *, met_pgn: bool = False) -> tuple[Blad, ...]:
    """All that the overview shows, as sheets of text."""
    writer = _Writer(beeld, met_pgn=met_pgn)
    return (
        writer.kenmerken(),
        writer.inschrijvingen(),
        writer.groepen(),
        writer.leerlingen_in_groepen(),
        writer.telling(),
        writer.veranderingen(),
        writer.dubbele(),
    )


def _tekst(waarde: object) -> str:
    return "" if waarde is None else str(waarde)


def _ja_nee(waarde: object) -> str:
    return "ja" if waarde else "nee"


class _Writer:
    """Makes the sheets of one overview."""

    def __init__(self, beeld: Overzicht, *, met_pgn: bool) -> None:
        self._beeld, self._met_pgn = beeld, met_pgn
        self._namen = {(r.pgn, r.inschrijfdatum): r.naam for r in beeld.inschrijvingen}

    def _pgn(self, pgn: object) -> str:
        return _tekst(pgn) if self._met_pgn else masker(_tekst(pgn))

    def _cel(self, naam: str, waarde: object) -> str:
        """A value of a veld; a list-valued one with its sub-records behind each other."""
        if naam in PGN_VELDEN:
            return self._pgn(waarde)
        if isinstance(waarde, tuple | list):
            return "; ".join(" ".join("-" if deel is None else str(deel) for deel in record) for record in waarde)
        return _tekst(waarde)

    def kenmerken(self) -> Blad:
        beeld = self._beeld
        return Blad(
            "Overzicht",
            ("Gegeven", "Waarde"),
            (
                ("Aanleverpunt", beeld.aanleverpunt),
                ("Peildatum", beeld.peildatum or "nog geen overzicht"),
                ("Soort", "historisch, alleen om te bekijken" if beeld.historisch else "in gebruik"),
                ("Teldatum", beeld.teldatum),
                ("Inschrijvingen", str(len(beeld.inschrijvingen))),
                ("PGN", "volledig" if self._met_pgn else "alleen de laatste vier cijfers"),
            ),
        )

    def inschrijvingen(self) -> Blad:
        return Blad(
            "Inschrijvingen",
            (
                "Leerlingnummer",
                "Historisch",
                "Geheim adres",
                *(veld.label for veld in CEL_VELDEN),
                *(f"{veld.label} ({', '.join(deel.label for deel in veld.onderdelen)})" for veld in LIJST_VELDEN),
            ),
            tuple(
                (
                    regel.leerlingnummer,
                    _ja_nee(regel.historisch),
                    _ja_nee(regel.geheim),
                    *(self._cel(veld.naam, cel(regel.rij, veld.naam)) for veld in CEL_VELDEN),
                    *(self._cel(veld.naam, lijst(regel.rij, veld.naam)) for veld in LIJST_VELDEN),
                )
                for regel in self._beeld.inschrijvingen
            ),
        )

    def groepen(self) -> Blad:
        return Blad(
            "Analyse",
            ("Groep", "Aantal", "Wat moet ik doen"),
            tuple((groep.titel, str(groep.aantal), groep.uitleg) for groep, _ in self._beeld.groepen),
        )

    def leerlingen_in_groepen(self) -> Blad:
        rijen = tuple(
            (
                groep.titel,
                regel.leerlingnummer,
                regel.lvs_naam,
                regel.naam if regel.bij_bron else "",
                self._pgn(regel.pgn),
                regel.inschrijfdatum,
            )
            for groep, regels in self._beeld.groepen
            for regel in regels
        )
        kop = ("Groep", "Leerlingnummer", "LvsNaam", "BronNaam", "Pgn in BRON", "Inschrijfdatum in BRON")
        return Blad("Analyse leerlingen", kop, rijen)

    def telling(self) -> Blad:
        kop = ("Vestiging", "Groep", "Leerjaar", "Inschrijfstatus", "LVS2000", "BRON", "Verschil")
        bekostigd = ("LVS2000 bekostigd", "BRON bekostigd", "Verschil bekostigd")
        rijen = tuple(
            (
                *(regel.vestiging, regel.groep, regel.leerjaar, regel.inschrijfstatus),
                *(str(regel.lvs), str(regel.bron), str(regel.verschil)),
                *(str(regel.lvs_bekostigd), str(regel.bron_bekostigd), str(regel.verschil_bekostigd)),
            )
            for regel in self._beeld.telling
        )
        return Blad("Telling", (*kop, *bekostigd), rijen)

    def veranderingen(self) -> Blad:
        rijen = []
        for een in self._beeld.veranderingen:
            van = een.van
            cellen = self._cel(een.veld, een.was), self._cel(een.veld, een.wordt)
            if een.geheim:
                cellen = masker_van(een.veld, cellen[0]), masker_van(een.veld, cellen[1])
            vooraan = (van.vorige_peildatum, van.peildatum, van.soort, van.leerlingnummer, self._pgn(van.pgn))
            rijen.append((*vooraan, van.inschrijfdatum, een.label, *cellen))
        kop = ("Vorige peildatum", "Peildatum", "Soort", "Leerlingnummer", "Pgn", "Inschrijfdatum")
        return Blad("Door BRON veranderd", (*kop, "Gegeven", "Was", "Is"), tuple(rijen))

    def dubbele(self) -> Blad:
        kop = ("Pgn", "BronNaam", "Inschrijfdatum", "BRIN andere school", "Begin daar", "Einde daar")
        rijen = tuple(
            (
                *(self._pgn(rij.pgn), self._namen.get((rij.pgn, rij.inschrijfdatum), ""), rij.inschrijfdatum),
                *(rij.brin_andere_school, rij.begin, rij.einde),
                *(rij.eerst_gezien, rij.laatst_gezien, rij.notitie),
            )
            for rij in (een.rij for een in self._beeld.dubbele)
        )
        return Blad("Dubbele inschrijvingen", (*kop, "Eerst gezien", "Laatst gezien", "Notitie"), rijen)
