"""What the reader of a template says to whoever filled it in: where, what was expected, how to mend it.

Every function returns the message in English and in Indonesian. The name of the file stands beside a finding,
not in its message: the same bytes may arrive under several names.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from pipelines.template import Column, Sheet, Template
from warehouse.explained import in_indonesian_form, shown
from warehouse.vocabulary import Language

Pair = tuple[str, str]

_EXPECTED: dict[str, Pair] = {
    "text": ("a text", "teks"),
    "number": ("a number", "angka"),
    "integer": ("a whole number", "bilangan bulat"),
    "date": ("a date", "tanggal"),
    "timestamp": ("a date with time", "tanggal dan jam"),
    "month": ("a month", "bulan"),
    "span": ("a month, quarter, half year or year", "bulan, triwulan, semester, atau tahun"),
    "boolean": ("yes or no", "ya atau tidak"),
    "choice": ("one of the choices", "salah satu pilihan"),
}


def labels(column: Column) -> Pair:
    """The column's name as it stands in a header."""
    return column.label(Language.ENGLISH), column.label(Language.INDONESIAN)


def sheet_title(sheet: Sheet) -> Pair:
    """The sheet's name in a workbook of either language."""
    return (sheet.titles.en, sheet.titles.id) if sheet.titles else (sheet.table, sheet.table)


def expected(column: Column) -> Pair:
    """What kind of entry a column takes."""
    return _EXPECTED[column.type]


def answers_return(reference: str) -> Pair:
    """The file is a returned workbook that came back."""
    return (
        f"This is a returned workbook sent again: it answers the findings in the file with the reference {reference}.",
        f"Ini buku kerja hasil pemeriksaan yang dikirim kembali: menjawab temuan dalam berkas bernomor rujukan "
        f"{reference}.",
    )


def example(column: Column) -> Pair:
    """An example of what the cell may hold, as ` Example: …` or nothing."""
    value = column.example
    if value is None:
        return "", ""
    if column.type == "choice" and str(value) in column.options:
        option = column.options[str(value)]
        return f" Example: {option.en}.", f" Contoh: {option.id}."
    if isinstance(value, bool):
        return (" Example: yes.", " Contoh: ya.") if value else (" Example: no.", " Contoh: tidak.")
    if isinstance(value, float):
        return f" Example: {value:g}.", f" Contoh: {in_indonesian_form(f'{value:g}')}."
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f" Example: {text}.", f" Contoh: {text}."


def at(sheet: str, cell: str | None, column: Column | None, pair: Pair) -> Pair:
    """A message with the place it speaks of before it."""
    where_en, where_id = f'sheet "{sheet}"', f'lembar "{sheet}"'
    if cell:
        where_en, where_id = f"{where_en}, cell {cell}", f"{where_id}, sel {cell}"
    if column:
        label_en, label_id = labels(column)
        where_en, where_id = f"{where_en} ({label_en})", f"{where_id} ({label_id})"
    return f"{_upper(where_en)}: {pair[0]}", f"{_upper(where_id)}: {pair[1]}"


def missing_sheet(sheet: Sheet, there: Sequence[str]) -> Pair:
    """A required sheet is not in the workbook."""
    en, id_ = sheet_title(sheet)
    found = ", ".join(f'"{name}"' for name in there) or "–"
    return (
        f'The sheet "{en}" is missing. Sheets found: {found}. Add the sheet from the template, or give the '
        "renamed sheet its old name back, and send the file again.",
        f'Lembar "{id_}" tidak ada. Lembar yang ditemukan: {found}. Tambahkan lembar itu dari templat, atau '
        "kembalikan nama lembar yang diganti, lalu kirim ulang berkasnya.",
    )


def renamed_sheet(sheet: Sheet) -> Pair:
    """A sheet was found by its header although its name is another."""
    en, id_ = sheet_title(sheet)
    return (
        f'This sheet was read as "{en}" because of its header. Please give it that name again.',
        f'Lembar ini dibaca sebagai "{id_}" berdasarkan judul kolomnya. Mohon kembalikan nama lembarnya.',
    )


def doubled_sheet(sheet: Sheet, used: str) -> Pair:
    """Two sheets bear a name of the same sheet of the template."""
    en, id_ = sheet_title(sheet)
    return (
        f'This is a second sheet "{en}"; only "{used}" was read. Put all rows on one sheet.',
        f'Ini lembar "{id_}" yang kedua; hanya "{used}" yang dibaca. Gabungkan semua baris dalam satu lembar.',
    )


def sheet_not_read(known: Iterable[Pair]) -> Pair:
    """A sheet with content that the template does not know."""
    pairs = list(known)
    names_en = ", ".join(f'"{en}"' for en, _ in pairs)
    names_id = ", ".join(f'"{id_}"' for _, id_ in pairs)
    return (
        f"The template does not know this sheet, so it was not read. Sheets that are read: {names_en}.",
        f"Lembar ini tidak dikenal oleh templat, sehingga tidak dibaca. Lembar yang dibaca: {names_id}.",
    )


