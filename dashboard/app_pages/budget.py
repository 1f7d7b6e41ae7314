"""What was proposed, decided and spent, by whom, and beside which results."""

import streamlit as st

from dashboard.components.budget import (
    beside_results,
    by_category,
    by_payer,
    choose_year,
    every_line,
    in_words,
    principles,
)
from dashboard.components.context import context
from dashboard.components.header import page_header
from dashboard.queries import budget

here = context()
_ = here.translator.gettext

page_header(
    here, _("Budget and subsidies"), _("What was proposed, decided and spent, by whom, and beside which results?")
)
years = here.ask_filtered(budget.years)
if years.empty:
    st.caption(_("The register tells of no budget, cost or subsidy in this selection."))
    st.stop()

shown = choose_year(here, years)
sums = years[(years["year"] == shown.year) & (years["currency"] == shown.currency)].iloc[0]
st.markdown(in_words(shown, sums))
by_category(shown)
by_payer(shown)
principles(shown)
beside_results(shown)
every_line(shown)
