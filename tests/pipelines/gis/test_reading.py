"""What is measured in a GIS file, and what is wrong in it where."""

import math
from pathlib import Path
from typing import Any

import pytest

from pipelines.extraction import Extracted
from pipelines.gis.layers import load_layers
from pipelines.reading.model import Refused
from tests.pipelines.gis.files import (
    PIPES,
    line,
    point,
    write_geojson,
    write_layer,
    write_shapefile,
    zip_of,
)

pytestmark = pytest.mark.usefixtures("gis")

JAKARTA = (106.8, -6.2)
THREE = [((106.80, -6.20), (106.81, -6.20)), ((106.80, -6.21), (106.81, -6.21)), ((106.80, -6.22), (106.81, -6.22))]


def read(path: Path) -> Extracted:
    from pipelines.gis.reading import read_gis

    return read_gis(path, path.name, "ab" * 32)


def layer(path: Path, name: str | None = None) -> dict[str, Any]:
    rows = read(path).rows("gis_layer")
    return next(row for row in rows if name in (None, row["layer"]))


def features(path: Path, problem: str) -> list[int]:
    return [row["row_no"] for row in read(path).rows("gis_feature") if row["problem"] == problem]


def utm(zone: int, north: bool, *points: tuple[float, float]) -> Any:
    import pyproj
    from shapely import LineString

    code = (32600 if north else 32700) + zone
    place = pyproj.Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)
    return LineString([place.transform(*each) for each in points])


def package(tmp_path: Path, geometries: list[Any], name: str = "pipa", **options: Any) -> Path:
    return write_layer(tmp_path / "utility.gpkg", name, geometries, **options)


# --- Lengths ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "kilometres", "within"),
    [
        # C. Karney, GeographicLib, "Geodesics on an ellipsoid": Wellington to Salamanca, in metres to the third digit
        (((174.81, -41.32), (-5.50, 40.96)), 19_959.679267, 1e-6),
        # Geoscience Australia, Vincenty's test line Flinders Peak to Buninyong: 54 972.271 m
        (
            (
                (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600)),
                (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600)),
            ),
            54.972271,
            1e-6,
        ),
        # a degree of the equator is a/180 of pi: WGS84's a is 6 378 137 m
        (((106.0, 0.0), (107.0, 0.0)), 6378.137 * math.pi / 180, 1e-6),
        # a quarter of WGS84's meridian: 10 001.965 729 km
        (((106.0, 0.0), (106.0, 90.0)), 10_001.965729, 1e-6),
    ],
)
def test_a_line_has_its_published_geodesic_length(
    tmp_path: Path, points: tuple[tuple[float, float], ...], kilometres: float, within: float
) -> None:
    found = layer(package(tmp_path, [line(*points)]))
    assert found["length_km"] == pytest.approx(kilometres, abs=within)


def test_a_pipe_in_utm_is_as_long_as_the_same_pipe_in_degrees(tmp_path: Path) -> None:
    points = ((106.80, -6.20), (106.83, -6.21), (106.85, -6.25))
    degrees = layer(write_layer(tmp_path / "a.gpkg", "pipa", [line(*points)]))
    metres = layer(write_layer(tmp_path / "b.gpkg", "pipa", [utm(48, False, *points)], crs="EPSG:32748"))
    assert metres["length_km"] == pytest.approx(degrees["length_km"], rel=1e-9)
    assert (metres["crs_status"], metres["coordinates"], metres["length_km_status"]) == ("stated", None, "reported")


def test_the_parts_of_a_line_are_not_joined(tmp_path: Path) -> None:
    from shapely import MultiLineString

    single = layer(write_layer(tmp_path / "a.gpkg", "pipa", [line(*THREE[0])]))["length_km"]
    parts = MultiLineString([THREE[0], [(110.0, -6.20), (110.01, -6.20)]])
    many = layer(write_layer(tmp_path / "b.gpkg", "pipa", [parts]))["length_km"]
    assert many == pytest.approx(2 * single, rel=1e-9)


