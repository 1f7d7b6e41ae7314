"""Slips, self-assessments and landed documents: what each gives, what a spoilt one is told, and no harm beside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from cli import _print_checked
from expectations import slips
from indicators.receipt import receipt
from indicators.receipt_text import lines
from pipelines.build import build
from pipelines.checking import CheckedFile, check
from pipelines.content import PDF, PICTURE, PRESENTATION, SPREADSHEET, UNKNOWN, WORD, content_of
from pipelines.extraction import extract, recognise
from pipelines.filled import ANSWERS, OWN_NUMBER
from pipelines.findings import Finding
from pipelines.intake import Landing, Submission, submissions
from pipelines.prefill import WrongTemplate
from pipelines.prefill import write as write_template
from pipelines.raw import sheets_of
from pipelines.reading import read_workbook
from pipelines.template import load_templates, newest, raw_columns
from pipelines.workbooks import write_workbook
from tests.judged import judged
from warehouse.generations import Generations
from warehouse.month import MonthError
from warehouse.vocabulary import Language, Role, Severity

AS_OF = date(2027, 3, 31)
NOW = datetime(2027, 4, 1, 3)
Rows = dict[str, list[dict[str, Any]]]
PDF_BYTES = b"%PDF-1.4 laporan"
SCAN_BYTES = b"\xff\xd8\xff\xe0 pindaian"


# ---- the programme


def _plan(partnership: str, item: str, role: str, kind: str, due_on: date, joint: str | None = None) -> dict[str, Any]:
    return {
        "partnership_id": partnership, "item_no": item, "role": role, "kind": kind, "title": f"{kind} {item}",
        "due_on": due_on, "joint_id": joint,
    }  # fmt: skip


def _register(programme: str, mentors: dict[str, str | None], plan: list[dict[str, Any]], **more: Any) -> Rows:
    """A register: partnership to mentor; each has its own mentee, an LoI and a MoA."""
    parties = sorted({f"M-{each}" for each in mentors} | {each for each in mentors.values() if each})
    return {
        "register_cover": [
            {
                "programme_id": programme,
                "programme_name": f"Program {programme}",
                "programme_kind": "solidarity_partnership",
                "origin": "sample",
            }
        ],
        "register_parties": [{"party_id": each, "name": f"Tirta {each}", "kind": "utility"} for each in parties],
        "register_partnerships": [
            {
                "partnership_id": each, "title": f"Kemitraan {each}", "mentor_id": mentor, "mentee_id": f"M-{each}",
                "subject": "non_revenue_water", "pilot_start_on": date(2026, 2, 1), "pilot_end_on": date(2026, 8, 31),
            }
            for each, mentor in mentors.items()
        ],
        "register_agreements": [
            {"partnership_id": each, "kind": kind, "signed_on": signed_on}
            for each in mentors
            for kind, signed_on in (
                ("letter_of_intent", date(2025, 12, 1)),
                ("memorandum_of_agreement", date(2026, 1, 15)),
            )
        ],
        "register_work_plan": plan,
        **more,
    }  # fmt: skip


VISIT_ON = date(2026, 5, 12)
NOTHING_OF = ("system_input_imported", "system_input_exported", "billed_unmetered")
JOINT = "BERSAMA/MON-1"
JOINED = ("B001", "B002", "B003", "B005")
REGISTER = _register(
    "SOUND",
    {"B001": "U-1", "B002": "U-1", "B003": "U-1", "B004": None, "B005": "U-7"},
    [
        *(_plan(each, "W07", "mentor", "monitoring_visit", VISIT_ON, JOINT) for each in JOINED),
        _plan("B001", "W07", "mentee", "monitoring_visit", VISIT_ON, JOINT),
        _plan("B001", "W09", "mentor", "monitoring_visit", date(2026, 8, 12)),
        _plan("B001", "W04", "mentee", "study_visit", date(2026, 3, 10)),
        _plan("B001", "W01", "mentee", "activity", date(2026, 3, 31)),
        _plan("B004", "W01", "mentee", "activity", date(2026, 3, 31)),
        {
            **_plan("B003", "Q1", "mentor", "mission", date(2026, 12, 31)), "due_on": None, "quota_min": 2,
            "quota_max": 3, "quota_period": "year", "quota_from": date(2026, 1, 1), "quota_to": date(2026, 12, 31),
        },
    ],
    register_targets=[
        {
            "partnership_id": "B001", "target_id": "T1", "kind": "learning", "horizon": "medium", "topic": "SOP",
            "target": 1, "due_on": date(2027, 2, 28), "actual_basis": "yes_no",
        },
        {
            "partnership_id": "B001", "target_id": "T2", "kind": "performance", "horizon": "long",
            "metric_code": "nrw_pct", "baseline": 40, "baseline_on": date(2026, 1, 31), "target": 30,
            "due_on": date(2027, 3, 31), "actual_basis": "month",
        },
        {
            "partnership_id": "B001", "target_id": "T3", "kind": "learning", "horizon": "long", "topic": "Tim tetap",
            "target": 1, "due_on": date(2028, 2, 28), "actual_basis": "yes_no",
        },
        {
            "partnership_id": "B001", "target_id": "T4", "kind": "performance", "horizon": "medium",
            "metric_code": "nrw_pct", "baseline": 40, "baseline_on": date(2026, 1, 31), "target": 30,
            "due_on": date(2027, 2, 28), "actual_basis": "rolling_12",
        },
    ],
)  # fmt: skip
OTHER_PROGRAMME = _register("LAIN", {"L001": "U-9"}, [_plan("L001", "W01", "mentee", "activity", date(2026, 3, 31))])


def _report(partnership: str, period: str, sent_on: date, **parts: list[dict[str, Any]]) -> Rows:
    return {
        "monthly_cover": [{"partnership_id": partnership, "period": period, "submitted_on": sent_on}],
        "monthly_progress": [
            {"variable_code": "system_input_own", "value": 1000.0},
            {"variable_code": "billed_metered", "value": 620.0},
            *({"variable_code": code, "value": 0.0} for code in NOTHING_OF),
        ],
        "monthly_activities": [{"description": "Step test", "kind": "activity", "held_on": date(2026, 2, 20)}],
        "monthly_advice_actions": [{"advice_id": "none"}],
        "monthly_findings": [{"description": "none"}],
        "monthly_obstacles": [{"description": "none"}],
        "monthly_requests": [{"question": "none"}],
        **parts,
    }


def _cover(partnership: str, role: str, sent_on: date | None = None, **more: Any) -> dict[str, Any]:
    return {"partnership_id": partnership, "compiled_role": role, "submitted_on": sent_on, **more}


def _visit(partnership: str = "B001", role: str = "mentor", **more: Any) -> Rows:
    cover = _cover(partnership, role, **{"item_no": "W07", "held_from": VISIT_ON, **more})
    return {"visit_slip": [cover]}


FIRST_SLIP = _visit(submitted_on=date(2026, 5, 18), mentor_participants=2)
VISIT_SLIP: Rows = {
    **_visit(
        submitted_on=date(2026, 5, 20), held_to=date(2026, 5, 13), place="Instalasi Melati", mentor_participants=3,
        mentee_participants=8, also_serves="B002, B003", programme_id="SOUND", party_id="U-1",
    ),
    "visit_slip_advice": [
        {"kind": "recommendation", "words": "Pasang PRV", "action": "Pasang PRV", "action_due_on": date(2026, 6, 30)},
        {"kind": "lesson", "words": "Ukur malam hari", "also_serves": "B001"},
    ],
    "visit_slip_documents": [
        {"kind": "monitoring_report", "file_name": "laporan w07.PDF", "number": "12/2026"},
        {"kind": "photo", "file_name": "rapat.jpg"},
    ],
}  # fmt: skip
STUDY_SLIP: Rows = {
    **_visit(role="mentee", item_no="W04", held_from=date(2026, 3, 9), submitted_on=date(2026, 3, 20)),
    "visit_slip_documents": [{"kind": "study_visit_report", "number": "3/2026"}],
}
OUTSIDE_PLAN: Rows = {
    **_visit("B002", item_no=None, kind="diagnostic_visit", held_from=date(2026, 1, 20)),
    "visit_slip_documents": [{"kind": "diagnostic_report", "number": "1/2026"}],
}
CALL: Rows = {
    "visit_slip": [
        *_visit("B002", item_no=None, kind="teleconference", held_from=date(2026, 4, 21))["visit_slip"],
    ],
}
MISSIONS = [_visit("B003", item_no="Q1", held_from=date(2026, month, 3)) for month in (4, 10)]
ADVICE_SLIP: Rows = {
    "advice_slip": [_cover("B001", "mentor", date(2026, 5, 4), period="2026-04")],
    "advice_slip_advice": [
        {
            "kind": "solution", "words": "Turunkan setelan PRV", "given_on": date(2026, 4, 14), "channel": "telephone",
            "request_id": "B001/request/2026-02/1",
        },
    ],
}  # fmt: skip
FINAL_OF_MENTOR: Rows = {
    "final_slip": [
        _cover("B001", "mentor", date(2026, 9, 20), number="40/2026", dated_on=date(2026, 9, 18),
               file_name="Akhir mentor.pdf", conclusion="Percontohan tercapai"),
    ],
    "final_slip_assessment": [
        {"criterion": "commitment", "score": 80.0, "words": "Tim mentee hadir di setiap rapat"},
        {"criterion": "reports"},
    ],
    "final_slip_words": [{"kind": "supporting_factor", "words": "Direksi hadir"}],
}  # fmt: skip
FINAL_OF_MENTEE: Rows = {
    "final_slip": [_cover("B001", "mentee", date(2026, 9, 25))],
    "final_slip_months": [{"period": "2026-02", "summary": "Step test selesai"}],
    "final_slip_figures": [{"metric_code": "nrw_pct", "period": "2026-02", "note": "meter induk diganti"}],
    "final_slip_lessons": [{"words": "Ukur malam hari"}, {"words": "Libatkan pembaca meter"}],
    "final_slip_sops": [
        {"title": "SOP Kebocoran", "state": "draft", "dated_on": date(2026, 2, 25)},
        {"title": "SOP Kebocoran", "state": "issued", "dated_on": date(2026, 9, 1)},
    ],
}
FOLLOW_UP: Rows = {
    "follow_up_slip": [_cover("B001", "mentee", date(2027, 3, 20), year=2027, continuation="Tetap bertukar kabar")],
    "follow_up_targets": [
        {"target_id": "T1", "actual": 1.0, "actual_on": date(2027, 2, 20)},
        {"target_id": "T3"},
    ],
    "follow_up_figures": [
        {"partnership_id": "B001", "variable_code": "system_input_own", "period": "2027-02", "value": 1000.0},
        {"partnership_id": "B001", "variable_code": "billed_metered", "period": "2027-02", "value": 690.0},
        *({"partnership_id": "B001", "variable_code": code, "period": "2027-02", "value": 0.0} for code in NOTHING_OF),
    ],
    "follow_up_sops": [
        {"title": "SOP Meter", "state": "issued", "dated_on": date(2027, 1, 5), "note": "dipakai dua cabang"},
    ],
}  # fmt: skip
LEDGER: Rows = {
    "self_assessment": [_cover("B001", "mentee", date(2026, 9, 30))],
    "self_assessment_ledger": [
        {"obligation_id": "B001/mentee/monthly_report/2026-02", "answer": "agreed"},
        {
            "obligation_id": "B001/mentee/activity/W01", "answer": "done", "occurred_on": date(2026, 3, 30),
            "proof": "Notula 30 Maret",
        },
        {
            "obligation_id": "B001/mentee/monthly_report/2026-06", "answer": "prevented",
            "prevented_by": "Banjir di kantor",
        },
        {"obligation_id": "B001/mentee/monthly_report/2026-07"},
    ],
    "self_assessment_words": [
        {"criterion": "commitment", "score": 75.0, "words": "Sesuai jadwal"},
        {"criterion": "reports"},
    ],
}  # fmt: skip
VIEW_OF_MENTOR: Rows = {
    "self_assessment": [
        _cover("B001", "mentor", date(2026, 9, 30), assessed_role="mentee", compiled_by="Budi, ketua tim mentor")
    ],
    "self_assessment_ledger": [{"obligation_id": "B001/mentee/monthly_report/2026-02", "answer": "agreed"}],
    "self_assessment_words": [{"criterion": "lesson_learned", "words": "SOP baik"}],
}
VIEW_OF_FACILITATOR: Rows = {
    "self_assessment": [_cover("B001", "facilitator", date(2026, 10, 2), assessed_role="mentor")],
    "self_assessment_words": [{"criterion": "know_how", "score": 90.0}],
}


@dataclass
class Post:
    """The sender's folder and the landing."""

    data: Path

    def workbook(
        self, template: str, rows: Rows, name: str, arrived: date, language: Language = Language.ENGLISH
    ) -> None:
        path = self.data / "sent" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(newest(template), language, rows, path, lean=True)
        self.receive(path, arrived)

    def document(self, content: bytes, name: str, arrived: date, **said: Any) -> None:
        path = self.data / "sent" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.receive(path, arrived, **said)

    def receive(self, path: Path, arrived: date, **said: Any) -> None:
        Landing(self.data / "landing").receive(path, datetime.combine(arrived, time(3)), Submission(**said))


