"""What must be true of slips, self-assessments and landed documents."""

from typing import ClassVar

import duckdb

from expectations.domain import (
    NOTHING,
    RECEIVED_ON,
    TOLD_BY_NAME,
    ExpectBetween,
    ExpectHappenedBeforeReceipt,
    ExpectKnownPartnership,
    ExpectMonthBegun,
    ExpectNotBefore,
    ExpectNotNegative,
    ExpectOnlyOnce,
    ExpectPartnershipOfArrival,
    ExpectShareUpToHundredPercent,
    ExpectStatedWith,
)
from expectations.gate import Suite
from expectations.measurements import figure_rules
from expectations.rule import RowRule, Scope
from warehouse.vocabulary import Severity

COVERS = ("visit_slip", "advice_slip", "final_slip", "follow_up_slip", "self_assessment")
WITH_ADVICE = {"visit_slip_advice": "visit_slip", "advice_slip_advice": "advice_slip"}


def _partnership_of(cover: str) -> str:
    """The partnership that the cover of the row's file names."""
    return f"(SELECT c.partnership_id FROM raw.{cover} AS c WHERE c.file_sha256 = r.file_sha256)"


def _party_of(role: str) -> str:
    """The party of the partnership `p` in a role, as SQL over an expression that gives the role."""
    return (
        f"CASE {role} WHEN 'mentor' THEN p.mentor_id WHEN 'mentee' THEN p.mentee_id "
        "WHEN 'facilitator' THEN p.facilitator_id WHEN 'supporting_partner' THEN p.supporting_partner_id END"
    )


class ExpectProgrammeOfPartnership(RowRule):
    """A slip names the programme in which its partnership stands."""

    column: str = "programme_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The slip names programme {value}, but partnership {partnership_id} stands in programme {programme}. "
        "Correct the programme code or the partnership number and send the slip again."
    )
    message_id: str = (
        "Slip menyebut program {value}, sedangkan kemitraan {partnership_id} berada dalam program {programme}. "
        "Perbaiki kode program atau nomor kemitraannya, lalu kirim ulang slip ini."
    )

    def facts(self) -> dict[str, str]:
        return {
            "programme": "(SELECT p.programme_id FROM core.partnership AS p WHERE p.partnership_id = r.partnership_id)"
        }

    def bad_row(self) -> str:
        return f"{self.cell} <> {self.facts()['programme']}"


class ExpectRoleFilled(RowRule):
    """The partnership has a party in the role that compiles a slip, or that is assessed (chapter V)."""

    column: str = "compiled_role"
    scope: Scope = Scope.FILE
    message_en: str = (
        "Partnership {partnership_id} has no {value} according to the register. Choose another role, or complete "
        "the register first."
    )
    message_id: str = (
        "Menurut register, kemitraan {partnership_id} tidak mempunyai pihak dengan peran {peran}. Pilih peran lain, "
        "atau lengkapi register lebih dahulu."
    )

    def facts(self) -> dict[str, str]:
        return {"peran": f"replace({self.cell}, 'supporting_partner', 'mitra pendukung')"}

    def bad_row(self) -> str:
        return (
            f"{self.cell} <> 'facilitator' AND EXISTS (SELECT 1 FROM core.partnership AS p "
            f"WHERE p.partnership_id = r.partnership_id AND {_party_of(self.cell)} IS NULL)"
        )


class ExpectPartyOfRole(RowRule):
    """The party that compiles a slip is the partnership's own in that role: no other mentor claims its visit."""

    column: str = "party_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The slip is compiled by {value}, but the {compiled_role} of partnership {partnership_id} is {party}. "
        "Correct party, role or partnership number."
    )
    message_id: str = (
        "Slip ini disusun oleh {value}, sedangkan {peran} kemitraan {partnership_id} adalah {party}. Perbaiki pihak, "
        "peran, atau nomor kemitraannya."
    )

    _PARTY: ClassVar[str] = (
        f"(SELECT {_party_of('r.compiled_role')} FROM core.partnership AS p WHERE p.partnership_id = r.partnership_id)"
    )

    def facts(self) -> dict[str, str]:
        return {
            "party": self._PARTY,
            "peran": "CASE r.compiled_role WHEN 'facilitator' THEN 'fasilitator' "
            "WHEN 'supporting_partner' THEN 'mitra pendukung' ELSE r.compiled_role END",
        }

    def bad_row(self) -> str:
        return f"{self.cell} <> {self._PARTY}"


