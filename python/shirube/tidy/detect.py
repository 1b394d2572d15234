"""`detect`: read a sheet's layout and propose recipes, best first, each with its reasons.

>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])
>>> best = detect(grid).candidates[0]
>>> best.recipe.anchor.text, best.recipe.header.rows, best.recipe.stub.columns
('地区', 1, 1)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..grid import Grid, Kind, Span, a1
from .candidate import Candidate
from .cells import Cells, Look, look_at
from .evidence import kind_of
from .folds import folded, titles_differ
from .headers import read_header
from .list_candidates import with_steps
from .recipe import Anchor, Header, Recipe, Stub
from .regions import Region, find_regions, is_attribute_name, is_form
from .wrecks import wreck_of

__all__ = ["Candidate", "Detection", "detect"]


@dataclass(frozen=True)
class Detection:
    """Up to three candidates, best first; or the reason why there is none."""

    candidates: tuple[Candidate, ...] = ()
    refusal: str = ""

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if any."""
        return self.candidates[0] if self.candidates else None


def detect(grid: Grid) -> Detection:
    """Propose up to three readings of a sheet. Never raises on any content.

    Parameters
    ----------
    grid
        The sheet.
    """
    if not (grid.kinds != Kind.BLANK).any():
        return Detection(refusal="シートに何も書かれていません。表のあるシートを選んでください。")
    cells = look_at(grid)
    wreck = wreck_of(cells)
    if wreck:
        return Detection(refusal=_WRECK.format(cell=wreck))
    regions = find_regions(cells)
    tables = tuple(region for region in regions if not is_form(cells, region))
    if regions and not tables:
        return Detection(refusal=_FORM)
    candidates = with_steps(cells, _records(cells), _crosstabs(cells, tables))
    candidates.sort(key=lambda c: -c.confidence)
    if not candidates:
        return Detection(refusal=_refusal(cells))
    mark = grid.fingerprint()
    return Detection(tuple(_marked(candidate, mark) for candidate in candidates[:3]))


def _marked(candidate: Candidate, mark: str) -> Candidate:
    return replace(candidate, recipes=tuple(replace(recipe, fingerprint=mark) for recipe in candidate.recipes))


_FORM = (
    "方眼紙のように細かい列を結合して欄を作った様式で、見出しと数字の並ぶ表ではありません。"
    "同じ様式を何枚も集めるときは、調査票のとりまとめを使ってください。"
)


_WRECK = (
    "1つのセルに数がいくつも入っています（{cell} ほか）。PDF などから写した表のようで、"
    "どの数がどの見出しのものか決められません。作成元に Excel か CSV を求めてください。"
)


def _refusal(cells: Cells) -> str:
    if not cells.data.any():
        return "数字のある表が見つかりません（文章だけのシートのようです）。表のあるシートか範囲を選んでください。"
    return "見出しと数字が並ぶ表が見つかりません。表全体（見出しを含む）を選び直してください。"


def _records(cells: Cells) -> Candidate | None:
    """A sheet that is already one row per record: unique names in one row, no merges, nothing around."""
    rows = np.flatnonzero((cells.look != Look.BLANK).any(axis=1))
    columns = np.flatnonzero((cells.look != Look.BLANK).any(axis=0))
    if len(rows) < 2 or len(columns) < 2:
        return None
    head = _record_head(cells, rows, columns)
    if head is None:
        return None
    used = [c for c in columns.tolist() if (cells.look[head:, c] != Look.BLANK).any()]
    names = [cells.label(head, c) for c in used]
    filled = [name for name in names if name]
    if len(set(filled)) != len(filled) or len(filled) < len(names):
        return None
    body = rows[rows > head]
    keys = [cells.label(int(r), used[0]) for r in body]
    if not len(body) or _merged(cells, head, used) or names[0] in keys:  # the header comes again: several tables
        return None
    reasons = [f"{head + 1}行目が項目名で、その下が1行1件の一覧です。"]
    confidence = 0.95 if head == rows[0] else 0.6
    gaps = int(body[-1] - head - len(body))
    if gaps:
        confidence -= 0.3
        reasons.append("途中に空の行があります。")
    data = cells.data[np.ix_(body, np.array(used))].sum(axis=0)
    text = cells.text[np.ix_(body, np.array(used))].sum(axis=0)
    numeric = [name for name, d, t in zip(names, data.tolist(), text.tolist(), strict=True) if d > t]
    times = sum(kind_of(name) == "time" for name in numeric)
    if times >= 3 and times >= 0.6 * len(numeric):
        confidence -= 0.5
        reasons.append("年や月が列に並んでいるので、縦持ちに直せます。")
    if head != rows[0] and len(numeric) > len(names) / 2:
        confidence -= 0.4
    if is_attribute_name(names[0]) and len(body) >= 20 and len(set(keys)) == len(keys):
        confidence += 0.3
        reasons.append(f"「{names[0]}」が1件ずつ違います。")
    first = used[0]
    recipe = Recipe(sheet=cells.grid.name, form="records", anchor=Anchor(names[0], a1(head, first), a1(head, first)))
    return Candidate((recipe,), min(0.98, max(0.05, confidence)), tuple(reasons))


