"""What one has handed in, and what became of it: what waits for the next build first, then what the build says."""

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import uploads
from dashboard.access import ViewerRole
from dashboard.components.context import Context, data_folder
from dashboard.components.next_build import WIB, look_for_a_build, when_it_counts
from dashboard.components.table import Column, table
from dashboard.queries import submissions
from dashboard.queries.ask import OF_ALL
from dashboard.words import FILE_OUTCOMES, N_, WORKBOOKS, Tone, Word
from warehouse.vocabulary import FileOutcome, Language

WAITING = "waiting"
OUTCOMES = {**FILE_OUTCOMES, WAITING: Word(N_("Sent"), "→", Tone.PLAIN)}


def history(here: Context, partnership_id: str | None) -> None:
    """The table of own submissions; where something waits, the page looks for a new build by itself."""
    translator = here.translator
    _ = translator.gettext
    st.header(_("What you have sent"), anchor=False)
    waiting = _waiting(here, partnership_id)
    in_time = _("Waits for the next build; then its outcome stands here.")
    built = here.ask(submissions.history, here.filters.origin.value, partnership_id)
    rows = pd.concat([frame for frame in (_as_rows(waiting, in_time), built) if len(frame)] or [pd.DataFrame()])
    if rows.empty:
        st.caption(_("Nothing yet."))
        return
    if waiting:
        st.caption(when_it_counts(here))
        look_for_a_build(here)
    rows[OF_ALL] = len(waiting) + (int(built[OF_ALL].iloc[0]) if len(built) else 0)
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    columns = [
        Column("received_at", _("Received (WIB)"), translator.moment, unbroken=True),
        Column("outcome", _("Outcome"), words=OUTCOMES),
        Column(f"message_{suffix}", _("What happened"), translator.sentence),
        Column("template", _("Workbook"), lambda code: translator.word(WORKBOOKS, code)),
        Column("period", _("Month"), translator.month, unbroken=True),
        Column("partnership_id", _("Partnership"), only_downloaded=partnership_id is not None),
        Column("file_name", _("File")),
    ]

    def everything() -> pd.DataFrame:
        every = here.ask_all(submissions.history, here.filters.origin.value, partnership_id)
        return pd.concat([frame for frame in (_as_rows(waiting, in_time), every) if len(frame)])

    table(here, "submissions", rows, columns, alt=_("What you have sent"), everything=everything)


def _waiting(here: Context, partnership_id: str | None) -> list[dict[str, Any]]:
    """What this viewer sent and this build does not hold yet; what a build holds is forgotten."""
    data = data_folder()
    own = [note for note in uploads.sent_notes(data) if _is_own(here, note)]
    if not own:
        return []
    held = here.ask(submissions.published, tuple(str(note["intake_id"]) for note in own))
    for intake_id in held:
        uploads.forget_note(data, intake_id)
    return [note for note in own if note["intake_id"] not in held and partnership_id in (None, note["partnership_id"])]


def _is_own(here: Context, note: dict[str, Any]) -> bool:
    if here.viewer.role is ViewerRole.FACILITATOR:
        return True
    return bool(here.viewer.party_id) and note.get("viewer_party") == here.viewer.party_id


def _as_rows(waiting: list[dict[str, Any]], in_time: str) -> pd.DataFrame:
    rows = []
    for note in waiting:
        judged = {"duplicate": FileOutcome.DUPLICATE.value, "refused": FileOutcome.REJECTED.value}.get(note["outcome"])
        received_at = pd.Timestamp(datetime.fromisoformat(note["received_at"]) + WIB)
        row = note | {"received_at": received_at, "outcome": judged or WAITING}
        rows.append(row if judged else row | {"message_en": in_time, "message_id": in_time})
    return pd.DataFrame(rows)
