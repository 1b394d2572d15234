"""The one shape of a command: a ribbon button, a CLI verb and a batch step are the same object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ..result import Result

__all__ = ["Command"]

S = TypeVar("S")


@dataclass(frozen=True)
class Command(Generic[S]):
    """A command.

    Attributes
    ----------
    name
        English name: the CLI verb and the ribbon button's tag.
    label
        Japanese label of the button.
    settings
        Frozen dataclass with a default for every field.
    run
        ``run(grid, settings) -> Result``; pure, opens no file.
    """

    name: str
    label: str
    settings: type[S]
    run: Callable[[Any, S], Result]
