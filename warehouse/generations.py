"""Generations of the warehouse: each build is a file of its own, made privately, published by one pointer.

    warehouse/current.json           the pointer: which build is the published one
    warehouse/<build_id>.duckdb      a finished build; never changed again
    warehouse/.<build_id>.building   a build under way; swept away by the next one if its process was killed
    warehouse/build.lock             held by the operating system while a build runs
    warehouse/watching               touched every few seconds while a process waits for changes and builds by itself

Readers open the published file read-only and are never disturbed: a new build is a new name.
"""

import json
import os
import re
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.ddl import SCHEMA_VERSION, literal
from warehouse.durable import read_patiently, rename_over, sync_file, sync_folder, write_whole
from warehouse.explained import ExplainedError

POINTER = "current.json"
LOCK = "build.lock"
WATCHING = "watching"
HOLDER = "build.holder.json"
KEPT_BUILDS = 3
PRIVATE_NAME = "private_build"
BEAT_SECONDS = 2.0  # between two touches of the file that says that the folder is watched
BEATS_MISSED = 5  # by a busy computer; after so many nobody watches any more
READERS_MEMORY = "1GB"
READERS_THREADS = 2
_BUILD_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")


class WarehouseProblem(ExplainedError):
    """The warehouse cannot be opened or built now."""


class NothingPublished(WarehouseProblem):
    """No build has been published yet."""


class PointerUnreadable(WarehouseProblem):
    """The pointer is damaged, or names a build that is not there."""


class OtherVersion(WarehouseProblem):
    """The published tables are those of another version of this program."""


class BuildRunning(WarehouseProblem):
    """Another process holds the build lock."""


@dataclass(frozen=True)
class Generation:
    """One published build. `built_at` is naive UTC; `inputs` are SHA-256 of what it was made from."""

    build_id: str
    as_of: date
    built_at: datetime
    path: Path
    inputs: Mapping[str, str] = field(default_factory=dict)