def _send_sound_files(post: Post) -> None:
    post.workbook("programme_register", REGISTER, "register.xlsx", date(2026, 1, 20))
    post.workbook("programme_register", OTHER_PROGRAMME, "lain.xlsx", date(2026, 1, 20))
    told = {
        "monthly_requests": [{"question": "Ukuran PRV?", "topic": "Tekanan", "asked_on": date(2026, 3, 5)}],
        "monthly_lessons": [{"words": "ukur malam hari"}],
        "monthly_sops": [{"title": "SOP kebocoran", "state": "draft", "dated_on": date(2026, 2, 25)}],
    }
    february = _report("B001", "2026-02", date(2026, 3, 9), **told)
    post.workbook("monthly_report", february, "februari.xlsx", date(2026, 3, 9))
    post.document(
        SCAN_BYTES, "maret.jpg", date(2026, 4, 8), kind="monthly_report", partnership_id="B001", period="2026-03"
    )
    post.document(
        SCAN_BYTES + b"2", "april.jpg", date(2026, 5, 8), kind="monthly_report", partnership_id="B001", period="2026-04"
    )
    post.workbook("monthly_report", _report("B001", "2026-04", date(2026, 5, 25)), "april.xlsx", date(2026, 5, 25))
    post.document(
        SCAN_BYTES + b"5",
        "mei.jpg",
        date(2026, 6, 8),
        kind="monthly_report",
        partnership_id="B001",
        obligation_id="B001/mentee/monthly_report/2026-05",
    )
    post.document(
        SCAN_BYTES + b"3", "lama.jpg", date(2026, 5, 8), kind="monthly_report", partnership_id="B001", period="2026-01"
    )
    post.workbook("visit_slip", FIRST_SLIP, "kunjungan lama.xlsx", date(2026, 5, 18))
    post.workbook("visit_slip", VISIT_SLIP, "kunjungan.xlsx", date(2026, 5, 21), Language.INDONESIAN)
    for served in ("B001", "B002", "B003"):
        post.document(PDF_BYTES, "Laporan W07.pdf", date(2026, 5, 21), kind="monitoring_report", partnership_id=served)
    post.workbook("visit_slip", STUDY_SLIP, "belajar.xlsx", date(2026, 3, 21))
    post.workbook("visit_slip", OUTSIDE_PLAN, "luar rencana.xlsx", date(2026, 2, 2))
    post.workbook("visit_slip", CALL, "panggilan.xlsx", date(2026, 5, 2))
    for place, mission in enumerate(MISSIONS):
        post.workbook("visit_slip", mission, f"misi {place}.xlsx", date(2026, 10, 20))
    post.workbook("advice_slip", ADVICE_SLIP, "saran.xlsx", date(2026, 5, 5), Language.INDONESIAN)
    post.workbook("final_slip", FINAL_OF_MENTOR, "akhir mentor.xlsx", date(2026, 9, 21))
    post.document(PDF_BYTES + b" akhir", "Akhir mentor.pdf", date(2026, 9, 21))
    post.workbook("final_slip", FINAL_OF_MENTEE, "akhir mentee.xlsx", date(2026, 9, 26), Language.INDONESIAN)
    post.workbook("self_assessment", LEDGER, "mandiri.xlsx", date(2026, 9, 30), Language.INDONESIAN)
    post.workbook("self_assessment", VIEW_OF_MENTOR, "pandangan mentor.xlsx", date(2026, 9, 30))
    post.workbook("self_assessment", VIEW_OF_FACILITATOR, "pandangan fasilitator.xlsx", date(2026, 10, 2))
    post.workbook("follow_up_slip", FOLLOW_UP, "lanjutan.xlsx", date(2027, 3, 21), Language.INDONESIAN)


