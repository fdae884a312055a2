"""Texts from files: plain text, Markdown, saved web pages."""

from os import PathLike
from pathlib import Path
from typing import TypedDict, Unpack

from wiredrift._native import Report, WiredriftError, compare, read_text
from wiredrift._types import Encoder, Judge, ModelName, Progress


class CompareOptions(TypedDict, total=False):
    """Options of `compare`, with its defaults."""

    paraphrases: bool
    threads: int
    model: ModelName | Encoder
    judge: Judge | None
    progress: Progress | None


def read(path: str | PathLike[str], /) -> str:
    """Read the story of a file: plain text, Markdown (`.md`) or a saved web page (`.html`).

    Of a page the article is taken, by trafilatura, without menus and comments; of Markdown the text
    without its marks. Both need the extra `wiredrift[read]`; `WiredriftError` says so where it is
    not installed, and where a page has no article. Files are UTF-8; a page may name another
    encoding. `FileNotFoundError` where there is no such file.

    >>> import wiredrift
    >>> wiredrift.read("examples/river.copy.txt").splitlines()[0]
    'Minister denies barrage on the Ostel was opened before the flood'
    """
    match Path(path).suffix.lower():
        case ".html" | ".htm" | ".xhtml":
            return _article(Path(path))
        case ".md" | ".markdown":
            return _unmarked(read_text(path))
        case _:
            return read_text(path)


def compare_files(
    original: str | PathLike[str],
    copy: str | PathLike[str],
    /,
    **options: Unpack[CompareOptions],
) -> Report:
    """Compare two files, each read by `read`; the options are those of `compare`.

    Offsets in the report count code points of what `read` returns.

    >>> import wiredrift
    >>> files = "examples/river.original.txt", "examples/river.copy.txt"
    >>> wiredrift.compare_files(*files).severity
    'critical'
    """
    return compare(read(original), read(copy), **options)


def _article(path: Path) -> str:
    try:
        import trafilatura
    except ImportError as error:
        raise _absent(path, "trafilatura", error) from error
    text: str | None = trafilatura.extract(path.read_bytes(), include_comments=False)
    if not text:
        raise WiredriftError(f"{path}: no article was found in the page; give its text")
    return text


def _unmarked(markdown: str) -> str:
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise _absent("Markdown", "markdown-it-py", error) from error
    blocks = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            parts = token.children or []
            breaks = ("softbreak", "hardbreak")
            blocks.append("".join(" " if p.type in breaks else p.content for p in parts))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
    return "\n\n".join(block for block in blocks if block)


def _absent(what: object, package: str, error: ImportError) -> WiredriftError:
    return WiredriftError(
        f"{what}: reading it needs {package} ({error}); install it: pip install 'wiredrift[read]'"
    )
