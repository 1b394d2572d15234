"""The list of institutions the form was sent to: who answered, the rate by group, and who must be reminded."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import FormError, Place
from ..grid import Grid
from ..table import records
from .answer import raw_text
from .copies import Copy
from .exceptions import Issue, IssueKind
from .form_map import FormMap
from .who import code_key, name_key, who_of

__all__ = ["Answered", "Institution", "match_master", "read_master"]

_CODE_WORDS, _NAME_WORDS, _GROUP_WORDS = (
    ("コード", "番号", "ID"),
    ("名前", "名称", "名"),
    ("区分", "地区", "管轄", "種別", "グループ"),
)
_LEAST_LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Institution:
    """One line of the list."""

    code: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Answered:
    """The list after matching: the copy ids of each institution (none: to be reminded), and what must be confirmed."""

    institutions: tuple[tuple[Institution, tuple[str, ...]], ...]
    issues: tuple[Issue, ...] = ()

    @property
    def rates(self) -> tuple[tuple[str, int, int], ...]:
        """(group, answered, sent), in the order of the list."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for institution, copies in self.institutions:
            counts[institution.group][0] += bool(copies)
            counts[institution.group][1] += 1
        return tuple((group, answered, sent) for group, (answered, sent) in counts.items())

    @property
    def missing(self) -> tuple[Institution, ...]:
        """Those that have not answered."""
        return tuple(institution for institution, copies in self.institutions if not copies)


def read_master(grid: Grid, form: FormMap) -> tuple[Institution, ...]:
    """Read a list of institutions: a column of codes or names (or both), and one that groups them.

    Columns are found by the names of the form's own items, else by コード・番号, 名前・名称, 区分・地区・管轄.

    Raises
    ------
    FormError
        SB-F409: neither a code nor a name.

    >>> sheet = Grid.from_rows([["コード", "名前", "区分"], ["01", "東医院", "北部"]])
    >>> read_master(sheet, FormMap("調査"))
    (Institution(code='01', name='東医院', group='北部'),)
    """
    frame = records(grid)
    columns = [str(name) for name in frame.columns]
    code, name = _column(columns, form.code, _CODE_WORDS), _column(columns, form.name, _NAME_WORDS)
    if not code and not name:
        at = Place(grid.source, grid.name)
        raise FormError("F409", at=at, code=form.code or "コード", name=form.name or "名前")
    group = _column([c for c in columns if c not in (code, name)], "", _GROUP_WORDS)
    return tuple(
        Institution(*(raw_text(line[c]).strip() if c else "" for c in (code, name, group)))
        for line in frame.to_dict("records")
    )


def _column(columns: Sequence[str], wanted: str, words: Sequence[str]) -> str:
    if wanted in columns:
        return wanted
    return next((c for word in words for c in columns if c.endswith(word)), "")


def match_master(copies: Sequence[Copy], maps: Mapping[str, FormMap], master: Sequence[Institution]) -> Answered:
    """Match answers to the list: by code, else by name; a name alone counts but is to be confirmed."""
    by_code = {key: i for i, one in enumerate(master) if (key := code_key(one.code))}
    by_name: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(master):
        by_name[name_key(one.name)].append(i)
    answered: dict[int, list[str]] = defaultdict(list)
    issues = []
    for copy in copies:
        form = maps[copy.version]
        code, name = who_of(copy, form)
        if code and code in by_code:
            answered[by_code[code]].append(copy.id)
            continue
        same = by_name.get(name, []) if name else []
        if len(same) == 1:
            answered[same[0]].append(copy.id)
            issues.append(_issue(IssueKind.CANDIDATE, copy, form, master[same[0]]))
        else:
            issues.append(_issue(IssueKind.UNMATCHED, copy, form, _nearest(name, by_name, master)))
    institutions = tuple((one, tuple(answered[i])) for i, one in enumerate(master))
    return Answered(institutions, tuple(issues))


def _nearest(name: str, by_name: Mapping[str, list[int]], master: Sequence[Institution]) -> Institution | None:
    near = difflib.get_close_matches(name, by_name, n=1, cutoff=_LEAST_LIKE) if name else []
    return master[by_name[near[0]][0]] if near else None


def _issue(kind: IssueKind, copy: Copy, form: FormMap, like: Institution | None) -> Issue:
    code, name = copy.value(form.code), copy.value(form.name)
    answer = copy.answers.get(form.code)
    return Issue(
        kind,
        copy.file,
        copy.digest,
        copy.sheet,
        answer.cell if answer else "",
        form.code,
        raw=raw_text(code),
        suggestion=f"{like.code} {like.name}".strip() if like else "",
        fields={"name": name or "名前のない回答", "code": (like.code if like else code) or "コードなし"},
    )
