"""Which arrivals are GIS files, and whether the libraries that read them are installed."""

import os
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pipelines.arrivals import Arrival, IntakeRecord
from pipelines.content import GIS_CONTENTS, SQLITE, UNKNOWN

KIND: Final = "gis"
LIBRARIES: Final = ("pyogrio", "geopandas", "pyproj", "shapely")
_SUFFIXES: Final = frozenset({".gpkg", ".geojson", ".shp", ".kml", ".kmz", ".qgz", ".qgs"})
_PYTHON: Final = ".venv\\Scripts\\python" if os.name == "nt" else ".venv/bin/python"
INSTALL_COMMAND: Final = f"{_PYTHON} -m pip install -r requirements/gis.txt"


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
    return all(find_spec(library) is not None for library in LIBRARIES)


def reading_state(records: Iterable[IntakeRecord], installed: bool) -> str:
    """What the reading of GIS files depends on beside the files: nothing where none arrived."""
    if not any(record.outcome is Arrival.NEW and is_gis(record) for record in records):
        return "no GIS files"
    return "GIS files are read" if installed else "GIS files wait"
