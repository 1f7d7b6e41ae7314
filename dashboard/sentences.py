"""Findings in words, made from the numbers: for the head of a page and the titles of charts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboard.kinds import Kinds
from dashboard.language import NO_VALUE, Translator, is_missing
from dashboard.words import BANDS, CRITERIA, EVIDENCE_LEVELS, HORIZONS, ROLES
from indicators.receipt import CriterionReceipt, Move
from warehouse.vocabulary import FulfilmentStatus, Language, ValueStatus

CAME = ("received", "on_time", "due")
NOT_JUDGED = ("awaiting_follow_up", "too_early", "no_baseline")
RELEASED = (FulfilmentStatus.WAIVED, FulfilmentStatus.WITHDRAWN, FulfilmentStatus.LAPSED)


def programme(stages: pd.DataFrame, kinds: Kinds, translator: Translator) -> str:
    """How many partnerships, and where most of them stand; of several kinds, how many of each."""
    _ = translator.gettext
    total = int(stages["partnerships"].sum())
    by_kind = stages.groupby("programme_kind")["partnerships"].sum()
    if len(by_kind) == 1:
        message = translator.ngettext(
            "**{total} partnership** by stage: {parts}.", "**{total} partnerships** by stage: {parts}.", total
        )
        by_stage = stages.groupby("stage")["partnerships"].sum()
        names = kinds.stages_of(by_kind.index[0])
        counts = [(name.lower(), by_stage.get(stage, 0)) for stage, name in names.items()]
    else:
        message = translator.ngettext(
            "**{total} partnership** by kind of programme: {parts}.",
            "**{total} partnerships** by kind of programme: {parts}.",
            total,
        )
        counts = sorted((kinds.name(kind), count) for kind, count in by_kind.items())
    parts = [f"{translator.number(count)} {name}" for name, count in counts if count]
    sentence = message.format(total=translator.number(total), parts=translator.listing(parts))
    by_status = stages.groupby("status")["partnerships"].sum()
    finished, early, held = (int(by_status.get(code, 0)) for code in ("finished", "ended_early", "on_hold"))
    if finished or early or held:
        sentence += " " + _(
            "Finished with the letter of recommendation: {finished}; ended early: {early}; on hold: {held}."
        ).format(finished=translator.number(finished), early=translator.number(early), held=translator.number(held))
    return sentence


def cases(programmes: pd.DataFrame, translator: Translator) -> str:
    """How many published cases, of how many kinds."""
    kinds = programmes["programme_kind"].nunique()
    return translator.ngettext(
        "**{cases} case** of {kinds} kinds of programme.",
        "**{cases} cases** of {kinds} kinds of programme.",
        len(programmes),
    ).format(cases=translator.number(len(programmes)), kinds=translator.number(kinds))


def stage_title(stages: pd.DataFrame, names: Mapping[str, str], translator: Translator) -> str:
    """Which stage holds the most partnerships of one kind."""
    by_stage = stages.groupby("stage")["partnerships"].sum()
    stage, total = str(by_stage.idxmax()), int(by_stage.sum())
    return translator.gettext("{number} of {total} partnerships are in the stage {stage}").format(
        number=translator.number(by_stage[stage]), total=translator.number(total), stage=names.get(stage, stage)
    )


def reporting(months: pd.DataFrame, translator: Translator) -> str:
    """Reports received and on time, over all months due."""
    if months.empty:
        return translator.gettext("No monthly report has fallen due yet.")
    received, on_time, due = (int(months[column].sum()) for column in CAME)
    return translator.gettext(
        "**Reporting:** of {due} monthly reports due, {received} have arrived ({received_share}) "
        "and {on_time} came on time ({on_time_share})."
    ).format(
        due=translator.number(due),
        received=translator.number(received),
        received_share=translator.percent(100 * received / due),
        on_time=translator.number(on_time),
        on_time_share=translator.percent(100 * on_time / due),
    )


def reporting_title(months: pd.DataFrame, translator: Translator) -> str:
    """The latest month against the months before it."""
    _ = translator.gettext
    if len(months) < 2:
        return _("Monthly reports received and on time, percent of those due")
    latest, before = months.iloc[-1], months.iloc[:-1]
    return _("{month}: {share} of the monthly reports came on time; in the months before, {before}").format(
        month=translator.month(latest["period"]),
        share=translator.percent(100 * latest["on_time"] / latest["due"]),
        before=translator.percent(100 * before["on_time"].sum() / before["due"].sum()),
    )


def bands_title(counts: pd.DataFrame, translator: Translator) -> str:
    """Where most partnerships need attention; nothing is said of single ones."""
    _ = translator.gettext
    weak = counts[counts["band"] == "needs_attention"].groupby(["role", "criterion"])["partnerships"].sum()
    if weak.empty:
        return _("No criterion has a partnership in the band “needs attention”")
    most = int(weak.max())
    if (weak == most).sum() > 1:
        return _("At most {number} of {total} partnerships need attention in any one criterion").format(
            number=translator.number(most), total=translator.number(_partnerships_judged(counts))
        )
    role, criterion = weak.idxmax()
    return _("Attention is needed most often in {criterion} ({role}): {number} of {total} partnerships").format(
        criterion=translator.word(CRITERIA, criterion).lower(),
        role=translator.word(ROLES, role).lower(),
        number=translator.number(most),
        total=translator.number(_partnerships_judged(counts)),
    )


def criteria(counts: pd.DataFrame, translator: Translator) -> str:
    """How many criteria have a band, and how many of these stand in each. Columns: band, partnerships."""
    by_band = counts.groupby("band")["partnerships"].sum()
    banded = int(by_band.drop("none", errors="ignore").sum())
    if banded == 0:
        return translator.gettext("**Criteria:** none has a band yet.")
    parts = [
        f"{translator.word(BANDS, code).lower()} {translator.number(by_band.get(code, 0))}"
        for code in BANDS
    ]  # fmt: skip
    return translator.gettext(
        "**Criteria:** of {all} (six per partnership), {banded} have a band: {parts}; no partnership has a total."
    ).format(
        all=translator.number(counts["partnerships"].sum()),
        banded=translator.number(banded),
        parts=translator.listing(parts),
    )


def _partnerships_judged(counts: pd.DataFrame) -> int:
    """Partnerships behind the counts: each stands once in every criterion."""
    return int(counts.groupby(["role", "criterion"])["partnerships"].sum().max())


def targets(counts: pd.DataFrame, translator: Translator) -> str:
    """Targets by standing."""
    if counts.empty:
        return translator.gettext("No target has been recorded yet.")
    by_status = counts.groupby("status")["targets"].sum()
    judged = int(by_status.drop([code for code in NOT_JUDGED if code in by_status.index]).sum())
    on_way = int(by_status.get("achieved", 0) + by_status.get("on_track", 0))
    away, silent = (int(by_status.get(code, 0)) for code in ("moving_away", "not_reported"))
    return translator.gettext(
        "**Targets:** of {judged} that can be judged by now, {on_way} are reached or on track; {behind} behind their "
        "path; {away} moving away; {silent} without a report."
    ).format(
        on_way=translator.number(on_way),
        judged=translator.number(judged),
        behind=translator.number(judged - on_way - away - silent),
        away=translator.number(away),
        silent=translator.number(silent),
    )


def targets_title(counts: pd.DataFrame, translator: Translator) -> str:
    """How many short-term targets are reached or on track."""
    short = counts[counts["horizon"] == "short"]
    if short.empty:
        return translator.gettext("Targets by horizon and status")
    good = int(short[short["status"].isin(["achieved", "on_track"])]["targets"].sum())
    return translator.gettext("{good} of {total} short-term targets are reached or on track").format(
        good=translator.number(good), total=translator.number(short["targets"].sum())
    )


def water(saved: pd.Series, nrw_partnerships: int, translator: Translator) -> str | None:
    """Non-revenue water against baseline, in m³ to date; None where nothing is known."""
    if is_missing(saved["saved"]):
        return None
    message = (
        translator.gettext(
            "**Non-revenue water:** {volume} m³ less than at the baseline so far, in {months} pilot months reported by "
            "{reporting} of {all} partnerships on this subject."
        )
        if saved["saved"] >= 0
        else translator.gettext(
            "**Non-revenue water:** {volume} m³ more than at the baseline so far, in {months} pilot months reported by "
            "{reporting} of {all} partnerships on this subject."
        )
    )
    return message.format(
        volume=translator.number(abs(saved["saved"])),
        months=translator.number(saved["months"]),
        reporting=translator.number(saved["partnerships"]),
        all=translator.number(nrw_partnerships),
    )


def advice(chains: pd.DataFrame, translator: Translator) -> str:
    """Chains of advice still open, for whom they wait and how long. Columns: waits_for, chains, longest_wait."""
    still_open = chains[chains["waits_for"].notna()]
    if chains.empty:
        return translator.gettext("No advice has been recorded yet.")
    if still_open.empty:
        return translator.gettext("**Advice:** of {total} chains of advice none waits for anybody any more.").format(
            total=translator.number(int(chains["chains"].sum()))
        )
    waiting = still_open.groupby("waits_for")["chains"].sum().sort_values(ascending=False)
    return translator.ngettext(
        "**Advice:** {number} of {total} chains of advice, from the question to what was done, is still open: "
        "{waiting}; it has waited {days} days.",
        "**Advice:** {number} of {total} chains of advice, from the question to what was done, are still open: "
        "{waiting}; the longest has waited {days} days.",
        int(waiting.sum()),
    ).format(
        number=translator.number(int(waiting.sum())),
        total=translator.number(int(chains["chains"].sum())),
        waiting=", ".join(_waiting_for(str(role), int(count), translator) for role, count in waiting.items()),
        days=translator.number(still_open["longest_wait"].max()),
    )


def _waiting_for(role: str, count: int, translator: Translator) -> str:
    return translator.ngettext("{count} waits for the {role}", "{count} wait for the {role}", count).format(
        count=translator.number(count), role=translator.word(ROLES, role).lower()
    )


def grid_title(standing: pd.DataFrame, translator: Translator) -> str:
    """How many partnerships owe a report that is overdue. Columns: status, reports, partnerships(_in_all)."""
    overdue = standing[standing["status"] == "overdue"]
    return translator.ngettext(
        "{owing} of {total} partnerships owe at least one monthly report; {reports} report is overdue",
        "{owing} of {total} partnerships owe at least one monthly report; {reports} reports are overdue",
        int(overdue["reports"].sum()),
    ).format(
        owing=translator.number(overdue["partnerships"].sum()),
        total=translator.number(standing["partnerships_in_all"].iloc[0]),
        reports=translator.number(overdue["reports"].sum()),
    )


def calendar_title(monthly: pd.DataFrame, translator: Translator) -> str:
    """Monthly reports of one partnership."""
    due = monthly[monthly["status"] != "not_due"]
    overdue = int((monthly["status"] == "overdue").sum())
    if due.empty:
        return translator.gettext("No monthly report has fallen due yet.")
    if overdue == 0:
        return translator.gettext("No monthly report is overdue")
    return translator.ngettext(
        "{overdue} of {due} monthly reports due is missing",
        "{overdue} of {due} monthly reports due are missing",
        overdue,
    ).format(overdue=translator.number(overdue), due=translator.number(len(due)))


def target_labels(targets: pd.DataFrame, translator: Translator) -> list[str]:
    """What each target is about, in the order of the rows."""
    return [target_label(row, translator) for row in targets.itertuples()]


def target_label(row: object, translator: Translator) -> str:
    """What a target is about: the metric's name or the topic, and its horizon where that is not the short one."""
    name = metric_name(row, translator)
    if is_missing(name):
        name = row.target_id if is_missing(row.topic) else row.topic
    return str(name) if row.horizon == "short" else f"{name} · {translator.word(HORIZONS, row.horizon).lower()}"