def test_a_line_with_heights_is_measured_on_the_ground(tmp_path: Path) -> None:
    flat = layer(write_layer(tmp_path / "a.gpkg", "pipa", [line((106.8, -6.2), (106.9, -6.2))]))
    steep = layer(write_layer(tmp_path / "b.gpkg", "pipa", [line((106.8, -6.2, 0.0), (106.9, -6.2, 900.0))]))
    assert steep["length_km"] == flat["length_km"]
    assert (flat["with_height"], steep["with_height"]) == (0, 1)


def test_an_arc_is_measured_along_the_arc(tmp_path: Path) -> None:
    import struct

    places = [(0.0, 0.0), (0.01, 0.01), (0.02, 0.0)]
    arc = b"\x01" + struct.pack("<II", 8, 3) + b"".join(struct.pack("<dd", x + 106.8, y) for x, y in places)
    found = layer(package(tmp_path, [arc, line((106.8, 0.0), (106.82, 0.0))]))
    half_circle = math.pi * 0.01 * 111.0
    straight = 0.02 * 111.319490793
    assert found["with_curves"] == 1
    assert found["length_km"] == pytest.approx(half_circle + straight, rel=0.005)


def test_several_layers_of_a_geopackage_are_each_measured(tmp_path: Path) -> None:
    path = package(tmp_path, [line(*each) for each in THREE], columns=PIPES)
    write_layer(path, "pelanggan", [point(*JAKARTA)], {"no_samb": ["001"], "gol_tarif": ["R2"]})
    rows = read(path).rows("gis_layer")
    assert {row["layer"]: (row["layer_kind"], row["counted"], row["complete"]) for row in rows} == {
        "pipa": ("pipes", 3, 3),
        "pelanggan": ("customers", 1, 1),
    }
    assert {row["layer"]: row["length_km_status"] for row in rows} == {
        "pipa": "reported",
        "pelanggan": "not_applicable",
    }


# --- Formats ------------------------------------------------------------------------------------------------------


def test_a_zipped_shapefile_a_geojson_and_a_geopackage_of_the_same_pipes_give_the_same(tmp_path: Path) -> None:
    drawn = [line(*each) for each in THREE]
    parts = write_shapefile(tmp_path / "s", "pipa", drawn, PIPES)
    told = [{"type": "LineString", "coordinates": list(map(list, each))} for each in THREE]
    paths = (
        package(tmp_path, drawn, columns=PIPES),
        zip_of(tmp_path / "pipa.zip", *parts.values()),
        write_geojson(tmp_path / "pipa.geojson", told, **PIPES),
        zip_of(tmp_path / "kiriman.zip", tmp_path / "pipa.geojson"),
    )
    found = [layer(path) for path in paths]
    assert {round(row["length_km"], 9) for row in found} == {round(found[0]["length_km"], 9)}
    assert [(row["layer_kind"], row["counted"], row["complete"]) for row in found] == [("pipes", 3, 3)] * 4
    assert [row["format"] for row in found] == ["geopackage", "shapefile", "geojson", "geojson"]


@pytest.mark.parametrize("missing", [".shx", ".dbf", ".prj"])
def test_a_shapefile_that_lacks_a_part_is_read_and_says_which(tmp_path: Path, missing: str) -> None:
    parts = write_shapefile(tmp_path / "s", "pipa", [line(*each) for each in THREE], PIPES)
    path = zip_of(tmp_path / "pipa.zip", *(part for suffix, part in parts.items() if suffix != missing))
    result = read(path)
    assert [finding.rule for finding in result.findings] == [f"shapefile_without_{missing[1:]}"]
    found = result.rows("gis_layer")[0]
    assert found["counted"] == 3
    assert found["complete"] == (0 if missing == ".dbf" else 3)
    assert found["crs_status"] == ("missing" if missing == ".prj" else "stated")
    assert found["length_km"] == pytest.approx(3.32, abs=0.01)
    assert found["length_km_status"] == ("needs_review" if missing == ".prj" else "reported")


def test_damaged_geometries_in_a_whole_zip_refuse_the_file_by_its_layer(tmp_path: Path) -> None:
    parts = write_shapefile(tmp_path / "s", "pipa", [line(*each) for each in THREE], PIPES)
    parts[".shp"].write_bytes(parts[".shp"].read_bytes()[:40])
    with pytest.raises(Refused) as caught:
        read(zip_of(tmp_path / "pipa.zip", *parts.values()))
    assert caught.value.rule == "gis_damaged"
    assert "'pipa'" in caught.value.message_id


