"""The targets of one partnership and how far each has come."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.profile import known_months, target_progress
from dashboard.components.chart import chart, with_click
from dashboard.components.context import Context
from dashboard.components.table import Column
from dashboard.components.target_receipt import choose_target_receipt, open_target_receipt
from dashboard.words import ACTUAL_BASIS, HORIZONS, TARGET_KINDS, TARGET_STATUS
from warehouse.vocabulary import TargetStatus


def targets_and_progress(here: Context, targets: pd.DataFrame) -> None:
    """Columns as in `profile.TARGETS`, with label. Files and cells stand in the downloads and in each receipt."""
    translator = here.translator
    _ = translator.gettext
    if targets.empty:
        st.caption(_("No target has been recorded yet."))
        return
    measured = [
        translator.word(ACTUAL_BASIS, row.actual_basis) + known_months(row, translator) for row in targets.itertuples()
    ]
    chart(
        here,
        "target_progress",
        sentences.own_targets_title(targets, translator),
        lambda: target_progress(targets[targets["status"] != TargetStatus.AWAITING_FOLLOW_UP], translator),
        targets.assign(measured_over=measured),
        [
            Column("label", _("Target")),
            Column("kind", _("Kind"), lambda code: translator.word(TARGET_KINDS, code)),
            Column("horizon", _("Horizon"), lambda code: translator.word(HORIZONS, code), only_downloaded=True),
            Column("baseline", _("Baseline"), translator.significant, missing=lambda row: _("no baseline"), right=True),
            Column("target", _("Target value"), translator.significant, right=True),
            Column("actual", _("Actual"), translator.significant, missing=lambda row: _("not reported"), right=True),
            Column("unit", _("Unit"), translator.unit),
            Column("measured_over", _("Measured over")),
            Column("coverage_months", _("Months known"), translator.number, right=True, only_downloaded=True),
            Column("expected_months", _("of"), translator.number, right=True, only_downloaded=True),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("status", _("Status"), words=TARGET_STATUS),
            Column("actual_source_file", _("File of the actual"), missing=lambda row: _("none"), only_downloaded=True),
            Column("actual_source_cell", _("Cell of the actual"), missing=lambda row: _("none"), only_downloaded=True),
            Column("source_file", _("File of the target"), only_downloaded=True),
            Column("source_cell", _("Cell of the target"), only_downloaded=True),
            Column("first_target", _("Target value at first"), translator.significant, right=True, optional=True),
            Column("first_due_on", _("Due at first"), translator.day, right=True, optional=True),
            Column(
                "first_progress",
                _("Progress by the first wording"),
                translator.percent,
                right=True,
                optional=True,
                times=100,
                unit="%",
            ),
        ],
        note=with_click(
            here,
            _(
                "Progress from baseline to target; the blue tick is where it should be by now. "
                "Targets that await a follow-up stand in the table only"
            ),
        ),
        opens=lambda code: open_target_receipt(here, targets[targets["target_id"] == code].iloc[0]),
    )
    if not here.on_paper:
        choose_target_receipt(here, targets, lambda row: f"{row['label']} ({row['target_id']})")
