"""From a bare Python to the running product: `python run.py demo`, `… test`, or any argument of `wops`.

Standard library only. Keeps the environment in `.venv` beside this file, installed from the hash-pinned
requirements/base.txt (requirements/dev.txt for `test`), and hands every other argument to `wops`.
A stamp inside `.venv` names what it was made from: while that is unchanged nothing is checked again.
"""

import hashlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

if sys.version_info < (3, 11):
    sys.exit(
        "Python 3.11 or newer is needed; this is Python {}.{} ({}). Install it, then: "
        "python3.11 run.py demo (Windows: py -3.11 run.py demo)\n"
        "Diperlukan Python 3.11 atau lebih baru; yang dipakai Python {}.{} ({}). Pasang dahulu, lalu: "
        "python3.11 run.py demo (Windows: py -3.11 run.py demo)".format(*(sys.version_info[:2] + (sys.executable,)) * 2)
    )

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "wops-stamp.txt")
LOCK = os.path.join(ROOT, ".venv.lock")
WINDOWS = os.name == "nt"
# Many small packages cost waiting, large ones the line: both begin at once. What no build imports comes last, while
# `demo` already builds.
LARGEST = ("pyarrow", "duckdb", "numpy", "pandas")
NOT_FOR_BUILDS = ("scipy", "pillow", "plotly", "streamlit", "babel")
PARTS_OF_OTHERS = 4
PARTS_AT_A_TIME = 6
LAST_AT_A_TIME = 2
STILL_TO_COME = 2  # so few of a build's parts are missing when the last begin, so that the line is never idle
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
WOPS = os.path.join(VENV, "Scripts", "wops.exe") if WINDOWS else os.path.join(VENV, "bin", "wops")
PIP = os.path.join(VENV, "Scripts", "pip.exe") if WINDOWS else os.path.join(VENV, "bin", "pip")
WOPS_COMMAND = [WOPS] if WINDOWS else [PYTHON, WOPS]
# UTF-8 mode on Windows: the project's path and the screen's text may hold letters outside the system's code page
WOPS_ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"} if WINDOWS else None

NO_ENVIRONMENT = (
    f"The environment could not be made in {VENV}: is the folder writable, the disk full, or a wops still running "
    f"from it?\n"
    f"Lingkungan tidak dapat dibuat di {VENV}: apakah folder dapat ditulis, disk penuh, atau masih ada wops yang "
    f"berjalan dari sana?"
)


class SetUpError(Exception):
    """The environment could not be made; the message says why and what to do, in both languages."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def digest_of(group: str) -> str:
    """What an environment for this group is made from: its requirements and the project file."""
    digest = hashlib.sha256()
    for path in (os.path.join("requirements", group + ".txt"), "pyproject.toml"):
        digest.update(read(os.path.join(ROOT, path)))
    return group + " " + digest.hexdigest()


def place() -> str:
    """Where the environment was made: its programs name this folder, so they do not work elsewhere."""
    return "place " + hashlib.sha256(ROOT.encode("utf-8", "surrogateescape")).hexdigest()


def is_whole() -> bool:
    """Whether an installation came to its end here, and what it made is there."""
    try:
        made = read(STAMP).decode("ascii", "replace").splitlines()
    except OSError:
        return False
    return place() in made and os.path.exists(PYTHON) and os.path.exists(WOPS)


def is_ready(group: str) -> bool:
    return is_whole() and digest_of(group) in read(STAMP).decode("ascii", "replace").splitlines()


def take_lock(descriptor: int) -> bool:
    """Try to take the operating system's lock on the file; it goes when this process ends in any way."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def set_up(group: str, early: list[str]) -> int:
    """Make or complete the environment; only one process at a time, a second one waits and finds it made.

    Returns the exit code of the early command, 0 where none was needed.
    """
    import time

    with open(LOCK, "a+b") as lock:
        if not take_lock(lock.fileno()):
            say("Waiting for another run.py … / Menunggu run.py lain selesai …")
            while not take_lock(lock.fileno()):
                time.sleep(0.2)
        return 0 if is_ready(group) else install(group, lock.fileno(), early)


