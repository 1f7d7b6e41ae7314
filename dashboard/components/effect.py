"""Programme effect with care, and utility health as context: both as tables with what they cannot say."""

import pandas as pd
import streamlit as st

from dashboard import sentences
from dashboard.charts.metrics import moved
from dashboard.components.chart import chart
from dashboard.components.context import Context
from dashboard.components.table import BADGES, Column, safe, table
from dashboard.components.truth import Subject
from dashboard.language import Translator
from dashboard.queries import metrics
from dashboard.words import (
    ASPECTS,
    EFFECT_STATUS,
    HEALTH_CLASSES,
    MARK_EDGES,
    PROGRAMME_EFFECT_STATUS,
    VALUE_STATUS,
    in_words,
)
from warehouse.vocabulary import Language

MOST_MARK = 5


def effect(here: Context, subject: Subject) -> None:
    """Change against own months before, of this partnership and, as an interval, of all."""
    translator = here.translator
    _ = translator.gettext
    own = _named(subject.ask(here, metrics.CHANGES), translator)
    st.header(_("Change against its own months before the pilot"), anchor=False)
    if own.empty:
        st.caption(_("No month since the start of a pilot has been reported here."))
    else:
        table(
            here, "effect_own", own, _own_columns(translator), alt=_("Change against its own months before the pilot")
        )
        untold = sentences.why_no_difference(own, translator)
        if untold:
            st.caption(untold)
    every = _named(here.ask(metrics.effects, here.filters.origin.value), translator)
    st.header(_("All partnerships together"), anchor=False)
    told = every[every["status"] != "too_few_partnerships"]
    if told.empty:
        st.caption(_too_few(every, translator))
    else:
        table(here, "effect_all", told, _all_columns(translator), alt=_("All partnerships together"))
    st.info(sentences.what_an_effect_cannot_say(translator), icon=":material/balance:")


def _too_few(every: pd.DataFrame, translator: Translator) -> str:
    if every.empty:
        return translator.gettext("No month since the start of a pilot has been reported here.")
    return translator.gettext(
        "No metric has {subjects} partnerships with {months} months each before and since the start of their pilots "
        "yet: no mean is stated."
    ).format(
        subjects=translator.number(every["least_subjects"].iloc[0]),
        months=translator.number(every["least_months"].iloc[0]),
    )


