"""What must be true of figures: as reported in a row, and as measurements in standard units.

`SUITE` judges raw rows; `PLAUSIBILITY` judges core.measurement, once it is filled, and refuses nothing.
"""

from typing import ClassVar

from expectations.domain import (
    NOTHING,
    ExpectBetween,
    ExpectKnownPartnership,
    ExpectMonthBegun,
    ExpectOnlyOnce,
)
from expectations.gate import Suite
from expectations.rule import MeasurementRule, RowRule
from warehouse.vocabulary import Severity

_NAMES = {  # what the figure of a row is called
    name: (
        f"coalesce((SELECT v.{name} FROM reference.variable AS v WHERE v.variable_code = r.variable_code), "
        "r.variable_code)"
    )
    for name in ("name_en", "name_id")
}


class ExpectKnownVariable(RowRule):
    """A figure is one of the catalogue, by its code."""

    column: str = "variable_code"
    message_en: str = "'{value}' is not a figure of the catalogue. Choose the code from the list."
    message_id: str = "'{value}' bukan data dalam katalog. Pilih kodenya dari daftar."

    def bad_row(self) -> str:
        return (
            f"lower(trim({self.cell})) NOT IN {NOTHING} "
            f"AND {self.cell} NOT IN (SELECT v.variable_code FROM reference.variable AS v)"
        )


class ExpectFigureOfGisNotReported(RowRule):
    """What is measured from GIS files is not reported: it is counted in the file itself."""

    column: str = "variable_code"
    message_en: str = (
        "{variable_code} is measured from the GIS file itself; it is not reported here. Leave the row out and send the "
        "file."
    )
    message_id: str = (
        "{variable_code} dihitung langsung dari berkas GIS, jadi tidak dilaporkan di sini. Hapus baris ini dan kirim "
        "berkas GIS-nya."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IN ('customers_in_gis', 'pipe_length_in_gis', 'features_in_gis', 'features_complete_in_gis')"
        )


class ExpectUnitOfVariable(RowRule):
    """A figure is given in a unit of its own kind: a volume in m³, a length in km; a volume also as a mean flow."""

    column: str = "unit"
    message_en: str = "'{value}' is not a unit for “{name_en}”. Use {usual}."
    message_id: str = "'{value}' bukan satuan untuk “{name_id}”. Gunakan {usual}."

    def facts(self) -> dict[str, str]:
        return _NAMES | {
            "usual": "(SELECT v.unit FROM reference.variable AS v WHERE v.variable_code = r.variable_code)"
        }

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND r.value IS NOT NULL "
            "AND EXISTS (SELECT 1 FROM reference.variable AS v WHERE v.variable_code = r.variable_code) "
            "AND NOT EXISTS (SELECT 1 FROM reference.variable AS v "
            "JOIN reference.unit AS u ON u.unit_kind = v.unit_kind "
            "OR (u.unit_kind = 'flow' AND v.unit_kind = 'volume') "
            f"WHERE v.variable_code = r.variable_code AND u.spelling = {self.cell})"
        )


class ExpectFigureNotNegative(RowRule):
    """A figure is zero or more, unless the catalogue lets it be negative (a meter's inaccuracy)."""

    column: str = "value"
    message_en: str = "“{name_en}” is {value}, below zero. Correct the figure, or leave the cell blank."
    message_id: str = "“{name_id}” bernilai {value}, kurang dari nol. Perbaiki angkanya, atau kosongkan selnya."

    def facts(self) -> dict[str, str]:
        return _NAMES

    def bad_row(self) -> str:
        return (
            f"{self.cell} < 0 AND r.variable_code NOT IN "
            "(SELECT v.variable_code FROM reference.variable AS v WHERE v.may_be_negative)"
        )


class ExpectReporter(RowRule):
    """A measurement says whose it is: a partnership, or a utility with the id of its list."""

    table: str = "measurements_values"
    column: str = "partnership_id"
    message_en: str = (
        "The row gives no partnership and no code of a utility, and its name, if any, is not certain. Fill in the "
        "code, or write the name with Kabupaten or Kota."
    )
    message_id: str = (
        "Baris ini tidak memuat kemitraan maupun kode BUMD Air Minum, dan namanya, bila ada, belum pasti. Isi kodenya, "
        "atau tulis namanya lengkap dengan Kabupaten atau Kota."
    )

    def bad_row(self) -> str:
        return "r.partnership_id IS NULL AND r.utility_id IS NULL"


_SAME_BALANCE = (
    "o.submission_id = r.submission_id AND o.zone IS NOT DISTINCT FROM r.zone "
    "AND o.period_start IS NOT DISTINCT FROM r.period_start"
)


