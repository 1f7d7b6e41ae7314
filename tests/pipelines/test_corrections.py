"""Declared corrections and figures off their scale, from workbooks in an inbox to the published tables."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

import cli
from dashboard.access import Viewer, ViewerRole
from dashboard.queries import corrections as declared
from dashboard.queries import written
from dashboard.queries.receipt import criterion_receipt
from indicators.receipt import receipt
from indicators.receipt_text import lines
from pipelines.build import build
from pipelines.corrections import read_corrections
from pipelines.inputs import inputs_of
from pipelines.intake import Landing
from pipelines.reference import InvalidReference
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.pipelines.standardise.test_written_forms import rows_of_table
from warehouse.generations import Generations
from warehouse.vocabulary import Language

AS_OF = date(2026, 5, 31)
NOW = datetime(2026, 5, 30, 3)
LATER = datetime(2026, 5, 30, 4)
COVER, PROGRESS, ACTIVITIES = "Cover", "1 Progress data", "2 Activities"
SUPPLIED, SUPPLIED_UNIT, BILLED, MONTH = "D4", "E4", "D5", "B5"
SUPPLIED_IN = {  # what the workbooks say, by month
    "2025-09": 1000, "2025-10": 1000, "2025-11": 1_000_000, "2025-12": 1_000_000, "2026-01": 10,
    "2026-02": "manometer macet", "2026-03": 90, "2026-04": 1000,
}  # fmt: skip
FIGURES = [row for row in rows_of_table() if re.match("(volume|flow) of", row.where)]

Rows = dict[str, list[dict[str, Any]]]


def _register() -> Rows:
    parties = ["U-1", "U-2", "U-3"]
    pairs = {"P001": "U-2", "P002": "U-3"}
    return {
        "register_cover": [
            {"programme_id": "KOREKSI", "programme_name": "Program rekaan", "programme_kind": "solidarity_partnership",
             "origin": "sample"}
        ],
        "register_parties": [{"party_id": p, "name": f"Tirta Rekaan {p}", "kind": "utility"} for p in parties],
        "register_partnerships": [
            {"partnership_id": pair, "title": f"Kemitraan {pair}", "subject": "non_revenue_water", "mentor_id": "U-1",
             "mentee_id": mentee, "pilot_start_on": date(2025, 9, 1), "pilot_end_on": date(2026, 12, 31)}
            for pair, mentee in pairs.items()
        ],
        "register_agreements": [
            {"partnership_id": pair, "kind": kind, "signed_on": signed_on}
            for pair in pairs
            for kind, signed_on in (
                ("letter_of_intent", date(2025, 6, 2)), ("memorandum_of_agreement", date(2025, 8, 15))
            )
        ],
        "register_targets": [
            {"partnership_id": "P001", "target_id": "T1", "kind": "pilot", "horizon": "short",
             "metric_code": "system_input_volume", "baseline": 1200, "baseline_on": date(2025, 8, 31), "target": 900,
             "due_on": date(2026, 4, 30), "actual_basis": "month"}
        ],
    }  # fmt: skip


def _report(folder: Path, name: str, partnership: str, period: str, supplied: object, **cells: object) -> Path:
    rows: Rows = {
        "monthly_cover": [{"partnership_id": partnership, "period": period, "submitted_on": date(2026, 5, 8)}],
        "monthly_progress": [
            {"variable_code": "system_input_volume", "value": 1, "unit": "m3"},
            {"variable_code": "billed_metered", "value": 700, "unit": "m3"},
        ],
        "monthly_activities": [
            {"description": "Step test", "held_on": date(2025, 9, 10)},
            {"description": "Step test of another utility", "held_on": date(2025, 9, 11)},
        ],
        "monthly_findings": [{"description": "none"}],
    }
    path = folder / name
    write_workbook(newest("monthly_report"), Language.ENGLISH, rows, path, lean=True)
    book = openpyxl.load_workbook(path)
    book[PROGRESS][SUPPLIED] = supplied
    for cell, value in cells.items():
        book[PROGRESS if cell.startswith("D") else COVER][cell] = value
    book.save(path)
    return path


def _measurements(path: Path) -> None:
    """Each row of the documented table that is about a unit, as the figure of a utility of its own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Utility code", "Month", "Data code", "Value", "Unit"])
        for number, row in enumerate(FIGURES):
            unit = re.search("`(.+?)`", row.where)
            code = "production_volume" if row.where.startswith("volume") else "installed_capacity"
            writer.writerow([f"F{number}", "2025-05", code, row.written, unit[1] if unit else ""])


