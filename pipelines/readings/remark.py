"""A finding about a file of readings as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """`cell` is the row of the file, where there is one; `severity` a warehouse Severity value."""

    rule: str
    severity: str
    message_en: str
    message_id: str
    cell: str | None = None
