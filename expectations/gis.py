"""What must be true of GIS files: their layers, attributes and place, and what the report of the month says.

`SUITE` judges raw rows; `COMPARISON` judges core.measurement, once reports and files are both in it, and refuses
nothing. A layer's counts come with the numbers of the first features concerned: rows of its attribute table.
"""

from typing import ClassVar

from expectations.domain import ExpectKnownPartnership, ExpectMonthBegun
from expectations.gate import Suite
from expectations.rule import MeasurementRule, RowRule
from warehouse.vocabulary import Severity

_EXAMPLES = 10
_SATUAN = "CASE r.unit WHEN 'customers' THEN 'pelanggan' ELSE r.unit END"


def _first_features(problem: str) -> str:
    """SQL text of the first features of a layer with a problem."""
    return (
        f"(SELECT array_to_string(list_slice(list(o.row_no ORDER BY o.row_no), 1, {_EXAMPLES}), ', ') "
        "FROM raw.gis_feature AS o WHERE o.file_sha256 = r.file_sha256 AND o.sheet = r.sheet "
        f"AND o.problem = '{problem}')"
    )


class LayerRule(RowRule):
    """A rule on a layer: it lists, and refuses nothing."""

    level: Severity = Severity.WARNING
    table: str = "gis_layer"


class FeatureRule(LayerRule):
    """No feature of a layer has a problem; `column` counts those that do."""

    def facts(self) -> dict[str, str]:
        return {"first": _first_features(self.column)}

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectGisFileTaken(RowRule):
    """The libraries that read GIS files are installed."""

    level: Severity = Severity.WARNING
    table: str = "gis_arrival"
    column: str = "install_command"
    message_en: str = (
        "The file is kept and not read: GIS files need libraries that are not installed here. Install them once with: "
        "{value} - the next build reads the file."
    )
    message_id: str = (
        "Berkas disimpan dan belum dibaca: pustaka pembaca berkas GIS belum terpasang di sini. Pasang sekali dengan: "
        "{value} - berkas dibaca pada pengolahan berikutnya."
    )

    def bad_row(self) -> str:
        return f"{self.cell} IS NOT NULL"


class ExpectGisFileOfAMonth(RowRule):
    """A GIS file says of which partnership and month it is."""

    level: Severity = Severity.WARNING
    table: str = "gis_arrival"
    column: str = "partnership_id"
    message_en: str = (
        "The file does not say of which partnership and month it is, so it is not counted. Receive it again with "
        "--kind gis --partnership --month, or name it like P014_2026-03_pipa.gpkg."
    )
    message_id: str = (
        "Berkas tidak menyebut kemitraan dan bulannya, sehingga belum dihitung. Terima ulang dengan --kind gis "
        "--partnership --month, atau beri nama seperti P014_2026-03_pipa.gpkg."
    )

    def bad_row(self) -> str:
        return "r.is_read AND (r.partnership_id IS NULL OR r.period IS NULL)"


class ExpectKnownLayer(LayerRule):
    """A layer is one of pipes, customers or the service area."""

    column: str = "layer"
    message_en: str = (
        "Layer '{value}' is taken neither for pipes nor for customers, so it is not counted. Name it 'pipa' or "
        "'pelanggan' if it is one of them."
    )
    message_id: str = (
        "Layer '{value}' tidak dikenali sebagai pipa maupun pelanggan, sehingga tidak dihitung. Beri nama 'pipa' atau "
        "'pelanggan' bila memang demikian."
    )

    def bad_row(self) -> str:
        return "r.layer_kind = 'other'"


class ExpectFeatures(LayerRule):
    """A layer holds features."""

    column: str = "layer"
    message_en: str = "Layer '{value}' is empty. Check in QGIS that the features were exported, not only the layer."
    message_id: str = "Layer '{value}' kosong. Periksa di QGIS apakah objeknya ikut diekspor, bukan hanya layernya."

    def bad_row(self) -> str:
        return "r.features = 0"


