"""Hostile and broken GIS files: each is refused with its own reason, in both languages, before a library opens it."""

import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from pipelines.content import GEOJSON, GEOPACKAGE, GIS_ARCHIVE, MAX_GIS_BYTES, SHAPEFILE, SQLITE, content_of
from pipelines.extraction import Extracted
from pipelines.gis import opening
from pipelines.gis.area import Area
from pipelines.gis.opening import open_layers
from pipelines.gis.refusals import RULES, refusal
from pipelines.intake import Arrival, Landing
from pipelines.read_file import ReadTask, name_of, read_file
from pipelines.reading import run_in_workers
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


def test_a_file_beyond_the_limit_is_refused_on_arrival_as_a_gis_file(tmp_path: Path) -> None:
    path = tmp_path / "pipa.gpkg"
    with path.open("wb") as file:
        file.write(b"SQLite format 3\x00" + bytes(52) + b"GPKG")
        file.truncate(MAX_GIS_BYTES + 1)
    receipt = Landing(tmp_path / "landing").receive(path, datetime(2026, 9, 1))
    assert receipt.outcome is Arrival.REFUSED
    assert "250 MB" in receipt.message_en and "zip" in receipt.message_id


def test_no_mutant_of_a_good_file_ends_in_anything_but_rows_or_a_refusal_of_its_own(tmp_path: Path, gis: None) -> None:
    drawn = [line((106.8 + i / 1e3, -6.2), (106.81, -6.21 - i / 1e3)) for i in range(40)]
    columns = {"dia": [50] * 40, "bahan": ["PVC"] * 40, "id_pipa": [f"{i:03d}" for i in range(40)]}
    package = write_layer(tmp_path / "pipa.gpkg", "pipa", drawn, columns)
    archive = zip_of(tmp_path / "pipa.zip", *write_shapefile(tmp_path / "s", "pipa", drawn, columns).values())
    text = write_geojson(tmp_path / "pelanggan.geojson", [POINT] * 40, **columns)
    tasks = [
        ReadTask(f"{number:064d}", mutant, mutant.name, None, True, area)
        for number, mutant in enumerate(_mutants(tmp_path / "mutants", [package, archive, text]))
        for area in (None, Area(box=(106.0, -7.0, 107.0, -6.0)))
    ]
    outcomes = [outcome for _, outcome in run_in_workers(read_file, tasks, 1, name_of=name_of)]
    refusals = {outcome.rule for outcome in outcomes if isinstance(outcome, Refused)}
    assert len(outcomes) == len(tasks)
    assert refusals <= set(RULES)
    assert len(refusals) > 3 and any(isinstance(outcome, Extracted) for outcome in outcomes)


def _mutants(folder: Path, originals: list[Path]) -> Iterator[Path]:
    """Forty mutants of each file: bytes changed, cut out, put in, zeroed, and the end cut off."""
    folder.mkdir()
    chance = Random(2026)
    for number in range(40 * len(originals)):
        original = originals[number % len(originals)]
        blob = bytearray(original.read_bytes())
        for _ in range(chance.choice([1, 3, 20, 200])):
            place = chance.randrange(len(blob))
            length = chance.randrange(1, 50)
            noise = chance.randbytes(length)
            new = chance.choice([noise[:1], noise[:1], noise, bytes(length), b""])
            blob[place : place + chance.choice([1, 1, 0, length])] = new
        if chance.random() < 0.2:
            del blob[chance.randrange(100, len(blob)) :]
        mutant = folder / f"{number}-{original.name}"
        mutant.write_bytes(blob)
        yield mutant
