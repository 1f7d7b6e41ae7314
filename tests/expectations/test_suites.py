"""Every rule of every suite on raw rows: silent on a good programme, and one spoilt row each."""

import re

import pytest

from expectations import foreign, health, links, measurements, monthly_report, register
from expectations.findings import _finding_statement, columns_of
from expectations.gate import Suite, run_suites

ALL_SUITES = (
    register.SUITE,
    monthly_report.SUITE,
    measurements.SUITE,
    *foreign.SUITES,
    measurements.PLAUSIBILITY,
    links.SUITE,
)
SECOND, THIRD = "5" * 64, "6" * 64
HERE = "WHERE row_no = 5"
EMPTY_PLACEHOLDER = re.compile(r"(?<!\d )–")  # but "2026-02 – 2026-07"

# rule, table, column, what spoils the good programme, cells named, severity and whether rows or files go
SPOILT = [
    ("known_programme_kind", "UPDATE raw.register_cover SET programme_kind = 'lottery'", ["C5"], "file"),
    (
        "only_once",
        "INSERT INTO raw.register_parties SELECT * REPLACE ('x' AS row_id, 9 AS row_no) "
        f"FROM raw.register_parties {HERE}",
        ["A9"],
        "row",
    ),
    ("listed_party", f"UPDATE raw.register_contacts SET party_id = 'XX' {HERE}", ["A5"], "row"),
    ("listed_party", f"UPDATE raw.register_partnerships SET mentee_id = 'XX' {HERE}", ["G5"], "row"),
    ("listed_mentor", f"UPDATE raw.register_partnerships SET mentor_id = 'XX' {HERE}", ["F5"], "warning"),
    ("listed_party", f"UPDATE raw.register_partnerships SET facilitator_id = 'XX' {HERE}", ["H5"], "warning"),
    *(
        (
            "plain_partnership_number",
            f"UPDATE raw.register_partnerships SET partnership_id = '{number}' {HERE}",
            ["A5"],
            "row",
        )
        for number in ("../../x", "PKS/01", "P1,P2", "..", "-P1", "P 1", "P1\n")
    ),
    ("listed_partnership", f"UPDATE raw.register_work_plan SET partnership_id = 'P999' {HERE}", ["A5"], "row"),
    ("mentor_other_than_mentee", f"UPDATE raw.register_partnerships SET mentor_id = 'ME' {HERE}", ["F5"], "warning"),
    ("not_before", f"UPDATE raw.register_partnerships SET pilot_end_on = '2026-01-01' {HERE}", ["L5"], "warning"),
    (
        "not_before",
        f"UPDATE raw.register_work_plan SET quota_from = '2026-02-01', quota_to = '2026-01-01' {HERE}",
        ["R5"],
        "row",
    ),
    (
        "ending_after_start",
        f"UPDATE raw.register_partnerships SET ended_on = '2025-03-01' {HERE}",
        ["M5"],
        "warning",
    ),
    (
        "ending_after_start",
        f"UPDATE raw.register_partnerships SET begun_on = '2025-06-01', ended_on = '2025-05-31' {HERE}",
        ["M5"],
        "warning",
    ),
    (
        "extension_beyond_former_end",
        "UPDATE raw.register_agreements SET pilot_end_on = '2026-05-31' WHERE row_no = 6",
        ["I6"],
        "warning",
    ),
    (
        "quota_up_to_its_maximum",
        f"UPDATE raw.register_work_plan SET quota_min = 5, quota_max = 4, quota_period = 'year' {HERE}",
        ["L5"],
        "row",
    ),
    ("quota_with_period_and_minimum", f"UPDATE raw.register_work_plan SET quota_min = 4 {HERE}", ["P5"], "warning"),
    (
        "quota_with_period_and_minimum",
        f"UPDATE raw.register_work_plan SET quota_period = 'year' {HERE}",
        ["L5"],
        "warning",
    ),
    (
        "nothing_dropped",
        "INSERT INTO mart.revision BY NAME SELECT partnership_id, 'monthly_activities' AS kind, "
        "'P001/mentee/activity/W1' AS subject, 'withdrawn' AS change, "
        "DATE '2026-05-01' AS known_on, DATE '2026-05-08' AS changed_on, "
        "TRUE AS is_in_force, '2 Kegiatan' AS earlier_sheet, file_sha256 AS later_sha256 FROM raw.monthly_cover",
        ["B5"],
        "warning",
    ),
    (
        "no_more_than_quota",
        f"UPDATE raw.register_work_plan SET quota_min = 1, quota_max = 1, quota_period = 'year' {HERE}; "
        "INSERT INTO core.plan_item BY NAME SELECT partnership_id, item_no, role, kind, 'x' AS title, quota_min, "
        f"0 AS added_in_revision, quota_max, quota_period FROM raw.register_work_plan {HERE}; "
        "INSERT INTO core.evidence BY NAME SELECT 'E' || n AS evidence_id, DATE '2026-03-01' + n AS occurred_on, "
        "concat_ws('/', partnership_id, role, kind, item_no) AS obligation_id, partnership_id, 'mentee' AS told_by, "
        "DATE '2026-04-01' AS received_on, 1 AS evidence_level, FALSE AS disputed "
        f"FROM raw.register_work_plan, (SELECT CAST(range AS INTEGER) AS n FROM range(2)) {HERE}",
        ["N5"],
        "warning",
    ),
    ("not_negative", f"UPDATE raw.register_work_plan SET quota_min = -1 {HERE}", ["L5"], "row"),
    ("replacement_in_plan", f"UPDATE raw.register_work_plan SET replaced_by = 'W77' {HERE}", ["S5"], "warning"),
    ("replacement_without_circle", f"UPDATE raw.register_work_plan SET replaced_by = 'W01' {HERE}", ["S5"], "warning"),
    (
        "replacement_without_circle",
        "UPDATE raw.register_work_plan SET replaced_by = CASE item_no WHEN 'W01' THEN 'W02' WHEN 'W02' THEN 'W03' "
        "ELSE 'W01' END",
        ["S5", "S6", "S7"],
        "warning",
    ),
    (
        "dropped_after_added",
        "UPDATE raw.register_work_plan SET withdrawn_in_revision = 1 WHERE row_no = 7",
        None,
        "warning",
    ),
    ("partnerships_served", "UPDATE raw.register_evidence SET also_serves = 'P001, P999'", ["L5"], "warning"),
    ("partnerships_served", "UPDATE raw.register_activities SET joint_with = 'P999'", ["I5"], "warning"),
    (
        "conflict_of_several",
        "UPDATE raw.register_statements SET topic = 'other' WHERE row_no = 6",
        ["D5", "D6"],
        "warning",
    ),
    ("listed_partnership", f"UPDATE raw.register_statements SET partnership_id = 'P999' {HERE}", ["A5"], "row"),
    (
        "happened_before_receipt",
        f"UPDATE raw.register_partnerships SET ended_on = '2036-01-20' {HERE}",
        ["M5"],
        "warning",
    ),
    ("stated_with", f"UPDATE raw.register_partnerships SET ended_on = '2026-03-01' {HERE}", ["N5", "O5"], "warning"),
    (
        "happened_before_receipt",
        f"UPDATE raw.register_agreements SET signed_on = '2036-01-20' {HERE}",
        ["F5"],
        "row",
    ),
    ("not_negative", f"UPDATE raw.register_finance SET spent = -1 {HERE}", ["O5"], "row"),
    (
        "revision_with_number_and_signatures",
        "UPDATE raw.register_agreements SET signatories = 'A; B' WHERE row_no = 6",
        ["G6"],
        "warning",
    ),
    ("signed_revision", "UPDATE raw.register_agreements SET signed_on = NULL WHERE row_no = 6", ["G7"], "warning"),
    ("signed_revision", f"UPDATE raw.register_work_plan SET withdrawn_in_revision = 4 {HERE}", ["I5"], "warning"),
    ("measure_or_topic", "UPDATE raw.register_targets SET metric_code = NULL", ["B5"], "warning"),
    ("baseline_of_pilot_target", "UPDATE raw.register_targets SET baseline = NULL", ["H5"], "warning"),
    ("tolerance_of_held_target", "UPDATE raw.register_targets SET target = 40", ["N5"], "warning"),
    (
        "milestones_as_date_and_value",
        "UPDATE raw.register_targets SET milestones = '30 Juni: 38'",
        ["Q5"],
        "warning",
    ),
    ("listed_target", "UPDATE raw.register_target_actuals SET target_id = 'T9'", ["B5"], "row"),
    ("share_up_to_hundred_percent", "UPDATE raw.register_target_actuals SET actual = 40", ["C5"], "row"),
    ("between", 'UPDATE raw.snis_losses SET "year" = 20212021', None, "row"),
    ("between", "UPDATE raw.register_evidence SET evidence_level = 7", ["G5"], "row"),
    ("attested_with_person_and_day", "UPDATE raw.register_evidence SET evidence_level = 4", ["N5", "O5"], "warning"),
    ("listed_visit", "UPDATE raw.register_advice SET visit_item_no = 'W99'", ["D5"], "warning"),
    ("new_date_for_prevention", "UPDATE raw.register_relief SET kind = 'prevented'", ["F5"], "row"),
    (
        "new_date_after_decision",
        "UPDATE raw.register_relief SET kind = 'prevented', new_due_on = decided_on",
        ["F5"],
        "row",
    ),
    (
        "new_date_after_due",
        "UPDATE raw.register_relief SET kind = 'prevented', new_due_on = '2026-05-01'; "
        "UPDATE mart.obligation SET due_on = '2026-05-01'",
        ["F5"],
        "warning",
    ),
    ("known_partnership", "UPDATE raw.monthly_cover SET partnership_id = 'P999'", ["A5"], "file"),
    ("known_partnership", "UPDATE raw.measurements_values SET partnership_id = 'P999'", ["A5"], "row"),
    ("partnership_of_arrival", "UPDATE raw.file SET partnership_id = 'P002'", ["A5"], "warning"),
    ("month_begun", "UPDATE raw.monthly_cover SET period = '2026-06'", ["B5"], "file"),
    ("month_begun", "UPDATE raw.measurements_values SET period = '2062-03'", ["E5"], "row"),
    ("month_over", "UPDATE raw.monthly_cover SET period = '2026-05'", ["B5"], "warning"),
    ("pilot_agreed", "UPDATE core.pilot_span SET start_on = NULL, end_on = NULL", ["A5"], "warning"),
    ("kind_with_pilot", "UPDATE reference.blueprint SET has_pilot = FALSE", ["A5"], "warning"),
    ("month_within_pilot", "UPDATE raw.monthly_cover SET period = '2026-01'", ["B5"], "warning"),
    ("dated_after_month", "UPDATE raw.monthly_cover SET submitted_on = '2026-04-30'", ["C5"], "warning"),
    ("known_variable", f"UPDATE raw.monthly_progress SET variable_code = 'water' {HERE}", ["A5"], "row"),
    (
        "figure_of_gis_not_reported",
        f"UPDATE raw.monthly_progress SET variable_code = 'customers_in_gis', unit = 'customers' {HERE}",
        ["A5"],
        "row",
    ),
    ("unit_of_variable", f"UPDATE raw.monthly_progress SET unit = 'km' {HERE}", ["E5"], "row"),
    ("figure_not_negative", f"UPDATE raw.monthly_progress SET value = -700 {HERE}", ["C5"], "row"),
    ("between", f"UPDATE raw.monthly_progress SET grade = 11 {HERE}", ["F5"], "warning"),
    ("only_once", "UPDATE raw.monthly_progress SET variable_code = 'billed_metered'", ["A6"], "row"),
    ("share_up_to_hundred_percent", "UPDATE raw.monthly_activities SET delivered_share = 1.2", ["H5"], "row"),
    ("not_negative", "UPDATE raw.monthly_activities SET participants = -3", ["E5"], "row"),
    (
        "date_of_activity",
        "UPDATE raw.monthly_activities SET held_on = NULL, delivered_share = NULL",
        ["C5"],
        "warning",
    ),
    ("reason_for_declining", f"UPDATE raw.monthly_advice_actions SET agreed = FALSE {HERE}", ["C5"], "warning"),
    ("happened_before_receipt", "UPDATE raw.monthly_sops SET dated_on = '2027-01-01'", ["D5"], "row"),
    ("happened_before_receipt", "UPDATE raw.monthly_cover SET submitted_on = '2026-06-01'", ["C5"], "warning"),
    (
        "not_before",
        "UPDATE raw.monthly_requests SET asked_on = '2026-05-01', answered_on = '2026-04-30'",
        ["E5"],
        "row",
    ),
    ("reporter", "UPDATE raw.measurements_values SET partnership_id = NULL", ["A5"], "row"),
    (
        "real_losses_not_negative",
        f"UPDATE raw.awwa_water_audit SET published_real_losses = -5 {HERE}",
        None,
        "warning",
    ),
    ("audit_not_empty", f"UPDATE raw.awwa_water_audit SET published_water_supplied = NULL {HERE}", ["C5"], "warning"),
    (
        "resubmitted_period",
        "UPDATE raw.awwa_water_audit SET period_start = '2016-01-01', period_end = '2016-12-31'",
        ["D5"],
        "warning",
    ),
    (
        "fraction_within_one",
        f"UPDATE raw.awwa_water_audit SET published_nrw_fraction = 7.5 {HERE}",
        None,
        "warning",
    ),
    ("months_missing", "DELETE FROM raw.california_monthly_production WHERE row_no = 9", ["A8"], "warning"),
    (
        "month_reported_once",
        "UPDATE raw.california_monthly_production SET month = '2015-01' WHERE row_no = 6",
        ["B5"],
        "warning",
    ),
    (
        "percentage_within_hundred",
        "UPDATE raw.snis_losses SET published_billing_loss = -12",
        None,
        "warning",
    ),
    ("known_obligation", "UPDATE raw.register_evidence SET obligation_id = 'P001/nothing'", ["A5"], "warning"),
    ("known_obligation", "UPDATE raw.monthly_activities SET obligation_id = 'W01'", ["A5"], "warning"),
    ("cover_of_clause", "UPDATE raw.register_clauses SET covered_by = 'P001/nothing'", ["G5"], "warning"),
    ("known_advice", f"UPDATE raw.monthly_advice_actions SET advice_id = 'P001/advice/9' {HERE}", ["A5"], "warning"),
    ("known_request", "UPDATE raw.register_advice SET request_id = 'P001/request/1'", ["C5"], "warning"),
    (
        "one_obligation_of_listed_document",
        "UPDATE raw.register_documents SET kind = 'meeting', compiled_by = NULL",
        ["C5"],
        "warning",
    ),
    ("known_metric", "UPDATE raw.register_targets SET metric_code = 'happiness'", ["E5"], "warning"),
    (
        "figure_in_its_range",
        "UPDATE core.measurement SET status = 'needs_review', value = -9 WHERE source_cell = 'C9'",
        ["C9"],
        "warning",
    ),
    (
        "figure_on_its_scale",
        "UPDATE core.measurement SET status = 'needs_review', review_reason = 'off_scale', value = 9000, "
        "usual_value = 9 WHERE source_cell = 'C9'",
        ["C9"],
        "warning",
    ),
    (
        "night_flow_not_measured",
        "UPDATE core.measurement SET variable_code = 'minimum_night_flow', unit = 'L/s', zone = 'A', place = 2, "
        "period_end = last_day(period_start) WHERE source_cell = 'C9'; "
        "INSERT INTO mart.night_flow BY NAME SELECT partnership_id, utility_id, zone, '2026-03' "
        "AS period, period_start, period_end, 3.0 AS minimum_night_flow, 'L/s' AS unit, 'reported' AS status, "
        "30 AS nights_used, 31 AS nights_in_month, 0 AS nights_without_flow, 744 AS readings, 0.0 AS missing_share, "
        "0 AS duplicates, 0 AS negatives, 0 AS stuck_hours, 1 AS files, 'ff' AS file_sha256, 'a.csv' AS source_file, "
        "'readings' AS source_sheet, '1:9' AS source_cell FROM core.measurement WHERE source_cell = 'C9'",
        ["C9"],
        "warning",
    ),
    (
        "mean_flow_said",
        "INSERT INTO reference.unit VALUES ('m3/day', 'flow', 'm3/day', 0.0115740740740741); "
        "UPDATE core.measurement SET written_value = 12, written_unit = 'm3/day', period_end = last_day(period_start) "
        "WHERE source_cell = 'C6'",
        ["C6"],
        "info",
    ),
    (
        "billed_not_above_supplied",
        "UPDATE core.measurement SET value = 1100 WHERE source_cell = 'C6'",
        ["C6"],
        "warning",
    ),
    (
        "part_not_above_whole",
        "UPDATE core.measurement SET value = 501 WHERE source_cell = 'C8'",
        ["C8"],
        "warning",
    ),
    ("hours_of_day", "UPDATE core.measurement SET value = 25 WHERE source_cell = 'C9'", ["C9"], "warning"),
    (
        "same_scale_as_month_before",
        "UPDATE core.measurement SET value = 0.7 WHERE source_cell = 'C6'",
        ["C6"],
        "warning",
    ),
]
TOLD_APART = {
    "partnership_of_one_programme",
    "obligation_of_this_register",
    "plan_rows_kept",
    "clauses_kept",
    "agreements_kept",
    "due_date_kept",
    "quota_kept",
    "dropped_item_known",
    "first_report_of_month",
}  # tested with a second file below


