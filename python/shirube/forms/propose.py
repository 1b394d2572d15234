"""Proposes a `FormMap` from a blank form. A person reads and corrects it before it is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..errors import FormError, Place
from ..grid import Grid, Kind, Span, parse_a1
from .areas import Area, Areas
from .boxes import Box, find_boxes, from_to, is_empty_square, own_label
from .choices import exclusive
from .form_file import FormFile, FormSheet, Rule
from .form_map import Block, FormMap, Item, ItemKind, Printed
from .labels import Labels, clean_name, labels_of, listed_beside, required_marks, section_of, unit_of
from .repeated import Draft, find_blocks
from .sheet_digest import companion_mark, sheet_digest

__all__ = ["other_sheets_with_boxes", "propose"]

_DATE_NAME = re.compile(
    r"(?:年月日|日付|期日|(?:開設|設立|設置|開始|終了|実施|開催|予定|完了|竣工|着工|届出|提出|受付|受領|発行|更新|変更|契約|認可|"
    r"認定|指定|登録|加入|退会|作成|記入|回答|報告|廃止|発生|購入|納品|支払|決定|訪問|調査|検査|点検|基準|採用|退職|締切)日)$"
)
_MONTH_NAME = re.compile(r"(?:対象月|報告月|対象年月|年月)$")
_NUMBER_NAME = re.compile(
    r"(?:数|人員|定員|現員|実人員|面積|金額|総額|予算額|決算額|額|費|単価|価格|使用料|手数料|収入|支出|年齢|率|割合|"
    r"合計|総計|小計|累計|^計)$"
)
_WORDS_NAME = re.compile(r"(?:備考|理由|内容|摘要|特記事項|区分|種別|説明|コメント|名|名称|氏名|方法|場所|単位)$")
_CODE_NAME = re.compile(r"(?:コード|番号|ID|ＩＤ)$", re.IGNORECASE)
_NOT_WHO = re.compile(r"電話|郵便|FAX|ＦＡＸ|ファクシミリ|ファックス|内線|携帯|口座|年度")
_WHO_NAME = re.compile(r"(?:名|名称)$")
_PERSON = re.compile(r"氏名|担当|代表|責任者|校長名|園長名|院長名|部署|課名|所属|都道府県|市町村|地区名")
_PERIOD_NAME = re.compile(r"(?:対象|報告|実績|提供|診療|請求|調査)(?:年?月|期間|年度)(?!日)|(?:^|_)年月$")
_SEVERAL = re.compile(r"複数(?:可|回答|選択)|(?:すべて|全て|いくつでも)")
_SINCE = re.compile(r"(?:現在|時点|分|[（(][^（()）]+)$")
_NUMBER_FORMAT = re.compile(r"^[#,0]+(?:\.0+)?(?:_.*)?(?:;.*)?$")
_DATE_FORMAT = re.compile(r"[yge].*[md]|aaa", re.IGNORECASE)


def propose(file: FormFile, *, form: str, version: str = "1", sheet: str = "") -> FormMap:
    """Read a blank form and propose what it asks, and where.

    Parameters
    ----------
    file
        The blank form.
    form, version
        What the form is called in every edition, and which edition this is.
    sheet
        Its sheet; empty: the visible sheet with most boxes left blank.

    Raises
    ------
    FormError
        SB-F402: no such sheet, or no box found on any.
    """
    chosen = _chosen(file, sheet)
    areas = Areas(chosen.grid)
    boxes = find_boxes(chosen, areas)
    if not boxes:
        raise FormError("F402", at=Place(file.file, chosen.grid.name))
    spans = {box.area.span for box in boxes}
    marks = required_marks(areas)
    drafts = [_draft(box, areas, spans, marks, file) for box in boxes]
    drafts = [_named(draft) for draft in drafts if draft.item.key or _holds(draft)]
    drafts = _joined_options(drafts)
    drafts, blocks = find_blocks(drafts, areas, spans)
    items = _distinct(drafts, areas, spans)
    return FormMap(
        form,
        version,
        title=_title(areas),
        sheet=chosen.grid.name,
        printed=_printed(areas, spans, blocks),
        items=items,
        blocks=blocks,
        code=_first(items, lambda i: bool(_CODE_NAME.search(i.key)) and not _NOT_WHO.search(i.key)),
        name=_first(items, lambda i: bool(_WHO_NAME.search(i.key)) and not _PERSON.search(i.key)),
        period=_first(items, lambda i: bool(_PERIOD_NAME.search(i.key))),
        companions=_companions(file, chosen),
        remarks=tuple(r.text or r.kind for r in (*chosen.remarks, *file.remarks)),
    )


def _companions(file: FormFile, chosen: FormSheet) -> tuple[str, ...]:
    """Marks of the other sheets; a sheet just like the form is one more form to fill in."""
    own = sheet_digest(chosen.grid)
    return tuple(companion_mark(s.grid) for s in file.sheets if s is not chosen and sheet_digest(s.grid) != own)


def other_sheets_with_boxes(file: FormFile, form: FormMap) -> tuple[tuple[str, int], ...]:
    """Visible sheets beside the form's own that have blank boxes, and how many: perhaps they are to be answered too."""
    found = ((s.grid.name, _blank_boxes(s)) for s in file.sheets if not s.grid.sheet_hidden)
    return tuple((name, count) for name, count in found if count and name != form.sheet)


