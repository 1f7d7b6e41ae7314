"""A small programme as it lies in raw.* and core.*, in which every rule finds nothing to say."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from pipelines.sources import measurements
from pipelines.template import LEADING_COLUMNS, load_templates, raw_columns
from warehouse.ddl import create_schemas

REGISTER, REPORT, FIGURES, AUDIT = "1" * 64, "2" * 64, "3" * 64, "4" * 64


@dataclass
class World:
    """A warehouse under construction, and the rows put into it so far."""

    connection: duckdb.DuckDBPyConnection
    rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def add_file(self, sha256: str, template: str, received: str = "2026-05-08") -> None:
        """An original, received on a day at noon."""
        self.connection.execute(
            "INSERT INTO raw.file (file_sha256, file_name, template, received_at, received_on) "
            "VALUES ($1, $2, $3, CAST($4 AS TIMESTAMP) + INTERVAL 12 HOUR, CAST($4 AS DATE))",
            [sha256, f"{template}-{sha256[:4]}.xlsx", template, received],
        )

    def add(self, sha256: str, table: str, **values: object) -> int:
        """A row of a sheet, from row 5 on, with its columns lettered in their order. Returns the row number."""
        number = self.rows.get((sha256, table), 4) + 1
        self.rows[(sha256, table)] = number
        row = {
            "row_id": f"{sha256[:16]}/{table}/{number}",
            "file_sha256": sha256,
            "source_file": "x.xlsx",
            "sheet": table,
            "row_no": number,
            "source_cell": f"A{number}",
            **values,
        }
        self.insert(f"raw.{table}", **row)
        return number

    def insert(self, table: str, **values: object) -> None:
        """A row of any table."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f"${place}" for place in range(1, len(values) + 1))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        self.connection.execute(statement, list(values.values()))

    def find(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()


@pytest.fixture(scope="session")
def good_programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of a programme of one partnership: register, monthly report, figures, audits."""
    path = tmp_path_factory.mktemp("programme") / "good.duckdb"
    with duckdb.connect(str(path), config={"threads": 1}) as connection:
        create_schemas(connection)
        made = World(connection)
        _create_raw_tables(connection)
        _fill_reference(made)
        _fill_register(made, REGISTER)
        _fill_core(made)
        _fill_report(made)
        _fill_figures(made)
        _fill_foreign(made)
    return path


@pytest.fixture
def world(good_programme: Path, tmp_path: Path) -> Iterator[World]:
    """A copy of the good programme, to be spoilt."""
    copy = tmp_path / "spoilt.duckdb"
    shutil.copyfile(good_programme, copy)
    with duckdb.connect(str(copy), config={"threads": 1}) as connection:
        yield World(connection)


def _create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Every raw table as its template declares it, with the letters of its columns for the four files."""
    for editions in load_templates().values():
        for sheet in editions[-1].sheets:
            columns = [*LEADING_COLUMNS, *raw_columns(sheet)]
            definition = ", ".join(f'"{name}" {kind}' for name, kind in columns)
            connection.execute(f"CREATE TABLE raw.{sheet.table} ({definition})")
            letters = [(name, chr(ord("A") + place % 26)) for place, (name, _) in enumerate(raw_columns(sheet))]
            connection.executemany(
                "INSERT INTO raw.header VALUES ($1, $2, $2, $3, $4, NULL)",
                [
                    (sha256, sheet.table, name, letter)
                    for name, letter in letters
                    for sha256 in (REGISTER, REPORT, FIGURES, AUDIT)
                ],
            )


def _fill_reference(world: World) -> None:
    measurements.fill_variables(world.connection)
    for spelling, kind in (("m3", "volume"), ("km", "length"), ("%", "ratio"), ("connections", "count")):
        world.insert("reference.unit", spelling=spelling, unit_kind=kind, unit_code=spelling, factor=1.0)
    world.insert(
        "reference.blueprint",
        programme_kind="solidarity_partnership",
        name_en="Solidarity Partnership",
        name_id="Kemitraan Solidaritas",
        source="Guideline",
        opening="letter_of_intent",
        founding="memorandum_of_agreement",
        has_pilot=True,
    )
    world.insert(
        "reference.blueprint_stage",
        programme_kind="solidarity_partnership",
        stage="agreement",
        position=1,
        name_en="Agreement",
        name_id="Kesepakatan",
        clause="3.1",
    )


def _fill_register(world: World, sha256: str) -> None:
    p = {"partnership_id": "P001"}
    world.add_file(sha256, "programme_register", "2026-05-01")
    world.add(sha256, "register_cover", programme_id="PRG", programme_kind="solidarity_partnership")
    for party in ("MR", "ME", "FA"):
        world.add(sha256, "register_parties", party_id=party, name=party, kind="utility")
    world.add(sha256, "register_contacts", party_id="ME", person="Ibu Sari")
    world.add(sha256, "register_teams", **p, role="mentee", decree_on="2026-01-05", main_members=5)
    world.add(
        sha256,
        "register_partnerships",
        **p,
        title="NRW",
        mentor_id="MR",
        mentee_id="ME",
        facilitator_id="FA",
        pilot_start_on="2026-02-01",
        pilot_end_on="2026-07-31",
    )
    world.add(sha256, "register_agreements", **p, kind="memorandum_of_agreement", revision=0, signed_on="2026-01-20")
    world.add(
        sha256,
        "register_agreements",
        **p,
        kind="work_plan_revision",
        revision=1,
        number="1/2026",
        signed_on="2026-04-02",
        signatories="A; B; C",
    )
    world.add(sha256, "register_clauses", **p, clause_no="3", agreement_kind="memorandum_of_agreement", role="mentor")
    for item, role in (("W01", "mentor"), ("W02", "mentee")):
        world.add(sha256, "register_work_plan", **p, item_no=item, role=role, kind="meeting", due_on="2026-04-15")
    world.add(sha256, "register_work_plan", **p, item_no="W03", role="mentee", due_on="2026-06-15", added_in_revision=1)
    _fill_targets_and_deeds(world, sha256)


def _fill_targets_and_deeds(world: World, sha256: str) -> None:
    p = {"partnership_id": "P001"}
    world.add(
        sha256,
        "register_targets",
        **p,
        target_id="T1",
        kind="pilot",
        metric_code="nrw_pct",
        baseline=40.0,
        baseline_on="2026-01-31",
        target=30.0,
        due_on="2026-07-31",
        actual_basis="month",
        milestones="2026-05-31: 37,5; 2026-06-30: 34",
    )
    world.add(sha256, "register_target_actuals", **p, target_id="T1", actual=0.5, actual_on="2026-04-30")
    world.add(
        sha256,
        "register_evidence",
        obligation_id="P001/mentor/meeting/W01",
        told_by="mentor",
        occurred_on="2026-04-15",
        delivered_share=1.0,
        evidence_level=2,
    )
    world.add(sha256, "register_activities", **p, activity_id="A1", held_on="2026-04-15", participants=12)
    world.add(sha256, "register_documents", **p, document_id="D1", dated_on="2026-01-20")
    world.add(
        sha256,
        "register_advice",
        **p,
        advice_id="P001/advice/1",
        visit_item_no="W01",
        given_on="2026-04-15",
        action_due_on="2026-06-01",
        request_id="P001/request/2026-03/1",
    )
    world.add(
        sha256, "register_relief", obligation_id="P001/mentor/meeting/W01", kind="waived", decided_on="2026-04-20"
    )
    world.add(sha256, "register_narrative", **p, kind="problem", words="Kebocoran")
    for words in ("12.000 sambungan", "12.400 sambungan"):
        told = {"topic": "pelanggan", "statement": words, "in_conflict_with": "K1", "stated_in": "h. 3"}
        world.add(sha256, "register_statements", **p, **told)
    world.add(sha256, "register_readiness", **p, role="mentee", item="team", state="yes")
    world.add(sha256, "register_finance", **p, line_id="F1", year=2026, kind="cost", spent=1000.0)


def _fill_core(world: World) -> None:
    world.insert(
        "core.partnership",
        partnership_id="P001",
        programme_id="PRG",
        programme_kind="solidarity_partnership",
        origin="sample",
        title="NRW",
        mentee_id="ME",
        pilot_start_on="2026-02-01",
        pilot_end_on="2026-07-31",
    )
    world.insert("core.pilot_span", partnership_id="P001", start_on="2026-02-01", end_on="2026-07-31")
    world.insert(
        "core.programme",
        programme_id="PRG",
        programme_kind="solidarity_partnership",
        name="Programme",
        origin="sample",
        file_sha256=REGISTER,
    )
    world.connection.execute(
        "INSERT INTO core.monthly_report VALUES ('P001', '2026-04', '2026-05-08', '2026-05-08', '2026-05-08', TRUE, "
        "FALSE, 'filled', 'filled', 'filled', 'filled', 'filled', 'filled', TRUE, $1, 'x.xlsx', 'cover', 'A5')",
        [REPORT],
    )
    for table in ("monthly_activities", "monthly_advice_actions", "monthly_requests"):
        world.insert(
            "core.report_part", partnership_id="P001", period="2026-04", table_name=table, state="filled",
            is_told=True, submitted_on="2026-05-08", received_on="2026-05-08", received_at="2026-05-08",
            is_in_force=True, file_sha256=REPORT,
        )  # fmt: skip
    world.insert(
        "core.advice",
        advice_id="P001/advice/1",
        partnership_id="P001",
        kind="solution",
        words="Ganti meter",
        given_on="2026-04-15",
        received_on="2026-05-01",
    )
    world.insert(
        "core.advice_request",
        request_id="P001/request/2026-03/1",
        partnership_id="P001",
        question="Bagaimana?",
        asked_on="2026-04-01",
        received_on="2026-04-08",
    )
    world.insert(
        "mart.obligation",
        obligation_id="P001/mentor/meeting/W01",
        partnership_id="P001",
        role="mentor",
        kind="meeting",
        title_en="Meeting",
        title="Rapat",
        is_due=True,
        origin_kind="work_plan",
        basis="agreement",
        revision=0,
        counts=True,
        status="fulfilled_on_time",
        credit_delivered=1.0,
    )
    world.insert(
        "mart.metric",
        metric_code="nrw_pct",
        name_en="NRW",
        name_id="ATR",
        unit="%",
        kind="derived",
        direction="lower",
        subject="non_revenue_water",
        source="IWA",
    )


def _fill_report(world: World) -> None:
    world.add_file(REPORT, "monthly_report")
    world.add(REPORT, "monthly_cover", partnership_id="P001", period="2026-04", submitted_on="2026-05-07")
    for variable, value in (("system_input_volume", 1000.0), ("billed_metered", 700.0)):
        world.add(REPORT, "monthly_progress", variable_code=variable, value=value, unit="m3", grade=7)
    world.add(
        REPORT,
        "monthly_activities",
        obligation_id="P001/mentor/meeting/W01",
        held_on="2026-04-15",
        delivered_share=1.0,
        participants=10,
    )
    world.add(REPORT, "monthly_advice_actions", advice_id="P001/advice/1", agreed=True, action_share=0.4)
    world.add(REPORT, "monthly_advice_actions", advice_id="Nihil")
    world.add(REPORT, "monthly_requests", question="nihil")
    world.add(REPORT, "monthly_sops", title="SOP", dated_on="2026-04-20")


def _fill_figures(world: World) -> None:
    world.add_file(FIGURES, "measurements")
    world.add(
        FIGURES,
        "measurements_values",
        partnership_id="P001",
        period="2026-03",
        variable_code="billed_metered",
        value=650.0,
        unit="m3",
    )
    figures = (
        ("2026-03", "billed_metered", 650.0, "B5"),
        ("2026-04", "billed_metered", 700.0, "C6"),
        ("2026-04", "system_input_volume", 1000.0, "C5"),
        ("2026-04", "customers_total", 500.0, "C7"),
        ("2026-04", "customers_digitised", 400.0, "C8"),
        ("2026-04", "supply_hours", 20.0, "C9"),
    )
    for month, variable, value, cell in figures:
        world.insert(
            "core.measurement",
            submission_id=month,
            partnership_id="P001",
            utility_id="ME",
            period_start=f"{month}-01",
            variable_code=variable,
            value=value,
            unit="m3",
            status="reported",
            submitted_at="2026-05-08 12:00:00",
            received_at="2026-05-08 12:00:00",
            is_current=True,
            file_sha256=REPORT,
            source_file="x.xlsx",
            source_sheet="Progress",
            source_cell=cell,
        )


def _fill_foreign(world: World) -> None:
    world.add_file(AUDIT, "awwa_water_audit")
    for year in (2016, 2017):
        world.add(
            AUDIT,
            "awwa_water_audit",
            dwr_organization_id="263",
            water_supplier_name="Brea",
            submitted_at=f"{year + 1}-09-20 08:25:10",
            period_start=f"{year}-01-01",
            period_end=f"{year}-12-31",
            published_water_supplied=8901.9,
            published_real_losses=316.2,
            published_nrw_fraction=0.07,
        )
    for supplier in ("Alpha", "Beta"):
        for month in ("2015-01", "2015-02", "2015-03"):
            world.add(AUDIT, "california_monthly_production", supplier=supplier, month=month)
    world.add(AUDIT, "snis_losses", published_billing_loss=30.0, published_distribution_loss=40.0)
