"""Where the partnerships are: a tile for each of the 38 provinces, and the partnerships behind it."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.charts import map as tile_map
from dashboard.components.choice import choose
from dashboard.components.context import Context, context
from dashboard.components.empty import empty_programme
from dashboard.components.header import page_header
from dashboard.components.map import covered_in_words, list_of, open_profiles
from dashboard.queries import map as places
from dashboard.queries import overview
from warehouse.vocabulary import Origin


def stage_names(here: Context) -> dict[str, str]:
    """The stages as the kind with the most partnerships names them."""
    counts = here.ask_filtered(overview.stages).groupby("programme_kind")["partnerships"].sum()
    return dict(here.kinds.stages_of(str(counts.idxmax())))


def address_of(code: str) -> str:
    """This page with that province; everything else that the address names stays."""
    return "?" + urlencode(st.query_params.to_dict() | {"province": code})


here = context()
translator = here.translator
_ = translator.gettext
page_header(here, _("Map"), _("Where are the partnerships, and how far have they come?"))
covered = here.ask_filtered(places.covered).iloc[0]
if covered["partnerships"] == 0:
    empty_programme(translator)
    st.stop()
st.markdown(covered_in_words(covered, here.ask_filtered(places.tiles), translator))

provinces = here.ask(places.provinces)
tiles = tile_map.tiles(provinces, here.ask_filtered(places.tiles))
names = {tile.code: tile.name for tile in tiles}
stages = stage_names(here)
map_place = st.container()
province = choose(translator, "province", _("Province"), list(names), names.__getitem__, everything=_("All provinces"))
with map_place:
    st.html(tile_map.tile_grid(tiles, stages, province, address_of, translator))
    numbered = " · ".join(f"{place} {stages.get(code, code)}" for place, code in enumerate(tile_map.STAGES, start=1))
    st.caption(
        _(
            "Each tile: the partnerships whose mentee or mentor lies there, and under the number how many stand in "
            "each stage, from left to right: {stages}. A partnership between two provinces stands in both. No ranking."
        ).format(stages=numbered)
    )
    if here.filters.origin is Origin.SAMPLE:
        st.caption(_("In the fictional sample the provinces are drawn by lot."))

title = _("Partnerships in {province}").format(province=names[province]) if province else _("Partnerships on the map")
st.header(title, anchor=False)
list_of(here, "on_the_map", title, province=province)
if province:
    open_profiles(here, province)
if covered["partnerships"] > covered["placed"]:
    st.header(_("Without a known province"), anchor="without-province")
    st.caption(
        _(
            "Neither the mentee's nor the mentor's province is in the register, or it is not the name of one of the 38 "
            "provinces. The sheet of the parties has a column for it."
        )
    )
    list_of(here, "without_province", _("Without a known province"), without_place=True)
