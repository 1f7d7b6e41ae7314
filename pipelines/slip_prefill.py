"""What the published build already knows, filled into slips and self-assessments before a partner opens them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from indicators.receipt_text import word
from pipelines.cells import REFERENCE_SEPARATOR
from pipelines.template import Words, newest
from pipelines.workbooks import Row, day_in_words
from warehouse.explained import ExplainedError
from warehouse.month import Month
from warehouse.vocabulary import Language, Role

VISIT, ADVICE, FINAL, FOLLOW_UP, ASSESSMENT = (
    "visit_slip", "advice_slip", "final_slip", "follow_up_slip", "self_assessment",
)  # fmt: skip

_HERE = Words(en="here", id="di sini")
_ON_FIGURES = Words(en="on the sheet Figures", id="pada lembar Angka")
_AIM = Words(en="aim", id="target")
_CRITERIA = {
    Role.MENTOR: ("commitment", "reports", "know_how"),
    Role.MENTEE: ("commitment", "reports", "lesson_learned"),
    Role.FACILITATOR: ("commitment", "reports"),
    Role.SUPPORTING_PARTNER: ("commitment",),
}

_PARTNERSHIP = """
    SELECT p.title, p.programme_id, p.mentor_id, p.mentor, p.mentee_id, p.mentee, b.as_of
    FROM mart.partnership AS p CROSS JOIN mart.build AS b WHERE p.partnership_id = $1
"""
_VISITS = """
    SELECT item_no, any_value(kind), min(CASE WHEN $2 = 'en' THEN title_en ELSE title END), min(due_on)
    FROM mart.obligation
    WHERE partnership_id = $1 AND origin_kind = 'work_plan' AND item_no IS NOT NULL AND list_contains($3, kind)
        AND status <> 'withdrawn'
    GROUP BY item_no ORDER BY min(due_on) NULLS LAST, item_no
"""
_REQUESTS = """
    SELECT request_id, coalesce(topic, words), asked_on FROM mart.advice
    WHERE partnership_id = $1 AND status = 'asked' ORDER BY asked_on, request_id
"""
_MONTHS = """
    SELECT r.period, r.status, r.submitted_on,
        (
            SELECT string_agg(DISTINCT coalesce(a.title, a.kind), '; ')
            FROM mart.activity AS a
            WHERE a.partnership_id = r.partnership_id AND strftime(a.held_on, '%Y-%m') = r.period
        ) AS activities
    FROM mart.report_status AS r
    WHERE r.partnership_id = $1 AND r.kind = 'monthly_report' AND r.status <> 'withdrawn' ORDER BY r.period
"""
_FIGURES = """
    SELECT CASE WHEN $2 = 'en' THEN m.name_en ELSE m.name_id END, v.metric_code, v.zone,
        strftime(v.period_start, '%Y-%m'), v.value, v.unit
    FROM mart.pilot_metric AS v JOIN mart.metric AS m USING (metric_code)
    WHERE v.partnership_id = $1 AND v.status = 'reported' AND v.period_end = last_day(v.period_start)
        AND (m.kind = 'derived' OR v.metric_code IN (
            SELECT t.metric_code FROM mart.target_progress AS t WHERE t.partnership_id = $1))
    ORDER BY v.metric_code, v.zone NULLS FIRST, v.period_start
"""
_LESSONS = (
    'SELECT any_value(topic), "text" FROM mart.lesson WHERE partnership_id = $1 GROUP BY "text" ORDER BY min(period), 2'
)
_SOPS = """
    SELECT arg_max(title, (state = 'issued', dated_on)), any_value(topic), max_by(state, (state = 'issued', dated_on)),
        max_by(dated_on, (state = 'issued', dated_on))
    FROM mart.sop WHERE partnership_id = $1 GROUP BY lower(title) ORDER BY 1
"""
_TARGETS = """
    SELECT t.target_id, coalesce(t.topic, CASE WHEN $2 = 'en' THEN m.name_en ELSE m.name_id END, t.metric_code),
        t.target, m.unit, t.due_on, t.actual_basis, t.metric_code, t.zone
    FROM mart.target_progress AS t LEFT JOIN mart.metric AS m ON m.metric_code = t.metric_code
    WHERE t.partnership_id = $1 AND t.horizon <> 'short' AND t.status = 'awaiting_follow_up'
    ORDER BY t.due_on NULLS LAST, t.target_id
"""
_METRICS = "SELECT metric_code, CASE WHEN $1 = 'en' THEN name_en ELSE name_id END, unit, kind, inputs FROM mart.metric"
_LEDGER = """
    SELECT obligation_id, CASE WHEN $3 = 'en' THEN title_en ELSE title END, due_on, status, fulfilled_on
    FROM mart.obligation
    WHERE partnership_id = $1 AND role = $2 AND status NOT IN ('not_applicable', 'withdrawn')
    ORDER BY due_on NULLS LAST, obligation_id
