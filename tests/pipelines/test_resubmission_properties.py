"""Whatever is sent again, in whatever order: the latest that tells counts, once, and what held before is kept.

Random histories of one month's report go into the raw tables as accepted or refused files; the product's own SQL
judges many partnerships in one run. The expectation is worked out here in plain Python.
"""

import hashlib
import random as randomness
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.pipelines.by_hand import ByHand

AS_OF = date(2026, 9, 30)
FIRST_DAY = date(2026, 4, 1)
PERIOD = "2026-03"
VARIABLES = ("system_input_own", "billed_metered")
ITEMS = ("W1", "W2", "W3")
PARTNERSHIPS = 25


@dataclass(frozen=True)
class Sending:
    """One sending of the month: days after FIRST_DAY; what it leaves blank is None, "nihil" is an empty tuple."""

    sent: int
    arrives_after: int
    is_accepted: bool
    figures: tuple[float | None, float | None]
    activities: tuple[tuple[str, float], ...] | None
    number: int = 0

    @property
    def arrived_on(self) -> date:
        return FIRST_DAY + timedelta(days=self.sent + self.arrives_after)

    @property
    def sent_on(self) -> date:
        return FIRST_DAY + timedelta(days=self.sent)

    @property
    def arrived_at(self) -> datetime:
        return datetime.combine(self.arrived_on, time(3)) + timedelta(seconds=self.number)

    def file(self, partnership: str) -> str:
        return hashlib.sha256(f"{partnership}/{self.number}".encode()).hexdigest()


figures = st.one_of(st.none(), st.integers(1, 5).map(float))
done = st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from((0.5, 1.0))), max_size=4)
sendings = st.builds(
    Sending,
    sent=st.integers(0, 30),
    arrives_after=st.integers(0, 30),
    is_accepted=st.booleans(),
    figures=st.tuples(figures, figures),
    activities=st.one_of(st.none(), done.map(lambda rows: tuple(dict(rows).items()))),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Sending, ...]:
    told = draw(st.lists(sendings, min_size=1, max_size=5))
    repeated = draw(st.lists(st.sampled_from(told), max_size=2))
    return tuple(replace(each, number=place) for place, each in enumerate([*told, *repeated]))


class Month(ByHand):
    """What the histories are told to."""

    def receive(self, partnership: str, sending: Sending) -> None:
        file = sending.file(partnership)
        self.add_file(file, f"{partnership}-{sending.number}.xlsx", "monthly_report", sending.arrived_at)
        if not sending.is_accepted:
            self.add("raw.refused_file", [{"file_sha256": file}])
        cover = {"partnership_id": partnership, "period": PERIOD, "submitted_on": sending.sent_on}
        self.add_rows("monthly_cover", file, [cover])
        self.add_rows(
            "monthly_progress",
            file,
            [
                {"variable_code": code, "value": value, "value_status": "not_reported" if value is None else "reported"}
                for code, value in zip(VARIABLES, sending.figures, strict=True)
            ],
        )
        told = [
            {
                "obligation_id": f"{partnership}/mentee/activity/{item}", "description": item,
                "held_on": date(2026, 3, 20), "delivered_share": share,
            }
            for item, share in sending.activities or ()
        ]  # fmt: skip
        if sending.activities == ():
            told = [{"description": "nihil"}]
        self.add_rows("monthly_activities", file, told)

    def judge(self) -> None:
        self.run.load_register()
        self.run.load_reports()
        self.run.judge()
        self.run.record_revisions()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("empty")


def in_order(history: tuple[Sending, ...], partnership: str) -> list[Sending]:
    """The accepted sendings, the one in force last."""
    accepted = [each for each in history if each.is_accepted]
    return sorted(accepted, key=lambda each: (each.sent_on, each.arrived_at, each.file(partnership)))


def standing(history: tuple[Sending, ...], partnership: str, place: int) -> float | None:
    """The figure in force among what has arrived: the latest that was filled in."""
    told = [each.figures[place] for each in in_order(history, partnership) if each.figures[place] is not None]
    return told[-1] if told else None


