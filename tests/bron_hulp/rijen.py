"""Machine-made canonieke rijen that the contract can carry, for properties: from nearly empty to every field filled."""

import string
from datetime import date

from hypothesis import strategies as st

from bronsync.domain.gegevens.velden import CEL_VELDEN, LIJST_VELDEN, canoniek, norm_tekst, normaliseer_lijst

datums = st.dates(date(1901, 1, 1), date(2198, 12, 31)).map(date.isoformat)
geboortedatums = st.one_of(datums, datums.map(lambda d: d[:8] + "00"), datums.map(lambda d: d[:5] + "00-00"))
_TEKENS = st.one_of(
    st.sampled_from(string.ascii_letters + "  '-./&<>\"]éëïöüÿøßœĳŁžİ"),
    st.characters(categories=["L", "M", "N", "P"], exclude_characters="\r\n\t"),
)


def teksten(hoogstens):
    return st.text(_TEKENS, min_size=1, max_size=hoogstens).map(norm_tekst).filter(lambda t: t and len(t) <= hoogstens)


def _nummers(kop, rest):
    """Nine digits that begin with `kop`; the last one makes the elfproef come out at `rest` (DOMAIN 3.1, 3.2)."""
    breed = 8 - len(kop)

    def compleet(n):
        acht = f"{kop}{n:0{breed}d}"
        laatste = (sum(int(c) * w for c, w in zip(acht, range(9, 1, -1), strict=True)) - rest) % 11
        return f"{acht}{laatste}" if laatste < 10 else None

    return st.integers(0, 10**breed - 1).map(compleet).filter(bool)


bsns, onderwijsnummers = _nummers("9999", 0), _nummers("10", 5)
kies = st.sampled_from
brins = st.from_regex("[0-9]{2}[A-Z]{2}", fullmatch=True)
tweetal = st.from_regex("[0-9]{2}", fullmatch=True)
viertal = st.from_regex("[0-9]{4}", fullmatch=True)

_PERSOON = {
    "geboortedatum": geboortedatums, "geslacht": kies("MVO"), "achternaam": teksten(200), "voorvoegsel": teksten(10),
    "voornamen": teksten(200),
}  # fmt: skip
_BINNEN = {
    "straatnaam": teksten(24), "huisnummer": st.integers(1, 99999), "huisnummertoevoeging": teksten(6),
    "huisnummeraanduiding": kies(["TO", "BY"]), "locatieomschrijving": teksten(35),
    "postcode": st.from_regex("[1-9][0-9]{3}[A-Z]{2}", fullmatch=True), "plaatsnaam": teksten(40),
}  # fmt: skip
_BUITEN = {
    "land": viertal, "adresregel_buitenland_1": teksten(35), "adresregel_buitenland_2": teksten(35),
    "adresregel_buitenland_3": teksten(35),
}  # fmt: skip
_ONDERWIJS = {
    "inschrijfdatum": datums, "uitschrijfdatum": datums, "inschrijfstatus": kies("IA"), "schoolsoort": kies("12"),
    "schoolsoort_datum": datums, "nnca": kies("012"), "uitstroomprofiel": kies("123"),
    "gewicht": kies(["0.00", "0.30", "1.20"]), "gewicht_datum": datums, "voorschools_programma": st.integers(1, 15),
    "voorschools_maanden": st.integers(1, 24), "vroegschools_programma": st.integers(1, 15),
    "vroegschools_begindatum": datums, "vroegschools_einddatum": datums, "eindtoets_soort": tweetal,
    "eindtoets_datum": datums, "eindtoets_niveau": kies(string.ascii_uppercase), "eindtoets_score": st.integers(0, 1000),
    "referentieniveau_lezen": kies(["01", "02", "03", "04"]), "referentieniveau_taal": kies(["01", "02", "03", "04"]),
    "referentieniveau_rekenen": kies(["01", "02", "03", "04"]), "eindtoets_reden": tweetal,
    "vo_advies": kies(["01", "10", "53", "80"]), "vo_advies_datum": datums, "herzien_advies": kies(["20", "61"]),
    "herzien_advies_datum": datums, "terugplaatsing_brin": brins, "terugplaatsing_vestiging": tweetal,
}  # fmt: skip
_DELEN = {
    "begindatum": datums, "einddatum": datums, "nationaliteit": viertal, "groep": kies("12345678"),
    "leerjaar": st.integers(1, 20), "vestiging": tweetal, "bekostiging": kies([0, 1]),
    "soort_onderwijs": kies(["DO", "SH", "ES", "MG"]), "soort_verblijf": kies("1234"),
    "indicatienummer": st.from_regex("[1-4]-[0-9]{2}-[0-9]{4}-[0-9]{4}", fullmatch=True),
    "onderwijssoort": kies(["11", "26", "44"]),
    "samenwerkingsverband": st.from_regex("(PO|VO)[0-9]{4}", fullmatch=True), "volgnummer": teksten(20),
    "bekostigingscategorie": kies("123"), "brin": brins, "begeleidingsvorm": kies(["RAB", "TAB"]),
}  # fmt: skip

