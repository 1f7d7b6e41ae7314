"""The receipt goes from the score down to the cell, and says what would move it one band."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import combinations

import pytest

from indicators.receipt import (
    CriterionReceipt,
    EvidenceReceipt,
    IndicatorReceipt,
    KindCount,
    Move,
    ObligationReceipt,
    UnknownPartnership,
    receipt,
    smallest_move,
)
from indicators.receipt_text import lines
from tests.indicators.programme import Mart, Programme
from warehouse.vocabulary import Language


@pytest.fixture(scope="module")
def mart() -> Mart:
    """Reports: monthly 1 of 3 on time (ME-REP-1 33.33, ME-REP-2 33.33). Activities 3 of 5; a learning target due."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-20").signs("memorandum_of_agreement", "2025-12-21")
    p.sends_report("2026-02", "2026-03-10")
    for number in range(1, 6):
        p.plans("mentee", "activity", f"W{number}", f"2026-02-0{number}")
    for number in (1, 2, 3):
        p.tells(f"mentee/activity/W{number}", "2026-02-01", sent="2026-03-10")
    p.clause("mentee", "1", "2026-02-01").clause("mentee", "2", "2026-02-01")
    p.tells("mentee/clause/moa-1", "2026-01-20")
    p.aims("T1", kind="learning", metric_code=None, actual_basis="yes_no", due_on="2026-03-31")
    p.reaches("T1", 0.5, "2026-03-20")
    programme.partnership("P2")
    return programme.at("2026-04-10")


def criterion(mart: Mart, role: str, name: str) -> CriterionReceipt:
    (found,) = receipt(mart.connection, "P1", role, name).criteria
    return found


def test_a_receipt_goes_down_to_file_sheet_and_cell(mart):
    reports = criterion(mart, "mentee", "reports")
    delivered = next(indicator for indicator in reports.indicators if indicator.code == "ME-REP-1")
    february = next(owed for owed in delivered.obligations if owed.obligation_id.endswith("2026-02"))
    (evidence,) = february.evidence
    assert (evidence.origin.file, evidence.origin.sheet, evidence.origin.cell) == (
        "P1-2026-02-2026-03-10.xlsx",
        "Sampul",
        "B3",
    )
    assert (february.credit, february.status, february.due_on.isoformat()) == (1, "fulfilled_on_time", "2026-03-10")


def test_a_build_older_than_the_corrections_has_its_receipt_without_them(mart):
    today = criterion(mart, "mentee", "reports")
    mart.connection.execute("BEGIN; DROP TABLE quality.correction_applied")
    try:
        assert criterion(mart, "mentee", "reports") == today
    finally:
        mart.connection.execute("ROLLBACK")


def test_the_sum_of_the_receipt_is_the_score(mart):
    for found in receipt(mart.connection, "P1").criteria:
        if found.score is None:
            continue
        counted = [(i.weight, i.value) for i in found.indicators if i.value is not None]
        assert found.score == pytest.approx(
            sum(weight * value for weight, value in counted) / sum(weight for weight, _ in counted), abs=1e-5
        )
        for indicator in found.indicators:
            credits = [owed.credit for owed in indicator.obligations if owed.credit is not None]
            if indicator.value is not None and indicator.credit in ("delivered", "on_time"):
                assert (sum(credits), len(credits)) == (indicator.numerator, indicator.denominator)


def test_a_timeliness_indicator_shows_the_obligations_that_it_pools(mart):
    on_time = next(i for i in criterion(mart, "mentee", "commitment").indicators if i.code == "ME-COM-4")
    assert {owed.kind for owed in on_time.obligations} == {"activity", "clause"}


def test_a_target_shows_what_it_reached(mart):
    lessons = criterion(mart, "mentee", "lesson_learned")
    (target,) = next(i for i in lessons.indicators if i.code == "ME-LES-1").targets
    assert (target.target_id, target.credit, target.progress) == ("T1", 0.5, 0.5)


def test_only_the_rules_that_acted_are_printed(mart):
    codes = {rule.code for rule in receipt(mart.connection, "P1", "mentee", "reports").rules}
    assert {"weight.ME-REP-1", "days.monthly_report", "band.good", "pilot.first_month_cutoff_day"} <= codes
    assert "weight.MR-COM-1" not in codes
    assert "sop.draft_share" not in codes


