"""Every definition, formula, basis, weight and band in force."""

import streamlit as st

from dashboard.components.context import context
from dashboard.components.explanations import explained_indicator, explained_metric, explanations
from dashboard.components.header import page_header
from dashboard.components.table import Column, table
from dashboard.queries import catalogue
from dashboard.words import BASIS, CREDITS, CRITERIA, ROLES, SUBJECTS, UNITS
from warehouse.vocabulary import Language

here = context()
translator = here.translator
_ = translator.gettext
suffix = "id" if translator.language is Language.INDONESIAN else "en"

page_header(
    here,
    _("Indicators"),
    _("What is measured, by which formula, on whose authority, and with which weight?"),
)

partnership, measures, rules = st.tabs([_("Partnership criteria"), _("Pilot metrics"), _("Weights, bands and days")])
with partnership:
    st.markdown(
        _(
            "A criterion score is the weighted mean of its indicators that have something to count. There is no total: "
            "the criteria stand side by side. Weights are assumed; weight 0 means shown, not weighed."
        )
    )
    table(
        here,
        "indicators",
        here.ask(catalogue.indicators),
        [
            Column("indicator_code", _("Code"), unbroken=True),
            Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            Column(f"name_{suffix}", _("Indicator")),
            Column("credit", _("Credit"), lambda code: translator.word(CREDITS, code)),
            Column(f"formula_{suffix}", _("Formula")),
            Column(f"source_{suffix}", _("Source")),
            Column("basis", _("Basis"), words=BASIS),
            Column("weight", _("Weight"), translator.significant, right=True),
        ],
        alt=_("Indicators of the partnership criteria"),
    )
    explanations(here, "indicators", here.ask(catalogue.indicators), explained_indicator)
with measures:
    st.markdown(
        _("Variables are reported by the partners; metrics are computed from them. A formula is SQL over named inputs.")
    )
    table(
        here,
        "metrics",
        here.ask(catalogue.metrics),
        [
            Column("metric_code", _("Code")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column(f"name_{suffix}", _("Metric")),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("formula", _("Formula"), missing=lambda row: _("reported")),
            Column("inputs", _("Inputs")),
            Column(f"source_{suffix}", _("Source")),
        ],
        alt=_("Variables and metrics"),
    )
    explanations(here, "metrics", here.ask(catalogue.metrics), explained_metric)
with rules:
    st.markdown(
        _("What the guideline does not state is assumed, marked as such, and can be changed in the rules file.")
    )
    table(
        here,
        "rules",
        here.ask(catalogue.rules),
        [
            Column("rule_code", _("Code"), unbroken=True),
            Column(f"description_{suffix}", _("What it does")),
            Column("value", _("Value"), translator.significant, right=True),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("basis", _("Basis"), words=BASIS),
            Column(f"source_{suffix}", _("Source")),
        ],
        alt=_("Weights, bands and days in force"),
    )
