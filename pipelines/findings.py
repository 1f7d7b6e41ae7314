"""What was found in a file, as it is told to whoever sent it."""

from dataclasses import dataclass

from warehouse.vocabulary import Severity


@dataclass(frozen=True)
class Finding:
    """One finding in a checked file."""

    sheet: str | None
    cell: str | None
    column_name: str | None
    value: str | None
    rule: str
    severity: Severity
    row_rejected: bool
    message_en: str
    message_id: str


@dataclass(frozen=True)
class CheckedFile:
    """What a build would say of a file. `refused`: nothing of it would be taken; `parked`: it would only be kept."""

    file_name: str
    template: str | None
    refused: bool
    parked: bool
    rows: int
    rejected_rows: int
    message_en: str
    message_id: str
    findings: tuple[Finding, ...]

    @property
    def would_be_taken_whole(self) -> bool:
        """Whether nothing in it would be rejected."""
        return not self.refused and self.rejected_rows == 0
