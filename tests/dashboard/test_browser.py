"""The dashboard in a real browser, behind its own door (app.py): known numbers, receipts, downloads, bad addresses."""

import re
import socket
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard import programme
from tests.dashboard.conftest import PATIENCE_MS
from tests.dashboard.served import served, settle, stand_still

# page and address: what programme.py and chapters.py put there, in English and in Indonesian
KNOWN = {
    "": (
        "of 10 monthly reports due, 9 have arrived (90%)",
        "dari 10 laporan bulanan yang jatuh tempo, 9 sudah diterima",
    ),
    "results?subject=non_revenue_water&standing=on_track": ("198,040", "198.040"),
    "reporting?role=mentee": ("in the months before, 88%", "bulan-bulan sebelumnya 88%"),
    "map?province=Jawa Tengah": ("3 of 3 partnerships", "3 dari 3 kemitraan"),
    "profile?partnership=P001": (
        "1 of 5 monthly reports due is missing",
        "1 dari 5 laporan bulanan yang jatuh tempo belum",
    ),
    # on paper, the actual of May: 46 000 m³, four tenths of the way from 50 000 to 40 000
    "profile?partnership=P001&part=all": ("46,000", "46.000"),
    "metrics?partnership=P001": ("from 13.0 to 16.2 m³/day", "dari 13,0 menjadi 16,2 m³/hari"),
    "lessons": ("and 6 problems or obstacles, told by 3 of 3", "dan 6 masalah atau kendala, dicatat oleh 3 dari 3"),
    # the only score of this mentor: 72 lies between the edges 60 and 80
    "mentor?mentor=P001-MR": ("72 ◐ Fair", "72 ◐ Cukup"),
    "desk?waits=overdue": ("1 obligation is past its day", "1 kewajiban sudah lewat tenggat"),
    # of the six monthly reports of January to June the one of March came late, on its tenth of April
    "self_assessment?viewer=partner&party=P001-ME&assess=reports": (
        "due 10 Apr 2026 · recorded 10 Apr 2026",
        "jatuh tempo 10 Apr 2026 · tercatat 10 Apr 2026",
    ),
    # the report of January held 41 rows, of which C9 was refused
    "submit?partnership=P001&workbook=visit_slip": ("40 rows accepted, 1 refused.", "40 baris diterima, 1 ditolak."),
    "budget?year=2026": ("in million rupiah: 260 for costs", "dalam juta rupiah: 260 untuk biaya"),
    # programme.py defines seven indicators
    "indicators": ("7 rows", "7 baris"),
    "indicators?catalogue=rules": ("Scores from here on are good.", "Nilai mulai dari sini berarti baik."),
    "quality": ("40 rows accepted, 1 refused.", "40 baris diterima, 1 ditolak."),
    "quality?tab=findings&severity=critical": ("Write a number.", "Tulis angka."),
}


@pytest.mark.parametrize("path", KNOWN)
def test_a_known_number_is_on_the_page_in_both_languages_and_its_address_survives_a_reload(
    path: str, address: str, page: Page
) -> None:
    def shows(text: str) -> None:
        words = r"\s+".join(re.escape(word) for word in text.split())
        expect(page.get_by_text(re.compile(words, re.IGNORECASE)).first).to_be_visible()

    english, indonesian = KNOWN[path]
    page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang=en")
    shows(english)
    page.get_by_text("Bahasa Indonesia").click()
    shows(indonesian)
    expect(page).to_have_url(re.compile("lang=id"))
    page.reload()
    shows(indonesian)
    expect(page.locator("html")).to_have_attribute("lang", "id")
    asked = dict(parse_qsl(urlsplit(path).query))
    assert asked.items() <= dict(parse_qsl(urlsplit(page.url).query)).items()


