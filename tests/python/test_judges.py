"""Judges from Hugging Face, on a tiny model that is made here and knows nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import wiredrift
from wiredrift import WiredriftError

NEEDED = "needs the extra wiredrift[nli]: transformers and torch"
LABELS = ("contradiction", "entailment", "neutral")
ORIGINAL = "The ferry company cancelled all sailings on Monday. Nobody was hurt."
COPY = "The ferry firm called off all crossings on Monday. Nobody was hurt."
WORDS = "the ferry company firm cancelled called off all sailings crossings on monday nobody was"


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "wiredrift.judges", raising=False)
    with pytest.raises(ImportError, match=r"pip install 'wiredrift\[nli\]'"):
        import wiredrift.judges  # noqa: F401


@pytest.fixture(scope="module")
def transformers() -> Any:
    pytest.importorskip("torch", reason=NEEDED)
    return pytest.importorskip("transformers", reason=NEEDED)


def save(
    transformers: Any, folder: Path, *, seed: int = 7, labels: tuple[str, ...] = LABELS
) -> Path:
    """A small random BERT with a vocabulary of its own, saved as trained ones are."""
    import torch

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = [*special, *WORDS.split(), *".,abcdefghijklmnopqrstuvwxyz"]
    vocabulary += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = transformers.BertTokenizerFast.from_pretrained(folder, model_max_length=64)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=66,
        initializer_range=0.5,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    torch.manual_seed(seed)
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(transformers: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(transformers, tmp_path_factory.mktemp("models") / "nli-model")


@pytest.fixture
def judge(folder: Path) -> Any:
    from wiredrift.judges import CrossEncoder

    return CrossEncoder(folder)


PAIRS = [(ORIGINAL, COPY), (COPY, ORIGINAL), ("Nobody was hurt.", "The ferry was hurt.")]


def direct(transformers: Any, folder: Path, pair: tuple[str, str]) -> list[float]:
    """The probabilities of a pair, as the model's own documentation has them reckoned."""
    import torch

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        scores = model(**tokenizer(*pair, return_tensors="pt")).logits[0]
    found: list[float] = torch.softmax(scores, dim=0).tolist()
    return found


def test_probabilities_are_the_models_own_in_the_order_of_its_labels(
    transformers: Any, folder: Path, judge: Any
) -> None:
    assert judge.labels == LABELS
    rows = judge.judge(PAIRS)
    for pair, row in zip(PAIRS, rows, strict=True):
        contradiction, entailment, _ = direct(transformers, folder, pair)
        assert row == pytest.approx([entailment, contradiction], abs=1e-6)
    assert rows[0] != rows[1]
    assert judge.judge([]) == []


def test_another_order_of_labels_is_read_from_the_model(
    transformers: Any, tmp_path: Path, judge: Any
) -> None:
    from wiredrift.judges import CrossEncoder

    labels = ("ENTAILMENT", "Neutral", "contradiction")
    other = save(transformers, tmp_path / "other", labels=labels)
    rows, turned = judge.judge(PAIRS), CrossEncoder(other).judge(PAIRS)
    for (entailment, contradiction), (first, last) in zip(rows, turned, strict=True):
        # The same outputs: the first is the contradiction of the one, the entailment of the other.
        assert first == pytest.approx(contradiction, abs=1e-6)
        assert last == pytest.approx(1 - entailment - contradiction, abs=1e-6)


def test_verdicts_do_not_depend_on_the_run_or_the_batch(folder: Path, judge: Any) -> None:
    from wiredrift.judges import CrossEncoder

    rows = judge.judge(PAIRS)
    assert judge.judge(PAIRS) == rows
    assert CrossEncoder(folder).judge(PAIRS) == rows
    alone = CrossEncoder(folder, batch_size=1).judge(PAIRS)
    for one, together in zip(alone, rows, strict=True):
        assert one == pytest.approx(together, abs=1e-5)


def test_a_comparison_names_the_judge_and_takes_its_verdict(judge: Any) -> None:
    report = wiredrift.compare(ORIGINAL, COPY, judge=judge)
    assert f"|judge:nli-model@{judge.checksum}|" in report.signature
    changed, same = report.alignment
    assert same.judged is None
    assert changed.judged is not None
    [(entailment, contradiction)] = judge.judge(
        [(ORIGINAL.split(". ")[0] + ".", COPY.split(". ")[0] + ".")]
    )
    assert changed.judged.entailment == pytest.approx(entailment, abs=1e-4)
    assert changed.judged.contradiction == pytest.approx(contradiction, abs=1e-4)
    assert changed.risk >= changed.judged.risk


def test_a_checksum_is_of_the_weights(transformers: Any, tmp_path: Path, judge: Any) -> None:
    from wiredrift.judges import CrossEncoder

    again = CrossEncoder(save(transformers, tmp_path / "again"))
    other = CrossEncoder(save(transformers, tmp_path / "other", seed=8))
    assert again.checksum == judge.checksum != other.checksum
    assert len(judge.checksum) == 16
    assert repr(judge) == f"CrossEncoder('nli-model', checksum='{judge.checksum}')"


def test_what_is_cut_is_told(judge: Any) -> None:
    long = "the ferry was off " * 40
    with pytest.warns(UserWarning, match="1 of 2 pairs are longer than the 64 pieces"):
        rows = judge.judge([(long, "the ferry was off"), ("nobody", "nobody was hurt")])
    assert all(len(row) == 2 for row in rows)


def test_a_model_that_cannot_judge_is_refused(transformers: Any, tmp_path: Path) -> None:
    from wiredrift.judges import CrossEncoder

    plain = save(transformers, tmp_path / "plain", labels=("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(WiredriftError, match="plain has the labels label_0, label_1, label_2"):
        CrossEncoder(plain)
    headless = save(transformers, tmp_path / "headless")
    body = transformers.BertModel.from_pretrained(headless)
    body.config.architectures = None
    body.save_pretrained(headless)
    with pytest.raises(WiredriftError, match="headless has no weights for classifier"):
        CrossEncoder(headless)
    with pytest.raises(WiredriftError, match="batch_size is 0; accepted: 1 and more"):
        CrossEncoder(plain, batch_size=0)


def test_the_examples_of_the_module_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    from wiredrift import judges

    monkeypatch.chdir(folder.parent)
    done = doctest.testmod(judges)
    assert done.attempted > 5
    assert not done.failed
