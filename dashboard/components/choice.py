"""Choices that live in the URL. A value that the URL names and nobody knows is said to be unknown, never replaced."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.components.table import safe
from dashboard.language import Translator
from warehouse.vocabulary import Language

ALL = ""


def choose_language() -> Translator:
    """The language switch; Indonesian unless the URL or this session says otherwise."""
    codes = [language.value for language in Language]
    known = _current("lang", codes)
    language = Language(known) if known in codes else Language.INDONESIAN
    _keep("lang", language.value)
    st.session_state["choice_lang"] = language.value
    st.segmented_control(
        "Bahasa · Language",
        codes,
        key="choice_lang",
        format_func={"id": "Bahasa Indonesia", "en": "English"}.__getitem__,
        required=True,
        on_change=_write,
        args=("lang",),
        width="stretch",
    )
    translator = Translator(language)
    if known is not None and known not in codes:
        unknown(translator, "lang", known)
    return translator


def choose(
    translator: Translator,
    parameter: str,
    label: str,
    options: Sequence[str],
    show: Callable[[str], str],
    everything: str | None = None,
    default: str | None = None,
    resets: Sequence[str] = (),
) -> str | None:
    """A select box bound to a URL parameter; None where all (or, without `everything`, nothing) is chosen.

    An unknown value in the URL stops the page with a message that names it. Another choice here takes back those of
    the parameters in `resets`.
    """
    value = _current(parameter, list(options))
    if value is not None and value not in options and not (value == ALL and everything):
        unknown(translator, parameter, value)
    chosen = value if value is not None else default
    key = f"choice_{parameter}"
    st.session_state[key] = chosen if chosen is not None else (ALL if everything else None)
    st.selectbox(
        label,
        [ALL, *options] if everything else list(options),
        index=0 if everything or default else None,
        key=key,
        format_func=lambda code: everything if code == ALL and everything else show(code),
        placeholder=translator.gettext("Choose …"),
        on_change=_write,
        args=(parameter, *resets),
    )
    if value:
        _keep(parameter, value)
    return chosen or None


def unknown(translator: Translator, parameter: str, value: str) -> None:
    """Says that the URL names something that is not there, offers the way back, and stops the page."""
    _ = translator.gettext
    st.title(_("Not found"))
    st.warning(
        _("The address of this page names “{value}” ({parameter}), which is not in the published data.").format(
            value=safe(value[:80]), parameter=safe(parameter)
        )
        + "  \n"
        + _("Check the address, or continue without it."),
        icon=":material/search_off:",
    )
    st.button(_("Continue without it"), on_click=_forget, args=(parameter,))
    st.stop()


def _current(parameter: str, options: Sequence[str]) -> str | None:
    """What the URL says, else what this session chose before (a page switch clears the URL)."""
    in_url = st.query_params.get(parameter)
    if in_url is not None:
        return in_url
    kept = st.session_state.get(f"kept_{parameter}")
    return kept if kept in options else None


def _keep(parameter: str, value: str) -> None:
    st.session_state[f"kept_{parameter}"] = value
    if st.query_params.get(parameter) != value:
        st.query_params[parameter] = value


def _write(parameter: str, *resets: str) -> None:
    for other in resets:
        _forget(other)
    value = st.session_state[f"choice_{parameter}"]
    if value:
        _keep(parameter, value)
    else:
        _forget(parameter)


def _forget(parameter: str) -> None:
    st.session_state.pop(f"kept_{parameter}", None)
    if parameter in st.query_params:
        del st.query_params[parameter]
