"""Hostile and broken GIS files: each is refused with its own reason, in both languages, before a library opens it."""

import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.content import GEOJSON, GEOPACKAGE, GIS_ARCHIVE, SHAPEFILE, SQLITE, content_of
from pipelines.gis import opening
from pipelines.gis.opening import open_layers
from pipelines.gis.refusals import RULES, refusal
from pipelines.reading.model import Refused
from tests.pipelines.gis.files import line, write_geojson, write_layer, write_shapefile, zip_of

POINT: dict[str, object] = {"type": "Point", "coordinates": [106.8, -6.2]}
SHP_HEAD = struct.pack(">i", 9994) + bytes(96)


def refused(path: Path, name: str | None = None) -> Refused:
    folder = path.parent / "opened"
    folder.mkdir(exist_ok=True)
    with pytest.raises(Refused) as caught:
        open_layers(path, name or path.name, folder)
    return caught.value


def test_every_refusal_speaks_both_languages_and_names_the_file() -> None:
    for rule in RULES:
        told = refusal(rule, "pipa.gpkg", layer="pipa", name="..", parts="pipa.dbf", line="3", reason="…")
        assert "pipa.gpkg" in told.message_en and "pipa.gpkg" in told.message_id
        assert told.message_en != told.message_id


def test_the_kind_of_a_gis_file_is_told_by_its_bytes(tmp_path: Path, gis: None) -> None:
    package = write_layer(tmp_path / "a.gpkg", "pipa", [line((106.8, -6.2), (106.9, -6.2))])
    parts = write_shapefile(tmp_path / "s", "pipa", [line((106.8, -6.2), (106.9, -6.2))], {"d": [1]})
    archive = zip_of(tmp_path / "pipa.zip", *parts.values())
    text = write_geojson(tmp_path / "b.geojson", [POINT])
    for path, content in ((package, GEOPACKAGE), (archive, GIS_ARCHIVE), (text, GEOJSON), (parts[".shp"], SHAPEFILE)):
        disguised = path.rename(path.with_name(f"laporan-{path.stem}.xlsx"))
        assert content_of(disguised) == content


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipa.gpkg"
    path.write_bytes(b"")
    assert refused(path).rule == "gis_empty_file"


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pelanggan.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    assert content_of(path) == SQLITE
    assert refused(path).rule == "sqlite_not_geopackage"


def test_a_damaged_geopackage_is_refused(tmp_path: Path, gis: None) -> None:
    lines = [line((106.8, -6.2), (106.9 + i / 1e4, -6.2)) for i in range(2_000)]
    path = write_layer(tmp_path / "pipa.gpkg", "pipa", lines, {"bahan": ["PVC" * 20] * 2_000})
    blob = bytearray(path.read_bytes())
    blob[len(blob) // 2 : len(blob) // 2 + 8_192] = bytes(8_192)
    path.write_bytes(blob)
    assert refused(path).rule == "geopackage_damaged"


def test_a_geopackage_that_was_cut_off_is_refused(tmp_path: Path, gis: None) -> None:
    path = write_layer(tmp_path / "pipa.gpkg", "pipa", [line((106.8, -6.2), (106.9, -6.2))])
    path.write_bytes(path.read_bytes()[:30_000])
    assert refused(path).rule == "geopackage_damaged"


def test_a_geopackage_with_foreign_virtual_tables_is_refused(tmp_path: Path, gis: None) -> None:
    path = write_layer(tmp_path / "pipa.gpkg", "pipa", [line((106.8, -6.2), (106.9, -6.2))])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES "
            "('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING VirtualOGR(''/vsicurl/http://x'')')"
        )
        connection.commit()
    assert refused(path).rule == "geopackage_unsafe"


def test_a_geopackage_still_open_in_a_program_is_read_with_a_remark(tmp_path: Path, gis: None) -> None:
    path = write_layer(tmp_path / "pipa.gpkg", "pipa", [line((106.8, -6.2), (106.9, -6.2))])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    (tmp_path / "opened").mkdir()
    layers = open_layers(path, path.name, tmp_path / "opened")
    assert [source.remarks for source in layers] == [("geopackage_still_open",)]
    assert path.read_bytes() == before


def test_a_number_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pelanggan.geojson"
    words = '"catatan": "NaN, Infinity"'
    path.write_text(
        '{"type": "FeatureCollection", "features": [\n'
        f'{{"type": "Feature", "properties": {{{words}}}, "geometry": null}},\n'
        '{"type": "Feature", "properties": {"d": NaN}, "geometry": null}]}'
    )
    told = refused(path)
    assert told.rule == "geojson_not_a_number"
    assert "line 3" in told.message_en and "baris 3" in told.message_id


def test_the_word_nan_in_a_text_is_no_number(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "pelanggan.geojson", [POINT], nama=['NaN "Infinity"'])
    (tmp_path / "opened").mkdir()
    assert len(open_layers(path, path.name, tmp_path / "opened")) == 1


