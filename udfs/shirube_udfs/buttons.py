"""The buttons of the ribbon as they run: the table ``ribbon.toml``, and the command behind each."""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shirube.commands.base import Command

__all__ = ["Button", "buttons", "command_of"]


@dataclass(frozen=True)
class Button:
    """One button: the tag it has, what it shows, the command behind it and what that reads (see ``ribbon.toml``).

    `new_book`: the result never comes into the user's workbook. `vba` names the procedure that answers without Python.
    """

    name: str
    label: str
    command: str = ""
    input: str = "own"
    header: bool = False
    new_book: bool = False
    vba: str = ""


@functools.cache
def buttons() -> Mapping[str, Button]:
    """Return every button by its tag, in the order of the tab."""
    text = resources.files("shirube_udfs").joinpath("ribbon.toml").read_text(encoding="utf-8")
    entries = (entry for group in tomllib.loads(text)["group"] for entry in group["button"])
    known = Button.__dataclass_fields__
    return {e["name"]: Button(**{key: value for key, value in e.items() if key in known}) for e in entries}


def command_of(button: Button) -> Command[Any]:
    """Load the command of a button; only then, so that opening Excel costs nothing."""
    module, _, name = button.command.partition(":")
    command: Command[Any] = getattr(importlib.import_module(module), name)
    return command
