"""Authenticode signatures, by osslsigncode: who may start what is decided by schools (AppLocker) and by Windows (SmartScreen) on these.

The certificate is a PKCS#12 file of who releases, its password in a file; neither is ever in the project. CI signs with a passing one that
`test_certificate` makes. With a time stamp the bytes are no longer the same each time; without one they are.
"""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGE, PROGRAM = "osslsigncode", "osslsigncode"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; `stamp`: the address of a time stamping service, or empty."""

    certificate: Path
    password: Path
    stamp: str
    moment: int

    def command(self) -> list[str]:
        """All but the files."""
        stamped = ["-ts", self.stamp] if self.stamp else ["-time", str(self.moment)]
        named = ["-n", "BRON Sync", "-h", "sha256"]
        return [PROGRAM, "sign", "-pkcs12", str(self.certificate), "-readpass", str(self.password), *named, *stamped]

    def sign(self, file: Path) -> None:
        """In its place."""
        made = file.with_name(f"{file.name}.signed")
        subprocess.run([*self.command(), "-in", str(file), "-out", str(made)], check=True, capture_output=True)
        made.chmod(file.stat().st_mode)
        made.replace(file)

    def sign_what_is_not(self, folder: Path) -> list[str]:
        """The programs and libraries of a folder that nobody signed; Python's and Qt's are by those who made them."""
        unsigned = [
            one for one in sorted(folder.rglob("*")) if one.suffix in (".exe", ".dll", ".pyd") and not is_signed(one)
        ]
        for one in unsigned:
            self.sign(one)
        return [one.name for one in unsigned]

    def script(self, into: Path) -> Path:
        """What NSIS calls for the uninstaller that it makes and packs."""
        command = shlex.join(self.command())
        into.write_text(f'{command} -in "$1" -out "$1.signed" && mv "$1.signed" "$1"\n', encoding="utf-8")
        return into


def is_signed(file: Path) -> bool:
    """Whether a signature is in it, of whomever."""
    data = file.read_bytes()
    at = int.from_bytes(data[0x3C:0x40], "little")
    wide = data[at + 24 : at + 26] == b"\x0b\x02"
    entry = at + 24 + (112 if wide else 96) + 4 * 8  # the fifth of the directories: certificates
    return int.from_bytes(data[entry + 4 : entry + 8], "little") > 0


def test_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that nobody trusts, and its password, to try signing with."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "BRON Sync, alleen om te proberen")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, password = folder / "proef.p12", folder / "proef.txt"
    password.write_text("proef", encoding="ascii")
    certificate.write_bytes(
        pkcs12.serialize_key_and_certificates(b"proef", key, made, None, BestAvailableEncryption(b"proef"))
    )
    return certificate, password
