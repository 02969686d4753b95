"""A web server on loopback over TLS that gives files of a folder, or does what a test tells it."""

import contextlib
import ipaddress
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509

from bron_hulp.pki import Ca, pem


class Webserver:
    """`gedrag(verzoek, pad)`: instead of giving the file; False when it should be given all the same."""

    def __init__(self, map_, tmp_path, gedrag=lambda *_: False):
        self.gevraagd = []
        buiten = self

        class Verzoek(BaseHTTPRequestHandler):
            def do_GET(self):
                buiten.gevraagd.append(self.path)
                with contextlib.suppress(OSError):
                    if gedrag(self, self.path) is not False:
                        return
                    bestand = map_ / self.path.lstrip("/")
                    if not bestand.is_file():
                        self.send_error(404)
                        return
                    inhoud = bestand.read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(inhoud)))
                    self.end_headers()
                    self.wfile.write(inhoud)

            def log_message(self, *_):
                pass

        ca = Ca()
        sleutel = tmp_path / "webserver.pem"
        namen = [x509.DNSName("updates.school"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        sleutel.write_bytes(pem(*ca.server(san=namen)))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sleutel)
        self.context = ssl.create_default_context(cadata=ca.pem)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Verzoek)
        self._server.daemon_threads = True
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.poort = self._server.server_address[1]
        self.adres = f"https://127.0.0.1:{self.poort}/"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
