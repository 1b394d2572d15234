"""Puts a round together: corrections, receipts, duplicates, the master list and the period before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import FormError
from .copies import Collected, Copy
from .corrections import CHOSEN, apply_corrections, merge_lines
from .duplicates import latest
from .exceptions import Issue
from .form_map import FormMap
from .line import Line
from .master import Answered, Institution, match_master
from .receipts import Receipt, date_copies
from .rounds import Thresholds, compare_rounds

__all__ = ["Round", "RoundRequest", "assemble", "require_editions"]


@dataclass(frozen=True)
class RoundRequest:
    """What a round is put together from.

    Attributes
    ----------
    maps
        One per edition of the form, the current one first.
    typed
        Rows of the last exceptions sheet, with what people typed.
    receipts, master
        受領簿 and 名簿, if any.
    before, before_blocks
        Rows of the last round's 回答 sheet, column name → value; those of its sheets of repeated blocks, by block.
    period
        Period of copies whose form does not ask it.
    """

    maps: tuple[FormMap, ...]
    typed: tuple[Line, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    master: tuple[Institution, ...] = ()
    before: tuple[Mapping[str, Any], ...] = ()
    before_blocks: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    period: str = ""
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def by_version(self) -> dict[str, FormMap]:
        """Maps by version."""
        return {form.version: form for form in self.maps}


@dataclass(frozen=True)
class Round:
    """A round, put together.

    Attributes
    ----------
    files
        Every file with its outcome.
    used, unused
        Copies in the table, and those a later one replaced.
    lines
        Rows of the exceptions sheet, the most pressing first.
    notes
        Notes of the book of receipts by `Copy.id`.
    answered
        The master list after matching; ``None`` without one.
    """

    request: RoundRequest
    files: tuple[Collected, ...]
    used: tuple[Copy, ...]
    unused: tuple[Copy, ...]
    lines: tuple[Line, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    answered: Answered | None = None


def require_editions(maps: Sequence[FormMap]) -> None:
    """Check that maps are editions of one form.

    Raises
    ------
    FormError
        SB-F412: they are of different forms. SB-F413: two have the same version.
    """
    names = list(dict.fromkeys(form.form for form in maps))
    if len(names) > 1:
        raise FormError("F412", names="、".join(names))
    versions = [form.version for form in maps]
    for version in versions:
        if versions.count(version) > 1:
            raise FormError("F413", version=version)


def assemble(collected: Iterable[Collected], request: RoundRequest) -> Round:
    """Put a round together.

    Raises
    ------
    FormError
        See `require_editions`.
    """
    require_editions(request.maps)
    maps = request.by_version
    read = tuple(collected)
    applied = apply_corrections(read, maps, request.typed)
    copies = [copy for one in applied.collected for copy in one.copies]
    dated, notes, of_receipts = date_copies(copies, maps, request.receipts) if request.receipts else (copies, {}, ())
    chosen = {f"{line.digest}/{line.sheet}" for line in request.typed if line.action == CHOSEN}
    used, unused, of_duplicates = latest(dated, maps, request.period, chosen)
    answered = match_master(used, maps, request.master) if request.master else None
    issues: list[Issue] = [issue for one in applied.collected for issue in one.issues]
    issues += [*applied.issues, *of_receipts, *of_duplicates]
    issues += answered.issues if answered else ()
    issues += compare_rounds(used, maps, request.before, request.thresholds, request.period)
    lines = merge_lines(issues, request.typed, applied.used)
    order = {"要対応": 0, "確認": 1, "参考": 2}
    ranked = tuple(sorted(lines, key=lambda line: (not line.open, order.get(line.weight, 3))))
    return Round(request, applied.collected, used, unused, ranked, notes, answered)