"""


class WrongTemplate(ExplainedError):
    """The workbook asked for cannot be written."""


@dataclass(frozen=True)
class Asked:
    """For whom a slip is written: `month` and `item` where the command names them."""

    partnership_id: str
    language: Language
    role: Role | None = None
    month: Month | None = None
    item: str | None = None


@dataclass
class Prefilled:
    """Rows per raw table and entries of dropdowns per `table.column`, as `write_workbook` takes them."""

    rows: dict[str, list[Row]]
    choices: dict[str, Sequence[str]] = field(default_factory=dict)
    caption: str = ""


@dataclass(frozen=True)
class _Known:
    """A partnership as published."""

    title: str
    programme_id: str
    mentor_id: str | None
    mentor: str | None
    mentee_id: str
    mentee: str
    as_of: date

    def party(self, role: Role) -> str | None:
        """Code and name of the party in a role, as a cell shows it; None where it is not published."""
        if role is Role.MENTOR and self.mentor_id:
            return f"{self.mentor_id}{REFERENCE_SEPARATOR}{self.mentor}"
        return f"{self.mentee_id}{REFERENCE_SEPARATOR}{self.mentee}" if role is Role.MENTEE else None


def prefilled(connection: duckdb.DuckDBPyConnection, name: str, asked: Asked) -> Prefilled | None:
    """A slip of a partnership, filled in as far as its published build knows; None for an unknown partnership."""
    found = connection.execute(_PARTNERSHIP, [asked.partnership_id]).fetchall()
    if not found:
        return None
    known = _Known(*found[0])
    slip = _WRITERS[name](connection, asked, known)
    slip.choices[f"{name}.party_id"] = [
        party for party in map(known.party, (Role.MENTOR, Role.MENTEE)) if party is not None
    ]
    slip.caption = asked.partnership_id
    return slip


def _cover(name: str, asked: Asked, known: _Known, role: Role, **more: object) -> dict[str, list[Row]]:
    return {
        name: [
            {
                "partnership_id": asked.partnership_id,
                "partnership_title": known.title,
                "programme_id": known.programme_id,
                "compiled_role": role.value,
                "party_id": known.party(role),
                **more,
            }
        ]
    }


def _visit(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    kinds = list(newest(VISIT).sheet(VISIT).column("kind").options)
    visits = connection.execute(_VISITS, [asked.partnership_id, asked.language.value, kinds]).fetchall()
    entries = {item: _entry(item, title, due, asked.language) for item, _, title, due in visits}
    kind_of = {item: kind for item, kind, _, _ in visits}
    if asked.item and asked.item not in entries:
        known_items = ", ".join(entries) or "–"
        raise WrongTemplate(
            f"The work plan of {asked.partnership_id} has no visit {asked.item}. Its visits: {known_items}.",
            f"Rencana kerja {asked.partnership_id} tidak memuat kunjungan {asked.item}. Yang ada: {known_items}.",
        )
    kind = kind_of.get(asked.item or "")
    role = asked.role or (Role.MENTEE if kind == "study_visit" else Role.MENTOR)
    item = entries.get(asked.item or "")
    return Prefilled(
        _cover(VISIT, asked, known, role, item_no=item, kind=kind),
        {f"{VISIT}.item_no": list(entries.values()), "visit_slip_advice.request_id": _requests(connection, asked)},
    )


def _advice(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    return Prefilled(
        _cover(ADVICE, asked, known, asked.role or Role.MENTOR, period=asked.month),
        {"advice_slip_advice.request_id": _requests(connection, asked)},
    )


def _final(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    role = asked.role or Role.MENTEE
    other = Role.MENTOR if role is Role.MENTEE else Role.MENTEE
    rows = _cover(FINAL, asked, known, role)
    rows["final_slip_assessment"] = [{"criterion": criterion} for criterion in _CRITERIA[other]]
    if role is Role.MENTEE:
        rows |= _final_of_mentee(connection, asked)
    return Prefilled(rows)


def _final_of_mentee(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, list[Row]]:
    """The summary of the monthly reports that the mentee's final report is (guideline 3.3.1)."""
    months = connection.execute(_MONTHS, [asked.partnership_id]).fetchall()
    figures = connection.execute(_FIGURES, [asked.partnership_id, asked.language.value]).fetchall()
    return {
        "final_slip_months": [
            {"period": period, "report_status": _status(status, sent_on, asked.language), "activities": activities}
            for period, status, sent_on, activities in months
        ],
        "final_slip_figures": [
            {"metric_name": name, "metric_code": code, "zone": zone, "period": period, "value": value, "unit": unit}
            for name, code, zone, period, value, unit in figures
        ],
        "final_slip_lessons": [
            {"topic": topic, "words": words}
            for topic, words in connection.execute(_LESSONS, [asked.partnership_id]).fetchall()
        ],
        "final_slip_sops": [
            {"title": title, "topic": topic, "state": state, "dated_on": dated_on}
            for title, topic, state, dated_on in connection.execute(_SOPS, [asked.partnership_id]).fetchall()
        ],
    }


