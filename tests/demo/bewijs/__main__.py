"""`python -m demo.bewijs --map DIR [--leerlingen N] [--schoolsoort S] [--seed N] [--personen FILE]`: the run with its proof, as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from bronsync.adapters.system.progress import SilentProgress
from bronsync.resources import resource
from bronsync_demo.__main__ import PERSONEN, parser
from bronsync_demo.draaiboek import bereid_voor
from demo.bewijs.draaiboek import Bewijs, Bewijsdraaiboek


def main() -> int:
    keuzes = parser().parse_args()
    personen = keuzes.personen or resource(*PERSONEN)
    opdracht = bereid_voor(keuzes.map, personen, keuzes.leerlingen, keuzes.schoolsoort, keuzes.seed)
    bewijs = Bewijsdraaiboek(keuzes.map, opdracht, SilentProgress(), lambda _: None).draai()
    assert isinstance(bewijs, Bewijs)
    print(json.dumps(asdict(bewijs)))
    return 0 if bewijs.klaar and not bewijs.velden_gelijk.verschillen else 1


if __name__ == "__main__":
    sys.exit(main())
