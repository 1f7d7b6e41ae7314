"""The receipt of a score: criterion, indicators, obligations and targets, evidence, down to file, sheet and cell.

What the terminal and the dashboard show is this one object. `Move` answers "what would move it one band".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

import duckdb

from indicators.catalogue import INDICATORS, Credit, Indicator
from warehouse.vocabulary import Band


class UnknownPartnership(Exception):
    """No such partnership, or nothing of that role and criterion; both messages say so."""

    def __init__(self, message_en: str, message_id: str) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_id = message_id


@dataclass(frozen=True)
class Source:
    """Where something is written; the parts are None for what no file tells."""

    file: str | None
    sheet: str | None
    cell: str | None

    def __str__(self) -> str:
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence: when it happened, was sent and came in; share 0 to 1; level 0 to 4."""

    occurred_on: date | None
    submitted_on: date | None
    received_on: date
    delivered_share: float | None
    level: int
    channel: str | None
    note: str | None
    source: Source


@dataclass(frozen=True)
class ObligationLine:
    """One obligation that an indicator counts, or will count. `credit` is 0 to 1, None where it does not count."""

    obligation_id: str
    kind: str
    title_en: str
    title_id: str
    due_on: date | None
    status: str
    counts: bool
    credit: float | None
    basis: str
    clause: str | None
    awaited_report: str | None
    source: Source
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True)
class TargetLine:
    """One target that an indicator counts, or will count."""

    target_id: str
    kind: str
    title: str
    baseline: float | None
    target: float | None
    actual: float | None
    actual_on: date | None
    due_on: date | None
    status: str
    credit: float | None
    coverage_months: int | None
    expected_months: int | None
    source: Source
    actual_source: Source


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator: its value (0 to 100) and what it was made from."""

    declaration: Indicator
    weight: float
    numerator: float | None
    denominator: float
    value: float | None
    status: str
    score_low: float | None
    score_high: float | None
    waived_count: int
    value_without_waivers: float | None
    obligations: tuple[ObligationLine, ...]
    targets: tuple[TargetLine, ...]


@dataclass(frozen=True)
class Move:
    """The smallest set of open obligations whose delivery lifts the score into the next band."""

    band: Band
    score: float
    obligation_ids: tuple[str, ...]


@dataclass(frozen=True)
class CriterionLine:
    """One criterion score of a role, with its intervals (0 to 100)."""

    role: str
    criterion: str
    score: float | None
    status: str
    band: str | None
    band_reason: str | None
    score_low: float | None
    score_high: float | None
    final_low: float | None
    final_high: float | None
    weight_low: float | None
    weight_high: float | None
    band_could_change: bool | None
    indicators: tuple[IndicatorLine, ...]
    move: Move | None


@dataclass(frozen=True)
class RuleLine:
    """A rule that acted: its value, unit and on whose authority it stands."""

    code: str
    value: float
    unit: str
    basis: str
    source: str


@dataclass(frozen=True)
class Receipt:
    """Everything behind the scores of one partnership."""

    partnership_id: str
    title: str
    as_of: date
    build_id: str
    rules_version: str
    criteria: tuple[CriterionLine, ...]
    rules: tuple[RuleLine, ...] = field(default=())


_CRITERIA = """
    SELECT role, criterion, score, status, band, band_reason, score_low, score_high, final_low, final_high,
        weight_low, weight_high, band_could_change
    FROM mart.criterion_score
    WHERE partnership_id = $1 AND ($2 IS NULL OR role = $2) AND ($3 IS NULL OR criterion = $3)
    ORDER BY role DESC, criterion
"""
_OBLIGATIONS = """
    SELECT obligation_id, kind, title_en, title AS title_id, due_on, status, counts, basis, clause, awaited_report,
        source_file, source_sheet, source_cell, indicator_code, credit_delivered, credit_on_time, credit_content
    FROM mart.obligation WHERE partnership_id = $1 AND indicator_code IS NOT NULL
    ORDER BY due_on NULLS LAST, obligation_id
"""
_EVIDENCE = """
    SELECT obligation_id, occurred_on, submitted_on, received_on, "share" AS delivered_share, level, channel, note,
        source_file, source_sheet, source_cell
    FROM mart.evidence WHERE partnership_id = $1 ORDER BY received_on, evidence_id
"""
_TARGETS = """
    SELECT target_id, kind, coalesce(topic, metric_code, target_id) AS title, baseline, target, actual, actual_on,
        due_on, status, credit, coverage_months, expected_months, source_file, source_sheet, source_cell,
        actual_source_file, actual_source_sheet, actual_source_cell
    FROM mart.target_progress WHERE partnership_id = $1 ORDER BY due_on NULLS LAST, target_id
"""
_VALUES = """
    SELECT v.indicator_code, i.weight, v.numerator, v.denominator, v.value, v.status, v.score_low, v.score_high,
        v.waived_count, v.value_without_waivers
    FROM mart.indicator_value AS v JOIN mart.indicator AS i USING (indicator_code)
    WHERE v.partnership_id = $1
