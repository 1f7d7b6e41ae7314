"""Corrections and figures under review on the pages."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import sentences
from dashboard.access import Viewer, ViewerRole
from dashboard.components.corrections import ACTIONS, REVIEW_REASONS, STATES
from dashboard.language import Translator
from dashboard.queries import corrections, written
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.ddl import statements
from warehouse.generations import Generations
from warehouse.vocabulary import Language

FACILITATOR = Viewer(ViewerRole.FACILITATOR)
FILE = "laporan_2026-01.xlsx"
DECIDED = {"reason": "Titik desimal salah ketik", "by": "Sri Rejeki", "decided_on": date(2026, 4, 20)}


def _corrected(connection: duckdb.DuckDBPyConnection) -> None:
    """One figure corrected, one under review, one correction of a file that was replaced."""
    common = {"file": FILE, "target": "Data kemajuan!C9", "action": "replace_value", "status": "in_force",
              "declared_in": "laporan.yml", "expected_value": "12.5", "new_value": "12500", **DECIDED}  # fmt: skip
    programme.insert(
        connection,
        "quality.correction",
        {"correction_id": "K-1", "state": "applied", "applied_rows": 1, **common},
        {"correction_id": "K-2", "state": "superseded", "applied_rows": 1, **common},
    )
    programme.insert(
        connection,
        "quality.correction_applied",
        {"correction_id": "K-1", "action": "replace_value", "file_sha256": "a" * 64, "source_file": FILE,
         "source_sheet": "Data kemajuan", "source_cell": "C9", "column_name": "value", "row_id": "r",
         "written_value": "12.5", "corrected_value": "12500", **DECIDED},
    )  # fmt: skip
    connection.execute(
        "INSERT INTO mart.metric BY NAME SELECT * REPLACE ('system_input_own' AS metric_code, 'variable' AS kind, "
        "'Own sources' AS name_en, 'Sumber sendiri' AS name_id) FROM mart.metric WHERE metric_code = 'nrw_volume'"
    )
    programme.insert(
        connection,
        "mart.pilot_metric",
        {"partnership_id": "P001", "utility_id": "P001-ME", "period_start": date(2026, 2, 1),
         "period_end": date(2026, 2, 28), "metric_code": "system_input_own", "value": 9_000_000, "unit": "m3",
         "status": "needs_review", "reason": "off_scale", "source_file": "laporan_2026-02.xlsx",
         "source_sheet": "Data kemajuan", "source_cell": "D4", "written_value": 9000, "written_unit": "ribu m3",
         "factor": 1000, "correction_id": "K-1", "correction_ids": "K-1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def with_corrections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published programme with corrections and a figure under review."""
    return programme.publish(tmp_path_factory.mktemp("corrections"), "b-corrections", [programme.full, _corrected])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("id", ("menunggu peninjauan", "Jauh dari bulan-bulan lainnya", "Diterapkan", "Berkas telah diganti")),
        ("en", ("waiting for review", "Far off its own months", "Applied", "A later file is in force")),
    ],
)
def test_corrections_stand_with_state_reason_and_who_and_figures_under_review_with_their_cell(
    with_corrections: Path, open_page: OpenPage, lang: str, words: tuple[str, ...]
) -> None:
    app = open_page(with_corrections, "quality", lang=lang, tab="corrections")
    assert not app.exception
    shown = words_of(app) + "".join(table.value.to_csv() for table in app.table)
    shown = shown.replace("\\", "")
    assert [word for word in (*words, "K-1", "Sri Rejeki", "12.5", "12500", "D4") if word not in shown] == []


def test_a_figure_shows_how_it_was_written_and_which_correction_acted(
    with_corrections: Path, open_page: OpenPage
) -> None:
    app = open_page(with_corrections, "profile", lang="en", partnership="P001", part="targets")
    assert not app.exception
    _, connection = Generations(with_corrections / "warehouse").open_current_read_only()
    with connection:
        rows = written.converted_figures(connection, FACILITATOR, "P001")
    assert list(rows["correction_id"]) == ["K-1"] and list(rows["factor"]) == [1000]


def test_a_figure_under_review_is_a_gap_in_the_picture_and_no_latest_value() -> None:
    month = {"zone": None, "unit": "m3", "metric_code": "x", "name_en": "X", "name_id": "X"}
    metrics = pd.DataFrame(
        [
            {**month, "period_start": pd.Timestamp(2026, n, 1), "value": value, "status": status}
            for n, value, status in ((1, 10.0, "reported"), (2, 12.0, "reported"), (3, 9000.0, "needs_review"))
        ]
    )
    targets = pd.DataFrame(columns=["metric_code", "horizon", "baseline", "target"])
    translator = Translator(Language.ENGLISH)
    lead = sentences.lead_metrics(metrics, targets, None, translator)
    assert lead["value"].isna().tolist() == [False, False, True]
    assert "12" in sentences.metrics_title(lead, translator) and "9,000" not in sentences.metrics_title(
        lead, translator
    )


def test_a_build_published_before_there_were_corrections_still_opens() -> None:
    with duckdb.connect() as older:
        older.execute("CREATE SCHEMA quality; CREATE SCHEMA mart; CREATE TABLE mart.pilot_metric (value DOUBLE)")
        assert corrections.declared(older, FACILITATOR).empty and corrections.applied(older, FACILITATOR).empty
        assert corrections.waiting_figures(older, FACILITATOR).empty
        assert written.converted_figures(older, FACILITATOR, "P001").empty


def test_every_state_and_action_has_its_word() -> None:
    ddl = {statement.name: statement.sql for statement in statements()}["quality.correction"]
    told = {column: set(re.findall("'(.+?)'", words)) for column, words in re.findall(r"(\w+) IN \((.+?)\)", ddl)}
    assert told["state"] == set(STATES) and told["action"] == set(ACTIONS)
    assert {"off_scale", "negative", "above_100"} <= set(REVIEW_REASONS)
