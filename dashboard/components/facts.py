"""The facts of a partnership in a few lines."""

import pandas as pd
import streamlit as st

from dashboard.components.blueprint import stage_strip
from dashboard.components.context import Context
from dashboard.components.table import BADGES, safe
from dashboard.language import is_missing
from dashboard.words import PARTNERSHIP_STATUS, PARTY_KINDS, SUBJECTS, in_words


def partnership_facts(here: Context, facts: pd.Series, has_pilot: bool) -> None:
    """Who, what, where and since when; what is not known is said. A case has no stage and no status of its own."""
    translator = here.translator
    _ = translator.gettext
    is_case = here.is_case
    unknown = _("not told") if is_case else _("not reported")

    def day(column: str) -> str:
        return unknown if is_missing(facts[column]) else translator.day(facts[column])

    def text(column: str, otherwise: str = unknown) -> str:
        return otherwise if is_missing(facts[column]) else safe(facts[column])

    mentor = text("mentor", _("no mentor yet"))
    if facts["mentor_kind"] == "person":
        mentor += f" ({translator.word(PARTY_KINDS, 'person').lower()})"
    pairs = [
        (_("Kind of programme"), safe(here.kinds.name(facts["programme_kind"]))),
        (_("Subject"), translator.word(SUBJECTS, facts["subject"])),
        (_("Province"), text("province")),
        (_("Mentor"), mentor),
    ]
    if not is_case:
        word = in_words(PARTNERSHIP_STATUS, facts["status"])
        badge = f":{BADGES[word.tone]}-badge[{safe(translator.sign(PARTNERSHIP_STATUS, facts['status']))}]"
        pairs.insert(1, (_("Status"), badge))
    if has_pilot:
        until = f"{day('pilot_start_on')} – {day('pilot_end_on')}"
        pairs += [
            (_("LoI signed"), day("started_on")),
            (_("MoA signed"), day("moa_signed_on")),
            (_("Pilot"), unknown if is_missing(facts["pilot_start_on"]) else until),
        ]
    else:
        pairs.append((_("Begun"), day("started_on")))
    optional = {
        "facilitator": _("Facilitator"),
        "supporting_partner": _("Supporting partner"),
        "end_reason": _("Reason"),
    }
    if not is_missing(facts["ended_on"]):
        pairs.append((_("Ended"), day("ended_on")))
    pairs += [(label, text(column)) for column, label in optional.items() if not is_missing(facts[column])]
    st.markdown(stage_strip(here, facts["programme_kind"], None if is_case else facts["stage"]))
    with st.grid(4, min_column_width=150, gap="small"):
        for label, value in pairs:
            st.markdown(f":small[:gray[{label}]]  \n{value}")
