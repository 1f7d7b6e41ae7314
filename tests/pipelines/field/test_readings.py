"""Readings of loggers from file to minimum night flow, good ones and bad ones, in one build."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from pipelines import content
from pipelines.arrivals import Arrival
from pipelines.intake import Landing
from pipelines.reading import Refused
from pipelines.readings.aggregate import NightRules, aggregate
from pipelines.readings.recognise import looks_like_readings, shape_of_text
from pipelines.readings.template import FOLDER, ReadingTemplate, load_template
from pipelines.template import TemplateError

from .conftest import (
    NOW,
    PILOT,
    Reading,
    found_in,
    month_of_readings,
    outcome_of,
    with_commas,
    write_csv,
    write_parquet,
)

RULES = NightRules(first=2, last=4, stuck_hours=6, least_share=0.75)


def _nights(connection: duckdb.DuckDBPyConnection, zone: str) -> dict[str, object]:
    rows = connection.execute("SELECT * FROM mart.night_flow WHERE zone = $1", [zone])
    names = [column[0] for column in rows.description]
    found = rows.fetchall()
    assert len(found) == 1
    return dict(zip(names, found[0], strict=True))


def _remarks(path: Path, days: Path) -> dict[str, str]:
    return {
        remark.rule: remark.message_en for remark in aggregate(path, path.name, load_template(), RULES, days).remarks
    }


def _refusal(path: Path, days: Path) -> Refused:
    with pytest.raises(Refused) as refused:
        aggregate(path, path.name, load_template(), RULES, days)
    return refused.value


def _days(path: Path, days: Path, rules: NightRules = RULES) -> list[dict[str, object]]:
    aggregate(path, path.name, load_template(), rules, days)
    return pq.read_table(days).to_pylist()


@pytest.mark.parametrize("zone", ["DMA-A", "DMA-B", "DMA-C", "DMA-D", "DMA-H"])
def test_every_form_of_the_same_readings_gives_the_same_night_flow(
    published: duckdb.DuckDBPyConnection, zone: str
) -> None:
    """Parquet, semicolons with decimal commas in m³/h, UTC in a zipped file, pipes with offsets, unsorted rows."""
    found = _nights(published, zone)
    assert found["minimum_night_flow"] == pytest.approx(3.0)
    assert (found["status"], found["nights_used"], found["readings"]) == ("reported", 31, 744)
    assert (found["lowest_night"], found["highest_night"]) == (pytest.approx(3.0), pytest.approx(5.0))
    assert (found["missing_share"], found["duplicates"], found["negatives"], found["stuck_hours"]) == (0, 0, 0, 0)


def test_pressures_are_brought_to_metres_of_head(published: duckdb.DuckDBPyConnection) -> None:
    assert _nights(published, "DMA-B")["average_pressure"] == pytest.approx(20.0, abs=0.001)
    assert _nights(published, "DMA-C")["average_pressure"] is None


def test_gaps_stuck_negative_and_double_readings_are_counted_and_each_is_a_finding(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = _nights(published, "DMA-E")
    assert (found["negatives"], found["duplicates"], found["stuck_hours"]) == (1, 1, 6)
    assert found["missing_share"] == pytest.approx(80 / 744)
    assert found["nights_used"] == 31 - 4 - 1
    assert found_in(published, "faulty.parquet") == {
        ("few_gaps", "warning"),
        ("moving_flow", "warning"),
        ("no_negative_flow", "warning"),
        ("each_minute_once", "warning"),
        ("unsorted_readings", "info"),
    }


def test_a_month_may_come_in_several_files_and_is_judged_as_one(published: duckdb.DuckDBPyConnection) -> None:
    found = _nights(published, "DMA-F")
    assert (found["status"], found["nights_used"], found["files"]) == ("reported", 31, 2)
    assert found_in(published, "first-half.parquet") == found_in(published, "second-half.parquet") == set()


def test_a_file_that_named_no_partnership_counts_once_it_is_received_again_with_one(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = _nights(published, "DMA-P")
    assert (found["partnership_id"], found["status"]) == (PILOT, "reported")
    assert found_in(published, "claimed.parquet") == set()


def test_a_refused_file_takes_no_night_from_an_accepted_one(published: duckdb.DuckDBPyConnection) -> None:
    assert outcome_of(published, "later.csv")[0] == "rejected"
    found = _nights(published, "DMA-Q")
    assert (found["nights_used"], found["status"], found["source_file"]) == (31, "reported", "good.parquet")


def test_a_month_with_too_few_nights_is_incomplete_and_shows_no_number(published: duckdb.DuckDBPyConnection) -> None:
    found = _nights(published, "DMA-G")
    assert (found["status"], found["minimum_night_flow"], found["nights_used"]) == ("incomplete", None, 15)
    metric = published.execute(
        "SELECT value, status FROM mart.pilot_metric WHERE metric_code = 'minimum_night_flow' AND zone = 'DMA-G'"
    ).fetchall()
    assert metric == [(None, "not_reported")]
    assert ("enough_nights", "warning") in found_in(published, "short.parquet")


def test_the_figure_is_a_metric_whose_receipt_names_file_and_rows(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT value, unit, period_start, source_file, source_sheet, source_cell FROM mart.pilot_metric "
        "WHERE metric_code = 'minimum_night_flow' AND zone = 'DMA-B'"
    ).fetchall()
    assert rows == [(pytest.approx(3.0), "L/s", datetime(2026, 3, 1).date(), "semicolons.csv", "readings", "2:745")]


def test_the_outcome_of_a_file_counts_its_readings(published: duckdb.DuckDBPyConnection) -> None:
    assert outcome_of(published, "hourly.parquet") == ("accepted", 744, 0, "Taken: 744 readings (DMAs: 1).")
    assert outcome_of(published, "broken.csv")[:3] == ("accepted_with_rejections", 1, 4)


@pytest.mark.parametrize(
    ("file_name", "rule", "severity"),
    [
        ("spaced.csv", "unknown_delimiter", "critical"),
        ("no-zone.csv", "time_without_zone", "critical"),
        ("no-flow.csv", "no_readings", "critical"),
        ("cut.parquet", "damaged_readings", "critical"),
        ("nobodys.parquet", "owner_of_readings", "critical"),
        ("strangers.parquet", "partnership_of_readings", "critical"),
        ("mixed.csv", "mixed_zones", "warning"),
        ("broken.csv", "unreadable_readings", "warning"),
        ("broken.csv", "readings_without_flow", "warning"),
        ("unsorted.parquet", "unsorted_readings", "info"),
        ("utc.csv.gz", "flow_unit_assumed", "warning"),
    ],
)
def test_each_fault_of_a_file_has_a_finding_of_its_own(
    published: duckdb.DuckDBPyConnection, file_name: str, rule: str, severity: str
) -> None:
    assert (rule, severity) in found_in(published, file_name)
    refused = outcome_of(published, file_name)[0] == "rejected"
    assert refused == (severity == "critical")


def test_rows_without_a_zone_are_left_out_where_others_state_one(published: duckdb.DuckDBPyConnection) -> None:
    assert outcome_of(published, "mixed.csv")[1:3] == (700, 44)


def test_an_unchanged_file_is_never_read_again(field_data: Path, tmp_path: Path) -> None:
    """The original is taken away: what was read from it still gives the same figures."""
    from pipelines.fingerprint import readings_fingerprint
    from pipelines.readings.kept import KeptReadings
    from pipelines.readings.read import read_new, readings_records

    records = readings_records(Landing(field_data / "landing").records(), frozenset())
    kept = KeptReadings([field_data / "warehouse" / "readings"], readings_fingerprint(), RULES)
    assert len(records) > 10
    assert read_new(records, lambda sha256: tmp_path / sha256, kept, RULES) == 0
    other_rules = KeptReadings([tmp_path], readings_fingerprint(), replace(RULES, last=5))
    assert not any(other_rules.known(record.file_sha256) for record in records)


def test_the_order_of_rows_changes_no_day(tmp_path: Path) -> None:
    readings = month_of_readings("DMA-A", days=3) + month_of_readings("DMA-B", days=3)
    straight = _days(write_parquet(tmp_path / "straight.parquet", readings), tmp_path / "a.parquet")
    by_time = sorted(readings, key=lambda r: (r.at, r.dma))
    across = _days(write_parquet(tmp_path / "across.parquet", by_time), tmp_path / "b.parquet")
    rows = ("first_row", "last_row")
    assert [{k: v for k, v in day.items() if k not in rows} for day in straight] == [
        {k: v for k, v in day.items() if k not in rows} for day in across
    ]


def test_a_night_is_the_local_night_of_its_zone_and_months_are_local(tmp_path: Path) -> None:
    """19:00 UTC on the last of February is 02:00 on the first of March in Jakarta."""
    utc = [datetime(2026, 2, 28, 19) + timedelta(minutes=15 * step) for step in range(8)]
    table = pa.table(
        {
            "dma": ["A"] * 8,
            "time (WIB)": pa.array(utc, pa.timestamp("us", tz="UTC")),
            "flow": [2.5] * 8,
        }
    )
    pq.write_table(table, tmp_path / "utc.parquet")
    days = _days(tmp_path / "utc.parquet", tmp_path / "days.parquet")
    assert [(str(day["day"]), day["night_readings"]) for day in days] == [("2026-03-01", 8)]


def test_a_negative_reading_is_left_out_of_the_night(tmp_path: Path) -> None:
    readings = [replace(r, flow=-9.0) if r.at.hour == 3 else r for r in month_of_readings("A", minutes=5, days=1)]
    day = _days(write_parquet(tmp_path / "negative.parquet", readings), tmp_path / "days.parquet")[0]
    assert (day["negatives"], day["night_readings"], day["night_flow"]) == (12, 12, None)


def test_a_flow_of_zero_all_night_is_a_measured_zero_and_no_stuck_logger(tmp_path: Path) -> None:
    readings = [replace(r, flow=0.0) if r.at.hour < 6 else r for r in month_of_readings("A", days=1)]
    day = _days(write_parquet(tmp_path / "zero.parquet", readings), tmp_path / "days.parquet")[0]
    assert (day["stuck_hours"], day["night_flow"]) == (0, 0.0)


def test_a_logger_that_reads_every_ten_seconds_has_no_duplicates_told(tmp_path: Path) -> None:
    start = datetime(2026, 3, 1)
    readings = [Reading("A", start + timedelta(seconds=10 * step), 1.0 + step % 3) for step in range(8640)]
    day = _days(write_parquet(tmp_path / "fast.parquet", readings), tmp_path / "days.parquet")[0]
    assert (day["duplicates"], day["expected"], day["minutes"]) == (None, 1440, 1440)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("dma_id,reading_at,flow", ","),
        ("DMA;Waktu baca;Debit (L/s)", ";"),
        ("dma\ttimestamp\tq", "\t"),
        ("dma_id~reading_at~flow", "~"),
        ("dma_id::reading_at::flow", "::"),
        ("kode dma|tanggal jam|debit", "|"),
        ("dma_id reading_at flow", None),
    ],
)
def test_any_delimiter_is_found_by_the_names_it_divides(header: str, delimiter: str | None) -> None:
    shape = shape_of_text(f"{header}\n".encode(), load_template())
    assert shape is not None
    assert shape.delimiter == delimiter


@pytest.mark.parametrize(
    "header", ["Kode BUMD Air Minum,Bulan,Nilai", "nama,alamat", "DMA,Bulan,Debit", "", "%PDF-1.7"]
)
def test_other_tables_are_no_readings(header: str) -> None:
    assert not looks_like_readings(header.encode())


def test_numbers_with_thousands_are_read_by_the_decimal_sign_of_the_file(tmp_path: Path) -> None:
    lines = [f"A;2026-03-01 {hour:02d}:00;1.234,5" for hour in range(24)]
    path = write_csv(tmp_path / "thousands.csv", "dma;waktu (WIB);debit (m3/hari)", lines)
    day = _days(path, tmp_path / "days.parquet", replace(RULES, stuck_hours=24))[0]
    assert day["stuck_hours"] == 24
    moving = [*lines[:23], "A;2026-03-01 23:00;1.235,5"]
    path = write_csv(tmp_path / "moving.csv", "dma;waktu (WIB);debit (m3/hari)", moving)
    day = _days(path, tmp_path / "days.parquet", replace(RULES, stuck_hours=24))[0]
    assert day["night_flow"] == pytest.approx(1234.5 / 86.4)


def test_a_file_without_one_usable_reading_is_refused_with_an_example(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "empty.csv", "dma_id,reading_at (WIB),flow", ["A,soon,1", "B,2026-03-01 00:00,x"])
    with pytest.raises(Refused) as refused:
        aggregate(path, path.name, load_template(), RULES, tmp_path / "days.parquet")
    assert refused.value.rule == "no_usable_reading"
    assert "DMA-01" in refused.value.message_en and "12,5" in refused.value.message_id


def test_a_large_file_of_readings_is_received_and_one_beyond_its_own_bound_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MAX_FILE_BYTES", 10_000)
    readings = write_csv(tmp_path / "big.csv", "dma_id,reading_at,flow", with_commas(month_of_readings("A")))
    other = tmp_path / "big.txt"
    other.write_bytes(b"x" * 20_000)
    landing = Landing(tmp_path / "landing")
    assert landing.receive(readings, NOW).outcome is Arrival.NEW
    assert landing.receive(other, NOW).outcome is Arrival.REFUSED
    monkeypatch.setattr(content, "MAX_READINGS_BYTES", 15_000)
    monkeypatch.setattr("pipelines.intake.MAX_READINGS_BYTES", 15_000)
    twice = write_csv(tmp_path / "twice.csv", "dma_id,reading_at,flow", with_commas(month_of_readings("B")))
    receipt = landing.receive(twice, NOW)
    assert receipt.outcome is Arrival.REFUSED
    assert "Split the readings by month" in receipt.message_en


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "blue"},
        {"zone": "Europe/Paris"},
        {"columns": {"dma": {"labels": {"en": "DMA", "id": "DMA"}}}},
        {"time_formats": []},
    ],
)
def test_a_mistaken_template_is_refused(change: dict[str, object]) -> None:
    facts = yaml.safe_load((FOLDER / "logger.yml").read_text(encoding="utf-8")) | change
    with pytest.raises(ValueError):
        ReadingTemplate.model_validate(facts)
    with pytest.raises(TemplateError):
        load_template(FOLDER / "none.yml")


def test_a_build_without_readings_reads_none_and_keeps_no_folder(tmp_path: Path, field_data: Path) -> None:
    from pipelines.readings.load import load_days

    folder = tmp_path / "readings"
    with duckdb.connect() as connection:
        assert load_days(connection, [], frozenset(), lambda sha256: tmp_path / sha256, [folder]) == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("header", "line", "readings"),
    [
        ("DMA;Waktu (WIB);Debit (L/s)", "A;2026-03-01 {hour}:00;1{hour},875", ("100,875", "100.875", "100875")),
        ("dma,waktu (WIB),flow (L/s)", 'A,2026-03-01 {hour}:00,"1{hour},875"', ("100,875", "100.875", "100875")),
        ("DMA;Waktu (WIB);Debit (L/s)", "A;2026-03-01 {hour}:00;1.2{hour}", ("1.200", "1200")),
    ],
)
def test_a_flow_with_two_readings_is_refused_and_both_are_named(
    tmp_path: Path, header: str, line: str, readings: tuple[str, ...]
) -> None:
    path = write_csv(tmp_path / "doubt.csv", header, [line.format(hour=f"{hour:02d}") for hour in range(24)])
    refused = _refusal(path, tmp_path / "days.parquet")
    assert refused.rule == "ambiguous_decimal_sign"
    assert all(reading in refused.message_en for reading in readings)
    assert '"tanda desimal: ,"' in refused.message_id


@pytest.mark.parametrize(("sign", "flow"), [("decimal sign: ,", 10.875), ("tanda desimal: .;;", 10875)])
def test_a_line_before_the_header_states_the_decimal_sign(tmp_path: Path, sign: str, flow: float) -> None:
    lines = [
        f"A;2026-03-01 {hour:02d}:00;10,875" if hour in (2, 3) else f"A;2026-03-01 {hour:02d}:00;{hour + 1}"
        for hour in range(24)
    ]
    path = write_csv(tmp_path / "stated.csv", f"{sign}\nDMA;Waktu (WIB);Debit (L/s)", lines)
    assert _days(path, tmp_path / "days.parquet")[0]["night_flow"] == pytest.approx(flow)


def test_quoted_decimal_commas_show_the_decimal_sign_of_a_file_with_commas(tmp_path: Path) -> None:
    lines = [f'A,2026-03-01 {hour:02d}:00,"{hour + 10},5"' for hour in range(24)]
    path = write_csv(tmp_path / "quoted.csv", "dma,waktu (WIB),flow (L/s)", [*lines, 'A,2026-03-02 02:00,"10,875"'])
    assert [day["night_flow"] for day in _days(path, tmp_path / "days.parquet")][0] == pytest.approx(13.0)


def test_a_flow_with_two_readings_far_down_is_left_out_and_listed(tmp_path: Path) -> None:
    lines = [f"A;{r.at:%Y-%m-%d %H:%M};{r.at.hour}" for r in month_of_readings("A", minutes=5, days=20)]
    path = write_csv(tmp_path / "far.csv", "DMA;Waktu (WIB);Debit (L/s)", [*lines, "A;2026-03-29 02:00;1.234"])
    assert path.stat().st_size > 100_000
    assert "1.234" in _remarks(path, tmp_path / "days.parquet")["unreadable_readings"]
    assert {str(day["day"]) for day in _days(path, tmp_path / "days.parquet")}.isdisjoint({"2026-03-29"})


def test_flows_held_as_text_in_parquet_are_not_guessed_either(tmp_path: Path) -> None:
    table = pa.table({"dma": ["A"], "time (WIB)": ["2026-03-01 02:00"], "flow (L/s)": ["10,875"]})
    pq.write_table(table, tmp_path / "text.parquet")
    assert _refusal(tmp_path / "text.parquet", tmp_path / "days.parquet").rule == "ambiguous_decimal_sign"


@pytest.mark.parametrize("unit", ["gpm", "m3/menit"])
def test_a_flow_in_a_unit_that_is_not_known_is_refused(tmp_path: Path, unit: str) -> None:
    path = write_csv(tmp_path / "unit.csv", f"dma,waktu (WIB),flow ({unit})", ["A,2026-03-01 02:00,10.5"])
    refused = _refusal(path, tmp_path / "days.parquet")
    assert (refused.rule, unit in refused.message_en) == ("unknown_flow_unit", True)


@pytest.mark.parametrize(
    ("header", "rule", "total"),
    [
        ("pressure (MPa)", "unknown_pressure_unit", None),
        ("pressure", "pressure_unit_assumed", 2.5),
        ("pressure (m)", None, 2.5),
    ],
)
def test_a_pressure_without_a_known_unit_is_remarked(
    tmp_path: Path, header: str, rule: str | None, total: float | None
) -> None:
    path = write_csv(tmp_path / "p.csv", f"dma,waktu (WIB),flow (L/s),{header}", ["A,2026-03-01 02:00,10.5,2.5"])
    assert list(_remarks(path, tmp_path / "days.parquet")) == ([rule] if rule else [])
    assert _days(path, tmp_path / "days.parquet")[0]["pressure_sum"] == total


@pytest.mark.parametrize("offset", ["+00", "+0000", "+00:00", "Z"])
def test_an_offset_without_minutes_is_an_offset(tmp_path: Path, offset: str) -> None:
    """19:00 UTC is 02:00 in Jakarta on the next day."""
    lines = [f"A,2026-02-28 {hour}:00:00{offset},10.5" for hour in (19, 20)]
    path = write_csv(tmp_path / "offset.csv", "dma,waktu (WIB),flow (L/s)", [*lines, "A,2026-03-01 06:00:00+07,9.5"])
    days = _days(path, tmp_path / "days.parquet")
    assert [(str(day["day"]), day["readings"], day["night_readings"]) for day in days] == [("2026-03-01", 3, 2)]


def test_a_pressure_that_is_no_number_leaves_the_others_standing(tmp_path: Path) -> None:
    readings = [replace(r, pressure=float("nan")) if r.at.hour == 3 else r for r in month_of_readings("A", days=1)]
    day = _days(write_parquet(tmp_path / "nan.parquet", readings), tmp_path / "days.parquet")[0]
    assert (day["pressure_sum"], day["pressure_readings"]) == (23 * 20.0, 23)


@pytest.mark.parametrize("zipped", [False, True])
def test_rows_are_numbered_as_a_text_editor_does_though_lines_are_empty_or_broken(tmp_path: Path, zipped: bool) -> None:
    header = "dma,waktu (WIB),flow (L/s)"
    lines = ["A,2026-03-01 00:00,1.5", "", "A,2026-03-01 01:00", "A,2026-03-01 02:00,1.5", "", "A,soon,2.5"]
    lines += ["A,2026-03-02 02:00,1.5", "", "A,2026-03-02 02:00,1.5,9", "A,2026-03-02 03:00,1.5", "", ""]
    path = write_csv(tmp_path / "gaps.csv", header, lines, zipped=zipped)
    told = _remarks(path, tmp_path / "days.parquet")
    assert "lines_not_numbered" not in told
    written = {line: number for number, line in enumerate([header, *lines], 1)}
    assert f"first in row {written['A,soon,2.5']}" in told["unreadable_readings"]
    rows = [(day["first_row"], day["last_row"]) for day in _days(path, tmp_path / "days.parquet")]
    assert rows == [(2, 5), (8, 11)]


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 1 << 22])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_keep_their_lines_wherever_a_file_is_cut_into_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, ending: str
) -> None:
    monkeypatch.setattr("pipelines.readings.source._CHUNK", chunk)
    lines = ["dma,waktu (WIB),flow (L/s)", "", "", "A,2026-03-01 00:00,1.5", "", "A,soon,2.5", "", "", ""]
    path = tmp_path / "pieces.csv"
    path.write_bytes(ending.join(lines).encode())
    told = _remarks(path, tmp_path / "days.parquet")
    assert "lines_not_numbered" not in told and "first in row 6" in told["unreadable_readings"]
    (day,) = _days(path, tmp_path / "days.parquet")
    assert (day["first_row"], day["last_row"]) == (4, 4)


def test_lines_that_continue_a_cell_are_told_for_row_numbers_leave_them_out(tmp_path: Path) -> None:
    header = "dma,waktu (WIB),flow (L/s),catatan"
    lines = ["A,2026-03-01 00:00,1.5,", 'A,2026-03-01 01:00,1.5,"dua', 'baris"', "A,soon,2.5,"]
    told = _remarks(write_csv(tmp_path / "gaps.csv", header, lines), tmp_path / "days.parquet")
    assert "up to 1 further down" in told["lines_not_numbered"]


def test_double_readings_do_not_make_half_a_night_count(tmp_path: Path) -> None:
    readings = [replace(r, at=r.at.replace(hour=2)) if r.at.hour == 3 else r for r in month_of_readings("A", days=1)]
    day = _days(write_parquet(tmp_path / "double.parquet", readings), tmp_path / "days.parquet")[0]
    assert (day["night_readings"], day["duplicates"], day["night_flow"]) == (2, 1, None)


def test_times_stored_as_numbers_are_refused_with_what_to_save_instead(tmp_path: Path) -> None:
    table = pa.table({"dma": ["A"], "time (WIB)": [1772305200], "flow (L/s)": [2.5]})
    pq.write_table(table, tmp_path / "epoch.parquet")
    refused = _refusal(tmp_path / "epoch.parquet", tmp_path / "days.parquet")
    assert refused.rule == "time_as_number"
    assert "timestamps" in refused.message_en
