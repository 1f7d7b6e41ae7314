"""Parsed rows, kept so that no unchanged file is parsed twice.

    warehouse/parsed/<reader fingerprint>/<batch>/<raw table>.parquet
    warehouse/parsed/<reader fingerprint>/<batch>/_file.parquet, _header.parquet, _rejected.parquet,
                                                     _finding.parquet

A batch is what one build read; it appears whole by a rename. Batches are merged when there are many: 000012-merged
replaces all before it from the instant it appears, so that a build killed while merging leaves nothing twice.
"""

import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.extraction import Extracted
from pipelines.reading import Refused
from pipelines.template import Template, merged_sheets, raw_columns

MOST_BATCHES = 12
FILES_PER_BATCH = 4_000
_MERGED = "-merged"
_DIGITS = 6

_ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "INTEGER": pa.int32(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "BOOLEAN": pa.bool_(),
}
_LEADING = [
    ("row_id", pa.string()),
    ("file_sha256", pa.string()),
    ("sheet", pa.string()),
    ("row_no", pa.int32()),
    ("source_cell", pa.string()),
]
_FILE = pa.schema([*((name, pa.string()) for name in ("file_sha256", "template", "edition")), ("refused", pa.bool_())])
_REJECTED = pa.schema([(name, pa.string()) for name in ("file_sha256", "table_name", "row_id")])
_HEADER = pa.schema(
    [(name, pa.string()) for name in ("file_sha256", "table_name", "sheet", "column_name", "cell_column")]
    + [("cell_row", pa.int32())]
)
_FINDING = pa.schema(
    [
        (name, pa.string())
        for name in ("file_sha256", "row_id", "sheet", "cell", "column_name", "value", "rule", "severity")
    ]
    + [("row_rejected", pa.bool_()), ("message_en", pa.string()), ("message_id", pa.string())]
)


_Part = tuple[str, dict[str, list[object]]]
"""The SHA-256 of a file, and the columns of what it puts into one table."""


@dataclass(frozen=True)
class Read:
    """What reading one file gave: its rows, or why it was refused."""

    file_sha256: str
    outcome: Extracted | Refused


class ParsedRows:
    """The parsed rows of all files that this reader has read.

    With `aside`, a folder of its own, what is read from now on is kept there and `folder` is only read.
    """

    def __init__(self, folder: Path, reader: str, templates: Sequence[Template], aside: Path | None = None) -> None:
        self.folder = folder / reader[:16]
        self._siblings = folder
        self._aside = aside
        self._schemas = {
            sheet.table: pa.schema([*_LEADING, *((name, _ARROW_TYPES[kind]) for name, kind in raw_columns(sheet))])
            for sheet in merged_sheets(templates)
        }

    def beside(self, name: str) -> list[Path]:
        """Folders for what another reader keeps: that of the data folder, and the one aside, which is written then."""
        return [folder / name for folder in (self._siblings.parent, self._aside) if folder]

    def known(self) -> set[str]:
        """SHA-256 of every file that need not be read again."""
        return {
            sha256
            for path in self.files("_file")
            for sha256 in pq.read_table(path, columns=["file_sha256"]).column(0).to_pylist()
        }

    def files(self, table: str) -> list[Path]:
        """The Parquet files that hold a table, oldest batch first."""
        folders = [self.folder, *([self._aside] if self._aside else [])]
        paths = [batch / f"{table}.parquet" for folder in folders for batch in _in_force(folder)]
        return [path for path in paths if path.exists()]

    def add(self, results: Iterable[Read]) -> int:
        """Keep what was read, in batches. Returns the number of files."""
        count = 0
        for batch in _batches(results):
            self._write(batch)
            count += len(batch)
        return count

    def forget(self, forgotten: Collection[str]) -> None:
        """Drop what was read of originals removed for privacy; the batches without them appear as one.

        What other readers keep beside bears the name of its original.
        """
        if not forgotten or self._aside:
            return
        for path in self._siblings.parent.glob("*/*/*.*"):
            if path.name.partition(".")[0] in forgotten:
                path.unlink(missing_ok=True)
        if not self.known().isdisjoint(forgotten):
            self._merge(_in_force(self.folder), forgotten)

    def tidy(self) -> None:
        """Merge the batches where there are many; drop what other versions of the reader and killed builds left."""
        if self._aside:
            return
        batches = _in_force(self.folder)
        if len(batches) > MOST_BATCHES:
            self._merge(batches)
        kept = {self.folder, *_in_force(self.folder)}
        for folder in (self._siblings, self.folder):
            for path in folder.iterdir() if folder.is_dir() else []:
                if path not in kept:
                    shutil.rmtree(path, ignore_errors=True)

    def _write(self, batch: Sequence[Read]) -> None:
        tables: dict[str, pa.Table] = {
            table: pa.Table.from_pydict(_columns(parts, self._schemas[table].names), schema=self._schemas[table])
            for table, parts in _parts_by_table(batch).items()
        }
        tables["_file"] = _table([_file_row(read) for read in batch], _FILE)
        tables["_header"] = _table(_header_rows(batch), _HEADER)
        tables["_rejected"] = _table(_rejected_rows(batch), _REJECTED)
        tables["_finding"] = _table(_finding_rows(batch), _FINDING)
        private = self._private()
        for name, table in tables.items():
            pq.write_table(table, private / f"{name}.parquet", compression="zstd")
        private.rename(self._next())

    def _merge(self, batches: Sequence[Path], forgotten: Collection[str] = ()) -> None:
        private = self._private()
        with duckdb.connect() as connection:
            for name in sorted({path.stem for batch in batches for path in batch.glob("*.parquet")}):
                merged = connection.execute(
                    "SELECT * FROM read_parquet($1, union_by_name = true) "
                    "WHERE NOT list_contains(CAST($2 AS VARCHAR[]), file_sha256)",
                    [[str(path) for path in self.files(name)], list(forgotten)],
                ).to_arrow_table()
                pq.write_table(merged, private / f"{name}.parquet", compression="zstd")
        private.rename(self.folder / (self._next().name + _MERGED))

    def _private(self) -> Path:
        path = (self._aside or self.folder) / f".{secrets.token_hex(6)}"
        path.mkdir(parents=True)
        return path

    def _next(self) -> Path:
        folder = self._aside or self.folder
        last = max((int(path.name[:_DIGITS]) for path in folder.glob("[0-9]*")), default=0)
        return folder / f"{last + 1:0{_DIGITS}d}"


