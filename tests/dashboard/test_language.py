"""No message without its translation; numbers and days in the language's form."""

import ast
import importlib
import pkgutil
import re
import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import expectations
from dashboard import words
from dashboard.language import LOCALES, Translator
from dashboard.rule_words import RULES, SUITES
from expectations.gate import ResultSuite, Suite
from indicators import receipt_text
from pipelines.reading.refusals import RULES as REFUSALS
from warehouse import vocabulary
from warehouse.vocabulary import Language

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
ALL_WORDS = [listed for name, listed in vars(words).items() if name.isupper() and isinstance(listed, dict)]
INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)

Message = str | tuple[str, ...]


def spoken() -> set[Message]:
    """Every message that the code marks for translation."""
    found = extract_from_dir(DASHBOARD, [("**.py", "python")], keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def translated() -> dict[Message, Message]:
    """Every message of the Indonesian catalogue with its translation."""
    with (LOCALES / "id" / "LC_MESSAGES" / "dashboard.po").open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file, locale="id") if entry.id}


def places(text: Message) -> set[str]:
    """The names of the places in a message: {total} has total."""
    parts = [text] if isinstance(text, str) else list(text)
    return {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}


def test_every_message_of_the_dashboard_has_an_indonesian_translation() -> None:
    catalogue = translated()
    missing = {message for message in spoken() if not catalogue.get(message)}
    assert len(spoken()) > 200
    assert missing == set()


def test_the_catalogue_holds_no_message_that_nobody_says() -> None:
    assert set(translated()) - spoken() == set()


def test_the_messages_of_the_catalogue_stand_in_the_order_of_their_text() -> None:
    told = [message if isinstance(message, str) else message[0] for message in translated()]
    assert told == sorted(told)


def test_a_translation_has_the_same_places_as_its_message() -> None:
    differing = {message: text for message, text in translated().items() if places(message) != places(text)}
    assert differing == {}


@pytest.mark.parametrize(
    "codes",
    [
        vocabulary.Role,
        vocabulary.Criterion,
        vocabulary.PartnershipStatus,
        vocabulary.FulfilmentStatus,
        vocabulary.ValueStatus,
        vocabulary.TargetStatus,
        vocabulary.TargetKind,
        vocabulary.Horizon,
        vocabulary.ActualBasis,
        vocabulary.Basis,
        vocabulary.AdviceStatus,
        vocabulary.EvidenceLevel,
        vocabulary.Band,
        vocabulary.Severity,
        vocabulary.FileOutcome,
        vocabulary.Origin,
    ],
)
def test_every_code_of_the_vocabulary_has_a_word_in_one_list(codes: type[vocabulary.Role]) -> None:
    wanted = {member.value for member in codes}
    assert any(wanted == set(words) for words in ALL_WORDS)


def test_a_status_is_a_symbol_and_a_word_never_a_colour_alone() -> None:
    toned = [word for words in ALL_WORDS for word in words.values() if word.tone != "plain"]
    assert len(toned) > 40
    assert [word for word in toned if not (word.text and word.symbol)] == []


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (1234567.8, 0, "1.234.568", "1,234,568"),
        (0.0, 0, "0", "0"),
        (-0.4, 0, "0", "0"),
        (12.345, 1, "12,3", "12.3"),
        (None, 0, "–", "–"),
        (float("nan"), 0, "–", "–"),
    ],
)
def test_numbers_have_the_separators_of_the_language(
    value: float | None, decimals: int, indonesian: str, english: str
) -> None:
    assert INDONESIAN.number(value, decimals) == indonesian
    assert ENGLISH.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (42.345, "42,3"),
        (1234.5, "1.234"),
        (3.14159, "3,14"),
        (0.01234, "0,0123"),
        (0.5, "0,5"),
        (0.0, "0"),
        (60.0, "60"),
    ],
)
def test_a_measured_value_is_shown_with_three_digits_and_no_zeros_that_it_does_not_have(
    value: float, shown: str
) -> None:
    assert INDONESIAN.significant(value) == shown


def test_days_and_months_have_the_names_of_the_language() -> None:
    assert INDONESIAN.long_day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert ENGLISH.long_day(date(2026, 8, 17)) == "17 August 2026"
    assert INDONESIAN.month("2026-10") == "Okt 2026"


def test_charts_get_the_separators_of_the_language() -> None:
    assert (INDONESIAN.separators, ENGLISH.separators) == (",.", ".,")


