"""A PKCS#12 with more than one key: which one is taken, when it is asked, and what is kept of it (B5); and that of a supplier (S2)."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from bron_hulp.pki import DAG, NU, Ca, naam, p12, pem, samen, sleutel
from bronsync.adapters.bron.https import identiteit
from bronsync.adapters.bron.https.identiteit import P12, importeer, kenmerken, lees_identiteit, mogelijkheden
from bronsync.domain.errors import BronSyncFout

OIN = "00000003123456780000"


def verlopen(ca, **opties):
    return ca.client(**{"van": NU - 99 * DAG, "tot": NU - DAG} | opties)


def bestand(*paren, wachtwoord="geheim", **opties):
    return P12(samen(*(p12(*paar, wachtwoord, **opties) for paar in paren)), wachtwoord)


def _keten(*certificaten):
    """Certificates without a key."""
    return pkcs12.serialize_key_and_certificates(None, None, None, list(certificaten), NoEncryption())


def met_sha1(ca, key, cn="00AA00", uitbreidingen="extendedKeyUsage=clientAuth"):
    """A certificate signed as no library here does any more; by the openssl of this computer."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is missing: certificates signed with SHA-1 are not tried")
    aanvraag = x509.CertificateSigningRequestBuilder().subject_name(naam(cn)).sign(key, hashes.SHA256())
    with tempfile.TemporaryDirectory() as map_:
        (Path(map_) / "ca.pem").write_bytes(pem(ca.key, ca.cert))
        (Path(map_) / "aanvraag.pem").write_bytes(aanvraag.public_bytes(Encoding.PEM))
        (Path(map_) / "uitbreidingen").write_text(uitbreidingen)
        opdracht = [
            openssl,
            "x509",
            "-req",
            "-sha1",
            "-days",
            "9",
            "-in",
            "aanvraag.pem",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.pem",
        ]
        opdracht += ["-extfile", "uitbreidingen", "-set_serial", "77"]
        gedaan = subprocess.run(opdracht, cwd=map_, capture_output=True, check=False, timeout=60)
    if gedaan.returncode:
        pytest.skip("this openssl signs nothing with SHA-1 any more")
    return key, x509.load_pem_x509_certificate(gedaan.stdout)


def weigert(code, doe, *args):
    with pytest.raises(BronSyncFout) as fout:
        doe(*args)
    assert fout.value.code == code
    return fout.value


def eis_genomen(ca, data, paar, aanleverpunt="00AA00", nu=NU):
    """Every door takes this very pair, and what is imported holds nothing else."""
    gelezen = lees_identiteit(data, aanleverpunt, ca.pem, nu)
    assert gelezen.certificaat == paar[1]
    assert gelezen.sleutel.private_numbers() == paar[0].private_numbers()
    wat, bewaard = importeer(data, nu)
    assert (wat.aanleverpunt, wat.geldig_tot) == (aanleverpunt, paar[1].not_valid_after_utc)
    [over] = identiteit._open(bewaard)
    assert over.certificaat == paar[1]
    assert over.sleutel.private_numbers() == paar[0].private_numbers()
    assert identiteit._alle_sleutels(bewaard) == [], "one bag: the library's key is the only one"


@pytest.mark.parametrize("volgorde", [1, -1], ids=["old first", "new first"])
def test_B5_of_an_expired_key_and_its_successor_the_valid_one_is_taken(ca, volgorde):
    oud, nieuw = verlopen(ca), ca.client()
    eis_genomen(ca, bestand(*[oud, nieuw][::volgorde]), nieuw)


@pytest.mark.parametrize("volgorde", [1, -1])
def test_B5_of_two_valid_ones_the_newest_is_taken(ca, volgorde):
    oud, nieuw = ca.client(van=NU - 9 * DAG, tot=NU + 999 * DAG), ca.client(van=NU - DAG, tot=NU + 9 * DAG)
    eis_genomen(ca, bestand(*[oud, nieuw][::volgorde]), nieuw)


