"""Mutants: a sound file and what is done to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from random import Random

from hypothesis import strategies as st

from tests.fuzz.books import Book, sound, unpacked
from tests.fuzz.mutations import ARCHIVES, BYTES, DELIMITED, TYPED, Mutation


@dataclass(frozen=True)
class Mutant:
    """A sound file, by name, and its mutations in order."""

    origin: str
    mutations: tuple[Mutation, ...]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.origin).suffix

    def blob(self) -> bytes:
        """The bytes of the spoilt file."""
        blob = sound()[self.origin]
        edits = _edits_of(self.suffix)
        if edits is None:
            book = Book(dict(_parts(self.origin)))
            for mutation in self.mutations:
                if book.parts:
                    mutation.spoil(book)
            return book.packed()
        for mutation in self.mutations:
            blob = edits[mutation.kind](blob, mutation)
        return blob


def mutant(seed: int) -> Mutant:
    """One of very many: a sound file with one to three mutations; half of them are what people do in a table."""
    chance = Random(seed)
    origins = sorted(sound())
    origin = chance.choice([*origins, *(name for name in origins if "report" in name or "laporan" in name)])
    kinds = sorted(_edits_of(PurePosixPath(origin).suffix) or ARCHIVES)
    typed = [kind for kind in kinds if kind in TYPED] or kinds
    return Mutant(
        origin,
        tuple(
            Mutation(
                chance.choice(typed if chance.random() < 0.5 else kinds),
                chance.randrange(25),
                chance.randrange(10_000),
                chance.randrange(10_000),
            )
            for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))
        ),
    )


def mutants() -> st.SearchStrategy[Mutant]:
    """Any mutant."""
    return st.integers(0, 2**48).map(mutant)


def _edits_of(suffix: str) -> Mapping[str, Callable[[bytes, Mutation], bytes]] | None:
    """What can be done to a file that is no archive; None for an archive."""
    return {".csv": DELIMITED, ".xls": BYTES}.get(suffix)


@cache
def _parts(origin: str) -> tuple[tuple[str, bytes], ...]:
    return tuple(unpacked(sound()[origin]).parts.items())
