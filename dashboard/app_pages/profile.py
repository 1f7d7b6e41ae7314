"""One partnership from letter of request to letter of recommendation."""

import streamlit as st

from dashboard import sentences
from dashboard.charts import profile as charts
from dashboard.charts import reporting as calendar
from dashboard.components.chart import chart, chart_data
from dashboard.components.choice import choose
from dashboard.components.context import context
from dashboard.components.empty import empty_programme
from dashboard.components.facts import partnership_facts
from dashboard.components.header import page_header
from dashboard.components.legend import legend
from dashboard.components.metrics import panels_of_metrics
from dashboard.components.questions import questions
from dashboard.components.scores import indicator_table, role_scores
from dashboard.components.stories import advice_table, contacts, documents, narrative
from dashboard.components.table import Column, table
from dashboard.language import is_missing
from dashboard.queries import build, catalogue, coaching, profile
from dashboard.words import (
    ACTUAL_BASIS,
    FULFILMENT,
    HORIZONS,
    KINDS,
    PARTNERSHIP_STATUS,
    ROLES,
    STAGES,
    SUBJECTS,
    TARGET_STATUS,
    VALUE_STATUS,
)
from warehouse.vocabulary import Language, Origin, Role, TargetStatus

here = context()
translator = here.translator
_ = translator.gettext
indonesian = translator.language is Language.INDONESIAN

everyone = here.ask(profile.partnerships)
if everyone.empty:
    page_header(here, _("Partnership profile"), _("How does one partnership stand?"))
    empty_programme(translator)
    st.stop()

no_mentor = _("no mentor yet")
names = {
    row.partnership_id: f"{row.mentee} – {no_mentor if is_missing(row.mentor) else row.mentor} ({row.partnership_id})"
    for row in everyone.itertuples()
    if row.origin == here.filters.origin.value
}
others = {row.partnership_id: row.mentee for row in everyone.itertuples() if row.partnership_id not in names}
partnership_id = choose(
    translator, "partnership", _("Partnership"), [*names, *others], lambda code: names.get(code) or others[code]
)
if partnership_id is None:
    page_header(here, _("Partnership profile"), _("Choose a partnership above; the list is alphabetical."))
    table(
        here,
        "partnerships",
        everyone[everyone["origin"] == here.filters.origin.value],
        [
            Column("partnership_id", _("Partnership")),
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("stage", _("Stage"), lambda code: translator.word(STAGES, code)),
            Column("status", _("Status"), words=PARTNERSHIP_STATUS),
        ],
        alt=_("Partnerships, alphabetical"),
    )
    st.stop()

facts = here.ask(profile.of_partnership, profile.FACTS, partnership_id).iloc[0]
reports_of_one = here.ask(build.reports_of_one, partnership_id).iloc[0]
page_header(
    here.of_origin(Origin(facts["origin"])),
    facts["mentee"],
    facts["title"],
    _("{reported} of {owing} monthly reports due have arrived").format(
        reported=translator.number(reports_of_one["reported"]), owing=translator.number(reports_of_one["owing"])
    ),
)
partnership_facts(translator, facts)

st.subheader(_("The three criteria of each partner"), anchor=False)
scores = here.ask(profile.of_partnership, profile.SCORES, partnership_id)
edges = here.ask(catalogue.band_edges)
mentor_place, mentee_place = st.columns(2, gap="large")
with mentor_place:
    role_scores(here, partnership_id, Role.MENTOR, facts["mentor"], scores, edges)
with mentee_place:
    role_scores(here, partnership_id, Role.MENTEE, facts["mentee"], scores, edges)
st.caption(
    _(
        "Bar: score, 0 to 100. Purple line: where it may lie with what is not known. Blue bracket: where it can still "
        "end. Grey grounds: bands, edges at {fair} and {good} (assumed). The criteria stand side by side; "
        "there is no total."
    ).format(fair=translator.number(edges[0]), good=translator.number(edges[1]))
)
with st.expander(_("Indicators behind the scores"), icon=":material/rule:"):
    indicator_table(here, here.ask(profile.of_partnership, profile.INDICATORS, partnership_id))