def _said(stale_sha256: str) -> list[dict[str, Any]]:
    decided = {"by": "Fasilitator Rekaan", "on": date(2026, 5, 29), "status": "in_force"}
    return [
        {"id": "C-UNIT", "file": "P001 2026-01.xlsx", "sheet": PROGRESS, "cell": SUPPLIED_UNIT,
         "action": "replace_value", "expect": "m3", "value": "m³", "reason": "As on the form", **decided},
        {"id": "C-REPLACE", "file": "P001 2026-01.xlsx", "sheet": PROGRESS, "cell": SUPPLIED,
         "action": "replace_value", "expect": 10, "value": "1.010,5", "reason": "Typed in thousands of m3", **decided},
        {"id": "C-TEXT", "file": "P001 2026-02.xlsx", "sheet": PROGRESS,
         "row": {"variable_code": "system_input_volume"},
         "column": "value", "action": "replace_value", "expect": "manometer macet", "value": 1020,
         "reason": "Read from the logger by telephone", **decided},
        {"id": "C-CONFIRM", "file": "P001 2025-12.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "confirm",
         "expect": 1_000_000, "reason": "A pipe burst; meter book seen", **decided},
        {"id": "C-VAIN", "file": "P001 2025-09.xlsx", "sheet": PROGRESS, "cell": BILLED, "action": "confirm",
         "expect": "700", "reason": "Seen in the meter book", **decided},
        {"id": "C-COVER", "file": "P001 2026-04.xlsx", "sheet": COVER, "cell": MONTH, "action": "replace_value",
         "expect": "2026-13", "value": "2026-04", "reason": "The letter says April", **decided},
        {"id": "C-DROP", "file": "P001 2026-01.xlsx", "sheet": ACTIVITIES,
         "row": {"description": "Step test of another utility"}, "column": "description", "action": "drop_row",
         "expect": "Step test of another utility", "reason": "Belongs to another pilot", **decided},
        {"id": "C-DROPPED-DAY", "file": "P001 2026-01.xlsx", "sheet": ACTIVITIES,
         "row": {"description": "Step test of another utility"}, "column": "held_on", "action": "replace_value",
         "expect": date(2025, 9, 11), "value": date(2025, 9, 12), "reason": "The minutes say the 12th", **decided},
        {"id": "C-2", "file": "P002 2026-02.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "replace_value",
         "expect": 400_000, "value": 500_000, "reason": "The first digit was mistyped", **decided},
        {"id": "C-10", "file": "P002 2026-02.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "confirm",
         "expect": 500_000, "reason": "The reservoir was flushed", **decided},
        {"id": "C-SOON", "file": "P002 2026-01.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "confirm",
         "expect": 555, "reason": "Seen in the meter book", **decided},
        {"id": "C-AFTER", "file": "P002 2026-01.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "replace_value",
         "expect": 555, "value": 600_000, "reason": "Another meter book says otherwise", **decided},
        {"id": "C-MOVE", "file": "P002 2026-04.xlsx", "action": "move_report", "expect": "P001",
         "to_partnership": "P002", "reason": "Filled in on the neighbour's form", **decided},
        {"id": "C-STALE", "file": stale_sha256[:16], "sheet": PROGRESS, "cell": SUPPLIED, "action": "replace_value",
         "expect": 90, "value": 900, "reason": "One digit is missing", **decided},
        {"id": "C-WAIT", "file": "not sent yet.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "replace_value",
         "expect": 1, "value": 2, "reason": "Announced by telephone", **decided},
        {"id": "C-OLD", "file": "P001 2025-09.xlsx", "sheet": PROGRESS, "cell": SUPPLIED, "action": "replace_value",
         "expect": 5, "value": 2, "reason": "Mended by the utility itself", **decided, "status": "retired"},
    ]  # fmt: skip


