"""Quotas of the work plan, period by period: how many were agreed, owed and held, with the arithmetic in words."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import BADGES, Column, safe, table
from dashboard.language import is_missing
from dashboard.words import KINDS, QUOTAS, ROLES, in_words


def quotas(here: Context, rows: pd.DataFrame) -> None:
    """One small row per period; silent where nothing was agreed by number. Columns as in `profile.QUOTAS`."""
    translator = here.translator
    _ = translator.gettext
    if rows.empty:
        return
    st.header(_("Agreed by number"), anchor=False)
    told = rows.assign(
        state=[state(row, here.is_case) for row in rows.itertuples()],
        arithmetic=[sentences.quota(row, translator) for row in rows.itertuples()],
    )
    for _key, item in told.groupby(["item_no", "role"], sort=False):
        first = item.iloc[0]
        who = _("{kind}, owed by: {role}").format(
            kind=translator.word(KINDS, first["kind"]), role=translator.word(ROLES, first["role"]).lower()
        )
        st.markdown(f"**{safe(first['title'])}**  \n:small[:gray[{safe(who)}]]")
        st.markdown("\n".join(f"- {_badge(here, row)} {safe(row.arithmetic)}" for row in item.itertuples()))
        if not is_missing(first["stated_in"]):
            st.caption(safe(translator.place(first["stated_in"])))
    on_demand(here, _("Data of these rows"), "quotas_data", ":material/table_rows:", lambda: _quota_table(here, told))


def _quota_table(here: Context, told: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "quotas",
        told,
        [
            Column("title", _("What")),
            Column("period", _("Period")),
            Column("agreed_min", _("Agreed, at least"), translator.number, right=True),
            Column("agreed_max", _("Agreed, at most"), translator.number, right=True, optional=True),
            Column("owed", _("Owed in the period"), translator.number, right=True),
            Column("held", _("Held"), translator.number, missing=lambda row: _("not told"), right=True),
            Column("state", _("State"), words=QUOTAS),
        ],
        alt=_("Agreed by number"),
    )


def state(row: object, is_case: bool) -> str:
    """enough | more (than agreed) | fewer | open (not due yet) | not_told. Row: owed, held, agreed_max, is_due."""
    if is_missing(row.held):
        return "not_told"
    if not is_missing(row.agreed_max) and row.held > row.agreed_max:
        return "more"
    if row.held >= row.owed:
        return "enough"
    if not row.is_due:
        return "open"
    return "not_told" if is_case else "fewer"


def _badge(here: Context, row: object) -> str:
    tone = in_words(QUOTAS, row.state).tone
    return f":{BADGES[tone]}-badge[{safe(here.translator.sign(QUOTAS, row.state))}]"
