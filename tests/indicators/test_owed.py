"""What is owed, since when, until when and by which paper: plans, quotas, clauses, duties, visits and the dialogue.

One programme, as of Wednesday 20 May 2026 and as known on 25 May. A line reads: due, in force from, dropped on (where
it is withdrawn), and the place that it resolves to; each row of the core is written in a place of its own.
"""

from datetime import date

import pytest

from tests.indicators.programme import Mart, Partnership, Programme, Row

AS_OF, KNOWN_BY = "2026-05-20", "2026-05-25"
TO_JULY = ("2026-02-01", "2026-07-31")
LOI, MOA = "2025-11-03", "2026-01-12"
PLACES = ("source_file", "source_sheet", "source_cell", "file_sha256")


@pytest.fixture(scope="module")
def mart() -> Mart:
    programme = Programme()
    for tell in TOLD:
        tell(programme)
    for table, rows in programme.rows.items():
        if table != "activity":
            for row in rows:
                row.update(dict.fromkeys(PLACES, place_of(table, row)))
                row.pop("told_as", None)
    return programme.scores_at(AS_OF, KNOWN_BY)


def place_of(table: str, row: Row) -> str:
    """Where a row is written: "mentee W1", "work_plan_revision 1", "clause 3", "request 2026-03/1"."""
    match table:
        case "plan_item":
            return f"{row['role']} {row['item_no']}"
        case "agreement":
            return f"{row['kind']} {row['revision']}"
        case "clause":
            return f"clause {row['clause_no']}"
        case "advice_request" | "advice":
            return " ".join(part for part in (row.get("told_as"), row[f"{table.split('_')[-1]}_id"]) if part)
    return table


def written(value: object) -> object:
    return str(value) if isinstance(value, date) else value


def owed(mart: Mart, partnership_id: str, kinds: str) -> dict[str, tuple[object, ...]]:
    """What a partnership owes of some kinds: due, in force from, dropped on, place; by id without its first part."""
    rows = mart.rows("SELECT * FROM mart.obligation WHERE partnership_id = ?", partnership_id)
    found = {}
    for row in rows:
        if row["kind"] in kinds.split():
            places = {row[column] for column in ("source_file", "source_sheet", "source_cell", "source_sha256")}
            (place,) = places
            days = (row["original_due_on"] or row["due_on"], row["in_force_from"], row["in_force_to"])
            found[row["obligation_id"].removeprefix(f"{partnership_id}/")] = (*map(written, days), place)
    return found


def told(mart: Mart, obligation_id: str, columns: str) -> tuple[object, ...]:
    row = mart.obligation(obligation_id)
    return tuple(written(row[column]) for column in columns.split())


def founded(
    programme: Programme, name: str, pilot: tuple[str | None, str | None] = TO_JULY, **more: object
) -> Partnership:
    p = programme.partnership(name, pilot=pilot, **more)
    return p.signs("letter_of_intent", LOI).signs("memorandum_of_agreement", MOA)


def twin(programme: Programme, name: str, **more: object) -> Partnership:
    p = programme.partnership(name, programme_kind="international_twinning", **more)
    return p.signs("memorandum_of_understanding", "2026-01-05")


# Rows of the plan


def plan(programme: Programme) -> None:
    p = founded(programme, "plan").signs("work_plan", "2026-01-10")
    p.signs("work_plan_revision", "2026-04-10", 1).signs("addendum", "2026-02-20", 1)
    p.signs("work_plan_revision", "2026-05-21", 2)
    p.plans("mentee", "activity", "W1", "2026-06-15").plans("mentor", "meeting", "W1", "2026-06-20")
    p.plans("mentor", "diagnostic_visit", "V0", "2025-12-15")
    p.plans("mentee", "activity", "W2", "2026-06-30", added=1).plans("mentee", "activity", "W3", "2026-06-30", added=2)
    p.plans("mentee", "activity", "W4", "2026-04-10", dropped=1).plans(
        "mentee", "activity", "W5", "2026-04-09", dropped=1
    )
    p.plans("mentee", "activity", "W6", "2026-06-15", dropped=2)
    p.plans("mentee", "activity", "W7", "2026-06-15", joint="here", replaced_by="W1", stated_in="plan, 7")
    p.plans("mentee", "activity", "W8", "2026-06-15", joint="plan+other/there", replaced_by="V0")
    p.plans("mentee", "activity", "W9", None)
    programme.partnership("intent", pilot=TO_JULY).signs("letter_of_intent", LOI).plans(
        "mentor", "diagnostic_visit", "V0", "2025-12-15"
    ).plans("mentor", "meeting", "W1", "2026-03-01")
    programme.partnership("planned only", pilot=TO_JULY).signs("work_plan", "2026-01-10").plans(
        "mentor", "diagnostic_visit", "V0", "2025-12-15"
    )
    p = twin(programme, "endless").signs("work_plan_revision", "2026-04-10", 1)
    p.plans("mentor", "mission", "W1", None).plans("mentor", "mission", "W2", None, dropped=1)