class PrivateBuild:
    """A build under way: write to its `connection`, then call `publish`, or it is thrown away."""

    def __init__(self, build_id: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.build_id = build_id
        self.connection = connection
        self.intended: tuple[date, datetime, Mapping[str, str]] | None = None

    def publish(self, as_of: date, built_at: datetime, inputs: Mapping[str, str]) -> None:
        """Publish this build once its block ends without an error."""
        self.intended = (as_of, built_at, dict(inputs))


def new_build_id(built_at: datetime) -> str:
    """A readable id that no other build has; later ones sort after earlier ones. `built_at` is naive UTC."""
    return f"{built_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


class Generations:
    """The builds in one warehouse folder."""

    def __init__(self, folder: Path, kept: int = KEPT_BUILDS) -> None:
        self.folder = folder
        self.kept = kept

    def build_path(self, build_id: str) -> Path:
        """Where a finished build lies. Raises ValueError for an id that is no plain name."""
        if not _BUILD_ID.fullmatch(build_id):
            raise ValueError(f"not a build id: {build_id!r}")
        return self.folder / f"{build_id}.duckdb"

    def builds(self) -> list[str]:
        """Ids of the finished builds on disk, oldest first."""
        return sorted(path.stem for path in self.folder.glob("*.duckdb") if _BUILD_ID.fullmatch(path.stem))

    def current(self) -> Generation | None:
        """The published build, None before the first. Raises PointerUnreadable if the pointer is damaged."""
        pointer = self.folder / POINTER
        try:
            content = read_patiently(pointer)
        except FileNotFoundError:
            return None
        try:
            facts = json.loads(content)
            return Generation(
                build_id=facts["build_id"],
                as_of=date.fromisoformat(facts["as_of"]),
                built_at=datetime.fromisoformat(facts["built_at"]),
                path=self.build_path(facts["build_id"]),
                inputs=dict(facts["inputs"]),
            )
        except (ValueError, TypeError, KeyError) as error:
            raise PointerUnreadable(
                f"The pointer to the published build, {pointer}, is damaged. Run `python run.py build`: it writes a "
                f"new one.",
                f"Penunjuk ke hasil pengolahan yang terbit, {pointer}, rusak. Jalankan `python run.py build`: "
                f"penunjuk baru akan ditulis.",
            ) from error

    def open_current_read_only(
        self, memory: str = READERS_MEMORY, threads: int = READERS_THREADS
    ) -> tuple[Generation, duckdb.DuckDBPyConnection]:
        """Open the published build for reading, shut off from files, network and changes of settings.

        Where the file goes between reading the pointer and opening it, the pointer is read again.
        Raises NothingPublished, PointerUnreadable or OtherVersion.
        """
        missing: Generation | None = None
        while True:
            generation = self.current()
            if generation is None:
                raise NothingPublished(
                    f"Nothing has been built yet in {self.folder}. Put the workbooks in the inbox and run "
                    f"`python run.py build`.",
                    f"Belum ada hasil pengolahan di {self.folder}. Letakkan berkas di kotak masuk (inbox), "
                    f"lalu jalankan `python run.py build`.",
                )
            try:
                connection = open_read_only(generation.path, memory, threads)
                refuse_other_version(connection, generation.build_id)
                return generation, connection
            except duckdb.IOException as error:
                if generation.path.exists():
                    raise
                if generation == missing:
                    raise PointerUnreadable(
                        f"The published build {generation.path} is missing. Run `python run.py build` to make it "
                        f"again.",
                        f"Berkas hasil pengolahan {generation.path} tidak ada. Jalankan `python run.py build` untuk "
                        f"membuatnya lagi.",
                    ) from error
                missing = generation

    @contextmanager
    def locked(self, now: datetime) -> Iterator[None]:
        """Hold the build lock. Raises BuildRunning at once, saying who holds it. `now` is naive UTC."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise self._build_running() from error
        try:
            holder = {"process": os.getpid(), "computer": socket.gethostname(), "since": now.isoformat()}
            write_whole(self.folder / HOLDER, json.dumps(holder).encode())
            yield
        finally:
            (self.folder / HOLDER).unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Show, for as long as the block runs, that builds begin by themselves.

        Several may watch: when one ends, the others show themselves again at their next beat.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        ended = threading.Event()
        self._beat()
        beats = threading.Thread(target=self._beat_until, args=(ended,), name="watching", daemon=True)
        beats.start()
        try:
            yield
        finally:
            ended.set()
            beats.join()
            with suppress(OSError):
                (self.folder / WATCHING).unlink(missing_ok=True)

    def _beat_until(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            self._beat()

    def _beat(self) -> None:
        with suppress(OSError):  # a full disk is told by the build; the next beat may succeed
            (self.folder / WATCHING).touch()

    def is_watched(self) -> bool:
        """Whether some process builds by itself whenever something arrives. Asking writes nothing."""
        try:
            age = time.time() - (self.folder / WATCHING).stat().st_mtime
        except OSError:
            return False
        return abs(age) < BEATS_MISSED * BEAT_SECONDS

    @contextmanager
    def building(
        self, build_id: str, settings: Mapping[str, str] | None = None, blank: bytes = b""
    ) -> Iterator[PrivateBuild]:
        """Build privately under the build lock; publish at the end if the block asked for it.

        `blank`: the bytes of the database to begin with, where not with an empty one (see `blank_database`).
        Sweeps away what killed builds left. An error, or a block that never calls `publish`, leaves the
        published build as it was and no file behind.
        """
        final = self.build_path(build_id)
        private = self.folder / f".{build_id}.building"
        self._sweep()
        if blank:
            private.write_bytes(blank)
        connection = open_private(private, settings or {})
        build = PrivateBuild(build_id, connection)
        try:
            yield build
            if build.intended is not None:
                connection.execute("CHECKPOINT")
        except BaseException:
            build.intended = None
            raise
        finally:
            connection.close()
            if build.intended is None:
                self._sweep()
        if build.intended is not None:
            self._publish(build, private, final)

    def _publish(self, build: PrivateBuild, private: Path, final: Path) -> None:
        assert build.intended is not None
        as_of, built_at, inputs = build.intended
        sync_file(private)
        rename_over(private, final)
        sync_folder(self.folder)
        pointer = {
            "build_id": build.build_id,
            "as_of": as_of.isoformat(),
            "built_at": built_at.isoformat(),
            "inputs": dict(sorted(inputs.items())),
        }
        write_whole(self.folder / POINTER, json.dumps(pointer, indent=2).encode())
        self._prune(build.build_id)

    def _prune(self, published: str) -> None:
        """Keep the last builds; one that is still open elsewhere is left where the system says so."""
        others = [build_id for build_id in self.builds() if build_id != published]
        for build_id in others[: max(0, len(others) - self.kept + 1)]:
            path = self.build_path(build_id)
            _remove_unless_in_use(path)
            _remove_unless_in_use(path.with_name(path.name + ".tmp"))

    def _sweep(self) -> None:
        """Remove what a killed build left: its file, its log, its overflow folder, half-written pointers."""
        for pattern in (".*.building*", f".{POINTER}.*.tmp", f".{HOLDER}.*.tmp"):
            for path in self.folder.glob(pattern):
                _remove_unless_in_use(path)

    def _build_running(self) -> BuildRunning:
        try:
            holder = json.loads(read_patiently(self.folder / HOLDER))
            since = datetime.fromisoformat(holder["since"]).replace(tzinfo=UTC).astimezone()
            who = f"{holder['process']} @ {holder['computer']}, {since:%Y-%m-%d %H:%M}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "?"
        return BuildRunning(
            f"Another build is running in {self.folder} (process {who}). Wait until it ends, then try again.",
            f"Pengolahan lain sedang berjalan di {self.folder} (proses {who}). Tunggu sampai selesai, lalu coba lagi.",
        )


def open_private(path: Path, settings: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A new database file without a log: what a killed build leaves is never recovered, and each commit costs a sync.

    The connection's cursors begin outside the file: `USE` its PRIVATE_NAME.
    """
    connection = duckdb.connect(config={**settings, "temp_directory": f"{path}.tmp"})
    attach = f"ATTACH {literal(str(path))} AS {PRIVATE_NAME} (RECOVERY_MODE no_wal_writes)"
    connection.execute(attach)
    connection.execute("USE " + PRIVATE_NAME)
    return connection


def blank_database(settings: Mapping[str, str], fill: Callable[[duckdb.DuckDBPyConnection], None]) -> bytes:
    """The bytes of a private database as `fill` leaves it, for builds that begin with them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.duckdb"
        with open_private(path, settings) as connection:
            fill(connection)
            connection.execute("CHECKPOINT")
        return path.read_bytes()


def refuse_other_version(connection: duckdb.DuckDBPyConnection, build_id: str) -> None:
    """Raises OtherVersion, and closes, where a build says that its tables are not those of this program."""
    if not connection.execute("FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = 'build'").fetchall():
        return
    versions = connection.execute("SELECT DISTINCT schema_version FROM mart.build").fetchall()
    if versions in ([], [(SCHEMA_VERSION,)]):
        return
    connection.close()
    raise OtherVersion(
        f"Build {build_id} was made by another version of this program. Run `python run.py build`: it makes "
        "the build anew from what has arrived; nothing is lost.",
        f"Hasil pengolahan {build_id} dibuat oleh versi lain program ini. Jalankan `python run.py build`: "
        "data diolah ulang dari berkas yang sudah diterima; tidak ada yang hilang.",
    )


def open_read_only(path: Path, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """Open a finished build: no writing, no other files, no network, no extensions, settings locked."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_access": False,
        "lock_configuration": True,
    }
    return duckdb.connect(str(path), read_only=True, config=settings)


def _remove_unless_in_use(path: Path) -> None:
    try:
        if path.is_dir():  # where DuckDB spills what does not fit in memory
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except PermissionError:
        return
