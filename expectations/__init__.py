"""What must be true of the rows: Great Expectations suites as code, run inside DuckDB.

This package itself imports nothing heavy. Every module in it imports Great Expectations (several seconds),
so they are imported late: call `preload` in a thread while the workers read the workbooks.
"""

from importlib import import_module

SUITE_MODULES = ("register", "monthly_report", "measurements", "foreign", "slips", "links", "results")


def preload() -> None:
    """Import the gate and all suites, and with them Great Expectations; safe to call from any thread.

    A later import in another thread waits for this one and finds the modules ready. A process must not be
    forked while this runs: start worker processes first, or by "spawn".
    """
    import_module(f"{__name__}.gate")
    for module in SUITE_MODULES:
        import_module(f"{__name__}.{module}")
