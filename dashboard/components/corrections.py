"""Corrections on the page of data quality: what waits for one, what is declared, and what each changed."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.queries import corrections
from dashboard.words import N_, Tone, Word, Words
from warehouse.vocabulary import Language

STATES: Words = {
    "applied": Word(N_("Applied"), "✓", Tone.PLAIN),
    "superseded": Word(N_("A later file is in force"), "?", Tone.UNSURE),
    "without_effect": Word(N_("Changes nothing"), "?", Tone.UNSURE),
    "waiting": Word(N_("No such file yet"), "…", Tone.QUIET),
    "retired": Word(N_("Retired"), "–", Tone.QUIET),
}
ACTIONS: Words = {
    "replace_value": Word(N_("Replace the value")),
    "drop_row": Word(N_("Leave the row out")),
    "move_report": Word(N_("Move the report")),
    "confirm": Word(N_("Confirm the figure")),
}
REVIEW_REASONS: Words = {
    "negative": Word(N_("Below zero")),
    "above_100": Word(N_("Above 100%")),
    "off_scale": Word(N_("Far off its own months")),
    "differs_from_gis": Word(N_("Differs from the map file")),
    "coordinate_system": Word(N_("Coordinate system in doubt")),
}


def declared_corrections(here: Context) -> None:
    """Figures to be reviewed, then the corrections with their state, then each changed cell."""
    translator = here.translator
    _ = translator.gettext
    _figures_to_review(here)
    st.markdown(_("Declared corrections: what was mended in a file, why, and by whom."))
    table(
        here,
        "corrections",
        here.ask(corrections.declared),
        [
            Column("correction_id", _("Correction"), unbroken=True),
            Column("state", _("State"), words=STATES),
            Column("action", _("Action"), lambda code: translator.word(ACTIONS, code)),
            Column("file", _("File")),
            Column("target", _("Cell")),
            Column("by", _("By")),
            Column("decided_on", _("On"), translator.day, right=True),
            Column("reason", _("Reason")),
        ],
        alt=_("Corrections"),
    )
    rows = here.ask(corrections.applied)
    if not rows.empty:
        st.markdown(_("What they changed. The files themselves stay as they were sent."))
        table(
            here,
            "corrections_applied",
            rows,
            [
                Column("correction_id", _("Correction"), unbroken=True),
                Column("source_file", _("File")),
                Column("source_sheet", _("Sheet")),
                Column("source_cell", _("Cell")),
                Column("written_value", _("In the file"), missing=lambda row: _("empty")),
                Column("counts_as", _("Counts as"), missing=_without_value(here)),
            ],
            alt=_("Cells corrected"),
        )
    st.caption(_("To declare one: a file in reference/corrections of the data folder; docs/how-to/corrections.md."))


def _figures_to_review(here: Context) -> None:
    translator = here.translator
    _ = translator.gettext
    rows = here.ask(corrections.waiting_figures)
    if rows.empty:
        return
    st.markdown(_("Figures waiting for review. They are kept as written and do not count until mended or confirmed."))
    table(
        here,
        "figures_to_review",
        rows,
        [
            Column("name_id" if translator.language is Language.INDONESIAN else "name_en", _("Metric")),
            Column("period_start", _("Month"), lambda day: translator.month(day.strftime("%Y-%m"))),
            Column("written_value", _("In the file"), translator.significant, right=True),
            Column("written_unit", _("Unit"), translator.unit),
            Column("reason", _("Why"), lambda code: translator.word(REVIEW_REASONS, code)),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
        alt=_("Figures waiting for review"),
        everything=lambda: here.ask_all(corrections.waiting_figures),
    )


def _without_value(here: Context) -> Callable[[Any], str]:
    translator = here.translator
    _ = translator.gettext

    def why(row: Any) -> str:
        if row.is_superseded:
            return translator.word(STATES, "superseded").lower()
        return _("row left out") if row.action == "drop_row" else _("empty")

    return why
