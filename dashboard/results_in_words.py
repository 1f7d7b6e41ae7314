"""Results in words, made from the numbers: how targets stand, and what pilots gained against their own baseline."""

from typing import Any

import pandas as pd

from dashboard.language import Translator, is_missing
from dashboard.sentences import metric_name
from dashboard.words import HORIZONS, SUBJECTS, TARGET_STATUS
from warehouse.vocabulary import TargetStatus

ALWAYS_SAID = (TargetStatus.ACHIEVED, TargetStatus.MOVING_AWAY)  # also where there is none: a true 0 is known


def of_horizon(counts: pd.DataFrame, horizon: str, translator: Translator) -> str | None:
    """How the targets of one horizon stand; None where there is none. Columns: horizon, status, targets."""
    own = counts[counts["horizon"] == horizon].groupby("status")["targets"].sum()
    total = int(own.sum())
    if total == 0:
        return None
    waiting = int(own.get(TargetStatus.AWAITING_FOLLOW_UP, 0))
    if waiting == total:
        return translator.ngettext(
            "**{horizon}:** {total} target falls due after the partnership and awaits the yearly follow-up; it is not "
            "judged yet.",
            "**{horizon}:** all {total} targets fall due after the partnership and await the yearly follow-up; none is "
            "judged yet.",
            total,
        ).format(horizon=translator.word(HORIZONS, horizon), total=translator.number(total))
    parts = [
        f"{translator.word(TARGET_STATUS, code).lower()} {translator.number(own.get(code, 0))}"
        for code in TARGET_STATUS
        if own.get(code, 0) or code in ALWAYS_SAID
    ]
    return translator.ngettext(
        "**{horizon}:** {total} target: {parts}.", "**{horizon}:** {total} targets: {parts}.", total
    ).format(
        horizon=translator.word(HORIZONS, horizon), total=translator.number(total), parts=translator.listing(parts)
    )


def of_changes(rows: pd.DataFrame, translator: Translator) -> str:
    """In how many partnerships the metrics of one subject stand better than their own baseline.

    Rows of one subject as in `results.changes`.
    """
    _, number = translator.gettext, translator.number
    message, worse = _("{metric} better in {better} of {compared} partnerships"), _("worse in {worse}")
    parts = []
    for row in rows.itertuples():
        told = message.format(
            metric=str(metric_name(row, translator)), better=number(row.better), compared=number(row.compared)
        )
        parts.append(f"{told}, {worse.format(worse=number(row.worse))}" if row.worse else told)
    sentence = _("**{subject}, against the own baseline:** {parts}").format(
        subject=translator.word(SUBJECTS, rows["subject"].iloc[0]), parts="; ".join(parts)
    )
    without = int((rows["partnerships"] - rows["compared"]).max())
    if without:
        sentence += "; " + _("up to {without} more have too few months or no baseline").format(without=number(without))
    return f"{sentence}."


def change_title(row: Any, translator: Translator) -> str:
    """The same as the title of a chart."""
    return translator.gettext("{metric}: better than the own baseline in {better} of {compared} partnerships").format(
        metric=metric_name(row, translator),
        better=translator.number(row.better),
        compared=translator.number(row.compared),
    )


def digitised(row: pd.Series, partnerships: int, translator: Translator) -> str | None:
    """Customers in the GIS, and how many were gained; None where nothing is known."""
    if is_missing(row["digitised"]):
        return None
    sentence = translator.gettext(
        "**GIS:** {digitised} customers in the GIS by the latest reports of {reporting} of {all} partnerships"
    ).format(
        digitised=translator.number(row["digitised"]),
        reporting=translator.number(row["partnerships"]),
        all=translator.number(partnerships),
    )
    if not is_missing(row["gain"]):
        sentence += ", " + translator.gettext("{gain} more than in the first reports of {compared} of them").format(
            gain=translator.number(row["gain"]), compared=translator.number(row["gain_partnerships"])
        )
    return f"{sentence}."


def of_target(row: pd.Series, translator: Translator) -> str:
    """How one target came to its status: the sum behind progress, what was expected, and since when."""
    _, shown = translator.gettext, translator.significant
    if is_missing(row["actual"]):
        return _("No actual is known on the agreed basis: {status}.").format(
            status=translator.word(TARGET_STATUS, row["status"]).lower()
        )
    if is_missing(row["progress"]):
        return _("Actual {actual}, target {target}: {status}.").format(
            actual=shown(row["actual"]),
            target=shown(row["target"]),
            status=translator.word(TARGET_STATUS, row["status"]).lower(),
        )
    sentence = _(
        "Progress = (actual − baseline) ÷ (target − baseline) = ({actual} − {baseline}) ÷ ({target} − {baseline}) "
        "= {progress}"
    ).format(
        actual=shown(row["actual"]),
        baseline=shown(row["baseline"]),
        target=shown(row["target"]),
        progress=translator.share(row["progress"]),
    )
    if not is_missing(row["expected"]):
        sentence += "; " + _("expected by then: {expected}").format(expected=translator.share(row["expected"]))
    return f"{sentence}. {translator.word(TARGET_STATUS, row['status'])}."
