"""One partnership from letter of request to letter of recommendation; of other kinds, whatever their documents tell."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.components.blueprint import blueprint
from dashboard.components.choice import choose
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.facts import partnership_facts
from dashboard.components.header import page_header
from dashboard.components.metrics import pilot_metrics
from dashboard.components.plan import (
    activities,
    agreed,
    changes,
    duties_without_criterion,
    ledger,
    reliefs,
    told_of_agreed,
)
from dashboard.components.questions import questions
from dashboard.components.quotas import quotas
from dashboard.components.reports import reports_owed
from dashboard.components.scores import indicator_table, role_scores
from dashboard.components.statements import statements
from dashboard.components.stories import advice_table, contacts, documents, narrative
from dashboard.components.table import Column, table
from dashboard.components.targets import targets_and_progress
from dashboard.components.views import assessments, readiness
from dashboard.components.without_pair import programme_without_pair
from dashboard.language import is_missing
from dashboard.queries import build, catalogue, coaching, profile
from dashboard.words import PARTNERSHIP_STATUS, SUBJECTS
from warehouse.vocabulary import Origin, Role

MONTHLY_REPORTS, PILOT_TARGETS, ANSWERS = "ME-REP-1", "ME-LES-2", "MR-KNW-1"  # a kind without them has no such section

here = context()
translator = here.translator
_ = translator.gettext

everyone = here.ask(profile.partnerships)
alone = here.ask(profile.programmes)
if everyone.empty and alone.empty:
    page_header(here, _("Partnership profile"), _("How does one partnership stand?"))
    empty_programme(translator)
    st.stop()

no_mentor = _("no mentor yet")
names = {
    row.partnership_id: f"{row.mentee} – {no_mentor if is_missing(row.mentor) else row.mentor} ({row.partnership_id})"
    for row in everyone.itertuples()
    if row.origin == here.filters.origin.value
}
names |= {row.programme_id: row.name for row in alone.itertuples() if row.origin == here.filters.origin.value}
others = {row.partnership_id: row.mentee for row in everyone.itertuples() if row.partnership_id not in names}
others |= {row.programme_id: row.name for row in alone.itertuples() if row.programme_id not in names}
partnership_id = choose(
    translator, "partnership", _("Partnership"), [*names, *others], lambda code: names.get(code) or others[code]
)
if partnership_id is None:
    page_header(here, _("Partnership profile"), _("Choose a partnership above; the list is alphabetical."))
    of_origin = everyone[everyone["origin"] == here.filters.origin.value]
    table(
        here,
        "partnerships",
        of_origin.assign(stage=[here.kinds.stage(row.programme_kind, row.stage) for row in of_origin.itertuples()]),
        [
            Column("partnership_id", _("Partnership")),
            Column("programme_kind", _("Kind of programme"), here.kinds.name),
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("stage", _("Stage")),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
        ],
        alt=_("Partnerships, alphabetical"),
    )
    st.stop()
if partnership_id in set(alone["programme_id"]):
    programme_without_pair(here, alone.set_index("programme_id").loc[partnership_id])
    st.stop()

facts = here.ask(profile.of_partnership, profile.FACTS, partnership_id).iloc[0]
here = here.of_origin(Origin(facts["origin"]))
kind = facts["programme_kind"]
reports_of_one = here.ask(build.reports_of_one, partnership_id).iloc[0]
owes_reports = reports_of_one["owing"] > 0
page_header(
    here,
    facts["mentee"],
    facts["title"],
    _("{reported} of {owing} monthly reports due have arrived").format(
        reported=translator.number(reports_of_one["reported"]), owing=translator.number(reports_of_one["owing"])
    )
    if owes_reports
    else here.kinds.name(kind),
)
left_out = set(here.ask(catalogue.of_kind, catalogue.NOT_APPLYING, kind)["indicator_code"])
partnership_facts(here, facts, has_pilot=PILOT_TARGETS not in left_out)


def expected(rows: pd.DataFrame, indicator: str) -> bool:
    """Whether a section stands on this page: it has something to show, or this kind of programme asks for it."""
    return len(rows) > 0 or not (here.is_case or indicator in left_out)


told = here.ask(profile.of_partnership, profile.STATEMENTS, partnership_id)
if len(told):
    st.subheader(_("What the documents say"), anchor=False)
    statements(here, told)

duties = here.ask(profile.of_partnership, profile.DUTIES, partnership_id)
indicators = here.ask(profile.of_partnership, profile.INDICATORS, partnership_id)
scores = here.ask(profile.of_partnership, profile.SCORES, partnership_id)
if not here.is_case and (scores["indicators_defined"] > 0).any():
    st.subheader(_("The three criteria of each partner"), anchor=False)
    edges = here.ask(catalogue.band_edges)
    mentor_place, mentee_place = st.columns(2, gap="large")
    with mentor_place:
        role_scores(here, partnership_id, Role.MENTOR, facts["mentor"], scores, edges)
    with mentee_place:
        role_scores(here, partnership_id, Role.MENTEE, facts["mentee"], scores, edges)
    st.caption(
        _(
            "Bar: score, 0 to 100. Purple line: where it may lie with what is not known. Blue bracket: where it can "
            "still end. Grey grounds: bands, edges at {fair} and {good} (assumed). The criteria stand side by side; "
            "there is no total."
        ).format(fair=translator.number(edges[0]), good=translator.number(edges[1]))
    )
    with st.expander(_("Indicators behind the scores"), icon=":material/rule:"):
        indicator_table(here, indicators)
assessments(here, here.ask(profile.of_partnership, profile.ASSESSMENTS, partnership_id))

quotas(here, here.ask(profile.of_partnership, profile.QUOTAS, partnership_id))
if here.is_case:
    told_of_agreed(here, duties)
elif len(agreed(here, duties)):
    with st.expander(_("Work plan and clauses, item by item"), icon=":material/checklist:"):
        ledger(here, duties)
agreements = here.ask(profile.of_partnership, profile.AGREEMENTS, partnership_id)
changes(here, duties, here.ask(profile.of_partnership, profile.MOVES, partnership_id), agreements)
reliefs(here, duties, indicators)

reports = here.ask(profile.of_partnership, profile.REPORTS, partnership_id)
if expected(reports, MONTHLY_REPORTS):
    st.subheader(_("Reports"), anchor=False)
    reports_owed(here, reports.assign(partnership_id=partnership_id, mentee=facts["mentee"]))

targets = here.ask(profile.of_partnership, profile.TARGETS, partnership_id)
targets["label"] = sentences.target_labels(targets, translator)
if expected(targets, PILOT_TARGETS):
    st.subheader(_("Targets"), anchor=False)
    targets_and_progress(here, targets)

metrics = here.ask(profile.of_partnership, profile.METRICS, partnership_id)
if expected(metrics, PILOT_TARGETS):
    st.subheader(_("Pilot metrics"), anchor=False)
    pilot_metrics(here, metrics, targets, facts["subject"])

advice = here.ask(profile.of_partnership, profile.ADVICE, partnership_id)
if expected(advice, ANSWERS):
    st.subheader(_("Advice: from request to action"), anchor=False)
    advice_table(here, advice)

questions(here, here.ask(coaching.questions, partnership_id))

events = here.ask(profile.of_partnership, profile.ACTIVITIES, partnership_id)
if here.is_case:  # what was planned stands above already
    events = events[~events["title"].isin(duties["title"])]
if len(events):
    activities(here, events)

texts = here.ask(profile.of_partnership, profile.NARRATIVE, partnership_id)
lessons = here.ask(profile.of_partnership, profile.LESSONS, partnership_id)
sops = here.ask(profile.of_partnership, profile.SOPS, partnership_id)
if not here.is_case or len(texts) + len(lessons) + len(sops):
    st.subheader(_("In their own words"), anchor=False)
    narrative(here, texts, lessons, sops)

readiness(here, here.ask(profile.of_partnership, profile.READINESS, partnership_id))
duties_without_criterion(here, duties)

papers = here.ask(profile.of_partnership, profile.DOCUMENTS, partnership_id)
if not here.is_case or len(agreements) + len(papers):
    st.subheader(_("Agreements and documents"), anchor=False)
    documents(here, agreements, papers)

people = here.ask(profile.of_partnership, profile.CONTACTS, partnership_id)
if here.viewer.sees_contacts and len(people):
    st.subheader(_("Contacts"), anchor=False)
    contacts(here, people)

blueprint(here, kind)
