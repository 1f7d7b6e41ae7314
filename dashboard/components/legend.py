"""Symbol, word and colour of the statuses in a figure."""

from collections.abc import Sequence

import streamlit as st

from dashboard.components.table import BADGES, safe
from dashboard.language import Translator
from dashboard.words import Words, in_words


def legend(translator: Translator, words: Words, codes: Sequence[str]) -> None:
    """One line of badges."""
    st.markdown(
        "  ".join(
            f":{BADGES[in_words(words, code).tone]}-badge[{safe(translator.sign(words, code))}]" for code in codes
        )
    )
