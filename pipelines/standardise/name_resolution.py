"""Which utility a written name means: by alias, by kind of place and place, by brand. Likeness only suggests.

A name is read in every way that uses all its words. What each reading fits is collected; there is a match only where
everything that fits is one and the same. So neither the order of the lists nor one more utility ever turns a match
into another: at most it becomes ambiguous, and a suggestion.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pipelines.standardise.likeness import abbreviates, is_part_of, within_typing_error
from pipelines.standardise.utility_names import (
    KABUPATEN,
    KIND_NAMES,
    KOTA,
    PART_OF_A_UTILITY,
    PROVINSI,
    Words,
    WrittenName,
    is_tirta,
    joined,
    parse_utility_name,
    words_of,
)

MOST_CANDIDATES = 5


class Verdict(StrEnum):
    """What became of a written name."""

    MATCHED = "matched"
    SUGGESTED = "suggested"
    LEFT = "left"
    NOT_A_UTILITY = "not_a_utility"


class MatchRule(StrEnum):
    """Why a name is taken for a utility or a place."""

    ALIAS = "alias"
    KIND_AND_PLACE = "kind_and_place"
    BRAND_AND_PLACE = "brand_and_place"
    PLACE = "place"
    BRAND = "brand"


class Reason(StrEnum):
    """Why a utility or a place is suggested, the strongest first."""

    SEVERAL = "several"
    TWICE_IN_LIST = "twice_in_list"
    HOMONYM = "homonym"
    PLACE_ALONE = "place_alone"
    OTHER_BRAND = "other_brand"
    UNKNOWN_WORDS = "unknown_words"
    OTHER_KIND = "other_kind"
    OTHER_PROVINCE = "other_province"
    SAME_BRAND = "same_brand"
    PART_OF_NAME = "part_of_name"
    TYPING_ERROR = "typing_error"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Known:
    """A utility of the register, or (`is_utility` false) a regency or city of the ministry's list by its code."""

    id: str
    name: str
    is_utility: bool
    kind_of_place: str | None = None
    place: Words = ()
    brand: Words = ()
    province: str | None = None

    @property
    def place_key(self) -> str:
        """The place for comparison."""
        return joined(self.place)

    @property
    def brand_key(self) -> str:
        """The brand for comparison."""
        return joined(self.brand)


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling that somebody accepted for a utility, or for the code of a regency or city."""

    spelling: str
    target: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A utility or place that a name may mean; never acted on."""

    id: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written name means. `regency` is a code; `utility` is None where no utility of that place is known.

    `meant` is the one or the other. Left with the rule ALIAS: an alias names a code that nobody knows.
    """

    written: WrittenName
    verdict: Verdict
    rule: MatchRule | None = None
    utility: str | None = None
    regency: str | None = None
    candidates: tuple[Candidate, ...] = ()
    meant: Known | None = None

    def doubted(self) -> "Resolution":
        """The same as a suggestion only: its list names what was found twice."""
        assert self.meant is not None
        only = Candidate(self.meant.id, self.meant.name, Reason.TWICE_IN_LIST)
        return Resolution(self.written, Verdict.SUGGESTED, candidates=(only,))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a name, using all its words."""

    brand: Words
    kind: str | None
    place: Words
    province: str | None = None


def regency(code: str, name: str) -> Known:
    """A row of the ministry's list, `Kabupaten Bogor` or `Kota Bogor`, as something known."""
    written = parse_utility_name(name)
    return Known(code, name.strip(), False, written.kind_of_place, written.place)