def test_each_row_of_a_plan_is_owed_from_its_paper_on(mart: Mart):
    assert owed(mart, "plan", "activity meeting diagnostic_visit") == {
        "mentee/activity/W1": ("2026-06-15", "2026-01-10", None, "mentee W1"),
        "mentor/meeting/W1": ("2026-06-20", "2026-01-10", None, "mentor W1"),
        "mentor/diagnostic_visit/V0": ("2025-12-15", LOI, None, "mentor V0"),
        "mentee/activity/W2": ("2026-06-30", "2026-04-10", None, "mentee W2"),
        "mentee/activity/W4": ("2026-04-10", "2026-01-10", "2026-04-10", "mentee W4"),
        "mentee/activity/W5": ("2026-04-09", "2026-01-10", None, "mentee W5"),
        "mentee/activity/W6": ("2026-06-15", "2026-01-10", None, "mentee W6"),
        "mentee/activity/W7": ("2026-06-15", "2026-01-10", None, "mentee W7"),
        "mentee/activity/W8": ("2026-06-15", "2026-01-10", None, "mentee W8"),
        "mentee/activity/W9": ("2026-07-31", "2026-01-10", None, "mentee W9"),
    }
    assert owed(mart, "intent", "meeting diagnostic_visit") == {
        "mentor/diagnostic_visit/V0": ("2025-12-15", LOI, None, "mentor V0")
    }
    assert owed(mart, "planned only", "diagnostic_visit") == {
        "mentor/diagnostic_visit/V0": ("2025-12-15", "2026-01-10", None, "mentor V0")
    }


def test_a_row_without_a_day_and_without_a_pilot_is_owed_for_no_day_until_it_is_dropped(mart: Mart):
    assert owed(mart, "endless", "mission") == {
        "mentor/mission/W1": (None, "2026-01-05", None, "mentor W1"),
        "mentor/mission/W2": (None, "2026-01-05", "2026-04-10", "mentor W2"),
    }
    assert told(mart, "endless/mentor/mission/W2", "status") == ("withdrawn",)


def test_a_row_tells_what_it_is_tied_to_and_where_it_stands(mart: Mart):
    asked = "joint_id replaced_by clause basis origin_kind revision period title title_en item_no status"
    assert told(mart, "plan/mentee/activity/W7", asked) == (
        "plan/here", "plan/mentee/activity/W1", "plan, 7", "agreement", "work_plan", 0, None,
        "Item W7", "Item W7", "W7", "not_due",
    )  # fmt: skip
    assert told(mart, "plan/mentee/activity/W8", asked)[:2] == ("plan+other/there", "plan/mentor/diagnostic_visit/V0")
    assert told(mart, "plan/mentee/activity/W2", "revision replaced_by joint_id") == (1, None, None)
    assert [told(mart, f"plan/mentee/activity/{item}", "status") for item in ("W4", "W5", "W6")] == [
        ("withdrawn",),
        ("overdue",),
        ("not_due",),
    ]


# Quotas


def quotas(programme: Programme) -> None:
    p = founded(programme, "quota").signs("work_plan_revision", "2026-04-25", 1)
    p.promises("mentor", "meeting", "M", 3, "month", "2026-03-01", "2026-04-10")
    p.promises("mentor", "meeting", "N", 3, "month", "2026-03-23", "2026-04-09")
    p.promises("mentor", "meeting", "Q", 2, "quarter", "2026-01-01", "2026-06-29")
    p.promises("mentor", "meeting", "Y", 2, "year")
    p.promises("mentor", "meeting", "A", 10, "month", "2026-04-01", "2026-05-31", added=1)
    p.promises("mentor", "meeting", "B", 2, "month", "2026-05-01", "2026-05-31", added=1)
    p = twin(programme, "open quota")
    p.promises("mentor", "mission", "Y", 1, "year").promises("mentor", "mission", "Q", 1, "quarter", "2025-10-01")
    p.promises("mentor", "meeting", "M", 1, "month", "2026-04-01")


