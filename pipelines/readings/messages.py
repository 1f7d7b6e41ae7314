"""What is said about a file of readings: what is wrong, where, how to mend it. English, then Indonesian."""

from collections.abc import Sequence

from pipelines.reading.model import Refused
from pipelines.readings.template import ReadingTemplate, Role
from warehouse.explained import in_indonesian_form, shown

Pair = tuple[str, str]

_ZONES_EN = 'for example a header "reading_at (WIB)", a column "zone" with WIB, WITA or WIT, or 2026-03-01 02:00+07:00'
_ZONES_ID = (
    'misalnya judul kolom "Waktu (WIB)", kolom "zona waktu" berisi WIB, WITA, atau WIT, atau 2026-03-01 02:00+07:00'
)


def too_large(file: str, most_bytes: int) -> Pair:
    """More bytes than a file of readings may have."""
    gigabytes = most_bytes // 1_000_000_000
    return (
        f"{file} is larger than {gigabytes} GB. Split the readings by month, or save them as Parquet, and send the "
        "parts.",
        f"{file} lebih besar dari {gigabytes} GB. Bagi pembacaan per bulan, atau simpan sebagai Parquet, lalu kirim "
        "bagian-bagiannya.",
    )


def not_readings(file: str) -> Refused:
    """Handed in as readings, and no line names the columns."""
    return Refused(
        "no_readings",
        f"{file} is no table of readings: none of its first lines names a DMA, a time of reading and a flow. Give it "
        "a header line, for example: dma_id;reading_at (WIB);flow (L/s);pressure (m)",
        f"{file} bukan tabel pembacaan: tidak ada baris awal yang menyebut DMA, waktu baca, dan debit. Beri baris "
        "judul, misalnya: DMA;Waktu (WIB);Debit (L/s);Tekanan (m)",
    )


def unknown_delimiter(header: str) -> Refused:
    """The header's names stand in one cell."""
    return Refused(
        "unknown_delimiter",
        f'The header line "{shown(header)}" names the columns, but nothing that is known divides them. Save the file '
        "with a semicolon, comma or tab between the columns.",
        f'Baris judul "{shown(header)}" menyebut kolomnya, tetapi pemisahnya tidak dikenal. Simpan berkas dengan '
        "titik koma, koma, atau tab di antara kolom.",
        cell="1",
    )


def unknown_unit(header: str, unit: str) -> Refused:
    """A flow in a unit that is not known."""
    return Refused(
        "unknown_flow_unit",
        f'The unit "{shown(unit)}" in the column "{shown(header)}" is not known, so the flows cannot be brought to '
        "L/s. Give the flow in L/s, m3/h or m3/day and write that unit in the header, for example flow (L/s).",
        f'Satuan "{shown(unit)}" pada kolom "{shown(header)}" tidak dikenal, sehingga debit tidak dapat diubah ke L/s. '
        "Isi debit dalam L/s, m3/jam, atau m3/hari dan tulis satuannya di judul kolom, misalnya Debit (L/s).",
    )


def two_readings(example: str) -> Refused:
    """Nothing in the file shows which sign is the decimal one."""
    digits, fraction = example.replace(",", "").replace(".", ""), example.replace(",", ".")
    return Refused(
        "ambiguous_decimal_sign",
        f"{shown(example)} can mean {fraction} or {digits}, and no figure of the file shows which. Write the line "
        '"decimal sign: ," or "decimal sign: ." before the header, or the figures without thousands separators and '
        "with another number of decimals; in Parquet, save the column as numbers.",
        f"{shown(example)} dapat berarti {in_indonesian_form(fraction)} atau {digits}, dan tidak ada angka dalam "
        'berkas yang menunjukkannya. Tulis baris "tanda desimal: ," atau "tanda desimal: ." sebelum judul kolom, atau '
        "tulis angka tanpa pemisah ribuan dengan jumlah desimal lain; pada Parquet, simpan kolom sebagai angka.",
    )


def time_as_number(kind: str) -> Refused:
    """A Parquet column of times that holds numbers, perhaps seconds since 1970."""
    return Refused(
        "time_as_number",
        f"The times of reading are stored as numbers ({shown(kind)}), and a number does not say from when it counts. "
        "Save the column as timestamps (pandas: pd.to_datetime) or as text such as 2026-03-01 02:00.",
        f"Waktu baca disimpan sebagai angka ({shown(kind)}), dan angka tidak menyebut dari kapan dihitung. Simpan "
        "kolom itu sebagai timestamp (pandas: pd.to_datetime) atau teks seperti 2026-03-01 02:00.",
    )


def missing_columns(missing: Sequence[Role], header: Sequence[str], template: ReadingTemplate) -> Refused:
    """A required column is not there."""
    en = ", ".join(f'"{template.columns[role].labels.en}"' for role in missing)
    id_ = ", ".join(f'"{template.columns[role].labels.id}"' for role in missing)
    there = ", ".join(f'"{shown(name)}"' for name in header) or "–"
    return Refused(
        "missing_column",
        f"The columns {en} are missing. Columns found: {there}. Name them in the header, for example: "
        "dma_id, reading_at (WIB), flow (L/s).",
        f"Kolom {id_} tidak ada. Kolom yang ditemukan: {there}. Beri judul kolom, misalnya: DMA, Waktu (WIB), "
        "Debit (L/s).",
    )


def time_without_zone(example: str | None) -> Refused:
    """Nothing says in which zone the times are."""
    case = f" ({shown(example)})" if example else ""
    return Refused(
        "time_without_zone",
        f"The times{case} do not say in which time zone they are, so the night hours cannot be told. State it: "
        f"{_ZONES_EN}.",
        f"Waktu baca{case} tidak menyebut zona waktunya, sehingga jam malam tidak dapat dipastikan. Sebutkan zonanya: "
        f"{_ZONES_ID}.",
    )


