"""List functions that make, cut and change lists."""

import datetime as dt
from itertools import zip_longest

from support.m.errors import MError, NotModelled
from support.m.operators import logical
from support.m.registry import count, function
from support.m.values import MFunction, MValue, attempt, read, read_all, whole

_ENDLESS = 1_000_000


@function("List.Count(list as list)")
def _count(items: list[MValue]) -> int:
    return len(items)


@function("List.NonNullCount(list as list)")
def _non_null(items: list[MValue]) -> int:
    return sum(item is not None for item in read_all(items))


@function("List.IsEmpty(list as list)")
def _is_empty(items: list[MValue]) -> bool:
    return not items


@function("List.Buffer(list as list)")
def _buffer(items: list[MValue]) -> list[MValue]:
    return items


@function("List.First(list as list, optional defaultValue as any)")
def _first(items: list[MValue], default: MValue = None) -> MValue:
    return read(items[0]) if items else default


@function("List.Last(list as list, optional defaultValue as any)")
def _last(items: list[MValue], default: MValue = None) -> MValue:
    return read(items[-1]) if items else default


def holds(condition: MFunction, value: MValue) -> bool:
    """Tell whether a condition holds; anything but true and false is an error."""
    return logical(condition(value))


def leading(items: list[MValue], wanted: MValue) -> int:
    """Return how many leading items a count or a condition means."""
    if not isinstance(wanted, MFunction):
        return min(len(items), 1 if wanted is None else count(wanted))
    number = 0
    while number < len(items) and holds(wanted, read(items[number])):
        number += 1
    return number


@function("List.FirstN(list as list, countOrCondition as any)")
def _first_n(items: list[MValue], wanted: MValue) -> list[MValue]:
    return items[: leading(items, wanted)]


@function("List.Skip(list as list, optional countOrCondition as any)")
def _skip(items: list[MValue], wanted: MValue = None) -> list[MValue]:
    return items[leading(items, wanted) :]


@function("List.RemoveFirstN(list as list, optional countOrCondition as any)")
def _remove_first(items: list[MValue], wanted: MValue = None) -> list[MValue]:
    return items[leading(items, wanted) :]


@function("List.LastN(list as list, optional countOrCondition as any)")
def _last_n(items: list[MValue], wanted: MValue = None) -> list[MValue]:
    return items[len(items) - leading(items[::-1], wanted) :]


@function("List.RemoveLastN(list as list, optional countOrCondition as any)")
def _remove_last(items: list[MValue], wanted: MValue = None) -> list[MValue]:
    return items[: len(items) - leading(items[::-1], wanted)]


@function("List.Range(list as list, offset as number, optional count as number)")
def _range(items: list[MValue], offset: int, wanted: int | None = None) -> list[MValue]:
    rest = items[count(offset, "offset") :]
    return rest if wanted is None else rest[: count(wanted)]


@function("List.Transform(list as list, transform as function)")
def _transform(items: list[MValue], change: MFunction) -> list[MValue]:
    return [attempt(lambda item=item: change(read(item))) for item in items]


@function("List.Select(list as list, selection as function)")
def _select(items: list[MValue], condition: MFunction) -> list[MValue]:
    return [item for item in items if holds(condition, read(item))]


@function("List.RemoveNulls(list as list)")
def _remove_nulls(items: list[MValue]) -> list[MValue]:
    return [item for item in read_all(items) if item is not None]


@function("List.Combine(lists as list)")
def _combine(lists: list[MValue]) -> list[MValue]:
    return [item for inner in read_all(lists) for item in inner]


@function("List.Reverse(list as list)")
def _reverse(items: list[MValue]) -> list[MValue]:
    return items[::-1]


@function("List.Repeat(list as list, count as number)")
def _repeat(items: list[MValue], times: int) -> list[MValue]:
    return items * count(times)


@function("List.InsertRange(list as list, index as number, values as list)")
def _insert(items: list[MValue], index: int, values: list[MValue]) -> list[MValue]:
    if count(index, "index") > len(items):
        raise MError("The 'index' argument is out of range.")
    return items[:index] + values + items[index:]


@function("List.Positions(list as list)")
def _positions(items: list[MValue]) -> list[MValue]:
    return list(range(len(items)))


@function("List.Zip(lists as list)")
def _zip(lists: list[MValue]) -> list[MValue]:
    return [list(items) for items in zip_longest(*read_all(lists))]


@function("List.Numbers(start as number, count as number, optional increment as number)")
def _numbers(start: float, number: int, step: float | None = None) -> list[MValue]:
    return [whole(start + i * (1 if step is None else step)) for i in range(count(number))]


@function("List.Dates(start as date, count as number, step as duration)")
def _dates(start: dt.date, number: int, step: dt.timedelta) -> list[MValue]:
    return [start + i * step for i in range(count(number))]


@function("List.Accumulate(list as list, seed as any, accumulator as function)")
def _accumulate(items: list[MValue], seed: MValue, combine: MFunction) -> MValue:
    for item in items:
        seed = combine(seed, read(item))
    return seed


@function("List.Generate(initial as function, condition as function, next as function, optional selector as function)")
def _generate(
    initial: MFunction, condition: MFunction, following: MFunction, selector: MFunction | None = None
) -> list[MValue]:
    found: list[MValue] = []
    value = initial()
    while holds(condition, value):
        found.append(value if selector is None else attempt(selector, value))
        if len(found) > _ENDLESS:
            raise NotModelled("a list of more than a million items")
        value = following(value)
    return found


@function("List.TransformMany(list as list, collectionTransform as function, resultTransform as function)")
def _transform_many(items: list[MValue], inner: MFunction, combine: MFunction) -> list[MValue]:
    return [
        attempt(lambda item=item, other=other: combine(read(item), read(other)))
        for item in items
        for other in inner(read(item))
    ]


@function("List.AnyTrue(list as list)")
def _any_true(items: list[MValue]) -> bool:
    found = [logical(item) for item in read_all(items)]
    return any(found)


@function("List.AllTrue(list as list)")
def _all_true(items: list[MValue]) -> bool:
    found = [logical(item) for item in read_all(items)]
    return all(found)


@function("List.MatchesAny(list as list, condition as function)")
def _matches_any(items: list[MValue], condition: MFunction) -> bool:
    return any(holds(condition, read(item)) for item in items)


@function("List.MatchesAll(list as list, condition as function)")
def _matches_all(items: list[MValue], condition: MFunction) -> bool:
    return all(holds(condition, read(item)) for item in items)


@function("List.Single(list as list)")
def _single(items: list[MValue]) -> MValue:
    if len(items) != 1:
        much = "too many elements" if items else "not enough elements"
        raise MError(f"There were {much} in the enumeration to complete the operation.")
    return read(items[0])
