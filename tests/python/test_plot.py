"""Plots: figures of what the reports say, in colours that everybody can tell apart."""

import inspect
import itertools
import subprocess
import sys
from collections.abc import Callable
from typing import Any, cast

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import wiredrift
from test_documentation import run_examples
from wiredrift import Report, Table, WiredriftError, plot

ORIGINALS = ["No one was hurt on Monday. It rained.", "The bank will refund its fees."] * 3
COPIES = ["Everyone was hurt on Monday.", "The bank will refund its fees."] * 3


@pytest.fixture(scope="module")
def pairs() -> Table:
    return wiredrift.compare_many(ORIGINALS, COPIES)


@pytest.fixture(scope="module")
def some_findings() -> Table:
    return wiredrift.compare_many(ORIGINALS, COPIES, level="findings")


def labels(axes: Axes) -> list[str]:
    legend = axes.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def heights(axes: Axes) -> dict[int, float]:
    return {round(bar.get_x() + 0.43): bar.get_height() for c in axes.containers for bar in c}


def ticks(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


@pytest.mark.parametrize("measure", ["drift", "risk"])
def test_drift_has_a_bar_for_each_sentence(report: Report, measure: Any) -> None:
    (axes,) = plot.drift(report, measure=measure).axes
    story = [bead for bead in report.alignment if bead.relation != "furniture"]
    bars = heights(axes)
    assert sorted(bars) == list(range(1, len(story) + 1))
    for x, bead in enumerate(story, 1):
        assert bars[x] == max(getattr(bead, measure), 0.012)
    signs = [text.get_text() for text in axes.texts]
    assert signs.count("−") == sum(bead.relation == "omitted" for bead in story) > 0
    assert signs.count("+") == sum(bead.relation == "added" for bead in story) > 0
    assert labels(axes) == [
        "critical",
        "major",
        "minor",
        "nothing found",
        "only in the original",
        "only in the copy",
    ]


def test_drift_takes_the_beads_of_one_pair_and_of_no_more(report: Report) -> None:
    (axes,) = plot.drift(report.to_frame(level="beads")).axes
    (same,) = plot.drift(report).axes
    assert heights(axes) == heights(same)
    beads = wiredrift.compare_many(ORIGINALS, COPIES, level="beads")
    with pytest.raises(WiredriftError, match="beads of 6 pairs; give those of one"):
        plot.drift(beads)
    one = [row for row in beads.to_dicts() if row["pair"] == 1]
    assert len(heights(plot.drift(one).axes[0])) == len(one)


def test_kinds_count_what_was_found(report: Report, some_findings: Table) -> None:
    (axes,) = plot.kinds(report).axes
    counts = report.counts["findings"]
    assert sorted(ticks(axes)) == sorted(counts)
    totals = [int(text.get_text()) for text in axes.texts]
    assert totals == [counts[kind] for kind in ticks(axes)]  # type: ignore[index]
    assert totals == sorted(totals, reverse=True)
    grave = report.findings.filter(severity="critical")
    (axes,) = plot.kinds(grave).axes
    assert set(ticks(axes)) == {f.kind for f in grave}
    assert labels(axes) == ["critical"]
    (axes,) = plot.kinds(some_findings).axes
    assert sum(int(text.get_text()) for text in axes.texts) == len(some_findings)


def test_distribution_counts_every_copy_once(pairs: Table) -> None:
    (axes,) = plot.distribution(pairs, bins=5).axes
    tops: dict[float, float] = {}
    for bars in axes.containers:
        for bar in bars:
            tops[bar.get_x()] = tops.get(bar.get_x(), 0) + bar.get_height()
    assert sum(tops.values()) == len(pairs)
    assert len(tops) == 5
    assert labels(axes) == ["critical", "nothing found"]
    assert axes.get_title(loc="left") == "Drift of 6 copies"


def test_outlets_come_with_the_highest_median_on_top(pairs: Table) -> None:
    (axes,) = plot.outlets(pairs, ["Herald", "Courier"] * 3, measure="risk").axes
    assert ticks(axes) == ["Herald (3)", "Courier (3)"]
    assert sum(len(cast(Any, dots.get_offsets())) for dots in axes.collections) == 6
    rows = [{**row, "outlet": f"o{k % 2}"} for k, row in enumerate(pairs.to_dicts())]
    (axes,) = plot.outlets(rows, "outlet").axes
    assert ticks(axes) == ["o0 (3)", "o1 (3)"]


def test_alignment_has_a_cell_for_each_pair_of_sentences(report: Report) -> None:
    (axes,) = plot.alignment(report).axes
    cells = sum(len(cells.get_paths()) for cells in axes.collections)
    story = [bead for bead in report.alignment if bead.relation != "furniture"]
    assert cells == sum(len(bead.original) * len(bead.copy) for bead in story)
    assert {"moved", "without a partner"} <= set(labels(axes))


def frames() -> list[Callable[[Table], Any]]:
    """What users have of a table: it itself, its rows, and what other libraries make of it."""

    class Pandas:
        """The part of a `pandas.DataFrame` that is used."""

        def __init__(self, table: Table) -> None:
            self.columns = table.columns
            self.rows = table.to_dicts()

        def to_dict(self, orient: str) -> list[dict[str, Any]]:
            assert orient == "records"
            nan = float("nan")
            return [{k: nan if v is None else v for k, v in row.items()} for row in self.rows]

    return [lambda table: table, Table.to_dicts, pa.table, Pandas]


@pytest.mark.parametrize("frame", frames())
def test_every_sort_of_table_is_taken(
    frame: Callable[[Table], Any], pairs: Table, some_findings: Table, report: Report
) -> None:
    figures = [
        plot.distribution(frame(pairs)),
        plot.outlets(frame(pairs), list("aabbcc")),
        plot.kinds(frame(some_findings)),
        plot.drift(frame(report.to_frame(level="beads"))),
    ]
    assert all(isinstance(figure, Figure) for figure in figures)


def test_reports_are_taken_as_a_corpus(report: Report) -> None:
    (axes,) = plot.distribution([report, report, report]).axes
    assert axes.get_title(loc="left") == "Drift of 3 copies"


def test_pairs_that_could_not_be_compared_are_left_out() -> None:
    table = wiredrift.compare_many(["It rained.", None], ["It rained."] * 2, on_error="record")
    assert plot.distribution(table).axes[0].get_title(loc="left") == "Drift of 1 copy"
    assert ticks(plot.outlets(table, ["a", "b"]).axes[0]) == ["a (1)"]


def test_nothing_to_draw_is_an_empty_plot() -> None:
    empty = wiredrift.compare("", "")
    none = wiredrift.compare_many([], [])
    for figure in (
        plot.drift(empty),
        plot.kinds(empty),
        plot.kinds(wiredrift.compare_many([], [], level="findings")),
        plot.alignment(empty),
        plot.distribution(none),
        plot.outlets(none, []),
    ):
        assert isinstance(figure, Figure)
        figure.draw_without_rendering()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda t: plot.distribution(t, measure=cast(Any, "length")), "accepted: drift, risk"),
        (lambda t: plot.distribution(t, bins=0), "1 or more"),
        (lambda t: plot.kinds(t), "no column 'kind'; give one with level='findings'"),
        (lambda t: plot.drift(t), "no column 'relation'; give one with level='beads'"),
        (lambda t: plot.outlets(t, "outlet"), "'outlet'; the table has the columns pair, drift"),
        (lambda t: plot.outlets(t, ["a"]), "1 labels and the table has 6 rows"),
        (lambda _: plot.kinds(cast(Any, "number")), "str is no table; give one of compare_many"),
        (lambda _: plot.kinds(cast(Any, [1, 2])), "list is no table"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_that_says_what_can(
    call: Callable[[Table], object], told: str, pairs: Table
) -> None:
    with pytest.raises(WiredriftError, match=told):
        call(pairs)


def test_a_plot_goes_into_axes_of_a_figure_of_ones_own(report: Report, pairs: Table) -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plot.drift(report, ax=left) is figure
    assert plot.distribution(pairs, ax=right) is figure
    assert len(figure.axes) == 2


def test_a_notebook_shows_it_and_nothing_global_is_touched(report: Report) -> None:
    figure: Any = plot.drift(report)
    data, size = figure._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert size["width"] > 400
    code = "import sys; from wiredrift import plot; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_equal_reports_give_equal_pictures(report: Report) -> None:
    pictures = [plot.drift(report)._repr_png_() for _ in range(2)]  # type: ignore[union-attr]
    assert pictures[0] == pictures[1]


def test_without_matplotlib_the_error_names_the_extra() -> None:
    code = "import sys; sys.modules['matplotlib'] = None; import wiredrift.plot"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ImportError: wiredrift.plot needs matplotlib" in done.stderr
    assert "pip install 'wiredrift[plot]'" in done.stderr


# Linear light of red, green and blue as seen without one sort of cone, after G. M. Machado,
# M. M. Oliveira and L. A. F. Fernandes (2009), severity 1.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(linear: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear sRGB, for daylight (D65)."""
    matrix = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    xyz = [sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]
    scaled = [max(v, 0) / w for v, w in zip(xyz, white, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", EYES)
def test_severities_stay_apart_for_every_eye(eyes: str) -> None:
    seen = {}
    for severity, colour in plot.COLOURS.items():
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        mixed = [sum(m * c for m, c in zip(row, linear, strict=True)) for row in EYES[eyes]]
        seen[severity] = lab(mixed)
    for one, two in itertools.combinations(seen, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[two], strict=True)) ** 0.5
        assert apart > 20, (one, two, apart)


def test_the_colours_are_those_of_the_page(report: Report) -> None:
    html = report.to_html()
    for severity in ("minor", "major", "critical"):
        assert f"--{severity}-fill: {plot.COLOURS[severity]};" in html


@pytest.mark.parametrize("name", plot.__all__)
def test_everything_public_is_documented_with_an_example_that_runs(name: str) -> None:
    item = getattr(plot, name)
    if callable(item):
        run_examples(f"plot.{name}", inspect.getdoc(item) or "")
