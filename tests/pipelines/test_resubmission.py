"""A month sent again, in part, late, refused or for the wrong partnership, and documents of every kind: one build."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboard.access import LOCAL_VIEWER, Viewer, ViewerRole
from dashboard.components.originals import ENDINGS, download_name
from dashboard.queries import documents
from dashboard.queries.ask import Filters
from dashboard.queries.revisions import revisions
from indicators.receipt import receipt
from indicators.receipt_text import lines
from pipelines.build import parsed_rows
from pipelines.intake import Arrival, Landing, Submission
from pipelines.media import look_at
from pipelines.sample import plan_programme
from pipelines.sample.plan import partnership
from pipelines.sample.programme import parcel_rows, parcels
from pipelines.template import newest
from pipelines.workbooks import Rows, write_workbook
from tests.judged import judged
from warehouse.originals import original_path
from warehouse.vocabulary import Language, Origin

AS_OF = date(2026, 9, 30)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PDF = b"%PDF-1.4 "
LOCKED_PDF = b"%PDF-1.6 ... trailer << /Root 1 0 R /Encrypt 5 0 R >>"
WEB_PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
BYTES = {
    "surat.pdf": (PDF + b"surat", "pdf", "application/pdf"),
    "foto.jpg": (b"\xff\xd8\xff\xe0 foto", "picture", "image/jpeg"),
    "foto.png": (b"\x89PNG\r\n\x1a\n foto", "picture", "image/png"),
    "foto.heic": (b"\x00\x00\x00\x18ftypheic foto", "picture", "image/heic"),
    "notula.docx": (
        b"PK\x03\x04 word/document.xml",
        "word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "notula.odt": (
        b"PK\x03\x04 application/vnd.oasis.opendocument.text",
        "word",
        "application/vnd.oasis.opendocument.text",
    ),
    "notula.doc": (OLE + "WordDocument".encode("utf-16-le"), "word", "application/msword"),
    "terkunci.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected", "application/octet-stream"),
    "halaman.jpg": (WEB_PAGE, "web_page", "application/octet-stream"),
    "program.pdf": (b"MZ\x90\x00 program", "unknown", "application/octet-stream"),
    "kosong.pdf": (b"", "empty", "application/octet-stream"),
}
MOVE = """
corrections:
  - id: PINDAH-1
    file: S001 Mei dari tetangga.xlsx
    action: move_report
    expect: S001
    to_partnership: S002
    reason: Filled in on the neighbour's workbook; confirmed by telephone.
    by: Fasilitator
    on: 2026-06-25
    status: in_force
  - id: TEKANAN-1
    file: S001 2026-02.xlsx
    sheet: 1 Data kemajuan
    row: {variable_code: average_pressure}
    column: value
    action: replace_value
    expect: 22.1
    value: 22.4
    reason: Read again from the logger.
    by: Fasilitator
    on: 2026-06-25
    status: in_force
"""


class Post:
    """The sender's folder and the landing."""

    def __init__(self, data: Path) -> None:
        self.data = data
        (data / "sent").mkdir()
        self.landing = Landing(data / "landing")

    def workbook(self, rows: Rows, name: str, sent_on: date, arrived: date | None = None, spoil: bool = False) -> Path:
        rows = {**rows, "monthly_cover": [{**rows["monthly_cover"][0], "submitted_on": sent_on}]}
        path = self.data / "sent" / name
        write_workbook(newest("monthly_report"), Language.INDONESIAN, rows, path, lean=True)
        if spoil:
            book = openpyxl.load_workbook(path)
            del book["2 Kegiatan"]
            book.save(path)
        self.landing.receive(path, datetime.combine(arrived or sent_on, time(3)))
        return path

    def document(self, name: str, arrived: date = date(2026, 9, 1), content: bytes | None = None, **said: Any) -> None:
        path = self.data / "sent" / name
        path.write_bytes(BYTES[name][0] if content is None else content)
        self.landing.receive(path, datetime.combine(arrived, time(3)), Submission(**said))


def _reports(number: int) -> dict[str, Rows]:
    each = partnership(number, 7)
    return {parcel.report.period: parcel_rows(each, parcel)[0] for parcel in parcels(each)}


def _figure(rows: Rows, code: str, value: float) -> list[dict[str, Any]]:
    return [{**row, "value": value} if row["variable_code"] == code else row for row in rows["monthly_progress"]]


