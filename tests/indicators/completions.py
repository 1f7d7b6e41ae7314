"""Every way in which what is not known, or still open, may turn out, and what each would make of the scores.

A second way to the intervals of indicators/scores.sql, slow and without any closed form: each obligation has a list of
outcomes (delivered share, on time), and all combinations are tried. Only statuses, credits and evidence are read from
the mart; the sums are made here.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from indicators.catalogue import DOCUMENT_KINDS, INDICATORS, Credit, Indicator, kinds_counted
from tests.indicators.programme import Mart, Row

OUT = ("not_applicable", "withdrawn", "lapsed", "waived", "not_due", "prevented")
CLOSED = ("not_applicable", "withdrawn", "lapsed", "waived")
MOST_COMBINATIONS = 4096


@dataclass(frozen=True)
class Outcome:
    """How one obligation or target may stand: its delivered share (or clipped progress), and 1 if on time."""

    delivered: float
    on_time: float = 0.0


@dataclass(frozen=True)
class Item:
    """One obligation or target: what the value takes (None: not counted), and its outcomes now and at the close."""

    item_id: str
    kind: str
    indicator: str
    value: Outcome | None
    day_known: bool
    now: tuple[Outcome, ...]
    close: tuple[Outcome, ...]


Standing = tuple[Item, Outcome]


def items_of(mart: Mart, as_of: date) -> dict[str, list[Item]]:
    """By partnership, whatever its indicators count."""
    evidence: dict[str, list[Row]] = {}
    disputed = {row["evidence_id"] for row in mart.rows("SELECT evidence_id FROM core.evidence WHERE disputed")}
    for row in mart.rows("SELECT * FROM mart.evidence"):
        row["is_good"] = row["level"] > 0 and row["evidence_id"] not in disputed and row["share"] is not None
        evidence.setdefault(row["obligation_id"], []).append(row)
    cases = {row["partnership_id"] for row in mart.rows("SELECT * FROM mart.partnership WHERE origin = 'case'")}
    found: dict[str, list[Item]] = {}
    obligations = mart.rows("SELECT * FROM mart.obligation")
    awaited = _reports_to_come(obligations, as_of)
    moving = _days_that_still_move(mart, obligations, evidence)
    for row in obligations:
        if row["indicator_code"] is not None:
            may_be_in_time = row["obligation_id"] in moving or _may_be_told(row, awaited)
            told = evidence.get(row["obligation_id"], [])
            one = _obligation(row, told, row["partnership_id"] in cases, may_be_in_time)
            found.setdefault(row["partnership_id"], []).append(one)
    kinds = {kind: i.code for i in INDICATORS if i.credit == Credit.PROGRESS for kind in i.counts}
    ended = {row["partnership_id"]: row["ended_on"] for row in mart.rows("SELECT * FROM core.partnership")}
    for row in mart.rows("SELECT * FROM mart.target_progress WHERE horizon = 'short'"):
        end = ended[row["partnership_id"]]
        can_fall_due = end is None or end > as_of or (row["due_on"] is not None and row["due_on"] <= end)
        if row["kind"] in kinds and (row["is_due"] or can_fall_due):
            is_judged_again = row["actual_basis"] != "yes_no" and _month_to_come(row, obligations, as_of)
            one = _target(row, kinds[row["kind"]], row["partnership_id"] in cases, as_of, is_judged_again)
            found.setdefault(row["partnership_id"], []).append(one)
    return found


def _reports_to_come(obligations: list[Row], as_of: date) -> dict[tuple[str, str], bool]:
    """By partnership and month: whether its monthly report can still come without being late."""
    return {
        (row["partnership_id"], row["period"]): row["fulfilled_on"] is None
        and (row["original_due_on"] or row["due_on"]) > as_of
        for row in obligations
        if row["kind"] == "monthly_report" and row["status"] not in ("withdrawn", "lapsed")
    }


def _days_that_still_move(mart: Mart, obligations: list[Row], evidence: dict[str, list[Row]]) -> set[str]:
    """Reports of visits that are planned and not held: their day is counted from the visit, whenever it comes."""
    trigger = {r["duty"]: r["trigger_kind"] for r in mart.rows("SELECT * FROM reference.blueprint_duty")}
    held = {
        obligation_id for obligation_id, told in evidence.items() if any(e["is_good"] and e["share"] >= 1 for e in told)
    }
    known = {row["obligation_id"] for row in obligations}
    found = set()
    for row in obligations:
        partnership, _, kind, *key = row["obligation_id"].split("/")
        visits = {"/".join((partnership, role, str(trigger.get(kind)), *key)) for role in ("mentor", "mentee")} & known
        if row["origin_kind"] == "blueprint" and visits and not visits & held:
            found.add(row["obligation_id"])
    return found


def _obligation(row: Row, evidence: list[Row], is_case: bool, may_be_in_time: bool) -> Item:
    status, due = row["status"], row["due_on"]
    good = max((e["share"] for e in evidence if e["is_good"]), default=0.0)
    claims = [e for e in evidence if not e["is_good"]]
    claimed = max((1.0 if e["share"] is None else e["share"] for e in claims), default=0.0)
    said_in_time = any(
        (e["channel"] == "self_assessment" and e["occurred_on"] is None)
        or ((e["share"] is None or e["share"] >= 1) and due is not None and happened(e, row["kind"]) <= due)
        for e in claims
    )
    day_unknown = status == "fulfilled_late" and (row["awaited_report"] is not None or is_case)
    in_time = (0.0, 1.0) if said_in_time or day_unknown else (0.0,)
    value = None if status in (*OUT, "unknown") else Outcome(row["credit_delivered"], row["credit_on_time"] or 0.0)
    now: Iterable[Outcome]
    close: Iterable[Outcome]
    if status in CLOSED:
        now = close = ()
    elif status == "fulfilled_on_time":
        now = close = (Outcome(1, 1),)
    elif status == "fulfilled_late":
        now = close = tuple(Outcome(1, on_time) for on_time in in_time)
    elif status == "unknown":
        now = close = (Outcome(0), Outcome(1), Outcome(1, 1))
    elif status in ("not_due", "prevented"):
        now, close = (), (Outcome(good), Outcome(1), Outcome(1, 1))
    else:
        best = 1.0 if status == "doubtful" else max(good, claimed) if status == "partly_fulfilled" else 0.0
        now = [Outcome(good), *(Outcome(best, on_time) for on_time in in_time)]
        close = [Outcome(good), *(Outcome(1, on_time) for on_time in ((0.0, 1.0) if may_be_in_time else in_time))]
    return Item(
        row["obligation_id"],
        row["kind"],
        row["indicator_code"],
        value,
        not day_unknown,
        tuple(dict.fromkeys(now)),
        tuple(dict.fromkeys(close)),
    )


def happened(evidence: Row, kind: str) -> date:
    """The day that counts: of a document the day it was sent, of anything else the day it happened."""
    days = [evidence["submitted_on"], evidence["received_on"]]
    return next(day for day in (days if kind in DOCUMENT_KINDS else [evidence["occurred_on"], *days]) if day)


def _may_be_told(row: Row, awaited: dict[tuple[str, str], bool]) -> bool:
    """Whether the report of the month is still to come, and could tell that it was done in time."""
    months = [month for partnership, month in awaited if partnership == row["partnership_id"]]
    if row["kind"] in DOCUMENT_KINDS or row["origin_kind"] not in ("work_plan", "dialogue") or not months:
        return False
    month = max(min(months), (row["due_on"] or date.max).isoformat()[:7])
    return awaited.get((row["partnership_id"], month), False)


def _month_to_come(target: Row, obligations: list[Row], as_of: date) -> bool:
    """Whether a month ends within thirty days after the target's day of which the report is not due yet."""
    if target["due_on"] is None:
        return False
    ends = {
        _last_day(row["period"])
        for row in obligations
        if row["kind"] == "monthly_report"
        and row["partnership_id"] == target["partnership_id"]
        and row["status"] not in ("withdrawn", "lapsed")
        and (row["original_due_on"] or row["due_on"]) > as_of
    }
    return any(0 < (end - target["due_on"]).days <= 30 for end in ends)


