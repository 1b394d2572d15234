"""Table functions that turn tables round: unpivot, pivot, transpose, join."""

from support.m.compare import keys
from support.m.errors import MError, NotModelled
from support.m.library.records import names
from support.m.library.tables_make import columns_of
from support.m.registry import function
from support.m.session import current
from support.m.values import MFunction, MTable, MValue, attempt, read

Row = tuple[MValue, ...]


def _unpivoted(of: MTable, wanted: list[str], attribute: str, value: str) -> MTable:
    """A row for each cell that is not null, in order of rows, then of the columns wanted."""
    places = [(name, of.at(name)) for name in wanted]
    keep = [at for at, name in enumerate(of.columns) if name not in wanted]
    rows = [
        (*(row[at] for at in keep), name, row[place])
        for row in of.rows
        for name, place in places
        if row[place] is not None
    ]
    return MTable((*(of.columns[at] for at in keep), attribute, value), rows)


@function("Table.Unpivot(table as table, pivotColumns as list, attributeColumn as text, valueColumn as text)")
def _unpivot(of: MTable, wanted: MValue, attribute: str, value: str) -> MTable:
    return _unpivoted(of, names(wanted), attribute, value)


@function(
    "Table.UnpivotOtherColumns(table as table, pivotColumns as list, attributeColumn as text, valueColumn as text)"
)
def _unpivot_others(of: MTable, kept: MValue, attribute: str, value: str) -> MTable:
    stay = names(kept)
    for name in stay:
        of.at(name)
    found = _unpivoted(of, [name for name in of.columns if name not in stay], attribute, value)
    if [name for name in of.columns if name in stay] != stay:
        raise NotModelled("Table.UnpivotOtherColumns with columns in another order than the table's")
    return found


@function(
    "Table.Pivot(table as table, pivotValues as list, attributeColumn as text, valueColumn as text,"
    " optional aggregationFunction as function)"
)
def _pivot(of: MTable, wanted: MValue, attribute: str, value: str, aggregate: MFunction | None = None) -> MTable:
    """A row for each combination of the other columns, in no documented order; null where a value is missing.

    With an aggregation function and no value, what the cell holds is documented only for List.Max (null), so the
    function is asked only where there are values.
    """
    columns, attribute_at, value_at = names(wanted), of.at(attribute), of.at(value)
    keep = [at for at in range(len(of.columns)) if at not in {attribute_at, value_at}]
    groups: dict[object, tuple[Row, dict[object, list[MValue]]]] = {}
    for row in of.rows:
        cells = groups.setdefault(keys(row, keep), (tuple(row[at] for at in keep), {}))[1]
        cells.setdefault(read(row[attribute_at]), []).append(row[value_at])
    found = list(groups.values())
    if current().turned_round():
        found.reverse()
    rows = [(*first, *(_pivot_cell(cells.get(name, []), aggregate) for name in columns)) for first, cells in found]
    return MTable((*(of.columns[at] for at in keep), *columns), rows)


def _pivot_cell(values: list[MValue], aggregate: MFunction | None) -> MValue:
    if not values:
        return None
    if aggregate is not None:
        return attempt(aggregate, values)
    if len(values) > 1:
        return MError("There were too many elements in the enumeration to complete the operation.")
    return values[0]


@function("Table.Transpose(table as table, optional columns as any)")
def _transpose(of: MTable, columns: MValue = None) -> MTable:
    found, types = columns_of(columns, len(of.rows))
    if len(found) != len(of.rows):
        raise MError("The number of columns differs from the number of rows.")
    return MTable(found, [tuple(row[at] for row in of.rows) for at in range(len(of.columns))], types)


_INNER, _LEFT, _RIGHT, _FULL, _LEFT_ANTI, _RIGHT_ANTI, _LEFT_SEMI, _RIGHT_SEMI = range(8)


