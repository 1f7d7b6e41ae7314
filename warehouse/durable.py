"""Files that are there whole or not at all, whatever instant the process or the machine stops."""

import os
import time
from pathlib import Path

PATIENCE_SECONDS = 1.0


def write_whole(path: Path, content: bytes) -> None:
    """Write the content under this name; a kill at any instant leaves the former file or the new one.

    The content is written beside it under a dotted name, reaches the disk, and then takes the name.
    Raises OSError where the folder cannot be written.
    """
    private = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with private.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rename_over(private, path)
    except BaseException:
        private.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def rename_over(source: Path, target: Path) -> None:
    """Atomic rename, also over an existing file.

    Windows forbids it while someone reads the target: tried again for up to a second, then PermissionError.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() >= give_up_at:
                raise
            time.sleep(0.02)
        else:
            return


def read_patiently(path: Path) -> bytes:
    """The file's bytes; a PermissionError, as on Windows during a rename, is tried again for a second."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return path.read_bytes()
        except PermissionError:
            if time.monotonic() >= give_up_at:
                raise
            time.sleep(0.02)


def sync_file(path: Path) -> None:
    """Make sure that the file's content has reached the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder have reached the disk (Windows does so by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
