"""The sample programme: fictional, the same every time, and full of the faults that real files have."""

import csv
import re
import time
from datetime import date
from pathlib import Path

import pytest

from pipelines.extraction import extract, recognise
from pipelines.reading import Refused, read_workbook
from pipelines.sample import SAMPLE_AS_OF, Arrival, plan_programme, write_programme
from pipelines.sample.faults import PLANTED, REFUSED, RULES, Fault
from pipelines.sample.ledgers import ledgers
from pipelines.sample.programme import SampleProgramme, parcel_rows, parcels
from pipelines.sample.register import Rows
from pipelines.sample.reports import report_rows
from pipelines.sample.spoil import located
from pipelines.sample.stories import Story, Subject
from pipelines.template import Template, load_templates

FENCE_RULES = {
    RULES[fault]
    for fault in (
        Fault.TEXT_IN_NUMBER,
        Fault.ERROR_CELL,
        Fault.FORMULA_WITHOUT_VALUE,
        Fault.EXTRA_COLUMN,
        Fault.UNREADABLE_MONTH,
        Fault.MISSING_SHEET,
        Fault.RENAMED_HEADER,
        Fault.CORRUPT,
        Fault.ZERO_BYTES,
        Fault.MACRO,
    )
}
PLAN_KINDS = "meeting|study_visit|monitoring_visit|assistance|activity|learning_topic|sop"
OBLIGATION = re.compile(
    r"S\d{3,}/(mentor|mentee|facilitator)/("
    r"clause/(loi|moa)-\d+"
    rf"|({PLAN_KINDS})/[WAL]\d+"
    r"|diagnostic_report/diagnostic_visit"
    r"|(monitoring_report|study_visit_report)/W\d+"
    r"|final_report/final|(minutes|confirmation_letter)/1)"
)


@pytest.fixture(scope="module")
def programme() -> SampleProgramme:
    return plan_programme()


@pytest.fixture(scope="module")
def register(programme: SampleProgramme) -> Rows:
    return programme.register_rows(next(programme.registers()))


@pytest.fixture(scope="module")
def arrivals(programme: SampleProgramme, tmp_path_factory: pytest.TempPathFactory) -> list[Arrival]:
    return write_programme(programme, tmp_path_factory.mktemp("sample") / "sent")


def fence(path: Path) -> list[tuple[str, str | None, str | None]]:
    """Rule, sheet and cell of what reading and template find in a file."""
    try:
        workbook = read_workbook(path, path.name)
        found = extract(workbook, recognise(workbook, load_templates())).findings
        return [(finding.rule, finding.sheet, finding.cell) for finding in found]
    except Refused as refused:
        return [(refused.rule, refused.sheet, refused.cell)]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def newest(name: str) -> Template:
    return load_templates()[name][-1]


def misfits(template: Template, rows: Rows) -> list[tuple[str, str, object]]:
    """Cells that the template does not know, choices without code, required cells left blank."""
    found: list[tuple[str, str, object]] = []
    for table, table_rows in rows.items():
        sheet = template.sheet(table)
        columns = {column.name: column for column in sheet.columns}
        for row in table_rows:
            found += [(table, name, "unknown column") for name in row if name not in columns]
            for name, column in columns.items():
                value = row.get(name)
                if value is None and column.required and set(row) != {sheet.nihil}:
                    found.append((table, name, "blank"))
                if value is not None and column.options and value not in column.options:
                    found.append((table, name, value))
    return found


def test_the_same_seed_gives_the_same_programme():
    again, other = plan_programme(6, seed=7), plan_programme(6, seed=8)
    assert list(plan_programme(6, seed=7).partnerships()) == list(again.partnerships())
    assert list(again.partnerships()) != list(other.partnerships())


def test_twenty_two_partnerships_have_unique_ids_in_order(programme):
    ids = [each.partnership_id for each in programme.partnerships()]
    assert ids == [f"S{number:03d}" for number in range(1, 23)]


