"""What the machine gives: time, folders, key ring, progress, log."""

import io
import json
import logging
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import keyring
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from bronsync.adapters.system import logboek
from bronsync.adapters.system.clock import SystemClock, dag_in_nederland
from bronsync.adapters.system.ids import RandomIds
from bronsync.adapters.system.key_ring import FileVault, Sleutelbewaarder, sleutelbewaarder, veilige_ring
from bronsync.adapters.system.mappen import Mappen, mappen
from bronsync.adapters.system.progress import TextProgress
from bronsync.application.ports import Peil
from bronsync.domain.errors import FOUTEN, BronSyncFout
from helpers.fouten import code

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")


def test_nothing_heavy_is_loaded_before_it_is_needed():
    """LIM-8: the window imports these before it shows."""
    program = (
        "import sys; from bronsync.adapters.system import ids, logboek, mappen, key_ring; from bronsync.adapters.system import clock as klok, progress as voortgang; "
        "print({'keyring', 'sqlalchemy', 'sqlcipher3', 'platformdirs'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert loaded == "set()\n"


# --- time and ids


def test_the_day_in_the_netherlands_is_that_of_the_time_zone_database():
    moment, nederland = datetime(2005, 1, 1, 0, 30, tzinfo=UTC), ZoneInfo("Europe/Amsterdam")
    while moment.year < 2040:
        assert dag_in_nederland(moment) == moment.astimezone(nederland).date(), moment
        moment += timedelta(minutes=30) if moment.hour in {21, 22, 23} else timedelta(hours=1)


def test_the_clock_runs_in_utc():
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert abs(clock.today() - clock.now().date()) <= timedelta(days=1)
    clock.wait(0)


def test_ids_are_uuids_and_differ():
    ids = RandomIds()
    made = {ids.nieuw() for _ in range(100)}
    assert len(made) == 100
    assert all(str(UUID(one)) == one and UUID(one).version == 4 for one in made)


# --- folders


@POSIX
def test_folders_are_the_owners_alone(tmp_path):
    plek = mappen(tmp_path / "a" / "b")
    plek.maak()
    assert stat.S_IMODE(plek.basis.stat().st_mode) == 0o700
    assert stat.S_IMODE(plek.profiel.stat().st_mode) == 0o700


def test_all_that_the_client_writes_lies_in_the_profile_and_the_key_does_not(tmp_path):
    plek = mappen(tmp_path)
    assert {plek.store.parent, plek.logboek.parent} == {plek.profiel}
    assert not plek.sleutelbestand.is_relative_to(plek.profiel)


def test_without_a_folder_it_is_the_local_profile_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setattr(
        "platformdirs.user_data_path", lambda *names, **options: tmp_path / options["roaming"].__repr__()
    )
    assert mappen(None).basis == tmp_path / "False"


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    assert code(Mappen(tmp_path / "file").maak) == "OPSLAG-17"


def test_the_store_keeps_its_name_when_the_profile_moves(tmp_path):
    plek = mappen(tmp_path / "a")
    plek.maak()
    name = plek.store_id()
    assert plek.store_id() == name
    plek.basis.rename(tmp_path / "b")
    assert mappen(tmp_path / "b").store_id() == name


def test_a_damaged_name_is_not_replaced_by_a_new_one(tmp_path):
    plek = mappen(tmp_path)
    plek.maak()
    (plek.profiel / "opslag.id").write_text("half")
    assert code(plek.store_id) == "OPSLAG-05"


# --- key ring


def ring(module: str, name: str, **functions: object):
    """An instance that calls itself `module.name`, as keyring's own backends do; keeps passwords in a dict."""

    class Ring:
        def __init__(self) -> None:
            self.kept = {}

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

    Ring.__module__, Ring.__name__, Ring.__qualname__ = module, name, name
    for function, body in functions.items():
        setattr(Ring, function, body)
    return Ring()


SAFE = [
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
]
PLAIN = [
    ("keyrings.alt.file", "PlaintextKeyring"),
    ("keyrings.alt.file", "EncryptedKeyring"),
    ("keyring.backends.fail", "Keyring"),
    ("keyring.backends.null", "Keyring"),
    ("mine", "WinVaultKeyring"),
]


@pytest.mark.parametrize("backend", SAFE)
def test_a_key_ring_that_encrypts_is_used(backend, monkeypatch, tmp_path):
    kept = ring(*backend)
    monkeypatch.setattr(keyring, "get_keyring", lambda: kept)
    plek = mappen(tmp_path)
    plek.maak()
    bewaarder = sleutelbewaarder(plek, demo=False)
    key = bewaarder.sleutel(plek.store)
    assert len(key) == 32
    assert sleutelbewaarder(plek, demo=False).sleutel(plek.store) == key
    bewaarder.raise_to("00AA00", Peil(3))
    assert bewaarder.read("00AA00") == Peil(3)
    assert {user for _, user in kept.kept} == {plek.store_id()}
    assert getattr(kept, "persist", None) == ("local machine" if backend[1] == "WinVaultKeyring" else None)
    assert not plek.sleutelbestand.exists()


@pytest.mark.parametrize("backend", PLAIN)
def test_any_other_key_ring_is_refused_and_nothing_is_kept_in_it(backend, monkeypatch, tmp_path):
    kept = ring(*backend)
    monkeypatch.setattr(keyring, "get_keyring", lambda: kept)
    plek = mappen(tmp_path)
    plek.maak()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/none")
    geen = backend[0] in ("keyring.backends.fail", "keyring.backends.null")
    assert code(lambda: sleutelbewaarder(plek, demo=False)) == ("OPSLAG-06" if geen else "OPSLAG-09")
    assert not kept.kept
    assert not plek.sleutelbestand.exists()


def test_in_a_chain_only_the_safe_one_is_used(monkeypatch):
    safe = ring(*SAFE[2])

    class Chain(ChainerBackend):
        backends = (ring(*PLAIN[0]), safe)

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    assert veilige_ring() is safe


def test_the_key_ring_of_the_tests_is_refused(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/none")
    assert code(veilige_ring) == "OPSLAG-06"


def test_a_key_ring_that_is_locked_or_forgets_is_said(monkeypatch, tmp_path):
    def locked(*_: object) -> None:
        raise PasswordSetError("canary")

    plek = mappen(tmp_path)
    plek.maak()
    for backend in (ring(*SAFE[2], set_password=locked), ring(*SAFE[2], set_password=lambda *_: None)):
        monkeypatch.setattr(keyring, "get_keyring", lambda backend=backend: backend)
        assert code(lambda: sleutelbewaarder(plek, demo=False).sleutel(plek.store)) == "OPSLAG-12"


def raised(name, base=Exception, /, **attributes):
    """An exception as a library that is not installed here raises it."""
    error = type(name, (base,), {})("canary")
    for attribute, value in attributes.items():
        setattr(error, attribute, value)
    return error


def wrapped(outer, inner):
    outer.__cause__ = inner
    return outer


CAUSES = {
    "locked": (KeyringLocked("canary"), "OPSLAG-10"),
    "locked, as the Secret Service says it": (raised("LockedException"), "OPSLAG-10"),
    "the question for the password was dismissed": (raised("PromptDismissedException"), "OPSLAG-10"),
    "locked, wrapped": (wrapped(InitError("canary"), raised("LockedException")), "OPSLAG-10"),
    "access denied by the system": (PermissionError(13, "canary"), "OPSLAG-11"),
    "access denied by Windows": (raised("error", winerror=5), "OPSLAG-11"),
    "no session of this user on Windows": (raised("error", winerror=1312), "OPSLAG-11"),
    "refused by the user on macOS": (raised("KeychainDenied"), "OPSLAG-11"),
    "access denied by D-Bus": (
        raised("DBusErrorResponse", name="org.freedesktop.DBus.Error.AccessDenied"),
        "OPSLAG-11",
    ),
    "the service is gone": (raised("SecretServiceNotAvailableException"), "OPSLAG-12"),
    "the bus is gone": (ConnectionResetError("canary"), "OPSLAG-12"),
    "it does not start": (InitError("canary"), "OPSLAG-12"),
    "the bus says something else": (
        raised("DBusErrorResponse", name="org.freedesktop.DBus.Error.NoReply"),
        "OPSLAG-12",
    ),
    "it does not keep": (PasswordSetError("canary"), "OPSLAG-12"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_FOUTEN_B6_each_cause_of_a_key_ring_that_fails_has_a_code_of_its_own(cause, monkeypatch, tmp_path):
    error, expected = CAUSES[cause]

    def fails(*_: object) -> None:
        raise error

    plek = mappen(tmp_path)
    plek.maak()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring(*SAFE[2], get_password=fails))
    with pytest.raises(BronSyncFout) as gevangen:
        sleutelbewaarder(plek, demo=False).sleutel(plek.store)
    assert gevangen.value.code == expected
    assert "canary" not in str(gevangen.value)


def test_FOUTEN_B6_each_code_of_the_key_says_something_else():
    codes = ("OPSLAG-05", "OPSLAG-06", "OPSLAG-09", "OPSLAG-10", "OPSLAG-11", "OPSLAG-12", "OPSLAG-13")
    assert len({FOUTEN[een].zin for een in codes}) == len(codes)


def test_FOUTEN_B6_a_setting_of_the_key_ring_that_does_not_hold_is_told(monkeypatch):
    def broken() -> None:
        raise ModuleNotFoundError("keyrings.canary")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert code(veilige_ring) == "OPSLAG-12"


@pytest.mark.skipif(sys.platform != "linux", reason="the bus of a desktop on Linux")
def test_FOUTEN_B6_without_the_bus_of_a_desktop_it_is_not_said_that_there_is_no_key_ring(monkeypatch, tmp_path):
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring("keyring.backends.fail", "Keyring"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert code(veilige_ring) == "OPSLAG-12"
    (tmp_path / "bus").touch()
    assert code(veilige_ring) == "OPSLAG-06"


@pytest.mark.parametrize("methode", ["get_password", "set_password", "delete_password"])
@pytest.mark.parametrize("soort", [OSError, RuntimeError])
def test_whatever_a_key_ring_says_when_it_fails_is_not_passed_on(monkeypatch, tmp_path, methode, soort):
    """Windows and D-Bus raise exceptions of their own; the secret is among the arguments of the call."""

    def stuk(zelf: object, service: str, username: str, *geheim: str) -> None:
        raise soort(f"canary {geheim}")

    plek = mappen(tmp_path)
    plek.maak()
    heel = ring(*SAFE[2])
    monkeypatch.setattr(keyring, "get_keyring", lambda: heel)
    bewaarder = sleutelbewaarder(plek, demo=False)
    if methode == "delete_password":
        bewaarder.sleutel(plek.store)
    setattr(type(heel), methode, stuk)
    with pytest.raises(BronSyncFout) as gevangen:
        bewaarder.wis() if methode == "delete_password" else bewaarder.sleutel(plek.store)
    assert gevangen.value.code == "OPSLAG-12"
    assert gevangen.value.__suppress_context__
    assert "canary" not in str(gevangen.value)


def test_a_store_without_its_key_gets_no_new_key(tmp_path):
    plek = mappen(tmp_path)
    plek.maak()
    plek.store.write_bytes(b"encrypted")
    assert code(lambda: sleutelbewaarder(plek, demo=True).sleutel(plek.store)) == "OPSLAG-05"
    assert not plek.sleutelbestand.exists()


@POSIX
def test_the_key_file_of_a_demo_is_the_owners_alone(tmp_path):
    plek = mappen(tmp_path)
    plek.maak()
    sleutelbewaarder(plek, demo=True).sleutel(plek.store)
    assert stat.S_IMODE(plek.sleutelbestand.stat().st_mode) == 0o600


def test_the_high_water_mark_never_goes_down_and_leaves_the_key_alone(tmp_path):
    bewaarder = Sleutelbewaarder(FileVault(tmp_path / "sleutel.json"))
    key = bewaarder.sleutel(tmp_path / "none")
    assert bewaarder.read("00AA00") == Peil()
    for generatie in (2, 5, 4):
        bewaarder.raise_to("00AA00", Peil(generatie, 10 + generatie, f"{generatie:064x}"))
    bewaarder.raise_to("00AA01", Peil(1))
    again = Sleutelbewaarder(FileVault(tmp_path / "sleutel.json"))
    assert again.read("00AA00") == Peil(5, 15, f"{5:064x}")
    assert again.read("00AA01") == Peil(1)
    assert again.read("00AA02") == Peil()
    assert again.sleutel(tmp_path / "none") == key


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sleutel": 1}', '{"sleutel": "AAAA"}', '{"sleutel": "!"}'])
def test_a_damaged_key_file_is_said_and_kept(content, tmp_path):
    path = tmp_path / "sleutel.json"
    path.write_text(content)
    assert code(lambda: Sleutelbewaarder(FileVault(path)).sleutel(tmp_path / "none")) == "OPSLAG-13"
    assert path.read_text() == content


def test_the_high_water_mark_of_an_older_version_counts_for_each_aanleverpunt(tmp_path):
    path = tmp_path / "sleutel.json"
    path.write_text('{"waterpeil": "41"}')
    bewaarder = Sleutelbewaarder(FileVault(path))
    assert bewaarder.read("00AA00") == Peil(41)
    bewaarder.raise_to("00AA00", Peil(40))
    assert bewaarder.read("00AA00") == Peil(41)
    bewaarder.raise_to("00AA00", Peil(42))
    assert (bewaarder.read("00AA00"), bewaarder.read("00AA01")) == (Peil(42), Peil(41))


@pytest.mark.parametrize("kept", ['{"waterpeil": "x"}', '{"waterpeil 00AA00": ""}', '{"waterpeil 00AA00": "1 2 x"}'])
def test_a_damaged_high_water_mark_is_not_taken_for_zero(kept, tmp_path):
    path = tmp_path / "sleutel.json"
    path.write_text(kept)
    assert code(lambda: Sleutelbewaarder(FileVault(path)).read("00AA00")) == "OPSLAG-13"


def test_a_key_file_that_cannot_be_written_is_said(tmp_path):
    assert code(lambda: FileVault(tmp_path / "none" / "sleutel.json").put("sleutel", "x")) == "OPSLAG-17"


def test_replacing_the_key_file_fails_before_the_old_one_is_gone(tmp_path, monkeypatch):
    bewaarder = Sleutelbewaarder(FileVault(tmp_path / "sleutel.json"))
    bewaarder.raise_to("00AA00", Peil(1))
    before = (tmp_path / "sleutel.json").read_bytes()

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bronsync.held_files.os.fsync", full)
    assert code(lambda: bewaarder.raise_to("00AA00", Peil(2))) == "OPSLAG-03"
    assert (tmp_path / "sleutel.json").read_bytes() == before


# --- progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_bar_grows_and_ends_its_line():
    terminal = Terminal()
    progress = TextProgress(terminal)
    for gedaan in range(5):
        progress.report(gedaan, 4, "Lezen")
    assert terminal.getvalue().count("\n") == 1
    assert "[###############...............]  50% Lezen" in terminal.getvalue()
    assert "100% Lezen" in terminal.getvalue()


def test_elsewhere_each_text_is_one_line():
    stroom = io.StringIO()
    progress = TextProgress(stroom)
    for gedaan, tekst in [(0, "Lezen"), (1, "Lezen"), (0, "Verzenden"), (0, "Verzenden")]:
        progress.report(gedaan, 0, tekst)
    assert stroom.getvalue() == "Lezen\nVerzenden\n"


# --- log


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "bronsync.log").read_text(encoding="utf-8").splitlines()]


def test_an_event_is_one_line_with_its_fields(tmp_path):
    with logboek.logboek(tmp_path):
        logboek.gebeurtenis("flow klaar", flow="acties-bepalen", aanleverpunt="00AA00", aantal=12)
    (line,) = lines(tmp_path)
    assert datetime.fromisoformat(line.pop("tijd")).utcoffset() == timedelta(0)
    assert line == {
        "niveau": "INFO",
        "gebeurtenis": "flow klaar",
        "flow": "acties-bepalen",
        "aanleverpunt": "00AA00",
        "aantal": 12,
    }


BSN = "999990019"
NAME = "Moulin"


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("leerling gelezen", {}),
        ("flow klaar", {"naam": NAME}),
        ("flow klaar", {"aantal": int(BSN)}),
        ("flow klaar", {"aantal": BSN}),
        ("flow klaar", {"aantal": True}),
        ("flow klaar", {"flow": NAME}),
        ("flow klaar", {"soort": NAME}),
        ("flow klaar", {"code": BSN}),
        ("flow klaar", {"aanleverpunt": f"00AA00 {BSN}"}),
        ("flow klaar", {"aanleverpunt": "00AA00\n"}),
        ("flow klaar", {"bericht_id": BSN}),
        ("flow klaar", {"leerling": f"L-{BSN[1:]}"}),
        ("flow klaar", {"operatie": f"ophalen{BSN}"}),
    ],
)
def test_what_is_not_on_the_lists_is_refused_without_repeating_it(event, fields, tmp_path):
    with logboek.logboek(tmp_path), pytest.raises(BronSyncFout) as caught:
        logboek.gebeurtenis(event, **fields)
    assert caught.value.code == "EIGEN-01"
    assert BSN not in repr(caught.value) + str(caught.value.__notes__)
    assert NAME not in repr(caught.value) + str(caught.value.__notes__)
    assert not (tmp_path / "bronsync.log").exists()


