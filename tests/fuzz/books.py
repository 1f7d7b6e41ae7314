"""Sound workbooks to be mutated, and a workbook as the parts that a mutation can touch."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlwt

from pipelines.reading import read_workbook
from pipelines.sample.opendocument import write_open_document
from pipelines.template import Column, load_templates, newest
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language

Rows = dict[str, list[dict[str, Any]]]

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*?(?:/>|>.*?</c>)', re.DOTALL)


@dataclass
class Book:
    """A workbook taken apart: the parts of its archive, and what is done to the bytes once it is packed again."""

    parts: dict[str, bytes]
    afterwards: list[Callable[[bytes], bytes]] = field(default_factory=list)

    def sheets(self) -> list[str]:
        """The parts that hold cells: worksheets, or the content of an open document."""
        return [name for name in self.parts if _SHEET.fullmatch(name)] or [n for n in self.parts if n == "content.xml"]

    def packed(self) -> bytes:
        """The bytes of the file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        blob = buffer.getvalue()
        for change in self.afterwards:
            blob = change(blob)
        return blob


def unpacked(blob: bytes) -> Book:
    """The parts of an .xlsx or .ods."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return Book({name: archive.read(name) for name in archive.namelist()})


def cells(sheet: bytes) -> list[re.Match[bytes]]:
    """Every cell of a worksheet's XML."""
    return list(_CELL.finditer(sheet))


def report(partnership: str, period: str, words: str, sent_on: date | None = None) -> Rows:
    """A monthly report that is taken whole; `words` make its texts its own."""
    return {
        "monthly_cover": [{"partnership_id": partnership, "period": period, "submitted_on": sent_on}],
        "monthly_progress": [
            {"variable_code": code, "value": value}
            for code, value in (
                ("system_input_volume", 1000.0), ("billed_metered", 700.0), ("average_pressure", 15.0),
                ("billed_unmetered", 0.0),
            )
        ],
        "monthly_activities": [{"description": f"Step test {words}", "held_on": date(2025, 9, 10)}],
        "monthly_advice_actions": [{"advice_id": "none"}],
        "monthly_findings": [{"description": f"Finding {words}"}],
        "monthly_obstacles": [{"description": "none"}],
        "monthly_requests": [{"question": "none"}],
    }  # fmt: skip


def register(programme: str, letter: str, partnerships: int) -> Rows:
    """A register of a programme whose ids all begin with one letter."""
    ids = [f"{letter}{number:03d}" for number in range(1, partnerships + 1)]
    return {
        "register_cover": [
            {"programme_id": programme, "programme_name": f"Program {programme}",
             "programme_kind": "solidarity_partnership", "origin": "sample"}
        ],
        "register_parties": [
            {"party_id": f"{letter}U-{number}", "name": f"Tirta Rekaan {letter}{number}", "kind": "utility"}
            for number in range(partnerships + 1)
        ],
        "register_partnerships": [
            {"partnership_id": each, "title": f"Kemitraan {each}", "mentor_id": f"{letter}U-0",
             "mentee_id": f"{letter}U-{number}", "subject": "non_revenue_water",
             "pilot_start_on": date(2025, 9, 1), "pilot_end_on": date(2026, 8, 31)}
            for number, each in enumerate(ids, 1)
        ],
        "register_agreements": [
            {"partnership_id": each, "kind": kind, "signed_on": signed_on}
            for each in ids
            for kind, signed_on in (
                ("letter_of_intent", date(2025, 6, 2)), ("memorandum_of_agreement", date(2025, 8, 15)),
            )
        ],
        "register_work_plan": [
            {"partnership_id": each, "item_no": "W01", "role": "mentee", "kind": "activity",
             "title": f"Step test {each}", "due_on": date(2026, 3, 31)}
            for each in ids
        ],
    }  # fmt: skip


def written(template: str, rows: Rows, language: Language = Language.ENGLISH) -> bytes:
    """The workbook of a template, as .xlsx."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_workbook(newest(template), language, rows, path, lean=True)
        return path.read_bytes()


def plausible(template: str, partnership: str) -> Rows:
    """A row for every sheet of a template, each cell of the kind that its column asks for."""
    return {
        sheet.table: [{column.name: _value(column, partnership) for column in sheet.columns if not column.shown_only}]
        for sheet in newest(template).sheets
    }


def _value(column: Column, partnership: str) -> object:
    if column.name == "partnership_id":
        return partnership
    if column.type == "choice":
        return next(iter(column.options), "other")
    if column.example is not None:
        return column.example
    values = {"number": 12.5, "integer": 3, "boolean": True, "month": "2026-03", "span": "2026-03"}
    days = {"date": date(2026, 3, 5), "timestamp": date(2026, 3, 5)}
    return (values | days).get(column.type, f"teks {column.name}")


@cache
def sound() -> dict[str, bytes]:
    """The files that are mutated, by name: every template, both languages, every kind of file."""
    cover = report("F001", "2026-02", "of F001", date(2026, 3, 4))
    files = {
        "report.xlsx": written("monthly_report", cover),
        "laporan.xlsx": written("monthly_report", cover, Language.INDONESIAN),
        "register.xlsx": written("programme_register", register("FUZZ", "F", 2)),
    }
    for name in sorted(load_templates().keys() - {"monthly_report", "programme_register"}):
        if newest(name).sheets[0].columns[0].header is None:
            files[f"{name}.xlsx"] = written(name, plausible(name, "F001"))
        else:
            files[f"{name}.csv"] = _foreign(name)
    with TemporaryDirectory() as folder:
        source, copy = Path(folder) / "report.xlsx", Path(folder) / "report.ods"
        source.write_bytes(files["report.xlsx"])
        workbook = read_workbook(source, "report.xlsx")
        write_open_document(workbook, copy)
        files["report.ods"] = copy.read_bytes()
        files["report.xls"] = _old_format([(grid.sheet, grid.rows, grid.first_row) for grid in workbook.sheets])
        source.write_bytes(files["measurements.xlsx"])
        table = read_workbook(source, "measurements.xlsx").sheets[0].rows
    lines = (",".join(f'"{cell}"' for cell in row) for row in table)
    files["measurements.csv"] = "\r\n".join(lines).encode()
    return files


def _foreign(template: str) -> bytes:
    """The table of a template that others publish, as text."""
    columns = newest(template).sheets[0].columns
    rows = [[column.header for column in columns], [_value(column, "F001") for column in columns]]
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def _old_format(sheets: list[tuple[str, list[list[object]], int]]) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows, first in sheets:
        sheet = book.add_sheet(name)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(first + place, column, value, day) if isinstance(value, date) else sheet.write(
                    first + place, column, value
                )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
