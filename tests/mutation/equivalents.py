"""Mutants that no input can tell from the original: by file, table and what was changed; why."""

ORDER = "a first step bears no signature and is the only one of its partnership that does not"
MARGIN = "the calendar reaches further than any day that is looked up in it, with room to spare"

EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("timeline", "pilot_end", "0 + 1"): ORDER,
    ("timeline", "working_day", "30 + 1"): MARGIN,
    ("timeline", "working_day", "120 + 1"): MARGIN,
}
