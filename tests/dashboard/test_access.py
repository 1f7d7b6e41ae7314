"""Who may see what: contacts for facilitators only, a partner sees only the partnerships it takes part in."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard import queries
from dashboard.access import Viewer, ViewerRole
from dashboard.queries import advice, corrections, documents, ledger, parties, profile, quality, revisions
from dashboard.queries.ask import Filters, ask
from dashboard.queries.receipt import criterion_receipt
from tests.indicators.programme import Programme
from warehouse.ddl import create_schemas
from warehouse.generations import Generations
from warehouse.vocabulary import Origin

FACILITATOR, BOARD = Viewer(ViewerRole.FACILITATOR), Viewer(ViewerRole.BOARD)
MENTEE_OF_P002 = Viewer(ViewerRole.PARTNER, "P002-ME")
MENTOR_OF_P002 = Viewer(ViewerRole.PARTNER, "P002-MR")
SUPPORTER_OF_P002 = Viewer(ViewerRole.PARTNER, "P002-SP")
OF_P002 = (MENTEE_OF_P002, MENTOR_OF_P002, SUPPORTER_OF_P002)
STRANGER = Viewer(ViewerRole.PARTNER, "NOBODY")
NAMELESS = Viewer(ViewerRole.PARTNER)
PARTNERS = (*OF_P002, STRANGER, NAMELESS)
VIEWERS = (FACILITATOR, BOARD, *PARTNERS)
FILTERS = Filters(Origin.REAL)
ARGUMENTS = {
    "partnership_id": "P001", "programme_id": "solidarity_partnership-real", "programme_kind": "solidarity_partnership",
    "role": None, "reports_only": False, "status": None, "open": ["overdue", "doubtful"], "outcome": None,
    "file": None, "severity": None, "rule": None,
    "asked": "P001", "search": None, "origin": "real", "most_partnerships": 40, "passed_over": 0, "without_pair": False,
    "by_role": "mentee", "partnerships": ["P001"],
    "obligations": ["P001/mentee/monthly_report/2026-01"], "files": ["0" * 64],
    "terms": [], "codes": [], "labels": [], "kind": None, "budget_year": 2026, "currency": "IDR",
    "most_rows": 200, "utility_id": "P001-ME", "zone": None, "year": date(2025, 1, 1),
    "horizon": None, "target_kind": None, "standing": None, "target_id": "P001-T1", "metric_code": "nrw_pct",
    "province": None, "without_place": False, "mentor_id": "P001-MR", "intakes": ["1", "2"],
    "kind_owed": None, "event": "document", "sheet": "Sampul", "cell": "C5",
    "by": "party", "days_ahead": 30, "waits": None, "code": None, "in_force": False, "everything": True,
    "of_partners": False,
    "parties": ["P001-ME", "P002-ME"], "programmes": ["solidarity_partnership-real"],
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(many_kinds: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    _, connection = Generations(many_kinds / "warehouse").open_current_read_only()
    yield connection
    connection.close()


def tables_for(viewer: Viewer, connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The answer of every query of the dashboard to this viewer: every SQL text of every module is asked."""
    return {name: ask(connection, sql, viewer, FILTERS, **ARGUMENTS) for name, sql in every_query()}


