"""The page of several copies in a real browser: nothing breaks, nothing is out of reach."""

import os
from pathlib import Path

import pytest

import wiredrift
from conftest import ROOT, Open


@pytest.fixture(scope="module")
def comparison() -> wiredrift.Comparison:
    def read(name: str) -> str:
        return (ROOT / "examples" / f"river.{name}.txt").read_text(encoding="utf-8")

    names = ("copy", "digest", "evening", "morning")
    return wiredrift.compare_copies(read("original"), {name: read(name) for name in names})


@pytest.mark.parametrize("width", [1280, 420])
@pytest.mark.parametrize("name", ["x" * 300, "<script>alert(1)</script>", "\u202eabc", "אמר"])
def test_hostile_names_neither_run_nor_break_the_page(
    name: str, width: int, open_page: Open
) -> None:
    text = "The gate was shut by 12 men on Monday, the mayor said."
    copies = {name: text.replace("12", "13"), f"{name} 2": text.replace("12", "14")}
    page = open_page(
        wiredrift.compare_copies(text, copies), viewport={"width": width, "height": 800}
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_for_anyone(
    scheme: str, comparison: wiredrift.Comparison, open_page: Open
) -> None:
    axe = os.environ.get("AXE")
    if axe is None:
        pytest.skip("no axe-core: run scripts/browser")
    page = open_page(comparison, color_scheme=scheme)
    page.evaluate(Path(axe).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    assert not grave, [(v["id"], v["nodes"][0]["html"]) for v in grave]


def test_the_tree_has_its_words(comparison: wiredrift.Comparison, open_page: Open) -> None:
    page = open_page(comparison)
    page.get_by_text("The tree in words").click()
    listed = page.locator(".tree-list").inner_text()
    assert all(name in listed for name in ("copy", "digest", "evening", "morning"))
