"""Every definition, formula, weight, band and number of days in force."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import ask

INDICATORS = """
SELECT indicator_code, role, criterion, name_en, name_id, credit, formula_en, formula_id, source, basis, weight
FROM mart.indicator
ORDER BY indicator_code
"""

METRICS = """
SELECT metric_code, subject, kind, name_en, name_id, unit, direction, objective, inputs, formula, source
FROM mart.metric
ORDER BY subject, kind, metric_code
"""

RULES = """
SELECT rule_code, value, unit, basis, source, description_en, description_id
FROM mart.rule
ORDER BY rule_code
"""


def indicators(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """The partnership indicators."""
    return ask(connection, INDICATORS, viewer)


def metrics(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Variables reported and metrics computed from them."""
    return ask(connection, METRICS, viewer)


def rules(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> pd.DataFrame:
    """Weights, bands and days."""
    return ask(connection, RULES, viewer)


def band_edges(connection: duckdb.DuckDBPyConnection, viewer: Viewer) -> tuple[float, float]:
    """The lower edges of fair and good in force."""
    edges = rules(connection, viewer).set_index("rule_code")["value"]
    return float(edges.get("band.fair", 60.0)), float(edges.get("band.good", 80.0))
