"""What people do to a workbook, and what the reader makes of it."""

import pickle
from collections.abc import Callable
from datetime import date, datetime

import pytest

from pipelines.extraction import Extracted, FoundInCell, extract, recognise
from pipelines.reading import CellProblem, Grid, Refused, Workbook
from pipelines.template import Template, load_templates, newest
from warehouse.vocabulary import Language, Severity

SHA = "ab" * 32
REPORT = newest("monthly_report")
ENGLISH, INDONESIAN = Language.ENGLISH, Language.INDONESIAN

Rows = list[list[object]]


def header(table: str, language: Language = INDONESIAN, template: Template = REPORT) -> list[object]:
    return [column.label(language) for column in template.sheet(table).columns]


def cover(language: Language = INDONESIAN) -> Rows:
    fields = REPORT.sheet("monthly_cover").columns
    values: dict[str, object] = {"partnership_id": "P014", "period": "Maret 2026", "submitted_on": date(2026, 4, 8)}
    return [["", ""], *([column.label(language), values.get(column.name, "")] for column in fields)]


def report(language: Language = INDONESIAN, **rows: Rows) -> dict[str, Rows]:
    """The sheets of a monthly report by name, each with a title, a header and the rows given for its table."""
    sheets: dict[str, Rows] = {}
    for sheet in REPORT.sheets:
        assert sheet.titles is not None
        title = sheet.titles.in_language(language)
        if sheet.layout == "form":
            sheets[title] = cover(language)
        else:
            below = rows.get(sheet.table.removeprefix("monthly_"), [])
            sheets[title] = [[f"Bagian {sheet.table}"], header(sheet.table, language), *below]
    return sheets


def workbook(sheets: dict[str, Rows], problems: list[CellProblem] | None = None) -> Workbook:
    return Workbook([Grid(name, rows) for name, rows in sheets.items()], problems or [])


def read(sheets: dict[str, Rows], problems: list[CellProblem] | None = None) -> Extracted:
    book = workbook(sheets, problems)
    return extract(book, recognise(book, load_templates()), SHA)


def only(extracted: Extracted) -> FoundInCell:
    assert len(extracted.findings) == 1, extracted.findings
    return extracted.findings[0]


def progress(*cells: object) -> list[object]:
    """A row of part 1: name, code, zone, value, unit, grade, remark."""
    given = list(cells)
    return [*given, *[""] * (7 - len(given))]


INPUT = progress("Input sistem", "system_input_own", "DMA Melati", 18250.5, "m3", 7.0)
ACTIVITY: list[object] = ["P014/mentee/activity/W03", "Kegiatan lapangan", date(2026, 3, 12), "Step test", 6.0, "", 0.5]


# --- What is read -------------------------------------------------------------------------------------------


def test_a_report_as_it_was_sent_out_has_no_finding_and_keeps_its_origin() -> None:
    extracted = read(report(progress=[INPUT], activities=[ACTIVITY]))
    assert extracted.findings == []
    assert not extracted.refused
    assert extracted.rows("monthly_progress") == [
        {
            "row_id": "abababababababab/1 Progress data/3",
            "sheet": "1 Data kemajuan",
            "row_no": 3,
            "source_cell": "B3",
            "variable_code": "system_input_own",
            "zone": "DMA Melati",
            "value": 18250.5,
            "value_status": "reported",
            "unit": "m3",
            "grade": 7,
            "grade_status": "reported",
            "note": None,
        }
    ]
    (activity,) = extracted.rows("monthly_activities")
    assert (activity["kind"], activity["held_on"], activity["participants"]) == ("activity", date(2026, 3, 12), 6)


def test_the_cover_gives_one_row_whose_every_field_names_its_own_cell() -> None:
    extracted = read(report())
    (row,) = extracted.rows("monthly_cover")
    assert (row["partnership_id"], row["period"], row["submitted_on"]) == ("P014", "2026-03", date(2026, 4, 8))
    cells = {h.column_name: (h.cell_column, h.cell_row) for h in extracted.headers if h.table == "monthly_cover"}
    assert cells["partnership_id"] == ("B", 2)
    assert cells["period"] == ("B", 4)


def test_a_column_of_a_table_names_its_letter_and_no_row() -> None:
    headers = {h.column_name: h for h in read(report()).headers if h.table == "monthly_progress"}
    assert (headers["value"].cell_column, headers["value"].cell_row) == ("D", None)
    assert "variable_name" not in headers


