"""Which targets are reached, on the way, moving away; what the pilots gained against their own baseline."""

import streamlit as st

from dashboard import results_in_words, sentences
from dashboard.charts import overview as charts
from dashboard.charts.results import targets_by_kind
from dashboard.components.chart import chart
from dashboard.components.choice import choose_part
from dashboard.components.context import Context, context
from dashboard.components.empty import empty_programme, stop_for_a_case
from dashboard.components.findings import Finding, findings
from dashboard.components.gains import own_baselines, water_saved
from dashboard.components.header import page_header
from dashboard.components.table import Column
from dashboard.components.target_list import target_list
from dashboard.queries import build, overview, results
from dashboard.words import HORIZONS, TARGET_KINDS, TARGET_STATUS
from warehouse.vocabulary import Horizon


def in_words(here: Context) -> None:
    """The finding first: targets by horizon, water, customers in the GIS, and every other metric with a baseline."""
    translator = here.translator
    totals, saved, digitised = (
        here.ask_filtered(query).iloc[0] for query in (overview.results, overview.nrw_saved, overview.digitised)
    )
    told = [
        Finding(sentence, "targets")
        for horizon in Horizon
        if (sentence := results_in_words.of_horizon(standing, horizon, translator))
    ] or [Finding(sentences.targets(standing, translator))]
    water = sentences.water(saved, int(totals["nrw_partnerships"]), translator)
    if water:
        told.append(Finding(water, "water"))
    customers = results_in_words.digitised(digitised, int(totals["gis_partnerships"]), translator)
    if customers:
        told.append(Finding(customers, "gains"))
    if len(changes):
        told += [
            Finding(results_in_words.of_changes(rows, translator), "gains")
            for _subject, rows in changes.groupby("subject", sort=False)
        ]
    findings(here, told)


def targets(here: Context) -> None:
    """How targets stand, by horizon or by kind."""
    translator = here.translator
    _ = translator.gettext
    st.header(_("Targets"), anchor="targets")
    if standing.empty:
        st.caption(_("No target has been recorded yet."))
        return
    part, place = choose_part(translator, "by", {"horizon": _("By horizon"), "kind": _("By kind of target")})
    drawn = charts.targets if part == "horizon" else targets_by_kind
    counts = standing if part == "kind" else standing.groupby(["horizon", "status"], as_index=False)["targets"].sum()
    with place:
        chart(
            here,
            f"targets_{part}",
            sentences.targets_title(standing, translator),
            lambda: drawn(counts, translator),
            standing,
            [
                Column("horizon", _("Horizon"), lambda code: translator.word(HORIZONS, code)),
                Column("kind", _("Kind"), lambda code: translator.word(TARGET_KINDS, code)),
                Column("status", _("Status"), words=TARGET_STATUS),
                Column("targets", _("Targets"), translator.number, right=True),
                Column("partnerships", _("Partnerships"), translator.number, right=True),
            ],
            note=_("Number of targets; a target is judged against its own baseline, never against another utility"),
        )


here = context()
_ = here.translator.gettext
page_header(
    here,
    _("Results and targets"),
    _("Which targets are reached, on the way or moving away, and what have the pilots gained?"),
)
stop_for_a_case(here, _("Published cases are accounts, not records: none of them has targets here."))
if here.ask_filtered(build.coverage).iloc[0]["partnerships"] == 0:
    empty_programme(here.translator)
    st.stop()

standing = here.ask_filtered(results.standing)
changes = here.ask_filtered(results.changes)
in_words(here)
left, right = st.columns(2, gap="large")
with left:
    targets(here)
with right:
    st.header(_("Gained against the own baseline"), anchor="gains")
    own_baselines(here, changes)
st.header(_("Non-revenue water, m³ to date"), anchor="water")
water_saved(here)
st.header(_("All targets, each with its cells"), anchor="all-targets")
target_list(here)
