"""The filters of the whole dashboard: origin, kind of programme, subject, cohort. Origins are never mixed."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.components.choice import choose
from dashboard.components.context import answer
from dashboard.kinds import Kinds, kinds_in_words
from dashboard.language import Translator
from dashboard.queries import build, catalogue
from dashboard.queries.ask import Filters
from dashboard.words import ORIGINS, SUBJECTS
from warehouse.generations import Generation
from warehouse.vocabulary import Language, Origin

MOST_KINDS = 50
OF_ONE_SELECTION = ("metric", "gains", "target", "grid")  # choices that another selection may not offer
OFFERED_FIRST = (Origin.REAL, Origin.SAMPLE, Origin.CASE)


def kinds_of(generation: Generation, viewer: Viewer, translator: Translator) -> Kinds:
    """The kinds of programme in this build and their stages, in words."""
    return _kinds(
        generation.build_id, viewer.role.value, viewer.party_id, translator.language.value, generation, viewer
    )


@st.cache_data(max_entries=MOST_KINDS, show_spinner=False)
def _kinds(
    build_id: str, role: str, party_id: str | None, language: str, _generation: Generation, _viewer: Viewer
) -> Kinds:
    kinds, stages = (answer(_generation, _viewer, query) for query in (catalogue.kinds, catalogue.stages))
    return kinds_in_words(kinds, stages, Translator(Language(language)))


def choose_filters(generation: Generation, viewer: Viewer, translator: Translator, kinds: Kinds) -> Filters:
    """The reader's filters; real data where there are any, else the sample. A filter with one choice is not offered."""
    _ = translator.gettext
    present = answer(generation, viewer, build.origins)["origin"]
    origins = [origin.value for origin in OFFERED_FIRST if origin in set(present)] or [Origin.REAL.value]
    origin = choose(
        translator,
        "origin",
        _("Data shown"),
        origins,
        lambda code: translator.word(ORIGINS, code),
        default=origins[0],
        resets=("kind", "subject", "cohort", "partnership", "mentor", "mentees", *OF_ONE_SELECTION),
    )
    chosen = Origin(origin or origins[0])
    options = answer(generation, viewer, build.choices, chosen.value)
    present_kinds = sorted(options["programme_kind"].unique(), key=kinds.name)
    kind = None
    if len(present_kinds) > 1 or "kind" in st.query_params:
        kind = choose(
            translator,
            "kind",
            _("Kind of programme"),
            present_kinds,
            kinds.name,
            everything=_("All kinds"),
            resets=("subject", "cohort", *OF_ONE_SELECTION),
        )
        options = options[(options["programme_kind"] == kind) | (kind is None)]
    subject = choose(
        translator,
        "subject",
        _("Subject"),
        sorted(options["subject"].dropna().unique()),
        lambda code: translator.word(SUBJECTS, code),
        everything=_("All subjects"),
        resets=OF_ONE_SELECTION,
    )
    cohort = choose(
        translator,
        "cohort",
        _("Cohort"),
        [str(int(year)) for year in sorted(options["cohort_year"].dropna().unique())],
        str,
        everything=_("All cohorts"),
        resets=OF_ONE_SELECTION,
    )
    return Filters(chosen, subject, int(cohort) if cohort else None, kind)
