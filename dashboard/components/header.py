"""What stands on every page: title, question, as-of, build, coverage, and a plain word on what is shown."""

import streamlit as st

from dashboard.components.context import Context
from dashboard.components.next_build import WIB
from dashboard.components.table import safe
from dashboard.queries import build
from warehouse.vocabulary import Origin


def page_header(here: Context, title: str, question: str, coverage: str | None = None) -> None:
    """Title and facts of the build; `coverage` replaces the programme's own."""
    translator = here.translator
    _ = translator.gettext
    st.title(title, anchor=False)
    facts = [
        _("Figures as of {day}").format(day=translator.long_day(here.as_of)),
        _("build of {moment} WIB ({code})").format(
            moment=translator.moment(here.generation.built_at + WIB), code=here.generation.build_id.rpartition("-")[2]
        ),
        coverage or (None if here.is_case else programme_coverage(here)),
    ]
    st.markdown(f"{question}  \n:small[:gray[{safe(' · '.join(fact for fact in facts if fact))}]]")
    if here.filters.origin is Origin.SAMPLE:
        st.info(
            _("Sample programme: fictional. No name and no figure here belongs to a real utility."),
            icon=":material/science:",
        )
    if here.is_case:
        st.info(
            _(
                "Published cases: each holds only what its document tells. What the document does not tell is unknown, "
                "not missing: it is never counted as late, no band is given, and no case enters the national figures."
            ),
            icon=":material/menu_book:",
        )


def programme_coverage(here: Context) -> str:
    """How many of the partnerships that owe monthly reports have sent the latest one due."""
    row = here.ask_filtered(build.coverage).iloc[0]
    if row["owing"] == 0:
        return here.translator.gettext("no monthly report has fallen due yet")
    message = here.translator.ngettext(
        "{reported} of {owing} partnership reported", "{reported} of {owing} partnerships reported", row["owing"]
    )
    return message.format(reported=here.translator.number(row["reported"]), owing=here.translator.number(row["owing"]))
