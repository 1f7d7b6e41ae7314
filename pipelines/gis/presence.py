"""Which arrivals are GIS files, and whether the libraries that read them are installed."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pipelines.arrivals import Arrival, IntakeRecord
from pipelines.content import GIS_CONTENTS, SQLITE, UNKNOWN
from warehouse.extras import are_installed, install_command

KIND: Final = "gis"
LIBRARIES: Final = ("pyogrio", "geopandas", "pyproj", "shapely")
_SUFFIXES: Final = frozenset({".gpkg", ".geojson", ".shp", ".kml", ".kmz", ".qgz", ".qgs"})
INSTALL_COMMAND: Final = install_command("gis")


def is_gis(record: IntakeRecord) -> bool:
    """Whether an arrival is to be read as a GIS file: by its bytes; by its name only where they say nothing.

    What was handed in as a document of another kind stays one.
    """
    if record.kind == KIND:
        return True
    if record.kind is not None:
        return False
    suffix = Path(record.file_name).suffix.lower()
    return record.content in GIS_CONTENTS or (record.content in (UNKNOWN, SQLITE, None) and suffix in _SUFFIXES)


@cache
def is_installed() -> bool:
    """Whether everything that reads GIS files can be imported; imports none of it."""
    return are_installed(*LIBRARIES)


def reading_state(records: Iterable[IntakeRecord], installed: bool) -> str:
    """What the reading of GIS files depends on beside the files: nothing where none arrived."""
    if not any(record.outcome is Arrival.NEW and is_gis(record) for record in records):
        return "no GIS files"
    return "GIS files are read" if installed else "GIS files wait"
