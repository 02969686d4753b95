"""A test stands where a reader looks for it: the folders under `unit`, `integration` and `gui` are the rooms of the client."""

import pytest

LAYERS = {"unit": "src/bronsync", "integration": "src/bronsync", "gui": "src/bronsync/gui"}
"""A layer of tests, and the folder whose rooms it has."""


def rooms(folder):
    return {path.parent.relative_to(folder) for path in folder.rglob("*.py")}


@pytest.mark.parametrize(("layer", "house"), LAYERS.items())
def test_tests_stand_in_the_rooms_of_the_house(root, layer, house):
    assert rooms(root / "tests" / layer) - rooms(root / house) == set()


def test_no_test_of_a_unit_stands_outside_a_room(root):
    assert list((root / "tests/unit").glob("*.py")) == []
