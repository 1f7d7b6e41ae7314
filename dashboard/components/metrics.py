"""The leading metrics of a pilot, side by side; one under the other on a telephone."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.profile import metric_panel
from dashboard.components.chart import chart_data, draw
from dashboard.components.context import Context
from dashboard.components.table import Column, safe
from dashboard.words import VALUE_STATUS
from warehouse.vocabulary import Language


def pilot_metrics(here: Context, metrics: pd.DataFrame, targets: pd.DataFrame, subject: str | None) -> None:
    """The leading metrics as panels, and every figure with its cell behind them."""
    translator = here.translator
    _ = translator.gettext
    if metrics.empty:
        st.caption(_("No figures have been reported yet."))
        return
    lead = sentences.lead_metrics(metrics, targets, subject, translator)
    _panels(here, lead, targets)
    chart_data(
        here,
        "metrics",
        sentences.metrics_title(lead, translator),
        metrics,
        [
            Column("name_id" if translator.language is Language.INDONESIAN else "name_en", _("Metric")),
            Column("zone", _("Zone"), missing=lambda row: _("whole")),
            Column("period_start", _("Month"), lambda day: translator.month(day.strftime("%Y-%m"))),
            Column(
                "value",
                _("Value"),
                translator.significant,
                missing=lambda row: translator.word(VALUE_STATUS, row.status).lower(),
                right=True,
            ),
            Column("unit", _("Unit"), translator.unit),
            Column("status", _("Status"), words=VALUE_STATUS),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
    )


def _panels(here: Context, lead: pd.DataFrame, targets: pd.DataFrame) -> None:
    """The finding of the first metric, then one small chart per metric."""
    translator = here.translator
    note = translator.gettext("By month; each panel on its own scale. A gap is a month that was not reported")
    st.markdown(f"**{safe(sentences.metrics_title(lead, translator))}**  \n:small[:gray[{note}]]")
    levels = sentences.levels(lead, targets)
    for place, (label, rows) in zip(st.columns(3, gap="medium"), lead.groupby("label", sort=False), strict=False):
        with place:
            own = levels[levels["label"] == label]
            st.markdown(f":small[{safe(label)}]  \n:small[:gray[{safe(sentences.levels_in_words(own, translator))}]]")
            key = f"metric_{rows['metric_code'].iloc[0]}"
            draw(here, key, str(label), partial(metric_panel, rows, own, translator), (rows, own))
