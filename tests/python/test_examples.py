"""The notebooks and scripts of examples/ run, and say what they promise."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from types import ModuleType

import nbclient
import nbformat
import pytest

import wiredrift

NAMES = ("tour", "corpus_study")


@pytest.fixture(scope="module")
def builder(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("builder", root / "tools" / "build_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_what_its_script_makes(name: str, root: Path, builder: ModuleType) -> None:
    script = (root / "examples" / f"{name}.py").read_text(encoding="utf-8")
    notebook = (root / "examples" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert notebook == builder.notebook(script), "run python3 tools/build_notebooks.py"


def test_there_is_no_other_example_in_python(root: Path) -> None:
    found = {path.stem for path in (root / "examples").glob("*.ipynb")}
    assert found == set(NAMES)


@pytest.fixture(scope="module")
def ran(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, nbformat.NotebookNode]:
    """The notebooks with their outputs, run where nothing of theirs is left behind."""
    notebooks = {}
    for name in NAMES:
        text = (root / "examples" / f"{name}.ipynb").read_text(encoding="utf-8")
        notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        # A folder of its own that looks like the one the notebook lies in.
        place = tmp_path_factory.mktemp(name) / "examples"
        place.mkdir()
        for file in (root / "examples").glob("*.txt"):
            (place / file.name).symlink_to(file)
        (place.parent / "evals").symlink_to(root / "evals")
        client = nbclient.NotebookClient(
            notebook, timeout=120, resources={"metadata": {"path": str(place)}}
        )
        notebooks[name] = client.execute()
    return notebooks


def outputs(notebook: nbformat.NotebookNode, mime: str) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    data = [output.get("data", {}) for cell in cells for output in cell.outputs]
    return [part[mime] for part in data if mime in part]


def test_the_tour_shows_reports_findings_and_figures(ran: dict[str, nbformat.NotebookNode]) -> None:
    html = outputs(ran["tour"], "text/html")
    assert len(html) == 3
    assert all('class="wiredrift-report"' in part for part in html)
    assert len(outputs(ran["tour"], "image/png")) == 2


def test_the_study_shows_frames_and_figures(ran: dict[str, nbformat.NotebookNode]) -> None:
    assert len(outputs(ran["corpus_study"], "image/png")) == 3
    html = outputs(ran["corpus_study"], "text/html")
    assert sum("dataframe" in part for part in html) == 5
    assert sum("wiredrift-report" in part for part in html) == 1


def test_a_report_in_a_cell_shows_the_findings_of_the_text_format(
    ran: dict[str, nbformat.NotebookNode], root: Path
) -> None:
    files = [str(root / "examples" / f"river.{side}.txt") for side in ("original", "copy")]
    command = [sys.executable, "-m", "wiredrift", "compare", *files, "--format"]
    runs = {
        form: subprocess.run([*command, form], capture_output=True, text=True).stdout
        for form in ("text", "json")
    }
    findings = json.loads(runs["json"])["findings"]
    text = " ".join(runs["text"].split())
    cell = outputs(ran["tour"], "text/html")[0]
    shown = " ".join(unescape(re.sub(r"<[^>]*>", "", cell)).split())
    assert len(findings) == len(wiredrift.compare_files(*files).findings) > 20
    for finding in findings:
        assert finding["message"] in text
        assert finding["message"] in shown
    assert text.partition(" drift ")[0] in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_same_story_runs_as_a_script(name: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(root / "examples")
    (tmp_path / "evals").symlink_to(root / "evals")
    script = root / "examples" / f"{name}.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") > 20
    assert list(tmp_path.glob("*.png"))
