"""The page on which reports are handed in: for whom, what it refuses, two people at once, and what became of it."""

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import child, uploads
from dashboard.access import Viewer, ViewerRole
from dashboard.components.submit import BLANK, Asked
from dashboard.components.submit_check import DRAFT, Draft
from pipelines.prefill import write
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.vocabulary import Role

PATIENCE_SECONDS = 120
HELD, SENT_BY_P001, SENT_BY_P002 = "a" * 16, "b" * 16, "c" * 16
ASTRAY = ("e" * 16, "f" * 16)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_one_submission(connection: duckdb.DuckDBPyConnection) -> None:
    """A report that the mentee of P002 entered on the page, as a build holds it."""
    programme.insert(
        connection,
        "quality.file_outcome",
        {
            "intake_id": HELD, "file_sha256": "d" * 64, "file_name": "laporan_dua.xlsx", "template": "monthly_report",
            "partnership_id": "P002", "period": "2026-03", "received_at": programme.BUILT_AT, "outcome": "accepted",
            "rows_accepted": 12, "rows_rejected": 0, "message_en": "Taken: 12 rows.",
            "message_id": "Diterima: 12 baris.", "viewer_role": "partner", "viewer_party": "P002-ME",
            "is_authenticated": False,
        },
    )  # fmt: skip


def with_two_that_went_astray(connection: duckdb.DuckDBPyConnection) -> None:
    """What the mentee of P001 sent and whose cover names no partnership, or one that is not its own."""
    for intake_id, partnership in ((ASTRAY[0], None), (ASTRAY[1], "P002")):
        programme.insert(
            connection,
            "quality.file_outcome",
            {
                "intake_id": intake_id, "file_sha256": intake_id * 4, "file_name": f"nyasar_{partnership}.xlsx",
                "partnership_id": partnership, "received_at": programme.BUILT_AT, "outcome": "rejected",
                "rows_accepted": 0, "rows_rejected": 0, "message_en": "Refused.", "message_id": "Ditolak.",
                "viewer_role": "partner", "viewer_party": "P001-ME", "is_authenticated": False,
            },
        )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which something may be entered."""
    folder = tmp_path_factory.mktemp("submit")
    return programme.publish(folder, "b-submit", [programme.full, with_one_submission, with_two_that_went_astray])


@pytest.fixture
def open_submit(office: Path, open_page: OpenPage) -> Callable[..., AppTest]:
    def open_it(**address: str) -> AppTest:
        return open_page(office, "submit", **({"lang": "en"} | address))

    return open_it


def as_mentee(party: str = "P001-ME") -> dict[str, str]:
    return {"viewer": "partner", "party": party}


def until(app: AppTest, is_there: Callable[[AppTest], bool]) -> AppTest:
    """The page once something is there: a child works beside it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_there(app):
        assert time.monotonic() < deadline, words_of(app)
        assert not app.exception
        time.sleep(0.3)
        app.run()
    return app


def errors(app: AppTest) -> str:
    return "\n".join(error.value for error in app.error).replace("\\", "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("laporan.xlsx", b"", "laporan.xlsx is empty (0 bytes)"),
        ("laporan.xlsx", b"PK\x03\x04" + bytes(50_000_000 - 4), "laporan.xlsx is larger than 10 MB"),
        ("laporan.pdf", b"%PDF-1.7", "laporan.pdf is no workbook"),
        ("<script>alert(1)<script>.exe", b"MZ", "<script>alert(1)<script>.exe is no workbook"),
        ("=cmd().csv", b"a;b", "=cmd().csv is no workbook"),
    ],
)
def test_a_bad_upload_is_refused_before_anything_reads_it(
    name: str, content: bytes, said: str, office: Path, open_submit: Callable[..., AppTest]
) -> None:
    app = open_submit(**as_mentee())
    app.file_uploader[0].set_value((name, content, XLSX))
    app.run()
    assert not app.exception
    assert said in errors(app)
    assert all(error.value.count("<") == error.value.count("\\<") for error in app.error)
    assert list((office / uploads.SPOOL).rglob(uploads.harmless(name))) == []


