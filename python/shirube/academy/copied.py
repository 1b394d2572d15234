"""写されたブック: two teams with the same sentences.

What is compared is free text alone; choices, numbers and days agree by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .homework import Homework, normal
from .layout import Layout

__all__ = ["LEAST_SHARE", "LEAST_TEXTS", "Copied", "find_copied", "free_texts"]

#: A text counts from this many characters: shorter ones (names of plans, sections) are common to honest teams.
_LEAST_LENGTH = 10
#: Two books are suspected from this many common texts, and this share of the texts of the shorter book.
LEAST_TEXTS, LEAST_SHARE = 5, 0.5


@dataclass(frozen=True, slots=True)
class Copied:
    """Two books of different teams with the same sentences.

    Attributes
    ----------
    copy, original
        The later and the earlier book; where `sure` is false, nothing tells which.
    common, of
        Common texts, and texts of the copy.
    """

    copy: Homework
    original: Homework
    common: int
    of: int
    sure: bool


def free_texts(book: Homework, layout: Layout) -> frozenset[str]:
    """Return the sentences a team wrote, as they are compared."""
    found = set()
    for sheet in layout.sheets:
        names = [c.name for c in sheet.columns if c.typed and not (c.chosen or c.number or c.date or c.link)]
        for row in book.rows(sheet.name):
            found |= {normal(row.get(name)) for name in names if isinstance(row.get(name), str)}
    return frozenset(text for text in found if len(text) >= _LEAST_LENGTH)


def find_copied(books: Sequence[Homework], layout: Layout) -> tuple[Copied, ...]:
    """Find copies among the books of a course; each copied book once, with the book most like it.

    Whoever had half of the common sentences in an earlier session, or else on an earlier day, wrote them.
    """
    texts = [free_texts(book, layout) for book in books]
    best: dict[int, Copied] = {}
    for a, b in combinations(range(len(books)), 2):
        common = texts[a] & texts[b]
        least = min(len(texts[a]), len(texts[b]))
        if normal(books[a].team) == normal(books[b].team) or len(common) < max(LEAST_TEXTS, LEAST_SHARE * least):
            continue
        first, second = _first(books, texts, a, common), _first(books, texts, b, common)
        copy, original = (b, a) if first <= second else (a, b)
        found = Copied(books[copy], books[original], len(common), len(texts[copy]), first != second)
        if copy not in best or (found.common, found.sure) > (best[copy].common, best[copy].sure):
            best[copy] = found
    return tuple(best[key] for key in sorted(best))


def _first(
    books: Sequence[Homework], texts: Sequence[frozenset[str]], one: int, common: frozenset[str]
) -> tuple[int, str]:
    """When the team of a book first had half of the texts: session, then day (none counts as late)."""
    return min(_times(books, texts, one, common))


def _times(
    books: Sequence[Homework], texts: Sequence[frozenset[str]], one: int, common: frozenset[str]
) -> Iterator[tuple[int, str]]:
    for book, held in zip(books, texts, strict=True):
        if normal(book.team) == normal(books[one].team) and 2 * len(held & common) >= len(common):
            yield book.session or 0, book.made.isoformat() if book.made else "9999"