def test_an_english_header_in_an_indonesian_workbook_is_read() -> None:
    sheets = report(progress=[INPUT])
    sheets["1 Data kemajuan"][1] = header("monthly_progress", ENGLISH)
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.tables["monthly_progress"]["value"] == [18250.5]


def test_a_header_in_both_languages_is_read() -> None:
    sheets = report(progress=[INPUT])
    both = zip(header("monthly_progress"), header("monthly_progress", ENGLISH), strict=True)
    sheets["1 Data kemajuan"][1] = [f"{one} / {other}" for one, other in both]
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.tables["monthly_progress"]["value"] == [18250.5]


def test_reordered_columns_and_blank_ones_between_them_are_read() -> None:
    sheets = report()
    sheets["1 Data kemajuan"] = [
        ["", "Satuan", "", "NILAI (m³)", "Kode  Data *"],
        ["", "m3", "", 12.5, "system_input_own"],
    ]
    extracted = read(sheets)
    assert extracted.findings == []
    (row,) = extracted.rows("monthly_progress")
    assert (row["value"], row["unit"], row["variable_code"], row["source_cell"]) == (
        12.5,
        "m3",
        "system_input_own",
        "E2",
    )


def test_merged_title_rows_above_the_header_are_passed_over() -> None:
    sheets = report()
    titles: Rows = [["PEMERINTAH KABUPATEN CONTOH", "", ""], ["Data kemajuan", "", ""], [""], ["Bulan:", "Maret"], [""]]
    sheets["1 Data kemajuan"] = [*titles, header("monthly_progress"), INPUT]
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.tables["monthly_progress"]["row_no"] == [7]


def test_a_title_that_equals_the_only_label_is_not_taken_for_the_header() -> None:
    sheets = report(findings=[["Meter induk rusak"]])
    sheets["4 Temuan"][0] = ["TEMUAN"]
    extracted = read(sheets)
    assert extracted.tables["monthly_findings"]["description"] == ["Meter induk rusak"]


def test_labels_merged_over_two_header_rows_are_read() -> None:
    sheets = report()
    sheets["1 Data kemajuan"] = [
        ["Kode data", "Pengukuran", "", "Keterangan"],
        ["", "Nilai", "Satuan", ""],
        ["system_input_own", 5.0, "m3", "baik"],
    ]
    (row,) = read(sheets).rows("monthly_progress")
    assert (row["variable_code"], row["value"], row["note"]) == ("system_input_own", 5.0, "baik")


def test_blank_rows_repeated_headers_and_the_row_that_numbers_the_columns_are_no_rows() -> None:
    sheets = report()
    sheets["2 Kegiatan"] = [
        header("monthly_activities"),
        [f"({number})" for number in range(1, 8)],
        ACTIVITY,
        [""] * 7,
        header("monthly_activities"),
        ACTIVITY,
    ]
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.tables["monthly_activities"]["row_no"] == [3, 6]


def test_cells_are_named_by_their_place_in_the_sheet_also_where_its_first_rows_are_empty() -> None:
    book = workbook(report())
    rows: Rows = [header("monthly_progress"), progress("", "pressure", "", "abc")]
    grids = [Grid(g.sheet, rows, 9, 2) if g.sheet == "1 Data kemajuan" else g for g in book.sheets]
    extracted = extract(Workbook(grids), REPORT, SHA)
    assert extracted.rows("monthly_progress")[0]["source_cell"] == "D11"
    assert only(extracted).cell == "F11"


def test_choices_are_read_in_either_language_or_as_codes() -> None:
    kinds = ["Kunjungan diagnostik", "Diagnostic visit", "DIAGNOSTIC_VISIT", "diagnostic visit "]
    rows: Rows = [["", kind, "", "Kunjungan"] for kind in kinds]
    extracted = read(report(activities=rows))
    assert extracted.findings == []
    assert set(extracted.tables["monthly_activities"]["kind"]) == {"diagnostic_visit"}


def test_a_number_stored_as_a_number_in_a_text_column_has_no_decimal_point() -> None:
    extracted = read(report(requests=[[7.0, "", "Ukuran PRV?", "", "", 8123456789.0]]))
    (row,) = extracted.rows("monthly_requests")
    assert (row["request_id"], row["answer_channel"]) == ("7", "8123456789")


