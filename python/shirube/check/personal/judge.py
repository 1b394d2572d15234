"""When a line is believed to hold a kind, and how much that weighs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import numpy as np

from ...calendar import parse_time
from ...grid import Kind
from ...text import to_half_width
from . import email, name, phone
from .kinds import Detector, Evidence, PersonalKind, Severity
from .lines import Flags, Line, Sheet
from .my_number import is_my_number

__all__ = ["accepted", "birth_without_header", "my_number_lines", "severity_of"]

#: Share of the cells under a header that must be able to be the kind. Contact columns are half empty, or full of 町丁.
_SHARE = {
    PersonalKind.MY_NUMBER: 0.0,
    PersonalKind.ADDRESS: 0.1,
    PersonalKind.PHONE: 0.1,
    PersonalKind.EMAIL: 0.1,
    PersonalKind.POSTAL: 0.3,
}
_DEFAULT_SHARE = 0.6
_SHORT_LIST = 3
_WEAK_NAME_SHARE = 0.2
_TWELVE = re.compile(r"[0-9]{12}")


def accepted(detector: Detector, key: str, texts: Sequence[str], strict: Sequence[bool]) -> bool:
    """Tell whether the cells under a header are what the header says.

    Parameters
    ----------
    detector, key
        The kind, and the folded header.
    texts, strict
        The filled cells, and whether each is strictly of the kind.
    """
    loose = sum(map(detector.loose, texts))
    if loose == 0:
        return False
    if detector.kind is PersonalKind.NAME:
        return _names(key, texts, strict, loose)
    return loose / len(texts) >= _SHARE.get(detector.kind, _DEFAULT_SHARE)


def _names(key: str, texts: Sequence[str], strict: Sequence[bool], loose: int) -> bool:
    if len(texts) < _SHORT_LIST:
        return any(strict) or (name.is_plain_header(key) and loose == len(texts) and min(map(len, texts)) > 2)
    if loose / len(texts) < _DEFAULT_SHARE or len(set(texts)) < 2:
        return False
    return name.is_plain_header(key) or sum(strict) / len(texts) >= _WEAK_NAME_SHARE


def severity_of(detector: Detector, key: str, texts: Sequence[str], evidence: Evidence) -> Severity:
    """Return how much a line weighs, before its neighbours are looked at."""
    if key and detector.public_headers(key):
        return Severity.PUBLIC
    if detector.kind is PersonalKind.PHONE and all(map(phone.is_free_dial, texts)):
        return Severity.PUBLIC
    if detector.kind is PersonalKind.EMAIL and all(map(email.is_office_address, texts)):
        return Severity.PUBLIC
    if detector.kind is PersonalKind.POSTAL:
        return Severity.MAYBE
    if evidence is Evidence.VALUES and detector.kind in (PersonalKind.NAME, PersonalKind.BIRTH, PersonalKind.ADDRESS):
        return Severity.MAYBE
    return Severity.PERSONAL


def my_number_lines(sheet: Sheet) -> Flags:
    """Cells where a valid twelve-digit number may be believed.

    One number in eleven passes the check digit by chance, so a column whose twelve-digit cells mostly fail it holds
    another code; and cells stored as numbers (amounts) count only in a column of at least three that nearly all pass.
    """
    may = np.ones(sheet.grid.shape, dtype=bool)
    twelve = sheet.where(lambda text: _TWELVE.fullmatch(to_half_width(text).strip()) is not None)
    valid = sheet.where(lambda text: is_my_number(to_half_width(text).strip()))
    number = sheet.grid.kinds == Kind.NUMBER
    for column in range(sheet.grid.shape[1]):
        count, good = int(twelve[:, column].sum()), int(valid[:, column].sum())
        if count >= _SHORT_LIST and good / count < 0.5:
            may[twelve[:, column], column] = False
        numbers = int(number[:, column].sum())
        if numbers and (good < _SHORT_LIST or good / numbers < 0.8):
            may[number[:, column], column] = False
    return may


_GENERIC = re.compile(r"|年月日|日付|日|生日|date")
_LEAST_DATES, _LEAST_YEARS = 5, 20


def birth_without_header(sheet: Sheet, claimed: Flags, keys: dict[tuple[int, int], str]) -> Iterator[Line]:
    """Columns of dates under a header that says nothing, spread over the years like birthdays, beside claimed cells."""
    for column in range(sheet.grid.shape[1]):
        dates = {r: d for r in range(sheet.grid.shape[0]) if (d := _date(sheet, r, column)) and not claimed[r, column]}
        if len(dates) < _LEAST_DATES or not claimed[list(dates)].any():
            continue
        years = sorted(d.year for d in dates.values())
        wide = years[-len(years) // 10 - 1] - years[len(years) // 10] >= _LEAST_YEARS
        first = min(dates)
        above = next((keys[r, column] for r in range(first - 1, -1, -1) if (r, column) in keys), "")
        if wide and len(set(dates.values())) > 0.8 * len(dates) and _GENERIC.fullmatch(above):
            yield Line(tuple((r, column) for r in dates))


def _date(sheet: Sheet, row: int, column: int) -> dt.date | None:
    value = sheet.grid.values[row, column]
    if isinstance(value, (int, float)) or value is None:
        return None
    found = parse_time(value, lenient=True)
    return found if isinstance(found, dt.date) else None
