"""A machine without the libraries keeps GIS files, says which command installs them, and reads them afterwards."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.gis.arrivals import describe_outcomes, load_arrivals, name_arrivals
from pipelines.gis.presence import INSTALL_COMMAND, LIBRARIES, is_gis, reading_state
from pipelines.gis.tables import DETAILS, LAYERS
from pipelines.inputs import inputs_of
from pipelines.intake import Arrival, IntakeRecord, Landing, Submission
from pipelines.raw import create_tables
from pipelines.readings.load import load_months
from tests.pipelines.gis.files import write_geojson
from warehouse.ddl import create_schemas

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 9, 1, 3)
POINT: dict[str, object] = {"type": "Point", "coordinates": [106.8, -6.2]}


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    landing = Landing(tmp_path / "landing")
    landing.receive(write_geojson(tmp_path / "S003_2026-08_pelanggan.geojson", [POINT]), NOW)
    return landing


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_schemas(connection)
        create_tables(connection, [LAYERS, DETAILS])
        connection.execute("CREATE TEMP MACRO as_of() AS DATE '2026-09-30'")
        yield connection


def test_the_file_is_kept_with_the_command_that_installs_what_is_missing(
    landing: Landing, connection: duckdb.DuckDBPyConnection
) -> None:
    assert load_arrivals(connection, landing.records(), installed=False) == 1
    name_arrivals(connection)
    describe_outcomes(connection)
    told = connection.execute("SELECT outcome, message_en, message_id FROM gis_outcome").fetchall()
    assert [row[0] for row in told] == ["parked"]
    assert INSTALL_COMMAND in told[0][1] and INSTALL_COMMAND in told[0][2]
    assert "the next build reads the file" in told[0][1]
    assert connection.execute("SELECT kind FROM raw.file").fetchall() == [("gis",)]


def test_the_command_installs_what_is_pinned_for_the_extra() -> None:
    path = ROOT / INSTALL_COMMAND.split()[-1]
    pinned = {line.split("==")[0] for line in path.read_text().splitlines() if "==" in line}
    assert set(LIBRARIES) <= pinned


def test_installing_the_libraries_makes_the_next_build_take_the_file(landing: Landing) -> None:
    records = landing.records()
    assert reading_state(records, installed=False) != reading_state(records, installed=True)
    assert reading_state([], installed=False) == reading_state([], installed=True)
    data = landing.folder.parent
    inputs = inputs_of(data, landing, date(2026, 9, 30), None)
    nothing = replace(inputs, records=[])
    assert "readers" in inputs.fingerprints
    assert inputs.fingerprints["readers"] != nothing.fingerprints["readers"]


def test_knowing_whether_the_libraries_are_there_imports_none_of_them() -> None:
    program = (
        "import sys\n"
        "import pipelines.build, expectations\n"
        "from pipelines.gis.presence import is_installed\n"
        "is_installed()\n"
        "assert not {'pyogrio', 'geopandas', 'pyproj', 'shapely'} & set(sys.modules)\n"
        "sys.modules['pyogrio'] = None\n"
        "is_installed.cache_clear()\n"
        "assert not is_installed()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("kind", "content", "file_name", "expected"),
    [
        (None, "geopackage", "data.bin", True),
        (None, "unknown", "peta.kml", True),
        (None, "unknown", "surat.txt", False),
        (None, "sqlite", "pelanggan.gpkg", True),
        (None, "sqlite", "arsip.db", False),
        ("gis", "unknown", "arsip.db", True),
        ("monitoring_report", "geopackage", "pipa.gpkg", False),
        (None, "spreadsheet", "pipa.gpkg", False),
    ],
)
def test_an_arrival_is_a_gis_file_by_its_bytes_then_by_its_name(
    kind: str | None, content: str, file_name: str, expected: bool
) -> None:
    record = IntakeRecord("1", "a" * 64, file_name, 1, NOW, NOW.date(), Arrival.NEW, kind=kind, content=content)
    assert is_gis(record) is expected


def test_what_was_handed_in_as_gis_for_a_month_keeps_its_month(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    landing = Landing(tmp_path / "landing")
    said = Submission(kind="gis", partnership_id="S001", period="2026-07")
    landing.receive(write_geojson(tmp_path / "S003_2026-08_pelanggan.geojson", [POINT]), NOW, said)
    load_arrivals(connection, landing.records(), installed=True)
    name_arrivals(connection)
    told = connection.execute("SELECT partnership_id, period, told_by FROM raw.gis_arrival").fetchall()
    assert told == [("S001", "2026-07", "arrival")]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("S003_2025-12_2026-01_pipa", None),
        ("S003_202512-202601", None),
        ("S003_2026-03-01_2026-03-31", "2026-03"),
        ("S003.2026_03.pipa", "2026-03"),
        ("S003_202603", "2026-03"),
    ],
)
def test_a_name_with_two_months_tells_none(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, name: str, period: str | None
) -> None:
    landing = Landing(tmp_path / "landing")
    landing.receive(write_geojson(tmp_path / f"{name}.geojson", [POINT]), NOW)
    load_arrivals(connection, landing.records(), installed=True)
    name_arrivals(connection)
    assert connection.execute("SELECT period FROM raw.gis_arrival").fetchall() == [(period,)]


def test_a_figure_of_a_gis_file_is_in_force_beside_a_row_that_names_it(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        INSERT INTO core.measurement BY NAME
        SELECT t.*, 'S001' AS partnership_id, 'S001' AS utility_id, DATE '2026-08-01' AS period_start,
            DATE '2026-08-31' AS period_end, 'customers_in_gis' AS variable_code, 'customers' AS unit,
            TIMESTAMP '2026-09-02' AS submitted_at, TIMESTAMP '2026-09-02' AS received_at, 'ab' AS file_sha256,
            'a' AS source_file, 'b' AS source_sheet, 'A1' AS source_cell
        FROM (VALUES
            ('gis/2', 40.0, 'reported', TRUE, 1), ('gis/1', 30.0, 'reported', FALSE, 2),
            ('form', NULL, 'rejected', TRUE, 1)
        ) AS t (submission_id, value, status, is_current, place)
    """)
    load_months(connection)
    told = connection.execute("SELECT submission_id, is_current, place FROM core.measurement ORDER BY place").fetchall()
    assert told == [("gis/2", True, 1), ("gis/1", False, 2), ("form", False, 3)]
