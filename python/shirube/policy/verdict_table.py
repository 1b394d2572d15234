"""The verdicts, as one table: which words each combination of design, state and gates allows. Nothing else claims.

Ceilings by evidence level (Maryland scale): levels 1 and 2 never get further than 「変化がありました」; an effect may
be spoken of from level 3 on, and only when every gate is open. 「効果がない」 stands in no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..result import Level

__all__ = ["RULINGS", "Ruling", "State", "ruling"]


class State(Enum):
    """What the numbers allow to be said."""

    CLEAR = "差がある"
    BORDERLINE = "境目"
    UNCLEAR = "誤差の範囲"
    UNMEASURED = "数が足りない"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One row: for a design (``*`` = any), a state and open gates or not, the sentence and the overall light.

    The sentence may hold ``{direction}``, ``{why}``, ``{crosses}`` and ``{remedy}``.
    """

    design: str
    state: State
    effect: bool
    sentence: str
    signal: Level
    word: str
    reason: str


_NEITHER = "効果があったともなかったとも言えません。"
_NO_CHANGE = "変化があったともなかったとも言えません。"

RULINGS = (
    # ---- 前後比較: nothing to compare with
    Ruling(
        "before_after", State.CLEAR, False,
        "変化がありました（{direction}）。ただし、比べる相手がないので、政策の効果とは言えません。",
        Level.CAUTION, "注意", "変化があったことまでは言えますが、原因は分かりません。",
    ),
    Ruling(
        "before_after", State.BORDERLINE, False,
        "変化があったかどうかの境目です。計算のしかたで答えが分かれるので、はっきりしたことは言えません。",
        Level.BAD, "判断できない", _NO_CHANGE,
    ),
    Ruling(
        "before_after", State.UNCLEAR, False,
        "{crosses}変化があったともなかったとも言えません（誤差の範囲）。",
        Level.BAD, "判断できない", _NO_CHANGE,
    ),
    Ruling("before_after", State.UNMEASURED, False, "{remedy}", Level.BAD, "判断できない", _NO_CHANGE),
    # ---- 中断時系列: its own past, or one other series
    Ruling(
        "its", State.CLEAR, False,
        "それまでの動きから外れる変化がありました（{direction}）。ただし、{why}ため、政策の効果とは言い切れません。",
        Level.CAUTION, "注意", "変化があったことまでは言えますが、政策の効果と言い切る条件がそろっていません。",
    ),
    Ruling(
        "its", State.BORDERLINE, False,
        "それまでの動きから外れたかどうかの境目です。時点が少ないか、計算のしかたで答えが分かれるので、"
        "はっきりしたことは言えません。",
        Level.BAD, "判断できない", _NO_CHANGE,
    ),
    Ruling(
        "its", State.UNCLEAR, False,
        "この幅は 0 をまたぐので、それまでの動きから外れたともそうでないとも言えません（誤差の範囲）。",
        Level.BAD, "判断できない", _NO_CHANGE,
    ),
    Ruling("its", State.UNMEASURED, False, "{remedy}", Level.BAD, "判断できない", _NO_CHANGE),
    # ---- 差の差: other units
    Ruling(
        "did", State.CLEAR, True,
        "{found}",
        Level.GOOD, "良い", "確かめた前提に不可はありません。",
    ),
    Ruling(
        "did", State.CLEAR, False,
        "比較地区との差があります（{direction}）。ただし、{why}ため、政策の効果とは言い切れません。",
        Level.CAUTION, "注意", "差はありますが、政策の効果と言い切る条件がそろっていません。",
    ),
    Ruling(
        "did", State.BORDERLINE, False,
        "差があるかどうかの境目です。はっきりしたことは言えません。",
        Level.BAD, "判断できない", _NEITHER,
    ),
    Ruling(
        "did", State.UNCLEAR, False,
        "{crosses}効果があったともなかったとも言えません（誤差の範囲）。",
        Level.BAD, "判断できない", _NEITHER,
    ),
    Ruling("did", State.UNMEASURED, False, "{remedy}", Level.BAD, "判断できない", _NEITHER),
)  # fmt: skip


def ruling(design: str, state: State, effect: bool = False) -> Ruling:
    """Look one row up.

    >>> ruling("did", State.UNCLEAR).word
    '判断できない'
    """
    return next(r for r in RULINGS if (r.design, r.state, r.effect) == (design, state, effect))
