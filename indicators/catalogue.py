"""The 18 partnership indicators, each declared once (guideline 5.2 for the mentor, 5.3 for the mentee).

An indicator says which obligations it counts and which credit it gives; the computation is the same for all
(obligations.sql, fulfilment.sql, scores.sql). Its weight stands in the rules under `weight.<code>`.
"""

from dataclasses import astuple, dataclass
from enum import StrEnum

import duckdb

from indicators.explanations import INDICATOR_EXPLANATIONS, source_id
from warehouse.vocabulary import Basis, Criterion, Role


class Credit(StrEnum):
    """What an indicator gives for an obligation, 0 to 1."""

    DELIVERED = "delivered"  # the share delivered by as_of
    ON_TIME = "on_time"  # 1 where delivered in full by the due date
    CONTENT = "content"  # the share of the six parts of a monthly report received
    PROGRESS = "progress"  # the clipped progress of a target due


@dataclass(frozen=True)
class Indicator:
    """One indicator. `counts`: kinds of obligation (delivered), codes of indicators pooled (on time),
    or kinds of target (progress). `by_kind`: the mean over the kinds instead of one pool."""

    code: str
    role: Role
    criterion: Criterion
    name_en: str
    name_id: str
    credit: Credit
    counts: tuple[str, ...]
    formula_en: str
    formula_id: str
    source: str
    basis: Basis
    by_kind: bool = False

    @property
    def weight_rule(self) -> str:
        """Code of the rule that holds the weight."""
        return f"weight.{self.code}"


ANY_OTHER_KIND = "*"  # of a row of the work plan
ANY_OTHER_DUTY = {criterion: f"*{criterion}" for criterion in Criterion}  # that a blueprint lays on the role
KINDS_TOLD_BY_REPORT = ("meeting", "assistance")
DOCUMENT_KINDS = (
    "diagnostic_report",
    "monitoring_report",
    "recommendation_report",
    "study_visit_report",
    "monthly_report",
    "final_report",
    "advice_response",
    "sop_draft",
    "sop",
    "minutes",
    "confirmation_letter",
    "letter_of_recommendation",
)
VISIT_KINDS_WITH_ADVICE = ("diagnostic_visit", "monitoring_visit")

