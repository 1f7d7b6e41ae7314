"""The self-assessment page: drafts that nobody else sees, answers that are not invented, views that open in turn."""

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from typer.testing import CliRunner

from cli import app as command
from dashboard import child, uploads
from dashboard.access import Viewer, ViewerRole
from dashboard.components.self_assessment import beginning
from dashboard.components.self_assessment_ledger import MOST_DOCUMENTS, standing
from dashboard.components.self_assessment_send import Submission, changes
from dashboard.drafts import FOLDER, MOST_DOCUMENT_BYTES, Attached, Draft, Drafts, Line, Sent, Subject, Words, forget
from dashboard.queries import self_assessment as asked
from pipelines.intake import Landing
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations

MENTEE, MENTOR = Viewer(ViewerRole.PARTNER, "P001-ME"), Viewer(ViewerRole.PARTNER, "P001-MR")
OWN = Subject("P001", "mentee", "mentee")
MAY = "P001/mentee/monthly_report/2026-05"
PATIENCE = 120.0
SECRET = "Kata yang belum boleh dibaca"
Look = Callable[..., AppTest]


def said(connection: duckdb.DuckDBPyConnection, role: str, party: str, words: str, day: date, file: str) -> None:
    """A self-assessment of a role in the records: words and a figure on reports, and an answer to the report of May."""
    place = {"file_sha256": file * 64, "source_file": f"{file}.xlsx", "source_sheet": "Uraian", "source_cell": "A5"}
    about = {
        "partnership_id": "P001", "party_id": party, "role": role, "told_by": role, "author_party_id": party,
        "viewpoint": "self", "assessed_on": day, "is_in_force": True, **place,
    }  # fmt: skip
    programme.insert(
        connection,
        "mart.self_assessment_value",
        about | {"criterion": "reports", "value": 80.0, "stated_value": 72.5, "status": "reported", "words": words},
    )
    if role == "mentee":
        answer = {"obligation_id": MAY, "criterion": "reports", "answer": "done", "proof": words}
        programme.insert(connection, "mart.self_assessment_answer", about | answer)


def of_mentor(connection: duckdb.DuckDBPyConnection) -> None:
    said(connection, "mentor", "P001-MR", SECRET, date(2026, 6, 1), "c")


def of_mentee(connection: duckdb.DuckDBPyConnection) -> None:
    said(connection, "mentee", "P001-ME", "Tim kami kecil", date(2026, 6, 20), "d")


def another_pair_of_the_mentor(connection: duckdb.DuckDBPyConnection) -> None:
    """P009 in the place of P001: the same mentor, another mentee."""
    programme.partnership(connection, "P009", "Tirta Contoh Lain")
    connection.execute("UPDATE mart.partnership SET mentor_id = 'P001-MR' WHERE partnership_id = 'P009'")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mentor has assessed itself, the mentee has not."""
    return programme.publish(tmp_path_factory.mktemp("closed"), "b-assess-closed", [programme.full, of_mentor])


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both have assessed themselves."""
    fill = [programme.full, of_mentor, of_mentee]
    return programme.publish(tmp_path_factory.mktemp("opened"), "b-assess-opened", fill)


@pytest.fixture
def data(closed: Path) -> Path:
    """The same without any draft."""
    shutil.rmtree(closed / "drafts", ignore_errors=True)
    return closed


@pytest.fixture
def look(data: Path, open_page: OpenPage) -> Look:
    """The page as somebody sees it, by default as the mentee of P001."""

    def as_seen(viewer: Viewer = MENTEE, **address: str) -> AppTest:
        about = {"viewer": viewer.role.value, "lang": "en", "partnership": "P001"}
        party = {"party": viewer.party_id} if viewer.party_id else {}
        return open_page(data, "self_assessment", **{**about, **party, **address})

    return as_seen


def answer_of(app: AppTest, title: str) -> object:
    return next(group for group in app.button_group if title in group.label.replace("\\", ""))


