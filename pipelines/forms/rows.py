"""From the submissions of an export to the rows of raw tables, by a form template."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.cells import read_column
from pipelines.forms import messages
from pipelines.forms.submission import Answers, Submission, submissions_of
from pipelines.forms.template import FormTable, FormTemplate, Question, load_forms
from pipelines.messages import with_example
from pipelines.template import Column, Sheet
from warehouse.vocabulary import Language, Severity

_ROW_ID_HASH = 16
_MOST_NAMES_LISTED = 12
_YES = frozenset({"ya", "yes", "true", "1", "ok"})


@dataclass(slots=True)
class Found:
    """A finding; `question` and `instance` are None where it is about the export."""

    rule: str
    severity: str
    message_en: str
    message_id: str
    instance: str | None = None
    question: str | None = None
    column_name: str | None = None
    value: str | None = None
    row_id: str | None = None
    row_rejected: bool = False


@dataclass(slots=True)
class ReadSubmission:
    """A submission as rows: per raw table its rows, the columns' questions, what is rejected and found.

    `is_whole` is FALSE where the form has groups that repeat and the file cannot hold them.
    """

    digest: str
    instance: str
    root: str
    replaces: str | None
    form_id: str | None
    version: str | None
    sent_at: str | None
    edits: int
    approved: bool
    attachments: list[str]
    is_whole: bool = True
    refused: bool = False
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    headers: list[tuple[str, str, str]] = field(default_factory=list)  # table, column, question
    rejected: list[tuple[str, str]] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)


@dataclass(slots=True)
class ReadExport:
    """What an export holds."""

    template: str
    edition: str
    fills: str
    fills_edition: str
    submissions: list[ReadSubmission] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)


def read_export(blob: bytes, file_name: str) -> ReadExport:
    """Every submission of an export as rows. Raises Refused where nothing of it can be used."""
    submissions = submissions_of(blob, file_name)
    form = _form_of(submissions)
    target = form.target
    export = ReadExport(form.name, form.edition, target.name, target.edition)
    for submission in submissions:
        if submission.instance:
            export.submissions.append(_Reading(form, submission).run())
        else:
            pair = messages.no_instance(submission.place)
            export.found.append(Found("no_instance", "critical", *pair, row_rejected=True))
    export.found += _about_the_form(form, submissions)
    return export


def _form_of(submissions: Sequence[Submission]) -> FormTemplate:
    """The template of an export: by the form's id, else by its questions."""
    forms = load_forms()
    if not submissions:
        return forms[0]
    named = {submission.form_id for submission in submissions}
    by_id = [form for form in forms if named & set(form.form_ids)]
    if by_id:
        return by_id[0]
    asked = {name for submission in submissions for path in _paths(submission) for name in _names(path)}
    fitting = [form for form in forms if all(name.casefold() in asked for name in form.fingerprint)]
    if not fitting:
        raise messages.unknown_form(next(iter(named)), forms)
    return max(fitting, key=lambda form: len(form.question_names() & asked))


def _about_the_form(form: FormTemplate, submissions: Sequence[Submission]) -> list[Found]:
    found = []
    versions = {s.version for s in submissions if s.version and form.versions and s.version not in form.versions}
    for version in sorted(versions):
        found.append(Found("unknown_form_version", "warning", *messages.unknown_version(version, form)))
    known = form.question_names()
    paths = {path for submission in submissions for path in _paths(submission)}
    unknown = sorted({_last(path) for path in paths if not any(part in known for part in _parts(path))})
    if unknown:
        pair = messages.question_not_read(unknown[:_MOST_NAMES_LISTED])
        found.append(Found("question_not_read", "info", *pair))
    for paths_of_one in _asked_twice(form, submissions)[:_MOST_NAMES_LISTED]:
        found.append(Found("question_asked_twice", "warning", *messages.asked_twice(paths_of_one)))
    return found


