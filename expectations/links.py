"""What rows name must exist: judged once obligations, requests and metrics are there; refuses nothing.

Only the registers and the monthly reports in force are judged: a replaced file lays and tells nothing.
"""

from typing import ClassVar

from expectations.domain import NOTHING, TOLD_BY_NAME
from expectations.gate import Suite
from expectations.rule import RowRule
from warehouse.vocabulary import Severity

OBLIGATIONS_NAMED = ("register_evidence", "register_documents", "register_relief", "monthly_activities")

_ITEM = "concat_ws('/', i.partnership_id, i.role, i.kind, i.item_no)"
_DAY = "coalesce(e.occurred_on, e.submitted_on, e.received_on)"
QUOTAS = f"(SELECT {_ITEM} AS item_id FROM core.plan_item AS i WHERE i.quota_min IS NOT NULL)"
_TOLD = (
    "(SELECT obligation_id AS named, * FROM core.evidence UNION ALL BY NAME "
    "SELECT regexp_replace(obligation_id, '/[^/]+$', '') AS named, * FROM core.evidence)"
)
BEYOND_QUOTA = (
    f"(SELECT {_ITEM} AS item_id, CASE i.quota_period WHEN 'year' THEN strftime({_DAY}, '%Y') "
    f"WHEN 'quarter' THEN strftime({_DAY}, '%Y') || '-Q' || quarter({_DAY}) "
    f"ELSE strftime({_DAY}, '%Y-%m') END AS period "
    f"FROM core.plan_item AS i JOIN {_TOLD} AS e ON e.named = {_ITEM} "
    "WHERE i.quota_max IS NOT NULL AND e.evidence_level > 0 AND NOT e.disputed "
    f"GROUP BY ALL HAVING count(DISTINCT {_DAY}) > max(i.quota_max))"
)
THIS_ITEM = "t.item_id = concat_ws('/', r.partnership_id, r.role, r.kind, r.item_no)"


def in_force(table: str) -> str:
    """The condition that a row of a raw table stands in the register in force, or in a part in force of its month."""
    return (
        "r.file_sha256 IN (SELECT p.file_sha256 FROM core.programme AS p UNION ALL "
        f"SELECT q.file_sha256 FROM core.report_part AS q WHERE q.is_in_force AND q.table_name = '{table}')"
    )


class ExpectKnownObligation(RowRule):
    """Evidence names an obligation that exists."""

    level: Severity = Severity.WARNING
    column: str = "obligation_id"
    message_en: str = "There is no obligation {value}, so this row counts for none. Choose one from the list."
    message_id: str = "Kewajiban {value} tidak dikenal, sehingga baris ini tidak dihitung. Pilih dari daftar."

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND lower(trim({self.cell})) NOT IN {NOTHING} AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell}) AND NOT EXISTS "
            f"(SELECT 1 FROM {QUOTAS} AS q WHERE q.item_id = {self.cell})"
        )


class ExpectNoMoreThanQuota(RowRule):
    """More is done in a period than the most that was agreed: a question, no fault."""

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    column: str = "quota_max"
    message_en: str = (
        "In {periods} more is told of item {item_no} than the {value} agreed. "
        "Is each told once, and of the right item? More delivers nothing more."
    )
    message_id: str = (
        "Pada {periods} butir {item_no} dilaporkan lebih dari {value} yang disepakati. "
        "Apakah masing-masing tertulis sekali dan pada butir yang benar? Kelebihannya tidak menambah nilai."
    )

    def facts(self) -> dict[str, str]:
        listed = "string_agg(t.period, ', ' ORDER BY t.period)"
        return {"periods": f"(SELECT {listed} FROM {BEYOND_QUOTA} AS t WHERE {THIS_ITEM})"}

    def bad_row(self) -> str:
        beyond = f"SELECT 1 FROM {BEYOND_QUOTA} AS t WHERE {THIS_ITEM}"
        return f"{in_force(self.table)} AND {self.cell} IS NOT NULL AND EXISTS ({beyond})"


class ExpectNewDateAfterDue(RowRule):
    """A prevention moves an obligation to a later day than the one it had; an earlier one would make it late at once.

    Only what the row itself agrees on is judged; after a rest the day it had is the one before the rest.
    """

    level: Severity = Severity.WARNING
    table: str = "register_relief"
    column: str = "new_due_on"
    message_en: str = (
        "The new agreed date of {obligation_id}, {value}, does not lie after {due_on}, the day it was due. "
        "Correct the date."
    )
    message_id: str = (
        "Tanggal baru yang disepakati untuk {obligation_id}, {value}, tidak sesudah tenggat semula {due_on}. "
        "Perbaiki tanggalnya."
    )

    _DUE: ClassVar[str] = (
        "(SELECT min(coalesce(o.original_due_on, o.due_on)) FROM mart.obligation AS o "
        "WHERE o.obligation_id = r.obligation_id)"
    )

    def stands(self) -> str:
        """The condition that the row acts."""
        return in_force(self.table)

    def facts(self) -> dict[str, str]:
        return {"due_on": self._DUE}

    def bad_row(self) -> str:
        return f"{self.stands()} AND r.kind = 'prevented' AND {self.cell} <= {self._DUE}"


class ExpectKnownAdvice(RowRule):
    """A word on advice names advice that was given to this partnership."""

    level: Severity = Severity.WARNING
    table: str = "monthly_advice_actions"
    column: str = "advice_id"
    message_en: str = "There is no advice {value}, so this row counts for none. Choose one from the list."
    message_id: str = "Saran {value} tidak dikenal, sehingga baris ini tidak dihitung. Pilih dari daftar."

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND lower(trim({self.cell})) NOT IN {NOTHING} AND NOT EXISTS "
            f"(SELECT 1 FROM core.advice AS a WHERE a.advice_id = {self.cell})"
        )