def only(rule: str) -> list[Suite]:
    """The suites with this rule alone."""
    suites = [Suite(suite.name, tuple(r for r in suite.rules if r.rule == rule)) for suite in ALL_SUITES]
    return [suite for suite in suites if suite.rules]


def test_a_good_programme_gives_no_finding(world):
    outcomes = run_suites(world.connection, ALL_SUITES)
    assert world.find("SELECT rule, sheet, cell, message_en FROM quality.finding") == []
    assert sum(len(outcome.results) for outcome in outcomes) > 100


@pytest.mark.parametrize(
    ("rule", "spoil", "cells", "effect"), SPOILT, ids=[f"{row[0]}-{n}" for n, row in enumerate(SPOILT)]
)
def test_a_spoilt_row_is_found_in_its_cell_and_refused_as_its_rule_says(world, rule, spoil, cells, effect):
    world.connection.execute(spoil)
    run_suites(world.connection, only(rule))
    found = world.find(
        f"SELECT cell, severity, message_en, message_id FROM quality.finding WHERE rule = '{rule}' ORDER BY cell"
    )
    assert found
    if cells is not None:
        assert [row[0] for row in found] == cells
    assert all(row[0] for row in found)
    assert not [row for row in found if EMPTY_PLACEHOLDER.search(f"{row[2]} {row[3]}")]
    assert {row[1] for row in found} == {effect if effect in ("warning", "info") else "critical"}
    assert bool(world.find("FROM raw.rejected_row")) == (effect == "row")
    assert bool(world.find("FROM raw.refused_file")) == (effect == "file")