def test_an_id_chosen_with_its_title_is_kept_as_the_id() -> None:
    chosen = "P014/mentee/activity/W03 · Step test di DMA Melati (31 Maret 2026)"
    extracted = read(report(activities=[[chosen, "", "", "Step test"]]))
    assert extracted.tables["monthly_activities"]["obligation_id"] == ["P014/mentee/activity/W03"]


def test_a_percentage_written_with_its_sign_is_a_fraction() -> None:
    rows: Rows = [["", "", "", "Step test", "", "", share] for share in ("50 %", 0.25, "12,5%", "0,4")]
    extracted = read(report(activities=rows))
    assert extracted.tables["monthly_activities"]["delivered_share"] == pytest.approx([0.5, 0.25, 0.125, 0.4])


def test_the_neighbours_of_a_number_written_as_text_decide_its_decimal_sign() -> None:
    rows = [progress("", "pressure", "", value) for value in ("1.234", "12,5", "1.234,75")]
    extracted = read(report(progress=rows))
    assert extracted.findings == []
    assert extracted.tables["monthly_progress"]["value"] == [1234.0, 12.5, 1234.75]


def test_a_number_written_as_text_that_has_two_readings_is_a_finding() -> None:
    extracted = read(report(progress=[progress("", "pressure", "", "1.234")]))
    assert only(extracted).rule == "ambiguous_number"
    assert extracted.tables["monthly_progress"]["value_status"] == ["rejected"]


@pytest.mark.parametrize("words", ["nihil", "Tidak ada", "none"])
def test_a_word_for_nothing_in_a_number_cell_is_asked_back_with_its_cell_and_the_three_ways_to_say_it(
    words: str,
) -> None:
    extracted = read(report(progress=[INPUT, progress("", "pressure", "", words)]))
    found = only(extracted)
    assert (found.rule, str(found.severity), found.cell, found.row_rejected) == (
        "none_in_number",
        "warning",
        "D4",
        False,
    )
    assert all(remedy in found.message_id for remedy in ("0 bila nol", '"tidak berlaku"', "kosongkan"))
    assert all(remedy in found.message_en for remedy in ("0 for zero", '"not applicable"', "blank"))
    assert extracted.tables["monthly_progress"]["value_status"] == ["reported", "not_reported"]
    assert extracted.rejected_rows == []


@pytest.mark.parametrize("words", ["", "-", "belum ada data", "tidak berlaku"])
def test_a_word_that_says_why_there_is_no_number_is_not_asked_back(words: str) -> None:
    assert read(report(progress=[INPUT, progress("", "pressure", "", words)])).findings == []


def test_a_blank_value_is_not_reported_and_a_zero_is() -> None:
    rows = [progress("", "pressure"), progress("", "connections", "", 0.0), progress("", "mains", "", "tidak berlaku")]
    table = read(report(progress=rows)).tables["monthly_progress"]
    assert table["value"] == [None, 0.0, None]
    assert table["value_status"] == ["not_reported", "reported", "not_applicable"]


def test_a_missing_revision_is_the_default_that_the_template_states() -> None:
    register = newest("programme_register")
    rows: Rows = [header("register_agreements", template=register), ["P014", "MoA", "", "12/2026"]]
    extracted = extract(Workbook([Grid("Kesepakatan", rows)]), register, SHA)
    table = extracted.tables["register_agreements"]
    assert (table["revision"], table["revision_status"]) == ([0], ["reported"])
    assert table["kind"] == ["memorandum_of_agreement"]


@pytest.mark.parametrize(
    ("cell", "from_1904"),
    [
        ("2017-09-20 08:25:10", False),
        ("2017/9/20 8.25.10", False),
        (42998.350810185184, False),
        (42998.350810185184 - 1462, True),
        (datetime(2017, 9, 20, 8, 25, 10), True),
    ],
)
def test_a_timestamp_keeps_its_time_also_where_the_format_of_its_cell_was_lost(cell: object, from_1904: bool) -> None:
    audit = newest("awwa_water_audit")
    (stamp,) = (c for c in audit.sheets[0].columns if c.type == "timestamp")
    rows: Rows = [
        [c.header for c in audit.sheets[0].columns],
        [cell if c is stamp else "1" for c in audit.sheets[0].columns],
    ]
    extracted = extract(Workbook([Grid("csv", rows)], counts_from_1904=from_1904), audit, SHA)
    assert extracted.tables[audit.sheets[0].table][stamp.name] == [datetime(2017, 9, 20, 8, 25, 10)]


