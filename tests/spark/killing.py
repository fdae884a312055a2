"""Jobs of which a process is killed."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import SparkSession


def skip_where_it_is_the_driver(spark: SparkSession, victim: str) -> None:
    if victim == "executor" and "cluster" not in spark.sparkContext.master:
        pytest.skip("the only executor is the driver itself")


def survive(job: Callable[[], list[str]], started: Path, victim: str, seconds: float) -> list[str]:
    """What a job gives though the first worker to write into `started`, or its executor, is killed.

    Workers write their process numbers, a line each. The job has `seconds` to come to its end.
    """
    done: list[list[str]] = []
    thread = threading.Thread(target=lambda: done.append(job()))
    thread.start()
    pid = _wait_for(started)
    # A worker is forked by a daemon, which the executor's Java process has started.
    os.kill(pid if victim == "worker" else _parent(_parent(pid)), signal.SIGKILL)
    thread.join(seconds)
    assert done, "the job has failed"
    attempts = started.read_text().split()
    assert len({*attempts}) > 1, "the partition was tried again by another process"
    return done[0]


def _wait_for(path: Path) -> int:
    for _ in range(1200):
        if path.exists() and path.read_text().endswith("\n"):
            return int(path.read_text().split()[0])
        time.sleep(0.1)
    raise AssertionError("no worker began")


def _parent(pid: int) -> int:
    status = Path(f"/proc/{pid}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])
