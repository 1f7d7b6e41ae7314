"""Levels of evidence act as the rules say; confirmations name person and day; objections open the interval upward."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from random import Random

import pytest

from tests.indicators.programme import Mart, Partnership, Programme, _warehouse

WEIGHED = {0: 0.0, 1: 0.5, 2: 0.75, 3: 0.9, 4: 1.0}
NEARLY = 1e-6


@contextmanager
def ruled(values: dict[str, float]) -> Iterator[None]:
    """The rules have these values, for the time of a run."""
    connection = _warehouse()
    before = connection.execute("SELECT rule_code, value FROM reference.rule").fetchall()
    for code, value in values.items():
        connection.execute("UPDATE reference.rule SET value = ? WHERE rule_code = ?", [value, code])
    try:
        yield
    finally:
        connection.executemany("UPDATE reference.rule SET value = $2 WHERE rule_code = $1", before)


def weighing(weights: dict[int, float]) -> AbstractContextManager[None]:
    """The rules weigh the levels so, for the time of a run."""
    return ruled({f"evidence.weight_{level}": weight for level, weight in weights.items()})


def signed(programme: Programme, partnership_id: str = "P1") -> Partnership:
    p = programme.partnership(partnership_id, pilot=("2026-01-01", "2026-06-30"), facilitator_id="FAC")
    p.signs("letter_of_intent", "2025-12-01")
    return p.signs("memorandum_of_agreement", "2025-12-15")


def five_clauses(levels: tuple[int, ...], share: float = 1.0) -> Programme:
    """Mentor's clauses due on 1 February, told on that day: one for each level."""
    programme = Programme()
    p = signed(programme)
    for number, level in enumerate(levels):
        p.clause("mentor", str(number), "2026-02-01")
        p.tells(f"mentor/clause/moa-{number}", "2026-02-01", level=level, share=share)
    return programme


def says(
    p: Partnership, by: str, what: str, answer: str, on: str, person: str | None = "Ani", done: str | None = None
) -> None:
    p._add(
        "assessment_claim", role=what.split("/")[0], told_by=by, person=person, answer=answer,
        obligation_id=f"{p.id}/{what}", occurred_on=done, assessed_on=on, received_on=on,
    )  # fmt: skip


def test_levels_are_shown_and_not_weighed_unless_the_rules_say_so() -> None:
    mart = five_clauses((1, 2, 3, 4)).scores_at("2026-03-31")
    assert mart.value("P1", "MR-COM-1") == 100
    levels = mart.rows("SELECT evidence_level FROM mart.obligation WHERE kind = 'clause' ORDER BY obligation_id")
    assert [row["evidence_level"] for row in levels] == [1, 2, 3, 4]


def test_a_rule_set_that_weighs_levels_gives_the_share_it_states() -> None:
    """By hand: (0 + 0.5 + 0.75 + 0.9 + 1) / 5 = 3.15 / 5 = 63; were the claim true, (3.15 + 1) / 5 = 83."""
    with weighing(WEIGHED):
        row = five_clauses((0, 1, 2, 3, 4)).scores_at("2026-03-31").indicator("P1", "MR-COM-1")
    assert (row["numerator"], row["denominator"]) == (pytest.approx(3.15), 5)
    assert row["value"] == row["score_low"] == pytest.approx(63, abs=NEARLY)
    assert row["score_high"] == pytest.approx(83, abs=NEARLY)


def test_of_a_part_delivered_the_level_weighs_the_part() -> None:
    """By hand: 0.4 delivered, of level 1 at 0.5 and of level 4 at 1: (0.2 + 0.4) / 2 = 30."""
    with weighing(WEIGHED):
        mart = five_clauses((1, 4), share=0.4).scores_at("2026-03-31")
    assert mart.value("P1", "MR-COM-1") == pytest.approx(30, abs=NEARLY)


def test_the_best_of_several_pieces_counts_each_with_its_own_level() -> None:
    """By hand: all of it recorded (1 × 0.5), eight tenths of it verified (0.8 × 1): 80."""
    programme = Programme()
    p = signed(programme).clause("mentor", "1", "2026-02-01")
    p.tells("mentor/clause/moa-1", "2026-02-01", level=1)
    p.tells("mentor/clause/moa-1", "2026-02-01", level=4, share=0.8)
    with weighing(WEIGHED):
        mart = programme.scores_at("2026-03-31")
    assert mart.status("P1/mentor/clause/moa-1") == "fulfilled_on_time"
    assert mart.value("P1", "MR-COM-1") == pytest.approx(80, abs=NEARLY)


def random_stories(count: int) -> Programme:
    programme = Programme()
    for seed in range(count):
        random = Random(seed)
        p = signed(programme, f"R{seed}")
        for number in range(random.randint(1, 4)):
            role, kind = random.choice((("mentor", "meeting"), ("mentor", "assistance"), ("mentee", "activity")))
            p.plans(role, kind, f"W{number}", f"2026-0{random.randint(1, 6)}-15")
            for _ in range(random.randint(0, 2)):
                p.tells(
                    f"{role}/{kind}/W{number}", f"2026-0{random.randint(1, 6)}-{random.randint(10, 28)}",
                    share=random.choice((0.3, 0.7, 1.0)), level=random.randint(0, 4), disputed=random.random() < 0.2,
                )  # fmt: skip
    return programme


