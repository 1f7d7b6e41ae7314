"""A kind of programme that no code knows: the blueprint of the how-to, in a data folder, through the door."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.build import build
from pipelines.intake import Landing
from pipelines.reference import InvalidReference
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.judged import judged
from warehouse.generations import Generations
from warehouse.vocabulary import Language

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "kind-of-programme.md"
NOW = datetime(2026, 10, 1, 3)
AS_OF = date(2026, 9, 30)
IN_PLAN = {"partnership_id": "X1"}

REGISTER: dict[str, list[dict[str, Any]]] = {
    "register_cover": [
        {
            "programme_id": "EXCHANGE",
            "programme_name": "Exchange of staff",
            "programme_kind": "staff_exchange",
            "origin": "sample",
        }
    ],
    "register_parties": [
        {"party_id": party, "name": f"Tirta Rekaan {party}", "kind": "utility"} for party in ("U-1", "U-2")
    ],
    "register_partnerships": [{**IN_PLAN, "title": "Two stays", "mentor_id": "U-1", "mentee_id": "U-2"}],
    "register_agreements": [
        {**IN_PLAN, "kind": "memorandum_of_understanding", "signed_on": date(2026, 1, 15)},
    ],
    "register_work_plan": [
        *(
            {**IN_PLAN, "item_no": item, "role": "mentee", "kind": "training", "title": "Stay", "due_on": due}
            for item, due in (("S1", date(2026, 3, 31)), ("S2", date(2026, 6, 30)))
        ),
        {
            **IN_PLAN, "item_no": "C", "role": "mentor", "kind": "teleconference", "title": "Call", "quota_min": 2,
            "quota_max": 3, "quota_period": "quarter", "quota_from": date(2026, 4, 1), "quota_to": date(2026, 9, 30),
        },
    ],
    "register_evidence": [
        {"obligation_id": obligation_id, "told_by": "facilitator", "submitted_on": on, "evidence_level": 2}
        for obligation_id, on in (
            ("X1/mentee/training/S1", date(2026, 3, 30)),
            ("X1/mentee/stay_report/S1", date(2026, 4, 10)),
            ("X1/mentor/teleconference/C", date(2026, 5, 4)),
            ("X1/mentor/teleconference/C", date(2026, 6, 8)),
            ("X1/mentor/teleconference/C", date(2026, 7, 6)),
        )
    ],
}  # fmt: skip


def blueprint() -> str:
    """The blueprint as the how-to prints it."""
    return HOW_TO.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]


def data_folder(folder: Path, text: str) -> Path:
    place = folder / "reference" / "blueprints"
    place.mkdir(parents=True)
    (place / "staff_exchange.yml").write_text(text, encoding="utf-8")
    (folder / "inbox").mkdir()
    write_workbook(
        newest("programme_register"), Language.ENGLISH, REGISTER, folder / "inbox" / "register.xlsx", lean=True
    )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = data_folder(tmp_path_factory.mktemp("sixth_kind"), blueprint())
    Landing(data / "landing").receive_inbox(data / "inbox", NOW)
    with judged(data, AS_OF) as connection:
        yield connection


def test_a_register_of_a_sixth_kind_is_taken_in_without_a_finding(built):
    assert built.execute("SELECT file_name, outcome FROM quality.file_outcome").fetchall() == [
        ("register.xlsx", "accepted")
    ]
    assert built.execute("SELECT rule, cell FROM quality.finding").fetchall() == []
    named = "SELECT kind_name_en, kind_name_id FROM mart.programme"
    assert built.execute(named).fetchall() == [("Exchange of staff", "Pertukaran staf")]
    where = "SELECT stage, status, moa_signed_on FROM mart.partnership"
    assert built.execute(where).fetchall() == [("implementation", "active", date(2026, 1, 15))]


def test_its_duties_and_quotas_are_owed_and_judged(built):
    """Stays are due on their planned day, reports 14 days after the later of planned and held, two calls a quarter."""
    owed = built.execute("SELECT obligation_id, due_on, status FROM mart.obligation ORDER BY obligation_id").fetchall()
    assert owed == [
        ("X1/mentee/stay_report/S1", date(2026, 4, 14), "fulfilled_on_time"),
        ("X1/mentee/stay_report/S2", date(2026, 7, 14), "overdue"),
        ("X1/mentee/training/S1", date(2026, 3, 31), "fulfilled_on_time"),
        ("X1/mentee/training/S2", date(2026, 6, 30), "overdue"),
        ("X1/mentor/teleconference/C/2026-Q2-1", date(2026, 6, 30), "fulfilled_on_time"),
        ("X1/mentor/teleconference/C/2026-Q2-2", date(2026, 6, 30), "fulfilled_on_time"),
        ("X1/mentor/teleconference/C/2026-Q3-1", date(2026, 9, 30), "fulfilled_on_time"),
        ("X1/mentor/teleconference/C/2026-Q3-2", date(2026, 9, 30), "overdue"),
    ]


def test_its_scores_count_what_it_owes_and_leave_out_what_it_does_not_know(built):
    """Stays 1 of 2, reports 1 of 2, calls 3 of 4; advice, SOPs and the six parts of a report are not applicable."""
    values = dict(
        built.execute("SELECT indicator_code, value FROM mart.indicator_value WHERE value IS NOT NULL").fetchall()
    )
    assert values == {
        "ME-COM-2": 50, "ME-COM-4": 50, "ME-REP-1": 50, "ME-REP-2": 50, "MR-COM-2": 75, "MR-COM-3": 75,
    }  # fmt: skip
    left_out = built.execute("SELECT count(*) FROM mart.indicator_value WHERE status = 'not_applicable'").fetchall()
    assert left_out == [(10,)]
    reasons = (
        "SELECT count(*) FROM mart.blueprint_indicator WHERE programme_kind = 'staff_exchange' AND reason_id <> ''"
    )
    assert built.execute(reasons).fetchall() == [(18,)]


def test_a_blueprint_that_names_an_unknown_indicator_stops_the_build_and_names_file_and_key(tmp_path):
    text = blueprint().replace("MR-COM-1", "MR-COM-7")
    assert yaml.safe_load(text)["programme_kind"] == "staff_exchange"
    with pytest.raises(InvalidReference) as raised:
        build(data_folder(tmp_path, text), AS_OF, NOW)
    assert raised.value.message_en == "staff_exchange.yml, indicators: no indicator MR-COM-7."
    assert raised.value.message_id == "staff_exchange.yml, indicators: tidak ada indikator MR-COM-7."
    assert Generations(tmp_path / "warehouse").current() is None
