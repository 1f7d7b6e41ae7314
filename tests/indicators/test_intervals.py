"""Intervals against brute force: every completion of what is not known or still open, on many random programmes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import product
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import INDICATORS, Credit, Indicator
from tests.indicators import completions as brute
from tests.indicators.programme import Mart, Programme, Row
from tests.indicators.test_properties import NEARLY, on, over_many_stories, stories

Figure = Callable[[Iterable[brute.Standing]], float | None]

crowds = st.lists(stories(), min_size=10, max_size=14)
a_day = st.integers(min_value=20, max_value=260)


def extent(values: Iterable[float | None]) -> tuple[float | None, float | None]:
    found = list(values)
    if not found or found[0] is None:
        return None, None
    return min(v for v in found if v is not None), max(v for v in found if v is not None)


def close_to(found: float | None, expected: float | None) -> bool:
    return found == expected if found is None or expected is None else abs(found - expected) <= NEARLY


@given(told=crowds, as_of=a_day)
@settings(over_many_stories, max_examples=4)
def test_every_interval_is_the_extent_of_all_completions(told, as_of):
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    mart = programme.scores_at(on(as_of))
    items = brute.items_of(mart, date.fromisoformat(on(as_of)))
    assert [*indicators_that_differ(mart, items), *criteria_that_differ(mart, items)] == []


def indicators_that_differ(mart: Mart, items: dict[str, list[brute.Item]]) -> Iterator[str]:
    rows = {(r["partnership_id"], r["indicator_code"]): r for r in mart.rows("SELECT * FROM mart.indicator_value")}
    for partnership, own in items.items():
        for indicator in INDICATORS:
            row = rows[partnership, indicator.code]
            if indicator.credit == Credit.CONTENT or row["status"] == "not_applicable":
                continue
            counted = [item for item in own if brute.counts(indicator, item)]
            expected = brute.value_now(indicator, counted)
            if not close_to(row["value"], expected):
                yield f"{partnership} {indicator.code} value {row['value']}, by hand {expected}: {counted}"
            yield from differences(row, counted, lambda standing, i=indicator: brute.indicator_value(i, standing))


def criteria_that_differ(mart: Mart, items: dict[str, list[brute.Item]]) -> Iterator[str]:
    weights = brute.weights_of(mart)
    known_of = {
        (r["partnership_id"], r["indicator_code"])
        for r in mart.rows("SELECT * FROM mart.indicator_value WHERE status <> 'not_applicable'")
    }
    for row in mart.rows("SELECT * FROM mart.criterion_score WHERE status <> 'not_applicable'"):
        own = [
            i
            for i in INDICATORS
            if (i.role, i.criterion) == (row["role"], row["criterion"])
            and i.credit != Credit.CONTENT
            and (row["partnership_id"], i.code) in known_of
        ]
        mine = [item for item in items.get(row["partnership_id"], []) if any(brute.counts(i, item) for i in own)]

        def score(standing: Iterable[brute.Standing], own: list[Indicator] = own) -> float | None:
            return brute.criterion_score({i.code: brute.indicator_value(i, standing) for i in own}, weights)

        values = {i.code: brute.value_now(i, mine) for i in own}
        known = brute.criterion_score(values, weights)
        if row["band_could_change"] is not could_change(values, weights):
            yield f"{row['partnership_id']} {row['role']} {row['criterion']} band could change: {values}"
        if not close_to(row["score"], known):
            yield f"{row['partnership_id']} {row['role']} {row['criterion']} score {row['score']}, by hand {known}"
        yield from differences(row, mine, score)


def differences(row: Row, items: list[brute.Item], figure: Figure) -> Iterator[str]:
    expected = spans(figure, items)
    found = tuple(row[name] for name in ("score_low", "score_high", "final_low", "final_high"))
    if expected is not None and not all(map(close_to, found, expected)):
        name = row.get("indicator_code") or row["criterion"]
        yield f"{row['partnership_id']} {row['role']} {name}: {found}, by trying all {expected}: {items}"


def spans(figure: Figure, items: list[brute.Item]) -> tuple[float | None, ...] | None:
    """Low, high, final low and final high of a figure; None where there are too many completions to try them all."""
    now, close = brute.combinations(items, close=False), brute.combinations(items, close=True)
    if now is None or close is None:
        return None
    low, high = extent(map(figure, now))
    final_low, final_high = extent(map(figure, close))
    if low is not None and final_low is not None:
        final_low, final_high = min(final_low, low), max(final_high, high)
    return low, high, final_low, final_high


def could_change(values: dict[str, float | None], weights: dict[str, float]) -> bool | None:
    """Whether any weighting with half or twice each weight gives another band than any other; None without a score."""
    known = [code for code, value in values.items() if value is not None]
    bands = {
        band(brute.criterion_score(values, {**weights, **dict(zip(known, tried, strict=True))}))
        for tried in product(*((weights[code] / 2, weights[code] * 2) for code in known))
    }
    return len(bands) > 1 if known else None


def band(score: float | None) -> str:
    """Read from the whole number shown: 80 and more good, 60 and more fair."""
    shown = floor((score or 0) + 0.5)
    return "good" if shown >= 80 else "fair" if shown >= 60 else "needs_attention"
