"""What the facilitator decides on the page reaches the landing as a workbook, with its day, reason and name."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from dashboard.language import Translator
from dashboard.reminders import Item, Reminder, letter
from tests.dashboard import programme
from tests.dashboard.served import served, settle
from tests.dashboard.test_accessibility import violations
from warehouse.originals import original_path
from warehouse.vocabulary import Language

OBLIGATION = "P004/mentee/monthly_report/2026-01"


@pytest.fixture(scope="module")
def desk(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The desk served over a programme of its own, for here something is written into the data folder."""
    assert chromium.exists()
    data = programme.publish(tmp_path_factory.mktemp("desk_browser"), "b-desk-browser", [programme.silent])
    with served(data) as url:
        yield url, data


def landed(data: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_bytes()) for path in sorted((data / "landing" / "intake").glob("*.json"))]


def test_a_waiver_entered_on_the_page_lands_with_its_reason_and_once(desk: tuple[str, Path], page: Page) -> None:
    url, data = desk
    page.goto(f"{url}/desk?lang=en&partnership=P004&obligation={OBLIGATION}&act=waived")
    settle(page)
    page.get_by_label("Decided by (name and function)").fill("Ani, facilitator")
    page.get_by_label("Reason", exact=True).fill("=cmd() flood of <b>January</b>")
    page.get_by_role("button", name="Waive the obligation").click()
    expect(page.get_by_text("it counts in the next build")).to_be_visible()
    page.get_by_role("button", name="Waive the obligation").click()
    expect(page.get_by_text("Recorded before with the same content")).to_be_visible()
    first, second = landed(data)
    assert (first["outcome"], second["outcome"]) == ("new", "duplicate")
    said = ("facilitator_record", "P004", "Ani, facilitator", "facilitator", False)
    assert (*(first[name] for name in ("kind", "partnership_id", "sender", "viewer_role", "authenticated")),) == said
    book = openpyxl.load_workbook(io.BytesIO(original_path(data / "landing", str(first["file_sha256"])).read_bytes()))
    rows = [[cell.value for cell in row] for row in book["Waivers and preventions"].iter_rows()]
    (told,) = [row for row in rows if OBLIGATION in row]
    assert {"Waived", "Ani, facilitator", "=cmd() flood of <b>January</b>"} <= set(told)
    assert page.get_by_role("button", name="Reminder letter").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_that_is_to_be_pressed_can_be_read_in_either_theme(
    scheme: str, desk: tuple[str, Path], page: Page
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{desk[0]}/desk?lang=id&partnership=P004&obligation={OBLIGATION}&act=waived")
    settle(page)
    expect(page.get_by_role("button", name="Bebaskan kewajiban")).to_be_visible()
    assert violations(page, "color-contrast") == []


def test_a_day_typed_after_today_stays_as_typed_and_is_refused_in_the_language_of_the_page(
    desk: tuple[str, Path], page: Page
) -> None:
    url, data = desk
    before = len(landed(data))
    page.goto(f"{url}/desk?lang=id&partnership=P004&obligation={OBLIGATION}&act=waived")
    settle(page)
    page.get_by_label("Diputuskan oleh (nama dan jabatan)").fill("Ani")
    page.get_by_label("Alasan", exact=True).fill("Banjir")
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    parts.first.click()
    page.keyboard.type("31122098")
    page.get_by_role("button", name="Bebaskan kewajiban").click()
    expect(page.get_by_text("“Diputuskan pada” tidak mungkin 31 Desember 2098.")).to_be_visible()
    assert parts.all_inner_texts() == ["31", "12", "2098"]
    assert "outside allowed range" not in page.locator("body").inner_text()
    assert len(landed(data)) == before


def test_a_reminder_letter_downloads_as_one_page_of_its_language(desk: tuple[str, Path], page: Page) -> None:
    url, _data = desk
    page.goto(f"{url}/desk?lang=id&to=P004-ME")
    expect(page.get_by_text("Laporan bulanan Januari 2026: tenggat 10 Februari 2026").first).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Surat pengingat").click()
    letter = Path(downloading.value.path()).read_text("utf-8")
    assert downloading.value.suggested_filename == "pengingat_P004-ME_2026-06-30.html"
    assert '<html lang="id">' in letter and "10 Februari 2026" in letter and "Tirta Contoh Senyap" in letter


def test_the_longest_letter_fits_one_page_a4(page: Page) -> None:
    name = "Perumda Air Minum Tirta Contoh Seruling Kabupaten Mimpi Purnama"
    items = tuple(Item("Laporan monitoring: Kunjungan monitoring 2", name, date(2026, 5, 10), "sop") for _ in range(30))
    reminder = Reminder(name, "Program Kemitraan", date(2026, 6, 30), date(2026, 7, 30), items[:5], items[5:])
    page.set_content(letter(reminder, "Fulan Rekaan, Direktur", Translator(Language.INDONESIAN)))
    pages = page.pdf(prefer_css_page_size=True)
    assert pages.count(b"/Type /Page\n") == 1
