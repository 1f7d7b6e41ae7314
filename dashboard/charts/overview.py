"""Figures of the programme overview."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.panels import panels
from dashboard.charts.theme import BLUE, ORANGE, TONES, blank, faint, month_ticks
from dashboard.language import Translator
from dashboard.words import BANDS, CRITERIA, HORIZONS, ROLES, TARGET_STATUS, Tone, in_words
from warehouse.vocabulary import Criterion, Role

CRITERIA_IN_ORDER = (
    (Role.MENTOR, Criterion.COMMITMENT),
    (Role.MENTOR, Criterion.REPORTS),
    (Role.MENTOR, Criterion.KNOW_HOW),
    (Role.MENTEE, Criterion.COMMITMENT),
    (Role.MENTEE, Criterion.REPORTS),
    (Role.MENTEE, Criterion.LESSON_LEARNED),
)


def stage_funnel(stages: pd.DataFrame, names: Mapping[str, str], translator: Translator) -> go.Figure:
    """Partnerships of one kind by stage; `names`: its stages in order. Columns: stage, status, partnerships."""
    totals = stages.groupby("stage")["partnerships"].sum()
    labels = list(names.values())
    values = [int(totals.get(stage, 0)) for stage in names]
    figure = blank(translator, 30 + 34 * len(labels))
    figure.add_bar(
        x=values,
        y=labels,
        orientation="h",
        marker_color=BLUE,
        text=[translator.number(value) for value in values],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure.update_xaxes(visible=False, range=[0, max([*values, 1]) * 1.15])
    figure.update_yaxes(autorange="reversed")
    return figure


def bands(counts: pd.DataFrame, translator: Translator) -> go.Figure:
    """How the partnerships are spread over the bands, criterion by criterion.

    Columns: role, criterion, band, partnerships.
    """
    spread = counts.groupby(["role", "criterion", "band"])["partnerships"].sum()
    numbers = {(f"{role}/{criterion}", band): int(number) for (role, criterion, band), number in spread.items()}
    rows = [
        (f"{role}/{criterion}", f"{translator.word(ROLES, role)}<br>{translator.word(CRITERIA, criterion)}")
        for role, criterion in CRITERIA_IN_ORDER
    ]
    columns = [(code, translator.sign(BANDS, code), word.tone) for code, word in BANDS.items()]
    columns.append(("none", "· " + translator.gettext("No band"), Tone.QUIET))
    return panels(numbers, rows, columns, translator, translator.gettext("partnerships"))


def targets(counts: pd.DataFrame, translator: Translator) -> go.Figure:
    """Targets by status and horizon. Columns: horizon, status, targets."""
    numbers = {(row.status, row.horizon): int(row.targets) for row in counts.itertuples() if row.status is not None}
    present = [code for code in TARGET_STATUS if any((code, horizon) in numbers for horizon in HORIZONS)]
    rows = [(code, translator.sign(TARGET_STATUS, code)) for code in present]
    columns = [(code, translator.word(HORIZONS, code), Tone.PLAIN) for code in HORIZONS]
    figure = panels(numbers, rows, columns, translator, translator.gettext("targets"))
    figure.update_traces(marker_color=[TONES[in_words(TARGET_STATUS, code).tone] for code in present])
    return figure


def reporting(months: pd.DataFrame, translator: Translator) -> go.Figure:
    """Share of monthly reports received, and received on time, by the month they are about, percent.

    Columns: period, due, received, on_time.
    """
    figure = blank(translator, 250)
    periods = list(months["period"])
    _rate(figure, months, "received", translator.gettext("Received"), BLUE, 9, translator)
    _rate(figure, months, "on_time", translator.gettext("On time"), ORANGE, -9, translator)
    figure.update_yaxes(
        range=[-4, 106],
        tickvals=[0, 50, 100],
        ticktext=[translator.percent(value) for value in (0, 50, 100)],
        showgrid=True,
        gridcolor=faint(0.25),
    )
    figure.update_xaxes(
        type="category",
        tickvals=periods,
        ticktext=month_ticks(translator, periods),
        tickangle=0,
        range=[-0.3, max(len(periods), 2) - 0.9],
    )
    figure.update_layout(margin_r=124)
    return figure


def _rate(
    figure: go.Figure, months: pd.DataFrame, column: str, name: str, colour: str, shift: int, translator: Translator
) -> None:
    """One line of shares, named at its last point."""
    shares = [100 * part / due for part, due in zip(months[column], months["due"], strict=True)]
    figure.add_scatter(
        x=list(months["period"]),
        y=shares,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"size": 7},
        cliponaxis=False,
        customdata=[
            [translator.month(month), translator.number(part), translator.number(due), translator.percent(share)]
            for month, part, due, share in zip(months["period"], months[column], months["due"], shares, strict=True)
        ],
        hovertemplate="%{customdata[0]}<br>"
        + name
        + ": %{customdata[1]} / %{customdata[2]} (%{customdata[3]})<extra></extra>",
    )
    if shares:
        figure.add_annotation(
            x=months["period"].iloc[-1],
            y=shares[-1],
            text=f"<span style='color:{colour}'>●</span> {name} {translator.percent(shares[-1])}",
            showarrow=False,
            xanchor="left",
            xshift=9,
            yshift=shift,
        )
