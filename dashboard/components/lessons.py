"""Lessons, SOPs, advice and obstacles: searched by words, and laid beside one's own problem."""

import pandas as pd
import streamlit as st

from dashboard.affixes import terms_of
from dashboard.components.choice import choose
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator, is_missing
from dashboard.queries import lessons
from dashboard.words import N_, NARRATIVE, SOP_STATES, SUBJECTS, Word, Words
from warehouse.vocabulary import Language

TOLD: Words = {
    "lesson": Word(N_("Lesson")),
    "sop": Word(N_("SOP")),
    "solution": Word(N_("Solution from a mentor")),
    "recommendation": Word(N_("Recommendation of a mentor")),
    "advised_lesson": Word(N_("Lesson told by a mentor")),
    "request": Word(N_("Request for advice")),
    "problem": NARRATIVE["problem"],
    "obstacle": Word(N_("Obstacle")),
    "supporting_factor": Word(N_("Supporting factor")),
    "finding": Word(N_("Finding of a mentee")),
}
MOST_QUOTED = 12  # texts
MOST_TELLERS = 3  # of one text
MOST_SIMILAR = 40
LONGEST_SEARCH = 100
CUT = "words_cut"


def in_words(here: Context) -> str:
    """How much has been recorded, and by how many partnerships."""
    translator = here.translator
    row = here.ask_filtered(lessons.counts).iloc[0]
    parts = [
        translator.ngettext("{count} lesson", "{count} lessons", row["lessons"]),
        translator.ngettext("{count} SOP", "{count} SOPs", row["sops"]),
        translator.ngettext("{count} text of advice", "{count} different texts of advice", row["advice"]),
        translator.ngettext("{count} problem or obstacle", "{count} problems or obstacles", row["problems"]),
    ]
    told = [
        text.format(count=translator.number(row[name]))
        for text, name in zip(parts, ("lessons", "sops", "advice", "problems"), strict=True)
    ]
    return translator.gettext(
        "{what}, told by {told_by} of {partnerships} partnerships. What one of them told twice counts once."
    ).format(
        what=translator.listing(told),
        told_by=translator.number(row["told_by"]),
        partnerships=translator.number(row["partnerships"]),
    )


def search(here: Context) -> None:
    """A box for words, a choice of kind, what was found as quotations, and all of it as a table."""
    translator = here.translator
    _ = translator.gettext
    words_place, kind_place = st.columns([2, 1])
    with words_place:
        asked = st.text_input(
            _("Words"), key="words", bind="query-params", on_change=_shorten,
            placeholder=_("for example: valve, meter, permit"),
        )  # fmt: skip
    with kind_place:
        kind = choose(
            translator, "told", _("Kind"), list(TOLD), lambda code: translator.word(TOLD, code), _("All kinds")
        )
    if st.session_state.pop(CUT, False) or len(asked) > LONGEST_SEARCH:
        st.warning(
            _("That is long for a search: only its first {count} characters are looked for.").format(
                count=translator.number(LONGEST_SEARCH)
            ),
            icon=":material/content_cut:",
        )
    terms = terms_of(asked[:LONGEST_SEARCH])
    rows = here.ask_filtered(lessons.found, terms=terms, kind=kind, labels=labels())
    if rows.empty:
        st.info(
            _("Nothing was told in these words. Try fewer words, or a part of one: “leak” also finds “leakage”."),
            icon=":material/search_off:",
        )
        return
    _quotations(here, rows, bool(terms))
    title = _("Every text found, with its cell")
    on_demand(here, title, "found_data", ":material/format_quote:", lambda: _every_text(here, rows, terms, kind, title))


def _shorten() -> None:
    """Of a long text that was pasted the beginning stays; the page says so."""
    asked = st.session_state.get("words") or ""
    if len(asked) > LONGEST_SEARCH:
        st.session_state["words"] = asked[:LONGEST_SEARCH]
        st.session_state[CUT] = True


def labels() -> dict[str, str]:
    """The words of subjects and kinds in both languages: a card is found by what is printed on it."""
    speakers = [Translator(language) for language in Language]
    return {code: " ".join(each.word(words, code) for each in speakers) for words in (SUBJECTS, TOLD) for code in words}


def _quotations(here: Context, rows: pd.DataFrame, by_words: bool) -> None:
    """Each text once, with those who told it beneath."""
    translator = here.translator
    total = int(rows["of_all"].iloc[0])
    if by_words:
        found = translator.ngettext(
            "{count} text; those with your very words first, then the latest",
            "{count} texts; those with your very words first, then the latest",
            total,
        )
    else:
        found = translator.ngettext("{count} text, the latest first", "{count} texts, the latest first", total)
    st.caption(found.format(count=translator.number(total)))
    texts = list(rows.groupby(["kind", "words"], sort=False))
    for (kind, words), tellers in texts[:MOST_QUOTED]:
        _quotation(words, translator.word(TOLD, kind), [_teller(row, translator) for row in tellers.itertuples()], here)
    if len(texts) > MOST_QUOTED or total > len(rows):
        st.caption(translator.gettext("More stand in the table."))


