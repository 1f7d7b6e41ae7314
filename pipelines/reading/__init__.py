"""From a file that anybody may have sent to plain rows of cells: bounded, or refused with a remedy."""

from pipelines.reading.model import CellProblem, Grid, Refused, Workbook, cell_name, column_letter
from pipelines.reading.workbook import read_workbook
from pipelines.reading.workers import Workers, run_in_workers

__all__ = [
    "CellProblem",
    "Grid",
    "Refused",
    "Workbook",
    "Workers",
    "cell_name",
    "column_letter",
    "read_workbook",
    "run_in_workers",
]
