"""What the documents say: their own words with the place; what contradicts one another stands side by side."""

import re

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once, on_demand
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing

MOST_SIDE_BY_SIDE = 4
LINE = 70  # letters that fit in a line of a column
PLACE_WORD = re.compile(r", (?=(?:section|paragraph|sentence|clause|page|bagian|paragraf|kalimat|pasal|bab|halaman)\b)")


def statements(here: Context, told: pd.DataFrame) -> None:
    """Conflicting statements by question, then the others by topic, then all as a table.

    Columns: topic, text, conflict_code, told_on, stated_in, source_*.
    """
    drawn_once(here, "said", told, lambda: _said(here, told))
    title = here.translator.gettext("Every statement, with its cell")
    on_demand(here, title, "statements_data", ":material/format_quote:", lambda: _every_statement(here, told, title))


def _said(here: Context, told: pd.DataFrame) -> None:
    _ = here.translator.gettext
    document = common_document(told["stated_in"])
    if document:
        st.caption(_("Document: {title}").format(title=safe(document)))
    told = told.assign(stated_in=without_document(told["stated_in"]))
    conflicting = told[told["conflict_code"].notna()]
    for _code, versions in conflicting.groupby("conflict_code", sort=False):
        with st.container(border=True):
            _conflict(here, versions)
    _in_two_columns(here, told[told["conflict_code"].isna()])


def _every_statement(here: Context, told: pd.DataFrame, title: str) -> None:
    _ = here.translator.gettext
    table(
        here,
        "statements",
        told,
        [
            Column("topic", _("Topic")),
            Column("text", _("Statement")),
            Column("conflict_code", _("Contradicts others under"), optional=True),
            Column("stated_in", _("Stated in"), here.translator.place, optional=True),
            Column("told_on", _("Told on"), here.translator.day, optional=True),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
        alt=title,
    )


def _conflict(here: Context, versions: pd.DataFrame) -> None:
    """One question and its answers, side by side; none is preferred."""
    translator = here.translator
    words = translator.ngettext(
        "told in {count} way", "told in {count} conflicting ways; none is preferred", len(versions)
    ).format(count=translator.number(len(versions)))
    topic = safe(versions.iloc[0]["topic"])
    st.markdown(f"**{topic}** :violet-badge[⇄ {safe(words)}]")
    with st.grid(min(len(versions), MOST_SIDE_BY_SIDE), min_column_width=200, gap="medium"):
        for row in versions.itertuples():
            st.markdown(_quoted(here, row))


def _in_two_columns(here: Context, plain: pd.DataFrame) -> None:
    """Topic by topic, each in the column that is shorter so far."""
    columns = st.columns(2, gap="large")
    lengths = [0, 0]
    for topic, words in plain.groupby("topic", sort=False):
        place = lengths.index(min(lengths))
        lengths[place] += sum(len(text) + LINE for text in words["text"]) + LINE
        with columns[place]:
            quotes = "\n\n".join(_quoted(here, row) for row in words.itertuples())
            st.markdown(f"**{safe(topic)}**\n\n{quotes}")


def _quoted(here: Context, row: object) -> str:
    """The words, and under them where and when they were told."""
    place = here.translator.place(row.stated_in)
    if not is_missing(row.told_on):
        place += f", {here.translator.day(row.told_on)}"
    return f"“{safe(row.text)}”  \n:small[:gray[{safe(place)}]]"


def common_document(places: "pd.Series[str]") -> str:
    """The document that all these places name before paragraph or clause; empty where they name several or none."""
    titles = {PLACE_WORD.split(place, 1)[0] for place in places.dropna() if PLACE_WORD.search(place)}
    return titles.pop() if len(titles) == 1 else ""


def without_document(places: "pd.Series[str]") -> "pd.Series[str]":
    """The places inside the one document that all of them name."""
    return places.astype("string").str.removeprefix(f"{common_document(places)}, ")
