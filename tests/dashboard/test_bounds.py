"""However many partnerships there are, a page asks for what it shows, draws it once, and the downloads hold all."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st

from dashboard import app_pages
from dashboard.access import LOCAL_VIEWER
from dashboard.components import table as tables
from dashboard.queries import overview, profile, reporting
from dashboard.queries.ask import ALL_ROWS, MOST_ROWS, Filters
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

COPIES = 230
VERY_MANY = 10_000
REAL = Filters(Origin.REAL)
PAGES = sorted(path.stem for path in Path(app_pages.__path__[0]).glob("[!_]*.py"))
MOST_CHARTS = 3
COUNTS_ALL = ("overview", "reporting", "map")


# table of the mart: what stands in it for a partnership, and the column that bears the partnership's code
COPIED = {
    "obligation": "obligation_id",
    "indicator_value": None,
    "criterion_score": None,
    "target_progress": "target_id",
}
COPY_PARTNERSHIPS = """
INSERT INTO mart.partnership
SELECT p.* REPLACE (printf('Q%03d', n) AS partnership_id, 'Tirta Q' || n AS mentee)
FROM mart.partnership AS p, range(1, $copies + 1) AS copies(n)
WHERE p.partnership_id = 'P001'
"""
COPY_WHAT_IS_THEIRS = """
INSERT INTO mart.{table}
SELECT o.* REPLACE (printf('Q%03d', n) AS partnership_id{own})
FROM mart.{table} AS o, range(1, $copies + 1) AS copies(n)
WHERE o.partnership_id = 'P001'
"""
OWN = ", replace(o.{name}, 'P001', printf('Q%03d', n)) AS {name}"


def copies(connection: duckdb.DuckDBPyConnection, count: int = COPIES) -> None:
    """P001 of the full programme, so often more: Q001 to Q230, with its duties, scores and targets."""
    connection.execute(COPY_PARTNERSHIPS, {"copies": count})
    for table, name in COPIED.items():
        own = OWN.format(name=name) if name else ""
        connection.execute(COPY_WHAT_IS_THEIRS.format(table=table, own=own), {"copies": count})


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    filled = [programme.full, partial(copies, count=VERY_MANY)]
    return programme.publish(tmp_path_factory.mktemp("ten_thousand"), "b-ten-thousand", filled)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("many"), "b-many", [programme.full, copies])


@pytest.fixture(scope="module")
def connection(many: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(many / "warehouse").open_current_read_only()
    yield connection
    connection.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_over_ten_thousand_partnerships(page: str, ten_thousand: Path, open_page: OpenPage) -> None:
    app = open_page(ten_thousand, page, lang="en")
    assert not app.exception
    assert not app.error
    assert max([len(one.value) for one in app.dataframe], default=0) <= MOST_ROWS
    assert page not in COUNTS_ALL or "10,00" in words_of(app)


def test_of_many_partnerships_some_are_offered_and_the_others_are_found_by_name(
    many: Path, open_page: OpenPage
) -> None:
    app = open_page(many, "profile", lang="en")
    assert len(app.selectbox(key="choice_partnership").options) == 200
    assert "the first 200 of 233 rows; the downloads hold all" in words_of(app)
    app.text_input(key="search").input("q22").run()
    assert len(app.selectbox(key="choice_partnership").options) == 11  # Q022 and Q220 to Q229


def test_a_partnership_far_down_the_list_opens_by_its_address(many: Path, open_page: OpenPage) -> None:
    app = open_page(many, "profile", lang="en", partnership="Q230")
    assert app.title[0].value == "Tirta Q230"


def test_the_grid_of_reports_comes_a_page_at_a_time(many: Path, open_page: OpenPage) -> None:
    first = open_page(many, "reporting", lang="en")
    assert first.selectbox(key="choice_grid").options[-1] == "201 to 232 of 232"
    assert "of 232 partnerships owe at least one monthly report" in words_of(first)
    beyond = open_page(many, "reporting", lang="en", grid="99")
    assert beyond.title[-1].value == "Not found"


def test_pages_of_the_grid_hold_every_partnership_once(connection: duckdb.DuckDBPyConnection) -> None:
    pages = [reporting.grid(connection, LOCAL_VIEWER, REAL, 40, passed_over) for passed_over in range(0, 240, 40)]
    assert [page["partnership_id"].nunique() for page in pages] == [40, 40, 40, 40, 40, 32]
    assert pd.concat(pages)["partnership_id"].nunique() == 232


def test_a_bounded_answer_says_how_many_rows_there_are_and_a_download_gets_them(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    shown = profile.partnerships(connection, LOCAL_VIEWER, "real")
    everything = profile.partnerships(connection, LOCAL_VIEWER, "real", most_rows=ALL_ROWS)
    assert (len(shown), set(shown["of_all"]), len(everything)) == (MOST_ROWS, {233}, 233)
    assert len(overview.without_pair(connection, LOCAL_VIEWER, REAL)) == 0


def test_a_table_is_made_once_for_what_it_shows_and_again_in_another_language(
    full_programme: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    draw = tables._draw

    def counted(rows: pd.DataFrame, columns: list[tables.Column], *rest: object) -> None:
        made.append(columns[0].label)
        draw(rows, columns, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "_draw", counted)
    st.cache_data.clear()
    app = open_page(full_programme, "reporting", lang="en", role="mentee", owed="all")
    before = len(made)
    shown = [one.value.to_csv() for one in [*app.table, *app.dataframe]]
    app.run()
    assert len(made) == before
    assert [one.value.to_csv() for one in [*app.table, *app.dataframe]] == shown
    open_page(full_programme, "reporting", lang="id", role="mentee", owed="all")
    assert len(made) == before + 1


def test_only_the_open_part_is_drawn(full_programme: Path, open_page: OpenPage) -> None:
    files = words_of(open_page(full_programme, "quality", lang="en"))
    findings = words_of(open_page(full_programme, "quality", lang="en", tab="findings"))
    assert "Findings by the rule" not in files
    assert "Findings by the rule" in findings
    assert open_page(full_programme, "quality", lang="en", tab="nonsense").title[-1].value == "Not found"


def test_all_parts_of_a_life_stand_on_one_page_for_printing(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "profile", lang="en", partnership="P001", part="all")
    headings = [one.value for one in app.header]
    assert not app.exception
    assert {"Reports", "Targets", "In their own words", "Agreements and documents"} <= set(headings)


OF_ONE = {"profile": {"partnership": "P001"}, "metrics": {"partnership": "P001"}, "mentor": {"mentor": "P001-MR"}}
OF_A_PARTNER = {"viewer": "partner", "party": "P001-ME", "partnership": "P001"}
WITHOUT_CHARTS = ("desk", "indicators", "lessons", "map", "quality", "self_assessment", "submit")


@pytest.mark.parametrize("page", PAGES)
def test_at_first_sight_a_page_draws_at_most_three_charts(
    page: str, whole_programme: Path, open_page: OpenPage
) -> None:
    told = OF_A_PARTNER if page in ("self_assessment", "submit") else OF_ONE.get(page, {})
    app = open_page(whole_programme, page, **told)
    assert not app.exception
    charts = len(app.get("plotly_chart"))
    assert charts <= MOST_CHARTS
    assert (charts == 0) == (page in WITHOUT_CHARTS)