# March has 31 days, April 30: of 1 to 10 April 3 x 10/30 = 1 is owed, of 1 to 9 April 0.9 = 0, of 23 to 31 March
# 3 x 9/31 = 0.87 = 0. The second quarter lacks its last day: 2 x 90/91 = 1.98 = 1. The year from 12 January to 31 July:
# 2 x 201/365 = 1.1 = 1. What the revision of 25 April adds counts from then: 10 x 6/30 = 2 in April, due 14 days after
# it, on 9 May, and in May 10 by the month's end.
QUOTAS = {
    "M": {"2026-03-1 2026-03-2 2026-03-3": "2026-03-31", "2026-04-1": "2026-04-30"},
    "N": {},
    "Q": {"2026-Q1-1 2026-Q1-2": "2026-03-31", "2026-Q2-1": "2026-06-30"},
    "Y": {"2026-1": "2026-12-31"},
    "A": {
        "2026-04-1 2026-04-2": "2026-05-09",
        " ".join(f"2026-05-{place}" for place in range(1, 11)): "2026-05-31",
    },
    "B": {"2026-05-1 2026-05-2": "2026-05-31"},
}


@pytest.mark.parametrize("item", QUOTAS)
def test_a_quota_owes_its_part_of_each_period_rounded_down(mart: Mart, item: str):
    expected = {f"mentor/meeting/{item}/{time}": due for times, due in QUOTAS[item].items() for time in times.split()}
    found = owed(mart, "quota", "meeting")
    assert {name: row[0] for name, row in found.items() if name.startswith(f"mentor/meeting/{item}/")} == expected


def test_a_quota_without_a_last_day_runs_to_the_period_of_today(mart: Mart):
    """From the memorandum of 5 January on 2026 has 361 of its 365 days: 1 x 361/365 = 0.99, so no mission. The quarters
    from October on and the months from April on are whole, that of today too."""
    assert {name: row[:2] for name, row in owed(mart, "open quota", "mission meeting").items()} == {
        "mentor/mission/Q/2025-Q4-1": ("2025-12-31", "2026-01-05"),
        "mentor/mission/Q/2026-Q1-1": ("2026-03-31", "2026-01-05"),
        "mentor/mission/Q/2026-Q2-1": ("2026-06-30", "2026-01-05"),
        "mentor/meeting/M/2026-04-1": ("2026-04-30", "2026-01-05"),
        "mentor/meeting/M/2026-05-1": ("2026-05-31", "2026-01-05"),
    }


def test_a_time_of_a_quota_bears_its_period_and_its_number(mart: Mart):
    asked = "title period item_no revision in_force_from source_cell"
    assert told(mart, "quota/mentor/meeting/Q/2026-Q1-2", asked) == (
        "Item Q 2026-Q1-2", "2026-Q1", "Q", 0, MOA, "mentor Q",
    )  # fmt: skip
    assert told(mart, "quota/mentor/meeting/A/2026-04-2", asked)[3:5] == (1, "2026-04-25")


# Clauses


def clauses(programme: Programme) -> None:
    p = founded(programme, "clauses").signs("extension_agreement", "2026-05-02", 1)
    p.signs("extension_agreement", "2026-05-12", 2)
    p.clause("mentor", "1A", "2026-06-01", of="letter_of_intent").clause(
        "mentor", "2", "2026-06-01", of="extension_agreement"
    )
    p.clause("mentee", "3", None).clause(
        "mentee", "4", "2026-06-01", covered_by="clauses/mentee/activity/W1", of="addendum"
    )
    programme.rows["clause"][-1]["stated_in"] = "page 2"
    p.clause("mentee", "5", "2026-05-01", covered_by="clauses/mentee/activity/W0")
    p.clause("mentee", "6", "2026-05-01", covered_by="clauses/mentee/clause/moa-6")
    p.clause("mentee", "7", "2026-05-01", covered_by="clauses/mentee/clause/moa-4")
    p.plans("mentee", "activity", "W1", "2026-06-01")
    p = programme.partnership("no intent", pilot=TO_JULY).signs("memorandum_of_agreement", MOA)
    p.clause("mentor", "1", "2026-06-01", of="letter_of_intent").clause(
        "mentor", "2", "2026-06-01", of="extension_agreement"
    )
    p = twin(programme, "twin clauses")
    p.clause("mentor", "1", None, of="memorandum_of_understanding").clause("mentor", "2", None, of="letter_of_intent")