_MENTOR_REPORTS = ("diagnostic_report", "monitoring_report", "recommendation_report", "final_report")
_MENTEE_REPORTS = ("study_visit_report", "monthly_report", "final_report")

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "MR-COM-1",
        Role.MENTOR,
        Criterion.COMMITMENT,
        "Clauses of LoI and MoA fulfilled",
        "Klausul LoI dan MoA yang dipenuhi",
        Credit.DELIVERED,
        ("clause",),
        "100 × share delivered ÷ clauses due that the mentor owes and that restate nothing else",
        "100 × bagian yang dipenuhi ÷ klausul mentor yang jatuh tempo dan tidak mengulang kewajiban lain",
        "5.2.1",
        Basis.GUIDELINE,
    ),
    Indicator(
        "MR-COM-2",
        Role.MENTOR,
        Criterion.COMMITMENT,
        "Meetings, visits and assistance of the work plan carried out",
        "Pertemuan, kunjungan, dan pendampingan rencana kerja yang terlaksana",
        Credit.DELIVERED,
        (
            "meeting",
            "diagnostic_visit",
            "study_visit",
            "monitoring_visit",
            "assistance",
            ANY_OTHER_KIND,
            ANY_OTHER_DUTY[Criterion.COMMITMENT],
        ),
        "Mean over kinds of 100 × share delivered ÷ work-plan items due that the mentor owes",
        "Rata-rata antarjenis dari 100 × bagian terlaksana ÷ butir rencana kerja mentor yang jatuh tempo",
        "5.2.1",
        Basis.GUIDELINE,
        by_kind=True,
    ),
    Indicator(
        "MR-COM-3",
        Role.MENTOR,
        Criterion.COMMITMENT,
        "Commitments kept on time",
        "Komitmen yang dipenuhi tepat waktu",
        Credit.ON_TIME,
        ("MR-COM-1", "MR-COM-2"),
        "100 × delivered in full by the due date ÷ obligations of MR-COM-1 and MR-COM-2 due",
        "100 × yang dipenuhi penuh tepat waktu ÷ kewajiban MR-COM-1 dan MR-COM-2 yang jatuh tempo",
        "2.7 mentor 2 and 4",
        Basis.GUIDELINE,
    ),
    Indicator(
        "MR-REP-1",
        Role.MENTOR,
        Criterion.REPORTS,
        "Diagnostic, monitoring and final reports delivered",
        "Laporan diagnostik, monitoring, dan akhir yang disampaikan",
        Credit.DELIVERED,
        (*_MENTOR_REPORTS, ANY_OTHER_DUTY[Criterion.REPORTS]),
        "Mean over kinds of 100 × reports delivered ÷ reports due; "
        "a recommendation report only where the plan names it",
        "Rata-rata antarjenis dari 100 × laporan disampaikan ÷ laporan jatuh tempo; "
        "laporan rekomendasi hanya bila disebut dalam rencana kerja",
        "5.2.2",
        Basis.GUIDELINE,
        by_kind=True,
    ),
    Indicator(
        "MR-REP-2",
        Role.MENTOR,
        Criterion.REPORTS,
        "Mentor's reports on time",
        "Laporan mentor tepat waktu",
        Credit.ON_TIME,
        ("MR-REP-1",),
        "100 × reports first submitted by the due date ÷ reports of MR-REP-1 due",
        "100 × laporan yang pertama kali disampaikan tepat waktu ÷ laporan MR-REP-1 yang jatuh tempo",
        "5.2.2; the guideline names no day",
        Basis.ASSUMED,
    ),
    Indicator(
        "MR-KNW-1",
        Role.MENTOR,
        Criterion.KNOW_HOW,
        "Requests answered and visits that left recorded advice",
        "Permintaan saran yang dijawab dan kunjungan yang meninggalkan saran tercatat",
        Credit.DELIVERED,
        ("advice_answer", "visit_advice", ANY_OTHER_DUTY[Criterion.KNOW_HOW]),
        "100 × (requests answered + visits with a solution, recommendation or lesson on record) ÷ those due",
        "100 × (permintaan yang dijawab + kunjungan dengan solusi, rekomendasi, atau pembelajaran tercatat) "
        "÷ yang jatuh tempo",
        "5.2.3; 2.7 mentor 5",
        Basis.GUIDELINE,
    ),
    Indicator(
        "MR-KNW-2",
        Role.MENTOR,
        Criterion.KNOW_HOW,
        "Learning topics transferred",
        "Topik pembelajaran yang dialihkan",
        Credit.DELIVERED,
        ("learning_topic",),
        "100 × share transferred ÷ learning topics of the work plan due",
        "100 × bagian yang dialihkan ÷ topik pembelajaran rencana kerja yang jatuh tempo",
        "3.1.6",
        Basis.ASSUMED,
    ),
    Indicator(
        "MR-KNW-3",
        Role.MENTOR,
        Criterion.KNOW_HOW,
        "Requests answered within the days agreed",
        "Permintaan saran yang dijawab dalam waktu yang disepakati",
        Credit.ON_TIME,
        ("MR-KNW-1:advice_answer",),
        "100 × requests answered within the days allowed, counted from the day of the request ÷ requests due",
        "100 × permintaan yang dijawab dalam batas hari, dihitung sejak permintaan dikirim "
        "÷ permintaan yang jatuh tempo",
        "5.2.3; the guideline names no day",
        Basis.ASSUMED,
    ),
    Indicator(
        "ME-COM-1",
        Role.MENTEE,
        Criterion.COMMITMENT,
        "Clauses of LoI and MoA fulfilled",
        "Klausul LoI dan MoA yang dipenuhi",
        Credit.DELIVERED,
        ("clause",),
        "100 × share delivered ÷ clauses due that the mentee owes and that restate nothing else",
        "100 × bagian yang dipenuhi ÷ klausul mentee yang jatuh tempo dan tidak mengulang kewajiban lain",
        "5.3.1",
        Basis.GUIDELINE,
    ),
    Indicator(
        "ME-COM-2",
        Role.MENTEE,
        Criterion.COMMITMENT,
        "Activities of the work plan carried out",
        "Kegiatan rencana kerja yang terlaksana",
        Credit.DELIVERED,
        ("activity", "meeting", "study_visit", ANY_OTHER_KIND, ANY_OTHER_DUTY[Criterion.COMMITMENT]),
        "Mean over kinds of 100 × share delivered ÷ work-plan items due that the mentee owes",
        "Rata-rata antarjenis dari 100 × bagian terlaksana ÷ butir rencana kerja mentee yang jatuh tempo",
        "5.3.1",
        Basis.GUIDELINE,
        by_kind=True,
    ),
    Indicator(
        "ME-COM-3",
        Role.MENTEE,
        Criterion.COMMITMENT,
        "Advice answered and acted on",
        "Saran yang ditanggapi dan ditindaklanjuti",
        Credit.DELIVERED,
        ("advice_response", "advice_action"),
        "100 × (advice answered: agreed, or not and why; and action done) ÷ words and actions due",
        "100 × (saran ditanggapi: setuju, atau tidak beserta alasannya; dan tindak lanjut dilakukan) "
        "÷ tanggapan dan tindak lanjut yang jatuh tempo",
        "5.3.1; 2.7 mentee 1 and 2",
        Basis.GUIDELINE,
    ),
    Indicator(
        "ME-COM-4",
        Role.MENTEE,
        Criterion.COMMITMENT,
        "Commitments kept on time",
        "Komitmen yang dipenuhi tepat waktu",
        Credit.ON_TIME,
        ("ME-COM-1", "ME-COM-2", "ME-COM-3"),
        "100 × delivered in full by the due date ÷ obligations of ME-COM-1, ME-COM-2 and ME-COM-3 due",
        "100 × yang dipenuhi penuh tepat waktu ÷ kewajiban ME-COM-1, ME-COM-2, dan ME-COM-3 yang jatuh tempo",
        "5.3.1; the guideline names no day",
        Basis.ASSUMED,
    ),
    Indicator(
        "ME-REP-1",
        Role.MENTEE,
        Criterion.REPORTS,
        "Study-visit, monthly and final reports delivered",
        "Laporan kunjungan belajar, bulanan, dan akhir yang disampaikan",
        Credit.DELIVERED,
        (*_MENTEE_REPORTS, ANY_OTHER_DUTY[Criterion.REPORTS]),
        "Mean over kinds of 100 × reports delivered ÷ reports due",
        "Rata-rata antarjenis dari 100 × laporan disampaikan ÷ laporan jatuh tempo",
        "5.3.2",
        Basis.GUIDELINE,
        by_kind=True,
    ),
    Indicator(
        "ME-REP-2",
        Role.MENTEE,
        Criterion.REPORTS,
        "Mentee's reports on time",
        "Laporan mentee tepat waktu",
        Credit.ON_TIME,
        ("ME-REP-1",),
        "100 × reports first submitted by the due date ÷ reports of ME-REP-1 due",
        "100 × laporan yang pertama kali disampaikan tepat waktu ÷ laporan ME-REP-1 yang jatuh tempo",
        "5.3.2; the guideline names no day",
        Basis.ASSUMED,
    ),
    Indicator(
        "ME-REP-3",
        Role.MENTEE,
        Criterion.REPORTS,
        "Completeness of the monthly reports received",
        "Kelengkapan laporan bulanan yang diterima",
        Credit.CONTENT,
        ("monthly_report",),
        "100 × parts filled, or nihil where allowed ÷ six parts of each monthly report received",
        "100 × bagian yang diisi, atau nihil bila diperbolehkan "
        "÷ enam bagian dari setiap laporan bulanan yang diterima",
        "3.2.2",
        Basis.ASSUMED,
    ),
    Indicator(
        "ME-LES-1",
        Role.MENTEE,
        Criterion.LESSON_LEARNED,
        "Learning and culture targets reached",
        "Target pembelajaran dan budaya kerja yang tercapai",
        Credit.PROGRESS,
        ("learning", "culture"),
        "100 × clipped progress ÷ learning and culture targets due",
        "100 × kemajuan (0 sampai 1) ÷ target pembelajaran dan budaya kerja yang jatuh tempo",
        "5.3.3",
        Basis.GUIDELINE,
    ),
    Indicator(
        "ME-LES-2",
        Role.MENTEE,
        Criterion.LESSON_LEARNED,
        "Pilot targets reached",
        "Target proyek percontohan yang tercapai",
        Credit.PROGRESS,
        ("pilot",),
        "100 × clipped progress ÷ pilot targets due",
        "100 × kemajuan (0 sampai 1) ÷ target proyek percontohan yang jatuh tempo",
        "5.3.3",
        Basis.GUIDELINE,
    ),
    Indicator(
        "ME-LES-3",
        Role.MENTEE,
        Criterion.LESSON_LEARNED,
        "SOPs drafted and issued",
        "SOP yang disusun dan ditetapkan",
        Credit.DELIVERED,
        ("sop_draft", "sop", ANY_OTHER_DUTY[Criterion.LESSON_LEARNED]),
        "100 × share delivered (draft 0.5, issued 1) ÷ SOPs due",
        "100 × bagian yang disampaikan (draf 0,5, ditetapkan 1) ÷ SOP yang jatuh tempo",
        "5.3.3; shares assumed",
        Basis.GUIDELINE,
    ),
)