def test_a_file_of_too_many_features_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.gis import reading

    monkeypatch.setattr(reading, "MAX_FEATURES", 2)
    with pytest.raises(Refused) as caught:
        read(package(tmp_path, [line(*each) for each in THREE]))
    assert caught.value.rule == "gis_too_many_features"


def test_an_empty_layer_is_read_as_empty(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "pelanggan.geojson", [])
    found = layer(path)
    assert (found["features"], found["counted"], found["layer_kind"]) == (0, 0, "customers")


# --- Coordinate systems -------------------------------------------------------------------------------------------


def test_degrees_in_indonesia_without_a_system_are_measured_and_marked(tmp_path: Path) -> None:
    found = layer(package(tmp_path, [line(*THREE[0])], crs=None))
    assert (found["crs_status"], found["coordinates"], found["length_km_status"]) == ("missing", None, "needs_review")
    assert found["length_km"] > 1


@pytest.mark.parametrize(
    ("geometry", "crs", "coordinates"),
    [
        ("utm", None, "metres_without_system"),
        ("utm", "EPSG:4326", "beyond_degrees"),
        ("degrees", "EPSG:32748", "degrees_as_metres"),
        ("swapped", "EPSG:4326", "swapped"),
        ("swapped", None, "swapped"),
    ],
)
def test_coordinates_that_cannot_be_what_the_file_says_are_not_measured(
    tmp_path: Path, geometry: str, crs: str | None, coordinates: str
) -> None:
    points = THREE[0]
    drawn = {
        "utm": utm(48, False, *points),
        "degrees": line(*points),
        "swapped": line(*((y, x) for x, y in points)),
    }
    found = layer(package(tmp_path, [drawn[geometry]], crs=crs))
    assert found["coordinates"] == coordinates
    assert (found["length_km"], found["length_km_status"]) == (None, "undefined")
    assert (found["west"], found["counted"]) == (None, 1)


def test_the_wrong_hemisphere_of_a_zone_lies_outside_indonesia(tmp_path: Path) -> None:
    path = package(tmp_path, [utm(48, False, *THREE[0])], crs="EPSG:32648")
    found = layer(path)
    assert (found["outside_indonesia"], found["length_km_status"]) == (1, "needs_review")
    assert features(path, "outside_indonesia") == [1]


def test_a_single_feature_elsewhere_is_named(tmp_path: Path) -> None:
    path = package(tmp_path, [point(*JAKARTA), point(*JAKARTA), point(2.3, 48.9)], "pelanggan")
    assert features(path, "outside_indonesia") == [3]


# --- Features -----------------------------------------------------------------------------------------------------


def test_a_pipe_drawn_twice_counts_once_in_either_direction(tmp_path: Path) -> None:
    path = package(tmp_path, [line(*THREE[0]), line(*THREE[0]), line(*reversed(THREE[0])), line(*THREE[1])])
    found = layer(path)
    single = layer(write_layer(tmp_path / "b.gpkg", "pipa", [line(*THREE[0]), line(*THREE[1])]))
    assert (found["features"], found["counted"], found["same_geometry"]) == (4, 2, 2)
    assert found["length_km"] == pytest.approx(single["length_km"], rel=1e-12)
    assert features(path, "same_geometry") == [2, 3]


def test_a_copy_of_a_layer_does_not_double_the_kilometres(tmp_path: Path) -> None:
    path = package(tmp_path, [line(*each) for each in THREE])
    write_layer(path, "pipa backup", [line(*each) for each in THREE])
    rows = read(path).rows("gis_layer")
    assert sum(row["counted"] for row in rows) == 3
    assert sorted(row["length_km"] for row in rows)[0] == 0.0


def test_customers_at_one_point_are_several_and_a_number_twice_is_one(tmp_path: Path) -> None:
    numbers = {"no_samb": ["001", "002", "001", "", " "], "golongan": ["R2", "R2", "R2", "R2", "R2"]}
    places = [point(*JAKARTA), point(*JAKARTA), point(106.9, -6.3), point(106.91, -6.3), point(106.91, -6.3)]
    path = package(tmp_path, places, "pelanggan", columns=numbers)
    found = layer(path)
    assert (found["features"], found["counted"], found["complete"]) == (5, 3, 2)
    assert features(path, "same_identifier") == [3]
    assert features(path, "same_geometry") == [2, 5]