def test_the_subjects_are_spread_over_ten_six_and_six_partnerships(programme):
    subjects = [each.subject for each in programme.partnerships()]
    assert [subjects.count(subject) for subject in Subject] == [10, 6, 6]


def test_every_story_is_told_among_the_twenty_two(programme):
    assert {each.story for each in programme.partnerships()} == set(Story)


def test_no_place_or_name_is_real(real_data):
    with (real_data / "id_regencies_kemendagri_2025.csv").open(encoding="utf-8") as lines:
        real = {re.sub(r"^(Kabupaten|Kota)( Administrasi)? ", "", row["nama"]).strip() for row in csv.DictReader(lines)}
    with (real_data / "utility_names_messy.csv").open(encoding="utf-8") as lines:
        real |= {row["name"].title() for row in csv.DictReader(lines)}
    parties = [party for each in plan_programme(600).partnerships() for party in (each.mentor, each.mentee) if party]
    places = {party.place for party in parties if party.place}
    assert len(real) > 450
    assert not places & real
    assert all("Tirta Contoh" in party.name or "tokoh rekaan" in party.name for party in parties)


def test_parties_have_a_name_of_their_own(programme):
    parties = {party for each in programme.partnerships() for party in (each.mentor, each.mentee) if party}
    assert len({party.party_id for party in parties}) == len({party.name for party in parties}) == len(parties)


def test_one_mentor_has_three_mentees_one_is_a_person_and_one_partnership_has_none_yet(programme):
    mentors = [each.mentor for each in programme.partnerships()]
    ids = [mentor.party_id for mentor in mentors if mentor]
    assert sorted({ids.count(party_id) for party_id in ids}) == [1, 3]
    assert [mentor.kind for mentor in mentors if mentor].count("person") == 1
    assert mentors.count(None) == 1


def test_every_row_of_the_register_fits_its_template(register):
    assert misfits(newest("programme_register"), register) == []


def test_every_row_of_the_self_assessments_fits_their_template(programme):
    sheets = [sheet for each in programme.partnerships() for sheet in ledgers(each)]
    assert {sheet.file_name[:4] for sheet in sheets} == {"S011", "S012"}
    assert [misfits(newest("self_assessment"), sheet.rows) for sheet in sheets] == [[]] * len(sheets)


def test_a_self_assessment_objects_only_to_what_the_records_hold_as_disputed_or_prevented(programme, register):
    objected = {
        row["obligation_id"]
        for each in programme.partnerships()
        for sheet in ledgers(each)
        for row in sheet.rows["self_assessment_ledger"]
        if row["answer"] != "agreed"
    }
    disputed = {row["obligation_id"] for row in register["register_evidence"] if row["disputed"]}
    prevented = {row["obligation_id"] for row in register["register_relief"] if row["kind"] == "prevented"}
    assert len(objected) > 1
    assert objected <= disputed | prevented


def test_every_confirmation_and_verification_names_person_and_day(register):
    raised = [row for row in register["register_evidence"] if row["evidence_level"] >= 3]
    assert len(raised) > 20
    assert all(row["attested_by"] and row["attested_on"] >= row["occurred_on"] for row in raised)


def test_every_row_of_the_reports_fits_their_template(programme):
    rows = [report_rows(each, report) for each in programme.partnerships() for report in each.reports]
    template = newest("monthly_report")
    assert len(rows) > 100
    assert [misfit for report in rows for misfit in misfits(template, report)] == []


def test_every_obligation_named_in_evidence_is_written_as_agreed(programme, register):
    named = [str(row["obligation_id"]) for row in (*register["register_evidence"], *register["register_relief"])]
    for each in programme.partnerships():
        for report in each.reports:
            rows = report_rows(each, report)["monthly_activities"]
            named += [str(row["obligation_id"]) for row in rows if row.get("obligation_id")]
    assert len(named) > 700
    assert [name for name in named if not OBLIGATION.fullmatch(name)] == []