def test_an_answer_is_a_draft_at_once_and_is_there_in_the_next_session(data: Path, look: Look) -> None:
    app = look(assess="reports")
    answer_of(app, "Monthly report May 2026").set_value("done").run()
    next(area for area in app.text_area if area.label == "What shows it").set_value("Notula <b>April</b>").run()
    assert not app.exception
    again = look(assess="reports")
    assert answer_of(again, "Monthly report May 2026").value == "done"
    assert [area.value for area in again.text_area if area.label == "What shows it"] == ["Notula <b>April</b>"]
    assert "1 of 6 obligations answered" in words_of(again)
    draft = Drafts(data, MENTEE).read(OWN)
    assert draft is not None
    assert [line["obligation_id"] for line in draft.content()["lines"]] == [MAY]


def test_a_draft_is_seen_by_nobody_else(data: Path, look: Look) -> None:
    keep(data, lambda draft: replace(draft, words={"reports": Words(70.0, SECRET + " 2")}))
    assert SECRET + " 2" in [area.value for area in look(assess="reports").text_area]
    for viewer, about in (
        (MENTOR, "mentee"),
        (Viewer(ViewerRole.FACILITATOR), "mentee"),
        (Viewer(ViewerRole.BOARD), ""),
    ):
        app = look(viewer, assess="reports", **({"about": about} if about else {}))
        assert not app.exception
        assert SECRET + " 2" not in words_of(app) + "".join(str(area.value) for area in app.text_area)
        assert Drafts(data, viewer).read(OWN) is None
        assert Drafts(data, viewer).all() == []


def keep(data: Path, how: Callable[[Draft], Draft], viewer: Viewer = MENTEE) -> Draft:
    return Drafts(data, viewer).change(OWN, None, how)


def test_what_is_due_and_open_comes_first_and_the_rest_is_one_choice_away(look: Look) -> None:
    app = look(assess="reports")
    assert [group.label for group in app.button_group if "report" in group.label] == [
        f"Your answer: Monthly report {month} 2026" for month in ("March", "May")
    ]
    everything = look(assess="reports", show="all")
    assert sum("Monthly report" in group.label for group in everything.button_group) == 6
    assert {group.value for group in everything.button_group if "Monthly report" in group.label} == {None}


def test_agreeing_with_what_is_on_record_leaves_every_other_answer_alone(data: Path, look: Look) -> None:
    keep(data, lambda draft: replace(draft, lines={MAY: Line("prevented", prevented_by="Banjir")}))
    app = look(assess="reports", show="all")
    next(button for button in app.button if button.label.startswith("Agree with all")).click().run()
    draft = Drafts(data, MENTEE).read(OWN)
    assert draft is not None
    told = {code[-7:]: line.answer for code, line in draft.lines.items()}
    assert told == {"2026-01": "agreed", "2026-02": "agreed", "2026-04": "agreed", "2026-05": "prevented"}


def test_what_another_party_did_is_confirmed_or_verified_one_by_one(look: Look) -> None:
    for viewer, does in ((MENTOR, "confirms"), (Viewer(ViewerRole.FACILITATOR), "verifies")):
        app = look(viewer, about="mentee", assess="reports", show="recorded")
        assert f"“Agree” {does} what the records tell" in words_of(app)
        assert len([group for group in app.button_group if "Monthly report" in group.label]) == 3
        assert not [button for button in app.button if button.label.startswith("Agree with all")]


def test_the_others_views_stay_closed_until_ones_own_is_in_a_build(
    look: Look, opened: Path, open_page: OpenPage
) -> None:
    before = look(assess="views")
    assert "open once your own self-assessment is sent" in words_of(before)
    assert SECRET not in words_of(before) + "".join(str(table.value) for table in before.table)
    about = {"viewer": "partner", "assess": "views", "lang": "en"}
    assert SECRET in words_of(open_page(opened, "self_assessment", party="P001-ME", partnership="P001", **about))
    other = open_page(opened, "self_assessment", party="P002-ME", **about)
    assert SECRET not in words_of(other)


def test_the_facilitator_reads_every_view_and_the_board_writes_none(look: Look) -> None:
    facilitator = look(Viewer(ViewerRole.FACILITATOR), assess="views")
    assert SECRET in words_of(facilitator)
    board = look(Viewer(ViewerRole.BOARD))
    assert SECRET in words_of(board)
    assert len(board.text_area) == 0 and len(board.tabs) == 0


