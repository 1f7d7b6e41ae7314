"""What was agreed, done and sent in each partnership of the sample: pure functions of the seed, no files.

Every fact is kept once here; the register (`register.py`) and the monthly reports (`reports.py`) tell it.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from pipelines.sample import names, wording
from pipelines.sample.measures import Pilot, start_of_pilot
from pipelines.sample.names import Party
from pipelines.sample.stories import BEFORE_PILOT, BLOCK, CONDUCT, OUTLINES, Conduct, Outline, Story, Subject

SAMPLE_AS_OF = date(2026, 9, 30)
ADDENDUM_ON = date(2026, 8, 10)
EXTENDED_TO = date(2026, 8, 31)
REVISION_ON = date(2026, 6, 15)
FIRST_REGISTER_ON = date(2026, 6, 5)
ON_HOLD_SINCE = date(2026, 6, 22)
ENDED_IN_PILOT_ON = date(2026, 5, 20)
ENDED_BEFORE_MOA_ON = date(2026, 3, 10)
SILENCE_ENDS_ON = date(2026, 4, 20)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a partnership; None for what did not come about."""

    request_on: date
    loi_on: date | None
    diagnostic_on: date | None
    plan_on: date | None
    moa_on: date | None
    pilot_start_on: date | None
    pilot_end_on: date | None  # as first agreed
    extended_to: date | None
    revision_on: date | None
    ended_on: date | None
    on_hold_since: date | None
    final_reports_on: date | None
    recommended_on: date | None

    @property
    def last_day(self) -> date:
        """The last day on which anything can have happened."""
        stops = [day for day in (self.ended_on, self.on_hold_since) if day]
        return min([SAMPLE_AS_OF - timedelta(days=2), *stops])

    @property
    def close_on(self) -> date | None:
        """The pilot's end as it stands."""
        return self.extended_to or self.pilot_end_on


@dataclass(frozen=True, slots=True)
class Quota:
    """So many in every period between two days."""

    least: int
    most: int
    period: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A row of the work plan, owed by each of its roles."""

    item_no: str
    kind: str
    title: str
    roles: tuple[str, ...]
    due_on: date
    added_in_revision: int | None = None
    withdrawn_in_revision: int | None = None
    first_due_on: date | None = None  # the date that a revision moved
    joint_id: str | None = None  # one event for several partnerships
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something done or handed in, and who tells it."""

    obligation_id: str
    kind: str
    title: str
    told_by: str
    occurred_on: date
    submitted_on: date | None = None
    delivered_share: float = 1.0
    evidence_level: int = 1
    channel: str | None = None
    participants: int | None = None
    disputed: bool = False
    in_report: bool = False
    in_register: bool = True
    also_serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request for advice, first written in the report of `period`."""

    request_id: str
    period: str
    topic: str
    question: str
    asked_on: date
    answered_on: date | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice given, with the day on which the mentee did as agreed."""

    advice_id: str
    request_id: str | None
    visit_item_no: str | None
    kind: str
    topic: str
    words: str
    given_on: date
    channel: str
    action: str | None
    action_due_on: date | None
    agreed: bool
    acted_on: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """A monthly report that was sent."""

    period: str
    month: int  # of the pilot, from 0
    submitted_on: date
    received_at: datetime  # naive UTC


@dataclass(frozen=True, slots=True)
class Partnership:
    """One fictional partnership with all that is known of it."""

    partnership_id: str
    number: int
    seed: int
    outline: Outline
    mentor: Party | None
    mentee: Party
    calendar: Calendar
    pilot: Pilot
    items: tuple[PlanItem, ...]
    deliveries: tuple[Delivery, ...]
    requests: tuple[Request, ...]
    advice: tuple[Advice, ...]
    reports: tuple[Report, ...]

    @property
    def story(self) -> Story:
        """The outline that it follows."""
        return self.outline.story

    @property
    def subject(self) -> Subject:
        """What the pilot is about."""
        return self.outline.subject

    @property
    def title(self) -> str:
        """Subject and place."""
        return f"{wording.TITLES[self.subject]} – {self.mentee.place}"

    def rng(self, purpose: str) -> Random:
        """Chance of its own for each purpose, so that a change in one leaves the others alone."""
        return Random(f"{self.seed}/{self.partnership_id}/{purpose}")


