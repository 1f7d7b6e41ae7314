"""One partnership on one A4 page: what was agreed, done and reached, as of a day; what is missing is said to be."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pandas as pd

from dashboard import sentences
from dashboard.access import Viewer
from dashboard.charts.overview import CRITERIA_IN_ORDER
from dashboard.kinds import Kinds, kinds_in_words
from dashboard.language import Translator, is_missing
from dashboard.paper.pdf import PaperProblem, pdf_of
from dashboard.queries import catalogue, profile
from dashboard.words import (
    BAND_REASONS,
    BANDS,
    CRITERIA,
    FULFILMENT,
    NARRATIVE,
    PARTNERSHIP_STATUS,
    ROLES,
    SUBJECTS,
    TARGET_STATUS,
    in_words,
)
from warehouse.explained import shown
from warehouse.generations import Generation
from warehouse.vocabulary import Language, Origin

TEMPLATE = "partnership.typ"
MOST_MONTHS, MOST_TARGETS, MOST_METRICS, MOST_OPEN, MOST_TEXTS = 12, 6, 3, 5, 1
LONGEST_NAME, LONGEST_FACT, LONGEST_LINE, LONGEST_TEXT = 66, 80, 56, 150
OPEN = ("overdue", "partly_fulfilled", "doubtful")


def partnership_pdf(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    partnership_id: str,
    generation: Generation,
    translator: Translator,
) -> bytes:
    """The page as PDF. Raises PaperProblem for a partnership that is not there, or where Typst is missing."""
    content = page_content(connection, viewer, partnership_id, generation, translator)
    return pdf_of(TEMPLATE, content, generation.as_of)


def page_content(
    connection: duckdb.DuckDBPyConnection,
    viewer: Viewer,
    partnership_id: str,
    generation: Generation,
    translator: Translator,
) -> dict[str, Any]:
    """Everything on the page, in words. Raises PaperProblem for a partnership that the viewer does not find."""
    asked = (profile.FACTS, profile.SCORES, profile.REPORTS, profile.TARGETS, profile.METRICS, profile.DUTIES)
    facts, scores, reports, targets, metrics, duties = (
        profile.of_partnership(connection, viewer, sql, partnership_id) for sql in asked
    )
    if facts.empty:
        raise PaperProblem(
            f"There is no partnership {shown(partnership_id)} in the published build. `wops dashboard` lists them all.",
            f"Tidak ada kemitraan {shown(partnership_id)} dalam hasil pengolahan yang terbit. `wops dashboard` "
            "menampilkan semuanya.",
        )
    row = facts.iloc[0]
    kinds = kinds_in_words(catalogue.kinds(connection, viewer), catalogue.stages(connection, viewer), translator)
    narrative = profile.of_partnership(connection, viewer, profile.NARRATIVE, partnership_id)
    return {
        "lang": translator.language.value,
        "words": _labels(translator),
        "title": _cut(row["mentee"], LONGEST_NAME),
        "subtitle": _cut(f"{partnership_id} · {row['title']}", LONGEST_NAME),
        "note": _note(row, translator),
        "as_of": translator.long_day(generation.as_of),
        "build": generation.build_id,
        "facts": _facts(row, kinds, translator),
        "stages": [
            {"name": name, "now": code == row["stage"] and row["origin"] != Origin.CASE}
            for code, name in kinds.stages_of(str(row["programme_kind"])).items()
        ],
        "scores": list(_scores(scores, translator)),
        "reports": _reports(reports, translator),
        "targets": _targets(targets, translator),
        "metrics": list(_metrics(metrics, targets, row["subject"], translator)),
        "open": _open(duties, translator),
        "told": list(_told(narrative, translator)),
    }


def _labels(translator: Translator) -> dict[str, str]:
    _ = translator.gettext
    return {
        "programme": _("Partnership programme, PERPAMSI"),
        "as_of": _("Figures as of"),
        "build": _("build"),
        "scores": _("The three criteria of each partner"),
        "score": _("Score"),
        "band": _("Band"),
        "may_lie": _("May lie"),
        "can_end": _("Can still end"),
        "reports": _("Monthly reports"),
        "targets": _("Targets"),
        "target": _("Target"),
        "baseline": _("Baseline"),
        "actual": _("Actual"),
        "aim": _("Target value"),
        "progress": _("Progress"),
        "status": _("Status"),
        "metrics": _("Pilot metrics"),
        "metric": _("Metric"),
        "first": _("First month"),
        "latest": _("Latest month"),
        "open": _("Open obligations"),
        "due": _("Due"),
        "owed_by": _("Owed by"),
        "told": _("In their own words"),
        "nothing": _("Nothing has been recorded here yet."),
        "foot": _(
            "The partnership is assessed, not the utility; no ranking. What is missing is shown as missing, never as "
            "zero. Weights, bands and some days allowed are assumed, not from the guideline; every number has its "
            "receipt down to the cell in the dashboard."
        ),
    }  # fmt: skip


def _note(row: pd.Series, translator: Translator) -> str | None:
    _ = translator.gettext
    if row["origin"] == Origin.SAMPLE:
        return _("Sample programme: fictional. No name and no figure here belongs to a real utility.")
    if row["origin"] == Origin.CASE:
        return _("A published case: only what its document tells. What it does not tell is unknown.")
    return None


def _facts(row: pd.Series, kinds: Kinds, translator: Translator) -> list[list[str]]:
    _ = translator.gettext
    unknown = _("not reported")

    def day(column: str) -> str:
        return unknown if is_missing(row[column]) else translator.day(row[column])

    pilot = unknown if is_missing(row["pilot_start_on"]) else f"{day('pilot_start_on')} – {day('pilot_end_on')}"
    return [
        [_("Mentor"), _("no mentor yet") if is_missing(row["mentor"]) else _cut(row["mentor"], LONGEST_FACT)],
        [_("Mentee"), _cut(row["mentee"], LONGEST_FACT)],
        [_("Kind of programme"), kinds.name(str(row["programme_kind"]))],
        [_("Subject"), unknown if is_missing(row["subject"]) else translator.word(SUBJECTS, row["subject"])],
        [_("Status"), translator.word(PARTNERSHIP_STATUS, row["status"])],
        [_("Province"), unknown if is_missing(row["province"]) else _cut(row["province"], 30)],
        [_("MoA signed"), day("moa_signed_on")],
        [_("Pilot"), pilot],
    ]


def _scores(scores: pd.DataFrame, translator: Translator) -> Iterator[dict[str, Any]]:
    """Each criterion of each partner: score and band, or why there is none."""
    by_key = {(row.role, row.criterion): row for row in scores.itertuples()}
    for role, criterion in CRITERIA_IN_ORDER:
        row = by_key.get((role, criterion))
        if row is None:
            continue
        is_banded = not is_missing(row.band)
        reason = "no_value" if is_missing(row.band_reason) else row.band_reason
        yield {
            "role": translator.word(ROLES, role),
            "criterion": translator.word(CRITERIA, criterion),
            "score": None if is_missing(row.score) else translator.number(row.score),
            "share": None if is_missing(row.score) else float(row.score) / 100,
            "band": translator.word(BANDS, row.band) if is_banded else translator.word(BAND_REASONS, reason),
            "tone": in_words(BANDS, row.band).tone.value if is_banded else "quiet",
            "may_lie": _range(row.score_low, row.score_high, translator),
            "can_end": _range(row.final_low, row.final_high, translator),
        }


def _range(low: float | None, high: float | None, translator: Translator) -> str:
    if is_missing(low) or is_missing(high):
        return "–"
    return f"{translator.number(low)}–{translator.number(high)}"


def _reports(reports: pd.DataFrame, translator: Translator) -> dict[str, Any]:
    monthly = reports[(reports["kind"] == "monthly_report") & reports["period"].notna()]
    shown_months = monthly.sort_values("period").tail(MOST_MONTHS)
    return {
        "sentence": sentences.calendar_title(monthly, translator),
        "months": [
            {
                "month": translator.month(row.period),
                "word": translator.word(FULFILMENT, row.status),
                "tone": in_words(FULFILMENT, row.status).tone.value,
            }
            for row in shown_months.itertuples()
        ],
    }


def _targets(targets: pd.DataFrame, translator: Translator) -> dict[str, Any]:
    _, value = translator.gettext, translator.significant
    labels = sentences.target_labels(targets, translator)
    rows = []
    for label, row in zip(labels, targets.itertuples(), strict=True):
        unit = "" if is_missing(row.unit) else translator.unit(row.unit)
        rows.append(
            {
                "label": _cut(label if unit in label else f"{label}, {unit}", LONGEST_LINE),
                "baseline": _("no baseline") if is_missing(row.baseline) else value(row.baseline),
                "actual": _("not reported") if is_missing(row.actual) else value(row.actual),
                "target": "–" if is_missing(row.target) else value(row.target),
                "due": translator.day(row.due_on),
                "progress": translator.share(row.progress),
                "status": translator.word(TARGET_STATUS, row.status),
                "tone": in_words(TARGET_STATUS, row.status).tone.value,
            }
        )
    return {
        "sentence": sentences.own_targets_title(targets, translator) if len(targets) else None,
        "rows": rows[:MOST_TARGETS],
        "more": _more(len(rows) - MOST_TARGETS, translator),
    }


def _metrics(
    metrics: pd.DataFrame, targets: pd.DataFrame, subject: str | None, translator: Translator
) -> Iterator[dict[str, str]]:
    """The leading metrics from the first to the latest month known, and how many months are known."""
    if metrics.empty:
        return
    lead = sentences.lead_metrics(metrics, targets, subject, translator)
    for label, rows in lead.groupby("label", sort=False):
        known = rows[rows["value"].notna()]
        if known.empty:
            continue
        first, last = known.iloc[0], known.iloc[-1]
        yield {
            "label": _cut(label, LONGEST_LINE),
            "first": _in_month(first, translator),
            "latest": _in_month(last, translator),
        }


def _in_month(row: pd.Series, translator: Translator) -> str:
    month = translator.month(row["period_start"].strftime("%Y-%m"))
    return f"{translator.significant(row['value'])} ({month})"


def _open(duties: pd.DataFrame, translator: Translator) -> dict[str, Any]:
    """What is overdue, delivered in part or only claimed, the oldest first."""
    title = "title" if translator.language is Language.INDONESIAN else "title_en"
    rows = duties[duties["status"].isin(OPEN)]
    return {
        "rows": [
            {
                "what": _cut(getattr(row, title), LONGEST_LINE),
                "role": translator.word(ROLES, row.role),
                "due": translator.day(row.due_on),
                "status": translator.word(FULFILMENT, row.status),
                "tone": in_words(FULFILMENT, row.status).tone.value,
            }
            for row in rows.head(MOST_OPEN).itertuples()
        ],
        "more": _more(len(rows) - MOST_OPEN, translator),
    }


def _told(narrative: pd.DataFrame, translator: Translator) -> Iterator[dict[str, str]]:
    """The problem, and the latest obstacle and supporting factor."""
    for kind, most in (("problem", 1), ("obstacle", MOST_TEXTS), ("supporting_factor", MOST_TEXTS)):
        texts = narrative[(narrative["kind"] == kind) & narrative["text"].notna()].drop_duplicates("text")
        for text in texts["text"].tail(most):
            yield {"kind": translator.word(NARRATIVE, kind), "text": _cut(text, LONGEST_TEXT)}


def _more(count: int, translator: Translator) -> str | None:
    if count <= 0:
        return None
    return translator.ngettext(
        "and {count} more in the dashboard", "and {count} more in the dashboard", count
    ).format(count=translator.number(count))  # fmt: skip


def _cut(text: object, most: int) -> str:
    """One line that fits, with an ellipsis where something is left out."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
