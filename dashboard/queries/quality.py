"""Files received, rows refused and why, expectations, revisions."""

import duckdb
import pandas as pd

from dashboard.access import CLOSED_FILES, Viewer
from dashboard.queries.ask import MOST_ROWS, ask, ask_of_files

ARRIVED = (
    CLOSED_FILES
    + """,
arrived AS (
    SELECT *
    FROM quality.file_outcome
    WHERE $sees_all
        OR (
            partnership_id IN (SELECT partnership_id FROM visible)
            AND file_sha256 NOT IN (SELECT file_sha256 FROM closed_file)
        )
)"""
)

OUTCOMES = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT f.outcome, count(*) AS files, sum(f.rows_accepted) AS rows_accepted, sum(f.rows_rejected) AS rows_rejected
FROM arrived AS f
GROUP BY f.outcome
"""
)

FILES = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT f.received_at + INTERVAL 7 HOUR AS received_at, f.file_name, f.template, f.partnership_id, f.period, f.outcome,
    f.rows_accepted, f.rows_rejected, f.message_en, f.message_id, count(*) OVER () AS of_all
FROM arrived AS f
WHERE ($outcome IS NULL OR f.outcome = $outcome)
    AND ($file IS NULL OR f.file_name = $file)
ORDER BY f.received_at DESC, f.file_name
LIMIT $most_rows
"""
)

FINDINGS = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT f.severity, f.rule, f.file_name, f.sheet, f.cell, f.value, f.message_en, f.message_id,
    count(*) OVER () AS of_all
FROM quality.finding AS f
WHERE ($sees_all OR f.file_sha256 IN (SELECT file_sha256 FROM arrived))
    AND ($severity IS NULL OR f.severity = $severity)
    AND ($rule IS NULL OR f.rule = $rule)
    AND ($file IS NULL OR f.file_name = $file)
ORDER BY f.file_name, f.sheet, f.cell, f.rule
LIMIT $most_rows
"""
)

FINDING_COUNTS = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT f.severity, f.rule, count(*) AS findings, count(DISTINCT f.file_sha256) AS files,
    count(*) FILTER (f.row_rejected) AS rows_refused
FROM quality.finding AS f
WHERE ($sees_all OR f.file_sha256 IN (SELECT file_sha256 FROM arrived))
GROUP BY f.severity, f.rule
ORDER BY CASE f.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.rule
"""
)

FILE_NAMES = (
    "WITH "
    + ARRIVED.strip()
    + """
SELECT f.file_name
FROM arrived AS f
GROUP BY f.file_name
ORDER BY f.file_name IS DISTINCT FROM $file, f.file_name
LIMIT $most_rows
"""
)

EXPECTATIONS = """
SELECT suite, "rule", severity, success, failing_rows
FROM quality.expectation_result
ORDER BY success, suite, "rule"
"""


def outcomes(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Arrivals by what became of them; a partner's without the self-assessments that it may not see."""
    return ask_of_files(connection, OUTCOMES, viewer)


def files(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    outcome: str | None = None,
    file: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Arrivals, latest first; a partner's without the self-assessments that it may not see."""
    return ask_of_files(connection, FILES, viewer, outcome=outcome, file=file, most_rows=most_rows)


def findings(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    severity: str | None = None,
    rule: str | None = None,
    file: str | None = None,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Findings with their cells."""
    return ask_of_files(connection, FINDINGS, viewer, severity=severity, rule=rule, file=file, most_rows=most_rows)


def finding_counts(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Findings by rule."""
    return ask_of_files(connection, FINDING_COUNTS, viewer)


def file_names(connection: duckdb.DuckDBPyConnection, viewer: Viewer, file: str | None = None) -> pd.DataFrame:
    """Names of the first files that arrived, by name; `file` before them where it is one of all."""
    return ask_of_files(connection, FILE_NAMES, viewer, file=file, most_rows=MOST_ROWS)


def expectations(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """What was tested in this build and whether it held; first what did not."""
    return ask(connection, EXPECTATIONS, viewer)
