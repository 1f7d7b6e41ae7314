"""What pilots gained against their own baseline: m³ to date, and each metric partnership by partnership."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import results_in_words, sentences
from dashboard.charts import results as charts
from dashboard.components.chart import chart
from dashboard.components.choice import choose, choose_page
from dashboard.components.context import Context
from dashboard.components.table import Column, table
from dashboard.language import Translator, is_missing
from dashboard.queries import results

PARTNERSHIPS_A_PAGE = 20


def water_saved(here: Context) -> None:
    """m³ below the baseline by partnership, over the pilot months reported; nothing is stretched to a year."""
    translator = here.translator
    _ = translator.gettext
    rows = here.ask_filtered(results.saved_by_each)
    if rows.empty:
        st.caption(_("No partnership on non-revenue water has begun its pilot in this selection."))
        return
    table(
        here,
        "water_saved",
        rows,
        [
            Column("mentee", _("Mentee")),
            Column(
                "saved",
                _("m³ below baseline"),
                lambda volume: sentences.signed(float(volume), translator) if volume < 0 else translator.number(volume),
                missing=lambda row: _("not reported"),
                right=True,
            ),
            Column("months", _("Pilot months known"), translator.number, right=True),
            Column("first_month", _("First month"), partial(_month, translator), right=True, only_downloaded=True),
            Column("last_month", _("Last month"), partial(_month, translator), right=True),
        ],
        alt=_("Non-revenue water below baseline by partnership, alphabetical"),
        everything=lambda: here.ask_all(results.saved_by_each, here.filters),
    )
    st.caption(
        _(
            "Baseline less actual, month by month: of a volume in m³, or of a percentage times what was supplied that "
            "month. A month that is not reported is left out; nothing is stretched to a year. A minus is more water "
            "lost than at the baseline."
        )
    )


def _month(translator: Translator, day: pd.Timestamp) -> str:
    return translator.month(day.strftime("%Y-%m"))


def own_baselines(here: Context, changes: pd.DataFrame) -> None:
    """One metric of those in `changes` (see `results.changes`), each partnership against its own baseline."""
    translator = here.translator
    _ = translator.gettext
    if changes.empty:
        st.caption(_("No partnership has enough months against a baseline of its own yet."))
        return
    by_code = {row.metric_code: row for row in changes.itertuples()}
    codes = list(by_code)
    leading = next((code for code in ("nrw_pct", *codes) if code in by_code), None)
    code = choose(
        translator,
        "metric",
        _("Metric"),
        codes,
        lambda code: str(sentences.metric_name(by_code[code], translator)),
        default=leading,
        resets=("gains",),
    )
    row = by_code[str(code)]
    passed_over = choose_page(translator, "gains", _("Partnerships shown"), int(row.partnerships), PARTNERSHIPS_A_PAGE)
    rows = here.ask_filtered(
        results.change_of_each, metric_code=row.metric_code, passed_over=passed_over, most_rows=PARTNERSHIPS_A_PAGE
    )
    words = {"better": _("✓ better"), "worse": _("▲ worse"), "same": _("= same")}

    def with_words(told: pd.DataFrame) -> pd.DataFrame:
        verdicts = [
            None if is_missing(one.change) else words[charts.judged(one.change, one.direction)]
            for one in told.itertuples()
        ]
        return told.assign(verdict=pd.Series(verdicts, index=told.index, dtype=object))

    chart(
        here,
        "gained",
        results_in_words.change_title(row, translator),
        lambda: charts.gained(charts.comparable(rows), words, translator),
        with_words(rows),
        _columns(translator),
        note=_(
            "{unit}; ring: own baseline, dot: pilot months so far; alphabetical, each on its own path. Partnerships "
            "without a baseline or with too few months stand in the data only"
        ).format(unit=translator.unit(row.unit)),
        everything=lambda: with_words(here.ask_all(results.change_of_each, here.filters, metric_code=row.metric_code)),
    )


def _columns(translator: Translator) -> list[Column]:
    _ = translator.gettext
    stated = _("baseline as stated")
    return [
        Column("mentee", _("Mentee")),
        Column("before_value", _("Before"), translator.significant, missing=lambda row: _("no baseline"), right=True),
        Column(
            "before_months",
            _("Months before"),
            lambda months: translator.number(months) if months else stated,
            right=True,
        ),
        Column("after_value", _("Since"), translator.significant, right=True),
        Column("after_months", _("Months since"), translator.number, right=True),
        Column(
            "change",
            _("Change"),
            lambda value: sentences.signed(value, translator),
            missing=lambda row: _("too few months"),
            right=True,
        ),
        Column("unit", _("Unit"), translator.unit),
        Column("verdict", _("Against own baseline"), missing=lambda row: _("not known")),
    ]
