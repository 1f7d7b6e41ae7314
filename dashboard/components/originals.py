"""Opening a landed original: offered by its hash, with the media type its bytes have, always as a download."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.components.context import Context, data_folder
from dashboard.components.table import safe
from dashboard.language import is_missing
from warehouse.originals import original_path

MOST_BYTES = 50_000_000

# What may be opened, and the ending its name gets: the bytes decide, not the name under which it came.
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic", ".heif"),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "application/msword": (".doc",),
    "application/rtf": (".rtf",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    _OFFICE + "wordprocessingml.document": (".docx",),
    _OFFICE + "spreadsheetml.sheet": (".xlsx",),
    _OFFICE + "presentationml.presentation": (".pptx",),
    _OPEN_DOCUMENT + "text": (".odt",),
    _OPEN_DOCUMENT + "spreadsheet": (".ods",),
    _OPEN_DOCUMENT + "presentation": (".odp",),
}


def open_originals(here: Context, key: str, files: pd.DataFrame) -> None:
    """A button that opens the original; of several, one is chosen first. Columns as in `queries.documents.behind`."""
    _ = here.translator.gettext
    if files.empty:
        return
    if here.on_paper:
        label = _("Files behind this")
        st.caption(f"{label}: {safe('; '.join(files['file_name']))}")
        return
    rows = {row.file_sha256: row for row in files.itertuples()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = next(iter(rows))
        if len(rows) > 1:
            chosen = st.selectbox(
                _("Files behind this"),
                list(rows),
                format_func=lambda sha256: rows[sha256].file_name,
                key=f"{key}_original",
            )
        _button(here, key, rows[chosen])


def _button(here: Context, key: str, row: object) -> None:
    _ = here.translator.gettext
    name, size = str(row.file_name), row.size_bytes
    media_type = None if is_missing(row.media_type) else str(row.media_type)
    path = original_path(data_folder() / "landing", str(row.file_sha256))
    if not path.is_file():
        st.caption(_("{file}: the original is no longer kept.").format(file=safe(name)))
    elif media_type not in ENDINGS or is_missing(size) or size > MOST_BYTES:
        st.caption(_("{file} is not offered for opening: what it is cannot be told safely.").format(file=safe(name)))
    else:
        st.download_button(
            _("Open {file} ({size})").format(file=safe(name), size=_size(here, int(size))),
            _reader(path),
            download_name(name, media_type),
            media_type,
            key=f"{key}_open",
            icon=":material/file_open:",
            on_click="ignore",
        )


def download_name(name: str, media_type: str) -> str:
    """The name for the reader's computer: the sender's, with an ending that fits what the file is."""
    endings = ENDINGS[media_type]
    plain = Path(name.replace("\\", "/")).name
    return plain if plain.lower().endswith(endings) else Path(plain).stem + endings[0]


def _size(here: Context, size: int) -> str:
    number = here.translator.number
    return f"{number(size / 1e6, 1)} MB" if size >= 1e6 else f"{number(max(1, size / 1e3))} kB"


def _reader(path: Path) -> Callable[[], bytes]:
    return path.read_bytes
