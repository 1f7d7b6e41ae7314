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
from warehouse.units import written
from warehouse.vocabulary import ASSESSED_ON, Language, Role

VISIT, ADVICE, FINAL, FOLLOW_UP, ASSESSMENT = (
    "visit_slip", "advice_slip", "final_slip", "follow_up_slip", "self_assessment",
)  # fmt: skip

_HERE = Words(en="here", id="di sini")
_ON_FIGURES = Words(en="on the sheet Figures", id="pada lembar Angka")
_AIM = Words(en="aim", id="target")
_PER_YEAR = Words(en="per year", id="per tahun")
_PER_QUARTER = Words(en="per quarter", id="per triwulan")
_PER_MONTH = Words(en="per month", id="per bulan")
_PARTNERSHIP = """
    SELECT p.title, p.programme_id, p.mentor_id, p.mentor, p.mentee_id, p.mentee, b.as_of, coalesce(g.name, '')
    FROM mart.partnership AS p CROSS JOIN mart.build AS b LEFT JOIN mart.programme AS g USING (programme_id)
    WHERE p.partnership_id = $1
"""
_VISITS = """
    SELECT o.item_no, any_value(o.kind),
        coalesce(any_value(q.title), min(CASE WHEN $2 = 'en' THEN o.title_en ELSE o.title END)), min(o.due_on),
        any_value(q.period), any_value(q.agreed_min), any_value(q.agreed_max)
    FROM mart.obligation AS o
    LEFT JOIN (
        SELECT item_no, min(title) AS title, min(period) AS period, min(agreed_min) AS agreed_min,
            max(agreed_max) AS agreed_max
        FROM mart.quota WHERE partnership_id = $1 GROUP BY item_no
    ) AS q ON q.item_no = o.item_no
    WHERE o.partnership_id = $1 AND o.origin_kind = 'work_plan' AND o.item_no IS NOT NULL
        AND list_contains($3, o.kind) AND o.status <> 'withdrawn'
    GROUP BY o.item_no ORDER BY min(o.due_on) NULLS LAST, o.item_no
"""
_REQUESTS = """
    SELECT request_id, coalesce(topic, words), asked_on FROM mart.advice
    WHERE partnership_id = $1 AND status = 'asked' ORDER BY asked_on, request_id
"""
_MONTHS = """
    SELECT period, status, submitted_on FROM mart.report_status
    WHERE partnership_id = $1 AND kind = 'monthly_report' AND status <> 'withdrawn' ORDER BY period
"""
_HELD = """
    SELECT strftime(held_on, '%Y-%m'), title, kind FROM mart.activity
    WHERE partnership_id = $1 AND held_on IS NOT NULL
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
_TOLD = """
    SELECT coalesce(zone, ''), strftime(period_start, '%Y-%m'), metric_code FROM mart.pilot_metric
    WHERE partnership_id = $1 AND status = 'reported' AND period_end = last_day(period_start)
"""
_MONTHS_OF = {"rolling_12": 12}
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
    """For whom a slip is written: `month` and `item` where the command names them; `about`: the role assessed."""

    partnership_id: str
    language: Language
    role: Role | None = None
    month: Month | None = None
    item: str | None = None
    about: Role | None = None


@dataclass
class Prefilled:
    """Rows per raw table, entries of dropdowns per `table.column`, words at the head, as `write_workbook` takes."""

    rows: dict[str, list[Row]]
    choices: dict[str, Sequence[str]] = field(default_factory=dict)
    caption: str = ""
    programme: str = ""


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
    programme: str

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
    slip.caption, slip.programme = asked.partnership_id, known.programme
    return slip


def _cover(name: str, asked: Asked, known: _Known, role: Role, **more: object) -> dict[str, list[Row]]:
    if Role.MENTOR in (role, asked.about) and known.mentor_id is None:
        raise WrongTemplate(
            f"{asked.partnership_id} has no mentor yet according to the register.",
            f"Menurut register, {asked.partnership_id} belum mempunyai mentor.",
        )
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
    entries = {
        item: _entry(item, title, None if period else due, asked.language)
        + (f" ({_quota(period, least, most, asked.language)})" if period else "")
        for item, _, title, due, period, least, most in visits
    }
    kind_of = {item: kind for item, kind, *_ in visits}
    if asked.item and asked.item not in entries:
        raise _no_such_visit(asked.partnership_id, asked.item, list(entries))
    kind = kind_of.get(asked.item or "")
    role = asked.role or (Role.MENTEE if kind == "study_visit" else Role.MENTOR)
    item = entries.get(asked.item or "")
    return Prefilled(
        _cover(VISIT, asked, known, role, item_no=item, kind=kind),
        {f"{VISIT}.item_no": list(entries.values()), "visit_slip_advice.request_id": _requests(connection, asked)},
    )


def _no_such_visit(partnership_id: str, item: str, known: Sequence[str]) -> WrongTemplate:
    items = ", ".join(known)
    return WrongTemplate(
        f"The work plan of {partnership_id} has no visit {item}. "
        + (f"Its visits: {items}." if known else "Leave --item out for a visit outside the plan."),
        f"Rencana kerja {partnership_id} tidak memuat kunjungan {item}. "
        + (f"Yang ada: {items}." if known else "Tanpa --item untuk kunjungan di luar rencana."),
    )


def _quota(period: str, least: int, most: int | None, language: Language) -> str:
    """How many were agreed, by one of the quota's periods (2026, 2026-Q1 or 2026-01)."""
    per = _PER_QUARTER if "Q" in period else _PER_MONTH if "-" in period else _PER_YEAR
    times = f"{least}" if most in (None, least) else f"{least}–{most}"
    return f"{times} {per.in_language(language)}"


