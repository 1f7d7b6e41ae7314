"""Non-revenue water told honestly, GIS and production against targets, what the programme can and cannot claim."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import sentences
from dashboard.components.choice import choose, choose_part, nothing_to_choose, remembered
from dashboard.components.context import Context, context
from dashboard.components.effect import effect, example, health
from dashboard.components.figure_receipt import choose_figure_receipt
from dashboard.components.header import page_header
from dashboard.components.metrics import pilot_metrics
from dashboard.components.partnerships import choose_partnership
from dashboard.components.truth import Subject, water_truth
from dashboard.language import is_missing
from dashboard.queries import metrics, profile, written
from warehouse.vocabulary import Origin


def partnership(here: Context) -> tuple[Context, Subject] | None:
    """The partnership that the reader chose, seen with its own origin."""
    numbers = here.ask(profile.numbers, here.filters.origin.value).iloc[0]
    if numbers["of_every_origin"] == 0:
        return None
    chosen = choose_partnership(here, int(numbers["of_this_origin"]))
    facts = here.ask(profile.of_partnership, profile.FACTS, chosen) if chosen else None
    if facts is None or facts.empty:
        return None
    row = facts.iloc[0]
    return here.of_origin(Origin(row["origin"])), Subject(str(row["mentee"]), chosen, None)


def outside(here: Context) -> Subject | None:
    """A utility outside any partnership, where such figures are loaded."""
    _ = here.translator.gettext
    offered = here.ask(metrics.utilities, None, remembered("utility"))
    if offered.empty:
        nothing_to_choose(here.translator, "utility")
        return None
    names = {row.utility_id: row.name for row in offered.itertuples()}
    chosen = choose(
        here.translator, "utility", _("Or a utility outside any partnership"), list(names), names.__getitem__
    )
    return None if chosen is None else Subject(str(names[chosen]), None, chosen)


def against_targets(here: Context, subject: Subject) -> None:
    """GIS, production and whatever else the pilot measures, each against baseline and target."""
    _ = here.translator.gettext
    if subject.partnership_id is None:
        st.caption(_("A utility outside any partnership has no pilot and no targets here."))
        return
    tables = {
        name: here.ask(profile.of_partnership, sql, subject.partnership_id)
        for name, sql in (("metrics", profile.METRICS), ("targets", profile.TARGETS), ("facts", profile.FACTS))
    }
    targets = tables["targets"].assign(label=sentences.target_labels(tables["targets"], here.translator))
    converted = here.ask(written.converted_figures, subject.partnership_id)
    about = tables["facts"].iloc[0]["subject"]
    own_subject = None if is_missing(about) else about
    pilot_metrics(here, subject.partnership_id, tables["metrics"], targets, own_subject, converted)
    if not tables["metrics"].empty:
        choose_figure_receipt(here, subject.partnership_id, tables["metrics"])


def parts(here: Context, subject: Subject) -> None:
    """The parts as tabs, of which only the open one is asked for."""
    _ = here.translator.gettext
    labels: Mapping[str, tuple[str, Callable[[], None]]] = {
        "water": (_("Non-revenue water"), lambda: water_truth(here, subject)),
        "targets": (_("GIS, production and targets"), lambda: against_targets(here, subject)),
        "effect": (_("Programme effect"), lambda: effect(here, subject)),
        "health": (_("Utility health"), lambda: health(here, subject)),
        "example": (_("Why the percentage misleads"), lambda: example(here)),
    }
    if subject.partnership_id and subject.ask(here, metrics.ZONES).empty:  # a pilot on another subject
        labels = {code: labels[code] for code in ("targets", "water", "effect", "health", "example")}
    part, place = choose_part(here.translator, "part_of_metrics", {code: label for code, (label, _d) in labels.items()})
    with place:
        labels[part][1]()


here = context()
_ = here.translator.gettext
header = st.container()
has_figures = here.ask(metrics.is_published)
found = partnership(here) if has_figures else None
own = found[1] if found else outside(here) if has_figures else None
if found:
    here = found[0]
elif own:
    here = here.of_origin(Origin.REAL)  # a utility outside any partnership is no part of a sample or a case
with header:
    page_header(
        here,
        _("Pilot metrics"),
        _("How much water is lost, in volume and not only in percent; what GIS and production gained; how sure is it?"),
    )
if not has_figures:
    st.caption(_("This publication was made before these figures were computed; build again to see them."))
elif own is None:
    st.markdown(_("Choose a partnership above. Meanwhile, a published case of why the percentage alone misleads:"))
    example(here)
else:
    parts(here, own)
