"""Rows of the monthly reports, by raw table. Keys are the columns of the template `monthly_report`."""

from datetime import date, timedelta

from indicators.metrics import VARIABLES
from pipelines.sample import wording
from pipelines.sample.measures import month_of_pilot
from pipelines.sample.plan import Partnership, Report, month_end
from pipelines.sample.register import Row, Rows
from pipelines.sample.stories import Story


def report_rows(partnership: Partnership, report: Report) -> Rows:
    """All rows of one monthly report."""
    before = _report_before(partnership, report)
    language = partnership.outline.language
    rows = {
        "monthly_cover": [_cover(partnership, report)],
        "monthly_progress": _progress(partnership, report),
        "monthly_activities": _activities(partnership, report, before),
        "monthly_advice_actions": _advice_actions(partnership, report, before),
        "monthly_findings": _findings(partnership, report),
        "monthly_obstacles": _obstacles(partnership, report),
        "monthly_requests": _requests(partnership, report, before),
        "monthly_lessons": _lessons(partnership, report),
        "monthly_sops": _sops(partnership, report),
    }
    if partnership.story is not Story.WEAK:
        _say_nothing(rows, wording.NOTHING[language])
    return rows


def _say_nothing(rows: Rows, nothing: str) -> None:
    for table, column in (
        ("monthly_activities", "description"),
        ("monthly_advice_actions", "advice_id"),
        ("monthly_findings", "description"),
        ("monthly_obstacles", "description"),
        ("monthly_requests", "question"),
    ):
        if not rows[table]:
            rows[table] = [{column: nothing}]


def _report_before(partnership: Partnership, report: Report) -> Report | None:
    earlier = [other for other in partnership.reports if other.month < report.month]
    return earlier[-1] if earlier else None


def _cover(partnership: Partnership, report: Report) -> Row:
    return {
        "partnership_id": partnership.partnership_id,
        "partnership_title": partnership.title,
        "period": report.period,
        "submitted_on": report.submitted_on,
        "compiled_by": wording.COMPILED_BY[partnership.outline.language],
        "number": f"{report.month + 1:02d}/LB/{partnership.partnership_id}/{report.submitted_on:%m/%Y}",
    }


def _progress(partnership: Partnership, report: Report) -> list[Row]:
    month = report.month
    if partnership.story is Story.WEAK:
        month -= month % 2  # every second month is a copy of the one before
    period = f"{month_end(partnership.outline.pilot_start_on, month):%Y-%m}"
    rng = partnership.rng(f"measures/{period}")
    language = partnership.outline.language
    return [
        {
            "variable_name": VARIABLES[measured.variable_code].name_en
            if language == "en"
            else VARIABLES[measured.variable_code].name_id,
            "variable_code": measured.variable_code,
            "zone": partnership.outline.zone,
            "value": measured.value,
            "unit": measured.unit,
            "grade": measured.grade,
        }
        for measured in month_of_pilot(partnership.pilot, period, month, rng, language)
    ]


def _activities(partnership: Partnership, report: Report, before: Report | None) -> list[Row]:
    language = partnership.outline.language
    rows: list[Row] = []
    for delivery in partnership.deliveries:
        period = f"{delivery.occurred_on:%Y-%m}"
        told_before = before is not None and period <= before.period
        if not delivery.in_report or told_before or period > report.period:
            continue
        rows.append(
            {
                "obligation_id": delivery.obligation_id,
                "kind": delivery.kind,
                "held_on": delivery.occurred_on,
                "description": wording.ACTIVITY_WORDS[language].format(title=delivery.title),
                "participants": delivery.participants,
                "channel": delivery.channel,
                "delivered_share": delivery.delivered_share if delivery.delivered_share < 1 else None,
            }
        )
    if report.month % 3 == 1 and partnership.story is not Story.WEAK:
        held_on = month_end(partnership.outline.pilot_start_on, report.month) - timedelta(days=4)
        description = wording.OUTSIDE_PLAN[language]
        rows.append({"kind": "activity", "held_on": held_on, "description": description, "participants": 20})
    return rows


def _advice_actions(partnership: Partnership, report: Report, before: Report | None) -> list[Row]:
    """What is said on advice given before the report is sent and not yet done when the last one was."""
    if partnership.story is Story.WEAK and report.month % 2:
        return []
    rows: list[Row] = []
    for advice in partnership.advice:
        answered = before is not None and advice.given_on < before.submitted_on
        done_before = before is not None and advice.acted_on is not None and advice.acted_on < before.submitted_on
        if advice.given_on >= report.submitted_on or done_before or (answered and not advice.acted_on):
            continue
        done = advice.acted_on is not None and advice.acted_on < report.submitted_on
        begun = advice.acted_on is not None and advice.acted_on - report.submitted_on < timedelta(days=20)
        rows.append(
            {
                "advice_id": advice.advice_id,
                "advice_words": advice.words,
                "agreed": advice.agreed,
                "reason": None if advice.agreed else wording.DECLINED[partnership.outline.language],
                "action_share": 1.0 if done else 0.5 if begun else None,
                "done_on": advice.acted_on if done else None,
            }
        )
    return rows


def _findings(partnership: Partnership, report: Report) -> list[Row]:
    rng = partnership.rng(f"findings/{report.period}")
    if partnership.story is Story.WEAK or rng.random() < 0.15:
        return []
    words = wording.FINDINGS[partnership.outline.language]
    return [{"description": text} for text in rng.sample(words, rng.randrange(1, 3))]


def _obstacles(partnership: Partnership, report: Report) -> list[Row]:
    rng = partnership.rng(f"obstacles/{report.period}")
    if partnership.story is Story.WEAK or rng.random() < 0.2:
        return []
    words = wording.OBSTACLES[partnership.outline.language]
    return [{"kind": kind, "description": text} for kind, text in rng.sample(words, rng.randrange(1, 3))]


def _requests(partnership: Partnership, report: Report, before: Report | None) -> list[Row]:
    rows: list[Row] = []
    for request in partnership.requests:
        is_new = request.period == report.period
        closed = _is_closed(request.answered_on, before)
        if request.period > report.period or closed:
            continue
        answered = request.answered_on is not None and request.answered_on < report.submitted_on and not is_new
        rows.append(
            {
                "request_id": None if is_new else request.request_id,
                "topic": request.topic,
                "question": request.question,
                "asked_on": request.asked_on,
                "answered_on": request.answered_on if answered else None,
                "answer_channel": request.channel if answered else None,
            }
        )
    return rows


def _is_closed(answered_on: date | None, before: Report | None) -> bool:
    """Whether the report before has already told the answer."""
    return answered_on is not None and before is not None and answered_on < before.submitted_on


def _lessons(partnership: Partnership, report: Report) -> list[Row]:
    words = wording.LESSONS[partnership.outline.language]
    if report.month % 2 == 0 or partnership.story in (Story.WEAK, Story.CLAIMED_ONLY):
        return []
    topic, text = words[(report.month // 2 + partnership.number) % len(words)]
    return [{"topic": topic, "words": text}]


def _sops(partnership: Partnership, report: Report) -> list[Row]:
    months, calendar = partnership.pilot.months, partnership.calendar
    if partnership.story in (Story.WEAK, Story.DISPUTED) or report.month < months - 2:
        return []
    state = "issued" if report.month == months - 1 and calendar.final_reports_on else "draft"
    title = wording.SOPS[partnership.subject]
    dated_on = month_end(partnership.outline.pilot_start_on, report.month)
    return [{"title": title, "topic": wording.TITLES[partnership.subject], "state": state, "dated_on": dated_on}]
