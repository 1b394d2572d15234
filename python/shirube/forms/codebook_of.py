"""The codebook of a form: what cross-tabulation needs to know about its items."""

from __future__ import annotations

from ..codebook import SHEET_COLUMNS, Answer, Codebook, Option, Question
from ..result import Column, Format, Table
from .answer import SEPARATOR
from .form_map import FormMap, Item, ItemKind

__all__ = ["codebook_of", "codebook_table"]

_ANSWERS = {
    ItemKind.SINGLE: Answer.SINGLE,
    ItemKind.MULTIPLE: Answer.MULTIPLE,
    ItemKind.CHECK: Answer.SINGLE,
    ItemKind.NUMBER: Answer.NUMBER,
    ItemKind.COMPUTED: Answer.NUMBER,
}


def codebook_of(form: FormMap) -> Codebook:
    """Return the codebook of the items asked once.

    >>> from shirube.forms.form_map import Item
    >>> form = FormMap("調査", items=(Item("実施", ItemKind.SINGLE, "B2", options=("有", "無")),))
    >>> codebook_of(form).question("実施").labels
    ('有', '無')
    """
    return Codebook(tuple(_question(item) for item in form.single))


def _question(item: Item) -> Question:
    answer = _ANSWERS.get(item.kind, Answer.TEXT)
    options = (("1", "該当"), ("0", "非該当")) if item.kind is ItemKind.CHECK else [(o, o) for o in item.options]
    several = item.kind is ItemKind.MULTIPLE
    label = f"{item.key}（{item.unit}）" if item.unit else item.key
    wanted = answer in (Answer.SINGLE, Answer.MULTIPLE)
    return Question(
        item.key,
        label,
        answer,
        tuple(Option(*o) for o in options) if wanted else (),
        separator=SEPARATOR if several else "",
    )


def codebook_table(form: FormMap) -> Table:
    """Return the codebook as a 設問票 sheet that `read_codebook` reads."""
    rows = []
    for q in codebook_of(form).questions:
        for option in q.options or (Option("", ""),):
            columns = q.key if q.separator else ""
            rows.append((q.key, q.label, q.answer.value, "", columns, q.separator, option.code, option.label, ""))
    return Table("codebook", "設問票", tuple(Column(n, n, Format.CODE) for n in SHEET_COLUMNS), tuple(rows))
