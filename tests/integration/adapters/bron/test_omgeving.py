"""The environment that is built into a release: read by one rule, shown as it is, refused when it is none."""

import pytest

from bron_hulp.pki import Ca
from bronsync.adapters.bron import omgeving
from bronsync.adapters.bron.omgeving import Profiel, ingebouwde_omgeving, lees_ingebouwd, omschrijving

GOED = {
    "naam": "BRON-PO productie",
    "adres": "https://bron.example/po",
    "contract": "urn:bronsync:bron-po:v1",
}


@pytest.fixture(scope="module")
def pem():
    return Ca().pem


def toml(pem, **anders):
    regels = GOED | {"vertrouwd": pem} | anders
    return "\n".join(
        f"{naam} = {str(waarde).lower()}" if isinstance(waarde, bool) else f"{naam} = '''{waarde}'''"
        for naam, waarde in regels.items()
        if waarde is not None
    ).encode()


def test_what_stands_in_it_is_what_is_used(pem):
    gelezen = lees_ingebouwd(
        toml(pem, profiel="edukoppeling", oin="0" * 20, oin_certificaat="1" * 20, herhaling_veilig=True, tussen=pem)
    )
    assert (gelezen.naam, gelezen.url, gelezen.profiel) == ("BRON-PO productie", GOED["adres"], Profiel.EDUKOPPELING)
    assert (gelezen.oin, gelezen.oin_certificaat, gelezen.herhaling_veilig) == ("0" * 20, "1" * 20, True)
    assert (gelezen.ca_pem, gelezen.tussen_pem) == (pem, pem)
    getoond = dict(omschrijving(gelezen))
    assert getoond["Register"] == "BRON-PO productie"
    assert getoond["OIN van het register"] == "0" * 20
    assert "Edukoppeling" in getoond["Beveiliging"]
    assert "SHA-256" in getoond["Vertrouwd certificaat"]


def test_what_it_does_not_say_is_not_safe(pem):
    gelezen = lees_ingebouwd(toml(pem))
    assert (gelezen.profiel, gelezen.herhaling_veilig, gelezen.tussen_pem) == (Profiel.TLS, False, "")


@pytest.mark.parametrize(
    "anders",
    [
        {"adres": "http://bron.example"},
        {"adres": "https://iemand@bron.example"},
        {"adres": "https://bron.example?x=1"},
        {"adres": None},
        {"contract": "urn:another"},
        {"vertrouwd": "-----BEGIN CERTIFICATE-----"},
        {"vertrouwd": ""},
        {"tussen": "nonsense"},
        {"profiel": "plain"},
        {"profiel": "edukoppeling"},
        {"herhaling_veilig": "ja"},
        {"wachtwoord": "geheim"},
    ],
)
def test_what_is_no_environment_stops_the_release(pem, anders):
    with pytest.raises(ValueError, match=r"."):
        lees_ingebouwd(toml(pem, **anders))


def test_a_release_with_an_environment_has_it_and_another_has_none(pem, tmp_path, monkeypatch):
    assert ingebouwde_omgeving() is None
    bestand = tmp_path / "omgeving.toml"
    bestand.write_bytes(toml(pem))
    monkeypatch.setattr(omgeving, "resource", lambda *_: bestand)
    assert ingebouwde_omgeving() == lees_ingebouwd(toml(pem))