def test_a_revision_begins_with_what_was_sent_before(opened: Path, open_page: OpenPage) -> None:
    about = {"viewer": "partner", "party": "P001-ME", "partnership": "P001", "lang": "en"}
    app = open_page(opened, "self_assessment", assess="reports", **about)
    assert "begins with what you sent before" in words_of(app)
    assert [area.value for area in app.text_area] == ["Tim kami kecil", "Tim kami kecil"]
    assert app.number_input[0].value == 72.5
    assert not (opened / FOLDER).exists()
    sending = open_page(opened, "self_assessment", assess="send", **about)
    assert "d.xlsx" in str(sending.table[0].value)


def test_a_workbook_that_came_since_is_said_and_taken_over_where_nothing_is_answered(
    tmp_path: Path, opened: Path, open_page: OpenPage
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(opened, folder)
    april = MAY.replace("05", "04")
    wrote = {april: Line("prevented", prevented_by="Banjir"), MAY: Line(None, proof="Notula")}
    keep(folder, lambda draft: replace(draft, lines=wrote, words={"reports": Words(None, "Kata kami")}))
    about = {"viewer": "partner", "party": "P001-ME", "partnership": "P001", "lang": "en", "assess": "reports"}
    app = open_page(folder, "self_assessment", **about)
    assert "reached the records by another way: d.xlsx" in words_of(app).replace("\\", "")
    next(button for button in app.button if button.label == "Take over what is in the records").click().run()
    assert not app.exception
    assert "by another way" not in words_of(app)
    draft = Drafts(folder, MENTEE).read(OWN)
    assert draft is not None
    assert (draft.line(april).answer, draft.line(MAY).answer) == ("prevented", "done")
    assert draft.line(MAY).proof == "Tim kami kecil"
    assert draft.words_on("reports") == Words(72.5, "Kata kami")


def test_a_draft_that_goes_on_without_what_came_since_is_left_alone_and_not_asked_again(
    tmp_path: Path, opened: Path, open_page: OpenPage
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(opened, folder)
    keep(folder, lambda draft: replace(draft, compiled_by="Ani"))
    about = {"viewer": "partner", "party": "P001-ME", "partnership": "P001", "lang": "en", "assess": "reports"}
    app = open_page(folder, "self_assessment", **about)
    next(button for button in app.button if button.label == "Go on without it").click().run()
    assert "by another way" not in words_of(app)
    draft = Drafts(folder, MENTEE).read(OWN)
    assert draft is not None
    assert (dict(draft.lines), draft.known) == ({}, ("d" * 64,))


def test_what_was_sent_from_here_or_begun_with_did_not_come_by_another_way() -> None:
    landed = Sent("2026-06-20T03:00:00", "2026-06-20", {}, {"landed": True, "file_sha256": "a"})
    draft = Draft(OWN, "partner:P001-ME", sent=(landed,), known=("b",))
    assert draft.unknown_of(["a", "b"]) == ()
    assert draft.unknown_of(["a", "b", "c"]) == ("c",)


def test_a_workbook_is_not_taken_for_the_proof_of_the_report_that_it_is(data: Path, look: Look) -> None:
    keep(data, lambda draft: replace(draft, lines={MAY: Line("done")}))
    (uploader,) = look(assess="reports").file_uploader
    assert "Submit a report" in uploader.label
    assert {".pdf", ".docx"} <= set(uploader.proto.type)
    assert not {".xls", ".xlsx", ".ods"} & set(uploader.proto.type)


def test_a_document_too_large_or_one_too_many_is_not_attached_and_says_so(data: Path, look: Look) -> None:
    def attached(name: str, content: bytes) -> tuple[AppTest, int]:
        app = look(assess="reports")
        app.file_uploader[0].set_value((name, content, "application/pdf")).run()
        assert not app.exception
        draft = Drafts(data, MENTEE).read(OWN)
        assert draft is not None
        return app, len(draft.line(MAY).documents)

    keep(data, lambda draft: replace(draft, lines={MAY: Line("done")}))
    app, count = attached("foto.pdf", b"%PDF" + bytes(MOST_DOCUMENT_BYTES))
    assert count == 0 and "Larger than 20 MB" in "".join(toast.value for toast in app.toast)
    page = look(assess="reports")
    full = tuple(Attached(f"{number}" * 64, f"{number}.pdf") for number in range(MOST_DOCUMENTS))
    keep(data, lambda draft: replace(draft, lines={MAY: Line("done", documents=full)}))
    page.file_uploader[0].set_value(("6.pdf", b"%PDF", "application/pdf")).run()
    draft = Drafts(data, MENTEE).read(OWN)
    assert draft is not None and draft.line(MAY).documents == full
    assert "Remove one first" in "".join(toast.value for toast in page.toast)


def test_a_document_goes_with_the_last_answer_that_names_it_and_not_while_it_is_being_sent(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, MENTEE)
    attach(tmp_path, MAY, b"%PDF 1")
    attach(tmp_path, MAY, b"%PDF 2")
    draft = attach(tmp_path, MAY + "-2", b"%PDF 1")
    first, second = draft.line(MAY).documents
    (folder,) = {path.parent for path in (tmp_path / FOLDER).glob("*/*/draft.json")}

    def kept() -> set[str]:
        return {path.name for path in folder.iterdir()} & {first.sha256, second.sha256}

    outgoing = drafts.outgoing(draft, date(2026, 7, 1), "id")
    keep(tmp_path, lambda draft: replace(draft, lines={MAY: Line("done", documents=(first,))}))
    assert kept() == {first.sha256, second.sha256}
    drafts.settle(outgoing, {"landed": True, "file_sha256": "a"})
    assert kept() == {first.sha256}
    keep(tmp_path, lambda draft: replace(draft, lines={}))
    assert kept() == set()


def attach(data: Path, code: str, content: bytes, name: str = "foto.pdf") -> Draft:
    def named(draft: Draft, document: Attached) -> Draft:
        line = replace(draft.line(code), answer="done", documents=(*draft.line(code).documents, document))
        return replace(draft, lines={**draft.lines, code: line})

    return Drafts(data, MENTEE).attach(OWN, None, name, content, named)


def test_two_windows_that_drop_and_attach_the_same_document_do_not_lose_it(tmp_path: Path) -> None:
    """One drops it from its answer again and again while the other attaches it to another answer."""
    sha256 = hashlib.sha256(b"%PDF 1").hexdigest()
    lost: list[int] = []

    def drop_and_attach() -> None:
        for _ in range(12):
            attach(tmp_path, MAY, b"%PDF 1")
            keep(tmp_path, lambda draft: replace(draft, lines={**draft.lines, MAY: Line("done")}))

    def attach_elsewhere() -> None:
        for turn in range(12):
            code = f"{MAY}-{turn}"
            attach(tmp_path, code, b"%PDF 1")
            kept = {path.name for path in (tmp_path / FOLDER).glob("*/*/*")}
            lost.extend([turn] * (sha256 not in kept))
            keep(tmp_path, lambda draft, code=code: replace(draft, lines={**draft.lines, code: Line("done")}))

    windows = [threading.Thread(target=work) for work in (drop_and_attach, attach_elsewhere)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert lost == []


def test_a_forgotten_document_leaves_every_draft_with_its_name(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, MENTEE)
    attach(tmp_path, MAY, b"%PDF secret", "KTP Ani.pdf")
    draft = attach(tmp_path, MAY, b"%PDF other", "notula.pdf")
    keep(tmp_path, lambda draft: replace(draft, lines={MAY: replace(draft.line(MAY), proof="lihat lampiran")}))
    secret, other = draft.line(MAY).documents
    outgoing = drafts.outgoing(draft, date(2026, 7, 1), "id")
    told = [{"file_name": each.file_name, "file_sha256": each.sha256} for each in (secret, other)]
    drafts.settle(outgoing, {"landed": True, "file_sha256": "a", "documents": told})
    uploads.keep(tmp_path, "KTP Ani.xlsx", b"%PDF secret")
    said = CliRunner().invoke(command, ["forget", secret.sha256, "--reason", "KTP", f"--data={tmp_path}", "--lang=en"])
    assert said.exit_code == 0
    assert "0 arrivals" in said.output and "drafts and uploads: 2" in said.output
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert secret.sha256 not in {path.name for path in left}
    assert other.sha256 in {path.name for path in left}
    assert not [path for path in left if b"KTP Ani" in path.read_bytes() or "KTP Ani" in path.name]
    after = drafts.read(OWN)
    assert after is not None and after.line(MAY).documents == (other,)
    (line,) = after.sent[0].answers["lines"]
    assert (line["proof"], line["documents"]) == ("lihat lampiran [notula.pdf]", [asdict(other)])
    assert Landing(tmp_path / "landing").forgotten_reason(secret.sha256) == "KTP"
    assert not forget(tmp_path, "../" + other.sha256)


def test_what_was_put_aside_or_left_half_sent_goes_where_it_names_a_forgotten_document(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, MENTEE)
    draft = attach(tmp_path, MAY, b"%PDF secret", "KTP Ani.pdf")
    (secret,) = draft.line(MAY).documents
    left_by_a_kill = drafts.outgoing(draft, date(2026, 7, 1), "id").path
    (path,) = (tmp_path / FOLDER).glob("*/*/draft.json")
    half = path.with_name(f".{secret.sha256}.77.tmp")
    half.write_bytes(b"%PDF sec")
    path.write_bytes(path.read_bytes()[:-20])
    assert drafts.read(OWN) is None
    (aside,) = (path.with_name(name) for name in drafts.put_aside(OWN))
    harmless = path.with_name("unreadable-00000000.json")
    harmless.write_text("{")
    path.write_bytes(aside.read_bytes())
    assert forget(tmp_path, secret.sha256) == 3
    assert not [each for each in (path, aside, left_by_a_kill, half, path.with_name(secret.sha256)) if each.exists()]
    assert harmless.exists()
    assert forget(tmp_path, secret.sha256) == 0


def test_what_a_sending_told_does_not_name_a_forgotten_document_any_more(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, MENTEE)
    long_name = f"Kartu keluarga {'x' * 60}.pdf"
    draft = attach(tmp_path, MAY, b"%PDF secret", long_name)
    (secret,) = draft.line(MAY).documents

    def told(about: str | None, words: str) -> dict[str, object]:
        return {"about": about, "severity": "warning", "message_en": words, "message_id": words}

    shortened = long_name[:60] + "…"
    findings = [told(MAY, "quotes [Kartu kel…"), told(None, f"'{shortened}' is not read"), told("P001/x", "Kartu nama")]
    for outcome in (
        {"landed": True, "file_sha256": "a", "documents": [], "findings": findings},
        {"landed": False, "problem": {"en": f"{shortened} is a spreadsheet", "id": f"{long_name} lembar"}},
    ):
        drafts.settle(drafts.outgoing(draft, date(2026, 7, 1), "id"), outcome)
    assert forget(tmp_path, secret.sha256) == 1
    after = drafts.read(OWN)
    assert after is not None
    assert after.sent[0].outcome["findings"] == [told(None, "'forgotten' is not read"), told("P001/x", "Kartu nama")]
    assert after.sent[1].outcome["problem"] == {"en": "forgotten is a spreadsheet", "id": "forgotten lembar"}
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"Kartu kel" in path.read_bytes()]


def test_a_document_of_a_draft_is_taken_only_once_it_is_refused_for_ever(tmp_path: Path) -> None:
    (secret,) = attach(tmp_path, MAY, b"%PDF secret", "KTP Ani.pdf").line(MAY).documents
    landing, arguments = tmp_path / "landing", ["--reason", "KTP", f"--data={tmp_path}", "--lang=en"]
    landing.mkdir()
    (landing / "forgotten").write_text("in the way of the tombstones")
    assert CliRunner().invoke(command, ["forget", secret.sha256, *arguments]).exit_code != 0
    assert list((tmp_path / FOLDER).glob(f"*/*/{secret.sha256}"))
    (landing / "forgotten").unlink()
    said = CliRunner().invoke(command, ["forget", secret.sha256, *arguments])
    assert (said.exit_code, "drafts and uploads: 1" in said.output) == (0, True)
    assert Landing(landing).forgotten_reason(secret.sha256) == "KTP"
    assert not list((tmp_path / FOLDER).glob(f"*/*/{secret.sha256}"))
    assert CliRunner().invoke(command, ["forget", secret.sha256, *arguments]).exit_code == 0


def test_how_a_sending_ended_is_said_where_the_draft_could_not_be_told(
    data: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}, compiled_by="Ani"))
    app = look(assess="send")
    monkeypatch.setattr(child, "MOST_WAITING", 0)
    monkeypatch.setattr(Drafts, "settle", full)
    next(button for button in app.button if button.label == "Send").click().run()
    assert not app.exception
    assert "could not be kept with the draft" in "".join(warning.value for warning in app.warning)
    assert "Too many files are being worked on" in "".join(error.value for error in app.error)


