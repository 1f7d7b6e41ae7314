"""The parts of a utility's name as people write it: legal form, brand, kind of place, place, province.

Nothing here knows which utilities exist; `name_resolution` does. Legal forms change (PDAM, Perumda, Perumdam,
Perseroda), brands come and go; the kind of place and the place are what lasts.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

Words = tuple[str, ...]

KABUPATEN: Final = "kabupaten"
KOTA: Final = "kota"
PROVINSI: Final = "provinsi"

KINDS: Final = {
    "kabupaten": KABUPATEN, "kab": KABUPATEN,
    "kota": KOTA, "kotamadya": KOTA, "kodya": KOTA,
    "provinsi": PROVINSI, "propinsi": PROVINSI, "prov": PROVINSI,
}  # fmt: skip

KIND_NAMES: Final = frozenset({KABUPATEN, KOTA, PROVINSI})

_WATER_FORMS: Final = {
    "perusahaan umum daerah air minum": "Perumdam",
    "perusahaan daerah air minum": "PDAM",
    "perusahaan daerah air bersih": "PDAB",
    "perusahaan air minum": "PAM",
    "badan pengelola sistem penyediaan air minum": "BPSPAM",
    "badan pengelola air minum": "BPAM",
    "badan pengelola air bersih": "BPAB",
    "sistem penyediaan air minum": "SPAM",
    "air minum": "", "air bersih": "",
    "perumdam": "Perumdam", "pudam": "Perumdam", "pdam": "PDAM", "pam": "PAM", "pdab": "PDAB", "bpam": "BPAM",
    "bpab": "BPAB", "bpspam": "BPSPAM", "spam": "SPAM",
}  # fmt: skip
_OTHER_FORMS: Final = {
    "badan layanan umum daerah": "BLUD",
    "unit pelaksana teknis daerah": "UPTD",
    "unit pelaksana teknis dinas": "UPTD",
    "unit pelaksana teknis": "UPT",
    "badan usaha milik daerah": "BUMD",
    "perusahaan umum daerah": "Perumda",
    "perusahaan perseroan daerah": "Perseroda",
    "perseroan daerah": "Perseroda",
    "perseroan terbatas": "PT",
    "perusahaan daerah": "PD",
    "perumda": "Perumda", "perseroda": "Perseroda", "perusda": "PD", "blud": "BLUD", "uptd": "UPTD", "upt": "UPT",
    "bumd": "BUMD", "pt": "PT", "pd": "PD",
}  # fmt: skip
_UNITS_OF_A_GOVERNMENT: Final = frozenset({"UPTD", "UPT", "BLUD", "BPAM", "BPSPAM", "BPAB"})

_NOT_A_UTILITY: Final = (
    "non air", "kementerian", "kementrian", "ministry", "direktorat", "ditjen", "bappenas", "bappeda", "dinas",
    "pemerintah", "pemkab", "pemkot", "pemprov", "pemda", "sekretariat", "dprd", "bupati", "walikota", "wali kota",
    "konsultan", "konsultindo", "consultant", "consultants", "consulting", "asosiasi", "association", "perpamsi",
    "persatuan perusahaan", "perhimpunan", "ikatan", "forum", "serikat", "universitas", "university", "institut",
    "politeknik", "akatirta", "yayasan", "foundation", "koperasi", "dharma wanita", "dewan pengawas", "bank", "bpr",
    "pasar", "parkir", "rumah sakit", "rsud", "puskesmas", "hotel", "balai besar", "balai teknik",
    "balai prasarana", "balai wilayah", "usaid", "cv", "lsm",
)  # fmt: skip

PART_OF_A_UTILITY: Final = frozenset(
    {
        "cabang", "cab", "unit", "ikk", "wilayah", "bagian", "divisi", "seksi", "kantor", "direksi", "loket",
        "instalasi", "ipa", "reservoir", "zona", "kecamatan", "kec", "desa",
    }
)  # fmt: skip

_JOINED: Final = re.compile(r"(perumdam|perumda|pdam|pudam|pam|bpam|uptd|blud)(kabupaten|kab|kota|kodya)")
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name in its parts. `rest`: the words without legal forms, in order, kinds of place in their full form.

    `not_a_utility` is the word that says so (kementerian, konsultan, non air …).
    """

    text: str
    forms: tuple[str, ...]
    is_of_water: bool
    rest: Words
    not_a_utility: str | None = None

    @property
    def kind_of_place(self) -> str | None:
        """The first kind of place that is named."""
        return next((word for word in self.rest if word in KIND_NAMES), None)

    @property
    def brand(self) -> Words:
        """The words before the kind of place; all words where none is named."""
        return self.rest[: self._place_of_kind()]

    @property
    def place(self) -> Words:
        """The words after the kind of place."""
        return self.rest[self._place_of_kind() + 1 :]

    @property
    def key(self) -> str:
        """The same for every legal form and every way of spacing."""
        return joined(self.rest)

    @property
    def is_marked(self) -> bool:
        """Whether anything but the words themselves says that it is a water utility of Indonesia."""
        return self.is_of_water or bool(self.forms) or self.kind_of_place is not None or is_tirta(self.rest)

    def _place_of_kind(self) -> int:
        return next((place for place, word in enumerate(self.rest) if word in KIND_NAMES), len(self.rest))


