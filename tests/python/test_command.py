"""The console script: the bytes of the library and of the Rust program."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import wiredrift

SCRIPT = [sys.executable, "-m", "wiredrift"]
FILES = ["examples/river.original.txt", "examples/river.copy.txt"]


def run(
    command: list[str], root: Path, stdin: bytes | None = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=root, input=stdin, capture_output=True, timeout=60)


def test_the_script_prints_what_the_library_returns(root: Path) -> None:
    texts = [(root / name).read_text(encoding="utf-8") for name in FILES]
    report = wiredrift.compare(*texts)
    for form, wanted in (
        ("json", report.to_json() + "\n"),
        ("text", str(report)),
        ("html", report.to_html()),
    ):
        done = run([*SCRIPT, "compare", *FILES, "--format", form], root)
        assert done.stderr == b""
        assert done.returncode == 1
        assert done.stdout.decode().rstrip("\n") == wanted.rstrip("\n")


def test_the_installed_script_is_the_module(root: Path) -> None:
    script = Path(sys.executable).with_name("wiredrift")
    if not script.exists():
        pytest.skip("the package is not installed in this interpreter's folder")
    done = run([str(script), "--version"], root)
    assert done.stdout.decode() == f"wiredrift {wiredrift.__version__}\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", *FILES],
        ["compare", *FILES, "--format", "json"],
        ["compare", *FILES, "--format", "html"],
        ["compare", *FILES, "--width", "60", "--min-severity", "major", "--only-changed"],
        ["compare", FILES[0], "-"],
        ["compare", FILES[0], "no such file"],
        ["compare", FILES[0]],
        ["compare", "--help"],
        ["--version"],
        [],
    ],
)
def test_the_rust_program_prints_the_same_bytes(root: Path, arguments: list[str]) -> None:
    binary = os.environ.get("WIREDRIFT_BINARY")
    if not binary:
        pytest.skip("WIREDRIFT_BINARY names no Rust program to compare with")
    stdin = (root / FILES[1]).read_bytes()
    python = run([*SCRIPT, *arguments], root, stdin)
    rust = run([binary, *arguments], root, stdin)
    assert (python.returncode, python.stdout, python.stderr) == (
        rust.returncode,
        rust.stdout,
        rust.stderr,
    )


def test_a_reader_that_goes_away_is_no_error(root: Path) -> None:
    process = subprocess.Popen(
        [*SCRIPT, "compare", *FILES, "--format", "json"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other things there")
def test_ctrl_c_ends_the_run_at_once_and_without_a_traceback(root: Path) -> None:
    # Standard input that never ends: the program waits in Rust.
    process = subprocess.Popen(
        [*SCRIPT, "compare", FILES[0], "-"],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=10)
    assert process.returncode == -signal.SIGINT
    assert error == b""