def test_a_geojson_cut_off_on_its_way_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "pelanggan.geojson", [POINT] * 20)
    path.write_text(path.read_text()[:500])
    assert refused(path).rule == "geojson_damaged"


@pytest.mark.parametrize("kind", ["link", "url", "LINK"])
def test_a_geojson_that_points_to_an_address_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.geojson"
    crs = {"type": kind, "properties": {"href": "http://127.0.0.1:1/crs"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}))
    assert refused(path).rule == "geojson_points_elsewhere"


def test_a_coordinate_system_named_by_its_code_is_no_address(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    site = {"type": "Feature", "properties": {"web": "https://example.invalid"}, "geometry": POINT}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [site]}))
    (tmp_path / "opened").mkdir()
    assert len(open_layers(path, path.name, tmp_path / "opened")) == 1


def test_a_part_of_a_shapefile_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipa.shp"
    path.write_bytes(SHP_HEAD)
    assert refused(path).rule == "shapefile_alone"


def test_a_zip_without_the_shp_names_what_it_holds(tmp_path: Path) -> None:
    for suffix in (".dbf", ".shx"):
        (tmp_path / f"pipa{suffix}").write_bytes(b"x")
    told = refused(zip_of(tmp_path / "pipa.zip", tmp_path / "pipa.dbf", tmp_path / "pipa.shx"))
    assert told.rule == "shapefile_without_shp"
    assert "pipa.dbf, pipa.shx" in told.message_id


def test_a_zip_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("x")
    assert refused(zip_of(tmp_path / "gis.zip", tmp_path / "catatan.txt")).rule == "gis_archive_without_data"


def test_a_zip_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pipa.shp").write_bytes(SHP_HEAD * 50)
    path = zip_of(tmp_path / "pipa.zip", tmp_path / "pipa.shp")
    path.write_bytes(path.read_bytes()[:-60])
    assert content_of(path) == GIS_ARCHIVE
    assert refused(path).rule == "gis_archive_damaged"


@pytest.mark.parametrize("name", ["../../pipa.shp", "/etc/pipa.shp", "..\\pipa.shp", "C:/pipa.shp"])
def test_a_zip_that_reaches_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pipa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, SHP_HEAD)
    assert refused(path).rule == "gis_archive_unsafe"
    assert {found.name for found in tmp_path.iterdir()} == {"pipa.zip", "opened"}


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_UNPACKED_BYTES", 1_000_000)
    (tmp_path / "pipa.shp").write_bytes(bytes(3_000_000))
    path = zip_of(tmp_path / "pipa.zip", tmp_path / "pipa.shp")
    assert path.stat().st_size < 10_000
    assert refused(path).rule == "gis_inflates_too_far"


def test_a_zip_of_hundreds_of_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pipa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(501):
            archive.writestr(f"{number}.shp", SHP_HEAD)
    assert refused(path).rule == "gis_too_many_parts"


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pipa.shp").write_bytes(SHP_HEAD)
    path = zip_of(tmp_path / "pipa.zip", tmp_path / "pipa.shp")
    blob = bytearray(path.read_bytes())
    blob[6] |= 1
    directory = blob.index(b"PK\x01\x02")
    blob[directory + 8] |= 1
    path.write_bytes(blob)
    assert refused(path).rule == "gis_archive_encrypted"


@pytest.mark.parametrize(
    ("name", "blob", "rule"),
    [
        ("peta.kml", b"<?xml version='1.0'?><kml/>", "gis_unknown_format"),
        ("peta.qgs", b"<!DOCTYPE qgis>", "gis_project_without_data"),
        ("pipa.gpkg", b"%PDF-1.7 not a map", "gis_unknown_format"),
        ("pipa.dbf", b"\x03abc", "shapefile_alone"),
    ],
)
def test_what_is_no_gis_file_says_what_to_send(tmp_path: Path, name: str, blob: bytes, rule: str) -> None:
    path = tmp_path / name
    path.write_bytes(blob)
    assert refused(path).rule == rule


def test_layers_of_one_name_are_told_apart(tmp_path: Path, gis: None) -> None:
    drawn = [line((106.8, -6.2), (106.9, -6.2))]
    write_shapefile(tmp_path / "a", "pipa", drawn, {"d": [1]})
    write_shapefile(tmp_path / "b", "pipa", drawn, {"d": [1]})
    path = tmp_path / "pipa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for folder in ("a", "b"):
            for part in (tmp_path / folder).iterdir():
                archive.write(part, f"{folder}/{part.name}")
    (tmp_path / "opened").mkdir()
    layers = open_layers(path, path.name, tmp_path / "opened")
    assert sorted(source.name for source in layers) == ["pipa", "pipa (2)"]
    assert all(source.remarks == () for source in layers)
