"""The listing that a returned workbook carries: known when it comes back, and passed over by the reader."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.reading.model import Grid, Workbook
from warehouse.vocabulary import Language

RETURN_SHEETS = {Language.ENGLISH: "Check results", Language.INDONESIAN: "Hasil pemeriksaan"}
"""The listing's title in each language; no template may use one of them."""

REFERENCE_LENGTH = 10
"""Digits of a file's SHA-256 that its return bears as reference."""

_WORDS = {Language.ENGLISH: "Reference of this file", Language.INDONESIAN: "Nomor rujukan berkas ini"}
_REFERENCE = re.compile(rf"(?:{'|'.join(_WORDS.values())}): ([0-9a-f]{{{REFERENCE_LENGTH}}})\b")
_TITLES = tuple(title.casefold() for title in RETURN_SHEETS.values())
_ROWS_SEARCHED = 12


def reference_line(file_sha256: str, language: Language) -> str:
    """The line of a listing by which the file that it speaks of is known again."""
    return f"{_WORDS[language]}: {file_sha256[:REFERENCE_LENGTH]}"


def without_listing(workbook: Workbook) -> tuple[Workbook, str | None]:
    """The workbook without the listing of an earlier return, and the reference that it bears.

    A listing is known by the reference in its first rows, under its own title or as the first sheet. A sheet of the
    sender's own that is merely called so stays.
    """
    references: dict[str, str] = {}
    for position, grid in enumerate(workbook.sheets):
        if position == 0 or grid.sheet.strip().casefold().startswith(_TITLES):
            found = next(_references(grid), None)
            if found:
                references[grid.sheet] = found
    if not references:
        return workbook, None
    sheets = [grid for grid in workbook.sheets if grid.sheet not in references]
    return replace(workbook, sheets=sheets), next(iter(references.values()))


def _references(grid: Grid) -> Iterator[str]:
    for row in grid.rows[:_ROWS_SEARCHED]:
        for cell in row:
            found = _REFERENCE.match(cell) if isinstance(cell, str) else None
            if found:
                yield found[1]
