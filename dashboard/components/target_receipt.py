"""The sum behind one target, in a dialog or under its choice, and every month behind it with its cell."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import results_in_words
from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.receipt import files_and_rules
from dashboard.components.table import Column, safe, table
from dashboard.queries import results
from dashboard.words import ACTUAL_BASIS, VALUE_STATUS
from indicators.figure_receipt import FigureReceipt
from indicators.receipt import Origin


def open_target_receipt(here: Context, row: pd.Series) -> None:
    """Opens the receipt of one row of mart.target_progress, with its `label`."""
    title = here.translator.gettext("Receipt: {what}").format(what=row["label"])
    st.dialog(title, width="large", icon=":material/receipt_long:")(target_receipt)(here, row)


def choose_target_receipt(here: Context, rows: pd.DataFrame, name: Callable[[pd.Series], str]) -> pd.Series | None:
    """The choice of one target of `rows` by its `name`, its receipt below, and its row; None where none is chosen."""
    by_key = {f"{row['partnership_id']}~{row['target_id']}": row for _index, row in rows.iterrows()}
    key = choose(
        here.translator,
        "target",
        here.translator.gettext("Receipt of one target"),
        list(by_key),
        lambda key: name(by_key[key]),
    )
    if key is None:
        return None
    target_receipt(here, by_key[key])
    return by_key[key]


def target_receipt(here: Context, row: pd.Series) -> None:
    """One row of mart.target_progress: the sum, what it was measured over, and every month behind it with its cell."""
    translator = here.translator
    _ = translator.gettext
    st.markdown(safe(results_in_words.of_target(row, translator)))
    found = here.ask(results.target_receipt, str(row["partnership_id"]), str(row["target_id"]))
    if found is None:
        st.caption(_("There is nothing to show here."))
        return
    facts = [
        _("measured over: {basis}").format(basis=translator.word(ACTUAL_BASIS, found.actual_basis).lower()),
        _place(_("target"), found.target.origin, _("none")),
    ]
    if not found.figures:
        facts.append(_place(_("actual"), found.target.actual_origin, _("none")))
    st.caption(safe(" · ".join(facts)))
    if found.figures:
        _figures(here, found.figures)
    else:
        st.caption(_("No monthly figure stands behind this target."))
    files_and_rules(found.files, found.rules_version, translator)


def _figures(here: Context, figures: tuple[FigureReceipt, ...]) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "months_behind",
        pd.DataFrame(
            [
                {
                    "period": translator.period(one.period_start, one.period_end), "value": one.value, "unit": one.unit,
                    "status": one.status, "file": one.origin.file, "sheet": one.origin.sheet, "cell": one.origin.cell,
                }
                for one in figures
            ]
        ),
        [
            Column("period", _("Period")),
            Column(
                "value", _("Value"), translator.significant, right=True,
                missing=lambda line: translator.word(VALUE_STATUS, line.status).lower(),
            ),
            Column("unit", _("Unit"), translator.unit),
            Column("file", _("File")),
            Column("sheet", _("Sheet")),
            Column("cell", _("Cell")),
        ],
        alt=_("Monthly figures behind the target"),
    )  # fmt: skip


def _place(label: str, origin: Origin, otherwise: str) -> str:
    told = " › ".join(part for part in (origin.file, origin.sheet, origin.cell) if part)
    return f"{label}: {told or otherwise}"
