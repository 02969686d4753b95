"""What holds for every test: profiles of hypothesis, no screen, no key ring, no network for the core, a silent log."""

import logging
import os
import socket
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt or keyring; processes that a test starts inherit it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# No deadline and no health check on speed: how fast this machine happens to be must not decide a test.
_NOT_TIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=25, stateful_step_count=20, **_NOT_TIMED)
# The same examples every time: a submission is judged on what it changed. The other two look further each time. Few: of planted defects
# the properties caught none that the tests beside a module had passed; the mutants run a thousand, the large profile thousands.
settings.register_profile("ci", max_examples=50, stateful_step_count=30, derandomize=True, **_NOT_TIMED)
settings.register_profile("large", max_examples=5000, stateful_step_count=60, **_NOT_TIMED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

if sys.version_info < (3, 13):  # what a later Python objects to must be seen on each

    class _Connection(sqlite3.Connection):
        """Says, as of Python 3.13 all do, that nobody closed it."""

        closed = True

        def __init__(self, *place: object, **options: object) -> None:
            super().__init__(*place, **options)
            self.closed = False

        def close(self) -> None:
            self.closed = True
            super().close()

        def __del__(self) -> None:
            if not self.closed:
                warnings.warn(f"unclosed database in {self!r}", ResourceWarning, source=self, stacklevel=2)

    _connect = sqlite3.connect
    sqlite3.connect = lambda *place, **options: _connect(*place, **{"factory": _Connection} | options)

    def _no_date(value: object) -> str:
        warnings.warn("the default date adapter is deprecated as of Python 3.12", DeprecationWarning, stacklevel=2)
        return str(value)

    for _kind in (date, datetime):
        sqlite3.register_adapter(_kind, _no_date)

OUR_LOGGERS = ("bronsync", "bron_simulator", "bronsync_demo")
PURE_SUITES = {"unit", "property", "architecture"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "warns: this test expects warnings in our log")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "large" in config.option.markexpr:
        return
    on_demand = pytest.mark.skip(reason="on demand: choose it with -m large")
    for item in items:
        if item.get_closest_marker("large"):
            item.add_marker(on_demand)


@pytest.fixture(autouse=True)
def _core_has_no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if PURE_SUITES.isdisjoint(request.path.parts):
        return

    def refuse(*_: object) -> None:
        raise AssertionError("a test of the pure core opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in OUR_LOGGERS:
            self.seen.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _silence_is_success(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in our log fails the test, unless it is marked `warns`."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.seen and not request.node.get_closest_marker("warns"):
        pytest.fail("warnings in the log:\n" + "\n".join(handler.seen))


@pytest.fixture
def geen_controles() -> Iterator[None]:
    """The flows without the controles, for worlds of pupils that have no more than a flow needs."""
    from helpers.omgeving import zonder_controles

    with zonder_controles():
        yield
