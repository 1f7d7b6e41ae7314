"""Documents among the arrivals: what is no table to be read, and what is said of it on arrival.

A document is never opened here beyond its first bytes; it counts by what it is evidence of.
"""

from collections.abc import Collection, Iterable, Sequence

import duckdb

from pipelines.content import DOCUMENTS, SPREADSHEET
from pipelines.intake import Arrival, IntakeRecord
from pipelines.raw import insert_rows
from pipelines.read_file import is_workbook
from pipelines.template import Template

_COLUMNS = (
    "row_id VARCHAR, file_sha256 VARCHAR, source_file VARCHAR, kind VARCHAR, partnership_id VARCHAR, period VARCHAR, "
    "obligation_id VARCHAR, content VARCHAR, is_locked BOOLEAN, received_at TIMESTAMP, received_on DATE, "
    "submitted_on DATE, sender VARCHAR"
)


def forms_of(templates: Iterable[Template]) -> frozenset[str]:
    """The names and kinds of templates: what an arrival may be said to be without being a document."""
    return frozenset(name for template in templates for name in (template.name, template.kind))


def is_table(record: IntakeRecord, forms: Collection[str]) -> bool:
    """Whether an arrival is to be read cell by cell; see `is_read`."""
    return is_read(record.kind, record.content, record.file_name, forms)


def is_read(kind: str | None, content: str | None, file_name: str, forms: Collection[str]) -> bool:
    """Whether a file handed in as `kind` is to be read cell by cell. `forms`: see `forms_of`.

    What was handed in as a document of some kind stays one, also as a spreadsheet; a signed scan of a form is a
    document. Of the rest the bytes decide, and the name only where the bytes say nothing.
    """
    if kind is not None and kind not in forms:
        return False
    if content in DOCUMENTS:
        return kind is None and is_workbook(file_name)
    return content == SPREADSHEET or is_workbook(file_name)


def load_documents(
    connection: duckdb.DuckDBPyConnection, records: Sequence[IntakeRecord], forms: Collection[str]
) -> int:
    """Fill raw.arrived_document, and raw.file for their originals. Returns the number of documents."""
    arrived = [r for r in records if r.outcome is Arrival.NEW and not is_table(r, forms)]
    rows: list[tuple[object, ...]] = [
        (
            r.intake_id, r.file_sha256, r.file_name, r.kind, r.partnership_id, r.period, r.obligation_id, r.content,
            bool(r.is_locked), r.received_at, r.received_on, r.submitted_on, r.sender,
        )
        for r in arrived
    ]  # fmt: skip
    insert_rows(connection, "new_document", rows, _COLUMNS)
    connection.execute("INSERT INTO raw.arrived_document BY NAME SELECT * FROM new_document")
    connection.execute("""
        INSERT INTO raw.file BY NAME
        SELECT d.file_sha256, d.source_file AS file_name, d.kind, d.partnership_id, d.received_at, d.received_on,
            d.submitted_on, d.sender
        FROM new_document AS d ANTI JOIN raw.file AS f ON f.file_sha256 = d.file_sha256
        QUALIFY row_number() OVER (PARTITION BY d.file_sha256 ORDER BY d.received_at, d.row_id) = 1
    """)
    connection.execute("DROP TABLE new_document")
    return len(rows)
