"""A spontane mutatie of a person who has two inschrijvingen here: each row keeps what is its own."""

from bronsync.application.ophalen.beeld_bijwerken import _register_van_persoon
from bronsync.application.records import BeeldRij
from bronsync.domain.vergelijking.berichten import SpontaneMutatie


def test_the_bekostigingsstatus_of_one_inschrijving_is_not_copied_to_another():
    eigen = (("bekostigingsstatus", "niet te bekostigen"), ("gemeentecode", "0599"))
    rij = BeeldRij(
        aanleverpunt="00AA00", pgn="999990019", inschrijfdatum="2009-08-01", leerlingnummer="1", volgnummer="1",
        uitschrijfdatum="", ontvangstnummer=1, geheim=False, historisch=False, body=b"", register=eigen,
    )  # fmt: skip
    verteld = (("bekostigingsstatus", "te bekostigen"), ("gemeentecode", "0518"))
    melding = SpontaneMutatie("999990019", "1", is_adres=False, velden=(), register=verteld)
    nieuw = dict(_register_van_persoon(rij, melding))
    assert nieuw == {"bekostigingsstatus": "niet te bekostigen", "gemeentecode": "0518"}
