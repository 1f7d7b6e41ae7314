"""What we write for the partners is read back without a finding, whatever stands in it and whoever saved it."""

import math
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from pipelines.extraction import Extracted, extract, recognise
from pipelines.reading import Workbook, read_workbook
from pipelines.standardise.text import parse_text
from pipelines.template import Column, Sheet, Template, load_templates, newest, normalised
from pipelines.workbooks import (
    AskedVariable,
    DueObligation,
    OpenAdvice,
    OpenRequest,
    ReportingPartnership,
    WorkbookError,
    monthly_report_workbook,
    write_workbook,
)
from warehouse.month import Month
from warehouse.vocabulary import Language

SLIPS = ("visit_slip", "advice_slip", "final_slip", "follow_up_slip", "self_assessment")
OWN = ("programme_register", "monthly_report", "measurements", *SLIPS)
SHA = "cd" * 32
Rows = dict[str, list[dict[str, object]]]

roundtrip = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(path: Path) -> Extracted:
    workbook = read_workbook(path, path.name)
    return extract(workbook, recognise(workbook, load_templates()), SHA)


# --- Any content --------------------------------------------------------------------------------------------

LETTERS = st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00b7\u2028\u2029")
TRICKY = st.sampled_from(
    ["=1+1", "+62 812", "@SUM(A1)", "{=A1}", "http://contoh.id", "'petik", "3-2", "007", "<b>&amp;"]
)


def texts(column: Column, taken: frozenset[str]) -> st.SearchStrategy[object]:
    """Texts that mean something: no word for nothing, no label of the sheet itself, no colon before a value."""
    words = st.one_of(st.text(LETTERS, min_size=1, max_size=60), TRICKY)
    return words.filter(
        lambda text: parse_text(text).value == text and normalised(text) not in taken and text[0] != ":"
    )


def values(column: Column, taken: frozenset[str]) -> st.SearchStrategy[object]:
    days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
    strategies: dict[str, st.SearchStrategy[object]] = {
        "text": texts(column, taken),
        "number": st.floats(-1e12, 1e12, allow_subnormal=False).map(lambda number: round(number, 6)),
        "integer": st.integers(-2_000_000, 2_000_000),
        "date": days,
        "month": days.map(Month.of),
        "boolean": st.booleans(),
        "choice": st.sampled_from(sorted(column.options)) if column.options else st.none(),
    }
    return strategies[column.type]


