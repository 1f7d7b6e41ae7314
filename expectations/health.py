"""What must hold of the yearly figures of a utility's health."""

from typing import ClassVar

from expectations.domain import RECEIVED_ON, ExpectBetween, ExpectOnlyOnce
from expectations.gate import Suite
from expectations.measurements import ExpectFigureNotNegative, ExpectKnownVariable, ExpectUnitOfVariable
from expectations.rule import RowRule
from warehouse.vocabulary import Severity

TABLE = "utility_health"
FIRST_YEAR, LAST_YEAR = 1950, 2100


class ExpectUtilityOfYear(RowRule):
    """A yearly figure says whose it is: by the code of a list, or by a name that is certain."""

    table: str = TABLE
    column: str = "utility_name"
    message_en: str = (
        "Whose figure this is, is not certain: no code, and the name fits no known utility for sure. Fill in the code, "
        "or write the name with Kabupaten or Kota, for example Perumdam Tirta Contoh Kabupaten Antah."
    )
    message_id: str = (
        "Belum pasti angka ini milik BUMD mana: kodenya kosong dan namanya tidak cocok dengan satu BUMD Air Minum pun. "
        "Isi kodenya, atau tulis namanya lengkap, misalnya Perumdam Tirta Contoh Kabupaten Antah."
    )

    def bad_row(self) -> str:
        return "r.utility_id IS NULL"


class ExpectYearOver(RowRule):
    """A yearly figure is of a year that is over; one handed in before that is asked for again until it comes."""

    level: Severity = Severity.WARNING
    table: str = TABLE
    column: str = "year"
    message_en: str = (
        "The year {value} was not over when the file was received ({received}): the figure counts from the end of the "
        "year on, as preliminary. Send it again when the year's accounts are closed, or correct the year."
    )
    message_id: str = (
        "Tahun {value} belum berakhir saat berkas diterima ({received}): angkanya dihitung sejak akhir tahun itu "
        "sebagai angka sementara. Kirim ulang setelah tutup buku, atau perbaiki tahunnya."
    )

    _SENT_AGAIN: ClassVar[str] = (
        f"SELECT 1 FROM raw.{TABLE} AS o JOIN raw.file AS f ON f.file_sha256 = o.file_sha256 "
        "WHERE o.utility_id = r.utility_id AND o.variable_code = r.variable_code AND o.year = r.year "
        "AND o.value_status IN ('reported', 'not_applicable') AND o.year < year(f.received_on + 1)"
    )

    def facts(self) -> dict[str, str]:
        return {"received": RECEIVED_ON}

    def bad_row(self) -> str:
        is_early = f"{self.cell} BETWEEN year({RECEIVED_ON} + 1) AND {LAST_YEAR}"
        return f"{is_early} AND NOT EXISTS ({self._SENT_AGAIN})"


class ExpectFigureOnceAYear(ExpectOnlyOnce):
    """A utility has a figure once a year, however its name is spelt; a row without its code is told of elsewhere."""

    table: str = TABLE
    column: str = "variable_code"
    keys: tuple[str, ...] = ("variable_code", "utility_id", "year")

    @property
    def rule(self) -> str:
        return "only_once"

    def bad_row(self) -> str:
        return f"r.utility_id IS NOT NULL AND {super().bad_row()}"


class ExpectPercentAsPercent(RowRule):
    """A percentage that is never near 1 % was written as a share, or a ratio as times: 0.48, or 1.9, is asked back."""

    table: str = TABLE
    column: str = "value"
    message_en: str = (
        "{value}% can hardly be meant. Write the percentage itself as a number, for example 48 for 48%, 190 for an "
        "operating ratio of 1.9; a cell formatted as a percentage holds 0.48."
    )
    message_id: str = (
        "{value}% hampir tidak mungkin. Tulis persennya sebagai angka, misalnya 48 untuk 48% dan 190 untuk rasio "
        "operasi 1,9; sel berformat persen sebenarnya berisi 0,48."
    )

    def bad_row(self) -> str:
        return (
            "r.value > 0 AND coalesce(r.unit, '%') = '%' AND ("
            "(r.variable_code = 'health_operating_ratio' AND r.value < 10) OR (r.value <= 1 AND r.variable_code IN ("
            "'health_billing_effectiveness', 'health_service_coverage', 'health_complaints_settled', "
            "'health_water_quality', 'health_production_efficiency', 'health_non_revenue_water', "
            "'health_pressure_met', 'health_cash_ratio', 'health_solvency')))"
        )


class ExpectHoursOfDayInYear(RowRule):
    """A day has 24 hours."""

    table: str = TABLE
    column: str = "value"
    message_en: str = "{value} hours a day: a day has 24. Write the average hours of supply in a day."
    message_id: str = "{value} jam per hari: sehari hanya 24 jam. Tulis rata-rata jam pelayanan dalam sehari."

    def bad_row(self) -> str:
        return "r.variable_code = 'health_supply_hours' AND r.value > 24"


class ExpectVolumeOfMonth(RowRule):
    """Domestic consumption is a volume in a month, not a flow."""

    table: str = TABLE
    column: str = "unit"
    message_en: str = (
        "The consumption of a customer is asked for as m3 in a month; {value} is a flow. Convert it, for example 18 m3."
    )
    message_id: str = (
        "Konsumsi per pelanggan diminta dalam m3 per bulan; {value} adalah debit. Ubah dahulu, misalnya 18 m3."
    )

    def bad_row(self) -> str:
        return (
            "r.variable_code = 'health_domestic_consumption' AND r.unit IN "
            "(SELECT u.spelling FROM reference.unit AS u WHERE u.unit_kind = 'flow')"
        )


SUITE = Suite(
    "utility_health",
    (
        ExpectUtilityOfYear(),
        ExpectKnownVariable(table=TABLE),
        ExpectUnitOfVariable(table=TABLE),
        ExpectFigureNotNegative(table=TABLE),
        ExpectPercentAsPercent(),
        ExpectHoursOfDayInYear(),
        ExpectVolumeOfMonth(),
        ExpectBetween(table=TABLE, column="year", low=FIRST_YEAR, high=LAST_YEAR),
        ExpectYearOver(),
        ExpectFigureOnceAYear(),
    ),
)