def test_an_unknown_partnership_is_said_in_both_languages(mart):
    with pytest.raises(UnknownPartnership) as raised:
        receipt(mart.connection, "P9")
    assert raised.value.message_en == "No partnership P9 in this build."
    assert raised.value.message_id == "Tidak ada kemitraan P9 dalam data ini."


def test_the_smallest_move_takes_the_largest_gain_first(mart):
    """Commitment: clauses 1 of 2 = 50, activities 3 of 5 = 60, on time 4 of 7 = 57.14.

    (2·50 + 2·60 + 57.14) ÷ 5 = 55.43: shown 55, fair from 59.5. A clause adds 100·2÷5÷2 = 20, an activity
    100·2÷5÷5 = 8. One clause is enough.
    """
    move = criterion(mart, "mentee", "commitment").move
    assert isinstance(move, Move)
    assert (move.to_band, len(move.steps), move.steps[0].obligation_id) == ("fair", 1, "P1/mentee/clause/moa-2")
    assert move.steps[0].gain == pytest.approx(20)
    assert move.reached == pytest.approx(75.428571, abs=1e-5)


def test_no_smaller_set_of_open_obligations_would_do(mart):
    commitment = criterion(mart, "mentee", "commitment")
    move = commitment.move
    assert move is not None
    gains = [8.0, 8.0, 20.0]
    smaller = [
        chosen
        for size in range(len(move.steps))
        for chosen in combinations(gains, size)
        if commitment.score + sum(chosen) >= move.needed
    ]
    assert smaller == []


def test_a_score_that_no_open_obligation_can_lift_has_no_move(mart):
    """Reports: monthly reports 1 of 3: delivered late they give 100, with 33.33 on time: (2·100 + 33.33) ÷ 3 = 77.8."""
    reports = criterion(mart, "mentee", "reports")
    assert reports.move is not None
    assert (reports.move.to_band, len(reports.move.steps)) == ("fair", 2)
    lessons = criterion(mart, "mentee", "lesson_learned")
    assert lessons.move is None


def test_a_relief_is_printed_with_who_when_and_why():
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-20").signs("memorandum_of_agreement", "2025-12-21")
    p.plans("mentee", "activity", "W1", "2026-02-01").relieved("mentee/activity/W1", "waived", "2026-01-20")
    mart = programme.at("2026-04-10")
    row = mart.obligation("P1/mentee/activity/W1")
    assert (row["relief_kind"], row["relief_by"], row["relief_reason"]) == ("waived", "facilitator", "agreed")
    found = receipt(mart.connection, "P1", "mentee", "commitment")
    printed = [text for _, text in lines(found, Language.ENGLISH)]
    assert "waived by the facilitator on 20 Jan 2026: agreed" in printed
    assert "dibebaskan oleh fasilitator pada 20 Jan 2026: agreed" in [t for _, t in lines(found, Language.INDONESIAN)]


