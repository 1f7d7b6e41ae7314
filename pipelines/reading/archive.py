"""A zip archive read under bounds: what counts is what is really inflated, never what a header claims."""

import struct
import zlib
from typing import Final, NamedTuple

from pipelines.reading.model import MAX_ENTRIES, MAX_INFLATED_BYTES, Refused
from pipelines.reading.refusals import refusal

_END: Final = struct.Struct("<4sHHHHIIH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_STORED: Final = 0
_DEFLATED: Final = 8
_RATIO: Final = 300  # a sheet of one endlessly repeated row deflates to about 1/100
_RATIO_FROM_BYTES: Final = 4 * 1024 * 1024
_MARKUP_HEAD: Final = 64


class Entry(NamedTuple):
    """One entry of the central directory."""

    name: str
    method: int
    compressed_size: int
    offset: int


class Archive:
    """The entries of a zip file held in memory. Raises Refused for what is damaged, encrypted or too much."""

    def __init__(self, blob: bytes, file_name: str) -> None:
        self._blob = blob
        self._file_name = file_name
        self._budget = MAX_INFLATED_BYTES
        self.entries = self._directory()
        self.by_name = {entry.name.lower(): entry for entry in self.entries}
        if len(self.by_name) != len(self.entries):
            raise refusal("corrupt_workbook", file_name, detail="two entries of one name")

    def inflate(self, entry: Entry) -> bytes:
        """All bytes of an entry, taken off the archive's budget."""
        compressed = self.compressed(entry)
        inflated = self._inflate_at_most(entry, compressed, self._budget)
        self._budget -= len(inflated)
        if len(inflated) > _RATIO_FROM_BYTES and len(inflated) > _RATIO * len(compressed):
            raise refusal("inflates_too_far", self._file_name, detail=f"ratio of {entry.name}")
        return inflated

    def is_markup(self, entry: Entry) -> bool:
        """Whether an entry is XML, by its name or by its first bytes."""
        if entry.name.lower().endswith((".xml", ".rels", ".vml")):
            return True
        head = self._head(entry)
        return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")

    def charge(self, entry: Entry, size: int) -> None:
        """Take a part that need not be inflated again off the archive's budget: it inflates to so many bytes."""
        self._budget -= size
        if self._budget < 0:
            raise self._budget_spent(entry)

    def _budget_spent(self, entry: Entry) -> Refused:
        return refusal("inflates_too_far", self._file_name, detail=f"budget spent at {entry.name}")

    def _head(self, entry: Entry) -> bytes:
        compressed = self.compressed(entry)
        if entry.method == _STORED:
            return compressed[:_MARKUP_HEAD]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(compressed, _MARKUP_HEAD)
        except zlib.error as error:
            raise refusal("corrupt_workbook", self._file_name, detail=f"{entry.name}: {error}") from error

    def _inflate_at_most(self, entry: Entry, compressed: bytes, limit: int) -> bytes:
        if entry.method == _STORED:
            inflated, complete = compressed, True
        else:
            stream = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                inflated = stream.decompress(compressed, limit + 1)
            except zlib.error as error:
                raise refusal("corrupt_workbook", self._file_name, detail=f"{entry.name}: {error}") from error
            complete = stream.eof
        if len(inflated) > limit:
            raise self._budget_spent(entry)
        if not complete:
            raise refusal("corrupt_workbook", self._file_name, detail=f"{entry.name} is cut off")
        return inflated

    def compressed(self, entry: Entry) -> bytes:
        """The bytes of an entry as they stand in the archive."""
        try:
            header = _LOCAL.unpack_from(self._blob, entry.offset)
        except struct.error as error:
            raise refusal("corrupt_workbook", self._file_name, detail=f"no header of {entry.name}") from error
        start = entry.offset + _LOCAL.size + header[9] + header[10]
        compressed = self._blob[start : start + entry.compressed_size]
        if header[0] != b"PK\x03\x04" or len(compressed) != entry.compressed_size:
            raise refusal("corrupt_workbook", self._file_name, detail=f"{entry.name} is cut off")
        return compressed

    def _directory(self) -> list[Entry]:
        end = self._blob.rfind(b"PK\x05\x06", max(0, len(self._blob) - _END.size - 0xFFFF))
        if end < 0 or end + _END.size > len(self._blob):
            raise refusal("corrupt_workbook", self._file_name, detail="no central directory")
        _, _, _, _, count, size, offset, _ = _END.unpack_from(self._blob, end)
        if count > MAX_ENTRIES:
            raise refusal("too_many_parts", self._file_name, detail=f"{count} entries")
        if offset + size != end:
            raise refusal("corrupt_workbook", self._file_name, detail="central directory out of place")
        entries, position = [], offset
        for _ in range(count):
            entry, position = self._entry_at(position, end)
            entries.append(entry)
        if position != end:
            raise refusal("corrupt_workbook", self._file_name, detail="central directory of another length")
        return entries

    def _entry_at(self, position: int, end: int) -> tuple[Entry, int]:
        if position + _CENTRAL.size > end or self._blob[position : position + 4] != b"PK\x01\x02":
            raise refusal("corrupt_workbook", self._file_name, detail="central directory is cut off")
        fields = _CENTRAL.unpack_from(self._blob, position)
        flags, method, compressed_size = fields[3], fields[4], fields[8]
        name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
        start = position + _CENTRAL.size
        name = self._blob[start : start + name_length].decode("utf-8", errors="replace").replace("\\", "/")
        if flags & 1:
            raise refusal("encrypted_workbook", self._file_name, detail=f"{name} is encrypted")
        if method not in (_STORED, _DEFLATED):
            raise refusal("corrupt_workbook", self._file_name, detail=f"{name}: method {method}")
        return Entry(name, method, compressed_size, offset), start + name_length + extra_length + comment_length
