"""One partnership over time: what was planned and held, what was signed and delivered."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, blank, faint, month_ticks, plain
from dashboard.language import Translator, is_missing
from dashboard.words import AGREEMENTS, KINDS, Words

ROW = 34
MARGIN_DAYS = 20
ON_ITS_MARK = {
    "letter_of_intent": "LoI",
    "memorandum_of_agreement": "MoA",
    "memorandum_of_understanding": "MoU",
}
PLACE = ("source_file", "source_sheet", "source_cell", "stated_in")
COLUMNS = ("lane", "mark", "code", "what", "planned_on", "done_on", "event", "file_sha256")


def marks(events: pd.DataFrame, agreements: pd.DataFrame, papers: pd.DataFrame, translator: Translator) -> pd.DataFrame:
    """Everything with a day, by lane: lane, mark (activity, agreement, document), code, what, planned_on, done_on,
    event (id of an activity), file_sha256 (landed document), the place of its record, and a name of its own.

    Agreements and documents have a lane each; activities one per kind, in the order in which the kinds begin.
    """
    _ = translator.gettext
    signed = [
        (_("Agreements"), "agreement", row.kind, _named(row, AGREEMENTS, translator), None, row.signed_on, None, None)
        for row in agreements.itertuples()
    ]
    delivered = [
        (
            _("Documents"), "document", row.kind, _named(row, KINDS | AGREEMENTS, translator), None, row.dated_on, None,
            row.file_sha256,
        )
        for row in papers.itertuples()
    ]  # fmt: skip
    begins = events[["planned_on", "held_on"]].min(axis="columns")
    events = events.assign(begins=begins).sort_values("begins", kind="stable")
    active = [
        (
            translator.word(KINDS, row.kind),
            "activity",
            row.kind,
            row.title,
            row.planned_on,
            row.held_on,
            row.event,
            None,
        )
        for row in events.itertuples()
    ]
    places = pd.concat([told[list(PLACE)] for told in (agreements, papers, events)], ignore_index=True)
    found = pd.DataFrame([*signed, *delivered, *active], columns=list(COLUMNS)).join(places)
    days = {column: pd.to_datetime(found[column]) for column in ("planned_on", "done_on")}
    found = found.assign(**days)
    found = found[found["planned_on"].notna() | found["done_on"].notna()].reset_index(drop=True)
    return found.assign(name=_names(found))


def _names(found: pd.DataFrame) -> pd.Series:
    """`activity~2026-03-16~P014/W01`: the same at every build that tells the same."""
    day = found["done_on"].fillna(found["planned_on"]).dt.strftime("%Y-%m-%d")
    name = found["mark"] + "~" + day + "~" + found["event"].fillna(found["code"])
    count = name.groupby(name).cumcount()
    return name.where(count == 0, name + "~" + (count + 1).astype(str))


def _named(row: object, words: Words, translator: Translator) -> str:
    name = translator.word(words, row.kind)
    month = getattr(row, "month", None)  # of a monthly report
    name = name if is_missing(month) else f"{name} {translator.month(month)}"
    return name if is_missing(row.number) else f"{name}, {row.number}"


def timeline(
    shown: pd.DataFrame, pilot: tuple[date | None, date | None], as_of: date, translator: Translator
) -> go.Figure:
    """A lane per kind: rings are planned days, dots the days it was held, diamonds what was signed or delivered.

    `shown`: the columns of `marks`; each mark carries its `name`. `pilot`: first and last day, a grey ground. The day
    of the figures is a line.
    """
    lanes = list(dict.fromkeys(shown["lane"]))
    place = {lane: number for number, lane in enumerate(lanes)}
    figure = blank(translator, 74 + ROW * len(lanes))
    _ground(figure, pilot, as_of, translator)
    for row in shown[shown["planned_on"].notna() & shown["done_on"].notna()].itertuples():
        figure.add_shape(
            type="line", x0=row.planned_on, x1=row.done_on, y0=place[row.lane], y1=place[row.lane],
            line={"color": faint(0.8), "width": 3}, layer="below",
        )  # fmt: skip
    planned = shown[shown["planned_on"].notna()]
    _scatter(figure, planned, "planned_on", place, translator, {"symbol": "circle-open", "size": 11, "color": GREY})
    done = shown[shown["done_on"].notna()]
    for mark, symbol in (("activity", "circle"), ("document", "diamond-open"), ("agreement", "diamond")):
        own = done[done["mark"] == mark]
        _scatter(figure, own, "done_on", place, translator, {"symbol": symbol, "size": 9, "color": BLUE})
    figure.update_yaxes(
        tickvals=list(range(len(lanes))), ticktext=[plain(lane) for lane in lanes], range=[len(lanes) - 0.5, -0.75],
        showgrid=True, gridcolor=faint(0.15),
    )  # fmt: skip
    _months(figure, [*shown["planned_on"].dropna(), *shown["done_on"].dropna(), pd.Timestamp(as_of)], translator)
    return figure


def _scatter(
    figure: go.Figure, rows: pd.DataFrame, day: str, place: dict[str, int], translator: Translator, marker: object
) -> None:
    texts = [ON_ITS_MARK.get(row.code, "") if row.mark == "agreement" else "" for row in rows.itertuples()]
    figure.add_scatter(
        x=rows[day], y=[place[lane] for lane in rows["lane"]], mode="markers+text", marker=marker,
        ids=list(rows["name"]),
        text=texts, textposition="top center", textfont_size=11, cliponaxis=False,
        customdata=[_hover(row, translator) for row in rows.itertuples()],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _hover(row: object, translator: Translator) -> str:
    _ = translator.gettext
    lines = [f"<b>{plain(row.lane if is_missing(row.what) else str(row.what))}</b>"]
    if row.mark != "activity":
        return "<br>".join([*lines, translator.day(row.done_on)])
    told: list[tuple[str, object, Callable[[], str]]] = [
        (_("planned {day}"), row.planned_on, lambda: ""),
        (_("held {day}"), row.done_on, lambda: _("not held so far")),
    ]
    for words, day, without in told:
        lines.append(without() if is_missing(day) else words.format(day=translator.day(day)))
    return "<br>".join(line for line in lines if line)


def _ground(figure: go.Figure, pilot: tuple[date | None, date | None], as_of: date, translator: Translator) -> None:
    first, last = pilot
    if not is_missing(first) and not is_missing(last):
        figure.add_shape(
            type="rect", x0=first, x1=last, y0=0, y1=1, yref="paper", fillcolor=faint(0.13), line_width=0,
            layer="below",
        )  # fmt: skip
        figure.add_annotation(
            x=first, y=1, yref="paper", yanchor="bottom", xanchor="left", showarrow=False, font_size=12,
            text=translator.gettext("Pilot project"),
        )  # fmt: skip
    figure.add_shape(
        type="line", x0=as_of, x1=as_of, y0=0, y1=1, yref="paper", line={"color": GREY, "width": 1.5, "dash": "dot"},
        layer="below",
    )  # fmt: skip


def _months(figure: go.Figure, days: list[pd.Timestamp], translator: Translator) -> None:
    first, last = min(days), max(days)
    months = pd.period_range(first, last, freq="M")
    labels = month_ticks(translator, [str(month) for month in months], room=9)
    shown = [(month.start_time, label) for month, label in zip(months, labels, strict=True) if label]
    figure.update_xaxes(
        type="date", tickvals=[start for start, _label in shown], ticktext=[label for _start, label in shown],
        tickangle=0, showgrid=True, gridcolor=faint(0.15),
        range=[first - pd.Timedelta(days=MARGIN_DAYS), last + pd.Timedelta(days=MARGIN_DAYS)],
    )  # fmt: skip
    figure.update_layout(margin_t=28)
