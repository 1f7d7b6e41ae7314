"""The self-assessment page: whose it is and about whom, the draft, and its parts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.access import ViewerRole
from dashboard.components.choice import choose
from dashboard.components.context import Context, data_folder
from dashboard.drafts import Attached, Draft, Drafts, Line, Subject, Words
from dashboard.language import is_missing
from dashboard.queries import self_assessment as asked
from dashboard.words import CRITERIA, ROLES
from warehouse.vocabulary import ASSESSED_ON, Role

OTHER_DUTIES = "other"
"""Stands for obligations that count in no criterion: the facilitator's, the supporting partner's."""


@dataclass(frozen=True)
class Sheet:
    """One self-assessment on the page; `facts` is the row of `queries.self_assessment.ROLES_OF`."""

    here: Context
    subject: Subject
    facts: pd.Series

    @property
    def drafts(self) -> Drafts:
        """The drafts of who is looking."""
        return Drafts(data_folder(), self.here.viewer)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """The obligations of the role assessed."""
        rows = self.here.ask(asked.ledger, self.subject.partnership_id, self.subject.about)
        return rows.assign(group=rows["criterion"].fillna(OTHER_DUTIES))

    @cached_property
    def sent(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Answers and words that the published build has of it."""
        return self.here.ask(asked.sent, self.subject.partnership_id, self.subject.by, self.subject.about)

    @cached_property
    def start(self) -> Draft:
        """What a draft begins with: the latest answers that are in the records, or nothing."""
        return beginning(self.subject, self.drafts.owner, *self.sent)

    @cached_property
    def draft(self) -> Draft:
        """The draft as it stands now."""
        return self.drafts.read(self.subject) or self.start

    @property
    def came_since(self) -> tuple[str, ...]:
        """SHA-256 of self-assessments in force that reached the records by another way, unseen by the draft."""
        return self.draft.unknown_of(self.start.known)

    def file_names(self, files: Collection[str]) -> list[str]:
        """The names of such files."""
        named = {
            str(sha256): str(name)
            for table in self.sent if len(table)
            for sha256, name in zip(table["file_sha256"], table["source_file"], strict=True)
        }  # fmt: skip
        return [named[sha256] for sha256 in files]

    def change(self, how: Callable[[Draft], Draft]) -> None:
        """Apply a change to the draft and keep it."""
        self.drafts.change(self.subject, self.start, how)

    def change_line(self, row: Mapping[str, Any], how: Callable[[Line], Line]) -> None:
        """Change what is answered to one obligation."""
        self.change(lambda draft: _with_line(draft, row, how))

    def attach(self, row: Mapping[str, Any], file_name: str, content: bytes) -> None:
        """Attach a document to what is answered to one obligation."""

        def named(line: Line, document: Attached) -> Line:
            others = (each for each in line.documents if each.sha256 != document.sha256)
            return replace(line, documents=(*others, document))

        self.drafts.attach(
            self.subject,
            self.start,
            file_name,
            content,
            lambda draft, document: _with_line(draft, row, lambda line: named(line, document)),
        )

    @property
    def parts(self) -> list[str]:
        """The criteria of the role, and the other duties where it has some."""
        parts = [criterion.value for criterion in ASSESSED_ON[Role(self.subject.about)]]
        return [*parts, *([OTHER_DUTIES] if OTHER_DUTIES in set(self.ledger["group"]) else [])]

    @property
    def lost(self) -> list[str]:
        """Obligations that were answered and are not in the ledger of this build."""
        return sorted(
            code for code, line in self.draft.lines.items()
            if not line.is_blank and code not in set(self.ledger["obligation_id"])
        )  # fmt: skip

    def part_in_words(self, part: str) -> str:
        """The heading of a part."""
        if part == OTHER_DUTIES:
            return self.here.translator.gettext("Other duties")
        return self.here.translator.word(CRITERIA, part)


def _with_line(draft: Draft, row: Mapping[str, Any], how: Callable[[Line], Line]) -> Draft:
    code = str(row["obligation_id"])
    titles = {"title": str(row["title"]), "title_en": str(row["title_en"])}
    return replace(draft, lines={**draft.lines, code: replace(how(draft.line(code)), **titles)})


def beginning(subject: Subject, owner: str, answers: pd.DataFrame, words: pd.DataFrame) -> Draft:
    """A draft that begins with what the records have in force of an earlier self-assessment; nothing is invented."""
    lines, said = {}, {}
    for row in answers[answers["is_in_force"]].itertuples() if len(answers) else ():
        lines[row.obligation_id] = Line(
            row.answer,
            None if is_missing(row.occurred_on) else pd.Timestamp(row.occurred_on).date().isoformat(),
            _text(row.proof), _text(row.prevented_by), title=row.title, title_en=row.title_en,
        )  # fmt: skip
    for row in words[words["is_in_force"]].itertuples() if len(words) else ():
        said[row.criterion] = Words(None if is_missing(row.stated_value) else float(row.stated_value), _text(row.words))
    person = [_text(row) for table in (words, answers) if len(table) for row in table["person"]]
    in_force = {str(sha256) for table in (answers, words) if len(table) for sha256 in _files_in_force(table)}
    signed = next(filter(None, reversed(person)), "")
    return Draft(subject, owner, compiled_by=signed, lines=lines, words=said, known=tuple(sorted(in_force)))


def _files_in_force(table: pd.DataFrame) -> pd.Series:
    return table.loc[table["is_in_force"], "file_sha256"].dropna()


def _text(value: object) -> str | None:
    return None if is_missing(value) else str(value)


def own_role(here: Context, facts: pd.Series) -> Role | None:
    """The role in which who is looking fills in a self-assessment of this partnership; None: it only reads."""
    if here.viewer.role is ViewerRole.FACILITATOR:
        return Role.FACILITATOR
    if here.viewer.role is not ViewerRole.PARTNER:
        return None
    parties = {"mentor_id": Role.MENTOR, "mentee_id": Role.MENTEE, "supporting_partner_id": Role.SUPPORTING_PARTNER}
    return next((role for column, role in parties.items() if facts[column] == here.viewer.party_id), None)


def choose_about(here: Context, facts: pd.Series, own: Role) -> Subject:
    """Whom it is about: oneself first, then the others of the partnership."""
    translator = here.translator
    _ = translator.gettext
    names = {Role.MENTOR: facts["mentor"], Role.MENTEE: facts["mentee"]}
    others = [role for role in (Role.MENTEE, Role.MENTOR) if role is not own and not is_missing(names[role])]
    if own is Role.FACILITATOR and facts["supporting_partner_owes"]:
        others.append(Role.SUPPORTING_PARTNER)
    if own is Role.SUPPORTING_PARTNER:
        others = []

    def in_words(code: str) -> str:
        role = translator.word(ROLES, code)
        if code == own:
            return _("Ourselves ({role})").format(role=role.lower())
        name = names.get(Role(code))
        return role if is_missing(name) else f"{role}: {name}"

    about = choose(
        translator, "about", _("Who is assessed"), [own.value, *(role.value for role in others)], in_words,
        default=own.value, resets=("assess", "show", "stretch"),
    )  # fmt: skip
    return Subject(str(facts["partnership_id"]), own.value, str(about or own.value))
