"""A programme without a pair of partners: what its documents say and what took place."""

import pandas as pd
import streamlit as st

from dashboard.components.blueprint import blueprint, stage_strip
from dashboard.components.context import Context
from dashboard.components.header import page_header
from dashboard.components.plan import activities
from dashboard.components.statements import statements
from dashboard.queries import profile
from warehouse.vocabulary import Origin


def programme_without_pair(here: Context, programme: pd.Series) -> None:
    """The whole page; `programme` is a row of `profile.ALONE`."""
    here = here.of_origin(Origin(programme["origin"]))
    _ = here.translator.gettext
    kind = programme["programme_kind"]
    page_header(here, programme["name"], here.kinds.name(kind), _("without a pair of partners"))
    st.markdown(stage_strip(here, kind, None))
    events = here.ask(profile.of_programme, profile.ACTIVITIES_OF_PROGRAMME, programme["programme_id"])
    if len(events):
        activities(here, events)
    told = here.ask(profile.of_programme, profile.STATEMENTS_OF_PROGRAMME, programme["programme_id"])
    if len(told):
        st.header(_("What the documents say"), anchor=False)
        statements(here, told)
    if events.empty and told.empty:
        st.caption(_("Nothing is told of this programme yet."))
    blueprint(here, kind)
