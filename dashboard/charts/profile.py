"""Figures of one partnership."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import (
    BLUE,
    ORANGE,
    OTHER_END,
    PURPLE,
    TONES,
    blank,
    faint,
    month_ticks,
    plain,
    shorten,
)
from dashboard.language import Translator, is_missing
from dashboard.words import BAND_REASONS, BANDS, CRITERIA, TARGET_STATUS, in_words

ROW = 58
TARGET_ROW, HIGHER_TARGET_ROW = 80, 100  # of labels in one line, and where one of them needs two
MOST_LETTERS = 46  # of a line, which a phone holds in bold
NARROWEST = 0.5  # points; a narrower range is no range to the eye
BAND_EDGES = (60.0, 80.0)


def bullets(scores: pd.DataFrame, translator: Translator, edges: tuple[float, float] = BAND_EDGES) -> go.Figure:
    """Criterion scores of one role: the bar is the score, the line where it may lie, the bracket where it can end.

    Columns: criterion, score, band, band_reason, score_low, score_high, final_low, final_high.
    """
    rows = list(scores.itertuples())
    figure = blank(translator, 34 + ROW * max(len(rows), 1))
    _band_ground(figure, len(rows), edges)
    for place, row in enumerate(rows):
        _bullet(figure, place, row, translator)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.42, -0.58])
    figure.update_xaxes(range=[-1, 101], tickvals=[0, *edges, 100], showgrid=False)
    figure.update_layout(margin={"l": 8, "r": 12, "t": 2, "b": 4})
    return figure


def _band_ground(figure: go.Figure, rows: int, edges: tuple[float, float]) -> None:
    figure.layout.shapes = [
        {
            "type": "rect", "x0": low, "x1": high, "y0": place - 0.13, "y1": place + 0.33,
            "fillcolor": faint(opacity), "line": {"width": 0}, "layer": "below",
        }
        for low, high, opacity in ((0, edges[0], 0.26), (edges[0], edges[1], 0.17), (edges[1], 100, 0.09))
        for place in range(rows)
    ]  # fmt: skip


def _bullet(figure: go.Figure, place: int, row: object, translator: Translator) -> None:
    band, score = getattr(row, "band", None), getattr(row, "score", None)
    tone = TONES[in_words(BANDS, str(band)).tone] if not is_missing(band) else faint(0.9)
    middle = place + 0.1
    final_low, final_high = row.final_low, row.final_high
    low, high = row.score_low, row.score_high
    name = translator.word(CRITERIA, row.criterion)
    hover = _bullet_hover(name, score, low, high, final_low, final_high, translator)
    if not is_missing(score):
        figure.add_bar(
            x=[score], y=[middle], ids=[row.criterion], orientation="h", width=0.26, marker_color=tone,
            hovertemplate=hover,
        )  # fmt: skip
    if not is_missing(low) and not is_missing(high) and high > low:
        figure.add_scatter(
            x=[low, high], y=[middle, middle], ids=[row.criterion, row.criterion + OTHER_END], mode="lines",
            line={"color": PURPLE, "width": 4},
            hovertemplate=hover,
        )  # fmt: skip
    if not is_missing(final_low) and not is_missing(final_high) and final_high - final_low >= NARROWEST:
        figure.add_scatter(
            x=[final_low, final_high], y=[place + 0.33] * 2, ids=[row.criterion, row.criterion + OTHER_END],
            mode="lines+markers",
            line={"color": BLUE, "width": 1.5}, marker={"symbol": "line-ns-open", "size": 7, "color": BLUE},
            hovertemplate=hover,
        )  # fmt: skip
    figure.add_annotation(x=0, y=place - 0.14, text=f"<b>{name}</b>", showarrow=False, xanchor="left", yanchor="bottom")
    figure.add_annotation(
        x=100, y=place - 0.14, text=verdict(score, band, row.band_reason, translator),
        showarrow=False, xanchor="right", yanchor="bottom",
    )  # fmt: skip


def verdict(score: float | None, band: str | None, reason: str | None, translator: Translator) -> str:
    """The score in words: number, symbol and band, or why there is none."""
    word = (
        translator.sign(BANDS, band)
        if not is_missing(band)
        else translator.sign(BAND_REASONS, reason if not is_missing(reason) else "no_value")
    )
    return word if is_missing(score) else f"<b>{translator.number(score)}</b>  {word}"


def _bullet_hover(
    name: str,
    score: float | None,
    low: float | None,
    high: float | None,
    final_low: float | None,
    final_high: float | None,
    translator: Translator,
) -> str:
    lines = [f"<b>{name}</b>: {translator.number(score)}"]
    if not is_missing(low) and not is_missing(high):
        between = translator.gettext("between {low} and {high} with what is not known")
        lines.append(between.format(low=translator.number(low), high=translator.number(high)))
    if not is_missing(final_low) and not is_missing(final_high):
        still = translator.gettext("can still end between {low} and {high}")
        lines.append(still.format(low=translator.number(final_low), high=translator.number(final_high)))
    return "<br>".join(lines) + "<extra></extra>"


def target_progress(targets: pd.DataFrame, translator: Translator) -> go.Figure:
    """Progress from baseline (0%) to target (100%); the tick is where it should be by now.

    Columns: target_id, label, progress, expected, status. Targets without an actual have their word, and no bar.
    """
    rows = list(targets.itertuples())
    height = HIGHER_TARGET_ROW if any(len(row.label) > MOST_LETTERS for row in rows) else TARGET_ROW
    figure = blank(translator, 36 + height * max(len(rows), 1))
    figure.layout.shapes = [
        {
            "type": "line", "x0": edge, "x1": edge, "y0": place + 0.07, "y1": place + 0.41,
            "line": {"color": faint(0.8), "width": width}, "layer": "below",
        }
        for edge, width in ((0, 1), (100, 2))
        for place in range(len(rows))
    ]  # fmt: skip
    for place, row in enumerate(rows):
        _target(figure, place, row, translator)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.6])
    figure.update_xaxes(
        range=[-24, 124],
        tickvals=[0, 50, 100],
        ticktext=[translator.gettext("baseline"), translator.percent(50), translator.gettext("target")],
    )
    return figure


def _target(figure: go.Figure, place: int, row: object, translator: Translator) -> None:
    progress, expected = row.progress, row.expected
    label, status = plain(row.label), translator.sign(TARGET_STATUS, row.status) + known_months(row, translator)
    if not is_missing(progress):
        percent = translator.percent(100 * progress)
        status = f"<b>{percent}</b>  {status}"
        figure.add_bar(
            x=[max(-22.0, min(122.0, 100 * progress))],
            y=[place + 0.24],
            ids=[row.target_id],
            orientation="h",
            width=0.26,
            marker_color=TONES[in_words(TARGET_STATUS, row.status).tone],
            hovertemplate=f"{label}<br>{percent}<extra></extra>",
        )
    if not is_missing(expected):
        figure.add_shape(
            type="line",
            x0=100 * expected,
            x1=100 * expected,
            y0=place + 0.05,
            y1=place + 0.43,
            line={"color": BLUE, "width": 3},
        )
    text = f"<b>{_in_two_lines(row.label)}</b><br>{status}"
    figure.add_annotation(
        x=-24, y=place + 0.06, text=text, showarrow=False, xanchor="left", yanchor="bottom", align="left"
    )


def _in_two_lines(label: str) -> str:
    first, *rest = wrap(label, MOST_LETTERS) or [""]
    lines = [first, shorten(" ".join(rest), MOST_LETTERS)] if rest else [first]
    return "<br>".join(plain(line) for line in lines)


def known_months(row: object, translator: Translator) -> str:
    """How many of the months that the actual needs are known, where some are missing."""
    known, needed = getattr(row, "coverage_months", None), getattr(row, "expected_months", None)
    if is_missing(known) or is_missing(needed) or known >= needed:
        return ""
    words = translator.gettext("{known} of {needed} months known")
    return " · " + words.format(known=translator.number(known), needed=translator.number(needed))


def metric_panel(metrics: pd.DataFrame, levels: pd.DataFrame, translator: Translator) -> go.Figure:
    """One metric by month from zero, with baseline (dashed) and target as lines.

    `metrics`: period_start, value (a month without a value is a gap); `levels`: baseline, target.
    """
    known = dict(zip(metrics["period_start"].dt.strftime("%Y-%m"), metrics["value"], strict=True))
    span = pd.period_range(metrics["period_start"].min(), metrics["period_start"].max(), freq="M")
    months = [str(month) for month in span]
    values = [None if is_missing(known.get(month)) else float(known[month]) for month in months]
    figure = blank(translator, 190)
    figure.add_scatter(
        x=months,
        y=values,
        ids=months,
        mode="lines+markers",
        line={"color": BLUE, "width": 2.5},
        marker_size=6,
        customdata=[
            [translator.month(month), translator.significant(value)]
            for month, value in zip(months, values, strict=True)
        ],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
    drawn = [value for value in values if value is not None]
    for column, dash, colour in (("baseline", "dash", faint(0.95)), ("target", "solid", ORANGE)):
        for level in levels[column].dropna():
            figure.add_hline(y=level, line={"color": colour, "dash": dash, "width": 1.5})
            drawn.append(float(level))
    figure.update_xaxes(type="category", tickvals=months, ticktext=month_ticks(translator, months, room=6), tickangle=0)
    figure.update_yaxes(
        range=[min([*drawn, 0.0]) * 1.1, max([*drawn, 0.0]) * 1.12 or 1],
        nticks=4,
        showgrid=True,
        gridcolor=faint(0.22),
        exponentformat="none",
        separatethousands=True,
    )
    return figure
