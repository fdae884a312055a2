"""Hostile texts at the Python border. That the core survives them is tests/hostile.rs."""

import json
from collections.abc import Callable

import pytest

import wiredrift
from wiredrift import WiredriftError

STORY = (
    "The mayor of Lenne opened the bridge on Monday. “We waited nine years,” Ada Ruhl said. "
    "About 1,200 people did not come. Prices rose 3.5 per cent to $1.2bn.\n\n"
)

TEXTS = {
    "one line": STORY.replace("\n", " ") * 200,
    "empty lines": "\n" * 50_000 + "It rained.",
    "one word": "word " * 5_000,
    "no space": "x" * 200_000,
    "combining marks": "e" + "\u0301" * 20_000,
    "NUL": "a\0b " * 5_000,
    "direction marks": "\u202eIt rained 12 times.\u2066 " * 500,
    "no width": "wo\u200brd\ufeff a\xadb " * 2_000,
    "escape codes": "\x1b[31mRain\x1b[0m fell on Monday.\x07 " * 500,
    "unassigned": "\u0378\U000e0fff\uffff\ufdd0" * 2_000,
    "nested quotation marks": "“" * 10_000 + "a" + "”" * 10_000,
    "never closed": "“" + STORY.replace("“", "").replace("”", "") * 20,
    "digits": "It cost " + "9" * 10_000 + " once.",
    "no letters": "…" * 5_000,
    "beyond the first plane": "👩\u200d🚀 It rained 12 times. " * 500,
    "Chinese": "市长在星期一开了桥。" * 200,
    "formula": "=HYPERLINK(1) It rained 12 times. " * 20,
    "markup": "<script>alert(1)</script> It rained 12 times. " * 50,
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_function_gives_a_result_and_offsets_that_slice(name: str) -> None:
    text, other = TEXTS[name], STORY
    for original, copy in ((text, other), (other, text), (text, text)):
        report = wiredrift.compare(original, copy)
        for side, whole in ((report.original, original), (report.copy, copy)):
            assert side.chars == len(whole)
            for segment in side.segments:
                assert whole[segment.start : segment.end] == segment.text
        assert json.loads(report.to_json())["schema"] == report.schema
        page = report.to_html()
        assert "<script>alert" not in page
        assert "\x1b" not in str(report) + page
        assert "\u202e" not in str(report) + page
    assert wiredrift.inspect(text).to_json()
    assert "".join(wiredrift.sentences(text)) == text
    assert 0 <= wiredrift.similarity(text, other) <= 1


def test_a_text_is_the_same_as_itself_whatever_is_in_it() -> None:
    for name, text in TEXTS.items():
        report = wiredrift.compare(text, text)
        assert (report.drift, len(report.findings)) == (0, 0), name


@pytest.mark.parametrize("lone", ["\ud800", "a\udfff", "\udc00\ud800", "x" * 1_000 + "\udabc"])
def test_lone_surrogates_are_refused_everywhere(lone: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: wiredrift.compare("a", lone),
        lambda: wiredrift.compare(lone, "a"),
        lambda: wiredrift.inspect(lone),
        lambda: wiredrift.sentences(lone),
        lambda: wiredrift.similarity(lone, "a"),
        lambda: wiredrift.assess("a", lone),
        lambda: wiredrift.align_sentences(["a"], [lone]),
        lambda: wiredrift.Report.from_json(lone),
    ]
    for call in calls:
        with pytest.raises(WiredriftError, match="lone surrogate"):
            call()


def test_no_row_of_a_table_is_lost_to_a_hostile_text() -> None:
    copies = list(TEXTS.values())
    table = wiredrift.compare_many([STORY] * len(copies), copies)
    drifts = [row["drift"] for row in table.to_dicts()]
    assert drifts == [wiredrift.compare(STORY, c).drift for c in copies]


def test_json_in_any_spelling_is_read_or_refused_and_never_more() -> None:
    report = wiredrift.compare(STORY, TEXTS["escape codes"])
    whole = report.to_json()
    assert wiredrift.Report.from_json(json.dumps(json.loads(whole))) == report
    for broken in (whole[:-1], whole[: len(whole) // 2], "", "[]", "null", "[" * 100_000, "1e999"):
        with pytest.raises(WiredriftError):
            wiredrift.Report.from_json(broken)
