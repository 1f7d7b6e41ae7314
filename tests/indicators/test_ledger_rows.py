"""The ledger on rows laid under its statement: who attested, the scores with claims accepted, views, gaps, by hand."""

from datetime import date
from typing import Any

import duckdb
import pytest

from tests.indicators.laid import Laid, found, short

AS_OF, KNOWN_BY = date(2026, 6, 30), date(2026, 7, 15)
READ = (
    "core.advice_request", "core.evidence", "core.assessment", "core.assessment_claim", "core.partnership",
    "mart.evidence", "mart.obligation", "mart.criterion_score", "mart.indicator", "mart.indicator_value",
)  # fmt: skip
TEMPORARY = """
    CREATE TEMP TABLE counting (role VARCHAR, kind VARCHAR, indicator_code VARCHAR, criterion VARCHAR, by_kind BOOLEAN);
    CREATE TEMP TABLE pooled (indicator_code VARCHAR, delivered_code VARCHAR, kind VARCHAR);
    INSERT INTO counting VALUES ('mentee', 'clause', 'COM-1', 'commitment', FALSE),
        ('mentee', 'meeting', 'COM-2', 'commitment', TRUE);
    INSERT INTO pooled VALUES ('COM-4', 'COM-1', NULL), ('COM-4', 'COM-2', 'meeting')
"""
STANDING_ASIDE = ("not_due", "prevented", "waived", "withdrawn", "lapsed", "not_applicable")


def claims(laid: Laid, what: str, answer: str, **more: Any) -> None:
    laid.add(
        "core.assessment_claim",
        **{
            "partnership_id": "P1", "role": "mentee", "obligation_id": what, "answer": answer, "assessed_on": "05-01",
            "received_on": "05-02", "is_in_force": True, "told_by": None, "person": "Ani", "file_sha256": "L",
            "source_file": "L.xlsx", "source_sheet": "Ledger", "source_cell": f"B{len(laid.rows) + 5}", **more,
        },
    )  # fmt: skip


def attested(laid: Laid) -> None:
    """E1 and E2 are attested; the others are of level 2, later, unknown, by nobody, or of another file."""
    for evidence, level, sha, in_file, more in (
        ("E1", 4, "a", "a", {"attested_on": "06-30", "received_on": "07-15"}),
        ("E2", 3, None, None, {}),
        ("E3", 2, "a", "a", {}),
        ("E4", 4, "a", "a", {"attested_on": "07-01"}),
        ("E5", 4, "a", "a", {"received_on": "07-16"}),
        ("E6", 4, "a", "a", {"attested_by": None}),
        ("E7", 4, "a", "b", {}),
    ):
        laid.add(
            "core.evidence",
            **{"evidence_id": evidence, "told_by": "mentor", "attested_by": "Budi", "attested_on": "05-01",
               "received_on": "05-02", "file_sha256": sha, **more},
        )  # fmt: skip
        laid.add(
            "mart.evidence",
            partnership_id="P1",
            evidence_id=evidence,
            level=level,
            source_sha256=in_file,
            obligation_id="O1",
        )
    for request, sha, in_file, more in (
        ("Q1", "answer", "answer", {"attested_on": "06-30"}),
        ("Q2", None, "asked", {}),
        ("Q3", "answer", "answer", {"attested_on": "07-01"}),
        ("Q4", "answer", "answer", {"attested_by": None}),
        ("Q5", "answer", "answer", {"answered_on": None}),
        ("Q6", "answer", "answer", {"answer_received_on": "07-16"}),  # told after the day known by, 15 July
    ):
        laid.add(
            "core.advice_request",
            **{"request_id": request, "attested_by": "Cici", "attested_on": "05-01", "answered_on": "04-20",
               "received_on": "05-02", "file_sha256": "asked", "answer_sha256": sha, **more},
        )  # fmt: skip
        laid.add(
            "mart.evidence", partnership_id="P3", evidence_id=request, level=3, source_sha256=in_file, obligation_id="A"
        )
    for number, answer, by, level, more in (
        (1, "done", "mentor", 3, {}),
        (2, "agreed", "facilitator", 4, {}),
        (3, "done", "mentee", 3, {}),
        (4, "done", "mentor", 3, {"person": None}),
        (5, "prevented", "mentor", 3, {}),
        (6, "done", "mentor", 3, {"is_in_force": False}),
        (7, "done", "mentor", 3, {"assessed_on": "07-01"}),
        (8, "done", "mentor", 3, {"received_on": "07-16"}),
        (9, "done", "mentor", 3, {"assessed_on": "06-30", "received_on": "07-15"}),
    ):
        claims(laid, f"C{number}", answer, partnership_id="P3", told_by=by, file_sha256="c", **more)
        word, day = "claim" if answer == "done" else answer, more.get("assessed_on", "05-01")
        laid.add(
            "mart.evidence", partnership_id="P3", level=level, evidence_id=f"C{number}/{word}/{by}/2026-{day}",
            source_sha256="c", obligation_id=f"C{number}",
        )  # fmt: skip


