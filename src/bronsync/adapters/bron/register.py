"""BRON over SOAP: the port `Register` on the contract. zeep reads the WSDL and carries each call; the transport under it is ours.

The frozen bytes are the child of the SOAP body; the envelope is made around them per attempt. zeep builds the envelope from the WSDL's
operation and binding, a plugin puts the frozen element in, and `post_xml` hands it to `transport.Transport`. Its values are never used to write
or to read: it checks no facet, and its reader is some ten times as dear as ours and validates nothing (SOAP D, PERFORMANCE 5), so answers
are read by `berichten`. zeep's WSSE is never used. zeep is imported when the first call is made.
Under the profile `edukoppeling` a `Zegel` signs what goes out and proves what comes back, before it is read.
Sources: DESIGN 4 and 9, SOAP 0, B, E and F, RELIABILITY B1, C1, C2.
"""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final, NoReturn

from lxml import etree

from bronsync.adapters.bron import berichten
from bronsync.adapters.bron.berichten import OnleesbaarError
from bronsync.adapters.bron.contract import ADRES, NAAMRUIMTE, SOAP, WSDL, contractadres
from bronsync.adapters.bron.elementen import label
from bronsync.adapters.bron.foutcodes import beoordeel
from bronsync.adapters.bron.https.identiteit import P12, Identiteit, lees_identiteit, maak_context, rsa_bits
from bronsync.adapters.bron.https.netwerk import weg_naar
from bronsync.adapters.bron.https.tlsmelding import tls_melding
from bronsync.adapters.bron.https.transport import HttpAntwoord, Transport
from bronsync.adapters.bron.omgeving import BronOmgeving, Profiel
from bronsync.adapters.bron.zegel.edukoppeling import SPELING, Zegel
from bronsync.adapters.bron.zegel.wsse import WsseFout, canoniek
from bronsync.application.ports import Pagina, Terugkoppelbericht
from bronsync.domain.errors import BronSyncFout, NietVerzonden, Onduidelijk
from bronsync.domain.vergelijking.berichten import Antwoord, Bericht, Terugkoppeling

_log = logging.getLogger(__name__)

_BINDING: Final = f"{{{NAAMRUIMTE}}}BronPoSoap11"


