"""Units of measure as people write them, and their conversion to one standard unit per kind.

Factors are exact by definition unless a source is named. US customary units: NIST Handbook 44, App. C.
Heads of water: 1 m = 9.80665 kPa (standard gravity, 1000 kg/m3).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from warehouse.explained import ExplainedError
from warehouse.vocabulary import Language

US_GALLON_M3: Final = 0.003785411784
AWWA_ACRE_FOOT_M3: Final = 325_851.43 * US_GALLON_M3  # AWWA Free Water Audit Software v5
CALIFORNIA_ACRE_FOOT_M3: Final = 325_851.427 * US_GALLON_M3  # California's monthly production reports
CCF_M3: Final = 748.051948 * US_GALLON_M3  # hundred cubic feet, in the same reports
KPA_PER_M: Final = 9.80665
KPA_PER_PSI: Final = 6.894757293168


class Kind(StrEnum):
    """What a unit measures."""

    VOLUME = "volume"
    FLOW = "flow"
    LENGTH = "length"
    PRESSURE = "pressure"
    ENERGY = "energy"
    MASS = "mass"
    DURATION = "duration"
    HOURS_PER_DAY = "hours_per_day"
    COUNT = "count"
    SPECIFIC_ENERGY = "specific_energy"
    CONCENTRATION = "concentration"
    LOSS_PER_CONNECTION = "loss_per_connection"
    LOSS_PER_LENGTH = "loss_per_length"
    RATIO = "ratio"


STANDARD_UNIT: Final[dict[Kind, str]] = {
    Kind.VOLUME: "m3",
    Kind.FLOW: "L/s",
    Kind.LENGTH: "km",
    Kind.PRESSURE: "m",
    Kind.ENERGY: "kWh",
    Kind.MASS: "kg",
    Kind.DURATION: "h",
    Kind.HOURS_PER_DAY: "h/day",
    Kind.COUNT: "count",
    Kind.SPECIFIC_ENERGY: "kWh/m3",
    Kind.CONCENTRATION: "g/m3",
    Kind.LOSS_PER_CONNECTION: "L/connection/day",
    Kind.LOSS_PER_LENGTH: "m3/km/day",
    Kind.RATIO: "%",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: standard value = value × factor. `spellings` are matched without regard to case."""

    code: str
    kind: Kind
    factor: float
    spellings: tuple[str, ...] = ()


def _unit(code: str, kind: Kind, factor: float, spellings: str = "") -> Unit:
    return Unit(code, kind, factor, tuple(part.strip() for part in spellings.split("|") if part.strip()))


UNITS: Final[tuple[Unit, ...]] = (
    _unit("m3", Kind.VOLUME, 1.0, "cubic metre | cubic metres | cubic meter | cubic meters | meter kubik"),
    _unit("1000 m3", Kind.VOLUME, 1000.0, "thousand m3 | ribu m3 | 1.000 m3 | 1,000 m3 | mil m3"),
    _unit("L", Kind.VOLUME, 0.001, "lt | ltr | liter | litre | liters | litres"),
    _unit("kL", Kind.VOLUME, 1.0, "kiloliter | kilolitre | kilolitres"),
    _unit("ML", Kind.VOLUME, 1000.0, "megalitre | megaliter | megalitres"),
    _unit("gal", Kind.VOLUME, US_GALLON_M3, "gallon | gallons | us gallon | us gallons | galon AS"),
    _unit("G", Kind.VOLUME, US_GALLON_M3),
    _unit("MG", Kind.VOLUME, US_GALLON_M3 * 1e6, "million gallons | million gallons (us) | million us gallons"),
    _unit("AF", Kind.VOLUME, AWWA_ACRE_FOOT_M3, "acre-foot | acre-feet | acre foot | acre feet | ac-ft"),
    _unit("AF_monthly", Kind.VOLUME, CALIFORNIA_ACRE_FOOT_M3),
    _unit("CCF", Kind.VOLUME, CCF_M3, "hcf | hundred cubic feet"),
    _unit("L/s", Kind.FLOW, 1.0, "lps | l/sec | litre/second | litres per second"),
    _unit(
        "L/s",
        Kind.FLOW,
        1.0,
        "lt/s | lt/dt | l/dt | l/det | lt/det | l/detik | liter/detik | liter per detik",
    ),
    _unit("m3/h", Kind.FLOW, 1 / 3.6, "m3/hour | m3/hr | m3/jam | cubic metres per hour"),
    _unit("m3/day", Kind.FLOW, 1 / 86.4, "m3/d | m3/hari | cubic metres per day"),
    _unit("km", Kind.LENGTH, 1.0, "kilometre | kilometer | kilometres | kilometers"),
    _unit("m", Kind.LENGTH, 0.001, "metre | meter | metres | meters"),
    _unit("mi", Kind.LENGTH, 1.609344, "mile | miles | mil"),
    _unit("ft", Kind.LENGTH, 0.0003048, "foot | feet | kaki"),
    _unit(
        "m",
        Kind.PRESSURE,
        1.0,
        "mh2o | m h2o | mwc | mka | m head | metre | metres of head | meter kolom air",
    ),
    _unit("bar", Kind.PRESSURE, 100 / KPA_PER_M, "bars"),
    _unit("kPa", Kind.PRESSURE, 1 / KPA_PER_M, "kilopascal"),
    _unit("psi", Kind.PRESSURE, KPA_PER_PSI / KPA_PER_M, "lb/in2 | pounds per square inch"),
    _unit("kg/cm2", Kind.PRESSURE, 10.0, "kgf/cm2"),
    _unit("kWh", Kind.ENERGY, 1.0, "kilowatt-hour | kilowatt jam"),
    _unit("MWh", Kind.ENERGY, 1000.0, "megawatt-hour | megawatt jam"),
    _unit("kg", Kind.MASS, 1.0, "kilogram | kilograms | kilogramme"),
    _unit("g", Kind.MASS, 0.001, "gram | grams | gramme | gr"),
    _unit("t", Kind.MASS, 1000.0, "ton | tonne | tonnes"),
    _unit("h", Kind.DURATION, 1.0, "hour | hours | hr | hrs | jam"),
    _unit("h/day", Kind.HOURS_PER_DAY, 1.0, "hours/day | hours per day | jam/hari | jam per hari"),
    _unit("count", Kind.COUNT, 1.0, "number | unit | units | customers | connections | people | times"),
    _unit("count", Kind.COUNT, 1.0, "jumlah | buah | sambungan | SR | pelanggan | orang | kali"),
    _unit("count", Kind.COUNT, 1.0, "tests | features | updates | uji | pengujian | fitur | pembaruan"),
    _unit("kWh/m3", Kind.SPECIFIC_ENERGY, 1.0),
    _unit("g/m3", Kind.CONCENTRATION, 1.0, "mg/L | ppm"),
    _unit("L/connection/day", Kind.LOSS_PER_CONNECTION, 1.0, "L/conn/day | L/sambungan/hari | L/SR/hari"),
    _unit("m3/km/day", Kind.LOSS_PER_LENGTH, 1.0, "m3/km/hari"),
    _unit("%", Kind.RATIO, 1.0, "percent | per cent | persen | pct"),
    _unit("fraction", Kind.RATIO, 100.0, "ratio | pecahan"),
)

