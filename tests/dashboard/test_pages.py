"""Every page, over a full, an empty and a one-silent-partner programme, in both languages."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.components.scores import reading_scores
from dashboard.language import Translator
from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of
from warehouse.vocabulary import Language

TITLES = {
    "overview": ("Ikhtisar program", "Programme overview"),
    "results": ("Hasil dan target", "Results and targets"),
    "reporting": ("Disiplin pelaporan", "Reporting discipline"),
    "map": ("Peta", "Map"),
    "profile": ("Profil kemitraan", "Partnership profile"),
    "metrics": ("Metrik percontohan", "Pilot metrics"),
    "budget": ("Anggaran dan subsidi", "Budget and subsidies"),
    "lessons": ("Pembelajaran dan SOP", "Lessons and SOPs"),
    "mentor": ("Mentor", "Mentor"),
    "desk": ("Meja Fasilitator", "Facilitator's desk"),
    "self_assessment": ("Penilaian mandiri", "Self-assessment"),
    "submit": ("Kirim laporan", "Submit a report"),
    "indicators": ("Indikator", "Indicators"),
    "quality": ("Mutu data", "Data quality"),
}
PROGRAMMES = ("full_programme", "empty_programme", "silent_programme")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("page", TITLES)
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_page_opens_with_its_title_day_build_and_coverage(
    name: str, page: str, lang: str, open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    data = request.getfixturevalue(name)
    app = open_page(data, page, lang=lang)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == TITLES[page][lang == "en"]
    assert not app.subheader, "headings go down by one level at a time: st.header below the title"
    words = words_of(app)
    assert ("30 Juni 2026" if lang == "id" else "30 June 2026") in words
    assert f"1 Jul 2026 10\\:00 WIB \\({name.removesuffix('_programme')}\\)" in words
    assert ("melapor" in words or "jatuh tempo" in words) if lang == "id" else "report" in words


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    ("name", "partnership", "mentee"),
    [
        ("full_programme", "P001", "Tirta Contoh Satu"),
        ("full_programme", "P003", "Tirta Contoh Tiga"),
        ("silent_programme", "P004", "Tirta Contoh Senyap"),
        ("many_kinds", "P005", "Perpamsi Contoh"),
        ("many_kinds", "K001", "Perpamsi Kasus"),
        ("many_kinds", "csr_partnership-case", "Program Kemitraan CSR (case)"),
    ],
)
def test_a_profile_opens_for_a_reporting_an_early_and_a_silent_partnership(
    name: str, partnership: str, mentee: str, lang: str, open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    app = open_page(request.getfixturevalue(name), "profile", partnership=partnership, lang=lang)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == mentee


def test_indonesian_is_the_language_where_the_address_names_none(full_programme: Path, open_page: OpenPage) -> None:
    assert open_page(full_programme).title[0].value == "Ikhtisar program"


def test_the_findings_in_words_carry_the_programmes_numbers(full_programme: Path, open_page: OpenPage) -> None:
    findings = words_of(open_page(full_programme, lang="en"))
    assert "of 10 monthly reports due, 9 have arrived (90%) and 8 came on time (80%)" in findings
    assert "7,000 m³ less than at the baseline so far, in 4 pilot months reported by 1 of 1 partnerships" in findings
    assert "1 of 2 partnerships reported" in findings


def test_numbers_in_the_findings_have_indonesian_separators(full_programme: Path, open_page: OpenPage) -> None:
    assert "sejauh ini 7.000 m³ lebih sedikit" in words_of(open_page(full_programme, lang="id"))


def test_a_month_that_was_not_reported_is_said_in_words_and_never_shown_as_zero(
    full_programme: Path, open_page: OpenPage
) -> None:
    app = open_page(full_programme, "profile", opened=["metrics_data"], partnership="P001", part="targets", lang="en")
    values = [table.value for table in app.table if "Value" in table.value.columns and "Sheet" in table.value.columns]
    assert len(values) == 1
    shown = list(values[0]["Value"])
    assert sum("not reported" in text for text in shown) == 2
    assert "0" not in shown


def test_a_silent_partner_is_shown_as_owing_every_report(silent_programme: Path, open_page: OpenPage) -> None:
    app = open_page(silent_programme, "profile", partnership="P004", lang="en")
    assert "5 of 5 monthly reports due are missing" in words_of(app)


def test_a_partnership_without_a_mentor_says_so(full_programme: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(full_programme, "profile", partnership="P003", lang="id"))
    assert "belum ada mentor" in words


def test_text_from_a_workbook_is_shown_as_text_and_not_as_markup(full_programme: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(full_programme, "profile", partnership="P001", part="words"))
    assert r"\[rendah\]\(x\)" in words
    assert "[rendah](x)" not in words.replace("\\", "\0")


def test_before_the_first_build_the_page_says_what_to_do(tmp_path: Path, open_page: OpenPage) -> None:
    app = open_page(tmp_path, lang="en")
    assert not app.exception
    assert app.title[0].value == "No data yet"
    assert [code.value for code in app.code] == ["python run.py demo", "python run.py build"]


def test_a_monthly_report_among_the_documents_tells_its_month(tmp_path: Path, open_page: OpenPage) -> None:
    def report(connection: duckdb.DuckDBPyConnection) -> None:
        told = {"document_id": "P001/monthly_report/2026-03", "partnership_id": "P001", "kind": "monthly_report"}
        programme.insert(connection, "mart.document", told | {"dated_on": date(2026, 4, 8), "compiled_by": "mentee"})

    data = programme.publish(tmp_path, "b-papers", [programme.full, report])
    app = open_page(data, "profile", partnership="P001", part="papers", lang="id")
    shown = next(one.value for one in app.table if "Dokumen" in one.value.columns)
    assert list(shown["Dokumen"]) == ["Laporan diagnostik", "Laporan bulanan Mar 2026"]


def test_the_bars_of_the_criteria_are_explained_by_the_marks_that_stand_there() -> None:
    row = {"score_low": 80.0, "score_high": 80.0, "final_low": 70.0, "final_high": 90.0}
    known, unknown = pd.DataFrame([row]), pd.DataFrame([row | {"score_low": 60.0, "final_high": 70.2}])
    explained = [reading_scores(scores, (60.0, 80.0), Translator(Language.ENGLISH)) for scores in (known, unknown)]
    assert ["Purple line" in told for told in explained] == [False, True]
    assert ["Blue bracket" in told for told in explained] == [True, False]


def test_of_the_rules_tested_those_that_did_not_hold_come_first(tmp_path: Path, open_page: OpenPage) -> None:
    def failed(connection: duckdb.DuckDBPyConnection) -> None:
        rule = {"suite": "sanity", "rule": "within_scale", "severity": "warning", "success": False, "failing_rows": 2}
        programme.insert(connection, "quality.expectation_result", rule)

    data = programme.publish(tmp_path, "b-rules", [programme.full, failed])
    shown = open_page(data, "quality", tab="expectations", lang="en").table[0].value
    assert [result.split("[")[1] for result in shown["Result"]] == ["✕ Failed]", "✓ Passed]"]


def test_the_indicators_behind_the_scores_tell_n_of_n_of_each_kind(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "profile", ["own_indicators_data"], partnership="P001", lang="en")
    assert not app.exception
    shown = next(one.value for one in app.table if "Delivered of due, by kind" in one.value.columns)
    assert any(" of " in told for told in shown["Delivered of due, by kind"])


def test_everything_on_one_page_is_drawn(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "profile", partnership="P001", part="all", lang="en")
    assert not app.exception
    assert any("Delivered of due, by kind" in one.value.columns for one in app.table)


def test_of_what_nobody_owes_any_more_no_day_is_awaited(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", ["ledger_data"], partnership="P005", part="plan", lang="en")
    shown = next(one.value for one in app.table if "Shown by" in one.value.columns or "Done" in one.value.columns)
    done = dict(zip(shown["What"], shown["Done"], strict=True))
    assert done["Item W5"] == ":gray[no longer owed]"
    assert done["Item W6"] == ":gray[not yet]"


def test_a_build_of_another_version_is_to_be_built_anew(tmp_path: Path, open_page: OpenPage) -> None:
    def of_before(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE mart.build SET schema_version = schema_version - 1")
        connection.execute("ALTER TABLE mart.partnership DROP first_pilot_month")

    data = programme.publish(tmp_path, "b-before", [programme.full, of_before])
    app = open_page(data, lang="id")
    assert not app.exception
    assert app.title[0].value == "Data perlu diolah ulang"
    assert [code.value for code in app.code] == ["python run.py build"]


def test_a_damaged_pointer_is_explained_in_the_readers_language(tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "current.json").write_text("{", encoding="utf-8")
    app = open_page(tmp_path, lang="id")
    assert not app.exception
    assert "rusak" in app.warning[0].value


def test_a_build_published_while_a_page_is_open_is_shown_at_the_next_run(tmp_path: Path, open_page: OpenPage) -> None:
    programme.publish(tmp_path, "b-first", [programme.silent])
    app = open_page(tmp_path, lang="en")
    assert "\\(first\\)" in words_of(app)
    programme.publish(tmp_path, "b-second", [programme.full])
    app.run()
    assert not app.exception
    assert "\\(second\\)" in words_of(app)
    assert "**3 partnerships**" in words_of(app)


def test_sample_rows_stay_out_of_the_real_programme_and_carry_a_banner(tmp_path: Path, open_page: OpenPage) -> None:
    def sample_too(connection: object) -> None:
        programme.partnership(connection, "X001", "Tirta Fiksi", origin="sample")  # type: ignore[arg-type]

    programme.publish(tmp_path, "b-mixed", [programme.full, sample_too])
    real = open_page(tmp_path, lang="en")
    assert "**3 partnerships**" in words_of(real)
    assert not real.info
    sample = open_page(tmp_path, lang="en", origin="sample")
    assert "**1 partnership**" in words_of(sample)
    assert "fictional" in sample.info[0].value


def test_a_score_opens_its_receipt_with_what_would_move_it(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "profile", partnership="P001", lang="en")
    app.button(key="receipt_mentee_reports").click().run()
    assert not app.exception
    words = words_of(app)
    assert "**80**  ● Good" in words
    assert "It stands in the highest band." in words
    receipt = next(table.value for table in app.table if "Owed because of" in table.value.columns)
    assert len(receipt) == 6
    assert r"laporan\_2026\-01.xlsx › Sampul › C5" in receipt["Evidence"].iloc[0]


def test_a_receipt_below_the_best_band_names_what_would_lift_it(silent_programme: Path, open_page: OpenPage) -> None:
    app = open_page(silent_programme, "profile", partnership="P004", lang="en")
    app.button(key="receipt_mentee_reports").click().run()
    assert "If these 3 obligations were delivered in full, the score would be 60: Fair." in words_of(app)


def _told_again(connection: duckdb.DuckDBPyConnection) -> None:
    """The SOP of P001 as the draft it was before; another still a draft; the lesson of P001 in a second report."""
    programme.insert(
        connection, "mart.sop",
        {"partnership_id": "P001", "title": "SOP deteksi kebocoran", "state": "draft"},
        {"partnership_id": "P001", "title": "SOP tera meter", "state": "draft"},
    )  # fmt: skip
    programme.insert(
        connection,
        "mart.lesson",
        {"partnership_id": "P001", "text": "Ukur dulu, baru ganti pipa.", "period": "2026-05"},
    )  # fmt: skip


def test_an_sop_issued_after_its_draft_is_no_draft_and_a_lesson_told_twice_is_one(
    tmp_path: Path, full_programme: Path, open_page: OpenPage
) -> None:
    def results(data: Path) -> dict[str, tuple[str, str]]:
        rows = next(table.value for table in open_page(data, lang="en").table if "Coverage" in table.value.columns)
        return {row["Result"]: (row["Figure"], row["Coverage"]) for _, row in rows.reset_index().iterrows()}

    before = results(full_programme)
    after = results(programme.publish(tmp_path, "b-again", [programme.full, _told_again]))
    assert (before["SOPs issued"], after["SOPs issued"]) == (
        ("1", r"still in draft\: 0; partnerships\: 1"), ("1", r"still in draft\: 1; partnerships\: 1")
    )  # fmt: skip
    assert after["Lessons recorded"] == before["Lessons recorded"]


def test_every_mark_of_the_line_of_time_is_chosen_by_its_day_and_shows_its_cell_and_what_it_is_about(
    tmp_path: Path, open_page: OpenPage
) -> None:
    def held(connection: duckdb.DuckDBPyConnection) -> None:
        cell = {"source_file": "laporan_2026-04.xlsx", "source_sheet": "2 Kegiatan", "source_cell": "D7"}
        visit = {"partnership_id": "P001", "kind": "monitoring_visit", "title": "Kunjungan =1+1", **cell}
        day = {"planned_on": date(2026, 4, 1), "held_on": date(2026, 4, 9)}
        programme.insert(connection, "mart.activity", {"activity_id": "P001/V1", **visit, **day})
        counted = {"kind": "monitoring_visit", "counts": True, "status": "fulfilled_late", "credit_delivered": 1.0}
        of_mentor = {"criterion": "commitment", "indicator_code": "MR-COM-1"}
        told = {"numerator": 2.0, "denominator": 2.0, "value": 100.0, "status": "reported", "waived_count": 0}
        told |= {"partnership_id": "P001", "role": "mentor", "indicator_code": "MR-COM-1"}
        programme.insert(connection, "mart.indicator_value", told)
        programme.duty(connection, "P001", "V1", **counted, **of_mentor)
        programme.duty(connection, "P001", "V1", role="facilitator", status="overdue")
        programme.duty(connection, "P001", "V2", **counted, **of_mentor)

    data = programme.publish(tmp_path, "b-marks", [programme.full, held])
    address = {"partnership": "P001", "lang": "en", "part": "plan"}
    app = open_page(data, "profile", **address)
    assert not app.exception
    choice = next(box for box in app.selectbox if box.label == "Receipt of one activity, agreement or document")
    (visit,) = (option for option in choice.options if "Kunjungan" in option)
    assert visit == "9 Apr 2026: Kunjungan =1+1"
    assert len(choice.options) == 3
    app = open_page(data, "profile", **address, mark="activity~2026-04-09~P001/V1")
    words = words_of(app).replace("\\", "")
    assert "planned 1 Apr 2026, held 9 Apr 2026" in words
    assert "Where it stands: laporan_2026-04.xlsx › 2 Kegiatan › D7" in words
    (counted,) = (table.value for table in app.table if "Credit" in table.value.columns)
    (in_no_score,) = (table.value for table in app.table if "Fulfilled" in table.value.columns)
    assert list(counted["What"]) == ["Item V1"]
    assert [list(in_no_score[head]) for head in ("What", "Owed by", "Status")] == [
        ["Item V1"], ["Facilitator"], [":red-badge[✕ Overdue]"]
    ]  # fmt: skip
    assert "Not found" in [title.value for title in open_page(data, "profile", **address, mark="x").title]
