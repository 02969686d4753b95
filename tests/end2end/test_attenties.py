"""What works and could be better (RELIABILITY C3 39, C4 55): told where it is set up and by `status`, in calm words, and never in the way."""

from __future__ import annotations

import pytest

from bron_simulator import pki
from bronsync import cli
from bronsync.adapters.bron.https.identiteit import P12, kenmerken
from bronsync.adapters.bron.register import BronRegister
from bronsync.adapters.lvs2000.database import LvsDatabase
from bronsync.adapters.system.progress import SilentProgress
from bronsync.application.beheer.certificaten import RSA_BITS_GOED, sleutel_attentie
from bronsync.application.beheer.verbinding_wijzigen import rechten_attentie
from bronsync.application.ports import Rechten
from bronsync.gui.kern import Verbindingskeuze
from bronsync.program.profiel import Programmakern
from bronsync.resources import resource
from end2end.conftest import Werkplek
from end2end.test_venster_kern import WACHTWOORD, p12

SLEUTEL = "De sleutel van 2048 bits is nu goed genoeg; vraag bij het volgende certificaat om 3072 bits."


@pytest.mark.parametrize("bits", [0, 3072, 4096])
def test_C_39_a_key_that_is_large_enough_or_of_another_kind_is_not_mentioned(bits):
    assert sleutel_attentie(bits) == ""


@pytest.mark.parametrize(
    ("rechten", "wat"),
    [
        (Rechten.BEHEERDER, "is beheerder van de hele SQL Server"),
        (Rechten.EIGENAAR, "is eigenaar van de database"),
        (Rechten.RUIM, "mag meer in de database dan BRON Sync nodig heeft"),
    ],
)
def test_C_55_each_kind_of_too_many_rights_has_its_sentence_and_what_to_do(rechten, wat):
    zin = rechten_attentie(rechten)
    assert wat in zin
    assert "rechtenscript" in zin


def test_C_39_the_demo_gives_keys_that_are_large_enough():
    inhoud = pki.maak_p12(pki.maak_ca(), "00AA00", WACHTWOORD)
    assert kenmerken(P12(inhoud, WACHTWOORD)).rsa_bits == RSA_BITS_GOED


def test_the_demo_has_nothing_to_mention(werkplek: Werkplek):
    code, uit = werkplek.bronsync("status")
    assert (code, uit["let_op"]) == (cli.KLAAR, [])


def test_C_39_C_55_status_mentions_them_and_goes_on(werkplek: Werkplek, monkeypatch):
    monkeypatch.setattr(LvsDatabase, "rechten", lambda _lvs: Rechten.BEHEERDER)
    monkeypatch.setattr(BronRegister, "rsa_bits", lambda _register: 2048)
    code, uit = werkplek.bronsync("status")
    assert (code, uit["let_op"]) == (cli.KLAAR, [rechten_attentie(Rechten.BEHEERDER), SLEUTEL])
    assert cli.main(["status", "--aanleverpunt", werkplek.aanleverpunt, "--map", str(werkplek.map)]) == cli.KLAAR
    tekst = werkplek.capsys.readouterr().out
    assert "Let op: 2\n  Het account" in tekst
    assert f"\n  {SLEUTEL}\n" in tekst


def test_C_55_the_script_for_the_administrator_is_at_hand(capsys):
    assert cli.main(["rechtenscript"]) == cli.KLAAR
    script = resource("lvs2000", "rechten.sql").read_text(encoding="utf-8")
    assert capsys.readouterr().out.strip() == script.strip()
    assert "GRANT SELECT ON [Leerling]" in script


def test_C_55_the_connection_is_made_and_its_rights_are_told(werkplek: Werkplek, monkeypatch):
    kern = Programmakern(werkplek.map)
    kern.open()
    try:
        keuze = Verbindingskeuze(f"sqlite:///{werkplek.lvs.as_posix()}", "")
        assert kern.test_verbinding(keuze).attentie == kern.wijzig_verbinding(keuze).attentie == ""
        monkeypatch.setattr(LvsDatabase, "rechten", lambda _lvs: Rechten.EIGENAAR)
        assert kern.test_verbinding(keuze).attentie == rechten_attentie(Rechten.EIGENAAR)
        begin = kern.wijzig_verbinding(keuze)
        assert (begin.verbonden, begin.attentie) == (True, rechten_attentie(Rechten.EIGENAAR))
        assert kern.open().attentie == "", "only when it is made"
    finally:
        kern.sluit()


def test_C_39_a_certificate_of_2048_bits_is_taken_and_its_size_told(werkplek: Werkplek, monkeypatch):
    monkeypatch.setattr(pki, "RSA_BITS", 2048)
    kern = Programmakern(werkplek.map)
    kern.open()
    try:
        regel = kern.importeer_certificaat(p12(werkplek), WACHTWOORD)
        assert (regel.in_gebruik, regel.waarschuwing) == (True, SLEUTEL)
        assert [een.waarschuwing for een in kern.certificaten()] == [SLEUTEL, ""], "the demo's own is larger"
        assert kern.kies("00AA00", SilentProgress()).omgeving.rsa_bits == 2048
    finally:
        kern.sluit()
