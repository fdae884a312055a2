"""Make docs/api.md from the docstrings of the Python package.

    python3 tools/build_api.py

The sources are read, not run: the page can be made without the package being built. A test keeps it
up to date.
"""

import ast
import re
import textwrap
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "python" / "wiredrift"
HEAD = """# The Python API

What the package's docstrings say, made by `python3 tools/build_api.py`; `help(wiredrift.compare)`
says the same. Examples are run by the tests. Types in the signatures are those of the stubs, which
mypy and editors read.

"""
# Which files hold which part of the public names, and in which order they are told.
FUNCTIONS = (
    "compare",
    "compare_files",
    "compare_many",
    "inspect",
    "read",
    "explain",
    "assess",
    "similarity",
    "encode",
    "sentences",
    "align_sentences",
)
FIRST = (
    "Report",
    "Findings",
    "Finding",
    "Excerpt",
    "Quotation",
    "Fact",
    "Bead",
    "Table",
    "Index",
    "Candidate",
)
# Methods that every value has; their meaning is in the class.
USUAL = re.compile(r"__\w+__|_repr_html_")

Definition = ast.FunctionDef | ast.ClassDef


def definitions(source: Path) -> dict[str, Definition]:
    """Functions and classes of a file, by name."""
    body = ast.parse(source.read_text(encoding="utf-8")).body
    return {node.name: node for node in body if isinstance(node, Definition)}


def exported() -> list[str]:
    """The public names of the package."""
    for node in ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def signature(node: ast.FunctionDef, owner: str = "") -> str:
    """A call of the function, one option a line where it is long."""
    arguments = ast.unparse(node.args)
    arguments = re.sub(r"^(self|cls)(, /)?(, )?", "", arguments)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{owner}{node.name}({arguments}){returns}"
    if len(line) <= 88:
        return line
    parts = re.split(r", (?![^\[(]*[\])])", arguments)
    options = "".join(f"    {part},\n" for part in parts)
    return f"{owner}{node.name}(\n{options}){returns}"


def told(doc: str) -> str:
    """A docstring as Markdown: its examples as sessions."""
    blocks = re.split(r"\n\n", textwrap.dedent(doc).strip())
    shown = [f"```pycon\n{block}\n```" if block.startswith(">>>") else block for block in blocks]
    return "\n\n".join(shown)


def function(node: ast.FunctionDef, owner: str = "", level: str = "###") -> str:
    """The entry of a function or a method."""
    name = f"{owner}{node.name}"
    doc = told(ast.get_docstring(node) or "")
    return f"{level} `{name}`\n\n```python\n{signature(node, owner)}\n```\n\n{doc}\n\n"


def kind(node: ast.FunctionDef) -> str:
    """`property`, `classmethod` or nothing."""
    return next((ast.unparse(d) for d in node.decorator_list if ast.unparse(d) != "overload"), "")


def class_(node: ast.ClassDef) -> str:
    """The entry of a class: its docstring, its attributes as a table, its methods."""
    entry = f"### `{node.name}`\n\n{told(ast.get_docstring(node) or '')}\n\n"
    members = [m for m in node.body if isinstance(m, ast.FunctionDef) and ast.get_docstring(m)]
    attributes = [m for m in members if kind(m) == "property"]
    if attributes:
        entry += "| attribute | type | |\n|---|---|---|\n"
        for member in attributes:
            doc = " ".join((ast.get_docstring(member) or "").split())
            returns = ast.unparse(member.returns) if member.returns else ""
            returns = returns.replace("|", "\\|")
            entry += f"| `{member.name}` | `{returns}` | {doc} |\n"
        entry += "\n"
    for member in members:
        if kind(member) != "property" and not USUAL.fullmatch(member.name):
            entry += function(member, f"{node.name}.", "####")
    return entry


def types() -> str:
    """The names of values, with what follows them as a docstring."""
    body = ast.parse((PACKAGE / "_types.py").read_text(encoding="utf-8")).body
    names = set(exported())
    entry = ""
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(after, ast.Expr):
            name = ast.unparse(node.target)
            if name in names and node.value:
                value = ast.unparse(node.value).replace("'", '"')
                doc = ast.literal_eval(after.value)
                wrapped = textwrap.fill(f"{name} = {value}", 88, subsequent_indent="    ")
                entry += f"### `{name}`\n\n{doc}\n\n```python\n{wrapped}\n```\n\n"
    return entry


def module(file: Path) -> str:
    """The section of a module that is imported by itself."""
    doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    entry = f"## `wiredrift.{file.stem}`\n\n{told(doc)}\n\n"
    for name, node in definitions(file).items():
        if name.startswith("_"):
            continue
        if isinstance(node, ast.FunctionDef):
            entry += function(node, f"{file.stem}.")
        elif isinstance(node, ast.ClassDef):
            entry += class_(node)
    return entry


def page() -> str:
    """The whole page."""
    names = set(exported())
    known: dict[str, Definition] = {}
    files = [PACKAGE / "_native.pyi", *sorted(PACKAGE.glob("_[!n_]*.py"))]
    for file in files:
        known |= {n: d for n, d in definitions(file).items() if n in names and n not in known}
    functions = [d for d in known.values() if isinstance(d, ast.FunctionDef)]
    functions.sort(key=lambda d: FUNCTIONS.index(d.name) if d.name in FUNCTIONS else 99)
    classes = [d for d in known.values() if isinstance(d, ast.ClassDef)]
    classes.sort(key=lambda d: FIRST.index(d.name) if d.name in FIRST else 99)
    parts = [
        HEAD,
        "## Functions\n\n",
        *(function(d) for d in functions),
        "## Classes\n\n",
        *(class_(d) for d in classes if "TypedDict" not in map(ast.unparse, d.bases)),
        *(module(file) for file in sorted(PACKAGE.glob("[!_]*.py"))),
        "## Names of values\n\n",
        types(),
    ]
    return "".join(parts).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    (ROOT / "docs" / "api.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
