"""The report: a frozen value that slices, prints, travels and comes back."""

import copy
import json
import pickle
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

import wiredrift
from conftest import passages
from wiredrift import Excerpt, Report, WiredriftError

CLASSES: list[type] = [
    wiredrift.Bead,
    wiredrift.Evidence,
    wiredrift.Reason,
    wiredrift.Excerpt,
    wiredrift.Fact,
    wiredrift.Finding,
    wiredrift.Quotation,
    wiredrift.Report,
    wiredrift.Segment,
    wiredrift.Side,
]


def values(report: Report) -> Iterator[object]:
    """The report and everything in it."""
    yield report
    for side in (report.original, report.copy):
        yield side
        yield from side.segments
    for bead in report.alignment:
        yield bead
        yield bead.evidence
    for finding in report.findings:
        yield from finding.why
    for item in passages(report):
        yield item
        yield from (e for e in (item.original, item.copy) if e is not None)


def test_the_full_report_holds_something_of_every_class(full: Report) -> None:
    assert {type(value) for value in values(full)} == set(CLASSES)


def test_offsets_slice_the_texts_as_they_were_handed_in(
    report: Report, pair: tuple[str, str]
) -> None:
    sides = zip(pair, (report.original, report.copy), strict=True)
    for text, side in sides:
        assert side.chars == len(text)
        at = 0
        for index, segment in enumerate(side.segments):
            assert segment.id == index
            assert text[segment.start : segment.end] == segment.text
            assert not text[at : segment.start].strip()
            at = segment.end
        assert not text[at:].strip()
    for item in passages(report):
        for text, excerpt in zip(pair, (item.original, item.copy), strict=True):
            if excerpt is not None:
                assert text[excerpt.start : excerpt.end] == excerpt.text


def test_the_worst_comes_first(report: Report) -> None:
    order = get_args(wiredrift.Severity)
    ranks = [order.index(f.severity) for f in report.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert report.severity == report.findings[0].severity
    assert report.severity == "critical"


def test_everything_is_equal_by_value_hashable_and_pickled(
    report: Report, full: Report, pair: tuple[str, str]
) -> None:
    assert wiredrift.compare(*pair) == report
    again = Report.from_json(full.to_json())
    for one, two in zip(values(full), values(again), strict=True):
        assert one == two
        assert hash(one) == hash(two)
        assert one is not None
        assert one != "something else"
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(one, protocol)) == one
        assert copy.deepcopy(one) == one
    assert len(set(report.original.segments)) == len(report.original.segments)
    assert report != wiredrift.compare(pair[1], pair[0])


def test_lists_are_made_once_and_cannot_be_changed(report: Report) -> None:
    assert report.findings is report.findings
    assert type(report.findings) is wiredrift.Findings
    for name in ("alignment", "quotations", "numbers", "names", "notices"):
        assert type(getattr(report, name)) is tuple


@pytest.mark.parametrize("cls", CLASSES)
def test_classes_are_final_and_made_by_the_library_alone(cls: type) -> None:
    with pytest.raises(TypeError):
        cls()
    with pytest.raises(TypeError):
        type("Mine", (cls,), {})
    assert cls.__module__ == "wiredrift"


def test_nothing_can_be_changed(full: Report) -> None:
    for value in values(full):
        names = [n for n in dir(value) if not n.startswith("_")]
        assert names
        for name in (*names, "something_new"):
            with pytest.raises(AttributeError):
                setattr(value, name, 1)


def test_every_repr_is_one_line_and_shows_the_scores(report: Report, full: Report) -> None:
    for value in values(full):
        shown = repr(value)
        assert "\n" not in shown
        assert shown.startswith(type(value).__name__ + "(")
        assert len(shown) < 400
    assert re.fullmatch(
        r"Report\(severity='critical', drift=0\.\d\d, risk=[01]\.\d\d, findings=\d+\)",
        repr(report),
    )


def test_a_repr_shows_no_raw_control_characters() -> None:
    report = wiredrift.compare("a\x1b[31m b\u202ec\nd", "a\x1b[31m b\u202ec\nd")
    for value in values(report):
        assert repr(value).isprintable()


def test_json_dict_and_attributes_say_the_same(full: Report) -> None:
    report = full
    text = report.to_json()
    assert Report.from_json(text) == report
    assert Report.from_json(text).to_json() == text
    assert "\n" not in text
    data = report.to_dict()
    assert data == json.loads(text)
    assert_same(data, report)


