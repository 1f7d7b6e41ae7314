"""Numbers as people type them, in Indonesian (1.234,56) and English (1,234.56) form."""

import math
import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from numbers import Real
from typing import Final, Literal

from pipelines.standardise.parsed_cell import Parsed, Problem, absence, clean, error_value, rejected, reported
from warehouse.explained import in_indonesian_form, shown
from warehouse.vocabulary import ValueStatus

Decimal = Literal["auto", ",", "."]

_PLAIN: Final = re.compile(r"[0-9]+")
_SPACED: Final = re.compile(r"([0-9]{1,3}(?:([ '’])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_GROUPED: Final = re.compile(r"([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_SINGLE: Final = re.compile(r"([0-9]*)([.,])([0-9]+)")
_SCIENTIFIC: Final = re.compile(r"([0-9]+)(?:([.,])([0-9]+))?[eE]([+-]?[0-9]{1,3})")
_APPROXIMATE: Final = re.compile(
    r"^(?:ca\b|c\.|±|\+/-|~|≈|<|>|≤|≥|sekitar\b|kira-kira\b|kurang lebih\b|lebih dari\b|kurang dari\b"
    r"|hampir\b|about\b|approx|around\b|less than\b|more than\b)|[0-9 ]\+$",
    re.IGNORECASE,
)


def parse_number(cell: object, *, decimal: Decimal = "auto") -> Parsed[float]:
    """Read one cell of a number column.

    A number typed in a spreadsheet is taken as it is. Of a text, the blank cell, '-', 'n/a', 'tidak ada
    data', 'belum ada', 'nihil' and 'none' are not reported (in a number column "nihil" says that nothing
    was measured as often as it says zero, so it never becomes 0); 'tidak berlaku' and 'not applicable' are
    not applicable. '12,5 %' is 12.5. Thousands may be set off by dot, comma, blank or apostrophe.

    `decimal` is the column's decimal sign. With "auto", '1.234' and '1,234' are rejected, because they have
    two readings; '1.234,56', '1,234.56', '1234.5', '0.125' and '1.234.567' have one. With a sign given, a
    text that only makes sense with the other sign is rejected.

    Rejected with a remedy: truth values, dates, error values, approximate figures ('ca. 5', '±5'),
    parentheses, figures with units or words, infinite figures.
    """
    if cell is None:
        return Parsed(None, ValueStatus.NOT_REPORTED)
    if isinstance(cell, str):
        return _parse_text(clean(cell), decimal)
    if isinstance(cell, bool) or not isinstance(cell, Real):
        return rejected(_of_other_type(cell))
    try:
        return _finite(float(cell), cell)
    except OverflowError:
        return rejected(_not_finite(cell))


def infer_decimal(cells: Iterable[object]) -> Decimal:
    """The decimal sign a column's own texts show without doubt, if they agree; otherwise "auto"."""
    signs = {sign for cell in cells if isinstance(cell, str) and (sign := _decimal_shown(_body(clean(cell))))}
    if signs == {","}:
        return ","
    return "." if signs == {"."} else "auto"


def _parse_text(text: str, decimal: Decimal) -> Parsed[float]:
    if status := absence(text):
        return Parsed(None, status)
    if problem := error_value(text):
        return rejected(problem)
    body = _body(text)
    digits = _read_digits(body, decimal)
    if digits is None:
        return rejected(_why_not(text, body, decimal))
    value = float(digits)
    return _finite(-value if _is_negative(text) else value, text)


def _body(text: str) -> str:
    """`text` without its sign and its percent sign."""
    unsigned = text[1:].lstrip() if text[:1] in {"-", "+", "−"} else text
    return unsigned[:-1].rstrip() if unsigned.endswith("%") else unsigned


def _is_negative(text: str) -> bool:
    return text[:1] in {"-", "−"}


def _read_digits(body: str, decimal: Decimal) -> str | None:
    """`body` in the form float() reads, or None where it is no number, ambiguous or of the other form."""
    if _PLAIN.fullmatch(body):
        return body
    if found := _SCIENTIFIC.fullmatch(body):
        whole, sign, fraction, exponent = found.groups()
        return None if _conflicts(sign, decimal) else f"{whole}.{fraction or '0'}e{exponent}"
    if found := _SPACED.fullmatch(body):
        whole, separator, sign, fraction = found.groups()
        return None if _conflicts(sign, decimal) else f"{whole.replace(separator, '')}.{fraction or '0'}"
    if found := _GROUPED.fullmatch(body):
        return _read_grouped(*found.groups(), decimal=decimal)
    if found := _SINGLE.fullmatch(body):
        whole, sign, fraction = found.groups()
        return None if _conflicts(sign, decimal) else f"{whole or '0'}.{fraction}"
    return None


def _read_grouped(
    whole: str, separator: str, sign: str | None, fraction: str | None, *, decimal: Decimal
) -> str | None:
    """Groups of three after `separator`, then perhaps a decimal sign."""
    if sign is not None:
        wrong = sign == separator or _conflicts(sign, decimal)
        return None if wrong else f"{whole.replace(separator, '')}.{fraction}"
    if decimal == separator:
        return whole.replace(separator, ".") if whole.count(separator) == 1 else None
    if decimal == "auto" and whole.count(separator) == 1:
        return None
    return whole.replace(separator, "")


def _conflicts(sign: str | None, decimal: Decimal) -> bool:
    return sign is not None and decimal != "auto" and sign != decimal


def _decimal_shown(body: str) -> str | None:
    if found := _SPACED.fullmatch(body) or _GROUPED.fullmatch(body):
        whole, separator, sign, _ = found.groups()
        if sign == separator:
            return None
        if sign is None and whole.count(separator) > 1:
            return {".": ",", ",": "."}.get(separator)
    elif found := _SINGLE.fullmatch(body) or _SCIENTIFIC.fullmatch(body):
        sign = found[2]
    else:
        return None
    return sign


def _finite(value: float, cell: object) -> Parsed[float]:
    return reported(value) if math.isfinite(value) else rejected(_not_finite(cell))


def _not_finite(cell: object) -> Problem:
    return Problem(
        "number_not_finite",
        f"'{shown(cell)}' is not a finite number. Type the figure itself, or leave the cell blank.",
        f"'{shown(cell)}' bukan bilangan terhingga. Ketik angkanya, atau kosongkan sel.",
    )


def _of_other_type(cell: object) -> Problem:
    if isinstance(cell, bool):
        return Problem(
            "truth_value_in_number",
            f"The cell holds {shown(cell).upper()}, which is no number. Type the figure.",
            f"Sel berisi {shown(cell).upper()}, bukan angka. Ketik angkanya.",
        )
    if isinstance(cell, date | time | timedelta):
        return Problem(
            "date_in_number",
            f"The cell holds the date or time {shown(cell)}, not a number. Format the cell as a number and "
            "type the figure again.",
            f"Sel berisi tanggal atau waktu {shown(cell)}, bukan angka. Ubah format sel menjadi angka, lalu "
            "ketik ulang angkanya.",
        )
    return _text_in_number(str(cell))


def _text_in_number(text: str) -> Problem:
    return Problem(
        "text_in_number",
        f"'{shown(text)}' is not a number. Type only the figure; words belong in the notes.",
        f"'{shown(text)}' bukan angka. Ketik angkanya saja; penjelasan ditulis di kolom keterangan.",
    )


def _why_not(text: str, body: str, decimal: Decimal) -> Problem:
    if not re.search("[0-9]", text):
        return _text_in_number(text)
    if _read_digits(body, "auto") is not None:
        return _other_form(text, decimal)
    if _GROUPED.fullmatch(body) and decimal == "auto":
        return _ambiguous(text, body)
    if body.startswith("(") and body.endswith(")"):
        return Problem(
            "number_in_parentheses",
            f"'{shown(text)}' is in parentheses. Type a minus sign if it is negative.",
            f"'{shown(text)}' ditulis dalam kurung. Gunakan tanda minus bila nilainya negatif.",
        )
    if _APPROXIMATE.search(text):
        return Problem(
            "approximate_number",
            f"'{shown(text)}' is approximate. Type the figure itself and put the remark in the notes.",
            f"'{shown(text)}' hanya perkiraan. Ketik angkanya saja dan tulis catatannya di keterangan.",
        )
    if re.search(r"[^\W\d_]", body):
        return Problem(
            "words_in_number",
            f"'{shown(text)}' has a unit or words in it. Type only the figure, in the unit of the column.",
            f"'{shown(text)}' memuat satuan atau kata. Ketik angkanya saja, dalam satuan kolom ini.",
        )
    return Problem(
        "unreadable_number",
        f"'{shown(text)}' cannot be read as a number. Type it e.g. as 1234.56.",
        f"'{shown(text)}' tidak terbaca sebagai angka. Ketik misalnya 1234,56.",
    )


def _ambiguous(text: str, body: str) -> Problem:
    thousands, fraction = re.sub(r"[.,]", "", body), body.replace(",", ".")
    return Problem(
        "ambiguous_number",
        f"'{shown(text)}' can mean {thousands} or {fraction}. Type it as a number cell, or without thousands "
        "separators.",
        f"'{shown(text)}' dapat berarti {thousands} atau {in_indonesian_form(fraction)}. Ketik sebagai sel "
        "angka, atau tanpa pemisah ribuan.",
    )


def _other_form(text: str, decimal: Decimal) -> Problem:
    return Problem(
        "other_decimal_sign",
        f"'{shown(text)}' does not fit this column, whose decimal sign is '{decimal}'. Write all its figures "
        "in the same way.",
        f"'{shown(text)}' tidak sesuai dengan kolom ini, yang memakai tanda desimal '{decimal}'. Tulis semua "
        "angkanya dengan cara yang sama.",
    )
