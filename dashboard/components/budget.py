"""Budget and subsidies: sums with how many lines tell them, payers, principles, and money beside results."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.budget import MILLION, bullets
from dashboard.components.chart import chart
from dashboard.components.choice import choose, nothing_to_choose
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.table import Column, table
from dashboard.language import NO_VALUE, Translator, is_missing
from dashboard.queries import budget
from dashboard.words import MONEY, PRINCIPLES, ROLES

OF_AMOUNTS = ("proposed", "decided", "spent")


@dataclass(frozen=True)
class Year:
    """The budget year and currency that the reader looks at."""

    here: Context
    year: int
    currency: str

    @property
    def unit(self) -> str:
        """In what amounts are shown."""
        name = "rupiah" if self.currency == "IDR" else self.currency
        return self.here.translator.gettext("million {currency}").format(currency=name)

    def ask(self, sql: str) -> pd.DataFrame:
        """The rows of one of the tables of `queries.budget` for this year."""
        return self.here.ask_filtered(budget.of_year, sql=sql, year=self.year, currency=self.currency)

    def ask_all(self, sql: str) -> pd.DataFrame:
        """Every row of it, for a download."""
        return self.here.ask_all(budget.of_year, self.here.filters, sql=sql, year=self.year, currency=self.currency)


def choose_year(here: Context, years: pd.DataFrame) -> Year:
    """The latest year unless the address says otherwise; a currency only where there are several."""
    translator = here.translator
    _ = translator.gettext
    known = [str(year) for year in dict.fromkeys(years["year"])]
    year_place, currency_place = st.columns([1, 3])
    with year_place:
        asked = choose(translator, "year", _("Budget year"), known, str, default=known[0], resets=("currency",))
        year = int(asked or known[0])
    currencies = list(years.loc[years["year"] == year, "currency"])
    currency = currencies[0]
    if len(currencies) == 1:
        nothing_to_choose(translator, "currency", currency)
    else:
        with currency_place:
            currency = choose(translator, "currency", _("Currency"), currencies, str, default=currency) or currency
    return Year(here, year, currency)


def in_words(shown: Year, sums: pd.Series) -> str:
    """Proposed, decided and spent of a year, each with how many lines tell it."""
    translator = shown.here.translator
    amounts = dict(zip(OF_AMOUNTS, _alike([sums[name] for name in OF_AMOUNTS], translator), strict=True))
    texts = {
        "proposed": translator.gettext("proposed {amount} ({known} of {lines} lines)"),
        "decided": translator.gettext("decided {amount} ({known} of {lines} lines)"),
        "spent": translator.gettext("spent {amount} ({known} of {lines} lines)"),
    }
    parts = [
        texts[name].format(
            amount=f"**{amounts[name]}**" if sums[f"{name}_lines"] else translator.gettext("not reported"),
            known=translator.number(sums[f"{name}_lines"]),
            lines=translator.number(sums["lines"]),
        )
        for name in OF_AMOUNTS
    ]
    return translator.gettext(
        "Budget year {year}, in {unit}: {parts}. A figure that nobody told counts in no sum."
    ).format(year=shown.year, unit=shown.unit, parts=translator.listing(parts))


def by_category(shown: Year) -> None:
    """One bullet per category, the subsidies apart from the costs."""
    here = shown.here
    translator = here.translator
    _ = translator.gettext
    sums = shown.ask(budget.BY_CATEGORY)
    labels = [(str(row.category), translator.word(MONEY, row.kind).lower()) for row in sums.itertuples()]
    chart(
        here,
        "budget",
        _decided(sums, shown),
        lambda: bullets(sums, labels, translator),
        sums,
        [
            Column("kind", _("Kind"), lambda code: translator.word(MONEY, code)),
            Column("category", _("Category")),
            *amounts(shown.unit, translator),
        ],
        note=_(
            "In {unit}. Broad bar: decided. Narrow bar: spent. Line: proposed. Categories as the register names them."
        ).format(unit=shown.unit),
        everything=lambda: shown.ask_all(budget.BY_CATEGORY),
    )


def _decided(sums: pd.DataFrame, shown: Year) -> str:
    """How much was decided for costs, subsidies and contributions."""
    translator = shown.here.translator
    decided = sums[sums["decided"].notna()].groupby("kind", sort=False)["decided"].sum()
    if decided.empty:
        return translator.gettext("Nothing has been decided yet for {year}").format(year=shown.year)
    parts = [
        translator.gettext("{amount} for {what}").format(amount=amount, what=translator.word(MONEY, kind).lower())
        for kind, amount in zip(decided.index, _alike(list(decided), translator), strict=True)
    ]
    return translator.gettext("Decided for {year}, in {unit}: {parts}").format(
        year=shown.year, unit=shown.unit, parts=translator.listing(parts)
    )


def by_payer(shown: Year) -> None:
    """Who pays: mentors, mentees, and others by name."""
    here = shown.here
    translator = here.translator
    _ = translator.gettext

    def named(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(payer=[_payer(row, translator) for row in rows.itertuples()])

    st.header(_("Who pays"), anchor=False)
    table(
        here,
        "payers",
        named(shown.ask(budget.BY_PAYER)),
        [
            Column("kind", _("Kind"), lambda code: translator.word(MONEY, code)),
            Column("payer", _("Paid by")),
            *amounts(shown.unit, translator),
        ],
        alt=_("Who pays"),
        everything=lambda: named(shown.ask_all(budget.BY_PAYER)),
    )


def _payer(row: object, translator: Translator) -> str:
    if not is_missing(row.other_payer):
        return str(row.other_payer)
    if is_missing(row.payer_role):
        return translator.gettext("not reported")
    return translator.word(ROLES, row.payer_role)


def principles(shown: Year) -> None:
    """Costs of partnerships by the principle of payment."""
    here = shown.here
    translator = here.translator
    _ = translator.gettext
    rows = shown.ask(budget.PRINCIPLES)
    st.header(_("Are the principles of payment kept?"), anchor=False)
    st.caption(
        _(
            "Guideline 4.1 lets each side pay its own travel and the mentee the pilot; 3.1.1 lets the mentee pay the "
            "mentor's visit. The two differ, so a cost line says which one it follows."
        )
    )
    order = list(PRINCIPLES)
    table(
        here,
        "principles",
        rows.sort_values("principle", key=lambda codes: codes.map(order.index)),
        [
            Column("principle", _("Principle"), words=PRINCIPLES),
            Column("lines", _("Cost lines"), translator.number, right=True),
            Column("partnerships", _("Partnerships"), translator.number, right=True),
        ],
        alt=_("Are the principles of payment kept?"),
    )


def beside_results(shown: Year) -> None:
    """Subsidies of each partnership beside its reports and targets; nothing is computed from both."""
    here = shown.here
    translator = here.translator
    _ = translator.gettext
    st.header(_("Subsidies beside results"), anchor=False)
    st.caption(
        _("Side by side, alphabetical. The guideline ties no subsidy to a score; nothing here computes an entitlement.")
    )
    table(
        here,
        "subsidies",
        _with_results(shown.ask(budget.BESIDE_RESULTS), translator),
        [
            Column("mentee", _("Mentee")),
            Column("mentor", _("Mentor"), missing=lambda row: _("no mentor yet")),
            *amounts(shown.unit, translator, counted=False),
            Column("decided_by", _("Decided by"), optional=True),
            Column("reports", _("Reports on time"), right=True),
            Column("reached", _("Targets achieved"), right=True),
        ],
        alt=_("Subsidies beside results"),
        everything=lambda: _with_results(shown.ask_all(budget.BESIDE_RESULTS), translator),
    )


def _with_results(rows: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    return rows.assign(
        reports=[_of(row.reports_on_time, row.reports_due, translator) for row in rows.itertuples()],
        reached=[_of(row.achieved, row.targets, translator) for row in rows.itertuples()],
    )


def _of(part: object, whole: object, translator: Translator) -> str:
    if is_missing(whole):
        return NO_VALUE
    return translator.gettext("{part} of {whole}").format(part=translator.number(part), whole=translator.number(whole))


def every_line(shown: Year) -> None:
    """Every line with its cell, closed until asked for."""
    here = shown.here
    translator = here.translator
    _ = translator.gettext
    title = _("Every line, with its cell")
    on_demand(
        here,
        title,
        "lines_data",
        ":material/receipt_long:",
        lambda: table(
            here,
            "budget_lines",
            shown.ask(budget.LINES),
            [
                Column("kind", _("Kind"), lambda code: translator.word(MONEY, code)),
                Column("category", _("Category")),
                Column("mentee", _("Partnership of"), missing=lambda row: _("the programme")),
                Column("payer", _("Paid by"), missing=lambda row: _("not reported")),
                Column("receiver", _("Received by"), optional=True),
                *amounts(shown.unit, translator, counted=False),
                Column("decided_by", _("Decided by"), optional=True),
                Column("decision_no", _("Decision number"), optional=True),
                Column("principle", _("Principle"), words=PRINCIPLES),
                Column("source_file", _("File")),
                Column("source_sheet", _("Sheet")),
                Column("source_cell", _("Cell")),
            ],
            alt=title,
            everything=lambda: shown.ask_all(budget.LINES),
        ),
    )


def amounts(unit: str, translator: Translator, counted: bool = True) -> list[Column]:
    """Proposed, decided and spent in `unit`, millions of a currency; `counted`: with the number of lines."""
    _ = translator.gettext
    labels = (_("Proposed, {unit}"), _("Decided, {unit}"), _("Spent, {unit}"))
    columns = [
        Column(
            name, label.format(unit=unit), lambda millions: translator.number(millions, 1),
            missing=lambda row: _("not reported"), right=True, times=1 / MILLION,
        )
        for name, label in zip(OF_AMOUNTS, labels, strict=True)
    ]  # fmt: skip
    return [*columns, Column("lines", _("Lines"), translator.number, right=True)] if counted else columns


def _alike(amounts: Sequence[float], translator: Translator) -> list[str]:
    """Millions of one sentence: a decimal only where one of them needs it."""
    known = [amount / MILLION for amount in amounts if not is_missing(amount)]
    decimals = 0 if all(round(value, 1) == round(value) for value in known) else 1
    return [translator.number(None if is_missing(amount) else amount / MILLION, decimals) for amount in amounts]
