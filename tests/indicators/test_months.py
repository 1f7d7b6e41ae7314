"""The partner-months of tests/golden/months: the sums written there against what the SQL makes of the same facts."""

import pytest

from tests.indicators.month_sheets import NOTHING, Figure, partner_months, sheets
from tests.indicators.programme import Programme

SHEETS = sheets()
FIGURES = [figure for sheet in SHEETS for figure in sheet.figures]
ASKED = """
    SELECT role, indicator_code AS code, value, score_low, score_high, NULL AS band, partnership_id
    FROM mart.indicator_value
    UNION ALL
    SELECT role, criterion, score, score_low, score_high, band, partnership_id FROM mart.criterion_score
"""


@pytest.fixture(scope="module")
def judged() -> dict[tuple[str, str, str, str], tuple[float | None, float | None, float | None, str | None]]:
    """By sheet, day, partner and figure: value, low, high and band, as known on that day."""
    programme = Programme()
    for sheet in SHEETS:
        sheet.retell(programme)
    found = {}
    for as_of in sorted({month for sheet in SHEETS for month in sheet.months}):
        for row in programme.scores_at(as_of, known_by=as_of).rows(ASKED):
            key = (row["partnership_id"], as_of, row["role"], row["code"])
            found[key] = (row["value"], row["score_low"], row["score_high"], row["band"])
    return found


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: f"{one.sheet[:2]} {one.as_of} {one.partner} {one.code}")
def test_the_figure_is_the_sum_worked_by_hand(judged, figure: Figure):
    value, low, high, band = judged[figure.sheet, figure.as_of, figure.partner, figure.code]
    assert (value, low, high) == pytest.approx((figure.value, figure.low, figure.high), abs=1e-5)
    if figure.band:
        assert (band or NOTHING) == figure.band


def test_at_least_sixty_partner_months_are_worked_by_hand():
    assert len(list(partner_months(SHEETS))) >= 60
