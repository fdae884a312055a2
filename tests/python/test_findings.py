"""Findings: an immutable sequence that filters itself, shows itself and goes on as a table."""

import copy
import json
import operator
import pickle
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, cast, get_args

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

import wiredrift
from wiredrift import Findings, Report, WiredriftError


@pytest.fixture(scope="module")
def findings(report: Report) -> Findings:
    return report.findings


def test_it_does_what_a_tuple_does(findings: Findings) -> None:
    items = tuple(findings)
    assert isinstance(findings, Sequence)
    assert len(findings) == len(items) > 10
    assert findings[0] is findings[0] is items[0]
    assert findings[-1] == items[-1]
    assert list(reversed(findings)) == list(reversed(items))
    assert items[3] in findings
    assert "WD301" not in findings
    assert findings.index(items[3]) == 3
    assert findings.count(items[3]) == 1
    with pytest.raises(ValueError, match="not in tuple"):
        findings.index(items[3], 4)
    for index in (len(items), -len(items) - 1):
        with pytest.raises(IndexError):
            findings[index]
    with pytest.raises(TypeError):
        findings["first"]  # type: ignore[call-overload]
    match findings:
        case [first, *rest]:
            assert (first, rest) == (items[0], list(items[1:]))
        case _:
            pytest.fail("it is matched as a sequence")


@pytest.mark.parametrize(
    "part", [slice(None), slice(2, 5), slice(None, None, -1), slice(90, 99), slice(-2, None)]
)
def test_a_slice_is_findings_again(findings: Findings, part: slice) -> None:
    assert type(findings[part]) is Findings
    assert findings[part] == tuple(findings)[part]


def test_it_equals_what_has_the_same_items(findings: Findings, report: Report) -> None:
    assert findings == report.findings == tuple(findings) == findings[:]
    assert findings == list(findings)
    assert hash(findings) == hash(tuple(findings))
    assert findings != findings[1:]
    assert findings != findings[::-1]
    assert findings != "findings"
    assert findings[:0] == ()


def test_nothing_can_be_put_into_it(findings: Findings) -> None:
    with pytest.raises(TypeError):
        operator.setitem(cast(Any, findings), 0, findings[1])
    with pytest.raises(TypeError):
        operator.delitem(cast(Any, findings), 0)


def test_it_travels(findings: Findings) -> None:
    some = findings[1:6:2]
    assert pickle.loads(pickle.dumps(some)) == some
    assert copy.deepcopy(some) == some
    assert pickle.loads(pickle.dumps(some))._repr_html_() == some._repr_html_()
    inspected = wiredrift.inspect("The the bridge is open.").findings
    assert pickle.loads(pickle.dumps(inspected)) == inspected


def test_a_filter_takes_a_value_or_a_collection(findings: Findings) -> None:
    for name, value in [("kind", "number"), ("severity", "critical"), ("code", "WD301")]:
        some = findings.filter(**{name: value})  # type: ignore[arg-type]
        assert some == [f for f in findings if getattr(f, name) == value]
        assert 0 < len(some) < len(findings)
        for collection in ([value], {value}, (value, value), iter([value])):
            assert findings.filter(**{name: collection}) == some  # type: ignore[arg-type]
    two = findings.filter(kind=("number", "negation"))
    assert {f.kind for f in two} == {"number", "negation"}
    assert findings.filter(kind=()) == ()