def test_a_filter_in_the_address_survives_a_reload(address: str, page: Page) -> None:
    page.goto(f"{address}/?lang=en&subject=gis_digitisation")
    expect(page.get_by_text("1 partnership by stage")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 partnership by stage")).to_be_visible()
    assert "subject=gis_digitisation" in page.url


def test_a_profile_opened_by_its_address_shows_its_score_and_its_receipt_down_to_the_cell(
    address: str, page: Page
) -> None:
    page.goto(f"{address}/profile?lang=en&partnership=P001")
    expect(page.get_by_role("heading", name="Tirta Contoh Satu")).to_be_visible()
    chart = page.locator(".st-key-bullets_mentee")
    expect(chart.get_by_text("80", exact=True).last).to_be_visible()
    page.get_by_role("button", name="Receipt: Reports").last.click()
    receipt = page.get_by_role("dialog")
    expect(receipt.get_by_text("Monthly report January 2026")).to_be_visible()
    expect(receipt.get_by_text("laporan_2026-01.xlsx").first).to_be_visible()
    expect(receipt.get_by_text("C5").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "mark", "number", "shown"),
    [
        ("profile?partnership=P001", "bullets_mentee .barlayer .point", 1, ("80 ● Good", "laporan_2026-03.xlsx")),
        ("profile?partnership=P001", "reports_chart .scatterlayer .point", 2, ("March 2026", "Sampul › C5")),
        (
            "profile?partnership=P001&part=targets", "target_progress_chart .barlayer .point", 0,
            ("46,000 − 50,000", "register.xlsx › Partnerships › A5"),
        ),
        (
            "profile?partnership=P001&part=targets", "metric_nrw_volume .scatterlayer .point", 4,
            ("490 m³ · Non-revenue water, Feb 2026", "laporan_2026-02.xlsx", "C-system_input_volume"),
        ),
        (
            "profile?partnership=P001&part=plan", "timeline_chart .scatterlayer .point", 1,
            ("Memorandum of Agreement (MoA), MoA/1", "signed 15 Dec 2025", "register.xlsx › Partnerships › A5"),
        ),
        (
            "metrics?partnership=P001", "truth_nrw_pct .scatterlayer .point", 2,
            ("40 (35.8 to 44.2) · Dec 2025", "laporan_2025-12.xlsx", "C-billed_metered"),
        ),
    ],
)  # fmt: skip
def test_a_click_on_a_mark_of_a_chart_opens_its_own_receipt_each_time_and_never_by_itself(
    path: str, mark: str, number: int, shown: tuple[str, ...], address: str, page: Page
) -> None:
    page.goto(f"{address}/{path}&lang=en")
    settle(page)
    receipt = page.get_by_role("dialog")
    for _time in range(2):
        key, inside = mark.split(" ", 1)
        point = page.locator(f"[class*='st-key-{key}'] {inside}").nth(number)
        stand_still(point)
        point.click(force=True)
        for words in shown:
            expect(receipt).to_contain_text(words)
        page.keyboard.press("Escape")
        expect(receipt).to_have_count(0)
        settle(page)
    page.get_by_role("tab").nth(1).click()
    settle(page)
    expect(receipt).to_have_count(0)


def test_the_name_of_the_first_page_leads_to_it_with_its_filters(address: str, page: Page) -> None:
    page.goto(f"{address}/overview?lang=en&subject=gis_digitisation")
    expect(page.get_by_text("1 partnership by stage")).to_be_visible()
    expect(page).to_have_url(f"{address}/?lang=en&subject=gis_digitisation")


def test_an_address_that_names_a_list_brings_it_into_view_once(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 400})
    page.goto(f"{address}/reporting?lang=en&owed=all&status=overdue&shown=owed")
    heading = page.get_by_role("heading", name="What is owed now")
    settle(page)
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    expect(page).not_to_have_url(re.compile("shown="))
    page.reload()
    settle(page)
    expect(heading).not_to_be_in_viewport()


def test_a_part_of_a_life_is_asked_for_when_its_tab_is_opened(address: str, page: Page) -> None:
    page.goto(f"{address}/profile?lang=en&partnership=P001")
    expect(page.get_by_role("heading", name="Reports", exact=True)).to_be_visible()
    assert page.get_by_role("heading", name="In their own words").count() == 0
    page.get_by_role("tab", name="Advice and lessons").click()
    expect(page.get_by_role("heading", name="In their own words")).to_be_visible()
    assert "part=words" in page.url


def test_an_unknown_partnership_in_the_address_is_not_found(address: str, page: Page) -> None:
    page.goto(f"{address}/profile?lang=en&partnership=P999")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    assert page.get_by_text("Tirta Contoh Satu").count() == 0


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("id", ("Halaman tidak ditemukan", "Dasbor tidak memiliki halaman dengan alamat ini")),
        ("en", ("Page not found", "The dashboard has no page at this address")),
    ],
)
def test_an_address_of_no_page_is_answered_in_the_language_of_the_page(
    lang: str, said: tuple[str, str], address: str, page: Page
) -> None:
    page.goto(f"{address}/nosuch?lang={lang}")
    for text in said:
        expect(page.get_by_role("dialog")).to_contain_text(text)
    expect(page.get_by_role("dialog")).not_to_contain_text("Running the app's main page")