def _declare(data: Path, corrections: list[dict[str, Any]], name: str = "reports.yml") -> Path:
    path = data / "reference" / "corrections" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"corrections": corrections}, allow_unicode=True), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Programme:
    """The data folder, its published build and the bytes that were sent."""

    data: Path
    connection: duckdb.DuckDBPyConnection
    sent: dict[str, bytes]

    def ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, list(parameters)).fetchall()

    def supplied(self, partnership: str, period: str) -> tuple[Any, ...]:
        (found,) = self.ask(
            "SELECT value, status, reason, correction_id FROM mart.pilot_metric WHERE partnership_id = $1 "
            "AND strftime(period_start, '%Y-%m') = $2 AND metric_code = 'system_input_volume'",
            partnership,
            period,
        )
        return found


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """One build: eight months of a pilot with every kind of correction, and a table of figures in many units."""
    data = tmp_path_factory.mktemp("corrected")
    sent, again = data / "sent", data / "again"
    sent.mkdir()
    again.mkdir()
    write_workbook(newest("programme_register"), Language.ENGLISH, _register(), sent / "register.xlsx", lean=True)
    for period, supplied in SUPPLIED_IN.items():
        cells = {MONTH: "2026-13"} if period == "2026-04" else {}
        _report(sent, f"P001 {period}.xlsx", "P001", period, supplied, **cells)
    _report(sent, "P002 2026-04.xlsx", "P001", "2026-04", 555)
    for period, supplied in {"2025-11": 555, "2025-12": 555, "2026-01": 555, "2026-02": 400_000}.items():
        _report(sent, f"P002 {period}.xlsx", "P002", period, supplied)
    _measurements(sent / "figures.csv")
    stale = sent / "P001 2026-03.xlsx"
    mended = _report(again, "P001 2026-03.xlsx", "P001", "2026-03", 901)
    landing = Landing(data / "landing")
    for path in sorted(sent.iterdir()):
        landing.receive(path, NOW)
    landing.receive(mended, LATER)
    _declare(data, _said(hashlib.sha256(stale.read_bytes()).hexdigest()))
    build(data, AS_OF, datetime(2026, 5, 31, 3))
    with Generations(data / "warehouse").open_current_read_only()[1] as connection:
        yield Programme(data, connection, {path.name: path.read_bytes() for path in sent.iterdir()})


def test_a_figure_a_thousand_times_off_its_own_months_waits_for_review_and_is_not_repaired(programme) -> None:
    assert programme.supplied("P001", "2025-11") == (1_000_000, "needs_review", "off_scale", None)
    ((sheet, cell, severity, english, indonesian),) = programme.ask(
        "SELECT sheet, cell, severity, message_en, message_id FROM quality.finding WHERE rule = 'figure_on_its_scale' "
        "AND file_name LIKE 'P001%'"
    )
    assert (sheet, cell, severity) == (PROGRESS, SUPPLIED, "warning")
    assert "1,000,000 m3" in english and "not counted" in english
    assert "1.000.000 m3" in indonesian and "tidak dihitung" in indonesian
    waiting = declared.waiting_figures(programme.connection, Viewer(ViewerRole.FACILITATOR))
    assert list(waiting["source_file"]) == ["P001 2025-11.xlsx", "P002 2026-01.xlsx"]


