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
    mart = twinning("2007-10-26", "2008-02-15", "2008-02-15", "2008-03-28", "2008-05-09").at("2008-12-31")
    assert quotas(mart) == {"2007": (4, 5, 1, 1), "2008": (4, 5, 4, 3), "2009": (4, 5, 4, 0)}


def test_more_than_was_agreed_is_counted_as_held_although_it_delivers_no_more() -> None:
    days = ("2008-02-15", "2008-03-28", "2008-05-09", "2008-07-04", "2008-09-19", "2008-11-14")
    mart = twinning(*days).at("2008-12-31")
    assert quotas(mart)["2008"] == (4, 5, 4, 6)
    assert mart.value("K8", "MR-COM-2") == 80.0


def test_what_happened_after_the_day_is_not_held_yet() -> None:
    mart = twinning("2008-02-15", "2008-11-14").at("2008-06-30")
    assert quotas(mart)["2008"] == (4, 5, 4, 1)


def test_of_a_case_that_tells_of_none_the_number_held_is_not_known_and_not_0() -> None:
    mart = twinning(origin="case").at("2010-12-31")
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
    days = programme.at("2008-12-31").rows("SELECT step, signed_on, due_on FROM mart.plan_date ORDER BY step")
    assert [(row["step"], str(row["signed_on"]), str(row["due_on"])) for row in days] == [
        (0, "None", "2008-03-31"),
        (1, "2008-02-01", "2008-06-30"),
    ]