def weekday(day: date) -> date:
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def month_end(start: date, months: int) -> date:
    """The last day of the month that lies `months` after the start's."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])


def partnership(index: int, seed: int) -> Partnership:
    """The `index`-th partnership, from 0, of the programme with this seed."""
    number = index + 1
    outline = OUTLINES[index % BLOCK]
    partnership_id = f"S{number:03d}"
    rng = Random(f"{seed}/{partnership_id}/plan")
    calendar = _calendar(outline, rng)
    conduct = CONDUCT[outline.story]
    improvement = conduct.improvement * rng.uniform(0.97, 1.09)
    pilot = start_of_pilot(outline.subject, rng, improvement, _months(calendar) or outline.months)
    mentor = _mentor(index, outline)
    items = tuple(_items(outline, calendar, mentor))
    reports = tuple(_reports(outline, calendar, rng))
    deliveries = (
        *_deliveries(partnership_id, outline, calendar, items, conduct, rng),
        *_papers(partnership_id, outline, calendar, conduct, rng),
        *_calls(partnership_id, items),
    )
    deliveries = tuple(_held_together(each, number, seed, outline, items) for each in deliveries)
    visits = [given for given in deliveries if given.kind in ("monitoring_visit", "study_visit")]
    requests, advice = _dialogue(partnership_id, outline, calendar, conduct, reports, visits, rng)
    return Partnership(
        partnership_id,
        number,
        seed,
        outline,
        mentor,
        names.utility(f"SU{number:03d}", 2 * index),
        calendar,
        pilot,
        items,
        (*deliveries, *_reports_on_visits(deliveries, calendar, conduct, rng, outline)),
        requests,
        advice,
        reports,
    )


def _mentor(index: int, outline: Outline) -> Party | None:
    if outline.mentor == "none":
        return None
    if outline.mentor == "person":
        return names.expert(f"SM{index + 1:03d}", index)
    host = index if outline.mentor == "utility" else index - index % BLOCK + int(outline.mentor) - 1
    return names.utility(f"SM{host + 1:03d}", 2 * host + 1)


def _calendar(outline: Outline, rng: Random) -> Calendar:
    story, start = outline.story, outline.pilot_start_on

    def before(days: int) -> date:
        return weekday(start - timedelta(days=days + rng.randrange(5)))

    request_on, loi_on, diagnostic_on, plan_on = before(125), before(76), before(55), before(12)
    end = month_end(start, outline.months - 1)
    piloting = story not in BEFORE_PILOT
    extended_to = EXTENDED_TO if story is Story.EXTENDED else None
    ended_on = {Story.ENDED_IN_PILOT: ENDED_IN_PILOT_ON, Story.ENDED_BEFORE_MOA: ENDED_BEFORE_MOA_ON}.get(story)
    final_on = weekday((extended_to or end) + timedelta(days=rng.randrange(18, 28)))
    closes = piloting and final_on <= SAMPLE_AS_OF and ended_on is None and story is not Story.ON_HOLD
    return Calendar(
        request_on=request_on,
        loi_on=None if story is Story.PREPARING else loi_on,
        diagnostic_on=None if story in (Story.PREPARING, Story.INTENT_ONLY) else diagnostic_on,
        plan_on=plan_on if piloting else None,
        moa_on=start if piloting else None,
        pilot_start_on=start if piloting else None,
        pilot_end_on=end if piloting else None,
        extended_to=extended_to,
        revision_on=REVISION_ON if story is Story.REVISED else None,
        ended_on=ended_on,
        on_hold_since=ON_HOLD_SINCE if story is Story.ON_HOLD else None,
        final_reports_on=final_on if closes else None,
        recommended_on=date(2026, 9, 4) if story is Story.FINISHED else None,
    )


def _months(calendar: Calendar) -> int:
    start, end = calendar.pilot_start_on, calendar.close_on
    if start is None or end is None:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1


def companions(number: int) -> tuple[str, ...]:
    """The other partnerships of the mentor of positions 17 to 19."""
    first = number - (number - 1) % BLOCK + 16
    return tuple(f"S{each:03d}" for each in range(first, first + 3) if each != number)


def _items(outline: Outline, calendar: Calendar, mentor: Party | None) -> Iterator[PlanItem]:
    start, end = calendar.pilot_start_on, calendar.pilot_end_on
    if start is None or end is None:
        return
    months = outline.months
    both = ("mentor", "mentee")
    yield PlanItem("W01", "meeting", "Rapat awal proyek percontohan", both, weekday(start + timedelta(days=14)))
    yield PlanItem("W02", "meeting", "Rapat tengah jalan", both, weekday(month_end(start, months // 2 - 1)))
    yield PlanItem("W03", "meeting", "Rapat evaluasi bersama", both, weekday(end + timedelta(days=25)))
    yield PlanItem(
        "W04",
        "study_visit",
        "Kunjungan belajar ke mentor",
        ("mentee", "mentor"),
        weekday(start + timedelta(days=50)),
    )
    for number, month in enumerate((2, months - 2)):
        due = weekday(month_end(start, month))
        item_no = f"W{5 + number:02d}"
        joint_id = f"{mentor.party_id}/{item_no}" if mentor and outline.joint_visit else None
        title = f"Kunjungan monitoring {number + 1}"
        yield PlanItem(item_no, "monitoring_visit", title, both, due, joint_id=joint_id)
    titles = wording.ACTIVITIES[outline.subject]
    for number, title in enumerate(titles):
        due = weekday(month_end(start, min(number, months - 1)))
        withdrawn = 1 if calendar.revision_on and number in (3, 5) else None
        moved_from = due if calendar.revision_on and number == 4 else None
        yield PlanItem(
            f"W{7 + number:02d}",
            "activity",
            title,
            ("mentee",),
            weekday(month_end(due, 1)) if moved_from else due,
            withdrawn_in_revision=withdrawn,
            first_due_on=moved_from,
        )
    if calendar.revision_on:
        for number, title in enumerate(wording.ADDED_ACTIVITIES):
            due = weekday(month_end(calendar.revision_on, number + 1))
            yield PlanItem(f"W{14 + number}", "activity", title, ("mentee",), due, added_in_revision=1)
    for month in range(months):
        title = f"Asistensi jarak jauh bulan ke-{month + 1}"
        yield PlanItem(f"A{month + 1:02d}", "assistance", title, ("mentor",), weekday(month_end(start, month)))
    for number, topic in enumerate(wording.LEARNING_TOPICS[outline.subject]):
        yield PlanItem(f"L{number + 1}", "learning_topic", topic, ("mentor",), weekday(month_end(start, 2 * number)))
    if outline.subject is Subject.GIS:
        yield PlanItem("W16", "sop", "SOP pengambilan koordinat", ("mentee",), weekday(end))
    if outline.quota:
        quota = Quota(2, 4, "quarter", start, end)
        yield PlanItem("A20", "assistance", "Konsultasi teknis daring tiap triwulan", ("mentor",), end, quota=quota)


def _calls(partnership_id: str, items: tuple[PlanItem, ...]) -> Iterator[Delivery]:
    """The calls of a quota: what it asks for, in the middle of the months of the pilot."""
    for item in items:
        if item.quota:
            for months in (1, 3, 5, 6):
                called_on = weekday(month_end(item.quota.first_day, months) - timedelta(days=12))
                obligation_id = f"{partnership_id}/mentor/{item.kind}/{item.item_no}"
                yield Delivery(obligation_id, item.kind, item.title, "mentee", called_on, channel="telepon")


def _held_together(told: Delivery, number: int, seed: int, outline: Outline, items: tuple[PlanItem, ...]) -> Delivery:
    """A joint visit takes place once: on one day with the same people, and its mentor's word serves all of them."""
    item_no = told.obligation_id.rsplit("/", 1)[1]
    item = next((each for each in items if each.item_no == item_no and each.kind == told.kind), None)
    if item is None or item.joint_id is None:
        return told
    rng = Random(f"{seed}/{item.joint_id}")
    held_on = weekday(item.due_on - timedelta(days=rng.randrange(9)))
    by_mentor, leads = told.obligation_id.split("/")[1] == "mentor", outline.mentor == "utility"
    return replace(
        told,
        occurred_on=held_on,
        participants=rng.randrange(12, 30),
        in_register=leads or not by_mentor,
        also_serves=companions(number) if leads and by_mentor else (),
    )


