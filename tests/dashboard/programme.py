"""Small hand-made programmes in published warehouses, for the tests of the dashboard.

The figures below are meant to be known by heart: P001 has 4 of its 5 monthly reports due, so 80 in ME-REP-1.
"""

import csv
from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from indicators.run import statement
from warehouse.ddl import SCHEMA_VERSION, create_schemas
from warehouse.generations import Generations
from warehouse.month import Month

AS_OF = date(2026, 6, 30)
BUILT_AT = datetime(2026, 7, 1, 3, 0)
REGISTER = {"source_file": "register.xlsx", "source_sheet": "Partnerships", "source_cell": "A5"}
BULAN = ("Januari", "Februari", "Maret", "April", "Mei", "Juni")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
ON_TIME, LATE, OVERDUE, NOT_DUE = "fulfilled_on_time", "fulfilled_late", "overdue", "not_due"
PROVINCES = Path(__file__).resolve().parents[2] / "data" / "reference" / "provinces.csv"
INDICATORS = (
    ("MR-COM-1", "mentor", "commitment"),
    ("MR-REP-1", "mentor", "reports"),
    ("MR-KNW-1", "mentor", "know_how"),
    ("ME-COM-1", "mentee", "commitment"),
    ("ME-REP-1", "mentee", "reports"),
    ("ME-REP-2", "mentee", "reports"),
    ("ME-LES-2", "mentee", "lesson_learned"),
)
CRITERIA = (
    ("mentor", "commitment"),
    ("mentor", "reports"),
    ("mentor", "know_how"),
    ("mentee", "commitment"),
    ("mentee", "reports"),
    ("mentee", "lesson_learned"),
)
SOLIDARITY, CSR = "solidarity_partnership", "csr_partnership"
KINDS = (
    (
        SOLIDARITY,
        "Solidarity Partnership",
        "Kemitraan Solidaritas",
        (
            ("preparation", "Identification", "Identifikasi"),
            ("establishment", "Establishment", "Pembentukan"),
            ("agreement", "Agreement", "Kesepakatan"),
            ("implementation", "Implementation", "Pelaksanaan"),
            ("expansion", "Expansion", "Pengembangan"),
        ),
    ),
    (
        "international_twinning",
        "International twinning",
        "Twinning internasional",
        (("agreement", "Agreement", "Kesepakatan"), ("implementation", "Cooperation", "Pelaksanaan kerja sama")),
    ),
    (
        CSR,
        "CSR partnership",
        "Kemitraan CSR",
        (("implementation", "Sharing of experience", "Berbagi pengalaman"),),
    ),
)


def insert(connection: duckdb.DuckDBPyConnection, table: str, *rows: Mapping[str, object]) -> None:
    """Inserts rows given as column to value; `table` and columns come from this file."""
    for row in rows:
        columns = ", ".join(f'"{column}"' for column in row)
        places = ", ".join("?" for _ in row)
        statement = " ".join(["INSERT INTO", table, "(", columns, ") VALUES (", places, ")"])
        connection.execute(statement, list(row.values()))


def publish(folder: Path, build_id: str, fill: Sequence[object] = ()) -> Path:
    """Publishes a build in `folder`/warehouse, filled by the given functions; returns the data folder."""
    generations = Generations(folder / "warehouse")
    with generations.locked(BUILT_AT), generations.building(build_id) as build:
        create_schemas(build.connection)
        _catalogue(build.connection, build_id)
        for function in fill:
            function(build.connection)  # type: ignore[operator]
        build.connection.execute(statement("told_texts"))
        build.publish(AS_OF, BUILT_AT, {})
    return folder


