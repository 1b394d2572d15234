"""What `doctor` found on a PC, as a report. It reads a PC and no table, so it is no `Command`."""

from __future__ import annotations

from .. import __version__
from ..result import Column, Figure, Level, Light, Provenance, Result, Table
from .doctor import Facts, symptoms

__all__ = ["doctor"]


def doctor(facts: Facts) -> Result:
    """Return the report of a PC."""
    found = symptoms(facts)
    said = f"気になることが {len(found)} 件あります。" if found else "気になることは見つかりませんでした。"
    columns = (Column("what", "何が"), Column("seen", "見えたこと"), Column("why", "なぜ"), Column("next", "次の一手"))
    rows = tuple((s.pain.title, s.seen, s.pain.cause, s.pain.remedy) for s in found)
    return Result(
        title="しるべの診断",
        question="この PC でしるべが動かない理由は何か",
        conclusion=(said, *(f"{s.pain.title}：{s.pain.remedy}" for s in found)),
        figures=(Figure("気になること", f"{len(found)} 件"), Figure("版", facts.version)),
        tables=(Table("symptoms", "見つかったこと", columns, rows),) if rows else (),
        lights=tuple(Light(s.pain.title, Level.CAUTION, "確かめる", s.seen) for s in found),
        lights_title="見つかったこと",
        cannot_say=("Excel の中からしか見えないこと（ほかのアドインとの競合など）は、ここでは分かりません。",),
        provenance=Provenance(version=__version__),
    )
