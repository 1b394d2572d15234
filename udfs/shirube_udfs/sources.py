"""What a command reads, from a copy of the workbook that Excel saved aside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shirube.commands.desk_sheets import LOG_SHEET, SETTINGS_PREFIX, is_settings_sheet
from shirube.errors import FormError, Place, ReadError, ValueFormatError

from .buttons import Button, buttons, command_of
from .progress import Steps
from .settings_sheet import Asked, form_of, parse
from .settings_values import build, values_of

if TYPE_CHECKING:
    from shirube.grid import Grid

__all__ = ["Source", "read_input", "settings_of"]


@dataclasses.dataclass(frozen=True)
class Source:
    """A copy of the workbook, what the settings sheet says, the steps to tell, and the names of all sheets."""

    copy: Path
    asked: Asked
    steps: Steps
    every: tuple[str, ...] = ()

    def grid(self, name: str) -> Grid:
        """Read one sheet."""
        from shirube.office.read import read_grid

        self.steps.at(f"「{name}」を読んでいます")
        return read_grid(self.copy, name)

    @property
    def target(self) -> Grid:
        """The sheet named, with nothing but the range named (SB-V101: no such range)."""
        from shirube.grid import parse_a1

        grid = self.grid(self.asked.target)
        return grid.within(parse_a1(self.asked.span)) if self.asked.span else grid

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets meant: one, several, or all that are not the ribbon's own.

        Raises
        ------
        ValueFormatError
            SB-V297: there is no such sheet.
        """
        every, word = self.every, self.asked.target
        if word in every:
            return (word,)
        if word == "*":
            return tuple(name for name in every if not is_settings_sheet(name) and name != LOG_SHEET)
        names = tuple(part.strip() for part in re.split("[、,，]", word) if part.strip())
        missing = next((name for name in names if name not in every), None)
        if missing is not None:
            raise ValueFormatError("V297", at=Place(sheet=self.asked.sheet), sheet=missing)
        return names


def read_input(button: Button, source: Source) -> tuple[Any, dict[str, Any]]:
    """Return what the command runs on, and settings that come with it."""
    return _INPUTS[button.input](source)


def settings_of(button: Button, settings: type[Any], source: Source, more: Mapping[str, Any]) -> Any:
    """Make the command's settings of the words on the sheet, the row of the headings and what came with the input."""
    form = form_of(button)
    values = values_of(form.fields, source.asked.words, source.asked.sheet, source.grid)
    values = {name: value for name, value in values.items() if name in _names(settings) or "." in name}
    for line in form.fields:  # the result says which sheet it was
        if line.kind in ("codebook", "population") and line.name in values:
            values[f"{line.name}_sheet"] = source.asked.words[line.name]
    names = _names(settings)
    if source.asked.header is not None:
        values["header_row" if "header_row" in names else "common.header_row"] = source.asked.header
    if "day" in names:
        values["day"] = dt.date.today()
    return build(settings, {**values, **more})


def _names(settings: type[Any]) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(settings))


def _sheet(source: Source) -> tuple[Any, dict[str, Any]]:
    return source.target, {}


def _sheets(source: Source) -> tuple[Any, dict[str, Any]]:
    return tuple(source.grid(name) for name in source.names), {}


#: Buttons of evaluation, whose settings sheets the sheet 評価のあとに follows.
_EVALUATIONS = ("before_after", "did", "its", "staggered", "synthetic")


def _review(source: Source) -> tuple[Any, dict[str, Any]]:
    """What a settings sheet of an evaluation reads, and its settings."""
    name = source.asked.words["settings"]
    if name not in source.every:
        raise ValueFormatError("V297", at=Place(sheet=source.asked.sheet), sheet=name)
    known = {f"{SETTINGS_PREFIX}{buttons()[button].label}": buttons()[button] for button in _EVALUATIONS}
    button = known.get(re.sub(r"_\d+$", "", name))
    if button is None:
        at, label = Place(sheet=source.asked.sheet), "評価の設定シート"
        raise ValueFormatError("V296", at=at, what=label, text=name, choices="・".join(known))
    asked = parse(form_of(button), name, source.grid(name).values.tolist())
    evaluated = dataclasses.replace(source, asked=asked)
    grid = evaluated.target
    return grid, {"evaluation": settings_of(button, command_of(button).settings, evaluated, {})}


def _none(source: Source) -> tuple[Any, dict[str, Any]]:
    return None, {}