def over_time(history: tuple[Sending, ...], partnership: str, place: int) -> list[float]:
    """The figures that held one after another, as arrivals made them known."""
    held: list[float] = []
    for moment in sorted(each.arrived_at for each in history):
        known = tuple(each for each in history if each.arrived_at <= moment)
        value = standing(known, partnership, place)
        if value is not None and held[-1:] != [value]:
            held.append(value)
    return held


# Two figures of one day, the second of which nothing displaces until weeks later; an older report arrives in between.
HELD_BETWEEN = tuple(
    Sending(sent, arrives_after, True, figures, None, number)
    for number, (sent, arrives_after, figures) in enumerate(
        [(27, 29, (4.0, 1.0)), (21, 19, (3.0, None)), (4, 17, (2.0, None)), (22, 14, (1.0, None)), (26, 10, (5.0, 3.0))]
    )
)


@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    told=st.lists(histories(), min_size=PARTNERSHIPS, max_size=PARTNERSHIPS), random=st.randoms(use_true_random=False)
)
@example(told=[HELD_BETWEEN] * PARTNERSHIPS, random=randomness.Random(0))
def test_of_any_sendings_the_latest_that_tells_counts_once_and_what_held_before_is_kept(told, random, empty) -> None:
    month = Month(empty, AS_OF)
    by_name = {f"P{place:03}": history for place, history in enumerate(told)}
    arrivals = [(name, sending) for name, history in by_name.items() for sending in history]
    random.shuffle(arrivals)
    month.connection.begin()
    month.agree(list(by_name), ITEMS)
    for name, sending in arrivals:
        month.receive(name, sending)
    month.connection.commit()
    month.judge()
    _figures_hold(month, by_name)
    _activities_hold(month, by_name)
    assert month.ask("FROM mart.indicator_value WHERE value > 100 OR numerator > denominator + 1e-9") == []
    assert month.ask("FROM mart.obligation WHERE credit_delivered > 1 OR credit_on_time > 1") == []
    twice = "SELECT partnership_id, activity_id FROM mart.activity GROUP BY ALL HAVING count(*) > 1"
    assert month.ask(twice) == []
    month.connection.close()


def _figures_hold(month: Month, by_name: dict[str, tuple[Sending, ...]]) -> None:
    current = "SELECT partnership_id, variable_code, value FROM core.measurement WHERE is_current AND value IS NOT NULL"
    now = {(name, code): value for name, code, value in month.ask(current)}
    assert month.ask("FROM core.measurement WHERE place IS NULL OR is_current <> (place = 1)") == []
    steps: dict[tuple[object, object], list[tuple[object, object]]] = {}
    for name, code, before, after in month.ask(
        "SELECT partnership_id, subject, earlier_value, later_value FROM mart.revision WHERE kind = 'figure' "
        f"AND subject IN {VARIABLES} ORDER BY changed_on, is_in_force"
    ):
        steps.setdefault((name, code), []).append((before, after))
    for name, history in by_name.items():
        for place, code in enumerate(VARIABLES):
            accepted = tuple(each for each in history if each.is_accepted)
            assert now.get((name, code)) == standing(accepted, name, place)
            held = over_time(accepted, name, place)
            assert sorted(steps.get((name, code), [])) == sorted(zip(held, held[1:], strict=False))


def _activities_hold(month: Month, by_name: dict[str, tuple[Sending, ...]]) -> None:
    told = dict(
        month.ask("SELECT partnership_id, list(title ORDER BY title) FROM core.activity GROUP BY partnership_id")
    )
    parts = dict(month.ask("SELECT partnership_id, activities FROM core.monthly_report WHERE is_latest"))
    for name, history in by_name.items():
        said = [each.activities for each in in_order(history, name) if each.activities is not None]
        expected = sorted(item for item, _ in said[-1]) if said else []
        assert told.get(name, []) == expected
        if in_order(history, name):
            assert parts[name] == ("empty" if not said else "filled" if said[-1] else "nihil")