class ExpectServedPartnerships(RowRule):
    """The other partnerships that a slip serves stand in the register, in the same programme."""

    level: Severity = Severity.WARNING
    column: str = "also_serves"
    cover: str = ""
    message_en: str = (
        "{unknown} is no other partnership of this programme, so nothing is counted for it. Correct the number; "
        "separate several by commas."
    )
    message_id: str = (
        "{unknown} bukan kemitraan lain dalam program ini, sehingga tidak ada yang dihitung untuknya. Perbaiki "
        "nomornya; pisahkan beberapa nomor dengan koma."
    )

    def facts(self) -> dict[str, str]:
        return {"unknown": f"(SELECT string_agg(u.served, ', ') {self._unknown()})"}

    def _unknown(self) -> str:
        own = _partnership_of(self.cover or self.table)
        return (
            f"FROM (SELECT unnest(string_split_regex({self.cell}, '[,; ]+')) AS served) AS u "
            "WHERE u.served <> '' AND NOT EXISTS (SELECT 1 FROM core.partnership AS p "
            "JOIN core.partnership AS own ON own.programme_id = p.programme_id "
            f"WHERE p.partnership_id = u.served AND own.partnership_id = {own})"
        )

    def bad_row(self) -> str:
        return f"EXISTS (SELECT 1 {self._unknown()})"


class ExpectVisitNamed(RowRule):
    """A visit slip names its visit: an item of the work plan, or the kind of visit outside it."""

    table: str = "visit_slip"
    column: str = "item_no"
    scope: Scope = Scope.FILE
    message_en: str = "Which visit is it? Choose the item of the work plan, or the kind of a visit outside the plan."
    message_id: str = (
        "Kunjungan yang mana? Pilih butir rencana kerjanya, atau jenis kunjungan bila di luar rencana kerja."
    )

    def bad_row(self) -> str:
        return "r.item_no IS NULL AND r.kind IS NULL"


class ExpectFirstDayOfVisit(RowRule):
    """A visit slip says when the visit began; without a day nothing was held."""

    table: str = "visit_slip"
    column: str = "held_from"
    scope: Scope = Scope.FILE
    message_en: str = "When was the visit? Fill in its first day; send the slip only after the visit was held."
    message_id: str = "Kapan kunjungannya? Isi hari pertamanya; slip dikirim setelah kunjungan terlaksana."

    def bad_row(self) -> str:
        return "r.held_from IS NULL"


class ExpectItemOfPlan(RowRule):
    """The visit of a slip is an item of its partnership's work plan."""

    table: str = "visit_slip"
    column: str = "item_no"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The work plan of {partnership_id} has no item {value}. Choose one of its items ({items}), or clear the cell "
        "and choose the kind of visit."
    )
    message_id: str = (
        "Rencana kerja {partnership_id} tidak memuat butir {value}. Pilih salah satu butirnya ({items}), atau "
        "kosongkan selnya dan pilih jenis kunjungan."
    )

    def facts(self) -> dict[str, str]:
        return {
            "items": "(SELECT coalesce(string_agg(DISTINCT i.item_no, ', ' ORDER BY i.item_no), '…') "
            "FROM core.plan_item AS i WHERE i.partnership_id = r.partnership_id)"
        }

    def bad_row(self) -> str:
        return (
            "r.item_no IS NOT NULL AND EXISTS (SELECT 1 FROM core.partnership AS p "
            "WHERE p.partnership_id = r.partnership_id) AND NOT EXISTS (SELECT 1 FROM core.plan_item AS i "
            "WHERE i.partnership_id = r.partnership_id AND i.item_no = r.item_no)"
        )


# Visits as mentors tell them, by the partnership's own mentor: one row per slip and what it claims, which is the joint
# event of the plan, the partnership's own visit, or (not own) the visit of a partnership that it serves as well.
_TOLD_VISITS = """(
    SELECT v.file_sha256, f.received_at, v.partnership_id, p.mentor_id, i.joint_id, v.held_from,
           coalesce(v.held_to, v.held_from) AS held_to, v.also_serves
    FROM raw.visit_slip AS v
    JOIN raw.file AS f ON f.file_sha256 = v.file_sha256
    JOIN core.partnership AS p ON p.partnership_id = v.partnership_id
    LEFT JOIN (
        SELECT partnership_id, item_no, any_value(kind) AS kind,
               min(joint_id) FILTER (contains(joint_id, '/')) AS joint_id
        FROM core.plan_item GROUP BY partnership_id, item_no
    ) AS i ON i.partnership_id = v.partnership_id AND i.item_no = v.item_no
    WHERE v.compiled_role = 'mentor' AND coalesce(v.party_id, p.mentor_id) = p.mentor_id
        AND ends_with(coalesce(i.kind, v.kind), '_visit')
)"""
_CLAIMS = f"""(
    SELECT t.*, t.joint_id AS claim, TRUE AS is_own FROM {_TOLD_VISITS} AS t WHERE t.joint_id IS NOT NULL
    UNION ALL
    SELECT t.*, t.partnership_id, TRUE FROM {_TOLD_VISITS} AS t
    UNION ALL
    SELECT t.*, unnest(string_split_regex(t.also_serves, '[,; ]+')), FALSE FROM {_TOLD_VISITS} AS t
    WHERE t.also_serves IS NOT NULL
)"""


