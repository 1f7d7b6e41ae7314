"""The run as a whole, and the facts beside the scores."""

from datetime import date
from importlib.resources import files
from time import sleep

import duckdb
import pytest

from benchmarks.scores import AS_OF, KNOWN_BY, fill_core
from indicators import catalogue
from indicators.run import STEPS, Step, run, run_two_at_a_time, statement
from pipelines.reference import load_reference
from tests.indicators.programme import Mart, Partnership, Programme
from warehouse.ddl import create_schemas


def signed(programme: Programme, partnership_id: str = "P1", **more) -> Partnership:
    p = programme.partnership(partnership_id, pilot=("2026-01-01", "2026-06-30"), **more)
    p.signs("letter_of_intent", "2025-12-01")
    return p.signs("memorandum_of_agreement", "2025-12-15")


def test_an_empty_programme_gives_an_empty_mart():
    connection = duckdb.connect()
    create_schemas(connection)
    load_reference(connection)
    steps = dict(run(connection, date(2026, 1, 1), date(2026, 1, 1)))
    assert steps["indicators: obligations"] == steps["indicators: honesty"] == 0
    assert steps["indicators: catalogue"] == len(catalogue.INDICATORS) == 18


def test_a_run_names_each_step_with_its_rows_and_leaves_no_working_table_behind():
    programme = Programme()
    signed(programme)
    mart = programme.at("2026-03-15")
    assert [name for name, _ in mart.steps] == [step.name for step in STEPS]
    assert dict(mart.steps)["indicators: facts"] == 1
    assert mart.rows("SELECT table_name FROM duckdb_tables() WHERE temporary") == []


def test_whoever_waits_is_told_each_step_with_its_rows_and_its_seconds():
    told: list[tuple[str, int, float]] = []
    connection = duckdb.connect()
    create_schemas(connection)
    load_reference(connection)
    steps = run(connection, date(2026, 1, 1), date(2026, 1, 1), after_step=lambda *done: told.append(done))
    assert [(name, rows) for name, rows, _ in told] == steps
    assert all(0 <= seconds < 60 for _, _, seconds in told)


def of_water_lost() -> Programme:
    """1000 m3 supplied and 800 m3 billed in each of four months of the pilot: 200 m3 lost, a fifth."""
    programme = Programme()
    p = signed(programme).aims("T", metric_code="nrw_pct", baseline=30, target=20, due_on="2026-06-30")
    for month in range(1, 5):
        for code, volume in (("system_input_volume", 1000), ("billed_metered", 800), ("billed_unmetered", 0)):
            p.measures(f"2026-{month:02}", code, value=volume)
    return programme


def silent() -> Programme:
    programme = Programme()
    signed(programme)
    return programme


def test_where_no_figure_speaks_of_water_lost_the_balance_and_the_effect_of_an_earlier_run_are_gone():
    for told, has_rows in ((of_water_lost(), True), (silent(), False)):
        mart = told.at("2026-05-31")
        assert (len(mart.rows("SELECT 1 FROM mart.nrw_truth")) > 0) == has_rows
        assert (len(mart.rows("SELECT 1 FROM mart.programme_effect")) > 0) == has_rows


def test_what_is_made_of_the_figures_waits_for_them_however_long_they_take():
    silent().at("2026-05-31")
    connection = of_water_lost()._filled()
    late = Step("late", lambda other: sleep(2), "quality.finding")
    mart = Mart(connection, run_two_at_a_time(connection, date(2026, 5, 31), KNOWN_BY, before_figures=[late]))
    assert len(mart.rows("SELECT 1 FROM mart.nrw_truth")) > 0
    assert mart.target("P1", "T")["actual"] == 20


def test_the_sql_of_every_measure_binds_its_days_and_names_no_date():
    names = [file.name.removesuffix(".sql") for file in files("indicators").iterdir() if file.name.endswith(".sql")]
    assert "fulfilment" in names
    for name in names:
        text = statement(name)
        assert "current_date" not in text.lower()
        assert "now()" not in text.lower()


def test_each_obligation_has_one_criterion_and_one_delivered_indicator():
    delivered = [i for i in catalogue.INDICATORS if i.credit == catalogue.Credit.DELIVERED]
    pairs = [(i.role, kind) for i in delivered for kind in i.counts]
    assert len(pairs) == len(set(pairs))


def test_an_on_time_indicator_pools_indicators_of_its_own_role():
    by_code = {indicator.code: indicator for indicator in catalogue.INDICATORS}
    pooled = [i for i in catalogue.INDICATORS if i.credit == catalogue.Credit.ON_TIME]
    assert len(pooled) == 5
    for indicator in pooled:
        for code, _ in catalogue.kinds_counted(indicator):
            assert (by_code[code].role, by_code[code].credit) == (indicator.role, catalogue.Credit.DELIVERED)


