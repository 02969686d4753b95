"""PKCS#12 to identity: every wrong file has its own sentence, and the key is never readable on disk (RELIABILITY C3)."""

import os
import ssl
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from bron_hulp.pki import DAG, NU, Ca, p12, sleutel
from bronsync.adapters.bron.https import identiteit
from bronsync.adapters.bron.https.identiteit import lees_identiteit, lees_p12
from bronsync.domain.errors import FOUTEN, BronSyncFout, FoutSoort


@pytest.fixture
def lees(tmp_path, ca):
    def doe(data, wachtwoord="geheim", nu=NU, aanleverpunt="00AA00"):
        bestand = tmp_path / "certificaat.p12"
        bestand.write_bytes(data)
        gelezen = lees_identiteit(lees_p12(bestand, wachtwoord), aanleverpunt, ca.pem)
        gelezen.controleer(nu)
        return gelezen

    return doe


def weigering(lees, code, data, *args, **opties):
    with pytest.raises(BronSyncFout) as fout:
        lees(data, *args, **opties)
    assert fout.value.code == code
    assert FOUTEN[code].soort is FoutSoort.GEBRUIKER
    assert fout.value.__cause__ is None
    return fout.value


# --- what is taken ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_bestand", "gegeven"), [("geheim", "geheim"), ("gehéîm€", "gehéîm€"), (None, None), (None, "iets"), (None, "")]
)
def test_a_right_file_is_taken(lees, ca, in_bestand, gegeven):
    identiteit_ = lees(p12(*ca.client(), wachtwoord=in_bestand), gegeven)
    assert identiteit_.aanleverpunt == "00AA00"
    assert identiteit_.geldig_van < NU < identiteit_.geldig_tot


def test_an_old_container_is_taken(lees, ca):
    lees(p12(*ca.client(), algoritme=pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC))


def test_a_certificate_without_purpose_serves_any(lees, ca):
    lees(p12(*ca.client(eku=None)))


# --- what is refused ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wachtwoord", ["fout", "", None, "\udce9", "x" * 100_000])
def test_a_wrong_password(lees, ca, wachtwoord):
    weigering(lees, "CERT-02", p12(*ca.client()), wachtwoord)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30\x84\xff\xff\xff\xff",
        bytes(range(256)) * 8,
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"<html></html>",
    ],
)
def test_something_that_is_no_p12(lees, data):
    weigering(lees, "CERT-03", data)


def test_a_file_cut_off(lees, ca):
    weigering(lees, "CERT-03", p12(*ca.client())[:-200])


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        (b"\x55\x1d\x25", b"\x55\x1d\x0e"),
        (b"\x06\x03\x55\x1d\x0f\x01\x01\xff\x04\x04\x03", b"\x06\x03\x55\x1d\x0f\x01\x01\xff\x04\x04\x05"),
    ],
    ids=["twice the same extension", "an extension that is none"],
)
def test_C3_34_a_certificate_that_is_spoilt_inside_is_said(lees, ca, oud, nieuw):
    """The file opens; what is wrong shows only when something is asked of the certificate."""
    key, certificaat = ca.client()
    heel = certificaat.public_bytes(Encoding.DER)
    assert oud in heel
    weigering(lees, "CERT-03", p12(key, x509.load_der_x509_certificate(heel.replace(oud, nieuw))))


def test_a_file_over_1_MB_is_not_read(lees, ca):
    weigering(lees, "CERT-11", p12(*ca.client()) + b"\0" * 1024 * 1024)


def test_no_key(lees, ca):
    _, cert = ca.client()
    data = pkcs12.serialize_key_and_certificates(b"x", None, cert, None, NoEncryption())
    weigering(lees, "CERT-04", data)


def test_no_certificate(lees, ca):
    data = pkcs12.serialize_key_and_certificates(b"x", sleutel(), None, None, NoEncryption())
    weigering(lees, "CERT-05", data)


def test_a_key_of_another_certificate(lees, ca, monkeypatch):
    """The library refuses to write such a file, so the two halves of two files are joined after reading."""
    key, _ = ca.client()
    _, ander = ca.client()
    inhoud = pkcs12.PKCS12KeyAndCertificates(key, pkcs12.PKCS12Certificate(ander, b"x"), [])
    monkeypatch.setattr(identiteit, "_ontcijfer", lambda *_: inhoud)
    weigering(lees, "CERT-09", b"")


def test_a_key_beside_certificates_of_which_none_is_its_own(lees, ca, monkeypatch):
    _, ander = ca.client()
    inhoud = pkcs12.PKCS12KeyAndCertificates(sleutel(), None, [pkcs12.PKCS12Certificate(ander, None)])
    monkeypatch.setattr(identiteit, "_ontcijfer", lambda *_: inhoud)
    weigering(lees, "CERT-09", b"")


def test_a_weak_key(lees, ca):
    weigering(lees, "CERT-10", p12(*ca.client(key=rsa.generate_private_key(65537, 1024))))


