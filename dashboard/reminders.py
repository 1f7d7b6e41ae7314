"""A reminder in words: a message ready to be pasted into WhatsApp, and a letter of one page A4.

Both say only what stands in the records: what is owed, of which partnership, by which day, and where its form is.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboard.language import Translator, is_missing
from dashboard.words import N_, ROLES
from warehouse.vocabulary import Language

MOST_IN_MESSAGE = 12
MOST_IN_LETTER = 9

# The form with which something is handed in, by kind of obligation; of other kinds nothing is said.
_SLIP = N_("the visit slip")
FORMS = {
    "monthly_report": N_("the workbook of the monthly report"),
    "advice_response": N_("the workbook of the monthly report"),
    "advice_action": N_("the workbook of the monthly report"),
    "advice_answer": N_("the advice slip"),
    "visit_advice": _SLIP,
    "diagnostic_visit": _SLIP,
    "study_visit": _SLIP,
    "monitoring_visit": _SLIP,
    "diagnostic_report": _SLIP,
    "study_visit_report": _SLIP,
    "monitoring_report": _SLIP,
    "final_report": N_("the slip of the final report"),
}


@dataclass(frozen=True)
class Item:
    """Something owed: what, with whom, by which day; None where no day is set."""

    what: str
    with_whom: str | None
    due_on: date | None
    kind: str


@dataclass(frozen=True)
class Reminder:
    """Whom it goes to, what is late and what falls due soon, as the records of a day have it.

    `partner`: the other party where everything concerns one partnership; else each item names its own.
    """

    addressee: str
    programme: str | None
    as_of: date
    until: date
    late: tuple[Item, ...]
    soon: tuple[Item, ...]
    sender: str | None = None
    partner: str | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything owed, what is late first."""
        return (*self.late, *self.soon)


def reminder_of(
    rows: pd.DataFrame,
    addressee: str,
    by: str,
    programme: str | None,
    sender: str | None,
    as_of: date,
    until: date,
    translator: Translator,
) -> Reminder:
    """From rows of `queries.desk.OWED` of one party or partnership (`by`); only what is late or due soon is told."""

    def items(waits: str) -> tuple[Item, ...]:
        own = rows[rows["waits"] == waits]
        return tuple(_item(row, by, translator) for row in own.itertuples())

    late, soon = items("late"), items("soon")
    partners = {item.with_whom for item in (*late, *soon)}
    partner = partners.pop() if len(partners) == 1 else None
    if partner:
        late, soon = (tuple(replace(item, with_whom=None) for item in each) for each in (late, soon))
    named = programme and plain(programme)
    return Reminder(plain(addressee), named, as_of, until, late, soon, sender, partner)


def _item(row: object, by: str, translator: Translator) -> Item:
    other, what = None, title_of(row, translator)
    if by == "party":
        other = row.mentee if row.role == "mentor" else row.mentor  # type: ignore[attr-defined]
    else:
        owner = translator.word(ROLES, row.role).lower()  # type: ignore[attr-defined]
        what = translator.gettext("{what} ({owner})").format(what=what, owner=owner)
    return Item(
        what=what,
        with_whom=None if other is None or is_missing(other) else plain(other),
        due_on=None if is_missing(row.due_on) else row.due_on,  # type: ignore[attr-defined]
        kind=row.kind,  # type: ignore[attr-defined]
    )


def title_of(row: object, translator: Translator) -> str:
    """What is owed, in this language."""
    title = row.title_id if translator.language is Language.INDONESIAN else row.title_en  # type: ignore[attr-defined]
    return plain(title)


def plain(text: object) -> str:
    """One line without the marks by which WhatsApp sets words bold or struck."""
    printable = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return " ".join(printable.translate(_MARKS).split())


_MARKS = {ord(mark): None for mark in "*~`"}


def message(reminder: Reminder, translator: Translator) -> str:
    """The reminder as a message."""
    _ = translator.gettext
    lines = [
        _("Dear Sir or Madam of {party},").format(party=reminder.addressee),
        "",
        _opening(reminder, translator),
    ]
    for heading, items in _lists(reminder, MOST_IN_MESSAGE, translator):
        lines += ["", f"*{heading}*"]
        lines += [f"{place}. {line(item, translator)}" for place, item in enumerate(items, start=1)]
    if left := len(reminder.items) - sum(len(items) for _h, items in _lists(reminder, MOST_IN_MESSAGE, translator)):
        lines += ["", _and_more(left, translator)]
    for told in (*_closing(reminder, translator), _("Kind regards,")):
        lines += ["", told]
    lines.append(_sender(reminder, translator))
    return "\n".join(lines)


def line(item: Item, translator: Translator) -> str:
    """Monthly report May 2026, partnership with Tirta Contoh: due on 10 June 2026."""
    _ = translator.gettext
    what = item.what
    if item.with_whom:
        what = _("{what} (partnership with {other})").format(what=what, other=item.with_whom)
    if item.due_on is None:
        return _("{what}: no day is set").format(what=what)
    return _("{what}: due on {day}").format(what=what, day=translator.long_day(item.due_on))


def _opening(reminder: Reminder, translator: Translator) -> str:
    _ = translator.gettext
    thanks = (
        _("Thank you for your work in {programme}.").format(programme=reminder.programme)
        if reminder.programme
        else _("Thank you for your work in the partnership.")
    )
    if reminder.late:
        asked = _("According to our records as of {day}, we are still waiting for the following:")
    else:
        asked = _("As a reminder, according to our records as of {day} the following falls due soon:")
    if reminder.partner:
        thanks += " " + _("This is about your partnership with {other}.").format(other=reminder.partner)
    return f"{thanks} {asked.format(day=translator.long_day(reminder.as_of))}"


