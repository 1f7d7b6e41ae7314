"""What a download holds is what the page shows: the same scale and unit, words instead of codes, no stray digits."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.components import drawn
from dashboard.components import table as tables
from dashboard.components.context import Context
from dashboard.components.table import Column, csv_of, exported, on_screen
from dashboard.language import Translator
from dashboard.words import Word
from tests.dashboard.conftest import OpenPage
from warehouse.vocabulary import Language

INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)
P001 = {"partnership": "P001"}
DESK = ("owed", "reminders", "advice", "evidence", "records")
QUALITY = ("files", "findings", "expectations", "revisions", "corrections", "names", "known")
PLACES: tuple[tuple[str, dict[str, str]], ...] = (
    *(("overview", {"look": part}) for part in ("targets", "reports")),
    ("results", {}),
    ("results", {"by": "kind"}),
    ("reporting", {}),
    ("map", {}),
    *(("profile", {**P001, "part": part}) for part in ("criteria", "plan", "targets", "words", "papers")),
    *(("metrics", {**P001, "part_of_metrics": part}) for part in ("water", "targets", "effect", "health", "example")),
    ("budget", {}),
    *(("lessons", {"lessons": part}) for part in ("search", "similar")),
    ("mentor", {}),
    *(("desk", {"desk": part}) for part in DESK),
    ("self_assessment", {**P001, "viewer": "partner", "party": "P001-ME"}),
    ("submit", {**P001, "viewer": "partner", "party": "P001-ME"}),
    *(("indicators", {"catalogue": part}) for part in ("criteria", "metrics", "rules")),
    *(("quality", {"tab": part}) for part in QUALITY),
)
NUMBER = {Language.INDONESIAN: r"-?\d[\d.]*(?:,\d+)?", Language.ENGLISH: r"-?\d[\d,]*(?:\.\d+)?"}
Downloads = Callable[..., None]


@pytest.fixture
def downloaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, pd.DataFrame, Sequence[Column], Translator]]:
    """Every table that a page offers as a download, those behind charts too."""
    found: list[tuple[str, pd.DataFrame, Sequence[Column], Translator]] = []
    offered: Downloads = tables.downloads

    def offer(
        here: Context, name: str, everything: Callable[[], pd.DataFrame], columns: Sequence[Column], *counts: int
    ) -> None:
        found.append((name, everything(), columns, here.translator))
        offered(here, name, everything, columns, *counts)

    monkeypatch.setattr(tables, "downloads", offer)
    monkeypatch.setattr(drawn, "_closed", lambda label, key, icon, draw: draw())
    return found


def _shown(text: str, language: Language) -> tuple[float, int] | None:
    """The number that a cell on the screen begins with, and its decimals."""
    found = re.match(NUMBER[language], text.replace("−", "-").lstrip("+±"))
    if found is None:
        return None
    thousands, point = (".", ",") if language is Language.INDONESIAN else (",", ".")
    plain = found[0].replace(thousands, "").replace(point, ".")
    return float(plain), len(plain.partition(".")[2])


def _differs(row: object, column: Column, translator: Translator) -> bool:
    value, text = exported(row, column, translator), on_screen(row, column, translator)
    if isinstance(value, (bool, list)) or "['" in str(value):
        return True
    if not isinstance(value, (int, float)):
        return False
    shown = _shown(text, translator.language)
    if shown is None or ("%" in text and "%" not in column.heading):
        return True
    return abs(shown[0] - value) > 0.51 * 10 ** -shown[1]


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("page", "address"), PLACES)
def test_no_download_of_any_page_differs_from_the_screen_in_scale_or_holds_a_code(
    page: str,
    address: dict[str, str],
    lang: str,
    whole_programme: Path,
    open_page: OpenPage,
    downloaded: list[tuple[str, pd.DataFrame, Sequence[Column], Translator]],
) -> None:
    app = open_page(whole_programme, page, lang=lang, **address)
    assert not app.exception
    wrong = [
        (name, column.heading, on_screen(row, column, translator), exported(row, column, translator))
        for name, rows, columns, translator in downloaded
        for column in columns
        if column.key in rows
        for row in rows.itertuples(index=False)
        if _differs(row, column, translator)
    ]
    assert wrong == []
    assert downloaded or page in ("submit", "self_assessment", "desk"), "a page whose tables were not met"


def _lines(column: Column, values: list[object], translator: Translator) -> list[str]:
    return csv_of(pd.DataFrame({column.key: values}), [column], translator).decode("utf-8-sig").splitlines()


def test_money_told_in_millions_is_downloaded_in_millions_and_a_share_told_in_percent_in_percent() -> None:
    money = Column("spent", "Realisasi, juta rupiah", INDONESIAN.number, times=1e-6)
    assert _lines(money, [260e6, 38_512_345.0], INDONESIAN) == ["Realisasi, juta rupiah", "260", "38,5123"]
    share = Column("progress", "Kemajuan", INDONESIAN.percent, times=100, unit="%")
    assert _lines(share, [0.963886, None], INDONESIAN) == ["Kemajuan, %", "96,3886", "–"]
    row = next(pd.DataFrame({"progress": [0.963886]}).itertuples(index=False))
    assert on_screen(row, share, INDONESIAN) == "96%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (27623.14500000001, "27623.145"), (63.20397122504782, "63.204"), (0.1 + 0.2, "0.3"), (264869.0, "264869"),
        (0.000123456789, "0.000123457"), (1e16, "10000000000000000"), (-0.0, "0"),
    ],
)  # fmt: skip
def test_a_number_is_downloaded_without_the_digits_that_computing_gave_it(value: float, text: str) -> None:
    assert _lines(Column("value", "Value", ENGLISH.significant), [value], ENGLISH)[1] == text


def test_days_and_moments_are_written_as_a_spreadsheet_of_the_language_reads_them() -> None:
    column = Column("at", "At", str)
    moments = [pd.Timestamp(2026, 11, 23, 5, 18, 37, 712120), pd.Timestamp(2026, 8, 31)]
    assert _lines(column, moments, INDONESIAN)[1:] == ["23/11/2026 05:18", "31/08/2026"]
    assert _lines(column, moments, ENGLISH)[1:] == ["2026-11-23 05:18", "2026-08-31"]
    assert _lines(column, [date(2026, 8, 31)], INDONESIAN)[1:] == ["31/08/2026"]


def test_a_list_of_codes_is_downloaded_as_the_words_on_the_screen() -> None:
    column = Column("roles", "Pihak", lambda roles: ", ".join(roles).title())
    assert _lines(column, [["mentee", "mentor"]], ENGLISH)[1:] == ['"Mentee, Mentor"']


def test_the_sign_of_a_status_is_no_formula_and_a_readers_own_text_is_still_no_formula() -> None:
    column = Column("status", "Status", words={"computed": Word("Computed", "=")})
    assert _lines(column, ["computed"], ENGLISH)[1:] == ["Computed"]
    assert _lines(Column("text", "Text"), ["=1+1", "-x", "@y"], ENGLISH)[1:] == ["'=1+1", "'-x", "'@y"]


def test_the_figures_of_the_results_so_far_are_downloaded_as_numbers(
    whole_programme: Path,
    open_page: OpenPage,
    downloaded: list[tuple[str, pd.DataFrame, Sequence[Column], Translator]],
) -> None:
    open_page(whole_programme, lang="id")
    rows, columns = next((rows, columns) for name, rows, columns, _translator in downloaded if name == "results")
    figure = next(column for column in columns if column.key == "figure")
    held = [exported(row, figure, INDONESIAN) for row in rows.itertuples(index=False)]
    assert [value for value in held if not isinstance(value, int) and value != "belum dilaporkan"] == []
    assert sum(isinstance(value, int) for value in held) >= 3
