"""Intervals against what is told later: small programmes live on in many ways, and each way is judged by the real SQL.

Where `test_intervals.py` tries the outcomes of obligations, here the outcomes are told as evidence and reports: by a
day long after everything was due the score itself must stand in the interval given on 15 April, and both ends be
reached.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from tests.indicators.programme import Mart, Partnership, Programme, Row

AS_OF, CLOSE = date(2026, 4, 15), "2027-12-31"
OPEN = ("overdue", "partly_fulfilled", "doubtful", "unknown", "not_due")
KINDS = {
    "mentor": ("meeting", "assistance", "monitoring_visit", "learning_topic"),
    "mentee": ("activity", "meeting", "study_visit"),
}
NEARLY = 1e-5
PROGRAMMES, WAYS = 24, 6


def day(random: Random, first: int, last: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=random.randint(first, last))).isoformat()


def begin(programme: Programme, name: str, seed: int) -> Partnership:
    """The same partnership for the same seed: a plan, and what was told of it by 15 April (day 104)."""
    random = Random(seed)
    p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    for period, sent in (("2026-01", "2026-02-09"), ("2026-02", "2026-03-12"), ("2026-03", "2026-04-10")):
        if random.random() < 0.5:
            p.sends_report(period, sent)
    for role, kinds in KINDS.items():
        for number in range(random.randint(2, 4)):
            kind = random.choice((*kinds, "clause"))
            due = day(random, 10, 180)
            if kind == "clause":
                p.clause(role, str(number), due)
            else:
                p.plans(role, kind, f"W{number}", due)
            what = f"{role}/clause/moa-{number}" if kind == "clause" else f"{role}/{kind}/W{number}"
            if random.random() < 0.5:
                told = {"share": random.choice((0.3, 1.0, 1.0)), "level": random.choice((0, 1, 2))}
                p.tells(what, day(random, 5, 103), **told)
    return p


def live_on(p: Partnership, role: str, owed: list[Row], done: set[str], visits_wait: bool) -> None:
    """From 16 April on everything in `done` is delivered as well as it can be, nothing else; what is silent reports.

    visits_wait: a visit that may yet turn out to have been made in time is made tomorrow, which gives its report time.
    """
    if role == "mentor":
        for row in owed:
            if row["kind"] == "monthly_report" and row["fulfilled_on"] is None:
                p.sends_report(row["period"], max(row["due_on"], AS_OF + timedelta(days=1)).isoformat())
    for row in owed:
        if row["obligation_id"] in done:
            what = row["obligation_id"].partition("/")[2]
            on = AS_OF + timedelta(days=1) if visits_wait and row["kind"].endswith("_visit") else best_day(row)
            p.tells(what, on.isoformat(), sent=sent_on(row).isoformat(), level=2)


def best_day(row: Row) -> date:
    """On its day where that can still be or turn out to be, on the day claimed, else tomorrow."""
    if row["status"] == "doubtful" and row["claimed_on"] is not None:
        return row["claimed_on"]
    if row["due_on"] > AS_OF or row["awaited_report"] is not None or row["report_to_come"]:
        return row["due_on"]
    return AS_OF + timedelta(days=1)


def sent_on(row: Row) -> date:
    if row["is_document"] and row["status"] == "doubtful" and row["claimed_on"] is not None:
        return row["claimed_on"]
    return max(AS_OF + timedelta(days=1), row["due_on"]) if row["is_document"] else AS_OF + timedelta(days=1)


OWED = """
    SELECT o.*, o.kind LIKE '%_report' OR o.kind LIKE 'sop%' AS is_document,
        (SELECT min(coalesce(e.occurred_on, e.submitted_on)) FROM mart.evidence AS e
            WHERE e.obligation_id = o.obligation_id AND e.level = 0 AND e."share" = 1) AS claimed_on,
        o.origin_kind = 'work_plan' AND EXISTS (
            SELECT 1 FROM mart.obligation AS m
            WHERE m.partnership_id = o.partnership_id AND m.kind = 'monthly_report' AND m.status = 'not_due'
                AND m.period = strftime(o.due_on, '%Y-%m')
        ) AS report_to_come
    FROM mart.obligation AS o
    WHERE o.role IN ('mentor', 'mentee')
    ORDER BY o.obligation_id
