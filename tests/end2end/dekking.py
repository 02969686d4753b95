"""Which test proves each menu item, actie, kind of feedback and rule of the manual through the register over mutual TLS.

Run as a program it writes `DEKKING.md` beside it; `tests/architecture/test_dekking.py` holds the table to the code and to the tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from bronsync.cli import FLOWS
from bronsync.domain.vergelijking.berichten import ActieSoort, Melding, Onbegrepen

TABEL = Path(__file__).with_name("DEKKING.md")

MENU = {
    "registratieoverzicht-ophalen": "test_eerste_aanlevering_ends_without_verschillen",
    "acties-bepalen": "test_eerste_aanlevering_ends_without_verschillen",
    "vragen": "test_a_move_known_to_the_gba_is_asked_and_taken_over",
    "beslis": "test_a_move_known_to_the_gba_is_asked_and_taken_over",
    "heropen": "test_an_ignored_verschil_can_be_opened_again",
    "controleren": "test_a_move_known_to_the_gba_is_asked_and_taken_over",
    "synchroniseren": "test_a_move_known_to_the_gba_is_asked_and_taken_over",
    "terugkoppeling-ophalen": "test_a_spontane_mutatie_of_a_name_is_in_lvs2000_at_once",
    "status": "test_eerste_aanlevering_ends_without_verschillen",
    "berichten": "test_an_executed_actie_can_be_removed_and_redone",
    "overzicht": "test_a_school_in_balance_counts_the_same_on_both_sides_and_a_new_overview_brings_nothing",
    "teldatum": "test_the_checklist_of_the_teldatum_is_ticked_off_and_tells_who_is_missing",
    "dubbele-inschrijvingen": "test_a_note_at_a_dubbele_inschrijving_stays_with_it_until_it_disappears",
    "handmatig": "test_identificatieverzoek_by_hand",
    "verwijder-actie": "test_an_executed_actie_can_be_removed_and_redone",
    "mutaties": "test_addresses_taken_over_by_mistake_are_put_back_together_and_asked",
    "zet-terug": "test_addresses_taken_over_by_mistake_are_put_back_together_and_asked",
    "niet-uitgevoerde-acties-verwijderen": "test_niet_uitgevoerde_acties_are_removed_and_come_back",
    "zet-apart": "test_an_actie_that_was_set_aside_waits_and_the_rest_goes",
    "neem-mee": "test_an_actie_that_was_set_aside_waits_and_the_rest_goes",
    "controleer-leerling": "test_an_actie_that_was_set_aside_waits_and_the_rest_goes",
    "acties": "test_a_rejected_actie_stands_in_the_list_with_what_to_do",
    "attentiesignalen": "test_attentiesignalen_are_explained_hidden_when_seen_and_leave_nothing_to_do",
    "onderwijs-sinds": "test_shown_filled_and_undone",
    "helpdeskbestand": "test_the_helpdeskbestand_answers_the_ten_questions_and_names_nobody",
}
ACTIES = {
    ActieSoort.IDENTIFICATIEVERZOEK: "test_identificatieverzoek_by_hand",
    ActieSoort.CORRECTIE_INSCHRIJFDATUM: "test_correctie_inschrijfdatum_removes_the_wrong_one_and_delivers_the_right_one",
    ActieSoort.WIJZIGING_SLEUTELGEGEVENS: "test_wijziging_sleutelgegevens_onderwijsnummer_becomes_bsn_with_both_numbers",
    ActieSoort.WIJZIGING_ONDERWIJSGEGEVENS: "test_wijziging_onderwijsgegevens_brings_the_state_of_lvs2000_to_bron",
    ActieSoort.NIEUWE_MELDING_INSCHRIJVING: "test_eerste_aanlevering_ends_without_verschillen",
    ActieSoort.VERWIJDERING_INSCHRIJVING: "test_verwijdering_inschrijving_is_asked_and_confirmed",
    ActieSoort.UITSCHRIJVING: "test_a_leaver_is_signed_off_without_asking",
    ActieSoort.OVERNEMEN_ADRESGEGEVENS: "test_a_move_known_to_the_gba_is_asked_and_taken_over",
}
TERUGKOPPELINGEN = {
    "Afkeur": "test_afkeur_is_explained_and_repaired",
    "InschrijvingGeaccepteerd": "test_eerste_aanlevering_ends_without_verschillen",
    "Identificatie": "test_identificatieverzoek_by_hand",
    "SpontaneMutatie": "test_a_spontane_mutatie_of_a_name_is_in_lvs2000_at_once",
    "WijzigingSleutelgegevens": "test_a_bsn_that_bron_found_later_replaces_the_onderwijsnummer_in_lvs2000",
    "DubbeleInschrijving": "test_a_dubbele_inschrijving_is_shown_until_the_other_school_corrects_it",
    "VerwijderingBevestigd": "test_verwijdering_inschrijving_is_asked_and_confirmed",
    "OverzichtDeel": "test_eerste_aanlevering_ends_without_verschillen",
}
# `Onbegrepen` is our own word for what cannot be read, not a kind that BRON gives: tests/unit/adapters/bron/test_berichten.py.
REGELS = {
    "Geen bericht gaat ongelezen weg (h. 7)": "test_feedback_that_is_not_ours_is_kept_for_a_person",
    "Eerste aanlevering is de gewone kringloop (h. 2)": "test_eerste_aanlevering_ends_without_verschillen",
    "Uitschrijvingen voor 1-8-2008 worden niet aangeleverd (h. 2)": "test_who_left_by_1_august_2008_is_not_delivered",
    "Ook wie in de toekomst vertrekt wordt uitgeschreven (h. 5)": "test_a_future_leaver_is_signed_off_now",
    "Een onderwijsnummer wordt toegekend als het BSN niet te achterhalen is (h. 2)": "test_wijziging_sleutelgegevens_onderwijsnummer_becomes_bsn_with_both_numbers",
    "Een spontane mutatie wordt direct overgenomen (h. 2)": "test_a_spontane_mutatie_of_a_name_is_in_lvs2000_at_once",
    "Een gevonden BSN wordt direct verwerkt in LVS2000 (h. 2)": "test_a_bsn_that_bron_found_later_replaces_the_onderwijsnummer_in_lvs2000",
    "Dubbele inschrijvingen blijven terugkomen tot een school corrigeert (h. 2)": "test_a_dubbele_inschrijving_is_shown_until_the_other_school_corrects_it",
    "Bij elk ander verschil kiest de gebruiker: negeren, naar BRON of naar LVS2000 (h. 2)": "test_an_ignored_verschil_stays_away_until_a_value_changes",
    "Vergelijken vraagt een registratieoverzicht van hoogstens 4 weken oud (h. 4)": "test_an_overview_of_29_days_blocks_and_one_of_28_does_not",
    "Een historisch registratieoverzicht is alleen om in te zien (h. 4)": "test_a_historical_overview_blocks_comparing_until_an_actual_one",
    "Een onvolledig overzicht vervangt niets (h. 2)": "test_an_overview_that_is_not_whole_leaves_the_old_one_in_use",
    "Alleen zonder afkeursignalen kan worden verzonden (h. 6)": "test_nothing_is_sent_while_an_afkeursignaal_is_left",
    "Certificaat aanwezig en geldig voor verzending (h. 6)": "test_a_certificate_that_cannot_be_used_is_refused_with_its_reason",
    "BRON keurt per direct af: de reden staat bij de actie (h. 6)": "test_a_direct_refusal_stands_at_its_actie_and_the_others_go_on",
    "Attentiesignalen zijn ter kennisgeving (h. 7)": "test_attentiesignalen_are_explained_hidden_when_seen_and_leave_nothing_to_do",
    "Uitgevoerde acties kunnen worden verwijderd en opnieuw uitgevoerd (h. 5)": "test_an_executed_actie_can_be_removed_and_redone",
    "LVS2000 minimaal versie 2.10 (h. 3)": "test_an_lvs2000_that_does_not_fit_is_refused_with_its_reason",
    "Historische inschrijvingen blijven in te zien (h. 4)": "test_who_left_stays_in_the_overview_as_historisch",
    "Na een teruggezette back-up beslist BRON Sync niets zelf (h. 2, gevaar van synchroniseren)": "test_a_restored_store_asks_for_an_overview_first",
}


def rijen() -> list[tuple[str, str, str]]:
    """(kind, what, test) for all that the code knows and the rules above. A KeyError names a row without a test."""
    menu = [("menu", f"{naam}: {uitleg}", MENU[naam]) for naam, (_, uitleg) in FLOWS.items()]
    acties = [("actie", str(soort), ACTIES[soort]) for soort in ActieSoort]
    meldingen = [
        ("terugkoppeling", melding.__name__, TERUGKOPPELINGEN[melding.__name__])
        for melding in get_args(Melding)
        if melding is not Onbegrepen
    ]
    return [*menu, *acties, *meldingen, *(("regel", regel, test) for regel, test in REGELS.items())]


def tabel() -> str:
    """The table as Markdown."""
    regels = [f"| {soort} | {wat} | `{test}` |" for soort, wat, test in rijen()]
    kop = "# What proves each part of the manual\n\nGenerated by `dekking.py`; each test runs the program against the register over mutual TLS.\n\n"
    return kop + "| kind | what | test |\n| --- | --- | --- |\n" + "\n".join(regels) + "\n"


if __name__ == "__main__":
    TABEL.write_text(tabel(), encoding="utf-8")
