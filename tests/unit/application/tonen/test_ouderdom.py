"""How old, how long: one place for the words and for how bad it is (manual ch. 4 and 6)."""

from __future__ import annotations

from datetime import date

import pytest

from bronsync.application.boeken.weergave import maskeer_nummers
from bronsync.application.tonen.ouderdom import Ernst, certificaat_ouderdom, duur, in_behandeling, overzicht_ouderdom
from bronsync.domain.vergelijking.levensloop import Status


@pytest.mark.parametrize(
    ("dagen", "woorden", "ernst"),
    [
        (-1, "van een dag die nog komt", Ernst.FOUT),
        (0, "van vandaag", Ernst.GOED),
        (1, "van gisteren", Ernst.GOED),
        (21, "21 dagen oud", Ernst.GOED),
        (22, "22 dagen oud", Ernst.LET_OP),
        (28, "28 dagen oud", Ernst.LET_OP),
        (29, "4 weken oud", Ernst.FOUT),
        (90, "12 weken oud", Ernst.FOUT),
        (400, "13 maanden oud", Ernst.FOUT),
        (1840, "5 jaar oud", Ernst.FOUT),
    ],
)
def test_an_overview_that_is_too_old_is_never_well(dagen: int, woorden: str, ernst: Ernst) -> None:
    gevonden = overzicht_ouderdom(dagen)
    assert (gevonden.woorden, gevonden.ernst) == (woorden, ernst)


@pytest.mark.parametrize(
    ("dagen", "woorden", "ernst"),
    [
        (-1, "verlopen", Ernst.FOUT),
        (0, "verloopt vandaag", Ernst.LET_OP),
        (1, "verloopt morgen", Ernst.LET_OP),
        (60, "verloopt over 60 dagen", Ernst.LET_OP),
        (61, "", Ernst.GOED),
    ],
)
def test_a_certificate_warns_sixty_days_before(dagen: int, woorden: str, ernst: Ernst) -> None:
    gevonden = certificaat_ouderdom(dagen)
    assert (gevonden.woorden, gevonden.ernst) == (woorden, ernst)


def test_one_day_is_no_plural() -> None:
    assert duur(1) == "1 dag"


@pytest.mark.parametrize(
    ("status", "vandaag", "tekst"),
    [
        (
            Status.IN_BEHANDELING,
            date(2026, 12, 16),
            "in behandeling sinds 01-12-2026 (15 dagen); tot 26-01-2027 is dat normaal",
        ),
        (
            Status.IN_BEHANDELING,
            date(2026, 12, 1),
            "in behandeling sinds 01-12-2026 (vandaag); tot 26-01-2027 is dat normaal",
        ),
        (
            Status.IN_BEHANDELING,
            date(2027, 1, 26),
            "in behandeling sinds 01-12-2026 (8 weken); tot 26-01-2027 is dat normaal",
        ),
        (
            Status.UITBLIJVEND,
            date(2027, 1, 27),
            "in behandeling sinds 01-12-2026 (8 weken); dat is langer dan normaal (tot 26-01-2027)",
        ),
        (Status.ONBESLIST, date(2026, 12, 16), ""),
        (Status.GEACCEPTEERD, date(2026, 12, 16), ""),
        (Status.BEPAALD, date(2026, 12, 16), ""),
    ],
)
def test_since_when_and_until_when_it_is_normal(status: Status, vandaag: date, tekst: str) -> None:
    assert in_behandeling(status, "2026-12-01T10:00:00Z", vandaag) == tekst


def test_what_was_never_sent_waits_for_nothing() -> None:
    assert in_behandeling(Status.IN_BEHANDELING, "", date(2026, 12, 16)) == ""


def test_numbers_of_nine_digits_are_masked_and_others_stay() -> None:
    tekst = "<bsn>900000045</bsn> <id>1234567890</id> <dag>20261201</dag>"
    assert maskeer_nummers(tekst) == "<bsn>•••••0045</bsn> <id>1234567890</id> <dag>20261201</dag>"