def _blank_boxes(sheet: FormSheet) -> int:
    return sum(box.area.blank or bool(box.inside) for box in find_boxes(sheet, Areas(sheet.grid)))


def _chosen(file: FormFile, name: str) -> FormSheet:
    found = [s for s in file.sheets if (s.grid.name == name if name else not s.grid.sheet_hidden)]
    counted = [(_blank_boxes(s), s) for s in found]
    if not counted or max(count for count, _ in counted) == 0:
        raise FormError("F402", at=Place(file.file, name))
    return max(counted, key=lambda pair: pair[0])[1]


def _draft(box: Box, areas: Areas, spans: set[Span], marks: frozenset[str], file: FormFile) -> Draft:
    labels = labels_of(box.area.span, areas, spans, option=box.option)
    texts, cells = _name_parts(labels)
    names = [clean_name(text, marks) for text in (*texts, *filter(None, [own_label(box.inside)]))]
    key = "_".join(dict.fromkeys(name.name for name in names if name.name))
    unit = _unit(box, areas) or next((name.unit for name in reversed(names) if name.unit), "")
    rule = box.rule
    options = _options(rule, areas.grid, file) or box.options or ((box.option,) if box.option else ())
    options = options or (() if box.inside else listed_beside(box.area.span, areas, spans))
    kind = _kind(box, [*_table_name(box, labels, areas, spans), *(name.name for name in names)], unit, options)
    if kind is ItemKind.SINGLE and any(_SEVERAL.search(text) for text in texts):
        kind = ItemKind.MULTIPLE
    item = Item(
        key or (options[0] if box.inside and options else ""),
        kind,
        box.area.span.a1,
        labels=tuple(cells),
        unit=unit,
        required=any(name.required for name in names) and not box.computed,
        options=options,
        low=rule.low if rule else None,
        high=rule.high if rule else None,
        inside=box.inside,
    )
    return Draft(item, labels)


def _table_name(box: Box, labels: Labels, areas: Areas, spans: set[Span]) -> list[str]:
    """What a table with heads on both sides is about: its cells are what its heading says (児童数)."""
    section = section_of(box.area.span, areas, spans) if labels.left and labels.above else None
    return [clean_name(section.printed).name] if section is not None else []


def _holds(draft: Draft) -> bool:
    """The box holds something on the blank already."""
    return bool(draft.item.inside) or draft.item.kind is ItemKind.COMPUTED


def _named(draft: Draft) -> Draft:
    """Name a box without a label after its cell: what is printed in it must not be taken for a remark.

    A formula without a label is not read.
    """
    item = draft.item
    if item.key:
        return draft
    kind = ItemKind.IGNORED if item.kind is ItemKind.COMPUTED else item.kind
    name = item.kind.value if item.kind in (ItemKind.DATE, ItemKind.MONTH) else f"欄{item.cell.split(':')[0]}"
    return replace(draft, item=replace(item, key=name, kind=kind))


def _name_parts(labels: Labels) -> tuple[list[str], list[str]]:
    """Texts of a name, upper tier first, and the cells they stand in, nearest first."""
    left, above = labels.left, labels.above
    areas = [*reversed(left), *reversed(above)]
    cells = [area.span.a1.split(":")[0] for area in (*left, *above)]
    return [area.printed for area in areas], cells


def _unit(box: Box, areas: Areas) -> str:
    beside = areas.at(box.area.span.top, box.area.span.right + 1)
    if beside is not None and beside.kind == Kind.TEXT and (unit := unit_of(_SINCE.sub("", beside.text))):
        return unit
    tail = re.sub(r"[\s　_＿（）()\[\]［］]", "", box.inside)
    return unit_of(tail) if tail and box.inside else ""


def _options(rule: Rule | None, own: Grid, file: FormFile) -> tuple[str, ...]:
    """Options of a validation: written in it, or in cells of this sheet or another."""
    if rule is None or rule.kind != "list":
        return ()
    sheet, _, reference = rule.source.rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    grid = next((s.grid for s in file.sheets if s.grid.name == name), None) if name else own
    return rule.options or _listed(grid, reference)


def _listed(grid: Grid | None, reference: str) -> tuple[str, ...]:
    if grid is None or not re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?", reference):
        return ()
    span = parse_a1(reference)
    values = grid.values[span.top : span.bottom + 1, span.left : span.right + 1].ravel()
    return tuple(str(value).strip() for value in values if value is not None)