RULE_CODES: tuple[str, ...] = (
    "days.monthly_report",
    "pilot.first_month_cutoff_day",
    "pilot.last_month_cutoff_day",
    "pilot.default_months",
    "days.silence_means_agreed",
    "days.advice_action",
    "days.advice_answer",
    "days.mended_form",
    "days.revision_lead",
    "days.target_grace",
    "quota.partial_period",
    "pace.on_track",
    "pace.needs_acceleration",
    "pace.earliest_share_of_time",
    "band.good",
    "band.fair",
    "band.decimals",
    "band.minimum_obligations",
    "weight.range_low",
    "weight.range_high",
    "sop.draft_share",
    "sop.issued_share",
    "evidence.weight_0",
    "evidence.weight_1",
    "evidence.weight_2",
    "evidence.weight_3",
    "evidence.weight_4",
    "ledger.gap",
    "review.off_scale",
    "coaching.parts_filled",
    "coaching.parts_answered",
    "coaching.copied_parts",
    "coaching.copied_words",
    "coaching.copied_figures",
    "coaching.reports_on_one_day",
    "coaching.base_shrinks",
    "coaching.digit_months",
    "coaching.jump_factor",
    "coaching.neighbours_agree",
    "night_flow.first_hour",
    "night_flow.last_hour",
    "night_flow.stuck_hours",
    "night_flow.least_share",
    "night_flow.least_nights",
    "night_flow.most_missing",
    "gis.tolerance",
    "effect.least_months",
    "effect.least_utilities",
)
CODES: tuple[str, ...] = tuple(indicator.code for indicator in INDICATORS)
CRITERIA: tuple[tuple[Role, Criterion], ...] = tuple(dict.fromkeys((i.role, i.criterion) for i in INDICATORS))