def test_two_people_upload_at_once_and_each_is_told_of_his_own(
    office: Path, open_submit: Callable[..., AppTest], tmp_path: Path
) -> None:
    own, foreign = tmp_path / "laporan.xlsx", tmp_path / "lain.xlsx"
    write(office, "monthly-report", "P001", "2026-05", "en", own)
    write(office, "monthly-report", "P002", "2026-05", "en", foreign)
    pages = [open_submit(**as_mentee()), open_submit(**as_mentee())]
    for app, path in zip(pages, (own, foreign), strict=True):
        app.file_uploader[0].set_value(("laporan.xlsx", path.read_bytes(), XLSX))
        begun = time.monotonic()
        app.run()
        assert time.monotonic() - begun < 5
    told_of_own, told_of_foreign = (until(app, lambda app: bool(app.error)) for app in pages)
    assert "laporan.xlsx would be refused" in errors(told_of_own)
    assert any("Mend it and choose it again" in text.value for text in told_of_own.markdown)
    assert errors(told_of_foreign).startswith("This workbook is for another partnership")
    assert "P002" not in errors(told_of_foreign)
    assert not [button for app in pages for button in app.button if button.label == "Send"]


def test_a_mentee_is_offered_the_first_month_that_is_owed_and_its_own_partnership(
    open_submit: Callable[..., AppTest],
) -> None:
    app = open_submit(**as_mentee())
    assert app.selectbox(key="choice_partnership").options == ["Tirta Contoh Satu – Tirta Contoh Mentor (P001)"]
    months = app.selectbox(key="choice_month")
    assert months.value == "2026-05"
    assert len(months.options) == 6 and "Jan 2026" in months.options[0]


def test_a_mentor_is_offered_its_slips_and_a_supporting_partner_none(open_submit: Callable[..., AppTest]) -> None:
    mentor = open_submit(**as_mentee("P001-MR"))
    assert mentor.selectbox(key="choice_workbook").options == ["Visit slip", "Advice slip", "Final report slip"]
    supporter = open_submit(**as_mentee("P002-SP"))
    assert not supporter.exception
    assert "owes no workbook of this kind" in words_of(supporter)
    assert len(supporter.file_uploader) == 0


def test_the_board_hands_nothing_in_and_the_address_of_the_page_says_so(open_submit: Callable[..., AppTest]) -> None:
    app = open_submit()
    assert len(app.selectbox(key="choice_workbook").options) == 5
    app.selectbox(key="choice_viewer").select("board").run()
    assert not app.exception
    assert app.title[0].value == "Submit a report"
    assert "This page is not meant for the role you look as." in words_of(app)
    assert len(app.file_uploader) == 0


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("partnership", "P002"), ("month", "1999-01"), ("workbook", "<script>"), ("month", "' OR 1")],
)
def test_what_the_address_names_and_the_viewer_may_not_hand_in_is_not_found(
    parameter: str, value: str, open_submit: Callable[..., AppTest]
) -> None:
    app = open_submit(**as_mentee(), **{parameter: value})
    assert not app.exception
    assert app.title[-1].value == "Not found"
    assert "Contoh Dua" not in words_of(app)


def test_the_history_holds_what_waits_and_what_a_build_holds_each_only_for_its_sender(
    office: Path, open_submit: Callable[..., AppTest]
) -> None:
    about = {"received_at": "2026-07-02T01:00:00", "outcome": "new", "template": "monthly_report", "period": "2026-05"}
    about |= {"viewer_role": "partner", "message_en": "x", "message_id": "x"}
    for intake_id, code, name in (
        (SENT_BY_P001, "P001", "satu.xlsx"), (SENT_BY_P002, "P002", "dua.xlsx"), (HELD, "P002", "laporan_dua.xlsx"),
    ):  # fmt: skip
        sender = {"intake_id": intake_id, "file_name": name, "partnership_id": code, "viewer_party": f"{code}-ME"}
        uploads.note_sent(office, about | sender)

    def history(**address: str) -> str:
        app = open_submit(**address)
        assert not app.exception
        return "\n".join(table.value.to_string() for table in app.table).replace("\\", "")

    first, second = history(**as_mentee("P001-ME")), history(**as_mentee("P002-ME"))
    assert "satu.xlsx" in first and "Sent" in first and "dua" not in first
    assert "dua.xlsx" in second and "satu.xlsx" not in second
    assert second.count("laporan_dua.xlsx") == 1 and "Taken: 12 rows." in second
    everybody = history()
    assert "satu.xlsx" in everybody and "laporan_dua.xlsx" in everybody
    assert {note["intake_id"] for note in uploads.sent_notes(office)} == {SENT_BY_P001, SENT_BY_P002}
    assert "satu.xlsx" not in history(**as_mentee("P001-MR"))


