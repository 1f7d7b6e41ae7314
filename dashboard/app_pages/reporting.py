"""Who owes what, received on time, late, missing, not due."""

import pandas as pd
import streamlit as st

from dashboard.components.arrival import bring_into_view
from dashboard.components.choice import choose
from dashboard.components.context import context
from dashboard.components.empty import stop_for_a_case, stop_without_partnership
from dashboard.components.header import page_header
from dashboard.components.reports import report_grid, reporting_rates
from dashboard.components.table import Column, table
from dashboard.components.waiting_documents import waiting_documents
from dashboard.queries import overview, reporting
from dashboard.reminders import title_of
from dashboard.words import FULFILMENT, KINDS, ROLES

here = context()
translator = here.translator
_ = translator.gettext

page_header(here, _("Reporting discipline"), _("Who owes which report, and what came on time, late or not at all?"))

stop_for_a_case(here, _("Published cases are accounts, not records: none of them owes a report."))
stop_without_partnership(here)

standing = here.ask_filtered(reporting.standing)
months = here.ask_filtered(overview.reporting)
if standing.empty:
    st.caption(_("No monthly report is owed in this selection."))
else:
    report_grid(here, standing)

if not months.empty:
    reporting_rates(here, months)

waiting_documents(here)

st.header(_("What is owed now"), anchor="owed")
role_place, scope_place, kind_place, status_place = st.columns(4)
with role_place:
    role = choose(
        translator,
        "role",
        _("Role"),
        list(ROLES),
        lambda code: translator.word(ROLES, code),
        everything=_("All roles"),
    )
with scope_place:
    scope = choose(
        translator,
        "owed",
        _("Obligations"),
        ["reports", "all"],
        {"reports": _("Reports only"), "all": _("All obligations")}.__getitem__,
        default="reports",
        resets=("what",),
    )
owed_now = set(here.ask_filtered(reporting.kinds_owed, reports_only=scope == "reports")["kind"])
with kind_place:
    kind = choose(
        translator,
        "what",
        _("Kind"),
        [code for code in KINDS if code in owed_now or code == st.query_params.get("what")],
        lambda code: translator.word(KINDS, code),
        everything=_("All kinds"),
    )
with status_place:
    status = choose(
        translator,
        "status",
        _("Status"),
        [one.value for one in reporting.OPEN],
        lambda code: translator.sign(FULFILMENT, code),
        everything=_("Every status"),
    )
narrowed = {"role": role, "reports_only": scope == "reports", "kind": kind, "status": status}


def in_words(owed: pd.DataFrame) -> pd.DataFrame:
    """What is owed, a monthly report by its month."""
    return owed.assign(what=[title_of(row, translator) for row in owed.itertuples()])


table(
    here,
    "owed",
    in_words(here.ask_filtered(reporting.owed, **narrowed)),
    [
        Column("mentee", _("Mentee")),
        Column("what", _("What")),
        Column("status", _("Status"), words=FULFILMENT),
        Column("due_on", _("Due"), translator.day, right=True),
        Column("days_late", _("Days"), translator.number, right=True),
        Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
        Column("kind", _("Kind"), lambda code: translator.word(KINDS, code), only_downloaded=True),
        Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
    ],
    alt=_("What is owed now"),
    everything=lambda: in_words(here.ask_all(reporting.owed, here.filters, **narrowed)),
)
bring_into_view("owed")
