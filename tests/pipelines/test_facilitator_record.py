"""What the facilitator records on the desk: it lands like any file, acts in the next build, and can be taken back."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from expectations import facilitator
from pipelines import filled
from pipelines.arrivals import Arrival
from pipelines.facilitator_record import KIND, RecordProblem, land_record, read_record
from pipelines.intake import Landing
from pipelines.template import newest
from tests.dashboard import programme
from tests.judged import judged
from tests.pipelines.by_hand import ByHand, Row
from warehouse.vocabulary import Language

NOW = datetime(2026, 7, 1, 3)
BEFORE, AS_OF = date(2026, 7, 9), date(2026, 7, 10)
RECEIVED = datetime(2026, 6, 5, 3)
FIRST, SECOND, THIRD = "1" * 64, "2" * 64, "3" * 64
SAID: Row = {"decided_by": "Ani, fasilitator", "decided_on": date(2026, 6, 4), "reason": "Banjir"}
ITEMS = ("waived", "untouched", "prevented", "undated", "claimed", "dayless", "taken_back", "renumbered", "later",
         "hasty", "early")  # fmt: skip
SEEN: Row = {"occurred_on": date(2026, 3, 20), "delivered_share": 1.0, **SAID}


def item(name: str, partnership: str = "P1") -> str:
    return f"{partnership}/mentee/activity/{name}"


def relief(number: str, name: str, kind: str = "waived", **more: object) -> Row:
    return {"record_no": number, "obligation_id": item(name), "kind": kind, **SAID, **more}


RELIEFS = [
    relief("B-1", "waived"),
    relief("H-1", "prevented", "prevented", new_due_on=date(2026, 12, 1)),
    relief("H-2", "undated", "prevented"),
    relief("H-3", "hasty", "prevented", new_due_on=SAID["decided_on"]),
    relief("H-4", "early", "prevented", new_due_on=date(2026, 3, 1), decided_on=date(2026, 2, 1)),
    relief("B-2", "taken_back"),
    {**relief("B-4", "waived"), "obligation_id": "P9/mentee/activity/W1"},
]
VERIFICATIONS = [
    {"record_no": "V-1", "obligation_id": item("told", "P2"), **SEEN},
    {"record_no": "V-2", "obligation_id": item("claimed"), **SEEN},
    {"record_no": "V-3", "obligation_id": item("dayless"), **SEEN, "occurred_on": None},
]
BACK = {**SAID, "decided_on": AS_OF, "reason": "Keliru"}
WITHDRAWALS = [
    {"record_no": "C-1", "withdrawn_no": "B-2", **BACK},
    {"record_no": "C-2", "withdrawn_no": "B-99", **BACK},
]


def hand_in(
    made: ByHand, table: str, rows: list[Row], sha256: str = FIRST, at: datetime = RECEIVED, viewer: str = "facilitator"
) -> None:
    if not made.ask(f"SELECT 1 FROM raw.file WHERE file_sha256 = '{sha256}'"):
        made.add_file(sha256, f"{sha256[0]}.xlsx", "facilitator_record", at, viewer_role=viewer)
        cover = {"recorded_by": "Ani", "recorded_on": at.date(), "entered_as": "fasilitator"}
        made.add_rows("facilitator_record", sha256, [cover])
    made.add_rows(table, sha256, rows)


def tells(made: ByHand, obligation: str, disputed: bool = False) -> None:
    evidence = {
        "evidence_id": f"E/{obligation}", "obligation_id": obligation, "partnership_id": obligation[:2],
        "told_by": "mentee", "occurred_on": date(2026, 3, 20), "submitted_on": date(2026, 4, 5),
        "received_on": date(2026, 4, 5), "delivered_share": 1.0, "evidence_level": 1, "disputed": disputed,
    }  # fmt: skip
    made.add("core.evidence", [evidence])


def recorded(folder: Path, as_of: date) -> ByHand:
    """P1 with every kind of act; P2 and P3 told the same, of which P2's is verified. The second file says B-1 again."""
    made = ByHand(folder, as_of)
    made.agree(["P1", "P2", "P3"], (*ITEMS, "told"))
    for each in ("P2", "P3"):
        tells(made, item("told", each))
    tells(made, item("claimed"), disputed=True)
    hand_in(made, "facilitator_relief", RELIEFS)
    hand_in(made, "facilitator_verification", VERIFICATIONS)
    again = [RELIEFS[0], {**relief("H-1", "renumbered"), "kind": "waived"}]
    hand_in(made, "facilitator_relief", again, SECOND, datetime(2026, 6, 9, 3))
    hand_in(made, "facilitator_withdrawal", WITHDRAWALS, THIRD, datetime(2026, 8, 2, 3))
    hand_in(made, "facilitator_relief", [relief("B-3", "later", decided_on=date(2026, 8, 1))], THIRD)
    hand_in(made, "facilitator_relief", [relief("B-5", "untouched")], "4" * 64, viewer="partner")
    made.run.run_suites([facilitator.SUITE])
    made.run.load_register()
    made.run.load_reports()
    made.run.judge()
    made.run.run_suites([facilitator.LINKS])
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ByHand:
    return recorded(tmp_path_factory.mktemp("records"), AS_OF)