# --- Nothing to tell ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["nihil", "NIHIL", "None", "tidak ada"])
@pytest.mark.parametrize("place", [0, 1, 3])
def test_nihil_in_any_cell_of_the_only_row_says_that_there_is_nothing(words: str, place: int) -> None:
    row: list[object] = [""] * 7
    row[place] = words
    extracted = read(report(activities=[row]))
    assert extracted.findings == []
    assert extracted.tables["monthly_activities"]["description"] in (["nihil"], ["none"])
    assert extracted.tables["monthly_activities"]["kind"] == [None]


def test_nihil_beside_dashes_says_that_there_is_nothing() -> None:
    extracted = read(report(obstacles=[["-", "nihil"]]))
    assert extracted.findings == []
    assert extracted.tables["monthly_obstacles"]["description"] == ["nihil"]


def test_nihil_below_a_request_that_is_open_adds_nothing() -> None:
    rows: Rows = [["P014/request/2026-02/1", "Tekanan", "Ukuran PRV?"], ["", "", "nihil"]]
    extracted = read(report(requests=rows))
    assert extracted.findings == []
    assert extracted.tables["monthly_requests"]["question"] == ["Ukuran PRV?"]


# --- Defects of cells ---------------------------------------------------------------------------------------


def test_a_text_in_a_number_column_is_a_finding_with_its_cell() -> None:
    extracted = read(report(progress=[progress("", "pressure", "", "cukup")]))
    found = only(extracted)
    assert (found.sheet, found.cell, found.column_name, found.value) == ("1 Data kemajuan", "D3", "value", "cukup")
    assert (found.severity, found.row_rejected, found.rule) == (Severity.WARNING, False, "text_in_number")
    assert found.row_id == extracted.tables["monthly_progress"]["row_id"][0]
    assert 'sheet "1 Data kemajuan", cell D3 (Value)' in found.message_en.replace("Sheet", "sheet")
    assert 'Lembar "1 Data kemajuan", sel D3 (Nilai)' in found.message_id
    assert "Contoh: 18250,5" in found.message_id


def test_an_empty_cell_that_must_be_filled_in_rejects_its_row_and_no_other() -> None:
    rows: Rows = [["", "Kegiatan lapangan", date(2026, 3, 1), ""], ACTIVITY]
    extracted = read(report(activities=rows))
    found = only(extracted)
    assert (found.rule, found.cell, found.severity, found.row_rejected) == (
        "required_cell_empty",
        "D3",
        Severity.CRITICAL,
        True,
    )
    assert extracted.rejected_rows == [("monthly_activities", "abababababababab/2 Activities/3")]
    assert not extracted.refused
    assert len(extracted.tables["monthly_activities"]["row_id"]) == 2


def test_an_unknown_choice_is_a_finding_that_lists_the_choices() -> None:
    found = only(read(report(obstacles=[["Musibah", "Banjir"]])))
    assert (found.rule, found.cell, found.severity) == ("unknown_choice", "A3", Severity.WARNING)
    assert "Kendala, Faktor pendukung" in found.message_id
    assert "Obstacle, Supporting factor" in found.message_en


def test_an_unknown_choice_that_is_required_rejects_the_row() -> None:
    extracted = read(report(sops=[["SOP perbaikan", "", "setengah jadi", date(2026, 3, 20)]]))
    assert only(extracted).severity is Severity.CRITICAL
    assert extracted.rejected_rows == [("monthly_sops", "abababababababab/SOPs/3")]


def test_an_open_choice_takes_another_code_but_no_other_words() -> None:
    register = newest("programme_register")
    subject = [c.name for c in register.sheet("register_partnerships").columns].index("subject")

    def subjects(cell: str) -> Extracted:
        row: list[object] = ["P1", "Judul", *[""] * 20]
        row[subject], row[5] = cell, "U-1"
        rows: Rows = [header("register_partnerships", template=register), row]
        return extract(Workbook([Grid("Kemitraan", rows)]), register, SHA)

    assert subjects("wastewater").tables["register_partnerships"]["subject"] == ["wastewater"]
    assert "unknown_choice" in {found.rule for found in subjects("Air limbah kota").findings}


def test_half_a_participant_is_a_finding() -> None:
    extracted = read(report(activities=[["", "", "", "Rapat", 6.5]]))
    assert only(extracted).rule == "not_whole_number"
    assert extracted.tables["monthly_activities"]["participants_status"] == ["rejected"]


