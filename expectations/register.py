"""What must be true of the programme register."""

from typing import ClassVar

import duckdb

from expectations.domain import (
    SAME_FILE,
    ExpectBetween,
    ExpectHappenedBeforeReceipt,
    ExpectNotBefore,
    ExpectNotNegative,
    ExpectOnlyOnce,
    ExpectShareUpToHundredPercent,
    ExpectStatedWith,
)
from expectations.gate import Suite
from expectations.rule import RowRule, Scope
from warehouse.vocabulary import Severity


class ExpectListedParty(RowRule):
    """A party is listed in the sheet of parties of the same register."""

    message_en: str = "Party {value} is not in the sheet of parties. Add it there, or correct the id."
    message_id: str = "Pihak {value} tidak ada di lembar pihak. Tambahkan di sana atau perbaiki kodenya."

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_parties AS o "
            f"WHERE {SAME_FILE} AND o.party_id = {self.cell})"
        )


class ExpectListedPartnership(RowRule):
    """A partnership is listed in the sheet of partnerships of the same register."""

    column: str = "partnership_id"
    message_en: str = "Partnership {value} is not in the sheet of partnerships. Add it there, or correct the id."
    message_id: str = "Kemitraan {value} tidak ada di lembar kemitraan. Tambahkan di sana atau perbaiki kodenya."

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_partnerships AS o "
            f"WHERE {SAME_FILE} AND o.partnership_id = {self.cell})"
        )


class ExpectKnownProgrammeKind(RowRule):
    """The kind of programme has a blueprint."""

    column: str = "programme_kind"
    message_en: str = "There is no blueprint for the kind of programme '{value}'. Known: {known}."
    message_id: str = "Tidak ada cetak biru untuk jenis program '{value}'. Yang dikenal: {known}."

    def facts(self) -> dict[str, str]:
        return {
            "known": "(SELECT string_agg(DISTINCT b.programme_kind, ', ' ORDER BY b.programme_kind) "
            "FROM reference.blueprint_stage AS b)"
        }

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference.blueprint_stage AS b "
            f"WHERE b.programme_kind = {self.cell})"
        )


class ExpectMentorOtherThanMentee(RowRule):
    """Nobody is mentor and mentee of the same partnership."""

    table: str = "register_partnerships"
    column: str = "mentor_id"
    message_en: str = "Mentor and mentee are both {value}. Correct one of the two."
    message_id: str = "Mentor dan mentee sama-sama {value}. Perbaiki salah satunya."

    def bad_row(self) -> str:
        return "r.mentor_id = r.mentee_id"


class ExpectSignedRevision(RowRule):
    """A row that a revision brings or drops names a revision that is signed.

    Only a warning: refusing the row would drop an obligation. A withdrawal without signature has no effect.
    """

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    message_en: str = (
        "Revision {value} of partnership {partnership_id} is not signed according to the sheet of agreements. "
        "Enter the revision with its number, signatures and date; until then it has no effect."
    )
    message_id: str = (
        "Revisi {value} dari kemitraan {partnership_id} belum bertanda tangan menurut lembar kesepakatan. "
        "Isi nomor, penanda tangan, dan tanggal revisi; sebelum itu revisi tidak berlaku."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} > 0 AND NOT EXISTS (SELECT 1 FROM raw.register_agreements AS o WHERE {SAME_FILE} "
            "AND o.partnership_id = r.partnership_id AND o.kind IN ('addendum', 'work_plan_revision') "
            f"AND o.revision = {self.cell} AND o.signed_on IS NOT NULL)"
        )


