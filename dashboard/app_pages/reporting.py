"""Who owes what, received on time, late, missing, not due."""

import streamlit as st

from dashboard import sentences
from dashboard.charts import reporting as charts
from dashboard.components.chart import chart
from dashboard.components.choice import choose
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.header import page_header
from dashboard.components.legend import legend
from dashboard.components.reports import report_columns, reporting_rates
from dashboard.components.table import Column, table
from dashboard.queries import build, overview, reporting
from dashboard.words import FULFILMENT, KINDS, ROLES
from warehouse.vocabulary import Language, Origin

here = context()
translator = here.translator
_ = translator.gettext
title = "title_id" if translator.language is Language.INDONESIAN else "title_en"

page_header(here, _("Reporting discipline"), _("Who owes which report, and what came on time, late or not at all?"))

reports = here.ask_filtered(reporting.grid)
months = here.ask_filtered(overview.reporting)
if here.filters.origin is Origin.CASE:
    st.info(_("Published cases are accounts, not records: none of them owes a report."), icon=":material/menu_book:")
    st.stop()
if here.ask_filtered(build.coverage).iloc[0]["partnerships"] == 0:
    empty_programme(translator)
    st.stop()

if reports.empty:
    st.caption(_("No monthly report is owed in this selection."))
else:
    chart(
        here,
        "grid",
        sentences.grid_title(reports, translator),
        charts.grid(reports, translator),
        reports,
        [Column("mentee", _("Mentee")), *report_columns(here)],
        note=_("Monthly reports by partnership, alphabetical, and the month they are about"),
    )
    legend(translator, FULFILMENT, sorted(set(reports["status"]), key=list(FULFILMENT).index))

if not months.empty:
    reporting_rates(here, months)

st.subheader(_("What is owed now"), anchor=False)
role_place, scope_place = st.columns(2)
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
    )
table(
    here,
    "owed",
    here.ask_filtered(reporting.owed, role=role, reports_only=scope == "reports"),
    [
        Column("mentee", _("Mentee")),
        Column(title, _("What")),
        Column("status", _("Status"), words=FULFILMENT),
        Column("due_on", _("Due"), translator.day, right=True),
        Column("days_late", _("Days"), translator.number, right=True),
        Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
        Column("kind", _("Kind"), lambda code: translator.word(KINDS, code)),
        Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
    ],
    alt=_("What is owed now"),
)
