"""A chart with the finding as its title and its data beside it."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.theme import OTHER_END, make_readable
from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once, made_once, on_demand
from dashboard.components.table import Column, table

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}

Draw = Callable[[], go.Figure]
Open = Callable[[str], None]


def chart(
    here: Context,
    name: str,
    finding: str,
    figure: Draw,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    note: str | None = None,
    everything: Callable[[], pd.DataFrame] | None = None,
    opens: Open | None = None,
) -> None:
    """The finding in words, the figure of these rows, and the table behind it, closed until asked for.

    `opens` as in `draw`.
    """
    st.markdown(f"**{finding}**" + (f"  \n:small[:gray[{note}]]" if note else ""))
    draw(here, f"{name}_chart", finding, figure, rows, opens)
    chart_data(here, name, finding, rows, columns, everything)


def draw(here: Context, key: str, alt: str, figure: Draw, content: object, opens: Open | None = None) -> None:
    """A figure in the text colour of the reader's theme; `alt` is its name for assistive technologies.

    `content` is what the figure shows: it is made anew only where that changes. `opens` is given the name (`ids` of its
    trace) of the mark that was clicked, and may open a dialog; what it opens must be within reach without a mouse too.
    """
    theme = st.context.theme.type

    def make() -> go.Figure:
        made = figure()
        if theme is not None:
            make_readable(made, dark=theme == "dark")
        return made

    if opens is None or here.on_paper:
        drawn_once(here, key, (theme, alt, content), lambda: st.plotly_chart(make(), key=key, config=CONFIG, alt=alt))
    else:
        _clickable(made_once(here, key, (theme, content), lambda: _with_marks_to_choose(make())), key, alt, opens)


def _with_marks_to_choose(figure: go.Figure) -> go.Figure:
    """Says it in the figure itself: a redraw on a busy computer can lose what Streamlit adds once it is drawn."""
    figure.layout.clickmode = "event+select"
    figure.layout.hovermode = "closest"
    return figure


def with_click(here: Context, note: str) -> str:
    """The note of a figure whose marks open their receipts; paper cannot be clicked."""
    click = here.translator.gettext("Click a bar, point or cell to open its receipt")
    return note if here.on_paper else f"{note}. {click}"


@st.fragment
def _clickable(figure: go.Figure, key: str, alt: str, opens: Open) -> None:
    """A click runs nothing else of the page. Each answered click gives the figure a new key: nothing stays selected.

    So a receipt opens once a click, also at a second click on the same mark, and never by itself at a later run.
    """
    answered = f"{key}_answered"
    count = st.session_state.get(answered, 0)
    clicked = _clicked(figure, st.session_state.get(_numbered(key, count)))
    if clicked is not None:
        count += 1
        st.session_state[answered] = count
    st.plotly_chart(
        figure, key=_numbered(key, count), config=CONFIG, alt=alt, on_select="rerun", selection_mode="points"
    )
    if clicked is not None:
        opens(clicked)


def _numbered(key: str, count: int) -> str:
    return f"{key}_{count}" if count else key


def _clicked(figure: go.Figure, state: object) -> str | None:
    """The name of the mark that was clicked; of what the browser says only the place of the mark is believed."""
    points = state["selection"]["points"] if isinstance(state, Mapping) else []
    for point in points:
        trace, place = point.get("curve_number"), point.get("point_index")
        if isinstance(trace, int) and isinstance(place, int) and 0 <= trace < len(figure.data):
            names = figure.data[trace].ids
            if names is not None and 0 <= place < len(names) and names[place]:
                return str(names[place]).removesuffix(OTHER_END)
    return None


def chart_data(
    here: Context,
    name: str,
    finding: str,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    everything: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """The table behind a chart, closed until asked for."""
    on_demand(
        here,
        here.translator.gettext("Data of this chart"),
        f"{name}_data",
        ":material/table_rows:",
        lambda: table(here, name, rows, columns, alt=finding, everything=everything),
    )