def status(made: ByHand, name: str) -> Any:
    return made.ask(f"SELECT status FROM mart.obligation WHERE obligation_id = '{item(name)}'")[0][0]


def findings(made: ByHand, number: str) -> list[tuple[object, ...]]:
    named = f"SELECT row_id FROM raw.{{}} WHERE record_no = '{number}'"
    rows = " UNION ALL ".join(named.format(table) for table in facilitator.ACTS)
    return made.ask(
        f"SELECT DISTINCT rule, severity, row_rejected FROM quality.finding WHERE row_id IN ({rows}) ORDER BY ALL"
    )


def test_a_waiver_takes_the_obligation_out_and_the_value_without_it_stands_beside(made: ByHand) -> None:
    assert (status(made, "waived"), status(made, "untouched")) == ("waived", "overdue")
    with_and_without = made.ask(
        "SELECT denominator, waived_count, value > value_without_waivers "
        "FROM mart.indicator_value WHERE partnership_id = 'P1' AND indicator_code = 'ME-COM-2'"
    )
    assert with_and_without == [(len(ITEMS) - 1, 1, True)]
    told = "SELECT DISTINCT relief_by, relief_on, relief_reason FROM mart.obligation WHERE relief_kind = 'waived'"
    assert made.ask(told) == [("Ani, fasilitator", date(2026, 6, 4), "Banjir")]
    assert findings(made, "V-1") == []


def test_a_record_taken_back_has_no_effect_from_that_day_on_and_stays_on_record(made: ByHand, tmp_path: Path) -> None:
    before = recorded(tmp_path, BEFORE)
    told = "SELECT is_in_force, taken_back_on, taken_back_reason FROM mart.facilitator_record WHERE record_no = 'B-2'"
    assert (status(before, "taken_back"), before.ask(told)) == ("waived", [(True, None, None)])
    assert (status(made, "taken_back"), made.ask(told)) == ("overdue", [(False, AS_OF, "Keliru")])


def test_a_decision_later_than_the_day_of_the_figures_has_no_effect_yet(made: ByHand) -> None:
    assert status(made, "later") == "overdue"
    assert made.ask("SELECT is_in_force FROM mart.facilitator_record WHERE record_no = 'B-3'") == [(False,)]
    assert findings(made, "B-3") == []


def test_a_prevention_moves_the_day_and_one_without_a_new_day_is_refused(made: ByHand) -> None:
    assert (status(made, "prevented"), status(made, "undated")) == ("prevented", "overdue")
    assert findings(made, "H-2") == [("new_date_for_prevention", "critical", True)]


def test_a_prevention_to_a_day_before_its_decision_is_refused_and_to_one_before_it_was_due_is_a_finding(
    made: ByHand,
) -> None:
    assert status(made, "hasty") == "overdue"
    assert findings(made, "H-3") == [("new_date_after_decision", "critical", True)]
    assert findings(made, "H-4") == [("recorded_date_after_due", "warning", False)]
    told = "SELECT message_en, message_id FROM quality.finding WHERE rule = 'recorded_date_after_due'"
    ((english, indonesian),) = made.ask(told)
    assert "Correct the date" in english and "Perbaiki tanggalnya" in indonesian