class ExpectRevisionWithNumberAndSignatures(RowRule):
    """A revised plan or MoA has a number, a date and three signatories (guideline 3.1.7)."""

    level: Severity = Severity.WARNING
    table: str = "register_agreements"
    column: str = "signatories"
    message_en: str = (
        "A revision needs a number, a date of signing and three signatories: mentor, mentee and facilitator. "
        "Complete the row; list the names separated by semicolons."
    )
    message_id: str = (
        "Revisi memerlukan nomor, tanggal tanda tangan, dan tiga penanda tangan: mentor, mentee, dan fasilitator. "
        "Lengkapi baris ini; pisahkan nama dengan titik koma."
    )

    def bad_row(self) -> str:
        return (
            "r.kind IN ('addendum', 'work_plan_revision') AND (r.number IS NULL OR r.signed_on IS NULL "
            "OR coalesce(len(list_filter(regexp_split_to_array(r.signatories, '[;,\\n]'), "
            "lambda x: trim(x) <> '')), 0) < 3)"
        )


class ExpectMeasureOrTopic(RowRule):
    """A target says what it is about: a metric or a topic."""

    level: Severity = Severity.WARNING
    table: str = "register_targets"
    column: str = "target_id"
    message_en: str = "Target {value} names neither a metric nor a topic, so it cannot be followed. Add one."
    message_id: str = "Target {value} tidak menyebut metrik maupun topik, sehingga tidak dapat diikuti. Lengkapi."

    def bad_row(self) -> str:
        return "r.metric_code IS NULL AND r.topic IS NULL"


class ExpectBaselineOfPilotTarget(RowRule):
    """A pilot target with a metric has a starting value; without one there is no progress to compute."""

    level: Severity = Severity.WARNING
    table: str = "register_targets"
    column: str = "baseline"
    message_en: str = "Target {target_id} has no baseline, so its progress cannot be computed. Enter the baseline."
    message_id: str = (
        "Target {target_id} tidak memiliki kondisi awal, sehingga kemajuannya tidak dapat dihitung. "
        "Isi kondisi awalnya."
    )

    def bad_row(self) -> str:
        return "r.kind = 'pilot' AND r.actual_basis <> 'yes_no' AND r.baseline IS NULL"


class ExpectToleranceOfHeldTarget(RowRule):
    """A target equal to its baseline means "hold"; it needs a tolerance."""

    level: Severity = Severity.WARNING
    table: str = "register_targets"
    column: str = "tolerance"
    message_en: str = (
        "Target {target_id} equals its baseline ({baseline}): it is to be held. Enter the tolerance allowed."
    )
    message_id: str = (
        "Target {target_id} sama dengan kondisi awalnya ({baseline}): artinya dipertahankan. "
        "Isi toleransi yang diperbolehkan."
    )

    def bad_row(self) -> str:
        return "r.target = r.baseline AND r.tolerance IS NULL AND r.actual_basis <> 'yes_no'"


class ExpectMilestonesAsDateAndValue(RowRule):
    """Milestones are written "2026-06-30: 38; 2026-08-31: 35"; what is written otherwise would be lost."""

    level: Severity = Severity.WARNING
    table: str = "register_targets"
    column: str = "milestones"
    message_en: str = "The milestones '{value}' cannot be read. Write them as 2026-06-30: 38; 2026-08-31: 35."
    message_id: str = "Tonggak '{value}' tidak dapat dibaca. Tulis seperti 2026-06-30: 38; 2026-08-31: 35."

    def bad_row(self) -> str:
        milestone = r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*:\s*-?[0-9]+([.,][0-9]+)?\s*"
        return f"NOT regexp_full_match({self.cell}, '{milestone}(;{milestone})*;?\\s*')"


class ExpectListedTarget(RowRule):
    """An actual belongs to a target of the same register."""

    table: str = "register_target_actuals"
    column: str = "target_id"
    message_en: str = "Target {value} of partnership {partnership_id} is not in the sheet of targets. Correct the id."
    message_id: str = "Target {value} dari kemitraan {partnership_id} tidak ada di lembar target. Perbaiki kodenya."

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_targets AS o "
            f"WHERE {SAME_FILE} AND o.partnership_id = r.partnership_id AND o.target_id = {self.cell})"
        )


