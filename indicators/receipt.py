"""The receipt of a score: criterion, indicators, obligations, evidence, down to file, sheet and cell.

Reads published tables only (mart.*), so it works on any build. `wops explain` prints it, the dashboard shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from indicators.catalogue import INDICATORS, Credit, Indicator, kinds_counted
from warehouse.explained import ExplainedError
from warehouse.vocabulary import Band, Criterion, Role

OPEN_STATUSES = ("overdue", "partly_fulfilled", "doubtful")


@dataclass(frozen=True)
class Origin:
    """Where something is written; any part may be missing."""

    file: str | None
    sheet: str | None
    cell: str | None


@dataclass(frozen=True)
class RuleReceipt:
    """A weight, band edge or number of days that acted."""

    code: str
    value: float
    unit: str
    basis: str
    source: str
    description_en: str
    description_id: str
    source_id: str


@dataclass(frozen=True)
class EvidenceReceipt:
    """A piece of evidence; share 0 to 1, cumulative; level 0 to 4.

    file_sha256: the original of the document that shows it, where there is one. attested_by, attested_on: who confirmed
    (level 3) or verified (level 4) it, and when; None where no record names them. told_in: SHA-256 of the file that
    tells of it.
    """

    evidence_id: str
    occurred_on: date | None
    submitted_on: date | None
    received_on: date
    share: float | None
    level: int
    channel: str | None
    note: str | None
    origin: Origin
    file_sha256: str | None
    attested_by: str | None = None
    attested_on: date | None = None
    told_in: str | None = None

    @property
    def is_objection(self) -> bool:
        """Said by its owner in a self-assessment: share None where it says that it was prevented."""
        return self.channel == "self_assessment" and self.level == 0


@dataclass(frozen=True)
class RevisionReceipt:
    """What a later file told otherwise: a figure as numbers in its unit, everything else in words.

    earlier_value, later_value: None where it is no figure, or none was told. known_on, changed_on: from which day
    each of the two was known. told_in: SHA-256 of the files of the two.
    """

    subject: str
    period: str | None
    change: str
    earlier_value: float | None
    later_value: float | None
    unit: str | None
    earlier_text: str | None
    later_text: str | None
    known_on: date
    changed_on: date
    earlier_origin: Origin
    later_origin: Origin
    told_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReliefReceipt:
    """A waiver or a prevention: kind, who decided it, when and why."""

    kind: str
    decided_by: str
    decided_on: date
    reason: str


@dataclass(frozen=True)
class ObligationReceipt:
    """An obligation as one indicator counts it: `credit` 0 to 1, None where it does not count.

    is_untold: of a case, whose document does not tell whether, or when, it was delivered. is_of_quota: one of the times
    that a quota owes.
    """

    obligation_id: str
    kind: str
    title: str
    title_en: str
    due_on: date | None
    original_due_on: date | None
    status: str
    counts: bool
    credit: float | None
    fulfilled_on: date | None
    basis: str
    clause: str | None
    awaited_report: str | None
    is_untold: bool
    is_of_quota: bool
    covered_by: str | None
    replaced_by: str | None
    relief: ReliefReceipt | None
    origin: Origin
    evidence: tuple[EvidenceReceipt, ...]


@dataclass(frozen=True)
class TargetReceipt:
    """A target as lesson-learned counts it: `credit` 0 to 1, None where not reported or not due.

    under_review: the figures of its metric that wait for review and do not count.
    """

    target_id: str
    kind: str
    metric_code: str | None
    topic: str | None
    zone: str | None
    baseline: float | None
    target: float | None
    due_on: date | None
    is_due: bool
    actual: float | None
    actual_on: date | None
    partial_actual: float | None
    partial_actual_on: date | None
    coverage_months: int | None
    expected_months: int | None
    progress: float | None
    status: str
    credit: float | None
    origin: Origin
    actual_origin: Origin
    under_review: tuple[Origin, ...]


@dataclass(frozen=True)
class CorrectionReceipt:
    """A declared correction behind a figure: what the file says and what holds instead; None where a cell is empty.

    action: replace_value, drop_row, move_report or confirm.
    """

    correction_id: str
    action: str
    column_name: str
    written: str | None
    corrected: str | None
    decided_by: str
    decided_on: date
    reason: str
    is_superseded: bool
    origin: Origin


@dataclass(frozen=True)
class KindCount:
    """n of N of one kind."""

    kind: str
    credit: float
    count: int


@dataclass(frozen=True)
class IndicatorReceipt:
    """An indicator's value (0 to 100) and what it counts."""

    code: str
    name_en: str
    name_id: str
    formula_en: str
    formula_id: str
    credit: str
    basis: str
    source: str
    source_id: str
    weight: float
    value: float | None
    status: str
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    waived_count: int
    value_without_waivers: float | None
    kinds: tuple[KindCount, ...]
    obligations: tuple[ObligationReceipt, ...]
    targets: tuple[TargetReceipt, ...]
    corrections: tuple[CorrectionReceipt, ...]
    revisions: tuple[RevisionReceipt, ...]

    @property
    def kinds_due(self) -> tuple[KindCount, ...]:
        """The kinds of which something counts by now."""
        return tuple(kind for kind in self.kinds if kind.count)

    @property
    def is_mean_over_kinds(self) -> bool:
        """Whether its value is the mean over several kinds, which n of N of all together does not tell."""
        return len(self.kinds_due) > 1 and any(one.by_kind for one in INDICATORS if one.code == self.code)


