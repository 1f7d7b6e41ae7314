"""Budget and subsidies: sums of what is told alone, the payers, and money beside results that nothing combines."""

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from dashboard.access import Viewer, ViewerRole
from dashboard.charts.budget import bullets
from dashboard.components.budget import amounts
from dashboard.components.table import csv_of, xlsx_of
from dashboard.language import Translator, is_missing
from dashboard.queries import budget
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.chapters import money
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Language, Origin

INDONESIAN = Translator(Language.INDONESIAN)
FACILITATOR = Viewer(ViewerRole.FACILITATOR)
REAL = Filters(Origin.REAL)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("budget"), "b-budget", [programme.full, money])


@pytest.fixture(scope="module")
def connection(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with Generations(data / "warehouse").open_current_read_only()[1] as connection:
        yield connection


def _row(rows: pd.DataFrame, **named: str) -> pd.Series:
    for name, value in named.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_currencies_and_years_are_never_added_up(connection: duckdb.DuckDBPyConnection) -> None:
    rows = budget.years(connection, FACILITATOR, REAL)
    assert list(zip(rows["year"], rows["currency"], strict=True)) == [(2026, "IDR"), (2025, "EUR")]
    assert (rows["lines"][0], rows["proposed"][0], rows["proposed_lines"][0]) == (6, 450e6, 4)
    assert (rows["decided"][0], rows["decided_lines"][0]) == (305e6, 2)
    assert (rows["spent"][0], rows["spent_lines"][0]) == (38.5e6, 2)


def test_a_sum_of_which_no_line_is_told_is_missing_and_a_true_zero_is_one_line(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = budget.of_year(connection, FACILITATOR, REAL, budget.BY_CATEGORY, 2026, "IDR")
    travel = _row(rows, category="Perjalanan")
    assert pd.isna(travel["decided"]) and travel["decided_lines"] == 0
    assert (travel["spent"], travel["spent_lines"], travel["lines"]) == (38.5e6, 2, 3)
    assert pd.isna(_row(rows, category="Subsidi")["spent"])


def test_the_payer_is_the_mentor_the_mentee_another_by_name_or_not_told(connection: duckdb.DuckDBPyConnection) -> None:
    rows = budget.of_year(connection, FACILITATOR, REAL, budget.BY_PAYER, 2026, "IDR")
    assert list(zip(rows["kind"], rows["payer_role"].fillna(""), rows["other_payer"].fillna(""), strict=True)) == [
        ("cost", "mentee", ""), ("cost", "mentor", ""), ("cost", "other", "PERPAMSI"), ("cost", "", ""),
        ("transfer", "other", "PERPAMSI"),
    ]  # fmt: skip


def test_subsidies_stand_beside_reports_and_targets_of_the_same_partnership(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = budget.of_year(connection, FACILITATOR, REAL, budget.BESIDE_RESULTS, 2026, "IDR").itertuples()
    assert (row.partnership_id, row.lines, row.decided, row.decided_lines) == ("P001", 2, 45e6, 1)
    assert (row.reports_on_time, row.reports_due) == (3, 5)


def test_a_partner_sees_the_programmes_lines_and_its_own_but_not_those_of_others(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    mentee = Viewer(ViewerRole.PARTNER, "P002-ME")
    assert list(budget.of_year(connection, mentee, REAL, budget.LINES, 2026, "IDR")["source_cell"]) == ["A5", "A8"]
    assert budget.of_year(connection, Viewer(ViewerRole.PARTNER, "NOBODY"), REAL, budget.LINES, 2026, "IDR").empty


def test_a_subject_leaves_out_the_lines_of_the_programme_itself(connection: duckdb.DuckDBPyConnection) -> None:
    chosen = Filters(Origin.REAL, subject="gis_digitisation")
    assert list(budget.of_year(connection, FACILITATOR, chosen, budget.LINES, 2026, "IDR")["source_cell"]) == ["A8"]


def test_what_is_not_told_has_no_mark_and_its_hover_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    rows = budget.of_year(connection, FACILITATOR, REAL, budget.BY_CATEGORY, 2026, "IDR")
    labels = [(f"<b>{category}", "costs") for category in rows["category"]]
    decided, spent, proposed = bullets(rows, labels, Translator(Language.ENGLISH)).data
    travel = list(rows["category"]).index("Perjalanan")
    assert pd.isna(decided.x[travel]) and spent.x[travel] == 38.5 and proposed.x[travel] == 40
    assert "Decided: not reported" in decided.customdata[travel]
    assert "&lt;b&gt;" in decided.customdata[travel]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("proposed **450.0** (4 of 6 lines), decided **305.0** (2 of 6 lines) and spent **38.5** (2 of 6 lines)",
                "Decided for 2026, in million rupiah: 260 for costs and 45 for subsidies (transfers)")),
        ("id", ("usulan **450,0** (4 dari 6 baris), ditetapkan **305,0**",
                "dalam juta rupiah: 260 untuk biaya dan 45 untuk subsidi (transfer)")),
    ],
)  # fmt: skip
def test_the_page_says_the_sums_with_the_lines_that_tell_them(
    data: Path, open_page: OpenPage, lang: str, words: tuple[str, ...]
) -> None:
    app = open_page(data, "budget", lang=lang)
    assert not app.exception and not app.error
    assert [text for text in words if text not in words_of(app)] == []


def test_a_download_holds_the_millions_that_its_heading_and_the_page_name(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = budget.of_year(connection, FACILITATOR, REAL, budget.BY_PAYER, 2026, "IDR")
    assert rows["proposed"].max() >= 1_000_000
    columns = amounts("juta rupiah", INDONESIAN, counted=False)
    heading, *lines = csv_of(rows, columns, INDONESIAN).decode("utf-8-sig").splitlines()
    assert heading == "Usulan, juta rupiah;Ditetapkan, juta rupiah;Realisasi, juta rupiah"
    for line, row in zip(lines, rows.itertuples(), strict=True):
        told = [float(text.replace(",", ".")) if text[0].isdigit() else None for text in line.split(";")]
        kept = [
            None if is_missing(amount) else float(amount) / 1_000_000
            for amount in (row.proposed, row.decided, row.spent)
        ]
        assert told == kept
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_of(rows, columns, INDONESIAN, [])))
    numbers = [
        cell for line in workbook.worksheets[0].iter_rows(values_only=True) for cell in line if cell not in (None, "")
    ]
    assert all(cell < 1_000_000 for cell in numbers if isinstance(cell, (int, float)))