def _reports(outline: Outline, calendar: Calendar, rng: Random) -> Iterator[Report]:
    start, close = calendar.pilot_start_on, calendar.close_on
    if start is None or close is None or outline.story is Story.SILENT:
        return
    for month in range(_months(calendar)):
        last = month_end(start, month)
        submitted = _submitted_on(outline.story, month, last, rng)
        received = datetime.combine(submitted, time(rng.randrange(1, 9), rng.randrange(60)))
        stopped = calendar.ended_on or calendar.on_hold_since
        if submitted > SAMPLE_AS_OF - timedelta(days=1) or (stopped and submitted >= stopped):
            return
        if outline.story is Story.WEAK and month == 3:
            continue
        yield Report(f"{last:%Y-%m}", month, submitted, received + timedelta(days=rng.choice((0, 0, 0, 1))))


def _submitted_on(story: Story, month: int, last: date, rng: Random) -> date:
    in_time, late = last + timedelta(days=rng.randrange(3, 9)), last + timedelta(days=rng.randrange(17, 32))
    if story is Story.SILENT_THEN_ALL and month < 3:
        return SILENCE_ENDS_ON
    if story is Story.EXTENDED and last.month == 7:
        return date(2026, 8, 20)
    if story is Story.ALWAYS_LATE or (story in (Story.WEAK, Story.ENDED_IN_PILOT) and month % 2):
        return weekday(late)
    return weekday(in_time)


