"""What must hold of any programme: small random stories, told to the tables of core and judged by the SQL.

Partnerships do not touch each other, so one run holds many: each story as told, and the same story without one of its
pieces of evidence, or with something added.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indicators.catalogue import INDICATORS
from tests.indicators.programme import Mart, Partnership, Programme

START = date(2026, 1, 1)
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
NEARLY = 1e-5

Verb = tuple[str, tuple[Any, ...], dict[str, Any]]


def on(offset: int) -> str:
    return (START + timedelta(days=offset)).isoformat()


@dataclass(frozen=True)
class Story:
    """What a partnership is, what was agreed, and what is told of it; `as_of` in days after 1 January 2026."""

    about: dict[str, Any]
    agreed: tuple[Verb, ...]
    told: tuple[Verb, ...]

    def retell(self, programme: Programme, partnership_id: str) -> None:
        p = programme.partnership(partnership_id, **self.about)
        for name, args, more in (*self.agreed, *self.told):
            getattr(Partnership, name)(p, *args, **more)

    def without_one(self) -> Iterator[tuple[str, Verb, "Story"]]:
        """Each piece of evidence taken away, with the role whose obligations it fulfils."""
        for position, verb in enumerate(self.told):
            less = self.told[:position] + self.told[position + 1 :]
            name, args, more = verb
            if name == "asks":
                if more["answered"] is not None:
                    silent = (name, args, {**more, "answered": None})
                    changed = (*self.told[:position], silent, *self.told[position + 1 :])
                    yield "mentor", verb, replace(self, told=changed)
            else:
                yield owner(verb), verb, replace(self, told=less)


def owner(verb: Verb) -> str:
    name, args, _ = verb
    if name in ("tells", "claims"):
        return str(args[0]).split("/")[0]
    return "mentor" if name == "advises" else "mentee"


DAYS = st.integers(min_value=-20, max_value=260)
OTHER_KINDS = {
    "international_twinning": ("memorandum_of_understanding",),
    "horizontal_learning": (),
    "training_delegation": (),
}
PLAN_KINDS = {
    "mentor": ("meeting", "assistance", "monitoring_visit", "diagnostic_visit", "learning_topic", "training"),
    "mentee": ("activity", "meeting", "study_visit", "sop", "training"),
}


@st.composite
def stories(draw: st.DrawFn) -> Story:
    about, agreed = draw(frames())
    owed, planned = draw(plans())
    told: list[Verb] = []
    for what in draw(st.lists(st.sampled_from(owed), max_size=8)):
        told.append(("tells", (what, on(draw(DAYS))), draw(strength())))
    for what in draw(st.lists(st.sampled_from(owed), max_size=2)):
        claimed = draw(st.one_of(st.none(), DAYS.map(on)))
        told.append(("claims", (what, on(draw(DAYS))), {"on": claimed}))
    for period in draw(st.lists(st.sampled_from(MONTHS), max_size=5)):
        told.append(("sends_report", (period, on(draw(DAYS))), {}))
    told += draw(dialogues(tuple(what for what in owed if "_visit/" in what)))
    for title in draw(st.lists(st.sampled_from(("Meters", "Valves", "Maps")), max_size=3)):
        told.append(("has_sop", (title, draw(st.sampled_from(("draft", "issued"))), on(draw(DAYS))), {}))
    aimed, reached = draw(targets())
    return Story(about, (*agreed, *planned, *aimed), (*told, *reached))


@st.composite
def frames(draw: st.DrawFn) -> tuple[dict[str, Any], list[Verb]]:
    about: dict[str, Any] = {"pilot": (on(0), draw(st.sampled_from((on(180), on(120), None))))}
    if draw(st.integers(0, 5)) == 0:
        about["ended_on"] = on(draw(DAYS))
    if draw(st.integers(0, 5)) == 0:
        about["on_hold_since"] = on(draw(DAYS))
    if draw(st.integers(0, 4)) == 0:
        about["origin"] = "case"
    agreed: list[Verb] = []
    if draw(st.integers(0, 2)) == 0:
        kind = draw(st.sampled_from(sorted(OTHER_KINDS)))
        about |= {"programme_kind": kind, "begun_on": draw(st.one_of(st.none(), DAYS.map(on)))}
        agreed += [("signs", (founding, on(draw(DAYS))), {}) for founding in OTHER_KINDS[kind]]
    else:
        agreed.append(("signs", ("letter_of_intent", on(-30)), {}))
    if agreed and draw(st.integers(0, 8)) > 0:
        agreed.append(("signs", ("memorandum_of_agreement", on(draw(st.integers(-15, 5)))), {}))
    if draw(st.booleans()):
        agreed.append(("signs", ("work_plan_revision", on(draw(DAYS)), 1), {}))
    if draw(st.integers(0, 3)) == 0:
        moved = on(draw(st.integers(90, 260)))
        agreed.append(("signs", ("addendum", on(draw(DAYS)), 1), {"pilot_end": moved}))
    return about, agreed


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[str], list[Verb]]:
    """What is owed by plan and clause ("role/kind/key"), with reports and reliefs; and the verbs that say so."""
    owed = ["mentor/diagnostic_report/diagnostic_visit", "mentor/final_report/final", "mentee/final_report/final"]
    said: list[Verb] = []
    for number in range(draw(st.integers(1, 8))):
        role = draw(st.sampled_from(("mentor", "mentee")))
        kind = draw(st.sampled_from(PLAN_KINDS[role]))
        due = draw(st.one_of(st.none(), DAYS.map(on)))
        change = draw(st.sampled_from(({}, {}, {"added": 1}, {"dropped": 1})))
        said.append(("plans", (role, kind, f"W{number}", due), change))
        owed.append(f"{role}/{kind}/W{number}")
        if kind == "monitoring_visit":
            owed.append(f"mentor/monitoring_report/W{number}")
        if kind == "study_visit":
            owed.append(f"mentee/study_visit_report/W{number}")
    for number in range(draw(st.integers(0, 2))):
        role = draw(st.sampled_from(("mentor", "mentee")))
        kind = draw(st.sampled_from(("mission", "meeting", "monitoring_visit")))
        every, first = draw(st.sampled_from((("year", "2026-1"), ("quarter", "2026-Q1-1"), ("month", "2026-02-1"))))
        since, until = (draw(st.one_of(st.none(), DAYS.map(on))) for _ in range(2))
        more = {"since": since, "until": until, **draw(st.sampled_from(({}, {"added": 1}, {"dropped": 1})))}
        said.append(("promises", (role, kind, f"Q{number}", draw(st.integers(0, 3)), every), more))
        owed += [f"{role}/{kind}/Q{number}"] * 3 + [f"{role}/{kind}/Q{number}/{first}"]
    for number in range(draw(st.integers(0, 3))):
        role = draw(st.sampled_from(("mentor", "mentee")))
        said.append(("clause", (role, str(number), on(draw(DAYS))), {}))
        owed.append(f"{role}/clause/moa-{number}")
    for what in draw(st.lists(st.sampled_from(owed), max_size=2, unique=True)):
        kind = draw(st.sampled_from(("waived", "prevented")))
        new_due = draw(st.one_of(st.none(), DAYS.map(on)))
        said.append(("relieved", (what, kind, on(draw(DAYS))), {"new_due": new_due}))
    return owed, said


@st.composite
def strength(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "share": draw(st.sampled_from((0.0, 0.3, 0.7, 1.0, 1.0))),
        "level": draw(st.sampled_from((0, 1, 2, 4))),
        "disputed": draw(st.integers(0, 5)) == 0,
    }


@st.composite
def dialogues(draw: st.DrawFn, visits: tuple[str, ...]) -> list[Verb]:
    told: list[Verb] = []
    requests = [f"2026-03/{number}" for number in range(draw(st.integers(0, 3)))]
    for key in requests:
        asked = draw(DAYS)
        answered = draw(st.one_of(st.none(), st.integers(0, 30).map(lambda days, asked=asked: on(asked + days))))
        told.append(("asks", (key, on(asked)), {"answered": answered}))
    for number in range(draw(st.integers(0, 3))):
        more = {
            "request": draw(st.sampled_from((*requests, None))),
            "visit": draw(st.sampled_from((*(visit.split("/")[-1] for visit in visits), None))),
            "to_do": draw(st.sampled_from((None, "do it"))),
            "by": draw(st.one_of(st.none(), DAYS.map(on))),
        }
        told.append(("advises", (str(number), on(draw(DAYS))), more))
        for _ in range(draw(st.integers(0, 2))):
            reply = {
                "agreed": draw(st.sampled_from((True, False, None))),
                "reason": draw(st.sampled_from((None, "no funds"))),
                "done": draw(st.sampled_from((None, 0.0, 0.5, 1.0))),
            }
            told.append(("replies", (str(number), on(draw(DAYS))), reply))
    return told


@st.composite
def targets(draw: st.DrawFn) -> tuple[list[Verb], list[Verb]]:
    aimed: list[Verb] = []
    reached: list[Verb] = []
    for number in range(draw(st.integers(0, 3))):
        basis = draw(st.sampled_from(("month", "pilot_to_date", "rolling_12", "yes_no")))
        more: dict[str, Any] = {
            "actual_basis": basis,
            "due_on": draw(st.one_of(st.none(), DAYS.map(on))),
            "kind": draw(st.sampled_from(("pilot", "learning"))),
        }
        if basis != "yes_no":
            more |= {
                "baseline": draw(st.sampled_from((None, 10, 10, 20))),
                "baseline_on": on(0),
                "target": draw(st.sampled_from((10, 15, 20))),
            }
        aimed.append(("aims", (f"T{number}",), more))
        if basis == "yes_no":
            for _ in range(draw(st.integers(0, 2))):
                reached.append(("reaches", (f"T{number}", draw(st.sampled_from((0, 0.5, 1))), on(draw(DAYS))), {}))
    months = ("2025-12", *MONTHS, "2026-07") if draw(st.booleans()) else MONTHS
    for period in months:
        if draw(st.integers(0, 4)) > 0:
            reached.append(("measures", (period,), {"value": draw(st.sampled_from((8, 10, 14, 18, 22)))}))
    return aimed, reached


many_stories = st.lists(stories(), min_size=4, max_size=6)
a_day = st.integers(min_value=10, max_value=280)
over_many_stories = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a failure names its score; shrinking would take minutes
)


def scores(mart: Mart, columns: str) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """By partnership, role and code: of indicators that are weighed, and of criteria."""
    rows = mart.connection.execute(
        f"SELECT partnership_id, role, indicator_code, {columns} FROM mart.indicator_value"
        " WHERE indicator_code <> 'ME-REP-3'"
        f" UNION ALL SELECT partnership_id, role, criterion, {columns.replace('value', 'score', 1)}"
        " FROM mart.criterion_score"
    ).fetchall()
    return {(row[0], row[1], row[2]): row[3:] for row in rows}


@given(told=many_stories, as_of=a_day)
@over_many_stories
def test_removing_any_piece_of_evidence_never_raises_a_score_of_the_party_that_owed_it(told, as_of):
    programme = Programme()
    removals = []
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
        for position, (role, verb, less) in enumerate(story.without_one()):
            less.retell(programme, f"P{number}-{position}")
            removals.append((f"P{number}", f"P{number}-{position}", role, verb))
    found = scores(programme.scores_at(on(as_of)), "value, score_low")
    for whole, less, role, verb in removals:
        for (partnership, owner_role, code), after in found.items():
            if partnership != less or owner_role != role:
                continue
            before = found[whole, role, code]
            for name, old, new in zip(("value", "low"), before, after, strict=True):
                if old is not None and new is not None:
                    assert new <= old + NEARLY, (code, name, old, new, verb)


@given(told=many_stories, as_of=a_day)
@over_many_stories
def test_every_score_is_bounded_and_lies_in_its_intervals(told, as_of):
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    mart = programme.scores_at(on(as_of))
    for key, (value, low, high, final_low, final_high) in scores(
        mart, "value, score_low, score_high, final_low, final_high"
    ).items():
        for figure in (value, low, high, final_low, final_high):
            assert figure is None or 0 <= figure <= 100, key
        if value is not None:
            assert low - NEARLY <= value <= high + NEARLY, key
        if low is not None:
            assert final_low - NEARLY <= low <= high <= final_high + NEARLY, key


@given(told=many_stories, as_of=a_day)
@over_many_stories
def test_the_weight_range_equals_brute_force_and_contains_the_score(told, as_of):
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    mart = programme.scores_at(on(as_of))
    weights = {
        row["rule_code"].removeprefix("weight."): row["value"]
        for row in mart.rows("SELECT rule_code, value FROM mart.rule WHERE rule_code LIKE 'weight.M%'")
    }
    values = {
        (row["partnership_id"], row["indicator_code"]): row["value"]
        for row in mart.rows("SELECT * FROM mart.indicator_value WHERE value IS NOT NULL")
    }
    for row in mart.rows("SELECT * FROM mart.criterion_score WHERE score IS NOT NULL"):
        counted = [
            (weights[i.code], values[row["partnership_id"], i.code])
            for i in INDICATORS
            if (i.role, i.criterion) == (row["role"], row["criterion"])
            and weights[i.code] > 0
            and (row["partnership_id"], i.code) in values
        ]
        tried = [
            sum(factor * weight * value for factor, (weight, value) in zip(factors, counted, strict=True))
            / sum(factor * weight for factor, (weight, _) in zip(factors, counted, strict=True))
            for factors in product((0.5, 2), repeat=len(counted))
        ]
        assert row["weight_low"] == pytest.approx(min(tried), abs=NEARLY)
        assert row["weight_high"] == pytest.approx(max(tried), abs=NEARLY)
        assert row["weight_low"] - NEARLY <= row["score"] <= row["weight_high"] + NEARLY


@given(told=many_stories, as_of=st.integers(min_value=10, max_value=200))
@over_many_stories
def test_an_obligation_that_is_not_due_changes_no_score(told, as_of):
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
        later = on(as_of + 1)
        more = (
            ("plans", ("mentor", "meeting", "X1", later), {}),
            ("plans", ("mentee", "activity", "X2", later), {}),
            ("clause", ("mentor", "X3", later), {}),
        )
        replace(story, agreed=story.agreed + more).retell(programme, f"P{number}-more")
    found = scores(programme.scores_at(on(as_of)), "value, score_low, score_high")
    for (partnership, role, code), figures in found.items():
        if partnership.endswith("-more"):
            assert figures == found[partnership.removesuffix("-more"), role, code], (partnership, code)


@given(told=many_stories, as_of=a_day, seed=st.integers())
@settings(over_many_stories, max_examples=3)
def test_the_order_of_rows_changes_nothing_and_neither_does_a_second_run(told, as_of, seed):
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    first = everything(programme.scores_at(on(as_of)))
    assert everything(programme.scores_at(on(as_of))) == first
    for rows in programme.rows.values():
        Random(seed).shuffle(rows)
    assert everything(programme.scores_at(on(as_of))) == first


@given(told=many_stories, as_of=a_day)
@settings(over_many_stories, max_examples=5)
def test_evidence_that_also_serves_a_twin_gives_it_the_same_obligations(told, as_of):
    """Two partnerships with one plan, every row a joint event; what is told of the plan of one serves the other."""
    programme = Programme()
    for number, story in enumerate(told):
        joint = tuple(
            (name, args, {**more, "joint": f"J{number}/{args[2]}"})
            if name in ("plans", "promises")
            else (name, args, more)
            for name, args, more in story.agreed
        )
        planned = {f"{args[0]}/{args[1]}/{args[2]}" for name, args, _ in joint if name in ("plans", "promises")}
        evidence = tuple(
            verb for verb in story.told if verb[0] == "tells" and "/".join(verb[1][0].split("/")[:3]) in planned
        )
        served = tuple((name, args, {**more, "also": f"P{number}-twin"}) for name, args, more in evidence)
        replace(story, agreed=joint, told=served).retell(programme, f"P{number}")
        replace(story, agreed=joint, told=()).retell(programme, f"P{number}-twin")
    mart = programme.scores_at(on(as_of))
    found = {
        row["obligation_id"]: (row["status"], row["due_on"], row["fulfilled_on"], row["credit_delivered"])
        for row in mart.rows("SELECT * FROM mart.obligation")
    }
    for obligation_id, facts in found.items():
        partnership, _, key = obligation_id.partition("/")
        if not partnership.endswith("-twin"):
            assert found[f"{partnership}-twin/{key}"] == facts, obligation_id


def everything(mart: Mart) -> dict[str, list[tuple[Any, ...]]]:
    tables = mart.connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY 1"
    ).fetchall()
    return {
        str(table): sorted(mart.connection.execute(f"SELECT * FROM mart.{table}").fetchall(), key=repr)
        for (table,) in tables
    }
