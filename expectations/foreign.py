"""What must be true of the foreign tables: other countries' audits and reports, with their own oddities.

They are found and listed, never repaired: the published figures are other people's. Only a row of an impossible year
is refused, for it has no period.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, NamedTuple

from expectations.domain import (
    RECEIVED_ON,
    ExpectBetween,
    ExpectHappenedBeforeReceipt,
    ExpectMonthBegun,
    ExpectNotBefore,
)
from expectations.gate import Suite
from expectations.rule import RowRule
from warehouse.ddl import literal, quoted
from warehouse.month import EARLIEST_YEAR
from warehouse.vocabulary import Severity


class ExpectRealLossesNotNegative(RowRule):
    """Real losses are what remains of the losses; below zero, an input of the balance is wrong."""

    level: Severity = Severity.WARNING
    table: str = "awwa_water_audit"
    column: str = "published_real_losses"
    message_en: str = "Real losses are {value}, below zero: an input of this water balance is wrong. Check it."
    message_id: str = "Kehilangan air fisik {value}, di bawah nol: ada masukan neraca air yang keliru. Periksa."

    def bad_row(self) -> str:
        return "r.published_real_losses < 0"


class ExpectAuditNotEmpty(RowRule):
    """An audit states the water supplied."""

    level: Severity = Severity.WARNING
    table: str = "awwa_water_audit"
    column: str = "water_supplier_name"
    message_en: str = "The audit of {value} holds no volume of water supplied: nothing can be computed from it."
    message_id: str = "Audit {value} tidak memuat volume air yang dipasok: tidak ada yang dapat dihitung."

    def bad_row(self) -> str:
        return "r.published_water_supplied IS NULL"


class ExpectLastSubmissionOfPeriod(RowRule):
    """Of several submissions for a period the last one counts; the earlier ones are kept and listed."""

    level: Severity = Severity.WARNING
    table: str = "awwa_water_audit"
    column: str = "submitted_at"
    message_en: str = "This audit was replaced by a later submission for the same period ({later}), which counts."
    message_id: str = "Audit ini digantikan kiriman yang lebih baru untuk periode yang sama ({later}), yang dipakai."

    _LATER: ClassVar[str] = (
        "FROM raw.awwa_water_audit AS o WHERE o.dwr_organization_id = r.dwr_organization_id "
        "AND o.pws_id IS NOT DISTINCT FROM r.pws_id AND o.period_start IS NOT DISTINCT FROM r.period_start "
        "AND o.period_end IS NOT DISTINCT FROM r.period_end "
        "AND (o.submitted_at, o.file_sha256, o.row_no) > (r.submitted_at, r.file_sha256, r.row_no)"
    )

    @property
    def rule(self) -> str:
        return "resubmitted_period"

    def facts(self) -> dict[str, str]:
        return {"later": f"(SELECT max(o.submitted_at) {self._LATER})"}

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._LATER})"


class ExpectFractionWithinOne(RowRule):
    """A published fraction lies between 0 and 1."""

    level: Severity = Severity.WARNING
    message_en: str = "{value} lies outside 0 to 1: as a percentage below 0 or above 100."
    message_id: str = "{value} di luar 0 sampai 1: sebagai persentase di bawah 0 atau di atas 100."

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN 0 AND 1"


class ExpectPercentageWithinHundred(RowRule):
    """A published percentage lies between 0 and 100."""

    level: Severity = Severity.WARNING
    message_en: str = "{value} lies outside 0 to 100 percent. Check the volumes it was computed from."
    message_id: str = "{value} di luar 0 sampai 100 persen. Periksa volume yang menjadi dasarnya."

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN 0 AND 100"


class ExpectEveryMonthReported(RowRule):
    """A supplier reports every month that the files hold; the finding names it once, on its first row."""

    level: Severity = Severity.WARNING
    table: str = "california_monthly_production"
    column: str = "supplier"
    message_en: str = "{supplier} has months without a report: {missing}."
    message_id: str = "{supplier} memiliki bulan tanpa laporan: {missing}."

    _GAPS: ClassVar[str] = """(
        SELECT s.supplier, s.first_row, string_agg(c.month, ', ' ORDER BY c.month) AS missing
        FROM (
            SELECT supplier, arg_min(row_id, (row_no, row_id)) AS first_row
            FROM raw.california_monthly_production GROUP BY supplier
        ) AS s
        CROSS JOIN (SELECT DISTINCT month FROM raw.california_monthly_production) AS c
        WHERE NOT EXISTS (
            SELECT 1 FROM raw.california_monthly_production AS o WHERE o.supplier = s.supplier AND o.month = c.month
        )
        GROUP BY s.supplier, s.first_row
    )"""

    @property
    def rule(self) -> str:
        return "months_missing"

    def facts(self) -> dict[str, str]:
        return {"missing": f"(SELECT g.missing FROM {self._GAPS} AS g WHERE g.first_row = r.row_id)"}

    def bad_row(self) -> str:
        return f"r.row_id IN (SELECT g.first_row FROM {self._GAPS} AS g)"


class ExpectMonthReportedOnce(RowRule):
    """A supplier reports a month once in a file."""

    level: Severity = Severity.WARNING
    table: str = "california_monthly_production"
    column: str = "month"
    message_en: str = "{supplier} reports {value} more than once; the last row of the month counts."
    message_id: str = "{supplier} melaporkan {value} lebih dari sekali; yang dipakai baris terakhir bulan itu."

    def bad_row(self) -> str:
        return (
            "EXISTS (SELECT 1 FROM raw.california_monthly_production AS o WHERE o.file_sha256 = r.file_sha256 "
            "AND o.supplier = r.supplier AND o.month = r.month AND o.row_no > r.row_no)"
        )


class ExpectYearOfPeriod(RowRule):
    """The year by which a table dates its figures is a possible one that had begun when the table was received."""

    message_en: str = (
        "The year {value} lies outside {first} to {last}, the year in which the file was received: the row is left "
        "out. Correct the year and send the table again."
    )
    message_id: str = (
        "Tahun {value} berada di luar {first} sampai {last}, tahun berkas diterima: baris ini tidak dihitung. Perbaiki "
        "tahunnya, lalu kirim ulang tabelnya."
    )

    def facts(self) -> dict[str, str]:
        return {"first": f"'{EARLIEST_YEAR}'", "last": f"CAST(year({RECEIVED_ON}) AS VARCHAR)"}

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN {EARLIEST_YEAR} AND year({RECEIVED_ON})"


class ExpectPeriodStated(RowRule):
    """A row that tells a figure tells its period: without one it would count nowhere, and nobody would know.

    `figures`: the columns in which it tells them; `editions`: those of the form that date a row by this column.
    """

    figures: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    message_en: str = (
        "This row tells figures and leaves {field} blank: the row is left out. Fill it in and send the table again."
    )
    message_id: str = (
        "Baris ini berisi angka, tetapi {field} kosong: baris ini tidak dihitung. Isi, lalu kirim ulang tabelnya."
    )

    def facts(self) -> dict[str, str]:
        return {"field": literal(self.column)}

    def bad_row(self) -> str:
        told = " OR ".join(f"r.{quoted(f'{name}_status')} = 'reported'" for name in self.figures) or "TRUE"
        editions = ", ".join(literal(edition) for edition in self.editions)
        of_edition = f"SELECT 1 FROM raw.file AS f WHERE f.file_sha256 = r.file_sha256 AND f.edition IN ({editions})"
        return f"{self.cell} IS NULL AND ({told}) AND EXISTS ({of_edition})"


class Dated(NamedTuple):
    """One edition of a table with figures.

    `columns` date its rows: one for a month, span or year, two for start and end; `figures` are the columns told.
    """

    table: str
    edition: str
    columns: Mapping[str, str]
    figures: tuple[str, ...]


def own_tables(dated: Iterable[Dated]) -> Suite:
    """The suite of tables that a data folder describes itself; editions share their table."""
    rules: dict[str, RowRule] = {}
    editions: dict[tuple[str, str], list[Dated]] = {}
    for each in dated:
        rules |= {rule.key: rule for rule in _of_dates(each.table, each.columns)}
        for column in each.columns.values():
            editions.setdefault((each.table, column), []).append(each)
    stated = (
        ExpectPeriodStated(
            table=table,
            column=column,
            editions=tuple(each.edition for each in known),
            figures=tuple(sorted({name for each in known for name in each.figures})),
        )
        for (table, column), known in editions.items()
    )
    return Suite("own_tables", (*rules.values(), *stated))


def _of_dates(table: str, columns: Mapping[str, str]) -> Iterator[RowRule]:
    if month := columns.get("month"):
        yield ExpectMonthBegun(table=table, column=month)
    if year := columns.get("year"):
        yield ExpectYearOfPeriod(table=table, column=year)
    if (start := columns.get("start")) and (end := columns.get("end")):
        yield ExpectHappenedBeforeReceipt(table=table, column=start)
        yield ExpectNotBefore(table=table, column=end, start=start)


AUDITS = Suite(
    "awwa_water_audit",
    (
        ExpectRealLossesNotNegative(),
        ExpectAuditNotEmpty(),
        ExpectLastSubmissionOfPeriod(),
        ExpectFractionWithinOne(table="awwa_water_audit", column="published_nrw_fraction"),
    ),
)

MONTHLY_PRODUCTION = Suite("california_monthly_production", (ExpectEveryMonthReported(), ExpectMonthReportedOnce()))

SURVEY = Suite(
    "snis_losses",
    (
        ExpectBetween(table="snis_losses", column="year", low=1950, high=2100),
        ExpectPercentageWithinHundred(table="snis_losses", column="published_billing_loss"),
        ExpectPercentageWithinHundred(table="snis_losses", column="published_distribution_loss"),
    ),
)

SUITES = (AUDITS, MONTHLY_PRODUCTION, SURVEY)
