"""Criterion scores with their receipts, and the indicators behind them."""

import json
from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.charts.overview import CRITERIA_IN_ORDER
from dashboard.charts.profile import NARROWEST, bullets
from dashboard.components.chart import chart_data, draw
from dashboard.components.context import Context
from dashboard.components.receipt import open_receipt
from dashboard.components.table import Column, safe, table
from dashboard.language import Translator, is_missing, within
from dashboard.words import BAND_REASONS, BANDS, BASIS, CRITERIA, KINDS, ROLES, VALUE_STATUS
from warehouse.vocabulary import Language, Role


def role_scores(
    here: Context,
    partnership_id: str,
    role: Role,
    party: str | None,
    scores: pd.DataFrame,
    edges: tuple[float, float],
    heading: str | None = None,
    key: str = "",
) -> None:
    """Three bullet bars of one partner, and under them a button per criterion that opens its receipt.

    `heading` stands in place of role and party; `key` tells apart several partnerships on one page.
    """
    translator = here.translator
    _ = translator.gettext
    criteria = [criterion for of, criterion in CRITERIA_IN_ORDER if of is role]
    own = scores[scores["role"] == role].set_index("criterion").reindex(criteria).reset_index()
    name = party if not is_missing(party) else _("no mentor yet")
    st.markdown(heading or f"**{translator.word(ROLES, role)}**  \n:small[{safe(name)}]")
    if own["partnership_id"].isna().all():
        st.caption(_("No criterion can be computed here yet."))
        return
    alt = _("Scores of the three criteria: {role}").format(role=translator.word(ROLES, role))
    draw(
        here, f"bullets_{role}{key}", alt, lambda: bullets(own, translator, edges), (own, edges),
        lambda criterion: open_receipt(here, partnership_id, role, criterion),
    )  # fmt: skip
    if not here.on_paper:
        _receipts(here, partnership_id, role, own, key)


def reading_scores(scores: pd.DataFrame, edges: tuple[float, float], translator: Translator) -> str:
    """How the bars of the criteria are read: only the marks that stand there. Columns as in `profile.SCORES`."""
    _ = translator.gettext
    marks = [_("Bar: score, 0 to 100.")]
    if (scores["score_high"] > scores["score_low"]).any():
        marks.append(_("Purple line: where it may lie with what is not known."))
    if (scores["final_high"] - scores["final_low"] >= NARROWEST).any():
        marks.append(_("Blue bracket: where it can still end."))
    marks.append(
        _(
            "Grey grounds: bands, edges at {fair} and {good} (assumed). The criteria stand side by side; there is no "
            "total."
        ).format(fair=translator.number(edges[0]), good=translator.number(edges[1]))
    )
    return " ".join(marks)


def _receipts(here: Context, partnership_id: str, role: Role, own: pd.DataFrame, key: str) -> None:
    """A button per criterion that opens its receipt."""
    translator = here.translator
    _ = translator.gettext
    with st.container(horizontal=True, gap="small"):
        for row in own.itertuples():
            label = _("Receipt: {criterion}").format(criterion=translator.word(CRITERIA, row.criterion))
            if st.button(
                label,
                key=f"receipt_{role}_{row.criterion}{key}",
                icon=":material/receipt_long:",
                type="tertiary",
                disabled=is_missing(row.partnership_id),
            ):
                open_receipt(here, partnership_id, role, row.criterion)


def scores_data(here: Context, scores: pd.DataFrame) -> None:
    """The table behind the bars of both partners, with where each score may lie and can end."""
    translator = here.translator
    _ = translator.gettext

    def ranged(key: str, label: str) -> Column:
        return Column(key, label, translator.number, right=True)

    chart_data(
        here,
        "criteria",
        _("Scores of the criteria with their ranges"),
        scores,
        [
            Column("role", _("Role"), lambda code: translator.word(ROLES, code)),
            Column("criterion", _("Criterion"), lambda code: translator.word(CRITERIA, code)),
            Column("score", _("Score"), translator.number, missing=lambda row: _("no value yet"), right=True),
            Column("band", _("Band"), words=BANDS, missing=lambda row: translator.sign(BAND_REASONS, row.band_reason)),
            ranged("score_low", _("May lie from")),
            ranged("score_high", _("May lie up to")),
            ranged("final_low", _("Can end from")),
            ranged("final_high", _("Can end at up to")),
        ],
    )


def indicator_table(here: Context, indicators: pd.DataFrame) -> None:
    """Every indicator with n of N by kind."""
    translator = here.translator
    _ = translator.gettext
    suffix = "id" if translator.language is Language.INDONESIAN else "en"
    rows = indicators.assign(by_kind=[", ".join(kinds_in_words(text, translator)) for text in indicators["kinds"]])
    table(
        here,
        "own_indicators",
        rows,
        [
            Column("indicator_code", _("Code"), unbroken=True),
            Column(f"name_{suffix}", _("Indicator")),
            Column("by_kind", _("Delivered of due, by kind")),
            Column(
                "value",
                _("Value"),
                lambda value: translator.number(value),
                missing=lambda row: translator.word(VALUE_STATUS, row.status).lower(),
                right=True,
            ),
            Column("weight", _("Weight"), translator.significant, right=True),
            Column("basis", _("Basis"), words=BASIS),
        ],
        alt=_("Indicators behind the scores"),
    )


def kinds_in_words(kinds: str | None, translator: Translator) -> Iterator[str]:
    """n of N per kind of obligation, from a list of kind, credit and count in JSON."""
    if is_missing(kinds):
        return
    for entry in json.loads(str(kinds)):
        if entry["count"]:
            credit = float(entry["credit"])
            done = translator.number(credit, 0 if credit == int(credit) else 1)
            yield translator.gettext("{kind}: {done} of {due}").format(
                kind=within(translator.word(KINDS, entry["kind"])), done=done, due=translator.number(entry["count"])
            )
