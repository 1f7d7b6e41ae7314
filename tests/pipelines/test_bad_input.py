"""Every kind of bad file in one inbox: each has its own finding, nothing crashes, the rest is built."""

import io
import re
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import openpyxl
import pytest
import xlwt

from pipelines.build import build
from pipelines.checking import CheckedFile, check
from pipelines.intake import Landing, Submission
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from tests.judged import judged
from warehouse.generations import Generations
from warehouse.vocabulary import Language

BEFORE_THE_REGISTER = datetime(2026, 8, 18, 3)
NOW = datetime(2026, 8, 20, 3)
AS_OF = date(2026, 8, 20)

COVER, PROGRESS, ACTIVITIES, FINDINGS = "Cover", "1 Progress data", "2 Activities", "4 Findings"
PARTNERSHIP_CELL, MONTH_CELL, SENT_ON_CELL = "B3", "B5", "B6"  # of the cover
SECOND_VALUE, PRESSURE_VALUE = "D5", "D6"  # of the progress data

Rows = dict[str, list[dict[str, Any]]]
Book = openpyxl.Workbook


# ---- the sound programme


def _register(programme: str, partnerships: list[dict[str, Any]], parties: list[str]) -> Rows:
    """A register: every partnership has a MoA and one item of its work plan."""
    ids = [row["partnership_id"] for row in partnerships]
    return {
        "register_cover": [
            {
                "programme_id": programme,
                "programme_name": f"Program {programme}",
                "programme_kind": "solidarity_partnership",
                "origin": "sample",
            }
        ],
        "register_parties": [
            {"party_id": party, "name": f"Tirta Rekaan {party}", "kind": "utility"} for party in parties
        ],
        "register_partnerships": [
            {
                "title": f"Kemitraan {row['partnership_id']}",
                "mentor_id": "U-1",
                "pilot_start_on": date(2025, 9, 1),
                "pilot_end_on": date(2026, 8, 31),
                **row,
            }
            for row in partnerships
        ],
        "register_agreements": [
            {"partnership_id": each, "kind": kind, "signed_on": signed_on}
            for each in ids
            for kind, signed_on in (
                ("letter_of_intent", date(2025, 6, 2)),
                ("memorandum_of_agreement", date(2025, 8, 15)),
            )
        ],
        "register_work_plan": [
            {"partnership_id": each, "item_no": "W01", "role": "mentee", "kind": "activity", "title": "Step test",
             "due_on": date(2026, 3, 31)}
            for each in ids
        ],
    }  # fmt: skip


SOUND_REGISTER = _register(
    "SOUND",
    [
        {
            "partnership_id": "B001", "mentee_id": "U-2", "subject": "non_revenue_water",
            "pilot_end_on": date(2026, 12, 31),
        },
        {"partnership_id": "B002", "mentee_id": "U-3", "subject": "gis_digitisation"},
        {"partnership_id": "B003", "mentee_id": "U-4", "subject": "production", "pilot_end_on": date(2026, 6, 30)},
    ],
    ["U-1", "U-2", "U-3", "U-4"],
)  # fmt: skip


def _bad_register() -> Rows:
    """L001 has a mentee that no sheet of parties lists; L002 and its work plan stand twice; compiled in the future."""
    rows = _register(
        "LAIN",
        [{"partnership_id": "L001", "mentee_id": "NOBODY"}, {"partnership_id": "L002", "mentee_id": "U-5"}],
        ["U-1", "U-5", "U-5"],
    )
    rows["register_cover"][0]["compiled_on"] = date(2026, 12, 24)
    rows["register_partnerships"].append(rows["register_partnerships"][1])
    rows["register_work_plan"].append(rows["register_work_plan"][1])
    return rows


FIGURES: Mapping[str, list[tuple[str, float]]] = {
    "B001": [
        ("system_input_volume", 1000.0), ("billed_metered", 700.0), ("average_pressure", 15.0),
        ("billed_unmetered", 0.0),
    ],
    "B002": [("customers_total", 900.0), ("customers_digitised", 400.0), ("gis_updates", 3.0)],
}  # fmt: skip