def fail(value: str) -> None:
    int(value)


@pytest.mark.warns
def test_of_an_exception_only_class_place_and_code_are_kept(tmp_path):
    with logboek.logboek(tmp_path):
        try:
            fail(NAME)
        except ValueError as caught:
            logboek.fout(caught, aanleverpunt="00AA00")
        logboek.fout(BronSyncFout("PROC-02", peildatum="2009-08-01"))
    own, users = lines(tmp_path)
    assert (own["klasse"], own["code"], own["niveau"]) == ("builtins.ValueError", "EIGEN-01", "ERROR")
    assert own["plaats"].startswith("test_systeem:")
    assert (users["code"], users["niveau"]) == ("PROC-02", "INFO")
    assert NAME not in (tmp_path / "bronsync.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({"reden": "geen_xml"}, {"reden": "geen_xml"}),
        ({"reden": NAME}, {}),
        ({"http_status": 503}, {"http_status": 503}),
        ({"http_status": int(BSN)}, {}),
        ({"adres": "localhost:1"}, {}),
    ],
)
def test_what_belongs_to_a_code_is_kept_when_it_is_on_the_list(more, kept, tmp_path):
    with logboek.logboek(tmp_path):
        logboek.fout(BronSyncFout("NET-07", **more))
    (line,) = lines(tmp_path)
    assert {name: value for name, value in line.items() if name in ("reden", "http_status", "adres")} == kept


