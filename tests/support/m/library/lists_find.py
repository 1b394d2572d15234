"""List functions that compare items: distinct, contains, set operations, sorting; and their statistics."""

import datetime as dt
import functools
import math
from collections.abc import Callable

from support.m import operators as ops
from support.m.compare import compare, equal, key, order
from support.m.errors import MError, NotModelled
from support.m.registry import function, options
from support.m.values import MFunction, MRecord, MValue, kind, read_all, whole

Same = Callable[[MValue, MValue], bool]


def same(criteria: MValue) -> tuple[Same, bool]:
    """Return the test of equality that equation criteria mean, and whether it is plain equality.

    Criteria are null, a function of one (a key selector) or of two values (a comparer: 0 or true is equal), or a pair
    of both.
    """
    if criteria is None:
        return equal, True
    if isinstance(criteria, list):
        selector, comparer = read_all(criteria)
        test = same(comparer)[0]
        return lambda left, right: test(selector(left), selector(right)), False
    if criteria.least == 2:
        return lambda left, right: _says_equal(criteria(left, right)), False
    return lambda left, right: equal(criteria(left), criteria(right)), False


def _says_equal(answer: MValue) -> bool:
    return answer if isinstance(answer, bool) else answer == 0


def distinct(items: list[MValue], criteria: MValue = None) -> list[int]:
    """Return the places of the first of each group of equal items."""
    test, plain = same(criteria)
    if plain:
        first: dict[object, int] = {}
        for at, item in enumerate(items):
            first.setdefault(key(item), at)
        return list(first.values())
    kept: list[int] = []
    for at, item in enumerate(items):
        if not any(test(items[other], item) for other in kept):
            kept.append(at)
    return kept


@function("List.Distinct(list as list, optional equationCriteria as any)")
def _distinct(items: list[MValue], criteria: MValue = None) -> list[MValue]:
    found = read_all(items)
    return [found[at] for at in distinct(found, criteria)]


@function("List.IsDistinct(list as list, optional equationCriteria as any)")
def _is_distinct(items: list[MValue], criteria: MValue = None) -> bool:
    return len(distinct(read_all(items), criteria)) == len(items)


@function("List.Contains(list as list, value as any, optional equationCriteria as any)")
def _contains(items: list[MValue], value: MValue, criteria: MValue = None) -> bool:
    test = same(criteria)[0]
    return any(test(item, value) for item in read_all(items))


@function(
    "List.PositionOf(list as list, value as any, optional occurrence as number, optional equationCriteria as any)"
)
def _position(items: list[MValue], value: MValue, occurrence: int | None = None, criteria: MValue = None) -> MValue:
    test = same(criteria)[0]
    found: list[MValue] = [at for at, item in enumerate(read_all(items)) if test(item, value)]
    if occurrence == 2:
        return found
    return -1 if not found else found[-1] if occurrence == 1 else found[0]


@function("List.Difference(list1 as list, list2 as list, optional equationCriteria as any)")
def _difference(left: list[MValue], right: list[MValue], criteria: MValue = None) -> list[MValue]:
    """Each item of the second list takes one equal item out of the first (documentation: duplicates are kept)."""
    return _taken(read_all(left), read_all(right), criteria, keep=False)


@function("List.Intersect(lists as list, optional equationCriteria as any)")
def _intersect(lists: list[MValue], criteria: MValue = None) -> list[MValue]:
    found = [read_all(inner) for inner in read_all(lists)]
    return functools.reduce(lambda left, right: _taken(left, right, criteria, keep=True), found) if found else []


def _taken(left: list[MValue], right: list[MValue], criteria: MValue, *, keep: bool) -> list[MValue]:
    test, rest, found = same(criteria)[0], list(right), []
    for item in left:
        at = next((i for i, other in enumerate(rest) if test(item, other)), None)
        if at is not None:
            rest.pop(at)
        if (at is not None) == keep:
            found.append(item)
    return found


@function("List.RemoveItems(list1 as list, list2 as list)")
def _remove_items(left: list[MValue], right: list[MValue]) -> list[MValue]:
    unwanted = {key(item) for item in read_all(right)}
    return [item for item in read_all(left) if key(item) not in unwanted]


@function("List.ReplaceValue(list as list, oldValue as any, newValue as any, replacer as function)")
def _replace(items: list[MValue], old: MValue, new: MValue, replacer: MFunction) -> list[MValue]:
    return [replacer(item, old, new) for item in read_all(items)]