def _follow_up(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    targets = connection.execute(_TARGETS, [asked.partnership_id, asked.language.value]).fetchall()
    rows = _cover(FOLLOW_UP, asked, known, asked.role or Role.MENTEE, year=known.as_of.year)
    rows["follow_up_targets"] = [
        {
            "target_id": target_id,
            "target_words": _aim(words, target, unit, asked.language) if basis != "yes_no" else words,
            "due_on": due_on,
            "measured_by": (_HERE if basis == "yes_no" else _ON_FIGURES).in_language(asked.language),
        }
        for target_id, words, target, unit, due_on, basis, _, _ in targets
    ]
    month = asked.month or Month.of(known.as_of).plus(-1)
    measured = {(metric, zone) for *_, basis, metric, zone in targets if basis != "yes_no" and metric}
    rows["follow_up_figures"] = _figures_asked(connection, asked, measured, month)
    rows["follow_up_sops"] = [
        {"title": title, "state": state, "dated_on": dated_on}
        for title, _, state, dated_on in connection.execute(_SOPS, [asked.partnership_id]).fetchall()
    ]
    return Prefilled(rows)


def _figures_asked(
    connection: duckdb.DuckDBPyConnection, asked: Asked, measured: set[tuple[str, str | None]], month: Month
) -> list[Row]:
    """Every variable from which the metrics of the targets are computed, once per zone."""
    metrics = {code: rest for code, *rest in connection.execute(_METRICS, [asked.language.value]).fetchall()}
    wanted = {(zone or "", variable) for metric, zone in measured for variable in _variables_of(metric, metrics)}
    return [
        {
            "partnership_id": asked.partnership_id,
            "variable_name": metrics[code][0],
            "variable_code": code,
            "zone": zone or None,
            "period": month,
            "unit": metrics[code][1],
        }
        for zone, code in sorted(wanted)
    ]


def _variables_of(code: str, metrics: Mapping[str, Sequence[str | None]]) -> set[str]:
    """The reported variables behind a metric, through the metrics between."""
    _, _, kind, inputs = metrics.get(code, (None, None, None, None))
    if kind == "variable":
        return {code}
    parts = [part.strip() for part in (inputs or "").split(",") if part.strip() in metrics]
    return {variable for part in parts for variable in _variables_of(part, metrics)}


def _assessment(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    role = asked.role or Role.MENTEE
    ledger = connection.execute(_LEDGER, [asked.partnership_id, role.value, asked.language.value]).fetchall()
    rows = _cover(ASSESSMENT, asked, known, role, assessed_role=role.value)
    rows["self_assessment_ledger"] = [
        {
            "obligation_id": obligation_id,
            "obligation_title": title,
            "due_on": due_on,
            "recorded_status": _status(status, fulfilled_on, asked.language),
        }
        for obligation_id, title, due_on, status, fulfilled_on in ledger
    ]
    rows["self_assessment_words"] = [{"criterion": criterion} for criterion in _CRITERIA[role]]
    return Prefilled(rows)


_WRITERS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Asked, _Known], Prefilled]] = {
    VISIT: _visit,
    ADVICE: _advice,
    FINAL: _final,
    FOLLOW_UP: _follow_up,
    ASSESSMENT: _assessment,
}
SLIPS = frozenset(_WRITERS)


def _requests(connection: duckdb.DuckDBPyConnection, asked: Asked) -> list[str]:
    found = connection.execute(_REQUESTS, [asked.partnership_id]).fetchall()
    return [_entry(request_id, words, asked_on, asked.language) for request_id, words, asked_on in found]


def _entry(code: str, words: str | None, day: date | None, language: Language) -> str:
    """A dropdown's entry: the id, then what it is and its day."""
    when = f" ({day_in_words(day, language)})" if day else ""
    return f"{code}{REFERENCE_SEPARATOR}{words or ''}{when}"


def _status(status: str, day: date | None, language: Language) -> str:
    return word(status, language) + (f" ({day_in_words(day, language)})" if day else "")


def _aim(words: str, target: float | None, unit: str | None, language: Language) -> str:
    if target is None:
        return words
    figure = f"{target:g}" if language is Language.ENGLISH else f"{target:g}".replace(".", ",")
    return f"{words} ({_AIM.in_language(language)} {figure}{' ' + unit if unit else ''})"