def test_B5_a_certificate_renewed_with_the_same_key_is_taken(ca):
    """One key, two certificates: the file names the old one as its own."""
    eigen = sleutel()
    oud, nieuw = verlopen(ca, key=eigen), ca.client(key=eigen)
    eis_genomen(ca, P12(p12(*oud, keten=[nieuw[1], ca.cert]), "geheim"), nieuw)


def test_B5_a_future_key_beside_the_one_in_use_is_left_for_later(ca):
    nu, straks = ca.client(tot=NU + DAG), ca.client(van=NU + DAG, tot=NU + 99 * DAG)
    eis_genomen(ca, bestand(nu, straks), nu)


@pytest.mark.parametrize(
    "slecht",
    [
        lambda ca: ca.client(key=rsa.generate_private_key(65537, 1024), van=NU - DAG / 2),
        lambda ca: ca.client(
            key=ec.generate_private_key(ec.SECP256R1()), eku=ExtendedKeyUsageOID.SERVER_AUTH, van=NU - DAG / 2
        ),
        lambda ca: ca.client("Iemand", van=NU - DAG / 2),
        lambda ca: met_sha1(ca, sleutel()),
    ],
    ids=["weak", "of a server", "of somebody", "SHA-1"],
)
@pytest.mark.parametrize("volgorde", [1, -1])
def test_B5_a_key_that_cannot_serve_does_not_stand_in_the_way(ca, slecht, volgorde):
    goed = ca.client()
    eis_genomen(ca, bestand(*[slecht(ca), goed][::volgorde]), goed, nu=NU + DAG / 4)  # when both are valid


def test_S9_a_certificate_signed_with_SHA_1_is_refused_by_its_cause_at_import(ca):
    """TLS loads no such certificate: it was taken, and then its key was said to be another's."""
    oud = bestand(met_sha1(ca, sleutel()))
    for weigering in (
        weigert("CERT-17", importeer, oud, NU),
        weigert("CERT-17", mogelijkheden, oud, NU),
        weigert("CERT-17", lees_identiteit, oud, "00AA00", ca.pem, NU),
    ):
        assert "SHA-1" in weigering.zin


def test_S9_an_issuer_signed_with_SHA_1_is_told_so_too(ca):
    tussen = Ca("Tussen", boven=ca)
    _, tussen.cert = met_sha1(
        ca, tussen.key, "Tussen", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign"
    )
    data = P12(p12(*tussen.client(), keten=[tussen.cert]), "geheim")
    weigert("CERT-17", importeer, data, NU)
    weigert("CERT-17", lees_identiteit, data, "00AA00", ca.pem, NU)


def test_S9_what_OpenSSL_takes_does_not_decide_it(ca, monkeypatch):
    """The OpenSSL of Python 3.13 loads an issuer signed with SHA-1, that of 3.11 does not."""
    tussen = Ca("Tussen", boven=ca)
    _, tussen.cert = met_sha1(
        ca, tussen.key, "Tussen", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign"
    )
    data = P12(p12(*tussen.client(), keten=[tussen.cert]), "geheim")
    monkeypatch.setattr(identiteit, "_laad", lambda *_: None)
    weigert("CERT-17", lees_identiteit, data, "00AA00", ca.pem, NU)


def test_B5_when_none_is_valid_the_reason_of_the_last_one_is_told(ca):
    data = bestand(verlopen(ca, tot=NU - 9 * DAG), verlopen(ca, tot=NU - 2 * DAG), verlopen(ca, tot=NU - 5 * DAG))
    assert f"{NU - 2 * DAG:%d-%m-%Y}" in weigert("CERT-06", importeer, data, NU).zin
    assert f"{NU - 2 * DAG:%d-%m-%Y}" in weigert("CERT-06", mogelijkheden, data, NU).zin
    straks = bestand(verlopen(ca), ca.client(van=NU + DAG, tot=NU + 9 * DAG))
    weigert("CERT-07", importeer, straks, NU)
    weigert("CERT-07", lees_identiteit(straks, "00AA00", ca.pem, NU).controleer, NU)