def test_a_partnership_that_vanished_keeps_its_draft_and_says_so(
    tmp_path: Path, data: Path, open_page: OpenPage
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    mentor = Viewer(ViewerRole.PARTNER, "P001-MR")
    subject = Subject("P001", "mentor", "mentor")
    Drafts(folder, mentor).change(subject, None, lambda draft: replace(draft, words={"reports": Words(70, "Tertib")}))
    about = {"viewer": "partner", "party": "P001-MR", "lang": "en", "assess": "reports"}
    app = open_page(folder, "self_assessment", partnership="P001", **about)
    assert "Tertib" in [area.value for area in app.text_area]
    programme.publish(folder, "b-assess-without", [programme.silent, another_pair_of_the_mentor])
    app.run()
    assert not app.exception
    assert "Not found" in [title.value for title in app.title]
    assert "Your draft about P001 is kept" in words_of(app)
    assert "Tertib" in words_of(app)
    assert "is kept" not in words_of(open_page(folder, "self_assessment", viewer="facilitator", lang="en"))


def test_an_answer_to_an_obligation_that_is_gone_is_shown_kept_and_can_be_removed(data: Path, look: Look) -> None:
    gone = "P001/mentee/clause/old-1"
    keep(
        data,
        lambda draft: replace(draft, lines={gone: Line("done", proof="=cmd()", title="Rapat lama", title_en="Old")}),
    )
    app = look(assess="send")
    assert "no longer in the records of this build" in words_of(app)
    assert "Old" in words_of(app) and "cmd\\(\\)" in words_of(app)
    next(button for button in app.button if button.label == "Remove").click().run()
    assert "no longer in the records" not in words_of(app)


def test_what_was_written_is_shown_as_text_and_never_as_markup(data: Path, look: Look) -> None:
    gone = "P001/mentee/clause/old-1"
    hostile = "<script>alert(1)</script> **b** [x](javascript:1)"
    keep(data, lambda draft: replace(draft, lines={gone: Line("done", proof=hostile, title=hostile, title_en=hostile)}))
    words = words_of(look(assess="send"))
    assert "\\<script\\>" in words and "<script>" not in words.replace("\\<", "")
    assert "[x](javascript" not in words.replace("\\[", "")


def test_nothing_can_be_sent_while_nothing_is_answered_or_nobody_signs(data: Path, look: Look) -> None:
    def hindered(app: AppTest) -> tuple[bool, str]:
        button = next(button for button in app.button if button.label == "Send")
        return button.disabled, words_of(app)

    disabled, words = hindered(look(assess="send"))
    assert disabled and "Nothing is answered yet" in words
    keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}))
    disabled, words = hindered(look(assess="send"))
    assert disabled and "Say who fills it in" in words
    keep(data, lambda draft: replace(draft, compiled_by="Ani, Manajer"))
    assert not hindered(look(assess="send"))[0]


