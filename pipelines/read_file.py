"""One landed file to its parsed rows; runs in a worker process."""

from dataclasses import dataclass
from pathlib import Path

from pipelines import messages
from pipelines.extraction import Extracted, FoundInCell, extract, recognise
from pipelines.reading import read_workbook
from pipelines.return_sheets import without_listing
from pipelines.template import load_templates
from warehouse.vocabulary import Severity

WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".xlsb", ".xltx", ".xltm"}


@dataclass(frozen=True)
class ReadTask:
    """A file to be read: where it lies, what it was called and what it was said to be."""

    file_sha256: str
    path: Path
    file_name: str
    kind: str | None


def is_workbook(file_name: str) -> bool:
    """Whether a file claims to be a table; everything else is kept as a document."""
    return Path(file_name).suffix.lower() in WORKBOOK_SUFFIXES


def read_file(task: ReadTask) -> Extracted:
    """The parsed rows and findings of one file. Raises Refused where nothing of it can be used."""
    workbook, reference = without_listing(read_workbook(task.path, task.file_name))
    template = recognise(workbook, load_templates(), task.kind)
    extracted = extract(workbook, template, task.file_sha256)
    if reference:
        extracted.findings.append(_answer(reference))
    return extracted


def _answer(reference: str) -> FoundInCell:
    """The note that a file answers a returned workbook; with it the return counts as settled."""
    pair = messages.answers_return(reference)
    return FoundInCell(None, None, None, reference, "answers_return", Severity.INFO, False, *pair)


def name_of(task: ReadTask) -> str:
    """The file's name, for messages of a worker that died."""
    return task.file_name