# ---- what is wrong with a spoilt one


@dataclass
class Spoilt:
    """A file with one fault, and the finding it has to give: rule, cell, and what is refused."""

    template: str
    rows: Rows
    rule: str
    cell: str | None
    effect: str
    said: dict[str, Any] = field(default_factory=dict)


def _with(template: str, table: str, changes: dict[str, Any], base: Rows, row: int = 0) -> Rows:
    """A sound slip with other values in one row."""
    rows = {name: [dict(line) for line in lines] for name, lines in base.items()}
    rows.setdefault(table, [{}])
    rows[table][row] |= changes
    return rows


def _slip(table: str, base: Rows, rule: str, cell: str | None, effect: str, row: int = 0, **changes: Any) -> Spoilt:
    template = next(iter(base))
    return Spoilt(template, _with(template, table, changes, base, row), rule, cell, effect)


W09 = {**VISIT_SLIP, "visit_slip": [{**VISIT_SLIP["visit_slip"][0], "item_no": "W09"}]}
ADVICE_OF_MAY = {**ADVICE_SLIP, "advice_slip": [{**ADVICE_SLIP["advice_slip"][0], "period": "2026-05"}]}
TWICE = {"kind": "lesson", "words": "Ukur malam hari", "given_on": date(2026, 5, 4), "advice_no": "1"}
OF_B002: Rows = {"self_assessment": [_cover("B002", "mentee")], "self_assessment_ledger": []}


def _ledger(rule: str, cell: str, effect: str, **row: Any) -> Spoilt:
    line = {"obligation_id": "B002/mentee/monthly_report/2026-03", **row}
    return Spoilt("self_assessment", {**OF_B002, "self_assessment_ledger": [line]}, rule, cell, effect)


def _words(rule: str, cell: str, **row: Any) -> Spoilt:
    lines = [{"criterion": "commitment", "words": "baik"}, {"words": "baik", **row}]
    return Spoilt("self_assessment", {**OF_B002, "self_assessment_words": lines}, rule, cell, "row")


def _document(rule: str, effect: str, content: bytes = PDF_BYTES, **said: Any) -> Spoilt:
    return Spoilt("", {"content": [{"bytes": content}]}, rule, None, effect, said)