def test_a_mean_over_kinds_tells_n_of_n_of_each_kind(mart):
    """One meeting of one and one visit of three: the mean of 100 and 33.3, which 2 of 4 does not tell."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-12-31"))
    p.signs("letter_of_intent", "2025-12-20").signs("memorandum_of_agreement", "2025-12-21")
    for number, kind in enumerate(("meeting", "monitoring_visit", "monitoring_visit", "monitoring_visit"), 1):
        p.plans("mentor", kind, f"W{number}", f"2026-0{number}-20")
    p.tells("mentor/meeting/W1", "2026-01-20").tells("mentor/monitoring_visit/W2", "2026-02-20")
    for month in range(1, 6):
        p.sends_report(f"2026-0{month}", f"2026-0{month + 1}-05")
    mart = programme.at("2026-06-15")
    found = receipt(mart.connection, "P1", "mentor", "commitment")
    (plan,) = [one for one in found.criteria[0].indicators if one.code == "MR-COM-2"]
    assert plan.is_mean_over_kinds
    assert [(one.kind, one.credit, one.count) for one in plan.kinds_due] == [
        ("meeting", 1, 1),
        ("monitoring_visit", 1, 3),
    ]
    assert plan.value == pytest.approx((100 + 100 / 3) / 2, abs=1e-6)
    printed = [text for _, text in lines(found, Language.INDONESIAN)]
    assert "rata-rata antarjenis: meeting 1,00 dari 1; monitoring_visit 1,00 dari 3" in printed
    (clauses,) = [one for one in found.criteria[0].indicators if one.code == "MR-COM-1"]
    assert not clauses.is_mean_over_kinds


def test_a_rule_is_written_in_the_language_of_the_reader(mart):
    found = receipt(mart.connection, "P1", "mentee", "reports")
    day = [text for _, text in lines(found, Language.INDONESIAN) if text.startswith("days.monthly_report")]
    assert day[0].startswith("days.monthly_report = tanggal 10 bulan berikutnya (asumsi: ")
    day = [text for _, text in lines(found, Language.ENGLISH) if text.startswith("days.monthly_report")]
    assert day[0].startswith("days.monthly_report = 10 day of the next month (assumed: ")


# ---- what moves a score, on receipts made by hand


EDGES = {"band.good": 80.0, "band.fair": 60.0, "band.decimals": 0.0}


def owes(number: int, kind: str = "clause", status: str = "overdue", credit: float | None = 0.0, counts: bool = True):
    nothing = dict.fromkeys(field.name for field in fields(ObligationReceipt))
    made = {"obligation_id": f"O{number}", "kind": kind, "title": "t", "title_en": "t", "status": status}
    return ObligationReceipt(**{**nothing, **made, "counts": counts, "credit": credit})


def judged(code: str, value: float | None, owed: list[ObligationReceipt], weight: float = 2, credit: str = "delivered"):
    """An indicator with these obligations, counted by kind."""
    nothing = dict.fromkeys(field.name for field in fields(IndicatorReceipt))
    standing = [one for one in owed if one.counts]
    kinds = tuple(
        KindCount(kind, 0, sum(one.kind == kind for one in standing))
        for kind in dict.fromkeys(one.kind for one in owed)
    )
    return replace(
        IndicatorReceipt(**nothing), code=code, weight=weight, value=value, credit=credit, kinds=kinds,
        obligations=tuple(owed),
    )  # fmt: skip


def clauses(open_ones: int, done: int) -> list[ObligationReceipt]:
    return [owes(n) for n in range(open_ones)] + [
        owes(10 + n, status="fulfilled_on_time", credit=1) for n in range(done)
    ]


@pytest.mark.parametrize(
    ("score", "decimals", "band", "needed"),
    [
        (40, 0, "fair", 59.5),
        (59, 0, "fair", 59.5),  # shown 59
        (59.5, 0, "good", 79.5),  # shown 60
        (60 - 0.5 - 1e-9, 0, "good", 79.5),  # a billionth short is the last digit of a sum
        (59.7, 0, "good", 79.5),
        (59.7, 1, "fair", 59.95),  # shown 59.7
        (59.95, 1, "good", 79.95),
        (79.4, 0, "good", 79.5),
    ],
)
def test_the_next_band_begins_half_a_unit_of_the_last_digit_shown_below_its_edge(score, decimals, band, needed):
    found = smallest_move(score, [judged("ME-COM-1", score, clauses(5, 0))], {**EDGES, "band.decimals": decimals})
    assert found is not None
    assert (found.to_band, found.needed) == (band, pytest.approx(needed, abs=1e-12))


def test_a_move_over_two_edges_names_the_band_it_reaches():
    """One of two clauses is delivered: 50. The other gives 50 more: 100 is good, though fair was the next band."""
    found = smallest_move(50, [judged("ME-COM-1", 50, clauses(1, 1))], EDGES)
    assert found is not None
    assert (found.to_band, found.needed, found.reached) == ("good", 59.5, 100)


def test_a_score_in_the_highest_band_has_no_move():
    assert smallest_move(79.5, [judged("ME-COM-1", 79.5, clauses(5, 0))], EDGES) is None


@pytest.mark.parametrize(("score", "steps"), [(39.5, 1), (38.9, 2), (39.4999999, 1)])
def test_the_move_ends_where_its_band_is_reached(score, steps):
    """One of five clauses is worth 20 points."""
    found = smallest_move(score, [judged("ME-COM-1", score, clauses(3, 2))], EDGES)
    assert found is not None
    assert (len(found.steps), found.reached) == (steps, pytest.approx(score + 20 * steps))


def test_a_step_is_worth_what_is_missing_of_an_open_obligation_that_counts():
    """Weights 2 and 2 of 5. Clauses: one of four, of which .4 is done: 100 · 2 ÷ 5 · .6 ÷ 4 = 6, an overdue one 10.

    Activities, mean over two kinds: one of two of a kind 100 · 2 ÷ 5 ÷ (2 · 2) = 10, one of five 40 ÷ (5 · 2) = 4.
    """
    own = [
        owes(1, status="partly_fulfilled", credit=0.4), owes(2, status="doubtful"),
        owes(3, status="fulfilled_late", credit=1), owes(4, status="fulfilled_late", credit=1),
        owes(5, status="overdue", counts=False, credit=None),
    ]  # fmt: skip
    by_kind = [owes(11, "meeting"), owes(12, "meeting", "fulfilled_late", 1), owes(21, "activity", credit=None)]
    by_kind += [owes(22 + n, "activity", "fulfilled_late", 1) for n in range(4)] + [owes(30, "visit", counts=False)]
    silent = [
        judged("ME-COM-4", 50, [owes(40)], weight=1, credit="on_time"),
        judged("ME-COM-3", None, [owes(41)]),
        judged("ME-REP-3", 50, [owes(42)], weight=0),
    ]
    found = smallest_move(30, [judged("ME-COM-1", 50, own), judged("ME-COM-2", 50, by_kind), *silent], EDGES)
    assert found is not None
    gains = {step.obligation_id: step.gain for step in found.steps}
    assert list(gains) == ["O11", "O2", "O1", "O21"]
    assert gains == pytest.approx({"O11": 10, "O2": 10, "O1": 6, "O21": 4})
    assert found.reached == pytest.approx(60)


@pytest.mark.parametrize(
    ("channel", "level", "is_objection"),
    [("self_assessment", 0, True), ("self_assessment", 3, False), ("document", 0, False), (None, 1, False)],
)
def test_an_objection_is_a_claim_of_ones_own_ledger(channel, level, is_objection):
    nothing = dict.fromkeys(field.name for field in fields(EvidenceReceipt))
    told = EvidenceReceipt(**{**nothing, "evidence_id": "E", "channel": channel, "level": level})
    assert told.is_objection is is_objection


# ---- everything that a receipt can bear, and one that bears nothing


@pytest.fixture(scope="module")
def full() -> Iterator[Mart]:
    """P1 with a quota, advice, a target under review, a verification, corrections and revisions; P2 with a clause."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-20").signs("memorandum_of_agreement", "2025-12-21")
    p.sends_report("2026-01", "2026-02-10").sends_report("2026-02", "2026-03-10")
    p.promises("mentee", "activity", "W1", 2, "month").plans("mentee", "activity", "W2", "2026-02-02")
    p.tells("mentee/activity/W2", "2026-02-02", level=4)
    programme.rows["evidence"][-1] |= {"attested_by": "Ani, facilitator", "attested_on": "2026-02-20"}
    p.advises("A1", "2026-02-01", to_do="Do").aims(
        "T1", metric_code="nrw_pct", baseline=40, target=30, due_on="2026-03-31"
    )
    p.measures("2026-02", "system_input_volume", value=100.0).measures("2026-02", "billed_metered", value=150.0)
    p.measures("2026-02", "billed_unmetered", value=0.0)
    programme.rows["measurement"][1] |= {"correction_id": "C2", "correction_ids": ["C1", "C2"]}
    q = programme.partnership("P2", pilot=("2026-01-01", "2026-06-30"))
    q.signs("letter_of_intent", "2025-12-20").signs("memorandum_of_agreement", "2025-12-21")
    q.clause("mentee", "1", "2026-02-01")
    mart = programme.at("2026-04-10")
    connection = mart.connection
    connection.execute("DELETE FROM quality.correction_applied; DELETE FROM mart.build; DELETE FROM mart.revision")
    report, figures = "P1-2026-02-2026-03-10", "P1-2026-02"
    for correction, file, sheet, cell, superseded in (
        ("C0", report, "Sampul", "B3", "newer"), ("C1", figures, "1", "C7", None), ("C2", figures, "1", "C7", None),
    ):  # fmt: skip
        connection.execute(
            "INSERT INTO quality.correction_applied BY NAME SELECT $1 AS correction_id, 'replace_value' AS action,"
            " $2 AS file_sha256, $2 || '.xlsx' AS source_file, $3 AS source_sheet, $4 AS source_cell,"
            " 'value' AS column_name, 'r' AS row_id, 'why' AS reason, 'Ani' AS \"by\", DATE '2026-03-20' AS decided_on,"
            " $5 AS superseded_by",
            [correction, file, sheet, cell, superseded],
        )
    for subject, kind in (("P1/mentee/monthly_report/2026-02", "monthly_report"), ("nrw_pct", "figure")):
        connection.execute(
            "INSERT INTO mart.revision BY NAME SELECT 'P1' AS partnership_id, $1 AS subject, $2 AS kind,"
            " 'changed' AS change, DATE '2026-03-10' AS known_on, DATE '2026-03-20' AS changed_on, TRUE AS is_in_force,"
            " 'later' AS later_sha256",
            [subject, kind],
        )
    connection.execute(
        "INSERT INTO mart.build SELECT 'b', TIMESTAMP '2026-04-10', DATE '2026-04-10', DATE '2026-04-10', 'v', 'i',"
        " 'rules 7', 1"
    )
    yield mart
    connection.execute("DELETE FROM quality.correction_applied; DELETE FROM mart.build; DELETE FROM mart.revision")


