"""Rules of utility health that hold for any figures: marks, scores and their range, better figures and missing ones."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.programme import Mart, Programme
from tests.indicators.test_health import ALL_BEST, LESS_IS_BETTER, NONE, PUBLISHED, WORST, tells
from tests.indicators.test_properties import over_many_stories

Figures = dict[str, float | str | None]

ASPECTS = ("finance", "service", "operation", "human_resources")
CLASSES = ("sick", "less_healthy", "healthy")
UNTOLD = ("not_reported", "rejected", "needs_review")

near_an_edge = {
    name: st.builds(
        lambda edge, step: round(edge + step / 10, 2),
        st.sampled_from(edges),
        st.integers(min_value=-30, max_value=30),
    )
    for name, edges in PUBLISHED.items()
}
all_told = st.fixed_dictionaries(near_an_edge)
some_untold = st.fixed_dictionaries(
    {name: st.one_of(figure, figure, st.sampled_from(UNTOLD), st.none()) for name, figure in near_an_edge.items()}
)
a_name = st.sampled_from(sorted(PUBLISHED))


def judged(utilities: dict[str, Figures]) -> Mart:
    """The health of each in 2025; a figure that is None was never sent."""
    programme = Programme()
    for utility, figures in utilities.items():
        tells(programme, {name: value for name, value in figures.items() if value is not None}, utility)
    return programme.figures_at("2026-06-30")


def health(mart: Mart) -> dict[str, dict[str, Any]]:
    return {row["utility_id"]: row for row in mart.rows("SELECT * FROM mart.utility_health")}


def marks(mart: Mart) -> dict[str, dict[str, int | None]]:
    """By utility and figure."""
    found: dict[str, dict[str, int | None]] = {}
    for row in mart.rows("SELECT utility_id, variable_code, mark FROM mart.utility_health_mark"):
        found.setdefault(row["utility_id"], {})[row["variable_code"].removeprefix("health_")] = row["mark"]
    return found


def better(name: str, value: float, step: float) -> float:
    return round(value - step if name in LESS_IS_BETTER else value + step, 2)


def is_known(value: float | str | None) -> bool:
    return value is not None and not isinstance(value, str)


@given(st.lists(some_untold, min_size=20, max_size=30))
@settings(over_many_stories, max_examples=4)
def test_marks_are_1_to_5_or_none_and_a_score_lies_in_its_range(drawn: list[Figures]) -> None:
    told = {f"U{number}": figures for number, figures in enumerate(drawn) if any(map(is_known, figures.values()))}
    mart = judged(told)
    found, by_name = health(mart), marks(mart)
    assert found.keys() == told.keys()
    for utility, figures in told.items():
        row, given_marks = found[utility], by_name[utility]
        assert given_marks.keys() == PUBLISHED.keys()
        for name, value in figures.items():
            assert given_marks[name] in ((1, 2, 3, 4, 5) if is_known(value) else (None,)), (name, value)
        assert row["indicators_assessed"] == sum(map(is_known, figures.values()))
        assert 1 <= row["score_low"] <= row["score_high"] <= 5
        if None in given_marks.values():
            assert (row["score"], row["class"]) == (None, "not_assessed")
            assert row["score_low"] < row["score_high"]
        else:
            assert row["score_low"] == row["score"] == row["score_high"]
            assert row["class"] in CLASSES
            assert abs(sum(row[aspect] for aspect in ASPECTS) - row["score"]) < 1e-6


@given(st.lists(st.tuples(all_told, a_name, st.sampled_from((0.01, 0.5, 3, 1000))), min_size=20, max_size=30))
@settings(over_many_stories, max_examples=4)
def test_a_better_figure_never_lowers_a_mark_a_score_or_a_class(drawn: list[tuple[Figures, str, float]]) -> None:
    utilities: dict[str, Figures] = {}
    for number, (figures, name, step) in enumerate(drawn):
        utilities[f"U{number}"] = figures
        utilities[f"U{number} better"] = {**figures, name: better(name, float(figures[name] or 0), step)}
    mart = judged(utilities)
    found, by_name = health(mart), marks(mart)
    for number, (_, name, _) in enumerate(drawn):
        before, after = f"U{number}", f"U{number} better"
        raised = (by_name[after].pop(name) or 0) - (by_name[before].pop(name) or 0)
        assert raised >= 0, name
        assert by_name[before] == by_name[after]
        assert (found[after]["score"] > found[before]["score"]) == (raised > 0), name
        assert CLASSES.index(found[after]["class"]) >= CLASSES.index(found[before]["class"])


@given(st.lists(st.tuples(all_told, a_name, st.sampled_from((*UNTOLD, None))), min_size=20, max_size=30))
@settings(over_many_stories, max_examples=4)
def test_a_figure_that_goes_missing_raises_nothing_and_leaves_a_range_that_holds_the_score(
    drawn: list[tuple[Figures, str, str | None]],
) -> None:
    utilities: dict[str, Figures] = {}
    for number, (figures, name, gone) in enumerate(drawn):
        utilities |= {f"U{number}": figures, f"U{number} less": {**figures, name: gone}}
    mart = judged(utilities)
    found, by_name = health(mart), marks(mart)
    for number, (_, name, _) in enumerate(drawn):
        whole, less = found[f"U{number}"], found[f"U{number} less"]
        assert (less["score"], less["class"]) == (None, "not_assessed")
        assert less["score_low"] <= whole["score"] <= less["score_high"]
        assert [aspect for aspect in ASPECTS if less[aspect] is None] == [aspect_of(mart, name)]
        assert all(less[aspect] in (None, whole[aspect]) for aspect in ASPECTS)
        assert by_name[f"U{number} less"] == {**by_name[f"U{number}"], name: None}


def aspect_of(mart: Mart, name: str) -> str:
    row = mart.one("SELECT aspect FROM reference.health_indicator WHERE variable_code = ?", f"health_{name}")
    return str(row["aspect"])


@given(st.lists(st.tuples(some_untold, all_told), min_size=15, max_size=20))
@settings(over_many_stories, max_examples=4)
def test_the_range_holds_every_completion_and_ends_in_the_worst_and_the_best(
    drawn: list[tuple[Figures, Figures]],
) -> None:
    utilities: dict[str, Figures] = {}
    for number, (figures, others) in enumerate(drawn):
        utilities[f"U{number}"] = {**figures, "supply_hours": 12}
        for end, filling in (("any", others), ("worst", WORST), ("best", ALL_BEST)):
            known = {name: value for name, value in utilities[f"U{number}"].items() if is_known(value)}
            utilities[f"U{number} {end}"] = {**filling, **known}
    found = health(judged(utilities))
    for number in range(len(drawn)):
        row = found[f"U{number}"]
        anyhow, worst, best = (found[f"U{number} {end}"]["score"] for end in ("any", "worst", "best"))
        assert row["score_low"] <= anyhow <= row["score_high"]
        assert (worst, best) == (row["score_low"], row["score_high"])


@given(st.lists(st.tuples(all_told, a_name), min_size=20, max_size=30))
@settings(over_many_stories, max_examples=3)
def test_only_the_solvency_of_a_utility_without_debts_is_marked_without_a_figure(
    drawn: list[tuple[Figures, str]],
) -> None:
    named = [*drawn, (ALL_BEST, "solvency"), (WORST, "solvency")]
    mart = judged({f"U{number}": {**figures, name: NONE} for number, (figures, name) in enumerate(named)})
    found, by_name = health(mart), marks(mart)
    for number, (_, name) in enumerate(named):
        assert by_name[f"U{number}"][name] == (5 if name == "solvency" else None)
        assert (found[f"U{number}"]["class"] == "not_assessed") == (name != "solvency")