@dataclass(frozen=True)
class Step:
    """One open obligation and the points that its delivery adds to the criterion score."""

    obligation_id: str
    title: str
    title_en: str
    gain: float


@dataclass(frozen=True)
class Move:
    """The smallest set of open obligations that lifts a score into the next band, and the band that it then reaches."""

    to_band: str
    needed: float
    reached: float
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class FileReceipt:
    """A file behind a score, and the template and edition by which it was read; None where neither is known."""

    file: str
    template: str | None
    edition: str | None


@dataclass(frozen=True)
class CriterionReceipt:
    """A criterion score (0 to 100) with its intervals, its indicators and what would move it one band.

    files: every file that its obligations, evidence and targets stand in. rules_version: of the rules and blueprints
    in force; None where no build is recorded.
    """

    role: str
    criterion: str
    score: float | None
    status: str
    band: str | None
    band_reason: str | None
    low: float | None
    high: float | None
    final_low: float | None
    final_high: float | None
    weight_low: float | None
    weight_high: float | None
    band_could_change: bool | None
    indicators_counted: int
    indicators_defined: int
    indicators: tuple[IndicatorReceipt, ...]
    move: Move | None
    files: tuple[FileReceipt, ...] = ()
    rules_version: str | None = None


@dataclass(frozen=True)
class Receipt:
    """Everything behind the scores of one partnership, and the rules that acted."""

    partnership_id: str
    title: str
    criteria: tuple[CriterionReceipt, ...]
    rules: tuple[RuleReceipt, ...]


class UnknownPartnership(ExplainedError, LookupError):
    """No such partnership in this build."""

    def __init__(self, partnership_id: str) -> None:
        super().__init__(
            f"No partnership {partnership_id} in this build.", f"Tidak ada kemitraan {partnership_id} dalam data ini."
        )


def receipt(
    connection: duckdb.DuckDBPyConnection,
    partnership_id: str,
    role: Role | str | None = None,
    criterion: Criterion | str | None = None,
) -> Receipt:
    """The receipt of a partnership's scores, of one role or criterion where asked. Raises UnknownPartnership."""
    found = _rows(connection, "SELECT title FROM mart.partnership WHERE partnership_id = ?", [partnership_id])
    if not found:
        raise UnknownPartnership(partnership_id)
    rows = _rows(
        connection,
        "SELECT * FROM mart.criterion_score WHERE partnership_id = $1 AND role = coalesce($2, role)"
        " AND criterion = coalesce($3, criterion)"
        " ORDER BY role DESC, list_position(['commitment', 'reports', 'know_how', 'lesson_learned'], criterion)",
        [partnership_id, _text(role), _text(criterion)],
    )
    indicators = _indicators(connection, partnership_id)
    edges = _edges(connection)
    version = rules_version_in_force(connection)
    found_in = [_criterion(row, indicators, edges) for row in rows]
    criteria = tuple(replace(one, files=_files(connection, one), rules_version=version) for one in found_in)
    rules = _rows(connection, "SELECT * FROM mart.rule ORDER BY rule_code", [])
    acted = _rules_that_acted(criteria)
    return Receipt(
        partnership_id,
        str(found[0]["title"]),
        criteria,
        tuple(_rule(rule) for rule in rules if rule["rule_code"].startswith(acted)),
    )