def test_advice_entered_twice_under_one_number_is_one_piece_of_advice():
    programme = Programme()
    p = signed(programme)
    p.advises("1", "2026-02-05").advises("1", "2026-02-06")
    p.asks("2026-02/1", "2026-02-01").asks("2026-02/1", "2026-02-01")
    mart = programme.scores_at("2026-02-20")
    assert len(mart.rows("SELECT 1 FROM mart.obligation WHERE kind IN ('advice_response', 'advice_answer')")) == 2


def test_a_clause_that_names_an_obligation_nobody_knows_counts_itself():
    programme = Programme()
    signed(programme).clause("mentor", "1", "2026-02-01", covered_by="P1/mentor/meeting/W99")
    mart = programme.scores_at("2026-03-01")
    assert (mart.status("P1/mentor/clause/moa-1"), mart.value("P1", "MR-COM-1")) == ("overdue", 0)


def test_a_plan_row_of_a_kind_of_its_own_counts_among_the_commitments():
    programme = Programme()
    p = signed(programme)
    p.plans("mentee", "exhibition", "W1", "2026-02-01").plans("facilitator", "workshop", "W2", "2026-02-01")
    p.plans("mentor", "recommendation_report", "W3", "2026-02-01")
    mart = programme.scores_at("2026-03-01")
    assert mart.obligation("P1/mentee/exhibition/W1")["indicator_code"] == "ME-COM-2"
    assert mart.obligation("P1/mentor/recommendation_report/W3")["indicator_code"] == "MR-REP-1"
    workshop = mart.obligation("P1/facilitator/workshop/W2")
    assert (workshop["criterion"], workshop["indicator_code"], workshop["status"]) == (None, None, "overdue")


def test_a_new_date_recorded_for_the_overdue_final_report_moves_it():
    programme = Programme()
    p = signed(programme).signs("addendum", "2026-08-10", revision=1, pilot_end="2026-08-31")
    p.relieved("mentee/final_report/final", "prevented", "2026-08-10", new_due="2026-09-30")
    mart = programme.scores_at("2026-08-20")
    assert mart.due("P1/mentee/final_report/final") == "2026-09-30"
    assert mart.status("P1/mentee/final_report/final") == "prevented"
    assert programme.scores_at("2026-10-01").status("P1/mentee/final_report/final") == "overdue"


def test_a_shortened_pilot_withdraws_the_months_after_it_that_were_not_yet_due():
    programme = Programme()
    signed(programme).signs("addendum", "2026-04-20", revision=1, pilot_end="2026-02-28")
    mart = programme.scores_at("2026-06-30")
    states = [mart.status(f"P1/mentee/monthly_report/2026-0{month}") for month in range(1, 7)]
    assert states == ["overdue"] * 3 + ["withdrawn"] * 3
    assert mart.due("P1/mentee/final_report/final") == "2026-05-04"


def test_a_document_of_the_register_fulfils_the_one_duty_it_fits():
    programme = Programme()
    p = signed(programme).signs("letter_of_request", "2025-10-01")
    p.programme.add(
        "document", partnership_id="P1", document_id="D1", kind="minutes", dated_on="2025-10-20",
        compiled_by="facilitator", received_on="2025-10-25",
    )  # fmt: skip
    mart = programme.scores_at("2026-01-15")
    minutes = mart.obligation("P1/facilitator/minutes/1")
    assert (minutes["status"], minutes["evidence_level"]) == ("fulfilled_on_time", 2)


def test_a_final_report_counts_on_the_day_its_slip_was_sent_not_on_the_day_printed_on_it():
    """Due 30 July. P1: printed on 20 July, its slip sent on 5 September: late. P2: the register alone tells of one of
    20 July: on time."""
    programme = Programme()
    for name, file in (("P1", "slip"), ("P2", "register")):
        signed(programme, name)._add("document", document_id=f"D-{name}", kind="final_report", compiled_by="mentor",
            dated_on="2026-07-20", received_on="2026-09-05", file_sha256=file)  # fmt: skip
    programme.add("slip", file_sha256="slip", template="final_slip", partnership_id="P1", compiled_role="mentor",
        subject="final", submitted_on="2026-09-05", received_on="2026-09-05", received_at="2026-09-05", is_latest=True
    )  # fmt: skip
    programme.add("evidence", partnership_id="P1", evidence_id="E1", obligation_id="P1/mentor/final_report/final",
        told_by="mentor", submitted_on="2026-09-05", received_on="2026-09-05", delivered_share=1.0, evidence_level=1,
        disputed=False, file_sha256="slip")  # fmt: skip
    mart = programme.scores_at("2026-09-30")
    final = [mart.obligation(f"{name}/mentor/final_report/final") for name in ("P1", "P2")]
    assert [(row["due_on"].isoformat(), row["status"], row["fulfilled_on"].isoformat()) for row in final] == [
        ("2026-07-30", "fulfilled_late", "2026-09-05"),
        ("2026-07-30", "fulfilled_on_time", "2026-07-20"),
    ]


