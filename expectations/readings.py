"""What must be true of logger readings, judged on the months of each file, never on the readings themselves."""

from typing import ClassVar

from expectations.domain import ExpectKnownPartnership
from expectations.gate import Suite
from expectations.rule import RowRule, Scope
from warehouse.vocabulary import Severity

_PLACE = "r.row_id, r.sheet, r.row_no, r.source_cell AS named_cell"
_TABLE = "reading_month"
_FIRST_OF_ITS_OWNER = (  # one finding says it for a file, not one for each zone and month
    "r.row_id = (SELECT min(o.row_id) FROM raw.reading_month AS o WHERE o.file_sha256 = r.file_sha256 "
    "AND o.partnership_id IS NOT DISTINCT FROM r.partnership_id)"
)


class ReadingRule(RowRule):
    """A rule on a month of one DMA in one file; its place is the range of rows."""

    PLACE: ClassVar[str] = _PLACE
    level: Severity = Severity.WARNING
    table: str = _TABLE


class ExpectOwnerOfReadings(RowRule):
    """Readings say whose they are: the file has a column for it, or it was handed in for a partnership."""

    PLACE: ClassVar[str] = _PLACE
    table: str = _TABLE
    column: str = "partnership_id"
    scope: Scope = Scope.FILE
    message_en: str = (
        "DMA {dma_id}: nothing says which partnership the readings belong to. Receive the file with --partnership, "
        "for example --partnership P014, or add a column partnership_id."
    )
    message_id: str = (
        "DMA {dma_id}: tidak disebutkan pembacaan ini milik kemitraan mana. Terima berkas dengan --partnership, "
        "misalnya --partnership P014, atau tambahkan kolom nomor kemitraan."
    )

    def bad_row(self) -> str:
        return f"r.partnership_id IS NULL AND {_FIRST_OF_ITS_OWNER}"


class ExpectPartnershipOfReadings(ExpectKnownPartnership):
    """The partnership of the readings stands in the register."""

    PLACE: ClassVar[str] = _PLACE
    table: str = _TABLE
    scope: Scope = Scope.FILE

    def bad_row(self) -> str:
        return f"{super().bad_row()} AND {_FIRST_OF_ITS_OWNER}"


class ExpectEnoughNights(ReadingRule):
    """A month has as many good nights as the rule asks; else its minimum night flow is incomplete."""

    column: str = "nights_used"
    message_en: str = (
        "DMA {dma_id}, {period}: good nights: {value}, needed: {least}. The month is incomplete: no minimum night "
        "flow is shown. Send the missing days, also in another file."
    )
    message_id: str = (
        "DMA {dma_id}, {period}: {value} malam yang baik, diperlukan {least}. Bulan ini belum lengkap: aliran malam "
        "minimum tidak ditampilkan. Kirim hari yang belum ada, boleh dalam berkas lain."
    )

    _LEAST: ClassVar[str] = "(SELECT u.value FROM reference.rule AS u WHERE u.rule_code = 'night_flow.least_nights')"

    def facts(self) -> dict[str, str]:
        return {"least": f"CAST({self._LEAST} AS INTEGER)"}

    def bad_row(self) -> str:
        return f"{self.cell} < {self._LEAST}"


class ExpectFewGaps(ReadingRule):
    """Most of the month's readings are there."""

    column: str = "missing_share"
    message_en: str = (
        "DMA {dma_id}, {period}: {percent}% of the readings are missing. Check the logger's battery and signal."
    )
    message_id: str = "DMA {dma_id}, {period}: {percent}% pembacaan hilang. Periksa baterai dan sinyal logger."

    _MOST: ClassVar[str] = "(SELECT u.value FROM reference.rule AS u WHERE u.rule_code = 'night_flow.most_missing')"

    def facts(self) -> dict[str, str]:
        return {"percent": "CAST(round(100 * r.missing_share) AS INTEGER)"}

    def bad_row(self) -> str:
        return f"{self.cell} > {self._MOST}"


class ExpectMovingFlow(ReadingRule):
    """A flow changes; one that stays the same for hours is a stuck logger."""

    column: str = "stuck_hours"
    message_en: str = (
        "DMA {dma_id}, {period}: the flow never changed for {value} hours in all. Such nights are left out. "
        "Check the meter's pulse and the logger."
    )
    message_id: str = (
        "DMA {dma_id}, {period}: debit tidak berubah selama {value} jam seluruhnya. Malam seperti itu tidak dipakai. "
        "Periksa pulsa meter dan loggernya."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectNoNegativeFlow(ReadingRule):
    """Flow into a zone is not below zero."""

    column: str = "negatives"
    message_en: str = (
        "DMA {dma_id}, {period}: readings below zero: {value}; they are left out. Check the direction of the meter, "
        "or whether water flows back."
    )
    message_id: str = (
        "DMA {dma_id}, {period}: {value} pembacaan bernilai negatif; tidak dipakai. Periksa arah pemasangan meter, "
        "atau apakah air mengalir balik."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


class ExpectEachMinuteOnce(ReadingRule):
    """A DMA has one reading at a time."""

    column: str = "duplicates"
    message_en: str = (
        "DMA {dma_id}, {period}: readings of a minute that was read already: {value}. Export each period once; two "
        "loggers need two names."
    )
    message_id: str = (
        "DMA {dma_id}, {period}: {value} pembacaan ganda pada menit yang sama. Ekspor tiap periode satu kali; dua "
        "logger perlu dua nama."
    )

    def bad_row(self) -> str:
        return f"{self.cell} > 0"


SUITE = Suite(
    "readings",
    (
        ExpectOwnerOfReadings(),
        ExpectPartnershipOfReadings(),
        ExpectEnoughNights(),
        ExpectFewGaps(),
        ExpectMovingFlow(),
        ExpectNoNegativeFlow(),
        ExpectEachMinuteOnce(),
    ),
)
