"""The worked examples of the how-to pages on readings and field forms give what the pages say."""

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from pipelines.forms.rows import read_export
from pipelines.readings.aggregate import NightRules, aggregate
from pipelines.readings.template import load_template
from pipelines.reference import SHIPPED

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to"


def _page(name: str) -> str:
    return (HOW_TO / name).read_text(encoding="utf-8")


def _block(page: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.S | re.M)
    assert found
    return found[1]


def _table(page: str, first_heading: str) -> list[list[str]]:
    lines = page.splitlines()
    start = next(place for place, text in enumerate(lines) if text.startswith(f"| {first_heading} |"))
    rows = []
    for text in lines[start + 2 :]:
        if not text.startswith("|"):
            break
        rows.append([cell.strip() for cell in text.strip("|").split("|")])
    return rows


def _rules() -> dict[str, float]:
    rules = yaml.safe_load((SHIPPED / "rules.yml").read_text(encoding="utf-8"))["rules"]
    return {rule["code"]: rule["value"] for rule in rules}


def test_the_nights_of_the_page_on_readings_are_those_of_its_file(tmp_path: Path) -> None:
    page = _page("readings.md")
    path = tmp_path / "logger.csv"
    path.write_text(_block(page, "csv"), encoding="utf-8")
    aggregate(path, path.name, load_template(), NightRules(2, 4, 6, 0.75), tmp_path / "days.parquet")
    days = pq.read_table(tmp_path / "days.parquet").to_pylist()
    told = [[str(day["day"]), str(day["night_readings"]), f"{day['night_flow']:.1f}"] for day in days]
    assert told == _table(page, "night")
    assert sorted(day["night_flow"] for day in days)[1] == pytest.approx(3.0)
    assert [day["negatives"] for day in days] == [0, 0, 1]


def test_the_rules_of_the_page_on_readings_are_those_in_force() -> None:
    rules, page = _rules(), _page("readings.md")
    assert f"{rules['night_flow.first_hour']:02.0f}:00 up to {rules['night_flow.last_hour']:02.0f}:00" in page
    assert f"with {100 * rules['night_flow.least_share']:.0f} % of the readings" in page
    assert f"with {rules['night_flow.least_nights']:.0f} such nights" in page
    assert f"listed above {100 * rules['night_flow.most_missing']:.0f} %" in page
    assert rules["night_flow.stuck_hours"] * 4 == 24 and "a whole quarter of the day" in page


def test_the_submission_of_the_page_on_field_forms_gives_the_rows_it_says() -> None:
    page = _page("field-forms.md")
    submission = read_export(_block(page, "json").encode(), "laporan.json").submissions[0]
    assert submission.found == [] and not submission.refused
    assert submission.attachments == ["meter_induk.jpg"]
    for table, column, value, place in _table(page, "table"):
        row = submission.tables[table][0]
        assert (str(row[column]), row["source_cell"]) == (value, place)
    assert {table for table, *_ in _table(page, "table")} == submission.tables.keys()