MAY_REPORT = _report("B002", "2026-05", date(2026, 6, 9))
SPOILT: dict[str, Spoilt] = {
    # the three of the programme's own
    "obligation of another": Spoilt(
        "monthly_report",
        {**MAY_REPORT, "monthly_activities": [
            {"obligation_id": "B001/mentee/activity/W01", "description": "Step test", "held_on": date(2026, 5, 20)}]},
        "own_obligation", "A4", "row",
    ),
    "another programme": _slip("visit_slip", W09, "programme_of_partnership", "B5", "file", programme_id="LAIN"),
    "two mentors": Spoilt(
        "visit_slip", _visit("B005", submitted_on=date(2026, 5, 29)), "one_mentor_per_visit", "B10", "file"
    ),
    "two mentors by what it serves": Spoilt(
        "visit_slip",
        _visit("B005", item_no=None, kind="monitoring_visit", held_from=date(2026, 5, 13), also_serves="B001"),
        "one_mentor_per_visit", "B10", "file",
    ),
    "mentor of another": _slip("visit_slip", W09, "party_of_role", "B7", "file", party_id="U-7"),
    "adviser of another": _slip("advice_slip", ADVICE_OF_MAY, "party_of_role", "B8", "file", party_id="U-7"),
    # covers
    "unknown partnership": _slip("visit_slip", W09, "known_partnership", "B3", "file", partnership_id="B999"),
    "no mentor yet": Spoilt(
        "visit_slip", _visit("B004", item_no="W01"), "role_filled", "B6", "file"
    ),
    "role without party": Spoilt(
        "self_assessment", {"self_assessment": [_cover("B002", "supporting_partner")]}, "role_filled", "B6", "file"
    ),
    "assessed without party": Spoilt(
        "self_assessment", {"self_assessment": [_cover("B004", "mentee", assessed_role="mentor")]}, "role_filled",
        "B7", "file",
    ),
    "handed in for another": Spoilt(
        "visit_slip", _visit("B002"), "partnership_of_arrival", "B3", "warning", {"partnership_id": "B001"}
    ),
    # visit
    "no visit named": _slip("visit_slip", W09, "visit_named", "B10", "file", item_no=None),
    "unknown item": _slip("visit_slip", W09, "item_of_plan", "B10", "file", item_no="W99"),
    "no first day": _slip("visit_slip", W09, "first_day_of_visit", "B12", "file", held_from=None, held_to=None),
    "held after receipt": _slip(
        "visit_slip", W09, "happened_before_receipt", "B12", "file", held_from=date(2027, 5, 1), held_to=None
    ),
    "ends before it begins": _slip("visit_slip", W09, "not_before", "B13", "file", held_to=date(2026, 5, 1)),
    "fewer than none": _slip("visit_slip", W09, "not_negative", "B15", "file", mentor_participants=-3),
    "serves nobody known": Spoilt(
        "visit_slip", _visit("B003", also_serves="B002, L001"), "served_partnerships", "B18", "warning"
    ),
    "same advice twice": Spoilt(
        "advice_slip",
        {"advice_slip": [_cover("B002", "mentor", period="2026-05")], "advice_slip_advice": [TWICE, TWICE]},
        "only_once", "A5", "row",
    ),
    "request of another": Spoilt(
        "advice_slip",
        {"advice_slip": [_cover("B002", "mentor", period="2026-04")],
         "advice_slip_advice": [{**ADVICE_SLIP["advice_slip_advice"][0]}]},
        "own_obligation", "G4", "row",
    ),
    "request never made": Spoilt(
        "advice_slip",
        {"advice_slip": [_cover("B003", "mentor", period="2026-04")],
         "advice_slip_advice": [{**ADVICE_SLIP["advice_slip_advice"][0], "request_id": "B003/request/2026-02/9"}]},
        "request_on_record", "G4", "warning",
    ),
    "month not begun": _slip("advice_slip", ADVICE_OF_MAY, "month_begun", "B6", "file", period="2027-12"),
    # final report
    "final of the facilitator": Spoilt(
        "final_slip", {"final_slip": [_cover("B002", "facilitator")]}, "final_report_of_pair", "B6", "file"
    ),
    "criterion of the mentor": Spoilt(
        "final_slip",
        {"final_slip": [_cover("B002", "mentor")],
         "final_slip_assessment": [{"criterion": "know_how", "words": "baik"}]},
        "criterion_of_role", "A4", "row",
    ),
    # follow-up
    "year not begun": _slip("follow_up_slip", FOLLOW_UP, "year_begun", "B10", "file", year=2029),
    "unknown target": Spoilt(
        "follow_up_slip", {"follow_up_slip": [_cover("B002", "mentee", year=2027)],
                           "follow_up_targets": [{"target_id": "T9"}]},
        "target_of_partnership", "A4", "row",
    ),
    "share above all": Spoilt(
        "follow_up_slip", {"follow_up_slip": [_cover("B001", "mentee", year=2026)],
                           "follow_up_targets": [{"target_id": "T3", "actual": 40.0, "actual_on": VISIT_ON}]},
        "share_up_to_hundred_percent", "E4", "row",
    ),
    "figure for a share": Spoilt(
        "follow_up_slip", {"follow_up_slip": [_cover("B001", "mentor", year=2026)],
                           "follow_up_targets": [{"target_id": "T2", "actual": 0.5, "actual_on": VISIT_ON}]},
        "figure_on_its_sheet", "E4", "warning",
    ),
    "result without a day": Spoilt(
        "follow_up_slip", {"follow_up_slip": [_cover("B001", "mentor", year=2025)],
                           "follow_up_targets": [{"target_id": "T3", "actual": 0.5}]},
        "stated_with", "F4", "warning",
    ),
    "figures of another": Spoilt(
        "follow_up_slip", {"follow_up_slip": [_cover("B002", "mentee", year=2026)],
                           "follow_up_figures": [{"partnership_id": "B003", "variable_code": "system_input_own",
                                                  "period": "2026-12", "value": 10.0}]},
        "partnership_of_follow_up", "A4", "row",
    ),
    # self-assessment
    "duty of another": _ledger("own_obligation", "A4", "row", obligation_id="B001/mentee/activity/W01"),
    "duty of the mentor": _ledger(
        "obligation_of_role", "A4", "row", obligation_id="B002/mentor/monitoring_visit/W07", answer="agreed"
    ),
    "duty of the mentor that is none": Spoilt(
        "self_assessment",
        {"self_assessment": [_cover("B005", "mentee")],
         "self_assessment_ledger": [{"obligation_id": "B005/mentor/activity/W66", "answer": "agreed"}]},
        "obligation_of_role", "A4", "row",
    ),
    "duty nobody knows": Spoilt(
        "self_assessment",
        {"self_assessment": [_cover("B003", "mentee")],
         "self_assessment_ledger": [{"obligation_id": "B003/mentee/activity/W77", "answer": "agreed"}]},
        "obligation_on_record", "A4", "warning",
    ),
    "done without a day": _ledger("claim_with_day", "F4", "warning", answer="done", proof="foto"),
    "done without proof": _ledger("proof_of_claim", "G4", "warning", answer="done", occurred_on=VISIT_ON),
    "prevented by nobody": _ledger("preventer_named", "H4", "warning", answer="prevented"),
    "done tomorrow": _ledger(
        "happened_before_receipt", "F4", "row", answer="done", proof="foto", occurred_on=date(2027, 6, 1)
    ),
    "figure of a hundred and one": _words("between", "B5", criterion="reports", score=101.0),
    "criterion of another": _words("criterion_of_role", "A5", criterion="know_how"),
    # documents
    "no document": _document("readable_document", "row", b"MZ program", kind="minutes", partnership_id="B002"),
    "document of nobody": _document("known_partnership", "row", kind="minutes", partnership_id="B999"),
    "document for another": _document(
        "own_obligation", "row", kind="minutes", partnership_id="B002", obligation_id="B001/mentee/activity/W01"
    ),
    "scan of no month": _document("month_of_scan", "warning", SCAN_BYTES, kind="monthly_report", partnership_id="B002"),
    "scan of next year": _document(
        "month_begun", "row", SCAN_BYTES, kind="monthly_report", partnership_id="B002", period="2028-01"
    ),
    "duty without name": _document(
        "one_obligation_of_kind", "warning", PDF_BYTES + b"4", kind="monitoring_report", partnership_id="B001"
    ),
    "document nobody speaks of": _document("document_said_to_be_something", "warning", PDF_BYTES + b"5"),
    "kind nobody knows": _document(
        "known_kind_of_document", "warning", PDF_BYTES + b"6", kind="monitering_report", partnership_id="B002"
    ),
    "document with a password": _document(
        "document_without_password", "warning", PDF_BYTES + b" trailer << /Encrypt 5 0 R >> ", kind="minutes",
        partnership_id="B002",
    ),
    "duty that is none": _document(
        "obligation_of_document", "warning", kind="minutes", partnership_id="B002",
        obligation_id="B002/mentee/activity/W55",
    ),
}  # fmt: skip
BY_FIGURE_RULES = {
    "known_variable",
    "unit_of_variable",
    "figure_not_negative",
    "figure_of_gis_not_reported",
}  # spoilt with every other table of figures
SPOILT_ON = date(2027, 3, 25)


def _send_spoilt_files(post: Post) -> None:
    for name, spoilt in SPOILT.items():
        if spoilt.template:
            path = post.data / "sent" / f"{name}.xlsx"
            write_workbook(newest(spoilt.template), Language.ENGLISH, spoilt.rows, path, lean=True)
            post.receive(path, SPOILT_ON, **spoilt.said)
        else:
            content = spoilt.rows["content"][0]["bytes"] + name.encode()
            post.document(content, f"{name}.pdf", SPOILT_ON, **spoilt.said)


# ---- one build of what is sound, one run of it all


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Post:
    post = Post(tmp_path_factory.mktemp("slips"))
    _send_sound_files(post)
    return post


@pytest.fixture(scope="module")
def published(post: Post) -> Path:
    """The data folder with the sound programme, published."""
    build(post.data, AS_OF, NOW)
    return post.data


@pytest.fixture(scope="module")
def sound(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with judged(published, AS_OF) as connection:
        yield connection


@pytest.fixture(scope="module")
def spoilt(sound: duckdb.DuckDBPyConnection, post: Post) -> Iterator[duckdb.DuckDBPyConnection]:
    _send_spoilt_files(post)
    with judged(post.data, AS_OF) as connection:
        yield connection


def _said(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, str]]:
    """What the finding of a spoilt file says, in English and Indonesian."""
    fault = SPOILT[name]
    return connection.execute(
        "SELECT f.message_en, f.message_id FROM quality.finding AS f "
        "JOIN quality.file_outcome AS o USING (file_sha256) WHERE f.rule = $1 AND o.file_name = $2",
        [fault.rule, f"{name}.xlsx" if fault.template else f"{name}.pdf"],
    ).fetchall()


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


# ---- what a sound one gives


def test_sound_slips_and_documents_give_no_finding(sound: duckdb.DuckDBPyConnection) -> None:
    outcomes = _rows(
        sound, "SELECT file_name, outcome FROM quality.file_outcome WHERE outcome <> 'accepted' ORDER BY 1"
    )
    assert _rows(sound, "SELECT file_name, rule, cell, message_en FROM quality.finding") == []
    assert outcomes == [("lama.jpg", "parked")]
    on_slip = "SELECT message_en FROM quality.file_outcome WHERE file_name = 'Akhir mentor.pdf'"
    assert _rows(sound, on_slip) == [("Kept as the document that a slip names.",)]


def test_a_visit_told_by_its_slip_with_its_report_attached_is_evidence_of_level_two(sound) -> None:
    told = _rows(
        sound,
        "SELECT obligation_id, told_by, occurred_on, evidence_level, also_serves FROM core.evidence "
        "WHERE channel = 'visit' AND source_file = 'kunjungan.xlsx' ORDER BY 1",
    )
    assert told == [
        (f"B001/{role}/monitoring_visit/W07", "mentor", VISIT_ON, 2, "B002, B003") for role in ("mentee", "mentor")
    ]
    assert _rows(
        sound, "SELECT evidence_level FROM core.evidence WHERE obligation_id = 'B001/mentee/study_visit/W04'"
    ) == [(1,)]


