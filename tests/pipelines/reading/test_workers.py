"""Worker processes that really die, hang and fail; only the item they died at is lost.

The work given to them is Python source or expressions, run by `exec` and `eval`.
"""

import builtins
import logging
import multiprocessing
import os
import signal
import time

import pytest

from pipelines.reading import Refused, Workers, read_workbook, run_in_workers

ABORT = "__import__('os').abort()"
HANG = "__import__('time').sleep(60)"


def _results(expressions, workers=2, **limits):
    return dict(run_in_workers(builtins.eval, expressions, workers, **limits))


def test_every_item_comes_back_once_with_its_result():
    expressions = [f"{number} * 2" for number in range(100)]
    pairs = list(run_in_workers(builtins.eval, expressions, 2))
    assert sorted(pairs) == sorted((f"{number} * 2", number * 2) for number in range(100))


MEETS = """
import os, pathlib, time
folder = pathlib.Path({folder!r})
(folder / str(os.getpid())).touch()
while len(list(folder.iterdir())) < 2:
    time.sleep(0.01)
# {number}
"""


def test_the_work_is_done_side_by_side_in_as_many_other_processes_as_asked(tmp_path):
    items = [MEETS.format(folder=str(tmp_path), number=number) for number in range(20)]
    results = dict(run_in_workers(builtins.exec, items, 2))
    assert list(results.values()) == [None] * 20
    processes = {path.name for path in tmp_path.iterdir()}
    assert len(processes) == 2 and str(os.getpid()) not in processes


@pytest.mark.parametrize("others", [0, 3, 40])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_aborts_costs_only_the_item_it_died_at(others, workers):
    expressions = [f"{number} + 0" for number in range(others)]
    expressions.insert(others // 2, ABORT)
    results = _results(expressions, workers)
    refused = results.pop(ABORT)
    assert isinstance(refused, Refused) and refused.rule == "reader_died"
    assert results == {f"{number} + 0": number for number in range(others)}


def test_several_deadly_items_cost_only_themselves():
    deadly = {f"__import__('os')._exit({code})" for code in (1, 2, 3)} | {ABORT}
    expressions = [f"{number}" for number in range(30)] + sorted(deadly)
    results = _results(expressions)
    assert {item for item, result in results.items() if isinstance(result, Refused)} == deadly
    assert len(results) == len(expressions)


def test_an_item_that_only_died_by_misfortune_is_tried_again(tmp_path):
    marker = tmp_path / "tried"
    once = f"__import__('pathlib').Path({str(marker)!r}).touch(exist_ok=False) or __import__('os').abort()"
    survives = f"7 if __import__('os').path.exists({str(marker)!r}) else ({once})"
    assert _results([survives]) == {survives: 7}


def test_an_item_that_takes_too_long_is_refused_and_the_others_go_on():
    started = time.monotonic()
    results = _results(["1", HANG, "2", *(f"{n} + 9" for n in range(20))], seconds_per_item=3)
    refused = results.pop(HANG)
    assert isinstance(refused, Refused) and refused.rule == "reader_timeout"
    assert len(results) == 22 and not any(isinstance(result, Refused) for result in results.values())
    assert time.monotonic() - started < 45


def test_an_exception_is_its_item_s_refusal_and_its_trace_is_only_for_the_log():
    refused = _results(["1", "1 / 0"])["1 / 0"]
    assert refused.rule == "reader_failed" and "ZeroDivisionError" in refused.message_en
    assert "Traceback" in refused.detail and "Traceback" not in refused.message_en + refused.message_id


def test_where_no_log_is_set_up_nothing_of_an_exception_reaches_the_terminal(monkeypatch, capfd):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    assert _results(["1 / 0"])["1 / 0"].rule == "reader_failed"
    assert capfd.readouterr().err == ""


def test_a_result_that_cannot_be_sent_back_is_its_item_s_refusal():
    results = _results(["lambda: 1", "2"])
    assert results["lambda: 1"].rule == "reader_failed" and results["2"] == 2


def test_too_much_memory_costs_only_the_item_that_asked_for_it(require):
    require(os.name == "posix" and os.uname().sysname == "Linux", "only Linux limits a process's address space")
    results = _results(["len(bytearray(3 * 1024**3))", "1"], memory_bytes=1024**3)
    assert results["len(bytearray(3 * 1024**3))"].rule == "reader_failed" and results["1"] == 1


def test_large_items_and_large_results_pass():
    items = [f"len({'x' * 300_000!r}) and 'y' * 400_000 + '{number}'" for number in range(6)]
    assert [len(result) for result in _results(items).values()] == [400_001] * 6


def test_nothing_to_do_starts_nothing():
    assert list(run_in_workers(builtins.eval, [], 2)) == []


def test_workers_end_when_the_reader_of_results_stops_early():
    before = set(multiprocessing.active_children())
    results = run_in_workers(builtins.eval, [f"{number}" for number in range(500)], 2)
    next(results)
    results.close()
    assert set(multiprocessing.active_children()) == before


def test_a_hostile_workbook_among_good_ones_is_refused_by_name(files, report):
    good = [files.write(report, f"baik{number}.xlsx") for number in range(3)]
    expression = "__import__('pipelines.reading').reading.read_workbook(__import__('pathlib').Path({0!r}), {1!r})"
    empty = files.write(b"", "kosong.xlsx")
    items = [expression.format(str(path), path.name) for path in (*good, empty)]
    results = list(_results(items).values())
    assert [type(result).__name__ for result in results].count("Workbook") == 3
    refused = next(result for result in results if isinstance(result, Refused))
    assert refused.rule == "empty_file" and "kosong.xlsx" in refused.message_id
    assert read_workbook(good[0], "baik0.xlsx").sheets == next(r for r in results if r is not refused).sheets


def test_a_refused_item_is_named_by_its_file():
    refused = _results([ABORT], name_of=lambda item: "laporan juni.xlsx")[ABORT]
    assert refused.message_id.startswith("laporan juni.xlsx")


def _process(workers):
    ((_, process),) = workers.run(["__import__('os').getpid()"])
    return process


def test_a_process_waits_warm_for_the_next_run_and_is_gone_after_the_block():
    with Workers(builtins.eval, 2) as workers:
        first = _process(workers)
        assert _process(workers) == first != os.getpid()
        assert len(list(workers.run([f"{number}" for number in range(40)]))) == 40
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


def test_a_process_warmed_before_the_first_run_takes_its_item():
    with Workers(eval, 2) as workers:
        workers.warm()
        (waiting,) = [worker.process.pid for worker in workers._workers]
        workers.warm()
        assert list(workers.run(["__import__('os').getpid()"])) == [("__import__('os').getpid()", waiting)]
    assert not _alive(waiting)


def _alive(process: int) -> bool:
    return any(child.pid == process for child in multiprocessing.active_children())


def test_a_process_that_died_while_it_waited_is_replaced():
    with Workers(builtins.eval, 1) as workers:
        first = _process(workers)
        (child,) = multiprocessing.active_children()
        os.kill(first, signal.SIGKILL)
        child.join(10)
        assert _process(workers) != first
