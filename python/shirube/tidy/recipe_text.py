"""Recipes of a sheet as YAML text, one document per table: to keep, to correct, to run again.

>>> recipes = (Recipe(), Recipe(sheet="第2表"))
>>> read_recipes(write_recipes(recipes)) == recipes
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import TableError
from .recipe import Recipe

__all__ = ["read_recipes", "write_recipes"]


def write_recipes(recipes: Sequence[Recipe]) -> str:
    """Return recipes as YAML text."""
    import yaml

    return str(yaml.safe_dump_all([recipe.to_dict() for recipe in recipes], allow_unicode=True, sort_keys=False))


def read_recipes(text: str) -> tuple[Recipe, ...]:
    """Read recipes from YAML text.

    Raises
    ------
    TableError
        SB-T204: not YAML, or no recipe in it. SB-T201 to T203: see `Recipe.from_dict`.
    """
    import yaml

    try:
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except yaml.YAMLError as error:
        raise TableError("T204") from error
    if not documents or not all(isinstance(document, Mapping) for document in documents):
        raise TableError("T204")
    return tuple(Recipe.from_dict(document) for document in documents)