def _named(rows: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    return rows.assign(name=rows["name_id" if translator.language is Language.INDONESIAN else "name_en"])


def _own_columns(translator: Translator) -> list[Column]:
    _ = translator.gettext
    signed = sentences.signed
    return [
        Column("name", _("Metric")),
        Column("unit", _("Unit"), translator.unit),
        Column("before_value", _("Before"), translator.significant, right=True),
        Column("before_months", _("Months before"), translator.number, right=True),
        Column("after_value", _("Since"), translator.significant, right=True),
        Column("after_months", _("Months since"), translator.number, right=True),
        Column("change", _("Change"), lambda value: signed(value, translator), right=True),
        Column(
            "others_change", _("Change of others"), lambda value: signed(value, translator), right=True, optional=True
        ),
        Column("others", _("Others"), translator.number, right=True),
        Column("difference", _("Difference"), lambda value: signed(value, translator), right=True, optional=True),
        Column(
            "difference_low", _("Difference from"), lambda value: signed(value, translator), right=True, optional=True
        ),
        Column(
            "difference_high", _("Difference to"), lambda value: signed(value, translator), right=True, optional=True
        ),
        Column("status", _("Status"), words=EFFECT_STATUS),
    ]


def _all_columns(translator: Translator) -> list[Column]:
    _ = translator.gettext
    signed = sentences.signed
    return [
        Column("name", _("Metric")),
        Column("unit", _("Unit"), translator.unit),
        Column("partnerships", _("Partnerships"), translator.number, right=True),
        Column("change", _("Mean change"), lambda value: signed(value, translator), right=True),
        Column("change_low", _("from"), lambda value: signed(value, translator), right=True),
        Column("change_high", _("to"), lambda value: signed(value, translator), right=True),
        Column("others", _("Others"), translator.number, right=True),
        Column("difference", _("Difference"), lambda value: signed(value, translator), right=True),
        Column("difference_low", _("Difference from"), lambda value: signed(value, translator), right=True),
        Column("difference_high", _("Difference to"), lambda value: signed(value, translator), right=True),
        Column("status", _("Status"), words=PROGRAMME_EFFECT_STATUS),
    ]


def health(here: Context, subject: Subject) -> None:
    """The health of the utility by the BPPSPAM method: context, no part of any score here."""
    translator = here.translator
    _ = translator.gettext
    st.markdown(
        _(
            "Context, no part of any score of a partnership: the yearly health of the utility by the BPPSPAM method. "
            "A utility with a missing figure is not assessed; that is not the same as sick."
        )
    )
    found = subject.ask(here, metrics.HEALTH)
    if found.empty:
        st.caption(_("No yearly figures of the health method have been sent for this utility."))
        return
    row = found.iloc[0]
    year = row["period_start"].strftime("%Y")
    word = in_words(HEALTH_CLASSES, row["class"])
    badge = f":{BADGES[word.tone]}-badge[{safe(translator.sign(HEALTH_CLASSES, row['class']))}]"
    st.markdown(f"**{safe(row['edition'])}, {year}** {badge}  \n{safe(sentences.health_score(row, translator))}")
    marks = _named(subject.ask(here, metrics.MARKS, year=row["period_start"]), translator)
    marks = marks.assign(edges=["disputed" if one else None for one in marks["disputed"]])
    table(
        here, "health", marks,
        [
            Column("aspect", _("Aspect"), lambda code: translator.word(ASPECTS, code)),
            Column("name", _("Figure")),
            Column(
                "value", _("Value"), translator.significant, right=True,
                missing=lambda line: translator.word(VALUE_STATUS, line.status).lower(),
            ),
            Column("unit", _("Unit"), translator.unit),
            Column("mark", _("Mark, 1–5"), translator.number, right=True, missing=lambda line: _("not assessed")),
            Column("weight", _("Weight"), translator.significant, right=True),
            Column("points", _("Points"), translator.significant, right=True),
            Column("edges", _("Edges of the marks"), words=MARK_EDGES, missing=lambda line: "", optional=True),
            Column("source_file", _("File")),
            Column("source_cell", _("Cell")),
        ],
        alt=_("Marks of the health method"),
    )  # fmt: skip
    _aspects(here, row, marks)
    disputed = marks[marks["disputed"]]
    if not disputed.empty:
        said = _(
            "Disputed: sources give different edges for the marks of {figures}. The mark may differ by another source."
        )
        st.caption(safe(said.format(figures=", ".join(disputed["name"]))))


def _aspects(here: Context, sums: pd.Series, marks: pd.DataFrame) -> None:
    """The points of each aspect, summed only where each of its figures has a mark, beside the most that it can have."""
    translator = here.translator
    _ = translator.gettext
    counted = _("{part} of {whole}")
    rows = [
        {
            "aspect": aspect, "points": sums[aspect], "most": MOST_MARK * of_it["weight"].sum(),
            "assessed": counted.format(
                part=translator.number(of_it["mark"].notna().sum()), whole=translator.number(len(of_it))
            ),
        }
        for aspect, of_it in ((code, marks[marks["aspect"] == code]) for code in ASPECTS)
        if len(of_it)
    ]  # fmt: skip
    table(
        here, "health_aspects", pd.DataFrame(rows),
        [
            Column("aspect", _("Aspect"), lambda code: translator.word(ASPECTS, code)),
            Column(
                "points", _("Points"), lambda points: translator.number(points, 2), right=True,
                missing=lambda line: _("not assessed"),
            ),
            Column("most", _("Most points"), lambda points: translator.number(points, 2), right=True),
            Column("assessed", _("Figures assessed"), right=True),
        ],
        alt=_("Points of each aspect"),
    )  # fmt: skip


def example(here: Context) -> None:
    """The published case that shows why the percentage alone misleads."""
    translator = here.translator
    _ = translator.gettext
    rows = here.ask(metrics.example)
    if len(rows) < 2:
        return
    first, last = rows.iloc[0], rows.iloc[-1]
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    named = {
        "nrw_pct": _("Percentage of supplied"),
        "nrw_volume": _("Volume, m³ in the year"),
        "nrw_l_per_connection_day": _("L/connection/day"),
    }
    steps = pd.DataFrame(
        [
            {
                "label": label, "first": first[code], "last": last[code],
                "change": 100 * (last[code] / first[code] - 1),
            }
            for code, label in named.items()
        ]
    )  # fmt: skip
    chart(
        here, "example",
        sentences.example_finding(first, last, first[f"name_{suffix}"], translator),
        lambda: moved(steps, translator),
        steps,
        [
            Column("label", _("Measure")),
            Column("first", str(first["year"]), translator.significant, right=True),
            Column("last", str(last["year"]), translator.significant, right=True),
            Column("change", _("Change, %"), lambda value: translator.percent(value, 1), right=True),
        ],
        note=first[f"source_{suffix}"],
    )  # fmt: skip
    st.markdown(
        _(
            "The percentage divides what is lost by what is supplied. Where supply falls, or customers use less, it "
            "stays high although far less water is lost; where supply grows, it falls although more is lost. Volume "
            "and litres per connection and day do not depend on consumption."
        )
    )
