"""Tells a partnership as a story, in rows of core.*, and asks what the mart says of it at a day.

programme = Programme()
p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
p.signs("letter_of_intent", "2025-11-03").signs("memorandum_of_agreement", "2025-12-15")
p.sends_report("2026-01", on="2026-02-09")
mart = programme.at("2026-03-31")
assert mart.value("P1", "ME-REP-1") == 50
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import duckdb

from indicators.run import STEPS, Lane, Step, run, set_clock
from pipelines.reference import load_reference
from warehouse.ddl import create_schemas

SIX_PARTS = ("progress_data", "activities", "advice_actions", "findings", "obstacles", "requests")
Row = dict[str, Any]


TIMELINE = next(step for step in STEPS if step.table == "pilot_month")
FIGURES = [step for step in STEPS if step.lane is Lane.FIGURES]
UP_TO_SCORES = STEPS[: [step.name for step in STEPS].index("indicators: kinds") + 1]


@cache
def _warehouse() -> duckdb.DuckDBPyConnection:
    """One database in memory for all tests of a process, with schemas and reference data.

    Of so few rows two threads make nothing quicker, and what runs beside them slower.
    """
    connection = duckdb.connect(config={"threads": 1})
    create_schemas(connection)
    load_reference(connection)
    return connection


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@dataclass
class Programme:
    """The rows of core.*, by table, in the order in which they were told."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def partnership(
        self, partnership_id: str, pilot: tuple[str | None, str | None] = (None, None), **more: Any
    ) -> "Partnership":
        start, end = pilot
        self.add(
            "partnership",
            **{
                "partnership_id": partnership_id,
                "programme_id": "W",
                "programme_kind": "solidarity_partnership",
                "origin": "sample",
                "title": partnership_id,
                "mentor_id": "MENTOR",
                "mentee_id": "MENTEE",
                "pilot_start_on": start,
                "pilot_end_on": end,
                **more,
            },
        )
        return Partnership(self, partnership_id)

    def at(self, as_of: str, known_by: str | None = None) -> "Mart":
        """Runs the measures over these rows, as of a day."""
        return self._run(as_of, known_by, STEPS)

    def scores_at(self, as_of: str, known_by: str | None = None) -> "Mart":
        """The same up to the scores, without what comes after them: ledger, chain of advice, questions."""
        return self._run(as_of, known_by, UP_TO_SCORES)

    def figures_at(self, as_of: str) -> "Mart":
        """What is computed from figures alone: metrics, and the health of utilities."""
        return self._run(as_of, None, FIGURES)

    def timeline_at(self, as_of: str, known_by: str | None = None) -> "Mart":
        """The temporary tables of the timeline alone, before anything is owed; whoever asks for them drops them."""
        connection = self._filled()
        known = date.fromisoformat(known_by or "2099-12-31")
        set_clock(connection, date.fromisoformat(as_of), known)
        TIMELINE.run(connection)
        return Mart(connection, [])

    def _run(self, as_of: str, known_by: str | None, steps: Sequence[Step]) -> "Mart":
        known = date.fromisoformat(known_by or "2099-12-31")
        connection = self._filled()
        return Mart(connection, run(connection, date.fromisoformat(as_of), known, steps=steps))

    def _filled(self) -> duckdb.DuckDBPyConnection:
        """The tables of core with these rows and no others."""
        connection = _warehouse()
        for table in connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core'").fetchall():
            connection.execute(f"DELETE FROM core.{table[0]}")
        for table, rows in self.rows.items():
            _insert(connection, table, rows)
        return connection


