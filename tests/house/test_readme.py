"""The README can be followed: its calls are understood, every verb is named, every reader has three links."""

import re
import shlex
from pathlib import Path

import pytest

from shirube_cli.main import parser

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CALLS = [
    call
    for row in re.findall(r"^\| [^|]+ \| ([^|]+) \| \[", README.partition("## 自分のファイルで使う")[2], re.MULTILINE)
    for call in re.findall(r"`(.+?)`", row)
]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_understood(call: str) -> None:
    assert callable(parser().parse_args(shlex.split(call)).run)


def test_every_verb_is_named() -> None:
    verbs = re.findall(r"^### (\S+)$", (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(verbs) > 20
    assert {call.split()[0] for call in CALLS} | {"demo"} == set(verbs)


@pytest.mark.parametrize("reader", ["職員の方", "情報担当の方", "講師の方", "開発する方"])
def test_every_reader_has_three_links_to_begin_with(reader: str) -> None:
    row = re.search(rf"^\| {reader} \|(.+)\|$", README, re.MULTILINE)
    assert row
    links = re.findall(r"\]\((.+?)\)", row[1])
    assert len(set(links)) == 3
    assert all((ROOT / link).exists() for link in links)
