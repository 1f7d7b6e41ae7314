"""Who is looking. Without sign-in it is chosen in the sidebar; a sign-in would answer in `open_viewer` instead."""

from dataclasses import dataclass

import streamlit as st

from dashboard.access import LOCAL_VIEWER, Viewer, ViewerRole
from dashboard.components.choice import choose, nothing_to_choose, remembered
from dashboard.components.context import answer
from dashboard.components.table import safe
from dashboard.language import Translator
from dashboard.queries import parties
from dashboard.words import VIEWERS
from warehouse.generations import Generation

MOST_OFFERED = 200


@dataclass(frozen=True)
class Looking:
    """The viewer and, of a partner, its name."""

    viewer: Viewer
    name: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it is known for whom to show pages: a partner must be named."""
        return self.viewer.sees_all_partnerships or self.viewer.party_id is not None


def open_viewer(generation: Generation, translator: Translator) -> Looking:
    """Who is looking: the one place that decides."""
    return _chosen_in_the_sidebar(generation, translator)


def tell_who_looks(translator: Translator, looking: Looking) -> None:
    """The line at the head of every page: there is no sign-in, and as whom one looks."""
    _ = translator.gettext
    whom = translator.word(VIEWERS, looking.viewer.role)
    if looking.name:
        whom = _("{name} (partner)").format(name=looking.name)
    told = _("No sign-in yet: you look as {whom}, chosen in the sidebar.").format(whom=whom)
    st.caption(f":material/visibility: {safe(told)}")


def ask_which_partner(translator: Translator) -> None:
    """What a page says while a partner is not named yet."""
    _ = translator.gettext
    st.title(_("Which partner?"), anchor=False)
    st.info(_("Choose in the sidebar as which partner you look."), icon=":material/arrow_back:")


def _chosen_in_the_sidebar(generation: Generation, translator: Translator) -> Looking:
    _ = translator.gettext
    role = choose(
        translator,
        "viewer",
        _("Look as"),
        [role.value for role in ViewerRole],
        lambda code: translator.word(VIEWERS, code),
        default=LOCAL_VIEWER.role.value,
        resets_all_but=("lang",),
    )
    if role != ViewerRole.PARTNER:
        nothing_to_choose(translator, "party")
        return Looking(Viewer(ViewerRole(role or LOCAL_VIEWER.role)))
    names = _offered(generation, translator)
    party_id = choose(
        translator,
        "party",
        _("Partner"),
        list(names),
        names.__getitem__,
        resets_all_but=("lang", "viewer"),
    )
    return Looking(Viewer(ViewerRole.PARTNER, party_id), names[party_id] if party_id else None)


def _offered(generation: Generation, translator: Translator) -> dict[str, str]:
    """Party to name, alphabetical; of more than are offered, those whose name holds a text. Equal names bear codes."""
    asked = remembered("party")
    found = answer(generation, LOCAL_VIEWER, parties.taking_part, None, asked, MOST_OFFERED + 1)
    if len(found) > MOST_OFFERED:
        search = st.text_input(translator.gettext("Search a partner"), key="search_party").strip()
        found = answer(generation, LOCAL_VIEWER, parties.taking_part, search or None, asked, MOST_OFFERED)
    found = found.sort_values("name", key=lambda names: names.str.lower(), kind="stable")
    twice = set(found["name"][found["name"].duplicated()])
    pairs = zip(found["party_id"], found["name"], strict=True)
    return {party_id: f"{name} ({party_id})" if name in twice else name for party_id, name in pairs}
