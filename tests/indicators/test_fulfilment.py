"""One duty at a time: its status, the days it is measured by, and its credit now, at best, and at the close.

Each partnership owes one thing of its kind, so that its indicators are 0 or 100 or the share delivered, and can be told
without arithmetic: delivered (value, low, high, and at the close low and high), then in time. As of 20 May 2026, as
known on 25 May; a dash is "nothing to be told".
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.indicators.programme import Mart, Partnership, Programme, Row
from tests.indicators.test_evidence_levels import weighing

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"
SPAN = ("value", "score_low", "score_high", "final_low", "final_high")
YES, NO, PERHAPS = (100,) * 5, (0,) * 5, (None, 0, 100, 0, 100)
OPEN = (0, 0, 0, 0, 100)  # nothing now, all of it by the close
NOT_YET = (None, None, None, 0, 100)
OUT = (None,) * 5
DOUBTFUL = (0, 0, 100, 0, 100)


@dataclass(frozen=True)
class Case:
    """What is told of the duty, the partnership's own facts, and what follows."""

    told: Callable[[Partnership], object]
    status: str
    due: str | None
    delivered: tuple[float | None, ...]
    in_time: tuple[float | None, ...]
    fulfilled_on: str | None = None
    level: int | None = None
    life: tuple[tuple[str, str], ...] = ()


CLAUSE = "mentor/clause/moa-1"
HELP = "mentor/assistance/A"
MEETING = "mentee/meeting/M"
WORK = "mentee/activity/E"
ENDED = (("ended_on", "2026-04-20"), ("ended_by", "mentee"))
ENDED_ON_10_APRIL = (("ended_on", "2026-04-10"), ("ended_by", "mentee"))
RESTING = (("on_hold_since", "2026-04-01"),)
TOLD = (("origin", "case"),)


def clause(due: str, *told: Row, **relief: tuple[str, str | None]) -> Callable[[Partnership], object]:
    """A clause of the mentor, what is told of it, and its reliefs: kind_n=(decided on, new day)."""

    def tell(p: Partnership) -> None:
        p.clause("mentor", "1", due)
        for one in told:
            p.tells(CLAUSE, **one)
        for kind, (on, new_due) in relief.items():
            p.relieved(CLAUSE, kind.split("_")[0], on, new_due)

    return tell


def item(what: str, due: str, *told: Row, reports: tuple[str, ...] = (), **relief: tuple[str, str | None]):
    """An item of the work plan, what is told of it, and the months whose reports came, on the 5th or by today."""
    role, kind, number = what.split("/")

    def tell(p: Partnership) -> None:
        p.plans(role, kind, number, due)
        for one in told:
            p.tells(what, **one)
        for period in reports:
            year, month = map(int, period.split("-"))
            p.sends_report(period, min(f"{year}-{month + 1:02}-05", AS_OF))
        for how, (on, new_due) in relief.items():
            p.relieved(what, how, on, new_due)

    return tell


def saying(on: str, **more: object) -> Row:
    return {"on": on, **more}


def undated(p: Partnership) -> None:
    """Somebody tells of it in the report of February, without a day: a claim for the day it was sent."""
    p.clause("mentor", "1", "2026-02-15")
    p.tells(CLAUSE, "2026-02-12", share=None)
    p.programme.rows["evidence"][-1] |= {"occurred_on": None, "told_in_period": "2026-02"}


def claimed_without_a_day(p: Partnership) -> None:
    p.clause("mentor", "1", "2026-02-15").claims(CLAUSE, "2026-05-01")


def told_in_part_and_without_a_share(p: Partnership) -> None:
    """0.4 of it in time; that there was more of it in February somebody tells without a day."""
    undated(p)
    p.tells(CLAUSE, "2026-02-10", share=0.4)


def claimed_twice(p: Partnership) -> None:
    """Once for a day that is late, once without a day, which may have been in time."""
    clause("2026-02-15", saying("2026-02-20", level=0))(p)
    p.claims(CLAUSE, "2026-05-01")


