"""The cases hold what their documents state, come in by the ordinary door, and stay apart from all other figures."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from dashboard.access import Viewer, ViewerRole
from dashboard.queries import build as build_queries
from dashboard.queries import overview
from dashboard.queries.ask import Filters
from pipelines import cases
from pipelines.arrivals import Arrival, Submission
from pipelines.cases import Case, Fact, InvalidCase, Place
from pipelines.extraction import extract, recognise
from pipelines.intake import Landing
from pipelines.reading import read_workbook
from pipelines.sample import SAMPLE_AS_OF, plan_programme, write_programme
from pipelines.template import load_templates
from tests.judged import judged
from warehouse.month import Month
from warehouse.vocabulary import Language, Origin

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
CASES = {path.stem: cases.read_case(path) for path in sorted(cases.FOLDER.glob("*.yml"))}
EACH_CASE = pytest.mark.parametrize("name", CASES)
KINDS = {
    "solidarity_partnership",
    "international_twinning",
    "horizontal_learning",
    "training_delegation",
    "csr_partnership",
}
RECEIVED = datetime(2026, 9, 1, 2, 0)
ABBREVIATIONS = {"Dep.", "Dr.", "Drs.", "Drg.", "H.", "Ir.", "M.", "PT.", "SE.", "ST."}
SENTENCE_END = re.compile(r'[.?!]["”’)]*\s+(?=["“(]?[A-Z0-9])')
NUMBERING = re.compile(r"([\d.]+\s*)+|[A-Z]\.")

Text = list[list[str]]  # paragraphs of sentences


# ---- the documents, counted as data/cases/README.md says


def paragraphs(text: str) -> Text:
    return [sentences(" ".join(line.split())) for line in text.splitlines() if line.strip()]


def sentences(paragraph: str) -> list[str]:
    found, start = [], 0
    for end in SENTENCE_END.finditer(paragraph):
        sentence = paragraph[start : end.end()].strip()
        if sentence.split()[-1] not in ABBREVIATIONS and not NUMBERING.fullmatch(sentence):
            found.append(sentence)
            start = end.end()
    return [*found, paragraph[start:].strip()]


def stands(text: Text, place: Place) -> bool:
    try:
        return place.quote in text[place.paragraph - 1][place.sentence - 1]
    except IndexError:
        return False


def facts(case: Case) -> Iterator[Fact]:
    return (fact for group in case.facts.values() for fact in group)


@pytest.fixture(scope="module")
def text_of(require: Callable[[bool, str], None]) -> Callable[[Case], Text]:
    """The document of a case: the one in which the words that name its programme stand where the case says."""
    require(TEXTS.is_dir(), f"the documents of the cases are not there: {TEXTS}")
    texts = [paragraphs(path.read_text("utf-8")) for path in sorted(TEXTS.glob("*.txt"))]

    def find(case: Case) -> Text:
        fitting = [text for text in texts if all(stands(text, place) for place in case.programme.stated_in)]
        assert len(fitting) == 1, f"{len(fitting)} documents say what the programme of {case.document.title} rests on"
        return fitting[0]

    return find


def words_at(text: Text, fact: Fact) -> str:
    """The sentences in which a fact stands."""
    return " ".join(text[place.paragraph - 1][place.sentence - 1] for place in fact.stated_in)


def test_a_sentence_ends_where_a_person_would_end_it() -> None:
    assert sentences("3.1.4. Signing of the LoI. It is signed. 2 copies?") == [
        "3.1.4. Signing of the LoI.",
        "It is signed.",
        "2 copies?",
    ]
    assert sentences('Oleh PT. Adaro Energy dan Dep. Luar Negeri (12/5). "Ya," katanya.') == [
        "Oleh PT. Adaro Energy dan Dep. Luar Negeri (12/5).",
        '"Ya," katanya.',
    ]


@EACH_CASE
def test_every_quote_stands_letter_by_letter_in_the_sentence_named(name, text_of) -> None:
    text = text_of(CASES[name])
    places = [place for fact in facts(CASES[name]) for place in fact.stated_in]
    assert places and [place for place in places if not stands(text, place)] == []


@EACH_CASE
def test_the_words_of_statements_and_lessons_are_the_documents_own(name, text_of) -> None:
    text, case = text_of(CASES[name]), CASES[name]
    told = [(each, each.statement) for each in case.statements] + [(each, each.words) for each in case.narrative]
    changed = []
    for fact, words in told:
        pattern = ".*".join(re.escape(part) for part in words.split(" … "))
        if not re.search(pattern, words_at(text, fact)):
            changed.append(words)
    assert told and changed == []


@EACH_CASE
def test_every_figure_of_a_fact_stands_in_its_sentences(name, text_of) -> None:
    text = text_of(CASES[name])
    unknown = []
    for fact in facts(CASES[name]):
        known = set(re.findall(r"\d+", words_at(text, fact)))
        values = fact.model_dump(exclude={"stated_in", "topic", "delivered_share", "evidence_level"}, exclude_none=True)
        for key, value in values.items():
            shown = "" if isinstance(value, date) or key.endswith(("_id", "_no")) else re.sub(r"ke-\d+", "", str(value))
            unknown += [(key, value) for figure in re.findall(r"(?<![A-Za-z])\d+", shown) if figure not in known]
    assert unknown == []


@EACH_CASE
def test_every_date_of_a_fact_stands_in_its_sentences(name, text_of) -> None:
    case, text = CASES[name], text_of(CASES[name])
    invented = []
    for fact in facts(case):
        words = words_at(text, fact)
        dates = {key: value for key, value in fact.model_dump().items() if isinstance(value, date)}
        invented += [(key, day) for key, day in dates.items() if not is_told(day, words, case.document.language)]
    assert invented == []


def is_told(day: date, words: str, language: Language) -> bool:
    """A whole year needs its year, the last day of a month its month, every other day its figure too."""
    year, month = str(day.year) in words, Month.of(day).name(language).split()[0] in words
    if (day.month, day.day) in ((1, 1), (12, 31)):
        return year
    is_last = pd.Timestamp(day).is_month_end
    return year and month and (is_last or re.search(rf"\b{day.day}\b", words) is not None)


@EACH_CASE
def test_the_names_of_the_parties_are_the_documents_own(name, text_of) -> None:
    text = text_of(CASES[name])
    strange = []
    for party in CASES[name].parties:
        known = set(re.findall(r"\w+", words_at(text, party)))
        named = " ".join(filter(None, (party.name, party.place, party.province)))
        strange += [(party.name, word) for word in re.findall(r"\w+", named) if word not in known]
    assert strange == []


@EACH_CASE
def test_a_document_is_named_by_its_own_title(name, text_of) -> None:
    opening = " ".join(" ".join(paragraph) for paragraph in text_of(CASES[name])[:4]).casefold()
    words = re.findall(r"\w+", CASES[name].document.title.casefold())
    assert [word for word in words if word not in opening] == []


# ---- the files


def test_each_kind_of_programme_has_its_case() -> None:
    assert set(CASES) == KINDS == {case.programme.programme_kind for case in CASES.values()}


def test_no_id_stands_in_two_cases() -> None:
    ids = [party.party_id for case in CASES.values() for party in case.parties]
    ids += [each.partnership_id for case in CASES.values() for each in case.partnerships]
    ids += [case.programme.programme_id for case in CASES.values()]
    assert len(ids) == len(set(ids))


def test_contradictions_of_the_documents_are_kept_side_by_side() -> None:
    codes = [each.in_conflict_with for case in CASES.values() for each in case.statements if each.in_conflict_with]
    assert {code: codes.count(code) for code in codes} == {
        "permulaan": 4,
        "kurun-waktu": 2,
        "vng": 2,
        "jumlah-peserta": 2,
        "cost-of-mentor-visits": 2,
        "reports-of-the-mentor": 2,
        "section-numbers": 4,
        "mentors-workshop": 2,
    }


def test_the_twinning_keeps_its_own_word_for_water_lost() -> None:
    case = CASES["international_twinning"]
    assert "UFW" in case.partnerships[0].title
    assert "nrw" not in str(case.rows()).casefold() and "non_revenue" not in str(case.rows())


def test_no_case_tells_an_amount_of_money() -> None:
    assert all("register_finance" not in case.rows() for case in CASES.values())


def test_a_place_reads_as_title_paragraph_and_sentence() -> None:
    first = CASES["horizontal_learning"].rows()["register_evidence"][0]
    assert first["stated_in"] == (
        "Era Digital 4.0, PMU PPSP, Bappenas Lakukan Inovasi Pembelajaran Horizontal, "
        "paragraf 4, kalimat 1; paragraf 5, kalimat 1; paragraf 13, kalimat 1"
    )


def test_an_unknown_key_names_the_file_and_the_key(tmp_path) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text((cases.FOLDER / "csr_partnership.yml").read_text("utf-8") + "amounts: []\n", "utf-8")
    with pytest.raises(InvalidCase, match=r"wrong\.yml, amounts"):
        cases.read_case(path)


def test_a_contradiction_needs_two_statements(tmp_path) -> None:
    text = (cases.FOLDER / "training_delegation.yml").read_text("utf-8")
    path = tmp_path / "one.yml"
    path.write_text(text.replace("in_conflict_with: jumlah-peserta", "in_conflict_with: lain", 1), "utf-8")
    with pytest.raises(InvalidCase, match="at least two"):
        cases.read_case(path)


def test_a_quote_is_at_most_twelve_words_long() -> None:
    with pytest.raises(ValueError, match="at most 12 words"):
        Place(paragraph=1, sentence=1, quote="satu " * 13)


@EACH_CASE
def test_writing_a_case_twice_gives_the_same_bytes(name, tmp_path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    first, second = (cases.write_case(CASES[name], folder).read_bytes() for folder in folders)
    assert first == second


@EACH_CASE
def test_the_workbook_of_a_case_is_read_back_without_a_finding(name, tmp_path) -> None:
    workbook = read_workbook(cases.write_case(CASES[name], tmp_path), "case.xlsx")
    extracted = extract(workbook, recognise(workbook, load_templates()))
    assert extracted.findings == []
    assert extracted.template == "programme_register"


# ---- landed and judged


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    receipts = cases.land(Landing(folder / "landing"), RECEIVED)
    assert [receipt.outcome for receipt in receipts] == [Arrival.NEW] * len(CASES)
    return folder


@pytest.fixture(scope="module")
def judged_on(data: Path) -> Iterator[Callable[[str], duckdb.DuckDBPyConnection]]:
    """What is published of the cases as of a day."""
    known: dict[str, duckdb.DuckDBPyConnection] = {}
    with ExitStack() as open_ones:

        def as_of(day: str) -> duckdb.DuckDBPyConnection:
            if day not in known:
                known[day] = open_ones.enter_context(judged(data, date.fromisoformat(day)))
            return known[day]

        yield as_of


def statuses(connection: duckdb.DuckDBPyConnection, partnership: str, role: str) -> dict[str, int]:
    found = connection.execute(
        "SELECT status, count(*) FROM mart.obligation WHERE partnership_id = $1 AND role = $2 "
        "AND origin_kind = 'work_plan' GROUP BY status",
        [partnership, role],
    ).fetchall()
    return {str(status): count for status, count in found}


def test_no_workbook_of_a_case_has_a_finding(judged_on) -> None:
    connection = judged_on("2020-04-30")
    assert connection.execute("SELECT rule, sheet, cell, message_en FROM quality.finding").fetchall() == []
    outcomes = connection.execute("SELECT DISTINCT outcome FROM quality.file_outcome").fetchall()
    assert outcomes == [("accepted",)]


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_of_six_teleconferences_one_is_held_and_five_are_unknown(judged_on, role) -> None:
    assert statuses(judged_on("2020-04-30"), "K-BLITAR", role) == {"fulfilled_on_time": 1, "unknown": 5}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_before_the_end_of_march_the_other_five_are_not_due(judged_on, role) -> None:
    assert statuses(judged_on("2020-03-30"), "K-BLITAR", role) == {"fulfilled_on_time": 1, "not_due": 5}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_training_planned_for_may_2023_is_not_due_the_day_before(judged_on, role) -> None:
    assert statuses(judged_on("2023-05-14"), "K-JAMBI", role) == {"not_due": 1}


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_training_planned_for_may_2023_is_unknown_afterwards(judged_on, role) -> None:
    assert statuses(judged_on("2023-06-30"), "K-JAMBI", role) == {"unknown": 1}


def test_what_was_only_planned_was_not_held(judged_on) -> None:
    held = judged_on("2023-06-30").execute("SELECT activity_id, held_on FROM mart.activity WHERE held_on IS NOT NULL")
    assert sorted(held.fetchall()) == [("K-BLITAR-T1", date(2020, 1, 27)), ("K-CSR-1", date(2021, 5, 25))]


def test_of_each_year_of_the_twinning_four_missions_are_owed_and_none_is_told(judged_on) -> None:
    assert statuses(judged_on("2023-06-30"), "K-BANTEN", "mentor") == {"unknown": 16}


def test_a_case_is_where_its_document_leaves_it(judged_on) -> None:
    """The twinning runs, since when is told in four ways; the learning began, and no text tells of its end."""
    told = judged_on("2023-06-30").execute(
        "SELECT partnership_id, status, stage, started_on FROM mart.partnership ORDER BY partnership_id"
    )
    assert told.fetchall() == [
        ("K-BANTEN", "active", "implementation", None),
        ("K-BLITAR", "active", "implementation", date(2020, 1, 27)),
        ("K-JAMBI", "preparing", "preparation", None),
    ]


def test_nothing_of_a_case_is_overdue(judged_on) -> None:
    overdue = judged_on("2023-06-30").execute("SELECT obligation_id FROM mart.obligation WHERE status = 'overdue'")
    assert overdue.fetchall() == []


def test_no_case_knows_enough_for_a_band(judged_on) -> None:
    scores = (
        judged_on("2023-06-30")
        .execute("SELECT partnership_id, role, criterion, band, obligations_counted FROM mart.criterion_score")
        .fetchall()
    )
    assert scores
    assert [score for score in scores if score[3] is not None or score[4] > 1] == []


def test_the_programmes_without_a_pair_are_shown_with_statements_and_activity(judged_on) -> None:
    connection = judged_on("2023-06-30")
    told = connection.execute(
        "SELECT programme_id, count(*) FROM mart.statement WHERE partnership_id IS NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert told == [("KASUS-CSR", 10), ("KASUS-PEDOMAN", 23)]
    event = "SELECT programme_id, participants, stated_in FROM mart.activity WHERE partnership_id IS NULL"
    assert connection.execute(event).fetchall() == [
        (
            "KASUS-CSR",
            None,
            "Kemitraan Menjadi Kebutuhan dalam Peningkatan Akses Air Minum dan Sanitasi, "
            "paragraf 4, kalimat 1; paragraf 4, kalimat 2",
        )
    ]
    origins = connection.execute("SELECT DISTINCT origin FROM mart.programme").fetchall()
    assert origins == [("case",)] and connection.execute("SELECT count(*) FROM mart.programme").fetchall() == [(5,)]


def test_every_published_statement_names_its_place_and_its_contradiction(judged_on) -> None:
    rows = (
        judged_on("2023-06-30")
        .execute("SELECT stated_in, conflict_code FROM mart.statement WHERE topic = 'Permulaan kerja sama'")
        .fetchall()
    )
    assert len(rows) == 4
    assert all("paragraf" in place and code == "permulaan" for place, code in rows)


def test_three_lessons_are_taken_from_kendari(judged_on) -> None:
    lessons = judged_on("2023-06-30").execute("SELECT count(*) FROM mart.lesson WHERE partnership_id = 'K-BLITAR'")
    assert lessons.fetchall() == [(3,)]


def test_building_the_cases_twice_gives_the_same(judged_on, tmp_path) -> None:
    cases.land(Landing(tmp_path / "landing"), RECEIVED)
    with judged(tmp_path, date(2020, 4, 30)) as again:
        for table in ("obligation", "criterion_score", "statement", "activity", "partnership", "lesson"):
            rows = "SELECT * FROM mart." + table + " ORDER BY ALL"
            assert again.execute(rows).fetchall() == judged_on("2020-04-30").execute(rows).fetchall()


def test_landing_the_cases_again_lands_nothing_new(data) -> None:
    receipts = cases.land(Landing(data / "landing"), datetime(2026, 9, 2, 2, 0))
    assert {receipt.outcome for receipt in receipts} == {Arrival.DUPLICATE}


def test_the_command_lands_the_five_cases(tmp_path) -> None:
    result = CliRunner().invoke(cli.app, ["cases", "--data", str(tmp_path), "--lang", "en"])
    assert result.exit_code == 0
    assert sorted(re.findall(r"KASUS-\w+\.xlsx", result.output)) == sorted(case.file_name for case in CASES.values())
    assert len(Landing(tmp_path / "landing").records()) == len(CASES)


# ---- apart from all other figures

QUERIES = (
    build_queries.coverage,
    overview.stages,
    overview.bands,
    overview.targets,
    overview.reporting,
    overview.advice,
    overview.results,
    overview.nrw_saved,
    overview.digitised,
    overview.waiting,
)


def sample_figures(folder: Path, sent: Path, *, with_cases: bool) -> dict[str, pd.DataFrame]:
    landing = Landing(folder / "landing")
    for arrival in write_programme(plan_programme(3), sent / folder.name):
        landing.receive(arrival.path, arrival.received_at, Submission(submitted_on=arrival.submitted_on))
    if with_cases:
        cases.land(landing, RECEIVED)
    viewer = Viewer(ViewerRole.FACILITATOR)
    with judged(folder, SAMPLE_AS_OF) as connection:
        return {
            f"{origin}: {query.__module__}.{query.__name__}": query(connection, viewer, Filters(origin))
            for query in QUERIES
            for origin in (Origin.REAL, Origin.SAMPLE)
        }


def test_landing_the_cases_changes_no_figure_of_the_real_programme_or_the_sample(tmp_path) -> None:
    without = sample_figures(tmp_path / "without", tmp_path / "sent", with_cases=False)
    along = sample_figures(tmp_path / "along", tmp_path / "sent", with_cases=True)
    assert not without["sample: dashboard.queries.overview.stages"].empty
    assert without["real: dashboard.queries.overview.stages"].empty
    for name, frame in along.items():
        pd.testing.assert_frame_equal(in_order(frame), in_order(without[name]), rtol=1e-9, obj=name)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of equal tables in the same order; a sum of many figures may differ in its last bits."""
    return frame.sort_values(list(frame.columns), ignore_index=True)
