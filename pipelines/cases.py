"""The cases from the literature: one file per document in data/cases/, landed as the register of a programme.

A case holds what its document states and nothing else; every row names the paragraph and the sentence that state it
(data/cases/README.md says how they are counted). It becomes a register workbook and arrives by the ordinary door, with
the origin `case`, so it stays out of national figures.
"""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.build_report import Progress, silent
from pipelines.intake import Landing, Receipt
from pipelines.template import Words, newest
from pipelines.workbooks import write_workbook
from pipelines.yaml_files import read_yaml
from warehouse.explained import ExplainedError
from warehouse.vocabulary import Language, Origin

FOLDER = Path(__file__).resolve().parents[1] / "data" / "cases"
MOST_QUOTED_WORDS = 12
SEVERAL = "; "

_SECTION = Words(en="section {number}", id="bagian {number}")
_PLACE = Words(en="paragraph {paragraph}, sentence {sentence}", id="paragraf {paragraph}, kalimat {sentence}")

Text = Annotated[str, Field(min_length=1)]
Number = Annotated[int, Field(ge=1)]
Row = dict[str, object]


class InvalidCase(ExplainedError):
    """A case that cannot be used; the message names file, key and remedy."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Closed):
    """Where a document states something: paragraph and sentence, counted from 1, and some words that stand there."""

    section: Text | None = None
    paragraph: Number
    sentence: Number
    quote: Text

    @model_validator(mode="after")
    def _quotes_a_few_words(self) -> Self:
        words = len(self.quote.split())
        if words > MOST_QUOTED_WORDS:
            raise ValueError(f"a quote has at most {MOST_QUOTED_WORDS} words, this one has {words}")
        return self

    def in_language(self, language: Language) -> str:
        """The place in words, in the document's language."""
        place = _PLACE.in_language(language).format(paragraph=self.paragraph, sentence=self.sentence)
        if self.section is None:
            return place
        return f"{_SECTION.in_language(language).format(number=self.section)}, {place}"


class Fact(_Closed):
    """What a document states, with its places."""

    stated_in: Annotated[tuple[Place, ...], Field(min_length=1)]

    def row(self, document: "Document") -> Row:
        """The fact as a row of the register; what is not stated stays out."""
        values = self.model_dump(exclude={"stated_in"}, exclude_none=True)
        return values | {"stated_in": document.places(self.stated_in)}


class Document(_Closed):
    """The document a case is taken from, by its own title."""

    title: Text
    language: Language
    dated_on: date | None = None

    def places(self, places: tuple[Place, ...]) -> str:
        """Title and places, each place once."""
        named = dict.fromkeys(place.in_language(self.language) for place in places)
        return f"{self.title}, {SEVERAL.join(named)}"


class Programme(Fact):
    """The programme that the document speaks of."""

    programme_id: Text
    programme_name: Text
    programme_kind: Text


class Party(Fact):
    """A party named by the document. Its kind is our reading where the document does not say it."""

    party_id: Text
    name: Text
    kind: Text
    province: Text | None = None
    kind_of_place: Text | None = None
    place: Text | None = None


class Partnership(Fact):
    """A pair of partners."""

    partnership_id: Text
    title: Text
    cohort_year: int | None = None
    subject: Text | None = None
    mentor_id: Text | None = None
    mentee_id: Text
    facilitator_id: Text | None = None
    supporting_partner_id: Text | None = None
    begun_on: date | None = None


class Agreement(Fact):
    """A signed document; its day stays empty where only the year is told."""

    partnership_id: Text
    kind: Text
    signed_on: date | None = None
    signatories: Text | None = None
    witnesses: Text | None = None


class PlanItem(Fact):
    """What was planned."""

    partnership_id: Text
    item_no: Text
    role: Text
    kind: Text
    title: Text
    due_on: date | None = None
    joint_id: Text | None = None
    quota_min: Number | None = None
    quota_max: Number | None = None
    quota_period: Text | None = None
    quota_from: date | None = None
    quota_to: date | None = None


