"""Choices that live in the URL. A value that the URL names and nobody knows is said to be unknown, never replaced."""

from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.table import safe
from dashboard.language import Translator
from warehouse.vocabulary import Language

ALL = ""


class NotInData(Exception):
    """The address names what is not there. The script behind every page says so in the place of the page."""

    def __init__(self, translator: Translator, parameter: str, value: str) -> None:
        super().__init__(f"{parameter}: {value[:80]}")
        self.translator, self.parameter, self.value = translator, parameter, value


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
    resets_all_but: Sequence[str] = (),
) -> str | None:
    """A select box bound to a URL parameter; None where all (or, without `everything`, nothing) is chosen.

    An unknown value in the URL stops the page with a message that names it. Another choice here takes back those of
    the parameters in `resets`, or all but those in `resets_all_but`.
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
        on_change=_write_anew if resets_all_but else _write,
        args=(parameter, *(resets_all_but or resets)),
    )
    if value:
        _keep(parameter, value)
    return chosen or None


def nothing_to_choose(translator: Translator, parameter: str, only: str | None = None) -> None:
    """Where a choice is not offered: an address that names anything but the only value there is stops the page."""
    value = st.query_params.get(parameter)
    if value and value != only:
        unknown(translator, parameter, value)


def choose_page(translator: Translator, parameter: str, label: str, total: int, size: int) -> int:
    """Which stretch of a long list is shown, bound to a URL parameter: how many of its first are passed over."""
    if total <= size and parameter not in st.query_params:
        return 0
    pages = [str(page) for page in range(1, -(-total // size) + 1)]

    def stretch(page: str) -> str:
        last = min(int(page) * size, total)
        return translator.gettext("{first} to {last} of {total}").format(
            first=translator.number((int(page) - 1) * size + 1),
            last=translator.number(last),
            total=translator.number(total),
        )

    chosen = choose(translator, parameter, label, pages, stretch, default=pages[0])
    return (int(chosen or 1) - 1) * size


def choose_part(
    translator: Translator, parameter: str, labels: Mapping[str, str], opened_by: Mapping[str, str] | None = None
) -> tuple[str, DeltaGenerator]:
    """Tabs bound to a URL parameter: the code of the open one, and its place. What the others hold is not drawn.

    The first is open unless the address names one, or one of the parameters in `opened_by`, each of its own tab.
    """
    codes = list(labels)
    value = _current(parameter, codes)
    if value is not None and value not in codes:
        unknown(translator, parameter, value)
    named = [code for other, code in (opened_by or {}).items() if other in st.query_params]
    code = value or (named or codes)[0]
    key = f"choice_{parameter}"
    st.session_state[key] = labels[code]
    by_label = {label: code for code, label in labels.items()}
    tabs = st.tabs(list(by_label), key=key, on_change=_write_part, args=(parameter, by_label))
    if value:
        _keep(parameter, value)
    return code, tabs[codes.index(code)]


def unknown(translator: Translator, parameter: str, value: str) -> NoReturn:
    """Stops the page: its address names something that is not there."""
    raise NotInData(translator, parameter, value)


def say_unknown(told: NotInData) -> None:
    """Says that the URL names something that is not there, and offers the way back."""
    parameter, value = told.parameter, told.value
    _ = told.translator.gettext
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


def remembered(parameter: str) -> str | None:
    """What the URL says of a parameter, else what this session chose before; not checked against anything."""
    return st.query_params.get(parameter) or st.session_state.get(f"kept_{parameter}")


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


def _write_anew(parameter: str, *others: str) -> None:
    kept = [str(key).removeprefix("kept_") for key in st.session_state if str(key).startswith("kept_")]
    _write(parameter, *(each for each in kept if each not in (parameter, *others)))


def _write_part(parameter: str, by_label: Mapping[str, str]) -> None:
    _keep(parameter, by_label[st.session_state[f"choice_{parameter}"]])


def _forget(parameter: str) -> None:
    st.session_state.pop(f"kept_{parameter}", None)
    if parameter in st.query_params:
        del st.query_params[parameter]
