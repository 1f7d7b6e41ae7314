"""What figures were before a later submission: mart.pilot_metric_revision and the figures of mart.revision.

The figures of a subject and period are looked at as they stood after each submission that brought any of them,
variables and derived metrics alike; what differs from one arrival to the next is a revision. Where nothing was sent
twice there is nothing to look at, and none of this costs anything.
"""

from typing import Final

import duckdb

SUBJECT: Final = ("partnership_id", "utility_id", "zone", "period_start", "period_end")


def same_subject(one: str, other: str) -> str:
    """The condition that two rows speak of the same subject and period; a missing part equals a missing part."""
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in SUBJECT)


_COLUMNS: Final = ", ".join(SUBJECT)

# One row per subject and period of which anything was replaced, and submission that brought any of its figures, in the
# order of arrival and, of one file, of submission. version: its place; '' for the last one, after which stands what
# holds now. is_settled: the last of its arrival; what a file itself replaces was never known.
_MOMENTS: Final = f"""
    CREATE OR REPLACE TEMP TABLE metric_moment AS
    WITH replaced AS (
        SELECT DISTINCT {_COLUMNS} FROM core.measurement WHERE NOT is_current
    ),
    submitted AS (
        SELECT {_COLUMNS}, submission_id, received_at AS known_from, max(submitted_at) AS submitted_at,
            max(place) AS place
        FROM core.measurement AS m
        WHERE EXISTS (SELECT 1 FROM replaced AS r WHERE {same_subject("m", "r")})
        GROUP BY {_COLUMNS}, submission_id, received_at
    ),
    numbered AS (
        SELECT *, row_number() OVER (
            PARTITION BY {_COLUMNS} ORDER BY known_from, submitted_at, place DESC, submission_id
        ) AS step
        FROM submitted
    )
    SELECT {_COLUMNS}, submission_id, known_from, step,
        CASE WHEN step = max(step) OVER (PARTITION BY {_COLUMNS}) THEN '' ELSE CAST(step AS VARCHAR) END AS version,
        step = max(step) OVER (PARTITION BY {_COLUMNS}, known_from) AS is_settled
    FROM numbered
"""

