"""Results as a Word document: page one's words and tables, then 統計の詳細; what is suppressed never enters it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import WriteError
from ..result import Provenance, Purpose, Result, Table
from .write.blocks import STAMPS, source_line
from .write.book import EPOCH
from .write.canvas import PAGE_PIXELS, column_pixels
from .write.save import new_file
from .write.shown import TEXTUAL, shown
from .write.tables import cell_notes, column_groups, fit_columns, label
from .write.values import clean_text
from .write.wide import parts

__all__ = ["write_word"]

FONT_ASCII, FONT_JAPANESE = "Yu Gothic", "游ゴシック"
A4 = (210, 297)
MARGINS = {"left": 25, "right": 15, "top": 20, "bottom": 15}
BODY_POINTS, TABLE_POINTS, NOTE_POINTS = 10.5, 9, 9
HEAD_FILL, TOTAL_FILL = "00118F", "F2F2F2"


def write_word(results: Sequence[Result], path: Path, *, replace: bool = False) -> Path:
    """Write results as one new Word document (.docx), A4; wide tables turn the page.

    Raises
    ------
    WriteError
        SB-W101 … SB-W103, SB-W106 as `write_results`; SB-W108: python-docx is not installed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_word([Result(title="例", conclusion=("差がある。",))], Path(folder) / "例.docx").name
    '例.docx'
    """
    try:
        import docx
    except ImportError as error:
        raise WriteError("W108") from error
    results = [part for result in results for part in result.with_parts()]
    document: Any = docx.Document()
    _strip(document, results)
    _fonts(document)
    _page(document, results)
    for number, result in enumerate(results):
        if number:
            document.add_page_break()
        _page_one(document, result)
        _details(document, result)
    path = Path(path)
    with new_file(path, replace=replace) as temporary:
        document.save(str(temporary))
    return path


def _strip(document: Any, results: Sequence[Result]) -> None:
    """No author, no remark and no picture of the template stay in the file."""
    made = (results[0].provenance.made_at if results else None) or EPOCH
    properties = document.core_properties
    properties.title = clean_text(results[0].title)[:255] if results else ""
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _fonts(document: Any) -> None:
    from docx.shared import Pt, RGBColor

    for name, points in (("Normal", BODY_POINTS), ("Title", 18), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.size = Pt(points)
        _font(style.element.get_or_add_rPr())
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(HEAD_FILL)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    for lang in document.styles.element.xpath("w:docDefaults//w:lang"):
        lang.set(_name("w:eastAsia"), "ja-JP")


def _font(properties: Any) -> None:
    """Name the fonts themselves: a theme font would win over the name."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(_name(f"w:{kind}"), FONT_ASCII)
    fonts.set(_name("w:eastAsia"), FONT_JAPANESE)


def _page(document: Any, results: Sequence[Result]) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    tables = [t for r in results for t in (*r.tables, *(t for d in r.details for t in d.tables)) for t in parts(t)]
    widest = max((sum(map(column_pixels, fit_columns([t]))) for t in tables), default=0)
    section = document.sections[0]
    short, long = A4
    landscape = widest > PAGE_PIXELS[False]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(long), Mm(short)) if landscape else (Mm(short), Mm(long))
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    if results:
        _footer(section.footer.paragraphs[0], results)


def _footer(paragraph: Any, results: Sequence[Result]) -> None:
    internal = any(result.purpose is Purpose.INTERNAL for result in results)
    left = _made(results[0].provenance)
    paragraph.add_run("　".join(part for part in (left, "庁内限り" if internal else "") if part) + "　")
    field = _element("w:fldSimple", instr="PAGE")
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _made(source: Provenance) -> str:
    day = source.made_at
    return f"作成日 {day.year}年{day.month}月{day.day}日" if day else ""


def _page_one(document: Any, result: Result) -> None:
    _stamp(document, result.purpose)
    document.add_paragraph(clean_text(result.title), style="Title")
    if result.question:
        _say(document, result.question)
    named = (("条件", result.conditions), ("出所", source_line(result.provenance)), ("対象", result.base))
    for name, content in named:
        if content:
            _say(document, f"{name}　{content}", points=NOTE_POINTS)
    for number, line in enumerate(result.conclusion):
        _say(document, line, bold=number == 0)
    for figure in result.figures:
        _say(document, f"{figure.label}　{figure.text}" + (f"（{figure.note}）" if figure.note else ""))
    if result.lights:
        document.add_paragraph(clean_text(result.lights_title), style="Heading 2")
    for light in result.lights:
        _say(document, f"{light.level.value} {light.label}：{light.word}。{light.reason}")
    tables = [part for table in result.tables for part in parts(table)]
    for number, table in enumerate(tables, start=1):
        _table(document, table, f"表{number}　" if len(tables) > 1 else "")
    if result.charts:
        _say(document, f"図（{len(result.charts)}枚）は Excel のブックにあります。", points=NOTE_POINTS)
    for title, items in (("言えること", result.says), ("言えないこと", result.cannot_say)):
        if items:
            document.add_paragraph(title, style="Heading 2")
        for item in items:
            _say(document, f"・{item}")
    for note in result.notes:
        _say(document, f"注　{note}", points=NOTE_POINTS)


