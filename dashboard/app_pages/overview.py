"""Is the programme working? For a Board member with ten minutes."""

import streamlit as st

from dashboard import sentences
from dashboard.components.cases import programme_cards
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.header import page_header
from dashboard.components.programme import programme_in_figures
from dashboard.queries import overview
from warehouse.vocabulary import Origin

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Programme overview"), _("Is the programme working, and what needs a decision?"))

if here.filters.origin is Origin.CASE:
    programmes = here.ask_filtered(overview.cases)
    if programmes.empty:
        empty_programme(translator)
    else:
        st.markdown(sentences.cases(programmes, translator))
        programme_cards(here, programmes)
    st.stop()

stages = here.ask_filtered(overview.stages)
without_pair = here.ask_filtered(overview.without_pair)
if stages.empty and without_pair.empty:
    empty_programme(translator)
    st.stop()
if not without_pair.empty:
    st.header(_("Programmes without a pair of partners"), anchor=False)
    programme_cards(here, without_pair)
if not stages.empty:
    programme_in_figures(here, stages)
