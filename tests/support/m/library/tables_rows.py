"""Table functions about rows: choose, sort, distinct, fill, group."""

from collections.abc import Callable

from support.m.compare import keys, order
from support.m.errors import MError, NotModelled
from support.m.library.lists import leading
from support.m.library.lists_find import same
from support.m.library.records import names
from support.m.library.tables_columns import pairs
from support.m.operators import logical
from support.m.registry import count, function
from support.m.session import current
from support.m.values import MFunction, MTable, MValue, attempt, read, read_all

Row = tuple[MValue, ...]


@function("Table.SelectRows(table as table, condition as function)")
def _select(of: MTable, condition: MFunction) -> MTable:
    """Rows for which the condition is true; one that fails fails the table.

    A condition that is null is refused: the documentation does not say whether it drops the row or is an error.
    """
    rows = []
    for row, record in zip(of.rows, of.records(), strict=True):
        answer = condition(record)
        if answer is None:
            raise NotModelled("Table.SelectRows with a condition that is null")
        if logical(answer):
            rows.append(row)
    return of.with_rows(rows)


def _leading(of: MTable, wanted: MValue, *, backwards: bool = False) -> int:
    if isinstance(wanted, MFunction):
        records: list[MValue] = list(of.records())
        return leading(records[::-1] if backwards else records, wanted)
    return min(len(of.rows), 1 if wanted is None else count(wanted))


@function("Table.Skip(table as table, optional countOrCondition as any)")
def _skip(of: MTable, wanted: MValue = None) -> MTable:
    return of.with_rows(of.rows[_leading(of, wanted) :])


@function("Table.RemoveFirstN(table as table, optional countOrCondition as any)")
def _remove_first(of: MTable, wanted: MValue = None) -> MTable:
    return of.with_rows(of.rows[_leading(of, wanted) :])


@function("Table.FirstN(table as table, countOrCondition as any)")
def _first(of: MTable, wanted: MValue) -> MTable:
    return of.with_rows(of.rows[: _leading(of, wanted)])


@function("Table.LastN(table as table, countOrCondition as any)")
def _last(of: MTable, wanted: MValue) -> MTable:
    return of.with_rows(of.rows[len(of.rows) - _leading(of, wanted, backwards=True) :])


@function("Table.RemoveLastN(table as table, optional countOrCondition as any)")
def _remove_last(of: MTable, wanted: MValue = None) -> MTable:
    return of.with_rows(of.rows[: len(of.rows) - _leading(of, wanted, backwards=True)])


@function("Table.Range(table as table, offset as number, optional count as number)")
def _range(of: MTable, offset: int, wanted: int | None = None) -> MTable:
    rest = of.rows[count(offset, "offset") :]
    return of.with_rows(rest if wanted is None else rest[: count(wanted)])


@function("Table.ReverseRows(table as table)")
def _reverse(of: MTable) -> MTable:
    return of.with_rows(of.rows[::-1])


@function("Table.RemoveRowsWithErrors(table as table, optional columns as list)")
def _without_errors(of: MTable, wanted: MValue = None) -> MTable:
    places = range(len(of.columns)) if wanted is None else [of.at(name) for name in names(wanted)]
    return of.with_rows([row for row in of.rows if not any(row[at].__class__ is MError for at in places)])


@function("Table.SelectRowsWithErrors(table as table, optional columns as list)")
def _with_errors(of: MTable, wanted: MValue = None) -> MTable:
    places = range(len(of.columns)) if wanted is None else [of.at(name) for name in names(wanted)]
    return of.with_rows([row for row in of.rows if any(row[at].__class__ is MError for at in places)])


@function("Table.Distinct(table as table, optional equationCriteria as any)")
def _distinct(of: MTable, criteria: MValue = None) -> MTable:
    """One row for each combination of values; which of several is not documented."""
    wanted = list(of.columns) if criteria is None else criteria
    if isinstance(wanted, list) and not all(isinstance(name, str) for name in wanted):
        raise NotModelled("comparing rows otherwise than by columns")
    places = [of.at(name) for name in names(wanted)]
    seen: dict[object, Row] = {}
    for row in _in_session_order(of.rows):
        seen.setdefault(keys(row, places), row)
    kept = set(map(id, seen.values()))
    return of.with_rows([row for row in of.rows if id(row) in kept])


def _in_session_order(rows: list[Row]) -> list[Row]:
    return rows[::-1] if current().turned_round() else rows


_DESCENDING = 1


