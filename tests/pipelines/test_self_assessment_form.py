"""Answers of the self-assessment page: their workbook tells exactly them, and is landed like any file."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.arrivals import Arrival
from pipelines.documents import forms_of, is_read
from pipelines.editions import known_templates
from pipelines.intake import Landing
from pipelines.self_assessment_form import (
    Answers,
    AnswersError,
    Sender,
    as_read,
    file_name,
    fill,
    read_answers,
    read_back,
    submit,
)
from pipelines.slip_prefill import WrongTemplate
from pipelines.template import newest
from pipelines.told import told_of_submission
from pipelines.workbooks import write_workbook
from tests.dashboard import programme
from warehouse.vocabulary import Language

ROOT = Path(__file__).resolve().parents[2]
TODAY, NOW = date(2026, 7, 2), datetime(2026, 7, 2, 3)
REPORT = "P001/mentee/monthly_report/2026-"
OWED = [f"{REPORT}0{month}" for month in range(1, 7)]
MENTEE = Sender("Ani", "partner", "P001-ME")
LEDGER_SHEET, WORDS_SHEET, ANSWER = "Kewajiban kami", "Uraian kami", "Jawaban Anda"
LONG = "x" * 4001
PDF = b"%PDF-1.4 notula rapat"

REGISTER = {
    "register_cover": [{
        "programme_id": "solidarity_partnership-real", "programme_name": "Program rekaan",
        "programme_kind": "solidarity_partnership",
        "origin": "sample",
    }],
    "register_parties": [
        {"party_id": "P001-MR", "name": "Tirta Contoh Mentor", "kind": "utility"},
        {"party_id": "P001-ME", "name": "Tirta Contoh Satu", "kind": "utility"},
    ],
    "register_partnerships": [{
        "partnership_id": "P001", "title": "Kemitraan rekaan", "subject": "nrw_reduction", "mentor_id": "P001-MR",
        "mentee_id": "P001-ME", "pilot_start_on": date(2026, 1, 1), "pilot_end_on": date(2026, 6, 30),
    }],
    "register_agreements": [
        {"partnership_id": "P001", "kind": "letter_of_intent", "signed_on": date(2025, 11, 3)},
        {"partnership_id": "P001", "kind": "memorandum_of_agreement", "signed_on": date(2025, 12, 15)},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published programme, and the register that it was made from; no build is needed between them."""
    folder = programme.publish(tmp_path_factory.mktemp("form"), "b-form", [programme.full])
    book = folder / "register.xlsx"
    write_workbook(newest("programme_register"), Language.INDONESIAN, REGISTER, book, lean=True)
    Landing(folder / "landing").receive(book, datetime(2026, 1, 2, 3))
    return folder


def answers(lines: Sequence[dict[str, Any]] = (), words: Sequence[dict[str, Any]] = (), **more: Any) -> Answers:
    about = {
        "partnership_id": "P001", "compiled_role": "mentee", "assessed_role": "mentee", "compiled_by": "Ani, Manajer",
        "submitted_on": date(2026, 7, 1),
    }  # fmt: skip
    return Answers.model_validate(about | {"lines": lines, "words": words} | more)


def saved(folder: Path, told: Answers) -> Path:
    path = folder / "answers.json"
    path.write_text(told.model_dump_json(), "utf-8")
    return path


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["=cmd()|' /C calc'!A0", "@SUM(1)", "+62 811", "-", "nihil", "tidak ada", "<script>alert(1)</script>",
         "_x0041_", "1.5", "007", "2026-03-04", "ya", "a\nb", " ", "'", "TRUE", "0", "a · b", "http://x"]
    ),
)  # fmt: skip
LINES = st.fixed_dictionaries(
    {"answer": st.sampled_from([None, "agreed", "done", "prevented"])},
    optional={
        "occurred_on": st.none() | st.dates(date(2010, 1, 1), date(2026, 7, 1)),
        "proof": st.none() | TEXTS,
        "prevented_by": st.none() | TEXTS,
    },
)
WORDS = st.fixed_dictionaries(
    {"score": st.none() | st.floats(0, 100) | st.integers(0, 100), "words": st.none() | TEXTS}
)
KNOWN = st.sampled_from([*OWED, "P001/mentee/clause/gone-1", "P001/mentee/visit/W9"])