def test_filters_add_up_and_follow_one_another(findings: Findings) -> None:
    both = findings.filter(kind="number", severity="critical")
    assert both == findings.filter(kind="number").filter(severity="critical")
    assert both == [f for f in findings if (f.kind, f.severity) == ("number", "critical")]
    assert findings.filter() == findings
    quoted, unquoted = (findings.filter(quoted=quoted) for quoted in (True, False))
    assert len(quoted) + len(unquoted) == len(findings)
    assert all(f.quoted for f in quoted)
    sure = findings.filter(min_confidence=0.9)
    assert sure == [f for f in findings if f.confidence >= 0.9]
    assert 0 < len(sure) < len(findings)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"kind": "numbers"}, "number, time, entity"),
        ({"kind": ["number", "numbers"]}, "number, time, entity"),
        ({"severity": "bad"}, "none, minor, major, critical"),
        ({"code": "WD999"}, "WD301"),
        ({"min_confidence": 1.5}, "0 to 1"),
        ({"min_confidence": float("nan")}, "0 to 1"),
    ],
)
def test_what_no_finding_can_have_is_an_error_that_names_what_can_be(
    findings: Findings, options: dict[str, Any], named: str
) -> None:
    with pytest.raises(WiredriftError, match="accepted: .*" + named):
        findings.filter(**options)


@pytest.mark.parametrize("value", [3, ["number", None]])
def test_what_is_no_text_is_a_type_error(findings: Findings, value: Any) -> None:
    with pytest.raises(TypeError, match="kind must be str"):
        findings.filter(kind=value)


def test_every_kind_severity_and_code_is_accepted(findings: Findings) -> None:
    assert findings.filter(kind=get_args(wiredrift.Kind)) == findings
    assert findings.filter(severity=get_args(wiredrift.Severity)) == findings
    assert findings.filter(code={f.code for f in findings}) == findings


def test_it_goes_on_as_a_table_and_as_dicts(findings: Findings, report: Report) -> None:
    assert findings.to_frame().to_dicts() == report.to_frame().to_dicts()
    assert findings.to_dicts() == report.to_rows()
    some = findings.filter(severity="critical")
    assert [row["message"] for row in some.to_dicts()] == [f.message for f in some]
    table = pa.table(some.to_frame())
    assert table.column("code").to_pylist() == [f.code for f in some]
    assert len(findings[:0].to_frame()) == 0


def test_a_report_is_a_table_at_three_levels(report: Report) -> None:
    (pair,) = report.to_frame(level="pairs").to_dicts()
    assert (pair["drift"], pair["severity"]) == (report.drift, report.severity)
    beads = report.to_frame(level="beads").to_dicts()
    assert [row["relation"] for row in beads] == [bead.relation for bead in report.alignment]
    with pytest.raises(WiredriftError, match="pairs, beads, findings"):
        report.to_frame(level="words")  # type: ignore[arg-type]


class Text(HTMLParser):
    """The text of a fragment, its tags in balance."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag not in ("path", "rect", "input", "meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def shown(html: str) -> str:
    parser = Text()
    parser.feed(html)
    assert not parser.open
    return parser.text


def test_it_shows_itself_in_a_notebook(findings: Findings) -> None:
    html = findings._repr_html_()
    text = shown(html)
    for finding in findings:
        assert finding.message in text
        assert finding.code in text
    assert "http" not in html
    assert f"{len(findings)} findings" in text
    assert shown(findings[:0]._repr_html_()).strip() == "0 findings"


def test_a_long_list_says_how_much_of_it_is_shown(report: Report) -> None:
    data = report.to_dict()
    data["findings"] *= 10
    many = Report.from_json(json.dumps(data)).findings
    assert f"and {len(many) - 50} more" in shown(many._repr_html_())


def test_print_shows_each_in_its_context_and_repr_one_line(findings: Findings) -> None:
    some = findings.filter(severity="critical")
    text = str(some)
    assert text.startswith(f"{len(some)} findings: {len(some)} critical\n")
    for finding in some:
        assert finding.code in text
    assert repr(some) == f"Findings(count={len(some)}, critical={len(some)})"
    assert repr(findings[:0]) == "Findings(count=0)"


def test_those_of_one_text_have_no_original_to_show() -> None:
    findings = wiredrift.inspect("The the bridge is open. It met in the the rain.").findings
    assert len(findings) == 2
    assert "original" not in shown(findings._repr_html_())
    assert "original" not in str(findings)
    assert len(findings.to_frame()) == 2
    assert findings.filter(kind="duplication") == findings
