"""What is wrong at the demo school, and what happens there after some weeks: each of a named kind, counted, with the prescribed route.

A kind says whom it can befall, how often, how it changes the truth (`waar`), how LVS2000 deviates from it at the first delivery (`lvs`),
and what happens before the second delivery: to the truth (`later`), in LVS2000 by hand of the school (`school`), in the register
behind the client's back (`register`). Everything follows from the seed: a run that was killed finds the same plan again.
The register starts empty, so what needs history in the register happens in the second act.

The table of routes is `SOORTEN`; the tests find each back in the register's own log.
Sources: manual ch. 2, 5, 6, 7; DESIGN 6; DOMAIN 4.2-4.7, 5.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from bronsync_demo.brp import adres_json, persoon_json
from bronsync_demo.lvs_database import LvsLeerling, lvs_leerling
from bronsync_demo.personen import Adres, Persoon
from bronsync_demo.school import (
    AMBULANT,
    ANDERE_BRIN,
    BELGIE,
    DUITSLAND,
    HOOFD,
    Inschrijving,
    Leerling,
    Rol,
    School,
    dag_voor,
    proef_bsns,
    schooljaar,
)

ALLE: Final = frozenset({"BO", "SBO", "SO", "VSO"})
WPO: Final = frozenset({"BO", "SBO"})
WEC: Final = frozenset({"SO", "VSO"})


@dataclass(frozen=True, slots=True)
class Omstandigheid:
    """What a kind may look at besides the pupil."""

    kans: random.Random
    vandaag: date
    adressen: tuple[Adres, ...]
    postcodes: frozenset[str]
    reserve_bsn: str
    """A test BSN that belongs to nobody at this school."""
    ander_bsn: str
    """The BSN of another pupil."""


Waar = Callable[[Leerling, Omstandigheid], Leerling]
OpLvs = Callable[[LvsLeerling, Leerling, Omstandigheid], None]
Registeropdracht = tuple[str, dict[str, Any]]
"""One order to the register's admin channel."""
Register = Callable[[Leerling, Leerling, Omstandigheid], list[Registeropdracht]]


def _zelfde(leerling: Leerling, _: Omstandigheid) -> Leerling:
    return leerling


def _niets(lvs: LvsLeerling, leerling: Leerling, om: Omstandigheid) -> None:
    del lvs, leerling, om


def _geen(oud: Leerling, nieuw: Leerling, om: Omstandigheid) -> list[Registeropdracht]:
    del oud, nieuw, om
    return []


@dataclass(frozen=True, slots=True)
class Soort:
    """One kind: its name, the route that the manual prescribes, and what it does."""

    naam: str
    wat: str
    route: str
    aandeel: float = 0.006
    """Share of all pupils; 0 when it follows from the persons file or from the role of a pupil."""
    bij: frozenset[str] = ALLE
    """Kinds of school where it can occur."""
    rollen: frozenset[Rol] = frozenset({Rol.ACTIEF})
    waar: Waar = _zelfde
    lvs: OpLvs = _niets
    later: Waar = _zelfde
    school: tuple[str, ...] = ()
    """Which parts the school brings up to date in LVS2000 in the second act (see `LvsWerk`)."""
    register: Register = _geen
    elders: Callable[[Leerling], dict[str, Any]] | None = None
    """An inschrijving at another school."""


# --- how LVS2000 deviates -------------------------------------------------------------------------------------------------------------


def _verschrijf(tekst: str, kans: random.Random) -> str:
    """A typing error that is neither in capitals nor in accents: one letter typed as another."""
    plaatsen = [i for i, c in enumerate(tekst) if c.isalpha()] or [0]
    i = kans.choice(plaatsen)
    anders = kans.choice([c for c in "abdegiklmnoprstuvw" if c != tekst[i : i + 1].lower()])
    return tekst[:i] + anders + tekst[i + 1 :]


def _naam_typefout(lvs: LvsLeerling, _: Leerling, om: Omstandigheid) -> None:
    lvs.velden["achternaam"] = _verschrijf(str(lvs.velden["achternaam"]), om.kans)