def _report(partnership: str, period: str, sent_on: date | None = None) -> Rows:
    figures = FIGURES.get(partnership, FIGURES["B001"])
    return {
        "monthly_cover": [{"partnership_id": partnership, "period": period, "submitted_on": sent_on}],
        "monthly_progress": [{"variable_code": code, "value": value} for code, value in figures],
        "monthly_activities": [{"description": "Step test", "held_on": date(2025, 9, 10)}],
        "monthly_advice_actions": [{"advice_id": "none"}],
        "monthly_findings": [{"description": "none"}],
        "monthly_obstacles": [{"description": "none"}],
        "monthly_requests": [{"question": "none"}],
    }


def _written(template: str, rows: Rows, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(newest(template), Language.ENGLISH, rows, path, lean=True)
    return path


# ---- ways to spoil a report

Maker = Callable[[Path], None]


def sound(partnership: str, period: str, sent_on: date | None = None) -> Maker:
    def make(path: Path) -> None:
        _written("monthly_report", _report(partnership, period, sent_on), path)

    return make


def edited(partnership: str, period: str, edit: Callable[[Book], object]) -> Maker:
    """A sound report, changed in a spreadsheet program."""

    def make(path: Path) -> None:
        sound(partnership, period)(path)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)

    return make


def typed(partnership: str, period: str, sheet: str, **cells: object) -> Maker:
    """A sound report with other cells."""

    def edit(book: Book) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return edited(partnership, period, edit)


def content(blob: bytes) -> Maker:
    def make(path: Path) -> None:
        path.write_bytes(blob)

    return make


def cut_off(path: Path) -> None:
    sound("B001", "2026-01")(path)
    path.write_bytes(path.read_bytes()[:-1000])


