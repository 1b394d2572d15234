"""Write ``customUI14.xml`` and ``docs/ribbon.md`` anew (in a checkout)."""

from __future__ import annotations

from pathlib import Path

from . import custom_ui, groups
from .page import page

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def write_all() -> None:
    """Write both files."""
    found = groups()
    (HERE / "customUI14.xml").write_text(custom_ui(found), encoding="utf-8", newline="\n")
    (ROOT / "docs" / "ribbon.md").write_text(page(found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_all()