def test_a_query_behind_the_words_of_a_message_stands_once_in_the_statement(world):
    asked = 0
    for rule in (rule for suite in ALL_SUITES for rule in suite.rules):
        statement, _ = _finding_statement(rule, columns_of(world.connection, [rule])[rule.place])
        for query in (fact for fact in rule.facts().values() if "SELECT" in fact):
            assert statement.count(query) - rule.bad_row().count(query) == 1, rule.key
            asked += 1
    assert asked


def test_every_rule_has_a_spoilt_row():
    rules = {rule.rule for suite in ALL_SUITES for rule in suite.rules}
    assert rules == {row[0] for row in SPOILT} | TOLD_APART


def test_every_message_differs_between_the_languages_and_names_a_remedy_or_effect():
    for suite in ALL_SUITES:
        for rule in suite.rules:
            assert rule.message_en, rule.key
            assert rule.message_id, rule.key
            assert rule.message_en != rule.message_id, rule.key


def test_a_yearly_figure_of_no_year_or_told_twice_is_refused_and_one_of_this_year_waits(world):
    """Rows 5 to 10: right; the same figure under another spelling; a mistyped year; this year; two without a code."""
    told = [("U1", "Tirta", 2025), ("U1", "Tirta Jaya", 2025), ("U1", "Tirta", 20252025), ("U1", "Tirta", 2026)]
    for code, name, year in [*told, (None, "A", 2025), (None, "B", 2025)]:
        row = {"utility_id": code, "utility_name": name, "year": year, "variable_code": "health_solvency"}
        world.add("3" * 64, health.TABLE, **row, value=90.0, value_status="reported")
    run_suites(world.connection, [health.SUITE])
    found = world.find(
        "SELECT CAST(split_part(row_id, '/', 3) AS INTEGER), rule, severity FROM quality.finding "
        "WHERE rule IN ('only_once', 'between', 'year_over') ORDER BY ALL"
    )
    assert found == [(6, "only_once", "critical"), (7, "between", "critical"), (8, "year_over", "warning")]
    ((english, indonesian),) = world.find("SELECT message_en, message_id FROM quality.finding WHERE rule = 'year_over'")
    assert "2026 was not over" in str(english)
    assert "Tahun 2026 belum berakhir" in str(indonesian)


