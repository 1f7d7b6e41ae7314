"""Names of utilities on the page of data quality."""

from pathlib import Path

import duckdb
import pytest

from dashboard.access import Viewer, ViewerRole
from dashboard.components.names import MATCH_RULES, VERDICTS
from dashboard.queries import names
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.generations import Generations

PLACE = {
    "file_sha256": "a" * 64,
    "source_file": "laporan_2026-01.xlsx",
    "source_sheet": "Data",
    "source_cell": "B5",
}


def _names(connection: duckdb.DuckDBPyConnection) -> None:
    """An open name with two candidates, one that is no utility, and one recognised."""
    suggestion = {"list_code": "measurements", **PLACE}
    homonym = {
        "written_name": "PDAM *Bogor*", "verdict": "suggested", "reason": "homonym",
        "reason_en": "Both a regency and a city.", "reason_id": "Kabupaten dan kota.", **suggestion,
    }  # fmt: skip
    programme.insert(
        connection,
        "quality.name_suggestion",
        {**homonym, "position": 1, "candidate_id": "32.01", "candidate_name": "Kabupaten Bogor"},
        {**homonym, "position": 2, "candidate_id": "32.71", "candidate_name": "Kota Bogor"},
        {"written_name": "Kementerian Rekaan", "verdict": "not_a_utility", "position": 0, "reason": "not_a_utility",
         "reason_en": "No utility.", "reason_id": "Bukan BUMD.", **suggestion},
    )  # fmt: skip
    programme.insert(
        connection,
        "quality.name_match",
        {"written_name": "PDAM Kota Surabaya", "list_code": "measurements", "match_rule": "kind_and_place",
         "regency_code": "35.78", **PLACE},
    )  # fmt: skip


@pytest.fixture(scope="module")
def with_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published programme with names of utilities to decide."""
    return programme.publish(tmp_path_factory.mktemp("names"), "b-names", [programme.full, _names])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ("Perlu dipastikan", "Kabupaten dan kota.", "Kota Bogor", "Kabupaten/kota dan nama daerah")),
        ("en", ("To be decided", "Both a regency and a city.", "Kota Bogor", "Regency or city, and place")),
    ],
)
def test_open_names_stand_with_candidates_reasons_and_the_cell(
    with_names: Path, open_page: OpenPage, lang: str, words: tuple[str, ...]
) -> None:
    app = open_page(with_names, "quality", lang=lang, tab="names")
    assert not app.exception
    shown = words_of(app) + "".join(table.value.to_csv() for table in app.table)
    assert [word for word in (*words, "35.78", "aliases.csv") if word not in shown] == []


def test_only_who_may_see_a_file_sees_the_names_in_it(with_names: Path) -> None:
    _, connection = Generations(with_names / "warehouse").open_current_read_only()
    with connection:
        seen = {
            viewer.party_id: len(names.suggestions(connection, viewer)) + len(names.matches(connection, viewer))
            for viewer in (Viewer(ViewerRole.FACILITATOR), Viewer(ViewerRole.PARTNER, "P001-ME"),
                           Viewer(ViewerRole.PARTNER, "P002-ME"))
        }  # fmt: skip
    assert seen == {None: 4, "P001-ME": 4, "P002-ME": 0}


def test_every_verdict_and_rule_has_its_word() -> None:
    assert set(VERDICTS) == {"suggested", "left", "not_a_utility"}
    assert set(MATCH_RULES) == {"alias", "kind_and_place", "brand_and_place", "place", "brand", "name"}
