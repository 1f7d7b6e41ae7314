"""What comes in speaks to what it fulfils, from whatever paper it comes: with its days, its share, its level, its cell.

As of 20 May 2026, as known on 25 May. Each partnership shows one thing.
"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.indicators.programme import Mart, Partnership, Programme, Row

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"
DIAGNOSTIC = "mentor/diagnostic_report/diagnostic_visit"  # due 60 days after the LoI of 1 December: 30 January
ANSWER, WORD, ACTION = "mentor/advice_answer/2026-03-1", "mentee/advice_response/1", "mentee/advice_action/1"
CLAUSE = "mentor/clause/moa-1"
JANUARY = "mentee/monthly_report/2026-01"
NONE_YET = ("overdue", None, None)


def document(**told: object) -> Callable[[Partnership], object]:
    """The mentor's diagnostic report, as the register lists it."""
    row = {
        "document_id": "D", "kind": "diagnostic_report", "compiled_by": "mentor", "dated_on": "2026-01-30",
        "received_on": "2026-02-10", "number": "LD/1", "file_sha256": "listed", "document_sha256": None,
        "source_file": "register.xlsx", "source_sheet": "Dokumen", "source_cell": "B7", **told,
    }  # fmt: skip
    return lambda p: p._add("document", **row)


def both(*each: Callable[[Partnership], object]) -> Callable[[Partnership], object]:
    return lambda p: [tell(p) for tell in each]


def report(on: str, sent: str | None, **more: object) -> Callable[[Partnership], object]:
    return lambda p: p.tells(DIAGNOSTIC, on, sent=sent, **{"level": 2, **more})


def unsent(p: Partnership) -> None:
    p.tells(DIAGNOSTIC, "2026-01-20", received="2026-01-30", level=2)
    p.programme.rows["evidence"][-1]["submitted_on"] = None


def two_visits(p: Partnership) -> None:
    """Two monitoring reports are owed: one that names neither visit speaks to neither."""
    p.plans("mentor", "monitoring_visit", "V1", "2026-02-10").plans("mentor", "monitoring_visit", "V2", "2026-03-10")
    document(kind="monitoring_report")(p)


def one_visit(p: Partnership) -> None:
    """The visit was planned for 10 February: its report is due on the 24th."""
    p.plans("mentor", "monitoring_visit", "V1", "2026-02-10")
    document(kind="monitoring_report", dated_on="2026-02-24")(p)


def slip(p: Partnership) -> None:
    p._add(
        "slip", file_sha256=f"{p.id} slip", template="visit_slip", compiled_role="mentor", subject="diagnostic_visit",
        submitted_on="2026-01-30", received_on="2026-02-10", received_at="2026-02-10", is_latest=True,
    )  # fmt: skip


def of_the_slip(**told: object) -> Callable[[Partnership], object]:
    return lambda p: document(file_sha256=f"{p.id} slip", **told)(p)


def told_by_the_slip_itself(p: Partnership) -> None:
    """The slip names the report it covers: that is one delivery, not two."""
    slip(p)
    p.tells(DIAGNOSTIC, "2026-02-02", level=1)
    p.programme.rows["evidence"][-1]["file_sha256"] = f"{p.id} slip"
    of_the_slip()(p)


def told_by_another_file_too(p: Partnership) -> None:
    p.tells(DIAGNOSTIC, "2026-02-02", level=1)
    p.programme.rows["evidence"][-1]["file_sha256"] = "listed"
    document()(p)


def listed_with_its_obligation(p: Partnership) -> None:
    """The row of the register names the obligation: it is a document and speaks to it, once."""
    document()(p)
    p.tells(DIAGNOSTIC, "2026-01-30", received="2026-02-10", level=2)
    place = {name: p.programme.rows["document"][-1][name] for name in ("file_sha256", "source_sheet", "source_cell")}
    p.programme.rows["evidence"][-1] |= place


def told_by_a_slip_and_listed(p: Partnership) -> None:
    slip(p)
    p.tells(DIAGNOSTIC, "2026-02-02", level=1)
    p.programme.rows["evidence"][-1]["file_sha256"] = f"{p.id} slip"
    document()(p)


def told_by_a_slip_of_the_visit(p: Partnership) -> None:
    """The slip tells of a meeting and names the report."""
    slip(p)
    p.plans("mentor", "meeting", "M", "2026-01-20").tells("mentor/meeting/M", "2026-01-20")
    p.programme.rows["evidence"][-1]["file_sha256"] = f"{p.id} slip"
    of_the_slip()(p)


