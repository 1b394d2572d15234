"""What is doubtful about a converted series, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ..calendar import FiscalYear
from .boundaries import Path
from .crosswalk import Crosswalk
from .keys import plain_key
from .pieces import PARTIAL, STUCK

__all__ = ["doubts"]


def doubts(
    crosswalk: Crosswalk,
    target: FiscalYear,
    units: Sequence[str],
    years: Sequence[FiscalYear | None],
    paths: Sequence[Path],
    partial: int,
) -> list[str]:
    """Return the sentences.

    Parameters
    ----------
    crosswalk, target
        What was followed, and to the boundaries of which 年度.
    units, years, paths
        For each row of the table its unit, its 年度, and where its figures went.
    partial
        Number of figures of which a part is not in the table.
    """
    found = [_stuck(units, paths), _partial(partial), _unused(crosswalk, target, units, years)]
    return [sentence for sentence in (*found, _still_old(crosswalk, units, years)) if sentence]


def _stuck(units: Sequence[str], paths: Sequence[Path]) -> str:
    stuck = dict.fromkeys(unit for unit, path in zip(units, paths, strict=True) if path.blocked)
    why = f"は、逆割合がないので前の区域に分けられません。そのままにし、「{STUCK}」と書きました。"
    return f"「{'」「'.join(stuck)}」{why}" if stuck else ""


def _partial(count: int) -> str:
    what = f"まとめるはずの区分の一部が元の表にない行が{count:,}行あります。"
    return f"{what}「{PARTIAL}」と書きました。比べないでください。" if count else ""


def _unused(crosswalk: Crosswalk, target: FiscalYear, units: Sequence[str], years: Sequence[FiscalYear | None]) -> str:
    """Lines that should have been followed but fit no unit of the table."""
    known = {plain_key(unit) for unit in set(units)}
    dated = sorted({year for year in years if year is not None})
    lines = [c for year in dated[:1] + dated[-1:] for c in crosswalk.changes_between(year, target)]
    strangers = dict.fromkeys(c.old for c in lines if not {plain_key(c.old), plain_key(c.new)} & known)
    why = "は、表にありません。書き方が違っていないか確かめてください。"
    return f"対応表の「{'」「'.join(strangers)}」{why}" if strangers else ""


def _still_old(crosswalk: Crosswalk, units: Sequence[str], years: Sequence[FiscalYear | None]) -> str:
    """Old names in years when they were no more: nothing says what was counted there."""
    news = {plain_key(change.new) for change in crosswalk.changes}
    ended = {plain_key(c.old): c.start for c in crosswalk.changes if c.start and plain_key(c.old) not in news}
    late = dict.fromkeys(
        unit
        for unit, year in zip(units, years, strict=True)
        if year and (start := ended.get(plain_key(unit))) and start <= year
    )
    why = "は、対応表ではなくなったあとの年度にも載っています。そのままにしました。"
    return f"「{'」「'.join(late)}」{why}" if late else ""
