"""A workbook with a secret in every corner a spreadsheet has, each secret a distinct word."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

#: Words planted by `planted_workbook`; none may be found in any part of the version for outside.
SECRETS = {
    "cell of a hidden sheet": "隠しシートの秘密",
    "name of a hidden sheet": "秘密の名簿",
    "cell of a very hidden sheet": "最奥の秘密",
    "hidden row": "隠し行の秘密",
    "hidden column": "隠し列の秘密",
    "comment": "注釈の秘密",
    "comment author": "注釈者山田",
    "formula": "SB_TIDY",
    "formula text": "数式の秘密",
    "creator": "作成者佐藤",
    "company": "みほん市役所税務課",
    "title": "題名の秘密",
    "defined name": "名前定義の秘密",
    "validation": "入力規則の秘密",
    "header": "頁頭の秘密",
    "white text": "白文字の秘密",
    "unseen format": "書式の秘密",
    "number format": "鈴木花子",
    "hyperlink": "himitsu.example.invalid",
    "external link": "外部参照の秘密.xlsx",
    "pivot cache": "集計元の秘密",
    "query": "問合せの秘密",
    "threaded comment": "会話の秘密",
    "person": "会話者田中",
    "custom XML": "埋込の秘密",
    "printer": "印刷機の秘密",
    "custom property": "独自項目の秘密",
    "log sheet": "記録の秘密",
    "settings path": "C:\\秘密の共有\\名簿",
    "VBA": "マクロの秘密",
}
_PARTS = {
    "xl/externalLinks/externalLink1.xml": "external link",
    "xl/pivotCache/pivotCacheDefinition1.xml": "pivot cache",
    "xl/pivotCache/pivotCacheRecords1.xml": "pivot cache",
    "xl/connections.xml": "query",
    "xl/queryTables/queryTable1.xml": "query",
    "xl/threadedComments/threadedComment1.xml": "threaded comment",
    "xl/persons/person.xml": "person",
    "customXml/item1.xml": "custom XML",
    "xl/printerSettings/printerSettings1.bin": "printer",
    "docProps/custom.xml": "custom property",
    "xl/vbaProject.bin": "VBA",
}


def planted_workbook(path: Path) -> Path:
    """Write the workbook; its visible cells are harmless."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人口"
    for row in (
        ["地区", "人口", "隠し"],
        ["東地区", 1200, SECRETS["hidden column"]],
        [SECRETS["hidden row"], 3, None],
        ["西地区", 800, None],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["A"].width = 23
    sheet["A2"].comment = Comment(SECRETS["comment"], SECRETS["comment author"])
    sheet["B6"] = "=SB_TIDY(A1:B4)"
    sheet["B7"] = f'=IF(1,"{SECRETS["formula text"]}","")'
    sheet["A8"] = SECRETS["white text"]
    sheet["A8"].font = Font(color="FFFFFF")
    sheet["A9"] = SECRETS["unseen format"]
    sheet["A9"].number_format = ";;;"
    sheet["B4"].number_format = f'#,##0"{SECRETS["number format"]}"'
    sheet["A4"].hyperlink = f"https://{SECRETS['hyperlink']}/"
    sheet.oddHeader.center.text = SECRETS["header"]
    rule = DataValidation(type="list", formula1=f'"{SECRETS["validation"]},ほか"')
    sheet.add_data_validation(rule)
    rule.add("D1")
    for name, state, text in (
        (SECRETS["name of a hidden sheet"], "hidden", SECRETS["cell of a hidden sheet"]),
        ("奥", "veryHidden", SECRETS["cell of a very hidden sheet"]),
    ):
        hidden = book.create_sheet(name)
        hidden["A1"] = text
        hidden.sheet_state = state
    log = book.create_sheet("操作記録")
    log["A1"] = SECRETS["log sheet"]
    settings = book.create_sheet("設定")
    settings.append(["項目", "値", "説明"])
    settings.append(["出所フォルダー", SECRETS["settings path"], ""])
    book.defined_names[SECRETS["defined name"]] = DefinedName(SECRETS["defined name"], attr_text="人口!$A$1")
    book.properties.creator = book.properties.lastModifiedBy = SECRETS["creator"]
    book.properties.title = SECRETS["title"]
    book.properties.created = dt.datetime(2021, 3, 4, 5, 6, 7)
    book.save(path)
    return _with_parts(path)


def _with_parts(path: Path) -> Path:
    """Add raw parts that openpyxl does not write; nothing refers to them, as after a careless tool."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for part, secret in _PARTS.items():
            text = SECRETS[secret]
            data = text.encode("utf-16-le") if part.endswith(".bin") else f"<x>{text}</x>".encode()
            archive.writestr(part, data)
        archive.writestr("docProps/meta.xml", f"<x><Company>{SECRETS['company']}</Company></x>")
    return path


def parts_with(path: Path, text: str) -> list[str]:
    """Return the parts of an Office file that hold a text in any encoding, names of parts included."""
    written = {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "cp932")}
    written.add(text.encode("ascii", "xmlcharrefreplace"))
    with zipfile.ZipFile(path) as archive:
        return [n for n in archive.namelist() if text in n or any(form in archive.read(n) for form in written)]