def in_a_month_cut_off(p: Partnership) -> None:
    """An addendum of 1 March ends the pilot with that month: April's report is owed no more and cannot tell of it."""
    item(HELP, "2026-04-10")(p.signs("addendum", "2026-03-01", revision=1, pilot_end="2026-03-31"))


def in_a_month_reported_by_today(p: Partnership) -> None:
    """An addendum of 6 May makes the pilot longer: April's report is owed by 20 May, 14 days after the signatures."""
    p.programme.rows["partnership"][-1]["pilot_end_on"] = "2026-03-31"
    item(WORK, "2026-04-20")(p.signs("addendum", "2026-05-06", revision=1, pilot_end="2026-06-30"))


def restated(p: Partnership) -> None:
    p.plans("mentor", "meeting", "M", "2026-06-15").clause(
        "mentor", "1", "2026-02-15", covered_by=f"{p.id}/mentor/meeting/M"
    )


COMMITMENTS = {
    "in time on its very day": Case(
        clause("2026-01-15", saying("2026-01-15", level=4)),
        "fulfilled_on_time",
        "2026-01-15",
        YES,
        YES,
        "2026-01-15",
        4,
    ),
    "a day late": Case(
        clause("2026-01-15", saying("2026-01-16", level=3)), "fulfilled_late", "2026-01-15", YES, NO, "2026-01-16", 3
    ),
    "whole only at the second time": Case(
        clause("2026-01-15", saying("2026-01-10", share=0.5, level=2), saying("2026-01-20")),
        "fulfilled_late",
        "2026-01-15",
        YES,
        NO,
        "2026-01-20",
        2,
    ),
    "told twice, the earlier day counts": Case(
        clause("2026-01-15", saying("2026-01-20"), saying("2026-01-14")),
        "fulfilled_on_time",
        "2026-01-15",
        YES,
        YES,
        "2026-01-14",
        1,
    ),
    "in part": Case(
        clause("2026-01-15", saying("2026-02-20", share=0.7), saying("2026-01-10", share=0.4)),
        "partly_fulfilled",
        "2026-01-15",
        (70, 70, 70, 70, 100),
        NO,
        None,
        1,
    ),
    "in part, and more of it claimed": Case(
        clause("2026-01-15", saying("2026-01-10", share=0.7), saying("2026-01-12", share=0.9, level=0)),
        "partly_fulfilled",
        "2026-01-15",
        (70, 70, 90, 70, 100),
        NO,
        None,
        1,
    ),
    "in part, and less of it claimed": Case(
        clause("2026-01-15", saying("2026-01-10", share=0.7), saying("2026-01-12", share=0.2, level=0)),
        "partly_fulfilled",
        "2026-01-15",
        (70, 70, 70, 70, 100),
        NO,
        None,
        1,
    ),
    "in part, and the whole disputed, in time": Case(
        clause("2026-01-15", saying("2026-01-10", share=0.4), saying("2026-01-15", level=2, disputed=True)),
        "partly_fulfilled",
        "2026-01-15",
        (40, 40, 100, 40, 100),
        DOUBTFUL,
        None,
        2,
    ),
    **{
        f"in part, proved at level {level}": Case(
            clause("2026-01-15", saying("2026-01-10", share=0.7, level=level)),
            "partly_fulfilled",
            "2026-01-15",
            (70, 70, 70, 70, 100),
            NO,
            None,
            level,
        )
        for level in (1, 2, 3, 4)
    },
    "more than all of it is all of it": Case(
        clause("2026-01-15", saying("2026-01-10", share=1.5)),
        "fulfilled_on_time",
        "2026-01-15",
        YES,
        YES,
        "2026-01-10",
        1,
    ),
    "nothing of it, as somebody states": Case(
        clause("2026-01-15", saying("2026-01-10", share=0)), "overdue", "2026-01-15", OPEN, NO, None, 1
    ),
    "due today": Case(clause("2026-05-20"), "overdue", "2026-05-20", OPEN, NO),
    "due tomorrow": Case(clause("2026-05-21"), "not_due", "2026-05-21", NOT_YET, NOT_YET),
    "due tomorrow, half done": Case(
        clause("2026-05-21", saying("2026-05-01", share=0.5)),
        "not_due",
        "2026-05-21",
        (None, None, None, 50, 100),
        NOT_YET,
        None,
        1,
    ),
    "done today, before its day": Case(
        clause("2026-06-15", saying("2026-05-20")), "fulfilled_on_time", "2026-06-15", YES, YES, "2026-05-20", 1
    ),
    "done tomorrow, as is known today": Case(
        clause("2026-06-15", saying("2026-05-21")), "not_due", "2026-06-15", NOT_YET, NOT_YET
    ),
    "done in March, heard of on the last day": Case(
        clause("2026-03-15", saying("2026-03-10", sent="2026-05-24", received="2026-05-25")),
        "fulfilled_on_time",
        "2026-03-15",
        YES,
        YES,
        "2026-03-10",
        1,
    ),
    "done in March, heard of a day later": Case(
        clause("2026-03-15", saying("2026-03-10", sent="2026-03-11", received="2026-05-26")),
        "overdue",
        "2026-03-15",
        OPEN,
        NO,
    ),
    "claimed for its day": Case(
        clause("2026-02-15", saying("2026-02-15", level=0)), "doubtful", "2026-02-15", DOUBTFUL, DOUBTFUL, None, 0
    ),
    "claimed for a later day": Case(
        clause("2026-02-15", saying("2026-02-16", level=0)), "doubtful", "2026-02-15", DOUBTFUL, NO, None, 0
    ),
    "claimed in part": Case(
        clause("2026-02-15", saying("2026-02-10", level=0, share=0.5)), "doubtful", "2026-02-15", DOUBTFUL, NO, None, 0
    ),
    "disputed": Case(
        clause("2026-02-15", saying("2026-02-10", level=2, disputed=True)),
        "doubtful",
        "2026-02-15",
        DOUBTFUL,
        DOUBTFUL,
        None,
        2,
    ),
    "disputed first, settled a day late": Case(
        clause("2026-02-15", saying("2026-02-15", level=2, disputed=True), saying("2026-02-16", level=2)),
        "fulfilled_late",
        "2026-02-15",
        YES,
        DOUBTFUL,
        "2026-02-16",
        2,
    ),
    "told without a day": Case(undated, "doubtful", "2026-02-15", DOUBTFUL, DOUBTFUL, None, 1),
    "claimed in a self-assessment without a day": Case(
        claimed_without_a_day, "doubtful", "2026-02-15", DOUBTFUL, DOUBTFUL, None, 0
    ),
    "in part, and told without a share": Case(
        told_in_part_and_without_a_share, "partly_fulfilled", "2026-02-15", (40, 40, 100, 40, 100), DOUBTFUL, None, 1
    ),
    "in part, and two claims of more": Case(
        clause(
            "2026-01-15",
            saying("2026-01-10", share=0.4),
            saying("2026-01-11", share=0.9, level=0),
            saying("2026-01-12", share=0.5, level=0),
        ),
        "partly_fulfilled",
        "2026-01-15",
        (40, 40, 90, 40, 100),
        NO,
        None,
        1,
    ),
    "claimed for two days, one of them in time": Case(
        clause("2026-01-15", saying("2026-01-20", level=0), saying("2026-01-15", level=0)),
        "doubtful",
        "2026-01-15",
        DOUBTFUL,
        DOUBTFUL,
        None,
        0,
    ),
    "claimed for a late day, and without a day": Case(
        claimed_twice, "doubtful", "2026-02-15", DOUBTFUL, DOUBTFUL, None, 0
    ),
    "nothing of it, as one states and another denies": Case(
        clause("2026-01-15", saying("2026-01-10", share=0), saying("2026-01-10", level=0)),
        "doubtful",
        "2026-01-15",
        DOUBTFUL,
        DOUBTFUL,
        None,
        1,
    ),
    "restates a row of the plan": Case(restated, "not_applicable", "2026-02-15", OUT, NOT_YET),
    "waived": Case(clause("2026-05-01", waived=("2026-05-20", None)), "waived", "2026-05-01", OUT, OUT),
    "waived, and done all the same": Case(
        clause("2026-05-01", saying("2026-04-20"), waived=("2026-04-01", None)),
        "waived",
        "2026-05-01",
        OUT,
        OUT,
        "2026-04-20",
        1,
    ),
    "waived tomorrow": Case(clause("2026-05-01", waived=("2026-05-21", None)), "overdue", "2026-05-01", OPEN, NO),
    "prevented until a later day": Case(
        clause("2026-04-20", prevented=("2026-04-10", "2026-06-30")), "prevented", "2026-06-30", NOT_YET, NOT_YET
    ),
    "prevented until tomorrow": Case(
        clause("2026-04-20", prevented=("2026-04-10", "2026-05-21")), "prevented", "2026-05-21", NOT_YET, NOT_YET
    ),
    "prevented, no new day": Case(
        clause("2026-04-20", prevented=("2026-04-10", None)), "prevented", None, NOT_YET, NOT_YET
    ),
    "prevented, no new day, and done": Case(
        clause("2026-04-20", saying("2026-05-10"), prevented=("2026-04-10", None)),
        "fulfilled_on_time",
        None,
        YES,
        YES,
        "2026-05-10",
        1,
    ),
    "prevented until today": Case(
        clause("2026-04-20", prevented=("2026-04-10", "2026-05-20")), "overdue", "2026-05-20", OPEN, NO
    ),
    "prevented, and done by the new day": Case(
        clause("2026-04-20", saying("2026-05-08"), prevented=("2026-04-10", "2026-05-10")),
        "fulfilled_on_time",
        "2026-05-10",
        YES,
        YES,
        "2026-05-08",
        1,
    ),
    "prevented, and done after the new day": Case(
        clause("2026-04-20", saying("2026-05-11"), prevented=("2026-04-10", "2026-05-10")),
        "fulfilled_late",
        "2026-05-10",
        YES,
        NO,
        "2026-05-11",
        1,
    ),
    "prevented twice, the later decision holds": Case(
        clause("2026-03-20", prevented_2=("2026-04-10", "2026-05-05"), prevented_1=("2026-03-10", "2026-06-30")),
        "overdue",
        "2026-05-05",
        OPEN,
        NO,
    ),
    "prevented, then waived": Case(
        clause("2026-04-20", prevented=("2026-04-10", "2026-05-10"), waived=("2026-04-01", None)),
        "waived",
        "2026-05-10",
        OUT,
        OUT,
    ),
    "due on the day of the end": Case(clause("2026-04-20"), "overdue", "2026-04-20", OPEN, NO, life=ENDED),
    "due after the end": Case(clause("2026-04-21"), "lapsed", "2026-04-21", OUT, OUT, life=ENDED),
    "waived, and due after the end": Case(
        clause("2026-04-21", waived=("2026-04-10", None)), "lapsed", "2026-04-21", OUT, OUT, life=ENDED
    ),
    "due after the end, and done by its day": Case(
        clause("2026-04-25", saying("2026-04-25")), "fulfilled_on_time", "2026-04-25", YES, YES, "2026-04-25", 1, ENDED
    ),
    "due after the end, and done after its day": Case(
        clause("2026-04-25", saying("2026-04-26")), "lapsed", "2026-04-25", OUT, OUT, "2026-04-26", 1, ENDED
    ),
    "prevented without a new day, then the end": Case(
        clause("2026-04-01", prevented=("2026-03-25", None)), "lapsed", None, OUT, OUT, life=ENDED
    ),
    "prevented without a new day, done, then the end": Case(
        clause("2026-04-01", saying("2026-04-15"), prevented=("2026-03-25", None)),
        "fulfilled_on_time",
        None,
        YES,
        YES,
        "2026-04-15",
        1,
        ENDED,
    ),
    "due the day before the rest": Case(clause("2026-03-31"), "overdue", "2026-03-31", OPEN, NO, life=RESTING),
    "due on the first day of the rest": Case(clause("2026-04-01"), "not_due", None, NOT_YET, NOT_YET, life=RESTING),
    "done during the rest": Case(
        clause("2026-04-10", saying("2026-04-15")), "fulfilled_on_time", None, YES, YES, "2026-04-15", 1, RESTING
    ),
    "a case tells nothing of it": Case(clause("2026-02-15"), "unknown", "2026-02-15", PERHAPS, PERHAPS, life=TOLD),
    "a case tells a part": Case(
        clause("2026-02-15", saying("2026-02-10", share=0.3)),
        "unknown",
        "2026-02-15",
        (None, 0, 100, 0, 100),
        PERHAPS,
        None,
        1,
        TOLD,
    ),
    "a case tells that it was late": Case(
        clause("2026-02-15", saying("2026-02-20")), "fulfilled_late", "2026-02-15", YES, PERHAPS, "2026-02-20", 1, TOLD
    ),
    "a case tells of it in time": Case(
        clause("2026-02-15", saying("2026-02-10")), "fulfilled_on_time", "2026-02-15", YES, YES, "2026-02-10", 1, TOLD
    ),
    "a case does not tell of what is to come": Case(
        clause("2026-06-15"), "not_due", "2026-06-15", NOT_YET, NOT_YET, life=TOLD
    ),
}
ASSISTANCE = {
    "only the missing report could tell": Case(item(HELP, "2026-04-20"), "unknown", "2026-04-20", PERHAPS, PERHAPS),
    "only the report not yet due could tell": Case(item(HELP, "2026-05-10"), "unknown", "2026-05-10", PERHAPS, PERHAPS),
    "the report of its month is silent": Case(
        item(HELP, "2026-04-20", reports=("2026-04",)), "overdue", "2026-04-20", OPEN, NO
    ),
    "the report of another month is there": Case(
        item(HELP, "2026-04-20", reports=("2026-03",)), "unknown", "2026-04-20", PERHAPS, PERHAPS
    ),
    "known to be late, before the report came": Case(
        item(HELP, "2026-03-20", saying("2026-04-02")), "fulfilled_late", "2026-03-20", YES, PERHAPS, "2026-04-02", 1
    ),
    "known to be in time, before the report came": Case(
        item(HELP, "2026-03-20", saying("2026-03-20")), "fulfilled_on_time", "2026-03-20", YES, YES, "2026-03-20", 1
    ),
    "known to be late, and the report came": Case(
        item(HELP, "2026-03-20", saying("2026-04-02"), reports=("2026-03",)),
        "fulfilled_late",
        "2026-03-20",
        YES,
        NO,
        "2026-04-02",
        1,
    ),
    "before the pilot the first report tells": Case(
        item(HELP, "2025-12-20"), "unknown", "2025-12-20", PERHAPS, PERHAPS
    ),
    "before the pilot, and the first report is silent": Case(
        item(HELP, "2025-12-20", reports=("2026-01",)), "overdue", "2025-12-20", OPEN, NO
    ),
    "moved to a month without its report": Case(
        item(HELP, "2026-01-20", reports=("2026-01",), prevented=("2026-01-10", "2026-04-20")),
        "unknown",
        "2026-04-20",
        PERHAPS,
        PERHAPS,
    ),
    "moved to a month whose report is there": Case(
        item(HELP, "2026-01-20", reports=("2026-04",), prevented=("2026-01-10", "2026-04-20")),
        "overdue",
        "2026-04-20",
        OPEN,
        NO,
    ),
    "half of it known": Case(
        item(HELP, "2026-04-20", saying("2026-04-20", share=0.5)),
        "unknown",
        "2026-04-20",
        (None, 0, 100, 0, 100),
        PERHAPS,
        None,
        1,
    ),
    "its report is owed no more": Case(in_a_month_cut_off, "overdue", "2026-04-10", OPEN, NO),
    "its report was due by the end": Case(
        item(HELP, "2026-03-20"), "unknown", "2026-03-20", PERHAPS, PERHAPS, life=ENDED_ON_10_APRIL
    ),
    "its report would have been due after the end": Case(
        item(HELP, "2026-04-10"), "overdue", "2026-04-10", OPEN, NO, life=ENDED
    ),
}
ACTIVITIES = {
    "its report may still tell of it": Case(item(WORK, "2026-05-10"), "overdue", "2026-05-10", OPEN, OPEN),
    "in part, its report may still tell of it": Case(
        item(WORK, "2026-05-10", saying("2026-05-09", share=0.5)),
        "partly_fulfilled", "2026-05-10", (50, 50, 50, 50, 100), OPEN, None, 1,
    ),
    "claimed for a late day, its report may still tell of it": Case(
        item(WORK, "2026-05-10", saying("2026-05-11", level=0)), "doubtful", "2026-05-10", DOUBTFUL, OPEN, None, 0
    ),
    "late, its report will tell nothing else": Case(
        item(WORK, "2026-05-10", saying("2026-05-11")), "fulfilled_late", "2026-05-10", YES, NO, "2026-05-11", 1
    ),
    "its report is there": Case(item(WORK, "2026-05-10", reports=("2026-05",)), "overdue", "2026-05-10", OPEN, NO),
    "its report is owed by today": Case(in_a_month_reported_by_today, "overdue", "2026-04-20", OPEN, NO),
    "its report is overdue": Case(item(WORK, "2026-04-10"), "overdue", "2026-04-10", OPEN, NO),
    "of a resting partnership without a day": Case(
        item(WORK, "2026-05-10"), "not_due", None, NOT_YET, NOT_YET, life=RESTING
    ),
}  # fmt: skip
OWN_WORD = {
    "of the mentee, only its own missing report could tell": Case(
        item(MEETING, "2026-04-20"), "overdue", "2026-04-20", OPEN, NO
    ),
}
CODES = {
    MEETING: ("ME-COM-2", "ME-COM-4"),
    CLAUSE: ("MR-COM-1", "MR-COM-3"),
    HELP: ("MR-COM-2", "MR-COM-3"),
    WORK: ("ME-COM-2", "ME-COM-4"),
}
CASES = {
    f"{what.split('/')[1]} {name}": (what, case)
    for what, cases in ((CLAUSE, COMMITMENTS), (HELP, ASSISTANCE), (WORK, ACTIVITIES), (MEETING, OWN_WORD))
    for name, case in cases.items()
}


