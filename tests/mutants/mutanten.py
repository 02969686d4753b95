"""Design errors of ARCHITECTURE 7.3 and defects of RELIABILITY B4, each a few words of source changed, with the test that must notice.

A mutant is put in while its module is imported (plugin.py), in a process of its own. When the source no longer holds the words, the
mutant fails loudly: it must then be written anew, not dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

EIGENSCHAPPEN = "tests/property/test_eigenschappen.py"
STORINGEN = "tests/property/test_storingen.py::test_EIG_8_INV_10_every_fault_at_every_step_ends_in_agreement"
STROMEN = "tests/unit/test_application_stromen.py"
FOUTEN = "tests/end2end/test_fouten.py"
NUMMERS = "tests/unit/test_ontvangstnummers.py"
HERSTEL = "tests/unit/test_application_herstellen.py"
MACHINE_GEHEUGEN = "tests/property/test_machine.py::test_EIG_2_EIG_7_EIG_8_EIG_10_the_cycle_in_any_order_ends_equal"
MACHINE = "tests/property/test_machine.py::test_EIG_2_EIG_7_EIG_8_the_same_with_the_encrypted_store"
MACHINE_BESTANDEN = (
    "tests/property/test_machine_herstel.py::test_EIG_2_EIG_8_two_computers_and_backups_with_real_files_end_equal"
)


@dataclass(frozen=True)
class Mutant:
    naam: str
    bron: str
    """Where the error is described."""
    module: str
    oud: str
    nieuw: str
    test: str
    snel: bool = False
    """Also in CI."""


MUTANTEN = [
    Mutant(
        "put_back_and_done_again",
        "FOUTEN R8",
        "bronsync.application.acties_bepalen",
        "(not asked and _is_teruggezet(verschil, besluit, terug))",
        "False",
        "tests/unit/test_zet_terug.py::test_R8_j_what_was_once_answered_naar_BRON_is_asked_too_when_the_same_values_come_back",
        snel=True,
    ),
    Mutant(
        "put_back_keeps_the_answer",
        "FOUTEN R8",
        "bronsync.application.wegschrijven",
        "        vraag_opnieuw(eenheid, omg, mutatie)\n",
        "        pass\n",
        "tests/unit/test_zet_terug.py::test_R8_e_even_without_acties_bepalen_another_answer_does_not_take_it_over_again",
        snel=True,
    ),
    Mutant(
        "school_typed_it_first_and_it_counts_as_ours",
        "FOUTEN R8",
        "bronsync.application.wegschrijven",
        "MutatieStand.GEDAAN if mutatie.begonnen else MutatieStand.STOND_ER_AL",
        "MutatieStand.GEDAAN",
        "tests/unit/test_zet_terug.py::test_what_the_school_had_typed_already_is_not_ours_to_put_back",
    ),
    Mutant(
        "no_guard_on_open_actions",
        "7.3",
        "bronsync.application.acties_beheren",
        "open_acties = [actie for actie in acties if actie.status in OPEN]\n    bezet",
        "open_acties = []\n    bezet",
        f"{EIGENSCHAPPEN}::test_EIG_7_and_EIG_8_no_second_message_and_nothing_twice_whatever_fails",
    ),
    Mutant(
        "forget_rejections",
        "7.3",
        "bronsync.application.acties_beheren",
        "afgekeurd = {(actie.vingerafdruk, actie.lvs_hash) for actie in acties if actie.status is Status.AFGEKEURD}",
        "afgekeurd = set()",
        f"{EIGENSCHAPPEN}::test_EIG_6_what_was_rejected_goes_again_only_after_its_data_changed",
    ),
    Mutant(
        "delete_and_recreate",
        "7.3",
        "bronsync.domain.acties",
        "VerschilSoort.ONDERWIJS: _A.WIJZIGING_ONDERWIJSGEGEVENS",
        "VerschilSoort.ONDERWIJS: _A.VERWIJDERING_INSCHRIJVING",
        f"{EIGENSCHAPPEN}::test_EIG_3_one_edit_gives_exactly_the_actie_of_its_category[vo_advies]",
    ),
    Mutant(
        "pair_on_the_key_alone",
        "4.4",
        "bronsync.domain.koppelen",
        "kandidaten = per_sleutel.get(sleutel, []) if sleutel is not None else []",
        "kandidaten = per_sleutel.get(sleutel, []) if reden is Reden.SLEUTEL else []",
        f"{EIGENSCHAPPEN}::test_EIG_3_one_edit_gives_exactly_the_actie_of_its_category[burgerservicenummer]",
    ),
    Mutant(
        "all_actions_of_a_pupil_at_once",
        "7.3",
        "bronsync.application.acties_beheren",
        "for kandidaten in per_leerling.values())",
        "for kandidaten in [[een] for allen in per_leerling.values() for een in allen])",
        f"{EIGENSCHAPPEN}::test_EIG_2_both_sides_and_the_picture_end_plainly_equal",
    ),
    Mutant(
        "compare_forgets_a_field",
        "7.3",
        "bronsync.domain.vergelijken",
        "for veld in PER_CATEGORIE[categorie]\n",
        'for veld in PER_CATEGORIE[categorie] if veld.naam != "vo_advies"\n',
        f"{EIGENSCHAPPEN}::test_EIG_3_one_edit_gives_exactly_the_actie_of_its_category[vo_advies]",
        snel=True,
    ),
    Mutant(
        "send_before_commit",
        "7.3",
        "bronsync.application.synchroniseren",
        "        generatie = nieuwe_generatie(eenheid)\n        eenheid.commit()\n    omg.waterpeil",
        "        generatie = nieuwe_generatie(eenheid)\n        omg.register.verzend(verzending.operatie, verzending.body)\n"
        "        eenheid.commit()\n    omg.waterpeil",
        f"{STORINGEN}[drops_repeats-fetch_signed_off-delay_0]",
    ),
    Mutant(
        "new_id_on_retry",
        "7.3, B4",
        "bronsync.application.synchroniseren",
        "            verzending = replace(verzending, poging=verzending.poging + 1)\n",
        "            ander = omg.ids.nieuw()\n"
        "            body = verzending.body.replace(verzending.bericht_id.encode(), ander.encode())\n"
        "            verzending = replace(verzending, poging=verzending.poging + 1, bericht_id=ander, body=body)\n"
        "            actie = replace(actie, bericht_id=ander)\n",
        f"{STORINGEN}[drops_repeats-fetch_signed_off-delay_3]",
    ),
    Mutant(
        "time_out_treated_as_failed",
        "7.3",
        "bronsync.application.synchroniseren",
        "        _boek_uitkomst(omg, verzending, Gebeurtenis.ONDUIDELIJK, fout)\n",
        "        _boek_uitkomst(omg, verzending, Gebeurtenis.NIET_VERZONDEN, fout)\n",
        f"{EIGENSCHAPPEN}::test_EIG_7_and_EIG_8_no_second_message_and_nothing_twice_whatever_fails",
    ),
    Mutant(
        "acknowledge_before_storing",
        "7.3, B4",
        "bronsync.application.terugkoppeling_ophalen",
        "    with omg.journal.eenheid() as eenheid:\n        for bericht in sorted(",
        "    tot = max(bericht.ontvangstnummer for bericht in pagina.berichten)\n"
        "    omg.register.bevestig(tijdstip(omg), omg.ids.nieuw(), tot)\n"
        "    with omg.journal.eenheid() as eenheid:\n        for bericht in sorted(",
        f"{STORINGEN}[drops_repeats-fetch_signed_off-delay_0]",
    ),
    Mutant(
        "stale_feedback_over_newer_overview",
        "7.3",
        "bronsync.application.terugkoppeling_verwerken",
        "    if oud is not None and oud.ontvangstnummer >= nummer:\n        return False\n",
        "",
        f"{EIGENSCHAPPEN}::test_EIG_10_old_feedback_after_a_newer_overview_changes_nothing",
        snel=True,
    ),
    Mutant(
        "feedback_revives_what_an_overview_no_longer_lists",
        "found here",
        "bronsync.application.terugkoppeling_verwerken",
        "    if oud is None and _is_intussen_weg(stand(eenheid, omg.aanleverpunt), nieuw):\n        return False\n",
        "",
        f"{EIGENSCHAPPEN}::test_EIG_10_old_feedback_after_a_newer_overview_changes_nothing",
    ),
    Mutant(
        "write_back_without_compare_and_set",
        "7.3, B4",
        "bronsync.application.wegschrijven",
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, wijzigingen_van(mutatie))\n",
        "        velden = wijzigingen_van(mutatie)\n"
        "        nu = omg.lvs.lees_een(omg.aanleverpunt, mutatie.inschrijving_id)\n"
        "        velden = tuple(replace(v, oud=nu.rij[INDEX[v.veld]]) for v in velden)\n"
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, velden)\n",
        f"{EIGENSCHAPPEN}::test_EIG_9a_a_write_back_never_overwrites_a_newer_edit_of_the_school",
        snel=True,
    ),
    Mutant(
        "own_answer_written_back",
        "found here",
        "bronsync.application.terugkoppeling_verwerken",
        "terugschrijven, gevraagd = _mag_terugschrijven(eenheid, omg), actie is not None",
        "terugschrijven, gevraagd = _mag_terugschrijven(eenheid, omg), False",
        f"{EIGENSCHAPPEN}::test_EIG_9a_the_answer_to_our_own_message_does_not_undo_a_later_edit",
    ),
    Mutant(
        "tick_off_before_writing",
        "7.3",
        "bronsync.application.wegschrijven",
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, wijzigingen_van(mutatie))\n",
        "        with omg.journal.eenheid() as eenheid:\n"
        "            eenheid.zet(replace(mutatie, stand=MutatieStand.GEDAAN))\n"
        "            eenheid.commit()\n"
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, wijzigingen_van(mutatie))\n",
        f"{EIGENSCHAPPEN}::test_EIG_9b_a_write_back_is_never_lost_by_a_crash",
    ),
    Mutant(
        "feedback_processed_more_than_once",
        "7.3",
        "bronsync.application.ontvangstnummers",
        "        _merk_hoogste(eenheid, omg, nummer)\n        return 0\n",
        "        _merk_hoogste(eenheid, omg, nummer)\n        return nummer\n",
        f"{EIGENSCHAPPEN}::test_EIG_9c_a_write_back_is_done_once_even_if_the_feedback_repeats",
        snel=True,
    ),
    Mutant(
        "process_in_any_order",
        "B4",
        "bronsync.application.terugkoppeling_ophalen",
        "for gedaan, nummer in enumerate(nummers, 1):",
        "for gedaan, nummer in enumerate(reversed(nummers), 1):",
        f"{EIGENSCHAPPEN}::test_EIG_5_the_order_of_answers_and_feedback_does_not_matter",
    ),
    Mutant(
        "no_high_water_mark",
        "B4",
        "bronsync.application.herstellen",
        "if generatie < omg.waterpeil.lees():",
        "if False:",
        f"{HERSTEL}::test_FOUT_18_an_older_copy_of_the_store_is_noticed",
    ),
    Mutant(
        "high_water_mark_on_sends_only",
        "B4",
        "bronsync.application.terugkoppeling_ophalen",
        "    omg.waterpeil.verhoog(generatie)\n",
        "",
        f"{HERSTEL}::test_FOUT_18_an_older_copy_of_the_store_is_noticed",
    ),
    Mutant(
        "a_second_installation_goes_unnoticed",
        "B4, F22",
        "bronsync.application.ontvangstnummers",
        "            herstel = True\n",
        "            pass\n",
        f"{HERSTEL}::test_FOUT_17_a_lost_store_is_noticed_by_the_numbers",
    ),
    Mutant(
        "automatic_direction_after_a_restore",
        "B4",
        "bronsync.application.acties_bepalen",
        "opnieuw = zonder_gevolg or huidig.alles_vragen",
        "opnieuw = zonder_gevolg",
        f"{HERSTEL}::test_FOUT_18_after_a_restore_every_verschil_is_asked",
    ),
    Mutant(
        "decide_although_the_fetch_failed",
        "B4",
        "bronsync.application.acties_bepalen",
        "    terugkoppeling_ophalen(omg)\n    vandaag",
        "    try:\n        terugkoppeling_ophalen(omg)\n    except BronSyncFout:\n        pass\n    vandaag",
        f"{STROMEN}::test_INV_8_nothing_is_decided_when_the_fetch_fails",
    ),
    Mutant(
        "repeat_at_a_register_that_works_repeats",
        "B4",
        "bronsync.application.synchroniseren",
        "    if not omg.register.herhaling_veilig:\n        return\n",
        "",
        f"{STORINGEN}[works_repeats-fetch_signed_off-delay_3]",
    ),
    Mutant(
        "a_move_without_its_audit_row",
        "INV-9",
        "bronsync.application.boekingen",
        "    eenheid.zet(nieuw)\n    boek_audit(",
        "    eenheid.zet(nieuw)\n    (lambda *_, **__: None)(",
        f"{EIGENSCHAPPEN}::test_EIG_2_both_sides_and_the_picture_end_plainly_equal",
    ),
    Mutant(
        "picture_keeps_the_wrong_registration",
        "found here",
        "bronsync.application.terugkoppeling_verwerken",
        'actie.soort is not ActieSoort.WIJZIGING_SLEUTELGEGEVENS or cel(rij, "inschrijfdatum") == actie.inschrijfdatum',
        "True",
        f"{STROMEN}::test_a_new_key_does_not_pair_an_inschrijving_with_the_other_one",
    ),
    Mutant(
        "a_gap_does_not_block",
        "F9",
        "bronsync.application.beeld",
        "    if gaten := ontbrekend(eenheid, omg.aanleverpunt):\n",
        "    if gaten := []:\n",
        f"{STROMEN}::test_FOUT_9_a_missing_number_blocks_until_an_overview_with_history",
    ),
    Mutant(
        "brakes_off",
        "F20",
        "bronsync.domain.remmen",
        "        return True\n    raise",
        "        return True\n    return True\n    raise",
        f"{EIGENSCHAPPEN}::test_EIG_11_a_plan_is_within_the_limits_or_refused",
    ),
    Mutant(
        "what_another_computer_signed_off_is_not_missed",
        "F22",
        "bronsync.application.ontvangstnummers",
        "    if nummer <= huidig.hoogste_ontvangstnummer:\n        return False\n",
        "    if True:\n        return False\n",
        f"{FOUTEN}::test_FOUT_22_a_second_computer_decides_nothing_before_its_own_overview_and_the_first_notices",
    ),
    Mutant(
        "a_lost_lease_is_not_missed",
        "F23",
        "bronsync.bootstrap",
        "        return bewaakt(omgeving)\n",
        "        return omgeving\n",
        f"{FOUTEN}::test_FOUT_23_when_the_lease_is_lost_the_next_message_is_not_sent",
    ),
    Mutant(
        "verzend_without_looking_at_the_lease",
        "F23, R7",
        "bronsync.application.bewaking",
        "        self._kijk()\n        return self._echt.verzend(",
        "        return self._echt.verzend(",
        "tests/unit/test_bewaking.py::test_R7_no_door_opens_after_the_lease_is_lost",
        snel=True,
    ),
    Mutant(
        "haal_without_looking_at_the_lease",
        "F23, R7",
        "bronsync.application.bewaking",
        "        self._kijk()\n        return self._echt.haal(",
        "        return self._echt.haal(",
        "tests/unit/test_bewaking.py::test_R7_no_door_opens_after_the_lease_is_lost",
    ),
    Mutant(
        "bevestig_without_looking_at_the_lease",
        "F23, R7",
        "bronsync.application.bewaking",
        "        self._kijk()\n        self._echt.bevestig(",
        "        self._echt.bevestig(",
        "tests/unit/test_bewaking.py::test_R7_no_door_opens_after_the_lease_is_lost",
    ),
    Mutant(
        "write_back_without_looking_at_the_lease",
        "F23, R7",
        "bronsync.application.bewaking",
        "        self._echt.eis_vergrendeld()\n        return self._echt.schrijf(",
        "        return self._echt.schrijf(",
        "tests/unit/test_bewaking.py::test_R7_no_door_opens_after_the_lease_is_lost",
    ),
    Mutant(
        "a_changed_audit_line_passes",
        "E1",
        "bronsync.application.boekingen",
        "if rij.vorige != vorige or rij.hash != audit_hash(rij):",
        "if rij.vorige != vorige:",
        "tests/end2end/test_helpdesk.py::test_a_changed_line_of_the_audit_trail_is_noticed",
    ),
    Mutant(
        "retention_leaves_a_hole_in_the_audit_trail",
        "E1",
        "bronsync.application.boekingen",
        "list(takewhile(lambda rij: rij.tijdstip < tot, eenheid.alle(AuditRij)))",
        "[rij for rij in eenheid.alle(AuditRij) if rij.tijdstip < tot]",
        "tests/unit/test_application_controlespoor.py::test_a_wrong_clock_and_then_retention_break_nothing",
    ),
    Mutant(
        "a_reference_that_anybody_can_make",
        "E3",
        "bronsync.application.verwijzing",
        "hmac.digest(sleutel, leerlingnummer",
        "hmac.digest(b'vast', leerlingnummer",
        "tests/unit/test_application_verwijzing.py::test_one_pupil_has_one_reference_in_one_store_and_another_in_another",
    ),
    Mutant(
        "names_in_the_helpdeskbestand",
        "E5",
        "bronsync.application.helpdesk_vorm",
        "            regel = f\"{'  ' * min(max(diepte, 0), 20)}{tekstvorm(tekst)}\"\n",
        "            regel = tekst\n",
        "tests/end2end/test_persoonsgegevens.py::test_after_forty_failing_scenarios_no_canary_stands_anywhere",
    ),
    Mutant(
        "high_water_mark_on_fetches_only",
        "B4, F18",
        "bronsync.application.synchroniseren",
        "    omg.waterpeil.verhoog(generatie)\n    _verzend",
        "    _verzend",
        f"{HERSTEL}::test_FOUT_18_an_older_copy_of_the_store_is_noticed",
    ),
    Mutant(
        "what_was_being_sent_is_not_marked_at_start",
        "F3",
        "bronsync.application.herstellen",
        "            if actie.bericht_id:",
        "            if False:",
        f"{HERSTEL}::test_FOUT_2_FOUT_3_what_was_being_sent_is_unclear_at_the_next_start",
    ),
    Mutant(
        "a_write_back_is_not_finished_at_start",
        "F15",
        "bronsync.application.herstellen",
        "    teruggeschreven, _ = voer_mutaties_uit(omg)\n",
        "    teruggeschreven = 0\n",
        f"{HERSTEL}::test_FOUT_15_a_half_done_write_back_is_finished_at_the_next_start",
    ),
    Mutant(
        "a_restored_LVS2000_is_not_missed",
        "F19",
        "bronsync.application.acties_bepalen",
        '        if huidig.lvs_identiteit not in ("", school.identiteit):\n',
        "        if False:\n",
        f"{HERSTEL}::test_FOUT_19_another_database_stops_everything_until_an_overview_with_history",
    ),
    Mutant(
        "half_an_overview_is_used",
        "F26",
        "bronsync.application.terugkoppeling_verwerken",
        "    reden = _mankement(eenheid, delen, aanvraag)\n",
        '    reden = ""\n',
        f"{STROMEN}::test_FOUT_26_half_an_overview_leaves_the_old_one_in_use",
    ),
    Mutant(
        "an_overview_that_nobody_asked_for_is_used",
        "F27",
        "bronsync.application.terugkoppeling_verwerken",
        "    if not aanvraag or aanvraag != huidig.overzicht_bericht:\n",
        "    if False:\n",
        f"{STROMEN}::test_FOUT_27_an_overview_that_was_not_asked_for_is_kept_and_not_used",
    ),
    Mutant(
        "an_old_overview_is_good_enough",
        "F25",
        "bronsync.application.beeld",
        "MAX_LEEFTIJD_DAGEN = 28\n",
        "MAX_LEEFTIJD_DAGEN = 2800\n",
        f"{STROMEN}::test_FOUT_25_an_overview_of_28_days_passes_and_of_29_blocks",
    ),
    Mutant(
        "other_bytes_under_a_known_number_pass_in_silence",
        "F7, R1",
        "bronsync.application.ontvangstnummers",
        "    if rij.sha256 == vinger(raw):\n",
        "    if True:\n",
        f"{NUMMERS}::test_FOUT_7_R1_a_known_number_with_another_content_is_kept_and_not_signed_off",
        snel=True,
    ),
    Mutant(
        "a_new_numbering_is_signed_off_at_once",
        "R1",
        "bronsync.application.terugkoppeling_ophalen",
        "    if not mag:\n        return False\n",
        "",
        f"{NUMMERS}::test_FOUT_7_R1_a_known_number_with_another_content_is_kept_and_not_signed_off",
    ),
    Mutant(
        "a_lower_count_goes_unnoticed",
        "R1",
        "bronsync.application.ontvangstnummers",
        "        begin_nummering(eenheid, omg, 0, LAGER)\n",
        "        pass\n",
        f"{NUMMERS}::test_R1_a_register_that_counts_lower_is_noticed_with_nothing_waiting",
    ),
    Mutant(
        "an_overview_says_what_it_includes_and_is_believed",
        "R1",
        "bronsync.application.terugkoppeling_verwerken",
        "    if eerste.tot_en_met >= min(deel.ontvangstnummer for deel in delen):\n",
        "    if False:\n",
        f"{NUMMERS}::test_R1_an_overview_that_says_to_include_what_BRON_never_gave_is_refused",
    ),
    Mutant(
        "a_page_known_already_ends_the_fetch",
        "R1",
        "bronsync.application.terugkoppeling_ophalen",
        "        meer, vorige = pagina.meer, laatste\n",
        "        meer, vorige = pagina.meer and bool(pagina.berichten and pagina_nummer), laatste\n",
        f"{NUMMERS}::test_R1_a_page_that_was_stored_before_is_not_the_last_one",
    ),
    Mutant(
        "an_overview_with_history_covers_every_gap",
        "R6, R12",
        "bronsync.application.ontvangstnummers",
        "        if rij.tot_en_met <= tot_en_met:\n",
        "        if True:\n",
        f"{NUMMERS}::test_FOUT_9_R6_a_gap_that_the_overview_does_not_include_stays",
        snel=True,
    ),
    Mutant(
        "what_was_checked_before_the_answer_is_sent_blindly",
        "F12",
        "bronsync.application.synchroniseren",
        "        if (hash_van(lvs), hash_van(bron)) != (actie.lvs_hash, actie.bron_hash):\n",
        "        if False:\n",
        f"{STROMEN}::test_FOUT_12_what_was_checked_against_an_older_answer_is_not_sent_blindly",
    ),
    Mutant(
        "a_lost_answer_counts_as_not_sent",
        "F5",
        "bronsync.adapters.bron.transport",
        "            stand.verstuurd = True\n",
        "            stand.verstuurd = False\n",
        f"{FOUTEN}::test_FOUT_5_a_lost_answer_is_onbeslist_and_never_a_failure",
    ),
    Mutant(
        "an_expired_certificate_is_looked_at_once",
        "F29",
        "bronsync.adapters.bron.register",
        "        verbinding.identiteit.controleer(self._nu())\n",
        "",
        f"{FOUTEN}::test_FOUT_29_a_certificate_that_expires_between_two_messages_leaves_the_rest_ready",
    ),
    # what only the state machines with real files and a real line can see
    Mutant(
        "machine_a_kept_connection_reads_the_file_of_before",
        "F19",
        "bronsync.adapters.lvs2000.verbinding",
        '        if gegevens.info["bestand"] != _bestand(pad):\n',
        "        if False:\n",
        MACHINE_BESTANDEN,
    ),
    Mutant(
        "machine_two_computers_at_once",
        "F21",
        "bronsync.adapters.lvs2000.lease",
        "            _neem(bestand.fileno())\n",
        "            pass\n",
        MACHINE_BESTANDEN,
    ),
    Mutant(
        "machine_no_high_water_mark",
        "B4, F18",
        "bronsync.application.herstellen",
        "if generatie < omg.waterpeil.lees():",
        "if False:",
        "tests/property/test_machine_herstel.py::test_EIG_2_EIG_8_two_computers_and_backups_in_any_order_end_equal",
    ),
    Mutant(
        "the_high_water_mark_is_never_kept",
        "B4, F18",
        "bronsync.adapters.system.sleutelring",
        "        if generatie > self.lees():\n",
        "        if False:\n",
        f"{FOUTEN}::test_FOUT_18_an_older_copy_of_the_store_is_noticed_by_the_program",
    ),
    Mutant(
        "machine_a_commit_that_is_none",
        "A",
        "bronsync.adapters.journal.store",
        "            self._verbinding.commit()\n",
        "            pass\n",
        MACHINE,
    ),
    Mutant(
        "machine_write_back_lost_in_the_file",
        "F15",
        "bronsync.adapters.lvs2000.writer",
        "    aantal = verbinding.execute(vraag).rowcount\n",
        "    aantal = 1\n",
        MACHINE,
    ),
    Mutant(
        "machine_write_back_without_compare_and_set",
        "7.3, B4, F16",
        "bronsync.application.wegschrijven",
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, wijzigingen_van(mutatie))\n",
        "        velden = wijzigingen_van(mutatie)\n"
        "        nu = omg.lvs.lees_een(omg.aanleverpunt, mutatie.inschrijving_id)\n"
        "        velden = tuple(replace(v, oud=nu.rij[INDEX[v.veld]]) for v in velden) if nu else velden\n"
        "        uitkomst = omg.lvs.schrijf(mutatie.leerling_id, velden)\n",
        MACHINE_GEHEUGEN,
    ),
    Mutant(
        "machine_new_id_on_retry",
        "B4",
        "bronsync.application.synchroniseren",
        "            verzending = replace(verzending, poging=verzending.poging + 1)\n",
        "            ander = omg.ids.nieuw()\n"
        "            body = verzending.body.replace(verzending.bericht_id.encode(), ander.encode())\n"
        "            verzending = replace(verzending, poging=verzending.poging + 1, bericht_id=ander, body=body)\n"
        "            actie = replace(actie, bericht_id=ander)\n",
        MACHINE_GEHEUGEN,
    ),
]
