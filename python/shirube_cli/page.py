"""The guide to the command line, taken from the parsers themselves: ``python -m shirube_cli.page docs/cli.md``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from .main import STEPS, module_of, parser

__all__ = ["page"]

_HEAD = """# コマンドの使い方

Excel を開かずに、同じ仕事をします。`shirube 命令 --help` でも同じ説明が出ます。

## どの命令にも共通のこと

- 元のファイルは変えません。結果は新しいブックに書きます。`--out` を省くと、元のファイルの隣に、まだない名前で作ります。
- `--out` のファイルがすでにあれば、書かずに止まります。`--replace` を付けたときだけ置き換えます。
  `demo` と `build` は、前に自分が作った同じ名前のファイルを置き換えます。
- `new`・`demo`・`build`・`bundle` と、フォルダーをまとめて扱うときの `--out` は、フォルダーです。
- 途中で止まったとき（Ctrl+C を含む）、書きかけのファイルは残りません。書き終えたものは、そのままです。
- ファイル名やシート名に空白があれば、`"` で囲みます。
- 画面がつながっているときは、2秒より長い計算の間、経過した秒数を出します。ファイルに送るときは出しません。

| 終了コード | 意味 |
|---|---|
| 0 | 終わった |
| 1 | しるべの不具合（SB-W299） |
| 2 | 直せることがある。何が、どこで、どうするかを、番号（SB-…）と日本語で出す |
| 130 | Ctrl+C で中止した |
"""


def page() -> str:
    """Return the whole page, Markdown."""
    top = parser()
    (verbs,) = (action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    lines = [_HEAD]
    for step, names in STEPS:
        lines.append(f"## {step}\n")
        for name in names:
            lines += _verb(name, module_of(name).EXAMPLE, verbs.choices[name])
    return "\n".join(lines)


def _verb(name: str, example: str, one: argparse.ArgumentParser) -> Iterator[str]:
    yield f"### {name}\n\n{one.description}\n\n```\n{example}\n```\n"
    yield from _table(one)
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                told = next((c.help for c in action._choices_actions if c.dest == word), "")
                yield f"`shirube {name} {word}`：{told}\n"
                yield from _table(below)


def _table(one: argparse.ArgumentParser) -> Iterator[str]:
    rows = [
        f"| {_call(action)} | {_said(one, action)} |"
        for action in one._actions
        if not isinstance(action, (argparse._HelpAction, argparse._SubParsersAction))
    ]
    if rows:
        yield "\n".join(["| 指定 | 意味 |", "|---|---|", *rows]) + "\n"


def _call(action: argparse.Action) -> str:
    """How a word is written in a call."""
    names = "`、`".join(action.option_strings)
    if action.choices:
        value = "・".join(map(str, action.choices))
    elif isinstance(action.metavar, tuple):
        value = " ".join(action.metavar)
    else:
        value = str(action.metavar or action.dest.upper())
    value = value.replace("|", "\\|")
    if not names:
        return f"`{value}`"
    return f"`{names}`" if action.nargs == 0 else f"`{names} {value}`"


def _said(one: argparse.ArgumentParser, action: argparse.Action) -> str:
    text = one._get_formatter()._expand_help(action) if action.help else ""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
