"""What goes back to the sender: marked at the cell, listed in front, and read like any report when it returns."""

import io
import re
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment

from pipelines.extraction import FoundInCell
from pipelines.findings import Finding
from pipelines.read_file import ReadTask, read_file
from pipelines.reading import Grid, Workbook, read_workbook
from pipelines.reading.model import MAX_INFLATED_BYTES
from pipelines.returns.marked_copy import SHEET_ORDER, STYLES_ORDER
from pipelines.returns.sheets import RETURN_SHEETS, without_listing
from pipelines.returns.workbook import (
    MOST_LISTED,
    MOST_NOTES,
    Judged,
    annotated,
    most_urgent,
    original_stem,
    write_return,
)
from pipelines.sample.opendocument import write_open_document
from pipelines.template import load_templates, newest, normalised
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language, Severity

TEMPLATES = [template for editions in load_templates().values() for template in editions]
REPORT = "monthly_report"
SHA256 = "5" * 64
AN_INDONESIAN_REPORT = {
    "monthly_cover": [{"partnership_id": "P014", "period": "2026-03", "submitted_on": date(2026, 4, 8)}],
    "monthly_progress": [{"variable_code": "system_input_own", "unit": "m3", "value": 12.5}],
    "monthly_activities": [{"kind": "activity", "description": '=HYPERLINK("http://x")'}],
}
TEXT_IN_NUMBER = Finding(
    "1 Data kemajuan",
    "D5",
    "value",
    "sekitar 12",
    "text_in_number",
    Severity.WARNING,
    False,
    'Sheet "1 Data kemajuan", cell D5 (Value): type only the figure. Example: 18250.5.',
    'Lembar "1 Data kemajuan", sel D5 (Nilai): tulis angkanya saja. Contoh: 18250,5.',
)
MISSING_SHEET = Finding(
    None, None, None, None, "missing_sheet", Severity.CRITICAL, True, "A sheet.", 'Lembar "4 Temuan" tidak ada.'
)


def _judged(*findings: Finding, template: str | None = REPORT, name: str = "P014 maret.xlsx") -> Judged:
    told = most_urgent(findings)
    return Judged(name, SHA256, template, "Taken in part.", "Diterima sebagian.", told, len(findings))


