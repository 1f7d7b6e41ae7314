"""Expectations in the field's words. Each says what a good row is; its condition is true for a bad one.

`r` is the row of the rule's table. Messages say what is wrong and how to mend it.
"""

from expectations.rule import RowRule
from warehouse.ddl import quoted
from warehouse.vocabulary import Severity

RECEIVED_ON = "(SELECT f.received_on FROM raw.file AS f WHERE f.file_sha256 = r.file_sha256)"
SAME_FILE = "o.file_sha256 = r.file_sha256"
NOTHING = "('nihil', 'none')"  # how a part of a report says that there is nothing
TOLD_BY_NAME = "('monthly_report', 'sop', 'sop_draft')"  # by a month or a title, which a list of documents has not


class ExpectOnlyOnce(RowRule):
    """Within a file, a row's identity (`keys`) stands once; of several, all but the first are bad."""

    keys: tuple[str, ...] = ()
    message_en: str = "{value} stands more than once in this sheet; the first row counts. Delete the row or correct it."
    message_id: str = (
        "{value} tertulis lebih dari sekali pada lembar ini; yang dipakai baris pertama. Hapus atau perbaiki baris ini."
    )

    def bad_row(self) -> str:
        same = " AND ".join(f"o.{quoted(key)} IS NOT DISTINCT FROM r.{quoted(key)}" for key in self.keys)
        return (
            f"{self.cell} IS NOT NULL AND EXISTS (SELECT 1 FROM raw.{quoted(self.table)} AS o "
            f"WHERE {SAME_FILE} AND {same} AND o.sheet = r.sheet AND o.row_no < r.row_no)"
        )


class ExpectKnownPartnership(RowRule):
    """A partnership stands in the programme register in force."""

    column: str = "partnership_id"
    message_en: str = (
        "Partnership {value} is not in the programme register. Correct the id, or send the register first."
    )
    message_id: str = (
        "Kemitraan {value} tidak ada dalam register program. Perbaiki kodenya, atau kirim register lebih dahulu."
    )

    def bad_row(self) -> str:
        return (
            f"{self.cell} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM core.partnership AS p "
            f"WHERE p.partnership_id = {self.cell})"
        )


class ExpectPartnershipOfArrival(RowRule):
    """The cover names the partnership for which the file was handed in; where they differ, the cover counts."""

    level: Severity = Severity.WARNING
    column: str = "partnership_id"
    message_en: str = (
        "The file was handed in for partnership {arrived}, its cover says {value}: it counts for {value}. "
        "If that is wrong, correct the cover and send the file again."
    )
    message_id: str = (
        "Berkas diserahkan untuk kemitraan {arrived}, sedangkan sampulnya menyebut {value}: berkas dihitung untuk "
        "{value}. Bila keliru, perbaiki sampulnya dan kirim ulang."
    )

    def facts(self) -> dict[str, str]:
        return {"arrived": "(SELECT f.partnership_id FROM raw.file AS f WHERE f.file_sha256 = r.file_sha256)"}

    def bad_row(self) -> str:
        return f"{self.cell} <> {self.facts()['arrived']}"


class ExpectNotNegative(RowRule):
    """A number, an amount, a count is zero or more."""

    message_en: str = "{value} is below zero. Write the amount without a minus sign, or leave the cell blank."
    message_id: str = "{value} kurang dari nol. Tulis jumlahnya tanpa tanda minus, atau kosongkan selnya."

    def bad_row(self) -> str:
        return f"{self.cell} < 0"


class ExpectShareUpToHundredPercent(RowRule):
    """A share lies between nothing (0) and everything (1 = 100 %)."""

    message_en: str = "The share {value} lies outside 0 to 1. Write 0.4 or 40% for forty percent."
    message_id: str = "Bagian {value} berada di luar 0 sampai 1. Tulis 0,4 atau 40% untuk empat puluh persen."

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN 0 AND 1"


class ExpectBetween(RowRule):
    """A whole number or grade lies on its scale, ends included."""

    low: float = 0
    high: float = 0
    message_en: str = "{value} lies outside the scale {low} to {high}. Correct it."
    message_id: str = "{value} berada di luar skala {low} sampai {high}. Perbaiki angkanya."

    def facts(self) -> dict[str, str]:
        return {"low": f"'{self.low:g}'", "high": f"'{self.high:g}'"}

    def bad_row(self) -> str:
        return f"{self.cell} NOT BETWEEN {self.low:g} AND {self.high:g}"


class ExpectHappenedBeforeReceipt(RowRule):
    """What a file tells as done lies not after the day the file was received."""

    message_en: str = (
        "The date {value} lies after the day the file was received ({received}). "
        "Correct the date, or leave it blank until it has happened."
    )
    message_id: str = (
        "Tanggal {value} lebih lambat daripada hari berkas diterima ({received}). "
        "Perbaiki tanggalnya, atau kosongkan sampai hal itu terjadi."
    )

    def facts(self) -> dict[str, str]:
        return {"received": RECEIVED_ON}

    def bad_row(self) -> str:
        return f"{self.cell} > {RECEIVED_ON}"


class ExpectNotBefore(RowRule):
    """An end, an answer, a deadline lies not before its beginning (`start`, a column of the same row)."""

    start: str = ""
    message_en: str = "The date {value} lies before {begin}, where it begins. Correct one of the two dates."
    message_id: str = "Tanggal {value} mendahului {begin}, tanggal mulainya. Perbaiki salah satu tanggal."

    def facts(self) -> dict[str, str]:
        return {"begin": f"r.{quoted(self.start)}"}

    def bad_row(self) -> str:
        return f"{self.cell} < r.{quoted(self.start)}"


class ExpectStatedWith(RowRule):
    """A column is filled wherever another (`given`) is."""

    level: Severity = Severity.WARNING
    given: str = ""
    message_en: str = "This cell is empty although the row states {stated}. Fill it in."
    message_id: str = "Sel ini kosong padahal baris ini menyebut {stated}. Mohon dilengkapi."

    def facts(self) -> dict[str, str]:
        return {"stated": f"r.{quoted(self.given)}"}

    def bad_row(self) -> str:
        return f"r.{quoted(self.given)} IS NOT NULL AND {self.cell} IS NULL"


class ExpectMonthBegun(RowRule):
    """Nobody reports on a month that has not begun when the report is received."""

    column: str = "period"
    message_en: str = "The month {value} had not begun when the file was received ({received}). Correct the month."
    message_id: str = "Bulan {value} belum dimulai saat berkas diterima ({received}). Perbaiki bulannya."

    def facts(self) -> dict[str, str]:
        return {"received": RECEIVED_ON}

    def bad_row(self) -> str:
        return f"{self.cell} > strftime({RECEIVED_ON}, '%Y-%m')"