def kinds_counted(indicator: Indicator) -> tuple[tuple[str, str | None], ...]:
    """What a pooled (on time) indicator counts: pairs of "delivered" indicator and kind (None: every kind)."""
    pairs = (entry.partition(":") for entry in indicator.counts)
    return tuple((code, kind or None) for code, _, kind in pairs)


def load(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills mart.indicator, and the temporary tables that tell the SQL what each indicator counts.

    `counting(role, kind, indicator_code, criterion)`, `pooled(indicator_code, delivered_code, kind)`,
    `target_counting(indicator_code, kind)`, `told_by_report(kind)`, `document_kind(kind)`, `visit_with_advice(kind)`.
    """
    connection.execute("DELETE FROM mart.indicator")
    connection.executemany(
        "INSERT INTO mart.indicator SELECT $1, $2, $3, $4, $5, 'percent', 'higher', $6, $7, $8, $9, $10, value,"
        " $12, $13, $14, $15, $16, $17, $18 FROM reference.rule WHERE rule_code = $11",
        [
            (i.code, i.role, i.criterion, i.name_en, i.name_id, i.credit)
            + (i.formula_en, i.formula_id, i.source, i.basis, i.weight_rule, source_id(i.source))
            + astuple(INDICATOR_EXPLANATIONS[i.code])
            for i in INDICATORS
        ],
    )
    delivered = [i for i in INDICATORS if i.credit == Credit.DELIVERED]
    _temporary(
        connection,
        "counting(role VARCHAR, kind VARCHAR, indicator_code VARCHAR, criterion VARCHAR, by_kind BOOLEAN)",
        [(i.role, kind, i.code, i.criterion, i.by_kind) for i in delivered for kind in i.counts],
    )
    _temporary(
        connection,
        "pooled(indicator_code VARCHAR, delivered_code VARCHAR, kind VARCHAR)",
        [(i.code, *pair) for i in INDICATORS if i.credit == Credit.ON_TIME for pair in kinds_counted(i)],
    )
    _temporary(
        connection,
        "target_counting(indicator_code VARCHAR, kind VARCHAR)",
        [(i.code, kind) for i in INDICATORS if i.credit == Credit.PROGRESS for kind in i.counts],
    )
    for table, kinds in (
        ("told_by_report(kind VARCHAR)", KINDS_TOLD_BY_REPORT),
        ("document_kind(kind VARCHAR)", DOCUMENT_KINDS),
        ("visit_with_advice(kind VARCHAR)", VISIT_KINDS_WITH_ADVICE),
    ):
        _temporary(connection, table, [(kind,) for kind in kinds])


def _temporary(
    connection: duckdb.DuckDBPyConnection, definition: str, rows: list[tuple[str | bool | None, ...]]
) -> None:
    table, places = definition.partition("(")[0], ", ".join("?" for _ in rows[0])
    insert = f"INSERT INTO {table} VALUES ({places})"
    connection.execute("CREATE OR REPLACE TEMP TABLE " + definition)
    connection.executemany(insert, rows)
