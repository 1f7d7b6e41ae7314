"""How the questions of a field form become rows of the tables that workbooks fill: YAML, checked by a closed model."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Self

import yaml
from pydantic import Field, ValidationError, model_validator

from pipelines.template import Closed, Sheet, Template, TemplateError, Words, load_templates
from pipelines.yaml_files import read_yaml

FOLDER = Path(__file__).parent / "templates"


class Question(Closed):
    """A question under any of its names; `choices` put words in the place of the codes of a list to choose from."""

    names: tuple[str, ...] = Field(min_length=1)
    choices: dict[str, Words] = {}


class FixedRow(Closed):
    """A row that a single question gives: what the form does not ask stands in `constants`."""

    constants: dict[str, str] = {}
    questions: dict[str, Question] = Field(min_length=1)


class FormTable(Closed):
    """Rows of one raw table: one per submission, one per turn of a group that repeats, or one per fixed row.

    `nihil` are questions whose yes says that there is nothing to tell.
    """

    table: str
    repeat: tuple[str, ...] = ()
    questions: dict[str, Question] = {}
    rows: tuple[FixedRow, ...] = ()
    nihil: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if bool(self.questions) == bool(self.rows):
            raise ValueError(f"table {self.table}: give questions or rows")
        return self


class FormTemplate(Closed):
    """A field form in one edition.

    `form_ids` name it on its server; a form of another id is recognised by the questions of `fingerprint`.
    `versions` are the versions it is made for, any where none is given. `fills` is the workbook template whose
    tables it fills.
    """

    name: str
    edition: str
    title: Words
    form_ids: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = Field(min_length=1)
    fills: str
    tables: tuple[FormTable, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_what_it_fills(self) -> Self:
        if self.fills not in load_templates():
            raise ValueError(f"fills: no template named {self.fills!r}")
        for table in self.tables:
            sheet = self._sheet(table.table)
            for columns in self._columns(table):
                known = {column.name for column in sheet.columns if not column.shown_only}
                if columns - known:
                    raise ValueError(f"table {table.table}: no such columns: {sorted(columns - known)}")
                lacking = {column.name for column in sheet.columns if column.required} - columns
                if lacking:
                    raise ValueError(f"table {table.table}: nothing fills {sorted(lacking)}")
        return self

    @property
    def target(self) -> Template:
        """The newest edition of the template whose tables are filled."""
        return load_templates()[self.fills][-1]

    def question_names(self) -> set[str]:
        """Every name of a question, in small letters."""
        asked = [question for table in self.tables for question in _questions(table)]
        nothing = {name.casefold() for table in self.tables for name in table.nihil}
        return nothing | {name.casefold() for question in asked for name in question.names}

    def _sheet(self, table: str) -> Sheet:
        try:
            return self.target.sheet(table)
        except KeyError:
            raise ValueError(f"table {table}: {self.fills} has none of that name") from None

    def _columns(self, table: FormTable) -> Iterator[set[str]]:
        if table.questions:
            yield set(table.questions)
        for row in table.rows:
            yield {*row.constants, *row.questions}


def _questions(table: FormTable) -> Iterator[Question]:
    yield from table.questions.values()
    for row in table.rows:
        yield from row.questions.values()


def load_form(path: Path) -> FormTemplate:
    """One form template, checked. Raises TemplateError."""
    try:
        return FormTemplate.model_validate(read_yaml(path))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise TemplateError(f"{path.name}: {error}") from error


@cache
def load_forms(folder: Path = FOLDER) -> tuple[FormTemplate, ...]:
    """All form templates of a folder. Raises TemplateError where a file is unusable or two bear one id."""
    forms = tuple(load_form(path) for path in sorted(folder.glob("*.yml")))
    owner: dict[str, str] = {}
    for form in forms:
        for form_id in form.form_ids:
            if owner.setdefault(form_id, form.name) != form.name:
                raise TemplateError(f"{form_id} names two forms: {owner[form_id]} and {form.name}")
    return forms