def test_who_attested_is_named_where_the_evidence_is_confirmed_or_verified(ledger: duckdb.DuckDBPyConnection) -> None:
    rows = found(ledger, "SELECT * FROM mart.attestation ORDER BY evidence_id")
    assert [
        (r["evidence_id"], r["kind"], r["level"], r["role"], r["person"], short(r["attested_on"])) for r in rows
    ] == [
        ("C1/claim/mentor/2026-05-01", "confirmed", 3, "mentor", "Ani", "05-01"),
        ("C2/agreed/facilitator/2026-05-01", "verified", 4, "facilitator", "Ani", "05-01"),
        ("C9/claim/mentor/2026-06-30", "confirmed", 3, "mentor", "Ani", "06-30"),
        ("E1", "verified", 4, "mentor", "Budi", "06-30"),
        ("E2", "confirmed", 3, "mentor", "Budi", "05-01"),
        ("Q1", "confirmed", 3, "mentee", "Cici", "06-30"),
        ("Q2", "confirmed", 3, "mentee", "Cici", "05-01"),
    ]


def owed(laid: Laid) -> None:
    """What the mentee of P1 owes, due on 1 February, with what the records say: status, counts, delivered, on time."""
    late, overdue, on_time = ("fulfilled_late", True, 1, 0), ("overdue", True, 0, 0), ("fulfilled_on_time", True, 1, 1)
    aside = {f"A-{status}": (status, False, None, None) for status in STANDING_ASIDE}
    for name, (status, counts, delivered, punctual) in {
        "O1": late, "O2": overdue, "O3": overdue, "O4": overdue, "O5": late, "O6": on_time, "O7": overdue,
        "O9": ("unknown", False, None, None), "O12": ("unknown", False, None, None),
        "O13": ("unknown", False, None, None), "O10": overdue, "M1": on_time, "M2": overdue,
        "V1": ("partly_fulfilled", True, 0.4, 0), "V2": overdue, "O11": overdue, "T1": on_time, **aside,
    }.items():  # fmt: skip
        kind = {"M": "meeting", "V": "activity", "T": "training"}.get(name[0], "clause")
        laid.add(
            "mart.obligation", obligation_id=name, partnership_id="P1", role="mentee", criterion="commitment",
            kind=kind, indicator_code="COM-1" if kind == "clause" else "COM-2", status=status, counts=counts,
            credit_delivered=delivered, credit_on_time=punctual, due_on=None if name in ("V2", "O11") else "02-01",
        )  # fmt: skip
    laid.add(
        "mart.obligation", partnership_id="P1", obligation_id="X", role="mentee", kind="clause", criterion="commitment",
        indicator_code=None, status="overdue", counts=True, credit_delivered=0, credit_on_time=0,
    )  # fmt: skip
    laid.add(
        "mart.obligation", partnership_id="P1", obligation_id="OF MENTOR", role="mentor", kind="clause",
        criterion="commitment", indicator_code="COM-1", status="overdue", counts=True, credit_delivered=0,
        credit_on_time=0,
    )  # fmt: skip
    claims(laid, "O2", "done", occurred_on="02-01")
    claims(laid, "O3", "done")
    claims(laid, "O4", "done", occurred_on="02-02")
    for what in ("O5", "O6", "O7", *aside):
        claims(laid, what, "done" if what.startswith("A-") else "prevented", occurred_on="01-15")
    claims(laid, "O9", "done", occurred_on="01-31", received_on="07-15")
    for what in ("V2", "O11"):
        claims(laid, what, "done", occurred_on="03-01")
    claims(laid, "O12", "done")
    claims(laid, "O13", "done", occurred_on="02-02")
    claims(laid, "M2", "done", assessed_on="04-01", received_on="04-01", file_sha256="K")
    claims(laid, "M2", "agreed")
    # an earlier word of its own, a later one not known, one replaced, and the counterpart's
    claims(laid, "O2", "prevented", assessed_on="04-01", received_on="04-01", file_sha256="K")
    claims(laid, "O2", "prevented", assessed_on="06-01", received_on="07-16", file_sha256="N")
    claims(laid, "O2", "prevented", assessed_on="07-01", received_on="07-02", file_sha256="N")
    claims(laid, "O2", "prevented", assessed_on="06-02", is_in_force=False, file_sha256="N")
    claims(laid, "O10", "done", occurred_on="01-01", told_by="mentor", file_sha256="M")


