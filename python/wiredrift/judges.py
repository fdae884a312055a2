"""Judges for `judge=` of `compare`: cross-encoders of Hugging Face, the extra `wiredrift[nli]`.

A cross-encoder of natural-language inference reads two texts together and says how probable it is
that the second follows from the first, contradicts it, or neither. Trained ones are published as
`cross-encoder/nli-deberta-v3-small`, `FacebookAI/roberta-large-mnli` and many more. Which of them
is good for news nobody has measured here: look at their verdicts before you trust their figures.

The extra brings transformers and torch, some gigabytes. Nothing else in wiredrift needs them.
"""

import hashlib
import warnings
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from wiredrift._native import WiredriftError

try:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
except ImportError as error:
    raise ImportError(
        f"wiredrift.judges needs transformers and torch ({error}); install them: "
        "pip install 'wiredrift[nli]'",
        name=error.name,
    ) from error

__all__ = ["CrossEncoder"]


class CrossEncoder:
    """A cross-encoder of natural-language inference as a judge.

    `model` is a folder with a saved model, or its name on the hub, from which transformers fetches
    it; `revision` pins the commit there. `device` is one of torch's: `cpu`, `cuda`, `mps`.
    `batch_size` pairs are read at once.

    Which output means what is read from the model's own configuration (`id2label`), since models
    differ in it; one that does not name `entailment` and `contradiction` among its labels is
    refused, and so is one without weights for its last layer. `name` and `checksum` (SHA-256 of
    labels, vocabulary and weights, its first 16 digits) go into the report's signature.

    The same pairs on the same device give the same verdicts; another device or batch size may move
    their last digits, far behind the four that a report has.

    >>> import wiredrift
    >>> from wiredrift.judges import CrossEncoder
    >>> judge = CrossEncoder("nli-model", revision=None, device="cpu", batch_size=16)
    >>> judge.labels
    ('contradiction', 'entailment', 'neutral')
    >>> original, copy = "Nobody was hurt.", "Everybody was hurt."
    >>> report = wiredrift.compare(original, copy, judge=judge)
    >>> report.alignment[0].judged.judge
    'nli-model'
    """

    def __init__(
        self,
        model: str | PathLike[str],
        /,
        *,
        revision: str | None = None,
        device: str = "cpu",
        batch_size: int = 16,
    ) -> None:
        """Load the model; what transformers raises where there is none comes through."""
        if batch_size < 1:
            raise WiredriftError(f"batch_size is {batch_size}; accepted: 1 and more")
        place = Path(model)
        self.name = place.name if place.is_dir() else str(model)
        where = {} if revision is None else {"revision": revision}
        loaded, told = AutoModelForSequenceClassification.from_pretrained(
            model, output_loading_info=True, **where
        )
        # Transformers fills the gaps with random numbers and goes on.
        if missing := sorted(told["missing_keys"]):
            raise WiredriftError(
                f"{self.name} has no weights for {', '.join(missing)}; give a model that was "
                "trained for inference"
            )
        labels = loaded.config.id2label
        self.labels = tuple(str(labels[i]).strip().lower() for i in sorted(labels))
        for label in ("entailment", "contradiction"):
            if self.labels.count(label) != 1:
                raise WiredriftError(
                    f"{self.name} has the labels {', '.join(self.labels)}; expected one "
                    "entailment and one contradiction among them"
                )
        self._columns = [self.labels.index(label) for label in ("entailment", "contradiction")]
        self._tokenizer = AutoTokenizer.from_pretrained(model, **where)
        self._limit = _limit(self._tokenizer, loaded.config)
        self.checksum = _checksum(loaded, self._tokenizer, self.labels)
        self.device = device
        self.batch_size = batch_size
        self._model = loaded.to(device).eval()

    def judge(self, pairs: Sequence[tuple[str, str]], /) -> list[list[float]]:
        """For each (original, copy) the probabilities of entailment and of contradiction.

        A pair that is longer than the model reads is cut at its longer end; a warning says of how
        many pairs that was done.

        >>> from wiredrift.judges import CrossEncoder
        >>> judge = CrossEncoder("nli-model")
        >>> [[entailment, contradiction]] = judge.judge([("Nobody came.", "Few came.")])
        >>> 0 < entailment + contradiction < 1
        True
        """
        lengths = [len(ids) for ids in self._read(pairs, truncation=False)["input_ids"]]
        if cut := sum(length > self._limit for length in lengths):
            warnings.warn(
                f"{cut} of {len(pairs)} pairs are longer than the {self._limit} pieces that "
                f"{self.name} reads; their ends were not judged",
                stacklevel=2,
            )
        rows: list[list[float]] = [[]] * len(pairs)
        # Pairs of like length together, so that little is read that only fills up.
        order = sorted(range(len(pairs)), key=lambda i: lengths[i])
        for at in range(0, len(order), self.batch_size):
            batch = order[at : at + self.batch_size]
            for i, row in zip(batch, self._probabilities([pairs[i] for i in batch]), strict=True):
                rows[i] = row
        return rows

    def __repr__(self) -> str:
        """Name and checksum."""
        return f"CrossEncoder({self.name!r}, checksum={self.checksum!r})"

    def _read(self, pairs: Sequence[tuple[str, str]], **options: Any) -> Any:
        if not pairs:
            return {"input_ids": []}
        originals, copies = ([pair[side] for pair in pairs] for side in (0, 1))
        return self._tokenizer(originals, copies, verbose=False, **options)

    def _probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        read = self._read(
            pairs,
            truncation="longest_first",
            max_length=self._limit,
            padding=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            scores = self._model(**read.to(self.device)).logits
        # Softmax where double precision is to be had, which is not on every device.
        probabilities = scores.float().cpu().double().softmax(dim=-1)
        rows: list[list[float]] = probabilities[:, self._columns].tolist()
        return rows


def _limit(tokenizer: Any, config: Any) -> int:
    """How many pieces of a pair the model reads."""
    limit = int(tokenizer.model_max_length)
    places = getattr(config, "max_position_embeddings", None) or 0
    # RoBERTa and its kin keep two of their places for themselves.
    return min(limit, places - 2) if places > 2 else limit


def _checksum(model: Any, tokenizer: Any, labels: Sequence[str]) -> str:
    """What tells two models of one name apart."""
    found = hashlib.sha256(repr((labels, sorted(tokenizer.get_vocab().items()))).encode())
    for name, weights in sorted(model.state_dict().items()):
        found.update(name.encode())
        # As bytes, since numpy does not know every type of torch's.
        found.update(weights.cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return found.hexdigest()[:16]