def test_an_issued_sop_fulfils_in_full_and_a_draft_by_half():
    programme = Programme()
    for name, state in (("P1", "issued"), ("P2", "draft"), ("P3", None)):
        p = signed(programme, name).plans("mentee", "sop", "W1", "2026-03-01")
        p.plans("mentee", "sop", "W2", "2026-03-31")
        if state:
            p.has_sop("Reading meters", state, "2026-02-20")
    mart = programme.scores_at("2026-04-15")
    assert [mart.value(name, "ME-LES-3") for name in ("P1", "P2", "P3")] == [50, 25, 0]
    assert mart.rows("SELECT 1 FROM mart.obligation WHERE kind = 'sop_draft'") == []


def test_a_draft_sent_on_time_stays_on_time_when_the_sop_is_issued():
    programme = Programme()
    p = signed(programme).has_sop("Reading meters", "draft", "2026-06-20")
    p.has_sop("Reading meters", "issued", "2026-07-20")
    mart = programme.scores_at("2026-07-31")
    assert mart.status("P1/mentee/sop_draft/1") == "fulfilled_on_time"
    assert mart.status("P1/mentee/sop/1") == "fulfilled_on_time"
    assert mart.obligation("P1/mentee/sop/1")["fulfilled_on"] == date(2026, 7, 20)


def test_every_obligation_names_the_cell_that_lays_it():
    programme = Programme()
    p = signed(programme).signs("letter_of_request", "2025-10-01")
    p.signs("addendum", "2026-05-01", revision=1, pilot_end="2026-08-31")
    p.plans("mentor", "monitoring_visit", "W1", "2026-03-01").clause("mentee", "1").plans("mentee", "activity", "W2")
    p.asks("2026-02/1", "2026-02-20").advises("1", "2026-02-20", to_do="Map leaks")
    for number, row in enumerate(row for rows in programme.rows.values() for row in rows):
        row |= {"source_file": "register.xlsx", "source_sheet": "S", "source_cell": f"A{number}", "file_sha256": "f"}
    mart = programme.scores_at("2026-07-31")
    assert mart.rows("SELECT obligation_id FROM mart.obligation WHERE source_cell IS NULL") == []
    visit = mart.obligation("P1/mentor/monitoring_visit/W1")["source_cell"]
    assert mart.obligation("P1/mentor/monitoring_report/W1")["source_cell"] == visit


def test_without_a_mentor_nobody_owes_a_confirmation_to_it():
    programme = Programme()
    signed(programme, mentor_id=None).signs("letter_of_request", "2025-10-01")
    kinds = {row["kind"] for row in programme.scores_at("2026-01-15").rows("SELECT kind FROM mart.obligation")}
    assert "minutes" in kinds
    assert "confirmation_letter" not in kinds


@pytest.fixture(scope="module")
def facts() -> Mart:
    programme = Programme()
    p = signed(programme, ended_on="2026-05-20", ended_by="mentee", end_reason="merger")
    programme.add("party", party_id="MENTEE", name="Tirta Contoh", kind="utility", province="Banten", origin="sample")
    programme.add("contact", party_id="MENTEE", person="A", role="director")
    programme.add("readiness", partnership_id="P1", role="mentee", item="team", state="yes")
    programme.add(
        "finance", line_id="F1", partnership_id="P1", year=2026, category="subsidy", kind="transfer", currency="IDR",
        principle="per_4_1",
    )  # fmt: skip
    for received in ("2026-03-01", "2026-07-01"):
        programme.add("lesson", partnership_id="P1", words="Measure first", period="2026-02", received_on=received)
        programme.add("narrative", partnership_id="P1", kind="obstacle", words="Rain", received_on=received)
        programme.add(
            "activity", partnership_id="P1", activity_id=received, kind="meeting", planned_on="2026-02-01",
            held_on="2026-06-15", participants=12, received_on=received,
        )  # fmt: skip
    p.has_sop("Valves", "draft", "2026-06-02").sends_report("2026-01", "2026-02-05")
    return programme.at("2026-06-01", known_by="2026-06-01")


