"""What must be true of our own results. A build that contradicts one of these is not published."""

from enum import StrEnum

from expectations.gate import ResultSuite
from expectations.rule import ResultRule
from warehouse.ddl import quoted
from warehouse.vocabulary import (
    AdviceStatus,
    Band,
    FulfilmentStatus,
    Origin,
    PartnershipStatus,
    Stage,
    TargetStatus,
    ValueStatus,
)

ROUNDING = "1e-9"
INTERVALS = ("score_low", "score_high", "final_low", "final_high")
OUT_OF_THE_DENOMINATOR = (
    FulfilmentStatus.UNKNOWN,
    FulfilmentStatus.PREVENTED,
    FulfilmentStatus.NOT_DUE,
    FulfilmentStatus.WITHDRAWN,
    FulfilmentStatus.WAIVED,
    FulfilmentStatus.LAPSED,
    FulfilmentStatus.NOT_APPLICABLE,
)


class ExpectWithinHundred(ResultRule):
    """A score and its intervals lie between 0 and 100."""

    message_en: str = "A score lies outside 0 to 100."
    message_id: str = "Ada nilai di luar 0 sampai 100."

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN -{ROUNDING} AND 100 + {ROUNDING} OR isnan({self.cell})"


class ExpectInsideInterval(ResultRule):
    """A figure lies between the ends of its interval."""

    low: str = ""
    high: str = ""
    message_en: str = "A score lies outside its own interval."
    message_id: str = "Ada nilai di luar rentangnya sendiri."

    @property
    def key(self) -> str:
        return f"{super().key}:{self.low}"

    def bad_row(self) -> str:
        low, high = f"r.{quoted(self.low)}", f"r.{quoted(self.high)}"
        return f"{self.cell} < {low} - {ROUNDING} OR {self.cell} > {high} + {ROUNDING} OR {low} > {high} + {ROUNDING}"


class ExpectWordOfVocabulary(ResultRule):
    """A status, band or stage is a word of its closed vocabulary."""

    words: tuple[str, ...] = ()
    message_en: str = "A status is not a word of its vocabulary."
    message_id: str = "Ada status yang bukan kata dari kosakatanya."

    def bad_row(self) -> str:
        listed = ", ".join(f"'{word}'" for word in self.words)
        return f"{self.cell} NOT IN ({listed})"


class ExpectValueWhereReported(ResultRule):
    """There is a value where the status says so, and nowhere else: no value with `not_reported`."""

    shown: tuple[str, ...] = (ValueStatus.REPORTED.value,)
    message_en: str = "A value and its status contradict each other."
    message_id: str = "Ada nilai yang bertentangan dengan statusnya."

    def bad_row(self) -> str:
        listed = ", ".join(f"'{word}'" for word in self.shown)
        return (
            f"(r.status = 'reported' AND {self.cell} IS NULL) "
            f"OR (r.status NOT IN ({listed}) AND {self.cell} IS NOT NULL)"
        )


class ExpectCreditWithinOne(ResultRule):
    """A credit lies between nothing and everything."""

    message_en: str = "A credit lies outside 0 to 1."
    message_id: str = "Ada kredit di luar 0 sampai 1."

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN -{ROUNDING} AND 1 + {ROUNDING} OR isnan({self.cell})"


class ExpectCountedOnce(ResultRule):
    """What only restates another obligation is not counted beside it."""

    table: str = "obligation"
    column: str = "covered_by"
    named_by: tuple[str, ...] = ("obligation_id",)
    message_en: str = "An obligation is counted twice: itself and the one that it restates."
    message_id: str = "Ada kewajiban yang terhitung dua kali: dirinya dan kewajiban yang diulangnya."

    def bad_row(self) -> str:
        return (
            "r.counts AND EXISTS (SELECT 1 FROM mart.obligation AS o "
            "WHERE o.obligation_id = r.covered_by AND o.obligation_id <> r.obligation_id AND o.counts)"
        )


class ExpectCountsByStatus(ResultRule):
    """What is not due, dropped, dispensed or not known does not count."""

    table: str = "obligation"
    column: str = "status"
    named_by: tuple[str, ...] = ("obligation_id",)
    message_en: str = "An obligation counts although its status takes it out of the denominator."
    message_id: str = "Ada kewajiban yang dihitung padahal statusnya mengeluarkannya dari penyebut."

    def bad_row(self) -> str:
        listed = ", ".join(f"'{status.value}'" for status in OUT_OF_THE_DENOMINATOR)
        return f"r.counts AND r.status IN ({listed})"