# What the register, a slip or the mentor itself says of the diagnostic report: status, day delivered, level.
DOCUMENTS = {
    "sent on its day, dated later": (report("2026-02-02", "2026-01-30"), "fulfilled_on_time", "2026-01-30", 2),
    "written in time, sent late": (report("2026-01-20", "2026-02-02"), "fulfilled_late", "2026-02-02", 2),
    "without a day of sending, by that of arrival": (unsent, "fulfilled_on_time", "2026-01-30", 2),
    "sent tomorrow": (report("2026-01-20", "2026-05-21"), *NONE_YET),
    "sent today": (report("2026-01-20", "2026-05-20"), "fulfilled_late", "2026-05-20", 2),
    "arrived too late to be known": (report("2026-01-20", "2026-01-25", received="2026-05-26"), *NONE_YET),
    "mended within 14 days": (
        both(report("2026-01-28", None, disputed=True), report("2026-02-11", None)),
        "fulfilled_on_time", "2026-01-28", 2
    ),
    "recorded as sent, and mended within 14 days": (
        both(report("2026-01-28", None, disputed=True, level=1), report("2026-02-11", None)),
        "fulfilled_on_time", "2026-01-28", 2,
    ),
    "mended after 15 days": (
        both(report("2026-01-28", None, disputed=True), report("2026-02-12", None)), "fulfilled_late", "2026-02-12", 2
    ),
    "sent back twice, 15 and 13 days before it was whole": (
        both(
            report("2026-01-26", None, disputed=True), report("2026-01-28", None, disputed=True),
            report("2026-01-29", None, disputed=True), report("2026-02-11", None),
        ),
        "fulfilled_on_time", "2026-01-28", 2,
    ),
    "only claimed, then disputed, is not sent": (
        both(report("2026-01-28", None, disputed=True, level=0), report("2026-02-05", None)),
        "fulfilled_late", "2026-02-05", 2
    ),
    "in part in time is not sent": (
        both(report("2026-01-28", None, share=0.5), report("2026-02-05", None)), "fulfilled_late", "2026-02-05", 2
    ),
    "disputed once more after it was whole": (
        both(report("2026-01-25", None), report("2026-02-08", None, disputed=True)),
        "fulfilled_on_time", "2026-01-25", 2
    ),
    "listed in the register": (document(), "fulfilled_on_time", "2026-01-30", 2),
    "listed with its obligation": (listed_with_its_obligation, "fulfilled_on_time", "2026-01-30", 2),
    "listed without its day, by that of arrival": (document(dated_on=None), "fulfilled_late", "2026-02-10", 2),
    "listed with tomorrow's day": (document(dated_on="2026-05-21"), *NONE_YET),
    "listed as the mentee's": (document(compiled_by="mentee"), *NONE_YET),
    "listed as another kind": (document(kind="recommendation_report"), *NONE_YET),
    "named on a slip, without the original": (both(slip, of_the_slip()), "fulfilled_on_time", "2026-01-30", 1),
    "named on a slip, with the original": (
        both(slip, of_the_slip(document_sha256="original")), "fulfilled_on_time", "2026-01-30", 2
    ),
    "covered by a slip that says so": (told_by_the_slip_itself, "fulfilled_late", "2026-02-02", 1),
    "covered by a slip, and listed in the register": (told_by_a_slip_and_listed, "fulfilled_on_time", "2026-01-30", 2),
    "named on a slip that tells of a meeting": (told_by_a_slip_of_the_visit, "fulfilled_on_time", "2026-01-30", 1),
    "told in the register and listed there": (told_by_another_file_too, "fulfilled_on_time", "2026-01-30", 2),
}  # fmt: skip


def advised(*replies: Row, to_do: str | None = "repair the valves") -> Callable[[Partnership], object]:
    """Advice of 1 March: a word is due with March's report on 10 April, the action by 30 April."""

    def tell(p: Partnership) -> None:
        p.advises("1", "2026-03-01", to_do=to_do, by="2026-04-30")
        for reply in replies:
            p.replies("1", **reply)
            p.programme.rows["advice_answer"][-1] |= {"received_on": reply.get("on")}

    return tell


def reply_received(on: str) -> Callable[[Partnership], object]:
    def tell(p: Partnership) -> None:
        p.advises("1", "2026-03-01", to_do="repair the valves", by="2026-04-30")
        p.replies("1", on="2026-04-09", agreed=True, done=1)
        p.programme.rows["advice_answer"][-1]["received_on"] = on

    return tell


def asked(answered: str | None, learnt: str | None, known: str = "2026-03-02") -> Callable[[Partnership], object]:
    """A question of 1 March is to be answered by the 15th."""

    def tell(p: Partnership) -> None:
        p.asks("2026-03/1", "2026-03-01", answered=answered)
        p.programme.rows["advice_request"][-1] |= {
            "answer_received_on": learnt, "received_on": known, "file_sha256": "print of March",
            "source_file": "March.xlsx", "source_sheet": "Requests", "source_cell": "D4",
        }  # fmt: skip
        if learnt:
            p.programme.rows["advice_request"][-1] |= {
                "answer_sha256": "print of April", "answer_file": "April.xlsx", "answer_sheet": "Earlier requests",
                "answer_cell": "E9",
            }  # fmt: skip

    return tell


