"""Programmes of several kinds: the filter, stages by blueprint, cases, and the parts of a profile that they bring."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import programme
from tests.dashboard.conftest import OpenPage, words_of


def badges_and_tables(app: AppTest) -> str:
    return words_of(app) + "\n".join(table.value.to_csv() for table in app.table)


def keys(app: AppTest) -> set[str]:
    return {box.key for box in app.selectbox}


def test_the_kind_of_programme_is_a_choice_only_where_there_are_several(
    full_programme: Path, many_kinds: Path, open_page: OpenPage
) -> None:
    assert "choice_kind" not in keys(open_page(full_programme))
    assert "choice_kind" in keys(open_page(many_kinds))


def test_each_kind_has_its_own_stages_and_never_one_chart_over_both(many_kinds: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(many_kinds, opened=["kind_international_twinning"], lang="en"))
    assert "**4 partnerships** by kind of programme: 1 International twinning and 3 Solidarity Partnership." in words
    assert "1 of 1 partnerships are in the stage Cooperation" in words
    assert "International twinning: partnerships by stage" in words
    assert "1 of 3 partnerships are in the stage" in words


def test_a_kind_in_the_address_narrows_the_page_to_it(many_kinds: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(many_kinds, lang="en", kind="international_twinning"))
    assert "**1 partnership** by stage: 1 cooperation." in words
    assert "Solidarity" not in words


def test_another_origin_takes_back_the_kind_that_it_may_not_have(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, lang="en", kind="solidarity_partnership")
    app.selectbox(key="choice_origin").select("case").run()
    assert app.title[0].value == "Programme overview"
    assert "kind" not in app.query_params


@pytest.mark.parametrize(
    ("lang", "banner", "cases"),
    [
        ("en", "What the document does not tell is unknown, not missing", "**2 cases** of 2 kinds of programme."),
        ("id", "Yang tidak diceritakan berarti tidak diketahui", "**2 kasus** dari 2 jenis program."),
    ],
)
def test_cases_say_what_a_case_is_and_have_neither_bands_nor_rates(
    lang: str, banner: str, cases: str, many_kinds: Path, open_page: OpenPage
) -> None:
    app = open_page(many_kinds, lang=lang, origin="case")
    assert not app.exception
    assert banner in app.info[0].value
    assert cases in words_of(app)
    assert not app.get("plotly_chart")


def test_cases_leave_the_national_figures_as_they_were(
    full_programme: Path, many_kinds: Path, open_page: OpenPage
) -> None:
    solidarity = words_of(open_page(many_kinds, lang="en", kind="solidarity_partnership"))
    alone = words_of(open_page(full_programme, lang="en"))
    assert solidarity.replace("WIB \\(kinds\\)", "WIB \\(full\\)") == alone


def test_conflicting_statements_stand_side_by_side_and_none_is_preferred(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", partnership="K001", lang="en")
    assert not app.exception
    words = words_of(app)
    assert "told in 2 conflicting ways; none is preferred" in words
    assert "“sejak tahun 2000”" in words
    assert "“baru tahun 2007”" in words
    assert ":small[:gray[paragraph 3]]" in words
    assert "Document: Naskah" in words


def test_what_a_case_does_not_tell_is_said_to_be_not_told_and_gets_no_score(
    many_kinds: Path, open_page: OpenPage
) -> None:
    app = open_page(many_kinds, "profile", partnership="K001", lang="en")
    shown = badges_and_tables(app)
    assert "the document does not tell what became of it" in shown
    assert "Overdue" not in shown
    assert not [button for button in app.button if str(button.key).startswith("receipt_")]


def test_a_programme_without_a_pair_has_a_page_with_its_event_its_words_and_what_is_assumed(
    many_kinds: Path, open_page: OpenPage
) -> None:
    app = open_page(
        many_kinds, "profile", partnership="csr_partnership-case", lang="en", origin="case", opened=["blueprint_data"]
    )
    assert not app.exception
    words = words_of(app)
    assert "1 of 1 are told as held." in words
    assert "“pembagian peran yang seimbang”" in words
    assert "A payer stands as supporting partner." in words


@pytest.mark.parametrize(
    ("lang", "past", "running"),
    [
        ("en", "Fewer than agreed] 2025\\: 3 of at least 4; agreed 4–5", "Still running] 2026\\: 1 of at least 4"),
        ("id", "2025\\: 3 dari paling sedikit 4; disepakati 4–5", "2026\\: 1 dari paling sedikit 4"),
    ],
)
def test_a_quota_is_a_readable_row_per_period(
    lang: str, past: str, running: str, many_kinds: Path, open_page: OpenPage
) -> None:
    words = words_of(open_page(many_kinds, "profile", partnership="P005", lang=lang, part="plan"))
    assert past in words
    assert running in words


def test_what_a_revision_dropped_replaced_moved_and_added_stands_with_its_signature(
    many_kinds: Path, open_page: OpenPage
) -> None:
    app = open_page(many_kinds, "profile", partnership="P005", lang="en", part="plan")
    table = next(one.value for one in app.table if "Change" in one.value.columns)
    changes = dict(zip(table["What"], table["Change"], strict=True))
    assert {what: change.split(" ")[-1].rstrip("]") for what, change in changes.items()} == {
        "Item W1": "Dropped",
        "Item W2": "Replaced",
        "Butir W4": "Moved",
        "Item W3": "Added",
    }
    moved = table[table["What"] == "Butir W4"].iloc[0]
    assert (moved["Due before"], moved["Due now"], moved["Signed"]) == ("31 Mar 2026", "31 May 2026", "1 Feb 2026")
    assert "Revision of the work plan (R/1): **1 February 2026**" in words_of(app)


def test_a_waiver_stands_with_who_when_why_and_the_value_without_it(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", partnership="P005", lang="en", part="plan")
    waiver = next(one.value for one in app.table if "Relief" in one.value.columns).iloc[0]
    assert (waiver["Decided by"], waiver["Decided on"], waiver["Why"]) == (
        "Bu Fasilitator",
        "1 Feb 2026",
        "Banjir besar",
    )
    assert "Mentor – Indicator MR\\-COM\\-1: 80; without the waivers it would be 66" in words_of(app)


def test_a_receipt_shows_the_relief_the_first_due_date_and_the_place_in_the_document(
    many_kinds: Path, open_page: OpenPage
) -> None:
    app = open_page(many_kinds, "profile", partnership="P005", lang="en")
    app.button(key="receipt_mentor_commitment").click().run()
    assert not app.exception
    receipt = next(one.value for one in app.table if "Owed because of" in one.value.columns).set_index("What")
    assert receipt.loc["Item W5", "Why"] == "decided by Bu Fasilitator on 1 Feb 2026\\: Banjir besar"
    assert receipt.loc["Item W6", "Why"] == "due at first on 31 Jan 2026"
    assert "MoU, article 7" in receipt.loc["Item W6", "Owed because of"]


def test_a_joint_visit_names_the_others_and_says_that_it_counts_once(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", partnership="P005", lang="en", part="plan")
    visits = next(one.value for one in app.table if "Together with" in one.value.columns)
    assert list(visits["Together with"]) == ["Tirta Contoh Satu"]
    assert "counts once in the programme" in words_of(app)


def test_a_person_as_mentor_readiness_and_the_duties_of_the_facilitator_are_shown(
    many_kinds: Path, open_page: OpenPage
) -> None:
    shown = badges_and_tables(open_page(many_kinds, "profile", partnership="P005", lang="en", part="plan"))
    assert "Pak Ahli (person)" in shown
    assert "1 of 2 ready" in shown
    assert "SK menyusul" in shown
    assert "Minutes of the first meeting" in shown


def test_how_the_partners_see_it_stands_beside_the_computed_score(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", partnership="P005", lang="en")
    views = next(one.value for one in app.table if "Own view" in one.value.columns).iloc[0]
    assert (views["Computed from the records"], views["Own view"]) == ("80", "90")
    assert "no figure given" in views["View of the counterpart"]
    assert "not reported" in views["View of the facilitator"]
    assert views["If its objections are accepted"] == "85"
    assert "“Mentor sering terlambat”" in words_of(app)
    assert "What was done that the records do not show?" in words_of(app)
    objected = next(one.value for one in app.table if "Proof, or by whom" in one.value.columns)
    assert list(objected["Answer"]) == ["“We were prevented”"]
    assert "Subsidi" in objected["Proof, or by whom"].iloc[0]


def test_the_chain_of_advice_says_how_old_it_is_and_for_whom_it_waits(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "profile", partnership="P001", part="words", lang="en")
    (chain,) = next(one.value for one in app.table if "What followed" in one.value.columns).itertuples(index=False)
    told = " ".join(str(cell) for cell in chain)
    assert "Di mana mulai mengukur?" in told
    assert "Mentee, 144 days" in told
    assert "10 days, telephone" in told
    assert "taken as agreed" in told
    assert "SOP deteksi kebocoran" in told and "draft, 1 May 2026" in told
    assert "waits for the mentee, the oldest 121 days" in words_of(app)


@pytest.mark.parametrize("written", ["telephone", "Telepon", "telepon"])
def test_how_advice_came_is_told_in_the_language_of_the_page(written: str, tmp_path: Path, open_page: OpenPage) -> None:
    def came(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("UPDATE mart.advice_link SET channel = $written WHERE link = 'advice'", {"written": written})

    data = programme.publish(tmp_path, "b-channel", [programme.full, came])
    for lang, heading, word in (("en", "What followed", ", telephone)"), ("id", "Yang menyusul", ", telepon)")):
        app = open_page(data, "profile", partnership="P001", part="words", lang=lang)
        (followed,) = next(one.value for one in app.table if heading in one.value.columns)[heading]
        assert word in followed.replace("\\", "")


def test_a_document_of_which_nobody_is_named_as_author_has_no_roles(tmp_path: Path, open_page: OpenPage) -> None:
    def nobody(connection: duckdb.DuckDBPyConnection) -> None:
        told = {"programme_kind": "solidarity_partnership", "name_en": "Paper", "name_id": "Kertas", "basis": "assumed"}
        authors = {"signed": None, "written": "mentor, mentee"}
        for document, compiled_by in authors.items():
            row = told | {"document": document, "stage": "agreement", "compiled_by": compiled_by, "clause": "3.1"}
            programme.insert(connection, "mart.blueprint_document", row)

    data = programme.publish(tmp_path, "b-authors", [programme.full, nobody])
    app = open_page(data, "profile", partnership="P001", part="papers", opened=["blueprint_data"], lang="en")
    assert not app.exception
    (shown,) = (one.value for one in app.table if "Basis" in one.value.columns and "Document" in one.value.columns)
    assert sorted(shown["Compiled by"]) == [":gray[–]", "Mentor and Mentee"]


def test_a_page_of_reports_tells_that_cases_owe_none(many_kinds: Path, open_page: OpenPage) -> None:
    app = open_page(many_kinds, "reporting", lang="en", origin="case")
    assert not app.exception
    assert "none of them owes a report" in app.info[-1].value