def test_a_day_in_the_future_stays_as_typed_is_told_and_is_not_sent(data: Path, look: Look) -> None:
    line = Line("done", occurred_on="2098-12-31")
    keep(data, lambda draft: replace(draft, lines={MAY: line}, compiled_by="Ani, Manajer"))
    app = look(assess="reports")
    assert [day.value for day in app.date_input] == [date(2098, 12, 31)]
    assert any("“Done on” cannot be 31 December 2098." in each.value for each in app.warning)
    app = look(assess="send")
    assert "“Done on” cannot be 31 December 2098." in words_of(app)
    assert next(button for button in app.button if button.label == "Send").disabled
    keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}, compiled_by="Ani, Manajer"))
    app = look(assess="send")
    app.date_input[0].set_value(date(2098, 12, 31)).run()
    assert "“Day of the assessment” cannot be 31 December 2098." in words_of(app)
    assert next(button for button in app.button if button.label == "Send").disabled


def test_one_that_could_not_be_sent_for_many_others_says_so_and_its_signer_is_written_in_one_line(
    data: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MOST_WAITING", 0)
    keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}, compiled_by="Ani"))
    app = look(assess="send")
    next(field for field in app.text_input if "Filled in by" in field.label).set_value("Ani\0,\nManajer ").run()
    next(button for button in app.button if button.label == "Send").click().run()
    assert not app.exception
    draft = Drafts(data, MENTEE).read(OWN)
    assert draft is not None and draft.compiled_by == "Ani , Manajer"
    assert "Too many files are being worked on" in "".join(error.value for error in app.error)
    assert not list((data / FOLDER).rglob("answers-*.json"))