class ExpectListedVisit(RowRule):
    """Advice given in a visit names an item of the work plan."""

    level: Severity = Severity.WARNING
    table: str = "register_advice"
    column: str = "visit_item_no"
    message_en: str = "Visit {value} is not in the work plan of {partnership_id}. Correct the item number."
    message_id: str = "Kunjungan {value} tidak ada dalam rencana kerja {partnership_id}. Perbaiki nomor kegiatannya."

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_work_plan AS o "
            f"WHERE {SAME_FILE} AND o.partnership_id = r.partnership_id AND o.item_no = {self.cell})"
        )


class ExpectNewDateForPrevention(RowRule):
    """What was prevented has a new agreed date; without one it would be owed never."""

    table: str = "register_relief"
    column: str = "new_due_on"
    message_en: str = "{obligation_id} is recorded as prevented without a new agreed date. Enter the date."
    message_id: str = "{obligation_id} tercatat terhalang tanpa tanggal baru yang disepakati. Isi tanggalnya."

    def bad_row(self) -> str:
        return "r.kind = 'prevented' AND r.new_due_on IS NULL"


# Rows of the work plan in every earlier register of a programme that stands, beside the register held against them.
_EARLIER_PLAN_ROWS = """(
    SELECT here.file_sha256 AS register, w.file_sha256 AS earlier_register, that.received_at,
           w.partnership_id, w.item_no, w.role, w.due_on
    FROM raw.register_cover AS here
    JOIN raw.file AS this ON this.file_sha256 = here.file_sha256
    JOIN raw.register_cover AS there ON there.programme_id = here.programme_id
    JOIN raw.file AS that ON that.file_sha256 = there.file_sha256
        AND (that.received_at, that.file_sha256) < (this.received_at, this.file_sha256)
    SEMI JOIN raw.standing_register AS standing ON standing.file_sha256 = that.file_sha256
    JOIN raw.register_work_plan AS w ON w.file_sha256 = that.file_sha256 AND w.withdrawn_in_revision IS NULL
    ANTI JOIN raw.rejected_row AS j ON j.table_name = 'register_work_plan' AND j.row_id = w.row_id
)"""

# The date each row had in the first register that knew the same signed revisions.
_FIRST_DUE_DATES = f"""(
    SELECT e.register, e.partnership_id, e.item_no, e.role,
           arg_min(coalesce(e.due_on, DATE '9999-12-31'), (e.received_at, e.earlier_register)) AS due_on
    FROM {_EARLIER_PLAN_ROWS} AS e
    WHERE NOT EXISTS (
        SELECT 1
        FROM raw.register_agreements AS a
        WHERE a.file_sha256 = e.register AND a.partnership_id = e.partnership_id
            AND a.kind IN ('addendum', 'work_plan_revision') AND a.signed_on IS NOT NULL
            AND NOT EXISTS (
                SELECT 1
                FROM raw.register_agreements AS b
                WHERE b.file_sha256 = e.earlier_register AND b.partnership_id = a.partnership_id
                    AND b.kind = a.kind AND b.revision IS NOT DISTINCT FROM a.revision
                    AND b.signed_on IS NOT NULL
            )
    )
    GROUP BY ALL
)"""


