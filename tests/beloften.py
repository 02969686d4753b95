"""Which test proves each promise, fault, bad input and transport row of RELIABILITY (F2, B3, C1-C5, D1-D6).

Run as a program it writes `BELOFTEN.md` beside it; `tests/architecture/test_beloften.py` holds it to the tests that exist. A row says what is
needed in a few words; after `--` stands where the answer differs from that paper, or what is not proven.
"""

from __future__ import annotations

from pathlib import Path

TABEL = Path(__file__).with_name("BELOFTEN.md")

BELOFTEN = {
    1: ("Op elk moment afbreken: de volgende start zegt wat er liep, niets bevestigds gaat verloren", "test_killed_ten_times_the_demo_goes_on_and_ends_the_same", "test_power_loss_loses_nothing_that_was_acknowledged", "test_nothing_acknowledged_is_lost_when_the_process_is_killed", "test_EIG_8_INV_10_every_fault_at_every_step_ends_in_agreement", "test_EIG_2_EIG_7_EIG_8_the_same_with_the_encrypted_store"),
    2: ("Een mutatie bereikt BRON een keer; een herhaling heeft hetzelfde nummer en dezelfde inhoud", "test_EIG_7_and_EIG_8_no_second_message_and_nothing_twice_whatever_fails", "test_INV_1_the_intent_with_its_bytes_is_on_disk_before_the_first_byte_leaves", "test_FOUT_3_a_crash_after_the_register_took_it_sends_no_second_mutation", "test_EIG_2_EIG_7_EIG_8_the_cycle_over_https_ends_equal"),
    3: ("Terugkoppeling wordt pas afgemeld als ze bewaard is; geen bericht gaat ongelezen weg", "test_INV_2_what_was_signed_off_is_on_our_disk", "test_FOUT_10_INV_5_what_cannot_be_placed_is_kept_and_shown", "test_FOUT_14_a_crash_around_storing_feedback_loses_none"),
    4: ("In LVS2000 alleen de gekoppelde velden, alleen als de oude waarde er nog staat; de school wint", "test_EIG_9a_a_write_back_never_overwrites_a_newer_edit_of_the_school", "test_anything_else_than_the_mapped_columns_is_our_own_bug", "test_FOUT_16_an_edit_of_the_school_between_reading_and_writing_stays"),
    5: ("Zonder volledig overzicht van hoogstens vier weken en alle terugkoppeling: niets vergeleken, niets verzonden", "test_FOUT_25_an_overview_of_29_days_blocks_comparing_and_sending", "test_FOUT_26_an_overview_that_is_cut_or_interrupted_leaves_the_old_one_in_use", "test_INV_8_nothing_is_decided_when_the_fetch_fails"),
    6: ("Na een teruggezette back-up, op een nieuwe of tweede computer beslist BRON Sync niets zonder u", "test_EIG_2_EIG_8_two_computers_and_backups_in_any_order_end_equal", "test_EIG_2_EIG_8_two_computers_and_backups_with_real_files_end_equal", "test_EIG_2_EIG_8_two_computers_and_backups_over_https_end_equal", "test_FOUT_18_an_older_copy_of_the_store_is_noticed_by_the_program", "test_FOUT_19_a_restored_backup_of_lvs2000_removes_and_ends_nobody", "test_FOUT_22_a_second_computer_decides_nothing_before_its_own_overview_and_the_first_notices"),
    7: ("Meer dan 5 en meer dan 3% verwijderen of uitschrijven: eerst stoppen en de lijst tonen", "test_EIG_11_acties_bepalen_refuses_from_the_boundary_on", "test_FOUT_20_a_half_filled_lvs2000_stops_and_shows_the_list_first"),
    8: ("Gegevens op deze computer versleuteld; geen wachtwoord, sleutel of BSN in log, bestandsnaam, tijdelijk bestand of helpdeskbestand", "test_after_forty_failing_scenarios_no_canary_stands_anywhere", "test_no_word_can_be_read_in_the_files", "test_D9_the_key_is_never_readable_on_disk", "test_D7_D8_D9_D25_the_window_leaves_no_personal_data_and_no_secret_anywhere", "test_D9_sending_and_fetching_write_the_store_and_the_log_only", "test_D25_what_nobody_caught_is_told_by_class_and_place_only", "test_no_value_shows_a_person_when_it_is_printed", "test_who_left_is_gone_from_messages_acties_and_signals_after_their_terms", "test_a_wiping_that_was_interrupted_is_ended_at_the_next_start", "test_no_number_can_be_found_by_trying_all_of_them_against_the_helpdeskbestand", "test_who_works_here_and_where_is_not_in_it", "test_what_is_copied_of_an_actie_that_was_not_sent_names_nobody"),
    9: ("Alleen met het vaste adres van BRON, met TLS 1.2 of nieuwer en beide certificaten gecontroleerd, met uw eigen database en, als het aanstaat, met het updateadres", "test_what_is_asked_of_the_update_address_names_nobody", "test_where_updates_are_off_nothing_is_asked_for", "test_another_maker_is_refused", "test_one_stolen_key_of_the_root_decides_nothing", "test_D1_D2_the_context_takes_only_todays_tls", "test_D3_a_server_that_cannot_prove_itself_gets_nothing", "test_D5_the_environment_changes_nothing"),
    10: ("Een beschadigd, vijandig of te groot antwoord wordt binnen een minuut en 150 MB geweigerd en verandert niets", "test_D12_hostile_answers_stay_within_150_MB", "test_the_total_time_holds_against_a_dripping_server", "test_FOUT_hostile_or_wrong_bytes_are_not_understood"),
}  # fmt: skip
"""Each also has `test_BELOFTE_n_...` in tests/end2end/test_beloften.py; these are the wider proofs."""

