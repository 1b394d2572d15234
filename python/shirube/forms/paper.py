"""Paper and fax: an entry sheet made from the map, read back as copies; entries typed twice are compared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ..calendar import parse_time
from ..errors import FormError, Place
from ..grid import Grid, Kind, a1
from ..result import Column, DataSheet, Format, Result, Table
from ..table import records
from .answer import Answer, raw_text, read_answer
from .copies import Collected, Copy, Outcome, Record
from .exceptions import Issue, IssueKind
from .form_map import FormMap, Item

__all__ = ["ENTRY_SHEET", "entry_report", "read_entries"]

ENTRY_SHEET = "紙・FAX入力"
_NUMBER, _TIME, _ORIGIN, _DAY, _ROW = "受付番号", "回", "出所", "受領日", "行"
_ORIGINS = ("紙", "FAX", "電話")
_ENTRY_ROWS = 30


def entry_report(form: FormMap) -> Result:
    """Make the entry sheets of a form: one row per reply, one sheet per repeated block."""
    heads = (_NUMBER, _TIME, _ORIGIN, _DAY)
    sheets = [_sheet(ENTRY_SHEET, heads, form.single)]
    sheets += [_sheet(f"{ENTRY_SHEET}_{b.key}", (_NUMBER, _TIME, _ROW), form.columns_of(b.key)) for b in form.blocks]
    hints = tuple((i.key, i.kind.value, i.unit, "必須" if i.required else "", "・".join(i.options)) for i in form.items)
    columns = tuple(Column(n, n) for n in ("項目", "種類", "単位", "必須", "選択肢"))
    return Result(
        title=f"紙・FAXの入力：{form.title or form.form}",
        question="紙・FAX・電話で届いた回答を、ファイルの回答と同じ表にするための入力用ブックです。",
        conclusion=(
            f"「{ENTRY_SHEET}」に1回答1行で入力し、集計のときに一緒に指定してください。",
            "2回入力するときは、同じ受付番号で「回」を1と2にします。違いは「例外」に並びます。",
        ),
        tables=(Table("hints", "書き方", columns, hints),),
        data=tuple(sheets),
    )


def _sheet(name: str, heads: tuple[str, ...], items: tuple[Item, ...]) -> DataSheet:
    columns = tuple(Column(h, h, Format.CODE) for h in heads) + tuple(Column(i.key, i.key, Format.CODE) for i in items)
    return DataSheet(name, Table(name, name, columns, ((None,) * len(columns),) * _ENTRY_ROWS))


def read_entries(sheets: Mapping[str, Grid], form: FormMap, file: str = "") -> tuple[Collected, ...]:
    """Read an entry workbook: one `Collected` per 受付番号.

    Where a reply was typed twice and the two differ, the item has no value until a person decides; with one entry, or
    two alike, the value is used.

    Raises
    ------
    FormError
        SB-F408: the sheet or a column is missing.
    """
    if ENTRY_SHEET not in sheets:
        raise FormError("F408", at=Place(file), name=ENTRY_SHEET)
    rows = _by_number(sheets[ENTRY_SHEET], (_NUMBER, *(i.key for i in form.single)), file)
    blocks = {
        b.key: _by_number(s, (_NUMBER, _ROW), file) for b in form.blocks if (s := sheets.get(f"{ENTRY_SHEET}_{b.key}"))
    }
    collected = []
    for number, lines in rows.items():
        at = (file or ENTRY_SHEET, f"{ENTRY_SHEET}-{number}", ENTRY_SHEET)
        answers, issues = _answers(at, form.single, lines)
        records: dict[str, tuple[Record, ...]] = {}
        for key, entered in blocks.items():
            records[key], more = _records(at, form.columns_of(key), entered.get(number, []))
            issues += more
        first = lines[0]
        copy = Copy(
            *at,
            form.form,
            form.version,
            _day(first.get(_DAY)),
            first.get(_DAY) is None,
            _origin(first),
            answers,
            records,
        )
        collected.append(Collected(copy.file, copy.digest, Outcome.ANSWER, (copy,), tuple(issues)))
    return tuple(collected)


_Line = dict[str, Any]


def _by_number(grid: Grid, needed: tuple[str, ...], file: str) -> dict[str, list[_Line]]:
    """Rows with something in them by 受付番号; a row without a number is one reply of its own."""
    if (grid.kinds[1:] == Kind.BLANK).all():
        return {}
    frame = records(grid)
    for name in needed:
        if name not in frame:
            raise FormError("F408", at=Place(file, grid.name), name=name)
    found: dict[str, list[_Line]] = defaultdict(list)
    for row, line in zip(frame.attrs["rows"], frame.to_dict("records"), strict=True):
        entry = {str(name): value for name, value in line.items()}
        entry["__row__"], entry["__columns__"] = row, frame.attrs["columns"]
        found[raw_text(entry[_NUMBER]).strip() or f"{row + 1}行目"].append(entry)
    return {number: sorted(lines, key=lambda e: raw_text(e.get(_TIME))) for number, lines in found.items()}


def _origin(line: _Line) -> str:
    said = raw_text(line.get(_ORIGIN)).strip().upper().replace("ＦＡＸ", "FAX")
    return said if said in _ORIGINS else _ORIGINS[0]


def _day(value: Any) -> dt.date | None:
    found = parse_time(value)
    return found if isinstance(found, dt.date) else None


def _answers(
    at: tuple[str, str, str], items: tuple[Item, ...], lines: list[_Line], record: int = 0
) -> tuple[dict[str, Answer], list[Issue]]:
    """Answers of one reply (or row); two entries must agree."""
    answers, issues = dict[str, Answer](), list[Issue]()
    for item in items:
        cell = a1(lines[0]["__row__"], lines[0]["__columns__"][item.key]) if item.key in lines[0] else ""
        reads = [read_answer(item, line.get(item.key)) for line in lines[:2]]
        first, last = reads[0], reads[-1]
        if first.answer.value != last.answer.value:
            answers[item.key] = Answer(None, f"{first.answer.raw}／{last.answer.raw}", cell)
            words = {"second": last.answer.raw}
            issues.append(Issue(IssueKind.ENTRY_DIFFERS, *at, cell, item.key, record, first.answer.raw, fields=words))
            continue
        answers[item.key] = Answer(first.answer.value, first.answer.raw, cell)
        if first.problem is not None:
            p = first.problem
            issues.append(Issue(p.kind, *at, cell, item.key, record, first.answer.raw, p.suggestion, p.fields))
        elif item.required and first.answer.value is None:
            issues.append(Issue(IssueKind.REQUIRED, *at, cell, item.key, record))
    return answers, issues


def _records(
    at: tuple[str, str, str], items: tuple[Item, ...], lines: list[_Line]
) -> tuple[tuple[Record, ...], list[Issue]]:
    by_row: dict[int, list[_Line]] = defaultdict(list)
    for order, line in enumerate(lines, 1):
        row = raw_text(line.get(_ROW)).strip()
        by_row[int(row) if row.isdigit() else order].append(line)
    records_, issues = [], list[Issue]()
    for number, entered in sorted(by_row.items()):
        answers, more = _answers(at, items, entered, number)
        records_.append(Record(number, answers))
        issues += more
    return tuple(records_), issues
