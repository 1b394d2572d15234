"""Look of everything drawn: colours, fonts, sheet metrics, named styles, number formats.

Colours are those of デジタル庁デザインシステム (DADS, design tokens of January 2026); every text/fill pair here has a
contrast of at least 4.5:1 and every meaning is also carried by a word or a mark.

>>> number_format(Column("n", "人数", Format.COUNT))
'#,##0;"▲"#,##0;0'
>>> number_format(Column("p", "割合", Format.PERCENT, decimals=1), mark=Mark.HIGH)
'#,##0.0" ↑高";"▲"#,##0.0" ↑高";0.0" ↑高"'
"""

from __future__ import annotations

from typing import Any, Final

from ..result import Column, Format, Level, Mark

__all__ = [
    "CHART_COLOURS",
    "FIXED_FONT",
    "FONT",
    "LEVEL_STYLE",
    "MARK_STYLE",
    "PLAIN_SCALE",
    "SIGNED_SCALE",
    "STYLES",
    "number_format",
]

FONT: Final = "BIZ UDPゴシック"
FIXED_FONT: Final = "BIZ UDゴシック"
BASE_POINTS: Final = 11

BLUE_50, BLUE_200, BLUE_400, BLUE_600 = "#E8F1FE", "#C5D7FB", "#7096F8", "#3460FB"
BLUE_900, BLUE_1000, CYAN_800 = "#0017C1", "#00118F", "#006F83"
ORANGE_50, ORANGE_200, ORANGE_600 = "#FFEEE2", "#FFC199", "#FB5B01"
RED_50, RED_900, GREEN_50, GREEN_1000 = "#FDEEEE", "#CE0000", "#E6F5EC", "#0C472A"
GREY_50, GREY_200, GREY_420, GREY_700, GREY_800, INK, WHITE = (
    "#F2F2F2", "#CCCCCC", "#949494", "#4D4D4D", "#333333", "#1A1A1A", "#FFFFFF",
)  # fmt: skip

#: Series colours by number of series: pairs stay apart for every colour vision and on a mono copier.
CHART_COLOURS: Final = {
    1: (BLUE_900,),
    2: (BLUE_900, ORANGE_600),
    3: (BLUE_600, ORANGE_600, GREY_800),
    4: (BLUE_600, ORANGE_600, GREY_800, CYAN_800),
}
#: Dark to light, for parts of a whole: neighbours differ in lightness, so order reads in grey as well.
SEQUENCE: Final = (BLUE_1000, BLUE_600, BLUE_400, BLUE_200, BLUE_50, GREY_200, GREY_420, GREY_700)

