"""The XLSX file: nothing in it is a formula, nothing is lost unsaid, and it is whole or not there (RELIABILITY C5 60-63)."""

from __future__ import annotations

import errno
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from bronsync.adapters.system import export
from bronsync.adapters.system.export import XlsxBestand
from bronsync.application.ports import Blad
from bronsync.domain.errors import BronSyncFout

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

NASTY = [
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "-2+3", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1", "\u200b=1+1", " =1+1",
    "'=1+1", "{=1+1}", '=HYPERLINK("http://x","y")', "http://example.org", "mailto:x@example.org", "internal:Sheet1!A1",
    "external:c:\\x.xlsx", "1e5", "007", "12-3-2009", "TRUE", "#REF!", "_x0041_", "<b>x</b>", "<r><t>x</t></r", "a&b;",
    "'t Hart", "'s-Gravenhage", "Çelik Ÿ\u0131lmaz", "😀", "%0A=1+1",
]  # fmt: skip


def schrijf(pad: Path, *cellen: str) -> tuple[str, ...]:
    return XlsxBestand(pad).schrijf([Blad("Blad", ("Kop",), [(cel,) for cel in cellen])])


def delen(pad: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(pad) as boek:
        assert boek.testzip() is None
        return {naam: etree.fromstring(boek.read(naam)) for naam in boek.namelist() if naam.endswith((".xml", ".rels"))}


def cellen(pad: Path) -> list[str]:
    """The texts of the first column of the first sheet, its heading left out, as Excel reads them."""
    boek = delen(pad)
    teksten = ["".join(si.itertext()).replace("_x005F_", "_") for si in boek["xl/sharedStrings.xml"]]
    rijen = boek["xl/worksheets/sheet1.xml"].iter(f"{MAIN}c")
    return [teksten[int(cel.findtext(f"{MAIN}v"))] for cel in rijen][1:]


@pytest.mark.parametrize("nummer", range(len(NASTY)))
def test_a_nasty_value_comes_out_as_the_text_it_is(tmp_path, nummer):
    pad = tmp_path / "o.xlsx"
    assert schrijf(pad, NASTY[nummer]) == ()
    assert cellen(pad) == [NASTY[nummer]]
    boek = delen(pad)
    assert not [f for deel in boek.values() for f in deel.iter(f"{MAIN}f", f"{MAIN}hyperlink")]
    assert {cel.get("t") for cel in boek["xl/worksheets/sheet1.xml"].iter(f"{MAIN}c")} == {"s"}


def test_there_are_33_nasty_values():
    assert len(set(NASTY)) == len(NASTY) == 33


def test_every_cell_is_formatted_as_text(tmp_path):
    schrijf(tmp_path / "o.xlsx", "=1+1", "12", "x")
    boek = delen(tmp_path / "o.xlsx")
    stijlen = [xf.get("numFmtId") for xf in boek["xl/styles.xml"].find(f"{MAIN}cellXfs")]
    gebruikt = {stijlen[int(cel.get("s"))] for cel in boek["xl/worksheets/sheet1.xml"].iter(f"{MAIN}c")}
    assert gebruikt == {"49"}  # '@' in the list of built-in formats


@pytest.mark.parametrize("teken", ["\x00", "\x0b", "\x1b", "\x85", "\t", "\r\n", "\ud800", "\ufffe", "\uffff"])
def test_what_a_file_cannot_hold_is_left_out_and_said(tmp_path, teken):
    opmerkingen = schrijf(tmp_path / "o.xlsx", f"Jan{teken}sen", "Bakker")
    assert cellen(tmp_path / "o.xlsx") == ["Jansen", "Bakker"]
    assert opmerkingen == ("In 1 cel(len) zijn tekens aangepast die niet in een XLSX-bestand kunnen staan.",)
    teksten = "".join(delen(tmp_path / "o.xlsx")["xl/sharedStrings.xml"].itertext())
    assert opmerkingen[0] in teksten  # on a sheet of its own


def test_ready_made_markup_is_no_markup(tmp_path):
    opmerkingen = schrijf(tmp_path / "o.xlsx", "<r><t>=1+1</t></x></r>")
    assert cellen(tmp_path / "o.xlsx") == ["<r><t>=1+1</t></x></r> "]
    assert opmerkingen


@pytest.mark.parametrize(("tekst", "blijft"), [("x" * 32_767, 32_767), ("x" * 40_000, 32_767), ("😀" * 20_000, 16_383)])
def test_a_text_longer_than_a_cell_is_cut_and_said(tmp_path, tekst, blijft):
    opmerkingen = schrijf(tmp_path / "o.xlsx", tekst)
    assert cellen(tmp_path / "o.xlsx") == [tekst[:blijft]]
    assert bool(opmerkingen) == (blijft < len(tekst))


def test_lines_that_do_not_fit_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "MEESTE_RIJEN", 3)
    opmerkingen = schrijf(tmp_path / "o.xlsx", "a", "b", "c", "d")
    assert cellen(tmp_path / "o.xlsx") == ["a", "b"]
    assert opmerkingen == ("2 regel(s) pasten niet op hun blad en zijn weggelaten.",)