def judged(laid: Laid) -> None:
    for code, role, criterion, weight, credit, value, status in (
        ("COM-1", "mentee", "commitment", 2, "delivered", 12, "reported"),
        ("COM-2", "mentee", "commitment", 2, "delivered", 12, "reported"),
        ("COM-4", "mentee", "commitment", 1, "on_time", 12, "reported"),
        ("COM-9", "mentee", "commitment", 5, "delivered", None, "not_due"),
        ("REP-3", "mentee", "reports", 1, "content", 70, "reported"),
        ("REP-9", "mentee", "reports", 1, "content", 10, "not_applicable"),
        ("MR-1", "mentor", "commitment", 1, "content", 33, "reported"),
    ):
        laid.add("mart.indicator", indicator_code=code, role=role, criterion=criterion, weight=weight, credit=credit)
        laid.add("mart.indicator_value", partnership_id="P1", indicator_code=code, value=value, status=status)
    for partnership, role, criterion, score, status in (
        ("P1", "mentee", "commitment", 40, "reported"), ("P1", "mentee", "reports", 50, "reported"),
        ("P1", "mentee", "know_how", None, "not_applicable"), ("P1", "mentee", "lesson_learned", None, "not_due"),
        ("P1", "mentor", "commitment", 70, "reported"), ("P2", "mentee", "commitment", 10, "reported"),
        ("P1", "mentor", "know_how", 60, "reported"), ("P2", "mentee", "know_how", 10, "reported"),
    ):  # fmt: skip
        laid.add(
            "mart.criterion_score",
            partnership_id=partnership,
            role=role,
            criterion=criterion,
            score=score,
            status=status,
        )
    for partnership in ("P1", "P2"):
        laid.add(
            "core.partnership", partnership_id=partnership, mentor_id="M", mentee_id="E", facilitator_id="F",
            supporting_partner_id="S",
        )  # fmt: skip


def another(laid: Laid) -> None:
    """P4: words of its mentee, a view of the mentor that was taken back, claims that only the mentor makes."""
    laid.add("core.partnership", partnership_id="P4", mentor_id="M", mentee_id="E4")
    for criterion, score in (("commitment", 44), ("reports", 55)):
        laid.add(
            "mart.criterion_score", partnership_id="P4", role="mentee", criterion=criterion, score=score,
            status="reported",
        )  # fmt: skip
    laid.add("mart.indicator_value", partnership_id="P4", indicator_code="REP-3", value=70, status="reported")
    for view, criterion, score, in_force in (
        ("self", "reports", 50, True), ("counterpart", "reports", 60, False), ("facilitator", "commitment", 50, True),
    ):  # fmt: skip
        laid.add(
            "core.assessment", partnership_id="P4", role="mentee", criterion=criterion, view=view, score=score,
            assessed_on="05-01", received_on="05-01", is_in_force=in_force, file_sha256="Z",
        )  # fmt: skip
    laid.add("mart.obligation", partnership_id="P4", obligation_id="Z1", role="mentee", criterion="commitment")
    claims(laid, "Z1", "done", partnership_id="P4", told_by="mentor", file_sha256="Z")