# What the schema demands; and what may only stand beside something else.
_VERPLICHT = {"geboortedatum", "geslacht", "inschrijfdatum", "inschrijfstatus", "onderwijstype", "postcode", "land"}
_HANGT_AF = {
    "gewicht_datum": "gewicht", "voorschools_maanden": "voorschools_programma",
    "vroegschools_begindatum": "vroegschools_programma", "vroegschools_einddatum": "vroegschools_programma",
    "vo_advies_datum": "vo_advies", "herzien_advies": "vo_advies", "herzien_advies_datum": "vo_advies",
    "terugplaatsing_vestiging": "terugplaatsing_brin",
}  # fmt: skip
_VERPLICHTE_DELEN = {
    "nationaliteiten": {"nationaliteit"}, "perioden": {"begindatum", "vestiging", "bekostiging"},
    "verblijven": {"begindatum", "soort_verblijf"}, "indicaties": {"begindatum", "indicatienummer"},
    "toelaatbaarheidsverklaringen": {"begindatum", "samenwerkingsverband", "volgnummer", "bekostigingscategorie"},
    "arrangementen": {"begindatum", "brin"}, "begeleidingen": {"begindatum", "begeleidingsvorm", "brin"},
    "ontwikkelingsperspectieven": {"begindatum"}, "opdc_verblijven": {"begindatum", "brin"},
}  # fmt: skip


@st.composite
def rijen(draw, *, vol=False):
    """A row; with `vol` everything that can be filled at once."""
    aan = st.just(True) if vol else st.booleans()
    waarden = {"onderwijstype": draw(kies(["BO", "SBO", "SO", "VSO"]))}
    soort_pgn = draw(kies(["bsn", "onderwijsnummer", None]))
    if soort_pgn == "bsn":
        waarden["burgerservicenummer"] = draw(bsns)
    elif soort_pgn:
        waarden["onderwijsnummer"] = draw(onderwijsnummers)
    adres = draw(kies([_BINNEN, _BUITEN] if vol else [_BINNEN, _BUITEN, {}]))
    for naam, strategie in {**_PERSOON, **adres, **_ONDERWIJS}.items():
        if naam in _HANGT_AF and _HANGT_AF[naam] not in waarden:
            continue
        if naam in _VERPLICHT or draw(aan):
            waarden[naam] = draw(strategie)
    lijsten = []
    for veld in LIJST_VELDEN:
        minstens = 1 if vol or veld.naam == "perioden" else 0
        records = [
            tuple(
                draw(_DELEN[deel.naam]) if deel.naam in _VERPLICHTE_DELEN[veld.naam] or draw(aan) else None
                for deel in veld.onderdelen
            )
            for _ in range(draw(st.integers(minstens, 3)))
        ]
        lijsten.append(normaliseer_lijst(veld.naam, records))
    return canoniek([waarden.get(veld.naam) for veld in CEL_VELDEN], tuple(lijsten))
