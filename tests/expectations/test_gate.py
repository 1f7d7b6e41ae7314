"""The gate on real Great Expectations and a real DuckDB."""

from collections.abc import Iterator

import duckdb
import pytest

from expectations.gate import (
    GateError,
    MeasurementRule,
    ResultRule,
    ResultSuite,
    RowRule,
    Scope,
    Suite,
    run_result_suites,
    run_suites,
)
from warehouse.ddl import create_schemas
from warehouse.vocabulary import Severity

GOOD, SPOILT = "a" * 64, "b" * 64


class ExpectVolumeNotBelowZero(RowRule):
    """A volume for the tests of the gate."""

    table: str = "volumes"
    column: str = "volume"
    message_en: str = "{value} m³ in zone {zone} is below zero; it's to be {limit} or more."
    message_id: str = "{value} m³ di zona {zone} di bawah nol; seharusnya {limit} atau lebih."

    def bad_row(self) -> str:
        return f"{self.cell} < 0"

    def facts(self) -> dict[str, str]:
        return {"limit": "'0' || '%'"}


class ExpectZoneInFourLetters(RowRule):
    """A condition with braces, colons, quotes, a percent sign and a JOIN."""

    table: str = "volumes"
    column: str = "zone"
    level: Severity = Severity.WARNING
    message_en: str = "Zone {value}."
    message_id: str = "Zona {value}."

    def bad_row(self) -> str:
        return r"""
            NOT regexp_matches(r.zone, '^[A-Z]{4}$') AND r.zone NOT LIKE ':mark%' AND r.zone::VARCHAR <> 'a:b'
            AND NOT EXISTS (SELECT 1 FROM raw.file AS f JOIN raw.file AS g ON g.file_sha256 = f.file_sha256
                            WHERE f.file_name = r.zone)
        """


class ExpectBrokenCondition(RowRule):
    """A condition that DuckDB cannot evaluate."""

    table: str = "volumes"
    column: str = "volume"
    message_en: str = "Broken."
    message_id: str = "Rusak."

    def bad_row(self) -> str:
        return "CAST(r.zone AS INTEGER) > 0"


class ExpectVolumeUpToThousand(MeasurementRule):
    """A rule on measurements in standard units."""

    message_en: str = "{value} {unit}"
    message_id: str = "{value} {unit}"

    def bad_row(self) -> str:
        return "r.value > 1000"


class ExpectScoreUpToHundred(ResultRule):
    """A rule on results."""

    table: str = "indicator_value"
    column: str = "value"
    named_by: tuple[str, ...] = ("partnership_id", "indicator_code")
    message_en: str = "A value lies above 100."
    message_id: str = "Ada nilai di atas 100."

    def bad_row(self) -> str:
        return "r.value > 100"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """5 000 rows of two files, 1 000 of them below zero, all in the second file."""
    opened = duckdb.connect(config={"threads": 1})
    create_schemas(opened)
    opened.execute("""
        CREATE TABLE raw.volumes (row_id VARCHAR, file_sha256 VARCHAR, source_file VARCHAR, sheet VARCHAR,
                                  row_no INTEGER, volume DOUBLE, zone VARCHAR, unlisted VARCHAR)
    """)
    opened.execute(
        """
        INSERT INTO raw.volumes
        SELECT left(sha, 16) || '/volumes/' || n, sha, 'x.xlsx', 'Volume', n,
               CASE WHEN n > 4000 THEN -n - 0.5 ELSE n END, 'ZONA', NULL
        FROM (SELECT i AS n, CASE WHEN i <= 2500 THEN $good ELSE $spoilt END AS sha
              FROM range(1, 5001) AS t (i))
        """,
        {"good": GOOD, "spoilt": SPOILT},
    )
    for sha, name in ((GOOD, "good.xlsx"), (SPOILT, "spoilt.xlsx")):
        opened.execute(
            "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) "
            "VALUES ($1, $2, TIMESTAMP '2026-04-01 03:00:00', DATE '2026-04-01')",
            [sha, name],
        )
        opened.execute("INSERT INTO raw.header VALUES ($1, 'volumes', 'Volume', 'volume', 'F', NULL)", [sha])
        opened.execute("INSERT INTO raw.header VALUES ($1, 'volumes', 'Volume', 'zone', 'C', 4)", [sha])
    yield opened
    opened.close()