class BronRegister:
    """The register, seen from one aanleverpunt. What needs no network works without a certificate, or without a register, too.

    `certificaat` is asked before each call which certificate is in use now: a new one may have come beside it. `omgeving` is None where
    there is no register to connect to (INST-03).
    """

    def __init__(
        self,
        omgeving: BronOmgeving | None,
        aanleverpunt: str,
        certificaat: Callable[[], P12],
        nu: Callable[[], datetime] | None = None,
        nieuw_id: Callable[[], object] = uuid.uuid4,
        lees_identiteit: Callable[[P12, str, str, datetime], Identiteit] = lees_identiteit,
    ) -> None:
        self._nieuw_id, self._lees_identiteit = nieuw_id, lees_identiteit
        self._omgeving, self._aanleverpunt, self._certificaat = omgeving, aanleverpunt, certificaat
        self._nu = nu or (lambda: datetime.now(UTC))
        self._open: _Open | None = None

    @property
    def herhaling_veilig(self) -> bool:
        return self._omgeving is not None and self._omgeving.herhaling_veilig

    def certificaat_tot(self) -> date | None:
        """Last day on which the certificate in use is valid; None when there is none that can be read."""
        try:
            return self._connection().identiteit.geldig_tot.date()
        except BronSyncFout:
            return None

    def rsa_bits(self) -> int:
        """Of the key of that certificate; 0 when it is of another kind, or when there is none that can be read."""
        try:
            return rsa_bits(self._connection().identiteit.certificaat)
        except BronSyncFout:
            return 0

    def controleer_certificaat(self) -> None:
        """Raises what a call over the network would raise now for want of a usable certificate."""
        self._gekeurd()

    def tls_melding(self) -> dict[str, str]:
        """How the line is protected now, with the certificate in use where there is one that can be read; empty without a register."""
        if self._omgeving is None:
            return {}
        try:
            context = self._connection().identiteit.context
        except BronSyncFout:
            context = maak_context(self._omgeving.uitgevers_pem)
        return tls_melding(self._omgeving.url, context)

    def sluit(self) -> None:
        """Closes the connection."""
        if self._open:
            self._open.roeper.transport.sluit()
            self._open = None

    # --- without network

    def schrijf(self, bericht: Bericht) -> bytes:
        return berichten.schrijf(bericht)

    def operatie(self, bericht: Bericht) -> str:
        return berichten.operatie(bericht)

    def lees(self, raw: bytes) -> Terugkoppeling:
        return berichten.lees(raw)

    # --- over the network

    def verzend(self, operatie: str, body: bytes) -> Antwoord:
        antwoord = self._roep(operatie, body)
        try:
            return berichten.lees_antwoord(_inhoud(antwoord, operatie), berichten.bericht_id_van(body))
        except OnleesbaarError as fout:
            raise _onbruikbaar(operatie, fout) from None

    def haal(self, tijdstip: str, bericht_id: str) -> Pagina:
        body = berichten.schrijf_ophalen(self._aanleverpunt, bericht_id, tijdstip)
        antwoord = self._roep(berichten.OPHALEN, body)
        try:
            stuks, meer, hoogste = _splits(antwoord.inhoud, bericht_id)
        except OnleesbaarError as fout:
            raise _onbruikbaar(berichten.OPHALEN, fout) from None
        return Pagina(stuks, meer, antwoord.klokverschil, hoogste)

    def bevestig(self, tijdstip: str, bericht_id: str, tot_en_met: int) -> None:
        body = berichten.schrijf_bevestigen(self._aanleverpunt, bericht_id, tijdstip, tot_en_met)
        antwoord = self._roep(berichten.BEVESTIGEN, body)
        try:
            bevestigd = berichten.lees_bevestiging(_inhoud(antwoord, berichten.BEVESTIGEN), bericht_id)
        except OnleesbaarError as fout:
            raise _onbruikbaar(berichten.BEVESTIGEN, fout) from None
        if bevestigd < tot_en_met:
            raise Onduidelijk("NET-07")

    def bereik(self) -> tuple[str, int]:
        """Reaches the register with the certificate in use and changes nothing; gives the host and port really used."""
        return self._gekeurd().roeper.transport.bereik()

    def _roep(self, operatie: str, body: bytes) -> HttpAntwoord:
        try:
            connection = self._gekeurd()
        except BronSyncFout as fout:
            raise NietVerzonden(fout.code, **fout.waarden) from None  # no byte has left
        try:
            return connection.roeper.roep(operatie, body)
        except OnleesbaarError as fout:
            raise _onbruikbaar(operatie, fout) from None

    def netwerk(self) -> str:
        """By which way it is reached, when that is worth saying."""
        return weg_naar(self._omgeving.url).zin if self._omgeving else ""

    def _gekeurd(self) -> _Open:
        """The connection, its certificate looked at again: it may have expired since the last message (F29)."""
        connection = self._connection()
        connection.identiteit.controleer(self._nu())
        return connection

    def _connection(self) -> _Open:
        """With the certificate in use: the same connection as long as that is the same one."""
        if self._omgeving is None:
            raise BronSyncFout("INST-03")
        p12 = self._certificaat()
        if self._open is None or self._open.p12 != p12:
            self.sluit()
            identiteit = self._lees_identiteit(p12, self._aanleverpunt, self._omgeving.uitgevers_pem, self._nu())
            ondertekend = self._omgeving.profiel is Profiel.EDUKOPPELING
            zegel = Zegel(self._omgeving, identiteit, self._nu) if ondertekend else None
            transport = Transport(self._omgeving.url, identiteit.context, weg=weg_naar(self._omgeving.url))
            self._open = _Open(p12, identiteit, _Roeper(self._omgeving.url, transport, zegel, self._nieuw_id))
        return self._open


# --- calling: zeep on the contract ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Open:
    """An open connection, and the certificate that it was opened with."""

    p12: P12
    identiteit: Identiteit
    roeper: _Roeper


