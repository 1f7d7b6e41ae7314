"""What of an earlier report's findings a later one of its month has answered: what it tells anew, and nothing else."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.pipelines.by_hand import ByHand, Row

AS_OF = date(2026, 9, 30)
PERIOD = "2026-03"
FIRST, SECOND, THIRD, REFUSED = "1" * 64, "2" * 64, "3" * 64, "4" * 64
ADVICE = "P1/advice/1"


class March(ByHand):
    """One partnership's reports of March."""

    def report(self, sha256: str, day: int, **parts: list[Row]) -> None:
        """A report sent on a day of April; `parts` by the name of the sheet without "monthly_"."""
        self.add_file(sha256, f"{day}.xlsx", "monthly_report", datetime(2026, 4, day, 3))
        cover = {"partnership_id": "P1", "period": PERIOD, "submitted_on": date(2026, 4, day)}
        for part, rows in {"cover": [cover], **parts}.items():
            self.add_rows(f"monthly_{part}", sha256, rows)

    def find(self, sha256: str, part: str, row_no: int, refused: bool = True) -> None:
        """A finding at a row, which it refuses."""
        row_id = self.row_id(sha256, f"monthly_{part}", row_no)
        told = {"severity": "critical" if refused else "warning", "row_rejected": refused}
        words = {"message_en": "Mend it.", "message_id": "Perbaiki."}
        row = {"file_sha256": sha256, "file_name": "x.xlsx", "rule": f"{part}/{row_no}", "row_id": row_id}
        self.add("quality.finding", [{**row, **told, **words}])
        if refused:
            self.add("raw.rejected_row", [{"table_name": f"monthly_{part}", "row_id": row_id}])

    def answered(self, sha256: str) -> dict[str, bool | None]:
        """Each finding of a report, and whether it is answered."""
        self.run.load_register()
        self.run.load_reports()
        self.run.record_outcomes()
        found = self.ask(f"SELECT rule, is_answered FROM quality.finding WHERE file_sha256 = '{sha256}'")
        return {str(rule): answered for rule, answered in found}  # type: ignore[misc]


@pytest.fixture
def march(tmp_path: Path) -> March:
    made = March(tmp_path, AS_OF)
    made.agree(["P1"])
    return made


def _figure(code: str, value: float | None, status: str = "reported") -> Row:
    return {"variable_code": code, "value": value, "value_status": status}


def test_a_partial_report_answers_only_the_figures_words_and_parts_that_it_tells(march: March) -> None:
    march.report(
        FIRST, 1,
        progress=[_figure(code, None, "rejected") for code in ("billed_metered", "connections")],
        activities=[{"description": "Rapat", "held_on": date(2027, 3, 1)}],
        findings=[{"description": "Meter macet"}],
        advice_actions=[{"advice_id": ADVICE, "action_share": 4.0}],
    )  # fmt: skip
    for part, row in (("progress", 5), ("progress", 6), ("activities", 5), ("findings", 5), ("advice_actions", 5)):
        march.find(FIRST, part, row)
    march.report(SECOND, 2, progress=[_figure("connections", 700.0)], activities=[{"description": "Rapat lain"}])
    march.find(SECOND, "progress", 5, refused=False)
    march.report(THIRD, 3, advice_actions=[{"advice_id": "nihil"}])
    assert march.answered(FIRST) == {
        "progress/5": False, "progress/6": True, "activities/5": True, "findings/5": False, "advice_actions/5": True,
    }  # fmt: skip
    of_second = f"SELECT is_answered FROM quality.finding WHERE file_sha256 = '{SECOND}'"
    assert march.ask(of_second) == [(False,)]


def test_a_row_under_a_wrong_name_is_answered_by_a_later_one_under_the_right_name(march: March) -> None:
    action: Row = {"action_share": 50.0}
    march.report(
        FIRST, 1,
        advice_actions=[{**action, "advice_id": "P1/advice/99"}, {**action, "advice_id": "P1/advice/2"}],
        progress=[{**_figure("connections", 5.0), "zone": "Zonq"}],
    )  # fmt: skip
    for part, row in (("advice_actions", 5), ("advice_actions", 6), ("progress", 5)):
        march.find(FIRST, part, row)
    march.connection.execute("UPDATE quality.finding SET column_name = 'zone' WHERE \"rule\" = 'progress/5'")
    march.connection.execute("UPDATE quality.finding SET column_name = 'advice_id' WHERE \"rule\" = 'advice_actions/5'")
    march.report(
        SECOND, 2,
        advice_actions=[{**action, "advice_id": ADVICE}], progress=[{**_figure("connections", 5.0), "zone": "Zona"}],
    )  # fmt: skip
    assert march.answered(FIRST) == {"advice_actions/5": True, "advice_actions/6": False, "progress/5": True}


