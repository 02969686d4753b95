"""Builds the environment of a register into a release: a file of `installer/omgevingen`, proved by the program's own reader.

Without one the program says that it has no register and opens on the demo school. What it does not know: whether the register answers.
"""

from __future__ import annotations

import shutil
from pathlib import Path


def built_in(source: Path, name: str, updates: Path | None) -> None:
    """Puts the environment, and where updates come from, among the resources of the sources that the release is made of."""
    if name:
        from bronsync.adapters.bron.omgeving import lees_ingebouwd

        text = (source / "installer/omgevingen" / f"{name}.toml").read_bytes()
        lees_ingebouwd(text)  # what is no environment stops the release here
        (source / "resources/omgeving").mkdir()
        (source / "resources/omgeving/omgeving.toml").write_bytes(text)
    if updates:
        (source / "resources/updates").mkdir(exist_ok=True)
        for file in ("root.json", "adres.txt"):
            shutil.copyfile(updates / file, source / "resources/updates" / file)
