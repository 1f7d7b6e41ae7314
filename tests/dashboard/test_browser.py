"""The dashboard in a real browser, behind its own door (app.py): a known number, and the way to its receipt."""

from playwright.sync_api import Page, expect


def test_a_known_number_is_on_the_overview_in_both_languages(address: str, page: Page) -> None:
    page.goto(f"{address}/?lang=en")
    expect(page.get_by_text("7,000 m³ less than at the baseline so far")).to_be_visible()
    page.get_by_text("Bahasa Indonesia").click()
    expect(page.get_by_text("sejauh ini 7.000 m³ lebih sedikit")).to_be_visible()
    expect(page).to_have_url(f"{address}/?lang=id")
    expect(page.locator("html")).to_have_attribute("lang", "id")


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
    expect(receipt.get_by_text("Monthly report 2026-01")).to_be_visible()
    expect(receipt.get_by_text("laporan_2026-01.xlsx").first).to_be_visible()
    expect(receipt.get_by_text("C5").first).to_be_visible()


def test_the_name_of_the_first_page_leads_to_it_with_its_filters(address: str, page: Page) -> None:
    page.goto(f"{address}/overview?lang=en&subject=gis_digitisation")
    expect(page.get_by_text("1 partnership by stage")).to_be_visible()
    expect(page).to_have_url(f"{address}/?lang=en&subject=gis_digitisation")


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


def test_a_page_asks_nothing_of_any_other_computer(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/reporting?lang=en")
    expect(page.get_by_role("heading", name="Reporting discipline")).to_be_visible()
    page.wait_for_load_state("networkidle")
    foreign = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert len(asked) > 5
    assert foreign == []


def test_the_first_page_is_compressed_on_the_wire(address: str, page: Page) -> None:
    sizes: list[int] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"{address}/?lang=en")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 100_000 < sum(sizes) < 3_500_000
