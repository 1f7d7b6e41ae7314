"""What is in force on a day: the reports and figures sent by then, and no later ones."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pytest

from pipelines.intake import Landing, Submission
from pipelines.sample import plan_programme
from pipelines.sample.plan import partnership
from pipelines.sample.programme import parcel_rows, parcels
from pipelines.template import newest
from pipelines.workbooks import Row, Rows, write_workbook
from tests.judged import judged
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


def _send_part(data: Path, period: str, day: int, part: str, *rows: Row) -> None:
    """A report of a month that fills one sheet, sent on a day of September."""
    sent_on = date(2026, 9, day)
    cover = {"partnership_id": "S001", "period": period, "submitted_on": sent_on}
    told: Rows = {"monthly_cover": [cover], part: list(rows)}
    _receive(data, "monthly_report", told, f"{period}-{day}.xlsx", sent_on)


def _send_parts_again(data: Path) -> None:
    activities, words = "monthly_activities", "monthly_advice_actions"
    held = {"description": "Kunjungan lapangan", "kind": "activity", "held_on": date(2026, 4, 10)}
    _send_part(data, "2026-04", 1, activities, held)
    refused, other = {**held, "held_on": date(2027, 4, 10)}, {**held, "description": "Kegiatan lain"}
    _send_part(data, "2026-04", 2, activities, refused, other)
    first, second = ({"advice_id": f"S001/advice/{number}"} for number in (1, 3))
    _send_part(data, "2026-06", 1, words, {**first, "agreed": True, "action_share": 1.0, "done_on": date(2026, 6, 20)})
    _send_part(data, "2026-06", 2, words, {"advice_id": "nihil"})
    _send_part(data, "2026-06", 3, words, {**second, "agreed": True})
    _send_part(data, "2026-06", 4, words, {**second, "action_share": 1.0, "done_on": date(2026, 6, 25)})


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
    _send_parts_again(data)
    return data


@pytest.fixture(scope="module")
def early(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with judged(data, EARLY) as connection:
        yield connection


@pytest.fixture(scope="module")
def late(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with judged(data, LATE) as connection:
        yield connection


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


def test_a_refused_row_leaves_the_accepted_one_of_an_earlier_report_in_force(late) -> None:
    held = "SELECT title, held_on FROM mart.activity WHERE source_file LIKE '2026-04-%' ORDER BY 1"
    day = date(2026, 4, 10)
    assert _rows(late, held) == [("Kegiatan lain", day), ("Kunjungan lapangan", day)]
    taken = "SELECT subject FROM mart.revision WHERE change = 'withdrawn' AND later_file = '2026-04-2.xlsx'"
    assert _rows(late, taken) == []
    found = "SELECT count(*) FROM quality.finding WHERE file_name = '2026-04-2.xlsx' AND rule = 'nothing_dropped'"
    assert _rows(late, found) == [(0,)]


ADVICE_TOLD = (
    "SELECT split_part(obligation_id, '/', 3), source_file FROM mart.evidence "
    "WHERE source_file LIKE '2026-06-%' AND evidence_id LIKE 'S001/advice/%' ORDER BY source_file"
)


def test_what_nihil_took_back_stays_so_after_a_later_report_and_is_told(late) -> None:
    assert "2026-06-1.xlsx" not in {name for _, name in _rows(late, ADVICE_TOLD)}
    taken = (
        "SELECT earlier_file, later_file FROM mart.revision "
        "WHERE change = 'withdrawn' AND subject_period = '2026-06' AND subject = 'S001/advice/1'"
    )
    assert _rows(late, taken) == [("2026-06-1.xlsx", "2026-06-2.xlsx")]
    found = "SELECT count(*) FROM quality.finding WHERE file_name = '2026-06-2.xlsx' AND rule = 'nothing_dropped'"
    assert _rows(late, found) == [(1,)]


def test_a_word_on_advice_stays_when_a_later_report_tells_only_the_action(late) -> None:
    told = _rows(late, ADVICE_TOLD)
    assert told == [("advice_response", "2026-06-3.xlsx"), ("advice_action", "2026-06-4.xlsx")]


def test_an_activity_of_the_plan_stands_once_though_register_and_report_tell_of_it(late) -> None:
    twice = _rows(late, "SELECT activity_id FROM mart.activity GROUP BY ALL HAVING count(*) > 1")
    first = "SELECT source_file, held_on FROM mart.activity WHERE activity_id = 'S001/W01'"
    same = f"SELECT activity_id FROM mart.activity WHERE kind = 'meeting' AND held_on = DATE '{FIRST_MEETING}'"
    assert twice == []
    assert _rows(late, first) == [("register.xlsx", FIRST_MEETING)]
    assert _rows(late, same) == [("S001/W01",)]
