"""A facilitator's day, played through on the terminal and in a browser: a report asked for, filled in wrongly, checked,
mended in the workbook that went back, received, built, and seen with its receipt."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from pipelines.intake import Landing
from pipelines.self_assessment_form import read_back
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.dashboard.served import QUIET_BROWSER, served, settle
from warehouse.vocabulary import Language

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-03-31"
PROOF = "=cmd()|'/C calc' <script>alert(1)</script>"
JANUARY = "P001/mentee/monthly_report/2026-01"
PATIENCE_MS = 60_000
PROGRESS, REQUESTS = "1 Data kemajuan", "6 Permintaan saran"

REGISTER = {
    "register_cover": [{
        "programme_id": "HARI", "programme_name": "Program rekaan sehari", "programme_kind": "solidarity_partnership",
        "origin": "sample",
    }],
    "register_parties": [
        {"party_id": "U-1", "name": "Tirta Rekaan Satu", "kind": "utility"},
        {"party_id": "U-2", "name": "Tirta Rekaan Dua", "kind": "utility"},
    ],
    "register_partnerships": [{
        "partnership_id": "P001", "title": "Penurunan air tak berekening", "subject": "nrw_reduction",
        "mentor_id": "U-1", "mentee_id": "U-2", "pilot_start_on": date(2026, 1, 1), "pilot_end_on": date(2026, 6, 30),
    }],
    "register_agreements": [
        {"partnership_id": "P001", "kind": kind, "signed_on": signed_on}
        for kind, signed_on in (
            ("letter_of_intent", date(2025, 11, 3)),
            ("work_plan", date(2025, 12, 15)),
            ("memorandum_of_agreement", date(2025, 12, 22)),
        )
    ],
    "register_targets": [{
        "partnership_id": "P001", "target_id": "T1", "kind": "technical", "horizon": "short", "metric_code": "nrw_pct",
        "baseline": 40, "baseline_on": date(2025, 12, 31), "target": 30, "due_on": date(2026, 6, 30),
        "actual_basis": "month",
    }],
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A facilitator's desk: a data folder whose register is built, and no report yet."""
    desk = tmp_path_factory.mktemp("desk")
    write_workbook(newest("programme_register"), Language.INDONESIAN, REGISTER, desk / "register.xlsx", lean=True)
    wops(desk, "receive", "register.xlsx", "--on", "2026-01-02")
    built = wops(desk, "build", "--as-of", AS_OF)
    assert "Terbit:" in built.stdout
    shutil.copytree(desk / "data", desk / "before")
    return desk