def test_a_clause_is_owed_from_the_paper_in_which_it_stands(mart: Mart):
    assert owed(mart, "clauses", "clause") == {
        "mentor/clause/loi-1A": ("2026-06-01", LOI, None, "clause 1A"),
        "mentor/clause/extension-2": ("2026-06-01", "2026-05-02", None, "clause 2"),
        "mentee/clause/moa-3": ("2026-07-31", MOA, None, "clause 3"),
        "mentee/clause/moa-4": ("2026-06-01", MOA, None, "clause 4"),
        "mentee/clause/moa-5": ("2026-05-01", MOA, None, "clause 5"),
        "mentee/clause/moa-6": ("2026-05-01", MOA, None, "clause 6"),
        "mentee/clause/moa-7": ("2026-05-01", MOA, None, "clause 7"),
    }
    assert owed(mart, "no intent", "clause") == {}
    assert owed(mart, "twin clauses", "clause") == {
        "mentor/clause/mou-1": (None, "2026-01-05", None, "clause 1"),
    }


def test_a_clause_that_restates_what_is_owed_is_not_counted_again(mart: Mart):
    """One that restates itself, nothing known, or another that restates, counts for itself."""
    asked = "clause covered_by status indicator_code basis origin_kind revision"
    agreed = ("agreement", "clause", 0)
    assert told(mart, "clauses/mentee/clause/moa-4", asked) == (
        "MoA 4; page 2", "clauses/mentee/activity/W1", "not_applicable", None, *agreed,
    )  # fmt: skip
    for number in ("5", "6", "7"):
        found = told(mart, f"clauses/mentee/clause/moa-{number}", asked)
        assert found == (f"MoA {number}", None, "overdue", "ME-COM-1", *agreed)


# Duties of the blueprint

SIGNED = {"letter_of_request": "2025-09-01", "letter_of_intent": LOI, "memorandum_of_agreement": MOA}


def duties(programme: Programme) -> None:
    p = programme.partnership("duties", pilot=("2026-02-01", "2026-04-30"))
    for kind, on in SIGNED.items():
        p.signs(kind, on).signs(kind, "2026-05-04", revision=1)
    programme.partnership("requested", pilot=(None, None)).signs("letter_of_request", "2025-09-01")
    p = programme.partnership("alone", pilot=(None, None), mentor_id=None).signs("letter_of_request", "2025-09-01")
    p.signs("letter_of_intent", LOI)
    p = programme.partnership("agreed", pilot=("2026-02-01", "2026-03-31")).signs("memorandum_of_agreement", MOA)
    p.plans("mentor", "sop", "S", "2026-03-01")
    p = founded(programme, "own sop", ("2026-02-01", "2026-03-31")).plans("mentee", "sop", "S", "2026-03-01")
    p.signs("addendum", "2026-03-20", 1, "2026-04-30")
    p = programme.partnership("delegation", programme_kind="training_delegation", begun_on="2026-01-05")
    p.plans("mentee", "training", "T", "2026-01-10")
    p = programme.partnership("delegation without plan", programme_kind="training_delegation", begun_on="2026-01-05")
    p._add("activity", activity_id="T", kind="training", held_on="2026-01-10", received_on="2026-01-12")


def test_each_duty_runs_from_the_paper_that_founds_it(mart: Mart):
    """Minutes 30 and confirmation 45 days after the request. The pilot ends on 30 April: draft then, final reports and
    SOP 30 days later, the letter 90, the workshop 120. Diagnostic 60 and monitoring 240 days after the LoI of 3
    November, study visit 120. Of papers signed again it is the first."""
    loi, moa = "letter_of_intent 0", "memorandum_of_agreement 0"
    assert owed(
        mart, "duties",
        "minutes confirmation_letter final_report sop sop_draft letter_of_recommendation dissemination_workshop"
        " diagnostic_report monitoring_report study_visit_report visit_advice",
    ) == {
        "facilitator/minutes/1": ("2025-10-01", "2025-09-01", None, "letter_of_request 0"),
        "facilitator/confirmation_letter/1": ("2025-10-16", "2025-09-01", None, "letter_of_request 0"),
        "mentor/final_report/final": ("2026-05-30", LOI, None, moa),
        "mentee/final_report/final": ("2026-05-30", LOI, None, moa),
        "mentee/sop_draft/1": ("2026-04-30", MOA, None, moa),
        "mentee/sop/1": ("2026-05-30", MOA, None, moa),
        "facilitator/letter_of_recommendation/1": ("2026-07-29", MOA, None, moa),
        "facilitator/dissemination_workshop/1": ("2026-08-28", MOA, None, moa),
        "mentor/diagnostic_report/diagnostic_visit": ("2026-01-02", LOI, None, loi),
        "mentor/monitoring_report/monitoring_visit": ("2026-07-01", LOI, None, loi),
        "mentee/study_visit_report/study_visit": ("2026-03-03", LOI, None, loi),
    }  # fmt: skip


