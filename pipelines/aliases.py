"""Names of utilities that nobody could place, from the published build, with the line that would accept each."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from pipelines.sources.names import AliasRow
from warehouse.generations import Generations

_OPEN_NAMES = """
SELECT written_name, verdict, candidate_id, candidate_name, reason_en, reason_id, source_file, source_sheet, source_cell
FROM quality.name_suggestion
WHERE verdict <> 'not_a_utility' OR $1
ORDER BY written_name, list_code, position
"""


@dataclass(frozen=True)
class Suggestion:
    """A utility or place that a written name may mean; without a code, why there is none."""

    code: str | None
    name: str | None
    reason_en: str
    reason_id: str


@dataclass(frozen=True)
class OpenName:
    """A written name, the first cell where it stands, and what it may mean, the likeliest first."""

    written_name: str
    place: str
    suggestions: tuple[Suggestion, ...]

    def line(self, code: str | None, accepted_by: str, accepted_on: date, reason: str) -> str:
        """The row of aliases.csv that accepts the name for a code."""
        buffer = io.StringIO()
        row = [self.written_name, code or "", accepted_by, accepted_on.isoformat(), reason]
        csv.writer(buffer, lineterminator="").writerow(row)
        return buffer.getvalue()


def open_names(data: Path, with_others: bool = False) -> list[OpenName]:
    """The names of the published build that wait for a decision; `with_others`: also what is no utility.

    Raises a WarehouseProblem where nothing is published.
    """
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        rows = connection.execute(_OPEN_NAMES, [with_others]).fetchall()
    return [_open_name(name, list(found)) for name, found in groupby(rows, key=lambda row: str(row[0]))]


def how_to_accept(data: Path, names: int) -> tuple[str, str]:
    """What to do about so many open names, in both languages: a data folder keeps its own aliases.csv."""
    file = data / "reference" / "aliases.csv"
    header = "" if file.exists() else ",".join(AliasRow.model_fields)
    new_en = f" It does not exist yet; its first line is {header}" if header else ""
    new_id = f" Berkas itu belum ada; baris pertamanya {header}" if header else ""
    return (
        f"{names} names are open. To accept one, add its line to {file} and build again.{new_en}",
        f"{names} nama belum dipastikan. Untuk menerima, tambahkan barisnya di {file}, lalu jalankan build "
        f"lagi.{new_id}",
    )


def _open_name(name: str, rows: Sequence[tuple[str | None, ...]]) -> OpenName:
    *_, file, sheet, cell = rows[0]
    place = "!".join(part for part in (sheet, cell) if part)
    suggestions = tuple(dict.fromkeys(Suggestion(row[2], row[3], str(row[4]), str(row[5])) for row in rows))
    return OpenName(name, " ".join(part for part in (file, place) if part), suggestions)
