"""The ribbon tab しるべ, made from the one table of its buttons (``shirube_udfs/ribbon.toml``, read as data).

``python -m shirube_macros.ribbon`` writes ``customUI14.xml`` and ``docs/ribbon.md`` anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from xml.sax.saxutils import quoteattr

from shirube.errors import WriteError

__all__ = ["Button", "Group", "custom_ui", "groups"]

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
PROMISE = "元のシートは変えません。"
LONGEST_LABEL = 8


@dataclass(frozen=True)
class Button:
    """One button: what its tag is, what it shows, and the menu it stands in (empty: on the tab itself).

    `changes`: the button changes cells of the user's sheet, and must not promise otherwise.
    """

    name: str
    label: str
    keytip: str
    icon: str
    screentip: str
    supertip: str
    large: bool = False
    menu: str = ""
    changes: bool = False

    @property
    def told(self) -> str:
        """The supertip, with the promise where it holds."""
        return self.supertip if self.changes else f"{self.supertip}{PROMISE}"


@dataclass(frozen=True)
class Group:
    """One group of buttons, in order."""

    id: str
    label: str
    buttons: tuple[Button, ...]


def groups() -> tuple[Group, ...]:
    """Return the groups of the tab, in order."""
    return parse(resources.files("shirube_udfs").joinpath("ribbon.toml").read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Group, ...]:
    """Read a table of buttons.

    Raises
    ------
    WriteError
        SB-K412: a button lacks a text, its label is too long, or two share a name or a keytip.
    """
    found = tuple(
        Group(group["id"], group["label"], tuple(_button(entry) for entry in group["button"]))
        for group in tomllib.loads(text)["group"]
    )
    buttons = [button for group in found for button in group.buttons]
    for what in ("name", "label", "keytip"):
        values = [getattr(button, what) for button in buttons]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise WriteError("K412", name=twice, reason=f"{what} が二つあります")
    return found


def _button(entry: Mapping[str, Any]) -> Button:
    name = str(entry.get("name", "?"))
    known = {key: entry[key] for key in Button.__dataclass_fields__ if key in entry}
    try:
        button = Button(**known)
    except TypeError as error:
        raise WriteError("K412", name=name, reason=f"項目が足りません（{error}）") from error
    if not 1 <= len(button.label) <= LONGEST_LABEL:
        raise WriteError("K412", name=name, reason=f"表示は{LONGEST_LABEL}字までです")
    return button


def custom_ui(found: Sequence[Group]) -> str:
    """Return ``customUI14.xml``: static, one callback, so that nothing is lost when a macro stops."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        '      <tab id="tabShirube" label="しるべ" keytip="SB" insertAfterMso="TabData">',
    ]
    for group in found:
        lines += [
            f'        <group id="{group.id}" label={quoteattr(group.label)}>',
            *_controls(group),
            "        </group>",
        ]
    lines += ["      </tab>", "    </tabs>", "  </ribbon>", "</customUI>", ""]
    return "\n".join(lines)


def _controls(group: Group) -> Iterator[str]:
    """The buttons on the tab, then one menu for each name of a menu, where its first button stands."""
    menus: list[str] = []
    for button in group.buttons:
        if not button.menu:
            yield "          " + _element(button)
        elif button.menu not in menus:
            menus.append(button.menu)
            members = [b for b in group.buttons if b.menu == button.menu]
            attributes = {"id": f"mnu{group.id[3:]}{len(menus)}", "label": button.menu, "imageMso": button.icon}
            attributes["screentip"] = f"{button.menu}：{'・'.join(b.label for b in members)}"
            yield f"          <menu {_attributes(attributes)}>"
            yield from ("            " + _element(member) for member in members)
            yield "          </menu>"


def _element(button: Button) -> str:
    attributes = {"id": f"btn_{button.name}", "tag": button.name, "label": button.label, "keytip": button.keytip}
    if button.large:
        attributes["size"] = "large"
    attributes |= {"imageMso": button.icon, "onAction": "SbOnAction", "screentip": button.screentip}
    attributes["supertip"] = button.told
    return f"<button {_attributes(attributes)}/>"


def _attributes(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
