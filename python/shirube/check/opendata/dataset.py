"""The standard lists of open data as data: their fields, the form of each, and other names they go by.

>>> dataset("aed").title, [field.name for field in dataset("aed").required]
('AED設置箇所一覧', ['全国地方公共団体コード', 'ID', '名称'])
>>> sorted(names())
['aed', 'evacuation_space', 'event', 'hospital', 'population', 'preschool', 'public_facility']
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from ...errors import CheckError, nearest
from ...text import match_key

__all__ = ["Dataset", "Field", "dataset", "names"]

_REQUIRED, _RECOMMENDED = "必須", "推奨"
_ALIASES = "aliases"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the form of its values (see `forms`), 必須・推奨・任意, and folded names it also goes by."""

    name: str
    form: str
    rank: str
    keys: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Every record must have it."""
        return self.rank == _REQUIRED

    @property
    def wanted(self) -> bool:
        """It must or should be there."""
        return self.rank in (_REQUIRED, _RECOMMENDED)


@dataclass(frozen=True)
class Dataset:
    """A standard list: key, title, number in the standard, where the fields were taken from, fields in order."""

    key: str
    title: str
    number: str
    source: str
    fields: tuple[Field, ...]

    @property
    def required(self) -> tuple[Field, ...]:
        """Fields every record must have."""
        return tuple(field for field in self.fields if field.required)


@functools.cache
def _texts() -> dict[str, str]:
    folder = resources.files(__package__).joinpath("datasets")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {f.name.removesuffix(".toml"): f.read_text(encoding="utf-8") for f in files}


def names() -> dict[str, str]:
    """Return the titles of the lists by key."""
    return {key: tomllib.loads(text)["title"] for key, text in _texts().items() if key != _ALIASES}


@functools.cache
def dataset(key: str) -> Dataset:
    """Return a list by its key (``aed``) or its title.

    Raises
    ------
    CheckError
        SB-K602: no such list; the near ones are named.
    """
    titles = names()
    found = key if key in titles else next((k for k, title in titles.items() if title == key), None)
    if found is None:
        every = "、".join(f"{k}（{title}）" for k, title in titles.items())
        raise CheckError("K602", name=key, near=nearest(key, [*titles, *titles.values()]), all=every)
    document = tomllib.loads(_texts()[found])
    aliases = tomllib.loads(_texts()[_ALIASES])
    fields = tuple(
        Field(name, form, rank, tuple(match_key(text) for text in (name, *aliases.get(name, ()))))
        for name, form, rank in document["fields"]
    )
    return Dataset(found, document["title"], document["number"], document["source"], fields)
