"""A partner's workbook: prefilled, checked before it is sent, sent, and what became of it."""

import streamlit as st

from dashboard.components.context import context
from dashboard.components.empty import empty_programme, stop_for_a_case
from dashboard.components.header import page_header
from dashboard.components.submit import choose_what, offer_blank
from dashboard.components.submit_check import show_check, upload
from dashboard.components.submit_history import history
from dashboard.queries import build

here = context()
translator = here.translator
_ = translator.gettext

page_header(
    here,
    _("Submit a report"),
    _("Is the workbook complete before it is sent, and what became of what was sent?"),
)

stop_for_a_case(here, _("Published cases are accounts, not records: none of them owes a report."))
if here.ask(build.origins).empty:
    empty_programme(translator)
    st.stop()

asked = choose_what(here)
if asked:
    take, give = st.columns(2, gap="large")
    with take:
        st.header(_("1 · Take the prefilled workbook"), anchor=False)
        st.markdown(
            _(
                "It bears the names, the obligations and the open advice of this partnership. Fill it in without "
                "changing sheet names and column headings."
            )
        )
        offer_blank(here, asked)
    with give:
        st.header(_("2 · Hand in the filled one"), anchor=False)
        st.markdown(_("It is checked first. Nothing is sent before you say so."))
        draft = upload(here, asked)
    if draft:
        st.header(_("3 · Look at the findings, then send"), anchor=False)
        show_check(here, draft)
history(here, asked.partnership_id if asked else None)
