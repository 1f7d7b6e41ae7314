"""Which utility a name means: only what is certain is matched, likeness suggests, the rest is left."""

import csv
import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.standardise.name_resolution import (
    Alias,
    Known,
    MatchRule,
    Reason,
    Resolution,
    Resolver,
    Verdict,
    regency,
    utility,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "utility_names.csv"
PLACES = [
    regency("32.01", "Kabupaten Bogor"),
    regency("32.71", "Kota Bogor"),
    regency("51.04", "Kabupaten Gianyar"),
    regency("35.78", "Kota Surabaya"),
    regency("16.71", "Kota Palembang"),
    regency("64.72", "Kota Samarinda"),
    regency("35.17", "Kabupaten Jombang"),
    regency("63.02", "Kabupaten Kotabaru"),
    regency("13.01", "Kabupaten Pesisir Selatan"),
    regency("13.07", "Kabupaten Lima Puluh Kota"),
    regency("16.06", "Kabupaten Musi Banyuasin"),
    regency("16.07", "Kabupaten Banyuasin"),
    regency("14.08", "Kabupaten Siak"),
    regency("15.71", "Kota Jambi"),
]
CITY = utility("U-CITY", "Perumda Air Minum Tirta Pakuan Kota Bogor", "kota", "Bogor", "Jawa Barat")
REGENCY = utility("U-REGENCY", "Perumda Air Minum Tirta Kahuripan", "kabupaten", "Bogor", "Jawa Barat")
GIANYAR = utility("U-GIANYAR", "PDAM Kabupaten Gianyar")
PALEMBANG = utility("U-PALEMBANG", "Perumda Tirta Musi Palembang")
SAMARINDA = utility("U-SAMARINDA", "Perumdam Tirta Kencana Kota Samarinda")
JOMBANG = utility("U-JOMBANG", "PDAM Tirta Kencana Kabupaten Jombang")
UTILITIES = [CITY, REGENCY, GIANYAR, PALEMBANG, SAMARINDA, JOMBANG]
PROVINCES = ["Jawa Barat", "Bali", "Jambi"]


def resolve(text: str, utilities: list[Known] = UTILITIES, aliases: tuple[Alias, ...] = ()) -> Resolution:
    return Resolver(utilities, PLACES, aliases, PROVINCES).resolve(text)


def suggested(found: Resolution) -> dict[str, Reason]:
    return {candidate.id: candidate.reason for candidate in found.candidates}


def test_the_kind_decides_between_a_city_and_a_regency_of_one_name() -> None:
    assert resolve("PDAM Kota Bogor").utility == "U-CITY"
    assert resolve("PDAM Kab. Bogor").utility == "U-REGENCY"
    assert resolve("PDAM Kab. Bogor").rule is MatchRule.KIND_AND_PLACE


@pytest.mark.parametrize("utilities", [UTILITIES, [CITY], []], ids=["both known", "one known", "none known"])
def test_a_place_that_is_both_city_and_regency_is_never_matched_by_place_alone(utilities: list[Known]) -> None:
    found = resolve("PDAM Bogor", utilities)
    assert found.verdict is Verdict.SUGGESTED
    assert set(suggested(found).values()) == {Reason.HOMONYM}
    assert len(found.candidates) == 2


def test_a_province_of_the_same_name_counts_as_a_homonym() -> None:
    assert resolve("PDAM Jambi").verdict is Verdict.SUGGESTED
    assert resolve("PDAM Kota Jambi").regency == "15.71"


def test_a_place_of_one_kind_is_matched_by_place_alone_only_with_the_list_at_hand() -> None:
    assert resolve("PDAM Gianyar").rule is MatchRule.PLACE
    unlisted = Resolver([GIANYAR]).resolve("PDAM Gianyar")
    assert suggested(unlisted) == {"U-GIANYAR": Reason.PLACE_ALONE}
    assert resolve("Gianyar").verdict is Verdict.SUGGESTED


@pytest.mark.parametrize(
    "text",
    [
        "PDAM Kabupaten Gianyar",
        "Perumda Air Minum Tirta Sanjiwani Kabupaten Gianyar",
        "Perumdam Tirta Sanjiwani Kab. Gianyar, Bali",
        "PT Air Minum Tirta Sanjiwani (Perseroda) Kabupaten Gianyar Provinsi Bali",
        "PDAMKAB.GIANYAR",
        "PDAM Kabupaten Gianyar Tirta Sanjiwani",
        "UPTD SPAM Kabupaten Gianyar",
    ],
)
def test_a_changed_legal_form_and_a_new_brand_stay_the_same_utility(text: str) -> None:
    found = resolve(text)
    assert (found.verdict, found.utility, found.regency) == (Verdict.MATCHED, "U-GIANYAR", "51.04")


def test_a_company_of_no_stated_trade_is_not_taken_for_the_utility_of_its_town() -> None:
    assert suggested(resolve("PT Rekaan Jaya Kota Surabaya")) == {"35.78": Reason.UNKNOWN_WORDS}
    assert suggested(resolve("Perumda Kota Surabaya")) == {"35.78": Reason.UNKNOWN_WORDS}
    assert suggested(resolve("PDAM Cabang Cibinong Kabupaten Bogor", [])) == {"32.01": Reason.UNKNOWN_WORDS}


def test_a_brand_that_one_known_utility_bears_is_enough_without_a_place() -> None:
    found = resolve("Perumdam Tirta Pakuan")
    assert (found.utility, found.rule) == ("U-CITY", MatchRule.BRAND)


def test_a_brand_and_a_place_are_enough_even_where_the_place_is_a_homonym() -> None:
    found = resolve("PDAM Tirta Pakuan Bogor")
    assert (found.utility, found.rule) == ("U-CITY", MatchRule.BRAND_AND_PLACE)


def test_a_brand_of_several_matches_only_with_its_place() -> None:
    assert suggested(resolve("PDAM Tirta Kencana")) == dict.fromkeys(["U-SAMARINDA", "U-JOMBANG"], Reason.SEVERAL)
    assert resolve("PDAM Tirta Kencana Samarinda").utility == "U-SAMARINDA"
    assert resolve("PDAM Tirta Kencana Kab. Jombang").utility == "U-JOMBANG"


def test_a_brand_at_another_place_than_its_own_is_no_match() -> None:
    found = resolve("PDAM Tirta Musi Kota Surabaya")
    assert found.regency == "35.78" and found.utility is None
    assert resolve("PDAM Tirta Pakuan Kabupaten Bogor").verdict is Verdict.SUGGESTED
    assert resolve("PDAM Tirta Musi Banyuasin").verdict is Verdict.SUGGESTED
    assert resolve("PDAM Tirta Siak").utility is None and resolve("PDAM Tirta Siak").regency is None


def test_a_place_that_begins_or_ends_with_the_word_kota_is_read_whole() -> None:
    assert resolve("PDAM Kab. Kota Baru").regency == "63.02"
    assert resolve("PDAM Kota Baru").regency == "63.02"
    assert resolve("PDAM Kabupaten Lima Puluh Kota").regency == "13.07"
    assert resolve("PDAM Limapuluh Kota").regency == "13.07"


def test_a_kind_after_the_place_counts_too() -> None:
    assert resolve("PDAM Bogor (Kota)").utility == "U-CITY"
    assert resolve("PDAM Bogor Kab").utility == "U-REGENCY"


def test_an_alias_resolves_what_nothing_else_can_and_outlives_the_legal_form() -> None:
    aliases = (Alias("PDAM Kab. Pessel", "13.01"), Alias("Air Kita", "U-CITY"))
    for text in ("PDAM Kab. Pessel", "Perumda Air Minum Kabupaten PESSEL"):
        assert (resolve(text, aliases=aliases).regency, resolve(text, aliases=aliases).rule) == (
            "13.01",
            MatchRule.ALIAS,
        )
    assert resolve("PT Air Kita", aliases=aliases).utility == "U-CITY"
    assert resolve("PDAM Kab. Pessel").verdict is Verdict.SUGGESTED


def test_an_alias_to_a_place_leads_to_the_utility_there() -> None:
    assert resolve("Air Gianyar", aliases=(Alias("Air Gianyar", "51.04"),)).utility == "U-GIANYAR"
    two = [*UTILITIES, utility("U-OTHER", "BLUD Air Minum Kabupaten Gianyar")]
    assert resolve("Air Gianyar", two, (Alias("Air Gianyar", "51.04"),)).verdict is Verdict.SUGGESTED


def test_an_alias_of_the_bare_place_serves_the_written_kind_only() -> None:
    aliases = (Alias("Pessel", "13.01"),)
    assert resolve("PDAM Kab. Pessel", aliases=aliases).regency == "13.01"
    assert resolve("PDAM Kota Pessel", aliases=aliases).regency is None


def test_an_alias_to_something_unknown_matches_nothing() -> None:
    found = resolve("PDAM Kab. Pessel", aliases=(Alias("PDAM Kab. Pessel", "99.99"),))
    assert (found.verdict, found.rule, found.regency) == (Verdict.LEFT, MatchRule.ALIAS, None)


@pytest.mark.parametrize(
    "text",
    ["Kementerian PUPR", "Konsultan Rekaan Kota Bogor", "Asosiasi PDAM Kota Bogor", "GIANYAR NON AIR",
     "Perumda Pasar Kota Bogor", "Koperasi Pegawai PDAM Kota Bogor"],
)  # fmt: skip
def test_what_is_not_a_utility_is_said_to_be_none_whatever_place_it_names(text: str) -> None:
    found = resolve(text)
    assert (found.verdict, found.utility, found.regency, found.candidates) == (Verdict.NOT_A_UTILITY, None, None, ())


@pytest.mark.parametrize(
    ("text", "candidate", "reason"),
    [
        ("PDAM Kab. Gianyra", "U-GIANYAR", Reason.TYPING_ERROR),
        ("PDAM Kota Surabya", "35.78", Reason.TYPING_ERROR),
        ("PDAM Tirta Pakuann", "U-CITY", Reason.TYPING_ERROR),
        ("PDAM Kota Gianyar", "U-GIANYAR", Reason.OTHER_KIND),
        ("PDAM Kab. Gianyar Kota Bali", "U-GIANYAR", Reason.PART_OF_NAME),
        ("PDAM Kab. Pessel", "13.01", Reason.ABBREVIATION),
        ("PDAM Tirta Raharja Kota Bogor", "U-CITY", Reason.OTHER_BRAND),
        ("PDAM Kota Bogor, Bali", "U-CITY", Reason.OTHER_PROVINCE),
    ],
)
def test_likeness_and_contradiction_only_suggest(text: str, candidate: str, reason: Reason) -> None:
    found = resolve(text)
    assert (found.verdict, found.utility, found.regency) == (Verdict.SUGGESTED, None, None)
    assert suggested(found)[candidate] is reason


def test_a_name_that_resembles_nothing_is_left() -> None:
    assert resolve("PDAM Kota Antah Berantah").verdict is Verdict.LEFT
    assert resolve("City of Sacramento").verdict is Verdict.LEFT


def test_two_utilities_of_one_place_are_never_guessed_between() -> None:
    other = utility("U-OTHER", "BLUD Air Minum Kabupaten Gianyar")
    found = resolve("PDAM Kabupaten Gianyar", [*UTILITIES, other])
    assert suggested(found) == {"U-GIANYAR": Reason.SEVERAL, "U-OTHER": Reason.SEVERAL}


WORDS = ["Bogor", "Gianyar", "Siak", "Banyuasin", "Musi", "Kota", "Baru", "Pakuan", "Kencana"]
NAMES = st.builds(
    lambda form, brand, kind, place: " ".join([form, *brand, kind, *place]),
    st.sampled_from(["PDAM", "Perumda Air Minum", "PT", ""]),
    st.sampled_from([[], ["Tirta", "Pakuan"], ["Tirta", "Kencana"], ["Tirta", "Musi"], ["Toya"]]),
    st.sampled_from(["", "Kota", "Kabupaten"]),
    st.lists(st.sampled_from(WORDS), max_size=2),
)
SOME_UTILITIES = st.lists(
    st.builds(
        lambda name, kind, place: (name, kind, place),
        NAMES.filter(str.strip),
        st.sampled_from([None, "kota", "kabupaten"]),
        st.sampled_from([None, *WORDS]),
    ),
    max_size=4,
).map(lambda rows: [utility(f"U{number}", *row) for number, row in enumerate(rows)])


@settings(max_examples=150, deadline=None)
@given(SOME_UTILITIES, st.lists(NAMES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_every_list_changes_nothing(
    utilities: list[Known], names: list[str], chance: random.Random
) -> None:
    aliases = [Alias("Pessel", "13.01"), Alias("Air Kita", "U0")]
    mixed = [chance.sample(rows, len(rows)) for rows in (utilities, PLACES, aliases)]
    one, other = Resolver(utilities, PLACES, aliases, PROVINCES), Resolver(*mixed, list(reversed(PROVINCES)))
    assert [one.resolve(name) for name in names] == [other.resolve(name) for name in names]


@settings(max_examples=400, deadline=None)
@given(SOME_UTILITIES, SOME_UTILITIES, NAMES, st.booleans())
def test_another_utility_never_turns_a_match_into_another(
    utilities: list[Known], added: list[Known], name: str, with_list: bool
) -> None:
    places = PLACES if with_list else []
    more = [Known(f"N{one.id}", *(getattr(one, key) for key in list(one.__slots__)[1:])) for one in added]
    before = Resolver(utilities, places).resolve(name)
    after = Resolver([*utilities, *more], places).resolve(name)
    if before.utility and after.verdict is Verdict.MATCHED:
        assert after.utility == before.utility
    if before.regency and after.regency:
        assert after.regency == before.regency


def test_no_real_name_is_matched_wrongly_and_most_are_matched(real_data: Path) -> None:
    places = _rows(real_data / "id_regencies_kemendagri_2025.csv")
    provinces = [row["nama"] for row in _rows(real_data / "id_provinces_kemendagri_2025.csv")]
    resolver = Resolver([], [regency(row["kode"], row["nama"]) for row in places], (), provinces)
    names = _rows(real_data / "utility_names_messy.csv")
    truth = {row["sha256"]: row["regency_code"] for row in _rows(GOLDEN)}
    found = [(row, resolver.resolve(f"{row['code'].split('.')[0]} {row['name']}")) for row in names]
    wrong = [row for row, one in found if one.verdict is Verdict.MATCHED and one.regency != truth[_key(row)]]
    lost = [
        row["code"]
        for row, one in found
        if one.verdict is Verdict.SUGGESTED and truth[_key(row)] not in {"", *suggested(one)}
    ]
    assert wrong == [] and lost == []
    assert Counter(one.verdict.value for _, one in found) == {"matched": 58, "suggested": 12, "left": 5}
    assert [resolver.resolve(row["code"]).regency for row in names] == [one.regency for _, one in found]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(row: dict[str, str]) -> str:
    return hashlib.sha256(f"{row['name']},{row['code']}".encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    "form",
    ["PDAM {0}", "Perumda Air Minum Tirta Rekaan {0}", "PT Tirta Rekaan {0} (Perseroda)", "PDAM {0} Tirta Rekaan"],
)
def test_each_of_the_514_regencies_and_cities_is_found_under_every_form(real_data: Path, form: str) -> None:
    places = _rows(real_data / "id_regencies_kemendagri_2025.csv")
    resolver = Resolver([], [regency(row["kode"], row["nama"]) for row in places])
    assert [resolver.resolve(form.format(row["nama"])).regency for row in places] == [row["kode"] for row in places]


def test_none_of_the_real_homonyms_is_matched_without_its_kind(real_data: Path) -> None:
    places = [regency(row["kode"], row["nama"]) for row in _rows(real_data / "id_regencies_kemendagri_2025.csv")]
    resolver = Resolver([], places)
    kinds = Counter(known.place_key for known in places)
    homonyms = {" ".join(known.place) for known in places if kinds[known.place_key] > 1}
    assert len(homonyms) == 26
    assert {resolver.resolve(f"PDAM {place}").verdict for place in homonyms} == {Verdict.SUGGESTED}