def _teller(row: object, translator: Translator) -> str:
    """Who told it, of which subject, when, and an SOP's state."""
    state = [] if is_missing(row.state) else [translator.word(SOP_STATES, row.state)]
    return " · ".join([row.mentee, *state, *_about(row, translator)])


def _about(row: object, translator: Translator) -> list[str]:
    subject = [] if is_missing(row.subject) else [translator.word(SUBJECTS, row.subject)]
    return [*subject, *_months(row.first_told, row.last_told, translator)]


def _months(first: object, last: object, translator: Translator) -> list[str]:
    if is_missing(first):
        return []
    if first == last:
        return [translator.month(str(first))]
    return [f"{translator.month(str(first))} – {translator.month(str(last))}"]


def _quotation(words: str, kind: str, tellers: list[str], here: Context) -> None:
    lines = [f":gray[{safe(kind)}]", *(f":gray[{safe(teller)}]" for teller in tellers[:MOST_TELLERS])]
    if len(tellers) > MOST_TELLERS:
        more = here.translator.ngettext("and {count} more partnership", "and {count} more partnerships",
                                        len(tellers) - MOST_TELLERS)  # fmt: skip
        lines.append(f":gray[{safe(more.format(count=here.translator.number(len(tellers) - MOST_TELLERS)))}]")
    st.markdown(f"“{safe(words)}”  \n" + "  \n".join(f":small[{line}]" for line in lines))


def _every_text(here: Context, rows: pd.DataFrame, terms: tuple[str, ...], kind: str | None, title: str) -> None:
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "lessons",
        rows,
        [
            Column("kind", _("Kind"), lambda code: translator.word(TOLD, code)),
            Column("words", _("Text")),
            Column("topic", _("Topic"), optional=True),
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("subject", _("Subject"), lambda code: translator.word(SUBJECTS, code)),
            Column("first_told", _("First told"), translator.month),
            Column("last_told", _("Last told"), translator.month),
            Column("stated_in", _("Stated in"), translator.place, optional=True),
            Column("source_file", _("File")),
            Column("source_sheet", _("Sheet")),
            Column("source_cell", _("Cell")),
        ],
        alt=title,
        everything=lambda: here.ask_all(lessons.found, here.filters, terms=terms, kind=kind, labels=labels()),
    )


def similar_problems(here: Context) -> None:
    """One partnership's problems on the left, those of others that share words with them on the right."""
    translator = here.translator
    _ = translator.gettext
    offered = here.ask_filtered(lessons.with_problems)
    if offered.empty:
        st.caption(_("No problem or obstacle has been told in this selection."))
        return
    names = {row.partnership_id: f"{row.mentee} ({row.partnership_id})" for row in offered.itertuples()}
    chosen = choose(translator, "problem_of", _("Whose problem?"), list(names), names.__getitem__)
    if chosen is None:
        st.caption(_("Choose a partnership: its problems are laid beside those of others that used the same words."))
        return
    own = here.ask_filtered(lessons.own_problems, partnership_id=chosen)
    others = here.ask_filtered(lessons.similar, partnership_id=chosen, most_rows=MOST_SIMILAR)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.header(_("What it told"), anchor=False)
        for row in own.itertuples():
            _quotation(
                row.words, translator.word(TOLD, row.kind), _months(row.first_told, row.last_told, translator), here
            )
    with right:
        st.header(_("Who had a similar problem"), anchor=False)
        if others.empty:
            st.caption(_("Nobody else used the same words."))
        for (kind, words, shared), tellers in others.groupby(["kind", "words", "shared_words"], sort=False):
            why = _("shared words: {words}").format(words=shared)
            if tellers["is_of_subject"].any():
                why += " · " + _("the same subject")
            told = [_likewise(row, translator) for row in tellers.itertuples()]
            _quotation(words, f"{translator.word(TOLD, kind)} · {why}", told, here)
        st.caption(
            _(
                "Found by the words that few texts share, the rarest first; the same subject counts half as much "
                "again. Only they know if the cause was one."
            )
        )


def _likewise(row: object, translator: Translator) -> str:
    return " · ".join([row.mentee, *_about(row, translator), _learnt(row, translator)])


def _learnt(row: object, translator: Translator) -> str:
    """What that partnership recorded since."""
    told = [
        translator.ngettext("{count} piece of advice", "{count} pieces of advice", row.advice).format(count=row.advice),
        translator.ngettext("{count} lesson", "{count} lessons", row.lessons).format(count=row.lessons),
        translator.ngettext("{count} SOP", "{count} SOPs", row.sops).format(count=row.sops),
    ]
    return translator.gettext("recorded there: {what}").format(what=translator.listing(told))