def _send_months_again(post: Post) -> None:
    ours, theirs = _reports(0), _reports(1)
    for period, rows in ours.items():
        post.workbook(rows, f"S001 {period}.xlsx", rows["monthly_cover"][0]["submitted_on"])
    for period in ("2026-01", "2026-02", "2026-03"):
        post.workbook(theirs[period], f"S002 {period}.xlsx", theirs[period]["monthly_cover"][0]["submitted_on"])
    february = {
        "monthly_cover": ours["2026-02"]["monthly_cover"],
        "monthly_progress": [{"variable_code": "system_input_own", "value": 40000, "unit": "m3"}],
    }
    post.workbook(february, "Februari sebagian.xlsx", date(2026, 4, 10))
    march = {**ours["2026-03"], "monthly_activities": ours["2026-03"]["monthly_activities"][:1]}
    march["monthly_activities"] = [{**march["monthly_activities"][0], "participants": 99}]
    post.workbook(march, "Maret lagi.xlsx", date(2026, 5, 20))
    sent_first = post.data / "sent" / "S001 2026-03.xlsx"
    post.landing.receive(sent_first, datetime(2026, 5, 25, 3), Submission(kind="monthly_report"))
    post.landing.receive(sent_first, datetime(2026, 5, 26, 3))
    april = {**ours["2026-04"], "monthly_progress": _figure(ours["2026-04"], "system_input_own", 1)}
    post.workbook(april, "April tanpa kegiatan.xlsx", date(2026, 5, 21), spoil=True)
    june = {**ours["2026-06"], "monthly_progress": _figure(ours["2026-06"], "system_input_own", 2)}
    post.workbook(june, "Juni lama.xlsx", date(2026, 7, 1), arrived=date(2026, 8, 20))
    wrong = {
        **theirs["2026-05"],
        "monthly_cover": [{**theirs["2026-05"]["monthly_cover"][0], "partnership_id": "S001"}],
    }
    wrong["monthly_activities"] = [{"description": "nihil"}]
    wrong["monthly_advice_actions"] = [{"advice_id": "nihil"}]
    wrong["monthly_requests"] = [{"question": "nihil"}]
    post.workbook(wrong, "S001 Mei dari tetangga.xlsx", date(2026, 6, 20))
    folder = post.data / "reference" / "corrections"
    folder.mkdir(parents=True)
    (folder / "pindah.yml").write_text(MOVE)


def _send_documents(post: Post) -> None:
    meeting = "S001/mentee/meeting/W01"
    for name in ("foto.jpg", "foto.png", "foto.heic", "notula.docx", "notula.odt", "notula.doc"):
        post.document(name, kind="evidence", partnership_id="S001", obligation_id=meeting)
    for served in ("S001", "S002"):
        post.document("surat.pdf", kind="minutes", partnership_id=served)
    for name in ("terkunci.docx", "halaman.jpg", "program.pdf", "kosong.pdf"):
        post.document(name, kind="minutes", partnership_id="S001")
    post.document("rahasia.pdf", content=LOCKED_PDF, kind="minutes", partnership_id="S001")
    post.document("apa ini.pdf", content=PDF + b"apa")
    post.document("belum.pdf", content=PDF + b"belum")
    post.document("belum.pdf", date(2026, 9, 3), content=PDF + b"belum", kind="minutes", partnership_id="S002")
    post.document("salah jenis.pdf", content=PDF + b"jenis", kind="monitering_report", partnership_id="S001")
    for name in ("halaman.jpg", "kosong.pdf"):
        post.document(name, date(2026, 9, 4), partnership_id="S001", obligation_id="S001/mentee/meeting/W02")
    post.document(
        "dengan kewajiban.pdf", content=PDF + b"kewajiban", partnership_id="S001",
        obligation_id="S001/mentee/meeting/W01",
    )  # fmt: skip
    _send_documents_again(post)
    post.document(
        "pindaian.jpg", date(2026, 7, 8), content=b"\xff\xd8\xff\xe0 laporan", kind="monthly_report",
        partnership_id="S002", period="2026-06", sender="Ibu Sri",
    )  # fmt: skip


