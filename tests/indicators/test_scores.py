"""Every column of an indicator's value and of a criterion's score, where duties have every status.

As of 20 May 2026, as known on 25 May. The sums stand beside the figures, by kind where the indicator is a mean.
"""

from collections.abc import Iterator

import pytest

from tests.indicators.programme import Mart, Partnership, Programme
from tests.indicators.test_evidence_levels import ruled

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"
FIGURES = (
    "numerator", "denominator", "value", "score_low", "score_high", "final_low", "final_high", "waived_count",
    "value_without_waivers",
)  # fmt: skip
NEARLY = 1e-5


def signed(programme: Programme, name: str, **more: object) -> Partnership:
    p = programme.partnership(name, pilot=("2026-01-01", "2026-06-30"), **more)
    return p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")


def clauses_of_every_status(p: Partnership) -> None:
    """Six are due and count: 1 + 1 + 0.3 + 0 + 0 + 0. Three are to come, three waived, one restates another."""
    dues = dict.fromkeys("123456", "2026-01-15") | dict.fromkeys(("7", "8", "13"), "2026-06-15")
    for number, due in (dues | dict.fromkeys(("9", "11", "12", "14"), "2026-01-20")).items():
        covered = f"{p.id}/mentor/training/T1" if number == "14" else None
        p.clause("mentor", number, due, covered_by=covered)
    own = "mentor/clause/moa-{}".format
    p.tells(own(1), "2026-01-10").tells(own(2), "2026-01-16")
    p.tells(own(3), "2026-01-10", share=0.3).tells(own(3), "2026-01-11", share=0.5, level=0)
    p.tells(own(5), "2026-01-15", level=2, disputed=True).tells(own(6), "2026-01-16", level=0)
    p.tells(own(7), "2026-05-01", share=0.5).tells(own(8), "2026-05-01", level=0)
    p.tells(own(9), "2026-05-01", share=0.25).relieved(own(9), "prevented", "2026-01-19", "2026-06-30")
    p.tells(own(11), "2026-01-12")
    for number in (11, 12, 13):
        p.relieved(own(number), "waived", "2026-01-30")


def plan_of_every_status(p: Partnership) -> None:
    """No monthly report comes: of calls and meetings only what the register tells is known."""
    p.signs("work_plan_revision", "2026-04-01", revision=1)
    for number, due in enumerate(("04-20", "02-10", "03-20", "05-10", "04-22", "03-24"), start=1):
        p.plans("mentor", "assistance", f"A{number}", f"2026-{due}", dropped=1 if number == 4 else None)
    call = "mentor/assistance/A{}".format
    p.tells(call(2), "2026-02-10").tells(call(3), "2026-04-02").tells(call(4), "2026-03-20", share=0.5)
    p.tells(call(6), "2026-04-03").relieved(call(5), "waived", "2026-04-30").relieved(call(6), "waived", "2026-04-30")
    visits = {"V1": "02-01", "V2": "02-02", "V3": "02-03", "V4": "06-01", "V5": "02-05"}
    for item, due in visits.items():
        p.plans("mentor", "monitoring_visit", item, f"2026-{due}")
    p.tells("mentor/monitoring_visit/V2", "2026-02-02").tells("mentor/monitoring_visit/V3", "2026-02-03", share=0.6)
    p.tells("mentor/monitoring_visit/V5", "2026-02-05", share=0.2)
    p.relieved("mentor/monitoring_visit/V5", "waived", "2026-02-28")
    p.plans("mentor", "training", "T1", "2026-02-10").tells("mentor/training/T1", "2026-02-10")
    p.plans("mentor", "study_visit", "S1", "2026-06-15").plans("mentor", "meeting", "M1", "2026-04-10")