def _deliveries(
    partnership_id: str,
    outline: Outline,
    calendar: Calendar,
    items: tuple[PlanItem, ...],
    conduct: Conduct,
    rng: Random,
) -> Iterator[Delivery]:
    for item in items:
        if item.quota:
            continue
        lead_is_mentor = item.roles[0] == "mentor"
        done = conduct.mentor_done if lead_is_mentor else conduct.mentee_done
        on_time = conduct.mentor_on_time if lead_is_mentor else conduct.mentee_on_time
        chance = rng.random()
        slip = timedelta(days=rng.randrange(9)), timedelta(days=rng.randrange(6, 30))
        held = weekday(item.due_on - slip[0]) if rng.random() < on_time else weekday(item.due_on + slip[1])
        held = max(held, calendar.moa_on or held)
        withdrawn = item.withdrawn_in_revision is not None
        relieved = outline.story is Story.RELIEVED and item.item_no in ("W04", "W11")
        missed = item.joint_id is None and chance > done + (1 - done) / 3
        if held > calendar.last_day or withdrawn or relieved or missed:
            continue
        share = 1.0 if chance <= done or item.kind != "activity" else 0.5
        for role in item.roles:
            yield from _told(partnership_id, outline, item, role, held, share, rng)


def _told(
    partnership_id: str, outline: Outline, item: PlanItem, role: str, held: date, share: float, rng: Random
) -> Iterator[Delivery]:
    told_by, level, channel, in_register, in_report = _TELLERS[item.kind]
    if item.item_no in ("W01", "W03"):
        told_by, level, in_register, in_report = "facilitator", 4, True, item.item_no == "W01"
    told_by = role if told_by == "owner" else told_by
    if item.kind == "learning_topic" and item.item_no == "L2":
        told_by, level = "mentee", 3
    if outline.story is Story.CLAIMED_ONLY and role == "mentor" and item.item_no not in ("W01", "W03"):
        told_by, level, in_register, in_report = "mentor", 0, True, False
    disputed = outline.story is Story.DISPUTED and item.kind == "monitoring_visit" and role == "mentor"
    yield Delivery(
        f"{partnership_id}/{role}/{item.kind}/{item.item_no}",
        item.kind,
        item.title,
        told_by,
        held,
        held if item.kind == "sop" else None,
        share,
        level,
        channel,
        rng.randrange(4, 18),
        disputed,
        in_report and not disputed,
        in_register,
    )


