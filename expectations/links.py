"""What rows name must exist: judged once obligations, requests and metrics are there; refuses nothing.

Only the registers and the monthly reports in force are judged: a replaced file lays and tells nothing.
"""

from expectations.domain import NOTHING
from expectations.gate import Suite
from expectations.rule import RowRule
from warehouse.vocabulary import Severity

OBLIGATIONS_NAMED = ("register_evidence", "register_documents", "register_relief", "monthly_activities")

IN_FORCE = (
    "r.file_sha256 IN (SELECT p.file_sha256 FROM core.programme AS p "
    "UNION ALL SELECT m.file_sha256 FROM core.monthly_report AS m WHERE m.is_latest AND NOT m.is_parked)"
)


class ExpectKnownObligation(RowRule):
    """Evidence names an obligation that exists."""

    level: Severity = Severity.WARNING
    column: str = "obligation_id"
    message_en: str = "There is no obligation {value}, so this row counts for none. Choose one from the list."
    message_id: str = "Kewajiban {value} tidak dikenal, sehingga baris ini tidak dihitung. Pilih dari daftar."

    def bad_row(self) -> str:
        return (
            f"{IN_FORCE} AND lower(trim({self.cell})) NOT IN {NOTHING} AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell})"
        )


class ExpectKnownAdvice(RowRule):
    """A word on advice names advice that was given to this partnership."""

    level: Severity = Severity.WARNING
    table: str = "monthly_advice_actions"
    column: str = "advice_id"
    message_en: str = "There is no advice {value}, so this row counts for none. Choose one from the list."
    message_id: str = "Saran {value} tidak dikenal, sehingga baris ini tidak dihitung. Pilih dari daftar."

    def bad_row(self) -> str:
        return (
            f"{IN_FORCE} AND lower(trim({self.cell})) NOT IN {NOTHING} AND NOT EXISTS "
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
            f"{IN_FORCE} AND {self.cell} IS NOT NULL AND NOT EXISTS "
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
            f"{IN_FORCE} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell})"
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
            f"{IN_FORCE} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM mart.metric AS m WHERE m.metric_code = {self.cell})"
        )


SUITE = Suite(
    "links",
    (
        *(ExpectKnownObligation(table=table) for table in OBLIGATIONS_NAMED),
        ExpectCoverOfClause(),
        ExpectKnownAdvice(),
        ExpectKnownRequest(),
        ExpectKnownMetric(),
    ),
)
