"""Models of meaning: the built-in ones as arrays, and models of the caller's own."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import wiredrift
from wiredrift import WiredriftError

ORIGINAL = "The ferry company cancelled all sailings on Monday. Nobody was hurt."
COPY = "The ferry firm called off all crossings on Monday. Nobody was hurt."


def rows(vectors: memoryview[float]) -> list[list[float]]:
    """The rows of a view in two dimensions, which typeshed takes for one."""
    nested: object = vectors.tolist()
    assert isinstance(nested, list)
    return nested


class Letters:
    """Counts letters: alike are texts with the same letters."""

    name = "letters"
    checksum = "v1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> list[list[float]]:
        self.seen.extend(texts)
        return [[1.0 + text.count(letter) for letter in "aeiou"] for text in texts]


class Lazy:
    """As fastembed does: a generator."""

    def embed(self, texts: list[str]) -> Iterator[tuple[float, float]]:
        yield from ((1.0, len(text)) for text in texts)


def test_signatures_have_the_subject_first_and_the_model_by_name() -> None:
    assert str(inspect.signature(wiredrift.encode)) == "(texts, /, *, model='auto')"
    assert str(inspect.signature(wiredrift.similarity)) == "(a, b, /, *, model='auto')"


def test_vectors_come_as_a_buffer_of_floats() -> None:
    vectors = wiredrift.encode([ORIGINAL, COPY, ""])
    assert (vectors.format, vectors.shape, vectors.readonly) == ("f", (3, 256), True)
    first, _, empty = rows(vectors)
    assert sum(x * x for x in first) == pytest.approx(1, abs=1e-5)
    assert not any(empty)
    assert list(wiredrift.encode([])) == []


def test_a_rewording_is_nearer_than_another_matter() -> None:
    near = wiredrift.similarity(ORIGINAL, COPY)
    far = wiredrift.similarity(ORIGINAL, "The choir sang for two hours on Sunday.")
    assert 0 <= far < near < 1
    assert wiredrift.similarity(ORIGINAL, ORIGINAL) == 1
    assert wiredrift.similarity(ORIGINAL, "") == 0


def test_similarity_is_what_a_comparison_says_of_the_passage() -> None:
    one, other = ORIGINAL.split(". ")[0] + ".", COPY.split(". ")[0] + "."
    (bead,) = wiredrift.compare(one, other).alignment
    assert bead.similarity == pytest.approx(wiredrift.similarity(one, other), abs=1e-4)


def test_a_model_of_ones_own_is_asked_once_about_what_differs() -> None:
    model = Letters()
    report = wiredrift.compare(ORIGINAL, COPY, model=model)
    assert "|model:letters@v1|" in report.signature
    assert len(model.seen) == len(set(model.seen))
    assert model.seen
    assert "Nobody was hurt." not in model.seen


@pytest.mark.parametrize("model", [Letters(), Letters().encode, Lazy(), lambda t: [[1]] * len(t)])
def test_callables_and_objects_are_models(model: wiredrift.Encoder) -> None:
    assert 0 < wiredrift.similarity(ORIGINAL, COPY, model=model) <= 1
    assert len(wiredrift.encode([ORIGINAL, COPY], model=model)) == 2


def test_the_array_of_a_model_is_read_through_tolist() -> None:
    class Array:
        def tolist(self) -> list[list[float]]:
            return [[1, 0], [0, 1]]

    vectors = wiredrift.encode(["a", "b"], model=lambda _: Array())
    assert rows(vectors) == [[1, 0], [0, 1]]


def test_the_accurate_model_reads_words_in_their_order() -> None:
    texts = ["The dog bit the man.", "The man bit the dog."]
    fast, accurate = (wiredrift.similarity(*texts, model=m) for m in ("fast", "accurate"))
    assert accurate < fast
    vectors = wiredrift.encode(texts, model="accurate")
    assert vectors.shape == (2, 384)
    assert "|model:accurate@" in wiredrift.compare(*texts, model="accurate").signature


def test_the_accurate_model_judges_by_what_it_reads_of_both_passages() -> None:
    river = [Path(f"examples/river.{side}.txt").read_text("utf-8") for side in ("original", "copy")]
    fast, accurate = (wiredrift.compare(*river, model=m) for m in ("fast", "accurate"))

    def read(report: wiredrift.Report) -> list[str]:
        reasons = (reason for finding in report.findings for reason in finding.why)
        return [r.feature for r in reasons if r.feature.startswith("in context")]

    assert read(accurate)
    assert not read(fast)
    assert wiredrift.compare(*river, model="accurate", threads=2) == accurate
    # A checksum for each of the two parts.
    assert re.search(r"\|model:accurate@[0-9a-f]{16}\+[0-9a-f]{16}\|", accurate.signature)


def test_equal_signatures_are_of_equal_models() -> None:
    auto, fast = (wiredrift.compare(ORIGINAL, COPY, model=m) for m in ("auto", "fast"))
    assert "|model:fast@" in fast.signature
    if auto.signature == fast.signature:
        assert auto == fast


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (lambda _: [[1.0]], "returned 1 vectors for 2 texts"),
        (lambda _: [[1.0], [1.0, 2.0]], "2 dimensions for text 1, expected 1"),
        (lambda _: [[1.0], [float("nan")]], "returned NaN for text 1"),
        (lambda _: None, "failed on 2 texts: TypeError"),
        (lambda _: ["ab", "cd"], "failed on 2 texts: TypeError"),
    ],
)
def test_what_a_model_returns_is_checked(model: wiredrift.Encoder, message: str) -> None:
    with pytest.raises(WiredriftError, match=message):
        wiredrift.encode(["a", "b"], model=model)


def test_what_a_model_raises_is_the_cause() -> None:
    def offline(texts: list[str]) -> list[list[float]]:
        raise ConnectionError(f"no route for {len(texts)}")

    with pytest.raises(WiredriftError, match=r"offline failed on 2 texts: .*no route") as caught:
        wiredrift.compare(ORIGINAL, COPY, model=offline)
    assert isinstance(caught.value.__cause__, ConnectionError)
    with pytest.raises(WiredriftError, match=r"offline failed on 2 texts") as caught:
        wiredrift.compare_copies(ORIGINAL, {"echo": COPY}, model=offline)
    assert isinstance(caught.value.__cause__, ConnectionError)


def test_ctrl_c_in_a_model_is_no_failure_of_the_model() -> None:
    def interrupted(_: list[str]) -> list[list[float]]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wiredrift.similarity(ORIGINAL, COPY, model=interrupted)


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(
        WiredriftError, match='no model "huge" is built in; there are: auto, fast, accurate'
    ):
        wiredrift.compare(ORIGINAL, COPY, model="huge")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="model must be a name, a callable"):
        wiredrift.encode(["a"], model=3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="texts must be a list of str, not str"):
        wiredrift.encode("a")
