"""Templates come from their specs alone, mistakes in a spec are named, and the formulas work."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shirube.errors import Place, WriteError
from shirube_workbooks.build import SPECS, TEMPLATES, build_template, build_templates
from shirube_workbooks.charts import INKS, chart_rows
from shirube_workbooks.form import LOOKS, RULES
from shirube_workbooks.formula import expand
from shirube_workbooks.library import read_spec
from shirube_workbooks.look import COLOURS, cells_wide
from shirube_workbooks.spec import Kind
from shirube_workbooks.worktable import HEADER_ROW, MARKS, print_layout
from support.fill import column, entries
from support.office import Office
from support.packages import opened, parts

SPEC_FILES = sorted(SPECS.glob("*.toml"))
# Functions of Excel 2016 the templates may use.
EXCEL_2016 = {
    "ABS", "AGGREGATE", "AND", "AVERAGE", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "EDATE", "FIND",
    "HOUR", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "LARGE", "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "MOD",
    "MONTH", "N", "NOT", "OR", "RIGHT", "ROUND", "ROW", "SMALL", "SQRT", "SUBSTITUTE", "SUM", "SUMIF", "SUMIFS",
    "SUMPRODUCT", "TEXT", "TIME", "TINV", "TODAY", "WEEKDAY", "YEAR",
}  # fmt: skip

COURSE = read_spec(next(SPECS.glob("*アカデミー一式.toml"))).workbook.sheets
SMALLEST = 67  # percent of 11 points

SMALL = """
[workbook]
file = "小さい.xlsx"
title = "小さい"

[lists]
"有無" = ["○ ある", "× ない"]

[[sheets]]
name = "表"
title = "表"
rows = 3

[[sheets.columns]]
name = "番号"
width = 8
kind = "番号"
prefix = "A"

[[sheets.columns]]
name = "値"
width = 8
choices = "有無"

