"""Real ODBC drivers against a small server that speaks TDS (`helpers/tds_server.py`): what they make of each cause, and of a line that is cut.

Runs where a driver is installed (Debian `tdsodbc`, or `mssql-python-odbc`); elsewhere it is skipped in plain sight. Says nothing of SQL Server.
"""

import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bronsync.adapters.lvs2000 import connection
from bronsync.adapters.lvs2000.connection import Verbinding
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.domain.errors import BronSyncFout
from helpers.tds_server import TdsServer, fout, iedere_verbinding


def _drivers():
    try:
        namen = connection._pyodbc().drivers()
    except ImportError:
        return []
    microsoft = connection.packaged_driver() or any("for SQL Server" in naam for naam in namen)
    return [*(["microsoft"] if microsoft else []), *(["freetds"] if "FreeTDS" in namen else [])]


DRIVERS = _drivers()


def test_the_drivers_are_held_to_this_too():
    if not DRIVERS:
        pytest.skip("NOT RUN with a real driver: neither FreeTDS nor Microsoft's is installed here")


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """A certificate that nobody knows."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam, nu = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sql01")]), dt.datetime.now(dt.UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(1)
        .not_valid_before(nu - dt.timedelta(days=1))
        .not_valid_after(nu + dt.timedelta(days=1))
        .sign(sleutel, hashes.SHA256())
    )
    pad = tmp_path_factory.mktemp("tls") / "sql01.pem"
    prive = sleutel.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pad.write_bytes(prive + certificaat.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pad)
    context.maximum_version = (
        ssl.TLSVersion.TLSv1_2
    )  # in TLS 1.3 the session tickets follow the handshake, which TDS 7.4 does not expect
    return context


@pytest.fixture
def server(tls):
    server = TdsServer(tls)
    yield server
    server.sluit()


@pytest.fixture(params=DRIVERS)
def driver(request, monkeypatch):
    if request.param == "freetds":
        monkeypatch.setattr(connection, "packaged_driver", lambda: None)
        monkeypatch.setattr(connection._pyodbc(), "drivers", lambda: ["FreeTDS"])
    monkeypatch.setattr(connection, "_SECONDEN_VERBINDEN", 2)
    monkeypatch.setattr(connection, "_SECONDEN_PER_VRAAG", 2)
    return request.param


@pytest.fixture
def maak(driver):
    gemaakt = []

    def maak(poort, *, vertrouw=True, server="127.0.0.1"):
        gemaakt.append(LvsDatabase(Verbinding(f"{server},{poort}", "lvs", "u", "p", vertrouw)))
        return gemaakt[-1]

    yield maak
    for een in gemaakt:
        een.sluit()


def code_van(doe):
    with pytest.raises(BronSyncFout) as gevangen:
        doe()
    assert "999990019" not in f"{gevangen.value!s}{gevangen.value.waarden}"
    return gevangen.value.code


def neem_en_laat_los(lvs):
    with lvs.vergrendel("00AA00"):
        lvs.eis_vergrendeld()


def test_it_reads_and_holds_the_lease(server, maak):
    lvs = maak(server.poort)
    assert lvs.aanleverpunten() == ("00AA00",)
    neem_en_laat_los(lvs)


@pytest.mark.parametrize(
    ("nummer", "klasse", "code"),
    [(18456, 14, "LVS-12"), (18488, 14, "LVS-12"), (4060, 11, "LVS-13"), (911, 16, "LVS-13"), (17142, 14, "LVS-20")],
)
def test_B13_a_login_that_is_refused(server, maak, nummer, klasse, code):
    server.login = fout(nummer, klasse)
    assert code_van(maak(server.poort).aanleverpunten) == code


@pytest.mark.parametrize(
    ("nummer", "code"),
    [
        (229, "LVS-15"),
        (1222, "LVS-16"),
        (1205, "LVS-18"),
        (942, "LVS-20"),
        (9002, "LVS-21"),
        (8115, "LVS-04"),
        (596, "LVS-19"),
    ],
)
def test_B13_a_statement_that_is_refused(server, maak, nummer, code):
    server.weigert = {"[Aanleverpunt]": fout(nummer)}
    assert code_van(maak(server.poort).aanleverpunten) == code


def test_B13_a_certificate_that_nobody_knows(server, maak, driver):
    gezien = code_van(lambda: maak(server.poort, vertrouw=False).aanleverpunten())
    assert gezien == {"microsoft": "LVS-14", "freetds": "LVS-25"}[driver]


def test_B13_nobody_answers(maak):
    with iedere_verbinding(lambda lijn: lijn.close()) as poort:
        pass
    assert code_van(maak(poort).aanleverpunten) == "LVS-01"


@pytest.mark.parametrize("zegt", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_B13_something_else_answers(maak, zegt):
    with iedere_verbinding(lambda lijn: lijn.sendall(zegt) if lijn.recv(100) else None) as poort:
        assert code_van(maak(poort).aanleverpunten) == "LVS-01"


def test_B13_a_question_that_is_never_answered(server, maak):
    server.stil = "[Aanleverpunt]"
    assert code_van(maak(server.poort).aanleverpunten) == "LVS-17"


def test_B9_a_line_cut_at_any_packet_gives_what_was_asked_or_a_sentence(server, maak):
    lvs = maak(server.poort)

    def alles():
        yield lvs.aanleverpunten
        yield lambda: neem_en_laat_los(lvs)
        yield lvs.aanleverpunten
        yield lvs.sluit

    for doe in alles():
        doe()
    totaal, gezien = server.pakketten, set()
    for knip in range(1, totaal + 1):
        server.pakketten, server.knip = 0, knip
        for doe in alles():
            try:
                doe()
            except BronSyncFout as reden:
                gezien.add(reden.code)
        server.knip = None
        assert lvs.engine.pool.checkedout() == 0, knip
    assert totaal > 15
    assert gezien <= {"LVS-01", "LVS-11", "LVS-19"}, gezien