def _asked_twice(form: FormTemplate, submissions: Sequence[Submission]) -> list[tuple[str, ...]]:
    """The paths of questions that bear one name in different groups of one submission; the first is read."""
    scopes = {
        tuple(answers)
        for said in submissions
        for answers in (said.answers, *(t for g in said.repeats.values() for t in g))
    }
    doubled = {
        tuple(paths) for scope in scopes for name in form.question_names() if len(paths := _fitting(name, scope)) > 1
    }
    return sorted(doubled)


def _paths(submission: Submission) -> Iterator[str]:
    yield from submission.answers
    for turns in submission.repeats.values():
        for turn in turns:
            yield from turn


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1].casefold()


def _names(path: str) -> Iterator[str]:
    """What a question may be called: its path without groups, which `/` or, in ODK's CSV, `-` divides."""
    spelt = _last(path)
    yield spelt
    yield from (spelt[place + 1 :] for place, letter in enumerate(spelt) if letter == "-")


def _parts(path: str) -> Iterator[str]:
    """The names of a question, and those of its groups: a choice of several spreads over columns below its own."""
    yield from _names(path)
    yield from path.casefold().split("/")[:-1]


class _Reading:
    """The reading of one submission."""

    def __init__(self, form: FormTemplate, submission: Submission) -> None:
        self.form = form
        self.said = submission
        self.result = ReadSubmission(
            submission.digest, submission.instance, submission.root, submission.replaces, submission.form_id,
            submission.version, submission.sent_at.isoformat() if submission.sent_at else None, submission.edits,
            submission.approved, list(submission.attachments),
            is_whole=not (submission.is_flat and any(table.repeat for table in form.tables)),
        )  # fmt: skip

    def run(self) -> ReadSubmission:
        for table in self.form.tables:
            self._fill(table, self.form.target.sheet(table.table))
        return self.result

    def _fill(self, table: FormTable, sheet: Sheet) -> None:
        rows = list(self._sources(table))
        first = len(self.result.tables.get(sheet.table, [])) + 1
        if rows:
            self._load(sheet, rows, first)
        elif sheet.nihil and self._says_nothing(table):
            self._add(sheet, first, {sheet.nihil: "nihil"}, None)

    def _sources(self, table: FormTable) -> Iterator[dict[str, tuple[object, str | None]]]:
        """Per row of the table, per column: the answer and the path of its question."""
        for row in table.rows:
            given = _answered(row.questions, self.said.answers)
            if given:
                yield {name: (text, None) for name, text in row.constants.items()} | given
        if not table.questions:
            return
        turns = [self.said.answers] if not table.repeat else self._turns(table.repeat)
        for turn in turns:
            given = _answered(table.questions, turn)
            if given:
                yield given

    def _turns(self, names: Sequence[str]) -> list[Answers]:
        wanted = {name.casefold() for name in names}
        return [turn for path, turns in self.said.repeats.items() if _last(path) in wanted for turn in turns]

    def _says_nothing(self, table: FormTable) -> bool:
        answers = (_answer(Question(names=(name,)), self.said.answers) for name in table.nihil)
        return any(found is not None and str(found[0]).casefold() in _YES for found in answers)

    def _load(self, sheet: Sheet, rows: Sequence[Mapping[str, tuple[object, str | None]]], first: int) -> None:
        columns = [column for column in sheet.columns if not column.shown_only]
        filled: list[dict[str, object]] = [{} for _ in rows]
        ids = [self._row_id(sheet, first + place) for place in range(len(rows))]
        rejected: set[int] = set()
        for column in columns:
            cells = [_cell(row.get(column.name, ("", None))[0]) for row in rows]
            values = read_column(column, cells, ".", self.form.target.date_order)
            for place, value in enumerate(values.values):
                filled[place][column.name] = value
                if values.statuses is not None:
                    filled[place][f"{column.name}_status"] = values.statuses[place]
                question = row_question(rows[place], column.name, self.form, sheet.table)
                problem = values.problems.get(place)
                if problem:
                    pair = with_example((problem.message_en, problem.message_id), column)
                    self._find(problem.rule, column, question, cells[place], pair, ids[place])
                elif value is None and column.required:
                    pair = messages.unanswered(question)
                    self._find("required_question_unanswered", column, question, "", pair, ids[place])
                else:
                    continue
                if column.required:
                    rejected.add(place)
        for place, row in enumerate(filled):
            asked = {name: path for name, (_, path) in rows[place].items() if path}
            self._add(sheet, first + place, row, asked)
        self.result.rejected += [(sheet.table, ids[place]) for place in sorted(rejected)]
        self.result.refused |= bool(rejected) and sheet.layout == "form"

    def _add(self, sheet: Sheet, number: int, row: dict[str, object], asked: Mapping[str, str] | None) -> None:
        key = (asked or {}).get(sheet.key) or next(iter((asked or {}).values()), sheet.key)
        place: dict[str, object] = {
            "row_id": self._row_id(sheet, number),
            "file_sha256": self.said.digest,
            "sheet": f"submission {self.said.instance}",
            "row_no": number,
            "source_cell": f"{key} #{number}",
        }
        self.result.tables.setdefault(sheet.table, []).append(place | row)
        for column, path in (asked or {}).items():
            header = (sheet.table, column, path)
            if not any(known[:2] == header[:2] for known in self.result.headers):
                self.result.headers.append(header)

    def _row_id(self, sheet: Sheet, number: int) -> str:
        return f"{self.said.digest[:_ROW_ID_HASH]}/{sheet.name}/{number}"

    def _find(
        self, rule: str, column: Column, question: str, value: object, pair: tuple[str, str], row_id: str
    ) -> None:
        severity = Severity.CRITICAL if column.required else Severity.WARNING
        text = None if value in (None, "") else str(value)[:200]
        said = messages.at(self.said.instance, question, pair)
        self.result.found.append(
            Found(rule, severity.value, *said, self.said.instance, question, column.name, text, row_id, column.required)
        )


