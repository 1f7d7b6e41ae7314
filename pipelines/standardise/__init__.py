"""From a cell as somebody typed it to a value, or to the reason why it has none. Strict and deterministic."""

from pipelines.standardise.parsed import Parsed, Problem

__all__ = ["Parsed", "Problem"]
