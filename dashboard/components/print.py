"""The page to print: a partnership on one A4, as PDF; without the library, how to get it."""

import streamlit as st

from dashboard import uploads
from dashboard.components.context import Context
from dashboard.paper.partnership import partnership_pdf
from dashboard.paper.pdf import INSTALL_COMMAND, is_available


def print_button(here: Context, partnership_id: str) -> None:
    """A button that makes the PDF when it is pressed."""
    translator = here.translator
    _ = translator.gettext
    label = _("One page to print (PDF)")
    if not is_available():
        with st.popover(label, icon=":material/print:", type="tertiary"):
            st.markdown(_("To print a page, one more library is needed. On the computer that serves this dashboard:"))
            st.code(INSTALL_COMMAND, language=None)
        return
    st.download_button(
        label,
        lambda: here.ask_once(partnership_pdf, partnership_id, here.generation, translator),
        uploads.harmless(f"{partnership_id}_{here.as_of.isoformat()}_{translator.language.value}.pdf"),
        "application/pdf",
        key="print_partnership",
        type="tertiary",
        icon=":material/print:",
        on_click="ignore",
    )
