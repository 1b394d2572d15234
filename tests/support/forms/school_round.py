"""A round of form 2: returned copies spoiled at known rates, with the answer key."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import school
from .drawn import Drawn, write_xls, write_xlsx
from .key import FileKey, RoundKey
from .spoil import other_form, torn, with_macro

RATES = {
    "insert_in_block": 0.05, "insert_row": 0.04, "insert_column": 0.02, "remark": 0.05, "block_remark": 0.02,
    "required": 0.04, "outside_list": 0.04, "block_outside": 0.03, "number_text": 0.05, "block_text": 0.03,
    "bad_date": 0.03, "range": 0.03, "relabel": 0.02, "gap": 0.03, "formula_text": 0.01, "macro": 0.01,
    "unknown": 0.02, "torn": 0.01, "empty": 0.01, "duplicate": 0.03,
}  # fmt: skip


def blanks() -> list[tuple[str, list[Drawn]]]:
    """The blank form by version."""
    return [("1", school.blank())]


def make_round(folder: Path, seed: int, count: int) -> RoundKey:
    """Write `count` files below `folder` and return the answer key."""
    folder.mkdir(parents=True, exist_ok=True)
    key, rng = RoundKey(), random.Random(seed)
    plan = [fault for fault, rate in RATES.items() for _ in range(max(1, int(count * rate + 0.5)))][:count]
    plan += [""] * (count - len(plan))
    rng.shuffle(plan)
    numbers: list[int] = []
    for i, fault in enumerate(plan, 1):
        one = random.Random(f"{seed}-{i}")
        suffix = "xls" if one.random() < 0.15 and fault != "macro" else "xlsx"
        file = FileKey(f"{one.choice(('学校施設調査', '回答', '様式'))}_{i:04}.{suffix}")
        if not _whole_file(fault, folder, file, one):
            number = one.choice(numbers) if fault == "duplicate" and numbers else i
            if not fault:
                numbers.append(number)
            _copy(fault, folder, file, number, one)
        key.files.append(file)
    seen: dict[str, list[FileKey]] = {}
    for file in key.files:
        if file.outcome == "回答":
            seen.setdefault(file.values["C4"] or file.file, []).append(file)
    for files in seen.values():
        for file in files if len(files) > 1 else ():
            file.fault("重複")
    return key


def _whole_file(fault: str, folder: Path, file: FileKey, rng: random.Random) -> bool:
    if fault not in ("unknown", "torn", "empty"):
        return False
    file.file = str(Path(file.file).with_suffix(".xlsx"))
    path = folder / file.file
    if fault == "empty":
        write_xlsx(school.blank(), path)
        file.outcome = "空の調査票"
        file.fault("空の調査票")
    elif fault == "unknown":
        other_form(path, rng)
        file.outcome = "別の様式"
        file.fault("別の様式")
    else:
        torn(path, rng)
        file.outcome = "読めない"
        file.fault("読めないファイル")
    return True


def _copy(fault: str, folder: Path, file: FileKey, number: int, rng: random.Random) -> None:
    said = school.answers(rng, number)
    sheets = school.blank()
    form = sheets[0]
    file.version = "1"
    file.values = {
        box: "；".join(v) or None if isinstance(v := said.values[key], tuple) else v
        for key, box in school.BOXES.items()
    }
    if fault == "gap":
        _gap(form, said, file, rng)
    else:
        if fault in ("insert_in_block", "insert_row", "insert_column"):
            _SPOIL[fault](form, file, rng)
        if fault == "insert_in_block":
            _longer(form, said, rng)
        else:
            school.fill(form, said, rng)
        if fault and fault not in ("insert_in_block", "insert_row", "insert_column"):
            _SPOIL.get(fault, lambda *_: None)(form, file, rng, *([said] if fault in _IN_BLOCK else []))
    file.records = {
        name: [{cells[k]: v for k, v in row.items()} for row in rows]
        for name, rows, cells in (("wings", said.wings, school.WINGS), ("repairs", said.repairs, school.REPAIRS))
    }
    form.name = file.sheet = rng.choice((form.name, form.name, "Sheet1", "調査票（提出）"))
    if Path(file.file).suffix == ".xls":
        write_xls(sheets, folder / file.file)
        return
    if rng.random() < 0.15:
        sheets = [_bare(sheets[0]), *sheets[1:]]
    write_xlsx(sheets, folder / file.file)
    if fault == "macro":
        with_macro(folder / file.file)
        file.fault("注意が必要な中身")


def _bare(form: Drawn) -> Drawn:
    bare = copy.deepcopy(form)
    bare.cells = {cell: (value, "plain") for cell, (value, _) in form.cells.items() if value is not None}
    for m in bare.merges:
        bare.cells.setdefault((m.top, m.left), (None, "plain"))
    bare.lists, bare.formulas = [], {}
    return bare


def _insert_in_block(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.insert(row=34)  # after the eighth wing
    for columns in ("B35:D35", "E35:F35", "G35:H35", "I35", "J35:K35", "L35:M35", "N35:P35"):
        form.put(columns, None, "box")
    file.fault("動いた欄", form.address("A41"))


def _longer(form: Drawn, said: school.Answers, rng: random.Random) -> None:
    """Nine wings: the last stands in the row that was added."""
    while len(said.wings) < school.WING_ROWS:
        said.wings.append(school._wing(rng))
    extra = school._wing(rng)
    school.fill(form, said, rng)
    said.wings.append(extra)
    for key, first in school.WINGS.items():
        column = first.rstrip("0123456789")
        form.cells[34, ord(column) - 65] = (extra[key], "box")


def _insert_row(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.insert(row=5)
    file.fault("動いた欄", form.address("C8"))


def _insert_column(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.insert(column=0)
    file.fault("動いた欄", form.address("K2"))


def _remark(form: Drawn, file: FileKey, rng: random.Random) -> None:
    cell = rng.choice(("R4", "R13", "L15", "N21"))
    form.put(cell, rng.choice(("休校中です", "昨年と同じです", "※確認中")))
    file.fault("欄外の記入", cell)


def _block_remark(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.put("Q28", "解体予定")
    file.fault("欄外の記入", "Q28")


def _required(form: Drawn, file: FileKey, rng: random.Random) -> None:
    key = rng.choice(("name", "land", "shelter"))
    box = school.BOXES[key]
    form.write(box, "□あり　□なし" if key == "shelter" else None)
    file.values[box] = None
    file.fault("必須の空白", box)


def _outside_list(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.write("D23", rng.choice(("検討中", "未定")))
    file.values["D23"] = None
    file.fault("選択肢にない値", "D23")


def _block_outside(form: Drawn, file: FileKey, rng: random.Random, said: school.Answers) -> None:
    form.write("N27", "故障中")
    said.wings[0]["cool"] = None
    file.fault("選択肢にない値", "N27")


def _number_text(form: Drawn, file: FileKey, rng: random.Random) -> None:
    box = school.BOXES[rng.choice(("land", "ground", "gym", "boys_1", "class_2"))]
    if rng.random() < 0.5:
        form.write(box, f"{file.values[box]}{'㎡' if box.endswith('8') else '人'}")
    else:
        form.write(box, rng.choice(("約500", "不明", "別紙のとおり")))
        file.values[box] = None
    file.fault("数値に文字", box)


def _block_text(form: Drawn, file: FileKey, rng: random.Random, said: school.Answers) -> None:
    form.write("J28", "約1200")
    said.wings[1]["area"] = None
    file.fault("数値に文字", "J28")


def _bad_date(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.write("L8", rng.choice(("昭和65年4月1日", "1985/2/30")), "box")
    file.values["L8"] = None
    file.fault("ありえない日付", "L8")


def _range(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.write("E13", 9_999)
    file.values["E13"] = 9_999
    file.fault("範囲外の数", "E13")


def _relabel(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.write("K5", "連絡先")
    file.fault("書き換えられた見出し", "K5")


def _gap(form: Drawn, said: school.Answers, file: FileKey, rng: random.Random) -> None:
    """A wing left out in the middle of the block."""
    said.wings = said.wings[:5]
    said.wings.insert(1, dict.fromkeys(school.WINGS))
    school.fill(form, said, rng)
    del said.wings[1]


def _formula_text(form: Drawn, file: FileKey, rng: random.Random) -> None:
    form.write("A41", "=cmd|' /C calc'!A0")
    file.values["A41"] = "=cmd|' /C calc'!A0"
    file.fault("数式に見える文字", "A41")


_IN_BLOCK = frozenset({"block_outside", "block_text"})
_SPOIL: dict[str, Callable[..., Any]] = {
    "insert_in_block": _insert_in_block, "insert_row": _insert_row, "insert_column": _insert_column,
    "remark": _remark, "block_remark": _block_remark, "required": _required, "outside_list": _outside_list,
    "block_outside": _block_outside, "number_text": _number_text, "block_text": _block_text, "bad_date": _bad_date,
    "range": _range, "relabel": _relabel, "formula_text": _formula_text,
}  # fmt: skip
