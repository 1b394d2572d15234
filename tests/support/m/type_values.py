"""Type values and what it means for a value to be of one ("M Language Specification": Types)."""

import dataclasses
from collections.abc import Callable

from support.m import syntax as s
from support.m.errors import MError
from support.m.values import KINDS, MRecord, MType, MValue, kind

ANY = MType("any", nullable=True)
_TAKES_NULL = frozenset({"any", "null"})


def primitive(name: str, *, nullable: bool = False) -> MType:
    return MType(name, nullable or name in _TAKES_NULL)


def is_of(value: MValue, wanted: MType) -> bool:
    """``value is type``: only the primitive part counts."""
    if wanted.kind == "any":
        return True
    if value is None:
        return wanted.nullable or wanted.kind == "null"
    return wanted.kind == "anynonnull" or kind(value) == wanted.kind


def require(value: MValue, wanted: MType) -> MValue:
    """``value as type``."""
    if not is_of(value, wanted):
        raise MError(f"We cannot convert a value of type {kind(value).title()} to type {wanted.kind.title()}.")
    return value


def classes(wanted: MType | None) -> frozenset[type] | None:
    """Return the classes whose values a parameter of the type takes; None for any."""
    if wanted is None or wanted.kind == "any":
        return None
    found = {python for python, name in KINDS.items() if name == wanted.kind}
    if wanted.kind == "anynonnull":
        found = set(KINDS) - {type(None)}
    return frozenset(found | ({type(None)} if wanted.nullable else set()))


def with_metadata(wanted: MType, metadata: MRecord) -> MType:
    return dataclasses.replace(wanted, metadata=metadata)


def nullable(wanted: MType) -> MType:
    return dataclasses.replace(wanted, nullable=True)


def type_of(value: MValue) -> MType:
    """Value.Type."""
    if value.__class__ is MType:
        return MType("type")
    signature = getattr(value, "signature", None)
    if signature is not None:
        return signature
    if kind(value) == "table":
        return MType("table", fields={name: value.types.get(name, ANY) for name in value.columns})
    return primitive(kind(value))


def resolve(node: s.TypeNode, evaluate: Callable[[s.Node], MValue]) -> MType:
    """Return the type a tree describes; `evaluate` gives the value of expressions inside."""
    match node:
        case s.Primitive(name, is_nullable):
            return primitive(name, nullable=is_nullable)
        case s.Nullable(inner):
            return nullable(resolve(inner, evaluate))
        case s.TableType(fields):
            return MType("table", fields={name: resolve(inner, evaluate) for name, inner in fields})
        case s.RecordType(fields):
            return MType("record", fields={name: resolve(inner, evaluate) for name, inner in fields})
        case s.ListType(inner):
            return MType("list", item=resolve(inner, evaluate))
        case s.FunctionType(parameters, result):
            return function_type(parameters, result, lambda inner: resolve(inner, evaluate))
        case s.TableTypeOf(row):
            return MType("table", fields=_type(evaluate(row)).fields)
        case s.TypeExpression(value):
            return _type(evaluate(value))


def function_type(
    parameters: tuple[s.Parameter, ...], result: s.TypeNode | None, resolved: Callable[[s.TypeNode], MType]
) -> MType:
    taken = tuple((p.name, p.optional, ANY if p.type is None else resolved(p.type)) for p in parameters)
    return MType("function", parameters=taken, result=ANY if result is None else resolved(result))


def _type(value: MValue) -> MType:
    if value.__class__ is not MType:
        raise MError(f"We cannot convert a value of type {kind(value).title()} to type Type.")
    return value
