"""Question, formula, worked example and limits of each indicator and metric, one under the other."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once
from dashboard.components.table import safe
from dashboard.language import Translator, is_missing
from dashboard.words import BASIS, MARK_EDGES
from indicators.figure_explanations import TARGET_EXPLANATIONS
from warehouse.vocabulary import Language

Parts = Callable[[Any, Translator], Iterator[tuple[str, str]]]


def explanations(here: Context, name: str, rows: pd.DataFrame, parts: Parts, title: str | None = None) -> None:
    """One closed part for each row that has a question; drawn once for what it shows. title: what they are."""
    translator = here.translator
    asked = rows[rows["question_en"].notna()]
    if asked.empty:
        return
    told = title or translator.gettext("One by one: question, example, and what it does not tell")
    st.header(told, anchor=False)
    drawn_once(here, f"explained_{name}", asked, lambda: _draw(asked, parts, translator))


def _draw(rows: pd.DataFrame, parts: Parts, translator: Translator) -> None:
    for row in rows.itertuples():
        code = getattr(row, "indicator_code", None) or row.metric_code
        with st.expander(f"{safe(_told(row, 'name', translator))} · {safe(code)}"):
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
    """What is said of a metric, or of a figure of the health method: label and text."""
    _ = translator.gettext
    yield _("Question:"), safe(_told(row, "question", translator))
    yield _("Formula:"), safe(_told(row, "formula", translator)) if is_missing(row.formula) else f"`{row.formula}`"
    if not is_missing(row.weight):
        yield _("Marks:"), safe(_marks(row, translator))
    yield _("Worked example:"), safe(_told(row, "example", translator))
    basis = [] if is_missing(row.basis) else [translator.sign(BASIS, row.basis)]
    yield _("Source and basis:"), safe(" · ".join([_told(row, "source", translator), *basis]))
    yield _("Weight in its criterion:"), safe(_weight(row, translator))
    yield _("What it does not tell:"), safe(_told(row, "limits", translator))


def _marks(row: Any, translator: Translator) -> str:
    """The edges of the marks 5 to 2 of a health figure, and whether sources disagree on them."""
    _ = translator.gettext
    edges = [translator.as_set(getattr(row, f"mark_{mark}")) for mark in (5, 4, 3, 2)]
    said = _("5 from {five}, 4 from {four}, 3 from {three}, 2 from {two}; else 1")
    if row.better == "low":
        said = _("5 up to {five}, 4 up to {four}, 3 up to {three}, 2 up to {two}; else 1")
    text = said.format(five=edges[0], four=edges[1], three=edges[2], two=edges[3])
    return f"{text} · {translator.sign(MARK_EDGES, 'disputed')}" if row.disputed else text


def _weight(row: Any, translator: Translator) -> str:
    _ = translator.gettext
    if row.metric_code in TARGET_EXPLANATIONS:
        return _("that of the lesson-learned indicator which counts the target")
    if is_missing(row.weight):
        return _("none; it counts only through a target that names it")
    return _("{weight} in the health method; none in a score of a partnership").format(
        weight=translator.as_set(row.weight)
    )


def _told(row: Any, name: str, translator: Translator) -> str:
    text = getattr(row, f"{name}_{'id' if translator.language is Language.INDONESIAN else 'en'}")
    return "" if is_missing(text) else str(text)
