"""The bounded pass over an .xls: the compound file that holds it, and the records of its workbook stream."""

import struct
from collections.abc import Iterator
from typing import Final

from pipelines.reading.bounds import Extent, refusal_of_extent
from pipelines.reading.model import CellProblem, cell_name
from pipelines.reading.refusals import refusal

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN: Final = 0xFFFFFFFE
_LARGEST_SECTOR: Final = 0xFFFFFFFA
_DIRECTORY_ENTRY: Final = 128
_STREAM: Final = 2
_HEADER_SECTORS: Final = 109

_BOF, _EOF, _DATEMODE, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x0022, 0x002F, 0x0085
_FORMULA, _BOOLERR, _MULRK, _RSTRING = 0x0006, 0x0205, 0x00BD, 0x00D6
_ONE_CELL: Final = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, _FORMULA, _BOOLERR, _RSTRING})
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def inspect_xls(blob: bytes, file_name: str) -> tuple[list[CellProblem], bool]:
    """Error cells, which the reader shows as blanks, and whether days are counted from 1904.

    Raises Refused for whatever must not reach the reader.
    """
    try:
        streams = _Compound(blob)
        names = streams.names
        if "EncryptedPackage" in names:
            raise refusal("encrypted_workbook", file_name)
        if any(name.startswith("_VBA_PROJECT") for name in names):
            raise refusal("macro_workbook", file_name)
        stream = streams.read("Workbook") or streams.read("Book")
        if stream is None:
            raise refusal("not_a_workbook", file_name, detail="no workbook stream")
        return _inspect_stream(stream, file_name)
    except (struct.error, IndexError, ValueError) as error:
        raise refusal("corrupt_workbook", file_name, detail=str(error)) from error


class _Compound:
    """A compound file (OLE2) in memory: its streams by name. Raises ValueError where it is damaged."""

    def __init__(self, blob: bytes) -> None:
        self._blob = blob
        shift, mini_shift = struct.unpack_from("<HH", blob, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sector size")
        self._sector = 1 << shift
        first_directory, _, self._mini_cutoff, first_mini_fat, _, first_difat, _ = struct.unpack_from("<7I", blob, 48)
        self._fat = self._allocation_table(first_difat)
        directory = self._chain(first_directory)
        self._directory = [
            directory[start : start + _DIRECTORY_ENTRY]
            for start in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY)
        ]
        self._first_mini_fat = first_mini_fat
        self.names = {self._name(entry) for entry in self._directory if entry[66]}

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream, or None where there is none of that name."""
        for entry in self._directory:
            if entry[66] == _STREAM and self._name(entry) == name:
                first, size = struct.unpack_from("<II", entry, 116)
                return (self._chain(first) if size >= self._mini_cutoff else self._mini_chain(first))[:size]
        return None

    def _name(self, entry: bytes) -> str:
        length = struct.unpack_from("<H", entry, 64)[0]
        return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._blob[start : start + self._sector]

    def _allocation_table(self, next_difat: int) -> tuple[int, ...]:
        numbers = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self._blob, 76))
        for _ in range(len(self._blob) // self._sector):
            if next_difat > _LARGEST_SECTOR:
                break
            sector = self._sector_at(next_difat)
            *more, next_difat = struct.unpack(f"<{self._sector // 4}I", sector)
            numbers += more
        table = b"".join(self._sector_at(number) for number in numbers if number <= _LARGEST_SECTOR)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector_at(number) for number in _follow(first, self._fat))

    def _mini_chain(self, first: int) -> bytes:
        root = self._directory[0]
        container = self._chain(struct.unpack_from("<I", root, 116)[0])
        table = self._chain(self._first_mini_fat)
        mini_fat = struct.unpack(f"<{len(table) // 4}I", table)
        return b"".join(container[number * 64 : number * 64 + 64] for number in _follow(first, mini_fat))


def _follow(first: int, table: tuple[int, ...]) -> Iterator[int]:
    number = first
    for _ in range(len(table) + 1):
        if number == _END_OF_CHAIN:
            return
        yield number
        number = table[number]
    raise ValueError("sectors in a circle")


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Type, position, start and length of each record."""
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, position, position + 4, length
        position += 4 + length


def _inspect_stream(stream: bytes, file_name: str) -> tuple[list[CellProblem], bool]:
    names: dict[int, str] = {}
    extents: dict[str, Extent] = {}
    problems: list[CellProblem] = []
    sheet, counts_from_1904 = "", False
    for kind, position, start, length in _records(stream):
        if kind == _FILEPASS:
            raise refusal("encrypted_workbook", file_name)
        if kind == _BOUNDSHEET:
            names[struct.unpack_from("<I", stream, start)[0]] = _sheet_name(stream[start : start + length])
        elif kind == _DATEMODE:
            counts_from_1904 = stream[start : start + 2] == b"\x01\x00"
        elif kind == _BOF:
            sheet = names.get(position, sheet)
        elif kind in _ONE_CELL or kind == _MULRK:
            row, column = struct.unpack_from("<HH", stream, start)
            columns = (length - 6) // 6 if kind == _MULRK else 1
            extent = extents.setdefault(sheet, Extent())
            extent.add(row, column, 1, max(columns, 1))
            if extent.too_large:
                raise refusal_of_extent(extent, file_name, sheet)
            if (code := _error_code(kind, stream[start : start + 14])) is not None:
                value = _ERRORS.get(code, "#?")
                problems.append(CellProblem(sheet, cell_name(row, column), "error_value", value))
    return problems, counts_from_1904


def _error_code(kind: int, record: bytes) -> int | None:
    if kind == _BOOLERR and record[7] == 1:
        return record[6]
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return record[8]
    return None


def _sheet_name(record: bytes) -> str:
    """Name in a BOUNDSHEET record: of BIFF8 with its width flag, of BIFF5 in single bytes."""
    length, rest = record[6], record[7:]
    if len(rest) == length:
        return rest.decode("cp1252", errors="replace")
    if rest[:1] == b"\x01":
        return rest[1 : 1 + 2 * length].decode("utf-16-le", errors="replace")
    return rest[1 : 1 + length].decode("latin-1")
