"""`python -m docs.pictures`: a picture of every page of the dashboard over the sample programme, by hand, not in CI.

Without options two small pictures of each page, on a desk and on a telephone, in docs/pictures/. With `--all FOLDER`
every tab of every page in both widths, themes and languages, to be looked at before something is published.
"""

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from cli import demo
from tests.conftest import find_chromium
from tests.dashboard.served import QUIET_BROWSER, served, settle
from warehouse.vocabulary import Language

PICTURES = Path(__file__).resolve().parent / "pictures"
SAMPLE = "origin=sample&partnership=S011&mentor=SM011"  # what a page does not know of its address it does not mind
AS_A_PARTNER = "&viewer=partner&party=SU011"
OF_A_PARTNER = ("self_assessment", "submit")
AT_WORK = '[data-testid="stExpanderIconSpinner"]'
WIDTHS = {"desk": 1440, "phone": 390}
THEMES = ("light", "dark")
FIRST_HEIGHT = 1000
MOST_HEIGHT = {"desk": 2200, "phone": 1800}
WHOLE_HEIGHT = 12_000
SMALL_WIDTH = {"desk": 1080, "phone": 390}
COLOURS = 96
GREYS = (*range(0, 224, 8), *range(224, 256))  # more of the pale ones: lines of tables and grounds of charts are pale
PATIENCE_MS = 60_000
DRAWING_MS = 700  # until the last transition has ended


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: str
    theme: str
    language: Language

    @property
    def name(self) -> str:
        """As it stands in a file's name."""
        return f"{self.width}-{self.theme}-{self.language.value}"


SHIPPED = tuple(View(width, "light", Language.INDONESIAN) for width in WIDTHS)
EVERY_VIEW = tuple(View(width, theme, language) for width in WIDTHS for theme in THEMES for language in Language)


def main(given: Sequence[str] | None = None) -> int:
    """Take the pictures and say how large they are."""
    wanted = _arguments(given)
    with ExitStack() as stack:
        address = wanted.address
        if address is None:
            data = wanted.data or Path(stack.enter_context(TemporaryDirectory(prefix="pictures-")))
            demo(data, dashboard=False)
            address = stack.enter_context(served(data))
        started = stack.enter_context(sync_playwright())
        browser = started.chromium.launch(executable_path=find_chromium(), args=list(QUIET_BROWSER))
        stack.callback(browser.close)
        if wanted.all is None:
            _write_shipped(browser, address, wanted.pages)
        else:
            _write_all(browser, address, wanted.pages, wanted.all)
    return 0


def _write_shipped(browser: Browser, address: str, pages: Sequence[str]) -> None:
    total = 0
    for view in SHIPPED:
        for name, page in _opened(browser, address, view, pages):
            path = PICTURES / f"{name}{'-phone' if view.width == 'phone' else ''}.png"
            path.write_bytes(small(_taken(page, view, MOST_HEIGHT[view.width]), SMALL_WIDTH[view.width]))
            total += path.stat().st_size
            print(f"{path.stat().st_size / 1000:7.0f} kB  {path.name}")
    print(f"{total / 1e6:7.2f} MB")


def _write_all(browser: Browser, address: str, pages: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for view in EVERY_VIEW:
        for name, page in _opened(browser, address, view, pages):
            for part in _parts(page):
                path = folder / f"{name}{part}_{view.name}.png"
                path.write_bytes(_taken(page, view, WHOLE_HEIGHT))
                print(path.name, flush=True)


def _opened(browser: Browser, address: str, view: View, wanted: Sequence[str]) -> Iterator[tuple[str, Page]]:
    """Each page of the navigation with its name, opened and at rest."""
    context = browser.new_context(
        viewport={"width": WIDTHS[view.width], "height": FIRST_HEIGHT}, color_scheme=view.theme
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/?{SAMPLE}&lang={view.language.value}")
    settle(page)
    for path in navigation(page):
        name = path or "overview"
        if not wanted or name in wanted:
            whose = AS_A_PARTNER if name in OF_A_PARTNER else ""
            page.goto(f"{address}/{path}?{SAMPLE}{whose}&lang={view.language.value}")
            settle(page)
            page.wait_for_selector(AT_WORK, state="detached")
            yield name, page
    context.close()


def navigation(page: Page) -> list[str]:
    """The addresses of the pages in the sidebar, the first page as ''."""
    links = page.get_by_test_id("stSidebarNavLink").evaluate_all("links => links.map(link => link.pathname)")
    return [str(path).strip("/") for path in links]


def _parts(page: Page) -> Iterator[str]:
    """The page as it stands, then with each other tab open."""
    yield ""
    tabs = page.get_by_test_id("stMain").get_by_role("tablist").first.get_by_role("tab")
    for number in range(1, tabs.count()):
        tabs.nth(number).click()
        settle(page)
        yield f"-tab{number + 1}"


def _taken(page: Page, view: View, most_height: int) -> bytes:
    """The whole page down to a limit, as PNG."""
    width = WIDTHS[view.width]
    page.set_viewport_size({"width": width, "height": FIRST_HEIGHT})
    full = int(page.get_by_test_id("stMain").evaluate("main => main.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(FIRST_HEIGHT, min(full, most_height))})
    settle(page)
    page.wait_for_timeout(DRAWING_MS)
    return page.screenshot()


def small(picture: bytes, width: int) -> bytes:
    """The picture with a palette, at most so many pixels wide, as PNG."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    colours = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours[: 3 * COLOURS] + [grey for grey in GREYS for _channel in "RGB"])
    written = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m docs.pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="everything, into this folder outside the project")
    parser.add_argument("--data", type=Path, help="a folder with the sample programme; made where it is empty")
    parser.add_argument("--address", help="a dashboard that is already served, instead")
    parser.add_argument("--pages", nargs="+", default=(), metavar="PAGE", help="only these, as in their address")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