def test_a_yearly_figure_sent_before_the_year_was_over_is_asked_for_until_it_is_sent_again(world):
    asked = "SELECT file_sha256 FROM quality.finding WHERE rule = 'year_over'"
    row = {"utility_id": "U1", "utility_name": "Tirta", "year": 2026, "variable_code": "health_solvency"}
    files = (("7" * 64, "2026-11-02", 90.0), ("8" * 64, "2027-02-01", None), ("9" * 64, "2027-03-01", 91.0))
    found = []
    for sha256, received, value in files:
        world.add_file(sha256, health.TABLE, received)
        status = "reported" if value else "not_reported"
        world.add(sha256, health.TABLE, **row, value=value, value_status=status)
        run_suites(world.connection, [health.SUITE])
        found.append(world.find(asked))
    assert found == [[("7" * 64,)], [("7" * 64,)], []]


def test_a_figure_off_its_scale_says_what_to_do():
    found = [rule for suite in ALL_SUITES for rule in suite.rules if rule.rule == "between"]
    assert found
    for rule in found:
        assert rule.message_en.endswith(" Correct it."), rule.key
        assert rule.message_id.endswith(" Perbaiki angkanya."), rule.key


def second_register(world, received: str = "2026-05-03", sha256: str = SECOND) -> None:
    """The same register again, received later."""
    world.add_file(sha256, "programme_register", received)
    for (table,) in world.find(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'raw' AND table_name LIKE 'register_%'"
    ):
        world.connection.execute(
            f"INSERT INTO raw.{table} SELECT * REPLACE ($1 AS file_sha256, $1 || row_id AS row_id) "
            f"FROM raw.{table} WHERE file_sha256 = $2",
            [sha256, "1" * 64],
        )