@dataclass
class Partnership:
    """One partnership, told in the verbs of the programme; every verb returns the partnership."""

    programme: Programme
    id: str

    def _add(self, table: str, **row: Any) -> "Partnership":
        self.programme.add(table, partnership_id=self.id, **row)
        return self

    def signs(
        self, kind: str, on: str, revision: int = 0, pilot_end: str | None = None, received: str | None = None
    ) -> "Partnership":
        return self._add(
            "agreement", kind=kind, revision=revision, signed_on=on, pilot_end_on=pilot_end, received_on=received or on
        )  # fmt: skip

    def clause(
        self, role: str, number: str, due: str | None = None, covered_by: str | None = None,
        of: str = "memorandum_of_agreement",
    ) -> "Partnership":  # fmt: skip
        return self._add(
            "clause", agreement_kind=of, clause_no=number, role=role, title=f"Clause {number}", due_on=due,
            covered_by=covered_by,
        )  # fmt: skip

    def plans(
        self, role: str, kind: str, item: str, due: str | None = None, added: int = 0, dropped: int | None = None,
        joint: str | None = None, replaced_by: str | None = None, stated_in: str | None = None,
    ) -> "Partnership":  # fmt: skip
        return self._add(
            "plan_item", item_no=item, role=role, kind=kind, title=f"Item {item}", due_on=due,
            added_in_revision=added, withdrawn_in_revision=dropped, joint_id=joint, replaced_by=replaced_by,
            stated_in=stated_in,
        )  # fmt: skip

    def promises(
        self, role: str, kind: str, item: str, times: int, every: str, since: str | None = None,
        until: str | None = None, added: int = 0, dropped: int | None = None, joint: str | None = None,
    ) -> "Partnership":  # fmt: skip
        """A quota: at least so many times every year, quarter or month."""
        return self._add(
            "plan_item", item_no=item, role=role, kind=kind, title=f"Item {item}", added_in_revision=added,
            withdrawn_in_revision=dropped, joint_id=joint, quota_min=times, quota_period=every, quota_from=since,
            quota_to=until,
        )  # fmt: skip

    def tells(
        self, what: str, on: str, sent: str | None = None, share: float = 1.0, level: int = 1,
        disputed: bool = False, received: str | None = None, source: str = "register.xlsx", also: str | None = None,
    ) -> "Partnership":  # fmt: skip
        """Evidence of `what` ("role/kind/key") that happened `on`, was sent (same day) and received (same day)."""
        sent = sent or on
        number = len(self.programme.rows.get("evidence", [])) + 1
        return self._add(
            "evidence", evidence_id=f"E{number}", obligation_id=f"{self.id}/{what}", told_by="mentee", occurred_on=on,
            submitted_on=sent, received_on=received or sent, delivered_share=share, evidence_level=level,
            disputed=disputed, also_serves=also, source_file=source, source_sheet="Evidence",
            source_cell=f"A{number + 1}",
        )  # fmt: skip

    def claims(self, what: str, assessed: str, on: str | None = None) -> "Partnership":
        """In its self-assessment the owner says that it did `what`, and perhaps on which day."""
        return self._add(
            "assessment_claim", role=what.split("/")[0], obligation_id=f"{self.id}/{what}", answer="done",
            occurred_on=on, assessed_on=assessed, received_on=assessed,
        )  # fmt: skip

    def delivers(self, kind: str, by: str, on: str, also: str | None = None) -> "Partnership":
        """A document that names no obligation."""
        return self._add(
            "document", document_id=f"D-{kind}-{on}", kind=kind, compiled_by=by, dated_on=on, received_on=on,
            also_serves=also,
        )  # fmt: skip

    def sends_report(self, period: str, on: str, received: str | None = None, **parts: str) -> "Partnership":
        """A monthly report; every part is filled unless said otherwise (`findings="nihil"`, `requests="empty"`)."""
        name = f"{self.id}-{period}-{on}"
        states = dict.fromkeys(SIX_PARTS, "filled") | parts
        self._add(
            "monthly_report", period=period, submitted_on=on, received_on=received or on, received_at=received or on,
            is_latest=True, is_parked=False, content_reported=True, file_sha256=name, source_file=f"{name}.xlsx",
            source_sheet="Sampul", source_cell="B3", **states,
        )  # fmt: skip
        return self._add(
            "evidence", evidence_id=name, obligation_id=f"{self.id}/mentee/monthly_report/{period}", told_by="mentee",
            submitted_on=on, received_on=received or on, delivered_share=1.0, evidence_level=1, disputed=False,
            file_sha256=name, source_file=f"{name}.xlsx", source_sheet="Sampul", source_cell="B3",
        )  # fmt: skip

    def asks(self, key: str, on: str, answered: str | None = None) -> "Partnership":
        """A request for advice, key "2026-03/1", and the day the mentee says it was answered."""
        return self._add(
            "advice_request", request_id=f"{self.id}/request/{key}", question="How?", asked_on=on, answered_on=answered,
            received_on=on, answer_received_on=answered, attested_on=answered,
            attested_by=None if answered is None else "Who compiled the report",
        )  # fmt: skip

    def advises(
        self, key: str, on: str, request: str | None = None, visit: str | None = None,
        to_do: str | None = None, by: str | None = None, also: str | None = None,
    ) -> "Partnership":  # fmt: skip
        return self._add(
            "advice", advice_id=f"{self.id}/advice/{key}",
            request_id=None if request is None else f"{self.id}/request/{request}", visit_item_no=visit,
            kind="solution", words="Do this", given_on=on, action=to_do, action_due_on=by, received_on=on,
            also_serves=also,
        )  # fmt: skip

    def replies(
        self, advice: str, on: str, agreed: bool | None = None, reason: str | None = None,
        done: float | None = None, done_on: str | None = None,
    ) -> "Partnership":  # fmt: skip
        return self._add(
            "advice_answer", advice_id=f"{self.id}/advice/{advice}", agreed=agreed, reason=reason, action_share=done,
            done_on=done_on, submitted_on=on, received_on=on, file_sha256=f"{advice}-{on}",
        )  # fmt: skip

    def has_sop(self, title: str, state: str, on: str) -> "Partnership":
        return self._add("sop", title=title, state=state, dated_on=on, submitted_on=on, received_on=on)

    def relieved(self, what: str, kind: str, on: str, new_due: str | None = None) -> "Partnership":
        return self._add(
            "relief", obligation_id=f"{self.id}/{what}", kind=kind, decided_by="facilitator", decided_on=on,
            reason="agreed", new_due_on=new_due,
        )  # fmt: skip

    def aims(self, target_id: str, **target: Any) -> "Partnership":
        """A target; unless said otherwise a short pilot target on the month's supply hours."""
        return self._add(
            "target",
            **{
                "target_id": target_id, "kind": "pilot", "horizon": "short", "metric_code": "supply_hours",
                "actual_basis": "month", **target,
            },
        )  # fmt: skip

    def reaches(self, target_id: str, actual: float, on: str, received: str | None = None) -> "Partnership":
        return self._add("target_actual", target_id=target_id, actual=actual, actual_on=on, received_on=received or on)

    def measures(self, period: str, variable: str = "supply_hours", **value: float | None) -> "Partnership":
        """A figure of a month: `measures("2026-03", value=18)`; value=None: asked for and not reported."""
        year, month = map(int, period.split("-"))
        end = date(year, month, monthrange(year, month)[1])
        reported = value["value"] is not None
        return self._add(
            "measurement", submission_id=f"{self.id}-{period}", utility_id="MENTEE", period_start=date(year, month, 1),
            period_end=end, variable_code=variable, value=value["value"], unit="h/day",
            status="reported" if reported else "not_reported", formula_set="si", submitted_at=end, received_at=end,
            is_current=True, file_sha256=f"{self.id}-{period}", source_file=f"{self.id}-{period}.xlsx",
            source_sheet="1", source_cell="C7",
        )  # fmt: skip


