"""A form of five items and copies of it, for tests of what comes after reading."""

import datetime as dt

from shirube.forms.answer import Answer
from shirube.forms.copies import Copy
from shirube.forms.form_map import FormMap, Item, ItemKind

FORM = FormMap(
    "調査",
    items=(
        Item("コード", ItemKind.CODE, "B1"), Item("名前", ItemKind.TEXT, "B2"), Item("件数", ItemKind.NUMBER, "B3"),
        Item("記入日", ItemKind.DATE, "B4"), Item("対象月", ItemKind.MONTH, "B5"),
    ),
    code="コード", name="名前", period="対象月",
)  # fmt: skip
MAPS = {"1": FORM}


def copy(file, *, code="01", name="東医院", n=1, day=None, month="2024-04", received=None):
    values = {"コード": code, "名前": name, "件数": n, "記入日": day, "対象月": month}
    answers = {key: Answer(value, str(value)) for key, value in values.items()}
    return Copy(file, file, "様式", "調査", "1", received or dt.date(2024, 5, 1), received is None, answers=answers)
