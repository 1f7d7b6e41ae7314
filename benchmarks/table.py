"""The table that a run prints."""

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


HEAD = "| What | Measured | Aim | |\n|---|---|---|---|"
_HELD = {True: "held", False: "**missed**", None: ""}


def line(row: Row) -> str:
    """The row as a line of a Markdown table; a missed aim says so."""
    return f"| {row.what} | {row.measured} | {row.aim} | {_HELD[row.holds]} |"
