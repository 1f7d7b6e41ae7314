"""Who may see what: contacts for facilitators only, a partner sees only the partnerships it takes part in."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import duckdb
import pandas as pd
import pytest

from dashboard.access import Viewer, ViewerRole
from dashboard.queries import build, catalogue, overview, profile, quality, reporting
from dashboard.queries.ask import Filters
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

FACILITATOR, BOARD = Viewer(ViewerRole.FACILITATOR), Viewer(ViewerRole.BOARD)
MENTEE_OF_P002 = Viewer(ViewerRole.PARTNER, "P002-ME")
STRANGER = Viewer(ViewerRole.PARTNER, "NOBODY")
NAMELESS = Viewer(ViewerRole.PARTNER)
VIEWERS = (FACILITATOR, BOARD, MENTEE_OF_P002, STRANGER, NAMELESS)
FILTERS = Filters(Origin.REAL)
OF_ONE = [name for name, value in vars(profile).items() if name.isupper() and isinstance(value, str)]


@pytest.fixture(scope="module")
def connection(full_programme: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(full_programme / "warehouse").open_current_read_only()
    yield connection
    connection.close()


def tables_for(viewer: Viewer, connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The answer of every query of the dashboard to this viewer."""
    answers = {}
    for module in (build, catalogue, overview, quality, reporting):
        for name, query in public_queries(module):
            arguments = {"filters": FILTERS, "partnership_id": "P001", "origin": "real"}
            wanted = [name for name in inspect.signature(query).parameters if name in arguments]
            answer = query(connection, viewer, **{name: arguments[name] for name in wanted})
            if isinstance(answer, pd.DataFrame):
                answers[f"{module.__name__}.{name}"] = answer
    for name in OF_ONE:
        if name != "PARTNERSHIPS":
            answers[f"profile.{name}"] = profile.of_partnership(connection, viewer, getattr(profile, name), "P001")
    answers["profile.PARTNERSHIPS"] = profile.partnerships(connection, viewer)
    return answers


def public_queries(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, member in inspect.getmembers(module, inspect.isfunction):
        if member.__module__ == module.__name__ and not name.startswith("_"):
            yield name, member


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: f"{viewer.role}-{viewer.party_id}")
def test_no_viewer_but_the_facilitator_gets_a_contact_from_any_query(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    answers = tables_for(viewer, connection)
    assert len(answers) > 30
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
    own = profile.partnerships(connection, MENTEE_OF_P002)
    assert list(own["partnership_id"]) == ["P002"]


def test_the_facilitator_and_the_board_see_every_partnership(connection: duckdb.DuckDBPyConnection) -> None:
    for viewer in (FACILITATOR, BOARD):
        assert len(profile.partnerships(connection, viewer)) == 3
