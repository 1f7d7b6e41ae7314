"""Tables: words for what is missing, this language's numbers, and downloads whose text stays text."""

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
import xlsxwriter

from dashboard.components.context import Context
from dashboard.components.drawn import drawn_once
from dashboard.language import NO_VALUE, Translator, is_missing
from dashboard.queries.ask import ALL_ROWS, MOST_ROWS, OF_ALL
from dashboard.words import ORIGINS, Tone, Words, in_words
from warehouse.vocabulary import Language

SHORT_TABLE = 26
LINES_HEIGHT = 61  # pixels of a row; only in rows higher than 60 texts break into lines
MOST_ON_PAPER = 40  # rows
TALL = 620  # pixels of a table of such rows
CROWDED = 6  # columns; from so many on each gets less room
FULL = 8  # columns; from so many on still less
WIDTHS = (  # the least width of a column by the length of its longest text: over 120 letters, 70, 40, 24
    ("20rem", "15rem", "11rem", "10rem"),
    ("16rem", "11rem", "9.5rem", "7.5rem"),
    ("12rem", "9rem", "8rem", "6.5rem"),
)
BADGES = {
    Tone.GOOD: "green",
    Tone.FAIR: "orange",
    Tone.BAD: "red",
    Tone.UNSURE: "violet",
    Tone.QUIET: "gray",
    Tone.PLAIN: "blue",
}
UNSEEN = "\u200b"  # a blank without width
RIGHT = "text-align: right !important;"  # Streamlit aligns text left in each cell
UNBROKEN = "white-space: nowrap;"
BROKEN_ANYWHERE = "overflow-wrap: anywhere;"  # names of files and codes, where the room is short
LONGEST_UNBROKEN = 22
LONGEST_PIECE = 30
DIGITS, DECIMALS = 6, 4  # of a number in a download
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()#+-!|<>~:$"})


