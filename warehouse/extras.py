"""Libraries for what not everybody needs: whether they are there, and the command that gets them."""

import os
from importlib.util import find_spec
from typing import Final

_PYTHON: Final = ".venv\\Scripts\\python.exe" if os.name == "nt" else ".venv/bin/python"


def install_command(extra: str) -> str:
    """The command that installs an extra, from the project's folder: gis, pack, forms."""
    return f"{_PYTHON} -m pip install -r requirements/{extra}.txt"


def are_installed(*libraries: str) -> bool:
    """Whether all of these can be imported; imports none of them."""
    return all(find_spec(library) is not None for library in libraries)
