"""`bronsync overzicht`: groups, counts and changes of a whole school against the register as a process, and the file that goes to Excel."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from bronsync.adapters.system.clock import SystemClock
from end2end.conftest import Werkplek

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _groepen(uit: dict[str, Any]) -> dict[str, int]:
    return {groep["id"]: groep["aantal"] for groep in uit["groepen"] if groep["aantal"]}


def _lopende(werkplek: Werkplek) -> list[tuple[int, str, str]]:
    """InschrijvingId, BSN and inschrijfdatum of pupils who are in today."""
    return werkplek.sql(
        "SELECT i.InschrijvingId, l.Burgerservicenummer, i.Inschrijfdatum FROM Leerling l JOIN Inschrijving i USING (LeerlingId)"
        " WHERE i.Aanleverpunt = '00AA00' AND i.Uitschrijfdatum IS NULL AND l.Burgerservicenummer IS NOT NULL"
        " AND i.UitgeslotenVanAanlevering = 0 AND i.Inschrijfdatum <= ? ORDER BY 1",
        SystemClock().today().isoformat(),
    )


def test_before_any_overview_there_is_nothing_to_group_or_count(werkplek):
    code, uit = werkplek.bronsync("overzicht")
    assert code == 0
    assert (uit["peildatum"], uit["inschrijvingen"], uit["groepen"], uit["telling"]) == (None, [], [], [])


def test_a_school_in_balance_counts_the_same_on_both_sides_and_a_new_overview_brings_nothing(geleverd):
    geleverd.bronsync("registratieoverzicht-ophalen")
    code, uit = geleverd.bronsync("overzicht")
    vandaag = SystemClock().today().isoformat()
    assert (code, uit["peildatum"], uit["teldatum"], uit["historisch_overzicht"]) == (0, vandaag, vandaag, False)
    assert uit["veranderingen"] == []
    assert uit["telling"]
    assert all(regel["verschil"] == regel["verschil_bekostigd"] == 0 for regel in uit["telling"])
    ((verwacht,),) = geleverd.sql(
        "SELECT count(*) FROM Inschrijving WHERE Aanleverpunt = '00AA00' AND UitgeslotenVanAanlevering = 0"
        " AND Inschrijfdatum <= ? AND (Uitschrijfdatum IS NULL OR Uitschrijfdatum >= ?)",
        vandaag,
        vandaag,
    )
    assert sum(regel["lvs"] for regel in uit["telling"]) == verwacht > 0
    assert not _groepen(uit).keys() - {"niet_bekostigd", "bekostiging_nee"}
    assert all(regel["pgn"].startswith("•") for regel in uit["inschrijvingen"])


def test_the_checklist_of_the_teldatum_is_ticked_off_and_tells_who_is_missing(geleverd):
    kwijt, *_ = _lopende(geleverd)
    geleverd.bronsync("registratieoverzicht-ophalen")
    vandaag = SystemClock().today().isoformat()

    def niet() -> dict[str, list[int]]:
        code, uit = geleverd.bronsync("teldatum", "--teldatum", vandaag)
        assert "teldatum" in uit, uit
        assert (uit["teldatum"], code) == (vandaag, int(uit["in_orde"] < len(uit["punten"])))
        return {punt["punt"]: punt["niet"] for punt in uit["punten"] if not punt["klaar"]}

    voor = niet()
    assert voor.keys() <= {"Iedereen wordt bekostigd"}
    geleverd.beheer("drift", aanleverpunt="00AA00", pgn=kwijt[1], datumInschrijving=kwijt[2][:10], verwijder=True)
    geleverd.bronsync("registratieoverzicht-ophalen")
    assert niet() == voor | {"Wie onderwijs volgt, staat bij BRON": [kwijt[0]]}
    assert geleverd.bronsync("teldatum")[1]["teldatum"].endswith("-10-01")


def test_each_side_alone_is_found_in_its_group(geleverd):
    kwijt, vertrokken, uitgesloten, onbekend, *_ = _lopende(geleverd)
    geleverd.beheer("drift", aanleverpunt="00AA00", pgn=kwijt[1], datumInschrijving=kwijt[2][:10], verwijder=True)
    geleverd.bronsync("registratieoverzicht-ophalen")
    geleverd.sql(
        "UPDATE Inschrijving SET Uitschrijfdatum = date('now', '-3 day') WHERE InschrijvingId = ?",
        vertrokken[0],
    )
    geleverd.sql("UPDATE Inschrijving SET UitgeslotenVanAanlevering = 1 WHERE InschrijvingId = ?", uitgesloten[0])
    geleverd.sql("UPDATE Inschrijving SET Aanleverpunt = '00AA01' WHERE InschrijvingId = ?", onbekend[0])
    _, uit = geleverd.bronsync("overzicht")
    per_groep = {groep["id"]: [rij["inschrijving"] for rij in groep["rijen"]] for groep in uit["groepen"]}
    assert per_groep["niet_in_overzicht"] == [kwijt[0]]
    assert per_groep["vertrokken_in_lvs"] == [vertrokken[0]]
    assert per_groep["uitgesloten_in_lvs"] == [uitgesloten[0]]
    assert per_groep["onbekend_in_lvs"] == [None]
    assert sum(regel["verschil"] for regel in uit["telling"]) == 1 - 3  # one more in LVS2000, three more in BRON


def test_what_bron_changed_by_itself_is_told_once_with_its_fields(geleverd):
    weg, ander, *_ = _lopende(geleverd)
    geleverd.beheer("drift", aanleverpunt="00AA00", pgn=weg[1], datumInschrijving=weg[2][:10], verwijder=True)
    einde = (SystemClock().today() + timedelta(days=20)).isoformat()
    geleverd.beheer(
        "drift", aanleverpunt="00AA00", pgn=ander[1], datumInschrijving=ander[2][:10], datumUitschrijving=einde
    )
    geleverd.bronsync("registratieoverzicht-ophalen")
    _, uit = geleverd.bronsync("overzicht")
    gevonden = [(een["soort"], een["pgn"][-4:], een["velden"]) for een in uit["veranderingen"]]
    assert gevonden == [("gewijzigd", ander[1][-4:], ["Uitschrijfdatum"]), ("weg", weg[1][-4:], [])]
    geleverd.bronsync("registratieoverzicht-ophalen")
    assert geleverd.bronsync("overzicht")[1]["veranderingen"] == uit["veranderingen"]  # kept, and not told again


def test_an_overview_of_the_past_is_for_viewing_beside_the_picture(geleverd):
    code, uit = geleverd.bronsync("overzicht", "--historisch")
    assert (code, uit["fout"]) == (1, "PROC-19")
    toen = (SystemClock().today() - timedelta(days=40)).isoformat()
    geleverd.bronsync("registratieoverzicht-ophalen", "--peildatum", toen)
    code, uit = geleverd.bronsync("overzicht", "--historisch")
    assert (code, uit["historisch_overzicht"], uit["peildatum"], uit["teldatum"]) == (0, True, toen, toen)
    assert all(rij["inschrijfdatum"] <= toen for rij in uit["inschrijvingen"])
    assert not _groepen(uit).keys() - {"niet_bekostigd", "bekostiging_nee"}
    code, nu = geleverd.bronsync("overzicht")
    assert (nu["historisch_overzicht"], nu["peildatum"]) == (False, SystemClock().today().isoformat())
    assert len(nu["inschrijvingen"]) >= len(uit["inschrijvingen"])
    geleverd.bronsync("registratieoverzicht-ophalen")
    assert geleverd.bronsync("overzicht", "--historisch")[1]["fout"] == "PROC-19"


def test_who_left_stays_in_the_overview_as_historisch(geleverd):
    een, *_ = _lopende(geleverd)
    gisteren = (SystemClock().today() - timedelta(days=1)).isoformat()
    geleverd.sql("UPDATE Inschrijving SET Uitschrijfdatum = ? WHERE InschrijvingId = ?", gisteren, een[0])
    geleverd.tot("")
    geleverd.bronsync("registratieoverzicht-ophalen")
    _, uit = geleverd.bronsync("overzicht")
    gevonden = [rij for rij in uit["inschrijvingen"] if rij["uitschrijfdatum"] == gisteren]
    assert [(rij["pgn"][-4:], rij["historisch"]) for rij in gevonden] == [(een[1][-4:], True)]
    assert uit["veranderingen"] == []  # its feedback told it


def test_a_double_at_another_school_is_shown_with_its_first_day(geleverd):
    een, *_ = _lopende(geleverd)
    geleverd.beheer("brp", soort="andereschool", pgn=een[1], brin="99ZZ", begin="2020-08-01")
    geleverd.bronsync("terugkoppeling-ophalen")
    _, uit = geleverd.bronsync("overzicht")
    (dubbel,) = uit["dubbele"]
    assert (dubbel["pgn"][-4:], dubbel["brin_andere_school"]) == (een[1][-4:], "99ZZ")
    assert dubbel["eerst_gezien"] == SystemClock().today().isoformat()
    assert dubbel["met_notitie"] is False


# --- the file


def _bladen(pad: Any) -> dict[str, list[list[str]]]:
    """Sheet name -> rows of texts, by another reader than the library that wrote it."""
    with zipfile.ZipFile(pad) as boek:
        teksten = ["".join(si.itertext()) for si in etree.fromstring(boek.read("xl/sharedStrings.xml"))]
        namen = [vel.get("name") or "" for vel in etree.fromstring(boek.read("xl/workbook.xml")).iter(f"{SHEET}sheet")]
        return {
            naam: [
                [teksten[int(cel.findtext(f"{SHEET}v") or "-1")] for cel in rij if cel.get("t") == "s"]
                for rij in etree.fromstring(boek.read(f"xl/worksheets/sheet{nummer}.xml")).iter(f"{SHEET}row")
            ]
            for nummer, naam in enumerate(namen, 1)
        }


def _export(werkplek: Werkplek, *meer: str) -> tuple[dict[str, list[list[str]]], str]:
    bestand = werkplek.map / "overzicht.xlsx"
    code, uit = werkplek.bronsync("overzicht", "--xlsx", str(bestand), *meer)
    assert (code, uit["bestand"], uit["opmerkingen"]) == (0, str(bestand), [])
    bladen = _bladen(bestand)
    return bladen, " ".join(cel for blad in bladen.values() for rij in blad for cel in rij)


def test_the_file_holds_all_inschrijvingen_and_no_whole_pgn_unless_asked(geleverd):
    pgns = [bsn for _, bsn, _ in _lopende(geleverd)]
    bladen, alles = _export(geleverd)
    assert len(bladen["Inschrijvingen"]) == 1 + len(geleverd.bronsync("overzicht")[1]["inschrijvingen"])
    assert not [pgn for pgn in pgns if pgn in alles]
    _, alles = _export(geleverd, "--met-pgn")
    assert all(pgn in alles for pgn in pgns)


def test_an_export_leaves_a_line_in_the_audit_trail(geleverd):
    from bronsync.application.records import AuditRij
    from bronsync.program.bootstrap import open_programma

    _export(geleverd)
    _export(geleverd, "--met-pgn")
    with open_programma(geleverd.map) as programma, programma.store.unit_of_work() as unit:
        regels = [rij.naar for rij in unit.all(AuditRij) if rij.naar.startswith("export")]
    assert regels == ["export zonder PGN", "export met PGN"]


@pytest.mark.parametrize("meer", [["--met-pgn"], ["--xlsx", "overzicht.csv"], ["--teldatum", "vandaag"]])
def test_a_wrong_option_is_wrong_usage(kopie, meer):
    with pytest.raises(SystemExit) as gestopt:
        kopie.bronsync("overzicht", *meer)
    assert gestopt.value.code == 2


def test_a_folder_that_is_not_there_is_said_and_leaves_nothing(geleverd):
    code, uit = geleverd.bronsync("overzicht", "--xlsx", str(geleverd.map / "nergens" / "o.xlsx"))
    assert (code, uit["fout"]) == (3, "EXPORT-01")
    assert not (geleverd.map / "nergens").exists()


def test_lvs2000_is_read_with_five_statements(geleverd):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from bronsync.application.tonen.overzicht import overzicht
    from bronsync.program.bootstrap import open_sessie

    opdrachten: list[str] = []
    with open_sessie(geleverd.map, "00AA00") as sessie:

        def tel(verbinding, cursor, opdracht, *_):
            if "Inschrijving" in opdracht:  # the tables of LVS2000; those of the own store are in small letters
                opdrachten.append(opdracht)

        event.listen(Engine, "before_cursor_execute", tel)
        try:
            overzicht(sessie.omgeving)
        finally:
            event.remove(Engine, "before_cursor_execute", tel)
    assert len(opdrachten) == 5
