"""Calls are explained in Japanese, wrong ones too, and templates can be had by name."""

import re
from pathlib import Path

import openpyxl
import pytest

from shirube_cli.main import VERBS, main

ENGLISH = re.compile(
    r"usage:|positional arguments|options:|show this help|the following|unrecognized|invalid choice|expected"
)


@pytest.mark.parametrize(
    "verb", [[], *([verb.NAME] for verb in VERBS)], ids=lambda words: words[0] if words else "shirube"
)
def test_help_is_japanese(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*verb, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert shown.startswith("使い方: shirube")
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["tidy", "a.xlsx", "--unknown"], "知らない指定: --unknown"),
        (["tidy", "a.xlsx", "--purpose", "秘密"], "選べるもの"),
        (["tidy", "a.xlsx", "--out"], "--out の値がありません"),
        (["crosstab", "a.xlsx", "--threshold", "十"], "--threshold の '十' は読めません"),
        (["nothing"], "選べません"),
        ([], "足りないもの"),
    ],
)
def test_wrong_calls_are_explained(call: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(call)
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert told in said
    assert not ENGLISH.search(said)


def test_new_lists_and_makes_templates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 0
    assert "09_進行管理" in capsys.readouterr().out
    for name in ("進行管理", "09_進行管理"):
        assert main(["new", name, "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["09_進行管理.xlsx", "09_進行管理_2.xlsx"]
    assert "実績" in openpyxl.load_workbook(tmp_path / "09_進行管理_2.xlsx").sheetnames


def test_an_unknown_template_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "進行管理表", "--out", str(tmp_path)]) == 2
    assert "SB-W505" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert main(["new", "進行管理", "--out", str(tmp_path / "ない")]) == 2
    assert "SB-W103" in capsys.readouterr().err
