"""The reports that a partnership owes: the monthly ones as a calendar, all of them as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts import overview as rates
from dashboard.charts import reporting as calendar
from dashboard.components.chart import chart, with_click
from dashboard.components.choice import choose_page
from dashboard.components.context import Context
from dashboard.components.legend import legend
from dashboard.components.receipt import open_obligation_receipt
from dashboard.components.table import Column, table
from dashboard.queries import reporting
from dashboard.queries.ask import ALL_ROWS, OF_ALL
from dashboard.words import FULFILMENT, KINDS, ROLES

PARTNERSHIPS_A_PAGE = 40


def reports_owed(here: Context, reports: pd.DataFrame) -> None:
    """Columns as in `profile.REPORTS`, with partnership_id and mentee."""
    translator = here.translator
    _ = translator.gettext
    columns = [
        Column("kind", _("Report"), lambda code: translator.word(KINDS, code)),
        Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
        *report_columns(here),
    ]
    if reports.empty:
        st.caption(_("Nothing is owed here yet."))
        return
    monthly = reports[reports["period"].notna()]
    if monthly.empty:
        table(here, "reports", reports, columns, alt=_("Reports owed"))
        return
    chart(
        here,
        "reports",
        sentences.calendar_title(monthly, translator),
        lambda: calendar.calendar(monthly, translator),
        reports,
        columns,
        note=with_click(here, _("Monthly reports of the mentee by the month they are about")),
        opens=lambda code: _open(here, monthly[monthly["obligation_id"] == code].iloc[0]),
    )
    legend(translator, FULFILMENT, sorted(set(monthly["status"]), key=list(FULFILMENT).index))


def _open(here: Context, report: pd.Series) -> None:
    """The receipt of one monthly report."""
    what = f"{here.translator.word(KINDS, report['kind'])}, {here.translator.month(report['period'])}"
    open_obligation_receipt(here, what, report["obligation_id"], report["partnership_id"], report["role"])


def report_grid(here: Context, standing: pd.DataFrame) -> None:
    """Partnership by month, alphabetical, a page of partnerships at a time. Columns as in `reporting.standing`."""
    translator = here.translator
    _ = translator.gettext
    total = int(standing["partnerships_in_all"].iloc[0])
    passed_over = choose_page(translator, "grid", _("Partnerships shown"), total, PARTNERSHIPS_A_PAGE)
    reports = here.ask_filtered(reporting.grid, most_partnerships=PARTNERSHIPS_A_PAGE, passed_over=passed_over)
    chart(
        here,
        "grid",
        sentences.grid_title(standing, translator),
        lambda: calendar.grid(reports, translator),
        reports.assign(**{OF_ALL: standing["reports"].sum()}),
        [Column("mentee", _("Mentee")), *report_columns(here)],
        note=_("Monthly reports by partnership, alphabetical, and the month they are about"),
        everything=lambda: here.ask_once(reporting.grid, here.filters, most_partnerships=ALL_ROWS),
    )
    legend(translator, FULFILMENT, sorted(set(standing["status"]), key=list(FULFILMENT).index))


def report_columns(here: Context) -> list[Column]:
    """Month, due, sent, status and parts filled of a report."""
    translator = here.translator
    _ = translator.gettext

    def not_sent(row: Any) -> str:
        return sentences.without_a_day(row.status, _("not reported"), translator)

    return [
        Column("period", _("Month"), translator.month, unbroken=True),
        Column("due_on", _("Due"), translator.day, right=True),
        Column("submitted_on", _("Sent"), translator.day, missing=not_sent, right=True),
        Column("status", _("Status"), words=FULFILMENT),
        Column("parts_filled", _("Parts filled, of 6"), translator.number, right=True),
    ]


def reporting_rates(here: Context, months: pd.DataFrame) -> None:
    """Monthly reports received and on time, by month. Columns as in `overview.reporting`."""
    translator = here.translator
    _ = translator.gettext
    chart(
        here,
        "reporting",
        sentences.reporting_title(months, translator),
        lambda: rates.reporting(months, translator),
        months,
        [
            Column("period", _("Month"), translator.month),
            Column("due", _("Due"), translator.number, right=True),
            Column("received", _("Received"), translator.number, right=True),
            Column("on_time", _("On time"), translator.number, right=True),
        ],
        note=_("Monthly reports, percent of those due, by the month they are about"),
    )
