"""Figures of results: each partnership from its own baseline to its pilot, and targets by standing."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.panels import panels
from dashboard.charts.theme import GREEN, GREY, TONES, VERMILLION, blank, faint, short_name
from dashboard.language import Translator, is_missing
from dashboard.words import TARGET_KIND_HEADS, TARGET_KINDS, TARGET_STATUS, Tone, in_words

ROW = 52
COLOURS = {"better": GREEN, "worse": VERMILLION, "same": GREY}


def judged(change: float, direction: str) -> str:
    """better, worse or same: which way a change goes, for a metric whose better direction is lower or higher."""
    if change == 0:
        return "same"
    return "better" if (change < 0) == (direction == "lower") else "worse"


def gained(rows: pd.DataFrame, words: dict[str, str], translator: Translator) -> go.Figure:
    """One line per partnership, from its own baseline (ring) to its pilot (dot), in the order given.

    Columns: mentee, before_value, after_value, change, direction. `words`: better, worse and same, with symbols.
    """
    drawn = list(rows.itertuples())
    figure = blank(translator, 40 + ROW * max(len(drawn), 1))
    ends = [float(value) for row in drawn for value in (row.before_value, row.after_value)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (high - low) or abs(high) or 1.0
    for place, row in enumerate(drawn):
        _gain(figure, place, row, words, translator)
    figure.update_yaxes(
        tickvals=list(range(len(drawn))),
        ticktext=[short_name(row.mentee) for row in drawn],
        range=[len(drawn) - 0.4, -0.6],
        tickfont_size=12,
    )
    figure.update_xaxes(range=[low - 0.06 * room, high + 0.06 * room], showgrid=True, gridcolor=faint(0.22), nticks=6)
    return figure


def _gain(figure: go.Figure, place: int, row: object, words: dict[str, str], translator: Translator) -> None:
    verdict = judged(row.change, row.direction)
    before, after = translator.alike(row.before_value, row.after_value)
    figure.add_scatter(
        x=[row.before_value, row.after_value],
        y=[place + 0.12] * 2,
        mode="lines+markers",
        line={"color": COLOURS[verdict], "width": 3},
        marker={
            "size": [10, 12], "symbol": ["circle-open", "circle"], "color": COLOURS[verdict], "opacity": 1,
            "line": {"width": 2, "color": COLOURS[verdict]},
        },
        hovertemplate=f"{before} → {after}<extra></extra>",
    )  # fmt: skip
    figure.add_annotation(
        x=0,
        xref="paper",
        y=place - 0.14,
        text=f"{before} → {after}  {words[verdict]}",
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font_size=12,
    )


def targets_by_kind(counts: pd.DataFrame, translator: Translator) -> go.Figure:
    """Targets by status and kind. Columns: kind, status, targets."""
    spread = counts.groupby(["status", "kind"])["targets"].sum()
    numbers = {(str(status), str(kind)): int(number) for (status, kind), number in spread.items()}
    statuses = [code for code in TARGET_STATUS if any((code, kind) in numbers for kind in TARGET_KINDS)]
    rows = [(code, translator.sign(TARGET_STATUS, code)) for code in statuses]
    columns = [(code, translator.word(TARGET_KIND_HEADS, code), Tone.PLAIN) for code in TARGET_KINDS]
    figure = panels(numbers, rows, columns, translator, translator.gettext("targets"))
    figure.update_traces(marker_color=[TONES[in_words(TARGET_STATUS, code).tone] for code in statuses])
    return figure


def comparable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that can be drawn: with a baseline, a pilot and a change between them."""
    return rows[[not is_missing(change) for change in rows["change"]]]