def answered_says_nobody(p: Partnership) -> None:
    p.asks("2026-03/1", "2026-03-01", answered="2026-03-10")
    p.programme.rows["advice_request"][-1] |= {"attested_by": None}


def answered_by_advice(p: Partnership) -> None:
    p.asks("2026-03/1", "2026-03-01").advises("1", "2026-03-15", request="2026-03/1")


def of_two_only_the_other(p: Partnership) -> None:
    """Two pieces of advice: what is said and done about the second says nothing of the first."""
    p.advises("1", "2026-03-01", to_do="repair the valves", by="2026-04-30")
    p.advises("2", "2026-03-01", to_do="read the meters", by="2026-04-30")
    p.replies("2", on="2026-04-09", agreed=True, done=1)


IN_TIME, LATE = ("fulfilled_on_time",), ("fulfilled_late",)
# What mentee and mentor say to each other: what it speaks to, status, day, level.
DIALOGUE = {
    "agreed": (advised({"on": "2026-04-10", "agreed": True}), WORD, "fulfilled_on_time", "2026-04-10", 1),
    "agreed a day late": (advised({"on": "2026-04-11", "agreed": True}), WORD, "fulfilled_late", "2026-04-11", 1),
    "refused with a reason": (
        advised({"on": "2026-04-09", "agreed": False, "reason": "no money"}), WORD, "fulfilled_on_time", "2026-04-09", 1
    ),
    "refused without a reason": (advised({"on": "2026-04-09", "agreed": False}), WORD, *NONE_YET),
    "a reason, and neither yes nor no": (advised({"on": "2026-04-09", "reason": "hm"}), WORD, *NONE_YET),
    "acted without a word": (advised({"on": "2026-04-09", "done": 1}), WORD, *NONE_YET),
    "a word of tomorrow": (advised({"on": "2026-05-21", "agreed": True}), WORD, *NONE_YET),
    "a word heard of on the last day": (reply_received("2026-05-25"), WORD, "fulfilled_on_time", "2026-04-09", 1),
    "a word heard of too late": (reply_received("2026-05-26"), WORD, *NONE_YET),
    "done on a day, and told later": (
        advised({"on": "2026-05-05", "done_on": "2026-04-30"}), ACTION, "fulfilled_on_time", "2026-04-30", 1
    ),
    "done, and no day told": (advised({"on": "2026-05-05", "done": 1}), ACTION, "fulfilled_late", "2026-05-05", 1),
    "done in part": (advised({"on": "2026-04-20", "done": 0.5}), ACTION, "partly_fulfilled", None, 1),
    "done in part on its day": (
        advised({"on": "2026-05-05", "done": 0.5, "done_on": "2026-04-30"}), ACTION, "partly_fulfilled", None, 1
    ),
    "a word on other advice": (of_two_only_the_other, WORD, *NONE_YET),
    "an action on other advice": (of_two_only_the_other, ACTION, *NONE_YET),
    "nothing done": (advised({"on": "2026-04-20", "done": 0}), ACTION, *NONE_YET),
    "nothing done on a day": (advised({"on": "2026-04-20", "done": 0, "done_on": "2026-04-20"}), ACTION, *NONE_YET),
    "only agreed": (advised({"on": "2026-04-20", "agreed": True}), ACTION, *NONE_YET),
    "to be done tomorrow": (advised({"on": "2026-04-20", "done_on": "2026-05-21"}), ACTION, *NONE_YET),
    "an action heard of too late": (reply_received("2026-05-26"), ACTION, *NONE_YET),
    "refused, so not to be done": (
        advised({"on": "2026-04-09", "agreed": False, "reason": "no money"}), ACTION, "withdrawn", None, None
    ),
    "refused, and done in part after all": (
        advised({"on": "2026-04-09", "agreed": False, "reason": "no money"}, {"on": "2026-05-09", "done": 0.5}),
        ACTION, "fulfilled_on_time", None, 1,
    ),
    "answered on the last day": (asked("2026-03-15", "2026-04-10"), ANSWER, "fulfilled_on_time", "2026-03-15", 3),
    "answered a day late": (asked("2026-03-16", "2026-04-10"), ANSWER, "fulfilled_late", "2026-03-16", 3),
    "answered, told with the question": (asked("2026-03-02", None), ANSWER, "fulfilled_on_time", "2026-03-02", 3),
    "answered, and nobody says so": (answered_says_nobody, ANSWER, "fulfilled_on_time", "2026-03-10", 1),
    "the answer heard of too late": (asked("2026-03-02", "2026-05-26"), ANSWER, *NONE_YET),
    "not answered": (asked(None, None), ANSWER, *NONE_YET),
    "answered in writing": (answered_by_advice, ANSWER, "fulfilled_on_time", "2026-03-15", 1),
}  # fmt: skip


