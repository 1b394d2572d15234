"""A round of form 1: a folder of returned copies, spoiled at known rates, with the answer key."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import clinic
from .drawn import Drawn, write_xls, write_xlsx
from .key import FileKey, RoundKey
from .spoil import encrypted, not_a_workbook, other_form, torn, with_external_link, with_macro, zip_bomb

#: Share of the copies with each fault; some copies with wrong content have moved cells as well.
RATES = {
    "insert_row": 0.05, "insert_column": 0.02, "move": 0.02, "delete_row": 0.02, "relabel": 0.02, "remark": 0.05,
    "label_note": 0.02, "comment": 0.02, "required": 0.05, "outside_list": 0.04, "number_text": 0.05,
    "number_words": 0.03, "bad_date": 0.03, "vague_date": 0.02, "range": 0.02, "code_zero": 0.02, "two_marks": 0.02,
    "formula_text": 0.01, "external": 0.01, "macro": 0.01, "error_value": 0.01, "old": 0.04, "duplicate": 0.04,
    "unknown": 0.02, "torn": 0.01, "password": 0.01, "not_workbook": 0.01, "bomb": 0.004, "empty": 0.01,
}  # fmt: skip
_OF_CONTENT = (
    "required", "outside_list", "number_text", "number_words", "bad_date", "vague_date", "range", "two_marks",
    "error_value", "formula_text", "label_note", "comment", "relabel",
)  # fmt: skip
STAMP = {"SB_FORM": "clinic", "SB_VERSION": "2"}


def make_round(folder: Path, seed: int, count: int, rates: dict[str, float] | None = None) -> RoundKey:
    """Write `count` files below `folder` (some in sub-folders, some .xls) and return the answer key."""
    folder.mkdir(parents=True, exist_ok=True)
    key, rng = RoundKey(), random.Random(seed)
    plan = _plan(rng, count, RATES if rates is None else rates)
    said: list[clinic.Answers] = []
    for number, fault in enumerate(plan, 1):
        one = random.Random(f"{seed}-{number}")
        file = FileKey(_file_name(one, number))
        path = folder / file.file
        path.parent.mkdir(exist_ok=True)
        answers = clinic.answers(one, number)
        if fault == "duplicate" and said:
            answers = _again(said[one.randrange(len(said))], one)
        if not _whole_file(fault, path, file, one):
            _copy(fault, path, file, answers, one)
            if not fault and file.outcome == "回答":
                said.append(answers)
        key.files.append(file)
    _note_duplicates(key)
    key.master = [(f["C6"], f["C7"], "北部" if i % 2 else "南部") for i, f in enumerate(_answers_of(key))]
    key.master += [(f"139{9_000_000 + i}", f"未回答医院{i}", "北部") for i in range(10)]
    return key


def _plan(rng: random.Random, count: int, rates: dict[str, float]) -> list[str]:
    plan = [fault for fault, rate in rates.items() for _ in range(max(1, int(count * rate + 0.5)))] if rates else []
    plan = plan[:count] + [""] * (count - len(plan))
    rng.shuffle(plan)
    first_plain = plan.index("") if "" in plan else 0
    plan[0], plan[first_plain] = plan[first_plain], plan[0]
    return plan


def _file_name(rng: random.Random, number: int) -> str:
    stem = rng.choice(("調査票", "回答", "Book1", "【回答】調査票(最終)", "scan", "コピー ～ 調査票"))
    where = rng.choice(("", "", "保健所A/", "保健所B/"))
    return f"{where}{stem}_{number:04}.{'xls' if rng.random() < 0.15 else 'xlsx'}"


def _again(said: clinic.Answers, rng: random.Random) -> clinic.Answers:
    changed = {
        **said.values,
        "n_again_phone": said["n_again_phone"] + 7,
        "filled": dt.date(2024, 6, rng.randint(1, 28)),
    }
    return clinic.Answers({**changed, "total_again": changed["n_again_phone"] + changed["n_again_video"]})


def _whole_file(fault: str, path: Path, file: FileKey, rng: random.Random) -> bool:
    """Files that hold no answers at all."""
    makers: dict[str, tuple[Callable[..., Any], str, str]] = {
        "unknown": (other_form, "別の様式", "別の様式"),
        "torn": (torn, "読めない", "読めないファイル"),
        "password": (encrypted, "読めない", "読めないファイル"),
        "not_workbook": (not_a_workbook, "読めない", "読めないファイル"),
        "bomb": (zip_bomb, "読めない", "読めないファイル"),
    }
    if fault == "empty":
        file.outcome = "空の調査票"
        file.fault("空の調査票")
        write_xlsx(clinic.blank(), path.with_suffix(".xlsx"))
        file.file = str(Path(file.file).with_suffix(".xlsx"))
        return True
    if fault not in makers:
        return False
    make, file.outcome, kind = makers[fault]
    file.file = str(Path(file.file).with_suffix(".xlsx"))
    make(path.with_suffix(".xlsx"), rng)
    file.fault(kind)
    return True


def _copy(fault: str, path: Path, file: FileKey, said: clinic.Answers, rng: random.Random) -> None:
    old = fault == "old"
    sheets = clinic.old_blank() if old else clinic.blank()
    boxes = clinic.OLD_BOXES if old else clinic.BOXES
    form = sheets[0]
    file.version = "1" if old else "2"
    clinic.fill(form, said, boxes, rng)
    form.name = file.sheet = rng.choice((form.name,) * 6 + ("Sheet1", "調査票 (2)"))
    file.values = {box: _typed(said[key]) for key, box in boxes.items()}
    if old:
        file.fault("別の版")
    elif fault:
        if fault in _OF_CONTENT and rng.random() < 0.15:
            SPOIL[rng.choice(("insert_row", "insert_column", "move"))](form, file, rng)
        SPOIL.get(fault, _nothing)(form, file, rng)
    if rng.random() < 0.15:
        sheets.append(Drawn("Sheet2"))  # left by an old Excel, empty
    if rng.random() < 0.1:
        sheets.reverse()
    elif rng.random() < 0.1:
        del sheets[1:]  # the worked example was thrown away
    _save(fault, sheets, path, file, rng)


def _typed(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return f"{value[0]}-{value[1]:02}"
    return "；".join(value) if isinstance(value, tuple) else value


def _save(fault: str, sheets: list[Drawn], path: Path, file: FileKey, rng: random.Random) -> None:
    if path.suffix == ".xls" and fault not in ("comment", "external", "macro"):
        write_xls(sheets, path)
        return
    path = path.with_suffix(".xlsx")
    file.file = str(Path(file.file).with_suffix(".xlsx"))
    stamped = file.version == "2" and rng.random() < 0.5
    if rng.random() < 0.2:
        sheets = [_values_only(sheet) for sheet in sheets]
    write_xlsx(sheets, path, STAMP if stamped else None)
    if fault == "external":
        with_external_link(path)
    elif fault == "macro":
        with_macro(path)


def _values_only(form: Drawn) -> Drawn:
    """What a sanitiser leaves: values and merged cells."""
    bare = copy.deepcopy(form)
    bare.cells = {cell: (value, "plain") for cell, (value, _) in form.cells.items() if value is not None}
    for m in bare.merges:
        bare.cells.setdefault((m.top, m.left), (None, "plain"))
    bare.lists, bare.formulas = [], {}
    return bare


def _nothing(form: Drawn, file: FileKey, rng: random.Random) -> None:
    pass


def _insert_row(form: Drawn, file: FileKey, rng: random.Random) -> None:
    at = rng.choice((4, 11, 19))
    form.insert(row=at)
    first = {4: "C6", 11: "C15", 19: "C22"}[at]
    file.fault("動いた欄", form.address(first))


def _insert_column(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.insert(column=0)
    file.fault("動いた欄", form.address("F3"))


def _move(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.move(range(5, 6), range(6), (28, 0))  # the code, cut out and put below the form
    file.fault("動いた欄", form.address("C6"))


def _delete_row(form: Drawn, file: FileKey, rng: random.Random) -> None:
    row, box = rng.choice(((25, "C26"), (16, "C17")))
    form.delete_row(row)
    file.values[box] = None
    file.fault("消えた欄", box)


def _relabel(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box, text = rng.choice((("C10", "連絡先"), ("C26", "うち薬を出した件数"), ("C19", "診察の時間")))
    form.write({"C10": "A10", "C26": "A26", "C19": "A19"}[box], text)
    file.fault("書き換えられた見出し", form.address({"C10": "A10", "C26": "A26", "C19": "A19"}[box]))


def _remark(form: Drawn, file: FileKey, rng: random.Random) -> None:
    cell = rng.choice((("I", 10), ("I", 15), ("J", 24), ("B", 34)))
    text = rng.choice(("移転予定です", "※公表しないでください", "４月から休止中", "担当：山田"))
    form.put(f"{cell[0]}{cell[1]}", text)
    file.fault("欄外の記入", f"{cell[0]}{cell[1]}")


def _label_note(form: Drawn, file: FileKey, rng: random.Random) -> None:
    cell = rng.choice(("A10", "A7", "A26"))
    form.write(cell, f"{form.value(cell)}（変更しました）")
    file.fault("欄外の記入", form.address(cell))


def _comment(form: Drawn, file: FileKey, rng: random.Random) -> None:
    cell = rng.choice(("C7", "C10", "E24"))
    form.comments[form.at(cell)] = "この数字は見込みです"  # type: ignore[index]
    file.fault("欄外の記入", form.address(cell))


def _required(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice([k for k in clinic.REQUIRED if k != "code"])]
    form.write(box, None if box != "C22" else "令和　　年　　月")
    file.values[box] = None
    file.fault("必須の空白", box)


def _outside_list(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(("first_phone", "first_video", "again_video"))]
    form.write(box, rng.choice(("検討中", "未定", "一部", "要相談")))
    file.values[box] = None
    file.fault("選択肢にない値", box)


def _number_text(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(clinic.COUNTS)]
    form.write(box, rng.choice(("{}件", "{} 件", "{}人")).format(file.values[box]))
    file.fault("数値に文字", box)


def _number_words(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(clinic.COUNTS)]
    form.write(box, rng.choice(("約20", "10〜20", "不明", "数件", "集計中", "5(うち再掲2)と3")))
    file.values[box] = None
    file.fault("数値に文字", box)


def _bad_date(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(("filled", "since"))]
    form.write(box, rng.choice(("令和6年2月30日", "2023/4/31", "令和６年１３月１日", "平成40年4月1日")), "box")
    file.values[box] = None
    file.fault("ありえない日付", box)


def _vague_date(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES["since"]
    form.write(box, rng.choice(("6.4.1", "昨年の春", "来月から", "R5ごろ")), "box")
    file.values[box] = None
    file.fault("読めない日付", box)


def _range(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(clinic.COUNTS[:4])]
    file.values[box] = rng.choice((-3, 99_999))
    form.write(box, file.values[box])
    file.fault("範囲外の数", box)


def _code_zero(form: Drawn, file: FileKey, rng: random.Random) -> None:
    code = rng.choice(("01", "09")) + file.values["C6"][2:]
    form.write("C6", int(code))
    file.values["C6"] = code
    file.fault("桁数の違うコード", "C6")


def _two_marks(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(("first_phone", "again_phone"))]
    form.write(box, "☑有　☑無")
    file.values[box] = None
    file.fault("複数の選択", box)


def _formula_text(form: Drawn, file: FileKey, rng: random.Random) -> None:
    text = rng.choice(("=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")'))
    form.write("C28", text)
    file.values["C28"] = text
    file.fault("数式に見える文字", "C28")


def _content(form: Drawn, file: FileKey, rng: random.Random) -> None:
    file.fault("注意が必要な中身")


def _error_value(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = clinic.BOXES[rng.choice(clinic.COUNTS)]
    form.write(box, "#REF!")
    file.values[box] = None
    file.fault("エラー値", box)


SPOIL: dict[str, Callable[[Drawn, FileKey, random.Random], None]] = {
    "insert_row": _insert_row, "insert_column": _insert_column, "move": _move, "delete_row": _delete_row,
    "relabel": _relabel, "remark": _remark, "label_note": _label_note, "comment": _comment, "required": _required,
    "outside_list": _outside_list, "number_text": _number_text, "number_words": _number_words, "bad_date": _bad_date,
    "vague_date": _vague_date, "range": _range, "code_zero": _code_zero, "two_marks": _two_marks,
    "formula_text": _formula_text, "external": _content, "macro": _content, "error_value": _error_value,
}  # fmt: skip


def _answers_of(key: RoundKey) -> list[dict[str, Any]]:
    """One set of values per institution of the second edition, under its code."""
    found = {f.values["C6"]: f.values for f in key.files if f.version == "2" and f.values.get("C7")}
    return list(found.values())


def _note_duplicates(key: RoundKey) -> None:
    seen: dict[str, list[FileKey]] = {}
    for file in key.files:
        if file.version == "2":
            seen.setdefault(str(file.values["C6"]), []).append(file)
    for files in seen.values():
        if len(files) > 1:
            for file in files:
                file.fault("重複")


def blanks() -> list[tuple[str, list[Drawn]]]:
    """Blank forms by version, the current one first."""
    return [("2", clinic.blank()), ("1", clinic.old_blank())]
