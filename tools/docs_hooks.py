"""Bring pages that live elsewhere in the repository into the documentation site, and fit their links to it."""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "NOTICE.md",
    "LICENSE",
    "macros/powerquery/README.md",
    "workbooks/excel-acceptance/README.md",
    "workbooks/samples/README.md",
    "workbooks/samples/sources.csv",
    "workbooks/specs/README.md",
)
_LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages."""
    for name in PAGES:
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links within the repository into links within the site."""
    here = page.file.src_uri
    at = here if here in PAGES else f"docs/{here}"

    def fitted(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(at), link[1]))
        if (ROOT / target).is_dir():
            target = f"{target}/README.md"
        inside = target.removeprefix("docs/")
        return posixpath.relpath(inside, posixpath.dirname(here) or ".")

    return _LINK.sub(fitted, markdown)
