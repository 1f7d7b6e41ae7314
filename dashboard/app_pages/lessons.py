"""What was learnt, and who had a similar problem."""

import streamlit as st

from dashboard.access import ViewerRole
from dashboard.components.choice import choose_part
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.header import page_header
from dashboard.components.lessons import in_words, search, similar_problems
from dashboard.queries import lessons

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Lessons and SOPs"), _("What was learnt, and who had a similar problem?"))
counted = here.ask_filtered(lessons.counts).iloc[0]
if counted["partnerships"] == 0:
    empty_programme(translator)
    st.stop()
if counted["told_by"] == 0:
    st.caption(_("Nothing has been told yet."))
    st.stop()
st.markdown(in_words(here))
if here.viewer.role is ViewerRole.PARTNER:
    st.caption(
        _("As a partner you see what was told in your own partnerships; the facilitator knows what others told.")
    )

part, place = choose_part(
    translator,
    "lessons",
    {"search": _("Search"), "similar": _("Similar problems")},
    opened_by={"problem_of": "similar"},
)
with place:
    if part == "search":
        search(here)
    else:
        similar_problems(here)
