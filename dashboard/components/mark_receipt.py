"""What stands behind one mark of a partnership's timeline: its record with its cell, and obligations it is about."""

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.originals import open_originals
from dashboard.components.receipt import counted, obligations_counted
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator, is_missing
from dashboard.queries import profile
from dashboard.queries.documents import behind, named
from dashboard.words import BASIS, FULFILMENT, ROLES
from warehouse.vocabulary import Language


def open_mark_receipt(here: Context, partnership_id: str, mark: pd.Series) -> None:
    """Opens the receipt of one row of `charts.timeline.marks`."""
    title = here.translator.gettext("Receipt: {what}").format(what=_what(mark))
    st.dialog(title, width="large", icon=":material/receipt_long:")(_receipt)(here, partnership_id, mark, "clicked")


def choose_mark_receipt(here: Context, partnership_id: str, marks: pd.DataFrame) -> None:
    """The choice of one mark by its day, and its receipt below."""
    translator = here.translator
    days = marks["done_on"].fillna(marks["planned_on"])
    by_name = {
        row["name"]: (row, translator.day(day))
        for day, (_index, row) in sorted(zip(days, marks.iterrows(), strict=True), key=lambda each: each[0])
    }
    name = choose(
        translator,
        "mark",
        translator.gettext("Receipt of one activity, agreement or document"),
        list(by_name),
        lambda name: f"{by_name[name][1]}: {_what(by_name[name][0])}",
    )
    if name is not None:
        _receipt(here, partnership_id, by_name[name][0], "mark")


def _what(mark: pd.Series) -> str:
    return str(mark["lane"] if is_missing(mark["what"]) else mark["what"])


def _receipt(here: Context, partnership_id: str, mark: pd.Series, key: str) -> None:
    """`key` tells this receipt from another one on the page."""
    translator = here.translator
    _ = translator.gettext
    event, sha256, *place = (
        None if is_missing(mark[column]) else str(mark[column])
        for column in ("event", "file_sha256", "source_file", "source_sheet", "source_cell")
    )
    place_label = _("Where it stands")
    where = " › ".join(part for part in place if part) or _("not told")
    if not is_missing(mark["stated_in"]):
        where += f" ({translator.place(mark['stated_in'])})"
    st.markdown(f"{safe(_days(mark, translator))}  \n:small[:gray[{place_label}: {safe(where)}]]")
    duties = here.ask(profile.duties_behind, partnership_id, event, *place)
    if duties.empty:
        st.caption(_("No obligation rests on it."))
    shown: set[str] = set()
    for (role, criterion), own in duties[duties["criterion"].notna()].groupby(["role", "criterion"], sort=False):
        for line in counted(here, partnership_id, role, criterion, set(own["obligation_id"])):
            obligations_counted(here, line, f"_{key}")
            shown |= {one.obligation_id for one in line.obligations}
    _uncounted(here, duties[~duties["obligation_id"].isin(shown)], key)
    files = here.ask(named, (sha256,)) if sha256 else here.ask(behind, tuple(duties["obligation_id"]))
    open_originals(here, f"{key}_mark", files)


def _days(mark: pd.Series, translator: Translator) -> str:
    _ = translator.gettext
    if mark["mark"] != "activity":
        signed = _("signed {day}") if mark["mark"] == "agreement" else _("dated {day}")
        return signed.format(day=translator.day(mark["done_on"]))
    told = [
        words.format(day=translator.day(day))
        for words, day in ((_("planned {day}"), mark["planned_on"]), (_("held {day}"), mark["done_on"]))
        if not is_missing(day)
    ]
    return ", ".join(told if not is_missing(mark["done_on"]) else [*told, _("not held so far")])


def _uncounted(here: Context, duties: pd.DataFrame, key: str) -> None:
    """Obligations that no score counts, as those of facilitator and supporting partner."""
    translator = here.translator
    _ = translator.gettext
    if duties.empty:
        return
    heading = _("Obligations that count in no score")
    st.markdown(f"**{heading}**")
    title = "title" if translator.language is Language.INDONESIAN else "title_en"
    place = duties[["source_file", "source_sheet", "source_cell"]].apply(
        lambda row: " › ".join(row.dropna()) or None, axis="columns"
    )
    table(
        here,
        f"uncounted_{key}",
        duties.assign(place=place),
        [
            Column(title, _("What")),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
            Column("status", _("Status"), words=FULFILMENT),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("fulfilled_on", _("Fulfilled"), translator.day, missing=lambda row: _("not yet"), right=True),
            Column("place", _("Owed because of"), missing=lambda row: translator.word(BASIS, row.basis)),
        ],
        alt=heading,
    )