def every_query() -> Iterator[tuple[str, str]]:
    for info in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"{queries.__name__}.{info.name}")
        for name, text in vars(module).items():
            if name.isupper() and isinstance(text, str) and text.lstrip().startswith(("SELECT", "WITH")):
                yield f"{info.name}.{name}", text


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: f"{viewer.role}-{viewer.party_id}")
def test_no_viewer_but_the_facilitator_gets_a_contact_from_any_query(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    answers = tables_for(viewer, connection)
    assert len(answers) > 40
    with_contacts = {name for name, answer in answers.items() if "Orang P00" in answer.to_csv()}
    assert with_contacts == ({"profile.CONTACTS", "desk.CONTACTS"} if viewer is FACILITATOR else set())


@pytest.mark.parametrize("viewer", PARTNERS, ids=lambda viewer: str(viewer.party_id))
def test_a_partner_finds_no_row_of_a_partnership_it_takes_no_part_in(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    of_others = re.compile(r"P00[13-9]|P01\d|Contoh (Satu|Tiga)")
    answers = {name: answer.to_csv() for name, answer in tables_for(viewer, connection).items()}
    assert {name for name, answer in answers.items() if of_others.search(answer)} == set()
    assert any("P002" in answer for answer in answers.values()) == (viewer in OF_P002)


def test_the_facilitator_finds_rows_of_ledger_contacts_and_documents_that_partners_do_not(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    seen = tables_for(FACILITATOR, connection)
    assert "Orang P001" in seen["profile.CONTACTS"].to_csv()
    assert len(seen["profile.DOCUMENTS"]) == 1
    views = ledger.of_partnership(connection, FACILITATOR, ledger.VIEWS, "P005")
    assert len(views) > 0
    for viewer in PARTNERS:
        assert ledger.of_partnership(connection, viewer, ledger.VIEWS, "P005").empty
        assert profile.of_partnership(connection, viewer, profile.CONTACTS, "P005").empty


@pytest.mark.parametrize("viewer", OF_P002, ids=lambda viewer: str(viewer.party_id))
def test_mentor_mentee_and_supporting_partner_find_their_own_partnership(
    viewer: Viewer, connection: duckdb.DuckDBPyConnection
) -> None:
    own = profile.partnerships(connection, viewer, "real")
    assert list(own["partnership_id"]) == ["P002"]


def test_an_older_publication_without_supporting_partners_still_shows_mentor_and_mentee_their_own(ledgers) -> None:
    ledgers.execute("ALTER TABLE mart.partnership DROP COLUMN supporting_partner_id")
    for party, seen in (("MR", ["P1"]), ("ME", ["P1"]), ("NOBODY", [])):
        found = ask(ledgers, "SELECT partnership_id FROM visible", Viewer(ViewerRole.PARTNER, party))
        assert list(found["partnership_id"]) == seen


def test_whom_one_may_look_as_are_the_parties_of_partnerships_and_none_of_a_case(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    offered = parties.taking_part(connection, FACILITATOR, None, None, 200)
    assert {"P001-ME", "P001-MR", "P002-SP"} <= set(offered["party_id"])
    assert "Yayasan Contoh" in set(offered["name"])
    assert not any(connection.execute(
        "SELECT 1 FROM mart.partnership WHERE origin = 'case' AND mentee_id = ANY($1)", [list(offered["party_id"])]
    ).fetchall())  # fmt: skip


def test_the_facilitator_and_the_board_see_every_partnership(connection: duckdb.DuckDBPyConnection) -> None:
    for viewer in (FACILITATOR, BOARD):
        assert len(profile.offered(connection, viewer, "real", None, None, 200)) == 6


def test_whom_a_partner_met_at_a_joint_visit_is_counted_and_not_named(connection: duckdb.DuckDBPyConnection) -> None:
    visit = profile.of_partnership(connection, Viewer(ViewerRole.PARTNER, "P005-ME"), profile.ACTIVITIES, "P005")
    assert list(visit["others"]) == [1]
    assert visit["with_whom"].isna().all()


def test_a_programme_without_a_pair_is_shown_to_facilitator_and_board_only(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    code = "csr_partnership-case"
    seen = {
        viewer: list(profile.of_programme(connection, viewer, profile.ALONE, code)["programme_id"])
        for viewer in VIEWERS
    }
    assert seen[FACILITATOR] == seen[BOARD] == ["csr_partnership-case"]
    assert all(seen[viewer] == [] for viewer in (MENTEE_OF_P002, STRANGER, NAMELESS))


@pytest.fixture
def ledgers() -> Iterator[duckdb.DuckDBPyConnection]:
    """P1 with the mentee's own view, the mentor's of it, the facilitator's of it; no self-assessment of the mentor."""
    made = duckdb.connect()
    create_schemas(made)
    made.execute(
        "INSERT INTO mart.partnership BY NAME SELECT 'P1' AS partnership_id, 'W' AS programme_id,"
        " 'solidarity_partnership' AS programme_kind, 'real' AS origin, 'P1' AS title, 'MR' AS mentor_id,"
        " 'ME' AS mentee_id, 'Mentee' AS mentee, 'implementation' AS stage, 'active' AS status"
    )
    for viewpoint, author in (("self", "ME"), ("counterpart", "MR"), ("facilitator", "FA"), ("computed", None)):
        sees(made, "mentee", viewpoint, author)
    made.execute(
        "INSERT INTO mart.self_assessment_answer BY NAME SELECT 'P1' AS partnership_id, 'mentee' AS role,"
        " 'P1/mentee/clause/moa-1' AS obligation_id, 'self' AS viewpoint, 'mentee' AS told_by,"
        " 'ME' AS author_party_id, 'done' AS answer, DATE '2026-06-01' AS assessed_on, TRUE AS is_in_force,"
        " 'ME-file' AS file_sha256"
    )
    made.execute(
        "INSERT INTO mart.self_assessment_gap BY NAME SELECT 'P1' AS partnership_id, 'mentee' AS role,"
        " 'commitment' AS criterion, 'counterpart' AS about, 80 AS first_value, 60 AS second_value, 20 AS gap,"
        " 'Q' AS question_en, 'T' AS question_id"
    )
    yield made
    made.close()


def sees(made: duckdb.DuckDBPyConnection, role: str, viewpoint: str, author: str | None) -> None:
    made.execute(
        "INSERT INTO mart.self_assessment_value BY NAME SELECT 'P1' AS partnership_id, $role AS role,"
        " 'commitment' AS criterion, $view AS viewpoint, $author AS author_party_id, 'reported' AS status,"
        " 50 AS value, TRUE AS is_in_force, $author || '-file' AS file_sha256",
        {"role": role, "view": viewpoint, "author": author},
    )


def views_of(made: duckdb.DuckDBPyConnection, viewer: Viewer) -> tuple[set[tuple[str, str]], int, int]:
    views, answers, gaps = (ledger.of_partnership(made, viewer, sql, "P1") for sql in ledger.TABLES)
    return set(zip(views["role"], views["viewpoint"], strict=True)), len(answers), len(gaps)


def test_who_has_not_assessed_itself_sees_its_own_words_and_none_of_the_others(ledgers) -> None:
    views, answers, gaps = views_of(ledgers, Viewer(ViewerRole.PARTNER, "MR"))
    assert views == {("mentee", "counterpart"), ("mentee", "computed")}
    assert (answers, gaps) == (0, 0)
    assert ledger.closed_files(ledgers, Viewer(ViewerRole.PARTNER, "MR")) == {"ME-file", "FA-file"}


def test_the_counterpart_sees_the_ledger_once_its_own_is_submitted(ledgers) -> None:
    sees(ledgers, "mentor", "self", "MR")
    views, answers, gaps = views_of(ledgers, Viewer(ViewerRole.PARTNER, "MR"))
    assert {("mentee", "self"), ("mentee", "facilitator"), ("mentor", "self")} <= views
    assert (answers, gaps) == (1, 1)


def landed(made: duckdb.DuckDBPyConnection) -> None:
    """The workbooks of the ledger as they arrived, as evidence of one obligation, and an answer told otherwise."""
    for name in ("ME-file", "MR-file", "FA-file", "minutes"):
        made.execute(
            "INSERT INTO quality.file_outcome BY NAME SELECT $name AS intake_id, $name AS file_sha256,"
            " $name AS file_name, 'P1' AS partnership_id, TIMESTAMP '2026-06-01' AS received_at,"
            " 'accepted' AS outcome, 1 AS rows_accepted, 0 AS rows_rejected, 'A' AS message_en, 'T' AS message_id",
            {"name": name},
        )
        made.execute(
            "INSERT INTO mart.evidence BY NAME SELECT $name AS evidence_id, 'O' AS obligation_id,"
            " 'P1' AS partnership_id, DATE '2026-06-01' AS received_on, 1 AS \"share\", 0 AS level,"
            " $name AS source_sha256",
            {"name": name},
        )
    made.execute(
        "INSERT INTO mart.revision BY NAME SELECT 'P1' AS partnership_id, 'self_assessment_ledger' AS kind,"
        " 'O' AS subject, 'changed' AS change, DATE '2026-06-01' AS known_on, DATE '2026-06-02' AS changed_on,"
        " TRUE AS is_in_force, 'ME-first' AS earlier_sha256, 'ME-file' AS later_sha256"
    )


def opened(made: duckdb.DuckDBPyConnection, viewer: Viewer) -> tuple[set[str], set[str], int]:
    """The originals that this viewer may open, behind the obligation and by name, and the revisions it reads."""
    files = ("ME-file", "MR-file", "FA-file", "minutes")
    behind, named = documents.behind(made, viewer, ("O",)), documents.named(made, viewer, files)
    return set(behind["file_sha256"]), set(named["file_sha256"]), len(revisions.revisions(made, viewer, "P1"))


def test_the_workbook_of_a_closed_ledger_is_not_opened_and_its_changes_are_not_read(ledgers) -> None:
    landed(ledgers)
    every = {"ME-file", "MR-file", "FA-file", "minutes"}
    assert opened(ledgers, Viewer(ViewerRole.PARTNER, "MR")) == ({"MR-file", "minutes"}, {"MR-file", "minutes"}, 0)
    assert opened(ledgers, Viewer(ViewerRole.PARTNER, "ME")) == (every, every, 1)
    assert opened(ledgers, STRANGER) == (set(), set(), 0)
    for viewer in (FACILITATOR, BOARD):
        assert opened(ledgers, viewer) == (every, every, 1)
    sees(ledgers, "mentor", "self", "MR")
    assert opened(ledgers, Viewer(ViewerRole.PARTNER, "MR")) == (every, every, 1)


def test_findings_and_corrections_of_a_closed_ledger_are_not_read(ledgers) -> None:
    landed(ledgers)
    ledgers.execute(
        "INSERT INTO quality.finding BY NAME SELECT file_sha256, file_name, 'R' AS rule, 'warning' AS severity,"
        " FALSE AS row_rejected, 'A' AS message_en, 'T' AS message_id FROM quality.file_outcome"
    )
    ledgers.execute(
        "INSERT INTO quality.correction_applied BY NAME SELECT file_sha256 AS correction_id, file_sha256,"
        " 'replace' AS \"action\", 'facilitator' AS \"by\", DATE '2026-06-02' AS decided_on, 'read wrongly' AS reason,"
        " file_name AS source_file, 'L' AS source_sheet, 'A9' AS source_cell, 'proof' AS column_name, '9' AS row_id"
        " FROM quality.file_outcome"
    )
    mentor, mentee = Viewer(ViewerRole.PARTNER, "MR"), Viewer(ViewerRole.PARTNER, "ME")
    for viewer, files in ((mentor, {"MR-file", "minutes"}), (mentee, {"ME-file", "MR-file", "FA-file", "minutes"})):
        assert set(quality.findings(ledgers, viewer)["file_name"]) == files
        assert quality.finding_counts(ledgers, viewer)["findings"].sum() == len(files)
        assert set(corrections.applied(ledgers, viewer)["source_file"]) == files
    assert quality.findings(ledgers, STRANGER).empty


def test_findings_of_a_ledger_refused_as_a_whole_are_read_by_who_handed_it_in(ledgers) -> None:
    ledgers.execute(
        "INSERT INTO quality.file_outcome BY NAME SELECT file AS intake_id, file AS file_sha256, file AS file_name,"
        " 'self_assessment' AS template, 'P1' AS partnership_id, TIMESTAMP '2026-06-01' AS received_at,"
        " 'rejected' AS outcome, 0 AS rows_accepted, 1 AS rows_rejected, 'A' AS message_en, 'T' AS message_id,"
        " party AS viewer_party FROM (VALUES ('on the page', 'ME'), ('by e-mail', NULL)) AS v (file, party)"
    )
    ledgers.execute(
        "INSERT INTO quality.finding BY NAME SELECT file_sha256, file_name, 'R' AS rule, 'critical' AS severity,"
        " TRUE AS row_rejected, 'our words' AS value, 'A' AS message_en, 'T' AS message_id FROM quality.file_outcome"
    )

    def read_by(party: str) -> set[str]:
        return set(quality.findings(ledgers, Viewer(ViewerRole.PARTNER, party))["file_name"])

    assert (read_by("ME"), read_by("MR")) == ({"on the page"}, set())
    assert set(quality.findings(ledgers, FACILITATOR)["file_name"]) == {"on the page", "by e-mail"}
    sees(ledgers, "mentor", "self", "MR")
    assert read_by("MR") == set()
    ledgers.execute("ALTER TABLE quality.file_outcome DROP COLUMN viewer_party")
    assert (read_by("ME"), read_by("MR")) == (set(), set())


def test_a_closed_ledger_is_no_row_of_the_files_received_and_its_refusal_is_not_read(ledgers) -> None:
    landed(ledgers)
    ledgers.execute(
        "UPDATE quality.file_outcome SET message_en = 'cell D7: they never answered' WHERE file_sha256 = 'ME-file'"
    )
    mentor, mentee = Viewer(ViewerRole.PARTNER, "MR"), Viewer(ViewerRole.PARTNER, "ME")
    every = {"ME-file", "MR-file", "FA-file", "minutes"}
    for viewer, seen in ((mentor, {"MR-file", "minutes"}), (mentee, every), (FACILITATOR, every), (STRANGER, set())):
        listed = quality.files(ledgers, viewer)
        assert set(listed["file_name"]) == seen
        assert ("they never answered" in listed.to_csv()) == ("ME-file" in seen)
        assert set(quality.file_names(ledgers, viewer)["file_name"]) == seen
        assert quality.outcomes(ledgers, viewer)["files"].sum() == len(seen)


def test_what_a_closed_ledger_agrees_with_is_not_read(ledgers) -> None:
    for file in ("ME-file", None):
        ledgers.execute(
            "INSERT INTO mart.attestation BY NAME SELECT 'P1' AS partnership_id, 'O' AS obligation_id,"
            " 'E' || coalesce($file, '') AS evidence_id, 'confirmed' AS kind, 3 AS level, 'mentee' AS role,"
            " coalesce($file, 'minutes') AS person, DATE '2026-06-01' AS attested_on, $file AS source_sha256",
            {"file": file},
        )
    mentor, mentee = Viewer(ViewerRole.PARTNER, "MR"), Viewer(ViewerRole.PARTNER, "ME")

    def read_by(viewer: Viewer) -> set[str]:
        return set(ledger.attested(ledgers, viewer, "P1")["person"])

    assert (read_by(mentor), read_by(mentee)) == ({"minutes"}, {"ME-file", "minutes"})
    sees(ledgers, "mentor", "self", "MR")
    assert read_by(mentor) == {"ME-file", "minutes"}


def test_an_older_publication_without_a_ledger_still_opens_its_originals(ledgers) -> None:
    landed(ledgers)
    ledgers.execute("DROP TABLE mart.self_assessment_value")
    ledgers.execute("DROP TABLE mart.self_assessment_answer")
    assert len(opened(ledgers, Viewer(ViewerRole.PARTNER, "MR"))[0]) == 4


def test_who_has_spoken_of_an_obligation_does_not_see_by_that_what_its_owner_says_of_it() -> None:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    p.clause("mentee", "1", "2026-02-01")
    for by, answer in (("mentee", "done"), ("mentor", "prevented")):
        p._add(
            "assessment_claim", role="mentee", told_by=by, person=by, answer=answer, proof="minutes",
            obligation_id="P1/mentee/clause/moa-1", assessed_on="2026-03-01", received_on="2026-03-01",
            file_sha256=f"{by}-file", source_file="ledger.xlsx", source_sheet="Ledger", source_cell="A9",
        )  # fmt: skip
    connection = programme.at("2026-03-31").connection

    def told_in(viewer: Viewer) -> set[str | None]:
        line = criterion_receipt(connection, viewer, "P1", "mentee", "commitment")
        assert line is not None
        return {e.told_in for one in line.indicators for owed in one.obligations for e in owed.evidence}

    assert told_in(Viewer(ViewerRole.PARTNER, "MENTOR")) == {"mentor-file"}
    assert told_in(Viewer(ViewerRole.PARTNER, "MENTEE")) == {"mentee-file", "mentor-file"}
    assert told_in(FACILITATOR) == {"mentee-file", "mentor-file"}


def test_who_confirmed_in_a_closed_ledger_is_not_named_behind_a_score() -> None:
    programme = Programme()
    p = programme.partnership("P1", pilot=("2026-01-01", "2026-06-30"))
    p.signs("letter_of_intent", "2025-12-01").signs("memorandum_of_agreement", "2025-12-15")
    p.clause("mentee", "1", "2026-02-01").tells("mentee/clause/moa-1", "2026-01-20", level=2)
    p._add(
        "assessment_claim", role="mentee", told_by="mentor", person="Bu Mentor", answer="agreed",
        obligation_id="P1/mentee/clause/moa-1", assessed_on="2026-03-01", received_on="2026-03-01",
        file_sha256="mentor-file", source_file="ledger.xlsx", source_sheet="Ledger", source_cell="A9",
    )  # fmt: skip
    connection = programme.at("2026-03-31").connection

    def named_to(viewer: Viewer) -> set[str | None]:
        line = criterion_receipt(connection, viewer, "P1", "mentee", "commitment")
        assert line is not None
        return {e.attested_by for one in line.indicators for owed in one.obligations for e in owed.evidence}

    assert named_to(FACILITATOR) == {None, "Bu Mentor"}
    assert named_to(Viewer(ViewerRole.PARTNER, "MENTOR")) == {None, "Bu Mentor"}
    assert named_to(Viewer(ViewerRole.PARTNER, "MENTEE")) == {None}


def test_the_facilitators_assessment_of_itself_stays_with_facilitator_and_board(ledgers) -> None:
    sees(ledgers, "facilitator", "self", "FA")
    assert ("facilitator", "self") not in views_of(ledgers, Viewer(ViewerRole.PARTNER, "ME"))[0]
    for viewer in (FACILITATOR, BOARD):
        assert ("facilitator", "self") in views_of(ledgers, viewer)[0]
        assert views_of(ledgers, viewer)[1:] == (1, 1)


def test_a_stranger_sees_nothing_of_a_ledger(ledgers) -> None:
    assert views_of(ledgers, STRANGER) == (set(), 0, 0)
    assert views_of(ledgers, NAMELESS) == (set(), 0, 0)


def test_an_older_publication_without_the_tables_shows_no_ledger_and_no_chain(ledgers) -> None:
    for name in ("self_assessment_value", "self_assessment_answer", "self_assessment_gap", "attestation"):
        ledgers.execute(f"DROP TABLE mart.{name}")
    for name in ("advice_chain", "advice_link"):
        ledgers.execute(f"DROP TABLE mart.{name}")
    assert all(ledger.of_partnership(ledgers, FACILITATOR, sql, "P1").empty for sql in ledger.TABLES)
    assert ledger.attested(ledgers, FACILITATOR, "P1").empty
    assert all(advice.of_partnership(ledgers, FACILITATOR, sql, "P1").empty for sql in advice.PARTS)
