"""Every figure has a receipt; and what would move a score one band is the smallest set there is."""

from itertools import combinations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import INDICATORS, Credit
from indicators.receipt import OPEN_STATUSES, receipt
from tests.indicators import completions as brute
from tests.indicators.programme import Programme
from tests.indicators.test_properties import NEARLY, on, over_many_stories, stories
from tests.receipts import NO_FIGURES, ROUTES, TABLES_WITHOUT_FIGURES, figures_of
from warehouse.ddl import create_schemas

EDGES = {"fair": 59.5, "good": 79.5}


def test_every_column_of_figures_is_either_traced_or_named_as_no_figure():
    with duckdb.connect() as connection:
        create_schemas(connection)
        columns = figures_of(connection)
    unknown = [
        f"{table}.{column}"
        for table, column in columns
        if table not in ROUTES and table not in TABLES_WITHOUT_FIGURES and (table, column) not in NO_FIGURES
    ]
    assert unknown == []
    assert {table for table, _ in columns} >= {*ROUTES}, "a route to a table that has no figures any more"


@given(told=st.lists(stories(), min_size=10, max_size=12), as_of=st.integers(min_value=60, max_value=240))
@settings(over_many_stories, max_examples=2)
def test_what_moves_a_score_one_band_is_the_smallest_set_of_open_obligations(told, as_of):
    """Against every set that is smaller, and, of the sets of its size, against the best."""
    programme = Programme()
    for number, story in enumerate(told):
        story.retell(programme, f"P{number}")
    mart = programme.at(on(as_of))
    weights = brute.weights_of(mart)
    items = brute.items_of(mart, brute.day_of(on(as_of)))
    status = {row["obligation_id"]: row["status"] for row in mart.rows("SELECT * FROM mart.obligation")}
    wrong = []
    for partnership in items:
        for line in receipt(mart.connection, partnership).criteria:
            own = [i for i in INDICATORS if (i.role, i.criterion) == (line.role, line.criterion)]
            known = {one.code for one in line.indicators}
            own = [i for i in own if i.credit != Credit.CONTENT and i.code in known]
            smallest = smallest_set(own, items[partnership], status, weights, line.score)
            found = len(line.move.steps) if line.move else None
            if found != smallest:
                wrong.append((partnership, line.role, line.criterion, line.score, found, smallest))
    assert wrong == []


def smallest_set(own, items, status, weights, score) -> int | None:
    """How many open obligations must be delivered, late as they are, to reach the next band; None: all do not."""
    goal = next((edge for edge in EDGES.values() if score is not None and score < edge - 1e-9), None)
    if goal is None:
        return None
    mine = [item for item in items if any(brute.counts(i, item) for i in own)]
    still_open = [item for item in mine if status.get(item.item_id) in OPEN_STATUSES and item.value is not None]
    for size in range(1, len(still_open) + 1):
        for chosen in combinations(still_open, size):
            if score_with(own, mine, {item.item_id for item in chosen}, weights) >= goal - NEARLY:
                return size
    return None


def score_with(own, items, delivered, weights) -> float:
    values = {}
    for indicator in own:
        standing = [
            (item, brute.Outcome(1, item.value.on_time) if item.item_id in delivered else item.value)
            for item in items
            if item.value is not None and (indicator.credit != Credit.ON_TIME or item.day_known)
        ]
        values[indicator.code] = brute.indicator_value(indicator, standing)
    return brute.criterion_score(values, weights) or 0.0