def missing_header(sheet: Sheet, rows: int) -> Pair:
    """No row of the sheet bears the template's labels."""
    wanted = [column for column in sheet.columns if column.required] or list(sheet.columns[:3])
    names_en = ", ".join(f'"{labels(column)[0]}"' for column in wanted)
    names_id = ", ".join(f'"{labels(column)[1]}"' for column in wanted)
    return (
        f"None of the first {rows} rows is a header row. Expected at least the labels {names_en}. Copy the "
        "header row from the template.",
        f"Tidak ada baris judul kolom dalam {rows} baris pertama. Paling sedikit harus ada {names_id}. Salin "
        "baris judul kolom dari templat.",
    )


def missing_column(column: Column, nearest: tuple[str, str] | None) -> Pair:
    """A required column is not in the header; `nearest` is the likeliest header not understood, with its cell."""
    en, id_ = labels(column)
    if nearest:
        text, cell = shown(nearest[0]), nearest[1]
        return (
            f'The column "{en}" is missing. The header "{text}" in {cell} comes nearest: if it is this '
            f'column, write "{en}" there.',
            f'Kolom "{id_}" tidak ada. Yang paling mirip ialah judul "{text}" di {cell}: bila itu kolom '
            f'yang dimaksud, tulis "{id_}" di sana.',
        )
    return (
        f'The column "{en}" is missing. Add it with this label in the header row.',
        f'Kolom "{id_}" tidak ada. Tambahkan dengan judul tersebut di baris judul kolom.',
    )


def unmapped_column(text: str, known: Column | None) -> Pair:
    """A header that the template does not know; `known` is the likeliest column not found."""
    if known:
        en, id_ = labels(known)
        return (
            f'The column "{shown(text)}" is not known and was not read. If "{en}" is meant, write that label.',
            f'Kolom "{shown(text)}" tidak dikenal dan tidak dibaca. Bila yang dimaksud "{id_}", tulis judul itu.',
        )
    return (
        f'The column "{shown(text)}" is not known and was not read. Put its content under a known column, '
        "for example the remarks, or leave it as a note of your own.",
        f'Kolom "{shown(text)}" tidak dikenal dan tidak dibaca. Pindahkan isinya ke kolom yang dikenal, '
        "misalnya keterangan, atau biarkan sebagai catatan sendiri.",
    )


def column_without_header() -> Pair:
    """Cells below a blank header."""
    return (
        "There are entries below, but no label in the header row, so they were not read. Write the label of "
        "the column.",
        "Ada isian di bawahnya, tetapi baris judul kolom kosong, sehingga tidak dibaca. Tulis judul kolomnya.",
    )


def doubled_column(column: Column, first_cell: str) -> Pair:
    """Two headers mean the same column."""
    en, id_ = labels(column)
    return (
        f'The column "{en}" stands here a second time; {first_cell} was read. Remove one of the two, or '
        "change its label.",
        f'Kolom "{id_}" muncul dua kali; yang dibaca adalah {first_cell}. Hapus salah satunya, atau ubah judulnya.',
    )


def required_cell_empty(column: Column) -> Pair:
    """A cell that must be filled in is blank."""
    expected_en, expected_id = _EXPECTED[column.type]
    example_en, example_id = example(column)
    return (
        f"The cell is empty, but {expected_en} is needed here; the row was not taken over. Fill it in.{example_en}",
        f"Sel kosong, padahal harus berisi {expected_id}; baris ini tidak diambil. Mohon diisi.{example_id}",
    )


def unknown_choice(cell: object, column: Column) -> Pair:
    """A text that is none of the choices."""
    allowed_en = ", ".join(option.en for option in column.options.values())
    allowed_id = ", ".join(option.id for option in column.options.values())
    return (
        f"'{shown(cell)}' is none of the choices. Choose one of: {allowed_en}.",
        f"'{shown(cell)}' bukan salah satu pilihan. Pilih salah satu: {allowed_id}.",
    )


def not_whole_number(cell: object) -> Pair:
    """A number with a fraction, or far too large, where one counts."""
    return (
        f"'{shown(cell)}' is not a whole number of usual size. Write a number without decimals.",
        f"'{shown(cell)}' bukan bilangan bulat yang wajar. Tulis angka tanpa desimal.",
    )


def none_in_number(cell: object) -> Pair:
    """`nihil` where a quantity is asked for."""
    return (
        f"'{shown(cell)}' may mean zero, that there is no such thing here, or that nobody measured; it counts as not "
        'reported. Write 0 for zero, "not applicable" where there is no such thing, or leave the cell blank.',
        f"'{shown(cell)}' dapat berarti nol, memang tidak ada, atau belum diukur; dihitung sebagai belum dilaporkan. "
        'Tulis 0 bila nol, "tidak berlaku" bila memang tidak ada, atau kosongkan selnya bila belum diukur.',
    )


