"""What is in force on a day: the reports and figures sent by then, and no later ones."""

from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pytest

from pipelines.build import build
from pipelines.intake import Landing, Submission
from pipelines.sample import plan_programme
from pipelines.sample.plan import partnership
from pipelines.sample.programme import parcel_rows, parcels
from pipelines.template import newest
from pipelines.workbooks import Rows, write_workbook
from warehouse.generations import Generations
from warehouse.vocabulary import Language

EARLY, LATE = date(2026, 6, 30), date(2026, 9, 30)
RESUBMITTED = date(2026, 9, 20)
FIRST_MEETING = date(2026, 2, 10)
FIRST_WORDS, LATER_WORDS = "Kata pertama", "Kata belakangan"


def _receive(data: Path, template: str, rows: Rows, name: str, sent_on: date) -> None:
    (data / "sent").mkdir(exist_ok=True)
    path = data / "sent" / name
    write_workbook(newest(template), Language.INDONESIAN, rows, path, lean=True)
    Landing(data / "landing").receive(path, datetime.combine(sent_on, time(3)), Submission(submitted_on=sent_on))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One partnership: its register, every month to August, and February sent again in September."""
    data = tmp_path_factory.mktemp("in_force")
    programme = plan_programme(1, seed=7)
    (register,) = programme.registers()
    _receive(data, "programme_register", dict(programme.register_rows(register)), "register.xlsx", date(2026, 9, 29))
    each = partnership(0, 7)
    for parcel in parcels(each):
        rows, sent_on = parcel_rows(each, parcel)[0], parcel.submitted_on
        if parcel.report.period == "2026-02":
            rows["monthly_findings"] = [{"description": FIRST_WORDS}]
            _receive(data, "monthly_report", rows, parcel.file_name, sent_on)
            rows["monthly_findings"] = [{"description": LATER_WORDS}]
            rows["monthly_cover"][0]["submitted_on"] = RESUBMITTED
            rows["monthly_progress"][0]["value"] = 40000
            _receive(data, "monthly_report", rows, "again.xlsx", RESUBMITTED)
        else:
            _receive(data, "monthly_report", rows, parcel.file_name, sent_on)
    return data


def _published(data: Path, as_of: date) -> duckdb.DuckDBPyConnection:
    build(data, as_of, datetime(2026, 10, 1, 3))
    return Generations(data / "warehouse").open_current_read_only()[1]


@pytest.fixture(scope="module")
def early(data: Path) -> duckdb.DuckDBPyConnection:
    return _published(data, EARLY)


@pytest.fixture(scope="module")
def late(data: Path, early: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return _published(data, LATE)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


LAST_PERIOD = "SELECT max(period_end) FROM mart.pilot_metric"
OWN_WATER = (
    "SELECT value FROM mart.pilot_metric WHERE metric_code = 'system_input_own' AND period_start = DATE '2026-02-01'"
)
WORDS = "SELECT \"text\" FROM mart.narrative WHERE kind = 'finding' AND period = '2026-02'"


def test_a_build_as_of_a_day_publishes_no_figure_of_a_later_period_or_submission(early, late) -> None:
    assert _rows(early, LAST_PERIOD)[0][0] <= EARLY < _rows(late, LAST_PERIOD)[0][0]
    assert _rows(early, OWN_WATER) == [(39548.0,)]
    assert _rows(early, "SELECT * FROM mart.pilot_metric_revision") == []
    assert _rows(late, OWN_WATER) == [(40000.0,)]
    replaced = "SELECT value FROM mart.pilot_metric_revision WHERE metric_code = 'system_input_own'"
    assert _rows(late, replaced) == [(39548.0,)]


def test_every_value_of_the_earlier_submission_is_kept_also_where_it_was_repeated(late) -> None:
    kept = _rows(
        late, "SELECT kind, count(*) FROM mart.pilot_metric_revision JOIN mart.metric USING (metric_code) GROUP BY ALL"
    )
    assert dict(kept)["variable"] > 1 and dict(kept)["derived"] > 1


def test_a_month_sent_again_after_the_day_keeps_the_words_of_its_first_report(early, late) -> None:
    assert _rows(early, WORDS) == [(FIRST_WORDS,)]
    assert _rows(late, WORDS) == [(LATER_WORDS,)]
    outcomes = "SELECT outcome, superseded_by IS NULL FROM quality.file_outcome WHERE period = '2026-02' ORDER BY 2"
    assert _rows(early, outcomes) == [("accepted", True), ("accepted", True)]
    assert _rows(late, outcomes) == [("accepted", False), ("accepted", True)]


def test_an_activity_of_the_plan_stands_once_though_register_and_report_tell_of_it(late) -> None:
    twice = _rows(late, "SELECT activity_id FROM mart.activity GROUP BY ALL HAVING count(*) > 1")
    first = "SELECT source_file, held_on FROM mart.activity WHERE activity_id = 'S001/W01'"
    same = f"SELECT activity_id FROM mart.activity WHERE kind = 'meeting' AND held_on = DATE '{FIRST_MEETING}'"
    assert twice == []
    assert _rows(late, first) == [("register.xlsx", FIRST_MEETING)]
    assert _rows(late, same) == [("S001/W01",)]