# The variables of such a subject as they stood after each of them but the last: of what was there, the first in line.
_BEFORE: Final = f"""
    CREATE OR REPLACE TEMP TABLE measurement_before AS
    SELECT c.version, m.*
    FROM core.measurement AS m
    JOIN metric_moment AS own
        ON own.submission_id = m.submission_id AND own.known_from = m.received_at AND {same_subject("m", "own")}
    JOIN metric_moment AS c ON own.step <= c.step AND {same_subject("m", "c")}
    WHERE c.version <> ''
    QUALIFY row_number() OVER (
        PARTITION BY c.partnership_id, c.utility_id, c.zone, c.period_start, c.period_end, c.version, m.variable_code
        ORDER BY m.place
    ) = 1
"""
_DERIVED: Final = f"""
    CREATE OR REPLACE TEMP TABLE metric_at AS
    SELECT {_COLUMNS}, version, '' AS metric_code, CAST(NULL AS DOUBLE) AS value, '' AS unit, '' AS status,
        '' AS source_file, '' AS source_sheet, '' AS source_cell, '' AS file_sha256, '' AS latest_file,
        known_from AS submitted_at, known_from AS replaced_at
    FROM metric_moment LIMIT 0
"""
_HISTORY: Final = f"""
    CREATE OR REPLACE TEMP TABLE metric_history AS
    WITH variable_at AS (
        SELECT * FROM measurement_before
        UNION ALL BY NAME
        SELECT '' AS version, m.* FROM core.measurement AS m
        WHERE m.is_current AND EXISTS (SELECT 1 FROM metric_moment AS c WHERE {same_subject("c", "m")})
    ),
    told AS (
        SELECT {_COLUMNS}, v.version, v.variable_code AS metric_code, v.value, c.unit, v.status, v.source_file,
            v.source_sheet, v.source_cell, v.file_sha256, v.source_file AS latest_file, FALSE AS is_derived
        FROM variable_at AS v JOIN mart.metric AS c ON c.metric_code = v.variable_code
        UNION ALL BY NAME
        SELECT *, TRUE AS is_derived FROM metric_at
    )
    SELECT t.*, c.known_from, c.step, c.is_settled
    FROM told AS t JOIN metric_moment AS c ON c.version = t.version AND {same_subject("c", "t")}
"""
_KEEP_DERIVED: Final = f"""
    INSERT INTO mart.pilot_metric_revision BY NAME
    SELECT {_COLUMNS}, metric_code, value, unit, status, submitted_at, replaced_at, 'later submission' AS replaced_why,
        source_file, source_sheet, source_cell
    FROM (
        SELECT *, row(value, status, source_file, source_cell)
            IS DISTINCT FROM lead(row(value, status, source_file, source_cell)) OVER by_moment AS is_replaced
        FROM metric_history
        WHERE is_derived
        WINDOW by_moment AS (PARTITION BY {_COLUMNS}, metric_code ORDER BY step)
    )
    WHERE version <> '' AND is_replaced AND replaced_at IS NOT NULL
"""
_REVISIONS: Final = f"""
    INSERT INTO mart.revision BY NAME
    WITH begun AS (  -- the first moment of each value
        SELECT * FROM metric_history
        WHERE is_settled
        QUALIFY row(value, status) IS DISTINCT FROM lag(row(value, status)) OVER (
            PARTITION BY {_COLUMNS}, metric_code ORDER BY known_from
        )
    ),
    stepped AS (
        SELECT *, lag(value) OVER by_moment AS earlier_value, lag(status) OVER by_moment AS earlier_status,
            lag(known_from) OVER by_moment AS known_at, lag(latest_file) OVER by_moment AS earlier_file,
            lag(source_sheet) OVER by_moment AS earlier_sheet, lag(source_cell) OVER by_moment AS earlier_cell,
            lag(file_sha256) OVER by_moment AS earlier_sha256, lead(known_from) OVER by_moment IS NULL AS is_in_force
        FROM begun
        WINDOW by_moment AS (PARTITION BY {_COLUMNS}, metric_code ORDER BY known_from)
    )
    SELECT {_COLUMNS}, 'figure' AS kind, metric_code AS subject,
        CASE WHEN date_trunc('month', period_start) = date_trunc('month', period_end)
            THEN strftime(period_start, '%Y-%m') END AS subject_period,
        'changed' AS change, earlier_value, value AS later_value, unit, earlier_status, status AS later_status,
        CAST(known_at + INTERVAL 7 HOUR AS DATE) AS known_on, CAST(known_from + INTERVAL 7 HOUR AS DATE) AS changed_on,
        is_in_force, earlier_file, earlier_sheet, earlier_cell, earlier_sha256, latest_file AS later_file,
        source_sheet AS later_sheet, source_cell AS later_cell, file_sha256 AS later_sha256
    FROM stepped
    WHERE known_at IS NOT NULL AND earlier_status <> 'not_reported'
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes measurement_before and the empty metric_at, which the evaluation of derived metrics reads and fills."""
    for statement in (_MOMENTS, _BEFORE, _DERIVED):
        connection.execute(statement)


def record(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills mart.pilot_metric_revision (derived metrics) and the figures of mart.revision; drops what it used."""
    connection.execute("DELETE FROM mart.revision WHERE kind = 'figure'")
    if connection.execute("SELECT 1 FROM metric_moment LIMIT 1").fetchall():
        for statement in (_HISTORY, _KEEP_DERIVED, _REVISIONS):
            connection.execute(statement)
        connection.execute("DROP TABLE metric_history")
    for table in ("metric_at", "measurement_before", "metric_moment"):
        connection.execute("DROP TABLE " + table)