def judge_registers(world, suites):
    """As a build does: which registers bind the later ones is found before the suite runs."""
    world.connection.execute("DELETE FROM raw.standing_register")
    register.find_standing_registers(world.connection)
    return run_suites(world.connection, suites)


def test_a_refused_register_does_not_bind_the_next_one(world):
    """The second register lets W02 vanish and brings a mistyped W99; the third is as the first and is accepted."""
    second_register(world)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET item_no = 'W99' WHERE item_no = 'W02' AND file_sha256 = $1", [SECOND]
    )
    second_register(world, "2026-05-05", THIRD)
    judge_registers(world, only("plan_rows_kept"))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]


def test_a_register_sent_again_unchanged_gives_no_finding(world):
    second_register(world)
    judge_registers(world, [register.SUITE])
    assert world.find("SELECT rule, message_en FROM quality.finding") == []


def test_a_register_is_held_against_each_statement_once_however_many_registers_repeat_it(world):
    """What all earlier registers said stays as large as one of them, so its cost does not grow with their square."""
    second_register(world)
    judge_registers(world, [])
    tables = ("standing_plan_row", "standing_clause", "standing_agreement", "standing_partnership")
    of_one = {table: world.find(f"SELECT count(*) FROM raw.{table}") for table in tables}
    assert of_one == {"standing_plan_row": [(3,)], "standing_clause": [(1,)], "standing_agreement": [(2,)],
                      "standing_partnership": [(1,)]}  # fmt: skip
    for number in range(7, 10):
        second_register(world, f"2026-05-1{number}", str(number) * 64)
    judge_registers(world, [])
    assert {table: world.find(f"SELECT count(*) FROM raw.{table}") for table in tables} == of_one
    held = f"SELECT count(*) FROM {register._EARLIER_PLAN_ROWS} AS e GROUP BY e.register"
    assert world.find(held) == [(3,)] * 4


