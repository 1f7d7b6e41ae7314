"""What a build tells: its progress while it runs, its steps and the outcome of every file afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.arrivals import Receipt
from warehouse.explained import ExplainedError
from warehouse.generations import Generation

Progress = Callable[[str, int, int], None]
"""Told the name of what is being done, how much is done and of how much; (name, 0, 0) where it begins."""


@dataclass(frozen=True)
class Step:
    """One step of a build that has run: its name, seconds and rows."""

    name: str
    seconds: float
    rows: int


@dataclass(frozen=True)
class Outcome:
    """What became of one file that arrived with this build."""

    file_name: str
    outcome: str
    message_en: str
    message_id: str


@dataclass
class BuildReport:
    """What a build did: every arrival received now, the steps, the generation now in force and the one before."""

    receipts: list[Receipt]
    steps: list[Step] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    generation: Generation | None = None
    before: Generation | None = None
    nothing_new: bool = False


class RefusedToPublish(ExplainedError):
    """Our own results contradict their definition; the published build stays as it was."""


def silent(name: str, done: int, total: int) -> None:
    """No progress is shown."""