def test_before_a_letter_of_intent_only_the_request_makes_duties(mart: Mart):
    request = ("2025-09-01", None, "letter_of_request 0")
    kinds = mart.rows("SELECT kind FROM mart.obligation WHERE partnership_id = 'requested'")
    assert owed(mart, "requested", " ".join(row["kind"] for row in kinds)) == {
        "facilitator/confirmation_letter/1": ("2025-10-16", *request),
        "facilitator/minutes/1": ("2025-10-01", *request),
    }


def test_without_a_mentor_nobody_owes_what_is_the_mentors_or_is_sent_to_it(mart: Mart):
    """Without a pilot the final report is due 365 days after the LoI, from which it runs."""
    found = owed(mart, "alone", "minutes confirmation_letter final_report diagnostic_report study_visit_report")
    assert found == {
        "facilitator/minutes/1": ("2025-10-01", "2025-09-01", None, "letter_of_request 0"),
        "mentee/final_report/final": ("2026-11-03", LOI, None, "letter_of_intent 0"),
        "mentee/study_visit_report/study_visit": ("2026-03-03", LOI, None, "letter_of_intent 0"),
    }


def test_without_a_letter_of_intent_everything_runs_from_the_agreement(mart: Mart):
    """MoA of 12 January: 60 days later is 13 March, 120 days 12 May, 240 days 9 September."""
    moa = (MOA, None, "memorandum_of_agreement 0")
    assert owed(
        mart, "agreed", "diagnostic_report monitoring_report study_visit_report sop sop_draft monthly_report"
    ) == {
        "mentor/diagnostic_report/diagnostic_visit": ("2026-03-13", *moa),
        "mentor/monitoring_report/monitoring_visit": ("2026-09-09", *moa),
        "mentee/study_visit_report/study_visit": ("2026-05-12", *moa),
        "mentor/sop/S": ("2026-03-01", MOA, None, "mentor S"),
        "mentee/sop_draft/1": ("2026-03-31", *moa),
        "mentee/sop/1": ("2026-04-30", *moa),
        "mentee/monthly_report/2026-02": ("2026-03-10", *moa),
        "mentee/monthly_report/2026-03": ("2026-04-10", *moa),
    }


def test_who_plans_its_sop_owes_that_one_and_its_months_as_they_were_agreed(mart: Mart):
    moa = "memorandum_of_agreement 0"
    assert owed(mart, "own sop", "sop sop_draft monthly_report") == {
        "mentee/sop/S": ("2026-03-01", MOA, None, "mentee S"),
        "mentee/monthly_report/2026-02": ("2026-03-10", MOA, None, moa),
        "mentee/monthly_report/2026-03": ("2026-04-10", MOA, None, moa),
        "mentee/monthly_report/2026-04": ("2026-05-11", "2026-03-20", None, moa),
    }
    asked = "title title_en period revision basis origin_kind clause"
    assert told(mart, "own sop/mentee/monthly_report/2026-04", asked) == (
        "Laporan bulanan April 2026", "Monthly report April 2026", "2026-04", 1, "guideline", "blueprint",
        "2.7 mentee 4; 3.2.2",
    )  # fmt: skip


def test_a_duty_of_the_blueprint_bears_its_names_and_its_clause(mart: Mart):
    asked = "title title_en basis origin_kind clause revision criterion"
    assert told(mart, "duties/mentee/sop/1", asked) == (
        "SOP yang ditetapkan", "Issued SOP", "assumed", "blueprint", "III, Expansion (output SOP); 5.3.3", 0,
        "lesson_learned",
    )  # fmt: skip


def test_a_duty_without_any_agreement_resolves_to_the_partnership_itself(mart: Mart):
    assert owed(mart, "delegation", "knowledge_sharing") == {
        "mentee/knowledge_sharing/T": ("2026-04-10", "2026-01-05", None, "mentee T")
    }
    assert owed(mart, "delegation without plan", "knowledge_sharing") == {}


# Visits