# kind of item: who tells it in the register ("owner": the role that owes it), evidence level, channel, in the
# register, in the monthly report
_TELLERS: dict[str, tuple[str, int, str | None, bool, bool]] = {
    "meeting": ("facilitator", 1, "daring", False, True),
    "assistance": ("mentee", 1, "telepon", False, True),
    "study_visit": ("mentor", 3, "kunjungan", True, True),
    "monitoring_visit": ("facilitator", 4, "kunjungan", True, True),
    "activity": ("mentee", 1, None, False, True),
    "learning_topic": ("owner", 1, "daring", True, False),
    "sop": ("owner", 2, None, True, False),
}


def _papers(
    partnership_id: str, outline: Outline, calendar: Calendar, conduct: Conduct, rng: Random
) -> Iterator[Delivery]:
    """Letters and reports that no work plan names; the day of handing in counts, not the day of writing."""
    for duty, title, days in (
        ("minutes", "Notula pertemuan awal", 14),
        ("confirmation_letter", "Surat konfirmasi", 21),
    ):
        day = weekday(calendar.request_on + timedelta(days=days + rng.randrange(12)))
        if duty == "minutes" or outline.story is not Story.PREPARING:
            obligation_id = f"{partnership_id}/facilitator/{duty}/1"
            yield Delivery(obligation_id, duty, title, "facilitator", day, day, evidence_level=2)
    if calendar.diagnostic_on:
        late = rng.random() > conduct.mentor_on_time
        day = weekday(calendar.diagnostic_on + timedelta(days=33 if late else rng.randrange(6, 13)))
        obligation_id = f"{partnership_id}/mentor/diagnostic_report/diagnostic_visit"
        yield Delivery(obligation_id, "diagnostic_report", "Laporan diagnostik", "mentor", day, day, evidence_level=2)
    final_on = calendar.final_reports_on
    for role in ("mentor", "mentee") if final_on else ():
        on_time = conduct.mentee_on_time if role == "mentee" else conduct.mentor_on_time
        days = rng.randrange(3) if rng.random() < on_time else rng.randrange(16, 30)
        handed_in = weekday(final_on + timedelta(days=days)) if final_on else None
        unwritten = outline.story in (Story.WEAK, Story.SILENT) and role == "mentee"
        if handed_in is None or unwritten or handed_in > calendar.last_day:
            continue
        whole = rng.random() < 0.95
        yield Delivery(
            f"{partnership_id}/{role}/final_report/final",
            "final_report",
            f"Laporan akhir {role}",
            role,
            handed_in,
            handed_in,
            1.0 if whole else 0.5,
            2,
        )