def wops(desk: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `wops` in the facilitator's folder, as a person would, and expect its exit code."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        cwd=desk, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def returned(office: Path) -> Path:
    """The prefilled report, filled in wrongly, and checked: the workbook that goes back to the engineer."""
    wops(office, "template", "monthly-report", "--partnership", "P001", "--month", "2026-02", "-o", "lap.xlsx")
    book = openpyxl.load_workbook(office / "lap.xlsx")
    book["Sampul"]["B9"] = date(2026, 3, 4)
    fill(book, {"system_input_volume": "dua belas ribu", "billed_metered": 8_400, "supply_hours": 31})
    book[REQUESTS]["A5"], book[REQUESTS]["B5"] = None, "Tekanan"
    book.save(office / "lap.xlsx")
    told = wops(office, "check", "lap.xlsx", "--as-of", AS_OF, code=1).stdout
    assert "1 Data kemajuan!D5" in told and "dua belas ribu" in told
    (written,) = [path for path in office.glob("lap*.xlsx") if path.name != "lap.xlsx"]
    return written


def fill(book: Workbook, values: dict[str, object]) -> None:
    """Write the values of a month beside their codes."""
    rows = {str(row[1].value): row for row in book[PROGRESS].iter_rows(min_row=5)}
    for code, value in values.items():
        rows[code][3].value = value


def test_the_workbook_that_goes_back_lists_every_finding_and_leads_to_its_cell(returned: Path) -> None:
    book = openpyxl.load_workbook(returned)
    listed = book.worksheets[0]
    links = {cell.hyperlink.location for row in listed.iter_rows() for cell in row if cell.hyperlink}
    assert f"'{PROGRESS}'!D5" in links and f"'{PROGRESS}'!D19" in links
    assert "dua belas ribu" in book[PROGRESS]["D5"].comment.text
    assert book[PROGRESS]["D5"].value == "dua belas ribu"
    assert book[PROGRESS]["D9"].comment is None


@pytest.fixture(scope="module")
def assessed(office: Path) -> Path:
    """The mentee's self-assessment, sent as the page sends it: it says that it did send the report of January."""
    line = {"obligation_id": JANUARY, "answer": "done", "occurred_on": "2026-02-05", "proof": "Surel 5 Februari"}
    answers = {
        "partnership_id": "P001", "compiled_role": "mentee", "assessed_role": "mentee", "compiled_by": "Ani, Manajer",
        "submitted_on": "2026-03-20", "words": [{"criterion": "reports", "score": 70, "words": "Sudah tertib"}],
        "lines": [line],
    }  # fmt: skip
    (office / "answers.json").write_text(json.dumps(answers), "utf-8")
    as_the_mentee = ("--viewer=partner", "--party=U-2")
    sent = wops(office, "self-assessment", "submit", "answers.json", "--as-of", AS_OF, *as_the_mentee)
    assert "P001_penilaian_mandiri_mentee_2026-03-20.xlsx" in sent.stdout
    return office


@pytest.fixture(scope="module")
def mended(office: Path, returned: Path, assessed: Path) -> Path:
    """The same workbook, mended where its comments say so, received and built."""
    book = openpyxl.load_workbook(returned)
    fill(book, {"system_input_volume": 12_000, "supply_hours": 21})
    book[REQUESTS]["C5"] = "Berapa tekanan malam yang aman untuk pipa AC lama?"
    book.save(office / "lap_diperbaiki.xlsx")
    assert "lap_diperbaiki.xlsx" in wops(office, "check", "lap_diperbaiki.xlsx", "--as-of", AS_OF).stdout
    as_the_mentee = ("--partnership=P001", "--viewer=partner", "--party=U-2", "--from=Tirta Rekaan Dua")
    wops(office, "receive", "lap_diperbaiki.xlsx", "--on", "2026-03-04", *as_the_mentee)
    built = wops(office, "build", "--as-of", AS_OF)
    assert "accepted  lap_diperbaiki.xlsx: Diterima" in built.stdout
    assert "accepted  P001_penilaian_mandiri_mentee_2026-03-20.xlsx: Diterima" in built.stdout
    assert "P001 mentee reports" in built.stdout
    return office


def test_the_mended_report_stands_in_the_receipt_of_its_score(mended: Path) -> None:
    told = wops(mended, "explain", "P001", "--role", "mentee", "--criterion", "reports").stdout
    assert "lap_diperbaiki.xlsx" in told and "2026-02" in told


def test_what_the_mentee_says_of_itself_is_in_the_build_and_its_counterpart_cannot_read_it_yet(
    mended: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOPS_DATA", str(mended / "data"))
    as_partner = {"page": "self_assessment", "lang": "en", "viewer": "partner", "assess": "views"}
    own = opened_as(mended, **as_partner, party="U-2")
    assert not own.exception
    tables = "".join(table.value.to_string() for table in own.table)
    assert "We did this" in tables and "Surel 5 Februari" in tables and "Doubtful" in tables
    assert "Sudah tertib" in "".join(each.value for each in own.markdown)
    other = opened_as(mended, **as_partner, party="U-1")
    assert not other.exception
    assert "open once your own self-assessment" in other.info[-1].value
    assert len(other.table) == 0 and "Sudah tertib" not in "".join(each.value for each in other.markdown)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET_BROWSER))
        yield started
        started.close()


