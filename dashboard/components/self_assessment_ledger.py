"""One criterion of a self-assessment: one's own words and mark, then its obligations, each with record and answer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose, choose_page
from dashboard.components.day_field import day_field, impossible, today
from dashboard.components.self_assessment import OTHER_DUTIES, Sheet
from dashboard.components.table import BADGES, safe
from dashboard.drafts import MOST_DOCUMENT_BYTES, Attached, Line
from dashboard.language import Translator, is_missing
from dashboard.words import ANSWERS_OF_OTHERS, EVIDENCE_LEVELS, FULFILMENT, N_, OWN_ANSWERS, TEMPLATES, in_words
from warehouse.vocabulary import FulfilmentStatus, Language, Role

ON_A_PAGE = 10
LONGEST_TEXT = 2_000
MOST_DOCUMENTS = 5
DOCUMENTS = ["pdf", "jpg", "jpeg", "png", "doc", "docx", "odt"]
SPREADSHEETS = ["xls", "xlsx", "ods"]
DONE_ON = N_("Done on")

OPEN, RECORDED, LATER = "open", "recorded", "later"
_RECORDED = {FulfilmentStatus.FULFILLED_ON_TIME}
_LATER = {FulfilmentStatus.NOT_DUE, FulfilmentStatus.WAIVED, FulfilmentStatus.LAPSED}


def standing(status: str) -> str:
    """Whether somebody should look at an obligation: due and not simply fulfilled; recorded; or later."""
    return RECORDED if status in _RECORDED else LATER if status in _LATER else OPEN


def criterion_part(sheet: Sheet, part: str) -> None:
    """The fields of one criterion."""
    if part != OTHER_DUTIES:
        _own_words(sheet, part)
    rows = sheet.ledger[sheet.ledger["group"] == part]
    translator = sheet.here.translator
    _ = translator.gettext
    if rows.empty:
        st.caption(_("The records hold no obligation here."))
        return
    st.header(_("Obligations and what the records say"), anchor=False)
    rows = rows.assign(standing=[standing(status) for status in rows["status"]])
    shown = _choose_shown(sheet, rows)
    if sheet.subject.is_of_itself:
        _agree_with_all(sheet, shown, part)
    else:
        st.caption(_what_agreeing_does(sheet))
    after = choose_page(translator, "stretch", _("Rows"), len(shown), ON_A_PAGE)
    for row in shown.iloc[after : after + ON_A_PAGE].to_dict("records"):
        _card(sheet, row)


def _choose_shown(sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """What is due and open comes first; the rest is one choice away."""
    translator = sheet.here.translator
    _ = translator.gettext
    labels = {
        OPEN: _("To look at"),
        RECORDED: _("On record, in time"),
        LATER: _("Not due, waived or lapsed"),
        "all": _("All"),
    }
    counts = {**rows["standing"].value_counts().to_dict(), "all": len(rows)}
    offered = [code for code in labels if counts.get(code)]
    chosen = choose(
        translator, "show", _("Show"), offered,
        lambda code: f"{labels[code]} ({translator.number(counts[code])})",
        default=offered[0], resets=("stretch",),
    )  # fmt: skip
    return rows if chosen == "all" else rows[rows["standing"] == chosen]


def _what_agreeing_does(sheet: Sheet) -> str:
    """Agreeing with the record of another party lifts its level, so it is done one by one."""
    _ = sheet.here.translator.gettext
    if sheet.subject.by == Role.FACILITATOR:
        return _("“Agree” verifies what the records tell of it, in the name of who fills this in.")
    return _("“Agree” confirms what the records tell of it, in the name of who fills this in.")


def _agree_with_all(sheet: Sheet, shown: pd.DataFrame, part: str) -> None:
    """One click for what is simply right; only what the records show as fulfilled and nobody answered yet."""
    translator = sheet.here.translator
    open_rows = [
        row for row in shown[shown["standing"] == RECORDED].to_dict("records")
        if sheet.draft.line(row["obligation_id"]).is_blank
    ]  # fmt: skip
    if len(open_rows) < 2:
        return
    label = translator.ngettext(
        "Agree with {count} that is on record", "Agree with all {count} that are on record", len(open_rows)
    )
    st.button(
        label.format(count=translator.number(len(open_rows))), on_click=_agree, args=(sheet, open_rows),
        key=_key(sheet, "agree", part), icon=":material/done_all:",
    )  # fmt: skip


def _agree(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    told = {
        str(row["obligation_id"]): Line("agreed", title=str(row["title"]), title_en=str(row["title_en"]))
        for row in rows
    }
    sheet.change(
        lambda draft: replace(
            draft,
            lines={
                **draft.lines,
                **{
                    code: replace(line, answer="agreed")
                    for code, line in {code: draft.lines.get(code, new) for code, new in told.items()}.items()
                    if line.is_blank or line.answer == "agreed"
                },
            },
        )
    )


def _own_words(sheet: Sheet, criterion: str) -> None:
    _ = sheet.here.translator.gettext
    told = sheet.draft.words_on(criterion)

    def keep(name: str, value: Any) -> None:
        sheet.change(
            lambda draft: replace(
                draft, words={**draft.words, criterion: replace(draft.words_on(criterion), **{name: value})}
            )
        )

    own = sheet.subject.is_of_itself
    st.header(_("In our own words") if own else _("How we see them"), anchor=False)
    figure_place, words_place = st.columns([1, 3])
    key = _key(sheet, "score", criterion)
    st.session_state[key] = None if told.score is None else float(told.score)
    figure_place.number_input(
        _("Figure, 0 to 100 (if you wish)"), 0.0, 100.0, step=1.0, format="%g", value=None, key=key,
        placeholder=_("none"), on_change=_kept, args=(key, lambda value: keep("score", value)),
    )  # fmt: skip
    _text(
        _("What went well, what did not, what you would change"), _key(sheet, "words", criterion), told.words,
        lambda value: keep("words", value), area=words_place,
    )  # fmt: skip


def _card(sheet: Sheet, row: Mapping[str, Any]) -> None:
    translator = sheet.here.translator
    _ = translator.gettext
    code = str(row["obligation_id"])
    line = sheet.draft.line(code)
    title = str(row["title"] if translator.language is Language.INDONESIAN else row["title_en"])
    with st.container(border=True, key=_key(sheet, "card", code)):
        word = in_words(FULFILMENT, str(row["status"]))
        badge = f":{BADGES[word.tone]}-badge[{safe(translator.sign(FULFILMENT, row['status']))}]"
        st.markdown(f"**{safe(title)}** {badge}  \n:small[:gray[{safe(_record(translator, row))}]]")
        answers = OWN_ANSWERS if sheet.subject.is_of_itself else ANSWERS_OF_OTHERS
        key = _key(sheet, "answer", code)
        st.session_state[key] = line.answer
        st.segmented_control(
            _("Your answer: {title}").format(title=safe(title)), list(answers),
            format_func=lambda answer: translator.word(answers, answer), key=key, label_visibility="collapsed",
            on_change=_kept,
            args=(key, lambda value: sheet.change_line(row, lambda told: replace(told, answer=value))),
        )  # fmt: skip
        if line.answer == "done":
            _done(sheet, row, line, title)
        elif line.answer == "prevented":
            _text(
                _("By whom or by what"), _key(sheet, "by", code), line.prevented_by,
                lambda value: sheet.change_line(row, lambda told: replace(told, prevented_by=value)),
            )  # fmt: skip


def _record(translator: Translator, row: Mapping[str, Any]) -> str:
    """What the records say of an obligation: due, when it was done, by which proof, and where that stands."""
    _ = translator.gettext
    due = _("due {day}").format(day=translator.day(row["due_on"]))
    parts = [_("no day agreed") if is_missing(row["due_on"]) else due]
    if not is_missing(row["fulfilled_on"]):
        parts.append(_("recorded {day}").format(day=translator.day(row["fulfilled_on"])))
    if not is_missing(row["evidence_level"]):
        parts.append(translator.word(EVIDENCE_LEVELS, str(int(row["evidence_level"]))).lower())
    place = [str(row[name]) for name in ("source_file", "source_sheet", "source_cell") if not is_missing(row[name])]
    return " · ".join([*parts, *([" › ".join(place)] if place else [_("nothing on record")])])


def _done(sheet: Sheet, row: Mapping[str, Any], line: Line, title: str) -> None:
    """When it was done, what shows it, and documents."""
    translator = sheet.here.translator
    _ = translator.gettext
    code = str(row["obligation_id"])
    day_place, proof_place = st.columns([1, 3])
    key = _key(sheet, "day", code)
    told = date.fromisoformat(line.occurred_on) if line.occurred_on else None
    st.session_state[key] = told
    with day_place:
        day_field(_(DONE_ON), key, on_change=_kept, args=(
            key,
            lambda value: sheet.change_line(
                row, lambda told: replace(told, occurred_on=value.isoformat() if value else None)
            ),
        ))  # fmt: skip
        if trouble := impossible(translator, _(DONE_ON), told, today()):
            st.warning(trouble, icon=":material/edit_off:")
    _text(
        _("What shows it"), _key(sheet, "proof", code), line.proof,
        lambda value: sheet.change_line(row, lambda told: replace(told, proof=value)), area=proof_place,
    )  # fmt: skip
    _documents(sheet, row, line)


def _documents(sheet: Sheet, row: Mapping[str, Any], line: Line) -> None:
    _ = sheet.here.translator.gettext
    code = str(row["obligation_id"])
    for document in line.documents:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/attach_file: {safe(document.file_name)}")
            st.button(
                _("Remove"), key=_key(sheet, "drop", code + document.sha256), type="tertiary", on_click=_drop,
                args=(sheet, row, document),
            )  # fmt: skip
    if len(line.documents) >= MOST_DOCUMENTS:
        return
    key = _key(sheet, "file", f"{code} {len(line.documents)}")
    has_workbook = str(row["kind"]) in TEMPLATES
    label = (
        _("Attach a document (optional; PDF, photo, Word; up to {size} MB). The workbook goes by “Submit a report”.")
        if has_workbook
        else _("Attach a document (optional; PDF, photo, Word, Excel; up to {size} MB)")
    )
    st.file_uploader(
        label.format(size=sheet.here.translator.number(MOST_DOCUMENT_BYTES / 1e6)),
        DOCUMENTS if has_workbook else [*DOCUMENTS, *SPREADSHEETS], key=key, on_change=_attach, args=(sheet, row, key),
        max_upload_size=MOST_DOCUMENT_BYTES // 1_000_000,
    )  # fmt: skip


def _attach(sheet: Sheet, row: Mapping[str, Any], key: str) -> None:
    uploaded = st.session_state.get(key)
    if uploaded is None or uploaded.size == 0:
        return
    if (hindrance := _hindrance(sheet, str(row["obligation_id"]), uploaded.size)) is not None:
        st.toast(f"{safe(uploaded.name)}: {hindrance}", icon=":material/error:")
        return
    sheet.attach(row, uploaded.name, uploaded.getvalue())


def _hindrance(sheet: Sheet, code: str, size: int) -> str | None:
    """Why a document of so many bytes is not taken: the browser is asked the same, but is not trusted with it."""
    translator = sheet.here.translator
    _ = translator.gettext
    if size > MOST_DOCUMENT_BYTES:
        most = translator.number(MOST_DOCUMENT_BYTES / 1e6)
        return _(
            "Larger than {size} MB and not attached. Save it smaller, or attach only the pages that show it."
        ).format(size=most)
    draft = sheet.drafts.read(sheet.subject)
    if draft is not None and len(draft.line(code).documents) >= MOST_DOCUMENTS:
        return _("Not attached: {count} documents go with one answer. Remove one first.").format(
            count=translator.number(MOST_DOCUMENTS)
        )
    return None


def _drop(sheet: Sheet, row: Mapping[str, Any], document: Attached) -> None:
    sheet.change_line(
        row, lambda line: replace(line, documents=tuple(each for each in line.documents if each != document))
    )


def _text(label: str, key: str, told: str | None, keep: Callable[[str | None], None], area: Any = st) -> None:
    st.session_state[key] = told or ""
    area.text_area(
        label, key=key, height="content", max_chars=max(LONGEST_TEXT, len(told or "")), on_change=_kept,
        args=(key, lambda value: keep(value.strip() or None)),
    )  # fmt: skip


def _kept(key: str, keep: Callable[[Any], None]) -> None:
    """What was entered, handed to the draft."""
    keep(st.session_state[key])


def _key(sheet: Sheet, kind: str, what: str) -> str:
    """The key of a field: the same for the same line of the same draft."""
    about = (sheet.subject.partnership_id, sheet.subject.by, sheet.subject.about, what)
    return f"assess_{kind}_{hashlib.blake2b(repr(about).encode(), digest_size=8).hexdigest()}"
