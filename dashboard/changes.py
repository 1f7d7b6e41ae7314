"""What changed between two builds of one programme: counts for a sentence, and the single changes, alphabetical."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from warehouse.vocabulary import TargetStatus

BANDS_UPWARDS = ("needs_attention", "fair", "good")
STAGES = ("preparation", "establishment", "agreement", "implementation", "expansion")
NAMING = ("topic", "horizon", "name_en", "name_id")
ORDER = ["mentee", "partnership_id", "kind", "detail"]

State = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Changes:
    """Counts of what changed; `rows`: mentee, mentor, kind (stage, status, score, target), detail, before, after.

    The rows of targets also hold what names a target: target_id, topic, horizon, name_en, name_id.
    """

    built_at: datetime
    as_of: date
    added: int
    gone: int
    advanced: int
    finished: int
    ended_early: int
    reports: int
    bands_up: int
    bands_down: int
    bands_first: int
    scores: int
    achieved: int
    moving_away: int
    other_targets: int
    rows: pd.DataFrame

    @property
    def is_nothing(self) -> bool:
        """Whether the two tell the same."""
        return self.rows.empty and self.added == self.gone == self.reports == 0


def compare(before: State, after: State, built_at: datetime, as_of: date) -> Changes:
    """`before` and `after` as in `queries.changes.state`; `built_at` and `as_of` are those of `before`."""
    partnerships = _joined(before[0], after[0], ["partnership_id"])
    scores = _joined(before[1], after[1], ["partnership_id", "role", "criterion"])
    targets = _joined(before[2], after[2], ["partnership_id", "target_id"])
    both = partnerships[partnerships["_merge"] == "both"]
    stages = both[_differ(both, "stage")]
    statuses = both[_differ(both, "status")]
    rescored = scores[(scores["_merge"] == "both") & _differ(scores, "score")]
    banded = scores[(scores["_merge"] == "both") & _differ(scores, "band")]
    retold = targets[(targets["_merge"] == "both") & _differ(targets, "status")]
    steps = _steps(banded["band_before"], banded["band_after"], BANDS_UPWARDS)
    achieved, moving_away = (
        int((retold["status_after"] == status).sum()) for status in (TargetStatus.ACHIEVED, TargetStatus.MOVING_AWAY)
    )
    rows = [
        _rows(stages, "stage", stages["programme_kind_after"], "stage"),
        _rows(statuses, "status", None, "status"),
        _rows(rescored, "score", rescored["role"] + "/" + rescored["criterion"], "score"),
        _rows(retold, "target", retold["target_id"], "status").assign(
            **{name: retold[f"{name}_after"] for name in NAMING}, target_id=retold["target_id"]
        ),
    ]
    return Changes(
        built_at=built_at,
        as_of=as_of,
        added=int((partnerships["_merge"] == "right_only").sum()),
        gone=int((partnerships["_merge"] == "left_only").sum()),
        advanced=int((_steps(stages["stage_before"], stages["stage_after"], STAGES) > 0).sum()),
        finished=int((statuses["status_after"] == "finished").sum()),
        ended_early=int((statuses["status_after"] == "ended_early").sum()),
        reports=int(after[3]["received"].iloc[0] - before[3]["received"].iloc[0]),
        bands_up=int((steps > 0).sum()),
        bands_down=int((steps < 0).sum()),
        bands_first=int((banded["band_before"].isna() & banded["band_after"].notna()).sum()),
        scores=len(rescored),
        achieved=achieved,
        moving_away=moving_away,
        other_targets=len(retold) - achieved - moving_away,
        rows=pd.concat(rows, ignore_index=True).sort_values(ORDER, ignore_index=True),
    )


def _joined(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    return before.merge(after, on=list(keys), how="outer", suffixes=("_before", "_after"), indicator=True)


def _differ(rows: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """Where a value is not the same; missing on both sides is the same."""
    before, after = rows[f"{column}_before"], rows[f"{column}_after"]
    return (before != after) & ~(before.isna() & after.isna())


def _steps(before: "pd.Series[str]", after: "pd.Series[str]", order: Sequence[str]) -> "pd.Series[float]":
    """How many places up (or, below zero, down) in an order; missing where either has no place in it."""
    places = {code: place for place, code in enumerate(order)}
    return after.map(places).astype(float) - before.map(places).astype(float)


def _rows(changed: pd.DataFrame, kind: str, detail: "pd.Series[str] | None", column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mentee": changed["mentee_after"],
            "mentor": changed["mentor_after"],
            "partnership_id": changed["partnership_id"],
            "kind": kind,
            "detail": "" if detail is None else detail,
            "before": changed[f"{column}_before"].astype(object),
            "after": changed[f"{column}_after"].astype(object),
        }
    )