class ExpectBilledNotAboveSupplied(MeasurementRule):
    """Water billed is not more than water supplied. It happens, by billing lag, so it is only listed."""

    message_en: str = (
        "Billed {billed} m³, but supplied only {supplied} m³. Check both figures; meter readings of another month are "
        "the usual cause."
    )
    message_id: str = (
        "Air berekening {billed} m³, padahal input sistem hanya {supplied} m³. Periksa keduanya; biasanya karena "
        "pembacaan meter dari bulan lain."
    )

    def facts(self) -> dict[str, str]:
        return {
            "billed": f"CAST(round({self._sum('billed_metered', 'billed_unmetered')}) AS BIGINT)",
            "supplied": f"CAST(round({self._supplied()}) AS BIGINT)",
        }

    @staticmethod
    def _sum(*variables: str) -> str:
        codes = ", ".join(f"'{variable}'" for variable in variables)
        return (
            f"(SELECT sum(o.value) FROM core.measurement AS o WHERE {_SAME_BALANCE} AND o.variable_code IN ({codes}))"
        )

    def _supplied(self) -> str:
        parts = (
            f"{self._sum('system_input_own')} + coalesce({self._sum('system_input_imported')}, 0) "
            f"- coalesce({self._sum('system_input_exported')}, 0)"
        )
        return f"coalesce({self._sum('system_input_volume')}, {parts})"

    def bad_row(self) -> str:
        billed = self._sum("billed_metered", "billed_unmetered")
        return (
            "r.variable_code = 'billed_metered' AND r.is_current AND r.partnership_id IS NOT NULL "
            f"AND {billed} > {self._supplied()}"
        )


class ExpectPartNotAboveWhole(MeasurementRule):
    """A part (customers digitised) is not more than its whole (customers): never above 100 %."""

    part: str = ""
    whole: str = ""
    message_en: str = "{value} (“{name_en}”) is more than the whole of {total}: above 100%. Check both figures."
    message_id: str = "{value} (“{name_id}”) melebihi keseluruhan {total}: di atas 100%. Periksa keduanya."

    @property
    def key(self) -> str:
        return f"{super().key}:{self.part}"

    def _whole(self) -> str:
        return (
            f"(SELECT max(o.value) FROM core.measurement AS o WHERE {_SAME_BALANCE} "
            f"AND o.variable_code = '{self.whole}')"
        )

    def facts(self) -> dict[str, str]:
        return _NAMES | {"total": f"round({self._whole()}, 2)"}

    def bad_row(self) -> str:
        return f"r.variable_code = '{self.part}' AND r.is_current AND r.value > {self._whole()}"


class ExpectFigureInItsRange(MeasurementRule):
    """A measurement that was marked for review (below zero, a percentage above 100) is listed."""

    message_en: str = "“{name_en}” is {value} {unit}, outside its range. It is kept and marked for review."
    message_id: str = "“{name_id}” bernilai {value} {unit}, di luar rentangnya. Disimpan dan ditandai untuk ditinjau."

    def facts(self) -> dict[str, str]:
        return _NAMES

    def bad_row(self) -> str:
        return (
            "r.status = 'needs_review' AND coalesce(r.review_reason, '') NOT IN "
            "('off_scale', 'differs_from_gis', 'coordinate_system') AND r.is_current"
        )


class ExpectFigureOnItsScale(MeasurementRule):
    """A figure lies near its subject's own months; a thousand times off, it waits for review."""

    message_en: str = (
        "“{name_en}” is {value} {unit}; this subject's own months lie around {usual}, a factor of about {times}. "
        "The unit or a thousands separator is the usual cause. It is kept as written and not counted: send a corrected "
        "report, or ask the facilitator to confirm the figure."
    )
    message_id: str = (
        "“{name_id}” bernilai {value} {unit}, padahal bulan-bulan lainnya sekitar {usual}, berbeda kira-kira "
        "{times} kali. Biasanya karena satuan atau pemisah ribuan. Disimpan seperti tertulis dan tidak dihitung: kirim "
        "laporan yang diperbaiki, atau minta fasilitator mengonfirmasi angka ini."
    )

    def facts(self) -> dict[str, str]:
        return _NAMES | {
            "usual": "CAST(CASE WHEN r.usual_value < 100 THEN round(r.usual_value, 3) "
            "ELSE round(r.usual_value) END AS DOUBLE)",
            "times": "CAST(round(greatest(r.value / r.usual_value, r.usual_value / r.value)) AS BIGINT)",
        }

    def bad_row(self) -> str:
        return "r.status = 'needs_review' AND r.review_reason = 'off_scale' AND r.is_current"


class ExpectMeanFlowSaid(MeasurementRule):
    """A volume given as a mean flow is listed with its conversion."""

    level: Severity = Severity.INFO
    message_en: str = (
        "Written as {written_value} {written_unit}, a mean flow; over {days} days that is {value} {unit}. If it is the "
        "volume itself, write it in m3."
    )
    message_id: str = (
        "Tertulis {written_value} {written_unit}, yaitu debit rata-rata; selama {days} hari menjadi {value} {unit}. "
        "Bila yang dimaksud volumenya, tulis dalam m3."
    )

    def facts(self) -> dict[str, str]:
        return {"days": "date_diff('day', r.period_start, r.period_end) + 1"}

    def bad_row(self) -> str:
        return (
            "r.is_current AND r.unit = 'm3' AND r.value IS NOT NULL AND EXISTS (SELECT 1 FROM reference.unit AS u "
            "WHERE u.spelling = r.written_unit AND u.unit_kind = 'flow')"
        )