def issued(*states: tuple[str, str, str, str], plans: tuple[Row, ...] = ()) -> Callable[[Partnership], object]:
    """SOPs, each (title, state, dated on, sent on), received two days after; and what the plan owes beside the rule."""

    def tell(p: Partnership) -> None:
        for number, (title, state, dated, sent) in enumerate(states):
            received = date.fromisoformat(sent).replace(day=int(sent[-2:]) + 2).isoformat()
            p._add(
                "sop", title=title, state=state, dated_on=dated, submitted_on=sent, received_on=received,
                file_sha256=f"{p.id} {number}",
                source_file=f"{number}.xlsx", source_sheet="SOP", source_cell=f"A{number}",
            )  # fmt: skip
        for row in plans:
            p.plans("mentee", **row)

    return tell


DRAFTED, ISSUED = ("Meters", "draft", "2026-04-01", "2026-04-02"), ("Leaks", "issued", "2026-05-02", "2026-05-04")
ISSUED_FIRST = ("Meters", "issued", "2026-04-25", "2026-04-28")
ISSUED_LAST = ("Leaks", "issued", "2026-05-02", "2026-05-09")
DRAFT, SOP = "mentee/sop_draft/1", "mentee/sop/1"
TWO_SOPS = ({"kind": "sop", "item": "S1", "due": "2026-04-30"}, {"kind": "sop", "item": "S2", "due": "2026-05-10"})
# Owed by rule: a draft on 30 June, the SOP on 30 July; what a plan owes takes their place. Status, day, share proved.
SOPS = {
    "a draft is the draft": (issued(("Meters", "draft", "2026-04-01", "2026-04-10")), DRAFT, *IN_TIME, "2026-04-10", 1),
    "a draft is half of the SOP": (issued(("Meters", "draft", "2026-04-01", "2026-04-10")), SOP, "not_due", None, 0.5),
    "an issued SOP was drafted when it was first told of": (
        issued(("Meters", "draft", "2026-04-01", "2026-04-10"), ("METERS", "issued", "2026-05-02", "2026-05-04")),
        DRAFT, *IN_TIME, "2026-04-10", 1,
    ),
    "an issued SOP is the whole on the day of its issue": (
        issued(("Meters", "draft", "2026-04-01", "2026-04-10"), ("METERS", "issued", "2026-05-02", "2026-05-04")),
        SOP, *IN_TIME, "2026-05-04", 1,
    ),
    "sent tomorrow": (issued(("Meters", "draft", "2026-05-01", "2026-05-21")), DRAFT, "not_due", None, None),
    "dated tomorrow": (issued(("Meters", "draft", "2026-05-21", "2026-05-20")), DRAFT, "not_due", None, None),
    "sent and dated today": (issued(("Meters", "draft", "2026-05-20", "2026-05-20")), DRAFT, *IN_TIME, "2026-05-20", 1),
    "received on the last day": (
        issued(("Meters", "draft", "2026-05-20", "2026-05-19")),
        DRAFT, *IN_TIME, "2026-05-19", 1,
    ),
    "the first owed is filled by what is issued": (
        issued(DRAFTED, ISSUED, plans=TWO_SOPS),
        "mentee/sop/S1", *LATE, "2026-05-04", 1,
    ),
    "the second owed is filled by what is drafted": (
        issued(DRAFTED, ISSUED, plans=TWO_SOPS),
        "mentee/sop/S2", "partly_fulfilled", None, 0.5,
    ),
    "of two issued the first sent fills the first owed": (
        issued(ISSUED_LAST, ISSUED_FIRST, plans=TWO_SOPS),
        "mentee/sop/S1", *IN_TIME, "2026-04-28", 1,
    ),
    "of two issued the second sent fills the second owed": (
        issued(ISSUED_LAST, ISSUED_FIRST, plans=TWO_SOPS),
        "mentee/sop/S2", *IN_TIME, "2026-05-09", 1,
    ),
}  # fmt: skip


def revised(p: Partnership) -> None:
    """Three signatures of 1 April drop the first of two SOPs: the one that was issued fills the other."""
    p.signs("work_plan_revision", "2026-04-01", revision=1)
    p.plans("mentee", "sop", "S1", "2026-04-30", dropped=1).plans("mentee", "sop", "S2", "2026-05-10")
    issued(("Meters", "issued", "2026-04-25", "2026-04-28"))(p)


SOPS["what a revision dropped takes no SOP from what is owed"] = (revised, "mentee/sop/S2", *IN_TIME, "2026-04-28", 1)


def a_mentors_sop(p: Partnership) -> None:
    p.plans("mentor", "sop", "S9", "2026-05-10")
    issued(ISSUED_FIRST)(p)


