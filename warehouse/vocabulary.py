"""The closed vocabularies of the programme. Each member's comment says what it means.

Source: guideline of the Solidarity Partnerships (section numbers in brackets) and docs/glossary.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Who a party is within one partnership (guideline 2.1)."""

    MENTOR = "mentor"  # guides, shares knowledge and experience
    MENTEE = "mentee"  # receives the transfer of knowledge
    FACILITATOR = "facilitator"  # PERPAMSI: matches, monitors, evaluates
    SUPPORTING_PARTNER = "supporting_partner"  # adds value by agreement with PERPAMSI


class Criterion(StrEnum):
    """What a partner is assessed on (guideline 5.2 for the mentor, 5.3 for the mentee)."""

    COMMITMENT = "commitment"  # both: fulfilment of LoI, MoA and work plan
    REPORTS = "reports"  # both: delivery of the reports owed
    KNOW_HOW = "know_how"  # mentor: advice as solution, recommendation, lesson
    LESSON_LEARNED = "lesson_learned"  # mentee: learning and pilot targets, SOPs


ASSESSED_ON: Final[Mapping[Role, tuple[Criterion, ...]]] = {
    Role.MENTOR: (Criterion.COMMITMENT, Criterion.REPORTS, Criterion.KNOW_HOW),
    Role.MENTEE: (Criterion.COMMITMENT, Criterion.REPORTS, Criterion.LESSON_LEARNED),
    Role.FACILITATOR: (Criterion.COMMITMENT, Criterion.REPORTS),
    Role.SUPPORTING_PARTNER: (Criterion.COMMITMENT,),
}
"""The criteria on which each partner sees itself (5.2, 5.3 and chapter V)."""


class Stage(StrEnum):
    """Where a partnership stands in the steps of guideline chapter III."""

    PREPARATION = "preparation"
    ESTABLISHMENT = "establishment"
    AGREEMENT = "agreement"
    IMPLEMENTATION = "implementation"
    EXPANSION = "expansion"


class AgreementKind(StrEnum):
    """What is signed in the life of a partnership; a blueprint says which of them opens it and which founds it."""

    LETTER_OF_REQUEST = "letter_of_request"
    LETTER_OF_INTENT = "letter_of_intent"
    WORK_PLAN = "work_plan"
    MEMORANDUM_OF_AGREEMENT = "memorandum_of_agreement"
    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding"
    ADDENDUM = "addendum"
    WORK_PLAN_REVISION = "work_plan_revision"
    EXTENSION_AGREEMENT = "extension_agreement"
    LETTER_OF_RECOMMENDATION = "letter_of_recommendation"


class ActivityKind(StrEnum):
    """What a row of a work plan may be about."""

    MEETING = "meeting"
    DIAGNOSTIC_VISIT = "diagnostic_visit"
    STUDY_VISIT = "study_visit"
    MONITORING_VISIT = "monitoring_visit"
    ASSISTANCE = "assistance"  # help and consultation, also by telephone
    ACTIVITY = "activity"  # work of the mentee in the field
    LEARNING_TOPIC = "learning_topic"  # what the mentor is to pass on
    SOP = "sop"
    WORKSHOP = "workshop"
    MISSION = "mission"  # experts come for days or weeks
    TELECONFERENCE = "teleconference"
    TRAINING = "training"
    EVENT = "event"


class PartnershipStatus(StrEnum):
    """The life of a partnership; finished only with the letter of recommendation (3.3.3)."""

    PREPARING = "preparing"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    FINISHED = "finished"
    ENDED_EARLY = "ended_early"


class FulfilmentStatus(StrEnum):
    """What became of an obligation at `as_of`."""

    FULFILLED_ON_TIME = "fulfilled_on_time"  # delivered in full by its due date
    FULFILLED_LATE = "fulfilled_late"  # delivered in full after its due date
    PARTLY_FULFILLED = "partly_fulfilled"  # due, delivered in part
    OVERDUE = "overdue"  # due, nothing delivered
    DOUBTFUL = "doubtful"  # due, only a claim (level 0), disputed or awaiting review
    UNKNOWN = "unknown"  # due, but only another party's missing report could tell; in a case, its document does not
    PREVENTED = "prevented"  # the counterpart or an unpaid subsidy stood in the way; new date agreed
    NOT_DUE = "not_due"  # its date lies after as_of
    WITHDRAWN = "withdrawn"  # dropped by a signed revision
    WAIVED = "waived"  # dispensed by the facilitator: who, when, why
    LAPSED = "lapsed"  # would have fallen due after an early end
    NOT_APPLICABLE = "not_applicable"  # the blueprint does not know it


