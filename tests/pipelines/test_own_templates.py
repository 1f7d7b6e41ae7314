"""Templates of one's own: explained by key, tried on a workbook, loaded by the build; editions side by side."""

import re
import textwrap
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.editions import candidates, holding, known_templates
from pipelines.intake import Landing
from pipelines.prefill import write as write_template
from pipelines.read_file import ReadTask, read_file
from pipelines.reading import Refused, read_workbook
from pipelines.sources.measurements import read_sql
from pipelines.template import FOLDER, TemplateError, newest
from pipelines.template_check import check, checked_template, try_on
from pipelines.workbooks import write_workbook
from tests.judged import judged
from warehouse.month import Month
from warehouse.vocabulary import Language

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "foreign-table.md"
SHA256 = "a" * 64
LEVELS = """
name: levels
edition: "2026"
title: {en: Levels, id: Muka air}
kind: levels
formats: [csv, xlsx]
sheets:
  - table: levels
    any_sheet: true
    key: place
    columns:
      - {name: place, header: Place, required: true}
      - {name: level, header: Level, type: number, unit: m}
"""
SHEETS = LEVELS[LEVELS.index("sheets:") :]
COLUMNS = LEVELS[LEVELS.index("columns:") :]
LEVEL = "type: number, unit: m}"
YEAR = "      - {name: year, header: Year, type: integer, required: true}\n"


def _dated(period: str, kind: str, submitted: str = "") -> str:
    """A table with a figure and a column `day` of some type."""
    figures = "variables: [{variable: production_volume, column: level}]"
    measured = (
        f"measurements: {{layout: wide, utility: {{list: x, id: [place]}}, period: {period}, {figures}{submitted}}}"
    )
    day = f"{{name: day, header: Day, type: {kind}}}"
    text = LEVELS.replace("unit: m}", "unit: m3}").replace("    key: place\n", f"    key: place\n    {measured}\n")
    return f"{text}      - {day}\n      - {{name: year, header: Year, type: integer}}\n"


@pytest.mark.parametrize(
    ("period", "wrong", "right", "submitted"),
    [
        ("{year: day}", "text", "integer", ""),
        ("{month: day}", "date", "month", ""),
        ("{span: day}", "text", "span, spans: [month]", ""),
        ("{start: day, end: day}", "month", "date", ""),
        ("{year: year}", "text", "date", ", submitted_at: day"),
    ],
)
def test_a_column_that_dates_a_row_is_read_as_what_it_is(
    tmp_path: Path, period: str, wrong: str, right: str, submitted: str
) -> None:
    mistakes = check(_written(tmp_path, _dated(period, wrong, submitted)))[1]
    named = right.partition(",")[0]
    assert mistakes and all(f"type {named}" in each.message_en for each in mistakes)
    assert all(f"type: {named}" in each.message_id for each in mistakes)
    assert check(_written(tmp_path, _dated(period, right, submitted)))[1] == []


