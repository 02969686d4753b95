"""The power of the tests is itself tested: each known error, put in, must turn its named test red (ARCHITECTURE 7.3).

A few in CI; all with `python -m pytest tests/mutants -m "large or not large"`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutants.mutanten import MUTANTEN, Mutant

ROOT = Path(__file__).parents[2]


def _merk(mutant: Mutant):
    marks = [] if mutant.snel else [pytest.mark.large]
    return pytest.param(mutant, id=mutant.naam, marks=[*marks, pytest.mark.timeout(600)])


def test_every_mutant_has_a_name_of_its_own():
    namen = [mutant.naam for mutant in MUTANTEN]
    assert len(namen) == len(set(namen))
    assert len(namen) > 20


def test_every_mutant_still_fits():
    """Else it is found out in the long run only, and proves nothing until then."""
    bronnen = {m.module: (ROOT / "src" / f"{m.module.replace('.', '/')}.py").read_text("utf-8") for m in MUTANTEN}
    assert [mutant.naam for mutant in MUTANTEN if bronnen[mutant.module].count(mutant.oud) != 1] == []


@pytest.mark.parametrize("mutant", [_merk(mutant) for mutant in MUTANTEN])
def test_the_named_test_notices(mutant: Mutant):
    omgeving = os.environ | {
        "BRONSYNC_MUTANT": mutant.naam,
        "HYPOTHESIS_PROFILE": "mutant",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    opdracht = [sys.executable, "-m", "pytest", "-p", "mutants.plugin", "-p", "no:cacheprovider", "-p", "no:randomly"]
    opdracht += ["-x", "-q", "--no-header", "--tb=line", "--timeout=500", "-m", "large or not large", mutant.test]
    uitslag = subprocess.run(opdracht, cwd=ROOT, env=omgeving, capture_output=True, text=True, check=False)
    laatste = uitslag.stdout.strip().splitlines()[-1:] or [uitslag.stderr[-300:]]
    # 1: tests ran and failed. Anything else (nothing collected, mutant no longer fits) is no proof.
    assert uitslag.returncode == 1, f"{mutant.naam} survived: {laatste[0]}\n{uitslag.stderr[-500:]}"
    assert " failed" in laatste[0]
    assert "error" not in laatste[0]
