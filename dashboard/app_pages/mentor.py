"""One mentor across its mentees: what it owed, visited, advised, and what waits for it."""

import streamlit as st

from dashboard import mentor_in_words
from dashboard.components import mentor as parts
from dashboard.components.context import context
from dashboard.components.empty import stop_for_a_case, stop_without_partnership
from dashboard.components.findings import Finding, findings
from dashboard.components.header import page_header
from dashboard.components.table import safe
from dashboard.queries import mentor

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Mentor"), _("One mentor across its mentees: what was agreed, done and advised, and what waits?"))
stop_for_a_case(here, _("Published cases are accounts, not records: no mentor is followed here."))
stop_without_partnership(here)

chosen = parts.choose_mentor(here)
if chosen is None:
    st.markdown(_("Choose a mentor above; the list is alphabetical. A mentor may be a utility or a person."))
    parts.without_mentor(here)
    st.stop()

tables = {
    name: here.ask(mentor.of_mentor, sql, str(chosen["mentor_id"]), here.filters.origin.value)
    for name, sql in (
        ("mentees", mentor.MENTEES),
        ("scores", mentor.SCORES),
        ("duties", mentor.DUTIES),
        ("visits", mentor.VISITS),
        ("advice", mentor.ADVICE),
        ("waiting", mentor.WAITING),
    )
}
is_one = len(tables["mentees"]) == 1
st.header(safe(chosen["mentor"]), anchor=False)
st.caption(safe(parts.who(here, chosen)))
findings(
    here,
    [
        Finding(mentor_in_words.mentees(tables["mentees"], translator), "criteria"),
        Finding(mentor_in_words.duties(tables["duties"], translator), "obligations"),
        Finding(mentor_in_words.visits(tables["visits"], translator), "visits"),
        Finding(mentor_in_words.advice(tables["advice"], translator), "advice"),
        Finding(mentor_in_words.waiting(tables["waiting"], translator), "waiting"),
    ],
)
st.header(_("Its criteria, mentee by mentee"), anchor="criteria")
parts.side_by_side(here, tables["mentees"], tables["scores"])
st.header(_("Its obligations, mentee by mentee"), anchor="obligations")
parts.duties(here, tables["duties"], is_one)
st.header(_("What waits for this mentor"), anchor="waiting")
parts.waiting(here, tables["waiting"], is_one)
st.header(_("Visits, each counted once"), anchor="visits")
parts.visits(here, tables["visits"], is_one)
st.header(_("Advice given"), anchor="advice")
parts.advice(here, tables["advice"], is_one)
parts.without_mentor(here)
