"""What exports of field forms held, kept so that an unchanged export is never read again.

warehouse/forms/<reader fingerprint>/<sha256>.json
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.forms.rows import Found, ReadExport, ReadSubmission
from pipelines.reading.model import Refused
from warehouse.durable import write_whole


class KeptExports:
    """The kept exports of one reader; the last folder is written, all are read."""

    def __init__(self, folders: Sequence[Path], reader: str) -> None:
        self._parent = folders[0]
        self._folders = [folder / reader[:16] for folder in folders]

    def known(self, file_sha256: str) -> bool:
        """Whether an export need not be read again."""
        return self._place(file_sha256) is not None

    def keep(self, file_sha256: str, outcome: ReadExport | Refused) -> None:
        """Note what reading an export gave."""
        if isinstance(outcome, Refused):
            facts: dict[str, Any] = {"refused": [outcome.rule, outcome.message_en, outcome.message_id]}
        else:
            facts = asdict(outcome)
        self._folders[-1].mkdir(parents=True, exist_ok=True)
        content = json.dumps(facts, ensure_ascii=False, default=str).encode()
        write_whole(self._folders[-1] / f"{file_sha256}.json", content)

    def export(self, file_sha256: str) -> ReadExport | Refused:
        """What reading an export gave; KeyError where it has not been read."""
        place = self._place(file_sha256)
        if place is None:
            raise KeyError(file_sha256)
        facts = json.loads(place.read_bytes())
        if "refused" in facts:
            return Refused(*facts["refused"])
        facts["submissions"] = [_submission(each) for each in facts["submissions"]]
        facts["found"] = [Found(**each) for each in facts["found"]]
        return ReadExport(**facts)

    def tidy(self) -> None:
        """Drop what other readers left."""
        for path in self._parent.iterdir() if self._parent.is_dir() else []:
            if path != self._folders[0]:
                shutil.rmtree(path, ignore_errors=True)

    def _place(self, file_sha256: str) -> Path | None:
        paths = [folder / f"{file_sha256}.json" for folder in self._folders]
        return next((path for path in paths if path.is_file()), None)


def _submission(facts: dict[str, Any]) -> ReadSubmission:
    facts["found"] = [Found(**each) for each in facts["found"]]
    facts["headers"] = [tuple(each) for each in facts["headers"]]
    facts["rejected"] = [tuple(each) for each in facts["rejected"]]
    return ReadSubmission(**facts)