@dataclass(frozen=True)
class Column:
    """One column: `show` turns a value into words; `missing` says why there is none; `words` makes it a status.

    `times` is how many of the units told make one stored (100 for a share told in percent, 1e-6 for rupiah told in
    millions): `show` gets the value in the unit told, and a download holds it so. `unit` is that unit where only the
    screen writes it beside each value; the heading in a download names it.
    """

    key: str
    label: str
    show: Callable[[Any], str] | None = None
    words: Words | None = None
    missing: Callable[[Any], str] | None = None
    right: bool = False
    unbroken: bool = False
    optional: bool = False  # left out where no row has a value
    only_downloaded: bool = False  # not on the screen
    width: int | None = None  # pixels, of a table that scrolls within itself; None: as wide as its texts
    times: float = 1
    unit: str = ""

    @property
    def heading(self) -> str:
        """What a download writes over the column."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    def told(self, value: Any) -> Any:
        """A value in the unit in which it is told."""
        return value if self.times == 1 else value * self.times


def safe(text: object) -> str:
    """Text from a workbook for a Markdown place: every mark is escaped, line breaks become blanks."""
    return " ".join(str(text).translate(_MARKUP).split())


def table(
    here: Context,
    name: str,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    alt: str,
    everything: Callable[[], pd.DataFrame] | None = None,
    wrapped: bool = False,
) -> None:
    """A table with its downloads; `name` is unique on the page and names the files. `optional` columns go if empty.

    `wrapped`: its texts are there to be read to their end, so it does not scroll within itself however long it is.
    At most MOST_ROWS stand on the screen. Rows that are only the first of many say in the column OF_ALL how many there
    are, and `everything` asks for all of them when somebody downloads.
    """
    translator = here.translator
    if rows.empty:
        st.caption(translator.gettext("No rows."))
        return
    total = int(rows[OF_ALL].iloc[0]) if OF_ALL in rows else len(rows)
    seen = [column for column in columns if not column.only_downloaded]
    if here.on_paper:
        _on_paper(rows, seen, total, translator, alt)
        return
    shown = rows.head(MOST_ROWS)
    drawn_once(
        here,
        name,
        (shown, [column.label for column in seen], alt),
        lambda: _draw(shown, seen, translator, alt, wrapped),
    )
    downloads(here, name, everything or (lambda: rows), columns, len(shown), total)


def _on_paper(rows: pd.DataFrame, columns: Sequence[Column], total: int, translator: Translator, alt: str) -> None:
    """Every row that is there to be read; a list too long for paper is only named."""
    if total > MOST_ON_PAPER:
        message = translator.gettext("{total} rows: too long for paper; they stand in the dashboard.")
        st.caption(message.format(total=translator.number(total)))
    else:
        _draw(rows, columns, translator, alt, wrapped=True)


def _draw(
    rows: pd.DataFrame, columns: Sequence[Column], translator: Translator, alt: str, wrapped: bool = False
) -> None:
    present = _present(rows, columns)
    if wrapped or len(rows) <= SHORT_TABLE:
        _short(rows, present, translator, alt)
    else:
        _long(rows, present, translator, alt)


def _present(rows: pd.DataFrame, columns: Sequence[Column]) -> list[Column]:
    def has_values(column: Column) -> bool:
        return column.key in rows and bool(rows[column.key].notna().any())

    return [column for column in columns if not column.optional or has_values(column)]


def downloads(
    here: Context,
    name: str,
    everything: Callable[[], pd.DataFrame],
    columns: Sequence[Column],
    shown: int,
    total: int,
) -> None:
    """The two download buttons of a table; the file is made when somebody asks for it."""
    translator = here.translator
    file = f"{name}_{here.as_of.isoformat()}"

    def csv() -> bytes:
        rows = everything()
        return csv_of(rows, _present(rows, columns), translator)

    def xlsx() -> bytes:
        rows = everything()
        return xlsx_of(rows, _present(rows, columns), translator, facts(here))

    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        st.caption(_counted(shown, total, translator))
        st.download_button(
            "CSV", csv, f"{file}.csv", "text/csv",
            key=f"{name}_csv", type="tertiary", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "XLSX", xlsx, f"{file}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{name}_xlsx", type="tertiary", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _counted(shown: int, total: int, translator: Translator) -> str:
    if total > ALL_ROWS:
        message = translator.gettext("the first {shown} of {total} rows; the downloads hold the first {most}")
    elif total > shown:
        message = translator.gettext("the first {shown} of {total} rows; the downloads hold all")
    else:
        message = translator.ngettext("{total} row", "{total} rows", total)
    return message.format(
        shown=translator.number(shown), total=translator.number(total), most=translator.number(ALL_ROWS)
    )


def on_screen(row: Any, column: Column, translator: Translator) -> str:
    """The words of one cell."""
    value = getattr(row, column.key)
    if is_missing(value):
        return column.missing(row) if column.missing else NO_VALUE
    if column.words is not None:
        return translator.sign(column.words, value)
    return column.show(column.told(value)) if column.show else str(value)


def exported(row: Any, column: Column, translator: Translator) -> object:
    """The value of one cell in a download: numbers and days as such, everything else in words, a status unsigned."""
    value = getattr(row, column.key)
    if is_missing(value):
        return on_screen(row, column, translator)
    if column.words is not None:
        return translator.word(column.words, value)
    if isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_)):
        return _rounded(column.told(float(value)))
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    return value if isinstance(value, date) else on_screen(row, column, translator)


def _rounded(number: float) -> int | float:
    """A number without the digits that only computing gave it: six that count, and never less than four decimals."""
    if not math.isfinite(number) or number == 0:
        return 0 if number == 0 else number
    rounded = round(number, max(DECIMALS, DIGITS - 1 - math.floor(math.log10(abs(number)))))
    return int(rounded) if rounded == int(rounded) else rounded


def neutral(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def csv_of(rows: pd.DataFrame, columns: Sequence[Column], translator: Translator) -> bytes:
    """The table as CSV, with the separators and days that a spreadsheet in this language reads as such."""
    comma = translator.language is Language.INDONESIAN
    cells = [
        [_in_csv(exported(row, column, translator), comma) for column in columns]
        for row in rows.itertuples(index=False)
    ]
    frame = pd.DataFrame(cells, columns=[column.heading for column in columns])
    text = frame.to_csv(index=False, sep=";" if comma else ",")
    return text.encode("utf-8-sig")


def _in_csv(value: object, comma: bool) -> object:
    if isinstance(value, date):
        has_time = isinstance(value, datetime) and value.time() != time.min
        return value.strftime(("%d/%m/%Y" if comma else "%Y-%m-%d") + (" %H:%M" if has_time else ""))
    if isinstance(value, float):
        text = np.format_float_positional(value, trim="-")
        return text.replace(".", ",") if comma else text
    return neutral(value)


def xlsx_of(
    rows: pd.DataFrame, columns: Sequence[Column], translator: Translator, about: Sequence[tuple[str, str]]
) -> bytes:
    """The table as a workbook: text is written as text, days as days, and a sheet says where it comes from."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    days = "dd/mm/yyyy" if translator.language is Language.INDONESIAN else "yyyy-mm-dd"
    day, moment = (workbook.add_format({"num_format": form}) for form in (days, f"{days} hh:mm"))
    sheet = workbook.add_worksheet(translator.gettext("Table"))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.heading, bold)
        sheet.set_column(number, number, 16 if column.right else 24)
    for line, row in enumerate(rows.itertuples(index=False), start=1):
        for number, column in enumerate(columns):
            _write(sheet, line, number, exported(row, column, translator), day, moment)
    sheet.freeze_panes(1, 0)
    notes = workbook.add_worksheet(translator.gettext("About"))
    notes.set_column(0, 1, 32)
    for line, (label, text) in enumerate(about):
        notes.write_string(line, 0, label, bold)
        notes.write_string(line, 1, text)
    workbook.close()
    return buffer.getvalue()


