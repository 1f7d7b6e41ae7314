"""Our own results: let through when they agree with their definitions, refused when one does not."""

import pytest

from expectations import results
from expectations.gate import ResultSuite, run_result_suites

SPOILT = [
    ("within_hundred", "UPDATE mart.indicator_value SET value = 100.5, score_high = 100.5, final_high = 100.5"),
    ("within_hundred", "UPDATE mart.criterion_score SET weight_low = -1"),
    ("within_hundred", "UPDATE mart.criterion_score SET score = 'nan'::DOUBLE"),
    ("inside_interval", "UPDATE mart.indicator_value SET value = 49"),
    ("inside_interval", "UPDATE mart.criterion_score SET score_high = 95"),
    ("inside_interval", "UPDATE mart.criterion_score SET weight_high = 55"),
    ("value_where_reported", "UPDATE mart.indicator_value SET status = 'not_reported'"),
    ("value_where_reported", "UPDATE mart.criterion_score SET score = NULL, band = NULL"),
    ("value_where_reported", "UPDATE mart.pilot_metric SET status = 'not_due'"),
    ("word_of_vocabulary", "UPDATE mart.obligation SET status = 'nearly'"),
    ("word_of_vocabulary", "UPDATE mart.criterion_score SET band = 'excellent'"),
    ("word_of_vocabulary", "UPDATE mart.partnership SET origin = 'demo'"),
    ("credit_within_one", "UPDATE mart.obligation SET credit_delivered = 1.5"),
    ("counted_once", "UPDATE mart.obligation SET covered_by = 'P001/mentor/meeting/W02'"),
    ("counts_by_status", "UPDATE mart.obligation SET status = 'not_due'"),
    ("no_credit_when_overdue", "UPDATE mart.obligation SET status = 'overdue'"),
    ("published_partnership", "UPDATE mart.criterion_score SET partnership_id = 'P999'"),
    ("no_more_counted_than_defined", "UPDATE mart.criterion_score SET indicators_counted = 4"),
    ("band_of_score", "UPDATE mart.criterion_score SET band_reason = 'too_early'"),
    ("one_figure_per_period", "INSERT INTO mart.pilot_metric SELECT * FROM mart.pilot_metric"),
    ("stage_of_its_kind", "UPDATE mart.partnership SET stage = 'establishment'"),
    (
        "never_overdue_in_a_case",
        "UPDATE mart.partnership SET origin = 'case'; UPDATE mart.obligation SET status = 'overdue', counts = FALSE",
    ),
    ("obligation_once", "INSERT INTO mart.obligation SELECT * FROM mart.obligation"),
    ("row_once", "INSERT INTO mart.indicator_value SELECT * FROM mart.indicator_value"),
    ("row_once", "INSERT INTO mart.criterion_score SELECT * FROM mart.criterion_score"),
]


@pytest.fixture
def published(world):
    """The good programme with one indicator, one score and one metric."""
    who = {"partnership_id": "P001", "role": "mentor"}
    interval = {"score_low": 50.0, "score_high": 80.0, "final_low": 40.0, "final_high": 90.0}
    world.insert(
        "mart.partnership",
        partnership_id="P001",
        programme_id="PRG",
        programme_kind="solidarity_partnership",
        origin="sample",
        title="NRW",
        mentee="Mentee",
        mentee_id="ME",
        stage="implementation",
        status="active",
    )
    world.insert(
        "mart.blueprint_stage",
        programme_kind="solidarity_partnership",
        stage="implementation",
        position=1,
        name_en="Implementation",
        name_id="Pelaksanaan",
        clause="III",
    )
    world.insert(
        "mart.indicator_value",
        **who,
        **interval,
        indicator_code="MR-COM-1",
        value=60.0,
        status="reported",
        waived_count=0,
    )
    world.insert(
        "mart.criterion_score",
        **who,
        **interval,
        criterion="commitment",
        score=60.0,
        status="reported",
        band="fair",
        indicators_counted=2,
        indicators_defined=3,
        obligations_counted=5,
        weight_low=58.0,
        weight_high=62.0,
    )
    world.insert(
        "mart.pilot_metric",
        partnership_id="P001",
        utility_id="ME",
        period_start="2026-04-01",
        metric_code="nrw_pct",
        value=30.0,
        unit="%",
        status="reported",
        source_file="x.xlsx",
        source_sheet="Progress",
        source_cell="C5",
    )
    world.connection.execute(
        "INSERT INTO mart.obligation SELECT * REPLACE ('P001/mentor/meeting/W02' AS obligation_id) FROM mart.obligation"
    )
    return world


def test_results_that_agree_with_their_definitions_are_let_through(published):
    assert run_result_suites(published.connection, [results.SUITE]) == []
    assert published.find("SELECT count(*) > 10, bool_and(success) FROM quality.expectation_result") == [(True, True)]


@pytest.mark.parametrize(("rule", "spoil"), SPOILT, ids=[f"{row[0]}-{n}" for n, row in enumerate(SPOILT)])
def test_a_result_that_contradicts_its_definition_is_refused(published, rule, spoil):
    published.connection.execute(spoil)
    suite = ResultSuite("results", tuple(r for r in results.SUITE.rules if r.rule == rule))
    failures = run_result_suites(published.connection, [suite])
    assert failures
    assert {failure.rule for failure in failures} == {rule}
    assert all(failure.failing_rows and failure.message_en and failure.message_id for failure in failures)
    assert all(failure.examples for failure in failures)


def test_every_rule_on_results_has_a_contradiction():
    assert {rule.rule for rule in results.SUITE.rules} == {row[0] for row in SPOILT}


def test_a_score_without_value_is_no_contradiction(published):
    published.connection.execute(
        "UPDATE mart.criterion_score SET score = NULL, band = NULL, status = 'not_due', band_reason = 'no_value', "
        "score_low = NULL, score_high = NULL, weight_low = NULL, weight_high = NULL"
    )
    assert run_result_suites(published.connection, [results.SUITE]) == []