class _Matches:
    """Rows of two tables with equal keys; a null key equals a null key."""

    def __init__(self, left: MTable, left_keys: MValue, right: MTable, right_keys: MValue) -> None:
        left_at = [left.at(name) for name in names(left_keys)]
        right_at = [right.at(name) for name in names(right_keys)]
        if len(left_at) != len(right_at):
            raise MError("The number of key columns differs.")
        by_key: dict[object, list[int]] = {}
        for number, row in enumerate(right.rows):
            by_key.setdefault(keys(row, right_at), []).append(number)
        self.found = [(row, by_key.get(keys(row, left_at), [])) for row in left.rows]
        used = {number for _, numbers in self.found for number in numbers}
        self.unused = [number for number in range(len(right.rows)) if number not in used]


@function(
    "Table.NestedJoin(table1 as table, key1 as any, table2 as any, key2 as any, newColumnName as text,"
    " optional joinKind as number, optional keyEqualityComparers as list)"
)
def _nested_join(
    left: MTable, left_keys: MValue, right: MTable, right_keys: MValue, name: str, join_kind: int | None = None,
    comparers: MValue = None,
) -> MTable:  # fmt: skip
    if comparers is not None:
        raise NotModelled("key equality comparers")
    if join_kind not in {None, _INNER, _LEFT, _LEFT_ANTI}:
        raise NotModelled("Table.NestedJoin of rows that only the right table has")
    found = _Matches(left, left_keys, right, right_keys).found
    if join_kind == _INNER:
        found = [pair for pair in found if pair[1]]
    elif join_kind == _LEFT_ANTI:
        found = [pair for pair in found if not pair[1]]
    rows = [(*row, right.with_rows([right.rows[number] for number in numbers])) for row, numbers in found]
    return MTable((*left.columns, name), rows, left.types)


@function(
    "Table.Join(table1 as table, key1 as any, table2 as table, key2 as any, optional joinKind as number,"
    " optional joinAlgorithm as any, optional keyEqualityComparers as list)"
)
def _join(
    left: MTable, left_keys: MValue, right: MTable, right_keys: MValue, join_kind: int | None = None,
    algorithm: MValue = None, comparers: MValue = None,
) -> MTable:  # fmt: skip
    if algorithm is not None or comparers is not None:
        raise NotModelled("options of Table.Join")
    kind = _INNER if join_kind is None else join_kind
    columns, keep = _joined_columns(left, names(left_keys), right, names(right_keys), kind)
    matches = _Matches(left, left_keys, right, right_keys)
    if kind in {_LEFT_SEMI, _LEFT_ANTI}:
        rows = [row for row, numbers in matches.found if bool(numbers) == (kind == _LEFT_SEMI)]
        if kind == _LEFT_ANTI:
            rows = [(*row, *([None] * len(keep))) for row in rows]
            return MTable(columns, rows)
        return MTable(left.columns, rows)
    rows = _joined_rows(matches, right, keep, len(left.columns), kind)
    return MTable(columns, rows)


def _joined_columns(
    left: MTable, left_keys: list[str], right: MTable, right_keys: list[str], kind: int
) -> tuple[tuple[str, ...], list[int]]:
    """Names of the joined table: a right key of the same name as its left key comes once."""
    same_name = {b for a, b in zip(left_keys, right_keys, strict=True) if a == b}
    if same_name and kind != _INNER:
        raise NotModelled("an outer join whose keys have one name")
    keep = [at for at, name in enumerate(right.columns) if name not in same_name]
    return (*left.columns, *(right.columns[at] for at in keep)), keep


def _joined_rows(matches: _Matches, right: MTable, keep: list[int], width: int, kind: int) -> list[Row]:
    if kind in {_RIGHT_SEMI, _RIGHT_ANTI}:
        raise NotModelled("a semi or anti join of the right table")
    if kind == _INNER and not current().turned_round():
        # The example of the documentation lists the rows as the right table has them.
        pairs = [(number, row) for row, numbers in matches.found for number in numbers]
        pairs.sort(key=lambda pair: pair[0])
        return [(*row, *(right.rows[number][at] for at in keep)) for number, row in pairs]
    rows: list[Row] = []
    for row, numbers in matches.found:
        rows += [(*row, *(right.rows[number][at] for at in keep)) for number in numbers]
        if not numbers and kind in {_LEFT, _FULL}:
            rows.append((*row, *([None] * len(keep))))
    if kind in {_RIGHT, _FULL}:
        rows += [(*([None] * width), *(right.rows[number][at] for at in keep)) for number in matches.unused]
    return rows
