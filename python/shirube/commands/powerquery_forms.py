"""調査票のとりまとめをクエリにする: one row per workbook of a folder, read by the boxes of a form."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .. import __version__
from ..forms.form_map import FormMap
from ..powerquery.collecting import STATE, compile_forms, read_sheet
from ..powerquery.source import OfQuery
from ..result import Provenance, Setting
from .powerquery_book import Made, Origin, plain_name, stage_of
from .powerquery_stack import FolderFile
from .tidy_settings import FOLDER_PLACE

__all__ = ["collected"]


def collected(form: FormMap, files: Sequence[FolderFile]) -> Made:
    """The copies of a form that are in a folder now, in the order the query reads them.

    Raises
    ------
    TableError
        SB-P109: a kind of item the query cannot read.
    """
    script = compile_forms(form, name=plain_name(form.form, "とりまとめ"))
    rows = [[file.name, *read_sheet(file.grid, form)] for file in files]
    frame = pd.DataFrame(rows, columns=[column.name for column in script.columns], dtype=object)
    unread = sum(str(state) != "読みました" for state in frame[STATE])
    return Made(
        (stage_of(script, rows),),
        Origin(path=FOLDER_PLACE),
        frame,
        OfQuery(script.name),
        title=f"Power Query：{form.form}のとりまとめ",
        question="フォルダーに集めた調査票を、1ファイル1行に並べる手順を、Power Query のクエリにしました。",
        provenance=Provenance(file=f"{len(files)}ファイル", version=f"しるべ {__version__}"),
        says=(
            "フォルダーに回答のファイルを足して更新すると、行が増えます。",
            f"フォルダーとその下の、.xlsx と .xlsm のブックの「{form.sheet}」シートを読みます。",
        ),
        cannot_say=(
            "印字した見出しが一つでも違うファイルは、値を読まずに「様式が違います」と出します。",
            "督促・訂正・受領日・前の月との点検は、しるべの調査票のとりまとめで行ってください。",
        ),
        notes=(f"いまの{len(files)}ファイルのうち、{unread}ファイルは読めません（「{STATE}」の列）。",)
        if unread
        else (),
        last="読めなかったファイルの欄を、無回答として数えてしまいます",
        settings=(Setting("様式", form.form), Setting("様式の版", form.version), Setting("シート", form.sheet)),
    )
