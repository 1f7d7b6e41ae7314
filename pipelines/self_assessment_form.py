"""The answers of the self-assessment page: filled into the very workbook that also goes by hand, read back from it,
checked as a build would, and landed like any file.

What was not answered stays blank: it is neither agreed to nor zero. An answer to an obligation that the published build
no longer has is kept as a row of its own.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipelines.arrivals import Arrival, Receipt, Submission
from pipelines.build_report import Progress, silent
from pipelines.cells import REFERENCE_SEPARATOR, is_no_answer, is_nothing
from pipelines.checking import check
from pipelines.documents import forms_of, is_read
from pipelines.editions import FOLDER as OWN_TEMPLATES
from pipelines.editions import holding, known_templates
from pipelines.findings import Finding
from pipelines.intake import Landing
from pipelines.media import look_at
from pipelines.prefill import unknown_partnership
from pipelines.read_file import ReadTask, read_file
from pipelines.slip_prefill import ASSESSMENT, Asked, Prefilled, prefilled
from pipelines.standardise.parsed_cell import ERROR_VALUES, clean
from pipelines.workbooks import Row, write_workbook
from warehouse.explained import ExplainedError, shown
from warehouse.generations import Generations
from warehouse.vocabulary import Criterion, Language, Role

LEDGER, WORDS = "self_assessment_ledger", "self_assessment_words"
LONGEST_TEXT = 4_000  # characters: a cell holds eight times as many
MOST_LINES = 5_000
DECIMALS = 2  # of a figure: more than anybody means
_NAMES = {Role.SUPPORTING_PARTNER: "mitra_pendukung", Role.FACILITATOR: "fasilitator"}


class AnswersError(ExplainedError):
    """Answers that cannot be turned into a workbook; the message says which and why."""


def _plain(text: object) -> object:
    """A text as a workbook gives it back: one line, printable; None for words that say there is none."""
    if not isinstance(text, str):
        return text
    printable = clean("".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text))
    return None if is_no_answer(printable) or is_nothing(printable) else printable


def _is_no_error_value(text: str | None) -> str | None:
    if text is not None and ERROR_VALUES.fullmatch(text):
        raise ValueError(f"{text} is how a spreadsheet shows an error")
    return text


Text = Annotated[Annotated[str, Field(max_length=LONGEST_TEXT)] | None, BeforeValidator(_plain)]


Figure = Annotated[
    float, Field(ge=0, le=100, allow_inf_nan=False), AfterValidator(lambda figure: round(figure, DECIMALS))
]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Attached(_Closed):
    """A document handed in with an answer; it lies beside the answers under its SHA-256."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    file_name: str = Field(min_length=1, max_length=300)


