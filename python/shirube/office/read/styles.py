"""Cell formats of a workbook as a short table of `CellStyle`s; openpyxl understands the style sheet."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.xml.functions import fromstring

from shirube.grid import CellStyle

from .package import elements

__all__ = ["JAPANESE_DATE_FORMATS", "deduplicate", "style_table", "theme_colours"]

# ECMA-376 Part 1, 18.8.30 (numFmt), Japanese: these numbers have a meaning without a format code in the file.
JAPANESE_DATE_FORMATS: Mapping[int, str] = {
    27: "[$-411]ge.m.d",
    28: '[$-411]ggge"年"m"月"d"日"',
    29: '[$-411]ggge"年"m"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: 'yyyy"年"m"月"',
    35: 'm"月"d"日"',
    36: "[$-411]ge.m.d",
    50: "[$-411]ge.m.d",
    51: '[$-411]ggge"年"m"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_SYSTEM_COLOURS = {64: "000000", 65: "FFFFFF"}


def style_table(data: bytes, theme: Sequence[str]) -> list[CellStyle]:
    """Return the style of every ``cellXfs`` entry of a style sheet part.

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError, AttributeError
        openpyxl does not accept the style sheet.
    """
    elements(data)  # refuses document types before another parser sees the bytes
    sheet = Stylesheet.from_tree(fromstring(data))
    codes = {fmt.numFmtId: fmt.formatCode for fmt in sheet.numFmts.numFmt}
    return [_style(sheet, xf, codes, theme) for xf in sheet.cellXfs.xf]


def deduplicate(styles: Iterable[CellStyle]) -> tuple[tuple[CellStyle, ...], npt.NDArray[np.uint16]]:
    """Return the distinct styles, first seen first, and the position of each given style among them."""
    order: dict[CellStyle, int] = {}
    positions = [order.setdefault(style, len(order)) for style in styles]
    if not order:
        return (CellStyle(),), np.zeros(1, dtype=np.uint16)
    return tuple(order), np.array(positions, dtype=np.uint16)


def theme_colours(data: bytes) -> tuple[str, ...]:
    """Return the colours of a theme part in the order cells refer to them, ``RRGGBB``."""
    colours: dict[str, str] = {}
    waiting = ""
    for name, attributes in elements(data):
        if name in _THEME_ORDER or name in ("hlink", "folHlink"):
            waiting = name
        elif waiting and name in ("srgbClr", "sysClr"):
            colours.setdefault(waiting, (attributes.get("lastClr") or attributes.get("val", "")).upper()[-6:])
            waiting = ""
    return tuple(colours.get(name, "") for name in (*_THEME_ORDER, "hlink", "folHlink"))


def _style(sheet: Any, xf: Any, codes: Mapping[int, str], theme: Sequence[str]) -> CellStyle:
    font, fill, border = sheet.fonts[xf.fontId or 0], sheet.fills[xf.fillId or 0], sheet.borders[xf.borderId or 0]
    alignment = xf.alignment
    return CellStyle(
        bold=bool(font.b),
        italic=bool(font.i),
        size=float(font.sz or 11),
        font_colour=_colour(font.color, theme),
        fill=_fill(fill, theme),
        indent=int(alignment.indent or 0) if alignment else 0,
        horizontal=(alignment.horizontal or "") if alignment else "",
        vertical=(alignment.vertical or "") if alignment else "",
        wrap=bool(alignment.wrap_text) if alignment else False,
        number_format=_number_format(xf.numFmtId or 0, codes),
        border_top=_drawn(border.top),
        border_bottom=_drawn(border.bottom),
        border_left=_drawn(border.left),
        border_right=_drawn(border.right),
        unlocked=xf.protection is not None and not xf.protection.locked,
    )


def _number_format(number: int, codes: Mapping[int, str]) -> str:
    if number in codes:
        return codes[number]
    if number in JAPANESE_DATE_FORMATS:
        return JAPANESE_DATE_FORMATS[number]
    return str(BUILTIN_FORMATS.get(number, "General")) if number < BUILTIN_FORMATS_MAX_SIZE else "General"


def _drawn(side: Any) -> bool:
    return side is not None and side.style is not None


def _fill(fill: Any, theme: Sequence[str]) -> str:
    pattern = getattr(fill, "patternType", None)
    if pattern in (None, "none", "gray125"):
        return ""
    return _colour(fill.fgColor, theme)


def _colour(colour: Any, theme: Sequence[str]) -> str:
    if colour is None:
        return ""
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    if colour.type == "theme" and colour.theme < len(theme):
        return _tinted(theme[colour.theme], colour.tint or 0.0)
    if colour.type == "indexed":
        if colour.indexed < len(COLOR_INDEX):
            return str(COLOR_INDEX[colour.indexed])[-6:].upper()
        return _SYSTEM_COLOURS.get(colour.indexed, "")
    return ""


def _tinted(rgb: str, tint: float) -> str:
    """Lighten or darken as ECMA-376 Part 1, 18.8.19 (color/@tint) prescribes: on the lightness of HLS."""
    if not rgb or not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    channels = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{int(channel * 255 + 0.5):02X}" for channel in channels)
