"""Mutants that no input can tell from the original: by file, table and what was changed; why."""

ORDER = "a first step bears no signature and is the only one of its partnership that does not"
MARGIN = "the calendar reaches further than any day that is looked up in it, with room to spare"
BEFORE = "a period that ends before the quota's first day has no days inside and owes nothing"
WHOLE = "what tells no share is whole, and twice the whole is no less"
KEYED = "the key of the occasion names the item, so that only its own evidence is found"
UNKNOWN = "whoever asks whether an action is withdrawn takes unknown for no"
NOISE = "weights have three decimals and marks none: the seventh decimal holds only the noise of a sum"
IMPLIED = "what is too small by the kilometre and the metre is too small by the mile and the psi as well"
NOTHING = "the share of an error in nothing: nothing times anything is nothing"
FIRST_OF_ITS_DAY = "scores fill the computed views anew after this step"
NO_BALANCE = "a subject without a volume lost has nothing that the later statements read"
OF_A_SUM = "a sum is told as derived, whether or not its parts are measured"
NO_DIGITS = "what has no hundredths, or less than a hundredth, has no digits that could repeat"
WHOLE_FIGURE = "one is a whole figure, which is told without decimals before this is asked"
LATER = "the second connection starts a step later, which reads no figures, and fills the same rows"
OF_ONE_WIDTH = "the rows of a table are of one width, whichever is asked"
A_QUARTER = "of the share of time it is asked only whether it has reached a quarter: two is no less"
UNCOUNTED = "what may end in time is counted where it is true: unknown is counted no more than false"
DROPPED = "a view that outlives for a moment the table it reads is asked by nobody"
PAIRED = "the columns of a row are as many as their names"
NIHIL_ONLY = "whether advice is open is asked of those reports alone that call the part nihil"
IN_FORCE = "the answers of a file are in force together or not at all"
ONE_DAY = "a file of a ledger bears one day"
ONE_ROLE = "the code of an indicator belongs to one role"

EQUIVALENT: dict[tuple[str, str, str], str] = {
    ("timeline", "pilot_end", "0 + 1"): ORDER,
    ("timeline", "working_day", "30 + 1"): MARGIN,
    ("timeline", "working_day", "120 + 1"): MARGIN,
    ("obligations", "quota_slot", "YEAR(first_day) * 12 + MONTH(first_day): Add to Sub"): BEFORE,
    ("obligations", "known_evidence", "1 + 1"): WHOLE,
    ("obligations", "told_of_quota", "r.item_no = a.item_no dropped"): KEYED,
    (
        "obligations",
        "owed_in_dialogue",
        "COALESCE(dropped_on <= GREATEST(due_on, word_due_on), FALSE): the default dropped",
    ): UNKNOWN,
    ("health", "mart.utility_health_mark", "6 + 1"): NOISE,
    ("health", "mart.utility_health", "6 + 1"): NOISE,
    ("formulas", "", "formula_set = 'si' dropped"): IMPLIED,
    ("water_balance", "water_error", "0 + 1"): NOTHING,
    ("facts", "mart.assessment", "'computed' to another text"): FIRST_OF_ITS_DAY,
    ("water_balance", "water_subject", "metric_code = 'nrw_volume': EQ to NEQ"): NO_BALANCE,
    ("water_balance", "water_subject", "metric_code = 'nrw_volume' dropped"): NO_BALANCE,
    ("water_balance", "balance_component", "FALSE inverted"): OF_A_SUM,
    ("coaching", "", "ABS(v) < 1: LT to LTE"): WHOLE_FIGURE,
    ("coaching", "asked", "value > 0: GT to GTE"): NO_DIGITS,
    ("coaching", "asked", "ABS(value * 100 - ROUND(value * 100)) < 0.001: LT to LTE"): NO_DIGITS,
    ("ledger", "accepted_score", "v.role = w.role dropped"): ONE_ROLE,
    ("run", "", "1 + 1 in 1 + max((place for place, step in enumerate(duties) if step.table in _READ_BY..."): LATER,
    ("catalogue", "", "0 + 1 in rows[0]"): OF_ONE_WIDTH,
    ("targets", "", "1 + 1"): A_QUARTER,
    ("fulfilment", "judged", "COALESCE(o.occasion_to_come, FALSE): the default dropped"): UNCOUNTED,
    ("run", "", "True inverted in reverse=True"): DROPPED,
    ("receipt", "", "True inverted in strict=True"): PAIRED,
    ("ledger", "mart.self_assessment_value", "c.assessed_on = s.assessed_on dropped"): ONE_DAY,
    (
        "ledger",
        "mart.self_assessment_value",
        "BOOL_AND(CAST(a.is_in_force AS BOOLEAN)): LogicalAnd to LogicalOr",
    ): IN_FORCE,
    ("fulfilment", "content", "r.advice_actions = 'nihil' dropped"): NIHIL_ONLY,
}
