"""Results, map, mentor and the printed page in a real browser: known numbers, and the way to what they rest on."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.paper.pdf import is_available


def test_a_finding_of_the_results_leads_to_its_evidence_and_a_target_to_its_cells(address: str, page: Page) -> None:
    page.goto(f"{address}/results?lang=en")
    expect(page.get_by_text("198,040 m³ less than at the baseline so far")).to_be_visible()
    page.locator("a[href='#water']").first.click()
    expect(page).to_have_url(f"{address}/results?lang=en#water")
    expect(page.get_by_role("heading", name="Non-revenue water, m³ to date")).to_be_in_viewport()
    page.goto(f"{address}/results?lang=en&target=P001~P001-T1")
    expect(page.get_by_text("= 40%")).to_be_visible()
    expect(page.get_by_text("laporan_2026-05.xlsx").first).to_be_visible()


def test_a_tile_of_the_map_opens_its_province_by_the_address(address: str, page: Page) -> None:
    page.goto(f"{address}/map?lang=en&subject=gis_digitisation")
    expect(page.get_by_text("have a place on the map, in 1 of 38 provinces.")).to_be_visible()
    page.get_by_role("link", name="Jawa Tengah: 1 partnership").click()
    expect(page.get_by_role("heading", name="Partnerships in Jawa Tengah")).to_be_visible()
    expect(page.get_by_role("cell", name="Tirta Contoh Dua")).to_be_visible()
    assert "province=ID-JT" in page.url
    assert "subject=gis_digitisation" in page.url


def test_a_mentor_is_opened_by_its_address_and_leads_to_a_receipt(address: str, page: Page) -> None:
    page.goto(f"{address}/mentor?lang=en&mentor=P001-MR")
    expect(page.locator(".st-key-bullets_mentor_P001").get_by_text("72", exact=True).last).to_be_visible()
    page.get_by_role("button", name="Receipt: Commitment").click()
    expect(page.get_by_role("dialog").get_by_text("Receipt: Mentor, Commitment")).to_be_visible()


def test_evidence_on_another_page_keeps_the_filters(address: str, page: Page) -> None:
    page.goto(f"{address}/?lang=en&subject=gis_digitisation")
    page.get_by_test_id("stMain").get_by_test_id("stPageLink").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Reporting discipline")).to_be_visible()
    expect(page).to_have_url(re.compile("subject=gis_digitisation"))


def test_one_page_of_a_partnership_is_downloaded(
    address: str, page: Page, tmp_path: Path, require: Callable[[bool, str], None]
) -> None:
    require(is_available(), "the library typst is not installed (requirements/pack.txt)")
    page.goto(f"{address}/profile?lang=en&partnership=P001")
    with page.expect_download() as download:
        page.get_by_role("button", name="One page to print (PDF)").click()
    assert download.value.suggested_filename == "P001_2026-06-30_en.pdf"
    download.value.save_as(tmp_path / "p.pdf")
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