class ExpectPlanRowsKept(RowRule):
    """A row of the work plan is dropped by a signed revision only: it never just vanishes (3.1.7).

    Refuses the register, so that the previous one, with its rows, stays in force.
    """

    table: str = "register_cover"
    column: str = "programme_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "Rows of the work plan that an earlier register held are missing: {vanished}. Put them back; a row is dropped "
        "by the number of a signed revision. Until then the previous register stays in force."
    )
    message_id: str = (
        "Baris rencana kerja dari register terdahulu hilang: {vanished}. Kembalikan baris itu; baris hanya dicabut "
        "dengan nomor revisi yang ditandatangani. Sebelum itu register sebelumnya tetap berlaku."
    )

    _VANISHED: ClassVar[str] = (
        f"(SELECT DISTINCT e.register, e.partnership_id, e.item_no FROM {_EARLIER_PLAN_ROWS} AS e "
        "WHERE NOT EXISTS (SELECT 1 FROM raw.register_work_plan AS o WHERE o.file_sha256 = e.register "
        "AND o.partnership_id = e.partnership_id AND o.item_no = e.item_no AND o.role = e.role))"
    )

    def facts(self) -> dict[str, str]:
        return {
            "vanished": "(SELECT string_agg(v.partnership_id || ' ' || v.item_no, ', ' "
            f"ORDER BY v.partnership_id, v.item_no) FROM {self._VANISHED} AS v WHERE v.register = r.file_sha256)"
        }

    def bad_row(self) -> str:
        return f"r.file_sha256 IN (SELECT v.register FROM {self._VANISHED} AS v)"


class ExpectDueDateKept(RowRule):
    """A date of the work plan is changed by a signed revision only (3.1.7).

    Refuses the register: refusing the row would drop an obligation.
    """

    table: str = "register_work_plan"
    column: str = "due_on"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The date of item {item_no} of {partnership_id} was {before} in an earlier register and is now {value}, "
        "without a signed revision. Enter the revision in the sheet of agreements, or put the date back."
    )
    message_id: str = (
        "Tanggal kegiatan {item_no} kemitraan {partnership_id} semula {before} dan kini {value}, tanpa revisi yang "
        "ditandatangani. Catat revisinya di lembar kesepakatan, atau kembalikan tanggalnya."
    )

    _MOVED: ClassVar[str] = (
        f"FROM {_FIRST_DUE_DATES} AS b WHERE b.register = r.file_sha256 AND b.role = r.role "
        "AND b.partnership_id = r.partnership_id AND b.item_no = r.item_no "
        "AND b.due_on < DATE '9999-12-31' AND b.due_on IS DISTINCT FROM r.due_on"
    )

    def facts(self) -> dict[str, str]:
        return {"before": f"(SELECT max(b.due_on) {self._MOVED})"}

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._MOVED})"


_BREAKS_WITH_HISTORY = f"""
    SELECT EXISTS (SELECT 1 FROM {ExpectPlanRowsKept._VANISHED} AS v WHERE v.register = $1)
        OR EXISTS (
            SELECT 1 FROM raw.register_work_plan AS r
            WHERE r.file_sha256 = $1 AND EXISTS (SELECT 1 {ExpectDueDateKept._MOVED})
        )
"""


def find_standing_registers(connection: duckdb.DuckDBPyConnection) -> int:
    """Fill raw.standing_register: the registers against which later ones are held, in order of receipt.

    A register that lets a row vanish or moves a date without a revision is refused, so it binds no later one.
    Returns their number.
    """
    received = connection.execute("""
        SELECT c.file_sha256 FROM raw.register_cover AS c
        JOIN raw.file AS f USING (file_sha256)
        ANTI JOIN raw.refused_file AS refused ON refused.file_sha256 = c.file_sha256
        ORDER BY f.received_at, c.file_sha256
    """).fetchall()
    standing = 0
    for (file_sha256,) in received:
        if not connection.execute(_BREAKS_WITH_HISTORY, [file_sha256]).fetchall()[0][0]:
            connection.execute("INSERT INTO raw.standing_register VALUES ($1)", [file_sha256])
            standing += 1
    return standing