def _at(sheet: str, cell: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(sheet, cell, None, "x", "some_rule", severity, False, "Mend it.", "Perbaiki.")


def _annotated(path: Path, *findings: Finding, template: str | None = REPORT) -> bytes:
    return annotated(path, _judged(*findings, template=template, name=path.name), TEMPLATES)[1]


def _opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def _in_libreoffice(libreoffice: Path, workbook: Path, folder: Path, suffix: str = "xlsx") -> Path:
    """The workbook as LibreOffice saves it."""
    command = [str(libreoffice), "--headless", "--convert-to", suffix, "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{workbook.stem}.{suffix}"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "P014 maret.xlsx"
    write_workbook(newest(REPORT), Language.INDONESIAN, AN_INDONESIAN_REPORT, path)
    return path


def test_a_note_says_what_is_wrong_what_is_expected_and_gives_an_example_in_the_language_of_the_file(
    report: Path, tmp_path: Path
) -> None:
    note = _opened(_annotated(report, TEXT_IN_NUMBER))["1 Data kemajuan"]["D5"].comment.text
    assert note.startswith("◆ Temuan 1 · peringatan\nTulis angkanya saja.\nYang diharapkan: ")
    assert "Contoh: 18250,5" in note and "Hasil pemeriksaan" in note
    english = tmp_path / "english.xlsx"
    write_workbook(newest(REPORT), Language.ENGLISH, {}, english)
    in_english = Finding("1 Progress data", *list(vars(TEXT_IN_NUMBER).values())[1:])
    note = _opened(_annotated(english, in_english))["1 Progress data"]["D5"].comment.text
    assert "Expected: Figure of the month" in note and "Example: 18250.5" in note


def test_a_day_in_a_finding_is_written_as_the_reader_of_the_workbook_writes_it(report: Path) -> None:
    outside = replace(
        TEXT_IN_NUMBER,
        message_id='Lembar "1 Data kemajuan", sel D5 (Nilai): di luar masa percontohan (2026-03 – 2026-08), sampai '
        "2026-05-31.",
    )
    book = _opened(_annotated(report, outside))
    words = "Di luar masa percontohan (Mar 2026 – Agu 2026), sampai 31 Mei 2026."
    assert words in book["1 Data kemajuan"]["D5"].comment.text
    assert words in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


def test_the_first_sheet_lists_every_finding_with_links_there_and_back(report: Path) -> None:
    book = _opened(_annotated(report, TEXT_IN_NUMBER, MISSING_SHEET))
    listed = book.worksheets[0]
    rows = [row for row in listed.iter_rows() if str(row[0].value).isdigit()]
    assert listed.title == "Hasil pemeriksaan" and book.active is listed
    assert [row[5].value for row in rows] == ['Lembar "4 Temuan" tidak ada.', "Tulis angkanya saja."]
    assert rows[0][2].value == "(seluruh berkas)"
    assert rows[1][3].hyperlink.location == "'1 Data kemajuan'!D5"
    assert book["1 Data kemajuan"]["A1"].hyperlink.location == "'Hasil pemeriksaan'!A1"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Hasil pemeriksaan"]


def test_a_finding_about_a_sheet_is_marked_at_its_header(report: Path) -> None:
    no_column = Finding(
        "5 Kendala dan pendukung", None, "kind", None, "missing_column", Severity.CRITICAL, True, "x", "y"
    )
    book = _opened(_annotated(report, no_column))
    assert "Y" in book["5 Kendala dan pendukung"]["A4"].comment.text
    assert book.worksheets[0]["D6"].value == "A4"


def test_the_copy_is_read_as_the_original_was_and_keeps_lists_styles_and_the_text_of_cells(report: Path) -> None:
    content = _annotated(report, TEXT_IN_NUMBER, MISSING_SHEET)
    copy = report.with_name("copy.xlsx")
    copy.write_bytes(content)
    again, reference = without_listing(read_workbook(copy, copy.name))
    assert reference == SHA256[:10]
    assert again == read_workbook(report, report.name)
    before, after = openpyxl.load_workbook(report), _opened(content)
    assert after["2 Kegiatan"]["D5"].data_type == "s"
    for sheet in before:
        lists = sheet.data_validations.dataValidation
        assert [(str(v.sqref), v.formula1) for v in after[sheet.title].data_validations.dataValidation] == [
            (str(v.sqref), v.formula1) for v in lists
        ]
        assert after[sheet.title].print_title_rows == sheet.print_title_rows
    looks = [book["1 Data kemajuan"]["D5"].fill.fgColor.rgb for book in (before, after)]
    assert looks[0] == looks[1] != "00000000"
    assert after["Daftar pilihan"].sheet_state == "hidden"


def test_what_is_added_to_a_sheet_stands_in_the_order_that_its_form_prescribes(report: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(_annotated(report, TEXT_IN_NUMBER, _at("2 Kegiatan", "D5")))) as archive:
        names = archive.namelist()
        for name in (name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")):
            children = [child.tag.rpartition("}")[2] for child in fromstring(archive.read(name))]
            places = [SHEET_ORDER.index(child) for child in children]
            assert places == sorted(places), name
        styles = [child.tag.rpartition("}")[2] for child in fromstring(archive.read("xl/styles.xml"))]
        listed = {each.get("PartName") for each in fromstring(archive.read("[Content_Types].xml"))}
    assert [STYLES_ORDER.index(child) for child in styles] == sorted(STYLES_ORDER.index(child) for child in styles)
    assert len(names) == len(set(names)) and "/xl/worksheets/findings.xml" in listed


def test_the_colour_of_a_cell_goes_once_the_cell_is_changed(report: Path) -> None:
    finding = _at("2 Kegiatan", "D5")
    rules = _opened(_annotated(report, finding))["2 Kegiatan"].conditional_formatting
    formula = next(rule.formula[0] for each in rules for rule in each.rules)
    assert formula == 'AND(ISTEXT(D5),EXACT(D5,"=HYPERLINK(""http://x"")"))'


def test_formulas_keep_their_results_and_notes_of_others_stay(report: Path) -> None:
    book = openpyxl.load_workbook(report)
    book["1 Data kemajuan"]["G5"].comment = Comment("Tanya Bu Rina", "Budi")
    book["1 Data kemajuan"]["D5"].comment = Comment("Angka sementara", "Budi")
    book.save(report)
    _with_calculated_formula(report, "1 Data kemajuan")
    marked = _opened(_annotated(report, TEXT_IN_NUMBER))["1 Data kemajuan"]
    assert marked["G5"].comment.text == "Tanya Bu Rina"
    assert marked["D5"].comment.text.startswith("Angka sementara\n\n◆ Temuan 1")
    copy = report.with_name("copy.xlsx")
    copy.write_bytes(_annotated(report, TEXT_IN_NUMBER))
    values = openpyxl.load_workbook(copy, data_only=True)["1 Data kemajuan"]
    assert values["D6"].value == 25


def _with_calculated_formula(path: Path, title: str) -> None:
    """Put a formula with its result into D6, as a spreadsheet program saves it."""
    names = openpyxl.load_workbook(path).sheetnames
    part = f"xl/worksheets/sheet{names.index(title) + 1}.xml"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = re.search(rb'(<c r="D6"[^>]*?)(/>|></c>)', parts[part])  # openpyxl writes either, with lxml or without
    assert cell is not None
    parts[part] = parts[part].replace(cell[0], cell[1] + b"><f>D5*2</f><v>25</v></c>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_what_came_back_half_mended_goes_out_again_with_one_listing_and_no_old_notes(report: Path) -> None:
    once = report.with_name("P014 maret-temuan.xlsx")
    once.write_bytes(_annotated(report, TEXT_IN_NUMBER, _at("4 Temuan", "A5"), _at("2 Kegiatan", "D5")))
    book = _opened(_annotated(once, _at("4 Temuan", "A5")))
    assert book.sheetnames.count("Hasil pemeriksaan") == 1 == len([t for t in book.sheetnames if "Hasil" in t])
    assert book["4 Temuan"]["A5"].comment.text.count("◆") == 1
    assert book["1 Data kemajuan"]["D5"].comment is None and book["2 Kegiatan"]["D5"].comment is None
    listed = [row[0].value for row in book.worksheets[0].iter_rows() if str(row[0].value).isdigit()]
    assert listed == ["1"]


def test_a_copy_saved_by_libreoffice_is_read_as_the_original_was_and_annotated_anew(
    report: Path, libreoffice: Path, tmp_path: Path
) -> None:
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(_annotated(report, TEXT_IN_NUMBER, _at("4 Temuan", "A5")))
    for suffix in ("xlsx", "ods"):
        saved = _in_libreoffice(libreoffice, sent, tmp_path / suffix, suffix)
        again, reference = without_listing(read_workbook(saved, saved.name))
        assert reference == SHA256[:10]
        assert [grid.rows for grid in again.sheets] == [g.rows for g in read_workbook(report, report.name).sheets]
        book = _opened(_annotated(saved, _at("4 Temuan", "A5")))
        assert book.sheetnames.count("Hasil pemeriksaan") == 1
        assert book["4 Temuan"]["A5"].comment.text.count("◆") == 1


def test_a_missing_sheet_is_added_blank_so_that_it_can_be_filled_in(report: Path) -> None:
    book = openpyxl.load_workbook(report)
    del book["4 Temuan"]
    del book["Sampul"]
    book.save(report)
    refused = read_file(ReadTask(SHA256, report, report.name, REPORT))
    told = [Finding(*vars_of(each)) for each in refused.findings]
    copy = report.with_name("copy.xlsx")
    copy.write_bytes(_annotated(report, *told))
    book = openpyxl.load_workbook(copy)
    rows = {row[2].value: row for row in book.worksheets[0].iter_rows() if str(row[0].value).isdigit()}
    assert book.sheetnames[-2:] == ["Sampul", "4 Temuan"]
    assert rows["4 Temuan"][3].hyperlink.location == "'4 Temuan'!A1" and "nihil" in rows["4 Temuan"][5].value
    book["4 Temuan"]["A4"] = "nihil"
    labels = {cell.value: cell for cell in book["Sampul"]["A"]}
    for label, entry in (("Nomor kemitraan *", "P014"), ("Bulan laporan *", "Maret 2026")):
        book["Sampul"].cell(labels[label].row, 2, entry)
    book.save(copy)
    mended = read_file(ReadTask(SHA256, copy, copy.name, REPORT))
    assert refused.refused and not mended.refused
    assert mended.rows("monthly_cover")[0]["period"] == "2026-03"
    assert mended.rows("monthly_findings")[0]["description"] == "nihil"


def vars_of(found: FoundInCell) -> Iterator[object]:
    """What a finding of the reader tells, in the order of a finding as it is told."""
    return (getattr(found, field.name) for field in fields(Finding))


def test_the_listing_is_no_sheet_of_the_report_and_the_answer_is_noted(report: Path) -> None:
    copy = report.with_name("copy.xlsx")
    copy.write_bytes(_annotated(report, TEXT_IN_NUMBER))
    before = read_file(ReadTask(SHA256, report, report.name, None))
    after = read_file(ReadTask(SHA256, copy, copy.name, None))
    assert after.tables == before.tables
    assert [finding.rule for finding in after.findings if finding not in before.findings] == ["answers_return"]


def test_a_sheet_of_the_senders_own_that_is_called_like_the_listing_is_told_and_kept(report: Path) -> None:
    book = openpyxl.load_workbook(report)
    book.create_sheet("Hasil pemeriksaan")["A1"] = "Kekeruhan 0,4 NTU"
    book.save(report)
    read = read_file(ReadTask(SHA256, report, report.name, None))
    assert "Hasil pemeriksaan" in [finding.sheet for finding in read.findings if finding.rule == "sheet_not_read"]
    copy = report.with_name("copy.xlsx")
    for _ in range(2):
        copy.write_bytes(_annotated(copy if copy.exists() else report, TEXT_IN_NUMBER))
        book = openpyxl.load_workbook(copy)
        assert [title for title in book.sheetnames if "Hasil" in title] == ["Hasil pemeriksaan 2", "Hasil pemeriksaan"]
        assert book["Hasil pemeriksaan"]["A1"].value == "Kekeruhan 0,4 NTU"
        assert book["1 Data kemajuan"]["A1"].hyperlink.location == "'Hasil pemeriksaan 2'!A1"
    assert without_listing(read_workbook(copy, copy.name))[1] == SHA256[:10]


def test_a_workbook_that_inflates_beyond_the_bound_is_copied_by_its_cells(report: Path) -> None:
    with zipfile.ZipFile(report, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(MAX_INFLATED_BYTES))
    tracemalloc.start()
    book = _opened(_annotated(report, TEXT_IN_NUMBER))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MAX_INFLATED_BYTES
    assert book["1 Data kemajuan"]["D5"].comment.text.startswith("◆ Temuan 1")


@pytest.mark.parametrize("suffix", ["xls", "ods", "csv"])
def test_what_is_no_xlsx_goes_back_as_a_copy_of_its_cells(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"table.{suffix}"
    rows: list[list[object]] = [["Tempat", "Tinggi"], ["=1+1", 12.5]]
    if suffix == "xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("Muka air")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(row, place, cell)
        book.save(str(path))
    elif suffix == "ods":
        write_open_document(Workbook([Grid("Muka air", rows)]), path)
    else:
        path.write_text("Tempat,Tinggi\n=1+1,12.5\n", "utf-8")
    title = "csv" if suffix == "csv" else "Muka air"
    marked = _opened(_annotated(path, _at(title, "A2"), template=None))
    assert marked.sheetnames == ["Hasil pemeriksaan", title]
    assert (marked[title]["A2"].value, marked[title]["A2"].data_type) == ("=1+1", "s")
    assert "Perbaiki." in marked[title]["A2"].comment.text


def test_a_report_that_is_no_xlsx_keeps_its_lists_in_the_copy(report: Path, tmp_path: Path) -> None:
    path = tmp_path / "P014.ods"
    write_open_document(read_workbook(report, report.name), path)
    copy = _opened(_annotated(path, _at("2 Kegiatan", "D5")))
    lists = {str(v.sqref): v.formula1 for v in copy["2 Kegiatan"].data_validations.dataValidation}
    assert lists["B5:B61"].startswith('"Rapat,')
    assert copy["2 Kegiatan"]["D5"].comment.text.startswith("◆ Temuan 1")


def test_what_cannot_be_read_goes_back_as_reason_and_remedy_alone(tmp_path: Path) -> None:
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    reason = Finding(
        None, None, None, None, "corrupt_workbook", Severity.CRITICAL, False, "Save anew.", "Simpan ulang."
    )
    book = _opened(_annotated(path, reason, template=None))
    assert book.sheetnames == ["Hasil pemeriksaan"]
    assert "Simpan ulang." in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


def test_of_very_many_findings_the_urgent_ones_are_listed_and_the_rest_is_counted(report: Path) -> None:
    many = [_at("2 Kegiatan", f"D{row}") for row in range(5, 5 + 3 * MOST_LISTED)]
    book = _opened(_annotated(report, *many, _at("4 Temuan", "A5", Severity.CRITICAL)))
    listed = book.worksheets[0]
    rows = [row for row in listed.iter_rows(values_only=True) if str(row[0]).isdigit()]
    assert len(rows) == MOST_LISTED and rows[0][1] == "kritis"
    assert any("1.000 dari 3.001 temuan" in str(cell.value) for row in listed["A1:A6"] for cell in row)
    assert sum(cell.comment is not None for sheet in book for row in sheet.iter_rows() for cell in row) == MOST_NOTES


def test_beside_the_file_nothing_that_differs_is_overwritten_and_the_same_is_not_written_again(report: Path) -> None:
    first = write_return(report, _judged(TEXT_IN_NUMBER), TEMPLATES)
    stamp = first.stat().st_mtime_ns
    assert first.name == "P014 maret-temuan.xlsx"
    assert write_return(report, _judged(TEXT_IN_NUMBER), TEMPLATES) == first and first.stat().st_mtime_ns == stamp
    second = write_return(first, _judged(_at("4 Temuan", "A5")), TEMPLATES)
    assert (second.name, first.stat().st_mtime_ns) == ("P014 maret-temuan-2.xlsx", stamp)
    assert original_stem("P014_2026-03_P014 maret-temuan-0123456789-abcd.xlsx") == "P014_2026-03_P014 maret"
    assert original_stem("P014 maret-temuan-0123456789-2.xlsx") == "P014 maret"


def test_no_template_has_a_sheet_that_could_be_taken_for_the_listing() -> None:
    titles = {normalised(title) for title in RETURN_SHEETS.values()}
    used = {normalised(s) for t in TEMPLATES for sheet in t.sheets if sheet.titles for s in sheet.titles.spellings}
    assert titles & used == set()
