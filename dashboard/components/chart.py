"""A chart with the finding as its title and its data beside it."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.theme import make_readable
from dashboard.components.context import Context
from dashboard.components.table import Column, table

CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


def chart(
    here: Context,
    name: str,
    finding: str,
    figure: go.Figure,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    note: str | None = None,
) -> None:
    """The finding in words, the figure, and the table behind it, closed until asked for."""
    st.markdown(f"**{finding}**" + (f"  \n:small[:gray[{note}]]" if note else ""))
    draw(figure, f"{name}_chart", finding)
    chart_data(here, name, finding, rows, columns)


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """A figure in the text colour of the reader's theme; `alt` is its name for assistive technologies."""
    theme = st.context.theme.type
    if theme is not None:
        make_readable(figure, dark=theme == "dark")
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)


def chart_data(here: Context, name: str, finding: str, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
    """The table behind a chart, closed until asked for."""
    with st.expander(here.translator.gettext("Data of this chart"), icon=":material/table_rows:"):
        table(here, name, rows, columns, alt=finding)
