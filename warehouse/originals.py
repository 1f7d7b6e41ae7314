"""Where the original of a landed file lies: by its SHA-256 alone, never by a name that somebody gave it."""

import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def original_path(landing: Path, file_sha256: str) -> Path:
    """The place of an original in a landing folder. Raises ValueError for what is no SHA-256."""
    if not _SHA256.fullmatch(file_sha256):
        raise ValueError(f"not a SHA-256: {file_sha256!r}")
    return landing / "originals" / file_sha256[:2] / file_sha256
