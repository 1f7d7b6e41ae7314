"""What must be true of a monthly report (guideline 3.2.2)."""

from typing import ClassVar

from expectations.domain import (
    RECEIVED_ON,
    ExpectHappenedBeforeReceipt,
    ExpectKnownPartnership,
    ExpectMonthBegun,
    ExpectNotBefore,
    ExpectNotNegative,
    ExpectOnlyOnce,
    ExpectPartnershipOfArrival,
    ExpectShareUpToHundredPercent,
)
from expectations.gate import Suite
from expectations.measurements import figure_rules
from expectations.rule import RowRule, Scope
from warehouse.vocabulary import Severity


class ExpectMonthOver(RowRule):
    """A month is reported once it is over."""

    level: Severity = Severity.WARNING
    column: str = "period"
    message_en: str = "The month {value} was not over when the file was received ({received}). Send the full month."
    message_id: str = "Bulan {value} belum berakhir saat berkas diterima ({received}). Kirim data sebulan penuh."

    def facts(self) -> dict[str, str]:
        return {"received": RECEIVED_ON}

    def bad_row(self) -> str:
        return f"{self.cell} = strftime({RECEIVED_ON}, '%Y-%m')"


class ExpectKindWithPilot(RowRule):
    """Monthly reports belong to programmes with a pilot. Others are kept, not counted."""

    level: Severity = Severity.WARNING
    table: str = "monthly_cover"
    column: str = "partnership_id"
    message_en: str = (
        "Partnership {value} belongs to a kind of programme without a pilot, so it owes no monthly reports. The report "
        "is kept, not counted. If the partnership is wrong, correct the cover and send it again."
    )
    message_id: str = (
        "Kemitraan {value} termasuk jenis program tanpa proyek percontohan, sehingga tidak wajib mengirim laporan "
        "bulanan. Laporan disimpan, tidak dihitung. Bila kemitraannya keliru, perbaiki sampul dan kirim ulang."
    )

    def bad_row(self) -> str:
        return (
            "EXISTS (SELECT 1 FROM core.partnership AS p JOIN reference.blueprint AS b "
            f"ON b.programme_kind = p.programme_kind WHERE p.partnership_id = {self.cell} AND NOT b.has_pilot)"
        )


class ExpectPilotAgreed(RowRule):
    """A pilot is agreed before its months are reported. A report that comes first is kept and waits for the MoA."""

    level: Severity = Severity.WARNING
    table: str = "monthly_cover"
    column: str = "partnership_id"
    message_en: str = (
        "No signed letter or MoA in the register tells of a pilot of partnership {value} yet. The report is kept, "
        "waits for the MoA and counts once its signature is known. Enter the MoA in the sheet of agreements."
    )
    message_id: str = (
        "Register belum memuat LoI atau MoA bertanda tangan tentang proyek percontohan kemitraan {value}. Laporan "
        "disimpan menunggu MoA, dan dihitung setelah penandatanganannya tercatat. Isi MoA di lembar kesepakatan."
    )

    def bad_row(self) -> str:
        return (
            "EXISTS (SELECT 1 FROM core.partnership AS p "
            "JOIN reference.blueprint AS b ON b.programme_kind = p.programme_kind AND b.has_pilot "
            "LEFT JOIN core.pilot_span AS s ON s.partnership_id = p.partnership_id "
            f"WHERE p.partnership_id = {self.cell} AND s.start_on IS NULL)"
        )


class ExpectMonthWithinPilot(RowRule):
    """A report is about a month of the pilot. Others are kept, not counted: an extension may be on its way."""

    level: Severity = Severity.WARNING
    table: str = "monthly_cover"
    column: str = "period"
    message_en: str = (
        "The month {value} lies outside the pilot ({pilot}). The report is kept and counts once a signed addendum or "
        "revision covers the month; otherwise correct the month."
    )
    message_id: str = (
        "Bulan {value} di luar masa proyek percontohan ({pilot}). Laporan disimpan dan dihitung setelah ada adendum "
        "atau revisi bertanda tangan yang mencakup bulan itu; bila keliru, perbaiki bulannya."
    )

    _SPAN: ClassVar[str] = "FROM core.pilot_span AS s WHERE s.partnership_id = r.partnership_id"

    def facts(self) -> dict[str, str]:
        months = "strftime(s.start_on, '%Y-%m') || ' – ' || strftime(s.end_on, '%Y-%m')"
        return {"pilot": f"(SELECT {months} {self._SPAN})"}

    def bad_row(self) -> str:
        return (
            f"EXISTS (SELECT 1 {self._SPAN} "
            "AND r.period NOT BETWEEN strftime(s.start_on, '%Y-%m') AND strftime(s.end_on, '%Y-%m'))"
        )


