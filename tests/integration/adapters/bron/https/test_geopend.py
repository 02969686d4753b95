"""An identity is opened once, and never given after its certificate was replaced, removed or ran out."""

import pytest

from bron_hulp.pki import DAG, NU, Ca, p12
from bronsync.adapters.bron.https.geopend import Geopend
from bronsync.adapters.bron.https.identiteit import P12
from bronsync.adapters.journal.store import open_store
from bronsync.application.records import CertificaatRij
from bronsync.program.bootstrap import Certificaten


@pytest.fixture(scope="module")
def ca() -> Ca:
    return Ca()


def file(ca: Ca, **hoe) -> P12:
    return P12(p12(*ca.client(**hoe)), "geheim")


def test_the_second_time_nothing_is_opened(ca):
    geopend, bestand = Geopend(), file(ca)
    eerste = geopend.lees(bestand, "00AA00", ca.pem, NU)
    assert geopend.lees(P12(bestand.inhoud, "geheim"), "00AA00", ca.pem, NU) is eerste


@pytest.mark.parametrize("anders", ["file", "password", "roots", "day"])
def test_with_anything_else_it_is_opened_again(ca, anders):
    geopend, bestand = Geopend(), file(ca, van=NU - DAG, tot=NU + DAG)
    eerste = geopend.lees(bestand, "00AA00", ca.pem, NU)
    hoe = {
        "file": (file(ca), ca.pem, NU),
        "password": (P12(bestand.inhoud, "fout"), ca.pem, NU),
        "roots": (bestand, Ca().pem, NU),
        "day": (bestand, ca.pem, NU + 2 * DAG),
    }
    inhoud, roots, nu = hoe[anders]
    if anders == "password":
        with pytest.raises(Exception, match="CERT-02"):
            geopend.lees(inhoud, "00AA00", roots, nu)
    else:
        assert geopend.lees(inhoud, "00AA00", roots, nu) is not eerste
    assert geopend.lees(bestand, "00AA00", ca.pem, NU) is not eerste, "the one before is not kept beside it"


def test_after_a_change_of_the_certificates_nothing_of_before_is_kept(ca, tmp_path):
    store = open_store(tmp_path / "opslag.db", bytes(32))
    certificaten, bestand = Certificaten(store), file(ca)
    certificaten.lees("00AA00")
    eerste = certificaten.geopend.lees(bestand, "00AA00", ca.pem, NU)
    certificaten.lees("00AA00")
    assert certificaten.geopend.lees(bestand, "00AA00", ca.pem, NU) is eerste, "nothing changed"
    rij = CertificaatRij(
        aanleverpunt="00AA00",
        vingerafdruk="ab",
        geldig_van="",
        geldig_tot="",
        sinds="",
        p12=bestand.inhoud,
        wachtwoord=bestand.wachtwoord or "",
    )
    with store.unit_of_work("00AA00") as unit:
        unit.put(rij)
        unit.commit()
    certificaten.lees("00AA00")
    assert not certificaten.geopend._van
    assert certificaten.geopend.lees(bestand, "00AA00", ca.pem, NU) is not eerste
    store.close()
