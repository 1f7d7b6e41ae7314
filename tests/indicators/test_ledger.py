"""The self-assessment as a ledger: four views side by side, over time; gaps become questions and change nothing."""

from random import Random
from typing import Any

import pytest

from indicators.receipt import receipt
from indicators.receipt_text import lines
from tests.indicators.programme import Mart, Partnership, Programme
from tests.indicators.test_evidence_levels import says, signed
from warehouse.vocabulary import Language

NEARLY = 1e-6
TABLES = ("attestation", "self_assessment_value", "self_assessment_answer", "self_assessment_gap")
COMPUTED = "SELECT * FROM mart.criterion_score ORDER BY ALL"


def views(p: Partnership, view: str, criterion: str, score: float | None, on: str, **more: Any) -> None:
    """A figure and words on the mentee's or mentor's criterion, from a file of that view and day."""
    role = more.pop("role", "mentee")
    by = {"self": role, "facilitator": "facilitator"}.get(view, "mentor" if role == "mentee" else "mentee")
    p._add(
        "assessment", role=role, criterion=criterion, view=view, score=score, assessed_on=on, received_on=on,
        **({"told_by": by, "person": f"{by} person", "file_sha256": f"{view}-{on}", "source_file": f"{view}.xlsx",
            "source_sheet": "Words", "source_cell": "A5"} | more),
    )  # fmt: skip


def worked() -> tuple[Programme, Partnership]:
    """Mentee of P1 at 30 April: three clauses, two activities; one of each on record, the clause late.

    ME-COM-1: 1 of 3 = 33.33, ME-COM-2: 1 of 2 = 50, ME-COM-4 on time: 1 of 5 = 20; no advice.
    Commitment (2 · 33.33 + 2 · 50 + 1 · 20) ÷ 5 = 37.333333.
    """
    programme = Programme()
    p = signed(programme)
    for number in (1, 2, 3):
        p.clause("mentee", str(number), "2026-02-01")
    p.plans("mentee", "activity", "W1", "2026-03-01").plans("mentee", "activity", "W2", "2026-03-15")
    p.tells("mentee/clause/moa-1", "2026-02-10").tells("mentee/activity/W1", "2026-03-01")
    return programme, p


def value(mart: Mart, viewpoint: str, criterion: str = "commitment", role: str = "mentee") -> dict[str, Any]:
    return mart.one(
        "SELECT * FROM mart.self_assessment_value WHERE viewpoint = ? AND criterion = ? AND role = ? AND is_in_force",
        viewpoint, criterion, role,
    )  # fmt: skip


def test_the_self_view_is_the_indicator_with_its_claims_accepted() -> None:
    """By hand: clause 2 done on the day due, clause 3 done without a day, activity W2 prevented.

    ME-COM-1: 3 of 3 = 100. ME-COM-2: W2 leaves the denominator, 1 of 1 = 100.
    On time: clause 1 late 0, clause 2 in time 1, clause 3 names no day and stays 0, W1 1, W2 out: 2 of 4 = 50.
    (2 · 100 + 2 · 100 + 1 · 50) ÷ 5 = 90. Computed, as recorded: 37.333333.
    """
    programme, p = worked()
    says(p, "mentee", "mentee/clause/moa-2", "done", "2026-04-20", done="2026-02-01")
    says(p, "mentee", "mentee/clause/moa-3", "done", "2026-04-20")
    says(p, "mentee", "mentee/activity/W2", "prevented", "2026-04-20")
    mart = programme.at("2026-04-30")
    own = value(mart, "self")
    assert own["value"] == pytest.approx(90, abs=NEARLY)
    assert (own["done_count"], own["prevented_count"], own["agreed_count"]) == (2, 1, 0)
    assert value(mart, "computed")["value"] == pytest.approx(37.333333, abs=NEARLY)
    assert mart.criterion("P1", "mentee", "commitment")["score"] == pytest.approx(37.333333, abs=NEARLY)


def test_four_views_stand_side_by_side_and_one_not_given_is_not_reported_and_never_zero() -> None:
    programme, p = worked()
    views(p, "self", "commitment", 80, "2026-04-20", words="Busy months")
    views(p, "counterpart", "commitment", 60, "2026-04-22")
    mart = programme.at("2026-04-30")
    rows = mart.rows(
        "SELECT viewpoint, value, stated_value, status FROM mart.self_assessment_value"
        " WHERE role = 'mentee' AND criterion = 'commitment' ORDER BY viewpoint"
    )
    assert [(r["viewpoint"], r["stated_value"], r["status"]) for r in rows] == [
        ("computed", None, "reported"), ("counterpart", 60, "reported"), ("facilitator", None, "not_reported"),
        ("self", 80, "reported"),
    ]  # fmt: skip
    assert value(mart, "facilitator")["value"] is None
    place = value(mart, "self")
    assert (place["source_file"], place["source_sheet"], place["source_cell"]) == ("self.xlsx", "Words", "A5")
    assert (place["person"], place["author_party_id"]) == ("mentee person", "MENTEE")


