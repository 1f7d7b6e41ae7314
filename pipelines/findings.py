"""What was found in a file, as it is told to whoever sent it."""

from dataclasses import dataclass

from warehouse.vocabulary import FileOutcome, Severity


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
    partnership_id: str | None = None
    period: str | None = None
    filled_rows: int | None = None  # with a figure or an answer; None where no workbook was read

    @property
    def outcome(self) -> str:
        """A value of FileOutcome."""
        if self.refused:
            return FileOutcome.REJECTED.value
        if self.parked:
            return FileOutcome.PARKED.value
        return (FileOutcome.ACCEPTED_WITH_REJECTIONS if self.rejected_rows else FileOutcome.ACCEPTED).value

    @property
    def would_be_taken_whole(self) -> bool:
        """Whether nothing in it would be rejected."""
        return not self.refused and self.rejected_rows == 0