class ExpectNoCreditWhenOverdue(ResultRule):
    """What is overdue has no credit: silence never earns one."""

    table: str = "obligation"
    column: str = "credit_delivered"
    named_by: tuple[str, ...] = ("obligation_id",)
    message_en: str = "An obligation is overdue and has a credit."
    message_id: str = "Ada kewajiban lewat tenggat yang tetap mendapat kredit."

    def bad_row(self) -> str:
        return "r.status = 'overdue' AND r.credit_delivered > 0"


class ExpectPublishedPartnership(ResultRule):
    """A result belongs to a published partnership."""

    column: str = "partnership_id"
    message_en: str = "A result belongs to a partnership that is not published."
    message_id: str = "Ada hasil dari kemitraan yang tidak dipublikasikan."

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM mart.partnership AS p WHERE p.partnership_id = {self.cell})"
        )


class ExpectStageOfItsKind(ResultRule):
    """A partnership stands in one of the stages of its kind of programme."""

    table: str = "partnership"
    column: str = "stage"
    named_by: tuple[str, ...] = ("partnership_id",)
    message_en: str = "A partnership stands in a stage that its kind of programme does not have."
    message_id: str = "Ada kemitraan pada tahap yang tidak dimiliki jenis programnya."

    def bad_row(self) -> str:
        return (
            f"NOT EXISTS (SELECT 1 FROM mart.blueprint_stage AS b "
            f"WHERE b.programme_kind = r.programme_kind AND b.stage = {self.cell})"
        )


class ExpectNeverOverdueInACase(ResultRule):
    """A case is a document, not a record: what it does not tell is unknown, never overdue."""

    table: str = "obligation"
    column: str = "status"
    named_by: tuple[str, ...] = ("obligation_id",)
    message_en: str = "An obligation of a case is overdue, though its document only does not tell."
    message_id: str = "Ada kewajiban sebuah kasus yang lewat tenggat, padahal dokumennya hanya tidak menyebutkan."

    def bad_row(self) -> str:
        return (
            "r.status = 'overdue' AND EXISTS (SELECT 1 FROM mart.partnership AS p "
            "WHERE p.partnership_id = r.partnership_id AND p.origin = 'case')"
        )


class ExpectNoMoreCountedThanDefined(ResultRule):
    """A score counts at most the indicators that its blueprint defines."""

    table: str = "criterion_score"
    column: str = "indicators_counted"
    named_by: tuple[str, ...] = ("partnership_id", "role", "criterion")
    message_en: str = "A score counts more indicators than are defined."
    message_id: str = "Ada skor yang menghitung lebih banyak indikator daripada yang ditetapkan."

    def bad_row(self) -> str:
        return "r.indicators_counted > r.indicators_defined"


class ExpectBandOfScore(ResultRule):
    """A band is shown for a score only, never where there is none."""

    table: str = "criterion_score"
    column: str = "band"
    named_by: tuple[str, ...] = ("partnership_id", "role", "criterion")
    message_en: str = "A band is shown where there is no score, or beside a reason for showing none."
    message_id: str = "Ada predikat tanpa skor, atau bersama alasan untuk tidak menampilkannya."

    def bad_row(self) -> str:
        return "r.band IS NOT NULL AND (r.score IS NULL OR r.band_reason IS NOT NULL)"


class ExpectOneFigurePerPeriod(ResultRule):
    """A subject, zone, period and metric has one figure in force."""

    table: str = "pilot_metric"
    column: str = "metric_code"
    named_by: tuple[str, ...] = ("utility_id", "zone", "period_start")
    message_en: str = "A metric has two figures in force for one period."
    message_id: str = "Ada metrik dengan dua angka yang berlaku untuk satu periode."

    def bad_row(self) -> str:
        identity = "partnership_id, utility_id, zone, period_start, period_end, metric_code"
        doubled = f"SELECT {identity} FROM mart.pilot_metric GROUP BY ALL HAVING count(*) > 1"
        same = " AND ".join(f"d.{name} IS NOT DISTINCT FROM r.{name}" for name in identity.split(", "))
        return f"EXISTS (SELECT 1 FROM ({doubled}) AS d WHERE {same})"


