"""The life of one partnership in parts: each asks only for what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.components.advice import advice_chains
from dashboard.components.blueprint import blueprint
from dashboard.components.chart import with_click
from dashboard.components.choice import choose_part
from dashboard.components.context import Context
from dashboard.components.drawn import drawn_for_paper, on_demand, worked_out
from dashboard.components.ledger import self_assessment
from dashboard.components.metrics import pilot_metrics
from dashboard.components.originals import open_originals
from dashboard.components.plan import (
    activities,
    agreed,
    changes,
    duties_without_criterion,
    ledger,
    over_time,
    reliefs,
    told_of_agreed,
)
from dashboard.components.print import paper
from dashboard.components.questions import questions
from dashboard.components.quotas import quotas
from dashboard.components.reports import reports_owed
from dashboard.components.revisions import revisions_of
from dashboard.components.scores import indicator_table, reading_scores, role_scores, scores_data
from dashboard.components.statements import statements
from dashboard.components.stories import advice_table, contacts, documents, narrative
from dashboard.components.targets import targets_and_progress
from dashboard.components.views import readiness
from dashboard.queries import advice as asked_advice
from dashboard.queries import catalogue, coaching, profile, written
from dashboard.queries import ledger as own_ledger
from dashboard.queries.documents import named
from warehouse.vocabulary import Role

PAGE = "profile"
MONTHLY_REPORTS, PILOT_TARGETS, ANSWERS = "ME-REP-1", "ME-LES-2", "MR-KNW-1"  # a kind without them has no such section


@dataclass(frozen=True)
class Life:
    """One partnership on the page; `facts` is its row of `profile.FACTS`."""

    here: Context
    partnership_id: str
    facts: pd.Series

    def ask(self, sql: str) -> pd.DataFrame:
        """One of the tables of `queries.profile` about this partnership."""
        return self.here.ask(profile.of_partnership, sql, self.partnership_id)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The indicators that do not apply to this kind of programme."""
        left_out = self.here.ask(catalogue.of_kind, catalogue.NOT_APPLYING, self.facts["programme_kind"])
        return frozenset(left_out["indicator_code"])

    @property
    def has_pilot(self) -> bool:
        """Whether this kind of programme has a pilot with targets."""
        return PILOT_TARGETS not in self.left_out

    def expected(self, rows: pd.DataFrame, indicator: str) -> bool:
        """Whether a section stands here: it has something to show, or this kind of programme asks for it."""
        return len(rows) > 0 or not (self.here.is_case or indicator in self.left_out)


def life(one: Life) -> None:
    """The parts as tabs, of which only the open one is asked for; of a case everything, as its document tells it."""
    if one.here.is_case:
        everything(one)
        return
    _ = one.here.translator.gettext
    parts: Mapping[str, tuple[str, Callable[[Life], bool]]] = {
        "criteria": (_("Criteria and reports"), criteria_and_reports),
        "plan": (_("Plan and visits"), plan_and_visits),
        "targets": (_("Targets and metrics"), targets_and_metrics),
        "words": (_("Advice and lessons"), advice_and_lessons),
        "papers": (_("Documents and contacts"), documents_and_contacts),
        "all": (_("All on one page"), to_print),
    }
    part, place = choose_part(one.here.translator, "part", {code: label for code, (label, _draw) in parts.items()})
    with place:
        if not parts[part][1](one):
            st.caption(_("Nothing has been recorded here yet."))


def to_print(one: Life) -> bool:
    """Everything, as it reads on paper, and the address under which its receipts are."""
    told = one.here.translator.gettext("To print or to read through. Receipts and downloads: {address}")
    address = f"{st.context.url or PAGE}?partnership={quote(one.partnership_id)}"
    with paper():
        st.markdown(f":small[{told.format(address=address)}]")
        drawn_for_paper(
            one.here,
            (one.partnership_id, st.context.theme.type),
            lambda here: everything(Life(here, one.partnership_id, one.facts)),
        )
    return True


def everything(one: Life) -> bool:
    """All parts one under the other: to read a case, or to print."""
    drawn = [said_in_documents(one)] if one.here.is_case else []
    for part in (criteria_and_reports, plan_and_visits, targets_and_metrics, advice_and_lessons):
        drawn.append(part(one))
    return any([*drawn, documents_and_contacts(one)])


def said_in_documents(one: Life) -> bool:
    """Statements in the words of the documents. Like every part: whether there was anything to show."""
    told = one.ask(profile.STATEMENTS)
    if len(told):
        st.header(one.here.translator.gettext("What the documents say"), anchor=False)
        statements(one.here, told)
    return len(told) > 0


def criteria_and_reports(one: Life) -> bool:
    """Scores with their receipts, what the partners think of them, reports owed, questions to ask."""
    here = one.here
    _ = here.translator.gettext
    scores = one.ask(profile.SCORES)
    is_scored = not here.is_case and bool((scores["indicators_defined"] > 0).any())
    if is_scored:
        st.header(_("The three criteria of each partner"), anchor=False)
        _scores(one, scores)
    has_views = self_assessment(
        here, *(here.ask(own_ledger.of_partnership, sql, one.partnership_id) for sql in own_ledger.TABLES)
    )
    reports = one.ask(profile.REPORTS)
    owes_reports = one.expected(reports, MONTHLY_REPORTS)
    if owes_reports:
        st.header(_("Reports"), anchor=False)
        reports_owed(here, reports.assign(partnership_id=one.partnership_id, mentee=one.facts["mentee"]))
    revisions_of(here, one.partnership_id)
    questions(here, here.ask(coaching.questions, one.partnership_id))
    return is_scored or owes_reports or has_views or not here.is_case