def test_every_plan_item_named_in_evidence_stands_in_the_work_plan(register):
    owed = {
        f"{row['partnership_id']}/{row['role']}/{row['kind']}/{row['item_no']}"
        for row in register["register_work_plan"]
    }
    kinds = set(PLAN_KINDS.split("|"))
    named = [str(row["obligation_id"]) for row in register["register_evidence"]]
    planned = [name for name in named if name.split("/")[2] in kinds]
    assert len(planned) > 150
    assert [name for name in planned if name not in owed] == []


def test_nothing_is_told_before_it_happened_and_nothing_after_the_day_of_the_sample(programme, register):
    last = SAMPLE_AS_OF
    told = [row[day] for row in register["register_evidence"] for day in ("occurred_on", "submitted_on") if row[day]]
    told += [row["given_on"] for row in register["register_advice"]]
    told += [row["signed_on"] for row in register["register_agreements"]]
    assert max(told) <= last
    for each in programme.partnerships():
        for parcel in parcels(each):
            rows, _ = parcel_rows(each, parcel)
            held = [row["held_on"] for row in rows["monthly_activities"] if row.get("held_on")]
            done = [row["done_on"] for row in rows["monthly_advice_actions"] if row.get("done_on")]
            assert all(day <= parcel.submitted_on for day in (*held, *done))
            assert parcel.submitted_on <= parcel.received_at.date() <= last


def test_the_silent_mentee_sends_no_report_while_its_mentor_visits(programme):
    silent = programme.telling(Story.SILENT)
    assert silent.reports == ()
    assert [delivery for delivery in silent.deliveries if delivery.kind == "monitoring_visit"]


def test_the_late_starter_sends_three_reports_on_one_day_in_april(programme):
    reports = programme.telling(Story.SILENT_THEN_ALL).reports
    assert [report.period for report in reports[:3]] == ["2026-01", "2026-02", "2026-03"]
    assert {report.submitted_on for report in reports[:3]} == {date(2026, 4, 20)}
    assert reports[3].submitted_on == date(2026, 5, reports[3].submitted_on.day)


def test_the_extended_pilot_reports_july_between_addendum_and_its_new_due_day(programme):
    reports = {report.period: report for report in programme.telling(Story.EXTENDED).reports}
    assert len(reports) == 8
    assert date(2026, 8, 10) < reports["2026-07"].submitted_on <= date(2026, 8, 24)


def test_the_revision_moves_a_date_that_an_earlier_register_states(programme, register):
    (first,) = programme.first_registers()
    before = {
        (row["partnership_id"], row["item_no"], row["role"]): row["due_on"]
        for row in programme.register_rows(first)["register_work_plan"]
    }
    now = {
        (row["partnership_id"], row["item_no"], row["role"]): row["due_on"] for row in register["register_work_plan"]
    }
    assert before.keys() < now.keys()
    moved = {key: (day, now[key]) for key, day in before.items() if day != now[key]}
    assert moved == {("S010", "W11", "mentee"): (date(2026, 6, 30), date(2026, 7, 31))}


def test_a_joint_visit_is_one_day_one_evidence_and_one_report_for_three_mentees(programme, register):
    three = [each for each in programme.partnerships() if each.outline.joint_visit]
    days = {
        item_no: {
            told.occurred_on for each in three for told in each.deliveries if told.obligation_id.endswith(item_no)
        }
        for item_no in ("monitoring_visit/W05", "monitoring_visit/W06")
    }
    assert [len(held_on) for held_on in days.values()] == [1, 1]
    by_mentor = re.compile(r"S01[789]/mentor/(monitoring_visit|monitoring_report)/W0[56]")
    told = [
        (row["obligation_id"], row["also_serves"])
        for row in register["register_evidence"]
        if by_mentor.fullmatch(str(row["obligation_id"]))
    ]
    assert {served for _, served in told} == {"S018, S019"}
    assert len(told) == 4 and all(str(name).startswith("S017/") for name, _ in told)