def with_macros(path: Path) -> None:
    sound("B001", "2026-01")(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def zip_bomb(path: Path) -> None:
    """100 MB of blanks in a sheet, deflated to some 100 KB."""
    sound("B001", "2026-01")(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            bomb = name == "xl/worksheets/sheet2.xml"
            new.writestr(name, b"<worksheet>" + b" " * 100_000_000 if bomb else old.read(name))


def two_hundred_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


def encrypted() -> bytes:
    """A compound file with the stream in which Excel keeps an encrypted workbook."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet").write(0, 0, "secret")
    buffer = io.BytesIO()
    book.save(buffer)
    plain, name = buffer.getvalue(), "EncryptedPackage".encode("utf-16-le")
    place = plain.find("Workbook".encode("utf-16-le"))
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)
    return plain[:place] + entry + plain[place + len(entry) :]


def letter_document() -> bytes:
    """A text document with the parts of a .docx."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


def _merged_titles(book: Book) -> None:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 3)
        sheet["A1"], sheet["A2"] = "LAPORAN KEMAJUAN", "Perumda Air Minum Tirta Rekaan"
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:D3")


# ---- what each is found as


class Expected(NamedTuple):
    """The finding of a bad file and what becomes of the file; `sheet` and `cell` are None for the whole file."""

    rule: str
    severity: str
    outcome: str
    sheet: str | None = None
    cell: str | None = None


def refused(rule: str, sheet: str | None = None, cell: str | None = None) -> Expected:
    return Expected(rule, "critical", "rejected", sheet, cell)


def taken(rule: str, sheet: str | None = None, cell: str | None = None) -> Expected:
    return Expected(rule, "warning", "accepted", sheet, cell)


def in_part(rule: str, sheet: str, cell: str) -> Expected:
    return Expected(rule, "critical", "accepted_with_rejections", sheet, cell)


BAD: Mapping[str, tuple[Maker, Expected]] = {
    "unknown partnership.xlsx": (
        sound("B999", "2026-01"),
        refused("known_partnership", COVER, PARTNERSHIP_CELL),
    ),
    "month 13.xlsx": (
        typed("B001", "2026-01", COVER, **{MONTH_CELL: "2026-13"}),
        refused("month_out_of_range", COVER, MONTH_CELL),
    ),
    "month to come.xlsx": (sound("B001", "2026-10"), refused("month_begun", COVER, MONTH_CELL)),
    "month not over.xlsx": (sound("B001", "2026-08"), taken("month_over", COVER, MONTH_CELL)),
    "month outside the pilot.xlsx": (
        sound("B003", "2026-07"),
        Expected("month_within_pilot", "warning", "parked", COVER, MONTH_CELL),
    ),
    "missing sheet.xlsx": (
        edited("B001", "2026-01", lambda book: book.remove(book[FINDINGS])),
        refused("missing_sheet"),
    ),
    "renamed header.xlsx": (
        typed("B001", "2026-01", PROGRESS, B3="Code of data"),
        refused("missing_column", PROGRESS, "B3"),
    ),
    "text in a number.xlsx": (
        typed("B001", "2025-10", PROGRESS, D6="manometer macet"),
        taken("text_in_number", PROGRESS, PRESSURE_VALUE),
    ),
    "negative volume.xlsx": (
        typed("B001", "2025-11", PROGRESS, D5=-340),
        in_part("figure_not_negative", PROGRESS, SECOND_VALUE),
    ),
    "billed above supplied.xlsx": (
        typed("B001", "2025-12", PROGRESS, D5=1200),
        taken("billed_not_above_supplied", PROGRESS, SECOND_VALUE),
    ),
    "share above 100 percent.xlsx": (
        typed("B002", "2025-10", ACTIVITIES, G4=1.2),
        in_part("share_up_to_hundred_percent", ACTIVITIES, "G4"),
    ),
    "part above its whole.xlsx": (
        typed("B002", "2025-11", PROGRESS, D5=950),
        taken("part_not_above_whole", PROGRESS, SECOND_VALUE),
    ),
    "division by zero.xlsx": (
        typed("B002", "2025-12", PROGRESS, D6="#DIV/0!"),
        taken("error_value", PROGRESS, PRESSURE_VALUE),
    ),
    "formula never calculated.xlsx": (
        typed("B002", "2026-02", PROGRESS, D6="=1+2"),
        taken("formula_without_value", PROGRESS, PRESSURE_VALUE),
    ),
    "dated after receipt.xlsx": (
        sound("B001", "2026-02", date(2026, 11, 30)),
        taken("happened_before_receipt", COVER, SENT_ON_CELL),
    ),
    "corrupt.xlsx": (cut_off, refused("corrupt_workbook")),
    "password.xlsx": (content(encrypted()), refused("encrypted_workbook")),
    "nothing in it.xlsx": (content(b""), refused("empty_file")),
    "a picture.xlsx": (content(b"\x89PNG\r\n\x1a\n" + bytes(64)), refused("not_a_workbook")),
    "a letter.xlsx": (content(letter_document()), refused("not_a_workbook")),
    "macros inside.xlsx": (with_macros, refused("macro_workbook")),
    "macros by name.xlsm": (sound("B001", "2026-01"), refused("macro_workbook")),
    "200 MB.xlsx": (two_hundred_megabytes, refused("file_too_large")),
    "zip bomb.xlsx": (zip_bomb, refused("inflates_too_far")),
    "far corner.xlsx": (
        typed("B001", "2026-01", PROGRESS, XFD1048576=1),
        refused("far_cell", PROGRESS, "XFD1048576"),
    ),
}

SOUND: Mapping[str, Maker] = {
    "B001 2026-05.xlsx": sound("B001", "2026-05", date(2026, 6, 8)),
    "B002 2026-05.xlsx": sound("B002", "2026-05", date(2026, 6, 9)),
    "B003 2026-05.xlsx": sound("B003", "2026-05", date(2026, 6, 10)),
    "merged titles.xlsx": edited("B001", "2026-03", _merged_titles),
    "B001/report.xlsx": sound("B001", "2026-06"),
    "B002/report.xlsx": sound("B002", "2026-06"),
}


# ---- one programme, built before and after its register arrives


@dataclass(frozen=True)
class Programme:
    """The data folder and what its two builds said."""

    data: Path
    early_outcomes: list[tuple[Any, ...]]
    connection: duckdb.DuckDBPyConnection

    def ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, list(parameters)).fetchall()

    def outcome(self, file_name: str) -> str:
        ((outcome,),) = self.ask("SELECT outcome FROM quality.file_outcome WHERE file_name = $1", file_name)
        return str(outcome)

    def rules(self, file_name: str) -> set[str]:
        return {row[0] for row in self.ask("SELECT rule FROM quality.finding WHERE file_name = $1", file_name)}

    def report(self, partnership: str, period: str) -> str:
        ((status,),) = self.ask(
            "SELECT status FROM mart.report_status "
            "WHERE partnership_id = $1 AND period = $2 AND kind = 'monthly_report' AND role = 'mentee'",
            partnership,
            period,
        )
        return str(status)

    def metric(self, partnership: str, period: str, code: str) -> tuple[Any, ...]:
        (found,) = self.ask(
            "SELECT value, status FROM mart.pilot_metric "
            "WHERE partnership_id = $1 AND strftime(period_start, '%Y-%m') = $2 AND metric_code = $3",
            partnership,
            period,
            code,
        )
        return found


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    data = tmp_path_factory.mktemp("bad")
    inbox, aside = data / "inbox", data / "aside"
    for folder in ("B001", "B002"):
        (inbox / folder).mkdir(parents=True)
    aside.mkdir()
    sound("B001", "2025-09")(inbox / "early.xlsx")
    Landing(data / "landing").receive_inbox(inbox, BEFORE_THE_REGISTER)
    with judged(data, AS_OF) as connection:
        early = _outcomes(connection)
    _written("programme_register", SOUND_REGISTER, inbox / "register.xlsx")
    _written("programme_register", _bad_register(), inbox / "bad register.xlsx")
    for name, (make, _) in BAD.items():
        make(inbox / name)
    for name, make in SOUND.items():
        make(inbox / name)
    shutil.copy(inbox / "B001 2026-05.xlsx", inbox / "sent again.xlsx")
    _hand_in(Landing(data / "landing"), aside)
    build(data, AS_OF, NOW)
    with Generations(data / "warehouse").open_current_read_only()[1] as connection:
        yield Programme(data, early, connection)