def _lists(reminder: Reminder, most: int, translator: Translator) -> list[tuple[str, Sequence[Item]]]:
    _ = translator.gettext
    late = reminder.late[:most]
    soon = reminder.soon[: most - len(late)]
    headings = [
        (_("Past its day"), late),
        (_("Due by {day}").format(day=translator.long_day(reminder.until)), soon),
    ]
    return [(heading, items) for heading, items in headings if items]


def _and_more(left: int, translator: Translator) -> str:
    return translator.ngettext(
        "… and {count} more item; ask us for the full list.",
        "… and {count} more items; ask us for the full list.",
        left,
    ).format(count=translator.number(left))


def _closing(reminder: Reminder, translator: Translator) -> list[str]:
    _ = translator.gettext
    forms = list(dict.fromkeys(_(FORMS[item.kind]) for item in reminder.items if item.kind in FORMS))
    told = []
    if forms:
        told.append(
            _("To hand it in, use {forms}; the page “Submit a report” of the dashboard has it, filled in as far as "
              "the records go.").format(forms=translator.listing(forms))
        )  # fmt: skip
    told.append(
        _("If something here has been done already, or something stands in your way, please tell us, so that the "
          "record can be put right or a new day agreed.")
    )  # fmt: skip
    return told


def _sender(reminder: Reminder, translator: Translator) -> str:
    return plain(reminder.sender) if reminder.sender else translator.gettext("PERPAMSI's facilitator team")


def letter(reminder: Reminder, person: str | None, translator: Translator) -> str:
    """The reminder as a letter: one page A4 as HTML without anything from elsewhere, to be printed by a browser.

    Number, day and signature are left blank for whoever signs. `person`: the contact it is addressed to.
    """
    _ = translator.gettext
    lists = _lists(reminder, MOST_IN_LETTER, translator)
    left = len(reminder.items) - sum(len(items) for _heading, items in lists)
    parts = [f"<p>{_safe(_opening(reminder, translator))}</p>"]
    with_partner = any(item.with_whom for item in reminder.items)
    parts += [_table(heading, items, with_partner, translator) for heading, items in lists]
    if left:
        parts.append(f"<p>{_safe(_and_more(left, translator))}</p>")
    parts += [f"<p>{_safe(told)}</p>" for told in _closing(reminder, translator)]
    addressee = "<br>".join(_safe(each) for each in (person and plain(person), reminder.addressee) if each)
    return _PAGE.format(
        lang=translator.language.value,
        title=_safe(_("Reminder letter")),
        number=_safe(_("Number")),
        about=_safe(_("Subject of the letter")),
        subject=_safe(_("Reminder of obligations of the partnership")),
        date=_safe(_("Day")),
        to=_safe(_("To")),
        addressee=addressee,
        dear=_safe(_("Dear Sir or Madam,")),
        body="".join(parts),
        regards=_safe(_("Kind regards,")),
        sender=_safe(_sender(reminder, translator)),
    )


def _table(heading: str, items: Sequence[Item], with_partner: bool, translator: Translator) -> str:
    _ = translator.gettext
    labels = ["", _("What"), *([_("Partnership with")] if with_partner else []), _("Due")]
    head = "".join(f"<th>{_safe(label)}</th>" for label in labels)
    rows = "".join(
        f"<tr><td>{place}</td><td>{_safe(item.what)}</td>"
        + (f"<td>{_safe(item.with_whom or '')}</td>" if with_partner else "")
        + f"<td class=day>{_safe(translator.long_day(item.due_on))}</td></tr>"
        for place, item in enumerate(items, start=1)
    )
    return f"<h2>{_safe(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _safe(text: str) -> str:
    return html.escape(text, quote=True)


_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
@page {{ size: A4; margin: 16mm 20mm; }}
body {{ font: 10pt/1.35 "DejaVu Sans", Arial, sans-serif; color: #1a1a1a; max-width: 170mm; margin: 0 auto; }}
header {{ border-bottom: 1.5pt solid #0b5c8a; padding-bottom: 3mm; margin-bottom: 6mm; font-weight: bold;
    font-size: 14pt; color: #0b5c8a; }}
dl {{ display: grid; grid-template-columns: 24mm auto; margin: 0 0 6mm; }}
dt, dd {{ margin: 0; }}
h2 {{ font-size: 10pt; margin: 4mm 0 1mm; }}
table {{ width: 100%; border-collapse: collapse; font-size: 9pt; table-layout: fixed; }}
th:first-child {{ width: 7mm; }} th:last-child {{ width: 32mm; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.6mm 1.5mm; border-bottom: 0.4pt solid #999; }}
td.day {{ white-space: nowrap; }}
.sign {{ margin-top: 5mm; page-break-inside: avoid; }}
.line {{ display: inline-block; width: 60mm; border-bottom: 0.5pt solid #1a1a1a; }}
</style></head><body>
<header>PERPAMSI</header>
<dl><dt>{number}</dt><dd>: <span class="line"></span></dd><dt>{date}</dt><dd>: <span class="line"></span></dd>
<dt>{about}</dt><dd>: {subject}</dd></dl>
<p>{to}<br><strong>{addressee}</strong></p>
<p>{dear}</p>
{body}
<div class="sign"><p>{regards}</p><br><p><span class="line"></span><br>{sender}</p></div>
</body></html>
"""