def row_question(row: Mapping[str, tuple[object, str | None]], column: str, form: FormTemplate, table: str) -> str:
    """The question of a column: as the export names it, else as the template does."""
    path = row.get(column, ("", None))[1]
    if path:
        return path
    asked = [each.questions[column] for each in form.tables if each.table == table and column in each.questions]
    return asked[0].names[0] if asked else column


def _answered(questions: Mapping[str, Question], answers: Answers) -> dict[str, tuple[object, str | None]]:
    found = {column: _answer(question, answers) for column, question in questions.items()}
    return {column: answer for column, answer in found.items() if answer is not None}


def _answer(question: Question, answers: Answers) -> tuple[object, str] | None:
    """The answer and the path of its question; several choices are joined in the form's words."""
    for name in question.names:
        wanted = name.casefold()
        fitting = _fitting(wanted, answers)
        if fitting:
            path = fitting[0]
            return _in_words(question, answers[path]), path
        split = {
            path.rsplit("/", 1)[-1]: path
            for path, value in answers.items()
            if f"/{wanted}/" in f"/{path.casefold()}" and str(value).casefold() in _YES
        }
        if split and question.choices:
            return _in_words(question, " ".join(split)), next(iter(split.values())).rsplit("/", 1)[0]
    return None


def _fitting(wanted: str, paths: Iterable[str]) -> list[str]:
    """The paths of the questions of a name, the shortest first: that one is read."""
    ends = (f"/{wanted}", f"-{wanted}")
    return sorted((path for path in paths if f"/{path.casefold()}".endswith(ends)), key=len)


def _in_words(question: Question, value: object) -> object:
    if not question.choices or not isinstance(value, str):
        return value
    words = [question.choices.get(code) for code in value.split()]
    if not all(words):
        return value
    return ", ".join(word.in_language(Language.INDONESIAN) for word in words if word)


def _cell(value: object) -> object:
    """An answer as a cell: texts as they are, numbers as numbers."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return value
    return float(value) if isinstance(value, int) else value
