"""The leading metrics of a pilot, side by side; one under the other on a telephone."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.profile import metric_panel
from dashboard.components.chart import draw
from dashboard.components.context import Context
from dashboard.components.table import safe


def panels_of_metrics(here: Context, lead: pd.DataFrame, targets: pd.DataFrame) -> None:
    """The finding of the first metric, then one small chart per metric."""
    translator = here.translator
    note = translator.gettext("By month; each panel on its own scale. A gap is a month that was not reported")
    st.markdown(f"**{safe(sentences.metrics_title(lead, translator))}**  \n:small[:gray[{note}]]")
    levels = sentences.levels(lead, targets)
    for place, (label, rows) in zip(st.columns(3, gap="medium"), lead.groupby("label", sort=False), strict=False):
        with place:
            own = levels[levels["label"] == label]
            st.markdown(f":small[{safe(label)}]  \n:small[:gray[{safe(sentences.levels_in_words(own, translator))}]]")
            draw(metric_panel(rows, own, translator), f"metric_{rows['metric_code'].iloc[0]}", str(label))