def test_each_submission_stays_with_its_day_and_the_latest_is_in_force() -> None:
    programme, p = worked()
    views(p, "self", "commitment", 50, "2026-03-20", is_in_force=False)
    views(p, "self", "commitment", 80, "2026-04-20", is_in_force=True)
    rows = programme.at("2026-04-30").rows(
        "SELECT assessed_on, stated_value, value, is_in_force FROM mart.self_assessment_value"
        " WHERE viewpoint = 'self' AND criterion = 'commitment' AND role = 'mentee' ORDER BY assessed_on"
    )
    assert [(str(r["assessed_on"]), r["stated_value"], r["is_in_force"]) for r in rows] == [
        ("2026-03-20", 50, False), ("2026-04-20", 80, True),
    ]  # fmt: skip
    assert rows[0]["value"] is None


def test_the_gap_is_a_question_in_both_languages_and_changes_no_computed_score() -> None:
    """By hand: own figure 80, records 37.33: 42.67 points; counterpart 60: 20 points; the threshold is 10."""
    programme, p = worked()
    before = programme.at("2026-04-30").rows(COMPUTED)
    views(p, "self", "commitment", 80, "2026-04-20")
    views(p, "counterpart", "commitment", 60, "2026-04-22")
    mart = programme.at("2026-04-30")
    gaps = mart.rows("SELECT about, gap, question_en, question_id FROM mart.self_assessment_gap ORDER BY about")
    assert [(g["about"], g["gap"]) for g in gaps] == [
        ("counterpart", 20), ("records", pytest.approx(42.666667, abs=NEARLY)),
    ]  # fmt: skip
    assert gaps[1]["question_en"] == (
        "On commitment, the mentee puts itself at 80; the records come to 37. "
        "What was done that the records do not show?"
    )
    assert gaps[1]["question_id"] == (
        "Untuk komitmen, mentee menempatkan dirinya pada 80; menurut catatan 37. "
        "Apa saja yang sudah dilaksanakan tetapi belum tercatat?"
    )
    assert mart.rows(COMPUTED) == before


def test_views_closer_than_the_threshold_ask_nothing() -> None:
    programme, p = worked()
    views(p, "self", "commitment", 45, "2026-04-20")
    views(p, "counterpart", "commitment", 50, "2026-04-22")
    assert programme.at("2026-04-30").rows("FROM mart.self_assessment_gap") == []


def test_who_sees_itself_lower_than_the_records_is_asked_too() -> None:
    programme, p = worked()
    views(p, "self", "commitment", 0, "2026-04-20")
    (gap,) = programme.at("2026-04-30").rows("FROM mart.self_assessment_gap")
    assert gap["first_value"] == 0
    assert gap["gap"] == pytest.approx(-37.333333, abs=NEARLY)
    assert gap["question_en"].endswith("What would it like to see done that the records do not ask for?")


def test_the_facilitators_own_assessment_stands_without_a_computed_score() -> None:
    programme, p = worked()
    views(p, "self", "commitment", 70, "2026-04-20", role="facilitator", told_by="facilitator")
    rows = programme.at("2026-04-30").rows("FROM mart.self_assessment_value WHERE role = 'facilitator'")
    assert [(r["viewpoint"], r["stated_value"], r["author_party_id"]) for r in rows] == [("self", 70, "FAC")]


def test_where_nobody_assesses_itself_there_is_no_row() -> None:
    programme, _ = worked()
    mart = programme.at("2026-04-30")
    assert {table: mart.rows(f"FROM mart.{table}") for table in TABLES} == dict.fromkeys(TABLES, [])


def test_a_verification_is_a_record_with_person_day_and_cell() -> None:
    programme, p = worked()
    p.tells("mentee/clause/moa-2", "2026-02-01", level=4)
    programme.rows["evidence"][-1] |= {"attested_by": "Ani, facilitator", "attested_on": "2026-02-20"}
    (row,) = programme.at("2026-04-30").rows("FROM mart.attestation")
    assert (row["kind"], row["person"], str(row["attested_on"])) == ("verified", "Ani, facilitator", "2026-02-20")
    assert (row["obligation_id"], row["source_cell"]) == ("P1/mentee/clause/moa-2", "A4")