def metric_name(row: object, translator: Translator) -> str | None:
    """A metric's name in the language, from the columns name_en and name_id."""
    return row.name_id if translator.language is Language.INDONESIAN else row.name_en


def own_targets_title(targets: pd.DataFrame, translator: Translator) -> str:
    """How the targets of one partnership stand."""
    good = int(targets["status"].isin(["achieved", "on_track"]).sum())
    return translator.gettext("{good} of {total} targets are reached or on track").format(
        good=translator.number(good), total=translator.number(len(targets))
    )


MOST_PANELS = 3
LEADING = {
    "non_revenue_water": ("nrw_pct", "nrw_volume", "nrw_l_per_connection_day"),
    "gis_digitisation": ("customers_digitised_pct", "pipe_digitised_pct", "features_complete_pct"),
    "production": ("capacity_used_pct", "specific_energy", "production_volume"),
}


def lead_metrics(
    metrics: pd.DataFrame, targets: pd.DataFrame, subject: str | None, translator: Translator
) -> pd.DataFrame:
    """The three metrics to draw: the leading ones of the subject, then those with a target.

    A figure that waits for review is not known: its month is a gap.
    """
    metrics = metrics.assign(value=metrics["value"].where(metrics["status"] != ValueStatus.NEEDS_REVIEW))
    known = metrics[metrics["value"].notna()].groupby("metric_code").size()
    wanted = [*LEADING.get(str(subject), ()), *targets["metric_code"].dropna(), *known.index]
    order = [code for code in dict.fromkeys(wanted) if known.get(code, 0) > 0][:MOST_PANELS]
    rows = metrics[metrics["metric_code"].isin(order)].copy()
    rows["label"] = [
        _with_unit(str(metric_name(row, translator)), translator.unit(row.unit)) for row in rows.itertuples()
    ]
    rows["place"] = rows["metric_code"].map({code: place for place, code in enumerate(order)})
    return rows.sort_values(["place", "zone", "period_start"], kind="stable")