# Where the rules give 0.5 for what is recorded, 0.75 for a document, 0.9 for a confirmation: delivered, by hand.
WEIGHTED = {
    "recorded": (clause("2026-01-15", saying("2026-01-15")), (50, 50, 50, 50, 100)),
    "half recorded, then all of it confirmed": (
        clause("2026-01-15", saying("2026-01-10", share=0.5), saying("2026-01-15", level=3)), (90, 90, 90, 90, 100)
    ),
    "all of it recorded, eight tenths confirmed": (
        clause("2026-01-15", saying("2026-01-10"), saying("2026-01-15", share=0.8, level=3)), (72, 72, 72, 72, 100)
    ),
    "half recorded, four tenths by a document": (
        clause("2026-01-15", saying("2026-01-10", share=0.5), saying("2026-01-12", share=0.4, level=2)),
        (30, 30, 30, 30, 100),
    ),
    "half by a document, the whole disputed": (
        clause("2026-01-15", saying("2026-01-10", share=0.5, level=2), saying("2026-01-12", level=3, disputed=True)),
        (37.5, 37.5, 100, 37.5, 100),
    ),
    "half by a document, to come": (
        clause("2026-06-15", saying("2026-01-10", share=0.5, level=2)), (None, None, None, 37.5, 100)
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def weighed() -> Mart:
    programme = Programme()
    for name, (tell, _) in WEIGHTED.items():
        p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"))
        tell(p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15"))
    with weighing({0: 0.0, 1: 0.5, 2: 0.75, 3: 0.9, 4: 1.0}):
        mart = programme.scores_at(AS_OF, known_by=KNOWN_BY)
    return mart


@pytest.mark.parametrize("name", WEIGHTED)
def test_where_the_rules_weigh_the_levels_the_best_of_share_and_level_counts(weighed, name):
    figures = weighed.indicator(name, "MR-COM-1")
    assert tuple(figures[column] for column in SPAN) == pytest.approx(WEIGHTED[name][1])


@pytest.fixture(scope="module")
def judged() -> Mart:
    programme = Programme()
    for name, (_, case) in CASES.items():
        p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), **dict(case.life))
        case.told(p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15"))
    return programme.scores_at(AS_OF, known_by=KNOWN_BY)


@pytest.mark.parametrize("name", CASES)
def test_a_duty_stands_as_it_was_told_and_gives_what_its_status_says(judged, name):
    what, case = CASES[name]
    row = judged.obligation(f"{name}/{what}")
    found = [row[column] and str(row[column]) for column in ("status", "due_on", "fulfilled_on")]
    assert [*found, row["evidence_level"]] == [case.status, case.due, case.fulfilled_on, case.level]
    for code, expected in zip(CODES[what], (case.delivered, case.in_time), strict=True):
        figures = judged.indicator(name, code)
        assert (code, *(figures[column] for column in SPAN)) == (code, *expected)


BESIDE = (
    "counts", "credit_delivered", "credit_on_time", "is_due", "original_due_on", "awaited_report", "covered_by",
    "relief_kind", "relief_on",
)  # fmt: skip
KEPT = {
    # what stands beside the status, in that order; the report of a month is named by the month
    "clause in time on its very day": (True, 1, 1, True, None, None, None, None, None),
    "clause a day late": (True, 1, 0, True, None, None, None, None, None),
    "clause in part": (True, 0.7, 0, True, None, None, None, None, None),
    "clause due today": (True, 0, 0, True, None, None, None, None, None),
    "clause due tomorrow": (False, None, None, False, None, None, None, None, None),
    "clause done today, before its day": (True, 1, 1, False, None, None, None, None, None),
    "clause waived": (False, None, None, True, None, None, None, "waived", "2026-05-20"),
    "clause waived, and done all the same": (False, None, None, True, None, None, None, "waived", "2026-04-01"),
    "clause waived tomorrow": (True, 0, 0, True, None, None, None, None, None),
    "clause waived, and due after the end": (False, None, None, True, None, None, None, "waived", "2026-04-10"),
    "clause prevented until a later day": (
        False, None, None, False, "2026-04-20", None, None, "prevented", "2026-04-10"
    ),
    "clause prevented, no new day": (False, None, None, False, "2026-04-20", None, None, "prevented", "2026-04-10"),
    "clause prevented twice, the later decision holds": (
        True, 0, 0, True, "2026-03-20", None, None, "prevented", "2026-04-10"
    ),
    "clause prevented, then waived": (False, None, None, True, "2026-04-20", None, None, "waived", "2026-04-01"),
    "clause restates a row of the plan": (False, None, None, True, None, None, "mentor/meeting/M", None, None),
    "clause due on the first day of the rest": (False, None, None, False, "2026-04-01", None, None, None, None),
    "clause a case tells that it was late": (True, 1, None, True, None, None, None, None, None),
    "assistance only the missing report could tell": (False, None, None, True, None, "2026-04", None, None, None),
    "assistance known to be late, before the report came": (True, 1, None, True, None, "2026-03", None, None, None),
    "assistance known to be late, and the report came": (True, 1, 0, True, None, None, None, None, None),
    "assistance known to be in time, before the report came": (True, 1, 1, True, None, None, None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_beside_its_status_a_duty_keeps_what_moved_it_and_what_it_waits_for(judged, name):
    what, _ = CASES[name]
    row = judged.obligation(f"{name}/{what}")
    found = [row[column] for column in BESIDE]
    for place in (4, 8):
        found[place] = found[place] and str(found[place])
    found[5] = found[5] and found[5].removeprefix(f"{name}/mentee/monthly_report/")
    found[6] = found[6] and found[6].removeprefix(f"{name}/")
    assert tuple(found) == KEPT[name]


def test_each_duty_names_the_party_that_owes_it_and_the_day_it_was_dropped(parties):
    owed = parties.rows("SELECT DISTINCT role, party_id FROM mart.obligation ORDER BY role")
    assert [(row["role"], row["party_id"]) for row in owed] == [
        ("facilitator", "TEAM"), ("mentee", "MENTEE"), ("mentor", "MENTOR"), ("supporting_partner", "SPONSOR"),
    ]  # fmt: skip
    dropped = {row["item_no"]: row for row in parties.rows("SELECT * FROM mart.obligation WHERE kind = 'training'")}
    assert {item: (row["status"], row["in_force_to"] and str(row["in_force_to"])) for item, row in dropped.items()} == {
        "T1": ("withdrawn", "2026-04-01"), "T2": ("overdue", None), "T3": ("overdue", None),
    }  # fmt: skip
    assert (dropped["T3"]["title"], dropped["T3"]["title_en"]) == ("Item T3", "Item T3")
    report = parties.obligation("P1/mentee/monthly_report/2026-01")
    assert (report["title"], report["title_en"]) == ("Laporan bulanan Januari 2026", "Monthly report January 2026")
    assert (report["criterion"], report["indicator_code"]) == ("reports", "ME-REP-1")
    assert (dropped["T3"]["criterion"], dropped["T3"]["indicator_code"]) == ("commitment", "MR-COM-2")


@pytest.fixture(scope="module")
def parties() -> Mart:
    """T1 was to come when three signatures dropped it, T2 was overdue, T3 they kept. Everybody owes something."""
    programme = Programme()
    p = programme.partnership(
        "P1", pilot=("2026-01-01", "2026-06-30"), facilitator_id="TEAM", supporting_partner_id="SPONSOR"
    )
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    p.signs("work_plan_revision", "2026-04-01", revision=1)
    for number, due in enumerate(("2026-04-30", "2026-03-30", "2026-04-30"), start=1):
        p.plans("mentor", "training", f"T{number}", due, dropped=None if number == 3 else 1)
    p.clause("supporting_partner", "1", "2026-03-01").clause("facilitator", "2", "2026-03-01")
    return programme.scores_at(AS_OF, known_by=KNOWN_BY)


def test_what_is_claimed_for_its_very_day_may_still_be_in_time_at_the_close():
    """Of three clauses one is claimed for its day, one overdue, one to come: in time are now 0 to 1 of the two due,
    at the close 0 to 2 of the three."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    for number, due in (("1", "2026-02-15"), ("2", "2026-02-15"), ("3", "2026-06-15")):
        p.clause("mentor", number, due)
    p.tells(CLAUSE, "2026-02-15", level=0)
    figures = programme.scores_at(AS_OF, known_by=KNOWN_BY).indicator("P1", "MR-COM-3")
    assert tuple(figures[end] for end in SPAN) == pytest.approx((0, 0, 50, 0, 100 * 2 / 3))
