"""run.py from a bare Python to a running product, on a miniature project whose packages are made here.

The miniature has run.py itself, hash-pinned requirements served from a folder named by pip's own settings,
and a build backend of its own, so that no test here needs a network.
"""

import base64
import hashlib
import os
import runpy
import shutil
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
WINDOWS = os.name == "nt"

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "wops"
version = "0.1"
"""

BACKEND = """
import os, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "wops-0.1-py3-none-any.whl"
    files = {
        "wops.pth": os.getcwd(),
        "wops-0.1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: wops\\nVersion: 0.1\\n",
        "wops-0.1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "wops-0.1.dist-info/entry_points.txt": "[console_scripts]\\nwops = cli:app\\n",
    }
    files["wops-0.1.dist-info/RECORD"] = "".join(path + ",,\\n" for path in files)
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)
    return name
"""

CLI = """
import json, sys

def app():
    import greeting
    print(json.dumps([greeting.WORD, *sys.argv[1:]]))
    sys.exit(7 if "fail" in sys.argv else 0)
"""

PYTEST_STAND_IN = 'import os, sys; print("pytest", *sys.argv[1:], os.getcwd())'


def make_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> str:
    """Write a wheel and return its line for a requirements file."""
    info = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={digest(content)},{len(content.encode())}\n" for path, content in files.items()]
    files[f"{info}/RECORD"] = "".join([*record, f"{info}/RECORD,,\n"])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in files.items():
            wheel.writestr(member, content)
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def digest(content: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()


class Miniature:
    """A project of one package in a folder, started the way a user starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.stamp = self.venv / "wops-stamp.txt"
        self.wheels = folder / "wheels"
        for needed in (self.wheels, folder / "requirements"):
            needed.mkdir(parents=True)
        shutil.copy(ROOT / "run.py", folder)
        (folder / "pyproject.toml").write_text(PROJECT)
        (folder / "backend.py").write_text(BACKEND)
        (folder / "cli.py").write_text(CLI)
        self.require("1.0", "hello")

    def require(self, version: str, word: str) -> None:
        line = make_wheel(self.wheels, "greeting", version, {"greeting.py": f"WORD = {word!r}\n"})
        files = {"pytest/__init__.py": "", "pytest/__main__.py": PYTEST_STAND_IN}
        tests = make_wheel(self.wheels, "pytest", "9.0", files)
        (self.folder / "requirements" / "base.txt").write_text(line)
        (self.folder / "requirements" / "dev.txt").write_text(line + tests)

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))},
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PYTHONUTF8": "1",
        }

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [BASE_PYTHON, str(self.folder / "run.py"), *arguments],
            cwd=self.folder.parent,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        output, errors = process.communicate()
        return process.returncode, output, errors


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    """A miniature in a folder with a blank and a letter outside ASCII, set up once; tests leave it whole."""
    miniature = Miniature(tmp_path_factory.mktemp("made") / "dasbor é kemitraan")
    code, output, errors = miniature.run("hello")
    assert (code, output) == (0, '["hello", "hello"]\n'), errors
    return miniature


def test_the_arguments_and_the_exit_code_are_those_of_wops(made: Miniature) -> None:
    assert made.run("explain", "a b", "--lang=id") == (0, '["hello", "explain", "a b", "--lang=id"]\n', "")
    assert made.run("fail")[0] == 7


def test_a_run_where_nothing_changed_adds_no_more_than_a_moment(made: Miniature) -> None:
    wops = made.venv / ("Scripts/wops.exe" if WINDOWS else "bin/wops")

    def seconds(command: list[str]) -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - started

    through_run = min(seconds([BASE_PYTHON, str(made.folder / "run.py")]) for _ in range(11))
    directly = min(seconds([str(wops)]) for _ in range(11))
    assert through_run - directly < 0.15


