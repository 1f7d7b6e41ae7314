"""Exports of field forms, from KoboToolbox and ODK, as JSON and CSV, in the same build as the readings."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.forms.recognise import looks_like_export
from pipelines.forms.rows import read_export
from pipelines.forms.template import FOLDER, FormTemplate, load_forms
from pipelines.reading import Refused

from .conftest import PILOT, central, export, found_in, kobo, odata, outcome_of


def _states(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute("SELECT file_name || ' ' || instance_id, state FROM quality.form_submission").fetchall()
    return dict(rows)


def test_an_edited_submission_takes_the_place_of_its_earlier_version(published: duckdb.DuckDBPyConnection) -> None:
    states = _states(published)
    assert states["kobo.json aaa-1"] == states["odk.json ccc-1"] == "superseded"
    assert states["kobo-edited.json aaa-2"] == states["odk-again.json ccc-2"] == "accepted"
    assert found_in(published, "odk.json") == {("superseded_submission", "info"), ("question_asked_twice", "warning")}


def test_a_submission_that_two_exports_hold_counts_once(published: duckdb.DuckDBPyConnection) -> None:
    assert [name for name in _states(published) if name.endswith("ddd-1")] == ["odk.json ddd-1"]


def test_figures_reach_the_metrics_with_submission_and_question_as_their_place(
    published: duckdb.DuckDBPyConnection,
) -> None:
    rows = published.execute(
        "SELECT zone, value, source_file, source_sheet, source_cell FROM mart.pilot_metric "
        "WHERE source_sheet LIKE 'submission %' AND metric_code IN ('average_pressure', 'supply_hours') ORDER BY zone"
    ).fetchall()
    assert rows == [
        ("DMA-A", 22.5, "odk-again.json", "submission ccc-2", "isi/nilai #1"),
        ("DMA-Z", 21.5, "kobo.csv", "submission ggg-1", "isi/nilai #1"),
        ("x", 19.0, "odk.json", "submission ddd-1", "isi/nilai #1"),
    ]


def test_published_rows_name_the_export_and_not_the_submission(published: duckdb.DuckDBPyConnection) -> None:
    digests = {row[0] for row in published.execute("SELECT submission_id FROM quality.form_submission").fetchall()}
    columns = published.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE ends_with(column_name, 'sha256') "
        "AND schema_name IN ('mart', 'quality')"
    ).fetchall()
    assert len(digests) > 5 and len(columns) > 5
    for schema, table, column in columns:
        statement = f'SELECT DISTINCT "{column}" FROM {schema}."{table}"'
        assert digests.isdisjoint(row[0] for row in published.execute(statement).fetchall())


def test_a_report_from_the_field_is_a_monthly_report(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT partnership_id, period, state, attachments FROM quality.form_submission WHERE instance_id = 'aaa-2'"
    ).fetchall()
    assert rows == [(PILOT, "2026-08", "accepted", "meter.jpg")]
    assert ("month_within_pilot", "warning") in found_in(published, "kobo-edited.json")


def test_the_outcome_of_an_export_counts_its_submissions(published: duckdb.DuckDBPyConnection) -> None:
    assert outcome_of(published, "kobo.csv")[:3] == ("accepted", 1, 0)
    assert outcome_of(published, "kobo-edited.json")[:3] == ("accepted_with_rejections", 1, 1)
    outcome = outcome_of(published, "odk-again.json")
    assert outcome[:3] == ("accepted_with_rejections", 1, 1)
    assert "not approved 1" in outcome[3]


@pytest.mark.parametrize(
    ("file_name", "rule", "severity"),
    [
        ("half.json", "half_written_export", "critical"),
        ("no-export.json", "no_form_export", "critical"),
        ("other-form.json", "unknown_form", "critical"),
        ("kobo-edited.json", "known_partnership", "critical"),
        ("odk-again.json", "unreadable_month", "critical"),
        ("odk-again.json", "submission_not_approved", "warning"),
    ],
)
def test_each_fault_of_an_export_has_a_finding_of_its_own(
    published: duckdb.DuckDBPyConnection, file_name: str, rule: str, severity: str
) -> None:
    assert (rule, severity) in found_in(published, file_name)


def test_a_finding_names_the_submission_and_the_question(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT sheet, cell, value, message_en, message_id FROM quality.finding WHERE rule = 'unreadable_month'"
    ).fetchall()
    assert len(rows) == 1
    sheet, cell, value, english, indonesian = rows[0]
    assert (sheet, cell, value) == ("submission eee-1", "isi/bulan_data", "soon")
    assert english.startswith('Submission eee-1, question "isi/bulan_data": ')
    assert indonesian.startswith('Kiriman eee-1, pertanyaan "isi/bulan_data": ')


def _read(text: str, name: str = "export.json") -> Any:
    return read_export(text.encode(), name)


def _row(text: str, table: str, name: str = "export.json") -> dict[str, object]:
    rows = _read(text, name).submissions[0].tables[table]
    assert len(rows) == 1
    return rows[0]


def test_choices_of_several_become_words(published: duckdb.DuckDBPyConnection) -> None:
    row = _row(export(kobo("aaa-1")), "monthly_activities")
    assert (row["channel"], row["participants"]) == ("tatap muka, WhatsApp", 6)
    spread = (
        "_uuid;_submission_time;nomor_kemitraan;bulan_laporan;pertanyaan;topik_permintaan/meter;topik_permintaan/gis\n"
        "u1;2026-09-01T00:00:00;S001;2026-08;Apa?;1;0\n"
    )
    text = _read(spread, "kobo.csv").submissions[0].tables
    assert "monthly_requests" not in text, "a group that repeats is not in a CSV"


def test_a_single_question_fills_a_row_with_the_constants_of_the_template() -> None:
    rows = _read(export(kobo("aaa-1"))).submissions[0].tables["monthly_progress"]
    assert [(row["variable_code"], row["value"], row["unit"]) for row in rows] == [
        ("system_input_own", 18250.5, "m3"),
        ("average_pressure", 18.2, "m"),
    ]
    assert rows[0]["source_cell"] == "data/volume_input #1"


def test_a_yes_to_nothing_to_tell_says_nihil() -> None:
    assert _row(export(kobo("aaa-1")), "monthly_findings")["description"] == "nihil"


def test_the_same_answers_mean_the_same_from_either_server() -> None:
    answers = {"nomor_kemitraan": PILOT, "bulan_laporan": "2026-08", "volume_input": "18250.5"}
    kobo_like = {"_uuid": "u", "_submission_time": "2026-09-01T00:00:00"} | {f"a/{k}": v for k, v in answers.items()}
    odk_like = {"__id": "uuid:u", "__system": {"submissionDate": "2026-09-01T00:00:00Z"}, "a": answers}
    csv_like = "SubmissionDate,KEY,a-nomor_kemitraan,a-bulan_laporan,a-volume_input\n" + (
        "2026-09-01T00:00:00Z,uuid:u,S001,2026-08,18250.5\n"
    )
    found = [
        _read(export(kobo_like)).submissions[0],
        _read(odata(odk_like, form="laporan_bulanan")).submissions[0],
        _read(csv_like, "odk.csv").submissions[0],
    ]
    told = [
        {
            table: [{k: v for k, v in row.items() if k in ("partnership_id", "period", "variable_code", "value")}]
            for table, rows in each.tables.items()
            for row in rows
        }
        for each in found
    ]
    assert told[0] == told[1] == told[2]
    assert told[0]["monthly_cover"] == [{"partnership_id": PILOT, "period": "2026-08"}]
    assert {each.instance for each in found} == {"u"}


def test_a_required_question_without_answer_refuses_the_submission_and_says_so() -> None:
    without = kobo("aaa-1")
    del without["identitas/bulan_laporan"]
    said = _read(export(without)).submissions[0]
    assert said.refused
    assert [(found.rule, found.question) for found in said.found] == [("required_question_unanswered", "bulan_laporan")]


def test_an_unknown_version_of_a_form_is_read_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = tuple(form.model_copy(update={"versions": ("1", "2")}) for form in load_forms())
    monkeypatch.setattr("pipelines.forms.rows.load_forms", lambda: forms)
    read = _read(odata(central("u1", 3.0)))
    assert [found.rule for found in read.found] == ["unknown_form_version"]
    assert '"3"' in read.found[0].message_en and "(known: 1, 2)" in read.found[0].message_en
    assert read.submissions[0].tables["measurements_values"][0]["value"] == 3.0


def test_questions_that_are_not_known_are_listed_and_the_rest_is_read() -> None:
    read = _read(export(kobo("aaa-1", warna="biru")))
    assert [(found.rule, found.severity) for found in read.found] == [("question_not_read", "info")]
    assert '"warna"' in read.found[0].message_id


def test_two_questions_of_one_name_are_named_and_the_first_is_read() -> None:
    read = _read(export(kobo("aaa-1", **{"data_lain/volume_input": "99"})))
    assert [(found.rule, found.severity) for found in read.found] == [("question_asked_twice", "warning")]
    assert '"data/volume_input" was read, "data_lain/volume_input" was not' in read.found[0].message_en
    assert read.submissions[0].tables["monthly_progress"][0]["value"] == 18250.5


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_of_hundreds_of_digits_is_a_finding_and_the_rest_is_read(digits: int) -> None:
    text = export(kobo("aaa-1", **{"data/volume_input": "HERE"})).replace('"HERE"', "9" * digits)
    said = _read(text).submissions[0]
    assert [found.question for found in said.found] == ["data/volume_input"]
    assert said.tables["monthly_progress"][0]["value"] is None
    assert said.tables["monthly_progress"][1]["value"] == 18.2


def test_a_csv_does_not_take_the_place_of_the_export_that_holds_the_groups(
    published: duckdb.DuckDBPyConnection,
) -> None:
    states = _states(published)
    assert (states["whole.json zzz-1"], states["flat.csv zzz-1"]) == ("accepted", "superseded")
    rows = published.execute(
        "SELECT message_en FROM quality.finding WHERE file_name = 'flat.csv' AND rule = 'superseded_submission'"
    ).fetchall()
    assert len(rows) == 1 and "a CSV cannot hold" in rows[0][0]


def test_a_figure_measured_and_reported_is_in_force_once_and_both_are_kept(
    published: duckdb.DuckDBPyConnection,
) -> None:
    rows = published.execute(
        "SELECT zone, value, source_file FROM mart.pilot_metric WHERE metric_code = 'minimum_night_flow' "
        "AND partnership_id = $1 AND zone IN ('DMA-B', 'DMA-L') AND period_start = DATE '2026-03-01' ORDER BY zone",
        [PILOT],
    ).fetchall()
    assert [(zone, source) for zone, _, source in rows] == [("DMA-B", "semicolons.csv"), ("DMA-L", "reported.json")]
    assert rows[1][1] == 6.5 and rows[0][1] != 9.25
    found = found_in(published, "reported.json")
    assert found == {("night_flow_not_measured", "warning"), ("figure_of_gis_not_reported", "critical")}


def test_a_submission_without_an_id_is_not_taken() -> None:
    nameless = kobo("x")
    del nameless["_uuid"], nameless["meta/instanceID"]
    read = _read(export(nameless))
    assert read.submissions == []
    assert [found.rule for found in read.found] == ["no_instance"]


@pytest.mark.parametrize(
    ("text", "name", "rule"),
    [
        ("[1, 2]", "a.json", "no_form_export"),
        ('{"results": [{"a": 1}]}', "a.json", "no_form_export"),
        ("[" * 100_000, "a.json", "no_form_export"),
        ('{"results": [{"_uuid": "u",', "a.json", "half_written_export"),
        ("KEY,PARENT_KEY,uraian\na,b,c\n", "a.csv", "repeats_apart"),
        ("a,b\n1,2\n", "a.csv", "no_form_export"),
    ],
)
def test_what_is_no_export_is_refused_with_a_remedy(text: str, name: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        _read(text, name)
    assert refused.value.rule == rule
    assert refused.value.message_en != refused.value.message_id


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'{"count": 1, "results": []}', True),
        (b"[]", True),
        (b'_uuid;"_submission_time"\n', True),
        (b"SubmissionDate,KEY,a-b\n", True),
        (b"Bulan;Kode data;Nilai\n", False),
        (b"[Rapat] tanggal 3 Maret", False),
    ],
)
def test_an_export_is_told_by_its_first_bytes(head: bytes, expected: bool) -> None:
    assert looks_like_export(head) is expected


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("fills",), "nothing_of_that_name"),
        (("tables", 0, "table"), "no_such_table"),
        (("tables", 0, "questions"), {"value": {"names": ["a"]}}),
        (("tables", 0, "questions"), {"colour": {"names": ["a"]}}),
        (("fingerprint",), []),
        (("extra",), 1),
    ],
)
def test_a_mistaken_form_template_is_refused(place: tuple[Any, ...], value: object) -> None:
    facts = yaml.safe_load((FOLDER / "measurements_form.yml").read_text(encoding="utf-8"))
    inner = facts
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(ValueError):
        FormTemplate.model_validate(facts)


def test_every_shipped_form_fills_what_its_workbook_asks() -> None:
    assert {form.name for form in load_forms()} == {path.stem for path in Path(FOLDER).glob("*.yml")}
    for form in load_forms():
        assert {table.table for table in form.tables} <= {sheet.table for sheet in form.target.sheets}
        assert json.dumps(sorted(form.question_names()))
