"""The page in a real browser: filters, keyboard, hostile texts, accessibility."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import wiredrift
from conftest import ROOT, Open

HOSTILE = {
    "markup": "<script>alert(1)</script> said <img src=x onerror=alert(2)> in the council.",
    "direction": "The fund lost \u202e21\u202c million \u2066 and closed.",
    "endless": "The " + "x" * 10_000 + " fell by 12 points.",
    "emoji": "A 👩🏽‍🚒 saved 12 people 🇺🇦 on Monday.",
    "right to left": "אמר ראש העיר כי 12 אנשים נהרגו. The mayor said 12 people died.",
}


def seconds_to_open(page: Page) -> float:
    """What opening the page takes of the processor, whatever else the machine is doing."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.reload()
    metrics = session.send("Performance.getMetrics")["metrics"]
    took: float = next(m["value"] for m in metrics if m["name"] == "TaskDuration")
    return took


def test_filters_hide_and_show(example: wiredrift.Report, open_page: Open) -> None:
    page = open_page(example)
    notes = page.locator(".notes li:visible")
    everything = notes.count()
    assert everything == len(example.findings)
    page.get_by_label("minor").uncheck()
    graver = [f for f in example.findings if f.severity != "minor"]
    assert notes.count() == len(graver) < everything
    assert f"{len(graver)} of {everything}" in page.locator("#shown").inner_text()
    page.get_by_label("minor").check()
    page.get_by_label("Kind").select_option("negation")
    negations = [f for f in example.findings if f.kind == "negation"]
    assert notes.count() == len(negations) > 0
    assert page.locator(".card:visible").count() == len(negations)
    page.get_by_label("Kind").select_option("")
    assert notes.count() == everything


def test_only_changed_sentences_leaves_out_the_others(
    example: wiredrift.Report, open_page: Open
) -> None:
    page = open_page(example)
    same = page.locator(".rows tbody.same:visible")
    assert same.count() == sum(bead.relation == "same" for bead in example.alignment)
    page.get_by_label("only changed sentences").check()
    assert same.count() == 0
    assert page.locator(".rows tbody.changed:visible").count() > 0


def test_the_keyboard_reaches_every_finding(example: wiredrift.Report, open_page: Open) -> None:
    page = open_page(example)
    reached = set()
    for _ in example.findings:
        page.keyboard.press("j")
        reached.add(page.evaluate("document.activeElement.id"))
    assert reached == {f"note-{k + 1}" for k in range(len(example.findings))}
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") in reached


def test_a_passage_that_moved_leads_to_its_place_and_back(
    example: wiredrift.Report, open_page: Open
) -> None:
    page = open_page(example)
    page.get_by_text("to its place in the copy").first.click()
    place = page.locator(".place:target")
    assert place.count() == 1
    place.get_by_role("link").click()
    assert page.locator("tbody.moved:target").count() == 1


def test_every_mark_tells_its_message(example: wiredrift.Report, open_page: Open) -> None:
    page = open_page(example)
    titles = page.locator(".rows mark").evaluate_all("marks => marks.map((mark) => mark.title)")
    assert len(titles) > len(example.findings)
    messages = {finding.message for finding in example.findings}
    assert all(any(message in title for message in messages) for title in titles)
    cells = page.locator(".strip a title").all_text_contents()
    story = [bead for bead in example.alignment if bead.relation != "furniture"]
    assert len(cells) == len(story)
    for number, (cell, bead) in enumerate(zip(cells, story, strict=True), 1):
        assert cell.startswith(f"{number}: {bead.relation}")


def test_the_strip_frames_what_only_one_text_has(
    example: wiredrift.Report, open_page: Open
) -> None:
    page = open_page(example)
    for relation in ("omitted", "added"):
        expected = sum(bead.relation == relation for bead in example.alignment)
        assert page.locator(f".strip .gap.{relation}").count() == expected > 0


