"""The script that one would write first: pandas over openpyxl, and a Great Expectations suite on each file's frame."""

import random
import time
from pathlib import Path
from zipfile import BadZipFile

from benchmarks.process import run
from benchmarks.table import Row, ratio

SAMPLED = 40


def measure(folder: Path, whole_build: float) -> list[Row]:
    """A whole build of a folder beside that script, timed on some of its files and scaled to all."""
    files = sorted((folder / "inbox").glob("S*.xlsx"))
    chosen = random.Random(1).sample(files, min(SAMPLED, len(files)))
    per_file = run("plain.read_and_validate", [str(path) for path in chosen]).result
    scaled = per_file * len(files)
    what = f"Whole build of 2N ÷ the plain script over its {len(files):,} reports (timed on {len(chosen)})"
    return [ratio(what, whole_build, scaled, 0.05), Row("– the plain script", f"{1000 * per_file:,.0f} ms a file")]


def read_and_validate(paths: list[str]) -> float:
    """Seconds per file, imports and context apart."""
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("files").add_dataframe_asset("report")
    batches = asset.add_batch_definition_whole_dataframe("whole")
    done = 0
    started = time.perf_counter()
    for path in paths:
        try:
            sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl", header=None)
        except (ValueError, KeyError, OSError, BadZipFile):
            continue  # the sample holds damaged files too
        frame = max(sheets.values(), key=len)
        frame.columns = [f"column_{place}" for place in range(frame.shape[1])]
        suite = gx.ExpectationSuite(
            name="report",
            expectations=[
                gxe.ExpectColumnValuesToNotBeNull(column="column_0", mostly=0.1),
                gxe.ExpectColumnValuesToBeUnique(column="column_0", mostly=0.1),
                gxe.ExpectColumnValueLengthsToBeBetween(column="column_1", max_value=500, mostly=0.1),
                gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=10_000),
                gxe.ExpectTableColumnCountToBeBetween(min_value=1, max_value=100),
            ],
        )
        batches.get_batch({"dataframe": frame.astype("string")}).validate(suite)
        done += 1
    return (time.perf_counter() - started) / max(done, 1)
