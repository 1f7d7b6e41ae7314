"""Files received, rows refused and why, expectations, revisions, corrections."""

import streamlit as st

from dashboard.components.choice import choose, choose_part
from dashboard.components.context import context
from dashboard.components.corrections import declared_corrections
from dashboard.components.header import page_header
from dashboard.components.known_issues import known_issues
from dashboard.components.names import names_of_utilities
from dashboard.components.revisions import all_revisions
from dashboard.components.table import Column, table
from dashboard.language import NO_VALUE, is_missing
from dashboard.queries import quality
from dashboard.rule_words import RULES, SUITES
from dashboard.words import FILE_OUTCOMES, SEVERITIES, TEMPLATES, Tone, Word
from warehouse.vocabulary import Language

FILTERS = {"outcome": "files", "severity": "findings", "rule": "findings", "file": "findings"}

here = context()
translator = here.translator
_ = translator.gettext
CODE = Column("rule", _("Code"), only_downloaded=True)
suffix = "id" if translator.language is Language.INDONESIAN else "en"

page_header(here, _("Data quality"), _("What was received, what was refused and why, and how is it mended?"))


def in_words(rule: str) -> str:
    """What holds where a rule is kept."""
    return translator.word(RULES, rule)


def files() -> None:
    """Every arrival and what became of it."""
    outcome = choose(
        translator,
        "outcome",
        _("Outcome"),
        list(FILE_OUTCOMES),
        lambda code: translator.sign(FILE_OUTCOMES, code),
        everything=_("All outcomes"),
    )
    table(
        here,
        "files",
        here.ask(quality.files, outcome=outcome),
        [
            Column("received_at", _("Received (WIB)"), translator.moment),
            Column("file_name", _("File")),
            Column(
                "template",
                _("Template"),
                lambda code: translator.word(TEMPLATES, code),
                missing=lambda row: _("not recognised"),
            ),
            Column("outcome", _("Outcome"), words=FILE_OUTCOMES),
            Column("rows_accepted", _("Rows loaded"), translator.number, right=True),
            Column("rows_rejected", _("Rows refused"), translator.number, right=True),
            Column(f"message_{suffix}", _("What happened"), translator.sentence),
        ],
        alt=_("Files received"),
        everything=lambda: here.ask_all(quality.files, outcome=outcome),
    )


def findings() -> None:
    """Findings by rule, then one by one."""
    counts = here.ask(quality.finding_counts)
    st.caption(_("Findings by the rule that was not kept"))
    table(
        here,
        "finding_counts",
        counts,
        [
            Column("severity", _("Severity"), words=SEVERITIES),
            Column("rule", _("Rule"), in_words),
            CODE,
            Column("findings", _("Findings"), translator.number, right=True),
            Column("files", _("Files"), translator.number, right=True),
            Column("rows_refused", _("Rows refused"), translator.number, right=True),
        ],
        alt=_("Findings by the rule that was not kept"),
    )
    by_severity, by_rule, by_file = st.columns(3)
    with by_severity:
        severity = choose(
            translator,
            "severity",
            _("Severity"),
            list(SEVERITIES),
            lambda code: translator.sign(SEVERITIES, code),
            everything=_("All severities"),
        )
    with by_rule:
        rules = sorted(counts["rule"], key=in_words)
        rule = choose(translator, "rule", _("Rule"), rules, in_words, everything=_("All rules"))
    with by_file:
        names = here.ask(quality.file_names, st.query_params.get("file"))["file_name"]
        file = choose(translator, "file", _("File"), list(names), str, everything=_("All files"))
    narrowed = {"severity": severity, "rule": rule, "file": file}
    table(
        here,
        "findings",
        here.ask(quality.findings, **narrowed),
        [
            Column("severity", _("Severity"), words=SEVERITIES),
            Column(f"message_{suffix}", _("What is wrong and how to mend it"), translator.sentence),
            Column("file_name", _("File")),
            Column("sheet", _("Sheet"), missing=lambda row: _("whole file")),
            Column("cell", _("Cell")),
            Column("value", _("Value"), missing=lambda row: NO_VALUE if is_missing(row.cell) else _("empty")),
            Column("rule", _("Rule"), in_words),
            CODE,
        ],
        alt=_("Findings with their cells"),
        everything=lambda: here.ask_all(quality.findings, **narrowed),
    )


def expectations() -> None:
    """Every rule and whether it held."""
    st.markdown(_("Every rule that was tested in this build. A critical one refuses the row, a warning lets it pass."))
    held = {"True": Word(_("Passed"), "✓", Tone.GOOD), "False": Word(_("Failed"), "✕", Tone.BAD)}
    table(
        here,
        "expectations",
        here.ask(quality.expectations),
        [
            Column("suite", _("Suite"), lambda code: translator.word(SUITES, code)),
            Column("rule", _("Rule"), in_words),
            CODE,
            Column("severity", _("Severity"), words=SEVERITIES),
            Column("success", _("Result"), words=held),
            Column("failing_rows", _("Rows that failed"), translator.number, right=True),
        ],
        alt=_("Expectations"),
    )


def revised() -> None:
    """What a later file told otherwise."""
    all_revisions(here)


outcomes = here.ask(quality.outcomes)
with st.grid(4, min_column_width=150):
    st.metric(_("Files received"), translator.number(outcomes["files"].sum()), border=True)
    for code in FILE_OUTCOMES:
        number = int(outcomes.loc[outcomes["outcome"] == code, "files"].sum())
        if number:
            st.metric(translator.sign(FILE_OUTCOMES, code), translator.number(number), border=True)
    st.metric(_("Rows loaded"), translator.number(outcomes["rows_accepted"].sum()), border=True)
    st.metric(_("Rows refused"), translator.number(outcomes["rows_rejected"].sum()), border=True)

PARTS = {
    "files": (_("Files"), files),
    "findings": (_("Findings"), findings),
    "expectations": (_("Expectations"), expectations),
    "revisions": (_("Revisions"), revised),
    "corrections": (_("Corrections"), lambda: declared_corrections(here)),
    "names": (_("Names"), lambda: names_of_utilities(here)),
    "known": (_("Known issues"), lambda: known_issues(here)),
}
part, place = choose_part(translator, "tab", {code: label for code, (label, _draw) in PARTS.items()}, opened_by=FILTERS)
with place:
    PARTS[part][1]()
