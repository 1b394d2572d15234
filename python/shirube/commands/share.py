"""外に出す版を作る: what is left out, what stops it, and the report that stays in the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import __version__
from ..check.personal import PersonalKind, find_personal
from ..check.share import Prepared, Removed, ShareRequest, ShareSource, Stop, prepare
from ..errors import CheckError, Place
from ..grid import Grid
from ..result import Column, Figure, Format, Level, Light, Provenance, Purpose, Result, Setting, Table
from .base import Command

__all__ = ["SHARE", "ShareSettings", "prepared_for", "share", "share_report"]

_SHOWN = 10


@dataclass(frozen=True)
class ShareSettings:
    """How to make the version for outside.

    Attributes
    ----------
    reason
        Why it may go out although something was found; empty stops.
    drop_found
        Take out every column (or row) in which personal information was found.
    """

    reason: str = ""
    drop_found: bool = False


def prepared_for(source: ShareSource, settings: ShareSettings = ShareSettings()) -> Prepared:
    """Work out the version for outside, or stop.

    Raises
    ------
    CheckError
        SB-K301: something was found and no reason is given (all of it is listed, masked). SB-K302: nothing is
        visible. SB-K303: the reason itself holds a マイナンバー.
    """
    prepared = prepare(source, ShareRequest(settings.drop_found))
    at = Place(source.file)
    if not any(sheet.grid.values.size for sheet in prepared.sheets):
        raise CheckError("K302", at=at)
    if settings.reason and any(
        finding.kind is PersonalKind.MY_NUMBER for finding in find_personal(Grid.from_rows([[settings.reason]]))
    ):
        raise CheckError("K303")
    if prepared.stops and not settings.reason.strip():
        raise CheckError("K301", at=at, count=len(prepared.stops), items=_listed(prepared.stops))
    return prepared


def _listed(stops: Sequence[Stop]) -> str:
    lines = "".join(f"\n  {n}. {stop.sentence}" for n, stop in enumerate(stops[:_SHOWN], 1))
    return lines + (f"\n  ほか{len(stops) - _SHOWN}件" if len(stops) > _SHOWN else "") + "\n"


def share(source: ShareSource, settings: ShareSettings = ShareSettings()) -> Result:
    """Say what the version for outside leaves out. See `prepared_for` for the errors."""
    return share_report(prepared_for(source, settings), settings)


def share_report(prepared: Prepared, settings: ShareSettings) -> Result:
    """Put what was left out, and what was found, into a result for the office's own records."""
    personal = [stop for stop in prepared.stops if stop.finding is not None]
    other = [stop for stop in prepared.stops if stop.finding is None]
    return Result(
        title=f"外に出す版：{prepared.file}",
        question="ブックの見えている値だけを、新しいブックに写しました。",
        conclusion=_conclusion(prepared, settings),
        figures=(
            Figure("写したシート", f"{len(prepared.sheets):,}枚"),
            Figure("取り除いたもの", f"{sum(r.count for r in prepared.removed):,}件", "下の表"),
            Figure("確かめること", f"{len(prepared.stops):,}件"),
        ),
        lights_title="点検",
        lights=(
            _light("個人情報", len(personal)),
            _light("庁内限り・フォルダーの場所", len(other)),
        ),
        tables=tuple(table for table in (_stops(prepared.stops), _removed(prepared.removed)) if table.rows),
        cannot_say=(
            "図や写真の中の文字は見ていません（図は写していません）。",
            "組み合わせると個人が分かるかどうかは、この点検では分かりません（k-匿名性の確認を使ってください）。",
        ),
        settings=(Setting("見つかった列を落とす", settings.drop_found),),
        provenance=Provenance(file=prepared.file, version=f"しるべ {__version__}"),
        purpose=Purpose.INTERNAL,
    )


def _conclusion(prepared: Prepared, settings: ShareSettings) -> tuple[str, ...]:
    if not prepared.stops:
        return ("個人情報・庁内限りの印・フォルダーの場所は、見つかりませんでした。",)
    return (f"確かめることが{len(prepared.stops)}件ありますが、理由を添えて作りました。",)


def _light(label: str, count: int) -> Light:
    if count:
        return Light(label, Level.BAD, "見つかった", f"{count}件あります。下の表で確かめてください。")
    return Light(label, Level.GOOD, "見つからない", "見えているセルの中にはありません。")


def _stops(stops: Sequence[Stop]) -> Table:
    columns = (
        Column("what", "何が"),
        Column("where", "どこに"),
        Column("count", "件数", Format.COUNT),
        Column("do", "どうするか"),
    )
    rows = tuple((stop.label, stop.where, stop.count, stop.advice) for stop in stops)
    return Table("stops", "確かめること", columns, rows)


def _removed(removed: Sequence[Removed]) -> Table:
    columns = (Column("what", "何を"), Column("where", "どこの"), Column("count", "件数", Format.COUNT))
    return Table("removed", "取り除いたもの", columns, tuple((r.label, r.where, r.count) for r in removed))


SHARE = Command("share", "外に出す版を作る", ShareSettings, share)