"""
_CREDIT_COLUMNS = {
    Credit.DELIVERED: "credit_delivered",
    Credit.ON_TIME: "credit_on_time",
    Credit.CONTENT: "credit_content",
}

Row = dict[str, Any]


def receipt(
    connection: duckdb.DuckDBPyConnection,
    partnership_id: str,
    role: str | None = None,
    criterion: str | None = None,
) -> Receipt:
    """The receipt of a partnership's scores, of one role or criterion where given. Raises UnknownPartnership."""
    known = _rows(
        connection,
        "SELECT p.partnership_id, p.title, b.as_of, b.build_id, b.rules_version "
        "FROM mart.partnership AS p, mart.build AS b WHERE p.partnership_id = $1",
        [partnership_id],
    )
    scores = _rows(connection, _CRITERIA, [partnership_id, role, criterion])
    if not known or not scores:
        asked = " ".join(part for part in (partnership_id, role, criterion) if part)
        raise UnknownPartnership(
            f"The published build has no score of {asked}. Check the id, the role and the criterion.",
            f"Hasil yang terbit tidak memuat nilai {asked}. Periksa kode, peran, dan kriterianya.",
        )
    facts = _Facts(connection, partnership_id)
    criteria = tuple(facts.criterion_line(score) for score in scores)
    rules = _rows(connection, "SELECT rule_code AS code, value, unit, basis, source FROM mart.rule ORDER BY 1")
    return Receipt(**known[0], criteria=criteria, rules=tuple(RuleLine(**rule) for rule in rules))


class _Facts:
    """Everything recorded about one partnership, fetched once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, partnership_id: str) -> None:
        self.values = {row.pop("indicator_code"): row for row in _rows(connection, _VALUES, [partnership_id])}
        self.obligations = _rows(connection, _OBLIGATIONS, [partnership_id])
        self.targets = [_target_line(row) for row in _rows(connection, _TARGETS, [partnership_id])]
        self.evidence: dict[str, list[EvidenceLine]] = {}
        for row in _rows(connection, _EVIDENCE, [partnership_id]):
            obligation_id, source = row.pop("obligation_id"), _source(row)
            self.evidence.setdefault(obligation_id, []).append(EvidenceLine(**row, source=source))
        edges = _rows(
            connection, "SELECT rule_code, value FROM mart.rule WHERE rule_code IN ('band.good', 'band.fair')"
        )
        self.edges = {Band(edge["rule_code"].removeprefix("band.")): edge["value"] for edge in edges}

    def criterion_line(self, score: Row) -> CriterionLine:
        declared = [i for i in INDICATORS if (i.role, i.criterion) == (score["role"], score["criterion"])]
        lines = tuple(self.indicator_line(item) for item in declared if item.code in self.values)
        return CriterionLine(**score, indicators=lines, move=_smallest_move(score["score"], lines, self.edges))

    def indicator_line(self, item: Indicator) -> IndicatorLine:
        figures = self.values[item.code]
        if item.credit is Credit.PROGRESS:
            targets = tuple(target for target in self.targets if target.kind in item.counts)
            return IndicatorLine(declaration=item, **figures, obligations=(), targets=targets)
        obligations = tuple(
            self.obligation_line(row, item.credit) for row in self.obligations if _is_counted(row, item)
        )
        return IndicatorLine(declaration=item, **figures, obligations=obligations, targets=())

    def obligation_line(self, row: Row, credit: Credit) -> ObligationLine:
        facts = dict(row)
        given = facts[_CREDIT_COLUMNS[credit]]
        for column in ("indicator_code", *_CREDIT_COLUMNS.values()):
            del facts[column]
        evidence = tuple(self.evidence.get(row["obligation_id"], ()))
        source = _source(facts)
        return ObligationLine(**facts, credit=given, source=source, evidence=evidence)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    found = connection.execute(sql, list(parameters))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _source(row: Row, prefix: str = "") -> Source:
    """Takes the three parts of a source out of a row."""
    return Source(*(row.pop(f"{prefix}source_{part}") for part in ("file", "sheet", "cell")))


def _is_counted(row: Row, item: Indicator) -> bool:
    """Whether an indicator counts an obligation: its own kinds, or the pool of the indicators it names."""
    kind, delivered_code = row["kind"], row["indicator_code"]
    if item.credit is Credit.DELIVERED:
        return bool(delivered_code == item.code)
    if item.credit is Credit.CONTENT:
        return kind in item.counts
    return any(
        delivered_code == code and pooled_kind in ("", kind)
        for code, _, pooled_kind in (counted.partition(":") for counted in item.counts)
    )


def _target_line(row: Row) -> TargetLine:
    actual_source, source = _source(row, "actual_"), _source(row)
    return TargetLine(**row, source=source, actual_source=actual_source)


def _smallest_move(score: float | None, lines: Iterable[IndicatorLine], edges: dict[Band, float]) -> Move | None:
    """Exact while denominators are fixed: what counts now is delivered, the largest gain first.

    Punctuality is not regained, so only the credit of delivery rises. None where no edge can be reached.
    """
    above = sorted((edge, band) for band, edge in edges.items() if score is not None and round(score) < edge)
    if score is None or not above:
        return None
    edge, band = above[0]
    gains = sorted(_gains(tuple(lines)), key=lambda gain: (-gain[0], gain[1]))
    for count, reached in enumerate(accumulate((gain for gain, _ in gains), initial=score)):
        if round(reached) >= edge:
            return Move(band, reached, tuple(obligation_id for _, obligation_id in gains[:count]))
    return None


def _gains(lines: Sequence[IndicatorLine]) -> Iterable[tuple[float, str]]:
    """What delivering each open obligation would add to the criterion score."""
    weighed = sum(line.weight for line in lines if line.value is not None)
    for line in lines:
        if line.declaration.credit is not Credit.DELIVERED or line.value is None or not line.weight:
            continue
        counted = [one for one in line.obligations if one.counts and one.credit is not None]
        kinds = {one.kind for one in counted}
        for one in counted:
            missing = 1 - (one.credit or 0)
            if missing > 0:
                same = sum(other.kind == one.kind for other in counted) if line.declaration.by_kind else len(counted)
                share = missing / same / (len(kinds) if line.declaration.by_kind else 1)
                yield 100 * line.weight / weighed * share, one.obligation_id
