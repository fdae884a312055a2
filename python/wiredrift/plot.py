"""Plots of a report and of a corpus, for notebooks and papers: the extra `wiredrift[plot]`.

Each function takes what `compare` and `compare_many` give (a report, its findings, a table, or the
frame that polars, pandas or pyarrow made of one) and returns a `matplotlib.figure.Figure`, which a
notebook shows and `savefig` writes. With `ax=` it draws into axes of your own figure instead, and
returns the figure that they belong to.

Matplotlib and not Altair, because a figure that ends up in a paper is a file: matplotlib writes
PDF, SVG and PNG by itself, offline and the same every time, while a chart of Altair's needs its
JavaScript from a server (or a browser engine besides) before anything shows. What wants a mouse is
in the report's own page. Nothing here touches `pyplot`: no state is shared, no window opens.

Severities have the colours of the report's page. They differ in lightness and between orange and
blue, so that they stay apart for colour-blind readers and, the gravest from the rest, in grey.

>>> import wiredrift
>>> from wiredrift import plot
>>> report = wiredrift.compare("No one was hurt.", "Everyone was hurt.")
>>> figure = plot.drift(report)
>>> figure.axes[0].get_ylabel()
'drift'
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from statistics import median, quantiles
from typing import Any, Final, Literal, Protocol, TypeAlias, get_args

from wiredrift._native import Findings, Report, WiredriftError
from wiredrift._types import Severity

try:
    from matplotlib.axes import Axes
    from matplotlib.collections import PatchCollection
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, Rectangle
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise ImportError(
        f"wiredrift.plot needs matplotlib ({error}); install it: pip install 'wiredrift[plot]'",
        name=error.name,
    ) from error

__all__ = ["COLOURS", "alignment", "distribution", "drift", "kinds", "outlets"]

COLOURS: Final[Mapping[Severity, str]] = {
    "none": "#c4c0b6",
    "minor": "#4f97bd",
    "major": "#d97f1e",
    "critical": "#96101f",
}
"""Colour of each severity, the least first; those of the report's page."""

_INK: Final = "#1d1f24"
_QUIET: Final = "#5d6470"
_LINE: Final = "#dcd9d1"
_MOVED: Final = "#6a3fa0"
_GAP: Final = "#e9e6df"
_WORST_FIRST: Final[tuple[Severity, ...]] = tuple(reversed(get_args(Severity)))

Measure: TypeAlias = Literal["drift", "risk"]
"""Which figure of a pair or of a bead is drawn."""

Row: TypeAlias = Mapping[str, Any]
"""A row of a table, by the names of its columns."""


class _HasRows(Protocol):
    def to_dicts(self) -> Any: ...


class _HasPylist(Protocol):
    def to_pylist(self) -> Any: ...


class _HasDict(Protocol):
    def to_dict(self, orient: Literal["records"]) -> Any: ...


Frame: TypeAlias = _HasRows | _HasPylist | _HasDict | Sequence[Row] | Sequence[Report]
"""A table of `compare_many`, the frame made of one, its rows as dicts, or reports."""


