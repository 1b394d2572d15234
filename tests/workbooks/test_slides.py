"""The slides of the course: they fit, their figures are those of the worked example, they say what the guide says."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shirube.errors import Place, WriteError
from shirube_workbooks.look import cells_wide
from shirube_workbooks.slides import (
    ENTRIES,
    MOST_LETTERS,
    MOST_LINES,
    PARTS,
    SLIDES,
    Deck,
    Slide,
    build_slides,
    read_decks,
)
from shirube_workbooks.slides.bars import draw_bars
from shirube_workbooks.slides.figures import REFERENCE, filled, found
from shirube_workbooks.slides.spec import Bar, Table
from support.shared import ROOT

DECKS = read_decks()
WRITTEN = read_decks(fill=False)  # with references instead of figures
ALL = [
    pytest.param(slide, id=f"{deck.session}-{page}")
    for deck in DECKS
    for page, slide in enumerate(deck.slides, start=1)
]
GUIDE = (ROOT / "docs" / "trainer.md").read_text(encoding="utf-8")
IDENTIFIER = re.compile(r"\b[A-Z]\d\d\b")
ROOM = 11  # lines of text that fit below the title


def texts(slide: Slide) -> list[str]:
    """Everything a slide shows."""
    cells = [cell for table in slide.tables for row in (table.head, *table.rows) for cell in row]
    bars = [text for bar in slide.bars for text in (bar.label, bar.value)]
    return [slide.title, slide.key, *slide.lines, *slide.flow, *cells, *bars, slide.unit, slide.source]


def rows_of(heading: str) -> list[list[str]]:
    """The first table below a heading of the guide, without its head."""
    below = GUIDE.split(f"## {heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()[2:]]


def height(slide: Slide) -> float:
    """Lines of text that the slide takes up in the browser, a little more rather than less."""
    lines = sum(-(-cells_wide(line) // 56) + 0.4 for line in slide.lines)
    key = 1.1 * -(-cells_wide(slide.key) // 50) + 1.0 if slide.key else 0
    tables = [_rows(table, 66 // len(slide.tables) - 2) for table in slide.tables]
    flow = 1.4 + 0.8 * max((-(-cells_wide(box) // 8) for box in slide.flow), default=0) if slide.flow else 0
    return lines + key + flow + max(tables, default=0) + 1.5 * len(slide.bars) + (6 if slide.picture else 0)


def _rows(table: Table, room: int) -> float:
    first = max(cells_wide(row[0]) for row in (table.head, *table.rows))
    rest = (room - first) // (len(table.head) - 1)
    return sum(0.4 + 0.8 * max(-(-cells_wide(cell) // rest) for cell in row[1:]) for row in (table.head, *table.rows))


@pytest.mark.parametrize("slide", ALL)
def test_a_slide_fits(slide: Slide) -> None:
    assert sum(-(-len(line) // MOST_LETTERS) for line in (slide.key, *slide.lines)) <= MOST_LINES
    assert cells_wide(slide.title) <= 48
    assert all(cells_wide(bar.label) <= 22 for bar in slide.bars)
    assert len(slide.flow) <= 7
    assert height(slide) <= ROOM
    assert slide.part in PARTS
    assert slide.notes
    assert bool(slide.alt) == bool(slide.picture)


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: str(deck.session))
def test_a_deck_has_every_part_in_8_to_12_slides(deck: Deck) -> None:
    assert 8 <= len(deck.slides) <= 12
    assert {slide.part for slide in deck.slides} == set(PARTS)
    assert deck.slides[0].title == deck.title


def test_a_rebuild_gives_the_committed_files(tmp_path: Path) -> None:
    made = build_slides(tmp_path)
    assert {path.name for path in made} == {path.name for path in SLIDES.iterdir()}
    for path in made:
        assert path.read_bytes() == (SLIDES / path.name).read_bytes(), f"{path.name}: make slides"


def test_no_line_is_longer_than_can_be_read() -> None:
    """Only a sentence quoted whole from the worked example may be: it is set on two lines."""
    for deck, written in zip(DECKS, WRITTEN, strict=True):
        for slide, spec in zip(deck.slides, written.slides, strict=True):
            shown, typed = (slide.title, slide.key, *slide.lines), (spec.title, spec.key, *spec.lines)
            for line, source in zip(shown, typed, strict=True):
                assert len(line) <= MOST_LETTERS or (slide.part == "例" and REFERENCE.fullmatch(source)), line


def test_figures_come_from_the_worked_example() -> None:
    """A number that an example shows without a reference is a word of the entries, such as 70歳以上."""
    entries = ENTRIES.read_text(encoding="utf-8")
    examples = [slide for deck in WRITTEN for slide in deck.slides if slide.part == "例"]
    assert sum(len(REFERENCE.findall(text)) for slide in examples for text in texts(slide)) > 80
    for slide in examples:
        for text in texts(slide):
            bare = IDENTIFIER.sub("", REFERENCE.sub("", text))
            for number in re.findall(r"\d[\d,.]*\D?", bare):
                assert number in entries or number in ("1つ", "1回", "1枚"), (slide.title, text)


def test_identifiers_of_the_examples_exist() -> None:
    entries = tomllib.loads(ENTRIES.read_text(encoding="utf-8"))
    counts = {"K": "課題", "H": "仮説", "D": "データ台帳", "A": "分析計画", "R": "分析結果", "F": "事実", "P": "施策案"}
    counts |= {"L": "ロジックモデル", "I": "指標", "E": "評価計画"}
    named = {
        word
        for deck in DECKS
        for slide in deck.slides
        for text in (*texts(slide), *slide.notes)
        for word in IDENTIFIER.findall(text)
    }
    assert named
    for word in named:
        assert 1 <= int(word[1:]) <= len(entries[counts[word[0]]]["rows"]), word


def test_notes_and_aims_show_no_reference_unfilled() -> None:
    for deck in DECKS:
        assert "{" not in deck.title + deck.aim
        for slide in deck.slides:
            assert "{" not in "".join((*texts(slide), *slide.notes, slide.alt))


def test_minutes_and_sheets_are_those_of_the_guide() -> None:
    rows = rows_of("6回の時間割（1回180分）")
    assert [int(row[0]) for row in rows] == [deck.session for deck in DECKS]
    for deck, row in zip(DECKS, rows, strict=True):
        planned = [int(number) for number in re.findall(r"\d+", row[3])]
        assert sum(planned) == 180
        assert [slide.minutes for slide in deck.slides if slide.minutes] == planned[1:]  # the first are for the slides
        assert all(bool(slide.minutes) == (slide.part in ("演習", "講評")) for slide in deck.slides)
        sheets = row[2].split("、")
        shown = "".join(text for slide in deck.slides for text in (*texts(slide), *slide.notes))
        assert [sheet for sheet in sheets if sheet not in shown] == []


def test_the_rubric_is_that_of_the_guide() -> None:
    guide = {row[0]: row[1:] for row in rows_of("講評のものさし（3段階）")}
    shown = {}
    for deck in DECKS:
        for slide in deck.slides:
            if slide.part == "講評":
                (table,) = slide.tables
                assert [row[0] for row in table.rows] == ["3 よくできた", "2 できた", "1 これから"]
                for place, name in enumerate(table.head[1:], start=1):
                    shown[name] = [row[place] for row in table.rows]
    assert shown == guide


def test_the_shorter_course_uses_every_kind_of_slide_in_each_session() -> None:
    planned = rows_of("4回の時間割（1回210分）")
    slides = [slide for deck in DECKS for slide in deck.slides]
    assert {slide.four for slide in slides} - {0} == {int(row[0]) for row in planned}
    for row in planned:
        parts = [slide.part for slide in slides if slide.four == int(row[0])]
        assert set(parts) == set(PARTS)
        assert parts.count("宿題") == 1
        minutes = [int(number) for number in re.findall(r"\d+", row[3])]
        assert sum(minutes) == 210
        assert parts.count("演習") == len(minutes) - 2  # 説明 and 発表 are not exercises


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]


@pytest.mark.parametrize("deck", DECKS, ids=lambda deck: str(deck.session))
def test_a_file_needs_nothing_else(deck: Deck) -> None:
    text = (SLIDES / f"{deck.session}.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert "link" not in page.tags
    assert not re.search(r"https?:|@import|url\(", text)
    assert page.tags.count("article") == page.tags.count("aside") == len(deck.slides)
    assert len(text.encode()) < 200_000


def test_a_figure_that_does_not_exist_is_refused() -> None:
    slide = Slide("例", "題", ("話す",), key="{課題.rows.9.目標値}")
    with pytest.raises(WriteError, match="W503"):
        filled(slide, {"課題": {"rows": [{"目標値": 1}]}}, "1.toml")
    with pytest.raises(WriteError, match="W503"):
        found("課題.名前.数", {"課題": {"名前": "数字のない文"}}, "1.toml")


@pytest.mark.parametrize("value", ["−0.4", "多い"])
def test_a_bar_begins_at_zero(value: str) -> None:
    with pytest.raises(WriteError, match="W502"):
        draw_bars((Bar("貸した地区", value),), "kg", Place("6.toml"))


def test_bars_are_as_long_as_their_figures() -> None:
    picture = draw_bars((Bar("あ", "1,200"), Bar("い", "300")), "人", Place("6.toml"))
    long, short = (float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', picture))
    assert long == pytest.approx(4 * short)


def test_texts_never_become_markup(tmp_path: Path) -> None:
    (tmp_path / "1.toml").write_text(
        'session = 1\ntitle = "<b>題</b>"\naim = "ねらい"\n'
        '[[slides]]\npart = "例"\ntitle = "<b>題</b>"\nnotes = ["<i>"]\nlines = ["<script>"]\n',
        encoding="utf-8",
    )
    build_slides(tmp_path / "made", tmp_path)
    text = (tmp_path / "made" / "1.html").read_text(encoding="utf-8")
    assert "<b>題" not in text
    assert "<script>\n" in text  # our own
    assert text.count("<script>") == 1
    assert "&lt;script&gt;" in text
