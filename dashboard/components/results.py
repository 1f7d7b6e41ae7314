"""What the programme has brought so far, each figure with the partnerships behind it."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.words import CHAIN_STAGES, ROLES


def results_table(
    here: Context, results: pd.Series, saved: pd.Series, digitised: pd.Series, advice: pd.DataFrame
) -> None:
    """Result, figure, coverage."""
    translator = here.translator
    _ = translator.gettext
    number = translator.number
    of = _("{reporting} of {all} partnerships")
    still_open = advice[advice["waits_for"].notna()]
    rows = [
        (
            _("Non-revenue water below baseline, m³"),
            saved["saved"],
            of.format(reporting=number(saved["partnerships"]), all=number(results["nrw_partnerships"])),
        ),
        (
            _("Customers in the GIS, latest figure"),
            digitised["digitised"],
            of.format(reporting=number(digitised["partnerships"]), all=number(results["gis_partnerships"])),
        ),
        (
            _("of which gained since the first report"),
            digitised["gain"],
            of.format(reporting=number(digitised["gain_partnerships"]), all=number(results["gis_partnerships"])),
        ),
        (
            _("SOPs issued"),
            results["sops_issued"],
            _("still in draft: {drafts}; partnerships: {partnerships}").format(
                drafts=number(results["sops_drafted"]), partnerships=number(results["sop_partnerships"])
            ),
        ),
        (
            _("Lessons recorded"),
            results["lessons"],
            of.format(reporting=number(results["lesson_partnerships"]), all=number(results["with_moa"])),
        ),
        (
            _("Chains of advice still open"),
            still_open["chains"].sum(),
            _("of {all}; longest wait {days} days").format(
                all=number(advice["chains"].sum()), days=number(still_open["longest_wait"].max())
            )
            if len(still_open)
            else _("of {all} chains of advice").format(all=number(advice["chains"].sum())),
        ),
    ]
    frame = pd.DataFrame(rows, columns=["result", "figure", "coverage"])
    table(
        here,
        "results",
        frame,
        [
            Column("result", _("Result")),
            Column("figure", _("Figure"), number, missing=lambda row: _("not reported"), right=True),
            Column("coverage", _("Coverage")),
        ],
        alt=_("Results so far"),
    )
    st.caption(_("Volumes are sums over the months reported; nothing is stretched to a year."))


def advice_by_state(here: Context, advice: pd.DataFrame) -> None:
    """Chains of advice by state and whom they wait for. Columns as in `overview.advice`."""
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "advice",
        advice,
        [
            Column("stage", _("Status"), words=CHAIN_STAGES),
            Column("waits_for", _("Waits for"), lambda role: translator.word(ROLES, role)),
            Column("chains", _("Chains"), translator.number, right=True),
            Column("median_age", _("Days, median"), translator.number, right=True),
            Column("longest_age", _("Days, longest"), translator.number, right=True),
        ],
        alt=_("Advice by state"),
    )
    st.caption(
        _(
            "A chain goes from a request or a visit to what was done on it; the same advice given to three mentees is "
            "three chains. The page of lessons counts each text of a partnership once."
        )
    )