class ExpectKnownRequest(RowRule):
    """Advice that answers a request names a request that was made."""

    level: Severity = Severity.WARNING
    table: str = "register_advice"
    column: str = "request_id"
    message_en: str = "There is no request for advice {value}. Correct the id, or leave the cell blank."
    message_id: str = "Permintaan saran {value} tidak dikenal. Perbaiki kodenya, atau kosongkan selnya."

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM core.advice_request AS q WHERE q.request_id = {self.cell})"
        )


class ExpectCoverOfClause(RowRule):
    """A clause said to restate another obligation names one that exists; otherwise it would count nowhere."""

    level: Severity = Severity.WARNING
    table: str = "register_clauses"
    column: str = "covered_by"
    message_en: str = "Clause {clause_no} is said to restate {value}, which does not exist. Correct the id or clear it."
    message_id: str = "Pasal {clause_no} disebut mengulang {value}, yang tidak ada. Perbaiki atau kosongkan."

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell})"
        )


class ExpectOneObligationOfListedDocument(RowRule):
    """A document in a register fulfils by itself what its party owes once; else, and of SOPs, it says which one."""

    level: Severity = Severity.WARNING
    table: str = "register_documents"
    column: str = "kind"
    message_en: str = (
        "It cannot be told which {value} of {partnership_id} document {document_id} fulfils, so it fulfils none yet. "
        "Write the obligation in its column: {choices}."
    )
    message_id: str = (
        "Belum jelas {value} mana dari {partnership_id} yang dipenuhi dokumen {document_id}, sehingga belum memenuhi "
        "satu pun. Isi kolom Kewajiban: {choices}."
    )

    _OWED: ClassVar[str] = "FROM mart.obligation AS o WHERE o.partnership_id = r.partnership_id AND o.kind = r.kind"
    _UNPROVEN: ClassVar[str] = (
        f"{_OWED} AND o.status <> 'withdrawn' "
        "AND NOT EXISTS (SELECT 1 FROM mart.evidence AS e WHERE e.obligation_id = o.obligation_id)"
    )

    def facts(self) -> dict[str, str]:
        named = "string_agg(o.obligation_id, ', ' ORDER BY o.due_on, o.obligation_id)"
        return {"choices": f"(SELECT {named} {self._UNPROVEN})"}

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND r.obligation_id IS NULL AND EXISTS (SELECT 1 {self._UNPROVEN}) "
            f"AND (r.kind IN {TOLD_BY_NAME} OR (SELECT count(*) {self._OWED} AND o.role = r.compiled_by) <> 1)"
        )


class ExpectKnownMetric(RowRule):
    """A metric code stands in the catalogue of metrics and variables (published with the indicators)."""

    level: Severity = Severity.WARNING
    table: str = "register_targets"
    column: str = "metric_code"
    message_en: str = "The metric '{value}' is not in the catalogue. Choose one from the list."
    message_id: str = "Metrik '{value}' tidak ada dalam katalog. Pilih salah satu dari daftar."

    def bad_row(self) -> str:
        return (
            f"{in_force(self.table)} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM mart.metric AS m WHERE m.metric_code = {self.cell})"
        )


class ExpectNothingDropped(RowRule):
    """What counts and stood in an earlier report of the month stands in the later one that fills the part again."""

    level: Severity = Severity.WARNING
    table: str = "monthly_cover"
    column: str = "period"
    message_en: str = (
        "{count} rows that an earlier report of {value} told are not in this one, so they no longer count: {rows}. If "
        "they still hold, add them to their sheet and send the report again; if not, nothing is to be done."
    )
    message_id: str = (
        "{count} baris dari laporan {value} yang lebih dahulu tidak ada dalam laporan ini, sehingga tidak lagi "
        "dihitung: {rows}. Bila masih berlaku, tambahkan pada lembarnya lalu kirim ulang; bila memang dihapus, tidak "
        "ada yang perlu dilakukan."
    )

    _DROPPED: ClassVar[str] = (
        "FROM mart.revision AS v WHERE v.later_sha256 = r.file_sha256 AND v.partnership_id = r.partnership_id "
        "AND v.change = 'withdrawn' AND v.is_in_force "
        "AND v.kind IN ('monthly_activities', 'monthly_advice_actions', 'monthly_requests', 'monthly_sops')"
    )

    def facts(self) -> dict[str, str]:
        named = "list(v.earlier_sheet || ' › ' || left(v.subject, 60) ORDER BY v.earlier_sheet, v.subject)"
        return {
            "count": f"(SELECT count(*) {self._DROPPED})",
            "rows": f"(SELECT array_to_string(list_slice({named}, 1, 3), '; ') "
            f"|| CASE WHEN count(*) > 3 THEN '; …' ELSE '' END {self._DROPPED})",
        }

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._DROPPED})"


SUITE = Suite(
    "links",
    (
        *(ExpectKnownObligation(table=table) for table in OBLIGATIONS_NAMED),
        ExpectNewDateAfterDue(),
        ExpectNoMoreThanQuota(),
        ExpectNothingDropped(),
        ExpectCoverOfClause(),
        ExpectKnownAdvice(),
        ExpectKnownRequest(),
        ExpectOneObligationOfListedDocument(),
        ExpectKnownMetric(),
    ),
)