def install(group: str, lock: int, early: list[str]) -> int:
    """Install the group's requirements and the project; returns the exit code of the early command.

    The early command of `wops`, where there is one, runs as soon as all that it imports is there. The stamp goes
    first and comes back last: where it is missing, an earlier installation was cut off and the environment is made
    anew (what was downloaded is still in pip's cache).
    """
    if is_whole():
        say("Bringing .venv up to date … / Memperbarui .venv …")
    else:
        say("Setting up .venv, once (some 210 MB) … / Menyiapkan .venv, hanya sekali (sekitar 210 MB) …")
        make_empty_environment(lock)
    if os.path.exists(STAMP):
        os.remove(STAMP)
    code = install_requirements(group, lock, early)
    groups = ["base"] if group == "base" else ["base", group]
    with open(STAMP + ".tmp", "w", encoding="ascii") as file:
        file.write("\n".join([place(), *map(digest_of, groups)]) + "\n")
    os.replace(STAMP + ".tmp", STAMP)
    return code


def install_requirements(group: str, lock: int, early: list[str]) -> int:
    """Install the pinned packages in parts, several at a time, so that one downloads while another unpacks.

    The pins are complete, so no part needs to look at what another brings. The project itself, and the early
    command, come as soon as the packages of the build are there. Returns the early command's exit code.
    """
    import concurrent.futures
    import tempfile

    first, last = parts_of(read(os.path.join(ROOT, "requirements", group + ".txt")).decode("utf-8"))
    total, running = len(first) + len(last), None
    if not installs_elsewhere():
        add_pip(lock)
    with (
        tempfile.TemporaryDirectory() as folder,
        concurrent.futures.ThreadPoolExecutor(PARTS_AT_A_TIME) as pool,
        concurrent.futures.ThreadPoolExecutor(LAST_AT_A_TIME) as last_pool,
    ):
        needed = {pool.submit(install_part, lock, folder, pins) for pins in first}
        installing = needed | {pool.submit(add_pip, lock)}
        try:
            while installing:
                done, installing = concurrent.futures.wait(installing, return_when="FIRST_COMPLETED")
                for future in done:
                    future.result()
                if len(needed & installing) <= STILL_TO_COME:
                    installing |= {last_pool.submit(install_part, lock, folder, pins, "--no-compile") for pins in last}
                    last = []
                say(f"  {total - len(installing) - len(last)}/{total}")
                if needed and needed.isdisjoint(installing):
                    needed = set()
                    pip(lock, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)
                    running = begin(early, lock) if early else None
        except BaseException:
            last_pool.shutdown(wait=False, cancel_futures=True)
            pool.shutdown(wait=True, cancel_futures=True)
            if running:
                running.terminate()
                running.wait()
            raise
    return running.wait() if running else 0


def install_part(lock: int, folder: str, pins: str, *options: str) -> None:
    """Install pinned packages, named in a file of their own in the folder.

    With `--no-compile` Python compiles the little of them that is used, when it is imported; all of it takes seconds.
    """
    path = os.path.join(folder, hashlib.sha256(pins.encode()).hexdigest() + ".txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(pins)
    pip(lock, "--no-deps", "--require-hashes", *options, "--requirement", path)


def parts_of(pins: str) -> tuple[list[str], list[str]]:
    """Split pinned packages, with their hashes, into the parts that a build needs and those that it does not."""
    import re

    packages: dict[str, str] = {}
    for text in re.findall(r"^[^\s#].*\n(?:[ \t].*\n)*", pins, flags=re.MULTILINE):
        name = text.split("==")[0]
        packages[name] = packages.get(name, "") + text
    largest = [packages.pop(name) for name in LARGEST if name in packages]
    last = [packages.pop(name) for name in NOT_FOR_BUILDS if name in packages]
    others = list(packages.values())
    shared = ["".join(others[number::PARTS_OF_OTHERS]) for number in range(min(PARTS_OF_OTHERS, len(others)))]
    return shared + largest, last


def call(lock: int, command: list[str], quiet: bool = False) -> int:
    """Run a command that holds the lock too: should this process be killed, the next one waits for its end.

    What it prints goes to the error stream; the output belongs to the command that the user asked for.
    """
    import subprocess

    output = subprocess.DEVNULL if quiet else sys.stderr
    return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=output, pass_fds=handed_on(lock))


