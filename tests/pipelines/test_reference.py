"""The reference data: every file valid without any data; an error names the file and the key."""

import re
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
import yaml

from indicators import catalogue
from indicators.run import run
from pipelines import reference
from pipelines.corrections import read_corrections
from pipelines.reference import (
    InvalidReference,
    load_reference,
    read_blueprint,
    read_provinces,
    read_rules,
    reference_files,
)
from warehouse.ddl import create_schemas
from warehouse.vocabulary import ActivityKind, AgreementKind

RULES = reference.SHIPPED / "rules.yml"
BLUEPRINTS = sorted((reference.SHIPPED / "blueprints").glob("*.yml"))


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    create_schemas(made)
    return made


def known_rules() -> set[str]:
    return {rule.code for rule in read_rules(RULES)}


def test_every_rule_has_its_basis_its_source_and_both_languages():
    rules = read_rules(RULES)
    assert len(rules) == len({rule.code for rule in rules}) > 50
    assert all(rule.description_en != rule.description_id for rule in rules)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_every_blueprint_is_valid_without_data(path):
    blueprint = read_blueprint(path, known_rules())
    assert blueprint.programme_kind == path.stem
    assert [stage.stage for stage in blueprint.stages]


def test_the_solidarity_partnership_uses_every_indicator_of_the_catalogue():
    blueprint = read_blueprint(reference.SHIPPED / "blueprints" / "solidarity_partnership.yml", known_rules())
    assert blueprint.indicator_codes == catalogue.CODES


def test_every_rule_that_the_sql_asks_for_stands_in_the_rules():
    sql = "".join(path.read_text() for path in files("indicators").iterdir() if path.name.endswith(".sql"))
    asked = set(re.findall(r"rule_value\('([^']+)'\)", sql))
    assert asked <= set(catalogue.RULE_CODES)
    assert set(catalogue.RULE_CODES) <= known_rules()


def test_the_38_provinces_stand_each_on_a_tile_of_its_own():
    provinces = read_provinces(reference.SHIPPED / "provinces.csv")
    assert len(provinces) == len({province.iso_code for province in provinces}) == 38
    assert len({province.short_name for province in provinces}) == 38
    assert len({(province.grid_row, province.grid_column) for province in provinces}) == 38


def test_loading_fills_the_tables_and_publishes_the_rules(connection):
    rows = load_reference(connection)
    indicators_used = sum(len(read_blueprint(path, known_rules()).indicator_codes) for path in BLUEPRINTS)
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM reference.rule), (SELECT count(*) FROM mart.rule),"
        " (SELECT count(*) FROM reference.blueprint_indicator), (SELECT count(*) FROM reference.province)"
    ).fetchall()[0]
    assert counts == (len(known_rules()), len(known_rules()), indicators_used, 38)
    assert rows > sum(counts) - counts[1]


def test_the_holidays_of_indonesia_are_known(connection):
    load_reference(connection)
    days = connection.execute(
        "SELECT strftime(day, '%Y-%m-%d') FROM reference.holiday WHERE year(day) = 2026"
    ).fetchall()
    assert {"2026-01-01", "2026-08-17", "2026-12-25"} <= {day for (day,) in days}


def test_a_data_folder_overrides_the_shipped_files_one_by_one(connection, tmp_path):
    rules = yaml.safe_load(RULES.read_text("utf-8"))
    for rule in rules["rules"]:
        if rule["code"] == "days.monthly_report":
            rule["value"] = 12
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    load_reference(connection, tmp_path)
    found = connection.execute(
        "SELECT value, (SELECT count(*) FROM reference.province) FROM mart.rule WHERE rule_code = 'days.monthly_report'"
    ).fetchall()
    assert found == [(12.0, 38)]


@pytest.mark.parametrize(
    ("name", "right"),
    [("rules.yaml", "rules.yml"), ("blueprints/csr.YML", "csr.yml"), ("aliases.CSV", "aliases.csv")],
)
def test_a_file_that_would_be_passed_over_for_its_ending_is_named_with_the_right_one(tmp_path, name, right):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("rules: []\n")
    with pytest.raises(InvalidReference, match=f"Call it {right}") as refused:
        reference_files(tmp_path)
    assert f"Beri nama {right}" in refused.value.message_id