def test_the_latest_slip_about_a_visit_counts_and_the_earlier_one_is_kept_as_superseded(sound) -> None:
    kept = _rows(sound, "SELECT source_file, is_latest FROM core.slip WHERE subject = 'W07' ORDER BY 1")
    later = _rows(
        sound,
        "SELECT l.file_name FROM quality.file_outcome AS o JOIN quality.file_outcome AS l "
        "ON l.file_sha256 = o.superseded_by WHERE o.file_name = 'kunjungan lama.xlsx'",
    )
    assert kept == [("kunjungan lama.xlsx", False), ("kunjungan.xlsx", True)]
    assert later == [("kunjungan.xlsx",)]
    assert _rows(sound, "SELECT DISTINCT participants FROM core.activity WHERE kind = 'monitoring_visit'") == [(11,)]


def test_a_joint_visit_stands_in_each_partnership_under_one_number(sound) -> None:
    held = _rows(
        sound, f"SELECT partnership_id, joint_with FROM core.activity WHERE activity_id = '{JOINT}' ORDER BY 1"
    )
    assert held == [("B001", "B002, B003"), ("B002", "B001, B003"), ("B003", "B001, B002")]
    assert _rows(sound, "SELECT count(DISTINCT activity_id) FROM mart.activity WHERE kind = 'monitoring_visit'") == [
        (1,)
    ]


def test_advice_of_a_visit_is_numbered_and_serves_those_whom_the_slip_serves_unless_it_says_otherwise(sound) -> None:
    advice = _rows(
        sound,
        "SELECT advice_id, visit_item_no, given_on, action_due_on, also_serves FROM core.advice "
        "WHERE channel = 'visit' ORDER BY 1",
    )
    assert advice == [
        ("B001/advice/W07-1", "W07", date(2026, 5, 13), date(2026, 6, 30), "B002, B003"),
        ("B001/advice/W07-2", "W07", date(2026, 5, 13), None, None),
    ]


def test_one_report_received_for_three_partnerships_is_one_original_and_fulfils_the_duty_of_each(
    sound, published
) -> None:
    originals = {entry.name for entry in (published / "landing" / "originals").rglob("*") if entry.is_file()}
    arrived = _rows(sound, "SELECT DISTINCT file_sha256 FROM quality.file_outcome WHERE file_name = 'Laporan W07.pdf'")
    fulfilled = _rows(
        sound,
        "SELECT obligation_id, status FROM mart.obligation "
        "WHERE kind = 'monitoring_report' AND status LIKE 'fulfilled%' ORDER BY 1",
    )
    assert len(arrived) == 1 and arrived[0][0] in originals
    assert fulfilled == [
        (f"{each}/mentor/monitoring_report/W07", "fulfilled_on_time") for each in ("B001", "B002", "B003")
    ]


def test_the_file_that_a_slip_names_is_the_document_it_accompanies(sound) -> None:
    documents = _rows(
        sound,
        "SELECT document_id, number, compiled_by, document_sha256 IS NOT NULL FROM core.document "
        "WHERE source_file = 'kunjungan.xlsx' ORDER BY 1",
    )
    assert documents == [
        ("B001/monitoring_report/W07", "12/2026", "mentor", True),
        ("B001/photo/W07", None, "mentor", False),
    ]


def test_an_answer_by_telephone_on_an_advice_slip_answers_its_request(sound) -> None:
    answered = _rows(
        sound,
        "SELECT status, fulfilled_on FROM mart.obligation WHERE obligation_id = 'B001/mentor/advice_answer/2026-02-1'",
    )
    assert _rows(sound, "SELECT advice_id, channel FROM core.advice WHERE request_id IS NOT NULL") == [
        ("B001/advice/2026-04-1", "telephone")
    ]
    assert answered[0][1] == date(2026, 4, 14)


def test_a_signed_scan_counts_as_delivered_with_its_content_not_reported(sound) -> None:
    obligation = (
        "SELECT status, fulfilled_on, credit_content, evidence_level FROM mart.obligation WHERE obligation_id = "
    )
    reports = _rows(
        sound,
        "SELECT period, source_file, is_latest, content_reported, is_parked FROM core.monthly_report ORDER BY 1, 2",
    )
    assert _rows(sound, obligation + "'B001/mentee/monthly_report/2026-03'") == [
        ("fulfilled_on_time", date(2026, 4, 8), None, 2)
    ]
    assert reports == [
        ("2026-01", "lama.jpg", True, False, True),
        ("2026-02", "februari.xlsx", True, True, False),
        ("2026-03", "maret.jpg", True, False, False),
        ("2026-04", "april.jpg", False, False, False),
        ("2026-04", "april.xlsx", True, True, False),
        ("2026-05", "mei.jpg", True, False, False),
    ]


def test_the_workbook_after_the_scan_brings_the_content_and_the_scan_keeps_the_day(sound) -> None:
    judged = _rows(
        sound,
        "SELECT status, fulfilled_on, credit_content IS NOT NULL FROM mart.obligation "
        "WHERE obligation_id = 'B001/mentee/monthly_report/2026-04'",
    )
    assert judged == [("fulfilled_on_time", date(2026, 5, 8), True)]


def test_final_reports_are_documents_and_the_mentors_speaks_of_the_mentee(sound) -> None:
    evidence = _rows(
        sound,
        "SELECT obligation_id, submitted_on, evidence_level FROM core.evidence "
        "WHERE obligation_id LIKE '%/final_report/%' ORDER BY 1",
    )
    assessment = _rows(
        sound, "SELECT role, view, criterion, score, words FROM core.assessment WHERE source_file = 'akhir mentor.xlsx'"
    )
    words = _rows(sound, "SELECT kind, words, period FROM core.narrative WHERE source_file LIKE 'akhir%' ORDER BY 1, 2")
    assert evidence == [
        ("B001/mentee/final_report/final", date(2026, 9, 25), 1),
        ("B001/mentor/final_report/final", date(2026, 9, 20), 2),
    ]
    assert assessment == [("mentee", "counterpart", "commitment", 80.0, "Tim mentee hadir di setiap rapat")]
    assert words == [
        ("activity", "Step test selesai", "2026-02"),
        ("actual_conditions", "Percontohan tercapai", None),
        ("finding", "nrw_pct: meter induk diganti", "2026-02"),
        ("supporting_factor", "Direksi hadir", None),
    ]


def test_what_the_monthly_reports_told_stands_once_after_the_final_slip(sound) -> None:
    assert _rows(sound, "SELECT words FROM core.lesson ORDER BY lower(words)") == [
        ("Libatkan pembaca meter",),
        ("ukur malam hari",),
    ]
    sops = _rows(sound, "SELECT lower(title), state, source_file FROM core.sop ORDER BY 1, 2")
    assert sops == [
        ("sop kebocoran", "draft", "februari.xlsx"),
        ("sop kebocoran", "issued", "akhir mentee.xlsx"),
        ("sop meter", "issued", "lanjutan.xlsx"),
    ]


T4 = (
    "T4",
    "awaiting_follow_up",
    34.5,
)  # 380 lost of 1,000 in April 2026, 310 in February 2027: two of twelve


def test_the_yearly_follow_up_answers_the_targets_that_awaited_it(sound) -> None:
    targets = _rows(sound, "SELECT target_id, status, actual FROM mart.target_progress ORDER BY 1")
    assert targets == [("T1", "achieved", 1.0), ("T2", "on_track", 31.0), ("T3", "awaiting_follow_up", None), T4]
    assert ("Tetap bertukar kabar",) in _rows(
        sound, "SELECT words FROM core.narrative WHERE source_file = 'lanjutan.xlsx'"
    )


