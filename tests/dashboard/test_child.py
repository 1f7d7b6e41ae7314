"""`wops` as a child process: its answer, its progress, its bounds; a page never waits for it."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import child
from dashboard.child import Trouble
from pipelines.intake import Landing
from pipelines.template import newest
from pipelines.workbooks import write_workbook
from warehouse.vocabulary import Language

PATIENCE = 90


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two slips of a partnership that no register knows."""
    folder = tmp_path_factory.mktemp("workbooks")
    paths = [folder / name for name in ("satu.xlsx", "dua.xlsx")]
    for path in paths:
        slip = {"partnership_id": "P009", "compiled_by": path.stem}
        write_workbook(newest("visit_slip"), Language.INDONESIAN, {"visit_slip": [slip]}, path, lean=True)
    return paths


def test_a_page_goes_on_while_a_child_works_and_two_children_lose_nothing(
    tmp_path: Path, workbooks: list[Path]
) -> None:
    begun = time.monotonic()
    said = ("--json", "--partnership=P001", "--viewer=partner", "--party=U-2", "--from=Tirta Dua")
    children = [child.start(tmp_path, "receive", str(path), *said) for path in workbooks]
    assert time.monotonic() - begun < 0.5
    answers = [each.answer(PATIENCE) for each in children]
    assert [answer.facts["receipts"][0]["outcome"] for answer in answers] == ["new", "new"]
    records = Landing(tmp_path / "landing").records()
    assert {record.file_name for record in records} == {"satu.xlsx", "dua.xlsx"}
    assert {(record.viewer_role, record.viewer_party, record.authenticated) for record in records} == {
        ("partner", "U-2", False)
    }


def test_a_check_says_what_it_does_and_names_every_finding(tmp_path: Path, workbooks: list[Path]) -> None:
    heard: list[child.Answer] = []
    checking = child.start(tmp_path, "check", str(workbooks[0]), "--json", "--no-annotated", afterwards=heard.append)
    answer = checking.answer(PATIENCE)
    assert checking.doing is not None
    (file,) = answer.facts["files"]
    assert file["file_name"] == "satu.xlsx"
    assert (file["outcome"], file["template"], file["partnership_id"]) == ("rejected", "visit_slip", "P009")
    assert any(finding["cell"] for finding in file["findings"])
    assert all(finding["message_en"] and finding["message_id"] for finding in file["findings"])
    assert heard == [answer]
    assert not (tmp_path / "landing" / "intake").exists()


def test_what_a_user_can_mend_is_said_in_both_languages(tmp_path: Path, workbooks: list[Path]) -> None:
    (tmp_path / "landing" / "intake").mkdir(parents=True)
    (tmp_path / "landing" / "intake" / "x.json").write_text("{")
    answer = child.start(tmp_path, "receive", str(workbooks[0]), "--json").answer(PATIENCE)
    assert answer.code == 1
    assert answer.problem is not None
    assert "x.json" in answer.problem["en"] and "tidak dapat dibaca" in answer.problem["id"]


def test_a_command_that_fails_gives_no_words_of_the_program_to_the_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answer = child.start(tmp_path, "check", "--no-such-option").answer(PATIENCE)
    assert (answer.trouble, answer.facts, answer.problem) == (Trouble.FAILED, {}, None)
    assert "no-such-option" in caplog.text


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, workbooks: list[Path]) -> None:
    begun = time.monotonic()
    answer = child.start(tmp_path, "check", str(workbooks[0]), "--json", seconds=0.3).answer(PATIENCE)
    assert answer.trouble is Trouble.TOO_LONG
    assert time.monotonic() - begun < 20


def test_more_children_than_may_wait_are_turned_away(
    tmp_path: Path, workbooks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MOST_WAITING", 1)
    first = child.start(tmp_path, "receive", str(workbooks[0]), "--json")
    second = child.start(tmp_path, "receive", str(workbooks[1]), "--json")
    assert second.has_ended
    assert second.answer().trouble is Trouble.TOO_MANY
    assert json.dumps(first.answer(PATIENCE).facts)
    assert child.start(tmp_path, "receive", str(workbooks[1]), "--json").answer(PATIENCE).trouble is None


def test_a_command_that_cannot_even_start_ends_with_trouble_and_gives_its_place_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(child, "MOST_WAITING", 1)
    heard: list[child.Answer] = []
    for _attempt in range(2):
        answer = child.start(tmp_path, "check", "--from=a\0b", afterwards=heard.append).answer(PATIENCE)
        assert answer.trouble is Trouble.FAILED
    assert [each.trouble for each in heard] == [Trouble.FAILED, Trouble.FAILED]
    assert "null byte" in caplog.text


def test_one_that_is_turned_away_still_tells_what_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_WAITING", 0)
    heard: list[child.Answer] = []
    turned_away = child.start(tmp_path, "check", afterwards=heard.append)
    assert heard == [turned_away.answer(0)]
    assert heard[0].trouble is Trouble.TOO_MANY


def test_what_follows_may_fail_and_the_answer_stands_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_space_left(answer: child.Answer) -> None:
        raise OSError("no space left on the disk")

    monkeypatch.setattr(child, "MOST_WAITING", 0)
    answer = child.start(tmp_path, "check", afterwards=no_space_left).answer(0)
    assert answer.trouble is Trouble.TOO_MANY
    assert "no space left on the disk" in caplog.text


def test_one_name_has_one_child_at_a_time_and_who_asks_again_finds_it(tmp_path: Path, workbooks: list[Path]) -> None:
    begun: list[child.Child] = []

    def begin() -> child.Child:
        begun.append(child.start(tmp_path, "check", str(workbooks[0]), "--json"))
        return begun[-1]

    with ThreadPoolExecutor(4) as windows:
        asked = list(windows.map(lambda _window: child.start_once("report", begin), range(4)))
    assert len(begun) == 1 and set(asked) == set(begun)
    assert child.named("report") is begun[0] and child.named("another") is None
    begun[0].answer(PATIENCE)
    assert child.start_once("report", begin) is begun[1]
    begun[1].answer(PATIENCE)
