"""Money: what was decided as a broad pale bar, what was spent as a narrow one in it, what was proposed as a line."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, blank, faint, plain, shorten
from dashboard.language import Translator

ROW = 44
FIRST_LINE, SECOND_LINE = 28, 16  # characters of a category
MILLION = 1e6


def bullets(sums: pd.DataFrame, labels: list[tuple[str, str]], translator: Translator) -> go.Figure:
    """One row per line of `sums` (proposed, decided, spent in whole units of money, shown in millions).

    `labels` are (category, kind).
    What is not told has no mark; its hover says how many lines tell it.
    """
    figure = blank(translator, 60 + ROW * max(len(sums), 1))
    rows = list(range(len(sums)))
    millions = {name: (sums[name] / MILLION).tolist() for name in ("proposed", "decided", "spent")}
    hovers = [_hover(label, row, translator) for label, row in zip(labels, sums.itertuples(), strict=True)]
    for name, width, colour in (("decided", 0.62, faint(0.35)), ("spent", 0.26, BLUE)):
        figure.add_bar(
            x=millions[name], y=rows, orientation="h", width=width, marker_color=colour, customdata=hovers,
            hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=millions["proposed"], y=rows, mode="markers", customdata=hovers,
        marker={"symbol": "line-ns", "size": 24, "line": {"width": 3, "color": GREY}},
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        rangemode="tozero", showgrid=True, gridcolor=faint(0.25), nticks=5, side="top", tickformat=",.0f"
    )
    figure.update_yaxes(
        tickvals=rows,
        ticktext=[_in_two_lines(category, kind) for category, kind in labels],
        range=[len(sums) - 0.5, -0.5],
    )
    figure.update_layout(margin_t=28)
    return figure


def _in_two_lines(category: str, kind: str) -> str:
    """The category and beneath it the kind; the kind beside the rest of a category that is long."""
    first, *rest = wrap(category, FIRST_LINE) or [""]
    return f"{plain(first)}<br>{plain(' · '.join([*_rest(rest), kind]))}"


def _rest(lines: list[str]) -> list[str]:
    return [shorten(" ".join(lines), SECOND_LINE)] if lines else []


def _hover(label: tuple[str, str], row: object, translator: Translator) -> str:
    _ = translator.gettext
    told = [
        (_("Proposed"), row.proposed, row.proposed_lines),
        (_("Decided"), row.decided, row.decided_lines),
        (_("Spent"), row.spent, row.spent_lines),
    ]
    parts = [
        _("{what}: {amount} million, told for {known} of {lines} lines").format(
            what=what,
            amount=translator.number(amount / MILLION, 1),
            known=translator.number(known),
            lines=translator.number(row.lines),
        )
        if known
        else what + ": " + _("not reported")
        for what, amount, known in told
    ]
    return "<br>".join([f"<b>{plain(label[0])}</b> · {plain(label[1])}", *parts])