# --- the file as a whole


@pytest.mark.parametrize("plek", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch, plek):
    pad = tmp_path / "o.xlsx"
    pad.write_bytes(b"old")

    def vol(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as stuk:
        stuk.setattr(*((os, "fsync") if plek == "fsync" else (Path, "replace")), vol)
        with pytest.raises(BronSyncFout) as gevangen:
            schrijf(pad, "x")
    assert gevangen.value.code == "EXPORT-01"
    assert str(tmp_path) not in str(gevangen.value)
    assert [(een.name, een.read_bytes()) for een in tmp_path.iterdir()] == [("o.xlsx", b"old")]


def test_an_earlier_file_is_replaced_and_readable_by_its_owner_only(tmp_path):
    pad = tmp_path / "o.xlsx"
    pad.write_bytes(b"old")
    schrijf(pad, "nieuw")
    assert cellen(pad) == ["nieuw"]
    assert [een.name for een in tmp_path.iterdir()] == ["o.xlsx"]
    if sys.platform != "win32":
        assert stat.S_IMODE(pad.stat().st_mode) == 0o600


def test_what_an_export_that_was_killed_left_behind_goes_with_the_next_one(tmp_path):
    oud, vers, ander = (tmp_path / naam for naam in (".bronsync-oud.tmp", ".bronsync-vers.tmp", "van-een-ander.tmp"))
    for pad in (oud, vers, ander):
        pad.write_text("Jansen", encoding="utf-8")
    for pad in (oud, ander):
        os.utime(pad, (0, 0))
    XlsxBestand(tmp_path / "x.xlsx").schrijf([Blad("Blad", ("Kop",), [("cel",)])])
    assert sorted(pad.name for pad in tmp_path.iterdir()) == sorted([vers.name, ander.name, "x.xlsx"])


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "o.xlsx").mkdir()
    with pytest.raises(BronSyncFout, match="EXPORT-01"):
        schrijf(tmp_path / "o.xlsx", "x")
    assert [een.name for een in tmp_path.iterdir()] == ["o.xlsx"]


def test_nothing_lies_in_the_temporary_folder_of_the_system(tmp_path, monkeypatch):
    gezien = []
    echt = os.open
    monkeypatch.setattr(os, "open", lambda pad, *hoe: gezien.append(Path(pad)) or echt(pad, *hoe))
    schrijf(tmp_path / "o.xlsx", "x")
    assert {pad.parent for pad in gezien if pad.suffix == ".tmp"} == {tmp_path}
    assert {pad for pad in gezien if pad.suffix != ".tmp"} <= {tmp_path}  # the folder itself, to make the name durable


@pytest.mark.parametrize(("map_", "gewaarschuwd"), [("OneDrive - School", True), ("Documenten", False)])
def test_a_cloud_folder_is_warned_of(tmp_path, map_, gewaarschuwd):
    (tmp_path / map_).mkdir()
    opmerkingen = schrijf(tmp_path / map_ / "o.xlsx", "x")
    assert bool(opmerkingen) == gewaarschuwd