FOUTEN = {
    1: "crash after 'action decided'", 2: "crash after the intent, before the bytes", 3: "crash after the register took it",
    4: "request lost", 5: "response lost", 6: "double click, two processes", 7: "feedback twice", 8: "feedback out of order",
    9: "gap in the numbers", 10: "feedback to an unknown action", 11: "feedback to a removed action",
    12: "feedback to a replaced action", 13: "no feedback for 8 weeks", 14: "crash between fetch and store",
    15: "crash between LVS write and marking", 16: "edit in LVS2000 meanwhile", 17: "local state lost",
    18: "local state restored from an older copy -- with the key ring put back too, only BRON's numbers tell it, once BRON answered", 19: "LVS backup restored", 20: "LVS empty or half filled",
    21: "two PCs at once: the other sees which computer and since when -- SQL Server is played", 22: "two PCs one after the other", 23: "lease lost mid-send -- SQL Server is played",
    24: "PC clock wrong", 25: "overview older than 28 days", 26: "overview partial", 27: "overview of another aanleverpunt",
    28: "overview newer than waiting feedback", 29: "certificate expires between messages",
    30: "newer store, older program; migrations: tests/integration/adapters/journal/test_migrations.py", 31: "disk full",
}  # fmt: skip
"""Each is proven by the `test_FOUT_n_...` of tests/end2end/test_fouten.py."""

