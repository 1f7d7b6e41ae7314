"""What is handed in: the choice of workbook, partnership and month, and the prefilled workbook to download."""

from dataclasses import dataclass, field

import streamlit as st

from dashboard import child, uploads
from dashboard.access import ViewerRole
from dashboard.components.choice import choose, remembered
from dashboard.components.context import Context, data_folder
from dashboard.components.partnerships import in_full
from dashboard.components.running import follow, trouble_in_words
from dashboard.components.table import safe
from dashboard.language import Translator, is_missing
from dashboard.queries import submissions
from dashboard.words import FULFILMENT, WORKBOOKS
from warehouse.vocabulary import Role

MOST_OFFERED = 200
MONTHLY_REPORT = "monthly_report"
COMPILED_BY = {
    MONTHLY_REPORT: (Role.MENTEE,),
    "visit_slip": (Role.MENTOR,),
    "advice_slip": (Role.MENTOR,),
    "final_slip": (Role.MENTEE, Role.MENTOR),
    "follow_up_slip": (Role.MENTEE,),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECONDS_OF_WRITING = 60.0
BLANK = "blank_workbook"


@dataclass(frozen=True)
class Asked:
    """Which workbook, of which partnership, for which month (a monthly report), compiled in which role."""

    workbook: str
    partnership_id: str
    period: str | None
    role: Role

    def file_name(self, translator: Translator) -> str:
        """The name under which the blank is downloaded, in this language."""
        workbook = translator.word(WORKBOOKS, self.workbook).lower().replace(" ", "_")
        return uploads.harmless("_".join(filter(None, (self.partnership_id, workbook, self.period))) + ".xlsx")


@dataclass
class Blank:
    """The prefilled workbook on its way: the command that writes it, and its content once it is written."""

    written: child.Child = field(init=False)
    content: bytes | None = None


def choose_what(here: Context) -> Asked | None:
    """Workbook, partnership and month in three fields; None while something is not chosen."""
    translator = here.translator
    _ = translator.gettext
    allowed = _roles(here)
    workbooks = [workbook for workbook, roles in COMPILED_BY.items() if allowed & set(roles)]
    if not workbooks:
        st.info(
            _("You take part as a supporting partner, who owes no workbook of this kind. See Self-assessment instead."),
            icon=":material/info:",
        )
        return None
    of_workbook, of_partnership, of_month = st.columns([2, 4, 2])
    with of_workbook:
        workbook = choose(
            translator, "workbook", _("Workbook"), workbooks, lambda code: translator.word(WORKBOOKS, code),
            default=workbooks[0], resets=("month",),
        )  # fmt: skip
    assert workbook is not None
    role = next(role for role in COMPILED_BY[workbook] if role in allowed)
    with of_partnership:
        partnership = _choose_partnership(here, workbook, role)
    if partnership is None:
        return None
    if workbook != MONTHLY_REPORT:
        return Asked(workbook, partnership, None, _role_in(here, workbook, partnership, role))
    with of_month:
        period = _choose_month(here, partnership)
    return Asked(workbook, partnership, period, role) if period else None


def offer_blank(here: Context, asked: Asked) -> None:
    """The prefilled workbook: written beside the page where it is asked for, then offered as a download."""
    _ = here.translator.gettext
    key = (here.generation.build_id, asked, here.translator.language)
    kept: tuple[object, Blank] | None = st.session_state.get(BLANK)
    blank = kept[1] if kept and kept[0] == key else None
    if blank is None:
        _button_to_prepare(here, asked, key, _("Prepare the workbook"))
        return
    if not blank.written.has_ended:
        follow(here.translator, blank.written, lambda doing: _("The workbook is being prepared …"))
        return
    if blank.content is None:
        trouble = trouble_in_words(here.translator, blank.written.answer())
        st.error(safe(trouble or _("The workbook could not be prepared.")), icon=":material/error:")
        _button_to_prepare(here, asked, key, _("Try again"))
        return
    st.download_button(
        _("Download the prefilled workbook"),
        blank.content,
        asked.file_name(here.translator),
        XLSX,
        key="blank_download",
        icon=":material/download:",
        on_click="ignore",
    )


def _button_to_prepare(here: Context, asked: Asked, key: object, label: str) -> None:
    def prepare() -> None:
        st.session_state[BLANK] = (key, _start_writing(here, asked))

    st.button(label, key="prepare_blank", icon=":material/edit_document:", on_click=prepare)


def _start_writing(here: Context, asked: Asked) -> Blank:
    data = data_folder()
    path = uploads.new_place(data) / "blank.xlsx"
    arguments = [f"--partnership={asked.partnership_id}", f"--output={path.resolve()}"]
    arguments.append(f"--month={asked.period}" if asked.period else f"--role={asked.role.value}")
    blank = Blank()

    def take(answer: child.Answer) -> None:
        if answer.code == 0 and path.exists():
            blank.content = path.read_bytes()
        uploads.remove(data, path)

    blank.written = child.start(
        data, "template", "write", asked.workbook.replace("_", "-"), *arguments,
        f"--lang={here.translator.language.value}", seconds=SECONDS_OF_WRITING, afterwards=take,
    )  # fmt: skip
    return blank


def _roles(here: Context) -> set[Role]:
    """In which roles the viewer may hand in: the facilitator in every one, a partner in its own."""
    if here.viewer.role is ViewerRole.FACILITATOR:
        return {Role.MENTEE, Role.MENTOR}
    held = here.ask(submissions.roles_held, here.filters.origin.value).iloc[0]
    return {role for role, holds in ((Role.MENTEE, held["is_mentee"]), (Role.MENTOR, held["is_mentor"])) if holds}


def _role_in(here: Context, workbook: str, partnership: str, role: Role) -> Role:
    """The role of the compiler in this partnership: a party may be mentee here and mentor there."""
    if len(COMPILED_BY[workbook]) == 1 or here.viewer.sees_all_partnerships:
        return role
    as_mentee = here.ask(
        submissions.offered, here.filters.origin.value, Role.MENTEE.value, partnership, partnership, MOST_OFFERED
    )
    return Role.MENTEE if partnership in set(as_mentee["partnership_id"]) else Role.MENTOR


def _choose_partnership(here: Context, workbook: str, role: Role) -> str | None:
    translator = here.translator
    _ = translator.gettext
    needed = role.value if len(COMPILED_BY[workbook]) == 1 else None
    origin, asked = here.filters.origin.value, remembered("partnership")
    place = st.container()
    found = here.ask(submissions.offered, origin, needed, None, asked, MOST_OFFERED)
    if len(found) and int(found["of_all"].iloc[0]) > MOST_OFFERED:
        search = st.text_input(_("Search by name or code"), key="search_submission").strip()
        found = here.ask(submissions.offered, origin, needed, search or None, asked, MOST_OFFERED)
    found = found.sort_values("mentee", key=lambda names: names.str.lower(), kind="stable")
    names = {row.partnership_id: _name(here, row) for row in found.itertuples()}
    only = next(iter(names)) if len(names) == 1 else None
    with place:
        chosen = choose(
            translator, "partnership", _("Partnership"), list(names), names.__getitem__,
            default=only, resets=("month",),
        )  # fmt: skip
        if chosen:
            in_full(names[chosen])
    return chosen


def _name(here: Context, row: object) -> str:
    mentor = here.translator.gettext("no mentor yet") if is_missing(row.mentor) else row.mentor
    return f"{row.mentee} – {mentor} ({row.partnership_id})"


def _choose_month(here: Context, partnership: str) -> str | None:
    """The months of the pilot up to now; the first one owed and not received is offered first."""
    translator = here.translator
    _ = translator.gettext
    months = here.ask(submissions.months, partnership)
    begun = months[months["period"] <= f"{here.as_of:%Y-%m}"]
    months = begun if len(begun) else months.head(1)
    if months.empty:
        st.info(_("No monthly report is owed for this partnership."), icon=":material/info:")
        return None
    said = {row.period: f"{translator.month(row.period)} · {translator.sign(FULFILMENT, row.status)}"
            for row in months.itertuples()}  # fmt: skip
    missing = months[~months["status"].isin(["fulfilled_on_time", "fulfilled_late"])]
    first = missing["period"].iloc[0] if len(missing) else months["period"].iloc[-1]
    return choose(translator, "month", _("Month"), list(said), said.__getitem__, default=first)
