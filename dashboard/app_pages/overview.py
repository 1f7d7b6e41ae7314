"""Is the programme working? For a Board member with ten minutes."""

import streamlit as st

from dashboard import sentences
from dashboard.charts import overview as charts
from dashboard.components.cases import programme_cards
from dashboard.components.chart import chart
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.header import page_header
from dashboard.components.reports import reporting_rates
from dashboard.components.results import results_table
from dashboard.components.table import Column, table
from dashboard.queries import overview
from dashboard.words import BAND_REASONS, BANDS, CRITERIA, HORIZONS, PARTNERSHIP_STATUS, ROLES, TARGET_STATUS
from warehouse.vocabulary import Origin

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Programme overview"), _("Is the programme working, and what needs a decision?"))

programmes = here.ask_filtered(overview.cases)
if here.filters.origin is Origin.CASE and not programmes.empty:
    st.markdown(sentences.cases(programmes, translator))
    programme_cards(here, programmes)
    st.stop()

stages = here.ask_filtered(overview.stages)
without_pair = programmes[programmes["partnership_id"].isna()]
if stages.empty and without_pair.empty:
    empty_programme(translator)
    st.stop()
if not without_pair.empty:
    st.subheader(_("Programmes without a pair of partners"), anchor=False)
    programme_cards(here, without_pair)
if stages.empty:
    st.stop()
bands = here.ask_filtered(overview.bands)
targets = here.ask_filtered(overview.targets)
months = here.ask_filtered(overview.reporting)
advice = here.ask_filtered(overview.advice)
results = here.ask_filtered(overview.results).iloc[0]
saved = here.ask_filtered(overview.nrw_saved).iloc[0]
digitised = here.ask_filtered(overview.digitised).iloc[0]

findings = [
    sentences.programme(stages, here.kinds, translator),
    sentences.reporting(months, translator),
    sentences.targets(targets, translator),
    sentences.water(saved, int(results["nrw_partnerships"]), translator),
    sentences.advice(advice, translator),
]
st.markdown("\n".join(f"- {finding}" for finding in findings if finding))

left, right = st.columns([2, 3], gap="large")
with left:
    totals = stages.groupby("programme_kind")["partnerships"].sum()
    for kind in totals.sort_values(ascending=False, kind="stable").index:
        of_kind = stages[stages["programme_kind"] == kind]
        names = here.kinds.stages_of(kind)
        chart(
            here,
            f"stages_{kind}",
            sentences.stage_title(of_kind, names, translator),
            lambda of_kind=of_kind, names=names: charts.stage_funnel(of_kind, names, translator),
            of_kind.assign(stage=[here.kinds.stage(kind, stage) for stage in of_kind["stage"]]),
            [
                Column("stage", _("Stage")),
                Column("status", _("Status"), words=PARTNERSHIP_STATUS),
                Column("partnerships", _("Partnerships"), translator.number, right=True),
            ],
            note=_("{kind}: partnerships by stage").format(kind=here.kinds.name(kind)),
        )
with right:
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

left, right = st.columns([2, 3], gap="large")
with left:
    if months.empty:
        st.markdown(sentences.reporting(months, translator))
    else:
        reporting_rates(here, months)
with right:
    if targets.empty:
        st.markdown(sentences.targets(targets, translator))
    else:
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

left, right = st.columns([2, 3], gap="large")
with left:
    st.subheader(_("Results so far"), anchor=False)
    results_table(here, results, saved, digitised, advice)
with right:
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
    )