def test_the_receipt_names_who_verified_and_what_is_objected() -> None:
    programme, p = worked()
    p.tells("mentee/clause/moa-2", "2026-02-01", level=4)
    programme.rows["evidence"][-1] |= {"attested_by": "Ani, facilitator", "attested_on": "2026-02-20"}
    says(p, "mentee", "mentee/clause/moa-3", "prevented", "2026-04-20")
    programme.rows["assessment_claim"][-1]["prevented_by"] = "No subsidy"
    mart = programme.at("2026-04-30")
    found = receipt(mart.connection, "P1", "mentee", "commitment")
    pieces = {
        owed.obligation_id: owed.evidence
        for i in found.criteria[0].indicators
        for owed in i.obligations
        if owed.evidence
    }
    (verified,) = pieces["P1/mentee/clause/moa-2"]
    (objection,) = pieces["P1/mentee/clause/moa-3"]
    assert (verified.attested_by, str(verified.attested_on)) == ("Ani, facilitator", "2026-02-20")
    assert (objection.is_objection, objection.share, objection.note) == (True, None, "No subsidy")
    told = "\n".join(text for _, text in lines(found, Language.ENGLISH))
    assert "verified by Ani, facilitator" in told
    assert "says it was prevented" in told


def random_ledgers(first: int, count: int) -> Programme:
    """So many partnerships: plan items of mentee and mentor, some told, some answered in their ledgers."""
    programme = Programme()
    for seed in range(first, first + count):
        _random_ledger(programme, Random(seed), f"R{seed}")
    return programme


def _random_ledger(programme: Programme, random: Random, partnership_id: str) -> None:
    p = signed(programme, partnership_id)
    owed = []
    for number in range(random.randint(2, 7)):
        role, kind = random.choice(
            (("mentor", "meeting"), ("mentor", "learning_topic"), ("mentee", "activity"), ("mentee", "meeting"))
        )
        p.plans(role, kind, f"W{number}", f"2026-0{random.randint(1, 8)}-15")
        owed.append((role, f"{role}/{kind}/W{number}"))
    for _, what in owed:
        if random.random() < 0.5:
            day = f"2026-0{random.randint(1, 6)}-{random.randint(10, 28)}"
            p.tells(what, day, share=random.choice((0.4, 1.0)), level=random.randint(0, 4))
    for month in ("2026-01", "2026-02", "2026-03"):
        if random.random() < 0.5:
            p.sends_report(month, f"2026-0{random.randint(4, 6)}-05")
    for role, what in owed:
        if random.random() < 0.6:
            done = random.choice((None, f"2026-0{random.randint(1, 6)}-12"))
            says(p, role, what, random.choice(("agreed", "done", "prevented")), "2026-06-20", done=done)
    for role in ("mentor", "mentee"):
        if random.random() < 0.5:
            views(p, "self", "commitment", random.choice((None, 0, 55, 100)), "2026-06-20", role=role)


SIDES = """
    SELECT v.partnership_id, v.role, v.value, s.score, s.score_high, EXISTS (
        FROM mart.self_assessment_answer AS a
        WHERE a.partnership_id = v.partnership_id AND a.role = v.role AND a.answer <> 'agreed'
    ) AS objects
    FROM mart.self_assessment_value AS v
    INNER JOIN mart.criterion_score AS s USING (partnership_id, role, criterion)
    WHERE v.viewpoint = 'self' AND v.value IS NOT NULL
"""


def test_the_self_view_lies_below_the_top_of_the_interval_and_without_objections_is_the_score() -> None:
    rows = random_ledgers(0, 120).at("2026-07-31").rows(SIDES)
    plain = [row for row in rows if not row["objects"]]
    moved = [row for row in rows if row["score"] is None or abs(row["value"] - row["score"]) > 1]
    assert len(plain) > 30
    assert len(moved) > 30
    assert all(0 <= row["value"] <= row["score_high"] + NEARLY for row in rows)
    assert all(row["value"] == pytest.approx(row["score"], abs=1e-5) for row in plain)


def test_a_ledger_withdrawn_leaves_every_computed_score_and_narrows_the_interval_from_above() -> None:
    programme = random_ledgers(200, 80)
    told = scores_by_key(programme.at("2026-07-31"))
    for table in ("assessment", "assessment_claim"):
        programme.rows.pop(table)
    silent = scores_by_key(programme.at("2026-07-31"))
    assert told.keys() == silent.keys()
    assert all(row["score"] == silent[key]["score"] for key, row in told.items())
    assert all(row["score_low"] == silent[key]["score_low"] for key, row in told.items())
    opened = [key for key, row in told.items() if row["score_high"] != silent[key]["score_high"]]
    assert len(opened) > 20
    assert all(told[key]["score_high"] > silent[key]["score_high"] for key in opened)


def scores_by_key(mart: Mart) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(row["partnership_id"], row["role"], row["criterion"]): row for row in mart.rows(COMPUTED)}


def test_the_order_of_the_files_never_matters() -> None:
    programme = random_ledgers(300, 40)
    first = tables(programme.at("2026-07-31"))
    for rows in programme.rows.values():
        Random(3).shuffle(rows)
    assert tables(programme.at("2026-07-31")) == first
    assert len(first["self_assessment_gap"]) > 10


def tables(mart: Mart) -> dict[str, list[dict[str, Any]]]:
    return {table: mart.rows(f"SELECT * FROM mart.{table} ORDER BY ALL") for table in TABLES}