def test_corrections_and_templates_may_end_in_yaml(tmp_path):
    for folder in ("corrections", "templates"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.yaml").write_text("corrections: []\n")
    assert {path.name for path in reference_files(tmp_path)} >= {"own.yaml", "rules.yml"}
    assert read_corrections(tmp_path) == []


def test_loading_twice_gives_the_same_tables(connection):
    load_reference(connection)
    first = connection.execute("SELECT * FROM reference.blueprint_duty ORDER BY ALL").fetchall()
    load_reference(connection)
    assert connection.execute("SELECT * FROM reference.blueprint_duty ORDER BY ALL").fetchall() == first


def changed_rules(folder: Path, **changes: object) -> Path:
    """rules.yml with its first rule changed."""
    rules = yaml.safe_load(RULES.read_text("utf-8"))
    rules["rules"][0] |= changes
    path = folder / "rules.yml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"value": "ten"}, "rules.yml, rules.0.value"),
        ({"value": -1}, "rules.yml, rules.0.value"),
        ({"basis": "rumour"}, "rules.yml, rules.0.basis"),
        ({"colour": "red"}, "rules.yml, rules.0.colour"),
        ({"code": "days.monthly_repord"}, "rules.yml, days.monthly_report"),
        ({"code": "band.good"}, "rules.yml, band.good"),
    ],
)
def test_an_error_in_the_rules_names_the_file_and_the_key(tmp_path, changes, named):
    with pytest.raises(InvalidReference) as raised:
        read_rules(changed_rules(tmp_path, **changes))
    assert raised.value.message_en.startswith(named)
    assert raised.value.message_id.startswith(named)


def test_rules_of_an_earlier_version_are_told_everything_that_they_lack_at_once(tmp_path):
    rules = yaml.safe_load(RULES.read_text("utf-8"))
    lacking = ("effect.least_months", "evidence.weight_0", "ledger.gap")
    rules["rules"] = [rule for rule in rules["rules"] if rule["code"] not in lacking]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    with pytest.raises(InvalidReference) as raised:
        read_rules(path)
    for message in (raised.value.message_en, raised.value.message_id):
        assert message.startswith(f"rules.yml, {', '.join(lacking)}: ") and "data/reference" in message


@pytest.mark.parametrize(
    ("weights", "named"), [((0, 1, 0.5, 1, 1), 2), ((0, 1, 1, 1, 1.5), 4), ((0.5, 0.4, 1, 1, 1), 1)]
)
def test_a_higher_level_of_evidence_must_not_weigh_less_than_a_lower_one(tmp_path, weights, named):
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    for rule in rules["rules"]:
        if rule["code"].startswith("evidence.weight_"):
            rule["value"] = weights[int(rule["code"][-1])]
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InvalidReference) as raised:
        read_rules(path)
    assert raised.value.message_en.startswith(f"rules.yml, evidence.weight_{named}")


