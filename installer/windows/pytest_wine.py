"""A plugin of pytest, loaded by `suites.py` inside that Windows: works around what Wine 8 cannot do, and expects what is Wine's fault.

What is Wine's fault stands in `tests/wine.toml`, by name and with its reason. A test that is expected to fail there and does not is a
failure: then the list is old. One with `run = false` would end or hold the whole run, and is left out.
"""

import os
import tomllib
from pathlib import Path

import pytest

# Without a screen Qt looks for typefaces in a folder of its own and warns that it is not there. Not given from outside: Wine keeps what
# begins with QT_ from its programs.
os.environ["QT_QPA_FONTDIR"] = str(Path(__file__).resolve().parents[2] / "resources" / "lettertype")


def pytest_configure() -> None:
    import _winapi

    if hasattr(_winapi, "CopyFile2"):
        del _winapi.CopyFile2  # Wine 8 ends the process at it; shutil then copies by itself


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    listed = tomllib.loads(Path(config.rootpath, "tests", "wine.toml").read_text(encoding="utf-8"))["fault"]
    for item in items:
        for fault in listed:
            if any(item.nodeid == test or item.nodeid.startswith((f"{test}[", f"{test}::")) for test in fault["tests"]):
                reason = f"Wine: {fault['reason']}"
                run, strict = fault.get("run", True), fault.get("always", True)
                item.add_marker(
                    pytest.mark.xfail(reason=reason, run=run, strict=strict) if run else pytest.mark.skip(reason=reason)
                )