def test_a_ledger_gives_the_claims_of_its_partner_and_every_view_its_words(sound) -> None:
    claims = _rows(
        sound,
        "SELECT role, split_part(obligation_id, '/', 4), answer, occurred_on, proof, prevented_by, assessed_on "
        "FROM core.assessment_claim WHERE told_by = role ORDER BY obligation_id",
    )
    views = _rows(
        sound, "SELECT role, view, criterion, score FROM core.assessment WHERE source_file LIKE 'pandangan%' ORDER BY 1"
    )
    assert claims == [
        ("mentee", "W01", "done", date(2026, 3, 30), "Notula 30 Maret", None, date(2026, 9, 30)),
        ("mentee", "2026-02", "agreed", None, None, None, date(2026, 9, 30)),
        ("mentee", "2026-06", "prevented", None, None, "Banjir di kantor", date(2026, 9, 30)),
    ]
    assert views == [("mentee", "counterpart", "lesson_learned", None), ("mentor", "facilitator", "know_how", 90.0)]
    assert _rows(sound, "SELECT criterion, score FROM core.assessment WHERE view = 'self'") == [("commitment", 75.0)]


def test_the_counterparts_agreed_confirms_with_person_day_and_cell(sound) -> None:
    confirmed = _rows(
        sound,
        "SELECT obligation_id, kind, role, person, attested_on, source_file FROM mart.attestation "
        "WHERE source_file = 'pandangan mentor.xlsx'",
    )
    level = _rows(
        sound, "SELECT evidence_level FROM mart.obligation WHERE obligation_id = 'B001/mentee/monthly_report/2026-02'"
    )
    assert confirmed == [
        ("B001/mentee/monthly_report/2026-02", "confirmed", "mentor", "Budi, ketua tim mentor", date(2026, 9, 30),
         "pandangan mentor.xlsx"),
    ]  # fmt: skip
    assert level == [(3,)]


def test_the_ledger_holds_own_view_counterpart_facilitator_and_computed_side_by_side(sound) -> None:
    views = _rows(
        sound,
        "SELECT viewpoint, stated_value, source_file FROM mart.self_assessment_value "
        "WHERE partnership_id = 'B001' AND role = 'mentee' AND criterion = 'commitment' ORDER BY viewpoint",
    )
    assert views == [
        ("computed", None, None), ("counterpart", 80.0, "akhir mentor.xlsx"), ("facilitator", None, None),
        ("self", 75.0, "mandiri.xlsx"),
    ]  # fmt: skip


def test_a_joint_visit_is_held_in_every_partnership_that_its_slip_serves(sound) -> None:
    held = _rows(
        sound,
        "SELECT partnership_id, status, fulfilled_on FROM mart.obligation "
        "WHERE role = 'mentor' AND kind = 'monitoring_visit' AND item_no = 'W07' ORDER BY 1",
    )
    assert held == [
        *((each, "fulfilled_on_time", VISIT_ON) for each in ("B001", "B002", "B003")),
        ("B005", "overdue", None),
    ]


def test_a_visit_outside_the_plan_is_named_by_its_kind_and_its_report_fulfils_the_duty_of_that_kind(sound) -> None:
    report = "SELECT status FROM mart.obligation WHERE obligation_id = 'B002/mentor/diagnostic_report/diagnostic_visit'"
    held = "SELECT held_on FROM mart.activity WHERE activity_id = 'B002/diagnostic_visit/2026-01-20'"
    assert _rows(sound, held) == [(date(2026, 1, 20),)]
    assert _rows(sound, report) == [("fulfilled_on_time",)]


def test_every_mission_of_a_quota_has_its_own_slip(sound) -> None:
    slips_in_force = "SELECT subject FROM core.slip WHERE partnership_id = 'B003' AND is_latest ORDER BY 1"
    owed = (
        "SELECT obligation_id, status FROM mart.obligation WHERE partnership_id = 'B003' AND item_no = 'Q1' ORDER BY 1"
    )
    assert _rows(sound, slips_in_force) == [("Q1/2026-04-03",), ("Q1/2026-10-03",)]
    assert _rows(sound, owed) == [(f"B003/mentor/mission/Q1/2026-{n}", "fulfilled_on_time") for n in (1, 2)]


def test_a_report_that_only_a_slip_tells_of_is_recorded_and_no_document(sound) -> None:
    levels = _rows(
        sound, "SELECT DISTINCT level FROM mart.evidence WHERE obligation_id = 'B001/mentee/study_visit_report/W04'"
    )
    assert levels == [(1,)]


def test_we_did_this_makes_an_overdue_obligation_doubtful_and_the_views_are_published(sound) -> None:
    claimed = "SELECT status, credit_delivered FROM mart.obligation WHERE obligation_id = 'B001/mentee/activity/W01'"
    views = _rows(
        sound, """SELECT DISTINCT role, "view" FROM mart.assessment WHERE "view" <> 'computed' ORDER BY ALL"""
    )
    assert _rows(sound, claimed) == [("doubtful", 0.0)]
    assert views == [("mentee", "counterpart"), ("mentee", "self"), ("mentor", "facilitator")]


# ---- what a spoilt one is told


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_has_its_finding_with_its_cell_and_remedy_in_both_languages(spoilt, name: str) -> None:
    fault = SPOILT[name]
    file_name = f"{name}.xlsx" if fault.template else f"{name}.pdf"
    found = spoilt.execute(
        "SELECT f.cell, f.severity, f.message_en, f.message_id, o.outcome FROM quality.finding AS f "
        "JOIN quality.file_outcome AS o USING (file_sha256) WHERE f.rule = $1 AND o.file_name = $2",
        [fault.rule, file_name],
    ).fetchall()
    assert [row[0] for row in found] == [fault.cell]
    ((_, severity, english, indonesian, outcome),) = found
    assert severity == ("warning" if fault.effect == "warning" else "critical")
    assert english != indonesian
    assert "–" not in english + indonesian
    expected = {"file": {"rejected"}, "warning": {"accepted", "accepted_with_rejections", "parked"}}
    rejected = {"accepted_with_rejections"} if fault.template else {"rejected"}
    assert outcome in expected.get(fault.effect, rejected)


@pytest.mark.parametrize(
    ("name", "english", "indonesian"),
    [
        ("request of another", "a request of another partnership", "permintaan kemitraan lain"),
        ("duty of another", "Choose an obligation of B002", "Pilih kewajiban B002"),
        ("document for another", "document for another.pdf again with the right --partnership", "Terima ulang"),
        ("mentor of another", "a visit is told by the partnership's own mentor", "kunjungan dilaporkan oleh mentor"),
        ("figure of a hundred and one", "Correct it.", "Perbaiki angkanya."),
        ("duty nobody knows", "There is no obligation B003/mentee/activity/W77, so", "W77 tidak dikenal"),
    ],
)
def test_a_finding_speaks_of_what_it_was_found_in(spoilt, name: str, english: str, indonesian: str) -> None:
    ((said_en, said_id),) = _said(spoilt, name)
    assert english in said_en and indonesian in said_id


def test_advice_by_another_mentor_is_told_nothing_of_visits(spoilt) -> None:
    ((english, indonesian),) = _said(spoilt, "adviser of another")
    assert english.endswith("role or partnership number.") and indonesian.endswith("nomor kemitraannya.")


def test_a_row_of_the_ledger_that_is_refused_has_no_second_finding(spoilt) -> None:
    found = _rows(
        spoilt,
        "SELECT f.rule FROM quality.finding AS f JOIN quality.file_outcome AS o USING (file_sha256) "
        "WHERE o.file_name = 'duty of the mentor that is none.xlsx'",
    )
    assert found == [("obligation_of_role",)]


def test_every_rule_on_slips_and_documents_has_a_spoilt_row() -> None:
    rules = {rule.rule for suite in (slips.REGISTER, slips.SUITE, slips.LINKS) for rule in suite.rules}
    assert rules - {fault.rule for fault in SPOILT.values()} == BY_FIGURE_RULES


def test_spoilt_files_disturb_nothing_else(sound, spoilt) -> None:
    for query in (
        "SELECT obligation_id, status, fulfilled_on FROM mart.obligation "
        "WHERE partnership_id IN ('B001', 'B005', 'L001') ORDER BY 1",
        "SELECT * EXCLUDE (file_sha256) FROM core.assessment_claim WHERE partnership_id = 'B001' ORDER BY ALL",
        "SELECT * FROM mart.target_progress ORDER BY ALL",
        "SELECT * FROM mart.activity WHERE partnership_id IN ('B001', 'B005') ORDER BY ALL",
    ):
        assert _rows(spoilt, query) == _rows(sound, query)