[[sheets.columns]]
name = "判定"
width = 8
kind = "計算"
formula = 'IF([値]="","","○ ある")'
"""


def test_committed_templates_are_what_the_specs_make(tmp_path: Path) -> None:
    made = build_templates(tmp_path)
    assert {path.name for path in made} == {path.name for path in TEMPLATES.glob("*.xlsx")}
    for path in made:
        assert parts(path) == parts(TEMPLATES / path.name), path.name


def test_the_guide_lists_every_book_with_its_sheets() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = [f"| {path.stem} | {'、'.join(page.name for page in read_spec(path).sheets)} |" for path in SPEC_FILES]
    assert [line for line in guide.splitlines() if re.match(r"\| \d\d_", line)] == rows


def test_same_spec_gives_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (build_template(SPEC_FILES[0], tmp_path / name) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("width = 8\nchoices", "widht = 8\nchoices", "SB-W501", ("widht", "sheets[1].columns[2]", "width")),
        ("rows = 3", "lines = 3", "SB-W501", ("lines", "sheets[1]")),
        ("[lists]", "[list]", "SB-W501", ("list", "lists")),
        ("width = 8\nchoices", "choices", "SB-W502", ("width",)),
        ("rows = 3", 'rows = "三"', "SB-W502", ("rows", "整数")),
        ("rows = 3", "rows = true", "SB-W502", ("rows", "整数")),
        ('kind = "計算"', 'kind = "自動"', "SB-W502", ("kind", "表!判定")),
        ('prefix = "A"', "", "SB-W502", ("prefix", "表!番号")),
        ('choices = "有無"', 'choices = "有無し"', "SB-W503", ("有無し", "表!値")),
        ('choices = "有無"', 'choices = "表[番後]"', "SB-W503", ("表[番後]",)),
        ("IF([値]=", "IF([価]=", "SB-W503", ("[価]", "表!判定")),
        ("rows = 3", 'rows = 3\nbreak_before = "ない列"', "SB-W503", ("ない列",)),
        ("rows = 3", "rows = ", "SB-W504", ()),
    ],
)
def test_mistakes_in_a_spec_are_named(tmp_path: Path, old: str, new: str, code: str, told: tuple[str, ...]) -> None:
    assert SMALL.count(old) == 1
    file = tmp_path / "誤り.toml"
    file.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(WriteError) as caught:
        build_template(file, tmp_path)
    assert caught.value.code == code
    for word in ("誤り.toml", *told):
        assert word in caught.value.japanese
    assert not list(tmp_path.glob("*.xlsx"))


def test_small_spec_builds(tmp_path: Path) -> None:
    (tmp_path / "小.toml").write_text(SMALL, encoding="utf-8")
    sheet = openpyxl.load_workbook(build_template(tmp_path / "小.toml", tmp_path))["表"]
    first = HEADER_ROW + 2
    assert [sheet.cell(first + step, 1).value for step in range(3)] == ["A01", "A02", "A03"]
    assert sheet.tables["表_表"].ref == f"A{first - 1}:C{first + 2}"
    assert sheet.cell(first, 3).value == '=IF(表_表[[#This Row],[値]]="","","○ ある")'
    assert sheet.data_validations.dataValidation[0].formula1 == "'選択肢'!$A$2:$A$3"


def test_references_inside_quotation_marks_are_text(tmp_path: Path) -> None:
    (tmp_path / "小.toml").write_text(SMALL, encoding="utf-8")
    spec = read_spec(tmp_path / "小.toml")
    assert expand('IF([値]="[値]",表[番号],1)', spec, Place(), spec.page("表")) == (
        '=IF(表_表[[#This Row],[値]]="[値]",表_表[番号],1)'
    )


@pytest.mark.parametrize("file", SPEC_FILES, ids=lambda path: path.stem)
def test_template_keeps_the_promises_of_the_house(file: Path) -> None:
    spec = read_spec(file)
    book = opened(TEMPLATES / spec.workbook.file)
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert {name for text in formulas for name in re.findall(r"([A-Z][A-Z.]+)\(", text)} <= EXCEL_2016
    for page in spec.sheets:
        sheet = book[page.name]
        assert sheet.page_setup.paperSize == 9
        if not page.columns:
            continue
        if page.name in COURSE:  # homework is commented on and corrected; registers and logs are not
            assert [item.kind for item in page.columns].count(Kind.REVIEW) == 1
            assert page.columns[page.printed - 1].name == "修正"
        assert sheet.print_title_rows == f"$1:${HEADER_ROW + 1}"
        assert sheet.freeze_panes == f"B{HEADER_ROW + 2}"
        for place, item in enumerate(page.columns, start=1):
            fill = sheet.cell(HEADER_ROW + 2, place).fill.start_color.rgb
            assert (fill == "FFFBF5E0") == (item.kind == Kind.INPUT), item.name
        split = page.position(page.break_before)
        scale, widths = print_layout(page)
        assert scale >= SMALLEST, f"{page.name}: printed at {scale} %"
        room = sum(widths[1:split] if split > 0 else widths[: page.printed])
        assert cells_wide(page.lead) <= room, f"{page.name}: the lead runs over the page"
    names = [name for name in parts(TEMPLATES / spec.workbook.file) if "vba" in name.lower()]
    assert names == []


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(ink: str, ground: str) -> float:
    """Contrast of WCAG 2: (L1 + 0.05) / (L2 + 0.05) of the relative luminances."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colour(found: Any, otherwise: str) -> str:
    return f"#{found.rgb[-6:]}" if found is not None and isinstance(found.rgb, str) else otherwise


@pytest.mark.parametrize("file", SPEC_FILES, ids=lambda path: path.stem)
def test_text_stands_out_from_its_ground(file: Path) -> None:
    """Every cell, and every look a conditional format gives one: at least 4.5, as WCAG 2 asks of text."""
    book = opened(TEMPLATES / read_spec(file).workbook.file)
    pairs = {
        (_colour(cell.font.color, "#1A1A1A"), _colour(cell.fill.start_color, "#FFFFFF"))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }
    given = [rule.dxf for sheet in book for rules in sheet.conditional_formatting for rule in rules.rules if rule.dxf]
    pairs |= {
        (_colour(look.font.color if look.font else None, "#1A1A1A"), _colour(look.fill.bgColor, "#FFFFFF"))
        for look in given
    }
    assert pairs
    assert {pair for pair in pairs if _contrast(*pair) < 4.5} == set()


