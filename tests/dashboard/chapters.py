"""What single pages need beside the full programme: figures of water, money, and words of the partners."""

from calendar import monthrange
from datetime import date

import duckdb

from indicators import metric_values
from indicators.run import set_clock, statement
from pipelines.reference import load_reference
from tests.dashboard import programme

MONTHS = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-05"]


def water(connection: duckdb.DuckDBPyConnection) -> None:
    """P001 lost 400 of 1 000 m3 a month before its pilot and 490 of 1 400 since; U-1 takes no part. No April."""
    load_reference(connection)
    set_clock(connection, programme.AS_OF, programme.AS_OF)
    for period in MONTHS:
        supplied, billed = (1_000, 600) if period < "2026" else (1_400, 910)
        month(connection, period, "P001", "P001-ME", supplied, billed)
        month(connection, period, None, "U-1", 1_000, 500)
    programme.partnership(connection, "X001", "Tirta Fiksi", origin="sample")
    programme.insert(connection, "mart.utility", {"utility_id": "U-1", "name": "Tirta Luar"})
    programme.insert(connection, "mart.utility", {"utility_id": "P001-ME", "name": "Tirta Contoh Satu"})
    metric_values.run(connection)
    for name in ("water_balance", "effect"):
        connection.execute(statement(name))
    programme.insert(
        connection, "mart.utility_health",
        {
            "utility_id": "P001-ME", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31),
            "edition": "metode BPPSPAM", "indicators_assessed": 17, "score_low": 2.41, "score_high": 2.69,
            "human_resources": 0.28,
            "class": "not_assessed",
        },
    )  # fmt: skip
    programme.insert(
        connection, "mart.utility_health_mark",
        {
            "utility_id": "P001-ME", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31),
            "variable_code": "health_non_revenue_water", "aspect": "operation", "status": "not_reported",
            "weight": 0.07, "disputed": False,
        },
        {
            "utility_id": "P001-ME", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31),
            "variable_code": "health_staff_ratio", "aspect": "human_resources", "status": "reported", "value": 9.0,
            "unit": "count", "mark": 4, "weight": 0.07, "points": 0.28, "disputed": True,
        },
    )  # fmt: skip


def month(
    connection: duckdb.DuckDBPyConnection,
    period: str,
    partnership: str | None,
    utility: str,
    supplied: int,
    billed: int,
) -> None:
    year, number = map(int, period.split("-"))
    end = date(year, number, monthrange(year, number)[1])
    for code, value, grade in (
        ("system_input_volume", supplied, 8), ("billed_metered", billed, 8), ("billed_unmetered", 0, None),
        ("connections", 100, 8),
    ):  # fmt: skip
        programme.insert(
            connection, "core.measurement",
            {
                "submission_id": f"{utility}{period}", "partnership_id": partnership, "utility_id": utility,
                "period_start": date(year, number, 1), "period_end": end, "variable_code": code, "value": value,
                "status": "reported", "grade": grade, "formula_set": "si", "submitted_at": end, "received_at": end,
                "is_current": True, "file_sha256": "f", "source_file": f"laporan_{period}.xlsx",
                "source_sheet": "Data", "source_cell": f"C-{code}",
            },
        )  # fmt: skip


COST = {
    "kind": "cost", "currency": "IDR", "principle": "per_4_1", "year": 2026, "origin": "real",
    "programme_id": "solidarity_partnership-real", "source_file": "register.xlsx", "source_sheet": "Keuangan",
}  # fmt: skip
SUBSIDY = {**COST, "kind": "transfer", "category": "Subsidi", "funded_by": "PERPAMSI", "decided_by": "Pengurus Pusat"}


def money(connection: duckdb.DuckDBPyConnection) -> None:
    """Two years and currencies: costs by both principles, and subsidies of which one is decided."""
    programme.insert(
        connection,
        "mart.finance",
        {**COST, "line_id": "F1", "category": "Lokakarya", "funded_by": "PERPAMSI", "proposed": 300e6, "decided": 260e6,
         "source_cell": "A5"},
        {**COST, "line_id": "F2", "category": "Perjalanan", "partnership_id": "P001", "funded_by": "P001-MR",
         "proposed": 40e6, "spent": 38.5e6, "source_cell": "A6"},
        {**COST, "line_id": "F3", "category": "Perjalanan", "partnership_id": "P001", "funded_by": "P001-ME",
         "spent": 0.0, "principle": "per_3_1_1", "source_cell": "A7"},
        {**COST, "line_id": "F4", "category": "Perjalanan", "partnership_id": "P002", "source_cell": "A8",
         "principle": "unknown"},
        {**SUBSIDY, "line_id": "F5", "partnership_id": "P001", "payee": "P001-ME", "proposed": 55e6, "decided": 45e6,
         "source_cell": "A9"},
        {**SUBSIDY, "line_id": "F6", "partnership_id": "P001", "payee": "P001-MR", "proposed": 55e6,
         "source_cell": "A10"},
        {**SUBSIDY, "line_id": "F7", "year": 2025, "currency": "EUR", "partnership_id": "P002", "decided": 2e6,
         "source_cell": "A11"},
    )  # fmt: skip


CELL = {"source_file": "laporan.xlsx", "source_sheet": "5 Kendala", "source_cell": "B5"}
OBSTACLES = {
    "P001": [("2026-01", "Katup di zona macet"), ("2026-02", "Katup di zona macet"), ("2026-02", "Hujan lebat")],
    "P002": [("2026-03", "Banyak katup macet di zona hulu"), ("2026-03", "Izin galian terlambat")],
    "P003": [("2026-01", "Izin galian belum terbit")],
}


def words(connection: duckdb.DuckDBPyConnection) -> None:
    """Obstacles that are alike, and a lesson about the same."""
    for partnership, told in OBSTACLES.items():
        for period, words in told:
            row = {"partnership_id": partnership, "kind": "obstacle", "text": words, "period": period, **CELL}
            programme.insert(connection, "mart.narrative", row)
    programme.insert(
        connection, "mart.lesson", {"partnership_id": "P002", "text": "Rawat KATUP sebelum musim hujan.", **CELL}
    )
