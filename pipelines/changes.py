"""What a build changed: criterion scores that are not what they were in the build before."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

_SCORES = """
    SELECT partnership_id, role, criterion, score, status FROM mart.criterion_score
    ORDER BY partnership_id, role, criterion
"""


@dataclass(frozen=True)
class ScoreChange:
    """A criterion score before and after; None where there was or is none."""

    partnership_id: str
    role: str
    criterion: str
    before: float | None
    after: float | None


def score_changes(before: Path, after: Path) -> list[ScoreChange]:
    """Every criterion whose shown score (whole number) differs between two finished builds."""
    old, new = _scores(before), _scores(after)
    changes = [ScoreChange(*key, old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    return [change for change in changes if _shown(change.before) != _shown(change.after)]


def _scores(build: Path) -> dict[tuple[str, str, str], float | None]:
    with duckdb.connect(str(build), read_only=True) as connection:
        rows = connection.execute(_SCORES).fetchall()
    return {(partnership, role, criterion): score for partnership, role, criterion, score, _ in rows}


def _shown(score: float | None) -> int | None:
    return None if score is None else round(score)
