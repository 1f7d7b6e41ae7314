"""The programme in figures: findings in words, stages, criteria, targets, reports, results and what waits."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts import overview as charts
from dashboard.components.chart import chart
from dashboard.components.choice import choose_part
from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once, on_demand
from dashboard.components.reports import reporting_rates
from dashboard.components.results import results_table
from dashboard.components.table import Column, table
from dashboard.queries import overview
from dashboard.words import BAND_REASONS, BANDS, CRITERIA, HORIZONS, PARTNERSHIP_STATUS, ROLES, TARGET_STATUS

RESULTS = (overview.results, overview.nrw_saved, overview.digitised)


def programme_in_figures(here: Context, stages: pd.DataFrame) -> None:
    """Everything about the partnerships chosen; three charts stand open. Columns as in `overview.stages`."""
    _ = here.translator.gettext
    drawn_once(here, "findings", None, lambda: _findings(here, stages))
    left, right = st.columns([2, 3], gap="large")
    with left:
        _stages(here, stages)
    with right:
        _bands(here)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader(_("Results so far"), anchor=False)
        results, saved, digitised = (here.ask_filtered(query).iloc[0] for query in RESULTS)
        results_table(here, results, saved, digitised, here.ask_filtered(overview.advice))
    with right:
        parts = {"targets": _("Targets"), "reports": _("Reports by month")}
        part, place = choose_part(here.translator, "look", parts)
        with place:
            if part == "targets":
                _targets(here)
            else:
                _months(here)
    _waiting(here)


def _findings(here: Context, stages: pd.DataFrame) -> None:
    results, saved, _digitised = (here.ask_filtered(query).iloc[0] for query in RESULTS)
    findings = [
        sentences.programme(stages, here.kinds, here.translator),
        sentences.reporting(here.ask_filtered(overview.reporting), here.translator),
        sentences.targets(here.ask_filtered(overview.targets), here.translator),
        sentences.water(saved, int(results["nrw_partnerships"]), here.translator),
        sentences.advice(here.ask_filtered(overview.advice), here.translator),
    ]
    st.markdown("\n".join(f"- {finding}" for finding in findings if finding))


def _stages(here: Context, stages: pd.DataFrame) -> None:
    """The kind with the most partnerships as a chart; the others behind their names."""
    totals = stages.groupby("programme_kind")["partnerships"].sum()
    first, *others = totals.sort_values(ascending=False, kind="stable").index
    _stages_of_kind(here, stages, first)
    for kind in others:
        title = here.translator.ngettext("{kind}: {count} partnership", "{kind}: {count} partnerships", totals[kind])
        on_demand(
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


def _waiting(here: Context) -> None:
    translator = here.translator
    _ = translator.gettext
    st.subheader(_("Waiting for a word from the Board or the facilitator"), anchor=False)
    st.caption(_("Running partnerships on hold, or with two or more monthly reports overdue; alphabetical"))
    table(
        here,
        "waiting",
        here.ask_filtered(overview.waiting),
        [
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
            Column("reports_overdue", _("Reports overdue"), translator.number, right=True),
            Column("oldest_due_on", _("Oldest due"), translator.day, right=True),
        ],
        alt=_("Partnerships waiting"),
        everything=lambda: here.ask_all(overview.waiting, here.filters),
    )
