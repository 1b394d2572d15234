"""One reading of a sheet, with how sure it is and why."""

from __future__ import annotations

from dataclasses import dataclass

from .recipe import Recipe

__all__ = ["Candidate"]


@dataclass(frozen=True)
class Candidate:
    """One reading of a sheet: a recipe for every table on it.

    Attributes
    ----------
    recipes
        Top to bottom, left to right.
    confidence
        0–1.
    reasons
        Japanese sentences.
    """

    recipes: tuple[Recipe, ...]
    confidence: float
    reasons: tuple[str, ...]

    @property
    def recipe(self) -> Recipe:
        """The recipe of the first table."""
        return self.recipes[0]
