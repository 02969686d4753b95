"""What BRON changed by itself: the picture as it stood against the overview that takes its place.

Between two overviews the picture follows the feedback. What then still differs is something that no feedback told: drift in BRON, or a
feedback that never came (manual ch. 4, 'Ophalen Registratieoverzicht'; DOMAIN 6.2, 7.3 no. 3). Changes nothing but its own book.
"""

from __future__ import annotations

from collections.abc import Iterable

from bronsync.application.boeken.stand import stand
from bronsync.application.ports import Omgeving, UnitOfWork
from bronsync.application.records import BeeldRij, BeeldVerandering, Stand
from bronsync.domain.gegevens.velden import unpack
from bronsync.domain.kijken.overzicht import VeldVerandering, VeranderSoort, velden_veranderd

BEWAARDE_VERSIES = 6
"""Of so many overviews the changes are kept: half a year when one is fetched each month."""

_Sleutel = tuple[str, str]


def bewaar_veranderingen(unit: UnitOfWork, omg: Omgeving, vorige: Stand, oud: Iterable[BeeldRij]) -> int:
    """Compares `oud` with the picture as it now stands, after an overview came into use; gives how many inschrijvingen changed.

    Nothing is compared with a picture that was never complete: the first one, or one that had to be recovered.
    """
    nu = stand(unit, omg.aanleverpunt)
    for versie in {rij[0] for rij in unit.stream(BeeldVerandering, ("beeld_versie",), aanleverpunt=omg.aanleverpunt)}:
        if isinstance(versie, int) and versie <= nu.beeld_versie - BEWAARDE_VERSIES:
            unit.delete(BeeldVerandering, aanleverpunt=omg.aanleverpunt, beeld_versie=versie)
    if vorige.peildatum is None or vorige.herstel_nodig:
        return 0
    was = {(rij.pgn, rij.inschrijfdatum): rij for rij in oud}
    wordt = {(rij.pgn, rij.inschrijfdatum): rij for rij in unit.all(BeeldRij, aanleverpunt=omg.aanleverpunt)}
    gevonden = _vind(was, wordt)
    unit.put(
        *(
            BeeldVerandering(
                aanleverpunt=omg.aanleverpunt,
                beeld_versie=nu.beeld_versie,
                nummer=nummer,
                peildatum=nu.peildatum or "",
                vorige_peildatum=vorige.peildatum,
                soort=str(soort),
                pgn=rij.pgn,
                inschrijfdatum=rij.inschrijfdatum,
                leerlingnummer=rij.leerlingnummer,
                velden=velden,
            )
            for nummer, (soort, rij, velden) in enumerate(gevonden, 1)
        )
    )
    return len(gevonden)


_Gevonden = tuple[VeranderSoort, BeeldRij, tuple[VeldVerandering, ...]]


def _vind(was: dict[_Sleutel, BeeldRij], wordt: dict[_Sleutel, BeeldRij]) -> list[_Gevonden]:
    nieuw, weg = wordt.keys() - was.keys(), was.keys() - wordt.keys()
    gevonden: list[_Gevonden] = []
    for sleutel in sorted(was.keys() & wordt.keys()):
        velden = _velden(was[sleutel], wordt[sleutel])
        if velden:
            gevonden.append((VeranderSoort.GEWIJZIGD, wordt[sleutel], velden))
    per_volgnummer = {wordt[sleutel].volgnummer: sleutel for sleutel in nieuw if wordt[sleutel].volgnummer}
    for sleutel in sorted(weg):  # the same inschrijving under another key is one change and not two
        onder = per_volgnummer.get(was[sleutel].volgnummer)
        if onder in nieuw and was[sleutel].leerlingnummer == wordt[onder].leerlingnummer:
            nieuw = nieuw - {onder}
            gevonden.append((VeranderSoort.GEWIJZIGD, wordt[onder], _velden(was[sleutel], wordt[onder])))
        else:
            gevonden.append((VeranderSoort.WEG, was[sleutel], ()))
    gevonden += [(VeranderSoort.NIEUW, wordt[sleutel], ()) for sleutel in sorted(nieuw)]
    return gevonden


def _velden(oud: BeeldRij, nieuw: BeeldRij) -> tuple[VeldVerandering, ...]:
    if (oud.body, oud.register, oud.geheim) == (nieuw.body, nieuw.register, nieuw.geheim):
        return ()
    oude_rij, nieuwe_rij = unpack(oud.body), unpack(nieuw.body)
    if oude_rij is None or nieuwe_rij is None:
        return ()  # packed by another version of this program: nothing can be said of it
    return velden_veranderd(
        oude_rij,
        nieuwe_rij,
        dict(oud.register) | {"geheim": _ja_nee(geheim=oud.geheim)},
        dict(nieuw.register) | {"geheim": _ja_nee(geheim=nieuw.geheim)},
    )


def _ja_nee(*, geheim: bool) -> str:
    return "ja" if geheim else "nee"
