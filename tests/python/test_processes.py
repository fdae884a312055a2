"""Threads, forked workers and the lock."""

import multiprocessing
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

import wiredrift


def pairs() -> list[tuple[str, str]]:
    return [
        (
            f"The council will not close {n} bridges before May. Mayor Ada Ruhl said so.",
            f"The council will close {n + 1} bridges before May. Mayor Ada Ruhl said so.",
        )
        for n in range(2, 42)
    ]


def to_json(pair: tuple[str, str]) -> str:
    return wiredrift.compare(*pair).to_json()


def test_threads_and_order_change_no_byte() -> None:
    singles = [to_json(pair) for pair in pairs()]
    for threads in (1, 2, 8):
        with ThreadPoolExecutor(threads) as pool:
            assert list(pool.map(to_json, pairs())) == singles
            assert list(pool.map(to_json, reversed(pairs()))) == singles[::-1]


def test_one_report_can_be_read_by_many_threads(report: wiredrift.Report) -> None:
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: id(report.findings), range(64)))
    assert len(set(seen)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_a_forked_worker_does_not_hang() -> None:
    here = [to_json(pair) for pair in pairs()]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(to_json, pairs(), timeout=60)) == here


def test_a_spawned_worker_gets_the_report_back(report: wiredrift.Report) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(repr, report).result(timeout=60) == repr(report)


def test_other_threads_run_while_a_comparison_works(pair: tuple[str, str]) -> None:
    # One long comparison; the main thread counts its turns meanwhile. With the lock held, the
    # interpreter would hand over at most once.
    original, copy = ("\n\n".join([text] * 60) for text in pair)
    worker = threading.Thread(target=wiredrift.compare, args=(original, copy))
    worker.start()
    turns = 0
    while worker.is_alive():
        turns += 1
        time.sleep(0.001)
    worker.join()
    assert turns > 3


def test_a_table_is_not_pickled_and_says_so() -> None:
    table = wiredrift.compare_many(["It rained."], ["It snowed."])
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(table)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_returns_to_its_level(root: Path) -> None:
    # In a process of its own; benches/memory.py does the same for 100,000 pairs.
    code = "import memory, sys; levels = memory.measure(1000); sys.exit(levels[-1] > levels[0] + 2)"
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, cwd=root / "benches", check=False).returncode == 0
