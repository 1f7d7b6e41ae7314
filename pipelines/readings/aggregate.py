"""From the readings of one file to one row per DMA and day, by DuckDB straight over the landed file.

The hours of a day are cut into slots of equal length. One pass over all readings gives, per DMA and slot, their
number, the minutes that were read, the lowest and highest flow, the flow of the night hours; the days follow from
the slots. So memory depends on DMAs times days, never on the number of readings, and their order does not matter.
"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.readings import messages
from pipelines.readings.recognise import PARQUET, Shape, head_of, places_of, shape_of_text
from pipelines.readings.remark import Remark
from pipelines.readings.source import Source, delimited_source, parquet_source, rejected_lines
from pipelines.readings.template import ReadingTemplate
from warehouse.ddl import literal

SETTINGS = {"memory_limit": "500MB", "threads": "2"}
_HOUR = 3_600_000_000  # microseconds
_DAY = 24 * _HOUR
_MINUTE = 60_000_000
_LEAST_STUCK = 4  # so many equal readings: fewer may be chance
READINGS_A_DAY = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 144, 240, 288, 480, 720, 1440)
"""How many readings a day loggers are set to: one a day to one a minute."""


@dataclass(frozen=True, slots=True)
class NightRules:
    """Local hours of the night (`first` up to `last`), hours in which a flow that never changes is stuck, and the
    share of its readings that a night needs."""

    first: int
    last: int
    stuck_hours: int
    least_share: float


@dataclass(slots=True)
class Aggregated:
    """What a file gave: how many rows and readings, which zone and unit, and what is to be said of it."""

    rows: int
    readings: int
    dmas: int
    remarks: list[Remark] = field(default_factory=list)


def aggregate(path: Path, file_name: str, template: ReadingTemplate, rules: NightRules, days: Path) -> Aggregated:
    """Write one row per DMA and day of a file of readings to the Parquet file `days`. Raises Refused."""
    aside = days.with_suffix(".aside")
    try:
        with duckdb.connect(config={**SETTINGS, "temp_directory": str(aside.with_suffix(".spill"))}) as connection:
            connection.execute("SET enable_progress_bar = false")
            source = _source(connection, path, file_name, template, aside)
            return _aggregated(connection, source, rules, days)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise messages.damaged(str(error)) from error
    finally:
        aside.unlink(missing_ok=True)


def slot_sql(source: Source, rules: NightRules) -> str:
    """The one statement that sees every reading: one row per DMA, partnership and slot of the day."""
    hours = rules.stuck_hours
    night = f"BETWEEN {rules.first * _HOUR} AND {rules.last * _HOUR - 1}"
    return f"""
        SELECT dma_id, partnership_id, slot, count(*) AS readings,
            bit_count(bitstring_agg(minute_of_slot, 0, {hours * 60 - 1})) AS minutes,
            count_if(flow < 0) AS negatives, min(flow) AS lowest, max(flow) AS highest,
            sum(flow) FILTER (is_night) AS night_sum, count(*) FILTER (is_night) AS night_readings,
            bit_count(bitstring_agg(minute_of_slot, 0, {hours * 60 - 1}) FILTER (is_night)) AS night_minutes,
            sum(pressure) FILTER (isfinite(pressure)) AS pressure_sum,
            count(*) FILTER (isfinite(pressure)) AS pressure_readings,
            min(row_no) AS first_row, max(row_no) AS last_row
        FROM (
            SELECT dma_id, partnership_id, flow, pressure, row_no,
                local_us // {hours * _HOUR} AS slot,
                CAST(local_us % {hours * _HOUR} // {_MINUTE} AS INTEGER) AS minute_of_slot,
                local_us % {_DAY} {night} AND flow >= 0 AS is_night
            FROM ({source.sql}) AS plain
            WHERE dma_id IS NOT NULL AND local_us >= 0 AND isfinite(flow)
        ) AS timed
        GROUP BY dma_id, partnership_id, slot
    """


def day_sql(source: Source, rules: NightRules) -> str:
    """One row per DMA, partnership and day, from the table reading_slot."""
    slots = 24 // rules.stuck_hours
    standards = ", ".join(map(str, READINGS_A_DAY))
    nightly = (rules.last - rules.first) / 24
    return f"""
        WITH day AS (
            SELECT dma_id, partnership_id, slot // {slots} AS day_no, sum(readings) AS readings, sum(minutes) AS minutes
            FROM reading_slot GROUP BY ALL
        ),
        logger AS (
            SELECT dma_id, quantile_disc(minutes, 0.9) AS usual, median(readings / minutes) >= 1.5 AS is_fast
            FROM day GROUP BY dma_id
        ),
        rhythm AS (
            SELECT dma_id, is_fast,
                coalesce(list_min(list_filter([{standards}], lambda n: n >= 0.98 * usual)), 1440) AS expected
            FROM logger
        ),
        judged AS (
            SELECT s.*, h.expected, h.is_fast,
                s.lowest = s.highest AND s.highest <> 0 AND s.readings >= {_LEAST_STUCK}
                    AND s.minutes >= 0.5 * h.expected / {slots} AS is_stuck
            FROM reading_slot AS s JOIN rhythm AS h USING (dma_id)
        )
        SELECT dma_id, partnership_id, DATE '1970-01-01' + CAST(slot // {slots} AS INTEGER) AS day,
            any_value(expected) AS expected, CAST(sum(readings) AS BIGINT) AS readings,
            CAST(sum(minutes) AS BIGINT) AS minutes,
            CASE WHEN NOT any_value(is_fast) THEN CAST(sum(readings) - sum(minutes) AS BIGINT) END AS duplicates,
            CAST(sum(negatives) AS BIGINT) AS negatives, count_if(is_stuck) * {rules.stuck_hours} AS stuck_hours,
            CAST(sum(night_readings) AS BIGINT) AS night_readings,
            CASE
                WHEN NOT coalesce(bool_or(is_stuck AND night_readings > 0), FALSE)
                    AND sum(night_minutes) >= greatest(1, {rules.least_share} * any_value(expected) * {nightly})
                THEN sum(night_sum) / sum(night_readings) * {source.flow_factor}
            END AS night_flow,
            sum(pressure_sum) * {source.pressure_factor} AS pressure_sum,
            CAST(sum(pressure_readings) AS BIGINT) AS pressure_readings,
            min(first_row) AS first_row, max(last_row) AS last_row
        FROM judged
        GROUP BY dma_id, partnership_id, slot // {slots}
        ORDER BY dma_id, partnership_id, day
    """


def _source(
    connection: duckdb.DuckDBPyConnection, path: Path, file_name: str, template: ReadingTemplate, aside: Path
) -> Source:
    head = head_of(path)
    if head.startswith(PARQUET):
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(" + literal(str(path)) + ")").fetchall()
        types = {str(row[0]): str(row[1]) for row in described}
        places, zone = places_of(list(types), template)
        shape = Shape("parquet", places, len(types), zone=zone or template.zone, header=tuple(types))
        _insist(shape, file_name, template)
        return parquet_source(connection, path, shape, types, template)
    shape_found = shape_of_text(head, template)
    if shape_found is None:
        raise messages.not_readings(file_name)
    _insist(shape_found, file_name, template)
    return delimited_source(connection, path, shape_found, template, aside)


def _insist(shape: Shape, file_name: str, template: ReadingTemplate) -> None:
    if shape.form == "delimited" and shape.delimiter is None:
        raise messages.unknown_delimiter(shape.header[0])
    flow = shape.places.get("flow")
    if flow and flow.unknown_unit and not shape.missing:
        raise messages.unknown_unit(flow.name, flow.unknown_unit)
    if shape.encoding == "utf-16":
        raise messages.unreadable_encoding()
    if shape.missing:
        raise messages.missing_columns(shape.missing, shape.header, template)


def _aggregated(connection: duckdb.DuckDBPyConnection, source: Source, rules: NightRules, days: Path) -> Aggregated:
    connection.execute("CREATE TEMP TABLE reading_slot AS " + slot_sql(source, rules))
    connection.execute("CREATE TEMP TABLE reading_day AS " + day_sql(source, rules))
    _number_lines(connection, source)
    readings, dmas = connection.execute(
        "SELECT coalesce(sum(readings), 0), count(DISTINCT dma_id) FROM reading_day"
    ).fetchall()[0]
    counted = "SELECT sum(num_rows) FROM parquet_file_metadata(" + literal(str(source.file)) + ")"
    rows = int(connection.execute(counted).fetchall()[0][0])
    lost = rejected_lines(connection) if source.is_copy else 0
    if not readings:
        if source.zone_is_per_row and _without_zone(connection, source)[0] == rows:
            raise messages.time_without_zone(None)
        raise messages.nothing_usable(rows + lost)
    found = Aggregated(rows + lost, int(readings), int(dmas), list(source.remarks))
    if found.readings < found.rows:
        found.remarks += _losses(connection, source, lost)
    found.remarks += _disorder(connection)
    if source.zone_is_per_row:
        found.remarks += _mixture(connection, source)
    connection.execute("COPY reading_day TO " + literal(str(days)) + " (FORMAT parquet, COMPRESSION zstd)")
    return found


def _number_lines(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Let the days name the lines of the text, those that gave no row counted."""
    if not source.gaps:
        return
    connection.execute("CREATE TEMP TABLE reading_gap (row_no BIGINT)")
    connection.execute("INSERT INTO reading_gap SELECT unnest(CAST($1 AS BIGINT[]))", [list(source.gaps)])
    connection.execute("""
        UPDATE reading_day SET
            first_row = first_row + (SELECT count(*) FROM reading_gap AS g WHERE g.row_no <= reading_day.first_row),
            last_row = last_row + (SELECT count(*) FROM reading_gap AS g WHERE g.row_no <= reading_day.last_row)
    """)


def _losses(connection: duckdb.DuckDBPyConnection, source: Source, lost: int) -> list[Remark]:
    """Rows of which no reading came: without zone, without flow, or not to be read."""
    plain = f"FROM ({source.sql}) AS plain"
    remarks = []
    without_zone, first = _without_zone(connection, source) if source.zone_is_per_row else (0, None)
    if without_zone:
        remarks.append(
            Remark("mixed_zones", "warning", *messages.rows_without_zone(without_zone, first or 0), cell=f"{first}")
        )
    no_flow = "SELECT count(*) " + plain + " WHERE dma_id IS NOT NULL AND local_us IS NOT NULL AND flow_is_blank"
    blank = int(connection.execute(no_flow).fetchall()[0][0])
    if blank:
        remarks.append(Remark("readings_without_flow", "warning", *messages.rows_without_flow(blank)))
    zone = " AND zone IS NOT NULL" if source.zone_is_per_row else ""
    bad = (
        "SELECT count(*), min(row_no), min_by(written, row_no) " + plain + " WHERE (dma_id IS NULL OR local_us IS NULL "
        "OR local_us < 0 OR NOT coalesce(isfinite(flow), flow_is_blank))" + zone
    )
    rows, first_row, example = connection.execute(bad).fetchall()[0]
    first_bad = source.line_of(first_row)
    if rows + lost:
        pair = messages.unreadable_rows(int(rows) + lost, first_bad, example)
        remarks.append(
            Remark("unreadable_readings", "warning", *pair, cell=None if first_bad is None else f"{first_bad}")
        )
    return remarks


def _without_zone(connection: duckdb.DuckDBPyConnection, source: Source) -> tuple[int, int | None]:
    statement = "SELECT count(*), min(row_no) FROM (" + source.sql + ") AS plain WHERE zone IS NULL"
    rows, first = connection.execute(statement).fetchall()[0]
    return int(rows), source.line_of(first)


def _disorder(connection: duckdb.DuckDBPyConnection) -> list[Remark]:
    dmas, example = connection.execute("""
        SELECT count(DISTINCT dma_id), min(dma_id) FROM (
            SELECT dma_id, first_row < lag(last_row) OVER (PARTITION BY dma_id ORDER BY day) AS is_back FROM reading_day
        ) WHERE is_back
    """).fetchall()[0]
    return [Remark("unsorted_readings", "info", *messages.unsorted(int(dmas), example))] if dmas else []


def _mixture(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Remark]:
    statement = f"""
        SELECT count(*), min(dma_id), min_by(zones, dma_id) FROM (
            SELECT dma_id, string_agg(DISTINCT zone, ', ' ORDER BY zone) AS zones
            FROM ({source.sql}) AS plain WHERE zone IS NOT NULL AND dma_id IS NOT NULL
            GROUP BY dma_id HAVING count(DISTINCT zone) > 1
        )
    """
    dmas, example, zones = connection.execute(statement).fetchall()[0]
    return [Remark("mixed_zones", "warning", *messages.mixed_zones(int(dmas), example, zones))] if dmas else []