class Resolver:
    """Resolves names against known utilities, regencies and cities, provinces and aliases."""

    def __init__(
        self,
        utilities: Iterable[Known],
        regencies: Iterable[Known] = (),
        aliases: Iterable[Alias] = (),
        provinces: Iterable[str] = (),
    ) -> None:
        self.regencies = sorted(set(regencies), key=lambda known: known.id)
        self.provinces = {joined(words_of(name)): name for name in provinces}
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for known in self.regencies:
            self._note_place(known)
        self.has_list = bool(self.regencies)
        self.utilities = [self._placed(known) for known in sorted(set(utilities), key=lambda known: known.id)]
        for known in self.utilities:
            self._note_place(known)
        for name in self.provinces:
            self.kinds[name].add(PROVINSI)
        self.by_id = {known.id: known for known in (*self.regencies, *self.utilities)}
        self.aliases = {parse_utility_name(alias.spelling).key: alias.target for alias in aliases}

    def resolve(self, text: str) -> Resolution:
        """What a written name means."""
        written = parse_utility_name(text)
        target = self._alias_target(written)
        if target is not None:
            return self._by_alias(written, target)
        if written.not_a_utility:
            return Resolution(written, Verdict.NOT_A_UTILITY)
        hits: dict[Known, MatchRule] = {}
        near: dict[Known, Reason] = {}
        for reading in self._readings(written):
            for known in self._worth_comparing(reading):
                judged = self._judge(written, reading, known)
                if isinstance(judged, MatchRule):
                    hits.setdefault(known, judged)
                elif judged is not None:
                    near[known] = min(near.get(known, judged), judged, key=_strength)
        return self._decided(written, hits, near)

    def _placed(self, known: Known) -> Known:
        """A utility whose register leaves the place or its kind open, as its own name and the list tell it."""
        written = parse_utility_name(known.name)
        kind, place = known.kind_of_place, known.place
        if not place and written.place:
            kind, place = kind or written.kind_of_place, written.place
        if not place:
            place = next((rest for _, rest in _splits(written.rest) if self._in_list(rest)), ())
        kinds = self.kinds.get(joined(place), set())
        if kind is None and len(kinds) == 1:
            kind = next(iter(kinds))
        return Known(known.id, known.name, True, kind, place, _brand(written, place), known.province)

    def _in_list(self, place: Words) -> bool:
        return joined(place) in self.kinds

    def _note_place(self, known: Known) -> None:
        if known.place and known.kind_of_place:
            self.kinds[known.place_key].add(known.kind_of_place)

    def _alias_target(self, written: WrittenName) -> str | None:
        target = self.aliases.get(written.key)
        if target is not None or written.kind_of_place is None:
            return target
        bare = self.aliases.get(joined([word for word in written.rest if word not in KIND_NAMES]))
        named = self.by_id.get(bare) if bare is not None else None
        return bare if named is not None and named.kind_of_place == written.kind_of_place else None

    def _by_alias(self, written: WrittenName, target: str) -> Resolution:
        known = self.by_id.get(target)
        if known is None:
            return Resolution(written, Verdict.LEFT, MatchRule.ALIAS)
        if known.is_utility:
            return _matched(written, MatchRule.ALIAS, known, self._regency_of(known))
        there = self._utilities_at(known)
        if len(there) > 1:
            several = tuple(Candidate(one.id, one.name, Reason.SEVERAL) for one in there[:MOST_CANDIDATES])
            return Resolution(written, Verdict.SUGGESTED, candidates=several)
        return _matched(written, MatchRule.ALIAS, there[0] if there else known, known.id)

    def _regency_of(self, utility: Known) -> str | None:
        return next(
            (known.id for known in self._regencies_at.get((utility.kind_of_place, utility.place_key), [])), None
        )

    def _utilities_at(self, place: Known) -> list[Known]:
        return self._utilities_in.get((place.kind_of_place, place.place_key), [])

    @cached_property
    def _regencies_at(self) -> dict[tuple[str | None, str], list[Known]]:
        return _grouped((known.kind_of_place, known.place_key, known) for known in self.regencies)

    @cached_property
    def _utilities_in(self) -> dict[tuple[str | None, str], list[Known]]:
        return _grouped((known.kind_of_place, known.place_key, known) for known in self.utilities if known.place)

    @cached_property
    def _by_place(self) -> dict[str, list[Known]]:
        index: dict[str, list[Known]] = defaultdict(list)
        for known in (*self.regencies, *self.utilities):
            if known.place:
                index[known.place_key].append(known)
        return index

    @cached_property
    def _by_brand(self) -> dict[str, list[Known]]:
        index: dict[str, list[Known]] = defaultdict(list)
        for known in self.utilities:
            if known.brand:
                index[known.brand_key].append(known)
        return index

    def _worth_comparing(self, reading: _Reading) -> list[Known]:
        """Whatever shares the place or the brand; nothing else can fit."""
        return [*self._by_place.get(joined(reading.place), []), *self._by_brand.get(joined(reading.brand), [])]

    def _readings(self, written: WrittenName) -> Iterator[_Reading]:
        words = written.rest
        named = [place for place, word in enumerate(words) if word in KIND_NAMES]
        for brand, place in _splits(words):
            if KIND_NAMES.isdisjoint(brand) and joined(place) in self.kinds:
                yield _Reading(brand, None, place)
        if not named:
            yield _Reading(words, None, ())
        for at in named:
            yield from self._readings_around(words[:at], words[at], words[at + 1 :])

    def _readings_around(self, before: Words, kind: str, after: Words) -> Iterator[_Reading]:
        """`Tirta Pakuan | Kota | Bogor`, `Gianyar | Kabupaten |`, `| Kota | Bogor Tirta Pakuan`, with a province."""
        if not KIND_NAMES.isdisjoint(before):
            return
        if not after:
            yield from (_Reading(brand, kind, place) for brand, place in _splits(before))
            return
        yield _Reading(before, kind, after)
        for end in range(1, len(after)):
            place, more = after[:end], after[end:]
            if (kind not in self.kinds.get(joined(place), ())) and more[0] != PROVINSI:
                continue
            province = self._province(more)
            if province is not None:
                yield _Reading(before, kind, place, province)
            elif not before and is_tirta(more) and KIND_NAMES.isdisjoint(more):
                yield _Reading(more, kind, place)

    def _province(self, words: Words) -> str | None:
        plain = words[1:] if words[0] == PROVINSI else words
        return self.provinces.get(joined(plain))

    def _judge(self, written: WrittenName, reading: _Reading, known: Known) -> MatchRule | Reason | None:
        """The rule by which a reading fits something known, else why it may be meant."""
        same_brand = bool(reading.brand) and joined(reading.brand) == known.brand_key
        if not reading.place:
            if not same_brand:
                return None
            sure = is_tirta(reading.brand) or bool(written.forms)
            return MatchRule.BRAND if sure and reading.kind is None else Reason.SAME_BRAND
        if joined(reading.place) != known.place_key:
            return Reason.SAME_BRAND if same_brand else None
        if (
            reading.province
            and known.province
            and joined(words_of(known.province)) != joined(words_of(reading.province))
        ):
            return Reason.OTHER_PROVINCE
        if reading.kind is None:
            return self._judge_place(written, reading, known, same_brand)
        return self._judge_kind_and_place(written, reading, known, same_brand)

    def _judge_kind_and_place(
        self, written: WrittenName, reading: _Reading, known: Known, same_brand: bool
    ) -> MatchRule | Reason:
        if known.kind_of_place != reading.kind:
            unknown = known.kind_of_place is None
            return MatchRule.BRAND_AND_PLACE if unknown and same_brand else Reason.OTHER_KIND
        if same_brand:
            return MatchRule.KIND_AND_PLACE
        if reading.brand and known.brand:
            return Reason.OTHER_BRAND
        return MatchRule.KIND_AND_PLACE if self._is_plain(written, reading) else Reason.UNKNOWN_WORDS

    def _judge_place(
        self, written: WrittenName, reading: _Reading, known: Known, same_brand: bool
    ) -> MatchRule | Reason:
        """Without a kind of place: by the brand, or where the list knows one kind only and nothing else is said."""
        if same_brand:
            return MatchRule.BRAND_AND_PLACE
        if reading.brand:
            return Reason.OTHER_BRAND if known.brand else Reason.UNKNOWN_WORDS
        if len(self.kinds[joined(reading.place)]) > 1:
            return Reason.HOMONYM
        certain = self.has_list and written.is_of_water and known.kind_of_place is not None
        return MatchRule.PLACE if certain else Reason.PLACE_ALONE

    def _is_plain(self, written: WrittenName, reading: _Reading) -> bool:
        """Whether the words before kind and place are those of a utility: a form of water, a brand, nothing else."""
        if not reading.brand:
            return written.is_of_water or not written.forms
        if not PART_OF_A_UTILITY.isdisjoint(reading.brand):
            return False
        place = joined(reading.place)
        elsewhere = any(joined(end) in self.kinds and joined(end) != place for _, end in _splits(reading.brand))
        return (written.is_of_water or is_tirta(reading.brand)) and not elsewhere

    def _decided(
        self, written: WrittenName, hits: Mapping[Known, MatchRule], near: Mapping[Known, Reason]
    ) -> Resolution:
        """One thing fits: it is meant. Several, or none: candidates."""
        utilities = [known for known in hits if known.is_utility]
        places = [known for known in hits if not known.is_utility]
        if len(utilities) == 1:
            one = utilities[0]
            code = self._regency_of(one)
            if all(place.id == code for place in places):
                return _matched(written, hits[one], one, code)
        elif not utilities and len(places) == 1 and not self._utilities_at(places[0]):
            return _matched(written, hits[places[0]], places[0], places[0].id)
        reasons = {**near, **dict.fromkeys(hits, Reason.SEVERAL)}
        for known, reason in self._alike(written):
            reasons.setdefault(known, reason)
        candidates = self._candidates(written, reasons)
        return Resolution(written, Verdict.SUGGESTED if candidates else Verdict.LEFT, candidates=candidates)

    def _candidates(self, written: WrittenName, reasons: Mapping[Known, Reason]) -> tuple[Candidate, ...]:
        """The strongest reasons first; a place gives way to the utilities known there, a wrong kind to a right one."""
        strongest = min(reasons.values(), key=_strength, default=Reason.OTHER_KIND)
        right_kind = _strength(strongest) < _strength(Reason.OTHER_KIND)
        worth = [
            known
            for known, reason in reasons.items()
            if (known.is_utility or not self._utilities_at(known)) and not (right_kind and reason is Reason.OTHER_KIND)
        ]
        ordered = sorted(
            worth,
            key=lambda known: (
                _strength(reasons[known]),
                known.kind_of_place != written.kind_of_place,
                not known.is_utility,
                known.name,
                known.id,
            ),
        )
        return tuple(Candidate(known.id, known.name, reasons[known]) for known in ordered[:MOST_CANDIDATES])

    def _alike(self, written: WrittenName) -> Iterator[tuple[Known, Reason]]:
        """What looks like it: a slip of the keyboard, more or fewer words, a short form."""
        if not written.is_marked:
            return
        said = joined((written.place or written.brand) if written.kind_of_place else written.rest)
        brand = joined(written.brand)
        for key, known_here in self._by_place.items():
            if within_typing_error(said, key):
                yield from ((known, Reason.TYPING_ERROR) for known in known_here)
            elif is_part_of(said, key):
                yield from ((known, Reason.PART_OF_NAME) for known in known_here)
            elif abbreviates(said, known_here[0].place):
                yield from ((known, Reason.ABBREVIATION) for known in known_here)
        for key, known_here in self._by_brand.items():
            if within_typing_error(brand, key):
                yield from ((known, Reason.TYPING_ERROR) for known in known_here)
            elif written.key.startswith(key) and is_tirta(known_here[0].brand):
                yield from ((known, Reason.SAME_BRAND) for known in known_here)


