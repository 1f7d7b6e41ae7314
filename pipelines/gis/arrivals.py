"""GIS files among the arrivals: whose they are, of which month, and what is said of those that wait."""

from collections.abc import Sequence
from typing import Final

import duckdb

from pipelines.arrivals import Arrival, IntakeRecord
from pipelines.gis.presence import INSTALL_COMMAND, is_gis
from pipelines.raw import insert_rows

_COLUMNS: Final = (
    "row_id VARCHAR, file_sha256 VARCHAR, source_file VARCHAR, partnership_id VARCHAR, period VARCHAR, "
    "told_by VARCHAR, is_read BOOLEAN, install_command VARCHAR, received_at TIMESTAMP, received_on DATE, "
    "submitted_on DATE, sender VARCHAR"
)


def load_arrivals(connection: duckdb.DuckDBPyConnection, records: Sequence[IntakeRecord], installed: bool) -> int:
    """Fill raw.gis_arrival, and raw.file for originals that could not be read. Returns the number of arrivals.

    `installed`: whether the libraries that read GIS files are there.
    """
    arrived = [r for r in records if r.outcome is Arrival.NEW and is_gis(r)]
    if not arrived:
        return 0
    waits = None if installed else INSTALL_COMMAND
    rows: list[tuple[object, ...]] = [
        (
            r.intake_id, r.file_sha256, r.file_name, r.partnership_id, r.period,
            "arrival" if r.partnership_id and r.period else None, waits is None, waits,
            r.received_at, r.received_on, r.submitted_on, r.sender,
        )
        for r in arrived
    ]  # fmt: skip
    insert_rows(connection, "new_gis", rows, _COLUMNS)
    connection.execute("INSERT INTO raw.gis_arrival BY NAME SELECT * EXCLUDE (sender) FROM new_gis")
    connection.execute("""
        INSERT INTO raw.file BY NAME
        SELECT g.file_sha256, g.source_file AS file_name, 'gis' AS kind, g.partnership_id, g.received_at,
            g.received_on, g.submitted_on, g.sender
        FROM new_gis AS g ANTI JOIN raw.file AS f ON f.file_sha256 = g.file_sha256
        QUALIFY row_number() OVER (PARTITION BY g.file_sha256 ORDER BY g.received_at, g.row_id) = 1
    """)
    connection.execute("DROP TABLE new_gis")
    return len(rows)


def name_arrivals(connection: duckdb.DuckDBPyConnection) -> None:
    """Take partnership and month from the file's name where the arrival does not say them.

    `P014_2026-03_pipa.gpkg`: a word of the name that is the number of one partnership of the register, and a month.
    A name with two different months tells none.
    """
    connection.execute("""
        UPDATE raw.gis_arrival AS a SET
            partnership_id = coalesce(a.partnership_id, n.partnership_id),
            period = coalesce(a.period, n.period),
            told_by = CASE
                WHEN coalesce(a.partnership_id, n.partnership_id) IS NOT NULL
                    AND coalesce(a.period, n.period) IS NOT NULL THEN 'file_name'
            END
        FROM (
            SELECT g.row_id,
                CASE WHEN count(DISTINCT p.partnership_id) = 1 THEN any_value(p.partnership_id) END AS partnership_id,
                any_value(CASE WHEN len(g.months) = 1 THEN left(g.months[1], 4) || '-' || right(g.months[1], 2) END)
                    AS period
            FROM (
                SELECT row_id, regexp_extract_all(upper(source_file), '[A-Z0-9]+') AS words,
                    list_distinct(list_transform(
                        regexp_extract_all(
                            regexp_replace(source_file, '([^0-9])', '\\1\\1', 'g'),  -- two months may share one
                            '(?:^|[^0-9])20[0-9]{2}(?:--|__|  |[.][.])?(?:0[1-9]|1[0-2])(?:[^0-9]|$)'
                        ),
                        lambda found: regexp_replace(found, '[^0-9]', '', 'g')
                    )) AS months
                FROM raw.gis_arrival WHERE told_by IS NULL
            ) AS g
            LEFT JOIN core.partnership AS p ON list_contains(g.words, upper(p.partnership_id))
            GROUP BY g.row_id
        ) AS n
        WHERE n.row_id = a.row_id
    """)