def test_another_year_is_asked_for_in_the_address_and_an_unknown_one_is_said_to_be_unknown(
    data: Path, open_page: OpenPage
) -> None:
    assert "decided **2** (1 of 1 lines)" in words_of(open_page(data, "budget", lang="en", year="2025"))
    assert "Not found" in [title.value for title in open_page(data, "budget", lang="en", year="1066").title]


def test_a_currency_that_nobody_used_is_said_to_be_unknown_although_there_is_only_one(
    data: Path, open_page: OpenPage
) -> None:
    assert "Not found" in [title.value for title in open_page(data, "budget", lang="en", currency="XXX").title]
    assert "Not found" not in [title.value for title in open_page(data, "budget", lang="en", currency="IDR").title]


def test_another_year_takes_back_the_currency_that_it_may_not_have(data: Path, open_page: OpenPage) -> None:
    app = open_page(data, "budget", lang="en", year="2025", currency="EUR")
    app.selectbox(key="choice_year").select("2026").run()
    assert "Not found" not in [title.value for title in app.title]
    assert "currency" not in app.query_params


def test_a_long_category_goes_on_beside_its_kind() -> None:
    row = {name: value for column in ("proposed", "decided", "spent") for name, value in
           ((column, 1e6), (f"{column}_lines", 1))}  # fmt: skip
    figure = bullets(
        pd.DataFrame([{**row, "lines": 1}] * 2),
        [("Investasi dan operasi percontohan", "biaya"), ("Lokakarya", "biaya")],
        Translator(Language.INDONESIAN),
    )
    assert figure.layout.yaxis.ticktext == ("Investasi dan operasi<br>percontohan · biaya", "Lokakarya<br>biaya")
