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


class ExpectPlainPartnershipNumber(RowRule):
    """A partnership's number is made of plain signs: it is part of the ids of obligations and of file names."""

    table: str = "register_partnerships"
    column: str = "partnership_id"
    message_en: str = (
        "The partnership number {value} may hold only letters A to Z, digits, dot, hyphen and underscore, and begins "
        "with a letter or digit. Change it on every sheet, for example PKS-01 instead of PKS/01."
    )
    message_id: str = (
        "Nomor kemitraan {value} hanya boleh berisi huruf A sampai Z, angka, titik, tanda hubung, dan garis bawah, "
        "serta diawali huruf atau angka. Ubah di semua lembar, misalnya PKS-01 sebagai ganti PKS/01."
    )

    def bad_row(self) -> str:
        return f"NOT regexp_full_match({self.cell}, '[A-Za-z0-9][A-Za-z0-9._-]*')"


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


class ExpectObligationOfThisRegister(RowRule):
    """Evidence, documents and reliefs speak of partnerships of their own register."""

    level: Severity = Severity.WARNING
    column: str = "obligation_id"
    message_en: str = (
        "Obligation {value} belongs to a partnership that stands in another register, so this row is not counted. "
        "Enter it in that register, or choose an obligation of this one."
    )
    message_id: str = (
        "Kewajiban {value} milik kemitraan yang ada di register lain, sehingga baris ini tidak dihitung. "
        "Isi di register itu, atau pilih kewajiban dari register ini."
    )

    def bad_row(self) -> str:
        here = f"o.partnership_id = split_part({self.cell}, '/', 1)"
        return (
            f"EXISTS (SELECT 1 FROM raw.register_partnerships AS o WHERE {here}) "
            f"AND NOT EXISTS (SELECT 1 FROM raw.register_partnerships AS o WHERE {SAME_FILE} AND {here})"
        )


class ExpectPartnershipOfOneProgramme(RowRule):
    """A partnership's number stands in the register of one programme; of several the real one counts."""

    level: Severity = Severity.WARNING
    table: str = "register_partnerships"
    column: str = "partnership_id"
    message_en: str = (
        "Partnership {value} also stands in the register of programme {other}, which counts; nothing is taken of it "
        "from this register. Give it a number of its own, or remove it from one of the two."
    )
    message_id: str = (
        "Kemitraan {value} juga ada di register program {other}, dan itulah yang dihitung; tidak ada yang diambil dari "
        "register ini. Beri nomor lain, atau hapus dari salah satu register."
    )

    _OTHERS: ClassVar[str] = """(
        SELECT here.file_sha256 AS register, there.partnership_id, there.programme_id
        FROM raw.register_cover AS here
        JOIN raw.standing_partnership AS there ON there.programme_id <> here.programme_id
            AND (list_position(['real', 'case', 'sample'], there.origin), there.programme_id)
                < (list_position(['real', 'case', 'sample'], here.origin), here.programme_id)
        SEMI JOIN reference.blueprint AS b ON b.programme_kind = there.programme_kind
    )"""

    def facts(self) -> dict[str, str]:
        return {
            "other": f"(SELECT min(x.programme_id) FROM {self._OTHERS} AS x "
            f"WHERE x.register = r.file_sha256 AND x.partnership_id = {self.cell})"
        }

    def bad_row(self) -> str:
        return f"(r.file_sha256, {self.cell}) IN (SELECT (x.register, x.partnership_id) FROM {self._OTHERS} AS x)"


class ExpectKnownProgrammeKind(RowRule):
    """The kind of programme has a blueprint."""

    column: str = "programme_kind"
    message_en: str = "There is no blueprint for the kind of programme '{value}'. Known: {known}."
    message_id: str = "Tidak ada cetak biru untuk jenis program '{value}'. Yang dikenal: {known}."

    def facts(self) -> dict[str, str]:
        return {
            "known": "(SELECT string_agg(b.programme_kind, ', ' ORDER BY b.programme_kind) "
            "FROM reference.blueprint AS b)"
        }

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference.blueprint AS b "
            f"WHERE b.programme_kind = {self.cell})"
        )


class ExpectListedMentor(ExpectListedParty):
    """A mentor is listed in the sheet of parties; an unknown one leaves the partnership without a mentor for now.

    Refusing the row would lose all that the mentee owes and sends, and a partnership may have no mentor yet.
    """

    level: Severity = Severity.WARNING
    table: str = "register_partnerships"
    column: str = "mentor_id"
    message_en: str = (
        "Mentor {value} is not in the sheet of parties, so {partnership_id} counts as a partnership without a mentor. "
        "Add the mentor there, or correct the id."
    )
    message_id: str = (
        "Mentor {value} tidak ada di lembar pihak, sehingga {partnership_id} dihitung sebagai kemitraan tanpa mentor. "
        "Tambahkan mentor di sana atau perbaiki kodenya."
    )


