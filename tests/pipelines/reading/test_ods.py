"""What .ods files give, and which of them are refused."""

from datetime import date

import pytest

from pipelines.reading import CellProblem


def test_an_ods_is_read_with_its_types_and_places(files, make_ods, cell):
    content = make_ods(
        (3, [cell(None, numbercolumnsrepeated=20)]),
        (1, [cell(None), cell("Bulan"), cell("Volume")]),
        (1, [cell(None), cell(date(2025, 5, 1)), cell(1234.5)]),
        (1_048_000, [cell(None, numbercolumnsrepeated=16384)]),
    )
    grid = files.read(content, "laporan.ods").sheets[0]
    place = grid.rows[3 - grid.first_row]
    assert place[1 - grid.first_column :][:2] == ["Bulan", "Volume"]
    assert grid.rows[4 - grid.first_row][1 - grid.first_column :][:2] == [date(2025, 5, 1), 1234.5]


def test_filled_rows_repeated_a_million_times_are_refused(files, make_ods, cell):
    refused = files.refusal(make_ods((1_000_000, [cell(1), cell(2)])), "laporan.ods")
    assert refused.rule == "too_many_cells" and refused.sheet == "Kemajuan"


def test_a_filled_cell_repeated_over_all_columns_and_rows_is_refused(files, make_ods, cell):
    content = make_ods((1_048_576, [cell("x", numbercolumnsrepeated=16384)]))
    assert files.refusal(content, "laporan.ods").rule == "too_many_cells"


def test_a_cell_at_the_far_corner_of_an_ods_is_refused(files, make_ods, cell):
    content = make_ods(
        (1, [cell("A1")]),
        (1_048_574, [cell(None)]),
        (1, [cell(None, numbercolumnsrepeated=16383), cell("x")]),
    )
    refused = files.refusal(content, "laporan.ods")
    assert (refused.rule, refused.cell) == ("far_cell", "XFD1048576")


@pytest.mark.parametrize("times", [0, 2_000_000, 99_999_999_999])
def test_impossible_repetitions_are_refused_as_damaged(files, make_ods, cell, times):
    content = make_ods((1, [cell("x", numbercolumnsrepeated=times)]))
    assert files.refusal(content, "laporan.ods").rule == "corrupt_workbook"


def test_error_cells_of_an_ods_are_found(files, make_ods, cell):
    content = make_ods(
        (1, [cell("a"), cell("#DIV/0!", formula="of:=1/0")]),
        (1, [cell("b"), cell("Err:502", formula="of:=FOO(1)")]),
        (1, [cell("c"), cell(2, formula="of:=1+1")]),
        (1, [cell("d"), cell("#DIV/0! as a text")]),
    )
    assert files.read(content, "laporan.ods").problems == [
        CellProblem("Kemajuan", "B1", "error_value", "#DIV/0!"),
        CellProblem("Kemajuan", "B2", "error_value", "Err:502"),
    ]


def test_formulas_of_an_ods_that_no_program_ever_calculated_are_found(files, make_ods, cell):
    content = make_ods((1, [cell("a"), cell(None, formula="of:=1+1")]))
    assert files.read(content, "laporan.ods").problems == [
        CellProblem("Kemajuan", "B1", "formula_without_value", "of:=1+1")
    ]


def test_a_formula_of_an_ods_that_gave_an_empty_text_was_calculated(files, make_ods, cell):
    content = make_ods((1, [cell(None, formula='of:=IF(1=1;"";"x")'), cell(2, formula="of:=1+1")]))
    assert files.read(content, "laporan.ods").problems == []


def test_an_encrypted_ods_is_refused(files, make_ods, cell, with_parts):
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = with_parts(make_ods((1, [cell("x")])), {"META-INF/manifest.xml": manifest})
    assert files.refusal(content, "laporan.ods").rule == "encrypted_workbook"


def test_an_ods_with_macros_is_refused(files, make_ods, cell, with_parts):
    content = with_parts(make_ods((1, [cell("x")])), {"Basic/Standard/Module1.xml": b"<module/>"})
    assert files.refusal(content, "laporan.ods").rule == "macro_workbook"


def test_an_ods_that_inflates_without_end_is_refused(files, make_ods, cell, with_parts):
    content = with_parts(make_ods((1, [cell("x")])), {"content.xml": b"<a>" + b" " * 100_000_000})
    assert files.refusal(content, "laporan.ods").rule == "inflates_too_far"


def test_an_ods_with_entities_or_broken_xml_is_refused(files, make_ods, cell, with_parts):
    original = make_ods((1, [cell("x")]))
    entities = with_parts(original, {"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    assert files.refusal(entities, "laporan.ods").rule == "unsafe_xml"
    broken = with_parts(original, {"content.xml": b"<a><b></a>"})
    assert files.refusal(broken, "laporan.ods").rule == "corrupt_workbook"