REGISTER_KEYS = {
    "register_parties": ("party_id",),
    "register_partnerships": ("partnership_id",),
    "register_agreements": ("partnership_id", "kind", "revision"),
    "register_clauses": ("clause_no", "partnership_id", "agreement_kind", "role"),
    "register_work_plan": ("item_no", "partnership_id", "role"),
    "register_targets": ("target_id", "partnership_id"),
    "register_activities": ("activity_id", "partnership_id"),
    "register_advice": ("advice_id",),
    "register_finance": ("line_id",),
}
OF_A_PARTNERSHIP = (
    "register_teams",
    "register_agreements",
    "register_clauses",
    "register_work_plan",
    "register_targets",
    "register_target_actuals",
    "register_activities",
    "register_documents",
    "register_advice",
    "register_narrative",
    "register_readiness",
    "register_finance",
)
TOLD_AS_DONE = {
    "register_teams": ("decree_on",),
    "register_partnerships": ("ended_on", "on_hold_since"),
    "register_agreements": ("signed_on",),
    "register_target_actuals": ("actual_on",),
    "register_evidence": ("occurred_on", "submitted_on"),
    "register_activities": ("held_on",),
    "register_documents": ("dated_on",),
    "register_advice": ("given_on",),
    "register_relief": ("decided_on",),
}
COUNTED = {
    "register_teams": ("main_members", "large_members"),
    "register_activities": ("participants",),
    "register_finance": ("proposed", "decided", "spent"),
    "register_targets": ("tolerance",),
}

SUITE = Suite(
    "register",
    (
        ExpectKnownProgrammeKind(table="register_cover", scope=Scope.FILE),
        ExpectPlanRowsKept(),
        ExpectDueDateKept(),
        *(ExpectOnlyOnce(table=table, column=keys[0], keys=keys) for table, keys in REGISTER_KEYS.items()),
        *(ExpectListedPartnership(table=table) for table in OF_A_PARTNERSHIP),
        ExpectHappenedBeforeReceipt(table="register_cover", column="compiled_on", level=Severity.WARNING),
        *(
            ExpectHappenedBeforeReceipt(table=table, column=column)
            for table, columns in TOLD_AS_DONE.items()
            for column in columns
        ),
        *(ExpectNotNegative(table=table, column=column) for table, columns in COUNTED.items() for column in columns),
        ExpectListedParty(table="register_contacts", column="party_id"),
        ExpectListedParty(table="register_partnerships", column="mentee_id"),
        ExpectListedParty(table="register_partnerships", column="mentor_id"),
        ExpectListedParty(table="register_partnerships", column="facilitator_id", level=Severity.WARNING),
        ExpectListedParty(table="register_partnerships", column="supporting_partner_id", level=Severity.WARNING),
        ExpectMentorOtherThanMentee(),
        ExpectNotBefore(table="register_partnerships", column="pilot_end_on", start="pilot_start_on"),
        ExpectStatedWith(table="register_partnerships", column="ended_by", given="ended_on"),
        ExpectStatedWith(table="register_partnerships", column="end_reason", given="ended_on"),
        ExpectStatedWith(table="register_partnerships", column="ended_on", given="ended_by"),
        ExpectRevisionWithNumberAndSignatures(),
        ExpectSignedRevision(column="added_in_revision"),
        ExpectSignedRevision(column="withdrawn_in_revision"),
        ExpectMeasureOrTopic(),
        ExpectBaselineOfPilotTarget(),
        ExpectToleranceOfHeldTarget(),
        ExpectNotBefore(table="register_targets", column="due_on", start="baseline_on"),
        ExpectMilestonesAsDateAndValue(),
        ExpectListedTarget(),
        ExpectShareUpToHundredPercent(table="register_target_actuals", column="actual"),
        ExpectShareUpToHundredPercent(table="register_evidence", column="delivered_share"),
        ExpectBetween(table="register_evidence", column="evidence_level", low=0, high=4),
        ExpectListedVisit(),
        ExpectNotBefore(table="register_advice", column="action_due_on", start="given_on"),
        ExpectNewDateForPrevention(),
        ExpectBetween(table="register_partnerships", column="cohort_year", low=1990, high=2100),
        ExpectBetween(table="register_finance", column="year", low=1990, high=2100),
    ),
)