def indicators_of(mart: Mart, partnership: str) -> dict[str, IndicatorReceipt]:
    return {one.code: one for line in receipt(mart.connection, partnership).criteria for one in line.indicators}


def test_a_quota_is_owed_by_the_plan_and_by_the_period(full):
    owed = {one.obligation_id: one.is_of_quota for one in indicators_of(full, "P1")["ME-COM-2"].obligations}
    assert sum(owed.values()) >= 6
    assert not owed["P1/mentee/activity/W2"]
    assert not any(one.is_of_quota for one in indicators_of(full, "P1")["ME-REP-1"].obligations)


def test_an_indicator_shows_what_it_counts_and_nothing_else(full):
    """Reports of January to March are due on 10 April; the content is that of the reports, and targets are lessons."""
    found = indicators_of(full, "P1")
    assert {one.kind for one in found["ME-REP-3"].obligations} == {"monthly_report"}
    assert [target.target_id for target in found["ME-LES-2"].targets] == ["T1"]
    assert [code for code, one in found.items() if one.targets] == ["ME-LES-2"]
    assert [code for code, one in found.items() if code.startswith("ME-LES") and one.obligations] in ([], ["ME-LES-3"])


def test_who_verified_stands_with_the_evidence(full):
    owed = {one.obligation_id: one for one in indicators_of(full, "P1")["ME-COM-2"].obligations}
    (told,) = owed["P1/mentee/activity/W2"].evidence
    assert (told.attested_by, str(told.attested_on)) == ("Ani, facilitator", "2026-02-20")


