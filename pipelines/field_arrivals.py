"""What comes from the field and is neither workbook nor document: readings of loggers, exports of field forms."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines.arrivals import IntakeRecord
from pipelines.forms import load as forms
from pipelines.inputs import Inputs
from pipelines.parsed import ParsedRows
from pipelines.readings import load as readings
from pipelines.readings.read import is_readings


def is_from_field(record: IntakeRecord) -> bool:
    """Whether an arrival is read here."""
    return is_readings(record) or forms.is_export(record)


def load_readings(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, path_of: Callable[[str], Path], parsed: ParsedRows
) -> int:
    """Read new files of readings and load the days of all. Returns the number of files read anew."""
    return readings.load_days(connection, inputs.records, inputs.forgotten, path_of, parsed.beside("readings"))


def load_forms(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, path_of: Callable[[str], Path], parsed: ParsedRows
) -> int:
    """Read new exports of field forms and load the rows of all submissions. Returns the number of rows."""
    return forms.load_submissions(connection, inputs.records, inputs.forgotten, path_of, parsed.beside("forms"))


def describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Say what became of these files; quality.file_outcome is filled already."""
    readings.describe(connection)
    forms.describe(connection)
