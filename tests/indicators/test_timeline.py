"""The dates of partnerships, from rows of the core made by hand: what began when, the pilot and its months, the plan.

All are told in one programme and judged once, as of Wednesday 20 May 2026 and as known on 25 May. Days written by hand;
a revision leads by 14 days, a pilot lasts 6 months where nothing else is said, a report is due on the 10th.
"""

from datetime import date

import pytest

from tests.indicators.programme import Partnership, Programme, Row, _warehouse

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"
DAYS_OF_LIFE = (
    "request_on", "loi_on", "work_plan_on", "moa_on", "recommendation_on", "started_on", "plan_from",
    "last_planned_on", "pilot_start_on", "first_pilot_end_on", "ended_on", "on_hold_since",
)  # fmt: skip
TO_JULY = ("2026-02-01", "2026-07-31")


TABLES = ("life", "pilot_end", "due_after_pilot", "pilot_month", "plan_due")
Timeline = dict[str, list[Row]]


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    programme = Programme()
    lives_with_a_pilot(programme)
    lives_without_a_pilot(programme)
    cases_of_an_unknown_day(programme)
    ends_of_the_pilot(programme)
    months_of_the_pilot(programme)
    plans(programme)
    return timeline_of(programme)


def timeline_of(programme: Programme, as_of: str = AS_OF) -> Timeline:
    """The rows that the timeline makes of a programme, by table, each day as it is written."""
    mart = programme.timeline_at(as_of, KNOWN_BY)
    found = {table: [written(row) for row in mart.rows(f"SELECT * FROM {table} ORDER BY ALL")] for table in TABLES}
    for row in mart.rows("SELECT table_name FROM duckdb_tables() WHERE temporary"):
        mart.connection.execute(f"DROP TABLE temp.{row['table_name']}")
    return found


def written(row: Row) -> Row:
    return {name: str(value) if isinstance(value, date) else value for name, value in row.items()}


def of(rows: list[Row], columns: str, **named: object) -> list[tuple[object, ...]]:
    """These columns of the rows of which this is true."""
    return [
        tuple(row[column] for column in columns.split())
        for row in rows
        if all(row[column] == value for column, value in named.items())
    ]


def founded(programme: Programme, name: str, pilot: tuple[str | None, str | None] = TO_JULY) -> Partnership:
    p = programme.partnership(name, pilot=pilot)
    return p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2026-01-12")


def held(p: Partnership, on: str, received: str | None = None) -> None:
    p._add("activity", activity_id=f"{p.id}-{on}", kind="event", held_on=on, received_on=received or on)


# Lives


def lives_with_a_pilot(programme: Programme) -> None:
    p = programme.partnership("signed twice", pilot=TO_JULY)
    for kind, first, again in (
        ("letter_of_request", "2025-09-01", "2025-09-15"),
        ("letter_of_intent", "2025-10-06", "2025-11-01"),
        ("work_plan", "2025-12-01", "2025-12-20"),
        ("memorandum_of_agreement", "2026-01-12", "2026-03-02"),
        ("letter_of_recommendation", "2026-05-18", "2026-05-19"),
    ):
        p.signs(kind, first).signs(kind, again, revision=1)
    founded(programme, "without dates", (None, None))
    programme.partnership("intent only", pilot=("2026-03-01", None)).signs("letter_of_intent", "2025-11-03")
    programme.partnership("agreement only", pilot=("2026-03-01", None)).signs("memorandum_of_agreement", "2026-01-12")
    programme.partnership("nothing signed", pilot=TO_JULY)
    for name, day in (("today", "2026-05-20"), ("tomorrow", "2026-05-21")):
        p = programme.partnership(name, pilot=TO_JULY, ended_on=day, on_hold_since=day)
        p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2026-01-12")
        p.signs("letter_of_recommendation", day)


