"""The table that a run prints."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: what it is, what was measured, what was aimed at ('' where nothing was)."""

    what: str
    measured: str
    aim: str = ""
    holds: bool | None = None


def ratio(what: str, ours: float, theirs: float, aim: float) -> Row:
    """A row of ours ÷ theirs, both in seconds; a difference lost in noise (not above 0) holds nothing."""
    value = ours / theirs
    measured = f"{value:.3g} ({seconds(ours)} ÷ {seconds(theirs)})"
    return Row(what, measured, f"≤ {aim:g}", value <= aim if ours > 0 else None)


def below(what: str, value: float, aim: float, unit: str) -> Row:
    """A row of a figure that should stay below its aim."""
    return Row(
        what, f"{value:,.3g} {unit}" if value < 100 else f"{value:,.0f} {unit}", f"< {aim:g} {unit}", value < aim
    )


def seconds(value: float) -> str:
    """Seconds with three digits."""
    return f"{value:,.0f} s" if value >= 100 else f"{value:.3g} s"


def markdown(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table; a missed aim says so."""
    held = {True: "held", False: "**missed**", None: ""}
    lines = ["| What | Measured | Aim | |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.measured} | {row.aim} | {held[row.holds]} |" for row in rows]
    return "\n".join(lines)