@pytest.mark.parametrize("look", [*LOOKS.values(), *RULES.values()], ids=[*LOOKS, *RULES])
def test_looks_of_forms_stand_out(look: dict[str, Any]) -> None:
    assert _contrast(look.get("font_color", "#1A1A1A"), look.get("bg_color", "#FFFFFF")) >= 4.5


def test_marks_and_charts_stand_out() -> None:
    assert [mark for mark, _, _ in MARKS] == ["○", "△", "×"]
    assert all(_contrast(COLOURS[ink], COLOURS[fill]) >= 4.5 for _, fill, ink in MARKS)
    assert all(_contrast(ink, "#FFFFFF") >= 3 for ink in INKS)  # WCAG 2 asks 3 of graphics


@pytest.mark.parametrize("file", SPEC_FILES, ids=lambda path: path.stem)
def test_charts_are_described_printed_and_start_at_zero(file: Path) -> None:
    spec = read_spec(file)
    inside = parts(TEMPLATES / spec.workbook.file)
    drawings = [data.decode() for name, data in inside.items() if name.startswith("xl/drawings/drawing")]
    said = [words for drawing in drawings for words in re.findall(r'<xdr:cNvPr [^>]*?descr="([^"]+)"', drawing)]
    wanted = [(page, chart) for page in spec.sheets for chart in page.charts]
    assert len(said) == len(wanted)
    assert all("の図。系列：" in words for words in said)
    charts = [data.decode() for name, data in inside.items() if name.startswith("xl/charts/chart")]
    assert [re.findall(r'<c:min val="([^"]+)"', xml) for xml in charts] == [["0"]] * len(wanted)
    book = opened(TEMPLATES / spec.workbook.file)
    for page, chart in wanted:
        bottom = int(book[page.name].print_area.rpartition("$")[2])
        top = int(re.sub(r"[A-Z]+", "", chart.at))
        assert top + chart_rows(chart) <= bottom, f"{page.name}: the chart is cut off in print"


def test_rows_of_a_table_grow_with_what_is_typed(tmp_path: Path) -> None:
    (tmp_path / "小.toml").write_text(SMALL, encoding="utf-8")
    xml = parts(build_template(tmp_path / "小.toml", tmp_path))["xl/worksheets/sheet1.xml"].decode()
    rows = {int(row): rest for row, rest in re.findall(r'<row r="(\d+)"([^>]*)', xml)}
    assert len(rows) == HEADER_ROW + 1 + 3
    assert all('ht="' in rest for rest in rows.values())
    assert {row for row, rest in rows.items() if "customHeight" in rest} == set(range(1, HEADER_ROW + 2))


@pytest.mark.parametrize("file", SPEC_FILES, ids=lambda path: path.stem)
def test_tables_flag_their_header_and_repeat_it_in_print(file: Path) -> None:
    spec = read_spec(file)
    book = opened(TEMPLATES / spec.workbook.file)
    for page in (page for page in spec.sheets if page.columns):
        (table,) = book[page.name].tables.values()
        assert table.headerRowCount == 1
        assert [column.name for column in table.tableColumns] == [item.name for item in page.columns]
        assert book[page.name].print_title_rows


@pytest.fixture(scope="module")
def answered(filled: dict[str, Path], office: Office) -> dict[str, openpyxl.Workbook]:
    """Templates filled in, recalculated by LibreOffice."""
    return {name: openpyxl.load_workbook(office.recalculated[path], data_only=True) for name, path in filled.items()}


@pytest.mark.parametrize("name", entries())
def test_formulas_answer_what_is_typed(answered: dict[str, openpyxl.Workbook], name: str) -> None:
    book, expected, found = answered[f"{name}.xlsx"], {}, {}
    for sheet, typed in entries()[name].items():
        for head, values in typed.get("expect", {}).items():
            expected[sheet, head] = values
            found[sheet, head] = column(book[sheet], head, len(values))
        for cell, value in typed.get("cells", {}).items():
            answer = book[sheet][cell].value
            expected[sheet, cell], found[sheet, cell] = value, "" if answer is None else answer
    assert found == expected


def test_no_formula_ends_in_an_error(answered: dict[str, openpyxl.Workbook]) -> None:
    errors = [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for book in answered.values()
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value.startswith("#"))
    ]
    assert errors == []