def _in_force(folder: Path) -> list[Path]:
    """The batches that count, oldest first."""
    batches = sorted(folder.glob("[0-9]*"))
    merged = [place for place, batch in enumerate(batches) if batch.name.endswith(_MERGED)]
    return batches[merged[-1] :] if merged else batches


def _batches(results: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    for result in results:
        batch.append(result)
        if len(batch) == FILES_PER_BATCH:
            yield sorted(batch, key=lambda read: read.file_sha256)
            batch = []
    if batch:
        yield sorted(batch, key=lambda read: read.file_sha256)


def _parts_by_table(batch: Sequence[Read]) -> dict[str, list[_Part]]:
    """What each file puts into a table, for every table that gets a row."""
    tables: dict[str, list[_Part]] = {}
    for read in batch:
        found = read.outcome.tables if isinstance(read.outcome, Extracted) else {}
        for table, columns in found.items():
            if columns["row_no"]:
                tables.setdefault(table, []).append((read.file_sha256, columns))
    return tables


def _columns(parts: Sequence[_Part], names: Sequence[str]) -> dict[str, list[object]]:
    """The columns of a table, one file's rows after the other; what a file does not have is None."""
    joined: dict[str, list[object]] = {name: [] for name in names}
    for file_sha256, columns in parts:
        count = len(columns["row_no"])
        for name, values in joined.items():
            if name == "file_sha256":
                values.extend([file_sha256] * count)
            else:
                values.extend(columns.get(name) or [None] * count)
    return joined


def _table(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows in the order of a schema's columns, as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _file_row(read: Read) -> tuple[object, ...]:
    found = read.outcome
    if isinstance(found, Refused):
        return read.file_sha256, None, None, True
    return read.file_sha256, found.template, found.edition, found.refused


def _rejected_rows(batch: Sequence[Read]) -> Iterator[tuple[object, ...]]:
    for read in batch:
        if isinstance(read.outcome, Extracted):
            for table, row_id in read.outcome.rejected_rows:
                yield read.file_sha256, table, row_id


def _header_rows(batch: Sequence[Read]) -> Iterator[tuple[object, ...]]:
    for read in batch:
        if isinstance(read.outcome, Extracted):
            for header in read.outcome.headers:
                yield read.file_sha256, *header


def _finding_rows(batch: Sequence[Read]) -> Iterator[tuple[object, ...]]:
    for read in batch:
        sha256, told = read.file_sha256, read.outcome
        if isinstance(told, Refused):
            yield (
                sha256, None, told.sheet, told.cell, None, None, told.rule, "critical",
                False, told.message_en, told.message_id,
            )  # fmt: skip
            continue
        for found in told.findings:
            yield (
                sha256, found.row_id, found.sheet, found.cell, found.column_name, found.value, found.rule,
                str(found.severity), found.row_rejected, found.message_en, found.message_id,
            )  # fmt: skip