class ExpectMentorOtherThanMentee(RowRule):
    """Nobody is mentor and mentee of the same partnership; otherwise it goes on without a mentor."""

    level: Severity = Severity.WARNING
    table: str = "register_partnerships"
    column: str = "mentor_id"
    message_en: str = (
        "Mentor and mentee are both {value}, so {partnership_id} counts as a partnership without a mentor. "
        "Correct one of the two."
    )
    message_id: str = (
        "Mentor dan mentee sama-sama {value}, sehingga {partnership_id} dihitung sebagai kemitraan tanpa mentor. "
        "Perbaiki salah satunya."
    )

    def bad_row(self) -> str:
        return "r.mentor_id = r.mentee_id"


class ExpectSignedRevision(RowRule):
    """A row that a revision brings or drops names a revision that is signed.

    Only a warning: refusing the row would drop an obligation. A withdrawal without signature has no effect.
    """

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    message_en: str = (
        "Revision {value} of the work plan of {partnership_id} is not signed according to the sheet of agreements. "
        "Enter the revision with its number, signatures and date; until then it has no effect."
    )
    message_id: str = (
        "Revisi {value} rencana kerja {partnership_id} belum bertanda tangan menurut lembar kesepakatan. "
        "Isi nomor, penanda tangan, dan tanggal revisi; sebelum itu revisi tidak berlaku."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} > 0 AND NOT EXISTS (SELECT 1 FROM raw.register_agreements AS o WHERE {SAME_FILE} "
            "AND o.partnership_id = r.partnership_id AND o.kind = 'work_plan_revision' "
            f"AND o.revision = {self.cell} AND o.signed_on IS NOT NULL)"
        )


class ExpectDroppedAfterAdded(RowRule):
    """A row is dropped by a later revision than the one that brought it; the first plan is revision 0.

    Only a warning, and such a withdrawal has no effect: the row stays owed.
    """

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    column: str = "withdrawn_in_revision"
    message_en: str = (
        "Item {item_no} of {partnership_id} is said to be dropped in revision {value}, before it stood in the plan "
        "(revision {brought}). Correct one of the two numbers; until then the item stays owed."
    )
    message_id: str = (
        "Butir {item_no} kemitraan {partnership_id} disebut dicabut di revisi {value}, padahal belum ada dalam rencana "
        "(revisi {brought}). Perbaiki salah satu nomor; sebelum itu butir tetap wajib dipenuhi."
    )

    def facts(self) -> dict[str, str]:
        return {"brought": "coalesce(r.added_in_revision, 0)"}

    def bad_row(self) -> str:
        return f"{self.cell} <= coalesce(r.added_in_revision, 0)"


class ExpectReplacementInPlan(RowRule):
    """What takes an item's place is an item of the same work plan."""

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    column: str = "replaced_by"
    message_en: str = (
        "Item {item_no} is said to be replaced by {value}, which the work plan of {partnership_id} does not hold. "
        "Correct the item number, or add the item."
    )
    message_id: str = (
        "Butir {item_no} disebut digantikan oleh {value}, yang tidak ada dalam rencana kerja {partnership_id}. "
        "Perbaiki nomor butirnya, atau tambahkan butir itu."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_work_plan AS o "
            f"WHERE {SAME_FILE} AND o.partnership_id = r.partnership_id AND o.item_no = {self.cell})"
        )


class ExpectReplacementWithoutCircle(RowRule):
    """Following what replaces what comes to an end. Only a warning: refusing the row would drop an obligation."""

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    column: str = "replaced_by"
    message_en: str = (
        "Item {item_no} of {partnership_id} is replaced by {value}, which in the end is replaced by {item_no} again. "
        "Clear the cell of the item that holds good. All items of the circle stay owed."
    )
    message_id: str = (
        "Butir {item_no} kemitraan {partnership_id} digantikan oleh {value}, yang akhirnya digantikan lagi oleh "
        "{item_no}. Kosongkan sel pada butir yang berlaku. Semua butir dalam lingkaran ini tetap wajib dipenuhi."
    )

    _CIRCLES: ClassVar[str] = """(
        WITH RECURSIVE chain AS (
            SELECT file_sha256, partnership_id, item_no, replaced_by AS follower
            FROM raw.register_work_plan WHERE replaced_by IS NOT NULL
            UNION
            SELECT c.file_sha256, c.partnership_id, c.item_no, o.replaced_by AS follower
            FROM chain AS c
            JOIN raw.register_work_plan AS o ON o.file_sha256 = c.file_sha256
                AND o.partnership_id = c.partnership_id AND o.item_no = c.follower AND o.replaced_by IS NOT NULL
        )
        SELECT DISTINCT file_sha256, partnership_id, item_no FROM chain WHERE follower = item_no
    )"""

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND (r.file_sha256, r.partnership_id, r.item_no) IN "
            f"(SELECT (c.file_sha256, c.partnership_id, c.item_no) FROM {self._CIRCLES} AS c)"
        )