def begin(arguments: list[str], lock: int) -> "subprocess.Popen[bytes]":
    """Start `wops` beside this process; like pip it holds the lock too."""
    import subprocess

    return subprocess.Popen([*WOPS_COMMAND, *arguments], env=WOPS_ENVIRONMENT, pass_fds=handed_on(lock))


def handed_on(lock: int) -> tuple[int, ...]:
    """The lock, for a child that shall hold it too; on Windows a child cannot."""
    return () if WINDOWS else (lock,)


def make_empty_environment(lock: int) -> None:
    import importlib.util

    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise SetUpError(
            f"This Python cannot make environments (its venv or ensurepip module is missing). On Debian and "
            f"Ubuntu: sudo apt install {package}. Then run the same command again.\n"
            f"Python ini belum dapat membuat lingkungan (modul venv atau ensurepip tidak ada). Di Debian dan "
            f"Ubuntu: sudo apt install {package}. Lalu jalankan lagi perintah yang sama."
        )
    base_python = getattr(sys, "_base_executable", sys.executable)
    if call(lock, [base_python, "-m", "venv", "--clear", "--without-pip", VENV]) != 0:
        raise SetUpError(NO_ENVIRONMENT)


def installs_elsewhere() -> bool:
    """Whether this Python's pip can install into another environment (pip 22.3 and newer)."""
    import importlib.metadata

    try:
        major, minor = importlib.metadata.version("pip").split(".")[:2]
    except importlib.metadata.PackageNotFoundError:
        return False
    return (int(major), int(minor)) >= (22, 3)


def add_pip(lock: int) -> None:
    """Give a new environment its own pip; it takes some seconds, in which the first packages already come."""
    if not os.path.exists(PIP) and call(lock, [PYTHON, "-m", "ensurepip", "--default-pip"], quiet=True) != 0:
        raise SetUpError(NO_ENVIRONMENT)


def pip(lock: int, *arguments: str) -> None:
    """Run pip install for the environment, with the user's own pip configuration."""
    program = [sys.executable, "-m", "pip", "--python", PYTHON] if installs_elsewhere() else [PYTHON, "-m", "pip"]
    options = ["--quiet", "--no-input", "--no-user", "--disable-pip-version-check"]
    if call(lock, [*program, "install", *options, *arguments]) != 0:
        raise SetUpError(
            "The installation did not finish; pip says why above. Check the connection (or your proxy and "
            "pip settings) and run the same command again: what was downloaded is kept.\n"
            "Pemasangan belum selesai; penyebabnya tertulis di atas. Periksa sambungan internet (atau proxy "
            "dan pengaturan pip), lalu jalankan lagi perintah yang sama: yang sudah diunduh tetap tersimpan."
        )


def hand_over(command: list[str]) -> int:
    """Become the command; on Windows, which cannot, run it and return its exit code."""
    if not WINDOWS:
        os.execv(command[0], command)
    import subprocess

    process = subprocess.Popen(command, env=WOPS_ENVIRONMENT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the command received it too and ends in its own way


def main(arguments: list[str]) -> int:
    testing = arguments[:1] == ["test"]
    group = "dev" if testing else "base"
    building = arguments[:1] == ["demo"] and "--help" not in arguments
    try:
        code = 0 if is_ready(group) else set_up(group, [*arguments, "--no-dashboard"] if building else [])
    except SetUpError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error}\nThe set-up stopped / Penyiapan terhenti: {ROOT}")
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next run begins it again. / Dihentikan; akan diulang saat dijalankan lagi.")
        return 130
    if code:
        return code
    if testing:
        os.chdir(ROOT)
        return hand_over([PYTHON, "-m", "pytest", "--import-mode=importlib", *arguments[1:]])
    return hand_over([*WOPS_COMMAND, *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
