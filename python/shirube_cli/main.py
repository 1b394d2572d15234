"""The command line: ``shirube VERB …``, one module per verb (`VERBS`).

Exit status 0: done. 1: a fault of ours (SB-W299). 2: something the user can put right, said in Japanese with a code,
a place and a next step.
130: stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from shirube import __version__
from shirube.errors import ShirubeError

from .waiting import Waiting

__all__ = ["STEPS", "VERBS", "main", "module_of", "parser"]

#: Verbs by step of the work, in the order of the ribbon.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("準備・診断", ("new", "check", "personal", "doctor")),
    ("整える", ("tidy", "stack", "join", "forms", "powerquery")),
    ("集計", ("crosstab", "cluster", "profile")),
    ("評価", ("plan", "register", "evaluate", "indicator", "inquiry")),
    ("まとめ・外に出す", ("flow", "opendata", "share")),
    ("支援・引き継ぎ", ("handover", "next-year")),
    ("研修", ("homework", "cohort", "outcome")),
    ("試す・配る", ("demo", "build", "bundle")),
)
VERBS = tuple(verb for _, verbs in STEPS for verb in verbs)
_TELL_THEIR_STEPS = {"demo", "build", "bundle", "outcome"}
#: Exit status after Ctrl+C, as shells know it.
INTERRUPTED = 130


# What argparse says, and how we say it.
_COMPLAINTS = (
    (r"^the following arguments are required: (.*)", r"足りないもの: \1"),
    (r"^unrecognized arguments: (.*)", r"知らない指定: \1"),
    (r"^argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 の \2 は選べません。選べるもの: \3"),
    (r"^argument (.*?): invalid \w+ value: (.*)", r"\1 の \2 は読めません"),
    (r"^argument (.*?): expected .*", r"\1 の値がありません"),
    (r"^argument (.*?): not allowed with argument (.*)", r"\1 と \2 は一緒に使えません"),
    (r"^argument (.*?): (.*)", r"\1: \2"),
    (r"^ambiguous option: (\S+) could match (.*)", r"\1 はどれか決まりません: \2"),
)


class _Formatter(argparse.HelpFormatter):
    """Help in Japanese; examples and lists of verbs keep their lines."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        kept = "\n" in text
        return text if kept else super()._fill_text(text, width, indent)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says in Japanese how a call is made and what is wrong with its words."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **settings, "add_help": False})
        self._positionals.title, self._optionals.title = "渡すもの", "指定できること"
        self.add_argument("-h", "--help", action="help", help="この説明を表示して終わる")

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        for english, japanese in _COMPLAINTS:
            message = re.sub(english, japanese, message)
        self.exit(2, f"指定の仕方が違います（{message}）。「{self.prog} --help」で使い方を確かめてください。\n")


def module_of(verb: str) -> ModuleType:
    """Import the module of a verb: only then, so that one verb does not wait for the parts of the others."""
    return import_module(f".{verb.replace('-', '_')}", __package__)


def parser(only: Sequence[str] = VERBS) -> argparse.ArgumentParser:
    """Build the parser with one sub-command per verb of `only`."""
    listing = len(only) > 1
    top = _Parser(
        prog="shirube",
        usage="shirube 命令 [指定 ...]",
        description="しるべ: 整然データ化・クロス集計・政策評価",
        epilog=_verbs() if listing else None,
    )
    top.add_argument("--version", action="version", version=f"しるべ {__version__}", help="版を表示して終わる")
    # Named when it is missing, but listed by step below.
    verbs = top.add_subparsers(dest="verb", required=True, metavar="命令", parser_class=_Parser, help=argparse.SUPPRESS)
    for verb in map(module_of, only):
        sub = verbs.add_parser(
            verb.NAME, prog=f"shirube {verb.NAME}", description=verb.HELP, epilog=f"例:\n  {verb.EXAMPLE}"
        )
        verb.add_arguments(sub)
        sub.set_defaults(run=verb.run)
    return top


def _verbs() -> str:
    """The verbs by step, one line each."""
    lines = ["命令（くわしくは shirube 命令 --help）:"]
    for step, verbs in STEPS:
        lines += [f"  {step}", *(f"    {verb:<11} {module_of(verb).HELP}" for verb in verbs)]
    return "\n".join([*lines, "", "例:", f"  {module_of('tidy').EXAMPLE}"])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of cp932 cannot show every name
            stream.reconfigure(errors="replace")
    try:
        words = sys.argv[1:] if argv is None else list(argv)
        options = parser(words[:1] if words[:1] and words[0] in VERBS else VERBS).parse_args(words)
        with Waiting(silent=options.verb in _TELL_THEIR_STEPS or getattr(options, "all_sheets", False)):
            status: int = options.run(options)
    except KeyboardInterrupt:
        print("\n中止しました。書きかけのファイルは残していません。書き終えたものは、そのままです。", file=sys.stderr)
        return INTERRUPTED
    except ShirubeError as error:
        print(error.japanese, file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("SHIRUBE_DEBUG"):
            raise
        print(ShirubeError("W299", kind=type(error).__name__).japanese, file=sys.stderr)
        return 1
    return status
