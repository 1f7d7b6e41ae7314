"""How every figure of the mart is traced: the one place that names what has a receipt, by which way, and what is none.

A route is a query for the rows that hold a figure and lead nowhere; it finds nothing in a build that can be trusted.
"""

from typing import Final

import duckdb

_NUMBERS: Final = ("DOUBLE", "FLOAT", "INTEGER", "BIGINT", "DECIMAL", "HUGEINT", "SMALLINT")


def figures_of(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every column of numbers in the mart, by table."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'mart' ORDER BY 1, 2"
    ).fetchall()
    return [(table, column) for table, column, kind in rows if kind.startswith(_NUMBERS)]


def _own_cell(table: str, figure: str) -> str:
    """The row bears the file, and the cell where the file has cells (a scanned document has none)."""
    return (
        f"SELECT * FROM mart.{table} WHERE ({figure})"
        " AND (source_file IS NULL OR (source_sheet IS NOT NULL AND source_cell IS NULL))"
    )


def _of_file(table: str) -> str:
    return f"SELECT * FROM mart.{table} WHERE source_file IS NULL"


# What stands behind a score: obligations that count, or targets due.
_BEHIND_INDICATOR: Final = """
    SELECT v.* FROM mart.indicator_value AS v
    INNER JOIN mart.indicator AS i USING (indicator_code)
    WHERE (v.value IS NOT NULL OR v.score_high IS NOT NULL OR v.final_high IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM mart.obligation AS o
            WHERE o.partnership_id = v.partnership_id AND o.role = v.role AND o.indicator_code IS NOT NULL
                AND (o.criterion = i.criterion OR o.kind = 'monthly_report')
        )
        AND NOT EXISTS (SELECT 1 FROM mart.target_progress AS t WHERE t.partnership_id = v.partnership_id)
"""
_BEHIND_CRITERION: Final = """
    SELECT c.* FROM mart.criterion_score AS c
    WHERE (c.score IS NOT NULL OR c.score_high IS NOT NULL OR c.final_high IS NOT NULL)
        AND NOT EXISTS (
            SELECT 1 FROM mart.indicator_value AS v INNER JOIN mart.indicator AS i USING (indicator_code)
            WHERE v.partnership_id = c.partnership_id AND v.role = c.role AND i.criterion = c.criterion
                AND i.weight > 0 AND v.final_high IS NOT NULL
        )
"""
# An obligation says who laid it down: a place in a file, and a clause or that it is assumed. A credit has evidence.
_BEHIND_OBLIGATION: Final = """
    SELECT o.* FROM mart.obligation AS o
    WHERE o.source_file IS NULL OR (o.clause IS NULL AND o.basis NOT IN ('agreement', 'assumed'))
        OR (o.credit_delivered > 0 AND NOT EXISTS (
            SELECT 1 FROM mart.evidence AS e WHERE e.obligation_id = o.obligation_id AND e.source_file IS NOT NULL
        ))
        OR (o.credit_content IS NOT NULL AND o.fulfilled_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM mart.evidence AS e WHERE e.obligation_id = o.obligation_id
        ))
"""

