"""Each package finds the files it ships, and says so when one is missing."""

import pytest

import bron_simulator.resources
import bronsync.resources

FINDERS = [bronsync.resources, bron_simulator.resources]


@pytest.mark.parametrize("finder", FINDERS)
def test_a_checkout_is_read_where_it_lies(finder, root):
    assert finder.resource("contract") == root / "resources/contract"


@pytest.mark.parametrize("finder", FINDERS)
def test_a_missing_file_is_named_without_a_path_of_the_machine(finder, root):
    with pytest.raises(FileNotFoundError, match="resources/contract/none") as caught:
        finder.resource("contract", "none")
    assert str(root) not in str(caught.value)
