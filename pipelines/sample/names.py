"""Parties that nobody can take for real ones: every utility is called "Tirta Contoh" (contoh: example)
and lies in a place out of tales and grammar books. The provinces are real names drawn by lot, so that the map has
something to show; none is meant, and some utilities have none.
"""

from dataclasses import dataclass
from itertools import product

_FIRST = (
    "Antah",
    "Khayal",
    "Umpama",
    "Dongeng",
    "Angan",
    "Andai",
    "Rekaan",
    "Mimpi",
    "Hikayat",
    "Legenda",
    "Misal",
)
_SECOND = (
    "Berantah",
    "Pelangi",
    "Mega",
    "Bianglala",
    "Senja",
    "Embun",
    "Kabut",
    "Bintang",
    "Purnama",
    "Fajar",
    "Gerimis",
    "Cakrawala",
    "Samar",
)
_BRANDS = ("Nirwana", "Seruling", "Kencana", "Rembulan", "Pustaka", "Cerita", "Kelana", "Layang", "Pantun")
_GIVEN = ("Fulan", "Fulanah", "Anu", "Polan", "Polanah", "Badu")
_SECOND_NAME = ("Contoh", "Rekaan", "Umpama", "Misal", "Andai", "Khayali", "Teladan")

_PROVINCES = (
    "Jawa Tengah",
    "Sulawesi Selatan",
    "Sumatera Barat",
    "Nusa Tenggara Barat",
    "Kalimantan Timur",
    "Jawa Timur",
    "Maluku",
    "Riau",
    "Papua Barat",
    "Lampung",
    "Sulawesi Utara",
)
WITHOUT_PROVINCE = 13  # every thirteenth utility

# The order mixes both halves, so that neighbours in the list do not sound alike.
_PLACES = tuple(
    f"{first} {second}"
    for _, first, second in sorted(
        ((i * 5 + j * 7) % 13 * 100 + (i * 3 + j) % 11, first, second)
        for (i, first), (j, second) in product(enumerate(_FIRST), enumerate(_SECOND))
    )
)


@dataclass(frozen=True, slots=True)
class Party:
    """A fictional party of the register."""

    party_id: str
    name: str
    kind: str
    kind_of_place: str | None = None
    place: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A fictional person to talk to; telephone and e-mail cannot exist."""

    party_id: str
    person: str
    role: str
    phone: str
    email: str


def place(index: int) -> str:
    """The `index`-th fictional place; beyond the list the names are numbered."""
    name = _PLACES[index % len(_PLACES)]
    round_no = index // len(_PLACES)
    return f"{name} {round_no + 1}" if round_no else name


def person(index: int) -> str:
    """A name that stands for "somebody" in Indonesian, as Fulan does."""
    return f"{_GIVEN[index % len(_GIVEN)]} {_SECOND_NAME[index // len(_GIVEN) % len(_SECOND_NAME)]}"


def utility(party_id: str, index: int) -> Party:
    """A fictional utility, its brand, its place and, drawn by lot, its province."""
    kind_of_place = "kota" if index % 5 == 4 else "kabupaten"
    where = place(index)
    brand = _BRANDS[index % len(_BRANDS)]
    name = f"Perumda Air Minum Tirta Contoh {brand} {kind_of_place.capitalize()} {where}"
    province = None if index % WITHOUT_PROVINCE == 0 else _PROVINCES[index * 3 % len(_PROVINCES)]
    return Party(party_id, name, "utility", kind_of_place, where, province)


def expert(party_id: str, index: int) -> Party:
    """A person who is a mentor."""
    return Party(party_id, f"{person(index)} (tenaga ahli perorangan, tokoh rekaan)", "person")


def contact(party: Party, index: int, role: str) -> Contact:
    """A contact person of a party."""
    mailbox = party.party_id.lower()
    return Contact(party.party_id, person(index), role, f"0000-{index:06d}", f"{mailbox}@contoh.invalid")
