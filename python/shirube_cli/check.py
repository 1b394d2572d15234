"""``shirube check FILE|FOLDER``: is this data machine-readable, and what is to be done about it?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from shirube.check.facts import CheckSource
from shirube.check.finding import Finding, Findings
from shirube.check.rules import RULES
from shirube.commands.check import CheckSettings, check, findings_of
from shirube.errors import CheckError, Place, ReadError, ShirubeError
from shirube.office.read.check_source import CHECKED, read_check_source

from . import repair
from .common import add_output, purpose_of, save
from .tidy import relative_link

NAME = "check"
HELP = "機械可読性の30の規則に照らして点検する"
EXAMPLE = "shirube check ごみ収集量.xlsx --repair"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE|FOLDER", help="点検するファイル、またはフォルダー")
    parser.add_argument("--level", type=int, choices=(1, 2, 3), default=3, help="点検する規則のレベル（既定: 3 まで）")
    parser.add_argument("--json", action="store_true", help="結果を JSON で画面に出す（ブックは作らない）")
    repair.add_arguments(parser)
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Check one file, or every file below a folder."""
    source: Path = options.file
    sources, paths, unread = _read(source)
    target = options.out or source
    link = relative_link(source, target.parent) if source.is_file() else ""
    settings = CheckSettings(options.level, link, purpose_of(options))
    found = findings_of(sources, settings)
    done = repair.repair_files(sources, paths, options) if options.repair else []
    if options.json:
        told = as_json(found, sources, unread) | ({"repaired": done} if options.repair else {})
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 0
    _print(found, sources)
    for error in unread:
        print(f"読めない  {error.japanese}")
    if options.repair:
        _print_repaired(done)
    else:
        save([check(sources, settings)], options, source, "点検")
    return 0


def _print_repaired(done: Sequence[dict[str, Any]]) -> None:
    for line in done:
        if "error" in line:
            print(f"直せない  {line['file']}  {line['error']}")
            continue
        left = f"残った指摘 {line['left']} 件、うち自動で直せる {line['left_repairable']} 件"
        print(f"書き出しました: {line['repaired']}（{left}）")


def _read(source: Path) -> tuple[list[CheckSource], list[Path], list[ShirubeError]]:
    """Read what there is to check; below a folder, what cannot be read is told and the rest goes on."""
    if not source.is_dir():
        return [read_check_source(source)], [source], []
    sources: list[CheckSource] = []
    paths: list[Path] = []
    unread: list[ShirubeError] = []
    for path in _files(source):
        try:
            sources.append(read_check_source(path))
            paths.append(path)
        except ReadError as error:
            unread.append(error)
    if not sources:
        raise CheckError("K402", at=Place(source.name), count=len(unread))
    return sources, paths, unread


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in CHECKED and not path.name.startswith(("~$", ".")):
            if path.name.endswith(".meta.json") or path.suffix.lower() == ".md":
                continue
            yield path


def _print(found: Findings, sources: Sequence[CheckSource]) -> None:
    for finding in found:
        mark = "人が見る" if finding.abstained else "直す    "
        where = finding.place if len(sources) == 1 else f"{finding.file}  {finding.place}"
        print(f"{mark}  {finding.rule}  {where}  {finding.sentence}")
    repairable = sum(f.repairable for f in found.failed)
    print(
        f"計 {len(sources)} ファイル：直すところ {len(found.failed)} 件（うち自動で直せる {repairable} 件）、"
        f"人が見るところ {len(found.for_person)} 件"
    )


def as_json(found: Findings, sources: Sequence[CheckSource], unread: Sequence[ShirubeError] = ()) -> dict[str, Any]:
    """Return the findings as plain data: the status of every rule, then every finding."""
    return {
        "files": [source.file for source in sources],
        "unread": [{"code": error.code, "sentence": error.sentence} for error in unread],
        "rules": {key: found.status(key) for key in RULES},
        "findings": [_finding(finding) for finding in found],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "title": RULES[finding.rule].title,
        "status": "person" if finding.abstained else "fail",
        "severity": finding.severity.name.lower(),
        "file": finding.file,
        "sheet": finding.sheet,
        "ranges": [span.a1 for span in finding.spans],
        "count": finding.count,
        "sentence": finding.sentence,
        "fix": finding.fix,
        "repairable": finding.repairable,
        "confidence": finding.confidence,
    }
