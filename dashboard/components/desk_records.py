"""What the facilitator decides: evidence verified, an obligation waived, a prevention recorded, a record taken back.

An entry becomes a workbook that a child process lands; nothing is written here, and the next build reads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import child, uploads
from dashboard.components.choice import choose
from dashboard.components.context import Context, data_folder, fingerprint
from dashboard.components.day_field import LATEST, day_field, impossible, today
from dashboard.components.desk import evidence_place
from dashboard.components.drawn import on_demand
from dashboard.components.emphasis import foremost
from dashboard.components.next_build import when_it_counts
from dashboard.components.partnerships import choose_partnership
from dashboard.components.running import follow, trouble_in_words
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator, is_missing
from dashboard.queries import desk, profile
from dashboard.queries.ask import OF_ALL
from dashboard.reminders import title_of
from dashboard.words import EVIDENCE_LEVELS, FULFILMENT, N_, Tone, Word, Words
from warehouse.vocabulary import Language

SECONDS = 120.0
LONGEST_NAME, LONGEST_REASON = 120, 1_000
DECIDED, HAPPENED, SENT = N_("Decided on"), N_("Day it happened"), N_("Day the document was sent")
PAST_DAYS = {"decided_on": DECIDED, "occurred_on": HAPPENED, "submitted_on": SENT}
NEW_DAY = N_("New agreed day")
ACTS: Words = {
    "verified": Word(N_("Verify evidence")),
    "waived": Word(N_("Waive the obligation")),
    "prevented": Word(N_("Record a prevention")),
}
RECORDED: Words = {
    "verified": Word(N_("Verified"), "✓", Tone.GOOD),
    "waived": Word(N_("Waived"), "◇", Tone.QUIET),
    "prevented": Word(N_("Prevented"), "⊘", Tone.QUIET),
}
STANDS: Words = {
    "in_force": Word(N_("In force"), "●", Tone.GOOD),
    "taken_back": Word(N_("Taken back"), "–", Tone.QUIET),
    "later": Word(N_("Not yet in force"), "·", Tone.QUIET),
    "unknown": Word(N_("Unknown obligation"), "?", Tone.UNSURE),
}
DONE = ("new", "duplicate")
NOT_SIGNED_IN = N_("Facilitator's desk, not signed in")


@dataclass(frozen=True)
class Entry:
    """A decision as it was entered, and the command that lands it."""

    facts: Mapping[str, Any]
    landing: child.Child


def records(here: Context) -> None:
    """One decision to enter, then everything recorded so far."""
    _ = here.translator.gettext
    st.markdown(
        _("Choose a partnership and one of its obligations. What you record lands as a file with your name and counts "
          "in the next build. It can be taken back.")
    )  # fmt: skip
    numbers = here.ask(profile.numbers, here.filters.origin.value).iloc[0]
    partnership = choose_partnership(here, int(numbers["of_this_origin"]))
    if partnership is not None:
        _one_decision(here, here.ask(desk.actable, partnership))
    st.header(_("Recorded so far"), anchor=False)
    _recorded(here)


def _one_decision(here: Context, duties: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    if duties.empty:
        st.caption(_("This partnership has no obligation on which anything could be recorded."))
        return
    rows = {row.obligation_id: row for row in duties.itertuples()}
    obligation = choose(
        translator, "obligation", _("Obligation"), list(rows), lambda code: _label(here, rows[code]), resets=("act",)
    )
    if obligation is None:
        return
    row = rows[obligation]
    st.markdown(_standing(here, row))
    usual = "verified" if row.status in ("doubtful", "fulfilled_on_time", "fulfilled_late") else "waived"
    act = choose(
        translator, "act", _("What do you record?"), list(ACTS), lambda code: translator.word(ACTS, code), default=usual
    )
    _form(here, act or usual, row)


def _label(here: Context, row: Any) -> str:
    due = here.translator.gettext("no day is set") if is_missing(row.due_on) else here.translator.day(row.due_on)
    return f"{title_of(row, here.translator)} · {due} · {here.translator.sign(FULFILMENT, row.status)}"


def _standing(here: Context, row: Any) -> str:
    """What the records tell of an obligation, with its id and the cell of its best evidence."""
    translator = here.translator
    _ = translator.gettext
    parts = [safe(row.obligation_id), safe(translator.sign(FULFILMENT, row.status))]
    if is_missing(row.level):
        parts.append(_("no evidence on record"))
    else:
        parts.append(translator.word(EVIDENCE_LEVELS, int(row.level)))
        place = evidence_place(row)
        parts += [safe(text) for text in (None if is_missing(row.note) else row.note, place) if text]
    return f":small[:gray[{' · '.join(parts)}]]"


def _form(here: Context, act: str, row: Any) -> None:
    translator = here.translator
    _ = translator.gettext
    facts: dict[str, Any] = {"kind": act, "obligation_id": row.obligation_id}
    key = form_key(act, row.obligation_id)
    with st.form(key, border=True):
        if act == "verified":
            facts |= _what_was_seen(here, row, key)
        if act == "prevented":
            facts["new_due_on"] = day_field(_(NEW_DAY), f"{key}_new_day")
        facts |= _who_when_why(here, _("What you saw") if act == "verified" else _("Reason"), key)
        is_asked = st.form_submit_button(
            translator.word(ACTS, act), type=foremost(), icon=":material/edit_note:", disabled=_is_landing(key)
        )
    _enter(here, key, facts if is_asked else None, row)


def form_key(act: str, about: str) -> str:
    """Of a form and its fields: what was typed for one obligation or record never stands in the form of another."""
    return f"desk_{act}_{fingerprint(act, about)}"


def _what_was_seen(here: Context, row: Any, key: str) -> dict[str, Any]:
    _ = here.translator.gettext
    happened_place, sent_place, share_place = st.columns(3)
    with happened_place:
        happened = day_field(_(HAPPENED), f"{key}_happened", _day(row.occurred_on))
    with sent_place:
        sent = day_field(_(SENT), f"{key}_sent", _day(row.submitted_on))
    with share_place:
        told = 100 if is_missing(row.share) or row.share <= 0 else round(100 * float(row.share))
        share = st.number_input(_("Share delivered, %"), 1, 100, told, key=f"{key}_share")
    return {"occurred_on": happened, "submitted_on": sent, "delivered_share": share / 100}


def _who_when_why(here: Context, why: str, key: str) -> dict[str, Any]:
    _ = here.translator.gettext
    by_place, on_place = st.columns([2, 1])
    with by_place:
        by = st.text_input(
            _("Decided by (name and function)"), value=st.session_state.get("kept_decided_by", ""),
            max_chars=LONGEST_NAME, key=f"{key}_by",
        )  # fmt: skip
    with on_place:
        on = day_field(_(DECIDED), f"{key}_on", today())
    reason = st.text_area(why, max_chars=LONGEST_REASON, key=f"{key}_reason", height=90)
    return {"decided_by": by.strip(), "decided_on": on, "reason": reason.strip()}


def _day(value: Any) -> date | None:
    return None if is_missing(value) else pd.Timestamp(value).date()


def _missing(here: Context, facts: Mapping[str, Any]) -> str | None:
    """What has to be filled in or corrected before an entry can be recorded."""
    _ = here.translator.gettext
    if not facts["decided_by"] or not facts["reason"] or facts["decided_on"] is None:
        return _("Please say who decided, when, and why.")
    if facts["kind"] == "verified" and not (facts["occurred_on"] or facts["submitted_on"]):
        return _("Please give the day it happened, or the day the document was sent.")
    if facts["kind"] == "prevented" and facts["new_due_on"] is None:
        return _("A prevention needs the new agreed day.")
    troubles = (impossible(here.translator, _(label), facts.get(name), today()) for name, label in PAST_DAYS.items())
    return next((trouble for trouble in troubles if trouble), None)


def _too_early(here: Context, facts: Mapping[str, Any], row: Any) -> str | None:
    """Why a new agreed day is none: it moves what was due to a later day, which the decision looks ahead to."""
    if facts["kind"] != "prevented":
        return None
    translator = here.translator
    _ = translator.gettext
    new = facts["new_due_on"]
    due = _day(row.original_due_on) or _day(row.due_on)
    if due is not None and new <= due:
        return _("The new agreed day has to come after {day}, the day this was due.").format(
            day=translator.long_day(due)
        )
    if new <= facts["decided_on"]:
        return _("The new agreed day has to come after {day}, the day of the decision.").format(
            day=translator.long_day(facts["decided_on"])
        )
    return impossible(translator, _(NEW_DAY), new, LATEST)


def _is_landing(key: str) -> bool:
    """Whether what was entered in a form is still on its way."""
    entry: Entry | None = st.session_state.get(f"{key}_entry")
    return entry is not None and not entry.landing.has_ended


def _enter(here: Context, key: str, facts: Mapping[str, Any] | None, row: Any = None) -> None:
    """Hand one decision to `wops record` beside the page; then how far it is, and what became of it.

    `row`: the obligation it is about; none for a record taken back.
    """
    place = f"{key}_entry"
    if facts is not None and not _is_landing(key):
        if wanting := _missing(here, facts) or _too_early(here, facts, row):
            st.session_state.pop(place, None)
            st.warning(wanting, icon=":material/edit_off:")
            return
        st.session_state["kept_decided_by"] = facts["decided_by"]
        st.session_state[place] = Entry(facts, _land(here, facts))
        st.rerun()
    entry: Entry | None = st.session_state.get(place)
    if entry is None:
        return
    if entry.landing.has_ended:
        _outcome(here, entry)
    else:
        follow(here.translator, entry.landing, lambda doing: here.translator.gettext("Landing the record …"))


def _land(here: Context, facts: Mapping[str, Any]) -> child.Child:
    act = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items() if value}
    content = json.dumps({"recorded_by": facts["decided_by"], "acts": [act]})
    data = data_folder()
    path = uploads.keep(data, "record.json", content.encode("utf-8")).resolve()
    return child.start(
        data, "record", str(path), "--json", f"--viewer={here.viewer.role.value}",
        f"--lang={here.translator.language.value}", seconds=SECONDS,
        afterwards=lambda answer: uploads.remove(data, path),
    )  # fmt: skip


def _outcome(here: Context, entry: Entry) -> None:
    translator = here.translator
    _ = translator.gettext
    ended = entry.landing.answer()
    trouble = trouble_in_words(translator, ended)
    receipts = ended.facts.get("receipts") or [{}]
    if trouble or receipts[0].get("outcome") not in DONE:
        said = trouble or receipts[0].get(f"message_{translator.language.value}") or _("Nothing was recorded.")
        st.error(safe(said), icon=":material/error:")
        return
    _tell_recorded(here, entry.facts, receipts[0], ended.facts.get("record_nos", []))


def _tell_recorded(here: Context, facts: Mapping[str, Any], receipt: Mapping[str, Any], numbers: list[str]) -> None:
    translator = here.translator
    _ = translator.gettext
    if receipt["outcome"] == "duplicate":
        message = _("Recorded before with the same content, as {number}; nothing changes.")
    else:
        message = _("Recorded as {number} in {file}; it counts in the next build.")
    told = message.format(number=safe(", ".join(numbers)), file=safe(receipt.get("file_name", "")))
    if receipt["outcome"] != "duplicate":
        told += " " + when_it_counts(here)
    if facts["decided_on"] > here.as_of:
        told += " " + _("The figures shown hold for {day}; a later decision acts in builds as of its day.").format(
            day=translator.long_day(here.as_of)
        )
    st.success(told, icon=":material/task_alt:")


def _recorded(here: Context) -> None:
    translator = here.translator
    _ = translator.gettext

    def told(rows: pd.DataFrame) -> pd.DataFrame:
        if rows.empty:
            return rows
        titled = rows.assign(kind=rows["owed_kind"])
        return rows.assign(
            what=[_title(here, row) for row in titled.itertuples()],
            stands=[_stands(row, here.as_of) for row in rows.itertuples()],
            place=[evidence_place(row) for row in rows.itertuples()],
        )

    rows = here.ask_filtered(desk.records)
    if rows.empty:
        st.caption(_("Nothing has been recorded here so far."))
        st.caption(_("Waivers and preventions that stand in the programme register itself are shown on the profile."))
        return
    table(
        here,
        "desk_records",
        told(rows),
        [
            Column("record_no", _("Record")),
            Column("kind", _("What was decided"), words=RECORDED),
            Column("stands", _("Status"), words=STANDS),
            Column("what", _("Obligation")),
            Column("partnership_id", _("Partnership")),
            Column("new_due_on", _("New day"), translator.day, optional=True, right=True),
            Column("decided_by", _("Decided by")),
            Column("decided_on", _("Decided on"), translator.day, right=True),
            Column("reason", _("Why")),
            Column("taken_back_reason", _("Why taken back"), optional=True),
            Column("place", _("Where it stands"), missing=lambda row: ""),
            Column("entered_as", _("Entered as"), lambda told: entered_as(told, translator), optional=True),
        ],
        alt=_("What the facilitator recorded"),
        everything=lambda: told(here.ask_all(desk.records, here.filters)),
    )
    st.caption(_("Waivers and preventions that stand in the programme register itself are shown on the profile."))
    in_force = here.ask_filtered(desk.records, in_force=True)
    if len(in_force):
        on_demand(
            here, _("Take a record back"), "desk_take_back", ":material/undo:", lambda: _take_back(here, in_force)
        )


def _title(here: Context, row: Any) -> str:
    return str(row.obligation_id) if is_missing(row.title_id) else title_of(row, here.translator)


def entered_as(told: str, translator: Translator) -> str:
    """As whom a record was entered, in this language; its file says it in the language of the page it came from."""
    known = {Translator(language).gettext(NOT_SIGNED_IN) for language in Language}
    return translator.gettext(NOT_SIGNED_IN) if told in known else told


def _stands(row: Any, as_of: date) -> str:
    if not is_missing(row.taken_back_on):
        return "taken_back"
    if not row.is_known:
        return "unknown"
    return "in_force" if row.is_in_force else "later"


def _take_back(here: Context, latest: pd.DataFrame) -> None:
    """One of the records in force, to be taken back; of many, one of those that hold a text."""
    _ = here.translator.gettext
    rows = latest
    if int(latest[OF_ALL].iloc[0]) > len(latest):
        search = st.text_input(_("Search by the number of the record or the obligation"), key="desk_withdrawn_search")
        rows = here.ask_filtered(desk.records, in_force=True, search=search.strip() or None)
    if rows.empty:
        st.caption(_("No record in force has this in its number or its obligation."))
        return
    by_number = {row.record_no: row for row in rows.assign(kind=rows["owed_kind"]).itertuples()}
    number = st.selectbox(
        _("Record"), list(by_number), key="desk_withdrawn_no",
        format_func=lambda code: f"{code} · {_title(here, by_number[code])}",
    )  # fmt: skip
    key = form_key("withdrawn", number)
    with st.form(key, border=True):
        facts = {"kind": "withdrawn", "withdrawn_no": number}
        facts |= _who_when_why(here, _("Reason"), key)
        is_asked = st.form_submit_button(_("Take it back"), icon=":material/undo:", disabled=_is_landing(key))
    _enter(here, key, facts if is_asked else None)
