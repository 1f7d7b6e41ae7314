"""What files of readings gave, kept so that an unchanged file is never read again.

warehouse/readings/<reader and rules>/<sha256>.parquet   one row per DMA and day
warehouse/readings/<reader and rules>/<sha256>.json      rows, findings, or why it was refused; written last
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipelines.reading.model import Refused
from pipelines.readings.aggregate import Aggregated, NightRules
from pipelines.readings.remark import Remark
from warehouse.durable import write_whole


class KeptReadings:
    """The kept results of one reader under one set of night rules; the last folder is written, all are read."""

    def __init__(self, folders: Sequence[Path], reader: str, rules: NightRules) -> None:
        hours = f"{rules.first}-{rules.last}-{rules.stuck_hours}-{rules.least_share:g}"
        self._parents = list(folders)
        self._folders = [folder / f"{reader[:16]}-{hours}" for folder in folders]

    def known(self, file_sha256: str) -> bool:
        """Whether a file need not be read again."""
        return any((folder / f"{file_sha256}.json").is_file() for folder in self._folders)

    def days(self, file_sha256: str) -> Path | None:
        """The Parquet file with the days of a file; None where it was refused."""
        paths = [folder / f"{file_sha256}.parquet" for folder in self._folders]
        return next((path for path in paths if path.is_file()), None)

    def place_for(self, file_sha256: str) -> Path:
        """Where the days of a file are to be written."""
        self._folders[-1].mkdir(parents=True, exist_ok=True)
        return self._folders[-1] / f"{file_sha256}.parquet"

    def keep(self, file_sha256: str, outcome: Aggregated | Refused) -> None:
        """Note what reading a file gave; its days lie in their place already."""
        self._folders[-1].mkdir(parents=True, exist_ok=True)
        if isinstance(outcome, Refused):
            refused = Remark(outcome.rule, "critical", outcome.message_en, outcome.message_id, outcome.cell)
            outcome = Aggregated(0, 0, 0, [refused])
        facts = json.dumps(asdict(outcome), ensure_ascii=False).encode()
        write_whole(self._folders[-1] / f"{file_sha256}.json", facts)

    def outcome(self, file_sha256: str) -> Aggregated:
        """What reading a file gave; KeyError where it has not been read."""
        for folder in self._folders:
            path = folder / f"{file_sha256}.json"
            if path.is_file():
                facts = json.loads(path.read_bytes())
                return Aggregated(**{**facts, "remarks": [Remark(**remark) for remark in facts["remarks"]]})
        raise KeyError(file_sha256)

    def tidy(self) -> None:
        """Drop what other readers and rules left, and what a killed build left half-written."""
        parent, own = self._parents[0], self._folders[0]
        for path in parent.iterdir() if parent.is_dir() else []:
            if path != own:
                shutil.rmtree(path, ignore_errors=True)
        for path in own.glob("*.aside*") if own.is_dir() else []:
            path.unlink(missing_ok=True) if path.is_file() else shutil.rmtree(path, ignore_errors=True)
