"""The words of a search without their affixes: penggalian, menggali and galian are found by one another.

A short list of rules of Indonesian and the English plural, no dictionary: what is left of a word is looked for
inside the words of a text, so that a rule that takes too little still finds, and `LEAST_LETTERS` keeps one that takes
too much from finding everything.
"""

import re
import unicodedata
from collections.abc import Iterator

LEAST_LETTERS = 4
LEAST_LETTERS_BETWEEN = 3  # of what stands between a prefix of three letters or more and -an: peng-uji-an
MOST_TERMS = 12
MOST_NEEDLES = 12  # of one term

_VOWEL = "[aeiou]"
# What precedes a root, by the letters it may precede; then the letter that it swallowed there.
_PREFIXES = (
    (re.compile(rf"(?:me|pe)ny(?={_VOWEL})"), ("s",)),
    (re.compile(rf"(?:me|pe)ng(?={_VOWEL})"), ("", "k")),
    (re.compile(r"(?:me|pe)ng(?=[ghk])"), ("",)),
    (re.compile(rf"(?:me|pe)n(?={_VOWEL})"), ("t", "n")),
    (re.compile(r"(?:me|pe)n(?=[cdjz])"), ("",)),
    (re.compile(rf"(?:me|pe)m(?={_VOWEL})"), ("p", "m")),
    (re.compile(r"(?:me|pe)m(?=[bfvp])"), ("",)),
    (re.compile(rf"(?:me|pe)(?=[lrwy]{_VOWEL})"), ("",)),
    (re.compile(r"(?:ber|ter|per|di)(?=[a-z])"), ("",)),
)
_KE = re.compile(r"ke(?=[a-z]+an$)")
_SUFFIX = re.compile(r"(?:nya|lah|kan|an|i|s)$")
_SWALLOWED = {"k": "ng", "p": "m", "s": "ny", "t": "n"}


def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )


def terms_of(asked: str) -> tuple[str, ...]:
    """The words of a search in lower case and without accents, each once; of very many the first."""
    return tuple(dict.fromkeys(plain(asked).replace(",", " ").split()))[:MOST_TERMS]


def needles_of(term: str) -> list[str]:
    """What tells that a text has this word, any of which inside a word is enough; the word itself first."""
    needles: list[str] = []
    if term.isascii() and term.isalpha():
        for root in (term, *_roots(term)):
            needles += [root, *_as_swallowed(root)]
    shortest = sorted(dict.fromkeys(needles), key=len)
    enough = [each for place, each in enumerate(shortest) if not any(part in each for part in shortest[:place])]
    return [term, *(each for each in enough if each != term)][:MOST_NEEDLES]


def _roots(word: str) -> Iterator[str]:
    """The word without its suffix, without one or two prefixes, and without both."""
    for stripped, least in _without_prefixes(word):
        bare = _SUFFIX.sub("", stripped)
        if bare != stripped and len(bare) >= (least if stripped.endswith("an") else LEAST_LETTERS):
            yield bare
        if stripped != word and len(stripped) >= LEAST_LETTERS:
            yield stripped


def _without_prefixes(word: str) -> Iterator[tuple[str, int]]:
    """The word, and what prefixes leave of it; each with the least letters that a root of it has before -an."""
    yield word, LEAST_LETTERS
    first = [_KE.sub("", word, count=1)] if _KE.match(word) else []
    first += [left for left, _prefix in _one_prefix(word)]
    long = {left for left, prefix in _one_prefix(word) if len(prefix) > 2}
    for left in first:
        yield left, LEAST_LETTERS_BETWEEN if left in long else LEAST_LETTERS
        for inner, _prefix in _one_prefix(left):
            yield inner, LEAST_LETTERS


def _one_prefix(word: str) -> Iterator[tuple[str, str]]:
    for pattern, letters in _PREFIXES:
        if found := pattern.match(word):
            for letter in letters:
                yield letter + word[found.end() :], found.group()


def _as_swallowed(root: str) -> list[str]:
    """How a root stands behind me- or pe- where its first letter is swallowed: pasang in memasang and pemasangan."""
    if len(root) < LEAST_LETTERS or root[0] not in _SWALLOWED or root[1] not in "aeiou" or any(_one_prefix(root)):
        return []
    return [f"{prefix}{_SWALLOWED[root[0]]}{root[1:]}" for prefix in ("me", "pe")]
