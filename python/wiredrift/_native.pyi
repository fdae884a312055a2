"""Native part of the `wiredrift` package."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, SupportsIndex, final, overload

from typing_extensions import CapsuleType

from wiredrift._types import (
    ArrowColumn,
    ArrowTable,
    Counts,
    Encoder,
    FactState,
    Judge,
    Kind,
    MechanismName,
    ModelName,
    Progress,
    QuotationState,
    Relation,
    Row,
    SegmentKind,
    Severity,
    Texts,
)

__all__ = [
    "Bead",
    "Candidate",
    "Comparison",
    "CopyTree",
    "Descent",
    "Evidence",
    "Excerpt",
    "Fact",
    "Finding",
    "Findings",
    "Index",
    "Inspection",
    "Judged",
    "Mechanism",
    "Quotation",
    "Reason",
    "Report",
    "Segment",
    "SharedChange",
    "Side",
    "Table",
    "WiredriftError",
    "__version__",
    "_bounds",
    "_explained",
    "_keys",
    "_weighed",
    "align_sentences",
    "assess",
    "compare",
    "compare_copies",
    "compare_many",
    "encode",
    "explain",
    "inspect",
    "main",
    "read_text",
    "score_arrow",
    "sentences",
    "similarity",
]

__version__: Final[str]

class WiredriftError(ValueError):
    """What was given cannot be worked with; the message says what would be accepted."""

@final
class Excerpt:
    """A passage of one text."""

    @property
    def segment(self) -> int:
        """Id of the segment it starts in."""

    @property
    def start(self) -> int:
        """First code point: `text[start:end]` of the text that was handed in is the passage."""

    @property
    def end(self) -> int:
        """Code point after the last."""

    @property
    def text(self) -> str:
        """The passage."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Segment:
    """A segment of one of the texts."""

    @property
    def id(self) -> int:
        """Index in the list of segments."""

    @property
    def kind(self) -> SegmentKind:
        """What it is: `headline`, `sentence`, `fragment` or `furniture`."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""

    @property
    def text(self) -> str:
        """The segment's text."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Side:
    """One of the two texts."""

    @property
    def chars(self) -> int:
        """Length in code points."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its segments in reading order."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Evidence:
    """What an alignment rests on, each part from 0 to 1."""

    @property
    def characters(self) -> float:
        """Shared character n-grams."""

    @property
    def words(self) -> float:
        """Shared words."""

    @property
    def facts(self) -> float:
        """Shared numbers and names."""

    @property
    def context(self) -> float:
        """Fit with the neighbours."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Candidate:
    """A document that a copy may come from."""

    @property
    def id(self) -> str:
        """Id of the document."""

    @property
    def score(self) -> float:
        """Evidence that the copy comes from it, in bits; comparable for one copy only."""

    @property
    def explained(self) -> float:
        """Share of the copy's words that stand in sentences it explains, 0 to 1."""

    @property
    def adds(self) -> float:
        """Share of the copy's words that it explains and those chosen before it do not.

        Candidates are chosen one after another so that each adds the most; those above 0 are the
        sources of a copy stitched together.
        """

    @property
    def matches(self) -> tuple[Excerpt, ...]:
        """The sentences of the copy that it explains, in reading order."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Bead:
    """Sentences that stand for one another, with their scores."""

    @property
    def original(self) -> tuple[int, ...]:
        """Segment ids of the original; empty for an addition."""

    @property
    def copy(self) -> tuple[int, ...]:
        """Segment ids of the copy; empty for an omission."""

    @property
    def relation(self) -> Relation:
        """How the two sides stand to one another."""

    @property
    def similarity(self) -> float:
        """How alike the two sides are in meaning, 0 to 1."""

    @property
    def drift(self) -> float:
        """How much is damaged: the summed penalty of the findings, mapped to 0 to 1."""

    @property
    def risk(self) -> float:
        """Probability that this bead misinforms, 0 to 1."""

    @property
    def severity(self) -> Severity:
        """The worst finding."""

    @property
    def match_score(self) -> float:
        """Strength of the alignment, 0 to 1."""

    @property
    def evidence(self) -> Evidence:
        """What the alignment rests on."""

    @property
    def judged(self) -> Judged | None:
        """What a judge of the caller's says; `None` where it was not asked."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Judged:
    """The verdict of a judge on a bead, as it joined the bead's risk."""

    @property
    def judge(self) -> str:
        """Name of the judge."""

    @property
    def entailment(self) -> float | None:
        """Probability that the copy follows from the original; `None` from a judge of risks."""

    @property
    def contradiction(self) -> float | None:
        """Probability that the copy contradicts the original; `None` from a judge of risks."""

    @property
    def risk(self) -> float:
        """Probability that the copy misinforms, 0 to 1."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Reason:
    """A feature of a change and what it weighs in judging whether the change misinforms.

    The features are those of `assets/judgement.txt`; `docs/features.md` explains each.
    """

    @property
    def feature(self) -> str:
        """What holds of the change: a name, or `name=value`."""

    @property
    def weight(self) -> float:
        """What that adds to the logarithm of the odds that the change misinforms.

        Above 0 it speaks for it, below 0 against it.
        """

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Finding:
    """One change of meaning."""

    @property
    def code(self) -> str:
        """Stable code of the rule, as the table in the README lists it."""

    @property
    def kind(self) -> Kind:
        """What was changed."""

    @property
    def severity(self) -> Severity:
        """How badly a reader is misled."""

    @property
    def confidence(self) -> float:
        """Probability that a careful reader would agree, 0 to 1."""

    @property
    def quoted(self) -> bool:
        """Whether the change lies inside quotation marks."""

    @property
    def message(self) -> str:
        """What happened, in one sentence."""

    @property
    def bead(self) -> int | None:
        """Index of the bead in `Report.alignment`, where the finding belongs to one."""

    @property
    def original(self) -> Excerpt | None:
        """Passage of the original, or `None`."""

    @property
    def copy(self) -> Excerpt | None:
        """Passage of the copy, or `None`."""

    @property
    def why(self) -> tuple[Reason, ...]:
        """Why it was judged so: the features that weigh most, at most four, the heaviest first.

        Empty where a rule alone decides; its code tells why.

        >>> import wiredrift
        >>> report = wiredrift.compare(
        ...     "It rained. The board discharged the clerk. Nobody saw it. The gate was shut.",
        ...     "It rained. The board promoted the clerk. Nobody saw it. The gate was shut.",
        ... )
        >>> abs(report.findings[0].why[0].weight) >= abs(report.findings[0].why[1].weight)
        True
        """

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Findings(Sequence[Finding]):
    """Findings in the order of their report: an immutable sequence.

    It does what a tuple of `Finding` does (a slice is `Findings` again, and it equals the tuple of
    its items), and filters itself, shows itself in a notebook, and goes to polars, pandas or
    pyarrow as a table. `print(findings)` shows each in its context.

    >>> import wiredrift
    >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
    >>> report.findings
    Findings(count=1, critical=1)
    >>> report.findings[0].kind
    'negation'
    >>> [finding.code for finding in report.findings.filter(severity=("major", "critical"))]
    ['WD301']
    """

    def filter(
        self,
        *,
        kind: Kind | Collection[Kind] | None = None,
        severity: Severity | Collection[Severity] | None = None,
        code: str | Collection[str] | None = None,
        min_confidence: float = 0.0,
        quoted: bool | None = None,
    ) -> Findings:
        """Those that have all the properties asked for, in the same order.

        `kind`, `severity` and `code` are a value or a collection of values; `min_confidence` is
        0 to 1; `quoted` keeps what lies inside quotation marks, or what does not. A value that no
        finding can have is a `WiredriftError` that names those that are accepted.

        >>> import wiredrift
        >>> report = wiredrift.compare(
        ...     "“We never saw 300 people,” she said.", "“We saw 400 people,” she said."
        ... )
        >>> [f.kind for f in report.findings.filter(kind={"number", "negation"}, quoted=True)]
        ['negation', 'number']
        >>> report.findings.filter(code="WD301", severity="critical", min_confidence=0.5)
        Findings(count=1, critical=1)
        """

    def to_frame(self) -> Table:
        """A table that polars, pandas, pyarrow and others take without a copy, a row for each.

        >>> import wiredrift
        >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
        >>> report.findings.to_frame()
        Table(rows=1, columns=17)
        """

    def to_dicts(self) -> list[Row]:
        """Flat dicts, a row for each.

        >>> import wiredrift
        >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
        >>> report.findings.to_dicts()[0]["original_text"]
        'never open'
        """

    def index(self, value: object, start: int = 0, stop: int = 9223372036854775807, /) -> int:
        """Index of the first that equals `value`; `ValueError` where there is none."""

    def count(self, value: object, /) -> int:
        """How many equal `value`."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> Findings: ...
    def __iter__(self) -> Iterator[Finding]: ...
    def __reversed__(self) -> Iterator[Finding]: ...
    def __contains__(self, value: object, /) -> bool: ...
    def _repr_html_(self) -> str:
        """The findings as a fragment of HTML, which a notebook shows."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Quotation:
    """A quotation on both sides."""

    @property
    def original(self) -> Excerpt | None:
        """In the original, or `None`."""

    @property
    def copy(self) -> Excerpt | None:
        """In the copy, or `None`."""

    @property
    def state(self) -> QuotationState:
        """What became of it."""

    @property
    def speaker(self) -> Excerpt | None:
        """Who says it, in the original where it is given there, else in the copy."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Fact:
    """A number or a name on both sides."""

    @property
    def original(self) -> Excerpt | None:
        """In the original, or `None`."""

    @property
    def copy(self) -> Excerpt | None:
        """In the copy, or `None`."""

    @property
    def state(self) -> FactState:
        """What became of it."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Index:
    """Candidate originals on disk: add millions, and ask for the source of a copy.

    An index is a folder. What is added is committed by `commit`, by `close` and at the end of a
    `with` block, and whenever `memory` is used up; a process that is killed loses what was added
    after that, and adding the same documents again adds just those. One process adds at a time, any
    number may find. It pickles as its path: workers open it for themselves.

    >>> import tempfile, wiredrift
    >>> folder = tempfile.mkdtemp()
    >>> with wiredrift.Index.create(folder) as index:
    ...     index.add(
    ...         ["flood", "strike"],
    ...         ["The Lenne rose by three metres. Mayor Ada Ruhl closed the bridge.",
    ...          "Tram drivers of Halden went on strike for 200 crowns more."],
    ...     )
    2
    >>> index = wiredrift.Index.open(folder)
    >>> copy = "Ada Ruhl, the mayor, shut the bridge when the Lenne rose."
    >>> best = index.find(copy, limit=3)[0]
    >>> best.id
    'flood'
    >>> report = wiredrift.compare(index.text(best.id), copy)
    """

    @classmethod
    def create(
        cls,
        path: str | PathLike[str],
        /,
        *,
        texts: bool = True,
        memory: int = 268_435_456,
        threads: int = 1,
    ) -> Self:
        """Make a new index in a folder that is new or empty.

        `texts=False` keeps no texts: a third of the space, but `text` cannot give them back.
        `memory` is how many bytes documents may take before they are written to the disk, 1 MiB at
        least; `threads` (1 to 256) read documents. Neither changes what is found.

        `FileExistsError` where something is there.
        """

    @classmethod
    def open(
        cls, path: str | PathLike[str], /, *, memory: int = 268_435_456, threads: int = 1
    ) -> Self:
        """Open an index that is there. Nothing is written or locked before a document is added.

        `FileNotFoundError` where there is none; `WiredriftError` where its files are torn, damaged
        or of another version.
        """

    def add(self, ids: str | Texts, texts: str | Texts, /) -> int:
        """Add documents; returns how many were not there.

        `ids` and `texts` are two sequences of str, two Arrow columns, or a single id and its text.

        A document that is there with the same text is passed over; `WiredriftError` where its id
        is there with another text.
        """

    def add_many(
        self,
        documents: ArrowColumn | Iterable[tuple[str, str]],
        /,
        *,
        id_column: str = "id",
        text_column: str = "text",
    ) -> int:
        """Add the documents of a table or of an iterable; returns how many were not there.

        `documents` is anything that gives an Arrow stream (a polars DataFrame, a pyarrow Table or
        RecordBatchReader, a DuckDB result), read chunk by chunk, with the ids in `id_column` and
        the texts in `text_column`; or an iterable of pairs of id and text, such as a generator. No
        more than a chunk is held at a time.

        >>> import tempfile, wiredrift
        >>> stories = ((f"story-{n}", f"Ward {n} voted on Monday.") for n in range(1000))
        >>> with wiredrift.Index.create(tempfile.mkdtemp()) as index:
        ...     index.add_many(stories)
        1000
        """

    def commit(self) -> None:
        """Write what was added to the disk, so that it is there even if the machine loses power."""

    def close(self) -> None:
        """Commit, and give back the right to add and the open files."""

    def find(self, copy: str, /, *, limit: int = 10) -> list[Candidate]:
        """The documents that a copy may come from, the best first, equal ones by id.

        There are at most `limit` (1 to 256). What was added before is committed first, and found
        too.
        """

    def find_many(
        self, copies: Texts, /, *, limit: int = 10, threads: int | None = None
    ) -> list[list[Candidate]]:
        """`find` for many copies, a sequence of str or an Arrow column: a list for each.

        `threads` (1 to 256; all cores where it is `None`) work on different copies, and never
        change the result.
        """

    def text(self, key: str, /) -> str:
        """The text of a document.

        `KeyError` where there is none with this id, `WiredriftError` where no texts are kept.
        """

    def check(self) -> None:
        """Read every byte; `WiredriftError` tells of the first that is not as it was written."""

    @property
    def path(self) -> Path:
        """The folder."""

    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...

@final
class Table:
    """Rows and columns, in the memory layout of Apache Arrow.

    polars, pandas, pyarrow, DuckDB and others take it without a copy through the Arrow PyCapsule
    interface: `polars.DataFrame(table)`, `pyarrow.table(table)`,
    `pandas.DataFrame.from_arrow(table)`. None of them is needed: `to_dicts` gives plain Python.

    >>> import wiredrift
    >>> table = wiredrift.compare_many(["No one came."], ["No one came."])
    >>> len(table), table.columns[:3]
    (1, ['pair', 'drift', 'risk'])
    """

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts, with the names of the columns as keys.

        >>> import wiredrift
        >>> table = wiredrift.compare_many(["No one came."], ["No one came."])
        >>> table.to_dicts()[0]["severity"]
        'none'
        """

    def _repr_html_(self) -> str:
        """The first rows as a fragment of HTML, which a notebook shows."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> CapsuleType: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> CapsuleType: ...

@final
class Report:
    """All that is to say about a pair.

    `str(report)` is the terminal rendering; a notebook shows the HTML one.
    """

    @property
    def schema(self) -> int:
        """Number of the data contract."""

    @property
    def signature(self) -> str:
        """Everything that can change a result: equal signatures, equal reports."""

    @property
    def drift(self) -> float:
        """Document drift: 0 nothing changed in meaning, 1 nothing of it is left."""

    @property
    def risk(self) -> float:
        """Probability that at least one bead misinforms, 0 to 1."""

    @property
    def severity(self) -> Severity:
        """The worst finding."""

    @property
    def original(self) -> Side:
        """The original."""

    @property
    def copy(self) -> Side:
        """The copy."""

    @property
    def alignment(self) -> tuple[Bead, ...]:
        """Beads in the order of the original, what only the copy has where it stands there."""

    @property
    def findings(self) -> Findings:
        """Findings, worst first, then by place in the copy."""

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Quotations on both sides."""

    @property
    def numbers(self) -> tuple[Fact, ...]:
        """Numbers on both sides."""

    @property
    def names(self) -> tuple[Fact, ...]:
        """Names on both sides."""

    @property
    def counts(self) -> Counts:
        """How many findings by kind and by severity, and segments by what became of them."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader of the figures should know."""

    def to_json(self) -> str:
        """The report as JSON, one line: the same bytes as `wiredrift compare --format json`.

        >>> import wiredrift
        >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
        >>> report.to_json().startswith('{"schema":1,')
        True
        """

    @classmethod
    def from_json(cls, json: str, /) -> Report:
        """Read a report back; `WiredriftError` where the string is not one.

        >>> import wiredrift
        >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
        >>> wiredrift.Report.from_json(report.to_json()) == report
        True
        """

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts and lists, with the keys of the JSON.

        >>> import wiredrift
        >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
        >>> report.to_dict()["severity"]
        'none'
        """

    def to_rows(self) -> list[Row]:
        """The findings as flat rows, for a data frame or a spreadsheet.

        >>> import wiredrift
        >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
        >>> report.to_rows()
        []
        """

    def to_frame(self, *, level: Literal["findings", "beads", "pairs"] = "findings") -> Table:
        """The report as a table that polars, pandas, pyarrow and others take without a copy.

        `level` picks what a row stands for, as in `compare_many`: `findings`, `beads`, or `pairs`
        (one row).

        >>> import wiredrift
        >>> report = wiredrift.compare("No one was hurt.", "Everyone was hurt.")
        >>> report.to_frame().columns[:4]
        ['pair', 'code', 'kind', 'severity']
        >>> report.to_frame(level="beads").to_dicts()[0]["relation"]
        'reworded'
        """

    def to_html(self) -> str:
        """The report as one self-contained page: the bytes of `wiredrift compare --format html`.

        >>> import wiredrift
        >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
        >>> report.to_html().lower().startswith("<!doctype html>")
        True
        """

    def _repr_html_(self) -> str:
        """The report as a fragment of HTML, which a notebook shows."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class SharedChange:
    """A change that two or more copies share."""

    @property
    def copies(self) -> tuple[str, ...]:
        """Names of the copies that have it."""

    @property
    def text(self) -> str:
        """What these copies have there; empty where they left something out."""

    @property
    def original_text(self) -> str:
        """What the original has there; empty where something was put in."""

    @property
    def start(self) -> int:
        """First code point in the original."""

    @property
    def end(self) -> int:
        """Code point after the last in the original."""

    @property
    def kind(self) -> str:
        """What the place is: `words`, `insertion`, `omission`, `addition` and so on."""

    @property
    def change(self) -> str:
        """How it came out of the original: `meaning`, `rewording`, `loss` and so on."""

    @property
    def severity(self) -> Severity:
        """The worst finding on it."""

    @property
    def code(self) -> str | None:
        """Code of that finding, if there is one."""

    @property
    def message(self) -> str | None:
        """That finding in one sentence."""

    @property
    def weight(self) -> float:
        """How much it counts in distances, above 0."""

    @property
    def fits(self) -> bool:
        """Whether it can have been made once on the tree."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Descent:
    """A hypothesis: one copy can be made from another."""

    @property
    def source(self) -> str:
        """The copy that can be the source."""

    @property
    def copy(self) -> str:
        """The copy that can be made from it."""

    @property
    def same(self) -> bool:
        """Whether both have the same changes, so that the direction cannot be told."""

    @property
    def changes(self) -> int:
        """Changes of the source where the other copy can be compared."""

    @property
    def shared(self) -> int:
        """Those that the other copy has too."""

    @property
    def further(self) -> int:
        """Those that it has changed further."""

    @property
    def undone(self) -> int:
        """Those where it reads as the original: they speak against the hypothesis."""

    @property
    def added(self) -> int:
        """Changes that the other copy adds."""

    @property
    def message(self) -> str:
        """The hypothesis in words."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class CopyTree:
    """A tree of the copies, rooted at the original."""

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the copies as the tree is drawn, first to last, so that kin stand together."""

    @property
    def fit(self) -> float | None:
        """Share of the shared changes, by weight, that can each have been made once on the tree.

        0 to 1; `None` where no change is shared.
        """

    @property
    def resamplings(self) -> int:
        """Resamplings that the support of groups rests on; 0 where there is none."""

    def newick(self) -> str:
        """The tree in Newick format, as tree viewers read it.

        The root is called `original`; the support of a group, in per cent, stands where the
        format has the names of inner nodes.

        >>> import wiredrift
        >>> copies = {"a": "The gate is open.", "b": "The gate is shut."}
        >>> wiredrift.compare_copies("The gate is shut.", copies).tree.newick()
        '(a:1,b:0)original;'
        """

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Comparison:
    """All that is to say about several copies of one original.

    `str(comparison)` is the terminal rendering; a notebook shows the HTML one.
    """

    @property
    def schema(self) -> int:
        """Number of the data contract."""

    @property
    def signature(self) -> str:
        """Everything that can change a result: equal signatures, equal comparisons."""

    @property
    def original(self) -> Side:
        """The original."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the copies, sorted."""

    @property
    def reports(self) -> dict[str, Report]:
        """The report of each copy by its name: what `compare` gives."""

    @property
    def shared(self) -> tuple[SharedChange, ...]:
        """Changes that two or more copies share: the worst first, then by the number of copies."""

    @property
    def tree(self) -> CopyTree:
        """Who stands next to whom."""

    @property
    def descents(self) -> tuple[Descent, ...]:
        """Hypotheses on who copied whom."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader of the figures should know."""

    def to_json(self) -> str:
        """The comparison as JSON, one line: the same bytes as `wiredrift copies --format json`.

        >>> import wiredrift
        >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
        >>> comparison.to_json().startswith('{"schema":1,')
        True
        """

    @classmethod
    def from_json(cls, json: str, /) -> Comparison:
        """Read a comparison back; `WiredriftError` where the string is not one.

        >>> import wiredrift
        >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
        >>> wiredrift.Comparison.from_json(comparison.to_json()) == comparison
        True
        """

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain dicts and lists, with the keys of the JSON.

        >>> import wiredrift
        >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
        >>> comparison.to_dict()["sentences"][0]["cells"][0]["state"]
        'changed'
        """

    def to_frame(
        self,
        *,
        level: Literal[
            "copies", "cells", "changes", "shared", "distances", "descents", "nodes"
        ] = "cells",
    ) -> Table:
        """A table that polars, pandas, pyarrow and others take without a copy.

        `level` picks what a row stands for: `cells` (a sentence of the original in a copy),
        `changes` (a departure of a copy from the original), `shared` (a change that copies share),
        `copies`, `distances`, `descents` or `nodes` of the tree.

        >>> import wiredrift
        >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
        >>> [(row["copy"], row["state"]) for row in comparison.to_frame().to_dicts()]
        [('a', 'changed')]
        >>> len(comparison.to_frame(level="distances"))
        1
        """

    def to_html(self) -> str:
        """The comparison as one self-contained page: the bytes of `wiredrift copies --format html`.

        >>> import wiredrift
        >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
        >>> comparison.to_html().lower().startswith("<!doctype html>")
        True
        """

    def _repr_html_(self) -> str:
        """The comparison as a fragment of HTML, which a notebook shows."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Mechanism:
    """A hint at how a text was made: never a proof."""

    @property
    def name(self) -> MechanismName:
        """What it looks like: `round_trip`, `synonym_spinner` or `number_spinner`."""

    @property
    def confidence(self) -> float:
        """How strongly the evidence speaks for it, 0 to 1."""

    @property
    def message(self) -> str:
        """One sentence for a reader."""

    @property
    def evidence(self) -> tuple[Excerpt, ...]:
        """The passages it rests on, in reading order."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Inspection:
    """All that is to say about one text.

    `str(inspection)` is the terminal rendering; a notebook shows the HTML one.
    """

    @property
    def schema(self) -> int:
        """Number of the data contract."""

    @property
    def signature(self) -> str:
        """Everything that can change a result: equal signatures, equal inspections."""

    @property
    def severity(self) -> Severity:
        """The worst finding."""

    @property
    def chars(self) -> int:
        """Length of the text in code points."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its segments in reading order."""

    @property
    def findings(self) -> Findings:
        """Findings, worst first, then by place; each has its passage in `copy`."""

    @property
    def counts(self) -> dict[Kind, int]:
        """How many findings by kind."""

    @property
    def mechanism(self) -> Mechanism | None:
        """How the text seems to have been made, where its damage hints at it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What else a reader should know."""

    def to_json(self) -> str:
        """The inspection as JSON, one line: the same bytes as `wiredrift inspect --format json`.

        >>> import wiredrift
        >>> wiredrift.inspect("The bridge is open.").to_json().startswith('{"schema":1,')
        True
        """

    @classmethod
    def from_json(cls, json: str, /) -> Inspection:
        """Read an inspection back; `WiredriftError` where the string is not one.

        >>> import wiredrift
        >>> inspection = wiredrift.inspect("The the bridge is open.")
        >>> wiredrift.Inspection.from_json(inspection.to_json()) == inspection
        True
        """

    def to_dict(self) -> dict[str, Any]:
        """The inspection as plain dicts and lists, with the keys of the JSON.

        >>> import wiredrift
        >>> wiredrift.inspect("The bridge is open.").to_dict()["findings"]
        []
        """

    def to_html(self) -> str:
        """The inspection as one self-contained page: that of `wiredrift inspect --format html`.

        >>> import wiredrift
        >>> wiredrift.inspect("The bridge is open.").to_html().lower().startswith("<!doctype html>")
        True
        """

    def _repr_html_(self) -> str:
        """The inspection as a fragment of HTML, which a notebook shows."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

def compare(
    original: str,
    copy: str,
    /,
    *,
    paraphrases: bool = False,
    threads: int = 1,
    model: ModelName | Encoder = "auto",
    judge: Judge | None = None,
    progress: Progress | None = None,
) -> Report:
    """Compare a copy with its original.

    `paraphrases` lists harmless rewording too, as findings of kind `paraphrase` and severity
    `none`; it changes the list of findings, never a score.

    `threads` (1 to 256) judge the sentences of one long pair; for many pairs 1 is best. It never
    changes the report.

    `progress` is called every few milliseconds of a long call as `progress(stage, done, total)`,
    where the stage is `align` or `judge`; what it raises ends the call, as Ctrl-C does.

    `model` tells how alike passages are in meaning: the name of a built-in model (`auto`, `fast`,
    or `accurate`, some hundred sentences a second), a callable that takes a list of str and returns
    a vector for each, or an object with such a method `encode` or `embed`; its `name` and
    `checksum`, if it has them, are part of the report's signature. It changes `similarity` and, a
    little, `risk`. `accurate` also reads each passage together with its copy, by which findings are
    judged: fewer false alarms, for some fifty times the time.

    `judge` reads an original passage and its copy together: a callable that takes a list of such
    pairs of str, or an object with such a method `judge` or `predict`. It returns for each pair the
    probability that the copy misinforms, or a row of (entailment, contradiction) or of (entailment,
    neutral, contradiction), as an array or a list. It is asked once, about the passages that
    changed; what it says is in `judged` of each bead and can raise `risk`. Its `name` and
    `checksum`, if it has them, are part of the signature.

    Offsets in the report count code points, so that slicing the text with them gives the
    passage. The work runs without the interpreter lock: threads may compare in parallel.

    >>> import wiredrift
    >>> original = "The council will not close the bridge."
    >>> copy = "The council will not close the bridge."
    >>> wiredrift.compare(original, copy).severity
    'none'
    >>> wiredrift.compare(original, copy, paraphrases=True, threads=2).severity
    'none'
    >>> wiredrift.compare(original, copy, model="fast", progress=print).severity
    'none'
    >>> def wary(pairs):
    ...     return [0.9 if "peace" in copy else 0.1 for original, copy in pairs]
    >>> report = wiredrift.compare("They signed a truce.", "They signed a peace.", judge=wary)
    >>> report.alignment[0].judged
    Judged(judge='wary', risk=0.90)
    """

def inspect(text: str, /) -> Inspection:
    """Inspect one text alone: the damage that a reader can see without the original.

    Findings are those of `compare`, with their passage in `copy` and none in `original`; offsets
    count code points. A text without a finding may be wrong with nothing to show for it.

    >>> import wiredrift
    >>> text = "She sees a way out of the river. crisis. The mayor has gone."
    >>> [(f.code, f.copy.text) for f in wiredrift.inspect(text).findings]
    [('WD861', 'crisis.')]
    """

def encode(texts: Sequence[str], /, *, model: ModelName | Encoder = "auto") -> memoryview[float]:
    """Vectors of texts: a `memoryview` of float32 with a row for each text.

    It is what `numpy.asarray`, `torch.frombuffer` and the like take without a copy; `.tolist()`
    gives nested lists. The vectors of the built-in models have length 1 (0 for a text without a
    word), so that products of rows are cosines. No texts give a view of no items in one dimension.

    `model` is a name or a model of your own, as in `compare`.

    >>> import wiredrift
    >>> vectors = wiredrift.encode(["The gate is shut.", "The gate is closed.", "It rained."])
    >>> vectors.shape
    (3, 256)
    >>> first, second, third = vectors.tolist()
    >>> dot = lambda a, b: sum(x * y for x, y in zip(a, b))
    >>> dot(first, second) > dot(first, third)
    True
    >>> wiredrift.encode(["The gate is shut."], model="fast").shape
    (1, 256)
    """

def similarity(a: str, b: str, /, *, model: ModelName | Encoder = "auto") -> float:
    """How alike two passages are in meaning, 0 to 1; 1 for the same words in the same order.

    It is the `similarity` that `compare` gives for aligned passages: the cosine of the model's
    vectors, and to a small part what is shared in writing. It says how near the two are, not
    whether the difference matters: opposites are near. `compare` says what changed.

    `model` is a name or a model of your own, as in `compare`.

    >>> import wiredrift
    >>> near = wiredrift.similarity("The gate is shut.", "The gates are closed.")
    >>> near > wiredrift.similarity("The gate is shut.", "It rained all day.", model="fast")
    True
    """

def sentences(text: str, /, *, language: str = "en") -> list[str]:
    """Split a text into sentences; joined, they give the text back.

    `language` picks the rules: `en`, `de`, `fr`, `es`, `pt` or `ru`.

    >>> import wiredrift
    >>> wiredrift.sentences("Sen. Ash spoke at 5 p.m. on Friday. Nobody came.")
    ['Sen. Ash spoke at 5 p.m. on Friday. ', 'Nobody came.']
    >>> wiredrift.sentences("Das gilt z. B. hier. Sonst nicht.", language="de")
    ['Das gilt z. B. hier. ', 'Sonst nicht.']
    """

def assess(original: str, copy: str, /) -> tuple[float, float, float]:
    """Assess a copy of a passage, a sentence as a rule, against the original.

    Gives `(similarity, penalty, risk)`. Both texts are taken whole, as one passage each.
    `similarity` (0 to 1) says how alike they are, `penalty` (0 or more, without bound) how much is
    damaged, `risk` (0 to 1) how probable it is that the copy misinforms. For stories use `compare`.

    >>> import wiredrift
    >>> wiredrift.assess("No one was hurt.", "No one was hurt.")
    (1.0, 0.0, 0.0)
    >>> similarity, penalty, risk = wiredrift.assess("No one was hurt.", "Some were hurt.")
    >>> risk > 0.5
    True
    """

def align_sentences(
    source: Sequence[str], target: Sequence[str], /, *, progress: Progress | None = None
) -> list[tuple[list[int], list[int]]]:
    """Align two lists of sentences: which of the target stand for which of the source.

    Each bead is a pair of index lists; one is empty where a sentence has no partner.

    `progress` is called every few milliseconds of a long call as `progress(stage, done, total)`;
    what it raises ends the call, as Ctrl-C does.

    >>> import wiredrift
    >>> source = ["The bridge is closed.", "Repairs will take two years."]
    >>> target = ["The bridge has been closed.", "The repairs will take two years."]
    >>> wiredrift.align_sentences(source, target, progress=None)
    [([0], [0]), ([1], [1])]
    """

def compare_copies(
    original: str,
    copies: Mapping[str, str],
    /,
    *,
    paraphrases: bool = False,
    threads: int | None = None,
    model: ModelName | Encoder = "auto",
    judge: Judge | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Comparison:
    """Compare several copies with one original, and with each other.

    `copies` maps the name of each copy to its text; the order changes nothing. The result says who
    changed what, which copies share the same change, and so who may have copied whom. Each copy's
    report is that of `compare`.

    `threads` (1 to 256; all cores where it is `None`) work on different copies. `progress` is
    called as `progress(done, total)` after each copy; what it raises ends the call, as Ctrl-C does.
    `model`, `judge` and `paraphrases` are those of `compare`. At most 500 copies are accepted.

    >>> import wiredrift
    >>> original = "About 300 people left on Monday. The mayor spoke to them in the hall."
    >>> copies = {
    ...     "echo": "About 400 people left on Monday. The mayor spoke to them in the hall.",
    ...     "post": "About 400 people left on Monday. The mayor lied to them in the hall.",
    ... }
    >>> options = dict(paraphrases=True, threads=1, model="fast", judge=None, progress=None)
    >>> comparison = wiredrift.compare_copies(original, copies)
    >>> [(change.text, change.original_text, change.copies) for change in comparison.shared]
    [('400', '300', ('echo', 'post'))]
    >>> wiredrift.compare_copies(original, copies, **options).names
    ('echo', 'post')
    """

def compare_many(
    originals: str | Texts,
    copies: Texts,
    /,
    *,
    level: Literal["pairs", "beads", "findings"] = "pairs",
    paraphrases: bool = False,
    threads: int | None = None,
    model: ModelName | Encoder = "auto",
    judge: Judge | None = None,
    progress: Callable[[int, int], object] | None = None,
    on_error: Literal["raise", "record"] = "raise",
) -> Table:
    """Compare many copies with their originals, or many copies with one original.

    `originals` and `copies` are sequences of `str`, or columns of anything that speaks Arrow
    (polars, pyarrow, pandas 3), whose texts are read where they lie. A single `str` as `originals`
    is the original of every copy, and read once.

    `level` picks what a row of the table stands for: `pairs`, `beads` or `findings`. Every table
    has `pair`, the index of the pair, first, and `error` last.

    `threads` (1 to 256; all cores where it is `None`) work on different pairs; the table is the
    same for any number. `progress` is called as `progress(done, total)` after each pair; what it
    raises ends the call, as Ctrl-C does. `model`, `judge` and `paraphrases` are those of `compare`;
    a judge is asked once a pair of texts, and about no two passages twice.

    `on_error` is `"raise"`, or `"record"`: then a pair that cannot be compared (a text that is
    missing, or has a lone surrogate) is one row with its `error` and nothing else.

    >>> import wiredrift
    >>> originals = ["No one was hurt on Monday.", "The bank will refund its fees."]
    >>> copies = ["Everyone was hurt on Monday.", "The bank will refund its fees."]
    >>> table = wiredrift.compare_many(originals, copies)
    >>> [row["severity"] for row in table.to_dicts()]
    ['critical', 'none']
    >>> options = dict(level="beads", paraphrases=True, threads=2, on_error="record")
    >>> len(wiredrift.compare_many(originals, copies, model="fast", progress=None, **options))
    2
    >>> judge = lambda pairs: [0.75] * len(pairs)
    >>> table = wiredrift.compare_many(originals, copies, level="beads", judge=judge)
    >>> [row["judged_risk"] for row in table.to_dicts()]
    [0.75, None]
    """

def score_arrow(
    batch: ArrowTable,
    /,
    *,
    original: str = "original",
    copy: str = "copy",
    id: str | Sequence[str] | None = None,  # noqa: A002
    level: Literal["pairs", "beads", "findings"] = "pairs",
    paraphrases: bool = False,
    threads: int = 1,
    model: ModelName | Encoder = "auto",
    judge: Judge | None = None,
) -> Table:
    """Compare the pairs of a table: Arrow in, Arrow out.

    `batch` is whatever exports a table by Arrow's PyCapsule interface: a record batch, a table, a
    stream of batches, a frame of polars or pandas 3, a relation of DuckDB. `original` and `copy`
    name its columns of texts: string, large_string, string_view, or a dictionary of one.

    `id` names a column, or several, that go with every row of the result, whatever their type, so
    that results can be joined with what is known of the pair. `pair`, the number of the row in
    `batch`, comes first, then these, then the columns of `level`: `pairs`, `beads` or `findings`,
    as in `compare_many`; `error` is last.

    A pair that cannot be compared (a text is null or no UTF-8, or a defect of wiredrift stops it)
    is one row with its `error` and nothing else, and no exception. A column that is not there, or
    holds no texts, is an exception: it is no matter of a row. A batch without rows gives a table
    without rows, with the same columns.

    `threads` (1 to 256) is 1: engines run several such calls side by side. `model`, `judge` and
    `paraphrases` are those of `compare`. Ctrl-C ends the call.

    >>> import pyarrow, wiredrift
    >>> batch = pyarrow.table({
    ...     "outlet": ["Harbour News", "Daily Ostel"],
    ...     "story": ["No one was hurt on Monday.", "No one was hurt on Monday."],
    ...     "text": ["Everyone was hurt on Monday.", None],
    ... })
    >>> options = dict(original="story", copy="text", id="outlet", level="pairs", threads=1)
    >>> options |= dict(model="fast", judge=None, paraphrases=False)
    >>> table = wiredrift.score_arrow(batch, **options)
    >>> [(row["outlet"], row["severity"], row["error"]) for row in table.to_dicts()]
    [('Harbour News', 'critical', None), ('Daily Ostel', None, 'the copy is null; give a str')]
    """

def explain(code: str, /) -> str:
    """Explain a code of a finding, as Markdown: what it means, an example, its limits.

    `WiredriftError` where there is no such code.

    >>> import wiredrift
    >>> print(wiredrift.explain("WD301").splitlines()[0])
    # WD301: negation lost (negation)
    """

def read_text(path: str | PathLike[str], /) -> str:
    """Read the text of a file: UTF-8, and not empty; a byte order mark is dropped."""

def main(argv: Sequence[str], /) -> int:
    """Run the command line over the process's own streams; returns the exit status."""

