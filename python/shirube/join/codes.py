"""Codes as keys: always text; lost leading zeros and missing check digits are put back where that is beyond doubt.

>>> align_codes(["01100", "13101"], [11002, 131016]).left
('011002', '131016')
>>> align_codes(["001", "002"], [1, 2]).right
('001', '002')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import ValueFormatError
from ..places import read_code
from ..text import to_half_width

__all__ = ["Aligned", "align_codes", "code_text", "is_code_name", "municipal_codes"]

_CODE_NAME = re.compile(r"(?:コード|ｺｰﾄﾞ|番号|code|no\.?|id)$", re.IGNORECASE)
#: So many of a column's codes must be municipalities' for the column to hold such codes.
_MOST = 0.9


@dataclass(frozen=True, slots=True)
class Aligned:
    """Both columns in one form, value by value, and what was done to them (Japanese)."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    notes: tuple[str, ...] = ()


def is_code_name(name: str) -> bool:
    """Tell whether a column name says that the column holds codes.

    >>> is_code_name("団体コード"), is_code_name("地区")
    (True, False)
    """
    return _CODE_NAME.search(to_half_width(name).strip()) is not None


def code_text(value: object) -> str:
    """Return a code as text: whole numbers without a decimal point, half-width, upper case; empty for blank.

    >>> code_text(1100.0), code_text("ｍ０１"), code_text(None)
    ('1100', 'M01', '')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return to_half_width(str(value)).strip().upper()


def align_codes(left: Sequence[object], right: Sequence[object]) -> Aligned:
    """Bring two columns of codes into one form.

    Municipal codes of five and six digits meet as six; otherwise shorter numbers are filled with zeros where the other
    column has codes of one length that begin with zeros, unless two of the column's codes would become one.
    """
    columns = tuple(tuple(map(code_text, side)) for side in (left, right))
    municipal = tuple(municipal_codes(side) for side in columns)
    if municipal[0] and municipal[1]:
        made = tuple(tuple(m.get(c, c) for c in side) for m, side in zip(municipal, columns, strict=True))
        changed = made != columns
        note = ("団体コードは、検査数字の付いた6桁にそろえました。",) if changed else ()
        return Aligned(made[0], made[1], note)
    made_sides, notes = list(columns), []
    for here, there in ((0, 1), (1, 0)):
        width, different = _width_with_zeros(columns[there]), {c for c in columns[here] if c}
        lengths = {len(c) for c in different}
        whole = len({c.zfill(width) for c in different}) == len(different) and all(map(str.isdecimal, different))
        if lengths and whole and min(lengths) < width >= max(lengths):
            made_sides[here] = tuple(c.zfill(width) if c else c for c in columns[here])
            notes.append(f"先頭の0が落ちたコードに0を補い、{width}桁にしました。")
    return Aligned(made_sides[0], made_sides[1], tuple(notes))


def _width_with_zeros(codes: Sequence[str]) -> int:
    """The length of numbers that all have it and of which some begin with zeros; else 0."""
    widths = {len(code) for code in codes if code}
    numbers = all(code.isdecimal() for code in codes if code)
    return widths.pop() if numbers and len(widths) == 1 and any(code.startswith("0") for code in codes) else 0


def municipal_codes(codes: Sequence[str]) -> dict[str, str]:
    """Return code as written → six digits for a column of municipal codes; empty when it is not one.

    A column holds such codes when nine in ten of its different codes are of four to six digits and listed.
    """
    different = {code for code in codes if code}
    if not different or not all(re.fullmatch(r"\d{4,6}", code) for code in different):
        return {}
    # Are shorter ones without their check digit or their zero? A check digit is right by chance for one code in ten
    # only: the reading that fits more codes is the right one.
    return max((_six_digits(different, 5), _six_digits(different, 6)), key=len)


def _six_digits(codes: set[str], digits: int) -> dict[str, str]:
    made = {}
    for code in codes:
        try:
            made[code] = read_code(code, digits=6 if len(code) == 6 else digits).place.code
        except ValueFormatError:
            continue
    return made if len(made) >= _MOST * len(codes) else {}
