"""What one run of a page works with: one build, one viewer, one language, one set of filters."""

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import streamlit as st

from dashboard.access import Viewer
from dashboard.kinds import Kinds
from dashboard.language import Translator
from dashboard.queries.ask import ALL_ROWS, Filters
from warehouse.generations import (
    READERS_MEMORY,
    READERS_THREADS,
    Generation,
    Generations,
    open_read_only,
    refuse_other_version,
)
from warehouse.vocabulary import Origin

Answer = TypeVar("Answer")

OPEN_BUILDS = 3
CACHED_ANSWERS = 400


@dataclass(frozen=True)
class Context:
    """Everything a page needs to ask and to speak."""

    generation: Generation
    viewer: Viewer
    translator: Translator
    filters: Filters
    kinds: Kinds
    viewer_name: str | None = None  # of a partner
    on_paper: bool = False  # to be printed: nothing to operate, and what is closed on a screen stands open

    @property
    def as_of(self) -> date:
        """The day the figures hold for."""
        return self.generation.as_of

    @property
    def is_case(self) -> bool:
        """Whether the page speaks of a published case: an account, not a record."""
        return self.filters.origin is Origin.CASE

    def ask(self, query: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
        """The answer of a query to this viewer, from this run's build; remembered by build."""
        return answer(self.generation, self.viewer, query, *arguments, **named)

    def of_origin(self, origin: Origin) -> "Context":
        """The same, for a partnership of that origin."""
        return replace(self, filters=replace(self.filters, origin=origin))

    def ask_once(self, query: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
        """The answer of a query that is not asked again soon; not remembered."""
        with _open(self.generation.build_id, self.generation.path).cursor() as connection:
            return query(connection, self.viewer, *arguments, **named)

    def ask_all(self, query: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
        """Every row of a query that on the screen is bounded: for a download."""
        return self.ask_once(query, *arguments, **named, most_rows=ALL_ROWS)

    def ask_filtered(self, query: Callable[..., Answer], **named: Any) -> Answer:
        """The answer of a query that takes the reader's filters."""
        return self.ask(query, self.filters, **named)


def data_folder() -> Path:
    """Where the data lie: WOPS_DATA, else ./data."""
    return Path(os.environ.get("WOPS_DATA") or "data")


def published() -> Generation:
    """The published build now. Raises WarehouseProblem where there is none that this program can read."""
    generations = Generations(data_folder() / "warehouse")
    generation = generations.current()
    if generation is None or not generation.path.exists():
        generation, connection = generations.open_current_read_only()
        connection.close()
    _open(generation.build_id, generation.path)
    return generation


def set_context(context: Context) -> None:
    """Hands the context of this run to the page."""
    st.session_state["context"] = context


def context() -> Context:
    """The context of this run."""
    return st.session_state["context"]


@st.cache_resource(max_entries=OPEN_BUILDS, show_spinner=False)
def _open(build_id: str, _path: Path) -> duckdb.DuckDBPyConnection:
    connection = open_read_only(_path, READERS_MEMORY, READERS_THREADS)
    refuse_other_version(connection, build_id)
    return connection


def answer(
    generation: Generation, viewer: Viewer, query: Callable[..., Answer], *arguments: Any, **named: Any
) -> Answer:
    """The answer of a query, remembered by build, viewer and arguments: every time a copy, and every copy alike."""
    asked = fingerprint(generation.build_id, f"{query.__module__}.{query.__name__}", viewer, arguments, named)
    return pickle.loads(_answer(asked, generation, viewer, query, arguments, named))


def fingerprint(*content: object) -> str:
    """The same for the same content, which must be picklable."""
    return hashlib.blake2b(pickle.dumps(content, protocol=5), digest_size=16).hexdigest()


@st.cache_data(max_entries=CACHED_ANSWERS, show_spinner=False)
def _answer(
    asked: str,
    _generation: Generation,
    _viewer: Viewer,
    _query: Callable[..., Answer],
    _arguments: tuple[Any, ...],
    _named: dict[str, Any],
) -> bytes:
    with _open(_generation.build_id, _generation.path).cursor() as connection:
        return pickle.dumps(_query(connection, _viewer, *_arguments, **_named), protocol=5)