def damaged(detail: str) -> Refused:
    """The file breaks off or cannot be decoded."""
    return Refused(
        "damaged_readings",
        "The file is damaged or was cut off while being copied. Export the readings again and send the whole file.",
        "Berkas rusak atau terpotong saat disalin. Ekspor ulang pembacaan dan kirim berkas yang utuh.",
        detail=detail,
    )


def unreadable_encoding() -> Refused:
    """A text in an encoding that is not read."""
    return Refused(
        "csv_encoding",
        "The file is not written in UTF-8. Save it as CSV UTF-8 and send it again.",
        "Berkas tidak ditulis dalam UTF-8. Simpan sebagai CSV UTF-8 lalu kirim ulang.",
    )


def nothing_usable(rows: int) -> Refused:
    """Not one reading with zone, time and flow."""
    return Refused(
        "no_usable_reading",
        f"None of the {rows} rows holds a DMA, a time and a flow that can be read. Expected for example: "
        "DMA-01; 2026-03-01 02:00; 12.5",
        f"Tidak satu pun dari {rows} baris memuat DMA, waktu, dan debit yang terbaca. Contoh isian: DMA-01; "
        "01/03/2026 02:00; 12,5",
    )


def mixed_zones(dmas: int, example: str, zones: str) -> Pair:
    """One DMA with readings in several zones."""
    return (
        f"Readings of one DMA are in several time zones (DMAs: {dmas}, for example {shown(example)}: {shown(zones)}). "
        "Each counts at the local time as written. Set all loggers to one zone and export again if that is wrong.",
        f"Pembacaan satu DMA memakai beberapa zona waktu (jumlah DMA: {dmas}, misalnya {shown(example)}: "
        f"{shown(zones)}). Tiap pembacaan dihitung menurut waktu setempat yang tertulis. Bila keliru, samakan zona "
        "logger dan ekspor ulang.",
    )


def rows_without_zone(rows: int, first: int) -> Pair:
    """Some rows state an offset and others none."""
    return (
        f"Rows without a time zone, while others state one: {rows} (first in row {first}). They were not taken. Write "
        "the offset in each row, or state one zone in the header.",
        f"{rows} baris tidak menyebut zona waktu sedangkan baris lain menyebutkannya (pertama di baris {first}); baris "
        "itu tidak dipakai. Tulis zona di setiap baris, atau satu zona di judul kolom.",
    )


def unreadable_rows(rows: int, first: int | None, example: str | None) -> Pair:
    """Rows whose time or figures cannot be read."""
    where_en = f" (first in row {first})" if first else ""
    where_id = f" (pertama di baris {first})" if first else ""
    case = f": {shown(example)}" if example else ""
    return (
        f"Rows that could not be read: {rows}{where_en}{case}. They count as missing. Expected: a time such as "
        "2026-03-01 02:00 and a number such as 12.5.",
        f"{rows} baris tidak terbaca{where_id}{case}. Baris itu dihitung sebagai pembacaan yang hilang. Seharusnya: "
        "waktu seperti 01/03/2026 02:00 dan angka seperti 12,5.",
    )


def rows_without_flow(rows: int) -> Pair:
    """Readings without a flow."""
    return (
        f"Readings without a flow: {rows}. They count as missing, not as zero.",
        f"{rows} pembacaan tidak memuat debit. Dihitung sebagai hilang, bukan nol.",
    )


def unsorted(dmas: int, example: str) -> Pair:
    """Days that do not stand in order."""
    return (
        f"The readings are not in order of time (DMAs: {dmas}, for example {shown(example)}). That changes no figure; "
        "the row range on a receipt is wider than its readings.",
        f"Pembacaan tidak urut waktu (jumlah DMA: {dmas}, misalnya {shown(example)}). Hal itu tidak mengubah angka; "
        "rentang baris pada bukti menjadi lebih lebar daripada pembacaannya.",
    )


def unit_assumed(name_en: str, name_id: str, unit: str) -> Pair:
    """A flow or pressure without a unit."""
    return (
        f"The header states no unit of {name_en.lower()}; it was taken as {unit}. Write it in the header, for example "
        f'"{name_en.lower()} ({unit})".',
        f"Judul kolom tidak menyebut satuan {name_id.lower()}; dianggap {unit}. Tulis di judulnya, misalnya "
        f'"{name_id} ({unit})".',
    )


def pressure_left_out(header: str, unit: str) -> Pair:
    """A pressure in a unit that is not known."""
    return (
        f'The unit "{shown(unit)}" in the column "{shown(header)}" is not known; the pressures were left out. Give '
        'them in m, bar, kPa or psi and write the unit in the header, for example "pressure (m)".',
        f'Satuan "{shown(unit)}" pada kolom "{shown(header)}" tidak dikenal; tekanan tidak dipakai. Isi dalam m, bar, '
        'kPa, atau psi dan tulis satuannya di judul kolom, misalnya "Tekanan (m)".',
    )


def lines_not_numbered(lines: int) -> Pair:
    """Lines that the row numbers of this file leave out."""
    return (
        f"Lines that are empty, have too few or too many cells, or continue a cell: {lines}. Row numbers of this file "
        f"are counted without them: the line itself may stand up to {lines} further down.",
        f"{lines} baris kosong, jumlah selnya tidak sesuai, atau merupakan lanjutan sel. Nomor baris untuk berkas ini "
        f"dihitung tanpa baris itu: baris yang dimaksud dapat berada sampai {lines} baris lebih ke bawah.",
    )


def figure(number: int, indonesian: bool) -> str:
    """A count as people write it."""
    text = f"{number:,}"
    return in_indonesian_form(text) if indonesian else text
