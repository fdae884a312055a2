"""What the documents say is what happens."""

import ast
import doctest
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import wiredrift
from wiredrift import _native

HERE = Path(wiredrift.__file__).parent
STUB = HERE / "_native.pyi"


def docstrings() -> Iterator[tuple[str, str]]:
    """Names and docstrings of the stub."""
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node.name, ast.get_docstring(node) or ""
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    doc = ast.get_docstring(member)
                    if doc:
                        yield f"{node.name}.{member.name}", doc
        elif isinstance(node, ast.FunctionDef):
            yield node.name, ast.get_docstring(node) or ""


DOCSTRINGS = dict(docstrings())


@pytest.mark.parametrize("name", DOCSTRINGS)
def test_help_shows_what_the_stub_says(name: str) -> None:
    item: object = _native
    for part in name.split("."):
        item = getattr(item, part)
    assert inspect.getdoc(item) == DOCSTRINGS[name]


def run_examples(name: str, text: str) -> None:
    example = doctest.DocTestParser().get_doctest(text, {}, name, str(STUB), 0)
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    told: list[str] = []
    runner.run(example, out=told.append)
    assert not told, "".join(told)
    assert example.examples, f"{name} has no example"


@pytest.mark.parametrize("name", [n for n, doc in DOCSTRINGS.items() if ">>>" in doc])
def test_examples_of_the_stub_run(name: str) -> None:
    run_examples(name, DOCSTRINGS[name])


def test_every_function_and_option_has_an_example() -> None:
    for name in ("compare", "compare_many", "score_arrow", "sentences", "align_sentences"):
        example = DOCSTRINGS[name].partition(">>>")[2]
        assert f"wiredrift.{name}(" in example
        for option in inspect.signature(getattr(wiredrift, name)).parameters.values():
            if option.kind is option.KEYWORD_ONLY:
                assert f"{option.name}=" in example, (name, option.name)


def test_the_package_docstring_runs() -> None:
    run_examples("wiredrift", wiredrift.__doc__ or "")


def test_stubtest_agrees(tmp_path: Path) -> None:
    # Elsewhere than beside the installed packages, which mypy would take for sources.
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "wiredrift._native", "--concise"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def blocks(root: Path, language: str) -> list[str]:
    readme = (root / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)


def test_python_blocks_of_the_readme_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    found = blocks(root, "python")
    assert found
    for block in found:
        exec(compile(block, "README.md", "exec"), {})


def test_console_blocks_of_the_readme_print_what_they_show(root: Path) -> None:
    found = blocks(root, "console")
    assert found
    for block in found:
        command, _, shown = block.partition("\n")
        words = command.removeprefix("$ ").split()
        assert words[0] == "wiredrift"
        done = subprocess.run(
            [sys.executable, "-m", *words], capture_output=True, text=True, cwd=root
        )
        # `…` on a line of its own stands for what is left out.
        pattern = ".*?".join(re.escape(part) for part in re.split(r"^…$", shown, flags=re.M))
        assert re.fullmatch(pattern, done.stdout, re.DOTALL), done.stdout
