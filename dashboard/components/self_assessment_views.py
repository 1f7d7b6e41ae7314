"""How the others see it: open to a partner once its own self-assessment is in a build."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context, data_folder
from dashboard.components.ledger import self_assessment
from dashboard.components.next_build import look_for_a_build, when_it_counts
from dashboard.components.self_assessment import own_role
from dashboard.drafts import Drafts, Subject
from dashboard.queries import ledger
from dashboard.queries import self_assessment as asked
from warehouse.vocabulary import Role


def views_part(here: Context, facts: pd.Series) -> None:
    """Four views side by side and over time, the gaps as questions; before one's own was sent, why not yet."""
    _ = here.translator.gettext
    partnership_id = str(facts["partnership_id"])
    own = own_role(here, facts)
    if not here.viewer.sees_all_partnerships and not _is_open(here, partnership_id, own):
        return
    tables = [here.ask(ledger.of_partnership, sql, partnership_id) for sql in ledger.TABLES]
    if not self_assessment(here, *tables):
        st.caption(_("Nobody has sent a self-assessment of this partnership yet."))


def _is_open(here: Context, partnership_id: str, own: Role | None) -> bool:
    """Whether one's own view is in the build; says so where it is not."""
    _ = here.translator.gettext
    if own is None:
        return False
    if any(len(table) for table in here.ask(asked.sent, partnership_id, own.value, own.value)):
        return True
    draft = Drafts(data_folder(), here.viewer).read(Subject(partnership_id, own.value, own.value))
    if draft and draft.last_sent:
        said = _("Your own self-assessment is received. The others' views open with the build that has it.")
        st.info(f"{said} {when_it_counts(here)}", icon=":material/hourglass_top:")
        look_for_a_build(here)
    else:
        st.info(
            _("The counterpart's and the facilitator's view open once your own self-assessment is sent and built."),
            icon=":material/lock:",
        )
    return False
