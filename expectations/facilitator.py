"""What must be true of the facilitator's own records: evidence verified, waivers, preventions, records taken back."""

from typing import ClassVar

from expectations.domain import ExpectHappenedBeforeReceipt, ExpectOnlyOnce, ExpectShareUpToHundredPercent
from expectations.gate import Suite
from expectations.links import QUOTAS, ExpectNewDateAfterDue
from expectations.register import ExpectNewDateAfterDecision, ExpectNewDateForPrevention
from expectations.rule import RowRule, Scope
from warehouse.ddl import quoted
from warehouse.vocabulary import Severity

VERIFICATION, RELIEF, WITHDRAWAL = "facilitator_verification", "facilitator_relief", "facilitator_withdrawal"
ACTS = (VERIFICATION, RELIEF, WITHDRAWAL)


class ExpectRecordOfFacilitator(RowRule):
    """A record is handed in by the facilitator: a partner or the Board does not decide here."""

    table: str = "facilitator_record"
    column: str = "recorded_by"
    scope: Scope = Scope.FILE
    message_en: str = (
        "This record was handed in by somebody who looked as {viewer_role}. Only PERPAMSI's facilitators record "
        "decisions; send it to the facilitator."
    )
    message_id: str = (
        "Catatan ini diserahkan oleh pengguna yang bukan fasilitator ({viewer_role}). Hanya fasilitator PERPAMSI yang "
        "mencatat keputusan; kirimkan kepada fasilitator."
    )

    _ROLE: ClassVar[str] = "(SELECT f.viewer_role FROM raw.file AS f WHERE f.file_sha256 = r.file_sha256)"

    def facts(self) -> dict[str, str]:
        return {"viewer_role": self._ROLE}

    def bad_row(self) -> str:
        return f"{self._ROLE} <> 'facilitator'"


class ExpectDayOfVerified(RowRule):
    """Verified evidence has a day: when it happened, or when the document was sent."""

    table: str = VERIFICATION
    column: str = "occurred_on"
    message_en: str = "{obligation_id} has no day. Enter the day it happened, or the day the document was sent."
    message_id: str = "{obligation_id} belum bertanggal. Isi tanggal kejadiannya, atau tanggal dokumen dikirim."

    def bad_row(self) -> str:
        return "coalesce(r.occurred_on, r.submitted_on) IS NULL"


class ExpectRecordNumberOnce(RowRule):
    """A number stands for one act: what bears the number of another act handed in before counts for nothing."""

    level: Severity = Severity.WARNING
    column: str = "record_no"
    message_en: str = (
        "Record {value} was handed in before with other content ({earlier}), which counts. Give this one a number of "
        "its own; to change a record, take it back and make another."
    )
    message_id: str = (
        "Catatan {value} sudah pernah diserahkan dengan isi lain ({earlier}), dan itulah yang dihitung. Beri nomor "
        "tersendiri; untuk mengubah catatan, cabut dahulu lalu buat yang baru."
    )

    _SAID: ClassVar[dict[str, tuple[str, ...]]] = {
        VERIFICATION: (
            "obligation_id", "occurred_on", "submitted_on", "delivered_share", "decided_by", "decided_on", "reason",
        ),
        RELIEF: ("obligation_id", "kind", "new_due_on", "decided_by", "decided_on", "reason"),
        WITHDRAWAL: ("withdrawn_no", "decided_by", "decided_on", "reason"),
    }  # fmt: skip

    def _earlier(self, what: str) -> str:
        differs = " OR ".join(f"o.{quoted(name)} IS DISTINCT FROM r.{quoted(name)}" for name in self._SAID[self.table])
        of_another_kind = " UNION ALL ".join(
            f"SELECT o.source_file AS said_in FROM raw.{quoted(table)} AS o JOIN raw.file AS g "
            f"ON g.file_sha256 = o.file_sha256 WHERE o.record_no = r.record_no AND {_BEFORE}"
            + (f" AND ({differs})" if table == self.table else "")
            for table in ACTS
        )
        return f"(SELECT {what} FROM ({of_another_kind}) AS e)"

    def facts(self) -> dict[str, str]:
        return {"earlier": self._earlier("min(e.said_in)")}

    def bad_row(self) -> str:
        return f"{self._earlier('count(*)')} > 0"


_BEFORE = (
    "(g.received_at, g.file_sha256) < (SELECT (f.received_at, f.file_sha256) FROM raw.file AS f "
    "WHERE f.file_sha256 = r.file_sha256)"
)


_IN_FORCE = "EXISTS (SELECT 1 FROM mart.facilitator_record AS n WHERE n.record_no = r.record_no AND n.is_in_force)"


class ExpectRecordedObligation(RowRule):
    """A record names an obligation that exists; judged once obligations are there."""

    level: Severity = Severity.WARNING
    column: str = "obligation_id"
    message_en: str = (
        "There is no obligation {value}, so record {record_no} has no effect. Make it again for an obligation of the "
        "list, and take this one back."
    )
    message_id: str = (
        "Kewajiban {value} tidak dikenal, sehingga catatan {record_no} tidak berpengaruh. Buat lagi untuk kewajiban "
        "dari daftar, dan cabut catatan ini."
    )

    def bad_row(self) -> str:
        return (
            f"NOT EXISTS (SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell}) "
            f"AND NOT EXISTS (SELECT 1 FROM {QUOTAS} AS q WHERE q.item_id = {self.cell}) "
            f"AND {_IN_FORCE}"
        )


class ExpectRecordedDateAfterDue(ExpectNewDateAfterDue):
    """The same of a prevention that the facilitator recorded and did not take back."""

    table: str = RELIEF

    def stands(self) -> str:
        return _IN_FORCE


class ExpectRecordTakenBack(RowRule):
    """What is taken back was recorded."""

    level: Severity = Severity.WARNING
    table: str = WITHDRAWAL
    column: str = "withdrawn_no"
    message_en: str = "There is no record {value} to be taken back. Correct the number; nothing changes by this row."
    message_id: str = "Tidak ada catatan {value} untuk dicabut. Perbaiki nomornya; baris ini tidak mengubah apa pun."

    def bad_row(self) -> str:
        return (
            "NOT EXISTS (SELECT 1 FROM mart.facilitator_record AS n "
            f"WHERE n.record_no = {self.cell} AND n.kind <> 'withdrawn')"
        )


SUITE = Suite(
    "facilitator_records",
    (
        ExpectRecordOfFacilitator(),
        *(ExpectOnlyOnce(table=table, column="record_no", keys=("record_no",)) for table in ACTS),
        *(ExpectHappenedBeforeReceipt(table=table, column="decided_on") for table in ACTS),
        *(ExpectRecordNumberOnce(table=table) for table in ACTS),
        ExpectDayOfVerified(),
        ExpectHappenedBeforeReceipt(table=VERIFICATION, column="occurred_on"),
        ExpectHappenedBeforeReceipt(table=VERIFICATION, column="submitted_on"),
        ExpectShareUpToHundredPercent(table=VERIFICATION, column="delivered_share"),
        ExpectNewDateForPrevention(table=RELIEF),
        ExpectNewDateAfterDecision(table=RELIEF),
    ),
)

LINKS = Suite(
    "facilitator_record_links",
    (
        ExpectRecordedObligation(table=VERIFICATION),
        ExpectRecordedObligation(table=RELIEF),
        ExpectRecordedDateAfterDue(),
        ExpectRecordTakenBack(),
    ),
)