def _write(sheet: Any, line: int, number: int, value: object, day: Any, moment: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, datetime) and value.time() != time.min:
        sheet.write_datetime(line, number, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, number, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, number, value)
    else:
        sheet.write_string(line, number, str(value))


def facts(here: Context) -> list[tuple[str, str]]:
    """What a download says about itself."""
    _ = here.translator.gettext
    return [
        (_("As of"), here.translator.long_day(here.as_of)),
        (_("Build"), here.generation.build_id),
        (_("Origin"), here.translator.word(ORIGINS, here.filters.origin)),
    ]


def _short(rows: pd.DataFrame, columns: Sequence[Column], translator: Translator, alt: str) -> None:
    cells = [[_marked(row, column, translator) for column in columns] for row in rows.itertuples(index=False)]
    frame = pd.DataFrame(cells, columns=_unique([safe(column.label) for column in columns]))
    styled = frame.style.set_table_styles(styles_of(rows, columns, translator))
    st.table(styled, border="horizontal", hide_index=True, alt=alt)


def styles_of(rows: pd.DataFrame, columns: Sequence[Column], translator: Translator) -> list[dict[str, str]]:
    """How the columns are set, by the texts that are read in them: the marks of a badge take no room."""
    read = [[on_screen(row, column, translator) for row in rows.itertuples(index=False)] for column in columns]
    styles = [
        {"selector": f"{cell}.col{number}", "props": RIGHT}
        for number, column in enumerate(columns)
        if column.right
        for cell in ("th", "td")
    ]
    styles += [
        {"selector": f"td.col{number} p", "props": UNBROKEN}
        for number, column in enumerate(columns)
        if column.unbroken or column.right or _has_short_words(column, translator)
    ]
    styles += [
        {"selector": f"td.col{number}", "props": f"min-width: {width};"}
        for number, texts in enumerate(read)
        if (width := _least_width(texts, len(columns)))
    ]
    return styles + [
        {"selector": f"td.col{number} p", "props": BROKEN_ANYWHERE}
        for number, texts in enumerate(read)
        if _longest_piece(texts) > LONGEST_PIECE
    ]


def _longest_piece(texts: Sequence[str]) -> int:
    """Letters of the longest piece that a browser does not break by itself."""
    return max((len(piece) for text in texts for piece in re.split(r"\s|-", text)), default=0)


def _has_short_words(column: Column, translator: Translator) -> bool:
    words = column.words or {}
    return bool(words) and max(len(translator.sign(words, code)) for code in words) <= LONGEST_UNBROKEN


def _least_width(texts: Sequence[str], columns: int) -> str | None:
    """Long texts get room, so that a narrow screen scrolls sideways instead of breaking at every word."""
    longest = max(map(len, texts), default=0)
    most, much, more, some = WIDTHS[1 + (columns >= FULL) if columns >= CROWDED else 0]
    return next(
        (width for length, width in ((120, most), (70, much), (40, more), (24, some)) if longest > length), None
    )


def _marked(row: Any, column: Column, translator: Translator) -> str:
    value = getattr(row, column.key)
    text = safe(on_screen(row, column, translator))
    if column.words is None or is_missing(value):
        return f":gray[{text}]" if is_missing(value) else text
    return f":{BADGES[in_words(column.words, str(value)).tone]}-badge[{text}]"


def _long(rows: pd.DataFrame, columns: Sequence[Column], translator: Translator, alt: str) -> None:
    labels = _unique([column.label for column in columns])
    frame = pd.DataFrame(
        {
            label: [
                [text] if column.words is not None else text
                for text in (on_screen(row, column, translator) for row in rows.itertuples(index=False))
            ]
            for label, column in zip(labels, columns, strict=True)
        }
    )
    wraps = any(column.width for column in columns)
    st.dataframe(
        frame,
        hide_index=True,
        height=TALL if wraps else 420,
        row_height=LINES_HEIGHT if wraps else None,
        column_config={
            label: _configured(label, column, translator) for label, column in zip(labels, columns, strict=True)
        },
        alt=alt,
    )


def _configured(label: str, column: Column, translator: Translator) -> Any:
    if column.words is None:
        return st.column_config.TextColumn(label, alignment="right" if column.right else "left", width=column.width)
    codes = list(column.words)
    return st.column_config.MultiselectColumn(
        label,
        width=column.width,
        options=[translator.sign(column.words, code) for code in codes],
        color=[BADGES[in_words(column.words, code).tone] for code in codes],
    )


def _unique(labels: Sequence[str]) -> list[str]:
    """A label that stands twice is told apart by what nobody sees: “from, to, can end from, to”."""
    return [f"{label}{UNSEEN * labels[:place].count(label)}" for place, label in enumerate(labels)]
