"""What a user needs when something does not work: versions, folders, the lock, the last build."""

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.gis.presence import LIBRARIES as GIS_LIBRARIES
from pipelines.intake import Landing
from warehouse.extras import are_installed, install_command
from warehouse.generations import LOCK, Generations, WarehouseProblem

LIBRARIES = ("pandas", "duckdb", "streamlit", "plotly", "great-expectations")
LEAST_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at; where it is not good, the messages say how to mend it."""

    good: bool
    message_en: str
    message_id: str


def examine(data: Path) -> list[Finding]:
    """Everything that was looked at, in order."""
    return [
        *_versions(),
        *_extras(),
        *_folders(data),
        _lock(data),
        _watched(data),
        _last_build(data),
        *_originals(data),
    ]


def _versions() -> Iterator[Finding]:
    yield Finding(True, f"Python {platform.python_version()}", f"Python {platform.python_version()}")
    for library in LIBRARIES:
        try:
            yield Finding(True, f"{library} {version(library)}", f"{library} {version(library)}")
        except PackageNotFoundError:
            yield Finding(
                False,
                f"{library} is missing. Run `python run.py doctor`: it installs what is needed.",
                f"{library} belum ada. Jalankan `python run.py doctor`: yang diperlukan akan dipasang.",
            )


def _extras() -> Iterator[Finding]:
    """What needs libraries of its own; that they are not there is no fault."""
    if are_installed(*GIS_LIBRARIES):
        yield Finding(True, "GIS files can be read.", "Berkas GIS dapat dibaca.")
    else:
        yield _to_install(
            "gis", "GIS files are kept and not read. To read them", "Berkas GIS disimpan dan belum dibaca. Agar dibaca"
        )
    if are_installed("typst"):
        yield Finding(True, "Pages can be printed as PDF.", "Halaman dapat dicetak sebagai PDF.")
    else:
        yield _to_install(
            "pack",
            "Pages cannot be printed as PDF yet. To print",
            "Halaman belum dapat dicetak sebagai PDF. Agar dapat",
        )
    if are_installed("pyodk"):
        yield Finding(True, "Forms can be fetched from ODK Central.", "Formulir dapat diambil dari ODK Central.")
    else:
        yield _to_install(
            "forms",
            "Forms are not fetched from ODK Central. To fetch them",
            "Formulir belum diambil dari ODK Central. Agar diambil",
        )


def _to_install(extra: str, message_en: str, message_id: str) -> Finding:
    command = install_command(extra)
    return Finding(True, f"{message_en}, install once: {command}", f"{message_id}, pasang sekali: {command}")


def _folders(data: Path) -> Iterator[Finding]:
    data = data.resolve()
    if not data.is_dir():
        yield Finding(
            False,
            f"There is no data folder {data}. Put workbooks in {data / 'inbox'} and run `python run.py build`.",
            f"Folder data {data} belum ada. Letakkan berkas di {data / 'inbox'}, lalu jalankan `python run.py build`.",
        )
        return
    if not os.access(data, os.W_OK):
        yield Finding(False, f"{data} cannot be written.", f"{data} tidak dapat ditulis.")
    free = shutil.disk_usage(data).free
    megabytes = free // 1_000_000
    yield Finding(
        free >= LEAST_FREE_BYTES,
        f"Data folder {data}, {megabytes} MB free",
        f"Folder data {data}, ruang kosong {megabytes} MB",
    )


def _lock(data: Path) -> Finding:
    path = data / "warehouse" / LOCK
    if not path.exists():
        return Finding(True, "No build is running.", "Tidak ada pengolahan yang berjalan.")
    try:
        with FileLock(path, timeout=0):
            return Finding(True, "No build is running.", "Tidak ada pengolahan yang berjalan.")
    except Timeout:
        return Finding(True, "A build is running.", "Pengolahan sedang berjalan.")


def _watched(data: Path) -> Finding:
    if Generations(data / "warehouse").is_watched():
        return Finding(True, "The folder is watched.", "Folder dipantau.")
    return Finding(
        True,
        "The folder is not watched: `python run.py build` builds, with `--watch` by itself.",
        "Folder tidak dipantau: `python run.py build` mengolah, dengan `--watch` berjalan sendiri.",
    )


def _last_build(data: Path) -> Finding:
    try:
        generation, connection = Generations(data / "warehouse").open_current_read_only()
    except WarehouseProblem as problem:
        return Finding(False, problem.message_en, problem.message_id)
    with connection:
        partnerships = connection.execute("SELECT count(*) FROM mart.partnership").fetchall()[0][0]
    return Finding(
        True,
        f"Last build {generation.build_id}, as of {generation.as_of}, {partnerships} partnerships",
        f"Hasil terakhir {generation.build_id}, per {generation.as_of}, {partnerships} kemitraan",
    )


def _originals(data: Path) -> Iterator[Finding]:
    """Every original that an intake record names must be there."""
    landing = Landing(data / "landing")
    missing = sorted(
        {
            record.file_name
            for record in landing.records()
            if record.outcome != "refused"
            and landing.forgotten_reason(record.file_sha256) is None
            and not landing.has(record.file_sha256)
        }
    )
    if missing:
        yield Finding(
            False,
            f"Originals are missing: {', '.join(missing[:5])}. Put them back from a backup, or receive them again.",
            f"Berkas asli hilang: {', '.join(missing[:5])}. Kembalikan dari cadangan, atau terima lagi.",
        )
