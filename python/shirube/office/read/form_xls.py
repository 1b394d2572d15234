"""What an .xls form brings beside its values: comments, names, macros."""

from __future__ import annotations

import io

import xlrd
from xlrd.compdoc import CompDoc

from shirube.forms.form_file import STAMP_FORM, STAMP_VERSION, Remark
from shirube.grid import a1

from .form_parts import Extras, SheetExtras
from .guard import XLRD_FAULTS

__all__ = ["xls_extras"]


def xls_extras(data: bytes) -> Extras:
    """Read comments, the stamp and whether there are macros; damage leaves them out (the values were read before)."""
    extras = Extras()
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True)
        for sheet in book.sheets():
            notes = sheet.cell_note_map.items()
            remarks = [Remark("コメント", (note.text or "").strip(), a1(*cell)) for cell, note in notes]
            extras.sheets[sheet.name] = SheetExtras(remarks=[r for r in remarks if r.text])
        texts = {name.name: name.formula_text for name in book.name_obj_list if hasattr(name, "formula_text")}
        extras.form = str(texts.get(STAMP_FORM, "")).strip('"')
        extras.version = str(texts.get(STAMP_VERSION, "")).strip('"')
        streams = {entry.name for entry in CompDoc(data, logfile=io.StringIO()).dirlist}
        if streams & {"_VBA_PROJECT_CUR", "VBA"}:
            extras.remarks = (Remark("マクロ"),)
    except XLRD_FAULTS:
        return extras
    return extras
