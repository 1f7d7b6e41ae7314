"""The questions on rows laid under their statement: whom, when and what each detector compares, worked by hand."""

import json
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.indicators.laid import Laid, Row, found

AS_OF, KNOWN_BY = date(2026, 6, 30), date(2026, 7, 15)
READ = (
    "core.partnership", "core.monthly_report", "core.measurement", "core.narrative", "core.activity",
    "core.advice_answer", "core.advice_request", "core.lesson", "core.target_version", "core.plan_date",
    "core.agreement", "core.plan_item", "mart.pilot_metric", "mart.metric", "mart.obligation",
)  # fmt: skip
RULES = {
    "parts_filled": 2, "parts_answered": 3, "copied_parts": 2, "copied_words": 5, "copied_figures": 2,
    "reports_on_one_day": 3, "base_shrinks": 0.05, "digit_months": 4, "jump_factor": 2, "neighbours_agree": 1.2,
}  # fmt: skip
PARTS = ("progress_data", "activities", "advice_actions", "findings", "obstacles", "requests")
READ_FROM_A_METER = (
    "billed_metered", "energy_consumed", "production_volume", "raw_water_volume", "system_input_exported",
    "system_input_imported", "system_input_own", "system_input_volume",
)  # fmt: skip
SLOW = (
    "average_pressure", "capacity_used_pct", "connections", "customers_digitised", "customers_digitised_pct",
    "customers_total", "features_complete", "features_complete_pct", "features_total", "installed_capacity",
    "mains_length", "nrw_volume", "operating_hours", "pipe_digitised_pct", "pipe_length_digitised",
    "pipe_length_total", "specific_energy", "supply_hours",
)  # fmt: skip
UNWATCHED = "chemicals_used"
INPUTS = {
    "nrw_volume": "system_input_volume, billed_metered",
    "specific_energy": "production_volume, energy_consumed",
}


def metrics(laid: Laid) -> None:
    for code in (*READ_FROM_A_METER, *SLOW, UNWATCHED):
        direction = {"nrw_volume": "lower", "connections": "neither"}.get(code, "higher")
        laid.add(
            "mart.metric", metric_code=code, name_en=f"EN {code}", name_id=f"ID {code}", inputs=INPUTS.get(code),
            unit="m3" if code in READ_FROM_A_METER else "connections", direction=direction,
        )  # fmt: skip


def partner(laid: Laid, *names: str, origin: str = "sample") -> None:
    for name in names:
        laid.add("core.partnership", partnership_id=name, origin=origin)


def report(laid: Laid, name: str, period: str, sent: str, filled: tuple[str, ...] = PARTS, **more: Any) -> None:
    """A report, received on the day it is sent, with the parts that are filled; the others are empty."""
    sha = more.pop("file_sha256", f"{name}-{period}")
    laid.add(
        "core.monthly_report",
        **{
            "partnership_id": name, "period": period, "submitted_on": sent, "received_on": sent,
            "received_at": "2026-07-01 09:00:00", "is_latest": True, "is_parked": False, "content_reported": True,
            **{part: "filled" if part in filled else "empty" for part in PARTS},
            "file_sha256": sha, "source_file": f"{sha}.xlsx", "source_sheet": "Laporan", "source_cell": "B3", **more,
        },
    )  # fmt: skip


def owed(laid: Laid, name: str, period: str, status: str = "fulfilled_on_time", due_on: str = "06-10") -> None:
    key = f"{name}/mentee/monthly_report/{period}"
    laid.add("mart.obligation", obligation_id=key, partnership_id=name, status=status, due_on=due_on)


