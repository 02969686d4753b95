"""The brakes: their boundaries, and the code that confirms exactly one list."""

import pytest

from bronsync.domain.errors import BronSyncFout
from bronsync.domain.vergelijking.remmen import controleer_rem, rem_code


@pytest.mark.parametrize(
    ("aantal", "totaal", "rem"),
    [
        (0, 0, False),
        (5, 0, False),
        (5, 5, False),
        (6, 6, True),
        (6, 200, False),
        (6, 199, True),
        (30, 1000, False),
        (31, 1000, True),
    ],
)
def test_more_than_five_and_more_than_three_percent(aantal, totaal, rem):
    welke = [f"v{i}" for i in range(aantal)]
    if not rem:
        assert controleer_rem(welke, totaal, None) is False
        return
    with pytest.raises(BronSyncFout) as fout:
        controleer_rem(welke, totaal, None)
    assert (fout.value.code, fout.value.waarden["aantal"], fout.value.waarden["totaal"]) == ("PROC-04", aantal, totaal)
    assert controleer_rem(welke, totaal, rem_code(welke)) is True
    assert controleer_rem(welke, totaal, f" {rem_code(welke).lower()} ") is True, "typed over from the screen"


def test_the_code_is_of_the_list_whatever_its_order_and_of_no_other():
    welke = [f"v{i}" for i in range(8)]
    assert rem_code(welke) == rem_code(reversed(welke)) != rem_code(welke[1:])
    with pytest.raises(BronSyncFout, match="PROC-04"):
        controleer_rem([*welke, "v8"], 10, rem_code(welke))