def test_a_higher_level_never_lowers_a_score_and_the_interval_holds_it() -> None:
    programme = random_stories(150)
    with weighing({0: 0.2, 1: 0.4, 2: 0.4, 3: 0.6, 4: 0.8}):
        before = scores(programme.scores_at("2026-07-31"))
        for row in programme.rows["evidence"]:
            if row["evidence_level"] in (1, 2, 3):
                row["evidence_level"] += 1
        after = scores(programme.scores_at("2026-07-31"))
    assert after.keys() == before.keys()
    rises = [key for key, row in after.items() if before[key][0] is not None and row[0] > before[key][0] + NEARLY]
    falls = [key for key, row in after.items() if before[key][0] is not None and row[0] < before[key][0] - NEARLY]
    assert len(rises) > 10
    assert falls == []
    assert all(
        0 <= low <= score + NEARLY <= high + 2 * NEARLY for score, low, high in after.values() if score is not None
    )


def scores(mart: Mart) -> dict[tuple[str, ...], tuple[float | None, float | None, float | None]]:
    rows = mart.rows("SELECT partnership_id, role, criterion, score, score_low, score_high FROM mart.criterion_score")
    return {
        (r["partnership_id"], r["role"], r["criterion"]): (r["score"], r["score_low"], r["score_high"]) for r in rows
    }


def overdue_clauses() -> tuple[Programme, Partnership]:
    programme = Programme()
    p = signed(programme)
    for number in (1, 2):
        p.clause("mentee", str(number), "2026-02-01")
    return programme, p.tells("mentee/clause/moa-1", "2026-02-01")


@pytest.mark.parametrize("answer", ["done", "prevented"])
def test_an_objection_opens_the_interval_upward_and_changes_no_computed_score(answer: str) -> None:
    programme, p = overdue_clauses()
    plain = programme.scores_at("2026-03-31").indicator("P1", "ME-COM-1")
    says(p, "mentee", "mentee/clause/moa-2", answer, "2026-03-15")
    mart = programme.scores_at("2026-03-31")
    row = mart.indicator("P1", "ME-COM-1")
    assert (plain["value"], plain["score_low"], plain["score_high"]) == (50, 50, 50)
    assert (row["value"], row["score_low"], row["score_high"]) == (50, 50, 100)
    assert mart.status("P1/mentee/clause/moa-2") == "doubtful"


def test_to_agree_with_the_records_of_ones_own_changes_nothing() -> None:
    programme, p = overdue_clauses()
    says(p, "mentee", "mentee/clause/moa-2", "agreed", "2026-03-15")
    row = programme.scores_at("2026-03-31").indicator("P1", "ME-COM-1")
    assert (row["value"], row["score_low"], row["score_high"]) == (50, 50, 50)


def test_an_objection_of_an_earlier_submission_no_longer_acts() -> None:
    programme, p = overdue_clauses()
    says(p, "mentee", "mentee/clause/moa-2", "done", "2026-03-01")
    programme.rows["assessment_claim"][-1]["is_in_force"] = False
    assert programme.scores_at("2026-03-31").indicator("P1", "ME-COM-1")["score_high"] == 50


def test_who_agrees_with_the_records_of_another_confirms_or_verifies_and_adds_nothing() -> None:
    """By whom, on what, and the level then: nobody named is no more than recorded; what is missing stays missing."""
    programme = Programme()
    said = {
        "CONFIRMED": ("mentor", "Budi", "1", 3), "VERIFIED": ("facilitator", "Ani", "1", 4),
        "NAMELESS": ("mentor", None, "1", 1), "MISSING": ("facilitator", "Ani", "2", None),
    }  # fmt: skip
    for partnership_id, (by, person, clause, _) in said.items():
        p = signed(programme, partnership_id).clause("mentee", "1", "2026-02-01").clause("mentee", "2", "2026-02-01")
        p.tells("mentee/clause/moa-1", "2026-02-01")
        says(p, by, f"mentee/clause/moa-{clause}", "agreed", "2026-03-10", person)
    mart = programme.scores_at("2026-03-31")
    for partnership_id, (_, _, clause, level) in said.items():
        owed = mart.obligation(f"{partnership_id}/mentee/clause/moa-{clause}")
        assert owed["evidence_level"] == level
        assert mart.value(partnership_id, "ME-COM-1") == 50
    assert mart.status("MISSING/mentee/clause/moa-2") == "overdue"


def test_what_the_counterpart_says_was_done_is_confirmed_evidence() -> None:
    programme, p = overdue_clauses()
    says(p, "mentor", "mentee/clause/moa-2", "done", "2026-03-10", done="2026-01-31")
    mart = programme.scores_at("2026-03-31")
    owed = mart.obligation("P1/mentee/clause/moa-2")
    assert (owed["status"], owed["evidence_level"]) == ("fulfilled_on_time", 3)


def test_a_confirmation_dated_after_the_day_asked_for_is_not_known_yet() -> None:
    programme, p = overdue_clauses()
    says(p, "facilitator", "mentee/clause/moa-1", "agreed", "2026-04-10")
    assert programme.scores_at("2026-03-31").obligation("P1/mentee/clause/moa-1")["evidence_level"] == 1


def test_who_agrees_with_its_own_obligation_in_the_ledger_of_another_confirms_nothing() -> None:
    programme = Programme()
    p = signed(programme)
    p.clause("mentor", "1", "2026-02-01").tells("mentor/clause/moa-1", "2026-02-01", level=1)
    p._add(
        "assessment_claim", role="mentee", told_by="mentor", person="Ani", answer="agreed",
        obligation_id="P1/mentor/clause/moa-1", assessed_on="2026-03-01", received_on="2026-03-01",
    )  # fmt: skip
    mart = programme.scores_at("2026-03-31")
    assert mart.obligation("P1/mentor/clause/moa-1")["evidence_level"] == 1
    assert mart.rows("SELECT * FROM mart.attestation") == []
