"""What is said of drafts: when they were saved, where they began, and those whose partnership is gone."""

import pandas as pd
import streamlit as st

from dashboard.components.context import Context, data_folder
from dashboard.components.self_assessment import Sheet
from dashboard.components.table import safe
from dashboard.drafts import Draft, Drafts
from dashboard.language import Translator
from dashboard.queries import self_assessment as asked
from dashboard.words import ANSWERS, CRITERIA, ROLES
from warehouse.vocabulary import Language

JAKARTA = "Asia/Jakarta"


def draft_line(sheet: Sheet) -> None:
    """How far the draft is, when it was saved, and that nobody else sees it."""
    translator = sheet.here.translator
    _ = translator.gettext
    draft = sheet.draft
    answered = sum(not draft.line(code).is_blank for code in sheet.ledger["obligation_id"])
    said = [
        _("{answered} of {count} obligations answered").format(
            answered=translator.number(answered), count=translator.number(len(sheet.ledger))
        )
    ]
    if draft.revision:
        saved = pd.Timestamp(draft.saved_at, tz="UTC").tz_convert(JAKARTA).tz_localize(None)
        said.append(_("draft saved {moment} WIB, seen by nobody else").format(moment=translator.moment(saved)))
    elif draft.lines or draft.words:
        said.append(_("begins with what you sent before"))
    else:
        said.append(_("every answer is saved as a draft at once, seen by nobody else"))
    if draft.is_sent:
        said.append(_("sent as it stands"))
    elif draft.last_sent:
        said.append(_("changed since it was sent"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(said))
        st.button(
            _("Save as draft"), key=f"assess_save_{sheet.subject}", icon=":material/save:", type="tertiary",
            on_click=_save, args=(sheet, _("Draft saved.")),
        )  # fmt: skip
    _came_since(sheet)
    for name in sheet.drafts.put_aside(sheet.subject):
        st.warning(
            _("An earlier draft could not be read. It was put aside as {file}, not deleted.").format(file=safe(name)),
            icon=":material/draft:",
        )


def _came_since(sheet: Sheet) -> None:
    """A later self-assessment is in the records than the draft began with: said, before sending would drop it."""
    files = sheet.came_since
    if not files:
        return
    translator = sheet.here.translator
    _ = translator.gettext
    text = _(
        "Since this draft was begun, a self-assessment of yours reached the records by another way: {files}. Sending "
        "the draft puts it in its place; what stands only there would then be dropped."
    )
    with st.container(border=True):
        names = translator.listing([safe(name) for name in sheet.file_names(files)])
        st.warning(text.format(files=names), icon=":material/move_to_inbox:")
        st.caption(_("Taking it over fills only what has no answer here. Nothing that you wrote is changed."))
        with st.container(horizontal=True):
            st.button(
                _("Take over what is in the records"), key=f"assess_take_{sheet.subject}", icon=":material/download:",
                on_click=_take_over, args=(sheet, files, _("Taken over.")),
            )  # fmt: skip
            st.button(
                _("Go on without it"), key=f"assess_leave_{sheet.subject}", type="tertiary",
                on_click=sheet.change, args=(lambda draft: draft.knowing(files),),
            )  # fmt: skip


def _take_over(sheet: Sheet, files: tuple[str, ...], said: str) -> None:
    records = sheet.start
    sheet.change(lambda draft: draft.filled_from(records).knowing(files))
    st.toast(said, icon=":material/download:")


def _save(sheet: Sheet, said: str) -> None:
    sheet.change(lambda draft: draft)
    st.toast(said, icon=":material/save:")


def kept_drafts(here: Context) -> None:
    """Drafts of who is looking about partnerships that this build does not have: said, shown, not lost."""
    translator = here.translator
    _ = translator.gettext
    drafts = Drafts(data_folder(), here.viewer).all()
    known = here.ask(asked.known, tuple(sorted({draft.subject.partnership_id for draft in drafts})))
    for draft in drafts:
        if draft.subject.partnership_id in known:
            continue
        with st.container(border=True):
            text = _(
                "Your draft about {partnership} is kept. The newest build does not have this partnership; when it has "
                "it again, you can go on. Ask the facilitator if you do not expect this."
            )
            st.warning(text.format(partnership=safe(draft.subject.partnership_id)), icon=":material/inventory_2:")
            with st.expander(_("What you wrote")):
                st.markdown("\n".join(_written(translator, draft)) or _("Nothing yet."))


def _written(translator: Translator, draft: Draft) -> list[str]:
    """The answers and words of a draft, one a line."""
    lines = [f"- {safe(translator.word(ROLES, draft.subject.about))}"]
    for code, line in draft.lines.items():
        if not line.is_blank:
            title = (line.title if translator.language is Language.INDONESIAN else line.title_en) or code
            said = [translator.word(ANSWERS, line.answer), line.occurred_on, line.proof, line.prevented_by]
            lines.append(f"- **{safe(title)}**: {safe(' · '.join(str(each) for each in said if each))}")
    for code, told in draft.words.items():
        if not told.is_blank:
            figure = [] if told.score is None else [translator.significant(told.score)]
            lines.append(
                f"- **{safe(translator.word(CRITERIA, code))}**: {safe(' · '.join([*figure, told.words or '']))}"
            )
    return lines