def _same_visit(one: str, other: str) -> str:
    """Whether two claims are of one visit: the same joint event, or the same partnership on the same days."""
    return (
        f"{one}.claim = {other}.claim AND ({one}.is_own OR {other}.is_own) AND (contains({one}.claim, '/') "
        f"OR ({one}.held_from <= {other}.held_to AND {other}.held_from <= {one}.held_to))"
    )


class ExpectOneMentorPerVisit(RowRule):
    """One visit is told by one mentor; a second mentor's slip about the same visit is refused, the first one stays."""

    table: str = "visit_slip"
    column: str = "item_no"
    scope: Scope = Scope.FILE
    message_en: str = (
        "The same visit was told before by mentor {other}, for partnership {host}. One visit has one conducting "
        "mentor: if it was yours, settle it with {other}; if it was another visit, correct item and days."
    )
    message_id: str = (
        "Kunjungan yang sama sudah dilaporkan oleh mentor {other} untuk kemitraan {host}. Satu kunjungan dipimpin oleh "
        "satu mentor: bila itu kunjungan Anda, selesaikan dengan {other}; bila kunjungan lain, perbaiki butir dan "
        "tanggalnya."
    )

    # Whoever told the visit first keeps it: a later claim, itself refused, binds nobody.
    _EARLIER: ClassVar[str] = (
        f"FROM {_CLAIMS} AS here JOIN {_CLAIMS} AS o ON {_same_visit('here', 'o')} AND o.mentor_id <> here.mentor_id "
        "AND (o.received_at, o.file_sha256) < (here.received_at, here.file_sha256) "
        f"WHERE NOT EXISTS (SELECT 1 FROM {_CLAIMS} AS own WHERE {_same_visit('own', 'o')} "
        "AND own.mentor_id = here.mentor_id "
        "AND (own.received_at, own.file_sha256) < (o.received_at, o.file_sha256))"
    )

    def facts(self) -> dict[str, str]:
        here = f"{self._EARLIER} AND here.file_sha256 = r.file_sha256"
        return {
            "other": f"(SELECT arg_min(o.mentor_id, o.received_at) {here})",
            "host": f"(SELECT arg_min(o.partnership_id, o.received_at) {here})",
        }

    def bad_row(self) -> str:
        return f"r.file_sha256 IN (SELECT here.file_sha256 {self._EARLIER})"


class ExpectFinalReportOfPair(RowRule):
    """Final reports are the mentor's and the mentee's (3.3.1)."""

    table: str = "final_slip"
    column: str = "compiled_role"
    scope: Scope = Scope.FILE
    message_en: str = "A final report is compiled by mentor or mentee. Choose one of the two."
    message_id: str = "Laporan akhir disusun oleh mentor atau mentee. Pilih salah satu."

    def bad_row(self) -> str:
        return f"{self.cell} NOT IN ('mentor', 'mentee')"


class ExpectYearBegun(RowRule):
    """A follow-up speaks of a year that has begun."""

    table: str = "follow_up_slip"
    column: str = "year"
    scope: Scope = Scope.FILE
    message_en: str = "The year {value} had not begun when the slip was received ({received}). Correct the year."
    message_id: str = "Tahun {value} belum dimulai saat slip diterima ({received}). Perbaiki tahunnya."

    def facts(self) -> dict[str, str]:
        return {"received": RECEIVED_ON}

    def bad_row(self) -> str:
        return f"{self.cell} > year({RECEIVED_ON})"


class ExpectOwnObligation(RowRule):
    """A row names an obligation of its own partnership, never another's."""

    column: str = "obligation_id"
    cover: str = ""  # table of the cover that names the partnership; '' where the row names it
    message_en: str = (
        "{value} is an obligation of another partnership; this file speaks of {own}. Choose an obligation of {own}, "
        "or send the row with that partnership's file."
    )
    message_id: str = (
        "{value} adalah kewajiban kemitraan lain, sedangkan berkas ini tentang {own}. Pilih kewajiban {own}, atau "
        "sampaikan baris ini dalam berkas kemitraan tersebut."
    )

    @property
    def _own(self) -> str:
        return _partnership_of(self.cover) if self.cover else "r.partnership_id"

    def facts(self) -> dict[str, str]:
        return {"own": self._own}

    def bad_row(self) -> str:
        named = f"split_part({self.cell}, '/', 1)"
        return f"contains({self.cell}, '/') AND {named} <> {self._own}"