def _last_day(period: str) -> date:
    year, month = (int(part) for part in period.split("-"))
    return date(year, month, monthrange(year, month)[1])


def _target(row: Row, indicator: str, is_case: bool, as_of: date, is_judged_again: bool) -> Item:
    credit = row["credit"]
    untold = is_case and row["is_due"] and (credit is None or credit < 1)
    open_until = None if row["due_on"] is None else row["due_on"].toordinal() + 30
    is_open = credit is None or open_until is None or open_until > as_of.toordinal()
    known = Outcome(credit or 0.0)
    both = (Outcome(0.0), Outcome(1.0))
    nothing_more = (Outcome(0.0),) if is_judged_again else ()
    return Item(
        row["target_id"],
        row["kind"],
        indicator,
        known if row["is_due"] and not untold else None,
        True,
        () if not row["is_due"] else both if untold or credit is None else (known,),
        both if untold or credit is None else (known, Outcome(1.0), *nothing_more) if is_open else (known,),
    )


def combinations(items: Sequence[Item], close: bool) -> Iterator[list[Standing]] | None:
    """Every way in which the items may stand, now or at the close; None where there are too many to try."""
    counted = [item for item in items if (item.close if close else item.now)]
    number = 1
    for item in counted:
        number *= len(item.close if close else item.now)
    if number > MOST_COMBINATIONS:
        return None
    outcomes = product(*((item.close if close else item.now) for item in counted))
    return ([*zip(counted, chosen, strict=True)] for chosen in outcomes)


def counts(indicator: Indicator, item: Item) -> bool:
    if indicator.credit == Credit.ON_TIME:
        return any(item.indicator == code and kind in (None, item.kind) for code, kind in kinds_counted(indicator))
    return item.indicator == indicator.code


def indicator_value(indicator: Indicator, standing: Iterable[Standing]) -> float | None:
    """100 x credit / count, or the mean over kinds; None where nothing counts."""
    by_kind: dict[str, list[float]] = {}
    for item, outcome in standing:
        if counts(indicator, item):
            credit = outcome.on_time if indicator.credit == Credit.ON_TIME else outcome.delivered
            by_kind.setdefault(item.kind if indicator.by_kind else "", []).append(float(credit))
    means = [sum(credits) / len(credits) for credits in by_kind.values()]
    return 100 * sum(means) / len(means) if means else None


def value_now(indicator: Indicator, items: Sequence[Item]) -> float | None:
    """The value as known: what is unknown stays out, and so does, of punctuality, what came on an unknown day."""
    known = [(item, item.value) for item in items if item.value is not None]
    return indicator_value(indicator, [k for k in known if indicator.credit != Credit.ON_TIME or k[0].day_known])


def criterion_score(values: dict[str, float | None], weights: dict[str, float]) -> float | None:
    counted = [(weights[code], value) for code, value in values.items() if value is not None and weights[code] > 0]
    return sum(w * v for w, v in counted) / sum(w for w, _ in counted) if counted else None


def weights_of(mart: Mart) -> dict[str, float]:
    rows = mart.rows("SELECT rule_code, value FROM mart.rule WHERE rule_code LIKE 'weight.M%'")
    return {row["rule_code"].removeprefix("weight."): row["value"] for row in rows}


def day_of(text: str) -> date:
    return date.fromisoformat(text)