def test_what_is_computed_from_a_figure_under_review_is_under_review_too(programme) -> None:
    derived = programme.ask(
        "SELECT DISTINCT status, reason FROM mart.pilot_metric AS m JOIN mart.metric AS c USING (metric_code) "
        "WHERE c.kind = 'derived' AND contains(c.inputs, 'system_input_volume') AND m.value IS NOT NULL "
        "AND partnership_id = 'P001' AND strftime(period_start, '%Y-%m') = '2025-11'"
    )
    assert derived == [("needs_review", "a figure behind it needs review")]
    ((counted,),) = programme.ask("SELECT actual FROM mart.target_progress WHERE target_id = 'T1'")
    assert counted == 1000
    whole = receipt(programme.connection, "P001", "mentee", "lesson_learned")
    assert "review.off_scale" in {rule.code for rule in whole.rules}
    (criterion,) = whole.criteria
    waiting = [place.file for one in criterion.indicators for target in one.targets for place in target.under_review]
    assert waiting == ["P001 2025-11.xlsx"]


def test_a_partnership_s_figures_show_the_correction_that_acted(programme) -> None:
    rows = written.converted_figures(programme.connection, Viewer(ViewerRole.FACILITATOR), "P001")
    assert {"C-REPLACE, C-UNIT", "C-TEXT", "C-CONFIRM"} <= set(rows["correction_id"])
    assert written.converted_figures(programme.connection, Viewer(ViewerRole.PARTNER), "P001").empty


def test_a_confirmation_releases_a_figure_and_its_neighbours_stay_known(programme) -> None:
    assert programme.supplied("P001", "2025-12") == (1_000_000, "reported", None, "C-CONFIRM")
    assert programme.supplied("P001", "2025-10") == (1000, "reported", None, None)


def test_a_figure_replaced_and_then_confirmed_is_released_and_one_confirmed_and_then_replaced_is_not(programme) -> None:
    assert programme.supplied("P002", "2026-02")[:3] == (500_000, "reported", None)
    assert programme.supplied("P002", "2026-01")[:3] == (600_000, "needs_review", "off_scale")


def test_a_value_is_replaced_beside_the_file_and_the_file_stays_as_it_was(programme) -> None:
    assert programme.supplied("P001", "2026-01") == (1010.5, "reported", None, "C-REPLACE")
    landing = Landing(programme.data / "landing")
    for name, content in programme.sent.items():
        assert landing.path_of(hashlib.sha256(content).hexdigest()).read_bytes() == content, name
    kept = duckdb.sql(
        f"SELECT \"value\" FROM read_parquet('{programme.data}/warehouse/parsed/*/*/monthly_progress.parquet') "
        'WHERE "value" = 10'
    ).fetchall()
    assert kept == [(10.0,)]


def test_a_cell_that_could_not_be_read_is_replaced_by_the_key_of_its_row(programme) -> None:
    assert programme.supplied("P001", "2026-02") == (1020, "reported", None, "C-TEXT")
    findings = programme.ask("SELECT rule, severity FROM quality.finding WHERE file_name = 'P001 2026-02.xlsx'")
    assert ("corrected", "info") in findings and "text_in_number" not in {rule for rule, _ in findings}


def test_a_form_refused_for_one_cell_is_taken_once_that_cell_is_corrected(programme) -> None:
    assert programme.supplied("P001", "2026-04")[:2] == (1000, "reported")
    outcomes = programme.ask("SELECT outcome FROM quality.file_outcome WHERE file_name = 'P001 2026-04.xlsx'")
    assert outcomes == [("accepted",)]


def test_a_report_is_moved_to_the_partnership_it_belongs_to(programme) -> None:
    assert programme.supplied("P002", "2026-04")[:2] == (555, "reported")
    ((partnership,),) = programme.ask(
        "SELECT partnership_id FROM quality.file_outcome WHERE file_name = 'P002 2026-04.xlsx'"
    )
    assert partnership == "P002"


def test_a_row_left_out_counts_as_rejected_and_says_why(programme) -> None:
    ((accepted, rejected),) = programme.ask(
        "SELECT rows_accepted, rows_rejected FROM quality.file_outcome WHERE file_name = 'P001 2026-01.xlsx'"
    )
    assert (accepted, rejected) == (5, 1)
    ((english, indonesian),) = programme.ask(
        "SELECT message_en, message_id FROM quality.finding WHERE rule = 'corrected' AND sheet = $1 "
        "AND message_en LIKE '%left out%'",
        ACTIVITIES,
    )
    assert english.startswith("The row was left out (Fasilitator Rekaan, 2026-05-29, C-DROP)")
    assert indonesian.startswith("Baris ini dikeluarkan")