class ExpectObligationOfRole(RowRule):
    """A ledger holds the obligations of the role that it assesses."""

    table: str = "self_assessment_ledger"
    column: str = "obligation_id"
    message_en: str = (
        "{value} is not an obligation of the {role}, whom this ledger is about. Delete the row, or correct the role "
        "on the first sheet."
    )
    message_id: str = (
        "{value} bukan kewajiban {peran} yang dinilai dalam lembar ini. Hapus barisnya, atau perbaiki peran pada "
        "lembar pertama."
    )

    _ROLE: ClassVar[str] = (
        "(SELECT coalesce(c.assessed_role, c.compiled_role) FROM raw.self_assessment AS c "
        "WHERE c.file_sha256 = r.file_sha256)"
    )

    def facts(self) -> dict[str, str]:
        return {
            "role": f"replace({self._ROLE}, '_', ' ')",
            "peran": f"CASE {self._ROLE} WHEN 'facilitator' THEN 'fasilitator' "
            f"WHEN 'supporting_partner' THEN 'mitra pendukung' ELSE {self._ROLE} END",
        }

    def bad_row(self) -> str:
        own = _partnership_of("self_assessment")
        return (
            f"contains({self.cell}, '/') AND split_part({self.cell}, '/', 1) = {own} "
            f"AND split_part({self.cell}, '/', 2) <> {self._ROLE}"
        )


class ExpectCriterionOfRole(RowRule):
    """A role is assessed on its own criteria: know-how is the mentor's, lesson-learned the mentee's (5.2, 5.3)."""

    column: str = "criterion"
    assessed: str = ""  # SQL over `r`: the role that is assessed
    message_en: str = (
        "The {role} is not assessed on this criterion. Know-how transfer is the mentor's, lesson learned the mentee's; "
        "write the words under another criterion."
    )
    message_id: str = (
        "Kriteria ini tidak berlaku bagi {peran}. Alih pengetahuan adalah kriteria mentor, pembelajaran kriteria "
        "mentee; tuliskan uraiannya pada kriteria lain."
    )

    def facts(self) -> dict[str, str]:
        return {
            "role": f"replace({self.assessed}, '_', ' ')",
            "peran": f"CASE {self.assessed} WHEN 'facilitator' THEN 'fasilitator' "
            f"WHEN 'supporting_partner' THEN 'mitra pendukung' ELSE {self.assessed} END",
        }

    def bad_row(self) -> str:
        return (
            f"({self.cell} = 'know_how' AND {self.assessed} <> 'mentor') "
            f"OR ({self.cell} = 'lesson_learned' AND {self.assessed} <> 'mentee')"
        )


class ExpectClaimWithDay(RowRule):
    """Who says "we did this" says when; without a day the claim cannot be weighed."""

    level: Severity = Severity.WARNING
    table: str = "self_assessment_ledger"
    column: str = "occurred_on"
    message_en: str = "“We did this” needs the day on which {obligation_id} was done. Fill it in."
    message_id: str = "“Sudah kami laksanakan” memerlukan tanggal pelaksanaan {obligation_id}. Mohon diisi."

    def bad_row(self) -> str:
        return "r.answer = 'done' AND r.occurred_on IS NULL"


class ExpectProofOfClaim(RowRule):
    """Who says "we did this" says what shows it."""

    level: Severity = Severity.WARNING
    table: str = "self_assessment_ledger"
    column: str = "proof"
    message_en: str = "“We did this” needs a word on what shows that {obligation_id} was done. Fill it in."
    message_id: str = "“Sudah kami laksanakan” memerlukan keterangan bukti untuk {obligation_id}. Mohon diisi."

    def bad_row(self) -> str:
        return "r.answer = 'done' AND r.proof IS NULL"


class ExpectPreventerNamed(RowRule):
    """Who was prevented says by whom or by what."""

    level: Severity = Severity.WARNING
    table: str = "self_assessment_ledger"
    column: str = "prevented_by"
    message_en: str = "“We were prevented” needs by whom or by what, for {obligation_id}. Fill it in."
    message_id: str = "“Kami terhalang” memerlukan keterangan oleh siapa atau apa, untuk {obligation_id}. Mohon diisi."

    def bad_row(self) -> str:
        return "r.answer = 'prevented' AND r.prevented_by IS NULL"


class ExpectTargetOfPartnership(RowRule):
    """A follow-up answers targets of its partnership."""

    table: str = "follow_up_targets"
    column: str = "target_id"
    message_en: str = "Partnership {own} has no target {value}. Correct the target number."
    message_id: str = "Kemitraan {own} tidak mempunyai target {value}. Perbaiki nomor targetnya."

    def facts(self) -> dict[str, str]:
        return {"own": _partnership_of("follow_up_slip")}

    def bad_row(self) -> str:
        return (
            f"lower(trim({self.cell})) NOT IN {NOTHING} AND NOT EXISTS (SELECT 1 FROM core.target AS t "
            f"WHERE t.partnership_id = {_partnership_of('follow_up_slip')} AND t.target_id = {self.cell})"
        )


