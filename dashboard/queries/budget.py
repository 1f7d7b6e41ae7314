"""Budget, costs, subsidies and contributions as the register tells them. A figure that is not told is no zero."""

import duckdb
import pandas as pd

from dashboard.access import Viewer
from dashboard.queries.ask import MOST_ROWS, Filters, ask

# Lines of the partnerships chosen; the programme's own lines too, unless a subject or cohort is chosen.
LINE = """
line AS (
    SELECT f.*, p.mentee, p.mentor,
        CASE
            WHEN f.funded_by = p.mentor_id THEN 'mentor'
            WHEN f.funded_by = p.mentee_id THEN 'mentee'
            WHEN f.funded_by IS NOT NULL THEN 'other'
        END AS payer_role,
        CASE WHEN f.funded_by NOT IN (coalesce(p.mentor_id, ''), coalesce(p.mentee_id, ''))
            THEN coalesce(payer.name, f.funded_by) END AS other_payer,
        coalesce(payer.name, f.funded_by) AS payer, coalesce(receiver.name, f.payee) AS receiver
    FROM mart.finance AS f
    LEFT JOIN chosen AS p ON p.partnership_id = f.partnership_id
    LEFT JOIN visible_programme AS g ON g.programme_id = f.programme_id
        AND ($programme_kind IS NULL OR g.programme_kind = $programme_kind)
    LEFT JOIN mart.party AS payer ON payer.party_id = f.funded_by
    LEFT JOIN mart.party AS receiver ON receiver.party_id = f.payee
    WHERE f.origin = $origin
        AND (p.partnership_id IS NOT NULL OR (f.partnership_id IS NULL AND g.programme_id IS NOT NULL
            AND $subject IS NULL AND $cohort_year IS NULL))
)"""
SUMS = """
    count(*) AS lines, sum(proposed) AS proposed, count(proposed) AS proposed_lines,
    sum(decided) AS decided, count(decided) AS decided_lines, sum(spent) AS spent, count(spent) AS spent_lines
"""

YEARS = f"""
WITH {LINE}
SELECT year, currency, {SUMS}
FROM line
GROUP BY year, currency
ORDER BY year DESC, currency
LIMIT $most_rows
"""

# Subsidies, and lines of the programme itself, that were proposed and that nobody has decided: guideline 4.2.
UNDECIDED = f"""
WITH {LINE}
SELECT count(*) AS lines, min(year) AS first_year, max(year) AS last_year
FROM line
WHERE proposed IS NOT NULL AND decided IS NULL AND spent IS NULL AND (kind = 'transfer' OR partnership_id IS NULL)
"""

# The sums of a year by kind (cost, transfer, contribution) and category.
BY_CATEGORY = f"""
WITH {LINE}
SELECT kind, category, {SUMS}, count(*) OVER () AS of_all
FROM line
WHERE year = $budget_year AND currency = $currency
GROUP BY kind, category
ORDER BY CASE kind WHEN 'cost' THEN 1 WHEN 'transfer' THEN 2 ELSE 3 END, category
LIMIT $most_rows
"""

# The sums of a year by kind and payer: payer_role is mentor, mentee, or other with its name; NULL: not told.
BY_PAYER = f"""
WITH {LINE}
SELECT kind, payer_role, other_payer, {SUMS}, count(*) OVER () AS of_all
FROM line
WHERE year = $budget_year AND currency = $currency
GROUP BY kind, payer_role, other_payer
ORDER BY CASE kind WHEN 'cost' THEN 1 WHEN 'transfer' THEN 2 ELSE 3 END,
    payer_role NULLS LAST, other_payer NULLS LAST
LIMIT $most_rows
"""

# Costs of partnerships by the principle of payment (guideline 4.1 against 3.1.1): lines and partnerships.
PRINCIPLES = f"""
WITH {LINE}
SELECT principle, count(*) AS lines, count(DISTINCT partnership_id) AS partnerships
FROM line
WHERE year = $budget_year AND currency = $currency AND kind = 'cost' AND partnership_id IS NOT NULL
GROUP BY principle
"""

# The subsidies of each partnership beside its reports due and on time and its targets; alphabetical.
BESIDE_RESULTS = f"""
WITH {LINE},
money AS (
    SELECT partnership_id, mentee, mentor, {SUMS},
        string_agg(DISTINCT decided_by, ', ' ORDER BY decided_by) AS decided_by
    FROM line
    WHERE year = $budget_year AND currency = $currency AND kind = 'transfer' AND partnership_id IS NOT NULL
    GROUP BY partnership_id, mentee, mentor
),
report AS (
    SELECT partnership_id, count(*) AS reports_due, count(*) FILTER (status = 'fulfilled_on_time') AS reports_on_time
    FROM mart.obligation
    SEMI JOIN money USING (partnership_id)
    WHERE kind = 'monthly_report' AND is_due AND counts
    GROUP BY partnership_id
),
target AS (
    SELECT partnership_id, count(*) AS targets, count(*) FILTER (status = 'achieved') AS achieved
    FROM mart.target_progress
    SEMI JOIN money USING (partnership_id)
    GROUP BY partnership_id
)
SELECT m.*, r.reports_due, r.reports_on_time, t.targets, t.achieved, count(*) OVER () AS of_all
FROM money AS m
LEFT JOIN report AS r USING (partnership_id)
LEFT JOIN target AS t USING (partnership_id)
ORDER BY m.mentee, m.partnership_id
LIMIT $most_rows
"""

# Every line of a year with its cell.
LINES = f"""
WITH {LINE}
SELECT kind, category, mentee, payer, receiver, proposed, decided, decided_by, decision_no, spent, principle,
    source_file, source_sheet, source_cell, count(*) OVER () AS of_all
FROM line
WHERE year = $budget_year AND currency = $currency
ORDER BY partnership_id NULLS FIRST, line_id
LIMIT $most_rows
"""


def undecided(connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters) -> pd.DataFrame:
    """Lines for the annual meeting or the Board that are proposed and not decided, and their years."""
    return ask(connection, UNDECIDED, viewer, filters)


def years(
    connection: duckdb.DuckDBPyConnection, viewer: Viewer, filters: Filters, most_rows: int = MOST_ROWS
) -> pd.DataFrame:
    """Each year and currency with its sums: lines, proposed, decided, spent, and how many lines tell each."""
    return ask(connection, YEARS, viewer, filters, most_rows=most_rows)


def of_year(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    filters: Filters,
    sql: str,
    year: int,
    currency: str,
    most_rows: int = MOST_ROWS,
) -> pd.DataFrame:
    """One of the tables above for one year, in one currency."""
    return ask(connection, sql, viewer, filters, budget_year=year, currency=currency, most_rows=most_rows)
