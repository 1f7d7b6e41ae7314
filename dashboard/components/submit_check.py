"""An upload from its arrival to its sending: bounded, checked beside the page, its findings shown, then landed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import child, uploads
from dashboard.access import Viewer
from dashboard.components.context import Context, data_folder
from dashboard.components.emphasis import foremost
from dashboard.components.running import follow, trouble_in_words
from dashboard.components.submit import MONTHLY_REPORT, XLSX, Asked
from dashboard.components.table import Column, safe, table
from dashboard.language import NO_VALUE, Translator, is_missing
from dashboard.words import SEVERITIES, VIEWERS, WORKBOOKS
from warehouse.vocabulary import FileOutcome

DRAFT, ROUND = "submission", "submission_round"
LANDED = ("new", "duplicate")
READING = ("read new files", "load rows", "readings of loggers")


@dataclass
class Draft:
    """One upload: what it is meant to be, where it lies, its check and its sending."""

    asked: Asked
    viewer: Viewer
    upload_id: str
    path: Path
    check: child.Child
    sending: child.Child | None = None

    def discard(self) -> None:
        """Remove the file, unless it is on its way into the landing."""
        if self.sending is None or self.sending.has_ended:
            uploads.remove(data_folder(), self.path)


def upload(here: Context, asked: Asked) -> Draft | None:
    """The field for the file; the draft of what lies in it, newly begun where the file is new."""
    _ = here.translator.gettext
    number = st.session_state.setdefault(ROUND, 0)
    file = st.file_uploader(
        _("Filled workbook (.xlsx, .xls or .ods, at most {most} MB)").format(
            most=here.translator.number(uploads.MOST_BYTES / 1e6)
        ),
        key=f"upload_{number}",
        max_upload_size=uploads.MOST_BYTES // 1_000_000,
    )
    draft: Draft | None = st.session_state.get(DRAFT)
    if draft and (draft.asked, draft.viewer) != (asked, here.viewer):
        draft.discard()
        draft = None
    if file is None:
        if draft and draft.sending is None:
            draft.discard()
            draft = None
    elif draft is None or draft.upload_id != file.file_id:
        if draft:
            draft.discard()
        draft = _begin(here, asked, file)
    st.session_state[DRAFT] = draft
    return draft


def _begin(here: Context, asked: Asked, file: UploadedFile) -> Draft | None:
    content = file.getbuffer()
    refused = uploads.refused(file.name, file.size, bytes(content[:8]))
    if refused:
        st.error(_refusal_in_words(here.translator, refused, file.name), icon=":material/block:")
        return None
    path = uploads.keep(data_folder(), file.name, bytes(content)).resolve()
    return Draft(asked, here.viewer, file.file_id, path, child.start(data_folder(), "check", str(path), "--json"))


def _refusal_in_words(translator: Translator, refused: uploads.Refused, name: str) -> str:
    _ = translator.gettext
    named = safe(name[:80])
    most = translator.number(uploads.MOST_BYTES / 1e6)
    messages = {
        uploads.Refused.EMPTY: _(
            "{name} is empty (0 bytes). Save the workbook in your spreadsheet program, then choose it again."
        ),
        uploads.Refused.TOO_LARGE: _(
            "{name} is larger than {most} MB. A report has less than one: take out pictures and scans, then choose it "
            "again."
        ),
        uploads.Refused.NO_WORKBOOK: _(
            "{name} is no workbook. Choose the filled workbook (.xlsx, .xls or .ods); scans and PDF go to the "
            "facilitator."
        ),
    }
    return messages[refused].format(name=named, most=most)


def progress_in_words(translator: Translator, check: child.Child) -> str:
    """What a check is doing."""
    _ = translator.gettext
    doing = check.doing
    if not check.has_begun:
        return _("Waiting for its turn …")
    if doing is None or doing.name in READING:
        return _("The workbook is being read …")
    if doing.name.startswith("check") or doing.name in ("areas of GIS files", "schemas", "reference data"):
        return _("Every cell is being checked …")
    return _("It is being compared with what is known of the partnership …")


def show_check(here: Context, draft: Draft) -> None:
    """The progress of the check, then its findings and the way on."""
    translator = here.translator
    if draft.sending is not None:
        _show_sending(here, draft)
        return
    if not draft.check.has_ended:
        follow(translator, draft.check, lambda doing: progress_in_words(translator, draft.check))
        return
    trouble = trouble_in_words(translator, draft.check.answer())
    if trouble:
        st.error(safe(trouble), icon=":material/error:")
        return
    checked = draft.check.answer().facts["files"][0]
    other = _meant_otherwise(here, draft.asked, checked)
    if other:
        st.error(other, icon=":material/block:")
        return
    _judgement(here, checked)
    _findings(here, draft, checked)
    _offer_to_send(here, draft, checked)


def _meant_otherwise(here: Context, asked: Asked, checked: dict[str, Any]) -> str | None:
    """Why a workbook is not the one that was chosen above; nothing of another partnership is told."""
    translator = here.translator
    _ = translator.gettext
    if checked["partnership_id"] not in (None, asked.partnership_id):
        return _(
            "This workbook is for another partnership than the one chosen above. Choose that one, or another file."
        )
    if checked["template"] not in (None, asked.workbook):
        return _("This workbook is a {found}; above, {chosen} is chosen. Choose that one, or another file.").format(
            found=translator.word(WORKBOOKS, checked["template"]).lower(),
            chosen=translator.word(WORKBOOKS, asked.workbook).lower(),
        )
    if asked.workbook == MONTHLY_REPORT and checked["period"] not in (None, asked.period):
        return _(
            "The cover says {found}; above, {chosen} is chosen. Choose that month, or mend the month on the cover."
        ).format(found=translator.month(checked["period"]), chosen=translator.month(asked.period))
    return None


def _judgement(here: Context, checked: dict[str, Any]) -> None:
    translator = here.translator
    _ = translator.gettext
    name, outcome = safe(checked["file_name"]), checked["outcome"]
    told = safe(translator.sentence(checked[_message(translator)]))
    count = len(checked["findings"])
    if outcome == FileOutcome.REJECTED:
        said = _("**{name} would be refused.** {told}")
        st.error(said.format(name=name, told=told), icon=":material/block:")
    elif outcome == FileOutcome.PARKED:
        said = _("**{name} would be kept and not counted yet.** {told}")
        st.warning(said.format(name=name, told=told), icon=":material/pause:")
    elif checked["filled_rows"] == 0:
        st.warning(f"**{name}**: {told}", icon=":material/edit_note:")
    elif count == 0:
        said = _("**{name} is complete: nothing to mend.** {told}")
        st.success(said.format(name=name, told=told), icon=":material/check:")
    else:
        counted = translator.ngettext("{count} finding", "{count} findings", count).format(
            count=translator.number(count)
        )
        st.warning(f"**{name}: {counted}.** {told}", icon=":material/rule:")


def _findings(here: Context, draft: Draft, checked: dict[str, Any]) -> None:
    translator = here.translator
    _ = translator.gettext
    if not checked["findings"]:
        return
    rows = pd.DataFrame(checked["findings"])
    table(
        here,
        "upload_findings",
        rows,
        [
            Column("severity", _("Severity"), words=SEVERITIES),
            Column(_message(translator), _("What is wrong and how to mend it"), translator.sentence),
            Column("sheet", _("Sheet"), missing=lambda row: _("whole file")),
            Column("cell", _("Cell")),
            Column("value", _("Value"), missing=lambda row: NO_VALUE if is_missing(row.cell) else _("empty")),
        ],
        alt=_("Findings with their cells"),
    )
    copy = Path(checked["copy"]) if checked["copy"] else None
    if copy and copy.parent.resolve() == draft.path.parent.resolve() and copy.exists():
        st.download_button(
            _("Download your workbook with the findings marked"),
            copy.read_bytes(),
            copy.name,
            XLSX,
            key="marked_copy",
            icon=":material/edit_document:",
            on_click="ignore",
        )


def _offer_to_send(here: Context, draft: Draft, checked: dict[str, Any]) -> None:
    _ = here.translator.gettext
    if checked["outcome"] == FileOutcome.REJECTED:
        st.markdown(_("Mend it and choose it again above. Nothing has been sent."))
        return
    if checked["findings"]:
        st.markdown(_("Mend it and choose it again above, or send it as it is. Nothing has been sent yet."))
    if st.button(_("Send"), key="send", type=foremost(), icon=":material/send:"):
        draft.sending = _send(here, draft)
        st.rerun()


def _send(here: Context, draft: Draft) -> child.Child:
    data, viewer, asked = data_folder(), here.viewer, draft.asked
    arguments = [f"--partnership={asked.partnership_id}", f"--viewer={viewer.role.value}"]
    if viewer.party_id:
        arguments.append(f"--party={viewer.party_id}")
    sender = here.viewer_name or VIEWERS[viewer.role].text
    path = draft.path

    def afterwards(answer: child.Answer) -> None:
        for receipt in answer.facts.get("receipts", []):
            if receipt["intake_id"]:
                about = {"partnership_id": asked.partnership_id, "period": asked.period, "template": asked.workbook}
                about |= {"viewer_role": viewer.role.value, "viewer_party": viewer.party_id}
                uploads.note_sent(data, receipt | about)
        if any(receipt["outcome"] in LANDED for receipt in answer.facts.get("receipts", [])):
            uploads.remove(data, path)

    return child.start(data, "receive", str(path), "--json", f"--from={sender}", *arguments, afterwards=afterwards)


def _show_sending(here: Context, draft: Draft) -> None:
    translator = here.translator
    _ = translator.gettext
    assert draft.sending is not None
    if not draft.sending.has_ended:
        follow(translator, draft.sending, lambda doing: _("It is being sent …"))
        return
    answer = draft.sending.answer()
    receipt = next(iter(answer.facts.get("receipts", [])), None)
    if receipt is None or receipt["outcome"] not in LANDED:
        told = receipt and translator.sentence(receipt[_message(translator)])
        said = trouble_in_words(translator, answer) or told or _("It could not be sent. Try again.")
        st.error(safe(said), icon=":material/error:")
        if st.button(_("Send again"), key="send_again"):
            draft.sending = _send(here, draft)
            st.rerun()
        st.button(_("Choose the file again"), key="choose_again", on_click=_start_anew)
        return
    told = safe(translator.sentence(receipt[_message(translator)]))
    if receipt["outcome"] == "new":
        said = _("**Sent.** {told} It is in the figures after the next build.")
        st.success(said.format(told=told), icon=":material/mark_email_read:")
    else:
        st.info(told, icon=":material/info:")
    if draft.sending.follow_up_failed:
        st.caption(_("It could not be noted in the list below; its outcome stands there after the next build."))
    st.button(_("Submit another"), key="submit_another", on_click=_start_anew)


def _message(translator: Translator) -> str:
    """The name of a message in the language of the page, in what the check and the sending answer."""
    return f"message_{translator.language.value}"


def _start_anew() -> None:
    draft: Draft | None = st.session_state.pop(DRAFT, None)
    if draft:
        draft.discard()
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