def test_a_verification_lifts_the_level_and_moves_no_score(made: ByHand) -> None:
    level = "SELECT partnership_id, evidence_level, status FROM mart.obligation WHERE item_no = 'told' ORDER BY ALL"
    assert made.ask(level)[1:] == [("P2", 4, "fulfilled_on_time"), ("P3", 1, "fulfilled_on_time")]
    scores = "SELECT * EXCLUDE (partnership_id) FROM mart.criterion_score WHERE partnership_id = '{}' ORDER BY ALL"
    assert len(made.ask(scores.format("P2"))) > 0
    assert made.ask(scores.format("P2")) == made.ask(scores.format("P3"))
    told = "SELECT kind, role, person, attested_on FROM mart.attestation WHERE partnership_id = 'P2'"
    assert made.ask(told) == [("verified", "facilitator", "Ani, fasilitator", date(2026, 6, 4))]


def test_a_claim_stands_once_it_is_verified_and_a_verification_without_any_day_is_refused(made: ByHand) -> None:
    assert (status(made, "claimed"), status(made, "dayless")) == ("fulfilled_on_time", "overdue")
    assert findings(made, "V-3") == [("day_of_verified", "critical", True)]


def test_the_same_record_handed_in_twice_is_one_and_another_under_its_number_counts_for_nothing(made: ByHand) -> None:
    kept = "SELECT record_no, kind, obligation_id FROM mart.facilitator_record ORDER BY ALL"
    of_two = [row for row in made.ask(kept) if row[0] in ("B-1", "H-1")]
    assert of_two == [("B-1", "waived", item("waived")), ("H-1", "prevented", item("prevented"))]
    assert findings(made, "B-1") == []
    assert findings(made, "H-1") == [("record_number_once", "warning", False)]
    assert status(made, "renumbered") == "overdue"


def test_each_decision_of_a_workbook_is_one_row_of_it_and_the_cover_is_none(made: ByHand) -> None:
    filled.describe(made.connection, newest(KIND).sheets)
    counted = dict(made.ask("SELECT file_sha256, count(*) FROM filled_row GROUP BY ALL"))
    assert counted == {FIRST: len(RELIEFS) + len(VERIFICATIONS), SECOND: 2, THIRD: len(WITHDRAWALS) + 1, "4" * 64: 1}


def test_an_act_on_what_is_not_there_is_a_finding(made: ByHand) -> None:
    assert findings(made, "B-4") == [("recorded_obligation", "warning", False)]
    assert findings(made, "C-2") == [("record_taken_back", "warning", False)]


# ---- from the page to the landing

P001 = "P001/mentee/monthly_report/2026-06"


