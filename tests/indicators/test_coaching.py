"""Questions to ask: each detector on examples that must and that must not fire, at the edges of its thresholds."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from indicators.metrics import METRICS, VARIABLES
from indicators.run import statement
from tests.indicators.programme import Mart, Partnership, Programme, Row
from tests.indicators.test_properties import a_day, many_stories, on, over_many_stories

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
EMPTY = dict.fromkeys(("progress_data", "activities", "advice_actions", "findings", "obstacles", "requests"), "empty")
LATE_ENOUGH = "2026-09-30"
LONG_A = "Pemasangan meter induk di pintu masuk zona utara"
LONG_B = "Kebocoran terdapat pada sambungan lama di jalan pasar"

Told = tuple[Programme, Partnership]
Tell = Callable[[Partnership], object]


def pilot(origin: str = "sample", kind: str = "solidarity_partnership") -> Told:
    """A partnership with its MoA and a pilot from January to August 2026."""
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-08-31"), origin=origin, programme_kind=kind)
    p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2025-12-15")
    return programme, p


def day_after(period: str, days: int = 5) -> str:
    year, month = map(int, period.split("-"))
    return (date(year + month // 12, month % 12 + 1, 1) + timedelta(days=days - 1)).isoformat()


def reports(p: Partnership, *periods: str, **parts: str) -> Partnership:
    """Monthly reports, each sent on the fifth day after its month."""
    for period in periods:
        p.sends_report(period, on=day_after(period), **parts)
    return p


def reports_of(p: Partnership, parts: dict[str, str]) -> Partnership:
    """The report of February with these parts."""
    return reports(p, "2026-02", **parts)


def writes(p: Partnership, period: str, part: str, words: str, cell: str = "B5") -> Partnership:
    """A text in a part of the report that `reports` sent for a month."""
    name = f"{p.id}-{period}-{day_after(period)}"
    common = {"received_on": day_after(period), "file_sha256": name, "source_file": f"{name}.xlsx"}
    place = {"source_sheet": part, "source_cell": cell}
    if part == "activities":
        p._add("activity", activity_id=f"{name}-{cell}", kind="activity", title=words, **common, **place)
    else:
        kind = {"findings": "finding", "obstacles": "obstacle"}[part]
        p._add("narrative", kind=kind, words=words, period=period, **common, **place)
    return p


def series(p: Partnership, variable: str, *values: float | None, first: int = 1) -> Partnership:
    """A figure of one month after another, from month number `first` of 2026."""
    for month, value in enumerate(values, start=first):
        p.measures(f"2026-{month:02}", variable, value=value)
    return p


def words(p: Partnership, target_id: str, step: int, on: str, **version: Any) -> Partnership:
    """A wording of a target in a register of a day; unless said otherwise hours of supply from 12 to 18 by June."""
    return p._add(
        "target_version",
        **{
            "target_id": target_id, "step": step, "stated_on": on, "received_on": on, "is_stated": True,
            "metric_code": "supply_hours", "baseline": 12.0, "baseline_on": "2025-12-31", "target": 18.0,
            "due_on": "2026-06-30", "source_file": f"register {on}.xlsx", "source_sheet": "Target",
            "source_cell": f"A{5 + step}", **version,
        },
    )  # fmt: skip


def gone(p: Partnership, target_id: str, step: int, on: str) -> Partnership:
    """A register that no longer holds the target."""
    nothing = dict.fromkeys(("metric_code", "baseline", "baseline_on", "target", "due_on"))
    return words(p, target_id, step, on, is_stated=False, **nothing)


def dates(p: Partnership, item: str, role: str, *steps: tuple[str | None, str]) -> Partnership:
    """The dates an item has had: pairs of the day of signing (None: the first) and the date."""
    for step, (signed_on, due_on) in enumerate(steps):
        p._add("plan_date", item_no=item, role=role, step=step, signed_on=signed_on, due_on=due_on)
    return p


def asked(told: Told, detector: str | None = None, as_of: str = LATE_ENOUGH, known_by: str | None = None) -> list[Row]:
    """The questions of one detector, in order."""
    return questions(told[0].at(as_of, known_by), detector)


def questions(mart: Mart, detector: str | None = None) -> list[Row]:
    found = mart.rows("SELECT * FROM mart.coaching_question ORDER BY detector, subject, zone, period, role")
    return [{**row, "facts": json.loads(row["facts"])} for row in found if detector in (None, row["detector"])]


def only(told: Told, detector: str, **when: str) -> Row:
    (row,) = asked(told, detector, **when)
    return row


def asked_of_each(detector: str, tellings: Sequence[Tell]) -> list[list[Row]]:
    """The questions that each telling leads to, each told of a partnership of its own, in one run."""
    programme = Programme()
    for number, tell in enumerate(tellings):
        p = programme.partnership(f"P{number:02}", pilot=("2026-01-01", "2026-08-31"))
        tell(p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2025-12-15"))
    found = questions(programme.at(LATE_ENOUGH), detector)
    return [[row for row in found if row["partnership_id"] == f"P{n:02}"] for n in range(len(tellings))]


def which_fire(detector: str, tellings: Sequence[Tell]) -> list[bool]:
    """Whether each telling leads to a question."""
    return [bool(found) for found in asked_of_each(detector, tellings)]


# ---- 1 on time but empty


SAID_NOTHING = ("activities", "findings", "obstacles", "requests", "advice_actions")


def test_a_report_in_time_with_few_parts_filled_is_a_question() -> None:
    examples = [
        ((), (), True),
        ((), SAID_NOTHING, True),
        (("progress_data",), SAID_NOTHING, True),
        (("progress_data", "activities"), (), True),
        (("progress_data", "activities"), ("requests",), False),
        (("progress_data", "activities"), SAID_NOTHING[1:], False),
        (("progress_data", "activities", "findings"), (), False),
    ]
    found = asked_of_each(
        "on_time_but_empty",
        [
            partial(reports_of, parts=EMPTY | dict.fromkeys(filled, "filled") | dict.fromkeys(nihil, "nihil"))
            for filled, nihil, _ in examples
        ],
    )
    assert [bool(rows) for rows in found] == [fires for _, _, fires in examples]
    assert "with none of its six parts filled." in found[0][0]["question_en"]
    assert "dengan enam bagian yang belum terisi." in found[0][0]["question_id"]
    assert "with 2 of its six parts filled (progress data and activities)." in found[3][0]["question_en"]
    assert "dengan 2 dari enam bagian terisi (data kemajuan dan kegiatan)." in found[3][0]["question_id"]
    assert found[3][0]["period"] == "2026-02"
    assert found[3][0]["facts"]["filled"] == ["progress_data", "activities"]
    assert found[3][0]["source_cell"] == "B3"


def test_an_empty_report_that_came_late_is_not_asked_about() -> None:
    told = pilot()
    told[1].sends_report("2026-02", on="2026-03-20", **EMPTY)
    assert asked(told, "on_time_but_empty") == []


def test_the_last_day_is_in_time_and_the_day_after_is_not() -> None:
    days = ("2026-03-10", "2026-03-11")
    tellings = [partial(Partnership.sends_report, period="2026-02", on=day, **EMPTY) for day in days]
    assert which_fire("on_time_but_empty", tellings) == [True, False]


def test_a_report_is_seen_on_the_day_it_is_sent_and_known_on_the_day_it_comes() -> None:
    told = pilot()
    told[1].sends_report("2026-02", on="2026-03-10", received="2026-03-12", **EMPTY)
    days = (("2026-03-10", "2026-03-12"), ("2026-03-09", "2026-03-12"), ("2026-03-10", "2026-03-11"))
    found = [bool(asked(told, "on_time_but_empty", as_of, known_by)) for as_of, known_by in days]
    assert found == [True, False, False]


def test_a_signed_scan_nobody_keyed_in_is_not_called_empty() -> None:
    told = pilot()
    reports(told[1], "2026-02", **EMPTY)
    told[0].rows["monthly_report"][0]["content_reported"] = False
    assert asked(told, "on_time_but_empty") == []


def test_a_report_sent_again_with_its_parts_filled_ends_the_question() -> None:
    told = pilot()
    reports(told[1], "2026-02", **EMPTY)
    told[0].rows["monthly_report"][0]["is_latest"] = False
    told[1].sends_report("2026-02", on="2026-03-20")
    assert asked(told, "on_time_but_empty") == []


# ---- 2 copied from last month


def both_months(told: Told, **texts: str) -> Told:
    """January and February with the same texts under the parts named."""
    reports(told[1], "2026-01", "2026-02")
    for period in ("2026-01", "2026-02"):
        for part, text in texts.items():
            writes(told[1], period, part, text)
    return told


def test_the_same_words_in_two_parts_are_a_question_with_both_cells() -> None:
    row = only(both_months(pilot(), activities=LONG_A, findings=LONG_B), "copied")
    assert row["period"] == "2026-02"
    assert row["facts"] == {"period_before": "2026-01", "parts": ["activities", "findings"], "figures": []}
    assert [place["cell"] for place in json.loads(row["sources"])] == ["B5"] * 4
    assert "Laporan Februari 2026 mengulang laporan Januari 2026" in row["question_id"]


def test_the_same_words_in_one_part_are_no_question() -> None:
    assert asked(both_months(pilot(), activities=LONG_A), "copied") == []


def test_blanks_marks_and_capitals_hide_no_copy() -> None:
    told = both_months(pilot(), activities=LONG_A)
    writes(told[1], "2026-01", "findings", LONG_B)
    writes(told[1], "2026-02", "findings", f"  {LONG_B.upper()}. ")
    assert only(told, "copied")["facts"]["parts"] == ["activities", "findings"]


def test_one_text_more_in_a_part_makes_it_another() -> None:
    told = both_months(pilot(), activities=LONG_A, findings=LONG_B)
    writes(told[1], "2026-02", "findings", "Tekanan turun pada malam hari", cell="B6")
    assert asked(told, "copied") == []


def test_short_texts_may_honestly_repeat() -> None:
    def same(text: str) -> Tell:
        return lambda p: both_months((Programme(), p), activities=text, findings=text)

    assert which_fire("copied", [same("satu dua tiga empat lima"), same("satu dua tiga empat")]) == [True, False]


def test_every_metered_figure_the_same_is_a_question() -> None:
    told = pilot()
    reports(told[1], "2026-01", "2026-02")
    series(told[1], "system_input_volume", 18250.5, 18250.5)
    series(told[1], "billed_metered", 12111, 12111)
    row = only(told, "copied")
    assert [figure["metric_code"] for figure in row["facts"]["figures"]] == ["billed_metered", "system_input_volume"]
    assert "Billed metered consumption 12,111 m³; System input volume 18,250.5 m³" in row["question_en"]
    assert "12.111 m³" in row["question_id"]
    assert "18.250,5 m³" in row["question_id"]


def test_one_metered_figure_that_moved_clears_the_others() -> None:
    told = pilot()
    reports(told[1], "2026-01", "2026-02")
    series(told[1], "system_input_volume", 18250.5, 18250.5)
    series(told[1], "energy_consumed", 900, 900)
    series(told[1], "billed_metered", 12111, 12112)
    assert asked(told, "copied") == []


def test_three_honest_equal_values_of_one_metered_constant_are_no_copy() -> None:
    told = pilot()
    reports(told[1], *MONTHS[:3])
    series(told[1], "system_input_imported", 30001, 30001, 30001)
    assert asked(told) == []


def test_figures_that_legitimately_stay_are_not_compared() -> None:
    told = pilot()
    reports(told[1], "2026-01", "2026-02")
    for variable in ("connections", "mains_length", "supply_hours", "average_pressure", "customers_total"):
        series(told[1], variable, 24, 24)
    for variable in ("system_input_imported", "system_input_exported"):
        series(told[1], variable, 0, 0)
    assert asked(told, "copied") == []


def test_missing_figures_are_no_equal_figures() -> None:
    told = pilot()
    reports(told[1], "2026-01", "2026-02")
    series(told[1], "system_input_volume", None, None)
    series(told[1], "billed_metered", None, None)
    assert asked(told, "copied") == []


def test_a_copy_over_a_missing_month_is_a_copy_of_the_report_before() -> None:
    told = pilot()
    reports(told[1], "2026-01", "2026-03")
    for period in ("2026-01", "2026-03"):
        writes(told[1], period, "activities", LONG_A)
        writes(told[1], period, "findings", LONG_B)
    assert only(told, "copied")["facts"]["period_before"] == "2026-01"


def test_an_open_request_carried_on_is_told_once_and_no_copy() -> None:
    told = both_months(pilot(), activities=LONG_A)
    told[1].asks("2026-01/1", on=day_after("2026-01"))
    assert asked(told, "copied") == []


# ---- 3 all sent on one day


def test_the_reports_of_three_months_on_one_day_are_a_question_and_of_two_are_none() -> None:
    def sends(count: int) -> Tell:
        return lambda p: [p.sends_report(period, on="2026-07-03") for period in MONTHS[:count]]

    two, three = asked_of_each("sent_on_one_day", [sends(2), sends(3)])
    assert two == []
    assert three[0]["facts"] == {"submitted_on": "2026-07-03", "periods": list(MONTHS[:3])}
    assert "Januari 2026, Februari 2026 dan Maret 2026" in three[0]["question_id"]
    assert "3 July 2026" in three[0]["question_en"]


def test_reports_on_days_in_a_row_are_no_question() -> None:
    told = pilot()
    for number, period in enumerate(MONTHS[:3]):
        told[1].sends_report(period, on=f"2026-07-0{number + 1}")
    assert asked(told, "sent_on_one_day") == []


def test_one_month_sent_three_times_on_a_day_is_one_report() -> None:
    told = pilot()
    for _ in range(3):
        told[1].sends_report("2026-01", on="2026-02-05")
    assert asked(told, "sent_on_one_day") == []


def test_corrections_sent_on_one_day_after_reports_in_their_months_are_no_question() -> None:
    told = pilot()
    reports(told[1], *MONTHS[:3])
    for row in told[0].rows["monthly_report"]:
        row["is_latest"] = False
    for period in MONTHS[:3]:
        told[1].sends_report(period, on="2026-07-03")
    assert asked(told, "sent_on_one_day") == []


# ---- 4 a target or plan changed after the fact


def reworded(changed_on: str, **change: Any) -> Tell:
    """A target of January that a register of a day states otherwise."""
    return lambda p: words(words(p, "T1", 0, "2026-01-05"), "T1", 1, changed_on, **change)


def test_a_target_made_easier_after_it_fell_due_is_a_question() -> None:
    examples = [
        (reworded("2026-07-01", target=16.0), True),
        (reworded("2026-06-30", target=16.0), False),
        (reworded("2026-07-01", target=20.0), False),
        (reworded("2026-07-01", baseline=11.0), True),
        (reworded("2026-07-01", baseline=13.0), False),
        (reworded("2026-07-01", baseline=None), False),
        (reworded("2026-07-01", due_on="2026-08-31"), True),
        (reworded("2026-07-01", due_on="2026-05-31"), False),
        (reworded("2026-07-01", zone="DMA Melati"), True),
        (reworded("2026-07-01", topic="Jam pelayanan"), False),
    ]
    fired = which_fire("changed_after_the_fact", [tell for tell, _ in examples])
    assert fired == [fires for _, fires in examples]


def test_a_target_that_is_to_fall_is_easier_when_it_is_raised() -> None:
    told = pilot()
    falling = {"metric_code": "nrw_pct", "baseline": 40.0}
    words(told[1], "T1", 0, "2026-01-05", **falling, target=35.0)
    words(told[1], "T1", 1, "2026-07-05", **falling, target=38.0)
    words(told[1], "T1", 2, "2026-08-05", **falling, target=33.0)
    row = only(told, "changed_after_the_fact")
    assert row["subject"] == "T1"
    assert row["facts"]["before"]["target"] == 35
    assert row["facts"]["now"]["target"] == 38
    assert "target value from 35 % to 38 %" in row["question_en"]
    assert "diubah pada 5 Juli 2026, setelah jatuh tempo pada 30 Juni 2026" in row["question_id"]
    assert [(place["file"], place["cell"]) for place in json.loads(row["sources"])] == [
        ("register 2026-07-05.xlsx", "A6"),
        ("register 2026-01-05.xlsx", "A5"),
    ]


def test_a_target_lowered_once_its_figure_was_known_is_a_question() -> None:
    def lowered(changed_on: str) -> Tell:
        return lambda p: reworded(changed_on, target=15.0)(series(p, "supply_hours", 13))

    received_on_the_last_of_january = [lowered("2026-01-31"), lowered("2026-02-01")]
    assert which_fire("changed_after_the_fact", received_on_the_last_of_january) == [False, True]


def test_a_figure_of_the_baseline_another_zone_or_not_reported_is_no_actual() -> None:
    told = pilot()
    told[1].measures("2025-12", value=12)
    series(told[1], "supply_hours", None)
    words(told[1], "T1", 0, "2026-01-05")
    words(told[1], "T1", 1, "2026-04-01", target=15.0)
    series(told[1], "billed_metered", 100)
    words(told[1], "T2", 0, "2026-01-05", metric_code="billed_metered", zone="DMA Melati", baseline=1.0, target=9.0)
    words(told[1], "T2", 1, "2026-04-01", metric_code="billed_metered", zone="DMA Melati", baseline=1.0, target=8.0)
    assert asked(told, "changed_after_the_fact") == []


def test_a_yes_or_no_target_counts_the_day_its_answer_was_told() -> None:
    answer: Row = {"metric_code": None, "topic": "Peta zona", "baseline": None, "target": 1.0}

    def halved(told_on: str | None) -> Tell:
        half = answer | {"target": 0.5, "actual_told_on": told_on}
        return lambda p: words(words(p, "T1", 0, "2026-01-05", **answer), "T1", 1, "2026-05-01", **half)

    tellings = [halved("2026-04-01"), halved("2026-05-01"), halved(None)]
    assert which_fire("changed_after_the_fact", tellings) == [True, False, False]


def test_a_held_target_is_easier_with_a_wider_tolerance_only() -> None:
    told = pilot()
    held = {"baseline": 24.0, "target": 24.0}
    words(told[1], "T1", 0, "2026-01-05", **held, tolerance=1.0)
    words(told[1], "T1", 1, "2026-07-05", **held, tolerance=0.5)
    words(told[1], "T1", 2, "2026-08-05", **held, tolerance=3.0)
    assert only(told, "changed_after_the_fact")["period"] == "2026-08"


def test_a_revision_signed_in_time_and_registered_late_is_no_question() -> None:
    tellings = [
        reworded("2026-07-20", target=16.0, agreed_on=signed_on, agreement_no="ADD/1")
        for signed_on in ("2026-06-30", "2026-07-01")
    ]
    assert which_fire("changed_after_the_fact", tellings) == [False, True]


def test_a_target_that_vanished_after_it_fell_due_is_a_question_and_before_it_is_none() -> None:
    def vanished(left_on: str) -> Tell:
        return lambda p: gone(words(p, "T1", 0, "2026-01-05"), "T1", 1, left_on)

    before, after = asked_of_each("changed_after_the_fact", [vanished("2026-06-30"), vanished("2026-07-01")])
    assert before == []
    assert "no longer stands in the register of 1 July 2026" in after[0]["question_en"]


def test_a_target_stated_once_is_no_question() -> None:
    told = pilot()
    words(told[1], "T1", 0, "2026-08-05", target=13.0)
    assert asked(told) == []


def test_an_item_of_the_plan_moved_after_its_date_is_a_question() -> None:
    def moved(signed_on: str, due_now: str) -> Tell:
        def tell(p: Partnership) -> None:
            p.plans("mentee", "activity", "W3", due_now).signs("work_plan_revision", signed_on, revision=1)
            dates(p, "W3", "mentee", (None, "2026-04-15"), (signed_on, due_now))

        return tell

    late, on_the_day, brought_forward = asked_of_each(
        "changed_after_the_fact",
        [moved("2026-04-16", "2026-07-31"), moved("2026-04-15", "2026-07-31"), moved("2026-04-16", "2026-04-01")],
    )
    assert on_the_day == brought_forward == []
    assert [(row["role"], row["subject"]) for row in late] == [("mentee", "W3")]
    assert "was due on 15 April 2026 and was moved to 31 July 2026" in late[0]["question_en"]


def test_an_item_of_the_plan_dropped_after_its_date_is_a_question() -> None:
    def dropped(signed_on: str) -> Tell:
        def tell(p: Partnership) -> None:
            p.plans("mentor", "meeting", "W4", "2026-04-15", dropped=1)
            dates(p.signs("work_plan_revision", signed_on, revision=1), "W4", "mentor", (None, "2026-04-15"))

        return tell

    late, on_the_day = asked_of_each("changed_after_the_fact", [dropped("2026-04-16"), dropped("2026-04-15")])
    assert on_the_day == []
    assert [row["role"] for row in late] == ["mentor"]
    assert late[0]["question_en"].endswith(
        "was dropped by the revision signed on 16 April 2026. What stood in the way, and what takes its place?"
    )
    assert late[0]["question_id"].endswith(
        "dicabut dengan revisi yang ditandatangani pada 16 April 2026. Apa kendalanya, dan apa penggantinya?"
    )


def test_an_item_done_before_the_revision_was_signed_is_no_question() -> None:
    told = pilot()
    told[1].plans("mentor", "meeting", "W4", "2026-04-15", dropped=1)
    told[1].signs("work_plan_revision", "2026-05-10", revision=1).tells("mentor/meeting/W4", on="2026-04-20")
    assert asked(told, "changed_after_the_fact") == []


def test_an_item_without_a_date_of_its_own_is_no_question() -> None:
    told = pilot()
    told[1].plans("mentor", "meeting", "W4", dropped=1).signs("work_plan_revision", "2026-05-10", revision=1)
    assert asked(told, "changed_after_the_fact") == []


# ---- 4c the base shrank


def test_a_percentage_that_rises_because_its_base_shrinks_is_a_question() -> None:
    def counts(base: tuple[float | None, ...], top: tuple[float | None, ...]) -> Tell:
        return lambda p: series(series(p, "customers_total", *base), "customers_digitised", *top)

    shrunk, by_less, both, missing = asked_of_each(
        "base_shrank",
        [
            counts((2000, 1900), (1000, 1000)),
            counts((2000, 1901), (1000, 1000)),
            counts((2000, 1900), (1000, 950)),
            counts((2000, None), (1000, 1000)),
        ],
    )
    assert by_less == both == missing == []
    assert shrunk[0]["facts"]["percentage_now"] == pytest.approx(100 * 1000 / 1900)
    assert "fell from 2,000 to 1,900" in shrunk[0]["question_en"]


def test_pipe_and_features_are_bases_too_each_in_its_own_zone() -> None:
    told = pilot()
    for base, top in (("pipe_length_total", "pipe_length_digitised"), ("features_total", "features_complete")):
        series(told[1], base, 100, 90)
        series(told[1], top, 50, 50)
    series(told[1], "customers_total", 100, 90)
    series(told[1], "customers_digitised", 50, 50)
    for row in told[0].rows["measurement"][-4:]:
        row["zone"] = "DMA Melati" if row["variable_code"] == "customers_total" else "DMA Mawar"
    found = asked(told, "base_shrank")
    assert [row["subject"] for row in found] == ["features_total", "pipe_length_total"]
    assert [place["file"] for place in json.loads(found[1]["sources"])] == ["P1-2026-02.xlsx", "P1-2026-01.xlsx"]
    assert 'Dari Januari 2026 ke Februari 2026, "Panjang pipa" turun dari 100 menjadi 90 km' in found[1]["question_id"]


def test_a_base_is_compared_with_the_month_before_only() -> None:
    told = pilot()
    series(told[1], "customers_total", 2000, None, 1000)
    series(told[1], "customers_digitised", 1000, None, 1000)
    assert asked(told, "base_shrank") == []


# ---- 5 the same digits month after month


def metered(variable: str, *values: float | None) -> Tell:
    """Figures of one variable, from January on."""
    return lambda p: series(p, variable, *values)


def test_the_same_digits_in_four_months_on_end_are_a_question() -> None:
    examples: list[tuple[tuple[float | None, ...], list[str]]] = [
        ((18137, 17437, 18037, 17937), ["ending"]),
        ((18137, 17437, 18037), []),
        ((18137, 17437, 18037, 17938), []),
        ((18137, 17437, None, 18037, 17937), []),
        ((18100, 17400, 18000, 17900), ["round"]),
        ((18100, 17400, 18010, 17900), []),
        ((18137.37, 17421.37, 18055.37, 17999.37), ["decimals"]),
        ((18137.5, 17421.5, 18055.5, 17999.5), []),
        ((18137.37, 17421.37, 18055.37, 17999.36), []),
        ((900, 800, 700, 600), []),
        ((30037, 30037, 30037, 30037), []),
        ((0, 0, 0, 0), []),
        ((1000, 1100, 1200, 1300), ["round"]),
        ((1050, 1150, 1250, 1350), ["ending"]),
        ((905, 805, 705, 605), []),
        ((181.371, 174.371, 180.371, 179.371), []),
        ((1e12, 1.1e12, 1.2e12, 1.3e12), []),
        ((1e12 - 200, 1e12 - 300, 1e12 - 400, 1e12 - 500), ["round"]),
    ]
    found = asked_of_each("same_digits", [metered("billed_metered", *values) for values, _ in examples])
    assert [[row["facts"]["pattern"] for row in rows] for rows in found] == [patterns for _, patterns in examples]
    ending, whole, decimals = found[0][0], found[4][0], found[6][0]
    assert '"Billed metered consumption" ends in the digits 37 (18,137; ' in ending["question_en"]
    assert "berakhir dengan angka 37 (18.137; " in ending["question_id"]
    assert '"Billed metered consumption" is a multiple of 100 (18,100; ' in whole["question_en"]
    assert "merupakan kelipatan 100 (18.100; " in whole["question_id"]
    assert '"Billed metered consumption" has the decimals .37 (18,137.37; ' in decimals["question_en"]
    assert "memiliki desimal ,37 (18.137,37; " in decimals["question_id"]
    assert [row["facts"]["digits"] for row in (ending, whole, decimals)] == ["37", "00", "37"]


def test_a_run_of_digits_is_one_question_that_names_its_months_and_figures() -> None:
    told = pilot()
    series(told[1], "billed_metered", 18137, 17437, 18037, 17937, 18237, 18000)
    row = only(told, "same_digits")
    assert row["period"] == "2026-05"
    assert row["facts"]["periods"] == list(MONTHS[:5])
    assert "From January 2026 to May 2026" in row["question_en"]
    assert "18.137; 17.437; 18.037; 17.937; 18.237 m³" in row["question_id"]
    assert len(json.loads(row["sources"])) == 5


READ_FROM_A_METER = {
    "system_input_volume", "system_input_own", "system_input_imported", "system_input_exported", "billed_metered",
    "production_volume", "raw_water_volume", "energy_consumed",
}  # fmt: skip


def test_figures_read_from_a_meter_are_these() -> None:
    told = pilot()
    for variable in sorted(VARIABLES):
        series(told[1], variable, 1100, 1200, 1300, 1400)
    assert {row["subject"] for row in asked(told, "same_digits")} == READ_FROM_A_METER


def test_what_is_counted_estimated_or_weighed_by_the_bag_may_be_round() -> None:
    told = pilot()
    for variable in ("unauthorised_consumption", "chemicals_used", "connections", "unbilled_unmetered"):
        series(told[1], variable, 1100, 1200, 1300, 1400, 1500)
    assert asked(told, "same_digits") == []


# ---- 6 a figure that jumps and returns


def test_a_month_far_from_both_neighbours_that_agree_is_a_question() -> None:
    examples: list[tuple[tuple[float | None, ...], bool]] = [
        ((1000, 2400, 1200), True),
        ((1000, 2399, 1200), False),
        ((1000, 2500, 1201), False),
        ((1200, 500, 1000), True),
        ((1200, 501, 1000), False),
        ((1000, 0, 1000), True),
        ((1000, None, 1000), False),
        ((0, 1000, 0), False),
        ((1000, 5000, 5000), False),
        ((1000, 5000), False),
        ((1000, -5, 1000), False),
    ]
    found = asked_of_each("jumps_and_returns", [metered("system_input_volume", *values) for values, _ in examples])
    assert [bool(rows) for rows in found] == [fires for _, fires in examples]
    assert found[0][0]["period"] == "2026-02"
    assert [place["file"][-7:] for place in json.loads(found[0][0]["sources"])] == ["02.xlsx", "01.xlsx", "03.xlsx"]


def test_a_figure_of_part_of_a_month_or_of_several_is_no_figure_of_a_month() -> None:
    def between(start: str, end: str) -> Tell:
        def tell(p: Partnership) -> None:
            series(p, "system_input_volume", 1000, 5000, 1000)
            p.programme.rows["measurement"][-2] |= {"period_start": start, "period_end": end}

        return tell

    periods = [("2026-02-01", "2026-02-28"), ("2026-02-05", "2026-02-28"), ("2026-02-01", "2026-02-20")]
    fired = which_fire("jumps_and_returns", [between(*period) for period in periods])
    assert fired == [True, False, False]


def test_a_missing_neighbour_month_breaks_the_comparison() -> None:
    told = pilot()
    series(told[1], "system_input_volume", 1000, 5000, None, 1000)
    assert asked(told, "jumps_and_returns") == []


def test_a_derived_metric_is_asked_about_only_where_no_input_jumps() -> None:
    def balance(supplied: Sequence[float], billed: Sequence[float]) -> Tell:
        return lambda p: series(
            series(series(p, "system_input_volume", *supplied), "billed_metered", *billed), "billed_unmetered", 0, 0, 0
        )

    found = asked_of_each(
        "jumps_and_returns",
        [balance((10000, 10000, 10000), (8000, 6000, 8000)), balance((10000, 30000, 10000), (8000, 8000, 8000))],
    )
    assert [[row["subject"] for row in rows] for rows in found] == [["nrw_volume"], ["system_input_volume"]]


# ---- all of them


def everything(origin: str = "sample", kind: str = "solidarity_partnership") -> Told:
    """A partnership that each detector asks about."""
    told = pilot(origin, kind)
    p = told[1]
    reports(p, "2026-01", "2026-02", **(EMPTY | {"progress_data": "filled"}))
    for period in ("2026-01", "2026-02"):
        writes(p, period, "activities", LONG_A)
        writes(p, period, "findings", LONG_B)
    for period in ("2026-03", "2026-04", "2026-05"):
        p.sends_report(period, on="2026-06-20")
    series(p, "system_input_volume", 18137, 17437, 40037, 17937)
    series(p, "billed_metered", 12111.5, 12222.1, 12333.9, 12444.3)
    series(p, "customers_total", 2000, 1000)
    series(p, "customers_digitised", 900, 900)
    words(p, "T1", 0, "2026-01-05")
    words(p, "T1", 1, "2026-07-05", target=15.0)
    p.plans("mentor", "meeting", "W4", "2026-04-15", dropped=1).signs("work_plan_revision", "2026-05-10", revision=1)
    return told


ALL = {
    "on_time_but_empty", "copied", "sent_on_one_day", "changed_after_the_fact", "base_shrank", "same_digits",
    "jumps_and_returns",
}  # fmt: skip


def test_every_detector_asks_in_both_languages_with_the_place_of_its_first_fact() -> None:
    found = asked(everything())
    assert {row["detector"] for row in found} == ALL
    for row in found:
        first = json.loads(row["sources"])[0]
        assert first == {"file": row["source_file"], "sheet": row["source_sheet"], "cell": row["source_cell"]}
        for text in (row["question_en"], row["question_id"]):
            assert text.endswith("?")
            assert "NULL" not in text
        assert row["question_en"] != row["question_id"]
        assert row["origin"] == "sample"


def test_a_case_is_asked_nothing() -> None:
    assert asked(everything(origin="case")) == []


def test_a_single_report_is_asked_about_no_copy_digits_or_jump() -> None:
    told = pilot()
    reports(told[1], "2026-01")
    writes(told[1], "2026-01", "activities", LONG_A)
    writes(told[1], "2026-01", "findings", LONG_A, cell="B6")
    series(told[1], "system_input_volume", 18000)
    series(told[1], "billed_metered", 18000)
    assert asked(told) == []


def test_what_lies_after_the_day_asked_for_is_not_seen() -> None:
    early = asked(everything(), as_of="2026-03-15")
    assert {row["detector"] for row in early} == {"on_time_but_empty", "copied", "base_shrank"}


def test_what_was_received_later_is_not_known() -> None:
    assert asked(everything(), known_by="2025-12-31") == []
    known = asked(everything(), known_by="2026-03-15")
    assert {row["detector"] for row in known} <= {
        "on_time_but_empty",
        "copied",
        "base_shrank",
        "changed_after_the_fact",
    }
    assert not any(row["subject"] == "T1" for row in known)


def test_the_order_of_rows_changes_no_question_and_neither_does_a_second_run() -> None:
    told = everything()
    first = asked(told)
    assert asked(told) == first
    for rows in told[0].rows.values():
        Random(4).shuffle(rows)
    assert asked(told) == first


def test_every_figure_watched_stands_in_the_catalogue() -> None:
    watched = re.findall(r"\('(\w+)', (?:TRUE|FALSE)\)", statement("coaching"))
    assert len(watched) > 20
    assert set(watched) <= {*VARIABLES, *METRICS}


def test_every_threshold_is_a_rule_with_its_basis() -> None:
    asked_for = set(re.findall(r"rule_value\('(coaching\.\w+)'\)", statement("coaching")))
    mart = Programme().at(LATE_ENOUGH)
    rules = mart.rows("SELECT * FROM mart.rule WHERE rule_code LIKE 'coaching.%'")
    assert {row["rule_code"] for row in rules} == asked_for
    assert {row["basis"] for row in rules} == {"assumed"}


FIRST_WORDING = "changes, first_baseline, first_target, first_due_on, first_progress"
SCORED = {
    "obligation": "*",
    "indicator_value": "*",
    "criterion_score": "*",
    "target_progress": f"* EXCLUDE ({FIRST_WORDING})",
    "pilot_metric": "*",
}


def scores(mart: Mart) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: sorted(mart.connection.execute(f"SELECT {columns} FROM mart.{table}").fetchall(), key=repr)
        for table, columns in SCORED.items()
    }


@given(told=many_stories, as_of=a_day)
@settings(over_many_stories, max_examples=3)
def test_what_only_the_questions_read_changes_no_score(told, as_of) -> None:
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    before = scores(programme.at(on(as_of)))
    for number in range(len(told)):
        p = Partnership(programme, f"P{number}")
        words(p, "T0", 0, on(0), due_on=on(1))
        words(p, "T0", 1, on(5), target=13.0, due_on=on(1))
    after = programme.at(on(as_of))
    asked = {row["partnership_id"] for row in questions(after, "changed_after_the_fact") if row["subject"] == "T0"}
    assert asked == {f"P{n}" for n, story in enumerate(told) if story.about.get("origin") != "case"}
    assert scores(after) == before


def test_no_other_step_reads_the_questions() -> None:
    others = ("timeline", "obligations", "fulfilment", "receipts", "facts", "targets", "scores", "honesty")
    assert "coaching_question" in statement("coaching")
    assert [name for name in others if "coaching" in statement(name)] == []