def test_a_fact_leads_to_its_sentence(example: wiredrift.Report, open_page: Open) -> None:
    page = open_page(example)
    changed = next(fact for fact in example.numbers if fact.state == "changed")
    assert changed.copy is not None
    page.locator("section[aria-labelledby=numbers] .jump").first.click()
    assert changed.copy.text in page.locator("tbody:target").inner_text().replace("number", "")


def test_what_is_printed_has_all_findings_and_no_controls(
    example: wiredrift.Report, open_page: Open
) -> None:
    page = open_page(example)
    page.emulate_media(media="print")
    assert page.locator(".notes li:visible").count() == len(example.findings)
    assert page.locator("#controls:visible").count() == 0


def test_without_script_all_is_there(example: wiredrift.Report, open_page: Open) -> None:
    page = open_page(example, java_script_enabled=False)
    assert page.locator(".notes li:visible").count() == len(example.findings)
    assert page.locator("#controls:visible").count() == 0


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [1280, 420])
def test_hostile_texts_neither_run_nor_break_the_page(
    text: str, width: int, open_page: Open
) -> None:
    report = wiredrift.compare(f"{text} It rained.", f"{text.replace('12', '21')} It snowed.")
    page = open_page(report, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("script").count() <= 1
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_for_anyone(
    example: wiredrift.Report, open_page: Open, scheme: str
) -> None:
    axe = os.environ.get("AXE")
    if axe is None:
        pytest.skip("no axe-core: run scripts/browser, which fetches it")
    page = open_page(example, color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(content=Path(axe).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    grave = [
        (v["id"], v["help"], [node["html"] for node in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_the_page_of_a_long_story_is_small_and_opens(open_page: Open) -> None:
    original = " ".join(
        f"The council of ward {k} closed street {k * 7 % 1009} after the flood on Monday."
        for k in range(1500)
    )
    report = wiredrift.compare(original, original.replace("closed street 7", "opened road 7"))
    assert len(original) > 100_000
    assert len(report.to_html().encode()) < 1_000_000
    page = open_page(report)
    assert page.locator(".rows tbody").count() >= len(report.alignment)
    assert seconds_to_open(page) < 1


def test_the_page_of_a_long_story_full_of_findings_opens_within_a_second(open_page: Open) -> None:
    original, copy = (
        "\n\n".join(
            (ROOT / "examples" / f"river.{side}.txt")
            .read_text(encoding="utf-8")
            .replace("Harrowmere", f"Harrow{k:03}mere")
            for k in range(52)
        )
        for side in ("original", "copy")
    )
    report = wiredrift.compare(original, copy)
    assert len(original) > 100_000
    assert len(report.findings) > 1_000
    page = open_page(report)
    assert page.locator(".notes li").count() == len(report.findings)
    assert seconds_to_open(page) < 1


# What Jupyter does to lists and tables of every output.
JUPYTER = """
.host dt { float: left; clear: left; width: 20%; font-weight: bold; }
.host dd { margin-left: 40px; }
.host table { margin: 0 auto; border: none; table-layout: fixed; }
.host tr, .host th, .host td { text-align: right; padding: 0.5em; }
.host tbody tr:nth-child(odd) { background: rgb(1, 2, 3); }
"""


def test_a_notebook_s_own_styles_do_not_break_the_fragment(
    example: wiredrift.Report, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    fragment = example._repr_html_()
    page.set_content(f"<style>{JUPYTER}</style><div class=host>{fragment}</div>")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    labels = page.locator(".wiredrift-report dt").evaluate_all(
        "labels => labels.map((label) => label.clientWidth)"
    )
    assert min(labels) > 60  # the word fits on one line
    page.locator("details").first.locator("summary").click()
    cell, row = page.locator(".rows td").first, page.locator(".rows tr").nth(1)
    assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == "start"
    clear = "rgba(0, 0, 0, 0)"
    assert row.evaluate("row => getComputedStyle(row).backgroundColor") == clear
    assert page.locator(".rows li").count() == len(example.findings)
    page.close()