def test_test_installs_the_tools_once_and_runs_pytest_in_the_project(made: Miniature) -> None:
    code, output, errors = made.run("test", "-k", "one")
    assert code == 0, errors
    assert output.split(maxsplit=4) == ["pytest", "--import-mode=importlib", "-k", "one", f"{made.folder}\n"]
    assert made.run("test")[2] == ""
    assert made.run("hello")[2] == ""


def test_changed_requirements_are_installed_at_the_next_run(made: Miniature) -> None:
    made.require("2.0", "halo")
    code, output, errors = made.run()
    assert (code, output) == (0, '["halo"]\n')
    assert "up to date" in errors and "Memperbarui" in errors
    assert made.run() == (0, '["halo"]\n', "")


def test_an_environment_without_its_stamp_is_not_believed_but_made_anew(made: Miniature) -> None:
    made.stamp.unlink()
    (made.venv / "half-made").write_text("")
    code, _, errors = made.run()
    assert code == 0
    assert "Setting up .venv" in errors and "Menyiapkan .venv" in errors
    assert not (made.venv / "half-made").exists()


def test_a_package_with_another_hash_is_refused_and_nothing_is_believed(made: Miniature) -> None:
    made.require("3.0", "tampered with")
    pinned = made.folder / "requirements" / "base.txt"
    right = pinned.read_text()
    pinned.write_text(right.rsplit("sha256:", 1)[0] + "sha256:" + "0" * 64 + "\n")
    code, output, errors = made.run()
    assert (code, output) == (1, "")
    assert "did not finish" in errors and "belum selesai" in errors and "Traceback" not in errors
    assert not made.stamp.exists()
    pinned.write_text(right)
    assert made.run()[0] == 0


