"""Sending a self-assessment: what it holds, what it lacks, the sending itself, and what was sent before."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import child
from dashboard.components.context import data_folder
from dashboard.components.day_field import day_field, impossible, today
from dashboard.components.drawn import on_demand
from dashboard.components.emphasis import foremost
from dashboard.components.next_build import when_it_counts
from dashboard.components.running import follow, trouble_in_words
from dashboard.components.self_assessment import OTHER_DUTIES, Sheet
from dashboard.components.self_assessment_ledger import DONE_ON
from dashboard.components.table import Column, safe, table
from dashboard.drafts import Draft, Sent
from dashboard.language import Translator, is_missing
from dashboard.words import ANSWERS, ANSWERS_OF_OTHERS, CRITERIA, N_, OWN_ANSWERS, SEVERITIES, SUBMISSIONS
from warehouse.vocabulary import Language

COMMAND = ("self-assessment", "submit")
MOST_FINDINGS = 30
MOST_CHANGES = 40
DAY = N_("Day of the assessment")


def send_part(sheet: Sheet) -> None:
    """The last step: look it over, say who fills it in, send."""
    running = _running(sheet)
    if running is None and _was_settled_meanwhile(sheet):
        st.rerun()
    _summary(sheet)
    _lost_lines(sheet)
    _lacking(sheet)
    _form(sheet, running)
    if running is None:
        _outcome(sheet)
    history(sheet)


def _summary(sheet: Sheet) -> None:
    """Per criterion: how much is owed and what was answered; what was not answered is said to be open."""
    translator = sheet.here.translator
    _ = translator.gettext
    words = OWN_ANSWERS if sheet.subject.is_of_itself else ANSWERS_OF_OTHERS
    no_answer, figure_label = _("No answer"), _("Figure")
    lines = []
    for part in sheet.parts:
        codes = sheet.ledger.loc[sheet.ledger["group"] == part, "obligation_id"]
        answers = [sheet.draft.line(code).answer for code in codes]
        told = [f"{translator.word(words, code)}: {translator.number(answers.count(code))}" for code in words]
        told.append(f"**{no_answer}: {translator.number(answers.count(None))}**")
        if part != OTHER_DUTIES:
            one = sheet.draft.words_on(part)
            figure = _("no figure given") if one.score is None else translator.significant(one.score)
            told += [f"{figure_label}: {figure}", _("words written") if one.words else _("no words")]
        owed = translator.ngettext("{count} obligation", "{count} obligations", len(codes))
        head = f"**{safe(sheet.part_in_words(part))}**, {owed.format(count=translator.number(len(codes)))}"
        lines.append(f"- {head}  \n  {' · '.join(told)}")
    st.header(_("What will be sent"), anchor=False)
    st.markdown("\n".join(lines))
    st.caption(_("What has no answer stays without one: it counts neither as agreed nor as zero."))


def _lost_lines(sheet: Sheet) -> None:
    """Answers to what is not in the ledger of this build: shown, sent along, and nothing of them lost."""
    translator = sheet.here.translator
    _ = translator.gettext
    if not sheet.lost:
        return
    message = translator.ngettext(
        "{count} obligation that you answered is no longer in the records of this build. Your answer is kept and sent "
        "along; it counts for no obligation. Remove it if it is settled.",
        "{count} obligations that you answered are no longer in the records of this build. Your answers are kept and "
        "sent along; they count for no obligation. Remove them if they are settled.",
        len(sheet.lost),
    )
    st.warning(message.format(count=translator.number(len(sheet.lost))), icon=":material/history_toggle_off:")
    for code in sheet.lost:
        line = sheet.draft.line(code)
        title = (line.title if translator.language is Language.INDONESIAN else line.title_en) or code
        said = [translator.word(ANSWERS, line.answer), line.occurred_on, line.proof, line.prevented_by]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(title)}**: {safe(' · '.join(str(each) for each in said if each))}")
            st.button(_("Remove"), key=f"lost_{code}", type="tertiary", on_click=_remove, args=(sheet, code))


def _remove(sheet: Sheet, code: str) -> None:
    sheet.change(
        lambda draft: replace(draft, lines={other: line for other, line in draft.lines.items() if other != code})
    )


def _lacking(sheet: Sheet) -> None:
    """What an answer should still say; nothing of it hinders sending."""
    translator = sheet.here.translator
    _ = translator.gettext
    lines = sheet.draft.lines.values()
    done = [line for line in lines if line.answer == "done"]
    told = [
        (sum(line.occurred_on is None for line in done), _("without the day on which it was done")),
        (sum(not line.proof and not line.documents for line in done), _("without a word on what shows it")),
        (sum(line.answer == "prevented" and not line.prevented_by for line in lines), _("without by whom or by what")),
    ]
    said = [f"{translator.number(count)} {words}" for count, words in told if count]
    if said:
        st.warning(
            _("Answers that should say more: {list}. They can be sent so; the facilitator will ask.").format(
                list=translator.listing(said)
            ),
            icon=":material/edit_note:",
        )


def _form(sheet: Sheet, running: child.Child | None) -> None:
    translator = sheet.here.translator
    _ = translator.gettext
    draft = sheet.draft
    name_place, day_place = st.columns([3, 1])
    key = _key(sheet, "name")
    st.session_state[key] = draft.compiled_by
    name_place.text_input(
        _("Filled in by (name and function)"), key=key, max_chars=200,
        on_change=_keep_name, args=(sheet,),
    )  # fmt: skip
    with day_place:
        day = day_field(_(DAY), _key(sheet, "day"), today())
    if day and today() >= day > sheet.here.as_of:
        st.caption(
            _("The figures shown hold for {day}; yours appear in the first build for {own} or later.").format(
                day=translator.long_day(sheet.here.as_of), own=translator.long_day(day)
            )
        )
    hindrance = _hindrance(translator, draft, day)
    st.button(
        _("Send"), type=foremost(), icon=":material/send:", key=_key(sheet, "send"), on_click=_send,
        args=(sheet,), disabled=bool(hindrance or running),
    )  # fmt: skip
    if running:
        follow(translator, running, lambda doing: _("Your self-assessment is being checked as a build would"))
    elif hindrance:
        st.caption(hindrance)


def _hindrance(translator: Translator, draft: Draft, day: date | None) -> str | None:
    """Why a draft cannot be sent for a day as it stands; None where it can."""
    _ = translator.gettext
    content = draft.content()
    if not content["lines"] and not content["words"]:
        return _("Nothing is answered yet.")
    if not draft.compiled_by:
        return _("Say who fills it in before you send it.")
    if day is None:
        return _("Give the day of the assessment before you send it.")
    if trouble := impossible(translator, _(DAY), day, today()):
        return trouble
    done = (line.occurred_on for line in draft.lines.values() if line.answer == "done" and line.occurred_on)
    for told in done:
        if trouble := impossible(translator, _(DONE_ON), date.fromisoformat(told), today()):
            return trouble
    if draft.is_sent and draft.sent_for(day):
        return _("Nothing has changed since it was sent.")
    return None


def _send(sheet: Sheet) -> None:
    """Starts the command beside the page, once for all windows; what becomes of it is kept with the draft."""
    _keep_name(sheet)
    draft = sheet.drafts.read(sheet.subject) or sheet.draft
    day = st.session_state[_key(sheet, "day")]
    if _hindrance(sheet.here.translator, draft, day) is None:
        child.start_once(_sending(sheet), lambda: _begin(sheet, draft, day))


def _begin(sheet: Sheet, draft: Draft, day: date) -> child.Child:
    drafts, here = sheet.drafts, sheet.here
    outgoing = drafts.outgoing(draft, day, here.translator.language.value)
    party = [f"--party={here.viewer.party_id}"] if here.viewer.party_id else []
    return child.start(
        data_folder(),
        *COMMAND,
        str(outgoing.path.resolve()),
        "--json",
        f"--viewer={here.viewer.role.value}",
        *party,
        f"--from={draft.compiled_by}",
        f"--lang={here.translator.language.value}",
        afterwards=lambda answer: drafts.settle(outgoing, _kept(answer)),
    )


def _keep_name(sheet: Sheet) -> None:
    written = st.session_state[_key(sheet, "name")]
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in written).split())
    sheet.change(lambda draft: replace(draft, compiled_by=name))


def _kept(answer: child.Answer) -> Mapping[str, Any]:
    """What the draft keeps of how a sending ended."""
    if answer.problem or answer.trouble:
        return {"landed": False, "problem": answer.problem, "trouble": answer.trouble and answer.trouble.value}
    return answer.facts


def _is_built(sheet: Sheet, sha256: str) -> bool:
    return any(sha256 in set(table["file_sha256"]) for table in sheet.sent if len(table))


def _sending(sheet: Sheet) -> Hashable:
    """The name of a sending, the same in every window of its author."""
    return (COMMAND, sheet.drafts.folder.resolve(), sheet.subject)


def _not_kept(sheet: Sheet) -> Mapping[str, Any] | None:
    """How the latest sending ended, where the draft could not be told."""
    one = child.named(_sending(sheet))
    return _kept(one.answer()) if one is not None and one.has_ended and one.follow_up_failed else None


def _running(sheet: Sheet) -> child.Child | None:
    """The sending that goes on, whichever window began it. What a stopped server left is settled as interrupted."""
    on_their_way = sheet.drafts.on_their_way(sheet.subject)
    one = child.named(_sending(sheet))
    if one is not None and not one.has_ended:
        return one
    if one is not None and one.follow_up_failed:
        return None
    left = [outgoing for outgoing in on_their_way if outgoing.path.exists()]
    for outgoing in left:
        sheet.drafts.settle(outgoing, {"landed": False, "problem": None, "trouble": child.Trouble.INTERRUPTED.value})
    return None


def _was_settled_meanwhile(sheet: Sheet) -> bool:
    """Whether a sending ended after the draft was read for the page."""
    now = sheet.drafts.read(sheet.subject)
    return now is not None and now.sent != sheet.draft.sent


def _outcome(sheet: Sheet) -> None:
    """How the latest sending ended, in words, with the findings of the check."""
    translator = sheet.here.translator
    _ = translator.gettext
    outcome = _not_kept(sheet)
    if outcome is not None:
        st.warning(
            _(
                "How this sending ended could not be kept with the draft; it stands below only until you leave the "
                "page. Tell the facilitator when it happened."
            ),
            icon=":material/sync_problem:",
        )
    elif sheet.draft.sent:
        outcome = sheet.draft.sent[-1].outcome
    else:
        return
    if outcome.get("problem") or outcome.get("trouble"):
        trouble = outcome.get("trouble")
        ended = child.Answer(None, {}, outcome.get("problem"), child.Trouble(trouble) if trouble else None)
        st.error(safe(trouble_in_words(translator, ended)), icon=":material/error:")
        return
    if outcome["landed"] and _is_built(sheet, outcome["file_sha256"]):
        text = _("Received as {file} and in this build; you can go on revising and send again.")
        st.success(text.format(file=safe(outcome["file_name"])), icon=":material/task_alt:")
    elif outcome["landed"]:
        text = _("Received as {file}. It is in the next build; you can go on revising and send again.")
        told = text.format(file=safe(outcome["file_name"]))
        st.success(f"{told} {when_it_counts(sheet.here)}", icon=":material/task_alt:")
    else:
        st.error(_("Not sent: please mend what stands below, then send again."), icon=":material/error:")
    for document in outcome["documents"]:
        st.markdown(f":material/attach_file: {safe(_in(translator, document))}")
    _findings(sheet, outcome["findings"])


def _findings(sheet: Sheet, findings: Sequence[Mapping[str, Any]]) -> None:
    translator = sheet.here.translator
    titles = dict(zip(sheet.ledger["obligation_id"], sheet.ledger[_title(translator)], strict=True))
    lines = []
    for finding in findings[:MOST_FINDINGS]:
        about = finding["about"]
        place = titles.get(about) or (translator.word(CRITERIA, about) if about in CRITERIA else about)
        severity = translator.sign(SEVERITIES, finding["severity"])
        lines.append(f"- {safe(severity)}: {f'**{safe(place)}**: ' if place else ''}{safe(_in(translator, finding))}")
    if lines:
        st.markdown("\n".join(lines))


def _in(translator: Translator, told: Mapping[str, Any]) -> str:
    return str(told["message_id" if translator.language is Language.INDONESIAN else "message_en"])


def _title(translator: Translator) -> str:
    return "title" if translator.language is Language.INDONESIAN else "title_en"


def _key(sheet: Sheet, what: str) -> str:
    return f"assess_{what}_{sheet.subject.partnership_id}_{sheet.subject.by}_{sheet.subject.about}"


# ---- what was sent


@dataclass(frozen=True)
class Submission:
    """One submission: its day, file and content. `state`: in_force, earlier or waiting (for the next build)."""

    day: date
    file_name: str
    state: str
    lines: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, Any]]
    titles: Mapping[str, str]


def submissions(sheet: Sheet) -> list[Submission]:
    """Everything that was sent about this subject, the oldest first: of the build, then what waits for the next."""
    answers, words = sheet.sent
    built: dict[str, Submission] = {}
    for frame in (answers, words):
        for row in frame.to_dict("records"):
            sha256 = str(row["file_sha256"])
            one = built.setdefault(sha256, _of_build(row))
            built[sha256] = _with(one, row, _title(sheet.here.translator))
    waiting = {
        str(sent.outcome["file_sha256"]): _waiting(sent)
        for sent in sheet.draft.sent
        if sent.outcome.get("landed") and sent.outcome["file_sha256"] not in built
    }
    return [*sorted(built.values(), key=lambda one: one.day), *waiting.values()]


def _of_build(row: Mapping[str, Any]) -> Submission:
    day = pd.Timestamp(row["assessed_on"]).date()
    return Submission(day, str(row["source_file"]), "earlier", {}, {}, {})


def _with(one: Submission, row: Mapping[str, Any], title: str) -> Submission:
    state = "in_force" if row["is_in_force"] else one.state
    if "obligation_id" in row:
        said = {name: _said(row[name]) for name in ("answer", "occurred_on", "proof", "prevented_by")}
        code = str(row["obligation_id"])
        titles = {**one.titles, code: str(row[title])}
        return replace(one, state=state, lines={**one.lines, code: said}, titles=titles)
    told = {"score": _said(row["stated_value"]), "words": _said(row["words"])}
    if told["score"] is None and told["words"] is None:
        return replace(one, state=state)
    return replace(one, state=state, words={**one.words, str(row["criterion"]): told})


def _waiting(sent: Sent) -> Submission:
    names = ("answer", "occurred_on", "proof", "prevented_by")
    lines = {each["obligation_id"]: {name: _said(each[name]) for name in names} for each in sent.answers["lines"]}
    words = {
        each["criterion"]: {"score": _said(each["score"]), "words": _said(each["words"])}
        for each in sent.answers["words"]
    }
    return Submission(
        date.fromisoformat(sent.submitted_on), str(sent.outcome["file_name"]), "waiting", lines, words, {}
    )


def _said(value: object) -> object:
    """A value so that the same words and days are equal, wherever they come from."""
    if is_missing(value):
        return None
    if isinstance(value, (pd.Timestamp, date)):
        return pd.Timestamp(value).date().isoformat()
    return " ".join(value.split()) or None if isinstance(value, str) else value


def changes(before: Submission | None, after: Submission) -> list[tuple[str, Any, Any]]:
    """What differs from the submission before: (obligation or criterion, earlier, later), None where nothing was."""
    if before is None:
        return []
    found = []
    for one, other in ((before.lines, after.lines), (before.words, after.words)):
        for code in sorted({*one, *other}):
            if one.get(code) != other.get(code):
                found.append((code, one.get(code), other.get(code)))
    return found


def history(sheet: Sheet) -> None:
    """Every submission with its day, and what changed from one to the next."""
    translator = sheet.here.translator
    _ = translator.gettext
    sent = submissions(sheet)
    if not sent:
        return
    st.header(_("What was sent"), anchor=False)
    pairs = [(before, after, changes(before, after)) for before, after in zip([None, *sent], sent, strict=False)]
    rows = pd.DataFrame(
        {
            "day": [after.day for _before, after, _changed in pairs],
            "state": [after.state for _before, after, _changed in pairs],
            "answers": [len(after.lines) for _before, after, _changed in pairs],
            "criteria": [len(after.words) for _before, after, _changed in pairs],
            "changed": [None if before is None else len(changed) for before, _after, changed in pairs],
            "file": [after.file_name for _before, after, _changed in pairs],
        }
    )
    table(
        sheet.here, "sent", rows.iloc[::-1],
        [
            Column("day", _("Day"), translator.day, right=True),
            Column("state", _("State"), words=SUBMISSIONS),
            Column("answers", _("Answers"), translator.number, right=True),
            Column("criteria", _("Criteria"), translator.number, right=True),
            Column("changed", _("Changed"), translator.number, missing=lambda row: _("the first"), right=True),
            Column("file", _("File")),
        ],
        alt=_("What was sent"),
    )  # fmt: skip
    changed = [(after, each) for _before, after, found in reversed(pairs) for each in found][:MOST_CHANGES]
    if changed:
        on_demand(
            sheet.here,
            _("What changed"),
            "assess_changes",
            ":material/difference:",
            lambda: _show_changes(sheet, changed),
        )


def _show_changes(sheet: Sheet, changed: Sequence[tuple[Submission, tuple[str, Any, Any]]]) -> None:
    translator = sheet.here.translator
    _ = translator.gettext
    titles = {code: title for one in submissions(sheet) for code, title in one.titles.items()}
    titles |= dict(zip(sheet.ledger["obligation_id"], sheet.ledger[_title(translator)], strict=True))
    rows = pd.DataFrame(
        [
            {
                "day": one.day,
                "about": titles.get(code) or (translator.word(CRITERIA, code) if code in CRITERIA else code),
                "earlier": _told(translator, earlier),
                "later": _told(translator, later),
            }
            for one, (code, earlier, later) in changed
        ]
    )
    table(
        sheet.here, "changes", rows,
        [
            Column("day", _("Day"), translator.day, right=True),
            Column("about", _("About")),
            Column("earlier", _("Before")),
            Column("later", _("After")),
        ],
        alt=_("What changed"),
    )  # fmt: skip


def _told(translator: Translator, said: Mapping[str, Any] | None) -> str:
    _ = translator.gettext
    if said is None:
        return _("no answer")
    if "score" in said:
        parts = [translator.significant(said["score"]) if said["score"] is not None else None, said["words"]]
    else:
        day = said["occurred_on"] and translator.day(date.fromisoformat(str(said["occurred_on"])))
        parts = [translator.word(ANSWERS, said["answer"]), day, said["proof"], said["prevented_by"]]
    return " · ".join(str(part) for part in parts if part)
