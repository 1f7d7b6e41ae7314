"""Mutants that no input can tell from the original: by file, table and what was changed; why."""

EQUIVALENT: dict[tuple[str, str, str], str] = {}