def test_an_activity_was_held_on_the_day_of_its_visit_and_not_of_the_report_on_it(programme, register):
    told = {
        (each.partnership_id, name.split("/", 2)[2]): delivery.occurred_on
        for each in programme.partnerships()
        for delivery in each.deliveries
        for name in [delivery.obligation_id]
    }
    held = [row for row in register["register_activities"] if row["held_on"] and "/W" in str(row["activity_id"])]
    assert len(held) > 30
    for row in held:
        item_no = str(row["activity_id"]).rsplit("/", 1)[1]
        assert row["held_on"] == told[row["partnership_id"], f"{row['kind']}/{item_no}"]


def test_a_quota_and_statements_that_contradict_one_another_stand_in_the_register(register):
    quotas = [row for row in register["register_work_plan"] if row["quota_min"]]
    assert [(row["partnership_id"], row["quota_period"], row["due_on"]) for row in quotas] == [
        ("S020", "quarter", None)
    ]
    conflicts = [row for row in register["register_statements"] if row.get("in_conflict_with")]
    assert len({row["statement"] for row in conflicts}) == len(conflicts) == 2
    assert all(row["stated_in"] for row in register["register_statements"])


def test_a_programme_cut_short_names_no_partnership_that_it_does_not_have():
    rows = plan_programme(17).register_rows(next(plan_programme(17).registers()))
    served = [
        row[column]
        for table, column in (("evidence", "also_serves"), ("activities", "joint_with"))
        for row in rows[f"register_{table}"]
    ]
    assert served and set(served) == {None}


def test_an_ended_partnership_says_when_by_whom_and_why(register):
    ended = [row for row in register["register_partnerships"] if row["ended_on"]]
    assert [row["partnership_id"] for row in ended] == ["S007", "S008"]
    assert all(row["ended_by"] and row["end_reason"] for row in ended)


def test_only_the_finished_partnership_has_a_letter_of_recommendation(register):
    letters = [row for row in register["register_agreements"] if row["kind"] == "letter_of_recommendation"]
    assert [row["partnership_id"] for row in letters] == ["S002"]


def test_requests_are_answered_in_the_register_under_the_number_that_the_report_gets(programme, register):
    asked = {request.request_id for each in programme.partnerships() for request in each.requests}
    answered = {row["request_id"] for row in register["register_advice"] if row["request_id"]}
    assert len(answered) > 30
    assert answered < asked


def test_a_good_water_loss_pilot_falls_towards_its_target(programme):
    finished = programme.telling(Story.FINISHED)
    share = []
    for report in finished.reports:
        value = {row["variable_code"]: row["value"] for row in report_rows(finished, report)["monthly_progress"]}
        billed = value["billed_metered"] + value["billed_unmetered"]
        share.append(100 * (1 - billed / value["system_input_own"]))
    assert share[-1] < finished.pilot.target + 1.5 < share[0]


def test_a_weak_pilot_copies_figures_of_the_month_before(programme):
    weak = programme.telling(Story.WEAK)
    first, second = (report_rows(weak, report)["monthly_progress"] for report in weak.reports[:2])
    assert first == second


def test_every_fault_lies_somewhere_and_moderately_often(programme):
    sent = [parcel for each in programme.partnerships() for parcel in parcels(each)]
    faulty = [parcel.fault for parcel in sent if parcel.fault]
    assert set(faulty) == set(Fault)
    assert len(faulty) == len(PLANTED)
    assert 0.08 < len([fault for fault in faulty if fault in RULES]) / len(sent) < 0.16


def test_a_refused_file_is_followed_by_a_sound_one_for_the_same_month(programme):
    for each in programme.partnerships():
        sent = list(parcels(each))
        for parcel in sent:
            if parcel.fault in REFUSED:
                assert [other for other in sent if other.report == parcel.report and other.fault is None]


def test_file_names_are_unique(programme):
    file_names = [parcel.file_name for each in programme.partnerships() for parcel in parcels(each)]
    assert len(set(file_names)) == len(file_names) > 110


def test_a_thousand_partnerships_are_planned_in_seconds():
    began = time.perf_counter()
    planned = sum(len(each.reports) for each in plan_programme(1000).partnerships())
    assert planned > 4500
    assert time.perf_counter() - began < 15


