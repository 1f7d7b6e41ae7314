"""Sets a page by Typst. The template is ours; everything else reaches it as data in one JSON text."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from warehouse.explained import ExplainedError
from warehouse.extras import are_installed, install_command

TEMPLATES = Path(__file__).parent
INSTALL_COMMAND: Final = install_command("pack")


class PaperProblem(ExplainedError):
    """A page cannot be set; says what is missing."""


def is_available() -> bool:
    """Whether the library that sets pages is installed."""
    return are_installed("typst")


def pdf_of(template: str, content: Mapping[str, Any], dated: date) -> bytes:
    """The template (a .typ file beside this one) as PDF, tagged, with `content` as its data.

    In the template: `#let content = json(bytes(sys.inputs.content))`. A text of the data is text: no mark in it is read
    as markup. Fonts are those that Typst brings along, so a page looks alike everywhere; nothing is asked of a network.
    Raises PaperProblem where the library is missing.
    """
    if not is_available():
        raise PaperProblem(
            f"To print a page, the library `typst` is needed. Install it: {INSTALL_COMMAND}",
            f"Untuk mencetak halaman diperlukan pustaka `typst`. Pasang dengan: {INSTALL_COMMAND}",
        )
    made = _compile(template, content, dated, "pdf")
    return made if isinstance(made, bytes) else b"".join(made)


def pictures_of(template: str, content: Mapping[str, Any], dated: date, ppi: float = 96) -> list[bytes]:
    """The same as PNG, one per page: to look at."""
    made = _compile(template, content, dated, "png", ppi)
    return [made] if isinstance(made, bytes) else list(made)


def _compile(
    template: str, content: Mapping[str, Any], dated: date, form: str, ppi: float | None = None
) -> bytes | list[bytes]:
    import typst

    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False, allow_nan=False)},
    )
    made = compiler.compile(
        format=form,  # type: ignore[arg-type]
        ppi=ppi,
        timestamp=datetime.combine(dated, time(), tzinfo=UTC),
    )
    assert made is not None
    return made
