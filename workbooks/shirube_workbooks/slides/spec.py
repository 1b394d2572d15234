"""What a deck of slides is made of. The keys of ``workbooks/slides/*.toml`` are the fields of these dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MOST_LETTERS", "MOST_LINES", "PARTS", "Bar", "Deck", "Slide", "Table"]

PARTS = ("ねらい", "前回", "考え方", "例", "演習", "講評", "言えないこと", "宿題")
MOST_LINES = 6
MOST_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a slide; its first column is set in bold."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart with its axis from zero.

    Attributes
    ----------
    value
        Number as text, usually a reference such as ``{説明資料.B30}``.
    strong
        The bar the slide speaks of.
    """

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. Any text may refer to the worked example: ``{課題.rows.1.目標値}`` (see :mod:`.figures`).

    Attributes
    ----------
    part
        One of :data:`PARTS`.
    key
        The one sentence to remember; counts as a line.
    flow, here
        Boxes joined by arrows, and the box that is marked.
    tables
        Tables side by side.
    unit, source
        Unit and source of the bars.
    picture, alt
        File in ``docs/gallery`` and what it shows. Its lower end is cut off where it does not fit.
    wide
        Width of the picture in hundredths of the slide.
    minutes
        演習 and 講評 only: time to spend.
    four
        Session of the shorter, 4-session course that uses the slide; 0 when it is left out there.
    notes
        What the trainer says.
    """

    part: str
    title: str
    notes: tuple[str, ...]
    key: str = ""
    lines: tuple[str, ...] = ()
    flow: tuple[str, ...] = ()
    here: str = ""
    tables: tuple[Table, ...] = ()
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    source: str = ""
    picture: str = ""
    wide: int = 80
    alt: str = ""
    minutes: int = 0
    four: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of one session."""

    session: int
    title: str
    aim: str
    slides: tuple[Slide, ...]
