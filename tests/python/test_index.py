"""The index from Python: types, containers, workers, Ctrl-C."""

import _thread
import multiprocessing
import pickle
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pyarrow  # type: ignore[import-untyped]
import pytest

import wiredrift
from conftest import ROOT
from wiredrift._native import _bounds, _explained, _keys, _weighed

FLOOD = "The Lenne rose by three metres on Monday. 🌊 Mayor Ada Ruhl had the bridge closed."
STRIKE = "Tram drivers of Halden went on strike. They want 200 crowns more a month."
COPY = "🌊 The Lenne went up three meters on Monday. Ada Ruhl, the mayor, shut the bridge."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with wiredrift.Index.create(tmp_path / "index") as index:
        assert index.add(["flood", "strike"], [FLOOD, STRIKE]) == 2
    return tmp_path / "index"


def story(n: int) -> str:
    words = " ".join(f"word{n * 7919 % 100_003 + k} ward {k * n % 997}" for k in range(60))
    return f"Officer {n} of Halden said: {words}."


def stories(count: int) -> Iterator[tuple[str, str]]:
    return ((f"story-{n:05}", story(n)) for n in range(count))


def best(path: Path) -> str:
    return wiredrift.Index.open(path).find(COPY, limit=1)[0].id


def test_a_candidate_tells_what_it_explains(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    first, *_ = index.find(COPY)
    assert (first.id, index.text(first.id)) == ("flood", FLOOD)
    assert first.explained == first.adds == 1.0
    assert [COPY[m.start : m.end] for m in first.matches] == [m.text for m in first.matches]
    assert repr(first).startswith("Candidate(id='flood', score=")
    again = pickle.loads(pickle.dumps(first))
    assert again == first
    assert hash(again) == hash(first)


def test_an_index_is_a_container(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    assert len(index) == 2
    assert "flood" in index
    assert "drought" not in index
    assert index.path == folder
    assert repr(index) == f"Index({str(folder)!r}, documents=2)"
    with pytest.raises(KeyError, match="drought"):
        index.text("drought")
    index.check()


def test_what_was_just_added_is_found(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    assert index.add("drought", "Wells ran dry in Corvo for 90 days.") == 1
    assert index.find("In Corvo wells ran dry.")[0].id == "drought"
    assert index.add("drought", "Wells ran dry in Corvo for 90 days.") == 0


@pytest.mark.parametrize("kind", ["table", "columns", "reader", "pairs"])
def test_documents_come_from_tables_and_from_generators(tmp_path: Path, kind: str) -> None:
    ids, texts = zip(*stories(700), strict=True)
    table = pyarrow.table({"url": ids, "body": pyarrow.array(texts).dictionary_encode()})
    index = wiredrift.Index.create(tmp_path / "index", threads=2)
    if kind == "table":
        added = index.add_many(table, id_column="url", text_column="body")
    elif kind == "reader":
        batches = table.to_batches(max_chunksize=100)
        reader = pyarrow.RecordBatchReader.from_batches(table.schema, iter(batches))
        added = index.add_many(reader, id_column="url", text_column="body")
    elif kind == "columns":
        added = index.add(table["url"], table["body"])
    else:
        added = index.add_many(stories(700))
    assert added == len(index) == 700
    assert index.find(texts[345], limit=1)[0].id == ids[345]


def test_wrong_documents_are_named(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    with pytest.raises(wiredrift.WiredriftError, match='"flood"'):
        index.add("flood", "Another text.")
    with pytest.raises(TypeError, match="2 ids and 1 texts"):
        index.add(["a", "b"], ["c"])
    with pytest.raises(TypeError, match=r"ids\[0\] must be str, not int"):
        index.add([1], ["c"])  # type: ignore[list-item]
    with pytest.raises(wiredrift.WiredriftError, match=r"texts\[1\] is null"):
        index.add(["a", "b"], ["c", None])
    with pytest.raises(KeyError, match='no column "text"'):
        index.add_many(pyarrow.table({"id": ["a"], "body": ["b"]}))
    with pytest.raises(TypeError, match=r"documents\[0\] is no pair"):
        index.add_many([("a",)])  # type: ignore[list-item]
    with pytest.raises(wiredrift.WiredriftError, match="surrogate"):
        index.find("\ud800")
    assert len(index) == 2


def test_errors_of_files_are_those_that_python_knows(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        wiredrift.Index.open(tmp_path / "none")
    with pytest.raises(FileExistsError):
        wiredrift.Index.create(folder)
    with pytest.raises(wiredrift.WiredriftError, match="memory is"):
        wiredrift.Index.create(tmp_path / "small", memory=3)
    (folder / "MANIFEST").write_text("something else")
    with pytest.raises(wiredrift.WiredriftError, match="MANIFEST"):
        wiredrift.Index.open(folder)


def test_a_closed_index_says_so_and_an_error_commits_nothing(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    index.close()
    index.close()
    assert repr(index).endswith("closed)")
    for call in (lambda: index.find(COPY), lambda: len(index), lambda: index.add("a", "b")):
        with pytest.raises(wiredrift.WiredriftError, match="closed"):
            call()
    index = wiredrift.Index.open(folder)
    index.add("lost", "Nobody will find this.")
    index.__exit__(LookupError, LookupError(), None)
    assert len(wiredrift.Index.open(folder)) == 2


def test_many_copies_are_those_one_by_one_at_any_number_of_threads(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    copies = [COPY, "Halden has no trams now.", "", STRIKE] * 5
    single = [index.find(copy, limit=3) for copy in copies]
    for threads in (None, 1, 3):
        assert index.find_many(copies, limit=3, threads=threads) == single
    assert index.find_many(pyarrow.array(copies), limit=3) == single
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda copy: index.find(copy, limit=3), copies)) == single


def test_it_pickles_as_its_path_and_forked_workers_find(folder: Path) -> None:
    index = wiredrift.Index.open(folder)
    assert pickle.loads(pickle.dumps(index)).find(COPY) == index.find(COPY)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        assert list(pool.map(best, [folder] * 4, timeout=60)) == ["flood"] * 4
    index.add("new", "A text.")
    with pytest.raises(wiredrift.WiredriftError, match="1 documents are not committed"):
        pickle.dumps(index)


def test_ctrl_c_ends_a_long_add_and_adding_again_goes_on(tmp_path: Path) -> None:
    index = wiredrift.Index.create(tmp_path / "index")
    ids, texts = zip(*stories(300), strict=True)
    names = [f"{i}-{k}" for k in range(60) for i in ids]
    finished: list[int] = []
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        _thread.interrupt_main()

    timer = threading.Timer(0.3, press)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        finished.extend(map(index.add, [names], [texts * 60]))
    waited = time.perf_counter() - pressed[0]
    timer.join()
    assert not finished
    assert waited < 2, "a debug build on a busy machine; 0.2 s is the aim"
    assert 0 < len(index) < len(names)
    few = names[: len(index) + 10]
    assert index.add(few, [texts[i % 300] for i in range(len(few))]) == 10


def test_other_threads_run_while_documents_are_added(tmp_path: Path) -> None:
    index = wiredrift.Index.create(tmp_path / "index")
    ids, texts = zip(*stories(1500), strict=True)
    worker = threading.Thread(target=index.add, args=(ids, texts))
    worker.start()
    turns = 0
    while worker.is_alive():
        turns += 1
        time.sleep(0.001)
    worker.join()
    assert turns > 3


def test_the_steps_one_by_one_find_what_the_index_finds(tmp_path: Path) -> None:
    # What an engine does that joins on keys, without the engine.
    folders = sorted(path for path in (ROOT / "evals" / "pairs").iterdir() if path.is_dir())
    stories = {path.name: (path / "original.txt").read_text("utf-8") for path in folders}
    with wiredrift.Index.create(tmp_path / "index") as made:
        made.add(list(stories), list(stories.values()))
    index = wiredrift.Index.open(tmp_path / "index")
    keys = {
        name: set(_keys([text], "original").to_dicts()[0]["keys"]) for name, text in stories.items()
    }
    counts = Counter(key for own in keys.values() for key in own)
    totals = {"documents": len(stories), "postings": counts.total()}
    for path in folders[::9]:
        copy = (path / "copy.txt").read_text("utf-8")
        asked = _keys([copy], "copy").to_dicts()[0]["keys"]
        documents = len(stories)
        kept = _weighed(asked, [counts[k] for k in asked], documents=documents, named=1000)
        evidence = Counter(
            {
                name: sum(worth for key, _, worth, _ in kept if key in own)
                for name, own in keys.items()
            }
        )
        looked_at = _bounds(10)[-1]
        best = [name for name, bits in evidence.most_common(looked_at) if bits]
        columns = [key for key, *_ in kept], [count for _, count, *_ in kept]
        texts = [stories[name] for name in best]
        assert _explained(copy, *columns, best, texts, limit=10, **totals) == index.find(copy)
