"""Rules of targets that hold for any figures: the edges are exact, a mirror changes nothing, nearer is never less."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.programme import Programme, Row
from tests.indicators.test_properties import over_many_stories
from tests.indicators.test_targets import YEAR, signed

tenths = st.integers(min_value=-600, max_value=600).map(lambda n: n / 10)
a_step = st.integers(min_value=1, max_value=300).map(lambda n: n / 10)
a_share = st.integers(min_value=-20, max_value=20).map(lambda n: n / 10)


def judged(targets: list[dict[str, float]]) -> list[Row]:
    """Each target as of 30 April 2026 with its actual of April: baseline of 1 January, due on 30 June."""
    programme = Programme()
    for number, told in enumerate(targets):
        worded = {name: value for name, value in told.items() if name != "actual"}
        signed(programme, f"P{number}").aims("T", **(YEAR | worded)).measures("2026-04", value=told["actual"])
    mart = programme.scores_at("2026-04-30")
    return [mart.target(f"P{number}", "T") for number in range(len(targets))]


@given(st.lists(st.tuples(tenths, a_step, st.sampled_from((1, -1))), min_size=20, max_size=30))
@settings(over_many_stories, max_examples=3)
def test_a_target_is_achieved_exactly_where_it_is_reached_and_moves_away_only_beyond_its_baseline(drawn):
    reached, at_rest = [], []
    for baseline, step, sign in drawn:
        worded = {"baseline": baseline, "target": round(baseline + sign * step, 1)}
        reached.append(worded | {"actual": worded["target"]})
        at_rest.append(worded | {"actual": baseline})
    rows = judged(reached + at_rest)
    assert {(row["progress"], row["status"]) for row in rows[: len(drawn)]} == {(1.0, "achieved")}
    assert {(str(row["progress"]), row["status"]) for row in rows[len(drawn) :]} == {("0.0", "limited")}


@given(st.lists(st.tuples(tenths, a_step, st.sampled_from((1, -1))), min_size=20, max_size=30))
@settings(over_many_stories, max_examples=3)
def test_what_is_to_be_held_is_held_to_the_edge_of_its_tolerance_and_lost_beyond(drawn):
    held, lost = [], []
    for level, tolerance, sign in drawn:
        worded = {"baseline": level, "target": level, "tolerance": tolerance}
        held.append(worded | {"actual": round(level + sign * tolerance, 1)})
        lost.append(worded | {"actual": round(level + sign * (tolerance + 0.001), 3)})
    rows = judged(held + lost)
    assert {row["status"] for row in rows[: len(drawn)]} == {"achieved"}
    assert {row["status"] for row in rows[len(drawn) :]} == {"moving_away"}


@given(st.lists(st.tuples(tenths, a_step, a_share, a_share), min_size=15, max_size=20))
@settings(over_many_stories, max_examples=3)
def test_a_falling_target_is_a_rising_one_in_a_mirror_and_what_is_nearer_is_never_less(drawn):
    rising, falling, nearer = [], [], []
    for baseline, step, share, more in drawn:
        worded = {"baseline": baseline, "target": baseline + step, "actual": baseline + share * step}
        rising.append(worded)
        falling.append({name: -value for name, value in worded.items()})
        nearer.append(worded | {"actual": baseline + (share + abs(more)) * step})
    rows = judged(rising + falling + nearer)
    number = len(drawn)
    for up, down, near in zip(rows[:number], rows[number : 2 * number], rows[2 * number :], strict=True):
        assert (up["progress"], up["status"], up["pace"]) == (down["progress"], down["status"], down["pace"])
        assert near["progress"] >= up["progress"]
