"""Who answered: the code and the name of an institution in the form they are compared by.

>>> name_key("医療法人社団　青葉会　あおば内科"), code_key("０１-23 ")
('青葉会あおば内科', '0123')
"""

from __future__ import annotations

import datetime as dt
import re

from ..text import match_key, to_half_width
from .copies import Copy
from .form_map import FormMap, ItemKind

__all__ = ["code_key", "filled_on", "name_key", "period_of", "who_of"]

_CORPORATE = re.compile(
    r"(?:医療法人|社会医療法人|社会福祉法人|学校法人|一般社団法人|公益社団法人|一般財団法人|公益財団法人|特定非営利活動法人|"
    r"npo法人|株式会社|有限会社|合同会社|社団|財団|\((?:医|社|福|株|有|学)\)|㈱|㈲)+"
)
_FILLED = re.compile(r"記入|回答|報告|提出|作成")


def code_key(code: object) -> str:
    """Code as compared: half-width, without spaces and hyphens."""
    return re.sub(r"[\s\-‐－ー]", "", to_half_width("" if code is None else str(code)))


def name_key(name: object) -> str:
    """Name as compared: without the words of a corporation's kind, spaces and width."""
    return _CORPORATE.sub("", match_key("" if name is None else str(name)))


def who_of(copy: Copy, form: FormMap) -> tuple[str, str]:
    """Code and name as compared; empty when not asked or not answered."""
    return code_key(copy.value(form.code)), name_key(copy.value(form.name))


def period_of(copy: Copy, form: FormMap, given: str = "") -> str:
    """The period an answer is for: what it says, else what the round was given."""
    said = copy.value(form.period) if form.period else None
    return str(said) if said is not None else given


def filled_on(copy: Copy, form: FormMap) -> dt.date | None:
    """The day the form says it was filled in."""
    days = [i.key for i in form.single if i.kind is ItemKind.DATE and _FILLED.search(i.key)]
    return next((day for key in days if isinstance(day := copy.value(key), dt.date)), None)
