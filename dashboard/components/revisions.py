"""What a later file told otherwise: what held before and since when, what holds from then on, and where both stand."""

import re
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import Column, table
from dashboard.language import Translator, is_missing
from dashboard.queries.revisions import revisions
from dashboard.words import CRITERIA, N_, ROLES, VALUE_STATUS, Tone, Word, Words
from warehouse.vocabulary import Language

CHANGES: Words = {
    "changed": Word(N_("Changed"), "≠", Tone.PLAIN),
    "withdrawn": Word(N_("No longer told"), "–", Tone.FAIR),
    "added": Word(N_("Added later"), "+", Tone.PLAIN),
    "moved": Word(N_("Moved"), "→", Tone.UNSURE),
}
SHEETS: Words = {
    "figure": Word(N_("Figure")),
    "monthly_activities": Word(N_("Activity of the month")),
    "monthly_advice_actions": Word(N_("Action on advice")),
    "monthly_findings": Word(N_("Finding of the month")),
    "monthly_obstacles": Word(N_("Obstacle or support")),
    "monthly_requests": Word(N_("Request for advice")),
    "monthly_lessons": Word(N_("Lesson told")),
    "monthly_sops": Word(N_("SOP told")),
    "monthly_cover": Word(N_("Monthly report")),
    "visit_slip": Word(N_("Visit slip")),
    "visit_slip_advice": Word(N_("Advice on a visit slip")),
    "visit_slip_documents": Word(N_("Document on a visit slip")),
    "advice_slip": Word(N_("Advice slip")),
    "advice_slip_advice": Word(N_("Advice on an advice slip")),
    "final_slip": Word(N_("Final slip")),
    "final_slip_assessment": Word(N_("Assessment on a final slip")),
    "final_slip_words": Word(N_("Words on a final slip")),
    "final_slip_months": Word(N_("Month on a final slip")),
    "final_slip_figures": Word(N_("Figure on a final slip")),
    "final_slip_lessons": Word(N_("Lesson on a final slip")),
    "final_slip_sops": Word(N_("SOP on a final slip")),
    "follow_up_slip": Word(N_("Follow-up slip")),
    "follow_up_targets": Word(N_("Target on a follow-up slip")),
    "follow_up_sops": Word(N_("SOP on a follow-up slip")),
    "self_assessment": Word(N_("Self-assessment")),
    "self_assessment_ledger": Word(N_("Answer in a self-assessment")),
    "self_assessment_words": Word(N_("Words in a self-assessment")),
}


def all_revisions(here: Context) -> None:
    """Every revision of the build."""
    _ = here.translator.gettext
    st.markdown(
        _(
            "What a later file told otherwise. The latest accepted one counts; what was told before is kept, with the "
            "day from which it was known."
        )
    )
    _table(here, "revisions", None)


def revisions_of(here: Context, partnership_id: str) -> None:
    """Those of one partnership, closed at first; nothing where nothing was told otherwise."""
    _ = here.translator.gettext
    rows = here.ask(revisions, partnership_id)
    if rows.empty:
        return
    count = int(rows["of_all"].iloc[0])
    label = here.translator.ngettext(
        "{count} entry was told otherwise by a later file", "{count} entries were told otherwise by later files", count
    ).format(count=here.translator.number(count))
    on_demand(
        here, label, "revisions_data", ":material/history:", lambda: _table(here, "revisions_of_one", partnership_id)
    )


def _table(here: Context, name: str, partnership_id: str | None) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        name,
        _in_words(here.ask(revisions, partnership_id), translator),
        [
            *([] if partnership_id else [Column("whose", _("Mentee"))]),
            Column("subject_period", _("Month or role"), lambda period: _about(period, translator), unbroken=True),
            Column("what", _("What")),
            Column("before", _("Before")),
            Column("later", _("Later")),
            Column("change", _("Change"), words=CHANGES),
            Column("before_at", _("Where it stood")),
            Column("later_at", _("Where it stands")),
        ],
        alt=_("Revisions"),
        everything=lambda: _in_words(here.ask_all(revisions, partnership_id), translator),
    )


def _in_words(rows: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    if rows.empty:
        return rows
    return rows.assign(
        what=[_what(row, translator) for row in rows.itertuples()],
        before=[_told(row, "earlier", row.known_on, translator) for row in rows.itertuples()],
        later=[_told(row, "later", row.changed_on, translator) for row in rows.itertuples()],
        before_at=[_place(row, "earlier") for row in rows.itertuples()],
        later_at=[_place(row, "later") for row in rows.itertuples()],
    )


def _what(row: Any, translator: Translator) -> str:
    indonesian = translator.language is Language.INDONESIAN
    if row.kind == "figure":
        name = row.name_id if indonesian else row.name_en
        return f"{row.subject if is_missing(name) else name}{'' if is_missing(row.zone) else f' ({row.zone})'}"
    duty = row.duty_id if indonesian else row.duty_en
    if is_missing(duty):
        duty = translator.word(CRITERIA, row.subject).lower() if row.subject in CRITERIA else row.subject
    return f"{translator.word(SHEETS, row.kind)}: {duty}"


def _told(row: Any, which: str, day: date, translator: Translator) -> str:
    value, text = getattr(row, f"{which}_value"), getattr(row, f"{which}_text")
    if row.kind == "figure" and is_missing(value):
        text = translator.word(VALUE_STATUS, getattr(row, f"{which}_status")).lower()
    return revised_text(value, row.unit, text, day, translator)


def revised_text(value: float | None, unit: str | None, text: str | None, day: date, translator: Translator) -> str:
    """What was told, and from which day: a figure in its unit, else words, else that it was not told."""
    _ = translator.gettext
    told = _("not told") if is_missing(text) else _in_this_language(str(text), translator) or _("told")
    if not is_missing(value):
        told = translator.measured(value, unit)
    return _("{told} (from {day})").format(told=told, day=translator.day(day))


def _in_this_language(text: str, translator: Translator) -> str:
    """What cells held, one after the other: a mark, a share or a day as this language writes it, else as it stands."""
    return " · ".join(_cell(cell, translator) for cell in text.split(" · "))


def _cell(cell: str, translator: Translator) -> str:
    found = re.fullmatch(r"(\d+\.\d+|\d+(?= ?%))( ?%)?", cell)
    if found is None:
        return translator.sentence(cell)
    return translator.as_set(float(found[1])) + ("%" if found[2] else "")


def _place(row: Any, which: str) -> str | None:
    """File, sheet and cell; of a computed figure the file that brought it, for its cells are those of its inputs."""
    names = ("file",) if row.is_computed else ("file", "sheet", "cell")
    parts = (getattr(row, f"{which}_{name}") for name in names)
    return " › ".join(str(part) for part in parts if not is_missing(part)) or None


def _about(period: str, translator: Translator) -> str:
    if period in ROLES:
        return translator.word(ROLES, period)
    return translator.month(period) if len(period) == 7 and period[4] == "-" else period
