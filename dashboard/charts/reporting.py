"""Figures of the reporting discipline."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import CALM_GREEN, ON_FILL, TONES, blank, plain, short_name
from dashboard.language import Translator
from dashboard.words import FULFILMENT, Tone, in_words

FILLED = (Tone.GOOD, Tone.FAIR, Tone.BAD, Tone.UNSURE)
ROW = 36
MOST_MONTHS = 18  # names of months above the grid
YEAR_ABOVE = 42  # pixels from the grid to the year, with the name of a month upright between them
CELL = 60  # pixels from the middle of a cell within which a click is taken for it


def calendar(reports: pd.DataFrame, translator: Translator) -> go.Figure:
    """The grid of one partnership, in which each report can be clicked. Columns as in `grid`, and obligation_id."""
    figure = grid(reports, translator)
    periods = sorted(set(reports["period"]))
    figure.add_scatter(
        x=[periods.index(period) for period in reports["period"]], y=[0] * len(reports), ids=reports["obligation_id"],
        mode="markers", marker={"symbol": "square", "size": ROW - 4, "color": "rgba(0,0,0,0)"},
        customdata=[_hover(row, row.mentee, translator) for row in reports.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(hoverdistance=CELL)
    return figure


def grid(reports: pd.DataFrame, translator: Translator) -> go.Figure:
    """Monthly reports, partnership by month: symbol and colour per cell, the words in the hover.

    Columns: partnership_id, mentee, period, due_on, status, submitted_on. Rows stay in the given order.
    """
    names = dict(zip(reports["partnership_id"], reports["mentee"], strict=True))
    periods = sorted(set(reports["period"]))
    rows = list(names)
    figure = blank(translator, YEAR_ABOVE + 30 + ROW * max(len(rows), 1))
    place = {partnership: number for number, partnership in enumerate(rows)}
    column = {period: number for number, period in enumerate(periods)}
    levels = [[None] * len(periods) for _ in rows]
    symbols = [[""] * len(periods) for _ in rows]
    hovers = [[""] * len(periods) for _ in rows]
    quiet: list[tuple[int, int, str, str]] = []
    for report in reports.itertuples():
        word = in_words(FULFILMENT, report.status)
        row, month = place[report.partnership_id], column[report.period]
        hover = _hover(report, names[report.partnership_id], translator)
        if word.tone in FILLED:
            levels[row][month] = FILLED.index(word.tone)
            symbols[row][month] = word.symbol
            hovers[row][month] = hover
        else:
            quiet.append((month, row, word.symbol, hover))
    figure.add_heatmap(
        z=levels, text=symbols, customdata=hovers, zmin=0, zmax=len(FILLED) - 1, showscale=False, xgap=2, ygap=2,
        colorscale=_steps(), texttemplate="%{text}", textfont={"color": ON_FILL, "size": 13},
        hovertemplate="%{customdata}<extra></extra>", hoverongaps=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[cell[0] for cell in quiet], y=[cell[1] for cell in quiet], text=[cell[2] for cell in quiet],
        customdata=[cell[3] for cell in quiet], mode="text", hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    _months(figure, periods, translator)
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[short_name(names[partnership]) for partnership in rows],
        range=[max(len(rows), 1) - 0.5, -0.5],
        tickfont_size=12,
    )
    return figure


def _months(figure: go.Figure, periods: list[str], translator: Translator) -> None:
    """Above the grid: each month, upright where there is no room to lie, and the year over January and the first."""
    step = -(-len(periods) // MOST_MONTHS)
    names = [translator.month_name(int(period[5:])) for period in periods]
    figure.update_xaxes(
        side="top", tickvals=list(range(0, len(periods), step or 1)), ticktext=names[:: step or 1],
        autotickangles=[0, -90], range=[-0.5, max(len(periods), 1) - 0.5],
    )  # fmt: skip
    for number, period in enumerate(periods):
        if number == 0 or period.endswith("-01"):
            figure.add_annotation(
                x=number, y=1, yref="paper", yanchor="bottom", yshift=YEAR_ABOVE, text=period[:4], showarrow=False
            )
    figure.update_layout(margin_t=YEAR_ABOVE + 20)


def _steps() -> list[list[object]]:
    """A colour scale of flat steps, one per filled tone."""
    scale: list[list[object]] = []
    for number, tone in enumerate(FILLED):
        colour = CALM_GREEN if tone is Tone.GOOD else TONES[tone]
        scale += [[number / len(FILLED), colour], [(number + 1) / len(FILLED), colour]]
    return scale


def _hover(report: object, name: str, translator: Translator) -> str:
    submitted = translator.day(report.submitted_on)
    return "<br>".join(
        [
            f"<b>{plain(name)}</b>, {translator.month(report.period)}",
            translator.sign(FULFILMENT, report.status),
            translator.gettext("due {day}").format(day=translator.day(report.due_on)),
            translator.gettext("sent {day}").format(day=submitted),
        ]
    )
