"""What holds for any text at the Python border."""

from hypothesis import given, settings
from hypothesis import strategies as st

import wiredrift
from conftest import passages

# Surrogates are refused, which test_functions.py tests by hand.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
PARTS = st.sampled_from(
    ["“", "”", ". ", "\n\n", " not ", "1,000 ", "U.S. ", "é", "e\u0301", "😀", "ﬁ", "Ms. Ash said "]
)
TEXTS = st.one_of(TEXT, st.lists(st.one_of(PARTS, TEXT), max_size=12).map("".join))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_every_offset_slices_to_its_text(original: str, copy: str) -> None:
    report = wiredrift.compare(original, copy)
    for text, side in ((original, report.original), (copy, report.copy)):
        assert side.chars == len(text)
        for segment in side.segments:
            assert text[segment.start : segment.end] == segment.text
    for item in passages(report):
        for text, excerpt in ((original, item.original), (copy, item.copy)):
            if excerpt is not None:
                assert text[excerpt.start : excerpt.end] == excerpt.text


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_a_report_survives_json_and_rendering(original: str, copy: str) -> None:
    report = wiredrift.compare(original, copy)
    assert wiredrift.Report.from_json(report.to_json()) == report
    for rendering in (str(report), report.to_html(), report._repr_html_(), repr(report)):
        assert isinstance(rendering, str)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    report = wiredrift.compare(text, text)
    assert report.drift == 0
    assert report.findings == ()


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "pt", "ru"]))
def test_sentences_lose_nothing(text: str, language: str) -> None:
    assert "".join(wiredrift.sentences(text, language=language)) == text


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
def test_every_sentence_is_in_one_bead(source: list[str], target: list[str]) -> None:
    beads = wiredrift.align_sentences(source, target)
    assert sorted(i for bead in beads for i in bead[0]) == list(range(len(source)))
    assert sorted(j for bead in beads for j in bead[1]) == list(range(len(target)))
