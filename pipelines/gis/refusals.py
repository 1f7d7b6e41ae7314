"""Every reason for refusing a GIS file, in both languages, each with its remedy."""

from typing import Final

from pipelines.content import MAX_GIS_BYTES
from pipelines.reading.model import Refused
from pipelines.reading.refusals import shown_name
from warehouse.explained import in_indonesian_form

MAX_FEATURES: Final = 1_000_000
MAX_UNPACKED_BYTES: Final = 1_000_000_000
MAX_ENTRIES: Final = 500
MAX_LAYERS: Final = 100
MAX_VERTICES: Final = 20_000_000

_MAX_MB: Final = MAX_GIS_BYTES // 1_000_000
_FEATURES_EN: Final = f"{MAX_FEATURES:,}"
_FEATURES_ID: Final = in_indonesian_form(_FEATURES_EN)

_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "gis_file_too_large": (
        f"{{file}} is larger than {_MAX_MB} MB. Send it as a zip, the layers apart, or only pipes and customers.",
        f"{{file}} lebih besar dari {_MAX_MB} MB. Kirim dalam bentuk zip, layernya terpisah, atau hanya pipa dan "
        "pelanggan.",
    ),
    "gis_empty_file": (
        "{file} is empty (0 bytes). Export the layer again and send it once more.",
        "{file} kosong (0 byte). Ekspor ulang layernya lalu kirim kembali.",
    ),
    "gis_unknown_format": (
        "{file} is none of the GIS files that are read. In QGIS: right-click the layer, Export, Save Features As, and "
        "choose GeoPackage; or send the shapefile as one zip with .shp, .shx, .dbf and .prj.",
        "{file} bukan berkas GIS yang dapat dibaca. Di QGIS: klik kanan layer, Export, Save Features As, lalu pilih "
        "GeoPackage; atau kirim shapefile dalam satu zip berisi .shp, .shx, .dbf, dan .prj.",
    ),
    "gis_project_without_data": (
        "{file} is a QGIS project: it names layers and holds none of their data. Export each layer as GeoPackage and "
        "send that.",
        "{file} adalah proyek QGIS: isinya hanya nama layer, bukan datanya. Ekspor setiap layer sebagai GeoPackage "
        "lalu kirim.",
    ),
    "shapefile_alone": (
        "{file} is one part of a shapefile. Put .shp, .shx, .dbf and .prj together in one zip and send that.",
        "{file} hanya satu bagian dari shapefile. Gabungkan .shp, .shx, .dbf, dan .prj dalam satu zip lalu kirim.",
    ),
    "shapefile_without_shp": (
        "{file} holds {parts} but no .shp, so no geometry. Zip all parts of the shapefile together: .shp, .shx, .dbf "
        "and .prj.",
        "{file} berisi {parts} tanpa .shp, jadi tidak ada geometrinya. Gabungkan semua bagian shapefile dalam satu "
        "zip: .shp, .shx, .dbf, dan .prj.",
    ),
    "gis_archive_without_data": (
        "{file} holds no GIS data. A zip holds one shapefile with all its parts, or .gpkg or .geojson files.",
        "{file} tidak memuat data GIS. Isi zip: satu shapefile dengan semua bagiannya, atau berkas .gpkg atau "
        ".geojson.",
    ),
    "gis_archive_damaged": (
        "{file} is a damaged zip. Make the zip again from the original files and send it.",
        "{file} adalah zip yang rusak. Buat ulang zip dari berkas aslinya lalu kirim.",
    ),
    "gis_archive_encrypted": (
        "{file} is protected by a password. Make the zip without a password and send it again.",
        "{file} dilindungi kata sandi. Buat zip tanpa kata sandi lalu kirim kembali.",
    ),
    "gis_archive_unsafe": (
        "{file} holds entries that point outside the zip ({name}). No program of yours writes such a zip: make a new "
        "one from the original files.",
        "{file} memuat isi yang menunjuk ke luar zip ({name}). Program biasa tidak membuat zip seperti ini: buat zip "
        "baru dari berkas aslinya.",
    ),
    "gis_inflates_too_far": (
        "{file} unpacks to more than 1 GB. Send only the layers of pipes and customers.",
        "{file} membengkak lebih dari 1 GB saat dibuka. Kirim hanya layer pipa dan pelanggan.",
    ),
    "gis_too_many_parts": (
        f"{{file}} holds more than {MAX_ENTRIES} files or {MAX_LAYERS} layers. Send only the layers of pipes and "
        "customers.",
        f"{{file}} memuat lebih dari {MAX_ENTRIES} berkas atau {MAX_LAYERS} layer. Kirim hanya layer pipa dan "
        "pelanggan.",
    ),
    "gis_too_many_features": (
        f"{{file}}, layer '{{layer}}': more than {_FEATURES_EN} features, or lines of many millions of points. Send "
        "the layers apart, or without what was imported from elsewhere.",
        f"{{file}}, layer '{{layer}}': lebih dari {_FEATURES_ID} objek, atau garis dengan berjuta-juta titik. Kirim "
        "layernya terpisah, atau tanpa data yang diimpor dari tempat lain.",
    ),
    "geopackage_damaged": (
        "{file} is a damaged GeoPackage. Open it in QGIS, export each layer to a new GeoPackage, and send that. If it "
        "does not open there either, take the last backup.",
        "{file} adalah GeoPackage yang rusak. Buka di QGIS, ekspor setiap layer ke GeoPackage baru, lalu kirim. Bila "
        "di sana pun tidak terbuka, gunakan cadangan terakhir.",
    ),
    "sqlite_not_geopackage": (
        "{file} is an SQLite database, but no GeoPackage (it has no table gpkg_contents). Export the layers from QGIS "
        "as GeoPackage.",
        "{file} adalah basis data SQLite, tetapi bukan GeoPackage (tabel gpkg_contents tidak ada). Ekspor layernya "
        "dari QGIS sebagai GeoPackage.",
    ),
    "geopackage_unsafe": (
        "{file} holds virtual tables that no GeoPackage needs. Export its layers from QGIS to a new GeoPackage.",
        "{file} memuat tabel virtual yang tidak diperlukan GeoPackage. Ekspor layernya dari QGIS ke GeoPackage baru.",
    ),
    "gis_no_layer": (
        "{file} holds no layer with features. Check in QGIS that the layer was exported, and send it again.",
        "{file} tidak memuat layer berisi objek. Periksa di QGIS apakah layernya sudah diekspor, lalu kirim kembali.",
    ),
    "geojson_damaged": (
        "{file} is no complete GeoJSON ({reason}). Export the layer again; the file may have been cut off on its way.",
        "{file} bukan GeoJSON yang utuh ({reason}). Ekspor ulang layernya; mungkin berkas terpotong saat dikirim.",
    ),
    "geojson_not_a_number": (
        "{file}, line {line}: NaN or Infinity stands where a number belongs, which GeoJSON does not allow. Export the "
        "layer from QGIS again, with empty cells instead of NaN.",
        "{file}, baris {line}: tertulis NaN atau Infinity di tempat angka, yang tidak diperbolehkan dalam GeoJSON. "
        "Ekspor ulang layernya dari QGIS, dengan sel kosong sebagai ganti NaN.",
    ),
    "geojson_points_elsewhere": (
        "{file} names an internet address as its coordinate system; nothing is fetched from there. Export the layer "
        "from QGIS as EPSG:4326.",
        "{file} menyebut alamat internet sebagai sistem koordinatnya; tidak ada yang diambil dari sana. Ekspor layer "
        "dari QGIS sebagai EPSG:4326.",
    ),
    "gis_damaged": (
        "{file}, layer '{layer}': the data cannot be read. Open the layer in QGIS, export it as GeoPackage, and send "
        "that.",
        "{file}, layer '{layer}': datanya tidak terbaca. Buka layernya di QGIS, ekspor sebagai GeoPackage, lalu kirim.",
    ),
}  # fmt: skip

RULES: Final = tuple(_MESSAGES)


def refusal(rule: str, file_name: str, *, detail: str = "", layer: str | None = None, **words: str) -> Refused:
    """The refusal of a GIS file for `rule`, its messages filled in."""
    values = {"file": shown_name(file_name), "layer": layer or "", **words}
    english, indonesian = _MESSAGES[rule]
    return Refused(rule, english.format(**values), indonesian.format(**values), layer, None, detail)


def too_large(file_name: str) -> Refused:
    """The refusal of a GIS file that is larger than MAX_GIS_BYTES."""
    return refusal("gis_file_too_large", file_name)
