"""Files that another program holds: patience, then the true sentence, nothing half done (FOUTEN W3)."""

import errno
import os
import ssl
import sys
from pathlib import Path, PurePath, PureWindowsPath

import pytest

from bron_simulator import bestanden, pki
from bronsync import held_files
from bronsync.adapters.bron.https import identiteit
from bronsync.adapters.journal.kijken import open_kopie
from bronsync.adapters.journal.store import open_store
from bronsync.adapters.system import logboek
from bronsync.adapters.system import mappen as mappen_module
from bronsync.adapters.system.export import XlsxBestand
from bronsync.adapters.system.files import schrijf_heel
from bronsync.adapters.system.helpdesk import schrijf_helpdeskbestand
from bronsync.adapters.system.key_ring import FileVault, Sleutelbewaarder
from bronsync.adapters.system.mappen import mappen
from bronsync.adapters.system.settings import Settings, read_settings, write_settings
from bronsync.adapters.system.wissen import wis_profiel, wis_verder
from bronsync.application.helpdesk.helpdeskbestand import Helpdeskbestand
from bronsync.application.ports import Blad
from bronsync.domain.errors import BronSyncFout, FoutSoort
from helpers.vasthouder import vastgehouden, weigering


@pytest.fixture
def gewacht(monkeypatch):
    """The pauses, none of them spent."""
    pauzes = []
    monkeypatch.setattr(held_files, "_wait", pauzes.append)
    monkeypatch.setattr(bestanden, "_wacht", pauzes.append)
    return pauzes


def code(doe):
    with pytest.raises(BronSyncFout) as gevangen:
        doe()
    return gevangen.value.code


def test_FOUTEN_W3_a_file_that_is_let_go_within_a_second_is_replaced_all_the_same(monkeypatch, tmp_path, gewacht):
    pad = tmp_path / "instellingen.json"
    pad.write_bytes(b"oud")
    with vastgehouden(monkeypatch, pad, deelt=True) as houder:
        monkeypatch.setattr(
            held_files, "_wait", lambda s: (gewacht.append(s), houder.laat_los() if len(gewacht) == 4 else None)
        )
        schrijf_heel(pad, b"nieuw")
    assert pad.read_bytes() == b"nieuw"
    assert len(gewacht) == 4


def test_FOUTEN_W3_one_that_stays_held_is_said_after_a_second_and_nothing_is_half_done(monkeypatch, tmp_path, gewacht):
    pad = tmp_path / "instellingen.json"
    pad.write_bytes(b"oud")
    with vastgehouden(monkeypatch, pad, deelt=True):
        assert code(lambda: schrijf_heel(pad, b"nieuw")) == "OPSLAG-15"
    assert 0.9 < sum(gewacht) < 1.5
    assert pad.read_bytes() == b"oud"
    assert [een.name for een in tmp_path.iterdir()] == [pad.name]
    assert BronSyncFout("OPSLAG-15").soort is FoutSoort.LATER


@pytest.mark.parametrize(
    ("fout", "zin"),
    [
        (OSError(errno.ENOSPC, "x"), "OPSLAG-03"),
        (OSError(errno.EDQUOT, "x"), "OPSLAG-03"),
        (weigering("a"), "OPSLAG-15"),
        (weigering("a", winerror=1224), "OPSLAG-15"),
        (OSError(errno.EBUSY, "x"), "OPSLAG-15"),
        (PermissionError(errno.EACCES, "x"), "OPSLAG-16"),
        (weigering("a", winerror=5), "OPSLAG-16"),
        (OSError(errno.EROFS, "x"), "OPSLAG-16"),
        (OSError(errno.EIO, "x"), "OPSLAG-17"),
        (FileNotFoundError(errno.ENOENT, "x"), "OPSLAG-17"),
    ],
)
def test_FOUTEN_W3_the_disk_is_called_full_only_when_it_is(fout, zin):
    assert held_files.reason(fout) == zin


def test_a_file_that_windows_marks_read_only_is_not_called_held(tmp_path):
    pad = tmp_path / "a"
    pad.touch()
    assert held_files.reason(weigering(tmp_path / "b", pad, winerror=5)) == "OPSLAG-15"
    if os.name == "nt" or os.geteuid():  # root may write anything
        pad.chmod(0o400)
        assert held_files.reason(weigering(tmp_path / "b", pad, winerror=5)) == "OPSLAG-16"


def test_what_no_program_holds_is_tried_once(monkeypatch, tmp_path, gewacht):
    with pytest.raises(FileNotFoundError):
        held_files.replace(tmp_path / "a", tmp_path / "b")
    assert not gewacht


def test_FOUTEN_W3_settings_that_cannot_be_read_now_are_not_put_aside(monkeypatch, tmp_path, gewacht):
    pad = tmp_path / "instellingen.json"
    write_settings(pad, Settings(lvs_server="SCHOOL"))
    with vastgehouden(monkeypatch, pad):
        assert code(lambda: read_settings(pad)) == "OPSLAG-15"
    assert read_settings(pad).lvs_server == "SCHOOL"
    assert gewacht


def test_FOUTEN_W3_an_export_that_is_open_elsewhere_stays_as_it_is(monkeypatch, tmp_path, gewacht):
    pad = tmp_path / "lijst.xlsx"
    pad.write_bytes(b"van Excel")
    with vastgehouden(monkeypatch, pad, deelt=True):
        assert code(lambda: XlsxBestand(pad).schrijf([Blad("a", ("b",), [])])) == "EXPORT-01"
        assert code(lambda: schrijf_helpdeskbestand(Helpdeskbestand(()), pad)) == "EXPORT-01"
    assert pad.read_bytes() == b"van Excel"
    assert [een.name for een in tmp_path.iterdir()] == [pad.name]


