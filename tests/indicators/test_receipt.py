"""The receipt goes from the score down to the cell, and says what would move it one band."""

from itertools import combinations

import pytest

from indicators.receipt import CriterionReceipt, Move, UnknownPartnership, receipt
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
    assert "waived by the facilitator on 2026-01-20: agreed" in printed
    assert "dibebaskan oleh fasilitator pada 2026-01-20: agreed" in [t for _, t in lines(found, Language.INDONESIAN)]
