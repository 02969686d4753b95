"""The Qt binding is one that can be trusted on this Python."""

import sys
import tomllib

from packaging.requirements import Requirement
from PySide6.QtCore import QObject


def test_binding_keeps_refcounts():
    """PySide6 6.12.0 loses a reference of None with each call on CPython < 3.12; after some 5,000 the process aborts."""
    o = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        o.setObjectName("x")
    assert sys.getrefcount(None) - before > -50


def test_the_broken_binding_is_excluded_while_python_3_11_is_supported(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    qt = next(r for r in map(Requirement, project["dependencies"]) if r.name == "PySide6-Essentials")
    assert project["requires-python"] == ">=3.11"
    assert not qt.specifier.contains("6.12.0")