def _keys(texts: Texts, side: str, /) -> Table:
    """The keys of texts, a sequence of str or an Arrow column: a table with one list for each text.

    Keys are the features of `wiredrift.Index`, each once, rising. Those of a `copy` leave out its
    furniture, those of an `original` do not.

    >>> from wiredrift._native import _keys
    >>> [len(row["keys"]) for row in _keys(["of the", "the tram is late"], "copy").to_dicts()]
    [0, 3]
    """

def _weighed(
    keys: Sequence[int], counts: Sequence[int], /, *, documents: int, named: int
) -> list[tuple[int, int, int, bool]]:
    """The rarest keys of a copy: `(key, its documents, evidence, asked)`, the rarest first.

    `counts` has for each key in how many of all `documents` it is. Kept are those that
    `wiredrift.Index` looks up; `asked` are those of them that name no more than `named` documents
    in all. Evidence is in 256ths of a bit.

    >>> from wiredrift._native import _weighed
    >>> _weighed([7, 9, 8], [300, 1, 0], documents=1023, named=100)
    [(8, 0, 2816, True), (9, 1, 2560, True), (7, 300, 454, False)]
    """

def _explained(
    copy: str,
    keys: Sequence[int],
    counts: Sequence[int],
    ids: Sequence[str],
    texts: Sequence[str],
    /,
    *,
    documents: int,
    postings: int,
    limit: int,
) -> list[Candidate]:
    """The candidates among documents whose texts are at hand, at most `limit`, the best first.

    `keys` and `counts` are those that `_weighed` kept; `documents` and `postings` count all there
    are: documents, and the keys of each, summed.

    >>> from wiredrift._native import _explained, _keys
    >>> story = "The tram to Halden is late."
    >>> keys = _keys([story], "copy").to_dicts()[0]["keys"]
    >>> counts = [1] * len(keys)
    >>> totals = dict(documents=9, postings=45, limit=3)
    >>> _explained(story, keys, counts, ["tram"], [story], **totals)[0].explained
    1.0
    """

def _bounds(limit: int, /) -> tuple[int, int, int, int, int]:
    """The bounds of `wiredrift.Index`.

    Of a text and of an id in bytes, of `limit`, and of the documents that the keys of a copy name;
    and how many candidates are looked at for this `limit`.

    >>> from wiredrift._native import _bounds
    >>> _bounds(10)
    (16777216, 4096, 256, 262144, 64)
    """
