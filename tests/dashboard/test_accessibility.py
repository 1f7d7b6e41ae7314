"""For everybody: axe in both themes, keyboard alone, contrast, the language of the document, words beside colours."""

import re
import tomllib
from itertools import product

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from dashboard import words
from dashboard.charts import theme
from dashboard.language import Translator
from dashboard.words import Tone, Words
from tests.dashboard.conftest import ROOT
from tests.dashboard.served import settle
from warehouse.vocabulary import Language

PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "app_pages").glob("[!_]*.py"))
OF_A_PARTNER = ("self_assessment", "submit")
TELEPHONE, DESK = 390, 1440  # pixels
THEMES = ("light", "dark")
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2 AA: 1.4.3 and 1.4.11
LEAST_WORDS = 10  # letters of a chart's name
MOST_STOPS = 150  # presses of the key
HUES = ("green", "orange", "red", "violet", "blue", "gray")

# What Streamlit itself draws and a page cannot change: rule, within which part of the page, why.
OF_STREAMLIT = (
    ("list", "[data-testid=stSidebarNavItems]", "the groups of the navigation are div within ul"),
    ("listitem", "[data-testid=stSidebarNav]", "the same"),
    (
        "target-size",
        "[data-testid=stSelectbox]",
        "the cross that empties a choice is 22.5 px wide; Delete does so too",
    ),
    ("target-size", "[data-testid=stDateInput]", "parts of a date field; the calendar beside it is larger"),
    ("scrollable-region-focusable", "[data-testid=stTable]", "Chromium focuses a scrolling box by itself since 130"),
)
AXE = """
async ([rules, own]) => {
    const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const runOnly = rules.length ? { type: 'rule', values: rules } : { type: 'tag', values: levels };
    const found = await axe.run(document, { runOnly, resultTypes: ['violations'] });
    const ours = (rule, node) => !own.some(
        ([other, place]) => rule === other && document.querySelector(node.target[0])?.closest(place));
    return found.violations.flatMap(one => one.nodes
        .filter(node => ours(one.id, node))
        .map(node => `${one.id}: ${node.html.slice(0, 200)}`));
}
"""


