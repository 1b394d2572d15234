"""The catalogue of worksheet functions (``shirube_udfs/catalogue.toml``) and what is made from it.

Read as data, never as code: VBA wrappers, the texts of Excel's function wizard and ``docs/functions.md`` all come
from the one file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from shirube.errors import WriteError
from shirube.grid import a1

__all__ = [
    "Argument",
    "Function",
    "Sample",
    "catalogue",
    "parse",
    "reference_page",
    "samples",
    "wizard_rows",
    "wrappers",
]

LONGEST_HELP = 255  # what Excel's MacroOptions takes
MOST_ARGUMENTS = 7
ROWS_SHOWN = 12  # of a sample sheet, on the reference page
RETURNS = {"table": "SbTable", "number": "SbNumber", "text": "SbText"}
RETURNS_JA = {"table": "表（右と下にあふれて表示）", "number": "数値", "text": "文字"}
_RESERVED_WORDS = """
and any array as boolean byref byte byval call case const date debug declare dim do double each else empty end enum
erase error event exit false for function get go goto if imp in input integer is let like lock long loop lset me mod
name new next not nothing null on open option optional or paramarray preserve print private property public put redim
rem resume return rset seek select set single static step stop string sub tab then time to true type until variant
wend while with write xor
"""
#: Words VBA does not take as an argument's name.
RESERVED = frozenset(_RESERVED_WORDS.split())


@dataclass(frozen=True)
class Argument:
    """One argument. `ndim` 0: one cell or value; 2: a range."""

    name: str
    help: str
    ndim: int
    optional: bool = False


@dataclass(frozen=True)
class Function:
    """One worksheet function; `module` is the last part of its module's name inside ``shirube_udfs``.

    `vba`: written in ``vba/modFunctions.bas`` itself, for what must work when Python does not.
    """

    name: str
    module: str
    function: str
    category: str
    description: str
    returns: str
    example: str
    arguments: tuple[Argument, ...]
    note: str = ""
    vba: bool = False


@dataclass(frozen=True)
class Sample:
    """One sheet the examples point at: what it shows, rows of values (``""`` for a blank cell)."""

    about: str
    rows: tuple[tuple[Any, ...], ...]


def samples() -> dict[str, Sample]:
    """Return the sheets of the examples by name (``shirube_udfs/samples.toml``)."""
    text = resources.files("shirube_udfs").joinpath("samples.toml").read_text(encoding="utf-8")
    sheets = tomllib.loads(text)["sheet"]
    return {sheet["name"]: Sample(sheet["about"], tuple(map(tuple, sheet["rows"]))) for sheet in sheets}


def catalogue() -> tuple[Function, ...]:
    """Return every worksheet function, in the order of the catalogue."""
    return parse(resources.files("shirube_udfs").joinpath("catalogue.toml").read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Function, ...]:
    """Read a catalogue.

    Raises
    ------
    WriteError
        SB-W208: an entry lacks a field, has one too many, or breaks a limit of Excel.
    """
    functions = tuple(_function(entry) for entry in tomllib.loads(text)["function"])
    names = [f.name for f in functions]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise WriteError("W208", name=twice, reason="名前が二つあります")
    return functions


def _function(entry: Mapping[str, Any]) -> Function:
    name = str(entry.get("name", "?"))
    try:
        arguments = tuple(Argument(**a) for a in entry["arguments"])
        function = Function(**{**entry, "arguments": arguments})
    except (KeyError, TypeError) as error:
        raise WriteError("W208", name=name, reason=f"項目が足りないか余っています（{error}）") from error
    reason = _broken_limit(function)
    if reason:
        raise WriteError("W208", name=name, reason=reason)
    return function


def _broken_limit(function: Function) -> str:
    if not re.fullmatch(r"SB_[A-Z]{2,20}", function.name):
        return "名前は SB_ と英大文字だけにします"
    if function.returns not in RETURNS:
        return "returns は table・number・text のどれかです"
    if max(len(t) for t in (function.description, *(a.help for a in function.arguments))) > LONGEST_HELP:
        return f"説明は{LONGEST_HELP}字までです"
    if len(function.arguments) > MOST_ARGUMENTS:
        return f"引数は{MOST_ARGUMENTS}個までです"
    if any(a.name in RESERVED or not re.fullmatch(r"[a-z][a-z_]*", a.name) for a in function.arguments):
        return "VBA で使えない引数名があります"
    if any(a.ndim not in (0, 2) for a in function.arguments):
        return "ndim は 0（1つのセル）か 2（範囲）です"
    flags = [a.optional for a in function.arguments]
    return "省ける引数は後ろに並べます" if flags != sorted(flags) else ""


def wrappers(functions: Sequence[Function]) -> str:
    """Return the VBA procedures Excel calls: one line each, over the bridge of the same module."""
    out = []
    for f in (f for f in functions if not f.vba):
        signature = ", ".join(f"{'Optional ' if a.optional else ''}{a.name} As Variant" for a in f.arguments)
        values = ", ".join(a.name for a in f.arguments)
        out += [
            f"Public Function {f.name}({signature}) As Variant",
            f'    {f.name} = {RETURNS[f.returns]}("shirube_udfs.{f.module}", "{f.function}", Array({values}))',
            "End Function",
            "",
        ]
    return "\n".join(out)


def wizard_rows(functions: Sequence[Function]) -> tuple[tuple[str, ...], ...]:
    """Return the sheet `Workbook_Open` registers from: name, category, description, help of each argument."""
    head = ("関数", "分類", "説明", "引数の説明 …")
    return (head, *((f.name, f.category, f.description, *(a.help for a in f.arguments)) for f in functions))


PAGE_HEAD = """# ワークシート関数