STYLES: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "font_color": BLUE_1000},
    "stamp_internal": {
        "bold": True, "font_size": 12, "font_color": RED_900, "border": 2, "border_color": RED_900, "align": "center",
    },
    "stamp_public": {
        "bold": True, "font_size": 12, "font_color": BLUE_900, "border": 2, "border_color": BLUE_900,
        "align": "center",
    },
    "question": {"font_size": 12, "font_color": INK},
    "meta": {"font_size": 10.5, "font_color": GREY_700},
    "section": {"bold": True, "font_size": 12, "font_color": BLUE_900, "bottom": 2, "bottom_color": BLUE_900},
    "band_label": {"bold": True, "font_size": 10.5, "font_color": BLUE_900, "bg_color": BLUE_50, "indent": 1},
    "band_first": {"bold": True, "font_size": 14, "font_color": INK, "bg_color": BLUE_50, "indent": 1},
    "band": {"font_size": 12, "font_color": INK, "bg_color": BLUE_50, "indent": 1},
    "figure_label": {"font_size": 10.5, "font_color": GREY_700},
    "figure_text": {"bold": True, "font_color": BLUE_1000},
    "figure_sub": {"font_size": 12, "font_color": INK},
    "table_title": {"bold": True, "font_color": INK},
    "header": {
        "bold": True, "font_color": WHITE, "bg_color": BLUE_1000, "align": "center", "text_wrap": True,
        "border": 1, "border_color": BLUE_400,
    },
    "group": {
        "bold": True, "font_color": WHITE, "bg_color": BLUE_1000, "align": "center_across",
        "border": 1, "border_color": BLUE_400,
    },
    "body": {"bottom": 1, "bottom_color": GREY_200, "text_wrap": True},
    "total": {
        "bold": True, "bg_color": GREY_50, "top": 1, "top_color": GREY_420, "bottom": 1, "bottom_color": GREY_420,
        "text_wrap": True,
    },
    "note": {"font_size": 10.5, "font_color": GREY_700},
    "lane_head": {
        "bold": True, "font_color": WHITE, "bg_color": BLUE_1000, "align": "center", "text_wrap": True,
        "border": 1, "border_color": BLUE_400,
    },
    "lane": {"left": 4, "right": 4, "left_color": GREY_200, "right_color": GREY_200},
    "lane_link": {
        "left": 4, "right": 4, "left_color": GREY_200, "right_color": GREY_200, "align": "center",
        "font_color": GREY_700,
    },
    "lane_step": {
        "bg_color": BLUE_50, "border": 1, "border_color": BLUE_900, "text_wrap": True, "align": "center",
        "font_size": 10.5,
    },
    "lane_changed": {
        "bg_color": ORANGE_200, "border": 2, "border_color": INK, "text_wrap": True, "align": "center",
        "font_size": 10.5, "bold": True,
    },
    "lane_side": {"font_size": 10, "text_wrap": True, "bottom": 4, "bottom_color": GREY_200},
    "lane_page": {"font_size": 10, "bold": True, "font_color": BLUE_900, "align": "left"},
    "link": {"font_color": BLUE_900, "underline": 1},
    "list_header": {"bold": True, "bg_color": BLUE_50, "text_wrap": True},
}  # fmt: skip

LEVEL_STYLE: Final = {
    Level.GOOD: {"font_color": GREEN_1000, "bg_color": GREEN_50},
    Level.CAUTION: {"font_color": INK, "bg_color": ORANGE_50},
    Level.BAD: {"font_color": RED_900, "bg_color": RED_50},
}
MARK_STYLE: Final = {Mark.HIGH: {"bg_color": BLUE_200}, Mark.LOW: {"bg_color": ORANGE_50}}

#: Colour scales: the darkest end still carries ink at 4.5:1, and darker is more in grey as well.
PLAIN_SCALE: Final[dict[str, Any]] = {
    "type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": WHITE, "max_type": "max",
    "max_color": BLUE_400,
}  # fmt: skip
#: Both ends are alike in grey: there the sign of the number tells them apart.
SIGNED_SCALE: Final[dict[str, Any]] = {
    "type": "3_color_scale", "min_type": "num", "min_value": -4, "min_color": ORANGE_200, "mid_type": "num",
    "mid_value": 0, "mid_color": WHITE, "max_type": "num", "max_value": 4, "max_color": BLUE_200,
}  # fmt: skip

DATE_REPORT, DATETIME_REPORT = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日" h:mm'
DATE_DATA, DATETIME_DATA = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def number_format(
    column: Column, *, mark: Mark | None = None, padded: bool = False, minus: str = "▲", zero: bool = False
) -> str:
    """Return the Excel number format of a report cell; the value itself is untouched.

    Parameters
    ----------
    column
        Gives the kind and the decimals.
    mark
        Shown after the number.
    padded
        Leave the room of a mark, so that numbers of a column with marks stay aligned.
    minus
        Sign of negative numbers: ▲ on reports, − in 統計の詳細.
    zero
        The number is below zero but shows as zero at these decimals: no sign.
    """
    if column.format is Format.DATE:
        return DATE_REPORT
    if column.format is Format.DATETIME:
        return DATETIME_REPORT
    if column.format is Format.CODE:
        return "@"
    if column.format is Format.YEAR:
        return "0"
    tail = f'" {mark.value}"' if mark else ("_ _↑_高" if padded else "")
    if column.format is Format.P_VALUE:
        return f'[<0.001]"0.001未満"{tail};0.000{tail}'
    decimals = "." + "0" * column.decimals if column.decimals > 0 else ""
    plain = f"#,##0{decimals}{tail}"
    negative = plain if zero else f'"{minus}"{plain}'
    return f"{plain};{negative};0{decimals}{tail}"