def test_a_number_met_without_geometry_does_not_take_the_place_of_its_customer(tmp_path: Path) -> None:
    numbers = {"no_samb": ["001", "001", "002", "003", "003"]}
    places = [None, point(*JAKARTA), point(106.9, -6.3), None, point(106.91, -6.3)]
    assert layer(package(tmp_path, places, "pelanggan", columns=numbers))["counted"] == 3


def test_features_without_geometry_do_not_count(tmp_path: Path) -> None:
    from shapely import LineString

    path = package(tmp_path, [line(*THREE[0]), None, LineString()])
    found = layer(path)
    assert (found["features"], found["geometries"], found["counted"]) == (3, 1, 1)
    assert features(path, "empty") == [2, 3]


def test_geometries_that_contradict_themselves_are_named(tmp_path: Path) -> None:
    from shapely import Polygon

    crossed = Polygon([(106.8, -6.2), (106.9, -6.1), (106.9, -6.2), (106.8, -6.1)])
    assert features(package(tmp_path, [crossed], "wilayah pelayanan"), "invalid") == [1]
    short = write_layer(tmp_path / "b.gpkg", "pipa", [line(*THREE[0]), line(JAKARTA, JAKARTA)])
    assert features(short, "invalid") == [2]


def test_geometries_of_another_type_in_a_layer_are_named(tmp_path: Path) -> None:
    path = package(tmp_path, [line(*THREE[0]), point(*JAKARTA)])
    assert features(path, "other_geometry") == [2]
    assert layer(path)["geometry_types"] == "Point 1, LineString 1"


# --- Attributes ---------------------------------------------------------------------------------------------------


def test_blank_impossible_and_unknown_attributes_are_not_filled_in(tmp_path: Path) -> None:
    columns = {
        "Dia (mm)": ["50", "0", '2"'],
        "JENIS_PIPA": ["PVC", "-", "tidak diketahui"],
        "THN_PASANG": [2019, 0, 20190],
    }
    result = read(package(tmp_path, [line(*each) for each in THREE], columns=columns))
    told = {row["attribute"]: (row["column_found"], row["filled"]) for row in result.rows("gis_attribute")}
    assert told == {"diameter": ("Dia (mm)", 2), "material": ("JENIS_PIPA", 1), "year": ("THN_PASANG", 1)}
    assert result.rows("gis_layer")[0]["complete"] == 1


def test_without_one_of_its_columns_no_feature_is_complete(tmp_path: Path) -> None:
    columns = {name: values for name, values in PIPES.items() if name != "bahan"}
    result = read(package(tmp_path, [line(*each) for each in THREE], columns=columns))
    told = {row["attribute"]: row["column_found"] for row in result.rows("gis_attribute")}
    assert told == {"diameter": "diameter", "material": None, "year": "thn_pasang"}
    assert result.rows("gis_layer")[0]["complete"] == 0


@pytest.mark.parametrize(
    ("name", "file_name", "columns", "kind"),
    [
        ("Pipa_Distribusi_2026", "x", [], "pipes"),
        ("JARINGAN PIPA", "x", [], "pipes"),
        ("layer1", "P014_2026-03_pelanggan", [], "customers"),
        ("layer1", "x", ["NO_SAMB", "GOL_TARIF"], "customers"),
        ("layer1", "x", ["NO_SAMB"], None),
        ("jalan", "x", ["nama"], None),
        ("Batas Wilayah Pelayanan", "x", [], "service_area"),
    ],
)
def test_a_layer_is_known_by_its_name_the_files_name_or_two_columns(
    name: str, file_name: str, columns: list[str], kind: str | None
) -> None:
    found = load_layers().kind_of(name, file_name, columns, {"point"})
    assert (found.kind if found else None) == kind


def test_no_spelling_of_a_column_means_two_things_in_a_layer() -> None:
    for kind in load_layers().layers:
        spellings = [spelling for attribute in kind.attributes for spelling in attribute.spellings]
        assert len(spellings) == len(set(spellings)), kind.kind