def test_a_large_programme_is_spread_over_several_registers():
    registers = list(plan_programme(1000).registers())
    assert [register.count for register in registers] == [440, 440, 120]


def test_a_sample_without_partnerships_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        plan_programme(0)


def test_the_same_programme_gives_the_same_bytes_however_many_write_it(tmp_path):
    programme = plan_programme(26)
    for folder, workers in (("one", 1), ("two", 2)):
        write_programme(programme, tmp_path / folder, workers, lean=True)
    assert len(content(tmp_path / "one")) > 130
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_everything_sent_is_written_and_arrives_in_order(programme, arrivals):
    sent = [parcel.file_name for each in programme.partnerships() for parcel in parcels(each)]
    sent += [sheet.file_name for each in programme.partnerships() for sheet in ledgers(each)]
    registers = [each.file_name for each in (*programme.first_registers(), *programme.registers())]
    assert sorted(arrival.path.name for arrival in arrivals) == sorted([*sent, *registers])
    assert [arrival.received_at for arrival in arrivals] == sorted(arrival.received_at for arrival in arrivals)
    assert all(arrival.received_at.tzinfo is None and arrival.path.is_file() for arrival in arrivals)


def test_the_duplicate_has_the_bytes_of_the_report_that_it_repeats(arrivals):
    first, again = (arrival for arrival in arrivals if "S001_laporan_bulanan_2026-05" in arrival.path.name)
    assert again.path.name.endswith("_ulang.xlsx")
    assert first.path.read_bytes() == again.path.read_bytes()


def test_what_is_written_is_read_back_with_exactly_the_planted_findings(programme, arrivals):
    template = newest("monthly_report")
    expected = {finding.file_name: finding for finding in programme.expected_findings}
    for arrival in arrivals:
        name, found = arrival.path.name, fence(arrival.path)
        planted = expected.get(name)
        if planted is None or planted.rule not in FENCE_RULES:
            assert (name, found) == (name, [])
            continue
        rules = [rule for rule, _, _ in found]
        assert rules[0] == planted.rule, name
        assert set(rules[1:]) <= {"unmapped_column"} and len(rules) <= 2, name
        if planted.spot and planted.spot.row is not None:
            assert found == [(planted.rule, *located(arrival.path, name, template, planted.spot))]


def test_figures_typed_as_text_are_read_as_the_numbers_meant(programme, arrivals):
    late = next(arrival.path for arrival in arrivals if arrival.path.name == "S004_laporan_bulanan_2026-03.xlsx")
    each = programme.telling(Story.ALWAYS_LATE)
    meant = [row["value"] for row in report_rows(each, each.reports[1])["monthly_progress"]]
    workbook = read_workbook(late, late.name)
    assert any("," in str(cell) for grid in workbook.sheets for row in grid.rows for cell in row)
    read = extract(workbook, newest("monthly_report")).tables["monthly_progress"]["value"]
    assert [value for value in read if value is not None] == [value for value in meant if not isinstance(value, str)]


def test_an_open_document_holds_the_same_rows_as_the_workbook_it_was_made_from(programme, arrivals):
    path = next(arrival.path for arrival in arrivals if arrival.path.suffix == ".ods")
    each = programme.telling(Story.FINISHED)
    rows = report_rows(each, next(report for report in each.reports if report.period in path.name))
    read = extract(read_workbook(path, path.name), newest("monthly_report")).tables
    assert read["monthly_cover"]["submitted_on"] == [rows["monthly_cover"][0]["submitted_on"]]
    obligations = [row["obligation_id"] for row in rows["monthly_activities"] if row.get("obligation_id")]
    assert [name for name in read["monthly_activities"]["obligation_id"] if name] == obligations


def test_a_folder_that_holds_something_is_not_written_into(tmp_path):
    (tmp_path / "letter.txt").write_text("not ours")
    with pytest.raises(FileExistsError, match="not empty"):
        write_programme(plan_programme(1), tmp_path)