def visits(programme: Programme) -> None:
    p = founded(programme, "visits").signs("work_plan_revision", "2026-04-10", 1)
    p.plans("mentor", "monitoring_visit", "V1", "2026-03-10", joint="v1")
    p.plans("mentee", "monitoring_visit", "V1", "2026-03-12", joint="w1", added=1)
    p.plans("mentor", "monitoring_visit", "V2", "2026-04-20", dropped=1)
    p.plans("mentor", "monitoring_visit", "V3", "2026-04-20", dropped=1)
    p.plans("mentee", "monitoring_visit", "V3", "2026-04-22")
    p.plans("mentor", "monitoring_visit", "V4", "2026-03-20", dropped=1)
    p.plans("mentee", "study_visit", "S1", "2026-03-10").plans("mentor", "assistance", "A1", "2026-03-10")
    p.tells("mentor/monitoring_visit/V4", "2026-04-02").tells("mentor/monitoring_visit/V4", "2026-04-06", share=0.5)
    p.tells("mentor/monitoring_visit/V4", "2026-04-07", level=0).tells(
        "mentor/monitoring_visit/V4", "2026-04-08", disputed=True
    )
    p.tells("mentor/monitoring_visit/V4", "2026-05-21").tells("mentee/study_visit/S1", "2026-03-01")
    p.tells("mentor/monitoring_visit/V1", "2026-05-01").tells("mentee/monitoring_visit/V1", "2026-05-20")
    p.plans("mentor", "training", "T1", "2026-03-10")
    for number in (5, 6, 7):
        p.plans("mentor", "monitoring_visit", f"V{number}", "2026-03-10")
    for number, answer in ((5, "done"), (7, "prevented")):
        p._add(
            "assessment_claim", role="mentor", told_by="mentee", person="Budi", answer=answer, is_in_force=True,
            obligation_id=f"visits/mentor/monitoring_visit/V{number}", occurred_on="2026-05-10",
            assessed_on="2026-05-15", received_on="2026-05-15",
        )  # fmt: skip
    p.tells("mentor/monitoring_visit/V6", "2026-05-11", share=None)
    for name in ("visit held", "visit to come"):
        founded(programme, name).plans("mentor", "monitoring_visit", "V", "2026-03-10")
    Partnership(programme, "visit held").tells("mentor/monitoring_visit/V", "2026-03-10")
    p = founded(programme, "unplanned visits")
    for number, (kind, on, received) in enumerate(
        (
            ("diagnostic_visit", "2026-02-10", "2026-03-01"),
            ("diagnostic_visit", "2026-02-20", "2026-05-25"),
            ("diagnostic_visit", "2026-02-25", "2026-05-26"),
            ("monitoring_visit", "2026-05-20", "2026-05-20"),
            ("monitoring_visit", "2026-05-21", "2026-05-20"),
        )
    ):
        p._add("activity", activity_id=f"A{number}", kind=kind, held_on=on, received_on=received)


def test_what_hangs_on_a_visit_is_due_14_days_after_it_was_planned_or_held(mart: Mart):
    """V1, planned for 12 March at the latest, was held last on 20 May; V2 is dropped with its visit and V3 is not since
    the mentee's row stays. V4 was held on 2 April, later told in part, as a claim, disputed, and of tomorrow; the
    revision of 10 April came after the visit had fallen due, so that its report stays owed. The study visit counts from
    the day planned. V5 was held on 10 May, as the mentee confirms, V6 on 11 May, and V7 was prevented. Assistance
    and training owe no report."""
    assert owed(mart, "visits", "monitoring_report visit_advice study_visit_report") == {
        "mentor/monitoring_report/V1": ("2026-06-03", MOA, None, "mentor V1"),
        "mentor/visit_advice/V1": ("2026-06-03", MOA, None, "mentor V1"),
        "mentor/monitoring_report/V2": ("2026-05-04", MOA, "2026-04-10", "mentor V2"),
        "mentor/visit_advice/V2": ("2026-05-04", MOA, "2026-04-10", "mentor V2"),
        "mentor/monitoring_report/V3": ("2026-05-06", MOA, None, "mentor V3"),
        "mentor/visit_advice/V3": ("2026-05-06", MOA, None, "mentor V3"),
        "mentor/monitoring_report/V4": ("2026-04-16", MOA, None, "mentor V4"),
        "mentor/visit_advice/V4": ("2026-04-16", MOA, None, "mentor V4"),
        "mentee/study_visit_report/S1": ("2026-03-24", MOA, None, "mentee S1"),
        "mentor/monitoring_report/V5": ("2026-05-24", MOA, None, "mentor V5"),
        "mentor/visit_advice/V5": ("2026-05-24", MOA, None, "mentor V5"),
        "mentor/monitoring_report/V6": ("2026-05-25", MOA, None, "mentor V6"),
        "mentor/visit_advice/V6": ("2026-05-25", MOA, None, "mentor V6"),
        "mentor/monitoring_report/V7": ("2026-03-24", MOA, None, "mentor V7"),
        "mentor/visit_advice/V7": ("2026-03-24", MOA, None, "mentor V7"),
    }
    asked = "title title_en revision joint_id item_no clause basis origin_kind"
    assert told(mart, "visits/mentor/monitoring_report/V1", asked) == (
        "Laporan monitoring: Item V1", "Monitoring report: Item V1", 1, "visits/w1", "V1", "2.7 mentor 6; 3.2.3",
        "guideline", "blueprint",
    )  # fmt: skip