def issue_heard_of_too_late(p: Partnership) -> None:
    """The draft is known; of the issue of 10 May the word came on the 26th."""
    issued(DRAFTED, ("Meters", "issued", "2026-05-10", "2026-05-10"))(p)
    p.programme.rows["sop"][-1]["received_on"] = "2026-05-26"


SOPS["of an issue heard of too late the draft stands"] = (issue_heard_of_too_late, SOP, "not_due", None, 0.5)
SOPS["what the mentor owes no SOP of the mentee fills"] = (a_mentors_sop, "mentor/sop/S9", "overdue", None, None)
SOPS["a SOP is no final report"] = (issued(ISSUED_FIRST), "mentee/final_report/final", "not_due", None, None)


def listed_like_an_activity(p: Partnership) -> None:
    p.plans("mentor", "training", "T", "2026-01-30")
    document(kind="training")(p)


def listed_sop(p: Partnership) -> None:
    """SOPs are told by their titles, in reports and slips: a list of papers names none."""
    document(kind="sop_draft", compiled_by="mentee", dated_on="2026-05-10")(p)
    document(kind="sop", compiled_by="mentee", dated_on="2026-05-10")(p)
    p.programme.rows["partnership"][-1]["pilot_end_on"] = "2026-03-31"


def one_month(p: Partnership) -> None:
    """A month's report comes as a report: a list names neither the month nor its parts."""
    p.programme.rows["partnership"][-1]["pilot_end_on"] = "2026-01-31"
    document(kind="monthly_report", compiled_by="mentee")(p)


NO_DOCUMENTS = {
    "a paper on a training": (listed_like_an_activity, "mentor/training/T"),
    "a SOP listed": (listed_sop, "mentee/sop/1"),
    "a draft listed": (listed_sop, "mentee/sop_draft/1"),
    "a monthly report listed": (one_month, "mentee/monthly_report/2026-01"),
}


@pytest.fixture(scope="module")
def told() -> Mart:
    programme = Programme()
    for name, (tell, *_) in {**DOCUMENTS, **DIALOGUE, **SOPS}.items():
        tell(signed(programme, name))
    for name, (tell, _) in NO_DOCUMENTS.items():
        tell(signed(programme, name))
    two_visits(signed(programme, "two visits"))
    one_visit(signed(programme, "one visit"))
    for name, tell in LETTERS.items():
        tell(signed(programme, name, facilitator_id="FACILITATOR", supporting_partner_id="SPONSOR"))
    for name, tell in ATTESTED.items():
        tell[0](signed(programme, name).clause("mentor", "1", "2026-03-15"))
    for name, (tell, _) in REPORTS.items():
        tell(signed(programme, name))
    shared(programme)
    return programme.scores_at(AS_OF, known_by=KNOWN_BY)


def signed(programme: Programme, name: str, **more: object) -> Partnership:
    p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), **more)
    return p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")


