"""Long calls: they tell how far they are, and can be ended."""

import _thread
import threading

import pytest

import wiredrift

LONG = "".join(
    f"The council of ward {k} closed street {k * 7 % 1009} after flood {k}. " for k in range(2000)
)


def test_progress_rises_within_each_stage_and_changes_nothing() -> None:
    seen: list[tuple[str, int, int]] = []
    report = wiredrift.compare(LONG, LONG, progress=lambda *at: seen.append(at))
    assert {stage for stage, _, _ in seen} == {"align", "judge"}
    assert all(0 <= done <= total for _, done, total in seen)
    for stage in ("align", "judge"):
        steps = [done for name, done, _ in seen if name == stage]
        assert steps == sorted(steps)
        assert len(steps) > 3
    assert report == wiredrift.compare(LONG, LONG)


def test_short_calls_ask_nobody(pair: tuple[str, str]) -> None:
    def never(*at: object) -> None:
        raise AssertionError(at)

    wiredrift.compare(*pair, progress=never)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_progress_raises_ends_the_call(threads: int) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        raise LookupError(f"{stage} {done} {total}")

    with pytest.raises(LookupError, match=r"^align "):
        wiredrift.compare(LONG, LONG, threads=threads, progress=stop)
    lines = LONG.split(". ")
    with pytest.raises(LookupError, match=r"^align "):
        wiredrift.align_sentences(lines, lines, progress=stop)


@pytest.mark.parametrize("value", [3, "bar", True])
def test_progress_that_cannot_be_called_is_refused_before_the_work(value: object) -> None:
    with pytest.raises(TypeError, match=r"progress must be callable as progress\(stage"):
        wiredrift.compare("a", "b", progress=value)  # type: ignore[arg-type]


def test_ctrl_c_ends_a_call_before_it_returns() -> None:
    text = LONG * 20
    finished: list[wiredrift.Report] = []
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        # In one step of the interpreter: a call that returned would be in the list.
        finished.extend(map(wiredrift.compare, [text], [text]))
    timer.join()
    assert not finished
