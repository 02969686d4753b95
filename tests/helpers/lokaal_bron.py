"""The register's port bound in process: real messages as bytes, through the simulator's own core, without sockets.

The client's writer and reader on one side, `bron_simulator.lokaal` on the other; they share nothing but bytes.
"""

from __future__ import annotations

from lxml import etree

from bronsync.adapters.bron import berichten, register
from bronsync.application.ports import Pagina
from bronsync.domain.errors import Onduidelijk
from bronsync.domain.vergelijking.berichten import Antwoord, Bericht, Terugkoppeling
from helpers.lokaal_register import LokaalRegister

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


class LokaalBron:
    """Port `Register` for one aanleverpunt on a register in this process."""

    def __init__(self, kern: LokaalRegister, aanleverpunt: str, *, herhaling_veilig: bool = True) -> None:
        self.kern, self.aanleverpunt = kern, aanleverpunt
        self.herhaling_veilig = herhaling_veilig

    def schrijf(self, bericht: Bericht) -> bytes:
        return berichten.schrijf(bericht)

    def operatie(self, bericht: Bericht) -> str:
        return berichten.operatie(bericht)

    def lees(self, raw: bytes) -> Terugkoppeling:
        return berichten.lees(raw)

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        inhoud = self._roep(operatie, body)
        return berichten.lees_antwoord(inhoud, berichten.bericht_id_van(body))

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        body = berichten.schrijf_ophalen(self.aanleverpunt, bericht_id, tijdstip)
        stuks, meer, hoogste = register._splits(self._envelop_antwoord(berichten.OPHALEN, body), bericht_id)
        return Pagina(stuks, meer, hoogste=hoogste)

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        body = berichten.schrijf_bevestigen(self.aanleverpunt, bericht_id, tijdstip, tot_en_met)
        self._roep(berichten.BEVESTIGEN, body)

    def _envelop_antwoord(self, operatie: str, body: bytes) -> bytes:
        envelop = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
        etree.SubElement(envelop, f"{{{SOAP}}}Body").append(etree.fromstring(body))
        status, _, antwoord = self.kern.verwerk(operatie, {}, etree.tostring(envelop), self.aanleverpunt)
        if status != 200:
            raise Onduidelijk("NET-07")
        return antwoord

    def _roep(self, operatie: str, body: bytes) -> etree._Element:
        romp = etree.fromstring(self._envelop_antwoord(operatie, body)).find(f"{{{SOAP}}}Body")
        assert romp is not None
        return romp[0]