def _with_unit(name: str, unit: str) -> str:
    return name if unit in name else f"{name}, {unit}"


def levels(lead: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Baseline and short-term target of each metric drawn."""
    labels = lead.drop_duplicates("metric_code").set_index("metric_code")["label"]
    short = targets[(targets["horizon"] == "short") & targets["metric_code"].isin(labels.index)]
    return short.assign(label=short["metric_code"].map(labels))[["label", "baseline", "target"]]


def levels_in_words(levels: pd.DataFrame, translator: Translator) -> str:
    """Baseline and target of one metric, and how they are drawn."""
    _ = translator.gettext
    for level in levels.itertuples():
        parts = []
        if not is_missing(level.baseline):
            parts.append(_("baseline {value} (dashed)").format(value=translator.significant(level.baseline)))
        if not is_missing(level.target):
            parts.append(_("target {value} (orange)").format(value=translator.significant(level.target)))
        if parts:
            return " · ".join(parts)
    return _("no target")


def metrics_title(lead: pd.DataFrame, translator: Translator) -> str:
    """The first metric, from its first to its latest known month."""
    _ = translator.gettext
    first = lead[(lead["place"] == 0) & lead["value"].notna()]
    if len(first) < 2:
        return _("Monthly figures of the pilot")
    start, end = first.iloc[0], first.iloc[-1]
    return _("{metric}: from {start} in {first_month} to {end} in {last_month}").format(
        metric=first.iloc[0]["label"],
        start=translator.significant(start["value"]),
        first_month=translator.month(start["period_start"].strftime("%Y-%m")),
        end=translator.significant(end["value"]),
        last_month=translator.month(end["period_start"].strftime("%Y-%m")),
    )


SAME = 0.05  # points; a narrower range is shown as one number


def of_criterion(line: CriterionReceipt, translator: Translator) -> list[str]:
    """How a criterion score came about and how sure it is."""
    _ = translator.gettext
    number = translator.number
    counted = [one for one in line.indicators if one.value is not None and one.weight > 0]
    told = []
    if line.score is not None and counted:
        products = " + ".join(f"{translator.significant(one.weight)} × {number(one.value, 1)}" for one in counted)
        weights = translator.significant(sum(one.weight for one in counted))
        told.append(
            _("Weighted mean of {counted} of {defined} indicators: ({products}) ÷ {weights} = {score}").format(
                counted=number(len(counted)),
                defined=number(sum(one.weight > 0 for one in line.indicators)),
                products=products,
                weights=weights,
                score=number(line.score, 1),
            )
        )
    for low, high, message in (
        (line.low, line.high, _("With what is not known it lies between {low} and {high}.")),
        (line.final_low, line.final_high, _("It can still end between {low} and {high}.")),
        (line.weight_low, line.weight_high, _("With other plausible weights it lies between {low} and {high}.")),
    ):
        if low is not None and high is not None and high - low >= SAME:
            told.append(message.format(low=number(low, 1), high=number(high, 1)))
    if line.band_could_change:
        told.append(_("Other plausible weights would change the band."))
    return told


def move(step: Move, translator: Translator) -> str:
    """What must be delivered to reach the next band."""
    return translator.ngettext(
        "If this {count} obligation were delivered in full, the score would be {score}: {band}.",
        "If these {count} obligations were delivered in full, the score would be {score}: {band}.",
        len(step.steps),
    ).format(
        count=translator.number(len(step.steps)),
        score=translator.number(step.reached),
        band=translator.word(BANDS, step.to_band),
    )


def activities(rows: pd.DataFrame, translator: Translator) -> str:
    """How many activities a case tells as held, and how many of all with others. Columns: state, joint."""
    message = translator.gettext("{held} of {total} are told as held")
    return _held_and_joint(message, rows, translator) + "."


def held_of_planned(rows: pd.DataFrame, as_of: date, translator: Translator) -> str:
    """The same of a partnership with records, and how many are not held though their planned day has passed."""
    _ = translator.gettext
    if rows.empty:
        return _("No activity is planned or told yet; agreements and documents by day")
    waiting = rows["state"].isin(["planned", "not_told"]) & (pd.to_datetime(rows["planned_on"]) <= pd.Timestamp(as_of))
    sentence = _held_and_joint(_("{held} of {total} activities were held"), rows, translator)
    if waiting.any():
        passed = _("{count} not, though the planned day has passed")
        sentence += "; " + passed.format(count=translator.number(int(waiting.sum())))
    if released := int((rows["state"] == "released").sum()):
        sentence += "; " + _("{count} no longer owed").format(count=translator.number(released))
    return sentence


def _held_and_joint(message: str, rows: pd.DataFrame, translator: Translator) -> str:
    number = translator.number
    held, joint = int((rows["state"] == "held").sum()), int(rows["joint"].notna().sum())
    sentence = message.format(held=number(held), total=number(len(rows)))
    if joint:
        sentence += "; " + translator.gettext("{joint} together with other partnerships").format(joint=number(joint))
    return sentence


def why(
    status: str,
    awaited_report: str | None,
    relief: tuple[str, date | None, str] | None,
    is_untold: bool,
    translator: Translator,
) -> str | None:
    """Why an obligation stands as it does, where the status alone does not say it. `relief`: by whom, when, why.

    `is_untold`: of a case, whose document does not tell it.
    """
    _ = translator.gettext
    if relief is not None:
        by, on, reason = relief
        return _("decided by {by} on {day}: {reason}").format(by=by, day=translator.day(on), reason=reason)
    if is_untold:
        return _("the document does not tell what became of it")
    if status == FulfilmentStatus.UNKNOWN and not is_missing(awaited_report):
        return _("only the missing report {report} could tell").format(report=awaited_report)
    if status == FulfilmentStatus.DOUBTFUL:
        return _("only claimed, disputed, or not checked yet")
    return None


def without_a_day(status: str, otherwise: str, translator: Translator) -> str:
    """What stands where the day of delivery would: of what nobody owes any more nothing is waited for."""
    if status == FulfilmentStatus.NOT_APPLICABLE:
        return NO_VALUE
    return translator.gettext("no longer owed") if status in RELEASED else otherwise


def attested(level: int, person: str, on: date, translator: Translator) -> str:
    """Confirmed by the counterpart: Ani, 5 May 2026."""
    return f"{translator.word(EVIDENCE_LEVELS, level)}: {person}, {translator.day(on)}"


def quota(row: Any, translator: Translator) -> str:
    """3 of at least 4 in 2008; agreed 4–5: held, owed and agreed of one period."""
    _ = translator.gettext
    number = translator.number
    if is_missing(row.held):
        message = _("{period}: at least {owed} owed, not told how many were held; agreed {agreed}")
    else:
        message = _("{period}: {held} of at least {owed}; agreed {agreed}")
    agreed = number(row.agreed_min)
    if not is_missing(row.agreed_max):
        agreed += f"–{number(row.agreed_max)}"
    sentence = message.format(
        period=period(row.period, translator), held=number(row.held), owed=number(row.owed), agreed=agreed
    )
    if row.owed < row.agreed_min:
        part = _("the period lies only partly inside the agreed time, so {owed} of {agreed} are owed")
        sentence += f" ({part.format(owed=number(row.owed), agreed=number(row.agreed_min))})"
    return sentence


def period(code: str, translator: Translator) -> str:
    """A year, a quarter (2008-Q1) or a month (2008-01) in words."""
    year, _dash, part = str(code).partition("-")
    if part.startswith("Q"):
        return translator.gettext("quarter {number} of {year}").format(number=part[1:], year=year)
    return translator.month(code) if part else year


def no_move(line: CriterionReceipt, translator: Translator) -> str:
    """Why nothing would move the score."""
    if line.score is None:
        return translator.gettext("There is no score yet.")
    if line.band == "good":
        return translator.gettext("It stands in the highest band.")
    return translator.gettext(
        "Nothing that is open today: lost punctuality is not regained, and targets are moved by their figures."
    )


def with_band(row: object, translator: Translator) -> str:
    """A figure with its band, and k of n where months are missing. Columns: value, low, high, months_…."""
    _ = translator.gettext
    text = translator.significant(row.value)
    if not is_missing(row.low):
        text = _("{value} ({low} to {high})").format(
            value=text, low=translator.significant(row.low), high=translator.significant(row.high)
        )
    if row.months_counted < row.months_expected:
        known, needed = translator.number(row.months_counted), translator.number(row.months_expected)
        text += ", " + _("{known} of {needed} months").format(known=known, needed=needed)
    return text


def signed(value: float | None, translator: Translator) -> str:
    """A change with its sign."""
    text = translator.significant(value)
    return f"+{text}" if not is_missing(value) and value > 0 else text


MILLION = 1_000_000
COMPARISONS = ("since_pilot", "within_pilot", "rolling_12", "year_before")


def of_flag(flags: pd.DataFrame, translator: Translator) -> list[tuple[str, bool]]:
    """What percentage and volume say of the latest comparison: sentences, and whether each warns."""
    _ = translator.gettext
    for comparison in COMPARISONS:
        rows = flags[flags["comparison"] == comparison]
        if len(rows):
            return _of_comparison(rows.iloc[-1], translator)
    return [
        (
            _(
                "Whether percentage and volume tell the same story cannot be said yet: it needs months before the "
                "pilot, six months of it, two whole spans of twelve months, or two years."
            ),
            False,
        )
    ]


def _of_comparison(row: pd.Series, translator: Translator) -> list[tuple[str, bool]]:
    _ = translator.gettext
    facts = {
        "earlier": _span(row["earlier_start"], row["earlier_end"], row["earlier_months"], translator),
        "later": _span(row["later_start"], row["later_end"], row["later_months"], translator),
        "pct_before": translator.percent(row["earlier_pct"], 1),
        "pct": translator.percent(row["later_pct"], 1),
        "volume_before": translator.significant(row["earlier_m3_per_day"]),
        "volume": translator.significant(row["later_m3_per_day"]),
    }
    told = _(
        "From {earlier} to {later}: NRW from {pct_before} to {pct} of supplied, from {volume_before} to {volume} m³/day"
    )
    told = told.format(**facts)
    if row["connection_flag"] != "unknown":
        told += _(", from {before} to {now} L/connection/day").format(
            before=translator.significant(row["earlier_l_per_connection_day"]),
            now=translator.significant(row["later_l_per_connection_day"]),
        )
    sentences = [told + "."]
    disagrees = "disagrees" in (row["volume_flag"], row["connection_flag"])
    if row["volume_flag"] == "disagrees":
        sentences.append(_("Percentage and volume moved in opposite directions: the percentage alone misleads here."))
    elif row["connection_flag"] == "disagrees":
        sentences.append(
            _("Percentage and litres per connection moved in opposite directions: the percentage alone misleads.")
        )
    else:
        sentences.append(_("Percentage and volume tell the same story."))
    if not is_missing(row["is_within_bands"]) and row["is_within_bands"]:
        sentences.append(
            _(
                "The bands of the two percentages overlap: unless the same meters err alike in both, there may be no "
                "change."
            )
        )
    return [(" ".join(sentences), disagrees)]


def _span(start: date, end: date, months: int, translator: Translator) -> str:
    return translator.ngettext(
        "{first} – {last} ({months} month)", "{first} – {last} ({months} months)", months
    ).format(
        first=translator.month(start.strftime("%Y-%m")),
        last=translator.month(end.strftime("%Y-%m")),
        months=translator.number(months),
    )


def what_an_effect_cannot_say(translator: Translator) -> str:
    """The sentence that stands beside every effect."""
    return translator.gettext(
        "What this cannot say: utilities that ask for a partnership differ from those that do not, they are few, and "
        "rain, tariffs, investment or a new director act in the same months. A difference is not proof that the "
        "programme caused it, and no difference is not proof that it did nothing. Interval: 95%, Student's t over "
        "partnerships, Welch's t for the difference to utilities outside any partnership; for one partnership, how far "
        "one utility may lie from the mean of those others. It is no ranking of utilities."
    )


def why_no_difference(rows: pd.DataFrame, translator: Translator) -> str | None:
    """Why some difference is not stated, of rows of mart.effect_change; None where every one is.

    None too of an older publication, whose rows do not tell how many others it takes.
    """
    untold = rows[rows["status"].isin(["no_others", "too_few_others"])]
    if untold.empty or "least_others" not in untold:
        return None
    return translator.gettext(
        "Whether the change differs from that of other utilities cannot be said where fewer than {count} of them, "
        "outside any partnership, reported the same months: so few do not show how much utilities differ by themselves."
    ).format(count=translator.number(untold["least_others"].iloc[0]))


def health_score(row: pd.Series, translator: Translator) -> str:
    """The score of the health method, or the range in which it lies while something is not assessed."""
    _ = translator.gettext
    low, high = translator.number(row["score_low"], 2), translator.number(row["score_high"], 2)
    if not is_missing(row["score"]):
        return _("Score {score} of 5; all {count} figures assessed.").format(
            score=translator.number(row["score"], 2), count=translator.number(row["indicators_assessed"])
        )
    return _("{count} of 18 figures assessed: the score lies between {low} and {high}.").format(
        count=translator.number(row["indicators_assessed"]), low=low, high=high
    )


def example_finding(first: pd.Series, last: pd.Series, name: str, translator: Translator) -> str:
    """The published case in one sentence."""
    return translator.gettext(
        "{name}, {before} to {now}: NRW from {pct_before} to {pct} of supplied, yet from {volume_before} to {volume} "
        "million m³ a year and from {litres_before} to {litres} L/connection/day"
    ).format(
        name=name,
        before=str(first["year"]),
        now=str(last["year"]),
        pct_before=translator.percent(first["nrw_pct"], 1),
        pct=translator.percent(last["nrw_pct"], 1),
        volume_before=translator.significant(first["nrw_volume"] / MILLION),
        volume=translator.significant(last["nrw_volume"] / MILLION),
        litres_before=translator.number(first["nrw_l_per_connection_day"]),
        litres=translator.number(last["nrw_l_per_connection_day"]),
    )
