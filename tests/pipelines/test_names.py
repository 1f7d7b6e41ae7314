"""Names of utilities in a build: what is certain is joined, what is not waits for an accepted spelling."""

import csv
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from cli import app
from pipelines.build import build
from pipelines.intake import Landing
from pipelines.reference import InvalidReference
from pipelines.sources.name_reasons import TEXTS
from pipelines.sources.names import read_aliases, read_regencies
from pipelines.standardise.name_resolution import Reason, Verdict
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.judged import judged
from warehouse.generations import Generations
from warehouse.vocabulary import Language

AS_OF = date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 3)
HEADER = "spelling,target,accepted_by,accepted_on,reason\n"
REGENCIES = (
    "kode,nama\n32.01,Kabupaten Bogor\n32.71,Kota Bogor\n13.01,Kabupaten Pesisir Selatan\n35.78,Kota Surabaya\n"
    "51.04,Kabupaten Gianyar\n"
)
PARTIES = [
    {"party_id": "U-1", "name": "Perumda Air Minum Tirta Rekaan Kota Bogor", "kind": "utility",
     "kind_of_place": "kota", "place": "Bogor"},
    {"party_id": "U-2", "name": "PDAM Kabupaten Gianyar", "kind": "utility"},
    {"party_id": "A-1", "name": "Lembaga Rekaan", "kind": "association"},
]  # fmt: skip
PARTNERSHIP = {
    "partnership_id": "N001", "title": "Kemitraan rekaan", "mentor_id": "PDAM Kota Bogor",
    "mentee_id": "Perumda Tirta Baru Kab. Gianyar", "facilitator_id": "Lembaga Rekaan",
    "supporting_partner_id": "PDAM Bogor",
}  # fmt: skip
FIGURES = [
    ("77", "PDAM Kota Bogor"),
    ("78", "PDAM Kota Surabaya"),
    (None, "Perumdam Tirta Rekaan Kota Bogor"),
    (None, "PDAM Kab. Pessel"),
    ("80", "PDAM Bogor"),
    (None, "Kementerian Rekaan"),
]


def _figures(path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {"utility_id": code, "utility_name": name, "period": f"2026-0{number}", "variable_code": "production_volume",
         "value": 1000 * number, "unit": "m3"}
        for number, (code, name) in enumerate(FIGURES, 1)
    ]  # fmt: skip
    write_workbook(newest("measurements"), Language.INDONESIAN, {"measurements_values": rows}, path, lean=True)
    return path


def _register(path: Path) -> Path:
    cover = {"programme_id": "NAMA", "programme_name": "Program rekaan", "programme_kind": "solidarity_partnership",
             "origin": "real"}  # fmt: skip
    rows = {"register_cover": [cover], "register_parties": PARTIES, "register_partnerships": [PARTNERSHIP]}
    write_workbook(newest("programme_register"), Language.INDONESIAN, rows, path, lean=True)
    return path


def _published(data: Path) -> duckdb.DuckDBPyConnection:
    return Generations(data / "warehouse").open_current_read_only()[1]


