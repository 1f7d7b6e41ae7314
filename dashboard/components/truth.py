"""The truth panel of non-revenue water: percentage beside volume beside litres per connection, with their bands."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.metrics import truth_panel
from dashboard.components.chart import chart_data, draw, with_click
from dashboard.components.choice import choose, nothing_to_choose
from dashboard.components.context import Context
from dashboard.components.drawn import on_demand
from dashboard.components.figure_receipt import open_figure_receipt
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator, is_missing
from dashboard.queries import metrics
from dashboard.words import BALANCE_STATUS, NRW_MEASURES, SPANS, VALUE_STATUS
from warehouse.vocabulary import Language, ValueStatus

LEADING = ("nrw_pct", "nrw_m3_per_day", "nrw_l_per_connection_day")
DRAWN_SPANS = ("month", "rolling_12", "year")
WHOLE = "whole"


@dataclass(frozen=True)
class Subject:
    """Whose figures the page shows: a partnership, or a utility outside any."""

    name: str
    partnership_id: str | None
    utility_id: str | None

    def ask(self, here: Context, sql: str, **values: object) -> pd.DataFrame:
        """One of the tables of `queries.metrics` about this subject."""
        return here.ask(metrics.of_subject, sql, self.partnership_id, self.utility_id, **values)


def water_truth(here: Context, subject: Subject) -> None:
    """The finding in words, three panels, the other measures, and the balance behind them."""
    translator = here.translator
    _ = translator.gettext
    zones = subject.ask(here, metrics.ZONES)
    if zones.empty:
        st.caption(_("No water balance has been reported here yet: it needs system input and billed consumption."))
        return
    zone = _choose_zone(translator, list(zones["zone"]))
    truth = subject.ask(here, metrics.TRUTH, zone=zone)
    for sentence, warns in sentences.of_flag(subject.ask(here, metrics.FLAGS, zone=zone), translator):
        if warns:
            st.warning(sentence, icon=":material/compare_arrows:")
        else:
            st.markdown(sentence)
    spans = [span for span in DRAWN_SPANS if (truth["span"] == span).any()]
    if spans:
        chosen = choose(
            translator, "span", _("Figures by"), spans, lambda code: translator.word(SPANS, code), default=spans[0]
        )
        _panels(here, truth[truth["span"] == chosen], str(chosen))
    on_demand(
        here,
        _("All measures of the latest span, with m³/km/day, per hour of supply, and ILI"),
        "other_measures",
        ":material/speed:",
        lambda: _latest(here, truth),
    )
    _balance(here, subject, zone)


def _choose_zone(translator: Translator, zones: list[str | None]) -> str | None:
    codes = [WHOLE if is_missing(zone) else str(zone) for zone in zones]
    if len(codes) == 1:
        nothing_to_choose(translator, "zone", codes[0])
        return None if codes[0] == WHOLE else codes[0]
    whole = translator.gettext("whole")
    chosen = choose(
        translator, "zone", translator.gettext("Zone"), codes, lambda code: whole if code == WHOLE else code,
        default=codes[0],
    )  # fmt: skip
    return None if chosen == WHOLE else chosen


def _panels(here: Context, rows: pd.DataFrame, span: str) -> None:
    translator = here.translator
    _ = translator.gettext
    rows = labelled(rows, translator)
    doubted = rows["status"] == ValueStatus.NEEDS_REVIEW
    shown = rows.assign(**{name: rows[name].mask(doubted) for name in ("value", "low", "high")})
    for place, measure in zip(st.columns(3, gap="medium"), LEADING, strict=True):
        own = shown[shown["measure"] == measure]
        with place:
            _panel(here, own, measure)
    notes = [_("Bars: 95% band from the reliability grades. A gap is missing or waits for review.")]
    if span == "rolling_12":
        notes.append(_("Each point is the sum of its twelve months; months that are missing are not filled in."))
    told = " ".join([*notes, *_without_band(shown, translator)])
    st.caption(f"{with_click(here, told.rstrip('.'))}.")
    chart_data(
        here, "truth", _("Non-revenue water, every measure by month"), rows,
        [
            Column("label", _("Period")),
            Column("measure", _("Measure"), lambda code: translator.word(NRW_MEASURES, code)),
            *_value_columns(translator),
            Column("status", _("Status"), words=VALUE_STATUS),
            Column("source_file", _("File"), optional=True),
            Column("source_sheet", _("Sheet"), optional=True),
            Column("source_cell", _("Cell"), optional=True),
        ],
    )  # fmt: skip


def _value_columns(translator: Translator) -> list[Column]:
    """A figure with its band, unit, and months known of months needed."""
    _ = translator.gettext
    return [
        Column(
            "value", _("Value"), translator.significant, right=True,
            missing=lambda row: translator.word(VALUE_STATUS, row.status).lower(),
        ),
        Column("low", _("Band from"), translator.significant, right=True),
        Column("high", _("Band to"), translator.significant, right=True),
        Column("unit", _("Unit"), translator.unit),
        Column("months", _("Months")),
    ]  # fmt: skip


def labelled(rows: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    """With `label`, the period in words, and `months`, k of n."""
    return rows.assign(
        label=[_period(row, translator) for row in rows.itertuples()],
        months=[
            translator.gettext("{known} of {needed}").format(
                known=translator.number(row.months_counted), needed=translator.number(row.months_expected)
            )
            for row in rows.itertuples()
        ],
    )


def _period(row: object, translator: Translator) -> str:
    last = translator.month(row.period_end.strftime("%Y-%m"))
    if row.span == "month":
        return last
    return f"{translator.month(row.period_start.strftime('%Y-%m'))} – {last}"


def _panel(here: Context, rows: pd.DataFrame, measure: str) -> None:
    translator = here.translator
    _ = translator.gettext
    name = translator.word(NRW_MEASURES, measure)
    known = rows[rows["value"].notna()]
    if known.empty:
        st.markdown(f"**{safe(name)}**")
        st.caption(_("No figure here can be shown."))
        return
    last = known.iloc[-1]
    finding = sentences.with_band(last, translator)
    st.markdown(f"**{safe(name)}**  \n:small[{safe(last['label'])}: {safe(finding)}]")
    alt = f"{name}, {last['label']}: {finding}"
    draw(
        here, f"truth_{measure}", alt, partial(truth_panel, rows, translator), rows,
        lambda label: open_figure_receipt(here, rows[rows["label"] == label].iloc[0]),
    )  # fmt: skip
    if st.button(
        _("Receipt: {what}").format(what=last["label"]), key=f"receipt_{measure}", icon=":material/receipt_long:",
        type="tertiary",
    ):  # fmt: skip
        open_figure_receipt(here, last)


def _without_band(rows: pd.DataFrame, translator: Translator) -> list[str]:
    ungraded = rows[(rows["measure"] == LEADING[0]) & rows["value"].notna()]["ungraded"].dropna()
    if ungraded.empty:
        return []
    return [translator.gettext("Without a band: months in which a figure behind it has no reliability grade.")]


def _latest(here: Context, truth: pd.DataFrame) -> None:
    """Each measure of the latest month or year, of the last twelve months, and before and since the pilot."""
    translator = here.translator
    _ = translator.gettext
    known = truth[truth["value"].notna() | (truth["status"] == ValueStatus.NOT_APPLICABLE)]
    rows = labelled(known, translator).sort_values("period_end", kind="stable")
    rows = rows.drop_duplicates(["span", "measure"], keep="last").sort_values(["measure", "span"], kind="stable")
    table(
        here, "measures", rows,
        [
            Column("measure", _("Measure"), lambda code: translator.word(NRW_MEASURES, code)),
            Column("span", _("Figures by"), lambda code: translator.word(SPANS, code)),
            Column("label", _("Period")),
            *_value_columns(translator),
        ],
        alt=_("Every measure of non-revenue water"),
    )  # fmt: skip
    st.caption(
        _(
            "Per hour of supply: litres per connection for each hour in which there is water; times 24 it is what "
            "would be lost a day under pressure (w.s.p.). ILI is not shown for small systems or low pressure. Sums "
            "and ratios of sums over the months reported; nothing is stretched to a year."
        )
    )


def _balance(here: Context, subject: Subject, zone: str | None) -> None:
    """The balance of the latest period that has one, each component with its status, band and cell."""
    translator = here.translator
    _ = translator.gettext
    rows = subject.ask(here, metrics.BALANCE, zone=zone)
    if rows.empty:
        return
    indonesian = translator.language is Language.INDONESIAN
    names = rows["name_id" if indonesian else "name_en"]
    first, last = (rows[name].iloc[0].strftime("%Y-%m") for name in ("period_start", "period_end"))
    rows = rows.assign(name=names, span="month" if first == last else "period")
    label = _period(next(rows.itertuples()), translator)
    places = rows[["source_file", "source_sheet"]].drop_duplicates()
    in_one_place = len(places) == 1 and bool(places.notna().all(axis=None))
    st.header(_("Water balance, {period}").format(period=label), anchor=False)
    table(
        here, "balance", rows,
        [
            Column("name", _("Component")),
            Column(
                "value", _("m³"), translator.number, right=True,
                missing=lambda row: translator.word(BALANCE_STATUS, row.status).lower(),
            ),
            Column("supplied_pct", _("% of supplied"), lambda value: translator.number(value, 1), right=True),
            Column("low", _("Band from"), translator.number, right=True),
            Column("high", _("Band to"), translator.number, right=True),
            Column("status", _("Status"), words=BALANCE_STATUS),
            Column("grade", _("Reliability 1–10"), translator.number, right=True, optional=True),
            Column("source_file", _("File"), only_downloaded=in_one_place),
            Column("source_sheet", _("Sheet"), only_downloaded=in_one_place),
            Column("source_cell", _("Cell")),
        ],
        alt=_("Water balance, {period}").format(period=label),
    )  # fmt: skip
    if in_one_place:
        place = " › ".join(places.iloc[0])
        st.caption(safe(_("The cells stand in {place}.").format(place=place)))
    st.caption(
        _(
            "Estimated: reported, but no meter measures it. Derived: computed from the others. Missing: nobody told "
            "it; it is not taken for zero, and what needs it is missing too."
        )
    )
