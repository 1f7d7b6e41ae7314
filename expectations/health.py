"""What must hold of the yearly figures of a utility's health."""

from expectations.domain import ExpectOnlyOnce
from expectations.gate import Suite
from expectations.measurements import ExpectFigureNotNegative, ExpectKnownVariable, ExpectUnitOfVariable
from expectations.rule import RowRule

TABLE = "utility_health"


class ExpectUtilityOfYear(RowRule):
    """A yearly figure says whose it is: by the code of a list, or by a name that is certain."""

    table: str = TABLE
    column: str = "utility_name"
    message_en: str = (
        "Whose figure this is, is not certain: no code, and the name fits no known utility for sure. Fill in the code, "
        "or write the name with Kabupaten or Kota, for example Perumdam Tirta Contoh Kabupaten Antah."
    )
    message_id: str = (
        "Belum pasti angka ini milik BUMD mana: kodenya kosong dan namanya tidak cocok dengan satu BUMD Air Minum pun. "
        "Isi kodenya, atau tulis namanya lengkap, misalnya Perumdam Tirta Contoh Kabupaten Antah."
    )

    def bad_row(self) -> str:
        return "r.utility_id IS NULL"


SUITE = Suite(
    "utility_health",
    (
        ExpectUtilityOfYear(),
        ExpectKnownVariable(table=TABLE),
        ExpectUnitOfVariable(table=TABLE),
        ExpectFigureNotNegative(table=TABLE),
        ExpectOnlyOnce(
            table=TABLE, column="variable_code", keys=("variable_code", "utility_id", "utility_name", "year")
        ),
    ),
)