def test_corrections_and_revisions_stand_with_what_they_changed(full):
    found = indicators_of(full, "P1")
    assert [(one.correction_id, one.is_superseded) for one in found["ME-REP-1"].corrections] == [("C0", True)]
    assert [(one.correction_id, one.is_superseded) for one in found["ME-LES-2"].corrections] == [
        ("C1", False), ("C2", False),
    ]  # fmt: skip
    assert [(one.subject, one.told_in) for one in found["ME-REP-1"].revisions] == [
        ("P1/mentee/monthly_report/2026-02", ("later",))
    ]
    assert [one.subject for one in found["ME-LES-2"].revisions] == ["nrw_pct"]
    assert found["ME-COM-2"].corrections == found["ME-COM-2"].revisions == ()


SOMETIMES = (
    "days.mended_form",
    "quota.",
    "pilot.",
    "days.silence_means_agreed",
    "pace.",
    "days.target_grace",
    "review.",
)


def test_rules_are_named_where_something_in_the_receipt_rests_on_them(full):
    def sometimes(partnership: str, *only: str) -> set[str]:
        codes = {rule.code for rule in receipt(full.connection, partnership, *only).rules}
        return {beginning for beginning in SOMETIMES if any(code.startswith(beginning) for code in codes)}

    assert sometimes("P1") == set(SOMETIMES)
    assert sometimes("P2", "mentee", "commitment") == set()
    assert sometimes("P1", "mentee", "lesson_learned") == {"pace.", "days.target_grace", "review."}


def test_a_receipt_speaks_both_languages_of_where_its_rules_come_from(full):
    found = receipt(full.connection, "P1", "mentee", "reports")
    rule = next(one for one in found.rules if one.code == "weight.range_low")
    assert (rule.source, rule.source_id) == ("Other weights would be as plausible", "Bobot lain sama masuk akalnya")
    on_time = next(one for one in found.criteria[0].indicators if one.code == "ME-REP-2")
    assert on_time.source == "5.3.2; the guideline names no day"
    assert on_time.source_id != on_time.source
    assert found.criteria[0].rules_version == "rules 7"