def test_without_claims_of_its_own_the_own_view_is_the_computed_score_and_a_view_taken_back_is_in_force_nowhere(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    rows = found(
        ledger, "SELECT * FROM mart.self_assessment_value WHERE partnership_id = 'P4' ORDER BY criterion, viewpoint"
    )
    assert [(r["criterion"], r["viewpoint"], r["value"], r["status"], r["is_in_force"]) for r in rows] == [
        ("commitment", "computed", 44, "reported", True),
        ("commitment", "counterpart", None, "not_reported", True),
        ("commitment", "facilitator", 50, "reported", True),
        ("commitment", "self", None, "not_reported", True),
        ("reports", "computed", 55, "reported", True),
        ("reports", "counterpart", 60, "reported", False),
        ("reports", "facilitator", None, "not_reported", True),
        ("reports", "self", 55, "reported", True),
    ]


def viewed(laid: Laid) -> None:
    def says(view: str, score: float | None, criterion: str = "commitment", role: str = "mentee", **more: Any) -> None:
        laid.add(
            "core.assessment",
            **{
                "partnership_id": "P1", "role": role, "criterion": criterion, "view": view, "score": score,
                "words": f"{view} {score}", "assessed_on": "05-01", "received_on": "05-02", "is_in_force": True,
                "file_sha256": view, "source_file": f"{view}.xlsx", "source_sheet": "Words", "source_cell": "A1",
                **more,
            },
        )  # fmt: skip

    says("self", 80, file_sha256="L")
    says("self", 20, assessed_on="04-15", file_sha256="J")
    says("self", 99, assessed_on="07-01")
    says("self", 98, received_on="07-16")
    says("self", 97, assessed_on="06-15", is_in_force=False, file_sha256="G")
    says("counterpart", 60, assessed_on="06-30", received_on="07-15")
    says("facilitator", 90, assessed_on="05-03")
    says("facilitator", None, "lesson_learned", file_sha256="L")
    says("self", None, "reports", role="facilitator", file_sha256="L")
    says("counterpart", 80, role="mentor")
    says("self", 70, role="facilitator")
    says("counterpart", 60, role="facilitator", told_by="mentor")
    says("self", 90, "know_how", "supporting_partner")
    says("facilitator", 50, "know_how", "supporting_partner")
    says("self", 20, "lesson_learned", "facilitator")
    says("counterpart", 29.5, "lesson_learned", "facilitator")
    says("facilitator", 55, "reports", assessed_on="05-03")
    says("self", 90, "lesson_learned", "supporting_partner")
    says("facilitator", 50, "lesson_learned", "supporting_partner")
    says("self", None, "reports", "supporting_partner")
    says("counterpart", 50, "reports", "supporting_partner")


@pytest.fixture(scope="module")
def ledger() -> duckdb.DuckDBPyConnection:
    laid = Laid(TEMPORARY, {"ledger.gap": 10})
    for lay in (attested, owed, judged, another, viewed):
        lay(laid)
    return laid.under("self-assessment", READ, AS_OF, KNOWN_BY)


def views_of(ledger: duckdb.DuckDBPyConnection, role: str, criterion: str) -> list[tuple[Any, ...]]:
    """View, by whom, on which day, value, stated, status, in force; in the order of view and day."""
    rows = found(
        ledger,
        "SELECT * FROM mart.self_assessment_value WHERE partnership_id = 'P1' AND role = ? AND criterion = ?"
        " ORDER BY viewpoint, assessed_on",
        role, criterion,
    )  # fmt: skip
    return [
        (r["viewpoint"], r["told_by"], short(r["assessed_on"]), r["value"], r["stated_value"], r["status"],
         r["is_in_force"])
        for r in rows
    ]  # fmt: skip


# COM-1, clauses: O1, O5, O6 on record; O2, O3, O4, O9, O11, O12, O13 claimed; O10 not; O7 prevented, the rest aside:
# 10 of 11.
# COM-2, mean of meetings 1 of 2 (M2 was claimed first, and then agreed to be missing), activities (.4 + 1) of 2 and
# trainings 1 of 1: 73.333333.
# COM-4: clauses O2, O6, O9 and O11, which has no day to miss, of O1 O2 O3 O4 O6 O9 O10 O11 and O13, which says itself
# that it was late (O5 came late and says why; of O12 nobody tells a day); of meetings alone 1 of 2: 5 of 11.
# (2 x 90.909091 + 2 x 73.333333 + 45.454545) / 5 = 74.7878786, told with six decimals
ACCEPTED = 74.787879


def test_the_own_view_is_the_score_with_the_claims_of_the_latest_ledger_accepted(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    assert views_of(ledger, "mentee", "commitment") == [
        ("computed", None, "06-30", 40, None, "reported", True),
        ("counterpart", "mentor", "05-01", None, None, "not_reported", False),
        ("counterpart", "mentor", "06-30", 60, 60, "reported", True),
        ("facilitator", "facilitator", "05-03", 90, 90, "reported", True),
        ("self", "mentee", "04-01", None, None, "not_reported", False),
        ("self", "mentee", "04-15", None, 20, "reported", False),
        ("self", "mentee", "05-01", ACCEPTED, 80, "reported", True),
        ("self", "mentee", "06-02", None, None, "not_reported", False),
        ("self", "mentee", "06-15", None, 97, "reported", False),
    ]


def test_a_criterion_without_words_has_the_view_of_its_answers_and_one_that_does_not_apply_has_none(
    ledger: duckdb.DuckDBPyConnection,
) -> None:
    reports, lessons = views_of(ledger, "mentee", "reports"), views_of(ledger, "mentee", "lesson_learned")
    assert [row for row in reports if row[-1]] == [
        ("computed", None, "06-30", 50, None, "reported", True),
        ("counterpart", None, None, None, None, "not_reported", True),
        ("facilitator", "facilitator", "05-03", 55, 55, "reported", True),
        ("self", "mentee", "05-01", 70, None, "reported", True),
    ]
    assert [row[3:] for row in lessons if row[0] in ("self", "computed") and row[-1]] == [
        (None, None, "not_due", True), (None, None, "not_due", True),
    ]  # fmt: skip
    assert views_of(ledger, "mentee", "know_how") == []


def test_one_who_keeps_no_ledger_is_not_reported_beside_the_views_of_others(ledger: duckdb.DuckDBPyConnection) -> None:
    assert views_of(ledger, "mentor", "commitment") == [
        ("computed", None, "06-30", 70, None, "reported", True),
        ("counterpart", "mentee", "05-01", 80, 80, "reported", True),
        ("facilitator", None, None, None, None, "not_reported", True),
        ("self", None, None, None, None, "not_reported", True),
    ]
    assert found(ledger, "SELECT * FROM mart.self_assessment_value WHERE partnership_id = 'P2'") == []


def test_a_view_bears_its_parties_and_the_count_of_its_answers(ledger: duckdb.DuckDBPyConnection) -> None:
    """M2 agreed; O2, O3, O4, O9, O11, O12, O13, V2 and six that stand aside done; O5, O6, O7 prevented."""
    rows = found(
        ledger,
        "SELECT * FROM mart.self_assessment_value"
        " WHERE partnership_id = 'P1' AND role = 'mentee' AND criterion = 'commitment' AND is_in_force",
    )
    sides = {row["viewpoint"]: (row["party_id"], row["author_party_id"], row["source_file"]) for row in rows}
    assert sides == {
        "computed": ("E", None, None), "self": ("E", "E", "self.xlsx"), "counterpart": ("E", "M", "counterpart.xlsx"),
        "facilitator": ("E", "F", "facilitator.xlsx"),
    }  # fmt: skip
    (own,) = [row for row in rows if row["viewpoint"] == "self"]
    assert (own["agreed_count"], own["done_count"], own["prevented_count"]) == (1, 14, 3)
    others = found(
        ledger, "SELECT DISTINCT role, party_id FROM mart.self_assessment_value WHERE partnership_id = 'P1' ORDER BY 1"
    )
    assert [tuple(row.values()) for row in others] == [
        ("facilitator", "F"), ("mentee", "E"), ("mentor", "M"), ("supporting_partner", "S"),
    ]  # fmt: skip


def test_an_answer_bears_its_view_criterion_and_author(ledger: duckdb.DuckDBPyConnection) -> None:
    rows = found(
        ledger, "SELECT * FROM mart.self_assessment_answer WHERE obligation_id IN ('O10', 'O2', 'C2') ORDER BY ALL"
    )
    assert sorted(
        (r["obligation_id"], r["viewpoint"], r["told_by"], str(r["author_party_id"]), str(r["criterion"]), r["answer"],
         short(r["assessed_on"]), r["is_in_force"])
        for r in rows
    ) == [
        ("C2", "facilitator", "facilitator", "None", "None", "agreed", "05-01", True),
        ("O10", "counterpart", "mentor", "M", "commitment", "done", "05-01", True),
        ("O2", "self", "mentee", "E", "commitment", "done", "05-01", True),
        ("O2", "self", "mentee", "E", "commitment", "prevented", "04-01", True),
        ("O2", "self", "mentee", "E", "commitment", "prevented", "06-02", False),
    ]  # fmt: skip


def test_views_that_lie_ten_points_apart_are_a_question(ledger: duckdb.DuckDBPyConnection) -> None:
    """Not: 20 beside 29.5, and 70 beside 50 of reports, of which the ledger holds no objection. Who states no figure is
    compared by what its answers make of the records: 70 beside the facilitator's 55."""
    rows = found(ledger, "SELECT * FROM mart.self_assessment_gap ORDER BY role, criterion, about")
    assert [
        (r["role"], r["criterion"], r["about"], r["first_value"], r["second_value"], r["gap"], short(r["assessed_on"]),
         r["source_file"], r["party_id"])
        for r in rows
    ] == [
        ("facilitator", "commitment", "counterpart", 70, 60, 10, "05-01", "self.xlsx", "F"),
        ("mentee", "commitment", "counterpart", 80, 60, 20, "06-30", "self.xlsx", "E"),
        ("mentee", "commitment", "facilitator", 80, 90, -10, "05-03", "self.xlsx", "E"),
        ("mentee", "commitment", "objections", ACCEPTED, 40, pytest.approx(34.787879), "06-30", "self.xlsx", "E"),
        ("mentee", "commitment", "records", 80, 40, 40, "06-30", "self.xlsx", "E"),
        ("mentee", "reports", "facilitator", 70, 55, 15, "05-03", "L.xlsx", "E"),
        ("mentor", "commitment", "counterpart_records", 80, 70, 10, "06-30", "counterpart.xlsx", "M"),
        ("supporting_partner", "know_how", "facilitator", 90, 50, 40, "05-01", "self.xlsx", "S"),
        ("supporting_partner", "lesson_learned", "facilitator", 90, 50, 40, "05-01", "self.xlsx", "S"),
    ]  # fmt: skip


WORDING = {
    ("facilitator", "counterpart"): (
        "On commitment, the facilitator puts itself at 70 and its counterpart puts it at 60. "
        "What does each have in mind?",
        "Untuk komitmen, fasilitator menempatkan dirinya pada 70, sedangkan pihak mitra menempatkannya pada 60. "
        "Apa yang menjadi pertimbangan masing-masing?",
    ),
    ("mentee", "objections"): (
        "If the objections of the mentee are accepted, commitment comes to 75; as recorded it is 40. "
        "What shows it, and who can confirm it?",
        "Bila sanggahan mentee diterima, komitmen menjadi 75; menurut catatan 40. "
        "Apa buktinya, dan siapa yang dapat membenarkannya?",
    ),
    ("mentor", "counterpart_records"): (
        "On commitment, the counterpart puts the mentor at 80; the records come to 70. "
        "What does it see that the records do not show?",
        "Untuk komitmen, pihak mitra menempatkan mentor pada 80; menurut catatan 70. "
        "Apa yang dilihatnya yang belum tercatat?",
    ),
    ("supporting_partner", "facilitator"): (
        "On know-how transfer, the supporting partner puts itself at 90 and the facilitator puts it at 50. "
        "What does each have in mind?",
        "Untuk alih pengetahuan, mitra pendukung menempatkan dirinya pada 90, sedangkan fasilitator "
        "menempatkannya pada 50. Apa yang menjadi pertimbangan masing-masing?",
    ),
}


def test_each_question_is_put_in_both_languages(ledger: duckdb.DuckDBPyConnection) -> None:
    rows = found(ledger, "SELECT * FROM mart.self_assessment_gap")
    worded = {
        (row["role"], row["about"]): (row["question_en"], row["question_id"])
        for row in rows
        if row["criterion"] not in ("reports", "lesson_learned")
    }
    assert {key: worded[key] for key in WORDING} == WORDING
    (lessons,) = [row for row in rows if row["criterion"] == "lesson_learned"]
    assert lessons["question_en"].startswith("On lesson learned, the supporting partner puts itself at 90")
    assert lessons["question_id"].startswith("Untuk pembelajaran, mitra pendukung menempatkan dirinya pada 90")