class ExpectCoordinateSystemStated(LayerRule):
    """A layer states its coordinate system. Without it, degrees in Indonesia are taken for WGS84, and marked."""

    column: str = "crs_status"
    message_en: str = (
        "Layer '{layer}' does not state its coordinate system. Its coordinates were {taken}. In QGIS: right-click the "
        "layer, Layer CRS, Set Layer CRS (for example EPSG:4326), and export it again."
    )
    message_id: str = (
        "Layer '{layer}' tidak menyatakan sistem koordinatnya. Koordinatnya {diambil}. Di QGIS: klik kanan layer, "
        "Layer CRS, Set Layer CRS (misalnya EPSG:4326), lalu ekspor ulang."
    )

    def facts(self) -> dict[str, str]:
        return {
            "taken": "CASE WHEN r.coordinates IS NULL THEN 'taken for degrees on WGS84, to be reviewed' "
            "ELSE 'not used' END",
            "diambil": "CASE WHEN r.coordinates IS NULL THEN 'dianggap derajat WGS84 dan perlu ditinjau' "
            "ELSE 'tidak dipakai' END",
        }

    def bad_row(self) -> str:
        return "r.crs_status <> 'stated' AND r.features > 0"


class ExpectCoordinatesOfTheirSystem(LayerRule):
    """Coordinates are such as the stated system has."""

    column: str = "coordinates"
    wrong: str = ""

    @property
    def key(self) -> str:
        return f"{super().key}:{self.wrong}"

    def bad_row(self) -> str:
        return f"{self.cell} = '{self.wrong}'"


class ExpectInsideIndonesia(FeatureRule):
    """Features lie within the extent of Indonesia: 94 to 142 degrees east, 11 south to 6.5 north."""

    column: str = "outside_indonesia"
    message_en: str = (
        "Layer '{layer}' ({crs}): {value} features reach outside Indonesia (first: {first}). Check the coordinate "
        "system, above all the UTM zone and its hemisphere (N or S)."
    )
    message_id: str = (
        "Layer '{layer}' ({crs}): {value} objek berada di luar Indonesia (pertama: {first}). Periksa sistem "
        "koordinatnya, terutama zona UTM dan belahan buminya (N atau S)."
    )


class ExpectFeaturesOnTheGlobe(FeatureRule):
    """Every feature can be placed on the globe."""

    column: str = "beyond_degrees"
    message_en: str = (
        "Layer '{layer}': {value} features lie at no longitude and latitude (first: {first}); they are not measured. "
        "Delete or redraw them."
    )
    message_id: str = (
        "Layer '{layer}': {value} objek tidak berada pada bujur dan lintang mana pun (pertama: {first}) dan tidak "
        "diukur. Hapus atau gambar ulang objek itu."
    )


class ExpectGeometry(FeatureRule):
    """Every feature has a geometry."""

    column: str = "empty"
    message_en: str = (
        "Layer '{layer}': {value} features have no geometry (first: {first}) and are not counted. Draw them, or delete "
        "their rows."
    )
    message_id: str = (
        "Layer '{layer}': {value} objek tanpa geometri (pertama: {first}) dan tidak dihitung. Gambar objeknya, atau "
        "hapus barisnya."
    )


class ExpectValidGeometry(FeatureRule):
    """Every geometry is valid: no line of one point, no polygon that crosses itself."""

    column: str = "invalid"
    message_en: str = (
        "Layer '{layer}': {value} geometries contradict themselves (first: {first}), for example lines of one point. "
        "In QGIS: Vector, Geometry Tools, Check Validity."
    )
    message_id: str = (
        "Layer '{layer}': {value} geometri tidak sah (pertama: {first}), misalnya garis yang hanya satu titik. Di "
        "QGIS: Vector, Geometry Tools, Check Validity."
    )


