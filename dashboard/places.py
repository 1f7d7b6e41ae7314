"""The place inside a document in the language of the page; the document's own title stays as it is."""

import re

from warehouse.vocabulary import Language

IN_INDONESIAN = {
    "section": "bagian",
    "part": "bagian",
    "chapter": "bab",
    "paragraph": "paragraf",
    "sentence": "kalimat",
    "article": "pasal",
    "clause": "pasal",
    "subsection": "ayat",
    "item": "butir",
    "annex": "lampiran",
    "page": "halaman",
    "and": "dan",
}
IN_ENGLISH = {indonesian: english for english, indonesian in reversed(IN_INDONESIAN.items())}
NUMBER = r"(?=(?:\d|[IVXLC]+\b|[A-Z]\b|Content\b))"  # a word of place stands before what it numbers
_WORDS = {
    Language.INDONESIAN: IN_INDONESIAN,
    Language.ENGLISH: IN_ENGLISH,
}
_PATTERNS = {
    language: re.compile(rf"(?P<before>^|[,;(] ?|\d )(?P<word>{'|'.join(words)}) {NUMBER}", re.IGNORECASE)
    for language, words in _WORDS.items()
}


def place_in_words(place: str, language: Language) -> str:
    """'Naskah, paragraf 3, kalimat 1' on an English page is 'Naskah, paragraph 3, sentence 1', and the other way."""
    words = _WORDS[language]
    return _PATTERNS[language].sub(lambda found: f"{found['before']}{words[found['word'].lower()]} ", place)