def _advice(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    return Prefilled(
        _cover(ADVICE, asked, known, asked.role or Role.MENTOR, period=asked.month),
        {"advice_slip_advice.request_id": _requests(connection, asked)},
    )


def _final(connection: duckdb.DuckDBPyConnection, asked: Asked, known: _Known) -> Prefilled:
    role = asked.role or Role.MENTEE
    if role not in (Role.MENTOR, Role.MENTEE):
        raise WrongTemplate(
            "A final report is compiled by mentor or mentee: --role mentor or --role mentee.",
            "Laporan akhir disusun oleh mentor atau mentee: --role mentor atau --role mentee.",
        )
    other = Role.MENTOR if role is Role.MENTEE else Role.MENTEE
    rows = _cover(FINAL, asked, known, role)
    rows["final_slip_assessment"] = [{"criterion": criterion.value} for criterion in ASSESSED_ON[other]]
    if role is Role.MENTEE:
        rows |= _final_of_mentee(connection, asked)
    return Prefilled(rows)


def _final_of_mentee(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, list[Row]]:
    """The summary of the monthly reports that the mentee's final report is (guideline 3.3.1)."""
    months = connection.execute(_MONTHS, [asked.partnership_id]).fetchall()
    held = _held(connection, asked)
    figures = connection.execute(_FIGURES, [asked.partnership_id, asked.language.value]).fetchall()
    return {
        "final_slip_months": [
            {
                "period": period,
                "report_status": _status(status, sent_on, asked.language),
                "activities": "; ".join(sorted(held.get(period, ()))) or None,
            }
            for period, status, sent_on in months
        ],
        "final_slip_figures": [
            {
                "metric_name": name,
                "metric_code": code,
                "zone": zone,
                "period": period,
                "value": value,
                "unit": written(unit, asked.language),
            }
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


def _held(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, set[str]]:
    """What took place in each month: an activity's title, or its kind in the words of the workbooks."""
    kinds = {
        **newest("monthly_report").sheet("monthly_activities").column("kind").options,
        **newest(VISIT).sheet(VISIT).column("kind").options,
    }
    held: dict[str, set[str]] = {}
    for month, title, kind in connection.execute(_HELD, [asked.partnership_id]).fetchall():
        words = kinds[kind].in_language(asked.language) if kind in kinds else kind.replace("_", " ")
        held.setdefault(month, set()).add(title or words)
    return held


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
    last = asked.month or Month.of(known.as_of).plus(-1)
    measured = {
        (metric, zone, last.plus(-back))
        for *_, basis, metric, zone in targets
        if basis != "yes_no" and metric
        for back in range(_MONTHS_OF.get(basis, 1))
    }
    rows["follow_up_figures"] = _figures_asked(connection, asked, measured)
    rows["follow_up_sops"] = [
        {"title": title, "state": state, "dated_on": dated_on}
        for title, _, state, dated_on in connection.execute(_SOPS, [asked.partnership_id]).fetchall()
    ]
    return Prefilled(rows)


def _figures_asked(
    connection: duckdb.DuckDBPyConnection, asked: Asked, measured: set[tuple[str, str | None, Month]]
) -> list[Row]:
    """Every variable behind a target's metric, once per zone and month in which neither it nor the metric is known."""
    metrics = {code: rest for code, *rest in connection.execute(_METRICS, [asked.language.value]).fetchall()}
    told = set(connection.execute(_TOLD, [asked.partnership_id]).fetchall())
    wanted = {
        (zone or "", month, variable)
        for metric, zone, month in measured
        if (zone or "", str(month), metric) not in told
        for variable in _variables_of(metric, metrics)
        if (zone or "", str(month), variable) not in told
    }
    return [
        {
            "partnership_id": asked.partnership_id,
            "variable_name": metrics[code][0],
            "variable_code": code,
            "zone": zone or None,
            "period": month,
            "unit": written(metrics[code][1], asked.language),
        }
        for zone, month, code in sorted(wanted)
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
    about = asked.about or role
    ledger = connection.execute(_LEDGER, [asked.partnership_id, about.value, asked.language.value]).fetchall()
    rows = _cover(ASSESSMENT, asked, known, role, assessed_role=about.value)
    rows["self_assessment_ledger"] = [
        {
            "obligation_id": obligation_id,
            "obligation_title": title,
            "due_on": due_on,
            "recorded_status": _status(status, fulfilled_on, asked.language),
        }
        for obligation_id, title, due_on, status, fulfilled_on in ledger
    ]
    rows["self_assessment_words"] = [{"criterion": criterion.value} for criterion in ASSESSED_ON[about]]
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
    return f"{words} ({_AIM.in_language(language)} {figure}{' ' + written(unit, language) if unit else ''})"
