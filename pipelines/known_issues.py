"""Reads reference/known_issues.yml into mart.known_issue: what is known to be wrong with the figures."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.reference import InvalidReference, reference_files
from pipelines.yaml_files import read_yaml

FILE = "known_issues.yml"

Line = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=600)]
Page = Literal[
    "overview", "results", "reporting", "map", "profile", "metrics", "lessons", "mentor", "desk", "self_assessment",
    "submit", "budget", "indicators", "quality",
]  # fmt: skip


class KnownIssue(BaseModel):
    """One issue, in both languages. `since` and `until` are days of as_of, both included; no pages: every page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    title_en: Line
    title_id: Line
    effect_en: Words
    effect_id: Words
    since: Annotated[date, Field(alias="from")]
    until: Annotated[date | None, Field(alias="to")] = None
    pages: tuple[Page, ...] = ()

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.until and self.until < self.since:
            raise ValueError("'to' lies before 'from'")
        return self


class _KnownIssues(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    issues: tuple[KnownIssue, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = [each for each, times in Counter(issue.id for issue in self.issues).items() if times > 1]
        if twice:
            raise ValueError(f"issue {twice[0]} is given twice")
        return self


def read_known_issues(path: Path) -> tuple[KnownIssue, ...]:
    """The issues of a file. Raises InvalidReference, which names file, key and mistake."""
    try:
        return _KnownIssues.model_validate(read_yaml(path)).issues
    except yaml.YAMLError as error:
        raise InvalidReference(
            f"{path.name}: no readable YAML: {error}.", f"{path.name}: YAML tidak terbaca: {error}."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "issues"
        raise InvalidReference(
            f"{path.name}, {place}: {first['msg']}.", f"{path.name}, {place}: tidak sah ({first['msg']})."
        ) from error


def load_known_issues(connection: duckdb.DuckDBPyConnection, folder_override: Path | None = None) -> int:
    """Fill mart.known_issue; needs the macro as_of(). Returns the number of issues. Raises InvalidReference."""
    path = next(
        path for path in reference_files(folder_override) if path.name == FILE and path.parent.name != "templates"
    )
    issues = read_known_issues(path)
    connection.execute("DELETE FROM mart.known_issue")
    for issue in issues:
        connection.execute(
            "INSERT INTO mart.known_issue SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, "
            "as_of() BETWEEN $6 AND coalesce($7, as_of())",
            [
                issue.id, issue.title_en, issue.title_id, issue.effect_en, issue.effect_id, issue.since, issue.until,
                ", ".join(issue.pages) or None, path.name,
            ],
        )  # fmt: skip
    return len(issues)