# Calls: A1 unknown, A2 in time, A3 late on a day that March's report may still set right, A4 withdrawn, A5 and A6
# waived (unknown; late). Visits: V1 overdue, V2 in time, V3 0.6, V4 to come, V5 waived with 0.2. One training in
# time, one study visit to come, one meeting unknown.
CLAUSES = (1 + 1 + 0.3) / 6
CALLS, VISITS = 2 / 2, 1.6 / 3
BY_HAND = {
    "MR-COM-1": (
        2.3, 6, 100 * CLAUSES, 100 * CLAUSES,
        100 * (1 + 1 + 0.5 + 0 + 1 + 1) / 6,
        100 * (2.3 + 0.5 + 0 + 0.25) / 9,
        100 * 9 / 9,
        3, 100 * (2.3 + 1 + 0) / 8,
    ),
    "MR-COM-2": (
        2 + 1.6 + 1, 2 + 3 + 1, 100 * (CALLS + VISITS + 1) / 3,
        100 * (2 / 3 + VISITS + 1 + 0 / 1) / 4,  # calls, visits, training, meeting
        100 * (3 / 3 + VISITS + 1 + 1 / 1) / 4,
        100 * (2 / 3 + 1.6 / 4 + 1 + 0 / 1 + 0 / 1) / 5,  # and the study visit
        100,
        3, 100 * (3 / 3 + 1.8 / 4 + 1) / 3,
    ),
    "MR-COM-3": (
        1 + 1 + 1 + 1, 6 + 1 + 3 + 1, 100 * 4 / 11,
        100 * 4 / (6 + 3 + 3 + 1 + 1),
        100 * (2 + 3 + 1 + 1 + 1) / 14,
        100 * 4 / (9 + 3 + 4 + 1 + 1 + 1),
        100 * (5 + 3 + 2 + 1 + 1 + 1) / 19,
        6, 100 * (2 + 1 + 1 + 1) / (8 + 1 + 4 + 1),
    ),
}  # fmt: skip


def reports_and_their_parts(p: Partnership) -> None:
    """January's six parts, five of February's; March's waived; April's missing; May's and June's to come."""
    p.sends_report("2026-01", "2026-02-10").sends_report("2026-02", "2026-03-10", findings="empty")
    p.sends_report("2026-03", "2026-04-10", findings="empty", obstacles="empty")
    p.relieved("mentee/monthly_report/2026-03", "waived", "2026-04-20")
    p.plans("mentor", "monthly_report", "X", "2026-03-01")


BY_HAND["ME-REP-3"] = (
    1 + 5 / 6, 2, 100 * (1 + 5 / 6) / 2, 100 * (1 + 5 / 6) / 2, 100 * (1 + 5 / 6) / 2,
    100 * (1 + 5 / 6) / 5, 100 * (1 + 5 / 6 + 3) / 5, 1, 100 * (1 + 5 / 6) / 2,
)  # fmt: skip


def targets_of_every_standing(p: Partnership) -> None:
    """L1's 30 days end today; L2 is to come; L3's 30 days run on; nobody tells of C1; K1 is no short target."""
    for target, kind, due in (
        ("L1", "learning", "2026-04-20"), ("L2", "learning", "2026-06-30"), ("L3", "learning", "2026-05-10"),
        ("C1", "culture", "2026-03-31"), ("K1", "learning", "2026-03-31"), ("F1", "performance", "2026-03-31"),
    ):  # fmt: skip
        p.aims(target, kind=kind, metric_code=None, actual_basis="yes_no", due_on=due,
               horizon="medium" if target == "K1" else "short")  # fmt: skip
    p.reaches("L1", 0.5, "2026-04-10").reaches("L2", 0.9, "2026-05-10").reaches("L3", 0.4, "2026-05-05")


