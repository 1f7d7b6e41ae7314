"""The filters of the whole dashboard: origin, subject, cohort. Real rows, cases and samples are never mixed."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.components.choice import choose
from dashboard.components.context import answer
from dashboard.language import Translator
from dashboard.queries import build
from dashboard.queries.ask import Filters
from dashboard.words import ORIGINS, SUBJECTS
from warehouse.generations import Generation
from warehouse.vocabulary import Origin


def choose_filters(generation: Generation, viewer: Viewer, translator: Translator) -> tuple[Filters, int]:
    """The reader's filters and the number of partnerships of that origin; real where any real one exists."""
    _ = translator.gettext
    counts = answer(generation, viewer, build.origins).set_index("origin")["partnerships"]
    present = [origin for origin in Origin if origin in counts.index] or [Origin.REAL]
    origin = choose(
        translator,
        "origin",
        _("Data shown"),
        [origin.value for origin in present],
        lambda code: translator.word(ORIGINS, code),
        default=present[0].value,
    )
    chosen = Origin(origin or present[0])
    options = answer(generation, viewer, build.choices, chosen.value)
    subject = choose(
        translator,
        "subject",
        _("Subject"),
        sorted(options["subject"].dropna().unique()),
        lambda code: translator.word(SUBJECTS, code),
        everything=_("All subjects"),
    )
    cohort = choose(
        translator,
        "cohort",
        _("Cohort"),
        [str(int(year)) for year in sorted(options["cohort_year"].dropna().unique())],
        str,
        everything=_("All cohorts"),
    )
    st.caption(_("Local mode without sign-in: you are looking as the facilitator."))
    filters = Filters(chosen, subject, int(cohort) if cohort else None)
    return filters, int(counts.get(chosen.value, 0))