def test_a_page_opened_while_it_is_being_sent_says_so_and_offers_no_second_sending(data: Path, look: Look) -> None:
    def send_button(app: AppTest) -> Button:
        return next(button for button in app.button if button.label == "Send")

    keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}, compiled_by="Ani"))
    behind = look(assess="send")
    send_button(look(assess="send")).click().run()
    (sending,) = (data / FOLDER).rglob("answers-*.json")
    again = look(assess="send")
    assert [status.label for status in again.status] == ["Your self-assessment is being checked as a build would"]
    assert send_button(again).disabled
    send_button(behind).click().run()
    assert [*(data / FOLDER).rglob("answers-*.json")] == [sending]
    deadline = time.monotonic() + PATIENCE
    while sending.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(0.2)
    ended = look(assess="send")
    draft = Drafts(data, MENTEE).read(OWN)
    assert draft is not None and len(draft.sent) == 1
    assert len(ended.status) == 0 and len(ended.error) + len(ended.success) == 1


def test_a_sending_that_a_stopped_server_left_is_told_and_can_be_sent_again(data: Path, look: Look) -> None:
    draft = keep(data, lambda draft: replace(draft, lines={MAY: Line("agreed")}, compiled_by="Ani"))
    left = Drafts(data, MENTEE).outgoing(draft, date(2026, 6, 20), "en")
    app = look(assess="send")
    assert not app.exception
    assert "restarted while this was on its way" in "".join(error.value for error in app.error)
    assert not next(button for button in app.button if button.label == "Send").disabled
    assert not left.path.exists()