@contextmanager
def looking_at(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the dashboard in a window of its own."""
    opened = browser.new_page(viewport={"width": 1440, "height": 1000})
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(address)
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, mended: Path) -> Iterator[Page]:
    """The profile of the partnership in a browser, as the facilitator opens it."""
    with (
        served(mended / "data") as url,
        looking_at(browser, f"{url}/profile?lang=id&partnership=P001") as opened,
    ):
        yield opened


def test_the_mended_report_is_seen_in_the_dashboard_down_to_its_cell(page: Page) -> None:
    expect(page.get_by_role("heading", name="Tirta Rekaan Dua")).to_be_visible()
    of_mentor_and_mentee = page.get_by_role("button", name="Rincian: Laporan")
    expect(of_mentor_and_mentee).to_have_count(2)
    of_mentor_and_mentee.last.click()
    receipt = page.get_by_role("dialog")
    expect(receipt.get_by_text("lap_diperbaiki.xlsx").first).to_be_visible()


def opened_as(data: Path, page: str = "submit", **address: str) -> AppTest:
    """A page, by default that on which reports are handed in, as somebody opens it."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)
    app.run()
    app.switch_page(f"app_pages/{page}.py")
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def test_what_a_mentee_sent_stands_in_its_history_and_in_nobody_elses(
    mended: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOPS_DATA", str(mended / "data"))
    own = opened_as(mended, lang="en", viewer="partner", party="U-2").table[0].value
    assert "lap\\_diperbaiki" in own.to_string() and "Accepted" in own.to_string()
    others = opened_as(mended, lang="en", viewer="partner", party="U-1")
    assert not others.exception
    assert len(others.table) == 0


@pytest.fixture
def partner(browser: Browser, office: Path, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """The mentee at the page, over a data folder of its own."""
    data = tmp_path / "data"
    shutil.copytree(office / "data", data, ignore=shutil.ignore_patterns("spool"))
    with (
        served(data) as url,
        looking_at(browser, f"{url}/submit?lang=id&viewer=partner&party=U-2&month=2026-02") as opened,
    ):
        yield opened, data


def saved(page: Page, button: str, path: Path) -> Path:
    """What a download button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(path)
    return path


def test_a_mentee_takes_a_workbook_sees_its_findings_mends_and_sends_it(
    partner: tuple[Page, Path], tmp_path: Path
) -> None:
    page, data = partner
    page.get_by_role("button", name="Siapkan buku kerja").click()
    blank = saved(page, "Unduh buku kerja", tmp_path / "=laporan() <script>.xlsx")
    page.locator("input[type=file]").set_input_files(blank)
    expect(page.get_by_text("Belum ada yang diisi: tidak ada angka atau jawaban")).to_be_visible()
    book = openpyxl.load_workbook(blank)
    book["Sampul"]["B9"] = date(2026, 3, 4)
    fill(book, {"system_input_volume": "dua belas ribu", "billed_metered": 8_400, "supply_hours": 21})
    filled = tmp_path / "=laporan() <script> diisi.xlsx"
    book.save(filled)
    page.locator("input[type=file]").set_input_files(filled)
    found = page.get_by_role("table").filter(has_text="dua belas ribu")
    expect(found.get_by_text("D5", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Kirim", exact=True)).to_be_visible()

    marked = saved(page, "Unduh buku kerja Anda dengan temuan yang ditandai", tmp_path / "laporan_februari.xlsx")
    book = openpyxl.load_workbook(marked)
    assert "dua belas ribu" in book[PROGRESS]["D5"].comment.text
    fill(book, {"system_input_volume": 12_000})
    book.save(marked)
    assert "laporan" not in {record.file_name.split("_")[0] for record in Landing(data / "landing").records()}
    page.locator("input[type=file]").set_input_files(marked)
    expect(page.get_by_text("laporan_februari.xlsx").first).to_be_visible()
    expect(found).to_have_count(0)
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Terkirim.")).to_be_visible()
    expect(page.get_by_role("table").filter(has_text="laporan_februari.xlsx")).to_contain_text("Dikirim")

    record = Landing(data / "landing").records()[-1]
    assert (record.file_name, record.partnership_id) == ("laporan_februari.xlsx", "P001")
    assert (record.viewer_role, record.viewer_party, record.authenticated) == ("partner", "U-2", False)
    assert [place for place in (data / "spool").iterdir() if place.name != "sent"] == []


@pytest.fixture
def assessing(browser: Browser, office: Path, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """The mentee at its self-assessment, over a data folder of its own in which nobody has sent anything."""
    data = tmp_path / "data"
    shutil.copytree(office / "before", data)
    with (
        served(data) as url,
        looking_at(browser, f"{url}/self_assessment?lang=id&viewer=partner&party=U-2&assess=reports") as opened,
    ):
        yield opened, data


def test_a_mentee_assesses_itself_from_the_draft_to_the_file_that_is_received(assessing: tuple[Page, Path]) -> None:
    page, data = assessing
    card = page.locator('[class*="st-key-assess_card"]').filter(has_text="Laporan bulanan Januari 2026")
    card.get_by_text("Sudah kami laksanakan").click()
    card.get_by_label("Buktinya").fill(PROOF)
    card.get_by_label("Buktinya").blur()
    expect(page.get_by_text("1 dari")).to_be_visible()
    expect(page.get_by_text("draf tersimpan")).to_be_visible()
    page.reload()
    expect(card.get_by_label("Buktinya")).to_have_value(PROOF)
    page.get_by_label("Angka 0 sampai 100").fill("65")
    page.get_by_label("Angka 0 sampai 100").press("Enter")
    settle(page)

    page.get_by_role("tab", name="Periksa dan kirim").click()
    expect(page.get_by_text("tanpa tanggal pelaksanaan")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim", exact=True)).to_be_disabled()
    page.get_by_label("Diisi oleh").fill("Ani, Manajer <b>")
    page.get_by_label("Diisi oleh").press("Enter")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("sedang diperiksa")).to_be_visible()
    page.reload()
    expect(page.get_by_text("sedang diperiksa")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim", exact=True)).to_be_disabled()
    expect(page.get_by_text("Diterima sebagai")).to_be_visible()
    expect(page.get_by_text("sedang diperiksa")).to_have_count(0)
    expect(page.get_by_text("memerlukan tanggal pelaksanaan")).to_be_visible()
    expect(page.get_by_role("table").filter(has_text="Menunggu hasil berikutnya")).to_be_visible()

    (record,) = (each for each in Landing(data / "landing").records() if each.kind == "self_assessment")
    assert (record.kind, record.partnership_id, record.sender) == ("self_assessment", "P001", "Ani, Manajer <b>")
    assert (record.viewer_role, record.viewer_party, record.authenticated) == ("partner", "U-2", False)
    workbook = data.parent / record.file_name
    shutil.copy(Landing(data / "landing").path_of(record.file_sha256), workbook)
    told = read_back(workbook, Language.INDONESIAN)
    assert [(line.obligation_id, line.answer, line.proof) for line in told.lines] == [(JANUARY, "done", PROOF)]
    assert [(each.criterion, each.score, each.words) for each in told.words] == [("reports", 65, None)]
    page.get_by_role("tab", name="Pandangan pihak lain").click()
    expect(page.get_by_text("Penilaian mandiri Anda sudah diterima")).to_be_visible()