def test_FOUTEN_W3_wiping_ends_at_the_next_start_when_a_file_was_held(monkeypatch, tmp_path, gewacht):
    plek = mappen(tmp_path)
    plek.maak()
    plek.store_id()
    bewaarder = Sleutelbewaarder(FileVault(plek.sleutelbestand))
    bewaarder.sleutel(plek.store)
    vast = plek.profiel / "log"
    vast.touch()
    with vastgehouden(monkeypatch, vast):
        assert code(lambda: wis_profiel(plek, bewaarder)) == "OPSLAG-15"
    assert "sleutel" not in plek.sleutelbestand.read_text().replace("sleutel.json", "")
    wis_verder(plek, bewaarder)
    assert [een.name for een in plek.profiel.iterdir()] == ["opslag.id"]


def test_FOUTEN_W3_the_file_with_the_key_of_a_certificate_goes_when_it_is_let_go(monkeypatch, tmp_path, gewacht):
    ca = pki.maak_ca().certificaat.public_bytes(pki.Encoding.PEM).decode()
    echt = ssl.SSLContext.load_cert_chain
    houders = []

    def laad(context, pad, **meer):
        houder = vastgehouden(monkeypatch, identiteit.Path(pad).absolute(), deelt=True)
        houders.append((houder, houder.__enter__()))
        return echt(context, pad, **meer)

    monkeypatch.setattr(identiteit.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", laad)
    monkeypatch.setattr(
        held_files, "_wait", lambda s: (gewacht.append(s), houders[0][1].laat_los() if len(gewacht) == 2 else None)
    )
    with pytest.raises(ssl.SSLError):
        identiteit.laad_uit_bestand(identiteit.maak_context(ca), b"geen pem", b"x")
    assert not list(tmp_path.iterdir())
    assert len(gewacht) == 2


def test_FOUTEN_W3_a_look_beside_the_window_waits_for_who_holds_the_store(monkeypatch, tmp_path, gewacht):
    pad, sleutel = tmp_path / "opslag.db", bytes(32)
    open_store(pad, sleutel).close()
    kopie = tmp_path / "kijken"
    kopie.mkdir()
    with vastgehouden(monkeypatch, pad):
        assert code(lambda: open_kopie(pad, kopie, sleutel, BronSyncFout("OPSLAG-04"))) == "OPSLAG-15"
    open_kopie(pad, kopie, sleutel, BronSyncFout("OPSLAG-04")).close()


def test_FOUTEN_W3_no_line_of_the_log_is_lost_while_another_process_has_it_open(monkeypatch, tmp_path):
    monkeypatch.setattr(logboek, "_GROOTTE", 200)
    with logboek.logboek(tmp_path):
        logboek.gebeurtenis("programma gestart")
        log = tmp_path / "bronsync.log"
        with log.open() if os.name == "nt" else vastgehouden(monkeypatch, log, deelt=True):
            for _ in range(5):
                logboek.gebeurtenis("opslag geopend")
        logboek.gebeurtenis("programma gestopt")
    regels = "".join(pad.read_text() for pad in tmp_path.iterdir())
    assert regels.count("opslag geopend") == 5
    assert regels.count("programma ge") == 2


def test_the_register_has_the_same_patience(monkeypatch, tmp_path, gewacht):
    pad = tmp_path / "adres.json"
    pad.write_bytes(b"oud")
    with vastgehouden(monkeypatch, pad, deelt=True) as houder:
        with pytest.raises(PermissionError):
            bestanden.verwijder(pad)
        assert 0.9 < sum(gewacht) < 1.5
        gewacht.clear()
        monkeypatch.setattr(
            bestanden, "_wacht", lambda s: (gewacht.append(s), houder.laat_los() if len(gewacht) == 3 else None)
        )
        pki.schrijf_veilig(pad, b"nieuw")
    assert pad.read_bytes() == b"nieuw"


@pytest.mark.parametrize(
    ("naam", "lang"),
    [
        ("C:\\a.xlsx", "C:\\a.xlsx"),
        (f"C:\\{'m' * 250}\\a.xlsx", f"\\\\?\\C:\\{'m' * 250}\\a.xlsx"),
        (f"\\\\server\\{'m' * 250}\\a.xlsx", f"\\\\?\\UNC\\server\\{'m' * 250}\\a.xlsx"),
        (f"\\\\?\\C:\\{'m' * 250}\\a.xlsx", f"\\\\?\\C:\\{'m' * 250}\\a.xlsx"),
    ],
)
def test_FOUTEN_W11_windows_is_given_a_long_name_in_the_way_it_takes(naam, lang, monkeypatch):
    if sys.platform != "win32":  # what a path of Windows does, as far as it is asked here
        monkeypatch.setattr(held_files.sys, "platform", "win32")
        monkeypatch.setattr(PurePath, "absolute", lambda pad: pad, raising=False)
        monkeypatch.setattr(held_files, "Path", PureWindowsPath)
    assert str(held_files.long_name(PureWindowsPath(naam) if os.name != "nt" else Path(naam))) == lang


def test_FOUTEN_W11_a_folder_whose_files_windows_could_not_name_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(mappen_module.sys, "platform", "win32")
    assert code(mappen(tmp_path / ("m" * 200)).maak) == "OPSLAG-18"
    assert not list(tmp_path.iterdir())


def test_FOUTEN_W11_a_file_under_a_long_name_is_whole(tmp_path):
    map_ = tmp_path
    for _ in range(8):
        map_ /= "Groep 1 en 2 van de Zonnebloem"
    held_files.long_name(map_).mkdir(parents=True)
    XlsxBestand(map_ / "lijst.xlsx").schrijf([Blad("a", ("b",), [])])
    assert [een.name for een in held_files.long_name(map_).iterdir()] == ["lijst.xlsx"]
