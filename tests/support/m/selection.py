"""``record[field]``, ``table[[a], [b]]``, ``list{0}`` and ``table{[key = 1]}``."""

from support.m.compare import equal
from support.m.errors import MError
from support.m.values import MRecord, MTable, MValue, kind, read


def select(of: MValue, name: str, *, optional: bool) -> MValue:
    """Return a field of a record or a column of a table as a list."""
    if of.__class__ is MRecord:
        return None if optional and name not in of else of[name]
    if of.__class__ is MTable:
        return None if optional and name not in of.columns else of.column(name)
    if of is None and optional:
        return None
    raise MError(f"We cannot apply field access to the type {kind(of).title()}.")


def project(of: MValue, names: tuple[str, ...], *, optional: bool) -> MValue:
    """Return only some fields or columns, null for missing ones when optional."""
    if of.__class__ is MRecord:
        return MRecord.of({name: None if optional and name not in of else of[name] for name in names})
    if of.__class__ is MTable:
        places = [None if optional and name not in of.columns else of.at(name) for name in names]
        return MTable(names, [tuple(None if at is None else row[at] for at in places) for row in of.rows])
    if of is None and optional:
        return None
    raise MError(f"We cannot apply field access to the type {kind(of).title()}.")


def item(of: MValue, key: MValue, *, optional: bool) -> MValue:
    """Return an item of a list, or a row of a table by number or by the values of its fields."""
    if of.__class__ is list and key.__class__ is int and 0 <= key < len(of):
        return read(of[key])
    if of is None and optional:
        return None
    items = of.records() if of.__class__ is MTable else of
    if items.__class__ is not list:
        raise MError(f"We cannot convert a value of type {kind(of).title()} to type List.")
    if key.__class__ is MRecord:
        if of.__class__ is not MTable:
            raise MError("We cannot convert a value of type Record to type Number.")
        return _row(items, key, optional=optional)
    if key.__class__ is not int or key < 0:
        raise MError("The index cannot be negative or fractional.")
    if key < len(items):
        return read(items[key])
    if optional:
        return None
    raise MError("There weren't enough elements in the enumeration to complete the operation.")


def _row(rows: list[MRecord], key: MRecord, *, optional: bool) -> MValue:
    found = [row for row in rows if all(name in row and equal(row[name], key[name]) for name in key)]
    if len(found) == 1:
        return found[0]
    if not found and optional:
        return None
    raise MError("The key matched more than one row in the table." if found else "The key didn't match any rows.")
