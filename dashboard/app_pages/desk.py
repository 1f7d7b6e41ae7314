"""What is due in the next 30 days, late, and waiting for whom; reminders, and what the facilitator decides."""

import streamlit as st

from dashboard.components import desk
from dashboard.components.choice import choose_part
from dashboard.components.context import context
from dashboard.components.desk_records import records
from dashboard.components.desk_reminders import reminders
from dashboard.components.empty import stop_for_a_case, stop_without_partnership
from dashboard.components.header import page_header

OPENED_BY = {"to": "reminders", "evidence": "evidence", "obligation": "records", "act": "records"}

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Facilitator's desk"), _("What is due in the next 30 days, late, waiting for whom?"))

if not here.viewer.sees_contacts:
    st.info(_("This page is for PERPAMSI's facilitators."), icon=":material/lock:")
    st.stop()
stop_for_a_case(here, _("Published cases are accounts, not records: none of them owes anything."))
stop_without_partnership(here)

desk.standing_in_words(here)
PARTS = {
    "owed": (_("Late and due"), desk.owed),
    "reminders": (_("Reminders and contacts"), reminders),
    "advice": (_("Advice that waits"), desk.advice),
    "evidence": (_("Evidence"), desk.evidence),
    "records": (_("Records"), records),
}
part, place = choose_part(
    translator, "desk", {code: label for code, (label, _draw) in PARTS.items()}, opened_by=OPENED_BY
)
with place:
    PARTS[part][1](here)
