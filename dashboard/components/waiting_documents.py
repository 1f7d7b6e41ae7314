"""Documents that wait for the facilitator: scans to be keyed in, and those that count for nothing yet."""

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.originals import open_originals
from dashboard.components.table import Column, table
from dashboard.queries import documents
from dashboard.words import N_, Tone, Word, Words

WAITS_FOR: Words = {
    "content": Word(N_("To be keyed in"), "✎", Tone.FAIR),
    "readable_copy": Word(N_("A copy that opens"), "!", Tone.FAIR),
    "obligation": Word(N_("Which obligation"), "?", Tone.UNSURE),
    "month": Word(N_("Which month"), "?", Tone.UNSURE),
    "known_kind": Word(N_("A kind that is known"), "?", Tone.UNSURE),
    "kind_and_partnership": Word(N_("What it is and whose"), "?", Tone.UNSURE),
}


def waiting_documents(here: Context) -> None:
    """The list with its age and what to do, and the original of each; nothing where nothing waits."""
    translator = here.translator
    _ = translator.gettext
    rows = here.ask_filtered(documents.waiting)
    if rows.empty:
        return
    st.header(_("Documents that wait"), anchor=False)
    st.caption(_("A scan counts as delivered; what it says is not reported until somebody keys it in."))
    table(
        here,
        "waiting_documents",
        rows,
        [
            Column("waits_for", _("Waits for"), words=WAITS_FOR),
            Column("mentee", _("Mentee"), missing=lambda row: _("not said")),
            Column("period", _("Month"), translator.month, optional=True),
            Column("file_name", _("File")),
            Column("sender", _("Sent by"), optional=True),
            Column("received_on", _("Received"), translator.day, right=True),
            Column("age_days", _("Age, days"), translator.number, right=True),
            Column(f"message_{translator.language.value}", _("What to do"), translator.sentence),
        ],
        alt=_("Documents that wait"),
        everything=lambda: here.ask_all(documents.waiting, here.filters),
    )
    open_originals(here, "waiting", here.ask(documents.named, tuple(dict.fromkeys(rows["file_sha256"]))))