def test_days_and_texts_beyond_the_fields_are_shown_as_they_were_told(data: Path, look: Look) -> None:
    line = Line("done", occurred_on="1987-05-04", proof="x" * 3000)
    keep(data, lambda draft: replace(draft, lines={MAY: line}))
    app = look(assess="reports")
    assert not app.exception
    assert [day.value for day in app.date_input] == [date(1987, 5, 4)]
    assert "x" * 3000 in [area.value for area in app.text_area]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("partnership", "P999"), ("partnership", "P002"), ("about", "king"), ("about", "facilitator"), ("assess", "x"),
     ("show", "<script>"), ("stretch", "9"), ("party", "NOBODY")],
)  # fmt: skip
def test_an_address_that_names_what_is_not_there_is_not_found(parameter: str, value: str, look: Look) -> None:
    app = look(**{"assess": "reports", parameter: value})
    assert not app.exception
    assert "Not found" in [title.value for title in app.title]


def test_two_windows_that_answer_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            code = f"P001/mentee/clause/{number}-{turn}"
            keep(tmp_path, lambda draft, code=code: replace(draft, lines={**draft.lines, code: Line("agreed")}))

    windows = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    draft = Drafts(tmp_path, MENTEE).read(OWN)
    assert draft is not None
    assert (len(draft.lines), draft.revision) == (20, 20)


def test_a_draft_that_cannot_be_read_is_put_aside_and_not_overwritten(data: Path, look: Look) -> None:
    keep(data, lambda draft: replace(draft, compiled_by="Ani"))
    (path,) = (data / FOLDER).glob("*/*/draft.json")
    path.write_text("{", "utf-8")
    assert "could not be read" in words_of(look())
    (aside,) = path.parent.glob("unreadable-*.json")
    assert aside.read_text("utf-8") == "{"


