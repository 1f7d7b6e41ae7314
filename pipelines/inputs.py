"""Everything that a build is a function of, and its fingerprints: where they are the same, nothing is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pipelines import raw, reference
from pipelines.fingerprint import code_fingerprint, folder_fingerprint, text_fingerprint
from pipelines.gis.presence import is_installed, reading_state
from pipelines.intake import IntakeRecord, Landing


@dataclass(frozen=True)
class Inputs:
    """The arrivals known, the days that the figures hold for, the folder of reference data.

    `stated_known_by` is None where every arrival counts. `forgotten`: SHA-256 of originals removed for privacy.
    """

    records: Sequence[IntakeRecord]
    as_of: date
    stated_known_by: date | None
    reference_folder: Path
    forgotten: frozenset[str]

    @property
    def known_by(self) -> date:
        """The last day of receipt that counts."""
        return self.stated_known_by or max([self.as_of, *(record.received_on for record in self.records)])

    @cached_property
    def counted(self) -> list[IntakeRecord]:
        """The arrivals whose originals were not removed for privacy."""
        return [record for record in self.records if record.file_sha256 not in self.forgotten]

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """SHA-256 by kind of input."""
        return {
            "arrivals": text_fingerprint([*map(repr, self.records), *sorted(self.forgotten)]),
            "code": code_fingerprint(),
            "reference": text_fingerprint(
                [folder_fingerprint(reference.SHIPPED), folder_fingerprint(self.reference_folder)]
            ),
            "readers": text_fingerprint([reading_state(self.records, is_installed())]),
            "dates": text_fingerprint([self.as_of.isoformat(), str(self.stated_known_by)]),
        }


def inputs_of(data: Path, landing: Landing, as_of: date, known_by: date | None) -> Inputs:
    """Everything that a build of a data folder depends on, as it lies there now."""
    records = raw.known_records(landing.records(), known_by)
    forgotten = {r.file_sha256 for r in records if landing.forgotten_reason(r.file_sha256) is not None}
    return Inputs(records, as_of, known_by, data / "reference", frozenset(forgotten))
