"""The self-assessment: one's own ledger against the records, in one's own words; then how the others see it."""

import streamlit as st

from dashboard.components.choice import choose_part
from dashboard.components.context import context
from dashboard.components.empty import empty_programme, stop_for_a_case
from dashboard.components.header import page_header
from dashboard.components.partnerships import choose_partnership
from dashboard.components.self_assessment import Sheet, choose_about, own_role
from dashboard.components.self_assessment_draft import draft_line, kept_drafts
from dashboard.components.self_assessment_ledger import criterion_part
from dashboard.components.self_assessment_send import send_part
from dashboard.components.self_assessment_views import views_part
from dashboard.queries import profile
from dashboard.queries import self_assessment as asked

here = context()
translator = here.translator
_ = translator.gettext

page_header(
    here,
    _("Self-assessment"),
    _("What do the records say we owed and did, and how do we see it ourselves? Answers change no computed score."),
)
stop_for_a_case(here, _("Published cases are accounts, not records: nobody assesses itself here."))
kept_drafts(here)
of_this_origin = int(here.ask(profile.numbers, here.filters.origin.value).iloc[0]["of_this_origin"])
if of_this_origin == 0:
    empty_programme(translator)
    st.stop()
choices = st.columns(2)
with choices[0]:
    partnership_id = choose_partnership(here, of_this_origin, only_pairs=True)
if partnership_id is None:
    st.caption(_("Choose a partnership above; the list is alphabetical."))
    st.stop()

facts = here.ask(asked.roles_of, partnership_id).iloc[0]
own = own_role(here, facts)
if own is None:
    views_part(here, facts)
    st.stop()

with choices[1]:
    subject = choose_about(here, facts, own)
sheet = Sheet(here, subject, facts)
draft_line(sheet)
labels = {part: sheet.part_in_words(part) for part in sheet.parts}
labels |= {"send": _("Look over and send"), "views": _("How the others see it")}
part, place = choose_part(translator, "assess", labels)
with place:
    if part == "send":
        send_part(sheet)
    elif part == "views":
        views_part(here, facts)
    else:
        criterion_part(sheet, part)
