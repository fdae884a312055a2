#!/usr/bin/env python3
"""Turn stories in which every difference is marked into pairs that a scorer reads.

    python3 evals/stories.py FILE... OUT

A line of a FILE is a passage of the original and of the copy at once, every difference in braces:

    The {bill|invoice|TERM|major} was passed {by 212 votes to 97|, 212 to 97|PARA|none}.

An empty line ends a story, a line that starts with `##` names the kind of the stories after it, one
that starts with `#` is a comment. Each story becomes OUT/NAME/{original.txt,copy.txt,gold.json},
with one segment a line. Offsets count code points.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

BRACE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([A-Z]+)\|(none|minor|major|critical)\}")

Event = dict[str, Any]


class Story:
    """A story that is being read: both texts, their segments and the marked differences."""

    def __init__(self, name: str, kind: str) -> None:
        """Start an empty story."""
        self.name = name
        self.kind = kind
        self.texts = {"original": "", "copy": ""}
        self.segments: dict[str, list[Event]] = {"original": [], "copy": []}
        self.alignment: list[dict[str, list[int]]] = []
        self.events: list[Event] = []

    def add(self, line: str) -> None:
        """Add a line: one segment on each side that has words in it."""
        sides = {"original": "", "copy": ""}
        events: list[Event] = []
        at = 0
        for match in BRACE.finditer(line):
            for side in sides:
                sides[side] += line[at : match.start()]
            original, copy, code, severity = match.groups()
            event: Event = {"type": code, "severity": severity}
            for side, words in (("original", original), ("copy", copy)):
                start = len(self._base(side)) + len(sides[side])
                sides[side] += words
                event[f"{side}_span"] = words
                event[f"{side}_start"] = start if words else None
                event[f"{side}_end"] = start + len(words) if words else None
            events.append(event)
            at = match.end()
        ids: dict[str, list[int]] = {"original": [], "copy": []}
        for side in sides:
            sides[side] += line[at:]
            if not sides[side].strip():
                continue
            start = len(self._base(side))
            self.texts[side] = self._base(side) + sides[side]
            ids[side] = [len(self.segments[side])]
            end = len(self.texts[side])
            self.segments[side].append(
                {"id": ids[side][0], "kind": "sentence", "start": start, "end": end}
            )
        for event in events:
            for side, found in ids.items():
                event[f"{side}_seg"] = found[0] if found else None
        self.alignment.append(ids)
        self.events.extend(events)

    def _base(self, side: str) -> str:
        return f"{self.texts[side]}\n" if self.texts[side] else ""

    def write(self, folder: Path) -> None:
        """Write the pair and its marks."""
        folder.mkdir(parents=True, exist_ok=True)
        for side, text in self.texts.items():
            (folder / f"{side}.txt").write_text(f"{text}\n", encoding="utf-8")
        gold = {
            "id": self.name,
            "kind": self.kind,
            "original_segments": self.segments["original"],
            "copy_segments": self.segments["copy"],
            "alignment": self.alignment,
            "events": self.events,
        }
        text = json.dumps(gold, ensure_ascii=False, indent=1)
        (folder / "gold.json").write_text(text, encoding="utf-8")


def read(file: Path) -> list[Story]:
    """Read the stories of a file."""
    stories: list[Story] = []
    kind = "fluent"
    story: Story | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("##"):
            kind = (line.strip("# ") or kind).split()[0]
            story = None
        elif not line.strip():
            story = None
        elif not line.startswith("#"):
            if re.search(r"[{}|]", BRACE.sub("", line)):
                raise SystemExit(
                    f"{file}:{number}: a brace is not of the form {{a|b|CODE|severity}}"
                )
            if story is None:
                story = Story(f"{file.stem}{len(stories) + 1:03}", kind)
                stories.append(story)
            story.add(line.strip())
    return stories


def main() -> None:
    """Run the command line."""
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    *files, out = map(Path, sys.argv[1:])
    for file in files:
        for story in read(file):
            story.write(out / story.name)


if __name__ == "__main__":
    main()
