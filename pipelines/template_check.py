"""A template of one's own, checked: every mistake by its key, in words that say how to mend it."""

from pathlib import Path

from pipelines.template import Template, load_template


def checked_template(path: Path) -> Template:
    """A template of a data folder. Raises TemplateError, which names the first mistake."""
    return load_template(path)
