"""Every definition, formula, weight, band and number of days in force."""

from dataclasses import asdict

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask
from indicators.figure_explanations import TARGET_EXPLANATIONS, TARGET_NAMES

EXPLANATION = (
    "source_id", "basis", "formula_en", "formula_id", "question_en", "question_id", "example_en", "example_id",
    "limits_en", "limits_id",
)  # fmt: skip

INDICATORS = """
SELECT *
FROM mart.indicator
ORDER BY indicator_code
"""

METRICS = """
SELECT m.*, h.weight, h.better, h.mark_5, h.mark_4, h.mark_3, h.mark_2, h.disputed
FROM mart.metric AS m
LEFT JOIN reference.health_indicator AS h ON h.variable_code = m.metric_code
ORDER BY m.subject, m.kind, m.metric_code
"""

RULES = """
SELECT *
FROM mart.rule
ORDER BY rule_code
"""

KINDS = """
SELECT DISTINCT programme_kind, kind_name_en, kind_name_id
FROM visible_programme
ORDER BY programme_kind
"""

STAGES = """
SELECT programme_kind, stage, position, name_en, name_id, clause
FROM mart.blueprint_stage
ORDER BY programme_kind, position
"""

BLUEPRINT_DOCUMENTS = """
SELECT document, name_en, name_id, compiled_by, stage, basis, clause
FROM mart.blueprint_document
WHERE programme_kind = $programme_kind
ORDER BY clause, document
"""

NOT_APPLYING = """
SELECT i.indicator_code, i.role, i.criterion, i.name_en, i.name_id, b.reason_en, b.reason_id
FROM mart.blueprint_indicator AS b
JOIN mart.indicator AS i USING (indicator_code)
WHERE b.programme_kind = $programme_kind AND NOT b.applies
ORDER BY i.indicator_code
"""

ASSUMPTIONS = """
SELECT position, text_en, text_id
FROM mart.blueprint_assumption
WHERE programme_kind = $programme_kind
ORDER BY position
"""


def indicators(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The partnership indicators."""
    return _explained(ask(connection, INDICATORS, viewer))


def metrics(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Variables reported and metrics computed from them."""
    return _explained(ask(connection, METRICS, viewer))


def targets() -> pd.DataFrame:
    """What is computed of every target, explained as the metrics are."""
    return pd.DataFrame(
        [
            {
                "metric_code": code, "name_en": TARGET_NAMES[code][0], "name_id": TARGET_NAMES[code][1],
                "formula": None, "formula_en": figure.formula_en, "formula_id": figure.formula_id,
                "source_en": figure.source_en, "source_id": figure.source_id, "basis": str(figure.basis),
                "weight": None, **asdict(figure.told),
            }
            for code, figure in TARGET_EXPLANATIONS.items()
        ]
    )  # fmt: skip


def rules(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Weights, bands and days."""
    return _explained(ask(connection, RULES, viewer))


def _explained(rows: pd.DataFrame) -> pd.DataFrame:
    """With every column of an explanation, empty where an older publication has none; the source in both languages."""
    rows = rows.reindex(columns=[*rows.columns, *(name for name in EXPLANATION if name not in rows.columns)])
    return rows.assign(source_en=rows["source"], source_id=rows["source_id"].fillna(rows["source"]))


def band_edges(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> tuple[float, float]:
    """The lower edges of fair and good in force."""
    edges = rules(connection, viewer).set_index("rule_code")["value"]
    return float(edges.get("band.fair", 60.0)), float(edges.get("band.good", 80.0))


def kinds(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The kinds of programme in this build, with their names."""
    return ask(connection, KINDS, viewer)


def stages(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The stages of every kind of programme, in their order."""
    return ask(connection, STAGES, viewer)


def of_kind(connection: duckdb.DuckDBPyConnection, viewer: Viewer, sql: str, programme_kind: str) -> pd.DataFrame:
    """One of the tables above that speak of one kind of programme."""
    return ask(connection, sql, viewer, programme_kind=programme_kind)