def _rule(row: dict[str, Any]) -> RuleReceipt:
    return RuleReceipt(
        row["rule_code"], row["value"], row["unit"], row["basis"], row["source"], row["description_en"],
        row["description_id"], row.get("source_id") or row["source"],
    )  # fmt: skip


def _files(connection: duckdb.DuckDBPyConnection, line: CriterionReceipt) -> tuple[FileReceipt, ...]:
    owed = [obligation for indicator in line.indicators for obligation in indicator.obligations]
    aims = [target for indicator in line.indicators for target in indicator.targets]
    places = [obligation.origin for obligation in owed]
    places += [told.origin for obligation in owed for told in obligation.evidence]
    places += [origin for target in aims for origin in (target.origin, target.actual_origin)]
    return files_behind(connection, places)


def files_behind(connection: duckdb.DuckDBPyConnection, places: Iterable[Origin]) -> tuple[FileReceipt, ...]:
    """The files that these places stand in; one that is not among the arrivals, such as a case, has no template."""
    names = sorted({name for place in places if place.file for name in place.file.split("; ")})
    rows = _rows(
        connection,
        "SELECT DISTINCT ON (file_name) * FROM quality.file_outcome WHERE list_contains($1, file_name)"
        " ORDER BY file_name, outcome LIKE 'accepted%' DESC, received_at DESC",
        [names],
    )
    known = {row["file_name"]: row for row in rows}
    return tuple(
        FileReceipt(name, known.get(name, {}).get("template"), known.get(name, {}).get("edition")) for name in names
    )


