"""The pages of partners and facilitators in a real browser, in both languages: known numbers, bad files, keys."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.document_language import STREAMLIT_SAYS, replacements
from dashboard.language import Translator
from tests.dashboard.served import served, settle
from warehouse.vocabulary import Language

AS_MENTEE = "viewer=partner&party=P001-ME"
KNOWN = {
    f"submit?{AS_MENTEE}": ("40 rows accepted, 1 refused.", "40 baris diterima, 1 ditolak."),
    f"self_assessment?{AS_MENTEE}": ("0 of 6 obligations answered", "0 dari 6 kewajiban sudah dijawab"),
    "desk": ("2 obligations fall due by 30 July 2026", "2 kewajiban jatuh tempo sampai 30 Juli 2026"),
    "mentor?mentor=P001-MR": ("1 piece given, 0 acted on", "1 saran diberikan"),
    "quality?tab=findings": ("Write a number.", "Tulis angka."),
    "quality?tab=known": ("No issue is known of this build", "Tidak ada masalah yang diketahui"),
}
ENGLISH = Language.ENGLISH
FIFTY_MEGABYTES = 50_000_000
LEFT = """words => {
    const ours = '[data-testid="stMarkdownContainer"], [data-testid="stTable"], [role="option"], svg, pre, code';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode())
        if (!texts.currentNode.parentElement.closest(ours)) found.push(texts.currentNode.nodeValue);
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
        for (const name of ['aria-label', 'title', 'placeholder']) found.push(element.getAttribute(name) ?? '');
    return found.map(text => text.trim()).filter(text => words.includes(text));
}"""


@pytest.fixture(scope="module")
def office(
    chromium: Path, whole_programme: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A dashboard over a copy of the programme, in which something may be written; its address and its folder."""
    assert chromium.exists()
    data = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(whole_programme, data)
    with served(data) as url:
        yield url, data


@pytest.mark.parametrize("path", KNOWN)
def test_a_known_number_is_on_the_page_in_both_languages(path: str, address: str, page: Page) -> None:
    english, indonesian = KNOWN[path]
    page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang=en")
    expect(page.get_by_text(english).first).to_be_visible()
    page.get_by_text("Bahasa Indonesia").click()
    expect(page.get_by_text(indonesian).first).to_be_visible()
    expect(page).to_have_url(re.compile("lang=id"))


@pytest.mark.parametrize(
    ("path", "shown", "gone"),
    [
        ("desk?lang=en&waits=late", "Monthly report May 2026", "Monthly report June 2026"),
        (f"submit?lang=en&{AS_MENTEE}&month=2026-03", "Mar 2026 · ◐ Late", "May 2026 · ✕ Overdue"),
        (
            f"self_assessment?lang=en&{AS_MENTEE}&assess=reports&show=later",
            "Monthly report June 2026",
            "Monthly report May 2026",
        ),
    ],
)
def test_a_filter_in_the_address_survives_a_reload(path: str, shown: str, gone: str, address: str, page: Page) -> None:
    page.goto(f"{address}/{path}")
    for _time in range(2):
        expect(page.get_by_test_id("stMain")).to_contain_text("30 June 2026")
        settle(page)
        there = page.get_by_test_id("stMain").inner_text() + " ".join(
            page.get_by_test_id("stMain").locator("input").evaluate_all("fields => fields.map(field => field.value)")
        )
        assert shown in there and gone not in there
        page.reload()


def test_what_streamlit_says_by_itself_is_said_in_the_language_of_the_page_and_back(address: str, page: Page) -> None:
    indonesian = [pattern.strip("^$").replace("\\", "") for pattern, _instead in replacements(Translator(ENGLISH))]
    page.goto(f"{address}/submit?lang=id&{AS_MENTEE}")
    expect(page.get_by_role("button", name="Pilih berkas")).to_be_visible()
    settle(page)
    assert page.evaluate(LEFT, list(STREAMLIT_SAYS)) == []
    expect(page.get_by_text("MB per file")).to_be_hidden()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    settle(page)
    assert "Pilih berkas" in indonesian and page.evaluate(LEFT, indonesian) == []


