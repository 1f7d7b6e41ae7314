"""What mutants once did to us, each as small as it gets: refused with its own reason, and the reader lives on."""

import io
import re
from collections.abc import Callable

import pytest
import xlsxwriter

from pipelines.reading import Refused, read_workbook
from tests.fuzz.books import sound, unpacked
from tests.fuzz.mutations import Mutation


def cut_directory() -> bytes:
    """An .xls whose list of streams ends within an entry."""
    return sound()["report.xls"][:-40]


def four_billion_texts() -> bytes:
    """A list of shared texts that announces more than there can be."""
    book = unpacked(sound()["report.xlsx"])
    texts = book.parts["xl/sharedStrings.xml"]
    book.parts["xl/sharedStrings.xml"] = re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="4294967295"', texts)
    return book.packed()


def day_before_all_days() -> bytes:
    """A number far below zero in the format of a date."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Lembar")
        sheet.write_number(3, 1, -3201123456789012, book.add_format({"num_format": "yyyy-mm-dd"}))
    return buffer.getvalue()


def changed_byte() -> bytes:
    """A part whose bytes do not agree with its checksum."""
    blob = sound()["report.xlsx"]
    at = blob.find(b"PK\x01\x02", blob.rfind(b"xl/worksheets/sheet2.xml") - 60) + 16
    return blob[:at] + bytes(4) + blob[at + 4 :]


@pytest.mark.parametrize(
    ("make", "suffix", "rule", "sheet"),
    [
        (cut_directory, ".xls", "corrupt_workbook", None),
        (four_billion_texts, ".xlsx", "corrupt_workbook", None),
        (day_before_all_days, ".xlsx", "unreadable_cell", "Lembar"),
        (changed_byte, ".xlsx", "corrupt_workbook", None),
    ],
)
def test_what_stopped_a_reader_is_refused_with_its_reason(
    make: Callable[[], bytes], suffix: str, rule: str, sheet: str | None, tmp_path
):
    path = tmp_path / f"mutant{suffix}"
    path.write_bytes(make())
    with pytest.raises(Refused) as refused:
        read_workbook(path, path.name)
    assert (refused.value.rule, refused.value.sheet) == (rule, sheet)


def test_a_mutation_is_the_same_each_time():
    mutation = Mutation("type_in_cell", 1, 7, 3)
    first, second = unpacked(sound()["report.xlsx"]), unpacked(sound()["report.xlsx"])
    mutation.spoil(first)
    mutation.spoil(second)
    assert first.packed() == second.packed() != sound()["report.xlsx"]