def test_a_file_that_is_no_yaml_is_said_to_be_none(tmp_path):
    path = tmp_path / "rules.yml"
    path.write_text("rules: [", encoding="utf-8")
    with pytest.raises(InvalidReference, match=r"rules\.yml, -: no readable YAML"):
        read_rules(path)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("days_after_trigger: days.monthly_report", "days_after_trigger: days.nowhere", "duties.monthly_report"),
        ("[MR-COM-1, ", "[MR-COM-9, ", "indicators: no indicator MR-COM-9"),
        ("[MR-COM-1, ", "[MR-REP-1, ", "indicators: MR-REP-1 is given twice"),
        ("left_out: []", "left_out:\n  - {codes: [XX-1], reason_en: x, reason_id: x}", "left_out: no indicator XX-1"),
        ("trigger: pilot_month", "trigger: full_moon", "duties.6.trigger"),
        (
            "trigger: study_visit",
            "trigger: mission",
            "duties.study_visit_report: the blueprint has no activity mission",
        ),
        ("trigger: visit", "trigger: advice", "duties.visit_advice"),
        ("exists_from: letter_of_intent", "exists_from: beginnings", "duties.0.exists_from"),
        ("exists_from: letter_of_request", "exists_from: addendum", "duties.minutes: exists_from is one of"),
        ("opening: letter_of_intent", "opening: handshake", "opening"),
        ("has_pilot: true", "has_pilot: false", "duties.final_report: this kind has no pilot"),
        ("compiled_by: [mentee]", "compiled_by: [secretary]", "documents.1.compiled_by.0"),
        ("  - {stage: expansion,", "  - {stage: harvest,", "stages.4.stage"),
        ("  - {stage: preparation,", "  - {stage: expansion,", "stages: each stage once"),
        ('stage: expansion, clause: "3.3.1"', 'stage: expanding, clause: "3.3.1"', "activities.10.stage"),
        (
            "quotas: []",
            "quotas: [{kind: mission, role: mentor, period: year, basis: assumed, clause: x}]",
            "quotas.mission",
        ),
        (
            "quotas: []",
            "quotas: [{kind: meeting, role: mentor, minimum: 5, maximum: 4, period: year, basis: assumed, clause: x}]",
            "quotas.meeting: the minimum lies above the maximum",
        ),
        (
            "quotas: []",
            "quotas: [{kind: meeting, role: mentor, period: week, basis: assumed, clause: x}]",
            "quotas.0.period",
        ),
        ("programme_kind: solidarity_partnership", "programme_kind: solidarity", "programme_kind"),
        ("has_pilot: true", "has_pilot: true\ncolour: red", "colour"),
    ],
)
def test_a_blueprint_that_names_what_does_not_exist_is_refused(tmp_path, old, new, named):
    path = tmp_path / "solidarity_partnership.yml"
    text = (reference.SHIPPED / "blueprints" / "solidarity_partnership.yml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidReference) as raised:
        read_blueprint(path, known_rules())
    assert raised.value.message_en.startswith(f"solidarity_partnership.yml, {named}")
    assert raised.value.message_id.startswith("solidarity_partnership.yml, ")


def test_a_duty_in_a_stage_that_the_kind_does_not_have_is_refused(tmp_path):
    path = tmp_path / "training_delegation.yml"
    text = (reference.SHIPPED / "blueprints" / "training_delegation.yml").read_text("utf-8")
    path.write_text(text.replace("    stage: expansion\n", "    stage: agreement\n"), encoding="utf-8")
    with pytest.raises(InvalidReference, match="duties.knowledge_sharing: the blueprint has no stage agreement"):
        read_blueprint(path, known_rules())


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_every_kind_says_of_each_indicator_whether_it_applies_and_why(path):
    blueprint = read_blueprint(path, known_rules())
    left_out = [code for group in blueprint.left_out for code in group.codes]
    assert sorted((*blueprint.indicator_codes, *left_out)) == sorted(catalogue.CODES)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_every_kind_says_what_of_it_is_assumed_in_both_languages(path):
    assumed = read_blueprint(path, known_rules()).assumed
    assert assumed and all(item.en != item.id for item in assumed)


def test_the_register_lets_one_choose_exactly_the_kinds_of_the_vocabulary():
    template = yaml.safe_load((files("pipelines") / "templates" / "programme_register.yml").read_text("utf-8"))
    assert set(template["vocabularies"]["plan_kind"]) == set(ActivityKind)
    agreements = next(sheet for sheet in template["sheets"] if sheet["table"] == "register_agreements")
    kind = next(column for column in agreements["columns"] if column["name"] == "kind")
    assert set(kind["choices"]) == set(AgreementKind)


def test_the_mart_tells_which_indicators_apply_to_a_kind_and_which_documents_it_knows(connection):
    load_reference(connection)
    run(connection, date(2026, 1, 1), date(2026, 1, 1))
    applies = connection.execute(
        "SELECT programme_kind, count(*) FILTER (applies), count(*), count(reason_id) FROM mart.blueprint_indicator"
        " GROUP BY programme_kind ORDER BY programme_kind"
    ).fetchall()
    assert applies == [
        ("csr_partnership", 0, 18, 18),
        ("horizontal_learning", 6, 18, 18),
        ("international_twinning", 8, 18, 18),
        ("solidarity_partnership", 18, 18, 18),
        ("training_delegation", 5, 18, 18),
    ]
    compiled = connection.execute(
        "SELECT compiled_by FROM mart.blueprint_document WHERE document IN ('work_plan', 'road_map') ORDER BY document"
    ).fetchall()
    assert compiled == [(None,), ("mentor, mentee, facilitator",)]


def test_a_kind_of_the_data_folder_may_bring_a_number_of_days_of_its_own(connection, tmp_path):
    rules = RULES.read_text("utf-8")
    own = rules[rules.index("  - code: days.knowledge_sharing") : rules.index("  - code: quota.partial_period")]
    (tmp_path / "rules.yml").write_text(rules + own.replace("days.knowledge_sharing", "days.thanks"), encoding="utf-8")
    with pytest.raises(InvalidReference, match=r"rules\.yml, days\.thanks: no such rule is known"):
        load_reference(connection, tmp_path)
    (tmp_path / "blueprints").mkdir()
    kind = (reference.SHIPPED / "blueprints" / "training_delegation.yml").read_text("utf-8")
    kind = kind.replace("training_delegation", "exchange").replace("days.knowledge_sharing", "days.thanks")
    (tmp_path / "blueprints" / "exchange.yml").write_text(kind, encoding="utf-8")
    load_reference(connection, tmp_path)
    found = connection.execute("SELECT value FROM mart.rule WHERE rule_code = 'days.thanks'").fetchall()
    assert found == [(90.0,)]


def test_two_provinces_on_one_tile_are_refused(tmp_path):
    path = tmp_path / "provinces.csv"
    shutil.copy(reference.SHIPPED / "provinces.csv", path)
    path.write_text(path.read_text("utf-8").replace("ID-AC,1,1", "ID-AC,1,2"), encoding="utf-8")
    with pytest.raises(InvalidReference, match="two provinces share a tile"):
        read_provinces(path)