class ExpectQuotaUpToItsMaximum(RowRule):
    """The least that a quota owes in a period is not above the most."""

    table: str = "register_work_plan"
    column: str = "quota_min"
    message_en: str = (
        "The quota of item {item_no} owes at least {value} and at most {quota_max} per period. Correct one of the two; "
        "until then the item is not taken."
    )
    message_id: str = (
        "Kuota butir {item_no} paling sedikit {value} dan paling banyak {quota_max} per periode. Perbaiki salah "
        "satunya; sebelum itu butir ini tidak diambil."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > r.quota_max"


class ExpectQuotaWithPeriodAndMinimum(RowRule):
    """A quota says how many at least and in which period. Without both the row counts as a single item."""

    level: Severity = Severity.WARNING
    table: str = "register_work_plan"
    message_en: str = (
        "The quota of item {item_no} of {partnership_id} needs a period and a number at least (0 where nothing is "
        "owed). Fill in this cell; until then the row counts as one item, due once."
    )
    message_id: str = (
        "Kuota butir {item_no} kemitraan {partnership_id} memerlukan periode dan jumlah paling sedikit (0 bila tidak "
        "ada kewajiban). Isi sel ini; sebelum itu baris dihitung sebagai satu butir yang jatuh tempo sekali."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NULL AND "
            "coalesce(r.quota_period, CAST(r.quota_min AS VARCHAR), CAST(r.quota_max AS VARCHAR)) IS NOT NULL"
        )


class ExpectEndingAfterStart(RowRule):
    """A partnership ends after it began. Only a warning, and such an ending has no effect."""

    level: Severity = Severity.WARNING
    table: str = "register_partnerships"
    column: str = "ended_on"
    message_en: str = (
        "{partnership_id} is said to have ended on {value}, before it began ({began}). Correct one of the two dates; "
        "until then the ending is not counted."
    )
    message_id: str = (
        "{partnership_id} disebut berakhir pada {value}, sebelum dimulai ({began}). Perbaiki salah satu tanggal; "
        "sebelum itu pengakhiran tidak dihitung."
    )

    _BEGAN: ClassVar[str] = (
        "least(r.begun_on, r.pilot_start_on, (SELECT min(o.signed_on) FROM raw.register_agreements AS o "
        f"WHERE {SAME_FILE} AND o.partnership_id = r.partnership_id))"
    )

    def facts(self) -> dict[str, str]:
        return {"began": self._BEGAN}

    def bad_row(self) -> str:
        return f"{self.cell} < {self._BEGAN}"


class ExpectExtensionBeyondFormerEnd(RowRule):
    """A new end of the pilot lies after the end agreed before. Only a warning: a pilot may be cut short."""

    level: Severity = Severity.WARNING
    table: str = "register_agreements"
    column: str = "pilot_end_on"
    message_en: str = (
        "The new end of the pilot of {partnership_id}, {value}, lies before the end agreed earlier, {former}. Correct "
        "the date; if the pilot was really cut short, nothing needs to be done. An end before the pilot's start "
        "has no effect."
    )
    message_id: str = (
        "Akhir percontohan {partnership_id} yang baru, {value}, mendahului akhir yang disepakati sebelumnya, {former}. "
        "Perbaiki tanggalnya; bila percontohan memang dipersingkat, tidak perlu apa-apa. Akhir yang mendahului "
        "mulainya percontohan tidak berlaku."
    )

    _FORMER: ClassVar[str] = (
        "coalesce((SELECT max_by(o.pilot_end_on, (o.signed_on, o.revision)) FROM raw.register_agreements AS o "
        f"WHERE {SAME_FILE} AND o.partnership_id = r.partnership_id AND o.pilot_end_on IS NOT NULL "
        "AND (o.signed_on, o.revision) < (r.signed_on, r.revision)), "
        f"(SELECT max(o.pilot_end_on) FROM raw.register_partnerships AS o WHERE {SAME_FILE} "
        "AND o.partnership_id = r.partnership_id))"
    )

    def facts(self) -> dict[str, str]:
        return {"former": self._FORMER}

    def bad_row(self) -> str:
        return f"r.signed_on IS NOT NULL AND {self.cell} < {self._FORMER}"


class ExpectPartnershipsServed(RowRule):
    """The other partnerships that something serves stand in a register."""

    level: Severity = Severity.WARNING
    column: str = "also_serves"
    message_en: str = (
        "Partnership {unknown} is in no register, so nothing counts for it. Write the numbers of the partnerships "
        "with commas: P015, P016."
    )
    message_id: str = (
        "Kemitraan {unknown} tidak ada dalam register mana pun, sehingga tidak ada yang dihitung untuknya. Tulis nomor "
        "kemitraan dengan koma: P015, P016."
    )

    def _unknown(self) -> str:
        return (
            "(SELECT string_agg(DISTINCT x.part, ', ' ORDER BY x.part) "
            f"FROM (SELECT trim(unnest(string_split({self.cell}, ','))) AS part) AS x WHERE x.part <> '' "
            "AND NOT EXISTS (SELECT 1 FROM raw.register_partnerships AS o WHERE o.partnership_id = x.part))"
        )

    def facts(self) -> dict[str, str]:
        return {"unknown": self._unknown()}

    def bad_row(self) -> str:
        return f"{self._unknown()} IS NOT NULL"


class ExpectConflictOfSeveral(RowRule):
    """A statement in conflict names the others of its topic by a code they share."""

    level: Severity = Severity.WARNING
    table: str = "register_statements"
    column: str = "in_conflict_with"
    message_en: str = (
        "No other statement on the topic '{topic}' carries the code {value}. Give the statements that contradict one "
        "another the same topic and the same code, or clear the cell."
    )
    message_id: str = (
        "Tidak ada keterangan lain tentang '{topic}' dengan kode {value}. Beri topik dan kode yang sama pada "
        "keterangan yang saling bertentangan, atau kosongkan selnya."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM raw.register_statements AS o WHERE {SAME_FILE} "
            f"AND o.row_id <> r.row_id AND o.topic = r.topic AND o.in_conflict_with = {self.cell})"
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


class ExpectAttestedWithPersonAndDay(RowRule):
    """A confirmation or verification is a record with person and day; without them it counts as a document."""

    level: Severity = Severity.WARNING
    table: str = "register_evidence"
    message_en: str = (
        "Level {evidence_level} says that {obligation_id} was confirmed or verified, but not by whom and when. "
        "Fill in both; until then it stands as level 2."
    )
    message_id: str = (
        "Tingkat {evidence_level} berarti {obligation_id} sudah dibenarkan atau diverifikasi, tetapi oleh siapa dan "
        "kapan belum diisi. Isi keduanya; sampai itu terisi dianggap tingkat 2."
    )

    def bad_row(self) -> str:
        return f"r.evidence_level >= 3 AND {self.cell} IS NULL"


class ExpectNewDateForPrevention(RowRule):
    """What was prevented has a new agreed date; without one it would be owed never."""

    table: str = "register_relief"
    column: str = "new_due_on"
    message_en: str = "{obligation_id} is recorded as prevented without a new agreed date. Enter the date."
    message_id: str = "{obligation_id} tercatat terhalang tanpa tanggal baru yang disepakati. Isi tanggalnya."

    def bad_row(self) -> str:
        return "r.kind = 'prevented' AND r.new_due_on IS NULL"


class ExpectNewDateAfterDecision(RowRule):
    """A prevention is decided before the new date that it agrees on."""

    table: str = "register_relief"
    column: str = "new_due_on"
    message_en: str = (
        "The new agreed date of {obligation_id}, {value}, does not lie after the decision of {decided_on}. Correct the "
        "date; until then the old day stands."
    )
    message_id: str = (
        "Tanggal baru yang disepakati untuk {obligation_id}, {value}, tidak sesudah keputusan tanggal {decided_on}. "
        "Perbaiki tanggalnya; sampai itu diperbaiki tenggat lama tetap berlaku."
    )

    def bad_row(self) -> str:
        return "r.kind = 'prevented' AND r.new_due_on <= r.decided_on"


_QUOTA = "concat_ws(' · ', {row}.quota_min, {row}.quota_period, {row}.quota_from, {row}.quota_to)"
_SIGNED_REVISION = "{row}.kind IN ('addendum', 'work_plan_revision') AND {row}.signed_on IS NOT NULL"
_REVISION = "{row}.kind || '/' || coalesce(CAST({row}.revision AS VARCHAR), '')"


def _earlier(table: str, columns: str) -> str:
    """What the earlier standing registers of a programme say, beside the register held against them."""
    return f"""
        SELECT here.file_sha256 AS register, s.file_sha256 AS earlier_register, s.received_at, {columns}
        FROM raw.register_cover AS here
        JOIN raw.file AS this ON this.file_sha256 = here.file_sha256
        JOIN raw.{table} AS s ON s.programme_id = here.programme_id
            AND (s.received_at, s.file_sha256) < (this.received_at, this.file_sha256)
    """


# Rows of the work plan that earlier registers held and did not drop.
_EARLIER_PLAN_ROWS = f"""(
    {_earlier("standing_plan_row", "s.partnership_id, s.item_no, s.role, s.due_on, s.quota, s.revisions")}
    WHERE NOT s.is_dropped AND NOT s.is_rejected
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
            AND {_SIGNED_REVISION.format(row="a")} AND NOT list_contains(e.revisions, {_REVISION.format(row="a")})
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


def _vanished(standing: str, table: str, key: tuple[str, ...], holds: str) -> str:
    """What an earlier standing register of the programme held and a later one does not."""
    names = ("partnership_id", *key)
    same = " AND ".join(f"o.{name} IS NOT DISTINCT FROM e.{name}" for name in names)
    return f"""(
        SELECT DISTINCT e.register, {", ".join(f"e.{name}" for name in names)}
        FROM ({_earlier(standing, ", ".join(f"s.{name}" for name in names))}) AS e
        WHERE NOT EXISTS (SELECT 1 FROM raw.{table} AS o WHERE o.file_sha256 = e.register AND {same} AND {holds})
    )"""


class ExpectClausesKept(RowRule):
    """A clause of a signed agreement is owed as it was signed: it never just vanishes (3.1.7).

    Refuses the register, as a plan row that vanishes does.
    """

    table: str = "register_cover"
    column: str = "programme_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "Clauses that an earlier register held are missing: {vanished}. Put them back; what is not asked for any more "
        "is waived in the sheet Waivers and preventions. Until then the previous register stays in force."
    )
    message_id: str = (
        "Klausul dari register terdahulu hilang: {vanished}. Kembalikan klausul itu; yang disepakati tidak ditagih "
        "lagi dicatat di lembar Pembebasan dan halangan. Sebelum itu register sebelumnya tetap berlaku."
    )

    _VANISHED: ClassVar[str] = _vanished(
        "standing_clause", "register_clauses", ("agreement_kind", "clause_no", "role"), "TRUE"
    )

    def facts(self) -> dict[str, str]:
        key = "v.partnership_id, v.agreement_kind, v.clause_no, v.role"
        return {
            "vanished": f"(SELECT string_agg(concat_ws(' ', {key}), ', ' ORDER BY {key}) FROM {self._VANISHED} AS v "
            "WHERE v.register = r.file_sha256)"
        }

    def bad_row(self) -> str:
        return f"r.file_sha256 IN (SELECT v.register FROM {self._VANISHED} AS v)"


class ExpectAgreementsKept(RowRule):
    """What is signed stays signed: with an agreement everything that it made owed would vanish (3.1.4, 3.1.7).

    Refuses the register, as a plan row that vanishes does.
    """

    table: str = "register_cover"
    column: str = "programme_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "Signed agreements that an earlier register held are missing or have lost their day: {vanished}. Put them "
        "back; what they oblige to would vanish with them. Until then the previous register stays in force."
    )
    message_id: str = (
        "Kesepakatan bertanda tangan dari register terdahulu hilang atau kehilangan tanggalnya: {vanished}. Kembalikan "
        "seperti semula; kewajiban yang lahir darinya akan ikut hilang. Sebelum itu register sebelumnya tetap berlaku."
    )

    _VANISHED: ClassVar[str] = _vanished(
        "standing_agreement", "register_agreements", ("kind", "revision"), "o.signed_on IS NOT NULL"
    )

    def facts(self) -> dict[str, str]:
        return {
            "vanished": "(SELECT string_agg(concat_ws(' ', v.partnership_id, v.kind, nullif(v.revision, 0)), ', ' "
            f"ORDER BY v.partnership_id, v.kind, v.revision) FROM {self._VANISHED} AS v "
            "WHERE v.register = r.file_sha256)"
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

    _BEFORE: ClassVar[str] = f"{_FIRST_DUE_DATES} AS b"
    _DIFFERS: ClassVar[str] = (
        "b.register = r.file_sha256 AND b.role = r.role AND b.partnership_id = r.partnership_id "
        "AND b.item_no = r.item_no AND b.due_on < DATE '9999-12-31' AND b.due_on IS DISTINCT FROM r.due_on"
    )
    _MOVED: ClassVar[str] = f"FROM {_BEFORE} WHERE {_DIFFERS}"

    def facts(self) -> dict[str, str]:
        return {"before": f"(SELECT max(b.due_on) {self._MOVED})"}

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._MOVED})"


class ExpectQuotaKept(RowRule):
    """What a quota owes is not rewritten, for that would also rewrite the periods that are over.

    A revision drops the row and brings another. Refuses the register, as a moved date does.
    """

    table: str = "register_work_plan"
    column: str = "quota_min"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The quota of item {item_no} of {partnership_id} was '{before}' in an earlier register and is now '{now}'. "
        "Put it back; a revision changes a quota by dropping this row and adding another. Until then the previous "
        "register stays in force."
    )
    message_id: str = (
        "Kuota butir {item_no} kemitraan {partnership_id} semula '{before}' dan kini '{now}'. Kembalikan seperti "
        "semula; revisi mengubah kuota dengan mencabut baris ini dan menambah baris lain. Sebelum itu register "
        "sebelumnya tetap berlaku."
    )

    _BEFORE: ClassVar[str] = (
        "(SELECT e.register, e.partnership_id, e.item_no, e.role, "
        "arg_min(e.quota, (e.received_at, e.earlier_register)) AS quota "
        f"FROM {_EARLIER_PLAN_ROWS} AS e GROUP BY ALL) AS b"
    )
    _DIFFERS: ClassVar[str] = (
        "b.register = r.file_sha256 AND b.partnership_id = r.partnership_id AND b.item_no = r.item_no "
        f"AND b.role = r.role AND b.quota <> {_QUOTA.format(row='r')}"
    )
    _CHANGED: ClassVar[str] = f"FROM {_BEFORE} WHERE {_DIFFERS}"

    def facts(self) -> dict[str, str]:
        return {"before": f"(SELECT max(b.quota) {self._CHANGED})", "now": _QUOTA.format(row="r")}

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._CHANGED})"


class ExpectDroppedItemKnown(RowRule):
    """A revision drops what the plan held: a row that first appears as dropped drops nothing.

    Silent on the first register that holds the partnership's plan: it may tell of what was dropped long before.
    """

    table: str = "register_work_plan"
    column: str = "item_no"
    message_en: str = (
        "Revision {withdrawn_in_revision} is said to drop item {value} of {partnership_id}, which no earlier register "
        "held. Correct the item number, or delete the row; nothing is dropped by it."
    )
    message_id: str = (
        "Revisi {withdrawn_in_revision} disebut mencabut butir {value} kemitraan {partnership_id}, yang tidak ada di "
        "register mana pun sebelumnya. Perbaiki nomor butirnya atau hapus barisnya; tidak ada yang dicabut olehnya."
    )

    _EARLIER: ClassVar[str] = (
        f"({_earlier('standing_plan_row', 's.partnership_id, s.item_no, NOT s.is_dropped OR s.is_opening AS stood')})"
    )

    def bad_row(self) -> str:
        earlier = f"SELECT 1 FROM {self._EARLIER} AS e WHERE e.register = r.file_sha256"
        return (
            "r.withdrawn_in_revision IS NOT NULL AND coalesce(r.added_in_revision, 0) = 0 "
            f"AND EXISTS ({earlier} AND e.partnership_id = r.partnership_id) AND NOT EXISTS ({earlier} "
            f"AND e.partnership_id = r.partnership_id AND e.item_no = {self.cell} AND e.stood)"
        )


def _differs(rule: type[ExpectDueDateKept | ExpectQuotaKept]) -> str:
    return (
        f"SELECT r.file_sha256 FROM raw.register_work_plan AS r, {rule._BEFORE} "
        f"WHERE list_contains($1, r.file_sha256) AND list_contains($1, b.register) AND {rule._DIFFERS}"
    )


_BREAKING_WITH_HISTORY = " UNION ALL ".join(
    [
        *(
            f"SELECT v.register FROM {rule._VANISHED} AS v WHERE list_contains($1, v.register)"
            for rule in (ExpectPlanRowsKept, ExpectClausesKept, ExpectAgreementsKept)
        ),
        _differs(ExpectDueDateKept),
        _differs(ExpectQuotaKept),
    ]
)

_STANDING = ("standing_register", "standing_plan_row", "standing_clause", "standing_agreement", "standing_partnership")

_LET_STAND = (
    "INSERT INTO raw.standing_register SELECT unnest($1)",
    """
    INSERT INTO raw.standing_partnership BY NAME
    SELECT DISTINCT c.programme_id, c.programme_kind, c.origin, o.partnership_id
    FROM raw.register_cover AS c
    JOIN raw.register_partnerships AS o USING (file_sha256)
    WHERE list_contains($1, c.file_sha256)
    EXCEPT SELECT programme_id, programme_kind, origin, partnership_id FROM raw.standing_partnership
    """,
)
_REMEMBER = (
    f"""
    INSERT INTO raw.standing_plan_row BY NAME
    SELECT said.*
    FROM (
        SELECT DISTINCT c.programme_id, w.partnership_id, w.item_no, w.role, w.due_on,
            {_QUOTA.format(row="w")} AS quota, w.withdrawn_in_revision IS NOT NULL AS is_dropped,
            j.row_id IS NOT NULL AS is_rejected, held.programme_id IS NULL AS is_opening,
            coalesce(v.revisions, []) AS revisions, f.file_sha256, f.received_at
        FROM raw.register_cover AS c
        JOIN raw.file AS f USING (file_sha256)
        JOIN raw.register_work_plan AS w USING (file_sha256)
        LEFT JOIN raw.rejected_row AS j ON j.table_name = 'register_work_plan' AND j.row_id = w.row_id
        LEFT JOIN (SELECT DISTINCT programme_id, partnership_id FROM raw.standing_plan_row) AS held
            ON held.programme_id = c.programme_id AND held.partnership_id IS NOT DISTINCT FROM w.partnership_id
        LEFT JOIN (
            SELECT a.file_sha256, a.partnership_id,
                list(DISTINCT {_REVISION.format(row="a")} ORDER BY {_REVISION.format(row="a")}) AS revisions
            FROM raw.register_agreements AS a
            WHERE list_contains($1, a.file_sha256) AND {_SIGNED_REVISION.format(row="a")}
            GROUP BY a.file_sha256, a.partnership_id
        ) AS v ON v.file_sha256 = w.file_sha256 AND v.partnership_id = w.partnership_id
        WHERE list_contains($1, c.file_sha256)
    ) AS said
    ANTI JOIN raw.standing_plan_row AS s
        ON s.programme_id = said.programme_id AND s.partnership_id IS NOT DISTINCT FROM said.partnership_id
        AND s.item_no IS NOT DISTINCT FROM said.item_no AND s.role IS NOT DISTINCT FROM said.role
        AND s.due_on IS NOT DISTINCT FROM said.due_on AND s.quota = said.quota AND s.is_dropped = said.is_dropped
        AND s.is_rejected = said.is_rejected AND s.revisions = said.revisions
    """,
    """
    INSERT INTO raw.standing_clause BY NAME
    SELECT said.*
    FROM (
        SELECT DISTINCT c.programme_id, w.partnership_id, w.agreement_kind, w.clause_no, w.role, f.file_sha256,
            f.received_at
        FROM raw.register_cover AS c
        JOIN raw.file AS f USING (file_sha256)
        JOIN raw.register_clauses AS w USING (file_sha256)
        ANTI JOIN raw.rejected_row AS j ON j.table_name = 'register_clauses' AND j.row_id = w.row_id
        WHERE list_contains($1, c.file_sha256)
    ) AS said
    ANTI JOIN raw.standing_clause AS s
        ON s.programme_id = said.programme_id AND s.partnership_id IS NOT DISTINCT FROM said.partnership_id
        AND s.agreement_kind IS NOT DISTINCT FROM said.agreement_kind
        AND s.clause_no IS NOT DISTINCT FROM said.clause_no AND s.role IS NOT DISTINCT FROM said.role
    """,
    """
    INSERT INTO raw.standing_agreement BY NAME
    SELECT said.*
    FROM (
        SELECT DISTINCT c.programme_id, w.partnership_id, w.kind, w.revision, f.file_sha256, f.received_at
        FROM raw.register_cover AS c
        JOIN raw.file AS f USING (file_sha256)
        JOIN raw.register_agreements AS w USING (file_sha256)
        ANTI JOIN raw.rejected_row AS j ON j.table_name = 'register_agreements' AND j.row_id = w.row_id
        WHERE list_contains($1, c.file_sha256) AND w.signed_on IS NOT NULL
    ) AS said
    ANTI JOIN raw.standing_agreement AS s
        ON s.programme_id = said.programme_id AND s.partnership_id IS NOT DISTINCT FROM said.partnership_id
        AND s.kind IS NOT DISTINCT FROM said.kind AND s.revision IS NOT DISTINCT FROM said.revision
    """,
)


def find_standing_registers(connection: duckdb.DuckDBPyConnection) -> int:
    """Fill raw.standing_*: the registers against which later ones are held, in order of receipt, and what they say.

    A register that lets a row, clause or agreement vanish, moves a date without a revision or rewrites a quota is
    refused, so it binds no later one. Programmes do not bind each other: their first registers are judged together,
    then their second ones, each against what those before it said, each statement once. Returns their number.
    """
    for table in _STANDING:
        connection.execute("DELETE FROM raw." + table)
    standing = 0
    for place, registers, followed in _rounds(connection):
        if place > 1:
            breaking = {name for (name,) in connection.execute(_BREAKING_WITH_HISTORY, [registers]).fetchall()}
            registers = [register for register in registers if register not in breaking]
        for statement in _LET_STAND:
            connection.execute(statement, [registers])
        remembered = [register for register in registers if register in followed]
        for statement in _REMEMBER if remembered else ():
            connection.execute(statement, [remembered])
        standing += len(registers)
    return standing


def _rounds(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, list[str], set[str]]]:
    """Registers of different programmes, the first of each, the second of each; and those that another one follows."""
    found = connection.execute("""
        WITH known AS (
            SELECT c.file_sha256, c.programme_id, f.received_at, refused.file_sha256 IS NOT NULL AS is_refused,
                row_number() OVER (PARTITION BY c.programme_id ORDER BY f.received_at DESC, c.file_sha256 DESC) > 1
                    AS is_followed
            FROM raw.register_cover AS c
            JOIN raw.file AS f USING (file_sha256)
            LEFT JOIN raw.refused_file AS refused ON refused.file_sha256 = c.file_sha256
        )
        SELECT place, list(file_sha256 ORDER BY file_sha256), list(file_sha256) FILTER (WHERE is_followed)
        FROM (
            SELECT *, row_number() OVER (PARTITION BY programme_id ORDER BY received_at, file_sha256) AS place
            FROM known WHERE NOT is_refused
        )
        GROUP BY place ORDER BY place
    """).fetchall()
    return [(place, registers, set(followed or ())) for place, registers, followed in found]


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
NAMING_OBLIGATIONS = ("register_evidence", "register_documents", "register_relief")
SERVING_OTHERS = {
    "register_evidence": "also_serves",
    "register_documents": "also_serves",
    "register_advice": "also_serves",
    "register_activities": "joint_with",
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
    "register_statements",
)
TOLD_AS_DONE = {
    "register_teams": ("decree_on",),
    "register_agreements": ("signed_on",),
    "register_target_actuals": ("actual_on",),
    "register_evidence": ("occurred_on", "submitted_on"),
    "register_activities": ("held_on",),
    "register_documents": ("dated_on",),
    "register_advice": ("given_on",),
    "register_relief": ("decided_on",),
    "register_statements": ("told_on",),
}
# A warning only: the partnership's row carries all that its partners owe.
TOLD_OF_PARTNERSHIPS = ("begun_on", "ended_on", "on_hold_since")
COUNTED = {
    "register_teams": ("main_members", "large_members"),
    "register_activities": ("participants",),
    "register_finance": ("proposed", "decided", "spent"),
    "register_targets": ("tolerance",),
    "register_work_plan": ("quota_min", "quota_max"),
}

SUITE = Suite(
    "register",
    (
        ExpectKnownProgrammeKind(table="register_cover", scope=Scope.FILE),
        ExpectPlanRowsKept(),
        ExpectClausesKept(),
        ExpectAgreementsKept(),
        ExpectDueDateKept(),
        ExpectQuotaKept(),
        *(ExpectOnlyOnce(table=table, column=keys[0], keys=keys) for table, keys in REGISTER_KEYS.items()),
        ExpectPlainPartnershipNumber(),
        *(ExpectListedPartnership(table=table) for table in OF_A_PARTNERSHIP),
        ExpectPartnershipOfOneProgramme(),
        *(ExpectObligationOfThisRegister(table=table) for table in NAMING_OBLIGATIONS),
        ExpectHappenedBeforeReceipt(table="register_cover", column="compiled_on", level=Severity.WARNING),
        *(
            ExpectHappenedBeforeReceipt(table=table, column=column)
            for table, columns in TOLD_AS_DONE.items()
            for column in columns
        ),
        *(
            ExpectHappenedBeforeReceipt(table="register_partnerships", column=column, level=Severity.WARNING)
            for column in TOLD_OF_PARTNERSHIPS
        ),
        *(ExpectNotNegative(table=table, column=column) for table, columns in COUNTED.items() for column in columns),
        ExpectListedParty(table="register_contacts", column="party_id"),
        ExpectListedParty(table="register_partnerships", column="mentee_id"),
        ExpectListedMentor(),
        ExpectListedParty(table="register_partnerships", column="facilitator_id", level=Severity.WARNING),
        ExpectListedParty(table="register_partnerships", column="supporting_partner_id", level=Severity.WARNING),
        ExpectMentorOtherThanMentee(),
        ExpectNotBefore(
            table="register_partnerships", column="pilot_end_on", start="pilot_start_on", level=Severity.WARNING
        ),
        ExpectEndingAfterStart(),
        ExpectExtensionBeyondFormerEnd(),
        ExpectStatedWith(table="register_partnerships", column="ended_by", given="ended_on"),
        ExpectStatedWith(table="register_partnerships", column="end_reason", given="ended_on"),
        ExpectStatedWith(table="register_partnerships", column="ended_on", given="ended_by"),
        ExpectRevisionWithNumberAndSignatures(),
        ExpectSignedRevision(column="added_in_revision"),
        ExpectSignedRevision(column="withdrawn_in_revision"),
        ExpectDroppedAfterAdded(),
        ExpectDroppedItemKnown(),
        ExpectReplacementInPlan(),
        ExpectReplacementWithoutCircle(),
        ExpectQuotaUpToItsMaximum(),
        ExpectQuotaWithPeriodAndMinimum(column="quota_min"),
        ExpectQuotaWithPeriodAndMinimum(column="quota_period"),
        ExpectNotBefore(table="register_work_plan", column="quota_to", start="quota_from"),
        *(ExpectPartnershipsServed(table=table, column=column) for table, column in SERVING_OTHERS.items()),
        ExpectConflictOfSeveral(),
        ExpectMeasureOrTopic(),
        ExpectBaselineOfPilotTarget(),
        ExpectToleranceOfHeldTarget(),
        ExpectNotBefore(table="register_targets", column="due_on", start="baseline_on"),
        ExpectMilestonesAsDateAndValue(),
        ExpectListedTarget(),
        ExpectShareUpToHundredPercent(table="register_target_actuals", column="actual"),
        ExpectShareUpToHundredPercent(table="register_evidence", column="delivered_share"),
        ExpectBetween(table="register_evidence", column="evidence_level", low=0, high=4),
        ExpectAttestedWithPersonAndDay(column="attested_by"),
        ExpectAttestedWithPersonAndDay(column="attested_on"),
        ExpectHappenedBeforeReceipt(table="register_evidence", column="attested_on", level=Severity.WARNING),
        ExpectBetween(table="register_work_plan", column="quota_min", low=0, high=100),
        ExpectListedVisit(),
        ExpectNotBefore(table="register_advice", column="action_due_on", start="given_on"),
        ExpectNewDateForPrevention(),
        ExpectNewDateAfterDecision(),
        ExpectBetween(table="register_partnerships", column="cohort_year", low=1950, high=2100, level=Severity.WARNING),
        ExpectBetween(table="register_finance", column="year", low=1990, high=2100),
    ),
)