@given(
    lines=st.dictionaries(KNOWN, LINES, max_size=6),
    words=st.dictionaries(st.sampled_from(["commitment", "reports", "lesson_learned"]), WORDS, max_size=3),
    language=st.sampled_from(list(Language)),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_come_back_from_their_workbook_as_they_were(
    data: Path, tmp_path: Path, lines: dict[str, Any], words: dict[str, Any], language: Language
) -> None:
    try:
        told = answers(
            [{"obligation_id": code, **line} for code, line in lines.items()],
            [{"criterion": code, **each} for code, each in words.items()],
            language=language,
        )
    except ValueError as refused:
        assert "how a spreadsheet shows an error" in str(refused)
        return
    unknown = fill(data, told, tmp_path / "a.xlsx")
    read = read_back(tmp_path / "a.xlsx", language)
    assert read == as_read(told)
    said = {line.obligation_id for line in told.lines if not line.is_blank}
    assert {line.obligation_id for line in read.lines} == said
    assert set(unknown) == said - set(OWED)


def test_an_obligation_without_an_answer_stays_in_the_workbook_without_one(data: Path, tmp_path: Path) -> None:
    fill(data, answers([{"obligation_id": OWED[0], "answer": "agreed"}]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[LEDGER_SHEET]
    labels = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[4]}
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5) if row[0].value}
    assert list(rows) == OWED
    told = {code: row[labels[ANSWER] - 1].value for code, row in rows.items()}
    assert told == dict.fromkeys(OWED, None) | {OWED[0]: "Setuju"}
    assert [line.obligation_id for line in read_back(tmp_path / "a.xlsx", Language.INDONESIAN).lines] == [OWED[0]]


