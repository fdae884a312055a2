"""The functions: what they take, and how they say no."""

import inspect
import re
from pathlib import Path

import pytest

import wiredrift
from wiredrift import WiredriftError, _native


def test_everything_exported_exists_and_is_documented() -> None:
    assert wiredrift.__all__ == sorted(wiredrift.__all__)
    for name in wiredrift.__all__:
        item = getattr(wiredrift, name)
        if inspect.isclass(item) or inspect.isroutine(item):
            assert inspect.getdoc(item), name


def test_the_version_is_the_crates(root: Path) -> None:
    manifest = (root / "Cargo.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', manifest, re.MULTILINE)
    assert version is not None
    assert wiredrift.__version__ == version[1]


def test_subjects_are_positional_and_options_are_keywords() -> None:
    assert str(inspect.signature(wiredrift.compare)) == (
        "(original, copy, /, *, paraphrases=False, threads=1, model='auto', judge=None, "
        "progress=None)"
    )
    assert str(inspect.signature(wiredrift.sentences)) == "(text, /, *, language='en')"
    assert str(inspect.signature(wiredrift.align_sentences)) == (
        "(source, target, /, *, progress=None)"
    )


def test_options_have_the_names_of_the_rust_options(root: Path) -> None:
    source = (root / "src" / "options.rs").read_text(encoding="utf-8")
    body = re.search(r"pub struct Options \{(.*?)\n\}", source, re.DOTALL)
    assert body is not None
    fields = re.findall(r"^    pub (\w+):", body[1], re.MULTILINE)
    parameters = inspect.signature(wiredrift.compare).parameters.values()
    keywords = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    # Progress is no option: it can end a call and change nothing else.
    assert [*fields, "progress"] == keywords


def test_defaults_give_the_reports_of_the_rust_defaults(pair: tuple[str, str]) -> None:
    # The report's signature names every option that can change a result.
    defaults = inspect.signature(wiredrift.compare).parameters.values()
    spelled_out = {p.name: p.default for p in defaults if p.kind is p.KEYWORD_ONLY}
    assert wiredrift.compare(*pair) == wiredrift.compare(*pair, **spelled_out)


@pytest.mark.parametrize("value", [None, 3, b"bytes", ["a list"], Path("copy.txt")])
def test_what_is_no_string_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="copy must be str, not"):
        wiredrift.compare("text", value)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="original must be str, not"):
        wiredrift.compare(value, "text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="text must be str, not"):
        wiredrift.sentences(value)  # type: ignore[arg-type]


def test_a_lone_surrogate_is_refused_with_its_index() -> None:
    for broken in ("ab\ud800", "ab\udfffcd"):
        with pytest.raises(WiredriftError, match="copy has a lone surrogate at index 2"):
            wiredrift.compare("text", broken)
        with pytest.raises(WiredriftError, match="text has a lone surrogate at index 2"):
            wiredrift.sentences(broken)
        with pytest.raises(WiredriftError, match=r"target\[1\] has a lone surrogate at index 2"):
            wiredrift.align_sentences(["a"], ["b", broken])
        with pytest.raises(WiredriftError, match="json has a lone surrogate at index 2"):
            wiredrift.Report.from_json(broken)


def test_errors_are_value_errors_of_this_package() -> None:
    assert issubclass(WiredriftError, ValueError)
    assert WiredriftError.__module__ == "wiredrift"


def test_an_unknown_option_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        wiredrift.compare("a", "b", colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        wiredrift.compare("a", "b", True)  # type: ignore[call-arg]


def test_an_unknown_language_is_told_what_would_do() -> None:
    with pytest.raises(WiredriftError, match=r'language is "tlh"; accepted: en, .*ru'):
        wiredrift.sentences("nuqneH", language="tlh")


def test_sentences_joined_give_the_text_back(pair: tuple[str, str]) -> None:
    for text in pair:
        pieces = wiredrift.sentences(text)
        assert len(pieces) > 15
        assert "".join(pieces) == text


def test_alignment_takes_any_sequence_of_strings_but_no_string() -> None:
    source = ["The bridge is closed.", "Repairs will take two years."]
    target = ["The bridge has been closed.", "The repairs will take two years."]
    beads = wiredrift.align_sentences(source, target)
    assert beads == [([0], [0]), ([1], [1])]
    assert wiredrift.align_sentences(tuple(source), iter(target)) == beads  # type: ignore[arg-type]
    assert wiredrift.align_sentences([], []) == []
    assert wiredrift.align_sentences(source, []) == [([0], []), ([1], [])]
    with pytest.raises(TypeError, match="source must be a list of str, not str"):
        wiredrift.align_sentences("a string", target)
    with pytest.raises(TypeError, match=r"target\[1\] must be str, not int"):
        wiredrift.align_sentences(source, ["a", 1])  # type: ignore[list-item]


def test_a_subclass_of_str_is_a_string(report: wiredrift.Report, pair: tuple[str, str]) -> None:
    class Text(str):
        __slots__ = ()

    assert wiredrift.compare(*map(Text, pair)) == report


def test_the_native_module_has_nothing_that_the_package_hides() -> None:
    names = {name for name in _native.__all__ if not name.startswith("_")}
    assert names - {"main", "read_text"} <= set(wiredrift.__all__)
