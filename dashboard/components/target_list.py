"""All targets with the cells they come from, and the sum behind one of them."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.components.target_receipt import choose_target_receipt
from dashboard.queries import results
from dashboard.words import HORIZONS, TARGET_KINDS, TARGET_STATUS

WIDTHS = {
    "mentee": 215,
    "label": 205,
    "status": 175,
    "unit": 120,
}  # pixels, of the columns whose texts break into lines


def target_list(here: Context) -> None:
    """Narrowed by horizon, kind and standing; alphabetical by mentee. Under it the receipt of one target."""
    translator = here.translator
    _ = translator.gettext
    narrowed = {}
    for place, (name, label, words, everything) in zip(
        st.columns(3),
        (
            ("horizon", _("Horizon"), HORIZONS, _("All horizons")),
            ("target_kind", _("Kind of target"), TARGET_KINDS, _("All kinds of target")),
            ("standing", _("Standing"), TARGET_STATUS, _("All standings")),
        ),
        strict=True,
    ):
        with place:
            narrowed[name] = choose(
                translator,
                name,
                label,
                list(words),
                lambda code, w=words: translator.word(w, code),
                everything,
                resets=("target",),
            )

    def labelled(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(label=sentences.target_labels(rows, translator))

    rows = labelled(here.ask_filtered(results.target_list, **narrowed))
    table(
        here,
        "all_targets",
        rows,
        _columns(here),
        alt=_("Targets, alphabetical by mentee"),
        everything=lambda: labelled(here.ask_all(results.target_list, here.filters, **narrowed)),
    )
    if len(rows):
        _receipt(here, rows)


def _columns(here: Context) -> list[Column]:
    translator = here.translator
    _ = translator.gettext
    return [
        Column("mentee", _("Mentee"), width=WIDTHS["mentee"]),
        Column("label", _("Target"), width=WIDTHS["label"]),
        Column("status", _("Status"), words=TARGET_STATUS, width=WIDTHS["status"]),
        Column("progress", _("Progress"), translator.percent, right=True, times=100, unit="%"),
        Column("baseline", _("Baseline"), translator.significant, missing=lambda row: _("no baseline"), right=True),
        Column("actual", _("Actual"), translator.significant, missing=lambda row: _("not reported"), right=True),
        Column("target", _("Target value"), translator.significant, right=True),
        Column("unit", _("Unit"), translator.unit, width=WIDTHS["unit"]),
        Column("due_on", _("Due"), translator.day, right=True),
        Column("kind", _("Kind"), lambda code: translator.word(TARGET_KINDS, code)),
        Column("horizon", _("Horizon"), lambda code: translator.word(HORIZONS, code)),
        Column("actual_source_file", _("File of the actual"), missing=lambda row: _("none")),
        Column("actual_source_cell", _("Cell of the actual"), missing=lambda row: _("none")),
        Column("source_file", _("File of the target")),
        Column("source_cell", _("Cell of the target")),
    ]


def _receipt(here: Context, rows: pd.DataFrame) -> None:
    """One target of those shown, with the way to the profile of its partnership."""
    row = choose_target_receipt(here, rows, lambda row: f"{row['mentee']}: {row['label']} ({row['target_id']})")
    if row is None:
        return
    st.page_link(
        "app_pages/profile.py",
        label=here.translator.gettext("Open the profile of {mentee}").format(mentee=row["mentee"]),
        icon=":material/handshake:",
        query_params={"partnership": str(row["partnership_id"]), "part": "targets"},
    )
