"""Tables in text files: encoding, delimiter and bounds."""

import csv
import io
import re
from itertools import islice
from typing import Final

from pipelines.reading.model import MAX_CELLS, Grid, Workbook, cell_name
from pipelines.reading.refusals import refusal

SHEET: Final = "csv"
_DELIMITERS: Final = ",;\t|"
_SAMPLE_ROWS: Final = 50
_LONGEST_FIELD: Final = 1024 * 1024
_DECLARED: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(blob: bytes, file_name: str) -> Workbook:
    """One sheet named 'csv'; every cell a text, '' where blank; short rows filled up.

    Row numbers are those a spreadsheet program would show: blank lines count, as does a 'sep=;' line.
    """
    text = _decode(blob, file_name)
    declared = _DECLARED.match(text)
    if declared:
        delimiter, text = declared[1], text[declared.end() :]
    else:
        delimiter = _sniff(text)
    rows = _rows(text, delimiter, file_name)
    width = max(map(len, rows), default=0)
    grid = [row + [""] * (width - len(row)) for row in rows]
    return Workbook([Grid(SHEET, grid, first_row=1 if declared else 0)])


def _decode(blob: bytes, file_name: str) -> str:
    marked = blob[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ("utf-16",) if marked else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = blob.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise refusal("csv_encoding", file_name, detail=f"none of {encodings}")


def _sniff(text: str) -> str:
    """The delimiter that cuts most of the first rows into as many cells; a comma where none does."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """Rows that agree on the commonest number of cells above one, and that number."""
    sample = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in islice(sample, _SAMPLE_ROWS) if len(row) > 1]
    except csv.Error:
        return (0, 0)
    common = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return (widths.count(common), common)


def _rows(text: str, delimiter: str, file_name: str) -> list[list[object]]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[object]] = []
    width = 0
    try:
        for row in reader:
            rows.append(list(row))
            width = max(width, len(row))
            if width * len(rows) > MAX_CELLS:
                last = cell_name(len(rows) - 1, width - 1)
                raise refusal("too_many_cells", file_name, sheet=SHEET, cell=last)
    except csv.Error as error:
        line = str(reader.line_num)
        raise refusal("csv_quotes", file_name, sheet=SHEET, line=line, detail=str(error)) from error
    return rows
