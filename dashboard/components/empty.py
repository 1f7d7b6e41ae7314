"""What a page says when there is nothing to show, and what to do about it."""

import streamlit as st

from dashboard.components.context import Context
from dashboard.language import Translator
from dashboard.queries import build
from warehouse.generations import OtherVersion, WarehouseProblem
from warehouse.vocabulary import Language


def nothing_published(translator: Translator, problem: WarehouseProblem) -> None:
    """No build can be read: says why, and the ways on."""
    _ = translator.gettext
    is_old = isinstance(problem, OtherVersion)
    st.title(_("The data must be built anew") if is_old else _("No data yet"), anchor=False)
    st.warning(
        problem.message_id if translator.language is Language.INDONESIAN else problem.message_en,
        icon=":material/database_off:",
    )
    if is_old:
        st.code("python run.py build", language=None)
        return
    st.markdown(_("**To look around** with a fictional sample programme:"))
    st.code("python run.py demo", language=None)
    st.markdown(
        _(
            "**To start with your own files**: put the programme register and the reports in the inbox of the data "
            "folder, then:"
        )
    )
    st.code("python run.py build", language=None)
    st.caption(_("This page picks up the build by itself: reload it when the build has finished."))


def empty_programme(translator: Translator) -> None:
    """The build holds no partnership of this choice."""
    _ = translator.gettext
    st.info(
        _(
            "No partnership in this selection. Widen the filters at the left, or put the programme register in the "
            "inbox of the data folder and run `python run.py build`."
        ),
        icon=":material/inbox:",
    )


def stop_for_a_case(here: Context, said: str) -> None:
    """A published case is an account, not a record: a page of records ends with the words why it has none."""
    if here.is_case:
        st.info(said, icon=":material/menu_book:")
        st.stop()


def stop_without_partnership(here: Context) -> None:
    """Where the reader's choice holds no partnership, the page ends with what to do."""
    if here.ask_filtered(build.coverage).iloc[0]["partnerships"] == 0:
        empty_programme(here.translator)
        st.stop()
