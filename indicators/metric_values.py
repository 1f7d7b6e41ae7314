"""Evaluates the catalogue of metrics over core.measurement: mart.metric, mart.pilot_metric and its revisions.

One SQL statement per subject matter: the variables of a subject and period are laid side by side, then each
metric is one column for its value (`v_`), its status (`s_`) and whether it was asked for (`a_`), in order of
dependence, with its reason and the cells behind it. What nobody reported is not evaluated.
"""

import re
from dataclasses import astuple
from typing import Final

import duckdb

from indicators import metric_history
from indicators.explanations import METRIC_EXPLANATIONS, source_id
from indicators.figure_explanations import FIGURE_EXPLANATIONS
from indicators.metric_history import same_subject
from indicators.metrics import METRICS, VARIABLES, Metric

_GROUP: Final = "version, partnership_id, utility_id, zone, period_start, period_end"
_NAME: Final = re.compile(r"\b[a-z_][a-z_0-9]*\b")
_PASSED_ON: Final = ("rejected", "not_reported", "undefined", "not_applicable")


def run(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Fills the three tables anew from core.measurement. Returns (step, rows)."""
    connection.execute("DELETE FROM mart.metric; DELETE FROM mart.pilot_metric; DELETE FROM mart.pilot_metric_revision")
    _fill_catalogue(connection)
    metric_history.prepare(connection)
    _fill_variables(connection)
    reported = {
        code for (code,) in connection.execute("SELECT DISTINCT variable_code FROM core.measurement").fetchall()
    }
    for subject in dict.fromkeys(metric.subject for metric in METRICS.values()):
        metrics = [metric for metric in METRICS.values() if metric.subject == subject]
        if reported & _variables_behind(metrics):
            _fill_derived(connection, metrics, reported)
    metric_history.record(connection)
    counted = connection.execute(
        "SELECT (SELECT count(*) FROM mart.pilot_metric), (SELECT count(*) FROM mart.pilot_metric_revision)"
    ).fetchall()[0]
    return [("pilot metrics", int(counted[0])), ("replaced metrics", int(counted[1]))]


def variables_of(code: str) -> list[str]:
    """The variables that a metric is computed from, through other metrics, in order of the catalogue."""
    if code in VARIABLES:
        return [code]
    metric = METRICS[code]
    direct = (
        *metric.inputs,
        *metric.parts,
        *metric.modifiers,
        *((metric.instead,) if metric.instead else ()),
    )
    found = {variable for name in direct for variable in variables_of(name)}
    return [variable for variable in VARIABLES if variable in found]


def _variables_behind(metrics: list[Metric]) -> set[str]:
    return {variable for metric in metrics for variable in variables_of(metric.code)}


def _fill_catalogue(connection: duckdb.DuckDBPyConnection) -> None:
    rows: list[tuple[str | None, ...]] = [
        (
            v.code, v.name_en, v.name_id, v.unit, "variable", None, None, "neither", v.objective, v.subject,
            *_told_of(v.code),
        )
        for v in VARIABLES.values()
    ]  # fmt: skip
    rows += [
        (
            m.code, m.name_en, m.name_id, m.unit, "derived", ", ".join(variables_of(m.code)), m.printed_formula,
            m.direction, m.objective, m.subject, m.source, source_id(m.source), m.basis, None, None,
            *astuple(METRIC_EXPLANATIONS[m.code]),
        )
        for m in METRICS.values()
    ]  # fmt: skip
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.execute("INSERT INTO mart.metric SELECT " + ", ".join(["unnest(?)"] * len(columns)), columns)


def _told_of(variable_code: str) -> tuple[str | None, ...]:
    """Source, basis, formula in words and explanation of a variable; of most only that it is as reported."""
    figure = FIGURE_EXPLANATIONS.get(variable_code)
    if figure is None:
        return "as reported", source_id("as reported"), *[None] * 9
    about = figure.source_en, figure.source_id, figure.basis, figure.formula_en, figure.formula_id
    return *about, *astuple(figure.told)


_INSERT_CURRENT_VARIABLES: Final = """
    INSERT INTO mart.pilot_metric BY NAME
    SELECT m.partnership_id, m.utility_id, m.zone, m.period_start, m.period_end,
        m.variable_code AS metric_code, m.value, c.unit, m.status,
        CASE WHEN m.status = 'needs_review' THEN m.review_reason END AS reason, m.grade,
        CASE WHEN m.value IS NOT NULL THEN date_diff('month', m.period_start, m.period_end) + 1 END
            AS coverage_months,
        m.source_file, m.source_sheet, m.source_cell,
        m.written_value, m.written_unit, m.factor, m.correction_id,
        nullif(array_to_string(m.correction_ids, ', '), '') AS correction_ids
    FROM core.measurement AS m JOIN mart.metric AS c ON c.metric_code = m.variable_code
    WHERE m.is_current
"""
_INSERT_REPLACED_VARIABLES: Final = """
    INSERT INTO mart.pilot_metric_revision BY NAME
    SELECT m.partnership_id, m.utility_id, m.zone, m.period_start, m.period_end,
        m.variable_code AS metric_code, m.value, c.unit, m.status, m.submitted_at, m.replaced_at,
        'later submission' AS replaced_why,
        m.source_file, m.source_sheet, m.source_cell
    FROM core.measurement AS m JOIN mart.metric AS c ON c.metric_code = m.variable_code
    WHERE NOT m.is_current
"""


def _fill_variables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_INSERT_CURRENT_VARIABLES)
    connection.execute(_INSERT_REPLACED_VARIABLES)


def _fill_derived(connection: duckdb.DuckDBPyConnection, metrics: list[Metric], reported: set[str]) -> None:
    used = _variables_behind(metrics)
    told = [variable for variable in VARIABLES if variable in used & reported]
    untold = [variable for variable in VARIABLES if variable in used - reported]
    askable = _askable(metrics, reported)
    if not askable:
        return
    connection.execute("CREATE TEMP TABLE metric_side_by_side AS " + _side_by_side_sql(told))
    connection.execute("CREATE TEMP TABLE metric_evaluated AS " + _evaluated_sql(metrics, askable, untold))
    was_replaced = connection.execute("SELECT 1 FROM metric_evaluated WHERE version <> '' LIMIT 1").fetchall()
    for metric in askable:
        connection.execute(_insert_current_sql(metric))
        if was_replaced:
            connection.execute(_insert_history_sql(metric))
    connection.execute("DROP TABLE metric_side_by_side")
    connection.execute("DROP TABLE metric_evaluated")


def _side_by_side_sql(variables: list[str]) -> str:
    """One row per version, subject and period; `version` is empty for the values in force."""
    listed = ", ".join(f"'{code}'" for code in variables)
    columns = ",\n".join(
        f"any_value(value) FILTER (variable_code = '{code}') AS v_{code}, "
        f"any_value(status) FILTER (variable_code = '{code}') AS s_{code}, "
        f"any_value(cell) FILTER (variable_code = '{code}') AS c_{code}"
        for code in variables
    )
    return f"""
        WITH chosen AS (
            SELECT '' AS version, * FROM core.measurement WHERE is_current AND variable_code IN ({listed})
            UNION ALL BY NAME
            SELECT * FROM measurement_before WHERE variable_code IN ({listed})
        ),
        placed AS (
            SELECT *, min(source_file || '/' || source_sheet) OVER same_subject
                <> max(source_file || '/' || source_sheet) OVER same_subject AS many_sheets
            FROM chosen WINDOW same_subject AS (PARTITION BY {_GROUP})
        ),
        located AS (
            SELECT *, CASE WHEN many_sheets THEN source_file || ' ' || source_sheet || '!' || source_cell
                ELSE source_cell END AS cell
            FROM placed
        )
        SELECT {_GROUP}, min(source_file) AS source_file, min(source_sheet) AS source_sheet,
            max(submitted_at) AS submitted_at, max(replaced_at) AS replaced_at,
            arg_max(file_sha256, (submitted_at, received_at, file_sha256)) AS file_sha256,
            arg_max(source_file, (submitted_at, received_at, file_sha256)) AS latest_file,
            coalesce(any_value(formula_set), 'si') AS formula_set,
            CASE WHEN any_value(formula_set) = 'us' THEN 365
                ELSE date_diff('day', period_start, period_end) + 1 END AS days,
            {columns}
        FROM located
        GROUP BY {_GROUP}
    """


def _askable(metrics: list[Metric], reported: set[str]) -> list[Metric]:
    """Those that any subject can be asked for; the others have no rows."""
    asked = set(reported)
    for metric in metrics:
        alternatives = (*metric.parts, *((metric.instead,) if metric.instead else ()))
        if asked.issuperset(metric.inputs) if metric.inputs else not asked.isdisjoint(alternatives):
            asked.add(metric.code)
    return [metric for metric in metrics if metric.code in asked]


def _evaluated_sql(metrics: list[Metric], askable: list[Metric], untold: list[str]) -> str:
    """One row per version, subject and period, with columns for each metric that anybody is asked for.

    The metrics come in order of dependence, each seeing those before it. The others, and the variables that nobody
    told, have no value and no status.
    """
    told = ", ".join(f"s_{code} IS NOT NULL AS a_{code}" for code in sorted(_variables_behind(metrics) - set(untold)))
    absent = [*untold, *(metric.code for metric in metrics if metric not in askable)]
    nothing = "".join(
        f", CAST(NULL AS DOUBLE) AS v_{code}, CAST(NULL AS VARCHAR) AS s_{code}, CAST(NULL AS VARCHAR) AS c_{code},"
        f" FALSE AS a_{code}"
        for code in absent
    )
    sql = f"SELECT *, {told}{nothing} FROM metric_side_by_side"
    for metric in askable:
        code = metric.code
        sql = f"SELECT *, {_asked(metric)} AS a_{code}, {_status(metric)} AS s_{code} FROM ({sql})"
        sql = f"SELECT *, {_value(metric)} AS v_{code} FROM ({sql})"
    found = ", ".join(
        f"a_{metric.code}, v_{metric.code}, s_{metric.code}, {_reason(metric)} AS reason_{metric.code}, "
        f"{_cells(metric)} AS cells_{metric.code}, {_parts_of_ratio(metric)}"
        for metric in askable
    )
    arrival = "source_file, source_sheet, submitted_at, replaced_at, file_sha256, latest_file"
    return f"SELECT {_GROUP}, {arrival}, {found} FROM ({sql})"


def _asked(metric: Metric) -> str:
    if metric.inputs:
        return " AND ".join(f"a_{code}" for code in metric.inputs)
    alternatives = (*metric.parts, *((metric.instead,) if metric.instead else ()))
    return " OR ".join(f"a_{code}" for code in alternatives)


def _status(metric: Metric) -> str:
    statuses = [f"coalesce(s_{code}, 'not_reported')" for code in metric.inputs]
    for_parts = [f"coalesce(s_{code}, 'not_reported')" for code in metric.parts]
    cases = [f"WHEN v_{metric.instead} IS NOT NULL THEN s_{metric.instead}"] if metric.instead else []
    for passed_on in _PASSED_ON:
        among = statuses + (for_parts if passed_on in ("rejected", "not_reported") else [])
        if among:
            cases.append(f"WHEN '{passed_on}' IN ({', '.join(among)}) THEN '{passed_on}'")
    if metric.one_of:
        none_exists = " AND ".join(f"s_{code} = 'not_applicable'" for code in metric.one_of)
        cases.append(f"WHEN {none_exists} THEN 'not_reported'")
    cases.append(f"WHEN {_bound(metric, metric.not_applicable_when)} THEN 'not_applicable'")
    cases.append(f"WHEN {_bound(metric, metric.undefined_when)} THEN 'undefined'")
    cases.append(f"WHEN ({_bound(metric, metric.formula)}) IS NULL THEN 'undefined'")
    doubtful = [f"{status} = 'needs_review'" for status in statuses + for_parts]
    doubtful.append(_bound(metric, metric.review_when))
    cases.append(f"WHEN {' OR '.join(f'({condition})' for condition in doubtful)} THEN 'needs_review'")
    return f"CASE {' '.join(cases)} ELSE 'reported' END"


def _value(metric: Metric) -> str:
    computed = f"({_bound(metric, metric.formula)})"
    if metric.instead:
        computed = f"coalesce(v_{metric.instead}, {computed})"
    return f"CASE WHEN s_{metric.code} IN ('reported', 'needs_review') THEN {computed} END"


def _parts_of_ratio(metric: Metric) -> str:
    """What stands above (`n_`) and below (`d_`) the line of a quotient that has a value; of others nothing."""
    top, bottom = (f"({_bound(metric, part)})" for part in metric.ratio or ("NULL", "NULL"))
    return (
        f"CASE WHEN v_{metric.code} IS NOT NULL THEN CAST({top} AS DOUBLE) END AS n_{metric.code}, "
        f"CASE WHEN v_{metric.code} IS NOT NULL THEN CAST({bottom} AS DOUBLE) END AS d_{metric.code}"
    )


def _bound(metric: Metric, expression: str) -> str:
    """The expression with each name bound to its column; a part that does not exist adds nothing."""
    names = {code: f"v_{code}" for code in (*metric.inputs, *metric.modifiers)}
    names |= {code: f"CASE WHEN s_{code} = 'not_applicable' THEN 0 ELSE v_{code} END" for code in metric.parts}
    if re.search(r"\bvalue\b", expression):
        names["value"] = _bound(metric, metric.formula)
    return _NAME.sub(lambda found: f"({names[found[0]]})" if found[0] in names else found[0], expression)


def _cells(metric: Metric) -> str:
    return "concat_ws(', ', " + ", ".join(f"c_{code}" for code in variables_of(metric.code)) + ")"


def _reason(metric: Metric) -> str:
    used = (*metric.inputs, *metric.parts, *((metric.instead,) if metric.instead else ()))
    doubted = " OR ".join(f"coalesce(s_{code} = 'needs_review', FALSE)" for code in used) or "FALSE"
    return (
        f"CASE WHEN s_{metric.code} = 'not_applicable' THEN {_why_not_applicable(metric)} "
        f"WHEN s_{metric.code} = 'needs_review' AND ({doubted}) THEN 'a figure behind it needs review' "
        f"WHEN s_{metric.code} = 'needs_review' THEN {_text(metric.review_reason)} "
        f"WHEN s_{metric.code} = 'undefined' THEN 'zero denominator' END"
    )


def _why_not_applicable(metric: Metric) -> str:
    """Its own reason, or that of a figure behind it from which this passes on."""
    behind = (METRICS[code] for code in metric.inputs if code in METRICS)
    cases = " ".join(f"WHEN s_{one.code} = 'not_applicable' THEN {_why_not_applicable(one)}" for one in behind)
    own = _text(metric.not_applicable_reason)
    return f"CASE {cases} ELSE {own} END" if cases else own


def _text(reason: str) -> str:
    return "nullif('" + reason.replace("'", "''") + "', '')"


def _columns(metric: Metric) -> str:
    return f"""
        partnership_id, utility_id, zone, period_start, period_end, '{metric.code}' AS metric_code,
        v_{metric.code} AS value, '{metric.unit}' AS unit, s_{metric.code} AS status,
        source_file, source_sheet, cells_{metric.code} AS source_cell
    """


def _insert_current_sql(metric: Metric) -> str:
    return f"""
        INSERT INTO mart.pilot_metric BY NAME
        SELECT {_columns(metric)}, reason_{metric.code} AS reason,
            n_{metric.code} AS numerator, d_{metric.code} AS denominator,
            CASE WHEN v_{metric.code} IS NOT NULL THEN date_diff('month', period_start, period_end) + 1 END
                AS coverage_months
        FROM metric_evaluated WHERE version = '' AND a_{metric.code}
    """


def _insert_history_sql(metric: Metric) -> str:
    return f"""
        INSERT INTO metric_at BY NAME
        SELECT {_columns(metric)}, version, submitted_at, replaced_at, file_sha256, latest_file
        FROM metric_evaluated AS e
        WHERE a_{metric.code} AND EXISTS (SELECT 1 FROM metric_moment AS c WHERE {same_subject("c", "e")})
    """