def lives_without_a_pilot(programme: Programme) -> None:
    def twin(name: str, begun: str | None = None) -> Partnership:
        return programme.partnership(name, programme_kind="international_twinning", begun_on=begun)

    p = twin("founded", "2026-01-05").signs("work_plan", "2026-01-12")
    held(p.signs("memorandum_of_understanding", "2026-02-02"), "2026-01-02")
    held(twin("planned", "2026-01-05").signs("work_plan", "2026-01-12"), "2026-01-02")
    held(twin("begun today", "2026-05-20"), "2026-01-02")
    held(twin("begun tomorrow", "2026-05-21"), "2026-05-20")
    p = twin("held twice").plans("mentor", "mission", "A", "2026-03-01").plans("mentor", "mission", "B", "2026-07-10")
    p.promises("mentor", "mission", "C", 1, "quarter", "2026-03-15", "2026-06-30")
    held(p, "2026-04-01")
    held(p, "2026-03-10")
    p = twin("known in time").promises("mentor", "mission", "A", 1, "quarter", "2026-03-15", "2026-12-31")
    held(p.plans("mentor", "mission", "B", "2026-04-01"), "2026-05-01", received="2026-05-25")
    held(twin("known too late"), "2026-05-01", received="2026-05-26")
    held(twin("held tomorrow"), "2026-05-21", received="2026-05-20")
    programme.partnership("learning", programme_kind="horizontal_learning", begun_on="2026-01-05")


LIVES = {
    "signed twice": {
        "request_on": "2025-09-01", "loi_on": "2025-10-06", "work_plan_on": "2025-12-01", "moa_on": "2026-01-12",
        "recommendation_on": "2026-05-18", "plan_from": "2025-12-01", "pilot_start_on": "2026-02-01",
        "first_pilot_end_on": "2026-07-31",
    },
    # The pilot runs from the MoA, for six months to the day before: 12 January to 11 July.
    "without dates": {
        "loi_on": "2025-11-03", "moa_on": "2026-01-12", "plan_from": "2026-01-12", "pilot_start_on": "2026-01-12",
        "first_pilot_end_on": "2026-07-11",
    },
    "intent only": {"loi_on": "2025-11-03", "pilot_start_on": "2026-03-01", "first_pilot_end_on": "2026-08-31"},
    "agreement only": {
        "moa_on": "2026-01-12", "plan_from": "2026-01-12", "pilot_start_on": "2026-03-01",
        "first_pilot_end_on": "2026-08-31",
    },
    "nothing signed": {"first_pilot_end_on": "2026-07-31"},
    "today": {
        "loi_on": "2025-11-03", "moa_on": "2026-01-12", "plan_from": "2026-01-12", "recommendation_on": "2026-05-20",
        "pilot_start_on": "2026-02-01", "first_pilot_end_on": "2026-07-31", "ended_on": "2026-05-20",
        "on_hold_since": "2026-05-20",
    },
    "tomorrow": {
        "loi_on": "2025-11-03", "moa_on": "2026-01-12", "plan_from": "2026-01-12", "pilot_start_on": "2026-02-01",
        "first_pilot_end_on": "2026-07-31",
    },
    # A twinning has begun with what founds it, else its plan, else the day that is told, else what was first held.
    "founded": {
        "work_plan_on": "2026-01-12", "moa_on": "2026-02-02", "started_on": "2026-02-02", "plan_from": "2026-01-12",
    },
    "planned": {"work_plan_on": "2026-01-12", "started_on": "2026-01-12", "plan_from": "2026-01-12"},
    "begun today": {"started_on": "2026-05-20", "plan_from": "2026-05-20"},
    "begun tomorrow": {"started_on": "2026-05-20", "plan_from": "2026-05-21"},
    "held twice": {"started_on": "2026-03-10", "plan_from": "2026-03-01", "last_planned_on": "2026-07-10"},
    "known in time": {"started_on": "2026-05-01", "plan_from": "2026-03-15", "last_planned_on": "2026-12-31"},
    "known too late": {},
    "held tomorrow": {},
    "learning": {"started_on": "2026-01-05", "plan_from": "2026-01-05"},
}  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_each_day_of_a_life_is_the_first_on_which_it_was_signed_begun_or_held(timeline: Timeline, name: str):
    (life,) = of(timeline["life"], " ".join(DAYS_OF_LIFE), partnership_id=name)
    assert {what: day for what, day in zip(DAYS_OF_LIFE, life, strict=True) if day} == LIVES[name]


def test_a_kind_of_programme_says_whether_it_is_founded_and_has_a_pilot(timeline: Timeline):
    assert set(of(timeline["life"], "programme_kind has_founding has_pilot")) == {
        ("horizontal_learning", False, False),
        ("international_twinning", True, False),
        ("solidarity_partnership", True, True),
    }