def stands(mart: Mart, obligation_id: str) -> tuple[object, ...]:
    row = mart.obligation(obligation_id)
    return row["status"], row["fulfilled_on"] and str(row["fulfilled_on"]), row["evidence_level"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_counts_from_the_day_it_was_first_sent(told, name):
    _, *expected = DOCUMENTS[name]
    assert stands(told, f"{name}/{DIAGNOSTIC}") == tuple(expected)


def test_a_row_that_names_its_obligation_is_one_piece_of_evidence(told):
    what = f"listed with its obligation/{DIAGNOSTIC}"
    assert len(told.rows("SELECT 1 FROM mart.evidence WHERE obligation_id = ?", what)) == 1


@pytest.mark.parametrize("name", DIALOGUE)
def test_a_word_an_action_or_an_answer_is_fulfilled_by_what_was_said(told, name):
    _, what, *expected = DIALOGUE[name]
    assert stands(told, f"{name}/{what}") == tuple(expected)


@pytest.mark.parametrize("name", SOPS)
def test_sops_fill_what_is_owed_in_order(told, name):
    _, what, status, fulfilled_on, share = SOPS[name]
    proved = told.rows('SELECT "share", level, channel FROM mart.evidence WHERE obligation_id = ?', f"{name}/{what}")
    assert stands(told, f"{name}/{what}")[:2] == (status, fulfilled_on)
    assert proved == ([] if share is None else [{"share": share, "level": 1, "channel": "report"}])


def test_a_document_that_names_no_visit_speaks_only_where_one_of_its_kind_is_owed(told):
    assert stands(told, "one visit/mentor/monitoring_report/V1") == ("fulfilled_on_time", "2026-02-24", 2)
    for visit in ("V1", "V2"):
        assert stands(told, f"two visits/mentor/monitoring_report/{visit}") == NONE_YET


@pytest.mark.parametrize("name", NO_DOCUMENTS)
def test_a_document_that_is_listed_is_neither_an_activity_nor_the_report_of_a_month(told, name):
    assert stands(told, f"{name}/{NO_DOCUMENTS[name][1]}") == NONE_YET


def letter(on: str | None, received: str) -> Callable[[Partnership], object]:
    return lambda p: p._add(
        "agreement", kind="letter_of_recommendation", revision=0, signed_on=on, received_on=received, number="SR/1"
    )


# The facilitator owes the letter of recommendation 90 days after the pilot, on 28 September.
LETTERS = {
    "letter of today": letter("2026-05-20", "2026-05-25"),
    "letter of tomorrow": letter("2026-05-21", "2026-05-21"),
    "letter unsigned": letter(None, "2026-05-19"),
    "letter heard of too late": letter("2026-05-19", "2026-05-26"),
}


def test_a_letter_signed_is_the_document_that_was_owed(told):
    found = {name: stands(told, f"{name}/facilitator/letter_of_recommendation/1") for name in LETTERS}
    assert found == {
        "letter of today": ("fulfilled_on_time", "2026-05-20", 2),
        **dict.fromkeys(("letter of tomorrow", "letter unsigned", "letter heard of too late"), ("not_due", None, None)),
    }
    assert evidence(told, "letter of today", "facilitator/letter_of_recommendation/1") == [
        (
            "letter of today/letter_of_recommendation/0",
            "2026-05-20",
            "2026-05-20",
            "2026-05-25",
            1,
            2,
            "document",
            "SR/1",
            None,
        )
    ]


def evidence(mart: Mart, partnership: str, what: str) -> list[tuple[object, ...]]:
    """Of each piece: its id, the days it happened, was sent and arrived, its share, level, channel, note and cell."""
    rows = mart.rows(
        "SELECT * FROM mart.evidence WHERE obligation_id = ? ORDER BY evidence_id", f"{partnership}/{what}"
    )
    return [
        (
            row["evidence_id"], *(row[day] and str(row[day]) for day in ("occurred_on", "submitted_on", "received_on")),
            row["share"], row["level"], row["channel"], row["note"], row["source_cell"],
        )
        for row in rows
    ]  # fmt: skip


def test_each_piece_of_evidence_keeps_its_days_and_its_cell(told):
    name = "an issued SOP is the whole on the day of its issue"
    assert evidence(told, name, DRAFT) == [
        (f"{name}/sop/meters", "2026-04-01", "2026-04-10", "2026-04-12", 1, 1, "report", "Meters", "A0")
    ]
    assert evidence(told, name, SOP) == [
        (f"{name}/sop/meters", "2026-05-02", "2026-05-04", "2026-05-06", 1, 1, "report", "METERS", "A1")
    ]
    assert evidence(told, "listed in the register", DIAGNOSTIC) == [
        ("D", "2026-01-30", "2026-01-30", "2026-02-10", 1, 2, "document", "LD/1", "B7")
    ]
    assert evidence(told, "answered on the last day", ANSWER) == [
        (
            "answered on the last day/request/2026-03/1",
            "2026-03-15",
            "2026-03-15",
            "2026-04-10",
            1,
            3,
            None,
            "How?",
            "E9",
        )
    ]
    assert evidence(told, "answered, told with the question", ANSWER)[0][3] == "2026-03-02"
    assert evidence(told, "answered in writing", ANSWER) == [
        ("answered in writing/advice/1", "2026-03-15", "2026-03-15", "2026-03-15", 1, 1, None, "Do this", None)
    ]
    name = "done on a day, and told later"
    assert evidence(told, name, ACTION) == [
        (f"{name}/advice/1/1-2026-05-05", "2026-04-30", "2026-05-05", "2026-05-05", 1, 1, "report", None, None)
    ]
    assert [row[1:5] for row in evidence(told, "done in part", ACTION)] == [("2026-04-20",) * 3 + (0.5,)]
    name = "refused with a reason"
    assert evidence(told, name, WORD) == [
        (f"{name}/advice/1/1-2026-04-09", "2026-04-09", "2026-04-09", "2026-04-09", 1, 1, "report", "no money", None)
    ]


def test_an_answer_names_the_place_that_tells_of_it_and_one_told_with_its_question_the_place_of_both(told):
    columns = "source_file, source_sheet, source_cell, source_sha256"
    places = [
        tuple(told.one(f"SELECT {columns} FROM mart.evidence WHERE obligation_id = ?", f"{name}/{ANSWER}").values())
        for name in ("answered on the last day", "answered, told with the question")
    ]
    assert places == [
        ("April.xlsx", "Earlier requests", "E9", "print of April"),
        ("March.xlsx", "Requests", "D4", "print of March"),
    ]


def test_refused_advice_acted_on_in_part_is_more_than_was_owed_and_ends_as_all_of_it(told):
    """The word of refusal came in time, and what was done besides was not owed: (1 + 1) / 2, now and at the close."""
    figures = told.indicator("refused, and done in part after all", "ME-COM-3")
    assert [figures[end] for end in ("value", "score_low", "score_high", "final_low", "final_high")] == [100] * 5


def shared(programme: Programme) -> None:
    """One report serves three partnerships, one of them unknown here and one named twice."""
    signed(programme, "first")
    signed(programme, "second")
    document(also_serves="second, nowhere")(Partnership(programme, "first"))


def test_a_document_serves_every_partnership_that_it_names(told):
    assert stands(told, f"first/{DIAGNOSTIC}") == stands(told, f"second/{DIAGNOSTIC}")
    assert stands(told, f"second/{DIAGNOSTIC}") == ("fulfilled_on_time", "2026-01-30", 2)
    assert (
        told.rows("SELECT partnership_id FROM mart.evidence WHERE evidence_id = 'D' AND partnership_id = 'nowhere'")
        == []
    )


def attested(
    *evidence_told: Row, by: str = "mentee", person: str | None = "Ani, director", on: str = "2026-05-20",
    received: str = "2026-05-25", answer: str = "agreed", in_force: bool = True, role: str = "mentor",
) -> Callable[[Partnership], object]:  # fmt: skip
    def tell(p: Partnership) -> None:
        for one in evidence_told:
            p.tells(CLAUSE, **one)
        p._add(
            "assessment_claim", role=role, obligation_id=f"{p.id}/{CLAUSE}", answer=answer, assessed_on=on,
            received_on=received, is_in_force=in_force, told_by=by, person=person, source_cell="F9",
        )  # fmt: skip

    return tell


IN_MARCH = {"on": "2026-03-10"}
# The mentor kept its clause on 10 March, as the register records (level 1). What somebody else's "agreed" makes of it:
# its level.
ATTESTED = {
    "the mentee confirms": (attested(IN_MARCH), 3),
    "the facilitator verifies": (attested(IN_MARCH, by="facilitator"), 4),
    "the mentor agrees with itself": (attested(IN_MARCH, by="mentor"), 1),
    "nobody is named": (attested(IN_MARCH, person=None), 1),
    "nobody is named, of a document": (attested({**IN_MARCH, "level": 2}, person=None), 2),
    "the mentee confirms tomorrow": (attested(IN_MARCH, on="2026-05-21"), 1),
    "the mentee's word comes too late": (attested(IN_MARCH, received="2026-05-26"), 1),
    "the mentee has answered anew": (attested(IN_MARCH, in_force=False), 1),
    "the mentee spoke before it was done": (attested(IN_MARCH, on="2026-03-09"), 1),
    "the mentee spoke on that day": (attested(IN_MARCH, on="2026-03-10"), 3),
    "the mentee speaks of its own duties": (attested(IN_MARCH, role="mentee", by="facilitator"), 1),
    "the mentee confirms the best of it": (
        attested({**IN_MARCH, "share": 0.5}, {"on": "2026-03-12"}, {"on": "2026-03-11"}),
        3,
    ),
    "the mentee says that it was prevented": (attested(IN_MARCH, answer="prevented"), 1),
    "the mentee confirms what was only claimed": (attested({**IN_MARCH, "level": 0}), 0),
    "the mentee confirms what is disputed": (attested({**IN_MARCH, "disputed": True}), 1),
}


HEARD = (
    "the mentee confirms",
    "the facilitator verifies",
    "nobody is named",
    "nobody is named, of a document",
    "the mentee spoke on that day",
    "the mentee confirms the best of it",
)


@pytest.mark.parametrize("name", ATTESTED)
def test_who_agrees_with_the_records_of_another_confirms_or_verifies_them(told, name):
    level = ATTESTED[name][1]
    assert told.obligation(f"{name}/{CLAUSE}")["evidence_level"] == level
    words = [row for row in evidence(told, name, CLAUSE) if "/agreed/" in str(row[0])]
    assert [row[5] for row in words] == ([level] if name in HEARD else [])


def filled(**parts: str) -> Callable[[Partnership], object]:
    return lambda p: p.sends_report("2026-01", "2026-02-09", **parts)


def nihil_after_advice(given: str, *replies: Row, to_do: str | None = "repair", received: str | None = None):
    """January's report of 9 February says "nihil" to part 3."""

    def tell(p: Partnership) -> None:
        p.advises("1", given, to_do=to_do)
        for one in replies:
            p.replies("1", **one)
            p.programme.rows["advice_answer"][-1]["received_on"] = received or one["on"]
        p.sends_report("2026-01", "2026-02-09", advice_actions="nihil")

    return tell


def sent_twice(first: Row, second: Row) -> Callable[[Partnership], object]:
    """Two reports of January, the second with two empty parts; each may be told otherwise."""

    def tell(p: Partnership) -> None:
        p.sends_report("2026-01", "2026-02-09")
        p.programme.rows["monthly_report"][-1] |= first
        p.sends_report("2026-01", "2026-02-12", findings="empty", obstacles="empty")
        p.programme.rows["monthly_report"][-1] |= second

    return tell


def nihil_with_the_other_done(p: Partnership) -> None:
    p.advises("2", "2026-01-20", to_do="read the meters").replies("2", "2026-02-08", done=1)
    nihil_after_advice("2026-01-20")(p)


THE_NEXT_DAY = "2026-02-08"
SAME_DAY = {"submitted_on": "2026-02-09", "received_at": "2026-02-09 09:00"}
# Parts that count, of six.
REPORTS = {
    "every part is filled": (filled(), 6),
    **{f"{part} is empty": (filled(**{part: "empty"}), 5) for part in
       ("progress_data", "activities", "advice_actions", "findings", "obstacles", "requests")},
    **{f"{part} is nihil": (filled(**{part: "nihil"}), 5) for part in ("progress_data", "activities")},
    **{f"{part} is nihil": (filled(**{part: "nihil"}), 6) for part in
       ("advice_actions", "findings", "obstacles", "requests")},
    "nihil with advice of the month's last day": (nihil_after_advice("2026-01-31"), 5),
    "nihil with advice of the next month": (nihil_after_advice("2026-02-01"), 6),
    "nihil, done the day before": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 1}), 6),
    "nihil, done, told twice": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 1}, {"on": "2026-03-09", "done": 1}), 6),
    "nihil, other advice done": (nihil_with_the_other_done, 5),
    "nihil, done as this report tells": (nihil_after_advice("2026-01-20", {"on": "2026-02-09", "done": 1}), 5),
    "nihil, done in part": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 0.9}), 5),
    "nihil, done in part on a day": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 0.9, "done_on": "2026-02-05"}), 5),
    "nihil, done on a day": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done_on": "2026-02-05"}), 6),
    "nihil, neither share nor day": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY}), 5),
    "nihil, refused with a reason": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "agreed": False, "reason": "no money"}), 6),
    "nihil, refused without a reason": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "agreed": False}), 5),
    "nihil, agreed and to be done": (nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "agreed": True}), 5),
    "nihil, agreed with a remark": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "agreed": True, "reason": "soon"}), 5),
    "nihil, agreed and nothing to be done": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "agreed": True}, to_do=None), 6),
    "nihil, nothing to be done, no word": (nihil_after_advice("2026-01-20", to_do=None), 5),
    "nihil, done, heard of on the last day": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 1}, received="2026-05-25"), 6),
    "nihil, done, heard of too late": (
        nihil_after_advice("2026-01-20", {"on": THE_NEXT_DAY, "done": 1}, received="2026-05-26"), 5),
    "the latest counts": (sent_twice({}, {}), 4),
    "of one day the last that arrived counts": (
        sent_twice({"received_at": "2026-02-09 08:00"}, SAME_DAY),
        4),
    "of one day the first did not arrive last": (
        sent_twice({"received_at": "2026-02-09 10:00"}, SAME_DAY),
        6),
    "of one moment the file decides": (
        sent_twice({"file_sha256": "b", "received_at": "2026-02-09 09:00"}, SAME_DAY | {"file_sha256": "a"}),
        6),
    "parked is not counted": (sent_twice({}, {"is_parked": True}), 6),
    "a scan nobody keyed in says nothing of its parts": (sent_twice({}, {"content_reported": False}), 6),
    "received on the last day": (sent_twice({}, {"received_on": "2026-05-25"}), 4),
    "received too late": (sent_twice({}, {"received_on": "2026-05-26"}), 6),
    "sent today": (sent_twice({}, {"submitted_on": "2026-05-20"}), 4),
    "sent tomorrow": (sent_twice({}, {"submitted_on": "2026-05-21"}), 6),
}  # fmt: skip
REPORTS = {f"report: {name}": one for name, one in REPORTS.items()}


@pytest.mark.parametrize("name", REPORTS)
def test_of_the_six_parts_of_a_report_count_the_filled_and_what_may_be_nihil(told, name):
    assert told.obligation(f"{name}/{JANUARY}")["credit_content"] == pytest.approx(REPORTS[name][1] / 6)
    shown = told.indicator(name, "ME-REP-3")
    assert (shown["numerator"], shown["denominator"]) == (pytest.approx(REPORTS[name][1] / 6, abs=1e-6), 1)


def test_a_word_is_of_the_best_that_is_told_and_of_the_first_day_of_that(told):
    name = "the mentee confirms the best of it"
    assert [row[1:] for row in evidence(told, name, CLAUSE) if "/agreed/" in str(row[0])] == [
        ("2026-03-11", "2026-03-11", "2026-05-25", 1, 3, "self_assessment", None, "F9")
    ]