def findings(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("SELECT * FROM quality.finding ORDER BY ALL").fetchall()


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_all_thousand_failing_rows_of_five_thousand_become_findings(connection):
    (outcome,) = run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert outcome.results[0].failing_rows == 1000
    assert not outcome.results[0].success
    assert number(connection, "SELECT count(DISTINCT row_id) FROM quality.finding") == 1000
    assert number(connection, "SELECT count(*) FROM quality.finding") == 1000


def test_a_finding_names_file_sheet_cell_value_and_both_messages(connection):
    run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    found = connection.execute(
        "SELECT file_name, sheet, cell, column_name, value, rule, severity, row_rejected, message_en, "
        "message_id FROM quality.finding WHERE cell = 'F4007'"
    ).fetchall()
    assert found == [
        (
            "spoilt.xlsx",
            "Volume",
            "F4007",
            "volume",
            "-4007.5",
            "volume_not_below_zero",
            "critical",
            True,
            "-4007.5 m³ in zone ZONA is below zero; it's to be 0% or more.",
            "-4007,5 m³ di zona ZONA di bawah nol; seharusnya 0% atau lebih.",
        )
    ]


def test_a_field_of_a_form_is_named_by_its_fixed_row_and_an_absent_column_by_no_cell(connection):
    connection.execute("UPDATE raw.volumes SET zone = 'x' WHERE row_no = 7")
    rules = (ExpectZoneInFourLetters(), ExpectZoneInFourLetters(column="unlisted"))
    run_suites(connection, [Suite("zones", rules)])
    found = connection.execute("SELECT column_name, cell FROM quality.finding ORDER BY ALL").fetchall()
    assert found == [("unlisted", None), ("zone", "C4")]


def test_a_whole_number_is_shown_without_decimals(connection):
    connection.execute("UPDATE raw.volumes SET volume = -3 WHERE row_no = 1")
    run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert number(connection, "SELECT count(*) FROM quality.finding WHERE value = '-3'") == 1


def test_a_critical_rule_refuses_its_rows_and_no_other(connection):
    run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    refused = "SELECT count(*) FROM raw.rejected_row WHERE table_name = 'volumes'"
    assert number(connection, refused) == 1000
    good = "JOIN raw.volumes AS v ON v.row_id = j.row_id WHERE v.volume >= 0"
    assert number(connection, f"SELECT count(*) FROM raw.rejected_row AS j {good}") == 0
    assert number(connection, "SELECT count(*) FROM raw.refused_file") == 0


def test_a_critical_rule_on_the_file_refuses_the_file_that_holds_the_row(connection):
    run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(scope=Scope.FILE),))])
    assert connection.execute("SELECT file_sha256 FROM raw.refused_file").fetchall() == [(SPOILT,)]
    assert number(connection, "SELECT count(*) FROM raw.rejected_row") == 0


def test_a_warning_lists_the_rows_and_refuses_nothing(connection):
    rule = ExpectVolumeNotBelowZero(level=Severity.WARNING)
    (outcome,) = run_suites(connection, [Suite("volumes", (rule,))])
    assert outcome.results[0].refuses is None
    listed = "SELECT count(*) FROM quality.finding WHERE severity = 'warning' AND NOT row_rejected"
    assert number(connection, listed) == 1000
    assert number(connection, "SELECT count(*) FROM raw.rejected_row") == 0


