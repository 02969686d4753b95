"""The benchmark of the window measures what it says, at 200 pupils. No timing: how fast it is, `start.py benchmark` tells."""

from __future__ import annotations

from benchmarks import report, venster
from bronsync.application.tonen import leerling as leerling_tonen


def test_every_part_of_the_benchmark_runs_and_has_its_line_in_the_report(qtbot, monkeypatch):
    monkeypatch.setattr(leerling_tonen, "leerling_details", leerling_tonen.leerling_details)
    gezien: list[list[int]] = []
    echt = venster.toetsen

    def toetsen(een, rondes):
        model = een.leerlingen.model
        aantallen: list[int] = []
        een.leerlingen.tabel.shown.connect(aantallen.append)
        tijden = echt(een, rondes)
        een.leerlingen.tabel.shown.disconnect(aantallen.append)
        assert model.rowCount() == 200, "the script ends where it began"
        gezien.append(aantallen)
        return tijden

    monkeypatch.setattr(venster, "toetsen", toetsen)
    gemeten = venster.measure(200, 1)
    assert {result["id"] for result in gemeten} == {name for name in report.WHAT if name.startswith("VENSTER")}
    assert report.table(gemeten)
    assert len(gezien) == 2, "in natural order, and sorted"
    for aantallen in gezien:
        assert min(aantallen) < 200, "the keystrokes filter"
        assert min(aantallen) > 0, "and find somebody"


def test_the_rows_of_the_benchmark_are_those_of_the_program():
    rijen = venster.regels(500)
    assert [rij.zoek for rij in rijen] == sorted(rij.zoek for rij in rijen)
    assert len({rij.sleutel for rij in rijen}) == 500
    assert all(rij.pgn.startswith("9999") for rij in rijen)
    assert sum(venster.gelezen(rijen).leerlingen.tellingen.values()) > 500
