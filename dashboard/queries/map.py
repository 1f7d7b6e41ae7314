"""Where the partnerships are: the 38 provinces, each with the partnerships whose mentor or mentee lies in it."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask

PROVINCES = """
SELECT *
FROM reference.province
ORDER BY province
"""

# Each side of a partnership in the province that the register tells, where it is one of the 38.
PLACED = """
told AS (
    SELECT p.*, coalesce(p.province, mentee.province) AS mentee_told, mentor.province AS mentor_told
    FROM chosen AS p
    LEFT JOIN mart.party AS mentee ON mentee.party_id = p.mentee_id
    LEFT JOIN mart.party AS mentor ON mentor.party_id = p.mentor_id
),
placed AS (
    SELECT t.*, e.iso_code AS mentee_code, r.iso_code AS mentor_code
    FROM told AS t
    LEFT JOIN reference.province AS e ON lower(e.province) = lower(trim(t.mentee_told))
    LEFT JOIN reference.province AS r ON lower(r.province) = lower(trim(t.mentor_told))
)"""

TILES = (
    "WITH "
    + PLACED.strip()
    + """,
side AS (
    SELECT partnership_id, stage, mentee_code AS iso_code, 'mentee' AS side FROM placed
    UNION ALL
    SELECT partnership_id, stage, mentor_code, 'mentor' FROM placed
)
SELECT
    iso_code, stage, count(DISTINCT partnership_id) AS partnerships,
    count(*) FILTER (side = 'mentee') AS mentees, count(*) FILTER (side = 'mentor') AS mentors
FROM side
WHERE iso_code IS NOT NULL
GROUP BY iso_code, stage
ORDER BY iso_code, stage
"""
)

COVERED = (
    "WITH "
    + PLACED.strip()
    + """
SELECT
    count(*) AS partnerships,
    count(*) FILTER (mentee_code IS NOT NULL OR mentor_code IS NOT NULL) AS placed,
    count(*) FILTER (mentee_code IS NOT NULL AND mentor_code IS NOT NULL) AS both_known,
    count(*) FILTER (mentee_code = mentor_code) AS in_one_province
FROM placed
"""
)

LISTED = (
    "WITH "
    + PLACED.strip()
    + """
SELECT
    partnership_id, mentee, mentor, mentee_told, mentor_told, subject, programme_kind, stage, status,
    count(*) OVER () AS of_all
FROM placed
WHERE CASE
    WHEN $without_place THEN mentee_code IS NULL AND mentor_code IS NULL
    WHEN $province IS NULL THEN mentee_code IS NOT NULL OR mentor_code IS NOT NULL
    ELSE $province IN (mentee_code, mentor_code)
END
ORDER BY mentee, partnership_id
LIMIT $most_rows
"""
)


def provinces(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The provinces with their place in the tile grid; `short_name` is missing in an older build."""
    return ask(connection, PROVINCES, viewer)


def tiles(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Partnerships by province and stage; one whose two sides lie in one province counts once there."""
    return ask(connection, TILES, viewer, filters)


def covered(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """How many partnerships have a place, on both sides, and within one province."""
    return ask(connection, COVERED, viewer, filters)


def listed(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    province: str | None = None,
    without_place: bool = False,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """Partnerships of a province (ISO code), of all provinces, or without any; alphabetical."""
    return ask(connection, LISTED, viewer, filters, province=province, without_place=without_place, most_rows=most_rows)
