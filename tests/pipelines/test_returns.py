"""The workbook that goes back to whoever filled it in."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipelines.checking import CheckedFile, Finding
from pipelines.returns import return_path, write_return
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language, Severity

TEXT_IN_NUMBER = Finding(
    "1 Progress data",
    "D5",
    "value",
    "=1+1",
    "text_in_number",
    Severity.WARNING,
    False,
    "Type only the figure.",
    "Tulis angkanya saja.",
)
WHOLE_FILE = replace(TEXT_IN_NUMBER, sheet=None, cell=None, severity=Severity.CRITICAL)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    write_workbook(newest("monthly_report"), Language.ENGLISH, {}, path)
    return path


def _checked(*findings: Finding, template: str | None = "monthly_report") -> CheckedFile:
    return CheckedFile("report.xlsx", template, False, False, 3, 0, "", "", findings)


def test_a_finding_is_marked_at_its_cell_and_listed_with_a_link(report: Path) -> None:
    book = openpyxl.load_workbook(write_return(report, _checked(TEXT_IN_NUMBER), Language.ENGLISH))
    marked = book["1 Progress data"]["D5"]
    assert marked.comment.text.endswith("Type only the figure.")
    assert marked.fill.fgColor.rgb.endswith("FFE699")
    listed = book.worksheets[0]
    assert (listed.title, listed["D2"].value) == ("Findings", "Type only the figure.")
    assert listed["B2"].hyperlink.location == "'1 Progress data'!D5"


def test_what_stood_in_a_cell_comes_back_as_text_never_as_a_formula(report: Path) -> None:
    listed = openpyxl.load_workbook(write_return(report, _checked(TEXT_IN_NUMBER), Language.ENGLISH)).worksheets[0]
    assert (listed["C2"].value, listed["C2"].data_type) == ("=1+1", "s")


def test_a_file_that_no_template_fits_comes_back_as_a_list_in_its_language(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"no workbook")
    target = write_return(path, _checked(WHOLE_FILE, template=None), Language.INDONESIAN)
    book = openpyxl.load_workbook(target)
    assert target == return_path(path, Language.INDONESIAN) == tmp_path / "broken-temuan.xlsx"
    assert book.sheetnames == ["Temuan"]
    assert book.worksheets[0]["D2"].value == "Tulis angkanya saja."
    assert path.read_bytes() == b"no workbook"


def test_the_original_stays_as_it_was(report: Path) -> None:
    before = report.read_bytes()
    write_return(report, _checked(TEXT_IN_NUMBER, WHOLE_FILE), Language.ENGLISH)
    assert report.read_bytes() == before
