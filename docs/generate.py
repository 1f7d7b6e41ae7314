"""Writes the generated pages: docs/data_dictionary.md and docs/indicators.md. A test compares them."""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from indicators.page import page as indicators_page  # noqa: E402
from pipelines.reference import SHIPPED, read_health, read_rules  # noqa: E402
from warehouse.dictionary import page as dictionary_page  # noqa: E402


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        DOCS / "data_dictionary.md": dictionary_page(),
        DOCS / "indicators.md": indicators_page(
            read_rules(SHIPPED / "rules.yml"), read_health(SHIPPED / "utility_health.yml")
        ),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.name)
