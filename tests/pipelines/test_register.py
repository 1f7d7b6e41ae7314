"""What registers leave in the core: moved dates, the span of the pilot, and what a wrong cell costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from expectations import register
from indicators import run
from pipelines import raw
from pipelines.extraction import extract
from pipelines.reading.model import Grid, Workbook
from pipelines.reference import load_reference
from pipelines.template import newest
from tests.indicators.programme import TIMELINE
from warehouse.ddl import create_schemas
from warehouse.vocabulary import Language

LEAD = timedelta(days=14)
FAR = date(2030, 1, 1)
LETTER, MOA = ("letter_of_intent", 0, "2025-11-03", None), ("memorandum_of_agreement", 0, "2026-01-20", None)
Agreement = tuple[str, int, str | None, str | None]  # kind, revision, signed on, new end of the pilot


def revision(number: int, signed_on: str | None, pilot_end_on: str | None = None) -> Agreement:
    return ("work_plan_revision", number, signed_on, pilot_end_on)


@dataclass
class Item:
    """A row of a work plan."""

    due_on: str | None
    added: int | None = None
    withdrawn: int | None = None
    quota: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Register:
    """A register of one partnership as it was received on a day."""

    received_on: str
    plan: Mapping[str, str | None | Item] = field(default_factory=dict)
    agreements: Sequence[Agreement] = ()
    founded: Sequence[Agreement] = (LETTER, MOA)
    pilot: tuple[str | None, str | None] = ("2026-02-01", "2026-08-31")
    kind: str = "solidarity_partnership"
    programme: str = "PRG"
    origin: str = "sample"
    parties: Sequence[str] = ("MR", "ME")
    partnership: Mapping[str, object] = field(default_factory=dict)
    refused: bool = False


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        create_schemas(connection)
        load_reference(connection)
        raw.create_tables(connection, [newest("programme_register"), newest("monthly_report")])
        connection.execute("CREATE MACRO nihil_or_filled(words) AS 'filled'")
        yield connection


def load(
    connection: duckdb.DuckDBPyConnection, registers: Sequence[Register], as_of: str = "2026-12-31"
) -> duckdb.DuckDBPyConnection:
    """The core and the timeline that follow from registers received one after the other."""
    _empty(connection)
    for number, each in enumerate(registers):
        _insert(connection, f"{number:064d}", each)
    register.find_standing_registers(connection)
    run.set_clock(connection, date.fromisoformat(as_of), FAR)
    connection.execute(files("pipelines.sources").joinpath("register.sql").read_text("utf-8"))
    TIMELINE.run(connection)
    return connection


def _empty(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core') AND NOT temporary"
    ).fetchall()
    for schema, table in tables:
        connection.execute(f"DELETE FROM {schema}.{table}")
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        connection.execute(f"DROP TABLE temp.{table}")


def _insert(connection: duckdb.DuckDBPyConnection, sha256: str, told: Register) -> None:
    connection.execute(
        "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) VALUES ($1, $1, $2, $2)",
        [sha256, told.received_on],
    )
    if told.refused:
        connection.execute("INSERT INTO raw.refused_file VALUES ($1)", [sha256])
    rows: list[tuple[str, dict[str, object]]] = [
        (
            "cover",
            {
                "programme_id": told.programme, "programme_name": "Program", "programme_kind": told.kind,
                "origin": told.origin,
            },
        ),
        (
            "partnerships",
            {
                "partnership_id": "P1", "title": "P1", "mentee_id": "ME", "mentor_id": "MR",
                "pilot_start_on": told.pilot[0], "pilot_end_on": told.pilot[1], **told.partnership,
            },
        ),
        *(("parties", {"party_id": party, "name": party, "kind": "utility"}) for party in told.parties),
    ]  # fmt: skip
    for kind, number, signed_on, pilot_end_on in (*told.founded, *told.agreements):
        row = {"kind": kind, "revision": number, "signed_on": signed_on, "pilot_end_on": pilot_end_on}
        rows.append(("agreements", {"partnership_id": "P1", **row}))
    for item_no, dated in told.plan.items():
        item = dated if isinstance(dated, Item) else Item(dated)
        row = {"item_no": item_no, "due_on": item.due_on, "added_in_revision": item.added, **item.quota}
        rows.append(
            (
                "work_plan",
                {
                    "partnership_id": "P1", "role": "mentee", "kind": "activity", "title": item_no,
                    "withdrawn_in_revision": item.withdrawn, **row,
                },
            )
        )  # fmt: skip
    for number, (sheet, values) in enumerate(rows, 1):
        named = {"row_id": f"{sha256}/{number}", "file_sha256": sha256, "row_no": number, "sheet": sheet, **values}
        columns = ", ".join(named)
        marks = ", ".join(f"${place}" for place in range(1, len(named) + 1))
        connection.execute(f"INSERT INTO raw.register_{sheet} ({columns}) VALUES ({marks})", list(named.values()))


def due(connection: duckdb.DuckDBPyConnection, item_no: str = "W01") -> str:
    ((day,),) = connection.execute("SELECT due_on FROM plan_due WHERE item_no = $1", [item_no]).fetchall()
    return str(day)


def dates(connection: duckdb.DuckDBPyConnection, item_no: str = "W01") -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT signed_on, due_on FROM core.plan_date WHERE item_no = $1 ORDER BY step", [item_no]
    ).fetchall()
    return [(str(signed_on), str(due_on)) for signed_on, due_on in rows]


def span(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    ((start_on, end_on),) = connection.execute("SELECT start_on, end_on FROM core.pilot_span").fetchall()
    return str(start_on), str(end_on)


# ---- moved dates


def test_what_fell_due_before_the_revision_was_signed_keeps_its_old_date(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-04-15"}),
            Register("2026-05-03", {"W01": "2026-07-15"}, [revision(1, "2026-05-02")]),
        ],
    )
    assert dates(warehouse) == [("None", "2026-04-15"), ("2026-05-02", "2026-07-15")]
    assert due(warehouse) == "2026-04-15"


def test_what_was_not_yet_due_at_the_signature_has_its_new_date(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-04-15", "W02": "2026-05-02"}),
            Register("2026-05-03", {"W01": "2026-07-15", "W02": "2026-07-15"}, [revision(1, "2026-04-15")]),
        ],
    )
    assert due(warehouse) == "2026-07-15"
    assert due(warehouse, "W02") == "2026-07-15"


def test_what_is_brought_forward_is_due_at_the_earliest_two_weeks_after_the_signature(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-07-15", "W02": "2026-04-20"}),
            Register("2026-04-12", {"W01": "2026-04-15", "W02": "2026-04-13"}, [revision(1, "2026-04-11")]),
        ],
    )
    assert due(warehouse) == "2026-04-25"
    assert due(warehouse, "W02") == "2026-04-20"


def test_a_date_moved_twice_follows_the_second_revision_only_while_the_first_date_had_not_passed(warehouse) -> None:
    plans = [("2026-02-01", "2026-03-31", None), ("2026-03-20", "2026-05-31", "2026-03-18")]
    first = [Register(day, {"W01": to}, [revision(1, signed)] if signed else []) for day, to, signed in plans]
    known = [revision(1, "2026-03-18")]
    load(warehouse, [*first, Register("2026-05-21", {"W01": "2026-08-15"}, [*known, revision(2, "2026-05-20")])])
    assert [step[1] for step in dates(warehouse)] == ["2026-03-31", "2026-05-31", "2026-08-15"]
    assert due(warehouse) == "2026-08-15"
    load(warehouse, [*first, Register("2026-06-21", {"W01": "2026-08-15"}, [*known, revision(2, "2026-06-20")])])
    assert due(warehouse) == "2026-05-31"


def test_a_revision_signed_after_the_day_asked_for_has_not_moved_anything(warehouse) -> None:
    registers = [
        Register("2026-02-01", {"W01": "2026-06-15"}),
        Register("2026-05-03", {"W01": "2026-07-15"}, [revision(1, "2026-05-02")]),
    ]
    assert due(load(warehouse, registers, as_of="2026-05-01")) == "2026-06-15"
    assert due(load(warehouse, registers, as_of="2026-05-02")) == "2026-07-15"


def test_a_register_not_received_by_the_day_moves_nothing(warehouse) -> None:
    """What is received after `known_by` is never loaded; the date is the one of the registers that are."""
    load(warehouse, [Register("2026-02-01", {"W01": "2026-06-15"})])
    assert dates(warehouse) == [("None", "2026-06-15")]
    assert due(warehouse) == "2026-06-15"


def test_a_refused_register_between_two_moves_nothing(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-06-15"}),
            Register("2026-03-01", {"W01": "2026-03-02"}),
            Register("2026-04-01", {"W01": "2026-03-03"}, refused=True),
            Register("2026-05-03", {"W01": "2026-07-15"}, [revision(1, "2026-05-02")]),
        ],
    )
    assert dates(warehouse) == [("None", "2026-06-15"), ("2026-05-02", "2026-07-15")]


def test_registers_received_in_another_order_of_files_give_the_same_dates(warehouse) -> None:
    registers = [
        Register("2026-02-01", {"W01": "2026-03-31"}),
        Register("2026-03-20", {"W01": "2026-05-31"}, [revision(1, "2026-03-18")]),
        Register("2026-05-21", {"W01": "2026-08-15"}, [revision(1, "2026-03-18"), revision(2, "2026-05-20")]),
    ]
    expected = dates(load(warehouse, registers))
    assert len(expected) == 3
    assert dates(load(warehouse, registers[::-1])) == expected


def test_a_date_filled_in_where_none_stood_needs_no_revision_and_counts_from_the_start(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", {"W01": None}), Register("2026-03-01", {"W01": "2026-05-15"})])
    assert dates(warehouse) == [("None", "2026-05-15")]
    assert due(warehouse) == "2026-05-15"


def test_a_row_without_a_date_is_due_at_the_end_of_the_pilot_until_a_revision_dates_it(warehouse) -> None:
    registers = [
        Register("2026-02-01", {"W01": None}),
        Register("2026-05-03", {"W01": "2026-06-15"}, [revision(1, "2026-05-02")]),
    ]
    assert due(load(warehouse, registers, as_of="2026-05-01")) == "2026-08-31"
    assert due(load(warehouse, registers)) == "2026-06-15"


def test_an_item_that_a_revision_adds_is_due_two_weeks_after_it_and_may_move_later(warehouse) -> None:
    added = {"W01": "2026-04-15", "W02": Item("2026-05-05", added=1)}
    registers = [
        Register("2026-02-01", {"W01": "2026-04-15"}),
        Register("2026-05-03", added, [revision(1, "2026-05-02")]),
    ]
    assert due(load(warehouse, registers), "W02") == "2026-05-16"
    moved = {**added, "W02": Item("2026-07-01", added=1)}
    later = Register("2026-05-11", moved, [revision(1, "2026-05-02"), revision(2, "2026-05-10")])
    assert due(load(warehouse, [*registers, later]), "W02") == "2026-07-01"


def test_of_several_revisions_new_at_once_the_last_revision_of_the_plan_moves_the_date(warehouse) -> None:
    signed = [revision(1, "2026-03-01"), revision(2, "2026-05-20"), ("addendum", 1, "2026-06-01", "2026-10-31")]
    load(
        warehouse,
        [Register("2026-02-01", {"W01": "2026-04-15"}), Register("2026-06-02", {"W01": "2026-09-15"}, signed)],
    )
    assert dates(warehouse) == [("None", "2026-04-15"), ("2026-05-20", "2026-09-15")]
    assert due(warehouse) == "2026-04-15"


def test_a_signing_day_corrected_in_a_later_register_corrects_the_move(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-04-15"}),
            Register("2026-05-03", {"W01": "2026-07-15"}, [revision(1, "2026-05-02")]),
            Register("2026-05-09", {"W01": "2026-07-15"}, [revision(1, "2026-04-02")]),
        ],
    )
    assert dates(warehouse) == [("None", "2026-04-15"), ("2026-04-02", "2026-07-15")]
    assert due(warehouse) == "2026-07-15"


def test_an_item_withdrawn_while_it_moves_keeps_the_date_it_had_when_it_fell_due(warehouse) -> None:
    load(
        warehouse,
        [
            Register("2026-02-01", {"W01": "2026-04-15"}),
            Register("2026-05-03", {"W01": Item("2026-09-15", withdrawn=1)}, [revision(1, "2026-05-02")]),
        ],
    )
    assert due(warehouse) == "2026-04-15"


DAYS = st.dates(date(2026, 2, 1), date(2026, 12, 31))


BROUGHT_FORWARD = [  # the second is due a lead after its signature, on the very day that the third names
    (date(2026, 2, 1), date(2026, 9, 1)), (date(2026, 7, 21), date(2026, 2, 1)), (date(2026, 8, 5), date(2026, 8, 4)),
]  # fmt: skip


@settings(deadline=None, max_examples=40)
@example(first=date(2026, 2, 1), moves=BROUGHT_FORWARD)
@given(first=DAYS, moves=st.lists(st.tuples(DAYS, DAYS), max_size=5, unique_by=lambda move: move[0]))
def test_whatever_is_moved_nothing_overdue_is_postponed_and_nothing_falls_due_overnight(warehouse, first, moves):
    moves = sorted(moves)
    registers, known = [Register("2026-01-25", {"W01": first.isoformat()})], []
    for number, (signed_on, to) in enumerate(moves, 1):
        known.append(revision(number, signed_on.isoformat()))
        registers.append(Register(signed_on.isoformat(), {"W01": to.isoformat()}, list(known)))
    load(warehouse, registers, as_of="2027-12-31")
    assert warehouse.execute("SELECT count(*) FROM plan_due").fetchall() == [(1,)]
    in_force = date.fromisoformat(due(warehouse))
    assert in_force in {first, *(to for _, to in moves), *(signed_on + LEAD for signed_on, _ in moves)}
    if moves and first < moves[0][0]:
        assert in_force == first
    earliest = min([first, *(min(to, signed_on + LEAD) for signed_on, to in moves)])
    assert earliest <= in_force <= max([first, *(to for _, to in moves)])
    # A day that another step gives is its day, though this one names it too.
    unjust = warehouse.execute(
        """
        SELECT d.* FROM core.plan_date AS d JOIN plan_due AS p USING (partnership_id, item_no, role)
        WHERE d.step > 0 AND d.due_on < d.signed_on AND p.due_on = d.due_on
            AND NOT EXISTS (
                SELECT 1 FROM core.plan_date AS o
                WHERE o.step <> d.step AND (o.due_on = p.due_on OR o.signed_on + $1 = p.due_on)
            )
        """,
        [LEAD.days],
    ).fetchall()
    assert unjust == []


def judged(
    connection: duckdb.DuckDBPyConnection, registers: Sequence[Register], as_of: str
) -> list[tuple[str, str, str]]:
    """Item, status and due date of what the plan owes at a day."""
    load(connection, registers, as_of)
    run.run(connection, date.fromisoformat(as_of), FAR)
    rows = connection.execute(
        "SELECT item_no, status, due_on FROM mart.obligation WHERE origin_kind = 'work_plan' ORDER BY item_no"
    ).fetchall()
    return [(item_no, status, str(due_on)) for item_no, status, due_on in rows]


def test_a_revision_forgives_nothing_that_was_overdue_and_moves_what_was_not(warehouse) -> None:
    registers = [
        Register("2026-02-01", {"W01": "2026-04-15", "W02": "2026-05-15"}),
        Register("2026-05-03", {"W01": "2026-07-15", "W02": "2026-07-15"}, [revision(1, "2026-05-02")]),
    ]
    assert judged(warehouse, registers, "2026-05-01") == [
        ("W01", "overdue", "2026-04-15"),
        ("W02", "not_due", "2026-05-15"),
    ]
    assert judged(warehouse, registers, "2026-06-30") == [
        ("W01", "overdue", "2026-04-15"),
        ("W02", "not_due", "2026-07-15"),
    ]
    assert judged(warehouse, registers, "2026-07-31") == [
        ("W01", "overdue", "2026-04-15"),
        ("W02", "overdue", "2026-07-15"),
    ]


def test_a_mentee_owes_its_plan_though_its_mentor_is_mistyped(warehouse) -> None:
    mistyped = Register("2026-02-01", {"W01": "2026-04-15"}, partnership={"mentor_id": "XX"})
    assert judged(warehouse, [mistyped], "2026-05-01") == [("W01", "overdue", "2026-04-15")]


# ---- reports that wait


@pytest.mark.parametrize(
    ("told", "as_of", "parked"),
    [
        (Register("2026-02-01"), "2026-09-30", False),
        (Register("2026-02-01", founded=()), "2026-09-30", True),
        (Register("2026-02-01", pilot=(None, None), founded=(LETTER,)), "2026-09-30", True),
        (Register("2026-02-01", kind="horizontal_learning"), "2026-09-30", True),
        (Register("2026-02-01", pilot=("2026-02-01", "2026-06-30")), "2026-09-30", True),
        (
            Register("2026-02-01", {}, [revision(1, "2026-08-20", "2026-08-31")], pilot=("2026-02-01", "2026-06-30")),
            "2026-09-30",
            False,
        ),
        (
            Register("2026-02-01", {}, [revision(1, "2026-08-20", "2026-08-31")], pilot=("2026-02-01", "2026-06-30")),
            "2026-08-19",
            True,
        ),
    ],
)
def test_a_report_of_a_month_that_no_signed_pilot_covers_is_kept_and_not_counted(
    warehouse, told, as_of, parked
) -> None:
    load(warehouse, [told], as_of)
    warehouse.execute(
        "INSERT INTO raw.file (file_sha256, file_name, received_at, received_on) "
        "VALUES ('report', 'report.xlsx', '2026-08-10', '2026-08-10')"
    )
    warehouse.execute(
        "INSERT INTO raw.monthly_cover (row_id, file_sha256, partnership_id, period, submitted_on) "
        "VALUES ('report/1', 'report', 'P1', '2026-07', '2026-08-09')"
    )
    warehouse.execute(files("pipelines.sources").joinpath("monthly_report.sql").read_text("utf-8"))
    assert warehouse.execute("SELECT is_parked FROM core.monthly_report").fetchall() == [(parked,)]
    assert warehouse.execute("SELECT count(*) FROM core.evidence").fetchall() == [(0 if parked else 1,)]


# ---- the span of the pilot


def test_the_pilot_begins_where_the_plan_says_and_ends_as_first_agreed(warehouse) -> None:
    assert span(load(warehouse, [Register("2026-02-01")])) == ("2026-02-01", "2026-08-31")


def test_a_pilot_without_dates_begins_with_the_moa_and_lasts_the_default_months(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", pilot=(None, None))])
    assert span(warehouse) == ("2026-01-20", "2026-07-19")


@pytest.mark.parametrize("kind", ["addendum", "work_plan_revision", "extension_agreement"])
def test_every_signed_extension_lengthens_the_pilot_by_the_day_of_its_signature(warehouse, kind) -> None:
    registers = [Register("2026-02-01", agreements=[(kind, 1, "2026-08-20", "2026-10-31")])]
    assert span(load(warehouse, registers)) == ("2026-02-01", "2026-10-31")
    assert span(load(warehouse, registers, as_of="2026-08-19")) == ("2026-02-01", "2026-08-31")


def test_an_unsigned_extension_lengthens_nothing(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", agreements=[("addendum", 1, None, "2026-10-31")])])
    assert span(warehouse) == ("2026-02-01", "2026-08-31")


def test_months_of_a_pilot_cut_short_still_belong_to_it(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", agreements=[revision(1, "2026-06-20", "2026-06-30")])])
    assert span(warehouse) == ("2026-02-01", "2026-08-31")


def test_there_is_no_pilot_before_a_letter_or_an_agreement_is_signed(warehouse) -> None:
    assert span(load(warehouse, [Register("2026-02-01", founded=())])) == ("None", "None")


def test_no_month_is_outside_the_pilot_that_the_timeline_owes_a_report_for(warehouse) -> None:
    extension = [revision(1, "2026-06-20", "2026-06-30"), ("addendum", 1, "2026-07-01", "2026-11-15")]
    load(warehouse, [Register("2026-02-01", agreements=extension)])
    outside = warehouse.execute("""
        SELECT period FROM pilot_month AS m JOIN core.pilot_span AS s USING (partnership_id)
        WHERE m.period NOT BETWEEN strftime(s.start_on, '%Y-%m') AND strftime(s.end_on, '%Y-%m')
    """).fetchall()
    assert outside == []
    assert warehouse.execute("SELECT count(*) FROM pilot_month").fetchall()[0][0] > 5


def test_a_kind_of_programme_without_a_pilot_has_no_span(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", kind="horizontal_learning")])
    assert span(warehouse) == ("None", "None")


# ---- what a wrong cell costs


def partnership(connection: duckdb.DuckDBPyConnection, column: str) -> object:
    ((value,),) = connection.execute(f"SELECT {column} FROM core.partnership").fetchall()
    return value


@pytest.mark.parametrize(("told", "known"), [("MR", "MR"), ("XX", None), ("ME", None), (None, None)])
def test_a_partnership_goes_on_without_a_mentor_whom_nobody_knows(warehouse, told, known) -> None:
    load(warehouse, [Register("2026-02-01", {"W01": "2026-04-15"}, partnership={"mentor_id": told})])
    assert partnership(warehouse, "mentor_id") == known
    assert partnership(warehouse, "mentee_id") == "ME"
    assert due(warehouse) == "2026-04-15"


@pytest.mark.parametrize(
    ("told", "ended_on"),
    [
        ({"ended_on": "2025-10-31"}, "None"),
        ({"ended_on": "2025-12-31"}, "2025-12-31"),
        ({"begun_on": "2025-09-01", "ended_on": "2025-10-31"}, "2025-10-31"),
    ],
)
def test_an_ending_before_the_start_is_not_counted(warehouse, told, ended_on) -> None:
    load(warehouse, [Register("2026-02-01", partnership=told)])
    assert str(partnership(warehouse, "ended_on")) == ended_on


def test_a_pilot_said_to_end_before_it_starts_lasts_the_default_months(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", pilot=("2026-02-01", "2025-08-31"))])
    assert span(warehouse) == ("2026-02-01", "2026-07-31")


def test_a_new_end_before_the_start_of_the_pilot_withdraws_no_month(warehouse) -> None:
    load(warehouse, [Register("2026-02-01", agreements=[("addendum", 1, "2026-03-01", "2025-10-31")])])
    assert warehouse.execute("SELECT count(*), bool_or(withdrawn) FROM pilot_month").fetchall() == [(7, False)]


@pytest.mark.parametrize(
    ("quota", "kept"),
    [
        ({"quota_min": 4, "quota_max": 5, "quota_period": "year"}, (4, 5, "year")),
        ({"quota_min": 0, "quota_period": "year"}, (0, None, "year")),
        ({"quota_min": 4, "quota_max": 5}, (None, None, None)),
        ({"quota_max": 5, "quota_period": "year"}, (None, None, None)),
    ],
)
def test_a_quota_without_its_period_or_minimum_counts_as_one_item(warehouse, quota, kept) -> None:
    load(warehouse, [Register("2026-02-01", {"W01": Item("2026-04-15", quota=quota)})])
    assert warehouse.execute("SELECT quota_min, quota_max, quota_period FROM core.plan_item").fetchall() == [kept]


@pytest.mark.parametrize(("added", "withdrawn", "kept"), [(None, 1, 1), (None, 0, None), (2, 1, None), (1, 2, 2)])
def test_a_withdrawal_before_the_item_stood_in_the_plan_has_no_effect(warehouse, added, withdrawn, kept) -> None:
    load(warehouse, [Register("2026-02-01", {"W01": Item("2026-04-15", added, withdrawn)})])
    assert warehouse.execute("SELECT withdrawn_in_revision FROM core.plan_item").fetchall() == [(kept,)]


def test_a_statement_without_its_place_in_the_document_is_refused_alone_and_in_its_cell() -> None:
    template = newest("programme_register")
    labels = [column.label(Language.ENGLISH) for column in template.sheet("register_statements").columns]
    rows = [labels, ["P1", "Customers", "12 400 connections", "K1", "h. 3", None], ["P1", "Customers", "12 000", "K1"]]
    extracted = extract(Workbook([Grid("Statements", rows)]), template, "0" * 64)
    found = [f for f in extracted.findings if f.sheet == "Statements"]
    assert [(f.rule, f.cell) for f in found] == [("required_cell_empty", "E3")]
    assert len(extracted.tables["register_statements"]["topic"]) == 2
    assert len(extracted.rejected_rows) == 1


def test_a_number_in_registers_of_two_programmes_takes_all_from_the_real_one_and_nothing_from_the_other(
    warehouse,
) -> None:
    case = Register("2026-05-01", {"W01": "2026-03-31", "W09": "2026-03-31"}, programme="AAA", origin="case")
    real = Register("2026-02-01", {"W01": "2026-04-15"}, [revision(1, "2026-03-01")], origin="real")
    load(warehouse, [real, case])
    assert partnership(warehouse, "origin") == "real"
    assert warehouse.execute("SELECT item_no, due_on FROM core.plan_item").fetchall() == [("W01", date(2026, 4, 15))]
    assert warehouse.execute("SELECT count(*) FROM core.agreement").fetchall() == [(3,)]
    assert {row[0] for row in warehouse.execute("SELECT origin FROM core.party").fetchall()} == {"real"}