class ExpectRowOnce(ResultRule):
    """A row stands once: what names it is its key, held here because an index costs more than the rows themselves."""

    message_en: str = "A row of the results stands twice."
    message_id: str = "Ada baris hasil yang tercatat dua kali."

    def bad_row(self) -> str:
        identity = [quoted(name) for name in (*self.named_by, self.column)]
        doubled = f"SELECT {', '.join(identity)} FROM mart.{quoted(self.table)} GROUP BY ALL HAVING count(*) > 1"
        same = " AND ".join(f"d.{name} = r.{name}" for name in identity)
        return f"EXISTS (SELECT 1 FROM ({doubled}) AS d WHERE {same})"


class ExpectObligationOnce(ExpectRowOnce):
    """An obligation stands once: its id is its key."""

    table: str = "obligation"
    column: str = "obligation_id"
    message_en: str = "An obligation stands twice."
    message_id: str = "Ada kewajiban yang tercatat dua kali."


def _words(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in vocabulary)


_INDICATOR = ("partnership_id", "indicator_code")
_SCORE = ("partnership_id", "role", "criterion")
_OBLIGATION = ("obligation_id",)

SUITE = ResultSuite(
    "results",
    (
        *(
            ExpectWithinHundred(table="indicator_value", column=column, named_by=_INDICATOR)
            for column in ("value", *INTERVALS)
        ),
        *(
            ExpectWithinHundred(table="criterion_score", column=column, named_by=_SCORE)
            for column in ("score", *INTERVALS, "weight_low", "weight_high")
        ),
        *(
            ExpectInsideInterval(table=table, column=column, low=low, high=high, named_by=named_by)
            for table, own, named_by in (
                ("indicator_value", "value", _INDICATOR),
                ("criterion_score", "score", _SCORE),
            )
            for column, low, high in (
                (own, "score_low", "score_high"),
                ("score_low", "final_low", "final_high"),
                ("score_high", "final_low", "final_high"),
            )
        ),
        ExpectInsideInterval(
            table="criterion_score", column="score", low="weight_low", high="weight_high", named_by=_SCORE
        ),
        ExpectValueWhereReported(table="indicator_value", column="value", named_by=_INDICATOR),
        ExpectValueWhereReported(table="criterion_score", column="score", named_by=_SCORE),
        ExpectValueWhereReported(
            table="pilot_metric",
            column="value",
            shown=(ValueStatus.REPORTED.value, ValueStatus.NEEDS_REVIEW.value),
            named_by=("utility_id", "metric_code", "period_start"),
        ),
        *(
            ExpectWordOfVocabulary(table=table, column=column, words=_words(vocabulary), named_by=named_by)
            for table, column, vocabulary, named_by in (
                ("indicator_value", "status", ValueStatus, _INDICATOR),
                ("criterion_score", "status", ValueStatus, _SCORE),
                ("criterion_score", "band", Band, _SCORE),
                ("obligation", "status", FulfilmentStatus, _OBLIGATION),
                ("target_progress", "status", TargetStatus, ("partnership_id", "target_id")),
                ("pilot_metric", "status", ValueStatus, ("utility_id", "metric_code")),
                ("advice", "status", AdviceStatus, ("advice_id",)),
                ("partnership", "status", PartnershipStatus, ("partnership_id",)),
                ("partnership", "stage", Stage, ("partnership_id",)),
                ("partnership", "origin", Origin, ("partnership_id",)),
            )
        ),
        *(
            ExpectCreditWithinOne(table="obligation", column=column, named_by=_OBLIGATION)
            for column in ("credit_delivered", "credit_on_time", "credit_content")
        ),
        ExpectCreditWithinOne(table="target_progress", column="credit", named_by=("partnership_id", "target_id")),
        ExpectCountedOnce(),
        ExpectCountsByStatus(),
        ExpectNoCreditWhenOverdue(),
        ExpectStageOfItsKind(),
        ExpectNeverOverdueInACase(),
        ExpectNoMoreCountedThanDefined(),
        ExpectBandOfScore(),
        ExpectOneFigurePerPeriod(),
        ExpectObligationOnce(),
        ExpectRowOnce(table="indicator_value", column="indicator_code", named_by=("partnership_id",)),
        ExpectRowOnce(table="criterion_score", column="criterion", named_by=("partnership_id", "role")),
        ExpectRowOnce(table="target_progress", column="target_id", named_by=("partnership_id",)),
        *(
            ExpectPublishedPartnership(table=table)
            for table in ("obligation", "indicator_value", "criterion_score", "target_progress", "pilot_metric")
        ),
    ),
)
