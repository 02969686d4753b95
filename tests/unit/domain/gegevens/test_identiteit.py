"""Which identities are of one database: unknown is not different (FOUTEN B2)."""

import pytest

from bronsync.domain.gegevens.identiteit import identiteit, samengevoegd, waarde, zelfde_database

A, B = "6F9619FF-8B86-D011-B42D-00C04FC964FF", "0aa00aa0-8b86-d011-b42d-00c04fc964ff"
NUL = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("bewaard", "nu", "verwacht"),
    [
        ("db/v", "db/v", True),
        ("db/v", "db/w", False),
        ("db/v", "ander/v", False),
        ("db/v", "db", True),
        ("db", "db/v", True),
        ("db/v", "ander", False),
        ("/v", "db/v", True),
        ("/v", "db/w", False),
        ("/", "db/v", None),
        ("", "db/v", None),
        ("db", "/v", None),
        (f"{A}/{B}", f"{{{A.lower()}}}/{B.upper()}", True),
        (f"{A}/{B}", f"{A.replace('-', '')}/({B})", True),
        (f"{A}/{B}", f"{A}/{NUL}", True),
        (f"{A}/{B}", f"{B}/{NUL}", False),
        (f"{A}/None", f"{A}/{B}", True),
        ("Db", "db", False),
    ],
)
def test_B2_unknown_is_not_different_and_a_guid_is_a_value(bewaard, nu, verwacht):
    assert zelfde_database(bewaard, nu) is verwacht
    assert zelfde_database(nu, bewaard) is verwacht


@pytest.mark.parametrize(
    ("bewaard", "nu", "verwacht"),
    [("db/v", "db", "db/v"), ("db", "db/v", "db/v"), ("", "db/v", "db/v"), ("db/v", "/", "db/v"), ("/v", "db", "db/v")],
)
def test_B2_what_was_known_stays_known(bewaard, nu, verwacht):
    assert samengevoegd(bewaard, nu) == verwacht


@pytest.mark.parametrize("niets", [None, "", " ", "None", NUL, f"{{{NUL}}}"])
def test_B2_nothing_is_no_identity_and_still_says_that_the_database_was_worked_with(niets):
    assert waarde(niets) == ""
    assert identiteit(niets, niets) == "/"
    assert identiteit("db", niets) == "db"
    assert identiteit(niets, "v") == "/v"
    assert zelfde_database(identiteit("a/b", None), identiteit("a/b", "v")) is True
