"""The whole build on the sample programme: reproducible, atomic, and kind to bad files."""

import json
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
from typer.testing import CliRunner

from cli import app as cli
from indicators.figure_receipt import figure_receipts
from indicators.receipt import receipt
from indicators.receipt_text import lines
from pipelines.build import build
from pipelines.checking import check
from pipelines.intake import Landing, Submission
from pipelines.prefill import write as write_template
from pipelines.returns.folder import return_files
from pipelines.sample import SAMPLE_AS_OF, plan_programme
from pipelines.sample.write import write_programme
from tests.judged import contents, judged
from tests.receipts import ROUTES, files_without_edition, without_receipt
from warehouse.generations import Generations
from warehouse.month import Month
from warehouse.vocabulary import Language

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 10, 1, 3)
SIZE = 6


def _receive_sample(data: Path, backwards: bool = False) -> None:
    """A small sample, landed with its own dates of arrival."""
    arrivals = write_programme(plan_programme(SIZE, seed=7), data / "sent")
    landing = Landing(data / "landing")
    for arrival in reversed(arrivals) if backwards else arrivals:
        landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))


def _published(data: Path) -> duckdb.DuckDBPyConnection:
    return Generations(data / "warehouse").open_current_read_only()[1]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small sample, built once."""
    data = tmp_path_factory.mktemp("sample")
    _receive_sample(data)
    build(data, SAMPLE_AS_OF, NOW)
    return data


@pytest.fixture
def copy_of_sample(sample: Path, tmp_path: Path) -> Path:
    """The same folder, to be changed."""
    return Path(shutil.copytree(sample, tmp_path / "data"))


def test_the_order_of_arriving_files_and_a_fresh_start_change_nothing(sample: Path, tmp_path: Path) -> None:
    _receive_sample(tmp_path, backwards=True)
    with _published(sample) as published, judged(tmp_path, SAMPLE_AS_OF) as anew:
        ours, theirs = contents(published), contents(anew)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_every_figure_of_the_sample_leads_to_a_file_a_sheet_and_a_cell(sample: Path) -> None:
    with _published(sample) as published:
        assert without_receipt(published) == {}
        assert files_without_edition(published) == []
        held = {table for table in ROUTES if published.execute(f"SELECT 1 FROM mart.{table} LIMIT 1").fetchall()}
    assert held >= {"criterion_score", "indicator_value", "obligation", "evidence", "pilot_metric", "target_progress"}


def test_a_receipt_of_the_sample_tells_the_edition_of_every_file_and_the_version_of_the_rules(sample: Path) -> None:
    with _published(sample) as published:
        found = receipt(published, "S001")
        (version,) = published.execute("SELECT rules_version FROM mart.build").fetchall()[0]
    assert {line.rules_version for line in found.criteria} == {version}
    files = {file for line in found.criteria for file in line.files}
    assert {(file.template is None, file.edition is None) for file in files} == {(False, False)}
    printed = [text for _, text in lines(found, Language.INDONESIAN)]
    assert any("dibaca dengan programme_register, edisi " in text for text in printed)


def test_explain_prints_the_figure_and_the_target_that_the_dashboard_shows(sample: Path) -> None:
    with _published(sample) as published:
        figure, month, zone = published.execute(
            "SELECT partnership_id, strftime(period_start, '%Y-%m'), zone FROM mart.nrw_truth"
            " WHERE span = 'month' AND value IS NOT NULL AND measure = 'nrw_pct' ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        target = published.execute(
            "SELECT partnership_id, target_id FROM mart.target_progress WHERE horizon = 'long' ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        (shown, *_others) = figure_receipts(published, figure, "nrw_pct", Month.parse(month))
        (version,) = published.execute("SELECT rules_version FROM mart.build").fetchall()[0]
    assert shown.zone == zone and shown.rules_version == version
    assert {file.edition for file in shown.files} == {"2026.1"}
    explain, at = ["explain", "--data", str(sample), "--lang", "en"], ["--figure", "nrw_pct", "--month", month]
    told = CliRunner().invoke(cli, [*explain, figure, *at])
    assert told.exit_code == 0
    assert f"{shown.inputs[0].origin.file} › {shown.inputs[0].origin.sheet}" in told.output
    assert "read by monthly_report, edition 2026.1" in told.output and f"rules of version {version}" in told.output
    aim = CliRunner().invoke(cli, [*explain, target[0], "--target", target[1]])
    assert aim.exit_code == 0 and aim.output.startswith("long term") and version in aim.output
    wrong = CliRunner().invoke(cli, [*explain, figure, "--figure", "nothing"])
    assert (wrong.exit_code, "docs/indicators.md" in wrong.output) == (2, True)


def test_a_reader_who_turns_away_from_a_receipt_gets_no_error(sample: Path) -> None:
    """As `wops explain S001 | head -1` does."""
    command = [sys.executable, "cli.py", "explain", "S001", "--data", str(sample)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""


def test_a_build_with_nothing_new_does_not_import_great_expectations_and_leaves_the_build(sample: Path) -> None:
    before = Generations(sample / "warehouse").current()
    program = (
        "import sys; from datetime import date, datetime; from pathlib import Path; from pipelines.build import build;"
        f"report = build(Path(r'{sample}'), date.fromisoformat('{SAMPLE_AS_OF}'), datetime(2026, 10, 1, 4));"
        "assert report.nothing_new; assert 'great_expectations' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    assert Generations(sample / "warehouse").current() == before


def test_unchanged_files_are_not_parsed_again(copy_of_sample: Path) -> None:
    with judged(copy_of_sample, SAMPLE_AS_OF - timedelta(days=1)) as connection:
        read = connection.execute("SELECT \"rows\" FROM mart.build_step WHERE name = 'read new files'").fetchall()
    assert read == [(0,)]


def test_a_report_edited_in_libreoffice_is_picked_up_and_moves_the_score_it_should(
    copy_of_sample: Path, libreoffice: Path, tmp_path: Path
) -> None:
    """The silent mentee S006 sends one month at last: 1 of its monthly reports is delivered, late."""
    blank = tmp_path / "S006.xlsx"
    with _published(copy_of_sample) as connection:
        owed, period = connection.execute(
            "SELECT count(*), min(period) FROM mart.obligation "
            "WHERE partnership_id = 'S006' AND kind = 'monthly_report' AND counts"
        ).fetchall()[0]
    write_template(copy_of_sample, "monthly-report", "S006", period, "id", blank)
    _fill_in(blank)
    sent_back = copy_of_sample / "inbox" / "S006 tanpa lembar temuan.xlsx"
    _spoil(blank, sent_back, sent_on=date(2026, 9, 25))
    edited = _resaved(libreoffice, blank, tmp_path / "edited")
    shutil.copy(edited, copy_of_sample / "inbox" / "S006 laporan.ods")
    sent_back_before = _return_two_and_mend_one(copy_of_sample, libreoffice, tmp_path)
    before = _reports(copy_of_sample)
    build(copy_of_sample, SAMPLE_AS_OF + timedelta(days=2), NOW + timedelta(days=1))
    after = _reports(copy_of_sample)
    _assert_that_the_mended_one_is_settled(copy_of_sample, sent_back_before)
    assert owed >= 5
    assert before[period] == "overdue" and after[period] == "fulfilled_late"
    assert {month: status for month, status in after.items() if month != period} == {
        month: status for month, status in before.items() if month != period
    }
    assert _delivered_share(copy_of_sample, "monthly_report") == pytest.approx(1 / owed)
    # What was refused for its form and mended within 14 days keeps its first day.
    assert _sent_on(copy_of_sample, period) == date(2026, 9, 25)


def _return_two_and_mend_one(data: Path, libreoffice: Path, aside: Path) -> list[Path]:
    """Write the returns, mend that of S005 as its sender would, and drop it into the inbox."""
    returned = return_files(data)
    assert [path.name.split("-temuan-")[0] for path in (each.path for each in returned)][::2] == [
        "S001_2026-08_S001_laporan_bulanan_2026-08",
        "S005_2026-04_S005_laporan_bulanan_2026-04",
    ]
    assert return_files(data) == []
    mended = aside / returned[2].path.name
    book = openpyxl.load_workbook(returned[2].path)
    assert book["1 Data kemajuan"]["D10"].value == -340
    assert "kurang dari nol" in book["1 Data kemajuan"]["D10"].comment.text
    book["1 Data kemajuan"]["D10"] = 340
    book.save(mended)
    shutil.copy(_resaved(libreoffice, mended, aside / "mended", "xlsx"), data / "inbox" / mended.name)
    return [each.path for each in returned]


def _assert_that_the_mended_one_is_settled(data: Path, before: list[Path]) -> None:
    untouched = {path: path.stat().st_mtime_ns for path in before[:2]}
    assert return_files(data) == []
    assert {path: path.stat().st_mtime_ns for path in before[:2]} == untouched
    assert [path.name for path in (data / "returns" / "settled" / "otomatis").iterdir()] == [before[2].name]
    with _published(data) as connection:
        history = connection.execute(
            "SELECT outcome, superseded_by IS NOT NULL FROM quality.file_outcome "
            "WHERE partnership_id = 'S005' AND period = '2026-04' ORDER BY received_at"
        ).fetchall()
        rules = connection.execute(
            "SELECT f.rule FROM quality.finding AS f JOIN quality.file_outcome AS o USING (file_sha256) "
            "WHERE o.partnership_id = 'S005' AND o.period = '2026-04' ORDER BY o.received_at, f.rule"
        ).fetchall()
    assert history == [("accepted_with_rejections", True), ("accepted", False)]
    assert rules[0] == ("figure_not_negative",) and ("answers_return",) in rules[1:]
    assert ("figure_not_negative",) not in rules[1:]


def _fill_in(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["2 Kegiatan"]
    label = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Uraian"))
    sheet.cell(label.row + 1, label.column, "Perbaikan kebocoran di zona percontohan")
    book.save(path)


def _spoil(path: Path, target: Path, sent_on: date) -> None:
    """The same report with a sheet too few, dated on its cover: it is refused for its form."""
    book = openpyxl.load_workbook(path)
    del book["4 Temuan"]
    label = next(cell for row in book["Sampul"].iter_rows() for cell in row if str(cell.value).startswith("Tanggal"))
    book["Sampul"].cell(label.row, label.column + 1, sent_on)
    book.save(target)


def _sent_on(data: Path, period: str) -> date:
    with _published(data) as connection:
        return connection.execute(
            "SELECT submitted_on FROM mart.report_status "
            "WHERE partnership_id = 'S006' AND kind = 'monthly_report' AND period = $1",
            [period],
        ).fetchall()[0][0]


def _resaved(libreoffice: Path, workbook: Path, folder: Path, suffix: str = "ods") -> Path:
    """The workbook as LibreOffice saves it, as an OpenDocument spreadsheet unless another kind is asked for."""
    command = [str(libreoffice), "--headless", "--convert-to", suffix, "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{workbook.stem}.{suffix}"


def _reports(data: Path) -> dict[str, str]:
    with _published(data) as connection:
        return dict(
            connection.execute(
                "SELECT period, status FROM mart.report_status "
                "WHERE partnership_id = 'S006' AND kind = 'monthly_report'"
            ).fetchall()
        )


def _delivered_share(data: Path, kind: str) -> float:
    with _published(data) as connection:
        return float(
            connection.execute(
                "SELECT sum(credit_delivered) / count(*) FROM mart.obligation "
                "WHERE partnership_id = 'S006' AND kind = $1 AND counts",
                [kind],
            ).fetchall()[0][0]
        )


def test_every_planted_fault_of_the_sample_is_found_under_its_rule(sample: Path) -> None:
    expected = {
        (finding.file_name, finding.rule) for finding in plan_programme(SIZE, seed=7).expected_findings if finding.rule
    }
    with _published(sample) as connection:
        found = set(connection.execute("SELECT file_name, rule FROM quality.finding").fetchall())
    assert expected - found == set()


def test_every_finding_speaks_both_languages_and_every_file_has_an_outcome(sample: Path) -> None:
    with _published(sample) as connection:
        silent = connection.execute(
            "SELECT count(*) FROM quality.finding WHERE message_en = '' OR message_id = '' OR message_en = message_id"
        ).fetchall()
        arrivals = connection.execute("SELECT count(*) FROM quality.file_outcome").fetchall()
    assert silent == [(0,)]
    assert arrivals == [(len(Landing(sample / "landing").records()),)]


def test_every_value_of_the_mart_can_be_traced_to_its_cell(sample: Path) -> None:
    with _published(sample) as connection:
        untraced = connection.execute("""
            SELECT 'metric' FROM mart.pilot_metric WHERE value IS NOT NULL AND (source_file = '' OR source_cell = '')
            UNION ALL
            SELECT 'evidence' FROM mart.evidence WHERE source_file IS NULL OR source_cell IS NULL
            UNION ALL
            SELECT 'obligation' FROM mart.obligation WHERE source_file IS NULL OR source_cell IS NULL
            UNION ALL
            SELECT 'target' FROM mart.target_progress
            WHERE source_cell IS NULL OR (actual IS NOT NULL AND actual_source_cell IS NULL)
        """).fetchall()
    assert untraced == []


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_notebook_runs_on_a_published_build(
    sample: Path, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOPS_DATA", str(sample))
    monkeypatch.chdir(notebook.parent)
    names: dict[str, object] = {}
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{notebook.name} {cell['id']}", "exec"), names)
    assert len(names["targets"]) > 0


def test_a_prefilled_report_of_every_pilot_is_read_back_without_a_finding(sample: Path, tmp_path: Path) -> None:
    with _published(sample) as connection:
        pilots = connection.execute(
            "SELECT partnership_id, strftime(least(pilot_end_on, DATE '2026-08-31'), '%Y-%m') "
            "FROM mart.partnership WHERE moa_signed_on IS NOT NULL"
        ).fetchall()
    paths = [tmp_path / f"{partnership}_{lang}.xlsx" for partnership, _ in pilots for lang in ("id", "en")]
    for partnership, month in pilots:
        for lang in ("id", "en"):
            write_template(sample, "monthly-report", partnership, month, lang, tmp_path / f"{partnership}_{lang}.xlsx")
    checked = check(sample, paths, SAMPLE_AS_OF, NOW + timedelta(days=1))
    assert len(checked) == 2 * len(pilots) >= 8
    assert [
        (file.file_name, finding) for file in checked for finding in file.findings if finding.severity != "info"
    ] == []
    assert all(file.would_be_taken_whole for file in checked)