def assert_same(data: object, value: object) -> None:
    """Compare a part of the JSON with the object that stands for it."""
    if isinstance(data, dict) and not isinstance(value, dict):
        attributes = {n for n in dir(value) if not n.startswith(("_", "to_", "from_"))}
        # Reasons and verdicts are written where there are any.
        assert attributes - set(data) <= {"why", "judged"}
        assert set(data) <= attributes
        for key, part in data.items():
            assert_same(part, getattr(value, key))
    elif isinstance(data, list):
        assert isinstance(value, tuple | wiredrift.Findings)
        for one, two in zip(data, value, strict=True):
            assert_same(one, two)
    else:
        assert data == value


def test_rows_are_flat_and_have_the_same_keys(report: Report) -> None:
    rows = report.to_rows()
    assert len(rows) == len(report.findings)
    for row, finding in zip(rows, report.findings, strict=True):
        assert list(row) == list(wiredrift.Row.__annotations__)
        assert row["code"] == finding.code
        excerpts: dict[str, Excerpt | None] = {"original": finding.original, "copy": finding.copy}
        for side, excerpt in excerpts.items():
            wanted = (None,) * 3 if excerpt is None else (excerpt.start, excerpt.end, excerpt.text)
            keys = (f"{side}_start", f"{side}_end", f"{side}_text")
            assert tuple(dict(row)[key] for key in keys) == wanted


def test_counts_agree_with_the_lists(report: Report) -> None:
    findings = [f.kind for f in report.findings]
    assert report.counts["findings"] == {kind: findings.count(kind) for kind in set(findings)}
    severities = [f.severity for f in report.findings]
    assert report.counts["severities"] == {s: severities.count(s) for s in set(severities)}
    assert set(report.counts["segments"]) <= set(get_args(wiredrift.Relation))


def test_str_is_the_terminal_rendering_without_colours(report: Report) -> None:
    text = str(report)
    assert report.findings[0].code in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_notebook_rendering_is_html_that_is_returned(
    report: Report, capfd: pytest.CaptureFixture[str]
) -> None:
    page, fragment = report.to_html(), report._repr_html_()
    assert page.lower().startswith("<!doctype html>")
    assert "<html" not in fragment
    for html in (page, fragment):
        assert report.findings[0].code in html
        assert not re.search(r"""(src|href)=["'](?!#)""", html)
    assert capfd.readouterr() == ("", "")


def test_html_holds_no_markup_of_the_texts() -> None:
    attack = "<script>alert('x')</script> & \"quotes\" </textarea> was not said on Monday."
    report = wiredrift.compare(attack, attack.replace("not ", "") + " \u202e" + "x" * 10_000)
    for html in (report.to_html(), report._repr_html_()):
        assert "<script>alert" not in html
        assert "</textarea>" not in html
        assert "\u202e" not in html


@pytest.mark.parametrize(
    ("json", "message"),
    [
        ("", "not a wiredrift report"),
        ("{}", "not a wiredrift report"),
        ("[1]", "not a wiredrift report"),
    ],
)
def test_a_string_that_is_no_report_is_refused(json: str, message: str) -> None:
    with pytest.raises(WiredriftError, match=message):
        Report.from_json(json)


def test_a_report_of_another_schema_is_refused(report: Report) -> None:
    data = report.to_dict()
    data["schema"] = 99
    with pytest.raises(WiredriftError, match="the report has schema 99; this version reads"):
        Report.from_json(json.dumps(data))


@pytest.mark.parametrize(
    ("names", "path"),
    [
        (wiredrift.Severity, ("severity",)),
        (wiredrift.SegmentKind, ("copy", "segments", 0, "kind")),
        (wiredrift.Relation, ("alignment", 0, "relation")),
        (wiredrift.Kind, ("findings", 0, "kind")),
        (wiredrift.QuotationState, ("quotations", 0, "state")),
        (wiredrift.FactState, ("numbers", 0, "state")),
    ],
)
def test_literals_are_the_names_that_rust_knows(
    full: Report, names: object, path: tuple[str | int, ...]
) -> None:
    data = full.to_dict()
    part: Any = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = "no such name"
    with pytest.raises(WiredriftError) as caught:
        Report.from_json(json.dumps(data))
    # serde lists what it would have accepted, in the order of the declaration.
    _, _, accepted = str(caught.value).partition("expected one of ")
    assert tuple(re.findall(r"`(\w+)`", accepted)) == get_args(names)