class _Roeper:
    """zeep's client on the WSDL in the package, and the connection under it."""

    def __init__(self, url: str, transport: Transport, zegel: Zegel | None, nieuw_id: Callable[[], object]) -> None:
        self.transport, self._nieuw_id = transport, nieuw_id
        self._url, self.zegel = url, zegel
        self._client: Any = None

    def roep(self, operatie: str, body: bytes) -> HttpAntwoord:
        """One call with frozen bytes; of the answer only what the seal proves, where there is one. It is not yet looked at."""
        import zeep.xsd  # 0.13 s: not before the first call

        # of this attempt alone: the bedrijfsdocument keeps its own id, by which a repeat is known (S10)
        poging = f"urn:uuid:{self._nieuw_id()}"

        if self._client is None:
            self._client = _client(self.transport, self.zegel)
        binding = self._client.wsdl.bindings[_BINDING]
        # The operation's own values stay out: the plugin puts the frozen element in their place.
        delen = {naam: zeep.xsd.SkipValue for naam, _ in binding.get(operatie).input.body.type.elements}
        antwoord = binding.send(
            self._client, {"address": self._url, "bevroren": body, "poging": poging}, operatie, (), delen
        )
        assert isinstance(antwoord, HttpAntwoord), "raw_response gives what post_xml gave"  # noqa: S101 - narrows zeep's Any
        return _geopend(self.zegel, antwoord, operatie, poging) if self.zegel else antwoord


