"""The one rule on how far a sheet may reach, for every kind of workbook."""

from dataclasses import dataclass
from typing import Final

from pipelines.reading.model import MAX_CELLS, Refused, cell_name
from pipelines.reading.refusals import refusal

_SPARSE: Final = 10


@dataclass(slots=True)
class Extent:
    """Rectangle around the filled cells seen so far, rows and columns counted from 0, and their number."""

    first_row: int = 0
    last_row: int = -1
    first_column: int = 0
    last_column: int = -1
    filled: int = 0

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Take in a filled cell, or a block of `rows` × `columns` repeated ones."""
        last_row, last_column = row + rows - 1, column + columns - 1
        if self.filled == 0:
            self.first_row, self.last_row = row, last_row
            self.first_column, self.last_column = column, last_column
        else:
            self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, last_row)
            self.first_column = min(self.first_column, column)
            self.last_column = max(self.last_column, last_column)
        self.filled += rows * columns

    @property
    def area(self) -> int:
        """Cells of the rectangle; 0 while none is filled."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    @property
    def too_large(self) -> bool:
        """Whether a dense grid of the rectangle would be larger than MAX_CELLS."""
        return self.area > MAX_CELLS


def refusal_of_extent(extent: Extent, file_name: str, sheet: str) -> Refused:
    """The refusal of a sheet that is too large: for one cell far outside, or for its many cells."""
    rule = "far_cell" if extent.filled * _SPARSE < extent.area else "too_many_cells"
    return refusal(rule, file_name, sheet=sheet, cell=cell_name(extent.last_row, extent.last_column))
