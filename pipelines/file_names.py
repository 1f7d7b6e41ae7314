"""File names as others send them, made safe to show and to write."""

import os
import re
import unicodedata

from pipelines.arrivals import Remark

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # Unicode categories
_LONGEST_NAME = 150


def safe_name(given: str) -> tuple[str, list[Remark]]:
    """The last part of a file name, without what could mislead a screen or a file system, and remarks."""
    remarks: list[Remark] = []
    text = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode("utf-8"))
    visible = "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE)
    base = re.split(r"[\\/]", visible)[-1]
    name = re.sub(r'[<>:"|?*]', "_", base).strip(" .")
    stem, suffix = os.path.splitext(name)
    name = stem[: _LONGEST_NAME - len(suffix[:10])] + suffix[:10] or "unnamed"
    if base != visible:
        remarks.append(
            Remark(
                "path_in_file_name",
                "warning",
                f"The file name contained a path; only its last part, {name}, is used.",
                f"Nama berkas memuat jalur folder; hanya bagian terakhirnya, {name}, yang dipakai.",
            )
        )
    if visible != text:
        remarks.append(
            Remark(
                "invisible_letters_in_file_name",
                "warning",
                f"The file name contained invisible characters; the file is listed as {name}.",
                f"Nama berkas memuat karakter tak terlihat; berkas dicatat sebagai {name}.",
            )
        )
    return name, remarks
