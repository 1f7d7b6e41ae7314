"""Water-loss, GIS and production metrics: every variable and formula, declared once.

A formula is a DuckDB SQL expression over named inputs; metric_values.py evaluates the whole catalogue.
Sources: IWA/AWWA water balance (AWWA manual M36; Alegre et al., IWA performance indicators); guideline 2.3
for the objectives.

How a missing input acts:
- an `input` or `part` that is not reported leaves the metric `not_reported`, a refused one
  `rejected`;
- a `part` that does not exist (`not_applicable`: a utility without imports) adds nothing to its sum;
- a `modifier` corrects only where it is stated (a meter error);
- of the parts in `one_of` at least one must exist: an audit without any source says nothing of its supply;
- `instead` is a variable that, where reported, is the metric (one meter at a zone's inlet).
A metric is shown for the subjects that are asked for all its inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from warehouse.vocabulary import Basis

NRW: Final = "non_revenue_water"
GIS: Final = "gis_digitisation"
PRODUCTION: Final = "production"
HEALTH: Final = "utility_health"

_UNSTEADY: Final = frozenset(
    {
        "customers_in_gis", "pipe_length_in_gis", "features_in_gis", "features_complete_in_gis",
        "customers_digitised", "pipe_length_digitised", "features_total", "features_complete", "gis_updates",
        "new_connections", "chemicals_used", "quality_tests_made", "quality_tests_passed", "data_handling_errors",
        "unauthorised_consumption", "customer_meter_inaccuracy",
    }
)  # fmt: skip

AWWA: Final = "AWWA M36"
IWA: Final = "IWA performance indicators"
OWN: Final = "The programme's own quotient; no published definition"
AWWA_UARL: Final = "AWWA M36, Lambert et al. 1999"


@dataclass(frozen=True)
class Variable:
    """Something a utility reports, in its standard unit."""

    code: str
    name_en: str
    name_id: str
    unit: str
    subject: str
    objective: str | None = None
    may_be_negative: bool = False
    may_exceed_100: bool = False
    asked_monthly: bool = True

    @property
    def is_steady(self) -> bool:
        """Whether it stays near its own months: no count that starts at zero, nothing bought or made in lumps."""
        return self.code not in _UNSTEADY


@dataclass(frozen=True)
class Metric:
    """Something computed: `formula` and the `…_when` conditions are SQL over the inputs.

    `value` names the metric itself in `review_when`; `days` is the length of the period (365 for a year in US
    audits). `ratio`: of a quotient, what stands above and below its line; over several periods it is the sum of the
    one over the sum of the other, never the mean of the periods' quotients.
    """

    code: str
    name_en: str
    name_id: str
    unit: str
    subject: str
    direction: str
    formula: str
    inputs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    instead: str | None = None
    one_of: tuple[str, ...] = ()
    objective: str | None = None
    source: str = OWN
    undefined_when: str = "FALSE"
    not_applicable_when: str = "FALSE"
    not_applicable_reason: str = ""
    review_when: str = "FALSE"
    review_reason: str = ""
    ratio: tuple[str, str] | None = None
    basis: Basis = Basis.ASSUMED  # the guideline asks for results and names no formula

    @property
    def printed_formula(self) -> str:
        """The formula with the variable that stands in its place where that is reported."""
        return f"coalesce({self.instead}, {self.formula})" if self.instead else self.formula

    @classmethod
    def quotient(
        cls,
        code: str,
        names: tuple[str, str],
        unit: str,
        subject: str,
        direction: str,
        top: str,
        bottom: str,
        **more: Any,
    ) -> "Metric":
        """A metric that is `top` over `bottom`, undefined where that is zero."""
        factors = {"undefined_when": f"{bottom} = 0", **more}
        return cls(code, *names, unit, subject, direction, f"({top}) / ({bottom})", ratio=(top, bottom), **factors)


def _water_loss_variables() -> Iterator[Variable]:
    for code, en, id_, unit, objective in (
        ("system_input_volume", "System input volume", "Volume input sistem", "m3", "quantity"),
        ("system_input_own", "Own sources", "Sumber sendiri", "m3", "quantity"),
        ("system_input_imported", "Water imported", "Air curah yang dibeli", "m3", "quantity"),
        ("system_input_exported", "Water exported", "Air curah yang dijual", "m3", "quantity"),
        ("billed_metered", "Billed metered consumption", "Konsumsi resmi berekening bermeter", "m3", "affordability"),
        (
            "billed_unmetered",
            "Billed unmetered consumption",
            "Konsumsi resmi berekening tak bermeter",
            "m3",
            "affordability",
        ),
        ("unbilled_metered", "Unbilled metered consumption", "Konsumsi resmi tak berekening bermeter", "m3", None),
        (
            "unbilled_unmetered",
            "Unbilled unmetered consumption",
            "Konsumsi resmi tak berekening tak bermeter",
            "m3",
            None,
        ),
        ("unauthorised_consumption", "Unauthorised consumption", "Konsumsi tak resmi", "m3", None),
        ("data_handling_errors", "Data handling errors", "Kesalahan penanganan data", "m3", None),
        ("connections", "Service connections", "Sambungan pelanggan", "connections", "quantity"),
        ("mains_length", "Length of mains", "Panjang pipa jaringan", "km", None),
        (
            "private_pipe_length",
            "Private pipe between street boundary and meter",
            "Pipa persil antara batas jalan dan meter",
            "km",
            None,
        ),
        ("average_pressure", "Average pressure", "Tekanan rata-rata", "m", "continuity"),
        ("supply_hours", "Hours of supply", "Jam pelayanan", "h/day", "continuity"),
    ):
        yield Variable(code, en, id_, unit, NRW, objective)
    yield Variable("minimum_night_flow", "Minimum night flow", "Aliran malam minimum", "L/s", NRW, asked_monthly=False)


def _meter_error_variables() -> Iterator[Variable]:
    yield Variable(
        "customer_meter_inaccuracy",
        "Customer meter inaccuracy",
        "Ketidakakuratan meter pelanggan",
        "m3",
        NRW,
        may_be_negative=True,
    )
    for code, en, id_ in (
        ("own", "own sources", "sumber sendiri"),
        ("imported", "imports", "air dibeli"),
        ("exported", "exports", "air dijual"),
    ):
        yield Variable(
            f"system_input_{code}_error_pct",
            f"Meter error of {en}",
            f"Kesalahan meter {id_}",
            "%",
            NRW,
            may_be_negative=True,
            asked_monthly=False,
        )
        yield Variable(
            f"system_input_{code}_error_volume",
            f"Meter error of {en}, as a volume",
            f"Kesalahan meter {id_}, sebagai volume",
            "m3",
            NRW,
            may_be_negative=True,
            asked_monthly=False,
        )


def _gis_variables() -> Iterator[Variable]:
    for code, en, id_, unit in (
        ("customers_total", "Customers", "Jumlah pelanggan", "customers"),
        ("customers_digitised", "Customers digitised", "Pelanggan terdigitasi", "customers"),
        ("pipe_length_total", "Pipe length", "Panjang pipa", "km"),
        ("pipe_length_digitised", "Pipe length digitised", "Panjang pipa terdigitasi", "km"),
        ("features_total", "Features in the GIS", "Objek dalam GIS", "features"),
        ("features_complete", "Features with complete attributes", "Objek dengan atribut lengkap", "features"),
        ("gis_updates", "Updates in the month", "Pemutakhiran bulan ini", "updates"),
        ("new_connections", "New connections in the month", "Sambungan baru bulan ini", "connections"),
    ):
        yield Variable(code, en, id_, unit, GIS, "quality")
    for code, en, id_, unit in (
        ("customers_in_gis", "Customers in the GIS file", "Pelanggan dalam berkas GIS", "customers"),
        ("pipe_length_in_gis", "Pipe length in the GIS file", "Panjang pipa dalam berkas GIS", "km"),
        ("features_in_gis", "Pipes and customers in the GIS file", "Pipa dan pelanggan dalam berkas GIS", "features"),
        (
            "features_complete_in_gis",
            "Features with complete attributes in the GIS file",
            "Objek dengan atribut lengkap dalam berkas GIS",
            "features",
        ),
    ):
        yield Variable(code, en, id_, unit, GIS, "quality", asked_monthly=False)


def _production_variables() -> Iterator[Variable]:
    objective: str | None
    for code, en, id_, unit, objective in (
        ("installed_capacity", "Installed capacity", "Kapasitas terpasang", "L/s", "quantity"),
        ("production_volume", "Volume produced", "Volume produksi", "m3", "quantity"),
        ("operating_hours", "Operating hours in the period", "Jam operasi dalam periode", "h", "continuity"),
        ("raw_water_volume", "Raw water abstracted", "Volume air baku", "m3", "quantity"),
        ("energy_consumed", "Energy used", "Pemakaian energi", "kWh", "affordability"),
        ("chemicals_used", "Chemicals used", "Pemakaian bahan kimia", "kg", "quality"),
        ("quality_tests_made", "Water quality tests made", "Uji kualitas air dilakukan", "tests", "quality"),
        ("quality_tests_passed", "Water quality tests passed", "Uji kualitas air memenuhi syarat", "tests", "quality"),
    ):
        yield Variable(code, en, id_, unit, PRODUCTION, objective)
    for code, en, id_, objective in (
        ("service_volume", "Water for operation and own use", "Air operasional sendiri", None),
        ("consumed_volume", "Water consumed", "Volume air terpakai", "quantity"),
        ("invoiced_volume", "Water invoiced", "Volume air tertagih", "affordability"),
        ("treated_imported", "Treated water imported", "Air olahan yang dibeli", "quantity"),
    ):
        yield Variable(code, en, id_, "m3", PRODUCTION, objective, asked_monthly=False)


def _health_variables() -> Iterator[Variable]:
    """The yearly figures of the BPPSPAM method, as its reports print them."""
    for code, en, id_, unit in (
        ("return_on_equity", "Return on equity", "Rasio laba terhadap ekuitas (ROE)", "%"),
        ("operating_ratio", "Operating ratio", "Rasio operasi", "%"),
        ("cash_ratio", "Cash ratio", "Rasio kas", "%"),
        ("billing_effectiveness", "Billing effectiveness", "Efektivitas penagihan", "%"),
        ("solvency", "Solvency", "Solvabilitas", "%"),
        ("service_coverage", "Technical service coverage", "Cakupan pelayanan teknis", "%"),
        ("customer_growth", "Customer growth", "Pertumbuhan pelanggan", "%"),
        ("complaints_settled", "Complaints settled", "Tingkat penyelesaian aduan", "%"),
        ("water_quality", "Water quality at the customer", "Kualitas air pelanggan", "%"),
        ("domestic_consumption", "Domestic consumption a customer and month", "Konsumsi air domestik per bulan", "m3"),
        ("production_efficiency", "Production efficiency", "Efisiensi produksi", "%"),
        ("non_revenue_water", "Non-revenue water, yearly", "Air tak berekening setahun", "%"),
        ("supply_hours", "Hours of supply, yearly average", "Jam operasi layanan per hari", "h/day"),
        ("pressure_met", "Customers with 0.7 bar", "Pelanggan dengan tekanan 0,7 bar", "%"),
        ("meter_replacement", "Customer meters replaced", "Penggantian meter pelanggan", "%"),
        ("staff_ratio", "Staff per 1,000 customers", "Pegawai per 1.000 pelanggan", "count"),
        ("staff_trained", "Staff trained", "Rasio diklat pegawai", "%"),
        ("training_cost", "Training cost in staff cost", "Biaya diklat terhadap biaya pegawai", "%"),
    ):
        is_balance = code in ("return_on_equity", "operating_ratio", "cash_ratio", "solvency", "customer_growth")
        yield Variable(
            f"health_{code}", en, id_, unit, HEALTH,
            may_be_negative=is_balance, may_exceed_100=is_balance or unit != "%", asked_monthly=False,
        )  # fmt: skip


VARIABLES: Final[dict[str, Variable]] = {
    found.code: found
    for found in (
        *_water_loss_variables(),
        *_meter_error_variables(),
        *_gis_variables(),
        *_production_variables(),
        *_health_variables(),
    )
}


def asked_every_month(subject: str | None) -> list[Variable]:
    """What the monthly report of a pilot on this subject asks for; everything where the subject is another."""
    also = ("supply_hours",) if subject == PRODUCTION else ()
    return [
        variable
        for variable in VARIABLES.values()
        if variable.asked_monthly
        and (variable.subject == subject or variable.code in also or subject not in (NRW, GIS, PRODUCTION))
    ]


_ERRORS = tuple(
    f"system_input_{part}_error_{form}" for part in ("own", "imported", "exported") for form in ("pct", "volume")
)


def _corrected(part: str) -> str:
    """A recorded volume corrected for its meter's stated error; none acts on an empty or zero volume."""
    return (
        f"CASE WHEN {part} = 0 THEN 0 ELSE "
        f"{part} / nullif(1 + coalesce({part}_error_pct, 0) / 100, 0) - coalesce({part}_error_volume, 0) END"
    )


