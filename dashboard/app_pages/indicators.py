"""Every definition, formula, basis, weight and band in force."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose_part
from dashboard.components.context import context
from dashboard.components.drawn import on_demand
from dashboard.components.explanations import explained_indicator, explained_metric, explanations
from dashboard.components.figure_receipt import names_of_figures, readable
from dashboard.components.header import page_header
from dashboard.components.table import Column, table
from dashboard.language import NO_VALUE, is_missing
from dashboard.queries import catalogue
from dashboard.words import BASIS, CREDITS, CRITERIA, ROLES, SUBJECTS, UNITS
from warehouse.vocabulary import Language

here = context()
translator = here.translator
_ = translator.gettext
suffix = "id" if translator.language is Language.INDONESIAN else "en"


def criteria() -> None:
    """The indicators of the partnership criteria."""
    st.markdown(
        _(
            "A criterion score is the weighted mean of its indicators that have something to count. There is no total: "
            "the criteria stand side by side. Weights are assumed; weight 0 means shown, not weighed."
        )
    )
    rows = here.ask(catalogue.indicators)
    of = [
        f"{translator.word(ROLES, row.role)}: {translator.word(CRITERIA, row.criterion).lower()}"
        for row in rows.itertuples()
    ]
    table(
        here,
        "indicators",
        rows.assign(of=of),
        [
            Column("of", _("Criterion")),
            Column(f"name_{suffix}", _("Indicator")),
            Column("credit", _("Credit"), lambda code: translator.word(CREDITS, code)),
            Column(f"formula_{suffix}", _("Formula")),
            Column(f"source_{suffix}", _("Source")),
            Column("basis", _("Basis"), words=BASIS),
            Column("weight", _("Weight"), translator.significant, right=True),
            Column("indicator_code", _("Code"), unbroken=True),
        ],
        alt=_("Indicators of the partnership criteria"),
    )
    explanations(here, "indicators", rows, explained_indicator)


def measures() -> None:
    """The metrics of the pilots by subject, then the figures that the partners report."""
    st.markdown(_("Metrics are computed from the figures that the partners report; the formula names those figures."))
    rows = here.ask(catalogue.metrics)
    is_judged = rows["basis"].notna()
    judged = rows[is_judged].assign(in_words=[_formula(row) for row in rows[is_judged].itertuples()])
    for subject in SUBJECTS:
        own = judged[judged["subject"] == subject]
        if len(own):
            st.header(translator.word(SUBJECTS, subject), anchor=False)
            _metrics(subject, own)
    st.caption(
        _(
            "The guideline asks for results and names no formula: every formula is assumed, taken from the source "
            "named. A target counts in lesson-learned; what is computed of targets stands below."
        )
    )
    on_demand(here, _("Figures that the partners report"), "reported", ":material/edit_note:", lambda: _reported(rows))
    explanations(here, "metrics", rows, explained_metric)
    explanations(here, "targets", catalogue.targets(), explained_metric, _("What is computed of every target"))


def _formula(row: Any) -> str:
    """The formula of a metric in words; that of one with conditions stands with its explanation."""
    if is_missing(row.formula):
        told = row.formula_id if translator.language is Language.INDONESIAN else row.formula_en
        return NO_VALUE if is_missing(told) else str(told)
    if "CASE" in row.formula:
        return _("has conditions; stands below, one by one")
    return translator.numbers(readable(row.formula, names_of_figures(here)))


def _metrics(subject: str, rows: pd.DataFrame) -> None:
    table(
        here,
        f"metrics_{subject}",
        rows,
        [
            Column(f"name_{suffix}", _("Metric")),
            Column("in_words", _("Formula")),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("basis", _("Basis"), words=BASIS),
            Column(f"source_{suffix}", _("Source")),
            Column("metric_code", _("Code"), only_downloaded=True),
            Column("formula", _("Formula in SQL"), only_downloaded=True),
        ],
        alt=translator.word(SUBJECTS, subject),
        wrapped=True,
    )


def _reported(rows: pd.DataFrame) -> None:
    table(
        here,
        "variables",
        rows[rows["basis"].isna()],
        [
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column(f"name_{suffix}", _("Figure")),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("metric_code", _("Code")),
        ],
        alt=_("Figures that the partners report"),
        wrapped=True,
    )


def rules() -> None:
    """Weights, bands and days."""
    st.markdown(
        _("What the guideline does not state is assumed, marked as such, and can be changed in the rules file.")
    )
    table(
        here,
        "rules",
        here.ask(catalogue.rules),
        [
            Column(f"description_{suffix}", _("What it does")),
            Column("value", _("Value"), translator.as_set, right=True),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("basis", _("Basis"), words=BASIS),
            Column(f"source_{suffix}", _("Source")),
            Column("rule_code", _("Code"), unbroken=True),
        ],
        alt=_("Weights, bands and days in force"),
        wrapped=True,
    )


page_header(
    here,
    _("Indicators"),
    _("What is measured, by which formula, on whose authority, and with which weight?"),
)
parts = {
    "criteria": (_("Partnership criteria"), criteria),
    "metrics": (_("Pilot metrics"), measures),
    "rules": (_("Weights, bands and days"), rules),
}
part, place = choose_part(translator, "catalogue", {code: label for code, (label, _draw) in parts.items()})
with place:
    parts[part][1]()