def test_no_message_hides_inside_an_f_string_where_the_extraction_does_not_look() -> None:
    hidden = [
        f"{path.name}:{node.lineno}"
        for path in sorted(DASHBOARD.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr) and any(speaks(part) for part in ast.walk(node))
    ]
    assert hidden == []


def speaks(node: ast.AST) -> bool:
    """Whether this is a call like _("message")."""
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) in KEYWORDS


def test_every_rule_that_is_tested_or_refuses_a_file_has_words_and_so_has_its_group() -> None:
    names = [each.name for each in pkgutil.iter_modules(expectations.__path__)]
    modules = [importlib.import_module(f"expectations.{name}") for name in names]
    held = [each for module in modules for value in vars(module).values() for each in _flat(value)]
    suites = [each for each in held if isinstance(each, Suite | ResultSuite)]
    tested = {rule.key.split("(")[0] for suite in suites for rule in suite.rules}
    assert len(tested) > 100
    assert (tested | set(REFUSALS)) - set(RULES) == set()
    assert {suite.name for suite in suites} == set(SUITES)
    for listed in (RULES, SUITES):
        said = [INDONESIAN.word(listed, code) for code in listed]
        assert len(set(said)) == len(said)


def _flat(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


@pytest.mark.parametrize(
    ("told", "indonesian", "english"),
    [
        ("diterima pada 2026-05-08.", "diterima pada 8 Mei 2026.", "diterima pada 8 May 2026."),
        ("(2026-02 – 2026-09)", "(Feb 2026 – Sep 2026)", "(Feb 2026 – Sep 2026)"),
        ("SK 12/2025, 2025-12-18", "SK 12/2025, 18 Des 2025", "SK 12/2025, 18 Dec 2025"),
        ("kosong: 2025-01, 2025-12", "kosong: Jan 2025, Des 2025", "kosong: Jan 2025, Dec 2025"),
    ],
)
def test_a_day_in_a_message_is_written_as_the_reader_writes_it(told: str, indonesian: str, english: str) -> None:
    assert (INDONESIAN.sentence(told), ENGLISH.sentence(told)) == (indonesian, english)


@pytest.mark.parametrize(
    "told",
    [
        "S001_laporan_bulanan_2026-08.xlsx",
        "2026-08-01.pdf",
        "data/2026-08/berkas",
        "'2026-08' is not a month. Write e.g. May 2025, 2025-05, or a date cell.",
        "misalnya --month 2026-03 atau --on 2026-03-01",
        "S-2026-01",
        "Tulis seperti 2026-06-30: 38; 2026-08-31: 35.",
        "2026-02-31",
        "2014-2016",
    ],
)
def test_what_is_no_day_or_stands_as_it_must_be_typed_is_left_alone(told: str) -> None:
    assert INDONESIAN.sentence(told) == told


def test_a_day_in_a_message_has_the_short_month_that_the_pages_write() -> None:
    for month in range(1, 13):
        day = date(2026, month, 9)
        for translator in (INDONESIAN, ENGLISH):
            assert translator.sentence(day.isoformat()) == translator.day(day)
            assert translator.sentence(f"{day:%Y-%m}") == translator.month(f"{day:%Y-%m}")


def test_september_has_three_letters_in_both_languages() -> None:
    assert ENGLISH.day(date(2026, 9, 30)) == INDONESIAN.day(date(2026, 9, 30)) == "30 Sep 2026"


def test_the_unit_of_every_rule_that_ships_has_a_word() -> None:
    rules = DASHBOARD.parent / "data" / "reference" / "rules.yml"
    units = set(re.findall(r'unit: *"?([^",}\n]+)', rules.read_text(encoding="utf-8")))
    assert {"days", "share of the time"} <= units
    assert units - set(words.UNITS) == set()
    assert units == set(receipt_text.RULES_IN_INDONESIAN)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "listed", [words.TARGET_STATUS, words.ACTUAL_BASIS, words.VALUE_STATUS, words.CRITERIA, words.BANDS, words.HORIZONS]
)
def test_the_terminal_and_the_dashboard_call_a_status_by_the_same_words(
    listed: words.Words, language: Language
) -> None:
    """Too early is told of a band by the terminal, which has no column that says what is judged."""
    translator = Translator(language)
    said = {code: (receipt_text.word(code, language), translator.word(listed, code).lower()) for code in listed}
    assert {code: two for code, two in said.items() if code != "too_early" and two[0] != two[1].lower()} == {}


def test_every_template_that_ships_has_a_word() -> None:
    shipped = {path.stem for path in (DASHBOARD.parent / "pipelines" / "templates").glob("*.yml")}
    assert len(shipped) > 10
    assert shipped - set(words.TEMPLATES) == set()