_DESCENDING = 1


@function("List.Sort(list as list, optional comparisonCriteria as any)")
def _sort(items: list[MValue], criteria: MValue = None) -> list[MValue]:
    found = read_all(items)
    if isinstance(criteria, MFunction) and criteria.least == 2:
        return sorted(found, key=functools.cmp_to_key(criteria))
    selector, direction = None, criteria
    if isinstance(criteria, MFunction):
        selector, direction = criteria, None
    elif isinstance(criteria, list):
        selector, direction = read_all(criteria)
    return sorted(
        found, key=lambda item: order(item if selector is None else selector(item)), reverse=direction == _DESCENDING
    )


def present(items: list[MValue]) -> list[MValue]:
    """Return the items that are not null."""
    return [item for item in read_all(items) if item is not None]


@function("List.Sum(list as list, optional precision as number)")
def _sum(items: list[MValue], precision: int | None = None) -> MValue:
    found = present(items)
    return functools.reduce(ops.add, found) if found else None


@function("List.Product(numbersList as list, optional precision as number)")
def _product(items: list[MValue], precision: int | None = None) -> MValue:
    found = present(items)
    return functools.reduce(ops.multiply, found) if found else None


@function("List.Average(list as list, optional precision as number)")
def _average(items: list[MValue], precision: int | None = None) -> MValue:
    found = present(items)
    if len(found) < len(items):
        raise NotModelled("List.Average of a list with null")
    if not found:
        return None
    if kind(found[0]) == "date":
        days = [item.toordinal() for item in found]
        if sum(days) % len(days):
            raise NotModelled("an average between two days")
        return dt.date.fromordinal(sum(days) // len(days))
    return ops.divide(functools.reduce(ops.add, found), len(found))


def _extreme(name: str, sign: int) -> None:
    @function(
        f"List.{name}(list as list, optional default as any, optional comparisonCriteria as any,"
        " optional includeNulls as logical)"
    )
    def _call(
        items: list[MValue], default: MValue = None, criteria: MValue = None, nulls: bool | None = None
    ) -> MValue:
        if nulls is not None:
            raise NotModelled("includeNulls")
        if criteria is not None and not (isinstance(criteria, MFunction) and criteria.least == 1):
            raise NotModelled("comparison criteria that are no selector")
        found = present(items)
        if len(found) < len(items) and (sign < 0 or default is not None):
            raise NotModelled(f"List.{name} of a list with null")
        if not found:
            return default
        best = found[0]
        for item in found[1:]:
            left, right = (item, best) if criteria is None else (criteria(item), criteria(best))
            if compare(left, right) * sign > 0:
                best = item
        return best


_extreme("Max", 1)
_extreme("Min", -1)


def _numbers(items: list[MValue]) -> list[float]:
    found = present(items)
    if not all(kind(item) == "number" for item in found):
        raise MError("We cannot convert a value to type Number.")
    return found


@function("List.Median(list as list, optional comparisonCriteria as any)")
def _median(items: list[MValue], criteria: MValue = None) -> MValue:
    if criteria is not None:
        raise NotModelled("comparison criteria")
    found = sorted(_numbers(items))
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else whole((found[half - 1] + found[half]) / 2)


@function("List.StandardDeviation(numbersList as list)")
def _standard_deviation(items: list[MValue]) -> MValue:
    found = _numbers(items)
    if len(found) < 2:
        raise NotModelled("the standard deviation of fewer than two numbers")
    mean = math.fsum(found) / len(found)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in found) / (len(found) - 1))


@function("List.Percentile(list as list, percentiles as any, optional options as record)")
def _percentile(items: list[MValue], wanted: MValue, given: MRecord | None = None) -> MValue:
    found = sorted(_numbers(items))
    mode = options(given, "PercentileMode").get("PercentileMode")
    if not found:
        return None
    if isinstance(wanted, list):
        return [_quantile(found, share, mode) for share in read_all(wanted)]
    return _quantile(found, wanted, mode)


def _quantile(found: list[float], share: float, mode: int | None) -> MValue:
    if mode not in {None, 1, 2, 4}:
        raise NotModelled("this PercentileMode")
    place = share * (len(found) + 1) - 1 if mode == 2 else share * (len(found) - 1)
    if not 0 <= place <= len(found) - 1:
        raise MError("The percentile is out of range.")
    low = math.floor(place)
    return whole(found[low] + (found[min(low + 1, len(found) - 1)] - found[low]) * (place - low))