_VIJANDIG = "test_FOUT_hostile_or_wrong_bytes_are_not_understood"
_MB = "test_D12_hostile_answers_stay_within_150_MB"
_LEUGEN = "test_an_answer_that_is_none_is_unclear"
_OMGEVING = "test_C5_the_environment_brings_no_code_and_no_proxy"
INVOER = {
    1: ("billion laughs: refused", _VIJANDIG),
    2: ("quadratic blow-up: refused", _VIJANDIG),
    3: ("external entity: refused, no file read", "test_C1_what_a_document_brings_along_is_refused_whole"),
    4: ("external DTD: refused, no connection", _VIJANDIG),
    5: ("parameter entity: refused", "test_C1_what_a_document_brings_along_is_refused_whole"),
    6: ("DTD in UTF-16 or behind a comment: refused", _VIJANDIG),
    7: ("depth 100,000: refused", _VIJANDIG),
    8: ("text or attribute of many MB: refused", "test_C1_what_a_document_brings_along_is_refused_whole", _VIJANDIG),
    9: ("1,000,000 attributes: refused", _MB),
    10: ("3,000,000 elements: refused by count", _MB),
    11: ("gzip bomb: refused at the cap", _MB, "test_a_bomb_is_refused_at_the_cap"),
    12: ("one byte at a time: refused at the deadline", "test_the_total_time_holds_against_a_dripping_server", "test_BELOFTE_10_hostile_answers_are_refused_in_time_and_memory_and_change_nothing"),
    13: ("truncated, empty, two roots, NUL, bad encodings: refused, actie onbeslist", _VIJANDIG, "test_an_answer_that_cannot_be_read_is_unclear"),
    14: ("HTML maintenance page: in onderhoud", _LEUGEN, "test_a_lying_register_is_refused_and_the_next_try_succeeds"),
    15: ("redirect: never followed", "test_D5_a_redirect_is_not_followed"),
    16: ("XInclude, stylesheet: not loaded", "test_C1_an_inclusion_is_not_carried_out", "test_a_comment_does_not_cut_a_text_and_a_stylesheet_is_not_looked_at"),
    17: ("other namespace or version: refused, kept", _VIJANDIG),
    18: ("unknown elements -- the whole message is 'onbegrepen' and kept (DESIGN 9), not taken with a warning", _VIJANDIG),
    19: ("fault with a BSN: not logged -- its text is not shown either", "test_D8_the_text_of_a_fault_reaches_neither_log_nor_error"),
    20: ("answer to another message, two answers in one: refused", "test_an_answer_that_cannot_be_read_is_unclear", "test_a_page_that_is_not_whole_is_refused"),
    21: ("BSN that fails the elfproef: that record refused", "test_an_acceptance_without_a_valid_PGN_is_for_a_person", "test_nine_digits_that_fail_the_elfproef_are_no_bsn"),
    22: ("PGN in feedback differs from ours: never overwrites", "test_an_acceptance_with_another_pgn_overwrites_nothing_and_is_asked"),
    23: ("impossible dates: that record refused", "test_what_is_no_real_day_is_ongeldig", "test_a_wrong_value_in_a_valid_message_stays_as_text"),
    24: ("names with direction marks, markup, 40,000 characters: stored, shown as plain text", "test_an_odd_text_anywhere_stops_nothing", "test_a_name_with_markup_is_shown_as_the_text_it_is"),
    25: ("NFD and NFC: equal when comparing", "test_a_raw_value_becomes_one_form"),
    26: ("2^63, -1, a billion pupils announced: refused", "test_numbers_that_cannot_be_are_not_understood"),
    27: ("signed part missing, wrapping: refused when signing is on", "test_RELIABILITY_C1_27_an_attack_on_an_answer_is_refused", "test_only_what_was_signed_is_read", "test_a_signed_part_that_was_moved_is_not_intact"),
    28: ("import of file or http inside the WSDL: not loaded", "test_C2_the_contract_loads_nothing_but_itself"),
    29: ("soap:address of another host: not used", "test_C2_the_address_in_the_wsdl_is_never_called"),
    30: ("recursive or huge schema: pinned by hash", "test_the_pins_are_those_of_the_contract_files"),
    31: ("schema changed on disk: refused", "test_a_changed_contract_file_is_refused"),
    32: ("wrong password: said", "test_a_wrong_password"),
    33: ("password in another encoding: said", "test_a_wrong_password"),
    34: ("empty, random, truncated, length bomb: refused", "test_something_that_is_no_p12", "test_a_file_cut_off"),
    35: ("over 1 MB: refused unread", "test_a_file_over_1_MB_is_not_read"),
    36: ("millions of rounds: refused before they are done", "test_C3_a_certificate_with_millions_of_rounds_is_refused_before_they_are_done"),
    37: ("no key; no certificate: said", "test_no_key", "test_no_certificate"),
    38: ("key of another certificate: refused", "test_a_key_of_another_certificate", "test_a_key_beside_certificates_of_which_none_is_its_own"),
    39: ("RSA 1024: refused; 2048: taken, with a calm sentence", "test_a_weak_key", "test_C_39_a_certificate_of_2048_bits_is_taken_and_its_size_told", "test_C_39_C_55_status_mentions_them_and_goes_on"),
    40: ("expired, not yet valid, withdrawn: refused with the date", "test_an_expired_certificate_says_when", "test_a_certificate_of_later_says_from_when", "test_D4_a_refused_certificate_is_told_and_nothing_was_sent"),
    41: ("old container: taken -- RC2 only where the library still reads it", "test_an_old_container_is_taken"),
    42: ("certificate of another school: refused before the first message", "test_the_certificate_of_another_aanleverpunt_says_whose"),
    43: ("empty password: taken", "test_a_right_file_is_taken"),
    44: ("table name with an attack -- no name can be set: the columns are fixed", "test_no_statement_is_built_from_text"),
    45: ("schema of another database -- no schema can be set", "test_no_statement_is_built_from_text"),
    46: ("column mapped twice -- the mapping is ours, complete by test", "test_every_cell_has_a_column_and_every_column_a_veld"),
    47: ("settings inside server, user or password: no effect", "test_no_value_adds_a_setting"),
    48: ("NULL, spaces, #N/B: to the controles, no crash", "test_an_odd_text_anywhere_stops_nothing", "test_a_row_with_an_ongeldig_is_never_free_of_afkeur"),
    49: ("two pupils with one BSN: both shown, none sent", "test_C4_two_pupils_with_one_bsn_are_both_shown_and_nothing_is_sent"),
    50: ("BSN as float, with dots, without its zero: one form", "test_a_bsn_in_another_shape_is_understood", "test_a_bsn_kept_as_a_number_is_understood_and_can_be_replaced"),
    51: ("1-1-1900, 31-12-9999, dates as text: named", "test_what_is_no_real_day_is_ongeldig", "test_a_date_kept_as_text_or_number_is_understood"),
    52: ("broken encodings, U+0000: afkeur", "test_text_in_a_broken_encoding_reaches_the_controles", "test_an_odd_text_anywhere_stops_nothing"),
    53: ("write-back refused: nothing half written, the server's text not told", "test_a_refused_write_back_leaves_nothing_half_written_and_says_nothing_of_the_value"),
    54: ("lock, deadlock, dropped connection: whole read again, three times; 250,000 rows within bounded memory -- on SQLite", "test_a_deadlock_victim_repeats_the_whole_three_times_at_most", "test_a_database_that_stays_locked_gives_a_sentence", "test_C_54_a_large_lvs2000_is_compared_within_bounded_memory", "test_C_54_a_deadlock_victim_reads_again_on_another_session"),
    55: ("account with too many rights: warned of, never refused; the script with the least rights is at hand -- SQL Server is played", "test_C_55_an_account_that_may_more_than_needed_is_recognised", "test_C_55_too_many_rights_are_told_and_the_script_can_be_copied", "test_C_39_C_55_status_mentions_them_and_goes_on", "test_the_rights_are_the_least"),
    56: ("server without encryption: refused unless trusted by hand", "test_the_newest_driver_of_microsoft_is_taken_and_the_line_is_encrypted", "test_freetds_only_where_the_user_trusts_the_server"),
    57: ("settings empty, half, binary, huge, newer: put aside, defaults", "test_C5_settings_that_cannot_be_read_are_put_aside_and_the_defaults_hold", "test_C5_settings_of_a_newer_program_keep_what_is_known", "test_C5_an_interrupted_change_of_the_settings_leaves_the_old_ones"),
    58: ("secret or address edited in by hand: ignored", "test_C5_no_address_and_no_secret_can_be_set_by_hand"),
    59: ("paths with .., reserved names -- no path is a setting; an export needs a folder that is there", "test_C5_an_export_goes_only_to_a_file_of_its_kind_in_a_folder_that_is_there"),
    60: ("cell beginning with = + - @: stays text", "test_a_nasty_value_comes_out_as_the_text_it_is", "test_every_cell_is_formatted_as_text"),
    61: ("'t Hart: unchanged", "test_a_nasty_value_comes_out_as_the_text_it_is"),
    62: ("NUL, 40,000 characters in a cell: left out or cut, and said", "test_what_a_file_cannot_hold_is_left_out_and_said", "test_a_text_longer_than_a_cell_is_cut_and_said"),
    63: ("export over an open file, full disk, cloud folder: whole or not, warned", "test_a_full_disk_leaves_the_old_file_and_nothing_beside_it", "test_a_cloud_folder_is_warned_of"),
    64: ("unknown option, --url, long argument, secret as argument: refused", "test_unknown_options_are_refused", "test_C5_no_secret_is_an_argument_and_a_long_one_is_refused"),
    65: ("SSLKEYLOGFILE, proxies, CA bundles, netrc: no effect", _OMGEVING, "test_D5_the_environment_changes_nothing"),
    66: ("paste of 10 MB, control characters: bounded in the model", "test_C5_a_text_of_the_user_is_bounded_and_free_of_control_characters"),
}  # fmt: skip

