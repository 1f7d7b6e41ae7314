"""Where a utility's features should lie, as it is handed to a worker process."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Area:
    """The polygons of a GIS file, or a box in degrees (west, south, east, north)."""

    path: Path | None = None
    file_name: str = ""
    box: tuple[float, float, float, float] | None = None
