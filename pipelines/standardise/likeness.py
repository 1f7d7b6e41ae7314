"""How alike two names look. Good for a suggestion, never enough for a match."""

from collections.abc import Sequence

SHORTEST = 5
SHORTEST_PART = 4
LONG = 8
SHORTEST_ABBREVIATION = 3


def within_typing_error(written: str, known: str) -> bool:
    """One wrong, missing, added or swapped letter in a word of five letters or more; two from eight on."""
    if written == known or min(len(written), len(known)) < SHORTEST:
        return False
    most = 2 if min(len(written), len(known)) >= LONG else 1
    if abs(len(written) - len(known)) > most or len(set(written) ^ set(known)) > 2 * most:
        return False
    return _distance(written, known) <= most


def is_part_of(written: Sequence[str], known: Sequence[str]) -> bool:
    """Whether one begins or ends with the other: `Gorontalo Limboto`, `Wisata Batu`, `Serdang` in `Deli Serdang`."""
    one, other = sorted(("".join(written), "".join(known)), key=len)
    if len(one) < SHORTEST_PART or one == other:
        return False
    return other.startswith(one) or other.endswith(one)


def abbreviates(written: str, known: Sequence[str]) -> bool:
    """Whether it is made of the beginnings of all words: `Pessel` of `Pesisir Selatan`."""
    if len(known) < 2 or len(written) < SHORTEST_ABBREVIATION or len(written) >= len("".join(known)):
        return False
    return _of_beginnings(written, tuple(known))


def _of_beginnings(written: str, words: tuple[str, ...]) -> bool:
    if not words:
        return not written
    first = words[0]
    ends = (end for end in range(1, len(written) + 1) if first.startswith(written[:end]))
    return any(_of_beginnings(written[end:], words[1:]) for end in ends)


def _distance(one: str, other: str) -> int:
    """Letters to change, add, remove or swap with a neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, sign in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
