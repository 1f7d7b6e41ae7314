"""Question, formula, worked example and limits of each indicator and metric, one under the other."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once
from dashboard.components.table import safe
from dashboard.language import Translator, is_missing
from dashboard.words import BASIS, SUBJECTS
from warehouse.vocabulary import Language

Parts = Callable[[Any, Translator], Iterator[tuple[str, str]]]


def explanations(here: Context, name: str, rows: pd.DataFrame, parts: Parts) -> None:
    """One closed part for each row that has a question; drawn once for what it shows."""
    translator = here.translator
    asked = rows[rows["question_en"].notna()]
    if asked.empty:
        return
    st.subheader(translator.gettext("One by one: question, example, and what it does not tell"), anchor=False)
    drawn_once(here, f"explained_{name}", asked, lambda: _draw(asked, parts, translator))


def _draw(rows: pd.DataFrame, parts: Parts, translator: Translator) -> None:
    for row in rows.itertuples():
        code = getattr(row, "indicator_code", None) or row.metric_code
        with st.expander(f"{safe(code)} · {safe(_told(row, 'name', translator))}"):
            st.markdown("\n".join(f"- **{safe(label)}** {text}" for label, text in parts(row, translator)))


def explained_indicator(row: Any, translator: Translator) -> Iterator[tuple[str, str]]:
    """What is said of an indicator: label and text."""
    _ = translator.gettext
    yield _("Question:"), safe(_told(row, "question", translator))
    yield _("Formula:"), safe(_told(row, "formula", translator))
    yield _("Worked example:"), safe(_told(row, "example", translator))
    basis = translator.sign(BASIS, row.basis)
    yield _("Source and basis:"), safe(f"{_told(row, 'source', translator)} · {basis}")
    yield _("Weight in its criterion:"), safe(translator.significant(row.weight))
    yield _("What it does not tell:"), safe(_told(row, "limits", translator))


def explained_metric(row: Any, translator: Translator) -> Iterator[tuple[str, str]]:
    """What is said of a metric: label and text. Metrics have no weight of their own."""
    _ = translator.gettext
    yield _("Question:"), safe(_told(row, "question", translator))
    yield _("Formula:"), f"`{row.formula}`"
    yield _("Worked example:"), safe(_told(row, "example", translator))
    subject = translator.word(SUBJECTS, row.subject)
    yield _("Source and basis:"), safe(f"{_told(row, 'source', translator)} · {subject}")
    yield _("Weight in its criterion:"), safe(_("none; it counts only through a target that names it"))
    yield _("What it does not tell:"), safe(_told(row, "limits", translator))


def _told(row: Any, name: str, translator: Translator) -> str:
    text = getattr(row, f"{name}_{'id' if translator.language is Language.INDONESIAN else 'en'}")
    return "" if is_missing(text) else str(text)