def _scores(one: Life, scores: pd.DataFrame) -> None:
    here = one.here
    translator = here.translator
    _ = translator.gettext
    edges = here.ask(catalogue.band_edges)
    mentor_place, mentee_place = st.columns(2, gap="large")
    with mentor_place:
        role_scores(here, one.partnership_id, Role.MENTOR, one.facts["mentor"], scores, edges)
    with mentee_place:
        role_scores(here, one.partnership_id, Role.MENTEE, one.facts["mentee"], scores, edges)
    told = reading_scores(scores, edges, translator)
    st.caption(f"{with_click(here, told.rstrip('.'))}.")
    scores_data(here, scores)
    on_demand(
        here,
        _("Indicators behind the scores"),
        "own_indicators_data",
        ":material/rule:",
        lambda: indicator_table(here, one.ask(profile.INDICATORS)),
    )


def plan_and_visits(one: Life) -> bool:
    """What was agreed, changed, forgiven and held."""
    here = one.here
    _ = here.translator.gettext
    duties = one.ask(profile.DUTIES)
    by_number = one.ask(profile.QUOTAS)
    events = one.ask(profile.ACTIVITIES)
    agreements = one.ask(profile.AGREEMENTS)
    if not here.is_case:
        over_time(here, one.facts, events, agreements, one.ask(profile.DOCUMENTS))
        if len(events):
            activities(here, events)
    quotas(here, by_number)
    if here.is_case:
        told_of_agreed(here, duties)
    elif len(agreed(here, duties)):
        on_demand(
            here,
            _("Work plan and clauses, item by item"),
            "ledger_data",
            ":material/checklist:",
            lambda: ledger(here, duties, here.ask(own_ledger.attested, one.partnership_id)),
        )
    changes(here, duties, one.ask(profile.MOVES), agreements)
    if duties["relief_kind"].notna().any():
        reliefs(here, duties, one.ask(profile.INDICATORS))
    if here.is_case:  # what was planned stands above already
        events = events[~events["title"].isin(duties["title"])]
        if len(events):
            activities(here, events)
    before_the_start = one.ask(profile.READINESS)
    readiness(here, before_the_start)
    duties_without_criterion(here, duties)
    return len(duties) + len(by_number) + len(events) + len(before_the_start) > 0


def targets_and_metrics(one: Life) -> bool:
    """How far the targets have come, and the figures of the pilot."""
    here = one.here
    _ = here.translator.gettext
    targets = one.ask(profile.TARGETS)
    labels = worked_out(here, "target_labels", targets, lambda: sentences.target_labels(targets, here.translator))
    targets = targets.assign(label=labels)
    has_targets = one.expected(targets, PILOT_TARGETS)
    if has_targets:
        st.header(_("Targets"), anchor=False)
        targets_and_progress(here, targets)
    metrics = one.ask(profile.METRICS)
    has_metrics = one.expected(metrics, PILOT_TARGETS)
    if has_metrics:
        st.header(_("Pilot metrics"), anchor=False)
        converted = here.ask(written.converted_figures, one.partnership_id)
        pilot_metrics(here, one.partnership_id, metrics, targets, one.facts["subject"], converted)
    return has_targets or has_metrics


def advice_and_lessons(one: Life) -> bool:
    """Advice from request to action, and what was told in words."""
    here = one.here
    _ = here.translator.gettext
    is_told = not here.is_case and said_in_documents(one)
    advice = one.ask(profile.ADVICE)
    chains, links = (here.ask(asked_advice.of_partnership, sql, one.partnership_id) for sql in asked_advice.PARTS)
    has_advice = one.expected(advice, ANSWERS) or len(chains) > 0
    if has_advice:
        st.header(_("Advice: from request to action"), anchor=False)
        if len(chains) and not here.is_case:
            advice_chains(here, chains, links)
        else:
            advice_table(here, advice)
    texts, lessons, sops = one.ask(profile.NARRATIVE), one.ask(profile.LESSONS), one.ask(profile.SOPS)
    has_words = not here.is_case or len(texts) + len(lessons) + len(sops) > 0
    if has_words:
        st.header(_("In their own words"), anchor=False)
        narrative(here, texts, lessons, sops)
    return is_told or has_advice or has_words


def documents_and_contacts(one: Life) -> bool:
    """What was signed and delivered, whom to call, and how this kind of programme is read."""
    here = one.here
    _ = here.translator.gettext
    agreements, papers = one.ask(profile.AGREEMENTS), one.ask(profile.DOCUMENTS)
    if not here.is_case or len(agreements) + len(papers):
        st.header(_("Agreements and documents"), anchor=False)
        documents(here, agreements, papers)
        landed = papers["file_sha256"].dropna()
        open_originals(here, "papers", here.ask(named, tuple(dict.fromkeys(landed))))
    people = one.ask(profile.CONTACTS)
    if here.viewer.sees_contacts and len(people):
        st.header(_("Contacts"), anchor=False)
        contacts(here, people)
    blueprint(here, one.facts["programme_kind"])
    return True