@pytest.mark.parametrize("path", ["", "results", "reporting", "mentor?mentor=P001-MR"])
def test_icons_beside_words_and_links_of_headings_say_nothing_english(path: str, address: str, page: Page) -> None:
    page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang=id")
    expect(page.get_by_role("link", name="Tautan ke judul ini").first).to_be_attached()
    settle(page)
    labels = page.locator("[aria-label]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert [label for label in labels if label.endswith(" icon") or label == "Link to heading"] == []


def test_a_file_above_the_bound_is_refused_with_the_bound_of_the_label_in_the_language_of_the_page(
    address: str, page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "laporan.xlsx"
    file.write_bytes(b"PK\x03\x04" + bytes(10_500_000))
    page.goto(f"{address}/submit?lang=id&{AS_MENTEE}")
    settle(page)
    field = page.get_by_test_id("stFileUploader").first
    expect(field).to_contain_text("paling besar 10 MB")
    field.locator("input[type=file]").set_input_files(file)
    told = field.get_by_role("alert")
    expect(told).to_have_text("Kesalahan: Berkas paling besar 10 MB.")
    place, around = told.bounding_box(), field.bounding_box()
    assert place and around and place["height"] > 12 and place["width"] > 150
    assert place["x"] >= around["x"] and place["x"] + place["width"] <= around["x"] + around["width"]
    expect(field.get_by_label("laporan.xlsx, 10,5 MB")).to_be_visible()
    assert page.evaluate(LEFT, list(STREAMLIT_SAYS)) == []
    page.get_by_text("English", exact=True).click()
    expect(field.get_by_role("alert")).to_have_text("Error: The file may have at most 10 MB.")


def test_a_word_of_streamlit_in_what_somebody_wrote_is_left_as_it_was(address: str, page: Page) -> None:
    page.goto(f"{address}/lessons?lang=id")
    expect(page.get_by_role("heading", name="Pembelajaran dan SOP")).to_be_visible()
    page.evaluate(
        """() => {
            const own = document.querySelector('[data-testid="stMarkdownContainer"]').cloneNode();
            own.id = 'own'; own.textContent = 'Close'; document.body.append(own);
            const streamlits = document.createElement('div');
            streamlits.id = 'streamlits'; streamlits.textContent = 'Close'; document.body.append(streamlits);
        }"""
    )
    expect(page.locator("#streamlits")).to_have_text("Tutup")
    expect(page.locator("#own")).to_have_text("Close")


def test_a_title_a_label_and_a_chosen_value_of_ours_that_sound_like_streamlit_are_left_as_they_were(
    address: str, page: Page
) -> None:
    page.goto(f"{address}/lessons?lang=id")
    expect(page.get_by_role("heading", name="Pembelajaran dan SOP")).to_be_visible()
    page.evaluate(
        """() => {
            const drawn = document.createElement('div');
            drawn.id = 'drawn';
            drawn.innerHTML = `
              <div data-testid="stMarkdownContainer"><a title="Close" aria-label="Search">x</a></div>
              <div data-testid="stTextInput"><input aria-label="Search" placeholder="Search"></div>
              <input role="combobox" aria-label="Upload" value="Upload">
              <div data-tag="" aria-label="Upload"><span title="Upload">Upload</span>
                <button aria-label="Remove Upload"></button></div>
              <button id="streamlits" title="Close" aria-label="Search"></button>`;
            document.body.append(drawn);
            for (const one of drawn.querySelectorAll('[title]')) one.setAttribute('title', one.title);
        }"""
    )
    drawn = page.locator("#drawn")
    expect(drawn.locator("#streamlits")).to_have_attribute("title", "Tutup")
    expect(drawn.locator("#streamlits")).to_have_attribute("aria-label", "Cari")
    expect(drawn.locator("[data-tag] button")).to_have_attribute("aria-label", "Buang Upload")
    assert drawn.locator("a, input, [data-tag], [data-tag] span").evaluate_all(
        "all => all.map(one => ['title', 'aria-label', 'placeholder'].map(name => one.getAttribute(name)))"
    ) == [
        ["Close", "Search", None],
        [None, "Search", "Search"],
        [None, "Upload", None],
        [None, "Upload", None],
        ["Upload", None, None],
    ]
    expect(drawn.locator("[data-tag] span")).to_have_text("Upload")


def test_bad_files_are_refused_in_words_and_nothing_of_them_stays(
    office: tuple[str, Path], page: Page, tmp_path: Path
) -> None:
    url, data = office
    huge = tmp_path / "besar.xlsx"
    with huge.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(FIFTY_MEGABYTES)
    spoken: list[str] = []
    page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
    page.goto(f"{url}/submit?lang=id&{AS_MENTEE}")
    field = page.get_by_test_id("stFileUploader")
    script = {"name": "foto <script>alert(1)<script>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    formula = {"name": "=cmd().xlsx", "mimeType": "application/x", "buffer": b"MZ"}
    empty = {"name": "kosong.xlsx", "mimeType": "application/x", "buffer": b""}
    for bad, words in (
        (empty, "kosong.xlsx kosong (0 byte)"),
        (script, "foto <script>alert(1)<script>.pdf bukan buku kerja"),
        (formula, "=cmd().xlsx bukan buku kerja"),
        (huge, "Berkas paling besar 10 MB."),
    ):
        field.locator("input[type=file]").set_input_files(bad)
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(page.get_by_role("button", name="Kirim", exact=True)).to_have_count(0)
    assert spoken == []
    assert [path for path in (data / "spool").rglob("*") if path.is_file()] == []


def test_an_obligation_is_answered_by_keyboard_and_the_answer_is_there_after_a_reload(
    office: tuple[str, Path], page: Page
) -> None:
    url, _data = office
    page.goto(f"{url}/self_assessment?lang=en&{AS_MENTEE}&assess=reports")
    answer = page.get_by_role("radio", name="We did this").first
    expect(answer).to_be_visible()
    page.get_by_role("radio", name="Agree").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    proof = page.get_by_label("What shows it")
    expect(proof).to_be_visible()
    proof.focus()
    page.keyboard.type("Notula <b>rapat</b> =1+1")
    page.keyboard.press("Tab")
    expect(page.get_by_text("1 of 6 obligations answered")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_label("What shows it")).to_have_value("Notula <b>rapat</b> =1+1")


def test_an_empty_field_for_a_day_shows_its_form_in_the_language_of_the_page_and_takes_a_day_by_keyboard(
    office: tuple[str, Path], page: Page
) -> None:
    url, _data = office
    page.goto(f"{url}/self_assessment?lang=id&{AS_MENTEE}&assess=reports")
    settle(page)
    page.get_by_role("radio", name="Sudah kami laksanakan").last.click(force=True)
    field = page.get_by_test_id("stDateInput").last
    expect(field).to_contain_text("hh/bb/tttt")
    settle(page)
    field.get_by_role("spinbutton").first.focus()
    page.keyboard.type("05062026")
    page.keyboard.press("Enter")
    expect(field).to_contain_text("05/06/2026")
    settle(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_test_id("stDateInput").last).to_contain_text("05/06/2026")
    settle(page)
    page.get_by_test_id("stDateInput").last.get_by_role("spinbutton").first.focus()
    for _digit in range(2):
        page.keyboard.press("Backspace")
    expect(page.get_by_test_id("stDateInput").last).to_contain_text("dd/06/2026")


def test_what_is_late_is_downloaded_as_it_stands_on_the_page(address: str, page: Page) -> None:
    page.goto(f"{address}/desk?lang=id&waits=late")
    table = page.get_by_test_id("stTable").first
    expect(table).to_be_visible()
    shown = [cell.strip() for cell in table.locator("tbody tr").first.locator("td").all_inner_texts()]
    with page.expect_download() as downloading:
        page.get_by_role("button", name="CSV").first.click()
    text = Path(downloading.value.path()).read_text("utf-8-sig")
    heads, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    told = dict(zip(heads, row, strict=True))
    assert downloading.value.suggested_filename == "desk_owed_2026-06-30.csv"
    assert (told["Pihak"], told["Apa"], f"✕ {told['Status']}") == tuple(shown[:3])
    assert (told["Jatuh tempo"], told["Lewat (hari)"]) == ("10/06/2026", "20")
