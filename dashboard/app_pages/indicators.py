"""Every definition, formula, basis, weight and band in force."""

import streamlit as st

from dashboard.components.choice import choose_part
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
            Column("indicator_code", _("Code"), unbroken=True),
            Column("of", _("Criterion")),
            Column(f"name_{suffix}", _("Indicator")),
            Column("credit", _("Credit"), lambda code: translator.word(CREDITS, code)),
            Column(f"formula_{suffix}", _("Formula")),
            Column(f"source_{suffix}", _("Source")),
            Column("basis", _("Basis"), words=BASIS),
            Column("weight", _("Weight"), translator.significant, right=True),
        ],
        alt=_("Indicators of the partnership criteria"),
    )
    explanations(here, "indicators", rows, explained_indicator)


def measures() -> None:
    """The variables and metrics of the pilots."""
    st.markdown(
        _("Variables are reported by the partners; metrics are computed from them. A formula is SQL over named inputs.")
    )
    rows = here.ask(catalogue.metrics)
    table(
        here,
        "metrics",
        rows,
        [
            Column("metric_code", _("Code"), unbroken=True),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column(f"name_{suffix}", _("Metric")),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("formula", _("Formula"), missing=lambda row: _("reported")),
            Column(f"source_{suffix}", _("Source")),
            Column("basis", _("Basis"), words=BASIS, missing=lambda row: _("as reported")),
        ],
        alt=_("Variables and metrics"),
        wrapped=True,
    )
    st.caption(
        _(
            "The guideline asks for results and names no formula: every formula is assumed, taken from the source "
            "named. A target counts in lesson-learned; what is computed of targets stands below."
        )
    )
    explanations(here, "metrics", rows, explained_metric)
    explanations(here, "targets", catalogue.targets(), explained_metric, _("What is computed of every target"))


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
            Column("rule_code", _("Code"), unbroken=True),
            Column(f"description_{suffix}", _("What it does")),
            Column("value", _("Value"), translator.as_set, right=True),
            Column("unit", _("Unit"), lambda code: translator.word(UNITS, code)),
            Column("basis", _("Basis"), words=BASIS),
            Column(f"source_{suffix}", _("Source")),
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