def _client(transport: Transport, zegel: Zegel | None) -> Any:  # noqa: ANN401 - zeep ships no types
    import zeep
    import zeep.exceptions
    import zeep.plugins

    class ZeepTransport:
        """What zeep asks of a transport: files of the contract, and one POST."""

        def load(self, url: str) -> bytes:
            return contractadres(url)

        def post_xml(self, _address: str, envelope: etree._Element, headers: dict[str, str]) -> HttpAntwoord:
            # the address is the URL that the line was made for: it never comes from the WSDL
            return transport.post(etree.tostring(envelope, encoding="UTF-8", xml_declaration=True), dict(headers))

    class Bevroren(zeep.plugins.Plugin):
        """Puts the frozen element in the envelope, and seals it where the profile asks for that."""

        def egress(self, envelope: Any, http_headers: Any, operation: Any, binding_options: Any) -> Any:  # noqa: ANN401 - zeep has no types
            bevroren = binding_options["bevroren"]
            if zegel is not None:
                inhoud, poging = etree.fromstring(bevroren), binding_options["poging"]
                return zegel.verzegel(inhoud, operation.soapaction, poging), http_headers
            envelope.find(f"{{{SOAP}}}Body")[:] = [etree.fromstring(bevroren)]
            return envelope, http_headers

    settings = zeep.Settings(
        strict=True, raw_response=True, xml_huge_tree=False, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    maak: Any = zeep.Client  # it has no annotations
    try:
        return maak(ADRES + WSDL, transport=ZeepTransport(), plugins=[Bevroren()], settings=settings)
    except zeep.exceptions.Error as fout:  # what it refuses before it asks for it
        _log.error("the contract cannot be read: %s", type(fout).__name__)
        raise BronSyncFout("EIGEN-01") from None


# --- reading the envelope ---------------------------------------------------------------------------------------------------------------


def _onbruikbaar(operatie: str, fout: OnleesbaarError) -> Onduidelijk:
    _log.info("answer to %s cannot be read: %s", operatie, fout.reden)
    return Onduidelijk("NET-08" if fout.reden.startswith("te_") else "NET-07", reden=fout.reden)


def _geopend(zegel: Zegel, antwoord: HttpAntwoord, operatie: str, poging: str) -> HttpAntwoord:
    """The answer with nothing in it but what was proved. An unsigned fault is told, but it proves nothing (SOAP B)."""
    root = berichten.ontleed(antwoord.inhoud, remove_pis=False)
    try:
        return replace(antwoord, inhoud=zegel.open(root, f"{NAAMRUIMTE}/{operatie}", poging))
    except WsseFout as fout:
        _log.info("answer to %s is not signed as it should be: %s", operatie, fout)
        reden, tijd_of_weigering = fout.reden, fout.reden in ("tijd", "geen_beveiliging")
    if tijd_of_weigering and abs(antwoord.klokverschil) > SPELING.total_seconds():
        raise Onduidelijk("NET-11")  # either side refuses a timestamp for it
    inhoud = _romp(root)
    if inhoud.tag == f"{{{SOAP}}}Fault":
        _fout(inhoud, bewezen=False)
    raise Onduidelijk("NET-17" if reden == "niet_vertrouwd" else "NET-07", reden=reden)


def _romp(root: etree._Element) -> etree._Element:
    """The one element in the one body of an envelope."""
    rompen = root.findall(f"{{{SOAP}}}Body") if root.tag == f"{{{SOAP}}}Envelope" else []
    if len(rompen) != 1 or len(rompen[0]) != 1:
        raise OnleesbaarError("geen_envelop")
    return rompen[0][0]


def _inhoud(antwoord: HttpAntwoord, operatie: str) -> etree._Element:
    """The answer of an operation; a fault is raised."""
    inhoud = _romp(berichten.ontleed(antwoord.inhoud))
    if inhoud.tag == f"{{{SOAP}}}Fault":
        _fout(inhoud)
    if antwoord.status != 200 or inhoud.tag != label(f"{operatie}_response"):
        raise OnleesbaarError("onbekend_bericht")
    return inhoud


def _fout(fault: etree._Element, *, bewezen: bool = True) -> NoReturn:
    """A SOAP fault: what it proves is for `foutcodes` to say. Its text may hold personal data: not used."""
    foutcode = fault.findtext(f"detail/{label('technischeFout')}/{label('foutcode')}") or ""
    oordeel = beoordeel(fault.findtext("faultcode") or "", foutcode, fault.findtext("faultstring") or "")
    _log.info("SOAP fault %s", oordeel.foutcode)
    zeker = bewezen and oordeel.niet_aangenomen
    raise (NietVerzonden if zeker else Onduidelijk)(oordeel.code, foutcode=oordeel.foutcode)


def _splits(inhoud: bytes, bericht_id: str) -> tuple[tuple[Terugkoppelbericht, ...], bool, int]:
    """The pieces of feedback in an answer, each as bytes that can be stored and read alone; never more than one in memory as a tree.

    Beside them whether more is waiting, and the highest number that was ever given out.

    Each piece is canonical (exclusive c14n): the same feedback gives the same bytes, whatever stood around it. Their content is not judged
    here: one piece that is wrong must not stop the others from being stored (I5).
    """
    berichten.keur(inhoud)
    stuk, antwoord = label("terugkoppeling"), label(f"{berichten.OPHALEN}_response")
    stuks: list[Terugkoppelbericht] = []
    los: dict[str, str] = {}
    stream = etree.iterparse(
        io.BytesIO(inhoud),
        tag=(stuk, f"{{{SOAP}}}Fault", *map(label, ("antwoordOp", "meerAanwezig", "hoogsteOntvangstnummer"))),
        remove_pis=True,
        **berichten.HOSTILE,
    )
    try:
        for _, element in stream:
            ouder = element.getparent()
            if element.tag == f"{{{SOAP}}}Fault":
                _fout(element)
            if ouder is None or ouder.tag != antwoord:
                continue  # `antwoordOp` also stands inside a terugkoppeling
            if element.tag == stuk:
                stuks.append(_stuk(element))
                element.clear()
            else:
                los[etree.QName(element).localname] = element.text or ""
    except etree.XMLSyntaxError:
        raise OnleesbaarError("geen_xml") from None
    if stream.root is None or _romp(stream.root).tag != antwoord:
        raise OnleesbaarError("onbekend_bericht")
    if los.get("antwoordOp") != bericht_id:
        raise OnleesbaarError("ander_bericht")
    meer, hoogste = (
        berichten.lees_waar(los.get("meerAanwezig", "")),
        berichten.lees_getal(los.get("hoogsteOntvangstnummer", "")),
    )
    if meer is None or hoogste is None:
        raise OnleesbaarError("schema")
    return tuple(stuks), meer, hoogste


def _stuk(element: etree._Element) -> Terugkoppelbericht:
    nummer = berichten.lees_getal(element.findtext(label("ontvangstnummer")) or "")
    if not nummer:
        raise OnleesbaarError("geen_ontvangstnummer")
    try:
        raw = canoniek(element)
    except WsseFout:  # it has no canonical form: kept as it is, to be found not understood
        raw = etree.tostring(element, with_tail=False)
    return Terugkoppelbericht(nummer, raw)