def test_a_set_up_killed_at_any_instant_is_repaired_by_the_next_run(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    for seconds in (1.0, 3.0):
        process = miniature.start()
        time.sleep(seconds)
        process.kill()
        process.communicate()
    code, output, errors = miniature.run()
    assert (code, output) == (0, '["hello"]\n'), errors
    assert miniature.run() == (0, '["hello"]\n', "")


def test_the_demo_is_built_while_what_no_build_needs_is_installed(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    module = {"streamlit.py": "ONLY = 'pages'\n"}
    pinned = miniature.folder / "requirements" / "base.txt"
    pinned.write_text(pinned.read_text() + make_wheel(miniature.wheels, "streamlit", "1.67", module))
    code, output, errors = miniature.run("demo", "--seed", "7")
    assert code == 0, errors
    assert output == '["hello", "demo", "--seed", "7", "--no-dashboard"]\n["hello", "demo", "--seed", "7"]\n'
    assert list(miniature.venv.rglob("streamlit.py"))
    assert miniature.run("demo") == (0, '["hello", "demo"]\n', "")


def test_a_demo_that_cannot_be_built_says_so_once_and_ends(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    code, output, _ = miniature.run("demo", "fail")
    assert (code, output) == (7, '["hello", "demo", "fail", "--no-dashboard"]\n')
    assert miniature.run("hello")[::2] == (0, "")


def test_a_build_imports_nothing_that_comes_last() -> None:
    code = """
        import pkgutil, sys
        from importlib import import_module
        import cli, expectations, indicators, pipelines, warehouse

        expectations.preload()
        for package in (expectations, indicators, pipelines, warehouse):
            for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
                import_module(module.name)
        print(*(name for name, module in sys.modules.items() if type(module).__name__ != "_Postponed"))
    """
    process = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    last = set(runpy.run_path(str(ROOT / "run.py"))["NOT_FOR_BUILDS"])
    assert "great_expectations" in process.stdout.split()
    assert not last & set(process.stdout.split())


def test_two_first_runs_at_once_both_work_and_only_one_sets_up(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    processes = [miniature.start(str(number)) for number in (1, 2)]
    results = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], results
    assert sum("Setting up" in errors for _, errors in results) == 1
    assert sum("Waiting for another run.py" in errors for _, errors in results) == 1


def test_a_project_that_was_moved_is_set_up_again(tmp_path: Path, made: Miniature) -> None:
    moved = made.folder.with_name("moved")
    shutil.copytree(made.folder, moved, symlinks=True)
    process = subprocess.run(
        [BASE_PYTHON, str(moved / "run.py")], env=made.environment(), capture_output=True, encoding="utf-8"
    )
    assert process.returncode == 0, process.stderr
    assert "Setting up" in process.stderr
    assert str(made.folder) not in (moved / ".venv" / "pyvenv.cfg").read_text("utf-8")


def pretend(script: str) -> "subprocess.CompletedProcess[str]":
    """Run run.py after a line that makes this Python look like another."""
    code = f"import runpy, sys\n{script}\nsys.argv = ['run.py', 'demo']\nrunpy.run_path(sys.path[0])"
    return subprocess.run(
        [BASE_PYTHON, "-c", textwrap.dedent(code).replace("sys.path[0]", repr(str(ROOT / "run.py")))],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def test_an_older_python_is_told_what_to_install() -> None:
    result = pretend("sys.version_info = (3, 9, 18)")
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed; this is Python 3.9" in result.stderr
    assert "Diperlukan Python 3.11 atau lebih baru; yang dipakai Python 3.9" in result.stderr


def test_a_python_without_ensurepip_is_told_which_package_to_install(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    path = str(miniature.folder / "run.py")
    code = f"import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = [{path!r}, 'demo']; "
    result = subprocess.run(
        [BASE_PYTHON, "-c", code + f"runpy.run_path({path!r}, run_name='__main__')"],
        capture_output=True,
        encoding="utf-8",
        env=miniature.environment(),
    )
    assert result.returncode == 1
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert f"sudo apt install {package}" in result.stderr and "belum dapat membuat lingkungan" in result.stderr


def test_a_pip_too_old_for_another_environment_leaves_the_work_to_the_environments_own(tmp_path: Path) -> None:
    miniature = Miniature(tmp_path / "project")
    path = str(miniature.folder / "run.py")
    code = f"""
        import importlib.metadata, runpy, sys
        importlib.metadata.version = lambda name: "22.2.1"
        sys.argv = [{path!r}, "hello"]
        runpy.run_path({path!r}, run_name="__main__")
    """
    result = subprocess.run(
        [BASE_PYTHON, "-c", textwrap.dedent(code)],
        capture_output=True,
        encoding="utf-8",
        env=miniature.environment(),
    )
    assert (result.returncode, result.stdout) == (0, '["hello", "hello"]\n'), result.stderr


def test_the_environment_has_a_pip_of_its_own_in_the_end(made: Miniature) -> None:
    pip = made.venv / ("Scripts/pip.exe" if WINDOWS else "bin/pip")
    assert subprocess.run([str(pip), "--version"], capture_output=True).returncode == 0


def test_what_is_left_out_is_in_no_set_of_requirements_but_that_of_sign_in() -> None:
    lines = (ROOT / "requirements" / "excludes.in").read_text("utf-8").splitlines()
    left_out = [line for line in lines if not line.startswith("#")]
    for path in (ROOT / "requirements").glob("*.txt"):
        pinned = [line.split("==")[0] for line in path.read_text("utf-8").splitlines() if "==" in line]
        assert not set(left_out) & set(pinned) or path.name == "auth.txt"


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_requirements_name_no_address_and_no_place_of_a_machine(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert not [line for line in lines if "://" in line or "--find-links" in line or "-index" in line]
    assert not [line for line in lines if "/" in line]


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_pinned_package_has_a_hash_and_duckdb_stays_on_one_series(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    packages = [line for line in text.splitlines() if not line.startswith((" ", "#"))]
    assert len(packages) > 50
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert [line for line in packages if line.startswith("duckdb==1.5.")]