def test_B5_of_more_aanleverpunten_it_is_asked_which(ca):
    een, twee = ca.client("00AA00"), ca.client("00AA01")
    data = bestand(een, twee, verlopen(ca, cn="00AA02"))
    gezien = mogelijkheden(data, NU)
    assert [wat.aanleverpunt for wat in gezien] == ["00AA00", "00AA01"]
    assert "00AA00 en 00AA01" in weigert("CERT-16", importeer, data, NU).zin
    for wat, paar in zip(gezien, (een, twee), strict=True):
        gekozen, bewaard = importeer(data, NU, wat)
        assert gekozen == wat == kenmerken(bewaard, wat.aanleverpunt)
        assert [paar_.certificaat for paar_ in identiteit._open(bewaard)] == [paar[1]]
        assert lees_identiteit(data, wat.aanleverpunt, ca.pem, NU).certificaat == paar[1]


def test_B5_the_aanleverpunt_that_is_valid_is_taken_unasked_and_so_is_that_of_the_school(ca):
    een, twee = ca.client("00AA00"), verlopen(ca, cn="00AA01")
    eis_genomen(ca, bestand(twee, een), een)
    [wat] = mogelijkheden(bestand(ca.client("99ZZ00"), een), NU, ["00AA00", "00AA01"])
    assert wat.aanleverpunt == "00AA00"
    assert "99ZZ00" in weigert("CERT-08", mogelijkheden, bestand(ca.client("99ZZ00")), NU, ["00AA00"]).zin


def test_B5_a_certificate_with_several_common_names(ca):
    met_naam = ca.client(["De Kanarie", "00aa00"])
    eis_genomen(ca, bestand(met_naam), met_naam)
    voor_twee = bestand(ca.client(["00AA00", "00AA01"]))
    gezien = mogelijkheden(voor_twee, NU)
    assert [wat.aanleverpunt for wat in gezien] == ["00AA00", "00AA01"]
    weigert("CERT-16", importeer, voor_twee, NU)
    assert importeer(voor_twee, NU, gezien[1])[0].aanleverpunt == "00AA01"
    assert lees_identiteit(importeer(voor_twee, NU, gezien[1])[1], "00AA01", ca.pem, NU).aanleverpunt == "00AA01"


def test_B5_a_file_with_a_chain_only(ca):
    tussen = Ca("Tussen", boven=ca)
    keten = _keten(tussen.cert, ca.cert)
    weigert("CERT-04", importeer, P12(keten, None), NU)
    weigert("CERT-04", lees_identiteit, P12(keten, None), "00AA00", ca.pem)
    een = ca.client()
    eis_genomen(ca, P12(samen(keten, p12(*een, None)), None), een)


def test_B5_keys_of_which_none_has_its_certificate(ca):
    (een, _), (twee, _), (_, ander) = ca.client(), ca.client(), ca.client()
    los = [pkcs12.serialize_key_and_certificates(None, key, None, None, NoEncryption()) for key in (een, twee)]
    weigert("CERT-09", importeer, P12(samen(*los, _keten(ander)), None), NU)


@pytest.mark.parametrize("wachtwoord", ["geheim", "gehéîm€", None, ""])
def test_B5_whatever_the_password(ca, wachtwoord):
    oud, nieuw = verlopen(ca), ca.client()
    bestanden = [p12(*paar, wachtwoord or None) for paar in (oud, nieuw)]
    eis_genomen(ca, P12(samen(*bestanden), wachtwoord), nieuw)


def test_B5_in_an_old_container(ca):
    oud, nieuw = verlopen(ca), ca.client()
    eis_genomen(ca, bestand(oud, nieuw, algoritme=pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC), nieuw)


def test_B5_a_file_with_very_many_keys_costs_no_more_than_so_many(ca, monkeypatch):
    gelezen = []
    echt = identiteit.load_der_private_key
    monkeypatch.setattr(identiteit, "load_der_private_key", lambda *a: gelezen.append(1) or echt(*a))
    een = p12(*ca.client(), None)
    importeer(P12(samen(*[een] * 100), None), NU)
    assert len(gelezen) == identiteit.MAX_SLEUTELS


