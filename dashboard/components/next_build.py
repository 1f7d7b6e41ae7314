"""When what was sent counts: whether builds begin by themselves, when the last one was, and the page that waits."""

from datetime import timedelta

import streamlit as st

from dashboard.components.context import Context, data_folder, published
from warehouse.generations import Generations, WarehouseProblem

WIB = timedelta(hours=7)
LOOK_EVERY_SECONDS = 5


def when_it_counts(here: Context) -> str:
    """Who begins the next build, and when the last one was made."""
    _ = here.translator.gettext
    if Generations(data_folder() / "warehouse").is_watched():
        said = _("The folder is watched: the next build begins by itself. The last one: {moment} WIB.")
    else:
        said = _(
            "Nothing watches the folder now: it counts once the facilitator runs a build. The last one: {moment} WIB."
        )
    return said.format(moment=here.translator.moment(here.generation.built_at + WIB))


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def look_for_a_build(here: Context) -> None:
    """Draw the page anew once a newer build is published. Not beside a field in which somebody may be writing."""
    try:
        is_newer = published().build_id != here.generation.build_id
    except WarehouseProblem:
        return
    if is_newer:
        st.rerun()