def test_a_date_moved_after_a_revision_is_held_against_the_first_register_that_knew_the_revision(world):
    """The second register moves W01 under a new revision; the third moves it again without another one."""
    for sha256, received, due_on in ((SECOND, "2026-05-03", "2026-05-20"), (THIRD, "2026-05-05", "2026-06-20")):
        second_register(world, received, sha256)
        world.connection.execute(
            "UPDATE raw.register_work_plan SET due_on = $1 WHERE item_no = 'W01' AND file_sha256 = $2", [due_on, sha256]
        )
        world.add(
            sha256, "register_agreements", partnership_id="P001", kind="work_plan_revision", revision=2,
            signed_on="2026-05-02",
        )  # fmt: skip
    judge_registers(world, only("due_date_kept"))
    assert world.find("SELECT file_sha256 FROM raw.standing_register ORDER BY 1") == [("1" * 64,), (SECOND,)]
    ((value, message),) = world.find("SELECT value, message_en FROM quality.finding")
    assert value == "2026-06-20"
    assert "was 2026-05-20 in an earlier register" in str(message)


def test_a_plan_row_that_vanishes_refuses_the_register_and_names_the_row(world):
    second_register(world)
    world.connection.execute("DELETE FROM raw.register_work_plan WHERE item_no = 'W02' AND file_sha256 = $1", [SECOND])
    judge_registers(world, only("plan_rows_kept"))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]
    ((english, indonesian),) = world.find("SELECT message_en, message_id FROM quality.finding")
    assert "are missing: P001 W02." in str(english)
    assert "hilang: P001 W02." in str(indonesian)


@pytest.mark.parametrize(
    ("rule", "loss", "vanished"),
    [
        (
            "clauses_kept",
            "DELETE FROM raw.register_clauses WHERE clause_no = '3'",
            "P001 memorandum_of_agreement 3 mentor",
        ),
        ("agreements_kept", "DELETE FROM raw.register_agreements WHERE revision = 0", "P001 memorandum_of_agreement"),
        (
            "agreements_kept",
            "UPDATE raw.register_agreements SET signed_on = NULL WHERE revision = 0",
            "P001 memorandum_of_agreement",
        ),
    ],
)
def test_an_obligation_that_vanishes_with_its_clause_or_agreement_refuses_the_register(world, rule, loss, vanished):
    second_register(world)
    world.connection.execute(loss + (" AND" if "WHERE" in loss else " WHERE") + " file_sha256 = $1", [SECOND])
    judge_registers(world, only(rule))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]
    ((severity, english, indonesian),) = world.find("SELECT severity, message_en, message_id FROM quality.finding")
    assert severity == "critical"
    assert f": {vanished}. Put them back" in str(english)
    assert f": {vanished}. Kembalikan" in str(indonesian)


def another_programme(world, origin: str) -> None:
    """The same register again under another programme, the first one being a sample."""
    second_register(world)
    world.connection.execute("UPDATE raw.register_cover SET origin = 'sample'")
    world.connection.execute(
        "UPDATE raw.register_cover SET programme_id = 'AAA', origin = $2 WHERE file_sha256 = $1", [SECOND, origin]
    )


@pytest.mark.parametrize(("origin", "loser", "other"), [("real", "1" * 64, "AAA"), ("sample", "1" * 64, "AAA")])
def test_a_partnership_of_two_programmes_counts_in_one_of_them(world, origin, loser, other):
    another_programme(world, origin)
    judge_registers(world, only("partnership_of_one_programme"))
    ((file, value, message),) = world.find("SELECT file_sha256, value, message_en FROM quality.finding")
    assert (file, value) == (loser, "P001")
    assert f"the register of programme {other}, which counts" in str(message)


def test_a_case_does_not_displace_a_sample_by_its_code_but_by_its_origin(world):
    another_programme(world, "sample")
    world.connection.execute("UPDATE raw.register_cover SET origin = 'case' WHERE programme_id = 'PRG'")
    judge_registers(world, only("partnership_of_one_programme"))
    assert world.find("SELECT file_sha256 FROM quality.finding") == [(SECOND,)]


def test_evidence_for_a_partnership_of_another_register_is_found_and_not_taken_for_unknown(world):
    another_programme(world, "sample")
    world.connection.execute(
        "UPDATE raw.register_partnerships SET partnership_id = 'P002' WHERE file_sha256 = $1", [SECOND]
    )
    run_suites(world.connection, only("obligation_of_this_register"))
    found = world.find("SELECT DISTINCT file_sha256, sheet, value FROM quality.finding ORDER BY ALL")
    assert found == [
        (SECOND, "register_evidence", "P001/mentor/meeting/W01"),
        (SECOND, "register_relief", "P001/mentor/meeting/W01"),
    ]