def _catalogue(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    insert(
        connection,
        "mart.build",
        {
            "build_id": build_id, "built_at": BUILT_AT, "as_of": AS_OF, "known_by": AS_OF, "code_version": "test",
            "input_sha256": "0" * 64, "rules_version": "test", "schema_version": SCHEMA_VERSION,
        },
    )  # fmt: skip
    with PROVINCES.open(encoding="utf-8", newline="") as file:
        insert(connection, "reference.province", *csv.DictReader(file))
    for code, role, criterion in INDICATORS:
        insert(
            connection,
            "mart.indicator",
            {
                "indicator_code": code, "role": role, "criterion": criterion, "name_en": f"Indicator {code}",
                "name_id": f"Indikator {code}", "unit": "percent", "direction": "higher", "credit": "delivered",
                "formula_en": "100 x delivered / due", "formula_id": "100 x terpenuhi / jatuh tempo",
                "source": "5.3.2", "basis": "guideline", "weight": 2.0,
            },
        )  # fmt: skip
    for kind, _name_en, _name_id, stages in KINDS:
        for position, (stage, stage_en, stage_id) in enumerate(stages, start=1):
            insert(
                connection,
                "mart.blueprint_stage",
                {
                    "programme_kind": kind, "stage": stage, "position": position, "name_en": stage_en,
                    "name_id": stage_id, "clause": "III",
                },
            )  # fmt: skip
    for code, unit, kind, direction in (
        ("nrw_volume", "m3", "derived", "lower"),
        ("nrw_pct", "%", "derived", "lower"),
        ("water_supplied", "m3", "derived", "neither"),
    ):
        insert(
            connection,
            "mart.metric",
            {
                "metric_code": code, "name_en": f"Metric {code}", "name_id": f"Metrik {code}", "unit": unit,
                "kind": kind, "direction": direction, "subject": "non_revenue_water", "source": "IWA",
                "formula": "supplied - billed",
            },
        )  # fmt: skip
    insert(
        connection,
        "mart.rule",
        {
            "rule_code": "band.good", "value": 80.0, "unit": "percent", "basis": "assumed", "source": "our choice",
            "description_en": "Lower edge of good", "description_id": "Batas bawah baik",
        },
        {
            "rule_code": "band.decimals", "value": 0.0, "unit": "decimals", "basis": "assumed", "source": "our choice",
            "description_en": "Decimals shown", "description_id": "Angka desimal",
        },
        {
            "rule_code": "band.fair", "value": 60.0, "unit": "percent", "basis": "assumed", "source": "our choice",
            "description_en": "Lower edge of fair", "description_id": "Batas bawah cukup",
        },
    )  # fmt: skip


def programme(connection: duckdb.DuckDBPyConnection, kind: str, origin: str = "real") -> str:
    """The programme of this kind and origin, made where there is none yet; returns its id."""
    programme_id = f"{kind}-{origin}"
    known = connection.execute("SELECT 1 FROM mart.programme WHERE programme_id = ?", [programme_id]).fetchone()
    name_en, name_id = next((en, idn) for code, en, idn, _stages in KINDS if code == kind)
    if known is None:
        row = {"programme_id": programme_id, "programme_kind": kind, "kind_name_en": name_en, "kind_name_id": name_id}
        insert(connection, "mart.programme", row | {"name": f"Program {name_id} ({origin})", "origin": origin})
    return programme_id


def partnership(
    connection: duckdb.DuckDBPyConnection,
    partnership_id: str,
    mentee: str,
    mentor: str | None = "Tirta Contoh Mentor",
    *,
    origin: str = "real",
    stage: str = "implementation",
    status: str = "active",
    subject: str = "non_revenue_water",
    moa_signed_on: date | None = date(2025, 12, 15),
    kind: str = SOLIDARITY,
    supporting_partner: str | None = None,
) -> None:
    """One partnership with its two parties and contacts, in the programme of its kind and origin."""
    mentor_id = f"{partnership_id}-MR" if mentor else None
    programme_id = programme(connection, kind, origin)
    insert(
        connection,
        "mart.partnership",
        {
            "partnership_id": partnership_id, "programme_id": programme_id, "programme_kind": kind,
            "cohort_year": 2026, "origin": origin, "title": f"Kemitraan {mentee}", "subject": subject,
            "mentor": mentor, "mentee": mentee, "mentor_id": mentor_id, "mentee_id": f"{partnership_id}-ME",
            "province": "Jawa Tengah", "stage": stage, "status": status, "started_on": date(2025, 11, 3),
            "moa_signed_on": moa_signed_on, "pilot_start_on": moa_signed_on and date(2026, 1, 1),
            "first_pilot_month": moa_signed_on and date(2026, 1, 1),
            "pilot_end_on": moa_signed_on and date(2026, 6, 30), "supporting_partner": supporting_partner,
            "supporting_partner_id": f"{partnership_id}-SP" if supporting_partner else None, **REGISTER,
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.contact",
        {"party_id": f"{partnership_id}-ME", "person": f"Orang {partnership_id}", "phone": "+62 000"},
    )


def monthly_reports(connection: duckdb.DuckDBPyConnection, partnership_id: str, statuses: Sequence[str]) -> None:
    """The mentee's monthly reports of January to June with their fulfilment."""
    for period, status in zip(MONTHS, statuses, strict=True):
        month = int(period[-2:])
        due_on = date(2026, month + 1, 10)
        came = status in (ON_TIME, LATE)
        counts = status != NOT_DUE
        obligation_id = f"{partnership_id}/mentee/monthly_report/{period}"
        insert(
            connection,
            "mart.obligation",
            {
                "obligation_id": obligation_id, "partnership_id": partnership_id, "role": "mentee",
                "party_id": f"{partnership_id}-ME", "criterion": "reports", "indicator_code": "ME-REP-1",
                "kind": "monthly_report", "title": f"Laporan bulanan {BULAN[month - 1]} 2026",
                "title_en": f"Monthly report {month_name[month]} 2026", "period": period, "due_on": due_on,
                "is_due": due_on <= AS_OF, "origin_kind": "blueprint", "basis": "guideline", "clause": "2.7",
                "revision": 0, "counts": counts, "status": status,
                "credit_delivered": (1.0 if came else 0.0) if counts else None,
                "credit_on_time": (1.0 if status == ON_TIME else 0.0) if counts else None,
                "credit_content": 5 / 6 if came else None, "fulfilled_on": due_on if came else None, **REGISTER,
            },
        )  # fmt: skip
        if came:
            insert(
                connection,
                "mart.evidence",
                {
                    "evidence_id": f"E-{obligation_id}", "obligation_id": obligation_id,
                    "partnership_id": partnership_id, "submitted_on": due_on, "received_on": due_on, "share": 1.0,
                    "level": 1, "source_file": f"laporan_{period}.xlsx", "source_sheet": "Sampul",
                    "source_cell": "C5",
                },
            )  # fmt: skip


def scores(
    connection: duckdb.DuckDBPyConnection, partnership_id: str, values: Mapping[tuple[str, str], float | None]
) -> None:
    """Criterion scores; those not named have none, because it is too early."""
    for role, criterion in CRITERIA:
        score = values.get((role, criterion))
        band = None if score is None else "good" if score >= 80 else "fair" if score >= 60 else "needs_attention"
        insert(
            connection,
            "mart.criterion_score",
            {
                "partnership_id": partnership_id, "role": role, "criterion": criterion, "score": score,
                "status": "not_due" if score is None else "reported", "band": band,
                "band_reason": "too_early" if score is None else None, "indicators_counted": 0 if score is None else 2,
                "indicators_defined": 3, "obligations_counted": 0 if score is None else 5, "score_low": score,
                "score_high": score, "final_low": None if score is None else score * 0.8,
                "final_high": None if score is None else min(100.0, score * 1.1), "weight_low": score,
                "weight_high": score, "band_could_change": False,
            },
        )  # fmt: skip
    reports = values.get(("mentee", "reports"))
    insert(
        connection,
        "mart.indicator_value",
        {
            "partnership_id": partnership_id, "role": "mentee", "indicator_code": "ME-REP-1",
            "numerator": None if reports is None else reports / 20, "denominator": 5.0, "value": reports,
            "status": "reported" if reports is not None else "not_due", "waived_count": 0,
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.indicator_kind",
        {
            "partnership_id": partnership_id, "indicator_code": "ME-REP-1", "kind": "monthly_report", "credit": 4.0,
            "counted": 5,
        },
    )  # fmt: skip


def measurements(connection: duckdb.DuckDBPyConnection, partnership_id: str, nrw: Sequence[float | None]) -> None:
    """Monthly NRW in m³ against a baseline of 50 000 m³; None is a month not reported."""
    for period, value in zip(MONTHS, nrw, strict=True):
        insert(
            connection,
            "mart.pilot_metric",
            {
                "partnership_id": partnership_id, "utility_id": f"{partnership_id}-ME",
                "period_start": date(2026, int(period[-2:]), 1), "period_end": Month(2026, int(period[-2:])).last_day,
                "metric_code": "nrw_volume", "value": value, "unit": "m3",
                "status": "not_reported" if value is None else "reported", "coverage_months": 1,
                "source_file": f"laporan_{period}.xlsx", "source_sheet": "Data kemajuan", "source_cell": "C9",
            },
        )  # fmt: skip
    known = [value for value in nrw if value is not None]
    insert(
        connection,
        "mart.target_progress",
        {
            "partnership_id": partnership_id, "target_id": f"{partnership_id}-T1", "kind": "pilot",
            "horizon": "short", "metric_code": "nrw_volume", "baseline": 50000.0, "target": 40000.0,
            "due_on": date(2026, 6, 30), "actual": known[-1] if known else None, "actual_basis": "month",
            "coverage_months": len(known), "expected_months": 6,
            "progress": (50000 - known[-1]) / 10000 if known else None, "expected": 1.0 if known else None,
            "is_due": True, "status": "on_track" if known else "not_reported", **REGISTER,
        },
        {
            "partnership_id": partnership_id, "target_id": f"{partnership_id}-T2", "kind": "performance",
            "horizon": "long", "topic": "Cakupan pelayanan", "baseline": 60.0, "target": 80.0,
            "due_on": date(2030, 12, 31), "actual_basis": "month", "is_due": False,
            "status": "awaiting_follow_up", **REGISTER,
        },
    )  # fmt: skip


def dialogue(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> None:
    """Advice, narrative, a lesson, an SOP, agreements and a document."""
    insert(
        connection,
        "mart.advice",
        {
            "partnership_id": partnership_id, "advice_id": f"{partnership_id}/advice/1", "kind": "solution",
            "topic": "Kebocoran", "words": "Pasang meter induk <b>zona</b> & ukur malam hari",
            "given_on": date(2026, 3, 2), "agreed": True, "status": "agreed", "age_days": 120,
        },
    )  # fmt: skip
    chain = {"partnership_id": partnership_id, "chain_id": f"{partnership_id}/request/2026-02/1"}
    insert(
        connection,
        "mart.advice_chain",
        chain | {
            "begins_with": "request", "topic": "Kebocoran", "words": "Di mana mulai mengukur?",
            "begun_on": date(2026, 2, 20), "stage": "awaiting_action", "waits_for": "mentee", "waiting_days": 144,
            "is_overdue": True, "advice_count": 1, "open_count": 1, "age_days": 161,
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.advice_link",
        chain | {"position": 1, "link": "request", "state": "done", "done_on": date(2026, 2, 20)},
        chain | {
            "position": 2, "link": "advice", "state": "done", "done_on": date(2026, 3, 2), "days": 10,
            "advice_id": f"{partnership_id}/advice/1", "kind": "solution", "channel": "telephone",
            "words": "Pasang meter induk <b>zona</b> & ukur malam hari",
        },
        chain | {
            "position": 3, "link": "word", "state": "assumed", "done_on": date(2026, 4, 1), "days": 30,
            "advice_id": f"{partnership_id}/advice/1",
        },
        chain | {
            "position": 4, "link": "action", "state": "overdue", "due_on": date(2026, 4, 30), "days": 121,
            "advice_id": f"{partnership_id}/advice/1", "waits_for": "mentee",
        },
        chain | {
            "position": 5, "link": "sop", "state": "done", "done_on": date(2026, 5, 1), "kind": "draft",
            "advice_id": f"{partnership_id}/advice/1", "words": "SOP deteksi kebocoran",
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.narrative",
        {"partnership_id": partnership_id, "kind": "problem", "text": '=HYPERLINK("x") tekanan [rendah](x)'},
    )
    insert(connection, "mart.lesson", {"partnership_id": partnership_id, "text": "Ukur dulu, baru ganti pipa."})
    insert(
        connection,
        "mart.sop",
        {"partnership_id": partnership_id, "title": "SOP deteksi kebocoran", "state": "issued"},
    )
    insert(
        connection,
        "mart.agreement",
        {
            "partnership_id": partnership_id, "kind": "memorandum_of_agreement", "revision": 0, "number": "MoA/1",
            "signed_on": date(2025, 12, 15), **REGISTER,
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.document",
        {
            "document_id": f"{partnership_id}-D1", "partnership_id": partnership_id, "kind": "diagnostic_report",
            "number": "L/1", "dated_on": date(2025, 12, 1), "compiled_by": "mentor",
        },
    )  # fmt: skip


def quality(connection: duckdb.DuckDBPyConnection) -> None:
    """Two files, one with a finding."""
    insert(
        connection,
        "quality.file_outcome",
        {
            "intake_id": "1", "file_sha256": "a" * 64, "file_name": "laporan_2026-01.xlsx",
            "template": "monthly_report", "partnership_id": "P001", "period": "2026-01", "received_at": BUILT_AT,
            "outcome": "accepted_with_rejections", "rows_accepted": 40, "rows_rejected": 1,
            "message_en": "40 rows accepted, 1 refused.", "message_id": "40 baris diterima, 1 ditolak.",
        },
        {
            "intake_id": "2", "file_sha256": "b" * 64, "file_name": "rusak.xlsx", "received_at": BUILT_AT,
            "outcome": "rejected", "rows_accepted": 0, "rows_rejected": 0,
            "message_en": "This is no workbook.", "message_id": "Berkas ini bukan buku kerja.",
        },
    )  # fmt: skip
    insert(
        connection,
        "quality.finding",
        {
            "file_sha256": "a" * 64, "file_name": "laporan_2026-01.xlsx", "sheet": "Data kemajuan", "cell": "C9",
            "column_name": "value", "value": "=1+1", "rule": "text_in_number", "severity": "critical",
            "row_rejected": True, "message_en": "Write a number.", "message_id": "Tulis angka.",
        },
    )  # fmt: skip
    insert(
        connection,
        "quality.expectation_result",
        {"suite": "monthly_report", "rule": "known_partnership", "severity": "critical", "success": True,
         "failing_rows": 0},
    )  # fmt: skip


def full(connection: duckdb.DuckDBPyConnection) -> None:
    """Three partnerships: one that reports, one finished, one before its MoA and without a mentor."""
    partnership(connection, "P001", "Tirta Contoh Satu")
    monthly_reports(connection, "P001", (ON_TIME, ON_TIME, LATE, ON_TIME, OVERDUE, NOT_DUE))
    scores(
        connection,
        "P001",
        {("mentee", "reports"): 80.0, ("mentee", "commitment"): 55.0, ("mentor", "commitment"): 72.0},
    )
    measurements(connection, "P001", (50000, 49000, 48000, None, 46000, None))
    dialogue(connection, "P001")
    partnership(
        connection, "P002", "Tirta Contoh Dua", stage="expansion", status="finished", subject="gis_digitisation",
        supporting_partner="Yayasan Contoh",
    )  # fmt: skip
    monthly_reports(connection, "P002", (ON_TIME,) * 5 + (NOT_DUE,))
    scores(connection, "P002", {("mentee", "reports"): 100.0})
    partnership(
        connection, "P003", "Tirta Contoh Tiga", None, stage="preparation", status="preparing", moa_signed_on=None
    )
    scores(connection, "P003", {})
    quality(connection)


def gains(connection: duckdb.DuckDBPyConnection) -> None:
    """P001 lost less of what it supplied than in its own months before; P002 more, against a stated baseline."""
    of = {"metric_code": "nrw_pct", "unit": "%", "after_start": date(2026, 1, 1), "after_end": date(2026, 5, 31),
          "others": 0, "least_others": 3}  # fmt: skip
    insert(
        connection,
        "mart.effect_change",
        of | {
            "partnership_id": "P001", "before_basis": "months", "before_months": 6, "before_value": 40.0,
            "after_months": 4, "after_value": 36.5, "change": -3.5, "status": "no_others",
        },
        of | {
            "partnership_id": "P002", "before_basis": "stated_baseline", "before_months": 0, "before_value": 30.0,
            "after_months": 3, "after_value": 31.0, "change": 1.0, "status": "stated_baseline",
        },
        of | {
            "partnership_id": "P003", "before_basis": "none", "before_months": 0, "after_months": 1,
            "after_value": 33.0, "status": "too_few_months",
        },
    )  # fmt: skip


def one_mentor(connection: duckdb.DuckDBPyConnection) -> None:
    """A person in Riau who is the mentor of P011 and P012: a joint visit, advice, and duties done and overdue."""
    insert(
        connection,
        "mart.party",
        {"party_id": "EXPERT", "name": "Bu Ahli", "kind": "person", "province": "Riau", "origin": "real"},
    )
    for code, mentee in (("P011", "Tirta Contoh Sebelas"), ("P012", "Tirta Contoh Duabelas")):
        partnership(connection, code, mentee, "Bu Ahli")
        connection.execute("UPDATE mart.partnership SET mentor_id = 'EXPERT' WHERE partnership_id = ?", [code])
        scores(connection, code, {("mentor", "commitment"): 90.0 if code == "P011" else 50.0})
        insert(
            connection,
            "mart.activity",
            {
                "activity_id": "EXPERT/V1", "partnership_id": code, "kind": "monitoring_visit",
                "title": "Kunjungan gabungan", "planned_on": date(2026, 3, 31), "held_on": date(2026, 4, 2),
            },
            {
                "activity_id": f"{code}/A1", "partnership_id": code, "kind": "assistance", "title": "Telepon",
                "held_on": date(2026, 4, 9),
            },
        )  # fmt: skip
        counted = {"criterion": "commitment", "indicator_code": "MR-COM-1", "counts": True}
        done = {"kind": "monitoring_visit", "joint_id": "EXPERT/V1", "credit_delivered": 1.0, "credit_on_time": 0.0}
        duty(connection, code, "V1", **counted, **done, status=LATE, fulfilled_on=date(2026, 4, 2))
        insert(
            connection,
            "mart.advice",
            {
                "partnership_id": code, "advice_id": f"{code}/advice/1", "words": "Tutup malam, ukur malam.",
                "given_on": date(2026, 4, 2), "status": "agreed" if code == "P011" else "acted_on", "age_days": 89,
            },
        )  # fmt: skip
    duty(
        connection, "P012", "V2", kind="study_visit", title="Kunjungan belajar", title_en="Study visit", counts=True,
        status=OVERDUE, due_on=date(2026, 6, 10), credit_delivered=0.0, credit_on_time=0.0,
    )  # fmt: skip
    duty(
        connection, "P011", "V3", kind="final_report", title="Laporan akhir", title_en="Final report",
        status=NOT_DUE, due_on=date(2026, 7, 20), is_due=False,
    )  # fmt: skip
    insert(
        connection,
        "mart.advice",
        {
            "partnership_id": "P012", "advice_id": "P012/request/1", "asked_on": date(2026, 6, 1), "status": "asked",
            "age_days": 29,
        },
    )  # fmt: skip


def silent(connection: duckdb.DuckDBPyConnection) -> None:
    """One partnership whose mentee never sent anything."""
    partnership(connection, "P004", "Tirta Contoh Senyap")
    monthly_reports(connection, "P004", (OVERDUE,) * 5 + (NOT_DUE,))
    scores(connection, "P004", {("mentee", "reports"): 0.0})
    measurements(connection, "P004", (None,) * 6)


def duty(
    connection: duckdb.DuckDBPyConnection, partnership_id: str, item: str, role: str = "mentor", **told: object
) -> None:
    """One row of the work plan as an obligation; `told` replaces or adds columns."""
    row = {
        "obligation_id": f"{partnership_id}/{role}/activity/{item}", "partnership_id": partnership_id,
        "item_no": item, "role": role, "kind": "activity", "title": f"Butir {item}", "title_en": f"Item {item}",
        "due_on": date(2026, 3, 31), "is_due": True, "origin_kind": "work_plan", "basis": "agreement", "revision": 0,
        "counts": False, "status": ON_TIME, **REGISTER,
    }  # fmt: skip
    insert(connection, "mart.obligation", row | told)


def twinning(connection: duckdb.DuckDBPyConnection) -> None:
    """P005: a twinning with a person as mentor, a quota, a revised plan, reliefs, readiness and views."""
    partnership(
        connection, "P005", "Perpamsi Contoh", "Pak Ahli", kind="international_twinning", subject="other",
        moa_signed_on=None,
    )  # fmt: skip
    party = {"party_id": "P005-MR", "name": "Pak Ahli", "kind": "person", "origin": "real"}
    insert(connection, "mart.party", party)
    for period, held in (("2025", 3), ("2026", 1)):
        insert(
            connection,
            "mart.quota",
            {
                "partnership_id": "P005", "item_no": "M1", "role": "mentor", "kind": "mission", "title": "Misi ahli",
                "period": period, "due_on": date(int(period), 12, 31), "agreed_min": 4, "agreed_max": 5, "owed": 4,
                "held": held, "stated_in": "MoU, pasal 4",
            },
        )  # fmt: skip
    signed = date(2026, 2, 1)
    dropped = {"status": "withdrawn", "in_force_to": signed}
    duty(connection, "P005", "W1", **dropped)
    duty(connection, "P005", "W2", **dropped, replaced_by="P005/mentor/activity/W3")
    duty(connection, "P005", "W3", revision=1, in_force_from=signed)
    moved = {"partnership_id": "P005", "item_no": "W4", "role": "mentor", "title": "Butir W4"}
    insert(connection, "mart.plan_date", moved | {"step": 0, "due_on": date(2026, 3, 31)})
    insert(connection, "mart.plan_date", moved | {"step": 1, "signed_on": signed, "due_on": date(2026, 5, 31)})
    insert(
        connection,
        "mart.agreement",
        {"partnership_id": "P005", "kind": "work_plan_revision", "revision": 1, "number": "R/1", "signed_on": signed},
    )
    relief = {"relief_by": "Bu Fasilitator", "relief_on": signed, "relief_reason": "Banjir besar"}
    counted = {"criterion": "commitment", "indicator_code": "MR-COM-1"}
    duty(connection, "P005", "W5", status="waived", relief_kind="waived", **relief, **counted)
    rested = {"original_due_on": date(2026, 1, 31), "clause": "MoU, pasal 7", "counts": True, "credit_delivered": 1.0}
    duty(connection, "P005", "W6", **rested, **counted)
    scores(connection, "P005", {("mentor", "commitment"): 80.0})
    insert(
        connection,
        "mart.indicator_value",
        {
            "partnership_id": "P005", "role": "mentor", "indicator_code": "MR-COM-1", "numerator": 4.0,
            "denominator": 5.0, "value": 80.0, "status": "reported", "waived_count": 1, "value_without_waivers": 66.0,
        },
    )  # fmt: skip
    duty(connection, "P005", "F1", "facilitator", title="Notula rapat awal", title_en="Minutes of the first meeting")
    insert(
        connection,
        "mart.readiness",
        {"partnership_id": "P005", "role": "mentee", "topic": "Komitmen direksi", "state": "yes"},
        {"partnership_id": "P005", "role": "mentee", "topic": "Tim resmi", "state": "no", "note": "SK menyusul"},
    )
    self_assessment(connection, "P005")
    for partnership_id in ("P001", "P005"):
        insert(
            connection,
            "mart.activity",
            {
                "activity_id": "T/visit-may", "partnership_id": partnership_id, "programme_id": "T",
                "kind": "monitoring_visit", "title": "Kunjungan bersama", "planned_on": date(2026, 5, 15),
                "held_on": date(2026, 5, 16), "joint_with": "P005" if partnership_id == "P001" else "P001",
            },
        )  # fmt: skip


def self_assessment(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> None:
    """The mentor's commitment in four views, one earlier; an objection, an agreement, and a question."""
    of = {"partnership_id": partnership_id, "role": "mentor"}
    views = of | {"criterion": "commitment", "is_in_force": True, "status": "reported"}
    own = {"viewpoint": "self", "told_by": "mentor", "author_party_id": f"{partnership_id}-MR"}
    insert(
        connection,
        "mart.self_assessment_value",
        views | {"viewpoint": "computed", "value": 80.0, "assessed_on": date(2026, 7, 31)},
        views | own | {"assessed_on": date(2026, 3, 1), "stated_value": 70.0, "is_in_force": False},
        views | own | {
            "assessed_on": date(2026, 6, 1), "value": 85.0, "stated_value": 90.0, "done_count": 1, "person": "Bu Sari",
            "words": "Kami datang setiap kali diminta", "source_file": "mandiri.xlsx", "source_cell": "A5",
        },
        views | {
            "viewpoint": "counterpart", "told_by": "mentee", "assessed_on": date(2026, 6, 1), "status": "not_reported",
            "words": "Mentor sering terlambat",
        },
        views | {"viewpoint": "facilitator", "status": "not_reported"},
    )  # fmt: skip
    answer = of | {
        "viewpoint": "self", "told_by": "mentor", "author_party_id": f"{partnership_id}-MR",
        "assessed_on": date(2026, 6, 1), "is_in_force": True,
    }  # fmt: skip
    insert(
        connection,
        "mart.self_assessment_answer",
        answer | {
            "obligation_id": f"{partnership_id}/mentor/meeting/W1", "answer": "prevented",
            "prevented_by": "Subsidi <b>belum</b> dibayar",
        },
        answer | {"obligation_id": f"{partnership_id}/mentor/meeting/W2", "answer": "agreed"},
    )  # fmt: skip
    insert(
        connection,
        "mart.self_assessment_gap",
        of | {
            "criterion": "commitment", "about": "records", "first_value": 90.0, "second_value": 80.0, "gap": 10.0,
            "question_en": "What was done that the records do not show?",
            "question_id": "Apa yang belum tercatat?",
        },
    )  # fmt: skip


def cases(connection: duckdb.DuckDBPyConnection) -> None:
    """A published twinning whose account contradicts itself, and a CSR programme without a pair, with one event."""
    twin, csr = programme(connection, "international_twinning", "case"), programme(connection, CSR, "case")
    partnership(
        connection, "K001", "Perpamsi Kasus", "Waternet Kasus", origin="case", kind="international_twinning",
        subject="other", moa_signed_on=None,
    )  # fmt: skip
    duty(connection, "K001", "T1", status="unknown", clause="Naskah, paragraf 4")
    told = {"programme_id": twin, "partnership_id": "K001", "origin": "case", "topic": "Permulaan"}
    insert(
        connection,
        "mart.statement",
        told | {"text": "sejak tahun 2000", "conflict_code": "awal", "stated_in": "Naskah, paragraf 2"},
        told | {"text": "baru tahun 2007", "conflict_code": "awal", "stated_in": "Naskah, paragraf 3"},
        told | {"text": "janji jam dua", "topic": "Budaya", "stated_in": "Naskah, paragraf 7"},
        {
            "programme_id": csr, "origin": "case", "topic": "Peran", "text": "pembagian peran yang seimbang",
            "stated_in": "Laporan, paragraf 3",
        },
    )  # fmt: skip
    insert(
        connection,
        "mart.activity",
        {
            "activity_id": "K-CSR-1", "programme_id": csr, "kind": "event", "title": "Diskusi",
            "held_on": date(2021, 5, 25),
        },
    )  # fmt: skip
    assumed = {"programme_kind": CSR, "position": 1, "text_en": "A payer stands as supporting partner."}
    insert(connection, "mart.blueprint_assumption", assumed | {"text_id": "Pembiaya berperan sebagai mitra pendukung."})
