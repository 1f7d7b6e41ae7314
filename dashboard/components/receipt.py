"""The receipt of a score in a dialog: criterion, indicators, obligations and targets, down to file, sheet and cell."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.profile import verdict
from dashboard.components.context import Context
from dashboard.components.corrections import ACTIONS, STATES
from dashboard.components.originals import open_originals
from dashboard.components.revisions import revised_text
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator
from dashboard.queries import catalogue
from dashboard.queries.documents import behind
from dashboard.queries.receipt import criterion_receipt
from dashboard.words import BASIS, CRITERIA, EVIDENCE_LEVELS, FULFILMENT, KINDS, ROLES, TARGET_STATUS, VALUE_STATUS
from indicators.receipt import (
    CriterionReceipt,
    EvidenceReceipt,
    FileReceipt,
    IndicatorReceipt,
    ObligationReceipt,
    Origin,
    Step,
    TargetReceipt,
)
from warehouse.vocabulary import Criterion, Language


def open_receipt(here: Context, partnership_id: str, role: str, criterion: str) -> None:
    """Opens the receipt of one criterion score."""
    translator = here.translator
    title = translator.gettext("Receipt: {role}, {criterion}").format(
        role=translator.word(ROLES, role), criterion=translator.word(CRITERIA, criterion)
    )
    st.dialog(title, width="large", icon=":material/receipt_long:")(_show)(here, partnership_id, role, criterion)


def open_obligation_receipt(here: Context, what: str, obligation_id: str, partnership_id: str, role: str) -> None:
    """Opens what stands behind one report: its day, status, credit and evidence with file, sheet and cell."""
    title = here.translator.gettext("Receipt: {what}").format(what=what)
    show = st.dialog(title, width="large", icon=":material/receipt_long:")(_show_obligation)
    show(here, obligation_id, partnership_id, role)


def _show_obligation(here: Context, obligation_id: str, partnership_id: str, role: str) -> None:
    lines = counted(here, partnership_id, role, Criterion.REPORTS, {obligation_id})
    if not lines:
        st.caption(here.translator.gettext("There is nothing to show here."))
        return
    for line in lines:
        obligations_counted(here, line)
        open_originals(here, f"receipt_{line.code}", here.ask(behind, (obligation_id,)))


def counted(
    here: Context, partnership_id: str, role: str, criterion: str, obligations: Collection[str]
) -> list[IndicatorReceipt]:
    """The indicators of one criterion that count some of these obligations, each with those only."""
    found = here.ask(criterion_receipt, partnership_id, role, criterion)
    return [] if found is None else [
        replace(line, obligations=own)
        for line in found.indicators
        if (own := tuple(one for one in line.obligations if one.obligation_id in obligations))
    ]  # fmt: skip


def obligations_counted(here: Context, line: IndicatorReceipt, key: str = "") -> None:
    """The obligations of one indicator under its name; `key` tells the table from others on the page."""
    name = line.name_id if here.translator.language is Language.INDONESIAN else line.name_en
    st.markdown(f"**{safe(line.code)} {safe(name)}**")
    _obligations(here, line, key)


def _show(here: Context, partnership_id: str, role: str, criterion: str) -> None:
    translator = here.translator
    _ = translator.gettext
    line = here.ask(criterion_receipt, partnership_id, role, criterion)
    if line is None:
        st.caption(_("There is nothing to show here."))
        return
    score = verdict(line.score, line.band, line.band_reason, translator).replace("<b>", "**").replace("</b>", "**")
    day = _("Figures as of {day}").format(day=translator.long_day(here.as_of))
    st.markdown(f"{score}  \n:small[:gray[{safe(partnership_id)} · {safe(day)}]]")
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences.of_criterion(line, translator)))
    _move(line, translator)
    metrics = here.ask(catalogue.metrics)
    names = {row.metric_code: str(sentences.metric_name(row, translator)) for row in metrics.itertuples()}
    for indicator in line.indicators:
        _indicator(here, indicator, names)
    files_and_rules(line.files, line.rules_version, translator)


def files_and_rules(files: tuple[FileReceipt, ...], rules_version: str | None, translator: Translator) -> None:
    """The files behind a score, figure or target with template and edition, and the version of the rules."""
    _ = translator.gettext
    with_edition = _("{file}: template {template}, edition {edition}")
    with st.expander(_("Files and rules behind it")):
        for file in files:
            template, edition = file.template or "–", file.edition or "–"
            st.caption(safe(with_edition.format(file=file.file, template=template, edition=edition)))
        if rules_version:
            st.caption(_("Rules and blueprints of version {version}").format(version=safe(rules_version[:12])))


def _move(line: CriterionReceipt, translator: Translator) -> None:
    _ = translator.gettext
    st.markdown(_("**What would move it one band**"))
    if line.move is None:
        st.markdown(sentences.no_move(line, translator))
        return
    st.markdown(sentences.move(line.move, translator))
    st.markdown(
        "\n".join(
            _("- {what}: + {points} points").format(
                what=safe(_title(step, translator)), points=translator.number(step.gain, 1)
            )
            for step in line.move.steps
        )
    )


def _indicator(here: Context, line: IndicatorReceipt, names: Mapping[str, str]) -> None:
    translator = here.translator
    _ = translator.gettext
    indonesian = translator.language is Language.INDONESIAN
    name = line.name_id if indonesian else line.name_en
    value = translator.word(VALUE_STATUS, line.status).lower() if line.value is None else translator.number(line.value)
    label = _("{code} {name}: **{value}**, weight {weight}").format(
        code=line.code, name=safe(name), value=value, weight=translator.significant(line.weight)
    )
    with st.expander(label, expanded=line.value is not None and line.weight > 0):
        formula = line.formula_id if indonesian else line.formula_en
        source = line.source_id if indonesian else line.source
        st.caption(safe(_("{formula}. Source: {source}").format(formula=formula, source=source)))
        if line.is_mean_over_kinds:
            st.caption(safe(_mean_over_kinds(line, translator)))
        if line.waived_count:
            waived = _("{count} waived; without the waivers the value would be {value}")
            without = translator.number(line.value_without_waivers)
            st.caption(waived.format(count=translator.number(line.waived_count), value=without))
        if line.obligations:
            _obligations(here, line)
        elif line.targets:
            _targets(here, line, names)
        else:
            st.caption(_("Nothing is owed here yet."))
        if line.corrections:
            _corrections(here, line)
        if line.revisions:
            _revisions(here, line, names)
        owed = tuple(one.obligation_id for one in line.obligations if one.evidence)
        open_originals(here, f"receipt_{line.code}", here.ask(behind, owed))


def _mean_over_kinds(line: IndicatorReceipt, translator: Translator) -> str:
    _ = translator.gettext
    each = _("{kind} {credit} of {count}")
    told = "; ".join(
        each.format(
            kind=translator.word(KINDS, one.kind), credit=translator.significant(one.credit),
            count=translator.number(one.count),
        )
        for one in line.kinds_due
    )  # fmt: skip
    return _("The mean over the kinds: {kinds}.").format(kinds=told)


def _obligations(here: Context, line: IndicatorReceipt, key: str = "") -> None:
    translator = here.translator
    _ = translator.gettext
    rows = pd.DataFrame(
        [
            {
                "title": _title(one, translator),
                "due_on": one.due_on,
                "status": one.status,
                "why": _why(here, one),
                "credit": one.credit if one.counts else None,
                "evidence": "; ".join(_evidence(piece, translator) for piece in one.evidence) or None,
                "laid_by": _laid_by(one, translator),
            }
            for one in line.obligations
        ]
    )
    table(
        here,
        f"receipt_{line.code}{key}",
        rows,
        [
            Column("title", _("What")),
            Column("status", _("Status"), words=FULFILMENT),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("why", _("Why"), optional=True),
            _credit(translator),
            Column("evidence", _("Evidence"), missing=lambda row: _("none")),
            Column("laid_by", _("Owed because of")),
        ],
        alt=_("Obligations behind {code}").format(code=line.code),
    )


def _credit(translator: Translator) -> Column:
    """What counts of one obligation or target, from 0 to 1, in percent."""
    _ = translator.gettext
    return Column(
        "credit", _("Credit"), translator.percent, missing=lambda row: _("does not count"), right=True, times=100,
        unit="%",
    )  # fmt: skip


def _targets(here: Context, line: IndicatorReceipt, names: Mapping[str, str]) -> None:
    translator = here.translator
    _ = translator.gettext
    rows = pd.DataFrame(
        [
            {
                "title": _aim(one, names),
                "due_on": one.due_on,
                "baseline": one.baseline,
                "target": one.target,
                "actual": one.actual,
                "credit": one.credit,
                "status": one.status,
                "actual_source": _place(one.actual_origin),
                "review": "; ".join(_place(origin) or "" for origin in one.under_review) or None,
                "source": _place(one.origin),
            }
            for one in line.targets
        ]
    )
    table(
        here,
        f"receipt_{line.code}",
        rows,
        [
            Column("title", _("Target")),
            Column("due_on", _("Due"), translator.day, right=True),
            Column("baseline", _("Baseline"), translator.significant, missing=lambda row: _("no baseline"), right=True),
            Column("target", _("Target value"), translator.significant, right=True),
            Column("actual", _("Actual"), translator.significant, missing=lambda row: _("not reported"), right=True),
            _credit(translator),
            Column("status", _("Status"), words=TARGET_STATUS),
            Column("actual_source", _("Where the actual stands"), missing=lambda row: _("none")),
            Column("review", _("Waits for review, not counted"), optional=True),
            Column("source", _("Where the target stands")),
        ],
        alt=_("Targets behind {code}").format(code=line.code),
    )


def _corrections(here: Context, line: IndicatorReceipt) -> None:
    """The corrections behind the indicator: what the file says, what counts instead, by whom and why."""
    translator = here.translator
    _ = translator.gettext
    rows = pd.DataFrame(
        [
            {
                "correction_id": one.correction_id,
                "action": one.action,
                "written": one.written,
                "corrected": one.corrected,
                "by": one.decided_by,
                "decided_on": one.decided_on,
                "reason": one.reason,
                "state": "superseded" if one.is_superseded else "applied",
                "source": _place(one.origin),
            }
            for one in line.corrections
        ]
    )
    st.markdown(_("**Corrections behind it**"))
    table(
        here,
        f"receipt_corrections_{line.code}",
        rows,
        [
            Column("correction_id", _("Correction")),
            Column("action", _("Action"), lambda code: translator.word(ACTIONS, code)),
            Column("written", _("In the file"), missing=lambda row: _("empty")),
            Column("corrected", _("Counts as"), missing=lambda row: _("empty")),
            Column("by", _("By")),
            Column("decided_on", _("On"), translator.day, right=True),
            Column("reason", _("Reason")),
            Column("state", _("State"), words=STATES),
            Column("source", _("Where it stands")),
        ],
        alt=_("Corrections behind {code}").format(code=line.code),
    )


def _revisions(here: Context, line: IndicatorReceipt, names: Mapping[str, str]) -> None:
    """What later files told otherwise of what the indicator counts."""
    translator = here.translator
    _ = translator.gettext
    titles = {one.obligation_id: _title(one, translator) for one in line.obligations}
    rows = pd.DataFrame(
        [
            {
                "what": titles.get(one.subject) or names.get(one.subject, one.subject),
                "subject_period": one.period,
                "before": revised_text(one.earlier_value, one.unit, one.earlier_text, one.known_on, translator),
                "later": revised_text(one.later_value, one.unit, one.later_text, one.changed_on, translator),
                "source": _place(one.later_origin),
            }
            for one in line.revisions
        ]
    )
    st.markdown(_("**What later files told otherwise**"))
    table(
        here,
        f"receipt_revisions_{line.code}",
        rows,
        [
            Column("subject_period", _("Month")),
            Column("what", _("What")),
            Column("before", _("Before")),
            Column("later", _("Later")),
            Column("source", _("Where it stands")),
        ],
        alt=_("Revisions behind {code}").format(code=line.code),
    )


def _title(one: ObligationReceipt | Step, translator: Translator) -> str:
    return one.title if translator.language is Language.INDONESIAN else one.title_en


def _aim(one: TargetReceipt, names: Mapping[str, str]) -> str:
    return one.topic or names.get(str(one.metric_code), one.target_id)


def _evidence(piece: EvidenceReceipt, translator: Translator) -> str:
    day = translator.day(piece.occurred_on or piece.submitted_on or piece.received_on)
    if piece.occurred_on and piece.submitted_on and piece.submitted_on > piece.occurred_on:
        told = translator.gettext("{day}, told {told_on}")
        day = told.format(day=day, told_on=translator.day(piece.submitted_on))
    level = translator.word(EVIDENCE_LEVELS, piece.level).lower()
    if piece.is_objection and piece.share is None:
        level = translator.gettext("said to be prevented")
    if piece.attested_by:
        level = f"{level} ({piece.attested_by}, {translator.day(piece.attested_on)})"
    return f"{day}, {level}: {_place(piece.origin) or ''}"


def _laid_by(one: ObligationReceipt, translator: Translator) -> str:
    """Cell of the register and place in the document where either is told, else on whose authority it is owed."""
    if place := _place(one.origin):
        return f"{place} ({translator.place(one.clause)})" if one.clause else place
    clause = translator.place(one.clause) if one.clause else None
    return " ".join(part for part in (translator.word(BASIS, one.basis).lower(), clause) if part)


def _why(here: Context, one: ObligationReceipt) -> str | None:
    translator = here.translator
    relief = one.relief and (one.relief.decided_by, one.relief.decided_on, one.relief.reason)
    told = [sentences.why(one.status, one.awaited_report, relief, one.is_untold, translator)]
    if one.original_due_on and one.original_due_on != one.due_on:
        told.append(translator.gettext("due at first on {day}").format(day=translator.day(one.original_due_on)))
    return "; ".join(text for text in told if text) or None


def _place(origin: Origin) -> str | None:
    """Where it stands. A figure of several files names sheet and cells once where they are the same in each."""
    told = [part.split("; ") for part in (origin.file, origin.sheet, origin.cell) if part]
    each = [list(dict.fromkeys(part)) for part in told]
    is_alike = all(len(part) == 1 for part in each[1:])
    return " › ".join("; ".join(part) for part in (each if is_alike else told)) or None
