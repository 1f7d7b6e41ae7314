"""The workbooks that `wops template` writes: blank, or for a partnership prefilled from the published build."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from indicators.metrics import HEALTH, VARIABLES, asked_every_month
from pipelines.editions import FOLDER as OWN_TEMPLATES
from pipelines.editions import holding, known_templates
from pipelines.slip_prefill import SLIPS, Asked, WrongTemplate, prefilled
from pipelines.template import Template
from pipelines.workbooks import (
    AskedVariable,
    DueObligation,
    OpenAdvice,
    OpenRequest,
    ReportingPartnership,
    Row,
    monthly_report_workbook,
    write_workbook,
)
from warehouse.generations import Generations
from warehouse.month import Month
from warehouse.units import STANDARD_UNIT, Kind, written
from warehouse.vocabulary import Language, Role

MONTHLY_REPORT = "monthly_report"
UTILITY_HEALTH = "utility_health"
COUNT = STANDARD_UNIT[Kind.COUNT]
SHORT_NAMES = {"register": "programme_register"}

_PARTNERSHIP = """
    SELECT p.title, p.subject, g.name
    FROM mart.partnership AS p LEFT JOIN mart.programme AS g USING (programme_id) WHERE p.partnership_id = $1
"""
_OBLIGATIONS = """
    SELECT obligation_id, CASE WHEN $2 = 'en' THEN title_en ELSE title END, due_on FROM mart.obligation
    WHERE partnership_id = $1 AND origin_kind = 'work_plan' AND role IN ('mentor', 'mentee')
        AND status NOT IN ('fulfilled_on_time', 'fulfilled_late', 'withdrawn', 'waived', 'lapsed')
    ORDER BY due_on NULLS LAST, obligation_id
"""
_REQUESTS = """
    SELECT request_id, topic, words, asked_on FROM mart.advice
    WHERE partnership_id = $1 AND status = 'asked' ORDER BY asked_on, request_id
"""
_ADVICE = """
    SELECT advice_id, words, given_on, action_due_on FROM mart.advice
    WHERE partnership_id = $1 AND status IN ('given', 'agreed') AND advice_id IS DISTINCT FROM request_id
    ORDER BY given_on, advice_id
"""
_ZONES = """
    SELECT DISTINCT zone FROM (
        SELECT zone FROM mart.pilot_metric WHERE partnership_id = $1
        UNION ALL
        SELECT zone FROM mart.target_progress WHERE partnership_id = $1 AND metric_code IS NOT NULL AND kind = 'pilot'
    ) ORDER BY zone NULLS FIRST
"""


def write(
    data: Path,
    kind: str,
    partnership: str | None,
    month: str | None,
    lang: str,
    output: Path,
    *,
    role: Role | None = None,
    item: str | None = None,
    about: Role | None = None,
) -> None:
    """Write a template's workbook; reports, slips and self-assessments of a partnership are prefilled.

    `role`: who fills it in, where that is not told by the kind; `item`: the visit of a visit slip; `about`: whom a
    self-assessment is about, where that is another role.
    Raises WrongTemplate, MonthError, NothingPublished, WorkbookError.
    """
    name, language = kind.replace("-", "_"), Language(lang)
    name = SHORT_NAMES.get(name, name)
    if output.suffix.lower() != ".xlsx":
        raise WrongTemplate(
            f"{output.name}: the name must end in .xlsx.", f"{output.name}: nama harus berakhiran .xlsx."
        )
    known = known_templates(data / "reference" / OWN_TEMPLATES)
    writable = [name for name, editions in known.items() if editions[-1].languages]
    if name not in writable:
        names = ", ".join(name.replace("_", "-") for name in writable)
        raise WrongTemplate(
            f"There is no workbook {kind!r} to fill in. Known: {names}.",
            f"Tidak ada buku kerja {kind!r} untuk diisi. Yang ada: {names}.",
        )
    template = holding(known[name], Month.parse(month) if month else None)
    if partnership is None or name not in {MONTHLY_REPORT, *SLIPS}:
        write_workbook(template, language, _rows_of_health(language) if name == UTILITY_HEALTH else {}, output)
        return
    if month is None and name == MONTHLY_REPORT:
        raise WrongTemplate("Give the month: --month 2026-10.", "Sebutkan bulannya: --month 2026-10.")
    period = Month.parse(month) if month else None
    _, connection = Generations(data / "warehouse").open_current_read_only()
    with connection:
        if name in SLIPS:
            _write_slip(connection, template, Asked(partnership, language, role, period, item, about), output)
        elif period:
            _write_monthly_report(connection, template, partnership, period, language, output)


def _rows_of_health(language: Language) -> dict[str, list[Row]]:
    """The figures of the health method by name, with the unit in which each is marked."""
    figures = [variable for variable in VARIABLES.values() if variable.subject == HEALTH]
    english = language is Language.ENGLISH
    return {
        UTILITY_HEALTH: [
            {
                "variable_code": figure.name_en if english else figure.name_id,
                "unit": None if figure.unit == COUNT else written(figure.unit, language),
            }
            for figure in figures
        ]
    }


def _write_slip(connection: duckdb.DuckDBPyConnection, template: Template, asked: Asked, output: Path) -> None:
    slip = prefilled(connection, template.name, asked)
    if slip is None:
        raise unknown_partnership(asked.partnership_id)
    write_workbook(
        template, asked.language, slip.rows, output,
        choices=slip.choices, caption=slip.caption, programme=slip.programme,
    )  # fmt: skip


def _write_monthly_report(
    connection: duckdb.DuckDBPyConnection,
    template: Template,
    partnership: str,
    period: Month,
    language: Language,
    output: Path,
) -> None:
    known = connection.execute(_PARTNERSHIP, [partnership]).fetchall()
    if not known:
        raise unknown_partnership(partnership)
    title, subject, programme = known[0]
    obligations = connection.execute(_OBLIGATIONS, [partnership, language.value]).fetchall()
    monthly_report_workbook(
        ReportingPartnership(partnership, title, programme or ""),
        period,
        language,
        [DueObligation(*row) for row in obligations],
        [OpenRequest(*row) for row in connection.execute(_REQUESTS, [partnership]).fetchall()],
        [OpenAdvice(*row) for row in connection.execute(_ADVICE, [partnership]).fetchall()],
        _asked(subject, [zone for (zone,) in connection.execute(_ZONES, [partnership]).fetchall()], language),
        output,
        template,
    )


def unknown_partnership(partnership: str) -> WrongTemplate:
    """The error that says that the published build knows no such partnership."""
    return WrongTemplate(
        f"There is no partnership {partnership} in the published build.",
        f"Tidak ada kemitraan {partnership} dalam hasil yang terbit.",
    )


def _asked(subject: str | None, zones: Sequence[str | None], language: Language) -> list[AskedVariable]:
    """The figures of the pilot's subject, once for each zone that it reports or aims for; the whole where none is."""
    english = language is Language.ENGLISH
    return [
        AskedVariable(asked.code, asked.name_en if english else asked.name_id, written(asked.unit, language), zone)
        for zone in zones or [None]
        for asked in asked_every_month(subject)
    ]