class ExpectGeometryOnce(FeatureRule):
    """No pipe is drawn twice."""

    column: str = "same_geometry"
    message_en: str = (
        "Layer '{layer}': {value} features lie exactly on an earlier one of this file (first: {first}); pipes drawn "
        "twice count once. Delete the copies."
    )
    message_id: str = (
        "Layer '{layer}': {value} objek tepat menimpa objek sebelumnya dalam berkas ini (pertama: {first}); pipa yang "
        "digambar dua kali dihitung sekali. Hapus salinannya."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0 AND r.layer_kind <> 'customers'"


class ExpectCustomersApart(FeatureRule):
    """Customers do not all lie at one point."""

    level: Severity = Severity.INFO
    column: str = "same_geometry"
    message_en: str = (
        "Layer '{layer}': {value} customers lie exactly on an earlier one (first: {first}). That may be right in a "
        "shared building; else move them to their place."
    )
    message_id: str = (
        "Layer '{layer}': {value} pelanggan tepat menimpa pelanggan lain (pertama: {first}). Wajar bila satu bangunan; "
        "bila tidak, pindahkan ke tempatnya."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0 AND r.layer_kind = 'customers'"


class ExpectIdentifierOnce(FeatureRule):
    """A number is given to one feature only."""

    column: str = "same_identifier"
    message_en: str = (
        "Layer '{layer}': {value} features carry a number that an earlier one has ({identifier_column}; first: "
        "{first}); a customer counts once. Correct the numbers or delete the copies."
    )
    message_id: str = (
        "Layer '{layer}': {value} objek memakai nomor yang sudah dipakai ({identifier_column}; pertama: {first}); "
        "setiap pelanggan dihitung sekali. Perbaiki nomornya atau hapus salinannya."
    )


class ExpectOneKindOfGeometry(FeatureRule):
    """Pipes are lines, customers points, the service area a polygon."""

    column: str = "other_geometry"
    message_en: str = (
        "Layer '{layer}' ({layer_kind}) mixes geometries: {geometry_types}; {value} are of another type than it should "
        "have (first: {first}). Move them to a layer of their own."
    )
    message_id: str = (
        "Layer '{layer}' ({layer_kind}) mencampur geometri: {geometry_types}; {value} bukan jenis yang semestinya "
        "(pertama: {first}). Pindahkan ke layer tersendiri."
    )


class ExpectStraightLines(LayerRule):
    """Lines are drawn straight from point to point."""

    level: Severity = Severity.INFO
    column: str = "with_curves"
    message_en: str = "Layer '{layer}': {value} features are arcs, measured as short straight lines. Nothing to do."
    message_id: str = (
        "Layer '{layer}': {value} objek berupa busur, diukur sebagai garis lurus pendek. Tidak perlu apa-apa."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectFlatFeatures(LayerRule):
    """Features are drawn without heights."""

    level: Severity = Severity.INFO
    column: str = "with_height"
    message_en: str = (
        "Layer '{layer}': {value} features have heights; lengths are measured on the ground, without them. Nothing to "
        "do."
    )
    message_id: str = (
        "Layer '{layer}': {value} objek memiliki ketinggian; panjang diukur mendatar, tanpa ketinggian. Tidak perlu "
        "tindakan."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectAttributeColumn(RowRule):
    """A layer has the columns that are asked for."""

    level: Severity = Severity.WARNING
    table: str = "gis_attribute"
    column: str = "attribute"
    message_en: str = (
        "Layer '{layer}' has no column for {name_en}. Add one, named '{name_id}' or '{name_en}', or tell the "
        "facilitator what it is called."
    )
    message_id: str = (
        "Layer '{layer}' tidak memiliki kolom {name_id}. Tambahkan kolom bernama '{name_id}', atau beri tahu "
        "fasilitator nama kolomnya."
    )

    def bad_row(self) -> str:
        return "r.column_found IS NULL AND r.features > 0"


class ExpectAttributeFilled(RowRule):
    """An attribute is filled in for every feature that counts; 0 and impossible figures say nothing."""

    level: Severity = Severity.INFO
    table: str = "gis_attribute"
    column: str = "filled"
    message_en: str = (
        "Layer '{layer}', column '{column_found}': {name_en} is filled in for {value} of {features} features "
        "({share_en}%)."
    )
    message_id: str = (
        "Layer '{layer}', kolom '{column_found}': {name_id} terisi pada {value} dari {features} objek ({share_id}%)."
    )

    def facts(self) -> dict[str, str]:
        share = "floor(1000.0 * r.filled / nullif(r.features, 0)) / 10"
        return {"share_en": share, "share_id": share}

    def bad_row(self) -> str:
        return "r.column_found IS NOT NULL AND r.filled < r.features"


class ExpectInsideArea(RowRule):
    """Features lie in the utility's area."""

    level: Severity = Severity.WARNING
    table: str = "gis_area_check"
    column: str = "features_outside"
    message_en: str = (
        "Layer '{sheet}': {value} of {features_checked} features lie wholly outside the utility's area, {area_source} "
        "(first: {first_outside}). Delete what belongs to others, or send the right area."
    )
    message_id: str = (
        "Layer '{sheet}': {value} dari {features_checked} objek berada sepenuhnya di luar wilayah BUMD Air Minum, "
        "{area_source} (pertama: {first_outside}). Hapus yang bukan milik sendiri, atau kirim batas wilayah yang benar."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectAreaKnown(RowRule):
    """The utility's area is known, so that features outside it can be told."""

    level: Severity = Severity.INFO
    table: str = "gis_area_check"
    column: str = "features_outside"
    message_en: str = (
        "Layer '{sheet}': not checked against the utility's area, because {reason_en}. Send the area as a polygon "
        "layer named 'wilayah pelayanan'."
    )
    message_id: str = (
        "Layer '{sheet}': belum diperiksa terhadap wilayah BUMD Air Minum, karena {reason_id}. Kirim wilayahnya "
        "sebagai layer poligon bernama 'wilayah pelayanan'."
    )

    def facts(self) -> dict[str, str]:
        return {
            "reason_en": "CASE WHEN r.area_source IS NULL THEN 'no area is known' "
            "ELSE 'its coordinates could not be placed' END",
            "reason_id": "CASE WHEN r.area_source IS NULL THEN 'wilayahnya belum diketahui' "
            "ELSE 'koordinatnya tidak dapat ditempatkan' END",
        }

    def bad_row(self) -> str:
        return f"{self.cell} IS NULL"


class ExpectGisAgreesWithReport(MeasurementRule):
    """A GIS file holds what the report of its month says was digitised: the same, told to who sent the file."""

    _SAME: ClassVar[str] = (
        "FROM mart.gis_comparison AS c WHERE c.partnership_id = r.partnership_id "
        "AND c.period = strftime(r.period_start, '%Y-%m') AND c.measured_code = r.variable_code"
    )
    message_en: str = (
        "This file holds {value} {unit}; the report of the same month says {reported} ({report_cell}). More than "
        "{tolerance}% apart: send the complete file, or correct the report."
    )
    message_id: str = (
        "Berkas ini memuat {value} {satuan}; laporan bulan yang sama menyebut {reported} ({report_cell}). Selisihnya "
        "lebih dari {tolerance}%: kirim berkas yang lengkap, atau perbaiki laporannya."
    )

    def facts(self) -> dict[str, str]:
        return {
            "satuan": _SATUAN,
            "reported": f"(SELECT round(max(c.reported), 2) {self._SAME})",
            "report_cell": f"(SELECT max(concat_ws(' ', c.report_file, c.report_sheet, c.report_cell)) {self._SAME})",
            "tolerance": f"(SELECT max(c.tolerance_pct) {self._SAME})",
        }

    def bad_row(self) -> str:
        return (
            "r.is_current AND r.variable_code IN ('customers_in_gis', 'pipe_length_in_gis') "
            f"AND EXISTS (SELECT 1 {self._SAME} AND c.status = 'differs')"
        )


class ExpectReportAgreesWithGis(MeasurementRule):
    """What a report says was digitised agrees with the GIS file of the same month."""

    _SAME: ClassVar[str] = (
        "FROM mart.gis_comparison AS c WHERE c.partnership_id = r.partnership_id "
        "AND c.period = strftime(r.period_start, '%Y-%m') AND c.reported_code = r.variable_code"
    )
    message_en: str = (
        "The report says {value} {unit} digitised; the GIS file {gis_file} ({gis_layer}) of the same month holds "
        "{measured}. More than {tolerance}% apart: correct the report or send the complete file. Until then the "
        "figure is marked for review."
    )
    message_id: str = (
        "Laporan menyebut {value} {satuan} terdigitasi; berkas GIS {gis_file} ({gis_layer}) bulan yang sama memuat "
        "{measured}. Selisihnya lebih dari {tolerance}%: perbaiki laporan atau kirim berkas yang lengkap. Sementara "
        "itu angkanya ditandai untuk ditinjau."
    )

    def facts(self) -> dict[str, str]:
        return {
            "satuan": _SATUAN,
            "gis_file": f"(SELECT max(c.gis_file) {self._SAME})",
            "gis_layer": f"(SELECT max(c.gis_layer) {self._SAME})",
            "measured": f"(SELECT round(max(c.measured), 2) {self._SAME})",
            "tolerance": f"(SELECT max(c.tolerance_pct) {self._SAME})",
        }

    def bad_row(self) -> str:
        return "r.is_current AND r.status = 'needs_review' AND r.review_reason = 'differs_from_gis'"


def _coordinates() -> tuple[ExpectCoordinatesOfTheirSystem, ...]:
    set_crs_en = (
        "In QGIS: Layer CRS, Set Layer CRS, choose the true system (for example UTM zone 48S), and export again."
    )
    set_crs_id = (
        "Di QGIS: Layer CRS, Set Layer CRS, pilih sistem yang benar (misalnya UTM zona 48S), lalu ekspor ulang."
    )
    told = (
        (
            "beyond_degrees",
            f"Layer '{{layer}}' is labelled {{crs}}, but its coordinates lie beyond 180 degrees: they are metres. Its "
            f"length is not measured. {set_crs_en}",
            f"Layer '{{layer}}' diberi label {{crs}}, tetapi koordinatnya melebihi 180 derajat: satuannya meter. "
            f"Panjangnya tidak diukur. {set_crs_id}",
        ),
        (
            "metres_without_system",
            f"Layer '{{layer}}' has coordinates in metres and no coordinate system: nobody can tell the zone. Its "
            f"length is not measured. {set_crs_en}",
            f"Layer '{{layer}}' memakai koordinat meter tanpa sistem koordinat: zonanya tidak diketahui. Panjangnya "
            f"tidak diukur. {set_crs_id}",
        ),
        (
            "degrees_as_metres",
            "Layer '{layer}' is labelled {crs}, which is in metres, but its coordinates are degrees. Its length is not "
            "measured. In QGIS: Layer CRS, Set Layer CRS, choose EPSG:4326, and export again.",
            "Layer '{layer}' diberi label {crs} yang bersatuan meter, tetapi koordinatnya derajat. Panjangnya tidak "
            "diukur. Di QGIS: Layer CRS, Set Layer CRS, pilih EPSG:4326, lalu ekspor ulang.",
        ),
        (
            "swapped",
            "Layer '{layer}' has longitude and latitude exchanged: first the longitude (95 to 141), then the latitude. "
            "Its length is not measured. In QGIS: Swap X and Y Coordinates, and export again.",
            "Layer '{layer}' menukar bujur dan lintang: bujur (95 sampai 141) ditulis dahulu, lalu lintang. Panjangnya "
            "tidak diukur. Di QGIS: Swap X and Y Coordinates, lalu ekspor ulang.",
        ),
    )  # fmt: skip
    return tuple(
        ExpectCoordinatesOfTheirSystem(wrong=wrong, message_en=english, message_id=indonesian)
        for wrong, english, indonesian in told
    )


SUITE = Suite(
    "gis",
    (
        ExpectGisFileTaken(),
        ExpectGisFileOfAMonth(),
        ExpectKnownPartnership(table="gis_arrival"),
        ExpectMonthBegun(table="gis_arrival"),
        ExpectKnownLayer(),
        ExpectFeatures(),
        ExpectCoordinateSystemStated(),
        *_coordinates(),
        ExpectInsideIndonesia(),
        ExpectFeaturesOnTheGlobe(),
        ExpectGeometry(),
        ExpectValidGeometry(),
        ExpectGeometryOnce(),
        ExpectCustomersApart(),
        ExpectIdentifierOnce(),
        ExpectOneKindOfGeometry(),
        ExpectStraightLines(),
        ExpectFlatFeatures(),
        ExpectAttributeColumn(),
        ExpectAttributeFilled(),
        ExpectInsideArea(),
        ExpectAreaKnown(),
    ),
)

COMPARISON = Suite("gis_comparison", (ExpectReportAgreesWithGis(), ExpectGisAgreesWithReport()))