class Mart:
    """What the mart says after a run."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, steps: list[tuple[str, int]]) -> None:
        self.connection = connection
        self.steps = steps

    def rows(self, sql: str, *parameters: Any) -> list[Row]:
        result = self.connection.execute(sql, list(parameters))
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def one(self, sql: str, *parameters: Any) -> Row:
        (row,) = self.rows(sql, *parameters)
        return row

    def obligation(self, obligation_id: str) -> Row:
        return self.one("SELECT * FROM mart.obligation WHERE obligation_id = ?", obligation_id)

    def status(self, obligation_id: str) -> str:
        return str(self.obligation(obligation_id)["status"])

    def due(self, obligation_id: str) -> str | None:
        due = self.obligation(obligation_id)["due_on"]
        return None if due is None else due.isoformat()

    def indicator(self, partnership_id: str, code: str) -> Row:
        return self.one(
            "SELECT * FROM mart.indicator_value WHERE partnership_id = ? AND indicator_code = ?", partnership_id, code
        )

    def kinds(self, partnership_id: str, code: str) -> list[tuple[str, float, int]]:
        """Of each kind that the indicator counts: its sum of credits, and how many count."""
        rows = self.rows(
            "SELECT kind, credit, counted FROM mart.indicator_kind WHERE partnership_id = ? AND indicator_code = ?"
            " ORDER BY kind",
            partnership_id, code,
        )  # fmt: skip
        return [(row["kind"], row["credit"], row["counted"]) for row in rows]

    def value(self, partnership_id: str, code: str) -> float | None:
        return self.indicator(partnership_id, code)["value"]

    def criterion(self, partnership_id: str, role: str, criterion: str) -> Row:
        return self.one(
            "SELECT * FROM mart.criterion_score WHERE partnership_id = ? AND role = ? AND criterion = ?",
            partnership_id, role, criterion,
        )  # fmt: skip

    def target(self, partnership_id: str, target_id: str) -> Row:
        return self.one(
            "SELECT * FROM mart.target_progress WHERE partnership_id = ? AND target_id = ?", partnership_id, target_id
        )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    values = [[row.get(name) for row in rows] for name in columns]
    lists = ", ".join(f'unnest(?) AS "{name}"' for name in columns)
    connection.execute(f"INSERT INTO core.{table} BY NAME SELECT {lists}", values)
