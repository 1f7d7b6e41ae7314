"""GIS files through one whole build: whose they are, what they measure beside the report, every finding."""

import struct
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import parsed_rows
from pipelines.checking import check
from pipelines.intake import Landing, Submission
from pipelines.sample import SAMPLE_AS_OF, plan_programme
from pipelines.sample.write import write_programme
from tests.judged import judged
from tests.pipelines.gis.files import PIPES, line, point, write_geojson, write_layer, write_shapefile, zip_of

pytestmark = pytest.mark.usefixtures("gis")

NOW = datetime(2026, 10, 1, 3)
LATER = datetime(2026, 10, 1, 4)
UTILITY = "S003"  # the sample's utility that digitises
JULY_CUSTOMERS, JULY_KM = 9_097, 102.4  # as its report of July says
DEGREE_KM = 111.319490793
EVERY_RULE_IN_ONE_FILE = f"{UTILITY}_2026-06_semua_kesalahan.gpkg"


def _agreeing(folder: Path) -> Path:
    """The pipes and customers that the report of July tells, in a zipped shapefile each."""
    places = [point(106.8 + i % 100 / 1e4, -6.2 + i // 100 / 1e4) for i in range(JULY_CUSTOMERS)]
    told = {"no_samb": [f"{i:06d}" for i in range(JULY_CUSTOMERS)], "gol_tarif": ["R2"] * JULY_CUSTOMERS}
    customers = write_shapefile(folder / "c", "pelanggan", places, told, geometry_type="Point")
    pipe = line((106.0, 0.0), (106.0 + JULY_KM / DEGREE_KM, 0.0))
    pipes = write_shapefile(folder / "p", "pipa", [pipe], {"dia": [100], "bahan": ["PVC"], "tahun": [2019]})
    return zip_of(folder / f"{UTILITY}_2026-07_GIS.zip", *customers.values(), *pipes.values())


def _august(folder: Path) -> Path:
    """Far less than the report says, and the area: of three pipes one lies outside."""
    path = folder / "gis agustus.gpkg"
    drawn = [line((106.80, -6.2), (106.81, -6.2)), line((106.8, -6.21), (106.81, -6.21)), line((108, -6), (108.1, -6))]
    write_layer(path, "pipa", drawn, PIPES)
    write_layer(path, "pelanggan", [point(106.8, -6.2)], {"no_samb": ["001"], "gol_tarif": ["R2"]})
    from shapely import box

    return write_layer(path, "wilayah pelayanan", [box(106.7, -6.3, 106.9, -6.1)], {"nama": ["x"]})


def _with_every_problem(folder: Path) -> Path:
    from shapely import LineString

    path = folder / EVERY_RULE_IN_ONE_FILE
    arc = b"\x01" + struct.pack("<II", 8, 3) + struct.pack("<6d", 106.8, -6.2, 106.81, -6.19, 106.82, -6.2)
    first = line((106.80, -6.2), (106.81, -6.2))
    drawn: list[Any] = [first, first, LineString(), line((106.8, -6.2), (106.8, -6.2)), point(106.8, -6.2), arc]
    drawn += [line((106.8, -6.3, 1.0), (106.9, -6.3, 2.0)), line((2.3, 48.9), (2.4, 48.9)), line((500, 0), (501, 0))]
    write_layer(path, "pipa", drawn, {"dia": [50] * 8 + [0], "bahan": ["PVC"] * 9, "id_pipa": ["1"] * 9})
    numbers = {"no_samb": ["1", "1", "2"], "gol_tarif": ["R2"] * 3}
    write_layer(path, "pelanggan", [point(106.8, -6.2), point(106.8, -6.2), point(106.81, -6.2)], numbers)
    write_layer(path, "jalan", [first], {"nama": ["x"]})
    write_layer(path, "pipa kosong", [], geometry_type="LineString")
    metres = line((700_000, 9_310_000), (701_000, 9_310_000))
    write_layer(path, "pipa tanpa sistem", [metres], crs=None)
    write_layer(path, "pipa meter", [metres])
    write_layer(path, "pipa derajat", [line((106.8, -6.4), (106.9, -6.4))], crs="EPSG:32748")
    write_layer(path, "pipa tertukar", [line((-6.5, 106.8), (-6.5, 106.9))])
    return path


def _receive_gis(folder: Path, landing: Landing) -> None:
    folder.mkdir()
    spot: dict[str, object] = {"type": "Point", "coordinates": [106.8, -6.2]}
    august = Submission(kind="gis", partnership_id=UTILITY, period="2026-08")
    landing.receive(_agreeing(folder), NOW)
    landing.receive(_august(folder), NOW, august)
    landing.receive(_with_every_problem(folder), NOW)
    for place, count in enumerate((5, 6)):
        numbers = [f"{i:03d}" for i in range(count)]
        spots: list[Any] = [{"type": "Point", "coordinates": [106.8 + i / 1e4, -6.2]} for i in range(count)]
        path = write_geojson(folder / f"{UTILITY} 202605 pelanggan ({place}).geojson", spots, no_samb=numbers)
        landing.receive(path, [NOW, LATER][place])
    landing.receive(write_geojson(folder / "pelanggan.geojson", [spot]), NOW)
    elsewhere = Submission(kind="gis", partnership_id="S999", period="2026-08")
    landing.receive(write_geojson(folder / "pelanggan lain.geojson", [spot, spot]), NOW, elsewhere)
    early = write_geojson(folder / f"{UTILITY}_2026-12_pelanggan.geojson", [spot] * 3)
    landing.receive(early, NOW)
    damaged = folder / f"{UTILITY}_2026-08_rusak.gpkg"
    damaged.write_bytes(b"SQLite format 3\x00" + bytes(52) + b"GPKG" + bytes(500))
    landing.receive(damaged, NOW)
    landing.receive(write_geojson(folder / "S001_2026-08_pipa.geojson", [spot] * 4), NOW)
    landing.receive(write_geojson(folder / "S002_2026-08_pelanggan.geojson", [spot] * 5), NOW)


def _write_box(data: Path) -> None:
    """The box of the regency of S002: far from its customers."""
    mentee = next(each.mentee for each in plan_programme(3, seed=7).partnerships() if each.partnership_id == "S002")
    words = f"{mentee.kind_of_place},{mentee.place},110,-8,111,-7,made up for a test"
    (data / "reference").mkdir()
    (data / "reference" / "areas.csv").write_text(f"kind_of_place,place,west,south,east,north,source\n{words}\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, gis: None) -> Path:
    """A data folder of three partnerships with GIS files."""
    folder = tmp_path_factory.mktemp("gis")
    landing = Landing(folder / "landing")
    for arrival in write_programme(plan_programme(3, seed=7), folder / "sent"):
        landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))
    _receive_gis(folder / "gis", landing)
    _write_box(folder)
    return folder


@pytest.fixture(scope="module")
def published(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with judged(data, SAMPLE_AS_OF) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(query, list(values)).fetchall()


def outcome_of(connection: duckdb.DuckDBPyConnection, file_name: str) -> tuple[Any, ...]:
    return rows(
        connection,
        "SELECT outcome, partnership_id, period, message_en, message_id FROM quality.file_outcome WHERE file_name = ?",
        file_name,
    )[0]


def test_a_file_says_by_its_name_or_on_arrival_whose_it_is(published: duckdb.DuckDBPyConnection) -> None:
    named = outcome_of(published, f"{UTILITY}_2026-07_GIS.zip")
    assert named[:3] == ("accepted", UTILITY, "2026-07")
    assert "layers: 2, features: 9098" in named[3] and "layer: 2, objek: 9098" in named[4]
    assert outcome_of(published, "gis agustus.gpkg")[:3] == ("accepted", UTILITY, "2026-08")


def test_a_file_of_nobody_is_kept_and_says_how_to_let_it_count(published: duckdb.DuckDBPyConnection) -> None:
    outcome, partnership, period, english, indonesian = outcome_of(published, "pelanggan.geojson")
    assert (outcome, partnership, period) == ("parked", None, None)
    assert "--partnership" in english and "P014_2026-03_pipa.gpkg" in indonesian


def test_a_file_of_an_unknown_partnership_or_of_a_month_to_come_is_refused(
    published: duckdb.DuckDBPyConnection,
) -> None:
    unknown = outcome_of(published, "pelanggan lain.geojson")
    assert unknown[0] == "rejected" and "S999" in unknown[3]
    early = outcome_of(published, f"{UTILITY}_2026-12_pelanggan.geojson")
    assert early[0] == "rejected" and "2026-12" in early[4]
    assert rows(published, "SELECT count(*) FROM mart.gis_layer WHERE period = '2026-12'") == [(0,)]


def test_a_damaged_file_is_refused_with_its_remedy_and_stops_nothing(published: duckdb.DuckDBPyConnection) -> None:
    outcome, *_, english, indonesian = outcome_of(published, f"{UTILITY}_2026-08_rusak.gpkg")
    assert outcome == "rejected"
    assert "damaged GeoPackage" in english and "GeoPackage yang rusak" in indonesian


def test_a_report_that_its_gis_file_bears_out_stays_reported(published: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        published,
        "SELECT reported_code, reported, measured, status FROM mart.gis_comparison WHERE period = '2026-07' ORDER BY 1",
    )
    assert told == [
        ("customers_digitised", JULY_CUSTOMERS, JULY_CUSTOMERS, "agrees"),
        ("pipe_length_digitised", JULY_KM, pytest.approx(JULY_KM, rel=1e-6), "agrees"),
    ]
    figures = rows(
        published,
        "SELECT metric_code, value, status FROM mart.pilot_metric WHERE partnership_id = ? AND period_start = ? "
        "AND metric_code IN ('customers_digitised', 'customers_in_gis') ORDER BY 1",
        UTILITY,
        date(2026, 7, 1),
    )
    assert figures == [
        ("customers_digitised", JULY_CUSTOMERS, "reported"),
        ("customers_in_gis", JULY_CUSTOMERS, "reported"),
    ]


def test_a_report_that_its_gis_file_contradicts_is_kept_and_marked_for_review(
    published: duckdb.DuckDBPyConnection,
) -> None:
    figures = rows(
        published,
        "SELECT metric_code, value, status, reason FROM mart.pilot_metric "
        "WHERE partnership_id = ? AND period_start = ? AND starts_with(metric_code, 'customers_digitised') ORDER BY 1",
        UTILITY,
        date(2026, 8, 1),
    )
    assert figures[0] == ("customers_digitised", 10_206, "needs_review", "differs_from_gis")
    assert figures[1][1:3] == (pytest.approx(100 / 15_182), "reported")
    assert figures[2][2:] == ("needs_review", "a figure behind it needs review")
    told = rows(
        published,
        "SELECT file_name, sheet, cell, message_en, message_id FROM quality.finding "
        "WHERE rule = 'report_agrees_with_gis' AND message_en LIKE '%customers%' AND file_name LIKE '%2026-08%'",
    )
    assert len(told) == 1
    assert told[0][1:3] == ("1 Progress data", "D6")
    assert "10,206 customers" in told[0][3] and "gis agustus.gpkg (pelanggan)" in told[0][3]
    assert "10.206 pelanggan" in told[0][4] and "5%" in told[0][4]


def test_a_figure_from_a_file_bears_its_file_layer_and_features(published: duckdb.DuckDBPyConnection) -> None:
    place = rows(
        published,
        "SELECT value, unit, source_file, source_sheet, source_cell FROM mart.pilot_metric "
        "WHERE metric_code = 'pipe_length_in_gis' AND period_start = ? AND partnership_id = ?",
        date(2026, 7, 1),
        UTILITY,
    )
    assert place == [(pytest.approx(JULY_KM, rel=1e-6), "km", f"{UTILITY}_2026-07_GIS.zip", "pipa", "1–1")]


def test_a_later_file_of_a_month_replaces_the_earlier_and_both_are_kept(published: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        published, "SELECT is_latest, counted FROM mart.gis_layer WHERE period = '2026-05' ORDER BY counted"
    ) == [(False, 5), (True, 6)]
    now = "SELECT value FROM mart.pilot_metric WHERE metric_code = 'customers_in_gis' AND period_start = ?"
    before = "SELECT value FROM mart.pilot_metric_revision WHERE metric_code = 'customers_in_gis' AND period_start = ?"
    may = date(2026, 5, 1)
    assert (rows(published, now, may), rows(published, before, may)) == ([(6.0,)], [(5.0,)])


def test_features_are_held_against_the_polygon_the_box_or_nothing_that_says_so(
    published: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(
        published,
        "SELECT partnership_id, layer, area_status, features_outside, area_source FROM mart.gis_layer "
        "WHERE period = '2026-08' AND layer_kind IN ('pipes', 'customers') ORDER BY 1, 2",
    )
    assert told[0] == ("S001", "S001_2026-08_pipa", "not_checked", None, None)
    assert told[1][:4] == ("S002", "S002_2026-08_pelanggan", "checked", 5)
    assert "made up for a test" in told[1][4]
    assert told[2:] == [
        (UTILITY, "pelanggan", "checked", 0, "gis agustus.gpkg"),
        (UTILITY, "pipa", "checked", 1, "gis agustus.gpkg"),
    ]
    unchecked = rows(
        published, "SELECT message_id FROM quality.finding WHERE rule = 'area_known' AND sheet LIKE 'S001%'"
    )
    assert len(unchecked) == 1 and "wilayahnya belum diketahui" in unchecked[0][0]


def test_every_rule_on_gis_files_finds_what_it_is_for(published: duckdb.DuckDBPyConnection) -> None:
    from expectations import gis

    rules = {rule.rule for rule in (*gis.SUITE.rules, *gis.COMPARISON.rules)}
    found = {rule for (rule,) in rows(published, "SELECT DISTINCT rule FROM quality.finding")}
    assert rules - found == {"gis_file_taken"}  # with the libraries installed every file is read


def test_findings_of_a_layer_name_it_and_its_features_in_both_languages(published: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        published,
        "SELECT rule, sheet, message_en, message_id FROM quality.finding WHERE file_name = ? "
        "AND rule NOT IN ('area_known', 'gis_agrees_with_report')",
        EVERY_RULE_IN_ONE_FILE,
    )
    by_rule = {(rule, sheet): (english, indonesian) for rule, sheet, english, indonesian in told}
    for (rule, sheet), (english, indonesian) in by_rule.items():
        assert sheet in english and sheet in indonesian and english != indonesian, rule
        assert "–" not in english.replace("1–", ""), english
    assert "1 features have no geometry (first: 3)" in by_rule["geometry", "pipa"][0]
    assert "1 objek tanpa geometri (pertama: 3)" in by_rule["geometry", "pipa"][1]
    assert "(first: 8)" in by_rule["inside_indonesia", "pipa"][0]
    wrong = {sheet for rule, sheet in by_rule if rule == "coordinates_of_their_system"}
    assert wrong == {"pipa tanpa sistem", "pipa meter", "pipa derajat", "pipa tertukar"}


def test_no_number_of_a_customer_leaves_the_file(published: duckdb.DuckDBPyConnection) -> None:
    columns = rows(
        published,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE table_name LIKE 'gis_%' AND schema_name = 'mart'",
    )
    assert ("gis_feature", "feature_no") in columns
    assert not [name for _, name in columns if name in ("identifier", "feature_id", "longitude", "latitude")]
    texts = " ".join(text for (text,) in rows(published, "SELECT message_en FROM quality.finding WHERE value IS NULL"))
    assert "000123" not in texts


def test_what_was_read_is_kept_and_not_read_again(data: Path) -> None:
    kept = parsed_rows(data).known()
    landed = {record.file_sha256 for record in Landing(data / "landing").records()}
    assert landed <= kept
    assert len(kept - landed) == 7  # files of utilities whose area is known, each held against it


def test_a_file_is_checked_without_landing_it(data: Path, tmp_path: Path) -> None:
    spot: dict[str, object] = {"type": "Point", "coordinates": [106.8, -6.2]}
    path = write_geojson(tmp_path / f"{UTILITY}_2026-08_pelanggan.geojson", [spot, None, spot])
    before = len(Landing(data / "landing").records())
    (found,) = check(data, [path], SAMPLE_AS_OF, LATER)
    assert not found.refused and not found.parked
    rules = {finding.rule for finding in found.findings}
    assert rules >= {"geometry", "attribute_column", "gis_agrees_with_report"}
    told = next(finding for finding in found.findings if finding.rule == "gis_agrees_with_report")
    assert (told.sheet, told.cell) == (path.stem, "1–3")
    assert "S003_monthly_report_2026-08.xlsx 1 Progress data D6" in told.message_en
    assert "pelanggan; laporan bulan yang sama menyebut 10.206" in told.message_id
    assert len(Landing(data / "landing").records()) == before