def test_a_row_left_out_stays_out_when_another_correction_mends_a_cell_of_it(programme) -> None:
    acted = programme.ask(
        'SELECT "action" FROM quality.correction_applied WHERE source_sheet = $1 ORDER BY 1', ACTIVITIES
    )
    assert acted == [("drop_row",), ("replace_value",)]
    titles = "SELECT DISTINCT title FROM mart.activity WHERE source_file = 'P001 2026-01.xlsx'"
    assert programme.ask(titles) == [("Step test",)]


def test_a_correction_of_a_file_that_a_later_one_replaced_says_so_and_changes_nothing_in_force(programme) -> None:
    assert programme.supplied("P001", "2026-03") == (901, "reported", None, None)
    ((english, indonesian),) = programme.ask(
        "SELECT message_en, message_id FROM quality.finding WHERE rule = 'correction_superseded'"
    )
    assert "C-STALE" in english and "retire the correction" in english and "retired" in indonesian


def test_a_confirmation_of_what_was_in_no_doubt_says_that_it_changes_nothing(programme) -> None:
    (replaced, vain) = programme.ask(
        "SELECT cell, message_en FROM quality.finding WHERE rule = 'correction_without_effect' ORDER BY cell"
    )
    assert replaced[0] == SUPPLIED and "C-SOON" in replaced[1] and "after it replaces" in replaced[1]
    assert vain[0] == BILLED and "C-VAIN" in vain[1]


def test_every_correction_is_listed_with_what_became_of_it(programme) -> None:
    listed = declared.declared(programme.connection, Viewer(ViewerRole.FACILITATOR))
    assert dict(zip(listed["correction_id"], listed["state"], strict=True)) == {
        "C-STALE": "superseded", "C-VAIN": "without_effect", "C-WAIT": "waiting", "C-CONFIRM": "applied",
        "C-COVER": "applied", "C-2": "applied", "C-10": "applied", "C-SOON": "without_effect", "C-AFTER": "applied",
        "C-DROPPED-DAY": "applied", "C-UNIT": "applied",
        "C-DROP": "applied", "C-MOVE": "applied", "C-REPLACE": "applied", "C-TEXT": "applied", "C-OLD": "retired",
    }  # fmt: skip
    applied = declared.applied(programme.connection, Viewer(ViewerRole.FACILITATOR)).set_index("correction_id")
    assert tuple(applied.loc["C-REPLACE", ["source_cell", "written_value", "corrected_value"]]) == (
        SUPPLIED,
        "10",
        "1010.5",
    )
    assert declared.applied(programme.connection, Viewer(ViewerRole.PARTNER)).empty


def test_the_terminal_and_the_dashboard_show_a_correction_in_the_same_receipt(programme) -> None:
    whole = receipt(programme.connection, "P001", "mentee", "lesson_learned")
    (criterion,) = whole.criteria
    viewer = Viewer(ViewerRole.FACILITATOR)
    assert criterion_receipt(programme.connection, viewer, "P001", "mentee", "lesson_learned") == criterion
    behind = {one.correction_id: one for indicator in criterion.indicators for one in indicator.corrections}
    assert {"C-REPLACE", "C-UNIT", "C-TEXT", "C-CONFIRM"} <= behind.keys()
    replaced = behind["C-REPLACE"]
    assert (replaced.written, replaced.corrected, replaced.decided_by) == ("10", "1010.5", "Fasilitator Rekaan")
    assert replaced.origin.cell == SUPPLIED
    printed = {language: [text for _, text in lines(whole, language)] for language in Language}
    assert any(
        "correction C-REPLACE: '10' → '1010.5', by Fasilitator Rekaan on 29 May 2026: Typed in thousands of m3" in text
        for text in printed[Language.ENGLISH]
    )
    assert any("koreksi C-REPLACE" in text for text in printed[Language.INDONESIAN])


