"""Who may see what: contacts for facilitators only, a partner sees only the partnerships it takes part in."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import queries
from dashboard.access import Viewer, ViewerRole
from dashboard.queries import profile
from dashboard.queries.ask import Filters, ask
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

FACILITATOR, BOARD = Viewer(ViewerRole.FACILITATOR), Viewer(ViewerRole.BOARD)
MENTEE_OF_P002 = Viewer(ViewerRole.PARTNER, "P002-ME")
STRANGER = Viewer(ViewerRole.PARTNER, "NOBODY")
NAMELESS = Viewer(ViewerRole.PARTNER)
VIEWERS = (FACILITATOR, BOARD, MENTEE_OF_P002, STRANGER, NAMELESS)
FILTERS = Filters(Origin.REAL)
ARGUMENTS = {
    "partnership_id": "P001", "programme_id": "solidarity_partnership-real", "programme_kind": "solidarity_partnership",
    "role": None, "reports_only": False, "outcome": None, "file": None, "severity": None, "rule": None,
    "asked": "P001", "search": None, "origin": "real", "most_partnerships": 40, "passed_over": 0, "without_pair": False,
    "obligations": ["P001/mentee/monthly_report/2026-01"], "files": ["0" * 64],
    "terms": [], "kind": None,
    "most_rows": 200, "utility_id": "P001-ME", "zone": None, "year": date(2025, 1, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(many_kinds: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(many_kinds / "warehouse").open_current_read_only()
    yield connection
    connection.close()


def tables_for(viewer: Viewer, connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The answer of every query of the dashboard to this viewer: every SQL text of every module is asked."""
    return {name: ask(connection, sql, viewer, FILTERS, **ARGUMENTS) for name, sql in every_query()}


def every_query() -> Iterator[tuple[str, str]]:
    for info in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"{queries.__name__}.{info.name}")
        for name, text in vars(module).items():
            if name.isupper() and isinstance(text, str) and text.lstrip().startswith(("SELECT", "WITH")):
                yield f"{info.name}.{name}", text


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: f"{viewer.role}-{viewer.party_id}")
def test_no_viewer_but_the_facilitator_gets_a_contact_from_any_query(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    answers = tables_for(viewer, connection)
    assert len(answers) > 40
    with_contacts = {name for name, answer in answers.items() if "Orang P00" in answer.to_csv()}
    assert with_contacts == ({"profile.CONTACTS"} if viewer is FACILITATOR else set())


@pytest.mark.parametrize("viewer", [MENTEE_OF_P002, STRANGER, NAMELESS], ids=["mentee of P002", "stranger", "nameless"])
def test_a_partner_finds_no_row_of_a_partnership_it_takes_no_part_in(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    answers = tables_for(viewer, connection)
    foreign = {
        name for name, answer in answers.items() if "P001" in answer.to_csv() or "Contoh Satu" in answer.to_csv()
    }
    assert foreign == set()


def test_a_partner_finds_its_own_partnership(connection: duckdb.DuckDBPyConnection) -> None:
    own = profile.partnerships(connection, MENTEE_OF_P002, "real")
    assert list(own["partnership_id"]) == ["P002"]


def test_the_facilitator_and_the_board_see_every_partnership(connection: duckdb.DuckDBPyConnection) -> None:
    for viewer in (FACILITATOR, BOARD):
        assert len(profile.offered(connection, viewer, "real", None, None, 200)) == 6


def test_whom_a_partner_met_at_a_joint_visit_is_counted_and_not_named(connection: duckdb.DuckDBPyConnection) -> None:
    visit = profile.of_partnership(connection, Viewer(ViewerRole.PARTNER, "P005-ME"), profile.ACTIVITIES, "P005")
    assert list(visit["others"]) == [1]
    assert visit["with_whom"].isna().all()


def test_a_programme_without_a_pair_is_shown_to_facilitator_and_board_only(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    code = "csr_partnership-case"
    seen = {
        viewer: list(profile.of_programme(connection, viewer, profile.ALONE, code)["programme_id"])
        for viewer in VIEWERS
    }
    assert seen[FACILITATOR] == seen[BOARD] == ["csr_partnership-case"]
    assert all(seen[viewer] == [] for viewer in (MENTEE_OF_P002, STRANGER, NAMELESS))
