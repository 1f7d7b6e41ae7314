"""The facilitator's desk: what waits for whom, reminders and contacts, and what was decided there."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1.element_tree import ElementList

from dashboard.components.desk_records import Entry, entered_as, form_key
from dashboard.components.known_issues import PAGES
from dashboard.language import Translator
from dashboard.reminders import Item, Reminder, letter, message
from pipelines.facilitator_record import ENTERED_AS
from tests.dashboard import programme
from tests.dashboard.conftest import PATIENCE, OpenPage, words_of
from warehouse.vocabulary import Language

INDONESIAN, ENGLISH = Translator(Language.INDONESIAN), Translator(Language.ENGLISH)
HOSTILE = "Tirta <script>alert(1)</script> *Jaya*\n[x](javascript:1)"
PARTS = {"owed": "id", "reminders": "en", "advice": "id", "evidence": "en", "records": "id"}
ROOM = 1_000  # pixels of a page's content on a screen of 1440
W1 = "P004/mentee/monthly_report/2026-01"


def _waiting(connection: duckdb.DuckDBPyConnection) -> None:
    """P004 of a hostile name with contacts, a claim, an advice that waits, and records of every standing."""
    programme.insert(
        connection, "mart.party",
        {"party_id": "P004-ME", "name": HOSTILE, "kind": "utility", "province": "Riau", "origin": "real"},
    )  # fmt: skip
    programme.insert(
        connection, "mart.contact",
        {"party_id": "P004-ME", "person": "Bu *Sari*", "role": "Direktur", "phone": "0812-3456-7890",
         "email": "sari@contoh.id"},
        {"party_id": "P004-ME", "person": "Pak Jahat", "phone": "javascript:alert(1)", "email": "a@b.c)[x](http://e"},
    )  # fmt: skip
    programme.duty(
        connection, "P004", "W1", "mentee", party_id="P004-ME", status="doubtful", indicator_code="ME-COM-1",
    )  # fmt: skip
    programme.insert(
        connection, "mart.evidence",
        {"evidence_id": "E1", "obligation_id": "P004/mentee/activity/W1", "partnership_id": "P004", "level": 0,
         "share": 1.0, "occurred_on": date(2026, 3, 30), "received_on": date(2026, 4, 2),
         "note": "Sudah kami laksanakan", "source_file": "x.xlsx", "source_sheet": "Kewajiban", "source_cell": "A5"},
    )  # fmt: skip
    programme.insert(
        connection, "mart.advice_chain",
        {"partnership_id": "P004", "chain_id": "P004/request/1", "begins_with": "request", "words": "Ukuran PRV?",
         "stage": "awaiting_advice", "waits_for": "mentor", "waiting_days": 40, "is_overdue": True, "advice_count": 0,
         "open_count": 1},
    )  # fmt: skip
    for number, obligation, told in (
        ("B-1", W1, {"is_in_force": True}),
        ("B-2", W1, {"is_in_force": False, "taken_back_on": date(2026, 6, 9), "taken_back_reason": "Keliru"}),
        ("B-3", "P004/mentee/activity/W99", {"is_in_force": True}),
        ("B-4", W1, {"is_in_force": False}),
    ):
        programme.insert(
            connection, "mart.facilitator_record",
            {"record_no": number, "kind": "waived", "partnership_id": "P004", "obligation_id": obligation,
             "decided_by": "Ani", "decided_on": date(2026, 6, 2), "reason": "=cmd()", "received_on": date(2026, 6, 2),
             **told},
        )  # fmt: skip


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.publish(tmp_path_factory.mktemp("desk"), "b-desk", [programme.silent, _waiting])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["full_programme", "empty_programme", "waiting"])
def test_every_part_of_the_desk_opens(
    name: str, part: str, open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    app = open_page(request.getfixturevalue(name), "desk", lang=PARTS[part], desk=part)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == ("Meja Fasilitator" if PARTS[part] == "id" else "Facilitator's desk")


def test_what_is_owed_is_counted_in_words_before_the_list(waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="en")
    words = words_of(app)
    assert "**5 obligations are past their day**, of 1 party in 1 partnership." in words
    assert "**1 obligation falls due by 30 July 2026**" in words
    assert "**1 claim waits for your verification**" in words
    assert "1 chain of advice is still open." in words
    shown = app.table[0].value
    assert len(shown) == 7
    assert [text.split("-badge[")[1][:-1] for text in shown["Status"]].count("✕ Past its day") == 5


def test_a_filter_in_the_address_narrows_the_list(waiting: Path, open_page: OpenPage) -> None:
    shown = open_page(waiting, "desk", lang="en", waits="claimed").table[0].value
    assert list(shown["What"]) == ["Item W1"]
    assert list(shown["Waits for"]) == ["Facilitator"]


def test_a_reminder_says_what_is_owed_by_which_day_and_where_the_form_is(waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="id", to="P004-ME")
    told = app.code[0].value
    assert told.startswith("Yth. Bapak/Ibu di Tirta <script>alert(1)</script> Jaya [x](javascript:1),")
    assert "Pesan ini mengenai kemitraan Bapak/Ibu dengan Tirta Contoh Mentor." in told
    assert "1. Laporan bulanan Januari 2026: tenggat 10 Februari 2026" in told
    assert "*Jatuh tempo sampai 30 Juli 2026*\n1. Laporan bulanan Juni 2026: tenggat 10 Juli 2026" in told
    assert "buku kerja laporan bulanan; tersedia di halaman “Kirim laporan”" in told
    assert "Item W1" not in told and "Butir W1" not in told
    english = open_page(waiting, "desk", lang="id", to="P004-ME", **{"in": "en"}).code[0].value
    assert "1. Monthly report January 2026: due on 10 February 2026" in english


def test_a_reminder_to_a_partnership_says_who_of_the_two_owes_each(waiting: Path, open_page: OpenPage) -> None:
    told = open_page(waiting, "desk", lang="en", by="partnership", to="P004").code[0].value
    assert told.startswith("Dear Sir or Madam of Tirta Contoh Senyap and Tirta Contoh Mentor,")
    assert "1. Monthly report January 2026 (mentee): due on 10 February 2026" in told


def _of_others(connection: duckdb.DuckDBPyConnection) -> None:
    """P004 waits for PERPAMSI and for a supporting partner; of P001 only PERPAMSI owes something."""
    programme.insert(
        connection, "mart.party",
        {"party_id": "SP1", "name": "Yayasan Pendukung", "kind": "association", "origin": "real"},
    )  # fmt: skip
    late = {"status": "overdue", "is_due": True, "due_on": date(2026, 4, 30)}
    programme.duty(connection, "P004", "C1", "facilitator", party_id="PERPAMSI", **late)
    programme.duty(connection, "P004", "S1", "supporting_partner", party_id="SP1", **late)


def test_a_reminder_to_a_partnership_asks_nobody_for_what_perpamsi_itself_owes(
    tmp_path: Path, open_page: OpenPage
) -> None:
    data = programme.publish(tmp_path, "b-of-others", [programme.silent, _of_others])
    told = open_page(data, "desk", lang="en", by="partnership", to="P004").code[0].value
    assert "Item C1" not in told and "facilitator)" not in told
    assert "Item S1 (supporting partner): due on 30 April 2026" in told
    assert "Tirta Contoh Mentor and Yayasan Pendukung," in told.split("\n")[0]


def test_contacts_are_links_only_where_they_are_numbers_and_addresses(waiting: Path, open_page: OpenPage) -> None:
    words = words_of(open_page(waiting, "desk", lang="en", to="P004-ME"))
    assert "](https://wa.me/6281234567890)" in words
    assert "](mailto:sari@contoh.id)" in words
    assert r"Bu \*Sari\*" in words
    assert "](http://e" not in words and "](javascript" not in words


@pytest.mark.parametrize("viewer", ["board", "partner"])
def test_nobody_but_the_facilitator_sees_the_desk(viewer: str, waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="en", viewer=viewer, **({"party": "P004-ME"} if viewer == "partner" else {}))
    assert not app.exception
    assert "Bu " not in words_of(app)
    assert not app.code and not app.table


@pytest.mark.parametrize(
    "address",
    [
        {"partnership": "P999", "desk": "records"},
        {"to": "<script>"},
        {"desk": "'; DROP TABLE"},
        {"partnership": "P004", "obligation": "P004/mentee/activity/W99"},
    ],
)
def test_what_vanished_or_never_was_is_not_found(address: dict[str, str], waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="en", **address)
    assert not app.exception
    assert app.title[-1].value == "Not found"


def test_records_show_how_they_stand_and_the_latest_can_be_taken_back(waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="en", desk="records", opened=["desk_take_back"])
    shown = app.table[0].value.set_index("Record")
    stands = {number: text.split("-badge[")[1][:-1] for number, text in shown["Status"].items()}
    assert stands == {
        r"B\-1": "● In force", r"B\-2": "– Taken back", r"B\-3": "? Unknown obligation", r"B\-4": "· Not yet in force",
    }  # fmt: skip
    assert len(app.selectbox(key="desk_withdrawn_no").options) == 2


@pytest.mark.parametrize("written", list(ENTERED_AS.values()))
def test_as_whom_a_record_was_entered_is_said_in_the_language_of_the_page(written: str) -> None:
    assert entered_as(written, INDONESIAN) == "Meja Fasilitator, belum masuk akun"
    assert entered_as(written, ENGLISH) == "Facilitator's desk, not signed in"
    assert entered_as("Ani, by e-mail", INDONESIAN) == "Ani, by e-mail"


def test_a_decision_without_a_reason_is_asked_for_and_nothing_lands(waiting: Path, open_page: OpenPage) -> None:
    app = open_page(waiting, "desk", lang="en", partnership="P004", obligation=W1)
    next(button for button in app.button if button.label == "Waive the obligation").click()
    app.run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == ["Please say who decided, when, and why."]
    assert not (waiting / "landing").exists()


@pytest.mark.parametrize(
    ("lang", "field", "day", "told"),
    [
        ("en", "Decided on", date(2099, 12, 31), "“Decided on” cannot be 31 December 2099."),
        ("id", "Diputuskan pada", date(1926, 6, 20), "“Diputuskan pada” tidak mungkin 20 Juni 1926."),
        ("en", "New agreed day", date(2026, 2, 10), "has to come after 10 February 2026, the day this was due."),
        ("id", "Tanggal baru yang disepakati", date(2026, 6, 1), "sesudah 1 Juni 2026, yaitu tanggal keputusan"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_nothing_lands(
    waiting: Path, open_page: OpenPage, lang: str, field: str, day: date, told: str
) -> None:
    app = open_page(waiting, "desk", lang=lang, partnership="P004", obligation=W1, act="prevented")
    app.text_input[-1].set_value("Ani")
    app.text_area[-1].set_value("Banjir")
    new_day, decided = app.date_input
    new_day.set_value(date(2026, 12, 1))
    decided.set_value(date(2026, 6, 1))
    _field(app.date_input, field).set_value(day)
    next(button for button in app.button if button.label in ("Record a prevention", "Catat halangan")).click()
    app.run()
    assert not app.exception
    (warning,) = [each.value for each in app.warning]
    assert told in warning
    assert not (waiting / "landing").exists()


def _second_claim(connection: duckdb.DuckDBPyConnection) -> None:
    programme.duty(
        connection, "P004", "W2", "mentee", party_id="P004-ME", status="doubtful", indicator_code="ME-COM-1",
    )  # fmt: skip


def test_each_obligation_has_a_form_of_its_own_with_the_days_of_its_own_evidence(
    tmp_path: Path, open_page: OpenPage
) -> None:
    data = programme.publish(tmp_path, "b-two-claims", [programme.silent, _waiting, _second_claim])
    app = open_page(data, "desk", lang="en", partnership="P004", obligation="P004/mentee/activity/W1")
    happened, share = _field(app.date_input, "Day it happened"), _field(app.number_input, "Share delivered, %")
    assert (happened.value, share.value) == (date(2026, 3, 30), 100)
    happened.set_value(date(2026, 3, 15))
    share.set_value(40)
    _field(app.text_area, "What you saw").set_value("Foto kegiatan W1")
    app.run()
    _field(app.selectbox, "Obligation").set_value("P004/mentee/activity/W2").run()
    assert not app.exception
    assert "P004/mentee/activity/W2" in app.query_params["obligation"]
    fields = (("Day it happened", app.date_input), ("Share delivered, %", app.number_input))
    assert [_field(elements, label).value for label, elements in fields] == [None, 100]
    assert _field(app.text_area, "What you saw").value in ("", None)


def test_the_page_stays_usable_while_a_decision_lands_and_then_says_what_became_of_it(
    tmp_path: Path, open_page: OpenPage
) -> None:
    data = programme.publish(tmp_path, "b-landing", [programme.silent])
    app = open_page(data, "desk", lang="en", partnership="P004", obligation=W1, act="waived")
    _field(app.text_input, "Decided by (name and function)").set_value("Ani, facilitator")
    _field(app.text_area, "Reason").set_value("Flood")
    _field(app.button, "Waive the obligation").click().run()
    assert not app.exception
    assert [each.label for each in app.status] == ["Landing the record …"]
    assert _field(app.button, "Waive the obligation").disabled
    entry: Entry = app.session_state[f"{form_key('waived', W1)}_entry"]
    entry.landing.answer(PATIENCE)
    app.run()
    (told,) = [each.value for each in app.success]
    assert told.startswith(r"Recorded as B\-")
    assert not _field(app.button, "Waive the obligation").disabled
    assert not list((data / "spool").rglob("*.json"))


def _more_than_a_list_holds(connection: duckdb.DuckDBPyConnection) -> None:
    """266 more things that P004's mentee owes since 2025, and 230 records in force, the first of them the oldest."""
    for place in range(266):
        programme.duty(
            connection, "P004", f"M{place:03}", "mentee", party_id="P004-ME", status="overdue", is_due=True,
            due_on=date(2025, 12, 1),
        )  # fmt: skip
    for place in range(230):
        programme.insert(
            connection, "mart.facilitator_record",
            {"record_no": f"R-{place:03}", "kind": "waived", "partnership_id": "P004",
             "obligation_id": f"P004/mentee/activity/M{place:03}", "decided_by": "Ani",
             "decided_on": date(2026, 1, 1) + timedelta(days=place // 2), "reason": "Banjir",
             "received_on": date(2026, 6, 2), "is_in_force": True},
        )  # fmt: skip


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fill = [programme.silent, _more_than_a_list_holds]
    return programme.publish(tmp_path_factory.mktemp("crowded"), "b-crowded", fill)


def test_a_reminder_counts_everything_owed_also_beyond_the_rows_of_a_screen(crowded: Path, open_page: OpenPage) -> None:
    told = open_page(crowded, "desk", lang="en", to="P004-ME").code[0].value
    assert "… and 260 more items; ask us for the full list." in told  # 266, five reports late, one soon; 12 are told


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_list_of_what_is_owed_fits_a_screen_in_both_languages(
    lang: str, crowded: Path, open_page: OpenPage
) -> None:
    (listed,) = open_page(crowded, "desk", lang=lang).dataframe
    configured = json.loads(listed.proto.columns)
    widths = [configured[label]["width"] for label in listed.value.columns]
    assert len(widths) == 7 and sum(widths) <= ROOM
    assert listed.proto.row_height > 60  # in lower rows a long name would be cut instead of broken into lines


def test_a_record_beyond_the_latest_of_a_list_is_found_by_its_number(crowded: Path, open_page: OpenPage) -> None:
    app = open_page(crowded, "desk", lang="en", desk="records", opened=["desk_take_back"])
    offered = _field(app.selectbox, "Record").options
    assert len(offered) == 200 and not any("R-000" in option for option in offered)
    app.text_input(key="desk_withdrawn_search").set_value("r-000").run()
    assert not app.exception
    (found,) = _field(app.selectbox, "Record").options
    assert found.startswith("R-000")
    app.text_input(key="desk_withdrawn_search").set_value("R-999").run()
    assert "No record in force has this in its number or its obligation." in words_of(app)


def _field(elements: ElementList[Any], label: str) -> Any:
    (found,) = [element for element in elements if element.label == label]
    return found


# ---- the words themselves

ITEMS = tuple(Item(f"Laporan {place}", "Tirta Mitra", date(2026, 5, 10), "monthly_report") for place in range(30))
REMINDER = Reminder("Tirta Contoh", "Program Kemitraan", date(2026, 6, 30), date(2026, 7, 30), ITEMS[:20], ITEMS[20:])


def test_a_long_reminder_stays_short_and_says_how_much_more_there_is() -> None:
    told = message(REMINDER, INDONESIAN)
    assert told.count("Laporan ") == 12
    assert "dan 18 hal lainnya" in told
    assert "Tirta Mitra" in told and "10 Mei 2026" in told


def test_a_reminder_of_what_is_to_come_claims_no_lateness() -> None:
    told = message(Reminder("Tirta", None, date(2026, 6, 30), date(2026, 7, 30), (), ITEMS[:1]), ENGLISH)
    assert "Past its day" not in told and "falls due soon" in told


def test_a_letter_is_one_page_of_text_in_its_language_without_a_script() -> None:
    hostile = Reminder(HOSTILE, HOSTILE, date(2026, 6, 30), date(2026, 7, 30), (Item(HOSTILE, None, None, "sop"),), ())
    page = letter(hostile, HOSTILE, INDONESIAN)
    assert '<html lang="id">' in page and "Pengingat kewajiban kemitraan" in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert letter(REMINDER, None, ENGLISH).count("<tr><td>") == 9


# ---- known issues

ISSUE = {
    "title_en": "March counted twice", "title_id": "Maret terhitung dua kali", "effect_en": "One report *too* many.",
    "effect_id": "Kelebihan satu laporan.", "known_from": date(2026, 4, 1), "declared_in": "known_issues.yml",
}  # fmt: skip


def _issues(connection: duckdb.DuckDBPyConnection) -> None:
    programme.insert(
        connection, "mart.known_issue",
        {**ISSUE, "issue_id": "I-1", "pages": "reporting, profile", "is_told": True},
        {**ISSUE, "issue_id": "I-2", "title_id": "Sudah diperbaiki", "known_to": date(2026, 5, 1), "is_told": False},
    )  # fmt: skip


def test_a_known_issue_is_told_on_the_pages_it_concerns_and_listed_under_data_quality(
    tmp_path: Path, open_page: OpenPage
) -> None:
    data = programme.publish(tmp_path, "b-known", [programme.silent, _issues])
    told = open_page(data, "reporting", lang="en").warning
    assert [each.value for each in told] == [r"Known issue: **March counted twice** One report \*too\* many."]
    assert not open_page(data, "metrics", lang="en").warning
    app = open_page(data, "quality", lang="id", tab="known")
    assert not app.warning
    assert list(app.table[-1].value["Masalah"]) == [r"I\-1", r"I\-2"]


def test_every_page_that_an_issue_may_name_has_its_title() -> None:
    folder = Path(__file__).resolve().parents[2] / "dashboard" / "app_pages"
    assert set(PAGES) == {path.stem for path in folder.glob("[!_]*.py")}


def test_a_desk_without_records_says_so(full_programme: Path, open_page: OpenPage) -> None:
    app = open_page(full_programme, "desk", lang="en", desk="records")
    assert "Nothing has been recorded here so far." in [caption.value for caption in app.caption]
