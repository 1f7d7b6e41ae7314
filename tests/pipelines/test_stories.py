"""Ten stories worked by hand (tests/golden/stories), handed in through the real door and judged as of their days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path

import duckdb
import pytest

import indicators.run
from pipelines.intake import Landing, Submission
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.judged import judged
from tests.pipelines.story_expectations import check_headings, compare
from tests.pipelines.story_sheets import STORIES, Day, SheetError, Story, Workbook, read_story
from warehouse.vocabulary import Language

SHEETS = sorted(STORIES.glob("*.md"))
ALL = [read_story(path) for path in SHEETS]
DAYS = sorted((day for story in ALL for day in story.days), key=lambda day: day.clock)
TOGETHER = [list(days) for _, days in groupby(DAYS, key=lambda day: day.clock)]
LAST_DAY = max(day.as_of for day in DAYS)


@dataclass
class Judge:
    """The mart as of the day asked for."""

    connection: duckdb.DuckDBPyConnection

    def at(self, day: Day) -> duckdb.DuckDBPyConnection:
        indicators.run.run(self.connection, *day.clock)
        return self.connection


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """All ten stories in one data folder, received in the order of their days, read, checked and judged once."""
    data = tmp_path_factory.mktemp("stories")
    landing = Landing(data / "landing")
    for workbook in sorted((w for story in ALL for w in story.workbooks), key=lambda w: (w.received_on, w.name)):
        _hand_in(landing, workbook, data)
    with judged(data, LAST_DAY) as connection:
        yield Judge(connection)


def _hand_in(landing: Landing, workbook: Workbook, data: Path) -> None:
    path = data / workbook.name
    write_workbook(newest(workbook.template), Language.ENGLISH, workbook.rows, path, lean=True)
    received_at = datetime.combine(workbook.received_on, time(3))
    landing.receive(path, received_at, Submission(submitted_on=workbook.submitted_on))


def test_there_are_ten_stories_and_each_expects_obligations() -> None:
    titled = {story.name: {table.headings[2] for day in story.days for table in day.tables} for story in ALL}
    assert [name[:2] for name in titled] == [f"{number:02}" for number in range(1, 11)]
    assert [name for name, titles in titled.items() if "Obligations" not in titles] == []
    assert all(table.lines for day in DAYS for table in day.tables)


def test_all_that_the_stories_hand_in_is_taken_and_nothing_else_is_found(judge: Judge) -> None:
    handed_in = sum(len(story.workbooks) for story in ALL)
    outcomes = judge.connection.execute(
        "SELECT outcome, count(*), sum(rows_rejected) FROM quality.file_outcome GROUP BY ALL"
    ).fetchall()
    found = judge.connection.execute(
        "SELECT DISTINCT o.file_name, f.* FROM quality.finding AS f JOIN quality.file_outcome AS o USING (file_sha256)"
    ).fetchdf()
    told = found.groupby([found["file_name"].str.split("-", n=1).str[0], "sheet", "severity"]).size().to_dict()
    expected = {(story.name, *finding[:2]): finding[2] for story in ALL for finding in story.findings}
    assert told == expected, found["message_en"].to_list()
    assert outcomes == [("accepted", handed_in, 0)]


@pytest.mark.parametrize("days", TOGETHER, ids=[" and ".join(day.name for day in days) for days in TOGETHER])
def test_the_mart_says_what_was_worked_by_hand(judge: Judge, days: list[Day]) -> None:
    connection = judge.at(days[0])
    for day in days:
        comparison = compare(connection, day)
        assert comparison.compared >= sum(len(table.lines) for table in day.tables)
        assert not comparison.differences, "\n".join(comparison.differences)


def test_a_wrong_figure_in_a_sheet_is_noticed(judge: Judge) -> None:
    day = next(day for day in DAYS if day.story.startswith("03") and day.as_of == date(2026, 5, 31))
    obligations = day.tables[0]
    wrong = [{**line, "Status": "withdrawn", "Due": "1 Jan 2026"} for line in obligations.lines]
    spoiled = replace(day, tables=(replace(obligations, lines=tuple(wrong)),))
    found = compare(judge.at(day), spoiled)
    assert len(found.differences) == found.compared == 2 * len(wrong) - 1  # W27 is not owed: one difference


_RECEIVED = "# S\n\n## What was received\n\n"
_EXPECTED = "# S\n\n## As of 1 May 2026\n\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_RECEIVED + "### Register received 1 May 2026\n\n#### Costs\n\n| A |\n|---|\n| 1 |\n", "no sheet Costs"),
        (_RECEIVED + "### Register received 1 May 2026\n\n#### Parties\n\n| Colour |\n|---|\n| 1 |\n", "Colour"),
        (_RECEIVED + "### Letters\n\n| A |\n|---|\n| 1 |\n", "unknown table"),
        ("# S\n\n## Afterwards\n\n| A |\n|---|\n| 1 |\n", "unknown heading"),
        (_EXPECTED + "### Colours\n\n| A |\n|---|\n| 1 |\n", "Colours"),
        (_EXPECTED + "### Obligations\n\n| Obligation | Colour |\n|---|---|\n| a | b |\n", "Colour"),
        (_EXPECTED + "### Obligations\n\n| Obligation | Due |\n|---|---|\n| a |\n", "2 cells"),
    ],
)
def test_a_sheet_with_an_unknown_heading_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "11_unknown.md"
    path.write_text(text, "utf-8")
    with pytest.raises(SheetError, match=said):
        _check(read_story(path))


def test_every_heading_of_the_ten_sheets_is_known() -> None:
    for story in ALL:
        _check(story)
    assert DAYS


def _check(story: Story) -> None:
    for day in story.days:
        for table in day.tables:
            check_headings(table)