def _record_head(cells: Cells, rows: np.ndarray, columns: np.ndarray) -> int | None:
    """First row in which most columns have a text, if nothing but a title stands above."""
    for r in rows[:6].tolist():
        named = cells.text[r] | _typed_over_numbers(cells.grid, int(r))
        texts = int(named.sum())
        if texts >= max(2, 0.8 * len(columns)):
            names = [cells.label(r, c) for c in columns.tolist() if named[c]]
            if len(set(names)) == len(names):
                return int(r)
        elif texts + int(cells.data[r].sum()) > 2:
            return None
    return None


def _typed_over_numbers(grid: Grid, row: int) -> npt.NDArray[np.bool_]:
    """Texts right over numbers: 25% typed as text is a name where 0.31 stands below it."""
    if row + 1 >= grid.shape[0]:
        return np.zeros(grid.shape[1], dtype=bool)
    return np.asarray((grid.kinds[row] == Kind.TEXT) & (grid.kinds[row + 1] == Kind.NUMBER))


def _merged(cells: Cells, head: int, used: list[int]) -> bool:
    """Cells are merged in the list; a heading merged over the whole width of a row below the names does not count."""
    return any(
        span.bottom >= head and span.left <= used[-1] and not _heads_a_part(span, head, used)
        for span in cells.grid.merges
    )


def _heads_a_part(span: Span, head: int, used: list[int]) -> bool:
    return head < span.top == span.bottom and span.left == used[0] and span.right >= used[-1]


def _crosstabs(cells: Cells, regions: tuple[Region, ...]) -> list[Candidate]:
    good = [r for r in regions if (r.body_top > r.top or r.body_left > r.left) and r.score > 0]
    if not good:
        return []
    recipes = tuple(_recipe(cells, region) for region in good)
    scores = [_confidence(cells, region) for region in good]
    confidence = float(np.mean(scores))
    reasons = [f"数字の並ぶ表が{len(good)}つあります。" if len(good) > 1 else "見出しと数字の並ぶ表が1つあります。"]
    for region in good[:3]:
        reasons.append(
            f"{region.span.a1}：見出しは{region.body_top - region.top}行、"
            f"行見出しは{region.body_left - region.left}列です。"
        )
    found = [Candidate(recipes, confidence, tuple(reasons))]
    if shared := folded(cells, good):
        found.insert(0, _one_table(cells, good, found[0], shared))
    if len(good) > 1:
        largest = max(range(len(good)), key=lambda i: _size(good[i]))
        found.append(
            Candidate(
                (recipes[largest],), confidence * 0.6, (f"一番大きい表（{good[largest].span.a1}）だけを読みます。",)
            )
        )
    other = _other_stub(cells, good[0]) if len(good) == 1 else None
    if other is not None:
        found.append(
            Candidate(
                (_recipe(cells, other),), confidence * 0.5, (f"行見出しを{other.body_left - other.left}列と見ます。",)
            )
        )
    return found


def _one_table(cells: Cells, parts: list[Region], apart: Candidate, shared: str) -> Candidate:
    """The tables read as parts of one: first where nothing but paper divides them, second where titles do."""
    what = "列の見出し" if shared == "headings" else "行の見出し"
    reason = f"{len(parts)}つの表は{what}が同じなので、1つの表につなぎます。"
    titled = titles_differ(cells, parts)
    name = cells.grid.name or "つないだ表"
    recipes = tuple(replace(recipe, union=name) for recipe in apart.recipes)
    return Candidate(recipes, apart.confidence * (0.9 if titled else 1.0), (reason, *apart.reasons))


def _size(region: Region) -> int:
    return (region.bottom - region.body_top + 1) * (region.right - region.body_left + 1)


def _other_stub(cells: Cells, region: Region) -> Region | None:
    if region.body_left + 1 <= region.right - 1:
        return replace(region, body_left=region.body_left + 1)
    return None


def _confidence(cells: Cells, region: Region) -> float:
    header = read_header(cells, region)
    named = sum(bool(path) for path in header.paths) / max(1, len(header.paths))
    distinct = len(set(header.paths)) / max(1, len(header.paths))
    stub = 1.0 if region.body_left > region.left else 0.5
    score = 0.4 * region.score + 0.25 * named + 0.15 * distinct + 0.15 * stub
    return round(score * (1.0 if region.body_top > region.top else 0.6), 3)


def _recipe(cells: Cells, region: Region) -> Recipe:
    text, at = "", (region.top, region.left)
    for r in range(region.top, max(region.body_top, region.top + 1)):
        for c in range(region.left, region.right + 1):
            if not text and cells.look[r, c] != Look.BLANK:
                text, at = cells.label(r, c), (r, c)
    return Recipe(
        sheet=cells.grid.name,
        anchor=Anchor(text, a1(*at), a1(region.top, region.left)),
        header=Header(rows=region.body_top - region.top),
        stub=Stub(columns=region.body_left - region.left),
    )