TRANSPORT = {
    "D1": ("TLS 1.2 or 1.3 only", "test_D1_a_server_with_tls_1_1_gets_nothing", "test_D1_D2_the_context_takes_only_todays_tls"),
    "D2": ("ECDHE with AES-GCM or ChaCha20 only", "test_D2_a_server_with_old_suites_only_gets_nothing"),
    "D3": ("name, root and dates of the server checked", "test_D3_a_server_that_cannot_prove_itself_gets_nothing", "test_D3_a_name_is_not_a_number", "test_D3_a_name_that_is_no_alternative_name_is_no_name", "test_D3_only_the_given_root_is_trusted"),
    "D4": ("client certificate always; refusals told apart", "test_D4_a_refused_certificate_is_told_and_nothing_was_sent"),
    "D5": ("no redirects, proxies, key log", "test_D5_a_redirect_is_not_followed", "test_D5_the_environment_changes_nothing"),
    "D6": ("withdrawn server certificate -- not checked: written down in THREATMODEL.md", "test_what_is_not_stopped_is_written_down"),
}  # fmt: skip


def rijen(namen: set[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(id, what, tests); `namen` are all tests there are, from which those named after their row are taken."""

    def genoemd(begin: str) -> tuple[str, ...]:
        return tuple(sorted(naam for naam in namen if naam.startswith(begin)))

    uit = [(f"BELOFTE-{n}", wat, (*genoemd(f"test_BELOFTE_{n}_"), *tests)) for n, (wat, *tests) in BELOFTEN.items()]
    uit += [(f"FOUT-{n}", wat, genoemd(f"test_FOUT_{n}_")) for n, wat in FOUTEN.items()]
    uit += [(f"C-{n}", wat, tuple(tests)) for n, (wat, *tests) in INVOER.items()]
    return [*uit, *((naam, wat, tuple(tests)) for naam, (wat, *tests) in TRANSPORT.items())]


def tabel(namen: set[str]) -> str:
    """The table as Markdown."""
    kop = "# What proves each promise, fault, bad input and transport row\n\nGenerated by `beloften.py`; a test compares. `--`: where the answer differs from the paper, or what is not proven.\n\n"
    regels = [f"| {naam} | {wat} | {', '.join(f'`{test}`' for test in tests)} |" for naam, wat, tests in rijen(namen)]
    return kop + "| row | what | tests |\n| --- | --- | --- |\n" + "\n".join(regels) + "\n"


def alle_tests(root: Path) -> set[str]:
    """The names of all tests of the project."""
    import re

    return {
        naam
        for pad in (root / "tests").rglob("test_*.py")
        for naam in re.findall(r"^def (test_\w+)", pad.read_text(encoding="utf-8"), re.MULTILINE)
    }


if __name__ == "__main__":
    TABEL.write_text(tabel(alle_tests(TABEL.parents[1])), encoding="utf-8")