class ExpectFirstReportOfMonth(RowRule):
    """A month is reported once; of several reports the latest counts and the earlier ones are kept.

    A refused report is none. The conditions on partnership and month are those of the rules of this suite that
    refuse files: what is found must not depend on whether these have refused theirs yet.
    """

    level: Severity = Severity.INFO
    table: str = "monthly_cover"
    column: str = "period"
    message_en: str = (
        "A report of {partnership_id} for {value} was received before, on {before}. The latest one submitted counts; "
        "the first one keeps its date."
    )
    message_id: str = (
        "Laporan {partnership_id} untuk {value} sudah pernah diterima pada {before}. Yang dipakai laporan yang "
        "terakhir dikirim; tanggal pengiriman pertama tetap dihitung."
    )

    _BEFORE: ClassVar[str] = """(
        SELECT c.file_sha256, min(f.received_on) OVER (
            PARTITION BY c.partnership_id, c.period ORDER BY f.received_at, c.file_sha256
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS received_on
        FROM raw.monthly_cover AS c
        JOIN raw.file AS f ON f.file_sha256 = c.file_sha256
        JOIN core.partnership AS p ON p.partnership_id = c.partnership_id
        WHERE c.period <= strftime(f.received_on, '%Y-%m')
            AND NOT EXISTS (SELECT 1 FROM raw.refused_file AS x WHERE x.file_sha256 = c.file_sha256)
    )"""

    def facts(self) -> dict[str, str]:
        return {"before": f"(SELECT b.received_on FROM {self._BEFORE} AS b WHERE b.file_sha256 = r.file_sha256)"}

    def bad_row(self) -> str:
        return f"r.file_sha256 IN (SELECT b.file_sha256 FROM {self._BEFORE} AS b WHERE b.received_on IS NOT NULL)"


class ExpectDatedAfterMonth(RowRule):
    """A monthly report is dated after the end of the month it is about."""

    level: Severity = Severity.WARNING
    table: str = "monthly_cover"
    column: str = "submitted_on"
    message_en: str = "The report on {period} is dated {value}, before the month was over. Check month and date."
    message_id: str = "Laporan {period} bertanggal {value}, sebelum bulan itu berakhir. Periksa bulan dan tanggalnya."

    def bad_row(self) -> str:
        return "strftime(r.submitted_on, '%Y-%m') <= r.period"


class ExpectReasonForDeclining(RowRule):
    """Who does not agree with advice says why (2.7 mentee 1)."""

    level: Severity = Severity.WARNING
    table: str = "monthly_advice_actions"
    column: str = "reason"
    message_en: str = "Advice {advice_id} is not agreed to, and no reason is given. Write the reason."
    message_id: str = "Saran {advice_id} tidak disetujui tanpa alasan. Tuliskan alasannya."

    def bad_row(self) -> str:
        return "r.agreed = FALSE AND r.reason IS NULL"


class ExpectDateOfActivity(RowRule):
    """An activity that fulfils an obligation says when it was held; without a date it cannot be on time."""

    level: Severity = Severity.WARNING
    table: str = "monthly_activities"
    column: str = "held_on"
    message_en: str = "No date is given for {obligation_id}. Enter the day it was held; without it nothing counts."
    message_id: str = "Tanggal {obligation_id} belum diisi. Isi tanggal pelaksanaannya; tanpa itu belum dihitung."

    def bad_row(self) -> str:
        return "r.obligation_id IS NOT NULL AND r.held_on IS NULL AND r.delivered_share IS NULL"


TOLD_AS_DONE = {
    "monthly_activities": ("held_on",),
    "monthly_advice_actions": ("done_on",),
    "monthly_requests": ("asked_on", "answered_on"),
    "monthly_sops": ("dated_on",),
}

SUITE = Suite(
    "monthly_report",
    (
        ExpectKnownPartnership(table="monthly_cover", scope=Scope.FILE),
        ExpectPartnershipOfArrival(table="monthly_cover"),
        ExpectMonthBegun(table="monthly_cover", scope=Scope.FILE),
        ExpectMonthOver(table="monthly_cover"),
        ExpectKindWithPilot(),
        ExpectPilotAgreed(),
        ExpectMonthWithinPilot(),
        ExpectFirstReportOfMonth(),
        ExpectDatedAfterMonth(),
        ExpectHappenedBeforeReceipt(table="monthly_cover", column="submitted_on", level=Severity.WARNING),
        *(
            ExpectHappenedBeforeReceipt(table=table, column=column)
            for table, columns in TOLD_AS_DONE.items()
            for column in columns
        ),
        *figure_rules("monthly_progress"),
        ExpectOnlyOnce(table="monthly_progress", column="variable_code", keys=("variable_code", "zone")),
        ExpectShareUpToHundredPercent(table="monthly_activities", column="delivered_share"),
        ExpectNotNegative(table="monthly_activities", column="participants"),
        ExpectDateOfActivity(),
        ExpectShareUpToHundredPercent(table="monthly_advice_actions", column="action_share"),
        ExpectReasonForDeclining(),
        ExpectNotBefore(table="monthly_requests", column="answered_on", start="asked_on"),
    ),
)
