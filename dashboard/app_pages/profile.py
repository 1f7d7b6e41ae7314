"""One partnership from letter of request to letter of recommendation; of other kinds, whatever their documents tell."""

import streamlit as st

from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.facts import partnership_facts
from dashboard.components.header import page_header
from dashboard.components.life import Life, life
from dashboard.components.partnerships import choose_partnership, partnership_list
from dashboard.components.print import print_button
from dashboard.components.without_pair import programme_without_pair
from dashboard.queries import build, profile
from warehouse.vocabulary import Origin

here = context()
translator = here.translator
_ = translator.gettext

numbers = here.ask(profile.numbers, here.filters.origin.value).iloc[0]
if numbers["of_every_origin"] == 0:
    page_header(here, _("Partnership profile"), _("How does one partnership stand?"))
    empty_programme(translator)
    st.stop()

chosen = choose_partnership(here, int(numbers["of_this_origin"]))
if chosen is None:
    page_header(here, _("Partnership profile"), _("Choose a partnership above; the list is alphabetical."))
    partnership_list(here)
    st.stop()
alone = here.ask(profile.of_programme, profile.ALONE, chosen)
if len(alone):
    programme_without_pair(here, alone.iloc[0])
    st.stop()

facts = here.ask(profile.of_partnership, profile.FACTS, chosen).iloc[0]
here = here.of_origin(Origin(facts["origin"]))
reports = here.ask(build.reports_of_one, chosen).iloc[0]
page_header(
    here,
    facts["mentee"],
    facts["title"],
    _("{reported} of {owing} monthly reports due have arrived").format(
        reported=translator.number(reports["reported"]), owing=translator.number(reports["owing"])
    )
    if reports["owing"] > 0
    else here.kinds.name(facts["programme_kind"]),
)
one = Life(here, chosen, facts)
partnership_facts(here, facts, has_pilot=one.has_pilot)
print_button(here, chosen)
life(one)