def test_a_rule_on_measurements_names_the_cell_they_come_from_and_refuses_nothing(connection):
    connection.execute(
        "INSERT INTO core.measurement (submission_id, variable_code, value, unit, status, "
        "submitted_at, received_at, "
        "is_current, file_sha256, source_file, source_sheet, source_cell) VALUES ('s', "
        "'billed_metered', 1500, 'm3', "
        "'reported', TIMESTAMP '2026-04-01', TIMESTAMP '2026-04-01', TRUE, $1, 'good.xlsx', 'Progress', 'D9')",
        [GOOD],
    )
    for _ in range(2):
        run_suites(connection, [Suite("plausible", (ExpectVolumeUpToThousand(),))])
    found = connection.execute("SELECT file_name, sheet, cell, row_id, message_en, row_rejected FROM quality.finding")
    assert found.fetchall() == [("good.xlsx", "Progress", "D9", None, "1500 m3", False)]


def test_braces_colons_percent_signs_and_joins_in_a_condition_are_taken_as_written(connection):
    connection.execute(
        "UPDATE raw.volumes SET zone = CASE row_no WHEN 1 THEN 'ABC' WHEN 2 THEN ':marked' WHEN 3 THEN 'a:b' "
        "WHEN 4 THEN 'good.xlsx' ELSE zone END"
    )
    (outcome,) = run_suites(connection, [Suite("zones", (ExpectZoneInFourLetters(),))])
    assert outcome.results[0].failing_rows == 1
    assert connection.execute("SELECT value FROM quality.finding").fetchall() == [("ABC",)]


def test_a_condition_that_cannot_be_evaluated_stops_with_the_name_of_the_rule(connection):
    with pytest.raises(GateError, match=r"broken_condition\(raw\.volumes\.volume\).*could not be evaluated"):
        run_suites(connection, [Suite("broken", (ExpectVolumeNotBelowZero(), ExpectBrokenCondition()))])
    assert findings(connection) == []
    assert number(connection, "SELECT count(*) FROM raw.rejected_row") == 0


def test_a_rule_on_a_column_that_does_not_exist_stops_with_its_name(connection):
    with pytest.raises(GateError, match="needs litres, which raw.volumes does not have"):
        run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(column="litres"),))])


def test_a_rule_on_a_table_that_does_not_exist_stops_with_its_name(connection):
    with pytest.raises(GateError, match="needs nowhere"):
        run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(table="nowhere"),))])


def test_findings_fewer_than_the_rows_that_fail_stop_the_build(connection):
    connection.execute("DELETE FROM raw.file WHERE file_sha256 = $1", [SPOILT])
    with pytest.raises(GateError, match="1000 rows fail by Great Expectations' count, 0 were written"):
        run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert number(connection, "SELECT count(*) FROM quality.expectation_result") == 0


def test_the_gate_refuses_to_look_past_an_open_transaction(connection):
    connection.begin()
    with pytest.raises(GateError, match="inside a transaction"):
        run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    connection.rollback()


def test_the_same_rule_twice_in_a_suite_is_refused(connection):
    with pytest.raises(GateError, match="holds twice: volume_not_below_zero"):
        run_suites(
            connection,
            [Suite("volumes", (ExpectVolumeNotBelowZero(), ExpectVolumeNotBelowZero(scope="file")))],
        )


def test_an_empty_table_passes(connection):
    connection.execute("DELETE FROM raw.volumes")
    (outcome,) = run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert outcome.results[0].success
    assert findings(connection) == []


