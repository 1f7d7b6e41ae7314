"""One landed file to its parsed rows; runs in a worker process."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines import messages
from pipelines.editions import candidates, known_templates
from pipelines.extraction import Extracted, FoundInCell, extract, recognise
from pipelines.gis.area import Area
from pipelines.reading import Workbook, read_workbook
from pipelines.returns.sheets import without_listing
from pipelines.template import Template
from warehouse.vocabulary import Severity

WORKBOOK_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".xlsb", ".xltx", ".xltm"}


@dataclass(frozen=True)
class ReadTask:
    """A file to be read: where it lies, what it was called and what it was said to be.

    With an `area`, a GIS file is held against it, and `file_sha256` is the fingerprint of both.
    """

    file_sha256: str
    path: Path
    file_name: str
    kind: str | None
    own: Path | None = field(default=None, kw_only=True)
    is_gis: bool = False
    area: Area | None = None


def is_workbook(file_name: str) -> bool:
    """Whether a file claims to be a table; everything else is kept as a document."""
    return Path(file_name).suffix.lower() in WORKBOOK_SUFFIXES


def read_file(task: ReadTask) -> Extracted:
    """The parsed rows and findings of one file. Raises Refused where nothing of it can be used."""
    if task.is_gis:
        return _read_gis(task)
    workbook, reference = without_listing(read_workbook(task.path, task.file_name))
    templates = known_templates(task.own)
    best = recognise(workbook, templates, task.kind)
    extracted = _in_its_edition(workbook, best, templates[best.name], task.file_sha256)
    if reference:
        extracted.findings.append(_answer(reference))
    return extracted


def _read_gis(task: ReadTask) -> Extracted:
    """Like `read_file`, of a GIS file; its libraries are imported where the first one comes."""
    if task.area:
        from pipelines.gis.outside import read_outside

        return read_outside(task.path, task.file_name, task.file_sha256, task.area)
    from pipelines.gis.reading import read_gis

    return read_gis(task.path, task.file_name, task.file_sha256)


def _in_its_edition(workbook: Workbook, best: Template, editions: Sequence[Template], sha256: str) -> Extracted:
    """What a workbook holds, read by the edition of its form that it states or that holds for its month."""
    first: Extracted | None = None
    for template in candidates(workbook, best, editions):
        extracted = extract(workbook, template, sha256)
        outdated = any(finding.rule == "edition_not_valid" for finding in extracted.findings)
        if not outdated and (first is None or not extracted.refused):
            return extracted
        first = first or extracted
    assert first is not None
    known = messages.known_editions(editions)
    first.findings = [_naming(found, known) if found.rule == "edition_not_valid" else found for found in first.findings]
    return first


def _naming(found: FoundInCell, known: messages.Pair) -> FoundInCell:
    return replace(
        found,
        message_en=f"{found.message_en} Known editions: {known[0]}.",
        message_id=f"{found.message_id} Edisi yang dikenal: {known[1]}.",
    )


def _answer(reference: str) -> FoundInCell:
    """The note that a file answers a returned workbook; with it the return counts as settled."""
    pair = messages.answers_return(reference)
    return FoundInCell(None, None, None, reference, "answers_return", Severity.INFO, False, *pair)


def name_of(task: ReadTask) -> str:
    """The file's name, for messages of a worker that died."""
    return task.file_name
