"""What is said of a layer whose file lacks a part: it is read all the same."""

from typing import Final

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "shapefile_without_shx": (
        "Layer '{layer}': the shapefile came without its .shx, which was rebuilt. Put the .shx into the zip next time.",
        "Layer '{layer}': shapefile dikirim tanpa .shx; bagian itu disusun ulang saat dibaca. Sertakan .shx dalam zip.",
    ),
    "shapefile_without_dbf": (
        "Layer '{layer}': the shapefile came without its .dbf, so no feature has any attribute. Put the .dbf into the "
        "zip and send it again.",
        "Layer '{layer}': shapefile dikirim tanpa .dbf, sehingga semua objek tanpa atribut. Sertakan .dbf dalam zip "
        "lalu kirim kembali.",
    ),
    "shapefile_without_prj": (
        "Layer '{layer}': the shapefile came without its .prj, which says the coordinate system. Put the .prj into "
        "the zip; in QGIS it is set under Layer properties, Source.",
        "Layer '{layer}': shapefile dikirim tanpa .prj, yang menyatakan sistem koordinatnya. Sertakan .prj dalam zip; "
        "di QGIS diatur lewat Layer properties, Source.",
    ),
    "geopackage_still_open": (
        "Layer '{layer}': the GeoPackage was copied while a program had it open; the last edits may be missing. Close "
        "QGIS and send the file again.",
        "Layer '{layer}': GeoPackage disalin saat masih terbuka di program lain; suntingan terakhir mungkin belum "
        "ikut. Tutup QGIS lalu kirim ulang berkasnya.",
    ),
}

RULES: Final = tuple(_TEXTS)


def text(rule: str, layer: str) -> tuple[str, str]:
    """The remark in English and Indonesian."""
    english, indonesian = _TEXTS[rule]
    return english.format(layer=layer), indonesian.format(layer=layer)
