"""Every template is checked without any data; a defect in one is found before a file is read by it."""

from pathlib import Path

import pytest
import yaml

from pipelines.template import (
    FOLDER,
    Column,
    Named,
    Template,
    TemplateError,
    load_template,
    load_templates,
    newest,
    normalised,
    raw_columns,
    without_brackets,
)
from warehouse import units
from warehouse.vocabulary import ActualBasis, Horizon, Language, Origin, Role, TargetKind

TEMPLATES = [template for editions in load_templates().values() for template in editions]
OWN = [template for template in TEMPLATES if template.languages]


def columns_of(templates: list[Template]) -> list[tuple[str, Column]]:
    return [
        (f"{template.name}.{sheet.table}.{column.name}", column)
        for template in templates
        for sheet in template.sheets
        for column in sheet.columns
    ]


def minimal(**changes: object) -> dict[str, object]:
    """A small valid template as its YAML gives it."""
    template: dict[str, object] = {
        "name": "levels",
        "edition": "1",
        "title": {"en": "Levels", "id": "Muka air"},
        "kind": "levels",
        "formats": ["xlsx"],
        "languages": ["id", "en"],
        "sheets": [
            {
                "table": "levels",
                "titles": {"en": "Levels", "id": "Muka air"},
                "key": "place",
                "columns": [
                    {"name": "place", "labels": {"en": "Place", "id": "Tempat"}, "required": True},
                    {"name": "level", "labels": {"en": "Level", "id": "Tinggi"}, "type": "number", "unit": "m"},
                ],
            }
        ],
    }
    return template | changes


def written(folder: Path, template: dict[str, object], name: str = "levels.yml") -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(template), encoding="utf-8")
    return path


def first_sheet(template: dict[str, object]) -> dict[str, object]:
    return template["sheets"][0]  # type: ignore[index]


def test_the_templates_of_the_programme_are_shipped() -> None:
    assert {"programme_register", "monthly_report", "measurements"} <= set(load_templates())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_every_template_file_is_valid_and_bears_the_name_of_its_template(path: Path) -> None:
    assert path.stem.startswith(load_template(path).name)


def test_every_own_column_is_explained_in_both_languages() -> None:
    unexplained = [place for place, column in columns_of(OWN) if column.note is None]
    assert unexplained == []


def test_every_own_label_fits_a_header() -> None:
    too_long = [place for place, column in columns_of(OWN) for language in Language if len(column.label(language)) > 40]
    assert too_long == []


def test_every_unit_of_a_template_is_a_known_one() -> None:
    named = {column.unit for _, column in columns_of(TEMPLATES) if column.unit}
    for template in TEMPLATES:
        for sheet in template.sheets:
            measurements = sheet.measurements
            if measurements:
                named |= {variable.unit for variable in measurements.variables if variable.unit}
                named |= set(measurements.unit.words.values()) if measurements.unit else set()
    assert named
    for unit in named - {"m"}:  # a length or a head: its variable says which
        assert units.resolve(unit)


def test_choices_are_the_words_of_the_vocabulary() -> None:
    register = newest("programme_register")
    expected = {
        ("register_teams", "role"): Role,
        ("register_targets", "kind"): TargetKind,
        ("register_targets", "horizon"): Horizon,
        ("register_targets", "actual_basis"): ActualBasis,
        ("register_cover", "origin"): Origin,
    }
    for (table, column), vocabulary in expected.items():
        assert set(register.sheet(table).column(column).options) == {member.value for member in vocabulary}


def test_no_choice_can_be_read_in_two_ways() -> None:
    for place, column in columns_of(TEMPLATES):
        owner: dict[str, str] = {}
        for code, option in column.options.items():
            for spelling in {normalised(each) for each in (code, *option.spellings)}:
                assert owner.setdefault(spelling, code) == code, f"{place}: {spelling}"


def test_every_example_of_a_choice_is_one_of_the_choices() -> None:
    wrong = [
        place
        for place, column in columns_of(TEMPLATES)
        if column.options and column.example is not None and str(column.example) not in column.options
    ]
    assert wrong == []