def withdraw(world, item_no: str, sha256: str) -> None:
    """A row that says it is dropped by revision 1."""
    world.rows[(sha256, "register_work_plan")] = 8
    row = {"partnership_id": "P001", "item_no": item_no, "role": "mentee", "kind": "meeting", "due_on": "2026-03-01"}
    world.add(sha256, "register_work_plan", **row, withdrawn_in_revision=1)


def test_a_revision_that_drops_what_no_plan_held_is_found_and_drops_and_adds_nothing(world):
    second_register(world)
    withdraw(world, "W22", SECOND)
    judge_registers(world, [register.SUITE])
    ((rule, value, message),) = world.find("SELECT rule, value, message_en FROM quality.finding")
    assert (rule, value) == ("dropped_item_known", "W22")
    assert "Revision 1 is said to drop item W22 of P001, which no earlier register held" in str(message)
    assert world.find("SELECT row_id LIKE '%/9' FROM raw.rejected_row") == [(True,)]
    assert world.find("FROM raw.refused_file") == []


def test_a_row_dropped_out_of_nothing_stays_unknown_when_the_next_register_repeats_it(world):
    second_register(world)
    withdraw(world, "W22", SECOND)
    second_register(world, "2026-05-05", THIRD)
    withdraw(world, "W22", THIRD)
    judge_registers(world, only("dropped_item_known"))
    assert world.find("SELECT DISTINCT file_sha256 FROM quality.finding ORDER BY 1") == [(SECOND,), (THIRD,)]


def test_the_first_register_may_tell_of_rows_dropped_before_it(world):
    withdraw(world, "W22", "1" * 64)
    second_register(world)
    judge_registers(world, only("dropped_item_known"))
    assert world.find("FROM quality.finding") == []


def test_an_item_added_and_dropped_between_two_registers_was_held_by_the_plan(world):
    second_register(world)
    withdraw(world, "W22", SECOND)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET added_in_revision = 1, withdrawn_in_revision = 2 WHERE item_no = 'W22'"
    )
    judge_registers(world, only("dropped_item_known"))
    assert world.find("FROM quality.finding") == []


def test_an_item_that_leads_into_a_circle_without_being_part_of_it_is_not_blamed(world):
    world.connection.execute(
        "UPDATE raw.register_work_plan SET replaced_by = CASE item_no WHEN 'W02' THEN 'W03' WHEN 'W03' THEN 'W02' "
        "ELSE 'W02' END"
    )
    run_suites(world.connection, only("replacement_without_circle"))
    assert world.find("SELECT cell FROM quality.finding ORDER BY 1") == [("S6",), ("S7",)]


def test_an_end_before_the_moa_but_after_the_letter_is_no_finding(world):
    world.connection.execute("UPDATE raw.register_partnerships SET ended_on = '2026-01-25'")
    run_suites(world.connection, only("ending_after_start"))
    assert world.find("FROM quality.finding") == []


def test_a_plan_row_withdrawn_by_its_revision_number_is_no_loss(world):
    second_register(world)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET withdrawn_in_revision = 1 WHERE item_no = 'W02' AND file_sha256 = $1",
        [SECOND],
    )
    judge_registers(world, [register.SUITE])
    assert world.find("FROM quality.finding") == []


def test_a_due_date_moved_without_a_revision_refuses_the_register(world):
    second_register(world)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET due_on = '2026-07-15' WHERE item_no = 'W02' AND file_sha256 = $1", [SECOND]
    )
    judge_registers(world, only("due_date_kept"))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]
    ((message,),) = world.find("SELECT message_en FROM quality.finding")
    assert "W02 of P001 was 2026-04-15 in an earlier register and is now 2026-07-15" in str(message)


def set_quota(world, least: int, sha256: str) -> None:
    world.connection.execute(
        "UPDATE raw.register_work_plan SET quota_min = $1, quota_max = 9, quota_period = 'year', due_on = NULL "
        "WHERE item_no = 'W02' AND file_sha256 = $2",
        [least, sha256],
    )


def test_a_quota_rewritten_refuses_the_register_even_with_a_revision_and_put_back_it_is_accepted(world):
    set_quota(world, 4, "1" * 64)
    second_register(world)
    set_quota(world, 1, SECOND)
    second_register(world, "2026-05-05", THIRD)
    world.connection.execute("UPDATE raw.register_work_plan SET quota_max = 5 WHERE file_sha256 = $1", [THIRD])
    judge_registers(world, only("quota_kept"))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]
    ((column, message),) = world.find("SELECT column_name, message_en FROM quality.finding")
    assert column == "quota_min"
    assert "W02 of P001 was '4 · year' in an earlier register and is now '1 · year'" in str(message)


def test_a_quota_dropped_by_a_revision_may_be_followed_by_another(world):
    set_quota(world, 4, "1" * 64)
    second_register(world)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET withdrawn_in_revision = 1 WHERE item_no = 'W02' AND file_sha256 = $1",
        [SECOND],
    )
    judge_registers(world, [register.SUITE])
    assert world.find("SELECT rule FROM quality.finding") == []


