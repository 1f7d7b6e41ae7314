"""The language of the document: its lang attribute, and the words that Streamlit itself draws around ours.

Streamlit has no setting for its own words. Each is replaced in the browser wherever it appears, in texts and in the
labels that screen readers and tooltips read; ours, which it draws as Markdown, tables and options, are left alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from dashboard.language import Translator
from dashboard.words import N_
from warehouse.vocabulary import Language

SAME = {
    word: word
    for word in (
        N_("add icon"),
        N_("Add files"),
        N_("Autosize"),
        N_("Cancel upload of {name}"),
        N_("Choose date"),
        N_("Choose date, {month}"),
        N_("Clear date"),
        N_("Clear entry"),
        N_("Clear selection"),
        N_("Clear value"),
        N_("Close"),
        N_("Close fullscreen"),
        N_("Close fullscreen: {table}"),
        N_("Close Search"),
        N_("Collapse sidebar"),
        N_("Connecting"),
        N_("Connection error"),
        N_("Copied"),
        N_("Copy"),
        N_("Copy column name"),
        N_("Copy to clipboard"),
        N_("Dataframe column menu"),
        N_("day, {field}"),
        N_("dd"),
        N_("Decrement"),
        N_("Dismiss"),
        N_("Download failed"),
        N_("Drag and drop a file here"),
        N_("Expand sidebar"),
        N_("Error:"),
        N_("file upload"),
        N_("Fullscreen"),
        N_("Fullscreen: {table}"),
        N_("Hide column"),
        N_("Increment"),
        N_("Link to heading"),
        N_("mm"),
        N_("month, {field}"),
        N_("Next"),
        N_("Next month"),
        N_("Next Result"),
        N_("No data"),
        N_("No results"),
        N_("Page not found"),
        N_("Pin column"),
        N_("Press Ctrl+Enter to apply"),
        N_("Press Enter to apply"),
        N_("Press Enter to submit form"),
        N_("Press ⌘+Enter to apply"),
        N_("Previous month"),
        N_("Previous Result"),
        N_("Remove {name}"),
        N_("Running..."),
        N_("Scroll tabs left"),
        N_("Scroll tabs right"),
        N_("Search"),
        N_("Search: {table}"),
        N_("Select all"),
        N_("Show/hide columns"),
        N_("Show/hide columns: {table}"),
        N_("Skip to main content"),
        N_("Sort ascending"),
        N_("Sort descending"),
        N_("Statistics"),
        N_("Stopping..."),
        N_("Try again"),
        N_("Type to search"),
        N_("Unpin column"),
        N_("year, {field}"),
        N_("yyyy"),
        N_("{count} options available."),
        N_("{kind} files are not allowed."),
        N_("{whole}.{tenth}B"),
        N_("{whole}.{tenth}KB"),
        N_("{whole}.{tenth}MB"),
    )
}
OURS = {
    "File must be {size}.0MB or smaller.": N_("The file may have at most {size} MB."),
    "App pages": N_("Pages"),
    "Open": N_("Open the list"),
    "Sidebar": N_("Side panel"),
    "The page that you have requested does not seem to exist. Running the app's main page.": N_(
        "The dashboard has no page at this address. This is the programme overview."
    ),
    "You have requested page {page}, but no corresponding file was found in the app's pages/ directory. "
    "Running the app's main page.": N_("The dashboard has no page at this address. This is the programme overview."),
    "Streamlit server is not responding. Are you connected to the internet?": N_(
        "The dashboard does not answer. Is it running, and is this computer connected to it?"
    ),
    "Upload": N_("Choose a file"),
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": N_(
        "Arrow keys go from day to day, Enter chooses, Escape closes."
    ),
}
STREAMLIT_SAYS = SAME | OURS
"""What Streamlit says, and what is said instead, as in the catalogue. A name in braces stands for any text."""

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
# The bound and the kinds of files stand in the field's label, in our words; Streamlit names the server's bound.
# Why a file is refused stands there for screen readers alone; everybody is to read it.
STYLE = """<style>
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stFileChips"] :has([role="alert"]) { width: auto !important; max-width: 100%; height: auto; }
[data-testid="stFileChip"]:has([role="alert"]) { flex-wrap: wrap; }
[data-testid="stFileChip"] [role="alert"] {
    position: static; flex-basis: 100%; width: auto; height: auto; margin: 0; padding: 0.25rem 0.5rem;
    overflow: visible; clip: auto; clip-path: none; white-space: normal; font-size: 0.875rem;
}
</style>"""
_OPEN = re.compile(r"\{\w+\}")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_ONE_DIGIT = "tenth"


def set_document_language(translator: Translator) -> None:
    """Sets the lang attribute of the document and puts the words of the language in the place of Streamlit's."""
    st.html(STYLE)
    data = {"lang": translator.language.value, "words": list(replacements(translator))}
    _component()(data=data, key="document_language", height="content")


def replacements(translator: Translator) -> Iterator[tuple[str, str]]:
    """Pattern and text in its place, $1, $2 for what the pattern leaves open: from Streamlit's words, and back.

    What was replaced in one language stays in the page when the reader changes to another.
    """
    others = [Translator(language) for language in Language if language is not translator.language]
    for said, message in STREAMLIT_SAYS.items():
        instead = translator.gettext(message)
        for before in dict.fromkeys((said, *(other.gettext(message) for other in others))):
            if before != instead:
                yield _pattern(before), _numbered(instead, _OPEN.findall(before))


def _pattern(before: str) -> str:
    """What the browser looks for: any text stands in the open places, one digit in that of the tenth."""
    said = _PLACE.sub(lambda place: r"(\d)" if place[1] == _ONE_DIGIT else "(.+)", re.escape(before))
    return f"^{said}$"


def _numbered(instead: str, places: list[str]) -> str:
    """The text with $1 in the place of the first of the open places, and so on."""
    return _OPEN.sub(lambda place: f"${places.index(place[0]) + 1}", instead)


@st.cache_resource(show_spinner=False)
def _component() -> object:
    return st.components.v2.component("wops_document_language", js=SCRIPT)