def test_a_number_too_large_to_count_is_a_finding() -> None:
    assert only(read(report(activities=[["", "", "", "Rapat", 1e12]]))).rule == "not_whole_number"


@pytest.mark.parametrize(("kind", "value"), [("error_value", "#DIV/0!"), ("formula_without_value", "=B2*2")])
def test_a_cell_without_a_calculated_value_is_a_finding_and_no_value(kind: str, value: str) -> None:
    problem = CellProblem("1 Data kemajuan", "D3", kind, value)  # type: ignore[arg-type]
    extracted = read(report(progress=[progress("", "pressure")]), [problem])
    found = only(extracted)
    assert (found.rule, found.cell, found.value, found.severity) == (kind, "D3", value, Severity.WARNING)
    assert extracted.tables["monthly_progress"]["value"] == [None]
    assert extracted.tables["monthly_progress"]["value_status"] == ["rejected"]


def test_an_error_in_a_cell_that_must_be_filled_in_rejects_the_row_even_where_nothing_else_stands() -> None:
    problems = [CellProblem("1 Data kemajuan", "B5", "error_value", "#REF!")]
    extracted = read(report(progress=[INPUT]), problems)
    found = only(extracted)
    assert (found.cell, found.severity, found.row_rejected) == ("B5", Severity.CRITICAL, True)
    assert extracted.rejected_rows == [("monthly_progress", "abababababababab/1 Progress data/5")]


def test_an_error_in_a_cell_that_nobody_reads_is_no_finding() -> None:
    problems = [CellProblem("1 Data kemajuan", "Z3", "error_value", "#REF!")]
    assert read(report(progress=[INPUT]), problems).findings == []


def test_an_unreadable_month_on_the_cover_refuses_the_file() -> None:
    sheets = report()
    sheets["Sampul"][3][1] = "TW I 2026"
    extracted = read(sheets)
    assert only(extracted).cell == "B4"
    assert extracted.refused


def test_every_defect_is_listed_and_none_stops_the_others() -> None:
    sheets = report(
        progress=[progress("", "pressure", "", "abc"), progress("", "mains", "", "ca. 5", "km", 2.5)],
        activities=[["", "Pesta", "31/02/2026", ""]],
        obstacles=[["Bencana", "Banjir"]],
    )
    del sheets["4 Temuan"]
    rules = [found.rule for found in read(sheets).findings]
    assert sorted(rules) == sorted(
        [
            "text_in_number",
            "approximate_number",
            "not_whole_number",
            "unknown_choice",
            "unreadable_date",
            "required_cell_empty",
            "unknown_choice",
            "missing_sheet",
        ]
    )


# --- Defects of headers and sheets --------------------------------------------------------------------------


def test_a_renamed_header_of_a_required_column_refuses_the_file_and_names_the_nearest_label() -> None:
    sheets = report(activities=[ACTIVITY])
    sheets["2 Kegiatan"][1][3] = "Urain kegiatan"
    extracted = read(sheets)
    missing = next(found for found in extracted.findings if found.rule == "missing_column")
    assert extracted.refused
    assert (missing.severity, missing.cell, missing.column_name) == (Severity.CRITICAL, "D2", "description")
    assert 'judul "Urain kegiatan" di D2' in missing.message_id
    assert 'write "Description" there' in missing.message_en


def test_a_required_column_that_is_gone_refuses_the_file() -> None:
    sheets = report(progress=[INPUT])
    sheets["1 Data kemajuan"] = [
        [cell for place, cell in enumerate(row) if place != 1] for row in sheets["1 Data kemajuan"]
    ]
    extracted = read(sheets)
    assert only(extracted).rule == "missing_column"
    assert extracted.refused


def test_an_unknown_column_is_a_finding_that_names_its_header_cell() -> None:
    sheets = report(progress=[[*INPUT, "42"]])
    sheets["1 Data kemajuan"][1].append("Suhu air")
    extracted = read(sheets)
    found = only(extracted)
    assert (found.rule, found.cell, found.value, found.severity) == (
        "unmapped_column",
        "H2",
        "Suhu air",
        Severity.WARNING,
    )
    assert extracted.tables["monthly_progress"]["value"] == [18250.5]
    assert not extracted.refused


