"""Units as people write them, and their conversion."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.units import STANDARD_UNIT, UNITS, Kind, UnitError, resolve, written
from warehouse.vocabulary import Language


def convert(value: float, unit: str, kind: Kind | str | None = None) -> float:
    return value * resolve(unit, kind).factor


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("m³", "m3"),
        ("M3", "m3"),
        (" m3. ", "m3"),
        ("meter kubik", "m3"),
        ("ribu m3", "1000 m3"),
        ("ribu\u00a0m³", "1000 m3"),
        ("lt/dt", "L/s"),
        ("L/dt", "L/s"),
        ("L / detik", "L/s"),
        ("m³/hari", "m3/day"),
        ("m3/jam", "m3/h"),
        ("Acre-feet", "AF"),
        ("Million gallons (US)", "MG"),
        ("MG", "MG"),
        ("G", "G"),
        ("g", "g"),
        ("KWH", "kWh"),
        ("Persen", "%"),
        ("jam", "h"),
        ("jam/hari", "h/day"),
        ("pelanggan", "count"),
        ("L/sambungan/hari", "L/connection/day"),
    ],
)
def test_a_unit_is_known_as_people_write_it(spelling, code):
    assert resolve(spelling).code == code


@pytest.mark.parametrize(
    ("value", "unit", "standard"),
    [
        (1, "1000 m3", 1000),
        (1000, "L", 1),
        (1, "gal", 0.003785411784),
        (1, "MG", 3785.411784),
        (1, "AF", 325851.43 * 0.003785411784),
        (1, "AF_monthly", 325851.427 * 0.003785411784),
        (1, "CCF", 748.051948 * 0.003785411784),
        (86.4, "m3/day", 1),
        (3.6, "m3/h", 1),
        (1, "mile", 1.609344),
        (1000, "ft", 0.3048),
        (1, "bar", 10.197162129779),
        (1, "psi", 0.703069579639),
        (9.80665, "kPa", 1),
        (2, "MWh", 2000),
        (500, "g", 0.5),
        (0.125, "fraction", 12.5),
    ],
)
def test_a_value_is_expressed_in_the_standard_unit_of_its_kind(value, unit, standard):
    assert convert(value, unit) == pytest.approx(standard, rel=1e-12)


def test_a_metre_is_a_length_or_a_head_of_water_and_must_say_which():
    assert convert(1500, "m", "length") == 1.5
    assert convert(25, "m", "pressure") == 25
    assert convert(25, "mH2O") == 25
    with pytest.raises(UnitError, match=r"length.*pressure"):
        convert(25, "m")


@pytest.mark.parametrize("unit", ["barrel", "", "mg", "ml", "m4", "L"])
def test_a_unit_that_is_unknown_or_of_another_kind_is_refused_with_the_known_ones(unit):
    with pytest.raises(UnitError) as refused:
        convert(1, unit, Kind.FLOW)
    assert "L/s, m3/h, m3/day" in refused.value.message_en
    assert "tidak dikenal" in refused.value.message_id


def test_a_refused_unit_survives_the_way_between_processes():
    with pytest.raises(UnitError) as refused:
        resolve("barrel")
    assert pickle.loads(pickle.dumps(refused.value)).message_id == refused.value.message_id


def test_the_standard_unit_of_every_kind_has_the_factor_one():
    assert {kind: resolve(unit, kind).factor for kind, unit in STANDARD_UNIT.items()} == dict.fromkeys(Kind, 1.0)


def test_no_spelling_means_two_units_of_one_kind():
    for unit in UNITS:
        for spelling in (unit.code, *unit.spellings):
            assert resolve(spelling, unit.kind).code == unit.code, spelling


@given(st.text())
def test_no_text_whatever_makes_looking_up_a_unit_crash(text):
    try:
        assert resolve(text) in UNITS
    except UnitError as refused:
        assert refused.message_id


@pytest.mark.parametrize(
    "unit", ["connections", "customers", "features", "h", "h/day", "m3", "L/connection/day", "tests"]
)
def test_a_unit_written_in_the_workbooks_language_is_read_as_the_same_unit(unit: str) -> None:
    read, meant = resolve(written(unit, Language.INDONESIAN)), resolve(unit)
    assert (read.code, read.kind, read.factor) == (meant.code, meant.kind, meant.factor)
    assert written(unit, Language.ENGLISH) == unit


def test_an_indonesian_workbook_counts_connections_in_its_own_word() -> None:
    assert written("connections", Language.INDONESIAN) == "sambungan"