def _details(document: Any, result: Result) -> None:
    if not result.details:
        return
    document.add_page_break()
    document.add_paragraph("統計の詳細", style="Heading 1")
    for detail in result.details:
        document.add_paragraph(clean_text(detail.title), style="Heading 2")
        for paragraph in detail.paragraphs:
            _say(document, paragraph)
        for table in (part for whole in detail.tables for part in parts(whole)):
            _table(document, table, minus="−")


def _say(place: Any, text: str, *, points: float = BODY_POINTS, bold: bool = False) -> Any:
    from docx.shared import Pt

    paragraph = place.add_paragraph()
    run = paragraph.add_run(clean_text(text))
    run.font.size, run.bold = Pt(points), bold
    return paragraph


def _stamp(document: Any, purpose: Purpose) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = _say(document, f" {STAMPS[purpose][0]} ", points=12, bold=True)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    border = _element("w:bdr", val="single", sz="12", space="0", color="auto")
    paragraph.runs[0]._r.get_or_add_rPr().append(border)


def _table(document: Any, table: Table, number: str = "", *, minus: str = "▲") -> None:
    if number or table.title:
        _say(document, number + table.title, bold=True).paragraph_format.keep_with_next = True
    if table.columns:
        tiers = any(column.group for column in table.columns)
        grid = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        grid.autofit = False
        _narrow_padding(grid)
        widths = _widths(document, table)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        if tiers:
            _groups(grid, table, widths)
        _row(grid, [label(column) for column in table.columns], widths, head=True)
        for position, values in enumerate(table.rows):
            texts = [shown(value, column, minus=minus) for value, column in zip(values, table.columns, strict=True)]
            right = [column.format not in TEXTUAL for column in table.columns]
            _row(grid, texts, widths, right=right, total=position in table.total_rows)
    for note in (*table.notes, *cell_notes(table)):
        _say(document, f"注　{note}", points=NOTE_POINTS)


def _narrow_padding(grid: Any) -> None:
    """Leave 1 mm beside the text of a cell, as on sheets: Word's 1.9 mm would break short labels into two lines."""
    padding = _element("w:tblCellMar")
    for side in ("left", "right"):
        padding.append(_element(f"w:{side}", w="57", type="dxa"))
    properties = grid._tbl.tblPr
    looks = properties.xpath("w:tblLook")
    looks[0].addprevious(padding) if looks else properties.append(padding)


def _widths(document: Any, table: Table) -> list[int]:
    """Widths of the columns: in the ratio of the workbook, over no more than the page."""
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    pixels = [column_pixels(units) for units in fit_columns([table])]
    each = min(room / sum(pixels), 9525)  # 9525 EMU are one pixel at 96 dpi
    return [int(count * each) for count in pixels]


def _groups(grid: Any, table: Table, widths: Sequence[int]) -> None:
    texts = [""] * len(table.columns)
    spans = list(column_groups(table.columns))
    for first, _, group in spans:
        texts[first] = group
    cells = _row(grid, texts, widths, head=True)
    for first, end, group in spans:
        if group and end - first > 1:
            cells[first].merge(cells[end - 1])


def _row(
    grid: Any,
    texts: Sequence[str],
    widths: Sequence[int],
    *,
    head: bool = False,
    right: Sequence[bool] = (),
    total: bool = False,
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    row = grid.add_row()
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    if head:
        row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    cells = row.cells
    for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.width = widths[i]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if text:
            run = paragraph.add_run(clean_text(text))
            run.font.size, run.bold = Pt(TABLE_POINTS), head or total
            if head:
                run.font.color.rgb = RGBColor(255, 255, 255)
        if head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif right and right[i]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if head or total:
            fill = HEAD_FILL if head else TOTAL_FILL
            cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=fill))
    return cells


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), value)
    return element


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