def test_a_misspelt_optional_column_is_a_finding_that_suggests_the_known_one() -> None:
    sheets = report(progress=[INPUT])
    sheets["1 Data kemajuan"][1][4] = "Satuann"
    found = only(read(sheets))
    assert 'Bila yang dimaksud "Satuan"' in found.message_id


def test_entries_below_a_blank_header_are_a_finding() -> None:
    found = only(read(report(progress=[[*INPUT, "catatan tambahan"]])))
    assert (found.rule, found.cell) == ("column_without_header", "H2")


def test_a_column_of_row_numbers_is_known_and_not_read() -> None:
    sheets = report()
    sheets["1 Data kemajuan"] = [["No.", *header("monthly_progress")], [1.0, *INPUT], [2.0, *INPUT], [3.0, *[""] * 7]]
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.tables["monthly_progress"]["row_no"] == [2, 3]


def test_a_column_that_stands_twice_is_a_finding_and_the_first_is_read() -> None:
    sheets = report(progress=[[*INPUT, 99.0]])
    sheets["1 Data kemajuan"][1].append("Value")
    extracted = read(sheets)
    found = only(extracted)
    assert (found.rule, found.cell) == ("doubled_column", "H2")
    assert "D2" in found.message_id
    assert extracted.tables["monthly_progress"]["value"] == [18250.5]


def test_a_missing_sheet_refuses_the_file_and_says_which_sheets_there_are() -> None:
    sheets = report()
    del sheets["2 Kegiatan"]
    extracted = read(sheets)
    found = only(extracted)
    assert extracted.refused
    assert (found.rule, found.sheet, found.severity) == ("missing_sheet", None, Severity.CRITICAL)
    assert '"2 Kegiatan"' in found.message_id
    assert '"1 Data kemajuan"' in found.message_id


def test_a_sheet_that_need_not_be_there_may_be_missing() -> None:
    sheets = report()
    del sheets["SOP"]
    extracted = read(sheets)
    assert extracted.findings == []
    assert "monthly_sops" not in extracted.tables


def test_a_sheet_without_its_number_is_the_same_sheet() -> None:
    sheets = report(progress=[INPUT])
    renamed = {name.lstrip("123456 ").upper(): rows for name, rows in sheets.items()}
    assert read(renamed).findings == []


def test_a_renamed_sheet_is_found_by_its_header_and_told() -> None:
    sheets = report(requests=[["", "Tekanan", "Ukuran PRV?"]])
    sheets["Tanya jawab"] = sheets.pop("6 Permintaan saran")
    extracted = read(sheets)
    found = only(extracted)
    assert (found.rule, found.sheet, found.severity) == ("renamed_sheet", "Tanya jawab", Severity.WARNING)
    assert extracted.tables["monthly_requests"]["question"] == ["Ukuran PRV?"]


def test_a_sheet_that_the_template_does_not_know_is_a_finding() -> None:
    sheets = report()
    sheets["Foto"] = [["Foto pekerjaan di lapangan"]]
    found = only(read(sheets))
    assert (found.rule, found.sheet) == ("sheet_not_read", "Foto")


def test_an_empty_extra_sheet_is_no_finding() -> None:
    sheets = report()
    sheets["Sheet1"] = []
    assert read(sheets).findings == []


def test_a_second_sheet_of_the_same_name_is_a_finding() -> None:
    sheets = report(progress=[INPUT])
    sheets["Data kemajuan"] = [header("monthly_progress"), INPUT]
    found = only(read(sheets))
    assert (found.rule, found.sheet) == ("doubled_sheet", "Data kemajuan")


def test_a_sheet_without_header_refuses_the_file() -> None:
    sheets = report()
    sheets["1 Data kemajuan"] = [["Air", "banyak"]]
    extracted = read(sheets)
    assert only(extracted).rule == "missing_header"
    assert extracted.refused


def test_a_sheet_that_need_not_be_there_may_be_empty_or_unreadable() -> None:
    sheets = report()
    sheets["SOP"] = []
    assert read(sheets).findings == []
    sheets["SOP"] = [["segera menyusul"]]
    extracted = read(sheets)
    assert only(extracted).rule == "missing_header"
    assert not extracted.refused


def test_thousands_of_defects_are_cut_to_a_list_that_says_how_many_more_there_are() -> None:
    rows = [progress("", "pressure", "", "abc") for _ in range(10_050)]
    extracted = read(report(progress=rows))
    assert len(extracted.findings) == 10_001
    assert "50 more" in extracted.findings[-1].message_en
    assert set(extracted.tables["monthly_progress"]["value_status"]) == {"rejected"}


