"""Fingerprints of what a build is made from: same inputs, same result."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE_FOLDERS = ("warehouse", "expectations", "indicators", "pipelines")
READER_PARTS = (
    "reading",
    "gis",
    "standardise",
    "templates",
    "template.py",
    "yaml_files.py",
    "headers.py",
    "cells.py",
    "messages.py",
    "extraction.py",
    "parsed.py",
    "read_file.py",
    "returns/sheets.py",
    "editions.py",
)
CODE_SUFFIXES = {".py", ".sql", ".yml"}


@cache
def code_fingerprint() -> str:
    """SHA-256 over everything that turns landed files into published tables."""
    return _of_files(path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*"))


@cache
def reader_fingerprint() -> str:
    """SHA-256 over what turns one file into parsed rows: readers, parsers and templates."""
    own = ROOT / "pipelines"
    chosen = [own / part for part in READER_PARTS]
    nested = (inner for path in chosen if path.is_dir() for inner in path.rglob("*"))
    words = (ROOT / "warehouse" / name for name in ("explained.py", "month.py", "units.py", "vocabulary.py"))
    return _of_files([*(path for path in chosen if path.is_file()), *nested, *words])


@cache
def readings_fingerprint() -> str:
    """SHA-256 over what turns a file of logger readings into its days."""
    own, words = ROOT / "pipelines", ROOT / "warehouse"
    parts = [own / "template.py", own / "standardise" / "numbers.py", words / "units.py"]
    return _of_files([*(path for path in (own / "readings").rglob("*") if path.suffix != ".sql"), *parts])


@cache
def forms_fingerprint() -> str:
    """SHA-256 over what turns an export of a field form into rows: as for other files, and the forms."""
    forms = _of_files((ROOT / "pipelines" / "forms").rglob("*"))
    return text_fingerprint([reader_fingerprint(), forms])


def folder_fingerprint(folder: Path) -> str:
    """SHA-256 over the files of a folder of reference data; of nothing where there is no such folder."""
    return _of_files(folder.rglob("*"), every_suffix=True)


def text_fingerprint(parts: Iterable[str]) -> str:
    """SHA-256 over texts in order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _of_files(paths: Iterable[Path], every_suffix: bool = False) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        if every_suffix or path.suffix in CODE_SUFFIXES:
            digest.update(path.name.encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
