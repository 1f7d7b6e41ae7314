"""The raw tables that GIS files fill, declared like the sheets of workbooks so that they are kept and loaded alike."""

from typing import Final

from pipelines.template import Template

LAYER: Final = "gis_layer"
ATTRIBUTE: Final = "gis_attribute"
FEATURE: Final = "gis_feature"
OUTSIDE: Final = "gis_outside"


_TYPES: Final = {"text": "text", "whole": "integer", "number": "number", "flag": "boolean"}


def _sheet(table: str, key: str, columns: str) -> dict[str, object]:
    """A table from lines of `type: names`."""
    declared: list[dict[str, object]] = []
    for line in columns.strip().splitlines():
        kind, _, names = line.partition(":")
        declared += [_column(name.strip(), _TYPES[kind.strip()]) for name in names.split(",")]
    return {"table": table, "any_sheet": True, "key": key, "columns": declared, "required": False}


def _column(name: str, kind: str) -> dict[str, object]:
    words = name.replace("_", " ")
    return {"name": name, "labels": {"en": words, "id": words}, "type": kind}


def _template(*sheets: dict[str, object]) -> Template:
    return Template.model_validate(
        {
            "name": "gis",
            "edition": "2026.1",
            "title": {"en": "GIS file", "id": "Berkas GIS"},
            "kind": "gis",
            "formats": ["csv"],
            "sheets": list(sheets),
        }
    )


LAYERS: Final = _template(
    _sheet(
        LAYER,
        "layer",
        """
        text: layer, layer_kind, format, geometry_types, crs, crs_status, coordinates
        whole: features, geometries, empty, invalid, same_geometry, same_identifier, other_geometry
        whole: beyond_degrees, outside_indonesia, with_height, with_curves, counted, complete
        number: length_km, west, south, east, north
        text: identifier_column
        """,
    )
)
"""One row per layer: the rows that are counted as read."""

DETAILS: Final = _template(
    _sheet(
        ATTRIBUTE,
        "attribute",
        """
        text: layer, layer_kind, attribute, name_en, name_id, column_found
        whole: filled, features
        """,
    ),
    _sheet(
        FEATURE,
        "problem",
        """
        text: layer, layer_kind, problem
        """,
    ),
)
"""What stands behind the layers: attributes, and the first features that have each problem."""

OUTSIDE_TABLE: Final = _template(
    _sheet(
        OUTSIDE,
        "layer",
        """
        text: layer
        whole: outside, checked
        text: first_outside
        """,
    )
)
"""One row per layer held against an area; kept under the fingerprint of file and area."""
