"""Self-assessment on the profile: four views side by side, what is objected to, gaps as questions, change over time."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand, worked_out
from dashboard.components.table import Column, safe, table
from dashboard.language import is_missing
from dashboard.words import ANSWERS, CRITERIA, FULFILMENT, ROLES, VALUE_STATUS, VIEWS
from warehouse.vocabulary import Language

PAIR = ["role", "criterion"]
MOST_QUESTIONS = 5
SPOKEN = ("self", "counterpart", "facilitator")


def self_assessment(here: Context, views: pd.DataFrame, answers: pd.DataFrame, gaps: pd.DataFrame) -> bool:
    """The section, and whether there was any view to show. Columns: queries/ledger.py."""
    _ = here.translator.gettext
    if views.empty or not views["assessed_on"].where(views["viewpoint"].isin(SPOKEN)).notna().any():
        return False
    st.header(_("Self-assessment"), anchor=False)
    st.caption(
        _(
            "What the partners say of themselves and of each other. Differences are something to talk about; they "
            "change no computed score."
        )
    )
    _side_by_side(here, views)
    _questions(here, gaps)
    _objections(here, answers)
    _own_words(here, views)
    told = views[views["viewpoint"].isin(SPOKEN) & views["assessed_on"].notna()]
    title = _("Every submission, with its day and cell")
    on_demand(here, title, "submissions_data", ":material/history:", lambda: _over_time(here, told, title))
    return True


def _in_force(views: pd.DataFrame) -> pd.DataFrame:
    """One row per role and criterion: each view in force with its status and day."""
    spoken = views[views["viewpoint"].isin(SPOKEN) & views["assessed_on"].notna()]
    rows = views[views["is_in_force"] & views["role"].isin(spoken["role"])]
    order = list(CRITERIA)
    rows = rows.sort_values("criterion", key=lambda codes: codes.map(order.index), kind="stable")
    index = rows.sort_values("role", ascending=False, kind="stable")[["role", "criterion"]].drop_duplicates()
    for name, viewpoint, column in (
        ("computed", "computed", "value"), ("accepted", "self", "value"), ("self", "self", "stated_value"),
        ("counterpart", "counterpart", "stated_value"), ("facilitator", "facilitator", "stated_value"),
    ):  # fmt: skip
        one = rows.loc[rows["viewpoint"] == viewpoint, [*PAIR, column, "status", "assessed_on"]]
        index = index.merge(
            one.set_axis([*PAIR, name, f"{name}_status", f"{name}_on"], axis=1),
            how="left", on=PAIR,
        )  # fmt: skip
    objected = rows[
        (rows["viewpoint"] == "self") & (rows["done_count"].fillna(0) + rows["prevented_count"].fillna(0) > 0)
    ]
    pairs = set(zip(objected["role"], objected["criterion"], strict=True))
    touched = [pair in pairs for pair in zip(index["role"], index["criterion"], strict=True)]
    return index.assign(accepted=index["accepted"].where(pd.Series(touched, index=index.index)))


def _side_by_side(here: Context, views: pd.DataFrame) -> None:
    """One row per role and criterion: the computed score beside each view in force."""
    translator = here.translator
    _ = translator.gettext
    table(
        here,
        "self_assessment",
        worked_out(here, "side_by_side", views, lambda: _in_force(views)),
        [
            Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            Column(
                "computed", translator.word(VIEWS, "computed"), translator.number, missing=_status(here), right=True
            ),
            Column("accepted", _("If its objections are accepted"), translator.number, optional=True,
                   missing=lambda row: _("no objection"), right=True),
            *(
                Column(
                    view, translator.word(VIEWS, view), translator.number, missing=_no_figure(here, view), right=True
                )
                for view in SPOKEN
            ),
        ],
        alt=_("Self-assessment: four views side by side"),
    )  # fmt: skip


def _status(here: Context) -> Callable[[Any], str]:
    def words(row: Any) -> str:
        return here.translator.word(VALUE_STATUS, row.computed_status).lower()

    return words


def _no_figure(here: Context, view: str) -> Callable[[Any], str]:
    """A view in words alone has no figure; one that was not given is not reported."""
    _ = here.translator.gettext
    return lambda row: _("not reported") if is_missing(getattr(row, f"{view}_on")) else _("no figure given")


def _questions(here: Context, gaps: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    if gaps.empty:
        return
    own = "question_id" if translator.language is Language.INDONESIAN else "question_en"
    st.markdown(_("**To talk about**"))
    first = gaps.reindex(gaps["gap"].abs().sort_values(ascending=False, kind="stable").index)
    st.markdown("\n".join(f"- {safe(question)}" for question in first[own].head(MOST_QUESTIONS)))
    more = first[own].iloc[MOST_QUESTIONS:]
    if len(more):
        label = translator.ngettext("{count} more question", "{count} more questions", len(more))
        on_demand(
            here,
            label.format(count=translator.number(len(more))), "gaps_data", ":material/contact_support:",
            lambda: st.markdown("\n".join(f"- {safe(question)}" for question in more)),
        )  # fmt: skip


def _objections(here: Context, answers: pd.DataFrame) -> None:
    """What is said to be done, or prevented, against the records; with the proof and the receipt of the obligation."""
    translator = here.translator
    _ = translator.gettext
    if answers.empty:
        return
    rows = answers[answers["answer"] != "agreed"]
    agreed = len(answers) - len(rows)
    if agreed:
        line = translator.ngettext(
            "{count} obligation is answered “agreed”.", "{count} obligations are answered “agreed”.", agreed
        )
        st.caption(line.format(count=translator.number(agreed)))
    if rows.empty:
        return
    st.markdown(_("**Objections**"))
    st.caption(_("Each opens the range of the score upward until it is settled; none changes the computed score."))
    table(
        here,
        "objections",
        worked_out(here, "objections_in_words", rows, lambda: _objections_in_words(here, rows)),
        [
            Column("title" if translator.language is Language.INDONESIAN else "title_en", _("What")),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
            Column("told_by", _("Said by"), lambda code: translator.word(ROLES, code)),
            Column("answer", _("Answer"), lambda code: translator.word(ANSWERS, code)),
            Column("said", _("Proof, or by whom")),
            Column("due_on", _("Due"), translator.day, right=True),
            Column(
                "status", _("What the records say"), words=FULFILMENT, missing=lambda row: _("not an obligation now")
            ),
            Column("assessed_on", _("Day of the assessment"), translator.day, right=True),
            Column("place", _("Where it stands")),
        ],
        alt=_("Objections to the records"),
    )


def _objections_in_words(here: Context, rows: pd.DataFrame) -> pd.DataFrame:
    said = [_said(here, row) for row in rows.itertuples()]
    return rows.assign(said=said, place=[_place(row) for row in rows.itertuples()])


def _said(here: Context, row: Any) -> str:
    _ = here.translator.gettext
    if row.answer == "prevented":
        return _("not said") if is_missing(row.prevented_by) else str(row.prevented_by)
    day = None if is_missing(row.occurred_on) else here.translator.day(row.occurred_on)
    proof = _("no proof named") if is_missing(row.proof) else str(row.proof)
    return f"{day}: {proof}" if day else proof


def _own_words(here: Context, views: pd.DataFrame) -> None:
    translator = here.translator
    told = views[views["is_in_force"] & views["viewpoint"].isin(SPOKEN) & views["words"].notna()]
    for row in told.itertuples():
        about = translator.gettext("{view} on {criterion} ({role}), {day}").format(
            view=translator.word(VIEWS, row.viewpoint),
            criterion=translator.word(CRITERIA, row.criterion).lower(),
            role=translator.word(ROLES, row.role).lower(),
            day=translator.day(row.assessed_on),
        )
        st.markdown(f"“{safe(row.words)}”  \n:small[:gray[{safe(about)}]]")


def _over_time(here: Context, told: pd.DataFrame, title: str) -> None:
    translator = here.translator
    _ = translator.gettext
    rows = told.sort_values(["role", "criterion", "viewpoint", "assessed_on"], ascending=[False, True, True, True])
    before = rows.groupby(["role", "criterion", "viewpoint"])["stated_value"].shift()
    table(
        here,
        "submissions",
        rows.assign(
            change=rows["stated_value"] - before,
            standing=rows["is_in_force"].map({True: _("in force"), False: _("earlier")}),
            place=[_place(row) for row in rows.itertuples()],
        ),
        [
            Column("assessed_on", _("Day"), translator.day, right=True),
            Column("viewpoint", _("Whose view"), lambda code: translator.word(VIEWS, code)),
            Column("role", _("Assessed"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            Column(
                "stated_value", _("Figure"), translator.number, missing=lambda row: _("no figure given"), right=True
            ),
            Column("change", _("Change"), lambda points: _signed(here, points), optional=True, right=True),
            Column("words", _("In words"), optional=True),
            Column("person", _("Filled in by"), optional=True),
            Column("standing", _("State")),
            Column("place", _("Where it stands")),
        ],
        alt=title,
    )  # fmt: skip


def _signed(here: Context, points: float) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else "±"
    return f"{sign}{here.translator.number(abs(points))}"


def proofs(here: Context, attested: pd.DataFrame) -> Mapping[str, str]:
    """By obligation: who confirmed or verified it, and when; the latest of the highest level."""
    return {
        row.obligation_id: sentences.attested(row.level, row.person, row.attested_on, here.translator)
        for row in attested.itertuples()
    }


def _place(row: Any) -> str:
    return " › ".join(
        str(part) for part in (row.source_file, row.source_sheet, row.source_cell) if not is_missing(part)
    )
