"""Puts the mutant named by BRONSYNC_MUTANT into its module before any test imports it. Loaded with `-p mutants.plugin`."""

import importlib.util
import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

from mutants.mutanten import MUTANTEN

# No shrinking and no memory of earlier runs: one failing example is enough, and the same ones each time.
settings.register_profile(
    "mutant",
    max_examples=1000,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def zet_in(naam: str) -> None:
    mutant = next(een for een in MUTANTEN if een.naam == naam)
    spec = importlib.util.find_spec(mutant.module)
    assert spec is not None
    assert spec.origin is not None
    bron = Path(spec.origin).read_text(encoding="utf-8")
    aantal = bron.count(mutant.oud)
    if aantal != 1:
        raise SystemExit(f"mutant {naam}: its words stand {aantal} times in {mutant.module}; write it anew")
    assert mutant.module not in sys.modules, "too late: already imported"
    module = importlib.util.module_from_spec(spec)
    sys.modules[mutant.module] = module
    exec(compile(bron.replace(mutant.oud, mutant.nieuw), spec.origin, "exec"), module.__dict__)
    ouder, _, blad = mutant.module.rpartition(".")
    setattr(sys.modules[ouder], blad, module)


zet_in(os.environ["BRONSYNC_MUTANT"])
