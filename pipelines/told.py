"""What a command tells another program: a JSON object on standard output, progress as JSON lines on standard error."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.arrivals import Receipt
from pipelines.facilitator_record import Recorded
from pipelines.findings import CheckedFile
from pipelines.returns.workbook import MOST_LISTED, most_urgent

if TYPE_CHECKING:
    from pipelines.self_assessment_form import Submitted, Told


def progress_line(name: str, done: int, total: int) -> str:
    """One line: what is being done, how much is done and of how much."""
    return json.dumps({"doing": name, "done": done, "total": total})


def told_of_check(checked: list[CheckedFile], copies: list[Path | None]) -> str:
    """`files`: outcome, findings (the critical first, at most MOST_LISTED) and the place of the annotated copy."""
    files = [_checked(file, copy) for file, copy in zip(checked, copies, strict=True)]
    return json.dumps({"files": files}, ensure_ascii=False)


def told_of_receipts(receipts: list[Receipt]) -> str:
    """`receipts`: what became of every file, and the intake record of those that were received or refused."""
    return json.dumps({"receipts": [_received(receipt) for receipt in receipts]}, ensure_ascii=False)


def told_of_record(recorded: Recorded) -> str:
    """`receipts` as of any file, and `record_nos`: the numbers of what was recorded."""
    told = {"receipts": [_received(recorded.receipt)], "record_nos": list(recorded.record_nos)}
    return json.dumps(told, ensure_ascii=False)


def told_of_submission(submitted: "Submitted") -> str:
    """The outcome for the page: `landed`, names, messages in both languages, findings with what they are about."""
    told = {
        "landed": submitted.landed,
        "outcome": submitted.receipt.outcome.value if submitted.receipt else None,
        "file_name": submitted.file_name,
        "file_sha256": submitted.file_sha256,
        "message_en": submitted.message_en,
        "message_id": submitted.message_id,
        "unknown": list(submitted.unknown),
        "documents": [_received(receipt) for receipt in submitted.documents],
        "findings": [_found(finding) for finding in submitted.findings],
    }
    return json.dumps(told, ensure_ascii=False)


def told_of_problem(message_en: str, message_id: str) -> str:
    """`problem`: what a user can mend, in both languages."""
    return json.dumps({"problem": {"en": message_en, "id": message_id}}, ensure_ascii=False)


def _checked(file: CheckedFile, copy: Path | None) -> dict[str, object]:
    findings = most_urgent(file.findings)
    return {
        "file_name": file.file_name,
        "template": file.template,
        "partnership_id": file.partnership_id,
        "period": file.period,
        "outcome": file.outcome,
        "rows": file.rows,
        "filled_rows": file.filled_rows,
        "rejected_rows": file.rejected_rows,
        "message_en": file.message_en,
        "message_id": file.message_id,
        "findings": [asdict(finding) for finding in findings],
        "findings_listed_at_most": MOST_LISTED,
        "copy": None if copy is None else str(copy.resolve()),
    }


def _received(receipt: Receipt) -> dict[str, object]:
    record = receipt.record
    return {
        "outcome": receipt.outcome.value,
        "file_name": record.file_name if record else receipt.path.name,
        "intake_id": record.intake_id if record else None,
        "file_sha256": record.file_sha256 if record else None,
        "received_at": record.received_at.isoformat() if record else None,
        "message_en": receipt.message_en,
        "message_id": receipt.message_id,
    }


def _found(told: "Told") -> dict[str, object]:
    finding = told.finding
    return {
        "about": told.about,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "row_rejected": finding.row_rejected,
        "message_en": finding.message_en,
        "message_id": finding.message_id,
    }
