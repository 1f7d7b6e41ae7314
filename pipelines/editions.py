"""Which templates are known to a data folder, and in which edition of its form a file is filled in.

Templates of one's own lie in `reference/templates/` of a data folder: a foreign table, or a new edition of a form.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from pipelines import messages
from pipelines.reading.model import Refused, Workbook
from pipelines.template import Template, Words, add_edition, load_templates, normalised
from pipelines.template_check import checked_template
from warehouse.month import Month
from warehouse.vocabulary import Language

FOLDER = "templates"
_ENDINGS = (".yml", ".yaml")
_EDITION = Words(en="edition", id="edisi")
_STATED = re.compile(r"^(?P<title>.+) · (?:edition|edisi) (?P<edition>\S.*)$")
_SHEETS_SEARCHED = 3
_ROWS_SEARCHED = 80


def known_templates(own: Path | None = None) -> Mapping[str, Sequence[Template]]:
    """The templates of the product and, with `own`, those of a data folder beside them, by name.

    Each has its editions from the oldest to the newest. Raises TemplateError.
    """
    paths = sorted(path for path in own.iterdir() if path.suffix.lower() in _ENDINGS) if own and own.is_dir() else []
    if not paths:
        return load_templates()
    return _with_own(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))


@lru_cache(maxsize=4)
def _with_own(stamped: tuple[tuple[Path, int, int], ...]) -> Mapping[str, Sequence[Template]]:
    """All templates; those of a data folder are read anew when one of their files changes."""
    templates = {name: list(editions) for name, editions in load_templates().items()}
    for path, _, _ in stamped:
        add_edition(templates, checked_template(path), path.name)
    return templates


def holding(editions: Sequence[Template], month: Month | None) -> Template:
    """The newest edition that holds for a month; the newest of all where none does or no month is given."""
    day = date(month.year, month.month, 1) if month else None
    fit = [e for e in editions if day and (e.valid_from or day) <= day <= (e.valid_to or day)]
    return fit[-1] if fit else editions[-1]


def edition_line(template: Template, language: Language) -> str:
    """What a workbook states of its own form: its title and edition."""
    return f"{template.title.in_language(language)} · {_EDITION.in_language(language)} {template.edition}"


def candidates(workbook: Workbook, best: Template, editions: Sequence[Template]) -> list[Template]:
    """The editions in which a file may be filled in: the one that it states, else the best fit and then the newer.

    Raises Refused where it states one that is not known, saying which are.
    """
    stated = _stated(workbook, editions)
    if stated is None:
        return [best, *(e for e in reversed(editions) if e is not best)]
    known = [edition for edition in editions if edition.edition == stated]
    if not known:
        raise Refused("unknown_edition", *messages.unknown_edition(stated, editions))
    return known


def _stated(workbook: Workbook, editions: Sequence[Template]) -> str | None:
    titles = {normalised(title) for each in editions for title in (each.title.en, each.title.id)}
    for grid in workbook.sheets[:_SHEETS_SEARCHED]:
        for row in grid.rows[:_ROWS_SEARCHED]:
            for cell in row:
                found = _STATED.match(cell) if isinstance(cell, str) and " · " in cell else None
                if found and normalised(found["title"]) in titles:
                    return " ".join(found["edition"].split())
    return None