def test_a_pilot_without_founding_agreement_starts_when_the_programme_has_begun():
    """Of a kind that PERPAMSI might add: begun on 1 February, six months: to 31 July."""
    programme = Programme()
    programme.partnership("P", programme_kind="laboratory", begun_on="2026-02-01")
    programme.partnership("Q", programme_kind="laboratory", begun_on="2026-05-21", pilot=TO_JULY)
    reference = _warehouse()
    reference.execute(
        "INSERT INTO reference.blueprint BY NAME SELECT * REPLACE ('laboratory' AS programme_kind, TRUE AS has_pilot)"
        " FROM reference.blueprint WHERE programme_kind = 'horizontal_learning'"
    )
    try:
        life = timeline_of(programme)["life"]
    finally:
        reference.execute("DELETE FROM reference.blueprint WHERE programme_kind = 'laboratory'")
    assert of(life, "started_on plan_from pilot_start_on first_pilot_end_on") == [
        ("2026-02-01", "2026-02-01", "2026-02-01", "2026-07-31"),
        (None, "2026-05-21", None, "2026-07-31"),
    ]


def cases_of_an_unknown_day(programme: Programme) -> None:
    """Each tells of its memorandum without the day, but for what its name says."""

    def told(name: str, origin: str = "case", kind: str = "memorandum_of_understanding", on: str | None = None) -> None:
        p = programme.partnership(name, programme_kind="international_twinning", origin=origin)
        p._add("agreement", kind=kind, revision=0, signed_on=on, received_on="2026-01-01")

    told("case")
    told("case planned for today")
    Partnership(programme, "case planned for today").plans("mentor", "mission", "A", "2026-05-20")
    told("case planned for tomorrow")
    Partnership(programme, "case planned for tomorrow").plans("mentor", "mission", "A", "2026-05-21")
    told("no case", origin="sample")
    told("case of another letter", kind="letter_of_request")
    told("case with its day", on="2008-01-01")
    programme.partnership("case without paper", programme_kind="international_twinning", origin="case")


def test_a_case_of_unknown_day_is_founded_once_its_plan_has_begun(timeline: Timeline):
    founded_once = of(timeline["life"], "partnership_id is_case", is_founded_without_day=True)
    assert founded_once == [("case", True), ("case planned for today", True)]
    assert of(timeline["life"], "is_case", partnership_id="no case") == [(False,)]


# The end of the pilot


def ends_of_the_pilot(programme: Programme) -> None:
    p = founded(programme, "moved", TO_JULY).signs("memorandum_of_agreement", "2026-03-01", 1, "2026-12-31")
    p.signs("work_plan_revision", "2026-03-15", 1).signs("work_plan_revision", "2026-05-20", 2, "2026-08-31")
    p.signs("addendum", "2026-04-01", 2, "2026-09-30").signs("extension_agreement", "2026-04-01", 1, "2026-10-31")
    p.signs("addendum", "2026-05-21", 3, "2026-11-30")
    founded(programme, "late", ("2026-02-01", "2026-03-31")).signs("addendum", "2026-04-20", 1, "2026-06-30")
    founded(programme, "on the day", ("2026-02-01", "2026-03-31")).signs("addendum", "2026-04-30", 1, "2026-06-30")
    founded(programme, "cut").signs("addendum", "2026-05-10", 1, "2026-05-15")
    founded(programme, "cut at the end", ("2026-02-01", "2026-05-15")).signs("addendum", "2026-05-10", 1, "2026-05-12")
    founded(programme, "cut after the end", ("2026-02-01", "2026-04-15")).signs(
        "addendum", "2026-05-10", 1, "2026-04-10"
    )
    p = founded(programme, "passed twice", ("2026-02-01", "2026-03-31")).signs(
        "addendum", "2026-04-20", 1, "2026-04-30"
    )
    p.signs("addendum", "2026-05-10", 2, "2026-06-30")
    p = founded(programme, "late twice", ("2026-02-01", "2026-03-31")).signs("addendum", "2026-03-20", 1, "2026-04-30")
    p.signs("addendum", "2026-05-10", 2, "2026-06-30").signs("addendum", "2026-05-15", 3, "2026-07-31")


def test_each_end_that_was_agreed_is_a_step_in_order_of_signature_and_number(timeline: Timeline):
    assert of(timeline["pilot_end"], "step signed_on pilot_end_on previous_end_on", partnership_id="moved") == [
        (0, None, "2026-07-31", None),
        (1, "2026-04-01", "2026-10-31", "2026-07-31"),
        (2, "2026-04-01", "2026-09-30", "2026-10-31"),
        (3, "2026-05-20", "2026-08-31", "2026-09-30"),
    ]