@pytest.mark.warns
@pytest.mark.parametrize(
    "logger", ["zeep.transports", "urllib3", "sqlalchemy.engine", "requests", "other", "bronsync.x"]
)
def test_no_word_of_other_log_lines_is_kept_at_any_level(logger, tmp_path):
    text = NAME + " %(x)s"
    with logboek.logboek(tmp_path):
        log = logging.getLogger(logger)
        log.setLevel(logging.DEBUG)
        try:
            log.debug("HTTP Post: %s", BSN)
            log.warning(text, {"x": BSN}, extra={"velden": {"x": BSN}, "gebeurtenis": NAME})
            try:
                fail(NAME)
            except ValueError:
                log.exception("went wrong with %s", NAME)
        finally:
            log.setLevel(logging.NOTSET)
    text = (tmp_path / "bronsync.log").read_text(encoding="utf-8")
    assert len(lines(tmp_path)) == 3
    assert BSN not in text
    assert NAME not in text
    assert lines(tmp_path)[2]["klasse"] == "ValueError"


def test_B13_of_what_an_adapter_logs_only_fields_on_the_list_are_kept(tmp_path):
    good = {"sqlstate": "42000", "nummer": "229", "plek": "reader:184"}
    bad = {"sqlstate": NAME, "nummer": BSN, "plek": f"{NAME}:1", "tekst": NAME}
    with logboek.logboek(tmp_path):
        for fields in (good, bad, good | {"tekst": NAME}):
            logging.getLogger("bronsync.adapters.lvs2000.connection").info(
                "LVS2000: %s", NAME, extra={"velden": fields}
            )
        logboek.fout(BronSyncFout("LVS-12", **good))
    first, second, third, fault = lines(tmp_path)
    assert first.items() >= good.items() <= third.items()
    assert not second.keys() & bad.keys()
    assert fault.items() >= ({"code": "LVS-12"} | good).items()
    assert NAME not in (tmp_path / "bronsync.log").read_text(encoding="utf-8")