def _outcomes(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT o.file_name, o.outcome, f.rule, o.message_en FROM quality.file_outcome AS o "
        "LEFT JOIN quality.finding AS f USING (file_sha256)"
    ).fetchall()


def _hand_in(landing: Landing, aside: Path) -> None:
    """What does not come by way of the inbox."""
    earlier = datetime(2026, 8, 19, 3)
    for name, given, maker, who in (
        ("1", "first version.xlsx", sound("B001", "2026-04", date(2026, 5, 4)), Submission()),
        ("2", "../../etc/passwd.xlsx", sound("B002", "2026-03"), Submission()),
        ("3", "C:\\x\\y.xlsx", sound("B002", "2026-04"), Submission()),
        ("4", "for another.xlsx", sound("B003", "2026-04"), Submission(partnership_id="B002")),
    ):
        path = aside / f"{name}.xlsx"
        maker(path)
        landing.receive(path, earlier, who, file_name=given)
    path = aside / "5.xlsx"
    sound("B001", "2026-04", date(2026, 5, 8))(path)
    landing.receive(path, NOW, file_name="second version.xlsx")


# ---- tests


@pytest.mark.parametrize("file_name", BAD)
def test_each_bad_file_has_its_own_finding_in_both_languages_with_its_place(
    programme: Programme, file_name: str
) -> None:
    expected = BAD[file_name][1]
    findings = programme.ask(
        "SELECT rule, severity, sheet, cell, message_en, message_id FROM quality.finding WHERE file_name = $1",
        file_name,
    )
    assert [finding[:4] for finding in findings] == [(expected.rule, expected.severity, expected.sheet, expected.cell)]
    assert programme.outcome(file_name) == expected.outcome
    _assert_clear(findings[0][4], findings[0][5])


ENGLISH_REMEDY = re.compile(
    r"\b(add|check|choose|copy|correct|delete|give|open|remove|save|send|split|type|use|write)\b", re.I
)
INDONESIAN_REMEDY = re.compile(
    r"\b(bagi|buka|gunakan|hapus|kembalikan|ketik|kirim|perbaiki|periksa|pilih|salin|simpan|tambahkan|tulis)\b", re.I
)


def _assert_clear(english: str, indonesian: str) -> None:
    assert english != indonesian
    assert ENGLISH_REMEDY.search(english), english
    assert INDONESIAN_REMEDY.search(indonesian), indonesian
    assert "{" not in english + indonesian and "Traceback" not in english + indonesian


@pytest.mark.parametrize("file_name", [name for name, (_, expected) in BAD.items() if expected.outcome == "rejected"])
def test_the_outcome_of_a_refused_file_says_where_and_why(programme: Programme, file_name: str) -> None:
    expected = BAD[file_name][1]
    (outcome,) = programme.ask(
        "SELECT rows_accepted, message_en, message_id FROM quality.file_outcome WHERE file_name = $1", file_name
    )
    assert outcome[0] == 0
    _assert_clear(outcome[1], outcome[2])
    if expected.cell:
        assert all(f"{expected.sheet}" in message and expected.cell in message for message in outcome[1:])
    elif expected.rule != "missing_sheet":
        assert all(file_name in message for message in outcome[1:])