# By days after the pilot's end: the SOP's draft on the day, final reports 30, the letter 90, the workshop 120.
DUE_AFTER = {
    "signed twice": {0: "2026-07-31", 30: "2026-08-30", 90: "2026-10-29", 120: "2026-11-28"},
    # Last agreed for 31 August; 14 days after the signature, 3 June, is before it.
    "moved": {0: "2026-08-31", 30: "2026-09-30", 90: "2026-11-29", 120: "2026-12-29"},
    # 31 March had passed when the addendum was signed on 20 April, and keeps its day; 30 April had not.
    "late": {0: "2026-03-31", 30: "2026-07-30", 90: "2026-09-28", 120: "2026-10-28"},
    # Signed on 30 April itself, 30 days after the end: not yet passed.
    "on the day": {0: "2026-03-31", 30: "2026-07-30", 90: "2026-09-28", 120: "2026-10-28"},
    # Brought forward to 15 May by a signature of the 10th: nothing is due before the 24th.
    "cut": {0: "2026-05-24", 30: "2026-06-14", 90: "2026-08-13", 120: "2026-09-12"},
    # Brought forward by three days: 15 May was due already, 24 May would be later.
    "cut at the end": {0: "2026-05-15", 30: "2026-06-11", 90: "2026-08-10", 120: "2026-09-09"},
    # 15 April had passed on 10 May. 15 May had not, and is brought forward by less than the 14 days to 24 May.
    "cut after the end": {0: "2026-04-15", 30: "2026-05-15", 90: "2026-07-09", 120: "2026-08-08"},
    # 31 March had passed on 20 April; nothing moves it any more. 30 days later it moved twice.
    "passed twice": {0: "2026-03-31", 30: "2026-07-30", 90: "2026-09-28", 120: "2026-10-28"},
    # 30 April had passed on 10 May; what is signed on the 15th moves it no more. 30 days later it moved twice.
    "late twice": {0: "2026-04-30", 30: "2026-08-30", 90: "2026-10-29", 120: "2026-11-28"},
}


@pytest.mark.parametrize("name", DUE_AFTER)
def test_what_is_due_after_the_pilot_moves_with_its_end_until_it_has_fallen_due(timeline: Timeline, name: str):
    assert dict(of(timeline["due_after_pilot"], "days due_on", partnership_id=name)) == DUE_AFTER[name]


# Its months


def months_of_the_pilot(programme: Programme) -> None:
    founded(programme, "by the 15th", ("2026-01-15", "2026-04-15"))
    founded(programme, "after the 15th", ("2026-01-16", "2026-04-14"))
    founded(programme, "holidays", ("2024-02-01", "2024-03-31"))
    founded(programme, "added late", ("2026-02-01", "2026-03-31")).signs("addendum", "2026-05-18", 1, "2026-05-31")
    founded(programme, "dropped", ("2026-01-01", "2026-06-30")).signs("addendum", "2026-04-10", 1, "2026-02-28")
    founded(programme, "dropped late", ("2026-01-01", "2026-04-30")).signs("addendum", "2026-04-11", 1, "2026-02-28")
    p = founded(programme, "there and back", ("2026-01-01", "2026-06-30"))
    p.signs("addendum", "2026-03-01", 1, "2026-03-31").signs("addendum", "2026-04-01", 2, "2026-05-31")
    p = founded(programme, "added and dropped", ("2026-01-01", "2026-02-28"))
    p.signs("addendum", "2026-02-20", 1, "2026-04-30").signs("addendum", "2026-04-10", 2, "2026-03-31")