def test_a_missing_value_passes(connection):
    connection.execute("UPDATE raw.volumes SET volume = NULL")
    (outcome,) = run_suites(connection, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert outcome.results[0].success


def test_a_second_run_leaves_the_same_findings_and_refusals(connection):
    suites = [Suite("volumes", (ExpectVolumeNotBelowZero(), ExpectZoneInFourLetters())), Suite("empty", ())]
    connection.execute("UPDATE raw.volumes SET zone = 'x' WHERE row_no < 10")
    run_suites(connection, suites)
    first = findings(connection), connection.execute("SELECT * FROM raw.rejected_row ORDER BY ALL").fetchall()
    run_suites(connection, suites)
    second = (
        findings(connection),
        connection.execute("SELECT * FROM raw.rejected_row ORDER BY ALL").fetchall(),
    )
    assert first == second
    assert len(first[0]) == 1009


def test_every_rule_of_a_suite_leaves_its_verdict_and_results_come_in_the_order_of_the_rules(connection):
    rules = (ExpectZoneInFourLetters(), ExpectVolumeNotBelowZero(), ExpectVolumeUpToThousand())
    (outcome,) = run_suites(connection, [Suite("all", rules)])
    assert [result.rule for result in outcome.results] == [rule.rule for rule in rules]
    assert [result.failing_rows for result in outcome.results] == [0, 1000, 0]
    recorded = connection.execute(
        "SELECT rule, severity, success, failing_rows FROM quality.expectation_result WHERE suite = 'all' ORDER BY ALL"
    ).fetchall()
    assert recorded == [
        ("volume_not_below_zero", "critical", False, 1000),
        ("volume_up_to_thousand", "warning", True, 0),
        ("zone_in_four_letters", "warning", True, 0),
    ]


def test_a_rule_may_be_used_on_several_columns(connection):
    rules = (ExpectZoneInFourLetters(), ExpectZoneInFourLetters(column="unlisted"))
    connection.execute("UPDATE raw.volumes SET zone = 'x' WHERE row_no = 7")
    (outcome,) = run_suites(connection, [Suite("zones", rules)])
    assert [(result.column, result.failing_rows) for result in outcome.results] == [
        ("zone", 1),
        ("unlisted", 1),
    ]
    assert number(connection, "SELECT failing_rows FROM quality.expectation_result") == 2


def test_our_own_results_are_refused_with_the_rows_that_contradict_them(connection):
    for partnership, value in (("P001", 100.0), ("P002", 100.5), ("P003", None)):
        connection.execute(
            "INSERT INTO mart.indicator_value (partnership_id, role, indicator_code, value, status, "
            "waived_count) VALUES ($1, 'mentee', 'ME-REP-1', $2, 'reported', 0)",
            [partnership, value],
        )
    (failure,) = run_result_suites(connection, [ResultSuite("results", (ExpectScoreUpToHundred(),))])
    assert failure.rule == "score_up_to_hundred"
    assert failure.failing_rows == 1
    assert failure.examples == ("P002 · ME-REP-1 = 100.5",)
    assert number(connection, "SELECT failing_rows FROM quality.expectation_result") == 1


def test_results_without_contradiction_are_let_through(connection):
    assert run_result_suites(connection, [ResultSuite("results", (ExpectScoreUpToHundred(),))]) == []
    assert number(connection, "SELECT count(*) FROM quality.expectation_result WHERE success") == 1


def test_the_gate_works_on_a_database_file_that_is_being_built(tmp_path):
    opened = duckdb.connect(str(tmp_path / "build.duckdb"))
    create_schemas(opened)
    opened.execute(
        "CREATE TABLE raw.volumes (row_id VARCHAR, file_sha256 VARCHAR, sheet VARCHAR, row_no INTEGER, "
        "volume DOUBLE, zone VARCHAR)"
    )
    opened.execute("INSERT INTO raw.volumes VALUES ('r/1', 'f', 'Volume', 1, -1, 'ZONA')")
    opened.execute(
        "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) "
        "VALUES ('f', 'f.xlsx', TIMESTAMP '2026-04-01 03:00:00', DATE '2026-04-01')"
    )
    (outcome,) = run_suites(opened, [Suite("volumes", (ExpectVolumeNotBelowZero(),))])
    assert outcome.failing_rows == 1
    opened.execute("CHECKPOINT")
    opened.close()
    with duckdb.connect(str(tmp_path / "build.duckdb"), read_only=True) as reader:
        assert number(reader, "SELECT count(*) FROM quality.finding WHERE cell IS NULL") == 1
