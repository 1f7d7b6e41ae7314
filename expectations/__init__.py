"""What must be true of the rows: Great Expectations suites as code, run inside DuckDB.

This package itself imports nothing heavy. Every module in it imports Great Expectations (several seconds),
so they are imported late: call `preload` in a thread while the workers read the workbooks.
"""

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

POSTPONED = ("altair", "scipy", "scipy.stats")
"""What Great Expectations imports for expectations and pictures that we do not use: a quarter of its time."""

SUITE_MODULES = (
    "register",
    "monthly_report",
    "measurements",
    "foreign",
    "slips",
    "readings",
    "gis",
    "health",
    "links",
    "results",
)


def preload() -> None:
    """Import the gate and all suites, and with them Great Expectations; safe to call from any thread.

    A later import in another thread waits for this one and finds the modules ready. A process must not be
    forked while this runs: start worker processes first, or by "spawn".
    """
    for name in POSTPONED:
        if name not in sys.modules:
            sys.modules[name] = _Postponed(name)
    if f"{__name__}.{SUITE_MODULES[-1]}" in sys.modules:
        _import()
        return
    gc.disable()
    try:
        _import()
    finally:
        gc.freeze()  # modules stay for good: looking through them takes a twentieth of every later build
        gc.enable()


def _import() -> None:
    import_module(f"{__name__}.gate")
    for module in SUITE_MODULES:
        import_module(f"{__name__}.{module}")


class _Postponed(ModuleType):
    """Stands for a module until something of it is asked for; then the module is imported and takes its place."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        if any(other.startswith(f"{name}.") for other in POSTPONED):
            spec = find_spec(name)
            self.__path__ = list(spec.submodule_search_locations or ()) if spec else []

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        postponed = sys.modules.get(f"{self.__name__}.{attribute}")
        if isinstance(postponed, _Postponed):
            return postponed
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), attribute)