@pytest.mark.parametrize("soort", ["keytool", "old keytool"])
def test_B5_merged_by_keytool(ca, tmp_path, soort):
    keytool = shutil.which("keytool")
    if keytool is None:
        pytest.skip("keytool is missing: files merged by it are not tried")
    oud, nieuw = verlopen(ca), ca.client(key=rsa.generate_private_key(65537, 2048))
    optie = ["-J-Dkeystore.pkcs12.legacy"] if soort == "old keytool" else []
    for alias, paar in (("oud", oud), ("nieuw", nieuw)):
        (tmp_path / alias).write_bytes(p12(*paar, keten=[ca.cert]))
        subprocess.run(
            [keytool, *optie, "-importkeystore", "-noprompt", "-srckeystore", tmp_path / alias, "-srcstoretype", "PKCS12",
             "-srcstorepass", "geheim", "-srcalias", "x", "-destalias", alias, "-destkeystore", tmp_path / "beide",
             "-deststoretype", "PKCS12", "-deststorepass", "geheim"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    eis_genomen(ca, P12((tmp_path / "beide").read_bytes(), "geheim"), nieuw)


def test_B5_of_two_issuers_with_one_name_the_one_that_issued_is_sent(ca):
    """An issuer was renewed too, with another key."""
    oud, nieuw = Ca("Tussen", boven=ca), Ca("Tussen", boven=ca)
    een = nieuw.client()
    [paar] = identiteit._open(P12(p12(*een, keten=[oud.cert, nieuw.cert, ca.cert]), "geheim"))
    assert identiteit._op_volgorde(een[1], paar.overige) == [nieuw.cert]


# --- the certificate of a supplier ----------------------------------------------------------------------------------------------------------


def test_S2_a_supplier_is_asked_for_which_aanleverpunt_and_the_school_is_the_sender(ca):
    van_leverancier = ca.client("lvs.leverancier.example", oin=OIN)
    data = bestand(van_leverancier)
    gezien = mogelijkheden(data, NU, ["00AA00", "00AA01"])
    assert [(wat.aanleverpunt, wat.leverancier) for wat in gezien] == [("00AA00", True), ("00AA01", True)]
    wat, bewaard = importeer(data, NU, gezien[1])
    assert (wat.aanleverpunt, kenmerken(bewaard, "00AA01")) == ("00AA01", wat)
    gelezen = lees_identiteit(bewaard, "00AA01", ca.pem, NU)
    assert (gelezen.certificaat, gelezen.oin) == (van_leverancier[1], "0000000700000AA00000")
    assert lees_identiteit(bewaard, "25BE02", ca.pem, NU).oin == "0000000700025BE00000"


def test_S2_without_knowing_the_school_a_supplier_cannot_be_taken(ca):
    weigert("CERT-15", mogelijkheden, bestand(ca.client("lvs.leverancier.example", oin=OIN)), NU)


def test_S2_an_own_certificate_goes_before_that_of_a_supplier(ca):
    eigen = ca.client(oin="00000007000000000001")
    data = bestand(ca.client("lvs.leverancier.example", oin=OIN, van=NU - DAG / 2), eigen)
    [wat] = mogelijkheden(data, NU, ["00AA00"])
    assert not wat.leverancier
    gelezen = lees_identiteit(data, "00AA00", ca.pem, NU)
    assert (gelezen.certificaat, gelezen.oin) == (eigen[1], "00000007000000000001")


@pytest.mark.parametrize(("cn", "oin"), [("J. de Vries", OIN), ("lvs.leverancier.example", None), ("De Kanarie", OIN)])
def test_S2_that_of_a_person_or_without_a_number_is_no_suppliers(ca, cn, oin):
    """A person's certificate has a number of the same form."""
    data = bestand(ca.client(cn, oin=oin))
    weigert("CERT-15", mogelijkheden, data, NU, ["00AA00"])
    weigert("CERT-08", lees_identiteit, data, "00AA00", ca.pem)
