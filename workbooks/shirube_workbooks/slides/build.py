"""Build the decks into ``docs/slides``: the same specs, entries and pictures give the same files."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from shirube_workbooks.spec import read_toml

from .figures import filled
from .page import draw_deck
from .spec import Deck
from .timetable import draw_list

__all__ = ["DECKS", "ENTRIES", "SLIDES", "build_slides", "read_decks"]

_ROOT = Path(__file__).resolve().parents[3]
DECKS = _ROOT / "workbooks" / "slides"
SLIDES = _ROOT / "docs" / "slides"
ENTRIES = _ROOT / "tests" / "workbooks" / "entries" / "アカデミー一式.toml"
_PICTURES = _ROOT / "docs" / "gallery"


def build_slides(folder: Path = SLIDES, decks: Path = DECKS) -> list[Path]:
    """Build every deck and the list of them into `folder`; return the files written.

    Raises
    ------
    WriteError
        SB-W501 to SB-W504: a spec is wrong. SB-W503 also: a figure or picture it names does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = read_decks(decks)
    texts = {f"{deck.session}.html": draw_deck(deck, len(made), _PICTURES) for deck in made}
    texts["README.md"] = draw_list(made)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]


def read_decks(decks: Path = DECKS, *, fill: bool = True) -> list[Deck]:
    """Read the decks in the order of the sessions, with the figures of the worked example unless `fill` is false."""
    entries = tomllib.loads(ENTRIES.read_text(encoding="utf-8"), parse_float=Decimal)
    read = [(read_toml(path, Deck), path.name) for path in sorted(decks.glob("*.toml"))]
    return [filled(deck, entries, name) if fill else deck for deck, name in read]
