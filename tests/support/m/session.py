"""What surrounds a query: the workbook, the files, the culture of the machine."""

import contextlib
import contextvars
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from support.m.errors import NotModelled
from support.m.values import MTable


@dataclass(frozen=True)
class Session:
    """`culture` None means that a script may not depend on the machine it runs on.

    `unordered` says in which order functions return rows whose order is not documented: as rows first appear, or the
    other way round. A script is right when both give the same table. `asked` holds "order" once a function wanted to
    know: without it the two cannot differ.
    """

    workbook: Mapping[str, MTable] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    culture: str | None = None
    unordered: Literal["seen", "reversed"] = "seen"
    asked: set[str] = field(default_factory=set)

    def turned_round(self) -> bool:
        """Whether rows without a documented order come the other way round; that somebody asked is kept."""
        self.asked.add("order")
        return self.unordered == "reversed"


_NOTHING = Session()
_current: contextvars.ContextVar[Session] = contextvars.ContextVar("session", default=_NOTHING)


def current() -> Session:
    return _current.get()


@contextlib.contextmanager
def session(wanted: Session) -> Iterator[None]:
    token = _current.set(wanted)
    try:
        yield
    finally:
        _current.reset(token)


def culture_name(asked: str | None) -> str:
    """Return the culture a conversion uses; raises where it would be the one of the machine."""
    name = asked or current().culture
    if name is None:
        raise NotModelled('a conversion without a culture depends on the machine; pass "ja-JP"')
    return name