reports = here.ask(profile.of_partnership, profile.REPORTS, partnership_id)
monthly = reports[reports["period"].notna()].assign(partnership_id=partnership_id, mentee=facts["mentee"])
st.subheader(_("Reports"), anchor=False)
report_columns = [
    Column("kind", _("Report"), lambda code: translator.word(KINDS, code)),
    Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
    Column("period", _("Month"), translator.month),
    Column("due_on", _("Due"), translator.day, right=True),
    Column("submitted_on", _("Sent"), translator.day, missing=lambda row: _("not reported"), right=True),
    Column("parts_filled", _("Parts filled, of 6"), translator.number, right=True),
    Column("status", _("Status"), words=FULFILMENT),
]
if monthly.empty:
    table(here, "reports", reports, report_columns, alt=_("Reports owed"))
else:
    chart(
        here,
        "reports",
        sentences.calendar_title(monthly, translator),
        calendar.grid(monthly, translator),
        reports,
        report_columns,
        note=_("Monthly reports of the mentee by the month they are about"),
    )
    legend(translator, FULFILMENT, sorted(set(monthly["status"]), key=list(FULFILMENT).index))

targets = here.ask(profile.of_partnership, profile.TARGETS, partnership_id)
targets["label"] = sentences.target_labels(targets, translator)
st.subheader(_("Targets"), anchor=False)
if targets.empty:
    st.caption(_("No target has been recorded yet."))
else:
    chart(
        here,
        "target_progress",
        sentences.own_targets_title(targets, translator),
        charts.target_progress(targets[targets["status"] != TargetStatus.AWAITING_FOLLOW_UP], translator),
        targets,
        [
            Column("label", _("Target")),
            Column("horizon", _("Horizon"), lambda code: translator.word(HORIZONS, code)),
            Column("baseline", _("Baseline"), translator.significant, missing=lambda row: _("no baseline"), right=True),
            Column("target", _("Target value"), translator.significant, right=True),
            Column("actual", _("Actual"), translator.significant, missing=lambda row: _("not reported"), right=True),
            Column("unit", _("Unit"), translator.unit),
            Column("actual_basis", _("Measured over"), lambda code: translator.word(ACTUAL_BASIS, code)),
            Column("coverage_months", _("Months known"), translator.number, right=True),
            Column("expected_months", _("of"), translator.number, right=True),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("status", _("Status"), words=TARGET_STATUS),
        ],
        note=_(
            "Progress from baseline to target; the blue tick is where it should be by now. "
            "Targets that await a follow-up stand in the table only"
        ),
    )

metrics = here.ask(profile.of_partnership, profile.METRICS, partnership_id)
st.subheader(_("Pilot metrics"), anchor=False)
if metrics.empty:
    st.caption(_("No figures have been reported yet."))
else:
    lead = sentences.lead_metrics(metrics, targets, facts["subject"], translator)
    panels_of_metrics(here, lead, targets)
    chart_data(
        here,
        "metrics",
        sentences.metrics_title(lead, translator),
        metrics,
        [
            Column("name_id" if indonesian else "name_en", _("Metric")),
            Column("zone", _("Zone"), missing=lambda row: _("whole")),
            Column("period_start", _("Month"), lambda day: translator.month(day.strftime("%Y-%m"))),
            Column(
                "value",
                _("Value"),
                translator.significant,
                missing=lambda row: translator.word(VALUE_STATUS, row.status).lower(),
                right=True,
            ),
            Column("unit", _("Unit"), translator.unit),
            Column("status", _("Status"), words=VALUE_STATUS),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
    )

st.subheader(_("Advice: from request to action"), anchor=False)
advice_table(here, here.ask(profile.of_partnership, profile.ADVICE, partnership_id))

questions(here, here.ask(coaching.questions, partnership_id))

st.subheader(_("In their own words"), anchor=False)
narrative(
    here,
    here.ask(profile.of_partnership, profile.NARRATIVE, partnership_id),
    here.ask(profile.of_partnership, profile.LESSONS, partnership_id),
    here.ask(profile.of_partnership, profile.SOPS, partnership_id),
)

st.subheader(_("Agreements and documents"), anchor=False)
documents(
    here,
    here.ask(profile.of_partnership, profile.AGREEMENTS, partnership_id),
    here.ask(profile.of_partnership, profile.DOCUMENTS, partnership_id),
)

if here.viewer.sees_contacts:
    st.subheader(_("Contacts"), anchor=False)
    contacts(here, here.ask(profile.of_partnership, profile.CONTACTS, partnership_id))