# Month: revision, added on, due, withdrawn, dropped on. Of the 10ths from February on, those of May (Sunday), October
# (Saturday) and January (Sunday) are not working days; 12 April 2024 is the Friday after two days of Idul Fitri,
# 12 March 2024 the Tuesday after Nyepi.
KEPT = (False, None)
MONTHS = {
    "by the 15th": {
        "2026-01": (0, None, "2026-02-10", *KEPT),
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (0, None, "2026-04-10", *KEPT),
        "2026-04": (0, None, "2026-05-11", *KEPT),
    },
    "after the 15th": {
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (0, None, "2026-04-10", *KEPT),
    },
    "holidays": {
        "2024-02": (0, None, "2024-03-12", *KEPT),
        "2024-03": (0, None, "2024-04-12", *KEPT),
    },
    # April is added on 18 May: 14 days later is 1 June, a holiday. May is due later than that anyhow.
    "added late": {
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (0, None, "2026-04-10", *KEPT),
        "2026-04": (1, "2026-05-18", "2026-06-02", *KEPT),
        "2026-05": (1, "2026-05-18", "2026-06-10", *KEPT),
    },
    # March was due on the day of the signature and is dropped; a day later it was owed already.
    "dropped": {
        "2026-01": (0, None, "2026-02-10", *KEPT),
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (0, None, "2026-04-10", True, "2026-04-10"),
        "2026-04": (0, None, "2026-05-11", True, "2026-04-10"),
        "2026-05": (0, None, "2026-06-10", True, "2026-04-10"),
        "2026-06": (0, None, "2026-07-10", True, "2026-04-10"),
    },
    "dropped late": {
        "2026-01": (0, None, "2026-02-10", *KEPT),
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (0, None, "2026-04-10", False, "2026-04-11"),
        "2026-04": (0, None, "2026-05-11", True, "2026-04-11"),
    },
    # Cut to March, then lengthened to May: June alone stays dropped.
    "there and back": {
        **{
            f"2026-0{month}": (0, None, due, *KEPT)
            for month, due in enumerate(("2026-02-10", "2026-03-10", "2026-04-10", "2026-05-11", "2026-06-10"), 1)
        },
        "2026-06": (0, None, "2026-07-10", True, "2026-03-01"),
    },
    "added and dropped": {
        "2026-01": (0, None, "2026-02-10", *KEPT),
        "2026-02": (0, None, "2026-03-10", *KEPT),
        "2026-03": (1, "2026-02-20", "2026-04-10", *KEPT),
        "2026-04": (1, "2026-02-20", "2026-05-11", True, "2026-04-10"),
    },
    "moved": {
        **{
            f"2026-0{month}": (0, None, due, *KEPT)
            for month, due in enumerate(
                ("2026-03-10", "2026-04-10", "2026-05-11", "2026-06-10", "2026-07-10", "2026-08-10"), 2
            )
        },
        "2026-08": (1, "2026-04-01", "2026-09-10", *KEPT),
        "2026-09": (1, "2026-04-01", "2026-10-12", True, "2026-05-20"),
        "2026-10": (1, "2026-04-01", "2026-11-10", True, "2026-04-01"),
    },
    "nothing signed": {},
    "founded": {},
}


@pytest.mark.parametrize("name", MONTHS)
def test_each_month_of_the_pilot_has_its_report_and_its_day(timeline: Timeline, name: str):
    rows = of(timeline["pilot_month"], "period revision added_on due_on withdrawn dropped_on", partnership_id=name)
    assert {row[0]: row[1:] for row in rows} == MONTHS[name]


def test_a_month_begins_on_its_first_day_and_ends_on_its_last(timeline: Timeline):
    assert of(timeline["pilot_month"], "month_start month_end", partnership_id="holidays") == [
        ("2024-02-01", "2024-02-29"),
        ("2024-03-01", "2024-03-31"),
    ]


@pytest.mark.parametrize(
    ("pilot_end", "signed_on", "new_end", "as_of", "month", "due"),
    [
        # Signed long after the pilot: 14 days later is Sunday 12 October 2025.
        ("2025-03-31", "2025-09-28", "2025-04-30", "2026-05-20", "2025-04", "2025-10-13"),
        # Signed long before: nothing but its own day counts, a Saturday.
        ("2025-06-30", "2025-02-03", "2026-09-30", "2025-02-03", "2026-09", "2026-10-12"),
    ],
)
def test_a_month_has_its_working_day_however_far_the_signature_lies(
    pilot_end: str, signed_on: str, new_end: str, as_of: str, month: str, due: str
):
    programme = Programme()
    p = programme.partnership("P", pilot=("2025-02-01", pilot_end)).signs("memorandum_of_agreement", "2025-01-13")
    p.signs("addendum", "2025-02-03", 1, pilot_end).signs("addendum", signed_on, 2, new_end)
    found = timeline_of(p.programme, as_of)
    assert of(found["pilot_month"], "due_on", period=month) == [(due,)]


# The plan


