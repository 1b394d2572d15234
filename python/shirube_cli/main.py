"""The command line: ``shirube VERB …``, one module per verb (`VERBS`).

Exit status 0: done. 2: something the user can put right, said in Japanese with a code, a place and a next step.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from shirube import __version__
from shirube.errors import ShirubeError

from . import (
    build,
    bundle,
    check,
    cluster,
    cohort,
    crosstab,
    demo,
    doctor,
    evaluate,
    flow,
    forms,
    handover,
    homework,
    indicator,
    inquiry,
    join,
    new,
    next_year,
    opendata,
    outcome,
    personal,
    plan,
    powerquery,
    profile,
    register,
    share,
    stack,
    tidy,
)

__all__ = ["main"]

VERBS = (
    tidy,
    stack,
    check,
    personal,
    opendata,
    share,
    forms,
    join,
    crosstab,
    evaluate,
    plan,
    register,
    indicator,
    cluster,
    profile,
    flow,
    inquiry,
    handover,
    next_year,
    powerquery,
    homework,
    cohort,
    outcome,
    new,
    build,
    bundle,
    doctor,
    demo,
)


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
    """Help in Japanese."""

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


def parser() -> argparse.ArgumentParser:
    """Build the parser with one sub-command per verb."""
    top = _Parser(prog="shirube", description="しるべ: 整然データ化・クロス集計・政策評価")
    top.add_argument("--version", action="version", version=f"しるべ {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="命令", parser_class=_Parser)
    for verb in VERBS:
        sub = verbs.add_parser(verb.NAME, help=verb.HELP, description=verb.HELP)
        verb.add_arguments(sub)
        sub.set_defaults(run=verb.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    options = parser().parse_args(argv)
    try:
        status: int = options.run(options)
    except ShirubeError as error:
        print(error.japanese, file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("SHIRUBE_DEBUG"):
            raise
        print(ShirubeError("W299", kind=type(error).__name__).japanese, file=sys.stderr)
        return 2
    return status
