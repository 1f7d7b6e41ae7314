"""The programme in figures: findings in words, stages, criteria, targets, reports, results and what waits."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts import overview as charts
from dashboard.components.changes import what_changed
from dashboard.components.chart import chart
from dashboard.components.choice import choose_part
from dashboard.components.context import Context
from dashboard.components.decisions import decisions, waiting_partnerships
from dashboard.components.drawn import on_demand
from dashboard.components.findings import Finding, findings
from dashboard.components.reports import reporting_rates
from dashboard.components.results import advice_by_state, results_table
from dashboard.components.table import Column
from dashboard.queries import overview
from dashboard.words import BAND_REASONS, BANDS, CRITERIA, HORIZONS, PARTNERSHIP_STATUS, ROLES, TARGET_STATUS

RESULTS = (overview.results, overview.nrw_saved, overview.digitised)


def programme_in_figures(here: Context, stages: pd.DataFrame) -> None:
    """Everything about the partnerships chosen; three charts stand open. Columns as in `overview.stages`."""
    _ = here.translator.gettext
    _findings(here, stages)
    left, right = st.columns(2, gap="large")
    with left:
        what_changed(here)
    with right:
        decisions(here)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.header(_("Stages"), anchor="stages")
        _stages(here, stages)
    with right:
        st.header(_("The three criteria of each partner"), anchor="criteria")
        _bands(here)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.header(_("Results so far"), anchor="results")
        results, saved, digitised = (here.ask_filtered(query).iloc[0] for query in RESULTS)
        advice = here.ask_filtered(overview.advice)
        results_table(here, results, saved, digitised, advice)
        if len(advice):
            on_demand(
                here, _("Advice by state"), "advice_data", ":material/forum:", lambda: advice_by_state(here, advice)
            )
    with right:
        st.header(_("Targets and reports"), anchor="targets")
        parts = {"targets": _("Targets"), "reports": _("Reports by month")}
        part, place = choose_part(here.translator, "look", parts)
        with place:
            if part == "targets":
                _targets(here)
            else:
                _months(here)
    waiting_partnerships(here)


def _findings(here: Context, stages: pd.DataFrame) -> None:
    """The finding first: each sentence with the way to what it rests on."""
    translator = here.translator
    results, saved, _digitised = (here.ask_filtered(query).iloc[0] for query in RESULTS)
    bands = here.ask_filtered(overview.bands)
    months, targets = here.ask_filtered(overview.reporting), here.ask_filtered(overview.targets)
    told = [
        Finding(sentences.programme(stages, here.kinds, translator), "stages"),
        Finding(sentences.criteria(bands, translator), "criteria"),
        Finding(sentences.targets(targets, translator), "targets"),
        Finding(sentences.advice(here.ask_filtered(overview.advice), translator), "results"),
        Finding(sentences.reporting(months, translator), page="reporting"),
    ]
    water = sentences.water(saved, int(results["nrw_partnerships"]), translator)
    if water:
        told.insert(3, Finding(water, "results"))
    findings(here, told)


def _stages(here: Context, stages: pd.DataFrame) -> None:
    """The kind with the most partnerships as a chart; the others behind their names."""
    totals = stages.groupby("programme_kind")["partnerships"].sum()
    first, *others = totals.sort_values(ascending=False, kind="stable").index
    _stages_of_kind(here, stages, first)
    for kind in others:
        title = here.translator.ngettext("{kind}: {count} partnership", "{kind}: {count} partnerships", totals[kind])
        on_demand(
            here,
            title.format(kind=here.kinds.name(kind), count=here.translator.number(totals[kind])),
            f"kind_{kind}",
            ":material/stacked_bar_chart:",
            partial(_stages_of_kind, here, stages, kind),
        )


def _stages_of_kind(here: Context, stages: pd.DataFrame, kind: str) -> None:
    translator = here.translator
    _ = translator.gettext
    names = here.kinds.stages_of(kind)
    of_kind = stages[stages["programme_kind"] == kind]
    chart(
        here,
        f"stages_{kind}",
        sentences.stage_title(of_kind, names, translator),
        lambda: charts.stage_funnel(of_kind, names, translator),
        of_kind.assign(stage=[here.kinds.stage(kind, stage) for stage in of_kind["stage"]]),
        [
            Column("stage", _("Stage")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
            Column("partnerships", _("Partnerships"), translator.number, right=True),
        ],
        note=_("{kind}: partnerships by stage").format(kind=here.kinds.name(kind)),
    )


def _bands(here: Context) -> None:
    translator = here.translator
    _ = translator.gettext
    bands = here.ask_filtered(overview.bands)
    chart(
        here,
        "bands",
        sentences.bands_title(bands, translator),
        lambda: charts.bands(bands, translator),
        bands,
        [
            Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            Column("band", _("Band"), words=BANDS | {"none": BAND_REASONS["no_value"]}),
            Column("band_reason", _("Why no band"), words=BAND_REASONS),
            Column("partnerships", _("Partnerships"), translator.number, right=True),
        ],
        note=_("Number of partnerships by criterion and band; no ranking"),
    )


def _months(here: Context) -> None:
    months = here.ask_filtered(overview.reporting)
    if months.empty:
        st.markdown(sentences.reporting(months, here.translator))
    else:
        reporting_rates(here, months)


def _targets(here: Context) -> None:
    translator = here.translator
    _ = translator.gettext
    targets = here.ask_filtered(overview.targets)
    if targets.empty:
        st.markdown(sentences.targets(targets, translator))
        return
    chart(
        here,
        "targets",
        sentences.targets_title(targets, translator),
        lambda: charts.targets(targets, translator),
        targets,
        [
            Column("horizon", _("Horizon"), lambda code: translator.word(HORIZONS, code)),
            Column("status", _("Status"), words=TARGET_STATUS),
            Column("targets", _("Targets"), translator.number, right=True),
        ],
        note=_("Number of targets by status and horizon"),
    )