<!-- udfs/shirube_udfs/catalogue.toml から作ったページ。直すときは元を直し、
python -m shirube_macros.functions docs/functions.md で作り直す。 -->

- 表を返す関数は、結果が右と下にあふれて表示されます（Microsoft 365、Excel 2021・LTSC 2024）。
  Excel 2016・2019 では、式のセルを選んで［支援］→［仕上げる］→［結果を広げる］か［値で書き出す］を押します。
- 誤りのとき、表と文字を返す関数は `#SB-` で始まる文を、数値を返す関数は `#VALUE!` を返します。
  セルを選んで［支援］の［エラーを説明］を押すか `=SB_WHY(セル)` と書くと、何が起きたかと次の一手が出ます。
- 同じ大きな表に式をいくつも書くときは、`=SB_TABLE(範囲)` を1つのセルに書き、ほかの式には、
  表の範囲の代わりにそのセルを渡します。
- 関数はブックを書き換えません。人に渡す前には［値に固める］で式を値に変えられます。
  しるべのない PC で開いても、最後に計算した値が見えます。
- 例は、ページの終わりの「例のシート」のセルを指します。例は、そのままの形で試験が動かしています。"""


def reference_page(functions: Sequence[Function]) -> str:
    """Return ``docs/functions.md``."""
    out = [
        *PAGE_HEAD.splitlines(),
        "",
        "| 関数 | 分類 | 何を返すか |",
        "|---|---|---|",
        *(f"| [{f.name}](#{f.name.lower()}) | {f.category} | {f.description} |" for f in functions),
        "",
    ]
    for f in functions:
        shown = ", ".join(f"[{a.name}]" if a.optional else a.name for a in f.arguments)
        out += [f"## {f.name}", "", f"`={f.name}({shown})`", "", f.description, ""]
        if f.arguments:
            out += ["| 引数 | 説明 | 渡すもの |", "|---|---|---|"]
            out += [f"| {_name(a)} | {a.help} | {'範囲' if a.ndim == 2 else 'セルか値'} |" for a in f.arguments]
            out += [""]
        out += [f"- 返すもの: {RETURNS_JA[f.returns]}", f"- 例: `{f.example}`"]
        out += [f"- {f.note}"] if f.note else []
        out += [""]
    return "\n".join([*out, *_samples_section()])


def _samples_section() -> list[str]:
    """The sheets of the examples, their first rows."""
    out = ["## 例のシート", "", "数はすべて作り物です（udfs/shirube_udfs/samples.toml）。", ""]
    for name, sample in samples().items():
        shown = sample.rows[:ROWS_SHOWN]
        more = len(sample.rows) - len(shown)
        letters = [a1(0, c)[:-1] for c in range(len(shown[0]))]
        out += [f"### {name}", "", f"{sample.about}{f'（ほか{more}行）' if more else ''}", ""]
        out += [f"| | {' | '.join(letters)} |", "|---" * (len(letters) + 1) + "|"]
        out += [f"| {r} | {' | '.join(str(value) for value in row)} |" for r, row in enumerate(shown, 1)]
        out += [""]
    return out


def _name(argument: Argument) -> str:
    return f"{argument.name}（省ける）" if argument.optional else argument.name


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(reference_page(catalogue()), encoding="utf-8", newline="\n")