BY_HAND["ME-LES-1"] = (
    0.5 + 0.4 + 0, 3, 100 * 0.9 / 3, 100 * 0.9 / 3, 100 * (0.5 + 0.4 + 1) / 3,
    100 * (0.5 + 0 + 0.4 + 0) / 4, 100 * (0.5 + 1 + 1 + 1) / 4, 0, 100 * 0.9 / 3,
)  # fmt: skip
NOTHING = (None, 0, None, None, None, None, None, 0, None)
SILENT = {
    # partnership, indicator: status and figures
    ("no mentor", "MR-COM-1"): ("not_applicable", NOTHING),
    ("no mentor", "MR-REP-1"): ("not_applicable", NOTHING),
    ("no mentor", "ME-REP-1"): ("reported", (0, 5, 0, 0, 0, 0, 100, 0, 0)),
    ("no mentor", "ME-LES-1"): ("not_due", NOTHING),
    ("only unknown", "MR-COM-2"): ("not_reported", (None, 0, None, 0, 100, 0, 100, 0, None)),
    ("only to come", "MR-COM-1"): ("not_due", (None, 0, None, None, None, 0, 100, 0, None)),
    ("only waived", "MR-COM-1"): ("not_due", (None, 0, None, None, None, None, None, 1, 0)),
    ("waived, then ended before its day", "MR-COM-1"): ("not_due", NOTHING),
    ("cut short", "ME-REP-3"): ("reported", (1, 1, 100, 100, 100, pytest.approx(100 / 3), 100, 0, 100)),
    ("a target to come", "ME-LES-1"): ("not_due", (None, 0, None, None, None, 0, 100, 0, None)),
    ("only claimed", "MR-COM-1"): ("reported", (0, 1, 0, 0, 100, 0, 100, 0, 0)),
    ("nobody told of it", "ME-LES-1"): ("not_reported", (None, 0, None, 0, 100, 0, 100, 0, None)),
    ("told in part, as a case", "ME-LES-1"): ("not_reported", (None, 0, None, 0, 100, 0.0, 100, 0, None)),
    ("told in full, as a case", "ME-LES-1"): ("reported", (1, 1, 100, 100, 100, 100, 100, 0, 100)),
    ("ended before its day", "ME-LES-1"): ("not_due", NOTHING),
    ("ended on its day", "ME-LES-1"): ("reported", (0, 1, 0, 0, 100, 0, 100, 0, 0)),
    ("of another programme", "MR-REP-1"): ("not_applicable", NOTHING),
    ("first report to come", "ME-REP-3"): ("not_due", (None, 0, None, None, None, 0, 100, 0, None)),
    ("only unknown", "ME-REP-3"): ("not_reported", (None, 0, None, None, None, 0, 100, 0, None)),
}
TOPICS = {
    # shares of three topics: their mean is the score; band, and why there is none
    "exactly good": ((0.795, 0.795, 0.795), "good", None),
    "just below good": ((0.7949, 0.7949, 0.7949), "fair", None),
    "exactly fair": ((0.595, 0.595, 0.595), "fair", None),
    "just below fair": ((0.5949, 0.5949, 0.5949), "needs_attention", None),
    "two are too few": ((1, 1), None, "too_early"),
}


def cut_short(p: Partnership) -> None:
    """An addendum of 1 March ends the pilot with that month: of April's report, sent all the same, and of May's, waived
    before, nothing counts."""
    p.signs("addendum", "2026-03-01", revision=1, pilot_end="2026-03-31")
    p.sends_report("2026-01", "2026-02-10").sends_report("2026-04", "2026-05-10", findings="empty")
    p.relieved("mentee/monthly_report/2026-05", "waived", "2026-02-20")


def topics(p: Partnership, shares: tuple[float, ...]) -> Partnership:
    for number, part in enumerate(shares, start=1):
        p.plans("mentor", "learning_topic", f"L{number}", "2026-03-01")
        p.tells(f"mentor/learning_topic/L{number}", "2026-02-20", share=part)
    return p


def learning(p: Partnership, due: str, actual: float | None = None) -> None:
    p.aims("L", kind="learning", metric_code=None, actual_basis="yes_no", due_on=due)
    if actual is not None:
        p.reaches("L", actual, "2026-03-20")


@pytest.fixture(scope="module")
def scored() -> Mart:
    programme = Programme()
    p = signed(programme, "every status")
    clauses_of_every_status(p)
    plan_of_every_status(p)
    reports_and_their_parts(signed(programme, "parts"))
    targets_of_every_standing(signed(programme, "targets"))
    signed(programme, "no mentor", mentor_id=None)
    signed(programme, "only unknown").plans("mentor", "assistance", "A", "2026-02-10")
    signed(programme, "only to come").clause("mentor", "1", "2026-06-10")
    signed(programme, "only waived").clause("mentor", "1", "2026-02-10").relieved(
        "mentor/clause/moa-1", "waived", "2026-02-01"
    )
    signed(programme, "only claimed").clause("mentor", "1", "2026-02-10").tells(
        "mentor/clause/moa-1", "2026-02-20", level=0
    )
    cut_short(signed(programme, "cut short"))
    signed(programme, "waived, then ended before its day", ended_on="2026-02-05").clause(
        "mentor", "1", "2026-02-10"
    ).relieved("mentor/clause/moa-1", "waived", "2026-02-01")
    learning(signed(programme, "nobody told of it", origin="case"), "2026-03-31")
    learning(signed(programme, "told in part, as a case", origin="case"), "2026-03-31", 0.5)
    learning(signed(programme, "told in full, as a case", origin="case"), "2026-03-31", 1)
    learning(signed(programme, "ended before its day", ended_on="2026-03-30"), "2026-03-31")
    learning(signed(programme, "a target to come"), "2026-06-30")
    learning(signed(programme, "ended on its day", ended_on="2026-03-31"), "2026-03-31")
    programme.partnership("of another programme", programme_kind="training_delegation", begun_on="2026-01-01")
    later = programme.partnership("first report to come", pilot=("2026-05-01", "2026-05-31"))
    later.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    for name, (shares, *_) in TOPICS.items():
        topics(signed(programme, name), shares)
    topics(signed(programme, "wide"), (1, 1, 1)).plans("mentor", "learning_topic", "L4", "2026-03-01").tells(
        "mentor/learning_topic/L4", "2026-03-01", level=0
    )
    topics(signed(programme, "wide, all good"), (1, 1, 1, 1)).plans(
        "mentor", "learning_topic", "L5", "2026-03-01"
    ).tells("mentor/learning_topic/L5", "2026-03-01", level=0)
    agreed_only_in_a_letter(programme)
    programme.add(
        "assessment", partnership_id="exactly good", role="mentor", criterion="know_how", view="self", score=90.0,
        words="well done", assessed_on="2026-05-01", received_on="2026-05-01", is_in_force=True,
    )  # fmt: skip
    return programme.scores_at(AS_OF, known_by=KNOWN_BY)