class Evidence(Fact):
    """What is told to have been done."""

    obligation_id: Text
    told_by: Text
    occurred_on: date
    delivered_share: Annotated[float, Field(ge=0, le=1)]
    evidence_level: Annotated[int, Field(ge=0, le=4)]
    channel: Text | None = None


class Activity(Fact):
    """An activity planned or held; without a partnership it is the programme's."""

    activity_id: Text
    partnership_id: Text | None = None
    kind: Text
    title: Text
    planned_on: date | None = None
    held_on: date | None = None
    participants: Number | None = None


class Narrative(Fact):
    """Uniqueness, problem, conditions, obstacles, supporting factors and lessons, in the document's words."""

    partnership_id: Text
    kind: Text
    words: Text


class Statement(Fact):
    """What the document says, in its own words; statements that contradict one another share a code."""

    partnership_id: Text | None = None
    topic: Text
    statement: Text
    in_conflict_with: Text | None = None

    def row(self, document: Document) -> Row:
        told_on: Row = {"told_on": document.dated_on} if document.dated_on else {}
        return super().row(document) | told_on


class Case(_Closed):
    """One file of data/cases/."""

    document: Document
    programme: Programme
    parties: tuple[Party, ...]
    partnerships: tuple[Partnership, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    work_plan: tuple[PlanItem, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    activities: tuple[Activity, ...] = ()
    narrative: tuple[Narrative, ...] = ()
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _contradicts_in_at_least_two_places(self) -> Self:
        codes = [statement.in_conflict_with for statement in self.statements if statement.in_conflict_with]
        for code in codes:
            if codes.count(code) == 1:
                raise ValueError(f"only one statement bears the code {code!r}; a contradiction has at least two")
        return self

    @property
    def file_name(self) -> str:
        """Name of its workbook."""
        return f"{self.programme.programme_id}.xlsx"

    @property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """Every fact, by the raw table of the register that its row goes to."""
        return {
            "register_cover": (self.programme,),
            "register_parties": self.parties,
            "register_partnerships": self.partnerships,
            "register_agreements": self.agreements,
            "register_work_plan": self.work_plan,
            "register_evidence": self.evidence,
            "register_activities": self.activities,
            "register_narrative": self.narrative,
            "register_statements": self.statements,
        }

    def rows(self) -> dict[str, list[Row]]:
        """The rows of its register, by raw table."""
        rows = {table: [fact.row(self.document) for fact in facts] for table, facts in self.facts.items()}
        rows["register_cover"][0] |= {"origin": Origin.CASE.value}
        return rows


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """Every case, in order of the files' names. Raises InvalidCase."""
    return [read_case(path) for path in sorted(folder.glob("*.yml"))]


def read_case(path: Path) -> Case:
    """One case. Raises InvalidCase where a key is missing, unknown or wrong."""
    try:
        return Case.model_validate(read_yaml(path))
    except yaml.YAMLError as error:
        raise InvalidCase(
            f"{path.name} is no readable YAML: {error}.", f"{path.name} bukan YAML yang terbaca: {error}."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "-"
        raise InvalidCase(
            f"{path.name}, {key}: {first['msg']}. Correct the file.",
            f"{path.name}, {key}: tidak sah ({first['msg']}). Perbaiki berkasnya.",
        ) from error


def write_case(case: Case, folder: Path) -> Path:
    """Write the case as a register workbook in the document's language. The same case gives the same bytes."""
    path = folder / case.file_name
    write_workbook(newest("programme_register"), case.document.language, case.rows(), path)
    return path


def land(landing: Landing, received_at: datetime, progress: Progress = silent) -> list[Receipt]:
    """Land every case by the ordinary door. `received_at` is naive UTC; a case already there is a duplicate."""
    cases = read_cases()
    receipts = []
    with TemporaryDirectory() as folder:
        for done, case in enumerate(cases, 1):
            progress("receive", done, len(cases))
            receipts.append(landing.receive(write_case(case, Path(folder)), received_at))
    return receipts