def test_the_report_of_a_visit_still_to_be_held_may_yet_come_in_time(mart: Mart):
    """The diagnostic report was due on 2 January and is late for good, the final one can come in time. The monitoring
    report of a visit held on 10 March is late since 24 March: 1 of 3; of a visit to come it may be in time: 2 of 3."""
    best = {name: mart.indicator(name, "MR-REP-2")["final_high"] for name in ("visit held", "visit to come")}
    assert best == {"visit held": pytest.approx(100 / 3, abs=1e-4), "visit to come": pytest.approx(200 / 3, abs=1e-4)}


def test_a_visit_that_nobody_planned_owes_its_report_from_the_last_day_it_was_held(mart: Mart):
    """Diagnostic: 20 February, of which the papers came by the 25th of May; monitoring: 20 May."""
    found = owed(mart, "unplanned visits", "diagnostic_report monitoring_report visit_advice")
    assert found == {
        "mentor/diagnostic_report/diagnostic_visit": ("2026-03-06", LOI, None, "letter_of_intent 0"),
        "mentor/monitoring_report/monitoring_visit": ("2026-06-03", LOI, None, "letter_of_intent 0"),
    }
    asked = "title title_en revision"
    named = ("Laporan diagnostik", "Diagnostic report", 0)
    assert told(mart, "unplanned visits/mentor/diagnostic_report/diagnostic_visit", asked) == named


# The dialogue


def dialogue(programme: Programme) -> None:
    p = founded(programme, "dialogue", ("2026-02-01", "2026-05-31")).signs("addendum", "2026-05-18", 1, "2026-04-30")

    def asks(key: str, on: str, received: str, topic: str, told_as: str) -> None:
        p._add(
            "advice_request", request_id=f"dialogue/request/{key}", question=f"{topic}?", topic=topic, asked_on=on,
            received_on=received, told_as=told_as,
        )  # fmt: skip

    asks("2026-03/1", "2026-03-20", "2026-04-09", "First", "first")
    asks("2026-03-1", "2026-03-12", "2026-05-09", "Again", "again")
    asks("2026-05/1", "2026-05-20", "2026-05-25", "Today", "today")
    asks("2026-05/2", "2026-05-21", "2026-05-20", "Tomorrow", "tomorrow")
    asks("2026-05/3", "2026-05-12", "2026-05-26", "Unknown", "unknown")

    def advises(key: str, on: str, action: str | None = "Close the valve", **more: object) -> None:
        row = {"kind": "solution", "words": f"Words {key}", "received_on": on, "action": action, **more}
        p._add("advice", advice_id=f"dialogue/advice/{key}", given_on=on, **row)

    founded(programme, "heard")
    advises("1", "2026-03-11", topic="Topic 1", also_serves="heard")
    advises("2", "2026-03-12", action=None, topic="Topic 2")
    advises("3", "2026-03-12", action_due_on="2026-03-31")
    advises("4", "2026-01-05", action=None)
    advises("5", "2026-05-19")
    advises("6", "2026-05-20", action=None, received_on="2026-05-25")
    advises("7", "2026-05-21", action=None, received_on="2026-05-20")
    advises("8", "2026-05-12", action=None, received_on="2026-05-26")
    advises("9/1", "2026-03-20", action=None, topic="Later", told_as="later")
    advises("9-1", "2026-03-19", action=None, topic="Earlier", told_as="earlier")
    for number, (due, refused) in enumerate((("2026-03-31", "2026-04-10"), ("2026-03-31", "2026-04-11")), 1):
        advises(f"R{number}", "2026-03-20", action_due_on=due)
        p.replies(f"R{number}", refused, agreed=False, reason="no funds")
    for key, given, due, refused in (
        ("R7", "2026-03-20", "2026-05-31", "2026-05-20"),
        ("R8", "2026-05-10", "2026-05-12", "2026-05-19"),
    ):
        advises(key, given, action_due_on=due)
        p.replies(key, refused, agreed=False, reason="no funds")
    for number, reply in enumerate(
        (
            {"on": "2026-04-01", "agreed": False},
            {"on": "2026-04-01", "agreed": True, "reason": "good"},
            {"on": "2026-05-21", "agreed": False, "reason": "no funds"},
        ),
        3,
    ):
        advises(f"R{number}", "2026-03-20", action_due_on="2026-05-31")
        p.replies(f"R{number}", **reply)
    advises("R6", "2026-03-20", action_due_on="2026-05-31")
    for on, received in (("2026-05-02", "2026-05-02"), ("2026-04-30", "2026-05-25"), ("2026-04-20", "2026-05-26")):
        p._add(
            "advice_answer", advice_id="dialogue/advice/R6", agreed=False, reason="no funds", submitted_on=on,
            received_on=received, file_sha256=f"R6 {on}",
        )  # fmt: skip


