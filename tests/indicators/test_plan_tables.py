"""The tables of the work plan: quotas with what a period owes and what was held, and the days that items have had."""

from tests.indicators.programme import Mart, Programme

MISSION = "mentor/mission/M1"


def twinning(*held: str, origin: str = "sample") -> Programme:
    """Four to five missions a year from 1 September 2007 to the end of 2009; those `held` are told."""
    programme = Programme()
    pair = programme.partnership("K8", programme_kind="international_twinning", origin=origin)
    pair.signs("memorandum_of_understanding", "2007-08-20")
    programme.add(
        "plan_item", partnership_id="K8", item_no="M1", role="mentor", kind="mission", title="Missions",
        quota_min=4, quota_max=5, quota_period="year", quota_from="2007-09-01", quota_to="2009-12-31",
        stated_in="MoU, 4", added_in_revision=0,
    )  # fmt: skip
    for day in held:
        pair.tells(MISSION, on=day)
    return programme


def quotas(mart: Mart) -> dict[str, tuple[object, ...]]:
    rows = mart.rows("SELECT * FROM mart.quota WHERE partnership_id = 'K8' ORDER BY period")
    return {row["period"]: (row["agreed_min"], row["agreed_max"], row["owed"], row["held"]) for row in rows}


def test_each_year_has_what_was_agreed_what_it_owes_and_the_days_on_which_one_was_held() -> None:
    mart = twinning("2007-10-26", "2008-02-15", "2008-02-15", "2008-03-28", "2008-05-09").scores_at("2008-12-31")
    assert quotas(mart) == {"2007": (4, 5, 1, 1), "2008": (4, 5, 4, 3), "2009": (4, 5, 4, 0)}


def test_more_than_was_agreed_is_counted_as_held_although_it_delivers_no_more() -> None:
    days = ("2008-02-15", "2008-03-28", "2008-05-09", "2008-07-04", "2008-09-19", "2008-11-14")
    mart = twinning(*days).scores_at("2008-12-31")
    assert quotas(mart)["2008"] == (4, 5, 4, 6)
    assert mart.value("K8", "MR-COM-2") == 80.0


def test_what_happened_after_the_day_is_not_held_yet() -> None:
    mart = twinning("2008-02-15", "2008-11-14").scores_at("2008-06-30")
    assert quotas(mart)["2008"] == (4, 5, 4, 1)


def test_of_a_case_that_tells_of_none_the_number_held_is_not_known_and_not_0() -> None:
    mart = twinning(origin="case").scores_at("2010-12-31")
    assert quotas(mart) == {"2007": (4, 5, 1, None), "2008": (4, 5, 4, None), "2009": (4, 5, 4, None)}


def test_an_item_keeps_the_days_it_has_had_with_the_signature_that_moved_it() -> None:
    programme = twinning()
    for step, signed, due in (
        (0, None, "2008-03-31"),
        (1, "2008-02-01", "2008-06-30"),
        (2, "2009-02-01", "2009-06-30"),
    ):
        programme.add(
            "plan_date", partnership_id="K8", item_no="M1", role="mentor", step=step, signed_on=signed, due_on=due
        )
    days = programme.scores_at("2008-12-31").rows("SELECT step, signed_on, due_on FROM mart.plan_date ORDER BY step")
    assert [(row["step"], str(row["signed_on"]), str(row["due_on"])) for row in days] == [
        (0, "None", "2008-03-31"),
        (1, "2008-02-01", "2008-06-30"),
    ]


def two_quotas_of_one_number() -> Programme:
    """As of 20 May 2026: the mentor owes two or three missions from April to June, the mentee one or two."""
    programme = Programme()
    pair = programme.partnership("T1", programme_kind="international_twinning")
    pair.signs("memorandum_of_understanding", "2026-01-05").plans("mentor", "mission", "M2", "2026-06-30")
    later = programme.partnership("T2", programme_kind="international_twinning", begun_on="2026-05-21")
    later.promises("mentor", "mission", "M1", 1, "quarter", "2026-04-01", "2026-06-30")
    today = programme.partnership("T3", programme_kind="international_twinning", begun_on="2026-05-20")
    today.promises("mentor", "mission", "M1", 1, "month", "2026-06-01", "2026-06-30")
    for role, least, most in (("mentor", 2, 3), ("mentee", 1, 2)):
        programme.add(
            "plan_item", partnership_id="T1", item_no="M1", role=role, kind="mission", title=f"Missions of the {role}",
            quota_min=least, quota_max=most, quota_period="quarter", quota_from="2026-04-01", quota_to="2026-06-30",
            added_in_revision=0, source_file="register.xlsx", source_sheet="Rencana", source_cell=f"A {role}",
        )  # fmt: skip
        for step, signed, due in ((0, None, "2026-06-30"), (1, "2026-05-20", "2026-07-31"), (2, "2026-05-21", None)):
            programme.add(
                "plan_date", partnership_id="T1", item_no="M1", role=role, step=step, signed_on=signed, due_on=due
            )
    for day in ("2026-03-31", "2026-04-01", "2026-05-20", "2026-05-21"):
        pair.tells(MISSION, day)
    pair.tells(MISSION, "2026-05-02", level=0).tells(MISSION, "2026-05-03", disputed=True)
    pair.tells(MISSION, "2026-05-04", share=0.5)
    return programme


def test_held_is_what_is_proved_whole_and_undisputed_in_the_period_and_by_today() -> None:
    """Of the mentor's days only 1 April and 20 May: one lies before, one tomorrow, the others are said or disputed or
    in part. What begins tomorrow is in force for no quota yet."""
    asked = "partnership_id, role, title, period, due_on, agreed_min, agreed_max, owed, held, source_cell"
    rows = two_quotas_of_one_number().scores_at("2026-05-20").rows(f"SELECT {asked} FROM mart.quota ORDER BY 1, 2")
    assert [tuple(map(str, row.values())) for row in rows] == [
        ("T1", "mentee", "Missions of the mentee", "2026-Q2", "2026-06-30", "1", "2", "1", "0", "A mentee"),
        ("T1", "mentor", "Missions of the mentor", "2026-Q2", "2026-06-30", "2", "3", "2", "2", "A mentor"),
        ("T3", "mentor", "Item M1", "2026-06", "2026-06-30", "1", "None", "1", "0", "None"),
    ]


def test_a_move_is_told_from_the_day_it_was_signed() -> None:
    days = two_quotas_of_one_number().scores_at("2026-05-20").rows("SELECT * FROM mart.plan_date ORDER BY role, step")
    assert [tuple(map(str, row.values())) for row in days] == [
        ("T1", "M1", role, str(step), f"Missions of the {role}", signed, due)
        for role in ("mentee", "mentor")
        for step, signed, due in ((0, "None", "2026-06-30"), (1, "2026-05-20", "2026-07-31"))
    ]
