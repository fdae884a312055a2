"""What the documents say is what happens."""

import ast
import doctest
import inspect
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import wiredrift
from conftest import ROOT
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
    for name in (
        "compare",
        "compare_copies",
        "compare_many",
        "score_arrow",
        "sentences",
        "align_sentences",
    ):
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


PAGES = ("README.md", *(f"docs/{name}.md" for name in ("models", "recipes", "scoring", "tour")))


def blocks(root: Path, page: str, language: str) -> list[str]:
    text = (root / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def pages(root: Path, language: str) -> list[str]:
    """The pages that have blocks in a language."""
    return [page for page in PAGES if blocks(root, page, language)]


@pytest.mark.parametrize("page", pages(ROOT, "python"))
def test_python_blocks_run(page: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    known: dict[str, object] = {}
    for block in blocks(root, page, "python"):
        # Blocks of the README stand alone, those of a recipe follow one another.
        exec(compile(block, page, "exec"), {} if page == "README.md" else known)


@pytest.mark.parametrize("page", pages(ROOT, "pycon"))
def test_sessions_say_what_they_show(
    page: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    text = "\n".join(blocks(root, page, "pycon"))
    example = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("page", pages(ROOT, "console"))
def test_console_blocks_print_what_they_show(page: str, root: Path) -> None:
    for block in blocks(root, page, "console"):
        command, _, shown = block.partition("\n")
        words = command.removeprefix("$ ").split()
        assert words[0] == "wiredrift"
        done = subprocess.run(
            [sys.executable, "-m", *words], capture_output=True, text=True, cwd=root
        )
        # `…` on a line of its own stands for what is left out.
        pattern = ".*?".join(re.escape(part) for part in re.split(r"^…$", shown, flags=re.M))
        assert re.fullmatch(pattern, done.stdout, re.DOTALL), done.stdout


def test_the_rates_among_the_limits_are_those_that_were_measured(root: Path) -> None:
    limits, accuracy = (
        (root / "docs" / page).read_text(encoding="utf-8") for page in ("limits.md", "accuracy.md")
    )
    nobody_looked_at = accuracy.split("## In stories that the rules were made with")[0]
    rates = re.findall(r"\| (0\.\d+) \|", limits)
    assert len(rates) >= 5
    for rate in rates:
        assert f"| {rate}" in nobody_looked_at, (
            f"{rate} is not in docs/accuracy.md: update limits.md"
        )


def test_the_index_names_every_page(root: Path) -> None:
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (root / "docs").glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index, page.name


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    pages = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_api_reference_says_what_the_docstrings_say(root: Path) -> None:
    made = runpy.run_path(str(root / "tools" / "build_api.py"))["page"]()
    written = (root / "docs" / "api.md").read_text(encoding="utf-8")
    assert written == made, "run python3 tools/build_api.py"