def test_a_report_refused_as_a_whole_is_answered_when_every_part_of_it_has_been_told(march: March) -> None:
    march.report(REFUSED, 1, progress=[_figure("connections", 700.0)], findings=[{"description": "Meter macet"}])
    march.add("raw.refused_file", [{"file_sha256": REFUSED}])
    march.find(REFUSED, "cover", 5, refused=False)
    march.report(SECOND, 2, progress=[_figure("connections", 700.0)])
    assert march.answered(REFUSED) == {"cover/5": False}


def test_a_new_request_whose_later_telling_was_refused_stays_with_its_number(march: March) -> None:
    first, other, later = ({"question": words} for words in ("Pompa mana?", "Meter apa?", "Berapa debitnya?"))
    march.report(FIRST, 1, requests=[first, other])
    march.report(SECOND, 2, requests=[{**first, "asked_on": date(2027, 1, 1)}, later, other])
    march.find(SECOND, "requests", 5)
    march.run.load_register()
    march.run.load_reports()
    asked = "SELECT split_part(request_id, '/', 4), question, source_file FROM core.advice_request ORDER BY 1"
    assert [row[:2] for row in march.ask(asked)] == [
        ("1", "Pompa mana?"), ("2", "Meter apa?"), ("3", "Berapa debitnya?"),
    ]  # fmt: skip


def test_an_answer_told_later_names_who_says_so_the_day_and_its_own_cell(march: March) -> None:
    asked: Row = {"request_id": "P1/request/2026-02/1", "question": "Pompa mana?", "asked_on": date(2026, 2, 20)}
    unsaid: Row = {**asked, "request_id": "P1/request/2026-02/2", "question": "Meter apa?"}
    march.report(FIRST, 1, requests=[asked, unsaid])
    march.report(SECOND, 9, requests=[{**asked, "answered_on": date(2026, 3, 5), "answer_channel": "visit"}, unsaid])
    march.connection.execute(f"UPDATE raw.monthly_cover SET compiled_by = 'Sari' WHERE file_sha256 = '{SECOND}'")
    march.run.load_register()
    march.run.load_reports()
    told = "SELECT answered_on, attested_by, attested_on, answer_sha256 FROM core.advice_request ORDER BY request_id"
    assert march.ask(told) == [
        (date(2026, 3, 5), "Sari", date(2026, 4, 9), SECOND), (None, None, None, None),
    ]  # fmt: skip


def test_of_two_answers_the_earlier_is_known_from_the_report_that_told_it(march: March) -> None:
    """February's words were sent on 1 April, the earlier day on 9 April: until then it was not known."""
    asked: Row = {"request_id": "P1/request/2026-02/1", "question": "Pompa mana?", "asked_on": date(2026, 2, 1)}
    march.report(FIRST, 1, requests=[{**asked, "answered_on": date(2026, 2, 20)}])
    march.connection.execute("UPDATE raw.monthly_cover SET period = '2026-02'")
    march.report(SECOND, 9, requests=[{**asked, "answered_on": date(2026, 2, 10)}])
    march.run.load_register()
    march.run.load_reports()
    told = "SELECT answered_on, answer_received_on, answer_sha256 FROM core.advice_request"
    assert march.ask(told) == [(date(2026, 2, 10), date(2026, 4, 9), SECOND)]


def test_a_day_of_completion_alone_is_told_and_leaves_the_word_before_it_in_force(march: March) -> None:
    begun, done = {"agreed": True, "action_share": 0.4}, {"done_on": date(2026, 3, 20)}
    march.report(FIRST, 1, advice_actions=[{"advice_id": ADVICE, **begun}])
    march.report(SECOND, 2, advice_actions=[{"advice_id": ADVICE, **done}])
    march.run.load_register()
    march.run.load_reports()
    told = "SELECT max(agreed), max(action_share), max(done_on) FROM core.advice_answer"
    assert march.ask(told) == [(True, None, date(2026, 3, 20))]
    assert march.ask("SELECT DISTINCT advice_actions FROM core.monthly_report") == [("filled",)]
    march.run.record_revisions()
    changed = "SELECT earlier_text, later_text FROM mart.revision WHERE kind = 'monthly_advice_actions'"
    assert march.ask(changed) == [("✓ · 40.0 %", "✓ · 2026-03-20")]


def test_what_nihil_took_back_is_not_told_beside_an_action_told_after_it(march: March) -> None:
    march.report(FIRST, 1, advice_actions=[{"advice_id": ADVICE, "agreed": True}])
    march.report(SECOND, 2, advice_actions=[{"advice_id": "nihil"}])
    march.report(THIRD, 3, advice_actions=[{"advice_id": ADVICE, "action_share": 1.0}])
    march.run.load_register()
    march.run.load_reports()
    march.run.record_revisions()
    changed = "SELECT later_text FROM mart.revision WHERE kind = 'monthly_advice_actions' AND change = 'changed'"
    assert march.ask(changed) == [("100.0 %",)]