def test_what_bears_no_partnership_or_anothers_is_told_to_its_sender_and_waits_no_more(
    office: Path, open_submit: Callable[..., AppTest]
) -> None:
    for intake_id in ASTRAY:
        about = {"intake_id": intake_id, "file_name": "waits.xlsx", "received_at": "2026-07-02T01:00:00"}
        about |= {"outcome": "new", "template": "monthly_report", "period": "2026-05", "partnership_id": "P001"}
        uploads.note_sent(office, about | {"viewer_role": "partner", "viewer_party": "P001-ME"})
    shown = {}
    for party in ("P001-ME", "P001-MR", "P002-ME"):
        app = open_submit(**as_mentee(party))
        shown[party] = "\n".join(table.value.to_string() for table in app.table).replace("\\", "")
    assert shown["P001-ME"].count("nyasar") == 2 and shown["P001-ME"].count("Refused.") == 2
    assert "waits.xlsx" not in shown["P001-ME"]
    assert "nyasar" not in shown["P001-MR"] + shown["P002-ME"]
    assert not {note["intake_id"] for note in uploads.sent_notes(office)} & set(ASTRAY)


def test_what_could_not_be_landed_is_kept_and_sent_again_and_no_place_on_the_server_is_told(
    office: Path, open_submit: Callable[..., AppTest]
) -> None:
    app = open_submit(**as_mentee(), month="2026-05")
    content = b"PK\x03\x04 a report"
    path = uploads.keep(office, "laporan.xlsx", content).resolve()
    turned_away = child.Child([], 1.0)
    turned_away.give_up(child.Trouble.TOO_MANY)
    asked = Asked("monthly_report", "P001", "2026-05", Role.MENTEE)
    viewer = Viewer(ViewerRole.PARTNER, "P001-ME")
    app.session_state[DRAFT] = Draft(asked, viewer, "upload", path, turned_away, turned_away)
    app.run()
    assert "Too many files are being worked on" in errors(app)
    damaged = office / "landing" / "intake" / "x.json"
    damaged.parent.mkdir(parents=True, exist_ok=True)
    damaged.write_text("{")
    app.button(key="send_again").click().run()
    until(app, lambda app: "x.json" in errors(app))
    assert str(office) not in errors(app)
    assert path.read_bytes() == content
    assert [button.label for button in app.button if button.key == "choose_again"] == ["Choose the file again"]
    damaged.unlink()
    app.button(key="send_again").click().run()
    until(app, lambda app: any("Sent." in message.value for message in app.success))
    assert not path.parent.exists()
    (note,) = [note for note in uploads.sent_notes(office) if note["file_name"] == "laporan.xlsx"]
    uploads.forget_note(office, note["intake_id"])


def test_choosing_the_file_again_removes_the_one_that_could_not_be_sent(
    office: Path, open_submit: Callable[..., AppTest]
) -> None:
    app = open_submit(**as_mentee(), month="2026-05")
    path = uploads.keep(office, "laporan.xlsx", b"PK\x03\x04 a report").resolve()
    turned_away = child.Child([], 1.0)
    turned_away.give_up(child.Trouble.TOO_MANY)
    asked = Asked("monthly_report", "P001", "2026-05", Role.MENTEE)
    viewer = Viewer(ViewerRole.PARTNER, "P001-ME")
    app.session_state[DRAFT] = Draft(asked, viewer, "upload", path, turned_away, turned_away)
    app.run().button(key="choose_again").click().run()
    assert not app.exception
    assert DRAFT not in app.session_state or app.session_state[DRAFT] is None
    assert not path.parent.exists()


def test_a_workbook_is_prepared_only_when_it_is_asked_for_and_again_after_a_failure(
    office: Path, open_submit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_submit(**as_mentee())
    before = set((office / uploads.SPOOL).glob("*"))
    for month in ("2026-01", "2026-02", "2026-03"):
        app.selectbox(key="choice_month").select(month).run()
    assert set((office / uploads.SPOOL).glob("*")) == before
    with monkeypatch.context() as crowded:
        crowded.setattr(child, "MOST_WAITING", 0)
        app.button(key="prepare_blank").click().run()
    assert "Too many files are being worked on" in errors(app)
    assert app.button(key="prepare_blank").label == "Try again"
    app.button(key="prepare_blank").click().run()
    until(app, lambda app: app.session_state[BLANK][1].written.has_ended).run()
    assert app.session_state[BLANK][1].content.startswith(b"PK")
    assert not app.error
    assert not [button for button in app.button if button.key == "prepare_blank"]