LINES = st.builds(
    Line,
    answer=st.sampled_from([None, "agreed", "done", "prevented"]),
    occurred_on=st.none() | st.dates().map(date.isoformat),
    proof=st.none() | st.text(max_size=20),
    prevented_by=st.none() | st.text(max_size=20),
    documents=st.lists(st.builds(Attached, st.just("0" * 64), st.text(min_size=1, max_size=9)), max_size=2).map(tuple),
)


@given(
    lines=st.dictionaries(st.text(min_size=1, max_size=9), LINES, max_size=4),
    words=st.dictionaries(st.text(max_size=5), st.builds(Words, st.none() | st.floats(0, 100), st.none() | st.text())),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_draft_is_read_as_it_was_written_and_sends_nothing_that_was_not_answered(
    tmp_path: Path, lines: dict[str, Line], words: dict[str, Words]
) -> None:
    written = keep(tmp_path, lambda draft: replace(draft, lines=lines, words=words))
    assert Drafts(tmp_path, MENTEE).read(OWN) == written
    content = written.content()
    assert {line["obligation_id"] for line in content["lines"]} == {code for code, one in lines.items() if one.answer}
    assert all(line["answer"] is not None for line in content["lines"])
    agreed = [line for line in content["lines"] if line["answer"] == "agreed"]
    assert all([line["occurred_on"], line["proof"], line["prevented_by"]] == [None] * 3 for line in agreed)
    assert all(told["score"] is None or words[told["criterion"]].score is not None for told in content["words"])
    assert json.loads(json.dumps(content)) == content


def test_nothing_in_the_records_is_nothing_in_the_draft(data: Path) -> None:
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        sent = asked.sent(connection, MENTEE, "P001", "mentee", "mentee")
        foreign = asked.sent(connection, MENTEE, "P001", "mentor", "mentor")
    begun = beginning(OWN, "partner:P001-ME", *sent)
    assert (begun.lines, begun.words, begun.content()["lines"]) == ({}, {}, [])
    assert [len(table) for table in foreign] == [0, 0]


def test_what_changed_between_two_submissions_is_told_line_by_line() -> None:
    def one(answer: str | None, score: float) -> Submission:
        lines = {MAY: {"answer": answer, "proof": None}} if answer else {}
        return Submission(date(2026, 6, 1), "a.xlsx", "earlier", lines, {"reports": {"score": score}}, {})

    assert changes(None, one("done", 70)) == []
    assert changes(one("done", 70), one("done", 70)) == []
    assert [(code, before is None) for code, before, _ in changes(one(None, 70), one("done", 75))] == [
        (MAY, True), ("reports", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "place"),
    [("overdue", "open"), ("doubtful", "open"), ("prevented", "open"), ("fulfilled_late", "open"),
     ("fulfilled_on_time", "recorded"), ("not_due", "later"), ("waived", "later")],
)  # fmt: skip
def test_where_an_obligation_stands_in_the_ledger(status: str, place: str) -> None:
    assert standing(status) == place


@pytest.mark.parametrize(
    ("file", "told"), [("d" * 64, "dan sudah masuk dalam hasil ini"), ("e" * 64, "Saat ini folder tidak dipantau")]
)
def test_what_was_received_is_said_to_wait_or_to_be_in_the_build(
    file: str, told: str, tmp_path: Path, open_page: OpenPage
) -> None:
    data = programme.publish(tmp_path, "b-built", [programme.full, of_mentee])
    outcome = {"landed": True, "file_name": "d.xlsx", "file_sha256": file, "documents": [], "findings": []}
    sent = Sent("2026-07-02T03:00:00", "2026-06-20", {"lines": [], "words": []}, outcome)
    keep(data, lambda draft: replace(draft, sent=(sent,)))
    asked_for = {"viewer": "partner", "party": "P001-ME", "partnership": "P001", "assess": "send", "lang": "id"}
    (said_so,) = [each.value for each in open_page(data, "self_assessment", **asked_for).success]
    assert told in said_so.replace("\\", "")