@cache
def parse_utility_name(text: str) -> WrittenName:
    """The parts of a written name, by words alone."""
    words = words_of(text)
    rest, water, other = words, list[str](), list[str]()
    rest = _without_forms(rest, _WATER_FORMS, water)
    rest = _without_forms(rest, _OTHER_FORMS, other)
    forms = tuple(form for form in (*other, *water) if form)
    kinds = tuple(KINDS.get(word, word) for word in rest)
    return WrittenName(text, forms, bool(water), _without_administrative(kinds), _says_no_utility(words, forms))


@cache
def words_of(text: str) -> Words:
    """The words in small letters, without accents and punctuation; `PDAMKAB.` is two words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = _NOT_WORD.sub(" ", plain.replace("&", " dan ")).split()
    return tuple(part for word in words for part in _parts(word))


def joined(words: Sequence[str]) -> str:
    """For comparison: `Batang Hari` and `Batanghari` are one."""
    return "".join(words)


def is_tirta(words: Sequence[str]) -> bool:
    """Whether a brand begins with the word for water that most bear, and goes on."""
    return joined(words).startswith(("tirta", "tirto")) and joined(words) not in ("tirta", "tirto")


def _parts(word: str) -> Words:
    found = _JOINED.fullmatch(word)
    return found.groups() if found else (word,)


def _without_forms(words: Words, forms: dict[str, str], found: list[str]) -> Words:
    if _first_words(tuple(forms)).isdisjoint(words):
        return words
    left: list[str] = []
    place = 0
    while place < len(words):
        for form, name in _by_length(tuple(forms.items())):
            if words[place : place + len(form)] == form:
                found.append(name)
                place += len(form)
                break
        else:
            left.append(words[place])
            place += 1
    return tuple(left)


@cache
def _first_words(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form.split()[0] for form in forms)


@cache
def _by_length(forms: tuple[tuple[str, str], ...]) -> tuple[tuple[Words, str], ...]:
    return tuple(sorted(((tuple(form.split()), name) for form, name in forms), key=lambda item: -len(item[0])))


def _without_administrative(words: Words) -> Words:
    """`Kota Administrasi Jakarta Pusat` is a kota."""
    return tuple(
        word
        for place, word in enumerate(words)
        if not (word in ("administrasi", "adm") and place > 0 and words[place - 1] in KIND_NAMES)
    )


def _says_no_utility(words: Words, forms: tuple[str, ...]) -> str | None:
    text = f" {' '.join(words)} "
    unit = bool(_UNITS_OF_A_GOVERNMENT & set(forms))
    for phrase in _NOT_A_UTILITY:
        if f" {phrase} " in text and not (unit and phrase in ("dinas", "pemerintah", "pemkab", "pemkot", "pemprov")):
            return phrase
    return None
