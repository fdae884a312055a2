"""A judge of the caller's: what it is given, what it may return, and what its failures are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

import wiredrift
from wiredrift import Judge, WiredriftError

Pairs = list[tuple[str, str]]
ORIGINAL = (
    "The ferry company cancelled all sailings on Monday. Nobody was hurt. Its colour is grey."
)
COPY = "The ferry firm called off all crossings on Monday. Nobody was hurt. Its color is grey."
PAIR = (ORIGINAL.split(". ")[0] + ".", COPY.split(". ")[0] + ".")


class Model:
    """Says what it was made to say of every pair."""

    name = "model"
    checksum = "v1"

    def __init__(self, row: object) -> None:
        self.row = row
        self.seen: list[Pairs] = []

    def judge(self, pairs: Pairs) -> list[object]:
        self.seen.append(pairs)
        return [self.row] * len(pairs)

    def predict(self, pairs: Pairs) -> list[object]:
        raise AssertionError(f"not asked about {len(pairs)}")


class Array:
    """As an array or a tensor does."""

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows

    def tolist(self) -> list[list[float]]:
        return self.rows


class Predicts:
    """As the cross-encoders of sentence-transformers do."""

    def predict(self, pairs: Pairs) -> Array:
        return Array([[0.25, 0.5]] * len(pairs))


def lazily(pairs: Pairs) -> Iterator[tuple[float, float, float]]:
    yield from ((0.25, 0.25, 0.5) for _ in pairs)


def judged(judge: Judge) -> wiredrift.Judged:
    (bead, same, spelt) = wiredrift.compare(ORIGINAL, COPY, judge=judge).alignment
    assert same.judged is None
    assert spelt.judged is None
    assert bead.judged is not None
    assert bead.risk >= bead.judged.risk
    return bead.judged


def test_it_is_asked_once_about_the_passages_that_changed() -> None:
    model = Model(0.5)
    report = wiredrift.compare(ORIGINAL, COPY, judge=model)
    assert model.seen == [[PAIR]]
    assert "|judge:model@v1|" in report.signature
    assert wiredrift.compare(ORIGINAL, ORIGINAL, judge=model).alignment[0].judged is None
    assert len(model.seen) == 1


def test_a_risk_is_taken_as_it_is() -> None:
    said = judged(Model(0.75))
    assert (said.judge, said.entailment, said.contradiction) == ("model", None, None)
    assert said.risk == 0.75
    assert repr(said) == "Judged(judge='model', risk=0.75)"


@pytest.mark.parametrize(
    "judge", [Model([0.25, 0.5]), Model((0.25, 0.25, 0.5)), Predicts(), lazily, Predicts().predict]
)
def test_probabilities_come_in_the_documented_order(judge: Judge) -> None:
    said = judged(judge)
    assert (said.entailment, said.contradiction, said.risk) == (0.25, 0.5, 0.625)
    assert repr(said).endswith("entailment=0.25, contradiction=0.50, risk=0.62)")


def test_a_report_with_a_verdict_is_a_value() -> None:
    report = wiredrift.compare(ORIGINAL, COPY, judge=Model([0.25, 0.5]))
    assert wiredrift.Report.from_json(report.to_json()) == report
    said = report.alignment[0].judged
    assert pickle.loads(pickle.dumps(said)) == said
    assert hash(pickle.loads(pickle.dumps(report))) == hash(report)
    told = "judge model: risk 0.62, entailment 0.25, contradiction 0.50"
    assert told in " ".join(str(report).split())
    assert told in report.to_html()
    assert "judge" not in wiredrift.compare(ORIGINAL, COPY).to_json()


def test_it_joins_every_way_to_compare() -> None:
    model = Model(0.75)
    table = wiredrift.compare_many([ORIGINAL] * 3, [COPY] * 3, level="beads", judge=model)
    assert [row["judged_risk"] for row in table.to_dicts()] == [0.75, None, None] * 3
    comparison = wiredrift.compare_copies(ORIGINAL, {"a": COPY, "b": COPY}, judge=model)
    for report in comparison.reports.values():
        assert report.alignment[0].judged is not None
    batch = pa.table({"original": [ORIGINAL], "copy": [COPY]})
    rows = wiredrift.score_arrow(batch, level="beads", judge=Predicts()).to_dicts()
    assert (rows[0]["judged_entailment"], rows[0]["judged_contradiction"]) == (0.25, 0.5)
    assert rows[1]["judged_risk"] is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (float("nan"), "model returned NaN for pair 0, expected a probability from 0 to 1"),
        (1.5, "model returned 1.5 for pair 0, expected a probability from 0 to 1"),
        ([-0.5, 0.5], "model returned -0.5 for pair 0"),
        ([0.75, 0.75], "model returned 1.5 for pair 0, expected probabilities of entailment and"),
        (
            [2.5, -1.0, -0.5],
            "for pair 0, expected three probabilities that add up to 1, not scores",
        ),
        ([float("nan")] * 3, "for pair 0, expected three probabilities"),
        ([0.5], "returned 1 values for pair 0, expected for each pair a risk, or a row of"),
        ([0.25] * 4, "returned 4 values for pair 0"),
        ("yes", "returned str for pair 0, expected for each pair a risk"),
        ({"label": "entailment", "score": 0.9}, "returned dict for pair 0"),
        (None, "returned NoneType for pair 0"),
    ],
)
def test_what_a_judge_says_is_checked(row: object, message: str) -> None:
    with pytest.raises(WiredriftError, match=f"the judge .*{message}"):
        wiredrift.compare(ORIGINAL, COPY, judge=Model(row))


@pytest.mark.parametrize(
    ("judge", "message"),
    [
        (lambda _: [0.5, 0.5], "returned 2 verdicts for 1 pairs, expected one for each pair"),
        (lambda _: [], "returned 0 verdicts for 1 pairs"),
        (lambda _: None, "returned NoneType, expected for each pair a risk"),
        (lambda _: 0.5, "returned float, expected for each pair"),
        (lambda _: "0", "returned str, expected for each pair"),
        (lambda _: {0: 0.5}, "returned dict, expected for each pair"),
    ],
)
def test_how_much_a_judge_says_is_checked(judge: Judge, message: str) -> None:
    with pytest.raises(WiredriftError, match=message):
        wiredrift.compare(ORIGINAL, COPY, judge=judge)


def raising(error: BaseException) -> Callable[[Pairs], list[float]]:
    def offline(pairs: Pairs) -> list[float]:
        assert pairs
        raise error

    return offline


def test_what_a_judge_raises_is_the_cause() -> None:
    judge = raising(ConnectionError("no route"))
    with pytest.raises(WiredriftError, match=r"offline failed on 1 pairs: .*no route") as caught:
        wiredrift.compare(ORIGINAL, COPY, judge=judge)
    assert isinstance(caught.value.__cause__, ConnectionError)
    table = wiredrift.compare_many(ORIGINAL, [COPY, ORIGINAL], judge=judge, on_error="record")
    failed, done = table.to_dicts()
    assert "no route" in str(failed["error"])
    assert done["error"] is None


@pytest.mark.parametrize("on_error", ["raise", "record"])
def test_ctrl_c_in_a_judge_is_no_failure_of_the_judge(on_error: str) -> None:
    judge = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        wiredrift.compare(ORIGINAL, COPY, judge=judge)
    with pytest.raises(KeyboardInterrupt):
        wiredrift.compare_many(ORIGINAL, [COPY] * 3, judge=judge, on_error=on_error)  # type: ignore[arg-type]
    batch = pa.table({"original": [ORIGINAL] * 3, "copy": [COPY] * 3})
    with pytest.raises(KeyboardInterrupt):
        wiredrift.score_arrow(batch, judge=judge)
    with pytest.raises(KeyboardInterrupt):
        wiredrift.compare_copies(ORIGINAL, {"a": COPY}, judge=judge)


def test_what_is_no_judge_is_refused() -> None:
    with pytest.raises(TypeError, match=r"judge must be a callable on a list of .* not str"):
        wiredrift.compare(ORIGINAL, COPY, judge="nli")  # type: ignore[arg-type]
