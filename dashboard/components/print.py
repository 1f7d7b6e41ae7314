"""The page to print: a partnership on one A4, as PDF; without the library, how to get it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import uploads
from dashboard.components.context import Context
from dashboard.paper.partnership import partnership_pdf
from dashboard.paper.pdf import INSTALL_COMMAND, is_available

PAPER_WIDTH = 1000  # pixels
ON_PAPER = """<style>@media print {
    [data-testid="stSidebar"], [data-testid="stHeader"], [role="tablist"], .stSelectbox, .st-key-print_partnership,
    .stPopover { display: none !important; }
    [data-testid="stMainBlockContainer"] { padding: 0 !important; }
    .st-key-paper { zoom: 0.7; }
    [data-testid="stTable"], [data-testid="stTable"] * { overflow: visible !important; }
    [data-testid="stPlotlyChart"], tr, li { break-inside: avoid; }
    h1, h2, h3 { break-after: avoid; }
    [data-testid="stTable"] table { display: table !important; }
}</style>"""


def paper() -> DeltaGenerator:
    """A place as wide as an A4 page at 70%; where the browser prints it: no choices, no tabs, no chart cut in two."""
    st.html(ON_PAPER)
    return st.container(key="paper", width=PAPER_WIDTH)


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