class Line(_Closed):
    """What is answered to one obligation. `answer` None: nothing."""

    obligation_id: str = Field(min_length=1, max_length=300)
    answer: Literal["agreed", "done", "prevented"] | None = None
    occurred_on: date | None = None
    proof: Text = None
    prevented_by: Text = None
    documents: tuple[Attached, ...] = ()

    @model_validator(mode="after")
    def _has_readable_texts(self) -> Self:
        for text in (self.proof, self.prevented_by):
            _is_no_error_value(text)
        if REFERENCE_SEPARATOR in self.obligation_id or self.obligation_id != _plain(self.obligation_id):
            raise ValueError("an obligation's id has no blanks around it and no words behind it")
        return self

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said."""
        return (self.answer, self.occurred_on, self.proof, self.prevented_by) == (None,) * 4


class CriterionWords(_Closed):
    """How a criterion is seen: a figure from 0 to 100 and words, each only where given."""

    criterion: Criterion
    score: Figure | None = None
    words: Text = None

    @model_validator(mode="after")
    def _has_readable_words(self) -> Self:
        _is_no_error_value(self.words)
        return self


class Answers(_Closed):
    """One self-assessment: who fills it in, whom it is about, and what was answered."""

    partnership_id: str = Field(min_length=1, max_length=100)
    compiled_role: Role
    assessed_role: Role
    compiled_by: Text = None
    submitted_on: date
    language: Language = Language.INDONESIAN
    lines: tuple[Line, ...] = Field(default=(), max_length=MOST_LINES)
    words: tuple[CriterionWords, ...] = ()

    @model_validator(mode="after")
    def _says_each_once(self) -> Self:
        for told in ([line.obligation_id for line in self.lines], [each.criterion for each in self.words]):
            if len(set(told)) < len(told):
                raise ValueError("an obligation or a criterion is answered twice")
        _is_no_error_value(self.compiled_by)
        return self


@dataclass(frozen=True)
class Sender:
    """As whom somebody sends answers: a name where one is given, and the viewer of the page."""

    name: str | None = None
    viewer_role: str | None = None
    viewer_party: str | None = None


@dataclass(frozen=True)
class Told:
    """A finding, with the obligation or the criterion of its row where it has one."""

    finding: Finding
    about: str | None


@dataclass(frozen=True)
class Submitted:
    """What became of answers. `landed`: they are received; otherwise the findings say what to mend.

    `unknown`: obligations answered that the published build does not have.
    """

    landed: bool
    file_name: str
    file_sha256: str
    receipt: Receipt | None
    documents: tuple[Receipt, ...]
    findings: tuple[Told, ...]
    unknown: tuple[str, ...]
    message_en: str
    message_id: str


def read_answers(path: Path) -> Answers:
    """The answers in a JSON file. Raises AnswersError, OSError."""
    try:
        return Answers.model_validate(json.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = " › ".join(str(part) for part in first["loc"]) or path.name
        raise AnswersError(
            f"The answers cannot be used, see {place}: {shown(first['msg'])}. Correct it and send again.",
            f"Jawaban tidak dapat dipakai, lihat {place}: {shown(first['msg'])}. Perbaiki lalu kirim lagi.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise AnswersError(
            f"{path.name} holds no answers of a self-assessment ({shown(error)}).",
            f"{path.name} tidak berisi jawaban penilaian mandiri ({shown(error)}).",
        ) from error


def fill(data: Path, answers: Answers, output: Path) -> tuple[str, ...]:
    """Write the prefilled workbook with the answers, and read it back: it must tell the same.

    Returns the answered obligations that the published build does not have. Raises AnswersError where the workbook
    would tell anything else than the answers, WrongTemplate, NothingPublished, WorkbookError.
    """
    own = data / "reference" / OWN_TEMPLATES
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        slip = prefilled(
            connection,
            ASSESSMENT,
            Asked(
                answers.partnership_id, answers.language, answers.compiled_role,
                about=answers.assessed_role,
            ),
        )  # fmt: skip
    if slip is None:
        raise unknown_partnership(answers.partnership_id)
    rows, unknown = _filled(slip, answers)
    write_workbook(
        holding(known_templates(own)[ASSESSMENT], None), answers.language, rows, output,
        choices=slip.choices, caption=slip.caption, programme=slip.programme,
    )  # fmt: skip
    if (told := read_back(output, answers.language, own)) != as_read(answers):
        raise AnswersError(
            f"The workbook would not tell what was answered ({_difference(told, as_read(answers))}). Nothing was sent.",
            f"Buku kerja tidak memuat jawaban dengan tepat ({_difference(told, as_read(answers))}). Belum ada yang "
            "dikirim.",
        )
    return unknown


def as_read(answers: Answers) -> Answers:
    """The answers as their workbook tells them: sorted, without documents, blank lines and blank criteria."""
    lines = (line.model_copy(update={"documents": ()}) for line in answers.lines if not line.is_blank)
    words = (each for each in answers.words if each.score is not None or each.words is not None)
    return answers.model_copy(
        update={
            "lines": tuple(sorted(lines, key=lambda line: line.obligation_id)),
            "words": tuple(sorted(words, key=lambda each: each.criterion)),
        }
    )


def read_back(path: Path, language: Language, own: Path | None = None) -> Answers:
    """The answers in a filled workbook, sorted, without the lines and criteria left blank. Raises Refused."""
    extracted = read_file(ReadTask("", path, path.name, ASSESSMENT, own=own))
    (cover,) = extracted.rows(ASSESSMENT)
    said = ("obligation_id", "answer", "occurred_on", "proof", "prevented_by")
    lines = [Line.model_construct(**{name: row[name] for name in said}) for row in extracted.rows(LEDGER)]
    words = [
        CriterionWords.model_construct(criterion=row["criterion"], score=row["score"], words=row["words"])
        for row in extracted.rows(WORDS)
    ]
    named = ("partnership_id", "compiled_role", "assessed_role", "compiled_by", "submitted_on")
    about = {name: cover[name] for name in named}
    return as_read(Answers.model_construct(**about, language=language, lines=tuple(lines), words=tuple(words)))


def submit(
    data: Path, path: Path, sender: Sender, today: date, now: datetime, progress: Progress = silent
) -> Submitted:
    """Turn answers into their workbook, check it as a build of `today` would, and land it with its documents.

    `path`: the answers as JSON, their documents beside them; `now` is naive UTC. Nothing is landed where a row would
    be refused. The same answers twice are one file. Raises AnswersError and what `fill` raises.
    """
    answers = read_answers(path)
    if answers.submitted_on > today:
        raise AnswersError(
            f"The day of the assessment, {answers.submitted_on}, is still to come. Give today or an earlier day.",
            f"Tanggal penilaian {answers.submitted_on} belum tiba. Isi hari ini atau tanggal sebelumnya.",
        )
    own = data / "reference" / OWN_TEMPLATES
    documents = list(_documents(path.parent, answers))
    _hold_no_form(documents, forms_of(template for editions in known_templates(own).values() for template in editions))
    with TemporaryDirectory() as folder:
        book = Path(folder) / file_name(answers)
        unknown = fill(data, answers, book)
        sha256 = hashlib.sha256(book.read_bytes()).hexdigest()
        (checked,) = check(data, [book], today, now, progress)
        findings = _told(book, checked.findings, own)
        if not checked.would_be_taken_whole:
            words = (checked.message_en, checked.message_id)
            return Submitted(False, book.name, sha256, None, (), findings, unknown, *words)
        landing = Landing(data / "landing")
        received = tuple(
            landing.receive(original, now, _said(answers, sender, line), attached.file_name)
            for line, attached, original in documents
        )
        receipt = landing.receive(book, now, _said(answers, sender))
    words = (receipt.message_en, receipt.message_id)
    landed = receipt.outcome in (Arrival.NEW, Arrival.DUPLICATE)
    return Submitted(landed, book.name, sha256, receipt, received, findings, unknown, *words)


def file_name(answers: Answers) -> str:
    """The name of the workbook: partnership, who fills it in, about whom, and the day."""
    by, about = (_NAMES.get(role, role.value) for role in (answers.compiled_role, answers.assessed_role))
    of_other = "" if answers.assessed_role is answers.compiled_role else f"_atas_{about}"
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in answers.partnership_id)
    return f"{plain}_penilaian_mandiri_{by}{of_other}_{answers.submitted_on:%Y-%m-%d}.xlsx"


def _filled(slip: Prefilled, answers: Answers) -> tuple[dict[str, list[Row]], tuple[str, ...]]:
    """The rows of the prefilled workbook with the answers in them, and the obligations that it did not have."""
    told = as_read(answers)
    lines = {line.obligation_id: line for line in told.lines}
    words = {each.criterion.value: each for each in told.words}
    known = [str(row["obligation_id"]) for row in slip.rows[LEDGER]]
    asked = [str(row["criterion"]) for row in slip.rows[WORDS]]
    unknown = tuple(sorted(set(lines) - set(known)))
    cover = {
        **slip.rows[ASSESSMENT][0],
        "compiled_role": answers.compiled_role.value,
        "assessed_role": answers.assessed_role.value,
        "compiled_by": answers.compiled_by,
        "submitted_on": answers.submitted_on,
    }
    ledger = [*slip.rows[LEDGER], *({"obligation_id": each} for each in unknown)]
    criteria = [*slip.rows[WORDS], *({"criterion": each} for each in sorted(set(words) - set(asked)))]
    rows: dict[str, list[Row]] = {
        ASSESSMENT: [cover],
        LEDGER: [{**row, **_said_of(lines.get(str(row["obligation_id"])))} for row in ledger],
        WORDS: [{**row, **_words_of(words.get(str(row["criterion"])))} for row in criteria],
    }
    return rows, unknown


def _said_of(line: Line | None) -> Row:
    return line.model_dump(include={"answer", "occurred_on", "proof", "prevented_by"}) if line else {}


def _words_of(each: CriterionWords | None) -> Row:
    return each.model_dump(include={"score", "words"}) if each else {}


def _difference(told: Answers, meant: Answers) -> str:
    """The first place where a workbook tells something else."""
    for name in Answers.model_fields:
        one, other = getattr(told, name), getattr(meant, name)
        if one != other:
            first = next((each for each in (*other, *one) if each not in one), None) if name == "lines" else None
            return first.obligation_id if isinstance(first, Line) else name
    return "–"


def _documents(folder: Path, answers: Answers) -> Iterator[tuple[Line, Attached, Path]]:
    """The documents of the answers where they lie. Raises AnswersError for one that is gone or another."""
    for line in answers.lines:
        for attached in line.documents:
            path = folder / attached.sha256
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != attached.sha256:
                name = shown(attached.file_name)
                raise AnswersError(
                    f"The document {name} is no longer there. Attach it again.",
                    f"Dokumen {name} sudah tidak ada. Lampirkan lagi.",
                )
            yield line, attached, path


def _hold_no_form(documents: Sequence[tuple[Line, Attached, Path]], forms: Collection[str]) -> None:
    """Raises AnswersError for a spreadsheet that a build would read as the form which its obligation asks for."""
    for line, attached, path in documents:
        if is_read(_kind_of(line), look_at(path).content, attached.file_name, forms):
            name = shown(attached.file_name)
            raise AnswersError(
                f"{name} is a spreadsheet, attached to an obligation that a workbook of its own fulfils. Remove it "
                "from the answer and hand the workbook in on the page Submit a report; what only shows it, attach as "
                "PDF or picture.",
                f"{name} adalah lembar kerja, padahal kewajiban itu dipenuhi dengan buku kerja tersendiri. Hapus dari "
                "jawaban, lalu kirim buku kerjanya di halaman Kirim laporan; bila hanya sebagai bukti dukung, "
                "lampirkan sebagai PDF atau gambar.",
            )


def _kind_of(line: Line) -> str | None:
    """What an obligation asks for; it stands third in its id."""
    parts = line.obligation_id.split("/")
    return parts[2] if len(parts) > 2 else None


def _said(answers: Answers, sender: Sender, line: Line | None = None) -> Submission:
    """What is said of the workbook, or of a document attached to one of its lines."""
    return Submission(
        sender=sender.name,
        viewer_role=sender.viewer_role,
        viewer_party=sender.viewer_party,
        kind=_kind_of(line) if line else ASSESSMENT,
        partnership_id=answers.partnership_id,
        submitted_on=answers.submitted_on,
        obligation_id=line.obligation_id if line else None,
    )


def _told(book: Path, findings: Sequence[Finding], own: Path) -> tuple[Told, ...]:
    extracted = read_file(ReadTask("", book, book.name, ASSESSMENT, own=own))
    about = {
        (row["sheet"], row["row_no"]): str(row[key])
        for table, key in ((LEDGER, "obligation_id"), (WORDS, "criterion"))
        for row in extracted.rows(table)
    }
    return tuple(Told(each, about.get((each.sheet, _row_of(each.cell)))) for each in findings)


def _row_of(cell: str | None) -> int | None:
    digits = re.search(r"[0-9]+", cell or "")
    return int(digits.group()) if digits else None
