"""The work of one mentor in words, made from the numbers."""

import pandas as pd

from dashboard.language import Translator
from dashboard.words import PARTNERSHIP_STATUS


def mentees(rows: pd.DataFrame, translator: Translator) -> str:
    """How many mentees, and where they stand. Column: status."""
    by_status = rows["status"].value_counts()
    parts = [
        f"{translator.number(by_status[code])} {translator.word(PARTNERSHIP_STATUS, code).lower()}"
        for code in PARTNERSHIP_STATUS
        if code in by_status
    ]
    return translator.ngettext(
        "**{count} mentee:** {parts}.", "**{count} mentees:** {parts}.", len(rows)
    ).format(count=translator.number(len(rows)), parts=translator.listing(parts))  # fmt: skip


def duties(rows: pd.DataFrame, translator: Translator) -> str:
    """Its obligations due over all mentees, delivered and on time. Columns: due, delivered, on_time, overdue."""
    due = int(rows["due"].sum())
    if due == 0:
        return translator.gettext("**Obligations:** none has fallen due yet.")
    return translator.gettext(
        "**Obligations:** of {due} due, {delivered} delivered, {on_time} of them on time; {overdue} overdue."
    ).format(
        due=translator.number(due),
        delivered=translator.significant(float(rows["delivered"].sum())),
        on_time=translator.significant(float(rows["on_time"].sum())),
        overdue=translator.number(rows["overdue"].sum()),
    )


def visits(rows: pd.DataFrame, translator: Translator) -> str:
    """Visits held, each counted once. Columns: held_of_all, joint_of_all."""
    if rows.empty:
        return translator.gettext("**Visits:** none is planned or told of.")
    sentence = translator.gettext("**Visits:** {held} held, counted once each").format(
        held=translator.number(rows["held_of_all"].iloc[0])
    )
    if rows["joint_of_all"].iloc[0]:
        sentence += "; " + translator.gettext("{joint} of them served several mentees at once").format(
            joint=translator.number(rows["joint_of_all"].iloc[0])
        )
    return f"{sentence}."


def advice(rows: pd.DataFrame, translator: Translator) -> str:
    """Pieces of advice given and requests without an answer. Columns: given, texts, acted_on, asked."""
    _, number = translator.gettext, translator.number
    given, asked = int(rows["given"].sum()), int(rows["asked"].sum())
    if given == 0 and asked == 0:
        return _("**Advice:** none is recorded.")
    sentence = translator.ngettext(
        "**Advice:** {given} piece given, {acted_on} acted on",
        "**Advice:** {given} pieces given, each counted once per mentee ({texts} different in words), {acted_on} acted "
        "on",
        given,
    ).format(given=number(given), texts=number(rows["texts"].iloc[0]), acted_on=number(rows["acted_on"].sum()))
    if asked:
        sentence += "; " + translator.ngettext(
            "{asked} request is not answered yet", "{asked} requests are not answered yet", asked
        ).format(asked=number(asked))
    return f"{sentence}."


def waiting(rows: pd.DataFrame, translator: Translator) -> str:
    """What waits for it now, and what falls due within 30 days. Columns: of_all, soon_of_all."""
    if rows.empty:
        return translator.gettext("**Waiting for this mentor:** nothing now, and nothing in the next 30 days.")
    soon = int(rows["soon_of_all"].iloc[0])
    return translator.gettext(
        "**Waiting for this mentor:** {open} overdue or not complete, {soon} due in the next 30 days."
    ).format(open=translator.number(int(rows["of_all"].iloc[0]) - soon), soon=translator.number(soon))
