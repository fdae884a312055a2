"""A browser, and pages in it that must ask for nothing and complain of nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import wiredrift

ROOT = Path(__file__).parents[2]

Open: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium: apt-get install chromium, or name another in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def example() -> wiredrift.Report:
    texts = (ROOT / "examples" / f"river.{side}.txt" for side in ("original", "copy"))
    return wiredrift.compare(*(text.read_text(encoding="utf-8") for text in texts))


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report's page; at the end nothing was asked for and no error was told."""
    told: list[str] = []
    asked: list[str] = []
    contexts = []

    def open_(report: wiredrift.Report | wiredrift.Comparison, **options: object) -> Page:
        file = tmp_path / "report.html"
        file.write_text(report.to_html(), encoding="utf-8")
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not told
    assert all(url.startswith("file:") and url.endswith("report.html") for url in asked)