"""
SCORES = """
    SELECT partnership_id, role, indicator_code AS code, value, score_low, score_high, final_low, final_high
    FROM mart.indicator_value
    WHERE indicator_code <> 'ME-REP-3'
    UNION ALL
    SELECT partnership_id, role, criterion, score, score_low, score_high, final_low, final_high
    FROM mart.criterion_score
"""


@pytest.fixture(scope="module")
def on_15_april() -> Mart:
    programme = Programme()
    for seed in range(PROGRAMMES):
        begin(programme, f"P{seed}", seed)
    return programme.scores_at(AS_OF.isoformat())


@pytest.fixture(scope="module")
def told(on_15_april) -> tuple[dict[str, list[Row]], dict[tuple[str, str, str], Row]]:
    """What each partnership owed on 15 April, and what its scores said of their end."""
    owed: dict[str, list[Row]] = {}
    for row in on_15_april.rows(OWED):
        owed.setdefault(row["partnership_id"], []).append(row)
    said = {(row["partnership_id"], row["role"], row["code"]): row for row in on_15_april.rows(SCORES)}
    return owed, said


@pytest.fixture(scope="module")
def at_the_close(told) -> dict[tuple[str, str, str], list[float | None]]:
    """By partnership, role and code: the figure at the close: nothing more, everything (twice), and ways between."""
    owed, _ = told
    programme = Programme()
    for seed in range(PROGRAMMES):
        for role in KINDS:
            for number, (done, visits_wait) in enumerate(ways(owed[f"P{seed}"], role, seed)):
                p = begin(programme, f"P{seed}-{role}-{number}", seed)
                live_on(p, role, owed[f"P{seed}"], done, visits_wait)
    ended: dict[tuple[str, str, str], list[float | None]] = {}
    for row in programme.scores_at(CLOSE).rows(SCORES + " ORDER BY partnership_id"):
        name, role, _ = row["partnership_id"].split("-")
        if role == row["role"]:
            ended.setdefault((name, role, row["code"]), []).append(row["value"])
    return ended


def ways(owed: list[Row], role: str, seed: int) -> Iterator[tuple[set[str], bool]]:
    still_open = sorted(
        row["obligation_id"]
        for row in owed
        if row["role"] == role and (row["status"] in OPEN or row["awaited_report"] is not None)
    )
    yield set(), False
    yield set(still_open), False
    yield set(still_open), True
    random = Random(seed)
    for _ in range(WAYS):
        yield {one for one in still_open if random.random() < 0.5}, False


def test_however_a_programme_goes_on_its_scores_end_inside_the_interval_given_before(told, at_the_close):
    _, said = told
    outside = [
        (*key, row["final_low"], figure, row["final_high"])
        for key, row in said.items()
        for figure in at_the_close[key]
        if figure is not None and not row["final_low"] - NEARLY <= figure <= row["final_high"] + NEARLY
    ]
    assert outside == []
    assert sum(len(figures) for figures in at_the_close.values()) > 3000


def test_the_ends_of_the_interval_are_reached_by_doing_nothing_more_and_by_doing_everything(told, at_the_close):
    _, said = told
    missed = [
        (*key, (row["final_low"], row["final_high"]), ends)
        for key, figures in at_the_close.items()
        if (row := said[key])["final_low"] is not None
        and (ends := ends_of(figures, row)) != pytest.approx((row["final_low"], row["final_high"]), abs=NEARLY)
    ]
    assert missed == []


def ends_of(figures: list[float | None], row: Row) -> tuple[float | None, float | None]:
    """What nothing more and everything came to, and today's interval, which the interval of the end contains."""
    nothing, *everything = figures[:3]
    low, high = [nothing, row["score_low"]], [*everything, row["score_high"]]
    return min(x for x in low if x is not None), max(x for x in high if x is not None)