_MILE = "1.609344"
_METRE_OF_HEAD_PER_PSI = "(6.894757293168 / 9.80665)"
_GALLON = "0.003785411784"
_UARL_SI = "(18 * mains_length + 0.8 * connections + 25 * private_pipe_length) * average_pressure / 1000 * days"
_UARL_US = (
    f"(5.41 * mains_length / {_MILE} + 0.15 * connections + 7.5 * private_pipe_length / {_MILE})"
    f" * average_pressure / {_METRE_OF_HEAD_PER_PSI} * {_GALLON} * days"
)
_TOO_SMALL_FOR_UARL = (
    f"(formula_set = 'us' AND (32 * mains_length / {_MILE} + connections < 3000"
    f" OR round(average_pressure / {_METRE_OF_HEAD_PER_PSI}, 6) < 35))"
    " OR (formula_set = 'si' AND (20 * mains_length + connections < 3000 OR average_pressure < 24.6))"
)
_TOO_SMALL_REASON = "32 Lm + Nc < 3000 (miles; 20 Lm + Nc in km) or pressure below 35 psi (24.6 m)"
_OUTSIDE_PERCENT = "value < 0 OR value > 100"
_OUTSIDE_REASON = "outside 0-100 %"


def _ratio(
    code: str,
    names: tuple[str, str],
    top: str,
    bottom: str,
    subject: str,
    objective: str,
    direction: str = "higher",
    source: str = OWN,
) -> Metric:
    return Metric.quotient(
        code,
        names,
        "%",
        subject,
        direction,
        f"100 * {top}",
        bottom,
        inputs=(top, bottom),
        objective=objective,
        review_when=_OUTSIDE_PERCENT,
        source=source,
        review_reason=_OUTSIDE_REASON,
    )


