"""Small multiples of counts: one row per category, one panel per class, all on one scale."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.theme import BLUE, TONES, dress
from dashboard.language import Translator
from dashboard.words import Tone

ROW_HEIGHT = 34
SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def panels(
    counts: Mapping[tuple[str, str], int],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str, Tone]],
    translator: Translator,
    unit: str,
) -> go.Figure:
    """`rows` are (code, label), `columns` (code, title, tone); `counts` maps (row, column) to a number.

    A true count of none is printed as 0: it is known.
    """
    figure = make_subplots(
        rows=1, cols=len(columns), shared_yaxes=True, horizontal_spacing=0.03,
        column_titles=[in_two_lines(title) for _, title, _ in columns],
    )  # fmt: skip
    longest = max([*counts.values(), 1])
    labels = [label for _, label in rows]
    for position, (column, title, tone) in enumerate(columns, start=1):
        values = [counts.get((row, column), 0) for row, _ in rows]
        figure.add_bar(
            x=values,
            y=labels,
            orientation="h",
            marker_color=TONES.get(tone, BLUE),
            text=[translator.number(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{y}}<br>{title.replace(SOFT_HYPHEN, '')}: %{{text}} {unit}<extra></extra>",
            row=1,
            col=position,
        )
    dress(figure, translator, 58 + ROW_HEIGHT * len(rows))
    figure.update_xaxes(range=[0, longest * 1.3], visible=False)
    figure.update_yaxes(autorange="reversed", categoryorder="array", categoryarray=labels, tickfont_size=12)
    figure.update_layout(margin_t=46, bargap=0.5)
    figure.for_each_annotation(lambda title: title.update(x=title.x, xanchor="center", yshift=2, font_size=12))
    return figure


def in_two_lines(text: str) -> str:
    """A label broken at the blank nearest its middle, but never right after a symbol; else at a soft hyphen."""
    blanks = [place for place, letter in enumerate(text) if letter == " " and place > 1]
    if not blanks:
        return text.replace(SOFT_HYPHEN, "-<br>")
    middle = min(blanks, key=lambda place: abs(place - len(text) / 2))
    return f"{text[:middle]}<br>{text[middle + 1 :]}"
