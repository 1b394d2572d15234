"""What ``shirube check --repair`` does: a new workbook per file, and what is left for people to look at."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shirube.check.facts import CheckSource
from shirube.check.inspect import inspect_source
from shirube.commands.repair import RepairSettings, repair
from shirube.errors import ShirubeError
from shirube.office.read.check_source import read_check_source

from .common import free_path, make_folder, purpose_of, write

__all__ = ["add_arguments", "repair_files"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --repair and --rule."""
    parser.add_argument(
        "--repair", action="store_true", help="直せるものを直した新しいブックを作る（元のファイルは変えない）"
    )
    parser.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="L1-12",
        help="直す規則（--repair と使う。くり返せる。省くと直せるものすべて）",
    )


def repair_files(
    sources: Sequence[CheckSource], paths: Sequence[Path], options: argparse.Namespace
) -> list[dict[str, Any]]:
    """Repair every spreadsheet into a new workbook; one that cannot be written says why and the rest go on.

    Returns
    -------
    list
        Per file: its name, the new workbook's name, and how many findings are left (``repairable`` of them).
    """
    several = options.file.is_dir()
    folder = make_folder(options.out or options.file.with_name(f"{options.file.name}_直した表")) if several else None
    done: list[dict[str, Any]] = []
    for source, path in zip(sources, paths, strict=True):
        if not source.sheets:
            continue
        target = folder / f"{path.stem}_直した表.xlsx" if folder else options.out
        try:
            done.append(_repaired(source, target or free_path(path.with_name(f"{path.stem}_直した表.xlsx")), options))
        except ShirubeError as error:
            if not several:
                raise
            done.append({"file": source.file, "error": error.japanese})
    return done


def _repaired(source: CheckSource, target: Path, options: argparse.Namespace) -> dict[str, Any]:
    formulas = {name: facts.formulas for name, facts in source.facts.items()}
    result = repair(source.sheets, RepairSettings(tuple(options.rule), formulas, purpose_of(options)))
    written = write([result], target, replace=options.replace)
    left = inspect_source(read_check_source(written)).failed
    return {
        "file": source.file,
        "repaired": str(written),
        "left": len(left),
        "left_repairable": sum(finding.repairable for finding in left),
    }