@pytest.mark.parametrize("number", range(len(FIGURES)), ids=[f"{row.where}-{row.written}" for row in FIGURES])
def test_a_figure_in_a_stated_unit_is_converted_as_the_page_says_and_shows_how(programme, number: int) -> None:
    row = FIGURES[number]
    figures = programme.ask(
        "SELECT value, written_value, factor FROM mart.pilot_metric AS m "
        "JOIN mart.utility AS u USING (utility_id) WHERE u.external_id = $1 AND metric_code IN "
        "('production_volume', 'installed_capacity')",
        f"F{number}",
    )
    if row.meaning == "finding":
        found = programme.ask("SELECT cell FROM quality.finding WHERE rule = $1", row.value)
        assert (f"E{number + 2}",) in found and not [figure for figure in figures if figure[0] is not None]
        return
    ((value, written, factor),) = figures
    assert value == pytest.approx(float(row.value)) == pytest.approx(written * factor)


def test_a_changed_correction_is_a_reason_to_build_again(programme) -> None:
    landing = Landing(programme.data / "landing")
    before = inputs_of(programme.data, landing, AS_OF, None).fingerprints
    extra = _declare(programme.data, [], "more.yml")
    try:
        assert inputs_of(programme.data, landing, AS_OF, None).fingerprints != before
    finally:
        extra.unlink()
    assert inputs_of(programme.data, landing, AS_OF, None).fingerprints == before


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("wrong.yml, C-WRONG", "P001 2025-10.xlsx", PROGRESS, SUPPLIED, "'999'", "'1000'", "status: retired")),
        ("id", ("wrong.yml, C-WRONG", "P001 2025-10.xlsx", PROGRESS, SUPPLIED, "diharapkan '999'", "'1000'")),
    ],
)
def test_the_build_stops_where_what_is_expected_no_longer_stands(programme, lang: str, words: tuple[str, ...]) -> None:
    published = Generations(programme.data / "warehouse").current()
    replaced = next(each for each in _said("0" * 64) if each["id"] == "C-REPLACE")
    wrong = {**replaced, "id": "C-WRONG", "file": "P001 2025-10.xlsx", "expect": 999}
    path = _declare(programme.data, [wrong], "wrong.yml")
    try:
        told = CliRunner().invoke(
            cli.app, ["build", "--data", str(programme.data), "--as-of", "2026-05-31", "--lang", lang]
        )
    finally:
        path.unlink()
    assert told.exit_code == 1 and "Traceback" not in told.output
    assert [word for word in words if word not in told.output] == []
    assert Generations(programme.data / "warehouse").current() == published


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"expct": 1}, "expct"),
        ({"reason": ""}, "reason"),
        ({"status": "maybe"}, "status"),
        ({"cell": "d4"}, "cell"),
        ({"action": "drop_row"}, "value"),
        ({"sheet": None}, "sheet"),
        ({"to_month": "2026-04"}, "move_report"),
        ({"action": "move_report", "to_partnership": None}, "to_partnership"),
    ],
)
def test_a_mistaken_declaration_is_explained_by_its_key(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    _declare(tmp_path, [_said("0" * 64)[0] | change])
    with pytest.raises(InvalidReference) as wrong:
        read_corrections(tmp_path / "reference")
    assert told in wrong.value.message_en and "reports.yml" in wrong.value.message_id


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    _declare(tmp_path, [_said("0" * 64)[0]] * 2)
    with pytest.raises(InvalidReference, match="given twice"):
        read_corrections(tmp_path / "reference")


def test_the_example_of_the_page_is_a_valid_file(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "corrections.md").read_text("utf-8")
    folder = tmp_path / "reference" / "corrections"
    folder.mkdir(parents=True)
    (folder / "example.yml").write_text(re.findall(r"```yaml\n(.*?)```", page, re.S)[0], "utf-8")
    actions = {one.correction.action for one in read_corrections(tmp_path / "reference")}
    assert actions == {"replace_value", "drop_row", "move_report", "confirm"}
