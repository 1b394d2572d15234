"""The command line: ``shirube VERB …``, one module per verb (`VERBS`).

Exit status 0: done. 2: something the user can put right, said in Japanese with a code, a place and a next step.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from shirube import __version__
from shirube.errors import ShirubeError

from . import (
    build,
    bundle,
    check,
    crosstab,
    demo,
    doctor,
    evaluate,
    forms,
    handover,
    indicator,
    join,
    next_year,
    opendata,
    personal,
    plan,
    powerquery,
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
    handover,
    next_year,
    powerquery,
    build,
    bundle,
    doctor,
    demo,
)


class _Parser(argparse.ArgumentParser):
    """Says in Japanese what is wrong with the words of a call."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
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
