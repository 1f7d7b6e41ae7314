"""The golden sheets in one connection, day after day until a figure differs: most mutants do not outlive a run."""

import duckdb
import pytest

from tests.indicators import test_missing
from tests.indicators.month_sheets import NOTHING, sheets
from tests.indicators.programme import Programme
from tests.indicators.test_months import ASKED
from warehouse.vocabulary import FulfilmentStatus

SHEETS = sheets()
DAYS = ("2026-05-31", "2026-03-31", "2026-07-31", "2026-04-30", "2026-06-30", "2026-02-28", "2026-01-31")
NEARLY = 1e-4


def first_difference() -> str:
    """What differs from the sums worked by hand, or why the measures did not run; empty where nothing does."""
    programme = Programme()
    for sheet in SHEETS:
        sheet.retell(programme)
    for as_of in DAYS:
        found = {
            (row["partnership_id"], row["role"], row["code"]): row
            for row in programme.at(as_of, known_by=as_of).rows(ASKED)
        }
        for one in (figure for sheet in SHEETS for figure in sheet.figures if figure.as_of == as_of):
            row = found.get((one.sheet, one.partner, one.code))
            if row is None or differs(row, (one.value, one.low, one.high), one.band):
                return f"{one.sheet} {as_of} {one.partner} {one.code}"
    return difference_by_status()


def differs(row: dict[str, object], expected: tuple[float | None, ...], band: str = "") -> bool:
    shown = (row["value"], row["score_low"], row["score_high"])
    return shown != pytest.approx(expected, abs=NEARLY) or bool(band and (row["band"] or NOTHING) != band)


def difference_by_status() -> str:
    programme = Programme()
    for status in FulfilmentStatus:
        test_missing.beside_one_more(programme, status)
    mart = programme.at("2026-04-15")
    for status, (*_, score, low, high) in test_missing.BY_HAND.items():
        row = mart.criterion(status, "mentor", "commitment")
        if (row["score"], row["score_low"], row["score_high"]) != pytest.approx((score, low, high), abs=NEARLY):
            return f"status {status}"
    return ""


def noticed() -> tuple[str, bool]:
    """The first difference, and whether the mutant could not be built at all."""
    try:
        return first_difference(), False
    except (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException) as problem:
        return str(problem), True
    except (duckdb.Error, ValueError) as problem:
        return f"{type(problem).__name__}: {problem}", False