ROUTES: Final[dict[str, str]] = {
    "activity": _own_cell("activity", "participants IS NOT NULL"),
    "advice": _own_cell("advice", "age_days IS NOT NULL"),
    "advice_chain": "SELECT c.* FROM mart.advice_chain AS c ANTI JOIN mart.advice_link AS l"
    " ON l.partnership_id = c.partnership_id AND l.chain_id = c.chain_id",
    "advice_link": _own_cell("advice_link", "obligation_id IS NULL AND (days IS NOT NULL OR value_after IS NOT NULL)"),
    "assessment": 'SELECT a.* FROM mart.assessment AS a WHERE a.score IS NOT NULL AND CASE a."view"'
    " WHEN 'computed' THEN NOT EXISTS (SELECT 1 FROM mart.criterion_score AS c WHERE c.partnership_id ="
    " a.partnership_id AND c.role = a.role AND c.criterion = a.criterion AND c.score = a.score)"
    " ELSE a.source_file IS NULL END",
    "attestation": _own_cell("attestation", "level IS NOT NULL"),
    "criterion_score": _BEHIND_CRITERION,
    "effect_change": "SELECT e.* FROM mart.effect_change AS e ANTI JOIN mart.pilot_metric AS m"
    " ON m.partnership_id = e.partnership_id AND m.metric_code = e.metric_code AND m.source_file IS NOT NULL",
    "evidence": _own_cell("evidence", "TRUE"),
    "facilitator_record": _own_cell("facilitator_record", "delivered_share IS NOT NULL"),
    "finance": _own_cell("finance", "coalesce(proposed, decided, spent) IS NOT NULL"),
    "gis_attribute": _of_file("gis_attribute"),
    "gis_comparison": "SELECT * FROM mart.gis_comparison WHERE reported IS NOT NULL"
    " AND (report_file IS NULL OR report_cell IS NULL)",
    "gis_layer": _of_file("gis_layer"),
    "indicator_kind": "SELECT k.* FROM mart.indicator_kind AS k INNER JOIN mart.indicator AS i USING (indicator_code)"
    " WHERE k.counted > 0 AND NOT EXISTS (SELECT 1 FROM mart.obligation AS o WHERE o.counts"
    " AND o.partnership_id = k.partnership_id AND o.role = i.role AND o.kind = k.kind)"
    " AND NOT EXISTS (SELECT 1 FROM mart.target_progress AS t WHERE t.partnership_id = k.partnership_id"
    " AND t.kind = k.kind)",
    "indicator_value": _BEHIND_INDICATOR,
    "night_flow": _of_file("night_flow"),
    "nrw_flag": "SELECT f.* FROM mart.nrw_flag AS f WHERE NOT EXISTS (SELECT 1 FROM mart.nrw_truth AS t"
    " WHERE t.partnership_id IS NOT DISTINCT FROM f.partnership_id AND t.utility_id IS NOT DISTINCT FROM f.utility_id"
    " AND t.source_file IS NOT NULL)",
    # of several months: the figures of those months
    "nrw_truth": "SELECT n.* FROM mart.nrw_truth AS n WHERE n.value IS NOT NULL AND n.source_file IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM mart.pilot_metric AS m WHERE m.source_file IS NOT NULL"
    " AND m.partnership_id IS NOT DISTINCT FROM n.partnership_id AND m.utility_id IS NOT DISTINCT FROM n.utility_id"
    " AND m.period_start >= n.period_start AND m.period_end <= n.period_end)",
    "obligation": _BEHIND_OBLIGATION,
    "pilot_metric": _own_cell("pilot_metric", "value IS NOT NULL"),
    "pilot_metric_revision": _own_cell("pilot_metric_revision", "value IS NOT NULL"),
    "programme_effect": "SELECT p.* FROM mart.programme_effect AS p WHERE p.partnerships > 0"
    " AND NOT EXISTS (SELECT 1 FROM mart.effect_change AS e WHERE e.metric_code = p.metric_code)",
    "quota": _own_cell("quota", "TRUE"),
    "report_status": "SELECT r.* FROM mart.report_status AS r ANTI JOIN mart.obligation AS o USING (obligation_id)",
    "revision": "SELECT * FROM mart.revision WHERE (earlier_value IS NOT NULL AND earlier_file IS NULL)"
    " OR (later_value IS NOT NULL AND later_file IS NULL)",
    "self_assessment_gap": "SELECT g.* FROM mart.self_assessment_gap AS g WHERE NOT EXISTS ("
    "SELECT 1 FROM mart.criterion_score AS c WHERE c.partnership_id = g.partnership_id AND c.role = g.role)",
    "self_assessment_value": "SELECT s.* FROM mart.self_assessment_value AS s WHERE s.value IS NOT NULL"
    " AND s.source_file IS NULL AND NOT EXISTS ("
    "SELECT 1 FROM mart.criterion_score AS c WHERE c.partnership_id = s.partnership_id AND c.role = s.role)",
    "target_progress": "SELECT * FROM mart.target_progress WHERE source_file IS NULL"
    " OR (coalesce(actual, partial_actual) IS NOT NULL AND (actual_source_file IS NULL OR actual_source_cell IS NULL))",
    "utility_health": "SELECT h.* FROM mart.utility_health AS h ANTI JOIN mart.utility_health_mark AS m"
    " ON m.utility_id = h.utility_id AND m.period_start = h.period_start",
    "utility_health_mark": _own_cell("utility_health_mark", "value IS NOT NULL"),
    "water_balance": _own_cell("water_balance", "value IS NOT NULL"),
}

# Tables whose numbers are what others are traced to, or are no figures about anybody.
TABLES_WITHOUT_FIGURES: Final[dict[str, str]] = {
    "agreement": "its number counts revisions",
    "blueprint_assumption": "an order of lines",
    "blueprint_stage": "an order of lines",
    "build": "the build itself",
    "build_step": "the work of the build",
    "gis_feature": "the number of a row in its file",
    "grade_error": "an assumption, with its source beside it",
    "indicator": "weights, which are rules",
    "nrw_example": "a published example, with its source beside it",
    "partnership": "the year of its cohort",
    "plan_date": "an order of steps",
    "rule": "a rule, with its basis and source beside it",
    "waiting_document": "the days since a file arrived, whose name stands beside it",
}
NO_FIGURES: Final[dict[tuple[str, str], str]] = {}


def without_receipt(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """By table, the rows (up to three) of a build that hold a figure and lead nowhere."""
    found = {table: connection.execute(query + " LIMIT 3").fetchall() for table, query in ROUTES.items()}
    return {table: rows for table, rows in found.items() if rows}


def files_without_edition(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Workbooks that are evidence, figure or obligation, whose template and edition are not told."""
    rows = connection.execute("""
        SELECT DISTINCT f.file_name
        FROM quality.file_outcome AS f
        SEMI JOIN (
            SELECT source_file FROM mart.evidence WHERE source_sheet IS NOT NULL
            UNION SELECT source_file FROM mart.pilot_metric
            UNION SELECT source_file FROM mart.obligation
        ) AS s ON s.source_file = f.file_name
        WHERE f.outcome LIKE 'accepted%' AND f.template IS NOT NULL AND f.edition IS NULL
        ORDER BY 1
    """).fetchall()
    return [str(name) for (name,) in rows]
