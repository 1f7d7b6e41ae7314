"""The leading metrics of a pilot, side by side; one under the other on a telephone."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.profile import metric_panel
from dashboard.components.chart import chart_data, draw, with_click
from dashboard.components.context import Context
from dashboard.components.drawn import worked_out
from dashboard.components.figure_receipt import open_receipt_of_metric
from dashboard.components.table import Column, safe
from dashboard.language import Translator, is_missing
from dashboard.words import VALUE_STATUS
from warehouse.vocabulary import Language


def pilot_metrics(
    here: Context,
    partnership_id: str,
    metrics: pd.DataFrame,
    targets: pd.DataFrame,
    subject: str | None,
    converted: pd.DataFrame,
) -> None:
    """The leading metrics as panels, and every figure with its cell and, where `converted`, as written behind them."""
    translator = here.translator
    _ = translator.gettext
    if metrics.empty:
        st.caption(_("No figures have been reported yet."))
        return
    lead = worked_out(
        here,
        "lead_metrics",
        (metrics, targets, subject),
        lambda: sentences.lead_metrics(metrics, targets, subject, translator),
    )
    _panels(here, partnership_id, lead, targets)
    chart_data(
        here,
        "metrics",
        sentences.metrics_title(lead, translator),
        worked_out(here, "as_written", (metrics, converted), lambda: _with_written(metrics, converted, translator)),
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
            Column("written", _("As written"), optional=True),
            Column("status", _("Status"), words=VALUE_STATUS),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
    )


def _with_written(metrics: pd.DataFrame, converted: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    """The figures with a column `written`: `40 m3/day x 31`, and the correction that acted; empty where neither did."""
    told = {(row.metric_code, str(row.zone), row.period_start): row for row in converted.itertuples()}
    found = [told.get((row.metric_code, str(row.zone), row.period_start)) for row in metrics.itertuples()]
    return metrics.assign(written=[None if row is None else _as_written(row, translator) for row in found])


def _as_written(row: Any, translator: Translator) -> str | None:
    parts = []
    if not is_missing(row.written_value) and row.factor != 1:
        number, factor = translator.significant(row.written_value), translator.significant(row.factor)
        parts.append(f"{number} {row.written_unit} × {factor}")
    if not is_missing(row.correction_id):
        parts.append(translator.gettext("correction {code}").format(code=row.correction_id))
    return "; ".join(parts) or None


def _panels(here: Context, partnership_id: str, lead: pd.DataFrame, targets: pd.DataFrame) -> None:
    """The finding of the first metric, then one small chart per metric."""
    translator = here.translator
    gaps = translator.gettext(
        "By month; each panel on its own scale. A gap is a month that was not reported or waits for review"
    )
    note = with_click(here, gaps)
    st.markdown(f"**{safe(sentences.metrics_title(lead, translator))}**  \n:small[:gray[{note}]]")
    panels = worked_out(here, "panels", (lead, targets), lambda: _one_by_one(lead, targets, translator))
    for place, (label, words, rows, own) in zip(st.columns(3, gap="medium"), panels, strict=False):
        with place:
            st.markdown(f":small[{safe(label)}]  \n:small[:gray[{safe(words)}]]")
            key = f"metric_{rows['metric_code'].iloc[0]}"
            opens = partial(_open, here, partnership_id, rows)
            draw(here, key, label, partial(metric_panel, rows, own, translator), (rows, own), opens)


def _open(here: Context, partnership_id: str, rows: pd.DataFrame, month: str) -> None:
    row = rows[rows["period_start"].dt.strftime("%Y-%m") == month].iloc[0]
    open_receipt_of_metric(here, partnership_id, row)


def _one_by_one(
    lead: pd.DataFrame, targets: pd.DataFrame, translator: Translator
) -> list[tuple[str, str, pd.DataFrame, pd.DataFrame]]:
    """Of each metric its name, its levels in words, its figures and its levels."""
    levels = sentences.levels(lead, targets)
    owns = {label: levels[levels["label"] == label] for label in dict.fromkeys(lead["label"])}
    return [
        (str(label), sentences.levels_in_words(owns[label], translator), rows, owns[label])
        for label, rows in lead.groupby("label", sort=False)
    ]
