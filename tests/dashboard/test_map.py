"""The tile grid: every province once, partnerships on both sides, and none lost for want of a province."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.access import LOCAL_VIEWER
from dashboard.charts import map as tile_map
from dashboard.language import Translator
from dashboard.queries import map as places
from dashboard.queries.ask import Filters
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations
from warehouse.vocabulary import Language, Origin

REAL = Filters(Origin.REAL)
ENGLISH = Translator(Language.ENGLISH)
NOT_A_PROVINCE = "Jawa <b>Antah</b>"


def _moved(connection: duckdb.DuckDBPyConnection) -> None:
    """P002 wrote its province in its own way; P003's is none of the 38, and it has no mentor."""
    connection.execute("UPDATE mart.partnership SET province = ' jawa tengah ' WHERE partnership_id = 'P002'")
    connection.execute(
        "UPDATE mart.partnership SET province = $written WHERE partnership_id = 'P003'", {"written": NOT_A_PROVINCE}
    )


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fill = [programme.full, programme.one_mentor, _moved]
    return programme.publish(tmp_path_factory.mktemp("mapped"), "b-mapped", fill)


@pytest.fixture(scope="module")
def connection(mapped: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(mapped / "warehouse").open_current_read_only()
    yield connection
    connection.close()


@pytest.fixture
def tiles(connection: duckdb.DuckDBPyConnection) -> dict[str, tile_map.Tile]:
    provinces = places.provinces(connection, LOCAL_VIEWER)
    drawn = tile_map.tiles(provinces, places.tiles(connection, LOCAL_VIEWER, REAL))
    return {tile.name: tile for tile in drawn}


def test_each_of_the_38_provinces_has_one_tile(tiles: dict[str, tile_map.Tile]) -> None:
    assert len(tiles) == len({(tile.row, tile.column) for tile in tiles.values()}) == 38


def test_a_partnership_stands_in_the_province_of_its_mentee_and_of_its_mentor(
    tiles: dict[str, tile_map.Tile],
) -> None:
    java, riau = tiles["Jawa Tengah"], tiles["Riau"]
    assert (java.partnerships, java.mentees, java.mentors, list(java.by_stage)) == (4, 4, 0, [0, 0, 0, 3, 1])
    assert (riau.partnerships, riau.mentees, riau.mentors, list(riau.by_stage)) == (2, 0, 2, [0, 0, 0, 2, 0])
    assert tiles["Aceh"].partnerships == 0


def test_every_partnership_is_on_the_map_or_in_the_list_of_those_without_a_province(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    on_map = places.listed(connection, LOCAL_VIEWER, REAL)
    without = places.listed(connection, LOCAL_VIEWER, REAL, without_place=True)
    assert sorted([*on_map["partnership_id"], *without["partnership_id"]]) == ["P001", "P002", "P003", "P011", "P012"]
    assert list(without["partnership_id"]) == ["P003"]


def test_a_tile_is_a_link_with_its_sentence_and_an_empty_one_is_not(tiles: dict[str, tile_map.Tile]) -> None:
    html = tile_map.tile_grid(list(tiles.values()), {}, "ID-RI", lambda code: f"?province={code}", ENGLISH)
    assert html.count('class="tiles"') == 1
    assert html.count("<a ") == 2
    assert 'href="?province=ID-JT"' in html
    assert 'aria-label="Riau: 2 partnerships; mentees 0, mentors 2; implementation 2" aria-current="true"' in html
    assert 'title="Aceh: no partnership"' in html


def test_text_in_a_tile_is_escaped() -> None:
    tile = tile_map.Tile("ID-XX", "<script>x</script>", "<b>x</b>", 1, 1, 1, 1, 0, [1, 0, 0, 0, 0])
    html = tile_map.tile_grid([tile], {}, None, lambda code: '?a="b"', ENGLISH)
    assert "<script>" not in html
    assert "<b>x</b>" not in html
    assert '"b"' not in html


def test_the_page_counts_places_and_lists_who_has_none(mapped: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(mapped, "map", lang="en"))
    assert "**4 of 5 partnerships** have a place on the map, in 2 of 38 provinces." in words
    assert "1 partnership has no known province; it is listed below." in words
    assert "Without a known province" in words


def test_a_province_in_the_address_shows_its_partnerships(mapped: Path, open_page: OpenPage) -> None:
    app = open_page(mapped, "map", lang="en", province="ID-RI")
    shown = next(one.value for one in app.table if "Province of the mentor" in one.value.columns)
    assert list(shown["Mentee"]) == ["Tirta Contoh Duabelas", "Tirta Contoh Sebelas"]
    assert "Partnerships in Riau" in words_of(app)


def test_a_province_that_is_none_is_not_found(mapped: Path, open_page: OpenPage) -> None:
    app = open_page(mapped, "map", lang="en", province="<script>")
    assert not app.exception
    assert app.title[-1].value == "Not found"


def test_an_older_publication_without_short_names_shows_the_codes() -> None:
    province = pd.DataFrame([{"province": "Aceh", "iso_code": "ID-AC", "grid_row": 1, "grid_column": 1}])
    counts = pd.DataFrame(columns=["iso_code", "stage", "partnerships", "mentees", "mentors"])
    assert tile_map.tiles(province, counts)[0].short == "AC"
