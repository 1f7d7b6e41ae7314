"""How alike two names look. Good for a suggestion, never enough for a match."""

from collections.abc import Sequence

SHORTEST = 5
SHORTEST_PART = 4
LONG = 8
SHORTEST_ABBREVIATION = 3


def within_typing_error(written: str, known: str) -> bool:
    """One wrong, missing, added or swapped letter in a word of five letters or more; two from eight on."""
    shorter = min(len(written), len(known))
    most = 2 if shorter >= LONG else 1
    if abs(len(written) - len(known)) > most or shorter < SHORTEST or written == known:
        return False
    one, other = _where_they_differ(written, known)
    return len(set(one) ^ set(other)) <= 2 * most and _distance(one, other) <= most


def is_part_of(written: str, known: str) -> bool:
    """Whether one begins or ends with the other: `Gorontalo Limboto`, `Wisata Batu`, `Serdang` in `Deli Serdang`."""
    one, other = (written, known) if len(written) < len(known) else (known, written)
    if len(one) < SHORTEST_PART or one == other:
        return False
    return other.startswith(one) or other.endswith(one)


def abbreviates(written: str, known: Sequence[str]) -> bool:
    """Whether it is made of the beginnings of all words: `Pessel` of `Pesisir Selatan`."""
    if len(known) < 2 or len(written) < SHORTEST_ABBREVIATION or written[0] != known[0][0]:
        return False
    return len(written) < len("".join(known)) and _of_beginnings(written, tuple(known))


def _where_they_differ(one: str, other: str) -> tuple[str, str]:
    """Both without their common beginning and end."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


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
