"""What changed since the build before: in words, and change by change where somebody asks."""

from dataclasses import replace

import duckdb
import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.changes import Changes, compare
from dashboard.components.context import Context, data_folder, fingerprint
from dashboard.components.drawn import on_demand
from dashboard.components.next_build import WIB
from dashboard.components.table import Column, table
from dashboard.language import NO_VALUE, Translator, is_missing
from dashboard.queries import changes as asked
from dashboard.words import CRITERIA, N_, PARTNERSHIP_STATUS, ROLES, TARGET_STATUS, Word, Words
from warehouse.generations import Generation, Generations, OtherVersion

MOST_COMPARED = 60
KINDS_OF_CHANGE: Words = {
    "stage": Word(N_("Stage")),
    "status": Word(N_("Status")),
    "score": Word(N_("Score")),
    "target": Word(N_("Target")),
}


def what_changed(here: Context) -> None:
    """Against the latest build kept of an earlier day, else the build before; says so where there is none."""
    _ = here.translator.gettext
    st.header(_("What changed"), anchor="changes")
    found = _found(here)
    if found is None:
        st.caption(_("No earlier build is kept that this one could be compared with."))
        return
    st.markdown("\n".join(f"- {sentence}" for sentence in _in_words(found, here.translator)))
    if len(found.rows):
        on_demand(
            here, _("Change by change"), "changes_data", ":material/table_rows:", lambda: _one_by_one(here, found.rows)
        )


def _found(here: Context) -> Changes | None:
    about = fingerprint(here.generation.build_id, here.viewer, here.filters)
    return _compared(about, here)


@st.cache_data(max_entries=MOST_COMPARED, show_spinner=False)
def _compared(about: str, _here: Context) -> Changes | None:
    earlier = earlier_build(_here)
    if earlier is None:
        return None
    try:
        before = replace(_here, generation=earlier).ask_once(asked.state, _here.filters)
    except (duckdb.Error, OSError, OtherVersion):  # thrown away meanwhile, or of a schema that cannot be compared
        return None
    return compare(before, _here.ask_once(asked.state, _here.filters), earlier.built_at, earlier.as_of)


def earlier_build(here: Context) -> Generation | None:
    """The latest build kept that holds for an earlier day than this one; else the one built before it; else None."""
    generations = Generations(data_folder() / "warehouse")
    before = [code for code in generations.builds() if code < here.generation.build_id]
    known = [found for code in reversed(before) if (found := _opened(here, generations, code)) is not None]
    earlier = [one for one in known if one.as_of < here.as_of]
    return next(iter([*earlier, *known]), None)


def _opened(here: Context, generations: Generations, build_id: str) -> Generation | None:
    generation = replace(here.generation, build_id=build_id, path=generations.build_path(build_id))
    try:
        row = replace(here, generation=generation).ask_once(asked.build).iloc[0]
    except (duckdb.Error, OSError, OtherVersion):
        return None
    return replace(generation, as_of=row["as_of"].date(), built_at=row["built_at"].to_pydatetime())


def _in_words(found: Changes, translator: Translator) -> list[str]:
    """Sentences made from the counts; what did not change is left out."""
    _, number = translator.gettext, translator.number
    since = _("Since the figures as of {day} (build of {moment} WIB):").format(
        day=translator.long_day(found.as_of), moment=translator.moment(found.built_at + WIB)
    )
    if found.is_nothing:
        return [" ".join((since, _("nothing that is counted here has changed.")))]
    counted = [
        (found.added, _("new partnerships: {count}")),
        (found.gone, _("partnerships no longer there: {count}")),
        (found.advanced, _("partnerships one stage or more ahead: {count}")),
        (found.finished, _("finished with the letter of recommendation: {count}")),
        (found.ended_early, _("ended early: {count}")),
        (found.reports, _("monthly reports more that have arrived: {count}")),
        (found.achieved, _("targets newly reached: {count}")),
        (found.moving_away, _("targets newly moving away: {count}")),
        (found.other_targets, _("targets whose status has changed otherwise: {count}")),
    ]
    told = [text.format(count=number(count)) for count, text in counted if count]
    unchanged = _("no partnership, report or target stands otherwise")
    sentences = [f"{since} {'; '.join(told) or unchanged}."]
    if found.scores or found.bands_first:
        sentences.append(
            _(
                "Criteria: {scores} scores are other than before; {up} in a better band, {down} in a lower one, "
                "{first} with a band for the first time."
            ).format(
                scores=number(found.scores), up=number(found.bands_up), down=number(found.bands_down),
                first=number(found.bands_first),
            )
        )  # fmt: skip
    return sentences


def _one_by_one(here: Context, rows: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    told = rows.assign(
        what=[_what(row, translator) for row in rows.itertuples()],
        before=[_value(here, row, row.before) for row in rows.itertuples()],
        after=[_value(here, row, row.after) for row in rows.itertuples()],
    )
    table(
        here, "changes", told,
        [
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            Column("kind", _("Kind"), lambda code: translator.word(KINDS_OF_CHANGE, code)),
            Column("what", _("What")),
            Column("before", _("Before")),
            Column("after", _("Now")),
        ],
        alt=_("Changes since the build before, alphabetical by mentee"),
    )  # fmt: skip


def _what(row: object, translator: Translator) -> str:
    if row.kind == "target":
        return sentences.target_label(row, translator)
    if row.kind != "score":
        return NO_VALUE
    role, _slash, criterion = str(row.detail).partition("/")
    return f"{translator.word(ROLES, role)}, {translator.word(CRITERIA, criterion).lower()}"


def _value(here: Context, row: object, value: object) -> str:
    if is_missing(value):
        return here.translator.gettext("none")
    if row.kind == "score":
        return here.translator.number(float(str(value)))
    if row.kind == "stage":
        return here.kinds.stage(str(row.detail), str(value))
    return here.translator.word(TARGET_STATUS if row.kind == "target" else PARTNERSHIP_STATUS, value)
