"""The words on screen for every closed vocabulary: English text, symbol, and the tone that chooses the colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dashboard.access import ViewerRole
from warehouse.vocabulary import (
    ActualBasis,
    AdviceStatus,
    Band,
    Basis,
    Criterion,
    EvidenceLevel,
    FileOutcome,
    FulfilmentStatus,
    Horizon,
    Origin,
    PartnershipStatus,
    Role,
    Severity,
    TargetKind,
    TargetStatus,
    ValueStatus,
)


class Tone(StrEnum):
    """What a colour says; never alone, always beside a symbol and a word."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    UNSURE = "unsure"
    QUIET = "quiet"
    PLAIN = "plain"


@dataclass(frozen=True)
class Word:
    """A code on screen."""

    text: str
    symbol: str = ""
    tone: Tone = Tone.PLAIN


Words = Mapping[str, Word]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a message for translation where it is declared."""
    return message


def in_words(words: Words, code: str) -> Word:
    """The word of a code; kinds that a blueprint brings along are shown readably."""
    return words.get(code) or Word(code.replace("_", " "))


ROLES: Words = {
    Role.MENTOR: Word(N_("Mentor")),
    Role.MENTEE: Word(N_("Mentee")),
    Role.FACILITATOR: Word(N_("Facilitator")),
    Role.SUPPORTING_PARTNER: Word(N_("Supporting partner")),
}

VIEWERS: Words = {
    ViewerRole.FACILITATOR: Word(N_("Facilitator")),
    ViewerRole.BOARD: Word(N_("National Board")),
    ViewerRole.PARTNER: Word(N_("Partner")),
}

CRITERIA: Words = {
    Criterion.COMMITMENT: Word(N_("Commitment")),
    Criterion.REPORTS: Word(N_("Reports")),
    Criterion.KNOW_HOW: Word(N_("Know-how transfer")),
    Criterion.LESSON_LEARNED: Word(N_("Lesson-learned")),
}

PARTNERSHIP_STATUS: Words = {
    PartnershipStatus.PREPARING: Word(N_("Preparing"), "○", Tone.QUIET),
    PartnershipStatus.ACTIVE: Word(N_("Active"), "●", Tone.GOOD),
    PartnershipStatus.ON_HOLD: Word(N_("On hold"), "Ⅱ", Tone.FAIR),
    PartnershipStatus.FINISHED: Word(N_("Finished"), "✓", Tone.GOOD),
    PartnershipStatus.ENDED_EARLY: Word(N_("Ended early"), "✕", Tone.BAD),
}

FULFILMENT: Words = {
    FulfilmentStatus.FULFILLED_ON_TIME: Word(N_("On time"), "✓", Tone.GOOD),
    FulfilmentStatus.FULFILLED_LATE: Word(N_("Late"), "◐", Tone.FAIR),
    FulfilmentStatus.PARTLY_FULFILLED: Word(N_("Partly fulfilled"), "½", Tone.FAIR),
    FulfilmentStatus.OVERDUE: Word(N_("Overdue"), "✕", Tone.BAD),
    FulfilmentStatus.DOUBTFUL: Word(N_("Doubtful"), "?", Tone.UNSURE),
    FulfilmentStatus.UNKNOWN: Word(N_("Not known yet"), "…", Tone.UNSURE),
    FulfilmentStatus.PREVENTED: Word(N_("Prevented"), "⊘", Tone.QUIET),
    FulfilmentStatus.NOT_DUE: Word(N_("Not due"), "·", Tone.QUIET),
    FulfilmentStatus.WITHDRAWN: Word(N_("Withdrawn"), "–", Tone.QUIET),
    FulfilmentStatus.WAIVED: Word(N_("Waived"), "◇", Tone.QUIET),
    FulfilmentStatus.LAPSED: Word(N_("Lapsed"), "–", Tone.QUIET),
    FulfilmentStatus.NOT_APPLICABLE: Word(N_("Not applicable"), "–", Tone.QUIET),
}

VALUE_STATUS: Words = {
    ValueStatus.REPORTED: Word(N_("Reported"), "✓", Tone.PLAIN),
    ValueStatus.NOT_REPORTED: Word(N_("Not reported"), "○", Tone.UNSURE),
    ValueStatus.NOT_DUE: Word(N_("Not due"), "·", Tone.QUIET),
    ValueStatus.NOT_APPLICABLE: Word(N_("Not applicable"), "–", Tone.QUIET),
    ValueStatus.UNDEFINED: Word(N_("Cannot be computed"), "÷", Tone.QUIET),
    ValueStatus.NEEDS_REVIEW: Word(N_("Needs review"), "?", Tone.UNSURE),
    ValueStatus.REJECTED: Word(N_("Rejected"), "✕", Tone.BAD),
    ValueStatus.AWAITING_FOLLOW_UP: Word(N_("Awaiting follow-up"), "…", Tone.QUIET),
    ValueStatus.NO_BASELINE: Word(N_("No baseline"), "–", Tone.QUIET),
}

TARGET_STATUS: Words = {
    TargetStatus.ACHIEVED: Word(N_("Achieved"), "✓", Tone.GOOD),
    TargetStatus.ON_TRACK: Word(N_("On track"), "▲", Tone.GOOD),
    TargetStatus.NEEDS_ACCELERATION: Word(N_("Needs acceleration"), "▶", Tone.FAIR),
    TargetStatus.LIMITED: Word(N_("Limited progress"), "▷", Tone.FAIR),
    TargetStatus.MOVING_AWAY: Word(N_("Moving away"), "▼", Tone.BAD),
    TargetStatus.TOO_EARLY: Word(N_("Too early to say"), "·", Tone.QUIET),
    TargetStatus.NOT_REPORTED: Word(N_("Not reported"), "○", Tone.UNSURE),
    TargetStatus.NO_BASELINE: Word(N_("No baseline"), "–", Tone.QUIET),
    TargetStatus.AWAITING_FOLLOW_UP: Word(N_("Awaiting follow-up"), "…", Tone.QUIET),
}

TARGET_KINDS: Words = {
    TargetKind.PILOT: Word(N_("Pilot target")),
    TargetKind.LEARNING: Word(N_("Learning target")),
    TargetKind.CULTURE: Word(N_("Culture target")),
    TargetKind.PERFORMANCE: Word(N_("Performance target")),
}

TARGET_KIND_HEADS: Words = {  # over a narrow column; a translation may hold soft hyphens
    TargetKind.PILOT: Word(N_("pilot")),
    TargetKind.LEARNING: Word(N_("learning")),
    TargetKind.CULTURE: Word(N_("culture")),
    TargetKind.PERFORMANCE: Word(N_("performance")),
}

HORIZONS: Words = {
    Horizon.SHORT: Word(N_("Short term")),
    Horizon.MEDIUM: Word(N_("Medium term")),
    Horizon.LONG: Word(N_("Long term")),
}

ACTUAL_BASIS: Words = {
    ActualBasis.MONTH: Word(N_("The month")),
    ActualBasis.PILOT_TO_DATE: Word(N_("Pilot to date")),
    ActualBasis.ROLLING_12: Word(N_("Last 12 months")),
    ActualBasis.YES_NO: Word(N_("Done or not")),
}

BASIS: Words = {
    Basis.GUIDELINE: Word(N_("Guideline"), "§"),
    Basis.AGREEMENT: Word(N_("Agreement"), "✎"),
    Basis.ASSUMED: Word(N_("Assumed"), "~"),
}

EVIDENCE_LEVELS: Words = {
    EvidenceLevel.CLAIMED: Word(N_("Claimed")),
    EvidenceLevel.RECORDED: Word(N_("Recorded in a report")),
    EvidenceLevel.DOCUMENTED: Word(N_("Document attached")),
    EvidenceLevel.CONFIRMED: Word(N_("Confirmed by the counterpart")),
    EvidenceLevel.VERIFIED: Word(N_("Verified by the facilitator")),
}

ADVICE_STATUS: Words = {
    AdviceStatus.ASKED: Word(N_("Not answered"), "○", Tone.BAD),
    AdviceStatus.GIVEN: Word(N_("Given"), "◔", Tone.FAIR),
    AdviceStatus.AGREED: Word(N_("Agreed"), "◐", Tone.FAIR),
    AdviceStatus.DECLINED: Word(N_("Declined"), "–", Tone.QUIET),
    AdviceStatus.ACTED_ON: Word(N_("Acted on"), "✓", Tone.GOOD),
}

ADVICE_KINDS: Words = {
    "solution": Word(N_("Solution")),
    "recommendation": Word(N_("Recommendation")),
    "lesson": Word(N_("Lesson")),
}

BANDS: Words = {
    Band.GOOD: Word(N_("Good"), "●", Tone.GOOD),
    Band.FAIR: Word(N_("Fair"), "◐", Tone.FAIR),
    Band.NEEDS_ATTENTION: Word(N_("Needs attention"), "▲", Tone.BAD),
}

BAND_REASONS: Words = {
    "too_early": Word(N_("Too early"), "·", Tone.QUIET),
    "before_moa": Word(N_("Before the MoA"), "·", Tone.QUIET),
    "interval": Word(N_("Range crosses bands"), "↔", Tone.UNSURE),
    "no_value": Word(N_("No value yet"), "–", Tone.QUIET),
}

SEVERITIES: Words = {
    Severity.CRITICAL: Word(N_("Critical"), "✕", Tone.BAD),
    Severity.WARNING: Word(N_("Warning"), "!", Tone.FAIR),
    Severity.INFO: Word(N_("Note"), "i", Tone.QUIET),
}

FILE_OUTCOMES: Words = {
    FileOutcome.ACCEPTED: Word(N_("Accepted"), "✓", Tone.GOOD),
    FileOutcome.ACCEPTED_WITH_REJECTIONS: Word(N_("Accepted in part"), "◐", Tone.FAIR),
    FileOutcome.REJECTED: Word(N_("Refused"), "✕", Tone.BAD),
    FileOutcome.DUPLICATE: Word(N_("Duplicate"), "=", Tone.QUIET),
    FileOutcome.PARKED: Word(N_("Parked"), "Ⅱ", Tone.UNSURE),
}

WORKBOOKS: Words = {
    "monthly_report": Word(N_("Monthly report")),
    "visit_slip": Word(N_("Visit slip")),
    "advice_slip": Word(N_("Advice slip")),
    "final_slip": Word(N_("Final report slip")),
    "follow_up_slip": Word(N_("Yearly follow-up")),
    "self_assessment": Word(N_("Self-assessment")),
    "programme_register": Word(N_("Programme register")),
    "measurements": Word(N_("Table of measurements")),
    "utility_health": Word(N_("Utility health")),
    "facilitator_record": Word(N_("Facilitator's record")),
}

ORIGINS: Words = {
    Origin.REAL: Word(N_("Real programme")),
    Origin.CASE: Word(N_("Published cases")),
    Origin.SAMPLE: Word(N_("Sample (fictional)")),
}

SUBJECTS: Words = {
    "non_revenue_water": Word(N_("Non-revenue water")),
    "gis_digitisation": Word(N_("GIS digitisation")),
    "production": Word(N_("Production")),
    "utility_health": Word(N_("Utility health")),
    "other": Word(N_("Other subject")),
}

PARTY_KINDS: Words = {
    "utility": Word(N_("Water utility")),
    "person": Word(N_("Person")),
    "association": Word(N_("Association")),
    "team": Word(N_("Team")),
    "government": Word(N_("Government")),
    "company": Word(N_("Company")),
}

AGREEMENTS: Words = {
    "letter_of_request": Word(N_("Letter of request")),
    "letter_of_intent": Word(N_("Letter of Intent (LoI)")),
    "work_plan": Word(N_("Work plan")),
    "memorandum_of_agreement": Word(N_("Memorandum of Agreement (MoA)")),
    "addendum": Word(N_("Addendum")),
    "work_plan_revision": Word(N_("Revision of the work plan")),
    "memorandum_of_understanding": Word(N_("Memorandum of Understanding (MoU)")),
    "extension_agreement": Word(N_("Extension of the agreement")),
    "letter_of_recommendation": Word(N_("Letter of recommendation")),
}

KINDS: Words = {
    "clause": Word(N_("Clause of LoI or MoA")),
    "meeting": Word(N_("Meeting")),
    "diagnostic_visit": Word(N_("Diagnostic visit")),
    "study_visit": Word(N_("Study visit")),
    "monitoring_visit": Word(N_("Monitoring visit")),
    "assistance": Word(N_("Assistance")),
    "activity": Word(N_("Activity")),
    "learning_topic": Word(N_("Learning topic")),
    "workshop": Word(N_("Workshop")),
    "mission": Word(N_("Mission of experts")),
    "teleconference": Word(N_("Teleconference")),
    "training": Word(N_("Training")),
    "event": Word(N_("Event")),
    "knowledge_sharing": Word(N_("Sharing of what was learnt")),
    "monthly_report": Word(N_("Monthly report")),
    "diagnostic_report": Word(N_("Diagnostic report")),
    "study_visit_report": Word(N_("Study visit report")),
    "monitoring_report": Word(N_("Monitoring report")),
    "recommendation_report": Word(N_("Recommendation report")),
    "final_report": Word(N_("Final report")),
    "sop_draft": Word(N_("SOP draft")),
    "sop": Word(N_("SOP")),
    "advice_answer": Word(N_("Answer to a request")),
    "visit_advice": Word(N_("Advice recorded at a visit")),
    "advice_response": Word(N_("Word on the advice")),
    "advice_action": Word(N_("Action on the advice")),
    "minutes": Word(N_("Minutes")),
    "confirmation_letter": Word(N_("Confirmation letter")),
    "letter_of_recommendation": Word(N_("Letter of recommendation")),
    "dissemination_workshop": Word(N_("Dissemination workshop")),
    "subsidy": Word(N_("Subsidy")),
    "pilot": Word(N_("Pilot target")),
    "learning": Word(N_("Learning target")),
    "culture": Word(N_("Culture target")),
}

NARRATIVE: Words = {
    "uniqueness": Word(N_("What is unique")),
    "problem": Word(N_("The problem")),
    "actual_conditions": Word(N_("Actual conditions")),
    "obstacle": Word(N_("Obstacles")),
    "supporting_factor": Word(N_("Supporting factors")),
    "finding": Word(N_("Findings of the mentee")),
    "activity": Word(N_("Activities told")),
}

CREDITS: Words = {
    "delivered": Word(N_("Delivered")),
    "on_time": Word(N_("Delivered on time")),
    "content": Word(N_("Content")),
    "progress": Word(N_("Progress, clipped to 0–100%")),
}

SOP_STATES: Words = {
    "draft": Word(N_("Draft"), "◐", Tone.FAIR),
    "issued": Word(N_("Issued"), "✓", Tone.GOOD),
}

READINESS: Words = {
    "yes": Word(N_("Ready"), "✓", Tone.GOOD),
    "partly": Word(N_("Partly"), "◐", Tone.FAIR),
    "no": Word(N_("Not ready"), "✕", Tone.BAD),
    "unknown": Word(N_("Not known yet"), "…", Tone.UNSURE),
}

READINESS_TOPICS: Words = {
    "team": Word(N_("Official team, with decree")),
    "Komitmen manajemen": Word(N_("Commitment of the management")),
    "Dukungan pemangku kepentingan": Word(N_("Support of the stakeholders")),
    "Rencana kerja dan anggaran": Word(N_("Work plan and budget")),
    "Bidang prioritas": Word(N_("Priority fields")),
    "Surat permohonan": Word(N_("Letter of request")),
    "Bahan alih pengetahuan": Word(N_("Material for the transfer of know-how")),
}

TEMPLATES: Words = {
    "programme_register": Word(N_("Programme register")),
    "monthly_report": Word(N_("Monthly report")),
    "visit_slip": Word(N_("Visit slip")),
    "advice_slip": Word(N_("Advice slip")),
    "final_slip": Word(N_("Final slip")),
    "follow_up_slip": Word(N_("Follow-up slip")),
    "self_assessment": Word(N_("Self-assessment")),
    "utility_health": Word(N_("Utility health")),
    "measurements": Word(N_("Table of measurements")),
    "facilitator_record": Word(N_("Facilitator's record")),
    "awwa_water_audit": Word(N_("Water audit (AWWA)")),
    "california_monthly_production": Word(N_("Monthly production (California)")),
    "snis_losses": Word(N_("Losses (SNIS, Brazil)")),
}

CHANGES: Words = {
    "dropped": Word(N_("Dropped"), "✕", Tone.QUIET),
    "replaced": Word(N_("Replaced"), "⇄", Tone.PLAIN),
    "moved": Word(N_("Moved"), "→", Tone.PLAIN),
    "added": Word(N_("Added"), "+", Tone.PLAIN),
}

VIEWS: Words = {
    "computed": Word(N_("Computed from the records")),
    "self": Word(N_("Own view")),
    "counterpart": Word(N_("View of the counterpart")),
    "facilitator": Word(N_("View of the facilitator")),
}

ANSWERS: Words = {
    "agreed": Word(N_("Agrees with the records")),
    "done": Word(N_("“We did this”")),
    "prevented": Word(N_("“We were prevented”")),
}

OWN_ANSWERS: Words = {
    "agreed": Word(N_("Agree"), "✓"),
    "done": Word(N_("We did this"), "+"),
    "prevented": Word(N_("We were prevented"), "⊘"),
}

ANSWERS_OF_OTHERS: Words = {
    "agreed": Word(N_("Agree"), "✓"),
    "done": Word(N_("They did this"), "+"),
    "prevented": Word(N_("They were prevented"), "⊘"),
}

SUBMISSIONS: Words = {
    "in_force": Word(N_("In force"), "✓", Tone.GOOD),
    "earlier": Word(N_("Earlier"), "–", Tone.QUIET),
    "waiting": Word(N_("Waits for the next build"), "…", Tone.UNSURE),
}

CHAIN_BEGINNINGS: Words = {
    "request": Word(N_("A request")),
    "visit": Word(N_("A visit")),
    "visit_without_advice": Word(N_("A visit, no advice recorded")),
    "unasked": Word(N_("Advice nobody asked for")),
}

CHAIN_LINKS: Words = {
    "request": Word(N_("Question")),
    "advice": Word(N_("Advice")),
    "word": Word(N_("Reply")),
    "action": Word(N_("Action")),
    "sop": Word(N_("SOP on the same topic")),
    "metric": Word(N_("Metric on the same topic")),
}

LINK_STATES: Words = {
    "done": Word(N_("Done"), "✓", Tone.GOOD),
    "assumed": Word(N_("Taken as agreed"), "~", Tone.QUIET),
    "partly": Word(N_("Partly"), "◐", Tone.FAIR),
    "open": Word(N_("Open"), "○", Tone.PLAIN),
    "overdue": Word(N_("Overdue"), "▲", Tone.BAD),
    "doubtful": Word(N_("Claimed only"), "?", Tone.UNSURE),
    "declined": Word(N_("Declined"), "–", Tone.QUIET),
    "lapsed": Word(N_("Lapsed"), "–", Tone.QUIET),
}

CHAIN_STAGES: Words = {
    "awaiting_advice": Word(N_("Awaiting advice"), "○", Tone.PLAIN),
    "awaiting_word": Word(N_("Awaiting a word on it"), "◔", Tone.PLAIN),
    "awaiting_action": Word(N_("Awaiting action"), "◐", Tone.PLAIN),
    "awaiting_review": Word(N_("Awaiting verification"), "?", Tone.UNSURE),
    "answered": Word(N_("Answered"), "✓", Tone.GOOD),
    "acted_on": Word(N_("Acted on"), "✓", Tone.GOOD),
    "declined": Word(N_("Declined"), "–", Tone.QUIET),
    "lapsed": Word(N_("Lapsed"), "–", Tone.QUIET),
}

CHANNELS: Words = {
    "visit": Word(N_("Visit")),
    "telephone": Word(N_("Telephone")),
    "whatsapp": Word(N_("WhatsApp")),
    "e_mail": Word(N_("E-mail")),
    "letter": Word(N_("Letter")),
    "online_meeting": Word(N_("Online meeting")),
    "in_person": Word(N_("In person")),
}

QUOTAS: Words = {
    "enough": Word(N_("Reached"), "✓", Tone.GOOD),
    "more": Word(N_("More than agreed"), "!", Tone.UNSURE),
    "fewer": Word(N_("Fewer than agreed"), "✕", Tone.BAD),
    "open": Word(N_("Still running"), "·", Tone.QUIET),
    "not_told": Word(N_("Not told"), "…", Tone.UNSURE),
}

HELD: Words = {
    "held": Word(N_("Held"), "✓", Tone.GOOD),
    "planned": Word(N_("Planned"), "○", Tone.QUIET),
    "not_told": Word(N_("Not told"), "…", Tone.UNSURE),
    "released": Word(N_("No longer owed"), "–", Tone.QUIET),
}

MONEY: Words = {
    "cost": Word(N_("Costs")),
    "transfer": Word(N_("Subsidies (transfers)")),
    "contribution": Word(N_("Contributions")),
}

PRINCIPLES: Words = {
    "per_4_1": Word(N_("As in guideline 4.1"), "✓", Tone.GOOD),
    "per_3_1_1": Word(N_("As in guideline 3.1.1"), "✓", Tone.GOOD),
    "agreed": Word(N_("As agreed"), "✓", Tone.GOOD),
    "differs": Word(N_("Differs"), "≠", Tone.FAIR),
    "unknown": Word(N_("Not known"), "…", Tone.UNSURE),
}

NRW_MEASURES: Words = {
    "nrw_pct": Word(N_("NRW, % of supplied")),
    "nrw_volume": Word(N_("NRW, m³")),
    "nrw_m3_per_day": Word(N_("NRW, m³/day")),
    "nrw_l_per_connection_day": Word(N_("NRW, L/connection/day")),
    "nrw_m3_per_km_day": Word(N_("NRW, m³/km/day")),
    "nrw_l_per_connection_day_supply_hour": Word(N_("NRW, L/connection per hour of supply")),
    "ili": Word(N_("Infrastructure leakage index (ILI)")),
}

SPANS: Words = {
    "month": Word(N_("Month")),
    "rolling_12": Word(N_("Twelve months")),
    "year": Word(N_("Year")),
    "before_pilot": Word(N_("Before the pilot")),
    "since_pilot": Word(N_("Since the pilot began")),
    "first_months": Word(N_("First months of the pilot")),
    "last_months": Word(N_("Last months of the pilot")),
    "period": Word(N_("Other period")),
}

BALANCE_STATUS: Words = {
    "reported": Word(N_("Reported"), "✓", Tone.PLAIN),
    "derived": Word(N_("Derived"), "=", Tone.PLAIN),
    "estimated": Word(N_("Estimated"), "≈", Tone.FAIR),
    "missing": Word(N_("Missing"), "○", Tone.UNSURE),
    "under_review": Word(N_("Under review"), "?", Tone.UNSURE),
    "not_applicable": Word(N_("Not applicable"), "–", Tone.QUIET),
    "rejected": Word(N_("Rejected"), "✕", Tone.BAD),
}

EFFECT_STATUS: Words = {
    "compared": Word(N_("Compared with others"), "✓", Tone.PLAIN),
    "too_few_others": Word(N_("Too few others"), "–", Tone.QUIET),
    "no_others": Word(N_("No others with these months"), "–", Tone.QUIET),
    "stated_baseline": Word(N_("Against the stated baseline"), "≈", Tone.FAIR),
    "too_few_months": Word(N_("Too few months"), "·", Tone.QUIET),
}

PROGRAMME_EFFECT_STATUS: Words = {
    "compared": Word(N_("Compared with others"), "✓", Tone.PLAIN),
    "too_few_others": Word(N_("Too few others"), "–", Tone.QUIET),
    "too_few_partnerships": Word(N_("Too few partnerships"), "·", Tone.QUIET),
}

MARK_EDGES: Words = {"disputed": Word(N_("Disputed"), "≠", Tone.UNSURE)}

HEALTH_CLASSES: Words = {
    "healthy": Word(N_("Healthy"), "●", Tone.GOOD),
    "less_healthy": Word(N_("Less healthy"), "◐", Tone.FAIR),
    "sick": Word(N_("Sick"), "▲", Tone.BAD),
    "not_assessed": Word(N_("Not assessed"), "○", Tone.UNSURE),
}

ASPECTS: Words = {
    "finance": Word(N_("Finance")),
    "service": Word(N_("Service")),
    "operation": Word(N_("Operation")),
    "human_resources": Word(N_("Human resources")),
}

UNITS: Words = {
    "m3": Word("m³"),
    "percent": Word("%"),
    "%": Word("%"),
    "L/connection/day": Word(N_("L/connection/day")),
    "L/connection/day/h": Word(N_("L/connection/day per hour of supply")),
    "m3/km/day": Word(N_("m³/km/day")),
    "m3/day": Word(N_("m³/day")),
    "utilities": Word(N_("utilities")),
    "nights": Word(N_("nights")),
    "times": Word(N_("times")),
    "hour of the day": Word(N_("hour of the day")),
    "km": Word("km"),
    "L/s": Word(N_("L/s")),
    "kWh": Word("kWh"),
    "kWh/m3": Word("kWh/m³"),
    "g/m3": Word("g/m³"),
    "customers": Word(N_("customers")),
    "connections": Word(N_("connections")),
    "features": Word(N_("features")),
    "updates": Word(N_("updates")),
    "tests": Word(N_("tests")),
    "ratio": Word(N_("ratio")),
    "count": Word(N_("number")),
    "h/day": Word(N_("hours/day")),
    "h": Word(N_("hours")),
    "hours": Word(N_("hours")),
    "days": Word(N_("days")),
    "months": Word(N_("months")),
    "weight": Word(N_("weight")),
    "share": Word(N_("share")),
    "decimals": Word(N_("decimals")),
    "obligations": Word(N_("obligations")),
    "points": Word(N_("points")),
    "parts": Word(N_("parts")),
    "words": Word(N_("words")),
    "figures": Word(N_("figures")),
    "reports": Word(N_("reports")),
    "times the share": Word(N_("times the share")),
    "share of the time": Word(N_("share of the time")),
    "day of the month": Word(N_("day of the month")),
    "day of the next month": Word(N_("day of the next month")),
}