class ExpectFigureOnItsSheet(RowRule):
    """A target measured by figures is answered by these figures, not by a share."""

    level: Severity = Severity.WARNING
    table: str = "follow_up_targets"
    column: str = "actual"
    message_en: str = (
        "Target {target_id} is measured by figures, so this cell is not counted. Fill in the figures on the sheet "
        "Figures."
    )
    message_id: str = (
        "Target {target_id} diukur dengan angka, sehingga sel ini tidak dihitung. Isi angkanya pada lembar Angka."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND EXISTS (SELECT 1 FROM core.target AS t "
            f"WHERE t.partnership_id = {_partnership_of('follow_up_slip')} AND t.target_id = r.target_id "
            "AND t.actual_basis <> 'yes_no')"
        )


class ExpectPartnershipOfFollowUp(RowRule):
    """The figures of a follow-up are those of its own partnership."""

    table: str = "follow_up_figures"
    column: str = "partnership_id"
    message_en: str = "The figures of {value} stand in a slip of {own}. Correct the number, or send them with its slip."
    message_id: str = "Angka {value} berada dalam slip {own}. Perbaiki nomornya, atau kirim dengan slip kemitraan itu."

    def facts(self) -> dict[str, str]:
        return {"own": _partnership_of("follow_up_slip")}

    def bad_row(self) -> str:
        return f"{self.cell} <> {_partnership_of('follow_up_slip')}"


_SAME_DOCUMENT = (
    "SELECT 1 FROM raw.arrived_document AS o WHERE o.file_sha256 = r.file_sha256 AND o.row_id <> r.row_id "
    "AND o.partnership_id = r.partnership_id"
)


class ExpectReadableDocument(RowRule):
    """A document is a PDF, a Word file, a presentation, a spreadsheet or a picture; told by its bytes."""

    table: str = "arrived_document"
    message_en: str = (
        "{source_file} {what_en}, whatever its name says. Open the document itself, save or scan it as PDF and send "
        "that."
    )
    message_id: str = (
        "{source_file} {what_id}, apa pun nama berkasnya. Buka dokumen aslinya, simpan atau pindai sebagai PDF, lalu "
        "kirim ulang."
    )

    def facts(self) -> dict[str, str]:
        return {
            "what_en": "CASE r.content WHEN 'empty' THEN 'is empty (0 bytes)' WHEN 'web_page' THEN 'is a web page' "
            "ELSE 'is neither PDF, Word, spreadsheet nor picture' END",
            "what_id": "CASE r.content WHEN 'empty' THEN 'kosong (0 byte)' WHEN 'web_page' THEN 'adalah halaman web' "
            "ELSE 'bukan PDF, Word, lembar kerja, ataupun gambar' END",
        }

    def bad_row(self) -> str:
        return "r.content IN ('unknown', 'empty', 'web_page') AND (r.kind IS NOT NULL OR r.obligation_id IS NOT NULL)"


class ExpectDocumentWithoutPassword(RowRule):
    """A document opens for whoever has to read it; a protected one is kept and counts."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    message_en: str = (
        "{source_file} is protected by a password or against copying. It is kept, but may not open for others. Ask "
        "for a copy without protection and receive that as well."
    )
    message_id: str = (
        "{source_file} dilindungi kata sandi atau dikunci. Berkas disimpan, tetapi mungkin tidak dapat dibuka orang "
        "lain. Minta salinan tanpa perlindungan, lalu terima juga salinan itu."
    )

    def bad_row(self) -> str:
        return "r.is_locked"


class ExpectMonthOfScan(RowRule):
    """A scanned monthly report says of which month it is, on its arrival or on another."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    message_en: str = "Of which month is {source_file}? Receive it again with --month, for example --month 2026-03."
    message_id: str = "{source_file} laporan bulan apa? Terima ulang dengan --month, misalnya --month 2026-03."

    def bad_row(self) -> str:
        return (
            "r.kind = 'monthly_report' AND r.period IS NULL AND r.obligation_id IS NULL AND NOT EXISTS "
            f"({_SAME_DOCUMENT} AND (o.obligation_id IS NOT NULL OR (o.kind = r.kind AND o.period IS NOT NULL)))"
        )


def _party_of_visit() -> ExpectPartyOfRole:
    return ExpectPartyOfRole(
        table="visit_slip",
        message_en=(
            "The slip is compiled by {value}, but the {compiled_role} of partnership {partnership_id} is {party}. "
            "Correct party, role or partnership number; a visit is told by the partnership's own {compiled_role}."
        ),
        message_id=(
            "Slip ini disusun oleh {value}, sedangkan {peran} kemitraan {partnership_id} adalah {party}. Perbaiki "
            "pihak, peran, atau nomor kemitraannya; kunjungan dilaporkan oleh {peran} kemitraan itu sendiri."
        ),
    )


def _own_request(table: str, cover: str) -> ExpectOwnObligation:
    return ExpectOwnObligation(
        table=table,
        column="request_id",
        cover=cover,
        message_en=(
            "{value} is a request of another partnership; this slip speaks of {own}. Choose a request of {own}, or "
            "leave the cell blank."
        ),
        message_id=(
            "{value} adalah permintaan kemitraan lain, sedangkan slip ini tentang {own}. Pilih permintaan {own}, atau "
            "kosongkan selnya."
        ),
    )


def _obligation_of_arrival() -> ExpectOwnObligation:
    return ExpectOwnObligation(
        table="arrived_document",
        message_en=(
            "{value} is an obligation of another partnership, the document was received for {own}. Receive "
            "{source_file} again with the right --partnership or --obligation."
        ),
        message_id=(
            "{value} adalah kewajiban kemitraan lain, sedangkan dokumen ini diterima untuk {own}. Terima ulang "
            "{source_file} dengan --partnership atau --obligation yang benar."
        ),
    )


def on_filled_tables(connection: duckdb.DuckDBPyConnection, suite: Suite) -> Suite:
    """A suite without its rules on tables that hold no row: most builds see few kinds of slips, and each rule costs."""
    tables = {rule.table for rule in suite.rules}
    filled = {table for table in tables if connection.table(f"raw.{table}").limit(1).fetchall()}
    return Suite(suite.name, tuple(rule for rule in suite.rules if rule.table in filled))


_FILE = Scope.FILE

REGISTER = Suite("register_obligations", (ExpectOwnObligation(table="register_documents"),))
"""Checked with the register, before it is loaded."""

SUITE = Suite(
    "slips",
    (
        *(ExpectKnownPartnership(table=table, scope=_FILE) for table in COVERS),
        *(ExpectPartnershipOfArrival(table=table) for table in COVERS),
        *(ExpectProgrammeOfPartnership(table=table) for table in COVERS),
        *(ExpectRoleFilled(table=table) for table in COVERS),
        ExpectRoleFilled(table="self_assessment", column="assessed_role"),
        _party_of_visit(),
        *(ExpectPartyOfRole(table=table) for table in COVERS if table != "visit_slip"),
        *(ExpectHappenedBeforeReceipt(table=table, column="submitted_on", level=Severity.WARNING) for table in COVERS),
        ExpectVisitNamed(),
        ExpectFirstDayOfVisit(),
        ExpectItemOfPlan(),
        ExpectOneMentorPerVisit(),
        ExpectHappenedBeforeReceipt(table="visit_slip", column="held_from", scope=_FILE),
        ExpectHappenedBeforeReceipt(table="visit_slip", column="held_to", scope=_FILE),
        ExpectNotBefore(table="visit_slip", column="held_to", start="held_from", scope=_FILE),
        *(
            ExpectNotNegative(table="visit_slip", column=column, scope=_FILE)
            for column in ("mentor_participants", "mentee_participants", "other_participants")
        ),
        *(ExpectServedPartnerships(table=table) for table in ("visit_slip", "advice_slip")),
        *(ExpectServedPartnerships(table=table, cover=cover) for table, cover in WITH_ADVICE.items()),
        *(ExpectOnlyOnce(table=table, column="advice_no", keys=("advice_no",)) for table in WITH_ADVICE),
        *(_own_request(table, cover) for table, cover in WITH_ADVICE.items()),
        ExpectHappenedBeforeReceipt(table="visit_slip_documents", column="dated_on", level=Severity.WARNING),
        ExpectMonthBegun(table="advice_slip", scope=_FILE),
        ExpectHappenedBeforeReceipt(table="advice_slip_advice", column="given_on"),
        ExpectNotBefore(table="advice_slip_advice", column="action_due_on", start="given_on"),
        ExpectFinalReportOfPair(),
        ExpectHappenedBeforeReceipt(table="final_slip", column="dated_on", level=Severity.WARNING),
        ExpectBetween(table="final_slip_assessment", column="score", low=0, high=100),
        ExpectOnlyOnce(table="final_slip_assessment", column="criterion", keys=("criterion",)),
        ExpectCriterionOfRole(
            table="final_slip_assessment",
            assessed="(SELECT CASE c.compiled_role WHEN 'mentor' THEN 'mentee' ELSE 'mentor' END "
            "FROM raw.final_slip AS c WHERE c.file_sha256 = r.file_sha256)",
        ),
        ExpectMonthBegun(table="final_slip_months"),
        ExpectHappenedBeforeReceipt(table="final_slip_sops", column="dated_on"),
        ExpectYearBegun(),
        ExpectTargetOfPartnership(),
        ExpectFigureOnItsSheet(),
        ExpectShareUpToHundredPercent(table="follow_up_targets", column="actual"),
        ExpectHappenedBeforeReceipt(table="follow_up_targets", column="actual_on"),
        ExpectStatedWith(table="follow_up_targets", column="actual_on", given="actual"),
        ExpectPartnershipOfFollowUp(),
        ExpectMonthBegun(table="follow_up_figures"),
        *figure_rules("follow_up_figures"),
        ExpectHappenedBeforeReceipt(table="follow_up_sops", column="dated_on"),
        ExpectOnlyOnce(table="self_assessment_ledger", column="obligation_id", keys=("obligation_id",)),
        ExpectOwnObligation(table="self_assessment_ledger", cover="self_assessment"),
        ExpectObligationOfRole(),
        ExpectHappenedBeforeReceipt(table="self_assessment_ledger", column="occurred_on"),
        ExpectClaimWithDay(),
        ExpectProofOfClaim(),
        ExpectPreventerNamed(),
        ExpectBetween(table="self_assessment_words", column="score", low=0, high=100),
        ExpectOnlyOnce(table="self_assessment_words", column="criterion", keys=("criterion",)),
        ExpectCriterionOfRole(
            table="self_assessment_words",
            assessed="(SELECT coalesce(c.assessed_role, c.compiled_role) FROM raw.self_assessment AS c "
            "WHERE c.file_sha256 = r.file_sha256)",
        ),
        ExpectOwnObligation(table="monthly_activities", cover="monthly_cover"),
        ExpectReadableDocument(),
        ExpectDocumentWithoutPassword(),
        ExpectKnownPartnership(table="arrived_document"),
        _obligation_of_arrival(),
        ExpectMonthOfScan(),
        ExpectMonthBegun(table="arrived_document"),
    ),
)


# What slips and documents name must exist: judged once obligations and requests are there; refuses nothing.

_IN_FORCE = "r.file_sha256 IN (SELECT s.file_sha256 FROM core.slip AS s WHERE s.is_latest)"


class ExpectObligationOnRecord(RowRule):
    """An answer of the ledger speaks of an obligation that exists."""

    level: Severity = Severity.WARNING
    table: str = "self_assessment_ledger"
    column: str = "obligation_id"
    message_en: str = "There is no obligation {value}, so the answer counts for none. Delete the row."
    message_id: str = "Kewajiban {value} tidak dikenal, sehingga jawabannya tidak dihitung. Hapus baris ini."

    _REFUSED: ClassVar[str] = (
        "SELECT 1 FROM raw.rejected_row AS j WHERE j.table_name = 'self_assessment_ledger' AND j.row_id = r.row_id"
    )

    def bad_row(self) -> str:
        return (
            f"{_IN_FORCE} AND r.answer IS NOT NULL AND lower(trim({self.cell})) NOT IN {NOTHING} "
            f"AND NOT EXISTS ({self._REFUSED}) AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell})"
        )


class ExpectRequestOnRecord(RowRule):
    """Advice that answers a request names one that was made."""

    level: Severity = Severity.WARNING
    column: str = "request_id"
    message_en: str = "There is no request for advice {value}. Choose one from the list, or leave the cell blank."
    message_id: str = "Permintaan saran {value} tidak dikenal. Pilih dari daftar, atau kosongkan selnya."

    def bad_row(self) -> str:
        return (
            f"{_IN_FORCE} AND {self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM core.advice_request AS q WHERE q.request_id = {self.cell})"
        )


class ExpectObligationOfDocument(RowRule):
    """The obligation named with a document exists."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    column: str = "obligation_id"
    message_en: str = "There is no obligation {value}, so {source_file} is evidence of none. Receive it with another."
    message_id: str = (
        "Kewajiban {value} tidak dikenal, sehingga {source_file} belum menjadi bukti dukung. Terima ulang dengan "
        "kewajiban yang benar."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND split_part({self.cell}, '/', 1) = r.partnership_id AND NOT EXISTS "
            f"(SELECT 1 FROM mart.obligation AS o WHERE o.obligation_id = {self.cell})"
        )


class ExpectOneObligationOfKind(RowRule):
    """A document of a kind that is owed more than once, or told by its title, says which of them it fulfils."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    column: str = "kind"
    message_en: str = (
        "It cannot be told which {value} of {partnership_id} {source_file} fulfils, so it is kept but fulfils none "
        "yet. Receive it again with --obligation: {choices}; or name the file in its slip."
    )
    message_id: str = (
        "Belum jelas {value} mana dari {partnership_id} yang dipenuhi {source_file}, sehingga disimpan tetapi belum "
        "memenuhi satu pun. Terima ulang dengan --obligation: {choices}; atau sebut nama berkasnya di slip."
    )

    _OWED: ClassVar[str] = "FROM mart.obligation AS o WHERE o.partnership_id = r.partnership_id AND o.kind = r.kind"

    def facts(self) -> dict[str, str]:
        return {"choices": f"(SELECT string_agg(o.obligation_id, ', ' ORDER BY o.obligation_id) {self._OWED})"}

    def bad_row(self) -> str:
        return (
            f"r.kind <> 'monthly_report' AND r.obligation_id IS NULL "
            f"AND (SELECT count(*) {self._OWED}) > if(r.kind IN {TOLD_BY_NAME}, 0, 1) "
            f"AND NOT EXISTS ({_SAME_DOCUMENT} AND o.obligation_id IS NOT NULL) "
            "AND NOT EXISTS (SELECT 1 FROM core.document AS d WHERE d.document_sha256 = r.file_sha256 "
            "AND d.source_sheet IS NOT NULL AND (d.partnership_id = r.partnership_id "
            "OR contains(d.also_serves, r.partnership_id)))"
        )


class ExpectDocumentSaidToBeSomething(RowRule):
    """Somebody says of a document whose it is and what it is: on its arrival, on a later one, or on a slip."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    message_en: str = (
        "{source_file} was kept, but nobody has said what it is and whose, so it counts for nothing. Receive it again "
        "with both, for example: python run.py receive {source_file} --kind monitoring_report --partnership {example}; "
        "or write its name on the slip it goes with."
    )
    message_id: str = (
        "{source_file} disimpan, tetapi belum disebutkan dokumen apa dan milik kemitraan mana, sehingga belum "
        "dihitung. Terima ulang dengan keduanya, misalnya: python run.py receive {source_file} --kind "
        "monitoring_report --partnership {example}; atau tulis nama berkasnya pada slip yang menyertainya."
    )

    _SAID_ELSEWHERE: ClassVar[str] = (
        "SELECT 1 FROM raw.arrived_document AS o WHERE o.file_sha256 = r.file_sha256 AND o.row_id <> r.row_id "
        "AND coalesce(o.kind, o.obligation_id) IS NOT NULL AND o.partnership_id IS NOT NULL UNION ALL "
        "SELECT 1 FROM core.document AS d WHERE d.document_sha256 = r.file_sha256 AND d.file_sha256 <> r.file_sha256"
    )

    def facts(self) -> dict[str, str]:
        return {
            "example": "coalesce(r.partnership_id, (SELECT min(p.partnership_id) FROM core.partnership AS p), 'P014')"
        }

    def bad_row(self) -> str:
        return (
            "(coalesce(r.kind, r.obligation_id) IS NULL OR r.partnership_id IS NULL) "
            "AND coalesce(r.content, 'pdf') IN ('pdf', 'word', 'spreadsheet', 'presentation', 'picture', 'protected', "
            f"'unknown', 'empty', 'web_page') AND NOT EXISTS ({self._SAID_ELSEWHERE})"
        )


class ExpectKnownKindOfDocument(RowRule):
    """A document is of a kind that its programme knows, or names the obligation it fulfils, or stands on a slip."""

    level: Severity = Severity.WARNING
    table: str = "arrived_document"
    column: str = "kind"
    message_en: str = (
        "This programme knows no document called {value}, so {source_file} is kept but fulfils nothing. Receive it "
        "again with --obligation, or with one of these kinds: {kinds}."
    )
    message_id: str = (
        "Program ini tidak mengenal dokumen {value}, sehingga {source_file} disimpan tetapi belum memenuhi apa pun. "
        "Terima ulang dengan --obligation, atau dengan salah satu jenis ini: {kinds}."
    )

    _KNOWN: ClassVar[str] = (
        "FROM core.partnership AS p JOIN reference.blueprint_document AS b ON b.programme_kind = p.programme_kind "
        "WHERE p.partnership_id = r.partnership_id"
    )

    def facts(self) -> dict[str, str]:
        return {"kinds": f"(SELECT coalesce(string_agg(b.document, ', ' ORDER BY b.document), '…') {self._KNOWN})"}

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND r.partnership_id IS NOT NULL AND r.obligation_id IS NULL "
            f"AND NOT EXISTS (SELECT 1 {self._KNOWN} AND b.document = {self.cell}) "
            "AND EXISTS (SELECT 1 FROM core.partnership AS p WHERE p.partnership_id = r.partnership_id) "
            "AND NOT EXISTS (SELECT 1 FROM mart.obligation AS o WHERE o.partnership_id = r.partnership_id "
            f"AND o.kind = {self.cell}) AND NOT EXISTS (SELECT 1 FROM core.document AS d "
            "WHERE d.document_sha256 = r.file_sha256 AND d.file_sha256 <> r.file_sha256) "
            f"AND NOT EXISTS ({_SAME_DOCUMENT} AND (o.obligation_id IS NOT NULL "
            f"OR EXISTS (SELECT 1 {self._KNOWN} AND b.document = o.kind) "
            "OR EXISTS (SELECT 1 FROM mart.obligation AS b WHERE b.partnership_id = r.partnership_id "
            "AND b.kind = o.kind)))"
        )


LINKS = Suite(
    "slip_links",
    (
        ExpectObligationOnRecord(),
        *(ExpectRequestOnRecord(table=table) for table in WITH_ADVICE),
        ExpectObligationOfDocument(),
        ExpectOneObligationOfKind(),
        ExpectDocumentSaidToBeSomething(),
        ExpectKnownKindOfDocument(),
    ),
)