def months(first: str, count: int) -> list[tuple[str, date, date]]:
    """Months on end, each as it is written, with its first and its last day."""
    start = 12 * int(first[:4]) + int(first[5:]) - 1
    days = [date(n // 12, n % 12 + 1, 1) for n in range(start, start + count + 1)]
    return [
        (f"{day:%Y-%m}", day, date.fromordinal(after.toordinal() - 1))
        for day, after in zip(days, days[1:], strict=False)
    ]


def figures(laid: Laid, name: str, code: str, *values: float | None, first: str = "2026-01", **more: Any) -> None:
    """A figure of one month after another (None: no row), known on the tenth of February 2026."""
    known_at = more.pop("known_at", "2026-02-10 03:00:00")
    for value, (period, start, end) in zip(values, months(first, len(values)), strict=True):
        if value is None:
            continue
        laid.add(
            "mart.pilot_metric",
            **{
                "partnership_id": name, "zone": None, "metric_code": code, "value": value, "status": "reported",
                "period_start": start, "period_end": end, "source_file": f"{name}-{period}.xlsx",
                "source_sheet": "Data", "source_cell": code, **more,
            },
        )  # fmt: skip
        laid.add(
            "core.measurement", partnership_id=name, status="reported", period_start=start, period_end=end,
            received_at=known_at,
        )  # fmt: skip


def of(connection: duckdb.DuckDBPyConnection, detector: str, prefix: str = "") -> list[Row]:
    query = """
        SELECT * FROM mart.coaching_question
        WHERE detector = $1 AND starts_with(partnership_id, $2)
        ORDER BY partnership_id, subject, zone NULLS FIRST, period, role
    """
    return [{**row, "facts": json.loads(row["facts"])} for row in found(connection, query, detector, prefix)]


def cells(row: Row) -> list[str]:
    return [f"{place['file']} {place['sheet']} {place['cell']}" for place in json.loads(row["sources"])]


# ---- 1 on time but empty, and which report is in force


def empty_reports(laid: Laid) -> None:
    """E1: one part filled in each month of 2025; E2: at the edges of the two thresholds; E3: which report counts."""
    partner(laid, "E1", "E2", "E3")
    partner(laid, "E9", origin="case")
    for number, part in enumerate(PARTS, start=1):
        report(laid, "E1", f"2025-{number:02}", f"2025-{number + 1:02}-05", (part,))
        owed(laid, "E1", f"2025-{number:02}", due_on=f"2025-{number + 1:02}-10")
    report(laid, "E1", "2025-07", "2025-08-05", ())
    owed(laid, "E1", "2025-07")
    report(laid, "E9", "2025-07", "2025-08-06", ())
    owed(laid, "E9", "2025-07")
    two, nihil = ("progress_data", "requests"), {"findings": "nihil"}
    for period, filled, more, status in (
        ("2025-01", two, {}, "fulfilled_on_time"),
        ("2025-02", two, nihil, "fulfilled_on_time"),
        ("2025-03", ("requests",), dict.fromkeys(PARTS[:5], "nihil"), "fulfilled_on_time"),
        ("2025-04", (), {}, "fulfilled_late"),
        ("2025-05", (), {"content_reported": False}, "fulfilled_on_time"),
        ("2025-06", PARTS, {}, "fulfilled_on_time"),
    ):
        report(laid, "E2", period, f"2025-{int(period[5:]) + 1:02}-06", filled, **more)
        owed(laid, "E2", period, status)
    for period, sent, more in (
        ("2025-01", "2026-06-30", {"received_on": "2026-07-15"}),
        ("2025-02", "2026-07-01", {}),
        ("2025-03", "2026-06-29", {"received_on": "2026-07-16"}),
        ("2025-04", "2026-06-28", {"is_parked": True}),
        ("2025-05", "2026-06-27", {"is_latest": False}),
        ("2025-06", "2026-06-26", {}),
        ("2025-07", "2026-06-25", {}),
    ):
        report(laid, "E3", period, sent, (), **more)
        owed(laid, "E3", period)
    report(laid, "E3", "2025-06", "2026-06-24", (), is_latest=False, received_at="2026-07-03 09:00:00")
    report(laid, "E3", "2025-07", "2026-06-23", received_at="2026-07-02 09:00:00", file_sha256="later")


def test_which_report_is_called_empty_and_what_it_holds(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "on_time_but_empty", "E")
    assert [
        (r["partnership_id"], r["period"], r["facts"]["filled"], r["facts"]["answered"], r["facts"]["submitted_on"])
        for r in rows
    ] == [
        *(("E1", f"2025-{n:02}", [part], 1, f"2025-{n + 1:02}-05") for n, part in enumerate(PARTS, start=1)),
        ("E1", "2025-07", [], 0, "2025-08-05"),
        ("E2", "2025-01", ["progress_data", "requests"], 2, "2025-02-06"),
        ("E2", "2025-03", ["requests"], 6, "2025-04-06"),
        ("E3", "2025-01", [], 0, "2026-06-30"),
        ("E3", "2025-06", [], 0, "2026-06-24"),
    ]
    assert rows[0]["facts"]["due_on"] == "2025-02-10"
    assert "with 1 of its six parts filled (progress data)." in rows[0]["question_en"]
    assert "with none of its six parts filled." in rows[6]["question_en"]
    assert "dengan enam bagian yang belum terisi." in rows[6]["question_id"]
    assert cells(rows[0]) == ["E1-2025-01.xlsx Laporan B3"]
    assert {r["origin"] for r in rows} == {"sample"}


# ---- 2 copied from last month

WORDS = "satu dua tiga empat lima"
SHORT = "satu dua tiga empat"
TABLES = {
    "finding": ("core.narrative", "words"), "obstacle": ("core.narrative", "words"),
    "supporting_factor": ("core.narrative", "words"), "summary": ("core.narrative", "words"),
    "activity": ("core.activity", "title"), "answer": ("core.advice_answer", "reason"),
    "request": ("core.advice_request", "question"), "lesson": ("core.lesson", "words"),
}  # fmt: skip


def says(laid: Laid, name: str, period: str, kind: str, words: str | None, cell: str = "B5", **more: Any) -> None:
    table, column = TABLES[kind]
    row = {"partnership_id": name, column: words, "file_sha256": f"{name}-{period}", "source_sheet": kind,
           "source_cell": cell, **more}  # fmt: skip
    laid.add(table, **row, **({"kind": kind} if table == "core.narrative" else {}))


def copies(laid: Laid) -> None:
    partner(laid, *(f"C{number}" for number in range(1, 11)))
    for name in (f"C{number}" for number in range(1, 11)):
        for number in (1, 2):
            report(laid, name, f"2026-0{number}", f"2026-0{number + 1}-1{number}")
    for period in ("2026-01", "2026-02"):
        for kind in ("finding", "obstacle", "activity", "answer", "request", "lesson"):
            says(laid, "C1", period, kind, f"{WORDS} {kind}")
        says(laid, "C1", period, "lesson", None, cell="A1")
        says(laid, "C1", period, "supporting_factor", SHORT, cell="B4")
        for kind in ("finding", "summary"):  # a summary is no part
            says(laid, "C2", period, kind, WORDS)
        says(laid, "C3", period, "finding", SHORT)
        says(laid, "C3", period, "lesson", WORDS)
        says(laid, "C4", period, "supporting_factor", "pompa baru", cell="B6")
        says(laid, "C4", period, "supporting_factor", WORDS, cell="B5")
        says(laid, "C4", period, "lesson", WORDS)
        says(laid, "C5", period, "finding", WORDS)
        says(laid, "C5", period, "lesson", f"{WORDS} pada bulan {period}")
        # what another partnership wrote lies in a file of the same content as this one's
        says(laid, "C1", period, "activity", WORDS, file_sha256=f"C5-{period}")
    for month, kind in (("2026-01", "finding"), ("2026-02", "lesson"), ("2026-01", "activity"), ("2026-02", "answer")):
        says(laid, "C6", month, kind, WORDS)  # the same words, each time under another part
    report(laid, "C6", "2026-03", "2026-04-13")
    for period in ("2026-01", "2026-03"):  # the report between has none of it
        for kind in ("obstacle", "request"):
            says(laid, "C6", period, kind, WORDS)


def metered_copies(laid: Laid) -> None:
    """C7: two zones the same, and February alone; C8: one figure moved; C9: one figure; C10: nothing to compare."""
    figures(laid, "C7", "billed_metered", 1234.5, 1234.5, zone="Utara")
    figures(laid, "C7", "billed_metered", 2345.5, 2345.5, zone="Barat")
    figures(laid, "C7", "energy_consumed", None, 55.5)
    figures(laid, "C7", "supply_hours", 20, 21)
    figures(laid, "C8", "billed_metered", 1234.5, 1234.5)
    figures(laid, "C8", "energy_consumed", 77.5, 77.5)
    figures(laid, "C8", "production_volume", 0, 9)
    figures(laid, "C9", "billed_metered", 1234.5, 1234.5)
    figures(laid, "C9", "energy_consumed", 0, 0)
    figures(laid, "C9", "supply_hours", 24, 24)
    figures(laid, "C9", "connections", 24, 24)
    for code in ("billed_metered", "energy_consumed", "production_volume"):
        figures(laid, "C10", code, 1, 1, status="not_reported")
    report(laid, "C7", "2026-03", "2026-04-13")
    figures(laid, "C7", "billed_metered", None, None, 1234.5, zone="Utara")
    figures(laid, "C7", "production_volume", 1, None, 1)
    figures(laid, "C7", "raw_water_volume", 1, None, 1)


def test_words_are_a_copy_in_two_parts_of_the_report_before(asked: duckdb.DuckDBPyConnection) -> None:
    rows = [row for row in of(asked, "copied", "C") if row["facts"]["parts"]]
    parts = ["activities", "advice_actions", "findings", "lessons", "obstacles", "requests"]
    assert [(r["partnership_id"], r["period"], r["facts"]["period_before"], r["facts"]["parts"]) for r in rows] == [
        ("C1", "2026-02", "2026-01", parts),
        ("C4", "2026-02", "2026-01", ["lessons", "obstacles"]),
    ]
    assert all(row["facts"]["figures"] == [] for row in rows)
    assert cells(rows[0])[6:10] == [
        f"C1-2026-0{month}.xlsx {sheet} B5" for sheet in ("lesson", "obstacle") for month in (2, 1)
    ]
    assert cells(rows[1]) == [
        "C4-2026-02.xlsx lesson B5", "C4-2026-01.xlsx lesson B5",
        "C4-2026-02.xlsx supporting_factor B5", "C4-2026-01.xlsx supporting_factor B5",
    ]  # fmt: skip
    said = 'repeats that of January 2026: the same words under "lessons" and "obstacles and supporting factors". Was'
    assert said in rows[1]["question_en"]
    kalimat = 'laporan Januari 2026: kalimat yang sama pada bagian "pembelajaran" dan "kendala dan faktor pendukung". A'
    assert kalimat in rows[1]["question_id"]


def test_figures_are_a_copy_where_all_read_from_a_meter_stay(asked: duckdb.DuckDBPyConnection) -> None:
    (row,) = [row for row in of(asked, "copied", "C") if row["facts"]["figures"]]
    assert (row["partnership_id"], row["period"], row["facts"]["parts"]) == ("C7", "2026-02", [])
    assert [(f["zone"], f["value"]) for f in row["facts"]["figures"]] == [("Barat", 2345.5), ("Utara", 1234.5)]
    assert cells(row) == [f"C7-2026-0{n}.xlsx Data billed_metered" for n in (2, 1, 2, 1)]
    same = "January 2026: the same figures, EN billed_metered (Barat) 2,345.5 m³; EN billed_metered (Utara) 1,234.5 m³"
    assert same in row["question_en"]
    sama = "2026: angka yang sama, yaitu ID billed_metered (Barat) 2.345,5 m³; ID billed_metered (Utara) 1.234,5 m³"
    assert sama in row["question_id"]


# ---- 3 sent on one day


def one_day(laid: Laid) -> None:
    """Three of four months of S1 on one day; two of S2 on that day and one on the next."""
    partner(laid, "S1", "S2")
    for period, sent in (("2025-01", "05-20"), ("2025-02", "05-20"), ("2025-03", "05-20"), ("2025-04", "05-21")):
        report(laid, "S1", period, sent)
    for period, sent in (("2025-01", "05-20"), ("2025-02", "05-20"), ("2025-03", "05-21")):
        report(laid, "S2", period, sent)


def test_three_months_sent_on_a_day_are_named(asked: duckdb.DuckDBPyConnection) -> None:
    (row,) = of(asked, "sent_on_one_day")
    assert (row["partnership_id"], row["period"]) == ("S1", "2025-03")
    assert row["facts"] == {"submitted_on": "2026-05-20", "periods": ["2025-01", "2025-02", "2025-03"]}
    assert cells(row) == [f"S1-2025-0{number}.xlsx Laporan B3" for number in (1, 2, 3)]


# ---- 4a a target changed after the fact


def target(laid: Laid, name: str, number: str, step: int, on: str, **more: Any) -> None:
    """A wording of hours of supply from 12 to 18 until 31 March, said in a register of a day."""
    laid.add(
        "core.target_version",
        **{
            "partnership_id": name, "target_id": number, "step": step, "stated_on": on, "received_on": on,
            "is_stated": True, "metric_code": "supply_hours", "baseline": 12.0, "baseline_on": "2025-12-31",
            "target": 18.0, "due_on": "03-31", "source_file": f"{name}-{number}-{step}", "source_sheet": "Target",
            "source_cell": "A5", **more,
        },
    )  # fmt: skip


def reworded(laid: Laid, number: str, later: Row, name: str = "T1", on: str = "04-01", **both: Any) -> None:
    target(laid, name, number, 0, "01-05", **both)
    target(laid, name, number, 1, on, **{**both, **later})


GONE = dict.fromkeys(("metric_code", "baseline", "target", "due_on", "zone", "tolerance")) | {"is_stated": False}
LOWER = {"metric_code": "nrw_volume", "baseline": None, "target": 35.0}
NEITHER = {"metric_code": "connections", "baseline": None, "target": 35.0}
TOPIC = {"metric_code": None, "topic": "Peta", "baseline": None, "target": 4.0}


def targets(laid: Laid) -> None:
    partner(laid, "T1", "T2", "T3", "T4")
    partner(laid, "T9", origin="case")
    reworded(laid, "A1", {"target": 17.0})
    reworded(laid, "A2", {"target": 17.0}, on="03-31")
    reworded(laid, "A3", {"target": 19.0, "tolerance": 2.0}, tolerance=1.0)
    reworded(laid, "A4", {"baseline": 11.0, "due_on": "05-31"})
    reworded(laid, "A5", {"zone": "Utara"})
    reworded(laid, "A6", {"zone": "Utara"}, zone="Barat")
    reworded(laid, "A7", GONE)
    reworded(laid, "A8", {"target": 17.0, "agreed_on": "03-31"})
    reworded(laid, "A9", {"target": 17.0}, on="07-01")
    reworded(laid, "A10", {"target": 17.0, "received_on": "07-16"})
    reworded(laid, "A11", {"target": 17.0, "received_on": "07-15"}, on="06-30")
    reworded(laid, "A1", {"target": 17.0}, name="T9")
    target(laid, "T1", "A12", 0, "01-05", **GONE)
    target(laid, "T1", "A12", 1, "04-01", target=1.0)
    # Without a baseline the metric tells the way; neither way, only the tolerance of what is held counts.
    reworded(laid, "B1", {"target": 36.0}, **LOWER)
    reworded(laid, "B2", {"target": 34.0}, **LOWER)
    reworded(laid, "B3", {"target": 34.0}, **NEITHER)
    reworded(laid, "B4", {"target": 36.0}, **NEITHER)
    reworded(laid, "B5", {"tolerance": 2.0}, **NEITHER, tolerance=1.0)
    reworded(laid, "B6", {"target": 3.5}, **TOPIC)
    reworded(laid, "B7", {"target": 4.5}, **TOPIC)
    reworded(laid, "B8", {"target": 13.0}, target=12.0)
    reworded(laid, "B9", {"tolerance": 1.0}, target=12.0, tolerance=1.0)
    reworded(laid, "B10", {"target": 3.0}, metric_code=None, topic=None, baseline=None, target=4.0)
    reworded(laid, "B11", {"baseline": 13.0}, target=10.0)  # it is to fall: from 13 the same figure is more of the way
    reworded(laid, "B13", {"target": 11.0}, target=12.0)
    reworded(laid, "B14", {"tolerance": 2.0}, target=12.0, tolerance=1.0)
    reworded(laid, "B15", {"target": 9.5}, target=10.0)
    reworded(laid, "B12", {"baseline": 11.0, "target": 9.0}, target=10.0)


def known_figures(laid: Laid) -> None:
    """Targets due in December, changed on 10 May: T2 knows its figures of January since 9 May, T3 since 10 May."""
    for name, known_at in (("T2", "2026-05-09 16:59:00"), ("T3", "2026-05-09 17:00:00")):
        figures(laid, name, "supply_hours", 13, known_at=known_at)
        figures(laid, name, "supply_hours", 14, first="2026-02", known_at="2026-05-20 01:00:00")
    figures(laid, "T2", "mains_length", 13, zone="Utara", known_at="2026-05-09 01:00:00")
    figures(laid, "T4", "supply_hours", 12, first="2025-12", known_at="2026-01-03 01:00:00")
    figures(laid, "T4", "connections", 5, status="missing", known_at="2026-01-02 01:00:00")
    laid.add(
        "core.measurement", partnership_id="T3", status="missing", period_start="2026-01-01", period_end="2026-01-31",
        received_at="2026-01-20 01:00:00",
    )  # fmt: skip
    late = {"due_on": "12-31", "on": "05-10"}
    for name in ("T2", "T3"):
        reworded(laid, "D1", {"target": 17.0}, name=name, **late)
    for number, more in (
        ("D2", {"metric_code": "mains_length", "zone": "Utara"}),
        ("D3", {"metric_code": "mains_length", "zone": "Barat"}),
        ("D4", {"metric_code": "mains_length"}),
        ("D5", {"metric_code": "average_pressure"}),
        ("D6", {"zone": "Utara"}),
    ):
        reworded(laid, number, {"target": 17.0}, name="T2", **more, **late)
    reworded(laid, "D7", {"target": 17.0}, name="T4", **late)
    reworded(laid, "D8", {"target": 17.0}, name="T4", baseline_on=None, **late)
    reworded(laid, "D9", {"target": 17.0}, name="T4", baseline_on="2025-12-30", **late)
    reworded(laid, "D10", {"target": 17.0}, name="T4", metric_code="connections", **late)
    reworded(laid, "D13", {"target": 17.0}, name="T2", due_on="05-10", on="05-10")
    told = {"metric_code": None, "topic": "Peta", "baseline": None, "target": 18.0}
    reworded(laid, "D11", {"target": 17.0, "actual_told_on": "05-09"}, name="T4", **{**late, **told})
    reworded(laid, "D12", {"target": 17.0, "actual_told_on": "05-01"}, name="T2", **late)


def test_what_makes_a_target_easier_after_it_fell_due(asked: duckdb.DuckDBPyConnection) -> None:
    rows = {row["subject"]: row for row in of(asked, "changed_after_the_fact", "T1")}
    assert sorted(rows) == ["A1", "A11", "A4", "A5", "A7", "B1", "B10", "B11", "B14", "B5", "B6"]
    said = {subject: row["question_en"].split(": ", 1)[-1].split(". What")[0] for subject, row in rows.items()}
    assert said["A1"] == "target value from 18 to 17"
    assert said["A4"] == "baseline from 12 to 11 and due date from 31 March 2026 to 31 May 2026"
    assert said["A5"] == "zone from the whole pilot to Utara"
    assert said["B1"] == "target value from 35 to 36"
    assert said["B5"] == "tolerance from 1 to 2"
    assert said["B11"] == "baseline from 12 to 13"
    assert rows["A7"]["question_en"].startswith("Target A7 (EN supply_hours) no longer stands in the register of 1 Apr")
    assert rows["B6"]["question_en"].startswith("Target B6 (Peta) was changed on 1 April 2026, after it had fallen due")
    assert rows["B6"]["question_id"].startswith("Target B6 (Peta) diubah pada 1 April 2026, setelah jatuh tempo pada")
    assert rows["B10"]["question_en"].startswith("Target B10 was changed")
    assert rows["B10"]["question_id"].startswith("Target B10 diubah")
    assert rows["A7"]["facts"]["now"] is None
    assert rows["A1"]["facts"]["now"]["target"] == 17
    assert rows["A11"]["period"] == "2026-06"
    assert cells(rows["A1"]) == ["T1-A1-1 Target A5", "T1-A1-0 Target A5"]


def test_a_target_is_changed_after_its_own_first_figure_was_known(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "changed_after_the_fact", "T")
    known = [(r["partnership_id"], r["subject"], r["facts"]["known_on"]) for r in rows if r["subject"][0] == "D"]
    assert known == [
        ("T2", "D1", "2026-05-09"),
        ("T2", "D12", "2026-05-01"),
        ("T2", "D13", "2026-05-09"),
        ("T2", "D2", "2026-05-09"),
        ("T4", "D11", "2026-05-09"),
        ("T4", "D8", "2026-01-03"),
        ("T4", "D9", "2026-01-03"),
    ]
    for row in (r for r in rows if (r["partnership_id"], r["subject"]) in (("T2", "D1"), ("T2", "D13"))):
        assert "on 10 May 2026, after its first figures were known on 9 May 2026:" in row["question_en"]
        assert "setelah angka pertamanya diketahui pada 9 Mei 2026:" in row["question_id"]
    assert {r["partnership_id"] for r in rows} == {"T1", "T2", "T4"}


# ---- 4b a plan changed after the fact


def item(laid: Laid, name: str, number: str, role: str = "mentee", due_on: str | None = None, **more: Any) -> None:
    laid.add(
        "core.plan_item",
        **{
            "partnership_id": name, "item_no": number, "role": role, "kind": "activity", "title": f"{name} {number}",
            "due_on": due_on, "source_file": f"{name}-{role}-{number}", "source_sheet": "Rencana", "source_cell": "A9",
            **more,
        },
    )  # fmt: skip


def dated(laid: Laid, name: str, number: str, *steps: tuple[str | None, str], role: str = "mentee") -> None:
    for step, (signed_on, due_on) in enumerate(steps):
        laid.add(
            "core.plan_date", partnership_id=name, item_no=number, role=role, step=step, signed_on=signed_on,
            due_on=due_on,
        )  # fmt: skip


def revision(laid: Laid, name: str, number: int, signed_on: str, **more: Any) -> None:
    laid.add(
        "core.agreement",
        **{
            "partnership_id": name, "kind": "work_plan_revision", "revision": number, "number": f"{name}/{number}",
            "signed_on": signed_on, "received_on": signed_on, "source_file": f"{name}-revision-{number}",
            "source_sheet": "Revisi", "source_cell": "A1", **more,
        },
    )  # fmt: skip


def plans(laid: Laid) -> None:
    """The same items in L1 and L2, of which only L1 moved W1; revisions 1 of 1 April, 2 of 1 May, 3 of 30 June."""
    partner(laid, "L1", "L2")
    partner(laid, "L9", origin="case")
    for name in ("L1", "L2", "L9"):
        for number, (signed_on, more) in enumerate(
            (
                ("04-01", {}),
                ("05-01", {"received_on": None}),
                ("06-30", {"received_on": "07-15"}),
                ("07-01", {}),
                ("05-02", {"received_on": "07-16"}),
                ("05-03", {"kind": "memorandum_of_agreement"}),
                ("04-01", {}),
            ),
            start=1,
        ):
            revision(laid, name, number, signed_on, **more)
        for number in ("W1", "W2", "W3", "W4", "W5"):
            item(laid, name, number)
    for name in ("L1", "L9"):
        dated(laid, name, "W1", (None, "03-31"), ("04-01", "05-31"))
    dated(laid, "L2", "W1", (None, "05-31"), ("04-01", "06-15"))
    dated(laid, "L1", "W2", (None, "03-31"), ("04-01", "03-31"))
    dated(laid, "L1", "W3", (None, "04-01"), ("04-01", "05-31"), ("06-30", "08-31"))
    dated(laid, "L1", "W4", (None, "03-31"), ("07-01", "08-31"))
    dated(laid, "L1", "W5", (None, "02-28"), ("04-02", "05-31"))
    for number, fulfilled_on in (("W6", "04-01"), ("W7", "04-02"), ("W8", None)):
        item(laid, "L1", number)
        dated(laid, "L1", number, (None, "03-31"), ("04-01", "05-31"))
        laid.add("mart.obligation", obligation_id=f"L1/mentee/activity/{number}", fulfilled_on=fulfilled_on)
    for number, withdrawn, due_on, steps in (
        ("X1", 1, "03-31", ()),
        ("X2", 2, "03-31", ((None, "03-31"), ("04-01", "04-30"))),
        ("X3", 2, "03-31", ((None, "03-31"), ("04-01", "05-01"))),
        ("X4", 3, "06-29", ()),
        ("X5", 4, "03-31", ()),
        ("X6", 5, "03-31", ()),
        ("X7", 6, "03-31", ()),
        ("X8", None, "03-31", ()),
    ):
        item(laid, "L1", number, due_on=due_on, withdrawn_in_revision=withdrawn)
        dated(laid, "L1", number, *steps)
    # The other role's item of the same number, and the other partnership's, have dates of their own.
    item(laid, "L2", "X2", due_on="03-30", withdrawn_in_revision=1)
    item(laid, "L2", "X2", "mentor", due_on="03-29", withdrawn_in_revision=1)
    dated(laid, "L2", "X2", (None, "03-27"), role="mentor")
    dated(laid, "L2", "X9", (None, "03-26"))


def test_which_items_of_a_plan_were_changed_after_their_day(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "changed_after_the_fact", "L")
    assert [
        (r["partnership_id"], r["subject"], r["role"], r["facts"]["signed_on"][5:], r["facts"]["revision_no"],
         r["facts"]["due_before"][5:], (r["facts"]["due_now"] or "")[5:])
        for r in rows
    ] == [
        ("L1", "W1", "mentee", "04-01", "L1/1", "03-31", "05-31"),
        ("L1", "W3", "mentee", "06-30", "L1/3", "05-31", "08-31"),
        ("L1", "W5", "mentee", "04-02", None, "02-28", "05-31"),
        ("L1", "W7", "mentee", "04-01", "L1/1", "03-31", "05-31"),
        ("L1", "W8", "mentee", "04-01", "L1/1", "03-31", "05-31"),
        ("L1", "X1", "mentee", "04-01", "L1/1", "03-31", ""),
        ("L1", "X2", "mentee", "04-01", "L1/1", "03-31", "04-30"),
        ("L1", "X2", "mentee", "05-01", "L1/2", "04-30", ""),
        ("L1", "X3", "mentee", "04-01", "L1/1", "03-31", "05-01"),
        ("L1", "X4", "mentee", "06-30", "L1/3", "06-29", ""),
        ("L2", "X2", "mentee", "04-01", "L2/1", "03-30", ""),
        ("L2", "X2", "mentor", "04-01", "L2/1", "03-27", ""),
    ]  # fmt: skip
    assert cells(rows[0]) == ["L1-mentee-W1 Rencana A9", "L1-revision-1 Revisi A1"]
    assert cells(rows[2]) == ["L1-mentee-W5 Rencana A9"]
    assert "was dropped by the revision signed on 1 April 2026." in rows[5]["question_en"]
    assert rows[5]["question_en"].endswith("and what takes its place?")
    assert "dan dicabut dengan revisi" in rows[5]["question_id"]
    assert rows[5]["question_id"].endswith("dan apa penggantinya?")


# ---- 4c the base shrank


def bases(laid: Laid) -> None:
    """B1 shrinks by exactly a twentieth in one zone; the others lack one thing each."""
    partner(laid, *(f"B{number}" for number in range(1, 9)))
    for name, base, pct, zone in (
        ("B1", (2000, 1900), (50, 60), None),
        ("B2", (2000, 1901), (50, 60), None),
        ("B3", (2000, 1900), (50, 50), None),
        ("B4", (2000, None, 1000), (50, 55, 60), None),
        ("B5", (2000, 1900, 1000), (50, None, 60), None),
        ("B6", (2000, 1900), (60, 50), "Utara"),
    ):
        figures(laid, name, "customers_total", *base, zone=zone)
        figures(laid, name, "customers_digitised_pct", *pct, zone=zone)
    figures(laid, "B6", "customers_total", 100, 200, zone="Barat")
    figures(laid, "B6", "customers_digitised_pct", 10, 20, zone="Barat")
    figures(laid, "B7", "pipe_length_total", 100, 90)
    figures(laid, "B7", "features_total", 100, 90)
    figures(laid, "B7", "features_complete_pct", 40, 41.25)
    figures(laid, "B8", "pipe_length_total", 100, 90, zone="Utara")
    figures(laid, "B8", "pipe_digitised_pct", 39.96, 41.25, zone="Utara")


def test_a_base_shrinks_beside_its_own_percentage_and_month(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "base_shrank")
    assert [(r["partnership_id"], r["subject"], r["zone"], r["period"], r["facts"]["percentage"]) for r in rows] == [
        ("B1", "customers_total", None, "2026-02", "customers_digitised_pct"),
        ("B7", "features_total", None, "2026-02", "features_complete_pct"),
        ("B8", "pipe_length_total", "Utara", "2026-02", "pipe_digitised_pct"),
    ]
    assert (rows[2]["facts"]["percentage_before"], rows[2]["facts"]["percentage_now"]) == (39.96, 41.25)
    said = '"EN pipe_length_total" (Utara) fell from 100 to 90, while "EN pipe_digitised_pct" rose from 40 to 41.3 %'
    assert said in rows[2]["question_en"]
    assert 'sedangkan "ID pipe_digitised_pct" naik dari 40 menjadi 41,3 %' in rows[2]["question_id"]


# ---- 5 the same digits

SAME_DIGITS: tuple[tuple[tuple[float | None, ...], list[tuple[str, str]]], ...] = (
    ((1000, 1100, 1200, 1300), [("round", "00")]),
    ((1001, 1101, 1201, 1301), [("ending", "01")]),
    ((1037, 1137, 1237), []),
    ((1037, 1137, 1037, 1137), [("ending", "37")]),
    ((1037.37, 1137.37, 1237.37, 1337.37), [("decimals", "37")]),
    ((1037.5, 1137.5, 1237.5, 1337.5), []),
    ((937, 1137, 1237, 1337), []),
    ((1037, 1137, None, 1237, 1337), []),
    ((900, 1100, 1200, 1300), []),
    ((0.37, 1.37, 2.37, 3.37), [("decimals", "37")]),
    ((7.05, 8.05, 9.05, 3.05), [("decimals", "05")]),
    ((7.5, 8.5, 9.5, 3.5), []),
    ((-7.37, -8.37, -9.37, -3.37), []),
    ((7.371, 8.371, 9.371, 3.371), []),
    ((1137, 1137, 1137, 1137), []),
    ((1e12 - 300, 1e12 - 200, 1e12 - 100, 1e12), []),
    ((1e12 - 400, 1e12 - 300, 1e12 - 200, 1e12 - 100), [("round", "00")]),
    ((1037, 1137, 1237, 1337, 5555, 1437, 1537, 1637, 1737), [("ending", "37"), ("ending", "37")]),
)


def digits(laid: Laid) -> None:
    partner(laid, "W", *(f"G{number:02}" for number in range(len(SAME_DIGITS))))
    for code in (*READ_FROM_A_METER, *SLOW, UNWATCHED):
        figures(laid, "W", code, 1100, 1200, 1300, 1400, first="2025-01")
    for number, (values, _) in enumerate(SAME_DIGITS):
        figures(laid, f"G{number:02}", "energy_consumed", *values, first="2025-01")


def test_which_digits_are_the_same_over_four_months(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "same_digits", "G")
    expected = [(f"G{n:02}", *pattern) for n, (_, patterns) in enumerate(SAME_DIGITS) for pattern in patterns]
    assert [(r["partnership_id"], r["facts"]["pattern"], r["facts"]["digits"]) for r in rows] == expected
    whole, ending, _, decimals, *_ = rows
    assert whole["facts"]["periods"] == ["2025-01", "2025-02", "2025-03", "2025-04"]
    assert whole["period"] == "2025-04"
    begin = 'From January 2025 to April 2025 every figure of "EN energy_consumed"'
    mulai = 'Dari Januari 2025 sampai April 2025 semua angka "ID energy_consumed"'
    assert whole["question_en"].startswith(f"{begin} is a multiple of 100 (1,000; 1,100; 1,200; 1,300 m³). How")
    assert whole["question_id"].startswith(f"{mulai} merupakan kelipatan 100 (1.000; 1.100; 1.200; 1.300 m³). Bag")
    assert ending["question_en"].startswith(f"{begin} ends in the digits 01 (")
    assert ending["question_id"].startswith(f"{mulai} berakhir dengan angka 01 (")
    assert decimals["question_en"].startswith(f"{begin} has the decimals .37 (")
    assert decimals["question_id"].startswith(f"{mulai} memiliki desimal ,37 (")


def test_only_what_is_read_from_a_meter_has_digits_to_watch(asked: duckdb.DuckDBPyConnection) -> None:
    assert [row["subject"] for row in of(asked, "same_digits", "W")] == list(READ_FROM_A_METER)


# ---- 6 a figure that jumps and returns

JUMPS: tuple[tuple[tuple[float | None, ...], bool], ...] = (
    ((1000, 2400, 1200), True),
    ((1000, 2399, 1200), False),
    ((1000, 2500, 1201), False),
    ((1200, 500, 1000), True),
    ((1200, 501, 1000), False),
    ((1000, 0, 1000), True),
    ((1000, -5, 1000), False),
    ((0, 1000, 0), False),
    ((-10, 1000, -10), False),
    ((0.5, 2, 0.5), True),
    ((1000, None, 5000, 1000), False),
    ((1000, 5000, None, 1000), False),
    ((1000, 1000, 1000), False),
)
UP, FLAT = (11, 55, 12), (11, 12, 13)


def jumps(laid: Laid) -> None:
    partner(laid, *(f"J{number:02}" for number in range(len(JUMPS))), *(f"K{number}" for number in range(1, 7)))
    for number, (values, _) in enumerate(JUMPS):
        figures(laid, f"J{number:02}", "mains_length", *values)
    for name, zone, derived, measured in (
        ("K1", None, UP, UP),
        ("K2", None, UP, FLAT),
        ("K3", "Utara", UP, FLAT),
        ("K4", None, UP, (11, 11, 55, 12)),
    ):
        figures(laid, name, "nrw_volume", *derived, zone=zone)
        figures(laid, name, "system_input_volume", *measured, zone=zone)
    for code in ("system_input_volume", "nrw_volume"):
        figures(laid, "K3", code, *UP, zone="Barat")
    figures(laid, "K5", "nrw_volume", *UP)
    figures(laid, "K5", "production_volume", *UP)
    figures(laid, "K5", "specific_energy", *UP, zone="Utara")
    for code, more in (
        ("mains_length", {"status": "missing"}),
        ("average_pressure", {"period_start": "2026-02-02"}),
        ("supply_hours", {"period_end": "2026-02-27"}),
        ("operating_hours", {"value": None}),
    ):
        figures(laid, "K6", code, *UP)
        laid.rows["mart.pilot_metric"][-2] |= more
        laid.rows["core.measurement"][-1] |= {"period_start": "2026-02-02"} if "period_start" in more else {}


def test_which_figures_jump_and_return(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "jumps_and_returns", "J")
    expected = [f"J{number:02}" for number, (_, fires) in enumerate(JUMPS) if fires]
    assert [row["partnership_id"] for row in rows] == expected
    assert {row["period"] for row in rows} == {"2026-02"}
    assert cells(rows[0]) == [f"J00-2026-0{number}.xlsx Data mains_length" for number in (2, 1, 3)]


def test_a_derived_figure_is_explained_by_its_own_input_in_its_month(asked: duckdb.DuckDBPyConnection) -> None:
    rows = of(asked, "jumps_and_returns", "K")
    assert [(r["partnership_id"], r["subject"], r["zone"], r["period"]) for r in rows] == [
        ("K1", "system_input_volume", None, "2026-02"),
        ("K2", "nrw_volume", None, "2026-02"),
        ("K3", "nrw_volume", "Utara", "2026-02"),
        ("K3", "system_input_volume", "Barat", "2026-02"),
        ("K4", "nrw_volume", None, "2026-02"),
        ("K4", "system_input_volume", None, "2026-03"),
        ("K5", "nrw_volume", None, "2026-02"),
        ("K5", "production_volume", None, "2026-02"),
        ("K5", "specific_energy", "Utara", "2026-02"),
    ]


# ---- words and figures in a sentence


MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTHS_ID = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SENTENCES = {
    **{f"month_en('2026-{n:02}')": f"{name} 2026" for n, name in enumerate(MONTHS_EN, start=1)},
    **{f"month_id('2026-{n:02}')": f"{name} 2026" for n, name in enumerate(MONTHS_ID, start=1)},
    "day_en(DATE '2026-08-09')": "9 August 2026",
    "day_id(DATE '2026-08-09')": "9 Agustus 2026",
    "figure_en(18250e0)": "18,250", "figure_en(18250.5e0)": "18,250.5", "figure_en(1234.567e0)": "1,234.57",
    "figure_en(1.104e0)": "1.1", "figure_en(0.1234e0)": "0.1234", "figure_en(0.5e0)": "0.5",
    "figure_en(-0.1234e0)": "-0.1234",
    "figure_id(18250.5e0)": "18.250,5",
    **{f"unit_shown('{unit}')": f" {unit}" for unit in ("%", "km", "kWh", "kg", "L/s", "m")},
    "unit_shown('m3')": " m³", "unit_shown('kWh/m3')": " kWh/m³", "unit_shown('connections')": "",
    "in_list(['a'], ' and ', ', ')": "a", "in_list(['a', 'b'], ' and ', ', ')": "a and b",
    "in_list(['a', 'b', 'c'], ' and ', ', ')": "a, b and c", "in_list(['a', 'b', 'c'], ' dan ', '; ')": "a; b dan c",
    "zone_in('')": "", "zone_in('DMA Melati')": " (DMA Melati)",
    **{
        f"part_en('{part}')": words
        for part, words in (
            ("progress_data", "progress data"), ("activities", "activities"), ("advice_actions", "actions on advice"),
            ("findings", "findings"), ("obstacles", "obstacles and supporting factors"),
            ("requests", "requests for advice"), ("lessons", "lessons"),
        )
    },
    **{
        f"part_id('{part}')": words
        for part, words in (
            ("progress_data", "data kemajuan"), ("activities", "kegiatan"), ("advice_actions", "tindak lanjut saran"),
            ("findings", "temuan"), ("obstacles", "kendala dan faktor pendukung"),
            ("requests", "permintaan saran"), ("lessons", "pembelajaran"),
        )
    },
}  # fmt: skip


def test_months_days_figures_units_and_parts_are_said_as_people_say_them(asked: duckdb.DuckDBPyConnection) -> None:
    (said,) = asked.execute("SELECT " + ", ".join(SENTENCES)).fetchall()
    assert dict(zip(SENTENCES, said, strict=True)) == SENTENCES


# ---- what is known


def unknown(laid: Laid) -> None:
    """Figures of N1 come on the last day that is known (in Jakarta), more later; of N2 an hour later; N3 ends after."""
    partner(laid, "N1", "N2", "N3")
    partner(laid, "N9", origin="case")
    for name, known_at in (("N1", "2026-07-15 16:30:00"), ("N2", "2026-07-15 17:30:00"), ("N9", "2026-05-01 01:00:00")):
        figures(laid, name, "mains_length", *UP, first="2026-04", known_at=known_at)
    figures(laid, "N1", "connections", *FLAT, first="2026-04", known_at="2026-07-16 17:30:00")
    figures(laid, "N3", "mains_length", *UP, first="2026-05")
    laid.add(
        "core.measurement", partnership_id="N2", status="missing", period_start="2026-05-01", period_end="2026-05-31",
        received_at="2026-06-20 01:00:00",
    )  # fmt: skip


def test_figures_are_known_by_the_day_of_their_own_partnership(asked: duckdb.DuckDBPyConnection) -> None:
    assert [row["partnership_id"] for row in of(asked, "jumps_and_returns", "N")] == ["N1"]


@pytest.fixture(scope="module")
def asked() -> duckdb.DuckDBPyConnection:
    laid = Laid(rules={f"coaching.{name}": value for name, value in RULES.items()})
    for lay in (
        metrics, empty_reports, copies, metered_copies, one_day, targets, known_figures, plans, bases, digits, jumps,
        unknown,
    ):  # fmt: skip
        lay(laid)
    return laid.under("questions", READ, AS_OF, KNOWN_BY)
