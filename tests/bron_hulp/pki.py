"""A throw-away PKI for tests: one root, a server certificate for loopback, and PKCS#12 files, right or wrong on purpose."""

import datetime as dt
import ipaddress
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NU = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAG = dt.timedelta(days=1)


def sleutel():
    return ec.generate_private_key(ec.SECP256R1())


def naam(cn, oin=None):
    """`cn`: one common name, or several."""
    delen = [x509.NameAttribute(NameOID.COMMON_NAME, een) for een in ([cn] if isinstance(cn, str) else cn)]
    return x509.Name(delen + ([x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else []))


@dataclass
class Ca:
    cn: str = "Testwortel"
    boven: "Ca | None" = None
    key: object = field(default_factory=sleutel)

    def __post_init__(self):
        uitgever = self.boven or self
        self.cert = self._bouw(self.cn, self.key, uitgever, ca=True)

    def _bouw(
        self, cn, key, uitgever, *, ca=False, van=NU - DAG, tot=NU + 365 * DAG, eku=None, san=None, oin=None, som=None
    ):
        bouwer = (
            x509.CertificateBuilder()
            .subject_name(naam(cn, oin))
            .issuer_name(naam(uitgever.cn))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(van)
            .not_valid_after(tot)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not ca,
                    content_commitment=False,
                    key_encipherment=False,
                    data_encipherment=False,
                    key_agreement=False,
                    key_cert_sign=ca,
                    crl_sign=ca,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(uitgever.key.public_key()), critical=False
            )
        )
        if eku:
            bouwer = bouwer.add_extension(x509.ExtendedKeyUsage(eku), critical=False)
        if san:
            bouwer = bouwer.add_extension(x509.SubjectAlternativeName(san), critical=False)
        return bouwer.sign(uitgever.key, hashes.SHA256())

    @property
    def pem(self):
        return self.cert.public_bytes(serialization.Encoding.PEM).decode()

    def client(self, cn="00AA00", *, eku=ExtendedKeyUsageOID.CLIENT_AUTH, key=None, **opties):
        key = key or sleutel()
        return key, self._bouw(cn, key, self, eku=[eku] if eku else None, **opties)

    def server(self, **opties):
        san = opties.pop("san", [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        key = sleutel()
        return key, self._bouw("register", key, self, eku=[ExtendedKeyUsageOID.SERVER_AUTH], san=san, **opties)


def pem(key, *certs):
    blok = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return blok + b"".join(cert.public_bytes(serialization.Encoding.PEM) for cert in certs)


def p12(key, cert, wachtwoord="geheim", keten=(), algoritme=None):
    if wachtwoord is None:
        versleuteling = serialization.NoEncryption()
    elif algoritme is not None:
        versleuteling = (
            serialization.PrivateFormat.PKCS12.encryption_builder()
            .key_cert_algorithm(algoritme)
            .hmac_hash(hashes.SHA1())
            .build(wachtwoord.encode())
        )
    else:
        versleuteling = serialization.BestAvailableEncryption(wachtwoord.encode())
    return pkcs12.serialize_key_and_certificates(b"x", key, cert, list(keten) or None, versleuteling)


def samen(*bestanden):
    """One PKCS#12 with everything that these hold, in this order; without MAC. Each keeps its own encryption, of the same password."""
    inhouden = b"".join(_inhoud(bestand) for bestand in bestanden)
    veilig = _der(0x30, inhouden)
    data = bytes.fromhex("06092a864886f70d010701") + _der(0xA0, _der(0x04, veilig))
    return _der(0x30, b"\x02\x01\x03" + _der(0x30, data))


def _inhoud(bestand):
    """The ContentInfos of a PFX: its second element is data, that holds an OCTET STRING with a SEQUENCE of them."""
    _, pfx, _ = _element(bestand)
    _, _, na_versie = _element(pfx)
    _, kluis, _ = _element(na_versie)
    _, _, na_oid = _element(kluis)
    _, nul, _ = _element(na_oid)
    _, tekst, _ = _element(nul)
    return _element(tekst)[1]


def _element(data):
    """Tag, content and what comes behind."""
    lengte, plaats = data[1], 2
    if lengte & 0x80:
        plaats += lengte & 0x7F
        lengte = int.from_bytes(data[2:plaats])
    return data[0], data[plaats : plaats + lengte], data[plaats + lengte :]


def _der(tag, inhoud):
    n = len(inhoud)
    kop = bytes([n]) if n < 0x80 else bytes([0x80 | (n.bit_length() + 7) // 8]) + n.to_bytes((n.bit_length() + 7) // 8)
    return bytes([tag]) + kop + inhoud