def lines(sheet: Sheet) -> st.SearchStrategy[dict[str, object]]:
    """One row: what is required, and any of the rest."""
    taken = frozenset(normalised(spelling) for column in sheet.columns for spelling in column.spellings)
    needed = {c.name: values(c, taken) for c in sheet.columns if c.required or c.name == sheet.key}
    others = {c.name: values(c, taken) for c in sheet.columns if c.name not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def contents(template: Template) -> st.SearchStrategy[Rows]:
    """The forms, and up to three rows of any one table."""
    forms = {s.table: st.lists(lines(s), min_size=1, max_size=1) for s in template.sheets if s.layout == "form"}
    tables = [sheet for sheet in template.sheets if sheet.layout == "table"]
    return st.sampled_from(tables).flatmap(
        lambda sheet: st.fixed_dictionaries(forms | {sheet.table: st.lists(lines(sheet), max_size=3)})
    )


def expected(column: Column, value: object) -> object:
    if value is None:
        return column.default
    return str(value) if column.type == "month" else value


def is_same(one: object, other: object) -> bool:
    """Equal; of fractions, to the sixteen digits that a workbook keeps."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-14)
    return one == other


def assert_reads_back(
    extracted: Extracted, template: Template, rows: Mapping[str, Sequence[Mapping[str, object]]]
) -> None:
    assert extracted.findings == []
    for sheet in template.sheets:
        for column in (each for each in sheet.columns if not each.shown_only):
            got = extracted.tables[sheet.table][column.name]
            want = [expected(column, row.get(column.name)) for row in rows.get(sheet.table, ())]
            assert len(got) == len(want)
            for one, other in zip(got, want, strict=True):
                assert is_same(one, other), column.name


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", OWN)
@given(data=st.data(), lean=st.booleans())
@roundtrip
def test_whatever_is_written_is_read_back_without_a_finding(
    name: str, language: Language, tmp_path: Path, data: st.DataObject, lean: bool
) -> None:
    template = newest(name)
    rows = data.draw(contents(template))
    path = tmp_path / "book.xlsx"
    write_workbook(template, language, rows, path, lean=lean)
    assert_reads_back(read(path), template, rows)


# --- Saved by other programs --------------------------------------------------------------------------------

REPORT_ROWS: Rows = {
    "monthly_cover": [{"partnership_id": "P014", "period": Month(2026, 3), "submitted_on": date(2026, 4, 8)}],
    "monthly_progress": [
        {"variable_code": "system_input_own", "value": 18250.5, "unit": "m3", "grade": 7},
        {"variable_code": "pressure", "unit": "m"},
    ],
    "monthly_activities": [
        {"obligation_id": "P014/mentee/activity/W03", "kind": "activity", "held_on": date(2026, 3, 12),
         "description": "Step test", "participants": 6, "delivered_share": 0.5},
    ],
    "monthly_advice_actions": [{"advice_id": "P014/advice/3", "agreed": True, "action_share": 1.0}],
    "monthly_findings": [{"description": "nihil"}],
    "monthly_obstacles": [{"kind": "obstacle", "description": "Katup macet"}],
    "monthly_requests": [{"question": "=SUM(A1:A9)", "asked_on": date(2026, 3, 30)}],
}  # fmt: skip


SLIP_ROWS: dict[str, Rows] = {
    "visit_slip": {
        "visit_slip": [
            {"partnership_id": "P014", "programme_id": "PKS-2026", "compiled_role": "mentor", "party_id": "U-7",
             "item_no": "W07", "kind": "monitoring_visit", "held_from": date(2026, 5, 12), "mentor_participants": 3,
             "also_serves": "P015, P016"},
        ],
        "visit_slip_advice": [
            {"kind": "solution", "words": "Pasang PRV", "request_id": "P014/request/2026-03/1",
             "action_due_on": date(2026, 6, 15)},
        ],
        "visit_slip_documents": [{"kind": "monitoring_report", "file_name": "laporan.pdf"}],
    },
    "advice_slip": {
        "advice_slip": [{"partnership_id": "P014", "period": Month(2026, 4), "compiled_role": "mentor"}],
        "advice_slip_advice": [
            {"given_on": date(2026, 4, 14), "channel": "telephone", "kind": "lesson", "words": "Ukur malam hari"},
        ],
    },
    "final_slip": {
        "final_slip": [{"partnership_id": "P014", "compiled_role": "mentee", "dated_on": date(2026, 9, 12)}],
        "final_slip_assessment": [{"criterion": "know_how", "score": 80.0, "words": "Sabar"}],
        "final_slip_months": [{"period": Month(2026, 3), "summary": "Step test"}],
        "final_slip_lessons": [{"words": "nihil"}],
    },
    "follow_up_slip": {
        "follow_up_slip": [{"partnership_id": "P014", "compiled_role": "mentee", "year": 2027}],
        "follow_up_targets": [{"target_id": "T2", "actual": 1.0, "actual_on": date(2027, 9, 30)}],
        "follow_up_figures": [
            {"partnership_id": "P014", "variable_code": "pressure", "period": Month(2027, 8), "value": 12.5},
        ],
    },
    "self_assessment": {
        "self_assessment": [{"partnership_id": "P014", "compiled_role": "supporting_partner"}],
        "self_assessment_ledger": [
            {"obligation_id": "P014/supporting_partner/clause/moa-3", "answer": "done", "occurred_on": date(2026, 4, 9),
             "proof": "Berita acara"},
        ],
        "self_assessment_words": [{"criterion": "commitment", "words": "nihil"}],
    },
}  # fmt: skip
EVERY_KIND: dict[str, Rows] = {"monthly_report": REPORT_ROWS, **SLIP_ROWS}


def as_xls(workbook: Workbook, path: Path) -> None:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for grid in workbook.sheets:
        page = book.add_sheet(grid.sheet)
        for row, cells in enumerate(grid.rows, start=grid.first_row):
            for place, cell in enumerate(cells, start=grid.first_column):
                if isinstance(cell, date):
                    page.write(row, place, cell, day)
                elif cell != "":
                    page.write(row, place, cell)
    book.save(str(path))


def as_ods(workbook: Workbook, path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    for grid in workbook.sheets:
        page = Table(name=grid.sheet)
        for cells in ([[]] * grid.first_row) + grid.rows:
            line = TableRow()
            for cell in cells:
                line.addElement(ods_cell(cell))
            page.addElement(line)
        book.spreadsheet.addElement(page)
    book.save(str(path))


def ods_cell(cell: object) -> TableCell:
    if cell == "":
        return TableCell()
    if isinstance(cell, datetime | date):
        shown = TableCell(valuetype="date", datevalue=cell.isoformat()[:10])
    elif isinstance(cell, int | float):
        shown = TableCell(valuetype="float", value=cell)
    else:
        shown = TableCell(valuetype="string", stringvalue=str(cell))
    shown.addElement(P(text=str(cell)))
    return shown


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("suffix", "save"), [("xls", as_xls), ("ods", as_ods)])
@pytest.mark.parametrize("name", EVERY_KIND)
def test_the_same_workbook_saved_in_another_format_is_read_the_same(
    name: str, language: Language, suffix: str, save: object, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    write_workbook(newest(name), language, EVERY_KIND[name], path)
    saved = tmp_path / f"book.{suffix}"
    save(read_workbook(path, path.name), saved)  # type: ignore[operator]
    assert read(saved).tables == read(path).tables
    assert_reads_back(read(saved), newest(name), EVERY_KIND[name])


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_workbook_saved_by_libreoffice_is_read_back_without_a_finding(
    suffix: str, libreoffice: Path, tmp_path: Path
) -> None:
    path = tmp_path / "laporan.xlsx"
    write_workbook(newest("monthly_report"), Language.INDONESIAN, REPORT_ROWS, path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "saved"
    command = [str(libreoffice), profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert_reads_back(read(out / f"laporan.{suffix}"), newest("monthly_report"), REPORT_ROWS)


# --- The prefilled monthly report ---------------------------------------------------------------------------


def prefilled(path: Path, language: Language = Language.INDONESIAN) -> Extracted:
    monthly_report_workbook(
        ReportingPartnership("P014", "Penurunan air tak berekening Kota Contoh"),
        Month(2026, 3),
        language,
        [DueObligation("P014/mentee/activity/W03", "Step test, tahap 1", date(2026, 3, 31))],
        [OpenRequest("P014/request/2026-02/1", "Tekanan", "Ukuran PRV?", date(2026, 2, 26))],
        [OpenAdvice("P014/advice/3", "Pasang PRV", date(2026, 2, 20), date(2026, 4, 15))],
        [
            AskedVariable("system_input_own", "Input sistem", "m3", "DMA Melati"),
            AskedVariable("pressure", "Tekanan", "m"),
        ],
        path,
    )
    return read(path)


@pytest.mark.parametrize("language", list(Language))
def test_a_prefilled_report_is_read_back_without_a_finding(language: Language, tmp_path: Path) -> None:
    extracted = prefilled(tmp_path / "laporan.xlsx", language)
    assert extracted.findings == []
    assert extracted.rows("monthly_cover")[0]["period"] == "2026-03"
    progress = extracted.tables["monthly_progress"]
    assert progress["variable_code"] == ["system_input_own", "pressure"]
    assert progress["value_status"] == ["not_reported", "not_reported"]
    assert extracted.tables["monthly_advice_actions"]["advice_id"] == ["P014/advice/3"]
    assert extracted.tables["monthly_requests"]["request_id"] == ["P014/request/2026-02/1"]
    assert extracted.tables["monthly_activities"]["row_id"] == []


def test_an_activity_chosen_from_the_dropdown_names_its_obligation(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    prefilled(path)
    book = openpyxl.load_workbook(path)
    page = book["2 Kegiatan"]
    (validation,) = [v for v in page.data_validations.dataValidation if "A5" in v.sqref]
    place = validation.formula1.split("!")[1].split(":")[0].replace("$", "")
    chosen = book["Daftar pilihan"][place].value
    assert chosen == "P014/mentee/activity/W03 · Step test, tahap 1 (31 Maret 2026)"
    page["A5"], page["D5"] = chosen, "Step test di DMA Melati"
    book.save(path)
    extracted = read(path)
    assert extracted.findings == []
    assert extracted.tables["monthly_activities"]["obligation_id"] == ["P014/mentee/activity/W03"]


def test_every_closed_choice_has_a_dropdown_in_the_language_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    prefilled(path, Language.ENGLISH)
    book = openpyxl.load_workbook(path)
    lists = {cell.value for row in book["Lists"] for cell in row}
    assert {"Obstacle", "Supporting factor", "Draft", "Issued", "yes", "no"} <= lists
    assert "Kendala" not in lists
    assert book["Lists"].sheet_state == "hidden"


def test_every_sheet_prints_on_a4_with_its_header_row_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    prefilled(path)
    book = openpyxl.load_workbook(path)
    for page in (each for each in book if each.sheet_state == "visible"):
        assert int(page.page_setup.paperSize) == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert "P014 · Maret 2026" in page.oddHeader.right.text
        if page.title != "Sampul":
            assert page.print_title_rows == "$4:$4"
            assert page.freeze_panes == "A5"


def test_every_column_is_explained_above_its_header(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    prefilled(path)
    book = openpyxl.load_workbook(path)
    for sheet in newest("monthly_report").sheets:
        if sheet.layout == "table" and sheet.titles:
            page = book[sheet.titles.id]
            assert all(page.cell(3, place).value for place in range(1, len(sheet.columns) + 1))
            assert all(page.cell(4, place).value for place in range(1, len(sheet.columns) + 1))


def test_nothing_that_was_typed_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    typed = ['=HYPERLINK("http://contoh.id")', "@SUM(A1)", "http://contoh.id", "=1+1"]
    rows: Rows = {**REPORT_ROWS, "monthly_findings": [{"description": text} for text in typed]}
    write_workbook(newest("monthly_report"), Language.INDONESIAN, rows, path)
    page = openpyxl.load_workbook(path)["4 Temuan"]
    cells = [page.cell(row, 1) for row in range(5, 5 + len(typed))]
    assert [cell.value for cell in cells] == typed
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    prefilled(tmp_path / "one.xlsx")
    prefilled(tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_column_that_the_template_does_not_have_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="weather"):
        write_workbook(
            newest("monthly_report"), Language.ENGLISH, {"monthly_findings": [{"weather": "fine"}]}, tmp_path / "a.xlsx"
        )


def test_a_folder_that_is_not_there_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as error:
        write_workbook(newest("measurements"), Language.ENGLISH, {}, tmp_path / "nowhere" / "a.xlsx")
    assert "choose another folder" in error.value.message_en
    assert "pilih folder lain" in error.value.message_id


def test_a_blank_measurements_workbook_holds_no_rows(tmp_path: Path) -> None:
    write_workbook(newest("measurements"), Language.INDONESIAN, {}, tmp_path / "a.xlsx")
    extracted = read(tmp_path / "a.xlsx")
    assert extracted.findings == []
    assert extracted.rows("measurements_values") == []


def test_days_are_written_as_dates_of_the_spreadsheet(tmp_path: Path) -> None:
    write_workbook(newest("monthly_report"), Language.INDONESIAN, REPORT_ROWS, tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["2 Kegiatan"]["C5"]
    assert cell.is_date
    assert cell.value - datetime(2026, 3, 12) == timedelta(0)
