"""What happens to each partnership of the sample: 22 stories, repeated for larger programmes.

A story fixes the calendar and the conduct of the partners; names, figures and days come from the seed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Subject(StrEnum):
    """What a pilot is about."""

    NRW = "non_revenue_water"
    GIS = "gis_digitisation"
    PRODUCTION = "production"


class Story(StrEnum):
    """The outline of a partnership."""

    GOOD = "good"  # everything done, nearly everything on time
    FINISHED = "finished"  # good, and closed by the letter of recommendation
    ALWAYS_LATE = "always_late"  # everything done, after its day
    SILENT_THEN_ALL = "silent_then_all"  # no report January to March, then all of them in April
    SILENT = "silent"  # the mentee never reports, so nobody knows what the mentor's calls did
    ENDED_BEFORE_MOA = "ended_before_moa"  # given up after the diagnostic visit
    ENDED_IN_PILOT = "ended_in_pilot"  # given up in the fourth month of the pilot
    EXTENDED = "extended"  # six months become eight by an addendum of 10 August
    REVISED = "revised"  # a revision withdraws two items of the work plan, adds two and moves the date of one
    RELIEVED = "relieved"  # one obligation waived, one prevented by an unpaid subsidy
    DISPUTED = "disputed"  # the counterpart denies two of the visits
    CLAIMED_ONLY = "claimed_only"  # the mentor's work is only claimed, nothing records it
    PREPARING = "preparing"  # letter of request only, no mentor yet
    INTENT_ONLY = "intent_only"  # Letter of Intent signed, no work plan
    ON_HOLD = "on_hold"  # rests since June
    WEAK = "weak"  # half done, reports with empty parts, figures copied from the month before


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a story's partners behave: chances from 0 to 1, days of answer."""

    mentor_done: float = 0.97
    mentor_on_time: float = 0.92
    mentee_done: float = 0.95
    mentee_on_time: float = 0.9
    answer_days: int | None = 8  # None: requests stay unanswered
    agreed: float = 0.9
    acted: float = 0.85
    improvement: float = 0.95  # share of the way to the target reached at the pilot's end


_LATE = Conduct(0.95, 0.15, 0.95, 0.1, 34, 0.85, 0.6, 0.7)

CONDUCT: dict[Story, Conduct] = {story: Conduct() for story in Story} | {
    Story.FINISHED: Conduct(1.0, 0.96, 1.0, 0.95, 6, 0.95, 0.95, 1.08),
    Story.ALWAYS_LATE: _LATE,
    Story.SILENT_THEN_ALL: Conduct(mentee_on_time=0.6, improvement=0.7),
    Story.SILENT: Conduct(mentee_done=0.0),
    Story.ENDED_BEFORE_MOA: Conduct(0.8, 0.7, 0.5, 0.4),
    Story.ENDED_IN_PILOT: Conduct(0.7, 0.6, 0.35, 0.4, 20, 0.5, 0.2, 0.1),
    Story.DISPUTED: Conduct(mentee_done=0.8, agreed=0.5, acted=0.5, improvement=0.5),
    Story.CLAIMED_ONLY: Conduct(answer_days=None, improvement=0.3),
    Story.WEAK: Conduct(0.6, 0.5, 0.5, 0.4, 40, 0.6, 0.3, -0.35),
}


@dataclass(frozen=True, slots=True)
class Outline:
    """One of the 22 positions."""

    story: Story
    subject: Subject
    pilot_start_on: date
    months: int
    language: str = "id"
    mentor: str = "utility"  # utility, person, none, or the position whose mentor also serves this one
    joint_visit: bool = False  # shares the mentor's monitoring visits with the other pairs of the same mentor
    zone: str | None = None
    supporting_partner: bool = False
    quota: bool = False  # the plan also asks for so many calls in every quarter


OUTLINES: tuple[Outline, ...] = (
    Outline(Story.GOOD, Subject.NRW, date(2026, 2, 2), 6),
    Outline(Story.FINISHED, Subject.NRW, date(2026, 1, 5), 6),
    Outline(Story.GOOD, Subject.GIS, date(2026, 3, 2), 8, language="en"),
    Outline(Story.ALWAYS_LATE, Subject.NRW, date(2026, 2, 9), 6),
    Outline(Story.SILENT_THEN_ALL, Subject.NRW, date(2026, 1, 12), 7),
    Outline(Story.SILENT, Subject.PRODUCTION, date(2026, 3, 2), 6),
    Outline(Story.ENDED_BEFORE_MOA, Subject.GIS, date(2026, 4, 1), 6),
    Outline(Story.ENDED_IN_PILOT, Subject.PRODUCTION, date(2026, 2, 2), 6),
    Outline(Story.EXTENDED, Subject.NRW, date(2026, 1, 5), 6),
    Outline(Story.REVISED, Subject.GIS, date(2026, 2, 9), 7),
    Outline(Story.RELIEVED, Subject.NRW, date(2026, 3, 2), 6, supporting_partner=True),
    Outline(Story.DISPUTED, Subject.PRODUCTION, date(2026, 2, 2), 7),
    Outline(Story.CLAIMED_ONLY, Subject.NRW, date(2026, 3, 9), 6),
    Outline(Story.PREPARING, Subject.GIS, date(2026, 11, 2), 6, mentor="none"),
    Outline(Story.INTENT_ONLY, Subject.PRODUCTION, date(2026, 10, 12), 6),
    Outline(Story.GOOD, Subject.GIS, date(2026, 2, 2), 7, mentor="person"),
    Outline(Story.GOOD, Subject.NRW, date(2026, 3, 2), 6, joint_visit=True, zone="DMA Contoh 1"),
    Outline(Story.WEAK, Subject.NRW, date(2026, 3, 2), 6, mentor="17", joint_visit=True, zone="DMA Contoh 2"),
    Outline(Story.ALWAYS_LATE, Subject.NRW, date(2026, 3, 2), 6, mentor="17", joint_visit=True, zone="DMA Contoh 3"),
    Outline(Story.GOOD, Subject.PRODUCTION, date(2026, 1, 12), 8, quota=True),
    Outline(Story.ON_HOLD, Subject.PRODUCTION, date(2026, 2, 2), 6),
    Outline(Story.GOOD, Subject.GIS, date(2026, 3, 9), 6, supporting_partner=True),
)

BLOCK = len(OUTLINES)
BEFORE_PILOT = frozenset({Story.PREPARING, Story.INTENT_ONLY, Story.ENDED_BEFORE_MOA})
