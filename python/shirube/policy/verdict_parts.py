"""What the verdicts of all designs share: the verdict itself, how a state is read off the numbers, common phrases."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..result import Level, Light
from ..stats.rounding import round_half_up
from .inference import ALPHA, Inference, Method
from .lights import NO_EFFECT
from .verdict_table import State
from .wording import amount

__all__ = ["UNDECIDABLE", "Verdict", "about", "broken", "direction_of", "missed", "state_of", "why_unmeasured"]

#: Said whenever no size of effect could be told from chance with the data at hand.
UNDECIDABLE = "この数では判定不能です。"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in words.

    Attributes
    ----------
    state
        What the numbers allow.
    effect
        The gates for speaking of an effect are all open.
    size
        Size with its interval, as in the sentences.
    sentences, says, cannot_say
        結論, 言えること, 言えないこと.
    lights
        Overall light first, then the assumptions.
    blockers
        Why an effect may not be spoken of (empty when it may).
    """

    state: State
    effect: bool
    size: str
    sentences: tuple[str, ...]
    says: tuple[str, ...]
    cannot_say: tuple[str, ...]
    lights: tuple[Light, ...]
    blockers: tuple[str, ...] = ()


def state_of(judged: Inference) -> State:
    """Read the state off the interval and the test; where they disagree it is a borderline."""
    if not judged.has_interval and not judged.excludes_zero:
        return State.UNMEASURED if judged.smallest_p > ALPHA else State.UNCLEAR
    found = judged.p <= ALPHA
    if judged.excludes_zero != found:
        return State.BORDERLINE
    return State.CLEAR if found else State.UNCLEAR


def about(value: float, unit: str) -> str:
    """A smallest detectable size, two significant digits.

    >>> about(3.4321, "kg"), about(487.6, "%")
    ('約3.4 kg', '約490%')
    """
    digits = 1 - math.floor(math.log10(value)) if value > 0 else 0
    return f"約{amount(f'{round_half_up(value, digits):,.{max(digits, 0)}f}', unit)}"


def direction_of(estimate: float, higher_is_better: bool | None) -> str:
    """Say which way it went, and whether that was wanted.

    >>> direction_of(-2.0, False), direction_of(-2.0, None)
    ('望ましい方向', '減った')
    """
    if higher_is_better is None or estimate == 0:
        return "増えた" if estimate > 0 else "減った" if estimate < 0 else "変わらない"
    return "望ましい方向" if (estimate > 0) == higher_is_better else "望ましくない方向"


def broken(lights: tuple[Light, ...]) -> list[str]:
    """Say in the conclusion that a break was found where it could pass for an effect."""
    return [lamp.reason for lamp in lights if lamp.level is Level.BAD and NO_EFFECT in lamp.reason]


def why_unmeasured(judged: Inference, remedy: str) -> str:
    """Say why no interval exists and what to collect."""
    if judged.method is Method.NONE:
        why = "変化がどれも同じ値でばらつきがないため、誤差の幅を計算できません。"
        return f"{why}{UNDECIDABLE}値の転記を確かめてください。"
    return f"数が足りないため、誤差の幅を計算できません。{UNDECIDABLE}{remedy}"


def missed(mde: float, unit: str, by: str, noun: str) -> str:
    """Say what a study of this size would have missed."""
    if not math.isfinite(mde):
        return f"{by}、どんなに大きな{noun}も見分けられません。{UNDECIDABLE}"
    return f"{by}、{about(mde, unit)}より小さい{noun}は見分けられません。"
