"""Files: plain text, Markdown, saved pages, and what is none of them."""

import sys
from pathlib import Path

import pytest

import wiredrift
from wiredrift import WiredriftError

STORY = (
    "The council of Harrowmere voted on Monday to close the old bridge over the Ostel for a year, "
    "after engineers found cracks in two of its piers."
)
MORE = (
    "Buses will take the ring road until the repairs are done, the mayor said, and the market will "
    "move to the east bank, where the town owns a field of three hectares."
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_plain_text_is_read_as_it_is(tmp_path: Path) -> None:
    text = f"  {STORY}\r\n\r\n{MORE}\n"
    path = tmp_path / "story.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert wiredrift.read(path) == wiredrift.read(str(path)) == text


def test_markdown_loses_its_marks(tmp_path: Path) -> None:
    text = f"# Bridge *shut*\n\n{STORY}\n{MORE}\n\n- one [link](https://example.org/)\n- two\n"
    read = wiredrift.read(write(tmp_path / "story.md", text))
    assert read == f"Bridge shut\n\n{STORY} {MORE}\n\none link\n\ntwo"


def test_a_page_gives_its_article(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Bridge shut</title></head><body><nav><a href='/'>Home</a> Sport</nav>"
        f"<article><h1>Bridge shut</h1><p>{STORY}</p><p>{MORE}</p></article>"
        "<footer>All rights reserved</footer></body></html>"
    )
    read = wiredrift.read(write(tmp_path / "story.html", page))
    assert STORY in read
    assert MORE in read
    assert "<p>" not in read
    assert "Sport" not in read


def test_files_compare_as_their_texts_do(tmp_path: Path) -> None:
    original = write(tmp_path / "original.txt", f"{STORY} {MORE}\n")
    copy = write(tmp_path / "copy.md", f"{STORY.replace('close', 'open')} {MORE}\n")
    report = wiredrift.compare_files(original, copy, threads=2)
    assert report == wiredrift.compare(wiredrift.read(original), wiredrift.read(copy))
    assert report.severity != "none"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b" \n", "is empty"),
        (b"caf\xe9", "is not UTF-8 .byte 3"),
        (b"\xff\xfea\0b\0", "UTF-16"),
        (b"a\0bcdefg", "binary"),
    ],
)
def test_strange_files_are_named_with_a_remedy(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    with pytest.raises(WiredriftError, match=message):
        wiredrift.read(path)
    with pytest.raises(FileNotFoundError, match=r"none\.txt: no such file"):
        wiredrift.read(tmp_path / "none.txt")
    with pytest.raises(WiredriftError, match="is a directory"):
        wiredrift.read(tmp_path)


def test_a_page_without_an_article_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(WiredriftError, match="no article was found"):
        wiredrift.read(write(tmp_path / "page.html", "<html><body></body></html>"))


@pytest.mark.parametrize(
    ("name", "package", "module"),
    [("a.html", "trafilatura", "trafilatura"), ("a.md", "markdown-it-py", "markdown_it")],
)
def test_an_absent_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    path = write(tmp_path / name, "text")
    with pytest.raises(WiredriftError, match=rf"{package} .*; install it: .*wiredrift\[read\]"):
        wiredrift.read(path)