def test_a_key_that_tls_clients_do_not_use(lees, ca):
    weigering(lees, "CERT-10", p12(*ca.client(key=ed25519.Ed25519PrivateKey.generate())))


def test_an_expired_certificate_says_when(lees, ca):
    fout = weigering(lees, "CERT-06", p12(*ca.client(van=NU - 9 * DAG, tot=NU - DAG)))
    assert f"{NU - DAG:%d-%m-%Y}" in str(fout)


def test_a_certificate_of_later_says_from_when(lees, ca):
    fout = weigering(lees, "CERT-07", p12(*ca.client(van=NU + DAG, tot=NU + 9 * DAG)))
    assert f"{NU + DAG:%d-%m-%Y}" in str(fout)


def test_FOUT_29_validity_can_be_asked_again(lees, ca):
    identiteit_ = lees(p12(*ca.client(tot=NU + DAG)))
    identiteit_.controleer(NU)
    with pytest.raises(BronSyncFout, match="CERT-06"):
        identiteit_.controleer(NU + DAG + timedelta(seconds=1))


def test_the_certificate_of_another_aanleverpunt_says_whose(lees, ca):
    fout = weigering(lees, "CERT-08", p12(*ca.client("00AA01")))
    assert "00AA01" in str(fout)
    assert "00AA00" in str(fout)


def test_the_certificate_of_a_person_is_refused_without_the_name(lees, ca):
    fout = weigering(lees, "CERT-08", p12(*ca.client("Suzanne Moulin")))
    assert "Moulin" not in str(fout)


def test_a_server_certificate_is_refused(lees, ca):
    weigering(lees, "CERT-12", p12(*ca.client(eku=ExtendedKeyUsageOID.SERVER_AUTH)))


# --- the context --------------------------------------------------------------------------------------------------------------------------


def test_D1_D2_the_context_takes_only_todays_tls(lees, ca, monkeypatch, tmp_path):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "sleutels"))
    context = lees(p12(*ca.client())).context
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.options & ssl.OP_NO_RENEGOTIATION
    assert context.keylog_filename is None
    oud = [suite["name"] for suite in context.get_ciphers() if suite["protocol"] != "TLSv1.3"]
    assert oud
    assert all(naam.startswith("ECDHE-") and ("GCM" in naam or "CHACHA20" in naam) for naam in oud)
    assert not (tmp_path / "sleutels").exists()


def test_D3_only_the_given_root_is_trusted(lees, ca):
    gekend = lees(p12(*ca.client())).context.get_ca_certs(binary_form=True)
    assert gekend == [ca.cert.public_bytes(Encoding.DER)]


def test_issuers_are_sent_from_the_leaf_upwards_without_the_root(ca):
    midden = Ca("Midden", boven=ca)
    onder = Ca("Onder", boven=midden)
    _, cert = onder.client()
    keten = identiteit._op_volgorde(cert, [ca.cert, Ca("Vreemd").cert, midden.cert, onder.cert])
    assert keten == [onder.cert, midden.cert]


@pytest.mark.parametrize("manier", ["geheugen", "bestand"])
def test_D9_the_key_is_never_readable_on_disk(lees, ca, monkeypatch, tmp_path, manier):
    """Everything that is opened for writing is looked at while it is there."""
    key, cert = ca.client()
    helder = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    getal = key.private_numbers().private_value.to_bytes(32, "big")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = p12(key, cert)
    gezien = []

    echt = ssl.SSLContext.load_cert_chain

    def spion(self, certfile, keyfile=None, password=None):
        gezien.append((certfile, Path(certfile).read_bytes(), Path(certfile).stat().st_mode & 0o777))
        echt(self, certfile, keyfile, password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", spion)
    if manier == "bestand":
        monkeypatch.delattr(os, "memfd_create", raising=False)
    elif not hasattr(os, "memfd_create"):
        pytest.skip("anonymous memory exists on Linux only")
    lees(data)
    [(pad, pem, rechten)] = gezien
    assert b"ENCRYPTED PRIVATE KEY" in pem
    assert helder not in pem
    assert getal not in pem
    if manier == "bestand":
        assert not Path(pad).exists()
        assert Path(pad).parent == tmp_path
        assert sys.platform == "win32" or rechten == 0o600
    else:
        assert pad.startswith("/proc/self/fd/")
    assert [p.name for p in tmp_path.iterdir()] == ["certificaat.p12"]


def test_a_file_that_cannot_be_loaded_is_gone_too(ca, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ssl.SSLError):
        identiteit.laad_uit_bestand(identiteit.maak_context(ca.pem), b"geen pem", b"x")
    assert not list(tmp_path.iterdir())


def test_the_value_shows_nothing_of_the_key(lees, ca):
    tekst = repr(lees(p12(*ca.client())))
    assert "context" not in tekst
    assert isinstance(ca.cert, x509.Certificate)
