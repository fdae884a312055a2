"""One text alone: the face of `inspect`."""

import json
import pickle
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import wiredrift

TEXT = "Früh sees a way out of the river. crisis. The the mayor “has gone. Fuel is $four.17."


def test_findings_slice_the_text_by_code_points() -> None:
    inspection = wiredrift.inspect(TEXT)
    assert inspection.findings
    for finding in inspection.findings:
        assert finding.original is None
        assert finding.bead is None
        assert finding.copy is not None
        assert TEXT[finding.copy.start : finding.copy.end] == finding.copy.text


def test_a_value_is_frozen_equal_hashable_and_pickled() -> None:
    inspection = wiredrift.inspect(TEXT)
    assert inspection == wiredrift.inspect(TEXT)
    assert hash(inspection) == hash(wiredrift.inspect(TEXT))
    assert pickle.loads(pickle.dumps(inspection)) == inspection
    with pytest.raises(AttributeError):
        inspection.severity = "none"  # type: ignore[misc]


def test_the_json_fits_the_schema(root: Path) -> None:
    path = root / "schema" / "inspection.schema.json"
    schema = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    for text in (TEXT, "", "\ufeff“" * 40):
        found = wiredrift.inspect(text)
        assert not list(schema.iter_errors(json.loads(found.to_json())))
        assert found.to_dict() == json.loads(found.to_json())


def test_it_shows_itself() -> None:
    inspection = wiredrift.inspect(TEXT)
    assert repr(inspection).startswith("Inspection(severity='major', findings=")
    assert "[crisis.]" in str(inspection)
    assert "<mark" in inspection._repr_html_()
    hostile = wiredrift.inspect("The the <script>alert(1)</script> left.")
    assert "<script>" not in hostile.to_html() + hostile._repr_html_()


def test_what_is_no_string_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="text must be str, not"):
        wiredrift.inspect(b"text")  # type: ignore[arg-type]
    with pytest.raises(wiredrift.WiredriftError, match="lone surrogate"):
        wiredrift.inspect("a \ud800")
