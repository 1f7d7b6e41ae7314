"""A chart with the finding as its title and its data beside it."""

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.theme import make_readable
from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once, on_demand
from dashboard.components.table import Column, table

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}

Draw = Callable[[], go.Figure]


def chart(
    here: Context,
    name: str,
    finding: str,
    figure: Draw,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    note: str | None = None,
    everything: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """The finding in words, the figure of these rows, and the table behind it, closed until asked for."""
    st.markdown(f"**{finding}**" + (f"  \n:small[:gray[{note}]]" if note else ""))
    draw(here, f"{name}_chart", finding, figure, rows)
    chart_data(here, name, finding, rows, columns, everything)


def draw(here: Context, key: str, alt: str, figure: Draw, content: object) -> None:
    """A figure in the text colour of the reader's theme; `alt` is its name for assistive technologies.

    `content` is what the figure shows: it is made anew only where that changes.
    """
    theme = st.context.theme.type

    def show() -> None:
        made = figure()
        if theme is not None:
            make_readable(made, dark=theme == "dark")
        st.plotly_chart(made, key=key, config=CONFIG, alt=alt)

    drawn_once(here, key, (theme, alt, content), show)


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
