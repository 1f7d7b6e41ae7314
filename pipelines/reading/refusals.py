"""Every reason for refusing a file, in both languages, each with its remedy."""

from pathlib import PurePosixPath
from typing import Final

from pipelines.reading.model import MAX_CELLS, MAX_FILE_BYTES, Refused
from warehouse.explained import in_indonesian_form

_MAX_MB: Final = MAX_FILE_BYTES // 1_000_000
_MAX_CELLS_EN: Final = f"{MAX_CELLS:,}"
_MAX_CELLS_ID: Final = in_indonesian_form(_MAX_CELLS_EN)

_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "empty_file": (
        "{file} is empty (0 bytes). Save the workbook again and send it once more.",
        "{file} kosong (0 byte). Simpan ulang buku kerja lalu kirim kembali.",
    ),
    "file_too_large": (
        f"{{file}} is larger than {_MAX_MB} MB. Remove pictures and sheets that are not asked for, or send them apart.",
        f"{{file}} lebih besar dari {_MAX_MB} MB. Hapus gambar dan lembar yang tidak diminta, atau "
        "kirim secara terpisah.",
    ),
    "document_too_large": (
        f"{{file}} is larger than {_MAX_MB} MB. Scan it in grey at 150 dpi, or send it in parts.",
        f"{{file}} lebih besar dari {_MAX_MB} MB. Pindai dalam skala abu-abu 150 dpi, atau kirim terpisah.",
    ),
    "file_not_readable": (
        "{file} cannot be opened. Close it in other programs, check that it still exists, and try again.",
        "{file} tidak dapat dibuka. Tutup di program lain, pastikan berkasnya masih ada, lalu coba lagi.",
    ),
    "not_a_workbook": (
        "{file} is not a workbook, whatever its name says. Open it in Excel, LibreOffice or WPS and save it as .xlsx.",
        "{file} bukan buku kerja, apa pun nama berkasnya. Buka di Excel, LibreOffice, atau WPS, lalu "
        "simpan sebagai .xlsx.",
    ),
    "binary_workbook": (
        "{file} is a binary workbook (.xlsb). Save it as .xlsx and send that.",
        "{file} adalah buku kerja biner (.xlsb). Simpan sebagai .xlsx lalu kirim.",
    ),
    "macro_workbook": (
        "{file} contains macros, which are not accepted. Save it as .xlsx (without macros) and send that.",
        "{file} berisi makro, yang tidak diterima. Simpan sebagai .xlsx (tanpa makro) lalu kirim.",
    ),
    "encrypted_workbook": (
        "{file} is protected by a password. Remove the password (File, Info, Protect Workbook, "
        "Encrypt with Password) and send it again.",
        "{file} dilindungi kata sandi. Hapus kata sandinya (File, Info, Protect Workbook, Encrypt "
        "with Password) lalu kirim kembali.",
    ),
    "corrupt_workbook": (
        "{file} is damaged and cannot be read. Open it in Excel or LibreOffice, save it under a new "
        "name as .xlsx, and send that.",
        "{file} rusak dan tidak terbaca. Buka di Excel atau LibreOffice, simpan dengan nama baru "
        "sebagai .xlsx, lalu kirim.",
    ),
    "inflates_too_far": (
        "{file} unpacks to far more data than a report holds. Copy the needed cells into a fresh "
        "template and send that.",
        "{file} membengkak jauh melebihi isi sebuah laporan saat dibuka. Salin sel yang diperlukan ke "
        "templat baru lalu kirim.",
    ),
    "too_many_parts": (
        "{file} holds thousands of parts inside. Copy the needed cells into a fresh template and send that.",
        "{file} memuat ribuan bagian di dalamnya. Salin sel yang diperlukan ke templat baru lalu kirim.",
    ),
    "unsafe_xml": (
        "{file} holds declarations that no spreadsheet program writes. Open it in Excel or "
        "LibreOffice and save it as a new .xlsx.",
        "{file} memuat deklarasi yang tidak pernah ditulis program lembar kerja. Buka di Excel atau "
        "LibreOffice lalu simpan sebagai .xlsx baru.",
    ),
    "far_cell": (
        "{file}, sheet '{sheet}': the cell {cell} lies far outside the table. Delete its row and "
        "column (right-click, Delete), save, and send it again.",
        "{file}, lembar '{sheet}': sel {cell} terletak jauh di luar tabel. Hapus baris dan kolomnya "
        "(klik kanan, Delete), simpan, lalu kirim kembali.",
    ),
    "too_many_cells": (
        f"{{file}} holds more than {_MAX_CELLS_EN} cells (reached in sheet '{{sheet}}', which extends to "
        "{cell}). Split the table over several files.",
        f"{{file}} memuat lebih dari {_MAX_CELLS_ID} sel (tercapai di lembar '{{sheet}}', yang terbentang "
        "sampai {cell}). Bagi tabelnya ke beberapa berkas.",
    ),
    "unreadable_cell": (
        "{file}, sheet '{sheet}': a cell holds a number that its format cannot show, for example a very large negative "
        "number in the format of a date. Set the cells to the format General, correct the number, and send it again.",
        "{file}, lembar '{sheet}': ada sel berisi angka yang tidak dapat ditampilkan formatnya, misalnya angka negatif "
        "yang sangat besar dalam format tanggal. Ubah format sel menjadi General, perbaiki angkanya, lalu kirim "
        "kembali.",
    ),
    "csv_encoding": (
        "{file} is not a text table: its letters are neither UTF-8 nor Windows-1252. Save it as 'CSV "
        "UTF-8' or as .xlsx.",
        "{file} bukan tabel teks: hurufnya bukan UTF-8 maupun Windows-1252. Simpan sebagai 'CSV UTF-8' atau .xlsx.",
    ),
    "csv_quotes": (
        "{file}, line {line}: a quotation mark is not closed, or text follows it. Correct that line, "
        "or save the table as .xlsx.",
        "{file}, baris {line}: tanda kutip tidak ditutup, atau diikuti teks. Perbaiki baris itu, atau "
        "simpan tabel sebagai .xlsx.",
    ),
    "reader_died": (
        "{file} made the reader stop. Copy the needed cells into a fresh template and send that.",
        "{file} membuat pembaca berhenti. Salin sel yang diperlukan ke templat baru lalu kirim.",
    ),
    "reader_timeout": (
        "{file} took longer than {seconds} seconds to read. Copy the needed cells into a fresh template and send that.",
        "{file} memerlukan lebih dari {seconds} detik untuk dibaca. Salin sel yang diperlukan ke "
        "templat baru lalu kirim.",
    ),
    "reader_failed": (
        "{file} could not be read ({reason}). Save it anew as .xlsx; if that does not help, tell the facilitator.",
        "{file} tidak dapat dibaca ({reason}). Simpan ulang sebagai .xlsx; bila belum berhasil, hubungi fasilitator.",
    ),
}

RULES: Final = tuple(_MESSAGES)


def refusal(
    rule: str,
    file_name: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    detail: str = "",
    **words: str,
) -> Refused:
    """The refusal of `file_name` for `rule`, its messages filled in."""
    values = {"file": shown_name(file_name), "sheet": sheet or "", "cell": cell or "", **words}
    english, indonesian = _MESSAGES[rule]
    return Refused(rule, english.format(**values), indonesian.format(**values), sheet, cell, detail)


def shown_name(file_name: str) -> str:
    """The last part of a file name, printable and short; folders in it mean nothing to us."""
    last = PurePosixPath(file_name.replace("\\", "/")).name or "?"
    printable = "".join(letter if letter.isprintable() else "_" for letter in last)
    return printable if len(printable) <= 120 else f"{printable[:80]}…{printable[-39:]}"
