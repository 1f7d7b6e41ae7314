"""The facts of a partnership in a few lines."""

import pandas as pd
import streamlit as st

from dashboard.components.table import BADGES, safe
from dashboard.language import Translator, is_missing
from dashboard.words import PARTNERSHIP_STATUS, STAGES, SUBJECTS, in_words


def partnership_facts(translator: Translator, facts: pd.Series) -> None:
    """Who, what, where and since when; what is not known is said."""
    _ = translator.gettext
    unknown = _("not reported")
    status = in_words(PARTNERSHIP_STATUS, facts["status"])

    def day(column: str) -> str:
        return unknown if is_missing(facts[column]) else translator.day(facts[column])

    def text(column: str, otherwise: str = unknown) -> str:
        return otherwise if is_missing(facts[column]) else safe(facts[column])

    pilot = f"{day('pilot_start_on')} – {day('pilot_end_on')}" if not is_missing(facts["pilot_start_on"]) else unknown
    pairs = [
        (_("Stage"), translator.word(STAGES, facts["stage"])),
        (_("Status"), f":{BADGES[status.tone]}-badge[{safe(translator.sign(PARTNERSHIP_STATUS, facts['status']))}]"),
        (_("Subject"), translator.word(SUBJECTS, facts["subject"])),
        (_("Province"), text("province")),
        (_("Mentor"), text("mentor", _("no mentor yet"))),
        (_("LoI signed"), day("started_on")),
        (_("MoA signed"), day("moa_signed_on")),
        (_("Pilot"), pilot),
    ]
    if not is_missing(facts["supporting_partner"]):
        pairs.append((_("Supporting partner"), text("supporting_partner")))
    if not is_missing(facts["ended_on"]):
        pairs.append((_("Ended"), day("ended_on")))
    if not is_missing(facts["end_reason"]):
        pairs.append((_("Reason"), text("end_reason")))
    with st.grid(4, min_column_width=150, gap="small"):
        for label, value in pairs:
            st.markdown(f":small[:gray[{label}]]  \n{value}")
