"""A reminder to one party or partnership: the message to copy, the letter to print, and whom to reach."""

import re
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.components.choice import choose, remembered
from dashboard.components.context import Context
from dashboard.components.desk import choose_grouping, until
from dashboard.components.table import safe
from dashboard.language import Translator, is_missing
from dashboard.queries import desk
from dashboard.queries.ask import ALL_ROWS
from dashboard.reminders import Reminder, letter, message, reminder_of
from warehouse.vocabulary import Language

MOST_OFFERED = 200
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{6,22}")


def reminders(here: Context) -> None:
    """Whom to remind, then the words for it."""
    translator = here.translator
    _ = translator.gettext
    by_place, who_place, language_place = st.columns([1, 2, 1])
    with by_place:
        by = choose_grouping(here)
    groups = _offered(here, by)
    names = {row.code: _name(row, by) for row in groups.itertuples()}
    with who_place:
        to = choose(translator, "to", _("Remind whom"), list(names), names.__getitem__)
    with language_place:
        codes = [language.value for language in Language]
        written = choose(
            translator, "in", _("Language of the reminder"), codes,
            {"id": "Bahasa Indonesia", "en": "English"}.__getitem__, default=translator.language.value,
        )  # fmt: skip
    if groups.empty:
        st.caption(_("Nothing is late or due soon in this selection: there is nobody to remind."))
        return
    if to is None:
        st.caption(_("Choose above whom to remind; the list is alphabetical and holds those that owe something now."))
        return
    rows = here.ask_filtered(desk.owed, by=by, code=to, of_partners=by == "partnership", most_rows=ALL_ROWS)
    speaker = Translator(Language(written or translator.language))
    reminder = _reminder(here, rows, by, str(groups.set_index("code").loc[to, "name"]), speaker)
    people = here.ask(desk.contacts, _parties(rows))
    message_place, contact_place = st.columns([3, 2], gap="large")
    with message_place:
        _message(here, reminder, speaker)
    with contact_place:
        _letter(here, reminder, people, speaker, to)
        contacts(here, people)


def _offered(here: Context, by: str) -> pd.DataFrame:
    """Those that owe something now; of many, those that hold a text."""
    translator = here.translator
    _ = translator.gettext
    asked = remembered("to")
    groups = here.ask_filtered(desk.groups, by=by, asked=asked)
    total = int(groups["of_all"].iloc[0]) if len(groups) else 0
    if total <= MOST_OFFERED:
        return groups
    search = st.text_input(
        _("Search by name or code"), key="desk_search", placeholder=_("part of a name, or a code")
    ).strip()
    return here.ask_filtered(desk.groups, by=by, search=search or None, asked=asked)


def _name(row: object, by: str) -> str:
    name = row.code if is_missing(row.name) else row.name  # type: ignore[attr-defined]
    if by == "partnership" and not is_missing(row.mentor):  # type: ignore[attr-defined]
        name = f"{name} – {row.mentor}"  # type: ignore[attr-defined]
    return f"{name} ({row.code})"  # type: ignore[attr-defined]


def _reminder(here: Context, rows: pd.DataFrame, by: str, name: str, speaker: Translator) -> Reminder:
    names = here.ask(desk.programmes, tuple(dict.fromkeys(rows["programme_id"])))
    addressee = speaker.listing(_partners(rows)) if by == "partnership" else name
    programme = names[0] if len(names) == 1 else None
    return reminder_of(rows, addressee, by, programme, None, here.as_of, until(here), speaker)


def _partners(rows: pd.DataFrame) -> list[str]:
    """Mentee, mentor where there is one, and the supporting partner where it owes something."""
    supporting = rows.loc[rows["role"] == "supporting_partner", "owner"].dropna()
    named = [rows["mentee"].iloc[0], rows["mentor"].iloc[0], *supporting]
    return list(dict.fromkeys(str(each) for each in named if not is_missing(each)))


def _parties(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(party) for party in rows["party_id"].dropna()))


def _message(here: Context, reminder: Reminder, speaker: Translator) -> None:
    _ = here.translator.gettext
    st.markdown(_("**Message, ready to copy**"))
    st.code(message(reminder, speaker), language=None, wrap_lines=True)
    st.caption(_("Made from the records alone; read it before you send it. It copies with the button at its corner."))


def _letter(here: Context, reminder: Reminder, people: pd.DataFrame, speaker: Translator, to: str) -> None:
    _ = here.translator.gettext
    person = None
    if len(people) and people["party_id"].nunique() == 1:
        first = people.iloc[0]
        person = ", ".join(str(part) for part in (first["person"], first["role"]) if not is_missing(part))
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", to)[:40]
    st.markdown(_("**Letter to print, one page A4**"))
    st.download_button(
        _("Reminder letter"), letter(reminder, person, speaker).encode("utf-8"),
        f"pengingat_{name}_{here.as_of.isoformat()}.html", "text/html",
        key="desk_letter", icon=":material/print:", on_click="ignore",
    )  # fmt: skip
    st.caption(_("Opens in the browser and prints from there; number, day and signature are left blank."))


def contacts(here: Context, people: pd.DataFrame) -> None:
    """Contact persons with links for what is a telephone number or an address beyond doubt; the rest stays text."""
    translator = here.translator
    _ = translator.gettext
    st.markdown(_("**Contacts**, shown to facilitators only"))
    if people.empty:
        st.caption(_("No contact is recorded; add it to the sheet Contacts of the programme register."))
        return
    nothing = _("no telephone and no e-mail on record")
    for row in people.itertuples():
        function = "" if is_missing(row.role) else f", {safe(row.role)}"
        party = "" if is_missing(row.party) else f"  \n:small[:gray[{safe(row.party)}]]"
        reached = " · ".join(part for part in (_phone(row.phone), _email(row.email)) if part)
        st.markdown(f"{safe(row.person)}{function}{party}  \n{reached or nothing}")


def _phone(number: object) -> str:
    """The number as written, with the way to WhatsApp where it is an Indonesian mobile number."""
    if is_missing(number):
        return ""
    digits = re.sub(r"\D", "", str(number))
    international = "62" + digits[1:] if digits.startswith("0") else digits
    if _PHONE.fullmatch(str(number).strip()) and re.fullmatch(r"628[0-9]{7,11}", international):
        return f"[{safe(number)}](https://wa.me/{international})"
    return safe(number)


def _email(address: object) -> str:
    if is_missing(address):
        return ""
    if _EMAIL.fullmatch(str(address).strip()):
        return f"[{safe(address)}](mailto:{quote(str(address).strip(), safe='@.+-_%')})"
    return safe(address)