def address_of(name: str, address: str) -> str:
    """A page about P001, as the one who is meant to use it sees it; a profile with all its parts under each other."""
    asked = "partnership=P001&lang=id"
    asked += "&viewer=partner&party=P001-ME" if name in OF_A_PARTNER else "&part=all" if name == "profile" else ""
    return f"{address}/{'' if name == 'overview' else name}?{asked}"


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on the page as it stands against WCAG 2.2 A and AA, beside what is Streamlit's own."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE, [rules, [entry[:2] for entry in OF_STREAMLIT]])


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme_charts_have_names_and_data_and_a_telephone_shows_the_width(
    name: str, address: str, page: Page
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(address_of(name, address))
    expect(page.locator("html")).to_have_attribute("lang", "id")
    settle(page)
    tabs = page.get_by_test_id("stMain").get_by_role("tablist").first.get_by_role("tab")
    wrong = {}
    for number in range(max(tabs.count(), 1) if name != "profile" else 1):
        if number:
            tabs.nth(number).click()
            settle(page)
        wrong[number, "light"] = violations(page)
        wrong[number, "charts"] = charts_without_words_or_data(page)
        wrong[number, "telephone"] = too_wide(page)
    page.emulate_media(color_scheme="dark")
    settle(page)
    wrong["dark"] = violations(page, "color-contrast", "link-in-text-block")
    assert {place: listed for place, listed in wrong.items() if listed} == {}


PARTS_OF_A_LIFE = ("criteria", "plan", "targets", "words", "papers")


@pytest.mark.parametrize("part", PARTS_OF_A_LIFE)
def test_axe_finds_nothing_on_any_part_of_a_profile(part: str, address: str, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    chosen = "&target=P001~P001-T1" if part == "targets" else ""
    page.goto(f"{address}/profile?partnership=P001&lang=id&part={part}{chosen}")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    settle(page)
    tabs = page.get_by_test_id("stMain").get_by_role("tablist").first.get_by_role("tab")
    assert tabs.count() == len(PARTS_OF_A_LIFE) + 1  # and all of them on one page, as above
    assert tabs.nth(PARTS_OF_A_LIFE.index(part)).get_attribute("aria-selected") == "true"
    assert violations(page) == []
    assert too_wide(page) == []


def charts_without_words_or_data(page: Page) -> list[str]:
    """The charts in sight that have no name of their own, or no table of their data on the same page."""
    charts = page.get_by_test_id("stPlotlyChart").filter(visible=True)
    names = [chart.get_attribute("aria-label") or "" for chart in charts.all()]
    data = page.get_by_text("Data grafik ini").count() + page.get_by_test_id("stTable").count()
    return [name or "nameless" for name in names if len(name) < LEAST_WORDS or data == 0]


def too_wide(page: Page) -> list[str]:
    """What the page would scroll sideways on a telephone; the page is as wide as before afterwards."""
    page.set_viewport_size({"width": TELEPHONE, "height": 844})
    width = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
    page.set_viewport_size({"width": DESK, "height": 1000})
    return [] if 0 < width <= TELEPHONE else [f"{width} px"]


def test_a_receipt_opens_and_closes_by_keyboard_and_the_reader_is_back_where_she_was(address: str, page: Page) -> None:
    page.goto(f"{address}/profile?lang=en&partnership=P001")
    button = page.get_by_role("button", name="Receipt: Reports").last
    expect(button).to_be_visible()
    settle(page)
    assert tab_to(page, button)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Monthly report January 2026")).to_be_visible()
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_filters_and_pages_are_reached_and_changed_by_keyboard(address: str, page: Page) -> None:
    page.goto(f"{address}/?lang=en")
    settle(page)
    subject = page.get_by_role("combobox", name="Subject")
    assert tab_to(page, subject)
    page.keyboard.type("GIS")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("subject=gis_digitisation"))
    settle(page)
    assert tab_to(page, page.get_by_test_id("stSidebarNavLink").filter(has_text="Reporting discipline"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reporting discipline")).to_be_visible()


def tab_to(page: Page, place: Locator, key: str = "Tab") -> bool:
    """Whether the place gets the focus by this key alone; it has it then."""
    for _press in range(MOST_STOPS):
        page.keyboard.press(key)
        if place.evaluate("place => place === document.activeElement || place.contains(document.activeElement)"):
            return True
    return False


def vocabularies() -> dict[str, Words]:
    """Every closed vocabulary with its words on screen."""
    return {name: value for name, value in vars(words).items() if name.isupper() and isinstance(value, dict)}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", vocabularies())
def test_of_two_codes_with_different_colours_each_has_a_sign_of_its_own(name: str, language: Language) -> None:
    translator = Translator(language)
    vocabulary = vocabularies()[name]
    told = {translator.sign(vocabulary, code): word.tone for code, word in vocabulary.items()}
    assert all(told)
    assert all(told[translator.sign(vocabulary, code)] is word.tone for code, word in vocabulary.items())
    coloured = [word for word in vocabulary.values() if word.tone not in (Tone.PLAIN, Tone.QUIET)]
    assert all(word.symbol for word in coloured)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(scope="module")
def configured() -> dict[str, dict[str, str]]:
    """The colours of the two themes in .streamlit/config.toml."""
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("ground", THEMES)
def test_every_text_has_the_contrast_it_needs(ground: str, configured: dict[str, dict[str, str]]) -> None:
    colours = configured[ground]
    sidebar = colours["sidebar"]
    grounds = {where[key] for where in (colours, sidebar) for key in ("backgroundColor", "secondaryBackgroundColor")}
    texts = [
        colours[name] for name in ("textColor", "linkColor", "codeTextColor", *(f"{hue}TextColor" for hue in HUES))
    ]
    texts.append(theme.TEXT_ON_LIGHT if ground == "light" else theme.TEXT_ON_DARK)
    pairs = [*product(texts, grounds)]
    pairs += [(colours[f"{hue}TextColor"], colours[f"{hue}BackgroundColor"]) for hue in HUES]
    pairs += [(colours["dataframeHeaderTextColor"], colours["dataframeHeaderBackgroundColor"])]
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < TEXT} == {}


@pytest.mark.parametrize("ground", THEMES)
def test_lines_and_marks_stand_out_and_text_on_a_fill_is_read(
    ground: str, configured: dict[str, dict[str, str]]
) -> None:
    background = configured[ground]["backgroundColor"]
    marks = [theme.BLUE, theme.GREEN, theme.VERMILLION, theme.PURPLE, theme.GREY]  # orange only fills, beside its word
    assert {mark: contrast(mark, background) for mark in marks if contrast(mark, background) < GRAPHIC} == {}
    fills = [*marks, theme.ORANGE, theme.CALM_GREEN]
    assert {fill: contrast(theme.ON_FILL, fill) for fill in fills if contrast(theme.ON_FILL, fill) < TEXT} == {}


def test_every_figure_goes_through_the_one_place_that_gives_it_a_name() -> None:
    drawing = {
        path.name for path in (ROOT / "dashboard").rglob("*.py") if "st.plotly_chart(" in path.read_text("utf-8")
    }
    assert drawing == {"chart.py"}