_IN_INDONESIAN: Final = {
    "connections": "sambungan",
    "customers": "pelanggan",
    "features": "fitur",
    "h": "jam",
    "h/day": "jam/hari",
    "L/connection/day": "L/sambungan/hari",
    "m3/day": "m3/hari",
    "m3/km/day": "m3/km/hari",
    "tests": "pengujian",
    "updates": "pembaruan",
}
"""Units that an Indonesian workbook writes otherwise; each is a spelling that is read."""

_ONLY_AS_WRITTEN: Final = frozenset({"G", "MG", "ML"})  # 'g', 'mg' and 'ml' mean something much smaller


class UnitError(ExplainedError, ValueError):
    """A unit nobody declared, or one that means two things."""


def resolve(unit: str, kind: Kind | str | None = None) -> Unit:
    """The unit that `unit` names, as a code ('MG') or as people write it ('Million gallons (US)', 'm³').

    Codes are matched with their case ('g' is a gram, 'G' a gallon), then codes and spellings without.
    'm' is a length and a head of water: it needs `kind`. Raises UnitError naming the known units.
    """
    wanted = None if kind is None else Kind(kind)
    spelt = _spelling(unit)
    candidates = _BY_CODE.get(spelt) or _BY_SPELLING.get(spelt.casefold()) or ()
    fitting = [candidate for candidate in candidates if wanted in (None, candidate.kind)]
    if len({candidate.kind for candidate in fitting}) == 1:
        return fitting[0]
    raise _ambiguous(unit, fitting) if fitting else _unknown(unit, wanted)


def written(unit: str, language: Language) -> str:
    """A unit as a workbook in that language writes it; `resolve` reads it back."""
    return _IN_INDONESIAN.get(unit, unit) if language is Language.INDONESIAN else unit


def _spelling(unit: str) -> str:
    text = re.sub(r"\s+", " ", unit.replace("\u00a0", " ")).strip().rstrip(".")
    text = text.replace("³", "3").replace("²", "2").replace("₂", "2")
    return re.sub(r"\s*/\s*", "/", text)


def _index_by_code() -> dict[str, list[Unit]]:
    index: dict[str, list[Unit]] = {}
    for unit in UNITS:
        index.setdefault(unit.code, []).append(unit)
    return index


def _index_by_spelling() -> dict[str, list[Unit]]:
    index: dict[str, list[Unit]] = {}
    for unit in UNITS:
        written = unit.spellings if unit.code in _ONLY_AS_WRITTEN else (unit.code, *unit.spellings)
        for spelling in written:
            index.setdefault(spelling.casefold(), []).append(unit)
    return index


_BY_CODE: Final = _index_by_code()
_BY_SPELLING: Final = _index_by_spelling()


def _unknown(unit: str, kind: Kind | None) -> UnitError:
    known = ", ".join(dict.fromkeys(known.code for known in UNITS if kind in (None, known.kind)))
    return UnitError(
        f"Unit '{unit[:40]}' is not known. Known units: {known}.",
        f"Satuan '{unit[:40]}' tidak dikenal. Satuan yang dikenal: {known}.",
    )


def _ambiguous(unit: str, candidates: list[Unit]) -> UnitError:
    kinds = ", ".join(f"{candidate.code} ({candidate.kind})" for candidate in candidates)
    return UnitError(
        f"Unit '{unit[:40]}' can mean: {kinds}. Say which.",
        f"Satuan '{unit[:40]}' dapat berarti: {kinds}. Tulis yang mana.",
    )