def _loss_rate(code: str, names: tuple[str, str], used: str) -> Metric:
    put_in = "(production_volume + treated_imported - service_volume)"
    return Metric.quotient(
        code,
        names,
        "%",
        NRW,
        "lower",
        f"100 * ({put_in} - {used})",
        put_in,
        inputs=("production_volume", used),
        parts=("treated_imported", "service_volume"),
        objective="quantity",
        source="SNIS (Brazil) IN049, IN013",
        review_when=_OUTSIDE_PERCENT,
        review_reason=_OUTSIDE_REASON,
    )


_NEGATIVE = "value < 0"
_METRICS: Final[tuple[Metric, ...]] = (
    Metric(
        "water_supplied",
        "Water supplied",
        "Air yang didistribusikan",
        "m3",
        NRW,
        "neither",
        f"{_corrected('system_input_own')} + {_corrected('system_input_imported')}"
        f" - ({_corrected('system_input_exported')})",
        parts=("system_input_own", "system_input_imported", "system_input_exported"),
        modifiers=_ERRORS,
        instead="system_input_volume",
        one_of=("system_input_own", "system_input_imported"),
        objective="quantity",
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="more exported than put in",
    ),
    Metric(
        "billed_authorised",
        "Billed authorised consumption",
        "Konsumsi resmi berekening",
        "m3",
        NRW,
        "higher",
        "billed_metered + billed_unmetered",
        inputs=("billed_metered",),
        parts=("billed_unmetered",),
        objective="affordability",
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="negative volume",
    ),
    Metric(
        "authorised_consumption",
        "Authorised consumption",
        "Konsumsi resmi",
        "m3",
        NRW,
        "neither",
        "billed_authorised + unbilled_metered + unbilled_unmetered",
        inputs=("billed_authorised",),
        parts=("unbilled_metered", "unbilled_unmetered"),
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="negative volume",
    ),
    Metric(
        "nrw_volume",
        "Non-revenue water",
        "Air tak berekening (ATR/NRW)",
        "m3",
        NRW,
        "lower",
        "water_supplied - billed_authorised",
        inputs=("water_supplied", "billed_authorised"),
        objective="quantity",
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="billed above supplied",
    ),
    Metric.quotient(
        "nrw_pct",
        ("Non-revenue water, % of supplied", "ATR/NRW, % dari air didistribusikan"),
        "%",
        NRW,
        "lower",
        "100 * nrw_volume",
        "water_supplied",
        inputs=("nrw_volume", "water_supplied"),
        objective="quantity",
        source=AWWA,
        review_when=_OUTSIDE_PERCENT,
        review_reason=_OUTSIDE_REASON,
    ),
    Metric(
        "water_losses",
        "Water losses",
        "Kehilangan air",
        "m3",
        NRW,
        "lower",
        "water_supplied - authorised_consumption",
        inputs=("water_supplied", "authorised_consumption"),
        objective="quantity",
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="more authorised consumption than supplied",
    ),
    Metric(
        "apparent_losses",
        "Apparent losses",
        "Kehilangan air non-fisik (komersial)",
        "m3",
        NRW,
        "lower",
        "unauthorised_consumption + customer_meter_inaccuracy + data_handling_errors",
        inputs=("customer_meter_inaccuracy",),
        parts=("unauthorised_consumption", "data_handling_errors"),
        objective="affordability",
        source=AWWA,
    ),
    Metric(
        "real_losses",
        "Real losses",
        "Kehilangan air fisik",
        "m3",
        NRW,
        "lower",
        "water_losses - apparent_losses",
        inputs=("water_losses", "apparent_losses"),
        objective="quantity",
        source=AWWA,
        review_when=_NEGATIVE,
        review_reason="negative real losses",
    ),
    Metric(
        "uarl",
        "Unavoidable annual real losses (UARL)",
        "Kehilangan fisik yang tak terhindarkan (UARL)",
        "m3",
        NRW,
        "neither",
        f"CASE WHEN formula_set = 'us' THEN {_UARL_US} ELSE {_UARL_SI} END",
        inputs=("mains_length", "connections", "average_pressure"),
        parts=("private_pipe_length",),
        source=AWWA_UARL,
        not_applicable_when=_TOO_SMALL_FOR_UARL,
        not_applicable_reason=_TOO_SMALL_REASON,
    ),
    Metric.quotient(
        "ili",
        ("Infrastructure leakage index (ILI)", "Indeks kebocoran infrastruktur (ILI)"),
        "ratio",
        NRW,
        "lower",
        "real_losses",
        "uarl",
        inputs=("real_losses", "uarl"),
        objective="quantity",
        source=AWWA_UARL,
    ),
    Metric.quotient(
        "nrw_l_per_connection_day",
        ("NRW per connection", "ATR/NRW per sambungan"),
        "L/connection/day",
        NRW,
        "lower",
        "1000 * nrw_volume",
        "connections * days",
        inputs=("nrw_volume", "connections"),
        objective="quantity",
        source=IWA,
    ),
    Metric.quotient(
        "nrw_m3_per_km_day",
        ("NRW per km of mains", "ATR/NRW per km pipa"),
        "m3/km/day",
        NRW,
        "lower",
        "nrw_volume",
        "mains_length * days",
        inputs=("nrw_volume", "mains_length"),
        objective="quantity",
        source=IWA,
    ),
    Metric.quotient(
        "nrw_l_per_connection_day_supply_hour",
        ("NRW per connection and hour of supply", "ATR/NRW per sambungan dan jam pelayanan"),
        "L/connection/day/h",
        NRW,
        "lower",
        "1000 * nrw_volume",
        "connections * days * supply_hours",
        inputs=("nrw_volume", "connections", "supply_hours"),
        objective="continuity",
        source=IWA,
    ),
    Metric.quotient(
        "real_losses_l_per_connection_day",
        ("Real losses per connection", "Kehilangan fisik per sambungan"),
        "L/connection/day",
        NRW,
        "lower",
        "1000 * real_losses",
        "connections * days",
        inputs=("real_losses", "connections", "mains_length"),
        objective="quantity",
        source=AWWA,
        not_applicable_when="connections < 20 * mains_length",
        not_applicable_reason="below 20 connections per km of mains losses are stated per km",
    ),
    Metric.quotient(
        "real_losses_m3_per_km_day",
        ("Real losses per km of mains", "Kehilangan fisik per km pipa"),
        "m3/km/day",
        NRW,
        "lower",
        "real_losses",
        "mains_length * days",
        inputs=("real_losses", "mains_length", "connections"),
        objective="quantity",
        source=AWWA,
        not_applicable_when="connections >= 20 * mains_length",
        not_applicable_reason="from 20 connections per km of mains losses are stated per connection",
    ),
    _loss_rate("distribution_loss_pct", ("Distribution loss", "Kehilangan air distribusi"), "consumed_volume"),
    _loss_rate("billing_loss_pct", ("Billing loss", "Kehilangan air penagihan"), "invoiced_volume"),
    _ratio(
        "customers_digitised_pct",
        ("Customers digitised", "Pelanggan terdigitasi"),
        "customers_digitised",
        "customers_total",
        GIS,
        "quality",
    ),
    _ratio(
        "pipe_digitised_pct",
        ("Pipe digitised", "Pipa terdigitasi"),
        "pipe_length_digitised",
        "pipe_length_total",
        GIS,
        "quality",
    ),
    _ratio(
        "features_complete_pct",
        ("Features with complete attributes", "Objek dengan atribut lengkap"),
        "features_complete",
        "features_total",
        GIS,
        "quality",
    ),
    _ratio(
        "customers_digitised_measured_pct",
        ("Customers digitised, as measured in the GIS file", "Pelanggan terdigitasi, diukur dari berkas GIS"),
        "customers_in_gis",
        "customers_total",
        GIS,
        "quality",
    ),
    _ratio(
        "pipe_digitised_measured_pct",
        ("Pipe digitised, as measured in the GIS file", "Pipa terdigitasi, diukur dari berkas GIS"),
        "pipe_length_in_gis",
        "pipe_length_total",
        GIS,
        "quality",
    ),
    _ratio(
        "features_complete_measured_pct",
        ("Complete attributes, as measured in the GIS file", "Atribut lengkap, diukur dari berkas GIS"),
        "features_complete_in_gis",
        "features_in_gis",
        GIS,
        "quality",
    ),
    Metric.quotient(
        "gis_updates_per_new_connection",
        ("GIS updates per new connection", "Pemutakhiran GIS per sambungan baru"),
        "ratio",
        GIS,
        "higher",
        "gis_updates",
        "new_connections",
        inputs=("gis_updates", "new_connections"),
        objective="quality",
    ),
    Metric.quotient(
        "capacity_used_pct",
        ("Capacity used", "Kapasitas termanfaatkan"),
        "%",
        PRODUCTION,
        "higher",
        "100 * production_volume",
        "installed_capacity * operating_hours * 3.6",
        inputs=("production_volume", "installed_capacity", "operating_hours"),
        objective="quantity",
        source="BPKP, capacity used of installed",
        review_when=_OUTSIDE_PERCENT,
        review_reason=_OUTSIDE_REASON,
    ),
    Metric.quotient(
        "idle_capacity",
        ("Idle capacity", "Kapasitas menganggur"),
        "L/s",
        PRODUCTION,
        "lower",
        "installed_capacity * operating_hours - production_volume / 3.6",
        "operating_hours",
        inputs=("production_volume", "installed_capacity", "operating_hours"),
        objective="quantity",
        source="BPKP, idle capacity",
        review_when=_NEGATIVE,
        review_reason="produced above the installed capacity",
    ),
    Metric.quotient(
        "specific_energy",
        ("Specific energy", "Energi spesifik"),
        "kWh/m3",
        PRODUCTION,
        "lower",
        "energy_consumed",
        "production_volume",
        inputs=("energy_consumed", "production_volume"),
        objective="affordability",
    ),
    Metric.quotient(
        "chemical_dose",
        ("Chemical dose", "Dosis bahan kimia"),
        "g/m3",
        PRODUCTION,
        "neither",
        "1000 * chemicals_used",
        "production_volume",
        inputs=("chemicals_used", "production_volume"),
        objective="quality",
    ),
    Metric.quotient(
        "treatment_loss_pct",
        ("Own use and loss in treatment", "Pemakaian sendiri dan kehilangan di instalasi"),
        "%",
        PRODUCTION,
        "lower",
        "100 * (raw_water_volume - production_volume)",
        "raw_water_volume",
        inputs=("raw_water_volume", "production_volume"),
        objective="quantity",
        review_when=_OUTSIDE_PERCENT,
        review_reason=_OUTSIDE_REASON,
    ),
    _ratio(
        "quality_tests_passed_pct",
        ("Water quality tests passed", "Uji kualitas air memenuhi syarat"),
        "quality_tests_passed",
        "quality_tests_made",
        PRODUCTION,
        "quality",
        source=IWA,
    ),
)
METRICS: Final[dict[str, Metric]] = {found.code: found for found in _METRICS}
