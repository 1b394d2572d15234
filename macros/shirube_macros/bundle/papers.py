"""The papers of a bundle: every guide, what it links to, and the workbooks and queries the checklist works with.

They keep their places relative to each other, so that a link leads to the same page as before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["links", "papers"]

PATTERNS = (
    "docs/*.md",
    "LICENSE",
    "NOTICE.md",
    "CHANGELOG.md",
    "macros/powerquery/*.pq",
    "workbooks/excel-acceptance/*.xlsx",
    "workbooks/samples/みほん市_*.xlsx",
)
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")


def papers(home: Path) -> dict[str, Path]:
    """Return the files by their path in the repository.

    Parameters
    ----------
    home
        The folder of the repository.
    """
    found: dict[str, Path] = {}
    todo = [path.relative_to(home).as_posix() for pattern in PATTERNS for path in sorted(home.glob(pattern))]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = home / name
            todo += links(name, home / name)
    return dict(sorted(found.items()))


def links(name: str, path: Path) -> Iterator[str]:
    """Give what a page links to within the repository, by path; nothing for a file that is no page."""
    if path.suffix != ".md":
        return
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