def agreed_only_in_a_letter(programme: Programme) -> None:
    """Before the MoA there are facts and no bands: the diagnostic report of the LoI was due on 30 January."""
    p = programme.partnership("before the MoA", pilot=("2026-01-01", "2026-06-30")).signs(
        "letter_of_intent", "2025-12-01"
    )
    for number in "123":
        p.clause("mentor", number, "2026-02-01", of="letter_of_intent").tells(
            f"mentor/clause/loi-{number}", "2026-02-01"
        )


@pytest.mark.parametrize("code", BY_HAND)
def test_every_figure_of_an_indicator_is_its_sum(scored, code):
    partnership = {"ME-REP-3": "parts", "ME-LES-1": "targets"}.get(code, "every status")
    row = scored.indicator(partnership, code)
    found = [row[name] for name in FIGURES]
    assert found == pytest.approx(BY_HAND[code], abs=NEARLY)
    assert found == [round(figure, 6) for figure in found]
    assert row["status"] == "reported"


@pytest.mark.parametrize(("partnership", "code"), SILENT)
def test_an_indicator_with_nothing_to_tell_says_why(scored, partnership, code):
    status, figures = SILENT[partnership, code]
    row = scored.indicator(partnership, code)
    assert (row["status"], *(row[name] for name in FIGURES)) == (status, *figures)


def test_of_each_kind_n_of_n_is_told(scored):
    assert scored.kinds("every status", "MR-COM-2") == [
        ("assistance", 2, 2),
        ("meeting", 0, 0),
        ("monitoring_visit", 1.6, 3),
        ("study_visit", 0, 0),
        ("training", 1, 1),
    ]
    assert scored.kinds("every status", "MR-COM-1") == [("clause", 2.3, 6)]
    assert scored.kinds("parts", "ME-REP-3") == [("monthly_report", 1.833333, 2)]  # 1 + 5/6, in six decimals


def weighted(column: str) -> float:
    """The commitment of "every status": clauses 2, plan 2, in time 1."""
    place = FIGURES.index(column)
    clauses, plan, in_time = (BY_HAND[code][place] for code in ("MR-COM-1", "MR-COM-2", "MR-COM-3"))
    return (2 * clauses + 2 * plan + 1 * in_time) / 5


def test_every_figure_of_a_criterion_is_the_weighted_mean(scored):
    row = scored.criterion("every status", "mentor", "commitment")
    names = ("score", "score_low", "score_high", "final_low", "final_high")
    expected = [weighted({"score": "value"}.get(name, name)) for name in names]
    found = [row[name] for name in names]
    assert found == pytest.approx(expected, abs=NEARLY)
    assert found == [round(figure, 6) for figure in found]
    assert [row[name] for name in ("indicators_counted", "indicators_defined", "obligations_counted")] == [3, 3, 12]


