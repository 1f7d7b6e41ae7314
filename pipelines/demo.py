"""The sample programme and the cases in a folder of its own, received as they would have arrived over the months."""

import json
import shutil
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from pipelines import cases
from pipelines.build_report import Progress
from pipelines.fingerprint import folder_fingerprint
from pipelines.intake import Landing, Submission
from pipelines.sample import SAMPLE_AS_OF, plan_programme
from pipelines.sample.programme import REGISTER_SENT_ON
from pipelines.sample.write import write_programme
from warehouse.durable import write_whole

AS_OF = SAMPLE_AS_OF
MOST_WITH_DROPDOWNS = 100  # partnerships; larger samples are written without dropdowns and notes, twice as fast
_MARK = "sample.json"


@dataclass(frozen=True)
class Sample:
    """Which sample a folder holds."""

    partnerships: int
    seed: int

    @property
    def as_json(self) -> str:
        """How the folder remembers it."""
        shown = {"partnerships": self.partnerships, "seed": self.seed, "cases": folder_fingerprint(cases.FOLDER)}
        return json.dumps(shown)


def prepare(data: Path, sample: Sample, progress: Progress) -> date:
    """Make sure that `data` holds the sample and the cases, landed. Returns its fixed as-of date.

    A folder that holds it already is left as it is; one that holds anything else is refused (FileExistsError).
    """
    mark = data / _MARK
    if mark.is_file() and mark.read_text("utf-8") == sample.as_json:
        return AS_OF
    if data.exists() and any(data.iterdir()) and not (data / "sent").is_dir():
        raise FileExistsError(f"{data} holds other data; name another folder with --data")
    for part in ("sent", "landing", "warehouse"):
        shutil.rmtree(data / part, ignore_errors=True)
    (data / "inbox").mkdir(parents=True, exist_ok=True)
    progress("write workbooks", 0, 0)
    programme = plan_programme(sample.partnerships, sample.seed)
    arrivals = write_programme(programme, data / "sent", workers=2, lean=sample.partnerships > MOST_WITH_DROPDOWNS)
    landing = Landing(data / "landing")
    for done, arrival in enumerate(arrivals, 1):
        progress("receive", done, len(arrivals))
        landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))
    cases.land(landing, datetime.combine(REGISTER_SENT_ON, time(2, 30)), progress)
    write_whole(mark, sample.as_json.encode())
    return AS_OF