def rules_version_in_force(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Of the rules and blueprints behind this build; None where no build is recorded."""
    rows = _rows(connection, "SELECT rules_version FROM mart.build ORDER BY built_at DESC LIMIT 1", [])
    return str(rows[0]["rules_version"]) if rows else None


def target_receipt(connection: duckdb.DuckDBPyConnection, partnership_id: str, target_id: str) -> TargetReceipt | None:
    """A target of any horizon; None where the partnership has none of this id."""
    rows = _rows(
        connection,
        "SELECT * FROM mart.target_progress WHERE partnership_id = ? AND target_id = ?",
        [partnership_id, target_id],
    )
    waiting = _under_review(connection, partnership_id)
    return next((_target(row | {"under_review": waiting.get(target_id, ())}) for row in rows), None)


def smallest_move(score: float, indicators: Iterable[IndicatorReceipt], edges: dict[str, float]) -> Move | None:
    """The smallest set of open obligations whose full delivery lifts a score into the next band, or over it.

    Open are obligations that count and are not delivered in full; the denominators stay fixed and lateness is not
    made good, so gains add up and taking the largest first is exact. None where the score is in the highest band,
    or where even all of them do not suffice. The band is read from the figure shown, so the edge less half a unit
    is enough.
    """
    half = 0.5 * 10 ** -edges["band.decimals"]
    above = [(edges[f"band.{band}"] - half, band) for band in (Band.FAIR, Band.GOOD)]
    needed = next((edge for edge, _ in above if score < edge - 1e-9), None)
    if needed is None:
        return None
    reached, steps = score, []
    for step in sorted(_gains(tuple(indicators)), key=lambda step: (-step.gain, step.obligation_id)):
        reached += step.gain
        steps.append(step)
        if reached >= needed - 1e-6:
            band = [band for edge, band in above if reached >= edge - 1e-6][-1]
            return Move(str(band), needed, reached, tuple(steps))
    return None


def _gains(indicators: tuple[IndicatorReceipt, ...]) -> list[Step]:
    total = sum(indicator.weight for indicator in indicators if indicator.value is not None)
    by_kind = {indicator.code: indicator.by_kind for indicator in INDICATORS}
    steps = []
    for indicator in indicators:
        if indicator.credit != Credit.DELIVERED or not indicator.weight or indicator.value is None:
            continue
        counts = {kind.kind: kind.count for kind in indicator.kinds if kind.count}
        for obligation in indicator.obligations:
            if not obligation.counts or obligation.status not in OPEN_STATUSES:
                continue
            denominator = counts[obligation.kind] * len(counts) if by_kind[indicator.code] else sum(counts.values())
            missing = 1 - (obligation.credit or 0)
            gain = 100 * indicator.weight / total * missing / denominator
            steps.append(Step(obligation.obligation_id, obligation.title, obligation.title_en, gain))
    return steps


def _criterion(
    row: dict[str, Any], indicators: dict[str, IndicatorReceipt], edges: dict[str, float]
) -> CriterionReceipt:
    own = tuple(
        indicators[i.code]
        for i in INDICATORS
        if (i.role, i.criterion) == (row["role"], row["criterion"]) and i.code in indicators
    )
    score = row["score"]
    return CriterionReceipt(
        role=row["role"],
        criterion=row["criterion"],
        score=score,
        status=row["status"],
        band=row["band"],
        band_reason=row["band_reason"],
        low=row["score_low"],
        high=row["score_high"],
        final_low=row["final_low"],
        final_high=row["final_high"],
        weight_low=row["weight_low"],
        weight_high=row["weight_high"],
        band_could_change=row["band_could_change"],
        indicators_counted=row["indicators_counted"],
        indicators_defined=row["indicators_defined"],
        indicators=own,
        move=None if score is None else smallest_move(score, own, edges),
    )


def _indicators(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[str, IndicatorReceipt]:
    values = _rows(
        connection,
        "SELECT i.* EXCLUDE (role, unit, direction), v.* EXCLUDE (indicator_code, status), v.status AS value_status"
        " FROM mart.indicator_value AS v INNER JOIN mart.indicator AS i USING (indicator_code)"
        " WHERE v.partnership_id = ? AND v.status <> 'not_applicable'",
        [partnership_id],
    )
    kinds = _kinds(connection, partnership_id)
    obligations = _obligations(connection, partnership_id)
    targets = _rows(
        connection,
        "SELECT * FROM mart.target_progress WHERE partnership_id = ? AND horizon = 'short' ORDER BY target_id",
        [partnership_id],
    )
    declared = {indicator.code: indicator for indicator in INDICATORS}
    corrected = _corrections(connection, partnership_id)
    revised = _revisions(connection, partnership_id)
    waiting = _under_review(connection, partnership_id)
    for target in targets:
        target["under_review"] = waiting.get(target["target_id"], ())
    return {
        row["indicator_code"]: _indicator(
            row,
            declared[row["indicator_code"]],
            tuple(kinds.get(row["indicator_code"], ())),
            obligations,
            targets,
            corrected,
            revised,
        )
        for row in values
        if row["indicator_code"] in declared
    }


def _kinds(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[str, list[KindCount]]:
    kinds: dict[str, list[KindCount]] = {}
    for row in _rows(
        connection, "SELECT * FROM mart.indicator_kind WHERE partnership_id = ? ORDER BY kind", [partnership_id]
    ):
        kinds.setdefault(row["indicator_code"], []).append(KindCount(row["kind"], row["credit"], row["counted"]))
    return kinds


def _indicator(
    row: dict[str, Any],
    declared: Indicator,
    kinds: tuple[KindCount, ...],
    obligations: list[tuple[dict[str, Any], tuple[EvidenceReceipt, ...]]],
    targets: list[dict[str, Any]],
    corrected: dict[str, list[CorrectionReceipt]],
    revised: dict[str, list[RevisionReceipt]],
) -> IndicatorReceipt:
    credit_column = f"credit_{declared.credit}"
    owed_here = [(owed, evidence) for owed, evidence in obligations if _is_counted(declared, owed)]
    aims = [t for t in targets if declared.credit == Credit.PROGRESS and t["kind"] in declared.counts]
    behind = [*(owed["obligation_id"] for owed, _ in owed_here), *(aim["target_id"] for aim in aims)]
    return IndicatorReceipt(
        code=row["indicator_code"],
        name_en=row["name_en"],
        name_id=row["name_id"],
        formula_en=row["formula_en"],
        formula_id=row["formula_id"],
        credit=row["credit"],
        basis=row["basis"],
        source=row["source"],
        source_id=row.get("source_id") or row["source"],
        weight=row["weight"],
        value=row["value"],
        status=row["value_status"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        low=row["score_low"],
        high=row["score_high"],
        waived_count=row["waived_count"],
        value_without_waivers=row["value_without_waivers"],
        kinds=kinds,
        obligations=tuple(_obligation(owed, evidence, credit_column) for owed, evidence in owed_here),
        targets=tuple(_target(target) for target in aims),
        corrections=tuple(dict.fromkeys(one for subject in behind for one in corrected.get(subject, ()))),
        revisions=tuple(dict.fromkeys(one for subject in behind for one in revised.get(subject, ()))),
    )


_CORRECTED_SUBJECTS = """
    SELECT DISTINCT e.obligation_id AS subject, a.*
    FROM quality.correction_applied AS a
    INNER JOIN mart.evidence AS e ON e.source_sha256 = a.file_sha256
    WHERE e.partnership_id = $1 AND (
        (
            e.source_sheet = a.source_sheet
            AND regexp_extract(e.source_cell, '[0-9]+') = regexp_extract(a.source_cell, '[0-9]+')
        )
        OR EXISTS (
            SELECT 1 FROM quality.file_outcome AS f WHERE f.file_sha256 = a.file_sha256 AND f.partnership_id = $1
        )
    )
    UNION
    SELECT DISTINCT o.obligation_id, a.*
    FROM quality.correction_applied AS a
    INNER JOIN mart.obligation AS o ON o.source_sha256 = a.file_sha256 AND o.source_sheet = a.source_sheet
        AND regexp_extract(o.source_cell, '[0-9]+') = regexp_extract(a.source_cell, '[0-9]+')
    WHERE o.partnership_id = $1
    UNION
    SELECT DISTINCT t.target_id, a.*
    FROM mart.target_progress AS t
    INNER JOIN mart.metric AS m ON m.metric_code = t.metric_code
    INNER JOIN mart.pilot_metric AS p ON p.partnership_id = t.partnership_id
        AND list_contains(list_append(string_split(coalesce(m.inputs, ''), ', '), m.metric_code), p.metric_code)
        AND p.zone IS NOT DISTINCT FROM t.zone
    INNER JOIN quality.correction_applied AS a ON a.source_file = p.source_file
        AND list_contains(string_split({acted}, ', '), a.correction_id)
    WHERE t.partnership_id = $1
    UNION
    SELECT DISTINCT t.target_id, a.*
    FROM mart.target_progress AS t
    INNER JOIN quality.correction_applied AS a ON a.source_file = t.source_file AND a.source_sheet = t.source_sheet
        AND regexp_extract(t.source_cell, '[0-9]+') = regexp_extract(a.source_cell, '[0-9]+')
    WHERE t.partnership_id = $1
"""


def _tells_all(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a build tells every correction of a figure; an older one tells the last."""
    column = "table_name = 'pilot_metric' AND column_name = 'correction_ids'"
    return bool(_rows(connection, f"SELECT 1 FROM duckdb_columns() WHERE schema_name = 'mart' AND {column}", []))


def _corrections(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[str, list[CorrectionReceipt]]:
    """The corrections behind a partnership's obligations and targets, by id; none in an older build."""
    known = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'quality' AND table_name = 'correction_applied'"
    if not _rows(connection, known, []) or not _rows(connection, "FROM quality.correction_applied LIMIT 1", []):
        return {}
    subjects = _CORRECTED_SUBJECTS.format(acted="p.correction_ids" if _tells_all(connection) else "p.correction_id")
    ordered = "SELECT * FROM (" + subjects + ") AS c ORDER BY subject, decided_on, correction_id, source_cell"
    found: dict[str, list[CorrectionReceipt]] = {}
    for row in _rows(connection, ordered, [partnership_id]):
        one = CorrectionReceipt(
            row["correction_id"], row["action"], row["column_name"], row["written_value"], row["corrected_value"],
            row["by"], row["decided_on"], row["reason"], row["superseded_by"] is not None, _origin(row),
        )  # fmt: skip
        found.setdefault(row["subject"], []).append(one)
    return found


_REVISED_SUBJECTS = """
    SELECT v.subject AS behind, v.*
    FROM mart.revision AS v
    SEMI JOIN mart.obligation AS o ON o.obligation_id = v.subject
    WHERE v.partnership_id = $1
    UNION ALL
    SELECT t.target_id, v.*
    FROM mart.revision AS v
    INNER JOIN mart.target_progress AS t ON t.partnership_id = v.partnership_id AND t.metric_code = v.subject
        AND t.zone IS NOT DISTINCT FROM v.zone
    WHERE v.partnership_id = $1 AND v.kind = 'figure'
"""


def _revisions(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[str, list[RevisionReceipt]]:
    """What later files told otherwise of a partnership's obligations and targets, by id; none in an older build."""
    known = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = 'revision'"
    if not _rows(connection, known, []):
        return {}
    ordered = "SELECT * FROM (" + _REVISED_SUBJECTS + ") AS r ORDER BY subject_period, behind, changed_on, known_on"
    found: dict[str, list[RevisionReceipt]] = {}
    for row in _rows(connection, ordered, [partnership_id]):
        one = RevisionReceipt(
            row["subject"], row["subject_period"], row["change"], row["earlier_value"], row["later_value"],
            row["unit"], row["earlier_text"], row["later_text"], row["known_on"], row["changed_on"],
            Origin(row["earlier_file"], row["earlier_sheet"], row["earlier_cell"]),
            Origin(row["later_file"], row["later_sheet"], row["later_cell"]),
            tuple(sha for sha in (row["earlier_sha256"], row["later_sha256"]) if sha),
        )  # fmt: skip
        found.setdefault(row["behind"], []).append(one)
    return found


def _is_counted(declared: Indicator, owed: dict[str, Any]) -> bool:
    code, kind = owed["indicator_code"], owed["kind"]
    if declared.credit == Credit.DELIVERED:
        return bool(code == declared.code)
    if declared.credit == Credit.ON_TIME:
        return any(code == pooled and only in (None, kind) for pooled, only in kinds_counted(declared))
    return declared.credit == Credit.CONTENT and owed["role"] == declared.role and kind in declared.counts


def _obligations(
    connection: duckdb.DuckDBPyConnection, partnership_id: str
) -> list[tuple[dict[str, Any], tuple[EvidenceReceipt, ...]]]:
    evidence: dict[str, list[EvidenceReceipt]] = {}
    attested = _attested(connection, partnership_id)
    for row in _rows(
        connection,
        "SELECT e.*, coalesce(d.file_sha256, CASE WHEN e.source_sheet IS NULL THEN e.source_sha256 END) AS file_sha256"
        " FROM mart.evidence AS e"
        " LEFT JOIN (SELECT source_file, source_sheet, source_cell, any_value(file_sha256) AS file_sha256"
        " FROM mart.document WHERE partnership_id = $1 AND source_cell IS NOT NULL GROUP BY ALL) AS d"
        " ON e.channel = 'document' AND d.source_file = e.source_file AND d.source_sheet = e.source_sheet"
        " AND d.source_cell = e.source_cell"
        " WHERE e.partnership_id = $1"
        " ORDER BY coalesce(e.submitted_on, e.occurred_on, e.received_on), e.evidence_id",
        [partnership_id],
    ):
        attested_by, attested_on = attested.get((row["obligation_id"], row["evidence_id"]), (None, None))
        told = EvidenceReceipt(
            row["evidence_id"], row["occurred_on"], row["submitted_on"], row["received_on"], row["share"],
            row["level"], row["channel"], row["note"], _origin(row), row["file_sha256"],
            attested_by, attested_on, row["source_sha256"],
        )  # fmt: skip
        evidence.setdefault(row["obligation_id"], []).append(told)
    owed = _rows(
        connection,
        "SELECT o.*, p.origin = 'case' AND (o.status = 'unknown' OR (o.status = 'fulfilled_late'"
        " AND o.credit_on_time IS NULL)) AS is_untold"
        " FROM mart.obligation AS o INNER JOIN mart.partnership AS p USING (partnership_id)"
        " WHERE o.partnership_id = ? ORDER BY o.due_on NULLS LAST, o.obligation_id",
        [partnership_id],
    )
    return [(row, tuple(evidence.get(row["obligation_id"], ()))) for row in owed]


def _attested(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[tuple[str, str], tuple[str, date]]:
    """By obligation and evidence: who confirmed or verified it, and when; none in an older build."""
    known = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = 'attestation'"
    if not _rows(connection, known, []):
        return {}
    rows = _rows(
        connection,
        "SELECT * FROM mart.attestation WHERE partnership_id = ? ORDER BY attested_on, person",
        [partnership_id],
    )
    return {(row["obligation_id"], row["evidence_id"]): (row["person"], row["attested_on"]) for row in rows}


def _obligation(row: dict[str, Any], evidence: tuple[EvidenceReceipt, ...], credit_column: str) -> ObligationReceipt:
    return ObligationReceipt(
        obligation_id=row["obligation_id"],
        kind=row["kind"],
        title=row["title"],
        title_en=row["title_en"],
        due_on=row["due_on"],
        original_due_on=row["original_due_on"],
        status=row["status"],
        counts=row["counts"],
        credit=row[credit_column],
        fulfilled_on=row["fulfilled_on"],
        basis=row["basis"],
        clause=row["clause"],
        awaited_report=row["awaited_report"],
        is_untold=row["is_untold"],
        is_of_quota=row["origin_kind"] == "work_plan" and row["period"] is not None,
        covered_by=row["covered_by"],
        replaced_by=row["replaced_by"],
        relief=None
        if row["relief_kind"] is None
        else ReliefReceipt(row["relief_kind"], row["relief_by"], row["relief_on"], row["relief_reason"]),
        origin=_origin(row),
        evidence=evidence,
    )


def _target(row: dict[str, Any]) -> TargetReceipt:
    return TargetReceipt(
        target_id=row["target_id"],
        kind=row["kind"],
        metric_code=row["metric_code"],
        topic=row["topic"],
        zone=row["zone"],
        baseline=row["baseline"],
        target=row["target"],
        due_on=row["due_on"],
        is_due=row["is_due"],
        actual=row["actual"],
        actual_on=row["actual_on"],
        partial_actual=row["partial_actual"],
        partial_actual_on=row["partial_actual_on"],
        coverage_months=row["coverage_months"],
        expected_months=row["expected_months"],
        progress=row["progress"],
        status=row["status"],
        credit=row["credit"],
        origin=_origin(row),
        actual_origin=_origin(row, "actual_source"),
        under_review=row["under_review"],
    )


def _under_review(connection: duckdb.DuckDBPyConnection, partnership_id: str) -> dict[str, tuple[Origin, ...]]:
    """Where the figures stand that wait for review, by target."""
    rows = _rows(
        connection,
        "SELECT t.target_id, m.source_file, m.source_sheet, m.source_cell FROM mart.pilot_metric AS m"
        " INNER JOIN mart.target_progress AS t ON t.partnership_id = m.partnership_id"
        " AND t.metric_code = m.metric_code AND t.zone IS NOT DISTINCT FROM m.zone"
        " WHERE m.status = 'needs_review' AND m.partnership_id = $1 ORDER BY m.period_start, m.source_cell",
        [partnership_id],
    )
    found: dict[str, tuple[Origin, ...]] = {}
    for row in rows:
        found[row["target_id"]] = (*found.get(row["target_id"], ()), _origin(row))
    return found


def _rules_that_acted(criteria: tuple[CriterionReceipt, ...]) -> tuple[str, ...]:
    """Beginnings of the codes of the rules behind these scores."""
    indicators = [indicator for criterion in criteria for indicator in criterion.indicators]
    obligations = [obligation for indicator in indicators for obligation in indicator.obligations]
    codes = {f"weight.{indicator.code}" for indicator in indicators} | {"weight.range", "band."}
    codes |= {f"days.{obligation.kind}" for obligation in obligations}
    if any(obligation.evidence for obligation in obligations):
        codes.add("days.mended_form")
    if any(obligation.kind in ("sop", "sop_draft") for obligation in obligations):
        codes |= {"sop.", "days.final_report"}
    if any(obligation.is_of_quota for obligation in obligations):
        codes.add("quota.")
    if any(obligation.kind == "monthly_report" for obligation in obligations):
        codes.add("pilot.")
    if any(obligation.kind == "advice_response" for obligation in obligations):
        codes.add("days.silence_means_agreed")
    if any(indicator.targets for indicator in indicators):
        codes |= {"pace.", "days.target_grace"}
    if any(target.under_review for indicator in indicators for target in indicator.targets):
        codes.add("review.")
    return tuple(sorted(codes))


def _edges(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    rows = _rows(connection, "SELECT rule_code, value FROM mart.rule WHERE starts_with(rule_code, 'band.')", [])
    return {str(row["rule_code"]): float(row["value"]) for row in rows}


def _origin(row: dict[str, Any], prefix: str = "source") -> Origin:
    return Origin(row[f"{prefix}_file"], row[f"{prefix}_sheet"], row[f"{prefix}_cell"])


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any]) -> list[dict[str, Any]]:
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
