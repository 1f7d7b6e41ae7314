"""Figures of the pilots: monthly variables that hang together, with noise, from baseline towards target.

Volumes in m³ a month, lengths in km, pressure in m, energy in kWh, capacity in L/s.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from pipelines.sample.stories import Subject

NOT_APPLICABLE = {"id": "tidak berlaku", "en": "not applicable"}


@dataclass(frozen=True, slots=True)
class Pilot:
    """What a pilot starts from and how far it comes."""

    subject: Subject
    size: int  # connections or customers at the start; installed capacity in L/s for a production pilot
    baseline: float  # per cent: NRW, customers digitised or capacity used
    target: float
    second_baseline: float  # L/connection/day, pipe digitised per cent or kWh/m³
    second_target: float
    improvement: float  # share of the way reached at the end; negative: moving away
    months: int
    daily_use: float  # m³ billed per connection and day

    def share_of_way(self, month: int) -> float:
        """The way come in the `month`-th month, from 0: digitising moves steadily, water loss late."""
        passed = (month + 1) / self.months
        if self.subject is Subject.GIS:
            return self.improvement * passed
        return self.improvement * passed * passed * (3 - 2 * min(passed, 1.0))

    def target_to_date(self) -> float:
        """The target for the mean over the pilot's months: half of the way, as the gains come late."""
        return round(self.baseline + (self.target - self.baseline) * 0.52, 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One variable of one month; `value` None where the report leaves it blank."""

    variable_code: str
    value: float | str | None
    unit: str
    grade: int | None = None


def start_of_pilot(subject: Subject, rng: Random, improvement: float, months: int) -> Pilot:
    """Draw a pilot's baseline and targets."""
    if subject is Subject.NRW:
        size, use = rng.randrange(900, 4200, 10), rng.uniform(0.55, 0.85)
        baseline = round(rng.uniform(34, 47), 1)
        target = round(baseline - rng.uniform(7, 12), 1)
        second = [round(1000 * use * pct / (100 - pct), 0) for pct in (baseline, target)]
    elif subject is Subject.GIS:
        size, use = rng.randrange(6000, 24000, 100), 0.0
        baseline, target = round(rng.uniform(8, 35), 1), round(rng.uniform(75, 95), 1)
        second = [round(rng.uniform(15, 40), 1), round(rng.uniform(80, 98), 1)]
    else:
        size, use = rng.randrange(30, 180, 5), 0.0
        baseline = round(rng.uniform(58, 70), 1)
        target = round(baseline + rng.uniform(8, 16), 1)
        energy = rng.uniform(0.48, 0.82)
        second = [round(energy, 3), round(energy * rng.uniform(0.82, 0.9), 3)]
    return Pilot(subject, size, baseline, target, second[0], second[1], improvement, months, use)


def month_of_pilot(pilot: Pilot, period: str, month: int, rng: Random, language: str) -> list[Measured]:
    """The variables reported for the `month`-th month of the pilot, 'YYYY-MM'."""
    days = monthrange(int(period[:4]), int(period[5:]))[1]
    measure: Callable[[Pilot, int, int, Random, str], list[Measured]] = {
        Subject.NRW: _water_balance,
        Subject.GIS: _digitisation,
        Subject.PRODUCTION: _production,
    }[pilot.subject]
    return measure(pilot, days, month, rng, language)


def _water_balance(pilot: Pilot, days: int, month: int, rng: Random, language: str) -> list[Measured]:
    connections = pilot.size + round(pilot.size * 0.004 * month)
    nrw = pilot.baseline + (pilot.target - pilot.baseline) * pilot.share_of_way(month) + rng.gauss(0, 0.5)
    billed = round(connections * pilot.daily_use * days * rng.gauss(1, 0.012))
    supplied = round(billed / (1 - nrw / 100))
    absent = NOT_APPLICABLE[language]
    return [
        Measured("system_input_own", supplied, "m3", 6),
        Measured("system_input_imported", absent, "m3"),
        Measured("system_input_exported", absent, "m3"),
        Measured("billed_metered", round(billed * 0.99), "m3", 8),
        Measured("billed_unmetered", billed - round(billed * 0.99), "m3", 4),
        Measured("unbilled_metered", round(supplied * 0.004), "m3", 5),
        Measured("unbilled_unmetered", round(supplied * 0.006), "m3", 3),
        Measured("unauthorised_consumption", round(supplied * 0.012), "m3", 2),
        Measured("customer_meter_inaccuracy", round(billed * 0.035), "m3", 3),
        Measured("data_handling_errors", round(billed * 0.004), "m3", 3),
        Measured("connections", connections, "connections", 9),
        Measured("mains_length", round(connections / 95 + 0.05 * month, 2), "km", 7),
        Measured("private_pipe_length", 0, "km", 7),
        Measured("average_pressure", round(rng.gauss(21, 1.2), 1), "m", 6),
        Measured("supply_hours", min(24.0, round(rng.gauss(22.5, 0.5), 1)), "h/day", 7),
    ]


def _digitisation(pilot: Pilot, days: int, month: int, rng: Random, language: str) -> list[Measured]:
    come = pilot.share_of_way(month) + rng.gauss(0, 0.008)
    new = round(pilot.size * 0.003) + rng.randrange(9)
    customers = pilot.size + new * (month + 1)
    pipes = round(pilot.size / 88, 1)
    customers_pct = min(99.9, pilot.baseline + (pilot.target - pilot.baseline) * come)
    pipes_pct = min(99.9, pilot.second_baseline + (pilot.second_target - pilot.second_baseline) * come)
    digitised = round(customers * customers_pct / 100)
    return [
        Measured("customers_total", customers, "customers", 9),
        Measured("customers_digitised", digitised, "customers", 8),
        Measured("pipe_length_total", pipes, "km", 6),
        Measured("pipe_length_digitised", round(pipes * pipes_pct / 100, 1), "km", 7),
        Measured("features_total", digitised + round(pipes * 14), "features", 8),
        Measured("features_complete", round((digitised + pipes * 14) * min(0.99, 0.7 + 0.2 * come)), "features", 7),
        Measured("gis_updates", round(new * rng.uniform(0.7, 1.3)) + days, "updates", 8),
        Measured("new_connections", new, "connections", 9),
    ]


def _production(pilot: Pilot, days: int, month: int, rng: Random, language: str) -> list[Measured]:
    come = pilot.share_of_way(month)
    used = pilot.baseline + (pilot.target - pilot.baseline) * come + rng.gauss(0, 0.6)
    energy = pilot.second_baseline + (pilot.second_target - pilot.second_baseline) * come
    hours = round(days * rng.gauss(22.4, 0.3), 1)
    volume = round(pilot.size * 3.6 * hours * used / 100)
    tests = 60 + rng.randrange(12)
    return [
        Measured("installed_capacity", pilot.size, "L/s", 9),
        Measured("production_volume", volume, "m3", 7),
        Measured("operating_hours", hours, "h", 9),
        Measured("raw_water_volume", round(volume * rng.gauss(1.06, 0.006)), "m3", 5),
        Measured("energy_consumed", round(volume * energy * rng.gauss(1, 0.01)), "kWh", 9),
        Measured("chemicals_used", round(volume * rng.gauss(0.024, 0.001)), "kg", 7),
        Measured("quality_tests_made", tests, "tests", 9),
        Measured("quality_tests_passed", tests - rng.choice((0, 0, 1, 1, 2, 4)), "tests", 9),
        Measured("supply_hours", min(24.0, round(rng.gauss(21.6, 0.6), 1)), "h/day", 6),
    ]