class ExpectNightFlowNotMeasured(MeasurementRule):
    """A minimum night flow is reported where no file of readings measures it; beside one, it is kept and listed."""

    message_en: str = (
        "Reported as {value} {unit}, but the readings of the same month and zone give {measured} {unit}. The measured "
        "figure counts; the reported one is kept. Leave the row out where readings are sent."
    )
    message_id: str = (
        "Dilaporkan {value} {unit}, padahal bacaan logger bulan dan zona yang sama menghasilkan {measured} {unit}. "
        "Yang dihitung hasil pengukuran; angka laporan tetap disimpan. Hapus baris ini bila bacaan logger dikirim."
    )

    _MEASURED: ClassVar[str] = (
        "FROM mart.night_flow AS n WHERE n.status = 'reported' AND n.partnership_id = r.partnership_id "
        "AND n.zone = r.zone AND n.period_start = r.period_start AND n.period_end = r.period_end"
    )

    def facts(self) -> dict[str, str]:
        return {"measured": f"(SELECT max(round(n.minimum_night_flow, 2)) {self._MEASURED})"}

    def bad_row(self) -> str:
        return (
            "r.variable_code = 'minimum_night_flow' AND r.place = 2 AND r.value IS NOT NULL "
            f"AND EXISTS (SELECT 1 {self._MEASURED} AND n.file_sha256 <> r.file_sha256)"
        )


class ExpectHoursOfDay(MeasurementRule):
    """Water is supplied for at most 24 hours a day."""

    message_en: str = "{value} hours of supply a day: a day has 24. Correct the figure."
    message_id: str = "Jam pelayanan {value} per hari: sehari hanya 24 jam. Perbaiki angkanya."

    def bad_row(self) -> str:
        return "r.variable_code = 'supply_hours' AND r.is_current AND r.value > 24"


class ExpectSameScaleAsMonthBefore(MeasurementRule):
    """A figure is not a hundred times the one of the month before, or a hundredth: then the unit is wrong."""

    message_en: str = "“{name_en}” is {value} after {before} in the month before. Check the unit."
    message_id: str = "“{name_id}” bernilai {value}, bulan sebelumnya {before}. Periksa satuannya."

    _MONTH_BEFORE: ClassVar[str] = (
        "FROM core.measurement AS o WHERE o.is_current AND o.partnership_id = r.partnership_id "
        "AND o.variable_code = r.variable_code AND o.zone IS NOT DISTINCT FROM r.zone "
        "AND o.period_start = r.period_start - INTERVAL 1 MONTH"
    )

    def facts(self) -> dict[str, str]:
        return _NAMES | {"before": f"(SELECT max(o.value) {self._MONTH_BEFORE})"}

    def bad_row(self) -> str:
        return (
            f"r.is_current AND r.status = 'reported' AND r.value > 0 AND EXISTS (SELECT 1 {self._MONTH_BEFORE} "
            "AND o.status = 'reported' AND o.value > 0 AND (r.value >= 100 * o.value OR r.value <= o.value / 100))"
        )


def figure_rules(table: str) -> tuple[RowRule, ...]:
    """The rules on a table with one figure a row: variable_code, value, unit, grade."""
    return (
        ExpectKnownVariable(table=table),
        ExpectFigureOfGisNotReported(table=table),
        ExpectUnitOfVariable(table=table),
        ExpectFigureNotNegative(table=table),
        ExpectBetween(table=table, column="grade", low=1, high=10, level=Severity.WARNING),
    )


SUITE = Suite(
    "measurements",
    (
        ExpectReporter(),
        ExpectKnownPartnership(table="measurements_values"),
        ExpectMonthBegun(table="measurements_values"),
        *figure_rules("measurements_values"),
        ExpectOnlyOnce(
            table="measurements_values",
            column="variable_code",
            keys=("variable_code", "partnership_id", "utility_id", "zone", "period"),
        ),
    ),
)


PLAUSIBILITY = Suite(
    "plausibility",
    (
        ExpectFigureInItsRange(),
        ExpectFigureOnItsScale(),
        ExpectMeanFlowSaid(),
        ExpectNightFlowNotMeasured(),
        ExpectBilledNotAboveSupplied(),
        *(
            ExpectPartNotAboveWhole(part=part, whole=whole)
            for part, whole in (
                ("customers_digitised", "customers_total"),
                ("pipe_length_digitised", "pipe_length_total"),
                ("features_complete", "features_total"),
                ("quality_tests_passed", "quality_tests_made"),
            )
        ),
        ExpectHoursOfDay(),
        ExpectSameScaleAsMonthBefore(),
    ),
)