def test_every_file_that_arrived_has_one_outcome_and_no_other_file_a_refusal(programme: Programme) -> None:
    arrived = len(Landing(programme.data / "landing").records())
    assert programme.ask("SELECT count(*), count(DISTINCT intake_id) FROM quality.file_outcome") == [(arrived, arrived)]
    rejected = {
        row[0] for row in programme.ask("SELECT file_name FROM quality.file_outcome WHERE outcome = 'rejected'")
    }
    assert rejected == {name for name, (_, expected) in BAD.items() if expected.outcome == "rejected"}


def test_sound_reports_among_bad_ones_count_without_a_finding(programme: Programme) -> None:
    for name in ("B001 2026-05.xlsx", "B002 2026-05.xlsx", "B003 2026-05.xlsx"):
        assert (programme.rules(name), programme.report(name[:4], "2026-05")) == (set(), "fulfilled_on_time")
    assert programme.metric("B001", "2026-05", "nrw_pct") == (pytest.approx(30.0), "reported")
    assert programme.metric("B002", "2026-05", "customers_digitised_pct")[0] == pytest.approx(400 / 9)


def test_merged_title_rows_above_the_headers_are_read_without_a_finding(programme: Programme) -> None:
    assert programme.rules("merged titles.xlsx") == set()
    assert programme.outcome("merged titles.xlsx") == "accepted"
    assert programme.metric("B001", "2026-03", "nrw_pct")[0] == pytest.approx(30.0)


def test_a_refused_report_leaves_its_month_unreported(programme: Programme) -> None:
    assert programme.report("B001", "2026-01") == "overdue"


def test_a_refused_figure_costs_only_what_needs_it(programme: Programme) -> None:
    assert programme.metric("B001", "2025-11", "system_input_volume") == (1000.0, "reported")
    assert programme.metric("B001", "2025-11", "billed_metered") == (None, "rejected")
    assert programme.metric("B001", "2025-11", "nrw_pct")[0] is None
    assert programme.metric("B001", "2025-10", "average_pressure") == (None, "rejected")
    assert programme.metric("B001", "2025-10", "nrw_pct")[0] == pytest.approx(30.0)


def test_billed_above_supplied_is_loaded_and_only_pointed_at(programme: Programme) -> None:
    assert programme.metric("B001", "2025-12", "billed_metered") == (1200.0, "reported")
    assert programme.metric("B001", "2025-12", "nrw_volume")[0] == pytest.approx(-200.0)


def test_a_month_outside_the_pilot_is_kept_but_not_counted(programme: Programme) -> None:
    assert programme.ask("SELECT count(*) FROM mart.pilot_metric WHERE period_start = '2026-07-01'") == [(0,)]


def test_a_report_dated_after_its_receipt_counts_as_sent_when_it_was_received(programme: Programme) -> None:
    assert programme.ask(
        "SELECT submitted_on, received_on FROM mart.evidence WHERE obligation_id = 'B001/mentee/monthly_report/2026-02'"
    ) == [(AS_OF, AS_OF)]


def test_the_same_bytes_again_are_a_duplicate_of_which_nothing_counts(programme: Programme) -> None:
    pair = programme.ask(
        "SELECT outcome, rows_accepted FROM quality.file_outcome "
        "WHERE file_name IN ('B001 2026-05.xlsx', 'sent again.xlsx') ORDER BY outcome"
    )
    assert [outcome for outcome, _ in pair] == ["accepted", "duplicate"]
    assert pair[1][1] == 0


def test_a_month_sent_again_with_other_content_supersedes_the_first(programme: Programme) -> None:
    first, second = (
        programme.ask("SELECT superseded_by, file_sha256 FROM quality.file_outcome WHERE file_name = $1", name)[0]
        for name in ("first version.xlsx", "second version.xlsx")
    )
    assert first[0] == second[1] and second[0] is None
    assert programme.rules("second version.xlsx") == {"first_report_of_month"}


@pytest.mark.parametrize(("name", "period"), [("passwd.xlsx", "2026-03"), ("y.xlsx", "2026-04")])
def test_of_a_path_in_a_file_name_only_the_name_is_used(programme: Programme, name: str, period: str) -> None:
    assert programme.rules(name) == {"path_in_file_name"}
    assert programme.outcome(name) == "accepted"
    assert programme.report("B002", period) == "fulfilled_late"


def test_two_partnerships_may_use_the_same_file_name(programme: Programme) -> None:
    assert programme.ask(
        "SELECT partnership_id, outcome FROM quality.file_outcome WHERE file_name = 'report.xlsx' ORDER BY 1"
    ) == [("B001", "accepted"), ("B002", "accepted")]