def _book(source: Source) -> tuple[Any, dict[str, Any]]:
    from shirube.office.read import read_book

    source.steps.at("ブックを読んでいます")
    return read_book(source.copy).sheets, {}


def _check(source: Source) -> tuple[Any, dict[str, Any]]:
    from shirube.office.read.check_source import read_check_source

    source.steps.at("ブックを読んでいます")
    names = source.names
    whole = read_check_source(source.copy)
    sheets = tuple(grid for grid in whole.sheets if grid.name in names)
    return dataclasses.replace(whole, sheets=sheets, facts={n: f for n, f in whole.facts.items() if n in names}), {}


def _repair(source: Source) -> tuple[Any, dict[str, Any]]:
    checked, _ = _check(source)
    return checked.sheets, {"formulas": {name: facts.formulas for name, facts in checked.facts.items()}}


def _form(source: Source) -> tuple[Any, dict[str, Any]]:
    from shirube.office.read.form import read_form

    source.steps.at("様式を読んでいます")
    return read_form(source.copy), {"sheet": source.asked.target}


def _maps(source: Source) -> tuple[Any, dict[str, Any]]:
    """The map of a form, on the sheets of one result: 様式の項目, 様式の見出し, 設定, all with the same number."""
    from shirube.forms.map_sheet import ITEMS_SHEET, PRINTED_SHEET, SETTINGS_SHEET, map_from_sheets
    from shirube.office.read import read_book

    end = re.search(r"(_\d+)?$", source.asked.target)
    suffix = end[0] if end and source.asked.target != ITEMS_SHEET else ""
    wanted = {f"{name}{suffix}": name for name in (ITEMS_SHEET, PRINTED_SHEET, SETTINGS_SHEET)}
    sheets = {wanted[g.name]: g for g in read_book(source.copy, styles=False).sheets if g.name in wanted}
    return map_from_sheets(sheets, source.copy.name), {}


def _folder(source: Source) -> tuple[Any, dict[str, Any]]:
    from shirube.office.form_folder import collect_folder, form_files

    form, _ = _maps(source)
    folder = _path(source, "folder", "回答のフォルダー")
    others = [_path(source, name, label) for name, label in _BOOKS if source.asked.words.get(name)]
    collected = collect_folder(
        folder,
        form_files(folder, others),
        (form,),
        source.copy.with_name("途中.jsonl"),
        progress=lambda done, of, name: source.steps.at(f"「{name}」を読んでいます", done, of),
    )
    return list(collected), {"maps": (form,), **_round(source, form)}


_BOOKS = (("master", "名簿のブック"), ("previous", "前回の結果のブック"), ("receipts", "受領簿のブック"))


def _round(source: Source, form: Any) -> dict[str, Any]:
    """What a round is put together from, beside the replies."""
    from shirube.commands.forms_report import ANSWERS_SHEET
    from shirube.forms.master import read_master
    from shirube.forms.receipts import read_receipts
    from shirube.office.read import read_grid

    found = {name: _path(source, name, label) for name, label in _BOOKS if source.asked.words.get(name)}
    more: dict[str, Any] = {}
    if "master" in found:
        more["master"] = read_master(read_grid(found["master"]), form)
    if "receipts" in found:
        more["receipts"] = read_receipts(read_grid(found["receipts"]))
    if "previous" in found:
        more["before"] = _records(found["previous"], ANSWERS_SHEET)
        more["before_blocks"] = {block.key: _records(found["previous"], block.key) for block in form.blocks}
    return more


def _records(path: Path, sheet: str) -> tuple[Mapping[str, Any], ...]:
    from shirube.office.read import read_grid
    from shirube.table import records

    try:
        grid = read_grid(path, sheet, styles=False)
    except ReadError as error:
        raise FormError("F411", at=Place(path.name), sheet=sheet) from error
    if grid.shape[0] < 2:
        return ()
    return tuple({str(k): v for k, v in row.items()} for row in records(grid).to_dict("records"))


def _path(source: Source, name: str, label: str) -> Path:
    path = Path(source.asked.words[name].strip('"'))
    if not path.exists():
        raise ValueFormatError("K423", at=Place(sheet=source.asked.sheet), folder=path.name, label=label)
    return path


_INPUTS: Mapping[str, Callable[[Source], tuple[Any, dict[str, Any]]]] = {
    "sheet": _sheet,
    "sheets": _sheets,
    "none": _none,
    "review": _review,
    "book": _book,
    "check": _check,
    "repair": _repair,
    "form": _form,
    "maps": _maps,
    "folder": _folder,
}