def test_raw_tables_are_filled_by_one_template_only() -> None:
    owners: dict[str, set[str]] = {}
    for template in TEMPLATES:
        for sheet in template.sheets:
            owners.setdefault(sheet.table, set()).add(template.name)
    assert all(len(names) == 1 for names in owners.values())


def test_the_six_parts_of_the_guideline_stand_in_the_monthly_report_in_their_order() -> None:
    titles = [sheet.titles.en for sheet in newest("monthly_report").sheets if sheet.titles]
    assert [title[0] for title in titles[1:7]] == ["1", "2", "3", "4", "5", "6"]
    required = [sheet.table for sheet in newest("monthly_report").sheets if not sheet.required]
    assert required == ["monthly_lessons", "monthly_sops"]


def test_a_number_column_has_a_status_beside_it_in_the_raw_table() -> None:
    columns = raw_columns(newest("monthly_report").sheet("monthly_progress"))
    assert columns == [
        ("variable_code", "VARCHAR"),
        ("zone", "VARCHAR"),
        ("value", "DOUBLE"),
        ("value_status", "VARCHAR"),
        ("unit", "VARCHAR"),
        ("grade", "INTEGER"),
        ("grade_status", "VARCHAR"),
        ("note", "VARCHAR"),
    ]


def test_labels_are_compared_without_case_punctuation_and_unit() -> None:
    assert normalised("  Nilai\n(m³) *") == "nilai m3"
    assert without_brackets("Nilai (m³) *") == "nilai"


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="colour"):
        load_template(written(tmp_path, minimal(colour="red")))


def test_a_label_that_means_two_columns_is_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["columns"][1]["aliases"] = ["TEMPAT"]  # type: ignore[index]
    with pytest.raises(TemplateError, match="tempat"):
        load_template(written(tmp_path, template))


def test_a_key_that_is_no_column_is_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["key"] = "nowhere"
    with pytest.raises(TemplateError, match="nowhere"):
        load_template(written(tmp_path, template))


def test_a_label_in_one_language_only_is_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["columns"][1]["labels"] = {"en": "Level"}  # type: ignore[index]
    with pytest.raises(TemplateError, match="labels"):
        load_template(written(tmp_path, template))


def test_a_header_without_labels_is_only_for_foreign_tables(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["columns"][1] = {"name": "level", "header": "LVL"}  # type: ignore[index]
    with pytest.raises(TemplateError, match="both languages"):
        load_template(written(tmp_path, template))
    foreign = load_template(written(tmp_path, template | {"languages": []}))
    assert foreign.sheet("levels").column("level").spellings == ("LVL", "level")


def test_a_vocabulary_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["columns"][1] |= {"type": "choice", "choices": "weather", "unit": None}  # type: ignore[index]
    with pytest.raises(TemplateError, match="weather"):
        load_template(written(tmp_path, template))


def test_measurements_that_name_no_column_are_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["measurements"] = {
        "layout": "wide",
        "period": {"month": "month"},
        "variables": [{"variable": "level", "column": "level"}],
    }
    with pytest.raises(TemplateError, match="month"):
        load_template(written(tmp_path, template))


def test_a_sheet_title_that_excel_refuses_is_an_error(tmp_path: Path) -> None:
    template = minimal()
    first_sheet(template)["titles"] = {"en": "Levels/2026", "id": "Muka air"}
    with pytest.raises(TemplateError, match="Levels/2026"):
        load_template(written(tmp_path, template))


def test_one_edition_may_exist_once_only(tmp_path: Path) -> None:
    written(tmp_path, minimal())
    written(tmp_path, minimal(), "levels_again.yml")
    with pytest.raises(TemplateError, match="exists twice"):
        load_templates(tmp_path)


def test_editions_are_ordered_from_the_oldest_to_the_newest(tmp_path: Path) -> None:
    written(tmp_path, minimal(edition="2027"), "a.yml")
    written(tmp_path, minimal(edition="2026"), "b.yml")
    assert [template.edition for template in load_templates(tmp_path)["levels"]] == ["2026", "2027"]
    assert newest("levels", tmp_path).edition == "2027"


def test_a_name_has_its_spellings_in_both_languages() -> None:
    assert Named(en="City", id="Kota", aliases=("Kotamadya",)).spellings == ("Kota", "City", "Kotamadya")