def test_the_second_mentor_learns_who_told_the_visit_first(spoilt) -> None:
    messages = _rows(spoilt, "SELECT message_id FROM quality.finding WHERE rule = 'one_mentor_per_visit'")
    assert len(messages) == 2
    assert all("U-1" in message and "B001" in message for (message,) in messages)


# ---- written by us, read back


EVERY_SLIP: list[tuple[str, dict[str, Any]]] = [
    ("visit-slip", {"item": "W09"}),
    ("advice-slip", {}),
    ("final-slip", {"role": Role.MENTEE}),
    ("final-slip", {"role": Role.MENTOR}),
    ("follow-up-slip", {}),
    *(("self-assessment", {"role": role}) for role in Role),
]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("kind", "options"), EVERY_SLIP, ids=[f"{k}-{o.get('role', '')}" for k, o in EVERY_SLIP])
def test_a_prefilled_slip_is_read_back_without_a_finding(
    published: Path, tmp_path: Path, kind: str, options: dict[str, Any], language: Language
) -> None:
    path = tmp_path / "slip.xlsx"
    month = "2026-06" if kind == "advice-slip" else None
    write_template(published, kind, "B001", month, language, path, **options)
    workbook = read_workbook(path, path.name)
    extracted = extract(workbook, recognise(workbook, load_templates()), "ab" * 32)
    assert extracted.template == kind.replace("-", "_")
    assert extracted.findings == []
    assert extracted.rows(extracted.template)[0]["programme_id"] == "SOUND"


def test_prefilled_slips_filled_in_by_hand_pass_the_whole_door_without_a_finding(
    published: Path, tmp_path: Path
) -> None:
    paths = []
    for place, (kind, options) in enumerate(EVERY_SLIP[:-1]):
        path = tmp_path / f"{place}.xlsx"
        write_template(published, kind, "B001", "2026-06" if kind == "advice-slip" else None, "id", path, **options)
        book = openpyxl.load_workbook(path)
        if kind == "visit-slip":
            page = book["Slip kunjungan"]
            (row,) = [cell.row for cell in page["A"] if cell.value == "Hari pertama"]
            page.cell(row, 2).value = datetime(2026, 8, 11)
        book.save(path)
        paths.append(path)
    checked = check(published, paths, AS_OF, NOW)
    assert [(file.file_name, file.findings) for file in checked if file.findings] == []
    assert all(file.would_be_taken_whole for file in checked)


UNTOUCHED = [
    ("monthly-report", {}), ("advice-slip", {}), ("final-slip", {"role": Role.MENTOR}),
    *(("self-assessment", {"role": role}) for role in (Role.MENTOR, Role.MENTEE, Role.FACILITATOR)),
]  # fmt: skip


def test_a_prefilled_workbook_that_nobody_filled_in_is_told_so_and_not_as_rows_accepted(
    published: Path, tmp_path: Path
) -> None:
    paths = []
    for place, (kind, options) in enumerate(UNTOUCHED):
        paths.append(tmp_path / f"{place}.xlsx")
        month = "2026-08" if kind in ("monthly-report", "advice-slip") else None
        write_template(published, kind, "B001", month, "id", paths[-1], **options)
    checked = check(published, paths, AS_OF, NOW)
    assert [file.filled_rows for file in checked] == [0] * len(paths)
    assert any(file.rows > 10 for file in checked)
    for file in checked:
        assert file.message_en.startswith("Nothing is filled in yet: there is no figure and no answer in it.")
        assert file.message_id.startswith("Belum ada yang diisi: tidak ada angka atau jawaban di dalamnya.")