def describe_outcomes(connection: duckdb.DuckDBPyConnection) -> None:
    """The temporary table gis_outcome: what became of each arrival, where a GIS file has its own words for it."""
    connection.execute("""
        CREATE TEMP TABLE gis_outcome AS
        WITH content AS (
            SELECT file_sha256, count(*) AS layers, sum(features) AS features
            FROM accepted_gis_layer GROUP BY file_sha256
        ),
        finding AS (
            SELECT file_sha256, count(*) AS findings FROM quality.finding WHERE severity <> 'info' GROUP BY file_sha256
        ),
        refusal AS (
            SELECT row_id, arg_min(message_en, rule) AS message_en, arg_min(message_id, rule) AS message_id
            FROM quality.finding WHERE severity = 'critical' GROUP BY row_id
        ),
        judged AS (
            SELECT a.*, c.layers, c.features, coalesce(f.findings, 0) AS findings,
                x.message_en AS refusal_en, x.message_id AS refusal_id,
                CASE
                    WHEN j.row_id IS NOT NULL THEN 'rejected'
                    WHEN NOT a.is_read OR a.partnership_id IS NULL OR a.period IS NULL
                        OR last_day(CAST(a.period || '-01' AS DATE)) > as_of() THEN 'parked'
                    ELSE 'accepted'
                END AS outcome
            FROM raw.gis_arrival AS a
            LEFT JOIN content AS c ON c.file_sha256 = a.file_sha256
            LEFT JOIN finding AS f ON f.file_sha256 = a.file_sha256
            LEFT JOIN raw.rejected_row AS j ON j.table_name = 'gis_arrival' AND j.row_id = a.row_id
            LEFT JOIN refusal AS x ON x.row_id = a.row_id
            ANTI JOIN raw.refused_file AS r ON r.file_sha256 = a.file_sha256
        )
        SELECT row_id AS intake_id, outcome, partnership_id, period,
            CASE
                WHEN outcome = 'rejected' THEN refusal_en
                WHEN NOT is_read THEN 'Kept, not read yet: GIS files need libraries that are not installed here. '
                    || 'Install them once with: ' || install_command || ' - the next build reads the file.'
                WHEN partnership_id IS NULL OR period IS NULL
                    THEN 'Kept, not counted yet: it does not say of which partnership and month it is. Receive it '
                        || 'again with --kind gis --partnership --month, or name it like P014_2026-03_pipa.gpkg.'
                WHEN outcome = 'parked' THEN 'Kept, not counted yet: the month ' || period || ' is not over.'
                ELSE 'Taken for ' || partnership_id || ', ' || period || '; layers: ' || layers || ', features: '
                    || features || if(findings > 0, '; findings to look at: ' || findings || '.', '.')
            END AS message_en,
            CASE
                WHEN outcome = 'rejected' THEN refusal_id
                WHEN NOT is_read THEN 'Disimpan, belum dibaca: pustaka pembaca berkas GIS belum terpasang di sini. '
                    || 'Pasang sekali dengan: ' || install_command || ' - berkas dibaca pada pengolahan berikutnya.'
                WHEN partnership_id IS NULL OR period IS NULL
                    THEN 'Disimpan, belum dihitung: kemitraan dan bulannya belum diketahui. Terima ulang dengan '
                        || '--kind gis --partnership --month, atau beri nama seperti P014_2026-03_pipa.gpkg.'
                WHEN outcome = 'parked' THEN 'Disimpan, belum dihitung: bulan ' || period || ' belum berakhir.'
                ELSE 'Diterima untuk ' || partnership_id || ', ' || period || '; layer: ' || layers || ', objek: '
                    || features || if(findings > 0, '; temuan yang perlu dilihat: ' || findings || '.', '.')
            END AS message_id
        FROM judged
    """)