def test_a_request_told_again_is_one_request_asked_on_its_first_day(mart: Mart):
    """Due 14 days after it was asked; its words are those that came first."""
    assert owed(mart, "dialogue", "advice_answer") == {
        "mentor/advice_answer/2026-03-1": ("2026-03-26", "2026-03-12", None, "first dialogue/request/2026-03/1"),
        "mentor/advice_answer/2026-05-1": ("2026-06-03", "2026-05-20", None, "today dialogue/request/2026-05/1"),
    }
    assert told(mart, "dialogue/mentor/advice_answer/2026-03-1", "title title_en origin_kind revision") == (
        "Jawaban atas permintaan saran: First", "Answer to a request for advice: First", "dialogue", 0,
    )  # fmt: skip


# The report of the month in which advice was given; of May there is none since April was agreed to be the last, so that
# a word is due 30 days later. An action: at the first report due from the 30th day on. From 11 March that is 10 April
# itself, from 12 March 11 May. January's advice finds February's report.
WORDS = {
    "1": ("2026-04-10", "2026-03-11"),
    "2": ("2026-04-10", "2026-03-12"),
    "3": ("2026-04-10", "2026-03-12"),
    "4": ("2026-03-10", "2026-01-05"),
    "5": ("2026-06-18", "2026-05-19"),
    "6": ("2026-06-19", "2026-05-20"),
    "9-1": ("2026-04-10", "2026-03-19"),
}
ACTIONS = {
    "1": ("2026-04-10", "2026-03-11", None),
    "3": ("2026-03-31", "2026-03-12", None),
    "5": ("2026-06-18", "2026-05-19", None),
    "R1": ("2026-03-31", "2026-03-20", "2026-04-10"),  # refused by the day of the word, 10 April
    "R2": ("2026-03-31", "2026-03-20", None),  # a day too late
    "R3": ("2026-05-31", "2026-03-20", None),  # without a reason
    "R4": ("2026-05-31", "2026-03-20", None),  # agreed
    "R5": ("2026-05-31", "2026-03-20", None),  # refused tomorrow
    "R6": ("2026-05-31", "2026-03-20", "2026-04-30"),  # the first refusal that is known
    "R7": ("2026-05-31", "2026-03-20", "2026-05-20"),  # refused today
    "R8": ("2026-05-12", "2026-05-10", "2026-05-19"),  # its word is due 30 days after it was given, on 9 June
}


def test_advice_owes_a_word_with_the_next_report_and_an_action_from_30_days_on(mart: Mart):
    found = owed(mart, "dialogue", "advice_response")
    words = {name.split("/")[-1]: row[:2] for name, row in found.items() if "/R" not in name}
    assert words == WORDS
    assert found["mentee/advice_response/9-1"][3] == "earlier dialogue/advice/9-1"
    actions = owed(mart, "dialogue", "advice_action")
    assert {name.split("/")[-1]: row[:3] for name, row in actions.items()} == ACTIONS


def test_advice_given_to_several_owes_a_word_and_an_action_of_each(mart: Mart):
    """The other one's pilot runs to July; it owes the same."""
    place = "dialogue/advice/1"
    assert owed(mart, "heard", "advice_response advice_action") == {
        "mentee/advice_response/dialogue-advice-1": ("2026-04-10", "2026-03-11", None, place),
        "mentee/advice_action/dialogue-advice-1": ("2026-04-10", "2026-03-11", None, place),
    }


def test_word_and_action_are_named_by_what_is_to_be_done(mart: Mart):
    assert told(mart, "dialogue/mentee/advice_action/1", "title title_en") == (
        "Tindak lanjut saran: Close the valve", "Action on the advice: Close the valve",
    )  # fmt: skip
    named = "Tanggapan atas saran (setuju, atau tidak beserta alasannya)"
    assert told(mart, "dialogue/mentee/advice_response/1", "title") == (f"{named}: Topic 1",)
    assert told(mart, "dialogue/mentee/advice_response/3", "title title_en") == (
        f"{named}: Words 3", "Word on the advice (agree, or not and why): Words 3",
    )  # fmt: skip


TOLD = (plan, quotas, clauses, duties, visits, dialogue)