def record(**act: object) -> str:
    """The JSON of one waiver, with what the test says otherwise."""
    told = {
        "kind": "waived",
        "obligation_id": P001,
        "decided_by": "Ani",
        "decided_on": "2026-06-20",
        "reason": "Banjir",
    }
    return json.dumps({"recorded_by": "Ani", "acts": [{**told, **act}]})


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A data folder with a build that knows P001."""
    return programme.publish(tmp_path, "b-record", [programme.full])


@pytest.mark.parametrize(
    ("act", "named"),
    [
        ({"kind": "forgiven"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"decided_on": "yesterday"}, "decided_on"),
        ({"kind": "prevented"}, "new agreed date"),
        ({"kind": "verified", "delivered_share": 1}, "day"),
        ({"delivered_share": 2}, "delivered_share"),
        ({"kind": "withdrawn"}, "obligation"),
        ({"reason": "x" * 1_001}, "reason"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_not_whole_is_refused_by_its_key(act: dict[str, object], named: str) -> None:
    with pytest.raises(RecordProblem) as refused:
        read_record(record(**act))
    assert named in refused.value.message_en


@pytest.mark.parametrize(
    ("new", "decided", "named"),
    [
        ("2026-07-10", "2026-06-20", "2026-07-10, the day P001/mentee/monthly_report/2026-06 was due"),
        ("2026-07-20", "2026-07-20", "the day of the decision (2026-07-20)"),
    ],
)
def test_a_prevention_is_to_a_day_after_the_day_due_and_after_its_decision(
    published: Path, new: str, decided: str, named: str
) -> None:
    told = read_record(record(kind="prevented", new_due_on=new, decided_on=decided))
    with pytest.raises(RecordProblem) as refused:
        land_record(published, told, Language.ENGLISH, datetime(2026, 8, 1, 3))
    assert named in refused.value.message_en
    assert not (published / "landing").exists()


def test_what_is_no_json_is_refused_in_words() -> None:
    with pytest.raises(RecordProblem) as refused:
        read_record("{")
    assert "tidak sah" in refused.value.message_id


def test_a_record_lands_as_a_workbook_with_its_viewer_and_the_same_act_again_is_a_duplicate(published: Path) -> None:
    hostile = "=cmd()|' /C calc'!A0 <script>alert(1)</script>\nbaris dua"
    made = [
        land_record(published, read_record(record(reason=hostile)), Language.INDONESIAN, NOW, "facilitator")
        for _ in range(2)
    ]
    assert [each.receipt.outcome for each in made] == [Arrival.NEW, Arrival.DUPLICATE]
    assert made[0].record_nos == made[1].record_nos
    landed = made[0].receipt.record
    assert landed is not None
    assert (landed.kind, landed.partnership_id, landed.sender, landed.viewer_role, landed.authenticated) == (
        "facilitator_record", "P001", "Ani", "facilitator", False,
    )  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(Landing(published / "landing").path_of(landed.file_sha256).read_bytes()))
    cells = [cell for row in book["Pembebasan dan halangan"].iter_rows() for cell in row if cell.value is not None]
    told = next(cell for cell in cells if str(cell.value).startswith("=cmd"))
    assert (told.data_type, told.value) == ("s", hostile.replace("\n", " "))
    assert made[0].record_nos[0] in [cell.value for cell in cells]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"obligation_id": "P001/mentee/monthly_report/2031-01"}, "no obligation"),
        ({"decided_on": "2026-07-02"}, "after today"),
        ({"kind": "withdrawn", "obligation_id": None, "withdrawn_no": "B-77"}, "no record"),
    ],
)
def test_an_act_on_what_the_published_build_does_not_hold_is_refused(
    published: Path, act: dict[str, object], said: str
) -> None:
    with pytest.raises(RecordProblem) as refused:
        land_record(published, read_record(record(**act)), Language.ENGLISH, NOW)
    assert said in refused.value.message_en
    assert not (published / "landing" / "intake").exists()


def test_nobody_but_the_facilitator_records_a_decision(published: Path, made: ByHand) -> None:
    with pytest.raises(RecordProblem) as refused:
        land_record(published, read_record(record()), Language.INDONESIAN, NOW, "partner")
    assert "Hanya fasilitator" in refused.value.message_id
    assert made.ask("SELECT rule, cell IS NOT NULL FROM quality.finding WHERE rule = 'record_of_facilitator'") == [
        ("record_of_facilitator", False)
    ]
    assert made.ask("SELECT count(*) FROM mart.facilitator_record WHERE record_no = 'B-5'") == [(0,)]


def test_what_was_entered_on_the_page_is_read_back_to_its_cells(published: Path) -> None:
    both = json.loads(record())
    seen = {
        "kind": "verified", "obligation_id": P001, "decided_by": "Ani", "decided_on": "2026-06-21",
        "submitted_on": "2026-06-19", "delivered_share": 0.5, "reason": "Dilihat aslinya",
    }  # fmt: skip
    both["acts"].append(seen)
    land_record(published, read_record(json.dumps(both)), Language.INDONESIAN, NOW, "facilitator")
    with judged(published, date(2026, 9, 30)) as connection:
        rows = connection.execute(
            "SELECT kind, obligation_id, delivered_share, decided_on, reason, entered_as, source_sheet, source_cell "
            "FROM mart.facilitator_record ORDER BY kind"
        ).fetchall()
        named = connection.execute("SELECT rule FROM quality.finding ORDER BY rule").fetchall()
    assert [row[:5] for row in rows] == [
        ("verified", P001, 0.5, date(2026, 6, 21), "Dilihat aslinya"),
        ("waived", P001, None, date(2026, 6, 20), "Banjir"),
    ]
    assert {row[5] for row in rows} == {"Meja Fasilitator, belum masuk akun"}
    assert [row[6] for row in rows] == ["Bukti terverifikasi", "Pembebasan dan halangan"]
    assert all(row[7] for row in rows)
    assert named == [("recorded_obligation",), ("recorded_obligation",)]
