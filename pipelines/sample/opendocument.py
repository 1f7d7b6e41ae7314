"""The smallest .ods that holds the cells of a workbook, written the same way every time."""

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipelines.reading import Grid, Workbook

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part, so that the bytes depend on the content only."""


def write_open_document(workbook: Workbook, path: Path) -> None:
    """Write the cells of all sheets; formats, lists and comments are left behind."""
    sheets = "".join(_sheet(grid) for grid in workbook.sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w") as archive:
        for name, text, compression in (
            ("mimetype", _MIMETYPE, ZIP_STORED),
            ("content.xml", content, ZIP_DEFLATED),
            ("META-INF/manifest.xml", _MANIFEST, ZIP_DEFLATED),
        ):
            archive.writestr(ZipInfo(name, EARLIEST), text, compression)


def _sheet(grid: Grid) -> str:
    width = grid.first_column + max((len(row) for row in grid.rows), default=0)
    skipped = "<table:table-row><table:table-cell/></table:table-row>" * grid.first_row
    indent = "<table:table-cell/>" * grid.first_column
    rows = "".join(
        f"<table:table-row>{indent}{''.join(_cell(value) for value in row)}</table:table-row>" for row in grid.rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{max(width, 1)}"/>'
    return f"<table:table table:name={quoteattr(grid.sheet)}>{columns}{skipped}{rows}</table:table>"


def _cell(value: object) -> str:
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        stated = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        stated = f'office:value-type="float" office:value="{value!r}"'
    elif isinstance(value, date):
        stated = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        stated = 'office:value-type="string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {stated}>{lines}</table:table-cell>"
