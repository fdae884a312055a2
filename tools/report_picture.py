"""Take docs/report.png, the picture of a report: the page of the bundled stories in a browser.

    .venv/bin/python tools/report_picture.py

Needs the package with `[browser,plot]` and Debian's chromium, or another that CHROMIUM names. The
picture is two parts of one page, its top and the first changed sentences, one below the other.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import wiredrift

ROOT = Path(__file__).parents[1]
WIDTH = 1080
# Heights of the two parts, in pixels.
TOP = 752
ROWS = 614


def main() -> None:
    """Write the picture."""
    sides = (ROOT / "examples" / f"river.{side}.txt" for side in ("original", "copy"))
    html = wiredrift.compare_files(*sides).to_html()
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "report.html")
        file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto(file.as_uri())
        rows = page.evaluate("document.getElementById('sentences').getBoundingClientRect().top")
        clips = [(0, TOP), (rows - 12, ROWS)]
        parts = [
            page.screenshot(full_page=True, clip={"x": 0, "y": y, "width": WIDTH, "height": height})
            for y, height in clips
        ]
        browser.close()
    picture = Image.new("RGB", (WIDTH, TOP + ROWS + 6), "#dcd9d1")
    for y, part in zip((0, TOP + 6), parts, strict=True):
        picture.paste(Image.open(io.BytesIO(part)).convert("RGB"), (0, y))
    # Flat colours: a palette halves the size and loses nothing that shows.
    picture.quantize(128, dither=Image.Dither.NONE).save(
        ROOT / "docs" / "report.png", optimize=True
    )


if __name__ == "__main__":
    main()
