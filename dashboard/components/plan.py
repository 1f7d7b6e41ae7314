"""The work plan of a partnership as it ran: activities, changes by revisions, reliefs, duties without a criterion."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.timeline import marks, timeline
from dashboard.components.chart import chart, with_click
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand, worked_out
from dashboard.components.ledger import proofs
from dashboard.components.mark_receipt import choose_mark_receipt, open_mark_receipt
from dashboard.components.statements import without_document
from dashboard.components.table import Column, safe, table
from dashboard.language import NO_VALUE, is_missing
from dashboard.words import AGREEMENTS, CHANGES, EVIDENCE_LEVELS, FULFILMENT, HELD, KINDS, ROLES
from warehouse.vocabulary import FulfilmentStatus, Language, Role

PLANNED = ("work_plan", "clause")
WITHOUT_CRITERION = (Role.FACILITATOR, Role.SUPPORTING_PARTNER)
FEW = 8
REVISIONS = ("work_plan_revision", "addendum", "extension_agreement")


def over_time(
    here: Context, facts: pd.Series, events: pd.DataFrame, agreements: pd.DataFrame, papers: pd.DataFrame
) -> None:
    """Planned and actual on one axis of time, with what was signed and delivered; silent where nothing has a day."""
    translator = here.translator
    _ = translator.gettext
    shown = worked_out(
        here, "marks", (events, agreements, papers), lambda: marks(events, agreements, papers, translator)
    )
    if shown.empty:
        return
    partnership_id = str(facts["partnership_id"])
    pilot = facts["pilot_start_on"], facts["pilot_end_on"]
    st.header(_("Planned and actual"), anchor=False)
    chart(
        here,
        "timeline",
        sentences.held_of_planned(_told(here, events), here.as_of, translator),
        lambda: timeline(shown, pilot, here.as_of, translator),
        shown,
        [
            Column("lane", _("Kind")),
            Column("what", _("What")),
            Column("planned_on", _("Planned"), translator.day, right=True),
            Column("done_on", _("Held, signed or dated"), translator.day, right=True),
            Column("source_file", _("File"), only_downloaded=True),
            Column("source_sheet", _("Sheet"), only_downloaded=True),
            Column("source_cell", _("Cell"), only_downloaded=True),
        ],
        note=with_click(
            here,
            _(
                "Ring: planned. Dot: held; the line between shows the shift. Diamond: agreement or document, hollow "
                "for a document. Grey ground: pilot. Dotted line: day of the figures"
            ),
        ),
        opens=lambda name: open_mark_receipt(here, partnership_id, shown[shown["name"] == name].iloc[0]),
    )
    if not here.on_paper:
        choose_mark_receipt(here, partnership_id, shown)


def activities(here: Context, events: pd.DataFrame) -> None:
    """What was planned and held, and with whom: a few as a table, many behind a line that counts them.

    Columns as in `profile.ACTIVITIES`. Only of a case under a heading of its own: `over_time` is that of the others.
    """
    translator = here.translator
    _ = translator.gettext
    rows = _told(here, events)
    if here.is_case:
        st.header(_("Activities and visits"), anchor=False)
        st.markdown(sentences.activities(rows, translator))
    if rows["joint"].notna().any():
        st.caption(_("A joint activity stands in the profile of each partnership and counts once in the programme."))
    if len(rows) <= FEW:
        _activities(here, rows)
    else:
        on_demand(
            here, _("Activities, one by one"), "activities_data", ":material/event:", lambda: _activities(here, rows)
        )


def _told(here: Context, events: pd.DataFrame) -> pd.DataFrame:
    """The events with their state and the others at a joint one, in words."""
    not_held = "not_told" if here.is_case else "planned"
    joint = [_together(here, row) for row in events.itertuples()]
    states = [
        "held" if held else "released" if released else not_held
        for held, released in zip(events["held_on"].notna(), events["is_released"], strict=True)
    ]
    return events.assign(state=states, joint=joint, stated_in=without_document(events["stated_in"]))


def _activities(here: Context, rows: pd.DataFrame) -> None:
    translator = here.translator
    _ = translator.gettext
    untold = _untold(here)
    table(
        here,
        "activities",
        rows,
        [
            Column("kind", _("Activity"), lambda code: translator.word(KINDS, code)),
            Column("title", _("What"), optional=True),
            Column("planned_on", _("Planned"), translator.day, missing=lambda row: untold, right=True),
            Column("held_on", _("Held"), translator.day, missing=lambda row: untold, right=True),
            Column("participants", _("Participants"), translator.number, missing=lambda row: untold, right=True),
            Column("joint", _("Together with"), optional=True),
            Column("state", _("State"), words=HELD),
            Column("stated_in", _("Stated in"), translator.place, optional=True),
        ],
        alt=_("Activities"),
    )


def _untold(here: Context) -> str:
    return here.translator.gettext("not told") if here.is_case else NO_VALUE


def _together(here: Context, row: object) -> str | None:
    """The other partnerships at a joint event; those that the viewer may not see are only counted."""
    translator = here.translator
    others = 0 if is_missing(row.others) else int(row.others)
    if others == 0:
        return None
    names = [] if is_missing(row.with_whom) else str(row.with_whom).split(", ")
    unseen = others - len(names)
    if unseen > 0:
        more = translator.ngettext("{count} other partnership", "{count} other partnerships", unseen)
        names.append(more.format(count=translator.number(unseen)))
    return translator.listing(names)


def agreed(here: Context, duties: pd.DataFrame) -> pd.DataFrame:
    """What plan and clauses promise one by one; of a case also what its kind of programme asks for."""
    told = (*PLANNED, "blueprint") if here.is_case else PLANNED
    return duties[duties["origin_kind"].isin(told) & ~duties["is_of_quota"]]


def ledger(here: Context, duties: pd.DataFrame, attested: pd.DataFrame | None = None) -> None:
    """What plan and clauses promise, and what became of it; what both partners owe alike stands in one row.

    `attested`: who confirmed or verified it (queries/ledger.py), where records name somebody.
    """
    translator = here.translator
    _ = translator.gettext
    rows = agreed(here, duties)
    vouched = {} if attested is None else proofs(here, attested)
    rows = rows.assign(
        why=[_why(here, row) for row in rows.itertuples()],
        clause=without_document(rows["clause"]),
        shown_by=[_shown_by(here, row, vouched) for row in rows.itertuples()],
    )
    alike = [_title(here), "due_on", "fulfilled_on", "status", "why", "shown_by", "clause"]
    table(
        here,
        "ledger",
        rows.groupby(alike, dropna=False, sort=False, as_index=False).agg(
            roles=("role", lambda roles: _roles(here, list(roles)))
        ),
        [
            Column(_title(here), _("What")),
            Column("status", _("Status"), words=FULFILMENT),
            Column("due_on", _("Due"), translator.day, right=True),
            Column(
                "fulfilled_on", _("Done"), translator.day, missing=lambda row: _not_done(here, row.status), right=True
            ),
            Column("roles", _("Owed by"), unbroken=True),
            Column("shown_by", _("Shown by"), optional=True),
            Column("why", _("Why"), optional=True),
            Column("clause", _("Stated in"), translator.place, optional=True),
        ],
        alt=_("Work plan and clauses"),
    )


def _shown_by(here: Context, row: object, vouched: Mapping[str, str]) -> str | None:
    """The highest level of its evidence; of a confirmation or verification with the person and the day."""
    if is_missing(row.evidence_level):
        return None
    level = here.translator.word(EVIDENCE_LEVELS, int(row.evidence_level))
    return vouched.get(row.obligation_id, level) if row.evidence_level >= 3 else level


def _roles(here: Context, roles: list[str]) -> str:
    present = [role for role in ROLES if role in roles]
    return here.translator.listing([here.translator.word(ROLES, role) for role in present])


def _not_done(here: Context, status: str) -> str:
    _ = here.translator.gettext
    return sentences.without_a_day(status, _("not told") if here.is_case else _("not yet"), here.translator)


def _why(here: Context, row: object) -> str | None:
    relief = None if is_missing(row.relief_kind) else (row.relief_by, row.relief_on, row.relief_reason)
    is_untold = here.is_case and row.status == FulfilmentStatus.UNKNOWN
    return sentences.why(row.status, row.awaited_report, relief, is_untold, here.translator)


def told_of_agreed(here: Context, duties: pd.DataFrame) -> None:
    """Of a case: what was agreed or planned, and whether its document tells what became of it."""
    _ = here.translator.gettext
    if agreed(here, duties).empty:
        return
    st.header(_("What was agreed, and what is told of it"), anchor=False)
    st.caption(_("“Not known yet” means that the document does not tell it; it does not mean that nothing happened."))
    ledger(here, duties)


def changes(here: Context, duties: pd.DataFrame, moves: pd.DataFrame, agreements: pd.DataFrame) -> None:
    """What revisions dropped, replaced, moved or added, and when they were signed; silent where nothing changed."""
    translator = here.translator
    _ = translator.gettext
    indonesian = translator.language is Language.INDONESIAN
    rows = worked_out(here, "changed", (duties, moves), lambda: changed(duties, moves, indonesian))
    signed = agreements[agreements["kind"].isin(REVISIONS)]
    if rows.empty and signed.empty:
        return
    st.header(_("What was changed, and when it was signed"), anchor=False)
    unsigned = _("day of signing not told") if here.is_case else _("not signed")
    for row in signed.itertuples():
        day = unsigned if is_missing(row.signed_on) else translator.long_day(row.signed_on)
        number = "" if is_missing(row.number) else f" ({safe(row.number)})"
        who = "" if is_missing(row.signatories) else f", {safe(row.signatories)}"
        st.markdown(f"- {translator.word(AGREEMENTS, row.kind)}{number}: **{day}**{who}")
    if rows.empty:
        return
    table(
        here,
        "changes",
        rows,
        [
            Column("what", _("What")),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
            Column("change", _("Change"), words=CHANGES),
            Column("due_before", _("Due before"), translator.day, right=True, optional=True),
            Column("due_now", _("Due now"), translator.day, right=True, optional=True),
            Column("instead", _("Instead"), optional=True),
            Column("changed_on", _("Signed"), translator.day, right=True, optional=True),
        ],
        alt=_("What was changed, and when it was signed"),
    )


def changed(duties: pd.DataFrame, moves: pd.DataFrame, indonesian: bool) -> pd.DataFrame:
    """What revisions touched: what, role, change, due_before, due_now, instead, changed_on."""
    title, successor = ("title", "successor") if indonesian else ("title_en", "successor_en")
    planned = duties[duties["origin_kind"].isin(PLANNED)]
    replaced = planned[planned["successor"].notna()].assign(change="replaced")
    dropped = planned[planned["successor"].isna() & (planned["status"] == "withdrawn")].assign(change="dropped")
    gone = pd.concat([replaced, dropped]).assign(
        what=lambda rows: rows[title],
        due_before=lambda rows: rows["due_on"],
        due_now=lambda rows: rows["successor_due_on"],
        instead=lambda rows: rows[successor],
        changed_on=lambda rows: rows["in_force_to"],
    )
    added = planned[(planned["revision"] > 0) & (planned["status"] != "withdrawn")].assign(
        change="added",
        what=lambda rows: rows[title],
        due_before=None,
        due_now=lambda rows: rows["due_on"],
        instead=None,
        changed_on=lambda rows: rows["in_force_from"],
    )
    moved = moves.assign(change="moved", instead=None)
    columns = ["what", "role", "change", "due_before", "due_now", "instead", "changed_on"]
    return pd.concat([part[columns] for part in (gone, moved, added) if len(part)] or [moved[columns]])


def reliefs(here: Context, duties: pd.DataFrame, indicators: pd.DataFrame) -> None:
    """Waivers and preventions with who, when and why, and the values without the waivers; silent without any."""
    translator = here.translator
    _ = translator.gettext
    relieved = duties[duties["relief_kind"].notna()]
    if relieved.empty:
        return
    st.header(_("Waivers and preventions"), anchor=False)
    table(
        here,
        "reliefs",
        relieved.assign(
            first_due_on=relieved["original_due_on"].fillna(relieved["due_on"]),
            new_due_on=relieved["due_on"].where(relieved["relief_kind"] == FulfilmentStatus.PREVENTED),
        ),
        [
            Column(_title(here), _("What")),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
            Column("relief_kind", _("Relief"), words=FULFILMENT),
            Column("relief_by", _("Decided by")),
            Column("relief_on", _("Decided on"), translator.day, right=True),
            Column("relief_reason", _("Why")),
            Column("first_due_on", _("Due before"), translator.day, right=True),
            Column("new_due_on", _("Due now"), translator.day, right=True, optional=True),
        ],
        alt=_("Waivers and preventions"),
    )
    name = "name_id" if translator.language is Language.INDONESIAN else "name_en"
    without = _("{role} – {indicator}: {value}; without the waivers it would be {without}")
    lines = [
        without.format(
            role=translator.word(ROLES, row.role),
            indicator=safe(getattr(row, name)),
            value=translator.number(row.value),
            without=translator.number(row.value_without_waivers),
        )
        for row in indicators[indicators["waived_count"] > 0].itertuples()
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def duties_without_criterion(here: Context, duties: pd.DataFrame) -> None:
    """What facilitator and supporting partner owe; silent where they owe nothing."""
    translator = here.translator
    _ = translator.gettext
    own = duties[duties["role"].isin(WITHOUT_CRITERION)]
    if own.empty:
        return
    st.header(_("Duties of the facilitator and the supporting partner"), anchor=False)
    st.caption(_("Shown for completeness; the guideline has no criterion for them, so they enter no score."))
    table(
        here,
        "other_duties",
        own,
        [
            Column(_title(here), _("What")),
            Column("status", _("Status"), words=FULFILMENT),
            Column("due_on", _("Due"), translator.day, right=True),
            Column(
                "fulfilled_on", _("Done"), translator.day, missing=lambda row: _not_done(here, row.status), right=True
            ),
            Column("role", _("Owed by"), lambda code: translator.word(ROLES, code)),
        ],
        alt=_("Duties of the facilitator and the supporting partner"),
    )


def _title(here: Context) -> str:
    return "title" if here.translator.language is Language.INDONESIAN else "title_en"
