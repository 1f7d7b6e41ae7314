"""Reads the sheets of tests/golden/months: what was agreed and what came, and each month's sums as they are written."""

import ast
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from tests.indicators.programme import Partnership, Programme

FOLDER = Path(__file__).parents[1] / "golden" / "months"
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")
NOTHING = "–"
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


@dataclass(frozen=True)
class Figure:
    """One line of a month: an indicator's or a criterion's sum, low and high (None: nothing to be told), and band."""

    sheet: str
    as_of: str
    partner: str
    code: str
    value: float | None
    low: float | None
    high: float | None
    band: str


@dataclass
class Sheet:
    name: str
    months: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    story: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def retell(self, programme: Programme) -> None:
        ended = next((iso(line) for line in self.told if line.startswith("Ended on")), None)
        more = {"ended_on": ended, "ended_by": "mentee"} if ended else {}
        p = programme.partnership(self.name, pilot=("2026-01-01", "2026-06-30"), **more)
        p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
        for line in self.told:
            if line.startswith("Work plan revised on"):
                p.signs("work_plan_revision", iso(line), revision=1)
        for heading, row in self.story:
            (owes if heading == "Agreed" else comes)(p, row)


def sheets() -> list[Sheet]:
    return [read(path) for path in sorted(FOLDER.glob("[0-9]*.md"))]


def read(path: Path) -> Sheet:
    sheet, heading = Sheet(path.stem), ""
    columns: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
            if DAY.fullmatch(heading):
                sheet.months.append(iso(heading))
        elif not line.startswith("|"):
            columns = []
            sheet.told.append(line)
        elif not columns:
            columns = cells(line)
        elif not line.startswith("|---"):
            row = dict(zip(columns, cells(line), strict=True))
            if DAY.fullmatch(heading):
                sheet.figures.append(figure(sheet.name, iso(heading), row))
            else:
                sheet.story.append((heading, row))
    return sheet


def figure(sheet: str, as_of: str, row: dict[str, str]) -> Figure:
    value = worked_out(row["Sum"])
    low, high = (worked_out(row[end]) if row[end] else value for end in ("Low", "High"))
    return Figure(sheet, as_of, row["Partner"], row["Figure"], value, low, high, row["Band"])


def worked_out(cell: str) -> float | None:
    """The sum as written, `100 · 2 / 3 = 66.67`; what is written as its outcome must be its outcome."""
    if cell == NOTHING:
        return None
    sum_, _, outcome = cell.partition(" = ")
    found = calculated(ast.parse(sum_.replace("·", "*"), mode="eval").body)
    if outcome and abs(found - float(outcome)) > 0.005 + 1e-9:
        raise AssertionError(f"{cell}: the sum gives {found}")
    return found


def calculated(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp):
        return float(OPERATORS[type(node.op)](calculated(node.left), calculated(node.right)))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    raise ValueError(f"no sum: {ast.unparse(node)}")


def owes(p: Partnership, row: dict[str, str]) -> None:
    if "Target" in row:
        figures = {"baseline": row["From"], "target": row["To"]}
        p.aims(
            row["Target"],
            kind=row["Kind"],
            actual_basis=row["Basis"],
            due_on=iso(row["Due"]),
            metric_code="supply_hours" if row["From"] else None,
            **{name: float(text) if text else None for name, text in figures.items()},
        )
    elif "Relieved" in row:
        p.relieved(row["Relieved"], row["How"], iso(row["Decided"]), iso(row["New day"]) if row["New day"] else None)
    else:
        role, kind, item = row["Owed"].split("/")
        if kind == "clause":
            p.clause(role, item.removeprefix("moa-"), iso(row["Due"]))
        else:
            added, dropped = row.get("Added by revision"), row.get("Dropped by revision")
            revised = {"added": int(added or 0), "dropped": int(dropped) if dropped else None}
            p.plans(role, kind, item, iso(row["Due"]), **revised)


def comes(p: Partnership, row: dict[str, str]) -> None:
    what, sent = row["What"], iso(row["Sent"]) if row["Sent"] else ""
    day = iso(row["Happened"]) if row["Happened"] else sent
    if found := re.fullmatch(r"monthly report (\S+?)(?:, (nihil|empty): (.*))?", what):
        period, state, parts = found.groups()
        p.sends_report(period, sent, **dict.fromkeys(parts.split(", ") if parts else (), state or ""))
    elif found := re.fullmatch(r"request (\S+?)(?:, answered (.*))?", what):
        p.asks(found[1], day, answered=iso(found[2]) if found[2] else None)
    elif found := re.fullmatch(r"advice (\d+) of visit (\S+), to do by (.*)", what):
        p.advises(found[1], day, visit=found[2], to_do="as advised", by=iso(found[3]))
    elif found := re.fullmatch(r"advice (\d+) on request (\S+)", what):
        p.advises(found[1], day, request=found[2])
    elif found := re.fullmatch(r"agreed to advice (\d+)", what):
        p.replies(found[1], day, agreed=True)
    elif found := re.fullmatch(r"action on advice (\d+)", what):
        p.replies(found[1], day, done=float(row["Share"]))
    elif found := re.fullmatch(r"target (\S+)", what):
        p.reaches(found[1], float(row["Share"]), day, received=sent)
    elif found := re.fullmatch(r"hours of supply (\S+)", what):
        p.measures(found[1], value=float(row["Share"]))
    elif found := re.fullmatch(r"SOP (draft|issued)", what):
        p.has_sop("Reading meters", found[1], day)
    else:
        p.tells(what, day, sent=sent, share=float(row["Share"]), level=int(row["Level"]))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def iso(text: str) -> str:
    """The day named in a text, as YYYY-MM-DD."""
    found = DAY.search(text)
    if found is None:
        raise ValueError(f"no day in: {text}")
    return as_day(found[0]).isoformat()


def as_day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def partner_months(read: list[Sheet]) -> Iterator[tuple[str, str, str]]:
    """Sheet, day and partner of which at least one figure is worked out."""
    yield from dict.fromkeys((one.sheet, one.as_of, one.partner) for sheet in read for one in sheet.figures)