def test_of_several_sheets_with_measurements_the_fullest_is_read_and_the_other_told() -> None:
    few: Rows = [["period", "value"], ["2026-03", 1.0]]
    full: Rows = [["period", "variable_code", "value"], ["2026-03", "pressure", 12.5]]
    book = Workbook([Grid("Ringkasan", few), Grid("Data", full)])
    extracted = extract(book, newest("measurements"), SHA)
    assert extracted.tables["measurements_values"]["value"] == [12.5]
    assert (only(extracted).rule, only(extracted).sheet) == ("sheet_not_read", "Ringkasan")


def test_an_unknown_field_of_the_cover_is_a_finding() -> None:
    sheets = report()
    sheets["Sampul"].append(["Nomor telepon kantor", "021-123"])
    found = only(read(sheets))
    assert (found.rule, found.value) == ("unmapped_column", "Nomor telepon kantor")


def test_a_cover_with_colons_between_label_and_value_is_read() -> None:
    sheets = report()
    sheets["Sampul"] = [[label, ":", value] for label, value in cover()[1:]]
    extracted = read(sheets)
    assert extracted.findings == []
    assert extracted.rows("monthly_cover")[0]["partnership_id"] == "P014"


# --- Recognising --------------------------------------------------------------------------------------------


def test_a_report_that_lacks_sheets_is_still_recognised_so_that_its_defects_are_named() -> None:
    sheets = report()
    del sheets["2 Kegiatan"], sheets["4 Temuan"]
    assert recognise(workbook(sheets), load_templates()).name == "monthly_report"


def test_a_table_of_measurements_is_recognised_in_any_sheet() -> None:
    rows: Rows = [["period", "variable_code", "value", "utility_id"], ["2026-03", "pressure", "12.5", "3507"]]
    book = Workbook([Grid("csv", rows)])
    template = recognise(book, load_templates())
    extracted = extract(book, template, SHA)
    assert template.name == "measurements"
    assert extracted.findings == []
    assert extracted.rows("measurements_values")[0]["period"] == "2026-03"


def test_a_file_that_fits_no_template_is_refused_and_told_which_are_known() -> None:
    with pytest.raises(Refused) as refused:
        recognise(Workbook([Grid("Gaji", [["Nama", "Gaji"], ["A", 1.0]])]), load_templates())
    assert refused.value.rule == "unknown_template"
    assert "Laporan bulanan" in refused.value.message_id
    assert "Programme register" in refused.value.message_en


def test_a_file_handed_in_as_something_else_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        recognise(Workbook([Grid("Gaji", [["Nama", "Gaji"]])]), load_templates(), "monthly_report")
    assert refused.value.rule == "other_template"


def test_of_two_editions_that_fit_the_newer_is_taken() -> None:
    newer = REPORT.model_copy(update={"edition": "2027.1"})
    assert recognise(workbook(report()), {"monthly_report": [REPORT, newer]}).edition == "2027.1"


def test_a_report_of_a_month_for_which_its_edition_does_not_hold_is_a_finding() -> None:
    old = REPORT.model_copy(update={"valid_to": date(2026, 2, 28), "valid_by": "monthly_cover.period"})
    found = only(extract(workbook(report()), old, SHA))
    assert (found.rule, found.cell, found.value) == ("edition_not_valid", "B2", "2026-03")
    still = REPORT.model_copy(update={"valid_to": date(2026, 3, 31), "valid_by": "monthly_cover.period"})
    assert extract(workbook(report()), still, SHA).findings == []


# --- What the build relies on -------------------------------------------------------------------------------


def test_what_was_extracted_crosses_processes() -> None:
    extracted = read(report(progress=[progress("", "pressure", "", "abc")]))
    again = pickle.loads(pickle.dumps(extracted))
    assert again.tables == extracted.tables
    assert again.findings == extracted.findings


@pytest.mark.parametrize("spoil", [lambda sheets: None, lambda sheets: sheets.pop("2 Kegiatan")])
def test_all_columns_of_a_table_are_equally_long(spoil: Callable[[dict[str, Rows]], object]) -> None:
    sheets = report(progress=[INPUT, progress("", "", "", 5.0)], activities=[ACTIVITY])
    spoil(sheets)
    for columns in read(sheets).tables.values():
        assert len({len(values) for values in columns.values()}) == 1