def _reports_on_visits(
    deliveries: tuple[Delivery, ...], calendar: Calendar, conduct: Conduct, rng: Random, outline: Outline
) -> Iterator[Delivery]:
    reports = {
        ("mentor", "monitoring_visit"): ("monitoring_report", "Laporan monitoring", conduct.mentor_on_time),
        ("mentee", "study_visit"): (
            "study_visit_report",
            "Laporan kunjungan belajar",
            conduct.mentee_on_time,
        ),
    }
    for visit in deliveries:
        partnership_id, role, kind, item_no = visit.obligation_id.split("/")
        if (role, kind) not in reports:
            continue
        report, title, on_time = reports[role, kind]
        days = rng.randrange(4, 13) if rng.random() < on_time else rng.randrange(24, 45)
        day = weekday(visit.occurred_on + timedelta(days=days))
        told_elsewhere = outline.joint_visit and role == "mentor" and not visit.in_register
        if day <= calendar.last_day and not told_elsewhere:
            obligation_id = f"{partnership_id}/{role}/{report}/{item_no}"
            level = 2 if rng.random() < 0.6 else 4
            told_by = role if level == 2 else "facilitator"
            yield Delivery(
                obligation_id, report, title, told_by, day, day, evidence_level=level, also_serves=visit.also_serves
            )


def _dialogue(
    partnership_id: str,
    outline: Outline,
    calendar: Calendar,
    conduct: Conduct,
    reports: tuple[Report, ...],
    visits: list[Delivery],
    rng: Random,
) -> tuple[tuple[Request, ...], tuple[Advice, ...]]:
    requests: list[Request] = []
    occasions: list[tuple[date, str | None, str | None, str, str]] = []
    for report in reports:
        if rng.random() > 0.6:
            continue
        topic, question_id, question_en = wording.QUESTIONS[outline.subject][len(requests) % 4]
        question = question_id if outline.language == "id" else question_en
        request_id = f"{partnership_id}/request/{report.period}/1"
        days = None if conduct.answer_days is None else max(2, round(rng.gauss(conduct.answer_days, 3)))
        answered = weekday(report.submitted_on + timedelta(days=days)) if days else None
        answered = None if answered and answered > calendar.last_day else answered
        answered = max(answered, report.submitted_on) if answered else None
        channel = rng.choice(("telepon", "whatsapp", "surel")) if answered else None
        requests.append(Request(request_id, report.period, topic, question, report.submitted_on, answered, channel))
        if answered and channel and rng.random() < 0.8:
            occasions.append((answered, request_id, None, topic, channel))
    for visit in visits:
        if visit.obligation_id.split("/")[1] == "mentor" and rng.random() < conduct.mentor_done:
            item_no = visit.obligation_id.rsplit("/", 1)[1]
            occasions.append((visit.occurred_on, None, item_no, wording.TITLES[outline.subject], "kunjungan"))
    advice = (
        _advice(f"{partnership_id}/advice/{number}", number, occasion, calendar, conduct, rng)
        for number, occasion in enumerate(sorted(occasions, key=lambda each: each[0]), start=1)
    )
    return tuple(requests), tuple(advice)


def _advice(
    advice_id: str,
    number: int,
    occasion: tuple[date, str | None, str | None, str, str],
    calendar: Calendar,
    conduct: Conduct,
    rng: Random,
) -> Advice:
    given_on, request_id, visit_item_no, topic, channel = occasion
    kind, words, action = wording.ADVICE[(number + rng.randrange(2)) % len(wording.ADVICE)]
    due = weekday(given_on + timedelta(days=45)) if action else None
    agreed = rng.random() < conduct.agreed
    acts = action is not None and agreed and rng.random() < conduct.acted
    acted_on = weekday(given_on + timedelta(days=rng.randrange(15, 50))) if acts else None
    if acted_on and acted_on > calendar.last_day:
        acted_on = None
    return Advice(
        advice_id,
        request_id,
        visit_item_no,
        kind,
        topic,
        words,
        given_on,
        channel,
        action,
        due,
        agreed,
        acted_on,
    )