def plans(programme: Programme) -> None:
    p = founded(programme, "plan").signs("work_plan_revision", "2026-05-10", 1).signs("addendum", "2026-05-19", 1)
    p.signs("work_plan_revision", "2026-05-21", 2)

    def item(number: str, now: str | None, *steps: tuple[int, str | None, str | None], added: int = 0) -> None:
        """An item dated as the last register has it, and the steps that moved it: number, signed on, to."""
        p.plans("mentee", "activity", number, now, added=added)
        for step, signed_on, due in steps:
            p._add("plan_date", item_no=number, role="mentee", step=step, signed_on=signed_on, due_on=due)

    item("as first", "2026-06-15")
    item("undated", None)
    item("passed", "2026-07-15", (0, None, "2026-04-15"), (1, "2026-05-02", "2026-07-15"))
    item("on the day", "2026-06-20", (0, None, "2026-05-02"), (1, "2026-05-02", "2026-06-20"))
    item("dated later", "2026-06-15", (0, None, None), (1, "2026-05-02", "2026-06-15"))
    item("forward", "2026-05-12", (0, None, "2026-07-15"), (1, "2026-05-10", "2026-05-12"))
    item("forward a little", "2026-05-11", (0, None, "2026-05-18"), (1, "2026-05-10", "2026-05-11"))
    item("erased", None, (0, None, "2026-06-01"), (1, "2026-05-10", None))
    item("today", "2026-08-15", (0, None, "2026-06-01"), (1, "2026-05-20", "2026-08-15"))
    item("tomorrow", "2026-08-15", (0, None, "2026-06-01"), (1, "2026-05-21", "2026-08-15"))
    item(
        "twice", "2026-07-15", (0, None, "2026-06-01"), (2, "2026-03-01", "2026-04-30"), (5, "2026-04-15", "2026-07-15")
    )
    item("passed between", "2026-07-15", (0, None, "2026-06-01"), (1, "2026-03-01", "2026-04-01"),
         (2, "2026-04-15", "2026-07-15"))  # fmt: skip
    item("added", "2026-05-15", added=1)
    item("added for later", "2026-06-30", added=1)
    item("added undated", None, added=1)
    item("added and moved", "2026-07-01", (0, None, "2026-05-15"), (1, "2026-05-20", "2026-07-01"), added=1)
    item("added tomorrow", "2026-05-22", added=2)
    p.plans("mentor", "activity", "forward", "2026-05-13")
    p._add("plan_date", item_no="forward", role="mentor", step=0, due_on="2026-05-15")
    p._add("plan_date", item_no="forward", role="mentor", step=1, signed_on="2026-05-10", due_on="2026-05-13")
    p = programme.partnership("twin", programme_kind="international_twinning").signs(
        "work_plan_revision", "2026-05-10", 1
    )
    p.plans("mentee", "activity", "added", None, added=1).plans("mentee", "activity", "erased", None)
    p._add("plan_date", item_no="erased", role="mentee", step=0, due_on="2026-06-01")
    p._add("plan_date", item_no="erased", role="mentee", step=1, signed_on="2026-05-10", due_on=None)


PLAN = {
    "as first": "2026-06-15",
    "undated": "2026-07-31",  # the pilot's end
    "passed": "2026-04-15",  # before the signature of 2 May
    "on the day": "2026-06-20",  # due on the day of the signature: not passed
    "dated later": "2026-06-15",  # undated, so due on 31 July, until 2 May; 15 June is later than 16 May
    "forward": "2026-05-24",  # 14 days after 10 May
    "forward a little": "2026-05-18",  # its own day comes before 24 May
    "erased": "2026-07-31",  # without a day: at the pilot's end
    "today": "2026-08-15",
    "tomorrow": "2026-06-01",  # the move is not signed yet
    "twice": "2026-07-15",
    "passed between": "2026-04-01",  # forward to 1 April, which had passed on 15 April
    "added": "2026-05-24",
    "added for later": "2026-06-30",
    "added undated": "2026-07-31",
    "added and moved": "2026-07-01",  # due 24 May; moved on 20 May
    "added tomorrow": "2026-05-22",  # in no force yet
}


@pytest.mark.parametrize("number", PLAN)
def test_an_item_is_due_where_it_was_moved_before_it_fell_due(timeline: Timeline, number: str):
    assert of(timeline["plan_due"], "due_on", partnership_id="plan", role="mentee", item_no=number) == [(PLAN[number],)]


def test_an_item_is_that_of_its_role_and_partnership(timeline: Timeline):
    assert of(timeline["plan_due"], "due_on", role="mentor", item_no="forward") == [("2026-05-15",)]
    twin = of(timeline["plan_due"], "item_no due_on", partnership_id="twin")
    assert twin == [("added", None), ("erased", "2026-06-01")]