def test_libraries_that_print_messages_are_quiet(tmp_path):
    with logboek.logboek(tmp_path):
        for name in ("zeep.transports", "urllib3.connectionpool", "sqlalchemy.engine", "requests"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)


def test_the_log_never_grows_beyond_ten_files_of_two_megabytes(tmp_path, monkeypatch):
    monkeypatch.setattr(logboek, "_GROOTTE", 1000)
    with logboek.logboek(tmp_path):
        for nummer in range(500):
            logboek.gebeurtenis("bericht verzonden", actie=nummer)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 10
    assert all(path.stat().st_size <= 1000 for path in files)
    assert lines(tmp_path)[-1]["actie"] == 499


@POSIX
def test_the_log_is_the_owners_alone(tmp_path):
    with logboek.logboek(tmp_path / "logboek"):
        logboek.gebeurtenis("programma gestart")
    assert stat.S_IMODE((tmp_path / "logboek").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "logboek" / "bronsync.log").stat().st_mode) == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_log_that_cannot_be_written_stops_no_work_and_prints_nothing(tmp_path, monkeypatch, capsys):
    with Path("/dev/full").open("w", encoding="utf-8") as full, logboek.logboek(tmp_path):
        monkeypatch.setattr(logboek._Bestand, "_open", lambda _: full)
        logboek.gebeurtenis("flow klaar", aantal=1)
    assert capsys.readouterr() == ("", "")
