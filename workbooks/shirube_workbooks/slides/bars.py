"""A bar chart as inline SVG: axis from zero, figures at the bars, no colour alone carries meaning."""

from __future__ import annotations

from html import escape

from shirube.errors import Place, WriteError
from shirube.numbers import parse_number
from shirube_workbooks.look import COLOURS

from .spec import Bar

__all__ = ["draw_bars"]

_WIDTH, _LEFT, _LONGEST = 880.0, 300.0, 440.0  # of the picture, of the labels, of the longest bar
_STEP, _THICK = 64.0, 40.0
_QUIET = "#767676"


def draw_bars(bars: tuple[Bar, ...], unit: str, at: Place) -> str:
    """Return the chart.

    Raises
    ------
    WriteError
        SB-W502: a value is not a number, or is below zero (the axis begins there).

    Examples
    --------
    >>> picture = draw_bars((Bar("貸した地区", "1.2", strong=True), Bar("ほか", "0.4")), "kg", Place("6.toml"))
    >>> picture.count("<rect"), "1.2kg" in picture
    (2, True)
    """
    sizes = [_size(bar, at) for bar in bars]
    most = max(sizes) or 1.0
    height = _STEP * len(bars)
    drawn = "".join(
        _bar(bar, size / most * _LONGEST, step, unit) for step, (bar, size) in enumerate(zip(bars, sizes, strict=True))
    )
    said = "、".join(f"{bar.label} {bar.value}{unit}" for bar in bars)
    return (
        f'<svg role="img" aria-label="{escape(said)}" viewBox="0 0 {_WIDTH:g} {height:g}">'
        f'<line x1="{_LEFT:g}" y1="0" x2="{_LEFT:g}" y2="{height:g}" stroke="{COLOURS["ink"]}"/>{drawn}</svg>'
    )


def _bar(bar: Bar, length: float, step: int, unit: str) -> str:
    top, middle = step * _STEP + (_STEP - _THICK) / 2, step * _STEP + _STEP / 2
    fill, weight = (COLOURS["section"], "bold") if bar.strong else (_QUIET, "normal")
    return (
        f'<text x="{_LEFT - 12:g}" y="{middle:g}" text-anchor="end" font-weight="{weight}">{escape(bar.label)}</text>'
        f'<rect x="{_LEFT:g}" y="{top:g}" width="{length:.1f}" height="{_THICK:g}" fill="{fill}"/>'
        f'<text x="{_LEFT + length + 12:.1f}" y="{middle:g}" font-weight="{weight}">{escape(bar.value + unit)}</text>'
    )


def _size(bar: Bar, at: Place) -> float:
    number = parse_number(bar.value)
    if number is None or number.value < 0:
        raise WriteError("W502", at=at, item=bar.label, wanted="0以上の数")
    return float(number.value)