class ValueStatus(StrEnum):
    """Why a number is shown, or why none is. None of the others ever becomes 0."""

    REPORTED = "reported"  # a value, also a reported 0
    NOT_REPORTED = "not_reported"  # owed, not received
    NOT_DUE = "not_due"  # nothing owed yet
    NOT_APPLICABLE = "not_applicable"  # has no meaning here
    UNDEFINED = "undefined"  # zero denominator
    NEEDS_REVIEW = "needs_review"  # implausible
    REJECTED = "rejected"  # received, unreadable or refused
    AWAITING_FOLLOW_UP = "awaiting_follow_up"  # falls due after the partnership
    NO_BASELINE = "no_baseline"  # nothing to compare with


class TargetStatus(StrEnum):
    """How a target stands at `as_of`."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"  # pace at least 0.95
    NEEDS_ACCELERATION = "needs_acceleration"  # pace at least 0.60
    LIMITED = "limited"  # pace at least 0
    MOVING_AWAY = "moving_away"  # pace below 0
    TOO_EARLY = "too_early"  # before a quarter of the time
    NOT_REPORTED = "not_reported"
    NO_BASELINE = "no_baseline"
    AWAITING_FOLLOW_UP = "awaiting_follow_up"


class TargetKind(StrEnum):
    """What a target speaks of (guideline 5.4)."""

    PILOT = "pilot"
    LEARNING = "learning"
    CULTURE = "culture"
    PERFORMANCE = "performance"


class Horizon(StrEnum):
    """Term of a target (guideline 5.4)."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class ActualBasis(StrEnum):
    """Which actual a target is held against."""

    MONTH = "month"  # the month's figure
    PILOT_TO_DATE = "pilot_to_date"  # the pilot's months so far
    ROLLING_12 = "rolling_12"  # the last twelve months
    YES_NO = "yes_no"  # done or not


class Basis(StrEnum):
    """On whose authority a rule stands."""

    GUIDELINE = "guideline"
    AGREEMENT = "agreement"
    ASSUMED = "assumed"


class EvidenceLevel(StrEnum):
    """How strong a piece of evidence is, from claim to verification."""

    CLAIMED = "0"
    RECORDED = "1"  # in a report or register
    DOCUMENTED = "2"  # document attached
    CONFIRMED = "3"  # by the counterpart
    VERIFIED = "4"  # by the facilitator


class AdviceStatus(StrEnum):
    """Where a piece of advice stands in the chain request, advice, answer, action."""

    ASKED = "asked"  # requested, not yet answered
    GIVEN = "given"  # answered, the mentee has not said a word yet
    AGREED = "agreed"  # agreed, or silent for the days allowed
    DECLINED = "declined"  # not agreed, with a reason
    ACTED_ON = "acted_on"  # the agreed action is done


class Band(StrEnum):
    """Word for a criterion score; the edges are in rules.yml (assumed)."""

    GOOD = "good"
    FAIR = "fair"
    NEEDS_ATTENTION = "needs_attention"


class Severity(StrEnum):
    """What a finding does."""

    CRITICAL = "critical"  # the row (or, for the table, the file) is refused
    WARNING = "warning"  # loaded and listed
    INFO = "info"  # counted


class FileOutcome(StrEnum):
    """What became of one arrival."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_REJECTIONS = "accepted_with_rejections"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    PARKED = "parked"  # kept, waiting (a month outside the pilot, a document to be keyed in)


class Origin(StrEnum):
    """Whether a row is of the real programme; cases and samples stay out of national figures."""

    REAL = "real"
    CASE = "case"
    SAMPLE = "sample"


class Language(StrEnum):
    """Languages of screens, workbooks and messages; Indonesian is the default."""

    INDONESIAN = "id"
    ENGLISH = "en"
