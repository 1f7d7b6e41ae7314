"""A written name of a utility and its parts."""

import pytest

from pipelines.standardise.likeness import abbreviates, is_part_of, within_typing_error
from pipelines.standardise.utility_names import is_tirta, parse_utility_name


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("PDAM Tirta Pakuan Kota Bogor", ("PDAM",)),
        ("Perusahaan Daerah Air Minum Tirta Pakuan Kota Bogor", ("PDAM",)),
        ("Perumda Air Minum Tirta Pakuan Kota Bogor", ("Perumda",)),
        ("PERUMDAM TIRTA PAKUAN KOTA BOGOR", ("Perumdam",)),
        ("Perusahaan Umum Daerah Air Minum Tirta Pakuan, Kota Bogor", ("Perumdam",)),
        ("PT. Air Minum Tirta Pakuan (Perseroda) Kota Bogor", ("PT", "Perseroda")),
        ("UPTD SPAM Tirta Pakuan Kotamadya Bogor", ("UPTD", "SPAM")),
        ("BLUD Air Minum Tirta Pakuan Kodya Bogor", ("BLUD",)),
        ("BPAM Tirta Pakuan - Kota Bogor", ("BPAM",)),
    ],
)
def test_the_legal_form_is_told_apart_and_the_rest_is_the_same(text: str, forms: tuple[str, ...]) -> None:
    name = parse_utility_name(text)
    assert name.forms == forms
    assert (name.brand, name.kind_of_place, name.place) == (("tirta", "pakuan"), "kota", ("bogor",))
    assert name.is_of_water and name.key == "tirtapakuankotabogor"


@pytest.mark.parametrize("text", ["PDAMKAB.BATANGHARI", "PDAM Kab. Batang Hari", "pdam  kabupaten  BATANG-HARI"])
def test_short_forms_spacing_and_case_do_not_matter(text: str) -> None:
    assert parse_utility_name(text).key == "kabupatenbatanghari"


def test_a_city_of_administration_is_a_city() -> None:
    assert parse_utility_name("Kota Administrasi Jakarta Pusat").place == ("jakarta", "pusat")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Kementerian Pekerjaan Umum", "kementerian"),
        ("PT Rekaan Konsultan Kota Bogor", "konsultan"),
        ("Asosiasi PDAM Jawa Barat", "asosiasi"),
        ("DPD PERPAMSI Jawa Barat", "perpamsi"),
        ("Pemerintah Kabupaten Bogor", "pemerintah"),
        ("Dinas PUPR Kabupaten Bogor", "dinas"),
        ("Koperasi Karyawan PDAM Kota Bogor", "koperasi"),
        ("Dewan Pengawas PDAM Kota Bogor", "dewan pengawas"),
        ("Perumda Pasar Kota Bogor", "pasar"),
        ("GIANYAR NON AIR", "non air"),
        ("CV Rekaan Kota Bogor", "cv"),
    ],
)
def test_a_name_that_is_no_utility_says_so_by_a_word(text: str, word: str) -> None:
    assert parse_utility_name(text).not_a_utility == word


@pytest.mark.parametrize(
    "text", ["UPTD Air Minum Dinas PUPR Kabupaten Bogor", "BLUD SPAM Pemerintah Kota Bogor", "PDAM Tanjung Balai"]
)
def test_a_unit_of_a_department_and_a_place_with_such_a_word_may_be_utilities(text: str) -> None:
    assert parse_utility_name(text).not_a_utility is None


def test_a_brand_is_more_than_the_word_tirta() -> None:
    assert is_tirta(("tirta", "musi")) and is_tirta(("tirtanadi",))
    assert not is_tirta(("tirta",)) and not is_tirta(("giri", "menang"))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("kutaikertanegara", "kutaikartanegara", True),
        ("gianyra", "gianyar", True),
        ("lamongan", "lamandau", False),
        ("palu", "batu", False),
        ("bogor", "bogor", False),
        ("serang", "sragen", False),
    ],
)
def test_a_slip_of_the_keyboard_is_one_or_two_letters(one: str, other: str, alike: bool) -> None:
    assert within_typing_error(one, other) is alike
    assert within_typing_error(other, one) is alike


def test_part_of_a_name_and_short_forms_are_likenesses() -> None:
    assert is_part_of("gorontalolimboto", "gorontalo") and is_part_of("serdang", "deliserdang")
    assert not is_part_of("oku", "okutimur")
    assert abbreviates("pessel", ("pesisir", "selatan")) and abbreviates("oki", ("ogan", "komering", "ilir"))
    assert not abbreviates("pesisirselatan", ("pesisir", "selatan")) and not abbreviates("bone", ("bone",))