def utility(
    utility_id: str, name: str, kind_of_place: str | None = None, place: str | None = None, province: str | None = None
) -> Known:
    """A utility of the register; its brand is what its name says beside legal form and place."""
    words = parse_utility_name(place).rest if place else ()
    states_kind = len(words) > 1 and words[0] in (KABUPATEN, KOTA) and kind_of_place in (None, words[0])
    kind = words[0] if states_kind else kind_of_place
    return Known(utility_id, name, True, kind, words[1:] if states_kind else words, (), province)


def _matched(written: WrittenName, rule: MatchRule, meant: Known, code: str | None) -> Resolution:
    return Resolution(written, Verdict.MATCHED, rule, meant.id if meant.is_utility else None, code, meant=meant)


def _brand(written: WrittenName, place: Words) -> Words:
    """The words that are neither kind nor place; a bare `Tirta` is none."""
    words = written.brand
    if written.kind_of_place is None and place:
        words = next((brand for brand, end in _splits(words) if joined(end) == joined(place)), words)
    elif written.kind_of_place is not None and not words:
        words = next((more for at, more in _splits(written.place) if joined(at) == joined(place)), ())
    return () if joined(words) in ("tirta", "tirto", joined(place)) else words


def _splits(words: Words) -> list[tuple[Words, Words]]:
    """Every way to end with a place: `(brand, place)`, the longest place first. A bare `Tirta` is no brand."""
    ways = [(words[:at], words[at:]) for at in range(len(words))]
    return [(brand, place) for brand, place in ways if joined(brand) not in ("tirta", "tirto")]


def _grouped(rows: Iterable[tuple[str | None, str, Known]]) -> dict[tuple[str | None, str], list[Known]]:
    index: dict[tuple[str | None, str], list[Known]] = defaultdict(list)
    for kind, place, known in rows:
        index[kind, place].append(known)
    return index


_ORDER = {reason: place for place, reason in enumerate(Reason)}


def _strength(reason: Reason) -> int:
    return _ORDER[reason]