class _Shown(Figure):
    """A figure that a notebook shows, whether or not `pyplot` was ever imported."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        # Twice as many points as are shown: sharp on screens of today.
        file = BytesIO()
        self.savefig(file, format="png", dpi=2 * self.dpi, facecolor="white")
        width, height = self.get_size_inches() * self.dpi
        return file.getvalue(), {"width": round(width), "height": round(height)}


def drift(
    data: Report | Frame, /, *, measure: Measure = "drift", ax: Axes | None = None
) -> Figure | SubFigure:
    """Draw drift (or risk) along the story, a bar for each sentence, coloured by severity.

    `data` is a report, or the beads of one pair (`to_frame(level="beads")`). A sentence that only
    the original has stands in a grey column marked `−`, one that only the copy has is marked `+`.

    >>> import wiredrift
    >>> from wiredrift import plot
    >>> report = wiredrift.compare("No one was hurt. It rained.", "Everyone was hurt.")
    >>> figure = plot.drift(report, measure="risk")
    >>> figure.savefig("risk.pdf")  # doctest: +SKIP
    """
    _check(measure)
    beads = _beads(data, measure)
    axes = _axes(ax, (min(13.0, max(6.4, 1.6 + 0.16 * len(beads))), 3.0))
    for severity in get_args(Severity):
        bars = [
            (x, bead[measure]) for x, bead in enumerate(beads, 1) if bead["severity"] == severity
        ]
        # A bar of no height still says that there is a sentence.
        heights = [max(height, 0.012) for _, height in bars]
        axes.bar([x for x, _ in bars], heights, width=0.86, color=COLOURS[severity], zorder=2)
    signs = {"omitted": "−", "added": "+"}
    for x, bead in enumerate(beads, 1):
        if bead["relation"] in signs:
            axes.axvspan(x - 0.5, x + 0.5, color=_GAP, zorder=0, linewidth=0)
            axes.text(x, -0.03, signs[bead["relation"]], ha="center", va="top", color=_INK)
    axes.set_xlim(0.3, len(beads) + 0.7)
    axes.set_ylim(0, 1)
    axes.set_ylabel(measure)
    axes.set_xlabel("sentences from the first to the last", labelpad=8)
    axes.tick_params(axis="x", pad=12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    _grid(axes, "y")
    used = {bead["relation"] for bead in beads}
    extra = [
        Line2D([], [], marker=f"${sign}$", linestyle="none", color=_INK, label=label)
        for relation, sign, label in (
            ("omitted", signs["omitted"], "only in the original"),
            ("added", signs["added"], "only in the copy"),
        )
        if relation in used
    ]
    _legend(axes, {bead["severity"] for bead in beads}, extra)
    _title(axes, f"{measure.capitalize()} along the story")
    return axes.figure


def kinds(data: Report | Findings | Frame, /, *, ax: Axes | None = None) -> Figure | SubFigure:
    """Draw how many findings there are of each kind, by severity, the most frequent kind on top.

    `data` is a report, findings, or a table with a row for each finding
    (`compare_many(…, level="findings")`).

    >>> import wiredrift
    >>> from wiredrift import plot
    >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
    >>> figure = plot.kinds(report.findings.filter(severity=("major", "critical")))
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['negation']
    """
    rows = _rows(data.findings if isinstance(data, Report) else data)
    rows = _told(rows, "findings", "kind", "severity")
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        of_kind = counts.setdefault(row["kind"], {})
        of_kind[row["severity"]] = of_kind.get(row["severity"], 0) + 1
    # The most frequent on top; of equals the graver, then by name.
    grave = [(sum(c.values()), *(c.get(s, 0) for s in _WORST_FIRST)) for c in counts.values()]
    order = sorted(zip(grave, counts, strict=True), key=lambda item: item[1])
    order.sort(key=lambda item: item[0], reverse=True)
    names = [name for _, name in order]
    axes = _axes(ax, (6.4, 1.3 + 0.32 * max(1, len(names))))
    left = [0] * len(names)
    for severity in _WORST_FIRST:
        widths = [counts[name].get(severity, 0) for name in names]
        axes.barh(names, widths, left=left, height=0.72, color=COLOURS[severity], zorder=2)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    for y, total in enumerate(left):
        axes.annotate(
            str(total), (total, y), (4, 0), textcoords="offset points", va="center", color=_QUIET
        )
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1.08 * max(left, default=1))
    axes.set_xlabel("findings")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _grid(axes, "x")
    _legend(axes, {row["severity"] for row in rows}, none="harmless")
    _title(axes, "Findings by kind and severity")
    return axes.figure


def distribution(
    data: Frame, /, *, measure: Measure = "drift", bins: int = 20, ax: Axes | None = None
) -> Figure | SubFigure:
    """Draw how drift (or risk) is distributed over the pairs of a corpus, by their worst finding.

    `data` is a table with a row for each pair, as `compare_many` gives, or reports. The dashed
    line is the median.

    >>> import wiredrift
    >>> from wiredrift import plot
    >>> table = wiredrift.compare_many(["No one came."] * 2, ["No one came.", "Everyone came."])
    >>> figure = plot.distribution(table, measure="risk", bins=10)
    >>> figure.axes[0].get_xlabel()
    'risk of a copy'
    """
    _check(measure)
    if bins < 1:
        raise WiredriftError(f"bins is {bins}; accepted: 1 or more")
    rows = _told(_rows(data), "pairs", measure, "severity")
    axes = _axes(ax, (6.4, 3.4))
    present = [s for s in _WORST_FIRST if any(row["severity"] == s for row in rows)]
    if rows:
        axes.hist(
            [[row[measure] for row in rows if row["severity"] == s] for s in present],
            bins=[edge / bins for edge in range(bins + 1)],
            stacked=True,
            color=[COLOURS[s] for s in present],
            edgecolor="white",
            zorder=2,
        )
        middle = median(row[measure] for row in rows)
        axes.axvline(middle, color=_INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=3)
        right = middle < 0.75
        axes.annotate(
            f"median {middle:.2f}",
            (middle, 1),
            (5 if right else -5, -3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left" if right else "right",
            va="top",
            color=_INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
            zorder=4,
        )
    axes.set_xlim(0, 1)
    axes.set_xlabel(f"{measure} of a copy")
    axes.set_ylabel("copies")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    _grid(axes, "y")
    _legend(axes, set(present), title="worst finding")
    _title(axes, f"{measure.capitalize()} of {_plural(len(rows), 'copy', 'copies')}")
    return axes.figure


def outlets(
    data: Frame,
    /,
    outlet: str | Iterable[object],
    *,
    measure: Measure = "drift",
    ax: Axes | None = None,
) -> Figure | SubFigure:
    """Draw the drift (or risk) of the copies of each outlet: every copy a dot, the median a line.

    `data` is a table with a row for each pair; `outlet` is the name of a column of it, or a label
    for each row (any grouping will do: a year, a language, a method). The band holds the middle
    half of an outlet's copies. The outlet with the highest median is on top.

    >>> import wiredrift
    >>> from wiredrift import plot
    >>> table = wiredrift.compare_many(["No one came."] * 2, ["No one came.", "Everyone came."])
    >>> figure = plot.outlets(table, ["Courier", "Herald"], measure="drift")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['Herald (1)', 'Courier (1)']
    """
    _check(measure)
    all_rows = _rows(data)
    labels = [row.get(outlet) for row in all_rows] if isinstance(outlet, str) else list(outlet)
    if isinstance(outlet, str) and all_rows and outlet not in all_rows[0]:
        known = ", ".join(all_rows[0])
        raise WiredriftError(f"outlet is {outlet!r}; the table has the columns {known}")
    if len(labels) != len(all_rows):
        raise WiredriftError(
            f"outlet has {len(labels)} labels and the table has {len(all_rows)} rows; give as many"
        )
    _told(all_rows, "pairs", measure, "severity")
    groups: dict[str, list[Row]] = {}
    for label, row in zip(labels, all_rows, strict=True):
        if row[measure] is not None:
            groups.setdefault(str(label), []).append(row)
    middles = {name: median(row[measure] for row in rows) for name, rows in groups.items()}
    names = sorted(groups, key=lambda name: (-middles[name], name))
    axes = _axes(ax, (6.4, 1.3 + 0.5 * max(1, len(names))))
    for y, name in enumerate(names):
        values = sorted(row[measure] for row in groups[name])
        if len(values) > 3:
            low, _, high = quantiles(values, n=4, method="inclusive")
            band = Rectangle((low, y - 0.33), high - low, 0.66, color=_GAP, zorder=1)
            axes.add_patch(band)
        axes.plot([middles[name]] * 2, [y - 0.33, y + 0.33], color=_INK, linewidth=2, zorder=2)
        for severity in get_args(Severity):
            dots = [
                (r[measure], y + _spread(i))
                for i, r in enumerate(groups[name])
                if r["severity"] == severity
            ]
            axes.scatter(
                [x for x, _ in dots],
                [y for _, y in dots],
                s=26,
                color=COLOURS[severity],
                edgecolor="white",
                linewidth=0.6,
                zorder=3,
                clip_on=False,
            )
    axes.set_yticks(range(len(names)), [f"{name} ({len(groups[name])})" for name in names])
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1)
    axes.set_xlabel(f"{measure} of a copy")
    _grid(axes, "x")
    used = {row["severity"] for rows in groups.values() for row in rows}
    _legend(axes, used, title="worst finding", dots=True)
    _title(axes, f"{measure.capitalize()} by outlet")
    return axes.figure


def alignment(report: Report, /, *, ax: Axes | None = None) -> Figure | SubFigure:
    """Draw which sentences of the copy stand for which of the original, as a matrix.

    The original runs down, the copy to the right; a cell is coloured by the worst finding of the
    sentences that it joins, and outlined where they moved. Sentences without a partner are ticks on
    the margins. A faithful copy is a diagonal; page furniture is left out.

    >>> import wiredrift
    >>> from wiredrift import plot
    >>> figure = plot.alignment(wiredrift.compare("It rained. We left.", "It rained. We left."))
    >>> figure.axes[0].get_xlabel()
    'sentences of the copy'
    """
    places = []
    for side in (report.original, report.copy):
        story = [segment.id for segment in side.segments if segment.kind != "furniture"]
        places.append({segment: place for place, segment in enumerate(story, 1)})
    rows, columns = (max(1, len(place)) for place in places)
    # As tall as it is wide by its sentences, within what fits a page.
    width, height = 4.4 * min(1.6, max(0.6, columns / rows)), 4.4
    axes = _axes(ax, (width + 2.6, height + 1.1))
    boxes: dict[tuple[Severity, bool], list[Rectangle]] = {}
    alone = False
    for bead in report.alignment:
        ys = [places[0][segment] for segment in bead.original if segment in places[0]]
        xs = [places[1][segment] for segment in bead.copy if segment in places[1]]
        cells = [Rectangle((x - 0.45, y - 0.45), 0.9, 0.9) for x in xs for y in ys]
        boxes.setdefault((bead.severity, bead.relation == "moved"), []).extend(cells)
        if not xs or not ys:
            alone = alone or bool(xs or ys)
            for y in ys:
                axes.axhspan(y - 0.5, y + 0.5, color=_GAP, linewidth=0, zorder=0)
            for x in xs:
                axes.axvspan(x - 0.5, x + 0.5, color=_GAP, linewidth=0, zorder=0)
    for (severity, moved), cells in boxes.items():
        edge, line = (_MOVED, 1.6) if moved else ("none", 0.0)
        axes.add_collection(
            PatchCollection(
                cells, facecolor=COLOURS[severity], edgecolor=edge, linewidth=line, zorder=2
            )
        )
    axes.set_xlim(0.3, columns + 0.7)
    axes.set_ylim(rows + 0.7, 0.3)
    axes.set_aspect("equal")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_xlabel("sentences of the copy")
    axes.set_ylabel("sentences of the original")
    _grid(axes, "both")
    extra = []
    if any(moved and cells for (_, moved), cells in boxes.items()):
        extra.append(Patch(facecolor="white", edgecolor=_MOVED, linewidth=1.6, label="moved"))
    if alone:
        extra.append(Patch(facecolor=_GAP, label="without a partner"))
    used = {severity for (severity, _), cells in boxes.items() if cells}
    _legend(axes, used, extra)
    _title(axes, "Which sentence became which")
    return axes.figure


def _check(measure: str) -> None:
    if measure not in get_args(Measure):
        accepted = ", ".join(get_args(Measure))
        raise WiredriftError(f"measure is {measure!r}; accepted: {accepted}")


def _rows(data: object) -> list[Row]:
    """The rows of a table, whoever made it."""
    if hasattr(data, "to_dicts"):  # ours, polars
        return list(data.to_dicts())
    if hasattr(data, "to_pylist"):  # pyarrow
        return list(data.to_pylist())
    if hasattr(data, "columns") and hasattr(data, "to_dict"):  # pandas
        return [_plain(row) for row in data.to_dict("records")]
    if isinstance(data, Iterable) and not isinstance(data, str | bytes | Mapping):
        items = list(data)
        if all(isinstance(item, Report) for item in items):
            return [row for item in items for row in item.to_frame(level="pairs").to_dicts()]
        if all(isinstance(item, Mapping) for item in items):
            return items
    raise WiredriftError(
        f"{type(data).__name__} is no table; give one of compare_many, the frame that polars, "
        "pandas or pyarrow made of it, a list of dicts, or reports"
    )


def _plain(row: Row) -> Row:
    """A row of pandas, whose missing values are no `None` but unequal to themselves."""
    return {name: value if value == value else None for name, value in row.items()}


def _told(rows: list[Row], level: str, *columns: str) -> list[Row]:
    """The rows that have the columns; those of pairs that could not be compared are left out."""
    for column in columns:
        if rows and column not in rows[0]:
            raise WiredriftError(
                f"the table has no column {column!r}; give one with level={level!r}"
            )
    return [row for row in rows if all(row[column] is not None for column in columns)]


def _beads(data: Report | Frame, measure: str) -> list[Row]:
    rows = _rows(data.to_frame(level="beads") if isinstance(data, Report) else data)
    rows = _told(rows, "beads", "relation", "severity", measure)
    pairs = {row.get("pair") for row in rows}
    if len(pairs) > 1:
        raise WiredriftError(
            f"the table has the beads of {len(pairs)} pairs; give those of one pair"
        )
    return [row for row in rows if row["relation"] != "furniture"]


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    if ax is None:
        figure = _Shown(figsize=size, dpi=100, facecolor="white")
        figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.12)
        ax = figure.add_subplot()
    ax.set_facecolor("white")
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(_QUIET)
    ax.tick_params(colors=_INK, labelsize=9, length=3)
    ax.xaxis.label.set(color=_INK, size=10)
    ax.yaxis.label.set(color=_INK, size=10)
    return ax


def _grid(axes: Axes, axis: Literal["x", "y", "both"]) -> None:
    axes.grid(axis=axis, color=_LINE, linewidth=0.7)
    axes.set_axisbelow(True)


def _title(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", size=12, weight="bold", color=_INK, pad=10)


def _legend(
    axes: Axes,
    used: Iterable[str],
    extra: Sequence[Any] = (),
    *,
    title: str = "",
    none: str = "nothing found",
    dots: bool = False,
) -> None:
    """A legend of the severities that occur, the worst first, beside the plot."""
    used = set(used)
    handles: list[Any] = []
    for severity in _WORST_FIRST:
        if severity not in used:
            continue
        label, colour = none if severity == "none" else severity, COLOURS[severity]
        if dots:
            handle: Any = Line2D([], [], marker="o", linestyle="none", color=colour, label=label)
        else:
            handle = Patch(facecolor=colour, label=label)
        handles.append(handle)
    handles += extra
    if not handles:
        return
    axes.legend(
        handles=handles,
        title=title or None,
        title_fontsize=9,
        fontsize=9,
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
        handlelength=1.1,
        handleheight=1.1,
        alignment="left",
        labelcolor=_INK,
    )


def _spread(index: int) -> float:
    """Place of a dot across its row: neighbours lie far apart, and always in the same place."""
    golden = 0.6180339887498949
    return 0.5 * ((index * golden) % 1.0) - 0.25


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
