"""What keeps a workbook inside the office until someone has looked: personal information, stamps, paths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...grid import Grid, Kind, a1
from ..personal import PersonalFinding, find_personal

__all__ = ["Stop", "stops_of"]

_STAMP = re.compile(r"庁内限り|庁内限定|部外秘|取扱注意|関係者限り|内部資料|外部秘|㊙")
_PATH = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\[\w.-]+\\|file:/{2,3}|smb://|(?<![\w/.:])/(?:home|Users|mnt|var|tmp|Volumes)/",
)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason not to hand a workbook out: what, where, how many cells, and what to do."""

    label: str
    where: str
    count: int
    advice: str
    finding: PersonalFinding | None = None

    @property
    def sentence(self) -> str:
        """One line for a list."""
        return f"{self.label}（{self.where}、{self.count:,}件）→ {self.advice}"


def stops_of(grids: Sequence[Grid]) -> tuple[Stop, ...]:
    """Return everything on the visible sheets that must be looked at first, personal information before the rest.

    >>> grid = Grid.from_rows([["庁内限り"], ["メール"], ["taro@example.com"]], name="表")
    >>> [(stop.label, stop.where) for stop in stops_of([grid])]
    [('電子メール（個人情報）「メール」', '表!A3'), ('庁内限りの印', '表!A1')]
    """
    found = [_personal(finding) for grid in grids for finding in find_personal(grid)]
    return (*found, *(stop for grid in grids for stop in _marks(grid)))


def _personal(finding: PersonalFinding) -> Stop:
    header = f"「{finding.header}」" if finding.header else ""
    label = f"{finding.kind.value}（{finding.severity.value}）{header}"
    where = f"{finding.sheet}!{finding.place}" if finding.spans else f"{finding.sheet}（シート名）"
    return Stop(label, where, finding.count, "か、".join(finding.suggestions), finding)


def _marks(grid: Grid) -> Iterator[Stop]:
    for pattern, label, advice in (
        (_STAMP, "庁内限りの印", "人数の少ない欄を伏せた公表用の表を作り直す"),
        (_PATH, "フォルダーの場所", "セルから消す"),
    ):
        cells = [
            a1(r, c)
            for (r, c), value in _texts(grid)
            if pattern.search(value)
        ]  # fmt: skip
        if cells:
            more = f" ほか{len(cells) - _SHOWN}か所" if len(cells) > _SHOWN else ""
            yield Stop(label, f"{grid.name}!{'、'.join(cells[:_SHOWN])}{more}", len(cells), advice)
    if _STAMP.search(grid.name):
        yield Stop("庁内限りの印", f"{grid.name}（シート名）", 1, "シート名を確かめる")


def _texts(grid: Grid) -> Iterator[tuple[tuple[int, int], str]]:
    rows, columns = (grid.kinds == Kind.TEXT).nonzero()
    for r, c in zip(rows.tolist(), columns.tolist(), strict=True):
        yield (r, c), grid.values[r, c]