def test_a_criterion_without_a_figure_has_a_blank_cell_and_no_zero(data: Path, tmp_path: Path) -> None:
    fill(data, answers(words=[{"criterion": "reports", "words": "Tertib"}]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[WORDS_SHEET]
    rows = {row[0].value: [cell.value for cell in row[1:3]] for row in sheet.iter_rows(min_row=5) if row[0].value}
    assert rows == {"Komitmen": [None, None], "Laporan": [None, "Tertib"], "Pembelajaran": [None, None]}


def test_what_looks_like_a_formula_is_text_in_the_workbook(data: Path, tmp_path: Path) -> None:
    formula = "=HYPERLINK(\"http://x\";\"<script>\")"  # fmt: skip
    line = {"obligation_id": OWED[4], "answer": "done", "proof": formula}
    fill(data, answers([line], compiled_by="=cmd()"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert {cell.value for cell in cells} == {formula, "=cmd()"}
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_counterparts_ledger_is_that_of_the_role_assessed(data: Path, tmp_path: Path) -> None:
    told = answers([{"obligation_id": OWED[0], "answer": "agreed"}], compiled_role="mentor")
    fill(data, told, tmp_path / file_name(told))
    assert file_name(told) == "P001_penilaian_mandiri_mentor_atas_mentee_2026-07-01.xlsx"
    read = read_back(tmp_path / file_name(told), Language.INDONESIAN)
    assert (read.compiled_role, read.assessed_role, len(read.lines)) == ("mentor", "mentee", 1)


def test_what_is_sent_is_landed_with_the_viewer_and_as_unauthenticated(data: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, answers([{"obligation_id": OWED[4], "answer": "done", "occurred_on": "2026-06-09"}]))
    first = submit(data, path, MENTEE, TODAY, NOW)
    assert first.landed and first.receipt is not None
    assert first.receipt.outcome is Arrival.NEW
    record = first.receipt.record
    assert record is not None
    assert (record.sender, record.viewer_role, record.viewer_party) == ("Ani", "partner", "P001-ME")
    assert (record.authenticated, record.kind, record.partnership_id) == (False, "self_assessment", "P001")
    landed = read_back(Landing(data / "landing").path_of(record.file_sha256).with_suffix(""), Language.INDONESIAN)
    assert [line.occurred_on for line in landed.lines] == [date(2026, 6, 9)]
    told = json.loads(told_of_submission(first))
    assert [(each["about"], each["severity"]) for each in told["findings"]] == [(OWED[4], "warning")]
    assert "bukti" in told["findings"][0]["message_id"]


def test_two_windows_that_send_the_same_at_once_are_one_file(data: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, answers([{"obligation_id": OWED[4], "answer": "prevented", "prevented_by": "Banjir"}]))
    command = [sys.executable, str(ROOT / "cli.py"), "self-assessment", "submit", str(path), f"--data={data}", "--json"]
    windows = [
        subprocess.Popen([*command, "--viewer=partner", "--party=P001-ME"], cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [json.loads(window.communicate(timeout=120)[0]) for window in windows]
    assert sorted(each["outcome"] for each in told) == ["duplicate", "new"]
    assert [window.returncode for window in windows] == [0, 0]
    assert len({each["file_sha256"] for each in told}) == 1
    sent = [each for each in Landing(data / "landing").records() if each.file_sha256 == told[0]["file_sha256"]]
    assert [each.viewer_party for each in sent] == ["P001-ME"] * 2


def test_a_document_attached_to_an_answer_is_landed_for_its_obligation(data: Path, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(PDF).hexdigest()
    (tmp_path / sha256).write_bytes(PDF)
    line = {
        "obligation_id": OWED[4], "answer": "done", "occurred_on": "2026-06-09", "proof": "Laporan bertanda tangan",
        "documents": [{"sha256": sha256, "file_name": "../laporan.pdf"}],
    }  # fmt: skip
    told = submit(data, saved(tmp_path, answers([line])), MENTEE, TODAY, NOW)
    (document,) = told.documents
    assert told.landed and document.record is not None
    assert (document.record.file_name, document.record.obligation_id) == ("laporan.pdf", OWED[4])
    assert (document.record.kind, document.record.viewer_party) == ("monthly_report", "P001-ME")
    assert Landing(data / "landing").path_of(sha256).read_bytes() == PDF
    (tmp_path / sha256).write_bytes(b"%PDF other")
    with pytest.raises(AnswersError, match="no longer there"):
        submit(data, saved(tmp_path, answers([line])), MENTEE, TODAY, NOW)


def test_a_spreadsheet_attached_to_a_report_is_told_where_to_go_and_never_read_as_the_report(
    data: Path, tmp_path: Path
) -> None:
    book = tmp_path / "bukti.xlsx"
    openpyxl.Workbook().save(book)
    content = book.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    (tmp_path / sha256).write_bytes(content)
    before = len(Landing(data / "landing").records())
    for name in ("bukti.xlsx", "bukti.pdf"):
        line = {"obligation_id": OWED[4], "answer": "done", "documents": [{"sha256": sha256, "file_name": name}]}
        with pytest.raises(AnswersError, match=f"{name} is a spreadsheet.*Submit a report") as refused:
            submit(data, saved(tmp_path, answers([line])), MENTEE, TODAY, NOW)
        assert "Kirim laporan" in refused.value.message_id
    assert len(Landing(data / "landing").records()) == before


def test_a_spreadsheet_attached_to_what_no_workbook_fulfils_is_kept_as_a_document() -> None:
    forms = forms_of(template for editions in known_templates().values() for template in editions)
    assert is_read("monthly_report", "spreadsheet", "bukti.xlsx", forms)
    assert not is_read("clause", "spreadsheet", "bukti.xlsx", forms)
    assert not is_read("monthly_report", "pdf", "bukti.xlsx", forms)


def test_what_would_be_refused_is_not_landed_and_its_findings_say_where(data: Path, tmp_path: Path) -> None:
    before = len(Landing(data / "landing").records())
    lines = [{"obligation_id": "P001/mentor/visit/W1", "answer": "agreed"}]
    told = submit(data, saved(tmp_path, answers(lines)), MENTEE, TODAY, NOW)
    assert not told.landed and told.receipt is None
    assert told.findings[0].about == "P001/mentor/visit/W1"
    assert told.findings[0].finding.row_rejected
    assert len(Landing(data / "landing").records()) == before


def test_a_day_still_to_come_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, answers(submitted_on=date(2026, 7, 3)))
    with pytest.raises(AnswersError, match="still to come"):
        submit(data, path, MENTEE, TODAY, NOW)


def test_a_partnership_that_is_gone_is_told_and_nothing_is_landed(data: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate, match="no partnership P999"):
        submit(data, saved(tmp_path, answers(partnership_id="P999")), MENTEE, TODAY, NOW)


@pytest.mark.parametrize(
    "spoilt",
    [
        "", "[]", "{", '{"partnership_id": 5}', "[" * 100_000,
        json.dumps({"partnership_id": "P001", "compiled_role": "king"}),
        answers().model_dump_json().replace('"lines":[]', '"lines":[{"obligation_id":"a"},{"obligation_id":"a"}]'),
        answers().model_dump_json().replace('"lines":[]', '"lines":[{"obligation_id":"a","proof":"#REF!"}]'),
        answers().model_dump_json().replace('"lines":[]', '"lines":[{"obligation_id":"a · b"}]'),
        answers().model_dump_json().replace(
            '"lines":[]',
            '"lines":[{"obligation_id":"a","documents":[{"sha256":"../../etc/passwd","file_name":"x"}]}]',
        ),
        answers().model_dump_json().replace('"words":[]', '"words":[{"criterion":"reports","score":101}]'),
        answers().model_dump_json().replace('"words":[]', f'"words":[{{"criterion":"reports","words":"{LONG}"}}]'),
    ],
    ids=range(12),
)  # fmt: skip
def test_answers_that_are_none_are_refused_in_words(spoilt: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(spoilt, "utf-8")
    with pytest.raises(AnswersError) as refused:
        read_answers(tmp_path / "a.json")
    assert "Jawaban" in refused.value.message_id or "jawaban" in refused.value.message_id