def _figures_by_utility(connection: duckdb.DuckDBPyConnection) -> dict[str, list[float]]:
    rows = connection.execute(
        "SELECT utility_id, value FROM mart.pilot_metric "
        "WHERE metric_code = 'production_volume' AND status = 'reported' AND partnership_id IS NULL ORDER BY value"
    ).fetchall()
    found: dict[str, list[float]] = {}
    for utility_id, value in rows:
        found.setdefault(utility_id, []).append(value)
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register and figures whose utilities are named in many ways, built once with the list of regencies."""
    data = tmp_path_factory.mktemp("names")
    landing = Landing(data / "landing")
    landing.receive(_register(data / "register.xlsx"), datetime(2026, 9, 1))
    landing.receive(_figures(data / "angka.xlsx"), datetime(2026, 9, 2))
    (data / "reference").mkdir()
    (data / "reference" / "regencies.csv").write_text(REGENCIES, encoding="utf-8")
    build(data, AS_OF, NOW)
    return data


def test_a_register_may_name_a_party_where_its_code_belongs(built: Path) -> None:
    with _published(built) as connection:
        pair = connection.execute("SELECT mentor, mentee FROM mart.partnership").fetchall()
        rules = connection.execute(
            "SELECT written_name, match_rule, utility_id, source_cell FROM quality.name_match "
            "WHERE list_code LIKE 'register%' ORDER BY utility_id"
        ).fetchall()
    assert pair == [("Perumda Air Minum Tirta Rekaan Kota Bogor", "PDAM Kabupaten Gianyar")]
    assert [row[:3] for row in rules] == [
        ("Lembaga Rekaan", "name", "A-1"),
        ("PDAM Kota Bogor", "kind_and_place", "U-1"),
        ("Perumda Tirta Baru Kab. Gianyar", "kind_and_place", "U-2"),
    ]
    assert all(cell for *_, cell in rules)


def test_a_name_of_a_homonym_stays_a_finding_and_a_suggestion(built: Path) -> None:
    with _published(built) as connection:
        findings = connection.execute("SELECT value FROM quality.finding WHERE rule = 'listed_party'").fetchall()
        suggestions = connection.execute(
            "SELECT candidate_id, reason FROM quality.name_suggestion "
            "WHERE list_code = 'register_partnerships' ORDER BY position"
        ).fetchall()
    assert findings == [("PDAM Bogor",)]
    assert suggestions == [("U-1", "homonym"), ("32.01", "homonym")]


def test_figures_of_a_name_known_for_certain_go_to_the_utility_of_the_register(built: Path) -> None:
    with _published(built) as connection:
        figures = _figures_by_utility(connection)
    assert figures["U-1"] == [1000, 3000]
    assert figures["measurements/78"] == [2000]
    assert "measurements/77" not in figures


def test_a_utility_outside_the_register_gets_its_place_from_its_name(built: Path) -> None:
    with _published(built) as connection:
        rows = connection.execute(
            "SELECT utility_id, kind_of_place, place FROM mart.utility "
            "WHERE utility_id LIKE 'measurements/%' ORDER BY ALL"
        ).fetchall()
    assert rows == [
        ("measurements/78", "kota", "Surabaya"),
        ("measurements/80", None, None),
    ]


def test_a_name_alone_that_nobody_can_place_refuses_its_row_and_is_suggested_with_its_cell(built: Path) -> None:
    with _published(built) as connection:
        refused = connection.execute("SELECT row_rejected FROM quality.finding WHERE rule = 'reporter'").fetchall()
        open_names = connection.execute(
            "SELECT written_name, verdict, candidate_id, reason, source_file, source_cell IS NOT NULL "
            "FROM quality.name_suggestion WHERE list_code = 'measurements' AND position < 2 ORDER BY written_name"
        ).fetchall()
    assert refused == [(True,), (True,)]
    assert open_names == [
        ("Kementerian Rekaan", "not_a_utility", None, "not_a_utility", "angka.xlsx", True),
        ("PDAM Bogor", "suggested", "U-1", "homonym", "angka.xlsx", True),
        ("PDAM Kab. Pessel", "suggested", "13.01", "abbreviation", "angka.xlsx", True),
    ]


def test_the_terminal_lists_open_names_with_reasons_and_the_ready_line(built: Path) -> None:
    done = CliRunner().invoke(app, ["aliases", "suggest", "--data", str(built), "--lang", "en", "--by", "Fulan"])
    assert done.exit_code == 0, done.output
    assert "PDAM Kab. Pessel  (angka.xlsx " in done.output and "Looks like a short form." in done.output
    assert "PDAM Kab. Pessel,13.01,Fulan," in done.output and "Kementerian" not in done.output
    assert str(built / "reference" / "aliases.csv") in done.output and HEADER.strip() in done.output


def test_an_accepted_line_resolves_the_name_in_the_next_build(built: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(built, tmp_path / "data"))
    listed = CliRunner().invoke(app, ["aliases", "suggest", "--data", str(data), "--lang", "id", "--by", "Fulan"])
    line = next(text.strip() for text in listed.output.splitlines() if "Pessel,13.01" in text)
    own = 'PDAM Bogor,U-1,Fulan,2026-09-30,"Surat Nomor 1"\n'
    (data / "reference" / "aliases.csv").write_text(HEADER + line + "\n" + own, encoding="utf-8")
    with judged(data, AS_OF) as connection:
        figures = _figures_by_utility(connection)
        open_names = connection.execute("FROM quality.name_suggestion WHERE verdict <> 'not_a_utility'").fetchall()
    assert figures["U-1"] == [1000, 3000, 5000]
    assert figures["measurements/13.01"] == [4000]
    assert open_names == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PDAM A,U-1,,2026-01-01,surat\n", "row 2: accepted_by"),
        ("PDAM A,U-1,?,2026-01-01,surat\n", "row 2: accepted_by"),
        ("PDAM A,U-1,Fulan,1 Januari,surat\n", "row 2: accepted_on"),
        (
            "PDAM A,U-1,Fulan,2026-01-01,surat\nPerumda A,U-2,Fulan,2026-01-02,surat\n",
            "row 3: 'Perumda A' stands twice",
        ),
    ],
)
def test_a_faulty_alias_is_named_by_file_and_row(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(InvalidReference) as problem:
        read_aliases(file)
    assert f"aliases.csv, {words}" in problem.value.message_en


def test_the_ministrys_list_is_read_as_it_is(real_data: Path, tmp_path: Path) -> None:
    assert len(read_regencies(real_data / "id_regencies_kemendagri_2025.csv")) == 514
    wrong = tmp_path / "regencies.csv"
    wrong.write_text("kode,nama\n3201,Bogor\n", encoding="utf-8")
    with pytest.raises(InvalidReference, match="row 2: kode"):
        read_regencies(wrong)


def test_the_shipped_file_of_aliases_has_a_header_and_can_be_read() -> None:
    shipped = Path(__file__).resolve().parents[2] / "data" / "reference" / "aliases.csv"
    with shipped.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == HEADER.strip().split(",")
    assert read_aliases(shipped) == []


def test_every_reason_has_its_words_in_both_languages() -> None:
    needed = {*Reason, Verdict.LEFT, Verdict.NOT_A_UTILITY}
    assert needed - set(TEXTS) == set()
    assert all(english and indonesian and english != indonesian for english, indonesian in TEXTS.values())