def test_a_due_date_put_back_after_a_refused_register_is_accepted(world):
    test_a_due_date_moved_without_a_revision_refuses_the_register(world)
    world.connection.execute("DELETE FROM raw.refused_file")
    second_register(world, "2026-05-05", THIRD)
    judge_registers(world, only("due_date_kept"))
    assert world.find("SELECT file_sha256 FROM raw.refused_file") == [(SECOND,)]


def test_a_due_date_moved_by_a_new_signed_revision_is_accepted(world):
    second_register(world)
    world.connection.execute(
        "UPDATE raw.register_work_plan SET due_on = '2026-07-15' WHERE item_no = 'W02' AND file_sha256 = $1", [SECOND]
    )
    world.rows[(SECOND, "register_agreements")] = 10
    world.add(
        SECOND,
        "register_agreements",
        partnership_id="P001",
        kind="work_plan_revision",
        revision=2,
        number="2/2026",
        signed_on="2026-05-02",
        signatories="A; B; C",
    )
    judge_registers(world, [register.SUITE])
    assert world.find("SELECT rule FROM quality.finding") == []


def test_a_second_report_of_a_month_is_noted_on_the_later_one_and_refuses_nothing(world):
    world.add_file(SECOND, "monthly_report", "2026-05-20")
    world.add(SECOND, "monthly_cover", partnership_id="P001", period="2026-04", submitted_on="2026-05-19")
    run_suites(world.connection, only("first_report_of_month"))
    found = world.find("SELECT file_sha256, severity, row_rejected, message_en FROM quality.finding")
    assert [row[:3] for row in found] == [(SECOND, "info", False)]
    assert "received before, on 2026-05-08" in str(found[0][3])


def test_a_month_is_within_the_pilot_as_long_as_the_pilot_lasts_with_its_extensions(world):
    world.connection.execute("UPDATE raw.monthly_cover SET period = '2026-08'")
    run_suites(world.connection, only("month_within_pilot"))
    ((value, message),) = world.find("SELECT value, message_en FROM quality.finding")
    assert value == "2026-08"
    assert "(2026-02 – 2026-07)" in str(message)
    world.connection.execute("UPDATE core.pilot_span SET end_on = '2026-09-30'")
    run_suites(world.connection, only("month_within_pilot"))
    assert world.find("SELECT value FROM quality.finding") == []


def test_a_report_before_any_moa_is_told_that_it_waits_and_not_that_its_month_is_wrong(world):
    world.connection.execute("UPDATE core.pilot_span SET start_on = NULL, end_on = NULL")
    run_suites(world.connection, [monthly_report.SUITE])
    ((rule, severity, message),) = world.find("SELECT rule, severity, message_en FROM quality.finding")
    assert (rule, severity) == ("pilot_agreed", "warning")
    assert "waits for the MoA" in str(message)


def test_what_a_replaced_report_names_is_not_looked_for(world):
    world.connection.execute("UPDATE raw.monthly_advice_actions SET advice_id = 'P001/advice/99' WHERE row_no = 5")
    run_suites(world.connection, only("known_advice"))
    assert world.find("SELECT rule FROM quality.finding") == [("known_advice",)]
    world.connection.execute("UPDATE core.report_part SET is_in_force = FALSE")
    run_suites(world.connection, only("known_advice"))
    assert world.find("SELECT rule FROM quality.finding") == []


def test_nothing_said_is_no_unknown_advice(world):
    world.connection.execute("UPDATE raw.monthly_advice_actions SET advice_id = 'NIHIL' WHERE row_no = 5")
    run_suites(world.connection, only("known_advice"))
    assert world.find("FROM quality.finding") == []


def test_a_figure_in_a_message_is_written_in_the_form_of_its_language(world):
    world.connection.execute("UPDATE core.measurement SET value = 501 WHERE source_cell = 'C8'")
    world.connection.execute("UPDATE core.measurement SET value = 500.5 WHERE source_cell = 'C7'")
    run_suites(world.connection, only("part_not_above_whole"))
    ((english, indonesian),) = world.find("SELECT message_en, message_id FROM quality.finding")
    assert "501 (“Customers digitised”) is more than the whole of 500.5" in str(english)
    assert "501 (“Pelanggan terdigitasi”) melebihi keseluruhan 500,5" in str(indonesian)


def test_a_long_figure_in_a_message_has_signs_between_thousands_but_not_its_value(world):
    world.connection.execute("UPDATE core.measurement SET value = 15501 WHERE source_cell = 'C8'")
    world.connection.execute("UPDATE core.measurement SET value = 15500 WHERE source_cell = 'C7'")
    run_suites(world.connection, only("part_not_above_whole"))
    ((english, indonesian, value),) = world.find("SELECT message_en, message_id, value FROM quality.finding")
    assert str(english).startswith("15,501 (“Customers digitised”) is more than the whole of 15,500")
    assert str(indonesian).startswith("15.501 (“Pelanggan terdigitasi”) melebihi keseluruhan 15.500")
    assert value == "15501"