def _send_documents_again(post: Post) -> None:
    """Each first as somebody forgot to say something of it, then as its finding asks; one scan twice."""
    scan, later = b"\xff\xd8\xff\xe0 ", date(2026, 9, 5)
    post.document("dua kali.jpg", content=scan + b"dua", kind="monthly_report", partnership_id="S002", period="2026-04")
    post.document(
        "dua kali.jpg", later, scan + b"dua", kind="monthly_report", partnership_id="S002",
        obligation_id="S002/mentee/monthly_report/2026-04",
    )  # fmt: skip
    post.document("tanpa bulan.jpg", content=scan + b"bulan", kind="monthly_report", partnership_id="S001")
    post.document(
        "tanpa bulan.jpg", later, scan + b"bulan", kind="monthly_report", partnership_id="S001", period="2026-06"
    )
    post.document("jenis lain.pdf", content=PDF + b"lain", kind="monitering_report", partnership_id="S001")
    post.document("jenis lain.pdf", later, PDF + b"lain", kind="minutes", partnership_id="S001")
    post.document("yang mana.pdf", content=PDF + b"mana", kind="meeting", partnership_id="S001")
    post.document(
        "yang mana.pdf", later, PDF + b"mana", kind="meeting", partnership_id="S001",
        obligation_id="S001/mentee/meeting/W01",
    )  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two partnerships of the sample with everything above."""
    data = tmp_path_factory.mktemp("resubmission")
    post = Post(data)
    programme = plan_programme(2, seed=7)
    (register,) = programme.registers()
    path = data / "sent" / "register.xlsx"
    rows = dict(programme.register_rows(register))
    write_workbook(newest("programme_register"), Language.INDONESIAN, rows, path, lean=True)
    post.landing.receive(path, datetime(2026, 9, 29, 3))
    _send_months_again(post)
    _send_documents(post)
    return data


@pytest.fixture(scope="module")
def published(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with judged(data, AS_OF) as connection:
        yield connection


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(query, list(values)).fetchall()


def _outcome(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return _rows(
        connection, "SELECT outcome, message_en FROM quality.file_outcome WHERE file_name = ? ORDER BY 1", name
    )


def _found(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    found = "SELECT rule FROM quality.finding WHERE file_name = ? AND severity <> 'info' ORDER BY 1"
    return [rule for (rule,) in _rows(connection, found, name)]


# ---- a month sent again


def test_what_a_partial_report_leaves_blank_stays_as_the_earlier_one_told_it(published) -> None:
    month = "metric_code = ? AND period_start = DATE '2026-02-01' AND partnership_id = 'S001'"
    figure = f"SELECT value, source_file FROM mart.pilot_metric WHERE {month}"
    assert _rows(published, figure, "system_input_own") == [(40000.0, "Februari sebagian.xlsx")]
    assert _rows(published, figure, "billed_metered") == [(23031.0, "S001 2026-02.xlsx")]
    told = "SELECT DISTINCT source_file FROM mart.narrative WHERE period = '2026-02' AND partnership_id = 'S001'"
    assert _rows(published, told) == [("S001 2026-02.xlsx",)]
    content = "SELECT credit_content FROM mart.obligation WHERE obligation_id = 'S001/mentee/monthly_report/2026-02'"
    before = "SELECT credit_content FROM mart.obligation WHERE obligation_id = 'S001/mentee/monthly_report/2026-04'"
    assert _rows(published, content) == _rows(published, before)


def test_a_correction_of_a_figure_that_a_partial_report_left_blank_still_acts(published) -> None:
    state = "SELECT state FROM quality.correction WHERE correction_id = 'TEKANAN-1'"
    assert _rows(published, state) == [("applied",)]


def test_a_late_file_that_changes_a_month_keeps_the_earlier_value_with_both_cells_and_days(published) -> None:
    changed = (
        "SELECT earlier_value, later_value, known_on, changed_on, earlier_file, earlier_cell, later_file, later_cell, "
        "is_in_force FROM mart.revision WHERE partnership_id = 'S001' AND subject = 'system_input_own'"
    )
    assert _rows(published, changed) == [
        (
            39548.0, 40000.0, date(2026, 3, 6), date(2026, 4, 10), "S001 2026-02.xlsx", "D4",
            "Februari sebagian.xlsx", "D4", True,
        )
    ]  # fmt: skip
    derived = "SELECT round(earlier_value, 1), round(later_value, 1) FROM mart.revision WHERE subject = 'nrw_pct'"
    assert _rows(published, derived) == [(41.2, 41.8)]
    message = "Taken: 1 row filled in; entries told otherwise before, kept as revisions: 1."
    assert _outcome(published, "Februari sebagian.xlsx") == [("accepted", message)]


def test_rows_that_a_later_report_changes_or_drops_are_revisions_and_dropped_ones_a_finding(published) -> None:
    changes = dict(
        _rows(
            published,
            "SELECT change, count(*) FROM mart.revision WHERE kind = 'monthly_activities' "
            "AND subject_period = '2026-03' GROUP BY ALL",
        )
    )
    assert changes == {"changed": 1, "withdrawn": 5}
    assert _found(published, "Maret lagi.xlsx") == ["nothing_dropped"]
    still = "SELECT count(*) FROM mart.evidence WHERE obligation_id = 'S001/mentee/activity/W07'"
    assert _rows(published, still) == [(0,)]


def test_the_first_file_sent_once_more_changes_nothing_and_says_how_to_go_back_to_it(published) -> None:
    said = _rows(
        published,
        "SELECT message_en FROM quality.file_outcome WHERE file_name = 'S001 2026-03.xlsx' AND outcome = 'duplicate'",
    )
    assert said and all("write today as the day of sending" in message for (message,) in said)


def test_a_refused_later_file_and_one_sent_earlier_displace_nothing(published) -> None:
    figure = (
        "SELECT source_file FROM mart.pilot_metric WHERE metric_code = 'system_input_own' AND partnership_id = 'S001' "
        "AND period_start = ?"
    )
    assert _rows(published, figure, date(2026, 4, 1)) == [("S001 2026-04.xlsx",)]
    assert _rows(published, figure, date(2026, 6, 1)) == [("S001 2026-06.xlsx",)]
    assert [outcome for outcome, _ in _outcome(published, "April tanpa kegiatan.xlsx")] == ["rejected"]
    unchanged = "FROM mart.revision WHERE partnership_id = 'S001' AND subject_period IN ('2026-04', '2026-06')"
    assert _rows(published, unchanged) == []


def test_a_report_moved_to_its_partnership_counts_there_and_both_see_the_move(published) -> None:
    figure = (
        "SELECT partnership_id, source_file FROM mart.pilot_metric WHERE metric_code = 'system_input_own' "
        "AND period_start = DATE '2026-05-01' ORDER BY 1"
    )
    moved = "SELECT partnership_id, earlier_text, later_text FROM mart.revision WHERE change = 'moved' ORDER BY 1"
    delivered = "SELECT status FROM mart.obligation WHERE obligation_id = 'S002/mentee/monthly_report/2026-05'"
    assert [name for name, _ in _rows(published, figure)] == ["S001", "S002"]
    assert _rows(published, figure)[1] == ("S002", "S001 Mei dari tetangga.xlsx")
    assert _rows(published, moved) == [(each, "S001 · 2026-05", "S002 · 2026-05") for each in ("S001", "S002")]
    assert _rows(published, delivered)[0][0].startswith("fulfilled")


def test_the_receipt_tells_what_a_later_file_changed_and_where_a_document_lies(published, data: Path) -> None:
    found = receipt(published, "S001", "mentee", "commitment")
    dropped = [one for indicator in found.criteria[0].indicators for one in indicator.revisions]
    assert ("S001/mentee/activity/W07", "withdrawn") in {(one.subject, one.change) for one in dropped}
    told = [text for _, text in lines(found, Language.ENGLISH, lambda sha256: original_path(data / "landing", sha256))]
    assert any("told otherwise by a later file: S001/mentee/activity/W07" in text for text in told)
    assert any("(original: " in text and "foto" in text for text in told)


def test_a_partner_sees_only_the_revisions_of_its_own_partnership(published) -> None:
    (mentee,) = _rows(published, "SELECT mentee_id FROM mart.partnership WHERE partnership_id = 'S002'")[0]
    seen = revisions(published, Viewer(ViewerRole.PARTNER, mentee))
    everything = revisions(published, LOCAL_VIEWER)
    assert set(seen["partnership_id"]) == {"S002"}
    assert {"S001", "S002"} <= set(everything["partnership_id"])


# ---- documents


@pytest.mark.parametrize("name", BYTES)
def test_what_a_document_is_and_how_it_opens_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    content, kind, media_type = BYTES[name]
    path = tmp_path / "tanpa nama"
    path.write_bytes(content)
    assert (look_at(path).content, look_at(path).media_type) == (kind, media_type)
    assert (media_type in ENDINGS) == (kind in ("pdf", "picture", "word"))


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("laporan.html", "application/pdf", "laporan.pdf"),
        ("foto.JPEG", "image/jpeg", "foto.JPEG"),
        ("../../etc/laporan.exe", "image/png", "laporan.png"),
        ("C:\\luar\\laporan", "application/pdf", "laporan.pdf"),
    ],
)
def test_a_download_bears_the_ending_of_what_it_is(name: str, media_type: str, expected: str) -> None:
    assert download_name(name, media_type) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("halaman.jpg", "is a web page, whatever its name says"),
        ("program.pdf", "is neither PDF, Word, spreadsheet nor picture"),
        ("kosong.pdf", "is empty (0 bytes)"),
    ],
)
def test_a_file_that_pretends_is_refused_with_what_it_is_and_kept_byte_for_byte(
    published, data: Path, name: str, words: str
) -> None:
    assert {outcome for outcome, _ in _outcome(published, name)} == {"rejected"}
    assert all(words in message for _, message in _outcome(published, name))
    ((sha256,),) = _rows(published, "SELECT DISTINCT file_sha256 FROM quality.file_outcome WHERE file_name = ?", name)
    assert original_path(data / "landing", sha256).read_bytes() == BYTES[name][0]


def test_what_pretends_fulfils_no_obligation_and_a_document_with_one_needs_no_kind(published) -> None:
    behind = "SELECT source_file FROM mart.evidence WHERE obligation_id = ?"
    assert not {("halaman.jpg",), ("kosong.pdf",)} & set(_rows(published, behind, "S001/mentee/meeting/W02"))
    assert ("dengan kewajiban.pdf",) in _rows(published, behind, "S001/mentee/meeting/W01")
    message = "Kept as a document of S001 (S001/mentee/meeting/W01)."
    assert _outcome(published, "dengan kewajiban.pdf") == [("accepted", message)]
    assert _found(published, "dengan kewajiban.pdf") == []


def test_what_became_of_a_document_names_its_kind_in_the_words_of_the_language(published) -> None:
    told = "SELECT message_en, message_id FROM quality.file_outcome WHERE file_name = ?"
    messages = _rows(published, told, "surat.pdf")
    assert any("(Minutes of the initial meeting)" in en and "(Notula pertemuan awal)" in id_ for en, id_ in messages)


def test_one_scan_told_by_its_month_and_by_its_obligation_stands_once(published) -> None:
    assert [outcome for outcome, _ in _outcome(published, "dua kali.jpg")] == ["accepted", "accepted"]
    assert len(_rows(published, "SELECT 1 FROM mart.document WHERE source_file = 'dua kali.jpg'")) == 1
    waiting = "SELECT waits_for FROM mart.waiting_document WHERE file_name = 'dua kali.jpg'"
    assert _rows(published, waiting) == [("content",)]


@pytest.mark.parametrize("name", ["tanpa bulan.jpg", "jenis lain.pdf", "yang mana.pdf"])
def test_what_is_received_again_as_its_finding_asks_waits_no_longer(published, name: str) -> None:
    assert len(_outcome(published, name)) == 2
    assert _rows(published, "SELECT 1 FROM mart.waiting_document WHERE file_name = ?", name) == []
    assert _found(published, name) == []


def test_a_document_with_a_password_is_kept_counted_and_asks_for_a_copy(published) -> None:
    for name in ("rahasia.pdf", "terkunci.docx"):
        assert [outcome for outcome, _ in _outcome(published, name)] == ["accepted"]
        assert _found(published, name) == ["document_without_password"]


def test_pictures_and_documents_of_every_format_are_evidence_of_the_obligation_named(published) -> None:
    shown = documents.behind(published, LOCAL_VIEWER, ("S001/mentee/meeting/W01",))
    names = {name for name, (_, kind, _) in BYTES.items() if kind in ("picture", "word")}
    assert names <= set(shown["file_name"])
    assert set(shown.loc[shown["file_name"].isin(names), "media_type"]) <= set(ENDINGS)


def test_one_document_of_two_partnerships_is_stored_once_and_stands_in_both(published, data: Path) -> None:
    stands = _rows(
        published, "SELECT partnership_id, file_sha256 FROM mart.document WHERE source_file = 'surat.pdf' ORDER BY 1"
    )
    assert [name for name, _ in stands] == ["S001", "S002"]
    assert len({sha256 for _, sha256 in stands}) == 1
    stored = list((data / "landing" / "originals").rglob(stands[0][1]))
    assert len(stored) == 1


def test_a_scan_to_be_keyed_in_is_on_the_facilitators_list_with_its_age_sender_and_command(published) -> None:
    sample = Filters(Origin.SAMPLE)
    listed = documents.waiting(published, LOCAL_VIEWER, sample)
    scan = listed[listed["waits_for"] == "content"].iloc[0]
    assert (scan["file_name"], scan["age_days"], scan["sender"]) == ("pindaian.jpg", 84, "Ibu Sri")
    assert "template monthly-report --partnership S002 --month 2026-06" in scan["message_en"]
    board = documents.waiting(published, Viewer(ViewerRole.BOARD), sample)
    assert board["sender"].isna().all()


def test_a_document_waits_until_somebody_says_what_it_is(published) -> None:
    waiting = dict(_rows(published, "SELECT file_name, waits_for FROM mart.waiting_document"))
    assert waiting["apa ini.pdf"] == "kind_and_partnership"
    assert waiting["salah jenis.pdf"] == "known_kind"
    assert waiting["rahasia.pdf"] == "readable_copy"
    assert "belum.pdf" not in waiting
    assert _found(published, "apa ini.pdf") == ["document_said_to_be_something"]


def test_a_document_is_opened_only_by_who_may_see_its_partnership(published) -> None:
    (mentee,) = _rows(published, "SELECT mentee_id FROM mart.partnership WHERE partnership_id = 'S002'")[0]
    ((photo,),) = _rows(published, "SELECT file_sha256 FROM quality.file_outcome WHERE file_name = 'foto.jpg'")
    assert len(documents.named(published, LOCAL_VIEWER, (photo,))) == 1
    assert documents.named(published, Viewer(ViewerRole.PARTNER, mentee), (photo,)).empty


def test_a_path_is_never_made_from_anything_but_a_hash() -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        original_path(Path("landing"), "../../etc/passwd")


def test_a_document_too_large_is_refused_on_arrival_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "besar.pdf"
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(50_000_001)
    given = Landing(tmp_path / "landing").receive(path, datetime(2026, 9, 1, 3), Submission(kind="minutes"))
    assert given.outcome is Arrival.REFUSED and "Scan it in grey at 150 dpi" in given.message_en


# ---- removed for privacy


def _judged(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What counts, and what became of every file, without publishing."""
    tables = ("raw.file", "raw.header", "mart.pilot_metric", "mart.document", "mart.obligation", "quality.file_outcome")
    with judged(data, AS_OF) as connection:
        return {table: _rows(connection, f"SELECT * FROM {table} ORDER BY ALL") for table in tables}


def test_a_file_removed_for_privacy_counts_no_more_whatever_was_read_of_it_before(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    landing = Landing(copy / "landing")
    named = ("Februari sebagian.xlsx", "pindaian.jpg")
    removed = {record.file_sha256 for record in landing.records() if record.file_name in named}
    assert len(removed) == 2 and removed & parsed_rows(copy).known()
    for sha256 in removed:
        landing.forget(sha256, "identity card", datetime(2026, 10, 2))
    kept = _judged(copy)
    left = {path for path in (copy / "warehouse" / "parsed").rglob("*.parquet") if _tells_of(path, removed)}
    shutil.rmtree(copy / "warehouse" / "parsed")
    assert kept == _judged(copy)
    assert not left
    told = [row for row in kept["quality.file_outcome"] if removed & set(row)]
    assert len(told) == 2
    assert all("rejected" in row and "Removed for privacy; nothing of it counts." in row for row in told)
    assert not any(
        removed & set(row) for table, rows in kept.items() for row in rows if table != "quality.file_outcome"
    )


def _tells_of(path: Path, removed: set[str]) -> bool:
    return bool(removed & set(pq.read_table(path, columns=["file_sha256"]).column(0).to_pylist()))
