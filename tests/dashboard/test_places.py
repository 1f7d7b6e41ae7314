"""Places in documents in the language of the page; titles of documents in their own."""

import pytest

from dashboard.places import place_in_words
from warehouse.vocabulary import Language


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("Naskah, paragraf 3, kalimat 1", "Naskah, paragraph 3, sentence 1"),
        ("paragraf 3, kalimat 1; paragraf 5, kalimat 2", "paragraph 3, sentence 1; paragraph 5, sentence 2"),
        ("MoA (contoh), pasal 4", "MoA (contoh), article 4"),
        ("Kerangka acuan (contoh), bab 1, halaman 12", "Kerangka acuan (contoh), chapter 1, page 12"),
        ("bagian III, paragraf 184", "section III, paragraph 184"),
    ],
)
def test_a_place_is_in_the_language_of_the_page_and_the_title_in_its_own(indonesian: str, english: str) -> None:
    assert place_in_words(indonesian, Language.ENGLISH) == english
    assert place_in_words(english, Language.INDONESIAN) == indonesian
    assert place_in_words(english, Language.ENGLISH) == english
    assert place_in_words(indonesian, Language.INDONESIAN) == indonesian


def test_a_clause_of_the_guideline_has_no_english_word_on_an_indonesian_page() -> None:
    assert place_in_words("3.1.1 mentee 4 and 5; 3.2.1 part 2", Language.INDONESIAN) == (
        "3.1.1 mentee 4 dan 5; 3.2.1 bagian 2"
    )


@pytest.mark.parametrize("language", list(Language))
def test_a_title_with_a_word_of_place_in_it_is_left_alone(language: Language) -> None:
    title = "Kemitraan Menjadi Kebutuhan dalam Peningkatan Akses, paragraf kedua dan section two"
    assert place_in_words(title, language) == title
