"""What a demo or a test may do to the register behind the client's back, and look at: the admin channel without HTTP.

Changes a person in the BRP (with spontane mutatie), gives a BSN for an onderwijsnummer, lets the register drift without a
message, adds other schools, moves the clock, lets time pass, sets faults, and shows the whole register as JSON.
"""

import json
from collections import Counter
from datetime import date
from typing import Any

from bron_simulator.berichten import Gegevens
from bron_simulator.brp import NietUniek, is_bsn
from bron_simulator.kern import Kern
from bron_simulator.register import Register, Terugkoppeling


class Onbekend(Exception):
    """Names something that the register does not have."""


class Beheer:
    def __init__(self, kern: Kern) -> None:
        self.kern = kern

    @property
    def _register(self) -> Register:
        return self.kern.register

    def doe(self, opdracht: str, gegevens: Gegevens) -> Gegevens:
        """One order of the admin channel, by name. Raises Onbekend, KeyError, ValueError, TypeError on a wrong one."""
        match opdracht:
            case "storing":
                if gegevens.get("wis"):
                    self.kern.storingen.wis()
                self.kern.storingen.zet(gegevens.get("storingen", []))
                return self.kern.storingen.stand()
            case "werk":
                alles = gegevens.get("alles")
                return {
                    "gewerkt": self._register.werk_alles() if alles else self._register.werk(int(gegevens.get("n", 1)))
                }
            case "vandaag":
                datum = gegevens.get("datum")
                self._register.zet_vandaag(date.fromisoformat(datum) if datum else None)
                return {"vandaag": self._register.clock.vandaag().isoformat()}
            case "instellingen":
                self._register.stel_in(**gegevens)
                return {}
            case "brp":
                return self._brp(gegevens)
            case "registraties":
                return self._registraties(gegevens["aanleverpunt"], gegevens["registraties"])
            case "drift":
                return self._drift(gegevens)
            case _:
                raise Onbekend(opdracht)

    # ---------------------------------------------------------------- changes

    def _brp(self, g: Gegevens) -> Gegevens:
        with self._register.store.transaction():
            match g["soort"]:
                case "persoon":
                    return self.wijzig_persoon(g["bsn"], g["wijzig"])
                case "toevoegen":
                    persoon = g["persoon"]
                    self._register.brp.bewaar(persoon.get("bsn") or persoon["onderwijsnummer"], persoon)
                    return {}
                case "vervang_onderwijsnummer":
                    return self.vervang_onderwijsnummer(g["onderwijsnummer"], g.get("bsn"))
                case "andereschool":
                    return self._andereschool(g)
                case soort:
                    raise Onbekend(soort)

    def wijzig_persoon(self, bsn: str, wijziging: Gegevens) -> Gegevens:
        """Change a BRP person; each aanleverpunt with a running enrolment gets a spontane mutatie per kind of change."""
        brp = self._register.brp
        oud = brp.persoon(bsn)
        if oud is None:
            raise Onbekend("bsn")
        nieuw = {**oud, **wijziging}
        brp.bewaar(bsn, nieuw)
        adres = oud.get("adres") != nieuw.get("adres")
        anders = any(oud.get(k) != nieuw.get(k) for k in set(oud) | set(nieuw) if k != "adres")
        if anders:
            self._register.meld_persoon(bsn)
        if adres and not nieuw.get("geheim"):
            self._register.meld_persoon(bsn, adres=True)
        return {"gewijzigd": anders or adres}

    def vervang_onderwijsnummer(self, onderwijsnummer: str, bsn: str | None) -> Gegevens:
        """The BSN of a person with an onderwijsnummer was found; without `bsn` the register searches its BRP."""
        register = self._register
        persoon = register.brp.persoon(onderwijsnummer)
        if persoon is None:
            raise Onbekend("onderwijsnummer")
        if bsn is None:
            try:
                bsn = register.brp.zoek(persoon, None)
            except NietUniek:
                bsn = None
        if bsn is None or not is_bsn(bsn) or register.brp.persoon(bsn) is None:
            raise Onbekend("bsn")
        oude_sleutel = {
            "onderwijsnummer": onderwijsnummer,
            "geboortedatum": persoon["geboortedatum"],
            "geslacht": persoon["geslacht"],
        }
        register.brp.vervang(onderwijsnummer, bsn)
        for punt in register.aanleverpunten():
            rijen = register.registraties(punt, onderwijsnummer)
            if not rijen:
                continue
            register.hernoem(punt, onderwijsnummer, bsn)
            inhoud = {
                "leerlingnummer": rijen[-1]["leerlingnummer"],
                "oudeSleutel": oude_sleutel,
                "nieuweSleutel": register.persoon(bsn),
            }
            register.zet_klaar(punt, Terugkoppeling("wijzigingSleutelgegevens", inhoud))
        if not (register.brp.persoon(bsn) or {}).get("geheim"):
            register.meld_persoon(bsn, adres=True)
        return {"bsn": bsn}

    def _andereschool(self, g: Gegevens) -> Gegevens:
        """Add, end (`eind`) or remove (`verwijder`) an enrolment at another school: pgn, brin, begin."""
        store = self._register.store
        store.doe("DELETE FROM andereschool WHERE pgn=? AND brin=? AND begin=?", g["pgn"], g["brin"], g["begin"])
        if not g.get("verwijder"):
            store.doe(
                "INSERT INTO andereschool (pgn, brin, begin, eind) VALUES (?,?,?,?)",
                g["pgn"],
                g["brin"],
                g["begin"],
                g.get("eind"),
            )
        store.doe("UPDATE aanleverpunt SET dubbel_melden=1")
        return {}

    def _drift(self, g: Gegevens) -> Gegevens:
        """Change or remove a registration in silence: no message, no feedback (manual 'Ophalen registratieoverzicht').

        `pgn` or `leerlingnummer` says whose. Of `onderwijs` a None takes away. A repeat finds the registration by its `nieuweDatumInschrijving`.
        """
        store = self._register.store
        begin = g.get("nieuweDatumInschrijving", g["datumInschrijving"])
        with store.transaction():
            rij = store.rij(
                "SELECT * FROM registratie WHERE aanleverpunt=? AND (pgn=? OR leerlingnummer=?) AND begin IN (?,?)",
                g["aanleverpunt"],
                g.get("pgn"),
                g.get("leerlingnummer"),
                g["datumInschrijving"],
                begin,
            )
            if rij is None:
                raise Onbekend("registratie")
            if g.get("verwijder"):
                store.doe("DELETE FROM registratie WHERE id=?", rij["id"])
                return {}
            alles = {**json.loads(rij["onderwijs"]), **g.get("onderwijs", {})}
            onderwijs = json.dumps({naam: waarde for naam, waarde in alles.items() if waarde is not None})
            eind = g.get("datumUitschrijving", rij["eind"])
            store.doe(
                "UPDATE registratie SET begin=?, eind=?, onderwijs=? WHERE id=?", begin, eind, onderwijs, rij["id"]
            )
            if "adres" in g:
                adres = (g["aanleverpunt"], rij["pgn"], json.dumps(g["adres"]))
                store.doe("INSERT OR REPLACE INTO adres VALUES (?,?,?)", *adres)
        return {}

    def _registraties(self, punt: str, registraties: list[Gegevens]) -> Gegevens:
        """Put registrations in as they are, without rules and feedback: for benchmarks. `pgn` besides the fields of Inschrijving."""
        store = self._register.store
        with store.transaction():
            store.doe_veel(
                "INSERT INTO registratie (aanleverpunt, pgn, begin, eind, leerlingnummer, volgnummer, onderwijs) VALUES (?,?,?,?,?,?,?)",
                [
                    (
                        punt,
                        r["pgn"],
                        r["datumInschrijving"],
                        r.get("datumUitschrijving"),
                        r["leerlingnummer"],
                        r.get("inschrijvingvolgnummer"),
                        json.dumps(r["onderwijs"]),
                    )
                    for r in registraties
                ],
            )
            store.doe_veel(
                "INSERT OR REPLACE INTO adres VALUES (?,?,?)",
                [(punt, r["pgn"], json.dumps(r["adres"])) for r in registraties if r.get("adres")],
            )
        return {"geladen": len(registraties)}

    # ---------------------------------------------------------------- looking

    def stand(self, aanleverpunt: str | None = None) -> Gegevens:
        """The whole register, for comparing by somebody else's code."""
        register = self._register
        with register.store.slot:
            punten = {}
            for punt in [aanleverpunt] if aanleverpunt else register.aanleverpunten():
                rij = register.store.rij("SELECT * FROM aanleverpunt WHERE code=?", punt)
                if rij is None:
                    raise Onbekend("aanleverpunt")
                punten[punt] = {
                    "brin": rij["brin"],
                    "vestigingen": json.loads(rij["vestigingen"]),
                    "laatste": rij["laatste"],
                    "geleverd": rij["geleverd"],
                    "bevestigd": rij["bevestigd"],
                    "registraties": [_zonder_lege(register.registratie(r)) for r in register.registraties(punt)],
                }
            wachtend = register.store.rij("SELECT count(*) AS n FROM bericht WHERE stand='wacht'")
            return {
                "vandaag": register.clock.vandaag().isoformat(),
                "wachtend": wachtend["n"] if wachtend else 0,
                "aanleverpunten": punten,
                "anderescholen": [
                    dict(r) for r in register.store.rijen("SELECT pgn, brin, begin, eind FROM andereschool ORDER BY id")
                ],
                "storingen": self.kern.storingen.stand(),
            }

    def log(self) -> Gegevens:
        """What happened to each message, without personal data, and counters."""
        register = self._register
        with register.store.slot:
            rijen = register.store.rijen("SELECT * FROM bericht ORDER BY id")
            soorten = register.store.rijen(
                "SELECT aanleverpunt, soort, count(*) AS n FROM terugkoppeling GROUP BY 1, 2"
            )
        berichten: list[Gegevens] = []
        uitgevoerd: Counter[str] = Counter()
        mutaties: Counter[str] = Counter()
        signalen: dict[str, Counter[str]] = {}
        for r in rijen:
            codes: list[str] = json.loads(r["signalen"])
            klaar = r["stand"] == "klaar" and r["uitkomst"] != "geweigerd"
            berichten.append({
                "nummer": r["id"], "tijd": r["tijd"], "aanleverpunt": r["aanleverpunt"], "operatie": r["operatie"],
                "identificatiecode": r["code"], "uitkomst": r["uitkomst"] or "wacht", "codes": codes, "uitgevoerd": klaar,
                "mutatie": bool(r["mutatie"]), "herhaald": r["herhaald"],
            })  # fmt: skip
            uitgevoerd[r["code"]] += klaar
            mutaties[r["code"]] += r["mutatie"]
            signalen.setdefault(r["operatie"], Counter()).update(codes)
        terugkoppelingen: dict[str, dict[str, Any]] = {}
        for r in soorten:
            terugkoppelingen.setdefault(r["aanleverpunt"], {})[r["soort"]] = r["n"]
        return {
            "berichten": berichten,
            "uitvoeringen": {k: v for k, v in uitgevoerd.items() if v},
            "mutaties": {k: v for k, v in mutaties.items() if v},
            "signalen": signalen,
            "terugkoppelingen": terugkoppelingen,
        }


def _zonder_lege(g: Gegevens) -> Gegevens:
    """As the register would send it: nothing for what is empty."""
    return {k: _zonder_lege(v) if isinstance(v, dict) else v for k, v in g.items() if v not in (None, "", {}, [])}