def percent_in_number(cell: object, unit: str) -> Pair:
    """A percentage where a quantity is asked for."""
    return (
        f"'{shown(cell)}' is a percentage, but this figure is in {unit}. Type the quantity itself.",
        f"'{shown(cell)}' adalah persentase, padahal data ini dalam {unit}. Ketik jumlahnya sendiri.",
    )


def error_value(value: str) -> Pair:
    """A formula that ended in an error."""
    return (
        f"The cell shows the error {shown(value)}, so it has no value. Correct its formula, or type the value.",
        f"Sel menampilkan galat {shown(value)} sehingga tidak bernilai. Perbaiki rumusnya, atau ketik nilainya.",
    )


def formula_without_value() -> Pair:
    """A formula that no program has calculated."""
    return (
        "The cell holds a formula that was never calculated. Open the file in Excel or LibreOffice, save it, "
        "and send it again, or type the value.",
        "Sel berisi rumus yang belum pernah dihitung. Buka berkas di Excel atau LibreOffice, simpan, lalu "
        "kirim ulang, atau ketik nilainya.",
    )


def edition_not_valid(template: Template) -> Pair:
    """A file in an edition of its form that does not hold for the time it speaks of."""
    first = template.valid_from.isoformat() if template.valid_from else "…"
    last = template.valid_to.isoformat() if template.valid_to else "…"
    return (
        f"Edition {template.edition} of this form holds from {first} to {last}. Use the edition of the month.",
        f"Edisi {template.edition} formulir ini berlaku {first} sampai {last}. Gunakan edisi untuk bulan itu.",
    )


def known_editions(editions: Sequence[Template]) -> Pair:
    """The editions of a form with the time for which each holds."""
    return (
        ", ".join(e.edition + _day(" from {}", e.valid_from) + _day(" to {}", e.valid_to) for e in editions),
        ", ".join(e.edition + _day(" mulai {}", e.valid_from) + _day(" sampai {}", e.valid_to) for e in editions),
    )


def unknown_edition(stated: str, editions: Sequence[Template]) -> Pair:
    """A file that states an edition of its form which nobody has described."""
    known_en, known_id = known_editions(editions)
    title = editions[-1].title
    return (
        f"The file states edition {shown(stated)} of “{title.en}”, which is not known. Known editions: {known_en}. "
        "Copy the entries into the workbook of the edition that holds for the month, or put the template of the new "
        "edition into data/reference/templates.",
        f"Berkas menyebut edisi {shown(stated)} dari “{title.id}”, yang tidak dikenal. Edisi yang dikenal: {known_id}. "
        "Salin isiannya ke buku kerja edisi yang berlaku untuk bulan itu, atau letakkan templat edisi baru di "
        "data/reference/templates.",
    )


def _day(words: str, day: date | None) -> str:
    return words.format(day.isoformat()) if day else ""


def more_findings(count: int) -> Pair:
    """The list was cut."""
    return (
        f"{count} more findings of this file are not listed. Mend those above first, then send the file again.",
        f"{count} temuan lain dalam berkas ini tidak dicantumkan. Perbaiki dulu yang tercantum, lalu kirim ulang.",
    )


def with_example(pair: Pair, column: Column) -> Pair:
    """A problem of a cell with the column's example after it."""
    example_en, example_id = example(column)
    return pair[0] + example_en, pair[1] + example_id


def unknown_template(file_sheets: Sequence[str], known: Iterable[Template]) -> Pair:
    """No template fits the file."""
    titles = {template.name: template.title for template in known}
    found = ", ".join(f'"{shown(name)}"' for name in file_sheets[:12]) or "–"
    return (
        f"The file fits none of the known forms. Its sheets: {found}. Known forms: "
        f"{', '.join(title.en for title in titles.values())}. Fill in the workbook made by "
        "`python run.py template`, or keep its sheet names and labels.",
        f"Berkas tidak sesuai dengan formulir yang dikenal. Lembarnya: {found}. Formulir yang dikenal: "
        f"{', '.join(title.id for title in titles.values())}. Isi buku kerja yang dibuat dengan "
        "`python run.py template`, atau pertahankan nama lembar dan judul kolomnya.",
    )


def other_template(template: Template) -> Pair:
    """The file was handed in as a kind that it does not look like."""
    sheets = [sheet_title(sheet) for sheet in template.sheets if sheet.required]
    return (
        f"The file was handed in as “{template.title.en}”, but has none of its sheets: "
        f"{', '.join(en for en, _ in sheets)}. Check the file, or hand it in as another kind.",
        f"Berkas diserahkan sebagai “{template.title.id}”, tetapi tidak memuat lembarnya: "
        f"{', '.join(id_ for _, id_ in sheets)}. Periksa berkasnya, atau serahkan sebagai jenis lain.",
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
