"""Make the notebooks of examples/ from the scripts beside them.

    python3 tools/build_notebooks.py

The scripts are the source: `# %%` begins a cell, `# %% [markdown]` one of text. A script prints and
saves what a notebook shows, so where a cell ends in `print(x)` its notebook ends in `x`, and in
`figure` where it ends in `figure.savefig(…)`. Notebooks are kept without their outputs; the tests
run them.
"""

import ast
import json
import re
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"


def shown(code: str) -> str:
    """The code of a cell with its last line made into what the cell shows."""
    body = ast.parse(code).body
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr) or not isinstance(last.value, ast.Call):
        return code
    call = last.value
    match call.func:
        case ast.Name("print") if len(call.args) == 1 and not isinstance(
            call.args[0], ast.JoinedStr
        ):
            value: ast.expr = call.args[0]
        case ast.Attribute(value=value, attr="savefig"):
            pass
        case _:
            return code
    expression = ast.get_source_segment(code, value)
    # A text is printed in a notebook too: its `repr` is no way to read it.
    if expression is None or "explain(" in expression:
        return code
    lines = code.splitlines()[: last.lineno - 1]
    return "\n".join([*lines, expression])


def notebook(script: str) -> str:
    """The notebook of a script, as JSON."""
    cells = []
    for part in re.split(r"^# %%", script, flags=re.MULTILINE)[1:]:
        head, _, text = part.partition("\n")
        cell = {"cell_type": "markdown", "id": f"cell-{len(cells) + 1}", "metadata": {}}
        if "markdown" in head:
            source = re.sub(r"^# ?", "", text.strip(), flags=re.MULTILINE)
        else:
            source = shown(text.strip())
            cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
        cells.append({**cell, "source": source.splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write a notebook beside each script."""
    for script in sorted(EXAMPLES.glob("*.py")):
        path = script.with_suffix(".ipynb")
        path.write_text(notebook(script.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
