"""Calls are explained in Japanese, wrong ones too, and templates can be had by name."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from shirube_cli.main import INTERRUPTED, VERBS, main, module_of, parser
from shirube_cli.page import page
from support.shared import ROOT

ENGLISH = re.compile(
    r"usage:|positional arguments|options:|show this help|the following|unrecognized|invalid choice|expected"
)


@pytest.mark.parametrize("verb", [[], *([verb] for verb in VERBS)], ids=lambda words: words[0] if words else "shirube")
def test_help_is_japanese(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*verb, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert shown.startswith("使い方: shirube")
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    "words",
    [
        ["forms", "map"],
        ["forms", "collect"],
        *(["indicator", w] for w in ("kpi", "gap", "population", "cost", "logic")),
    ],
    ids="-".join,
)
def test_help_of_a_word_below_a_verb(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0
    assert not ENGLISH.search(capsys.readouterr().out)


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


@pytest.mark.parametrize("verb", VERBS)
def test_every_example_is_a_call_that_is_understood(verb: str) -> None:
    words = shlex.split(module_of(verb).EXAMPLE)
    assert words[:2] == ["shirube", verb]
    assert verb == module_of(verb).NAME
    assert parser().parse_args(words[1:]).run is module_of(verb).run


def test_a_verb_does_not_wait_for_the_parts_of_the_others() -> None:
    code = (
        "import sys; from shirube_cli.main import main\n"
        "try: main(['plan', '--help'])\n"
        "except SystemExit: print(*sorted(m for m in sys.modules if m.startswith('shirube_cli.')))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert "shirube_cli.plan" in done.stdout
    assert "shirube_cli.build" not in done.stdout


def test_the_guide_to_the_command_line_is_what_the_parsers_say() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page()


def test_ctrl_c_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    source = Path(shutil.copy(ROOT / "workbooks" / "samples" / "みほん市_健康教室.xlsx", tmp_path))
    monkeypatch.setattr("shirube_cli.next_year.carry_out", stopped)
    assert main(["next-year", str(source), "--year", "2025"]) == INTERRUPTED
    said = capsys.readouterr().err
    assert "中止しました" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == [source]


def test_nothing_is_written_when_one_of_two_files_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(shutil.copy(ROOT / "workbooks" / "samples" / "みほん市_健康教室.xlsx", tmp_path))
    out, told = tmp_path / "次.xlsx", tmp_path / "一覧.xlsx"
    told.write_bytes(b"mine")
    call = ["next-year", str(source), "--year", "2025", "--out", str(out), "--list", str(told)]
    assert main(call) == 2
    assert "SB-W101" in capsys.readouterr().err
    assert not out.exists()
    assert told.read_bytes() == b"mine"
    assert main([*call, "--replace"]) == 0
    assert told.read_bytes() != b"mine"


def test_a_console_of_windows_shows_what_it_can() -> None:
    """Names outside cp932 do not end a call."""
    code = "import sys; from shirube_cli.main import main; sys.exit(main(['tidy', '髙橋𠮷野.xlsx']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "SB-R101" in done.stderr.decode("cp932")
