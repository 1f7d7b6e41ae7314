"""The tile grid of the provinces: a tile each, in the place that the reference data give it, as links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from dashboard.charts.theme import BLUE, ON_FILL
from dashboard.language import Translator, is_missing

STAGES = ("preparation", "establishment", "agreement", "implementation", "expansion")
PALEST, DARKEST = 12, 34  # percent of the fill of a tile

STYLE = f"""
<style>
.tiles {{ display: grid; grid-template-columns: repeat(16, minmax(0, 1fr)); gap: 4px; container-type: inline-size; }}
.tiles a, .tiles .none {{
    min-height: 62px; border-radius: 6px; padding: 4px 5px; box-sizing: border-box; color: inherit;
    text-decoration: none; border: 1px solid color-mix(in srgb, currentColor 26%, transparent);
    display: flex; flex-direction: column; justify-content: space-between; overflow: hidden;
}}
.tiles a:hover, .tiles a:focus-visible {{ outline: 2px solid {BLUE}; }}
.tiles a.chosen {{ outline: 3px solid {BLUE}; }}
.tiles .name {{ font-size: 0.75rem; line-height: 1.1; white-space: nowrap; }}
.tiles .count {{ font-size: 1.05rem; font-weight: 600; line-height: 1.1; }}
.tiles .stages {{ display: flex; gap: 2px; }}
.tiles .stages span {{
    flex: 1; height: 14px; font-size: 0.68rem; line-height: 14px; text-align: center; border-radius: 2px;
    background: color-mix(in srgb, currentColor 14%, transparent);
}}
.tiles .stages .held {{ background: {BLUE}; color: {ON_FILL}; font-weight: 600; }}
@media (max-width: 900px) {{
    .tiles {{ grid-template-columns: repeat(auto-fill, minmax(74px, 1fr)); }}
    .tiles > * {{ grid-area: auto !important; }}
    .tiles .none {{ min-height: 34px; }}
}}
</style>
"""


@dataclass(frozen=True)
class Tile:
    """One province: `by_stage` counts its partnerships in the order of STAGES; a true 0 is known."""

    code: str
    name: str
    short: str
    row: int
    column: int
    partnerships: int
    mentees: int
    mentors: int
    by_stage: Sequence[int]


def tiles(provinces: pd.DataFrame, counts: pd.DataFrame) -> list[Tile]:
    """Every province once, in the order given. Columns as in `map.provinces` and `map.tiles`."""
    own = {str(code): rows for code, rows in counts.groupby("iso_code")}
    return [_tile(row, own.get(str(row.iso_code), counts.iloc[:0])) for row in provinces.itertuples()]


def _tile(row: object, counts: pd.DataFrame) -> Tile:
    by_stage = counts.groupby("stage")["partnerships"].sum()
    short = getattr(row, "short_name", None)
    return Tile(
        code=str(row.iso_code),
        name=str(row.province),
        short=str(row.iso_code)[3:] if is_missing(short) else str(short),
        row=int(row.grid_row),
        column=int(row.grid_column),
        partnerships=int(counts["partnerships"].sum()),
        mentees=int(counts["mentees"].sum()),
        mentors=int(counts["mentors"].sum()),
        by_stage=[int(by_stage.get(stage, 0)) for stage in STAGES],
    )


def in_words(tile: Tile, stages: Mapping[str, str], translator: Translator) -> str:
    """What a tile says, in a sentence: for its name to assistive technologies and on hovering."""
    if not tile.partnerships:
        return translator.gettext("{province}: no partnership").format(province=tile.name)
    named = [
        f"{stages.get(stage, stage)} {translator.number(number)}"
        for stage, number in zip(STAGES, tile.by_stage, strict=True)
        if number
    ]
    return translator.ngettext(
        "{province}: {total} partnership; mentees {mentees}, mentors {mentors}; {stages}",
        "{province}: {total} partnerships; mentees {mentees}, mentors {mentors}; {stages}",
        tile.partnerships,
    ).format(
        province=tile.name,
        total=translator.number(tile.partnerships),
        mentees=translator.number(tile.mentees),
        mentors=translator.number(tile.mentors),
        stages=", ".join(named),
    )


def tile_grid(
    drawn: Sequence[Tile],
    stages: Mapping[str, str],
    chosen: str | None,
    link: Callable[[str], str],
    translator: Translator,
) -> str:
    """The grid as HTML; every text is escaped. `link` gives the address that chooses a province."""
    most = max([tile.partnerships for tile in drawn], default=0)
    label = escape(translator.gettext("Partnerships by province"), quote=True)
    body = "".join(_drawn(tile, most, stages, tile.code == chosen, link, translator) for tile in drawn)
    return f'{STYLE}<div class="tiles" role="group" aria-label="{label}">{body}</div>'


def _drawn(
    tile: Tile,
    most: int,
    stages: Mapping[str, str],
    is_chosen: bool,
    link: Callable[[str], str],
    translator: Translator,
) -> str:
    words = escape(in_words(tile, stages, translator), quote=True)
    name = f'<span class="name">{escape(tile.short)}</span>'
    place = f"grid-area: {tile.row} / {tile.column};"
    if not tile.partnerships:
        return f'<div class="none" style="{place}" title="{words}">{name}</div>'
    strength = PALEST + (DARKEST - PALEST) * tile.partnerships / most
    fill = f"background: color-mix(in srgb, {BLUE} {strength:.0f}%, transparent);"
    strip = "".join(
        f'<span class="held">{translator.number(number)}</span>' if number else "<span></span>"
        for number in tile.by_stage
    )
    current = ' aria-current="true"' if is_chosen else ""
    return (
        f'<a class="{"chosen" if is_chosen else "some"}" href="{escape(link(tile.code), quote=True)}" target="_self" '
        f'style="{place} {fill}" title="{words}" aria-label="{words}"{current}>{name}'
        f'<span class="count">{translator.number(tile.partnerships)}</span><span class="stages">{strip}</span></a>'
    )
