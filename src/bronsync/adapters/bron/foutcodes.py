"""What a SOAP fault proves of the message it answers: that it was not taken, so that it may go anew, or nothing.

Proof is a code by which the register refuses a message before it looks at what it asks: those of Digikoppeling and Edukoppeling (DK0001 to
DK0011, EK0020 to EK0031), of SOAP itself (1.1, 4.4.1: a version or a header that is not understood), of WS-Security (1.1, ch. 12) and of
WS-Addressing (1.0 SOAP binding, 6.4). What is the server's own trouble proves nothing: it may come after the work was done.
The text of a fault may hold personal data; only whether it speaks of maintenance is looked at.
ASSUMED for PO; what each number means is told by `resources/signalen`. Sources: DOMAIN 4.1, SOAP C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bronsync.domain.errors import FOUTWOORDEN

_NIET_AANGENOMEN: Final = {f"DK{n:04d}" for n in range(1, 12)} | {f"EK{n:04d}" for n in range(20, 32)}
_STORING: Final = {"DK0050", "DK0051"}
_VAN_DE_STANDAARDEN: Final = FOUTWOORDEN - {"Client", "Server"}
_ONDERHOUD: Final = re.compile("onderhoud|maintenance", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Foutoordeel:
    """The code of `errors.FOUTEN`, the register's own code as it may be shown, and whether the message was certainly not taken."""

    code: str
    foutcode: str
    niet_aangenomen: bool


def beoordeel(faultcode: str, foutcode: str, tekst: str) -> Foutoordeel:
    """`faultcode` of SOAP, `foutcode` of the detail or empty, `tekst` the faultstring."""
    kaal = faultcode.strip().rpartition(":")[2]
    gegeven = foutcode.strip() or kaal
    nummer, partijen = gegeven.rpartition(".")[2], {gegeven.partition(".")[0], kaal.partition(".")[0]}
    if not re.fullmatch("(DK|EK)[0-9]{4}|SIM-[0-9A-Z]{1,10}", nummer) and nummer not in _VAN_DE_STANDAARDEN:
        nummer = next((partij for partij in ("Server", "Client") if partij in partijen), "onbekend")
    if nummer in _STORING or "Server" in partijen:
        return Foutoordeel("NET-06" if _ONDERHOUD.search(tekst) else "NET-16", nummer, niet_aangenomen=False)
    return Foutoordeel("NET-09", nummer, nummer in _NIET_AANGENOMEN or nummer in _VAN_DE_STANDAARDEN)
