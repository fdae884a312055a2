"""Reports fit the published schema, as a reader of JSON in any language would check it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import wiredrift

PAIRS = {
    "both empty": ("", ""),
    "an empty copy": ("The mayor opened the bridge on Monday. The ferry sails until May.", ""),
    "an empty original": ("", "The mayor opened the bridge on Monday."),
    "white space": (" \n\n\t", "\u2003\u2029"),
    "marks": ("“" * 50, '"' * 50 + "..."),
    "markup": ("<script>alert('1')</script> & “x”", '<b onclick="x">&amp;</b> \\ " \' \0'),
    "directions and joiners": ("\u202e\u2066abc\u0301 \ufeff", "👩\u200d🚀 \u202dٱلنص 日本語。"),
    "no space at all": ("x" * 10_000, "1" * 10_000),
    "many facts": (
        "At least 40 men, Ruth Calloway said, “may not leave” before 5 p.m. on Monday.",
        "At most 40 men, Ivo Sandoval said, must leave before 6 p.m. on Tuesday. 3,5 %.",
    ),
}


@pytest.fixture(scope="session")
def schema(root: Path) -> Draft202012Validator:
    path = root / "schema" / "report.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(schema: Draft202012Validator, report: wiredrift.Report) -> list[str]:
    errors = schema.iter_errors(json.loads(report.to_json()))
    return [f"{error.json_path}: {error.message}" for error in errors]


@pytest.mark.parametrize("name", PAIRS)
def test_a_report_fits_the_schema(schema: Draft202012Validator, name: str) -> None:
    original, copy = PAIRS[name]
    for pair in ((original, copy), (copy, original), (copy, copy)):
        assert complaints(schema, wiredrift.compare(*pair)) == []


def test_reports_of_the_example_fit_the_schema(
    schema: Draft202012Validator, report: wiredrift.Report, full: wiredrift.Report
) -> None:
    assert report.findings
    assert complaints(schema, report) == []
    assert complaints(schema, full) == []


def test_the_schema_refuses_what_is_no_report(
    schema: Draft202012Validator, report: wiredrift.Report
) -> None:
    data = report.to_dict()
    for broken in ({**data, "drift": 1.5}, {**data, "findings": None}, {}):
        assert not schema.is_valid(broken)