def test_a_report_handed_in_for_another_partnership_counts_for_the_one_on_its_cover(programme: Programme) -> None:
    (finding,) = programme.ask(
        "SELECT rule, severity, cell, message_en, message_id FROM quality.finding WHERE file_name = 'for another.xlsx'"
    )
    assert finding[:3] == ("partnership_of_arrival", "warning", PARTNERSHIP_CELL)
    assert all("B002" in message and "B003" in message for message in finding[3:])
    assert programme.report("B003", "2026-04") == "fulfilled_late"


def test_a_report_that_arrives_before_its_register_is_refused_with_a_reason_and_taken_by_the_next_build(
    programme: Programme,
) -> None:
    ((name, outcome, rule, message),) = programme.early_outcomes
    assert (name, outcome, rule) == ("early.xlsx", "rejected", "known_partnership")
    assert "send the register first" in message
    assert (programme.outcome("early.xlsx"), programme.rules("early.xlsx")) == ("accepted", set())
    assert programme.report("B001", "2025-09") == "fulfilled_late"


def test_a_register_with_doubled_rows_and_an_unknown_party_loses_only_those(programme: Programme) -> None:
    findings = programme.ask(
        "SELECT rule, severity, sheet, cell, value FROM quality.finding "
        "WHERE file_name = 'bad register.xlsx' ORDER BY ALL"
    )
    assert findings == [
        ("happened_before_receipt", "warning", "Cover", "B7", "2026-12-24"),
        ("listed_party", "critical", "Partnerships", "F4", "NOBODY"),
        ("only_once", "critical", "Parties", "A6", "U-5"),
        ("only_once", "critical", "Partnerships", "A6", "L002"),
        ("only_once", "critical", "Work plan", "B6", "W01"),
    ]
    assert programme.outcome("bad register.xlsx") == "accepted_with_rejections"
    assert programme.ask("SELECT partnership_id FROM mart.partnership ORDER BY 1") == [
        ("B001",), ("B002",), ("B003",), ("L002",)
    ]  # fmt: skip
    owed = programme.ask("SELECT partnership_id FROM mart.obligation WHERE origin_kind = 'work_plan' ORDER BY 1")
    assert owed == [("B001",), ("B002",), ("B003",), ("L002",)]


@pytest.fixture(scope="module")
def check_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own for files that are only checked."""
    return tmp_path_factory.mktemp("check")


@pytest.fixture(scope="module")
def checked(check_folder: Path) -> dict[str, CheckedFile]:
    """Some of the bad files, as `wops check` sees them where nothing has been landed yet."""
    paths = [check_folder / name for name in CHECKED]
    for path in paths:
        BAD[path.name][0](path)
    paths.append(_written("programme_register", SOUND_REGISTER, check_folder / "register.xlsx"))
    paths.append(Path(shutil.copy(paths[0], check_folder / "the same again.xlsx")))
    return {file.file_name: file for file in check(check_folder / "data", paths, AS_OF, NOW)}


CHECKED = ("negative volume.xlsx", "far corner.xlsx", "200 MB.xlsx", "month outside the pilot.xlsx")


@pytest.mark.parametrize("file_name", CHECKED)
def test_a_check_finds_what_a_build_finds(checked: dict[str, CheckedFile], file_name: str) -> None:
    file, expected = checked[file_name], BAD[file_name][1]
    (finding,) = file.findings
    assert (finding.rule, finding.severity, finding.sheet, finding.cell) == (
        expected.rule, expected.severity, expected.sheet, expected.cell
    )  # fmt: skip
    assert (file.refused, file.parked) == (expected.outcome == "rejected", expected.outcome == "parked")
    assert file.would_be_taken_whole is (expected.outcome == "parked")
    _assert_clear(finding.message_en, finding.message_id)


def test_a_check_of_the_same_bytes_under_two_names_says_the_same_of_both(checked: dict[str, CheckedFile]) -> None:
    first, again = checked["negative volume.xlsx"], checked["the same again.xlsx"]
    assert first.findings == again.findings and first.rejected_rows == again.rejected_rows == 1


def test_a_check_leaves_nothing_behind(checked: dict[str, CheckedFile], check_folder: Path) -> None:
    assert checked["register.xlsx"].would_be_taken_whole
    assert not (check_folder / "data").exists()
