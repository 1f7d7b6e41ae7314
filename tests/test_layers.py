"""Who may import whom: the contracts hold, and each of them breaks when it should."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"] for contract in SETTINGS["contracts"]}

STUBS = (
    "warehouse",
    "indicators",
    "expectations",
    "pipelines",
    "dashboard",
    "dashboard/charts",
    "dashboard/queries",
    "dashboard/components",
    "dashboard/app_pages",
)
# One forbidden import for every contract.
VIOLATIONS = {
    "warehouse/upwards.py": "import indicators.measures",
    "pipelines/door.py": "import cli",
    "dashboard/app_pages/build.py": "from pipelines import build",
    "dashboard/charts/screen.py": "import streamlit",
    "dashboard/queries/figure.py": "import plotly.express",
    "dashboard/app_pages/first.py": "from dashboard.app_pages import second",
    "expectations/files.py": "import openpyxl",
    "indicators/measures.py": "import great_expectations",
}


def lint(folder: Path) -> dict[str, str]:
    """KEPT or BROKEN for every contract of the project, held against the packages in a folder."""
    arguments = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    script = "import sys; from importlinter.cli import lint_imports_command as run; run(sys.argv[1:])"
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "PYTHONUTF8": "1", "COLUMNS": "400"},
        capture_output=True,
        encoding="utf-8",
    )
    lines = [line.rsplit(maxsplit=1) for line in result.stdout.splitlines()]
    verdicts = {words[0]: words[1] for words in lines if len(words) == 2 and words[0] in CONTRACTS}
    assert verdicts.keys() == CONTRACTS, result.stdout + result.stderr
    return verdicts


def make_packages(folder: Path) -> None:
    for stub in STUBS:
        (folder / stub).mkdir(parents=True)
        (folder / stub / "__init__.py").write_text("")
    (folder / "pipelines" / "build.py").write_text("import expectations, warehouse")
    (folder / "indicators" / "measures.py").write_text("import warehouse")
    (folder / "dashboard" / "app_pages" / "first.py").write_text("import dashboard.queries, streamlit")
    (folder / "dashboard" / "app_pages" / "second.py").write_text("import dashboard.charts, indicators.measures")


def test_every_contract_holds_in_the_project() -> None:
    assert lint(ROOT) == dict.fromkeys(CONTRACTS, "KEPT")


def test_every_contract_holds_where_nobody_imports_upwards(tmp_path: Path) -> None:
    make_packages(tmp_path)
    assert lint(tmp_path) == dict.fromkeys(CONTRACTS, "KEPT")


def test_every_contract_breaks_where_it_is_violated(tmp_path: Path) -> None:
    make_packages(tmp_path)
    for path, line in VIOLATIONS.items():
        (tmp_path / path).write_text(line)
    assert lint(tmp_path) == dict.fromkeys(CONTRACTS, "BROKEN")


@pytest.mark.parametrize(
    ("door", "absent"),
    [
        ("cli", ["great_expectations", "streamlit", "pandas"]),
        ("app", ["pipelines", "expectations", "great_expectations"]),
    ],
)
def test_a_door_opens_without_what_it_may_not_or_need_not_load(door: str, absent: list[str]) -> None:
    script = f"import json, sys, {door}; print(json.dumps(sorted(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert set(absent).isdisjoint(json.loads(result.stdout.splitlines()[-1]))