def _voorletters(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    lvs.velden["voornamen"] = "".join(f"{naam[0]}." for naam in str(lvs.velden["voornamen"]).split())


def _geslacht(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    lvs.velden["geslacht"] = "V" if lvs.velden["geslacht"] == "M" else "M"


def _geboortedatum(lvs: LvsLeerling, leerling: Leerling, _: Omstandigheid) -> None:
    dag = date.fromisoformat(leerling.persoon.geboortedatum) - timedelta(days=1)
    lvs.velden["geboortedatum"] = dag.strftime("%Y%m%d")


def _postcode_typefout(lvs: LvsLeerling, _: Leerling, om: Omstandigheid) -> None:
    goed = str(lvs.velden["postcode"]).replace(" ", "")
    fout = goed
    while fout in om.postcodes:
        fout = f"{goed[:3]}{om.kans.randint(0, 9)}{om.kans.choice('ABCEGHJKLMNPRTVWXZ')}{goed[5]}"
    lvs.velden["postcode"] = fout


def _postcode_onleesbaar(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    lvs.velden["postcode"] = str(lvs.velden["postcode"]).replace(" ", "")[:5]


def _ander_adres(huidig: Adres | None, om: Omstandigheid) -> Adres:
    anders = [a for a in om.adressen if huidig is None or a.postcode != huidig.postcode]
    return om.kans.choice(anders or list(om.adressen))


def _oud_adres(lvs: LvsLeerling, leerling: Leerling, om: Omstandigheid) -> None:
    ander = replace(leerling.persoon, adres=_ander_adres(leerling.persoon.adres, om))
    lvs.velden.update(_adresvelden(lvs_leerling(replace(leerling, persoon=ander))))


def _adresvelden(lvs: LvsLeerling) -> dict[str, Any]:
    from bronsync_demo.lvs_database import ADRES

    return {veld: lvs.velden[veld] for veld in ADRES}


def _zonder_bsn(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    lvs.velden["burgerservicenummer"] = None


def _bsn_ongeldig(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    bsn = str(lvs.velden["burgerservicenummer"])
    lvs.velden["burgerservicenummer"] = bsn[:8] + str((int(bsn[8]) + 1) % 10)


def _bsn_dubbel(lvs: LvsLeerling, _: Leerling, om: Omstandigheid) -> None:
    lvs.velden["burgerservicenummer"] = om.ander_bsn


def _uitgesloten(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    for inschrijving in lvs.inschrijvingen:
        inschrijving.uitgesloten = True


def _periode(deel: str) -> OpLvs:
    def leeg(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
        lvs.inschrijvingen[-1].lijsten["perioden"][-1][deel] = None

    return leeg


def _zonder_tlv(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    del lvs.inschrijvingen[-1].lijsten["toelaatbaarheidsverklaringen"]


def _zonder_profiel(lvs: LvsLeerling, _: Leerling, __: Omstandigheid) -> None:
    lvs.inschrijvingen[-1].velden["uitstroomprofiel"] = None


def _andere_inschrijfdatum(lvs: LvsLeerling, dag: date) -> None:
    """Another first day; what began on it begins on that day too."""
    inschrijving = lvs.inschrijvingen[-1]
    oud = inschrijving.velden["inschrijfdatum"]
    nieuw = dag.isoformat()
    for naam, waarde in list(inschrijving.velden.items()):
        if waarde == oud:
            inschrijving.velden[naam] = nieuw
    for records in inschrijving.lijsten.values():
        for record in records:
            if record.get("begindatum") == oud:
                record["begindatum"] = nieuw


def _eerste_september(leerling: Leerling) -> date:
    """The first Monday of September after the true first day."""
    dag = date.fromisoformat(leerling.laatste.inschrijfdatum)
    september = date(schooljaar(dag), 9, 1)
    return september + timedelta(days=-september.weekday() % 7)


def _inschrijfdatum_fout(lvs: LvsLeerling, leerling: Leerling, _: Omstandigheid) -> None:
    _andere_inschrijfdatum(lvs, _eerste_september(leerling))


def _inschrijfdatum_weekend(lvs: LvsLeerling, leerling: Leerling, _: Omstandigheid) -> None:
    _andere_inschrijfdatum(lvs, _eerste_september(leerling) + timedelta(days=5))


# --- how the truth is, or becomes ------------------------------------------------------------------------------------------------------


def _met(leerling: Leerling, persoon: Persoon) -> Leerling:
    return replace(leerling, persoon=persoon)


def _heeft_geen_bsn(leerling: Leerling, _: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, bsn=None))


_BUITEN: Final = (
    Adres(land=BELGIE, adresregels=("Kerkstraat 12", "2000 Antwerpen")),
    Adres(land=BELGIE, adresregels=("Dorpsplein 3", "3600 Genk")),
    Adres(land=DUITSLAND, adresregels=("Hauptstrasse 7", "48599 Gronau")),
    Adres(land=DUITSLAND, adresregels=("Am Markt 21", "47533 Kleve")),
)


def _woont_buiten(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, adres=om.kans.choice(_BUITEN)))


def _woont_buiten_zonder_bsn(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, adres=om.kans.choice(_BUITEN), bsn=None))


def _is_geheim(leerling: Leerling, _: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, geheim=True))


def _krijgt_bsn(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, bsn=om.reserve_bsn))


def _verhuist(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, adres=_ander_adres(leerling.persoon.adres, om)))


def _heet_anders(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _met(leerling, replace(leerling.persoon, achternaam=_verschrijf(leerling.persoon.achternaam, om.kans)))


def _laatste(leerling: Leerling, laatste: Inschrijving) -> Leerling:
    return replace(leerling, inschrijvingen=(*leerling.inschrijvingen[:-1], laatste))


def _uit(leerling: Leerling, dag: date) -> Leerling:
    """Left on this day; periods that would begin later never did."""
    i = leerling.laatste
    eind = max(dag.isoformat(), i.inschrijfdatum)
    perioden = [p for p in i.lijsten["perioden"] if str(p["begindatum"]) <= eind]
    return _laatste(leerling, replace(i, uitschrijfdatum=eind, lijsten={**i.lijsten, "perioden": perioden}))


def _gaat_weg(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _uit(leerling, dag_voor(om.vandaag - timedelta(days=3)))


def _gaat_straks_weg(leerling: Leerling, om: Omstandigheid) -> Leerling:
    return _uit(leerling, date(schooljaar(om.vandaag) + 1, 7, 31))


def _was_weg(leerling: Leerling, _: Omstandigheid) -> Leerling:
    return _uit(leerling, date.fromisoformat(_elders(leerling)["begin"]) - timedelta(days=1))


def _kwam_nooit(leerling: Leerling, _: Omstandigheid) -> Leerling:
    return replace(leerling, inschrijvingen=())


def _andere_locatie(leerling: Leerling, om: Omstandigheid) -> Leerling:
    """Moves to the other vestiging today: a new line in the klassenhistorie."""
    perioden = leerling.laatste.lijsten["perioden"]
    laatste = perioden[-1]
    nieuw = {**laatste, "vestiging": "01" if laatste["vestiging"] == "00" else "00"}
    vandaag = om.vandaag.isoformat()
    if str(laatste["begindatum"]) < vandaag:
        perioden = [*perioden, {**nieuw, "begindatum": vandaag}]
    else:
        perioden = [*perioden[:-1], nieuw]
    i = leerling.laatste
    return _laatste(leerling, replace(i, lijsten={**i.lijsten, "perioden": perioden}))


# --- what happens in the register ------------------------------------------------------------------------------------------------------


def _elders(leerling: Leerling) -> dict[str, Any]:
    """Another school enrolled the pupil too, some weeks after this one did."""
    begin = date.fromisoformat(leerling.laatste.inschrijfdatum) + timedelta(days=60)
    begin += timedelta(days=-begin.weekday() % 7)
    return {"pgn": leerling.persoon.bsn, "brin": ANDERE_BRIN, "begin": begin.isoformat(), "eind": None}


def _andere_school_corrigeert(oud: Leerling, _: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    return [("brp", {"soort": "andereschool", **_elders(oud), "verwijder": True})]


def _brp_adres(_: Leerling, nieuw: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    wijzig = {"adres": adres_json(nieuw.persoon.adres)}
    return [("brp", {"soort": "persoon", "bsn": nieuw.persoon.bsn, "wijzig": wijzig})]


def _brp_naam(_: Leerling, nieuw: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    wijzig = {"achternaam": nieuw.persoon.achternaam}
    return [("brp", {"soort": "persoon", "bsn": nieuw.persoon.bsn, "wijzig": wijzig})]


def _in_brp(_: Leerling, nieuw: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    return [("brp", {"soort": "toevoegen", "persoon": persoon_json(nieuw.persoon)})]


def _vervangen(_: Leerling, nieuw: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    """`leerlingnummer` stands for the onderwijsnummer, which only the register knows (see `register_beheer`)."""
    return [
        ("brp", {"soort": "toevoegen", "persoon": persoon_json(nieuw.persoon)}),
        ("vervang", {"leerlingnummer": nieuw.leerlingnummer, "bsn": nieuw.persoon.bsn}),
    ]


def _drift(oud: Leerling, _: Leerling, __: Omstandigheid) -> list[Registeropdracht]:
    i = oud.laatste
    anders = "2" if i.velden["nnca"] != "2" else "1"
    return [
        (
            "drift",
            {
                "aanleverpunt": i.aanleverpunt,
                "pgn": oud.persoon.bsn,
                "datumInschrijving": i.inschrijfdatum,
                "onderwijs": {"indicatieNnca": anders},
            },
        )
    ]


# --- the table -------------------------------------------------------------------------------------------------------------------------

_NMI = "Nieuwe Melding Inschrijving"
SOORTEN: Final[tuple[Soort, ...]] = (
    Soort("naam_typefout", "typefout in de achternaam",
          f"{_NMI}; geaccepteerd met attentie; vraag sleutel; beheerder verbetert LVS2000", lvs=_naam_typefout),
    Soort("voorletters", "voorletters in plaats van voornamen",
          f"attentie P19; {_NMI}; geaccepteerd met attentie; vraag sleutel; beheerder verbetert LVS2000", lvs=_voorletters),
    Soort("geslacht_fout", "verkeerd geslacht",
          f"{_NMI}; afkeur; beheerder verbetert LVS2000; opnieuw {_NMI}", lvs=_geslacht),
    Soort("geboortedatum_fout", "verkeerde geboortedatum",
          f"{_NMI}; afkeur; beheerder verbetert LVS2000; opnieuw {_NMI}", lvs=_geboortedatum),
    Soort("postcode_typefout", "typefout in de postcode",
          f"{_NMI}; geaccepteerd met attentie; vraag adres; Overnemen adresgegevens in LVS", lvs=_postcode_typefout),
    Soort("oud_adres", "oud adres in LVS2000",
          f"{_NMI}; geaccepteerd met attentie; vraag adres; Overnemen adresgegevens in LVS", lvs=_oud_adres),
    Soort("postcode_onleesbaar", "onvolledige postcode",
          f"controle A02 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", lvs=_postcode_onleesbaar),
    Soort("bsn_ontbreekt", "BSN ontbreekt in LVS2000",
          f"attentie P05; {_NMI}; geaccepteerd; gevonden BSN naar LVS2000", lvs=_zonder_bsn),
    Soort("identificatieverzoek", "BSN ontbreekt, eerst opgevraagd",
          f"Identificatieverzoek met de hand; gevonden BSN naar LVS2000; {_NMI}", lvs=_zonder_bsn),
    Soort("geen_bsn", "leerling zonder BSN",
          f"{_NMI}; onderwijsnummer toegekend; naar LVS2000", waar=_heeft_geen_bsn),
    Soort("geen_bsn_buitenland", "leerling zonder BSN in Belgie of Duitsland",
          f"{_NMI}; onderwijsnummer toegekend; naar LVS2000", waar=_woont_buiten_zonder_bsn),
    Soort("buitenland", "leerling met BSN in Belgie of Duitsland",
          f"attentie A09; {_NMI} met alleen het land", waar=_woont_buiten),
    Soort("geheim_adres", "geheim adres", f"attentie A10; {_NMI}; geen vraag over het adres", waar=_is_geheim),
    Soort("uitgesloten", "uitgesloten van aanlevering", "S07: geen actie", lvs=_uitgesloten),
    Soort("bsn_ongeldig", "BSN met een verkeerd cijfer",
          f"controle P02 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", lvs=_bsn_ongeldig),
    Soort("bsn_dubbel", "BSN van een andere leerling",
          f"controle P22 (afkeursignaal) bij beide; beheerder verbetert LVS2000; {_NMI}", lvs=_bsn_dubbel),
    Soort("vestiging_ontbreekt", "vestiging ontbreekt",
          f"controle O02 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", lvs=_periode("vestiging")),
    Soort("groep_ontbreekt", "groep ontbreekt",
          f"controle O03 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", bij=WPO, lvs=_periode("groep")),
    Soort("leerjaar_ontbreekt", "leerjaar ontbreekt",
          f"controle W07 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", bij=WEC, lvs=_periode("leerjaar")),
    Soort("tlv_ontbreekt", "toelaatbaarheidsverklaring ontbreekt",
          f"controle O10 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", bij=WEC, lvs=_zonder_tlv),
    Soort("uitstroomprofiel_ontbreekt", "uitstroomprofiel ontbreekt",
          f"controle O13 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", bij=frozenset({"VSO"}), lvs=_zonder_profiel),
    Soort("inschrijfdatum_weekend", "inschrijfdatum in een weekend",
          f"controle I02 (afkeursignaal); beheerder verbetert LVS2000; {_NMI}", lvs=_inschrijfdatum_weekend),
    Soort("inschrijfdatum_fout", "verkeerde inschrijfdatum, later verbeterd",
          f"{_NMI}; vraag inschrijfdatum; naar BRON; Correctie Inschrijfdatum",
          lvs=_inschrijfdatum_fout, school=("inschrijving",)),
    Soort("dubbel_andere_school", "ook elders ingeschreven; de andere school corrigeert",
          f"{_NMI}; attentie; dubbele inschrijving gemeld tot de andere school corrigeert", elders=_elders, register=_andere_school_corrigeert),
    Soort("dubbel_eigen_school", "ook elders ingeschreven; deze school schrijft uit",
          f"{_NMI}; attentie; dubbele inschrijving gemeld; beheerder schrijft uit; Uitschrijving",
          elders=_elders, later=_was_weg, school=("inschrijving",)),
    Soort("vertrekt_tussentijds", "verlaat de school", "automatisch: Uitschrijving", later=_gaat_weg, school=("inschrijving",)),
    Soort("vertrekt_straks", "verlaat de school aan het einde van het schooljaar", "automatisch: Uitschrijving met datum in de toekomst", later=_gaat_straks_weg, school=("inschrijving",)),
    Soort("nooit_gekomen", "wel gemeld, nooit gekomen", f"{_NMI}; uit LVS2000 verwijderd; vraag; naar BRON; Verwijdering Inschrijving", later=_kwam_nooit, school=("verwijder",)),
    Soort("bsn_later", "onderwijsnummer door BRON vervangen door BSN",
          f"{_NMI}; onderwijsnummer naar LVS2000; wijziging sleutelgegevens van BRON direct naar LVS2000",
          waar=_heeft_geen_bsn, later=_krijgt_bsn, register=_vervangen),
    Soort("bsn_achterhaald", "school achterhaalt het BSN",
          f"{_NMI}; onderwijsnummer naar LVS2000; vraag sleutel; naar BRON; Wijziging Sleutelgegevens",
          waar=_heeft_geen_bsn, later=_krijgt_bsn, school=("pgn",), register=_in_brp),
    Soort("onderwijs_gewijzigd", "andere vestiging", "vraag onderwijs; naar BRON; Wijziging Onderwijsgegevens", later=_andere_locatie, school=("inschrijving",)),
    Soort("verhuisd", "verhuizing in de GBA", "spontane mutatie adres; vraag adres; Overnemen adresgegevens in LVS", later=_verhuist, register=_brp_adres),
    Soort("naam_gewijzigd", "naam gewijzigd in de GBA", "spontane mutatie persoon direct naar LVS2000", later=_heet_anders, register=_brp_naam),
    Soort("register_afgedreven", "register veranderde zonder bericht",
          "nieuw registratieoverzicht; vraag onderwijs; naar BRON; Wijziging Onderwijsgegevens", register=_drift),
    # roles: no chance of their own
    Soort("vertrokken", "vertrokken na 1-8-2008", f"een {_NMI} met uitschrijfdatum",
          aandeel=0, rollen=frozenset({Rol.VERTROKKEN})),
    Soort("vertrokken_voor_2008", "vertrokken voor 1-8-2008", "S08: geen actie",
          aandeel=0, rollen=frozenset({Rol.VERTROKKEN_VOOR_2008})),
    Soort("vertrokken_op_2008", "vertrokken op 1-8-2008", "S08: geen actie (ASSUMED)",
          aandeel=0, rollen=frozenset({Rol.VERTROKKEN_OP_2008})),
    Soort("vertrekt", "vertrek in de toekomst al bekend", f"een {_NMI} met uitschrijfdatum",
          aandeel=0, rollen=frozenset({Rol.VERTREKT})),
    Soort("terug", "vertrokken en teruggekomen (of van SO naar VSO)", f"twee keer {_NMI}, de oudste eerst",
          aandeel=0, rollen=frozenset({Rol.TERUG})),
    Soort("beide", "bij beide aanleverpunten", f"bij elk een {_NMI}",
          aandeel=0, rollen=frozenset({Rol.BEIDE})),
    Soort("ambulant", "ambulant begeleid", f"{_NMI} bij het andere aanleverpunt",
          aandeel=0, rollen=frozenset({Rol.AMBULANT})),
)  # fmt: skip
SOORT: Final = {soort.naam: soort for soort in SOORTEN}


@dataclass(frozen=True, slots=True)
class Plan:
    """The school with its errors: who gets which, what LVS2000 holds, what comes later."""

    school: School
    """The truth at the first delivery."""
    later: dict[int, Leerling]
    """The truth in the second act, of those for whom it changed."""
    soort: dict[int, str]
    """Kind per pupil; pupils without one are simply right."""
    om: dict[int, Omstandigheid]
    """What the kind of each pupil could look at."""

    @property
    def aantallen(self) -> dict[str, int]:
        """How many of each kind that can occur at this school."""
        geteld = Counter(self.soort.values())
        return {soort.naam: geteld[soort.naam] for soort in SOORTEN if geteld[soort.naam] or soort.bij is ALLE}

    def waarheid(self, bedrijf: int) -> dict[int, Leerling]:
        """The pupils as they truly are in each act."""
        eerst = {leerling.nummer: leerling for leerling in self.school.leerlingen}
        return eerst if bedrijf == 1 else eerst | self.later

    def lvs(self) -> Iterable[LvsLeerling]:
        """What LVS2000 holds at the first delivery."""
        for leerling in self.school.leerlingen:
            lvs = lvs_leerling(leerling)
            naam = self.soort.get(leerling.nummer)
            if naam:
                SOORT[naam].lvs(lvs, leerling, self.om[leerling.nummer])
            yield lvs

    def elders(self) -> list[dict[str, Any]]:
        """Inschrijvingen at other schools at the start."""
        uit = []
        for leerling in self.school.leerlingen:
            maak = SOORT[self.soort[leerling.nummer]].elders if leerling.nummer in self.soort else None
            if maak:
                uit.append(maak(leerling))
        return uit

    def register_opdrachten(self, bedrijf: int = 2) -> list[Registeropdracht]:
        """What happens in the register before the delivery of this act, in order."""
        uit: list[Registeropdracht] = []
        for nummer, leerling in self.waarheid(2).items() if bedrijf == 2 else ():
            if nummer in self.soort:
                oud = self.school.leerlingen[nummer - 1]
                uit += SOORT[self.soort[nummer]].register(oud, leerling, self.om[nummer])
        return uit

    def schoolwerk(self) -> list[tuple[Leerling, Leerling, tuple[str, ...]]]:
        """What the school brings up to date in LVS2000 before the second delivery: pupil then and now, and which parts."""
        nu = self.waarheid(2)
        return [
            (self.school.leerlingen[nummer - 1], nu[nummer], SOORT[naam].school)
            for nummer, naam in self.soort.items()
            if SOORT[naam].school
        ]


def maak_plan(school: School, zaad: int) -> Plan:
    """Deals the kinds out over the pupils, one kind at most each; the same school and seed give the same plan."""
    kans = random.Random(f"fouten {zaad}")
    leerlingen = list(school.leerlingen)
    soort: dict[int, str] = {
        leerling.nummer: s.naam for s in SOORTEN if not s.aandeel for leerling in leerlingen if leerling.rol in s.rollen
    }
    vrij = gewone_leerlingen(leerlingen, soort)
    kans.shuffle(vrij)
    mogelijk = [s for s in SOORTEN if s.aandeel]
    # The kinds that fit the fewest choose first.
    for s in sorted(mogelijk, key=lambda s: sum(_past(s, leerling, school.vandaag) for leerling in vrij)):
        aantal = max(1, round(s.aandeel * len(leerlingen)))
        gekozen = [leerling for leerling in vrij if _past(s, leerling, school.vandaag)][:aantal]
        soort |= {leerling.nummer: s.naam for leerling in gekozen}
        weg = {leerling.nummer for leerling in gekozen}
        vrij = [leerling for leerling in vrij if leerling.nummer not in weg]
    return _maak(school, zaad, soort, vrij)


def _maak(school: School, zaad: int, soort: dict[int, str], vrij: list[Leerling]) -> Plan:
    bezet = {leerling.persoon.bsn for leerling in school.leerlingen if leerling.persoon.bsn}
    reserve = proef_bsns({bsn for bsn in bezet if bsn}, random.Random(f"reserve {zaad}"))
    anderen = [leerling.persoon.bsn or "" for leerling in vrij] or sorted(bsn for bsn in bezet if bsn)
    postcodes = frozenset(
        {a.postcode or "" for a in school.adressen}
        | {leerling.persoon.adres.postcode or "" for leerling in school.leerlingen if leerling.persoon.adres}
    )
    om: dict[int, Omstandigheid] = {}
    for n, nummer in enumerate(sorted(soort)):
        ander = anderen[n % len(anderen)]
        kans = random.Random(f"{zaad} {nummer}")
        om[nummer] = Omstandigheid(kans, school.vandaag, school.adressen, postcodes, next(reserve), ander)
    nu: list[Leerling] = []
    later: dict[int, Leerling] = {}
    for leerling in school.leerlingen:
        naam = soort.get(leerling.nummer)
        waar = SOORT[naam].waar(leerling, om[leerling.nummer]) if naam else leerling
        nu.append(waar)
        if naam and SOORT[naam].later is not _zelfde:
            later[leerling.nummer] = SOORT[naam].later(waar, om[leerling.nummer])
    return Plan(replace(school, leerlingen=tuple(nu)), later, soort, om)


def zoeksleutel(persoon: Persoon) -> tuple[str, str, str]:
    """By what the register finds somebody without a number."""
    return (persoon.geboortedatum, persoon.geslacht, persoon.achternaam.casefold())


def gewone_leerlingen(leerlingen: Collection[Leerling], soort: Mapping[int, str]) -> list[Leerling]:
    """Who has no kind, about whom nothing is special and whom the register takes for nobody else."""
    namen = Counter(zoeksleutel(leerling.persoon) for leerling in leerlingen)
    return [
        leerling
        for leerling in leerlingen
        if leerling.nummer not in soort and _gewoon(leerling) and namen[zoeksleutel(leerling.persoon)] == 1
    ]


def _gewoon(leerling: Leerling) -> bool:
    """Somebody about whom all is known and nothing is special, so that one error has one consequence."""
    p = leerling.persoon
    return bool(
        p.voornamen
        and p.geslacht != "O"
        and not p.geheim
        and not p.geboortedatum.endswith("-00")
        and p.geboortedatum[5:] != "02-29"
        and p.adres
        and p.adres.volledig
        and len(p.achternaam) > 1
        and p.achternaam[0].isascii()
        and leerling.rol is Rol.ACTIEF
        and leerling.laatste.aanleverpunt == HOOFD
    )


def _past(s: Soort, leerling: Leerling, vandaag: date) -> bool:
    i: Inschrijving = leerling.laatste
    soort = str(i.velden["onderwijstype"])
    if soort not in s.bij or leerling.rol not in s.rollen or i.aanleverpunt == AMBULANT:
        return False
    eerste = date.fromisoformat(i.inschrijfdatum)
    augustus = (eerste.month, eerste.day) == (8, 1)
    match s.naam:
        case "inschrijfdatum_fout" | "inschrijfdatum_weekend":
            # a later first day must stay before the second period and before today
            return augustus and eerste.year >= 2014 and _eerste_september(leerling) + timedelta(days=7) < vandaag
        case "tlv_ontbreekt":
            return "toelaatbaarheidsverklaringen" in i.lijsten and "verblijven" not in i.lijsten
        case "dubbel_andere_school" | "dubbel_eigen_school":
            return bool(_elders(leerling)["begin"] < vandaag.isoformat())
        case "vertrekt_tussentijds":
            return i.inschrijfdatum < (vandaag - timedelta(days=14)).isoformat()
        case "voorletters":
            naam = leerling.persoon.voornamen or ""
            return naam.replace(" ", "").isalpha() and len(naam.split()[0]) > 1
        case "geboortedatum_fout":
            return augustus and leerling.persoon.geboortedatum[8:] != "01"
        case _:
            return True
