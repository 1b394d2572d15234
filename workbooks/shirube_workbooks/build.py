"""Build the template workbooks from their specs: ``workbooks/specs/books/*.toml`` to ``workbooks/templates/*.xlsx``.

The same specs give the same files. Only functions of Excel 2016 and Excel tables are used; no macros, no hidden sheets.
"""

from __future__ import annotations

from pathlib import Path

from .form import draw_form
from .guide import draw_guide, draw_lists
from .library import read_spec
from .look import Book
from .worktable import draw_table

__all__ = ["SPECS", "TEMPLATES", "build_template", "build_templates"]

_HOME = Path(__file__).resolve().parents[1]
SPECS = _HOME / "specs" / "books"
TEMPLATES = _HOME / "templates"


def build_templates(folder: Path = TEMPLATES, specs: Path = SPECS) -> list[Path]:
    """Build every template into `folder`; return the files written, in the order of their names.

    Raises
    ------
    WriteError
        SB-W501 to SB-W504: a spec is wrong. Nothing of that workbook is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [build_template(spec, folder) for spec in sorted(specs.glob("*.toml"))]


def build_template(spec_file: Path, folder: Path) -> Path:
    """Build one template into `folder`; return the file written."""
    spec = read_spec(spec_file)
    path = folder / spec.workbook.file
    with Book(path, spec.workbook.title) as book:
        for page in spec.sheets:
            if page.columns:
                draw_table(book, spec, page, spec_file.name)
            elif page.cells:
                draw_form(book, spec, page, spec_file.name)
            else:
                draw_guide(book, spec, page, spec_file.name)
        draw_lists(book, spec)
    return path