@function("Table.Sort(table as table, comparisonCriteria as any)")
def _sort(of: MTable, criteria: MValue) -> MTable:
    """Rows in order; the order of equal rows is not documented, so the session turns it round."""
    if isinstance(criteria, MFunction):
        raise NotModelled("sorting rows by a function of two rows")
    pairs_ = list(zip(of.rows, of.records(), strict=True))
    if current().turned_round():
        pairs_.reverse()
    for one in reversed(_criteria(criteria)):
        by, direction = one
        get = _getter(of, by)
        pairs_.sort(key=lambda pair, get=get: order(get(pair)), reverse=direction == _DESCENDING)
    return of.with_rows([row for row, _ in pairs_])


def _criteria(value: MValue) -> list[tuple[MValue, int]]:
    if isinstance(value, str):
        return [(value, 0)]
    items = read_all(value)
    if len(items) == 2 and isinstance(items[1], int):
        return [(items[0], items[1])]
    found = []
    for item in items:
        parts = read_all(item) if isinstance(item, list) else [item]
        found.append((parts[0], parts[1] if len(parts) > 1 else 0))
    return found


def _getter(of: MTable, by: MValue) -> Callable[[tuple[Row, MValue]], MValue]:
    if isinstance(by, MFunction):
        return lambda pair: by(pair[1])
    at = of.at(by)
    return lambda pair: read(pair[0][at])


def _fill(of: MTable, wanted: MValue, rows: list[Row]) -> list[Row]:
    places, last, found = [of.at(name) for name in names(wanted)], dict[int, MValue](), []
    for row in rows:
        cells = list(row)
        for at in places:
            if cells[at] is not None:
                last[at] = cells[at]
            elif last.get(at).__class__ is MError:
                raise NotModelled("filling from an error")
            else:
                cells[at] = last.get(at)
        found.append(tuple(cells))
    return found


@function("Table.FillDown(table as table, columns as list)")
def _fill_down(of: MTable, wanted: MValue) -> MTable:
    return of.with_rows(_fill(of, wanted, of.rows))


@function("Table.FillUp(table as table, columns as list)")
def _fill_up(of: MTable, wanted: MValue) -> MTable:
    return of.with_rows(_fill(of, wanted, of.rows[::-1])[::-1])


_LOCAL = 0


@function(
    "Table.Group(table as table, key as any, aggregatedColumns as list, optional groupKind as number,"
    " optional comparer as function)"
)
def _group(
    of: MTable, by: MValue, aggregates: list[MValue], group_kind: int | None = None, comparer: MFunction | None = None
) -> MTable:
    """Rows with equal keys (null equals null) together; "does not guarantee the ordering of the rows"."""
    wanted = names(by)
    places = [of.at(name) for name in wanted]
    if group_kind == _LOCAL:
        groups = _runs(of, places, isinstance(by, list), comparer)
    elif comparer is None:
        groups = _groups(of, places)
    else:
        raise NotModelled("a comparer of global groups")
    columns = pairs(aggregates)
    inner = [of.with_rows(rows) for _, rows in groups]
    rows = [
        (*first, *(attempt(make, part) for _, make, *_ in columns))
        for (first, _), part in zip(groups, inner, strict=True)
    ]
    types = {name: rest[0] for name, _, *rest in columns if rest}
    return MTable((*wanted, *(name for name, *_ in columns)), rows, types)


def _groups(of: MTable, places: list[int]) -> list[tuple[Row, list[Row]]]:
    found: dict[object, tuple[Row, list[Row]]] = {}
    for row in of.rows:
        first = tuple(row[at] for at in places)
        found.setdefault(keys(row, places), (first, []))[1].append(row)
    groups = list(found.values())
    return groups[::-1] if current().turned_round() else groups


def _runs(of: MTable, places: list[int], several: bool, comparer: MFunction | None) -> list[tuple[Row, list[Row]]]:
    if comparer is not None and several:
        raise NotModelled("a comparer of records")
    test = same(comparer)[0]
    found: list[tuple[Row, list[Row]]] = []
    for row in of.rows:
        first = tuple(read(row[at]) for at in places)
        if found and all(test(a, b) for a, b in zip(found[-1][0], first, strict=True)):
            found[-1][1].append(row)
        else:
            found.append((first, [row]))
    return found


@function("Table.MatchesAllRows(table as table, condition as function)")
def _matches_all(of: MTable, condition: MFunction) -> bool:
    return all(logical(condition(record)) for record in of.records())


@function("Table.MatchesAnyRows(table as table, condition as function)")
def _matches_any(of: MTable, condition: MFunction) -> bool:
    return any(logical(condition(record)) for record in of.records())