def _block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)\n *```", PAGE.read_text("utf-8"), re.S)
    assert found is not None
    return textwrap.dedent(found[1])


def _written(folder: Path, text: str, name: str = "levels.yml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(textwrap.dedent(text), "utf-8")
    return path


def _second_edition() -> str:
    """The monthly report with one column more and another name for the figures, for months from 2027 on."""
    told = yaml.safe_load((FOLDER / "monthly_report.yml").read_text("utf-8"))
    told |= {"edition": "2027.1", "valid_from": date(2027, 1, 1), "valid_by": "monthly_cover.period"}
    cover = next(sheet for sheet in told["sheets"] if sheet["table"] == "monthly_cover")
    words = {"en": "Number of staff", "id": "Jumlah pegawai"}
    cover["columns"].append({"name": "staff", "labels": words, "type": "integer", "note": words})
    progress = next(sheet for sheet in told["sheets"] if sheet["table"] == "monthly_progress")
    value = next(column for column in progress["columns"] if column["name"] == "value")
    value |= {"labels": {"en": "Measured figure", "id": "Hasil pengukuran"}, "aliases": []}
    return yaml.safe_dump(told, allow_unicode=True)


def _register() -> dict[str, list[dict[str, object]]]:
    """One partnership whose pilot runs over the turn of the year."""
    programme = {"programme_id": "EDISI", "programme_name": "Program rekaan", "origin": "sample"}
    signed = {"letter_of_intent": date(2026, 6, 2), "memorandum_of_agreement": date(2026, 8, 15)}
    pilot = {"pilot_start_on": date(2026, 9, 1), "pilot_end_on": date(2027, 3, 31)}
    return {
        "register_cover": [{**programme, "programme_kind": "solidarity_partnership"}],
        "register_parties": [{"party_id": each, "name": f"Tirta {each}", "kind": "utility"} for each in ("U1", "U2")],
        "register_partnerships": [
            {"partnership_id": "P1", "title": "Rekaan", "mentor_id": "U1", "mentee_id": "U2", **pilot}
        ],
        "register_agreements": [
            {"partnership_id": "P1", "kind": kind, "signed_on": day} for kind, day in signed.items()
        ],
    }


def _own(data: Path, *texts: str) -> Path:
    folder = data / "reference" / "templates"
    for number, text in enumerate(texts):
        _written(folder, text, f"own{number}.yml")
    return folder


@pytest.mark.parametrize(
    ("before", "after", "key", "english", "indonesian"),
    [
        ("kind: levels", "kind: levels\ncolour: red", "colour", "Known here: name, edition", "Kunci ini tidak dikenal"),
        ("key: place", "ky: place", "sheets › levels › ky", "Did you mean key?", "Maksudnya key?"),
        ("key: place", "", "sheets › levels › key", "is missing", "belum ada"),
        ('"2026"', "2026.1", "edition", "quotation marks", "tanda kutip"),
        ("header: Level", "header: No", "sheets › levels › columns › level › header", "quotation", "tanda kutip"),
        ("type: number", "type: numbr", "sheets › levels › columns › level › type", "'number'", "Salah satu"),
        ("required: true", "required: yep", "sheets › levels › columns › place › required", "true or", "true atau"),
        ("[csv, xlsx]", "csv", "formats", "a list", "daftar"),
        ("key: place", "key: nowhere", "sheets › levels", "nowhere", "tidak ada kolom"),
        ("name: level,", "name: row_id,", "sheets › levels › columns › row_id", "taken", "sudah dipakai"),
        ("unit: m", "unit: furlong", "sheets › levels › columns › level › unit", "furlong", "tidak dikenal"),
        ("table: levels", "table: monthly_cover", "sheets › monthly_cover › table", "taken", "sudah dipakai"),
        ("kind: levels", "kind: levels\nkind: x", "line 6", "a second time", "kedua kalinya"),
        ("kind: levels", "kind: [levels", "line", "not understood", "tidak terbaca"),
        (COLUMNS, "columns: [place, level]\n", "sheets › levels › columns › 1", "keys of its own", "kunci-kunci"),
        (COLUMNS, "columns: place\n", "sheets › levels › columns", "a list", "daftar"),
        (COLUMNS, "columns: {place: Place}\n", "sheets › levels › columns", "a list", "daftar"),
        (COLUMNS, "columns:\n      -\n", "sheets › levels › columns › 1", "keys of its own", "kunci-kunci"),
        (SHEETS, "sheets: 3\n", "sheets", "a list", "daftar"),
        (SHEETS, "sheets: {table: levels}\n", "sheets", "a list", "daftar"),
        (SHEETS, "sheets:\n  -\n", "sheets › 1", "keys of its own", "kunci-kunci"),
        (LEVEL, "type: choice, choices: a}\nvocabularies: [a]", "vocabularies", "keys of its own", "kunci-kunci"),
        ("kind: levels", "kind: levels\nvalid_from: 2027-02-30", "", "does not exist", "tidak mungkin"),
        ("kind: levels", "kind: levels\nx: " + "[" * 3000 + "]" * 3000, "", "cannot be read", "tidak terbaca"),
        ("header: Level", "header: {{x}}", "line 13", "not understood", "tidak terbaca"),
        ("kind: levels", "kind: levels\n? [a, b]\n: c", "line 6", "not understood", "tidak terbaca"),
        ("name: level,", "name: received_at,", "sheets › levels › columns › received_at", "taken", "sudah dipakai"),
        ("name: level,", "name: handed_in_on,", "sheets › levels › columns › handed_in_on", "taken", "sudah dipakai"),
        ("name: level,", "name: received_on,", "sheets › levels › columns › received_on", "taken", "sudah dipakai"),
        (
            "name: level,", "name: something_reported,", "sheets › levels › columns › something_reported", "taken",
            "sudah dipakai",
        ),
        ("kind: levels", "kind: levels\nvalid_from: 2027-01-01\nvalid_by: levels", "", "table.column", "table.kolom"),
        ("table: levels", "table: gis_layer", "sheets › gis_layer › table", "taken", "sudah dipakai"),
        ("table: levels", "table: gis_outside", "sheets › gis_outside › table", "taken", "sudah dipakai"),
        ("table: levels", "table: arrived_document", "sheets › arrived_document › table", "taken", "sudah dipakai"),
        ("name: levels", "name: gis", "name", "taken", "sudah dipakai"),
        ('"2026"', '"2026  rev\\n1"', "edition", "one line", "satu baris"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_key_in_both_languages(
    tmp_path: Path, before: str, after: str, key: str, english: str, indonesian: str
) -> None:
    assert check(_written(tmp_path, LEVELS))[1] == []
    path = _written(tmp_path, LEVELS.replace(before, after, 1))
    mistakes = [mistake for mistake in check(path)[1] if mistake.key.startswith(key)]
    assert len(mistakes) == 1
    assert english in mistakes[0].message_en and indonesian in mistakes[0].message_id
    with pytest.raises(TemplateError, match=r"levels\.yml") as refused:
        checked_template(path)
    assert "run.py template check" in refused.value.message_id


def test_figures_need_somebody_a_known_variable_and_no_computing(tmp_path: Path) -> None:
    measured = LEVELS + "    measurements:\n      layout: wide\n      period: {month: place}\n      variables:\n"
    measured += "        - {variable: production_volum, column: level}\n        - {variable: connections, sql: level}\n"
    told = {mistake.key.split(" › ", 2)[2]: mistake.message_en for mistake in check(_written(tmp_path, measured))[1]}
    assert "whose figures" in told["measurements"]
    assert "production_volume" in told["measurements › variables › production_volum"]
    assert "may compute" in told["measurements › variables › connections › sql"]


def test_a_template_tried_on_a_workbook_says_what_it_found_and_what_not(tmp_path: Path) -> None:
    template, _ = check(_written(tmp_path, LEVELS + "      - {name: note, header: Remark}\n"))
    assert template is not None
    table = tmp_path / "table.csv"
    table.write_text('Place,Level,Remrak\nDMA 1,"1,5",x\n', "utf-8")
    trial = try_on(template, table)
    place, level, note = trial.sheets[0].columns
    assert trial.recognised == "levels 2026" and trial.sheets[0].rows == 1
    assert (place.cell, place.filled, place.first) == ("A", 1, "DMA 1")
    assert (level.cell, level.first) == ("B", "1.5")
    assert (note.cell, note.required) == (None, False)
    assert any("Remrak" in english for english, _ in trial.findings)


def test_the_worked_example_of_the_how_to_is_without_mistakes_and_found_in_its_table(tmp_path: Path) -> None:
    template, mistakes = check(_written(tmp_path, _block("yaml"), "example.yml"))
    table = _written(tmp_path, _block("csv"), "air-kota.csv")
    assert mistakes == [] and template is not None
    trial = try_on(template, table)
    assert trial.recognised == "town_water_figures 2026"
    assert all(column.cell for column in trial.sheets[0].columns)
    assert trial.sheets[0].columns[2].first == "1234.5"


def test_the_build_reads_the_how_tos_table_and_two_editions_of_the_monthly_report(tmp_path: Path) -> None:
    own = _own(tmp_path, _block("yaml"), _second_edition())
    inbox = tmp_path / "inbox"
    _written(inbox, _block("csv"), "air-kota.csv")
    editions = known_templates(own)["monthly_report"]
    write_workbook(newest("programme_register"), Language.INDONESIAN, _register(), inbox / "register.xlsx", lean=True)
    for month, template, value in (("2026-12", editions[0], 1200.0), ("2027-01", editions[1], 1300.0)):
        cover = {"partnership_id": "P1", "period": month, "submitted_on": date(2027, 2, 5)}
        figure = {"variable_code": "system_input_volume", "value": value, "unit": "m3"}
        rows = {"monthly_cover": [cover], "monthly_progress": [figure]}
        write_workbook(template, Language.INDONESIAN, rows, inbox / f"P1_{month}.xlsx")
    stated = inbox / "P1_2028.xlsx"
    unknown = editions[1].model_copy(update={"edition": "2028.9"})
    write_workbook(unknown, Language.INDONESIAN, {"monthly_cover": [{"period": "2028-01"}]}, stated)
    Landing(tmp_path / "landing").receive_inbox(inbox, datetime(2027, 3, 1, 3))
    with judged(tmp_path, date(2027, 3, 1)) as connection:
        figures = connection.execute(
            "SELECT value, unit, source_file, source_cell FROM mart.pilot_metric "
            "WHERE metric_code = 'production_volume' AND period_start = DATE '2026-03-01' ORDER BY value DESC"
        ).fetchall()
        reported = connection.execute(
            "SELECT strftime(period_start, '%Y-%m'), value, source_file FROM mart.pilot_metric "
            "WHERE metric_code = 'system_input_volume' ORDER BY 1"
        ).fetchall()
        rules = connection.execute("SELECT file_name, rule, message_id FROM quality.finding").fetchall()
    assert figures[0] == (1_234_500.0, "m3", "air-kota.csv", "C2")
    assert reported == [("2026-12", 1200.0, "P1_2026-12.xlsx"), ("2027-01", 1300.0, "P1_2027-01.xlsx")]
    by_file = {name: rule for name, rule, _ in rules if rule in ("edition_not_valid", "unknown_edition")}
    assert by_file == {"P1_2028.xlsx": "unknown_edition"}
    said = next(message for _, rule, message in rules if rule == "unknown_edition")
    assert "2028.9" in said and "2026.1 sampai 2026-12-31" in said and "2027.1 mulai 2027-01-01" in said


def test_a_file_that_states_no_edition_is_read_by_the_one_that_holds_for_its_month(tmp_path: Path) -> None:
    own = _own(tmp_path, _second_edition())
    path = tmp_path / "report.xlsx"
    for month, edition in (("2026-05", "2026.1"), ("2027-02", "2027.1")):
        cover = {"partnership_id": "P1", "period": month}
        write_workbook(newest("monthly_report"), Language.INDONESIAN, {"monthly_cover": [cover]}, path, lean=True)
        read = read_file(ReadTask(SHA256, path, path.name, None, own=own))
        assert read.edition == edition
        assert "edition_not_valid" not in {finding.rule for finding in read.findings}


def test_an_edition_may_bear_several_words_and_a_template_either_ending(tmp_path: Path) -> None:
    own = _own(tmp_path)
    for name, edition in (("a.yml", "2027 rev 1"), ("b.yaml", "2027 rev 2"), ("c.YML", "2027 rev 3")):
        _written(own, _second_edition().replace("2027.1", edition), name)
    path = tmp_path / "report.xlsx"
    editions = known_templates(own)["monthly_report"]
    assert [each.edition for each in editions] == ["2026.1", "2027 rev 1", "2027 rev 2", "2027 rev 3"]
    for template in editions[1:]:
        cover = {"partnership_id": "P1", "period": "2027-02"}
        write_workbook(template, Language.INDONESIAN, {"monthly_cover": [cover]}, path)
        assert read_file(ReadTask(SHA256, path, path.name, None, own=own)).edition == template.edition


def test_an_edition_used_outside_its_time_is_a_finding_that_names_the_others(tmp_path: Path) -> None:
    own = _own(tmp_path, _second_edition())
    path = tmp_path / "report.xlsx"
    cover = {"partnership_id": "P1", "period": "2026-05"}
    write_workbook(known_templates(own)["monthly_report"][1], Language.ENGLISH, {"monthly_cover": [cover]}, path)
    read = read_file(ReadTask(SHA256, path, path.name, None, own=own))
    said = next(finding.message_en for finding in read.findings if finding.rule == "edition_not_valid")
    assert read.edition == "2027.1" and "2026.1 to 2026-12-31" in said
    with pytest.raises(Refused, match=r"2028\.1") as refused:
        other = [
            template.model_copy(update={"edition": "2028.1"}) for template in known_templates(own)["monthly_report"]
        ]
        write_workbook(other[1], Language.ENGLISH, {}, path)
        candidates(read_workbook(path, path.name), newest("monthly_report"), known_templates(own)["monthly_report"])
    assert refused.value.rule == "unknown_edition"


def test_the_workbook_written_for_a_month_is_of_the_edition_that_holds_then(tmp_path: Path) -> None:
    own = _own(tmp_path, _second_edition())
    editions = known_templates(own)["monthly_report"]
    assert [holding(editions, month).edition for month in (Month(2026, 12), Month(2027, 1), None)] == [
        "2026.1",
        "2027.1",
        "2027.1",
    ]
    path = tmp_path / "blank.xlsx"
    write_template(tmp_path, "monthly-report", None, "2026-12", "id", path)
    texts = {cell for grid in read_workbook(path, path.name).sheets for row in grid.rows for cell in row}
    assert "Laporan bulanan · edisi 2026.1" in texts


def test_editions_are_in_the_order_of_the_days_they_hold_from_whatever_they_are_called(tmp_path: Path) -> None:
    texts = [
        LEVELS.replace('"2026"', f'"{edition}"').replace(
            "kind: levels", f"kind: levels\nvalid_from: {day}\nvalid_by: levels.day"
        )
        + "      - {name: day, header: Day, type: date}\n"
        for edition, day in (("10", "2028-01-01"), ("9", "2027-01-01"))
    ]
    editions = known_templates(_own(tmp_path, *texts))["levels"]
    assert [(each.edition, each.valid_to) for each in editions] == [("9", date(2027, 12, 31)), ("10", None)]
    assert holding(editions, Month(2027, 6)).edition == "9"


def test_a_year_that_can_be_none_gives_a_figure_without_a_period(tmp_path: Path) -> None:
    measured = """
    measurements:
      layout: wide
      utility: {list: towns, id: [place]}
      period: {year: year}
      variables:
        - {variable: production_volume, column: level, unit: m3}
"""
    template = checked_template(_written(tmp_path, LEVELS + YEAR + measured.lstrip("\n")))
    rows = '(VALUES (2025), (20252025), (NULL)) AS r("year")'
    start = re.search(r"(CASE WHEN .* END) AS period_start", read_sql(template.sheets[0]))
    assert start is not None
    found = duckdb.sql(f"SELECT {start[1].splitlines()[-1]} FROM {rows}").fetchall()
    assert found == [(date(2025, 1, 1),), (None,), (None,)]


def test_an_edition_that_gives_a_column_another_type_is_refused(tmp_path: Path) -> None:
    told = yaml.safe_load(_second_edition())
    column = next(c for c in told["sheets"][0]["columns"] if c["name"] == "number")
    column["type"] = "integer"
    with pytest.raises(TemplateError, match="number: integer here, text in another edition"):
        known_templates(_own(tmp_path, yaml.safe_dump(told, allow_unicode=True)))
