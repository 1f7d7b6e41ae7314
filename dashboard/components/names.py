"""Names of utilities on the page of data quality: what waits for a decision, and what was recognised."""

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.queries import names
from dashboard.words import N_, Tone, Word, Words
from warehouse.vocabulary import Language

VERDICTS: Words = {
    "suggested": Word(N_("To be decided"), "?", Tone.UNSURE),
    "left": Word(N_("Unknown"), "○", Tone.QUIET),
    "not_a_utility": Word(N_("Not a water utility"), "–", Tone.QUIET),
}
MATCH_RULES: Words = {
    "alias": Word(N_("Accepted spelling")),
    "kind_and_place": Word(N_("Regency or city, and place")),
    "brand_and_place": Word(N_("Brand and place")),
    "place": Word(N_("Place of one kind only")),
    "brand": Word(N_("Brand of one utility only")),
    "name": Word(N_("Same name as in the register")),
}


def names_of_utilities(here: Context) -> None:
    """Suggestions, never acted on, and matches with their rule."""
    translator = here.translator
    _ = translator.gettext
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    st.markdown(
        _("Names of water utilities that could not be placed for certain. Nothing is joined on likeness alone.")
    )
    table(
        here,
        "name_suggestions",
        here.ask(names.suggestions),
        [
            Column("written_name", _("Name as written")),
            Column("verdict", _("Result"), words=VERDICTS),
            Column("candidate_name", _("May mean")),
            Column("candidate_id", _("Code")),
            Column(f"reason_{suffix}", _("Why")),
            Column("source_file", _("File")),
            Column("source_cell", _("Cell")),
        ],
        alt=_("Names to be decided"),
        everything=lambda: here.ask_all(names.suggestions),
    )
    st.markdown(
        _("To accept one: a line in aliases.csv of the data folder, ready-made by `python run.py aliases suggest`.")
    )
    matches = here.ask(names.matches)
    if matches.empty:
        return
    st.markdown(_("Names that were recognised, and by what."))
    table(
        here,
        "name_matches",
        matches,
        [
            Column("written_name", _("Name as written")),
            Column("meant", _("Taken for")),
            Column("code", _("Code")),
            Column("match_rule", _("Recognised by"), lambda code: translator.word(MATCH_RULES, code)),
            Column("source_file", _("File")),
            Column("source_cell", _("Cell")),
        ],
        alt=_("Names recognised"),
        everything=lambda: here.ask_all(names.matches),
    )