def test_only_rows_with_a_figure_or_an_answer_are_told_as_taken(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    write_template(published, "monthly-report", "B001", "2026-08", "id", path)
    book = openpyxl.load_workbook(path)
    book["Sampul"]["B9"] = datetime(2026, 9, 4)
    book["1 Data kemajuan"]["D5"] = 12_000
    book["4 Temuan"]["A5"] = "Meter macet"
    book.save(path)
    (checked,) = check(published, [path], AS_OF, NOW)
    assert (checked.filled_rows, checked.rows > 10) == (2, True)
    assert checked.message_en.startswith("Taken: 2 rows filled in")
    assert checked.message_id.startswith("Diterima: 2 baris terisi")


def test_a_part_answered_with_none_is_an_answer(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "nihil.xlsx"
    write_template(published, "monthly-report", "B001", "2026-08", "id", path)
    book = openpyxl.load_workbook(path)
    book["4 Temuan"]["A5"] = "nihil"
    book.save(path)
    (checked,) = check(published, [path], AS_OF, NOW)
    assert checked.filled_rows == 1


def test_the_columns_of_an_answer_are_columns_of_the_templates() -> None:
    templates = [template for editions in load_templates().values() for template in editions]
    sheets = {sheet.table: {name for name, _kind in raw_columns(sheet)} for sheet in sheets_of(templates)}
    for table, columns in ANSWERS.items():
        assert {*columns, *([OWN_NUMBER[table]] if table in OWN_NUMBER else [])} <= sheets[table], table


def test_the_mentees_final_slip_is_prefilled_from_its_monthly_reports(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "akhir.xlsx"
    write_template(published, "final-slip", "B001", None, "id", path)
    workbook = read_workbook(path, path.name)
    final = extract(workbook, recognise(workbook, load_templates()))
    page = openpyxl.load_workbook(path)["Bulan demi bulan"]
    assert [row["period"] for row in final.rows("final_slip_months")] == [f"2026-{month:02}" for month in range(2, 9)]
    assert page["B5"].value == "terpenuhi tepat waktu (9 Maret 2026)"
    assert "nrw_pct" in {row["metric_code"] for row in final.rows("final_slip_figures")}
    assert {row["title"] for row in final.rows("final_slip_sops")} >= {"SOP Meter"}
    assert {row["words"] for row in final.rows("final_slip_lessons")} >= {"Libatkan pembaca meter"}


def test_the_ledger_shows_every_obligation_of_the_role_with_what_the_records_say(
    published: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mandiri.xlsx"
    write_template(published, "self-assessment", "B001", None, "en", path, role=Role.MENTOR)
    page = openpyxl.load_workbook(path)["Our obligations"]
    shown = {page.cell(row, 1).value: page.cell(row, 4).value for row in range(5, page.max_row + 1)}
    with Generations(published / "warehouse").open_current_read_only()[1] as connection:
        owed = _rows(
            connection,
            "SELECT obligation_id FROM mart.obligation WHERE partnership_id = 'B001' AND role = 'mentor' "
            "AND status NOT IN ('not_applicable', 'withdrawn')",
        )
    assert {obligation for (obligation,) in owed} == set(shown) - {None}
    assert shown["B001/mentor/monitoring_visit/W07"] == "fulfilled on time (12 May 2026)"
    assert shown["B001/mentor/monitoring_visit/W09"] == "overdue"


def test_the_follow_up_asks_for_the_targets_that_wait_and_the_figures_behind_them(
    published: Path, tmp_path: Path
) -> None:
    path = tmp_path / "lanjutan.xlsx"
    write_template(published, "follow-up-slip", "B001", None, "en", path)
    workbook = read_workbook(path, path.name)
    slip = extract(workbook, recognise(workbook, load_templates()))
    assert [row["target_id"] for row in slip.rows("follow_up_targets")] == ["T4", "T3"]
    assert slip.rows("follow_up_slip")[0]["year"] == 2027


def test_the_follow_up_asks_for_those_of_twelve_months_that_nobody_told(published: Path, tmp_path: Path) -> None:
    path = tmp_path / "lanjutan.xlsx"
    write_template(published, "follow-up-slip", "B001", None, "en", path)
    workbook = read_workbook(path, path.name)
    asked = extract(workbook, recognise(workbook, load_templates())).rows("follow_up_figures")
    of_own_wells = [row["period"] for row in asked if row["variable_code"] == "system_input_own"]
    told = {"2026-04", "2027-02"}
    months = [f"2026-{month:02}" for month in range(3, 13)] + ["2027-01", "2027-02"]
    assert [str(month) for month in of_own_wells] == [month for month in months if month not in told]


def test_a_visit_that_the_plan_does_not_know_is_told_with_those_it_knows(published: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate) as error:
        write_template(published, "visit-slip", "B001", None, "en", tmp_path / "slip.xlsx", item="W99")
    assert "W07" in error.value.message_en and "W09" in error.value.message_id


def test_a_slip_for_an_unknown_partnership_is_told_so(published: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate) as error:
        write_template(published, "visit-slip", "B999", None, "id", tmp_path / "slip.xlsx")
    assert "B999" in error.value.message_id


def _visit_of(path: Path) -> Any:
    """The cell of a slip that names its visit."""
    page = openpyxl.load_workbook(path).worksheets[0]
    (row,) = [cell.row for cell in page["A"] if cell.value == "Item of the work plan"]
    return page.cell(row, 2).value


def test_a_visit_of_a_quota_shows_what_was_agreed_and_no_day(published: Path, tmp_path: Path) -> None:
    write_template(published, "visit-slip", "B003", None, "en", tmp_path / "misi.xlsx", item="Q1")
    write_template(published, "visit-slip", "B001", None, "en", tmp_path / "kunjungan.xlsx", item="W09")
    assert _visit_of(tmp_path / "misi.xlsx") == "Q1 · mission Q1 (2–3 per year)"
    assert _visit_of(tmp_path / "kunjungan.xlsx").endswith("W09 (12 August 2026)")


def test_an_activity_without_a_title_is_named_by_its_kind_in_words(published: Path, tmp_path: Path) -> None:
    shown = {}
    for language, sheet in (("en", "Months"), ("id", "Bulan demi bulan")):
        write_template(published, "final-slip", "B002", None, language, tmp_path / f"{language}.xlsx")
        page = openpyxl.load_workbook(tmp_path / f"{language}.xlsx")[sheet]
        shown[language] = {str(cell.value) for row in page.iter_rows() for cell in row}
    assert "Teleconference" in shown["en"] and "Telekonferensi" in shown["id"]
    assert "teleconference" not in shown["en"] | shown["id"]


@pytest.mark.parametrize("kind", ["visit-slip", "monthly-report"])
def test_a_prefilled_workbook_bears_the_name_of_its_programme(published: Path, tmp_path: Path, kind: str) -> None:
    write_template(published, kind, "L001", "2026-06", "id", tmp_path / "isi.xlsx")
    write_template(published, kind, None, None, "id", tmp_path / "kosong.xlsx")
    heads = [openpyxl.load_workbook(tmp_path / name).worksheets[0]["A1"].value for name in ("isi.xlsx", "kosong.xlsx")]
    assert heads == ["Program LAIN", "Program Kemitraan Solidaritas"]


@pytest.mark.parametrize(
    ("kind", "partnership", "options", "english", "indonesian"),
    [
        ("final-slip", "B001", {"role": Role.FACILITATOR}, "--role mentor or --role mentee", "mentor atau mentee"),
        ("final-slip", "B001", {"role": Role.SUPPORTING_PARTNER}, "by mentor or mentee", "--role mentee"),
        ("final-slip", "B004", {"role": Role.MENTOR}, "B004 has no mentor yet", "B004 belum mempunyai mentor"),
        ("advice-slip", "B004", {}, "according to the register", "Menurut register"),
        ("visit-slip", "L001", {"item": "W07"}, "Leave --item out", "Tanpa --item"),
    ],
)
def test_a_slip_that_would_be_refused_is_not_written(
    published: Path, tmp_path: Path, kind: str, partnership: str, options: dict[str, Any], english: str, indonesian: str
) -> None:
    with pytest.raises(WrongTemplate) as error:
        write_template(published, kind, partnership, None, "id", tmp_path / "slip.xlsx", **options)
    assert english in error.value.message_en and indonesian in error.value.message_id
    assert not (tmp_path / "slip.xlsx").exists()


def test_the_check_says_how_many_rows_would_be_refused(capsys: pytest.CaptureFixture[str]) -> None:
    checked = CheckedFile("slip.xlsx", "visit_slip", False, False, 4, 1, "", "", ())
    _print_checked(checked, Language.ENGLISH)
    _print_checked(checked, Language.INDONESIAN)
    english, indonesian = capsys.readouterr().out.splitlines()
    assert english.endswith("rows that would be refused: 1") and indonesian.endswith("1 baris akan ditolak")


def test_the_check_writes_days_as_the_reader_does_and_leaves_names_of_files_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("P001_2026-03.xlsx: not before 2026-05-01.", "P001_2026-03.xlsx: tidak sebelum 2026-05-01.")
    found = Finding("Sampul", "B8", None, None, "a_rule", Severity.WARNING, False, *words)
    checked = CheckedFile("P001_2026-03.xlsx", "monthly_report", False, False, 4, 0, "", "", (found,), filled_rows=3)
    for language in (Language.ENGLISH, Language.INDONESIAN):
        _print_checked(checked, language)
    told = capsys.readouterr().out
    assert "P001_2026-03.xlsx: not before 1 May 2026." in told
    assert "P001_2026-03.xlsx: tidak sebelum 1 Mei 2026." in told and "2026-05-01" not in told


def test_a_claim_is_printed_as_an_own_statement_and_not_as_something_sent(published: Path) -> None:
    with Generations(published / "warehouse").open_current_read_only()[1] as connection:
        found = receipt(connection, "B001", "mentee", "commitment")
    for language, words in ((Language.ENGLISH, "own statement"), (Language.INDONESIAN, "pernyataan sendiri")):
        (claim,) = {text for _, text in lines(found, language) if "30 Mar 2026" in text}
        assert f": {words}, " in claim and "30 Sep 2026" in claim
        assert ", sent " not in claim and ", dikirim " not in claim


# ---- what is said on arrival


def test_a_list_of_partnerships_is_one_arrival_for_each() -> None:
    said = submissions("Bu Sari", "monitoring_report", "B001, B002,B003", None)
    assert [each.partnership_id for each in said] == ["B001", "B002", "B003"]
    assert {each.kind for each in said} == {"monitoring_report"}


def test_an_obligation_tells_its_partnership_and_a_month_is_read_as_people_write_it() -> None:
    (said,) = submissions(None, "monthly_report", None, None, "Maret 2026", "B001/mentee/monthly_report/2026-03")
    assert (said.partnership_id, said.period) == ("B001", "2026-03")
    with pytest.raises(MonthError):
        submissions(None, "monthly_report", "B001", None, "bulan lalu")


def test_the_same_document_said_to_be_of_another_month_is_no_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "pindaian.jpg"
    path.write_bytes(SCAN_BYTES)
    landing = Landing(tmp_path / "landing")
    said = [Submission(kind="monthly_report", partnership_id="B001", period=month) for month in ("2026-03", "2026-04")]
    receipts = [landing.receive(path, NOW, each) for each in (*said, said[0])]
    assert [str(receipt.outcome) for receipt in receipts] == ["new", "new", "duplicate"]


# ---- what a file is


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\xff\xd8\xff\xe0", PICTURE),
        (b"\x89PNG\r\n\x1a\n", PICTURE),
        (b"\x00\x00\x00\x18ftypheic", PICTURE),
        (b"PK\x03\x04" + b"\x00" * 26 + b"word/document.xml", WORD),
        (b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml", SPREADSHEET),
        (b"PK\x03\x04" + b"\x00" * 26 + b"ppt/presentation.xml", PRESENTATION),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), WORD),
        (b"{\\rtf1", WORD),
        (b"MZ\x90\x00", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_a_files_kind_is_told_by_its_bytes_whatever_its_name(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "laporan.xlsx"
    path.write_bytes(content)
    assert content_of(path) == expected
