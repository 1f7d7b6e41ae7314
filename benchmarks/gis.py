"""One GIS file of very many pipes in each format: seconds and memory of the worker that reads it."""

import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.process import peak_mb, reset_peak, run
from benchmarks.table import Row, below, seconds

PIPES = 200_000
VERTICES = 8
FORMATS = {"gpkg": "GeoPackage", "zip": "zipped shapefile", "geojson": "GeoJSON"}


def measure(folder: Path, pipes: int = PIPES) -> list[Row]:
    """Write the same pipes in each format and read each in a fresh process."""
    folder.mkdir(parents=True, exist_ok=True)
    run("gis.write", str(folder), pipes)
    rows = []
    for suffix, name in FORMATS.items():
        path = folder / f"pipa.{suffix}"
        read = run("gis.read", str(path)).result
        size = path.stat().st_size / 1e6
        what = f"{name} of {read['counted']:,} pipes, {size:,.0f} MB"
        rows.append(
            Row(f"{what}: counted, measured, checked", f"{seconds(read['seconds'])}, {seconds(read['cpu'])} of CPU")
        )
        rows.append(Row("– importing the libraries", seconds(read["importing"])))
        if read["peak_mb"] is not None:
            rows.append(below("– peak memory", read["peak_mb"], 1000, "MB"))
    return rows


def write(folder: str, pipes: int) -> None:
    """The same pipes as GeoPackage, zipped shapefile and GeoJSON."""
    import numpy as np
    import pyogrio
    import shapely

    chance = np.random.default_rng(2026)
    start = np.stack([106.5 + chance.random(pipes) * 0.3, -6.5 + chance.random(pipes) * 0.3], axis=1)
    drawn = start[:, None, :] + np.cumsum(chance.normal(0, 0.0005, (pipes, VERTICES, 2)), axis=1)
    blobs = shapely.to_wkb(shapely.linestrings(drawn))
    told = [
        chance.choice([50, 75, 100, 150], pipes),
        np.array(chance.choice(["PVC", "HDPE", "GI"], pipes), dtype=object),
        chance.integers(1980, 2026, pipes),
    ]
    place = Path(folder)
    for suffix, driver in (("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("shp", "ESRI Shapefile")):
        path = place / f"pipa.{suffix}"
        pyogrio.raw.write(
            path, blobs, told, ["diameter", "bahan", "tahun"], geometry_type="LineString", crs="EPSG:4326",
            driver=driver, layer="pipa",
        )  # fmt: skip
    with zipfile.ZipFile(place / "pipa.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(place / f"pipa{suffix}", f"pipa{suffix}")


def read(path: str) -> dict[str, Any]:
    """What reading took, without and with the import of the libraries."""
    started = time.perf_counter()
    from pipelines.gis.reading import read_gis

    importing = time.perf_counter() - started
    reset_peak()
    started, worked = time.perf_counter(), time.process_time()
    found = read_gis(Path(path), Path(path).name, "0" * 64)
    taken, worked = time.perf_counter() - started, time.process_time() - worked
    counted = found.rows("gis_layer")[0]["counted"]
    return {"seconds": taken, "cpu": worked, "importing": importing, "peak_mb": peak_mb(), "counted": counted}


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    from benchmarks.table import HEAD, line

    with TemporaryDirectory(prefix="gis-") as name:
        print(HEAD, *map(line, measure(Path(name), *map(int, sys.argv[1:2]))), sep="\n")
