"""Slides for the trainer: one HTML file per session from ``workbooks/slides/*.toml``, opened offline by any browser."""

from .build import DECKS, ENTRIES, SLIDES, build_slides, read_decks
from .spec import MOST_LETTERS, MOST_LINES, PARTS, Deck, Slide

__all__ = [
    "DECKS",
    "ENTRIES",
    "MOST_LETTERS",
    "MOST_LINES",
    "PARTS",
    "SLIDES",
    "Deck",
    "Slide",
    "build_slides",
    "read_decks",
]
