"""Figures of the page of pilot metrics."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, blank, faint, month_ticks, plain
from dashboard.language import Translator, is_missing


def truth_panel(rows: pd.DataFrame, translator: Translator) -> go.Figure:
    """One measure with its 95 % bands, from zero; a period without a value is a gap.

    Columns: span, period_end, label, value, low, high, months_counted, months_expected; in order of time.
    """
    values = [None if is_missing(value) else float(value) for value in rows["value"]]
    labels = list(rows["label"])
    figure = blank(translator, 210)
    figure.add_scatter(
        x=labels,
        y=values,
        ids=labels,
        mode="lines+markers",
        line={"color": BLUE, "width": 2.5},
        marker_size=7,
        connectgaps=False,
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [_reach(row.high, row.value) for row in rows.itertuples()],
            "arrayminus": [_reach(row.value, row.low) for row in rows.itertuples()],
            "color": faint(0.95),
            "thickness": 1.4,
            "width": 3,
        },
        customdata=[_hover(row, translator) for row in rows.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )
    known = [float(value) for value in [*rows["value"], *rows["high"], *rows["low"]] if not is_missing(value)]
    months = [day.strftime("%Y-%m") for day in rows["period_end"]]
    by_year = bool((rows["span"] == "year").all())
    ticks = [month[:4] for month in months] if by_year else month_ticks(translator, months, room=5)
    figure.update_xaxes(
        type="category", tickvals=labels, ticktext=ticks, tickangle=0,
        categoryorder="array", categoryarray=labels,
    )  # fmt: skip
    figure.update_yaxes(
        range=[min([*known, 0.0]) * 1.1, max([*known, 0.0]) * 1.12 or 1], nticks=4, showgrid=True,
        gridcolor=faint(0.22), exponentformat="none", separatethousands=True,
    )  # fmt: skip
    return figure


def _reach(upper: float | None, lower: float | None) -> float:
    return 0.0 if is_missing(upper) or is_missing(lower) else float(upper) - float(lower)


def _hover(row: object, translator: Translator) -> str:
    _ = translator.gettext
    parts = [f"{row.label}: {translator.significant(row.value)}"]
    if not is_missing(row.low):
        parts.append(
            _("95% band {low} to {high}").format(
                low=translator.significant(row.low), high=translator.significant(row.high)
            )
        )
    if row.months_expected > 1:
        parts.append(
            _("{known} of {needed} months").format(
                known=translator.number(row.months_counted), needed=translator.number(row.months_expected)
            )
        )
    return "<br>".join(parts)


def moved(rows: pd.DataFrame, translator: Translator) -> go.Figure:
    """By how many percent each measure of a case moved, one bar a measure. Columns: label, change."""
    figure = blank(translator, 60 + 42 * len(rows))
    changes = [float(change) for change in rows["change"]]
    figure.add_bar(
        x=changes,
        y=[plain(label) for label in rows["label"]],
        orientation="h",
        marker_color=[GREY, *[BLUE] * (len(rows) - 1)],
        text=[translator.percent(change, 1) for change in changes],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure.update_xaxes(range=[min([*changes, 0.0]) * 1.3, max([*changes, 0.0]) * 1.3 or 1], visible=False)
    figure.update_yaxes(autorange="reversed", side="right")
    return figure
