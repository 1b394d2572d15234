"""The gallery shows every picture there is, and names the call that made it."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from shirube_cli.main import parser

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
#: Picture, what it shows, the cell of its call.
ROW = re.compile(r"^\| \[!\[(.+?)\]\(gallery/(.+?)\.png\)\]\(gallery/\2\.png\) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = {picture: (alt, words, call) for alt, picture, words, call in ROW.findall(PAGE)}
_ORIGINAL = "（元のブック）"

sys.path.insert(0, str(ROOT / "tools"))

import course_pictures  # noqa: E402 - scripts that make the pictures
import forms_pictures  # noqa: E402
import gallery  # noqa: E402
import policy_pictures  # noqa: E402
import template_pictures  # noqa: E402


def test_every_picture_is_on_the_page_once() -> None:
    there = sorted(path.stem for path in (ROOT / "docs" / "gallery").glob("*.png"))
    assert sorted(picture for _, picture, _, _ in ROW.findall(PAGE)) == there
    assert len(re.findall(r"!\[", PAGE)) == len(there)


def test_every_picture_has_a_line_of_its_own() -> None:
    lines = [words for _, words, _ in ROWS.values()]
    assert len(set(lines)) == len(lines)
    assert len({alt for alt, _, _ in ROWS.values()}) == len(ROWS)


@pytest.mark.parametrize("picture", sorted(ROWS))
def test_the_call_is_understood(picture: str) -> None:
    call = ROWS[picture][2]
    if call != _ORIGINAL:
        words = shlex.split(call.strip("`"))
        assert words[0] == "shirube"
        assert callable(parser().parse_args(words[1:]).run)


def test_calls_are_those_that_made_the_pictures() -> None:
    named = {picture: book for picture, book, _ in gallery.PICTURES if book in gallery.MADE}
    assert named
    for picture, book in named.items():
        made = [word.removeprefix("workbooks/samples/") for word in gallery.MADE[book]]
        assert shlex.split(ROWS[picture][2].strip("`"))[1:] == made


def test_templates_are_those_the_pictures_show() -> None:
    for picture, template, _ in template_pictures.PICTURES:
        assert ROWS[picture][2] == f"`shirube new {template}`"


@pytest.mark.parametrize("folder", ["docs", "docs/adr", "."])
def test_every_picture_a_page_shows_exists(folder: str) -> None:
    for page in (ROOT / folder).glob("*.md"):
        for link in re.findall(r"!\[.*?\]\((?!https?:)(.+?)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_a_committed_script_makes_every_picture() -> None:
    scripts = (gallery, template_pictures, course_pictures, forms_pictures)
    made = {row[0] for script in scripts for row in script.PICTURES}
    assert set(ROWS) == made | set(policy_pictures.PICTURES)
