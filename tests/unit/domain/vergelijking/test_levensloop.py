"""The life of an actie: which moves must exist, in words of the manual; reachability and the rest: EIG-12."""

import pytest

from bronsync.domain.vergelijking.levensloop import (
    LEVENSLOOP,
    NIET_UITGEVOERD,
    OPEN,
    WACHT_OP_BRON,
    WEG,
    Gebeurtenis,
    OnmogelijkeGang,
    Status,
    volgende,
)

S, G = Status, Gebeurtenis


@pytest.mark.parametrize(
    "gang",
    [
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.ONTVANGEN, G.GEACCEPTEERD, S.GEACCEPTEERD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.ONTVANGEN, G.AFGEKEURD, S.AFGEKEURD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.GEWEIGERD, S.AFGEKEURD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.NIET_VERZONDEN, S.GECONTROLEERD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.ONDUIDELIJK, G.VASTGELEGD, G.ONTVANGEN, S.IN_BEHANDELING],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.ONDUIDELIJK, G.GEACCEPTEERD, S.GEACCEPTEERD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.ONTVANGEN, G.TERMIJN_VERSTREKEN, G.GEACCEPTEERD, S.GEACCEPTEERD],
        [S.BEPAALD, G.GECONTROLEERD, G.GEGEVENS_GEWIJZIGD, S.BEPAALD],
        [S.BEPAALD, G.GECONTROLEERD, G.VASTGELEGD, G.VERWERKT_IN_LVS, S.GEACCEPTEERD],
        [S.BEPAALD, G.VERWIJDER, S.VERWIJDERD],
        [S.AFGEKEURD, G.VERWIJDER, S.VERWIJDERD_NA_VERZENDING],
        [S.AFGEKEURD, G.GEGEVENS_GEWIJZIGD, S.VERVALLEN],
        [S.IN_BEHANDELING, G.VERWIJDER, S.VERWIJDERD_NA_VERZENDING],
    ],
)
def test_a_life(gang):
    status, *gebeurtenissen, einde = gang
    for gebeurtenis in gebeurtenissen:
        status = volgende(status, gebeurtenis)
    assert status is einde


def test_what_is_being_sent_cannot_be_removed():
    with pytest.raises(OnmogelijkeGang, match="Verzenden"):
        volgende(S.VERZENDEN, G.VERWIJDER)


def test_the_sets_say_what_their_names_say():
    assert {s for s in S if G.VERWIJDER not in LEVENSLOOP[s]} == WEG | {S.VERZENDEN}
    assert {s for s in S if not LEVENSLOOP[s]} == WEG
    assert OPEN == NIET_UITGEVOERD | WACHT_OP_BRON
    assert not OPEN & (WEG | {S.GEACCEPTEERD, S.AFGEKEURD})
    assert set(LEVENSLOOP) == set(S)
