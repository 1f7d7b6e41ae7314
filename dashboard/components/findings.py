"""What a page found, in words first: each sentence with the way to what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from dashboard.components.context import Context
from dashboard.language import Translator

UNBROKEN = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Finding:
    """A sentence and where its evidence stands: a heading of this page (`anchor`), else another page."""

    sentence: str
    anchor: str | None = None
    page: str | None = None
    address: dict[str, str] = field(default_factory=dict)


def findings(here: Context, told: Sequence[Finding]) -> None:
    """One line per finding; a link of this page scrolls to its heading, one to another page keeps the filters."""
    lines: list[str] = []
    for finding in told:
        if finding.page is None:
            lines.append(_line(here, finding))
            continue
        _draw(lines)
        lines = []
        _with_page(here, finding)
    _draw(lines)


def _line(here: Context, finding: Finding) -> str:
    return f"- {finding.sentence}{to_evidence(here.translator, finding.anchor) if finding.anchor else ''}"


def to_evidence(translator: Translator, anchor: str) -> str:
    """A link to a heading of this page, to stand behind a sentence."""
    word = translator.gettext("See evidence").replace(" ", UNBROKEN)
    return f" [{word}{UNBROKEN}↓](#{anchor})"


def _draw(lines: Sequence[str]) -> None:
    if lines:
        st.markdown("\n".join(lines))


def _with_page(here: Context, finding: Finding) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"- {finding.sentence}", width="content")
        st.page_link(
            f"app_pages/{finding.page}.py",
            label=here.translator.gettext("See evidence"),
            icon=":material/arrow_forward:",
            icon_position="right",
            query_params=finding.address or None,
        )