def test_the_weights_are_tried_between_half_and_twice_each(scored):
    """Shares 0.4, 0.4, 0.2. The best: the plan (84.44) with twice its share, the others with half; or also the clauses
    with twice. The worst: the plan with half its share and clauses and time with twice."""
    clauses, plan, in_time = (BY_HAND[code][2] for code in ("MR-COM-1", "MR-COM-2", "MR-COM-3"))
    best = (0.8 * plan + 0.2 * clauses + 0.1 * in_time) / (0.8 + 0.2 + 0.1)
    worst = (0.2 * plan + 0.8 * clauses + 0.4 * in_time) / (0.2 + 0.8 + 0.4)
    row = scored.criterion("every status", "mentor", "commitment")
    found = (row["weight_low"], row["weight_high"])
    assert found == pytest.approx((worst, best), abs=NEARLY)
    assert found == tuple(round(figure, 6) for figure in found)
    assert (row["band_could_change"], row["band"], row["band_reason"]) == (True, None, "interval")


@pytest.mark.parametrize("name", TOPICS)
def test_a_band_is_read_from_the_whole_number_that_is_shown(scored, name):
    shares, band, reason = TOPICS[name]
    row = scored.criterion(name, "mentor", "know_how")
    assert row["score"] == pytest.approx(100 * sum(shares) / len(shares), abs=NEARLY)
    assert (row["band"], row["band_reason"], row["obligations_counted"]) == (band, reason, len(shares))
    assert (row["weight_low"], row["weight_high"], row["band_could_change"]) == (
        pytest.approx(row["score"]), pytest.approx(row["score"]), False
    )  # fmt: skip


REASONS = {
    # partnership, role, criterion: score, low, high, band, why none, status, indicators counted and defined
    ("wide", "mentor", "know_how"): (75, 75, 100, None, "interval", "reported", 1, 3),
    ("wide, all good", "mentor", "know_how"): (80, 80, 100, "good", None, "reported", 1, 3),
    ("before the MoA", "mentor", "commitment"): (100, 100, 100, None, "before_moa", "reported", 2, 3),
    ("before the MoA", "mentor", "know_how"): (None, None, None, None, "before_moa", "not_due", 0, 3),
    ("only to come", "mentor", "commitment"): (None, None, None, None, "no_value", "not_due", 0, 3),
    ("only unknown", "mentor", "commitment"): (None, 0, 100, None, "no_value", "not_reported", 0, 3),
    ("no mentor", "mentor", "commitment"): (None, None, None, None, "no_value", "not_applicable", 0, 0),
    ("no mentor", "mentee", "reports"): (0, 0, 0, "needs_attention", None, "reported", 2, 2),
    ("of another programme", "mentor", "reports"): (None, None, None, None, "no_value", "not_applicable", 0, 0),
    ("of another programme", "mentee", "commitment"): (None, None, None, None, "no_value", "not_due", 0, 2),
}


@pytest.mark.parametrize(("partnership", "role", "criterion"), REASONS)
def test_a_criterion_says_why_it_has_no_score_or_no_band(scored, partnership, role, criterion):
    row = scored.criterion(partnership, role, criterion)
    names = (
        "score",
        "score_low",
        "score_high",
        "band",
        "band_reason",
        "status",
        "indicators_counted",
        "indicators_defined",
    )
    assert tuple(row[name] for name in names) == REASONS[partnership, role, criterion]


def computed(mart: Mart, partnership: str = "exactly good") -> Iterator[tuple[object, ...]]:
    for row in mart.rows("SELECT * FROM mart.assessment WHERE partnership_id = ? ORDER BY ALL", partnership):
        yield row["role"], row["criterion"], row["view"], row["score"], str(row["assessed_on"])


def test_a_computed_score_stands_beside_what_the_partners_say_once_and_only_where_there_is_one(scored):
    assert list(computed(scored)) == [
        ("mentee", "reports", "computed", 0, AS_OF),
        ("mentor", "know_how", "computed", 79.5, AS_OF),
        ("mentor", "know_how", "self", 90, "2026-05-01"),
        ("mentor", "reports", "computed", 0, AS_OF),
    ]


def test_where_the_rules_give_a_criterion_no_weight_it_has_neither_score_nor_range_and_yesterdays_is_gone():
    programme = Programme()
    signed(programme, "P1")
    assert [row[:2] for row in computed(programme.scores_at(AS_OF), "P1")] == [
        ("mentee", "reports"),
        ("mentor", "reports"),
    ]
    with ruled({f"weight.ME-REP-{number}": 0 for number in (1, 2, 3)}):
        mart = programme.scores_at(AS_OF)
        row = mart.criterion("P1", "mentee", "reports")
        assert [row[name] for name in ("score", "weight_low", "weight_high", "band_could_change")] == [None] * 4
        assert [row[:2] for row in computed(mart, "P1")] == [("mentor", "reports")]
