"""The receipt of a figure, in a dialog or under its choice: formula, and what is behind it down to the cell."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.receipt import files_and_rules
from dashboard.components.table import Column, safe, table
from dashboard.language import NO_VALUE, Translator, is_missing, within
from dashboard.queries import catalogue, metrics
from dashboard.sentences import metric_name, with_band
from dashboard.words import NRW_MEASURES, VALUE_STATUS
from indicators.explanations import reason_in, source_id
from indicators.figure_receipt import FigureReceipt, InputReceipt
from warehouse.vocabulary import Language


def open_figure_receipt(here: Context, row: pd.Series) -> None:
    """Opens the receipt of one row of mart.nrw_truth, with its `label`."""
    _ = here.translator.gettext
    name = here.translator.word(NRW_MEASURES, row["measure"])
    st.dialog(_("Receipt: {what}").format(what=name), width="large", icon=":material/receipt_long:")(_show)(here, row)


def _show(here: Context, row: pd.Series) -> None:
    translator = here.translator
    _ = translator.gettext
    keys = [None if is_missing(row[name]) else row[name] for name in ("partnership_id", "utility_id", "zone")]
    days = row["period_start"].date(), row["period_end"].date()
    found = here.ask(metrics.receipt_of_figure, row["measure"], *keys, *days, row["span"])
    if found is None:
        st.caption(_("There is nothing to show here."))
        return
    st.markdown(f"**{safe(with_band(row, translator))}** · {safe(row['label'])}")
    _behind(here, found, "figure")


def open_receipt_of_metric(here: Context, partnership_id: str, row: pd.Series) -> None:
    """Opens the receipt of one row of `profile.METRICS`."""
    told = next(pd.DataFrame([row]).itertuples())
    what = str(metric_name(told, here.translator))
    title = here.translator.gettext("Receipt: {what}").format(what=what)
    st.dialog(title, width="large", icon=":material/receipt_long:")(_of_metric)(here, partnership_id, told, "clicked")


def choose_figure_receipt(here: Context, partnership_id: str, figures: pd.DataFrame) -> None:
    """Any figure of a partnership, the latest first, and under the choice its receipt.

    figures: rows as in `profile.METRICS`, those reported and those computed from them.
    """
    translator = here.translator
    _ = translator.gettext
    latest = figures.sort_values(["period_end", "kind", "metric_code"], ascending=[False, True, True], kind="stable")
    by_key = {_key(row): row for row in latest.itertuples()}
    key = choose(
        translator, "figure", _("Receipt of one figure"), list(by_key), lambda key: _label(by_key[key], translator)
    )
    if key is None:
        return
    _of_metric(here, partnership_id, by_key[key], "figure")


def _of_metric(here: Context, partnership_id: str, row: Any, name: str) -> None:
    """The receipt of one row of `profile.METRICS`; `name` tells it from another one on the page."""
    translator = here.translator
    _ = translator.gettext
    utility, zone = (None if is_missing(one) else str(one) for one in (row.utility_id, row.zone))
    span = row.period_start.date(), row.period_end.date()
    found = here.ask(metrics.receipt_of_figure, row.metric_code, partnership_id, utility, zone, *span)
    if found is None:
        st.caption(_("There is nothing to show here."))
        return
    value = translator.measured(found.value, found.unit)
    if found.value is None:
        value = translator.word(VALUE_STATUS, found.status).lower()
    st.markdown(f"**{safe(value)}** · {safe(_label(row, translator))}")
    _behind(here, found, name)


def _key(row: Any) -> str:
    zone = "" if is_missing(row.zone) else row.zone
    return f"{row.metric_code}~{row.period_start:%Y-%m-%d}~{row.period_end:%Y-%m-%d}~{zone}"


def _label(row: Any, translator: Translator) -> str:
    zone = [] if is_missing(row.zone) else [str(row.zone)]
    return ", ".join([str(metric_name(row, translator)), *zone, translator.period(row.period_start, row.period_end)])


def _behind(here: Context, found: FigureReceipt, name: str) -> None:
    """Months counted, reason, formula, variables with their cells, files and rules."""
    translator = here.translator
    _ = translator.gettext
    if found.months_expected and found.months_expected > 1:
        months = _("{counted} of {expected} months stand behind it.")
        st.caption(
            months.format(
                counted=translator.number(found.months_counted), expected=translator.number(found.months_expected)
            )
        )
    if found.reason:
        st.caption(safe(_("Why: {reason}").format(reason=reason_in(found.reason, translator.language))))
    if found.formula:
        formula = here.translator.numbers(readable(found.formula, names_of_figures(here)))
        source = found.source or NO_VALUE
        source = source_id(source) if translator.language is Language.INDONESIAN else source
        st.caption(safe(_("Formula: {formula}. Source: {source}").format(formula=formula, source=source)))
    rows = pd.DataFrame([_line(one, translator) for one in found.inputs])
    table(
        here, f"{name}_receipt", rows,
        [
            Column("name", _("Figure")),
            Column("period", _("Period")),
            Column(
                "value", _("Value"), translator.significant, right=True,
                missing=lambda line: translator.word(VALUE_STATUS, line.status).lower(),
            ),
            Column("unit", _("Unit"), translator.unit),
            Column("grade", _("Reliability 1–10"), translator.number, right=True, missing=lambda line: _("none")),
            Column("error", _("± %, 95%"), translator.significant, right=True),
            Column("written", _("As written"), optional=True),
            Column("correction", _("Correction"), optional=True),
            Column("file", _("File")),
            Column("sheet", _("Sheet")),
            Column("cell", _("Cell")),
        ],
        alt=_("Figures behind it"),
    )  # fmt: skip
    files_and_rules(found.files, found.rules_version, translator)


def names_of_figures(here: Context) -> dict[str, str]:
    """What the codes in a formula are called."""
    translator = here.translator
    column = "name_id" if translator.language is Language.INDONESIAN else "name_en"
    rows = here.ask(catalogue.metrics)
    return dict(zip(rows["metric_code"], rows[column], strict=True)) | {"days": translator.gettext("days")}


def readable(formula: str, names: Mapping[str, str]) -> str:
    """A formula with names instead of codes: (100 * a) / (b) becomes 100 × name of a ÷ name of b."""
    bare = re.sub(r"\((?:(\w+)|(\d+ \* \w+))\)", lambda found: found[1] or found[2], formula)
    bare = re.sub(r"\(\(([^()]*)\)\)", r"(\1)", bare)
    bare = re.sub(r"^\((\d+ \* \((?:[^()]|\([^()]*\))*\))\) /", r"\1 /", bare)
    named = re.sub(r"[a-z]\w*", lambda found: within(names.get(found[0], found[0])), bare)
    return named.replace(" * ", " × ").replace(" / ", " ÷ ").replace(" - ", " − ")


def _as_written(one: InputReceipt, translator: Translator) -> str:
    """A figure in the unit of its file, and what it was multiplied with: 1.5 L/s × 86.4."""
    told = " ".join((translator.as_set(one.written_value), one.written_unit or "")).strip()
    return f"{told} × {translator.as_set(one.factor)}"


def _line(one: InputReceipt, translator: Translator) -> dict[str, object]:
    is_converted = one.written_value is not None and one.factor != 1
    return {
        "name": one.name_id if translator.language is Language.INDONESIAN else one.name_en,
        "period": translator.period(one.period_start, one.period_end),
        "value": one.value,
        "unit": one.unit,
        "status": one.status,
        "grade": one.grade,
        "error": one.error_pct,
        "written": _as_written(one, translator) if is_converted else None,
        "correction": one.correction_ids,
        "file": one.origin.file,
        "sheet": one.origin.sheet,
        "cell": one.origin.cell,
    }
