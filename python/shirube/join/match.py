"""Matching two lists of names: by themselves, by key where that is beyond doubt, else candidates for a person.

>>> found = match(["髙橋医院", "第１小学校", "みどり保"], ["高橋医院", "第一小学校", "みどり保育園"])
>>> [(pair.left, pair.right, pair.how.value) for pair in found.pairs][0]
('髙橋医院', '高橋医院', '異体字などをそろえて同じ')
>>> [doubt.left for doubt in found.doubts], found.doubts[0].offers[0].right
(['みどり保'], 'みどり保育園')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from .candidates import candidates
from .keys import NameKey, name_key

__all__ = ["Doubt", "How", "Matching", "Offer", "Pair", "match"]


class How(Enum):
    """What made two labels one, strongest first; the value is the word shown to users."""

    TIME = "時点が同じ"
    CODE = "コードが同じ"
    SAME = "同じ文字"
    PLAIN = "空白・全角半角・数字をそろえて同じ"
    LOOSE = "異体字などをそろえて同じ"
    CONFIRMED = "対応表で確認済み"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two labels that are one thing."""

    left: str
    right: str
    how: How


@dataclass(frozen=True, slots=True)
class Offer:
    """A label of the right list that may be meant, with how alike it is (0–100)."""

    right: str
    score: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label of the left list without a certain partner; `offers` best first, `why` in Japanese."""

    left: str
    offers: tuple[Offer, ...]
    why: str


@dataclass(frozen=True)
class Matching:
    """What became of every label.

    Attributes
    ----------
    pairs
        Certain pairs: every left label at most once. Several left labels may have one right label.
    doubts
        Left labels without a certain partner but with candidates.
    left_only, right_only
        Labels without a partner; a left label with candidates is in `doubts` instead.
    plain
        Plain key of every label: right labels with one plain key are one thing.
    """

    pairs: tuple[Pair, ...]
    doubts: tuple[Doubt, ...]
    left_only: tuple[str, ...]
    right_only: tuple[str, ...]
    plain: Mapping[str, str]


def match(
    left: Iterable[str],
    right: Iterable[str],
    *,
    confirmed: Mapping[str, str] | None = None,
    refused: Iterable[tuple[str, str]] = (),
    most: int = 5,
) -> Matching:
    """Match the labels of two lists.

    A pair is certain when the labels are the same, when their plain keys are, when a 対応表 says so, or when they
    alone in both lists share a loose key and do not contradict each other. Everything else is offered.

    Parameters
    ----------
    left, right
        Labels; repeated ones count once.
    confirmed
        Left label → right label that a person confirmed (several right labels of one plain key are one).
    refused
        Pairs a person said are different things: neither matched by a loose key nor offered again.
    most
        At most so many candidates for each label.
    """
    lefts, rights = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    keys = {label: name_key(label) for label in (*lefts, *rights)}
    different = frozenset((name_key(one).plain, name_key(other).plain) for one, other in refused)
    pairs = _confirmed(lefts, rights, keys, confirmed or {})
    _same(pairs, lefts, rights, keys)
    _beyond_doubt(pairs, lefts, rights, keys, different)
    rest = [label for label in lefts if label not in pairs]
    doubts = _offers(rest, rights, keys, different, most, frozenset(pair.right for pair in pairs.values()))
    open_labels = {doubt.left for doubt in doubts}
    used = {keys[pair.right].plain for pair in pairs.values()}
    return Matching(
        tuple(pairs[label] for label in lefts if label in pairs),
        doubts,
        tuple(label for label in rest if label not in open_labels),
        tuple(label for label in rights if keys[label].plain not in used),
        {label: key.plain for label, key in keys.items()},
    )


def _confirmed(
    lefts: Sequence[str], rights: Sequence[str], keys: Mapping[str, NameKey], confirmed: Mapping[str, str]
) -> dict[str, Pair]:
    by_plain = {keys[label].plain: label for label in reversed(rights)}
    wanted = {name_key(one).plain: name_key(other).plain for one, other in confirmed.items()}
    present = set(rights)
    exact = {one: other for one, other in confirmed.items() if other in present}
    pairs = {}
    for label in lefts:
        target = exact.get(label) or by_plain.get(wanted.get(keys[label].plain, ""))
        if target is not None:
            pairs[label] = Pair(label, target, How.CONFIRMED)
    return pairs


def _same(pairs: dict[str, Pair], lefts: Sequence[str], rights: Sequence[str], keys: Mapping[str, NameKey]) -> None:
    present = set(rights)
    by_plain = {keys[label].plain: label for label in reversed(rights)}
    for label in lefts:
        if label in pairs:
            continue
        if label in present:
            pairs[label] = Pair(label, label, How.SAME)
        elif (other := by_plain.get(keys[label].plain)) is not None:
            pairs[label] = Pair(label, other, How.PLAIN)


def _beyond_doubt(
    pairs: dict[str, Pair],
    lefts: Sequence[str],
    rights: Sequence[str],
    keys: Mapping[str, NameKey],
    different: frozenset[tuple[str, str]],
) -> None:
    """Pair by loose keys that one plain key on either side has for itself."""
    groups = _by_loose(lefts, keys), _by_loose(rights, keys)
    for label in lefts:
        if label in pairs:
            continue
        mine, theirs = (group.get(keys[label].loose, []) for group in groups)
        if len({keys[x].plain for x in mine}) != 1 or len({keys[x].plain for x in theirs}) != 1:
            continue
        other = theirs[0]
        if not keys[label].contradicts(keys[other]) and (keys[label].plain, keys[other].plain) not in different:
            pairs[label] = Pair(label, other, How.LOOSE)


def _by_loose(labels: Sequence[str], keys: Mapping[str, NameKey]) -> Mapping[str, list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        groups[keys[label].loose].append(label)
    return groups


def _offers(
    rest: Sequence[str],
    rights: Sequence[str],
    keys: Mapping[str, NameKey],
    different: frozenset[tuple[str, str]],
    most: int,
    taken: frozenset[str],
) -> tuple[Doubt, ...]:
    found = candidates([keys[label] for label in rest], [keys[label] for label in rights], most=most)
    doubts = []
    for label, near in zip(rest, found, strict=True):
        offers = tuple(
            Offer(rights[c.position], c.score)
            for c in near
            if (keys[label].plain, keys[rights[c.position]].plain) not in different
        )
        if offers:
            doubts.append(Doubt(label, offers, _why(keys[label], keys[offers[0].right], offers[0].right in taken)))
    return tuple(doubts)


def _why(one: NameKey, other: NameKey, taken: bool) -> str:
    if one.loose != other.loose:
        return "名前が似ている"
    if one.form and other.form and one.form != other.form:
        return "法人の種類か、その位置が違う"
    if one.contradicts(other):
        return "丁目か番地かが違う"
    return "ほかにも同じ読み替えになる名前がある" if taken or one.form == other.form else "法人の種類だけが違う"
