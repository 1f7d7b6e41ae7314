"""What the programme has brought so far, each figure with the partnerships behind it."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.language import is_missing
from dashboard.sentences import OPEN_ADVICE
from dashboard.words import ADVICE_STATUS


def results_table(
    here: Context, results: pd.Series, saved: pd.Series, digitised: pd.Series, advice: pd.DataFrame
) -> None:
    """Result, figure, coverage."""
    translator = here.translator
    _ = translator.gettext
    number = translator.number
    of = _("{reporting} of {all} partnerships")
    still_open = advice[advice["status"].isin(OPEN_ADVICE)]
    rows = [
        (
            _("Non-revenue water below baseline, m³ to date"),
            _("not reported") if is_missing(saved["saved"]) else number(saved["saved"]),
            of.format(reporting=number(saved["partnerships"]), all=number(results["nrw_partnerships"])),
        ),
        (
            _("Customers in the GIS, latest figure"),
            _("not reported") if is_missing(digitised["digitised"]) else number(digitised["digitised"]),
            of.format(reporting=number(digitised["partnerships"]), all=number(results["gis_partnerships"])),
        ),
        (
            _("of which gained since the first report"),
            _("not reported") if is_missing(digitised["gain"]) else number(digitised["gain"]),
            of.format(reporting=number(digitised["partnerships"]), all=number(results["gis_partnerships"])),
        ),
        (
            _("SOPs issued"),
            number(results["sops_issued"]),
            _("still in draft: {drafts}; partnerships: {partnerships}").format(
                drafts=number(results["sops_drafted"]), partnerships=number(results["sop_partnerships"])
            ),
        ),
        (
            _("Lessons recorded"),
            number(results["lessons"]),
            of.format(reporting=number(results["lesson_partnerships"]), all=number(results["with_moa"])),
        ),
        (
            _("Requests and advice still open"),
            number(still_open["pieces"].sum()),
            _("oldest: {days} days").format(days=number(still_open["longest"].max()))
            if len(still_open)
            else _("of {all} requests and pieces of advice").format(all=number(advice["pieces"].sum())),
        ),
    ]
    frame = pd.DataFrame(rows, columns=["result", "figure", "coverage"])
    table(
        here,
        "results",
        frame,
        [
            Column("result", _("Result")),
            Column("figure", _("Figure"), right=True),
            Column("coverage", _("Coverage")),
        ],
        alt=_("Results so far"),
    )
    st.caption(_("Volumes are sums over the months reported; nothing is stretched to a year."))


def advice_by_state(here: Context, advice: pd.DataFrame) -> None:
    """Requests and pieces of advice by state. Columns as in `overview.advice`."""
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "advice",
        advice,
        [
            Column("status", _("Status"), words=ADVICE_STATUS),
            Column("pieces", _("Requests and advice"), translator.number, right=True),
            Column("median_age", _("Days, median"), translator.number, right=True),
            Column("longest", _("Days, longest"), translator.number, right=True),
        ],
        alt=_("Advice by state"),
    )
    st.caption(
        _(
            "Every occasion counts: the same advice given to three mentees is three. The page of lessons counts each "
            "text of a partnership once."
        )
    )
