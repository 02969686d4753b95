"""Makes gevallen for the controles: for each type of school one without any signaal, to change a field at a time."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bronsync.domain.controles import Context, Geval, Signaal, controleer
from bronsync.domain.gegevens.codes import Codelijsten, lees_codelijsten
from bronsync.domain.gegevens.inschrijving import Inschrijving, uit_rij
from bronsync.domain.gegevens.velden import VELD, VELDEN, Rij
from bronsync.domain.vergelijking.berichten import ActieSoort
from bronsync.resources import resource

VANDAAG = date(2018, 11, 7)  # a Wednesday
LEEG: Rij = tuple(() if veld.onderdelen else None for veld in VELDEN)


def codelijsten() -> Codelijsten:
    teksten = (
        resource("codelijsten", naam).read_text(encoding="utf-8")
        for naam in ("tabel32-nationaliteiten.csv", "tabel34-landen.csv")
    )
    return lees_codelijsten(*teksten)


CONTEXT = Context(
    vandaag=VANDAAG,
    aanleverpunt="00AA00",
    brin="00AA",
    vestigingen=frozenset({"00", "01"}),
    peildatum=VANDAAG,
    codelijsten=codelijsten(),
    certificaat_tot=date(2021, 1, 1),
    open_acties=frozenset(),
)


def deel(lijst: str, **waarden: object) -> tuple[object, ...]:
    """One sub-record of a list-valued field."""
    namen = [onderdeel.naam for onderdeel in VELD[lijst].onderdelen]
    assert set(waarden) <= set(namen)
    return tuple(waarden.get(naam) for naam in namen)


def periode(**waarden: object) -> tuple[object, ...]:
    basis: dict[str, object] = {"begindatum": "2018-08-01", "vestiging": "00", "bekostiging": 1}
    return deel("perioden", **(basis | waarden))


def tlv(**waarden: object) -> tuple[object, ...]:
    basis = {
        "begindatum": "2018-08-01",
        "einddatum": "2020-07-31",
        "samenwerkingsverband": "PO3001",
        "volgnummer": "123",
        "bekostigingscategorie": "1",
    }
    return deel("toelaatbaarheidsverklaringen", **(basis | waarden))


PERSOON = {
    "burgerservicenummer": "999990019",
    "geslacht": "V",
    "achternaam": "Jansen",
    "voornamen": "Anna Maria",
    "inschrijfdatum": "2018-08-01",
    "straatnaam": "Kerkstraat",
    "huisnummer": 12,
    "postcode": "1234AB",
    "plaatsnaam": "Utrecht",
    "inschrijfstatus": "I",
}
BASIS: dict[str, dict[str, object]] = {
    "BO": PERSOON
    | {"onderwijstype": "BO", "geboortedatum": "2012-03-04", "nnca": "1", "perioden": (periode(groep="3"),)},
    "SBO": PERSOON
    | {"onderwijstype": "SBO", "geboortedatum": "2012-03-04", "nnca": "1", "perioden": (periode(groep="3"),)},
    "SO": PERSOON
    | {
        "onderwijstype": "SO",
        "schoolsoort": "1",
        "geboortedatum": "2012-03-04",
        "perioden": (periode(leerjaar=3),),
        "toelaatbaarheidsverklaringen": (tlv(),),
    },
    "VSO": PERSOON
    | {
        "onderwijstype": "VSO",
        "schoolsoort": "2",
        "geboortedatum": "2004-03-04",
        "uitstroomprofiel": "1",
        "perioden": (periode(leerjaar=3),),
        "toelaatbaarheidsverklaringen": (tlv(),),
    },
}


def rij_van(basis: str = "BO", /, **velden: object) -> Rij:
    """The row of that type without faults, with these normalised values in it; not passed through `beperk`."""
    waarden = BASIS[basis] | velden
    assert waarden.keys() <= VELD.keys()
    return tuple(waarden.get(veld.naam, () if veld.onderdelen else None) for veld in VELDEN)


def inschrijving_van(basis: str = "BO", /, **velden: object) -> Inschrijving:
    return uit_rij(rij_van(basis, **velden))


@dataclass(frozen=True)
class Proef:
    """What to change in the geval without faults before it goes past the catalogue."""

    basis: str = "BO"
    soort: ActieSoort = ActieSoort.NIEUWE_MELDING_INSCHRIJVING
    velden: dict[str, object] = field(default_factory=dict)
    geval: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)

    def signalen(self) -> tuple[Signaal, ...]:
        rij = rij_van(self.basis, **self.velden)
        geval = Geval(
            soort=self.soort,
            inschrijving_id=7,
            leerlingnummer="42",
            inschrijving=uit_rij(rij),
            rij=rij,
            bron=uit_rij(rij),
            onderwijs_sinds="2016-08-01",
            eerst_gezien=VANDAAG,
        )
        return controleer(replace(geval, **self.geval), replace(CONTEXT, **self.context))


def proef(
    basis: str = "BO",
    /,
    soort: ActieSoort = ActieSoort.NIEUWE_MELDING_INSCHRIJVING,
    geval: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    **velden: object,
) -> Proef:
    return Proef(basis, soort, velden, geval or {}, context or {})