def _kind(box: Box, names: Sequence[str], unit: str, options: Sequence[str]) -> ItemKind:
    """What goes into a box; `names` are its labels, upper tier first."""
    name = names[-1] if names else ""
    rule, inside = box.rule.kind if box.rule else "", box.inside
    if box.computed:
        return ItemKind.COMPUTED
    if box.option or is_empty_square(inside):
        return ItemKind.CHECK
    if options:
        several = "□" in inside or "☐" in inside
        if several and not exclusive(options):
            return ItemKind.MULTIPLE
        return ItemKind.CHECK if _mark_only(options) else ItemKind.SINGLE
    if len(from_to(inside)) > 1:
        return ItemKind.TEXT
    if rule in ("date",) or ("日" in inside and "年" in inside):
        return ItemKind.DATE
    if "年" in inside and "月" in inside:
        return ItemKind.MONTH
    if _CODE_NAME.search(name):
        return ItemKind.CODE
    if rule in ("whole", "decimal"):
        return ItemKind.NUMBER
    code = box.area.number_format
    if _DATE_NAME.search(name) or _DATE_FORMAT.search(re.sub(r'"[^"]*"|\[[^\]]*\]', "", code)):
        return ItemKind.DATE
    if _MONTH_NAME.search(name):
        return ItemKind.MONTH
    counted = any(_NUMBER_NAME.search(tier) for tier in names) and not _WORDS_NAME.search(name)
    return ItemKind.NUMBER if unit or _NUMBER_FORMAT.match(code) or counted else ItemKind.TEXT


def _mark_only(options: Sequence[str]) -> bool:
    return all(option in "○◯〇✓✔レ☑■×□☐－-" for option in options)


def _joined_options(drafts: list[Draft]) -> list[Draft]:
    """Boxes of one option each (□月, □火 …) under one label become one question."""
    groups: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.item.inside and len(draft.item.options) == 1:
            groups.setdefault(draft.item.labels[:1], []).append(draft)
    merged: dict[int, Draft] = {}
    gone: set[int] = set()
    for group in groups.values():
        options = tuple(draft.item.options[0] for draft in group)
        kind = ItemKind.SINGLE if exclusive(options) else ItemKind.MULTIPLE if len(group) > 1 else ItemKind.CHECK
        cells = tuple(draft.item.cell for draft in group)
        left = group[0].labels.left or group[0].labels.above
        key = "_".join(clean_name(area.printed).name for area in reversed(left)) if left else group[0].item.key
        item = replace(
            group[0].item, key=key, kind=kind, options=options, option_cells=cells, cell=_union(cells), inside=""
        )
        merged[id(group[0])] = replace(group[0], item=item)
        gone.update(id(draft) for draft in group[1:])
    return [merged.get(id(draft), draft) for draft in drafts if id(draft) not in gone]


def _union(cells: Sequence[str]) -> str:
    spans = [parse_a1(cell) for cell in cells]
    return Span(
        min(s.top for s in spans), min(s.left for s in spans), max(s.bottom for s in spans), max(s.right for s in spans)
    ).a1


def _distinct(drafts: Sequence[Draft], areas: Areas, spans: set[Span]) -> tuple[Item, ...]:
    """Give items that share a name the heading of their section where these differ, then a number."""
    drafts = _by_unit(drafts)
    counts = Counter((draft.item.block, draft.item.key) for draft in drafts)
    shared = [draft.item for draft in drafts if counts[draft.item.block, draft.item.key] > 1 and not draft.item.block]
    sections = {item.cell: section_of(item.span, areas, spans) for item in shared}
    headings: dict[str, set[Area | None]] = {}
    for item in shared:
        headings.setdefault(item.key, set()).add(sections[item.cell])
    items: list[Item] = []
    taken: set[tuple[str, str]] = set()
    for draft in drafts:
        item = draft.item
        section = sections.get(item.cell)
        if section is not None and len(headings[item.key]) > 1:
            item = replace(item, key=f"{clean_name(section.printed).name}_{item.key}")
        key, number = item.key, 2
        while (item.block, key) in taken:
            key, number = f"{item.key}_{number}", number + 1
        taken.add((item.block, key))
        items.append(replace(item, key=key))
    return tuple(items)


def _by_unit(drafts: Sequence[Draft]) -> list[Draft]:
    """Boxes of one name in one row that differ by the unit behind them (``令和[　]年[　]月``) are named with it."""
    units: dict[tuple[str, int], set[str]] = {}
    for draft in drafts:
        units.setdefault((draft.item.key, draft.item.span.top), set()).add(draft.item.unit)
    return [
        replace(draft, item=replace(draft.item, key=f"{draft.item.key}_{draft.item.unit}"))
        if draft.item.unit and len(units[draft.item.key, draft.item.span.top]) > 1
        else draft
        for draft in drafts
    ]


def _printed(areas: Areas, spans: set[Span], blocks: Sequence[Block]) -> tuple[Printed, ...]:
    inside = [block.span for block in blocks]
    return tuple(
        Printed(area.span.a1.split(":")[0], area.text)
        for area in areas.all()
        if not area.blank
        and area.span not in spans
        and not any(block.covers(area.span.top, area.span.left) for block in inside)
    )


def _title(areas: Areas) -> str:
    texts = [area for area in areas.all()[:400] if area.kind == Kind.TEXT and not area.boxed]
    return max(texts[:6], key=lambda area: areas.grid.style(area.span.top, area.span.left).size).text if texts else ""


def _first(items: Sequence[Item], fits: Callable[[Item], bool]) -> str:
    return next((item.key for item in items if not item.block and fits(item)), "")