def test_the_server_answers_at_its_loopback_address_and_at_no_other(address: str) -> None:
    port = urlsplit(address).port
    with socket.create_connection(("127.0.0.1", port), timeout=10):
        pass
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=10):
        pass


def test_a_page_asks_nothing_of_any_other_computer(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/reporting?lang=en")
    expect(page.get_by_role("heading", name="Reporting discipline")).to_be_visible()
    page.wait_for_load_state("networkidle")
    foreign = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert len(asked) > 5
    assert foreign == []


def test_the_first_page_is_compressed_on_the_wire(address: str, browser: Browser) -> None:
    sizes: list[int] = []
    context = browser.new_context()  # has fetched nothing yet
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"{address}/?lang=en")
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_load_state("networkidle")
    context.close()
    assert 100_000 < sum(sizes) < 3_500_000


def test_a_downloaded_workbook_holds_what_the_page_shows_and_says_of_which_build(
    address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/reporting?lang=id&owed=all")
    table = page.get_by_test_id("stTable").first
    expect(table).to_be_visible()
    labels = [label.strip() for label in table.locator("thead th").all_inner_texts()]
    cells = table.locator("tbody tr").first.locator("td").all_inner_texts()
    shown = [re.sub(r"^\S (?=\w)", "", cell.strip()) for cell in cells]  # a status without its symbol
    with page.expect_download() as downloading:
        page.get_by_role("button", name="XLSX").last.click()
    file = tmp_path / "owed.xlsx"
    downloading.value.save_as(file)
    workbook = openpyxl.load_workbook(file)
    sheet, about = workbook.worksheets
    row = [cell.value for label, cell in zip(sheet[1], sheet[2], strict=True) if label.value in labels]
    assert downloading.value.suggested_filename.endswith("_2026-06-30.xlsx")
    assert [text for text in shown if not any(sign.isdigit() for sign in text)] == [
        value for value in row if isinstance(value, str) and not any(sign.isdigit() for sign in value)
    ]
    assert any("b-whole" in str(cell.value) for line in about for cell in line)


def test_a_partnership_that_vanishes_while_its_page_is_open_is_said_to_be_gone_at_the_next_click(
    browser: Browser, tmp_path: Path
) -> None:
    programme.publish(tmp_path, "b-open", [programme.full])
    context = browser.new_context()
    page = context.new_page()
    with served(tmp_path) as url:
        page.goto(f"{url}/profile?lang=en&partnership=P001")
        expect(page.get_by_role("heading", name="Tirta Contoh Satu")).to_be_visible(timeout=PATIENCE_MS)
        programme.publish(tmp_path, "b-gone", [programme.silent])
        data = page.get_by_test_id("stExpander").filter(has_text="Data of this chart").first
        data.locator("summary").click()  # shows what belongs to the page as it stands, and runs nothing else again
        expect(data.get_by_test_id("stTable")).to_contain_text("Commitment", timeout=PATIENCE_MS)
        expect(page.get_by_text("(open)")).to_be_visible()
        page.get_by_role("tab", name="Advice and lessons").click()
        expect(page.get_by_role("heading", name="Not found")).to_be_visible(timeout=PATIENCE_MS)
        page.get_by_role("button", name="Continue without it").click()
        expect(page.get_by_text("(gone)")).to_be_visible(timeout=PATIENCE_MS)
        assert page.get_by_text("could not be shown").count() == 0
    context.close()


@pytest.mark.parametrize(
    "query",
    [
        "partnership=%3Cscript%3Ewindow.hit%3D1%3C%2Fscript%3E",
        "partnership=%3Dcmd()%7C%27%20/C%20calc%27!A0",
        "subject=%27%20OR%201%3D1%20--",
        "origin=%00%EF%BF%BD",
        "lang=en&lang=id&year=99999999999999999999",
        "viewer=root&party=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E",
        "part=" + "x" * 4000,
    ],
)
def test_a_hostile_address_is_answered_in_words_and_runs_nothing(query: str, address: str, page: Page) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(f"{address}/profile?{query}")
    expect(page.get_by_role("heading").first).to_be_visible()
    settle(page)
    assert page.evaluate("() => window.hit") is None
    assert said == []
    assert page.get_by_text("Traceback").count() == page.get_by_text("could not be shown").count() == 0