@pytest.mark.parametrize("table", ["lesson", "narrative", "activity", "readiness", "finance", "contact", "party"])
def test_a_fact_received_later_than_known_by_is_not_shown(facts, table):
    assert len(facts.rows(f"SELECT 1 FROM mart.{table}")) == 1


def test_what_is_dated_after_as_of_has_not_happened(facts):
    activity = facts.one("SELECT * FROM mart.activity")
    assert (activity["held_on"], activity["participants"]) == (None, None)
    assert facts.rows("SELECT 1 FROM mart.sop") == []


def test_an_early_end_is_told_with_who_and_why(facts):
    row = facts.one("SELECT * FROM mart.partnership")
    assert (row["status"], row["ended_by"], row["end_reason"]) == ("ended_early", "mentee", "merger")
    assert (row["mentee"], row["province"]) == ("Tirta Contoh", "Banten")
    assert row["last_report_on"] == date(2026, 2, 5)


def test_the_computed_view_stands_among_the_assessments(facts):
    rows = facts.rows('SELECT DISTINCT "view", assessed_on FROM mart.assessment')
    assert rows == [{"view": "computed", "assessed_on": date(2026, 6, 1)}]


def test_two_steps_at_a_time_fill_the_tables_as_one_after_the_other_does():
    with duckdb.connect(config={"threads": 1}) as connection:
        fill_core(connection, 12)
        names = [step.name for step in STEPS]
        one_by_one = dict(run(connection, AS_OF, KNOWN_BY)), published(connection)
        asked_first: list[str] = []
        before = Step("plausible", lambda other: asked_first.append(str(other)), "quality.finding")
        told: list[str] = []
        two = dict(run_two_at_a_time(connection, AS_OF, KNOWN_BY, lambda name, *_: told.append(name), [before]))
        assert published(connection) == one_by_one[1]
        assert two.pop("plausible") == 0
        assert two == one_by_one[0]
        assert len(asked_first) == 1
        assert sorted(told) == sorted([*names, "plausible"])
        assert connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall() == []


def published(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """A fingerprint of every published table, whatever the order of its rows."""
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart'").fetchall()
    prints = {table: f"SELECT sum(CAST(hash(t) AS HUGEINT)) FROM mart.{table} AS t" for (table,) in tables}
    return {table: connection.execute(query).fetchall()[0][0] for table, query in prints.items()}


def test_a_fault_of_a_step_on_the_second_connection_stops_the_run():
    with duckdb.connect(config={"threads": 1}) as connection:
        fill_core(connection, 1)
        broken = Step("broken", lambda other: other.execute("SELECT 1 FROM nowhere"), "quality.finding")
        with pytest.raises(duckdb.CatalogException, match="nowhere"):
            run_two_at_a_time(connection, AS_OF, KNOWN_BY, before_figures=[broken])


WAIVED_FOR = {
    "both": ({"mentor": "2026-04-14", "mentee": "2026-04-14"}, "waived"),
    "the mentee alone": ({"mentee": "2026-04-14"}, "overdue"),
    "the mentor tomorrow": ({"mentee": "2026-04-14", "mentor": "2026-06-01"}, "overdue"),
    "nobody": ({}, "overdue"),
}


def test_the_report_of_a_visit_waived_for_all_who_owed_it_is_waived_with_it():
    """Planned for 10 April; its report was due on 24 April, and nobody held the visit."""
    programme = Programme()
    for name, (waivers, _) in WAIVED_FOR.items():
        p = signed(programme, name)
        for role in ("mentor", "mentee"):
            p.plans(role, "study_visit", "W4", "2026-04-10")
        for role, day in waivers.items():
            p.relieved(f"{role}/study_visit/W4", "waived", day)
    mart = programme.scores_at("2026-05-31")
    for name, (_, status) in WAIVED_FOR.items():
        assert mart.status(f"{name}/mentee/study_visit_report/W4") == status
    told = mart.obligation("both/mentee/study_visit_report/W4")
    assert (told["counts"], told["relief_kind"], str(told["relief_on"])) == (False, "waived", "2026-04-14")


def test_with_a_monitoring_visit_its_report_and_its_advice_are_waived_and_those_of_the_next_stay():
    programme = Programme()
    p = signed(programme)
    for number, day in (("V1", "2026-03-10"), ("V2", "2026-04-10")):
        p.plans("mentor", "monitoring_visit", number, day)
    mart = p.relieved("mentor/monitoring_visit/V1", "waived", "2026-03-01").programme.scores_at("2026-05-31")
    for kind in ("monitoring_report", "visit_advice"):
        assert [mart.status(f"{p.id}/mentor/{kind}/{visit}") for visit in ("V1", "V2")] == ["waived", "overdue"]
